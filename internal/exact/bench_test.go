package exact_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/exact"
)

type benchmarkRow struct {
	path       string
	a, b, c, d float64
}

func BenchmarkCompareProducts(b *testing.B) {
	b.Run("path=bare", func(b *testing.B) {
		x, y, z, w, above := 58.0, 1.01, 0.57, 100.0, 0
		b.ReportAllocs()
		for b.Loop() {
			if x*y > z*w {
				above++
			}
		}
	})
	for _, row := range []benchmarkRow{
		{"certain", 58, 1.01, 0.57, 100},
		{"line", 57, 1, 0.57, 100},
		{"line_percents", 62.5, 1.36, 0.85, 100},
		{"text", 0.30000000000000004, 0.1, 0.1, 0.30000000000000004},
		{"wide", 5e-324, 1e300, 5e-324, 1e300},
	} {
		b.Run("path="+row.path, func(b *testing.B) {
			x, y, z, w := row.a, row.b, row.c, row.d
			b.ReportAllocs()
			for b.Loop() {
				exact.CompareProducts(x, y, z, w)
			}
		})
	}
}

func BenchmarkCompareSums(b *testing.B) {
	for _, row := range []benchmarkRow{
		{"certain", 0.1, 0.2, 0.4, 0},
		{"line", 0.1, 0.2, 0.3, 0},
		{"text", 0.30000000000000004, 0.1, 0.1, 0.30000000000000004},
		{"wide", 1e300, 5e-324, 1e300, 5e-324},
	} {
		b.Run("path="+row.path, func(b *testing.B) {
			x, y, z, w := row.a, row.b, row.c, row.d
			b.ReportAllocs()
			for b.Loop() {
				exact.CompareSums(x, y, z, w)
			}
		})
	}
}

func BenchmarkSign(b *testing.B) {
	for _, row := range []benchmarkRow{
		{"certain", 58, 1.01, 0.57, 100},
		{"line", 62.5, 1.36, 0.85, 100},
		{"text", 0.30000000000000004, 0.1, 0.1, 0.30000000000000004},
		{"wide", 1e300, 1e300, 1e300, 1e300},
		{"widest", 1.7976931348623157e308, 1.7976931348623157e308, 2.2250738585072014e-308, 2.2250738585072014e-308},
	} {
		b.Run("path="+row.path+"/terms=2", func(b *testing.B) {
			x, y, z, w := row.a, row.b, row.c, row.d
			b.ReportAllocs()
			for b.Loop() {
				exact.Sign(exact.Of(x, y), exact.Of(z, w).Neg())
			}
		})
	}
	b.Run("path=line/terms=100", func(b *testing.B) {
		terms := make([]exact.Term, 100)
		for i := range terms {
			terms[i] = exact.Of(0.01, float64(i%50))
			if i >= 50 {
				terms[i] = terms[i].Neg()
			}
		}
		b.ReportAllocs()
		for b.Loop() {
			exact.Sign(terms...)
		}
	})
}

func BenchmarkCompareDecimalProducts(b *testing.B) {
	for _, row := range []struct{ path, x, y, z, w string }{
		{"line", "62.5", "1.36", "0.85", "100"},
		{"wide", "1234567890123456789012.34", "2", "2", "1234567890123456789012.34"},
	} {
		b.Run("path="+row.path, func(b *testing.B) {
			x, y := decimal.RequireFromString(row.x), decimal.RequireFromString(row.y)
			z, w := decimal.RequireFromString(row.z), decimal.RequireFromString(row.w)
			b.ReportAllocs()
			for b.Loop() {
				exact.CompareDecimalProducts(x, y, z, w)
			}
		})
	}
}

func BenchmarkSumDecimal(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		exact.SumDecimal(exact.Of(0.57, 100), exact.Of(0.5).Neg())
	}
}
