package forecast_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

// accumulated returns an accumulator of a list, added one by one.
func accumulated(t testkit.Failer, list ...forecast.Observation) forecast.Accumulator {
	t.Helper()
	var a forecast.Accumulator
	for _, o := range list {
		require.NoError(t, a.Add(o))
	}
	return a
}

// accumulatorResult returns the accuracy without a scale, zeros skipped.
func accumulatorResult(t testkit.Failer, a forecast.Accumulator) forecast.Accuracy {
	t.Helper()
	accuracy, err := a.Result(forecast.Scale{}, forecast.AccuracyPolicy{ZeroActuals: forecast.SkipZeros})
	require.NoError(t, err)
	return accuracy
}

// accumulatorState returns the sums of an accumulator by their keys.
func accumulatorState(t testkit.Failer, a forecast.Accumulator) map[string]any {
	t.Helper()
	var state map[string]any
	require.NoError(t, json.Unmarshal(encode(t, a), &state))
	return state
}

// fullAccumulator holds the most observations, all of zero.
func fullAccumulator(t *testing.T) forecast.Accumulator {
	t.Helper()
	text := string(encode(t, accumulated(t, forecast.Observation{})))
	for _, key := range []string{"count", "zero_actuals", "both_zero"} {
		text = strings.Replace(text, `"`+key+`":1`, fmt.Sprintf(`"%s":%d`, key, forecast.MaxAccumulated), 1)
	}
	text = strings.Replace(text, `"weight":[1,0]`, fmt.Sprintf(`"weight":[%d,0]`, forecast.MaxAccumulated), 1)
	var a forecast.Accumulator
	require.NoError(t, json.Unmarshal([]byte(text), &a))
	return a
}

func TestAccumulator(t *testing.T) {
	list := observations([]float64{110, 90, 120, 0, 5, -4, 7}, []float64{100, 100, 80, 0, 0, -8, 7})
	list[0].Weight, list[2].Weight = new(3.0), new(0.5)
	record := forecast.Record{Observations: list, Scale: forecast.Scale{Absolute: 4, RootSquare: 5}}
	for _, zeros := range forecast.ZeroActualRules() {
		want := measure(t, record, zeros)
		const unordered = "the order of the observations is not known"
		want.TheilU2, want.TheilNaive = salesops.Undefined(unordered), salesops.Undefined(unordered)
		one := accumulated(t, list...)
		require.Equal(t, 7, one.Count())
		got, err := one.Result(record.Scale, forecast.AccuracyPolicy{ZeroActuals: zeros})
		require.NoError(t, err)
		require.Equal(t, want, got)

		var all forecast.Accumulator
		require.NoError(t, all.AddAll(nil))
		require.NoError(t, all.AddAll(list[3:]))
		require.NoError(t, all.Merge(forecast.Accumulator{}))
		require.NoError(t, all.Merge(accumulated(t, list[:3]...)))
		got, err = all.Result(record.Scale, forecast.AccuracyPolicy{ZeroActuals: zeros})
		require.NoError(t, err)
		requireAccuracy(t, want, got)
	}
	require.Equal(t, 1, accumulatorResult(t, accumulated(t, list[5])).NegativeActuals)
}

// requireAccuracy requires that two accuracies agree to 1e-12.
func requireAccuracy(t testkit.Failer, want, got forecast.Accuracy) {
	t.Helper()
	var w, g map[string]any
	require.NoError(t, json.Unmarshal(encode(t, want), &w))
	require.NoError(t, json.Unmarshal(encode(t, got), &g))
	require.Len(t, g, len(w))
	for key, value := range w {
		if number, ok := value.(float64); ok {
			require.InDelta(t, number, g[key], 1e-12*max(1, math.Abs(number)), key)
		} else {
			require.Equal(t, value, g[key], key)
		}
	}
}

