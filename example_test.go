package salesops_test

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/capacity"
	"github.com/salesops-go/salesops/comp"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/overflow"
	"github.com/salesops-go/salesops/readiness"
	"github.com/salesops-go/salesops/roi"
)

// How much can operations deliver, and what breaks first?
func Example_capacity() {
	audit := capacity.Audit{OrdersPerDay: 24, Stages: []capacity.Stage{
		{Name: "quotes", Kind: capacity.Quoting, TransactionsPerOrder: 2.5, People: 9, HoursPerPersonDay: 6.5, HoursPerTransaction: 0.75},
		{Name: "shipping", Kind: capacity.Fulfillment, TransactionsPerOrder: 1, MaxPerDay: 30},
	}}
	policy := capacity.DefaultPolicy()

	now, err := capacity.Assess(audit, policy)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s is the bottleneck: %.0f%% used, %s; room for %.2f more orders a day\n",
		now.Bottleneck, 100*now.Utilization, now.Status, now.Headroom.OrdersPerDay.Or(0))

	stress, err := capacity.StressTest(audit, capacity.PlaybookScenarios(), policy)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, point := range stress.BreakOrder {
		fmt.Printf("%s turns red at %v times today's orders\n", point.Stage, point.RedAt)
	}
	// Output:
	// shipping is the bottleneck: 80% used, green; room for 1.50 more orders a day
	// shipping turns red at 1.25 times today's orders
	// quotes turns red at 1.3 times today's orders
}

// Whom to hire when sales grow, and what the pipeline will do to operations.
func Example_growth() {
	audit := capacity.Audit{OrdersPerDay: 24, Stages: []capacity.Stage{
		{Name: "quotes", TransactionsPerOrder: 2.5, People: 9, HoursPerPersonDay: 6.5, HoursPerTransaction: 0.75},
	}}
	policy := capacity.DefaultPolicy()

	growth, err := capacity.PlanGrowth(audit, capacity.Growth{
		Phases: capacity.PlaybookGrowth(),
		Hiring: []capacity.Hiring{{LeadMonths: 2, Yield: 0.6, Ramp: []float64{0, 0.5}}},
	}, policy)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, hire := range growth.Hires {
		fmt.Printf("month %d: start %d hirings for %s, %d join in month %d\n", hire.StartMonth, hire.Starts, hire.Where, hire.People, hire.JoinMonth)
	}

	load, err := capacity.ProjectLoad(audit, capacity.Pipeline{Weeks: 4, RunRate: 1, Deals: []capacity.Deal{
		{Name: "Alder", Chance: 0.5, CloseWeek: 1, DelayWeeks: 1, SpreadWeeks: 1, Orders: 40},
		{Name: "Bayside", Chance: 0.8, CloseWeek: 2, SpreadWeeks: 2, Orders: 20},
	}}, policy)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, breach := range load.Breaches {
		fmt.Printf("%s: %s from week %d on (%s)\n", breach.Basis, breach.Stage, breach.Week, breach.Status)
	}
	// Output:
	// month 1: start 4 hirings for quotes, 2 join in month 3
	// expected: quotes from week 2 on (yellow)
	// p90: quotes from week 2 on (yellow)
	// p90: quotes from week 2 on (red)
}

