package exact

import (
	"math"
	"strconv"
)

const (
	// largestInteger is 2^53: up to there every integer is a float64 and is its
	// own shortest decimal.
	largestInteger = 1 << 53
	// largestSafe is 10^15: two different decimals of at most 15 significant
	// digits never round to the same float64.
	largestSafe = 1e15
	// maxPower is the exponent of the largest power of ten in a uint64.
	maxPower = 19
)

//nolint:gochecknoglobals // read-only; a table in the function would be copied on every call
var powersOfTen = [...]uint64{
	1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9,
	1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
}

// decompose returns m and e such that m*10^e is the shortest decimal of x. It
// reports false if x is NaN or infinite.
//
//	|m| < 10^17,  -324 <= e <= 308
//
// m may end in zeros.
func decompose(x float64) (m int64, e int, ok bool) {
	if !(math.Abs(x) <= largestInteger) {
		return decomposeText(x)
	}
	if i := int64(x); float64(i) == x {
		return i, 0, true
	}
	// Few steps rather than every exponent: percents and tenths of percents are
	// what people write, and a mantissa with some zeros at the end does no harm.
	if i, found := scaled(x, 1e2); found {
		return i, -2, true
	}
	if i, found := scaled(x, 1e4); found {
		return i, -4, true
	}
	if i, found := scaled(x, 1e8); found {
		return i, -8, true
	}
	if i, found := scaled(x, 1e14); found {
		return i, -14, true
	}
	return decomposeText(x)
}

// scaled looks for an integer i with i/power as the shortest decimal of x, where
// power is a power of ten up to 10^22.
//
// Both i and power are float64 values, so their quotient is correctly rounded:
// if it equals x, then the decimal i/power rounds to x, and with at most 15
// digits it is the only one that does. How i was found does not matter.
func scaled(x, power float64) (i int64, found bool) {
	product := x * power
	if !(math.Abs(product) < largestSafe) {
		return 0, false
	}
	// Adding 1.5*2^52 leaves no room for a fraction: this rounds to an integer.
	const shift = 3 << 51
	rounded := float64(product+shift) - shift
	return int64(rounded), rounded/power == x
}

// decomposeText takes the shortest decimal from its text, "-d.ddde-dd".
func decomposeText(x float64) (m int64, e int, ok bool) {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return 0, 0, false
	}
	var buffer [32]byte
	text := strconv.AppendFloat(buffer[:0], math.Abs(x), 'e', -1, 64)
	m = int64(text[0] - '0')
	i := 1
	if text[i] == '.' {
		for i++; text[i] != 'e'; i++ {
			m = 10*m + int64(text[i]-'0')
			e--
		}
	}
	exponent := 0
	for _, digit := range text[i+2:] {
		exponent = 10*exponent + int(digit-'0')
	}
	if text[i+1] == '-' {
		exponent = -exponent
	}
	if x < 0 {
		m = -m
	}
	return m, e + exponent, true
}
