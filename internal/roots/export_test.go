package roots

import (
	"math"
	"math/big"
)

// For the tests of what happens when the work runs out.
var (
	SolvePositive    = solvePositive
	SolveExponential = solveExponential
)

// Guess is the short way to a narrow bracket.
func Guess(coefficients []*big.Int, low, high *big.Float) (b Bracket, found bool) {
	p := polynomial(coefficients)
	return p.guess(low, high, p.signBehind(low))
}

// Signs returns the sign of a sum at d as far as float64 can tell it, and as far
// as the final precision can.
func Signs(terms []Term, d float64) (inFloats, inBits int) {
	enough := math.MaxInt
	s := newSum(terms, finalBits, &enough)
	return s.inFloats(d, 0), s.inBits(d, 0, finalBits)
}
