package capacity_test

import (
	"fmt"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/capacity"
)

func ExampleAnalyzeQueue() {
	// 100 calls in half an hour of three minutes each, answered by 14: the half
	// hour is the day.
	calls := capacity.Queue{ArrivalsPerDay: 100, ServedPerDay: 10, Servers: 14}

	queue, err := capacity.AnalyzeQueue(calls)
	if err != nil {
		fmt.Println(err)
		return
	}
	chance, _ := queue.WaitChance.Value()
	days, _ := queue.WaitDays.Value()
	fmt.Printf("%s, %s: %.1f%% wait, %.1f seconds on average\n", queue.State, queue.Model, 100*chance, days*30*60)
	late, err := queue.WaitExceeds(20.0 / 60 / 30)
	fmt.Printf("%.1f%% within 20 seconds, %v\n", 100*(1-late.Or(1)), err)
	within, err := queue.WaitWithin(0.9)
	fmt.Printf("90%% within %.1f seconds, %v\n", within.Or(0)*30*60, err)
	// Output:
	// steady, erlang-c: 17.4% wait, 7.8 seconds on average
	// 88.8% within 20 seconds, <nil>
	// 90% within 25.0 seconds, <nil>
}

// A queue that takes in more than it can do has no long run, and no wait that
// could be told; it grows.
func ExampleAnalyzeQueue_unstable() {
	queue, err := capacity.AnalyzeQueue(capacity.Queue{ArrivalsPerDay: 12, ServedPerDay: 5, Servers: 2})
	fmt.Println(queue.State, queue.GrowthPerDay, err)
	fmt.Println(queue.WaitDays)
	// Output:
	// unstable 2 <nil>
	// undefined: the queue is unstable: it grows without end
}

func ExampleAnalyzeQueue_rejected() {
	percent := -0.25
	_, err := capacity.AnalyzeQueue(capacity.Queue{ArrivalsPerDay: 12, ServiceSCV: &percent})
	for _, fault := range salesops.InputErrors(err) {
		fmt.Println(fault.Field, fault.Reason, "- want", fault.Want)
	}
	// Output:
	// Queue.ServedPerDay missing - want above 0 to 1e+12 transactions a day
	// Queue.ServiceSCV out of range - want 0 to 1000 variance ÷ mean²
	// Queue.Servers missing - want 1 to 100000 servers
}

func ExampleStaffQueue() {
	queue := capacity.Queue{ArrivalsPerDay: 100, ServedPerDay: 10}
	target := capacity.StaffTarget{
		Measure: capacity.ServiceLevel, Days: 20.0 / 60 / 30, Share: 0.8, // 80% within 20 seconds of half an hour
		MaxUtilization: 0.85, Shrinkage: 0.3,
	}

	staff, err := capacity.StaffQueue(queue, target)
	fmt.Println(staff.Outcome, staff.OnDuty, "on duty,", staff.Rostered, "on the roster", err)
	// Output: target-met 14 on duty, 20 on the roster <nil>
}

func ExamplePredictWait() {
	audit := capacity.Audit{
		OrdersPerDay: 24,
		Stages: []capacity.Stage{
			{Name: "quotes", TransactionsPerOrder: 2.5, People: 9, HoursPerPersonDay: 6.5, HoursPerTransaction: 0.75},
			{Name: "shipping", TransactionsPerOrder: 1, MaxPerDay: 30},
		},
		LeadTime: &capacity.LeadTime{Days: 3, FixedDays: 2},
	}

	for _, multiplier := range []float64{1, 1.2, 1.3} {
		waits, err := capacity.PredictWait(audit, multiplier)
		if err != nil {
			fmt.Println(err)
			return
		}
		days, steady := waits.LeadTimeDays.Value()
		if !steady {
			fmt.Println(multiplier, "of today's orders:", waits.LeadTimeDays.Reason())
			continue
		}
		fmt.Printf("%v of today's orders: lead time %.2f days,", multiplier, days)
		for _, stage := range waits.Stages {
			fmt.Printf(" %s %.3f days (%s)", stage.Stage, stage.Queue.WaitDays.Or(-1), stage.Servers)
		}
		fmt.Println()
	}
	// Output:
	// 1 of today's orders: lead time 2.30 days, quotes 0.020 days (own-people) shipping 0.133 days (one-assumed)
	// 1.2 of today's orders: lead time 3.07 days, quotes 0.125 days (own-people) shipping 0.800 days (one-assumed)
	// 1.3 of today's orders: quotes is unstable
}

