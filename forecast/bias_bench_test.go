package forecast_test

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/salesops-go/salesops/forecast"
)

// biasTeam is a team of which every tenth is optimistic.
func biasTeam(forecasters, periods int) forecast.History {
	var h forecast.History
	for i := range forecasters {
		for period := range periods {
			forecasted := float64(1000+(i*7+period*13)%100) / 8
			if i%10 == 0 {
				forecasted *= 1.25
			}
			h.Calls = append(h.Calls, forecast.Call{
				Forecaster: "forecaster " + strconv.Itoa(i), Period: fmt.Sprintf("%02d", period),
				Forecast: forecasted, Actual: float64(1000+(i*11+period*5)%90) / 8,
			})
		}
	}
	return h
}

func BenchmarkJudgeBias(b *testing.B) {
	policy := forecast.DefaultPolicy().BiasPolicy
	for _, forecasters := range []int{100, 10_000} {
		history := biasTeam(forecasters, 24)
		b.Run(fmt.Sprintf("forecasters=%d/periods=24", forecasters), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = forecast.JudgeBias(history, policy)
			}
		})
	}
	deals := forecast.History{}
	for i := range 24_000 {
		deals.Odds = append(deals.Odds, forecast.DealOdds{
			Forecaster: strconv.Itoa(i % 100), Cluster: strconv.Itoa(i / 100 % 24), Odds: float64(1+i%9) / 10, Won: i*7%10 < i%9,
		})
	}
	b.Run("forecasters=100/deals=240", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = forecast.JudgeBias(deals, policy)
		}
	})
}

func BenchmarkDetectDrift(b *testing.B) {
	policy := forecast.DefaultPolicy().BiasPolicy
	for _, size := range [][2]int{{1000, 24}, {1, 4 * forecast.MaxDriftOutcomes}} {
		history := biasTeam(size[0], size[1])
		b.Run(fmt.Sprintf("forecasters=%d/periods=%d", size[0], size[1]), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = forecast.DetectDrift(history, policy)
			}
		})
	}
}
