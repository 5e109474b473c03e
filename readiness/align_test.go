package readiness_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/readiness"
)

func aligning() readiness.AlignmentPolicy { return readiness.DefaultPolicy().AlignmentPolicy }

// weighing returns the default policy with other weights.
func weighing(weights [7]int) readiness.AlignmentPolicy {
	p := aligning()
	for i, scale := range []*readiness.Scale{
		&p.UtilizationScale, &p.ErrorRateScale, &p.OvertimeScale, &p.SatisfactionScale, &p.OnTimeScale, &p.MoraleScale, &p.PipelineScale,
	} {
		scale.Weight = weights[i]
	}
	return p
}

// aligned are figures at their best anchors.
func aligned() readiness.AlignmentFigures {
	return readiness.AlignmentFigures{
		Metrics: readiness.Metrics{
			Utilization: new(0.85), ErrorRate: new(0.02), OvertimeHoursPerWeek: new(10.0), Satisfaction: new(9.0), OnTimeShare: new(0.95),
		},
		Morale: new(8.0), Pipeline: &readiness.PipelineLoad{Load: 50, Headroom: 50},
	}
}

func TestScoreAlignment(t *testing.T) {
	type figures = readiness.AlignmentFigures
	broken := 100 * math.Pow(0.05, 1.0/7)
	half := 100 * math.Pow(0.5, 1.0/7)
	for name, tc := range map[string]struct {
		edit  func(*figures)
		score float64
		held  readiness.Component
	}{
		"all at best":            {func(*figures) {}, 100, readiness.NoComponent},
		"beyond best":            {func(f *figures) { f.Metrics.Utilization = new(0.1) }, 100, readiness.NoComponent},
		"utilization at worst":   {func(f *figures) { f.Metrics.Utilization = new(1.0) }, broken, readiness.AlignedUtilization},
		"utilization far beyond": {func(f *figures) { f.Metrics.Utilization = new(1e6) }, broken, readiness.AlignedUtilization},
		"errors halfway":         {func(f *figures) { f.Metrics.ErrorRate = new(0.06) }, half, readiness.AlignedErrorRate},
		"errors at worst":        {func(f *figures) { f.Metrics.ErrorRate = new(0.1) }, broken, readiness.AlignedErrorRate},
		"overtime halfway":       {func(f *figures) { f.Metrics.OvertimeHoursPerWeek = new(12.5) }, half, readiness.AlignedOvertime},
		"satisfaction halfway":   {func(f *figures) { f.Metrics.Satisfaction = new(7.5) }, half, readiness.AlignedSatisfaction},
		"on time halfway":        {func(f *figures) { f.Metrics.OnTimeShare = new(0.875) }, half, readiness.AlignedOnTime},
		"morale halfway":         {func(f *figures) { f.Morale = new(6.0) }, half, readiness.AlignedMorale},
		"morale at worst":        {func(f *figures) { f.Morale = new(4.0) }, broken, readiness.AlignedMorale},
		"pipeline halfway":       {func(f *figures) { f.Pipeline.Load = 62.5 }, half, readiness.AlignedPipeline},
		"pipeline at worst":      {func(f *figures) { f.Pipeline.Load = 75 }, broken, readiness.AlignedPipeline},
		"no headroom":            {func(f *figures) { f.Pipeline = &readiness.PipelineLoad{Load: 1} }, broken, readiness.AlignedPipeline},
		"no headroom, no load":   {func(f *figures) { f.Pipeline = &readiness.PipelineLoad{} }, 100, readiness.NoComponent},
		"tiny headroom":          {func(f *figures) { f.Pipeline = &readiness.PipelineLoad{Load: 1e9, Headroom: 5e-324} }, broken, readiness.AlignedPipeline},
		"just below the floor":   {func(f *figures) { f.Metrics.OvertimeHoursPerWeek = new(14.8) }, broken, readiness.AlignedOvertime},
		"the first of two equals": {func(f *figures) {
			f.Metrics.OvertimeHoursPerWeek, f.Morale = new(15.0), new(4.0)
		}, 100 * math.Pow(0.05, 2.0/7), readiness.AlignedOvertime},
		"everything broken": {func(f *figures) {
			*f = figures{
				readiness.Metrics{new(2.0), new(1.0), new(168.0), new(0.0), new(0.0)}, new(0.0),
				&readiness.PipelineLoad{Load: 2, Headroom: 1},
			}
		}, 5, readiness.AlignedUtilization},
	} {
		t.Run(name, func(t *testing.T) {
			f := aligned()
			tc.edit(&f)
			a, err := readiness.ScoreAlignment(f, aligning())
			require.NoError(t, err)
			require.InDelta(t, tc.score, a.Score, 1e-9)
			require.Equal(t, tc.held, a.HeldDownBy)
			require.Equal(t, tc.held == readiness.NoComponent, a.Gain == 0)
			require.Equal(t, tc.held == readiness.NoComponent, a.Score == 100)
		})
	}
}

