package forecast_test

import (
	"testing"

	"github.com/salesops-go/salesops/forecast"
)

// wavyDemand is a rising demand with a season and scatter.
func wavyDemand(n, season int) []float64 {
	values := make([]float64, n)
	for i := range values {
		values[i] = 200 + float64(i)/2 + float64((i%season*7)%13)*3 + float64((i*7919)%31)/4
	}
	return values
}

func BenchmarkProjectDemand(b *testing.B) {
	policy := forecast.DefaultPolicy().DemandPolicy
	for name, d := range map[string]forecast.Demand{
		"unit=month/values=36":   demandOf(forecast.MonthlyPeriods, date(2020, 1, 1), 12, wavyDemand(36, 12)...),
		"unit=month/values=60":   demandOf(forecast.MonthlyPeriods, date(2020, 1, 1), 12, wavyDemand(60, 12)...),
		"unit=month/values=120":  demandOf(forecast.MonthlyPeriods, date(2010, 1, 1), 12, wavyDemand(120, 12)...),
		"unit=week/values=260":   demandOf(forecast.WeeklyPeriods, date(2020, 1, 6), 52, wavyDemand(260, 52)...),
		"unit=day/values=730":    demandOf(forecast.DailyPeriods, date(2024, 1, 1), 28, wavyDemand(730, 7)...),
		"unit=quarter/values=40": demandOf(forecast.QuarterlyPeriods, date(2014, 1, 1), 4, wavyDemand(40, 4)...),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f, err := forecast.ProjectDemand(d, policy)
				if err != nil {
					b.Fatal(err)
				}
				if f.Limited {
					b.Log("limited")
				}
			}
		})
	}
}
