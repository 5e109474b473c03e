package queueing_test

import (
	"strconv"
	"testing"

	"github.com/salesops-go/salesops/internal/queueing"
)

func BenchmarkWaitChance(b *testing.B) {
	for _, servers := range []int{10, 1000, 100000} {
		s := queueing.System{Arrivals: 0.9 * float64(servers), Rate: 1, Servers: servers}
		b.Run("servers="+strconv.Itoa(servers), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = s.WaitChance()
			}
		})
	}
}

func BenchmarkFewest(b *testing.B) {
	for _, load := range []float64{10, 50000} {
		b.Run("load="+strconv.Itoa(int(load)), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = queueing.Fewest(load, 1, queueing.Target{Measure: queueing.ServiceLevel, Time: 0.1, Share: 0.8, Spread: 1}, 100000)
			}
		})
	}
}

func BenchmarkAfter(b *testing.B) {
	for name, cells := range map[string]int{"method=diffusion": 1, "method=uniformization": plenty} {
		c := queueing.Change{
			From: queueing.System{Arrivals: 40, Rate: 8, Servers: 8}, To: queueing.System{Arrivals: 60, Rate: 8, Servers: 8}, Time: 20, Spread: 1,
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = queueing.After(c, cells)
			}
		})
	}
}
