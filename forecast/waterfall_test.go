package forecast_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

func steps(b forecast.Bridge) map[forecast.Change]string {
	m := make(map[forecast.Change]string)
	for _, s := range b.Steps {
		if s.Count > 0 {
			m[s.Change] = s.Amount.String()
		}
	}
	return m
}

func TestTraceWaterfall(t *testing.T) {
	w, err := forecast.TraceWaterfall(snapshots())
	require.NoError(t, err)
	require.Equal(t, map[forecast.Change]string{
		forecast.Added: "7000", forecast.PulledIn: "80000", forecast.OwnerIn: "40000", forecast.Grown: "10000.5", forecast.Shrunk: "-5000",
		forecast.WonOut: "-45000", forecast.SlippedOut: "-120000", forecast.OwnerOut: "-40000", forecast.Removed: "-9000",
	}, steps(w.Company))
	testkit.EqualDecimal(t, "219000", w.Company.Opening.Amount)
	testkit.EqualDecimal(t, "137000.50", w.Company.Closing.Amount)
	require.Equal(t, []string{"Ana", "Bo"}, []string{w.ByOwner[0].Owner, w.ByOwner[1].Owner})
	testkit.EqualDecimal(t, "0", w.ByOwner[0].Bridge.Closing.Amount)
	testkit.Golden(t, "waterfall", w)

	s := snapshots()
	s.Window = nil
	w, err = forecast.TraceWaterfall(s)
	require.NoError(t, err)
	require.Equal(t, 5, w.Company.Opening.Count)
	require.NotContains(t, steps(w.Company), forecast.SlippedOut)
	require.NotContains(t, steps(w.Company), forecast.PulledIn)

	w, err = forecast.TraceWaterfall(forecast.Snapshots{})
	require.NoError(t, err)
	require.Empty(t, steps(w.Company))
	testkit.RoundTrip(t, w)
}

func TestTraceWaterfallRejects(t *testing.T) {
	out, conflict, missing := salesops.ErrOutOfRange, salesops.ErrConflict, salesops.ErrMissing
	for name, tc := range map[string]struct {
		edit func(s *forecast.Snapshots)
		want testkit.Fault
	}{
		"deal before": {func(s *forecast.Snapshots) { s.Before.Deals[0].Stage = "x" }, testkit.Fault{Field: "Snapshots.Before.Deals[0].Stage", Reason: out}},
		"deal after":  {func(s *forecast.Snapshots) { s.After.Deals[0].ID = "" }, testkit.Fault{Field: "Snapshots.After.Deals[0].ID", Reason: missing}},
		"window":      {func(s *forecast.Snapshots) { s.Window.To = salesops.Date{} }, testkit.Fault{Field: "Snapshots.Window.To", Reason: missing}},
		"currencies":  {func(s *forecast.Snapshots) { s.Before.Deals[1].Currency, s.After.Deals[2].Currency = "EUR", "USD" }, testkit.Fault{Field: "Snapshots.After", Reason: conflict}},
		"currencies within": {func(s *forecast.Snapshots) { s.After.Deals[1].Currency, s.After.Deals[2].Currency = "EUR", "USD" },
			testkit.Fault{Field: "Snapshots.After.Deals[2].Currency", Reason: conflict}},
	} {
		t.Run(name, func(t *testing.T) {
			s := snapshots()
			tc.edit(&s)
			w, err := forecast.TraceWaterfall(s)
			testkit.RequireFaults(t, err, tc.want)
			require.Zero(t, w)
		})
	}
	s := snapshots()
	s.Before.Deals[1].Currency, s.After.Deals[2].Currency = "EUR", "EUR"
	_, err := forecast.TraceWaterfall(s)
	require.NoError(t, err)
}

