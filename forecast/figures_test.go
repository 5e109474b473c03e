package forecast_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

func TestTabulateCohorts(t *testing.T) {
	p := sample()
	p.Deals[0].Opened, p.Deals[2].Opened = day("2026-07-31"), salesops.Date{}
	window := forecast.Window{From: day("2026-07-01"), To: day("2026-10-31")}
	table, err := forecast.TabulateCohorts(p, forecast.ByRep, window, wilson)
	require.NoError(t, err)
	require.Equal(t, []int{1, 1}, []int{table.Undated, table.Outside})
	require.Len(t, table.Cohorts, 2)
	ana := table.Cohorts[0]
	require.Equal(t, []string{"Ana", "2026-07", "Bo", "2026-10"}, []string{ana.Key, ana.Month, table.Cohorts[1].Key, table.Cohorts[1].Month})
	require.Equal(t, []int{1, 2, 0, 1}, []int{ana.Won.Successes, ana.Won.Trials, ana.Lost, ana.Open})
	testkit.EqualDecimal(t, "175000", ana.Amount)
	testkit.EqualDecimal(t, "55000", ana.WonAmount)
	require.Equal(t, 103.0, ana.MeanDaysToWin.Or(0))
	require.Equal(t, "no deal won has both days", table.Cohorts[1].MeanDaysToWin.Reason())
	testkit.Golden(t, "cohort_table", sixDigits(t, table))
	testkit.Golden(t, "cohort", sixDigits(t, ana))

	table, err = forecast.TabulateCohorts(p, forecast.ByRegion, window, wilson)
	require.NoError(t, err)
	require.Equal(t, "north", table.Cohorts[0].Key)
	table, err = forecast.TabulateCohorts(p, forecast.ByOpening, year, wilson)
	require.NoError(t, err)
	require.Equal(t, []string{"2026-06", "2026-07", "2026-10"}, []string{table.Cohorts[0].Month, table.Cohorts[1].Month, table.Cohorts[2].Month})
	require.Equal(t, 1, table.Cohorts[0].Lost)
	require.Empty(t, table.Cohorts[0].Key)
	p.Deals[0].Stage, p.Deals[0].ClosedOn = forecast.Won, day("2026-08-02")
	table, err = forecast.TabulateCohorts(p, forecast.ByRep, window, wilson)
	require.NoError(t, err)
	require.Equal(t, 52.5, table.Cohorts[0].MeanDaysToWin.Or(0)) // 103 and 2
	p.Deals[0].ClosedOn = salesops.Date{}
	p.Deals[3].ClosedOn = day("2026-06-30") // before it was opened
	table, err = forecast.TabulateCohorts(p, forecast.ByRep, window, wilson)
	require.NoError(t, err)
	require.NotEmpty(t, table.Cohorts[0].MeanDaysToWin.Reason())

	table, err = forecast.TabulateCohorts(forecast.Pipeline{Deals: []forecast.Deal{{}}}, "team", forecast.Window{}, forecast.RatePolicy{})
	require.Zero(t, table)
	out, missing := salesops.ErrOutOfRange, salesops.ErrMissing
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Pipeline.Deals[0].ID", Reason: missing}, testkit.Fault{Field: "Pipeline.Deals[0].Stage", Reason: missing},
		testkit.Fault{Field: "CohortKey", Reason: out}, testkit.Fault{Field: "Window.From", Reason: missing}, testkit.Fault{Field: "Window.To", Reason: missing}, testkit.Fault{Field: "RatePolicy.IntervalLevel", Reason: out})
}

func TestCohortTableJSON(t *testing.T) {
	table, err := forecast.TabulateCohorts(sample(), forecast.ByRep, year, wilson)
	require.NoError(t, err)
	out, conflict, missing := salesops.ErrOutOfRange, salesops.ErrConflict, salesops.ErrMissing
	fault := func(field string, reason error) []testkit.Fault {
		return []testkit.Fault{{Field: field, Reason: reason}}
	}
	requireEdits(t, table, map[string]edit{
		"undated": {`"undated":0`, `"undated":-1`, fault("CohortTable.Undated", out)},
		"outside": {`"outside":0`, `"outside":-1`, fault("CohortTable.Outside", out)},
		"order":   {`"month":"2026-07"`, `"month":"2026-09"`, fault("CohortTable.Cohorts[2].Month", conflict)},
		"twice":   {`"key":"Ana","month":"2026-08"`, `"key":"Ana","month":"2026-07"`, fault("CohortTable.Cohorts[2].Month", conflict)},
		"key":     {`"key":"Ana"`, `"key":" "`, fault("CohortTable.Cohorts[1].Key", out)},
		"month":   {`"month":"2026-08"`, `"month":""`, fault("CohortTable.Cohorts[2].Month", missing)},
	})
	won := table.Cohorts[1]
	testkit.RoundTrip(t, won)
	requireEdits(t, won, map[string]edit{
		"lost":    {`"lost":0`, `"lost":1`, fault("Cohort.Won", conflict)},
		"lost -":  {`"lost":0`, `"lost":-1`, fault("Cohort.Lost", out)},
		"open -":  {`"open":0`, `"open":-1`, fault("Cohort.Open", out)},
		"amount":  {`"amount":"55000"`, `"amount":"-1"`, fault("Cohort.Amount", out)},
		"won":     {`"won_amount":"55000"`, `"won_amount":"55001"`, fault("Cohort.WonAmount", conflict)},
		"days":    {`"mean_days_to_win":103`, `"mean_days_to_win":-103`, fault("Cohort.MeanDaysToWin", conflict)},
		"no wins": {`"won":{"successes":1,`, `"won":{"successes":0,`, fault("Cohort.Won", conflict)},
	})
}

