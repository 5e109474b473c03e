package capacity_test

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/capacity"
	"github.com/salesops-go/salesops/internal/testkit"
)

func degraded(t testkit.Failer, observations []capacity.QualityObservation) capacity.Degradation {
	t.Helper()
	d, err := capacity.EstimateDegradation(observations)
	require.NoError(t, err)
	testkit.RoundTrip(t, d)
	return d
}

// errors returns observations of the error rate: utilization and rate in turn.
func errorRates(pairs ...float64) []capacity.QualityObservation {
	var list []capacity.QualityObservation
	for i := 0; i < len(pairs); i += 2 {
		list = append(list, capacity.QualityObservation{Utilization: pairs[i], ErrorRate: &pairs[i+1]})
	}
	return list
}

func TestDegradationCurve(t *testing.T) {
	point := func(u, v float64) capacity.CurvePoint { return capacity.CurvePoint{Utilization: u, Value: v} }
	for name, tc := range map[string]struct {
		observed []capacity.QualityObservation
		want     []capacity.CurvePoint
	}{
		"rising":           {errorRates(0.5, 0.01, 0.7, 0.02, 0.9, 0.08), []capacity.CurvePoint{point(0.5, 0.01), point(0.7, 0.02), point(0.9, 0.08)}},
		"in any order":     {errorRates(0.9, 0.08, 0.5, 0.01, 0.7, 0.02), []capacity.CurvePoint{point(0.5, 0.01), point(0.7, 0.02), point(0.9, 0.08)}},
		"two that violate": {errorRates(0.5, 0.25, 0.7, 0.125, 0.9, 0.5), []capacity.CurvePoint{point(0.5, 0.1875), point(0.7, 0.1875), point(0.9, 0.5)}},
		"all fall":         {errorRates(0.5, 0.75, 0.7, 0.5, 0.9, 0.25), []capacity.CurvePoint{point(0.5, 0.5), point(0.9, 0.5)}},
		"a chain":          {errorRates(0.5, 0.25, 0.6, 0.5, 0.7, 0.5, 0.9, 0.25), []capacity.CurvePoint{point(0.5, 0.25), point(0.6, 1.25/3), point(0.9, 1.25/3)}},
		"at one place":     {errorRates(0.5, 0.25, 0.5, 0.75, 0.6, 0.375, 0.6, 0.875), []capacity.CurvePoint{point(0.5, 0.5), point(0.6, 0.625)}},
		"ties that pull":   {errorRates(0.5, 0.5, 0.6, 0.25, 0.6, 1), []capacity.CurvePoint{point(0.5, 0.5), point(0.6, 0.625)}},
	} {
		t.Run(name, func(t *testing.T) {
			d := degraded(t, tc.observed)
			require.True(t, d.ErrorRate.Estimated)
			require.Len(t, d.ErrorRate.Points, len(tc.want))
			for i, p := range d.ErrorRate.Points {
				require.Equal(t, tc.want[i].Utilization, p.Utilization)
				require.InDelta(t, tc.want[i].Value, p.Value, 1e-15)
			}
			require.Equal(t, len(tc.observed), d.ErrorRate.Observations)
			require.Equal(t, "the data show no tipping point", d.ErrorRate.TippingAt.Reason())
			require.False(t, d.Satisfaction.Estimated)
		})
	}
}

func TestDegradationNotEstimated(t *testing.T) {
	d := degraded(t, nil)
	require.Equal(t, "not estimated: there are no observations", d.ErrorRate.Reason)
	require.Equal(t, "not estimated: there are no observations", d.Satisfaction.Reason)
	require.NotNil(t, d.ErrorRate.Points)
	e, err := d.ErrorRate.At(0.9)
	require.NoError(t, err)
	require.Equal(t, capacity.QualityEstimate{Value: salesops.Undefined("not estimated: there are no observations")}, e)
	d = degraded(t, errorRates(0.8, 0.02, 0.8, 0.05))
	require.False(t, d.ErrorRate.Estimated)
	require.Equal(t, "not estimated: all observations are at one utilization", d.ErrorRate.Reason)
	require.Equal(t, 2, d.ErrorRate.Observations)
}

