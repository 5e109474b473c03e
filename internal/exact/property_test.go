package exact_test

import (
	"math"
	"math/big"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops/internal/exact"
)

// tally counts how many comparisons were on the line, so that a generator that
// stops landing there fails its test.
type tally struct{ onLine, off int }

func (c *tally) count(sign int) {
	if sign == 0 {
		c.onLine++
	} else {
		c.off++
	}
}

func (c *tally) requireBoth(t *testing.T) {
	t.Helper()
	total := c.onLine + c.off
	require.GreaterOrEqual(t, 5*c.onLine, total, "on the line: %+v", *c)
	require.GreaterOrEqual(t, 5*c.off, total, "off the line: %+v", *c)
}

// tenTimes makes more of each check. Fuzz targets take the property as it is:
// their inputs are short.
func tenTimes(property func(*rapid.T)) func(*rapid.T) {
	return func(t *rapid.T) {
		for range 10 {
			property(t)
		}
	}
}

// rat is the reference: the value of the shortest decimal text.
func rat(x float64) *big.Rat {
	r, _ := new(big.Rat).SetString(strconv.FormatFloat(x, 'g', -1, 64))
	return r
}

// scaled is the float64 that is written m*10^e, or the largest.
func scaled(m int64, e int) float64 {
	x, _ := strconv.ParseFloat(strconv.FormatInt(m, 10)+"e"+strconv.Itoa(e), 64)
	return max(-math.MaxFloat64, min(x, math.MaxFloat64))
}

func anyFloat() *rapid.Generator[float64] {
	percent := rapid.Map(rapid.IntRange(-300, 300), func(k int) float64 { return float64(k) / 100 })
	raw := rapid.Map(rapid.Uint64(), math.Float64frombits)
	return rapid.OneOf(
		rapid.Map(rapid.IntRange(-5, 200), func(k int) float64 { return float64(k) }),
		percent,
		rapid.Map(rapid.IntRange(-50, 50), func(k int) float64 { return float64(k) / 2 }),
		rapid.Custom(func(t *rapid.T) float64 { return percent.Draw(t, "x") + percent.Draw(t, "y") }),
		rapid.Custom(func(t *rapid.T) float64 { return percent.Draw(t, "x") * percent.Draw(t, "y") }),
		rapid.Custom(func(t *rapid.T) float64 { return nudge(t, percent.Draw(t, "x")) }),
		rapid.Map(rapid.Uint64Range(0, 1<<20), func(k uint64) float64 { return math.Float64frombits(k) }),
		rapid.Float64Range(1e290, math.MaxFloat64),
		rapid.Custom(func(t *rapid.T) float64 {
			return scaled(rapid.Int64Range(-1e17, 1e17).Draw(t, "m"), rapid.IntRange(-330, 290).Draw(t, "e"))
		}),
		rapid.Custom(func(t *rapid.T) float64 {
			return scaled(rapid.Int64Range(-1e15, 1e15).Draw(t, "m"), rapid.IntRange(-20, 5).Draw(t, "e"))
		}),
		rapid.SampledFrom([]float64{
			0, math.Copysign(0, -1), 1 << 53, 1<<53 - 1, 1<<53 + 2, -1 << 53, 1e15, 1e15 - 1, 1e15 + 1, 999999999999.999, 0.000123456789012345,
			math.MaxFloat64, math.SmallestNonzeroFloat64, 0x1p-1022, math.Nextafter(0x1p-1022, 0), 0x1p-120, 0x1p120, 1e22, 1e23,
		}),
		raw.Filter(func(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }),
	)
}

func nudge(t *rapid.T, x float64) float64 {
	return math.Nextafter(x, rapid.SampledFrom([]float64{math.MaxFloat64, -math.MaxFloat64}).Draw(t, "toward"))
}

// nudgeOne moves one of the floats to its neighbor, or none.
func nudgeOne(t *rapid.T, xs []float64) {
	if rapid.IntRange(0, 2).Draw(t, "nudge") == 0 {
		i := rapid.IntRange(0, len(xs)-1).Draw(t, "which")
		xs[i] = nudge(t, xs[i])
	}
}

// exponent is mostly one that people write, sometimes one that only fuzzers do.
func exponent() *rapid.Generator[int] {
	return rapid.OneOf(rapid.IntRange(-4, 2), rapid.IntRange(-22, 8), rapid.IntRange(-140, 140))
}

