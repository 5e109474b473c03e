package poissonbinomial_test

import (
	"math"
	"math/big"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops/internal/binomial"
	"github.com/salesops-go/salesops/internal/poissonbinomial"
)

func TestNoTrial(t *testing.T) {
	c := poissonbinomial.Of(nil)
	require.Equal(t, []float64{0, 1, 0}, []float64{c.Mass(-1), c.Mass(0), c.Mass(1)})
	require.Equal(t, []float64{0, 1, 1}, []float64{c.AtMost(-1), c.AtMost(0), c.AtMost(1)})
	require.Equal(t, []float64{1, 1, 0}, []float64{c.AtLeast(-1), c.AtLeast(0), c.AtLeast(1)})
	require.Zero(t, c.Quantile(0.5))
}

func TestCertainAndImpossible(t *testing.T) {
	c := poissonbinomial.Of([]float64{0, 1, 1, 0, 1})
	for k := range 6 {
		want := 0.0
		if k == 3 {
			want = 1
		}
		require.Equal(t, want, c.Mass(k))
	}
	require.Equal(t, []float64{0, 0, 1, 1, 1}, []float64{c.AtMost(0), c.AtMost(2), c.AtMost(3), c.AtMost(4), c.AtMost(5)})
	require.Equal(t, []float64{1, 1, 1, 0, 0}, []float64{c.AtLeast(0), c.AtLeast(2), c.AtLeast(3), c.AtLeast(4), c.AtLeast(5)})
	require.Equal(t, 3, c.Quantile(0.01))
	require.Equal(t, 3, c.Quantile(0.99))
}

// A level on the line is reached, whatever the last bit says.
func TestQuantileAtTheLine(t *testing.T) {
	c := poissonbinomial.Of([]float64{0.9})
	require.Less(t, c.AtMost(0), 0.1)
	for level, want := range map[float64]int{0.0999: 0, 0.1: 0, 0.1001: 1, 0.99: 1} {
		require.Equal(t, want, c.Quantile(level), "%g", level)
	}
	coins := poissonbinomial.Of([]float64{0.5, 0.5, 0.5})
	for level, want := range map[float64]int{0.125: 0, 0.126: 1, 0.5: 1, 0.501: 2, 0.875: 2, 0.876: 3} {
		require.Equal(t, want, coins.Quantile(level), "%g", level)
	}
}

// Both tails of 10,000 coins have full relative accuracy down to 1e-290, below
// which they are zero.
func TestTails(t *testing.T) {
	const n = 10_000
	chances := make([]float64, n)
	for i := range chances {
		chances[i] = 0.5
	}
	c := poissonbinomial.Of(chances)
	smallest := 1.0
	for k := 0; k <= n/2; k += 25 {
		want := binomial.Mass(n, k, 0.5)
		if want < 1e-290 {
			require.Zero(t, c.Mass(k))
			require.Zero(t, c.Mass(n-k))
			continue
		}
		smallest = min(smallest, want)
		const most = 2e-12 + 1e-12 // ours and the reference's
		require.InEpsilon(t, want, c.Mass(k), most)
		require.InEpsilon(t, want, c.Mass(n-k), most)
		require.InEpsilon(t, binomial.Lower(n, k, 0.5), c.AtMost(k), most)
		require.InEpsilon(t, binomial.Upper(n, n-k, 0.5), c.AtLeast(n-k), most)
	}
	require.Less(t, smallest, 1e-280)
	require.Zero(t, c.AtMost(0))
	require.Zero(t, c.AtLeast(n))
	require.Equal(t, 1.0, c.AtLeast(0))
	require.Equal(t, 1.0, c.AtMost(n))
}

