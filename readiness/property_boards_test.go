package readiness_test

import (
	"encoding/json"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/readiness"
)

func alignmentFigures() *rapid.Generator[readiness.AlignmentFigures] {
	return rapid.Custom(func(t *rapid.T) readiness.AlignmentFigures {
		return readiness.AlignmentFigures{
			Metrics: readiness.Metrics{
				Utilization:          new(beside(1.2, 0.85, 1, 0.9925).Draw(t, "utilization")),
				ErrorRate:            new(beside(0.2, 0.02, 0.1, 0.096).Draw(t, "error rate")),
				OvertimeHoursPerWeek: new(beside(20, 10, 15, 14.75).Draw(t, "overtime")),
				Satisfaction:         new(beside(10, 9, 6, 6.15).Draw(t, "satisfaction")),
				OnTimeShare:          new(beside(1, 0.95, 0.8, 0.8075).Draw(t, "on time")),
			},
			Morale: new(beside(10, 8, 4, 4.2).Draw(t, "morale")),
			Pipeline: &readiness.PipelineLoad{
				Load: beside(200, 100, 150, 57).Draw(t, "load"), Headroom: beside(200, 100, 0.1).Draw(t, "headroom"),
			},
		}
	})
}

func alignments() *rapid.Generator[readiness.AlignmentPolicy] {
	return rapid.Custom(func(t *rapid.T) readiness.AlignmentPolicy {
		if rapid.Bool().Draw(t, "default") {
			return aligning()
		}
		var weights [7]int
		for i := range weights {
			weights[i] = rapid.SampledFrom([]int{0, 1, 1, 2, 7, readiness.MaxAlignmentWeight}).Draw(t, "weight")
		}
		if weights == [7]int{} {
			weights[rapid.IntRange(0, 6).Draw(t, "which")] = 1
		}
		p := weighing(weights)
		p.AlignmentFloor = beside(1, 0.01, 0.05).Filter(func(x float64) bool { return x >= 0.01 }).Draw(t, "floor")
		return p
	})
}

// A better figure never lowers the score, and a worse one never raises it.
func alignmentMonotoneProperty(t *rapid.T) {
	f, p := alignmentFigures().Draw(t, "figures"), alignments().Draw(t, "policy")
	before, err := readiness.ScoreAlignment(f, p)
	require.NoError(t, err)
	fields := []struct {
		at   *float64
		best float64
	}{
		{f.Metrics.Utilization, 0}, {f.Metrics.ErrorRate, 0}, {f.Metrics.OvertimeHoursPerWeek, 0}, {f.Metrics.Satisfaction, 10},
		{f.Metrics.OnTimeShare, 1}, {f.Morale, 10}, {&f.Pipeline.Load, 0}, {&f.Pipeline.Headroom, readiness.MaxLoad},
	}
	field := rapid.SampledFrom(fields).Draw(t, "field")
	if rapid.Bool().Draw(t, "by a step") {
		*field.at = math.Nextafter(*field.at, field.best)
	} else {
		*field.at += (field.best - *field.at) * rapid.Float64Range(0, 1).Draw(t, "by")
	}
	after, err := readiness.ScoreAlignment(f, p)
	require.NoError(t, err)
	require.GreaterOrEqual(t, after.Score, before.Score)
}

func alignmentProperty(t *rapid.T) {
	f, p := alignmentFigures().Draw(t, "figures"), alignments().Draw(t, "policy")
	report, err := readiness.ExplainAlignment(f, p)
	require.NoError(t, err)
	a, err := readiness.ScoreAlignment(f, p)
	require.NoError(t, err)
	require.Equal(t, a, report.Alignment, "replay")
	require.GreaterOrEqual(t, a.Score, 100*p.AlignmentFloor-1e-9)
	require.LessOrEqual(t, a.Score, 100.0)
	for i, f := range report.Findings {
		testkit.Explains(t, f)
		c := report.Components[i]
		require.LessOrEqual(t, c.Gain, a.Gain+1e-8, "the one that holds the score down gains most")
		if c.Component == a.HeldDownBy {
			require.Equal(t, a.Gain, c.Gain)
		}
	}
	testkit.RoundTrip(t, report)
}

