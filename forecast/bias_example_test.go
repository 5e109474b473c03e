package forecast_test

import (
	"fmt"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
)

func ExampleJudgeBias() {
	var history forecast.History
	for i, period := range []string{"2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"} {
		history.Calls = append(history.Calls,
			forecast.Call{Forecaster: "Ana", Period: period, Forecast: 120, Actual: 100},
			forecast.Call{Forecaster: "Bo", Period: period, Forecast: 100, Actual: float64(90 + 5*i)},
		)
	}
	verdicts, err := forecast.JudgeBias(history, forecast.DefaultPolicy().BiasPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, v := range verdicts.Forecasters {
		calls := v.Evidence[0]
		fmt.Println(v.Forecaster, v.Verdict, "- over", calls.Over, "under", calls.Under, "adjusted p", v.AdjustedP)
	}
	// Output:
	// Ana optimistic - over 7 under 0 adjusted p 0.03125
	// Bo no-evidence - over 2 under 4 adjusted p 0.6875
}

// Three months of four are called a tenth too high. The eight quarters that they
// make up do not convict anybody; the twenty-four months do.
func ExampleJudgeBias_monthsConvict() {
	low := map[int]bool{4: true, 6: true, 7: true, 15: true, 16: true, 20: true}
	var quarters, months forecast.History
	for month := range 24 {
		call := forecast.Call{Forecaster: "Ana", Period: fmt.Sprintf("%d-%02d", 2024+month/12, 1+month%12), Forecast: 110, Actual: 100}
		if low[month] {
			call.Forecast = 88
		}
		months.Calls = append(months.Calls, call)
		call.Cluster = fmt.Sprintf("%d-Q%d", 2024+month/12, 1+month%12/3)
		quarters.Calls = append(quarters.Calls, call)
	}
	for _, history := range []forecast.History{quarters, months} {
		verdicts, err := forecast.JudgeBias(history, forecast.DefaultPolicy().BiasPolicy)
		if err != nil {
			fmt.Println(err)
			return
		}
		v := verdicts.Forecasters[0]
		fmt.Printf("%d outcomes, %d over: p %.4f, %s\n", v.Evidence[0].Outcomes, v.Evidence[0].Over, v.P.Or(1), v.Verdict)
		fmt.Printf("mean error %.1f, forecast to actual %.3f\n", v.Errors.Mean, v.ForecastToActual.Or(0))
	}
	// Output:
	// 8 outcomes, 6 over: p 0.2891, no-evidence
	// mean error 13.5, forecast to actual 1.045
	// 24 outcomes, 18 over: p 0.0227, optimistic
	// mean error 4.5, forecast to actual 1.045
}

// Seven quarters of calls are joined by what the deals say: odds of six in ten of
// which three in ten are won, and closes that are put off.
func ExampleJudgeBias_deals() {
	var history forecast.History
	for quarter := range 7 {
		name := fmt.Sprintf("2025-Q%d", quarter+1)
		history.Calls = append(history.Calls, forecast.Call{Forecaster: "Ana", Period: name, Forecast: float64(98 + quarter), Actual: 100})
		for deal := range 10 {
			history.Odds = append(history.Odds, forecast.DealOdds{Forecaster: "Ana", Cluster: name, Odds: 0.6, Won: deal < 3})
		}
		history.Moves = append(history.Moves, forecast.DateMoves{Forecaster: "Ana", Cluster: name, Later: 5, Earlier: 2})
	}
	verdicts, err := forecast.JudgeBias(history, forecast.DefaultPolicy().BiasPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	v := verdicts.Forecasters[0]
	for _, e := range v.Evidence {
		fmt.Printf("%s: over %d, under %d, exact %d, p %.3f, counts: %v\n", e.Kind, e.Over, e.Under, e.Exact, e.P, e.Enough)
	}
	fmt.Printf("%d deals won, %.0f expected\n", v.Odds.Won, v.Odds.Expected)
	fmt.Println(v.Verdict, "p", v.P)
	// Output:
	// calls: over 4, under 2, exact 1, p 0.688, counts: false
	// odds: over 7, under 0, exact 0, p 0.016, counts: true
	// close-dates: over 7, under 0, exact 0, p 0.016, counts: true
	// 21 deals won, 42 expected
	// optimistic p 0.03125
}

func ExampleJudgeBias_rejected() {
	history := forecast.History{
		Calls: []forecast.Call{{Forecaster: "Ana", Period: "2026-Q1", Forecast: 120, Actual: 100}, {Forecaster: "Ana", Period: "2026-Q1", Forecast: 90, Actual: 100}},
		Odds:  []forecast.DealOdds{{Forecaster: "Ana", Cluster: "2026-Q1", Odds: 60}},
	}
	_, err := forecast.JudgeBias(history, forecast.BiasPolicy{BiasLevel: 0.05})
	for _, fault := range salesops.InputErrors(err) {
		fmt.Println(fault.Field, "-", fault.Want)
	}
	// Output:
	// History.Calls[1].Period - one call of a forecaster for each period
	// History.Odds[0].Odds - 0, or 1e-9 to 1 as a fraction
	// BiasPolicy.BiasAdjustment - one of benjamini-hochberg, holm
}

func ExampleDetectDrift() {
	var history forecast.History
	for month := range 12 {
		call := forecast.Call{Forecaster: "Ana", Period: fmt.Sprintf("2026-%02d", 1+month), Forecast: 125, Actual: 100}
		if month >= 8 {
			call.Forecast = 98
		}
		history.Calls = append(history.Calls, call)
	}
	report, err := forecast.DetectDrift(history, forecast.DefaultPolicy().BiasPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	drift := report.Forecasters[0]
	fmt.Printf("%s: %s in %s, p %.3f\n", drift.Forecaster, drift.Verdict, drift.Point.Period, drift.P)
	fmt.Println("forecast to actual", drift.Point.Before.ForecastToActual, "before,", drift.Point.Since.ForecastToActual, "since")
	verdicts, err := forecast.JudgeBias(history, forecast.DefaultPolicy().BiasPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("bias:", verdicts.Forecasters[0].Verdict)
	// Output:
	// Ana: changed in 2026-09, p 0.004
	// forecast to actual 1.25 before, 0.98 since
	// bias: no-evidence
}
