package forecast_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

var promising = forecast.DefaultPolicy().PromisePolicy

// promiseDay is a day, or none for an empty text.
func promiseDay(text string) salesops.Date {
	if text == "" {
		return salesops.Date{}
	}
	return day("2026-" + text)
}

// promises are ten lines of eight shipments as of 22 November: S-1 is one
// shipment of each plant, S-5 has a line that is not due, three are overdue.
func promises() forecast.PromiseHistory {
	h := forecast.PromiseHistory{AsOf: promiseDay("11-22")}
	for _, r := range []struct {
		promiser, customer, shipment             string
		ordered, promised, lastPromise, delivery string
		quantity, came                           float64
	}{
		{"North", "Acme", "S-1", "10-01", "10-15", "", "10-15", 10, 10},
		{"North", "Acme", "S-1", "10-01", "10-15", "10-15", "10-17", 5, 4},
		{"North", "Bolt", "S-2", "10-02", "10-20", "10-25", "10-24", 8, 9},
		{"North", "Bolt", "", "10-05", "10-20", "", "10-18", 0, 0},
		{"South", "Acme", "S-1", "10-06", "10-30", "", "10-30", 3, 3},
		{"South", "Acme", "S-3", "", "11-10", "", "", 2, 0},
		{"South", "Bolt", "S-4", "11-01", "11-22", "", "", 0, 0},
		{"South", "Bolt", "S-5", "11-10", "11-23", "", "11-20", 0, 0},
		{"South", "", "S-6", "11-12", "11-20", "11-30", "", 0, 0},
		{"South", "Acme", "S-5", "11-10", "11-15", "", "11-14", 0, 0},
	} {
		p := forecast.Promise{
			Promiser: r.promiser, Customer: r.customer, Shipment: r.shipment, Ordered: promiseDay(r.ordered),
			Promised: promiseDay(r.promised), LastPromised: promiseDay(r.lastPromise), Delivered: promiseDay(r.delivery),
		}
		if r.quantity > 0 {
			p.Quantity = new(r.quantity)
			if r.delivery != "" {
				p.DeliveredQuantity = new(r.came)
			}
		}
		h.Promises = append(h.Promises, p)
	}
	return h
}

func measurePromises(t testkit.Failer, h forecast.PromiseHistory) forecast.PromiseReport {
	t.Helper()
	r, err := forecast.MeasurePromises(h, promising)
	require.NoError(t, err)
	return r
}

func TestMeasurePromises(t *testing.T) {
	type of = [2]int
	counts := func(f forecast.PromiseFigures) []of {
		var list []of
		for _, r := range []forecast.Rate{f.OnTime, f.Early, f.OnTheDay, f.OnTimeByLast, f.InFull, f.OnTimeInFull} {
			list = append(list, of{r.Successes, r.Trials})
		}
		return append(list, of{f.Overdue, f.Due}, of{f.Repromised, f.Due})
	}
	r := measurePromises(t, promises())
	require.Equal(t, 1, r.NotYetDue)
	require.Equal(t, 1, r.ShipmentsNotYetDue)
	require.Equal(t, []of{{4, 9}, {2, 9}, {2, 9}, {5, 8}, {3, 4}, {2, 5}, {3, 9}, {2, 9}}, counts(r.Lines))
	require.Equal(t, []of{{2, 7}, {1, 7}, {1, 7}, {3, 6}, {2, 3}, {1, 4}, {3, 7}, {2, 7}}, counts(r.Shipments))
	numbers := func(g forecast.Gaps) []float64 {
		return []float64{
			float64(g.Count), g.MeanDays.Or(99), g.MedianDays.Or(99), g.MeanAbsoluteDays.Or(99), g.RootMeanSquareDays.Or(99), g.LeastDays.Or(99), g.MostDays.Or(99),
		}
	}
	require.Equal(t, []float64{6, 0.5, 0, 1.5, math.Sqrt(25.0 / 6), -2, 4}, numbers(r.Lines.Gaps))
	require.Equal(t, []float64{4, 0.75, 0.5, 1.75, math.Sqrt(21.0 / 4), -2, 4}, numbers(r.Shipments.Gaps))
	require.InDelta(t, 0.2861, r.Shipments.OnTime.Share.Or(0), 0.001)

	testkit.Golden(t, "promise_report", sixDigits(t, r))
	testkit.Golden(t, "promise_figures", sixDigits(t, r.Shipments))
	testkit.Golden(t, "gaps", sixDigits(t, r.Lines.Gaps))
}

