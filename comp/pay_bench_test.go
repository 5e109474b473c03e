package comp_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/comp"
)

// year is a year of n deals of the three measures, one of them returned and one
// canceled in a hundred.
func year(n int) comp.Results {
	results := comp.Results{Deals: make([]comp.Deal, n)}
	for i := range results.Deals {
		d := deal(fmt.Sprintf("deal-%06d", i), 1, "0")
		d.Date = day(time.Month(1+i*7919%12), 1+i*31%28)
		d.Measure = comp.Measures()[i%3]
		d.Amount = decimal.New(int64(i*7919%100000)*3000_00/int64(n), -2)
		switch i % 100 {
		case 0:
			d.Amount = d.Amount.Neg()
		case 1:
			d.Cancellation = &comp.Cancellation{Date: day(time.December, 30), Method: comp.MirrorOriginal}
		}
		results.Deals[i] = d
	}
	return results
}

func BenchmarkPayDeals(b *testing.B) {
	for _, n := range []int{10, 1000, comp.MaxDeals} {
		plan, results := playbook(), year(n)
		b.Run(fmt.Sprintf("deals=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = comp.Pay(plan, results)
			}
		})
	}
}

func BenchmarkSettle(b *testing.B) {
	account := comp.Account{Places: 2}
	for i := range 36 {
		period := month(fmt.Sprint(i), fmt.Sprint(i/3), fmt.Sprint(1000*(1+i%3)))
		account.Periods = append(account.Periods, drawing(adjusting(holding(period, "10"), comp.Clawback, "-70"), comp.RecoverableGuarantee, "1200"))
	}
	b.ReportAllocs()
	for b.Loop() {
		_, _ = comp.Settle(account)
	}
}
