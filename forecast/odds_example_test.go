package forecast_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
)

func openDeals() forecast.Pipeline {
	deal := func(id string, amount int64, p float64) forecast.Deal {
		return forecast.Deal{ID: id, Stage: forecast.Negotiating, Amount: decimal.New(amount, 0), Probability: new(p), Opened: salesops.Date{Year: 2026, Month: 10, Day: 5}}
	}
	return forecast.Pipeline{Deals: []forecast.Deal{
		deal("D-1", 120_000, 0.6), deal("D-2", 80_000, 0.5), deal("D-3", 40_000, 0.25), deal("D-4", 15_000, 0.9),
	}}
}

func ExampleDistribute() {
	rev, err := forecast.Distribute(forecast.Outlook{Pipeline: openDeals()}, forecast.DefaultPolicy().OddsPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	odds := rev.AtLeast(decimal.New(150_000, 0))
	fmt.Printf("over %v, mean %v, odds of 150000: %.4f\n", rev.Includes, rev.Mean, odds.Low)
	for _, level := range []float64{0.1, 0.5, 0.9} {
		q, err := rev.Quantile(level)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("P%.0f %v\n", 100*level, q.High)
	}
	fmt.Println("exact:", rev.Certificate.Exact)
	// Output:
	// over [open-deals], mean 135500, odds of 150000: 0.3750
	// P10 15000
	// P50 135000
	// P90 215000
	// exact: true
}

// A quarter that has begun: what was won, how fast deals close, what past
// quarters brought from deals that did not exist yet, and good and bad quarters.
func ExampleDistribute_quarter() {
	policy := forecast.DefaultPolicy()
	policy.MinWins, policy.MinAtRisk = 10, 5 // a short history
	today := salesops.Date{Year: 2026, Month: 11, Day: 9}
	closing, err := forecast.LearnClosing(history(), today, policy.CyclePolicy, policy.ClosingPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	rev, err := forecast.Distribute(forecast.Outlook{
		Pipeline: openDeals(),
		Horizon: &forecast.Horizon{
			Window: quarter, Today: today, Closing: &closing,
			Created: []decimal.Decimal{decimal.New(20_000, 0), decimal.New(35_000, 0), decimal.New(5_000, 0)},
		},
		Scenarios: []forecast.Scenario{
			{Name: "good", Chance: 0.25, OddsRatio: 1.5, CreatedFactor: 1.2},
			{Name: "normal", Chance: 0.5, OddsRatio: 1, CreatedFactor: 1},
			{Name: "bad", Chance: 0.25, OddsRatio: 0.5, CreatedFactor: 0.6},
		},
		Calibration: []forecast.OddsBand{{From: 0, To: 1, Rate: salesops.Interval{Low: 0.3, High: 0.6}}},
	}, policy.OddsPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	quota := decimal.New(150_000, 0)
	fmt.Println("includes", rev.Includes)
	fmt.Printf("odds %.3f\n", rev.AtLeast(quota).High)
	off := rev.AtLeastIfMiscalibrated(quota)
	fmt.Printf("if the probabilities are off: %.3f to %.3f\n", off.Low, off.High)
	// Output:
	// includes [open-deals booked closing-odds created]
	// odds 0.506
	// if the probabilities are off: 0.228 to 0.584
}

func ExampleRevenue_RankDeals() {
	rev, err := forecast.Distribute(forecast.Outlook{Pipeline: openDeals()}, forecast.DefaultPolicy().OddsPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range rev.RankDeals(decimal.New(150_000, 0)) {
		fmt.Printf("%s: %.3f if won, %.3f if lost\n", s.ID, s.IfWon.High, s.IfLost.High)
	}
	// Output:
	// D-1: 0.625 if won, 0.000 if lost
	// D-2: 0.600 if won, 0.150 if lost
	// D-3: 0.600 if won, 0.300 if lost
	// D-4: 0.375 if won, 0.375 if lost
}

func ExampleDistributeWins() {
	wins, err := forecast.DistributeWins(forecast.Outlook{Pipeline: openDeals()}, forecast.DefaultPolicy().OddsPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	median, err := wins.Quantile(0.5)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("mean %v, median %d, three or more: %.4f\n", wins.Mean, median, wins.AtLeast(3))
	// Output: mean 2.25, median 2, three or more: 0.3900
}

func ExampleCombine() {
	policy := forecast.DefaultPolicy().OddsPolicy
	north, err := forecast.Distribute(forecast.Outlook{Pipeline: openDeals()}, policy)
	if err != nil {
		fmt.Println(err)
		return
	}
	other := openDeals()
	for i := range other.Deals {
		other.Deals[i].ID = "S-" + other.Deals[i].ID
	}
	south, err := forecast.Distribute(forecast.Outlook{Pipeline: other}, policy)
	if err != nil {
		fmt.Println(err)
		return
	}
	both, err := forecast.Combine(north, south, policy)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.4f\n", both.AtLeast(decimal.New(300_000, 0)).Low)
	// Output: 0.4223
}

func ExampleLearnClosing() {
	policy := forecast.DefaultPolicy()
	closing, err := forecast.LearnClosing(history(), salesops.Date{Year: 2026, Month: 11, Day: 9}, policy.CyclePolicy, policy.ClosingPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(closing.Verdict, "from", closing.Won, "deals won")

	policy.MinWins, policy.MinAtRisk = 10, 5
	closing, err = forecast.LearnClosing(history(), salesops.Date{Year: 2026, Month: 11, Day: 9}, policy.CyclePolicy, policy.ClosingPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	odds := closing.Within(40, 30)
	fmt.Printf("open at 40 days, within 30: won %.2f, lost %.2f, still open %.2f\n", odds.Won, odds.Lost, odds.Open)
	// Output:
	// not-enough-history from 20 deals won
	// open at 40 days, within 30: won 0.33, lost 0.33, still open 0.33
}

func ExampleMeasureCreated() {
	won := func(id string, opened, closed salesops.Date, amount int64) forecast.Deal {
		return forecast.Deal{ID: id, Stage: forecast.Won, Amount: decimal.New(amount, 0), Opened: opened, ClosedOn: closed}
	}
	past := forecast.Pipeline{Deals: []forecast.Deal{
		won("D-1", salesops.Date{Year: 2026, Month: 6, Day: 2}, salesops.Date{Year: 2026, Month: 7, Day: 20}, 10_000),
		won("D-2", salesops.Date{Year: 2026, Month: 7, Day: 9}, salesops.Date{Year: 2026, Month: 8, Day: 30}, 25_000),
	}}
	third := forecast.Window{From: salesops.Date{Year: 2026, Month: 7, Day: 1}, To: salesops.Date{Year: 2026, Month: 9, Day: 30}}
	periods, err := forecast.MeasureCreated(past, []forecast.Window{third}, -1)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("created in the quarter:", periods[0].Won.Amount, "- open when it began:", periods[0].Open.Amount)
	// Output: created in the quarter: 25000 - open when it began: 10000
}

func ExampleDistribute_rejected() {
	outlook := forecast.Outlook{Pipeline: openDeals(), Scenarios: []forecast.Scenario{{Name: "bad", Chance: 0.5, OddsRatio: 0.5, CreatedFactor: 1}}}
	_, err := forecast.Distribute(outlook, forecast.DefaultPolicy().OddsPolicy)
	fmt.Println(err)
	// Output: salesops: Outlook.Scenarios is in conflict: got "0.5"; want chances that add up to 1
}