// Every line is due on the day after the last, none before the first; what was
// delivered later had not been.
func TestMeasurePromisesAsOf(t *testing.T) {
	for _, tc := range []struct {
		asOf                         string
		due, overdue, onTime, notYet int
	}{
		{"10-14", 0, 0, 0, 10},
		{"10-15", 2, 1, 1, 8},
		{"10-16", 2, 1, 1, 8},
		{"10-17", 2, 0, 1, 8},
		{"10-20", 4, 1, 2, 6},
		{"11-22", 9, 3, 4, 1},
		{"11-23", 10, 3, 5, 0},
	} {
		h := promises()
		h.AsOf = promiseDay(tc.asOf)
		r := measurePromises(t, h)
		require.Equal(t, []int{tc.due, tc.overdue, tc.onTime, tc.notYet},
			[]int{r.Lines.Due, r.Lines.Overdue, r.Lines.OnTime.Successes, r.NotYetDue}, tc.asOf)
	}
	h := promises()
	h.AsOf = promiseDay("10-14")
	r := measurePromises(t, h)
	require.Equal(t, "nothing was due", r.Lines.OnTime.Share.Reason())
	require.Equal(t, "nothing was due", r.Shipments.OnTimeByLast.Share.Reason())
	require.Equal(t, "no quantity is known", r.Lines.InFull.Share.Reason())
	require.Equal(t, "no quantity is known", r.Lines.OnTimeInFull.Share.Reason())
	require.Equal(t, "nothing was delivered", r.Lines.Gaps.MeanDays.Reason())
	testkit.RoundTrip(t, r)
}

// A promise that was pulled in is late by the last and not by the first.
func TestMeasurePromisesPulledIn(t *testing.T) {
	h := forecast.PromiseHistory{AsOf: promiseDay("11-22"), Promises: []forecast.Promise{
		{Promised: promiseDay("11-10"), LastPromised: promiseDay("11-05"), Delivered: promiseDay("11-07")},
		{Promised: promiseDay("11-10"), LastPromised: promiseDay("11-08"), Delivered: promiseDay("11-08")},
	}}
	f := measurePromises(t, h).Lines
	require.Equal(t, []int{2, 2, 1, 2}, []int{f.OnTime.Successes, f.Early.Successes, f.OnTimeByLast.Successes, f.Repromised})
}

