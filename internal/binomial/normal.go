package binomial

import "math"

// ZForLevel returns the two-sided quantile of the standard normal distribution.
//
//	P(-z <= N <= z) = level
//
// level is from 0 to 1: 0.95 gives 1.96.
//
// Special cases are:
//
//	ZForLevel(0) = 0
//	ZForLevel(1) = +Inf
//	ZForLevel(level) = NaN for level out of range
func ZForLevel(level float64) float64 {
	if !(level >= 0) {
		return math.NaN()
	}
	return math.Sqrt2 * math.Erfinv(level)
}
