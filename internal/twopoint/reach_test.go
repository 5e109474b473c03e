package twopoint_test

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/internal/binomial"
	"github.com/salesops-go/salesops/internal/twopoint"
)

// The formulas of Hoeffding and Bernstein, computed apart: the reach is not below
// the better one, and above it only by what floats may lose.
func TestReach(t *testing.T) {
	for name, tc := range map[string]struct {
		rest   int64
		n      int
		chance float64
		width  float64
	}{
		"even":             {1000, 400, 0.5, 1e-3},
		"even, wide":       {1000, 400, 0.5, 0.5},
		"even, negative":   {-1000, 400, 0.5, 1e-3},
		"rare":             {1000, 4000, 0.01, 1e-3},
		"nearly sure":      {-70, 4000, 0.995, 1e-5},
		"beyond 53 digits": {1 << 50, 1000, 0.25, 1e-3},
		"small":            {1, 3, 0.5, 1e-3},
	} {
		t.Run(name, func(t *testing.T) {
			n, rest := float64(tc.n), math.Abs(float64(tc.rest))
			mean, reach, missed := twopoint.Reach(slices.Repeat([]int64{tc.rest}, tc.n), tc.chance, tc.width)
			require.InEpsilon(t, n*tc.chance*float64(tc.rest), mean, 1e-12)
			require.LessOrEqual(t, missed, tc.width/64)
			require.Greater(t, missed, tc.width/129)

			log := math.Log(1 / missed)
			hoeffding := math.Sqrt(log / 2 * n * rest * rest)
			b := log * rest / 3
			bernstein := b + math.Sqrt(b*b+2*log*n*tc.chance*(1-tc.chance)*rest*rest)
			better := min(hoeffding, bernstein)
			require.GreaterOrEqual(t, reach, (better+0.9e-12*n*rest+1)*(1-1e-15))
			require.LessOrEqual(t, reach, better*(1+1e-13)+1.1e-12*n*rest+1)

			// The rests are a binomial count times rest.
			low, high := (mean-reach)/float64(tc.rest), (mean+reach)/float64(tc.rest)
			low, high = min(low, high), max(low, high)
			require.LessOrEqual(t, binomial.Lower(tc.n, int(math.Ceil(low))-1, tc.chance), missed)
			require.LessOrEqual(t, binomial.Upper(tc.n, int(math.Floor(high))+1, tc.chance), missed)
		})
	}
}

// Where nothing is left out the width is that of the widest bounds, no more.
func TestWidthIsTight(t *testing.T) {
	for name, tc := range map[string]struct {
		parts []twopoint.Part
		blur  int64
		want  float64
	}{
		"values":                   {[]twopoint.Part{{Weight: 1, Chance: 0.5}, {Weight: 30, Chance: 0.5}}, 1, 0.25},
		"values, two in reach":     {[]twopoint.Part{{Weight: 1, Chance: 0.5}, {Weight: 30, Chance: 0.5}}, 2, 0.5},
		"lattice":                  {slices.Repeat([]twopoint.Part{{Weight: 5, Chance: 0.5}}, 4), 5, 0.375},
		"lattice, two in reach":    {slices.Repeat([]twopoint.Part{{Weight: 5, Chance: 0.5}}, 4), 6, 0.625},
		"lattice, three in reach":  {slices.Repeat([]twopoint.Part{{Weight: 5, Chance: 0.5}}, 4), 15, 0.875},
		"lattice, all are":         {slices.Repeat([]twopoint.Part{{Weight: 5, Chance: 0.5}}, 4), 1000, 1},
		"values, more than chance": {[]twopoint.Part{{Weight: 1, Chance: 0.5}, {Weight: 30, Chance: 0.5}}, 1000, 1},
		"no blur":                  {slices.Repeat([]twopoint.Part{{Weight: 5, Chance: 0.5}}, 4), 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			s := twopoint.Of(tc.parts, 100)
			s.Blur(tc.blur)
			require.InDelta(t, tc.want, s.Width(), 1e-14)
			widest := 0.0
			for x := range int64(1100) {
				low, high := s.AtMost(x)
				widest = max(widest, high-low)
			}
			require.InDelta(t, tc.want, widest, 1e-14)
		})
	}
}

// Equal parts share what is left without one of them.
func TestOthersOfEqualParts(t *testing.T) {
	parts := []twopoint.Part{
		{Weight: 3, Chance: 0.5}, {Weight: 7, Chance: 0.25}, {Weight: 3, Chance: 0.5}, {Weight: 3, Chance: 0.5}, {Weight: 7, Chance: 1}, {Weight: 7, Chance: 1},
	}
	for _, work := range []int64{1, 100_000} {
		seen := make([]int, len(parts))
		twopoint.Others(parts, 0.01, work, func(at int, others *twopoint.Sum) {
			seen[at]++
			truth := try(slices.Concat(parts[:at], parts[at+1:]))
			for x := range int64(40) {
				truth.requireHeld(t, others, x)
			}
		})
		require.Equal(t, []int{1, 1, 1, 1, 1, 1}, seen)
	}
}
