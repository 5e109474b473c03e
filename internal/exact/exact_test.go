package exact_test

import (
	"math"
	"math/big"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/internal/exact"
)

const (
	largest  = math.MaxFloat64
	smallest = math.SmallestNonzeroFloat64
	// longest has 17 digits down to 10^-324, the lowest place there is.
	longest = 2.2250738585072014e-308
)

func TestCompare(t *testing.T) {
	for _, row := range []struct {
		name string
		a, b float64
		want int
	}{
		{"equal", 0.3, 0.3, 0},
		{"below", 0.29999999999999999, 0.30000000000000004, -1},
		{"a computed float is as printed", 0.30000000000000004, 0.3, 1},
		{"zeros", 0, math.Copysign(0, -1), 0},
		{"infinities", math.Inf(-1), math.Inf(1), -1},
		{"NaN", math.NaN(), 1, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			require.Equal(t, row.want, exact.Compare(row.a, row.b))
			require.Equal(t, -row.want, exact.Compare(row.b, row.a))
		})
	}
}

func TestCompareProducts(t *testing.T) {
	for _, row := range []struct {
		name       string
		a, b, c, d float64
		want       int
	}{
		{"57 is 57 percent of 100", 57, 1, 0.57, 100, 0},
		{"above 57 percent of 100", math.Nextafter(57, 58), 1, 0.57, 100, 1},
		{"below 57 percent of 100", math.Nextafter(57, 56), 1, 0.57, 100, -1},
		{"62.5 * 1.36 is 85 percent of 100", 62.5, 1.36, 0.85, 100, 0},
		{"17 is 85 percent of 20", 17, 1, 0.85, 20, 0},
		{"0.1 * 3 is 0.3", 0.1, 3, 0.3, 1, 0},
		{"a computed float is as printed", 0.30000000000000004, 1, 0.3, 1, 1},
		{"its product is above too", 0.30000000000000004, 1, 0.1, 3, 1},
		{"17 digits on both sides", 30.000000000000004, 0.1, 3.0000000000000004, 1, 0},
		{"zeros", 0, 5, -3, 0, 0},
		{"zero and positive", 0, 5, 1e-300, 1e-300, -1},
		{"zero and negative", 0, 5, 1e-300, -1e-300, 1},
		{"negative and positive", -1e-200, 1e-200, 1e-200, 1e-200, -1},
		{"negative on the line", -0.57, 100, 57, -1, 0},
		{"negative, the larger in size", -1e-200, 1e-200, -1e-200, 1e-201, -1},
		{"both underflow, above", 1e-200, 2e-200, 1e-200, 1e-200, 1},
		{"both underflow, on the line", 2e-200, 3e-200, 6e-200, 1e-200, 0},
		{"both overflow, below", 1e200, 1e200, 1e200, 2e200, -1},
		{"both overflow, on the line", 2e200, 3e200, 6e200, 1e200, 0},
		{"a subnormal means its decimal", smallest, 1e300, 4.98e-24, 1, 1},
		{"a subnormal against its negative neighbor", smallest, -1e308, -4.98e-16, 1, -1},
		{"a large product with a subnormal in it", smallest, largest, longest, longest, 1},
		{"powers of ten far apart", 1e-300, 1e-5, 1e300, 1e5, -1},
		{"a shift of 19 places", 1e-19, 1e-300, 1e-300, 1, -1},
		{"a shift of 19 places on the line", 1e-19, 1e-300, 1e-300, 1e-19, 0},
		{"a square of 33 digits, below", 1.2345678901234567, 1.2345678901234567, 1.5241578753238836, 1, -1},
		{"a square of 33 digits, above", 1.2345678901234567, 1.2345678901234567, 1.5241578753238834, 1, 1},
		{"the first doubles without a fraction", 1 << 53, 1, 1<<53 - 1, 1, 1},
		{"neighbors of 1e15", 999999999999999.9, 1, 1e15, 1, -1},
		{"integers above 2^53", 1<<53 + 2, 1, 9007199254740994, 1, 0},
		{"infinity", math.Inf(1), 1, 1, 1, 0},
		{"infinity times zero", 1, math.Inf(-1), 0, 1, 0},
		{"NaN", 1, 1, math.NaN(), 1, 0},
		{"NaN last", 1, 1, 1, math.NaN(), 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			require.Equal(t, row.want, exact.CompareProducts(row.a, row.b, row.c, row.d))
			require.Equal(t, -row.want, exact.CompareProducts(row.c, row.d, row.a, row.b))
			require.Equal(t, row.want, exact.CompareProducts(row.b, row.a, row.d, row.c))
			require.Equal(t, row.want, exact.Sign(exact.Of(row.a, row.b), exact.Of(row.c, row.d).Neg()))
		})
	}
}

