package capacity_test

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/capacity"
)

// The playbook's six months, with people who take two months to hire and
// three more to learn.
func ExamplePlanGrowth() {
	audit := capacity.Audit{OrdersPerDay: 24, Stages: []capacity.Stage{
		{Name: "quotes", TransactionsPerOrder: 2.5, People: 9, HoursPerPersonDay: 6.5, HoursPerTransaction: 0.75},
		{Name: "shipping", TransactionsPerOrder: 1, MaxPerDay: 30},
	}}
	wage := decimal.New(4200, 0)
	growth := capacity.Growth{
		Phases: capacity.PlaybookGrowth(),
		Hiring: []capacity.Hiring{{
			Where: "quotes", LeadMonths: 2, Yield: 0.6, Ramp: []float64{0.25, 0.5, 0.75}, MonthlyAttrition: 0.01, WagePerMonth: &wage,
		}},
	}
	clean := true
	growth.Phases[0].WarningsClean = &clean

	plan, err := capacity.PlanGrowth(audit, growth, capacity.DefaultPolicy())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, month := range plan.Months {
		quotes := month.Stages[0]
		fmt.Printf("month %d: %.0f%% of today, %s, %.2f of %.2f people productive\n",
			month.Month, 100*month.Level, month.Status, quotes.ProductivePeople, quotes.People)
	}
	for _, hire := range plan.Hires {
		fmt.Printf("start %d hirings in month %d: %d people join %s in month %d\n", hire.Starts, hire.StartMonth, hire.People, hire.Where, hire.JoinMonth)
	}
	for _, breach := range plan.Breaches {
		fmt.Println(breach.Line, "in month", breach.Month, "at", breach.Stage+":", breach.Cause)
	}
	for _, gate := range plan.Gates {
		fmt.Println("gate of", gate.Phase, "is", gate.State)
	}
	fmt.Println("the plan stays in", plan.Reached)
	fmt.Printf("up to %.1f%% a month never breaks anything; %s is red in month %d beyond it\n", 100*plan.Pace.MonthlyGrowth.Or(0), plan.Pace.Stage, plan.Pace.Month)
	fmt.Println("cost:", plan.Cost)
	// Output:
	// month 1: 100% of today, green, 9.00 of 9.00 people productive
	// month 2: 100% of today, green, 8.91 of 8.91 people productive
	// month 3: 110% of today, yellow, 9.57 of 11.82 people productive
	// month 4: 115% of today, yellow, 10.22 of 11.70 people productive
	// month 5: 125% of today, red, 10.85 of 11.59 people productive
	// month 6: 130% of today, red, 11.47 of 11.47 people productive
	// start 5 hirings in month 1: 3 people join quotes in month 3
	// over-buffer in month 3 at shipping: maximum-reached
	// yellow in month 3 at shipping: maximum-reached
	// red in month 5 at shipping: maximum-reached
	// not-held in month 5 at shipping: maximum-reached
	// gate of foundation is open
	// gate of controlled-growth is closed
	// gate of scale is closed
	// the plan stays in controlled-growth
	// up to 3.8% a month never breaks anything; shipping is red in month 6 beyond it
	// cost: 49649.03
}

// The playbook's software company: it prepared for three months before it sold
// half as much again. Prepared, nothing is past the buffer; unprepared, the same
// growth breaks at once.
func ExamplePlanGrowth_prepared() {
	audit := capacity.Audit{OrdersPerDay: 40, Stages: []capacity.Stage{
		{Name: "onboarding", Kind: capacity.Fulfillment, TransactionsPerOrder: 1, People: 8, HoursPerPersonDay: 6, HoursPerTransaction: 1},
	}}
	for _, quiet := range []int{0, 3} {
		levels := append(slices.Repeat([]float64{1}, quiet), 1.5, 1.5)
		plan, err := capacity.PlanGrowth(audit, capacity.Growth{
			Phases: []capacity.Phase{{Name: "half as much again", Levels: levels}},
			Hiring: []capacity.Hiring{{LeadMonths: 2, Yield: 1, Ramp: []float64{0.5}}},
		}, capacity.DefaultPolicy())
		if err != nil {
			fmt.Println(err)
			return
		}
		last := plan.Months[quiet]
		fmt.Printf("after %d months: %s with %.0f people\n", quiet, last.Status, last.Stages[0].People)
	}
	// Output:
	// after 0 months: red with 8 people
	// after 3 months: green with 12 people
}

