package comp_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/comp"
)

// longTable has bands of all modes.
func longTable(bands int) comp.Plan {
	plan := tableOf(comp.MultipleOfTarget, "900000")
	modes := comp.Modes()
	for i := range bands {
		plan.Components[0].Bands = append(plan.Components[0].Bands, comp.Band{
			From: decimal.New(100+7*int64(i), -2), Mode: modes[i%len(modes)], Rate: decimal.New(100+int64(i), -2),
		})
	}
	return plan
}

func BenchmarkTraceCurve(b *testing.B) {
	for name, bands := range map[string]int{"bands=4": 4, "bands=100": comp.MaxBands} {
		plan := longTable(bands)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = comp.TraceCurve(plan, "all")
			}
		})
	}
}

func BenchmarkTracePlan(b *testing.B) {
	plan := twoComponents()
	b.ReportAllocs()
	for b.Loop() {
		_, _ = comp.TracePlan(plan)
	}
}

func BenchmarkCurve(b *testing.B) {
	curve, err := comp.TraceCurve(longTable(4), "all")
	if err != nil {
		b.Fatal(err)
	}
	credited, wish := dec("123456.78"), dec("1234.56")
	b.Run("find=payout", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = curve.At(credited)
		}
	})
	b.Run("find=sale", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = curve.FindSale(credited, wish)
		}
	})
}

func BenchmarkEstimateCost(b *testing.B) {
	plan := twoComponents()
	chances := make([]comp.Chance, 100)
	for i := range chances {
		chances[i] = comp.Chance{Attainment: decimal.New(int64(2*i), -2), Weight: decimal.New(int64(i%7+1), 0)}
	}
	b.ReportAllocs()
	for b.Loop() {
		_, _ = comp.EstimateCost(plan, chances)
	}
}
