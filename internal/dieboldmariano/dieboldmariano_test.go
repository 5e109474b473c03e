package dieboldmariano_test

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/internal/dieboldmariano"
)

// The rows are dm.test's, which falls back to h = 1 where it warns that the
// variance is not positive; these are null.
func TestVectors(t *testing.T) {
	data, err := os.ReadFile("testdata/dm.json")
	require.NoError(t, err)
	var rows []struct {
		ID            string
		First, Second []float64
		H             int
		Expected      *struct{ Statistic, P float64 }
	}
	require.NoError(t, json.Unmarshal(data, &rows))
	require.Len(t, rows, 72)
	negative := 0
	for _, r := range rows {
		d := make([]float64, len(r.First))
		for i := range d {
			d[i] = math.Abs(r.First[i]) - math.Abs(r.Second[i])
		}
		statistic, p, ok := dieboldmariano.Test(d, r.H)
		require.Equal(t, r.Expected != nil, ok, r.ID)
		if !ok {
			negative++
			require.Zero(t, statistic+p)
			continue
		}
		require.InEpsilon(t, r.Expected.Statistic, statistic, 1e-10, r.ID)
		require.InEpsilon(t, r.Expected.P, p, 1e-10, r.ID)
	}
	require.Positive(t, negative)
}

func TestNoStatistic(t *testing.T) {
	for name, tc := range map[string]struct {
		d []float64
		h int
	}{
		"nothing":      {nil, 1},
		"one":          {[]float64{3}, 1},
		"h zero":       {[]float64{1, 2, 3}, 0},
		"h too long":   {[]float64{1, 2, 4}, 3},
		"constant":     {[]float64{0.1, 0.1, 0.1, 0.1, 0.1, 0.1}, 1},
		"alternating":  {[]float64{1, -1, 1, -1, 1, -1, 1, -1}, 2},
		"exactly zero": {[]float64{1, 0, -1, 0}, 3}, // γ: 2/4, 0, -1/4; V = 0 within rounding
	} {
		t.Run(name, func(t *testing.T) {
			statistic, p, ok := dieboldmariano.Test(tc.d, tc.h)
			require.False(t, ok)
			require.Zero(t, statistic)
			require.Zero(t, p)
		})
	}
	_, _, ok := dieboldmariano.Test([]float64{1, 2, 4}, 2)
	require.True(t, ok, "one more difference than steps")
	_, _, ok = dieboldmariano.Test([]float64{1, 2}, 1)
	require.True(t, ok)
}

// The sign of the statistic is that of the mean, swapping the forecasters turns it
// round, and it does not depend on the unit.
func TestSymmetry(t *testing.T) {
	d := []float64{3, -1, 4, -1, 5, 9, -2, 6}
	turned, scaled := make([]float64, len(d)), make([]float64, len(d))
	for i := range d {
		turned[i], scaled[i] = -d[i], 1024*d[i]
	}
	for h := 1; h < 4; h++ {
		s, p, ok := dieboldmariano.Test(d, h)
		require.True(t, ok)
		require.Positive(t, s)
		other, q, ok := dieboldmariano.Test(turned, h)
		require.True(t, ok)
		require.Equal(t, []float64{-s, p}, []float64{other, q})
		other, q, ok = dieboldmariano.Test(scaled, h)
		require.True(t, ok)
		require.Equal(t, []float64{s, p}, []float64{other, q})
	}
}
