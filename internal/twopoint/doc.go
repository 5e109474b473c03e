// Package twopoint computes the distribution of a sum of independent two-point
// variables: each is its weight with some chance, and otherwise nothing.
//
//	S = w1·X1 + ... + wn·Xn,   Xi = 1 with chance pi, otherwise 0
//
// Every answer is a guaranteed bracket. Its two ends differ by rounding errors
// only while the distribution can be followed exactly: while the weights are
// multiples of a common divisor that fits in the cells allowed, or the sum takes
// few enough different values.
//
// [Of] works on a given number of cells. [Within] refines until every
// probability is known to a given width, as long as the work lasts. [Others]
// leaves each part out in turn.
//
// # Method
//
// Otherwise weights are rounded to multiples of a step:
//
//	S = step·L + R,   L = Σ ui·Xi,   R = Σ ri·Xi,   |ri| <= step/2
//
// L is followed on the lattice, part by part. R lies between the sums of its
// negative and of its positive parts, always; and, except with probability δ on
// each side, within reach of its mean, where reach is the smaller one of
//
//	sqrt(ln(1/δ)/2 · Σ ri²)                           (Hoeffding's inequality)
//	b + sqrt(b² + 2·ln(1/δ)·Σ pi(1-pi)·ri²),          (Bernstein's inequality)
//	b = ln(1/δ)·max|ri| / 3
//
// whatever L is. So P(S <= x) lies between the probabilities that step·L is at
// most x less the largest R and at most x less the least R; the better one of
// both pairs of bounds is taken, δ added to the second.
//
// Such bounds are as far apart as the probability of the values in between. Two
// things can make that large, and both are kept off the lattice:
//
//   - A single outcome with much probability, such as that every part adds its
//     weight: outcomes are followed exactly, as atoms, until their probability
//     falls below an eighth of the width, or 2^-16.
//   - Parts far larger than the rest together, beside which the rest would fall
//     into a few cells: up to six are summed exactly, and the rest is asked once
//     for each of their sums.
//
// # Error
//
// A probability goes through n parts, each of which loses at most a factor of
// (1-u)^5, u = 2^-53: the chance as the double of its decimal, its complement,
// two products and a sum, all of what is not negative. Running totals are
// compensated and lose one more. Together with the tails that the lattice drops
// (at most a 256th of the width) this is the slack: how far any probability may
// be from the one computed. A quantile is bracketed by the values at which the
// bounds reach the level. Where the distribution is exact and the slack alone
// leaves a quantile open, as when half of the probability lies exactly at or
// below a value, it is decided in integers.
//
// Nothing here depends on the order of the parts or on the architecture.
package twopoint