func TestAccuracyOfActual(t *testing.T) {
	list := observations([]float64{90, 125, 900, 100}, []float64{100, 100, 100, 100})
	list[1].Weight = new(3.0)
	accuracy := measure(t, forecast.Record{Observations: list}, forecast.LeaveUndefined)
	require.InDelta(t, (0.9+3*0.75+0+1)/6, accuracy.AccuracyOfActual.Or(-9), 1e-15)
	list = append(list, forecast.Observation{Forecast: 1}, forecast.Observation{Forecast: 1, Actual: -2})
	accuracy = measure(t, forecast.Record{Observations: list}, forecast.LeaveUndefined)
	require.Equal(t, "2 actuals are not above zero", accuracy.AccuracyOfActual.Reason())
	accuracy = measure(t, forecast.Record{Observations: list}, forecast.SkipZeros)
	require.InDelta(t, (0.9+3*0.75+0+1)/6, accuracy.AccuracyOfActual.Or(-9), 1e-15)
	require.Equal(t, []int{6, 1, 1}, []int{accuracy.Count, accuracy.ZeroActuals, accuracy.NegativeActuals})
	accuracy = measure(t, forecast.Record{Observations: list[4:]}, forecast.SkipZeros)
	require.Equal(t, "no actual is above zero", accuracy.AccuracyOfActual.Reason())
	accuracy = measure(t, forecast.Record{Observations: list[5:]}, forecast.LeaveUndefined)
	require.Equal(t, "1 actuals are not above zero", accuracy.AccuracyOfActual.Reason())
}

// The sums are those of exact arithmetic, within the bound of the documentation.
func TestAccumulatorIsAccurate(t *testing.T) {
	var list []forecast.Observation
	for i := range 1000 {
		// Sizes far apart, all signs, some zeros: what cancels must do so.
		o := forecast.Observation{
			Forecast: math.Ldexp(float64(i*7919%2003-700)/3, i%40-20), Actual: math.Ldexp(float64(i*104729%1999-600)/7, i%37-18),
		}
		if i%3 == 0 {
			o.Actual = o.Forecast * (1 + 1e-9*float64(i))
		}
		list = append(list, o)
	}
	const precision = 1000 // bits, more than any of the sums has
	number := func(x float64) *big.Float { return new(big.Float).SetPrec(precision).SetFloat64(x) }
	next := func() *big.Float { return new(big.Float).SetPrec(precision) }
	want, size := make(map[string]*big.Float), make(map[string]*big.Float)
	add := func(key string, term *big.Float) {
		if want[key] == nil {
			want[key], size[key] = next(), next()
		}
		want[key].Add(want[key], term)
		size[key].Add(size[key], next().Abs(term))
	}
	for _, o := range list {
		f, a := number(o.Forecast), number(o.Actual)
		e := next().Sub(f, a)
		s, base := next().Abs(e), next().Abs(a)
		add("weight", number(1))
		add("errors", e)
		add("plain_errors", e)
		add("sizes", s)
		add("plain_sizes", s)
		add("squares", next().Mul(e, e))
		add("actuals", a)
		add("actual_sizes", base)
		add("actual_squares", next().Mul(a, a))
		add("forecast_squares", next().Mul(f, f))
		if both := next().Add(base, next().Abs(f)); both.Sign() > 0 {
			add("symmetric", next().Quo(next().Add(s, s), both))
		}
		if a.Sign() == 0 {
			continue
		}
		add("relative_weight", number(1))
		add("relative", next().Quo(e, a))
		share := next().Quo(s, base)
		add("relative_sizes", share)
		if rest := next().Sub(number(1), share); a.Sign() > 0 {
			add("positive_weight", number(1))
			if rest.Sign() > 0 {
				add("of_actual", rest)
			}
		}
	}
	heavy := slices.Clone(list)
	for i := range heavy {
		heavy[i].Weight = new(1.0)
	}
	var plain, weighted forecast.Accumulator
	require.NoError(t, plain.AddAll(list))
	require.NoError(t, weighted.AddAll(heavy))
	for name, a := range map[string]forecast.Accumulator{"plain": plain, "weighted": weighted, "one by one": accumulated(t, heavy...)} {
		state := accumulatorState(t, a)
		require.Len(t, state, len(want)+4, "every sum is compared")
		for key, sum := range want {
			parts, ok := state[key].([]any)
			require.True(t, ok, key)
			high, _ := parts[0].(float64)
			off := next().Abs(next().Sub(number(high), sum))
			bound, _ := size[key].Float64()
			distance, _ := off.Float64()
			require.LessOrEqual(t, distance, 1e-14*bound, "%s: %s", name, key)
		}
	}
}

