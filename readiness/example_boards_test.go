package readiness_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/readiness"
)

// Utilization wavers around its line of 0.85. The warning goes on once and
// stays on until the week of 0.80.
func ExampleHoldWarnings() {
	policy := readiness.DefaultPolicy()
	var on readiness.WarningSet
	for _, utilization := range []float64{0.84, 0.86, 0.84, 0.81, 0.80, 0.84} {
		var err error
		on, err = readiness.HoldWarnings(readiness.Metrics{Utilization: &utilization}, on, policy)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(utilization, on.Fired())
	}
	// Output:
	// 0.84 []
	// 0.86 [utilization]
	// 0.84 [utilization]
	// 0.81 [utilization]
	// 0.8 []
	// 0.84 []
}

func ExampleExplainHeldWarnings() {
	policy := readiness.DefaultPolicy()
	before, err := readiness.Warn(readiness.Metrics{Satisfaction: new(7.8)}, policy.WarningPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	report, err := readiness.ExplainHeldWarnings(readiness.Metrics{Satisfaction: new(8.2)}, before, policy)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(report.Alerts[0].Warning, report.Alerts[0].Response, "held:", report.Held.Has(readiness.LowSatisfaction))
	finding := report.Findings[3]
	fmt.Println(finding.Left, finding.Op, finding.Right, finding.Outcome)
	// Output:
	// satisfaction crisis-mode held: true
	// 8.2 < 8.5 fired
}

func ExampleHoldFlags() {
	before := []readiness.Flag{readiness.SlowQuotes, readiness.HeavyOvertime}
	now := readiness.Observations{QuoteResponseHours: new(44.0), OvertimeHoursPerWeek: new(13.0), KeyDepartures: new(1)}
	flags, err := readiness.HoldFlags(now, before, readiness.DefaultPolicy())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(flags.Up, "of which held:", flags.Held)
	// Output: [slow-quotes key-people-leaving] of which held: [slow-quotes]
}

func ExampleScoreAlignment() {
	week, err := readiness.ScoreAlignment(readiness.AlignmentFigures{
		Metrics: readiness.Metrics{
			Utilization: new(0.91), ErrorRate: new(0.03), OvertimeHoursPerWeek: new(12.0), Satisfaction: new(8.4), OnTimeShare: new(0.96),
		},
		Morale:   new(4.5),
		Pipeline: &readiness.PipelineLoad{Load: 26, Headroom: 24}, // orders a week
	}, readiness.DefaultPolicy().AlignmentPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.1f of 100, held down by %s, which costs %.1f\n", week.Score, week.HeldDownBy, week.Gain)
	// Output: 59.5 of 100, held down by morale, which costs 20.6
}

// There is no score without all figures: leaving one out would raise it.
func ExampleScoreAlignment_rejected() {
	_, err := readiness.ScoreAlignment(readiness.AlignmentFigures{
		Metrics: readiness.Metrics{Utilization: new(0.91), ErrorRate: new(3.0), OvertimeHoursPerWeek: new(12.0), Satisfaction: new(8.4), OnTimeShare: new(0.96)},
		Morale:  new(4.5),
	}, readiness.DefaultPolicy().AlignmentPolicy)
	for _, fault := range salesops.InputErrors(err) {
		fmt.Println(fault.Field, fault.Reason, "- want", fault.Want)
	}
	// Output:
	// AlignmentFigures.Metrics.ErrorRate out of range - want 0 to 1 as a fraction
	// AlignmentFigures.Pipeline missing - want load and headroom, or a weight of 0
}

func ExampleExplainAlignment() {
	policy := readiness.DefaultPolicy().AlignmentPolicy
	policy.MoraleScale.Weight = 0 // not asked yet
	report, err := readiness.ExplainAlignment(readiness.AlignmentFigures{
		Metrics: readiness.Metrics{
			Utilization: new(0.80), ErrorRate: new(0.06), OvertimeHoursPerWeek: new(12.5), Satisfaction: new(9.1), OnTimeShare: new(0.96),
		},
		Pipeline: &readiness.PipelineLoad{Load: 20, Headroom: 24},
	}, policy)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.2f\n", report.Alignment.Score)
	for i, c := range report.Components {
		fmt.Printf("%s %.2f, weight %d, costs %.1f: %s\n", c.Component, c.Share.Or(0), c.Weight, c.Gain, report.Findings[i].Outcome)
	}
	// Output:
	// 79.37
	// utilization 1.00, weight 1, costs 0.0: not-fired
	// error-rate 0.50, weight 1, costs 9.7: fired
	// overtime 0.50, weight 1, costs 9.7: fired
	// satisfaction 1.00, weight 1, costs 0.0: not-fired
	// on-time 1.00, weight 1, costs 0.0: not-fired
	// morale 0.00, weight 0, costs 0.0: not-applicable
	// pipeline 1.00, weight 1, costs 0.0: not-fired
}

// text returns a dashboard as lines.
func text(board readiness.Dashboard) string {
	lines := fmt.Sprintln(board.Cadence, "look at", board.Attention)
	for _, r := range board.Readings {
		status := "not judged"
		if r.Status != nil {
			status = string(*r.Status)
		}
		lines += fmt.Sprintf("%s: %.2f, %s, change %+.2f, trend %s\n", r.Gauge, r.Value.Or(0), status, r.Change.Or(0), r.Trend)
	}
	return lines
}

func ExampleTrackDaily() {
	board, err := readiness.TrackDaily(readiness.Days{
		{Orders: &readiness.OrderLoad{Orders: 24, Capacity: 30}, QuoteResponseHours: new(30.0), ErrorRate: new(0.03)},
		{Orders: &readiness.OrderLoad{Orders: 27, Capacity: 30}, QuoteResponseHours: new(50.0), ErrorRate: new(0.03), OvertimeHoursPerWeek: new(9.0)},
	}, readiness.DefaultPolicy())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(text(board))
	// Output:
	// daily look at [quote-response orders-against-capacity]
	// orders-against-capacity: 0.90, yellow, change +0.10, trend too-short
	// quote-response: 50.00, red, change +20.00, trend too-short
	// error-rate: 0.03, green, change +0.00, trend too-short
	// overtime: 9.00, green, change +0.00, trend too-short
	// complaints: 0.00, not judged, change +0.00, trend too-short
}

func ExampleTrackWeekly() {
	var weeks readiness.Weeks
	for i, quality := range []float64{97, 96.5, 96, 94} {
		weeks = append(weeks, readiness.WeeklyFigures{
			Utilization: new(0.80 + 0.02*float64(i)), OnTimeShare: new(0.97), Quality: &quality, Morale: new(5.5),
			Pipeline: &readiness.PipelineLoad{Load: 20, Headroom: 24},
		})
	}
	board, err := readiness.TrackWeekly(weeks, readiness.DefaultPolicy())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(text(board))
	// Output:
	// weekly look at [quality utilization morale]
	// utilization: 0.86, yellow, change +0.02, trend worse
	// on-time: 0.97, green, change +0.00, trend none
	// quality: 94.00, red, change -2.00, trend worse
	// morale: 5.50, yellow, change +0.00, trend none
	// pipeline-against-capacity: 0.83, green, change +0.00, trend none
}

func ExampleTrackMonthly() {
	board, err := readiness.TrackMonthly(readiness.Months{{
		Growth: &readiness.GrowthPair{Sales: 0.12, Capacity: 0.05}, Satisfaction: new(8.3), Retention: new(0.91),
		AutomationProgress: new(0.4), Margin: new(0.31),
	}}, readiness.MonthlyTargets{Retention: new(0.92), Margin: new(0.30)}, readiness.DefaultPolicy())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(text(board))
	// Output:
	// monthly look at [sales-growth-against-capacity retention]
	// sales-growth-against-capacity: 0.07, yellow, change +0.00, trend too-short
	// satisfaction: 8.30, green, change +0.00, trend too-short
	// retention: 0.91, yellow, change +0.00, trend too-short
	// automation-progress: 0.40, not judged, change +0.00, trend too-short
	// margin: 0.31, green, change +0.00, trend too-short
}

func ExampleTrackQuarterly() {
	board, err := readiness.TrackQuarterly(readiness.Quarters{
		{Process: new(6.5), Tools: new(6.0), TeamFeedback: new(7.0)},
		{Process: new(7.5), Tools: new(5.5), TeamFeedback: new(7.0)},
	}, readiness.DefaultPolicy())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(text(board))
	// Output:
	// quarterly look at [tools-review]
	// process-review: 7.50, green, change +1.00, trend too-short
	// tools-review: 5.50, yellow, change -0.50, trend too-short
	// compensation-review: 0.00, not judged, change +0.00, trend too-short
	// team-feedback: 7.00, green, change +0.00, trend too-short
}

func ExampleTrackScorecard() {
	revenue, wanted := decimal.NewFromInt(412_000), decimal.NewFromInt(400_000)
	card, err := readiness.TrackScorecard(readiness.ScorecardPeriods{{
		CycleTimeHours: new(61.0), DefectRate: new(0.02), FulfillmentShare: new(0.93),
		Spend:   &readiness.SpendAgainstBudget{Spent: decimal.NewFromInt(52_400), Budget: decimal.NewFromInt(50_000)},
		Revenue: &revenue, ConversionShare: new(0.28), Satisfaction: new(8.4),
	}}, readiness.ScorecardTargets{
		CycleTimeHours: new(48.0), DefectRate: new(0.02), FulfillmentShare: new(0.95), Revenue: &wanted, ConversionShare: new(0.25),
	}, readiness.DefaultPolicy())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(card.Balance)
	fmt.Println("operations", card.Operations.OnTarget, "of", card.Operations.Judged, "- sales", card.Sales.OnTarget, "of", card.Sales.Judged)
	for _, r := range card.Operations.Readings {
		if r.Status != nil && *r.Status != salesops.Green {
			fmt.Println(r.Gauge, r.Value, "target", r.Target)
		}
	}
	// Output:
	// operations-lag
	// operations 1 of 4 - sales 3 of 3
	// cycle-time 61 target 48
	// fulfillment-reliability 0.93 target 0.95
	// budget 1.048 target 1
}

func ExampleLocateSpiral() {
	spiral, err := readiness.LocateSpiral(readiness.SpiralFigures{
		LeadsByMonth:           []float64{140, 180, 230},
		QuoteResponseHours:     new(55.0),
		ErrorRate:              new(0.06),
		OvertimeByWeek:         []float64{8, 11, 12, 12},
		QualityByWeek:          []float64{97, 96, 96, 95},
		OnTimeShare:            new(0.96),
		ComplaintsPer100Orders: []float64{1.1, 1.2, 1.6, 1.9},
		KeyCustomersLost:       new(0), KeyDepartures: new(0), Satisfaction: new(8.1),
	}, readiness.DefaultPolicy())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(spiral.Stage, "- not ruled out:", spiral.Open)
	for _, stage := range spiral.Stages {
		fmt.Println(stage.Stage, stage.Showing)
	}
	// Output:
	// strain - not ruled out: [revolt]
	// victory [leads-up]
	// strain [quotes-late errors-up overtime-normal]
	// revolt [complaints-mount]
	// crisis []
}