func TestMeasureVelocity(t *testing.T) {
	v := forecast.Velocity{Deals: 3, AverageValue: money("0.07"), WinRate: 0.5, CycleDays: 7}
	perDay, err := forecast.MeasureVelocity(v)
	require.NoError(t, err)
	testkit.EqualDecimal(t, "0.015", perDay)
	v.CycleDays = 30
	perDay, err = forecast.MeasureVelocity(v)
	require.NoError(t, err)
	testkit.EqualDecimal(t, "0.0035", perDay)
	v.Deals = 0
	perDay, err = forecast.MeasureVelocity(v)
	require.NoError(t, err)
	require.True(t, perDay.IsZero())

	out, missing := salesops.ErrOutOfRange, salesops.ErrMissing
	perDay, err = forecast.MeasureVelocity(forecast.Velocity{Deals: -1, AverageValue: money("-1"), WinRate: -1})
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Velocity.Deals", Reason: out}, testkit.Fault{Field: "Velocity.AverageValue", Reason: out},
		testkit.Fault{Field: "Velocity.WinRate", Reason: out}, testkit.Fault{Field: "Velocity.CycleDays", Reason: missing})
	require.Equal(t, decimal.Decimal{}, perDay)
	for days, want := range map[float64]bool{1e-10: false, 1e-9: true, 100_000: true, 100_001: false, -1: false} {
		_, err := forecast.MeasureVelocity(forecast.Velocity{CycleDays: days})
		require.Equal(t, want, err == nil, days)
	}
}

func TestMeasureACV(t *testing.T) {
	acv, err := forecast.MeasureACV(forecast.ContractBook{Contracts: []forecast.Contract{
		{Value: money("600"), Months: 6}, {Value: money("3600"), Months: 36}, {Value: money("0.10"), Months: 12}, {Value: money("0"), Months: 1},
	}})
	require.NoError(t, err)
	require.Equal(t, 600.025, acv.Or(0)) // (1200 + 1200 + 0.10 + 0) ÷ 4
	acv, err = forecast.MeasureACV(forecast.ContractBook{})
	require.NoError(t, err)
	require.Equal(t, "there are no contracts", acv.Reason())
	for months, want := range map[int]bool{0: false, 1: true, 1200: true, 1201: false} {
		_, err := forecast.MeasureACV(forecast.ContractBook{Contracts: []forecast.Contract{{Value: money("1"), Months: months}}})
		require.Equal(t, want, err == nil, months)
	}
	_, err = forecast.MeasureACV(forecast.ContractBook{Contracts: []forecast.Contract{{Value: money("-1"), Months: 1}}})
	testkit.RequireFaults(t, err, testkit.Fault{Field: "ContractBook.Contracts[0].Value", Reason: salesops.ErrOutOfRange})
}

