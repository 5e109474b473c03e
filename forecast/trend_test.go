package forecast_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

func trend(t testkit.Failer, level float64, values ...float64) forecast.Trend {
	t.Helper()
	r, err := forecast.MeasureTrend(forecast.Series{Values: values}, forecast.TrendPolicy{TrendLevel: level})
	require.NoError(t, err)
	testkit.RoundTrip(t, r)
	testkit.Explains(t, r.Significant)
	return r
}

func TestMeasureTrend(t *testing.T) {
	r := trend(t, 0.05, 1, 2, 4, 3, 5, 9)
	require.Equal(t, []int{14, 1}, []int{r.Rises, r.Falls})
	require.InEpsilon(t, 2*6.0/720, r.P, 1e-12) // the identity and its five neighbors, both ways
	require.Equal(t, forecast.Rising, r.Verdict)
	require.True(t, r.Exact)
	require.Equal(t, 1.5, r.Slope.Or(0))
	testkit.Golden(t, "trend", sixDigits(t, r))
	require.Equal(t, forecast.Falling, trend(t, 0.05, 9, 5, 3, 4, 2, 1).Verdict)
	require.Equal(t, forecast.NoTrend, trend(t, 0.01, 9, 5, 3, 4, 2, 1).Verdict)

	for n, want := range map[int]forecast.TrendVerdict{1: forecast.TooShort, 4: forecast.TooShort, 5: forecast.Rising} {
		require.Equal(t, want, trend(t, 0.05, []float64{1, 2, 3, 4, 5}[:n]...).Verdict)
	}
	require.Equal(t, forecast.Rising, trend(t, 0.09, 1, 2, 3, 4).Verdict)             // 2 of 24
	require.Equal(t, forecast.TooShort, trend(t, 0.05, 7, 7, 7, 7, 7, 7, 7).Verdict)  // one order
	require.Equal(t, forecast.TooShort, trend(t, 0.05, 0, 0, 1, 1).Verdict)           // 2 of 6
	require.Equal(t, forecast.Rising, trend(t, 0.05, 0, 0, 0, 0, 1, 1, 1, 1).Verdict) // 2 of 70
	require.Equal(t, "there is a single value", trend(t, 0.05, 3).Slope.Reason())

	long := make([]float64, 61)
	for i := range long {
		long[i] = float64(i % 7)
	}
	r = trend(t, 0.05, long...)
	require.False(t, r.Exact)
	require.Equal(t, forecast.NoTrend, r.Verdict)
	require.True(t, trend(t, 0.05, long[:60]...).Exact)
}

func TestMeasureTrendRejects(t *testing.T) {
	out, conflict, missing := salesops.ErrOutOfRange, salesops.ErrConflict, salesops.ErrMissing
	_, err := forecast.MeasureTrend(forecast.Series{}, forecast.TrendPolicy{})
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Series.Values", Reason: missing}, testkit.Fault{Field: "TrendPolicy.TrendLevel", Reason: out})
	_, err = forecast.MeasureTrend(forecast.Series{Values: []float64{1, 1e16}, Times: []float64{1}}, forecast.TrendPolicy{TrendLevel: 0.5})
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Series.Values[1]", Reason: out}, testkit.Fault{Field: "Series.Times", Reason: conflict})
	r, err := forecast.MeasureTrend(forecast.Series{Values: []float64{1, 2, 3, 4}, Times: []float64{1, 1, 2, 1e16}}, forecast.TrendPolicy{TrendLevel: 0.5})
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Series.Times[1]", Reason: conflict}, testkit.Fault{Field: "Series.Times[3]", Reason: out})
	require.Zero(t, r)
	_, err = forecast.MeasureTrend(forecast.Series{Values: make([]float64, forecast.MaxTrendValues+1)}, forecast.TrendPolicy{TrendLevel: 0.5})
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Series.Values", Reason: out})
}

func TestTrendJSON(t *testing.T) {
	r := trend(t, 0.05, 1, 2, 4, 3, 5, 9)
	out, conflict := salesops.ErrOutOfRange, salesops.ErrConflict
	fault := func(field string, reason error) []testkit.Fault {
		return []testkit.Fault{{Field: field, Reason: reason}}
	}
	requireEdits(t, r, map[string]edit{
		"count":    {`"count":6`, `"count":-6`, fault("Trend.Count", out)},
		"one":      {`"count":6`, `"count":1`, fault("Trend.Slope", conflict)},
		"rises":    {`"rises":14`, `"rises":-14`, fault("Trend.Rises", out)},
		"falls":    {`"falls":1`, `"falls":-1`, fault("Trend.Falls", out)},
		"falling":  {`"falls":1`, `"falls":14`, fault("Trend.Verdict", conflict)},
		"p":        {`"p":0.01`, `"p":1.01`, fault("Trend.P", out)},
		"no slope": {`"slope":1.5`, `"slope":null`, []testkit.Fault{{Field: "Trend.Slope", Reason: conflict}, {Field: "Trend.Interval", Reason: conflict}}},
		"slope":    {`"slope":1.5`, `"slope":99`, fault("Trend.Interval", conflict)},
		"verdict":  {`"verdict":"rising"`, `"verdict":"falling"`, fault("Trend.Verdict", conflict)},
		"rule":     {`"rule":"significant"`, `"rule":"trend"`, fault("Trend.Significant.Rule", conflict)},
	})
}
