package binomial

import "math"

// Wilson returns the Wilson score interval for a probability of which successes
// in trials were seen.
//
//	all p with |f - p| <= z sqrt(p (1-p) / n),  f = successes/n, n = trials
//	p = (f + z^2/(2n) ± z sqrt(f (1-f)/n + z^2/(4n^2))) / (1 + z^2/n)
//
// successes is from 0 to trials, trials from 1 to [MaxTrials], z from 0 to +Inf:
// the two-sided normal quantile, see [ZForLevel]. The interval is inside [0, 1]
// and contains successes/trials.
//
// Special cases are:
//
//	Wilson(0, n, z) has low = 0
//	Wilson(n, n, z) has high = 1
//	Wilson(k, n, +Inf) = 0, 1
//	Wilson(k, 0, z) = NaN, NaN: the probability is unknown, which is the caller's to say
//	Wilson(k, n, z) = NaN, NaN for arguments out of range
func Wilson(successes, trials int, z float64) (low, high float64) {
	if !validCounts(successes, trials) || !(z >= 0) {
		return math.NaN(), math.NaN()
	}
	if 2*int64(successes) > int64(trials) {
		low, high = wilson(trials-successes, trials, z)
		low, high = 1-high, 1-low
	} else {
		low, high = wilson(successes, trials, z)
	}
	seen := float64(successes) / float64(trials)
	// Rounding may put a bound on the wrong side where z is tiny.
	return math.Min(low, seen), math.Max(high, seen)
}

// wilson is the interval for successes <= trials/2. The bounds are the roots of
// (n + z^2) p^2 - (2 k + z^2) p + k^2/n = 0: the larger by the usual formula, the
// smaller from their product, which does not cancel.
func wilson(successes, trials int, z float64) (low, high float64) {
	// Far beyond any level; keeps the square in range.
	z = math.Min(z, 1e150)
	k, n := float64(successes), float64(trials)
	z2 := z * z
	top := k + z2/2 + z*math.Sqrt(k*(n-k)/n+z2/4)
	if successes > 0 {
		low = k * k / (n * top)
	}
	return low, top / (n + z2)
}

// validCounts reports whether the counts are in range.
func validCounts(successes, trials int) bool {
	return trials >= 1 && trials <= MaxTrials && successes >= 0 && successes <= trials
}
