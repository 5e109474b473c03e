package forecast_test

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
)

func date(year int, month time.Month, day int) salesops.Date {
	return salesops.Date{Year: year, Month: month, Day: day}
}

// pipeline is the deals of the examples, with odds by stage.
func pipeline() forecast.Pipeline {
	odds := forecast.StandardProcess()
	for i, p := range []float64{0.05, 0.15, 0.3, 0.6, 0.9} {
		odds[i].Probability = &p
	}
	return forecast.Pipeline{
		Process: odds,
		Deals: []forecast.Deal{
			{ID: "D-1", Owner: "Ana", Stage: forecast.Negotiating, Amount: decimal.NewFromInt(200_000), Opened: date(2026, 7, 1), ExpectedClose: date(2026, 11, 20)},
			{ID: "D-2", Owner: "Bo", Stage: forecast.Qualified, Amount: decimal.NewFromInt(140_000), Opened: date(2026, 9, 1), ExpectedClose: date(2026, 12, 1)},
			{ID: "D-3", Owner: "Bo", Stage: forecast.Prospecting, Amount: decimal.NewFromInt(90_000), Opened: date(2026, 10, 5)},
			{ID: "D-4", Owner: "Ana", Stage: forecast.Won, Amount: decimal.NewFromInt(25_000), Opened: date(2026, 7, 1), ClosedOn: date(2026, 10, 1)},
			{ID: "D-5", Owner: "Bo", Stage: forecast.Lost, Amount: decimal.NewFromInt(60_000), Opened: date(2026, 8, 1), ClosedOn: date(2026, 10, 11)},
		},
	}
}

func ExampleStages() {
	for _, stage := range forecast.Stages() {
		fmt.Print(stage, " ")
	}
	// Output: prospecting qualified in-discussion negotiating closing won lost
}

// A company's own stages, with odds learned from its own history.
func ExampleStandardProcess() {
	odds := forecast.StandardProcess()
	for i, p := range []float64{0.05, 0.15, 0.3, 0.6, 0.9} {
		odds[i].Probability = &p
	}
	proof := 0.4
	own := append(odds[:3:3], forecast.StageOdds{Stage: "proof-of-concept", Probability: &proof})
	own = append(own, odds[3:]...)
	for _, s := range own {
		fmt.Println(s.Stage, *s.Probability)
	}
	// Output:
	// prospecting 0.05
	// qualified 0.15
	// in-discussion 0.3
	// proof-of-concept 0.4
	// negotiating 0.6
	// closing 0.9
}

func ExampleWeigh() {
	weighted, err := forecast.Weigh(pipeline())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(weighted.Open.Count, "open deals:", weighted.Open.Amount, "weighted", weighted.Open.Weighted)
	for _, owner := range weighted.ByOwner {
		fmt.Println(owner.Key, owner.Total.Amount, "weighted", owner.Total.Weighted)
	}
	// Output:
	// 3 open deals: 430000 weighted 145500
	// Ana 200000 weighted 120000
	// Bo 230000 weighted 25500
}

func ExampleWeigh_rejected() {
	deals := forecast.Pipeline{Deals: []forecast.Deal{
		{ID: "D-1", Stage: "negotiation", Amount: decimal.NewFromInt(-5)},
		{ID: "D-2", Stage: forecast.Closing, Amount: decimal.NewFromInt(5000)},
	}}
	_, err := forecast.Weigh(deals)
	for _, fault := range salesops.InputErrors(err) {
		fmt.Println(fault.Field, fault.Reason, "- want", fault.Want)
	}
	// Output:
	// Pipeline.Deals[0].Stage out of range - want a stage of the pipeline's process, won or lost
	// Pipeline.Deals[0].Amount out of range - want 0 to 1000000000000000 of money
	// Pipeline.Deals[1].Probability missing - want 0 to 1 as a fraction for deal D-2, or odds for its stage in Pipeline.Process
}

