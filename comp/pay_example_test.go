package comp_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/comp"
)

// onDay returns a day of 2026.
func onDay(text string) salesops.Date {
	date, err := salesops.ParseDate("2026-" + text)
	if err != nil {
		panic(err)
	}
	return date
}

// quotaPlan pays 50% of what is sold, and 60% of all of it from quota on.
func quotaPlan() comp.Plan {
	number := decimal.RequireFromString
	return comp.Plan{
		Name: "representative", Role: "representative", Period: comp.Quarter, Places: 2,
		Base: number("20000"), TargetVariable: number("60000"),
		Components: []comp.Component{{
			Name: "sales", Measure: comp.Revenue, Weight: number("1"), Quota: number("100000"), Basis: comp.RateOfAmount,
			Bands: []comp.Band{
				{From: number("0"), Mode: comp.Retroactive, Rate: number("0.5")},
				{From: number("1"), Mode: comp.Retroactive, Rate: number("0.6")},
			},
		}},
		Bonuses: []comp.Bonus{{Name: "first deal", Component: "sales", Amount: number("250"), Frequency: comp.OncePerPeriod}},
	}
}

func quotaResults() comp.Results {
	return comp.Results{Deals: []comp.Deal{
		{ID: "D-2", Date: onDay("02-27"), Measure: comp.Revenue, Amount: decimal.New(500, 0)},
		{ID: "D-1", Date: onDay("01-15"), Measure: comp.Revenue, Amount: decimal.New(99500, 0)},
	}}
}

// A deal of 500 takes the quarter over quota. What that adds to the deals
// before it is a line of its own.
func ExamplePay_deals() {
	statement, err := comp.Pay(quotaPlan(), quotaResults())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, line := range statement.Lines {
		fmt.Printf("%s %-4s %-16s %8s of quota %9s  %s\n",
			line.Date, line.Deal, line.Operation, line.Attainment, line.Amount.StringFixed(statement.Places), line.Rule)
	}
	fmt.Println("total", statement.Total.StringFixed(statement.Places))
	// Output:
	// 2026-01-15 D-1  rate-table          0.995 of quota  49750.00  Plan.Components[0].Bands[0]
	// 2026-02-27 D-2  rate-table              1 of quota    250.00  Plan.Components[0].Bands[1]
	// 2026-02-27 D-2  retroactive-jump        1 of quota  10000.00  Plan.Components[0].Bands[1]
	// 2026-01-15 D-1  bonus               0.995 of quota    250.00  Plan.Bonuses[0]
	// total 60250.00
}

