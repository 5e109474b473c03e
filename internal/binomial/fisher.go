package binomial

import "math"

// FisherLower returns the chance that the first of two samples has at most its
// successes, if both have the same probability and all successes together are
// given: the one-sided p-value of Fisher's exact test that the first is lower.
//
//	P(X <= k1),  X hypergeometric: n1 drawn of n1+n2, of which k1+k2 succeed
//
// Successes are at most trials, and the trials of both at most [MaxTrials]. The relative error
// is about that of [Mass], some 1e-13.
//
// Special cases are:
//
//	FisherLower(k1, 0, k2, n2) = 1
//	FisherLower(k1, n1, k2, n2) = NaN for arguments out of range
func FisherLower(k1, n1, k2, n2 int) float64 {
	if k1 < 0 || k1 > n1 || k2 < 0 || k2 > n2 || n1 > MaxTrials || n2 > MaxTrials-n1 {
		return math.NaN()
	}
	if n1 == 0 || n2 == 0 {
		return 1
	}
	// Above the middle the tail is summed from the other end, so that the sum
	// is over ever smaller terms.
	if float64(k1)*float64(n1+n2) > float64(n1)*float64(k1+k2) {
		if k1 == n1 || k2 == 0 {
			return 1
		}
		return 1 - tailOf(n1-k1-1, n1, n2-k2+1, n2)
	}
	return tailOf(k1, n1, k2, n2)
}

// tailOf sums P(X <= k1) from X = k1 down.
//
//	P(X = k-1) ÷ P(X = k) = k ÷ (n1 - k + 1) × (n2 - m + k) ÷ (m - k + 1),  m successes in all
func tailOf(k1, n1, k2, n2 int) float64 {
	p := float64(k1+k2) / float64(n1+n2)
	// The chance cancels out of the three, whatever it is.
	at := Mass(n1, k1, p) * Mass(n2, k2, p) / Mass(n1+n2, k1+k2, p)
	sum, term := 0.0, at
	for k, other := k1, k2; term > sum*0x1p-60; {
		sum += term
		ratio := float64(k) / float64(n1-k+1) * (float64(n2-other) / float64(other+1))
		term = float64(term * ratio)
		k, other = k-1, other+1
	}
	return min(1, sum)
}
