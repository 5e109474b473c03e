package sum_test

import (
	"fmt"
	"testing"

	"github.com/salesops-go/salesops/internal/sum"
)

func benchmarkTerms(n int) []float64 {
	xs := make([]float64, n)
	for i := range xs {
		xs[i] = float64(i%97) * 0.37
	}
	return xs
}

func BenchmarkOf(b *testing.B) {
	for _, n := range []int{100, 10_000} {
		xs := benchmarkTerms(n)
		b.Run(fmt.Sprintf("method=bare/terms=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			total := 0.0
			for b.Loop() {
				total = 0
				for _, x := range xs {
					total += x
				}
			}
			b.ReportMetric(total, "total")
		})
		b.Run(fmt.Sprintf("method=sum/terms=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			total := 0.0
			for b.Loop() {
				total = sum.Of(xs)
			}
			b.ReportMetric(total, "total")
		})
	}
}

func BenchmarkSum(b *testing.B) {
	var other sum.Sum
	other.Add(0.1)
	other.Add(1e20)
	b.Run("call=add", func(b *testing.B) {
		b.ReportAllocs()
		var s sum.Sum
		for b.Loop() {
			s.Add(0.37)
		}
	})
	b.Run("call=merge", func(b *testing.B) {
		b.ReportAllocs()
		var s sum.Sum
		for b.Loop() {
			s.Merge(other)
		}
	})
}
