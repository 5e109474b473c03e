package binomial_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/internal/binomial"
)

func TestSignTest(t *testing.T) {
	tests := []struct {
		name               string
		positive, negative int
		want               binomial.SignP
	}{
		{"no signs", 0, 0, binomial.SignP{Used: 0, Greater: 1, Less: 1, TwoSided: 1}},
		{"one positive", 1, 0, binomial.SignP{Used: 1, Greater: 0.5, Less: 1, TwoSided: 1}},
		{"one negative", 0, 1, binomial.SignP{Used: 1, Greater: 1, Less: 0.5, TwoSided: 1}},
		{"balanced", 2, 2, binomial.SignP{Used: 4, Greater: 11.0 / 16, Less: 11.0 / 16, TwoSided: 1}},
		{"five of six positive", 5, 1, binomial.SignP{Used: 6, Greater: 7.0 / 64, Less: 63.0 / 64, TwoSided: 14.0 / 64}},
		{"one of six positive", 1, 5, binomial.SignP{Used: 6, Greater: 63.0 / 64, Less: 7.0 / 64, TwoSided: 14.0 / 64}},
		{"62 positive", 62, 0, binomial.SignP{Used: 62, Greater: 0x1p-62, Less: 1, TwoSided: 0x1p-61}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, test.want, binomial.SignTest(test.positive, test.negative))
		})
	}
}

func TestSignTestOutOfRange(t *testing.T) {
	const most = binomial.MaxTrials
	tests := []struct {
		name               string
		positive, negative int
		bad                bool
	}{
		{"negative count of positives", -1, 5, true},
		{"negative count of negatives", 5, -1, true},
		{"both negative", -1, -1, true},
		{"most", most, 0, false},
		{"most, split", most - 1, 1, false},
		{"one too many", most, 1, true},
		{"sum beyond 32 bits", math.MaxInt32, math.MaxInt32, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := binomial.SignTest(test.positive, test.negative)
			require.Equal(t, test.bad, math.IsNaN(got.Greater))
			require.Equal(t, test.bad, math.IsNaN(got.Less))
			require.Equal(t, test.bad, math.IsNaN(got.TwoSided))
			require.Equal(t, test.bad, got.Used == 0)
		})
	}
}

// Every split of up to 66 signs against sums of integers: the same double up to
// 62 signs, within the documented error beyond.
func TestSignTestExact(t *testing.T) {
	for n := range 67 {
		for positive := 0; positive <= n; positive++ {
			got := binomial.SignTest(positive, n-positive)
			greater, less := fairTail(n, n-positive), fairTail(n, positive)
			twoSided := math.Min(1, 2*math.Min(greater, less))
			require.Equal(t, n, got.Used)
			if n <= 62 {
				require.Equal(t, binomial.SignP{Used: n, Greater: greater, Less: less, TwoSided: twoSided}, got)
				continue
			}
			requireProbability(t, n, greater, got.Greater, "greater")
			requireProbability(t, n, less, got.Less, "less")
			requireProbability(t, n, twoSided, got.TwoSided, "two-sided")
		}
	}
}

// fairTail is P(X <= k) with p = 1/2, rounded once.
func fairTail(n, k int) float64 {
	ways := new(big.Int)
	for i := 0; i <= k; i++ {
		ways.Add(ways, new(big.Int).Binomial(int64(n), int64(i)))
	}
	p, _ := new(big.Rat).SetFrac(ways, new(big.Int).Lsh(big.NewInt(1), uint(n))).Float64()
	return p
}
