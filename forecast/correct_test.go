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

var correctionPolicy = forecast.DefaultPolicy().CorrectionPolicy

// correctionCalls is a forecaster's history of forecasts against actuals in the
// periods 01, 02 and so on.
func correctionCalls(forecaster string, pairs ...[2]float64) []forecast.Call {
	var calls []forecast.Call
	for i, p := range pairs {
		period := strconv.Itoa(101 + i)[1:]
		calls = append(calls, forecast.Call{Forecaster: forecaster, Period: period, Forecast: p[0], Actual: p[1]})
	}
	return calls
}

func correctWith(t testkit.Failer, policy forecast.CorrectionPolicy, calls ...[]forecast.Call) forecast.Correction {
	t.Helper()
	var h forecast.History
	for _, c := range calls {
		h.Calls = append(h.Calls, c...)
	}
	c, err := forecast.Correct(h, policy)
	require.NoError(t, err)
	testkit.RoundTrip(t, c)
	for _, f := range append(c.Forecasters, c.Team) {
		for _, finding := range f.Findings {
			testkit.Explains(t, finding)
		}
	}
	return c
}

// A forecaster who is always 20% too high is divided by 1.2 to the last digit, and
// not multiplied by 0.8.
func TestCorrectConstantFactor(t *testing.T) {
	c := correctWith(t, correctionPolicy, correctionCalls("Ana", [2]float64{120, 100}, [2]float64{12.12, 10.1}, [2]float64{0.84, 0.7}))
	require.Equal(t, forecast.OneRecord, c.Basis)
	ana := c.Forecasters[0]
	require.Equal(t, 1.2, ana.Applied)
	require.Equal(t, 1.2, ana.Estimate.Raw.Or(0))
	require.Equal(t, &salesops.Interval{Low: 1.2, High: 1.2}, ana.Estimate.Interval)
	require.Equal(t, 0.0, c.Within.Or(-1))
	require.NotEmpty(t, c.Between.Reason())
	for name, want := range map[string]float64{"Ana": 100, "Bo": 100} {
		got, err := c.Apply(name, 120)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
}

// The shape of the developer with a single task that took a thirtieth of what was
// forecast: nearly all of the factor is the team's.
func TestCorrectSinglePeriod(t *testing.T) {
	c := correctWith(
		t, correctionPolicy,
		correctionCalls("Ana", [2]float64{110, 100}, [2]float64{80, 90}, [2]float64{140, 100}, [2]float64{100, 120}, [2]float64{130, 95}),
		correctionCalls("Bo", [2]float64{150, 100}, [2]float64{90, 80}, [2]float64{170, 110}, [2]float64{120, 105}),
		correctionCalls("Cy", [2]float64{95, 100}, [2]float64{100, 80}, [2]float64{60, 75}, [2]float64{130, 100}),
		correctionCalls("Eve", [2]float64{29.2, 1}),
	)
	require.Equal(t, forecast.OwnRecords, c.Basis)
	eve := c.Forecasters[3]
	require.Equal(t, 29.2, eve.Estimate.Raw.Or(0))
	require.Less(t, eve.Estimate.Credibility, 0.1)
	team := c.Team.Applied
	require.InEpsilon(t, team*math.Pow(29.2/team, eve.Estimate.Credibility), eve.Applied, 1e-9)
	require.Less(t, eve.Applied, 1.4*team)
	for _, f := range c.Forecasters[:3] {
		require.Greater(t, f.Estimate.Credibility, 5*eve.Estimate.Credibility)
	}
}
