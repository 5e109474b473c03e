package forecast_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

func detect(t testkit.Failer, history forecast.History, policy forecast.BiasPolicy) forecast.DriftReport {
	t.Helper()
	report, err := forecast.DetectDrift(history, policy)
	require.NoError(t, err)
	return report
}

// runOf is n errors of one size.
func runOf(e float64, n int) []float64 {
	errors := make([]float64, n)
	for i := range errors {
		errors[i] = e
	}
	return errors
}

func TestDetectDrift(t *testing.T) {
	for name, tc := range map[string]struct {
		errors  []float64
		verdict forecast.DriftVerdict
		period  string
	}{
		"reformed":                   {append(runOf(5, 8), runOf(-5, 4)...), forecast.BiasChanged, "08"},
		"the other way":              {append(runOf(-5, 8), runOf(5, 4)...), forecast.BiasChanged, "08"},
		"exact ones say nothing":     {append(append(runOf(5, 8), 0, 0, 0), runOf(-5, 4)...), forecast.BiasChanged, "11"},
		"always above":               {runOf(5, 24), forecast.CannotTell, ""},
		"one below":                  {append(runOf(5, 23), -5), forecast.CannotTell, "23"},
		"two below, at the end":      {append(runOf(5, 9), -5, -5), forecast.BiasChanged, "09"}, // 2 ÷ C(11, 2) = 0.036
		"two of ten below":           {append(runOf(5, 7), -5, -5), forecast.CannotTell, "07"},  // 2 ÷ C(9, 2) = 0.056
		"to and fro":                 {[]float64{1, -1, 1, -1, 1, -1, 1, -1, 1, -1}, forecast.NoChangeSeen, "01"},
		"nothing but exact":          {runOf(0, 9), forecast.CannotTell, ""},
		"size does not matter":       {append(runOf(0.01, 8), runOf(-90, 4)...), forecast.BiasChanged, "08"},
		"first of two equal changes": {[]float64{1, 1, 1, 1, -1, -1, -1, -1, 1, 1, 1, 1}, forecast.NoChangeSeen, "04"},
	} {
		t.Run(name, func(t *testing.T) {
			report := detect(t, forecast.History{Calls: erring("Ana", tc.errors...)}, fivePercent)
			f := report.Forecasters[0]
			require.Equal(t, tc.verdict, f.Verdict)
			require.Equal(t, tc.period == "", f.Point == nil)
			if f.Point != nil {
				require.Equal(t, tc.period, f.Point.Period)
			}
			_, tested := f.AdjustedP.Value()
			require.Equal(t, tested, tc.verdict != forecast.CannotTell)
			for _, finding := range f.Findings {
				testkit.Explains(t, finding)
			}
		})
	}
}

func TestDetectDriftSides(t *testing.T) {
	f := detect(t, forecast.History{Calls: erring("Ana", append(append(runOf(20, 8), 0), runOf(-10, 5)...)...)}, fivePercent).Forecasters[0]
	require.Equal(t, 13, f.Outcomes)
	require.Equal(t, []int{8, 0, 1}, []int{f.Point.Before.Over, f.Point.Before.Under, f.Point.Before.Exact})
	require.Equal(t, []int{0, 5, 0}, []int{f.Point.Since.Over, f.Point.Since.Under, f.Point.Since.Exact})
	require.Equal(t, 1060.0/900, f.Point.Before.ForecastToActual.Or(-1))
	require.Equal(t, 0.9, f.Point.Since.ForecastToActual.Or(-1))
	require.InEpsilon(t, 2.0/1287, f.P, 1e-14) // C(13, 5) orders
	require.Equal(t, "one-sided (Ana): least p-value of any order 0.001554001554001554 > 0.05 as a fraction: not fired, +0.048445998445998446 to the line", f.Findings[0].String())
	require.Equal(t, "significant (Ana): adjusted p-value 0.001554001554001554 <= 0.05 as a fraction: fired, +0.048445998445998446 to the line", f.Findings[1].String())

	f = detect(t, forecast.History{Calls: erring("Ana", 1, 1, -1)}, fivePercent).Forecasters[0]
	require.Equal(t, "significant (Ana): p-value 0.6666666666666666 <= 0.05 as a fraction: not applicable; too few errors lie on one side for any order of them to be evidence", f.Findings[1].String())
}

