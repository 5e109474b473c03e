package comp_test

import (
	"math"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/comp"
	"github.com/salesops-go/salesops/internal/testkit"
)

func TestSplitUnits(t *testing.T) {
	const most, least = math.MaxInt64, math.MinInt64
	for name, tc := range map[string]struct {
		units   int64
		weights []int64
		want    []int64
	}{
		"thirds":                     {100, []int64{1, 1, 1}, []int64{34, 33, 33}},
		"thirds taken back":          {-100, []int64{1, 1, 1}, []int64{-34, -33, -33}},
		"a zero weight gets nothing": {100, []int64{0, 2, 1}, []int64{0, 67, 33}},
		"the larger remainder":       {9999, []int64{75, 25}, []int64{7499, 2500}},
		"nothing to divide":          {0, []int64{1, 2}, []int64{0, 0}},
		"the most units":             {most, []int64{3, 7}, []int64{2767011611056432742, 6456360425798343065}},
		"the least units":            {least, []int64{0, 1}, []int64{0, least}},
		"the least units, shared":    {least, []int64{1, 1}, []int64{least / 2, least / 2}},
		"weights that fill a word":   {-3, []int64{most, most, 1}, []int64{-2, -1, 0}},
		"weights beyond a word":      {-3, []int64{most, most, 2}, []int64{-2, -1, 0}},
		"far beyond a word":          {5, []int64{most, most, most, 0}, []int64{2, 2, 1, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			shares, err := comp.SplitUnits(tc.units, tc.weights)
			require.NoError(t, err)
			require.Equal(t, tc.want, shares)
		})
	}
}

func TestSplitUnitsOutOfRange(t *testing.T) {
	for name, tc := range map[string]struct {
		weights []int64
		want    []testkit.Fault
	}{
		"no weights":       {nil, []testkit.Fault{{Field: "SplitUnits.Weights", Reason: salesops.ErrMissing}}},
		"too many weights": {make([]int64, comp.MaxShares+1), []testkit.Fault{{Field: "SplitUnits.Weights", Reason: salesops.ErrOutOfRange}}},
		"only zeros":       {make([]int64, 3), []testkit.Fault{{Field: "SplitUnits.Weights", Reason: salesops.ErrConflict}}},
		"negative weights": {[]int64{-1, 2, -3}, []testkit.Fault{
			{Field: "SplitUnits.Weights[0]", Reason: salesops.ErrOutOfRange},
			{Field: "SplitUnits.Weights[2]", Reason: salesops.ErrOutOfRange},
		}},
		"negative and beyond a word": {[]int64{math.MaxInt64, math.MaxInt64, math.MinInt64, 5}, []testkit.Fault{
			{Field: "SplitUnits.Weights[2]", Reason: salesops.ErrOutOfRange},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			shares, err := comp.SplitUnits(7, tc.weights)
			testkit.RequireFaults(t, err, tc.want...)
			require.Nil(t, shares)
		})
	}
	// One more than the limit is refused although it could be divided.
	_, err := comp.SplitUnits(7, append(make([]int64, comp.MaxShares), 1))
	testkit.RequireFaults(t, err, testkit.Fault{Field: "SplitUnits.Weights", Reason: salesops.ErrOutOfRange})
}

func TestSplitEqually(t *testing.T) {
	for name, tc := range map[string]struct {
		amount  string
		parties int
		places  int32
		want    []string
	}{
		"thirds":                {"1", 3, 2, []string{"0.34", "0.33", "0.33"}},
		"two units left":        {"-0.05", 3, 2, []string{"-0.02", "-0.02", "-0.01"}},
		"fewer units than some": {"2", 4, 0, []string{"1", "1", "0", "0"}},
		"one party":             {"12.34", 1, 2, []string{"12.34"}},
		"nothing to divide":     {"0", 2, 2, []string{"0", "0"}},
		"more than a word": {"-1000000000000000", 3, 4, []string{
			"-333333333333333.3334", "-333333333333333.3333", "-333333333333333.3333",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			shares, err := comp.SplitEqually(dec(tc.amount), tc.parties, tc.places)
			require.NoError(t, err)
			require.Len(t, shares, len(tc.want))
			for i, want := range tc.want {
				testkit.EqualDecimal(t, want, shares[i], i)
			}
		})
	}
}