func holdProperty(t *rapid.T) {
	metrics, p := measurements().Draw(t, "metrics"), readiness.DefaultPolicy()
	p.HoldUtilization = beside(1, 0.05).Draw(t, "margin of utilization")
	p.HoldSatisfaction = beside(10, 0.5).Draw(t, "margin of satisfaction")
	on := rapid.SliceOfDistinct(rapid.SampledFrom(readiness.Warnings()), rapid.ID).Draw(t, "before")
	text, err := json.Marshal(append([]readiness.Warning{}, on...))
	require.NoError(t, err)
	var before readiness.WarningSet
	require.NoError(t, json.Unmarshal(text, &before))

	fresh, err := readiness.Warn(metrics, p.WarningPolicy)
	require.NoError(t, err)
	report, err := readiness.ExplainHeldWarnings(metrics, before, p)
	require.NoError(t, err)
	for i, w := range readiness.Warnings() {
		testkit.Explains(t, report.Findings[i])
		if fresh.Has(w) {
			require.True(t, report.Warnings.Has(w), "what fires is on")
		}
		require.Equal(t, report.Warnings.Has(w) && !fresh.Has(w), report.Held.Has(w))
		if report.Held.Has(w) {
			require.True(t, before.Has(w), "only what was on is held")
		}
	}
	testkit.RoundTrip(t, report)

	again, err := readiness.HoldWarnings(metrics, report.Warnings, p)
	require.NoError(t, err)
	require.Equal(t, report.Warnings, again, "the same week twice changes nothing")

	o := observations().Draw(t, "observations")
	up := rapid.SliceOfDistinct(rapid.SampledFrom(readiness.Flags()), rapid.ID).Draw(t, "flags before")
	kept := slices.Clone(up)
	raised, err := readiness.RaiseFlags(o, p.FlagPolicy)
	require.NoError(t, err)
	flags, err := readiness.HoldFlags(o, up, p)
	require.NoError(t, err)
	require.Equal(t, kept, up)
	require.Subset(t, flags.Up, raised.Raised)
	require.Subset(t, up, flags.Held)
	require.Equal(t, len(flags.Up), len(raised.Raised)+len(flags.Held))
	for _, f := range flags.Findings {
		testkit.Explains(t, f)
	}
	testkit.RoundTrip(t, flags)
}

func weeksOfFigures() *rapid.Generator[readiness.Weeks] {
	week := rapid.Custom(func(t *rapid.T) readiness.WeeklyFigures {
		f := readiness.WeeklyFigures{
			Utilization: maybe(beside(1.2, 0.85, 1)).Draw(t, "utilization"), OnTimeShare: maybe(beside(1, 0.95, 0.8)).Draw(t, "on time"),
			Quality: maybe(beside(10)).Draw(t, "quality"), Morale: maybe(beside(10, 6, 4)).Draw(t, "morale"),
		}
		if rapid.Bool().Draw(t, "pipeline known") {
			f.Pipeline = &readiness.PipelineLoad{Load: beside(200, 100, 150).Draw(t, "load"), Headroom: beside(200, 100).Draw(t, "headroom")}
		}
		return f
	})
	return rapid.Map(rapid.SliceOfN(week, 1, 6), func(w []readiness.WeeklyFigures) readiness.Weeks { return w })
}

func severity(s *salesops.Status) int {
	if s == nil {
		return -1
	}
	return slices.Index(salesops.Statuses(), *s)
}

// The status is the worst of what the findings say; what came before last week
// changes no line; and a better figure, with no history to make a trend, never
// makes a worse status.
func dashboardProperty(t *rapid.T) {
	weeks, p := weeksOfFigures().Draw(t, "weeks"), readiness.DefaultPolicy()
	board, err := readiness.TrackWeekly(weeks, p)
	require.NoError(t, err)
	again, err := readiness.TrackWeekly(weeks, p)
	require.NoError(t, err)
	require.Equal(t, board, again, "replay")
	for _, r := range board.Readings {
		require.LessOrEqual(t, severity(r.Status), severity(board.Status))
		for _, f := range r.Findings {
			testkit.Explains(t, f)
		}
	}
	testkit.RoundTrip(t, board)

	last := weeks[len(weeks)-1:]
	now, err := readiness.TrackWeekly(last, p)
	require.NoError(t, err)
	for i, r := range now.Readings {
		require.Equal(t, board.Readings[i].Value, r.Value)
		if i != 2 {
			require.Equal(t, board.Readings[i].Status, r.Status)
		}
	}
	better := slices.Clone(last)
	for _, x := range []struct {
		at   **float64
		best float64
	}{{&better[0].Utilization, 0}, {&better[0].OnTimeShare, 1}, {&better[0].Morale, 10}} {
		if *x.at != nil {
			*x.at = new(math.Nextafter(**x.at, x.best))
		}
	}
	after, err := readiness.TrackWeekly(better, p)
	require.NoError(t, err)
	for i := range after.Readings {
		require.LessOrEqual(t, severity(after.Readings[i].Status), severity(now.Readings[i].Status))
	}
}

