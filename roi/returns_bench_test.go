package roi_test

import (
	"strconv"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/roi"
)

// investment is an outlay, level returns and, in the last period, what it costs
// to close it: two sign changes when that is more than what comes in.
func investment(flows int, closing int64) []decimal.Decimal {
	all := make([]decimal.Decimal, flows)
	all[0] = decimal.New(-20000, 0)
	for i := 1; i < flows; i++ {
		all[i] = decimal.New(2_900_000/int64(flows)+int64(i%7)*1000, -2)
	}
	all[flows-1] = all[flows-1].Sub(decimal.New(closing, 0))
	return all
}

// monthly dates the flows a month apart.
func monthly(amounts []decimal.Decimal) []roi.DatedFlow {
	flows := make([]roi.DatedFlow, len(amounts))
	for i, a := range amounts {
		day := salesops.Date{Year: 2026, Month: 1, Day: 15}.AddDays(i * 487 / 16)
		flows[i] = roi.DatedFlow{Date: day, Amount: a}
	}
	return flows
}

func BenchmarkSolveIRR(b *testing.B) {
	for _, n := range []int{12, 60, 360} {
		for changes, closing := range []int64{1: 0, 2: 4000} {
			if changes == 0 {
				continue
			}
			flows := investment(n, closing)
			b.Run("flows="+strconv.Itoa(n)+"/changes="+strconv.Itoa(changes), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					_, _ = roi.SolveIRR(flows)
				}
			})
		}
	}
}

func BenchmarkSolveXIRR(b *testing.B) {
	for changes, closing := range []int64{1: 0, 2: 4000} {
		if changes == 0 {
			continue
		}
		flows := monthly(investment(100, closing))
		b.Run("flows=100/changes="+strconv.Itoa(changes), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = roi.SolveXIRR(flows)
			}
		})
	}
}

func BenchmarkDiscount(b *testing.B) {
	flows := investment(360, 0)
	dated := monthly(flows)
	b.Run("flows=360/first=now", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = roi.DiscountFromNow(0.01, flows)
		}
	})
	b.Run("flows=360/first=dated", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = roi.DiscountDated(0.12, dated)
		}
	})
}
