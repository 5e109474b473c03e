package binomial_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops/internal/binomial"
)

// fisher is the p-value in whole numbers.
func fisher(k1, n1, k2, n2 int64) float64 {
	all, tail := new(big.Int).Binomial(n1+n2, k1+k2), new(big.Int)
	for k := max(0, k1+k2-n2); k <= k1; k++ {
		tail.Add(tail, new(big.Int).Mul(new(big.Int).Binomial(n1, k), new(big.Int).Binomial(n2, k1+k2-k)))
	}
	p, _ := new(big.Rat).SetFrac(tail, all).Float64()
	return p
}

func fisherProperty(t *rapid.T) {
	n1, n2 := rapid.IntRange(0, 120).Draw(t, "n1"), rapid.IntRange(0, 120).Draw(t, "n2")
	k1, k2 := rapid.IntRange(0, n1).Draw(t, "k1"), rapid.IntRange(0, n2).Draw(t, "k2")
	want, got := fisher(int64(k1), int64(n1), int64(k2), int64(n2)), binomial.FisherLower(k1, n1, k2, n2)
	require.LessOrEqual(t, math.Abs(got-want), 1e-12*want, "%v, want %v", got, want)
}

func TestFisherLowerProperty(t *testing.T) { rapid.Check(t, fisherProperty) }
func FuzzFisherLower(f *testing.F)         { f.Fuzz(rapid.MakeFuzz(fisherProperty)) }

func TestFisherLower(t *testing.T) {
	// A lady tastes tea (Fisher 1935): 3 of 4 cups right; P(X <= 1) = 17/70.
	require.InEpsilon(t, 17.0/70, binomial.FisherLower(1, 4, 3, 4), 1e-13)
	require.Equal(t, 1.0, binomial.FisherLower(0, 0, 3, 4))
	require.Equal(t, 1.0, binomial.FisherLower(3, 4, 0, 0))
	require.Equal(t, 1.0, binomial.FisherLower(0, 4, 0, 4))
	require.Equal(t, 1.0, binomial.FisherLower(4, 4, 4, 4))
	require.InEpsilon(t, fisher(400, 2000, 500, 2000), binomial.FisherLower(400, 2000, 500, 2000), 1e-9)
	for _, bad := range [][4]int{{-1, 4, 1, 4}, {5, 4, 1, 4}, {1, 4, -1, 4}, {1, 4, 5, 4}, {0, binomial.MaxTrials, 0, 1}} {
		require.True(t, math.IsNaN(binomial.FisherLower(bad[0], bad[1], bad[2], bad[3])), "%v", bad)
	}
}
