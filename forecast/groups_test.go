package forecast_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

// groupedBy returns the accumulators of observations by key.
func groupedBy(t testkit.Failer, groups map[string][]forecast.Observation) forecast.Accumulators {
	t.Helper()
	var a forecast.Accumulators
	for key, list := range groups {
		for _, o := range list {
			require.NoError(t, a.Add(key, o))
		}
	}
	return a
}

func groupResults(t testkit.Failer, a *forecast.Accumulators) []forecast.GroupAccuracy {
	t.Helper()
	results, err := a.Results(forecast.AccuracyPolicy{ZeroActuals: forecast.SkipZeros})
	require.NoError(t, err)
	return results
}

func TestAccumulators(t *testing.T) {
	north := observations([]float64{3, 1, 6}, []float64{1, 1, 2})
	south := observations([]float64{0, 1}, []float64{0, 0})
	a := groupedBy(t, map[string][]forecast.Observation{"north": north, "south": south[:1]})
	var none forecast.Accumulators
	require.NoError(t, a.Merge(none))
	require.NoError(t, none.Merge(groupedBy(t, map[string][]forecast.Observation{"south": south[1:], "east": north})))
	require.NoError(t, a.Merge(none))
	require.Equal(t, []forecast.GroupAccuracy{
		{Key: "east", Accuracy: accumulatorResult(t, accumulated(t, north...))},
		{Key: "north", Accuracy: accumulatorResult(t, accumulated(t, north...))},
		{Key: "south", Accuracy: accumulatorResult(t, accumulated(t, south...))},
	}, groupResults(t, &a))
	require.Len(t, groupResults(t, &none), 2, "what was merged stays as it is")
	require.NoError(t, none.Add("south", south[0]))
	require.Equal(t, 2, groupResults(t, &a)[2].Accuracy.Count, "and goes its own way")
	var empty forecast.Accumulators
	require.Empty(t, groupResults(t, &empty))
	require.JSONEq(t, `{"groups":[]}`, string(testkit.RoundTrip(t, empty)))
}

func TestAccumulatorsRejects(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	var a forecast.Accumulators
	for range 2 { // the first time the key is new
		testkit.RequireFaults(t, a.Add("", forecast.Observation{Actual: 1e16}), testkit.Fault{Field: "Key", Reason: missing}, testkit.Fault{Field: "Observation.Actual", Reason: out})
		testkit.RequireFaults(t, a.Add("north", forecast.Observation{Actual: 1e16}), testkit.Fault{Field: "Observation.Actual", Reason: out})
		require.NoError(t, a.Add("south", forecast.Observation{}))
	}
	require.Equal(t, 2, groupResults(t, &a)[0].Accuracy.Count)
	require.Len(t, groupResults(t, &a), 1)
	_, err := a.Results(forecast.AccuracyPolicy{})
	testkit.RequireFaults(t, err, testkit.Fault{Field: "AccuracyPolicy.ZeroActuals", Reason: missing})

	text := `{"groups":[{"key":"south","accumulator":` + string(encode(t, fullAccumulator(t))) + `}]}`
	var full forecast.Accumulators
	require.NoError(t, json.Unmarshal([]byte(text), &full))
	testkit.RequireFaults(t, full.Add("south", forecast.Observation{}), testkit.Fault{Field: "Observation", Reason: conflict})
	testkit.RequireFaults(t, full.Merge(a), testkit.Fault{Field: "Accumulators.south", Reason: conflict})
	testkit.RequireFaults(t, a.Merge(full), testkit.Fault{Field: "Accumulators.south", Reason: conflict})
	require.NoError(t, full.Add("north", forecast.Observation{}))

	for i := range forecast.MaxGroups - 1 {
		require.NoError(t, a.Add(strconv.Itoa(i), forecast.Observation{}))
	}
	testkit.RequireFaults(t, a.Add("one more", forecast.Observation{}), testkit.Fault{Field: "Key", Reason: conflict})
	testkit.RequireFaults(t, a.Merge(groupedBy(t, map[string][]forecast.Observation{"south": {{}}, "one more": {{}}})), testkit.Fault{Field: "Accumulators", Reason: conflict})
	require.NoError(t, a.Add("south", forecast.Observation{}))
	require.NoError(t, a.Merge(groupedBy(t, map[string][]forecast.Observation{"south": {{}}})))
	results := groupResults(t, &a)
	require.Len(t, results, forecast.MaxGroups)
	require.Equal(t, 4, results[forecast.MaxGroups-1].Accuracy.Count)
}

func TestAccumulatorsJSON(t *testing.T) {
	a := groupedBy(t, map[string][]forecast.Observation{
		"north": observations([]float64{3, 1, 6}, []float64{1, 1, 2}), "east": observations([]float64{4}, []float64{-4}),
	})
	testkit.Golden(t, "accumulators", a)
	testkit.Golden(t, "group_accuracy", sixDigits(t, groupResults(t, &a)[0]))
	var back forecast.Accumulators
	require.NoError(t, json.Unmarshal(encode(t, a), &back))
	require.Equal(t, groupResults(t, &a), groupResults(t, &back))
	require.NoError(t, back.Add("north", forecast.Observation{}))

	missing, conflict := salesops.ErrMissing, salesops.ErrConflict
	fault := func(field string, reason error) []testkit.Fault {
		return []testkit.Fault{{Field: field, Reason: reason}}
	}
	requireEdits(t, a, map[string]edit{
		"order":       {`"key":"east"`, `"key":"west"`, fault("Accumulators.Groups[1].Key", conflict)},
		"twice":       {`"key":"east"`, `"key":"north"`, fault("Accumulators.Groups[1].Key", conflict)},
		"no key":      {`"key":"east"`, `"key":""`, fault("Accumulators.Groups[0].Key", missing)},
		"nested":      {`"both_zero":0`, `"both_zero":9`, fault("Accumulators.Groups[0].Accumulator.BothZero", salesops.ErrOutOfRange)},
		"null":        {`"accumulator":{`, `"accumulator":null,"x":{`, fault("Accumulators.Groups[0].x", salesops.ErrOutOfRange)},
		"no groups":   {`"groups"`, `"group"`, fault("Accumulators.Groups", missing)},
		"not a group": {`{"groups":[`, `{"groups":[null,`, fault("Accumulators.Groups[0]", salesops.ErrOutOfRange)},
	})
	empty := string(encode(t, forecast.Accumulator{}))
	testkit.RequireFaults(t, json.Unmarshal([]byte(`{"groups":[{"key":"a","accumulator":`+empty+`}]}`), &back), fault("Accumulators.Groups[0].Accumulator", missing)...)
	testkit.RequireFaults(t, json.Unmarshal([]byte(`{"groups":[{"key":"a","accumulator":null}]}`), &back), fault("Accumulators.Groups[0].Accumulator", missing)...)
	many := `{"groups":[` + strings.Repeat(`{"key":"a"},`, forecast.MaxGroups) + `{"key":"a"}]}`
	testkit.RequireFaults(t, json.Unmarshal([]byte(many), &back), fault("Accumulators.Groups", salesops.ErrOutOfRange)...)

	requireEdits(t, groupResults(t, &a)[0], map[string]edit{
		"key": {`"key":"east"`, `"key":""`, fault("GroupAccuracy.Key", missing)},
		"mae": {`"mae":8`, `"mae":-8`, fault("GroupAccuracy.Accuracy.MAE", salesops.ErrOutOfRange)},
	})
}
