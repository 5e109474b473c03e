package readiness_test

import (
	"encoding/json"
	"math"
	"math/big"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/readiness"
)

func situations() *rapid.Generator[readiness.Situation] {
	return rapid.Custom(func(t *rapid.T) readiness.Situation {
		applicable := rapid.OneOf(rapid.Just(20), rapid.IntRange(1, 20)).Draw(t, "items that apply")
		percent := rapid.OneOf(rapid.SampledFrom([]int{60, 70, 80}), rapid.IntRange(10, 100)).Draw(t, "readiness in percent")
		points := applicable*percent/10 + rapid.IntRange(-1, 1).Draw(t, "points beside")
		s := readiness.Situation{
			WorstStage: rapid.SampledFrom([]salesops.Status{salesops.Green, salesops.Green, salesops.Yellow, salesops.Red}).Draw(t, "worst stage"),
			Metrics: readiness.Metrics{
				Utilization:          maybe(beside(1.2, 0.85)).Draw(t, "utilization"),
				ErrorRate:            new(beside(0.1, 0.05).Draw(t, "error rate")),
				OvertimeHoursPerWeek: new(beside(20, 10).Draw(t, "overtime")),
				Satisfaction:         new(beside(10, 8).Draw(t, "satisfaction")),
				OnTimeShare:          new(beside(1, 0.95).Draw(t, "on time")),
			},
			Readiness:              readiness.Total{Points: min(max(points, applicable), 10*applicable), Maximum: 10 * applicable},
			RedFlags:               new(rapid.SampledFrom([]int{0, 0, 0, 1, 2, 3, 10}).Draw(t, "red flags")),
			RequestToScale:         rapid.Bool().Draw(t, "request to scale"),
			FoundationComplete:     rapid.Bool().Draw(t, "foundation"),
			HeadroomGrowth:         new(growths().Draw(t, "headroom")),
			ArrivingCapacityGrowth: growths().Draw(t, "arriving"),
		}
		if rapid.Bool().Draw(t, "all is well") {
			s.WorstStage, s.Metrics, s.RedFlags, s.RequestToScale = salesops.Green, calm(), new(0), false
		}
		return s
	})
}

func growths() *rapid.Generator[float64] {
	return rapid.OneOf(
		rapid.SampledFrom([]float64{0, 0.1, 0.15, 0.25, 0.3, readiness.MaxGrowth}),
		rapid.Map(rapid.IntRange(0, 40), func(n int) float64 { return float64(n) / 100 }), rapid.Float64Range(0, 1),
	)
}

func policies() *rapid.Generator[readiness.Policy] {
	return rapid.Custom(func(t *rapid.T) readiness.Policy {
		p := readiness.DefaultPolicy()
		p.AssessmentPolicy = assessments().Draw(t, "assessment")
		p.StopRedFlags = rapid.IntRange(1, 10).Draw(t, "stop red flags")
		return p
	})
}

