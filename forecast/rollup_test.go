package forecast_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

func TestRollUpCalls(t *testing.T) {
	r, err := forecast.RollUpCalls(sheet())
	require.NoError(t, err)
	var names []string
	for _, c := range r.Calls {
		names = append(names, c.Name)
	}
	require.Equal(t, []string{"Zoe", "Mia", "Ana", "Bo"}, names)
	zoe, mia, ana, bo := r.Calls[0], r.Calls[1], r.Calls[2], r.Calls[3]
	testkit.EqualDecimal(t, "140000", r.Company)
	testkit.EqualDecimal(t, "140000", zoe.Commit)
	testkit.EqualDecimal(t, "0", zoe.Override)
	testkit.EqualDecimal(t, "150000", mia.Sum)
	testkit.EqualDecimal(t, "-10000", mia.Override)
	testkit.EqualDecimal(t, "200000", mia.BestCase) // 180,000 + 20,000
	require.Equal(t, []int{1, 2, 0, 0}, []int{zoe.Reports, mia.Reports, ana.Silent, zoe.Silent})
	require.Equal(t, []int{0, 1, 2, 2}, []int{zoe.Level, mia.Level, ana.Level, bo.Level})
	// Ana: won 55,000, commit 120,000 at 0.6. Bo: best case 80,000.50 at 0.2.
	testkit.EqualDecimal(t, "3000", ana.AboveWeighted)
	testkit.EqualDecimal(t, "-45000", ana.AboveFirm)
	testkit.EqualDecimal(t, "3999.90", bo.AboveWeighted)
	testkit.EqualDecimal(t, "20000", bo.AboveFirm)
	testkit.EqualDecimal(t, "88000.10", mia.Team.Weighted)
	require.Equal(t, 1, r.Unassigned.Uncategorized.Count)
	testkit.Golden(t, "roll_up", r)
	testkit.Golden(t, "rolled_call", ana)
	testkit.Golden(t, "category_totals", mia.Team)

	s := sheet()
	s.Callers[0].Commit = nil
	s.Pipeline.Deals[0].Category, s.Pipeline.Deals[1].Category = forecast.Omitted, forecast.InPipeline
	r, err = forecast.RollUpCalls(s)
	require.NoError(t, err)
	require.Equal(t, []int{1, 1, 0, 1}, []int{r.Calls[0].Silent, r.Calls[1].Silent, r.Calls[2].Silent, r.Calls[3].Silent})
	testkit.EqualDecimal(t, "130000", r.Calls[1].Sum)
	testkit.EqualDecimal(t, "0", r.Calls[2].Team.Weighted, "omitted deals are not weighted")
	require.Equal(t, []int{1, 1}, []int{r.Calls[0].Team.Omitted.Count, r.Calls[0].Team.Pipeline.Count})
	s.Callers[1].Odds.Low = 0.1
	require.Equal(t, 0.5, r.Calls[2].Odds.Low, "inputs are not kept")
}

func TestRollUpCallsByDay(t *testing.T) {
	for date, want := range map[string]int{"2026-09-30": 0, "2026-10-01": 1, "2026-12-31": 1, "2027-01-01": 0} {
		s := sheet()
		s.Pipeline.Deals[0].ExpectedClose, s.Pipeline.Deals[3].ClosedOn = day(date), day(date)
		r, err := forecast.RollUpCalls(s)
		require.NoError(t, err)
		require.Equal(t, []int{want, want}, []int{r.Calls[2].Team.Commit.Count, r.Calls[2].Team.Won.Count}, date)
	}
}