func spiralProperty(t *rapid.T) {
	f, p := steady(), readiness.DefaultPolicy()
	p.SpiralSigns = rapid.IntRange(1, 4).Draw(t, "needed")
	for _, sign := range rapid.SliceOfDistinct(rapid.SampledFrom(readiness.SpiralSigns()), rapid.ID).Draw(t, "signs") {
		signs()[sign](&f)
	}
	if rapid.Bool().Draw(t, "partly observed") {
		f.ErrorRate, f.KeyDepartures, f.SalesByMonth, f.LeadsByMonth = nil, nil, nil, nil
	}
	s, err := readiness.LocateSpiral(f, p)
	require.NoError(t, err)
	again, err := readiness.LocateSpiral(f, p)
	require.NoError(t, err)
	require.Equal(t, s, again, "replay")
	for _, finding := range s.Findings {
		testkit.Explains(t, finding)
	}
	testkit.RoundTrip(t, s)
	// One more sign never leads back.
	more := rapid.SampledFrom(readiness.SpiralSigns()).Draw(t, "one more")
	signs()[more](&f)
	worse, err := readiness.LocateSpiral(f, p)
	require.NoError(t, err)
	require.GreaterOrEqual(t, slices.Index(readiness.SpiralStages(), worse.Stage), slices.Index(readiness.SpiralStages(), s.Stage))
}

func TestAlignmentIsMonotone(t *testing.T) { rapid.Check(t, alignmentMonotoneProperty) }
func TestAlignment(t *testing.T)           { rapid.Check(t, alignmentProperty) }
func TestHold(t *testing.T)                { rapid.Check(t, holdProperty) }
func TestDashboard(t *testing.T)           { rapid.Check(t, dashboardProperty) }
func TestSpiral(t *testing.T)              { rapid.Check(t, spiralProperty) }

func FuzzAlignmentIsMonotone(f *testing.F) { f.Fuzz(rapid.MakeFuzz(alignmentMonotoneProperty)) }
func FuzzAlignment(f *testing.F)           { f.Fuzz(rapid.MakeFuzz(alignmentProperty)) }
func FuzzHold(f *testing.F)                { f.Fuzz(rapid.MakeFuzz(holdProperty)) }
func FuzzDashboard(f *testing.F)           { f.Fuzz(rapid.MakeFuzz(dashboardProperty)) }
func FuzzSpiral(f *testing.F)              { f.Fuzz(rapid.MakeFuzz(spiralProperty)) }

// Arbitrary bytes never panic, and what decodes encodes to what decodes again.
func FuzzDecodeBoards(f *testing.F) {
	add := func(value any, err error) {
		if err != nil {
			f.Fatal(err)
		}
		text, err := json.Marshal(value)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	policy := readiness.DefaultPolicy()
	report, err := readiness.ExplainAlignment(aligned(), aligning())
	add(report, err)
	add(report.Alignment, nil)
	board, err := readiness.TrackWeekly(readiness.Weeks{fullWeek()}, policy)
	add(board, err)
	card, err := readiness.TrackScorecard(readiness.ScorecardPeriods{onTarget()}, scorecardTargets(), policy)
	add(card, err)
	spiral, err := readiness.LocateSpiral(steady(), policy)
	add(spiral, err)
	held, err := readiness.ExplainHeldWarnings(calm(), readiness.WarningSet{}, policy)
	add(held, err)
	flags, err := readiness.HoldFlags(quiet(), nil, policy)
	add(flags, err)
	f.Fuzz(func(t *testing.T, data []byte) {
		testkit.Decodes[readiness.Alignment](t, data)
		testkit.Decodes[readiness.AlignmentReport](t, data)
		testkit.Decodes[readiness.Dashboard](t, data)
		testkit.Decodes[readiness.Scorecard](t, data)
		testkit.Decodes[readiness.Spiral](t, data)
		testkit.Decodes[readiness.HeldWarnings](t, data)
		testkit.Decodes[readiness.HeldFlags](t, data)
	})
}
