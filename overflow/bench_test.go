package overflow_test

import (
	"slices"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/overflow"
)

// ladder is what a caller would write by hand: five float comparisons that do
// not check their input and do not get the line right.
//
//go:noinline
func ladder(o overflow.Order, s overflow.Situation) overflow.Action {
	switch {
	case o.QualityRisk > 5:
		return overflow.Decline
	case o.Margin < o.TargetMargin-0.20:
		return overflow.Decline
	case s.Demand > s.Capacity && o.StrategicValue < 7:
		return overflow.Defer
	case s.Demand > s.Capacity && s.TeamMorale < 6:
		return overflow.AcceptWithResources
	default:
		return overflow.Accept
	}
}

func orders() map[string]overflow.Order {
	atLine, risky := good, good
	atLine.Margin, risky.QualityRisk = 0.60, 9
	return map[string]overflow.Order{"accept": good, "risk": risky, "line": atLine}
}

func BenchmarkDecide(b *testing.B) {
	policy := overflow.DefaultPolicy().DecisionPolicy
	prepared, err := overflow.Prepare(policy)
	require.NoError(b, err)
	for name, order := range orders() {
		b.Run("order="+name+"/by=ladder", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = ladder(order, busy)
			}
		})
		b.Run("order="+name+"/by=decide", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = overflow.Decide(order, busy, policy)
			}
		})
		b.Run("order="+name+"/by=decider", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = prepared.Decide(order, busy)
			}
		})
	}
}

func BenchmarkExplain(b *testing.B) {
	policy := overflow.DefaultPolicy().DecisionPolicy
	b.ReportAllocs()
	for b.Loop() {
		_, _ = overflow.Explain(good, busy, policy)
	}
}

func BenchmarkDecideAll(b *testing.B) {
	policy := overflow.DefaultPolicy().DecisionPolicy
	kinds := orders()
	batch := make([]overflow.Order, 0, 1_000_000)
	for len(batch) < cap(batch) {
		batch = append(batch, kinds["accept"], kinds["risk"], kinds["line"], kinds["accept"])
	}
	b.Run("orders=1000000/as=slice", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = overflow.DecideAll(batch, busy, policy)
		}
	})
	b.Run("orders=1000000/as=iterator", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			each, err := overflow.DecideEach(slices.Values(batch), busy, policy)
			require.NoError(b, err)
			for _, err := range each {
				if err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}

// factory has stages in sequence, each nearly full for a year.
func factory(stages int) (overflow.Load, overflow.Request) {
	load := overflow.Load{Today: monday}
	request := overflow.Request{Quantity: 100}
	for i := range stages {
		name := string(rune('a' + i))
		load.Stages = append(load.Stages, overflow.LoadStage{Name: name, MinutesPerDay: 480, WaitDays: 1})
		request.Work = append(request.Work, overflow.UnitWork{Stage: name, SetupMinutes: 30, MinutesPerUnit: 2.5})
		for day := range 365 {
			load.Booked = append(load.Booked, overflow.Booking{Stage: name, On: monday.AddDays(day), Minutes: 300})
		}
	}
	return load, request
}

func BenchmarkCommit(b *testing.B) {
	load, request := factory(10)
	policy := overflow.DefaultPolicy().PromisePolicy
	for name, wanted := range map[string]salesops.Date{"none": {}, "early": monday.AddDays(20), "late": monday.AddDays(300)} {
		b.Run("days=365/stages=10/wanted="+name, func(b *testing.B) {
			request.Wanted = wanted
			b.ReportAllocs()
			for b.Loop() {
				_, _ = overflow.Commit(request, load, weekdays, policy)
			}
		})
	}
}

func BenchmarkAuditPromises(b *testing.B) {
	load, request := factory(10)
	book := overflow.PromiseBook{Sequence: overflow.AsGiven}
	for i := range 1000 {
		p := overflow.OpenPromise{ID: strconv.Itoa(i), Due: monday.AddDays((i * 37) % 360)}
		for _, w := range request.Work {
			p.Work = append(p.Work, overflow.StageMinutes{Stage: w.Stage, Minutes: int64(20 + i*7%90)})
		}
		book.Promises = append(book.Promises, p)
	}
	b.Run("promises=1000/days=365/stages=10", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = overflow.AuditPromises(book, load, weekdays, overflow.DefaultPolicy().PromisePolicy)
		}
	})
}

func BenchmarkQuote(b *testing.B) {
	load, request := factory(10)
	hour := decimal.New(45, 0)
	request.Wanted = monday.AddDays(20)
	inquiry := overflow.Inquiry{
		Order: good, Situation: busy, Request: request,
		Terms: overflow.Terms{Price: decimal.New(5000, 0), LaterDiscount: 0.05, ExpeditePerHour: &hour, Places: 2},
	}
	b.Run("days=365/stages=10", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = overflow.Quote(inquiry, load, weekdays, overflow.DefaultPolicy())
		}
	})
}

func BenchmarkProjectStock(b *testing.B) {
	var stock overflow.Stock
	for i := range 1000 {
		stock.Receipts = append(stock.Receipts, overflow.Movement{On: monday.AddDays(i % 365), Quantity: 10})
		stock.Committed = append(stock.Committed, overflow.Movement{On: monday.AddDays(i * 7 % 365), Quantity: 9})
	}
	b.ReportAllocs()
	for b.Loop() {
		_, _ = overflow.ProjectStock(stock, monday)
	}
}