// What the audit does not tell is said, and what does not fit together too.
func ExampleCheckAudit() {
	audit := capacity.Audit{
		OrdersPerDay: 20,
		Stages: []capacity.Stage{
			{Name: "quotes", TransactionsPerOrder: 2, People: 8, HoursPerPersonDay: 6.5, HoursPerTransaction: 1, MaxPerDay: 35, Backlog: 60},
		},
		ClearBacklogDays: 10,
		LeadTime:         &capacity.LeadTime{Days: 1.5},
	}

	check, err := capacity.CheckAudit(audit, capacity.DefaultPolicy().ContradictionPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, fact := range check.Missing {
		fmt.Println("no", fact.Fact, fact.Stage, "-", fact.Instead)
	}
	fmt.Println(check.Contradictions, "contradictions")
	for _, finding := range check.Findings {
		fmt.Println(finding.Rule, finding.Outcome, "-", finding.Note)
	}
	// Output:
	// no variability quotes - random arrivals and exponential work are assumed
	// no outages-and-rework quotes - people can always work, and nothing comes back
	// no shared-people  - every stage has people of its own
	// no order-mix  - all orders are alike
	// no promised-lead-time  - late orders are not counted
	// no working-days  - five a week are assumed
	// no quality  - what was not measured does not fail
	// no overtime  - overtime of today is not judged
	// 2 contradictions
	// maximum-apart fired - less was ever done in a day than people and hours allow: something else limits the stage, or it was never full
	// lead-time-too-short fired - no utilization explains it: work and backlog alone take longer
}

// Sales grew by 40% and delivery went from one week to three. In the long run of
// random arrivals that is a stage that was 62.5% full.
func ExampleCalibrate() {
	observed := capacity.Observation{DemandRatio: 1.4, DelayBeforeDays: 5, DelayAfterDays: 15}

	c, err := capacity.Calibrate(observed, capacity.TimeInSystem, capacity.DefaultPolicy().CalibrationPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.Outcome, c.UtilizationBefore, "to", c.UtilizationAfter)
	fmt.Println("in the long run:", c.LongRun, "- relaxation", int(c.RelaxationDays.Or(0)), "working days")
	// Output:
	// identified 0.625 to 0.875
	// in the long run: true - relaxation 449 working days
}

// The backlog reading of the same story: a team that is full and takes in 40%
// more adds 0.4 week of delay a week. From one week to three takes five weeks; after
// four months, unless somebody acts, it is almost eight.
func ExampleCalibrate_backlog() {
	observed := capacity.Observation{DemandRatio: 1.4, DelayBeforeDays: 5, DelayAfterDays: 15, ElapsedDays: 25}
	c, err := capacity.Calibrate(observed, capacity.GrowingBacklog, capacity.DefaultPolicy().CalibrationPolicy)
	fmt.Println(c.Outcome, "at", c.UtilizationBefore, "before and", c.UtilizationAfter, "after", err)

	// 100 a day and a week's work open, at a team that does 100 a day.
	audit := capacity.Audit{OrdersPerDay: 100, ClearBacklogDays: 250, Stages: []capacity.Stage{
		{Name: "delivery", TransactionsPerOrder: 1, MaxPerDay: 100, Backlog: 500},
	}}
	var months []capacity.Scenario
	for month := 0.0; month <= 4; month++ {
		months = append(months, capacity.Scenario{Name: fmt.Sprintf("month %v", month), Multiplier: 1.4, Days: 21 * month})
	}
	stress, err := capacity.StressTest(audit, months, capacity.DefaultPolicy())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, surge := range stress.Surges {
		fmt.Printf("%s: %.1f weeks\n", surge.Scenario, surge.Stages[0].BacklogAfter/100/5)
	}
	// Output:
	// identified at 1 before and 1.4 after <nil>
	// month 0: 1.0 weeks
	// month 1: 2.7 weeks
	// month 2: 4.4 weeks
	// month 3: 6.0 weeks
	// month 4: 7.7 weeks
}

func ExampleEstimateDegradation() {
	var months []capacity.QualityObservation
	for _, m := range []struct{ utilization, errors float64 }{
		{0.62, 0.02}, {0.68, 0.021}, {0.71, 0.019}, {0.75, 0.02}, {0.82, 0.021}, {0.88, 0.03}, {0.93, 0.046}, {0.97, 0.059}, {1.02, 0.075},
	} {
		months = append(months, capacity.QualityObservation{Utilization: m.utilization, ErrorRate: &m.errors})
	}

	d, err := capacity.EstimateDegradation(months)
	if err != nil {
		fmt.Println(err)
		return
	}
	tip, _ := d.ErrorRate.TippingAt.Value()
	fmt.Printf("errors rise from a utilization of %.2f on\n", tip)
	for _, utilization := range []float64{0.8, 0.95, 1.2} {
		e, err := d.ErrorRate.At(utilization)
		fmt.Printf("at %.2f: %.3f, observed there: %t, %v\n", utilization, e.Value.Or(-1), e.InRange, err)
	}
	fmt.Println("satisfaction:", d.Satisfaction.Reason)
	// Output:
	// errors rise from a utilization of 0.85 on
	// at 0.80: 0.021, observed there: true, <nil>
	// at 0.95: 0.052, observed there: true, <nil>
	// at 1.20: 0.075, observed there: false, <nil>
	// satisfaction: not estimated: there are no observations
}

func ExampleRemediesFor() {
	fmt.Println(capacity.RemediesFor(capacity.Quoting))
	// Output: [quote-templates automated-pricing configurator delegated-approval]
}

func ExampleFindBreakingPoint() {
	point, known := capacity.FindBreakingPoint(capacity.Complaints)
	fmt.Println(point.Kind, known, point.Remedies)
	// Output: fulfillment true [capacity-planning overflow-partners expediting managed-expectations]
}

func ExampleBreakingPoints() {
	for _, point := range capacity.BreakingPoints() {
		fmt.Println(point.Kind, "shows in", point.Symptoms)
	}
	// Output:
	// quoting shows in [quote-response-hours]
	// order-processing shows in [open-orders order-error-rate]
	// customer-service shows in [service-response-hours]
	// fulfillment shows in [delivery-delay-days complaints]
	// quality-control shows in [defect-rate return-rate]
}

// People who are out, and a supplier who is gone: what it does to waits, people
// and promises.
func ExampleStressTest_losses() {
	audit := capacity.Audit{
		OrdersPerDay: 24,
		Stages: []capacity.Stage{
			{Name: "quotes", Kind: capacity.Quoting, TransactionsPerOrder: 2.5, People: 9, HoursPerPersonDay: 6.5, HoursPerTransaction: 0.75},
			{Name: "shipping", Kind: capacity.Fulfillment, TransactionsPerOrder: 1, MaxPerDay: 30},
		},
		LeadTime: &capacity.LeadTime{Days: 3, PromisedDays: 5},
	}
	scenarios := []capacity.Scenario{
		{Name: "flu", Multiplier: 1, Days: 10, Losses: []capacity.Loss{{Where: "quotes", PeopleOut: 4}}},
		{Name: "no carrier", Multiplier: 1, Days: 5, Losses: []capacity.Loss{{Where: "shipping", Share: 1}}},
	}

	stress, err := capacity.StressTest(audit, scenarios, capacity.DefaultPolicy())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, surge := range stress.Surges {
		fmt.Println(surge.Scenario, "breaks", surge.Breaks, "-", surge.Remedies)
		fmt.Printf("  %.1f orders a day get through, recovered after %.1f days\n", surge.OrdersOutPerDay, surge.RecoveryDays.Or(-1))
		for _, stage := range surge.Stages {
			if stage.Status != salesops.Red {
				continue
			}
			fmt.Printf("  %s: %.0f open, %.1f late orders, %.1f a day to outsource\n", stage.Stage, stage.BacklogAfter, stage.LateOrders.Or(-1), stage.OutsourcePerDay)
			fmt.Printf("  wait after %.1f days (%s), overtime %.1f hours a week: %s\n", stage.Wait.AfterDays.Or(-1), stage.Wait.Method, stage.OvertimeHoursPerWeek.Or(-1), stage.Strain)
		}
	}
	// Output:
	// flu breaks [quotes] - [quote-templates automated-pricing configurator delegated-approval]
	//   17.3 orders a day get through, recovered after 9.3 days
	//   quotes: 167 open, 129.4 late orders, 23.2 a day to outsource
	//   wait after 4.0 days (uniformization), overtime 12.5 hours a week: strained
	// no carrier breaks [shipping] - [capacity-planning overflow-partners expediting managed-expectations]
	//   0.0 orders a day get through, recovered after 20.0 days
	//   shipping: 120 open, 360.0 late orders, 24.0 a day to outsource
	//   wait after -1.0 days (none), overtime -1.0 hours a week: unknown
}

// A maker was overwhelmed by 40% more orders and had recovered in six weeks, with
// automation and partners. The case gives no more numbers; those of the stages are
// made up, and show what recovering in six weeks takes.
func ExampleStressTest_maker() {
	audit := capacity.Audit{OrdersPerDay: 50, Stages: []capacity.Stage{
		{Name: "assembly", Kind: capacity.Fulfillment, TransactionsPerOrder: 1, People: 30, HoursPerPersonDay: 7, HoursPerTransaction: 4},
	}}
	scenario := []capacity.Scenario{{Name: "+40%", Multiplier: 1.4, Days: 30}}

	stress, err := capacity.StressTest(audit, scenario, capacity.DefaultPolicy())
	if err != nil {
		fmt.Println(err)
		return
	}
	stage := stress.Surges[0].Stages[0]
	fmt.Printf("alone: %.0f open after six weeks, %s\n", stage.BacklogAfter, stage.Strain)
	fmt.Printf("partners take %.1f a day, or each works %.1f hours more a week\n", stage.OutsourcePerDay, stage.OvertimeHoursPerWeek.Or(-1))
	audit.Stages[0].HoursPerTransaction = 2.5 // automated
	stress, err = capacity.StressTest(audit, scenario, capacity.DefaultPolicy())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("automated:", stress.Surges[0].Status, "and", stress.Surges[0].Stages[0].BacklogAfter, "open")
	// Output:
	// alone: 525 open after six weeks, strained
	// partners take 25.4 a day, or each works 11.7 hours more a week
	// automated: green and 0 open
}

// A service firm hired for 60% more without changing the process. Its people are
// enough; what comes back to be done again is not in the head count.
func ExampleStressTest_service() {
	service := capacity.Stage{Name: "service", Kind: capacity.CustomerService, TransactionsPerOrder: 1, People: 16, HoursPerPersonDay: 6, HoursPerTransaction: 1}
	for _, rework := range []float64{0, 0.25} {
		service.ReworkShare = rework
		audit := capacity.Audit{OrdersPerDay: 50, Stages: []capacity.Stage{service}}
		stress, err := capacity.StressTest(audit, []capacity.Scenario{{Name: "+60%", Multiplier: 1.6, Days: 60}}, capacity.DefaultPolicy())
		if err != nil {
			fmt.Println(err)
			return
		}
		stage := stress.Surges[0].Stages[0]
		fmt.Printf("%.0f%% come back: utilization %.2f, %.0f open after three months\n", 100*rework, stage.Utilization.Or(-1), stage.BacklogAfter)
	}
	// Output:
	// 0% come back: utilization 0.83, 0 open after three months
	// 25% come back: utilization 1.11, 480 open after three months
}
