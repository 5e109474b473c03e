package binomial

import "math"

// Lower returns the probability of at most k successes in n trials.
//
//	P(X <= k) = sum over i = 0..k of P(X = i)
//
// n is from 0 to [MaxTrials], p from 0 to 1. The result is accurate in relation
// to itself, however small it is; see the package documentation.
//
// Special cases are:
//
//	Lower(n, k, p) = 0 for k < 0
//	Lower(n, k, p) = 1 for k >= n
//	Lower(n, k, p) = NaN for n or p out of range
func Lower(n, k int, p float64) float64 {
	if !valid(n, p) {
		return math.NaN()
	}
	if k < 0 {
		return 0
	}
	if k >= n {
		return 1
	}
	if p > 0.5 {
		return upper(n, n-k, 1-p)
	}
	return lower(n, k, p)
}

// Upper returns the probability of at least k successes in n trials.
//
//	P(X >= k) = sum over i = k..n of P(X = i)
//
// n is from 0 to [MaxTrials], p from 0 to 1. The result is accurate in relation
// to itself, however small it is; see the package documentation.
//
// Special cases are:
//
//	Upper(n, k, p) = 1 for k <= 0
//	Upper(n, k, p) = 0 for k > n
//	Upper(n, k, p) = NaN for n or p out of range
func Upper(n, k int, p float64) float64 {
	if !valid(n, p) {
		return math.NaN()
	}
	if k <= 0 {
		return 1
	}
	if k > n {
		return 0
	}
	if p > 0.5 {
		return lower(n, n-k, 1-p)
	}
	return upper(n, k, p)
}

// lower is P(X <= k) for 0 <= k < n and 0 <= p <= 1/2. At or above (n+1) p it is
// at least one half, so that one minus the other tail loses nothing.
func lower(n, k int, p float64) float64 {
	if k == 0 {
		return mass(n, 0, p)
	}
	if float64(k) >= float64(n+1)*p {
		return 1 - sumUp(n, k+1, p)
	}
	return sumDown(n, k, p)
}

// upper is P(X >= k) for 1 <= k <= n and 0 <= p <= 1/2. Below (n+1) p it is about
// one half or more.
func upper(n, k int, p float64) float64 {
	if float64(k) < float64(n+1)*p {
		return 1 - sumDown(n, k-1, p)
	}
	return sumUp(n, k, p)
}

// sumDown is P(X = k) + P(X = k-1) + ... + P(X = 0) for k < (n+1) p.
func sumDown(n, k int, p float64) float64 {
	q := 1 - p
	odds := q / p
	// What the rounding of q and of the quotient took from the odds, relative.
	lost := (math.FMA(-odds, p, q) + ((1 - q) - p)) / q
	return mass(n, k, p) * ratioSum(float64(k), float64(n-k+1), odds, lost)
}

// sumUp is P(X = k) + P(X = k+1) + ... + P(X = n) for k >= (n+1) p.
func sumUp(n, k int, p float64) float64 {
	m := mass(n, k, p)
	if m == 0 {
		return 0 // p may be 0, which has no odds to divide by
	}
	q := 1 - p
	odds := p / q
	lost := (math.FMA(-odds, q, p) - odds*((1-q)-p)) / p
	return m * ratioSum(float64(n-k), float64(k+1), odds, lost)
}

// ratioSum is 1 + r(0) + r(0) r(1) + ... with r(j) = (a-j)/(b+j) odds (1+lost),
// where all r(j) are below 1: the sum of a tail in units of its largest term.
//
// The factor 1+lost, far too close to 1 for a double, would add up over the many
// steps: the term of j steps has it j times, and 1 + j lost stands for its power.
func ratioSum(a, b, odds, lost float64) float64 {
	// Terms fall ever faster, at the end by a share of at least 1e-4 even for
	// MaxTrials, so that all the terms left out are below 1e-17.
	const negligible = 0x1p-72
	sum, weighted, term := 1.0, 0.0, 1.0
	for j := 1.0; term > negligible; j++ {
		term *= a / b * odds
		sum += term
		weighted += j * term
		a--
		b++
	}
	return sum + lost*weighted
}
