package forecast_test

import (
	"math"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

var wilson = forecast.DefaultPolicy().RatePolicy

func TestMeasureWinRates(t *testing.T) {
	r, err := forecast.MeasureWinRates(sample(), quarter, wilson)
	require.NoError(t, err)
	// D-4 won and D-5 lost closed in the quarter; D-2 and D-3 were opened in it;
	// no proposal was sent in it.
	require.Equal(t, []int{1, 2, 0, 0}, []int{r.OfClosed.Won, r.OfClosed.Trials, r.OfClosed.Open, r.OfClosed.Undated})
	require.Equal(t, 0.5, r.OfClosed.Rate.Or(-1))
	require.Equal(t, 55000.0/85000, r.OfClosed.RateByAmount.Or(-1))
	require.Equal(t, []int{0, 2, 2}, []int{r.OfCohort.Won, r.OfCohort.Trials, r.OfCohort.Open})
	require.Equal(t, 0.0, r.OfCohort.Rate.Or(-1))
	require.Zero(t, r.OfProposals.Trials)
	require.Nil(t, r.OfProposals.Interval)
	require.Equal(t, "no deal falls in the window", r.OfProposals.Rate.Reason())
	require.Equal(t, "no deal falls in the window", r.OfProposals.RateByAmount.Reason())

	r, err = forecast.MeasureWinRates(sample(), forecast.Window{From: day("2026-07-01"), To: day("2026-09-30")}, wilson)
	require.NoError(t, err)
	require.Equal(t, []int{1, 3, 1}, []int{r.OfProposals.Won, r.OfProposals.Trials, r.OfProposals.Open})
	require.Equal(t, []int{1, 2, 1}, []int{r.OfCohort.Won, r.OfCohort.Trials, r.OfCohort.Open})
}

func TestMeasureWinRatesByWindow(t *testing.T) {
	for date, want := range map[string]int{"2026-09-30": 0, "2026-10-01": 1, "2026-12-31": 1, "2027-01-01": 0} {
		p := forecast.Pipeline{Deals: []forecast.Deal{{
			ID: "D-1", Stage: forecast.Won, Amount: money("5"), Opened: day(date), Proposed: day(date), ClosedOn: day(date),
		}}}
		r, err := forecast.MeasureWinRates(p, quarter, wilson)
		require.NoError(t, err)
		require.Equal(t, []int{want, want, want}, []int{r.OfProposals.Trials, r.OfClosed.Trials, r.OfCohort.Trials}, date)
	}
}

func TestMeasureWinRatesWithoutDates(t *testing.T) {
	p := forecast.Pipeline{Deals: []forecast.Deal{
		{ID: "1", Stage: forecast.Won},
		{ID: "2", Stage: forecast.Lost},
		{ID: "3", Stage: forecast.Closing},
	}}
	r, err := forecast.MeasureWinRates(p, quarter, wilson)
	require.NoError(t, err)
	require.Equal(t, []int{1, 2, 3}, []int{r.OfProposals.Undated, r.OfClosed.Undated, r.OfCohort.Undated})
	require.Equal(t, []int{0, 0, 0}, []int{r.OfProposals.Trials, r.OfClosed.Trials, r.OfCohort.Trials})
}

// Lost deals are often recorded without an amount. A rate by amount would come
// out as 1.
func TestMeasureWinRatesWithoutAmounts(t *testing.T) {
	p := closed(3, 7)
	for i := range p.Deals[:5] {
		p.Deals[i].Amount = money("100")
	}
	r, err := forecast.MeasureWinRates(p, year, wilson)
	require.NoError(t, err)
	require.Equal(t, 2, r.OfClosed.WithoutAmount)
	require.Equal(t, "deals have an amount of zero", r.OfClosed.RateByAmount.Reason())
	require.Equal(t, 3.0/7, r.OfClosed.Rate.Or(-1))
	testkit.EqualDecimal(t, "500", r.OfClosed.Amount)
}

func TestMeasureWinRatesRejects(t *testing.T) {
	for name, tc := range map[string]struct {
		window forecast.Window
		level  float64
		want   testkit.Fault
	}{
		"no first day":  {forecast.Window{To: day("2026-01-01")}, 0.95, testkit.Fault{Field: "Window.From", Reason: salesops.ErrMissing}},
		"no last day":   {forecast.Window{From: day("2026-01-01")}, 0.95, testkit.Fault{Field: "Window.To", Reason: salesops.ErrMissing}},
		"backwards":     {forecast.Window{From: day("2026-01-02"), To: day("2026-01-01")}, 0.95, testkit.Fault{Field: "Window.To", Reason: salesops.ErrConflict}},
		"level percent": {year, 95, testkit.Fault{Field: "RatePolicy.IntervalLevel", Reason: salesops.ErrOutOfRange}},
		"level low":     {year, math.Nextafter(forecast.MinIntervalLevel, 0), testkit.Fault{Field: "RatePolicy.IntervalLevel", Reason: salesops.ErrOutOfRange}},
		"level high":    {year, math.Nextafter(forecast.MaxIntervalLevel, 1), testkit.Fault{Field: "RatePolicy.IntervalLevel", Reason: salesops.ErrOutOfRange}},
		"level missing": {year, 0, testkit.Fault{Field: "RatePolicy.IntervalLevel", Reason: salesops.ErrOutOfRange}},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := forecast.MeasureWinRates(sample(), tc.window, forecast.RatePolicy{IntervalLevel: tc.level})
			testkit.RequireFaults(t, err, tc.want)
			require.Zero(t, r)
		})
	}
	for _, level := range []float64{forecast.MinIntervalLevel, forecast.MaxIntervalLevel} {
		_, err := forecast.MeasureWinRates(sample(), year, forecast.RatePolicy{IntervalLevel: level})
		require.NoError(t, err)
	}
}

