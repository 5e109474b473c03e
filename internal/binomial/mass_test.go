package binomial_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/internal/binomial"
)

func TestTable(t *testing.T) {
	tests := []struct {
		name               string
		n, k               int
		p                  float64
		mass, lower, upper float64
	}{
		{"no trials", 0, 0, 0.3, 1, 1, 1},
		{"no trials, one success", 0, 1, 0.3, 0, 1, 0},
		{"below the range", 10, -1, 0.3, 0, 0, 1},
		{"above the range", 10, 11, 0.3, 0, 1, 0},
		{"certain failure, no success", 10, 0, 0, 1, 1, 1},
		{"certain failure, one success", 10, 1, 0, 0, 1, 0},
		{"certain failure, all succeed", 10, 10, 0, 0, 1, 0},
		{"certain success, all succeed", 10, 10, 1, 1, 1, 1},
		{"certain success, all but one", 10, 9, 1, 0, 0, 1},
		{"certain success, none", 10, 0, 1, 0, 0, 1},
		{"one trial, failure", 1, 0, 0.25, 0.75, 0.75, 1},
		{"one trial, success", 1, 1, 0.25, 0.25, 1, 0.25},
		{"two fair trials", 2, 1, 0.5, 0.5, 0.75, 0.75},
		{"three trials, likely", 3, 2, 0.75, 27.0 / 64, 37.0 / 64, 54.0 / 64},
		{"at the mean", 4, 1, 0.25, 108.0 / 256, 189.0 / 256, 175.0 / 256},
		{"all of 30 fair trials", 30, 30, 0.5, 0x1p-30, 1, 0x1p-30},
		{"none of 30 fair trials", 30, 0, 0.5, 0x1p-30, 0x1p-30, 1},
		{"smallest p, no success", 10, 0, 5e-324, 1, 1, 1},
		{"smallest p, one trial", 1, 1, 5e-324, 5e-324, 1, 5e-324},
		{"smallest p, two successes", 10, 2, 5e-324, 0, 1, 0},
		{"most trials, vanishing tail", binomial.MaxTrials, 1, 0.5, 0, 0, 1},
		{"tail below the smallest double", 1_000_000, 999_999, 1e-3, 0, 1, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			requireProbability(t, test.n, test.mass, binomial.Mass(test.n, test.k, test.p), "mass")
			requireProbability(t, test.n, test.lower, binomial.Lower(test.n, test.k, test.p), "lower")
			requireProbability(t, test.n, test.upper, binomial.Upper(test.n, test.k, test.p), "upper")
		})
	}
}

func TestOutOfRange(t *testing.T) {
	tests := []struct {
		name string
		n    int
		p    float64
		bad  bool
	}{
		{"fewest trials", 0, 0.5, false},
		{"negative trials", -1, 0.5, true},
		{"most trials", binomial.MaxTrials, 0.5, false},
		{"too many trials", binomial.MaxTrials + 1, 0.5, true},
		{"p zero", 5, 0, false},
		{"p below zero", 5, -5e-324, true},
		{"p one", 5, 1, false},
		{"p above one", 5, 1 + 0x1p-52, true},
		{"p NaN", 5, math.NaN(), true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, k := range []int{-1, 0, 3, test.n, test.n + 1} {
				require.Equal(t, test.bad, math.IsNaN(binomial.Mass(test.n, k, test.p)), "mass of %d", k)
				require.Equal(t, test.bad, math.IsNaN(binomial.Lower(test.n, k, test.p)), "lower of %d", k)
				require.Equal(t, test.bad, math.IsNaN(binomial.Upper(test.n, k, test.p)), "upper of %d", k)
			}
		})
	}
}

// Stirling's correction changes from a table to a series between 15 and 16
// trials; factorials up to 40 pass through both.
func TestMassOfSmallCounts(t *testing.T) {
	for n := 0; n <= 40; n++ {
		for k := 0; k <= n; k++ {
			for _, p := range []float64{0x1p-20, 0.3, 0.5, 0.9} {
				want := exactTails(n, k, p)
				requireProbability(t, n, want.mass, binomial.Mass(n, k, p), "mass")
			}
		}
	}
}

func TestNoAllocations(t *testing.T) {
	require.Zero(t, testing.AllocsPerRun(10, func() {
		binomial.Lower(1000, 290, 0.3)
		binomial.Upper(1000, 310, 0.3)
		binomial.SignTest(40, 30)
		binomial.Wilson(3, 10, 1.96)
		binomial.ClopperPearson(3, 10, 0.95)
	}))
}
