package forecast_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/binomial"
	"github.com/salesops-go/salesops/internal/testkit"
)

var fivePercent = forecast.DefaultPolicy().BiasPolicy

// erring is a history of calls that err by that much from 100 each.
func erring(forecaster string, errors ...float64) []forecast.Call {
	var calls []forecast.Call
	for i, e := range errors {
		calls = append(calls, forecast.Call{Forecaster: forecaster, Period: fmt.Sprintf("%02d", i), Forecast: 100 + e, Actual: 100})
	}
	return calls
}

func judge(t testkit.Failer, level float64, calls ...forecast.Call) forecast.BiasJudgment {
	t.Helper()
	return judgeAll(t, forecast.History{Calls: calls}, forecast.BiasPolicy{BiasLevel: level, BiasAdjustment: forecast.AnyFalseVerdict})
}

func judgeAll(t testkit.Failer, history forecast.History, policy forecast.BiasPolicy) forecast.BiasJudgment {
	t.Helper()
	j, err := forecast.JudgeBias(history, policy)
	require.NoError(t, err)
	return j
}

func TestJudgeBias(t *testing.T) {
	for name, tc := range map[string]struct {
		errors  []float64
		verdict forecast.BiasVerdict
	}{
		"five of five":                      {[]float64{1, 1, 1, 1, 1}, forecast.TooLittleHistory},
		"six of six":                        {[]float64{1, 1, 1, 1, 1, 1}, forecast.Optimistic},
		"six of six below":                  {[]float64{-1, -1, -1, -1, -1, -1}, forecast.Pessimistic},
		"exact calls are no history":        {[]float64{1, 1, 1, 1, 1, 0, 0, 0}, forecast.TooLittleHistory},
		"exact calls do not weaken it":      {[]float64{1, 1, 1, 1, 1, 1, 0, 0, 0}, forecast.Optimistic},
		"seven of eight":                    {[]float64{1, 1, 1, 1, 1, 1, 1, -1}, forecast.NoEvidence}, // P = 0.0703
		"eight of nine":                     {[]float64{1, 1, 1, 1, 1, 1, 1, 1, -1}, forecast.Optimistic},
		"many small up, one large down":     {[]float64{1, 1, 1, 1, 1, 1, 1, 1, -9}, forecast.Mixed},
		"many small down, one large up":     {[]float64{-1, -1, -1, -1, -1, -1, -1, -1, 9}, forecast.Mixed},
		"sums agree to the last digit":      {[]float64{0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, -0.8}, forecast.Optimistic},
		"sums agree to the last digit, low": {[]float64{-0.1, -0.1, -0.1, -0.1, -0.1, -0.1, -0.1, -0.1, 0.8}, forecast.Pessimistic},
		"half and half":                     {[]float64{1, -1, 1, -1, 1, -1}, forecast.NoEvidence},
		"nothing but exact":                 {[]float64{0, 0, 0, 0, 0, 0, 0}, forecast.TooLittleHistory},
	} {
		t.Run(name, func(t *testing.T) {
			calls := erring("Ana", tc.errors...)
			for i := range calls { // as a person would write the sum
				calls[i].Forecast = math.Round(calls[i].Forecast*10) / 10
			}
			j := judge(t, 0.05, calls...)
			require.Equal(t, tc.verdict, j.Forecasters[0].Verdict)
			require.Equal(t, 6, j.MinOutcomes)
		})
	}
}

func TestJudgeBiasMinOutcomes(t *testing.T) {
	for level, want := range map[float64]int{
		0.5: 2, math.Nextafter(0.5, 0): 3, 0.25: 3, 0.1: 5, 0.0625: 5, 0.05: 6, 0.03125: 6, math.Nextafter(0.03125, 0): 7, 0.01: 8, 1e-9: 31,
	} {
		j := judge(t, level, erring("Ana", 1)...)
		require.Equal(t, want, j.MinOutcomes, "%v", level)
		all := make([]float64, want)
		for i := range all {
			all[i] = 1
		}
		require.Equal(t, forecast.Optimistic, judge(t, level, erring("Ana", all...)...).Forecasters[0].Verdict)
		require.Equal(t, forecast.TooLittleHistory, judge(t, level, erring("Ana", all[1:]...)...).Forecasters[0].Verdict)
	}
}

