package split_test

import (
	"strconv"
	"testing"

	"github.com/Rhymond/go-money"
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/comp"
)

const benchCents = 12_345_678

// ratios are weights in the form that each library takes.
func ratios(n int) (ints []int, units []int64, decimals []decimal.Decimal) {
	for i := range n {
		weight := i*7919%1000 + 1
		ints = append(ints, weight)
		units = append(units, int64(weight))
		decimals = append(decimals, decimal.New(int64(weight), -2))
	}
	return ints, units, decimals
}

// BenchmarkSplit divides the same amount by the same weights: go-money over its
// int64 cents, SplitUnits on the same ground, and Split over decimals.
func BenchmarkSplit(b *testing.B) {
	for _, n := range []int{2, 10, 1000} {
		ints, units, decimals := ratios(n)
		shares := "shares=" + strconv.Itoa(n)
		b.Run(shares+"/by=go-money", func(b *testing.B) {
			amount := money.New(benchCents, money.USD)
			b.ReportAllocs()
			for b.Loop() {
				_, _ = amount.Allocate(ints...)
			}
		})
		b.Run(shares+"/by=units", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = comp.SplitUnits(benchCents, units)
			}
		})
		b.Run(shares+"/by=decimals", func(b *testing.B) {
			amount := decimal.New(benchCents, -2)
			b.ReportAllocs()
			for b.Loop() {
				_, _ = comp.Split(amount, decimals, 2)
			}
		})
	}
}
