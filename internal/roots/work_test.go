package roots_test

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/internal/roots"
)

// The short way is taken: the signs would bear out nothing but the root, so it is
// enough that the bracket is found, is narrow and lies inside.
func TestGuess(t *testing.T) {
	huge := new(big.Int).Exp(big.NewInt(10), big.NewInt(33), nil)
	for name, tc := range map[string]struct {
		coefficients []*big.Int
		low, high    float64
		root         *big.Rat
	}{
		"from zero":        {ints(-1, 3), 0, 1, big.NewRat(1, 3)},
		"above one":        {ints(-7, 3), 1, 8, big.NewRat(7, 3)},
		"falling":          {ints(7, -3), 1, 8, big.NewRat(7, 3)},
		"one of several":   {times(ints(-1, 3), ints(-1, 2), ints(-7, 3)), 0.4, 0.6, big.NewRat(1, 2)},
		"the last of them": {times(ints(-1, 3), ints(-1, 2), ints(-7, 3)), 0.6, 1e6, big.NewRat(7, 3)},
		"tiny":             {[]*big.Int{big.NewInt(-1), huge}, 0, 1, new(big.Rat).SetFrac(big.NewInt(1), huge)},
		"large":            {[]*big.Int{new(big.Int).Neg(huge), big.NewInt(1)}, 1, 1e40, new(big.Rat).SetInt(huge)},
		"high degree":      {times(append(repeated(ints(1, 1, 1), 40), ints(-5, 4))...), 0, 1e9, big.NewRat(5, 4)},
	} {
		t.Run(name, func(t *testing.T) {
			b, found := roots.Guess(tc.coefficients, big.NewFloat(tc.low), big.NewFloat(tc.high))
			require.True(t, found)
			require.True(t, within(b, tc.root))
			low, _ := b.Low.Rat(nil)
			high, _ := b.High.Rat(nil)
			width := new(big.Rat).Quo(new(big.Rat).Sub(high, low), tc.root)
			limit := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Lsh(big.NewInt(1), 80))
			require.LessOrEqual(t, width.Cmp(limit), 0)
		})
	}
}

// It is not taken where it leads nowhere: without a root inside, or beside it.
func TestGuessRefused(t *testing.T) {
	for name, tc := range map[string]struct {
		coefficients []*big.Int
		low, high    float64
	}{
		"no root inside":   {ints(-1, 3), 1, 2},
		"two roots":        {times(ints(-1, 3), ints(-2, 3)), 0, 1},
		"a root at an end": {times(ints(-1, 2), ints(-7, 3)), 0.5, 1},
	} {
		t.Run(name, func(t *testing.T) {
			_, found := roots.Guess(tc.coefficients, big.NewFloat(tc.low), big.NewFloat(tc.high))
			require.False(t, found)
		})
	}
}

// What isolation costs is counted, so that its growth shows here: with the work
// told nothing stays open, with a tenth less something does.
func TestWorkNeeded(t *testing.T) {
	positive := func(coefficients []*big.Int) func(int) bool {
		return func(work int) bool { _, open := roots.SolvePositive(coefficients, work); return len(open) == 0 }
	}
	exponential := func(coefficients []*big.Int) func(int) bool {
		return func(work int) bool {
			_, open := roots.SolveExponential(terms(coefficients), work)
			return len(open) == 0
		}
	}
	wilkinson := ints(1)
	for i := int64(1); i <= 12; i++ {
		wilkinson = times(wilkinson, ints(-i, 7))
	}
	for name, tc := range map[string]struct {
		enough func(work int) bool
		work   int
	}{
		"polynomial, waves":       {positive(waves(120, 30)), 38000},
		"polynomial, many roots":  {positive(wilkinson), 9700},
		"polynomial, squares":     {positive(times(wilkinson, wilkinson)), 9700},
		"exponential, waves":      {exponential(waves(120, 30)), 7800},
		"exponential, many roots": {exponential(wilkinson), 40000},
	} {
		t.Run(name, func(t *testing.T) {
			require.True(t, tc.enough(tc.work))
			require.False(t, tc.enough(tc.work*9/10))
		})
	}
}
