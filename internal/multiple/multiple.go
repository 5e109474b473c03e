// Package multiple adjusts p-values for the number of hypotheses that are tested
// together.
//
// With P(1) <= .. <= P(m) the p-values in order:
//
//	Holm               adjusted P(i) = min(1, max over k <= i of (m - k + 1) P(k))
//	Benjamini-Hochberg adjusted P(i) = min(1, min over k >= i of m P(k) ÷ k)
//
// Rejecting what is adjusted to at most a level keeps, by Holm's method, the
// chance of any false rejection at the level, whatever the dependence (Holm
// 1979); by that of Benjamini and Hochberg the expected share of false ones among
// the rejections, when the tests are independent or positively dependent
// (Benjamini and Hochberg 1995).
//
// P-values are 0 to 1: callers have checked them. Equal ones get equal
// adjustments, and neither the order of the list nor that of equal values
// matters. Arguments are not changed.
package multiple

import (
	"cmp"
	"slices"
)

// Holm returns the p-values adjusted by Holm's method, in the order given.
func Holm(p []float64) []float64 {
	order, adjusted, running := ascending(p), make([]float64, len(p)), 0.0
	for i, at := range order {
		running = min(1, max(running, float64(len(p)-i)*p[at]))
		adjusted[at] = running
	}
	return adjusted
}

// BenjaminiHochberg returns the p-values adjusted by the method of Benjamini and
// Hochberg, in the order given.
func BenjaminiHochberg(p []float64) []float64 {
	order, adjusted, running := ascending(p), make([]float64, len(p)), 1.0
	for i, at := range slices.Backward(order) {
		running = min(running, float64(len(p))*p[at]/float64(i+1))
		adjusted[at] = running
	}
	return adjusted
}

// ascending returns the places of the values in the order of their size.
func ascending(p []float64) []int {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p[a], p[b]) })
	return order
}
