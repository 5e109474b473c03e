package exact

import (
	"cmp"
	"math"
	"math/bits"
)

const (
	// hotRelative is 8u: twice the four roundings of the longest chain in
	// CompareProducts, see the package comment.
	hotRelative = 0x1p-50
	// hotAbsolute covers subnormal inputs and products that underflow, see the
	// package comment.
	hotAbsolute = 0x1p-48
)

// Compare returns the sign of a - b, where both stand for their shortest decimals.
//
//	Compare(a, b) = -1 if a < b,  0 if a = b,  +1 if a > b
//
// It compares the floats: the shortest decimal of a float64 rounds to that
// float64 and rounding never reverses an order, so different floats have
// different decimals in the same order.
//
// Special cases are:
//
//	Compare(+0, -0) = 0
//	Compare(NaN, x) = Compare(x, NaN) = 0
//	infinities compare as usual
func Compare(a, b float64) int {
	if a > b {
		return 1
	}
	if a < b {
		return -1
	}
	return 0
}

// CompareProducts returns the sign of a*b - c*d, exactly, where each argument
// stands for its shortest decimal.
//
//	CompareProducts(57, 1, 0.57, 100) = 0
//
// It does not allocate. If an argument is NaN or infinite the result is 0.
func CompareProducts(a, b, c, d float64) int {
	left, right := a*b, c*d
	bound := hotRelative*(math.Abs(left)+math.Abs(right)) + hotAbsolute
	// An overflow makes the bound infinite and a NaN fails both comparisons.
	if left-right > bound {
		return 1
	}
	if right-left > bound {
		return -1
	}
	return compareProductsExact(a, b, c, d)
}

// CompareSums returns the sign of (a+b) - (c+d), exactly, where each argument
// stands for its shortest decimal.
//
//	CompareSums(0.1, 0.2, 0.3, 0) = 0
//
// It does not allocate. If an argument is NaN or infinite the result is 0.
func CompareSums(a, b, c, d float64) int {
	left, right := a+b, c+d
	size := math.Abs(a) + math.Abs(b) + math.Abs(c) + math.Abs(d)
	bound := hotRelative*size + hotAbsolute
	if left-right > bound {
		return 1
	}
	if right-left > bound {
		return -1
	}
	return compareSumsExact(a, b, c, d)
}

func compareProductsExact(a, b, c, d float64) int {
	am, ae, aok := decompose(a)
	bm, be, bok := decompose(b)
	cm, ce, cok := decompose(c)
	dm, de, dok := decompose(d)
	if !aok || !bok || !cok || !dok {
		return 0
	}
	return compareScaled(am, bm, cm, dm, int64(ae+be)-int64(ce+de))
}

// compareScaled returns the sign of a*b*10^shift - c*d.
func compareScaled(a, b, c, d, shift int64) int {
	left, right := sign(a)*sign(b), sign(c)*sign(d)
	if left != right || left == 0 {
		return sign(int64(left - right))
	}
	l, r := multiply(magnitude(a), magnitude(b)), multiply(magnitude(c), magnitude(d))
	if shift < 0 {
		return -left * compareShifted(r, l, -shift)
	}
	return left * compareShifted(l, r, shift)
}

// compareShifted returns the sign of l*10^shift - r for l > 0 and shift >= 0.
func compareShifted(l, r uint128, shift int64) int {
	for shift > 0 {
		step := min(shift, maxPower)
		var fits bool
		// What does not fit in 128 bits is larger than r, which does; so the loop
		// ends after three steps even if the shift is absurd.
		if l, fits = l.times(powersOfTen[step]); !fits {
			return 1
		}
		shift -= step
	}
	return l.compare(r)
}

func compareSumsExact(a, b, c, d float64) int {
	am, ae, aok := decompose(a)
	bm, be, bok := decompose(b)
	cm, ce, cok := decompose(c)
	dm, de, dok := decompose(d)
	if !aok || !bok || !cok || !dok {
		return 0
	}
	lowest := min(ae, be, ce, de)
	if max(ae, be, ce, de)-lowest > maxPower {
		return signExact([]Term{Of(a), Of(b), Of(c).Neg(), Of(d).Neg()})
	}
	// Each product is below 10^17 * 10^19 < 2^120, so four of them fit.
	var sum int128
	sum = sum.plusProduct(am, powersOfTen[ae-lowest])
	sum = sum.plusProduct(bm, powersOfTen[be-lowest])
	sum = sum.plusProduct(-cm, powersOfTen[ce-lowest])
	sum = sum.plusProduct(-dm, powersOfTen[de-lowest])
	return sum.sign()
}

func sign(x int64) int {
	return int(x>>63) | int(uint64(-x)>>63)
}

func magnitude(x int64) uint64 {
	if x < 0 {
		return -uint64(x)
	}
	return uint64(x)
}

type uint128 struct{ high, low uint64 }

func multiply(x, y uint64) uint128 {
	high, low := bits.Mul64(x, y)
	return uint128{high, low}
}

// times returns x*y modulo 2^128 and reports whether that is x*y.
func (x uint128) times(y uint64) (uint128, bool) {
	carry, low := bits.Mul64(x.low, y)
	over, high := bits.Mul64(x.high, y)
	high, carry = bits.Add64(high, carry, 0)
	return uint128{high, low}, over == 0 && carry == 0
}

func (x uint128) compare(y uint128) int {
	if x.high != y.high {
		return cmp.Compare(x.high, y.high)
	}
	return cmp.Compare(x.low, y.low)
}

// int128 is in two's complement.
type int128 struct{ high, low uint64 }

func (x int128) plusProduct(m int64, power uint64) int128 {
	high, low := bits.Mul64(magnitude(m), power)
	var carry uint64
	if m < 0 {
		low, carry = bits.Sub64(x.low, low, 0)
		high, _ = bits.Sub64(x.high, high, carry)
	} else {
		low, carry = bits.Add64(x.low, low, 0)
		high, _ = bits.Add64(x.high, high, carry)
	}
	return int128{high, low}
}

func (x int128) sign() int {
	if x.high == 0 && x.low == 0 {
		return 0
	}
	return int(int64(x.high)>>63) | 1
}
