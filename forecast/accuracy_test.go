package forecast_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

var undefined = forecast.DefaultPolicy().AccuracyPolicy

func TestMeasureAccuracy(t *testing.T) {
	record := forecast.Record{Observations: observations([]float64{110, 90, 120}, []float64{100, 100, 80}), Scale: forecast.Scale{Absolute: 10, RootSquare: 5}}
	a := measure(t, record, forecast.LeaveUndefined)
	require.Equal(t, 3, a.Count)
	require.Equal(t, 40.0/3, a.ME, "positive is optimistic")
	require.Equal(t, 20.0, a.MAE)
	require.Equal(t, 600.0, a.MSE)
	require.Equal(t, math.Sqrt(600), a.RMSE)
	require.InDelta(t, 0.5/3, a.MPE.Or(-9), 1e-15)
	require.InDelta(t, 0.7/3, a.MAPE.Or(-9), 1e-15)
	require.InDelta(t, (20.0/210+20.0/190+80.0/200)/3, a.SMAPE, 1e-15)
	require.Equal(t, 60.0/280, a.WAPE.Or(-9))
	require.Equal(t, 40.0/280, a.BiasRatio.Or(-9))
	require.Equal(t, "fewer than 5 observations", a.TrackingSignal.Reason())
	require.Equal(t, 2.0, a.MASE.Or(-9))
	require.Equal(t, math.Sqrt(600)/5, a.RMSSE.Or(-9))
	require.InDelta(t, math.Sqrt(600)/(math.Sqrt(26400.0/3)+math.Sqrt(34600.0/3)), a.TheilU1.Or(-9), 1e-15)
	require.InDelta(t, math.Sqrt((0.01+0.16)/0.04), a.TheilU2.Or(-9), 1e-15)
	require.InDelta(t, math.Sqrt(1800.0/26400), a.TheilLevel.Or(-9), 1e-15)
	require.InDelta(t, math.Sqrt(1700.0/400), a.TheilNaive.Or(-9), 1e-15)
}

func TestMeasureAccuracyWeights(t *testing.T) {
	record := forecast.Record{Observations: observations([]float64{110, 90, 120, 0, 5}, []float64{100, 100, 80, 0, 0})}
	record.Observations[0].Weight, record.Observations[2].Weight, record.Observations[3].Weight = new(3.0), new(0.5), new(2.0)
	a := measure(t, record, forecast.SkipZeros)
	require.InDelta(t, (30.0-10+20+5)/7.5, a.ME, 1e-15)
	require.InDelta(t, (30.0+10+20+5)/7.5, a.MAE, 1e-15)
	require.InDelta(t, (300.0+100+800+25)/7.5, a.MSE, 1e-13)
	require.InDelta(t, (0.3-0.1+0.25)/4.5, a.MPE.Or(-9), 1e-15, "the zeros weigh nothing here")
	require.InDelta(t, (0.3+0.1+0.25)/4.5, a.MAPE.Or(-9), 1e-15)
	require.InDelta(t, (3*20.0/210+20.0/190+0.5*80.0/200+2)/7.5, a.SMAPE, 1e-15)
	require.InDelta(t, 65.0/440, a.WAPE.Or(-9), 1e-15)
	require.InDelta(t, 45.0/440, a.BiasRatio.Or(-9), 1e-15)
	require.InDelta(t, 5*45.0/65, a.TrackingSignal.Or(-9), 1e-15, "periods count once, whatever their weight")
	require.Equal(t, []int{2, 1}, []int{a.ZeroActuals, a.BothZero})
	require.InDelta(t, math.Sqrt(925.0/(200+2*6400)), a.TheilNaive.Or(-9), 1e-15)
	require.Equal(t, "1 actuals before the last are zero", a.TheilU2.Reason())
	require.InDelta(t, math.Sqrt(1225.0/43200), a.TheilLevel.Or(-9), 1e-15)
}

