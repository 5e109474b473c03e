package comp_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/comp"
	"github.com/salesops-go/salesops/internal/testkit"
)

func decs(texts ...string) []decimal.Decimal {
	ds := make([]decimal.Decimal, len(texts))
	for i, text := range texts {
		ds[i] = dec(text)
	}
	return ds
}

func TestSplit(t *testing.T) {
	for name, tc := range map[string]struct {
		amount  string
		weights []string
		places  int32
		want    []string
	}{
		"thirds":                        {"1", []string{"1", "1", "1"}, 2, []string{"0.34", "0.33", "0.33"}},
		"thirds taken back":             {"-1", []string{"1", "1", "1"}, 2, []string{"-0.34", "-0.33", "-0.33"}},
		"ties go to the first":          {"0.02", []string{"1", "1", "1", "1"}, 2, []string{"0.01", "0.01", "0", "0"}},
		"ties behind a larger":          {"0.05", []string{"1", "1", "2", "1"}, 2, []string{"0.01", "0.01", "0.02", "0.01"}},
		"the larger before the ties":    {"0.04", []string{"2", "2", "2", "3"}, 2, []string{"0.01", "0.01", "0.01", "0.01"}},
		"one to the larger, one to tie": {"0.03", []string{"5", "5", "7"}, 2, []string{"0.01", "0.01", "0.01"}},
		"a zero weight gets nothing":    {"0.01", []string{"0", "1", "1"}, 2, []string{"0", "0.01", "0"}},
		"all to one":                    {"12.34", []string{"0", "0.0001", "0"}, 2, []string{"0", "12.34", "0"}},
		"nothing to divide":             {"0", []string{"3", "0"}, 2, []string{"0", "0"}},
		"no cents":                      {"1000", []string{"1", "2"}, 0, []string{"333", "667"}},
		"four places":                   {"0.0005", []string{"1", "1"}, 4, []string{"0.0003", "0.0002"}},
		"weights of any scale":          {"10", []string{"0.6", "0.30"}, 2, []string{"6.67", "3.33"}},
		"weights with exponents":        {"10", []string{"1e3", "500"}, 2, []string{"6.67", "3.33"}},
		"amount with an exponent":       {"1e3", []string{"1", "1", "1"}, 0, []string{"334", "333", "333"}},
		"amount with trailing zeros":    {"1.000000", []string{"1", "1"}, 0, []string{"1", "0"}},
		"ten cents by 6, 6 and 2":       {"0.10", []string{"6", "6", "2"}, 2, []string{"0.04", "0.04", "0.02"}},
		"the Alabama paradox":           {"0.11", []string{"6", "6", "2"}, 2, []string{"0.05", "0.05", "0.01"}},
		"one deal":                      {"0.05", []string{"75", "25"}, 2, []string{"0.04", "0.01"}},
		"three such deals at once":      {"0.15", []string{"75", "25"}, 2, []string{"0.11", "0.04"}},
		"near tie": {
			"0.03", []string{"0.500000000000000001", "0.5"}, 2, []string{"0.02", "0.01"},
		},
		"near tie the other way": {
			"0.03", []string{"0.5", "0.500000000000000001"}, 2, []string{"0.01", "0.02"},
		},
		"weights too far apart for a word": {
			"1000000000000000", []string{"1000000000000000", "0.000000000000000001"}, 4, []string{"1000000000000000", "0"},
		},
		"more units than an int64 holds": {
			"1000000000000000", []string{"1", "1", "1"}, 4, []string{"333333333333333.3334", "333333333333333.3333", "333333333333333.3333"},
		},
		"the most units that an int64 holds": {
			"922337203685477.5807", []string{"1"}, 4, []string{"922337203685477.5807"},
		},
		"the least that an int64 holds": {
			"-922337203685477.5808", []string{"1", "0"}, 4, []string{"-922337203685477.5808", "0"},
		},
		"one unit more than that": {
			"-922337203685477.5809", []string{"1", "0"}, 4, []string{"-922337203685477.5809", "0"},
		},
		"weights whose sum is beyond a word": {
			"-3", []string{"10000000000000.00", "0.00001", "10000000000000.00", "0.000001"}, 0, []string{"-2", "0", "-1", "0"},
		},
		"largest weights": {
			"3", []string{"1000000000000000", "1000000000000000"}, 0, []string{"2", "1"},
		},
		"weights of twenty digits": {
			"10", []string{"23.456789012345678901", "20.000000000000000001"}, 2, []string{"5.40", "4.60"},
		},
		"weights of eighteen digits": {
			"10", []string{"0.234567890123456789", "0.469135780246913578"}, 2, []string{"3.33", "6.67"},
		},
		"long weights": {
			"-10", []string{"1.2345678901234567", "0.000000000000000012", "3"}, 2, []string{"-2.92", "0", "-7.08"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			shares, err := comp.Split(dec(tc.amount), decs(tc.weights...), tc.places)
			require.NoError(t, err)
			require.Len(t, shares, len(tc.want))
			for i, want := range tc.want {
				testkit.EqualDecimal(t, want, shares[i], i)
			}
		})
	}
}

