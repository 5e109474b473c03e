package forecast_test

import (
	"strconv"
	"testing"

	"github.com/salesops-go/salesops/forecast"
)

// manyRows is the size of the benchmarks below.
const manyRows = 100_000

func rows(b *testing.B, ask func() error) {
	b.Helper()
	b.Run("rows="+strconv.Itoa(manyRows), func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := ask(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkTraceWaterfall(b *testing.B) {
	s := forecast.Snapshots{Before: manyDeals(manyRows), After: manyDeals(manyRows), Window: &year}
	for i := range s.After.Deals {
		d := &s.After.Deals[i]
		if i%3 == 0 {
			d.ExpectedClose = d.ExpectedClose.AddDays(90)
		}
		if i%7 == 0 {
			d.Owner = "owner " + strconv.Itoa(i%19)
		}
	}
	rows(b, func() error { _, err := forecast.TraceWaterfall(s); return err })
}

func BenchmarkMeasureConversion(b *testing.B) {
	var j forecast.Journeys
	for i := range manyRows {
		j.Entries = append(j.Entries, forecast.StageEntry{Deal: strconv.Itoa(i / 4), Stage: forecast.Stages()[i%4], On: year.From.AddDays(i % 300)})
	}
	rows(b, func() error { _, err := forecast.MeasureConversion(j, year, wilson); return err })
}

func BenchmarkMeasureCalibration(b *testing.B) {
	var record forecast.Predictions
	for i := range manyRows {
		record.Predictions = append(record.Predictions, forecast.Prediction{Probability: float64(1+i*37%99) / 100, Won: i%3 == 0})
	}
	rows(b, func() error {
		_, err := forecast.MeasureCalibration(record, forecast.DefaultPolicy().CalibrationPolicy)
		return err
	})
}

func BenchmarkCheckHealth(b *testing.B) {
	c := check()
	c.Pipeline = manyDeals(manyRows)
	rows(b, func() error { _, err := forecast.CheckHealth(c, healthPolicy); return err })
}

func BenchmarkReviewData(b *testing.B) {
	r := forecast.DataReview{Pipeline: manyDeals(manyRows), AsOf: day("2026-07-01")}
	for i := range r.Pipeline.Deals {
		r.Pipeline.Deals[i].Account = "account " + strconv.Itoa(i%5000)
	}
	rows(b, func() error { _, err := forecast.ReviewData(r, qualityPolicy); return err })
}

func BenchmarkRollUpCalls(b *testing.B) {
	s := sheet()
	s.Pipeline, s.Callers = manyDeals(manyRows), []forecast.Caller{{Name: "owner 0"}}
	for i := 1; i < 20; i++ {
		s.Callers = append(s.Callers, forecast.Caller{Name: "owner " + strconv.Itoa(i), Manager: "owner 0"})
	}
	rows(b, func() error { _, err := forecast.RollUpCalls(s); return err })
}

func BenchmarkEstimateCycle(b *testing.B) {
	p := manyDeals(manyRows)
	rows(b, func() error {
		_, err := forecast.EstimateCycle(p, day("2027-06-30"), forecast.DefaultPolicy().CyclePolicy)
		return err
	})
}

func BenchmarkTabulateCohorts(b *testing.B) {
	p := manyDeals(manyRows)
	rows(b, func() error { _, err := forecast.TabulateCohorts(p, forecast.ByRep, year, wilson); return err })
}

func BenchmarkTrackWeeks(b *testing.B) {
	p := manyDeals(manyRows)
	rows(b, func() error { _, err := forecast.TrackWeeks(p, year); return err })
}

func BenchmarkMeasureSteps(b *testing.B) {
	p := process()
	for i := range manyRows {
		p.Visits = append(p.Visits, forecast.StepVisit{Deal: strconv.Itoa(i), Step: p.Steps[i%3].Step, Entered: p.AsOf.AddDays(-i % 100), Left: p.AsOf})
	}
	rows(b, func() error { _, err := forecast.MeasureSteps(p, wilson); return err })
}

func BenchmarkMeasureTrend(b *testing.B) {
	for _, n := range []int{12, 60, 1000} {
		series := forecast.Series{Values: make([]float64, n)}
		for i := range series.Values {
			series.Values[i] = float64(i*7%31 + i)
		}
		b.Run("values="+strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = forecast.MeasureTrend(series, forecast.DefaultPolicy().TrendPolicy)
			}
		})
	}
}