func ExampleCover() {
	quota := forecast.Quota{
		Amount: decimal.NewFromInt(100_000),
		Won:    decimal.NewFromInt(25_000),
		Window: forecast.Window{From: date(2026, 10, 1), To: date(2026, 12, 31)},
		History: []forecast.PastPeriod{
			{OpeningValue: decimal.NewFromInt(390_000), WonValue: decimal.NewFromInt(150_000), DealsWon: 9, DealsLost: 9},
		},
	}
	cover, err := forecast.Cover(pipeline(), quota, forecast.DefaultPolicy().CoveragePolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(cover.OfQuota.Due, "times the quota:", cover.OfQuota.Verdict)
	fmt.Println(cover.DemandedByValue, "times are demanded by your own history")
	for _, finding := range cover.Findings[:2] {
		fmt.Println(finding)
	}
	// Output:
	// 3.4 times the quota: healthy
	// 2.6 times are demanded by your own history
	// thin (quota): open deals due in the period 340000 < 300000 of money: not fired, -40000 to the line; open deals without an expected close are not counted: 1
	// bloated (quota): open deals due in the period 340000 > 500000 of money: not fired, +160000 to the line; open deals without an expected close are not counted: 1
}

func ExampleMeasureWinRates() {
	window := forecast.Window{From: date(2026, 7, 1), To: date(2026, 12, 31)}
	rates, err := forecast.MeasureWinRates(pipeline(), window, forecast.DefaultPolicy().RatePolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	closed, cohort := rates.OfClosed, rates.OfCohort
	fmt.Printf("of closed: %v, %.2f to %.2f\n", closed.Rate, closed.Interval.Low, closed.Interval.High)
	fmt.Printf("of those opened: %v, %d still open\n", cohort.Rate, cohort.Open)
	fmt.Printf("of proposals: %v\n", rates.OfProposals.Rate)
	// Output:
	// of closed: 0.5, 0.09 to 0.91
	// of those opened: 0.2, 3 still open
	// of proposals: undefined: no deal falls in the window
}

func ExampleMeasureCycle() {
	cycles, err := forecast.MeasureCycle(pipeline(), forecast.DefaultPolicy().CyclePolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("won after", cycles.Won.MedianDays, "days, lost after", cycles.Lost.MedianDays)
	fmt.Println("but", cycles.Open, "deals are still open")
	// Output:
	// won after 92 days, lost after 71
	// but 3 deals are still open
}

func ExampleMeasureAccuracy() {
	record := forecast.Record{
		Observations: []forecast.Observation{
			{Forecast: 120, Actual: 100}, {Forecast: 110, Actual: 120}, {Forecast: 90, Actual: 80}, {Forecast: 130, Actual: 100},
		},
		Scale: forecast.Scale{Absolute: 20},
	}
	accuracy, err := forecast.MeasureAccuracy(record, forecast.DefaultPolicy().AccuracyPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("ME", accuracy.ME, "MAE", accuracy.MAE, "WAPE", accuracy.WAPE, "MASE", accuracy.MASE)
	fmt.Println("bias ratio", accuracy.BiasRatio)
	fmt.Println("tracking signal", accuracy.TrackingSignal)
	// Output:
	// ME 12.5 MAE 17.5 WAPE 0.175 MASE 0.875
	// bias ratio 0.125
	// tracking signal undefined: fewer than 5 observations
}

func ExampleMeasureScale() {
	scale, err := forecast.MeasureScale(forecast.Training{Actuals: []float64{100, 130, 90, 120, 104, 126, 98, 124}, Season: 4})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%v %.3f\n", scale.Absolute, scale.RootSquare)
	// Output: 5 5.292
}

func ExampleRateForecast() {
	rating, err := forecast.RateForecast(forecast.Observation{Forecast: 125_000, Actual: 100_000})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("forecast is", rating.ForecastToActual, "of the actual, accuracy", rating.AccuracyOfActual)
	// Output: forecast is 1.25 of the actual, accuracy 0.75
}
