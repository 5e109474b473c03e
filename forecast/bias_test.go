package forecast_test

import (
	"math"
	"strconv"
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
		calls = append(calls, forecast.Call{Forecaster: forecaster, Period: strconv.Itoa(i), Forecast: 100 + e, Actual: 100})
	}
	return calls
}

func judge(t testkit.Failer, level float64, calls ...forecast.Call) forecast.BiasJudgment {
	t.Helper()
	j, err := forecast.JudgeBias(forecast.History{Calls: calls}, forecast.BiasPolicy{BiasLevel: level})
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
			require.Equal(t, 6, j.MinCalls)
		})
	}
}

func TestJudgeBiasMinCalls(t *testing.T) {
	for level, want := range map[float64]int{
		0.5: 2, math.Nextafter(0.5, 0): 3, 0.25: 3, 0.1: 5, 0.0625: 5, 0.05: 6, 0.03125: 6, math.Nextafter(0.03125, 0): 7, 0.01: 8, 1e-9: 31,
	} {
		j := judge(t, level, erring("Ana", 1)...)
		require.Equal(t, want, j.MinCalls, "%v", level)
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
	require.Equal(t, 2.0/1024, got["Bo"].P)
	require.Equal(t, 6.0/1024, got["Bo"].AdjustedP.Or(-1))
	require.Equal(t, forecast.Pessimistic, got["Bo"].Verdict)
	require.Equal(t, 2.0/64, got["Cy"].P)
	require.Equal(t, 4.0/64, got["Cy"].AdjustedP.Or(-1))
	require.Equal(t, forecast.NoEvidence, got["Cy"].Verdict)
	require.Equal(t, 44.0/64, got["Di"].AdjustedP.Or(-1), "the last of three is not adjusted")
	require.Equal(t, forecast.TooLittleHistory, got["Ana"].Verdict)
	require.Equal(t, 0.5, got["Ana"].P)
	require.Equal(t, "too little history to be tested", got["Ana"].AdjustedP.Reason())

	j = judge(t, 0.05, append(erring("Cy", 1, -1, 1, -1, 1, -1), erring("Bo", -1, 1, -1, 1, -1, 1)...)...)
	for _, f := range j.Forecasters {
		require.Equal(t, 1.0, f.AdjustedP.Or(-1), "never above 1")
	}
}

func TestJudgeBiasRatio(t *testing.T) {
	f := judge(t, 0.05, erring("Ana", 20, -10)...).Forecasters[0]
	require.Equal(t, 1.05, f.ForecastToActual.Or(-1))
	require.Equal(t, []int{1, 1, 0}, []int{f.Over, f.Under, f.Exact})
	for _, actual := range []float64{0, -5} {
		f = judge(t, 0.05, forecast.Call{Forecaster: "Ana", Period: "1", Forecast: 5, Actual: actual}).Forecasters[0]
		require.Equal(t, "the actuals do not sum to more than zero", f.ForecastToActual.Reason())
		require.Equal(t, 1, f.Over)
	}
}

func TestJudgeBiasExplains(t *testing.T) {
	var got []string
	for _, errors := range [][]float64{{1, 1, 1, 1, 1, 1, 1, 1, -9}, {1, -1, 1, -1, 1, -1}, {-1, -1}, {-1, -1, -1, -1, -1, -1}} {
		for _, f := range judge(t, 0.05, erring("Ana", errors...)...).Forecasters[0].Findings {
			testkit.Explains(t, f)
			got = append(got, f.String())
		}
	}
	require.Equal(t, []string{
		"short-history (Ana): calls off the mark 9 < 6 calls: not fired, -3 to the line",
		"significant (Ana): adjusted p-value 0.0390625 <= 0.05 as a fraction: fired, +0.0109375 to the line",
		"value-disagrees (Ana): sum of forecasts 899 < 900 in the unit of the calls: fired, +1 to the line",
		"short-history (Ana): calls off the mark 6 < 6 calls: not fired, +0 to the line",
		"significant (Ana): adjusted p-value 1 <= 0.05 as a fraction: not fired, -0.95 to the line",
		"value-disagrees (Ana): sum of forecasts 600 < 600 in the unit of the calls: not applicable; the calls do not err to one side more often than chance would have it",
		"short-history (Ana): calls off the mark 2 < 6 calls: fired, +4 to the line",
		"significant (Ana): p-value 0.5 <= 0.05 as a fraction: not applicable; too few calls were off the mark to be tested",
		"value-disagrees (Ana): sum of forecasts 198 > 200 in the unit of the calls: not applicable; the calls do not err to one side more often than chance would have it",
		"short-history (Ana): calls off the mark 6 < 6 calls: not fired, +0 to the line",
		"significant (Ana): adjusted p-value 0.03125 <= 0.05 as a fraction: fired, +0.01875 to the line",
		"value-disagrees (Ana): sum of forecasts 594 > 600 in the unit of the calls: not fired, +6 to the line",
	}, got)
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
		"period twice":   {func(h *forecast.History, _ *forecast.BiasPolicy) { h.Calls[2].Period = "0" }, testkit.Fault{Field: "History.Calls[2].Period", Reason: conflict}},
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

func TestBiasJudgmentJSON(t *testing.T) {
	j := judge(t, 0.05, append(append(erring("Ana", 1, 1, 1, 1, 1, 1, 1), erring("Bo", 1, 1)...), erring("Cy", 1, -1, 0, 1, -1, 1, -1, 4)...)...)
	for i := range j.Forecasters { // goldens have few digits
		j.Forecasters[i].ForecastToActual = salesops.Defined(1.01)
	}
	testkit.Golden(t, "bias_judgment", j)
	testkit.Golden(t, "forecaster_bias", j.Forecasters[0])
	conflict, out, missing := salesops.ErrConflict, salesops.ErrOutOfRange, salesops.ErrMissing
	requireEdits(t, j, map[string]edit{
		"min calls": {`"min_calls":6`, `"min_calls":0`, []testkit.Fault{{Field: "BiasJudgment.MinCalls", Reason: missing}}},
		"tested":    {`"tested":2`, `"tested":3`, []testkit.Fault{{Field: "BiasJudgment.Tested", Reason: conflict}}},
		"unsorted":  {`"forecaster":"Bo"`, `"forecaster":"Ada"`, []testkit.Fault{{Field: "BiasJudgment.Forecasters[1].Forecaster", Reason: conflict}}},
		"twice":     {`"forecaster":"Bo"`, `"forecaster":"Ana"`, []testkit.Fault{{Field: "BiasJudgment.Forecasters[1].Forecaster", Reason: conflict}}},
	})
	requireEdits(t, j.Forecasters[0], map[string]edit{
		"name":          {`"forecaster":"Ana"`, `"forecaster":""`, []testkit.Fault{{Field: "ForecasterBias.Forecaster", Reason: missing}}},
		"verdict":       {`"verdict":"optimistic"`, `"verdict":"pessimistic"`, []testkit.Fault{{Field: "ForecasterBias.Verdict", Reason: conflict}}},
		"counts":        {`"over":7,"under":0`, `"over":0,"under":7`, []testkit.Fault{{Field: "ForecasterBias.Verdict", Reason: conflict}}},
		"equal counts":  {`"over":7,"under":0`, `"over":7,"under":7`, []testkit.Fault{{Field: "ForecasterBias.Verdict", Reason: conflict}}},
		"over":          {`"over":7`, `"over":-7`, []testkit.Fault{{Field: "ForecasterBias.Over", Reason: out}}},
		"under":         {`"under":0`, `"under":-1`, []testkit.Fault{{Field: "ForecasterBias.Under", Reason: out}}},
		"exact":         {`"exact":0`, `"exact":-1`, []testkit.Fault{{Field: "ForecasterBias.Exact", Reason: out}}},
		"p":             {`"p":0.015625`, `"p":1.5`, []testkit.Fault{{Field: "ForecasterBias.P", Reason: out}}},
		"adjusted":      {`"adjusted_p":0.03125`, `"adjusted_p":1.5`, []testkit.Fault{{Field: "ForecasterBias.AdjustedP", Reason: out}}},
		"not adjusted":  {`"adjusted_p":0.03125`, `"adjusted_p":null`, []testkit.Fault{{Field: "ForecasterBias.AdjustedP", Reason: conflict}}},
		"rule":          {`"rule":"significant"`, `"rule":"short-history"`, []testkit.Fault{{Field: "ForecasterBias.Findings[1].Rule", Reason: conflict}}},
		"no findings":   {`"findings":[`, `"findings":[],"x":[`, []testkit.Fault{{Field: "ForecasterBias.x", Reason: out}, {Field: "ForecasterBias.Findings", Reason: missing}}},
		"wrong verdict": {`"verdict":"optimistic"`, `"verdict":"biased"`, []testkit.Fault{{Field: "ForecasterBias.Verdict", Reason: out}}},
	})
}
