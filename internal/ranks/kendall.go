package ranks

import (
	"math"
	"slices"
)

// MaxExact is the longest series for which the exact distribution is counted.
const MaxExact = 60

// Kendall is the order of a series in time.
type Kendall struct {
	// N is the number of values.
	N int
	// Concordant is the number of pairs that rise, Discordant of those that
	// fall; the pairs of equal values are in neither.
	Concordant, Discordant int64
	// Ties are the sizes of the groups of equal values, in order of the values;
	// a value that is alone is a group of one.
	Ties []int
}

// OrderOf counts the pairs of a series that rise and fall. It takes time in
// proportion to the square of the length.
func OrderOf(y []float64) Kendall {
	k := Kendall{N: len(y)}
	for i := range y {
		for j := i + 1; j < len(y); j++ {
			switch {
			case y[i] < y[j]:
				k.Concordant++
			case y[i] > y[j]:
				k.Discordant++
			}
		}
	}
	sorted := slices.Sorted(slices.Values(y))
	for i, v := range sorted {
		if i > 0 && v == sorted[i-1] {
			k.Ties[len(k.Ties)-1]++
			continue
		}
		k.Ties = append(k.Ties, 1)
	}
	return k
}

// S returns the pairs that rise less those that fall.
func (k *Kendall) S() int64 { return k.Concordant - k.Discordant }

// Variance returns the variance of S if every order is as likely.
func (k *Kendall) Variance() float64 {
	term := func(m int) int64 { return int64(m) * int64(m-1) * (2*int64(m) + 5) }
	v := term(k.N)
	for _, t := range k.Ties {
		v -= term(t)
	}
	return float64(v) / 18
}

// Normal returns the two-sided p-value of the normal approximation with
// continuity correction; 1 when all values are equal.
func (k *Kendall) Normal() float64 {
	variance, s := k.Variance(), math.Abs(float64(k.S()))
	if variance == 0 || s == 0 {
		return 1
	}
	return math.Erfc((s - 1) / math.Sqrt(variance) / math.Sqrt2)
}

// Exact returns the two-sided p-value over all distinct orders of the values,
// P(|S| >= |s|). It reports false for more than [MaxExact] values.
func (k *Kendall) Exact() (p float64, ok bool) {
	if k.N > MaxExact {
		return 0, false
	}
	share := []float64{1} // of the orders of the values so far, by inverted pairs
	placed := 0
	for _, t := range k.Ties {
		share = convolve(share, gaussian(placed, t))
		placed += t
	}
	// S = pairs - 2 × inverted pairs.
	s, pairs := k.S(), int64(len(share)-1)
	if s < 0 {
		s = -s
	}
	for d, part := range share {
		if size := pairs - 2*int64(d); size >= s || -size >= s {
			p += part
		}
	}
	return min(1, p), true
}

// gaussian returns the coefficients of the Gaussian binomial (m+t choose t),
// divided by their sum: how the inverted pairs between m placed values and t
// equal ones are distributed.
//
// With k of the t put in, the next is put among m+k places: (n choose k) =
// (n-1 choose k) + q^(n-k) (n-1 choose k-1), here in shares.
func gaussian(m, t int) []float64 {
	rows := make([][]float64, t+1)
	rows[0] = []float64{1}
	for k := 1; k <= t; k++ {
		rows[k] = []float64{1} // 0 placed values: no pairs
	}
	for i := 1; i <= m; i++ {
		for k := 1; k <= t; k++ {
			// Either the last of the i+k is one of the k, or one of the i.
			next := make([]float64, i*k+1)
			one, other := float64(k)/float64(i+k), float64(i)/float64(i+k)
			for d, part := range rows[k-1] {
				next[d] += float64(one * part)
			}
			for d, part := range rows[k] {
				next[d+k] += float64(other * part)
			}
			rows[k] = next
		}
	}
	return rows[t]
}

func convolve(a, b []float64) []float64 {
	c := make([]float64, len(a)+len(b)-1)
	for i, x := range a {
		for j, y := range b {
			c[i+j] += float64(x * y)
		}
	}
	return c
}