func ExamplePlanGrowth_rejected() {
	audit := capacity.Audit{OrdersPerDay: 24, Stages: []capacity.Stage{{Name: "shipping", TransactionsPerOrder: 1, MaxPerDay: 30}}}
	growth := capacity.Growth{
		Phases: []capacity.Phase{{Name: "spring", Levels: []float64{1, 125}}, {Name: "summer"}},
		Hiring: []capacity.Hiring{{Where: "shipping", LeadMonths: 2, Yield: 60}},
	}

	_, err := capacity.PlanGrowth(audit, growth, capacity.DefaultPolicy())
	for _, fault := range salesops.InputErrors(err) {
		fmt.Println(fault.Field, fault.Reason, "- want", fault.Want)
	}
	// Output:
	// Growth.Phases[1].Levels missing - want 1 to 120 entries
	// Growth.Hiring[0].Yield out of range - want 0.01 to 1 as a fraction of hirings
	// Growth.Hiring[0].Where in conflict - want a team of the audit, or a stage that has people and shares none
}

func ExamplePlaybookGrowth() {
	for _, phase := range capacity.PlaybookGrowth() {
		fmt.Println(phase.Name, phase.Levels)
	}
	// Output:
	// foundation [1 1]
	// controlled-growth [1.1 1.15]
	// scale [1.25 1.3]
}

// What the pipeline will do to operations.
func ExampleProjectLoad() {
	audit := capacity.Audit{OrdersPerDay: 24, Stages: []capacity.Stage{
		{Name: "quotes", TransactionsPerOrder: 2.5, People: 9, HoursPerPersonDay: 6.5, HoursPerTransaction: 0.75},
		{Name: "shipping", TransactionsPerOrder: 1, MaxPerDay: 30},
	}}
	pipeline := capacity.Pipeline{Weeks: 4, RunRate: 0.75, Deals: []capacity.Deal{
		{Name: "harbor", Chance: 0.7, CloseWeek: 1, DelayWeeks: 1, SpreadWeeks: 3, Orders: 90, Needs: []string{"export papers"}},
		{Name: "mill", Chance: 0.4, CloseWeek: 2, SpreadWeeks: 2, Orders: 80},
		{Name: "school", Chance: 0.9, CloseWeek: 3, SpreadWeeks: 1, Orders: 20, Work: []capacity.StageWork{{Stage: "quotes", Hours: 60}}},
	}}

	load, err := capacity.ProjectLoad(audit, pipeline, capacity.DefaultPolicy())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, week := range load.Weeks {
		s := week.Stages[1]
		fmt.Printf("week %d: shipping %.0f of %.0f expected (%s), P50 %.0f, P90 %.0f (%s)\n",
			week.Week, s.Expected, s.Capacity, s.ExpectedStatus, s.P50.High, s.P90.High, s.P90Status)
	}
	for _, breach := range load.Breaches {
		fmt.Println(breach.Basis, "is", breach.Status, "at", breach.Stage, "in week", breach.Week, "because of", breach.Deals)
	}
	for _, deal := range load.Likely {
		fmt.Printf("%s is likely: %.2f weeks of %s\n", deal.Deal, deal.CapacityWeeks, deal.Stage)
	}
	for _, need := range load.Needs {
		fmt.Println(need.Need, "from week", need.FirstWeek, "for", need.Deals)
	}
	// Output:
	// week 1: shipping 90 of 150 expected (green), P50 90, P90 90 (green)
	// week 2: shipping 127 of 150 expected (green), P50 120, P90 160 (red)
	// week 3: shipping 145 of 150 expected (yellow), P50 140, P90 180 (red)
	// week 4: shipping 111 of 150 expected (green), P50 120, P90 120 (green)
	// expected is yellow at quotes in week 3 because of [school]
	// p50 is yellow at quotes in week 3 because of [school]
	// p90 is yellow at shipping in week 2 because of [harbor mill]
	// p90 is red at shipping in week 2 because of [harbor]
	// harbor is likely: 0.60 weeks of shipping
	// school is likely: 0.21 weeks of quotes
	// export papers from week 2 for [harbor]
}

