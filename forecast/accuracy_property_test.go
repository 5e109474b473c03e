package forecast_test

import (
	"encoding/json"
	"math"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

// streams are more observations than fit into a block, of sizes far apart.
func streams() *rapid.Generator[[]forecast.Observation] {
	return rapid.Custom(func(t *rapid.T) []forecast.Observation {
		seed := records().Draw(t, "record").Observations
		list := make([]forecast.Observation, rapid.IntRange(1, 200).Draw(t, "length"))
		spread := rapid.SampledFrom([]int{0, 1, 10}).Draw(t, "spread")
		for i := range list {
			o := seed[i%len(seed)]
			scale := math.Ldexp(1+float64(i)/7, spread*(i%3-1))
			list[i] = forecast.Observation{Forecast: o.Forecast * scale, Actual: o.Actual * scale, Weight: o.Weight}
		}
		return list
	})
}

// absoluteTerms names the sum of the absolute terms of a sum that may cancel.
func absoluteTerms(key string) string {
	if sizes := map[string]string{"errors": "sizes", "plain_errors": "plain_sizes", "actuals": "actual_sizes", "relative": "relative_sizes"}[key]; sizes != "" {
		return sizes
	}
	return key
}

// Any partition of the observations, in any order, added in whatever way and merged
// in any order, agrees within the bound of the documentation.
func partitionProperty(t *rapid.T) {
	list := streams().Draw(t, "list")
	whole := accumulated(t, list...)
	parts := make([]forecast.Accumulator, rapid.IntRange(1, 5).Draw(t, "parts"))
	for rest := rapid.Permutation(list).Draw(t, "order"); len(rest) > 0; {
		n := rapid.IntRange(1, len(rest)).Draw(t, "some")
		part := &parts[rapid.IntRange(0, len(parts)-1).Draw(t, "part")]
		if rapid.Bool().Draw(t, "at once") {
			require.NoError(t, part.AddAll(rest[:n]))
		} else {
			for _, o := range rest[:n] {
				require.NoError(t, part.Add(o))
			}
		}
		rest = rest[n:]
	}
	var merged forecast.Accumulator
	for _, i := range rapid.Permutation(indices(len(parts))).Draw(t, "merging") {
		require.NoError(t, merged.Merge(parts[i]))
	}
	want, got := accumulatorState(t, whole), accumulatorState(t, merged)
	require.Len(t, got, len(want))
	value := func(state map[string]any, key string) float64 {
		if parts, ok := state[key].([]any); ok {
			high, _ := parts[0].(float64)
			return high
		}
		count, _ := state[key].(float64)
		return count
	}
	for key := range want {
		require.LessOrEqual(t, math.Abs(value(got, key)-value(want, key)), 132*0x1p-53*value(want, absoluteTerms(key)), key)
	}
	testkit.RoundTrip(t, merged)
}

func indices(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

// What is stored and read back goes on as it was, within the bound.
func storedProperty(t *rapid.T) {
	list := streams().Draw(t, "list")
	cut := rapid.IntRange(0, len(list)).Draw(t, "cut")
	a := accumulated(t, list[:cut]...)
	var back forecast.Accumulator
	require.NoError(t, json.Unmarshal(testkit.RoundTrip(t, a), &back))
	require.Equal(t, a.Count(), back.Count())
	if cut > 0 {
		require.Equal(t, accumulatorResult(t, a), accumulatorResult(t, back), "the same results, bit for bit")
	}
	require.NoError(t, back.AddAll(list[cut:]))
	require.Equal(t, len(list), back.Count())
	testkit.RoundTrip(t, accumulatorResult(t, back))
}

// The metrics of an accumulator and of groups are those of MeasureAccuracy.
func samePathProperty(t *rapid.T) {
	list := streams().Draw(t, "list")
	want := measure(t, forecast.Record{Observations: list}, forecast.SkipZeros)
	unordered := accumulatorResult(t, accumulatedAll(t, list))
	want.TheilU2, want.TheilNaive = unordered.TheilU2, unordered.TheilNaive
	require.Equal(t, want, unordered)

	var groups forecast.Accumulators
	var one forecast.Accumulator
	for i, o := range list {
		require.NoError(t, groups.Add(strconv.Itoa(i%3), o))
		if i%3 == 1 {
			require.NoError(t, one.Add(o))
		}
	}
	if results := groupResults(t, &groups); len(list) > 1 {
		require.Equal(t, forecast.GroupAccuracy{Key: "1", Accuracy: accumulatorResult(t, one)}, results[1])
	}
	testkit.RoundTrip(t, groups)
}

func accumulatedAll(t testkit.Failer, list []forecast.Observation) forecast.Accumulator {
	t.Helper()
	var a forecast.Accumulator
	require.NoError(t, a.AddAll(list))
	return a
}

// Forecasts and actuals times a power of two: errors scale, ratios stay, bit for
// bit. Forecasts and actuals exchanged: the mean error changes its sign, sizes of
// errors stay, and the bias ratio is over the other sum.
func accuracySymmetryProperty(t *rapid.T) {
	list := streams().Draw(t, "list")
	factor := math.Ldexp(1, rapid.IntRange(-20, 9).Draw(t, "power"))
	scaled, turned := make([]forecast.Observation, len(list)), make([]forecast.Observation, len(list))
	for i, o := range list {
		scaled[i] = forecast.Observation{Forecast: o.Forecast * factor, Actual: o.Actual * factor, Weight: o.Weight}
		turned[i] = forecast.Observation{Forecast: o.Actual, Actual: o.Forecast, Weight: o.Weight}
	}
	a := accumulatorResult(t, accumulatedAll(t, list))
	want, got := a, accumulatorResult(t, accumulatedAll(t, scaled))
	want.ME, want.MAE, want.MSE, want.RMSE = want.ME*factor, want.MAE*factor, want.MSE*factor*factor, want.RMSE*factor
	require.Equal(t, want, got)

	b := accumulatorResult(t, accumulatedAll(t, turned))
	require.Equal(t, []float64{-a.ME, a.MAE, a.MSE}, []float64{b.ME, b.MAE, b.MSE})
	require.InDelta(t, a.SMAPE, b.SMAPE, 1e-14*max(1, a.SMAPE))
	require.Equal(t, a.TrackingSignal, negated(b.TrackingSignal))
	// Σe ÷ Σa and -Σe ÷ Σf: with r = Σf ÷ Σa - 1 the other is 1 ÷ (1 + r) - 1.
	r, ok := a.BiasRatio.Value()
	if other, both := b.BiasRatio.Value(); ok && both && math.Abs(r) < 1e6 && math.Abs(other) < 1e6 {
		require.InDelta(t, other, 1/(1+r)-1, 1e-6*max(1, math.Abs(other)*max(1, math.Abs(r))))
	}
}

// contests are of two or three forecasters at one or two leads.
func contests() *rapid.Generator[forecast.Contest] {
	return rapid.Custom(func(t *rapid.T) forecast.Contest {
		n, leads := rapid.IntRange(1, 12).Draw(t, "periods"), rapid.IntRange(1, 2).Draw(t, "leads")
		quarters := rapid.IntRange(0, 5).Draw(t, "quarters") == 0
		c := forecast.Contest{PeriodsAhead: leads}
		for who := range rapid.IntRange(2, 3).Draw(t, "forecasters") {
			spread := rapid.SampledFrom([]int{0, 1, 3, 40}).Draw(t, "spread")
			for period := range n {
				for lead := range leads {
					if rapid.IntRange(0, 30).Draw(t, "leave out") == 0 && len(c.History.Calls) > 0 {
						continue
					}
					call := forecast.Call{Forecaster: string(rune('A' + who)), Period: strconv.Itoa(100 + period), LeadWeeks: lead, Actual: float64(period*period%17) / 4}
					if quarters {
						call.Cluster = strconv.Itoa(period / 3)
					}
					call.Forecast = call.Actual + float64(rapid.IntRange(-8, 8).Draw(t, "off")*spread)/4
					c.History.Calls = append(c.History.Calls, call)
				}
			}
		}
		names := make(map[string]bool)
		for _, call := range c.History.Calls {
			names[call.Forecaster] = true
		}
		if len(names) < 2 {
			t.Skip("one forecaster")
		}
		return c
	})
}

// Findings follow from their numbers and lead to the verdict; the order of the calls
// does not matter; a power of two changes no verdict; exchanging the names turns it
// round.
func comparisonProperty(t *rapid.T) {
	contest := contests().Draw(t, "contest")
	adjustment := rapid.SampledFrom(forecast.Adjustments()).Draw(t, "adjustment")
	c := compareAll(t, contest, adjustment)
	testkit.RoundTrip(t, c)
	factor := math.Ldexp(1, rapid.IntRange(-9, 9).Draw(t, "power"))
	other := contest
	other.History.Calls = rapid.Permutation(contest.History.Calls).Draw(t, "order")
	require.Equal(t, c, compareAll(t, other, adjustment))
	turned := contest
	turned.History.Calls = append([]forecast.Call(nil), contest.History.Calls...)
	for i := range turned.History.Calls {
		call := &turned.History.Calls[i]
		call.Forecaster, call.Forecast, call.Actual = string(rune('A'+'C'-call.Forecaster[0])), call.Forecast*factor, call.Actual*factor
	}
	d := compareAll(t, turned, adjustment)
	opposite := map[forecast.ComparisonVerdict]forecast.ComparisonVerdict{forecast.Better: forecast.Worse, forecast.Worse: forecast.Better}
	require.Len(t, d.Pairs, len(c.Pairs))
	for i, p := range c.Pairs {
		for _, f := range p.Findings {
			testkit.Explains(t, f)
		}
		fired := func(i int) bool { return p.Findings[i].Outcome == salesops.Fired }
		require.Equal(t, p.Verdict == forecast.TooFewPeriods, fired(0))
		require.Equal(t, p.Verdict == forecast.Better || p.Verdict == forecast.Worse, !fired(0) && fired(1) && !fired(2) && !fired(3))
		if p.Verdict == forecast.Better {
			require.Less(t, p.LossRatio.Or(0), 1.0)
			require.Positive(t, p.Closer)
		}
		q := d.Pairs[len(d.Pairs)-1-i]
		want := p.Verdict
		if turned, ok := opposite[want]; ok {
			want = turned
		}
		require.Equal(t, want, q.Verdict)
		require.Equal(t, []int{p.Closer, p.Farther, p.Equal}, []int{q.Farther, q.Closer, q.Equal})
		require.Equal(t, p.P, q.P)
		require.Equal(t, p.AdjustedP, q.AdjustedP)
	}
}

// A larger tolerance never settles later, and never fewer periods; the order of the
// calls does not matter; nor does a power of two.
func convergenceProperty(t *rapid.T) {
	contest := contests().Draw(t, "calls")
	h := contest.History
	low := float64(rapid.IntRange(1, 99).Draw(t, "percent")) / 100
	high := low + float64(rapid.IntRange(0, int(100-100*low)).Draw(t, "more"))/100
	narrow, wide := converge(t, h, low), converge(t, h, min(1, high))
	testkit.RoundTrip(t, narrow)
	for i, f := range narrow.Forecasters {
		g := wide.Forecasters[i]
		require.LessOrEqual(t, f.Settled, g.Settled)
		require.LessOrEqual(t, f.MedianWeeks.Or(-1), g.MedianWeeks.Or(-1))
		require.Equal(t, f.Monotone, g.Monotone)
		for k, p := range f.Periods {
			require.LessOrEqual(t, p.SettledWeeks.Or(-1), g.Periods[k].SettledWeeks.Or(-1))
		}
	}
	h.Calls = rapid.Permutation(h.Calls).Draw(t, "order")
	for i := range h.Calls {
		h.Calls[i].Forecast *= 0.25
		h.Calls[i].Actual *= 0.25
	}
	require.Equal(t, narrow, converge(t, h, low))

	byLead, err := forecast.MeasureByLead(h, forecast.Scale{}, forecast.AccuracyPolicy{ZeroActuals: forecast.SkipZeros})
	require.NoError(t, err)
	testkit.RoundTrip(t, byLead)
	require.Len(t, byLead.Forecasters, len(narrow.Forecasters))
}

func TestPartition(t *testing.T)        { rapid.Check(t, partitionProperty) }
func TestStored(t *testing.T)           { rapid.Check(t, storedProperty) }
func TestSamePath(t *testing.T)         { rapid.Check(t, samePathProperty) }
func TestAccuracySymmetry(t *testing.T) { rapid.Check(t, accuracySymmetryProperty) }
func TestComparisons(t *testing.T)      { rapid.Check(t, comparisonProperty) }
func TestConvergences(t *testing.T)     { rapid.Check(t, convergenceProperty) }

func FuzzPartition(f *testing.F)   { f.Fuzz(rapid.MakeFuzz(partitionProperty)) }
func FuzzComparisons(f *testing.F) { f.Fuzz(rapid.MakeFuzz(comparisonProperty)) }

// Whatever is read back survives a round trip, and so do its results.
func FuzzDecodeAccuracy(f *testing.F) {
	a := accumulated(f, observations([]float64{3, 1, 6, 0, 1, 3}, []float64{1, 1, 2, 0, 0, -3})...)
	f.Add(encode(f, a))
	f.Add(encode(f, groupedBy(f, map[string][]forecast.Observation{"a": {{Forecast: 1, Actual: 2}}})))
	f.Add(encode(f, compareAll(f, sevenPeriods(func(int) float64 { return 2 }), forecast.FalseDiscoveries)))
	f.Add(encode(f, converge(f, leadCalls(), 0.1)))
	f.Fuzz(func(t *testing.T, data []byte) {
		testkit.Decodes[forecast.Accumulators](t, data)
		testkit.Decodes[forecast.Comparison](t, data)
		testkit.Decodes[forecast.Convergence](t, data)
		testkit.Decodes[forecast.AccuracyByLead](t, data)
		var a forecast.Accumulator
		if json.Unmarshal(data, &a) == nil && a.Count() > 0 {
			testkit.RoundTrip(t, a)
			testkit.RoundTrip(t, accumulatorResult(t, a))
		}
	})
}
