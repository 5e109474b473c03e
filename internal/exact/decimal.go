package exact

import (
	"math/big"
	"math/bits"
	"strings"

	"github.com/shopspring/decimal"
)

// largestDigits is the number of digits up to which every coefficient fits in
// an int64.
const largestDigits = 18

// wholeDigits is the number of digits up to which every whole number is a float64.
const wholeDigits = 15

// CompareDecimalProducts returns the sign of a*b - c*d, exactly.
//
// It does not allocate if every coefficient has at most 18 digits. Longer ones
// take time and memory in proportion to the square of their digits, whatever
// the exponents are.
func CompareDecimalProducts(a, b, c, d decimal.Decimal) int {
	shift := int64(a.Exponent()) + int64(b.Exponent()) - int64(c.Exponent()) - int64(d.Exponent())
	if max(a.NumDigits(), b.NumDigits(), c.NumDigits(), d.NumDigits()) <= largestDigits {
		return compareScaled(a.CoefficientInt64(), b.CoefficientInt64(), c.CoefficientInt64(), d.CoefficientInt64(), shift)
	}
	left, right := a.Sign()*b.Sign(), c.Sign()*d.Sign()
	if left != right || left == 0 {
		return sign(int64(left - right))
	}
	l, r := a.Coefficient(), c.Coefficient()
	l.Abs(l.Mul(l, b.Coefficient()))
	r.Abs(r.Mul(r, d.Coefficient()))
	if shift < 0 {
		return -left * compareBig(r, l, -shift)
	}
	return left * compareBig(l, r, shift)
}

// compareBig returns the sign of l*10^shift - r for l > 0 and shift >= 0. It
// changes l.
func compareBig(l, r *big.Int, shift int64) int {
	// The loop ends when l has outgrown r, so that an absurd shift is no work.
	for shift > 0 && l.Cmp(r) <= 0 {
		step := min(shift, maxPower)
		l.Mul(l, new(big.Int).SetUint64(powersOfTen[step]))
		shift -= step
	}
	return l.Cmp(r)
}

// Decimal returns the shortest decimal of x.
//
//	Decimal(0.57) = 57 * 10^-2
//
// The result has no zeros after the point and no positive exponent: it is what
// decimal.NewFromString makes of its text. If x is NaN or infinite the result
// is 0.
func Decimal(x float64) decimal.Decimal {
	m, e, ok := decompose(x)
	if !ok {
		return decimal.New(0, 0)
	}
	if e > 0 {
		if whole, fits := timesPower(m, e); fits {
			return decimal.New(whole, 0)
		}
		return canonical(big.NewInt(m), e)
	}
	m, e = withoutZeros(m, e)
	return decimal.New(m, int32(e))
}

// SumDecimal returns the exact sum of the terms, multiplied out, where each
// factor stands for its shortest decimal.
//
//	SumDecimal(Of(0.57, 100), Of(0.5).Neg()) = 56.5
//
// The result has no zeros after the point and no positive exponent. It has as
// many digits as it takes: a product of eight tiny floats has thousands. The
// sum of no terms is 0. If a factor of any term is NaN or infinite the result
// is 0.
func SumDecimal(terms ...Term) decimal.Decimal {
	if m, e, ok := smallSum(terms); ok {
		return decimal.New(m, int32(e))
	}
	total, exponent := new(big.Int), 0
	for i := range terms {
		m, e, ok := terms[i].multiplyOut()
		if !ok {
			return decimal.New(0, 0)
		}
		if down := exponent - e; down > 0 {
			total.Mul(total, power(down))
			exponent = e
		} else {
			m.Mul(m, power(-down))
		}
		total.Add(total, m)
	}
	return canonical(total, exponent)
}

// Quotient returns the float64 nearest to numerator ÷ denominator: the exact
// quotient, rounded once, the same on every architecture.
//
//	Quotient(1, 3) = 0.3333333333333333
//
// If the denominator is zero the result is 0; callers have ruled it out. Time
// and memory grow with the exponents, which the decimal gate bounds.
func Quotient(numerator, denominator decimal.Decimal) float64 {
	if numerator.IsZero() || denominator.IsZero() {
		return 0 // not -0
	}
	if n, d, ok := wholes(numerator, denominator); ok {
		return n / d // both are float64 values, so that one rounding is all there is
	}
	quotient, _ := new(big.Rat).Quo(numerator.Rat(), denominator.Rat()).Float64()
	return quotient
}