// Six of six convict one forecaster, but not two out of three who are tested
// together; those with too little history do not count among them.
func TestJudgeBiasTogether(t *testing.T) {
	six := []float64{1, 1, 1, 1, 1, 1}
	ten := append([]float64{-1, -1, -1, -1}, -1, -1, -1, -1, -1, -1)
	j := judge(t, 0.05, append(append(append(erring("Cy", six...), erring("Bo", ten...)...), erring("Di", 1, -1, 1, -1, 1, 1)...), erring("Ana", 1, 1)...)...)
	require.Equal(t, 3, j.Tested)
	var names []string
	got := make(map[string]forecast.ForecasterBias)
	for _, f := range j.Forecasters {
		names = append(names, f.Forecaster)
		got[f.Forecaster] = f
	}
	require.Equal(t, []string{"Ana", "Bo", "Cy", "Di"}, names)
	require.Equal(t, 2.0/1024, got["Bo"].P.Or(-1))
	require.Equal(t, 6.0/1024, got["Bo"].AdjustedP.Or(-1))
	require.Equal(t, forecast.Pessimistic, got["Bo"].Verdict)
	require.Equal(t, 2.0/64, got["Cy"].P.Or(-1))
	require.Equal(t, 4.0/64, got["Cy"].AdjustedP.Or(-1))
	require.Equal(t, forecast.NoEvidence, got["Cy"].Verdict)
	require.Equal(t, 44.0/64, got["Di"].AdjustedP.Or(-1), "the last of three is not adjusted")
	require.Equal(t, forecast.TooLittleHistory, got["Ana"].Verdict)
	require.Equal(t, 0.5, got["Ana"].Evidence[0].P)
	require.Equal(t, "too little history to be tested", got["Ana"].P.Reason())
	require.Equal(t, "too little history to be tested", got["Ana"].AdjustedP.Reason())

	j = judge(t, 0.05, append(erring("Cy", 1, -1, 1, -1, 1, -1), erring("Bo", -1, 1, -1, 1, -1, 1)...)...)
	for _, f := range j.Forecasters {
		require.Equal(t, 1.0, f.AdjustedP.Or(-1), "never above 1")
	}
}

func TestJudgeBiasRatio(t *testing.T) {
	f := judge(t, 0.05, erring("Ana", 20, -10)...).Forecasters[0]
	require.Equal(t, 1.05, f.ForecastToActual.Or(-1))
	require.Equal(t, []int{1, 1, 0}, []int{f.Evidence[0].Over, f.Evidence[0].Under, f.Evidence[0].Exact})
	for _, actual := range []float64{0, -5} {
		f = judge(t, 0.05, forecast.Call{Forecaster: "Ana", Period: "1", Forecast: 5, Actual: actual}).Forecasters[0]
		require.Equal(t, "the actuals do not sum to more than zero", f.ForecastToActual.Reason())
		require.Equal(t, 1, f.Evidence[0].Over)
	}
}