func TestCompareSums(t *testing.T) {
	for _, row := range []struct {
		name       string
		a, b, c, d float64
		want       int
	}{
		{"0.1 + 0.2 is 0.3", 0.1, 0.2, 0.3, 0, 0},
		{"a computed float is as printed", 0.30000000000000004, 0, 0.3, 0, 1},
		{"0.60 is 0.80 - 0.20", 0.60, 0, 0.80, -0.20, 0},
		{"below 0.80 - 0.20", math.Nextafter(0.60, 0), 0, 0.80, -0.20, -1},
		{"above 0.80 - 0.20", math.Nextafter(0.60, 1), 0, 0.80, -0.20, 1},
		{"three thirds", 0.333, 0.333, 1, -0.334, 0},
		{"zeros", 0, 0, 0, math.Copysign(0, -1), 0},
		{"smallest", smallest, 0, 0, 0, 1},
		{"smallest, negative", -smallest, 0, 0, 0, -1},
		{"overflow on the line", largest, largest, largest, largest, 0},
		{"overflow above", largest, largest, largest, math.Nextafter(largest, 0), 1},
		{"cancellation over the whole range", largest, smallest, largest, 0, 1},
		{"cancellation over the whole range, below", largest, -smallest, largest, 0, -1},
		{"19 places apart, on the line", 1e19, 1, 1, 1e19, 0},
		{"19 places apart, above", 1e-1, 1e18, 1e18, 0, 1},
		{"23 places apart", 1e19, 1.0001, 1, 1e19, 1},
		{"infinity", math.Inf(1), 1, 1, 1, 0},
		{"infinities", math.Inf(1), math.Inf(-1), 1, 0, 0},
		{"NaN", 1, 1, math.NaN(), 1, 0},
		{"NaN last", 1, 1, 1, math.NaN(), 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			require.Equal(t, row.want, exact.CompareSums(row.a, row.b, row.c, row.d))
			require.Equal(t, -row.want, exact.CompareSums(row.c, row.d, row.a, row.b))
			require.Equal(t, row.want, exact.CompareSums(row.b, row.a, row.d, row.c))
			require.Equal(t, row.want, exact.Sign(exact.Of(row.a), exact.Of(row.b), exact.Of(row.c).Neg(), exact.Of(row.d).Neg()))
		})
	}
}

func eight(x float64) exact.Term { return exact.Of(x, x, x, x, x, x, x, x) }

