package roots_test

import (
	"math/big"
	"strconv"
	"testing"

	"github.com/salesops-go/salesops/internal/roots"
)

// waves are coefficients that change sign now and then.
func waves(n, period int) []*big.Int {
	all := make([]*big.Int, n)
	for i := range all {
		c := int64(100_000 + i*i%977)
		if i/period%2 == 1 {
			c = -c
		}
		all[i] = big.NewInt(c)
	}
	return all
}

func BenchmarkPositive(b *testing.B) {
	for _, n := range []int{12, 120, 360} {
		coefficients := waves(n, n/4)
		b.Run("degree="+strconv.Itoa(n-1), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = roots.Positive(coefficients)
			}
		})
	}
}

func BenchmarkExponential(b *testing.B) {
	for _, n := range []int{12, 120, 360} {
		sum := terms(waves(n, n/4))
		b.Run("terms="+strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = roots.Exponential(sum)
			}
		})
	}
}