// fourProducts draws a, b, c, d, mostly with a*b = c*d or next to it.
func fourProducts() *rapid.Generator[[4]float64] {
	return rapid.Custom(func(t *rapid.T) [4]float64 {
		if rapid.IntRange(0, 3).Draw(t, "free") == 0 {
			return [4]float64{anyFloat().Draw(t, "a"), anyFloat().Draw(t, "b"), anyFloat().Draw(t, "c"), anyFloat().Draw(t, "d")}
		}
		factor := rapid.OneOf(rapid.Int64Range(-120, 120), rapid.Int64Range(-3e7, 3e7))
		p, q, r, s := factor.Draw(t, "p"), factor.Draw(t, "q"), factor.Draw(t, "r"), factor.Draw(t, "s")
		ae, be, ce := exponent().Draw(t, "ae"), exponent().Draw(t, "be"), exponent().Draw(t, "ce")
		if rapid.Bool().Draw(t, "same") {
			p, s = 1, 1
			ce = ae
		}
		xs := []float64{scaled(p*q, ae), scaled(r*s, be), scaled(p*r, ce), scaled(q*s, ae+be-ce)}
		nudgeOne(t, xs)
		return [4]float64(xs)
	})
}

func productsProperty(counts *tally) func(*rapid.T) {
	return func(t *rapid.T) {
		x := fourProducts().Draw(t, "x")
		left, right := new(big.Rat).Mul(rat(x[0]), rat(x[1])), new(big.Rat).Mul(rat(x[2]), rat(x[3]))
		want := left.Cmp(right)
		counts.count(want)
		require.Equal(t, want, exact.CompareProducts(x[0], x[1], x[2], x[3]))
		require.Equal(t, -want, exact.CompareProducts(x[3], x[2], x[1], x[0]))
		require.Equal(t, -want, exact.CompareProducts(-x[0], x[1], x[2], -x[3]))
		require.Equal(t, want, exact.Sign(exact.Of(x[0], x[1]), exact.Of(x[2], x[3]).Neg()))
	}
}

func TestCompareProductsProperty(t *testing.T) {
	var counts tally
	rapid.Check(t, tenTimes(productsProperty(&counts)))
	counts.requireBoth(t)
}

func FuzzCompareProducts(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(productsProperty(new(tally))))
}

// fourSums draws a, b, c, d, mostly with a+b = c+d or next to it.
func fourSums() *rapid.Generator[[4]float64] {
	return rapid.Custom(func(t *rapid.T) [4]float64 {
		if rapid.IntRange(0, 3).Draw(t, "free") == 0 {
			return [4]float64{anyFloat().Draw(t, "a"), anyFloat().Draw(t, "b"), anyFloat().Draw(t, "c"), anyFloat().Draw(t, "d")}
		}
		part := rapid.OneOf(rapid.Int64Range(-120, 120), rapid.Int64Range(-3e14, 3e14))
		a, b, c := part.Draw(t, "a"), part.Draw(t, "b"), part.Draw(t, "c")
		var xs []float64
		switch e := rapid.OneOf(rapid.IntRange(-4, 2), rapid.IntRange(-320, 280)).Draw(t, "e"); rapid.IntRange(0, 2).Draw(t, "kind") {
		case 0:
			xs = []float64{scaled(a, e), scaled(b, e), scaled(c, e), scaled(a+b-c, e)}
		case 1:
			other := rapid.IntRange(-320, 280).Draw(t, "other")
			xs = []float64{scaled(a, e), scaled(b, other), scaled(b, other), scaled(a, e)}
		default:
			xs = []float64{scaled(a, e), scaled(10*c, e), scaled(a, e), scaled(c, e+1)}
		}
		nudgeOne(t, xs)
		return [4]float64(xs)
	})
}

func sumsProperty(counts *tally) func(*rapid.T) {
	return func(t *rapid.T) {
		x := fourSums().Draw(t, "x")
		left, right := new(big.Rat).Add(rat(x[0]), rat(x[1])), new(big.Rat).Add(rat(x[2]), rat(x[3]))
		want := left.Cmp(right)
		counts.count(want)
		require.Equal(t, want, exact.CompareSums(x[0], x[1], x[2], x[3]))
		require.Equal(t, -want, exact.CompareSums(x[3], x[2], x[1], x[0]))
		require.Equal(t, want, exact.CompareSums(x[0], -x[2], x[3], -x[1]))
		require.Equal(t, want, exact.Sign(exact.Of(x[0]), exact.Of(x[1]), exact.Of(x[2]).Neg(), exact.Of(-x[3])))
	}
}

