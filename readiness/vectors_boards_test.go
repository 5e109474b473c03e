package readiness_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/readiness"
)

func setOf(t *testing.T, warnings []readiness.Warning) readiness.WarningSet {
	t.Helper()
	text, err := json.Marshal(append([]readiness.Warning{}, warnings...))
	require.NoError(t, err)
	var set readiness.WarningSet
	require.NoError(t, json.Unmarshal(text, &set))
	return set
}

func TestHeldWarningVectors(t *testing.T) {
	type row struct {
		ID       string              `json:"id"`
		Source   string              `json:"source"`
		Metrics  readiness.Metrics   `json:"metrics"`
		Before   []readiness.Warning `json:"before"`
		Expected struct {
			Warnings json.RawMessage `json:"warnings"`
			Held     json.RawMessage `json:"held"`
		} `json:"expected"`
	}
	held := make(map[readiness.Warning]int)
	for _, r := range testkit.Vectors[row](t, "held_warnings.json", 102) {
		require.NotEmpty(t, r.Source, r.ID)
		report, err := readiness.ExplainHeldWarnings(r.Metrics, setOf(t, r.Before), readiness.DefaultPolicy())
		require.NoError(t, err, r.ID)
		same(t, r.ID, r.Expected.Warnings, report.Warnings)
		same(t, r.ID, r.Expected.Held, report.Held)
		for _, w := range report.Held.Fired() {
			held[w]++
		}
	}
	require.Len(t, held, len(readiness.Warnings()), "every warning is held in a row")
}

func TestHeldFlagVectors(t *testing.T) {
	type row struct {
		ID           string                 `json:"id"`
		Source       string                 `json:"source"`
		Observations readiness.Observations `json:"observations"`
		Before       []readiness.Flag       `json:"before"`
		Expected     struct {
			Count int             `json:"count"`
			Up    json.RawMessage `json:"up"`
			Held  json.RawMessage `json:"held"`
		} `json:"expected"`
	}
	held := make(map[readiness.Flag]int)
	for _, r := range testkit.Vectors[row](t, "held_flags.json", 60) {
		require.NotEmpty(t, r.Source, r.ID)
		flags, err := readiness.HoldFlags(r.Observations, r.Before, readiness.DefaultPolicy())
		require.NoError(t, err, r.ID)
		require.Equal(t, r.Expected.Count, flags.Count, r.ID)
		same(t, r.ID, r.Expected.Up, flags.Up)
		same(t, r.ID, r.Expected.Held, flags.Held)
		for _, f := range flags.Held {
			held[f]++
		}
	}
	require.Len(t, held, 3, "every measured flag is held in a row")
}

func TestAlignmentVectors(t *testing.T) {
	type row struct {
		ID       string                     `json:"id"`
		Source   string                     `json:"source"`
		Figures  readiness.AlignmentFigures `json:"figures"`
		Weights  [7]int                     `json:"weights"`
		Expected struct {
			Score      float64             `json:"score"`
			HeldDownBy readiness.Component `json:"held_down_by"`
			Gain       float64             `json:"gain"`
			Shares     []*float64          `json:"shares"`
			Gains      []float64           `json:"gains"`
		} `json:"expected"`
	}
	const tolerance = 1e-9
	held := make(map[readiness.Component]int)
	for _, r := range testkit.Vectors[row](t, "alignment.json", 106) {
		require.NotEmpty(t, r.Source, r.ID)
		report, err := readiness.ExplainAlignment(r.Figures, weighing(r.Weights))
		require.NoError(t, err, r.ID)
		require.InDelta(t, r.Expected.Score, report.Alignment.Score, tolerance, r.ID)
		require.Equal(t, r.Expected.HeldDownBy, report.Alignment.HeldDownBy, r.ID)
		require.InDelta(t, r.Expected.Gain, report.Alignment.Gain, 2*tolerance, r.ID)
		for i, c := range report.Components {
			share, measured := c.Share.Value()
			require.Equal(t, r.Expected.Shares[i] != nil, measured, r.ID)
			if measured {
				require.InDelta(t, *r.Expected.Shares[i], share, 1e-12, r.ID)
			}
			require.InDelta(t, r.Expected.Gains[i], c.Gain, 2*tolerance, r.ID)
		}
		held[report.Alignment.HeldDownBy]++
	}
	require.Len(t, held, len(readiness.Components())+1, "every component holds the score down in a row, and none does")
}

