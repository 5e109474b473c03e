package forecast_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

func TestWaterfallVectors(t *testing.T) {
	type row struct {
		ID        string             `json:"id"`
		Source    string             `json:"source"`
		Snapshots forecast.Snapshots `json:"snapshots"`
		Expected  forecast.Waterfall `json:"expected"`
	}
	happened := make(map[forecast.Change]bool)
	for _, r := range testkit.Vectors[row](t, "waterfall.json", 25) {
		require.NotEmpty(t, r.Source, r.ID)
		w, err := forecast.TraceWaterfall(r.Snapshots)
		require.NoError(t, err, r.ID)
		requireSameJSON(t, r.Expected, w, r.ID)
		for _, s := range w.Company.Steps {
			happened[s.Change] = happened[s.Change] || s.Count > 0
		}
	}
	for _, c := range forecast.Changes() {
		require.True(t, happened[c], "%s never happens", c)
	}
}

func TestConversionVectors(t *testing.T) {
	type stage struct {
		Stage     forecast.Stage `json:"stage"`
		Reached   int            `json:"reached"`
		Onward    int            `json:"onward"`
		Open      int            `json:"open"`
		Lost      int            `json:"lost"`
		Skipped   int            `json:"skipped"`
		Reentries int            `json:"reentries"`
	}
	type expected struct {
		Deals, Outside, Unstaged, Won int
		SkippedToWon                  int `json:"skipped_to_won"`
		Stages                        []stage
	}
	type row struct {
		ID       string                `json:"id"`
		Source   string                `json:"source"`
		Entries  []forecast.StageEntry `json:"entries"`
		Window   forecast.Window       `json:"window"`
		Expected expected              `json:"expected"`
	}
	var seen expected
	for _, r := range testkit.Vectors[row](t, "conversion.json", 30) {
		require.NotEmpty(t, r.Source, r.ID)
		c, err := forecast.MeasureConversion(forecast.Journeys{Entries: r.Entries}, r.Window, wilson)
		require.NoError(t, err, r.ID)
		got := expected{Deals: c.Deals, Outside: c.Outside, Unstaged: c.Unstaged, Won: c.Won.Successes, SkippedToWon: c.SkippedToWon}
		for _, s := range c.Stages {
			got.Stages = append(got.Stages, stage{s.Stage, s.Onward.Trials, s.Onward.Successes, s.Open, s.Lost, s.Skipped, s.Reentries})
			seen.Stages = append(seen.Stages, stage{Skipped: s.Skipped, Reentries: s.Reentries, Open: s.Open})
		}
		require.Equal(t, r.Expected, got, r.ID)
		seen.Outside, seen.Unstaged, seen.SkippedToWon = seen.Outside+c.Outside, seen.Unstaged+c.Unstaged, seen.SkippedToWon+c.SkippedToWon
		testkit.RoundTrip(t, c)
	}
	require.NotZero(t, seen.Outside*seen.Unstaged*seen.SkippedToWon)
}

func TestCalibrationVectors(t *testing.T) {
	type row struct {
		ID     string `json:"id"`
		Inputs struct {
			P []float64 `json:"p"`
			Y []int     `json:"y"`
		} `json:"inputs"`
		Expected struct {
			N       int      `json:"n"`
			Won     int      `json:"n_pos"`
			Brier   *float64 `json:"brier"`
			LogLoss *float64 `json:"log_loss"`
			ECE     *float64 `json:"ece10"`
			MCE     *float64 `json:"mce10"`
			AUC     *float64 `json:"auc"`
			Bins    []struct {
				Bin   int      `json:"bin"`
				Count int      `json:"count"`
				Mean  *float64 `json:"mean_p"`
				Rate  *float64 `json:"win_rate"`
			} `json:"bins"`
		} `json:"expected"`
		Tol  float64 `json:"tol"`
		Atol float64 `json:"atol"`
	}
	undefined, empty := 0, 0
	for _, r := range testkit.Vectors[row](t, "calibration.json", 14) {
		var record forecast.Predictions
		for i, p := range r.Inputs.P {
			record.Predictions = append(record.Predictions, forecast.Prediction{Probability: p, Won: r.Inputs.Y[i] == 1})
		}
		c, err := forecast.MeasureCalibration(record, forecast.DefaultPolicy().CalibrationPolicy)
		require.NoError(t, err, r.ID)
		require.Equal(t, []int{r.Expected.N, r.Expected.Won}, []int{c.Count, c.Won}, r.ID)
		for name, pair := range map[string]struct {
			want *float64
			got  salesops.Maybe
		}{
			"brier": {r.Expected.Brier, c.Brier}, "log loss": {r.Expected.LogLoss, c.LogLoss}, "ece": {r.Expected.ECE, c.ECE},
			"mce": {r.Expected.MCE, c.MCE}, "auc": {r.Expected.AUC, c.AUC},
		} {
			requireNear(t, pair.want, pair.got, r.Tol, r.Atol, r.ID+" "+name)
			if pair.want == nil {
				undefined++
			}
		}
		require.Len(t, c.Bins, 10)
		filled := make(map[int]bool)
		for _, want := range r.Expected.Bins {
			b := c.Bins[want.Bin]
			filled[want.Bin] = true
			require.Equal(t, want.Count, b.Won.Trials, r.ID)
			requireNear(t, want.Mean, b.MeanProbability, r.Tol, r.Atol, r.ID)
			requireNear(t, want.Rate, b.Won.Share, r.Tol, r.Atol, r.ID)
		}
		for i, b := range c.Bins {
			if !filled[i] {
				require.Zero(t, b.Won.Trials)
				empty++
			}
		}
		testkit.RoundTrip(t, c)
	}
	require.NotZero(t, undefined)
	require.NotZero(t, empty)
}

