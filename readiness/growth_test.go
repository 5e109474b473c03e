package readiness_test

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/readiness"
)

// strong is a situation in which nothing speaks against growth.
func strong() readiness.Situation {
	return readiness.Situation{
		WorstStage: salesops.Green, Metrics: calm(), Readiness: readiness.Total{Points: 165, Maximum: 200},
		RedFlags: new(0), FoundationComplete: true, HeadroomGrowth: new(0.2), ArrivingCapacityGrowth: 0.3,
	}
}

func TestDecideGrowth(t *testing.T) {
	type rules = []readiness.GrowthRule
	type change = func(*readiness.Situation, *readiness.Policy)
	total := func(points, maximum int) change {
		return func(s *readiness.Situation, _ *readiness.Policy) {
			s.Readiness = readiness.Total{Points: points, Maximum: maximum}
		}
	}
	room := func(headroom, arriving float64) change {
		return func(s *readiness.Situation, _ *readiness.Policy) {
			s.HeadroomGrowth, s.ArrivingCapacityGrowth = &headroom, arriving
		}
	}
	flags := func(n int) change { return func(s *readiness.Situation, _ *readiness.Policy) { s.RedFlags = &n } }
	for name, tc := range map[string]struct {
		edit  []change
		rule  readiness.GrowthRule
		fired rules
		low   float64
		high  float64
	}{
		"strong":           {nil, readiness.ReadinessIsStrong, rules{}, 0.25, 0.30},
		"at the top band":  {[]change{total(160, 200)}, readiness.ReadinessIsStrong, rules{}, 0.25, 0.30},
		"just below it":    {[]change{total(159, 200)}, readiness.ReadinessIsModerate, rules{}, 0.10, 0.15},
		"at it, scaled":    {[]change{total(144, 180)}, readiness.ReadinessIsStrong, rules{}, 0.25, 0.30},
		"below it, scaled": {[]change{total(143, 180)}, readiness.ReadinessIsModerate, rules{}, 0.10, 0.15},
		"at moderate":      {[]change{total(140, 200)}, readiness.ReadinessIsModerate, rules{}, 0.10, 0.15},
		"gaps":             {[]change{total(139, 200)}, readiness.ReadinessHasGaps, rules{readiness.ReadinessHasGaps}, 0, 0.15},
		"at gaps":          {[]change{total(120, 200)}, readiness.ReadinessHasGaps, rules{readiness.ReadinessHasGaps}, 0, 0.15},
		"overhaul":         {[]change{total(119, 200)}, readiness.ReadinessIsLow, rules{readiness.ReadinessIsLow, readiness.ReadinessHasGaps}, 0, 0},
		"withheld":         {[]change{total(165, 170)}, readiness.ReadinessIsWithheld, rules{readiness.ReadinessIsWithheld}, 0, 0.2},
		"withheld and low": {
			[]change{total(59, 100)}, readiness.ReadinessIsLow,
			rules{readiness.ReadinessIsLow, readiness.ReadinessHasGaps, readiness.ReadinessIsWithheld}, 0, 0,
		},
		"capped at both ends":       {[]change{room(0.1, 0.02)}, readiness.ReadinessIsStrong, rules{}, 0.12, 0.12},
		"capped at the high end":    {[]change{room(0.1, 0.17)}, readiness.ReadinessIsStrong, rules{}, 0.25, 0.27},
		"capped at the line":        {[]change{room(0.1, 0.2)}, readiness.ReadinessIsStrong, rules{}, 0.25, 0.30},
		"no capacity":               {[]change{room(0, 0)}, readiness.ReadinessIsStrong, rules{}, 0, 0},
		"arriving only":             {[]change{room(0, 0.28)}, readiness.ReadinessIsStrong, rules{}, 0.25, 0.28},
		"limits take headroom only": {[]change{flags(1), room(0.05, 0.5)}, readiness.RedFlagIsUp, rules{readiness.RedFlagIsUp}, 0, 0.05},
		"limits end at the band":    {[]change{flags(1), room(0.5, 0)}, readiness.RedFlagIsUp, rules{readiness.RedFlagIsUp}, 0, 0.30},
		"limits end at the lower":   {[]change{flags(1), room(0.5, 0), total(159, 200)}, readiness.RedFlagIsUp, rules{readiness.RedFlagIsUp}, 0, 0.15},
		"two flags":                 {[]change{flags(2)}, readiness.RedFlagIsUp, rules{readiness.RedFlagIsUp}, 0, 0.2},
		"three flags":               {[]change{flags(3)}, readiness.RedFlagsAreMany, rules{readiness.RedFlagsAreMany, readiness.RedFlagIsUp}, 0, 0},
		"stage yellow": {
			[]change{func(s *readiness.Situation, _ *readiness.Policy) { s.WorstStage = salesops.Yellow }},
			readiness.StageIsYellow, rules{readiness.StageIsYellow}, 0, 0.2,
		},
		"stage red": {
			[]change{func(s *readiness.Situation, _ *readiness.Policy) { s.WorstStage = salesops.Red }},
			readiness.StageIsRed, rules{readiness.StageIsRed, readiness.StageIsYellow}, 0, 0,
		},
		"unhappy": {
			[]change{func(s *readiness.Situation, _ *readiness.Policy) { s.Metrics.Satisfaction = new(math.Nextafter(8, 0)) }},
			readiness.SatisfactionIsLow, rules{readiness.SatisfactionIsLow}, 0, 0,
		},
		"errors": {
			[]change{func(s *readiness.Situation, _ *readiness.Policy) { s.Metrics.ErrorRate = new(0.06) }},
			readiness.ErrorsAreHigh, rules{readiness.ErrorsAreHigh}, 0, 0,
		},
		"request without foundation": {
			[]change{func(s *readiness.Situation, _ *readiness.Policy) {
				s.RequestToScale, s.FoundationComplete = true, false
			}},
			readiness.FoundationIsMissing, rules{readiness.FoundationIsMissing}, 0, 0,
		},
		"request on a foundation": {
			[]change{func(s *readiness.Situation, _ *readiness.Policy) { s.RequestToScale = true }},
			readiness.ReadinessIsStrong, rules{}, 0.25, 0.30,
		},
		"no request, no foundation": {
			[]change{func(s *readiness.Situation, _ *readiness.Policy) { s.FoundationComplete = false }},
			readiness.ReadinessIsStrong, rules{}, 0.25, 0.30,
		},
		"utilization": {
			[]change{func(s *readiness.Situation, _ *readiness.Policy) { s.Metrics.Utilization = new(0.86) }},
			readiness.UtilizationIsHigh, rules{readiness.UtilizationIsHigh}, 0, 0.2,
		},
		"utilization not measured": {
			[]change{func(s *readiness.Situation, _ *readiness.Policy) { s.Metrics.Utilization = nil }},
			readiness.ReadinessIsStrong, rules{}, 0.25, 0.30,
		},
		"overtime": {
			[]change{func(s *readiness.Situation, _ *readiness.Policy) { s.Metrics.OvertimeHoursPerWeek = new(10.5) }},
			readiness.OvertimeIsLong, rules{readiness.OvertimeIsLong}, 0, 0.2,
		},
		"late": {
			[]change{func(s *readiness.Situation, _ *readiness.Policy) { s.Metrics.OnTimeShare = new(0.94) }},
			readiness.DeliveryIsLate, rules{readiness.DeliveryIsLate}, 0, 0.2,
		},
		"all at once": {
			[]change{total(40, 100), flags(10), func(s *readiness.Situation, _ *readiness.Policy) {
				s.WorstStage, s.RequestToScale, s.FoundationComplete = salesops.Red, true, false
				s.Metrics = readiness.Metrics{new(2.0), new(1.0), new(168.0), new(0.0), new(0.0)}
			}},
			readiness.StageIsRed, readiness.GrowthRules()[:13], 0, 0,
		},
		"a policy of its own": {
			[]change{total(159, 200), flags(2), func(_ *readiness.Situation, p *readiness.Policy) { p.StopRedFlags = 2 }},
			readiness.RedFlagsAreMany, rules{readiness.RedFlagsAreMany, readiness.RedFlagIsUp}, 0, 0,
		},
		"bands of its own": {
			[]change{total(150, 200), func(_ *readiness.Situation, p *readiness.Policy) {
				p.MinScaleAggressively, p.AggressiveGrowth.High = 150, 0.4
			}},
			readiness.ReadinessIsStrong, rules{}, 0.25, 0.4,
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, p := strong(), readiness.DefaultPolicy()
			for _, change := range tc.edit {
				change(&s, &p)
			}
			d, err := readiness.DecideGrowth(s, p)
			require.NoError(t, err)
			require.Equal(t, tc.rule, d.Rule)
			require.Equal(t, tc.fired, d.Fired.Rules())
			require.Equal(t, salesops.Interval{Low: tc.low, High: tc.high}, d.Growth)
			place := slices.Index(readiness.GrowthRules(), d.Rule)
			switch {
			case place < 6:
				require.Equal(t, readiness.No, d.Answer)
			case place < 13:
				require.Equal(t, readiness.WithLimits, d.Answer)
			default:
				require.Equal(t, readiness.Yes, d.Answer)
			}
		})
	}
}

