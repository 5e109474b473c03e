package comp_test

import (
	"strconv"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/comp"
)

func BenchmarkSplit(b *testing.B) {
	amount := dec("123456.78")
	for _, n := range []int{2, 10, 1000} {
		short, long := make([]decimal.Decimal, n), make([]decimal.Decimal, n)
		for i := range n {
			short[i] = decimal.New(int64(i*7919%1000+1), -2)
			long[i] = short[i].Add(dec("0.000000000000000001")).Add(dec("10"))
		}
		for name, weights := range map[string][]decimal.Decimal{"short": short, "long": long} {
			b.Run("shares="+strconv.Itoa(n)+"/weights="+name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					_, _ = comp.Split(amount, weights, 2)
				}
			})
		}
	}
}

func BenchmarkPay(b *testing.B) {
	plan, results := playbook(), achieved("1300000", "250000.55", "780000")
	b.ReportAllocs()
	for b.Loop() {
		_, _ = comp.Pay(plan, results)
	}
}

func BenchmarkReview(b *testing.B) {
	plan, policy := playbook(), comp.DefaultPolicy().ReviewPolicy
	b.ReportAllocs()
	for b.Loop() {
		_, _ = comp.Review(plan, policy)
	}
}