func TestSign(t *testing.T) {
	for _, row := range []struct {
		name  string
		terms []exact.Term
		want  int
	}{
		{"no terms", nil, 0},
		{"the zero term", []exact.Term{{}}, 0},
		{"the zero term adds nothing", []exact.Term{{}, exact.Of(3), exact.Term{}.Neg(), exact.Of(-3)}, 0},
		{"the zero term in the exact path", []exact.Term{{}, exact.Of(smallest)}, 1},
		{"no factors", []exact.Term{exact.Of()}, 1},
		{"no factors is one", []exact.Term{exact.Of(), exact.Of(1).Neg()}, 0},
		{"twice negative", []exact.Term{exact.Of(2).Neg().Neg()}, 1},
		{"0.1 + 0.2 - 0.3", []exact.Term{exact.Of(0.1), exact.Of(0.2), exact.Of(0.3).Neg()}, 0},
		{"a margin on the line", []exact.Term{exact.Of(100, 0.6), exact.Of(100, 0.8).Neg(), exact.Of(0.2, 100)}, 0},
		{"eight factors on the line", []exact.Term{eight(0.7), exact.Of(0.2401, 0.2401).Neg()}, 0},
		{"eight factors above", []exact.Term{eight(math.Nextafter(0.7, 1)), exact.Of(0.2401, 0.2401).Neg()}, 1},
		{"eight factors of 17 digits", []exact.Term{eight(0.30000000000000004), eight(0.30000000000000004).Neg()}, 0},
		{"nine factors", []exact.Term{exact.Of(2, 2, 2, 2, 2, 2, 2, 2, 2), exact.Of(512).Neg()}, 0},
		{"nine factors, below", []exact.Term{exact.Of(2, 2, 2, 2, 2, 2, 2, 2, 1.9), exact.Of(512).Neg()}, -1},
		{"nine factors, negative", []exact.Term{exact.Of(1, 1, 1, 1, 1, 1, 1, 1, 3).Neg(), exact.Of(2)}, -1},
		{"the whole range", []exact.Term{eight(largest), eight(longest).Neg(), eight(largest).Neg(), eight(longest)}, 0},
		{"the whole range, above", []exact.Term{eight(largest), eight(longest), eight(largest).Neg()}, 1},
		{"the whole range, below", []exact.Term{eight(longest).Neg(), eight(largest).Neg(), eight(largest)}, -1},
		{"a zero among factors", []exact.Term{exact.Of(1e300, 0, 1e300), exact.Of(-smallest)}, -1},
		{"a zero with a low exponent", []exact.Term{exact.Of(0, 1e-300), exact.Of(smallest)}, 1},
		{"a subnormal means its decimal", []exact.Term{exact.Of(smallest, 1e300), exact.Of(4.98e-24).Neg()}, 1},
		{"underflow", []exact.Term{eight(1e-41), exact.Of(-1e-164, 1e-164)}, 0},
		{"underflow to the wrong side", []exact.Term{exact.Of(1.4e-162, 1e-162), exact.Of(1.4e-162, 1e-162), exact.Of(-2.6e-162, 1e-162)}, 1},
		{"underflow of eight", []exact.Term{eight(1e-45), eight(-1e-45)}, 1},
		{"carries", []exact.Term{exact.Of(1<<62, 4), exact.Of(-1), exact.Of(1), exact.Of(1<<62, -4)}, 0},
		{"an infinity", []exact.Term{exact.Of(1), exact.Of(math.Inf(1))}, 0},
		{"a NaN", []exact.Term{exact.Of(1), exact.Of(math.NaN())}, 0},
		{"a NaN times zero", []exact.Term{exact.Of(1), exact.Of(0, math.NaN())}, 0},
		{"an infinity after eight factors", []exact.Term{exact.Of(1, 1, 1, 1, 1, 1, 1, 1, math.Inf(1))}, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			require.Equal(t, row.want, exact.Sign(row.terms...))
			require.Equal(t, row.want, exact.SumDecimal(row.terms...).Sign())
		})
	}
}

func TestOfKeepsNoSlice(t *testing.T) {
	factors := []float64{1, 1, 1, 1, 1, 1, 1, 1, 1, 1}
	term := exact.Of(factors...)
	clear(factors)
	require.Equal(t, 1, exact.Sign(term))
}

func TestSignOfManyTerms(t *testing.T) {
	terms := make([]exact.Term, 0, 20001)
	for range 10000 {
		terms = append(terms, exact.Of(0.1), exact.Of(0.2))
	}
	terms = append(terms, exact.Of(3000).Neg())
	require.Zero(t, exact.Sign(terms...))
	require.Equal(t, 1, exact.Sign(append(terms, exact.Of(1e-300))...))
}

func TestDecimal(t *testing.T) {
	for _, row := range []struct {
		x        float64
		m        string
		exponent int32
	}{
		{0, "0", 0},
		{math.Copysign(0, -1), "0", 0},
		{0.57, "57", -2},
		{0.5, "5", -1},
		{-0.5, "-5", -1},
		{100, "100", 0},
		{1e21, "1" + strings.Repeat("0", 21), 0},
		{0.30000000000000004, "30000000000000004", -17},
		{123456.789, "123456789", -3},
		{0.000123456789012345, "123456789012345", -18},
		{1e-14, "1", -14},
		{1e-15, "1", -15},
		{-2.2250738585072014e-308, "-22250738585072014", -324},
		{smallest, "5", -324},
		{largest, "17976931348623157" + strings.Repeat("0", 292), 0},
		{9007199254740993, "9007199254740992", 0},
		{-9007199254740994, "-9007199254740994", 0},
		{math.NaN(), "0", 0},
		{math.Inf(1), "0", 0},
		{math.Inf(-1), "0", 0},
	} {
		t.Run(strconv.FormatFloat(row.x, 'g', -1, 64), func(t *testing.T) {
			got := exact.Decimal(row.x)
			require.Equal(t, row.m, got.Coefficient().String())
			require.Equal(t, row.exponent, got.Exponent())
		})
	}
}