func TestMeasureAccuracyUndefined(t *testing.T) {
	zeros := forecast.Record{Observations: observations([]float64{0, 2, 0, 0, 0}, []float64{0, 0, 0, 0, 0})}
	for _, rule := range forecast.ZeroActualRules() {
		a := measure(t, zeros, rule)
		for name, m := range map[string]salesops.Maybe{
			"MPE": a.MPE, "MAPE": a.MAPE, "WAPE": a.WAPE, "bias": a.BiasRatio, "MASE": a.MASE, "RMSSE": a.RMSSE,
			"U2": a.TheilU2, "level": a.TheilLevel, "naive": a.TheilNaive,
		} {
			_, defined := m.Value()
			require.False(t, defined, name)
			require.NotEmpty(t, m.Reason(), name)
		}
		require.Equal(t, 2.0/5, a.SMAPE)
		require.Equal(t, 1.0, a.TheilU1.Or(-1))
		require.Equal(t, 5.0, a.TrackingSignal.Or(-9), "all of the error on one side")
		require.Equal(t, 4, a.BothZero)
	}
	require.Equal(t, "5 actuals are zero", measure(t, zeros, forecast.LeaveUndefined).MAPE.Reason())
	require.Equal(t, "all actuals are zero", measure(t, zeros, forecast.SkipZeros).MAPE.Reason())

	perfect := forecast.Record{Observations: observations([]float64{3, 3, 3, 3, 3}, []float64{3, 3, 3, 3, 3}), Scale: forecast.Scale{Absolute: 1}}
	a := measure(t, perfect, forecast.LeaveUndefined)
	require.Equal(t, "all errors are zero", a.TrackingSignal.Reason())
	require.Equal(t, "the actual never changed", a.TheilU2.Reason())
	require.Equal(t, 0.0, a.MASE.Or(-9))
	require.Equal(t, "the scale is zero, or was not given", a.RMSSE.Reason())

	nothing := measure(t, forecast.Record{Observations: make([]forecast.Observation, 1)}, forecast.LeaveUndefined)
	require.Equal(t, "all forecasts and actuals are zero", nothing.TheilU1.Reason())

	canceling := measure(t, forecast.Record{Observations: observations([]float64{1, 1}, []float64{-0.3, 0.3})}, forecast.LeaveUndefined)
	require.Equal(t, "the actuals sum to zero", canceling.BiasRatio.Reason())

	last := measure(t, forecast.Record{Observations: observations([]float64{1, 1}, []float64{2, 0})}, forecast.LeaveUndefined)
	require.Equal(t, 0.5, last.TheilU2.Or(-9), "only actuals before the last are divided by")
}

func TestMeasureAccuracyAtTheLimits(t *testing.T) {
	const huge, tiny = forecast.MaxMagnitude, forecast.MinMagnitude
	record := forecast.Record{
		Observations: observations([]float64{huge, -huge, huge, 0, tiny, huge}, []float64{tiny, huge, -tiny, tiny, tiny, math.Nextafter(tiny, 1)}),
		Scale:        forecast.Scale{Absolute: tiny, RootSquare: huge},
	}
	for i := range record.Observations {
		record.Observations[i].Weight = new([]float64{1 / forecast.MaxWeight, forecast.MaxWeight}[i%2])
	}
	a := measure(t, record, forecast.LeaveUndefined)
	for name, m := range map[string]salesops.Maybe{
		"MPE": a.MPE, "MAPE": a.MAPE, "WAPE": a.WAPE, "bias": a.BiasRatio, "MASE": a.MASE, "RMSSE": a.RMSSE, "U1": a.TheilU1,
		"U2": a.TheilU2, "level": a.TheilLevel, "naive": a.TheilNaive, "signal": a.TrackingSignal,
	} {
		_, defined := m.Value()
		require.True(t, defined, "%s: %v", name, m)
	}
	testkit.RoundTrip(t, a)

	small := measure(t, forecast.Record{Observations: observations([]float64{tiny, 3 * tiny}, []float64{2 * tiny, tiny})}, forecast.LeaveUndefined)
	require.InEpsilon(t, tiny*math.Sqrt(2.5), small.RMSE, 1e-14, "squares do not vanish")
}