// An independent reading of RDY-12 in exact rationals.
func decisionProperty(t *rapid.T) {
	s, p := situations().Draw(t, "situation"), policies().Draw(t, "policy")
	d, err := readiness.DecideGrowth(s, p)
	require.NoError(t, err)
	score := big.NewRat(int64(s.Readiness.Points*200), int64(s.Readiness.Maximum))
	below := func(edge int) bool { return score.Cmp(big.NewRat(int64(edge), 1)) < 0 }
	holds := []bool{
		s.WorstStage == salesops.Red, *s.Metrics.Satisfaction < p.MinSatisfaction, *s.Metrics.ErrorRate > p.MaxErrorRate, below(p.MinFixGaps),
		*s.RedFlags >= p.StopRedFlags, s.RequestToScale && !s.FoundationComplete,
		s.WorstStage != salesops.Green, s.Metrics.Utilization != nil && *s.Metrics.Utilization > p.MaxUtilization,
		*s.Metrics.OvertimeHoursPerWeek > p.MaxOvertimeHoursPerWeek, *s.Metrics.OnTimeShare < p.MinOnTimeShare, *s.RedFlags >= 1,
		below(p.MinModerateGrowth), big.NewRat(int64(s.Readiness.Maximum), 200).Cmp(rat(p.MinCoverage)) < 0,
	}
	fired := []readiness.GrowthRule{}
	for i, held := range holds {
		if held {
			fired = append(fired, readiness.GrowthRules()[i])
		}
	}
	require.Equal(t, fired, d.Fired.Rules())
	rule := slices.Index(append(holds, below(p.MinScaleAggressively), true), true)
	require.Equal(t, readiness.GrowthRules()[rule], d.Rule)

	band, room := p.ModerateGrowth, new(big.Rat).Add(rat(*s.HeadroomGrowth), rat(s.ArrivingCapacityGrowth))
	if !below(p.MinScaleAggressively) {
		band = p.AggressiveGrowth
	}
	switch {
	case rule < 6:
		require.Equal(t, readiness.No, d.Answer)
		require.Zero(t, d.Growth)
	case rule < 13:
		require.Equal(t, readiness.WithLimits, d.Answer)
		require.Equal(t, salesops.Interval{High: min(*s.HeadroomGrowth, band.High)}, d.Growth)
	default:
		require.Equal(t, readiness.Yes, d.Answer)
		for _, end := range []struct{ got, band float64 }{{d.Growth.Low, band.Low}, {d.Growth.High, band.High}} {
			if rat(end.band).Cmp(room) <= 0 {
				require.Equal(t, end.band, end.got)
				continue
			}
			require.LessOrEqual(t, rat(end.got).Cmp(room), 0, "not above all capacity")
			require.Positive(t, rat(math.Nextafter(end.got, 2)).Cmp(room), "and no float64 lies between")
		}
	}
}

func explainsProperty(t *rapid.T) {
	s, p := situations().Draw(t, "situation"), policies().Draw(t, "policy")
	d, err := readiness.DecideGrowth(s, p)
	require.NoError(t, err)
	e, err := readiness.ExplainGrowth(s, p)
	require.NoError(t, err)
	require.Equal(t, d, e.Decision)
	var decider readiness.GrowthRule
	for i, f := range slices.Backward(e.Findings) {
		testkit.Explains(t, f)
		rule := readiness.GrowthRules()[i]
		require.Equal(t, string(rule), f.Rule)
		require.Equal(t, d.Fired.Has(rule) || d.Rule == rule, f.Outcome == salesops.Fired)
		if f.Outcome == salesops.Fired {
			decider = rule
		}
	}
	require.Equal(t, decider, d.Rule)
	testkit.RoundTrip(t, e)
	testkit.RoundTrip(t, d)
	testkit.RoundTrip(t, p)
}