// What each finding says, for a verdict of each kind.
func TestJudgeBiasExplains(t *testing.T) {
	const noLean = "not applicable; the errors do not lean to one side more often than chance would have it"
	for name, tc := range map[string]struct {
		errors []float64
		want   []string
	}{
		"value disagrees": {[]float64{1, 1, 1, 1, 1, 1, 1, 1, -9}, []string{
			"short-history (Ana): outcomes that count 9 < 6 outcomes: not fired, -3 to the line",
			"significant (Ana): adjusted p-value 0.0390625 <= 0.05 as a fraction: fired, +0.0109375 to the line",
			"reformed (Ana): p-value of the lean since the change 1 > 0.05 as a fraction: not applicable; the errors change sides no more than chance would have it",
			"value-disagrees (Ana): sum of forecasts 899 < 900 in the unit of the calls: fired, +1 to the line",
			"evidence-disagrees (Ana): p-value of other evidence 1 <= 0.05 as a fraction: not applicable; no other kind of evidence with enough history leans the other way",
		}},
		"no evidence": {[]float64{1, -1, 1, -1, 1, -1}, []string{
			"short-history (Ana): outcomes that count 6 < 6 outcomes: not fired, +0 to the line",
			"significant (Ana): adjusted p-value 1 <= 0.05 as a fraction: not fired, -0.95 to the line",
			"reformed (Ana): p-value of the lean since the change 1 > 0.05 as a fraction: " + noLean,
			"value-disagrees (Ana): sum of forecasts 600 > 600 in the unit of the calls: " + noLean,
			"evidence-disagrees (Ana): p-value of other evidence 1 <= 0.05 as a fraction: " + noLean,
		}},
		"short history": {[]float64{1, 1}, []string{
			"short-history (Ana): outcomes that count 2 < 6 outcomes: fired, +4 to the line",
			"significant (Ana): p-value 0.5 <= 0.05 as a fraction: not applicable; too few outcomes count to be tested",
			"reformed (Ana): p-value of the lean since the change 1 > 0.05 as a fraction: " + noLean,
			"value-disagrees (Ana): sum of forecasts 202 < 200 in the unit of the calls: " + noLean,
			"evidence-disagrees (Ana): p-value of other evidence 1 <= 0.05 as a fraction: " + noLean,
		}},
		"reformed": {[]float64{-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 1, 1, -1}, []string{
			"short-history (Ana): outcomes that count 17 < 6 outcomes: not fired, -11 to the line",
			"significant (Ana): adjusted p-value 0.002349853515625 <= 0.05 as a fraction: fired, +0.047650146484375 to the line",
			"reformed (Ana): p-value of the lean since the change 1 > 0.05 as a fraction: fired, -0.95 to the line; since 16",
			"value-disagrees (Ana): sum of forecasts 1887 > 1900 in the unit of the calls: not fired, +13 to the line",
			"evidence-disagrees (Ana): p-value of other evidence 1 <= 0.05 as a fraction: not applicable; no other kind of evidence with enough history leans the other way",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, f := range judge(t, 0.05, erring("Ana", tc.errors...)...).Forecasters[0].Findings {
				testkit.Explains(t, f)
				got = append(got, f.String())
			}
			require.Equal(t, tc.want, got)
		})
	}
}

// SiP, developer 50: too high sixteen times but two, and too low by a tenth in all.
func TestJudgeBiasManySmallFewLarge(t *testing.T) {
	errors := append(append(runOf(1, 7), -84, -84), runOf(1, 7)...)
	f := judgeAll(t, forecast.History{Calls: erring("50", errors...)}, fivePercent).Forecasters[0]
	require.Equal(t, forecast.Mixed, f.Verdict)
	require.InDelta(t, 0.0042, f.P.Or(-1), 5e-5)
	require.InDelta(t, 0.904, f.ForecastToActual.Or(-1), 1e-3)
	require.Equal(t, -154.0/16, f.Errors.Mean)
	require.Equal(t, 1.0, f.Errors.Median)
}

func TestJudgeBiasErrors(t *testing.T) {
	tests := func(errors ...float64) *forecast.ErrorTests {
		return judgeAll(t, forecast.History{Calls: erring("Ana", errors...)}, fivePercent).Forecasters[0].Errors
	}
	one := tests(3)
	require.Equal(t, []float64{3, 3, 1}, []float64{one.Mean, one.Median, one.SignedRankP})
	require.Equal(t, "there is a single outcome", one.MeanP.Reason())
	require.Nil(t, one.MeanInterval)
	two := tests(1, 3)
	require.InEpsilon(t, 2*math.Atan(0.5)/math.Pi, two.MeanP.Or(-1), 1e-14) // t = 2 with one degree of freedom
	require.True(t, two.MeanInterval.Contains(-10) && two.MeanInterval.Contains(14))
	same := tests(3, 3, 3)
	require.Equal(t, "the errors are all the same", same.MeanP.Reason())
	require.Nil(t, same.MeanInterval)
	require.Equal(t, 0.25, same.SignedRankP)

	// Differences are taken in decimals: 0.3 - 0.1 is a tie with 0.2, and one of
	// the other sign is as likely as not.
	var calls []forecast.Call
	for i, pair := range [][2]float64{{0.3, 0.1}, {0, 0.2}, {0.7, 0.5}, {0.4, 0.6}} {
		calls = append(calls, forecast.Call{Forecaster: "Ana", Period: fmt.Sprint(i), Forecast: pair[0], Actual: pair[1]})
	}
	tied := judge(t, 0.05, calls...).Forecasters[0].Errors
	require.Equal(t, 1.0, tied.SignedRankP)
	require.Zero(t, tied.Mean)
	require.Zero(t, tied.Median)
	require.Equal(t, 1.0, tied.MeanP.Or(-1))

	many := make([]float64, 201)
	for i := range many {
		many[i] = float64(i%50) - 20.5
	}
	require.False(t, tests(many...).SignedRankExact)
	require.True(t, tests(many[:200]...).SignedRankExact)

	f := judgeAll(t, forecast.History{Moves: movesOf("Ana", 1, 1)}, fivePercent).Forecasters[0]
	require.Nil(t, f.Errors)
	require.Equal(t, "there are no calls", f.ForecastToActual.Reason())
}

