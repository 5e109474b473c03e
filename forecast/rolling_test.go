package forecast_test

import (
	"errors"
	"math"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

// rollingMean forecasts the mean of what it has seen, rollingLast the last value.
func rollingMean(past []float64, steps int) ([]float64, error) {
	total := 0.0
	for _, v := range past {
		total += v
	}
	values := make([]float64, steps)
	for i := range values {
		values[i] = total / float64(len(past))
	}
	return values, nil
}

func rollingLast(past []float64, steps int) ([]float64, error) {
	values := make([]float64, steps)
	for i := range values {
		values[i] = past[len(past)-1]
	}
	return values, nil
}

func rollingMethods() []forecast.Method {
	return []forecast.Method{{Name: "mean", Forecast: rollingMean}, {Name: "last", Forecast: rollingLast}}
}

func TestHoldBack(t *testing.T) {
	rolling := forecast.Rolling{Actuals: []float64{2, 4, 9, 1, 6, 8, 3}, FirstOrigin: 2, Horizon: 2, Step: 2}
	held, err := forecast.HoldBack(rolling, rollingMethods())
	require.NoError(t, err)
	require.Equal(t, forecast.History{Calls: []forecast.Call{
		{Forecaster: "mean", Period: "00003", LeadWeeks: 1, Forecast: 3, Actual: 9},
		{Forecaster: "mean", Period: "00004", LeadWeeks: 2, Forecast: 3, Actual: 1},
		{Forecaster: "mean", Period: "00005", LeadWeeks: 1, Forecast: 4, Actual: 6},
		{Forecaster: "mean", Period: "00006", LeadWeeks: 2, Forecast: 4, Actual: 8},
		{Forecaster: "last", Period: "00003", LeadWeeks: 1, Forecast: 4, Actual: 9},
		{Forecaster: "last", Period: "00004", LeadWeeks: 2, Forecast: 4, Actual: 1},
		{Forecaster: "last", Period: "00005", LeadWeeks: 1, Forecast: 1, Actual: 6},
		{Forecaster: "last", Period: "00006", LeadWeeks: 2, Forecast: 1, Actual: 8},
	}}, held)
	rolling.Step = 1
	held, err = forecast.HoldBack(rolling, rollingMethods()[1:])
	require.NoError(t, err)
	require.Len(t, held.Calls, 8)
	require.Equal(t, forecast.Call{Forecaster: "last", Period: "00007", LeadWeeks: 2, Forecast: 6, Actual: 3}, held.Calls[7], "the last origin reaches the last value")
	rolling.FirstOrigin, rolling.Step = 5, 9
	held, err = forecast.HoldBack(rolling, rollingMethods()[1:])
	require.NoError(t, err)
	require.Len(t, held.Calls, 2, "one whole horizon is enough")
}

// A method sees the past and nothing else, and may do with it what it likes.
func TestHoldBackShowsOnlyThePast(t *testing.T) {
	rolling := forecast.Rolling{Actuals: []float64{1, 2, 3, 4, 5, 6}, FirstOrigin: 3, Horizon: 1, Step: 1}
	var seen [][]float64
	_, err := forecast.HoldBack(rolling, []forecast.Method{{Name: "greedy", Forecast: func(past []float64, steps int) ([]float64, error) {
		seen = append(seen, append([]float64(nil), past...))
		for i := range past {
			past[i] = -1
		}
		for _, v := range past[:cap(past)][len(past):] {
			require.Zero(t, v)
		}
		return make([]float64, steps), nil
	}}})
	require.NoError(t, err)
	require.Equal(t, [][]float64{{1, 2, 3}, {1, 2, 3, 4}, {1, 2, 3, 4, 5}}, seen)
	require.Equal(t, []float64{1, 2, 3, 4, 5, 6}, rolling.Actuals)
}

func TestHoldBackRefusesWhatMethodsReturn(t *testing.T) {
	rolling := forecast.Rolling{Actuals: []float64{1, 2, 3, 4}, FirstOrigin: 2, Horizon: 1, Step: 1}
	broken := errors.New("does not converge")
	for name, tc := range map[string]struct {
		values []float64
		bad    bool
	}{
		"none": {nil, true}, "too many": {[]float64{1, 2}, true}, "NaN": {[]float64{math.NaN()}, true},
		"Inf": {[]float64{math.Inf(-1)}, true}, "huge": {[]float64{math.Nextafter(forecast.MaxMagnitude, math.Inf(1))}, true},
		"largest": {[]float64{-forecast.MaxMagnitude}, false},
	} {
		t.Run(name, func(t *testing.T) {
			held, err := forecast.HoldBack(rolling, []forecast.Method{rollingMethods()[0], {Name: "odd", Forecast: func(past []float64, _ int) ([]float64, error) {
				if len(past) == 2 {
					return []float64{1}, nil
				}
				return tc.values, nil
			}}})
			if !tc.bad {
				require.NoError(t, err)
				return
			}
			testkit.RequireFaults(t, err, testkit.Fault{Field: "Methods[1].Forecast", Reason: salesops.ErrOutOfRange})
			require.Contains(t, salesops.InputErrors(err)[0].Want, `"odd" after the first 3 `)
			require.Zero(t, held)
		})
	}
	held, err := forecast.HoldBack(rolling, []forecast.Method{{Name: "odd", Forecast: func([]float64, int) ([]float64, error) { return nil, broken }}})
	require.ErrorIs(t, err, broken)
	require.ErrorContains(t, err, `"odd" from the first 2 values`, "who failed, and where")
	require.Zero(t, held)
	held, err = forecast.HoldBack(rolling, []forecast.Method{{Name: "tiny", Forecast: func(past []float64, _ int) ([]float64, error) {
		return []float64{map[int]float64{2: -1e-101, 3: forecast.MinMagnitude}[len(past)]}, nil
	}}})
	require.NoError(t, err)
	require.Equal(t, []float64{0, forecast.MinMagnitude}, []float64{held.Calls[0].Forecast, held.Calls[1].Forecast})
}

func TestHoldBackRejects(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	for name, tc := range map[string]struct {
		edit func(r *forecast.Rolling, m *[]forecast.Method)
		want []testkit.Fault
	}{
		"no actuals": {func(r *forecast.Rolling, _ *[]forecast.Method) { r.Actuals = nil }, []testkit.Fault{{Field: "Rolling.Actuals", Reason: missing}}},
		"one actual": {func(r *forecast.Rolling, _ *[]forecast.Method) { r.Actuals = r.Actuals[:1] }, []testkit.Fault{{Field: "Rolling.Actuals", Reason: out}}},
		"many actuals": {func(r *forecast.Rolling, _ *[]forecast.Method) {
			r.Actuals = make([]float64, forecast.MaxRolledValues+1)
		}, []testkit.Fault{{Field: "Rolling.Actuals", Reason: out}}},
		"bad actual": {func(r *forecast.Rolling, _ *[]forecast.Method) { r.Actuals[1] = math.NaN() }, []testkit.Fault{{Field: "Rolling.Actuals[1]", Reason: out}}},
		"nothing": {func(r *forecast.Rolling, m *[]forecast.Method) { r.FirstOrigin, r.Horizon, r.Step, *m = 0, 0, 0, nil }, []testkit.Fault{
			{Field: "Rolling.FirstOrigin", Reason: missing}, {Field: "Rolling.Horizon", Reason: missing}, {Field: "Rolling.Step", Reason: missing}, {Field: "Methods", Reason: missing},
		}},
		"too large": {func(r *forecast.Rolling, _ *[]forecast.Method) {
			r.FirstOrigin, r.Horizon, r.Step = forecast.MaxRolledValues+1, forecast.MaxWeek+1, forecast.MaxRolledValues+1
		}, []testkit.Fault{{Field: "Rolling.FirstOrigin", Reason: out}, {Field: "Rolling.Horizon", Reason: out}, {Field: "Rolling.Step", Reason: out}}},
		"nothing left": {func(r *forecast.Rolling, _ *[]forecast.Method) { r.FirstOrigin = 4 }, []testkit.Fault{{Field: "Rolling.FirstOrigin", Reason: conflict}}},
		"too many forecasts": {func(r *forecast.Rolling, m *[]forecast.Method) {
			r.Actuals, r.FirstOrigin, r.Horizon = make([]float64, forecast.MaxRolledValues), 1, 50
			for len(*m) < 3 {
				*m = append(*m, forecast.Method{Name: "another", Forecast: rollingMean})
			}
		}, []testkit.Fault{{Field: "Rolling.Step", Reason: conflict}}},
		"too many methods": {func(_ *forecast.Rolling, m *[]forecast.Method) { *m = make([]forecast.Method, forecast.MaxMethods+1) }, []testkit.Fault{{Field: "Methods", Reason: out}}},
		"bad methods": {func(_ *forecast.Rolling, m *[]forecast.Method) {
			*m = []forecast.Method{{Name: "mean", Forecast: rollingMean}, {Name: "mean", Forecast: rollingMean}, {}}
		}, []testkit.Fault{{Field: "Methods[1].Name", Reason: conflict}, {Field: "Methods[2].Name", Reason: missing}, {Field: "Methods[2].Forecast", Reason: missing}}},
	} {
		t.Run(name, func(t *testing.T) {
			rolling, methods := forecast.Rolling{Actuals: []float64{1, 2, 3, 4}, FirstOrigin: 3, Horizon: 1, Step: 1}, rollingMethods()
			tc.edit(&rolling, &methods)
			held, err := forecast.HoldBack(rolling, methods)
			testkit.RequireFaults(t, err, tc.want...)
			require.Zero(t, held)
		})
	}
}

// As many forecasts as a history may have are made; here the first fails.
func TestHoldBackAtTheLimit(t *testing.T) {
	failed := errors.New("failed")
	methods := make([]forecast.Method, forecast.MaxMethods)
	for i := range methods {
		methods[i] = forecast.Method{Name: strconv.Itoa(i), Forecast: func([]float64, int) ([]float64, error) { return nil, failed }}
	}
	rolling := forecast.Rolling{Actuals: make([]float64, 5002), FirstOrigin: 1, Horizon: 2, Step: 1}
	_, err := forecast.HoldBack(rolling, methods)
	require.ErrorIs(t, err, failed)
	rolling.Actuals = make([]float64, 5003)
	_, err = forecast.HoldBack(rolling, methods)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Rolling.Step", Reason: salesops.ErrConflict})
}
