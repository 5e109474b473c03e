package roots_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/internal/roots"
)

func ints(numbers ...int64) []*big.Int {
	all := make([]*big.Int, len(numbers))
	for i, n := range numbers {
		all[i] = big.NewInt(n)
	}
	return all
}

// times multiplies polynomials; the first coefficient is that of x^0.
func times(factors ...[]*big.Int) []*big.Int {
	product := ints(1)
	for _, f := range factors {
		next := make([]*big.Int, len(product)+len(f)-1)
		for i := range next {
			next[i] = new(big.Int)
		}
		for i, a := range product {
			for j, b := range f {
				next[i+j].Add(next[i+j], new(big.Int).Mul(a, b))
			}
		}
		product = next
	}
	return product
}

func repeated(f []*big.Int, times int) [][]*big.Int {
	all := make([][]*big.Int, times)
	for i := range all {
		all[i] = f
	}
	return all
}

type root struct {
	at           *big.Rat
	multiplicity int
}

func requireRoots(t require.TestingT, coefficients []*big.Int, want ...root) {
	got, open := roots.Positive(coefficients)
	require.Empty(t, open)
	require.Len(t, got, len(want))
	for i, w := range want {
		low, _ := got[i].Low.Rat(nil)
		high, _ := got[i].High.Rat(nil)
		require.LessOrEqual(t, low.Cmp(w.at), 0, "%v is above %v", low, w.at)
		require.GreaterOrEqual(t, high.Cmp(w.at), 0, "%v is below %v", high, w.at)
		width := new(big.Rat).Quo(new(big.Rat).Sub(high, low), w.at)
		require.LessOrEqual(t, width.Cmp(big.NewRat(1, 1<<62)), 0)
		require.LessOrEqual(t, width.Mul(width, big.NewRat(1<<62, 1)).Cmp(big.NewRat(1, 1<<17)), 0, "2^-80 of the root, and a little")
		require.Equal(t, w.multiplicity, got[i].Multiplicity)
	}
}

func TestPositive(t *testing.T) {
	third, one := ints(-1, 3), ints(-1, 1)
	huge := new(big.Int).Exp(big.NewInt(10), big.NewInt(33), nil)
	for name, tc := range map[string]struct {
		coefficients []*big.Int
		want         []root
	}{
		"constant":              {ints(7), nil},
		"one sign":              {ints(1, 2, 3), nil},
		"negative roots":        {times(ints(1, 1), ints(2, 1)), nil},
		"complex roots":         {ints(-100, 150, -100), nil},
		"linear":                {third, []root{{big.NewRat(1, 3), 1}}},
		"exactly one":           {ints(-2, 1, 1), []root{{big.NewRat(1, 1), 1}}},
		"zeros around":          {ints(0, 0, -1, 3, 0), []root{{big.NewRat(1, 3), 1}}},
		"two":                   {ints(-1600, 10000, -10000), []root{{big.NewRat(1, 5), 1}, {big.NewRat(4, 5), 1}}},
		"dyadic on an edge":     {times(ints(-1, 2), one, ints(-3, 2), ints(-2, 1)), []root{{big.NewRat(1, 2), 1}, {big.NewRat(1, 1), 1}, {big.NewRat(3, 2), 1}, {big.NewRat(2, 1), 1}}},
		"double":                {times(third, third), []root{{big.NewRat(1, 3), 2}}},
		"double at one":         {ints(1, -2, 1), []root{{big.NewRat(1, 1), 2}}},
		"triple and double":     {times(append(repeated(third, 3), one, one)...), []root{{big.NewRat(1, 3), 3}, {big.NewRat(1, 1), 2}}},
		"double beside complex": {times(third, third, ints(5, -4, 1)), []root{{big.NewRat(1, 3), 2}}},
		"far apart":             {times([]*big.Int{big.NewInt(-1), huge}, []*big.Int{new(big.Int).Neg(huge), big.NewInt(1)}), []root{{new(big.Rat).SetFrac(big.NewInt(1), huge), 1}, {new(big.Rat).SetInt(huge), 1}}},
		"close": {
			times([]*big.Int{new(big.Int).Neg(huge), huge}, []*big.Int{new(big.Int).Neg(huge), new(big.Int).Sub(huge, big.NewInt(1))}),
			[]root{{big.NewRat(1, 1), 1}, {new(big.Rat).SetFrac(huge, new(big.Int).Sub(huge, big.NewInt(1))), 1}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			before := times(tc.coefficients)
			requireRoots(t, tc.coefficients, tc.want...)
			require.Equal(t, before, times(tc.coefficients), "left as they were")
		})
	}
}