func TestMeasureAccuracyRejects(t *testing.T) {
	out, missing := salesops.ErrOutOfRange, salesops.ErrMissing
	const huge, tiny = forecast.MaxMagnitude, forecast.MinMagnitude
	for name, tc := range map[string]struct {
		edit func(r *forecast.Record, p *forecast.AccuracyPolicy)
		want testkit.Fault
	}{
		"none":         {func(r *forecast.Record, _ *forecast.AccuracyPolicy) { r.Observations = nil }, testkit.Fault{Field: "Record.Observations", Reason: missing}},
		"forecast NaN": {func(r *forecast.Record, _ *forecast.AccuracyPolicy) { r.Observations[1].Forecast = math.NaN() }, testkit.Fault{Field: "Record.Observations[1].Forecast", Reason: out}},
		"forecast huge": {func(r *forecast.Record, _ *forecast.AccuracyPolicy) {
			r.Observations[1].Forecast = -math.Nextafter(huge, 2*huge)
		}, testkit.Fault{Field: "Record.Observations[1].Forecast", Reason: out}},
		"actual tiny": {func(r *forecast.Record, _ *forecast.AccuracyPolicy) {
			r.Observations[0].Actual = math.Nextafter(tiny, 0)
		}, testkit.Fault{Field: "Record.Observations[0].Actual", Reason: out}},
		"actual Inf":     {func(r *forecast.Record, _ *forecast.AccuracyPolicy) { r.Observations[0].Actual = math.Inf(-1) }, testkit.Fault{Field: "Record.Observations[0].Actual", Reason: out}},
		"weight zero":    {func(r *forecast.Record, _ *forecast.AccuracyPolicy) { r.Observations[0].Weight = new(0.0) }, testkit.Fault{Field: "Record.Observations[0].Weight", Reason: out}},
		"weight small":   {func(r *forecast.Record, _ *forecast.AccuracyPolicy) { r.Observations[0].Weight = new(0.9999e-6) }, testkit.Fault{Field: "Record.Observations[0].Weight", Reason: out}},
		"weight large":   {func(r *forecast.Record, _ *forecast.AccuracyPolicy) { r.Observations[0].Weight = new(1000001.0) }, testkit.Fault{Field: "Record.Observations[0].Weight", Reason: out}},
		"scale negative": {func(r *forecast.Record, _ *forecast.AccuracyPolicy) { r.Scale.Absolute = -1 }, testkit.Fault{Field: "Record.Scale.Absolute", Reason: out}},
		"scale NaN":      {func(r *forecast.Record, _ *forecast.AccuracyPolicy) { r.Scale.RootSquare = math.NaN() }, testkit.Fault{Field: "Record.Scale.RootSquare", Reason: out}},
		"policy":         {func(_ *forecast.Record, p *forecast.AccuracyPolicy) { p.ZeroActuals = "" }, testkit.Fault{Field: "AccuracyPolicy.ZeroActuals", Reason: missing}},
		"policy unknown": {func(_ *forecast.Record, p *forecast.AccuracyPolicy) { p.ZeroActuals = "epsilon" }, testkit.Fault{Field: "AccuracyPolicy.ZeroActuals", Reason: out}},
	} {
		t.Run(name, func(t *testing.T) {
			record, policy := forecast.Record{Observations: observations([]float64{1, 2}, []float64{1, 2})}, undefined
			tc.edit(&record, &policy)
			a, err := forecast.MeasureAccuracy(record, policy)
			testkit.RequireFaults(t, err, tc.want)
			require.Zero(t, a)
		})
	}
}

