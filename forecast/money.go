package forecast

import (
	"math"
	"math/bits"

	"github.com/shopspring/decimal"
)

// money is a sum of decimals, none of them negative, that works in machine words
// as long as they suffice, as they do for what people write. The zero money is 0.
type money struct {
	units    uint64 // of 10^exponent
	exponent int32
	rest     decimal.Decimal // what did not fit
}

const (
	// largestDigits is how many digits surely fit in a word.
	largestDigits = 18
	// largestUnits leaves room for one sum.
	largestUnits = math.MaxInt64 / 2
)

// power returns 10^n, for n up to 18.
func power(n int32) uint64 {
	p := uint64(1)
	for range n {
		p *= 10
	}
	return p
}

// times returns a × 10^n and reports whether it fits.
func times(a uint64, n int32) (uint64, bool) {
	if n > largestDigits {
		return 0, a == 0
	}
	return product(a, power(n))
}

// product returns a × b and reports whether it fits.
func product(a, b uint64) (uint64, bool) {
	high, low := bits.Mul64(a, b)
	return low, high == 0 && low <= largestUnits
}

// words returns d as a whole number and a power of ten, when that fits.
func words(d decimal.Decimal) (units uint64, exponent int32, ok bool) {
	return uint64(d.CoefficientInt64()), d.Exponent(), d.NumDigits() <= largestDigits
}

func (m *money) add(d decimal.Decimal) {
	if units, exponent, ok := words(d); !ok || !m.addUnits(units, exponent) {
		m.rest = m.rest.Add(d)
	}
}

// addProduct adds a × b.
func (m *money) addProduct(a, b decimal.Decimal) {
	au, ae, aok := words(a)
	bu, be, bok := words(b)
	if aok && bok {
		if units, fits := product(au, bu); fits && m.addUnits(units, ae+be) {
			return
		}
	}
	m.rest = m.rest.Add(a.Mul(b))
}

// addUnits adds units × 10^exponent, or reports false and adds nothing.
func (m *money) addUnits(units uint64, exponent int32) bool {
	own, at := m.units, m.exponent
	var ok bool
	if exponent < at {
		own, ok = times(own, at-exponent)
		at = exponent
	} else {
		units, ok = times(units, exponent-at)
	}
	// Each is at most largestUnits, so that the sum does not overflow.
	if !ok || own+units > largestUnits {
		return false
	}
	m.units, m.exponent = own+units, at
	return true
}

func (m *money) value() decimal.Decimal {
	sum := decimal.New(int64(m.units), m.exponent)
	if m.rest.Sign() == 0 {
		return sum
	}
	return sum.Add(m.rest)
}
