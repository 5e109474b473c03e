package forecast_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
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

func TestJudgeBiasRejects(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	for name, tc := range map[string]struct {
		edit func(h *forecast.History, p *forecast.BiasPolicy)
		want testkit.Fault
	}{
		"no calls": {func(h *forecast.History, _ *forecast.BiasPolicy) { h.Calls = nil }, testkit.Fault{Field: "History.Calls", Reason: missing}},
		"too many": {func(h *forecast.History, _ *forecast.BiasPolicy) {
			h.Calls = make([]forecast.Call, forecast.MaxCalls+1)
		}, testkit.Fault{Field: "History.Calls", Reason: out}},
		"nobody":         {func(h *forecast.History, _ *forecast.BiasPolicy) { h.Calls[1].Forecaster = "" }, testkit.Fault{Field: "History.Calls[1].Forecaster", Reason: missing}},
		"no period":      {func(h *forecast.History, _ *forecast.BiasPolicy) { h.Calls[1].Period = "" }, testkit.Fault{Field: "History.Calls[1].Period", Reason: missing}},
		"period twice":   {func(h *forecast.History, _ *forecast.BiasPolicy) { h.Calls[2].Period = "00" }, testkit.Fault{Field: "History.Calls[2].Period", Reason: conflict}},
		"forecast NaN":   {func(h *forecast.History, _ *forecast.BiasPolicy) { h.Calls[2].Forecast = math.NaN() }, testkit.Fault{Field: "History.Calls[2].Forecast", Reason: out}},
		"actual too big": {func(h *forecast.History, _ *forecast.BiasPolicy) { h.Calls[2].Actual = 1.1e15 }, testkit.Fault{Field: "History.Calls[2].Actual", Reason: out}},
		"level zero":     {func(_ *forecast.History, p *forecast.BiasPolicy) { p.BiasLevel = 0 }, testkit.Fault{Field: "BiasPolicy.BiasLevel", Reason: out}},
		"level percent":  {func(_ *forecast.History, p *forecast.BiasPolicy) { p.BiasLevel = 5 }, testkit.Fault{Field: "BiasPolicy.BiasLevel", Reason: out}},
		"level high":     {func(_ *forecast.History, p *forecast.BiasPolicy) { p.BiasLevel = math.Nextafter(0.5, 1) }, testkit.Fault{Field: "BiasPolicy.BiasLevel", Reason: out}},
		"level low":      {func(_ *forecast.History, p *forecast.BiasPolicy) { p.BiasLevel = math.Nextafter(1e-9, 0) }, testkit.Fault{Field: "BiasPolicy.BiasLevel", Reason: out}},
	} {
		t.Run(name, func(t *testing.T) {
			history, policy := forecast.History{Calls: erring("Ana", 1, 2, 3)}, fivePercent
			tc.edit(&history, &policy)
			j, err := forecast.JudgeBias(history, policy)
			testkit.RequireFaults(t, err, tc.want)
			require.Zero(t, j)
		})
	}
	j := judge(t, 0.05, append(erring("Ana", 1), erring("Bo", 1)...)...)
	require.Len(t, j.Forecasters, 2, "two forecasters may call one period")
}