func TestAccuracyJSON(t *testing.T) {
	record := forecast.Record{Observations: observations([]float64{110, 90, 120, 95, 130}, []float64{100, 100, 80, 95, 125}), Scale: forecast.Scale{Absolute: 8, RootSquare: 10}}
	a := measure(t, record, forecast.LeaveUndefined)
	testkit.RoundTrip(t, a)
	exact := measure(t, forecast.Record{Observations: observations([]float64{2, 1, 4}, []float64{1, 1, 2})}, forecast.LeaveUndefined)
	for _, m := range []*salesops.Maybe{&exact.MPE, &exact.MAPE, &exact.AccuracyOfActual, &exact.WAPE, &exact.TheilU1, &exact.TheilLevel, &exact.TheilNaive} {
		*m = short(*m)
	}
	for _, v := range []*float64{&exact.MSE, &exact.RMSE, &exact.SMAPE} {
		*v = digits(*v)
	}
	testkit.Golden(t, "accuracy", exact)
	out, missing := salesops.ErrOutOfRange, salesops.ErrMissing
	signs := measure(t, forecast.Record{Observations: observations([]float64{2, 1, 4}, []float64{0, -1, 2})}, forecast.LeaveUndefined)
	testkit.RoundTrip(t, signs)
	requireEdits(t, signs, map[string]edit{
		"neither": {`"negative_actuals":1`, `"negative_actuals":3`, []testkit.Fault{{Field: "Accuracy.NegativeActuals", Reason: out}}},
	})
	requireEdits(t, exact, map[string]edit{
		"count":        {`"count":3`, `"count":0`, []testkit.Fault{{Field: "Accuracy.Count", Reason: missing}}},
		"count below":  {`"count":3`, `"count":-1`, []testkit.Fault{{Field: "Accuracy.Count", Reason: out}}},
		"zeros":        {`"zero_actuals":0`, `"zero_actuals":4`, []testkit.Fault{{Field: "Accuracy.ZeroActuals", Reason: out}}},
		"zeros below":  {`"zero_actuals":0`, `"zero_actuals":-1`, []testkit.Fault{{Field: "Accuracy.ZeroActuals", Reason: out}}},
		"negatives":    {`"negative_actuals":0`, `"negative_actuals":4`, []testkit.Fault{{Field: "Accuracy.NegativeActuals", Reason: out}}},
		"all below":    {`"negative_actuals":0`, `"negative_actuals":-1`, []testkit.Fault{{Field: "Accuracy.NegativeActuals", Reason: out}}},
		"of actual":    {`"accuracy_of_actual":0.333333`, `"accuracy_of_actual":1.1`, []testkit.Fault{{Field: "Accuracy.AccuracyOfActual", Reason: out}}},
		"both zero":    {`"both_zero":0`, `"both_zero":1`, []testkit.Fault{{Field: "Accuracy.BothZero", Reason: out}}},
		"mae":          {`"mae":1`, `"mae":-1`, []testkit.Fault{{Field: "Accuracy.MAE", Reason: out}}},
		"mse":          {`"mse":1.66667`, `"mse":-1`, []testkit.Fault{{Field: "Accuracy.MSE", Reason: out}}},
		"rmse":         {`"rmse":1.29099`, `"rmse":-1`, []testkit.Fault{{Field: "Accuracy.RMSE", Reason: out}}},
		"mape":         {`"mape":0.666667`, `"mape":-1`, []testkit.Fault{{Field: "Accuracy.MAPE", Reason: out}}},
		"smape":        {`"smape":0.444444`, `"smape":2.1`, []testkit.Fault{{Field: "Accuracy.SMAPE", Reason: out}}},
		"smape below":  {`"smape":0.444444`, `"smape":-0.1`, []testkit.Fault{{Field: "Accuracy.SMAPE", Reason: out}}},
		"wape":         {`"wape":0.75`, `"wape":-0.1`, []testkit.Fault{{Field: "Accuracy.WAPE", Reason: out}}},
		"u2":           {`"theil_u2":2`, `"theil_u2":-2`, []testkit.Fault{{Field: "Accuracy.TheilU2", Reason: out}}},
		"level":        {`"theil_level":0.912871`, `"theil_level":-0.1`, []testkit.Fault{{Field: "Accuracy.TheilLevel", Reason: out}}},
		"naive":        {`"theil_naive":2`, `"theil_naive":-2`, []testkit.Fault{{Field: "Accuracy.TheilNaive", Reason: out}}},
		"mase":         {`"mase":null`, `"mase":-2`, []testkit.Fault{{Field: "Accuracy.MASE", Reason: out}}},
		"rmsse":        {`"rmsse":null`, `"rmsse":-2`, []testkit.Fault{{Field: "Accuracy.RMSSE", Reason: out}}},
		"u1":           {`"theil_u1":0.317982`, `"theil_u1":-0.1`, []testkit.Fault{{Field: "Accuracy.TheilU1", Reason: out}}},
		"unknown":      {`"theil_u1"`, `"theil"`, []testkit.Fault{{Field: "Accuracy.TheilU1", Reason: missing}, {Field: "Accuracy.theil", Reason: out}}},
		"null numbers": {`"mae":1`, `"mae":null`, []testkit.Fault{{Field: "Accuracy.MAE", Reason: missing}}},
	})
}