func TestSumDecimal(t *testing.T) {
	for _, row := range []struct {
		name  string
		terms []exact.Term
		want  string
	}{
		{"no terms", nil, "0"},
		{"57 percent of 100", []exact.Term{exact.Of(0.57, 100)}, "57"},
		{"a difference", []exact.Term{exact.Of(0.57, 100), exact.Of(0.5).Neg()}, "56.5"},
		{"0.80 - 0.20", []exact.Term{exact.Of(0.80), exact.Of(-0.20)}, "0.6"},
		{"zero", []exact.Term{exact.Of(0.1), exact.Of(-0.1)}, "0"},
		{"large and small", []exact.Term{exact.Of(1e20), exact.Of(1e-20)}, "100000000000000000000.00000000000000000001"},
		{"trailing zeros before the point stay", []exact.Term{exact.Of(0.5, 200), exact.Of(1e3)}, "1100"},
		{"not finite", []exact.Term{exact.Of(1), exact.Of(math.NaN())}, "0"},
	} {
		t.Run(row.name, func(t *testing.T) {
			want, ok := new(big.Rat).SetString(row.want)
			require.True(t, ok)
			got := exact.SumDecimal(row.terms...)
			requireDecimal(t, want, got)
			require.Equal(t, row.want, got.String())
		})
	}
}

func TestCompareDecimalProducts(t *testing.T) {
	for _, row := range []struct {
		name       string
		a, b, c, d string
		want       int
	}{
		{"62.5 * 1.36 is 85 percent of 100", "62.5", "1.36", "0.85", "100", 0},
		{"above", "62.5000001", "1.36", "0.85", "100", 1},
		{"trailing zeros", "1.50", "2.000", "3", "1", 0},
		{"zeros", "0", "5", "-3", "0", 0},
		{"zero and negative", "0", "5", "3", "-1e-30", 1},
		{"18 digits", "999999999999999999", "999999999999999999", "999999999999999998000000000000000001", "1", 0},
		{"19 digits", "9999999999999999999", "1", "999999999999999999.9", "10", 0},
		{"34 digits", "1234567890123456789012345678901234", "1e-30", "1234.567890123456789012345678901234", "1", 0},
		{"34 digits, above", "1234567890123456789012345678901235", "1e-30", "1234.567890123456789012345678901234", "1", 1},
		{"34 digits, both negative", "-1234567890123456789012345678901235", "1e-30", "1234.567890123456789012345678901234", "-1", -1},
		{"34 digits against zero", "-1234567890123456789012345678901235", "1", "0", "1", -1},
		{"34 digits, signs differ", "-1234567890123456789012345678901235", "1", "1", "1", -1},
		{"a shift of 19 places", "1e30", "1e8", "1e30", "1000000001e-1", -1},
		{"a shift of 38 places", "1e30", "1e8", "99999999999999999", "999999999999999999", 1},
		{"a shift of 38 places on the line", "1e30", "1e8", "100000000000000000e20", "10", 0},
		{"the gate's corners", "1e30", "1e30", "1e-30", "1e-30", 1},
		{"absurd exponents", "1e2000000000", "1e2000000000", "9e-2000000000", "9e-2000000000", 1},
		{"absurd exponents and 34 digits", "1234567890123456789012345678901234e-2000000000", "1", "1", "1e2000000000", -1},
	} {
		t.Run(row.name, func(t *testing.T) {
			a, b := parseDecimal(t, row.a), parseDecimal(t, row.b)
			c, d := parseDecimal(t, row.c), parseDecimal(t, row.d)
			require.Equal(t, row.want, exact.CompareDecimalProducts(a, b, c, d))
			require.Equal(t, -row.want, exact.CompareDecimalProducts(c, d, a, b))
			require.Equal(t, row.want, exact.CompareDecimalProducts(b, a, d, c))
		})
	}
	require.Zero(t, exact.CompareDecimalProducts(decimal.Decimal{}, decimal.Decimal{}, decimal.Decimal{}, decimal.New(1, 0)))
}

// parseDecimal keeps the exponent as written.
func parseDecimal(t *testing.T, text string) decimal.Decimal {
	t.Helper()
	mantissa, exponent, scientific := strings.Cut(text, "e")
	d, err := decimal.NewFromString(mantissa)
	require.NoError(t, err)
	if scientific {
		e, err := strconv.ParseInt(exponent, 10, 32)
		require.NoError(t, err)
		d = decimal.NewFromBigInt(d.Coefficient(), d.Exponent()+int32(e))
	}
	return d
}

