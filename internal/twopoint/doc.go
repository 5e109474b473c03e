// Package twopoint computes the distribution of a sum of independent two-point
// variables: each is its weight with some chance, and otherwise nothing.
//
//	S = w1·X1 + ... + wn·Xn,   Xi = 1 with chance pi, otherwise 0
//
// Every answer is a guaranteed bracket. Its two ends are equal whenever the
// distribution could be followed exactly, which it is while the different
// values that the sum can take fit in the cells that the caller allows.
//
// # Method
//
// The values of the sum are integers, so equal ones merge, and the list of
// values with their probabilities is extended part by part. When there are more
// values than cells, the weights are rounded to multiples of a step:
//
//	S = step·L + R,   L = Σ ui·Xi,   R = Σ ri·Xi,   |ri| <= step/2
//
// L is followed on the lattice. R lies between the sums of its negative and of
// its positive parts; and, except with probability 1e-9, within
//
//	E(R) ± sqrt(ln(2e9)/2 · Σ ri²)
//
// (Hoeffding's inequality), whatever L is. The narrower of both is taken.
//
// # Error
//
// A probability goes through n steps, each of which loses at most a factor of
// (1-u)^4, u = 2^-53: the chance's complement, two products and a sum, all of
// what is not negative. Adding m of them loses m·u. Together with the tails
// that the lattice drops (1e-12 at most) and the 1e-9 above, this is the slack:
// how far any probability of the sum may be from the one computed. A quantile
// is bracketed by the values at which the level ± slack is reached. Where the
// values are exact and the slack alone leaves a quantile open, as when half of
// the probability lies exactly at or below a value, it is decided in integers.
//
// Nothing here depends on the order of the parts or on the architecture.
package twopoint