func TestRollUpCallsRejects(t *testing.T) {
	out, conflict, missing := salesops.ErrOutOfRange, salesops.ErrConflict, salesops.ErrMissing
	for name, tc := range map[string]struct {
		edit func(s *forecast.CallSheet)
		want testkit.Fault
	}{
		"week":       {func(s *forecast.CallSheet) { s.Week = 61 }, testkit.Fault{Field: "CallSheet.Week", Reason: out}},
		"window":     {func(s *forecast.CallSheet) { s.Window.From = salesops.Date{} }, testkit.Fault{Field: "CallSheet.Window.From", Reason: missing}},
		"no callers": {func(s *forecast.CallSheet) { s.Callers = nil }, testkit.Fault{Field: "CallSheet.Callers", Reason: missing}},
		"twice":      {func(s *forecast.CallSheet) { s.Callers[0].Name = "Ana" }, testkit.Fault{Field: "CallSheet.Callers[1].Name", Reason: conflict}},
		"manager":    {func(s *forecast.CallSheet) { s.Callers[0].Manager = "Max" }, testkit.Fault{Field: "CallSheet.Callers[0].Manager", Reason: conflict}},
		"self":       {func(s *forecast.CallSheet) { s.Callers[3].Manager = "Zoe" }, testkit.Fault{Field: "CallSheet.Callers[3].Manager", Reason: conflict}},
		"circle":     {func(s *forecast.CallSheet) { s.Callers[3].Manager = "Mia" }, testkit.Fault{Field: "CallSheet.Callers[2].Manager", Reason: conflict}},
		"commit":     {func(s *forecast.CallSheet) { s.Callers[0].Commit = new(money("-1")) }, testkit.Fault{Field: "CallSheet.Callers[0].Commit", Reason: out}},
		"best case":  {func(s *forecast.CallSheet) { s.Callers[1].BestCase = new(money("129999")) }, testkit.Fault{Field: "CallSheet.Callers[1].BestCase", Reason: conflict}},
		"odds":       {func(s *forecast.CallSheet) { s.Callers[1].Odds.High = 1.5 }, testkit.Fault{Field: "CallSheet.Callers[1].Odds", Reason: out}},
		"odds low":   {func(s *forecast.CallSheet) { s.Callers[1].Odds.Low = -0.5 }, testkit.Fault{Field: "CallSheet.Callers[1].Odds", Reason: out}},
		"odds order": {func(s *forecast.CallSheet) { s.Callers[1].Odds.Low = 0.7 }, testkit.Fault{Field: "CallSheet.Callers[1].Odds", Reason: out}},
		"deal":       {func(s *forecast.CallSheet) { s.Pipeline.Deals[0].Probability = nil }, testkit.Fault{Field: "CallSheet.Pipeline.Deals[0].Probability", Reason: missing}},
	} {
		t.Run(name, func(t *testing.T) {
			s := sheet()
			tc.edit(&s)
			r, err := forecast.RollUpCalls(s)
			testkit.RequireFaults(t, err, tc.want)
			require.Zero(t, r)
		})
	}
	for _, odds := range []salesops.Interval{{Low: 0, High: 1}, {Low: 1, High: 1}, {Low: 0, High: 0}} {
		s := sheet()
		s.Callers[1].Odds, s.Callers[1].BestCase = &odds, s.Callers[1].Commit
		r, err := forecast.RollUpCalls(s)
		require.NoError(t, err)
		testkit.RoundTrip(t, r)
	}
	s := sheet()
	s.Pipeline.Deals[0].Probability, s.Pipeline.Deals[0].ExpectedClose = nil, quarter.To.AddDays(1)
	_, err := forecast.RollUpCalls(s)
	require.NoError(t, err, "a deal that is not due needs no odds")
}

func TestRollUpJSON(t *testing.T) {
	r, err := forecast.RollUpCalls(sheet())
	require.NoError(t, err)
	out, conflict, missing := salesops.ErrOutOfRange, salesops.ErrConflict, salesops.ErrMissing
	fault := func(field string, reason error) []testkit.Fault {
		return []testkit.Fault{{Field: field, Reason: reason}}
	}
	requireEdits(t, r, map[string]edit{
		"week":    {`"week":6`, `"week":61`, fault("RollUp.Week", out)},
		"company": {`"company":"140000"`, `"company":"140001"`, fault("RollUp.Company", conflict)},
		"minus":   {`"company":"140000"`, `"company":"-1"`, fault("RollUp.Company", out)},
		"order":   {`"name":"Ana"`, `"name":"Cy"`, fault("RollUp.Calls[3].Name", conflict)},
		"twice":   {`"name":"Bo"`, `"name":"Ana"`, fault("RollUp.Calls[3].Name", conflict)},
		"level":   {`"level":1`, `"level":-1`, fault("RollUp.Calls[1].Level", out)},
	})
	requireEdits(t, r.Calls[2], map[string]edit{
		"name":      {`"name":"Ana"`, `"name":""`, fault("RolledCall.Name", missing)},
		"manager":   {`"manager":"Mia"`, `"manager":" "`, fault("RolledCall.Manager", out)},
		"reports":   {`"reports":0`, `"reports":-1`, fault("RolledCall.Reports", out)},
		"silent":    {`"silent":0`, `"silent":-1`, fault("RolledCall.Silent", out)},
		"sum":       {`"sum":"130000"`, `"sum":"-130000"`, fault("RolledCall.Sum", out)},
		"override":  {`"override":"0"`, `"override":"1"`, fault("RolledCall.Override", conflict)},
		"weighted":  {`"above_weighted":"3000"`, `"above_weighted":"3001"`, fault("RolledCall.Override", conflict)},
		"firm":      {`"above_firm":"-45000"`, `"above_firm":"45000"`, fault("RolledCall.Override", conflict)},
		"absurd":    {`"above_firm":"-45000"`, `"above_firm":"1e999999"`, fault("RolledCall.AboveFirm", out)},
		"best case": {`"best_case":"180000"`, `"best_case":"129999"`, fault("RolledCall.BestCase", conflict)},
		"odds":      {`"low":0.5`, `"low":-0.5`, fault("RolledCall.Odds", out)},
		"odds high": {`"high":0.6`, `"high":1.6`, fault("RolledCall.Odds", out)},
		"team":      {`"weighted":"72000"`, `"weighted":"-72000"`, fault("RolledCall.Team.Weighted", out)},
	})
}