func TestDecideGrowthRejects(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	for name, tc := range map[string]struct {
		edit func(*readiness.Situation, *readiness.Policy)
		want testkit.Fault
	}{
		"stage missing":        {func(s *readiness.Situation, _ *readiness.Policy) { s.WorstStage = "" }, testkit.Fault{Field: "Situation.WorstStage", Reason: missing}},
		"stage unknown":        {func(s *readiness.Situation, _ *readiness.Policy) { s.WorstStage = "blue" }, testkit.Fault{Field: "Situation.WorstStage", Reason: out}},
		"errors missing":       {func(s *readiness.Situation, _ *readiness.Policy) { s.Metrics.ErrorRate = nil }, testkit.Fault{Field: "Situation.Metrics.ErrorRate", Reason: missing}},
		"errors percent":       {func(s *readiness.Situation, _ *readiness.Policy) { s.Metrics.ErrorRate = new(3.0) }, testkit.Fault{Field: "Situation.Metrics.ErrorRate", Reason: out}},
		"overtime missing":     {func(s *readiness.Situation, _ *readiness.Policy) { s.Metrics.OvertimeHoursPerWeek = nil }, testkit.Fault{Field: "Situation.Metrics.OvertimeHoursPerWeek", Reason: missing}},
		"satisfaction missing": {func(s *readiness.Situation, _ *readiness.Policy) { s.Metrics.Satisfaction = nil }, testkit.Fault{Field: "Situation.Metrics.Satisfaction", Reason: missing}},
		"on time missing":      {func(s *readiness.Situation, _ *readiness.Policy) { s.Metrics.OnTimeShare = nil }, testkit.Fault{Field: "Situation.Metrics.OnTimeShare", Reason: missing}},
		"utilization negative": {func(s *readiness.Situation, _ *readiness.Policy) { s.Metrics.Utilization = new(-1.0) }, testkit.Fault{Field: "Situation.Metrics.Utilization", Reason: out}},
		"readiness missing":    {func(s *readiness.Situation, _ *readiness.Policy) { s.Readiness = readiness.Total{} }, testkit.Fault{Field: "Situation.Readiness.Maximum", Reason: missing}},
		"readiness maximum":    {func(s *readiness.Situation, _ *readiness.Policy) { s.Readiness.Maximum = 195 }, testkit.Fault{Field: "Situation.Readiness.Maximum", Reason: out}},
		"readiness too large":  {func(s *readiness.Situation, _ *readiness.Policy) { s.Readiness.Maximum = 210 }, testkit.Fault{Field: "Situation.Readiness.Maximum", Reason: out}},
		"readiness points":     {func(s *readiness.Situation, _ *readiness.Policy) { s.Readiness.Points = 201 }, testkit.Fault{Field: "Situation.Readiness.Points", Reason: out}},
		"readiness few points": {func(s *readiness.Situation, _ *readiness.Policy) { s.Readiness.Points = 19 }, testkit.Fault{Field: "Situation.Readiness.Points", Reason: out}},
		"flags missing":        {func(s *readiness.Situation, _ *readiness.Policy) { s.RedFlags = nil }, testkit.Fault{Field: "Situation.RedFlags", Reason: missing}},
		"flags negative":       {func(s *readiness.Situation, _ *readiness.Policy) { s.RedFlags = new(-1) }, testkit.Fault{Field: "Situation.RedFlags", Reason: out}},
		"flags too many":       {func(s *readiness.Situation, _ *readiness.Policy) { s.RedFlags = new(11) }, testkit.Fault{Field: "Situation.RedFlags", Reason: out}},
		"headroom missing":     {func(s *readiness.Situation, _ *readiness.Policy) { s.HeadroomGrowth = nil }, testkit.Fault{Field: "Situation.HeadroomGrowth", Reason: missing}},
		"headroom negative":    {func(s *readiness.Situation, _ *readiness.Policy) { s.HeadroomGrowth = new(-0.1) }, testkit.Fault{Field: "Situation.HeadroomGrowth", Reason: out}},
		"arriving NaN":         {func(s *readiness.Situation, _ *readiness.Policy) { s.ArrivingCapacityGrowth = math.NaN() }, testkit.Fault{Field: "Situation.ArrivingCapacityGrowth", Reason: out}},
		"arriving too much":    {func(s *readiness.Situation, _ *readiness.Policy) { s.ArrivingCapacityGrowth = 1001 }, testkit.Fault{Field: "Situation.ArrivingCapacityGrowth", Reason: out}},

		"policy edge":              {func(_ *readiness.Situation, p *readiness.Policy) { p.MinFixGaps = 0 }, testkit.Fault{Field: "Policy.MinFixGaps", Reason: missing}},
		"policy edges":             {func(_ *readiness.Situation, p *readiness.Policy) { p.MinFixGaps = 140 }, testkit.Fault{Field: "Policy.MinModerateGrowth", Reason: conflict}},
		"policy edges at the top":  {func(_ *readiness.Situation, p *readiness.Policy) { p.MinScaleAggressively = 140 }, testkit.Fault{Field: "Policy.MinModerateGrowth", Reason: conflict}},
		"policy edge beyond":       {func(_ *readiness.Situation, p *readiness.Policy) { p.MinScaleAggressively = 201 }, testkit.Fault{Field: "Policy.MinScaleAggressively", Reason: out}},
		"policy coverage":          {func(_ *readiness.Situation, p *readiness.Policy) { p.MinCoverage = 1.1 }, testkit.Fault{Field: "Policy.MinCoverage", Reason: out}},
		"policy utilization":       {func(_ *readiness.Situation, p *readiness.Policy) { p.MaxUtilization = 0 }, testkit.Fault{Field: "Policy.MaxUtilization", Reason: missing}},
		"policy quotes":            {func(_ *readiness.Situation, p *readiness.Policy) { p.FlagQuoteResponseHours = 1e5 }, testkit.Fault{Field: "Policy.FlagQuoteResponseHours", Reason: out}},
		"policy order errors":      {func(_ *readiness.Situation, p *readiness.Policy) { p.FlagOrderErrorRate = 2 }, testkit.Fault{Field: "Policy.FlagOrderErrorRate", Reason: out}},
		"policy flag overtime":     {func(_ *readiness.Situation, p *readiness.Policy) { p.FlagOvertimeHoursPerWeek = 169 }, testkit.Fault{Field: "Policy.FlagOvertimeHoursPerWeek", Reason: out}},
		"policy weeks":             {func(_ *readiness.Situation, p *readiness.Policy) { p.FlagWorseWeeks = 0 }, testkit.Fault{Field: "Policy.FlagWorseWeeks", Reason: missing}},
		"policy weeks beyond":      {func(_ *readiness.Situation, p *readiness.Policy) { p.FlagWorseWeeks = 53 }, testkit.Fault{Field: "Policy.FlagWorseWeeks", Reason: out}},
		"policy departures":        {func(_ *readiness.Situation, p *readiness.Policy) { p.FlagKeyDepartures = 0 }, testkit.Fault{Field: "Policy.FlagKeyDepartures", Reason: missing}},
		"policy departures beyond": {func(_ *readiness.Situation, p *readiness.Policy) { p.FlagKeyDepartures = 1001 }, testkit.Fault{Field: "Policy.FlagKeyDepartures", Reason: out}},
		"policy flags":             {func(_ *readiness.Situation, p *readiness.Policy) { p.StopRedFlags = 0 }, testkit.Fault{Field: "Policy.StopRedFlags", Reason: missing}},
		"policy flags beyond":      {func(_ *readiness.Situation, p *readiness.Policy) { p.StopRedFlags = 11 }, testkit.Fault{Field: "Policy.StopRedFlags", Reason: out}},
		"policy growth negative":   {func(_ *readiness.Situation, p *readiness.Policy) { p.ModerateGrowth.Low = -0.1 }, testkit.Fault{Field: "Policy.ModerateGrowth.Low", Reason: out}},
		"policy growth crossed":    {func(_ *readiness.Situation, p *readiness.Policy) { p.ModerateGrowth.Low = 0.16 }, testkit.Fault{Field: "Policy.ModerateGrowth.Low", Reason: conflict}},
		"policy growth missing":    {func(_ *readiness.Situation, p *readiness.Policy) { p.ModerateGrowth = salesops.Interval{} }, testkit.Fault{Field: "Policy.ModerateGrowth.High", Reason: missing}},
		"policy bold crossed":      {func(_ *readiness.Situation, p *readiness.Policy) { p.AggressiveGrowth.Low = 0.31 }, testkit.Fault{Field: "Policy.AggressiveGrowth.Low", Reason: conflict}},
		"policy bold beyond":       {func(_ *readiness.Situation, p *readiness.Policy) { p.AggressiveGrowth.High = 1001 }, testkit.Fault{Field: "Policy.AggressiveGrowth.High", Reason: out}},
		"policy bold low":          {func(_ *readiness.Situation, p *readiness.Policy) { p.AggressiveGrowth.Low = 0.09 }, testkit.Fault{Field: "Policy.AggressiveGrowth", Reason: conflict}},
		"policy bold high": {func(_ *readiness.Situation, p *readiness.Policy) {
			p.AggressiveGrowth = salesops.Interval{Low: 0.10, High: 0.14}
		}, testkit.Fault{Field: "Policy.AggressiveGrowth", Reason: conflict}},
	} {
		t.Run(name, func(t *testing.T) {
			s, p := strong(), readiness.DefaultPolicy()
			tc.edit(&s, &p)
			d, err := readiness.DecideGrowth(s, p)
			testkit.RequireFaults(t, err, tc.want)
			require.Zero(t, d)
			e, err := readiness.ExplainGrowth(s, p)
			testkit.RequireFaults(t, err, tc.want)
			require.Zero(t, e)
		})
	}
}

