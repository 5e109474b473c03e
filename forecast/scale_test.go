package forecast_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

func TestMeasureScale(t *testing.T) {
	series := []float64{10, 20, 40, 10, 24, 43}
	s, err := forecast.MeasureScale(forecast.Training{Actuals: series, Season: 1})
	require.NoError(t, err)
	require.Equal(t, 93.0/5, s.Absolute)
	require.Equal(t, math.Sqrt((100.0+400+900+196+361)/5), s.RootSquare)
	s, err = forecast.MeasureScale(forecast.Training{Actuals: series, Season: 3})
	require.NoError(t, err)
	require.Equal(t, 7.0/3, s.Absolute)
	s, err = forecast.MeasureScale(forecast.Training{Actuals: series, Season: 5})
	require.NoError(t, err)
	require.Equal(t, forecast.Scale{Absolute: 33, RootSquare: 33}, s)
	s, err = forecast.MeasureScale(forecast.Training{Actuals: []float64{7, 7, 7}, Season: 1})
	require.NoError(t, err)
	require.Zero(t, s, "a series that does not move")
}

func TestMeasureScaleRejects(t *testing.T) {
	for name, tc := range map[string]struct {
		training forecast.Training
		want     []testkit.Fault
	}{
		"no actuals": {forecast.Training{Season: 1}, []testkit.Fault{{Field: "Training.Actuals", Reason: salesops.ErrMissing}}},
		"bad actuals": {forecast.Training{Actuals: []float64{1, math.NaN(), 2, 1e16}, Season: 1}, []testkit.Fault{
			{Field: "Training.Actuals[1]", Reason: salesops.ErrOutOfRange}, {Field: "Training.Actuals[3]", Reason: salesops.ErrOutOfRange},
		}},
		"no season":       {forecast.Training{Actuals: []float64{1, 2}}, []testkit.Fault{{Field: "Training.Season", Reason: salesops.ErrMissing}}},
		"season negative": {forecast.Training{Actuals: []float64{1, 2}, Season: -1}, []testkit.Fault{{Field: "Training.Season", Reason: salesops.ErrOutOfRange}}},
		"season too long": {forecast.Training{Actuals: []float64{1, 2}, Season: 2}, []testkit.Fault{{Field: "Training.Season", Reason: salesops.ErrConflict}}},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := forecast.MeasureScale(tc.training)
			testkit.RequireFaults(t, err, tc.want...)
			require.Zero(t, s)
		})
	}
}

func TestRateForecast(t *testing.T) {
	for name, tc := range map[string]struct{ forecast, actual, share, accuracy float64 }{
		"below":     {90, 100, 0.9, 0.9},
		"above":     {125, 100, 1.25, 0.75},
		"exact":     {100, 100, 1, 1},
		"double":    {200, 100, 2, 0},
		"far above": {900, 100, 9, 0},
		"nothing":   {0, 100, 0, 0},
		"negative":  {-50, 100, -0.5, 0},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := forecast.RateForecast(forecast.Observation{Forecast: tc.forecast, Actual: tc.actual})
			require.NoError(t, err)
			require.Equal(t, tc.share, r.ForecastToActual.Or(-9))
			require.Equal(t, tc.accuracy, r.AccuracyOfActual.Or(-9))
		})
	}
	for _, actual := range []float64{0, -100} {
		r, err := forecast.RateForecast(forecast.Observation{Forecast: 5, Actual: actual})
		require.NoError(t, err)
		require.Equal(t, "the actual is not above zero", r.ForecastToActual.Reason())
		require.Equal(t, "the actual is not above zero", r.AccuracyOfActual.Reason())
		testkit.RoundTrip(t, r)
	}
	r, err := forecast.RateForecast(forecast.Observation{Forecast: math.Inf(1), Actual: 1e-200, Weight: new(-1.0)})
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "Observation.Forecast", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Observation.Actual", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Observation.Weight", Reason: salesops.ErrOutOfRange},
	)
	require.Zero(t, r)
}

func TestScaleJSON(t *testing.T) {
	s := forecast.Scale{Absolute: 4, RootSquare: 5}
	testkit.Golden(t, "scale", s)
	requireEdits(t, s, map[string]edit{
		"negative":  {`"absolute":4`, `"absolute":-4`, []testkit.Fault{{Field: "Scale.Absolute", Reason: salesops.ErrOutOfRange}}},
		"too large": {`"root_square":5`, `"root_square":1e16`, []testkit.Fault{{Field: "Scale.RootSquare", Reason: salesops.ErrOutOfRange}}},
	})
	r, err := forecast.RateForecast(forecast.Observation{Forecast: 125, Actual: 100})
	require.NoError(t, err)
	testkit.Golden(t, "rating", r)
	requireEdits(t, r, map[string]edit{
		"above 1":  {`"accuracy_of_actual":0.75`, `"accuracy_of_actual":1.75`, []testkit.Fault{{Field: "Rating.AccuracyOfActual", Reason: salesops.ErrOutOfRange}}},
		"only one": {`"accuracy_of_actual":0.75`, `"accuracy_of_actual":null`, []testkit.Fault{{Field: "Rating.AccuracyOfActual", Reason: salesops.ErrConflict}}},
	})
}