func TestCompareSumsProperty(t *testing.T) {
	var counts tally
	rapid.Check(t, tenTimes(sumsProperty(&counts)))
	counts.requireBoth(t)
}

func FuzzCompareSums(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(sumsProperty(new(tally))))
}

func compareProperty(counts *tally) func(*rapid.T) {
	return func(t *rapid.T) {
		x, y := anyFloat().Draw(t, "x"), anyFloat().Draw(t, "y")
		switch rapid.IntRange(0, 3).Draw(t, "kind") {
		case 0, 1:
			y = x
		case 2:
			y = nudge(t, x)
		}
		want := rat(x).Cmp(rat(y))
		counts.count(want)
		require.Equal(t, want, exact.Compare(x, y))
		require.Equal(t, -want, exact.Compare(y, x))
	}
}

func TestCompareProperty(t *testing.T) {
	var counts tally
	rapid.Check(t, tenTimes(compareProperty(&counts)))
	counts.requireBoth(t)
}

func FuzzCompare(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(compareProperty(new(tally))))
}

// summand is a term and its reference.
type summand struct {
	factors  []float64
	negative bool
}

func (s summand) term() exact.Term {
	if s.negative {
		return exact.Of(s.factors...).Neg()
	}
	return exact.Of(s.factors...)
}

func (s summand) rat() *big.Rat {
	product := big.NewRat(1, 1)
	for _, factor := range s.factors {
		product.Mul(product, rat(factor))
	}
	if s.negative {
		product.Neg(product)
	}
	return product
}

// anySum draws terms, each mostly followed by terms that take it away again,
// and now and then by one small rest.
func anySum() *rapid.Generator[[]summand] {
	return rapid.Custom(func(t *rapid.T) []summand {
		factor := rapid.Custom(func(t *rapid.T) float64 {
			return scaled(rapid.OneOf(rapid.Int64Range(-150, 150), rapid.Int64Range(-1e15, 1e15)).Draw(t, "m"), exponent().Draw(t, "e"))
		})
		if rapid.IntRange(0, 3).Draw(t, "free") == 0 {
			factor = anyFloat()
		}
		most := rapid.SampledFrom([]int{2, 3, exact.MaxFactors, exact.MaxFactors + 2}).Draw(t, "most")
		var sum []summand
		for range rapid.IntRange(0, 4).Draw(t, "terms") {
			s := summand{rapid.SliceOfN(factor, 1, most).Draw(t, "factors"), rapid.Bool().Draw(t, "negative")}
			taken := summand{rapid.Permutation(s.factors).Draw(t, "order"), !s.negative}
			sum = append(sum, s, taken)
			if rapid.Bool().Draw(t, "split") && len(s.factors) < exact.MaxFactors {
				// -x = -0.75*x - 0.25*x
				sum[len(sum)-1].factors = append([]float64{0.75}, s.factors...)
				sum = append(sum, summand{append(append([]float64{}, s.factors...), 0.25), !s.negative})
			}
		}
		sum = rapid.Permutation(sum).Draw(t, "order")
		if rapid.IntRange(0, 1).Draw(t, "rest") == 0 {
			rest := rapid.OneOf(anyFloat(), rapid.Just(math.SmallestNonzeroFloat64))
			sum = append(sum, summand{rapid.SliceOfN(rest, 0, exact.MaxFactors).Draw(t, "rest"), rapid.Bool().Draw(t, "negative")})
		}
		return sum
	})
}

func signProperty(counts *tally) func(*rapid.T) {
	return func(t *rapid.T) {
		sum := anySum().Draw(t, "sum")
		want := new(big.Rat)
		terms, negated := make([]exact.Term, 0, len(sum)), make([]exact.Term, 0, len(sum))
		for _, s := range sum {
			want.Add(want, s.rat())
			terms = append(terms, s.term())
			negated = append(negated, s.term().Neg())
		}
		counts.count(want.Sign())
		require.Equal(t, want.Sign(), exact.Sign(terms...))
		require.Equal(t, -want.Sign(), exact.Sign(negated...))
		requireDecimal(t, want, exact.SumDecimal(terms...))
	}
}

func TestSignProperty(t *testing.T) {
	var counts tally
	rapid.Check(t, tenTimes(signProperty(&counts)))
	counts.requireBoth(t)
}

func FuzzSign(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(signProperty(new(tally))))
}