func TestMeasureCategories(t *testing.T) {
	call := func(c forecast.Category, lead int, amount string, won bool) forecast.CategoryCall {
		return forecast.CategoryCall{Category: c, LeadWeeks: lead, Amount: money(amount), Won: won}
	}
	record := forecast.CategoryRecord{Calls: []forecast.CategoryCall{
		call(forecast.Commit, 0, "100", true), call(forecast.Commit, 6, "100", true), call(forecast.Commit, 6, "300.5", false),
		call(forecast.Omitted, 60, "0", false), call(forecast.Commit, 6, "100", true),
	}}
	got, err := forecast.MeasureCategories(record, wilson)
	require.NoError(t, err)
	require.Len(t, got, 3)
	require.Equal(t, []int{6, 0, 60}, []int{got[0].LeadWeeks, got[1].LeadWeeks, got[2].LeadWeeks})
	require.Equal(t, []forecast.Category{forecast.Commit, forecast.Commit, forecast.Omitted}, []forecast.Category{got[0].Category, got[1].Category, got[2].Category})
	require.Equal(t, []int{2, 3}, []int{got[0].Won.Successes, got[0].Won.Trials})
	require.Equal(t, 200/500.5, got[0].Yield.Or(0))
	require.Equal(t, "all amounts are zero", got[2].Yield.Reason())
	testkit.Golden(t, "category_accuracy", sixDigits(t, got[0]))
	out, conflict := salesops.ErrOutOfRange, salesops.ErrConflict
	requireEdits(t, got[0], map[string]edit{
		"lead":   {`"lead_weeks":6`, `"lead_weeks":61`, []testkit.Fault{{Field: "CategoryAccuracy.LeadWeeks", Reason: out}}},
		"amount": {`"amount":"500.5"`, `"amount":"-500.5"`, []testkit.Fault{{Field: "CategoryAccuracy.Amount", Reason: out}}},
		"won":    {`"won_amount":"200"`, `"won_amount":"501"`, []testkit.Fault{{Field: "CategoryAccuracy.WonAmount", Reason: conflict}}},
		"yield":  {`"yield":0.3996003996003996`, `"yield":2`, []testkit.Fault{{Field: "CategoryAccuracy.Yield", Reason: out}}},
	})
	testkit.RoundTrip(t, got[1]) // all of it was won
	record.Calls = []forecast.CategoryCall{call("sure", 0, "1", true), call(forecast.Commit, 61, "1", true), call(forecast.Commit, 0, "-1", true)}
	got, err = forecast.MeasureCategories(record, forecast.RatePolicy{})
	testkit.RequireFaults(t, err, testkit.Fault{Field: "CategoryRecord.Calls[0].Category", Reason: out}, testkit.Fault{Field: "CategoryRecord.Calls[1].LeadWeeks", Reason: out},
		testkit.Fault{Field: "CategoryRecord.Calls[2].Amount", Reason: out}, testkit.Fault{Field: "RatePolicy.IntervalLevel", Reason: out})
	require.Nil(t, got)
	got, err = forecast.MeasureCategories(forecast.CategoryRecord{}, wilson)
	require.NoError(t, err)
	require.Empty(t, got)
}
