package overflow_test

import (
	"context"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/overflow"
)

// smallBook has more work than fits into its two weeks.
func smallBook() overflow.Book {
	return overflow.Book{
		Places: 2, Periods: 2,
		Stages: []overflow.BookStage{{
			Name: "assembly", CapacityMinutes: []int64{2400, 2400}, TemporaryMinutes: []int64{300, 0},
			TemporaryCostPerMinute: decimal.New(75, -2), OnboardingShare: 0.2,
		}},
		Partners: []overflow.BookPartner{{Name: "Acme", ShareKept: 0.30, Minutes: 1500}},
		Orders: []overflow.BookOrder{
			{
				ID: "1001", Contribution: decimal.New(5200, 0), Earliest: 1, Latest: 1, Requested: 1,
				Minutes: []int64{1500}, Committed: true, Ruling: overflow.Accept,
			},
			{
				ID: "1002", Contribution: decimal.New(4100, 0), Earliest: 1, Latest: 2, Requested: 1, LateCost: decimal.New(150, 0),
				Minutes: []int64{1400}, Ruling: overflow.Accept,
			},
			{
				ID: "1003", Contribution: decimal.New(3000, 0), Earliest: 1, Latest: 2, Requested: 2,
				Minutes: []int64{1300}, Ruling: overflow.Accept,
				Partners: []overflow.PartnerOption{{Name: "Acme", QualityRisk: 4}},
			},
			{
				ID: "1004", Contribution: decimal.New(2500, 0), Earliest: 1, Latest: 1, Requested: 1,
				Minutes: []int64{1100}, Ruling: overflow.AcceptWithResources,
			},
		},
	}
}

