package assign_test

import (
	"context"
	"strconv"
	"testing"

	"github.com/salesops-go/salesops/internal/assign"
)

func BenchmarkSolve(b *testing.B) {
	for _, items := range []int{20, 40, 80} {
		b.Run("items="+strconv.Itoa(items), func(b *testing.B) {
			p := hard(items)
			b.ReportAllocs()
			for b.Loop() {
				_, _, _ = assign.Solve(context.Background(), p, 1_000_000)
			}
		})
	}
}