func TestCountActivity(t *testing.T) {
	log := forecast.ActivityLog{Window: forecast.Window{From: day("2026-11-02"), To: day("2026-11-15")}}
	for _, a := range []struct {
		owner string
		kind  forecast.ActivityKind
		on    string
	}{
		{"Bo", forecast.CallMade, "2026-11-02"}, {"Ana", forecast.ProposalSent, "2026-11-15"}, {"Ana", forecast.CallMade, "2026-11-03"},
		{"Ana", forecast.CallMade, "2026-11-03"}, {"Ana", forecast.CallMade, "2026-11-01"}, {"Ana", "demo", "2026-11-16"},
	} {
		log.Activities = append(log.Activities, forecast.Activity{Owner: a.owner, Kind: a.kind, On: day(a.on)})
	}
	got, err := forecast.CountActivity(log)
	require.NoError(t, err)
	require.Equal(t, []forecast.ActivityCount{
		{Owner: "Ana", Kind: forecast.CallMade, Count: 2, PerWeek: 1, PerMonth: 2 * 365.25 / 12 / 14},
		{Owner: "Ana", Kind: forecast.ProposalSent, Count: 1, PerWeek: 0.5, PerMonth: 365.25 / 12 / 14},
		{Owner: "Bo", Kind: forecast.CallMade, Count: 1, PerWeek: 0.5, PerMonth: 365.25 / 12 / 14},
	}, got)
	require.Equal(t, []forecast.ActivityKind{"call", "meeting", "proposal"}, forecast.ActivityKinds())
	testkit.Golden(t, "activity_count", sixDigits(t, got[0]))
	out, missing := salesops.ErrOutOfRange, salesops.ErrMissing
	requireEdits(t, got[0], map[string]edit{
		"owner": {`"owner":"Ana"`, `"owner":""`, []testkit.Fault{{Field: "ActivityCount.Owner", Reason: missing}}},
		"kind":  {`"kind":"call"`, `"kind":""`, []testkit.Fault{{Field: "ActivityCount.Kind", Reason: missing}}},
		"count": {`"count":2`, `"count":-2`, []testkit.Fault{{Field: "ActivityCount.Count", Reason: out}}},
		"week":  {`"per_week":1`, `"per_week":-1`, []testkit.Fault{{Field: "ActivityCount.PerWeek", Reason: out}}},
		"month": {`"per_month":4`, `"per_month":-4`, []testkit.Fault{{Field: "ActivityCount.PerMonth", Reason: out}}},
	})
	log.Activities = []forecast.Activity{{}}
	log.Window.To = log.Window.From.AddDays(7000)
	got, err = forecast.CountActivity(log)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "ActivityLog.Activities[0].Owner", Reason: missing}, testkit.Fault{Field: "ActivityLog.Activities[0].Kind", Reason: missing},
		testkit.Fault{Field: "ActivityLog.Activities[0].On", Reason: missing}, testkit.Fault{Field: "ActivityLog.Window.To", Reason: out})
	require.Nil(t, got)
}

func TestTrackWeeks(t *testing.T) {
	window := forecast.Window{From: day("2026-10-01"), To: day("2026-10-20")}
	w, err := forecast.TrackWeeks(sample(), window)
	require.NoError(t, err)
	require.Len(t, w.Weeks, 3)
	require.Equal(t, []string{"2026-10-01", "2026-10-07", "2026-10-15", "2026-10-20"},
		[]string{w.Weeks[0].From.String(), w.Weeks[0].To.String(), w.Weeks[2].From.String(), w.Weeks[2].To.String()})
	require.Equal(t, []int{1, 1, 1, 0}, []int{w.Weeks[0].Created.Count, w.Weeks[1].Won.Count, w.Weeks[2].Lost.Count, w.Weeks[2].Created.Count})
	testkit.EqualDecimal(t, "28000.175", w.CreatedPerWeek) // 80,000.50 × 7 ÷ 20
	testkit.Golden(t, "pipeline_weeks", w)
	testkit.Golden(t, "pipeline_week", w.Weeks[0])
	p := sample()
	p.Deals[0].Opened, p.Deals[3].ClosedOn, p.Deals[4].Opened = salesops.Date{}, salesops.Date{}, salesops.Date{}
	w, err = forecast.TrackWeeks(p, window)
	require.NoError(t, err)
	require.Equal(t, 3, w.Undated)
	out, conflict := salesops.ErrOutOfRange, salesops.ErrConflict
	requireEdits(t, w, map[string]edit{
		"gap":     {`"from":"2026-10-08"`, `"from":"2026-10-09"`, []testkit.Fault{{Field: "PipelineWeeks.Weeks[1].From", Reason: conflict}}},
		"long":    {`"to":"2026-10-07"`, `"to":"2026-10-08"`, []testkit.Fault{{Field: "PipelineWeeks.Weeks[0].To", Reason: conflict}}},
		"reverse": {`"to":"2026-10-07"`, `"to":"2026-09-30"`, []testkit.Fault{{Field: "PipelineWeeks.Weeks[0].To", Reason: conflict}}},
		"no day":  {`"to":"2026-10-07"`, `"to":""`, []testkit.Fault{{Field: "PipelineWeeks.Weeks[0].To", Reason: conflict}}},
		"created": {`"created_per_week":"28000.175"`, `"created_per_week":"-1"`, []testkit.Fault{{Field: "PipelineWeeks.CreatedPerWeek", Reason: out}}},
		"undated": {`"undated":3`, `"undated":-3`, []testkit.Fault{{Field: "PipelineWeeks.Undated", Reason: out}}},
	})
	for days, want := range map[int]bool{0: true, 6999: true, 7000: false} {
		w, err := forecast.TrackWeeks(forecast.Pipeline{}, forecast.Window{From: window.From, To: window.From.AddDays(days)})
		require.Equal(t, want, err == nil, days)
		require.Len(t, w.Weeks, map[int]int{0: 1, 6999: 1000}[days])
	}
	_, err = forecast.TrackWeeks(forecast.Pipeline{}, forecast.Window{})
	require.Len(t, salesops.InputErrors(err), 2)
}
