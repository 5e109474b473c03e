package forecast_test

import (
	"strconv"
	"testing"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
)

// manyPromises are lines of shipments of three, of 100 promisers over three years;
// the youngest are open.
func manyPromises(n int) forecast.PromiseHistory {
	h := forecast.PromiseHistory{AsOf: salesops.Date{Year: 2026, Month: 11, Day: 22}}
	for i := range n {
		ship := i / 3
		ordered := h.AsOf.AddDays(-ship * 7919 % 1000)
		p := forecast.Promise{
			Promiser: "promiser " + strconv.Itoa(ship%100), Customer: "customer " + strconv.Itoa(ship%37), Shipment: strconv.Itoa(ship),
			Ordered: ordered, Promised: ordered.AddDays(20), Delivered: ordered.AddDays(10 + ship*31%17),
		}
		if p.Delivered.After(h.AsOf) {
			p.Delivered = salesops.Date{}
		}
		h.Promises = append(h.Promises, p)
	}
	return h
}

func BenchmarkMeasurePromises(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		h := manyPromises(n)
		b.Run("lines="+strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = forecast.MeasurePromises(h, promising)
			}
		})
	}
}

func BenchmarkJudgePromises(b *testing.B) {
	h := manyPromises(100_000)
	b.Run("lines=100000", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = forecast.JudgePromises(h, forecast.ByPromiser, promising)
		}
	})
}

func BenchmarkFindPromise(b *testing.B) {
	h := manyPromises(100_000)
	b.Run("lines=100000", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = forecast.FindPromise(h, promising)
		}
	})
}

func BenchmarkTryPromise(b *testing.B) {
	h := manyPromises(100_000)
	b.Run("lines=100000", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = forecast.TryPromise(h, 20, promising)
		}
	})
}

func BenchmarkBacktestPromise(b *testing.B) {
	h := manyPromises(10_000)
	b.Run("lines=10000/months=24", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = forecast.BacktestPromise(h, 24, promising)
		}
	})
}