func TestWinRatesJSON(t *testing.T) {
	r, err := forecast.MeasureWinRates(sample(), quarter, wilson)
	require.NoError(t, err)
	for _, rate := range []*forecast.WinRate{&r.OfClosed, &r.OfCohort} {
		rate.RateByAmount = short(rate.RateByAmount)
		for _, i := range []*salesops.Interval{rate.Interval, rate.ExactInterval} {
			i.Low, i.High = digits(i.Low), digits(i.High)
		}
	}
	testkit.Golden(t, "win_rates", r)
	testkit.Golden(t, "win_rate", r.OfClosed)
	conflict, out, missing := salesops.ErrConflict, salesops.ErrOutOfRange, salesops.ErrMissing
	requireEdits(t, r, map[string]edit{
		"open":    {`"of_closed":{"won":1,"trials":2,"open":0`, `"of_closed":{"won":1,"trials":2,"open":1`, []testkit.Fault{{Field: "WinRates.OfClosed.Open", Reason: conflict}}},
		"no rate": {`"of_cohort"`, `"of_all"`, []testkit.Fault{{Field: "WinRates.OfCohort", Reason: missing}, {Field: "WinRates.of_all", Reason: out}}},
	})
	all := forecast.WinRate{
		Won: 1, Trials: 4, Open: 2, Undated: 1, Rate: salesops.Defined(0.25), Interval: &salesops.Interval{Low: 0.1, High: 0.25},
		ExactInterval: &salesops.Interval{Low: 0.05, High: 0.5}, WonAmount: money("10"), Amount: money("40"), WithoutAmount: 1, RateByAmount: salesops.Undefined("amounts are missing"),
	}
	testkit.RoundTrip(t, all)
	requireEdits(t, all, map[string]edit{
		"won":               {`"won":1`, `"won":-1`, []testkit.Fault{{Field: "WinRate.Won", Reason: out}}},
		"trials":            {`"trials":4`, `"trials":-4`, []testkit.Fault{{Field: "WinRate.Trials", Reason: out}}},
		"open":              {`"open":2`, `"open":-2`, []testkit.Fault{{Field: "WinRate.Open", Reason: out}}},
		"undated":           {`"undated":1`, `"undated":-1`, []testkit.Fault{{Field: "WinRate.Undated", Reason: out}}},
		"without amount":    {`"without_amount":1`, `"without_amount":-1`, []testkit.Fault{{Field: "WinRate.WithoutAmount", Reason: out}}},
		"won above trials":  {`"won":1`, `"won":5`, []testkit.Fault{{Field: "WinRate.Trials", Reason: conflict}}},
		"open above rest":   {`"open":2`, `"open":4`, []testkit.Fault{{Field: "WinRate.Trials", Reason: conflict}}},
		"without above all": {`"without_amount":1`, `"without_amount":5`, []testkit.Fault{{Field: "WinRate.Trials", Reason: conflict}}},
		"won amount":        {`"won_amount":"10"`, `"won_amount":"-1"`, []testkit.Fault{{Field: "WinRate.WonAmount", Reason: out}}},
		"amount":            {`"amount":"40"`, `"amount":"-1"`, []testkit.Fault{{Field: "WinRate.Amount", Reason: out}}},
		"rate":              {`"rate":0.25`, `"rate":1.25`, []testkit.Fault{{Field: "WinRate.Rate", Reason: out}}},
		"rate by amount":    {`"rate_by_amount":null`, `"rate_by_amount":-0.25`, []testkit.Fault{{Field: "WinRate.RateByAmount", Reason: out}}},
		"no rate":           {`"rate":0.25`, `"rate":null`, []testkit.Fault{{Field: "WinRate.Rate", Reason: conflict}, {Field: "WinRate.Interval", Reason: conflict}, {Field: "WinRate.ExactInterval", Reason: conflict}}},
		"no exact interval": {`"exact_interval":{"low":0.05,"high":0.5}`, `"exact_interval":null`, []testkit.Fault{{Field: "WinRate.ExactInterval", Reason: conflict}}},
		"no interval":       {`"interval":{"low":0.1,"high":0.25}`, `"interval":null`, []testkit.Fault{{Field: "WinRate.Interval", Reason: conflict}}},
		"interval beside":   {`"high":0.25`, `"high":0.24`, []testkit.Fault{{Field: "WinRate.Interval", Reason: conflict}}},
	})
	for open, good := range map[int]bool{3: true, 4: false} {
		all.Open, all.WithoutAmount = open, 4
		text := encode(t, all)
		require.Equal(t, good, new(forecast.WinRate).UnmarshalJSON(text) == nil, strconv.Itoa(open))
	}
}
