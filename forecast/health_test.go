package forecast_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

var healthPolicy = forecast.DefaultPolicy().HealthPolicy

func health(t *testing.T, edit func(c *forecast.HealthCheck)) forecast.Health {
	t.Helper()
	c := check()
	edit(&c)
	h, err := forecast.CheckHealth(c, healthPolicy)
	require.NoError(t, err)
	testkit.RoundTrip(t, h)
	for _, v := range h.Verdicts {
		for _, f := range v.Findings {
			testkit.Explains(t, f)
		}
	}
	return h
}

func answers(h forecast.Health) []forecast.HealthAnswer {
	var list []forecast.HealthAnswer
	for _, v := range h.Verdicts {
		list = append(list, v.Answer)
	}
	return list
}

func TestCheckHealth(t *testing.T) {
	h := health(t, func(*forecast.HealthCheck) {})
	// D-1 of 120,000 is due, 45,000 remain: below 135,000. 1 × 60,000 × 0.5 is
	// below 45,000 too. D-1 is 91 days old, which is twice 45.5 and no more.
	require.Equal(t, []forecast.HealthAnswer{forecast.Wanting, forecast.Wanting, forecast.Fine, forecast.Wanting}, answers(h))
	require.Equal(t, 1.5, h.DealsNeeded.Or(0))
	require.Zero(t, h.Stale.Any.Count)
	require.Equal(t, 1, h.Stale.Undated)
	require.Equal(t, salesops.Fired, h.Verdicts[1].Findings[0].Outcome)
	require.Equal(t, salesops.NotFired, h.Verdicts[1].Findings[1].Outcome)
	testkit.Golden(t, "health", sixDigits(t, h))
	testkit.Golden(t, "health_verdict", sixDigits(t, h.Verdicts[2]))
}

// Each line from below, on it, and from above.
func TestCheckHealthLines(t *testing.T) {
	first := func(h forecast.Health, question, finding int) salesops.Outcome {
		return h.Verdicts[question].Findings[finding].Outcome
	}
	for won, want := range map[string]salesops.Outcome{"59999.99": salesops.Fired, "60000": salesops.NotFired, "60000.01": salesops.NotFired, "100000": salesops.NotApplicable} {
		h := health(t, func(c *forecast.HealthCheck) { c.Quota.Won = money(won) })
		require.Equal(t, want, first(h, 0, 0), won)
	}
	for value, want := range map[string]salesops.Outcome{"89999.99": salesops.Fired, "90000": salesops.NotFired, "90000.01": salesops.NotFired, "0": salesops.NotApplicable} {
		h := health(t, func(c *forecast.HealthCheck) { c.AverageWonValue = money(value) })
		require.Equal(t, want, first(h, 0, 1), value)
	}
	for share, want := range map[float64]salesops.Outcome{0.49: salesops.Fired, 0.5: salesops.NotFired, 0.51: salesops.NotFired} {
		h := health(t, func(c *forecast.HealthCheck) { c.Odds = &salesops.Interval{Low: 0.2, High: share} })
		require.Equal(t, want, first(h, 3, 0), share)
	}
	for as, old := range map[string]int{"2026-11-02": 0, "2026-11-03": 1} { // 91 and 92 days
		h := health(t, func(c *forecast.HealthCheck) { c.AsOf = day(as) })
		require.Equal(t, old, h.Stale.Old.Count, as)
	}
	for as, past := range map[string]int{"2026-11-30": 0, "2026-12-01": 1} {
		h := health(t, func(c *forecast.HealthCheck) { c.AsOf, c.UsualCycleDays = day(as), nil })
		require.Equal(t, []int{past, 0}, []int{h.Stale.PastClose.Count, h.Stale.Old.Count}, as)
	}
	for pushes, stale := range map[int]int{1: 0, 2: 1} {
		h := health(t, func(c *forecast.HealthCheck) { c.Pipeline.Deals[0].Pushes = pushes })
		require.Equal(t, stale, h.Stale.Pushed.Count)
	}
	// 48,000.10 of 240,000.50 is the fifth.
	for amount, want := range map[string]salesops.Outcome{"40000": salesops.NotFired, "50000.125": salesops.NotFired, "50000.13": salesops.Fired} {
		h := health(t, func(c *forecast.HealthCheck) {
			c.Pipeline.Deals[2].Amount, c.Pipeline.Deals[2].Pushes = money(amount), 7
		})
		require.Equal(t, want, first(h, 2, 0), amount)
	}
	h := health(t, func(c *forecast.HealthCheck) { // every reason, and counted once
		c.AsOf, c.Pipeline.Deals[0].Pushes = day("2026-12-31"), 2
	})
	require.Equal(t, []int{1, 1, 1, 1}, []int{h.Stale.PastClose.Count, h.Stale.Pushed.Count, h.Stale.Any.Count, h.Verdicts[2].Findings[0].Left.Cmp(money("119999"))})
	require.Contains(t, h.Verdicts[2].Findings[0].Note, "1", "D-2 is 91 days old and no more")
}