func TestAccumulatorAtTheLimits(t *testing.T) {
	const huge, tiny, heavy = forecast.MaxMagnitude, forecast.MinMagnitude, forecast.MaxWeight
	var list []forecast.Observation
	for _, f := range []float64{huge, -huge, tiny, -tiny, 0} {
		for _, a := range []float64{huge, -huge, tiny, -tiny, 0} {
			for _, w := range []*float64{nil, new(heavy), new(1 / heavy)} {
				list = append(list, forecast.Observation{Forecast: f, Actual: a, Weight: w})
			}
		}
	}
	for i := range list {
		a := accumulated(t, list[i])
		testkit.RoundTrip(t, a)
		testkit.RoundTrip(t, accumulatorResult(t, a))
	}
	a := accumulated(t, list...)
	testkit.RoundTrip(t, a)
	testkit.RoundTrip(t, accumulatorResult(t, a))
	for name, m := range map[string]salesops.Maybe{
		"MPE": accumulatorResult(t, a).MPE, "MAPE": accumulatorResult(t, a).MAPE, "WAPE": accumulatorResult(t, a).WAPE,
		"of actual": accumulatorResult(t, a).AccuracyOfActual, "U1": accumulatorResult(t, a).TheilU1,
	} {
		_, defined := m.Value()
		require.True(t, defined, "%s: %v", name, m)
	}
}

func TestAccumulatorRejects(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	a := accumulated(t, forecast.Observation{Forecast: 3, Actual: 2})
	before := encode(t, a)
	bad := forecast.Observation{Forecast: math.NaN(), Actual: forecast.MaxMagnitude * 2, Weight: new(0.0)}
	testkit.RequireFaults(
		t, a.Add(bad),
		testkit.Fault{Field: "Observation.Forecast", Reason: out}, testkit.Fault{Field: "Observation.Actual", Reason: out}, testkit.Fault{Field: "Observation.Weight", Reason: out},
	)
	list := make([]forecast.Observation, 100)
	list[0].Actual, list[70].Weight, list[99].Forecast = math.Nextafter(forecast.MinMagnitude, 0), new(math.Nextafter(forecast.MaxWeight, 2e6)), math.Inf(-1)
	testkit.RequireFaults(
		t, a.AddAll(list),
		testkit.Fault{Field: "Observations[0].Actual", Reason: out}, testkit.Fault{Field: "Observations[70].Weight", Reason: out}, testkit.Fault{Field: "Observations[99].Forecast", Reason: out},
	)
	require.Equal(t, string(before), string(encode(t, a)), "nothing is added")

	full := fullAccumulator(t)
	require.Equal(t, forecast.MaxAccumulated, full.Count())
	testkit.RequireFaults(t, full.Add(forecast.Observation{}), testkit.Fault{Field: "Observation", Reason: conflict})
	testkit.RequireFaults(t, full.AddAll(list[1:2]), testkit.Fault{Field: "Observations", Reason: conflict})
	testkit.RequireFaults(t, full.Merge(a), testkit.Fault{Field: "Accumulator", Reason: conflict})
	testkit.RequireFaults(t, a.Merge(full), testkit.Fault{Field: "Accumulator", Reason: conflict})
	require.NoError(t, full.AddAll(nil))
	require.NoError(t, full.Merge(forecast.Accumulator{}))
	require.Equal(t, forecast.MaxAccumulated, full.Count())
	require.Equal(t, 0.0, accumulatorResult(t, full).MAE)

	var none forecast.Accumulator
	result, err := none.Result(forecast.Scale{Absolute: -1}, forecast.AccuracyPolicy{})
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "Accumulator", Reason: missing}, testkit.Fault{Field: "Scale.Absolute", Reason: out}, testkit.Fault{Field: "AccuracyPolicy.ZeroActuals", Reason: missing},
	)
	require.Zero(t, result)
}