// The twenty roots of Wilkinson's polynomial, simple and cubed.
func TestPositiveManyRoots(t *testing.T) {
	for _, multiplicity := range []int{1, 3} {
		product := ints(1)
		var want []root
		for i := int64(1); i <= 20; i++ {
			product = times(append(repeated(ints(-i, 1), multiplicity), product)...)
			want = append(want, root{big.NewRat(i, 1), multiplicity})
		}
		requireRoots(t, product, want...)
	}
}

// Leading coefficients that the first primes divide, and polynomials that have
// more in common modulo a prime than they have.
func TestPositiveUnluckyPrimes(t *testing.T) {
	const prime = 1<<31 - 1
	squared := times(ints(-1, prime), ints(-1, prime))
	requireRoots(t, squared, root{big.NewRat(1, prime), 2})
	// x - 1 and x - 1 - prime coincide modulo the prime.
	requireRoots(
		t, times(ints(-1, 1), ints(-1-prime, 1)),
		root{big.NewRat(1, 1), 1}, root{big.NewRat(1+prime, 1), 1},
	)
	requireRoots(
		t, times(ints(-1, 1), ints(-1, 1), ints(-1-prime, 1)),
		root{big.NewRat(1, 1), 2}, root{big.NewRat(1+prime, 1), 1},
	)
}

// A common divisor with coefficients of several primes.
func TestPositiveLongCommonDivisor(t *testing.T) {
	a := new(big.Int).Exp(big.NewInt(7), big.NewInt(60), nil)
	b := new(big.Int).Exp(big.NewInt(3), big.NewInt(90), nil)
	factor := []*big.Int{new(big.Int).Neg(a), b}
	requireRoots(t, times(factor, factor, factor, ints(-1, 1)), root{big.NewRat(1, 1), 1}, root{new(big.Rat).SetFrac(a, b), 3})
}

// Whatever the work, no root is lost: each lies in a bracket, certain or open.
func TestPositiveWithLittleWork(t *testing.T) {
	product := times(ints(-1, 3), ints(-7, 10), ints(-5, 4), ints(-5, 4), ints(2, -2, 1), ints(-90, 1))
	want := []*big.Rat{big.NewRat(1, 3), big.NewRat(7, 10), big.NewRat(5, 4), big.NewRat(90, 1)}
	sawOpen := false
	for _, work := range []int{0, 20, 100, 200, 400, 800, 1600, 3200, 1e6} {
		certain, open := roots.SolvePositive(product, work)
		sawOpen = sawOpen || len(open) > 0
		for _, w := range want {
			held := 0
			for _, b := range certain {
				if within(b.Bracket, w) {
					held++
				}
			}
			if held == 1 {
				continue
			}
			for _, b := range open {
				require.Positive(t, b.Low.Sign())
				if within(b, w) {
					held++
				}
			}
			require.Equal(t, 1, held, "%v with %d of work", w, work)
		}
		if work == 1e6 {
			require.Empty(t, open)
			require.Len(t, certain, len(want))
		}
	}
	require.True(t, sawOpen)
}

func within(b roots.Bracket, x *big.Rat) bool {
	low, _ := b.Low.Rat(nil)
	high, _ := b.High.Rat(nil)
	return low.Cmp(x) <= 0 && x.Cmp(high) <= 0
}