// A load that is exactly at an anchor times the headroom is at the anchor,
// though neither product nor quotient is exact in binary.
func TestScoreAlignmentPipelineIsExact(t *testing.T) {
	f, p := aligned(), aligning()
	p.PipelineScale.Best = 0.57
	for load, full := range map[float64]bool{57: true, math.Nextafter(57, 58): false} {
		f.Pipeline = &readiness.PipelineLoad{Load: load, Headroom: 100}
		report, err := readiness.ExplainAlignment(f, p)
		require.NoError(t, err)
		require.Equal(t, full, report.Findings[6].Outcome == salesops.NotFired)
		testkit.EqualDecimal(t, "57", report.Findings[6].Right)
	}
}

func TestScoreAlignmentWeights(t *testing.T) {
	f := aligned()
	f.Metrics.ErrorRate, f.Metrics.OvertimeHoursPerWeek = new(0.06), new(14.0)
	a, err := readiness.ScoreAlignment(f, weighing([7]int{0, 5, 1, 0, 0, 0, 0}))
	require.NoError(t, err)
	require.InDelta(t, 100*math.Pow(math.Pow(0.5, 5)*0.2, 1.0/6), a.Score, 1e-9)
	require.Equal(t, readiness.AlignedErrorRate, a.HeldDownBy, "the weight counts, not only the share")

	// What has no weight needs no figure, and may have one.
	only := readiness.AlignmentFigures{Metrics: readiness.Metrics{ErrorRate: new(0.06)}, Morale: new(0.0)}
	report, err := readiness.ExplainAlignment(only, weighing([7]int{0, 3, 0, 0, 0, 0, 0}))
	require.NoError(t, err)
	require.Equal(t, 50.0, report.Alignment.Score)
	require.Equal(t, 50.0, report.Alignment.Gain)
	for i, f := range report.Findings {
		require.Equal(t, i != 1, f.Outcome == salesops.NotApplicable)
	}
	_, measured := report.Components[0].Share.Value()
	require.False(t, measured)
	require.Equal(t, salesops.Defined(0.05), report.Components[5].Share)
}

