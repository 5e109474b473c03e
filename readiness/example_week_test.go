package readiness_test

import (
	"fmt"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/readiness"
)

func ExampleReconcile() {
	// Three people score the twenty items; they agree but for automation.
	var panel readiness.Panel
	for name, automation := range map[string]int{"Ada": 4, "Ben": 8, "Cleo": 7} {
		sheet := readiness.Sheet{By: name}
		for _, item := range readiness.Items() {
			sheet.Scores = append(sheet.Scores, readiness.ItemScore{Item: item, Score: 7})
		}
		sheet.Scores[1].Score = automation
		panel = append(panel, sheet)
	}

	policy := readiness.DefaultPolicy()
	consensus, err := readiness.Reconcile(panel, policy.PanelPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	automation := consensus.Items[1]
	fmt.Println(automation.Item, "median", automation.Median, "spread", automation.Spread)
	fmt.Println("talk about", consensus.Disputed)

	card, err := readiness.Assess(consensus.Scores, policy.AssessmentPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(card.Total.Points, card.Band)
	// Output:
	// automation median 7 spread 4
	// talk about [automation]
	// 140 moderate-growth
}

func ExampleCompare() {
	var spring, autumn readiness.Scores
	for _, item := range readiness.Items() {
		spring = append(spring, readiness.ItemScore{Item: item, Score: 7})
		autumn = append(autumn, readiness.ItemScore{Item: item, Score: 7})
	}
	spring[1].Score, autumn[1].Score = 5, 8 // automation
	spring[9].Score, autumn[9].Score = 8, 6 // morale

	moved, err := readiness.Compare(readiness.Assessments{Before: spring, After: autumn}, readiness.DefaultPolicy().AssessmentPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, item := range moved.Items {
		fmt.Println(item.Item, item.Move, item.From, "->", item.To)
	}
	for _, area := range moved.Areas {
		fmt.Println(area.Area, area.Move, area.Change)
	}
	fmt.Println("total", moved.Move, moved.ScoreChange, "- band", moved.BandFrom, "->", moved.BandTo)
	// Output:
	// automation up 5 -> 8
	// morale down 8 -> 6
	// process up 3
	// team down -2
	// systems same 0
	// customer same 0
	// total up 1 - band fix-gaps -> moderate-growth
}

func ExampleAuditChecklist() {
	list := readiness.Checklist{
		Custom: []readiness.CustomCheck{{Name: "customs-license", Level: readiness.Foundation}},
		Done:   []string{"processes-documented", "quoting-streamlined", "errors-tracked", "capacity-dashboard-live", "customs-license"},
		Waivers: []readiness.Waiver{{
			Check: "order-processing-automated", Reason: "the new system goes live in December",
			Until: salesops.Date{Year: 2026, Month: 12, Day: 15},
		}},
	}
	for _, today := range []salesops.Date{{Year: 2026, Month: 12, Day: 15}, {Year: 2026, Month: 12, Day: 16}} {
		audit, err := readiness.AuditChecklist(list, today)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(today, "foundation complete:", audit.FoundationComplete, "- waiver", audit.Waivers[0].State, "- missing", audit.Levels[0].Missing)
	}
	// Output:
	// 2026-12-15 foundation complete: true - waiver counts - missing []
	// 2026-12-16 foundation complete: false - waiver expired - missing [order-processing-automated]
}

func ExampleReviewHandoff() {
	review, err := readiness.ReviewHandoff(readiness.Handoff{
		Known: append(readiness.CustomerInformation.Facts(), readiness.FactSpecification, readiness.FactDelivery, readiness.FactPricing,
			readiness.FactTerms, readiness.FactTimelineTold, readiness.FactCapacityConfirmed),
		Checks: []readiness.CheckResult{
			{Check: readiness.CapacityConfirmed, Holds: true}, {Check: readiness.QualityAchievable, Holds: true},
			{Check: readiness.ResourcesAvailable, Holds: true}, {Check: readiness.TimelineRealistic, Holds: false},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("verified:", review.Verified, "- known", review.Known, "of 20 - blocked by", review.Blocking)
	for _, debt := range review.Owed {
		fmt.Println(debt.Owner, "owes", debt.Facts, debt.Checks)
	}
	// Output:
	// verified: false - known 11 of 20 - blocked by [timeline-realistic expectations-aligned]
	// sales owes [quality-standards cadence success-metrics] []
	// operations owes [resources-allocated timeline-feasible quality-achievable] []
	// both owes [change-process escalation profitability-verified] [timeline-realistic expectations-aligned]
}

func ExampleReviewHandoff_rejected() {
	_, err := readiness.ReviewHandoff(readiness.Handoff{Known: []readiness.Fact{readiness.FactTerms, "mood", readiness.FactTerms}})
	for _, fault := range salesops.InputErrors(err) {
		fmt.Println(fault.Field, fault.Reason)
	}
	// Output:
	// Handoff.Known[1] out of range
	// Handoff.Known[2] in conflict
}

func ExampleFindStep() {
	for _, day := range []int{13, 14} {
		step, found := readiness.FindStep(readiness.ThirtyDays, day)
		fmt.Println("day", day, step.Phase, found, "-", step.Aim)
	}
	_, found := readiness.FindStep(readiness.NinetyDays, 90)
	fmt.Println("day 90", found)
	// Output:
	// day 13 foundation true - close the gaps that everything rests on
	// day 14 test true - take a tenth more volume and watch what gives
	// day 90 false
}

func ExampleRoadmap_Steps() {
	for _, step := range readiness.NinetyDays.Steps() {
		fmt.Println(step.FromDay, step.UntilDay, step.Phase)
	}
	// Output:
	// 0 30 foundation
	// 30 60 automate-and-scale
	// 60 90 optimize
}

func ExampleFindMaturity() {
	stage, _ := readiness.FindMaturity(4)
	fmt.Println(stage.Maturity)
	for _, role := range stage.Staff {
		fmt.Println(" ", role)
	}
	// Output:
	// optimized
	//   director of sales operations
	//   CRM administrator
	//   analyst
	//   enablement manager
}

func ExampleMaturityStages() {
	for _, stage := range readiness.MaturityStages() {
		fmt.Println("from", stage.FromYears, stage.Maturity)
	}
	// Output:
	// from 0 informal
	// from 2 systemized
	// from 4 optimized
	// from 7 autonomous
}

func ExampleDuties() {
	for _, duty := range readiness.SalesToOperations.Duties() {
		fmt.Println(duty.Name, duty.Rhythm)
	}
	fmt.Println(len(readiness.Duties()), "in all")
	// Output:
	// pipeline daily
	// special-requirements when-it-changes
	// customer-expectations when-it-changes
	// competitive-pressure weekly
	// win-probability weekly
	// 20 in all
}

func ExamplePractices() {
	for _, practice := range readiness.OnboardingList.Practices() {
		fmt.Println(practice.Name, "-", practice.What)
	}
	fmt.Println(len(readiness.Practices()), "in all; the playbook claims that", readiness.GrowthClaim)
	// Output:
	// product - what is sold, to whom, and what it is not
	// sales - the process, the tools, the handoff to operations
	// territory - the accounts, their history, their people
	// shadowing - days beside those who do it well, in operations too
	// 21 in all; the playbook claims that strong sales operations grow 30-50% faster
}

func ExampleAgenda() {
	for _, box := range readiness.Agenda() {
		fmt.Println(box.FromMinute, box.Topic, box.Minutes, box.Points)
	}
	// Output:
	// 0 capacity 10 []
	// 10 pipeline 10 []
	// 20 quality 10 []
	// 30 go-no-go 15 []
	// 45 resources 15 [hiring automation process-improvements investment]
}

func ExampleCheckActions() {
	today := salesops.Date{Year: 2026, Month: 11, Day: 2}
	check, err := readiness.CheckActions([]readiness.Action{
		{What: "hire a dispatcher", Owner: "Ada", Due: today.AddDays(4)},
		{What: "clear the returns", Owner: "Ben", Due: today.AddDays(-3)},
		{What: "call Alder Hotels", Owner: "Cleo", Due: today.AddDays(-3), Done: true},
	}, today)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(check.Done, "done,", check.Open, "open,", check.Overdue, "overdue")
	for _, action := range check.Actions {
		fmt.Println(action.State, action.Action.Owner, action.Action.What, action.DaysLate)
	}
	// Output:
	// 1 done, 1 open, 1 overdue
	// overdue Ben clear the returns 3
	// open Ada hire a dispatcher 0
	// done Cleo call Alder Hotels 0
}

// ready is a week in which nothing speaks against growth.
func ready() readiness.WeekFigures {
	return readiness.WeekFigures{
		Situation: readiness.Situation{
			WorstStage: salesops.Green,
			Metrics: readiness.Metrics{
				ErrorRate: new(0.02), OvertimeHoursPerWeek: new(4.0), Satisfaction: new(8.8), OnTimeShare: new(0.97),
			},
			Readiness: readiness.Total{Points: 147, Maximum: 200}, RedFlags: new(0), FoundationComplete: true,
			HeadroomGrowth: new(0.08), ArrivingCapacityGrowth: 0.05,
		},
	}
}

func ExampleDecideWeek() {
	figures := ready()
	for _, pipeline := range []float64{0.13, 0.14} {
		figures.PipelineGrowth = &pipeline
		week, err := readiness.DecideWeek(figures, readiness.DefaultPolicy())
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("pipeline of", pipeline, "->", week.Answer, "- growth of", week.Growth.Low, "to", week.Growth.High)
	}
	// Output:
	// pipeline of 0.13 -> yes - growth of 0.1 to 0.13
	// pipeline of 0.14 -> with-limits - growth of 0 to 0.08
}

func ExampleReviewWeek() {
	today := salesops.Date{Year: 2026, Month: 11, Day: 2}
	week := readiness.Week{Figures: ready(), Actions: []readiness.Action{
		{What: "clear the returns", Owner: "Ben", Due: today.AddDays(-3)},
	}}
	week.Figures.PipelineGrowth = new(0.1)
	week.Figures.Situation.RequestToScale = true
	week.Figures.Situation.Metrics.OvertimeHoursPerWeek = new(11.0)

	review, err := readiness.ReviewWeek(week, today, readiness.DefaultPolicy())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(review.Answer, "- up to", review.Growth.High)
	for _, f := range review.First {
		fmt.Println("first:", f.Rule, f.Left, f.Op, f.Right)
	}
	for _, f := range review.Defer {
		fmt.Println("defer:", f.Rule, f.Left, f.Op, f.Right)
	}
	for _, f := range review.FixNow {
		fmt.Println("fix now:", f.Rule, f.Subject)
	}
	// Output:
	// with-limits - up to 0.08
	// first: overtime 11 > 10
	// defer: request-to-scale 1 < 2
	// defer: pipeline-excess 0.1 > 0.08
	// fix now: action-overdue clear the returns
}

// Somebody may decide otherwise, with a name and a reason; what the figures say
// is kept.
func ExampleReviewWeek_override() {
	week := readiness.Week{
		Figures: ready(),
		Override: &readiness.Override{
			Answer: readiness.No, By: "Ada Quist", Why: "the strike starts on Tuesday",
		},
	}
	review, err := readiness.ReviewWeek(week, salesops.Date{Year: 2026, Month: 11, Day: 2}, readiness.DefaultPolicy())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(review.Answer, "instead of", review.Decision.Answer, "by", review.Override.By+":", review.Override.Why)
	// Output: no instead of yes by Ada Quist: the strike starts on Tuesday
}

func ExampleReviewWeek_rejected() {
	week := readiness.Week{Figures: ready(), Override: &readiness.Override{Answer: readiness.Yes}}
	_, err := readiness.ReviewWeek(week, salesops.Date{}, readiness.DefaultPolicy())
	for _, fault := range salesops.InputErrors(err) {
		fmt.Println(fault.Field, fault.Reason)
	}
	// Output:
	// Week.Override.By missing
	// Week.Override.Why missing
	// Date missing
}
