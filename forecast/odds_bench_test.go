package forecast_test

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/forecast"
)

// manyOpen is n open deals of arbitrary cents at the odds of stages.
func manyOpen(n int) forecast.Outlook {
	random := rand.New(rand.NewPCG(1, 2))
	var o forecast.Outlook
	for i := range n {
		o.Pipeline.Deals = append(o.Pipeline.Deals, forecast.Deal{
			ID: strconv.Itoa(i), Stage: forecast.Closing, Amount: decimal.New(1+random.Int64N(10_000_000), -2),
			Probability: new([]float64{0.05, 0.1, 0.2, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9}[random.IntN(9)]),
		})
	}
	return o
}

func BenchmarkDistribute(b *testing.B) {
	policy := forecast.DefaultPolicy().OddsPolicy
	for _, n := range []int{50, 200, 1000} {
		outlook := manyOpen(n)
		b.Run("deals="+strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := forecast.Distribute(outlook, policy); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkDistributeWins(b *testing.B) {
	policy := forecast.DefaultPolicy().OddsPolicy
	for _, n := range []int{100, 1000, 10_000} {
		outlook := manyOpen(n)
		b.Run("deals="+strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := forecast.DistributeWins(outlook, policy); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkRevenue(b *testing.B) {
	revenue, err := forecast.Distribute(manyOpen(1000), forecast.DefaultPolicy().OddsPolicy)
	if err != nil {
		b.Fatal(err)
	}
	quota := decimal.New(20_000_000, 0)
	b.Run("question=AtLeast", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			revenue.AtLeast(quota)
		}
	})
	b.Run("question=Quantile", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := revenue.Quantile(0.9); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("question=RankDeals", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			revenue.RankDeals(quota)
		}
	})
}

func BenchmarkLearnClosing(b *testing.B) {
	policy := forecast.DefaultPolicy()
	past := manyDeals(100_000)
	b.Run("deals=100000", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := forecast.LearnClosing(past, quarter.To, policy.CyclePolicy, policy.ClosingPolicy); err != nil {
				b.Fatal(err)
			}
		}
	})
}
