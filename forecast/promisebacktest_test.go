package forecast_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

// promiseYear is ten orders in the first ten days of each of six months. They
// take 10 days until March and 20 from April on, and one of June 21.
func promiseYear() forecast.PromiseHistory {
	h := forecast.PromiseHistory{AsOf: promiseDay("06-30")}
	for month := range 6 {
		for i := range 10 {
			ordered, days := salesops.Date{Year: 2026, Month: time.Month(1 + month), Day: 1 + i}, 10
			if month > 2 {
				days = 20
			}
			if month == 5 && i == 4 {
				days = 21
			}
			h.Promises = append(h.Promises, forecast.Promise{Ordered: ordered, Promised: ordered, Delivered: ordered.AddDays(days)})
		}
	}
	// Too young to be tried, and never dated.
	h.Promises = append(h.Promises, forecast.Promise{Ordered: promiseDay("06-11"), Promised: promiseDay("06-12"), Delivered: promiseDay("06-12")},
		forecast.Promise{Promised: promiseDay("06-12")})
	return h
}

func backtestPromise(t testkit.Failer, h forecast.PromiseHistory, months int) forecast.PromiseBacktest {
	t.Helper()
	b, err := forecast.BacktestPromise(h, months, promising)
	require.NoError(t, err)
	return b
}

func TestBacktestPromise(t *testing.T) {
	b := backtestPromise(t, promiseYear(), 12)
	require.Equal(t, 0.9, b.KeptShare)
	require.Equal(t, 1, b.Undated)
	type row struct {
		month                            string
		learned                          int
		days, safe                       float64
		kept, tried, safeKept, safeTried int
	}
	var got []row
	for _, m := range b.Months {
		got = append(got, row{m.Month, m.Learned, m.Days.Or(-1), m.SafeDays.Or(-1), m.Kept, m.Tried, m.SafeKept, m.SafeTried})
	}
	require.Equal(t, []row{
		{"2026-01", 0, -1, -1, 0, 0, 0, 0},
		{"2026-02", 10, 10, -1, 10, 10, 0, 0},
		{"2026-03", 20, 10, -1, 10, 10, 0, 0},
		{"2026-04", 30, 10, 10, 0, 10, 0, 10},
		{"2026-05", 40, 20, 20, 10, 10, 10, 10},
		{"2026-06", 50, 20, 20, 9, 10, 9, 10},
	}, got)
	require.Equal(t, []int{39, 50, 19, 30}, []int{b.Kept.Successes, b.Kept.Trials, b.SafeKept.Successes, b.SafeKept.Trials})
	testkit.Golden(t, "promise_backtest", sixDigits(t, b))
	testkit.Golden(t, "backtest_month", b.Months[5])

	b = backtestPromise(t, promiseYear(), 2)
	require.Equal(t, []string{"2026-05", "2026-06"}, []string{b.Months[0].Month, b.Months[1].Month})
	require.Len(t, b.Months, 2)

	h := forecast.PromiseHistory{AsOf: salesops.Date{Year: 2027, Month: 1, Day: 31}, Promises: []forecast.Promise{
		{Ordered: promiseDay("11-30"), Promised: promiseDay("12-24"), Delivered: promiseDay("12-24")},
		{Ordered: promiseDay("12-31"), Promised: promiseDay("12-31"), Delivered: promiseDay("12-31")},
	}}
	b = backtestPromise(t, h, 2)
	require.Len(t, b.Months, 1, "months without orders are left out")
	require.Equal(t, "2026-12", b.Months[0].Month)
	require.Equal(t, 1, b.Months[0].Learned)
	require.NotEmpty(t, b.Months[0].Days.Reason(), "what came in December was open in November")
	b = backtestPromise(t, h, 1)
	require.Empty(t, b.Months)
	require.Equal(t, "no promise was tried", b.Kept.Share.Reason())
	require.Equal(t, "no safe promise was tried", b.SafeKept.Share.Reason())
	testkit.RoundTrip(t, b)
	ancient := forecast.PromiseHistory{AsOf: salesops.Date{Year: 1, Month: 1, Day: 9}, Promises: []forecast.Promise{
		{Ordered: salesops.Date{Year: 1, Month: 1, Day: 1}, Promised: salesops.Date{Year: 1, Month: 1, Day: 1}},
	}}
	require.Equal(t, "0001-01", backtestPromise(t, ancient, 120).Months[0].Month)
}