func TestWaterfallJSON(t *testing.T) {
	w, err := forecast.TraceWaterfall(snapshots())
	require.NoError(t, err)
	out, conflict := salesops.ErrOutOfRange, salesops.ErrConflict
	fault := func(field string, reason error) []testkit.Fault {
		return []testkit.Fault{{Field: field, Reason: reason}}
	}
	testkit.Golden(t, "owner_bridge", w.ByOwner[0])
	testkit.Golden(t, "bridge", w.ByOwner[0].Bridge)
	testkit.Golden(t, "waterfall_step", w.Company.Steps[0])
	requireEdits(t, w, map[string]edit{
		"owner":         {`"owner":"Bo"`, `"owner":"Aa"`, fault("Waterfall.ByOwner", conflict)},
		"owner twice":   {`"owner":"Bo"`, `"owner":"Ana"`, fault("Waterfall.ByOwner", conflict)},
		"owner spaced":  {`"owner":"Bo"`, `"owner":" Bo"`, fault("Waterfall.ByOwner[1].Owner", out)},
		"company":       {`"opening":{"count":4,"amount":"219000"}`, `"opening":{"count":4,"amount":"219001"}`, fault("Waterfall.Company.Closing", conflict)},
		"closing":       {`"closing":{"count":3,`, `"closing":{"count":4,`, fault("Waterfall.Company.Closing", conflict)},
		"not the owner": {`{"change":"added","count":1,"amount":"7000"},{"change":"reopened","count":0,"amount":"0"}`, `{"change":"added","count":0,"amount":"0"},{"change":"reopened","count":1,"amount":"7000"}`, fault("Waterfall.Company", conflict)},
	})
	requireEdits(t, w.Company, map[string]edit{
		"order":     {`"change":"added"`, `"change":"dated-in"`, fault("Bridge.Steps[0].Change", conflict)},
		"fewer":     {`{"change":"added","count":1,"amount":"7000"},`, ``, fault("Bridge.Steps", out)},
		"count":     {`"change":"added","count":1`, `"change":"added","count":2`, fault("Bridge.Closing", conflict)},
		"count out": {`"change":"removed","count":1`, `"change":"removed","count":2`, fault("Bridge.Closing", conflict)},
		"negative":  {`"change":"added","count":1`, `"change":"added","count":-1`, fault("Bridge.Steps[0].Count", out)},
		"sign":      {`"amount":"7000"`, `"amount":"-7000"`, fault("Bridge.Steps[0].Amount", conflict)},
		"sign out":  {`"amount":"-9000"`, `"amount":"9000"`, fault("Bridge.Steps[14].Amount", conflict)},
		"shrunk":    {`"amount":"-5000"`, `"amount":"5000"`, fault("Bridge.Steps[7].Amount", conflict)},
		"won":       {`"amount":"-45000"`, `"amount":"45000"`, fault("Bridge.Steps[8].Amount", conflict)},
		"no deals":  {`"change":"reopened","count":0,"amount":"0"`, `"change":"reopened","count":0,"amount":"5"`, fault("Bridge.Steps[1].Amount", conflict)},
		"absurd":    {`"amount":"7000"`, `"amount":"7e2000000"`, fault("Bridge.Steps[0].Amount", out)},
		"unknown":   {`"change":"added"`, `"change":"born"`, fault("Bridge.Steps[0].Change", out)},
	})
}

func TestCountPushes(t *testing.T) {
	moves := forecast.CloseMoves{Moves: []forecast.CloseMove{
		{Deal: "B", From: day("2026-10-10"), To: day("2026-11-10")},
		{Deal: "A", From: day("2026-12-31"), To: day("2027-01-01")},
		{Deal: "A", From: day("2027-01-01"), To: day("2026-12-30")},
		{Deal: "A", From: day("2026-12-30"), To: day("2026-12-30")},
		{Deal: "A", From: day("2026-12-30"), To: day("2026-12-29")},
	}}
	got, err := forecast.CountPushes(moves)
	require.NoError(t, err)
	require.Equal(t, []forecast.DealPushes{{Deal: "A", Pushes: 1, Pulls: 2, NetDays: -2}, {Deal: "B", Pushes: 1, NetDays: 31}}, got)

	moves.Periods = fiscal()
	got, err = forecast.CountPushes(moves)
	require.NoError(t, err)
	require.Equal(t, []forecast.DealPushes{
		{Deal: "A", Pushes: 1, PeriodPushes: 1, Pulls: 2, PeriodPulls: 1, NetDays: -2}, {Deal: "B", Pushes: 1, NetDays: 31},
	}, got)
	testkit.Golden(t, "deal_pushes", got[0])
	testkit.RoundTrip(t, forecast.DealPushes{Deal: "C", Pulls: 1, PeriodPulls: 1})
	out, conflict, missing := salesops.ErrOutOfRange, salesops.ErrConflict, salesops.ErrMissing
	requireEdits(t, got[0], map[string]edit{
		"deal":          {`"deal":"A"`, `"deal":""`, []testkit.Fault{{Field: "DealPushes.Deal", Reason: missing}}},
		"pushes":        {`"pushes":1`, `"pushes":-1`, []testkit.Fault{{Field: "DealPushes.Pushes", Reason: out}}},
		"period pushes": {`"period_pushes":1`, `"period_pushes":2`, []testkit.Fault{{Field: "DealPushes.PeriodPushes", Reason: conflict}}},
		"negative":      {`"period_pushes":1`, `"period_pushes":-1`, []testkit.Fault{{Field: "DealPushes.PeriodPushes", Reason: out}}},
		"pulls":         {`"pulls":2`, `"pulls":-2`, []testkit.Fault{{Field: "DealPushes.Pulls", Reason: out}}},
		"period pulls":  {`"period_pulls":1`, `"period_pulls":3`, []testkit.Fault{{Field: "DealPushes.PeriodPulls", Reason: conflict}}},
		"no pulls":      {`"period_pulls":1`, `"period_pulls":-1`, []testkit.Fault{{Field: "DealPushes.PeriodPulls", Reason: out}}},
	})

	got, err = forecast.CountPushes(forecast.CloseMoves{})
	require.NoError(t, err)
	require.Empty(t, got)
	moves.Moves[0].Deal, moves.Moves[1].From, moves.Moves[2].To, moves.Periods[1].Name = "", salesops.Date{}, salesops.Date{Year: 1}, "Q4"
	got, err = forecast.CountPushes(moves)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "CloseMoves.Moves[0].Deal", Reason: missing}, testkit.Fault{Field: "CloseMoves.Moves[1].From", Reason: missing},
		testkit.Fault{Field: "CloseMoves.Moves[2].To", Reason: out}, testkit.Fault{Field: "CloseMoves.Periods[1].Name", Reason: conflict})
	require.Nil(t, got)
}

