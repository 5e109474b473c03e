package forecast_test

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/salesops-go/salesops/forecast"
)

// correctionTeam is that many forecasters with as many periods each, of whom some
// are biased.
func correctionTeam(forecasters, periods int) forecast.History {
	random := rand.New(rand.NewPCG(6, 9))
	var h forecast.History
	for i := range forecasters {
		bias := 1 + 0.1*float64(i%5-1)
		for p := range periods {
			actual := float64(50_000 + random.IntN(100_000))
			h.Calls = append(h.Calls, forecast.Call{
				Forecaster: "rep " + strconv.Itoa(i), Period: strconv.Itoa(1001 + p)[1:],
				Forecast: float64(int(actual * bias * (0.8 + 0.4*random.Float64()))), Actual: actual,
			})
		}
	}
	return h
}

func BenchmarkCorrect(b *testing.B) {
	for _, forecasters := range []int{12, 10_000} {
		h := correctionTeam(forecasters, 24)
		b.Run("forecasters="+strconv.Itoa(forecasters), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := forecast.Correct(h, correctionPolicy); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkBacktest(b *testing.B) {
	for _, forecasters := range []int{12, 10_000} {
		h := correctionTeam(forecasters, 24)
		b.Run("forecasters="+strconv.Itoa(forecasters), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := forecast.Backtest(h, correctionPolicy, forecast.DefaultPolicy().BacktestPolicy); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
