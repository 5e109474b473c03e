package binomial_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/internal/binomial"
)

func TestZForLevel(t *testing.T) {
	// 20 digits of sqrt(2) erfinv(level) for the double level, by mpmath.
	tests := []struct {
		name        string
		level, want float64
	}{
		{"tiny", 1e-300, 1.2533141373155002826e-300},
		{"per mille", 0.001, 0.0012533144654325545383},
		{"tenth", 0.1, 0.12566134685507404122},
		{"half", 0.5, 0.6744897501960817432},
		{"80%", 0.8, 1.2815515655446005935},
		{"90%", 0.9, 1.6448536269514728225},
		{"95%", 0.95, 1.9599639845400538556},
		{"99%", 0.99, 2.5758293035489004539},
		{"seven nines", 0.9999999, 5.326723886480143562},
		{"below one", 1 - 0x1p-53, 8.2923610758135955382},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			requireClose(t, test.want, binomial.ZForLevel(test.level), 1e-15, 0, "z")
		})
	}
	require.Zero(t, binomial.ZForLevel(0))
	require.True(t, math.IsInf(binomial.ZForLevel(1), 1))
	for _, level := range []float64{-5e-324, -0.5, 1 + 0x1p-52, math.NaN()} {
		require.True(t, math.IsNaN(binomial.ZForLevel(level)), "level %v", level)
	}
}

func TestWilson(t *testing.T) {
	inf := math.Inf(1)
	tests := []struct {
		name              string
		successes, trials int
		z                 float64
		low, high         float64
	}{
		{"none of one", 0, 1, 1, 0, 0.5},
		{"one of one", 1, 1, 1, 0.5, 1},
		{"half, z squared 2", 1, 2, math.Sqrt2, (2 - math.Sqrt2) / 4, (2 + math.Sqrt2) / 4},
		{"z zero is the share", 3, 4, 0, 0.75, 0.75},
		{"z zero, no success", 0, 4, 0, 0, 0},
		{"z zero, all succeed", 4, 4, 0, 1, 1},
		{"z too small to square, no success", 0, 4, 1e-200, 0, 0},
		{"z infinite", 3, 4, inf, 0, 1},
		{"z too large to square", 3, 4, 1e200, 0, 1},
		{"z infinite, no success", 0, 4, inf, 0, 1},
		{"z infinite, all succeed", 4, 4, inf, 0, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			low, high := binomial.Wilson(test.successes, test.trials, test.z)
			// A handful of roundings; 1e-290 is what the largest z leaves of 0.
			requireClose(t, test.low, low, 2e-15, 1e-290, "low")
			requireClose(t, test.high, high, 2e-15, 0, "high")
		})
	}
}

func TestClopperPearson(t *testing.T) {
	tests := []struct {
		name              string
		successes, trials int
		level             float64
		low, high         float64
	}{
		{"none of one", 0, 1, 0.5, 0, 0.75},
		{"one of one", 1, 1, 0.5, 0.25, 1},
		{"none of two", 0, 2, 0.5, 0, 0.5},
		{"two of two", 2, 2, 0.5, 0.5, 1},
		// P(X >= 1) = 1 - (1-p)^2 = 1/4, P(X <= 1) = 1 - p^2 = 1/4
		{"one of two", 1, 2, 0.5, 1 - math.Sqrt(0.75), math.Sqrt(0.75)},
		// P(X >= 1) = 1 - (1-p)^2 = 1/2
		{"level zero", 1, 2, 0, 1 - math.Sqrt(0.5), math.Sqrt(0.5)},
		{"level one", 1, 2, 1, 0, 1},
		{"level one, no success", 0, 2, 1, 0, 1},
		{"level one, all succeed", 2, 2, 1, 0, 1},
		{"none of the most", 0, binomial.MaxTrials, 0.5, 0, 1.3862943601591e-9},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			low, high := binomial.ClopperPearson(test.successes, test.trials, test.level)
			tolerance := 5e-15 // as documented
			if test.trials == binomial.MaxTrials {
				tolerance = 1e-12 // digits of the row
			}
			requireClose(t, test.low, low, tolerance, 0, "low")
			requireClose(t, test.high, high, tolerance, 0, "high")
		})
	}
}

func TestIntervalsOutOfRange(t *testing.T) {
	const most = binomial.MaxTrials
	tests := []struct {
		name              string
		successes, trials int
		bad               bool
	}{
		{"no trials", 0, 0, true},
		{"negative trials", 0, -1, true},
		{"negative both", -1, -1, true},
		{"fewest trials", 0, 1, false},
		{"negative successes", -1, 3, true},
		{"all succeed", 3, 3, false},
		{"more successes than trials", 4, 3, true},
		{"most trials", 2, most, false},
		{"too many trials", 2, most + 1, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			low, high := binomial.Wilson(test.successes, test.trials, 1)
			require.Equal(t, test.bad, math.IsNaN(low))
			require.Equal(t, test.bad, math.IsNaN(high))
			low, high = binomial.ClopperPearson(test.successes, test.trials, 0.5)
			require.Equal(t, test.bad, math.IsNaN(low))
			require.Equal(t, test.bad, math.IsNaN(high))
		})
	}
	for _, bad := range []float64{-5e-324, math.Inf(-1), math.NaN()} {
		low, high := binomial.Wilson(1, 2, bad)
		require.True(t, math.IsNaN(low) && math.IsNaN(high), "z %v", bad)
	}
	for _, bad := range []float64{-5e-324, 1 + 0x1p-52, math.Inf(1), math.NaN()} {
		low, high := binomial.ClopperPearson(1, 2, bad)
		require.True(t, math.IsNaN(low) && math.IsNaN(high), "level %v", bad)
	}
}

// What "exact" means: whatever the truth, the intervals that contain it have at
// least the level's probability.
func TestClopperPearsonCovers(t *testing.T) {
	const n = 20
	for _, level := range []float64{0.5, 0.8, 0.95, 0.99} {
		for percent := range 101 {
			p := float64(percent) / 100
			covered := 0.0
			for k := range n + 1 {
				if low, high := binomial.ClopperPearson(k, n, level); low <= p && p <= high {
					covered += binomial.Mass(n, k, p)
				}
			}
			// 1e-14: the rounding of 21 terms.
			require.GreaterOrEqual(t, covered, level-1e-14, "p = %v", p)
		}
	}
}