func ExampleProjectLoad_rejected() {
	audit := capacity.Audit{OrdersPerDay: 24, Stages: []capacity.Stage{{Name: "shipping", TransactionsPerOrder: 1, MaxPerDay: 30}}}
	pipeline := capacity.Pipeline{Weeks: 4, Deals: []capacity.Deal{
		{Name: "harbor", Chance: 70, CloseWeek: 1, SpreadWeeks: 3, Orders: 90},
		{Name: "mill", Chance: 0.4, CloseWeek: 2, Orders: 80},
	}}

	_, err := capacity.ProjectLoad(audit, pipeline, capacity.DefaultPolicy())
	for _, fault := range salesops.InputErrors(err) {
		fmt.Println(fault.Field, fault.Reason, "- want", fault.Want)
	}
	// Output:
	// Pipeline.Deals[0].Chance out of range - want 1e-09 to 1 as a fraction, or 0
	// Pipeline.Deals[1].SpreadWeeks missing - want 1 to 104 weeks
}

// The weekly review in one call.
func ExamplePrepareReview() {
	audit := capacity.Audit{OrdersPerDay: 24, Stages: []capacity.Stage{
		{Name: "quotes", Kind: capacity.Quoting, TransactionsPerOrder: 2.5, People: 9, HoursPerPersonDay: 6.5, HoursPerTransaction: 0.75},
		{Name: "shipping", Kind: capacity.Fulfillment, TransactionsPerOrder: 1, MaxPerDay: 30},
	}}
	outlook := capacity.Outlook{
		Pipeline: capacity.Pipeline{Weeks: 2, RunRate: 1, Deals: []capacity.Deal{
			{Name: "harbor", Chance: 0.8, CloseWeek: 1, DelayWeeks: 1, SpreadWeeks: 1, Orders: 50},
		}},
		Growth: capacity.Growth{Phases: capacity.PlaybookGrowth(), Hiring: []capacity.Hiring{{LeadMonths: 2, Yield: 0.6, Ramp: []float64{0.5}}}},
	}

	review, err := capacity.PrepareReview(audit, outlook, capacity.DefaultPolicy())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("today: %.0f%%, %s\n", 100*review.Today.Utilization, review.Today.Bottleneck)
	for _, stage := range review.Bottlenecks {
		fmt.Printf("%s is %s: %.0f%% today, %.0f%% next week; first %s\n", stage.Stage, stage.Status, 100*stage.Today, 100*stage.NextWeek, stage.Remedies[0])
	}
	for _, relief := range review.Automate {
		fmt.Printf("automate %.1f hours a week of %s: %v\n", relief.HoursPerWeek, relief.Stage, relief.Remedies)
	}
	for _, hire := range review.HireNow {
		fmt.Println("start", hire.Starts, "hirings for", hire.Where)
	}
	// Output:
	// today: 80%, shipping
	// shipping is red: 80% today, 107% next week; first capacity-planning
	// quotes is red: 77% today, 103% next week; first quote-templates
	// automate 51.4 hours a week of quotes: [automated-pricing configurator]
	// start 2 hirings for quotes
}

