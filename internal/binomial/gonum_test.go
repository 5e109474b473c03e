package binomial_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mathext"

	"github.com/salesops-go/salesops/internal/binomial"
)

// The upper tail is a regularized incomplete beta function, which gonum
// computes by another route: P(X >= k) = I_p(k, n-k+1). Its continued fraction
// loses some digits; 1e-10 is far above that and far below any wrong term.
func TestUpperAgainstIncompleteBeta(t *testing.T) {
	for _, n := range []int{1, 2, 7, 30, 200, 5000} {
		for _, p := range []float64{0.01, 0.3, 0.5, 0.77, 0.999} {
			mean, deviation := float64(n)*p, math.Sqrt(float64(n)*p*(1-p))
			for _, z := range []float64{-3, -1, 0, 1, 3} {
				k := int(math.Round(mean + z*deviation))
				if k < 1 || k > n {
					continue
				}
				require.InEpsilon(t, mathext.RegIncBeta(float64(k), float64(n-k+1), p), binomial.Upper(n, k, p), 1e-10, "n=%d k=%d p=%v", n, k, p)
			}
		}
	}
}
