package overflow_test

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/overflow"
)

// week is a shop of two stages with half of Monday's cutting booked.
func week() overflow.Load {
	today := salesops.Date{Year: 2026, Month: time.November, Day: 23}
	return overflow.Load{
		Today: today,
		Stages: []overflow.LoadStage{
			{Name: "cut", MinutesPerDay: 480},
			{Name: "sew", MinutesPerDay: 480, WaitDays: 1},
		},
		Booked: []overflow.Booking{{Stage: "cut", On: today, Minutes: 240}},
	}
}

func ExampleProjectStock() {
	today := salesops.Date{Year: 2026, Month: time.November, Day: 23}
	stock := overflow.Stock{
		OnHand:    80,
		Receipts:  []overflow.Movement{{On: today.AddDays(14), Quantity: 60}},
		Committed: []overflow.Movement{{On: today, Quantity: 30}, {On: today.AddDays(7), Quantity: 25}},
	}
	projection, err := overflow.ProjectStock(stock, today)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range projection.Periods {
		fmt.Println(p.Start, "projected", p.Projected, "available", p.Available)
	}
	// Output:
	// 2026-11-23 projected 50 available 25
	// 2026-11-30 projected 25 available 25
	// 2026-12-07 projected 85 available 85
}

func ExampleCommit() {
	request := overflow.Request{
		Quantity: 100,
		Work: []overflow.UnitWork{
			{Stage: "cut", SetupMinutes: 30, MinutesPerUnit: 2},
			{Stage: "sew", MinutesPerUnit: 6},
		},
		Wanted: salesops.Date{Year: 2026, Month: time.November, Day: 24},
	}
	promise, err := overflow.Commit(request, week(), overflow.MondayToFriday{}, overflow.DefaultPolicy().PromisePolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(promise.Outcome, promise.Earliest, "and", promise.ByWanted, "by the wanted date")
	fmt.Println("bound by", promise.Binding.Stage)
	for _, step := range promise.Deliveries[0].Steps {
		fmt.Println(step.Stage, step.Slots, "slack", step.SlackMinutes, "minutes")
	}
	// Output:
	// later 2026-11-25 and 80 by the wanted date
	// bound by sew
	// cut [{2026-11-23 230}] slack 10 minutes
	// sew [{2026-11-24 120} {2026-11-25 480}] slack 360 minutes
}

func ExampleCommit_rejected() {
	request := overflow.Request{Quantity: 100, Work: []overflow.UnitWork{{Stage: "dye", MinutesPerUnit: 2}}}
	_, err := overflow.Commit(request, week(), nil, overflow.DefaultPolicy().PromisePolicy)
	for _, fault := range salesops.InputErrors(err) {
		fmt.Println(fault.Field, fault.Reason)
	}
	// Output:
	// Request.Work[0].Stage in conflict
	// Calendar missing
}

// A promise that is reserved is kept: the next customer gets what is left.
func ExampleReserve() {
	load, policy := week(), overflow.DefaultPolicy().PromisePolicy
	request := overflow.Request{Quantity: 60, Work: []overflow.UnitWork{{Stage: "cut", MinutesPerUnit: 6}}}
	for range 3 {
		promise, err := overflow.Commit(request, load, overflow.MondayToFriday{}, policy)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(promise.Earliest)
		if load, err = overflow.Reserve(load, promise, overflow.MondayToFriday{}); err != nil {
			fmt.Println(err)
			return
		}
	}
	// Output:
	// 2026-11-24
	// 2026-11-24
	// 2026-11-25
}

func ExampleAuditPromises() {
	load := week()
	cutting := func(id string, days int, minutes int64) overflow.OpenPromise {
		return overflow.OpenPromise{
			ID: id, Due: load.Today.AddDays(days), Work: []overflow.StageMinutes{{Stage: "cut", Minutes: minutes}},
		}
	}
	book := overflow.PromiseBook{
		Promises: []overflow.OpenPromise{cutting("Olsen", 1, 600), cutting("Berg", 0, 180)},
		Sequence: overflow.AsGiven,
	}
	audit, err := overflow.AuditPromises(book, load, overflow.MondayToFriday{}, overflow.DefaultPolicy().PromisePolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range audit.Promises {
		fmt.Println(p.ID, p.Delivering, p.DaysLate)
	}
	fmt.Println(audit.Resequencing.Saving)
	fmt.Println(audit.Stages[0].Finding)
	for _, p := range audit.Buying.Purchases {
		fmt.Println("buy", p.Minutes, "minutes of", p.Stage, "by", p.By)
	}
	fmt.Println("or move", audit.Moving.Moved[0].ID, "to", audit.Moving.Moved[0].To)
	// Output:
	// Olsen on-time 0
	// Berg too-late 2
	// impossible
	// promised-load (cut): work promised by 2026-11-24 780 > 720 minutes: fired, -60 to the line
	// buy 60 minutes of cut by 2026-11-24
	// or move Olsen to 2026-11-25
}

func ExampleQuote() {
	hour := decimal.RequireFromString("45.50")
	inquiry := overflow.Inquiry{
		Order:     overflow.Order{QualityRisk: 4, Margin: 0.70, TargetMargin: 0.80, StrategicValue: 8},
		Situation: overflow.Situation{Demand: 114, Capacity: 100, TeamMorale: 7},
		Request: overflow.Request{
			Quantity: 100,
			Work:     []overflow.UnitWork{{Stage: "cut", SetupMinutes: 30, MinutesPerUnit: 2}, {Stage: "sew", MinutesPerUnit: 6}},
			Wanted:   salesops.Date{Year: 2026, Month: time.November, Day: 24},
		},
		Terms: overflow.Terms{Price: decimal.RequireFromString("1999.99"), LaterDiscount: 0.05, ExpeditePerHour: &hour, Places: 2},
	}
	offer, err := overflow.Quote(inquiry, week(), overflow.MondayToFriday{}, overflow.DefaultPolicy())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(offer.Decision.Action, "-", offer.Answer)
	for _, a := range offer.Alternatives {
		for _, d := range a.Promise.Deliveries {
			fmt.Println(a.Kind, d.Quantity, "on", d.On, "at a cost of", a.Cost.StringFixed(2))
		}
	}
	// Output:
	// accept - alternatives
	// expedite 100 on 2026-11-24 at a cost of 91.00
	// split-delivery 80 on 2026-11-24 at a cost of 0.00
	// split-delivery 20 on 2026-11-25 at a cost of 0.00
	// later-date 100 on 2026-11-25 at a cost of 0.00
	// discounted-later 100 on 2026-11-25 at a cost of 100.00
}