// Worse facts never give a more permissive answer or more growth.
func monotoneProperty(t *rapid.T) {
	s, p := situations().Draw(t, "situation"), policies().Draw(t, "policy")
	worse := s
	worse.Metrics = readiness.Metrics{
		Utilization: s.Metrics.Utilization, ErrorRate: s.Metrics.ErrorRate, OvertimeHoursPerWeek: s.Metrics.OvertimeHoursPerWeek,
		Satisfaction: s.Metrics.Satisfaction, OnTimeShare: s.Metrics.OnTimeShare,
	}
	up := func(x *float64, high float64) *float64 { return new(rapid.Float64Range(*x, high).Draw(t, "more")) }
	down := func(x *float64) *float64 { return new(rapid.Float64Range(0, *x).Draw(t, "less")) }
	items := s.Readiness.Maximum / 10
	switch rapid.IntRange(0, 11).Draw(t, "what gets worse") {
	case 0:
		worse.WorstStage = salesops.Statuses()[rapid.IntRange(slices.Index(salesops.Statuses(), s.WorstStage), 2).Draw(t, "stage")]
	case 1:
		worse.Metrics.Satisfaction = down(s.Metrics.Satisfaction)
	case 2:
		worse.Metrics.ErrorRate = up(s.Metrics.ErrorRate, 1)
	case 3:
		worse.Metrics.OvertimeHoursPerWeek = up(s.Metrics.OvertimeHoursPerWeek, 168)
	case 4:
		worse.Metrics.OnTimeShare = down(s.Metrics.OnTimeShare)
	case 5:
		if s.Metrics.Utilization != nil {
			worse.Metrics.Utilization = up(s.Metrics.Utilization, 10)
		}
	case 6:
		worse.Readiness.Points = rapid.IntRange(items, s.Readiness.Points).Draw(t, "fewer points")
	case 7:
		// The same score over half the items.
		if items%2 == 0 && s.Readiness.Points%2 == 0 {
			worse.Readiness = readiness.Total{Points: s.Readiness.Points / 2, Maximum: s.Readiness.Maximum / 2}
		}
	case 8:
		worse.RedFlags = new(rapid.IntRange(*s.RedFlags, 10).Draw(t, "more flags"))
	case 9:
		worse.RequestToScale = true
	case 10:
		worse.FoundationComplete = false
	case 11:
		worse.HeadroomGrowth = down(s.HeadroomGrowth)
		worse.ArrivingCapacityGrowth = *down(&s.ArrivingCapacityGrowth)
	}
	before, err := readiness.DecideGrowth(s, p)
	require.NoError(t, err)
	after, err := readiness.DecideGrowth(worse, p)
	require.NoError(t, err)
	require.LessOrEqual(t, slices.Index(readiness.Answers(), after.Answer), slices.Index(readiness.Answers(), before.Answer))
	require.LessOrEqual(t, after.Growth.Low, before.Growth.Low)
	require.LessOrEqual(t, after.Growth.High, before.Growth.High)
	require.Subset(t, after.Fired.Rules(), before.Fired.Rules())
}

// Any numbers at all give either a decision or input errors, never both.
func totalProperty(t *rapid.T) {
	wild := func(label string) *float64 {
		return maybe(rapid.OneOf(
			beside(10, 1), rapid.Float64(), rapid.SampledFrom([]float64{math.NaN(), math.Inf(1), math.Inf(-1), -1, 168, 1000}),
		)).Draw(t, label)
	}
	within := func(x *float64, high float64) bool { return x == nil || *x >= 0 && *x <= high }
	m := readiness.Metrics{wild("utilization"), wild("errors"), wild("overtime"), wild("satisfaction"), wild("on time")}
	measured := within(m.Utilization, 1e6) && within(m.ErrorRate, 1) && within(m.OvertimeHoursPerWeek, 168) &&
		within(m.Satisfaction, 10) && within(m.OnTimeShare, 1)
	warnings, err := readiness.Warn(m, warning())
	require.Equal(t, measured, err == nil)
	if err != nil {
		require.NotEmpty(t, salesops.InputErrors(err))
		require.Zero(t, warnings)
	}

	s := readiness.Situation{
		WorstStage: rapid.SampledFrom([]salesops.Status{"", salesops.Green, salesops.Red}).Draw(t, "stage"), Metrics: m,
		Readiness:      readiness.Total{Points: rapid.IntRange(-1, 201).Draw(t, "points"), Maximum: rapid.SampledFrom([]int{-10, 0, 10, 15, 100, 200, 210}).Draw(t, "maximum")},
		RedFlags:       maybe(rapid.IntRange(-1, 11)).Draw(t, "flags"),
		HeadroomGrowth: wild("headroom"), ArrivingCapacityGrowth: *growthOrNot(wild("arriving")),
	}
	total := s.Readiness
	valid := measured && m.ErrorRate != nil && m.OvertimeHoursPerWeek != nil && m.Satisfaction != nil && m.OnTimeShare != nil &&
		s.WorstStage != "" && total.Maximum >= 10 && total.Maximum <= 200 && total.Maximum%10 == 0 &&
		total.Points >= total.Maximum/10 && total.Points <= total.Maximum &&
		s.RedFlags != nil && *s.RedFlags >= 0 && *s.RedFlags <= 10 &&
		s.HeadroomGrowth != nil && within(s.HeadroomGrowth, 1000) && within(&s.ArrivingCapacityGrowth, 1000)
	d, err := readiness.DecideGrowth(s, readiness.DefaultPolicy())
	require.Equal(t, valid, err == nil)
	if err != nil {
		require.NotEmpty(t, salesops.InputErrors(err))
		require.Zero(t, d)
	}
}

