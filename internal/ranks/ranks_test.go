package ranks_test

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops/internal/binomial"
	"github.com/salesops-go/salesops/internal/ranks"
)

func vectors(t *testing.T) []row {
	t.Helper()
	text, err := os.ReadFile("testdata/trend.json")
	require.NoError(t, err)
	var rows []row
	require.NoError(t, json.Unmarshal(text, &rows))
	require.GreaterOrEqual(t, len(rows), 23, "rows are missing")
	return rows
}

type row struct {
	ID     string `json:"id"`
	Inputs struct {
		X []float64 `json:"x"`
		Y []float64 `json:"y"`
	} `json:"inputs"`
	Expected struct {
		N          int      `json:"n"`
		S          int64    `json:"s"`
		Concordant int64    `json:"concordant"`
		Discordant int64    `json:"discordant"`
		Variance   float64  `json:"var_s"`
		Normal     *float64 `json:"p_mk"`
		Exact      *float64 `json:"p_exact"`
		Slope      *float64 `json:"theil_sen_slope"`
	} `json:"expected"`
	Tol float64 `json:"tol"`
}

func near(t require.TestingT, want, got, tol float64, why ...any) {
	require.LessOrEqual(t, math.Abs(got-want), max(tol*math.Abs(want), 1e-300), append([]any{"%v is not %v: %v", got, want}, why...)...)
}

// The order of a series is that of its values sorted by time.
func TestTrendVectors(t *testing.T) {
	exact, ties := 0, 0
	for _, r := range vectors(t) {
		x := r.Inputs.X
		if x == nil {
			for i := range r.Inputs.Y {
				x = append(x, float64(i+1))
			}
		}
		if r.Expected.Slope != nil {
			near(t, *r.Expected.Slope, ranks.Median(ranks.Slopes(x, r.Inputs.Y)), r.Tol, r.ID)
		}
		if r.Inputs.X != nil {
			continue // x may have ties, which the order in time has not
		}
		k := ranks.OrderOf(r.Inputs.Y)
		require.Equal(t, r.Expected.N, k.N, r.ID)
		require.Equal(t, []int64{r.Expected.S, r.Expected.Concordant, r.Expected.Discordant}, []int64{k.S(), k.Concordant, k.Discordant}, r.ID)
		near(t, r.Expected.Variance, k.Variance(), r.Tol, r.ID)
		if r.Expected.Normal != nil {
			near(t, *r.Expected.Normal, k.Normal(), r.Tol, r.ID)
		}
		p, ok := k.Exact()
		if k.Variance() == 0 {
			continue // the source calls the test of equal values undefined
		}
		require.Equal(t, r.Expected.Exact != nil, ok, r.ID)
		if ok {
			near(t, *r.Expected.Exact, p, r.Tol, r.ID)
			exact++
		}
		if len(k.Ties) < k.N {
			ties++
		}
	}
	require.Greater(t, exact, 10)
	require.NotZero(t, ties)
}

// bruteForce goes through all orders.
func bruteForce(y []float64) float64 {
	k := ranks.OrderOf(y)
	s := max(k.S(), -k.S())
	all, extreme := 0, 0
	perm := slices.Clone(y)
	var visit func(i int)
	visit = func(i int) {
		if i == len(perm) {
			o := ranks.OrderOf(perm)
			all++
			if max(o.S(), -o.S()) >= s {
				extreme++
			}
			return
		}
		for j := i; j < len(perm); j++ {
			perm[i], perm[j] = perm[j], perm[i]
			visit(i + 1)
			perm[i], perm[j] = perm[j], perm[i]
		}
	}
	visit(0)
	return float64(extreme) / float64(all)
}

func exactProperty(t *rapid.T) {
	y := rapid.SliceOfN(rapid.Map(rapid.IntRange(0, 4), func(n int) float64 { return float64(n) }), 0, 6).Draw(t, "y")
	k := ranks.OrderOf(y)
	p, ok := k.Exact()
	require.True(t, ok)
	near(t, bruteForce(y), p, 1e-12)
	slices.Reverse(y)
	back := ranks.OrderOf(y)
	require.Equal(t, -k.S(), back.S())
	q, _ := back.Exact()
	near(t, p, q, 1e-12)
	require.Equal(t, k.Normal(), back.Normal())
}

func TestExact(t *testing.T) { rapid.Check(t, exactProperty) }
func FuzzExact(f *testing.F) { f.Fuzz(rapid.MakeFuzz(exactProperty)) }

