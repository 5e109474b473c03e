package forecast_test

import (
	"encoding/json"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

// published are rows of several sources; each metric has its own form.
type published struct {
	ID    string `json:"id"`
	Input struct {
		Actual   json.RawMessage `json:"actual"`
		Forecast json.RawMessage `json:"forecast"`
		Train    []float64       `json:"train"`
		M        int             `json:"m"`
		K        int             `json:"k"`
		N        int             `json:"n"`
	} `json:"input"`
	Expected json.RawMessage `json:"expected"`
	Tol      float64         `json:"tol"`
}

func decode[T any](t *testing.T, data json.RawMessage) T {
	t.Helper()
	var v T
	require.NoError(t, json.Unmarshal(data, &v))
	return v
}

func (r *published) record(t *testing.T, season int) forecast.Record {
	t.Helper()
	record := forecast.Record{Observations: observations(decode[[]float64](t, r.Input.Forecast), decode[[]float64](t, r.Input.Actual))}
	if r.Input.Train != nil {
		scale, err := forecast.MeasureScale(forecast.Training{Actuals: r.Input.Train, Season: season})
		require.NoError(t, err, r.ID)
		record.Scale = scale
	}
	return record
}

func TestPublishedVectors(t *testing.T) {
	rows := make(map[string]published)
	for _, r := range testkit.Vectors[published](t, "published.json", 26) {
		rows[r.ID] = r
	}
	near := func(t *testing.T, r published, want float64, got salesops.Maybe) {
		t.Helper()
		requireNear(t, &want, got, r.Tol, 0, r.ID)
	}

	single := map[string]func(forecast.Accuracy) salesops.Maybe{
		"mse-sktime":         func(a forecast.Accuracy) salesops.Maybe { return salesops.Defined(a.MSE) },
		"rmse-sktime":        func(a forecast.Accuracy) salesops.Maybe { return salesops.Defined(a.RMSE) },
		"mape-sktime":        func(a forecast.Accuracy) salesops.Maybe { return a.MAPE },
		"smape-nixtla-form":  func(a forecast.Accuracy) salesops.Maybe { return salesops.Defined(a.SMAPE / 2) }, // range 0..1 there
		"mase-sktime":        func(a forecast.Accuracy) salesops.Maybe { return a.MASE },
		"rmsse-sktime":       func(a forecast.Accuracy) salesops.Maybe { return a.RMSSE },
		"mape-sklearn":       func(a forecast.Accuracy) salesops.Maybe { return a.MAPE },
		"mape-yardstick-eps": func(a forecast.Accuracy) salesops.Maybe { return percent(a.MAPE) },
		"wape-nixtla86":      func(a forecast.Accuracy) salesops.Maybe { return a.WAPE },
	}
	for id, metric := range single {
		t.Run(id, func(t *testing.T) {
			r := rows[id]
			near(t, r, decode[float64](t, r.Expected), metric(measure(t, r.record(t, 1), forecast.LeaveUndefined)))
		})
		delete(rows, id)
	}

	// What others make of an actual of zero - infinity, a division by 2e-16, an
	// error of 0 - is undefined here.
	for _, id := range []string{"mape-sklearn-zero", "mape-yardstick-zero", "mape-nixtla86-zerofill"} {
		t.Run(id, func(t *testing.T) {
			r := rows[id]
			a := measure(t, r.record(t, 1), forecast.LeaveUndefined)
			requireNear(t, nil, a.MAPE, 0, 0, id)
			require.NotZero(t, a.ZeroActuals)
		})
		delete(rows, id)
	}
	t.Run("mape-nixtla86-skip", func(t *testing.T) {
		r := rows["mape-nixtla86-skip"]
		a := measure(t, r.record(t, 1), forecast.SkipZeros)
		near(t, r, decode[float64](t, r.Expected), a.MAPE)
		require.Equal(t, 12, a.ZeroActuals)
	})
	t.Run("mase-yardstick-m0", func(t *testing.T) {
		r := rows["mase-yardstick-m0"]
		_, err := forecast.MeasureScale(forecast.Training{Actuals: decode[[]float64](t, r.Input.Actual), Season: r.Input.M})
		testkit.RequireFaults(t, err, testkit.Fault{Field: "Training.Season", Reason: salesops.ErrMissing})
	})
	t.Run("mape-multi", func(t *testing.T) {
		each, both := rows["mape-multi-sktime"], rows["mape-multi-weighted-sktime"]
		forecasts, actuals := decode[[][2]float64](t, each.Input.Forecast), decode[[][2]float64](t, each.Input.Actual)
		weights := [2]float64{0.3, 0.7}
		var all []forecast.Observation
		for column, want := range decode[[2]float64](t, each.Expected) {
			var part []forecast.Observation
			for i := range forecasts {
				part = append(part, forecast.Observation{Forecast: forecasts[i][column], Actual: actuals[i][column], Weight: &weights[column]})
			}
			all = append(all, part...)
			near(t, each, want, measure(t, forecast.Record{Observations: part}, forecast.LeaveUndefined).MAPE)
		}
		near(t, both, decode[float64](t, both.Expected), measure(t, forecast.Record{Observations: all}, forecast.LeaveUndefined).MAPE)
	})
	for _, id := range []string{"beer-mean", "beer-naive", "beer-snaive", "beer-drift"} {
		t.Run(id, func(t *testing.T) {
			r := rows[id]
			a := measure(t, r.record(t, 4), forecast.LeaveUndefined)
			got := []salesops.Maybe{
				salesops.Defined(-a.ME), salesops.Defined(a.RMSE), salesops.Defined(a.MAE),
				percent(negated(a.MPE)), percent(a.MAPE), a.MASE, a.RMSSE,
			}
			want := decode[[]float64](t, r.Expected)
			require.Len(t, want, len(got))
			for i := range want {
				near(t, r, want[i], got[i])
			}
		})
		delete(rows, id)
	}
	t.Run("tracking signal", func(t *testing.T) {
		signal, mad := rows["tracking-signal-textbook"], rows["tracking-signal-mad"]
		record := signal.record(t, 1)
		signals, mads := decode[[]float64](t, signal.Expected), decode[[]float64](t, mad.Expected)
		require.Len(t, signals, len(record.Observations))
		for n := 1; n <= len(signals); n++ {
			a := measure(t, forecast.Record{Observations: record.Observations[:n]}, forecast.LeaveUndefined)
			near(t, mad, mads[n-1], salesops.Defined(a.MAE))
			if n < forecast.MinTrackedPeriods {
				requireNear(t, nil, a.TrackingSignal, 0, 0, "too few periods")
				continue
			}
			near(t, signal, signals[n-1], negated(a.TrackingSignal))
		}
	})
	for _, id := range []string{"binom-484-967-0.5", "binom-6-11-0.5"} {
		t.Run(id, func(t *testing.T) {
			r := rows[id]
			var history forecast.History
			for i := range r.Input.N {
				call := forecast.Call{Forecaster: "Ana", Period: strconv.Itoa(i), Forecast: 2, Actual: 1}
				if i >= r.Input.K {
					call.Forecast, call.Actual = 1, 2
				}
				history.Calls = append(history.Calls, call)
			}
			j, err := forecast.JudgeBias(history, forecast.DefaultPolicy().BiasPolicy)
			require.NoError(t, err)
			near(t, r, decode[float64](t, r.Expected), j.Forecasters[0].P)
		})
		delete(rows, id)
	}
	t.Run("wilson-3-10", func(t *testing.T) {
		r := rows["wilson-3-10"]
		rates, err := forecast.MeasureWinRates(closed(r.Input.K, r.Input.N), year, forecast.DefaultPolicy().RatePolicy)
		require.NoError(t, err)
		want := decode[[2]float64](t, r.Expected)
		near(t, r, want[0], salesops.Defined(rates.OfClosed.Interval.Low))
		near(t, r, want[1], salesops.Defined(rates.OfClosed.Interval.High))
	})
	t.Run("gong-accuracy", func(t *testing.T) {
		r := rows["gong-accuracy"]
		record := r.record(t, 1)
		for i, want := range decode[[]float64](t, r.Expected) {
			rating, err := forecast.RateForecast(record.Observations[i])
			require.NoError(t, err)
			near(t, r, want, percent(rating.ForecastToActual))
		}
	})
	for _, id := range []string{
		"mape-nixtla86-skip", "mase-yardstick-m0", "mape-multi-sktime", "mape-multi-weighted-sktime",
		"tracking-signal-textbook", "tracking-signal-mad", "wilson-3-10", "gong-accuracy",
	} {
		delete(rows, id)
	}
	require.Empty(t, rows, "every row is tested")
}
