package comp

import (
	"cmp"
	"math/bits"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/fault"
)

// MaxShares is the most weights that [Split] takes.
const MaxShares = 100_000

// Split divides an amount among weights so that the shares add up to it
// exactly, in whole units of the currency's last place, by the method of the
// largest remainder:
//
//	exact share i = |amount| × weight i ÷ sum of the weights
//
// Each share is first rounded down to whole units; the units left over go, one
// each, to the largest remainders, and among equal ones to the first; at the
// end every share takes the sign of the amount. All of it is exact, however
// long the weights are.
//
// So a share differs from the exact one by less than a unit, a weight of zero
// gets nothing, and Split(-amount) is Split(amount) with every sign reversed: a
// refund takes back from each party what it got, to the cent. Weights of 2 and
// 1 mean the same as 0.6 and 0.3.
//
// The amount has at most places decimal places (2 for cents), 0 to [MaxPlaces],
// and lies within -[MaxMoney] to [MaxMoney]; each weight lies within 0 to
// [MaxMoney].
//
// Two properties that one might expect do not hold. A unit more to divide can
// leave one party with a unit less (the Alabama paradox): weights 6, 6 and 2
// divide 10 cents into 4, 4 and 2, and 11 cents into 5, 5 and 1. And the shares
// of three deals need not add up to the shares of their sum: 5 cents by 75 and
// 25 is 4 and 1, three times that 12 and 3, but 15 cents is 11 and 4. Divide
// each deal by itself, and the books can be followed deal by deal.
//
// Split returns an *[salesops.InputError] if:
//   - amount, a weight or places is out of its range, or a number has more than
//     34 digits or an exponent outside -18 to 18;
//   - amount has more than places decimal places;
//   - there is no weight, there are more than [MaxShares], or none is above 0.
//
// Playbook: CMP-5.
func Split(amount decimal.Decimal, weights []decimal.Decimal, places int32) ([]decimal.Decimal, error) {
	if err := splitFaults(amount, weights, places); err != nil {
		return nil, err
	}
	if shares, fits := splitWords(amount, weights, places); fits {
		return shares, nil
	}
	return splitDecimals(amount, weights, places), nil
}

func splitFaults(amount decimal.Decimal, weights []decimal.Decimal, places int32) error {
	var list fault.List
	in := list.In("Split")
	known := places >= 0 && places <= MaxPlaces
	if in.Decimal("Amount", amount, -MaxMoney, MaxMoney, "in the currency") && known {
		requireWhole(&in, "Amount", amount, places)
	}
	if in.Length("Weights", len(weights), 1, MaxShares) {
		positive, good := false, true
		for i, w := range weights {
			at := in.At("Weights", i)
			good = at.Decimal("", w, 0, MaxMoney, "") && good
			positive = positive || w.IsPositive()
		}
		if good && !positive {
			in.Conflict("Weights", "only zeros", "at least one weight above 0")
		}
	}
	in.Int("Places", int(places), 0, MaxPlaces, "decimal places")
	return list.Err()
}

// splitWords splits in words of the machine and reports whether the numbers
// fit in them, as those of nearly every deal do.
func splitWords(amount decimal.Decimal, weights []decimal.Decimal, places int32) ([]decimal.Decimal, bool) {
	units := amount.Shift(places).BigInt()
	scaled, sum, fits := scale(weights)
	if !fits || !units.IsInt64() {
		return nil, false
	}
	sign := int64(units.Sign())
	size := units.Abs(units).Uint64()
	quotients, left := scaled, size
	remainders := make([]uint64, len(scaled))
	for i, w := range scaled {
		// w is at most sum, so that the quotient fits in a word.
		high, low := bits.Mul64(size, w)
		quotients[i], remainders[i] = bits.Div64(high, low, sum)
		left -= quotients[i]
	}
	for _, i := range largest(remainders, int(left), cmp.Compare[uint64]) {
		quotients[i]++
	}
	shares := make([]decimal.Decimal, len(quotients))
	for i, q := range quotients {
		shares[i] = decimal.New(sign*int64(q), -places)
	}
	return shares, true
}

// scale returns the weights as whole numbers in the same proportions, and their
// sum. It reports false if they do not fit in words.
func scale(weights []decimal.Decimal) (scaled []uint64, sum uint64, fits bool) {
	const wordDigits = 18 // every number of so many digits fits in an int64
	exponent := weights[0].Exponent()
	for _, w := range weights {
		exponent = min(exponent, w.Exponent())
	}
	scaled = make([]uint64, len(weights))
	for i, w := range weights {
		shift := int(w.Exponent() - exponent)
		if w.NumDigits()+shift > wordDigits {
			return nil, 0, false
		}
		scaled[i] = uint64(w.CoefficientInt64())
		for range shift {
			scaled[i] *= 10
		}
		var carry uint64
		if sum, carry = bits.Add64(sum, scaled[i], 0); carry != 0 {
			return nil, 0, false
		}
	}
	return scaled, sum, true
}

// splitDecimals splits numbers of any length.
func splitDecimals(amount decimal.Decimal, weights []decimal.Decimal, places int32) []decimal.Decimal {
	size := amount.Abs()
	parts := make([]decimal.Decimal, len(weights))
	for i, w := range weights {
		parts[i] = size.Mul(w)
	}
	shares := apportion(size, parts, total(weights), places)
	if amount.IsNegative() {
		for i := range shares {
			shares[i] = shares[i].Neg()
		}
	}
	return shares
}

// apportion rounds every part ÷ divisor down or up to whole units, so that they
// add up to sum, which is their exact sum rounded to whole units. None is
// negative. It overwrites parts.
func apportion(sum decimal.Decimal, parts []decimal.Decimal, divisor decimal.Decimal, places int32) []decimal.Decimal {
	shares := make([]decimal.Decimal, len(parts))
	remainders, left := parts, sum
	for i, part := range parts {
		shares[i], remainders[i] = part.QuoRem(divisor, places)
		left = left.Sub(shares[i])
	}
	unit := decimal.New(1, -places)
	for _, i := range largest(remainders, int(left.Shift(places).BigInt().Int64()), decimal.Decimal.Cmp) {
		shares[i] = shares[i].Add(unit)
	}
	return shares
}

// largest returns the indexes of the count largest values, in ascending order.
// Among equal values the first are taken.
func largest[T any](values []T, count int, compare func(a, b T) int) []int {
	if count == 0 {
		return nil
	}
	sorted := slices.Clone(values)
	slices.SortFunc(sorted, compare)
	taken := sorted[len(sorted)-count:]
	least, ties := taken[0], 0
	for ties < count && compare(taken[ties], least) == 0 {
		ties++
	}
	indexes := make([]int, 0, count)
	for i, v := range values {
		order := compare(v, least)
		if order == 0 {
			ties--
		}
		if order > 0 || order == 0 && ties >= 0 {
			indexes = append(indexes, i)
		}
	}
	return indexes
}