func TestMiddle(t *testing.T) {
	middle, accuracy := roots.Bracket{Low: big.NewFloat(0.5), High: big.NewFloat(2)}.Middle().Float64()
	require.Equal(t, big.Exact, accuracy)
	require.InDelta(t, 1.25, middle, 0)
}

func TestSignChanges(t *testing.T) {
	require.Equal(t, 0, roots.SignChanges(nil))
	require.Equal(t, 0, roots.SignChanges(ints(0, 0)))
	require.Equal(t, 0, roots.SignChanges(ints(0, 3, 0, 4)))
	require.Equal(t, 1, roots.SignChanges(ints(0, -3, 0, 4, 1)))
	require.Equal(t, 3, roots.SignChanges(ints(-3, 4, -1, 0, 1)))
}

func terms(coefficients []*big.Int) []roots.Term {
	var all []roots.Term
	for i, c := range coefficients {
		if c.Sign() != 0 {
			all = append(all, roots.Term{Coefficient: c, Exponent: i})
		}
	}
	return all
}

func requireExponential(t require.TestingT, got []roots.ExponentialRoot, want ...float64) {
	require.Len(t, got, len(want))
	for i, w := range want {
		require.LessOrEqual(t, got[i].Low-w, 4e-16*math.Abs(w), "%v, want %v", got[i], w)
		require.LessOrEqual(t, w-got[i].High, 4e-16*math.Abs(w), "%v, want %v", got[i], w)
		require.LessOrEqual(t, got[i].High-got[i].Low, 1e-15*math.Abs(w))
	}
}

func TestExponential(t *testing.T) {
	huge := new(big.Int).Exp(big.NewInt(10), big.NewInt(33), nil)
	for name, tc := range map[string]struct {
		terms []roots.Term
		want  []float64
	}{
		"one term":         {terms(ints(3)), nil},
		"one sign":         {terms(ints(1, 2, 3)), nil},
		"complex roots":    {terms(ints(-100, 150, -100)), nil},
		"one":              {terms(ints(-3, 5)), []float64{math.Log(5.0 / 3)}},
		"two":              {terms(ints(-1600, 10000, -10000)), []float64{math.Log(1.25), math.Log(5)}},
		"one at zero":      {terms(ints(-2, 1, 1)), []float64{0}},
		"two, one at zero": {terms(times(ints(-1, 1), ints(-2, 1))), []float64{-math.Log(2), 0}},
		"steep":            {[]roots.Term{{huge, 0}, {big.NewInt(-1), 1}}, []float64{-33 * math.Ln10}},
		"flat":             {[]roots.Term{{huge, 0}, {big.NewInt(-1), roots.MaxExponent}}, []float64{-33 * math.Ln10 / roots.MaxExponent}},
		"far apart":        {[]roots.Term{{big.NewInt(1), 0}, {new(big.Int).Neg(huge), 1}, {big.NewInt(1), 4000000}}, []float64{-33 * math.Ln10 / 3999999, 33 * math.Ln10}},
		"no gap between":   {terms(times(ints(-1, 1), ints(-2, 1), ints(-3, 1), ints(-4, 1))), []float64{-math.Log(4), -math.Log(3), -math.Log(2), 0}},
	} {
		t.Run(name, func(t *testing.T) {
			got, open := roots.Exponential(tc.terms)
			require.Empty(t, open)
			requireExponential(t, got, tc.want...)
			for _, r := range got {
				require.Equal(t, 1, r.Multiplicity)
			}
		})
	}
}

// A root of any multiplicity at zero is certain, since the values there are
// whole numbers.
func TestExponentialMultipleAtZero(t *testing.T) {
	for multiplicity := 1; multiplicity <= 6; multiplicity++ {
		got, open := roots.Exponential(terms(times(append(repeated(ints(-1, 1), multiplicity), ints(-3, 1))...)))
		require.Empty(t, open)
		require.Len(t, got, 2)
		require.Equal(t, roots.ExponentialRoot{Multiplicity: multiplicity}, got[1])
		require.Equal(t, 1, got[0].Multiplicity)
	}
}

