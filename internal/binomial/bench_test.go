package binomial_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/salesops-go/salesops/internal/binomial"
)

func BenchmarkLower(b *testing.B) {
	for _, n := range []int{10, 1000, 1_000_000, binomial.MaxTrials} {
		for _, deviations := range []float64{-1, -10} {
			k := max(0, int(0.3*float64(n)+deviations*math.Sqrt(0.21*float64(n))))
			b.Run(fmt.Sprintf("n=%d/deviations=%v", n, deviations), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					binomial.Lower(n, k, 0.3)
				}
			})
		}
	}
}

func BenchmarkSignTest(b *testing.B) {
	for _, n := range []int{10, 60, 1000} {
		b.Run(fmt.Sprintf("signs=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				binomial.SignTest(n/3, n-n/3)
			}
		})
	}
}

func BenchmarkInterval(b *testing.B) {
	for _, n := range []int{10, 1000, 1_000_000} {
		b.Run(fmt.Sprintf("method=wilson/trials=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				binomial.Wilson(n/3, n, 1.96)
			}
		})
		b.Run(fmt.Sprintf("method=clopper-pearson/trials=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				binomial.ClopperPearson(n/3, n, 0.95)
			}
		})
	}
}
