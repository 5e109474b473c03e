package binomial

import "math"

// SignP holds the p-values of a sign test.
type SignP struct {
	// Used is the number of signs, positive and negative.
	Used int
	// Greater is P(X >= positive), small when there are many positive signs.
	Greater float64
	// Less is P(X <= positive), small when there are few positive signs.
	Less float64
	// TwoSided is twice the smaller of the two, at most 1.
	TwoSided float64
}

// SignTest returns the exact p-values of the hypothesis that positive and
// negative signs are equally likely. Zeros are left out by the caller.
//
//	n = positive + negative, X successes in n trials with p = 1/2
//	Greater  = P(X >= positive)
//	Less     = P(X <= positive)
//	TwoSided = min(1, 2 P(X <= min(positive, negative)))
//
// Each count is at least 0, their sum at most [MaxTrials]. Up to 62 signs the
// p-values are correctly rounded.
//
// Special cases are:
//
//	SignTest(0, 0) has all p-values 1
//	SignTest(positive, negative) has all p-values NaN, and Used 0, for counts out of range
func SignTest(positive, negative int) SignP {
	if positive < 0 || negative < 0 || positive > MaxTrials-negative {
		return SignP{Greater: math.NaN(), Less: math.NaN(), TwoSided: math.NaN()}
	}
	n := positive + negative
	// P(X >= positive) = P(X <= negative), by symmetry.
	greater, less := fairLower(n, negative), fairLower(n, positive)
	return SignP{
		Used:     n,
		Greater:  greater,
		Less:     less,
		TwoSided: math.Min(1, 2*math.Min(greater, less)),
	}
}

// fairLower is P(X <= k) with p = 1/2, for 0 <= k <= n.
func fairLower(n, k int) float64 {
	// The largest n for which the products below fit in 64 bits.
	const exactTrials = 62
	if n > exactTrials {
		return Lower(n, k, 0.5)
	}
	ways, sum := uint64(1), uint64(1)
	for i := range k {
		ways = ways * uint64(n-i) / uint64(i+1)
		sum += ways
	}
	return math.Ldexp(float64(sum), -n)
}