// Order is that of the periods, not of the calls, and clusters stand where their
// first period does.
func TestDetectDriftOrder(t *testing.T) {
	months := []string{"Nov 2025", "Dec 2025", "Jan 2026", "Feb 2026", "Mar 2026", "Apr 2026", "May 2026", "Jun 2026", "Jul 2026", "Aug 2026", "Sep 2026", "Oct 2026"}
	history := forecast.History{Periods: months}
	for i, month := range slices.Backward(months) {
		e := 5.0
		if i >= 7 {
			e = -5
		}
		history.Calls = append(history.Calls, forecast.Call{Forecaster: "Ana", Period: month, Forecast: 100 + e, Actual: 100})
	}
	f := detect(t, history, fivePercent).Forecasters[0]
	require.Equal(t, forecast.BiasChanged, f.Verdict)
	require.Equal(t, "Jun 2026", f.Point.Period)
	history.Periods = nil
	require.NotEqual(t, forecast.BiasChanged, detect(t, history, fivePercent).Forecasters[0].Verdict, "in order of their texts they say nothing")

	history.Periods = months
	history.Calls = append(history.Calls,
		forecast.Call{Forecaster: "Ana", Period: "Oct 2026", Cluster: "deal", Forecast: 3, Actual: 1},
		forecast.Call{Forecaster: "Ana", Period: "Nov 2025", Cluster: "deal", Forecast: 1, Actual: 1})
	f = detect(t, history, fivePercent).Forecasters[0]
	require.Equal(t, 8, f.Point.Before.Over)
	require.Equal(t, 5, f.Point.Since.Under)
}

// Among more outcomes than are looked at, the newest are.
func TestDetectDriftNewest(t *testing.T) {
	const old = 7
	var history forecast.History
	for i := range forecast.MaxDriftOutcomes + old + 1 {
		e := 1.0
		switch {
		case i < old:
			e = -1
		case i == old:
			e = 0
		}
		history.Calls = append(history.Calls, forecast.Call{Forecaster: "Ana", Period: fmt.Sprintf("%05d", i), Forecast: 1 + e, Actual: 1})
	}
	f := detect(t, history, fivePercent).Forecasters[0]
	require.Equal(t, forecast.MaxDriftOutcomes, f.Outcomes)
	require.Nil(t, f.Point, "the old ones are not looked at")
	history.Calls[old+1].Forecast = 0
	f = detect(t, history, fivePercent).Forecasters[0]
	require.Equal(t, []int{0, 1, 0}, []int{f.Point.Before.Over, f.Point.Before.Under, f.Point.Before.Exact})
	history.Calls = history.Calls[old:]
	g := detect(t, history, fivePercent).Forecasters[0]
	require.Equal(t, f.P, g.P)
	require.Equal(t, 1, g.Point.Before.Exact, "nothing is left out")
	history.Calls = history.Calls[:forecast.MaxDriftOutcomes]
	require.Equal(t, forecast.MaxDriftOutcomes-1, detect(t, history, fivePercent).Forecasters[0].Outcomes)
}

// Those of whom it cannot be told are not tested and do not weaken the evidence on
// the others.
func TestDetectDriftTogether(t *testing.T) {
	seven := append(runOf(5, 7), -5, -5, -5) // 2 ÷ 120
	history := forecast.History{Calls: append(append(erring("Ana", seven...), erring("Bo", runOf(1, 24)...)...), erring("Cy", 1, -1, 1, -1, 1, -1, 1, -1, 1, -1)...)}
	for adjustment, adjusted := range map[forecast.Adjustment]float64{forecast.AnyFalseVerdict: 2 * 2.0 / 120, forecast.FalseDiscoveries: 2 * 2.0 / 120} {
		report := detect(t, history, forecast.BiasPolicy{BiasLevel: 0.05, BiasAdjustment: adjustment})
		require.Equal(t, 2, report.Tested)
		require.InEpsilon(t, adjusted, report.Forecasters[0].AdjustedP.Or(-1), 1e-14)
		require.Equal(t, forecast.BiasChanged, report.Forecasters[0].Verdict)
		require.Equal(t, forecast.CannotTell, report.Forecasters[1].Verdict)
		require.Equal(t, "too few errors lie on one side for any order of them to be evidence", report.Forecasters[1].AdjustedP.Reason())
		require.Equal(t, forecast.NoChangeSeen, report.Forecasters[2].Verdict)
	}
	// The least P of ten with three below is 2 ÷ 120, on the line.
	line := 2.0 / 120
	for level, verdict := range map[float64]forecast.DriftVerdict{line: forecast.BiasChanged, 0.0166: forecast.CannotTell} {
		require.Equal(t, verdict, detect(t, forecast.History{Calls: erring("Ana", seven...)}, forecast.BiasPolicy{BiasLevel: level, BiasAdjustment: forecast.AnyFalseVerdict}).Forecasters[0].Verdict)
	}
}

func TestDetectDriftRejects(t *testing.T) {
	report, err := forecast.DetectDrift(forecast.History{}, forecast.BiasPolicy{})
	require.Zero(t, report)
	missing, out, conflict := salesops.ErrMissing, salesops.ErrOutOfRange, salesops.ErrConflict
	testkit.RequireFaults(t, err, testkit.Fault{Field: "History.Calls", Reason: missing},
		testkit.Fault{Field: "BiasPolicy.BiasLevel", Reason: out}, testkit.Fault{Field: "BiasPolicy.BiasAdjustment", Reason: missing})
	history := forecast.History{Calls: erring("Ana", 1, 1)}
	history.Calls[1].LeadWeeks = 4
	_, err = forecast.DetectDrift(history, fivePercent)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "History.Calls[1].LeadWeeks", Reason: conflict})
}