func TestAccumulatorJSON(t *testing.T) {
	list := observations([]float64{3, 1, 6, 0, 1, 3}, []float64{1, 1, 2, 0, 0, -3})
	a := accumulated(t, list...)
	testkit.Golden(t, "accumulator", a)
	var none forecast.Accumulator
	testkit.RoundTrip(t, none)
	var back forecast.Accumulator
	require.NoError(t, json.Unmarshal(encode(t, none), &back))
	require.Zero(t, back)
	require.NoError(t, json.Unmarshal(encode(t, a), &back))
	require.Equal(t, accumulatorResult(t, a), accumulatorResult(t, back))

	out, missing := salesops.ErrOutOfRange, salesops.ErrMissing
	fault := func(field string, reason error) []testkit.Fault {
		return []testkit.Fault{{Field: "Accumulator." + field, Reason: reason}}
	}
	edits := map[string]edit{
		"count":           {`"count":6`, `"count":-1`, fault("Count", out)},
		"too many":        {`"count":6`, `"count":1000000001`, fault("Count", out)},
		"zeros":           {`"zero_actuals":2`, `"zero_actuals":7`, fault("ZeroActuals", out)},
		"zeros below":     {`"zero_actuals":2`, `"zero_actuals":-1`, fault("ZeroActuals", out)},
		"negatives":       {`"negative_actuals":1`, `"negative_actuals":5`, fault("NegativeActuals", out)},
		"negatives below": {`"negative_actuals":1`, `"negative_actuals":-1`, fault("NegativeActuals", out)},
		"both":            {`"both_zero":1`, `"both_zero":3`, fault("BothZero", out)},
		"both below":      {`"both_zero":1`, `"both_zero":-1`, fault("BothZero", out)},
		"one part":        {`"weight":[6,0]`, `"weight":[6]`, fault("Weight", out)},
		"three parts":     {`"weight":[6,0]`, `"weight":[6,0,0]`, fault("Weight", out)},
		"no parts":        {`"weight":[6,0]`, `"weight":{}`, fault("Weight", out)},
		"null":            {`"weight":[6,0]`, `"weight":null`, fault("Weight", missing)},
		"high and low":    {`"weight":[6,0]`, `"weight":[5,1]`, fault("Weight", out)},
		"low overlaps":    {`"weight":[6,0]`, `"weight":[6,0.1]`, fault("Weight", out)},
		"unknown":         {`"weight":[6,0]`, `"weights":[6,0]`, fault("Weight", missing)},
		"light":           {`"weight":[6,0]`, `"weight":[5.9e-6,0]`, fault("Weight", out)},
		"heavy":           {`"weight":[6,0]`, `"weight":[6100000,0]`, fault("Weight", out)},
		"relative light":  {`"relative_weight":[4,0]`, `"relative_weight":[0,0]`, fault("RelativeWeight", out)},
		"relative heavy":  {`"relative_weight":[4,0]`, `"relative_weight":[4100000,0]`, fault("RelativeWeight", out)},
		"positive light":  {`"positive_weight":[3,0]`, `"positive_weight":[0,0]`, fault("PositiveWeight", out)},
		"positive heavy":  {`"positive_weight":[3,0]`, `"positive_weight":[3100000,0]`, fault("PositiveWeight", out)},
		"errors":          {`"errors":[13,0]`, `"errors":[13.1,0]`, fault("Errors", out)},
		"errors below":    {`"errors":[13,0]`, `"errors":[-13.1,0]`, fault("Errors", out)},
		"sizes":           {`"sizes":[13,0]`, `"sizes":[1.3e16,0]`, fault("Sizes", out)},
		"squares":         {`"squares":[57,0]`, `"squares":[2.5e31,0]`, fault("Squares", out)},
		"squares below":   {`"squares":[57,0]`, `"squares":[-1,0]`, fault("Squares", out)},
		"plain errors":    {`"plain_errors":[13,0]`, `"plain_errors":[14,0]`, fault("PlainErrors", out)},
		"plain below":     {`"plain_errors":[13,0]`, `"plain_errors":[-14,0]`, fault("PlainErrors", out)},
		"plain sizes":     {`"plain_sizes":[13,0]`, `"plain_sizes":[1.3e16,0]`, fault("PlainSizes", out)},
		"actuals":         {`"actuals":[1,0]`, `"actuals":[7.1,0]`, fault("Actuals", out)},
		"actuals below":   {`"actuals":[1,0]`, `"actuals":[-7.1,0]`, fault("Actuals", out)},
		"actual sizes":    {`"actual_sizes":[7,0]`, `"actual_sizes":[6.1e15,0]`, fault("ActualSizes", out)},
		"actual squares":  {`"actual_squares":[15,0]`, `"actual_squares":[6.1e30,0]`, fault("ActualSquares", out)},
		"a squares below": {`"actual_squares":[15,0]`, `"actual_squares":[-15,0]`, fault("ActualSquares", out)},
		"squares of f":    {`"forecast_squares":[56,0]`, `"forecast_squares":[6.1e30,0]`, fault("ForecastSquares", out)},
		"f squares below": {`"forecast_squares":[56,0]`, `"forecast_squares":[-31,0]`, fault("ForecastSquares", out)},
		"relative":        {`"relative":[2,0]`, `"relative":[6.1,0]`, fault("Relative", out)},
		"relative below":  {`"relative":[2,0]`, `"relative":[-6.1,0]`, fault("Relative", out)},
		"relative sizes":  {`"relative_sizes":[6,0]`, `"relative_sizes":[8.1e115,0]`, fault("RelativeSizes", out)},
		"of actual":       {`"of_actual":[1,0]`, `"of_actual":[3.1,0]`, fault("OfActual", out)},
		"of actual below": {`"of_actual":[1,0]`, `"of_actual":[-1,0]`, fault("OfActual", out)},
		"symmetric":       {`"symmetric":[6,0]`, `"symmetric":[12.1,0]`, fault("Symmetric", out)},
		"symmetric below": {`"symmetric":[6,0]`, `"symmetric":[-1,0]`, fault("Symmetric", out)},
	}
	requireEdits(t, a, edits)
	// The largest sums that observations can have are read.
	for old, largest := range map[string]string{
		`"sizes":[13,0]`: `"sizes":[12e15,0]`, `"squares":[57,0]`: `"squares":[24e30,0]`, `"plain_sizes":[13,0]`: `"plain_sizes":[12e15,0]`,
		`"actual_sizes":[7,0]`: `"actual_sizes":[6e15,0]`, `"actual_squares":[15,0]`: `"actual_squares":[6e30,0]`,
		`"forecast_squares":[56,0]`: `"forecast_squares":[6e30,0]`, `"relative_sizes":[6,0]`: `"relative_sizes":[8e115,0]`,
		`"of_actual":[1,0]`: `"of_actual":[3,0]`, `"symmetric":[6,0]`: `"symmetric":[12,0]`, `"errors":[13,0]`: `"errors":[-13,0]`,
		`"plain_errors":[13,0]`: `"plain_errors":[-13,0]`, `"actuals":[1,0]`: `"actuals":[-7,0]`, `"relative":[2,0]`: `"relative":[-6,0]`,
		`"weight":[6,0]`: `"weight":[6e6,0]`, `"relative_weight":[4,0]`: `"relative_weight":[4e6,0]`, `"positive_weight":[3,0]`: `"positive_weight":[3e-6,0]`,
	} {
		text := string(encode(t, a))
		require.Contains(t, text, old)
		if strings.HasPrefix(largest, `"positive`) {
			text = strings.Replace(text, `"of_actual":[1,0]`, `"of_actual":[0,0]`, 1)
		}
		require.NoError(t, json.Unmarshal([]byte(strings.Replace(text, old, largest, 1)), &back), largest)
	}
	for name, text := range map[string]string{"sizes below": `"sizes":[-10,0]`, "actual sizes below": `"actual_sizes":[-7,0]`, "relative sizes below": `"relative_sizes":[-4,0]`, "plain sizes below": `"plain_sizes":[-10,0]`} {
		key, _, _ := strings.Cut(text, ":")
		before, after, _ := strings.Cut(string(encode(t, a)), key+":")
		_, rest, _ := strings.Cut(after, "]")
		require.NotEmpty(t, salesops.InputErrors(json.Unmarshal([]byte(before+text+rest), &back)), name)
	}
}
