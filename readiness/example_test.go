package readiness_test

import (
	"encoding/json"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/readiness"
)

func ExampleAssess() {
	points := []int{
		7, 6, 7, 7, 6, // process
		8, 6, 5, 8, 8, // team
		8, 8, 8, 7, 8, // systems
		8, 8, 8, 8, 8, // customer
	}
	var scores readiness.Scores
	for i, item := range readiness.Items() {
		scores = append(scores, readiness.ItemScore{Item: item, Score: points[i]})
	}

	card, err := readiness.Assess(scores, readiness.DefaultPolicy().AssessmentPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(card.Score, "of 200:", card.Band, "- weakest:", card.WeakestArea)
	fmt.Println(card.Path.Points, "points to", card.Path.To)
	for _, raise := range card.Path.Raises {
		fmt.Println("  raise", raise.Item, "from", raise.From, "to", raise.To)
	}
	// Output:
	// 147 of 200: moderate-growth - weakest: process
	// 13 points to scale-aggressively
	//   raise capacity-buffer from 5 to 10
	//   raise automation from 6 to 10
	//   raise scalability from 6 to 10
}

// With a cost per point the path is the one of least cost.
func ExampleAssess_costs() {
	var scores readiness.Scores
	for i, item := range readiness.Items() {
		cost := decimal.NewFromInt(int64(1000 + 50*i))
		scores = append(scores, readiness.ItemScore{Item: item, Score: 7 + i%2, CostPerPoint: &cost})
	}
	card, err := readiness.Assess(scores, readiness.DefaultPolicy().AssessmentPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(card.Score, card.Band)
	for _, raise := range card.Path.Raises {
		fmt.Println("raise", raise.Item, "to", raise.To, "for", raise.Cost)
	}
	fmt.Println("in all", card.Path.Cost)
	// Output:
	// 150 moderate-growth
	// raise documented-procedures to 10 for 3000
	// raise automation to 10 for 2100
	// raise error-rates to 10 for 3300
	// raise consistency to 10 for 2300
	// in all 10700
}

func ExampleAssess_rejected() {
	scores := readiness.Scores{
		{Item: readiness.Automation, Score: 11},
		{Item: "speed", Score: 4},
	}
	_, err := readiness.Assess(scores, readiness.DefaultPolicy().AssessmentPolicy)
	for _, fault := range salesops.InputErrors(err)[:3] {
		fmt.Println(fault.Field, fault.Reason)
	}
	// Output:
	// Scores[0].Score out of range
	// Scores[1].Item out of range
	// Scores[documented-procedures] missing
}

func ExampleReviewChecklist() {
	review, err := readiness.ReviewChecklist(readiness.Done{
		readiness.ProcessesDocumented, readiness.QuotingStreamlined, readiness.ErrorsTracked,
		readiness.CapacityDashboardLive, readiness.BackupSuppliers,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("foundation complete:", review.FoundationComplete, "- next:", review.Next)
	for _, level := range review.Levels {
		fmt.Println(level.Level, level.Done, "of 5")
	}
	// Output:
	// foundation complete: false - next: [order-processing-automated]
	// foundation 4 of 5
	// scale-ready 1 of 5
	// optimized 0 of 5
}

func ExampleWarn() {
	metrics := readiness.Metrics{
		Utilization: new(0.91), ErrorRate: new(0.05), OvertimeHoursPerWeek: new(12.0), OnTimeShare: new(0.97),
	}
	warnings, err := readiness.Warn(metrics, readiness.DefaultPolicy().WarningPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, warning := range warnings.BySeverity() {
		response, _ := warning.Response()
		fmt.Println(warning, "->", response)
	}
	// Output:
	// overtime -> add-resources
	// utilization -> yellow-alert
}

func ExampleExplainWarnings() {
	metrics := readiness.Metrics{Utilization: new(0.91), Satisfaction: new(8.0)}
	report, err := readiness.ExplainWarnings(metrics, readiness.DefaultPolicy().WarningPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, finding := range report.Findings {
		fmt.Println(finding.Rule, finding.Left, finding.Op, finding.Right, finding.Outcome)
	}
	// Output:
	// utilization 0.91 > 0.85 fired
	// error-rate 0 > 0.05 not-applicable
	// overtime 0 > 10 not-applicable
	// satisfaction 8 < 8 not-fired
	// on-time 0 < 0.95 not-applicable
}

func ExampleRaiseFlags() {
	review, err := readiness.RaiseFlags(readiness.Observations{
		QuoteResponseHours:     new(52.5),
		ComplaintsPer100Orders: []float64{1.5, 1.2, 1.4, 1.9, 2.3},
		Sales:                  &readiness.SalesResult{Actual: decimal.NewFromInt(1_180_000), Plan: decimal.NewFromInt(1_000_000)},
		Stages: []readiness.StageOutlook{
			{Name: "quotes", Now: salesops.Yellow, Forecast: salesops.Yellow},
			{Name: "shipping", Now: salesops.Red, Forecast: salesops.Green},
		},
		KeyDepartures: new(0),
	}, readiness.DefaultPolicy().FlagPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(review.Count, "of", len(review.Findings), "up")
	for _, flag := range review.Raised {
		fmt.Println(flag)
	}
	// Output:
	// 4 of 10 up
	// slow-quotes
	// rising-complaints
	// celebrating-sales
	// surprise-capacity
}

func ExampleDecideGrowth() {
	situation := readiness.Situation{
		WorstStage: salesops.Green,
		Metrics: readiness.Metrics{
			ErrorRate: new(0.02), OvertimeHoursPerWeek: new(4.0), Satisfaction: new(8.8), OnTimeShare: new(0.97),
		},
		Readiness:              readiness.Total{Points: 147, Maximum: 200},
		RedFlags:               new(0),
		FoundationComplete:     true,
		HeadroomGrowth:         new(0.08),
		ArrivingCapacityGrowth: 0.05,
	}
	week, err := readiness.DecideGrowth(situation, readiness.DefaultPolicy())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(week.Answer, "by", week.Rule, "- growth of", week.Growth.Low, "to", week.Growth.High)

	situation.Metrics.OnTimeShare = new(0.94)
	week, err = readiness.DecideGrowth(situation, readiness.DefaultPolicy())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(week.Answer, "by", week.Rule, "- growth of", week.Growth.Low, "to", week.Growth.High)
	// Output:
	// yes by readiness-moderate - growth of 0.1 to 0.13
	// with-limits by on-time - growth of 0 to 0.08
}

func ExampleDecideGrowth_rejected() {
	situation := readiness.Situation{
		WorstStage: salesops.Green,
		Metrics:    readiness.Metrics{ErrorRate: new(2.0), OvertimeHoursPerWeek: new(4.0), Satisfaction: new(8.8)},
		Readiness:  readiness.Total{Points: 147, Maximum: 200},
		RedFlags:   new(0),
	}
	_, err := readiness.DecideGrowth(situation, readiness.DefaultPolicy())
	for _, fault := range salesops.InputErrors(err) {
		fmt.Println(fault.Field, fault.Reason, "- want", fault.Want)
	}
	// Output:
	// Situation.Metrics.ErrorRate out of range - want 0 to 1 as a fraction
	// Situation.Metrics.OnTimeShare missing - want 0 to 1 as a fraction
	// Situation.HeadroomGrowth missing - want 0 to 1000 as a fraction
}

func ExampleExplainGrowth() {
	situation := readiness.Situation{
		WorstStage: salesops.Yellow,
		Metrics: readiness.Metrics{
			ErrorRate: new(0.02), OvertimeHoursPerWeek: new(4.0), Satisfaction: new(7.9), OnTimeShare: new(0.97),
		},
		Readiness:      readiness.Total{Points: 147, Maximum: 200},
		RedFlags:       new(0),
		HeadroomGrowth: new(0.08),
	}
	why, err := readiness.ExplainGrowth(situation, readiness.DefaultPolicy())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(why.Decision.Answer)
	for _, finding := range why.Findings {
		if finding.Outcome == salesops.Fired {
			fmt.Println(finding)
		}
	}
	// Output:
	// no
	// satisfaction: customer satisfaction 7.9 < 8 of 10: fired, +0.1 to the line; win back the customers you have: call them, and fix what they name
	// stage-yellow: worst stage 1 >= 1 (0 green, 1 yellow, 2 red): fired, +0 to the line; sell no more than the headroom, and prepare capacity for the yellow stage
}

// A company's own thresholds, read from a file. Mistakes in the file are
// reported together.
func ExamplePolicy() {
	policy := readiness.DefaultPolicy()
	policy.MinSatisfaction = 8.5
	file, err := json.Marshal(policy)
	if err != nil {
		fmt.Println(err)
		return
	}

	var read readiness.Policy
	if err := json.Unmarshal(file, &read); err != nil {
		fmt.Println(err)
		return
	}
	warnings, err := readiness.Warn(readiness.Metrics{Satisfaction: new(8.2)}, read.WarningPolicy)
	fmt.Println(warnings.Fired(), err)
	// Output: [satisfaction] <nil>
}