func TestSplitEquallyOutOfRange(t *testing.T) {
	out := salesops.ErrOutOfRange
	for name, tc := range map[string]struct {
		amount  decimal.Decimal
		parties int
		places  int32
		want    []testkit.Fault
	}{
		"beyond the cent":  {dec("0.005"), 2, 2, []testkit.Fault{{Field: "SplitEqually.Amount", Reason: out}}},
		"above the limit":  {dec("1000000000000001"), 2, 2, []testkit.Fault{{Field: "SplitEqually.Amount", Reason: out}}},
		"no parties":       {dec("1"), 0, 2, []testkit.Fault{{Field: "SplitEqually.Parties", Reason: salesops.ErrMissing}}},
		"negative parties": {dec("1"), -1, 2, []testkit.Fault{{Field: "SplitEqually.Parties", Reason: out}}},
		"too many parties": {dec("1"), comp.MaxShares + 1, 2, []testkit.Fault{{Field: "SplitEqually.Parties", Reason: out}}},
		"everything": {decimal.New(1, 2_000_000_000), -1, -1, []testkit.Fault{
			{Field: "SplitEqually.Amount", Reason: out}, {Field: "SplitEqually.Parties", Reason: out}, {Field: "SplitEqually.Places", Reason: out},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			shares, err := comp.SplitEqually(tc.amount, tc.parties, tc.places)
			testkit.RequireFaults(t, err, tc.want...)
			require.Nil(t, shares)
		})
	}
	shares, err := comp.SplitEqually(dec("1"), comp.MaxShares, 2)
	require.NoError(t, err)
	require.Len(t, shares, comp.MaxShares)
}

// Whole numbers are divided as decimals are, and equal shares as equal weights.
func splitUnitsProperty(t *rapid.T) {
	weight := rapid.OneOf(rapid.Int64Range(0, 4), rapid.Int64Range(0, 1000), rapid.Int64Range(0, comp.MaxMoney))
	units := rapid.OneOf(rapid.Int64Range(-20, 20), rapid.Int64()).Draw(t, "units")
	weights := rapid.SliceOfN(weight, 1, 60).Draw(t, "weights")
	weights[0] = max(weights[0], 1)
	before := append([]int64(nil), weights...)

	shares, err := comp.SplitUnits(units, weights)
	require.NoError(t, err)
	require.Equal(t, before, weights)
	decimals := make([]decimal.Decimal, len(weights))
	for i, w := range weights {
		decimals[i] = decimal.New(w, 0)
	}
	want := splitByRationals(decimal.New(units, -4), decimals, 4)
	require.Equal(t, want, texts(unitsAt(shares, 4), 4))
	split, err := comp.Split(decimal.New(units, -4), decimals, 4)
	require.NoError(t, err)
	require.Equal(t, want, texts(split, 4))
}

func splitEquallyProperty(t *rapid.T) {
	d := divisions().Draw(t, "division")
	parties := rapid.IntRange(1, 40).Draw(t, "parties")
	d.weights = make([]decimal.Decimal, parties)
	for i := range d.weights {
		d.weights[i] = decimal.New(1, 0)
	}
	shares, err := comp.SplitEqually(d.amount, parties, d.places)
	require.NoError(t, err)
	require.Equal(t, texts(split(t, d), d.places), texts(shares, d.places))
}

func unitsAt(units []int64, places int32) []decimal.Decimal {
	amounts := make([]decimal.Decimal, len(units))
	for i, u := range units {
		amounts[i] = decimal.New(u, -places)
	}
	return amounts
}

func TestSplitUnitsAsSplit(t *testing.T)   { rapid.Check(t, splitUnitsProperty) }
func TestSplitEquallyAsSplit(t *testing.T) { rapid.Check(t, splitEquallyProperty) }
func FuzzSplitUnitsAsSplit(f *testing.F)   { f.Fuzz(rapid.MakeFuzz(splitUnitsProperty)) }
func FuzzSplitEquallyAsSplit(f *testing.F) { f.Fuzz(rapid.MakeFuzz(splitEquallyProperty)) }

// Many shares, with remainders that agree in their first bytes, in their last
// and altogether, so that the k-th largest is looked for byte by byte.
func TestSplitUnitsOfMany(t *testing.T) {
	for name, weight := range map[string]func(i int64) int64{
		"all the same":        func(int64) int64 { return 1 },
		"two kinds":           func(i int64) int64 { return 1 + i%2 },
		"small ones":          func(i int64) int64 { return i * 7919 % 1000 },
		"apart at the end":    func(i int64) int64 { return 1<<50 + i%5 },
		"apart all over":      func(i int64) int64 { return i * 0x9E3779B97F4A7C1 & (1<<53 - 1) },
		"a few large":         func(i int64) int64 { return 1 + i%50/49<<40 },
		"a remainder of zero": func(i int64) int64 { return i % 3 * 1000 },
	} {
		t.Run(name, func(t *testing.T) {
			for _, count := range []int{16, 17, 100, 300} {
				weights, decimals := make([]int64, count), make([]decimal.Decimal, count)
				for i := range weights {
					weights[i] = weight(int64(i) + 1)
					decimals[i] = decimal.New(weights[i], 0)
				}
				for _, units := range []int64{1, -99, 12345, 123456789012} {
					shares, err := comp.SplitUnits(units, weights)
					require.NoError(t, err)
					require.Equal(t, splitByRationals(decimal.New(units, 0), decimals, 0), texts(unitsAt(shares, 0), 0), strconv.Itoa(count))
				}
			}
		})
	}
}

