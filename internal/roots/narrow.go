package roots

import (
	"math"
	"math/big"
	"slices"
)

// narrow returns a bracket, within one that has exactly one root strictly
// inside, which is simple, that is at most 2^-narrowBits of the root wide.
func (p polynomial) narrow(low, high *big.Float) Bracket {
	before := p.signBehind(low)
	if b, found := p.guess(low, high, before); found {
		return b
	}
	for !narrowEnough(low, high) {
		middle := between(low, high)
		switch p.sign(middle) {
		case 0:
			return Bracket{middle, middle}
		case before:
			low = middle
		default:
			high = middle
		}
	}
	return Bracket{low, high}
}

// between returns the exact point halfway.
func between(low, high *big.Float) *big.Float {
	const enough = 2048 // more than maxBisections and narrowBits together need
	middle := new(big.Float).SetPrec(enough).Add(low, high)
	middle.SetMantExp(middle, -1)
	return middle.SetPrec(max(middle.MinPrec(), 1))
}

func narrowEnough(low, high *big.Float) bool {
	const bits = 256
	width := new(big.Float).SetPrec(bits).Sub(high, low)
	return width.Cmp(new(big.Float).SetMantExp(low, -narrowBits)) <= 0
}

// guess looks for the root in float64, takes two of Newton's steps from there,
// and returns a bracket around where that ends if the signs say that the root is
// in it.
func (p polynomial) guess(low, high *big.Float, before int) (b Bracket, found bool) {
	start, found := p.inFloats(low, high)
	if !found {
		return Bracket{}, false
	}
	const bits = 192
	x := new(big.Float).SetPrec(bits).SetFloat64(start)
	for range 2 {
		v, slope := p.withSlope(x)
		if slope.Sign() == 0 {
			return Bracket{}, false
		}
		x = new(big.Float).SetPrec(bits).Sub(x, v.Quo(v, slope))
	}
	if x.Sign() <= 0 {
		return Bracket{}, false
	}
	// A quarter of what is asked for to either side, in few digits.
	const kept = narrowBits + 8
	x.SetPrec(kept)
	step := new(big.Float).SetMantExp(x, -narrowBits-2)
	b = Bracket{new(big.Float).SetPrec(kept).Sub(x, step), new(big.Float).SetPrec(kept).Add(x, step)}
	inside := b.Low.Cmp(low) > 0 && b.High.Cmp(high) < 0
	return b, inside && p.sign(b.Low) == before && p.sign(b.High) == -before
}

// inFloats returns about where the root is: p(e^-d) is a sum of exponentials.
func (p polynomial) inFloats(low, high *big.Float) (x float64, found bool) {
	var terms []Term
	for i, c := range p {
		if c.Sign() != 0 {
			terms = append(terms, Term{c, i})
		}
	}
	enough := math.MaxInt
	s := newSum(terms, floatBits, &enough)
	outerLow, outerHigh := s.outer()
	b := box{max(-logarithm(high), outerLow), min(-logarithm(low), outerHigh), 1}
	if b.low >= b.high || s.evaluate(b.low, 0).sign*s.evaluate(b.high, 0).sign >= 0 {
		return 0, false
	}
	b = s.narrow(b, floatWidth)
	return math.Exp(-(b.low + b.width()/2)), true
}

// logarithm returns ln x for x >= 0: minus infinity at 0.
func logarithm(x *big.Float) float64 {
	mantissa := new(big.Float)
	exponent := x.MantExp(mantissa)
	m, _ := mantissa.Float64()
	return math.Log(m) + float64(exponent)*math.Ln2
}

// withSlope returns p(x) and p'(x), in the precision of x.
func (p polynomial) withSlope(x *big.Float) (v, slope *big.Float) {
	v, slope = new(big.Float).SetPrec(x.Prec()), new(big.Float).SetPrec(x.Prec())
	c := new(big.Float).SetPrec(x.Prec())
	for _, coefficient := range slices.Backward(p) {
		slope.Mul(slope, x)
		slope.Add(slope, v)
		v.Mul(v, x)
		v.Add(v, c.SetInt(coefficient))
	}
	return v, slope
}

// signBehind returns the sign of p just above x, for a p without multiple
// roots.
func (p polynomial) signBehind(x *big.Float) int {
	if sign := p.sign(x); sign != 0 {
		return sign
	}
	return p.derivative().sign(x)
}

// sign returns the sign of p(x) for x >= 0, which is certain: precision grows
// until the value is beyond what rounding can have done, or nothing is rounded.
func (p polynomial) sign(x *big.Float) int {
	const first, growth = 128, 3
	for bits := uint(first); ; bits *= growth {
		if sign, certain := p.signWith(x, bits); certain {
			return sign
		}
	}
}

// signWith evaluates p(x) with so many bits, by Horner's rule. Each of its 2n
// operations rounds by at most 2^-bits of the sum of the absolute terms.
func (p polynomial) signWith(x *big.Float, bits uint) (sign int, certain bool) {
	const rough = 64
	v, absolute := new(big.Float).SetPrec(bits), new(big.Float).SetPrec(rough)
	c, size := new(big.Float).SetPrec(bits), new(big.Float).SetPrec(rough)
	exact := true
	for _, coefficient := range slices.Backward(p) {
		v.Mul(v, x)
		exact = exact && v.Acc() == big.Exact
		v.Add(v, c.SetInt(coefficient))
		exact = exact && v.Acc() == big.Exact && c.Acc() == big.Exact
		absolute.Mul(absolute, x)
		absolute.Add(absolute, size.Abs(size.SetInt(coefficient)))
	}
	// Twice what it may be, which covers the rounding of the bound.
	bound := absolute.Mul(absolute, new(big.Float).SetInt64(int64(4*len(p))))
	bound.SetMantExp(bound, -int(bits)) //nolint:gosec // small
	certain = exact || bound.Cmp(new(big.Float).Abs(v)) < 0
	return v.Sign(), certain
}
