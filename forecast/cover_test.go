package forecast_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

var lines = forecast.DefaultPolicy().CoveragePolicy

// due is a pipeline with one deal of that amount due in the quarter.
func due(amount string) forecast.Pipeline {
	return forecast.Pipeline{Deals: []forecast.Deal{
		{ID: "D-1", Stage: forecast.Closing, Amount: money(amount), ExpectedClose: day("2026-12-31")},
	}}
}

func TestCoverAtTheLines(t *testing.T) {
	for name, tc := range map[string]struct {
		due, quota, won   string
		ofQuota, ofRemain forecast.CoverageVerdict
	}{
		"below 3":                {"0.2099", "0.07", "0", forecast.Thin, forecast.Thin},
		"at 3":                   {"0.21", "0.07", "0", forecast.Healthy, forecast.Healthy}, // 3 × 0.07 is 0.21000000000000002 in float64
		"above 3":                {"0.2101", "0.07", "0", forecast.Healthy, forecast.Healthy},
		"below 5":                {"0.34999999", "0.07", "0", forecast.Healthy, forecast.Healthy},
		"at 5":                   {"0.35", "0.07", "0", forecast.Healthy, forecast.Healthy},
		"above 5":                {"0.35000001", "0.07", "0", forecast.Bloated, forecast.Bloated},
		"thin but enough for it": {"200", "100", "50", forecast.Thin, forecast.Healthy},
		"a cent remains":         {"400", "100", "99.99", forecast.Healthy, forecast.Bloated},
		"met exactly":            {"400", "100", "100", forecast.Healthy, forecast.Met},
		"more than met":          {"0", "100", "250", forecast.Thin, forecast.Met},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := forecast.Cover(due(tc.due), forecast.Quota{Amount: money(tc.quota), Won: money(tc.won), Window: quarter}, lines)
			require.NoError(t, err)
			require.Equal(t, tc.ofQuota, c.OfQuota.Verdict)
			require.Equal(t, tc.ofRemain, c.OfRemaining.Verdict)
		})
	}
}

func TestCoverWindow(t *testing.T) {
	for date, want := range map[string]int{"2026-09-30": 0, "2026-10-01": 1, "2026-11-11": 1, "2026-12-31": 1, "2027-01-01": 0} {
		p := due("300")
		p.Deals[0].ExpectedClose = day(date)
		c, err := forecast.Cover(p, forecast.Quota{Amount: money("100"), Window: quarter}, lines)
		require.NoError(t, err)
		require.Equal(t, want, c.Due.Count, date)
		require.Equal(t, 1, c.Open.Count, date)
	}
}

func TestCoverDemand(t *testing.T) {
	c, err := forecast.Cover(sample(), quota, lines)
	require.NoError(t, err)
	require.Equal(t, 2.6, c.DemandedByValue.Or(0)) // 780,000 ÷ 300,000
	require.Equal(t, 2.5, c.DemandedByWinRate.Or(0))

	q := quota
	q.History = nil
	c, err = forecast.Cover(sample(), q, lines)
	require.NoError(t, err)
	require.Equal(t, "no history was given", c.DemandedByValue.Reason())
	require.Equal(t, "no history was given", c.DemandedByWinRate.Reason())

	q.History = []forecast.PastPeriod{{OpeningValue: money("100"), DealsLost: 3}}
	c, err = forecast.Cover(sample(), q, lines)
	require.NoError(t, err)
	require.Equal(t, "no value was won in the periods given", c.DemandedByValue.Reason())
	require.Equal(t, "no deal was won in the periods given", c.DemandedByWinRate.Reason())
}

func TestCoverExplains(t *testing.T) {
	q := quota
	c, err := forecast.Cover(sample(), q, lines)
	require.NoError(t, err)
	q.Won = q.Amount
	met, err := forecast.Cover(sample(), q, lines)
	require.NoError(t, err)
	var got []string
	for _, f := range append(c.Findings, met.Findings[2:]...) {
		testkit.Explains(t, f)
		got = append(got, f.String())
	}
	require.Equal(t, []string{
		"thin (quota): open deals due in the period 120000 < 300000 of money: fired, +180000 to the line; open deals without an expected close are not counted: 1",
		"bloated (quota): open deals due in the period 120000 > 500000 of money: not fired, +380000 to the line; open deals without an expected close are not counted: 1",
		"thin (remaining): open deals due in the period 120000 < 135000 of money: fired, +15000 to the line; open deals without an expected close are not counted: 1",
		"bloated (remaining): open deals due in the period 120000 > 225000 of money: not fired, +105000 to the line; open deals without an expected close are not counted: 1",
		"thin (remaining): open deals due in the period 120000 < 0 of money: not applicable; nothing of the quota remains",
		"bloated (remaining): open deals due in the period 120000 > 0 of money: not applicable; nothing of the quota remains",
	}, got)
	require.Equal(t, "nothing of the quota remains", met.OfRemaining.Due.Reason())
	c, err = forecast.Cover(due("300"), quota, lines)
	require.NoError(t, err)
	require.Empty(t, c.Findings[0].Note)
	require.Empty(t, c.Findings[1].Note)
}