// A second stage makes the pooled share the mean of the prior that the source
// was given.
func TestBetaVectors(t *testing.T) {
	type row struct {
		ID     string `json:"id"`
		Inputs struct {
			Alpha float64 `json:"prior_alpha"`
			Beta  float64 `json:"prior_beta"`
			Wins  int     `json:"wins"`
			N     int     `json:"n"`
		} `json:"inputs"`
		Expected struct {
			Mean      float64 `json:"mean"`
			Quantiles []struct {
				Q     float64 `json:"q"`
				Value float64 `json:"value"`
			} `json:"quantiles"`
		} `json:"expected"`
		Tol float64 `json:"tol"`
	}
	checked := 0
	for _, r := range testkit.Vectors[row](t, "beta.json", 5) {
		quantile := make(map[float64]float64)
		for _, q := range r.Expected.Quantiles {
			quantile[q.Q] = q.Value
		}
		won, lost := r.Inputs.Wins, r.Inputs.N-r.Inputs.Wins
		record := forecast.StageRecord{Outcomes: []forecast.StageOutcome{
			{Stage: forecast.Qualified, Won: won, Lost: lost},
			{Stage: forecast.Closing, Won: int(200*r.Inputs.Alpha) - 1 - won, Lost: int(200*r.Inputs.Beta) - 1 - lost},
		}}
		for level, ends := range map[float64][2]float64{0.95: {0.025, 0.975}, 0.9: {0.05, 0.95}, 0.8: {0.1, 0.9}} {
			lessons, err := forecast.LearnStageOdds(record, forecast.StageOddsPolicy{
				PriorDeals: r.Inputs.Alpha + r.Inputs.Beta, MinStageDeals: 30, StageOddsLevel: level,
			})
			require.NoError(t, err, r.ID)
			o := lessons.Stages[0]
			requireNear(t, &r.Expected.Mean, o.Probability, r.Tol, 0, r.ID)
			require.InEpsilon(t, quantile[ends[0]], o.Interval.Low, r.Tol, r.ID)
			require.InEpsilon(t, quantile[ends[1]], o.Interval.High, r.Tol, r.ID)
			checked++
		}
	}
	require.Equal(t, 15, checked)
}

// The trend vectors themselves are tested where the statistics live.
func TestPublishedFacts(t *testing.T) {
	perDay, err := forecast.MeasureVelocity(forecast.Velocity{Deals: 40, AverageValue: money("25000"), WinRate: 0.25, CycleDays: 90})
	require.NoError(t, err)
	testkit.EqualDecimal(t, "2777.77777778", perDay) // mavenlb.com prints 2,777

	trend, err := forecast.MeasureTrend(forecast.Series{
		Times: []float64{1, 2, 3, 4, 10, 12, 18}, Values: []float64{9, 15, 19, 20, 45, 55, 78},
	}, forecast.TrendPolicy{TrendLevel: 0.07})
	require.NoError(t, err) // Sen 1968: slope 4, 93% interval 3.71 to 4.38
	require.Equal(t, 4.0, trend.Slope.Or(0))
	require.Equal(t, salesops.Interval{Low: 26.0 / 7, High: 35.0 / 8}, *trend.Interval)
}
