package roots

// For the tests of what happens when the work runs out.
var (
	SolvePositive    = solvePositive
	SolveExponential = solveExponential
)
