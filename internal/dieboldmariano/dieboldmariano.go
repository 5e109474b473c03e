// Package dieboldmariano tests whether the mean of a series of differences of
// losses is zero, when neighbors in the series may depend on one another.
//
// With differences d(1) .. d(n) of mean m, of losses of forecasts that reach h
// periods ahead:
//
//	γ(k)      = Σ (d(t) - m) (d(t-k) - m) ÷ n,  t = k+1 .. n
//	V         = (γ(0) + 2 Σ γ(k)) ÷ n,          k = 1 .. h-1
//	statistic = m ÷ √V × √((n + 1 - 2h + h (h-1) ÷ n) ÷ n)
//
// which is compared with Student's t distribution with n-1 degrees of freedom
// (Diebold and Mariano 1995, with the correction for short series of Harvey,
// Leybourne and Newbold 1997; formulas as in dm.test of the R package forecast
// with its default estimate of the variance, whose documentation and code were
// read).
//
// Forecasts that reach h periods ahead overlap with h-1 others, so that an optimal
// one has errors that depend on the h-1 before; the test allows for that much and
// assumes a mean, variance and dependence that do not change. The sum of
// covariances may come out as zero or less, and there is no statistic then.
package dieboldmariano

import (
	"math"

	"github.com/salesops-go/salesops/internal/student"
	"github.com/salesops-go/salesops/internal/sum"
)

// Test returns the statistic and its two-sided p-value. It reports false if there
// is none: for an h below 1, for h or fewer differences or fewer than two, and if
// the variance is not above 1e-12 of γ(0)/n, which is rounding.
func Test(differences []float64, h int) (statistic, p float64, ok bool) {
	n := len(differences)
	if h < 1 || n < 2 || n <= h {
		return 0, 0, false
	}
	size := float64(n)
	mean := sum.Of(differences) / size
	rests, constant := make([]float64, n), true
	for i, d := range differences {
		rests[i] = d - mean
		constant = constant && d == differences[0]
	}
	if constant {
		return 0, 0, false // the rests are rounding
	}
	own := covariance(rests, 0)
	long := own
	for k := 1; k < h; k++ {
		long += 2 * covariance(rests, k)
	}
	if !(long > 1e-12*own) {
		return 0, 0, false
	}
	ahead := float64(h)
	short := math.Sqrt((size + 1 - 2*ahead + ahead*(ahead-1)/size) / size)
	statistic = mean / math.Sqrt(long/size) * short
	return statistic, student.TwoSided(statistic, n-1), true
}

// covariance returns γ(k) of differences from which the mean was taken.
func covariance(rests []float64, k int) float64 {
	var total sum.Sum
	for i := k; i < len(rests); i++ {
		total.Add(float64(rests[i] * rests[i-k]))
	}
	return total.Value() / float64(len(rests))
}