func TestOrderOf(t *testing.T) {
	k := ranks.OrderOf(nil)
	require.Zero(t, k.S())
	require.Equal(t, 1.0, k.Normal())
	p, ok := k.Exact()
	require.True(t, ok)
	require.Equal(t, 1.0, p)

	k = ranks.OrderOf([]float64{2, 2, 2})
	require.Equal(t, []int{3}, k.Ties)
	require.Zero(t, k.Variance())
	require.Equal(t, 1.0, k.Normal())
	p, _ = k.Exact()
	require.Equal(t, 1.0, p)

	rising := make([]float64, ranks.MaxExact+1)
	for i := range rising {
		rising[i] = float64(i)
	}
	k = ranks.OrderOf(rising)
	_, ok = k.Exact()
	require.False(t, ok)
	k = ranks.OrderOf(rising[:ranks.MaxExact])
	p, ok = k.Exact()
	require.True(t, ok)
	factorial := 0.0 // two orders of 60!
	for i := 2.0; i <= ranks.MaxExact; i++ {
		factorial += math.Log(i)
	}
	near(t, math.Ln2-factorial, math.Log(p), 1e-12)
}

func TestSlope(t *testing.T) {
	require.True(t, math.IsNaN(ranks.Median(nil)))
	require.Equal(t, 2.0, ranks.Median([]float64{1, 2, 9}))
	require.Equal(t, 5.5, ranks.Median([]float64{1, 2, 9, 10}))
	require.Equal(t, -ranks.Median([]float64{0.1, 0.7}), ranks.Median([]float64{-0.7, -0.1}))
	require.Equal(t, math.MaxFloat64, ranks.Median([]float64{math.MaxFloat64, math.MaxFloat64}))
	require.Empty(t, ranks.Slopes([]float64{1, 1}, []float64{2, 3}))
	require.Equal(t, []float64{-1, 0.5, 2}, ranks.Slopes([]float64{1, 2, 3}, []float64{2, 4, 3}))
	low, high := ranks.SlopeInterval(nil, 1, 1)
	require.True(t, math.IsNaN(low) && math.IsNaN(high))

	// Sen's example, x = 1, 2, 3, 4, 10, 12, 18: the 93% interval is [26/7, 35/8].
	x, y := []float64{1, 2, 3, 4, 10, 12, 18}, []float64{9, 15, 19, 20, 45, 55, 78}
	k := ranks.OrderOf(y)
	slopes := ranks.Slopes(x, y)
	require.Equal(t, 4.0, ranks.Median(slopes))
	low, high = ranks.SlopeInterval(slopes, k.Variance(), binomial.ZForLevel(0.93))
	require.Equal(t, []float64{26.0 / 7, 35.0 / 8}, []float64{low, high})
	low, high = ranks.SlopeInterval(slopes, k.Variance(), 100)
	require.Equal(t, []float64{slopes[0], slopes[len(slopes)-1]}, []float64{low, high})
}

func areaProperty(t *rapid.T) {
	list := rapid.SliceOf(rapid.Custom(func(t *rapid.T) ranks.Scored {
		return ranks.Scored{Score: float64(rapid.IntRange(0, 5).Draw(t, "score")), Positive: rapid.Bool().Draw(t, "positive")}
	})).Draw(t, "list")
	won, pairs := 0.0, 0.0
	for _, a := range list {
		for _, b := range list {
			if a.Positive && !b.Positive {
				pairs++
				switch {
				case a.Score > b.Score:
					won++
				case a.Score == b.Score:
					won += 0.5
				}
			}
		}
	}
	area, ok := ranks.Area(slices.Clone(list))
	require.Equal(t, pairs > 0, ok)
	if ok {
		require.Equal(t, won/pairs, area)
	}
}

func TestArea(t *testing.T) { rapid.Check(t, areaProperty) }
func FuzzArea(f *testing.F) { f.Fuzz(rapid.MakeFuzz(areaProperty)) }

// The published case has ties in both groups.
func TestAreaVector(t *testing.T) {
	text, err := os.ReadFile("testdata/auc.json")
	require.NoError(t, err)
	var rows []struct {
		ID    string    `json:"id"`
		Score []float64 `json:"score"`
		Y     []int     `json:"y"`
		AUC   float64   `json:"auc"`
		Tol   float64   `json:"tol"`
	}
	require.NoError(t, json.Unmarshal(text, &rows))
	require.Len(t, rows, 1)
	for _, r := range rows {
		var list []ranks.Scored
		for i, score := range r.Score {
			list = append(list, ranks.Scored{Score: score, Positive: r.Y[i] == 1})
		}
		area, ok := ranks.Area(list)
		require.True(t, ok)
		near(t, r.AUC, area, r.Tol, r.ID)
	}
}

func TestAreaOfNaN(t *testing.T) {
	nan := math.NaN()
	_, ok := ranks.Area([]ranks.Scored{{nan, true}, {nan, true}, {nan, false}})
	require.True(t, ok, "it ends")
}

func BenchmarkExact(b *testing.B) {
	y := make([]float64, ranks.MaxExact)
	for i := range y {
		y[i] = float64(i * 7 % 31)
	}
	k := ranks.OrderOf(y)
	b.Run("n=60", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = k.Exact()
		}
	})
}