func TestCompareDecimalProductsLeavesArguments(t *testing.T) {
	large := parseDecimal(t, "-1234567890123456789012345678901234e-20")
	small := parseDecimal(t, "-1.50")
	exact.CompareDecimalProducts(large, small, small, large)
	require.Equal(t, "-1234567890123456789012345678901234", large.Coefficient().String())
	require.Equal(t, "-150", small.Coefficient().String())
}

func TestAllocations(t *testing.T) {
	half, percent := decimal.RequireFromString("0.5"), decimal.RequireFromString("0.01")
	many := make([]exact.Term, 1000)
	for i := range many {
		many[i] = exact.Of(0.01, float64(i-500))
	}
	for _, row := range []struct {
		name string
		call func(one float64) int
	}{
		{"Compare", func(one float64) int { return exact.Compare(one, 2) }},
		{"CompareProducts, certain", func(one float64) int { return exact.CompareProducts(58, one, 0.57, 100) }},
		{"CompareProducts, line", func(one float64) int { return exact.CompareProducts(57, one, 0.57, 100) }},
		{"CompareProducts, text", func(one float64) int { return exact.CompareProducts(0.30000000000000004, one, 0.1, 3) }},
		{"CompareProducts, wide", func(one float64) int { return exact.CompareProducts(longest, one, largest*one, smallest) }},
		{"CompareSums, certain", func(one float64) int { return exact.CompareSums(one, 2, 4, 0) }},
		{"CompareSums, line", func(one float64) int { return exact.CompareSums(0.1*one, 0.2, 0.3, 0) }},
		{"CompareSums, narrow", func(one float64) int { return exact.CompareSums(1e40*one, 1e-40, 1e-40, 1e40) }},
		{"CompareSums, wide", func(one float64) int { return exact.CompareSums(largest*one, longest, longest, largest) }},
		{"Sign, certain", func(one float64) int { return exact.Sign(exact.Of(58, one), exact.Of(0.57, 100).Neg()) }},
		{"Sign, line", func(one float64) int { return exact.Sign(exact.Of(57, one), exact.Of(0.57, 100).Neg()) }},
		{"Sign, many", func(one float64) int { many[0] = exact.Of(-5, one); return exact.Sign(many...) }},
		{"Sign, eight of 17 digits", func(one float64) int {
			return exact.Sign(eight(0.30000000000000004*one), eight(0.30000000000000004).Neg())
		}},
		{"Sign, the whole range", func(one float64) int {
			return exact.Sign(eight(largest*one), eight(longest), eight(largest).Neg(), eight(-largest), eight(smallest), eight(longest).Neg())
		}},
		{"Sign, not finite", func(one float64) int { return exact.Sign(exact.Of(one), exact.Of(math.Inf(1))) }},
		{"CompareDecimalProducts, line", func(float64) int { return exact.CompareDecimalProducts(half, percent, percent, half) }},
		{"CompareDecimalProducts, zero", func(float64) int { return exact.CompareDecimalProducts(half, percent, decimal.Decimal{}, half) }},
	} {
		t.Run(row.name, func(t *testing.T) {
			one := 1.0
			require.Zero(t, testing.AllocsPerRun(20, func() { one += float64(row.call(one) * 0) }))
		})
	}
}

func TestQuotient(t *testing.T) {
	for name, tc := range map[string]struct {
		numerator, denominator string
		want                   float64
	}{
		"a third":                      {"1", "3", 1.0 / 3},
		"a tenth":                      {"0.57", "5.7", 0.1},
		"negative":                     {"-22", "7", -22.0 / 7},
		"halfway rounds to even":       {"9007199254740993", "1", 9007199254740992},
		"just above halfway rounds up": {"9007199254740993.0000000001", "1", 9007199254740994},
		"zero":                         {"0", "12", 0},
		"by zero":                      {"12", "0", 0},
		"sixteen digits":               {"9007199254740993", "3", 3002399751580331},
		"digits of the exponent count": {"1000000000000001", "0.3", 3333333333333336.5},
		"far apart":                    {"123e20", "-3e-20", -4.1e41},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, tc.want, exact.Quotient(decimal.RequireFromString(tc.numerator), decimal.RequireFromString(tc.denominator)))
		})
	}
	require.False(t, math.Signbit(exact.Quotient(decimal.New(0, 0), decimal.New(-3, 0))), "no zero with a sign")
}
