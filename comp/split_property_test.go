package comp_test

import (
	"math/big"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops/comp"
	"github.com/salesops-go/salesops/internal/testkit"
)

type division struct {
	amount  decimal.Decimal
	weights []decimal.Decimal
	places  int32
}

func divisions() *rapid.Generator[division] {
	return rapid.Custom(func(t *rapid.T) division {
		d := division{places: rapid.Int32Range(0, comp.MaxPlaces).Draw(t, "places")}
		units := rapid.OneOf(rapid.Int64Range(-20, 20), rapid.Int64Range(-1e6, 1e6), rapid.Int64Range(-9e14, 9e14)).Draw(t, "units")
		d.amount = decimal.New(units, -d.places)
		weight := rapid.OneOf(
			rapid.Map(rapid.Int64Range(0, 4), func(n int64) decimal.Decimal { return decimal.New(n, 0) }),
			hundredths(0, 10000),
			rapid.Map(rapid.Int64Range(0, 9e18), func(n int64) decimal.Decimal { return decimal.New(n, -18) }),
			rapid.Map(rapid.Int32Range(-18, 15), func(e int32) decimal.Decimal { return decimal.New(1, e) }),
		)
		d.weights = rapid.SliceOfN(weight, 1, 12).Draw(t, "weights")
		d.weights[rapid.IntRange(0, len(d.weights)-1).Draw(t, "positive")] = decimal.New(rapid.Int64Range(1, 9).Draw(t, "a weight"), 0)
		return d
	})
}

func split(t *rapid.T, d division) []decimal.Decimal {
	shares, err := comp.Split(d.amount, d.weights, d.places)
	require.NoError(t, err)
	require.Len(t, shares, len(d.weights))
	return shares
}

func texts(shares []decimal.Decimal, places int32) []string {
	text := make([]string, len(shares))
	for i, s := range shares {
		text[i] = s.StringFixed(places)
	}
	return text
}

// splitByRationals is an independent reading of the largest remainder: units
// are handed out one by one to whoever is furthest below the exact share.
func splitByRationals(amount decimal.Decimal, weights []decimal.Decimal, places int32) []string {
	sum := new(big.Rat)
	for _, w := range weights {
		sum.Add(sum, w.Rat())
	}
	left := amount.Shift(places).BigInt()
	sign := big.NewInt(int64(left.Sign()))
	left.Abs(left)
	units := new(big.Rat).SetInt(left)
	floors, missing := make([]*big.Int, len(weights)), make([]*big.Rat, len(weights))
	for i, w := range weights {
		quota := new(big.Rat).Quo(new(big.Rat).Mul(units, w.Rat()), sum)
		floors[i] = new(big.Int).Quo(quota.Num(), quota.Denom())
		missing[i] = quota.Sub(quota, new(big.Rat).SetInt(floors[i]))
		left.Sub(left, floors[i])
	}
	for ; left.Sign() > 0; left.Sub(left, big.NewInt(1)) {
		most := 0
		for i := range missing {
			if missing[i].Cmp(missing[most]) > 0 {
				most = i
			}
		}
		floors[most].Add(floors[most], big.NewInt(1))
		missing[most] = new(big.Rat)
	}
	shares := make([]decimal.Decimal, len(weights))
	for i, f := range floors {
		shares[i] = decimal.NewFromBigInt(f.Mul(f, sign), -places)
	}
	return texts(shares, places)
}

func splitExactProperty(t *rapid.T) {
	d := divisions().Draw(t, "division")
	require.Equal(t, splitByRationals(d.amount, d.weights, d.places), texts(split(t, d), d.places))
}

// The shares add up; each is less than a unit from the exact one and has the
// sign of the amount; a weight of zero gets nothing; a refund is the mirror.
func splitRulesProperty(t *rapid.T) {
	d := divisions().Draw(t, "division")
	shares := split(t, d)
	mirror := split(t, division{d.amount.Neg(), d.weights, d.places})
	sum, weights := decimal.Decimal{}, decimal.Decimal{}
	for _, w := range d.weights {
		weights = weights.Add(w)
	}
	for i, s := range shares {
		sum = sum.Add(s)
		require.True(t, s.Shift(d.places).IsInteger())
		testkit.EqualDecimal(t, s.Neg().String(), mirror[i])
		require.GreaterOrEqual(t, s.Sign()*d.amount.Sign(), 0)
		if d.weights[i].IsZero() {
			require.True(t, s.IsZero())
		}
		// |share - amount × w ÷ weights| < unit, multiplied out
		off := s.Mul(weights).Sub(d.amount.Mul(d.weights[i])).Abs()
		require.Negative(t, off.Cmp(decimal.New(1, -d.places).Mul(weights)))
	}
	testkit.EqualDecimal(t, d.amount.String(), sum)
}

// Who stands where does not matter, up to ties: a party with a weight of its
// own gets the same wherever it stands, and equal weights get the same shares
// among them.
func splitPermutationProperty(t *rapid.T) {
	d := divisions().Draw(t, "division")
	order := make([]int, len(d.weights))
	for i := range order {
		order[i] = i
	}
	order = rapid.Permutation(order).Draw(t, "order")
	moved := division{d.amount, make([]decimal.Decimal, len(d.weights)), d.places}
	for to, from := range order {
		moved.weights[to] = d.weights[from]
	}
	before, after := split(t, d), split(t, moved)
	sharesOf := func(weights, shares []decimal.Decimal) map[string][]string {
		byRemainder := make(map[string][]string)
		sum := decimal.Decimal{}
		for _, w := range weights {
			sum = sum.Add(w)
		}
		for i, w := range weights {
			_, remainder := d.amount.Abs().Mul(w).QuoRem(sum, d.places)
			off := shares[i].Abs().Mul(sum).Sub(d.amount.Abs().Mul(w)) // what was rounded, times the sum
			byRemainder[remainder.String()] = append(byRemainder[remainder.String()], off.String())
		}
		for _, offs := range byRemainder {
			slices.Sort(offs)
		}
		return byRemainder
	}
	require.Equal(t, sharesOf(d.weights, before), sharesOf(moved.weights, after))
}

// Weights are proportions: times any factor they mean the same.
func splitScaleProperty(t *rapid.T) {
	d := divisions().Draw(t, "division")
	factor := decimal.New(rapid.Int64Range(1, 1000).Draw(t, "factor"), -3)
	scaled := division{d.amount, nil, d.places}
	for _, w := range d.weights {
		w = w.Mul(factor)
		if w.Exponent() < -18 {
			t.Skip("more digits than a weight may have")
		}
		scaled.weights = append(scaled.weights, w)
	}
	require.Equal(t, texts(split(t, d), d.places), texts(split(t, scaled), d.places))
}

func TestSplitExact(t *testing.T)       { rapid.Check(t, splitExactProperty) }
func TestSplitRules(t *testing.T)       { rapid.Check(t, splitRulesProperty) }
func TestSplitPermutation(t *testing.T) { rapid.Check(t, splitPermutationProperty) }
func TestSplitScale(t *testing.T)       { rapid.Check(t, splitScaleProperty) }

func FuzzSplitExact(f *testing.F)       { f.Fuzz(rapid.MakeFuzz(splitExactProperty)) }
func FuzzSplitRules(f *testing.F)       { f.Fuzz(rapid.MakeFuzz(splitRulesProperty)) }
func FuzzSplitPermutation(f *testing.F) { f.Fuzz(rapid.MakeFuzz(splitPermutationProperty)) }
func FuzzSplitScale(f *testing.F)       { f.Fuzz(rapid.MakeFuzz(splitScaleProperty)) }