// What lies on a limit is allowed.
func TestDecideGrowthLimits(t *testing.T) {
	s, p := strong(), readiness.DefaultPolicy()
	s.HeadroomGrowth, s.ArrivingCapacityGrowth = new(float64(readiness.MaxGrowth)), readiness.MaxGrowth
	s.Readiness = readiness.Total{Points: 200, Maximum: 200}
	p.AssessmentPolicy = readiness.AssessmentPolicy{MinFixGaps: 1, MinModerateGrowth: 2, MinScaleAggressively: 200, MinCoverage: 1}
	p.FlagPolicy = readiness.FlagPolicy{
		FlagQuoteResponseHours: readiness.MaxResponseHours, FlagOrderErrorRate: 1, FlagOvertimeHoursPerWeek: 168,
		FlagWorseWeeks: 52, FlagKeyDepartures: readiness.MaxDepartures,
	}
	p.WarningPolicy = readiness.WarningPolicy{
		MaxUtilization: readiness.LargestUtilization, MaxErrorRate: 1, MaxOvertimeHoursPerWeek: 168, MinSatisfaction: 10, MinOnTimeShare: 1,
	}
	s.Metrics = readiness.Metrics{new(1.0), new(0.0), new(0.0), new(10.0), new(1.0)}
	same := salesops.Interval{Low: readiness.MaxGrowth, High: readiness.MaxGrowth}
	p.GrowthPolicy = readiness.GrowthPolicy{StopRedFlags: 10, ModerateGrowth: same, AggressiveGrowth: same}
	d, err := readiness.DecideGrowth(s, p)
	require.NoError(t, err)
	require.Equal(t, same, d.Growth)

	p.AssessmentPolicy.MinCoverage = 0
	p.WarningPolicy = readiness.WarningPolicy{MaxUtilization: 1}
	p.FlagPolicy = readiness.FlagPolicy{FlagWorseWeeks: 1, FlagKeyDepartures: 1}
	p.GrowthPolicy = readiness.GrowthPolicy{
		StopRedFlags: 1, ModerateGrowth: salesops.Interval{High: 0.1}, AggressiveGrowth: salesops.Interval{High: 0.1},
	}
	s.Readiness = readiness.Total{Points: 1, Maximum: 10}
	d, err = readiness.DecideGrowth(s, p)
	require.NoError(t, err)
	require.Equal(t, salesops.Interval{High: 0.1}, d.Growth)
}

