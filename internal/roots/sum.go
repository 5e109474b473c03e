package roots

import (
	"math"
	"math/big"
	"slices"
)

const (
	// floatBits is the precision of float64.
	floatBits = 53
	// maxEvaluationWork is how much isolation may cost, in terms evaluated in
	// float64.
	maxEvaluationWork = 12_000_000
	// firstBits and finalBits are the precisions to which a sum is evaluated
	// where float64 cannot tell its sign.
	firstBits = 128
	finalBits = 512
)

// sum is a sum of exponentials, multiplied by the factors 2(τ - n_i) of the sums
// that it was derived from.
type sum struct {
	base *shared
	// mantissas times powers of two are the coefficients, but for rounding.
	mantissas []float64
	powers    []float64
	signs     []int
	// doubled holds 2τ of each derivation.
	doubled []int
}

// shared is what all sums of one isolation have in common.
type shared struct {
	terms []Term
	// centered are the exponents less the middle one.
	centered []float64
	bits     uint
	work     *int
}

func newSum(terms []Term, bits uint, work *int) *sum {
	s := &sum{base: &shared{terms: terms, bits: bits, work: work}}
	middle := terms[0].Exponent + (terms[len(terms)-1].Exponent-terms[0].Exponent)/2
	for _, t := range terms {
		s.base.centered = append(s.base.centered, float64(t.Exponent-middle))
		m := new(big.Float).SetInt(t.Coefficient)
		power := m.MantExp(m)
		mantissa, _ := m.Float64()
		s.mantissas = append(s.mantissas, math.Abs(mantissa))
		s.powers = append(s.powers, float64(power))
		s.signs = append(s.signs, t.Coefficient.Sign())
	}
	return s
}

func (s *sum) changes() int {
	changes := 0
	for i := 1; i < len(s.signs); i++ {
		if s.signs[i] != s.signs[i-1] {
			changes++
		}
	}
	return changes
}

func (s *sum) signAtPlusInfinity() int { return s.signs[0] }

func (s *sum) signAtMinusInfinity() int { return s.signs[len(s.signs)-1] }

// spread is the difference between the largest and the least exponent.
func (s *sum) spread() float64 {
	c := s.base.centered
	return c[len(c)-1] - c[0]
}

// tilted returns the sum whose roots are those of d/dd e^(τ d) f(d), with τ
// halfway between the neighbors at the middle one of the sign changes.
func (s *sum) tilted() *sum {
	var at []int
	for i := 1; i < len(s.signs); i++ {
		if s.signs[i] != s.signs[i-1] {
			at = append(at, i)
		}
	}
	terms := s.base.terms
	i := at[len(at)/2]
	doubled := terms[i].Exponent + terms[i-1].Exponent
	t := &sum{
		base:      s.base,
		mantissas: make([]float64, len(terms)),
		powers:    make([]float64, len(terms)),
		signs:     make([]int, len(terms)),
		doubled:   append(slices.Clip(s.doubled), doubled),
	}
	for i, term := range terms {
		factor := float64(doubled - 2*term.Exponent)
		mantissa, power := math.Frexp(s.mantissas[i] * math.Abs(factor))
		t.mantissas[i], t.powers[i] = mantissa, s.powers[i]+float64(power)
		t.signs[i] = s.signs[i]
		if factor < 0 {
			t.signs[i] = -s.signs[i]
		}
	}
	return t
}

// outer returns bounds beyond which the first or the last term alone outweighs
// all others: there are no roots there.
func (s *sum) outer() (low, high float64) {
	last := len(s.signs) - 1
	first, second := s.base.centered[0], s.base.centered[1]
	high = s.outweighs(0) / (second - first)
	low = -s.outweighs(last) / (s.base.centered[last] - s.base.centered[last-1])
	return low, high
}

// outweighs returns an upper bound, above zero, on the logarithm of the sum of
// all other coefficients over coefficient i.
func (s *sum) outweighs(i int) float64 {
	largest := slices.Max(s.powers)
	all := 0.0
	for j, m := range s.mantissas {
		if j != i {
			all += m * math.Exp2(s.powers[j]-largest)
		}
	}
	bound := math.Log(all/s.mantissas[i]) + (largest-s.powers[i])*math.Ln2
	const margin = 0x1p-20 // far more than what rounding took away
	return max(bound, 0) + margin
}

// value is what is known of f at a point.
type value struct {
	// sign is 0 when it is not certain, and when it is zero.
	sign int
	// zero tells that f is exactly zero.
	zero bool
}

// evaluate returns the sign that all numbers within slack, relative to the sum of
// the absolute terms, of f(d) have.
func (s *sum) evaluate(d, slack float64) value {
	*s.base.work -= len(s.signs)
	if *s.base.work < 0 {
		return value{}
	}
	v := value{sign: s.inFloats(d, slack)}
	if v.sign == 0 && d == 0 && slack == 0 {
		return s.atZero()
	}
	// The first is enough almost everywhere.
	for bits := uint(firstBits); v.sign == 0 && bits <= s.base.bits; bits *= 4 {
		v.sign = s.inBits(d, slack, bits)
	}
	return v
}