// expectedReading is a reading without its findings.
type expectedReading struct {
	Gauge  readiness.Gauge  `json:"gauge"`
	Value  *float64         `json:"value"`
	Target *float64         `json:"target"`
	Status *salesops.Status `json:"status"`
	Change *float64         `json:"change"`
	Trend  readiness.Trend  `json:"trend"`
}

func pointer(m salesops.Maybe) *float64 {
	if x, ok := m.Value(); ok {
		return &x
	}
	return nil
}

func plainReadings(readings []readiness.Reading) []expectedReading {
	all := make([]expectedReading, 0, len(readings))
	for _, r := range readings {
		all = append(all, expectedReading{r.Gauge, pointer(r.Value), pointer(r.Target), r.Status, pointer(r.Change), r.Trend})
	}
	return all
}

func decode[T any](t *testing.T, id string, text json.RawMessage) T {
	t.Helper()
	var value T
	if len(text) > 0 {
		require.NoError(t, json.Unmarshal(text, &value), id)
	}
	return value
}

func TestDashboardVectors(t *testing.T) {
	type row struct {
		ID        string            `json:"id"`
		Source    string            `json:"source"`
		Cadence   readiness.Cadence `json:"cadence"`
		Snapshots json.RawMessage   `json:"snapshots"`
		Targets   json.RawMessage   `json:"targets"`
		Expected  struct {
			Status    *salesops.Status  `json:"status"`
			Readings  []expectedReading `json:"readings"`
			Attention []readiness.Gauge `json:"attention"`
			NotJudged []readiness.Gauge `json:"not_judged"`
		} `json:"expected"`
	}
	type seen struct {
		gauge  readiness.Gauge
		status salesops.Status
	}
	statuses, trends := make(map[seen]int), make(map[readiness.Trend]int)
	policy := readiness.DefaultPolicy()
	for _, r := range testkit.Vectors[row](t, "dashboards.json", 146) {
		require.NotEmpty(t, r.Source, r.ID)
		var board readiness.Dashboard
		var err error
		switch r.Cadence {
		case readiness.Daily:
			board, err = readiness.TrackDaily(decode[readiness.Days](t, r.ID, r.Snapshots), policy)
		case readiness.Weekly:
			board, err = readiness.TrackWeekly(decode[readiness.Weeks](t, r.ID, r.Snapshots), policy)
		case readiness.Monthly:
			targets := decode[readiness.MonthlyTargets](t, r.ID, r.Targets)
			board, err = readiness.TrackMonthly(decode[readiness.Months](t, r.ID, r.Snapshots), targets, policy)
		case readiness.Quarterly:
			board, err = readiness.TrackQuarterly(decode[readiness.Quarters](t, r.ID, r.Snapshots), policy)
		}
		require.NoError(t, err, r.ID)
		require.Equal(t, r.Cadence, board.Cadence, r.ID)
		require.Equal(t, r.Expected.Readings, plainReadings(board.Readings), r.ID)
		require.Equal(t, r.Expected.Status, board.Status, r.ID)
		require.Equal(t, r.Expected.Attention, board.Attention, r.ID)
		require.Equal(t, r.Expected.NotJudged, board.NotJudged, r.ID)
		for _, reading := range board.Readings {
			trends[reading.Trend]++
			if reading.Status != nil {
				statuses[seen{reading.Gauge, *reading.Status}]++
			}
		}
	}
	require.Len(t, trends, len(readiness.Trends()), "every trend comes up")
	for _, c := range readiness.Cadences() {
		for _, g := range c.Gauges() {
			require.Contains(t, statuses, seen{g, salesops.Green})
			require.Positive(t, statuses[seen{g, salesops.Yellow}]+statuses[seen{g, salesops.Red}], g)
		}
	}
	for _, g := range []readiness.Gauge{
		readiness.OrdersGauge, readiness.OvertimeGauge, readiness.UtilizationGauge, readiness.OnTimeGauge, readiness.MoraleGauge,
		readiness.PipelineGauge, readiness.SatisfactionGauge,
	} {
		require.Contains(t, statuses, seen{g, salesops.Yellow})
		require.Contains(t, statuses, seen{g, salesops.Red})
	}
}