// A hinge of which every observation is part is found where it is.
func TestDegradationTips(t *testing.T) {
	hinge := func(at, slope float64, utilizations ...float64) []capacity.QualityObservation {
		var list []capacity.QualityObservation
		for _, u := range utilizations {
			rate, satisfaction := 0.02+slope*max(0, u-at), 9-5*max(0, u-at)
			list = append(list, capacity.QualityObservation{Utilization: u, ErrorRate: &rate, Satisfaction: &satisfaction})
		}
		return list
	}
	grid := []float64{0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1, 1.05}
	for _, at := range []float64{0.7, 0.85, 0.75, 0.9} {
		d := degraded(t, hinge(at, 0.5, grid...))
		require.InDelta(t, at, d.ErrorRate.TippingAt.Or(-1), 1e-9, "%v", at)
		require.InDelta(t, 0.5, d.ErrorRate.SlopeBeyond.Or(-1), 1e-9)
		require.InDelta(t, at, d.Satisfaction.TippingAt.Or(-1), 1e-9)
		require.InDelta(t, -5, d.Satisfaction.SlopeBeyond.Or(-1), 1e-7)
		e, err := d.Satisfaction.At(1.02)
		require.NoError(t, err)
		require.InDelta(t, 9-5*(1.02-at), e.Value.Or(-1), 0.01)
	}
	for name, observed := range map[string][]capacity.QualityObservation{
		"too few":                hinge(0.8, 0.5, grid[:7]...),
		"too few below":          hinge(0.55, 0.5, grid...),
		"a straight line":        hinge(0, 0.5, grid...),
		"flat":                   hinge(2, 0.5, grid...),
		"falls":                  hinge(0.8, -0.02, grid...),
		"noise, up and down":     errorRates(0.5, 0.02, 0.55, 0.03, 0.6, 0.02, 0.65, 0.03, 0.7, 0.02, 0.75, 0.03, 0.8, 0.02, 0.85, 0.03, 0.9, 0.02),
		"a line with some noise": errorRates(0.5, 0.011, 0.55, 0.014, 0.6, 0.021, 0.65, 0.024, 0.7, 0.031, 0.75, 0.034, 0.8, 0.041, 0.85, 0.044, 0.9, 0.051),
	} {
		require.Equal(t, "the data show no tipping point", degraded(t, observed).ErrorRate.TippingAt.Reason(), name)
	}
	noisy := errorRates(0.5, 0.021, 0.55, 0.019, 0.6, 0.02, 0.65, 0.022, 0.7, 0.018, 0.75, 0.021, 0.8, 0.02, 0.85, 0.019, 0.9, 0.045, 0.95, 0.069, 1, 0.095)
	d := degraded(t, noisy)
	require.InDelta(t, 0.85, d.ErrorRate.TippingAt.Or(-1), 0.02)
	require.InDelta(t, 0.5, d.ErrorRate.SlopeBeyond.Or(-1), 0.05)
	for i := range d.ErrorRate.Points {
		d.ErrorRate.Points[i].Value = six(d.ErrorRate.Points[i].Value)
	}
	d.ErrorRate.TippingAt, d.ErrorRate.SlopeBeyond = sixMaybe(d.ErrorRate.TippingAt), sixMaybe(d.ErrorRate.SlopeBeyond)
	testkit.Golden(t, "degradation", d)
}

func TestQualityCurveAt(t *testing.T) {
	d := degraded(t, errorRates(0.5, 0.25, 0.75, 0.5, 1, 1))
	for _, tc := range []struct {
		at, want float64
		inRange  bool
	}{
		{0, 0.25, false},
		{math.Nextafter(0.5, 0), 0.25, false},
		{0.5, 0.25, true},
		{0.625, 0.375, true},
		{0.75, 0.5, true},
		{0.875, 0.75, true},
		{1, 1, true},
		{math.Nextafter(1, 2), 1, false},
		{10, 1, false},
	} {
		e, err := d.ErrorRate.At(tc.at)
		require.NoError(t, err)
		require.Equal(t, capacity.QualityEstimate{Value: salesops.Defined(tc.want), InRange: tc.inRange, Range: salesops.Interval{Low: 0.5, High: 1}}, e, "%v", tc.at)
		testkit.RoundTrip(t, e)
	}
	for _, at := range []float64{-0.1, 10.1, math.NaN()} {
		e, err := d.ErrorRate.At(at)
		testkit.RequireFaults(t, err, testkit.Fault{Field: "At.Utilization", Reason: salesops.ErrOutOfRange})
		require.Zero(t, e)
	}
}

// The curve never falls, stays among the values observed, keeps their sum, and no
// other rising curve on the same places is closer: moving any block a little does
// not help.
func degradeProperty(t *rapid.T) {
	n := rapid.IntRange(2, 30).Draw(t, "observations")
	var observed []capacity.QualityObservation
	for range n {
		rate := float64(rapid.IntRange(0, 20).Draw(t, "errors")) / 20
		observed = append(observed, capacity.QualityObservation{Utilization: float64(rapid.IntRange(10, 24).Draw(t, "utilization")) / 20, ErrorRate: &rate})
	}
	c := degraded(t, observed).ErrorRate
	again := slices.Clone(observed)
	slices.Reverse(again)
	require.Equal(t, c, degraded(t, again).ErrorRate, "in any order")
	if !c.Estimated {
		return
	}
	sum, fitted, squares := 0.0, 0.0, 0.0
	for _, o := range observed {
		e, err := c.At(o.Utilization)
		require.NoError(t, err)
		require.True(t, e.InRange)
		sum, fitted = sum+*o.ErrorRate, fitted+e.Value.Or(-9)
		squares += (*o.ErrorRate - e.Value.Or(-9)) * (*o.ErrorRate - e.Value.Or(-9))
	}
	require.InDelta(t, sum, fitted, 1e-9)
	require.InDelta(t, leastSquares(observed), squares, 1e-9)
	for i := 1; i < len(c.Points); i++ {
		require.LessOrEqual(t, c.Points[i-1].Value, c.Points[i].Value)
	}
}

