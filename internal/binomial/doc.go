// Package binomial answers how likely a number of successes is in a number of
// independent trials, and what the probability of success may be after some were
// seen.
//
// # Model
//
// X is the number of successes in n trials that succeed independently, each with
// probability p:
//
//	P(X = k) = n!/(k! (n-k)!) p^k (1-p)^(n-k),  k = 0..n
//
// [Mass], [Lower] and [Upper] are that probability and its sums to the left and
// to the right. [SignTest] applies them with p = 1/2. [Wilson] and
// [ClopperPearson] are intervals for p, [ZForLevel] the normal quantile that the
// first of them takes. [FisherLower] compares two samples.
//
// # Accuracy
//
// A float64 argument is taken as the double that it is. Both tails are computed
// as sums of positive terms where they are small, never as one minus something
// close to one. Relative errors, measured against sums in 1200 bits (n up to
// 300) and sums with 60 digits (n up to 1e9), are below:
//
//	Mass, Lower, Upper   1e-15 (20 + |ln P|) for n up to a million, 2e-13 more
//	                     for n up to MaxTrials; where P < 1e-290 the absolute
//	                     error is below 1e-300 instead
//	SignTest             correctly rounded up to 62 signs, then as Lower
//	Wilson               2e-15
//	ClopperPearson       5e-15, both bounds, also when they are tiny
//	ZForLevel            1e-15
//
// The factor |ln P| is that of an exponential of ln P: 5e-14 at P = 1e-13.
//
// # Limits
//
// Trials go up to [MaxTrials]. A tail takes about ten standard deviations of X
// steps at most, a few nanoseconds each: microseconds up to a thousand trials,
// tens of microseconds for a million, a millisecond for a billion. Nothing
// allocates.
//
// # Special cases
//
// No function panics. An argument outside its range, or NaN, makes every result
// NaN; callers check their input before they ask.
package binomial
