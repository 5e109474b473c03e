package binomial

import "math"

// MaxTrials is the largest number of trials that the functions accept.
const MaxTrials = 1_000_000_000

// Mass returns the probability of exactly k successes in n trials.
//
//	P(X = k) = n!/(k! (n-k)!) p^k (1-p)^(n-k)
//
// n is from 0 to [MaxTrials], p from 0 to 1.
//
// Special cases are:
//
//	Mass(n, k, p) = 0 for k < 0 or k > n
//	Mass(n, k, p) = NaN for n or p out of range
func Mass(n, k int, p float64) float64 {
	if !valid(n, p) {
		return math.NaN()
	}
	if k < 0 || k > n {
		return 0
	}
	if p > 0.5 {
		return mass(n, n-k, 1-p)
	}
	return mass(n, k, p)
}

// valid reports whether n and p are in range; NaN is not.
func valid(n int, p float64) bool {
	return n >= 0 && n <= MaxTrials && p >= 0 && p <= 1
}

// mass is P(X = k) for 0 <= k <= n and 0 <= p <= 1/2. With m = n p and d = k - m
// and Stirling's formula x! = sqrt(2 pi x) (x/e)^x exp(c(x)),
//
//	P = sqrt(n/(2 pi k (n-k))) exp(c(n) - c(k) - c(n-k) - D(k, m) - D(n-k, n-m))
//	D(x, m) = x ln(x/m) - (x - m) >= 0
//
// because the -(x - m) of the two D cancel. Each D is small near the mean, where
// the logarithms of the factorials are large: nothing cancels, and the relative
// error is that of an exponent of about |ln P|.
func mass(n, k int, p float64) float64 {
	trials, hits, misses := float64(n), float64(k), float64(n-k)
	if k == 0 {
		return math.Exp(trials * math.Log1p(-p))
	}
	if p == 0 {
		return 0
	}
	if k == n {
		return math.Exp(trials * math.Log(p))
	}
	mean := trials * p
	// One rounding, so that k close to n p keeps the exact difference.
	d := math.FMA(-trials, p, hits)
	exponent := stirlingRest(n) - stirlingRest(k) - stirlingRest(n-k) -
		deviance(hits, mean, d) - deviance(misses, trials*(1-p), -d)
	return math.Sqrt(trials/(2*math.Pi*hits*misses)) * math.Exp(exponent)
}

// deviance is x ln(x/m) - d for x, m > 0 and d = x - m, which is never negative.
// Near x = m the two terms cancel: with v = d/(x+m), ln(x/m) = 2 artanh(v), and
// as 2 x v = d + d v, the sum d v + 2 x (v^3/3 + v^5/5 + ...) is left.
func deviance(x, m, d float64) float64 {
	v := d / (x + m)
	if math.Abs(v) > 1.0/3 {
		return x*math.Log(x/m) - d
	}
	sum, power := d*v, 2*x*v
	// v^2 is at most 1/9: twenty terms are enough for 1e-19.
	for j := 3.0; j <= 41; j += 2 {
		power *= v * v
		sum += power / j
		if math.Abs(power) <= 0x1p-60*sum {
			break
		}
	}
	return sum
}

// stirlingRest is c(n) = ln(n!) - ln(sqrt(2 pi n) (n/e)^n) for n >= 1: the first
// values as rounded from 20 digits, then the first terms of its asymptotic
// series, which alternates; the term left out is below 1e-16 from n = 16 on.
func stirlingRest(n int) float64 {
	first := [...]float64{
		1:  0.081061466795327258220,
		2:  0.041340695955409294094,
		3:  0.027677925684998339149,
		4:  0.020790672103765093112,
		5:  0.016644691189821192163,
		6:  0.013876128823070747999,
		7:  0.011896709945891770095,
		8:  0.010411265261972096497,
		9:  0.0092554621827127329177,
		10: 0.0083305634333628712565,
		11: 0.0075736754879518407950,
		12: 0.0069428401072095298657,
		13: 0.0064089941880042070684,
		14: 0.0059513701127588477356,
		15: 0.0055547335519628013710,
	}
	if n < len(first) {
		return first[n]
	}
	x := float64(n)
	y := 1 / (x * x)
	return (1.0/12 - y*(1.0/360-y*(1.0/1260-y*(1.0/1680-y/1188)))) / x
}
