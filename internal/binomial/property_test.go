package binomial_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops/internal/binomial"
)

func TestExact(t *testing.T)           { rapid.Check(t, exact) }
func FuzzExact(f *testing.F)           { f.Fuzz(rapid.MakeFuzz(exact)) }
func TestComplement(t *testing.T)      { rapid.Check(t, complement) }
func FuzzComplement(f *testing.F)      { f.Fuzz(rapid.MakeFuzz(complement)) }
func TestMirror(t *testing.T)          { rapid.Check(t, mirror) }
func FuzzMirror(f *testing.F)          { f.Fuzz(rapid.MakeFuzz(mirror)) }
func TestMonotone(t *testing.T)        { rapid.Check(t, monotone) }
func FuzzMonotone(f *testing.F)        { f.Fuzz(rapid.MakeFuzz(monotone)) }
func TestWilsonScore(t *testing.T)     { rapid.Check(t, wilsonScore) }
func FuzzWilsonScore(f *testing.F)     { f.Fuzz(rapid.MakeFuzz(wilsonScore)) }
func TestTailsAtBounds(t *testing.T)   { rapid.Check(t, tailsAtBounds) }
func FuzzTailsAtBounds(f *testing.F)   { f.Fuzz(rapid.MakeFuzz(tailsAtBounds)) }
func TestNested(t *testing.T)          { rapid.Check(t, nested) }
func FuzzNested(f *testing.F)          { f.Fuzz(rapid.MakeFuzz(nested)) }
func TestLevelOfZ(t *testing.T)        { rapid.Check(t, levelOfZ) }
func FuzzLevelOfZ(f *testing.F)        { f.Fuzz(rapid.MakeFuzz(levelOfZ)) }
func TestTotal(t *testing.T)           { rapid.Check(t, total) }
func FuzzTotal(f *testing.F)           { f.Fuzz(rapid.MakeFuzz(total)) }
func TestSignAgreesTails(t *testing.T) { rapid.Check(t, signAgreesWithTails) }
func FuzzSignAgreesTails(f *testing.F) { f.Fuzz(rapid.MakeFuzz(signAgreesWithTails)) }

// exact: against sums in numbers of 1200 bits.
func exact(t *rapid.T) {
	n := rapid.OneOf(rapid.IntRange(0, 20), rapid.IntRange(21, 300)).Draw(t, "n")
	k := rapid.IntRange(-1, n+1).Draw(t, "k")
	p := shares().Draw(t, "p")
	want := exactTails(n, k, p)
	requireProbability(t, n, want.mass, binomial.Mass(n, k, p), "mass")
	requireProbability(t, n, want.lower, binomial.Lower(n, k, p), "lower")
	requireProbability(t, n, want.upper, binomial.Upper(n, k, p), "upper")
}

// complement: the tails on both sides of a cut add up to one, and two lower tails
// differ by the mass between them.
func complement(t *rapid.T) {
	n := rapid.IntRange(0, 1_000_000).Draw(t, "n")
	p := shares().Draw(t, "p")
	k := nearMean(n, p).Draw(t, "k")
	lower := binomial.Lower(n, k, p)
	// The documented error of both, which are at most 1.
	const tolerance = 5e-14
	require.InDelta(t, 1, lower+binomial.Upper(n, k+1, p), tolerance)
	require.InDelta(t, lower, binomial.Lower(n, k-1, p)+binomial.Mass(n, k, p), tolerance)
}

// mirror: counting failures instead of successes changes nothing, to the last bit
// where 1-p is exact.
func mirror(t *rapid.T) {
	n := rapid.IntRange(0, 10_000).Draw(t, "n")
	p := math.Ldexp(float64(rapid.IntRange(0, 1<<20).Draw(t, "p")), -20)
	k := nearMean(n, p).Draw(t, "k")
	requireSame(t, binomial.Lower(n, k, p), binomial.Upper(n, n-k, 1-p), "mirrored tail")
	requireSame(t, binomial.Mass(n, k, p), binomial.Mass(n, n-k, 1-p), "mirrored mass")

	if n == 0 {
		return
	}
	k = rapid.IntRange(0, n).Draw(t, "successes")
	level := levels().Draw(t, "level")
	// A bound close to one has the rounding of its distance to one.
	const tolerance = 2e-15
	low, high := binomial.ClopperPearson(k, n, level)
	mirrorLow, mirrorHigh := binomial.ClopperPearson(n-k, n, level)
	require.InDelta(t, 1-high, mirrorLow, tolerance)
	require.InDelta(t, 1-low, mirrorHigh, tolerance)
	z := binomial.ZForLevel(level)
	low, high = binomial.Wilson(k, n, z)
	mirrorLow, mirrorHigh = binomial.Wilson(n-k, n, z)
	require.InDelta(t, 1-high, mirrorLow, tolerance)
	require.InDelta(t, 1-low, mirrorHigh, tolerance)
}