func TestDecideGrowthReportsEveryFault(t *testing.T) {
	_, err := readiness.DecideGrowth(readiness.Situation{}, readiness.Policy{})
	var fields []string
	for _, f := range salesops.InputErrors(err) {
		fields = append(fields, f.Field)
	}
	require.Equal(t, []string{
		"Situation.WorstStage", "Situation.Metrics.ErrorRate", "Situation.Metrics.OvertimeHoursPerWeek", "Situation.Metrics.Satisfaction",
		"Situation.Metrics.OnTimeShare", "Situation.Readiness.Maximum", "Situation.RedFlags", "Situation.HeadroomGrowth",
		"Policy.MinFixGaps", "Policy.MinModerateGrowth", "Policy.MinScaleAggressively", "Policy.MaxUtilization",
		"Policy.FlagWorseWeeks", "Policy.FlagKeyDepartures", "Policy.StopRedFlags",
		"Policy.ModerateGrowth.High", "Policy.AggressiveGrowth.High",
		"Policy.AlignmentFloor", "Policy.UtilizationScale.Worst", "Policy.ErrorRateScale.Worst", "Policy.OvertimeScale.Worst",
		"Policy.SatisfactionScale.Worst", "Policy.OnTimeScale.Worst", "Policy.MoraleScale.Worst", "Policy.PipelineScale.Worst",
		"Policy.UtilizationScale.Weight", "Policy.BoardMinMorale", "Policy.BoardMinReview",
		"Policy.SpiralSigns", "Policy.SpiralMonths", "Policy.SpiralKeyCustomers", "Policy.DisputedSpread", "Policy.MaxPipelineLoad",
	}, fields)
}