// inFloats evaluates in float64, with the largest term scaled to about one.
//
// With u = 2^-53 each mantissa is off by a factor of at most (1+u)^(k+1) after k
// derivations; the exponent L of each term, the sum of two rounded products less
// the largest, by at most 4u times the largest of |power ln 2| + |n d|; math.Exp by
// some u; the sum of n terms by (n-1) u of its absolute terms. Together less
// than the bound below, which is twice as large. A term that underflows is off by
// less than 2^-1000 of the largest.
func (s *sum) inFloats(d, slack float64) int {
	const stack = 128
	var space [stack]float64
	exponents := space[:0]
	largest, size := math.Inf(-1), 0.0
	for i, n := range s.base.centered {
		power := s.powers[i] * math.Ln2
		exponent := power - n*d
		exponents = append(exponents, exponent)
		largest = max(largest, exponent)
		size = max(size, math.Abs(power)+math.Abs(n*d))
	}
	total, absolute := 0.0, 0.0
	for i, exponent := range exponents {
		term := s.mantissas[i] * math.Exp(exponent-largest)
		absolute += term
		total += float64(s.signs[i]) * term
	}
	const u = 0x1p-53
	bound := u * (16*size + 2*float64(len(s.signs)+len(s.doubled)) + 64)
	if bound+2*slack < 1 && math.Abs(total) > (bound+2*slack)*absolute {
		if total < 0 {
			return -1
		}
		return 1
	}
	return 0
}

// coefficient returns coefficient i exactly.
func (s *sum) coefficient(i int) *big.Int {
	c := new(big.Int).Set(s.base.terms[i].Coefficient)
	for _, doubled := range s.doubled {
		c.Mul(c, big.NewInt(int64(doubled-2*s.base.terms[i].Exponent)))
	}
	return c
}

// atZero is exact: f(0) is the sum of the coefficients.
func (s *sum) atZero() value {
	total := new(big.Int)
	for i := range s.signs {
		total.Add(total, s.coefficient(i))
	}
	return value{sign: total.Sign(), zero: total.Sign() == 0}
}

// inBits evaluates with a relative error of 2^-good of the sum of the absolute
// terms. It works with 64 bits more: x = e^-d is good to 2^-16 of that, its powers
// lose at most 2^23 more, since no exponent is above 2^22, and the rest of the
// rounding is far less.
func (s *sum) inBits(d, slack float64, good uint) int {
	const cost = 100
	*s.base.work -= cost * len(s.signs)
	total, absolute := new(big.Float).SetPrec(good+guard), new(big.Float).SetPrec(good+guard)
	s.visit(d, good+guard, func(_ int, term *big.Float) {
		total.Add(total, term)
		absolute.Add(absolute, term.Abs(term))
	})
	bound := new(big.Float).SetPrec(good).SetFloat64(2 * slack)
	bound.Add(bound, new(big.Float).SetMantExp(big.NewFloat(1), -int(good))) //nolint:gosec // small
	if absolute.Mul(absolute, bound).Cmp(new(big.Float).Abs(total)) < 0 {
		return total.Sign()
	}
	return 0
}

const guard = 64

// newton returns the step from d to where the tangent of f is zero; 0 where
// the tangent is level.
func (s *sum) newton(d float64) *big.Float {
	const bits = firstBits + guard
	total, slope := new(big.Float).SetPrec(bits), new(big.Float).SetPrec(bits)
	s.visit(d, bits, func(n int, term *big.Float) {
		total.Add(total, term)
		slope.Add(slope, term.Mul(term, new(big.Float).SetInt64(int64(n))))
	})
	if slope.Sign() == 0 {
		return slope
	}
	return total.Quo(total, slope)
}

// visit calls add with each exponent and term of f at d.
func (s *sum) visit(d float64, bits uint, add func(exponent int, term *big.Float)) {
	x := exponential(-d, bits)
	power := new(big.Float).SetPrec(bits).SetInt64(1)
	term := new(big.Float).SetPrec(bits)
	for i, t := range s.base.terms {
		if i > 0 {
			power.Mul(power, raise(x, t.Exponent-s.base.terms[i-1].Exponent))
		}
		term.SetInt(t.Coefficient)
		for _, doubled := range s.doubled {
			term.Mul(term, new(big.Float).SetInt64(int64(doubled-2*t.Exponent)))
		}
		add(t.Exponent, term.Mul(term, power))
	}
}

// exponential returns e^y to bits - 16 bits, for |y| below 2^20, from the Taylor
// series at y / 2^k and k squarings, with as many bits more.
func exponential(y float64, bits uint) *big.Float {
	const reduction = 8
	_, exponent := math.Frexp(y)
	k := max(exponent+reduction, 0)
	precision := bits + uint(k) //nolint:gosec // not negative
	small := new(big.Float).SetPrec(precision).SetFloat64(y)
	small.SetMantExp(small, -k)
	result := new(big.Float).SetPrec(precision).SetInt64(1)
	term := new(big.Float).SetPrec(precision).SetInt64(1)
	for i := int64(1); term.Sign() != 0 && term.MantExp(nil) > -int(precision); i++ { //nolint:gosec // small
		term.Mul(term, small)
		term.Quo(term, new(big.Float).SetInt64(i))
		result.Add(result, term)
	}
	for range k {
		result.Mul(result, result)
	}
	return result
}

// raise returns x^n for n > 0.
func raise(x *big.Float, n int) *big.Float {
	result := new(big.Float).SetPrec(x.Prec()).SetInt64(1)
	square := new(big.Float).Copy(x)
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			result.Mul(result, square)
		}
		if n > 1 {
			square.Mul(square, square)
		}
	}
	return result
}