// monotone: one more success makes the lower tail larger, a larger p makes it
// smaller.
func monotone(t *rapid.T) {
	n := rapid.IntRange(0, 100_000).Draw(t, "n")
	p := shares().Draw(t, "p")
	larger := rapid.Float64Range(p, 1).Draw(t, "larger p")
	k := nearMean(n, p).Draw(t, "k")
	// The documented error of two probabilities, down to where it is absolute.
	notAbove := func(less, more float64) {
		require.LessOrEqual(t, less, more*(1+2e-12)+1e-290)
	}
	notAbove(binomial.Lower(n, k, p), binomial.Lower(n, k+1, p))
	notAbove(binomial.Upper(n, k+1, p), binomial.Upper(n, k, p))
	notAbove(binomial.Lower(n, k, larger), binomial.Lower(n, k, p))
	notAbove(binomial.Upper(n, k, p), binomial.Upper(n, k, larger))
}

// wilson score: inside [0, 1], around the share, and each bound is z standard
// errors, of its own, away from the share.
func wilsonScore(t *rapid.T) {
	n := rapid.IntRange(1, 100_000).Draw(t, "n")
	k := rapid.IntRange(0, n).Draw(t, "k")
	z := rapid.Float64Range(0, 40).Draw(t, "z")
	low, high := binomial.Wilson(k, n, z)
	share := float64(k) / float64(n)
	require.GreaterOrEqual(t, low, 0.0)
	require.LessOrEqual(t, low, share)
	require.GreaterOrEqual(t, high, share)
	require.LessOrEqual(t, high, 1.0)
	for _, bound := range []float64{low, high} {
		// Rounding of the difference, and of a bound close to one in 1-bound.
		distance := (share - bound) * (share - bound) * float64(n)
		require.InDelta(t, distance, z*z*bound*(1-bound), 1e-12*(1+distance)+1e-15*float64(n)*math.Abs(share-bound)+1e-15*z*z)
	}
}

// tails at bounds: the bounds of Clopper and Pearson are where the tails are half
// of what the level leaves.
func tailsAtBounds(t *rapid.T) {
	n := rapid.IntRange(1, 5000).Draw(t, "n")
	k := rapid.IntRange(0, n).Draw(t, "k")
	level := levels().Draw(t, "level")
	low, high := binomial.ClopperPearson(k, n, level)
	share := float64(k) / float64(n)
	require.LessOrEqual(t, 0.0, low)
	require.LessOrEqual(t, low, share)
	require.LessOrEqual(t, share, high)
	require.LessOrEqual(t, high, 1.0)
	tail := (1 - level) / 2
	// The tail's own error, and a bound's rounding: P(X >= k) changes by at most
	// the power k of p, P(X <= k) by at most the power n-k of 1-p.
	const own, rounding = 1e-13, 1e-15
	if k > 0 {
		require.Greater(t, low, 0.0)
		requireClose(t, tail, binomial.Upper(n, k, low), own+rounding*float64(k), 0, "upper tail")
	}
	if k < n && high < 1 {
		requireClose(t, tail, binomial.Lower(n, k, high), own+rounding*float64(n-k)/(1-high), 0, "lower tail")
	}
}

// nested: a higher level gives an interval that contains the other.
func nested(t *rapid.T) {
	n := rapid.IntRange(1, 5000).Draw(t, "n")
	k := rapid.IntRange(0, n).Draw(t, "k")
	level := levels().Draw(t, "level")
	higher := rapid.Float64Range(level, 1).Draw(t, "higher level")
	// The documented error of two bounds.
	const tolerance = 1e-14
	low, high := binomial.ClopperPearson(k, n, level)
	lower, higherHigh := binomial.ClopperPearson(k, n, higher)
	require.LessOrEqual(t, lower, low*(1+tolerance))
	require.GreaterOrEqual(t, higherHigh, high*(1-tolerance))
	low, high = binomial.Wilson(k, n, binomial.ZForLevel(level))
	lower, higherHigh = binomial.Wilson(k, n, binomial.ZForLevel(higher))
	require.LessOrEqual(t, lower, low*(1+tolerance))
	require.GreaterOrEqual(t, higherHigh, high*(1-tolerance))
}

// level of z: the normal probability within z is the level again.
func levelOfZ(t *rapid.T) {
	level := rapid.OneOf(rapid.Float64Range(0, 1), levels()).Draw(t, "level")
	z := binomial.ZForLevel(level)
	// Slope of erf, at most 1.13, times the rounding of z.
	requireClose(t, level, math.Erf(z/math.Sqrt2), 2e-15, 0, "level")
}

