package forecast_test

import (
	"encoding/json"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

// promiseTimes are shipments that took so many days, and others that have been
// open for so many by 31 December.
func promiseTimes(took, open []int) forecast.PromiseHistory {
	h := forecast.PromiseHistory{AsOf: promiseDay("12-31")}
	add := func(p forecast.Promise) {
		p.Shipment = "S-" + strconv.Itoa(len(h.Promises))
		p.Promised = promiseDay("12-31")
		h.Promises = append(h.Promises, p)
	}
	for _, d := range took {
		ordered := h.AsOf.AddDays(-d)
		add(forecast.Promise{Ordered: ordered, Delivered: ordered.AddDays(d)})
	}
	for _, d := range open {
		add(forecast.Promise{Ordered: h.AsOf.AddDays(-d)})
	}
	return h
}

func findPromise(t testkit.Failer, h forecast.PromiseHistory, policy forecast.PromisePolicy) forecast.PromiseDays {
	t.Helper()
	d, err := forecast.FindPromise(h, policy)
	require.NoError(t, err)
	return d
}

func tryPromise(t testkit.Failer, h forecast.PromiseHistory, days int) forecast.PromiseTrial {
	t.Helper()
	trial, err := forecast.TryPromise(h, days, promising)
	require.NoError(t, err)
	return trial
}

func TestFindPromise(t *testing.T) {
	// 1 to 100 days: ranks are days.
	d := findPromise(t, promiseTimes(upTo(101)[1:], nil), promising)
	require.Equal(t, []float64{90, 84, 96, 96}, []float64{d.Days.Or(-1), d.LowDays.Or(-1), d.HighDays.Or(-1), d.SafeDays.Or(-1)})
	require.Equal(t, []int{100, 0, 0, 29}, []int{d.Shipments, d.Open, d.Undated, d.MinShipments})
	require.Equal(t, forecast.ExactBounds, d.Method)
	testkit.Golden(t, "promise_days", d)

	// 90% with 95% confidence takes 29 shipments.
	d = findPromise(t, promiseTimes(upTo(29)[1:], nil), promising)
	require.NotEmpty(t, d.SafeDays.Reason())
	require.NotEmpty(t, d.HighDays.Reason())
	require.Equal(t, 26.0, d.Days.Or(-1))
	d = findPromise(t, promiseTimes(upTo(30)[1:], nil), promising)
	require.Equal(t, 29.0, d.SafeDays.Or(-1))
	require.NotEmpty(t, d.HighDays.Reason(), "an interval takes 36")

	// Few shipments, all of them open.
	d = findPromise(t, promiseTimes(nil, []int{3, 5}), promising)
	require.Equal(t, []int{2, 2}, []int{d.Shipments, d.Open})
	require.Equal(t, forecast.BetaProductBounds, d.Method)
	require.Equal(t, "too many shipments are open", d.Days.Reason())
	require.NotEmpty(t, d.HighDays.Reason())
	require.NotEmpty(t, d.SafeDays.Reason())
	require.Equal(t, 3.0, d.LowDays.Or(-1), "two that have not come for three days")
	testkit.RoundTrip(t, d)
}

// The sample: complete after 16, 22, 13, 24 and 10 days, open for 21 and 10.
func TestFindPromiseSample(t *testing.T) {
	policy := promising
	policy.KeptShare = 0.5
	d := findPromise(t, promises(), policy)
	require.Equal(t, []int{7, 2, 1}, []int{d.Shipments, d.Open, d.Undated})
	// S falls to 6/7 at 10, 24/35 at 13, 18/35 at 16, 9/35 at 22.
	require.Equal(t, 22.0, d.Days.Or(-1))
	testkit.Golden(t, "promise_days_open", d)

	trial := tryPromise(t, promises(), 16)
	require.Equal(t, []int{16, 7, 3, 3, 1, 1}, []int{trial.Days, trial.Shipments, trial.Kept, trial.Broken, trial.Unknown, trial.Undated})
	require.InDelta(t, 17.0/35, trial.KeptShare.Or(-1), 1e-15)
	require.Equal(t, forecast.BetaProductBounds, trial.Method)
	testkit.Golden(t, "promise_trial", sixDigits(t, trial))
	trial = tryPromise(t, promises(), 10)
	require.Equal(t, []int{1, 6, 0}, []int{trial.Kept, trial.Broken, trial.Unknown}, "what is open after 10 days has taken longer")
	require.Equal(t, forecast.ExactBounds, trial.Method)
	trial = tryPromise(t, promises(), 11)
	require.Equal(t, []int{1, 5, 1}, []int{trial.Kept, trial.Broken, trial.Unknown})

	h := promises()
	h.AsOf = promiseDay("10-04")
	d = findPromise(t, h, policy)
	require.Equal(t, []int{2, 2, 1}, []int{d.Shipments, d.Open, d.Undated}, "what was ordered later was not there")
	h.AsOf = promiseDay("10-05")
	require.Equal(t, 3, findPromise(t, h, policy).Shipments)
}

// A shipment is complete with its slowest line. One of which a line came after 30
// days and another is open for 10 will take 30 at least.
func TestFindPromiseByShipment(t *testing.T) {
	h := promiseTimes([]int{30, 12}, []int{10})
	for i := range h.Promises {
		h.Promises[i].Shipment = "S"
	}
	for days, want := range map[int][]int{29: {0, 1, 0}, 30: {0, 0, 1}, 31: {0, 0, 1}} {
		trial := tryPromise(t, h, days)
		require.Equal(t, want, []int{trial.Kept, trial.Broken, trial.Unknown}, "%d days", days)
	}
	h.Promises[2].Delivered = h.AsOf
	for days, kept := range map[int]int{29: 0, 30: 1} {
		require.Equal(t, kept, tryPromise(t, h, days).Kept)
	}
	h.Promises[1].Ordered = salesops.Date{}
	d := findPromise(t, h, promising)
	require.Equal(t, []int{0, 1}, []int{d.Shipments, d.Undated})
	for _, m := range []salesops.Maybe{d.Days, d.LowDays, d.HighDays, d.SafeDays} {
		require.Equal(t, "no shipment has a day of its order", m.Reason())
	}
	testkit.RoundTrip(t, d)
	trial := tryPromise(t, h, 5)
	require.Equal(t, "no shipment has a day of its order", trial.KeptShare.Reason())
	require.Nil(t, trial.Interval)
	testkit.RoundTrip(t, trial)
}

// The exact bounds and those of the beta product agree where both hold: an open
// shipment that is older than all others changes the method and no rank.
func TestFindPromiseMethodsAgree(t *testing.T) {
	for _, share := range []float64{0.5, 0.8, 0.9} {
		policy := promising
		policy.KeptShare = share
		exact := findPromise(t, promiseTimes(upTo(60), nil), policy)
		beta := findPromise(t, promiseTimes(upTo(59), []int{200}), policy)
		require.Equal(t, forecast.BetaProductBounds, beta.Method)
		require.Equal(t, []salesops.Maybe{exact.Days, exact.LowDays, exact.HighDays, exact.SafeDays},
			[]salesops.Maybe{beta.Days, beta.LowDays, beta.HighDays, beta.SafeDays}, "%g", share)
	}
}

func TestFindPromiseRejected(t *testing.T) {
	out, missing := salesops.ErrOutOfRange, salesops.ErrMissing
	want := []testkit.Fault{{Field: "PromiseHistory.Promises", Reason: missing}, {Field: "PromiseHistory.AsOf", Reason: missing}}
	policy := []testkit.Fault{{Field: "PromisePolicy.KeptShare", Reason: out}, {Field: "PromisePolicy.PromiseLevel", Reason: out},
		{Field: "PromisePolicy.GapLevel", Reason: out}, {Field: "PromisePolicy.GapAdjustment", Reason: missing}}
	d, err := forecast.FindPromise(forecast.PromiseHistory{}, forecast.PromisePolicy{})
	testkit.RequireFaults(t, err, append(append([]testkit.Fault{}, want...), policy...)...)
	require.Zero(t, d)
	trial, err := forecast.TryPromise(forecast.PromiseHistory{}, -1, forecast.PromisePolicy{})
	testkit.RequireFaults(t, err, append(append(append([]testkit.Fault{}, want...), testkit.Fault{Field: "days", Reason: out}), policy...)...)
	require.Zero(t, trial)
	for days, ok := range map[int]bool{-1: false, 0: true, 100_000: true, 100_001: false} {
		_, err = forecast.TryPromise(promises(), days, promising)
		require.Equal(t, ok, err == nil, days)
	}
	b, err := forecast.BacktestPromise(forecast.PromiseHistory{}, 0, forecast.PromisePolicy{})
	testkit.RequireFaults(t, err, append(append(append([]testkit.Fault{}, want...), testkit.Fault{Field: "months", Reason: missing}), policy...)...)
	require.Zero(t, b)
	for months, ok := range map[int]bool{-1: false, 0: false, 1: true, 120: true, 121: false} {
		_, err = forecast.BacktestPromise(promises(), months, promising)
		require.Equal(t, ok, err == nil, months)
	}
	if testing.Short() {
		return
	}
	many := forecast.PromiseHistory{Promises: make([]forecast.Promise, forecast.MaxBacktestLines/100), AsOf: promiseDay("12-31")}
	for i := range many.Promises {
		many.Promises[i].Promised = many.AsOf
	}
	_, err = forecast.BacktestPromise(many, 101, promising)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "months", Reason: out})
	_, err = forecast.BacktestPromise(many, 100, promising)
	require.NoError(t, err)
}

