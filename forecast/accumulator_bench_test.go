package forecast_test

import (
	"math"
	"testing"

	"github.com/salesops-go/salesops/forecast"
)

// bareSum is what a caller would write by hand for the sum of the errors.
//
//go:noinline
func bareSum(list []forecast.Observation) float64 {
	total := 0.0
	for i := range list {
		total += list[i].Forecast - list[i].Actual
	}
	return total
}

// bareTerms is what a caller would write by hand for the sums of all terms,
// without checks, weights or zeros.
//
//go:noinline
func bareTerms(list []forecast.Observation) [11]float64 {
	var t0, t1, t2, t3, t4, t5, t6, t7, t8, t9, t10 float64
	for i := range list {
		f, a := list[i].Forecast, list[i].Actual
		e := f - a
		size, base := math.Abs(e), math.Abs(a)
		t0 += e
		t1 += size
		t2 += e * e
		t3 += a
		t4 += base
		t5 += a * a
		t6 += f * f
		t7 += e / a
		t8 += size / base
		t9 += 2 * size / (base + math.Abs(f))
		t10 += max(0, 1-size/base)
	}
	return [11]float64{t0, t1, t2, t3, t4, t5, t6, t7, t8, t9, t10}
}

func accumulatorRows(n int) []forecast.Observation {
	rows := make([]forecast.Observation, n)
	for i := range rows {
		rows[i] = forecast.Observation{Forecast: float64(100 + i%31), Actual: float64(90 + i%47)}
	}
	return rows
}

func weighted(rows []forecast.Observation) []forecast.Observation {
	for i := range rows {
		rows[i].Weight = new(float64(1 + i%7))
	}
	return rows
}

func BenchmarkAccumulator(b *testing.B) {
	const n = 100_000
	rows, heavy := accumulatorRows(n), weighted(accumulatorRows(n))
	policy := forecast.DefaultPolicy().AccuracyPolicy
	for _, c := range []struct {
		name string
		run  func()
	}{
		{"by=bare-sum", func() { _ = bareSum(rows) }},
		{"by=bare-terms", func() { _ = bareTerms(rows) }},
		{"by=add-all", func() {
			var a forecast.Accumulator
			_ = a.AddAll(rows)
		}},
		{"by=add-all-weighted", func() {
			var a forecast.Accumulator
			_ = a.AddAll(heavy)
		}},
		{"by=add", func() {
			var a forecast.Accumulator
			for i := range rows {
				_ = a.Add(rows[i])
			}
		}},
		{"by=measure", func() { _, _ = forecast.MeasureAccuracy(forecast.Record{Observations: rows}, policy) }},
	} {
		b.Run("observations=100000/"+c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.run()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/observation")
		})
	}
}