func ExampleBalanceTerritories() {
	territories := capacity.TerritoryMap{
		Territories: []capacity.Territory{{Name: "north", HoursPerWeek: 30}, {Name: "south", HoursPerWeek: 30}},
		Accounts: []capacity.TerritoryAccount{
			{Name: "acme", Claims: []string{"north"}, Opportunity: 400, HoursPerWeek: 10},
			{Name: "bolt", Claims: []string{"north"}, Opportunity: 300, HoursPerWeek: 8},
			{Name: "crate", Claims: []string{"north"}, Opportunity: 300, HoursPerWeek: 8},
			{Name: "dale", Claims: []string{"south"}, Opportunity: 250, HoursPerWeek: 7},
			{Name: "elm", Claims: []string{"north", "south"}, Opportunity: 100, HoursPerWeek: 3},
			{Name: "fern", Opportunity: 150, HoursPerWeek: 4},
		},
	}

	balance, err := capacity.BalanceTerritories(territories, capacity.DefaultPolicy().TerritoryPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, finding := range balance.Findings {
		if finding.Outcome == salesops.Fired {
			fmt.Println(finding)
		}
	}
	for _, move := range balance.Moves {
		fmt.Println(move.Account, "to", move.To, "-", move.Reason)
	}
	for _, territory := range balance.After {
		fmt.Printf("%s: opportunity %.2f, workload %.2f\n", territory.Territory, territory.OpportunityIndex.Or(0), territory.WorkloadIndex.Or(0))
	}
	fmt.Println("balanced:", balance.Balanced)
	// Output:
	// opportunity-high (north): opportunity × territories 2200 > 1725 of opportunity: fired, -475 to the line
	// workload-high (north): workload × territories 58 > 46 hours a week: fired, -12 to the line
	// opportunity-low (south): opportunity × territories 700 < 1275 of opportunity: fired, +575 to the line
	// workload-low (south): workload × territories 20 < 34 hours a week: fired, +14 to the line
	// overlapping-accounts: accounts 1 > 0 accounts: fired, -1 to the line
	// orphaned-accounts: accounts 1 > 0 accounts: fired, -1 to the line
	// bolt to south - balance
	// elm to south - overlapping
	// fern to south - orphaned
	// north: opportunity 0.93, workload 0.90
	// south: opportunity 1.07, workload 1.10
	// balanced: true
}

func ExampleBalanceTerritories_rejected() {
	territories := capacity.TerritoryMap{
		Territories: []capacity.Territory{{Name: "north", HoursPerWeek: 400}},
		Accounts:    []capacity.TerritoryAccount{{Name: "acme", Claims: []string{"nord"}, Opportunity: -1}},
	}

	_, err := capacity.BalanceTerritories(territories, capacity.DefaultPolicy().TerritoryPolicy)
	for _, fault := range salesops.InputErrors(err) {
		fmt.Println(fault.Field, fault.Reason, "- want", fault.Want)
	}
	// Output:
	// TerritoryMap.Territories[0].HoursPerWeek out of range - want 0.001 to 168 hours
	// TerritoryMap.Accounts[0].Claims[0] in conflict - want a territory of the map
	// TerritoryMap.Accounts[0].Opportunity out of range - want 0 to 1e+09 of money or points
}

func ExampleAssignAccounts() {
	book := capacity.AccountBook{
		Accounts: []capacity.Account{
			{Name: "acme", Tier: capacity.Strategic, Opportunity: 500, HoursPerWeek: 8},
			{Name: "dale", Tier: capacity.MidMarket, Opportunity: 90, HoursPerWeek: 4},
			{Name: "elm", Tier: capacity.MidMarket, Opportunity: 80, HoursPerWeek: 4},
			{Name: "corner shop", Tier: capacity.Small, Opportunity: 5, HoursPerWeek: 1},
		},
		Reps: []capacity.Rep{
			{Name: "Vic", Seniority: capacity.VicePresident, HoursLeft: 10},
			{Name: "Sam", Seniority: capacity.SeniorRep, HoursLeft: 6},
		},
	}

	plan, err := capacity.AssignAccounts(book)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, rep := range plan.Reps {
		fmt.Println(rep.Rep, rep.Accounts, rep.HoursLeft, "hours left")
	}
	for _, account := range plan.Unplaced {
		fmt.Println(account.Account, account.Reason, account.MostHoursLeft)
	}
	// Output:
	// Vic [acme] 2 hours left
	// Sam [dale] 2 hours left
	// elm no-rep-with-time 2
	// corner shop no-such-rep undefined: no rep takes accounts of this tier
}

func ExampleAssignAccounts_rejected() {
	book := capacity.AccountBook{
		Accounts: []capacity.Account{{Name: "acme", Tier: "key", Opportunity: 500, HoursPerWeek: 8}},
		Reps:     []capacity.Rep{{Name: "Vic", Seniority: capacity.VicePresident, HoursLeft: -10}},
	}

	_, err := capacity.AssignAccounts(book)
	for _, fault := range salesops.InputErrors(err) {
		fmt.Println(fault.Field, fault.Reason, "- want", fault.Want)
	}
	// Output:
	// AccountBook.Accounts[0].Tier out of range - want one of strategic, mid-market, small
	// AccountBook.Reps[0].HoursLeft out of range - want 0 to 168 hours
}

func ExampleSeniority_Serves() {
	for _, seniority := range capacity.Seniorities() {
		fmt.Println(seniority, "takes", seniority.Serves(), "accounts")
	}
	// Output:
	// vice-president takes strategic accounts
	// best-rep takes strategic accounts
	// senior-rep takes mid-market accounts
	// newer-rep takes small accounts
}
