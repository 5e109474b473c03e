// Package sum adds many float64 values so accurately that the order of the
// terms and the way they are split over accumulators no longer matter.
//
// # Model
//
// A [Sum] is an unevaluated pair high + low of two doubles in which high is the
// double nearest to the pair: about 106 significant bits. [Sum.Add] and
// [Sum.Merge] split each addition into a rounded sum and its exact rounding
// error, so that only operations on the low part lose anything.
//
// # Accuracy
//
// Let u = 2^-53, n the number of additions and merges, and A the sum of the
// absolute values of all terms. While no partial sum exceeds 2^1022,
//
//	|Value - exact| <= u |exact| + 6 n u^2 A        (u = 1.1e-16, u^2 = 1.2e-32)
//
// Two orders of the same terms therefore differ by at most one unit in the last
// place of the result, plus 12 n u^2 A: for a billion terms less than 2e-22 A.
// When terms of both signs cancel, what remains is accurate in relation to A,
// not to itself. High and low may differ between orders in the last bits of low.
//
// Derivation. Write h, l for the pair before Add(x), so |l| <= u|h|, and let s
// be the rounded h + x with exact error e, |e| <= u|s|. The pair after Add is the
// exact value of s + v, with v the rounded e + l: the only loss is the rounding
// of v, at most u|e + l| <= u^2 (|s| + |h|) <= 2 u^2 A (1 + small). Merge rounds
// twice. First e + t, where e is the error of the rounded sum of the two highs
// and t the rounded sum of the two lows, |e| <= u A and |t| <= 2 u A: at most
// 3 u^2 A. Then the exact error of the high part plus the exact error of t,
// at most 2 u^2 A with its own terms of order u^3. Both stay below 6 u^2 A.
// Losses add up over n operations; Value is high, which is within u of the pair.
// Nothing is lost to underflow: an addition of doubles whose result is subnormal
// is exact.
//
// # Overflow, NaN and infinities
//
// They behave as in a plain loop: a NaN term, or infinities of both signs, give
// NaN; otherwise an infinite term gives that infinity; a running total beyond the
// largest double gives an infinity, even where a later term would have brought
// it back. An infinite or NaN total has a low part of zero.
package sum