func TestDecideGrowthAllocatesNothing(t *testing.T) {
	policy := readiness.DefaultPolicy()
	yes, limits, no := strong(), strong(), strong()
	yes.HeadroomGrowth, yes.ArrivingCapacityGrowth = new(0.1), 0.02
	limits.RedFlags, limits.Readiness = new(1), readiness.Total{Points: 153, Maximum: 170}
	no.Metrics.Satisfaction = new(2.0)
	for _, s := range []readiness.Situation{yes, limits, no} {
		require.Zero(t, testing.AllocsPerRun(100, func() { _, _ = readiness.DecideGrowth(s, policy) }))
	}
}

func TestExplainGrowth(t *testing.T) {
	s := strong()
	s.WorstStage, s.Readiness, s.RedFlags = salesops.Yellow, readiness.Total{Points: 133, Maximum: 170}, new(2)
	s.Metrics.Utilization, s.FoundationComplete = nil, false
	e, err := readiness.ExplainGrowth(s, readiness.DefaultPolicy())
	require.NoError(t, err)
	var got []string
	for _, f := range e.Findings {
		testkit.Explains(t, f)
		require.Equal(t, "RDY-12", f.Playbook)
		require.Equal(t, f.Outcome != salesops.NotFired, f.Note != "", "%v", f)
		f.Note = ""
		got = append(got, f.String())
	}
	require.Equal(t, []string{
		"stage-red: worst stage 1 >= 2 (0 green, 1 yellow, 2 red): not fired, +1 to the line",
		"satisfaction: customer satisfaction 9 < 8 of 10: not fired, -1 to the line",
		"error-rate: error rate 0.02 > 0.05 of orders: not fired, +0.03 to the line",
		"readiness-overhaul: readiness 133 < 102 points of 170: not fired, -31 to the line",
		"red-flags: red flags that are up 2 >= 3 red flags: not fired, +1 to the line",
		"foundation: foundation complete 0 < 1 (1 is yes): not applicable",
		"stage-yellow: worst stage 1 >= 1 (0 green, 1 yellow, 2 red): fired, +0 to the line",
		"utilization: use of capacity 0 > 0.85 of capacity: not applicable",
		"overtime: overtime per person 4 > 10 hours a week: not fired, +6 to the line",
		"on-time: share on time 0.98 < 0.95 of orders: not fired, -0.03 to the line",
		"any-red-flag: red flags that are up 2 >= 1 red flags: fired, -1 to the line",
		"readiness-gaps: readiness 133 < 119 points of 170: not fired, -14 to the line",
		"readiness-withheld: points that apply 170 < 180 points of 200: fired, +10 to the line",
		"readiness-moderate: readiness 133 < 136 points of 170: not applicable",
		"readiness-strong: readiness 133 >= 136 points of 170: not applicable",
	}, got)
}

