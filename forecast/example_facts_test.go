package forecast_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
)

// What two teams weighed is merged without the deals.
func ExampleWeightedPipeline_Merge() {
	north, south := pipeline(), pipeline()
	north.Deals, south.Deals = north.Deals[:2], south.Deals[2:]
	a, err := forecast.Weigh(north)
	if err != nil {
		fmt.Println(err)
		return
	}
	b, err := forecast.Weigh(south)
	if err != nil {
		fmt.Println(err)
		return
	}
	all, err := a.Merge(b)
	fmt.Println(all.Open.Count, "deals,", all.Open.Weighted, "weighted", err)
	// Output: 3 deals, 145500 weighted <nil>
}

// What became of the quarter's pipeline between two Mondays.
func ExampleTraceWaterfall() {
	before, after := pipeline(), pipeline()
	after.Deals[0].ExpectedClose = date(2027, 1, 15)    // D-1 slipped
	after.Deals[1].Amount = decimal.NewFromInt(150_000) // D-2 grew
	after.Deals[2].ExpectedClose = date(2026, 12, 20)   // D-3 has a date now
	w, err := forecast.TraceWaterfall(forecast.Snapshots{
		Before: before, After: after, Window: &forecast.Window{From: date(2026, 10, 1), To: date(2026, 12, 31)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("opening", w.Company.Opening.Amount)
	for _, s := range w.Company.Steps {
		if s.Count > 0 {
			fmt.Println(s.Change, s.Amount)
		}
	}
	fmt.Println("closing", w.Company.Closing.Amount)
	// Output:
	// opening 340000
	// dated-in 90000
	// grown 10000
	// slipped-out -200000
	// closing 240000
}

func ExampleCountPushes() {
	pushes, err := forecast.CountPushes(forecast.CloseMoves{
		Moves: []forecast.CloseMove{
			{Deal: "D-1", From: date(2026, 10, 15), To: date(2026, 11, 30)},
			{Deal: "D-1", From: date(2026, 11, 30), To: date(2027, 1, 15)},
		},
		Periods: []forecast.Period{
			{Name: "2026-Q4", From: date(2026, 10, 1), To: date(2026, 12, 31)},
			{Name: "2027-Q1", From: date(2027, 1, 1), To: date(2027, 3, 31)},
		},
	})
	fmt.Printf("%+v %v\n", pushes, err)
	// Output: [{Deal:D-1 Pushes:2 PeriodPushes:1 Pulls:0 PeriodPulls:0 NetDays:92}] <nil>
}

func ExampleMeasureConversion() {
	journeys := forecast.Journeys{Entries: []forecast.StageEntry{
		{Deal: "D-1", Stage: forecast.Prospecting, On: date(2026, 10, 1)},
		{Deal: "D-1", Stage: forecast.Closing, On: date(2026, 10, 20)}, // skipped three stages
		{Deal: "D-1", Stage: forecast.Won, On: date(2026, 11, 2)},
		{Deal: "D-2", Stage: forecast.Prospecting, On: date(2026, 10, 3)},
		{Deal: "D-2", Stage: forecast.Qualified, On: date(2026, 10, 9)},
		{Deal: "D-2", Stage: forecast.Lost, On: date(2026, 10, 30)},
	}}
	c, err := forecast.MeasureConversion(journeys, forecast.Window{From: date(2026, 10, 1), To: date(2026, 12, 31)}, forecast.DefaultPolicy().RatePolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range c.Stages {
		fmt.Println(s.Stage, s.Onward.Successes, "of", s.Onward.Trials, "skipped by", s.Skipped)
	}
	// Output:
	// prospecting 2 of 2 skipped by 0
	// qualified 1 of 2 skipped by 1
	// in-discussion 1 of 1 skipped by 1
	// negotiating 1 of 1 skipped by 1
	// closing 1 of 1 skipped by 0
}

// Two fast deals are closed, three slow ones are not: the closed ones alone
// mislead.
func ExampleEstimateCycle() {
	var p forecast.Pipeline
	for i, opened := range []salesops.Date{date(2026, 9, 1), date(2026, 9, 1), date(2026, 7, 1), date(2026, 7, 1), date(2026, 7, 1)} {
		d := forecast.Deal{ID: fmt.Sprint("D-", i), Stage: forecast.Closing, Opened: opened}
		if i < 3 {
			d.Stage, d.ClosedOn = forecast.Won, opened.AddDays(20+i*30)
		}
		p.Deals = append(p.Deals, d)
	}
	c, err := forecast.EstimateCycle(p, date(2026, 11, 1), forecast.DefaultPolicy().CyclePolicy)
	fmt.Println("closed deals say", c.ToClose.NaiveMedianDays, "days, all deals", c.ToClose.MedianDays, err)
	// Output: closed deals say 50 days, all deals 80 <nil>
}

func ExampleMeasureSteps() {
	steps := forecast.StandardSteps()
	steps[2].Owner, steps[2].Tool, steps[2].TargetDays = "account executive", "CRM", new(7.0)
	times, err := forecast.MeasureSteps(forecast.SalesProcess{
		Steps: steps, AsOf: date(2026, 11, 30),
		Visits: []forecast.StepVisit{
			{Deal: "D-1", Step: forecast.StepDiscovery, Entered: date(2026, 11, 1), Left: date(2026, 11, 13)},
			{Deal: "D-2", Step: forecast.StepDiscovery, Entered: date(2026, 11, 20)},
		},
	}, forecast.DefaultPolicy().RatePolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(*times.Slowest, "is", times.Steps[2].OverrunDays, "days over its target")
	// Output: discovery is 8 days over its target
}

func ExampleCheckHealth() {
	h, err := forecast.CheckHealth(forecast.HealthCheck{
		Pipeline: pipeline(),
		Quota:    forecast.Quota{Amount: decimal.NewFromInt(100_000), Window: forecast.Window{From: date(2026, 10, 1), To: date(2026, 12, 31)}},
		AsOf:     date(2026, 11, 23), AverageWonValue: decimal.NewFromInt(60_000), WinRate: new(0.4),
		Odds: &salesops.Interval{Low: 0.72, High: 0.73},
	}, forecast.DefaultPolicy().HealthPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, v := range h.Verdicts {
		fmt.Println(v.Question, v.Answer)
	}
	fmt.Println(h.Verdicts[2].Findings[0])
	// Output:
	// enough-opportunities wanting
	// healthy-conversion unknown
	// realistic-timelines wanting
	// achievable-forecast fine
	// wishful: value of open deals past their close, pushed or too old 200000 > 86000 of money: fired, -114000 to the line; deals to close, date anew or give up: 1
}

func ExampleReviewData() {
	q, err := forecast.ReviewData(forecast.DataReview{Pipeline: pipeline(), AsOf: date(2026, 11, 23)}, forecast.DefaultPolicy().QualityPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range q.Defects {
		if d.Total.Count > 0 {
			fmt.Println(d.Defect, d.Examples)
		}
	}
	fmt.Println("clean:", q.CleanShare)
	// Output:
	// no-close-date [D-3]
	// past-close-date [D-1]
	// stale [D-1 D-2 D-3]
	// clean: 0.4
}

func ExampleRollUpCalls() {
	r, err := forecast.RollUpCalls(forecast.CallSheet{
		Week: 7, Window: forecast.Window{From: date(2026, 10, 1), To: date(2026, 12, 31)}, Pipeline: pipeline(),
		Callers: []forecast.Caller{
			{Name: "Mia", Commit: new(decimal.NewFromInt(150_000))},
			{Name: "Ana", Manager: "Mia", Commit: new(decimal.NewFromInt(140_000))},
			{Name: "Bo", Manager: "Mia", Commit: new(decimal.NewFromInt(30_000))},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range r.Calls {
		fmt.Println(c.Name, "calls", c.Commit, "override", c.Override, "above weighted", c.AboveWeighted)
	}
	// Output:
	// Mia calls 150000 override -20000 above weighted -16000
	// Ana calls 140000 override 0 above weighted -5000
	// Bo calls 30000 override 0 above weighted 9000
}

func ExampleMeasureCategories() {
	got, err := forecast.MeasureCategories(forecast.CategoryRecord{Calls: []forecast.CategoryCall{
		{Category: forecast.Commit, LeadWeeks: 6, Amount: decimal.NewFromInt(50_000), Won: true},
		{Category: forecast.Commit, LeadWeeks: 6, Amount: decimal.NewFromInt(150_000)},
	}}, forecast.DefaultPolicy().RatePolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(got[0].Category, got[0].LeadWeeks, "weeks ahead: deals", got[0].Won.Share, "value", got[0].Yield)
	// Output: commit 6 weeks ahead: deals 0.5 value 0.25
}

func ExampleMeasureCalibration() {
	c, err := forecast.MeasureCalibration(forecast.Predictions{Predictions: []forecast.Prediction{
		{Probability: 0.9, Won: true}, {Probability: 0.9}, {Probability: 0.3}, {Probability: 0.3}, {Probability: 1},
	}}, forecast.CalibrationPolicy{CalibrationBins: 2, CalibrationLevel: 0.95})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("Brier %.3f, AUC %v, log loss %v\n", c.Brier.Or(0), c.AUC, c.LogLoss)
	for _, b := range c.Bins {
		fmt.Printf("%v to %v: stated %.2f, won %d of %d\n", b.From, b.To, b.MeanProbability.Or(0), b.Won.Successes, b.Won.Trials)
	}
	// Output:
	// Brier 0.400, AUC 0.625, log loss undefined: certain predictions failed: 1
	// 0 to 0.5: stated 0.30, won 0 of 2
	// 0.5 to 1: stated 0.93, won 1 of 3
}

// Odds learnt from history weigh the pipeline.
func ExampleLearnStageOdds() {
	lessons, err := forecast.LearnStageOdds(forecast.StageRecord{Outcomes: []forecast.StageOutcome{
		{Stage: forecast.Qualified, Won: 20, Lost: 60}, {Stage: forecast.Closing, Won: 3},
	}}, forecast.DefaultPolicy().StageOddsPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range lessons.Stages {
		fmt.Printf("%s: raw %v, learnt %.3f, %s\n", s.Stage, s.Raw, s.Probability.Or(0), s.TooFew.Outcome)
	}
	fmt.Println(len(lessons.Process()), "stages for a pipeline")
	// Output:
	// qualified: raw 0.25, learnt 0.254, not-fired
	// closing: raw 1, learnt 0.448, fired
	// 2 stages for a pipeline
}

func ExampleStageLessons_Process() {
	lessons, err := forecast.LearnStageOdds(forecast.StageRecord{Outcomes: []forecast.StageOutcome{{Stage: forecast.Closing, Won: 40, Lost: 10}}}, forecast.DefaultPolicy().StageOddsPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	w, err := forecast.Weigh(forecast.Pipeline{
		Process: lessons.Process(), Deals: []forecast.Deal{{ID: "D-1", Stage: forecast.Closing, Amount: decimal.NewFromInt(1000)}},
	})
	fmt.Println(w.Open.Weighted.Round(2), err)
	// Output: 798.08 <nil>
}

func ExampleMeasureTrend() {
	trend, err := forecast.MeasureTrend(forecast.Series{Values: []float64{310, 330, 320, 350, 370, 390}}, forecast.DefaultPolicy().TrendPolicy)
	fmt.Printf("%s, %v a period, P = %.3f %v\n", trend.Verdict, trend.Slope, trend.P, err)
	// Output: rising, 16 a period, P = 0.017 <nil>
}

func ExampleTabulateCohorts() {
	table, err := forecast.TabulateCohorts(pipeline(), forecast.ByRep, forecast.Window{From: date(2026, 7, 1), To: date(2026, 12, 31)}, forecast.DefaultPolicy().RatePolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range table.Cohorts {
		fmt.Println(c.Key, c.Month, "won", c.Won.Successes, "lost", c.Lost, "open", c.Open)
	}
	// Output:
	// Ana 2026-07 won 1 lost 0 open 1
	// Bo 2026-08 won 0 lost 1 open 0
	// Bo 2026-09 won 0 lost 0 open 1
	// Bo 2026-10 won 0 lost 0 open 1
}

func ExampleMeasureVelocity() {
	perDay, err := forecast.MeasureVelocity(forecast.Velocity{Deals: 40, AverageValue: decimal.NewFromInt(25_000), WinRate: 0.25, CycleDays: 90})
	fmt.Println(perDay.Round(2), err)
	// Output: 2777.78 <nil>
}

func ExampleMeasureACV() {
	acv, err := forecast.MeasureACV(forecast.ContractBook{Contracts: []forecast.Contract{
		{Value: decimal.NewFromInt(36_000), Months: 36}, {Value: decimal.NewFromInt(9_000), Months: 6},
	}})
	fmt.Println(acv, err)
	// Output: 15000 <nil>
}

func ExampleCountActivity() {
	counts, err := forecast.CountActivity(forecast.ActivityLog{
		Activities: []forecast.Activity{{Owner: "Ana", Kind: forecast.CallMade, On: date(2026, 11, 3)}, {Owner: "Ana", Kind: forecast.CallMade, On: date(2026, 11, 9)}},
		Window:     forecast.Window{From: date(2026, 11, 2), To: date(2026, 11, 15)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(counts[0].Owner, counts[0].Kind, counts[0].PerWeek, "a week")
	// Output: Ana call 1 a week
}

func ExampleActivityKinds() {
	fmt.Println(forecast.ActivityKinds())
	// Output: [call meeting proposal]
}

func ExampleTrackWeeks() {
	w, err := forecast.TrackWeeks(pipeline(), forecast.Window{From: date(2026, 10, 1), To: date(2026, 10, 14)})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, week := range w.Weeks {
		fmt.Println(week.From, "created", week.Created.Amount, "won", week.Won.Amount, "lost", week.Lost.Count)
	}
	fmt.Println(w.CreatedPerWeek, "a week")
	// Output:
	// 2026-10-01 created 90000 won 25000 lost 0
	// 2026-10-08 created 0 won 0 lost 1
	// 45000 a week
}

// A deal in another currency is refused by name.
func ExampleDeal_currency() {
	p := pipeline()
	p.Deals[0].Currency, p.Deals[1].Currency = "EUR", "USD"
	_, err := forecast.Weigh(p)
	fmt.Println(err)
	// Output: salesops: Pipeline.Deals[1].Currency is in conflict: got "USD"; want EUR, the currency of the deals before: amounts of different currencies do not add up
}