func TestCheckHealthConversion(t *testing.T) {
	// P(X <= 0) of 4 and 4, 4 won: 1/70; two stages make it 2/70.
	change := forecast.ConversionChange{Stage: "a", Onward: 0, Reached: 4, PastOnward: 4, PastReached: 4}
	h := health(t, func(c *forecast.HealthCheck) { c.Conversions = []forecast.ConversionChange{change} })
	left, _ := h.Verdicts[1].Findings[0].Left.Float64()
	require.InEpsilon(t, 1.0/70, left, 1e-12)
	h = health(t, func(c *forecast.HealthCheck) {
		c.Conversions = []forecast.ConversionChange{change, {Stage: "b", Onward: 4, Reached: 4, PastOnward: 4, PastReached: 4}, {Stage: "c", Reached: 4}, {Stage: "d", PastReached: 4}}
	})
	left, _ = h.Verdicts[1].Findings[0].Left.Float64()
	require.InEpsilon(t, 2.0/70, left, 1e-12)
	require.Equal(t, []salesops.Outcome{salesops.Fired, salesops.NotFired, salesops.NotApplicable},
		[]salesops.Outcome{h.Verdicts[1].Findings[0].Outcome, h.Verdicts[1].Findings[1].Outcome, h.Verdicts[1].Findings[2].Outcome})
	testkit.EqualDecimal(t, "1", h.Verdicts[1].Findings[1].Left)
	h = health(t, func(c *forecast.HealthCheck) {
		c.Conversions = []forecast.ConversionChange{{Stage: "c", Reached: 4, Onward: 4}}
	})
	require.Equal(t, forecast.Unknown, h.Verdicts[1].Answer)
}

func TestCheckHealthUnknown(t *testing.T) {
	h := health(t, func(c *forecast.HealthCheck) {
		c.Conversions, c.Odds, c.WinRate, c.UsualCycleDays = nil, nil, nil, nil
		c.Pipeline.Deals[0].Amount = money("135000")
	})
	require.Equal(t, []forecast.HealthAnswer{forecast.Unknown, forecast.Unknown, forecast.Fine, forecast.Unknown}, answers(h))
	require.NotEmpty(t, h.DealsNeeded.Reason())
	h = health(t, func(c *forecast.HealthCheck) { c.Quota.Won, c.WinRate = money("100000"), nil })
	require.Equal(t, forecast.Fine, h.Verdicts[0].Answer, "the quota is met")
	h = health(t, func(c *forecast.HealthCheck) { c.WinRate = new(0.0) })
	require.Equal(t, salesops.Fired, h.Verdicts[0].Findings[1].Outcome)
	require.NotEmpty(t, h.DealsNeeded.Reason())
	h = health(t, func(c *forecast.HealthCheck) { c.Pipeline = forecast.Pipeline{} })
	require.Equal(t, forecast.Fine, h.Verdicts[2].Answer)
}

