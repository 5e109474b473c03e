package forecast_test

import (
	"encoding/json"
	"fmt"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
)

// Two machines measure a part of the forecasts each; the parts travel as JSON.
func ExampleAccumulator() {
	var east, west forecast.Accumulator
	_ = east.AddAll([]forecast.Observation{{Forecast: 110, Actual: 100}, {Forecast: 95, Actual: 100}})
	_ = west.Add(forecast.Observation{Forecast: 250, Actual: 200})
	text, err := json.Marshal(west)
	if err != nil {
		fmt.Println(err)
		return
	}
	var received forecast.Accumulator
	if err := json.Unmarshal(text, &received); err != nil {
		fmt.Println(err)
		return
	}
	_ = east.Merge(received)
	a, err := east.Result(forecast.Scale{}, forecast.DefaultPolicy().AccuracyPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%d forecasts, WAPE %.4f, bias ratio %.4f\n", a.Count, a.WAPE.Or(0), a.BiasRatio.Or(0))
	fmt.Println("Theil U2:", a.TheilU2)
	// Output:
	// 3 forecasts, WAPE 0.1625, bias ratio 0.1375
	// Theil U2: undefined: the order of the observations is not known
}

func ExampleAccumulator_rejected() {
	var a forecast.Accumulator
	err := a.Add(forecast.Observation{Forecast: 1e16, Actual: 100})
	for _, fault := range salesops.InputErrors(err) {
		fmt.Println(fault.Field, "is", fault.Reason)
	}
	fmt.Println(a.Count(), "observations")
	// Output:
	// Observation.Forecast is out of range
	// 0 observations
}

func ExampleAccumulators() {
	var a forecast.Accumulators
	for _, row := range []struct {
		rep              string
		forecast, actual float64
	}{{"Bo", 90, 100}, {"Ana", 120, 100}, {"Bo", 95, 100}} {
		if err := a.Add(row.rep, forecast.Observation{Forecast: row.forecast, Actual: row.actual}); err != nil {
			fmt.Println(err)
			return
		}
	}
	results, err := a.Results(forecast.DefaultPolicy().AccuracyPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, g := range results {
		fmt.Printf("%s: MAPE %.3f\n", g.Key, g.Accuracy.MAPE.Or(0))
	}
	// Output:
	// Ana: MAPE 0.200
	// Bo: MAPE 0.075
}

// exampleHistory is the calls of one rep for three quarters.
func exampleHistory() forecast.History {
	var h forecast.History
	for _, q := range []struct {
		period string
		actual float64
		calls  [3]float64
	}{{"2026-Q1", 500, [3]float64{700, 540, 500}}, {"2026-Q2", 400, [3]float64{600, 500, 410}}, {"2026-Q3", 450, [3]float64{480, 460, 450}}} {
		for i, weeks := range []int{13, 4, 1} {
			h.Calls = append(h.Calls, forecast.Call{Forecaster: "Ana", Period: q.period, LeadWeeks: weeks, Forecast: q.calls[i], Actual: q.actual})
		}
	}
	return h
}

func ExampleMeasureByLead() {
	a, err := forecast.MeasureByLead(exampleHistory(), forecast.Scale{}, forecast.DefaultPolicy().AccuracyPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, lead := range a.Forecasters[0].Leads {
		fmt.Printf("%2d weeks before: WAPE %.3f, bias ratio %.3f\n", lead.LeadWeeks, lead.Accuracy.WAPE.Or(0), lead.Accuracy.BiasRatio.Or(0))
	}
	// Output:
	// 13 weeks before: WAPE 0.319, bias ratio 0.319
	//  4 weeks before: WAPE 0.111, bias ratio 0.111
	//  1 weeks before: WAPE 0.007, bias ratio 0.007
}

func ExampleMeasureConvergence() {
	c, err := forecast.MeasureConvergence(exampleHistory(), forecast.DefaultPolicy().ConvergencePolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	ana := c.Forecasters[0]
	for _, p := range ana.Periods {
		fmt.Println(p.Period, "within 10% from week", p.SettledWeeks, "before the end")
	}
	fmt.Println("median:", ana.MedianWeeks)
	// Output:
	// 2026-Q1 within 10% from week 4 before the end
	// 2026-Q2 within 10% from week 1 before the end
	// 2026-Q3 within 10% from week 13 before the end
	// median: 4
}

// exampleMethods forecast the last value, and the one four values ago.
func exampleMethods() []forecast.Method {
	ago := func(n int) func([]float64, int) ([]float64, error) {
		return func(past []float64, steps int) ([]float64, error) {
			values := make([]float64, steps)
			for i := range values {
				values[i] = past[len(past)-n+i%n]
			}
			return values, nil
		}
	}
	return []forecast.Method{{Name: "as last time", Forecast: ago(1)}, {Name: "as a year ago", Forecast: ago(4)}}
}

// exampleSeries is five years of quarters.
func exampleSeries() []float64 {
	return []float64{20, 31, 44, 25, 21, 33, 45, 24, 22, 32, 47, 26, 23, 35, 46, 27, 24, 34, 48, 28}
}

func ExampleHoldBack() {
	rolling := forecast.Rolling{Actuals: exampleSeries(), FirstOrigin: 8, Horizon: 1, Step: 1}
	history, err := forecast.HoldBack(rolling, exampleMethods())
	if err != nil {
		fmt.Println(err)
		return
	}
	scale, err := forecast.MeasureScale(forecast.Training{Actuals: rolling.Actuals[:rolling.FirstOrigin], Season: 4})
	if err != nil {
		fmt.Println(err)
		return
	}
	a, err := forecast.MeasureByLead(history, scale, forecast.DefaultPolicy().AccuracyPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, m := range a.Forecasters {
		fmt.Printf("%s: MAE %.2f, MASE %.2f\n", m.Forecaster, m.Overall.MAE, m.Overall.MASE.Or(0))
	}
	// Output:
	// as a year ago: MAE 1.42, MASE 1.13
	// as last time: MAE 11.67, MASE 9.33
}

func ExampleCompareForecasters() {
	rolling := forecast.Rolling{Actuals: exampleSeries(), FirstOrigin: 8, Horizon: 1, Step: 1}
	history, err := forecast.HoldBack(rolling, exampleMethods())
	if err != nil {
		fmt.Println(err)
		return
	}
	contest := forecast.Contest{History: history, Reference: "as last time", PeriodsAhead: rolling.Horizon}
	c, err := forecast.CompareForecasters(contest, forecast.DefaultPolicy().ComparisonPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range c.Pairs {
		fmt.Printf("%s is %s than %s: closer %d times of %d, P %.5f\n", p.First, p.Verdict, p.Second, p.Closer, c.Pieces, p.AdjustedP.Or(1))
	}
	// Output:
	// as a year ago is better than as last time: closer 12 times of 12, P 0.00049
}