func TestPromisesRejected(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	const at = "PromiseHistory.Promises[1]."
	good := func() forecast.Promise {
		return forecast.Promise{
			Ordered: promiseDay("10-01"), Promised: promiseDay("10-15"), Delivered: promiseDay("10-01"), Quantity: new(1e15), DeliveredQuantity: new(0.0),
		}
	}
	for name, tc := range map[string]struct {
		edit func(p *forecast.Promise)
		want []testkit.Fault
	}{
		"good":      {func(*forecast.Promise) {}, nil},
		"longest":   {func(p *forecast.Promise) { p.Promiser = strings.Repeat("x", 200) }, nil},
		"promiser":  {func(p *forecast.Promise) { p.Promiser = strings.Repeat("x", 201) }, []testkit.Fault{{Field: at + "Promiser", Reason: out}}},
		"customer":  {func(p *forecast.Promise) { p.Customer = " x" }, []testkit.Fault{{Field: at + "Customer", Reason: out}}},
		"shipment":  {func(p *forecast.Promise) { p.Shipment = "a\nb" }, []testkit.Fault{{Field: at + "Shipment", Reason: out}}},
		"promised":  {func(p *forecast.Promise) { p.Promised = salesops.Date{} }, []testkit.Fault{{Field: at + "Promised", Reason: missing}}},
		"no day":    {func(p *forecast.Promise) { p.Ordered.Day = 32 }, []testkit.Fault{{Field: at + "Ordered", Reason: out}}},
		"no last":   {func(p *forecast.Promise) { p.LastPromised.Day = 32 }, []testkit.Fault{{Field: at + "LastPromised", Reason: out}}},
		"no end":    {func(p *forecast.Promise) { p.Delivered.Day = 32 }, []testkit.Fault{{Field: at + "Delivered", Reason: out}}},
		"backwards": {func(p *forecast.Promise) { p.Delivered = promiseDay("09-30") }, []testkit.Fault{{Field: at + "Delivered", Reason: conflict}}},
		"unordered": {func(p *forecast.Promise) { p.Ordered, p.Delivered = salesops.Date{}, promiseDay("09-30") }, nil},
		"backdated": {func(p *forecast.Promise) { p.Promised = promiseDay("09-30") }, nil},
		"nothing":   {func(p *forecast.Promise) { p.Quantity = new(0.0) }, []testkit.Fault{{Field: at + "Quantity", Reason: missing}}},
		"quantity":  {func(p *forecast.Promise) { p.Quantity = new(1.1e15) }, []testkit.Fault{{Field: at + "Quantity", Reason: out}}},
		"negative":  {func(p *forecast.Promise) { p.DeliveredQuantity = new(-1.0) }, []testkit.Fault{{Field: at + "DeliveredQuantity", Reason: out}}},
		"too much":  {func(p *forecast.Promise) { p.DeliveredQuantity = new(1.1e15) }, []testkit.Fault{{Field: at + "DeliveredQuantity", Reason: out}}},
		"untold":    {func(p *forecast.Promise) { p.DeliveredQuantity = nil }, []testkit.Fault{{Field: at + "DeliveredQuantity", Reason: conflict}}},
		"unasked":   {func(p *forecast.Promise) { p.Quantity = nil }, []testkit.Fault{{Field: at + "DeliveredQuantity", Reason: conflict}}},
		"not come":  {func(p *forecast.Promise) { p.Delivered = salesops.Date{} }, []testkit.Fault{{Field: at + "DeliveredQuantity", Reason: conflict}}},
		"no amount": {func(p *forecast.Promise) { p.Quantity, p.DeliveredQuantity = nil, nil }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			h := forecast.PromiseHistory{Promises: []forecast.Promise{good(), good()}, AsOf: promiseDay("11-22")}
			tc.edit(&h.Promises[1])
			r, err := forecast.MeasurePromises(h, promising)
			if tc.want == nil {
				require.NoError(t, err)
				testkit.RoundTrip(t, h)
				return
			}
			testkit.RequireFaults(t, err, tc.want...)
			require.Zero(t, r)
		})
	}
	_, err := forecast.MeasurePromises(forecast.PromiseHistory{}, forecast.PromisePolicy{})
	testkit.RequireFaults(t, err, testkit.Fault{Field: "PromiseHistory.Promises", Reason: missing}, testkit.Fault{Field: "PromiseHistory.AsOf", Reason: missing},
		testkit.Fault{Field: "PromisePolicy.KeptShare", Reason: out}, testkit.Fault{Field: "PromisePolicy.PromiseLevel", Reason: out},
		testkit.Fault{Field: "PromisePolicy.GapLevel", Reason: out}, testkit.Fault{Field: "PromisePolicy.GapAdjustment", Reason: missing})
	if !testing.Short() {
		many := forecast.PromiseHistory{Promises: make([]forecast.Promise, forecast.MaxPromises+1), AsOf: promiseDay("11-22")}
		_, err = forecast.MeasurePromises(many, promising)
		testkit.RequireFaults(t, err, testkit.Fault{Field: "PromiseHistory.Promises", Reason: out})
	}
}

func TestPromiseHistoryJSON(t *testing.T) {
	testkit.Golden(t, "promise_history", promises())
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	requireEdits(t, promises(), map[string]edit{
		"key":       {`"shipment":"S-2"`, `"asn":"S-2"`, []testkit.Fault{{Field: "PromiseHistory.Promises[2].asn", Reason: out}}},
		"no day":    {`"as_of":"2026-11-22"`, `"as_of":""`, []testkit.Fault{{Field: "PromiseHistory.AsOf", Reason: missing}}},
		"backwards": {`"delivered":"2026-10-15"`, `"delivered":"2026-09-15"`, []testkit.Fault{{Field: "PromiseHistory.Promises[0].Delivered", Reason: conflict}}},
		"promised":  {`"promised":"2026-10-15"`, `"promised":"2026-10-32"`, []testkit.Fault{{Field: "PromiseHistory.Promises[0].Promised", Reason: out}}},
	})
	var h forecast.PromiseHistory
	require.NoError(t, json.Unmarshal([]byte(`{"promises":[{"promised":"2026-10-15"}],"as_of":"2026-10-15"}`), &h))
	require.Len(t, h.Promises, 1)
}