// However many digits the numbers have, they are compared and summed exactly.
func TestJudgeBiasDigits(t *testing.T) {
	calls := erring("Ana", 0.1, 0.2, -0.3, 0.1, 0.1, 0.1, 0.1, -0.4, 0.25)
	plain := judge(t, 0.05, calls...).Forecasters[0]
	require.Equal(t, 900.25/900, plain.ForecastToActual.Or(-1))
	require.InEpsilon(t, 0.25/9, plain.Errors.Mean, 1e-15)
	for name, exact := range map[string]float64{"places": 1e-23, "few places": 1e-22, "digits": 0.1234567890123456, "size": 123456789012345.6, "both": 1e15} {
		t.Run(name, func(t *testing.T) {
			more := judge(t, 0.05, append(slices.Clone(calls), forecast.Call{Forecaster: "Ana", Period: "x", Forecast: exact, Actual: exact})...).Forecasters[0]
			want := plain.Evidence[0]
			want.Exact++
			require.Equal(t, want, more.Evidence[0])
			require.Equal(t, plain.Errors.SignedRankP, more.Errors.SignedRankP)
			require.Equal(t, 0.25/10, more.Errors.Mean)
			require.Equal(t, 0.1, more.Errors.Median)
			testkit.EqualDecimal(t, "0.25", more.Findings[3].Left.Sub(more.Findings[3].Right))
		})
	}
	huge := judge(t, 0.05,
		forecast.Call{Forecaster: "Ana", Period: "1", Forecast: 1e15, Actual: 0.1}, forecast.Call{Forecaster: "Ana", Period: "2", Forecast: 1e15, Actual: 1e15 - 0.125},
		forecast.Call{Forecaster: "Ana", Period: "3", Forecast: 1e-100, Actual: 2e-100}).Forecasters[0]
	require.Equal(t, []int{2, 1, 0}, []int{huge.Evidence[0].Over, huge.Evidence[0].Under, huge.Evidence[0].Exact})
	require.Equal(t, 0.1, huge.Errors.Median, "the shortest decimal of that float64 ends in 9.9")
}

// Lines of one cluster are one outcome: their errors are added up.
func TestJudgeBiasClusters(t *testing.T) {
	var calls []forecast.Call
	for i := range 12 {
		calls = append(calls, forecast.Call{Forecaster: "Ana", Period: fmt.Sprint(i), Cluster: fmt.Sprint("quarter ", i/3), Forecast: 101, Actual: 100})
	}
	f := judge(t, 0.05, calls...).Forecasters[0]
	require.Equal(t, []int{4, 4, 0, 0}, []int{f.Evidence[0].Outcomes, f.Evidence[0].Over, f.Evidence[0].Under, f.Evidence[0].Exact})
	require.Equal(t, forecast.TooLittleHistory, f.Verdict)
	require.Equal(t, 3.0, f.Errors.Mean)

	calls[0].Forecast, calls[1].Forecast, calls[2].Forecast = 100.1, 100.2, 99.7
	f = judge(t, 0.05, calls...).Forecasters[0]
	require.Equal(t, []int{3, 3, 0, 1}, []int{f.Evidence[0].Outcomes, f.Evidence[0].Over, f.Evidence[0].Under, f.Evidence[0].Exact})
}