func TestScoreAlignmentRejects(t *testing.T) {
	type figures = readiness.AlignmentFigures
	type policy = readiness.AlignmentPolicy
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	for name, tc := range map[string]struct {
		edit func(*figures, *policy)
		want testkit.Fault
	}{
		"utilization missing":  {func(f *figures, _ *policy) { f.Metrics.Utilization = nil }, testkit.Fault{Field: "AlignmentFigures.Metrics.Utilization", Reason: missing}},
		"errors missing":       {func(f *figures, _ *policy) { f.Metrics.ErrorRate = nil }, testkit.Fault{Field: "AlignmentFigures.Metrics.ErrorRate", Reason: missing}},
		"overtime missing":     {func(f *figures, _ *policy) { f.Metrics.OvertimeHoursPerWeek = nil }, testkit.Fault{Field: "AlignmentFigures.Metrics.OvertimeHoursPerWeek", Reason: missing}},
		"satisfaction missing": {func(f *figures, _ *policy) { f.Metrics.Satisfaction = nil }, testkit.Fault{Field: "AlignmentFigures.Metrics.Satisfaction", Reason: missing}},
		"on time missing":      {func(f *figures, _ *policy) { f.Metrics.OnTimeShare = nil }, testkit.Fault{Field: "AlignmentFigures.Metrics.OnTimeShare", Reason: missing}},
		"morale missing":       {func(f *figures, _ *policy) { f.Morale = nil }, testkit.Fault{Field: "AlignmentFigures.Morale", Reason: missing}},
		"pipeline missing":     {func(f *figures, _ *policy) { f.Pipeline = nil }, testkit.Fault{Field: "AlignmentFigures.Pipeline", Reason: missing}},
		"errors in percent":    {func(f *figures, _ *policy) { f.Metrics.ErrorRate = new(2.0) }, testkit.Fault{Field: "AlignmentFigures.Metrics.ErrorRate", Reason: out}},
		"morale above 10":      {func(f *figures, _ *policy) { f.Morale = new(10.5) }, testkit.Fault{Field: "AlignmentFigures.Morale", Reason: out}},
		"load NaN":             {func(f *figures, _ *policy) { f.Pipeline.Load = math.NaN() }, testkit.Fault{Field: "AlignmentFigures.Pipeline.Load", Reason: out}},
		"headroom negative":    {func(f *figures, _ *policy) { f.Pipeline.Headroom = -1 }, testkit.Fault{Field: "AlignmentFigures.Pipeline.Headroom", Reason: out}},
		"load too large": {func(f *figures, _ *policy) {
			f.Pipeline.Load = readiness.MaxLoad * 2
		}, testkit.Fault{Field: "AlignmentFigures.Pipeline.Load", Reason: out}},
		"floor missing":       {func(_ *figures, p *policy) { p.AlignmentFloor = 0 }, testkit.Fault{Field: "AlignmentPolicy.AlignmentFloor", Reason: missing}},
		"floor too low":       {func(_ *figures, p *policy) { p.AlignmentFloor = 0.009 }, testkit.Fault{Field: "AlignmentPolicy.AlignmentFloor", Reason: out}},
		"floor above 1":       {func(_ *figures, p *policy) { p.AlignmentFloor = 1.1 }, testkit.Fault{Field: "AlignmentPolicy.AlignmentFloor", Reason: out}},
		"utilization turned":  {func(_ *figures, p *policy) { p.UtilizationScale.Worst = 0.85 }, testkit.Fault{Field: "AlignmentPolicy.UtilizationScale.Worst", Reason: conflict}},
		"errors turned":       {func(_ *figures, p *policy) { p.ErrorRateScale.Worst = 0.01 }, testkit.Fault{Field: "AlignmentPolicy.ErrorRateScale.Worst", Reason: conflict}},
		"overtime turned":     {func(_ *figures, p *policy) { p.OvertimeScale.Worst = 10 }, testkit.Fault{Field: "AlignmentPolicy.OvertimeScale.Worst", Reason: conflict}},
		"satisfaction turned": {func(_ *figures, p *policy) { p.SatisfactionScale.Worst = 9 }, testkit.Fault{Field: "AlignmentPolicy.SatisfactionScale.Worst", Reason: conflict}},
		"on time turned":      {func(_ *figures, p *policy) { p.OnTimeScale.Worst = 0.95 }, testkit.Fault{Field: "AlignmentPolicy.OnTimeScale.Worst", Reason: conflict}},
		"morale turned":       {func(_ *figures, p *policy) { p.MoraleScale.Worst = 10 }, testkit.Fault{Field: "AlignmentPolicy.MoraleScale.Worst", Reason: conflict}},
		"pipeline turned":     {func(_ *figures, p *policy) { p.PipelineScale.Worst = 0.5 }, testkit.Fault{Field: "AlignmentPolicy.PipelineScale.Worst", Reason: conflict}},
		"anchor out":          {func(_ *figures, p *policy) { p.MoraleScale.Best = 11 }, testkit.Fault{Field: "AlignmentPolicy.MoraleScale.Best", Reason: out}},
		"anchor NaN":          {func(_ *figures, p *policy) { p.OnTimeScale.Worst = math.NaN() }, testkit.Fault{Field: "AlignmentPolicy.OnTimeScale.Worst", Reason: out}},
		"weight negative":     {func(_ *figures, p *policy) { p.MoraleScale.Weight = -1 }, testkit.Fault{Field: "AlignmentPolicy.MoraleScale.Weight", Reason: out}},
		"weight too large": {func(_ *figures, p *policy) {
			p.PipelineScale.Weight = readiness.MaxAlignmentWeight + 1
		}, testkit.Fault{Field: "AlignmentPolicy.PipelineScale.Weight", Reason: out}},
		"no weights": {func(_ *figures, p *policy) { *p = weighing([7]int{}) }, testkit.Fault{Field: "AlignmentPolicy.UtilizationScale.Weight", Reason: conflict}},
	} {
		t.Run(name, func(t *testing.T) {
			f, p := aligned(), aligning()
			tc.edit(&f, &p)
			a, err := readiness.ScoreAlignment(f, p)
			testkit.RequireFaults(t, err, tc.want)
			require.Zero(t, a)
			report, err := readiness.ExplainAlignment(f, p)
			testkit.RequireFaults(t, err, tc.want)
			require.Zero(t, report)
		})
	}
	_, err := readiness.ScoreAlignment(aligned(), readiness.AlignmentPolicy{})
	require.Error(t, err)
}

func TestScoreAlignmentAllocatesNothing(t *testing.T) {
	f, p := aligned(), aligning()
	f.Pipeline.Load, f.Morale = 57, new(4.5)
	require.Zero(t, testing.AllocsPerRun(100, func() { _, _ = readiness.ScoreAlignment(f, p) }))
}

func TestExplainAlignment(t *testing.T) {
	f := aligned()
	f.Metrics.ErrorRate, f.Pipeline.Load = new(0.06), 55
	report, err := readiness.ExplainAlignment(f, aligning())
	require.NoError(t, err)
	for i, want := range []string{
		"utilization: use of capacity 0.85 > 0.85 of capacity: not fired, +0 to the line",
		"error-rate: error rate 0.06 > 0.02 of orders: fired, -0.04 to the line",
		"overtime: overtime per person 10 > 10 hours a week: not fired, +0 to the line",
		"satisfaction: customer satisfaction 9 < 9 of 10: not fired, +0 to the line",
		"on-time: share on time 0.95 < 0.95 of orders: not fired, +0 to the line",
		"morale: morale 8 < 8 of 10: not fired, +0 to the line",
		"pipeline: load of the pipeline, against the anchor times the headroom 55 > 50 in the unit of the load: fired, -5 to the line",
	} {
		finding := report.Findings[i]
		require.Equal(t, finding.Outcome == salesops.Fired, finding.Note != "")
		finding.Note = ""
		require.Equal(t, want, finding.String())
		require.Equal(t, "RDY-7", finding.Playbook)
	}
	require.Equal(t, report.Alignment.Gain, report.Components[1].Gain)
	require.Zero(t, report.Components[0].Gain)
}
