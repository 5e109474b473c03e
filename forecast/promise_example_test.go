package forecast_test

import (
	"fmt"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
)

// deliveries are a plant's shipments of a year, one a week, promised for 14 days
// after the order. Most take 10 to 16 days, every tenth takes 25, and the last two
// have not come.
func deliveries() forecast.PromiseHistory {
	h := forecast.PromiseHistory{AsOf: date(2026, 12, 10)}
	for week := range 46 {
		ordered := date(2026, 1, 5).AddDays(7 * week)
		p := forecast.Promise{Promiser: "Leeds", Customer: "Acme", Ordered: ordered, Promised: ordered.AddDays(14)}
		switch {
		case week >= 44:
		case week%10 == 9:
			p.Delivered = ordered.AddDays(25)
		default:
			p.Delivered = ordered.AddDays(10 + week%7)
		}
		h.Promises = append(h.Promises, p)
	}
	return h
}

func ExampleMeasurePromises() {
	report, err := forecast.MeasurePromises(deliveries(), forecast.DefaultPolicy().PromisePolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	s := report.Shipments
	fmt.Printf("on time %d of %d, %.0f%% to %.0f%%\n", s.OnTime.Successes, s.Due, 100*s.OnTime.Wilson.Low, 100*s.OnTime.Wilson.High)
	fmt.Printf("early %d, on the day %d, overdue %d\n", s.Early.Successes, s.OnTheDay.Successes, s.Overdue)
	fmt.Printf("missed by %.1f days on average, from %v to %v\n", s.Gaps.MeanAbsoluteDays.Or(0), s.Gaps.LeastDays, s.Gaps.MostDays)
	// Output:
	// on time 29 of 46, 49% to 75%
	// early 24, on the day 5, overdue 2
	// missed by 2.8 days on average, from -4 to 11
}

// A promise that four of five shipments keep, from how long shipments take.
func ExampleFindPromise() {
	policy := forecast.DefaultPolicy().PromisePolicy
	policy.KeptShare = 0.8
	days, err := forecast.FindPromise(deliveries(), policy)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%v days in the past, %v to %v in truth\n", days.Days, days.LowDays, days.HighDays)
	fmt.Printf("%v days to be safe, from %d shipments of which %d are open\n", days.SafeDays, days.Shipments, days.Open)
	// Output:
	// 16 days in the past, 15 to 25 in truth
	// 25 days to be safe, from 46 shipments of which 2 are open
}

// What the promise of 14 days would have kept, and one of 16.
func ExampleTryPromise() {
	for _, days := range []int{14, 16} {
		trial, err := forecast.TryPromise(deliveries(), days, forecast.DefaultPolicy().PromisePolicy)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%d days: %.0f%% kept, %.0f%% to %.0f%%\n", days, 100*trial.KeptShare.Or(0), 100*trial.Interval.Low, 100*trial.Interval.High)
	}
	// Output:
	// 14 days: 63% kept, 48% to 77%
	// 16 days: 87% kept, 74% to 95%
}

// Promises learnt month by month, tried on the shipments that came after.
func ExampleBacktestPromise() {
	b, err := forecast.BacktestPromise(deliveries(), 6, forecast.DefaultPolicy().PromisePolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, m := range b.Months {
		fmt.Printf("%s: %v days, %d of %d kept\n", m.Month, m.Days, m.Kept, m.Tried)
	}
	fmt.Printf("%.0f%% kept of the %.0f%% wanted\n", 100*b.Kept.Share.Or(0), 100*b.KeptShare)
	// Output:
	// 2026-07: 16 days, 3 of 4 kept
	// 2026-08: 16 days, 5 of 5 kept
	// 2026-09: 16 days, 4 of 4 kept
	// 2026-10: 16 days, 3 of 4 kept
	// 2026-11: 16 days, 1 of 3 kept
	// 80% kept of the 90% wanted
}

// Leeds is mostly a little early and once very late, Turin pads its dates, Vaasa
// misses them both ways, Wells has a short history.
func ExampleJudgePromises() {
	history := forecast.PromiseHistory{AsOf: date(2026, 11, 22)}
	add := func(promiser string, shipments int, days func(i int) int) {
		for i := range shipments {
			promised := date(2026, 3, 2).AddDays(7 * i)
			history.Promises = append(history.Promises, forecast.Promise{Promiser: promiser, Promised: promised, Delivered: promised.AddDays(days(i))})
		}
	}
	add("Leeds", 10, func(i int) int { return 30*(i/9) - 2 })
	add("Turin", 20, func(i int) int { return -3 - i%4 })
	add("Vaasa", 20, func(i int) int { return i%5 - 2 })
	add("Wells", 5, func(int) int { return 9 })
	judgment, err := forecast.JudgePromises(history, forecast.ByPromiser, forecast.DefaultPolicy().PromisePolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range judgment.Parties {
		fmt.Printf("%s: %d late, %d early, %s\n", p.Party, p.Late, p.Early, p.Verdict)
	}
	// Output:
	// Leeds: 1 late, 9 early, mixed
	// Turin: 0 late, 20 early, early
	// Vaasa: 8 late, 8 early, no-evidence
	// Wells: 5 late, 0 early, too-little-history
}

// A line cannot come before it was ordered.
func ExampleMeasurePromises_rejected() {
	history := deliveries()
	history.Promises[3].Delivered = date(2025, 1, 26)
	_, err := forecast.MeasurePromises(history, forecast.DefaultPolicy().PromisePolicy)
	for _, fault := range salesops.InputErrors(err) {
		fmt.Println(fault)
	}
	// Output:
	// salesops: PromiseHistory.Promises[3].Delivered is in conflict: got "2025-01-26"; want a day not before Ordered, 2026-01-26
}
