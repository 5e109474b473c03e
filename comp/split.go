package comp

import (
	"math/big"
	"math/bits"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/gate"
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
	if shares, fits := splitWords(amount, weights, places); fits {
		return shares, nil
	}
	if err := splitFaults(amount, weights, places); err != nil {
		return nil, err
	}
	return splitDecimals(amount, weights, places), nil
}

// SplitEqually divides an amount among parties of equal weight: the shares
// differ by at most one of the currency's smallest units, and the units left
// over go to the first parties. It is [Split] with as many equal weights:
//
//	share i = amount ÷ parties, rounded toward zero, and one unit more for the first ones
//
// So SplitEqually(-amount) is SplitEqually(amount) with every sign reversed.
//
// It returns an *[salesops.InputError] if:
//   - amount or places is out of its range, or amount has more than 34 digits or an exponent outside -18 to 18;
//   - amount has more than places decimal places;
//   - parties is not within 1 to [MaxShares].
//
// Playbook: CMP-5.
func SplitEqually(amount decimal.Decimal, parties int, places int32) ([]decimal.Decimal, error) {
	var list fault.List
	in := list.In("SplitEqually")
	collectAmount(&in, amount, places)
	in.Int("Parties", parties, 1, MaxShares, "parties")
	in.Int("Places", int(places), 0, MaxPlaces, "decimal places")
	if list.Any() {
		return nil, list.Err()
	}
	least, left := amount.QuoRem(decimal.New(int64(parties), 0), places)
	unit := decimal.New(int64(amount.Sign()), -places)
	more := int(left.Shift(places).Abs().BigInt().Int64())
	shares := make([]decimal.Decimal, parties)
	for i := range shares {
		shares[i] = least
		if i < more {
			shares[i] = least.Add(unit)
		}
	}
	return shares, nil
}

func splitFaults(amount decimal.Decimal, weights []decimal.Decimal, places int32) error {
	var list fault.List
	in := list.In("Split")
	collectAmount(&in, amount, places)
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

// collectAmount checks an amount that is to be divided.
func collectAmount(in *fault.Scope, amount decimal.Decimal, places int32) {
	known := places >= 0 && places <= MaxPlaces
	if in.Decimal("Amount", amount, -MaxMoney, MaxMoney, "in the currency") && known {
		requireWhole(in, "Amount", amount, places)
	}
}

// wordDigits is how many digits a number may have to fit in an int64 whatever
// they are.
const wordDigits = 18

// splitWords splits in words of the machine. It reports false for numbers that
// do not fit in them and for those that [splitFaults] may refuse.
func splitWords(amount decimal.Decimal, weights []decimal.Decimal, places int32) ([]decimal.Decimal, bool) {
	if places < 0 || places > MaxPlaces || len(weights) == 0 || len(weights) > MaxShares {
		return nil, false
	}
	units, fits := inWord(amount, amount.Exponent()+places)
	if !fits {
		return nil, false
	}
	var room [fewShares]int64
	scaled := room[:0]
	if len(weights) > fewShares {
		scaled = make([]int64, 0, len(weights))
	}
	scaled, sum, fits := scale(scaled, weights)
	if !fits {
		return nil, false
	}
	shares := make([]decimal.Decimal, len(scaled))
	apportionUnits(scaled, units, sum)
	for i, share := range scaled {
		shares[i] = decimal.New(share, -places)
	}
	return shares, true
}

// scale appends to empty the weights as whole numbers in the same proportions,
// and returns their sum, which is above 0. It reports false if they do not fit
// in words or one of them may be out of its range.
func scale(empty []int64, weights []decimal.Decimal) (scaled []int64, sum uint64, fits bool) {
	exponent := weights[0].Exponent()
	for _, w := range weights {
		exponent = min(exponent, w.Exponent())
	}
	scaled = empty
	for _, w := range weights {
		word, fits := inWord(w, w.Exponent()-exponent)
		if !fits || word < 0 {
			return nil, 0, false
		}
		scaled = append(scaled, word)
		var carry uint64
		if sum, carry = bits.Add64(sum, uint64(word), 0); carry != 0 {
			return nil, 0, false
		}
	}
	return scaled, sum, sum > 0
}

// inWord returns the coefficient of d times 10^shift. It reports false unless
// that is a whole number that fits in a word, and d within [MaxMoney], whatever
// its digits are.
func inWord(d decimal.Decimal, shift int32) (word int64, fits bool) {
	const moneyDigits = 15 // a number of so many digits before the point is below MaxMoney
	digits := wordDigits - int(max(shift, 0))
	if !gate.Within(d, gate.MaxExponent, digits) || d.NumDigits()+int(d.Exponent()) > moneyDigits {
		return 0, false
	}
	if shift >= 0 {
		return d.CoefficientInt64() * powerOfTen(shift), true
	}
	unit := powerOfTen(-shift)
	return d.CoefficientInt64() / unit, d.CoefficientInt64()%unit == 0
}

// powerOfTen returns 10^n for n from 0 to 18.
func powerOfTen(n int32) int64 {
	power := int64(1)
	for range n {
		power *= 10
	}
	return power
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
// negative.
func apportion(sum decimal.Decimal, parts []decimal.Decimal, divisor decimal.Decimal, places int32) []decimal.Decimal {
	exponent := divisor.Exponent()
	for _, part := range parts {
		exponent = min(exponent, part.Exponent())
	}
	unit := divisor.Shift(-exponent).BigInt()
	left := new(big.Int).Set(sum.Shift(places).BigInt())
	shares := make([]decimal.Decimal, len(parts))
	remainders := make([]*big.Int, len(parts))
	var quotient big.Int
	for i, part := range parts {
		remainders[i] = new(big.Int)
		quotient.QuoRem(part.Shift(places-exponent).BigInt(), unit, remainders[i])
		left.Sub(left, &quotient)
		shares[i] = decimal.NewFromBigInt(&quotient, -places)
	}
	for _, i := range largest(remainders, int(left.Int64())) {
		shares[i] = shares[i].Add(decimal.New(1, -places))
	}
	return shares
}

// largest returns the indexes of the count largest values, in ascending order.
// Among equal values the first are taken.
func largest(values []*big.Int, count int) []int {
	if count == 0 {
		return nil
	}
	sorted := slices.Clone(values)
	slices.SortFunc(sorted, (*big.Int).Cmp)
	taken := sorted[len(sorted)-count:]
	least, ties := taken[0], 0
	for ties < count && taken[ties].Cmp(least) == 0 {
		ties++
	}
	indexes := make([]int, 0, count)
	for i, v := range values {
		order := v.Cmp(least)
		if order == 0 {
			ties--
		}
		if order > 0 || order == 0 && ties >= 0 {
			indexes = append(indexes, i)
		}
	}
	return indexes
}
