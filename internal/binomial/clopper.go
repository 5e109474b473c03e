package binomial

import "math"

// ClopperPearson returns the exact interval for a probability of which successes
// in trials were seen: the one that covers the truth with at least the given
// level, whatever the truth is.
//
//	P(X >= successes | p = low) = (1 - level)/2
//	P(X <= successes | p = high) = (1 - level)/2
//
// successes is from 0 to trials, trials from 1 to [MaxTrials], level from 0 to 1
// (0.95, not 95). The interval is inside [0, 1] and contains successes/trials.
//
// Special cases are:
//
//	ClopperPearson(0, n, level) has low = 0
//	ClopperPearson(n, n, level) has high = 1
//	ClopperPearson(k, n, 1) = 0, 1
//	ClopperPearson(k, 0, level) = NaN, NaN: the probability is unknown, which is the caller's to say
//	ClopperPearson(k, n, level) = NaN, NaN for arguments out of range
func ClopperPearson(successes, trials int, level float64) (low, high float64) {
	if !validCounts(successes, trials) || !(level >= 0 && level <= 1) {
		return math.NaN(), math.NaN()
	}
	tail := (1 - level) / 2
	// The upper bound of p is one minus the lower bound of 1-p, and the odds of
	// the one are the inverse of the odds of the other.
	oddsLow := oddsOfUpper(trials, successes, tail)
	oddsHigh := 1 / oddsOfUpper(trials, trials-successes, tail)
	return fromOdds(oddsLow), fromOdds(oddsHigh)
}

// fromOdds is o/(1+o), the probability that has odds o.
func fromOdds(o float64) float64 {
	if math.IsInf(o, 1) {
		return 1
	}
	return o / (1 + o)
}

// oddsOfUpper returns the odds p/(1-p) at which P(X >= k) = tail, for 0 <= k <= n
// and 0 <= tail <= 1/2.
//
// ln P(X >= k) as a function of the log odds has the slope
//
//	k (1-p) P(X = k) / P(X >= k)
//
// which falls as p grows, so the function is concave and Newton's method on it
// converges from everywhere: a step from the left never overshoots, and a step
// from the right lands on the left.
func oddsOfUpper(n, k int, tail float64) float64 {
	if k == 0 || tail == 0 {
		return 0
	}
	if k == n {
		// p^n = tail
		x := math.Log(tail) / float64(n)
		return -math.Exp(x) / math.Expm1(x)
	}
	start, _ := Wilson(k, n, ZForLevel(1-2*tail))
	odds := start / (1 - start)
	// The error after a step is at most about the square of the step times the
	// standard deviation of X.
	const enough, limit = 1e-10, 100
	for range limit {
		q, at, above := atOdds(n, k, odds)
		step := math.Log(tail/above) * above / (float64(k) * q * at)
		odds *= math.Exp(step)
		if math.Abs(step) <= enough {
			break
		}
	}
	return odds
}

// atOdds returns q = 1-p, P(X = k) and P(X >= k) for the given odds p/q. It works
// from the smaller of p and q, the one that a double holds accurately.
func atOdds(n, k int, odds float64) (q, at, above float64) {
	if odds <= 1 {
		p := odds / (1 + odds)
		return 1 - p, Mass(n, k, p), Upper(n, k, p)
	}
	q = 1 / (1 + odds)
	return q, Mass(n, n-k, q), Lower(n, n-k, q)
}