// total: valid arguments give numbers between 0 and 1, others NaN; nothing hangs.
func total(t *rapid.T) {
	count := rapid.OneOf(rapid.IntRange(-2, 30), rapid.IntRange(-1, 1_000_001), rapid.IntRange(math.MinInt32, math.MaxInt32))
	n, k := count.Draw(t, "n"), count.Draw(t, "k")
	x := rapid.OneOf(rapid.Float64Range(-0.1, 1.1), shares(), rapid.Float64(),
		rapid.SampledFrom([]float64{0, 1, math.NaN(), math.Inf(1), math.Inf(-1)})).Draw(t, "x")
	check := func(valid bool, values ...float64) {
		for _, v := range values {
			require.Equal(t, valid, v >= 0 && v <= 1, "%v", v)
			require.Equal(t, !valid, math.IsNaN(v), "%v", v)
		}
	}
	share := x >= 0 && x <= 1
	check(share && n >= 0 && n <= binomial.MaxTrials, binomial.Mass(n, k, x), binomial.Lower(n, k, x), binomial.Upper(n, k, x))
	sign := binomial.SignTest(n, k)
	check(n >= 0 && k >= 0 && int64(n)+int64(k) <= binomial.MaxTrials, sign.Greater, sign.Less, sign.TwoSided)
	counts := n >= 1 && n <= binomial.MaxTrials && k >= 0 && k <= n
	low, high := binomial.Wilson(k, n, x)
	check(counts && x >= 0, low, high)
	low, high = binomial.ClopperPearson(k, n, x)
	check(counts && share, low, high)
	require.Equal(t, share, binomial.ZForLevel(x) >= 0)
}

// sign agrees with tails: the p-values are the tails with p = 1/2, also where
// they are summed in integers.
func signAgreesWithTails(t *rapid.T) {
	positive := rapid.IntRange(0, 2000).Draw(t, "positive")
	negative := rapid.IntRange(0, 2000).Draw(t, "negative")
	n := positive + negative
	got := binomial.SignTest(positive, negative)
	require.Equal(t, n, got.Used)
	requireProbability(t, n, binomial.Upper(n, positive, 0.5), got.Greater, "greater")
	requireProbability(t, n, binomial.Lower(n, positive, 0.5), got.Less, "less")
	requireSame(t, math.Min(1, 2*math.Min(got.Greater, got.Less)), got.TwoSided, "two-sided")
	other := binomial.SignTest(negative, positive)
	requireSame(t, got.Greater, other.Less, "less, signs exchanged")
	requireSame(t, got.TwoSided, other.TwoSided, "two-sided, signs exchanged")
}

// shares draws probabilities: whole percents, everything between, and the very
// small and their complements.
func shares() *rapid.Generator[float64] {
	percent := rapid.Map(rapid.IntRange(0, 100), func(i int) float64 { return float64(i) / 100 })
	small := rapid.Map(rapid.Float64Range(-60, 0), math.Exp2)
	return rapid.OneOf(percent, rapid.Float64Range(0, 1), small, rapid.Map(small, func(x float64) float64 { return 1 - x }))
}

// levels draws the usual levels and everything between 0 and 1 - 1e-12.
func levels() *rapid.Generator[float64] {
	return rapid.OneOf(rapid.SampledFrom([]float64{0.5, 0.8, 0.9, 0.95, 0.99}), rapid.Float64Range(0, 1-1e-12))
}

// nearMean draws a count of successes within some standard deviations of the
// mean, or anywhere.
func nearMean(n int, p float64) *rapid.Generator[int] {
	width := int(12*math.Sqrt(float64(n)*p*(1-p))) + 2
	mean := int(float64(n) * p)
	return rapid.OneOf(rapid.IntRange(max(0, mean-width), min(n, mean+width)), rapid.IntRange(0, n))
}

type probabilities struct{ mass, lower, upper float64 }

// exactTails sums the terms in numbers of 1200 bits, in which 1-p is exact for
// any double p down to 2^-1074 and the error of a sum of a few hundred terms is
// far below a double's.
func exactTails(n, k int, p float64) probabilities {
	number := func() *big.Float { return new(big.Float).SetPrec(1200) }
	success := number().SetFloat64(p)
	failure := number().Sub(number().SetInt64(1), success)
	powers := func(x *big.Float) []*big.Float {
		list := []*big.Float{number().SetInt64(1)}
		for i := range n {
			list = append(list, number().Mul(list[i], x))
		}
		return list
	}
	successes, failures := powers(success), powers(failure)
	mass, lower, upper := number(), number(), number()
	ways := big.NewInt(1)
	for i := 0; i <= n; i++ {
		term := number().SetInt(ways)
		term.Mul(term, successes[i]).Mul(term, failures[n-i])
		if i == k {
			mass = term
		}
		if i <= k {
			lower.Add(lower, term)
		}
		if i >= k {
			upper.Add(upper, term)
		}
		ways.Mul(ways, big.NewInt(int64(n-i))).Quo(ways, big.NewInt(int64(i+1)))
	}
	double := func(x *big.Float) float64 {
		y, _ := x.Float64()
		return y
	}
	return probabilities{double(mass), double(lower), double(upper)}
}
