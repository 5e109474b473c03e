package comp

import (
	"math/bits"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/fault"
)

// SplitUnits is [Split] for whole numbers: it divides units, of whatever is the
// smallest there is, among weights: cents, or coins of 0.05, or shares of a
// company. The shares add up to units exactly:
//
//	exact share i = |units| × weight i ÷ sum of the weights
//
// each rounded down, the units left over to the largest remainders, among equal
// ones to the first, and at the end every share with the sign of units. The
// products are exact for any int64.
//
// It returns an *[salesops.InputError] if there is no weight, there are more
// than [MaxShares], one is negative, or none is above 0.
//
// Playbook: CMP-5.
func SplitUnits(units int64, weights []int64) ([]int64, error) {
	sum, fits := addWeights(weights)
	if !fits {
		if err := weightFaults(weights); err != nil {
			return nil, err
		}
		return splitLongUnits(units, weights), nil
	}
	shares := make([]int64, len(weights))
	copy(shares, weights)
	apportionUnits(shares, units, sum)
	return shares, nil
}

// addWeights returns the sum of the weights. It reports false unless there is a
// number of weights that is allowed, none is negative, and their sum is above 0
// and fits in a word.
func addWeights(weights []int64) (sum uint64, fits bool) {
	if len(weights) > MaxShares {
		return 0, false
	}
	var carries uint64
	var signs int64
	for _, w := range weights {
		var carry uint64
		sum, carry = bits.Add64(sum, uint64(w), 0)
		carries += carry
		signs |= w
	}
	return sum, carries == 0 && signs >= 0 && sum > 0
}

func weightFaults(weights []int64) error {
	var list fault.List
	in := list.In("SplitUnits")
	if !in.Length("Weights", len(weights), 1, MaxShares) {
		return list.Err()
	}
	positive := false
	for i, w := range weights {
		at := in.At("Weights", i)
		if w < 0 {
			at.OutOfRange("", strconv.FormatInt(w, 10), "at least 0")
		}
		positive = positive || w > 0
	}
	if !list.Any() && !positive {
		in.Conflict("Weights", "only zeros", "at least one weight above 0")
	}
	return list.Err()
}

// splitLongUnits splits by weights whose sum does not fit in a word.
func splitLongUnits(units int64, weights []int64) []int64 {
	long := make([]decimal.Decimal, len(weights))
	for i, w := range weights {
		long[i] = decimal.NewFromInt(w)
	}
	shares := make([]int64, len(weights))
	for i, share := range splitDecimals(decimal.NewFromInt(units), long, 0) {
		shares[i] = share.BigInt().Int64()
	}
	return shares
}

// fewShares is how many shares are divided without memory of their own.
const fewShares = 16

// apportionUnits replaces weights, of which none is negative, by their shares of
// units. Their sum is above 0.
func apportionUnits(weights []int64, units int64, sum uint64) {
	size, sign := uint64(units), int64(1)
	if units < 0 {
		size, sign = -size, -1
	}
	var room [fewShares]uint64
	remainders := room[:min(len(weights), fewShares)]
	if len(weights) > fewShares {
		remainders = make([]uint64, len(weights))
	}
	left := size
	for i, w := range weights {
		// A weight is at most the sum, so that the quotient fits in a word.
		high, low := bits.Mul64(size, uint64(w))
		quotient, remainder := bits.Div64(high, low, sum)
		weights[i], remainders[i] = sign*int64(quotient), remainder
		left -= quotient
	}
	if left == 0 {
		return
	}
	least, ties := kthLargest(remainders, int(left))
	for i, remainder := range remainders {
		// Whether a remainder is among the largest cannot be foreseen: a
		// borrow costs less than a branch.
		_, larger := bits.Sub64(least, remainder, 0)
		weights[i] += sign * int64(larger)
		if remainder == least && ties > 0 {
			weights[i] += sign
			ties--
		}
	}
}

// kthLargest returns the k-th largest value, and how many of those equal to it
// are among the k largest. It looks at one byte after the other, the highest
// first, and only at values that agree in those before: its time grows with the
// number of values and nothing else.
func kthLargest(values []uint64, k int) (least uint64, ties int) {
	if len(values) <= fewShares {
		return kthOfFew(values, k)
	}
	all := uint64(0)
	for _, v := range values {
		all |= v
	}
	candidates := make([]uint64, len(values))
	copy(candidates, values)
	for shift := max(bits.Len64(all)-8, 0); ; shift = max(shift-8, 0) {
		var counts [256]int
		for _, v := range candidates {
			counts[uint8(v>>shift)]++
		}
		digit := uint8(255)
		for ; counts[digit] < k; digit-- {
			k -= counts[digit]
		}
		kept := 0
		for _, v := range candidates {
			candidates[kept] = v
			if uint8(v>>shift) == digit {
				kept++
			}
		}
		candidates = candidates[:kept]
		if kept <= fewShares {
			return kthOfFew(candidates, k)
		}
		if shift == 0 {
			return candidates[0], k
		}
	}
}

// kthOfFew is [kthLargest] by insertion into a sorted list.
func kthOfFew(values []uint64, k int) (least uint64, ties int) {
	var room [fewShares]uint64
	sorted := room[:len(values)]
	for i, v := range values {
		at := i
		for ; at > 0 && sorted[at-1] < v; at-- {
			sorted[at] = sorted[at-1]
		}
		sorted[at] = v
	}
	least = sorted[k-1]
	for ties = 1; ties < k && sorted[k-1-ties] == least; {
		ties++
	}
	return least, ties
}