// What is certain is 1 to the last bit, although the masses may not add up to it.
func TestCertain(t *testing.T) {
	for n := range 60 {
		chances := make([]float64, n)
		for i := range chances {
			chances[i] = float64(1+i%9) / 10
		}
		c := poissonbinomial.Of(chances)
		require.Equal(t, []float64{1, 1, 1, 1}, []float64{c.AtMost(n), c.AtMost(n + 1), c.AtLeast(0), c.AtLeast(-1)})
		require.Equal(t, []float64{0, 0}, []float64{c.AtMost(-1), c.AtLeast(n + 1)})
	}
}

// A count of any size is asked for, also beside counts that start above zero.
func TestFarCounts(t *testing.T) {
	c := poissonbinomial.Of([]float64{1, 1, 0.5})
	require.Equal(t, []float64{0, 1}, []float64{c.AtMost(math.MinInt), c.AtMost(math.MaxInt)})
	require.Equal(t, []float64{1, 0}, []float64{c.AtLeast(math.MinInt), c.AtLeast(math.MaxInt)})
	require.Equal(t, []float64{0, 0}, []float64{c.Mass(math.MinInt), c.Mass(math.MaxInt)})
}

// The middle of rare and of all but sure trials is where the mass is, although
// the first products are far below the smallest float64.
func TestLongWayDown(t *testing.T) {
	for _, p := range []float64{1e-9, 0.999999999, 0.001, 0.999} {
		chances := make([]float64, 3000)
		for i := range chances {
			chances[i] = p
		}
		c := poissonbinomial.Of(chances)
		k := int(math.Round(3000 * p))
		require.InEpsilon(t, binomial.Mass(3000, k, p), c.Mass(k), 1e-11, "%g", p)
	}
}

// Masses and tails agree with rationals, and the order of the trials is nothing.
func countsProperty(t *rapid.T) {
	chances := rapid.SliceOfN(rapid.OneOf(
		rapid.Map(rapid.IntRange(0, 20), func(n int) float64 { return float64(n) / 20 }), rapid.Float64Range(0, 1),
	), 0, 14).Draw(t, "chances")
	want := []*big.Rat{big.NewRat(1, 1)}
	for _, p := range chances {
		win := new(big.Rat).SetFloat64(p)
		lose := new(big.Rat).Sub(big.NewRat(1, 1), win)
		next := make([]*big.Rat, len(want)+1)
		for k := range next {
			next[k] = new(big.Rat)
			if k < len(want) {
				next[k].Mul(want[k], lose)
			}
			if k > 0 {
				next[k].Add(next[k], new(big.Rat).Mul(want[k-1], win))
			}
		}
		want = next
	}
	c := poissonbinomial.Of(chances)
	other := poissonbinomial.Of(rapid.Permutation(chances).Draw(t, "order"))
	below := new(big.Rat)
	for k, m := range want {
		above := new(big.Rat).Sub(big.NewRat(1, 1), below)
		below.Add(below, m)
		for _, pair := range []struct {
			want *big.Rat
			got  float64
		}{{m, c.Mass(k)}, {below, c.AtMost(k)}, {above, c.AtLeast(k)}, {m, other.Mass(k)}} {
			exact, _ := pair.want.Float64()
			if exact < 1e-290 {
				require.LessOrEqual(t, pair.got, 1.0001e-290)
			} else {
				require.InEpsilon(t, exact, pair.got, 64*0x1p-53)
			}
		}
		level := float64(rapid.IntRange(1, 99).Draw(t, "level")) / 100
		at := c.Quantile(level)
		require.GreaterOrEqual(t, c.AtMost(at), level*(1-1e-13))
		require.Less(t, c.AtMost(at-1), level)
	}
}

func TestCounts(t *testing.T) { rapid.Check(t, countsProperty) }
func FuzzCounts(f *testing.F) { f.Fuzz(rapid.MakeFuzz(countsProperty)) }

func BenchmarkOf(b *testing.B) {
	for _, n := range []int{100, 1000, 10_000} {
		chances := make([]float64, n)
		for i := range chances {
			chances[i] = float64(1+i%19) / 20
		}
		b.Run("trials="+strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				poissonbinomial.Of(chances)
			}
		})
	}
}