func TestPromiseReportJSON(t *testing.T) {
	r := measurePromises(t, promises())
	out, conflict := salesops.ErrOutOfRange, salesops.ErrConflict
	one := func(field string, reason error) []testkit.Fault {
		return []testkit.Fault{{Field: field, Reason: reason}}
	}
	requireEdits(t, r, map[string]edit{
		"not due":  {`"not_yet_due":1`, `"not_yet_due":-1`, one("PromiseReport.NotYetDue", out)},
		"too many": {`"shipments_not_yet_due":1`, `"shipments_not_yet_due":2`, one("PromiseReport.ShipmentsNotYetDue", out)},
	})
	fewer := r
	fewer.Lines, fewer.Shipments = r.Shipments, r.Lines
	var back forecast.PromiseReport
	testkit.RequireFaults(t, json.Unmarshal(encode(t, fewer), &back), testkit.Fault{Field: "PromiseReport.Shipments.Due", Reason: conflict})

	figures := func(edit func(f *forecast.PromiseFigures), want ...testkit.Fault) {
		t.Helper()
		f := r.Lines
		edit(&f)
		var back forecast.PromiseFigures
		testkit.RequireFaults(t, json.Unmarshal(encode(t, f), &back), want...)
	}
	fault := func(field string, reason error) testkit.Fault {
		return testkit.Fault{Field: "PromiseFigures." + field, Reason: reason}
	}
	figures(func(f *forecast.PromiseFigures) { f.Overdue = -1 }, fault("Overdue", out), fault("Gaps.Count", conflict))
	figures(func(f *forecast.PromiseFigures) { f.Overdue = 10 }, fault("Overdue", out), fault("OnTime.Successes", conflict),
		fault("InFull.Trials", conflict), fault("Gaps.Count", conflict))
	figures(func(f *forecast.PromiseFigures) { f.Overdue = 4 }, fault("Gaps.Count", conflict))
	figures(func(f *forecast.PromiseFigures) { f.Overdue, f.Gaps = 9, forecast.Gaps{} }, fault("OnTime.Successes", conflict),
		fault("InFull.Trials", conflict))
	figures(func(f *forecast.PromiseFigures) { f.Repromised = 10 }, fault("Repromised", out))
	figures(func(f *forecast.PromiseFigures) { f.OnTime = f.OnTimeByLast }, fault("OnTime.Trials", conflict))
	figures(func(f *forecast.PromiseFigures) { f.Early = f.InFull }, fault("Early.Trials", conflict), fault("OnTime.Successes", conflict))
	figures(func(f *forecast.PromiseFigures) { f.OnTheDay = f.OnTimeInFull }, fault("OnTheDay.Trials", conflict))
	figures(func(f *forecast.PromiseFigures) { f.Early = f.OnTime }, fault("OnTime.Successes", conflict))
	figures(func(f *forecast.PromiseFigures) { f.OnTimeInFull = f.InFull; f.InFull = r.Shipments.InFull }, fault("OnTimeInFull.Successes", conflict))
	figures(func(f *forecast.PromiseFigures) { f.Due = -1 }, fault("Due", out), fault("Overdue", out), fault("Repromised", out),
		fault("OnTime.Trials", conflict), fault("Early.Trials", conflict), fault("OnTheDay.Trials", conflict), fault("OnTime.Successes", conflict),
		fault("InFull.Trials", conflict), fault("OnTimeInFull.Trials", conflict), fault("Gaps.Count", conflict))

	requireEdits(t, r.Lines.Gaps, map[string]edit{
		"count":   {`"count":6`, `"count":-6`, one("Gaps.Count", out)},
		"none":    {`"count":6`, `"count":0`, one("Gaps.MeanDays", conflict)},
		"mean":    {`"mean_days":0.5`, `"mean_days":4.1`, one("Gaps.MeanDays", conflict)},
		"low":     {`"mean_days":0.5`, `"mean_days":-2.1`, one("Gaps.MeanDays", conflict)},
		"median":  {`"median_days":0`, `"median_days":null`, one("Gaps.MedianDays", conflict)},
		"size":    {`"mean_absolute_days":1.5`, `"mean_absolute_days":4.1`, one("Gaps.MeanAbsoluteDays", conflict)},
		"no size": {`"mean_absolute_days":1.5`, `"mean_absolute_days":-0.1`, one("Gaps.MeanAbsoluteDays", conflict)},
		"least":   {`"least_days":-2`, `"least_days":5`, one("Gaps.MeanDays", conflict)},
		"ancient": {`"least_days":-2`, `"least_days":-3659635`, one("Gaps.LeastDays", conflict)},
		"most":    {`"most_days":4`, `"most_days":3659635`, one("Gaps.MostDays", conflict)},
	})
}