// A shipment is as old as its youngest line, and belongs to the month of its
// first.
func TestBacktestPromiseByShipment(t *testing.T) {
	h := promiseYear()
	for _, step := range []struct {
		ordered                                string
		mayTried, mayKept, juneTried, juneKept int
	}{
		{"06-10", 10, 10, 11, 10},
		{"05-31", 11, 11, 10, 9}, // now of May
		{"06-11", 10, 10, 10, 9}, // and too young
	} {
		h.Promises = append(h.Promises, forecast.Promise{
			Shipment: "S", Ordered: promiseDay(step.ordered), Promised: promiseDay(step.ordered), Delivered: promiseDay("06-19"),
		})
		months := backtestPromise(t, h, 2).Months
		require.Equal(t, []int{step.mayTried, step.mayKept, step.juneTried, step.juneKept},
			[]int{months[0].Tried, months[0].Kept, months[1].Tried, months[1].Kept}, step.ordered)
	}
}

func TestPromiseBacktestJSON(t *testing.T) {
	b := backtestPromise(t, promiseYear(), 12)
	out, conflict := salesops.ErrOutOfRange, salesops.ErrConflict
	one := func(field string, reason error) []testkit.Fault {
		return []testkit.Fault{{Field: field, Reason: reason}}
	}
	requireEdits(t, b, map[string]edit{
		"share":   {`"kept_share":0.9`, `"kept_share":0`, one("PromiseBacktest.KeptShare", out)},
		"undated": {`"undated":1`, `"undated":-1`, one("PromiseBacktest.Undated", out)},
		"order":   {`"month":"2026-02"`, `"month":"2026-01"`, one("PromiseBacktest.Months[1].Month", conflict)},
		"kept":    {`"kept":9,"tried":10`, `"kept":8,"tried":10`, one("PromiseBacktest.Kept", conflict)},
		"tried":   {`"kept":9,"tried":10`, `"kept":9,"tried":11`, one("PromiseBacktest.Kept", conflict)},
		"safe":    {`"safe_kept":9,"safe_tried":10`, `"safe_kept":8,"safe_tried":10`, one("PromiseBacktest.SafeKept", conflict)},
		"safe of": {`"safe_kept":9,"safe_tried":10`, `"safe_kept":9,"safe_tried":11`, one("PromiseBacktest.SafeKept", conflict)},
	})
	requireEdits(t, b.Months[5], map[string]edit{
		"month":     {`"month":"2026-06"`, `"month":"2026-13"`, one("BacktestMonth.Month", out)},
		"learned":   {`"learned":50`, `"learned":-1`, one("BacktestMonth.Learned", out)},
		"kept":      {`"kept":9,"tried"`, `"kept":11,"tried"`, one("BacktestMonth.Kept", out)},
		"tried":     {`"tried":10,"safe_days"`, `"tried":-1,"safe_days"`, one("BacktestMonth.Tried", out)},
		"safe kept": {`"safe_kept":9`, `"safe_kept":11`, one("BacktestMonth.SafeKept", out)},
		"days":      {`"days":20,"kept"`, `"days":null,"kept"`, one("BacktestMonth.Days", conflict)},
		"below":     {`"days":20,"kept"`, `"days":-1,"kept"`, one("BacktestMonth.Days", conflict)},
		"beyond":    {`"safe_days":20`, `"safe_days":3659635`, one("BacktestMonth.SafeDays", conflict)},
	})
	longest := b.Months[5]
	longest.SafeDays = salesops.Defined(9999 * 366)
	testkit.RoundTrip(t, longest)
	for len(b.Months) <= forecast.MaxBacktestMonths {
		b.Months = append(b.Months, forecast.BacktestMonth{Month: "2026-07"})
	}
	var back forecast.PromiseBacktest
	testkit.RequireFaults(t, json.Unmarshal(encode(t, b), &back), one("PromiseBacktest.Months", out)...)
}