func TestScorecardVectors(t *testing.T) {
	type side struct {
		Status   *salesops.Status  `json:"status"`
		Judged   int               `json:"judged"`
		OnTarget int               `json:"on_target"`
		Readings []expectedReading `json:"readings"`
	}
	type row struct {
		ID       string                     `json:"id"`
		Source   string                     `json:"source"`
		Periods  readiness.ScorecardPeriods `json:"periods"`
		Targets  readiness.ScorecardTargets `json:"targets"`
		Expected struct {
			Balance    readiness.Balance `json:"balance"`
			Operations side              `json:"operations"`
			Sales      side              `json:"sales"`
		} `json:"expected"`
	}
	balances := make(map[readiness.Balance]int)
	for _, r := range testkit.Vectors[row](t, "scorecards.json", 48) {
		require.NotEmpty(t, r.Source, r.ID)
		card, err := readiness.TrackScorecard(r.Periods, r.Targets, readiness.DefaultPolicy())
		require.NoError(t, err, r.ID)
		require.Equal(t, r.Expected.Balance, card.Balance, r.ID)
		for _, s := range []struct {
			want side
			got  readiness.Side
		}{{r.Expected.Operations, card.Operations}, {r.Expected.Sales, card.Sales}} {
			require.Equal(t, s.want, side{s.got.Status, s.got.Judged, s.got.OnTarget, plainReadings(s.got.Readings)}, r.ID)
		}
		balances[card.Balance]++
	}
	require.Len(t, balances, len(readiness.Balances()), "every balance comes up")
}

func TestSpiralVectors(t *testing.T) {
	type row struct {
		ID       string                  `json:"id"`
		Source   string                  `json:"source"`
		Figures  readiness.SpiralFigures `json:"figures"`
		Expected struct {
			Stage     readiness.SpiralStage   `json:"stage"`
			Open      []readiness.SpiralStage `json:"open"`
			Showing   []readiness.SpiralSign  `json:"showing"`
			NotJudged []readiness.SpiralSign  `json:"not_judged"`
		} `json:"expected"`
	}
	stages, signs := make(map[readiness.SpiralStage]int), make(map[readiness.SpiralSign]int)
	for _, r := range testkit.Vectors[row](t, "spiral.json", 89) {
		require.NotEmpty(t, r.Source, r.ID)
		spiral, err := readiness.LocateSpiral(r.Figures, readiness.DefaultPolicy())
		require.NoError(t, err, r.ID)
		require.Equal(t, r.Expected.Stage, spiral.Stage, r.ID)
		require.Equal(t, r.Expected.Open, spiral.Open, r.ID)
		showing, notJudged := []readiness.SpiralSign{}, []readiness.SpiralSign{}
		for _, s := range spiral.Stages {
			showing, notJudged = append(showing, s.Showing...), append(notJudged, s.NotJudged...)
		}
		require.Equal(t, r.Expected.Showing, showing, r.ID)
		require.Equal(t, r.Expected.NotJudged, notJudged, r.ID)
		stages[spiral.Stage]++
		for _, s := range showing {
			signs[s]++
		}
	}
	require.Len(t, stages, len(readiness.SpiralStages()), "every stage and none come up")
	require.Len(t, signs, len(readiness.SpiralSigns()), "every sign shows in a row")
}