func growthOrNot(x *float64) *float64 {
	if x == nil {
		return new(0.0)
	}
	return x
}

// A policy that a decision accepts is one that a file may hold, and no other.
func policyProperty(t *rapid.T) {
	p := readiness.DefaultPolicy()
	number := rapid.SampledFrom([]float64{-1, 0, 0.1, 0.15, 0.2, 0.3, 1, 10, 168, 1000, 1001})
	count := rapid.SampledFrom([]int{-1, 0, 1, 10, 11, 52, 53, 120, 140, 160, 200, 201, 1000})
	for _, field := range []*float64{
		&p.MinCoverage, &p.MaxUtilization, &p.MaxErrorRate, &p.MaxOvertimeHoursPerWeek, &p.MinSatisfaction, &p.MinOnTimeShare,
		&p.FlagQuoteResponseHours, &p.FlagOrderErrorRate, &p.FlagOvertimeHoursPerWeek,
		&p.ModerateGrowth.Low, &p.ModerateGrowth.High, &p.AggressiveGrowth.Low, &p.AggressiveGrowth.High, &p.MaxPipelineLoad,
	} {
		if rapid.IntRange(0, 9).Draw(t, "changes") == 0 {
			*field = number.Draw(t, "number")
		}
	}
	for _, field := range []*int{
		&p.MinFixGaps, &p.MinModerateGrowth, &p.MinScaleAggressively, &p.FlagWorseWeeks, &p.FlagKeyDepartures, &p.StopRedFlags, &p.DisputedSpread,
	} {
		if rapid.IntRange(0, 9).Draw(t, "changes") == 0 {
			*field = count.Draw(t, "count")
		}
	}
	_, err := readiness.DecideGrowth(strong(), p)
	text, encoding := json.Marshal(p)
	require.NoError(t, encoding)
	var back readiness.Policy
	require.Equal(t, err == nil, json.Unmarshal(text, &back) == nil, "%v", err)
	if err == nil {
		require.Equal(t, p, back)
	} else {
		require.NotEmpty(t, salesops.InputErrors(err))
	}
}

func TestDecision(t *testing.T) { rapid.Check(t, decisionProperty) }
func TestExplains(t *testing.T) { rapid.Check(t, explainsProperty) }
func TestMonotone(t *testing.T) { rapid.Check(t, monotoneProperty) }
func TestTotal(t *testing.T)    { rapid.Check(t, totalProperty) }
func TestPolicy(t *testing.T)   { rapid.Check(t, policyProperty) }
func FuzzDecision(f *testing.F) { f.Fuzz(rapid.MakeFuzz(decisionProperty)) }
func FuzzExplains(f *testing.F) { f.Fuzz(rapid.MakeFuzz(explainsProperty)) }
func FuzzMonotone(f *testing.F) { f.Fuzz(rapid.MakeFuzz(monotoneProperty)) }
func FuzzTotal(f *testing.F)    { f.Fuzz(rapid.MakeFuzz(totalProperty)) }
func FuzzPolicy(f *testing.F)   { f.Fuzz(rapid.MakeFuzz(policyProperty)) }
