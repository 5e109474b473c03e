package smoothing_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops/internal/smoothing"
	"github.com/salesops-go/salesops/internal/testkit"
)

func models() *rapid.Generator[smoothing.Model] {
	return rapid.Custom(func(t *rapid.T) smoothing.Model {
		m := smoothing.Model{
			Trend:  rapid.SampledFrom([]smoothing.Trend{smoothing.NoTrend, smoothing.LinearTrend, smoothing.DampedTrend}).Draw(t, "trend"),
			Season: rapid.SampledFrom([]smoothing.Season{smoothing.NoSeason, smoothing.AdditiveSeason, smoothing.MultiplicativeSeason}).Draw(t, "season"),
			Period: 1,
		}
		if m.Season != smoothing.NoSeason {
			m.Period = rapid.SampledFrom([]int{2, 3, 4, 7}).Draw(t, "period")
		}
		return m
	})
}

func positives(m smoothing.Model) *rapid.Generator[[]float64] {
	value := rapid.OneOf(rapid.Map(rapid.IntRange(1, 9), func(n int) float64 { return float64(n) }), rapid.Float64Range(0.5, 20))
	return rapid.SliceOfN(value, m.MinValues(), m.MinValues()+15)
}

// A fit keeps its bounds, never gets worse by searching longer, and comes with
// values times a power of two to the last bit.
func fitProperty(t *rapid.T) {
	m := models().Draw(t, "model")
	values := positives(m).Draw(t, "values")
	fit, good := smoothing.Estimate(m, values, 1<<20)
	if !good {
		require.Equal(t, smoothing.MultiplicativeSeason, m.Season)
		return
	}
	requireBounds(t, fit)
	_, begun, walked := smoothing.Walk(m, fit.Parameters, smoothing.Begin(m, values), values)
	require.Len(t, fit.Final.Seasons, m.Period)
	if walked {
		squares, _, _ := smoothing.Walk(m, fit.Parameters, smoothing.Begin(m, values), values)
		require.LessOrEqual(t, fit.Squares, squares*(1+1e-12))
		require.Len(t, begun.Seasons, m.Period)
	}
	few, good := smoothing.Estimate(m, values, 1)
	require.True(t, good)
	require.False(t, few.Converged && few.Squares > 1e-20)
	// Initial states are good enough when a step gains less than 1e-8.
	require.LessOrEqual(t, fit.Squares, few.Squares*(1+1e-7))

	factor := rapid.SampledFrom([]float64{1.0 / 1024, 0.5, 4, 1 << 30}).Draw(t, "factor")
	scaled := make([]float64, len(values))
	for i, y := range values {
		scaled[i] = factor * y
	}
	other, good := smoothing.Estimate(m, scaled, 1<<20)
	require.True(t, good)
	require.Equal(t, fit.Parameters, other.Parameters)
	wide := other.Predict(2*m.Period + 1)
	for h, p := range fit.Predict(2*m.Period + 1) {
		require.GreaterOrEqual(t, p.Variance, 0.0)
		if p.Variance > 1e100 {
			break // seasons that left the values behind: what follows leaves the range of float64
		}
		require.Equal(t, factor*p.Mean, wide[h].Mean)
		require.Equal(t, factor*factor*p.Variance, wide[h].Variance)
	}
}

func requireBounds(t testkit.Failer, f smoothing.Fit) {
	t.Helper()
	require.GreaterOrEqual(t, f.Alpha, 0.0001)
	require.LessOrEqual(t, f.Alpha, 0.9999)
	switch f.Trend {
	case smoothing.NoTrend:
		require.Zero(t, f.Beta)
		require.Zero(t, f.Phi)
	case smoothing.LinearTrend:
		require.Equal(t, 1.0, f.Phi)
	case smoothing.DampedTrend:
		require.GreaterOrEqual(t, f.Phi, 0.8)
		require.LessOrEqual(t, f.Phi, 0.98)
	}
	if f.Trend != smoothing.NoTrend {
		require.GreaterOrEqual(t, f.Beta, 0.0001)
		require.LessOrEqual(t, f.Beta, f.Alpha)
	}
	if f.Season == smoothing.NoSeason {
		require.Zero(t, f.Gamma)
		return
	}
	require.GreaterOrEqual(t, f.Gamma, 0.0001-1e-12)
	require.LessOrEqual(t, f.Gamma, 1-f.Alpha)
	sum := 0.0
	for _, s := range f.Initial.Seasons {
		sum += s
	}
	neutral := 0.0
	if f.Season == smoothing.MultiplicativeSeason {
		neutral = float64(f.Period)
	}
	require.InDelta(t, neutral, sum, 1e-8*max(1, math.Abs(f.Initial.Level)))
}

// A series that the model can tell exactly is told exactly, with no variance.
func exactProperty(t *rapid.T) {
	m := models().Draw(t, "model")
	n := m.MinValues() + rapid.IntRange(0, 9).Draw(t, "more")
	level := rapid.Float64Range(50, 100).Draw(t, "level")
	slope := 0.0
	if m.Trend == smoothing.LinearTrend {
		slope = rapid.Float64Range(0, 3).Draw(t, "slope")
	}
	seasons := make([]float64, m.Period)
	for i := range seasons {
		switch m.Season {
		case smoothing.AdditiveSeason:
			seasons[i] = float64((i*7)%5) - 2
		case smoothing.MultiplicativeSeason:
			seasons[i], slope = 1+float64((i*7)%5)/10, 0
		case smoothing.NoSeason:
		}
	}
	at := func(i int) float64 {
		base := level + slope*float64(i)
		if m.Season == smoothing.MultiplicativeSeason {
			return base * seasons[i%m.Period]
		}
		return base + seasons[i%m.Period]
	}
	values := make([]float64, n)
	for i := range values {
		values[i] = at(i)
	}
	fit, good := smoothing.Estimate(m, values, 1<<20)
	require.True(t, good)
	for h, p := range fit.Predict(m.Period + 2) {
		require.InEpsilon(t, at(n+h), p.Mean, 1e-6)
		require.Less(t, math.Sqrt(p.Variance), 1e-5*level)
	}
}

func TestFit(t *testing.T)   { rapid.Check(t, fitProperty) }
func TestExact(t *testing.T) { rapid.Check(t, exactProperty) }

func FuzzFit(f *testing.F) { f.Fuzz(rapid.MakeFuzz(fitProperty)) }