func TestPromiseDaysJSON(t *testing.T) {
	out, conflict, missing := salesops.ErrOutOfRange, salesops.ErrConflict, salesops.ErrMissing
	one := func(field string, reason error) []testkit.Fault {
		return []testkit.Fault{{Field: field, Reason: reason}}
	}
	requireEdits(t, findPromise(t, promiseTimes(upTo(101)[1:], nil), promising), map[string]edit{
		"share":    {`"kept_share":0.9`, `"kept_share":90`, one("PromiseDays.KeptShare", out)},
		"number":   {`"shipments":100`, `"shipments":-1`, []testkit.Fault{{Field: "PromiseDays.Shipments", Reason: out}}},
		"open":     {`"open":0`, `"open":101`, []testkit.Fault{{Field: "PromiseDays.Open", Reason: out}, {Field: "PromiseDays.Method", Reason: conflict}}},
		"method":   {`"method":"exact"`, `"method":"beta-product"`, one("PromiseDays.Method", conflict)},
		"unknown":  {`"method":"exact"`, `"method":"weibull"`, one("PromiseDays.Method", out)},
		"undated":  {`"undated":0`, `"undated":-1`, one("PromiseDays.Undated", out)},
		"least":    {`"min_shipments":29`, `"min_shipments":0`, one("PromiseDays.MinShipments", missing)},
		"below":    {`"low_days":84`, `"low_days":-1`, one("PromiseDays.LowDays", conflict)},
		"low":      {`"low_days":84`, `"low_days":91`, one("PromiseDays.Days", conflict)},
		"high":     {`"high_days":96`, `"high_days":89`, one("PromiseDays.HighDays", conflict)},
		"safe":     {`"safe_days":96`, `"safe_days":89`, one("PromiseDays.SafeDays", conflict)},
		"too safe": {`"safe_days":96`, `"safe_days":3659635`, one("PromiseDays.SafeDays", conflict)},
	})
	longest := findPromise(t, promiseTimes([]int{9}, nil), promising)
	longest.Days = salesops.Defined(9999 * 366)
	testkit.RoundTrip(t, longest)
	none := findPromise(t, promiseTimes(upTo(101)[1:], nil), promising)
	none.Shipments = 0
	var back forecast.PromiseDays
	testkit.RequireFaults(t, json.Unmarshal(encode(t, none), &back), testkit.Fault{Field: "PromiseDays.LowDays", Reason: conflict},
		testkit.Fault{Field: "PromiseDays.Days", Reason: conflict}, testkit.Fault{Field: "PromiseDays.HighDays", Reason: conflict},
		testkit.Fault{Field: "PromiseDays.SafeDays", Reason: conflict})

	requireEdits(t, tryPromise(t, promises(), 16), map[string]edit{
		"days":     {`"days":16`, `"days":100001`, one("PromiseTrial.Days", out)},
		"number":   {`"shipments":7`, `"shipments":8`, one("PromiseTrial.Shipments", conflict)},
		"negative": {`"shipments":7`, `"shipments":-7`, []testkit.Fault{{Field: "PromiseTrial.Shipments", Reason: out}, {Field: "PromiseTrial.Shipments", Reason: conflict}}},
		"kept":     {`"kept":3`, `"kept":-3`, one("PromiseTrial.Kept", out)},
		"broken":   {`"broken":3`, `"broken":-3`, one("PromiseTrial.Broken", out)},
		"unknown":  {`"unknown":1`, `"unknown":-1`, one("PromiseTrial.Unknown", out)},
		"undated":  {`"undated":1`, `"undated":-1`, one("PromiseTrial.Undated", out)},
		"method":   {`"method":"beta-product"`, `"method":"exact"`, one("PromiseTrial.Method", conflict)},
		"share":    {`"kept_share":0.`, `"kept_share":1.`, one("PromiseTrial.KeptShare", out)},
		"no share": {`"kept_share":0.48571428571428577`, `"kept_share":null`, one("PromiseTrial.KeptShare", conflict)},
		"interval": {`"interval":{"low":0.`, `"interval":{"low":0.5`, one("PromiseTrial.Interval", conflict)},
	})
}