// On the line: a change of P = 2 ÷ C(19, 2) at that level, and errors since then, 18
// of 24, at that of their own.
func TestJudgeBiasReformedOnTheLine(t *testing.T) {
	since := binomial.SignTest(18, 6).TwoSided
	for _, tc := range []struct {
		errors  []float64
		level   float64
		verdict forecast.BiasVerdict
	}{
		{append(runOf(5, 17), -1, -1), 2.0 / 171, forecast.NoEvidence},
		{append(runOf(5, 17), -1, -1), math.Nextafter(2.0/171, 0), forecast.Optimistic},
		{append(runOf(5, 40), slices.Repeat([]float64{-1, 1, 1, 1}, 6)...), since, forecast.Optimistic},
		{append(runOf(5, 40), slices.Repeat([]float64{-1, 1, 1, 1}, 6)...), math.Nextafter(since, 0), forecast.NoEvidence},
	} {
		require.Equal(t, tc.verdict, judge(t, tc.level, erring("Ana", tc.errors...)...).Forecasters[0].Verdict, "%v", tc.level)
	}
}

func TestJudgeBiasRejects(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	for name, tc := range map[string]struct {
		edit func(h *forecast.History, p *forecast.BiasPolicy)
		want testkit.Fault
	}{
		"no evidence": {func(h *forecast.History, _ *forecast.BiasPolicy) { *h = forecast.History{} }, testkit.Fault{Field: "History.Calls", Reason: missing}},
		"too many": {func(h *forecast.History, _ *forecast.BiasPolicy) {
			h.Calls = make([]forecast.Call, forecast.MaxCalls+1)
		}, testkit.Fault{Field: "History.Calls", Reason: out}},
		"nobody":         {func(h *forecast.History, _ *forecast.BiasPolicy) { h.Calls[1].Forecaster = "" }, testkit.Fault{Field: "History.Calls[1].Forecaster", Reason: missing}},
		"no period":      {func(h *forecast.History, _ *forecast.BiasPolicy) { h.Calls[1].Period = "" }, testkit.Fault{Field: "History.Calls[1].Period", Reason: missing}},
		"period twice":   {func(h *forecast.History, _ *forecast.BiasPolicy) { h.Calls[2].Period = "00" }, testkit.Fault{Field: "History.Calls[2].Period", Reason: conflict}},
		"forecast NaN":   {func(h *forecast.History, _ *forecast.BiasPolicy) { h.Calls[2].Forecast = math.NaN() }, testkit.Fault{Field: "History.Calls[2].Forecast", Reason: out}},
		"actual too big": {func(h *forecast.History, _ *forecast.BiasPolicy) { h.Calls[2].Actual = 1.1e15 }, testkit.Fault{Field: "History.Calls[2].Actual", Reason: out}},
		"deals": {func(h *forecast.History, _ *forecast.BiasPolicy) {
			h.Odds = make([]forecast.DealOdds, forecast.MaxStatedOdds+1)
		}, testkit.Fault{Field: "History.Odds", Reason: out}},
		"moves": {func(h *forecast.History, _ *forecast.BiasPolicy) {
			h.Moves = make([]forecast.DateMoves, forecast.MaxMoves+1)
		}, testkit.Fault{Field: "History.Moves", Reason: out}},
		"whose deal":   {func(h *forecast.History, _ *forecast.BiasPolicy) { h.Odds[1].Forecaster = "" }, testkit.Fault{Field: "History.Odds[1].Forecaster", Reason: missing}},
		"deal cluster": {func(h *forecast.History, _ *forecast.BiasPolicy) { h.Odds[1].Cluster = "" }, testkit.Fault{Field: "History.Odds[1].Cluster", Reason: missing}},
		"odds":         {func(h *forecast.History, _ *forecast.BiasPolicy) { h.Odds[1].Odds = 40 }, testkit.Fault{Field: "History.Odds[1].Odds", Reason: out}},
		"whose move":   {func(h *forecast.History, _ *forecast.BiasPolicy) { h.Moves[1].Forecaster = " " }, testkit.Fault{Field: "History.Moves[1].Forecaster", Reason: out}},
		"move cluster": {func(h *forecast.History, _ *forecast.BiasPolicy) { h.Moves[1].Cluster = "" }, testkit.Fault{Field: "History.Moves[1].Cluster", Reason: missing}},
		"later":        {func(h *forecast.History, _ *forecast.BiasPolicy) { h.Moves[1].Later = -1 }, testkit.Fault{Field: "History.Moves[1].Later", Reason: out}},
		"earlier":      {func(h *forecast.History, _ *forecast.BiasPolicy) { h.Moves[1].Earlier = forecast.MaxMoves + 1 }, testkit.Fault{Field: "History.Moves[1].Earlier", Reason: out}},
		"cluster too big": {func(h *forecast.History, _ *forecast.BiasPolicy) {
			h.Odds = append(h.Odds, times(forecast.MaxClusterDeals, h.Odds[0])...)
		}, testkit.Fault{Field: "History.Odds[1001].Cluster", Reason: out}},
		"two leads":     {func(h *forecast.History, _ *forecast.BiasPolicy) { h.Calls[2].LeadWeeks = 1 }, testkit.Fault{Field: "History.Calls[2].LeadWeeks", Reason: conflict}},
		"adjustment":    {func(_ *forecast.History, p *forecast.BiasPolicy) { p.BiasAdjustment = "" }, testkit.Fault{Field: "BiasPolicy.BiasAdjustment", Reason: missing}},
		"level zero":    {func(_ *forecast.History, p *forecast.BiasPolicy) { p.BiasLevel = 0 }, testkit.Fault{Field: "BiasPolicy.BiasLevel", Reason: out}},
		"level percent": {func(_ *forecast.History, p *forecast.BiasPolicy) { p.BiasLevel = 5 }, testkit.Fault{Field: "BiasPolicy.BiasLevel", Reason: out}},
		"level high":    {func(_ *forecast.History, p *forecast.BiasPolicy) { p.BiasLevel = math.Nextafter(0.5, 1) }, testkit.Fault{Field: "BiasPolicy.BiasLevel", Reason: out}},
		"level low":     {func(_ *forecast.History, p *forecast.BiasPolicy) { p.BiasLevel = math.Nextafter(1e-9, 0) }, testkit.Fault{Field: "BiasPolicy.BiasLevel", Reason: out}},
	} {
		t.Run(name, func(t *testing.T) {
			history, policy := forecast.History{Calls: erring("Ana", 1, 2, 3), Odds: dealsOf("Ana", []int{0, 1}, 0.4), Moves: movesOf("Ana", 1, 2)}, fivePercent
			tc.edit(&history, &policy)
			j, err := forecast.JudgeBias(history, policy)
			testkit.RequireFaults(t, err, tc.want)
			require.Zero(t, j)
		})
	}
	j := judge(t, 0.05, append(erring("Ana", 1), erring("Bo", 1)...)...)
	require.Len(t, j.Forecasters, 2, "two forecasters may call one period")
}