// wholes returns a and b times the power of ten that makes both whole. It reports
// false when that takes more digits than every float64 can hold.
func wholes(a, b decimal.Decimal) (x, y float64, ok bool) {
	lowest := min(a.Exponent(), b.Exponent())
	up, down := int64(a.Exponent())-int64(lowest), int64(b.Exponent())-int64(lowest)
	if max(int64(a.NumDigits())+up, int64(b.NumDigits())+down) > wholeDigits {
		return 0, 0, false
	}
	return float64(a.CoefficientInt64() * int64(powersOfTen[up])), float64(b.CoefficientInt64() * int64(powersOfTen[down])), true
}

// smallSum returns the sum as m*10^e in canonical form when all of it fits in
// machine words, as it does for what people write. It reports false otherwise.
func smallSum(terms []Term) (m int64, e int, ok bool) {
	for i := range terms {
		tm, te, fits := terms[i].small()
		if !fits {
			return 0, 0, false
		}
		if te < e {
			m, fits = timesPower(m, e-te)
			e = te
		} else {
			tm, fits = timesPower(tm, te-e)
		}
		if !fits {
			return 0, 0, false
		}
		// Both are below 2^62 in size, so the sum does not overflow.
		if m += tm; magnitude(m) > largestSmall {
			return 0, 0, false
		}
	}
	m, e = withoutZeros(m, e)
	return m, e, true
}

// withoutZeros returns m*10^e without zeros after the point, for an e of at most 0.
func withoutZeros(m int64, e int) (int64, int) {
	if m == 0 {
		return 0, 0
	}
	for ; e < 0 && m%10 == 0; e++ {
		m /= 10
	}
	return m, e
}

// largestSmall is the largest number that smallSum works with, so that adding
// two needs no check.
const largestSmall = 1<<62 - 1

// small returns the term as m*10^e with e at most 0. It reports false if that
// does not fit, or a factor is not finite.
func (t *Term) small() (m int64, e int, ok bool) {
	if t.count == 0 {
		return 0, 0, true
	}
	if t.more != nil {
		return 0, 0, false
	}
	m = 1
	for _, factor := range t.factors[:t.count] {
		fm, fe, finite := decompose(factor)
		high, low := bits.Mul64(magnitude(m), magnitude(fm))
		if !finite || high != 0 || low > largestSmall {
			return 0, 0, false
		}
		negative := (m < 0) != (fm < 0)
		if m = int64(low); negative {
			m = -m
		}
		e += fe
	}
	if t.negative {
		m = -m
	}
	if e > 0 {
		m, ok = timesPower(m, e)
		return m, 0, ok
	}
	return m, e, true
}

// timesPower returns m*10^power and reports whether it is small.
func timesPower(m int64, power int) (int64, bool) {
	if m == 0 || power == 0 {
		return m, true
	}
	if power > maxPower {
		return 0, false
	}
	high, low := bits.Mul64(magnitude(m), powersOfTen[power])
	if high != 0 || low > largestSmall {
		return 0, false
	}
	return int64(sign(m)) * int64(low), true
}

// multiplyOut returns the term as m*10^e. It reports false if a factor is NaN
// or infinite.
func (t *Term) multiplyOut() (m *big.Int, e int, ok bool) {
	if t.count == 0 {
		return new(big.Int), 0, true
	}
	m = big.NewInt(1)
	for _, factors := range [2][]float64{t.factors[:t.count], t.more} {
		for _, factor := range factors {
			fm, fe, finite := decompose(factor)
			if !finite {
				return nil, 0, false
			}
			m.Mul(m, big.NewInt(fm))
			e += fe
		}
	}
	if t.negative {
		m.Neg(m)
	}
	return m, e, true
}

// canonical returns m*10^e without trailing zeros after the point and without a
// positive exponent. It changes m.
func canonical(m *big.Int, e int) decimal.Decimal {
	if m.Sign() == 0 {
		return decimal.New(0, 0)
	}
	if e > 0 {
		m.Mul(m, power(e))
		e = 0
	}
	if e < 0 {
		digits := m.String()
		zeros := min(-e, len(digits)-len(strings.TrimRight(digits, "0")))
		m.Quo(m, power(zeros))
		e += zeros
	}
	return decimal.NewFromBigInt(m, int32(e))
}

func power(e int) *big.Int {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(e)), nil)
}
