package overflow_test

import (
	"strconv"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/overflow"
)

// busyBook is a book of three stages, four periods and two partners with room
// for about two orders in five, whose contributions are nearly proportional to
// their hours. It is the same in every run.
func busyBook(orders int) overflow.Book {
	state := uint64(orders)
	draw := func(low, high int64) int64 {
		state = state*6364136223846793005 + 1442695040888963407
		return low + int64(state>>33)%(high-low+1)
	}
	b := overflow.Book{Places: 2, Periods: 4}
	for s := range 3 {
		stage := overflow.BookStage{Name: "stage " + strconv.Itoa(s), TemporaryCostPerMinute: decimal.New(draw(60, 180), -2)}
		for range b.Periods {
			stage.CapacityMinutes = append(stage.CapacityMinutes, int64(orders)*draw(20, 30))
			stage.TemporaryMinutes = append(stage.TemporaryMinutes, int64(orders)*draw(0, 5))
		}
		b.Stages = append(b.Stages, stage)
	}
	for k := range 2 {
		b.Partners = append(b.Partners, overflow.BookPartner{
			Name: "partner " + strconv.Itoa(k), ShareKept: float64(draw(15, 40)) / 100, Minutes: int64(orders) * draw(40, 80),
		})
	}
	for i := range orders {
		minutes := []int64{draw(30, 480), draw(30, 480), draw(30, 480)}
		earliest := int(draw(1, 4))
		o := overflow.BookOrder{
			ID: strconv.Itoa(i), Contribution: decimal.New((minutes[0]+minutes[1]+minutes[2])*draw(90, 110)/100, 0),
			Earliest: earliest, Latest: min(4, earliest+int(draw(0, 2))), Requested: earliest, LateCost: decimal.New(draw(0, 50), 0),
			Minutes: minutes, Ruling: overflow.Accept,
		}
		if draw(0, 9) < 6 {
			o.Partners = []overflow.PartnerOption{{Name: "partner 0"}, {Name: "partner 1"}}
		}
		b.Orders = append(b.Orders, o)
	}
	return b
}

func BenchmarkAllocate(b *testing.B) {
	for _, orders := range []int{10, 40, 150, 300} {
		b.Run("orders="+strconv.Itoa(orders), func(b *testing.B) {
			book := busyBook(orders)
			b.ReportAllocs()
			for b.Loop() {
				plan, _ := overflow.Allocate(book, planPolicy)
				gap, _ := plan.Gap.Value()
				b.ReportMetric(100*gap, "gap%")
			}
		})
	}
}

func BenchmarkVerify(b *testing.B) {
	book := busyBook(40)
	plan, _ := overflow.Allocate(book, planPolicy)
	b.ReportAllocs()
	for b.Loop() {
		_, _ = overflow.Verify(book, plan, planPolicy)
	}
}

func BenchmarkSelectOrders(b *testing.B) {
	pool := overflow.OrderPool{Places: 2, CapacityMinutes: 12_000}
	for _, o := range busyBook(100).Orders {
		pool.Orders = append(pool.Orders, overflow.PoolOrder{ID: o.ID, Contribution: o.Contribution, Minutes: o.Minutes[0]})
	}
	b.ReportAllocs()
	for b.Loop() {
		_, _ = overflow.SelectOrders(pool, planPolicy)
	}
}
