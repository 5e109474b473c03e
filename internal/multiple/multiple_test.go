package multiple_test

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops/internal/multiple"
)

func TestAdjustments(t *testing.T) {
	for name, tc := range map[string]struct {
		p, holm, hochberg []float64
	}{
		"none":           {[]float64{}, []float64{}, []float64{}},
		"one":            {[]float64{0.04}, []float64{0.04}, []float64{0.04}},
		"powers of two":  {[]float64{1.0 / 4, 1.0 / 64, 1.0 / 32, 1}, []float64{2.0 / 4, 4.0 / 64, 3.0 / 32, 1}, []float64{1.0 / 3, 4.0 / 64, 2.0 / 32, 1}},
		"equal":          {[]float64{1.0 / 8, 1.0 / 8, 1.0 / 8, 1.0 / 8}, []float64{0.5, 0.5, 0.5, 0.5}, []float64{1.0 / 8, 1.0 / 8, 1.0 / 8, 1.0 / 8}},
		"never above 1":  {[]float64{0.75, 0.5, 0.75}, []float64{1, 1, 1}, []float64{0.75, 0.75, 0.75}},
		"running bounds": {[]float64{3.0 / 64, 2.0 / 64, 1.0 / 2}, []float64{6.0 / 64, 6.0 / 64, 1.0 / 2}, []float64{4.5 / 64, 4.5 / 64, 1.0 / 2}},
		"zero":           {[]float64{0, 1}, []float64{0, 1}, []float64{0, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			before := slices.Clone(tc.p)
			require.Equal(t, tc.holm, multiple.Holm(tc.p))
			require.Equal(t, tc.hochberg, multiple.BenjaminiHochberg(tc.p))
			require.Equal(t, before, tc.p)
		})
	}
}

// The values of p.adjust in R 4.2.
func TestAdjustmentsOfR(t *testing.T) {
	p := []float64{0.01, 0.04, 0.03, 0.2, 0.005}
	require.InDeltaSlice(t, []float64{0.025, 0.05, 0.05, 0.2, 0.025}, multiple.BenjaminiHochberg(p), 1e-15)
	require.InDeltaSlice(t, []float64{0.04, 0.09, 0.09, 0.2, 0.025}, multiple.Holm(p), 1e-15)
}

// By the definition: at every level the rejections are those of the step-down and
// of the step-up procedure.
func adjustmentProperty(t *rapid.T) {
	list := rapid.SliceOfN(rapid.Map(rapid.IntRange(0, 64), func(n int) float64 { return float64(n) / 64 }), 1, 9).Draw(t, "p")
	level := rapid.SampledFrom([]float64{1.0 / 64, 0.05, 0.25, 0.75}).Draw(t, "level")
	holm, hochberg := multiple.Holm(list), multiple.BenjaminiHochberg(list)
	sorted := slices.Sorted(slices.Values(list))
	m := float64(len(list))
	down, up := math.Inf(-1), math.Inf(-1) // the largest p that is rejected
	for i, p := range sorted {
		if (m-float64(i))*p > level {
			break
		}
		down = p
	}
	for i, p := range sorted {
		if m*p/float64(i+1) <= level {
			up = p
		}
	}
	for i, p := range list {
		require.Equal(t, p <= down, holm[i] <= level, "holm %v of %v", p, list)
		require.Equal(t, p <= up, hochberg[i] <= level, "hochberg %v of %v", p, list)
		require.GreaterOrEqual(t, hochberg[i], p)
		require.GreaterOrEqual(t, holm[i], hochberg[i])
		require.LessOrEqual(t, holm[i], 1.0)
		for j := range list {
			if p <= list[j] {
				require.LessOrEqual(t, holm[i], holm[j])
				require.LessOrEqual(t, hochberg[i], hochberg[j])
			}
		}
	}
	places := make([]int, len(list))
	for i := range places {
		places[i] = i
	}
	places = rapid.Permutation(places).Draw(t, "order")
	mixed := make([]float64, len(list))
	for to, from := range places {
		mixed[to] = list[from]
	}
	for to, from := range places {
		require.Equal(t, holm[from], multiple.Holm(mixed)[to])
		require.Equal(t, hochberg[from], multiple.BenjaminiHochberg(mixed)[to])
	}
}

func TestAdjustmentProperty(t *testing.T) { rapid.Check(t, adjustmentProperty) }
func FuzzAdjustments(f *testing.F)        { f.Fuzz(rapid.MakeFuzz(adjustmentProperty)) }