func TestCoverRejects(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	type edit = func(q *forecast.Quota, p *forecast.CoveragePolicy)
	for name, tc := range map[string]struct {
		edit edit
		want testkit.Fault
	}{
		"quota missing":  {func(q *forecast.Quota, _ *forecast.CoveragePolicy) { q.Amount = money("0") }, testkit.Fault{Field: "Quota.Amount", Reason: missing}},
		"quota negative": {func(q *forecast.Quota, _ *forecast.CoveragePolicy) { q.Amount = money("-5") }, testkit.Fault{Field: "Quota.Amount", Reason: out}},
		"quota too fine": {func(q *forecast.Quota, _ *forecast.CoveragePolicy) { q.Amount = money("1.000000001") }, testkit.Fault{Field: "Quota.Amount", Reason: out}},
		"won negative":   {func(q *forecast.Quota, _ *forecast.CoveragePolicy) { q.Won = money("-5") }, testkit.Fault{Field: "Quota.Won", Reason: out}},
		"from missing":   {func(q *forecast.Quota, _ *forecast.CoveragePolicy) { q.Window.From = salesops.Date{} }, testkit.Fault{Field: "Quota.Window.From", Reason: missing}},
		"to missing":     {func(q *forecast.Quota, _ *forecast.CoveragePolicy) { q.Window.To = salesops.Date{} }, testkit.Fault{Field: "Quota.Window.To", Reason: missing}},
		"to before from": {func(q *forecast.Quota, _ *forecast.CoveragePolicy) { q.Window.To = day("2026-09-30") }, testkit.Fault{Field: "Quota.Window.To", Reason: conflict}},
		"history of ages": {func(q *forecast.Quota, _ *forecast.CoveragePolicy) {
			q.History = make([]forecast.PastPeriod, forecast.MaxPeriods+1)
		}, testkit.Fault{Field: "Quota.History", Reason: out}},
		"opening": {func(q *forecast.Quota, _ *forecast.CoveragePolicy) {
			q.History = []forecast.PastPeriod{{OpeningValue: money("-1")}}
		}, testkit.Fault{Field: "Quota.History[0].OpeningValue", Reason: out}},
		"won value": {func(q *forecast.Quota, _ *forecast.CoveragePolicy) {
			q.History = []forecast.PastPeriod{{}, {OpeningValue: money("1"), WonValue: money("1.01")}}
		}, testkit.Fault{Field: "Quota.History[1].WonValue", Reason: conflict}},
		"won count": {func(q *forecast.Quota, _ *forecast.CoveragePolicy) { q.History = []forecast.PastPeriod{{DealsWon: -1}} }, testkit.Fault{Field: "Quota.History[0].DealsWon", Reason: out}},
		"lost count": {func(q *forecast.Quota, _ *forecast.CoveragePolicy) {
			q.History = []forecast.PastPeriod{{DealsLost: forecast.MaxPeriodDeals + 1}}
		}, testkit.Fault{Field: "Quota.History[0].DealsLost", Reason: out}},
		"min missing":   {func(_ *forecast.Quota, p *forecast.CoveragePolicy) { p.MinCoverage = 0 }, testkit.Fault{Field: "CoveragePolicy.MinCoverage", Reason: missing}},
		"max infinite":  {func(_ *forecast.Quota, p *forecast.CoveragePolicy) { p.MaxCoverage = math.Inf(1) }, testkit.Fault{Field: "CoveragePolicy.MaxCoverage", Reason: out}},
		"max below min": {func(_ *forecast.Quota, p *forecast.CoveragePolicy) { p.MaxCoverage = 2.9 }, testkit.Fault{Field: "CoveragePolicy.MaxCoverage", Reason: conflict}},
	} {
		t.Run(name, func(t *testing.T) {
			q, policy := quota, lines
			tc.edit(&q, &policy)
			c, err := forecast.Cover(sample(), q, policy)
			testkit.RequireFaults(t, err, tc.want)
			require.Zero(t, c)
		})
	}
	q, one := quota, lines
	q.Window.To, one.MaxCoverage = q.Window.From, one.MinCoverage
	q.History = make([]forecast.PastPeriod, forecast.MaxPeriods)
	q.History[0] = forecast.PastPeriod{OpeningValue: money("1"), WonValue: money("1"), DealsWon: forecast.MaxPeriodDeals, DealsLost: forecast.MaxPeriodDeals}
	c, err := forecast.Cover(sample(), q, one)
	require.NoError(t, err, "a period of one day, lines that meet, everything won")
	require.Equal(t, 1.0, c.DemandedByValue.Or(0))
	require.Equal(t, 2.0, c.DemandedByWinRate.Or(0))
	testkit.RoundTrip(t, c)
}

