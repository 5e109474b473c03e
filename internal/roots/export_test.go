package roots

import "math/big"

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
