package survival_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/internal/binomial"
	"github.com/salesops-go/salesops/internal/survival"
)

func ended(times ...int) []survival.Case {
	var all []survival.Case
	for _, t := range times {
		all = append(all, survival.Case{Time: t, Cause: survival.First})
	}
	return all
}

// The example of the vignette: four ends, none censored. Its bounds at 3, 7 and 8
// under the convention for discrete times are those just after.
func TestBetaProductPublished(t *testing.T) {
	b := survival.BetaProduct(ended(3, 7, 8, 14))
	for days, want := range map[int][2]float64{
		0: {0.397635364, 1}, 2: {0.397635364, 1}, 3: {0.194120450, 0.9936905}, 6: {0.194120450, 0.9936905},
		7: {0.067585986, 0.9324140}, 8: {0.006309463, 0.8058796}, 13: {0.006309463, 0.8058796}, 14: {0, 0.6023646}, 99: {0, 0.6023646},
	} {
		low, high := b.Interval(days, 0.025)
		require.InDelta(t, want[0], low, 5e-10, "%d days", days)
		require.InDelta(t, want[1], high, 5e-8, "%d days", days)
	}
}

// Without censoring the bounds are those of Clopper and Pearson.
func TestBetaProductIsClopperPearson(t *testing.T) {
	for _, n := range []int{1, 2, 7, 60, 5000} {
		times := make([]int, n)
		for i := range times {
			times[i] = i * 3 / 4
		}
		b := survival.BetaProduct(ended(times...))
		for _, at := range []int{-1, 0, n / 4, n / 2, n} {
			left := 0
			for _, x := range times {
				if x > at {
					left++
				}
			}
			low, high := b.Interval(at, 0.005)
			wantLow, wantHigh := binomial.ClopperPearson(left, n, 0.99)
			require.InDelta(t, wantLow, low, 1e-10, "n=%d t=%d", n, at)
			require.InDelta(t, wantHigh, high, 1e-10, "n=%d t=%d", n, at)
		}
	}
}

// Five cases by hand: ends at 2, 2 and 6, one censored at 3 and one at 9. Up to 6
// the product is Beta(4, 2) · Beta(2, 1), with mean 4/6 · 2/3 = 4/9 and square
// 20/42 · 2/4 = 5/21.
func TestBetaProductCensored(t *testing.T) {
	b := survival.BetaProduct(append(ended(2, 2, 6), survival.Case{Time: 3}, survival.Case{Time: 9}))
	const mean, square = 4. / 9, 5. / 21
	total := mean*(1-mean)/(square-mean*mean) - 1
	_, high := b.Interval(6, 0.05)
	require.InDelta(t, 0.05, above(mean*total, (1-mean)*total, high), 1e-9)
	// One case is at risk after 6: the product is that times Beta(1, 1).
	const lowMean, lowSquare = mean / 2, square / 3
	total = lowMean*(1-lowMean)/(lowSquare-lowMean*lowMean) - 1
	low, _ := b.Interval(6, 0.05)
	require.InDelta(t, 0.95, above(lowMean*total, (1-lowMean)*total, low), 1e-9)
	low, high = b.Interval(9, 0.05)
	require.Zero(t, low, "none is at risk after 9")
	require.Less(t, high, 1.0)
	_, sameHigh := b.Interval(3, 0.05)
	_, high = b.Interval(2, 0.05)
	require.InDelta(t, high, sameHigh, 0, "a censored case does not move the bound from above")
}

// above is P(B > x) of a Beta(a, b) variable by Simpson's rule.
func above(a, b, x float64) float64 {
	const steps = 20000
	logBeta := func() float64 {
		p, _ := math.Lgamma(a)
		q, _ := math.Lgamma(b)
		r, _ := math.Lgamma(a + b)
		return p + q - r
	}()
	density := func(u float64) float64 {
		if u <= 0 || u >= 1 {
			return 0
		}
		return math.Exp((a-1)*math.Log(u) + (b-1)*math.Log1p(-u) - logBeta)
	}
	// With u = 1-(1-x)v² the density has no pole at 1.
	total, h := 0.0, 1.0/steps
	f := func(v float64) float64 { return density(1-(1-x)*v*v) * 2 * v * (1 - x) }
	for i := range steps {
		v := float64(i) * h
		total += h / 6 * (f(v) + 4*f(v+h/2) + f(v+h))
	}
	return total
}

func TestBetaProductFirst(t *testing.T) {
	b := survival.BetaProduct(ended(5, 6, 7, 8, 9, 10, 11, 12, 13, 14))
	for _, tail := range []float64{0.025, 0.2, 0.5} {
		for _, limit := range []float64{0.2, 0.5, 0.9} {
			lowAt, lowOK, highAt, highOK := -1, false, -1, false
			for days := range 20 {
				low, high := b.Interval(days, tail)
				if !lowOK && low <= limit {
					lowAt, lowOK = days, true
				}
				if !highOK && high <= limit {
					highAt, highOK = days, true
				}
			}
			at, ok := b.FirstBelow(limit, tail)
			require.Equal(t, lowOK, ok)
			require.Equal(t, lowAt, at, "limit %g tail %g", limit, tail)
			at, ok = b.FirstAbove(limit, tail)
			require.Equal(t, highOK, ok)
			if ok {
				require.Equal(t, highAt, at, "limit %g tail %g", limit, tail)
			}
		}
	}
	at, ok := b.FirstBelow(0.99, 0.025)
	require.True(t, ok)
	require.Zero(t, at)
	_, ok = b.FirstAbove(0.01, 0.025)
	require.False(t, ok)
	none := survival.BetaProduct(nil)
	_, ok = none.FirstBelow(0.5, 0.1)
	require.False(t, ok)
	_, ok = none.FirstAbove(0.5, 0.1)
	require.False(t, ok)
}

// The bounds fail no more often than they say, also for few cases of which half
// are censored. 4,000 rounds with a chance of 0.05 at each end give more than 263
// failures with a chance of 1e-5; the estimate itself, without a bound, fails in
// half of them.
func TestBetaProductCovers(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 26))
	const rounds, tail, mean, at = 4000, 0.05, 20.0, 25
	// A case lasts longer than at whole days if it lasts at+1 days at least.
	truth := math.Exp(-(at + 1) / mean)
	tooLow, tooHigh := 0, 0
	for range rounds {
		var all []survival.Case
		for range 15 {
			days, watched := int(random.ExpFloat64()*mean), random.IntN(60)
			c := survival.Case{Time: days, Cause: survival.First}
			if watched < days {
				c = survival.Case{Time: watched}
			}
			all = append(all, c)
		}
		b := survival.BetaProduct(all)
		low, high := b.Interval(at, tail)
		if high < truth {
			tooLow++
		}
		if low > truth {
			tooHigh++
		}
	}
	require.Less(t, binomial.Upper(rounds, 263, tail), 1e-5)
	require.Less(t, tooLow, 263)
	require.Less(t, tooHigh, 263)
	require.Greater(t, tooLow+tooHigh, 100, "and are not wide beyond use")
}
