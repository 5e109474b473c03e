package comp

import (
	"math/big"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/fault"
)

// MaxFractionDigits is the most characters of a [Fraction] as text.
const MaxFractionDigits = 20_000

// Fraction is an exact number that need not be a decimal: a target of 70000
// over a quota of 900000 is a marginal rate of 7/90. The zero Fraction is 0.
//
// As text, and in JSON, it is the decimal where it is one, and otherwise the
// quotient of two whole numbers in lowest terms: "0.075", "7/90".
type Fraction struct{ rat *big.Rat }

// fraction returns r, which must not be changed any more, as a result.
func fraction(r *big.Rat) Fraction { return Fraction{rat: r} }

// value returns the number for reading only.
func (f Fraction) value() *big.Rat {
	if f.rat == nil {
		return new(big.Rat)
	}
	return f.rat
}

// Rat returns the number as a rational of its own, which the caller may change.
func (f Fraction) Rat() *big.Rat { return new(big.Rat).Set(f.value()) }

// Round returns the number rounded half away from zero to decimal places, 0 to
// 18; other places count as the nearest of these.
func (f Fraction) Round(places int32) decimal.Decimal {
	places = min(max(places, 0), maxRoundPlaces)
	// FloatString rounds the last digit half away from zero.
	rounded, ok := new(big.Int).SetString(strings.Replace(f.value().FloatString(int(places)), ".", "", 1), 10)
	if !ok {
		return decimal.Decimal{}
	}
	return decimal.NewFromBigInt(rounded, -places)
}

const maxRoundPlaces = 18

// String returns the number as text, exactly.
func (f Fraction) String() string {
	if places, exact := f.value().FloatPrec(); exact {
		return f.value().FloatString(places)
	}
	return f.value().RatString()
}

// MarshalText returns the number as text, exactly.
func (f Fraction) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText sets f from its text. It returns an *[salesops.InputError] if
// the text is not one that [Fraction.String] returns, or is longer than
// [MaxFractionDigits] characters.
func (f *Fraction) UnmarshalText(text []byte) error {
	if len(text) <= MaxFractionDigits {
		// A rational reads exponents too, and a short one can be as long as
		// the memory: only digits are passed on.
		if plain(text) {
			if r, ok := new(big.Rat).SetString(string(text)); ok && fraction(r).String() == string(text) {
				f.rat = r
				return nil
			}
		}
	}
	var list fault.List
	in := list.In("Fraction")
	in.OutOfRange("", string(text), "a decimal, or a quotient of whole numbers in lowest terms, of at most "+
		strconv.Itoa(MaxFractionDigits)+" characters")
	return list.Err()
}

func plain(text []byte) bool {
	for _, c := range text {
		if (c < '0' || c > '9') && c != '-' && c != '.' && c != '/' {
			return false
		}
	}
	return true
}