func TestCoverageJSON(t *testing.T) {
	c, err := forecast.Cover(sample(), quota, lines)
	require.NoError(t, err)
	for _, line := range []*forecast.CoverageLine{&c.OfQuota, &c.OfRemaining} {
		line.Due, line.AllOpen = short(line.Due), short(line.AllOpen)
	}
	testkit.Golden(t, "coverage", c)
	testkit.Golden(t, "coverage_line", c.OfQuota)
	conflict, out, missing := salesops.ErrConflict, salesops.ErrOutOfRange, salesops.ErrMissing
	requireEdits(t, c, map[string]edit{
		"remaining":        {`"remaining":"45000"`, `"remaining":"-1"`, []testkit.Fault{{Field: "Coverage.Remaining", Reason: out}}},
		"unknown verdict":  {`"verdict":"thin"`, `"verdict":"fat"`, []testkit.Fault{{Field: "Coverage.OfQuota.Verdict", Reason: out}}},
		"verdict":          {`"verdict":"thin"`, `"verdict":"healthy"`, []testkit.Fault{{Field: "Coverage.Findings[0].Outcome", Reason: conflict}}},
		"undefined":        {`"due":1.2`, `"due":null`, []testkit.Fault{{Field: "Coverage.OfQuota.Due", Reason: conflict}}},
		"negative":         {`"all_open":2.40001`, `"all_open":-1`, []testkit.Fault{{Field: "Coverage.OfQuota.AllOpen", Reason: out}}},
		"met":              {`"of_quota":{"due":1.2,"all_open":2.40001,"verdict":"thin"`, `"of_quota":{"due":null,"all_open":null,"verdict":"met"`, []testkit.Fault{{Field: "Coverage.OfQuota.Verdict", Reason: conflict}, {Field: "Coverage.Findings[0].Outcome", Reason: conflict}, {Field: "Coverage.Findings[1].Outcome", Reason: conflict}}},
		"met with numbers": {`"verdict":"thin"`, `"verdict":"met"`, []testkit.Fault{{Field: "Coverage.OfQuota.Due", Reason: conflict}, {Field: "Coverage.OfQuota.AllOpen", Reason: conflict}}},
		"demand":           {`"demanded_by_value":2.6`, `"demanded_by_value":0.9`, []testkit.Fault{{Field: "Coverage.DemandedByValue", Reason: out}}},
		"demand by rate":   {`"demanded_by_win_rate":2.5`, `"demanded_by_win_rate":0`, []testkit.Fault{{Field: "Coverage.DemandedByWinRate", Reason: out}}},
		"rule":             {`"rule":"thin"`, `"rule":"fat"`, []testkit.Fault{{Field: "Coverage.Findings[0].Rule", Reason: conflict}}},
		"subject":          {`"subject":"remaining"`, `"subject":"quota"`, []testkit.Fault{{Field: "Coverage.Findings[2].Subject", Reason: conflict}}},
		"one more":         {`"findings":[`, `"findings":[` + string(encode(t, c.Findings[0])) + `,`, []testkit.Fault{{Field: "Coverage.Findings", Reason: out}}},
		"no findings":      {`"findings":[`, `"findings":[],"x":[`, []testkit.Fault{{Field: "Coverage.x", Reason: out}, {Field: "Coverage.Findings", Reason: missing}}},
	})
	c.Findings = c.Findings[:3]
	testkit.RequireFaults(t, new(forecast.Coverage).UnmarshalJSON(encode(t, c)), testkit.Fault{Field: "Coverage.Findings", Reason: out})
}
