package forecast_test

import (
	"math"
	"strconv"
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

func BenchmarkAccumulatorMerge(b *testing.B) {
	var one, other forecast.Accumulator
	_ = one.AddAll(accumulatorRows(1000))
	_ = other.AddAll(accumulatorRows(777))
	b.Run("call=merge", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			merged := one
			_ = merged.Merge(other)
		}
	})
}

func BenchmarkAccumulators(b *testing.B) {
	const n = 100_000
	rows, keys := accumulatorRows(n), make([]string, 100)
	for i := range keys {
		keys[i] = "rep " + strconv.Itoa(i)
	}
	b.Run("observations=100000/keys=100", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var a forecast.Accumulators
			for i := range rows {
				_ = a.Add(keys[i%len(keys)], rows[i])
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/observation")
	})
}

// manyCalls are calls of reps for quarters at four leads.
func manyCalls(reps, quarters int) forecast.History {
	var h forecast.History
	for rep := range reps {
		for quarter := range quarters {
			for i, lead := range []int{13, 8, 4, 1} {
				h.Calls = append(h.Calls, forecast.Call{
					Forecaster: "rep " + strconv.Itoa(rep), Period: strconv.Itoa(1000 + quarter), LeadWeeks: lead,
					Forecast: float64(1000+(rep*7+quarter*13+i*5)%100) / 8, Actual: float64(1000+quarter*5%90) / 8,
				})
			}
		}
	}
	return h
}

func BenchmarkMeasureByLead(b *testing.B) {
	h, policy := manyCalls(1000, 24), forecast.DefaultPolicy()
	b.Run("forecasters=1000/periods=24/leads=4", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = forecast.MeasureByLead(h, forecast.Scale{}, policy.AccuracyPolicy)
		}
	})
}

func BenchmarkMeasureConvergence(b *testing.B) {
	h, policy := manyCalls(1000, 24), forecast.DefaultPolicy()
	b.Run("forecasters=1000/periods=24/leads=4", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = forecast.MeasureConvergence(h, policy.ConvergencePolicy)
		}
	})
}

func BenchmarkCompareForecasters(b *testing.B) {
	policy := forecast.DefaultPolicy().ComparisonPolicy
	for _, reps := range []int{2, forecast.MaxContestants} {
		contest := forecast.Contest{History: manyCalls(reps, 200), PeriodsAhead: 1}
		b.Run("forecasters="+strconv.Itoa(reps)+"/periods=200/leads=4", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = forecast.CompareForecasters(contest, policy)
			}
		})
	}
}

func BenchmarkHoldBack(b *testing.B) {
	rolling := forecast.Rolling{Actuals: make([]float64, 120), FirstOrigin: 24, Horizon: 12, Step: 1}
	for i := range rolling.Actuals {
		rolling.Actuals[i] = float64(100 + i%12)
	}
	b.Run("values=120/horizon=12/methods=2", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = forecast.HoldBack(rolling, rollingMethods())
		}
	})
}