// Each rule against growth has its own remedy, and a yes names the growth.
func TestExplainGrowthRemedies(t *testing.T) {
	s := strong()
	s.WorstStage, s.Readiness, s.RedFlags, s.RequestToScale, s.FoundationComplete = salesops.Red, readiness.Total{Points: 40, Maximum: 100}, new(9), true, false
	s.Metrics = readiness.Metrics{new(2.0), new(1.0), new(168.0), new(0.0), new(0.0)}
	e, err := readiness.ExplainGrowth(s, readiness.DefaultPolicy())
	require.NoError(t, err)
	remedies := make(map[string]bool)
	for _, f := range e.Findings[:13] {
		require.Equal(t, salesops.Fired, f.Outcome)
		remedies[f.Note] = true
	}
	require.Len(t, remedies, 13)

	s = strong()
	s.HeadroomGrowth, s.ArrivingCapacityGrowth, s.RequestToScale = new(0.1), 0.17, true
	e, err = readiness.ExplainGrowth(s, readiness.DefaultPolicy())
	require.NoError(t, err)
	require.Equal(t, salesops.NotFired, e.Findings[5].Outcome)
	require.Equal(t, salesops.NotFired, e.Findings[13].Outcome)
	require.Empty(t, e.Findings[13].Note)
	require.Equal(t, salesops.Fired, e.Findings[14].Outcome)
	require.Equal(t, "sell 0.25 to 0.27 more, as a fraction of today's volume", e.Findings[14].Note)
}