// fiscal is two fiscal periods with a gap after them.
func fiscal() []forecast.Period {
	return []forecast.Period{
		{Name: "Q4", From: day("2026-10-01"), To: day("2026-12-31")},
		{Name: "Q1", From: day("2027-01-01"), To: day("2027-03-30")},
	}
}

func TestWeighByPeriod(t *testing.T) {
	p := sample()
	p.Periods = fiscal()
	p.Deals[2].ExpectedClose = day("2027-03-31")
	w, err := forecast.Weigh(p)
	require.NoError(t, err)
	require.Equal(t, []string{"Q4", "Q1"}, []string{w.ByPeriod[0].Key, w.ByPeriod[1].Key})
	testkit.EqualDecimal(t, "120000", w.ByPeriod[0].Total.Amount)
	testkit.EqualDecimal(t, "16000.10", w.ByPeriod[1].Total.Weighted)
	testkit.EqualDecimal(t, "40000", w.OutsidePeriods.Amount)
	for date, period := range map[string]int{"2026-09-30": -1, "2026-10-01": 0, "2026-12-31": 0, "2027-01-01": 1, "2027-03-30": 1, "2027-03-31": -1} {
		p.Deals[2].ExpectedClose = day(date)
		w, err := forecast.Weigh(p)
		require.NoError(t, err)
		counts := []int{w.ByPeriod[0].Total.Count - 1, w.ByPeriod[1].Total.Count - 1}
		want := []int{0, 0}
		if period >= 0 {
			want[period]++
		}
		require.Equal(t, want, counts, date)
		require.Equal(t, period < 0, w.OutsidePeriods.Count == 1, date)
	}
	out, conflict := salesops.ErrOutOfRange, salesops.ErrConflict
	requireEdits(t, w, map[string]edit{
		"no outside":   {`,"outside_periods":{"count":1,"amount":"40000","weighted":"2000"}`, ``, []testkit.Fault{{Field: "WeightedPipeline.OutsidePeriods", Reason: conflict}}},
		"other total":  {`"outside_periods":{"count":1`, `"outside_periods":{"count":2`, []testkit.Fault{{Field: "WeightedPipeline.ByPeriod", Reason: conflict}}},
		"period twice": {`"key":"Q4"`, `"key":"Q1"`, []testkit.Fault{{Field: "WeightedPipeline.ByPeriod", Reason: conflict}}},
	})
	for name, tc := range map[string]struct {
		edit func(p []forecast.Period)
		want testkit.Fault
	}{
		"overlap": {func(p []forecast.Period) { p[1].From = day("2026-12-31") }, testkit.Fault{Field: "Pipeline.Periods[1].From", Reason: conflict}},
		"reverse": {func(p []forecast.Period) { p[1].To = day("2026-12-31") }, testkit.Fault{Field: "Pipeline.Periods[1].To", Reason: conflict}},
		"name":    {func(p []forecast.Period) { p[0].Name = " " }, testkit.Fault{Field: "Pipeline.Periods[0].Name", Reason: out}},
		"day":     {func(p []forecast.Period) { p[0].From = day("x") }, testkit.Fault{Field: "Pipeline.Periods[0].From", Reason: out}},
	} {
		p := sample()
		p.Periods = fiscal()
		tc.edit(p.Periods)
		_, err := forecast.Weigh(p)
		testkit.RequireFaults(t, err, tc.want)
		require.Error(t, err, name)
	}
	p = forecast.Pipeline{Periods: make([]forecast.Period, forecast.MaxPeriods+1)}
	_, err = forecast.Weigh(p)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Pipeline.Periods", Reason: out})
}

