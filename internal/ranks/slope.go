package ranks

import (
	"math"
	"slices"
)

// Slopes returns the slopes of all pairs with different x, sorted. y has as many
// values as x. It takes time and memory in proportion to the square of the
// length.
func Slopes(x, y []float64) []float64 {
	var slopes []float64
	for i := range x {
		for j := i + 1; j < len(x); j++ {
			if x[i] != x[j] {
				slopes = append(slopes, (y[j]-y[i])/(x[j]-x[i]))
			}
		}
	}
	slices.Sort(slopes)
	return slopes
}

// Median returns the median of sorted values, of an even number halfway between
// the middle two; NaN of none. That of the negated values, in their order, is its
// negative to the last bit.
func Median(sorted []float64) float64 {
	n := len(sorted)
	if n == 0 {
		return math.NaN()
	}
	low, high := sorted[(n-1)/2], sorted[n/2]
	return low/2 + high/2 // the sum may leave the range of float64
}

// SlopeInterval returns the interval of the Theil-Sen slope: sorted slopes, the
// variance of S, and the normal quantile of the level. Where the ranks leave the
// list, the interval ends with it.
//
// The lower rank is (N - z √Var S) ÷ 2, the upper one (N + z √Var S) ÷ 2 + 1,
// both counted from 1 and rounded outward, so that the interval is never
// narrower than the level asks for.
func SlopeInterval(sorted []float64, variance, z float64) (low, high float64) {
	n := len(sorted)
	if n == 0 {
		return math.NaN(), math.NaN()
	}
	reach := float64(z * math.Sqrt(variance))
	lower := int(math.Floor((float64(n) - reach) / 2))
	upper := int(math.Ceil((float64(n)+reach)/2)) + 1
	return sorted[max(lower, 1)-1], sorted[min(upper, n)-1]
}