// Two months of one quarter with a guarantee: the second settles the first.
func ExampleSettle() {
	number := decimal.RequireFromString
	ledger, err := comp.Settle(comp.Account{Places: 2, Periods: []comp.PayPeriod{
		{
			Name: "2026-01", Measure: "2026-Q1", EarnedToDate: number("700"),
			Draw: &comp.Draw{Kind: comp.RecoverableGuarantee, Amount: number("1000")},
		},
		{Name: "2026-02", Measure: "2026-Q1", EarnedToDate: number("2600")},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range ledger.Entries {
		fmt.Println(e.Period, "earned", e.Earned, "advanced", e.Advanced, "recovered", e.Recovered, "paid", e.Paid, "owed", e.Owed)
	}
	// Output:
	// 2026-01 earned 700 advanced 300 recovered 0 paid 1000 owed 300
	// 2026-02 earned 1900 advanced 0 recovered 300 paid 1600 owed 0
}

// A joiner is there for the last 45 of 90 days, and asked for less at first.
func ExampleProrate() {
	plan, err := comp.Prorate(quotaPlan(), comp.Service{
		Period:   comp.Span{From: onDay("01-01"), To: onDay("03-31")},
		Employed: &comp.Span{From: onDay("02-15"), To: onDay("03-31")},
		Ramp:     []decimal.Decimal{decimal.RequireFromString("0.5"), decimal.New(1, 0)},
	})
	fmt.Println(plan.Base, plan.TargetVariable, plan.Components[0].Quota, err)
	// Output: 10000 30000 37500 <nil>
}

func ExampleApplyVersions() {
	raised := quotaPlan()
	raised.Base = decimal.New(23000, 0)
	segments, err := comp.ApplyVersions(
		[]comp.Version{{Effective: onDay("01-01"), Plan: quotaPlan()}, {Effective: onDay("02-15"), Plan: raised}},
		comp.Span{From: onDay("01-01"), To: onDay("03-31")})
	for _, s := range segments {
		fmt.Println(s.Span.From, s.Span.To, "base", s.Plan.Base, "quota", s.Plan.Components[0].Quota)
	}
	fmt.Println(err)
	// Output:
	// 2026-01-01 2026-02-14 base 10000 quota 50000
	// 2026-02-15 2026-03-31 base 11500 quota 50000
	// <nil>
}

func ExampleDivideEarnings() {
	base, variable, err := comp.DivideEarnings(decimal.New(200000, 0), decimal.RequireFromString("0.45"), 2)
	fmt.Println(base, variable, err)
	// Output: 90000 110000 <nil>
}

// Ann and Bob share a deal, Sue helped, and Mia manages the sellers.
func ExampleAssignCredits() {
	number := decimal.RequireFromString
	people, err := comp.AssignCredits(
		[]comp.SharedDeal{{
			ID: "D-1", Date: onDay("01-15"), Measure: comp.NewCustomers, Amount: number("80000"),
			Shares: []comp.CreditShare{
				{Person: "Ann", Kind: comp.DirectCredit, Share: number("0.7")},
				{Person: "Bob", Kind: comp.DirectCredit, Share: number("0.3")},
				{Person: "Sue", Kind: comp.OverlayCredit, Share: number("0.5")},
			},
		}},
		[]comp.Report{{Person: "Ann", Manager: "Mia"}, {Person: "Bob", Manager: "Mia"}})
	for _, p := range people {
		for _, d := range p.Deals {
			fmt.Println(d.Amount.Mul(*d.Share), d.ID, p.Person, d.Source == comp.TeamCredit)
		}
	}
	fmt.Println(err)
	// Output:
	// 56000 D-1 Ann false
	// 24000 D-1 Bob false
	// 80000 D-1 Mia true
	// 40000 D-1 Sue false
	// <nil>
}

// The customer of a closed quarter leaves after 9 of 12 months.
func ExampleClawBack() {
	statement, err := comp.Pay(quotaPlan(), quotaResults())
	if err != nil {
		fmt.Println(err)
		return
	}
	adjustments, err := comp.ClawBack(statement, comp.Reversal{
		Deal: "D-2", Method: comp.ReverseUnserved, Term: decimal.New(12, 0), Served: decimal.New(9, 0),
	})
	for _, a := range adjustments {
		fmt.Println(a.Kind, a.Deal, a.Amount, a.Rule)
	}
	fmt.Println(err)
	// Output:
	// clawback D-2 -62.5 Plan.Components[0].Bands[1]
	// clawback D-2 -2500 Plan.Components[0].Bands[1]
	// <nil>
}

// A deal of a closed quarter turns out to be larger.
func ExampleRestate() {
	before, err := comp.Pay(quotaPlan(), quotaResults())
	if err != nil {
		fmt.Println(err)
		return
	}
	corrected := quotaResults()
	corrected.Deals[0].Amount = decimal.New(700, 0)
	after, err := comp.Pay(quotaPlan(), corrected)
	if err != nil {
		fmt.Println(err)
		return
	}
	adjustments, err := comp.Restate(before, after)
	for _, a := range adjustments {
		fmt.Println(a.Kind, a.Component, a.Amount)
	}
	fmt.Println(err)
	// Output:
	// prior-period sales 120
	// <nil>
}

// Half of the invoice of D-1 is paid, and all of that of D-2.
func ExampleHoldForCash() {
	statement, err := comp.Pay(quotaPlan(), quotaResults())
	if err != nil {
		fmt.Println(err)
		return
	}
	holds, err := comp.HoldForCash(statement, []comp.Receipt{
		{Deal: "D-1", Invoiced: decimal.New(99500, 0), Received: decimal.New(49750, 0)},
		{Deal: "D-2", Invoiced: decimal.New(500, 0), Received: decimal.New(500, 0)},
	})
	fmt.Println(holds, err)
	// Output: [{D-1 25000}] <nil>
}