// What demand will be, and whether operations can take it: the baseline with its
// known events becomes the levels of a growth plan.
func Example_demand() {
	demand := forecast.Demand{Unit: forecast.QuarterlyPeriods, Horizon: 4, Events: []forecast.DemandEvent{{
		Name: "launch", Units: 180, Agreed: true,
		Window: forecast.Window{From: salesops.Date{Year: 2027, Month: time.February, Day: 1}, To: salesops.Date{Year: 2027, Month: time.March, Day: 31}},
	}}}
	orders := []float64{1010, 1180, 1240, 1420, 1100, 1290, 1350, 1560, 1190, 1400, 1460, 1690, 1300, 1510, 1570, 1830}
	for i, v := range orders {
		start := salesops.Date{Year: 2023 + i/4, Month: time.Month(1 + i%4*3), Day: 1}
		demand.Values = append(demand.Values, forecast.DemandValue{Start: start, Value: v})
	}
	ahead, err := forecast.ProjectDemand(demand, forecast.DefaultPolicy().DemandPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	const workdays, ordersPerDay = 62, 28.0
	phase := capacity.Phase{Name: "next year"}
	for _, p := range ahead.Periods {
		fmt.Printf("%v: %.0f orders, %.0f to %.0f\n", p.Start, p.Forecast, p.Interval.Low, p.Interval.High)
		level := p.Forecast / (workdays * ordersPerDay)
		phase.Levels = append(phase.Levels, level, level, level) // each month of the quarter
	}

	plan, err := capacity.PlanGrowth(capacity.Audit{OrdersPerDay: ordersPerDay, Stages: []capacity.Stage{
		{Name: "shipping", TransactionsPerOrder: 1, MaxPerDay: 31},
	}}, capacity.Growth{Phases: []capacity.Phase{phase}}, capacity.DefaultPolicy())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, m := range plan.Months {
		if m.Month%3 == 1 {
			shipping := m.Stages[0]
			fmt.Printf("month %d: %.1f orders a day, %s is %.0f%% used, %s\n",
				m.Month, shipping.DemandPerDay, shipping.Stage, 100*shipping.Utilization.Or(0), shipping.Status)
		}
	}
	// Output:
	// 2027-01-01: 1574 orders, 1558 to 1589
	// 2027-04-01: 1624 orders, 1606 to 1642
	// 2027-07-01: 1690 orders, 1672 to 1709
	// 2027-10-01: 1950 orders, 1928 to 1971
	// month 1: 25.4 orders a day, shipping is 82% used, green
	// month 4: 26.2 orders a day, shipping is 84% used, green
	// month 7: 27.3 orders a day, shipping is 88% used, yellow
	// month 10: 31.4 orders a day, shipping is 101% used, red
}

// May sales sell more?
func Example_readiness() {
	errors, overtime, satisfaction, onTime := 0.03, 11.0, 8.6, 0.96
	flags, headroom := 0, 0.08
	decision, err := readiness.DecideGrowth(readiness.Situation{
		WorstStage: salesops.Green,
		Metrics: readiness.Metrics{
			ErrorRate: &errors, OvertimeHoursPerWeek: &overtime, Satisfaction: &satisfaction, OnTimeShare: &onTime,
		},
		Readiness: readiness.Total{Points: 147, Maximum: 200}, RedFlags: &flags, HeadroomGrowth: &headroom,
	}, readiness.DefaultPolicy())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s, because of %s: up to %v more\n", decision.Answer, decision.Rule, decision.Growth.High)
	// Output: with-limits, because of overtime: up to 0.08 more
}

// Which orders to take when demand exceeds capacity?
func Example_overflow() {
	order := overflow.Order{QualityRisk: 4, Margin: 0.60, TargetMargin: 0.80, StrategicValue: 8}
	situation := overflow.Situation{Demand: 114, Capacity: 100, TeamMorale: 5.5}

	decision, err := overflow.Decide(order, situation, overflow.DefaultPolicy().DecisionPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(decision.Action, "by rule", decision.Rule)
	// Output: accept-with-resources by rule team-morale
}

// Who does what when not all of it fits, and when is it done?
func Example_plan() {
	book := overflow.Book{Periods: 2, Stages: []overflow.BookStage{{Name: "assembly", CapacityMinutes: []int64{480, 480}}}}
	for _, o := range []struct {
		id      string
		earns   int64
		minutes int64
	}{{"A", 900, 300}, {"B", 700, 240}, {"C", 600, 240}, {"D", 500, 180}} {
		book.Orders = append(book.Orders, overflow.BookOrder{
			ID: o.id, Contribution: decimal.NewFromInt(o.earns), Earliest: 1, Latest: 2, Requested: 1, LateCost: decimal.NewFromInt(50),
			Minutes: []int64{o.minutes}, Ruling: overflow.Accept,
		})
	}
	policy := overflow.DefaultPolicy()
	plan, err := overflow.Allocate(book, policy.AllocationPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, o := range plan.Orders {
		fmt.Println(o.ID, o.Placement.Kind, o.Placement.Period)
	}
	fmt.Println("earns", plan.Value, "and no plan earns more than", plan.Bound)

	promise, err := overflow.Commit(
		overflow.Request{Quantity: 30, Work: []overflow.UnitWork{{Stage: "assembly", MinutesPerUnit: 20}}},
		overflow.Load{
			Today:  salesops.Date{Year: 2026, Month: 11, Day: 20},
			Stages: []overflow.LoadStage{{Name: "assembly", MinutesPerDay: 480}},
			Booked: []overflow.Booking{{Stage: "assembly", On: salesops.Date{Year: 2026, Month: 11, Day: 20}, Minutes: 400}},
		}, overflow.MondayToFriday{}, policy.PromisePolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("30 units can be had on", promise.Earliest)
	// Output:
	// A in-house 1
	// B in-house 2
	// C in-house 2
	// D in-house 1
	// earns 2600 and no plan earns more than 2600
	// 30 units can be had on 2026-11-24
}

// Does the open pipeline cover the quota, and who forecasts well?
func Example_forecast() {
	q4 := forecast.Window{From: salesops.Date{Year: 2026, Month: 10, Day: 1}, To: salesops.Date{Year: 2026, Month: 12, Day: 31}}
	pipeline := forecast.Pipeline{Deals: []forecast.Deal{
		{ID: "A", Stage: forecast.Negotiating, Amount: decimal.NewFromInt(90000), ExpectedClose: salesops.Date{Year: 2026, Month: 11, Day: 20}},
		{ID: "B", Stage: forecast.Qualified, Amount: decimal.NewFromInt(250000), ExpectedClose: salesops.Date{Year: 2026, Month: 12, Day: 15}},
		{ID: "C", Stage: forecast.Prospecting, Amount: decimal.NewFromInt(70000), ExpectedClose: salesops.Date{Year: 2027, Month: 2, Day: 1}},
	}}
	policy := forecast.DefaultPolicy()

	cover, err := forecast.Cover(pipeline, forecast.Quota{Amount: decimal.NewFromInt(100000), Window: q4}, policy.CoveragePolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%vx of quota: %s\n", cover.OfQuota.Due, cover.OfQuota.Verdict)

	var history forecast.History
	for i, actual := range []float64{80, 95, 70, 88, 91, 76, 84} {
		history.Calls = append(history.Calls, forecast.Call{Forecaster: "Bruno", Period: fmt.Sprintf("2025-%02d", i+1), Forecast: 100, Actual: actual})
	}
	judged, err := forecast.JudgeBias(history, policy.BiasPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, who := range judged.Forecasters {
		calls := who.Evidence[0]
		fmt.Printf("%s: %s (%d over, %d under, p = %.3f)\n", who.Forecaster, who.Verdict, calls.Over, calls.Under, calls.P)
	}
	// Output:
	// 3.4x of quota: healthy
	// Bruno: optimistic (7 over, 0 under, p = 0.016)
}

// What are the odds of the number?
func Example_odds() {
	var deals []forecast.Deal
	for i, amount := range []int64{90000, 250000, 70000, 40000, 120000} {
		deals = append(deals, forecast.Deal{
			ID: fmt.Sprint(i), Stage: forecast.Negotiating, Amount: decimal.NewFromInt(amount), Probability: new(0.6),
			ExpectedClose: salesops.Date{Year: 2026, Month: 12, Day: 1},
		})
	}
	revenue, err := forecast.Distribute(forecast.Outlook{Pipeline: forecast.Pipeline{Deals: deals}}, forecast.DefaultPolicy().OddsPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	odds := revenue.AtLeast(decimal.NewFromInt(300000))
	fmt.Printf("300000 or more: %.2f%%; expected %.0f\n", 100*odds.Low, revenue.Mean)
	// Output:
	// 300000 or more: 61.34%; expected 342000
}

// Does automating it pay?
func Example_roi() {
	pay, err := roi.PayBack(roi.Automation{
		HoursPerTask: 0.5, TasksPerMonth: 400, Growth: roi.GrowthFromPercentIncrease(40),
		LaborCostPerHour: decimal.NewFromInt(50), Cost: decimal.NewFromInt(12000), RunningCostPerMonth: decimal.NewFromInt(4850),
	}, roi.DefaultPolicy().PaybackPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s: %.1f months\n", pay.Verdict, pay.Months.Or(0))

	var flows []decimal.Decimal
	for _, amount := range []int64{-1600, 10000, -10000} {
		flows = append(flows, decimal.NewFromInt(amount))
	}
	irr, err := roi.SolveIRR(flows)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, root := range irr.Roots {
		fmt.Printf("%s: %.2f\n", irr.Status, root.Rate.Or(0))
	}
	// Output:
	// pays-back-in-time: 1.3 months
	// multiple: 0.25
	// multiple: 4.00
}

// What are people paid, to the cent?
func Example_comp() {
	shares, err := comp.Split(decimal.RequireFromString("100.00"), []decimal.Decimal{
		decimal.NewFromInt(1), decimal.NewFromInt(1), decimal.NewFromInt(1),
	}, 2)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(shares)
	// Output: [33.34 33.33 33.33]
}

// Everything that is wrong with an input is reported at once.
func ExampleInputErrors() {
	_, err := capacity.Assess(capacity.Audit{Stages: []capacity.Stage{{Name: "quotes", TransactionsPerOrder: -1, MaxPerDay: 30}}}, capacity.DefaultPolicy())
	for _, fault := range salesops.InputErrors(err) {
		fmt.Println(fault.Field, "is", fault.Reason)
	}
	// Output:
	// Audit.OrdersPerDay is missing
	// Audit.Stages[0].TransactionsPerOrder is out of range
}