func ExampleAllocate() {
	plan, err := overflow.Allocate(smallBook(), overflow.DefaultPolicy().AllocationPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(plan.Status, plan.Value)
	for _, o := range plan.Orders {
		fmt.Println(o.ID, o.Placement.Kind, o.Placement.Period, o.Placement.Partner, o.Gain)
		if o.Better != nil {
			fmt.Println("  better:", o.Better.Placement.Kind, o.Better.Placement.Period, o.Better.Gain, o.Better.Obstacle, o.Better.ShortMinutes)
		}
	}
	for _, s := range plan.Stages {
		fmt.Println(s.Stage, s.Period, s.LoadMinutes, "of", s.CapacityMinutes, "bought", s.BoughtMinutes, "an hour is worth", s.ValuePerHour)
	}
	// Output:
	// optimal 13562.5
	// 1001 in-house 1  5200
	// 1002 in-house 2  3950
	//   better: in-house 1 4100 no-room 1360
	// 1003 partner 0 Acme 2100
	//   better: in-house 2 3000 no-room 300
	// 1004 in-house 1  2500
	// assembly 1 2600 of 2400 bought 250 an hour is worth 56.25
	// assembly 2 1400 of 2400 bought 0 an hour is worth 41.54
}

func ExampleAllocate_rejected() {
	book := smallBook()
	book.Orders[0].Latest = 3
	book.Orders[1].Contribution = decimal.New(41005, -3)
	_, err := overflow.Allocate(book, overflow.DefaultPolicy().AllocationPolicy)
	for _, fault := range salesops.InputErrors(err) {
		fmt.Println(fault.Field, fault.Reason, "- want", fault.Want)
	}
	// Output:
	// Book.Orders[0].Latest out of range - want 1 to 2 of the book's periods
	// Book.Orders[1].Contribution out of range - want at most 2 decimal places and 500000000000
}

// Two promises that cannot both be kept are found before they are broken.
func ExampleAllocate_conflict() {
	book := smallBook()
	book.Orders[3].Committed = true
	book.Stages[0].TemporaryMinutes = nil
	plan, err := overflow.Allocate(book, overflow.DefaultPolicy().AllocationPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(plan.Status, plan.Conflict.Kind, plan.Conflict.Orders)
	// Output: infeasible smallest [1001 1004]
}

func ExampleAllocateContext() {
	policy := overflow.DefaultPolicy().AllocationPolicy
	policy.MaxPlanNodes = 1_000_000_000
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	plan, err := overflow.AllocateContext(ctx, smallBook(), policy)
	fmt.Println(plan.Status, plan.Gap, err)
	// Output: optimal 0 <nil>
}

func ExampleVerify() {
	book, policy := smallBook(), overflow.DefaultPolicy().AllocationPolicy
	plan, err := overflow.Allocate(book, policy)
	if err != nil {
		fmt.Println(err)
		return
	}
	// Somebody moves an order by hand.
	plan.Orders[2].Placement = overflow.Placement{Kind: overflow.InHouse, Period: 2}
	violations, err := overflow.Verify(book, plan, policy)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, v := range violations {
		fmt.Println(v.Check, v.Subject, "-", v.Detail)
	}
	// Output:
	// gain 1003 - the gain is 2100, not 3000
}

func ExamplePriceHour() {
	price, err := overflow.PriceHour(smallBook(), overflow.Resource{Stage: "assembly", Period: 1}, overflow.DefaultPolicy().AllocationPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("multiplier", price.ValuePerHour, "- worth", price.Worth.Low, "to", price.Worth.High)
	// Output: multiplier 56.25 - worth 56.25 to 56.25
}

func ExampleCompareOptions() {
	options, err := overflow.CompareOptions(smallBook(), overflow.DefaultPolicy().AllocationPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, without := range options.Without {
		if without.Worth == nil {
			fmt.Println(without.Option, without.Plan.Status)
			continue
		}
		fmt.Println(without.Option, without.Plan.Value, "- worth", without.Worth.Low)
	}
	// Output:
	// selective-acceptance 13562.5 - worth 0
	// partners 11462.5 - worth 2100
	// temporary-resources 11250 - worth 2312.5
	// customer-scheduling 10512.5 - worth 3050
}

func ExampleRemoveOption() {
	policy := overflow.DefaultPolicy().AllocationPolicy
	book, err := overflow.RemoveOption(smallBook(), overflow.Partners, policy)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(book.Orders[2].Partners))
	// Output: 0
}

func ExampleSelectOrders() {
	pool := overflow.OrderPool{Places: 0, CapacityMinutes: 3000, Orders: []overflow.PoolOrder{
		{ID: "quick", Contribution: decimal.New(60, 0), Minutes: 600},
		{ID: "medium", Contribution: decimal.New(100, 0), Minutes: 1200},
		{ID: "long", Contribution: decimal.New(120, 0), Minutes: 1800},
	}}
	selection, err := overflow.SelectOrders(pool, overflow.DefaultPolicy().AllocationPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(selection.Status, selection.Value, "- by rank", selection.RankingValue)
	for _, o := range selection.Ranking {
		fmt.Println(o.ID, o.PerHour, "an hour, taken:", o.Taken)
	}
	// Output:
	// optimal 220 - by rank 160
	// quick 6 an hour, taken: false
	// medium 5 an hour, taken: true
	// long 4 an hour, taken: true
}

func ExampleScheduleOrders() {
	slots := overflow.SlotBook{Places: 0, CapacityMinutes: []int64{480, 480}, Incentive: decimal.New(30, 0), Orders: []overflow.SlotOrder{
		{ID: "x", Contribution: decimal.New(400, 0), Minutes: 300, Requested: 1, FlexibleUntil: 2},
		{ID: "y", Contribution: decimal.New(350, 0), Minutes: 300, Requested: 1},
	}}
	plan, err := overflow.ScheduleOrders(slots, overflow.DefaultPolicy().AllocationPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, o := range plan.Orders {
		fmt.Println(o.ID, "in period", o.Placement.Period, "earns", o.Gain)
	}
	// Output:
	// x in period 2 earns 370
	// y in period 1 earns 350
}

func ExampleRoundLoad() {
	load, _ := overflow.RoundLoad(2.505)
	capacity, _ := overflow.RoundCapacity(2.505)
	fmt.Println(load, capacity)
	// Output: 151 150
}