// The calls of one lead are judged together; other evidence has no lead.
func TestJudgeBiasAtLead(t *testing.T) {
	history := forecast.History{Calls: append(erring("Ana", runOf(1, 9)...), erring("Ana", runOf(-1, 9)...)...), Moves: movesOf("Bo", 1), Odds: dealsOf("Cy", []int{1}, 0.5)}
	for i := range 9 {
		history.Calls[i].LeadWeeks = 4
	}
	for weeks, verdict := range map[int]forecast.BiasVerdict{4: forecast.Optimistic, 0: forecast.Pessimistic} {
		j := judgeAll(t, history.AtLead(weeks), fivePercent)
		require.Len(t, j.Forecasters, 3)
		require.Equal(t, verdict, j.Forecasters[0].Verdict)
	}
	require.Len(t, judgeAll(t, history.AtLead(13), fivePercent).Forecasters, 2)
}

// The factor beside the verdict is the one that a correction would learn; who has
// no calls has the team's.
func TestJudgeBiasFactor(t *testing.T) {
	h := biasSample()
	h.Odds = append(h.Odds, forecast.DealOdds{Forecaster: "Zoe", Cluster: "2026-Q3", Odds: 0.5, Won: true})
	j := judgeAll(t, h, fivePercent)
	calls := forecast.History{Calls: h.Calls, Periods: h.Periods}
	policy := forecast.DefaultPolicy().CorrectionPolicy
	policy.CorrectionLevel = 0.95
	c, err := forecast.Correct(calls, policy)
	require.NoError(t, err)
	learned := make(map[string]forecast.BiasEstimate)
	for _, f := range c.Forecasters {
		learned[f.Forecaster] = f.Estimate
	}
	require.Greater(t, len(learned), 1)
	for _, f := range j.Forecasters {
		want, called := learned[f.Forecaster]
		if !called {
			want = c.Team.Estimate
		}
		require.Equal(t, want, f.Factor, f.Forecaster)
	}
	require.Zero(t, j.Forecasters[len(j.Forecasters)-1].Factor.Used)
}