func TestCheckHealthRejects(t *testing.T) {
	out, conflict, missing := salesops.ErrOutOfRange, salesops.ErrConflict, salesops.ErrMissing
	for name, tc := range map[string]struct {
		edit func(c *forecast.HealthCheck)
		want testkit.Fault
	}{
		"pipeline":     {func(c *forecast.HealthCheck) { c.Pipeline.Deals[0].ID = "" }, testkit.Fault{Field: "HealthCheck.Pipeline.Deals[0].ID", Reason: missing}},
		"quota":        {func(c *forecast.HealthCheck) { c.Quota.Amount = money("0") }, testkit.Fault{Field: "HealthCheck.Quota.Amount", Reason: missing}},
		"as of":        {func(c *forecast.HealthCheck) { c.AsOf = salesops.Date{} }, testkit.Fault{Field: "HealthCheck.AsOf", Reason: missing}},
		"value":        {func(c *forecast.HealthCheck) { c.AverageWonValue = money("-1") }, testkit.Fault{Field: "HealthCheck.AverageWonValue", Reason: out}},
		"win rate":     {func(c *forecast.HealthCheck) { c.WinRate = new(1.1) }, testkit.Fault{Field: "HealthCheck.WinRate", Reason: out}},
		"stage":        {func(c *forecast.HealthCheck) { c.Conversions[0].Stage = "" }, testkit.Fault{Field: "HealthCheck.Conversions[0].Stage", Reason: missing}},
		"stage twice":  {func(c *forecast.HealthCheck) { c.Conversions[1].Stage = forecast.Qualified }, testkit.Fault{Field: "HealthCheck.Conversions[1].Stage", Reason: conflict}},
		"onward":       {func(c *forecast.HealthCheck) { c.Conversions[0].Onward = 21 }, testkit.Fault{Field: "HealthCheck.Conversions[0].Onward", Reason: out}},
		"reached":      {func(c *forecast.HealthCheck) { c.Conversions[0].Reached = -1 }, testkit.Fault{Field: "HealthCheck.Conversions[0].Reached", Reason: out}},
		"past onward":  {func(c *forecast.HealthCheck) { c.Conversions[0].PastOnward = 101 }, testkit.Fault{Field: "HealthCheck.Conversions[0].PastOnward", Reason: out}},
		"past reached": {func(c *forecast.HealthCheck) { c.Conversions[0].PastReached = 1000001 }, testkit.Fault{Field: "HealthCheck.Conversions[0].PastReached", Reason: out}},
		"cycle":        {func(c *forecast.HealthCheck) { c.UsualCycleDays = new(0.0) }, testkit.Fault{Field: "HealthCheck.UsualCycleDays", Reason: missing}},
		"odds low":     {func(c *forecast.HealthCheck) { c.Odds.Low = -0.1 }, testkit.Fault{Field: "HealthCheck.Odds.Low", Reason: out}},
		"odds high":    {func(c *forecast.HealthCheck) { c.Odds.High = 1.1 }, testkit.Fault{Field: "HealthCheck.Odds.High", Reason: out}},
		"odds order":   {func(c *forecast.HealthCheck) { c.Odds.Low = 0.44 }, testkit.Fault{Field: "HealthCheck.Odds.Low", Reason: conflict}},
		"conversions":  {func(c *forecast.HealthCheck) { c.Conversions = make([]forecast.ConversionChange, forecast.MaxStages+1) }, testkit.Fault{Field: "HealthCheck.Conversions", Reason: out}},
	} {
		t.Run(name, func(t *testing.T) {
			c := check()
			tc.edit(&c)
			h, err := forecast.CheckHealth(c, healthPolicy)
			testkit.RequireFaults(t, err, tc.want)
			require.Zero(t, h)
		})
	}
	c := check()
	c.Odds.Low = c.Odds.High
	_, err := forecast.CheckHealth(c, healthPolicy)
	require.NoError(t, err)
	_, err = forecast.CheckHealth(check(), forecast.HealthPolicy{MaxStaleShare: 1})
	require.Len(t, salesops.InputErrors(err), 5)
}

func TestHealthJSON(t *testing.T) {
	h, err := forecast.CheckHealth(check(), healthPolicy)
	require.NoError(t, err)
	out, conflict := salesops.ErrOutOfRange, salesops.ErrConflict
	fault := func(field string, reason error) []testkit.Fault {
		return []testkit.Fault{{Field: field, Reason: reason}}
	}
	requireEdits(t, h, map[string]edit{
		"question": {`"question":"enough-opportunities"`, `"question":"healthy-conversion"`, fault("Health.Verdicts[0].Question", conflict)},
		"answer":   {`"answer":"fine"`, `"answer":"unknown"`, fault("Health.Verdicts[2].Answer", conflict)},
		"due":      {`"due":{"count":1`, `"due":{"count":4`, fault("Health.Due", conflict)},
		"due more": {`"due":{"count":1,"amount":"120000"`, `"due":{"count":1,"amount":"320000"`, fault("Health.Due", conflict)},
		"any":      {`"any":{"count":0`, `"any":{"count":4`, fault("Health.Stale.Any", conflict)},
		"old":      {`"old":{"count":0`, `"old":{"count":1`, fault("Health.Stale.Old", conflict)},
		"pushed":   {`"pushed":{"count":0`, `"pushed":{"count":1`, fault("Health.Stale.Pushed", conflict)},
		"past":     {`"past_close":{"count":0`, `"past_close":{"count":1`, fault("Health.Stale.PastClose", conflict)},
		"undated":  {`"undated":1`, `"undated":-1`, fault("Health.Stale.Undated", out)},
		"needed":   {`"deals_needed":1.5`, `"deals_needed":-1.5`, fault("Health.DealsNeeded", out)},
	})
	h.Verdicts = h.Verdicts[:3]
	require.Error(t, new(forecast.Health).UnmarshalJSON(encode(t, h)))
	v := h.Verdicts[2]
	v.Findings = nil
	require.Error(t, new(forecast.HealthVerdict).UnmarshalJSON(encode(t, v)))
}