// leastSquares returns the least sum of squares of a rising curve, by the minimax
// formula: the value at a place is the largest, over places up to it, of the
// smallest, over places from it on, mean between the two.
func leastSquares(observed []capacity.QualityObservation) float64 {
	sum, count := map[float64]float64{}, map[float64]float64{}
	var places []float64
	for _, o := range observed {
		if count[o.Utilization] == 0 {
			places = append(places, o.Utilization)
		}
		sum[o.Utilization] += *o.ErrorRate
		count[o.Utilization]++
	}
	slices.Sort(places)
	value := map[float64]float64{}
	for i, place := range places {
		best := math.Inf(-1)
		for from := 0; from <= i; from++ {
			least := math.Inf(1)
			for to := i; to < len(places); to++ {
				s, n := 0.0, 0.0
				for _, p := range places[from : to+1] {
					s, n = s+sum[p], n+count[p]
				}
				least = min(least, s/n)
			}
			best = max(best, least)
		}
		value[place] = best
	}
	total := 0.0
	for _, o := range observed {
		total += (*o.ErrorRate - value[o.Utilization]) * (*o.ErrorRate - value[o.Utilization])
	}
	return total
}

func TestDegrade(t *testing.T) { rapid.Check(t, degradeProperty) }

func FuzzDegrade(f *testing.F) { f.Fuzz(rapid.MakeFuzz(degradeProperty)) }

func TestDegradationRejected(t *testing.T) {
	out := salesops.ErrOutOfRange
	d, err := capacity.EstimateDegradation(make([]capacity.QualityObservation, capacity.MaxObservations+1))
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Observations", Reason: out})
	require.Zero(t, d)
	_, err = capacity.EstimateDegradation([]capacity.QualityObservation{{}, {Utilization: 11, ErrorRate: new(2.0), Satisfaction: new(11.0)}, {Utilization: -1}})
	testkit.RequireFaults(
		t, err, testkit.Fault{Field: "Observations[1].Utilization", Reason: out}, testkit.Fault{Field: "Observations[1].ErrorRate", Reason: out},
		testkit.Fault{Field: "Observations[1].Satisfaction", Reason: out}, testkit.Fault{Field: "Observations[2].Utilization", Reason: out},
	)
	many := make([]capacity.QualityObservation, capacity.MaxObservations)
	for i := range many {
		rate := float64(i*i%997) / 1000
		many[i] = capacity.QualityObservation{Utilization: float64(i) / 100, ErrorRate: &rate}
	}
	require.True(t, degraded(t, many).ErrorRate.Estimated)
}

func TestQualityCurveJSON(t *testing.T) {
	out, conflict := salesops.ErrOutOfRange, salesops.ErrConflict
	encoded := text(t, degraded(t, errorRates(0.5, 0.25, 0.75, 0.5, 1, 1)).ErrorRate)
	requireEdits[capacity.QualityCurve](t, encoded, []edit{
		{`"estimated":true`, `"estimated":false`, testkit.Fault{Field: "QualityCurve.Points", Reason: conflict}},
		{`"observations":3`, `"observations":1001`, testkit.Fault{Field: "QualityCurve.Observations", Reason: out}},
		{`"utilization":0.5`, `"utilization":-0.5`, testkit.Fault{Field: "QualityCurve.Points[0].Utilization", Reason: out}},
		{`"utilization":0.5`, `"utilization":0.75`, testkit.Fault{Field: "QualityCurve.Points[1].Utilization", Reason: conflict}},
		{`"value":1`, `"value":11`, testkit.Fault{Field: "QualityCurve.Points[2].Value", Reason: out}},
		{`"tipping_at":null`, `"tipping_at":0.75`, testkit.Fault{Field: "QualityCurve.TippingAt", Reason: conflict}},
		{`"slope_beyond":null`, `"slope_beyond":1`, testkit.Fault{Field: "QualityCurve.TippingAt", Reason: conflict}},
	})
	requireEdits[capacity.QualityCurve](t, text(t, degraded(t, nil).ErrorRate), []edit{
		{`"estimated":false`, `"estimated":true`, testkit.Fault{Field: "QualityCurve.Points", Reason: conflict}},
		{`"tipping_at":null,"slope_beyond":null`, `"tipping_at":1,"slope_beyond":1`, testkit.Fault{Field: "QualityCurve.TippingAt", Reason: conflict}},
	})
}