// Usual numbers are divided in words: each share takes the memory of a decimal
// and no more, whatever the scales, as long as the numbers are short.
func TestSplitInWords(t *testing.T) {
	const perShare = 2 // a decimal's number and its digits
	for name, tc := range map[string]struct {
		amount  string
		weights []string
		places  int32
	}{
		"cents":                      {"1234.56", []string{"50", "30", "20"}, 2},
		"a refund":                   {"-1234.56", []string{"50", "30", "20"}, 2},
		"no cents":                   {"1234", []string{"3", "1"}, 0},
		"four places":                {"1.2345", []string{"3", "1"}, 4},
		"whole money":                {"1234", []string{"3", "1"}, 4},
		"an amount with zeros":       {"1234.5600", []string{"3", "1"}, 2},
		"nothing to divide":          {"0", []string{"3", "1"}, 2},
		"fractions":                  {"1234.56", []string{"0.3333", "0.66670", "1"}, 2},
		"a weight of zero":           {"1234.56", []string{"1", "0"}, 2},
		"an amount of 15 digits":     {"9999999999999.99", []string{"3", "1"}, 2},
		"the longest amount":         {"-99999999999999.9999", []string{"3", "1"}, 4},
		"the largest amount":         {"999999999999999", []string{"3", "1"}, 0},
		"the smallest weights":       {"10", []string{"0.000000000000000003", "0.000000000000000001"}, 2},
		"weights of 18 digits":       {"10", []string{"0.999999999999999999", "0.999999999999999998"}, 2},
		"the largest weights":        {"10", []string{"999999999999999", "999999999999999"}, 2},
		"weights far apart":          {"10", []string{"1", "0.00000000000000001"}, 2},
		"weights with an exponent":   {"10", []string{"1e14", "1"}, 2},
		"an amount with an exponent": {"1e14", []string{"3", "1"}, 0},
	} {
		amount, weights := dec(tc.amount), decs(tc.weights...)
		allocations := testing.AllocsPerRun(10, func() { _, _ = comp.Split(amount, weights, tc.places) })
		require.LessOrEqual(t, allocations, float64(1+perShare*len(weights)), name)
		shares, err := comp.Split(amount, weights, tc.places)
		require.NoError(t, err, name)
		require.Equal(t, splitByRationals(amount, weights, tc.places), texts(shares, tc.places), name)
	}
	for _, units := range []int64{100, 101, 102, -103} {
		weights := []int64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}
		require.LessOrEqual(t, testing.AllocsPerRun(10, func() { _, _ = comp.SplitUnits(units, weights) }), 1.0)
		require.LessOrEqual(t, testing.AllocsPerRun(10, func() { _, _ = comp.SplitUnits(units, weights[:2]) }), 1.0)
	}
	if testing.Short() {
		return
	}
	weights, decimals := make([]int64, comp.MaxShares), make([]decimal.Decimal, comp.MaxShares)
	for i := range weights {
		weights[i], decimals[i] = 3, decimal.New(3, 0)
	}
	require.LessOrEqual(t, testing.AllocsPerRun(1, func() { _, _ = comp.SplitUnits(1_234_567, weights) }), 3.0)
	amount := decimal.New(1_234_567, -2)
	require.LessOrEqual(t, testing.AllocsPerRun(1, func() { _, _ = comp.Split(amount, decimals, 2) }), perShare*float64(comp.MaxShares)+4)
}

// What the shorter way does not take is refused, or divided, as ever.
func TestSplitBesideWords(t *testing.T) {
	_, err := comp.Split(decimal.New(0, -19), decs("1"), 1)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Split.Amount", Reason: salesops.ErrOutOfRange})
	_, err = comp.Split(dec("1"), []decimal.Decimal{decimal.New(1, -19)}, 1)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Split.Weights[0]", Reason: salesops.ErrOutOfRange})
	_, err = comp.Split(dec("1"), []decimal.Decimal{decimal.New(0, 19), dec("1")}, 1)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Split.Weights[0]", Reason: salesops.ErrOutOfRange})
	shares, err := comp.Split(dec("1000000000000000"), decs("1000000000000000", "1e15"), 0)
	require.NoError(t, err)
	testkit.EqualDecimal(t, "500000000000000", shares[1])
}