// A word holds the sum of 18 weights of 18 digits and not of 19; beyond it the
// weights are split as decimals, and nothing shows.
func TestSplitAtTheEndOfTheWord(t *testing.T) {
	for _, count := range []int{17, 18, 19, 20} {
		weights := make([]decimal.Decimal, count)
		for i := range weights {
			weights[i] = decimal.New(999_999_999_999_999_999-int64(i), -3)
		}
		shares, err := comp.Split(dec("-1234.56"), weights, 2)
		require.NoError(t, err)
		require.Equal(t, splitByRationals(dec("-1234.56"), weights, 2), texts(shares, 2), count)
	}
}

func TestSplitOutOfRange(t *testing.T) {
	one := decs("1")
	huge := decimal.New(1, 2_000_000_000)
	for name, tc := range map[string]struct {
		amount  decimal.Decimal
		weights []decimal.Decimal
		places  int32
		want    []testkit.Fault
	}{
		"beyond the cent":         {dec("0.005"), one, 2, []testkit.Fault{{Field: "Split.Amount", Reason: salesops.ErrOutOfRange}}},
		"beyond the unit":         {dec("0.5"), one, 0, []testkit.Fault{{Field: "Split.Amount", Reason: salesops.ErrOutOfRange}}},
		"beyond four places":      {dec("0.00005"), one, 4, []testkit.Fault{{Field: "Split.Amount", Reason: salesops.ErrOutOfRange}}},
		"amount above the limit":  {dec("1000000000000001"), one, 2, []testkit.Fault{{Field: "Split.Amount", Reason: salesops.ErrOutOfRange}}},
		"amount below the limit":  {dec("-1000000000000001"), one, 2, []testkit.Fault{{Field: "Split.Amount", Reason: salesops.ErrOutOfRange}}},
		"amount without bounds":   {huge, one, 2, []testkit.Fault{{Field: "Split.Amount", Reason: salesops.ErrOutOfRange}}},
		"no weights":              {dec("1"), nil, 2, []testkit.Fault{{Field: "Split.Weights", Reason: salesops.ErrMissing}}},
		"too many weights":        {dec("1"), make([]decimal.Decimal, comp.MaxShares+1), 2, []testkit.Fault{{Field: "Split.Weights", Reason: salesops.ErrOutOfRange}}},
		"only zeros":              {dec("1"), decs("0", "0.00"), 2, []testkit.Fault{{Field: "Split.Weights", Reason: salesops.ErrConflict}}},
		"negative weight":         {dec("1"), decs("2", "-1"), 2, []testkit.Fault{{Field: "Split.Weights[1]", Reason: salesops.ErrOutOfRange}}},
		"negative among zeros":    {dec("1"), decs("-1", "0"), 2, []testkit.Fault{{Field: "Split.Weights[0]", Reason: salesops.ErrOutOfRange}}},
		"weight above the limit":  {dec("1"), decs("1000000000000001"), 2, []testkit.Fault{{Field: "Split.Weights[0]", Reason: salesops.ErrOutOfRange}}},
		"weight without bounds":   {dec("1"), []decimal.Decimal{dec("1"), huge}, 2, []testkit.Fault{{Field: "Split.Weights[1]", Reason: salesops.ErrOutOfRange}}},
		"weight with long digits": {dec("1"), decs("0.1234567890123456789"), 2, []testkit.Fault{{Field: "Split.Weights[0]", Reason: salesops.ErrOutOfRange}}},
		"negative places":         {dec("1"), one, -1, []testkit.Fault{{Field: "Split.Places", Reason: salesops.ErrOutOfRange}}},
		"too many places":         {dec("1"), one, comp.MaxPlaces + 1, []testkit.Fault{{Field: "Split.Places", Reason: salesops.ErrOutOfRange}}},
		"everything": {huge, decs("-1", "-2"), 9, []testkit.Fault{
			{Field: "Split.Amount", Reason: salesops.ErrOutOfRange},
			{Field: "Split.Weights[0]", Reason: salesops.ErrOutOfRange},
			{Field: "Split.Weights[1]", Reason: salesops.ErrOutOfRange},
			{Field: "Split.Places", Reason: salesops.ErrOutOfRange},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			shares, err := comp.Split(tc.amount, tc.weights, tc.places)
			testkit.RequireFaults(t, err, tc.want...)
			require.Nil(t, shares)
		})
	}
}

func TestSplitTakesTheMostShares(t *testing.T) {
	if testing.Short() {
		t.Skip("a hundred thousand shares")
	}
	weights := make([]decimal.Decimal, comp.MaxShares)
	for i := range weights {
		weights[i] = decimal.New(int64(i%7), 0)
	}
	shares, err := comp.Split(dec("123456789.01"), weights, 2)
	require.NoError(t, err)
	sum := decimal.Decimal{}
	for _, s := range shares {
		sum = sum.Add(s)
	}
	testkit.EqualDecimal(t, "123456789.01", sum)
}
