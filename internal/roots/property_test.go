package roots_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops/internal/roots"
)

// polynomials are products of linear factors with known roots and of quadratic
// ones with none.
type known struct {
	coefficients []*big.Int
	roots        []root
}

func polynomials(maxMultiplicity int) *rapid.Generator[known] {
	return rapid.Custom(func(t *rapid.T) known {
		k := known{coefficients: ints(1)}
		next := big.NewRat(0, 1)
		for range rapid.IntRange(0, 4).Draw(t, "positive roots") {
			numerator, denominator := rapid.Int64Range(1, 50).Draw(t, "numerator"), rapid.Int64Range(1, 1000).Draw(t, "denominator")
			next = new(big.Rat).Add(next, big.NewRat(numerator, denominator))
			m := rapid.IntRange(1, maxMultiplicity).Draw(t, "multiplicity")
			factor := []*big.Int{new(big.Int).Neg(next.Num()), next.Denom()}
			k.coefficients = times(append(repeated(factor, m), k.coefficients)...)
			k.roots = append(k.roots, root{next, m})
		}
		for range rapid.IntRange(0, 2).Draw(t, "negative roots") {
			k.coefficients = times(k.coefficients, ints(rapid.Int64Range(1, 9).Draw(t, "a"), rapid.Int64Range(1, 9).Draw(t, "b")))
		}
		for range rapid.IntRange(0, 3).Draw(t, "complex pairs") {
			// (x - a)² + b with b > 0, in tenths.
			a, b := rapid.Int64Range(-30, 30).Draw(t, "real part"), rapid.Int64Range(1, 100).Draw(t, "imaginary part")
			k.coefficients = times(k.coefficients, ints(a*a+b, -20*a, 100))
		}
		if rapid.Bool().Draw(t, "negative") {
			k.coefficients = times(k.coefficients, ints(-1))
		}
		return k
	})
}

func positiveProperty(t *rapid.T) {
	k := polynomials(3).Draw(t, "polynomial")
	requireRoots(t, k.coefficients, k.roots...)
	changes := roots.SignChanges(k.coefficients)
	total := 0
	for _, r := range k.roots {
		total += r.multiplicity
	}
	require.LessOrEqual(t, total, changes)
	require.Zero(t, (changes-total)%2)
}

// The same roots, with any step between the exponents.
func exponentialProperty(t *rapid.T) {
	k := polynomials(1).Draw(t, "polynomial")
	step := rapid.IntRange(1, 400).Draw(t, "step")
	sum := terms(k.coefficients)
	for i := range sum {
		sum[i].Exponent *= step
	}
	got, open := roots.Exponential(sum)
	require.Empty(t, open)
	require.Len(t, got, len(k.roots))
	for i, r := range got {
		x, _ := k.roots[len(k.roots)-1-i].at.Float64()
		require.InDelta(t, -math.Log(x), float64(step)*(r.Low+r.High)/2, 1e-14)
	}
}

// Any coefficients at all: brackets are in order and apart, and there are as many
// roots as the signs allow.
func totalProperty(t *rapid.T) {
	numbers := rapid.SliceOfN(rapid.OneOf(rapid.Int64Range(-3, 3), rapid.Int64()), 1, 24).Draw(t, "coefficients")
	coefficients := ints(numbers...)
	some := false
	for _, n := range numbers {
		some = some || n != 0
	}
	if !some {
		return
	}
	got, open := roots.Positive(coefficients)
	require.Empty(t, open)
	total := 0
	for i, r := range got {
		total += r.Multiplicity
		require.LessOrEqual(t, r.Low.Cmp(r.High), 0)
		require.True(t, i == 0 || got[i-1].High.Cmp(r.Low) < 0)
	}
	changes := roots.SignChanges(coefficients)
	require.LessOrEqual(t, total, changes)
	require.Zero(t, (changes-total)%2)

	sums, unsure := roots.Exponential(terms(coefficients))
	if len(unsure) > 0 {
		return
	}
	require.Len(t, sums, len(got))
	for i, r := range sums {
		x, _ := got[len(got)-1-i].Middle().Float64()
		require.InDelta(t, -math.Log(x), (r.Low+r.High)/2, 1e-14*max(1, math.Abs(r.Low)))
	}
}

func TestPositiveProperty(t *testing.T)    { rapid.Check(t, positiveProperty) }
func TestExponentialProperty(t *testing.T) { rapid.Check(t, exponentialProperty) }
func TestTotalProperty(t *testing.T)       { rapid.Check(t, totalProperty) }

func FuzzPositive(f *testing.F)    { f.Fuzz(rapid.MakeFuzz(positiveProperty)) }
func FuzzExponential(f *testing.F) { f.Fuzz(rapid.MakeFuzz(exponentialProperty)) }
func FuzzTotal(f *testing.F)       { f.Fuzz(rapid.MakeFuzz(totalProperty)) }
