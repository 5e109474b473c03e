package comp

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/strict"
)

// Rounding is how an exact amount becomes whole units of the currency's last
// place. It is a field of the [Plan] since it decides what people are paid: two
// systems that round otherwise differ by cents.
type Rounding string

// The two roundings. Both treat an amount and its negative alike, so that a
// reversal is to the cent what it reverses.
const (
	// HalfAwayFromZero rounds to the nearest unit, and half a unit away from
	// zero: 0.125 to 0.13 and -0.125 to -0.13.
	HalfAwayFromZero Rounding = "half-away-from-zero"
	// HalfEven rounds to the nearest unit, and half a unit to the even
	// neighbor: 0.125 to 0.12 and 0.135 to 0.14.
	HalfEven Rounding = "half-even"
)

// Roundings returns both roundings.
func Roundings() []Rounding { return []Rounding{HalfAwayFromZero, HalfEven} }

// MarshalText returns the rounding's text. It returns an
// *[salesops.InputError] if r is not one of [Roundings].
func (r Rounding) MarshalText() ([]byte, error) { return strict.Text("Rounding", r, Roundings()) }

// UnmarshalText sets r from its text. It returns an *[salesops.InputError] if
// the text is not one of [Roundings].
func (r *Rounding) UnmarshalText(text []byte) error {
	return strict.Parse("Rounding", r, text, Roundings())
}

// quotient returns numerator ÷ divisor, rounded once. The divisor is above 0.
func (r Rounding) quotient(numerator, divisor decimal.Decimal, places int32) decimal.Decimal {
	if r != HalfEven {
		return numerator.DivRound(divisor, places)
	}
	down, rest := numerator.QuoRem(divisor, places)
	unit := decimal.New(int64(numerator.Sign()), -places)
	twice := rest.Abs().Add(rest.Abs())
	order := twice.Cmp(divisor.Shift(-places))
	if order > 0 || order == 0 && isOdd(down, places) {
		return down.Add(unit)
	}
	return down
}

// isOdd reports whether a whole number of units is odd.
func isOdd(d decimal.Decimal, places int32) bool { return d.Shift(places).BigInt().Bit(0) == 1 }
