// Package poissonbinomial computes the distribution of the number of successes
// in independent trials that each have a probability of their own.
//
// # Method and accuracy
//
// The distribution is built trial by trial; only products and sums of positive
// numbers occur, nothing is subtracted and nothing goes through a Fourier
// transform, so that no probability is negative or drowned in noise. A float64
// probability is taken as the double that it is. Both tails are running totals
// from their own end. With u = 2^-53 and n trials every probability of 1e-290
// or more has a relative error below
//
//	(4n + 4)·u       2e-13 for 500 trials, 5e-12 for 10,000
//
// Smaller ones are returned as 0. Time is in proportion to n times the number of
// counts that are likelier than 1e-300 or so: at most n².
package poissonbinomial

import "github.com/salesops-go/salesops/internal/sum"

const (
	// least is the smallest probability that is not returned as 0.
	least = 1e-290
	// scale is what probabilities are multiplied by while they are computed, so
	// that products below 1e-308 on the way do not vanish, and negligible what
	// is dropped at the ends then: less than 1e-320 as a probability.
	scale      = 0x1p900
	negligible = 0x1p-190
)

// Counts is the distribution of the number of successes. It is made by [Of] and
// does not change.
type Counts struct {
	trials, first int
	// mass[i] is the probability of first + i; lower and upper are its sums
	// from the left and from the right.
	mass, lower, upper []float64
}

// Of returns the distribution for trials with these chances, each 0 to 1.
func Of(chances []float64) Counts {
	now, next := make([]float64, len(chances)+1), make([]float64, len(chances)+1)
	now[0] = scale
	first, last := 0, 0
	for _, p := range chances {
		stay := 1 - p
		next[first] = now[first] * stay
		for k := first + 1; k <= last; k++ {
			next[k] = float64(now[k]*stay) + float64(now[k-1]*p)
		}
		next[last+1] = now[last] * p
		last++
		for next[first] < negligible {
			first++
		}
		for next[last] < negligible {
			last--
		}
		now, next = next, now
	}
	return total(now[first:last+1], first, len(chances))
}

func total(mass []float64, first, trials int) Counts {
	c := Counts{
		trials: trials, first: first, mass: mass,
		lower: make([]float64, len(mass)), upper: make([]float64, len(mass)),
	}
	var below, above sum.Sum
	for i := range mass {
		below.Add(mass[i])
		c.lower[i] = probability(below.Value())
		j := len(mass) - 1 - i
		above.Add(mass[j])
		c.upper[j] = probability(above.Value())
	}
	for i := range mass {
		mass[i] = probability(mass[i])
	}
	// What lies beyond is less than rounding, or nothing.
	c.lower[len(mass)-1], c.upper[0] = 1, 1
	return c
}

// probability undoes the scale.
func probability(x float64) float64 {
	x = min(1, x/scale)
	if x < least {
		return 0
	}
	return x
}

// Mass returns the probability of exactly k successes; 0 for a k that there
// cannot be.
func (c *Counts) Mass(k int) float64 {
	if i := k - c.first; i >= 0 && i < len(c.mass) {
		return c.mass[i]
	}
	return 0
}

// AtMost returns the probability of k successes or fewer.
func (c *Counts) AtMost(k int) float64 {
	if k < c.first {
		return 0
	}
	return c.lower[min(k-c.first, len(c.lower)-1)]
}

// AtLeast returns the probability of k successes or more, computed from its own
// end.
func (c *Counts) AtLeast(k int) float64 {
	i := max(k, c.first) - c.first
	if i >= len(c.upper) {
		return 0
	}
	return c.upper[i]
}

// Quantile returns the least number of successes that is not exceeded with at
// least the given probability, above 0 and below 1:
//
//	min{ k : P(X <= k) >= level }
//
// A probability that differs from the level by no more than its own rounding
// error counts as equal to it: with one trial of chance 0.9 the quantile at 0.1
// is 0, although 1 - 0.9 is a little less than 0.1 in float64.
func (c *Counts) Quantile(level float64) int {
	const unit = 0x1p-53
	level -= level * float64(4*c.trials+64) * unit
	i := 0
	for c.lower[i] < level {
		i++
	}
	return c.first + i
}