func TestOneCurrency(t *testing.T) {
	p := sample()
	p.Deals[1].Currency, p.Deals[3].Currency, p.Deals[4].Currency = "EUR", "USD", "EUR"
	_, err := forecast.Weigh(p)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Pipeline.Deals[3].Currency", Reason: salesops.ErrConflict})
	require.Contains(t, salesops.InputErrors(err)[0].Want, "EUR")
	p.Deals[3].Currency, p.Deals[4].Currency = "EUR", ""
	_, err = forecast.Weigh(p)
	require.NoError(t, err)
	p.Deals[0].Currency, p.Deals[2].Pushes, p.Deals[3].Category = "\n", -1, "sure"
	_, err = forecast.Weigh(p)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Pipeline.Deals[0].Currency", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Pipeline.Deals[2].Pushes", Reason: salesops.ErrOutOfRange}, testkit.Fault{Field: "Pipeline.Deals[3].Category", Reason: salesops.ErrOutOfRange})
}

func TestMerge(t *testing.T) {
	all := sample()
	all.Periods = fiscal()
	all.Deals[1].ExpectedClose, all.Deals[2].ExpectedClose = day("2027-05-01"), day("2026-01-01")
	whole, err := forecast.Weigh(all)
	require.NoError(t, err)
	for cut := range len(all.Deals) + 1 {
		one, other := all, all
		one.Deals, other.Deals = all.Deals[:cut], all.Deals[cut:]
		a, err := forecast.Weigh(one)
		require.NoError(t, err)
		b, err := forecast.Weigh(other)
		require.NoError(t, err)
		for _, pair := range [][2]forecast.WeightedPipeline{{a, b}, {b, a}} {
			before := encode(t, pair[0])
			merged, err := pair[0].Merge(pair[1])
			require.NoError(t, err)
			require.Equal(t, string(encode(t, whole)), string(encode(t, merged)))
			require.Equal(t, string(before), string(encode(t, pair[0])), "the arguments stay as they are")
		}
	}
	plain, err := forecast.Weigh(sample())
	require.NoError(t, err)
	_, err = plain.Merge(whole)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "WeightedPipeline.ByPeriod", Reason: salesops.ErrConflict})
	_, err = plain.Merge(forecast.WeightedPipeline{})
	testkit.RequireFaults(t, err, testkit.Fault{Field: "WeightedPipeline.ByStage", Reason: salesops.ErrConflict})
}

// Amounts and odds with so many digits, and so far apart, that no machine word
// holds them.
func TestWeighExactly(t *testing.T) {
	for _, odds := range []float64{1, 0.5, 0.12345678901234567, 1.2345678901234567e-9, 1e-9, 0.9999999999999999} {
		for _, amount := range []string{"5", "0.00000001", "123456789012345", "999999999999999.99999999", "1e15", "4611686018427.387904", "922337203685477.58"} {
			for _, other := range []string{"5", "999999999999999", "0.3", "0.00000007"} {
				p := forecast.Pipeline{Deals: []forecast.Deal{
					{ID: "A", Stage: forecast.Closing, Amount: money(other), Probability: new(1.0)},
					{ID: "B", Stage: forecast.Closing, Amount: money(amount), Probability: &odds},
					{ID: "C", Stage: forecast.Closing, Amount: money(other), Probability: new(0.25)},
					{ID: "D", Stage: forecast.Closing, Amount: money("0"), Probability: new(1e-9)},
				}}
				w, err := forecast.Weigh(p)
				require.NoError(t, err)
				exact := money(strconv.FormatFloat(odds, 'f', -1, 64))
				want := money(other).Mul(money("1.25")).Add(money(amount).Mul(exact))
				testkit.EqualDecimal(t, want.String(), w.Open.Weighted, amount, odds)
				testkit.EqualDecimal(t, money(other).Mul(money("2")).Add(money(amount)).String(), w.Open.Amount)
			}
		}
	}
}
