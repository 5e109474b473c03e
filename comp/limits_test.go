package comp_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/comp"
	"github.com/salesops-go/salesops/internal/testkit"
)

// Money has as many decimal places as the currency, from none to the most.
func TestPlacesOfMoney(t *testing.T) {
	for places, tc := range map[int32]struct{ good, bad string }{0: {"3", "3.5"}, comp.MaxPlaces: {"3.0005", "3.00005"}} {
		plan := accelerated()
		plan.Places, plan.Base, plan.TargetVariable = places, dec("1"), dec("7")
		plan.Base = dec(tc.good)
		_, err := comp.Pay(plan, credit(dec("1")))
		require.NoError(t, err)
		plan.Base = dec(tc.bad)
		_, err = comp.Pay(plan, credit(dec("1")))
		testkit.RequireFaults(t, err, testkit.Fault{Field: "Plan.Base", Reason: salesops.ErrOutOfRange})

		account := comp.Account{Places: places, Periods: []comp.PayPeriod{month("1", "Q1", "-"+tc.good)}}
		_, err = comp.Settle(account)
		require.NoError(t, err)
		account.Periods[0].EarnedToDate = dec(tc.bad)
		_, err = comp.Settle(account)
		testkit.RequireFaults(t, err, testkit.Fault{Field: "Account.Periods[0].EarnedToDate", Reason: salesops.ErrOutOfRange})
	}
}

// What is wrong with the largest plan and the longest table is found as well.
func TestFaultsOfTheLargestPlan(t *testing.T) {
	plan := accelerated()
	c := plan.Components[0]
	plan.Components = nil
	for i := range comp.MaxComponents {
		c.Name, c.Weight = strconv.Itoa(i), cent
		plan.Components = append(plan.Components, c)
	}
	results := comp.Results{Deals: []comp.Deal{}}
	_, err := comp.Pay(plan, results)
	require.NoError(t, err)
	plan.Components[0].Weight = dec("0.02")
	_, err = comp.Pay(plan, results)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Plan.Components", Reason: salesops.ErrConflict})

	plan = accelerated()
	plan.Components[0].Bands = nil
	for i := range comp.MaxBands {
		plan.Components[0].Bands = append(plan.Components[0].Bands, band(strconv.Itoa(i), "1"))
	}
	_, err = comp.Pay(plan, results)
	require.NoError(t, err)
	plan.Components[0].Bands[comp.MaxBands-1].From = dec("1")
	_, err = comp.Pay(plan, results)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Plan.Components[0].Bands[99].From", Reason: salesops.ErrConflict})
}

// Deals are credited in the order of the calendar, over months and years.
func TestOrderOfDays(t *testing.T) {
	days := []salesops.Date{
		{Year: 1, Month: 1, Day: 1}, {Year: 2025, Month: 1, Day: 31}, {Year: 2025, Month: 2, Day: 1}, {Year: 2025, Month: 12, Day: 31},
		{Year: 2026, Month: 1, Day: 1}, {Year: 9999, Month: 12, Day: 31},
	}
	results := comp.Results{}
	for i := range days {
		d := deal(strconv.Itoa(9-i), 1, "1")
		d.Date = days[len(days)-1-i]
		results.Deals = append(results.Deals, d)
	}
	s, err := comp.Pay(accelerated(), results)
	require.NoError(t, err)
	require.Len(t, s.Lines, len(days))
	for i, line := range s.Lines {
		require.Equal(t, days[i], line.Date)
	}
}

func TestLongestPeriod(t *testing.T) {
	service := comp.Service{Period: comp.Span{From: day(time.January, 1), To: day(time.January, 1).AddDays(comp.MaxPeriodDays - 1)}}
	_, err := comp.Prorate(capped(), service)
	require.NoError(t, err)
	service.Period.To = service.Period.To.AddDays(1)
	_, err = comp.Prorate(capped(), service)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Service.Period.To", Reason: salesops.ErrOutOfRange})
}

// A plan without base pay has a statement that can be read, and so has one
// with the longest rule.
func TestStatementAtItsLimits(t *testing.T) {
	plan := accelerated()
	plan.Base = dec("0")
	s, err := comp.Pay(plan, credit(dec("1")))
	require.NoError(t, err)
	testkit.EqualDecimal(t, s.TargetPay.String(), s.OnTargetEarnings)
	s.Lines[0].Rule = strings.Repeat("a", 200)
	testkit.RoundTrip(t, s)
}

// The most deals and credits are paid.
func TestMostCredits(t *testing.T) {
	if testing.Short() {
		t.Skip("a hundred thousand deals")
	}
	plan := accelerated()
	plan.Bonuses = []comp.Bonus{{Name: "a", Component: "all", Amount: dec("1"), Frequency: comp.OncePerPeriod}}
	results := comp.Results{Deals: make([]comp.Deal, comp.MaxDeals)}
	for i := range results.Deals {
		results.Deals[i] = deal(strconv.Itoa(i), 1, "1")
	}
	s, err := comp.Pay(plan, results)
	require.NoError(t, err)
	require.Len(t, s.Lines, comp.MaxDeals+1)
	require.Equal(t, comp.MaxDeals, s.Steps[2].Lines)
}
