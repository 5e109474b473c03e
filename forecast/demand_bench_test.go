package forecast_test

import (
	"testing"
	"time"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
)

// demandOf is a history from a day on, with a horizon.
func demandOf(unit forecast.PeriodUnit, first salesops.Date, horizon int, values ...float64) forecast.Demand {
	d := forecast.Demand{Unit: unit, Horizon: horizon}
	for _, v := range values {
		d.Values = append(d.Values, forecast.DemandValue{Start: first, Value: v})
		switch unit {
		case forecast.DailyPeriods:
			first = first.AddDays(1)
		case forecast.WeeklyPeriods:
			first = first.AddDays(7)
		case forecast.MonthlyPeriods, forecast.QuarterlyPeriods:
			step := 1
			if unit == forecast.QuarterlyPeriods {
				step = 3
			}
			if int(first.Month)+step > 12 {
				first.Year, step = first.Year+1, step-12
			}
			first.Month += time.Month(step)
		}
	}
	return d
}

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
