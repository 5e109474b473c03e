package smoothing_test

import (
	"testing"

	"github.com/salesops-go/salesops/internal/smoothing"
)

func BenchmarkEstimate(b *testing.B) {
	months := make([]float64, 120)
	for i := range months {
		months[i] = 100 + float64(i) + float64((i*7919)%31) + 3*float64((i*7)%12)
	}
	for name, m := range map[string]smoothing.Model{
		"model=simple":                {Period: 1},
		"model=damped":                {Trend: smoothing.DampedTrend, Period: 1},
		"model=damped-additive":       {Trend: smoothing.DampedTrend, Season: smoothing.AdditiveSeason, Period: 12},
		"model=damped-multiplicative": {Trend: smoothing.DampedTrend, Season: smoothing.MultiplicativeSeason, Period: 12},
		"model=damped-additive-long":  {Trend: smoothing.DampedTrend, Season: smoothing.AdditiveSeason, Period: 52},
	} {
		b.Run(name+"/values=120", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				smoothing.Estimate(m, months, unlimited)
			}
		})
	}
}