// Where f touches zero, or comes within 1e-30 of it, nothing is certain.
func TestExponentialTangency(t *testing.T) {
	at := math.Log(3)
	double := times(ints(-1, 3), ints(-1, 3))
	for name, coefficients := range map[string][]*big.Int{
		"double": double, "triple": times(double, ints(-1, 3)), "beside another": times(double, ints(-7, 1)),
	} {
		got, open := roots.Exponential(terms(coefficients))
		require.Len(t, open, 1, name)
		require.True(t, open[0].Low <= at && at <= open[0].High, name)
		require.Less(t, open[0].High-open[0].Low, 1e-14, name)
		require.Len(t, got, len(coefficients)-len(double)-map[string]int{"triple": 1}[name], name)
	}
	// A little off: two roots, or none.
	large := new(big.Int).Exp(big.NewInt(10), big.NewInt(20), nil)
	for off, want := range map[int64]int{-1: 2, 1: 0} {
		nearly := times(double, []*big.Int{large})
		nearly[0].Add(nearly[0], big.NewInt(off))
		got, open := roots.Exponential(terms(nearly))
		require.Empty(t, open, "1 in 1e20")
		require.Len(t, got, want)
	}
}

// Whatever the work, no root is lost.
func TestExponentialWithLittleWork(t *testing.T) {
	product := terms(times(ints(-1, 3), ints(-7, 10), ints(-5, 4), ints(2, -2, 1), ints(-90, 1)))
	want := []float64{-math.Log(90), -math.Log(1.25), -math.Log(0.7), math.Log(3)}
	sawOpen := false
	for _, work := range []int{0, 5, 50, 200, 500, 1000, 2000, 5000, 10000, 1e6} {
		certain, open := roots.SolveExponential(product, work)
		sawOpen = sawOpen || len(open) > 0
		for _, w := range want {
			held := 0
			for _, r := range certain {
				if r.Low-1e-15 <= w && w <= r.High+1e-15 {
					held++
				}
			}
			for _, i := range open {
				if i.Low <= w && w <= i.High {
					held++
				}
			}
			require.Equal(t, 1, held, "%v with %d of work", w, work)
		}
		if work == 1e6 {
			require.Empty(t, open)
			require.Len(t, certain, len(want))
		}
	}
	require.True(t, sawOpen)
}

// Roots that agree to 2^-300 share an open bracket; beside them nothing is open.
func TestPositiveTooClose(t *testing.T) {
	scale := new(big.Int).Lsh(big.NewInt(1), 300)
	near := []*big.Int{new(big.Int).Neg(new(big.Int).Add(scale, big.NewInt(3))), new(big.Int).Mul(scale, big.NewInt(3))}
	got, open := roots.Positive(times(ints(-1, 3), near, ints(-7, 2)))
	require.Len(t, got, 1)
	require.True(t, within(got[0].Bracket, big.NewRat(7, 2)))
	require.Len(t, open, 1)
	require.True(t, within(open[0], big.NewRat(1, 3)))
	width := new(big.Float).Sub(open[0].High, open[0].Low)
	require.Negative(t, width.Cmp(new(big.Float).SetMantExp(big.NewFloat(1), -190)))

	// 2^-100 is far enough.
	scale.Rsh(scale, 200)
	near = []*big.Int{new(big.Int).Neg(new(big.Int).Add(scale, big.NewInt(3))), new(big.Int).Mul(scale, big.NewInt(3))}
	requireRoots(
		t, times(ints(-1, 3), near),
		root{big.NewRat(1, 3), 1}, root{new(big.Rat).SetFrac(new(big.Int).Add(scale, big.NewInt(3)), new(big.Int).Mul(scale, big.NewInt(3))), 1},
	)
}
