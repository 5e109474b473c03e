package forecast_test

import (
	"fmt"

	"github.com/salesops-go/salesops/forecast"
)

// Ana's calls are mostly too high, Bo's and Cy's now and then. Eve has made a single
// one, which was twenty-nine times too high: that says next to nothing of Eve, who
// gets what the team gets.
func ExampleCorrect() {
	var history forecast.History
	for forecaster, calls := range map[string][][2]float64{
		"Ana": {{118, 100}, {170, 120}, {88, 80}, {140, 110}},
		"Bo":  {{80, 95}, {118, 100}, {99, 97}, {108, 122}},
		"Cy":  {{100, 90}, {70, 80}, {130, 100}, {90, 85}},
		"Eve": {{29.2, 1}},
	} {
		for quarter, c := range calls {
			history.Calls = append(history.Calls, forecast.Call{
				Forecaster: forecaster, Period: fmt.Sprintf("2026-Q%d", 1+quarter), Forecast: c[0], Actual: c[1],
			})
		}
	}
	correction, err := forecast.Correct(history, forecast.DefaultPolicy().CorrectionPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s, team %.2f\n", correction.Basis, correction.Team.Applied)
	for _, f := range correction.Forecasters {
		e := f.Estimate
		fmt.Printf("%s: raw %.2f, weight %.2f, shrunken %.2f (%.2f to %.2f)\n",
			f.Forecaster, e.Raw.Or(0), e.Credibility, e.Shrunken.Or(0), e.Interval.Low, e.Interval.High)
	}
	// Output:
	// own-records, team 1.11
	// Ana: raw 1.25, weight 0.83, shrunken 1.23 (1.08 to 1.40)
	// Bo: raw 0.97, weight 0.83, shrunken 0.99 (0.87 to 1.13)
	// Cy: raw 1.09, weight 0.81, shrunken 1.09 (0.95 to 1.25)
	// Eve: raw 29.20, weight 0.01, shrunken 1.16 (0.81 to 1.65)
}

func ExampleCorrection_Apply() {
	history := forecast.History{Calls: []forecast.Call{
		{Forecaster: "Ana", Period: "2026-Q1", Forecast: 120_000, Actual: 100_000},
		{Forecaster: "Ana", Period: "2026-Q2", Forecast: 96_000, Actual: 80_000},
	}}
	correction, err := forecast.Correct(history, forecast.DefaultPolicy().CorrectionPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	corrected, err := correction.Apply("Ana", 150_000)
	fmt.Println(corrected, err)
	_, err = correction.Apply("Ana", 1e300)
	fmt.Println(err)
	// Output:
	// 125000 <nil>
	// salesops: Call.Forecast is out of range: got "1e+300"; want 0, or 1e-100 to 1e+15 in size
}

// Every call was a fourth too high, give or take: correcting what came after the
// first four quarters would have helped, and five quarters of five say so.
func ExampleBacktest() {
	var history forecast.History
	for i, forecastToActual := range []float64{1.3, 1.2, 1.25, 1.3, 1.2, 1.25, 1.3, 1.25, 1.2} {
		history.Calls = append(history.Calls, forecast.Call{
			Forecaster: "Ana", Period: fmt.Sprintf("%d-Q%d", 2024+i/4, 1+i%4), Forecast: 100_000 * forecastToActual, Actual: 100_000,
		})
	}
	policy := forecast.DefaultPolicy()
	judgment, err := forecast.Backtest(history, policy.CorrectionPolicy, policy.BacktestPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	team := judgment.Team
	fmt.Printf("%s: WAPE %.1f%% before, %.1f%% after, better in %d of %d periods, P %.3f\n",
		team.Verdict, 100*team.WAPEBefore.Or(0), 100*team.WAPEAfter.Or(0), team.Improved, team.Periods, team.P)

	_, err = forecast.Backtest(history, policy.CorrectionPolicy, forecast.BacktestPolicy{BacktestLevel: 0.05})
	fmt.Println(err)
	// Output:
	// correct: WAPE 24.0% before, 2.8% after, better in 5 of 5 periods, P 0.031
	// salesops: BacktestPolicy.MinTrainingPeriods is missing; want 1 to 1000 periods
}
