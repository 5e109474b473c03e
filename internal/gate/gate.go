// Package gate bounds decimals before any arithmetic touches them.
//
// A decimal.Decimal is a big integer times a power of ten. Its exponent may be
// as large as an int32, and comparing or adding 1e2000000000 and 1 multiplies
// the gap out, digit by digit: a few bytes of input can keep a machine busy for
// minutes. So the exponent is looked at first, which costs nothing, and the
// digits after it.
package gate

import "github.com/shopspring/decimal"

// Within reports whether d can be used in arithmetic: its exponent lies within
// -maxExponent and maxExponent, and its coefficient has at most maxDigits
// digits.
func Within(d decimal.Decimal, maxExponent int32, maxDigits int) bool {
	exponent := d.Exponent()
	return exponent >= -maxExponent && exponent <= maxExponent && d.NumDigits() <= maxDigits
}

// Money limits. They leave room for any currency's minor units, rates with many
// places and intermediate products, and keep every sum exact and fast.
const (
	// MaxExponent is the largest absolute exponent of a decimal input.
	MaxExponent = 18
	// MaxDigits is the most digits of a decimal input.
	MaxDigits = 34
)

// Input reports whether d lies within the limits for a decimal input.
func Input(d decimal.Decimal) bool { return Within(d, MaxExponent, MaxDigits) }
