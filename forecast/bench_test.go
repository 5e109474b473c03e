package forecast_test

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
)

func manyDeals(n int) forecast.Pipeline {
	var p forecast.Pipeline
	stages, start := forecast.Stages(), salesops.Date{Year: 2026, Month: 1, Day: 1}
	for i := range n {
		d := forecast.Deal{
			ID: "D-" + strconv.Itoa(i), Owner: "owner " + strconv.Itoa(i%20), Segment: "segment " + strconv.Itoa(i%5),
			Stage: stages[i%len(stages)], Amount: decimal.New(int64(1000_00+i*37), -2), Opened: start.AddDays(i % 200),
			ExpectedClose: start.AddDays(200 + i%200), Probability: new(float64(1+i%99) / 100),
		}
		if d.Stage.Closed() {
			d.ClosedOn = d.ExpectedClose
		}
		p.Deals = append(p.Deals, d)
	}
	return p
}

func BenchmarkWeigh(b *testing.B) {
	for _, n := range []int{1000, 100_000} {
		p := manyDeals(n)
		b.Run("deals="+strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = forecast.Weigh(p)
			}
		})
	}
}

func BenchmarkCover(b *testing.B) {
	p, policy := manyDeals(1000), forecast.DefaultPolicy().CoveragePolicy
	b.Run("deals=1000", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = forecast.Cover(p, quota, policy)
		}
	})
}

func BenchmarkMeasureWinRates(b *testing.B) {
	p, policy := manyDeals(1000), forecast.DefaultPolicy().RatePolicy
	b.Run("deals=1000", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = forecast.MeasureWinRates(p, year, policy)
		}
	})
}

func BenchmarkMeasureCycle(b *testing.B) {
	p, policy := manyDeals(1000), forecast.DefaultPolicy().CyclePolicy
	b.Run("deals=1000", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = forecast.MeasureCycle(p, policy)
		}
	})
}

// bareMAE is what a caller would write by hand for one of the metrics.
//
//go:noinline
func bareMAE(list []forecast.Observation) float64 {
	total := 0.0
	for i := range list {
		total += max(list[i].Forecast-list[i].Actual, list[i].Actual-list[i].Forecast)
	}
	return total / float64(len(list))
}

func BenchmarkMeasureAccuracy(b *testing.B) {
	const n = 100_000
	record, policy := forecast.Record{}, forecast.DefaultPolicy().AccuracyPolicy
	for i := range n {
		record.Observations = append(record.Observations, forecast.Observation{Forecast: float64(100 + i%31), Actual: float64(90 + i%47)})
	}
	b.Run(fmt.Sprintf("observations=%d/by=loop", n), func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = bareMAE(record.Observations)
		}
	})
	b.Run(fmt.Sprintf("observations=%d/by=measure", n), func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = forecast.MeasureAccuracy(record, policy)
		}
	})
}
