package forecast

import (
	"math"
	"math/bits"

	"github.com/shopspring/decimal"
)

// money is a sum of decimals that works in machine words as long as they
// suffice, as they do for what people write. The zero money is 0.
type money struct {
	units    int64 // of 10^exponent
	exponent int32
	rest     decimal.Decimal // what did not fit
}

// largestDigits is how many digits surely fit in an int64.
const largestDigits = 18

// power returns 10^n, for n up to 18.
func power(n int32) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}

// times returns a × 10^n and reports whether it fits with room for one sum.
func times(a int64, n int32) (int64, bool) {
	if a == 0 || n == 0 {
		return a, true
	}
	if n > largestDigits {
		return 0, false
	}
	return product(a, power(n))
}

// product returns a × b and reports whether it fits with room for one sum.
func product(a, b int64) (int64, bool) {
	high, low := bits.Mul64(magnitudeOf(a), magnitudeOf(b))
	if high != 0 || low > math.MaxInt64/2 {
		return 0, false
	}
	if (a < 0) != (b < 0) {
		return -int64(low), true
	}
	return int64(low), true
}

func magnitudeOf(a int64) uint64 {
	if a < 0 {
		return uint64(-a)
	}
	return uint64(a)
}

// words returns d as a whole number and a power of ten, when that fits.
func words(d decimal.Decimal) (units int64, exponent int32, ok bool) {
	if d.NumDigits() > largestDigits {
		return 0, 0, false
	}
	return d.CoefficientInt64(), d.Exponent(), true
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
func (m *money) addUnits(units int64, exponent int32) bool {
	own, at := m.units, m.exponent
	var ok bool
	if exponent < at {
		own, ok = times(own, at-exponent)
		at = exponent
	} else {
		units, ok = times(units, exponent-at)
	}
	// Both are at most half of the largest int64 in size.
	if !ok || magnitudeOf(own+units) > math.MaxInt64/2 {
		return false
	}
	m.units, m.exponent = own+units, at
	return true
}

func (m *money) value() decimal.Decimal {
	sum := decimal.New(m.units, m.exponent)
	if m.rest.Sign() == 0 {
		return sum
	}
	return sum.Add(m.rest)
}
