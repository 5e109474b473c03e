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
// than it may, or roots are closer together than 2^-150 of the largest.
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
		p = p.primitive()
		all := span{new(big.Int), rootBound(p)}
		low, high := all.ends()
		return []PositiveRoot{{p.narrow(low, high), 1}}, nil
	}
	for i, factor := range squareFree(p) {
		if factor.degree() < 1 {
			continue
		}
		found := isolate(factor, &work)
		for _, x := range found.exact {
			roots = append(roots, PositiveRoot{Bracket{x, x}, i + 1})
		}
		for _, s := range found.single {
			roots = append(roots, PositiveRoot{factor.narrow(s.ends()), i + 1})
		}
		for _, s := range found.open {
			low, high := s.ends()
			if low.Sign() == 0 {
				low = dyadic(big.NewInt(1), -rootBound(factor.reversed()))
			}
			open = append(open, Bracket{low, high})
		}
	}
	slices.SortFunc(roots, func(a, b PositiveRoot) int { return a.Middle().Cmp(b.Middle()) })
	return roots, joined(open)
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
