package roots

import (
	"math/big"
	"slices"
)

// PositiveRoot is a positive root of a polynomial.
type PositiveRoot struct {
	Bracket
	// Multiplicity is how often the polynomial is divisible by (x - root).
	Multiplicity int
}

// Bracket is an interval of positive numbers.
type Bracket struct {
	Low, High *big.Float
}

// Middle returns the point halfway between the ends.
func (b Bracket) Middle() *big.Float {
	const bits = 256
	middle := new(big.Float).SetPrec(bits).Add(b.Low, b.High)
	return middle.SetMantExp(middle, -1)
}

// narrowBits is how narrow the bracket of a root becomes: 2^-narrowBits of it.
const narrowBits = 80

// Positive returns the positive roots of the polynomial with the given
// coefficients of x^0, x^1, ..., not all zero, in ascending order, each in a
// bracket that is at most 2^-80 of the root wide, with its multiplicity; and
// brackets that may hold others, which there are only if isolation has cost more
// than it may, or roots (above one: their reciprocals) are closer together than
// some 2^-200.
func Positive(coefficients []*big.Int) (roots []PositiveRoot, open []Bracket) {
	return solvePositive(coefficients, maxShiftWork)
}

func solvePositive(coefficients []*big.Int, work int) (roots []PositiveRoot, open []Bracket) {
	p := polynomial(coefficients).trimmed()
	for p[0].Sign() == 0 {
		p = p[1:]
	}
	switch SignChanges(p) {
	case 0:
		return nil, nil
	case 1:
		return []PositiveRoot{{p.primitive().only(), 1}}, nil
	}
	for i, factor := range squareFree(p) {
		if factor.degree() < 1 {
			continue
		}
		found := factor.solve(&work)
		for _, b := range found.single {
			roots = append(roots, PositiveRoot{b, i + 1})
		}
		open = append(open, found.open...)
	}
	slices.SortFunc(roots, func(a, b PositiveRoot) int { return a.Middle().Cmp(b.Middle()) })
	return roots, joined(open)
}

// only returns the bracket of the root of a polynomial that has one, which is
// simple.
func (p polynomial) only() Bracket {
	zero, one := new(big.Float), big.NewFloat(1)
	switch p.sign(one) {
	case 0:
		return Bracket{one, one}
	case p.lead().Sign():
		return p.narrow(zero, one)
	default:
		return p.narrow(one, dyadic(big.NewInt(1), rootBound(p)))
	}
}

// solved are the brackets of a polynomial's positive roots: those with exactly
// one, and those that may hold several.
type solved struct{ single, open []Bracket }

// solve finds the positive roots of a square-free polynomial that is not zero
// at zero. It looks at both sides of one from there, at the far one through the
// polynomial whose roots are the reciprocals: the roots of flows are near one,
// and coefficients grow with the distance.
func (p polynomial) solve(work *int) solved {
	found := p.solveBelowOne(work)
	if one := big.NewFloat(1); p.sign(one) == 0 {
		found.single = append(found.single, Bracket{one, one})
	}
	far := p.reversed().solveBelowOne(work)
	for _, b := range far.single {
		found.single = append(found.single, b.inverted())
	}
	for _, b := range far.open {
		found.open = append(found.open, b.inverted())
	}
	return found
}

func (p polynomial) solveBelowOne(work *int) (found solved) {
	spans := isolate(p, work)
	for _, x := range spans.exact {
		found.single = append(found.single, Bracket{x, x})
	}
	for _, s := range spans.single {
		found.single = append(found.single, p.narrow(s.ends()))
	}
	for _, s := range spans.open {
		low, high := s.ends()
		if low.Sign() == 0 {
			low = dyadic(big.NewInt(1), -rootBound(p.reversed()))
		}
		found.open = append(found.open, Bracket{low, high})
	}
	return found
}

// inverted returns the bracket of the reciprocals, rounded outwards.
func (b Bracket) inverted() Bracket {
	const bits = 256
	one := big.NewFloat(1)
	low := new(big.Float).SetPrec(bits).SetMode(big.ToNegativeInf).Quo(one, b.High)
	high := new(big.Float).SetPrec(bits).SetMode(big.ToPositiveInf).Quo(one, b.Low)
	return Bracket{low.SetMode(big.ToNearestEven), high.SetMode(big.ToNearestEven)}
}

// joined puts brackets in order and those that touch together.
func joined(brackets []Bracket) []Bracket {
	slices.SortFunc(brackets, func(a, b Bracket) int { return a.Low.Cmp(b.Low) })
	var apart []Bracket
	for _, b := range brackets {
		if last := len(apart) - 1; last >= 0 && b.Low.Cmp(apart[last].High) <= 0 {
			if b.High.Cmp(apart[last].High) > 0 {
				apart[last].High = b.High
			}
			continue
		}
		apart = append(apart, b)
	}
	return apart
}