// requireDecimal requires the value, and the form that parsing its text gives.
func requireDecimal(t require.TestingT, want *big.Rat, got decimal.Decimal) {
	require.Zero(t, want.Cmp(got.Rat()), "want %s, got %s", want.RatString(), got)
	parsed, err := decimal.NewFromString(got.String())
	require.NoError(t, err)
	require.Equal(t, parsed.Exponent(), got.Exponent())
	require.Zero(t, parsed.Coefficient().Cmp(got.Coefficient()))
}

func decimalProperty(t *rapid.T) {
	x := anyFloat().Draw(t, "x")
	requireDecimal(t, rat(x), exact.Decimal(x))
	back, _ := rat(x).Float64()
	require.Equal(t, math.Abs(x), math.Abs(back))
}

func TestDecimalProperty(t *testing.T) {
	rapid.Check(t, tenTimes(decimalProperty))
}

func FuzzDecimal(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(decimalProperty))
}

// quotientProperty: the quotient is the exact one, rounded once.
func quotientProperty(t *rapid.T) {
	part := rapid.Custom(func(t *rapid.T) decimal.Decimal {
		return decimal.New(rapid.Int64Range(-2e15, 2e15).Draw(t, "coefficient")/rapid.SampledFrom([]int64{1, 1e6, 1e12}).Draw(t, "shorter"),
			int32(rapid.IntRange(-9, 6).Draw(t, "exponent")))
	})
	numerator, denominator := part.Draw(t, "numerator"), part.Draw(t, "denominator")
	if denominator.IsZero() {
		return
	}
	want, _ := new(big.Rat).Quo(numerator.Rat(), denominator.Rat()).Float64()
	require.Equal(t, want, exact.Quotient(numerator, denominator))
}

func TestQuotientProperty(t *testing.T) { rapid.Check(t, tenTimes(quotientProperty)) }

func anyDecimal() *rapid.Generator[decimal.Decimal] {
	return rapid.Custom(func(t *rapid.T) decimal.Decimal {
		m := big.NewInt(rapid.OneOf(rapid.Int64Range(-150, 150), rapid.Int64()).Draw(t, "m"))
		if rapid.Bool().Draw(t, "long") {
			m.Mul(m, big.NewInt(rapid.Int64Range(1, 1e15).Draw(t, "times")))
		}
		return decimal.NewFromBigInt(m, int32(rapid.IntRange(-30, 30).Draw(t, "e")))
	})
}

// fourDecimals draws a, b, c, d, mostly with a*b = c*d or next to it.
func fourDecimals() *rapid.Generator[[4]decimal.Decimal] {
	return rapid.Custom(func(t *rapid.T) [4]decimal.Decimal {
		x := [4]decimal.Decimal{anyDecimal().Draw(t, "a"), anyDecimal().Draw(t, "b"), anyDecimal().Draw(t, "c"), anyDecimal().Draw(t, "d")}
		if rapid.IntRange(0, 3).Draw(t, "free") == 0 {
			return x
		}
		// a*b = b'*a', the same values with zeros at the end.
		for i := range 2 {
			zeros := rapid.IntRange(0, 12).Draw(t, "zeros")
			m := x[i].Coefficient()
			m.Mul(m, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(zeros)), nil))
			if rapid.IntRange(0, 4).Draw(t, "nudge") == 0 {
				m.Add(m, big.NewInt(1))
			}
			x[3-i] = decimal.NewFromBigInt(m, x[i].Exponent()-int32(zeros))
		}
		return x
	})
}

func decimalProductsProperty(counts *tally) func(*rapid.T) {
	return func(t *rapid.T) {
		x := fourDecimals().Draw(t, "x")
		left, right := new(big.Rat).Mul(x[0].Rat(), x[1].Rat()), new(big.Rat).Mul(x[2].Rat(), x[3].Rat())
		want := left.Cmp(right)
		counts.count(want)
		require.Equal(t, want, exact.CompareDecimalProducts(x[0], x[1], x[2], x[3]))
		require.Equal(t, -want, exact.CompareDecimalProducts(x[3], x[2], x[1], x[0]))
	}
}

func TestCompareDecimalProductsProperty(t *testing.T) {
	var counts tally
	rapid.Check(t, tenTimes(decimalProductsProperty(&counts)))
	counts.requireBoth(t)
}

func FuzzCompareDecimalProducts(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(decimalProductsProperty(new(tally))))
}
