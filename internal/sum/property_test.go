package sum_test

import (
	"encoding/json"
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops/internal/sum"
)

func TestExact(t *testing.T)     { rapid.Check(t, exact) }
func FuzzExact(f *testing.F)     { f.Fuzz(rapid.MakeFuzz(exact)) }
func TestOrder(t *testing.T)     { rapid.Check(t, order) }
func FuzzOrder(f *testing.F)     { f.Fuzz(rapid.MakeFuzz(order)) }
func TestSplit(t *testing.T)     { rapid.Check(t, split) }
func FuzzSplit(f *testing.F)     { f.Fuzz(rapid.MakeFuzz(split)) }
func TestRoundTrip(t *testing.T) { rapid.Check(t, roundTrip) }
func FuzzRoundTrip(f *testing.F) { f.Fuzz(rapid.MakeFuzz(roundTrip)) }
func TestTotal(t *testing.T)     { rapid.Check(t, total) }
func FuzzTotal(f *testing.F)     { f.Fuzz(rapid.MakeFuzz(total)) }

// exact: the pair is within 6 n u^2 A of the exact sum, and the value is the
// pair's rounding.
func exact(t *rapid.T) {
	xs := terms().Draw(t, "xs")
	var s sum.Sum
	for _, x := range xs {
		s.Add(x)
	}
	requireWithinBound(t, s, xs)
	requireSame(t, s.Value(), sum.Of(xs), "Of")
}

// order: another order of the terms gives the same sum within the bound.
func order(t *rapid.T) {
	xs := terms().Draw(t, "xs")
	mixed := rapid.Permutation(xs).Draw(t, "mixed")
	var s sum.Sum
	for _, x := range mixed {
		s.Add(x)
	}
	requireWithinBound(t, s, xs)
}

// split: sums of parts, merged, give the same sum within the bound; and merging
// is commutative to the last bit.
func split(t *rapid.T) {
	xs := terms().Draw(t, "xs")
	cut := rapid.IntRange(0, len(xs)).Draw(t, "cut")
	var left, right sum.Sum
	for _, x := range xs[:cut] {
		left.Add(x)
	}
	for _, x := range xs[cut:] {
		right.Add(x)
	}
	there, back := left, right
	there.Merge(right)
	back.Merge(left)
	require.Equal(t, there, back)
	requireWithinBound(t, there, xs)
}

// round trip: a sum survives its parts, and the parts survive JSON.
func roundTrip(t *rapid.T) {
	var s sum.Sum
	for _, x := range terms().Draw(t, "xs") {
		s.Add(x)
	}
	high, low := s.Parts()
	text, err := json.Marshal([2]float64{high, low})
	require.NoError(t, err)
	var parts [2]float64
	require.NoError(t, json.Unmarshal(text, &parts))
	again := sum.FromParts(parts[0], parts[1])
	require.Equal(t, s, again)
	h, l := again.Parts()
	require.Equal(t, [2]float64{high, low}, [2]float64{h, l})
}

// total: whatever is added, the sum is NaN or infinite where a plain loop's is,
// and in no other case while the total stays well inside the range.
func total(t *rapid.T) {
	special := rapid.SampledFrom([]float64{math.Inf(1), math.Inf(-1), math.NaN(), math.MaxFloat64, -math.MaxFloat64, 0, 1})
	xs := rapid.SliceOf(rapid.OneOf(special, rapid.Float64())).Draw(t, "xs")
	plain := 0.0
	var s sum.Sum
	for _, x := range xs {
		plain += x
		s.Add(x)
		if math.Abs(plain) >= 0x1p1023 && !math.IsInf(plain, 0) {
			return // one rounding decides about overflow: either may be right
		}
		if math.IsNaN(plain) || math.IsInf(plain, 0) {
			requireSame(t, plain, s.Value(), "sum")
		} else {
			require.False(t, math.IsNaN(s.Value()) || math.IsInf(s.Value(), 0))
		}
	}
}

// terms draws numbers of a few magnitudes far apart, with their opposites, so
// that they often cancel.
func terms() *rapid.Generator[[]float64] {
	term := rapid.Custom(func(t *rapid.T) float64 {
		mantissa := rapid.Float64Range(-2, 2).Draw(t, "mantissa")
		scale := rapid.SampledFrom([]int{0, 0, 1, 30, 53, 60, 106, -1, -53, -60, -106, 900, -1000}).Draw(t, "scale")
		return math.Ldexp(mantissa, scale)
	})
	return rapid.Custom(func(t *rapid.T) []float64 {
		xs := rapid.SliceOfN(term, 0, 30).Draw(t, "terms")
		if rapid.Bool().Draw(t, "with opposites") {
			for _, x := range xs[:len(xs)/2] {
				xs = append(xs, -x)
			}
		}
		return xs
	})
}

// requireWithinBound compares with the exact sum, in 4000 bits: enough for any
// sum of doubles.
func requireWithinBound(t require.TestingT, s sum.Sum, xs []float64) {
	const precision = 4000
	number := func(x float64) *big.Float { return new(big.Float).SetPrec(precision).SetFloat64(x) }
	want, size := number(0), number(0)
	for _, x := range xs {
		want.Add(want, number(x))
		size.Add(size, number(math.Abs(x)))
	}
	high, low := s.Parts()
	got := new(big.Float).SetPrec(precision).Add(number(high), number(low))
	difference := new(big.Float).SetPrec(precision).Sub(got, want)
	bound := new(big.Float).SetPrec(precision).Mul(size, number(6*float64(len(xs)+1)*0x1p-106))
	require.LessOrEqual(t, difference.Abs(difference).Cmp(bound), 0, "off by %.3g, bound %.3g", difference, bound)
	nearest, _ := got.Float64()
	requireSame(t, nearest, high, "high")
	requireSame(t, high, s.Value(), "value")
}
