package forecast_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

func money(text string) decimal.Decimal { return decimal.RequireFromString(text) }

// sample is a pipeline with every kind of deal.
func sample() forecast.Pipeline {
	return forecast.Pipeline{
		Deals: []forecast.Deal{
			{
				ID: "D-1", Owner: "Ana", Segment: "north", Stage: forecast.Negotiating, Amount: money("120000"),
				Opened: day("2026-08-03"), Proposed: day("2026-09-20"), ExpectedClose: day("2026-11-30"), Probability: new(0.6),
			},
			{
				ID: "D-2", Owner: "Bo", Segment: "south", Stage: forecast.Qualified, Amount: money("80000.50"),
				Opened: day("2026-10-01"), ExpectedClose: day("2027-01-15"), Probability: new(0.2),
			},
			{ID: "D-3", Stage: forecast.Prospecting, Amount: money("40000"), Opened: day("2026-11-02"), Probability: new(0.05)},
			{
				ID: "D-4", Owner: "Ana", Segment: "north", Stage: forecast.Won, Amount: money("55000"),
				Opened: day("2026-07-01"), Proposed: day("2026-08-15"), ExpectedClose: day("2026-10-10"), ClosedOn: day("2026-10-12"),
			},
			{
				ID: "D-5", Owner: "Bo", Segment: "south", Stage: forecast.Lost, Amount: money("30000"),
				Opened: day("2026-06-01"), Proposed: day("2026-07-10"), ClosedOn: day("2026-10-20"),
			},
		},
	}
}

var (
	quarter = forecast.Window{From: day("2026-10-01"), To: day("2026-12-31")}
	quota   = forecast.Quota{
		Amount: money("100000"), Won: money("55000"), Window: quarter,
		History: []forecast.PastPeriod{
			{OpeningValue: money("400000"), WonValue: money("150000"), DealsWon: 6, DealsLost: 9},
			{OpeningValue: money("380000"), WonValue: money("150000"), DealsWon: 4, DealsLost: 6},
		},
	}
)

// The four functions that take a pipeline refuse the same ones.
func TestPipelineRejects(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	long := strings.Repeat("x", 201)
	for name, tc := range map[string]struct {
		edit func(d *forecast.Deal)
		want testkit.Fault
	}{
		"id missing":           {func(d *forecast.Deal) { d.ID = "" }, testkit.Fault{Field: "Pipeline.Deals[1].ID", Reason: missing}},
		"id too long":          {func(d *forecast.Deal) { d.ID = long }, testkit.Fault{Field: "Pipeline.Deals[1].ID", Reason: out}},
		"id given twice":       {func(d *forecast.Deal) { d.ID = "D-1" }, testkit.Fault{Field: "Pipeline.Deals[1].ID", Reason: conflict}},
		"owner too long":       {func(d *forecast.Deal) { d.Owner = long }, testkit.Fault{Field: "Pipeline.Deals[1].Owner", Reason: out}},
		"segment with a space": {func(d *forecast.Deal) { d.Segment = "south " }, testkit.Fault{Field: "Pipeline.Deals[1].Segment", Reason: out}},
		"stage missing":        {func(d *forecast.Deal) { d.Stage = "" }, testkit.Fault{Field: "Pipeline.Deals[1].Stage", Reason: missing}},
		"stage unknown":        {func(d *forecast.Deal) { d.Stage = "Won" }, testkit.Fault{Field: "Pipeline.Deals[1].Stage", Reason: out}},
		"amount negative":      {func(d *forecast.Deal) { d.Amount = money("-0.01") }, testkit.Fault{Field: "Pipeline.Deals[1].Amount", Reason: out}},
		"amount too large":     {func(d *forecast.Deal) { d.Amount = money("1000000000000000.01") }, testkit.Fault{Field: "Pipeline.Deals[1].Amount", Reason: out}},
		"amount absurd":        {func(d *forecast.Deal) { d.Amount = decimal.New(1, 2_000_000_000) }, testkit.Fault{Field: "Pipeline.Deals[1].Amount", Reason: out}},
		"amount too fine":      {func(d *forecast.Deal) { d.Amount = money("0.000000001") }, testkit.Fault{Field: "Pipeline.Deals[1].Amount", Reason: out}},
		"opened nowhere":       {func(d *forecast.Deal) { d.Opened.Day = 32 }, testkit.Fault{Field: "Pipeline.Deals[1].Opened", Reason: out}},
		"proposed nowhere":     {func(d *forecast.Deal) { d.Proposed.Day = 32 }, testkit.Fault{Field: "Pipeline.Deals[1].Proposed", Reason: out}},
		"expected nowhere":     {func(d *forecast.Deal) { d.ExpectedClose.Month = 13 }, testkit.Fault{Field: "Pipeline.Deals[1].ExpectedClose", Reason: out}},
		"closed nowhere": {func(d *forecast.Deal) {
			d.Stage, d.ClosedOn = forecast.Lost, salesops.Date{Year: 2026, Month: 2, Day: 29}
		}, testkit.Fault{Field: "Pipeline.Deals[1].ClosedOn", Reason: out}},
		"open and closed":     {func(d *forecast.Deal) { d.ClosedOn = day("2026-10-10") }, testkit.Fault{Field: "Pipeline.Deals[1].ClosedOn", Reason: conflict}},
		"probability percent": {func(d *forecast.Deal) { d.Probability = new(60.0) }, testkit.Fault{Field: "Pipeline.Deals[1].Probability", Reason: out}},
		"probability just above 1": {func(d *forecast.Deal) {
			d.Probability = new(math.Nextafter(1, 2))
		}, testkit.Fault{Field: "Pipeline.Deals[1].Probability", Reason: out}},
		"probability too small": {func(d *forecast.Deal) {
			d.Probability = new(math.Nextafter(forecast.MinProbability, 0))
		}, testkit.Fault{Field: "Pipeline.Deals[1].Probability", Reason: out}},
		"probability negative": {func(d *forecast.Deal) { d.Probability = new(-0.1) }, testkit.Fault{Field: "Pipeline.Deals[1].Probability", Reason: out}},
		"probability NaN":      {func(d *forecast.Deal) { d.Probability = new(math.NaN()) }, testkit.Fault{Field: "Pipeline.Deals[1].Probability", Reason: out}},
	} {
		t.Run(name, func(t *testing.T) {
			p := sample()
			tc.edit(&p.Deals[1])
			requireRefused(t, p, tc.want)
		})
	}
	t.Run("too many", func(t *testing.T) {
		requireRefused(t, forecast.Pipeline{Deals: make([]forecast.Deal, forecast.MaxDeals+1)}, testkit.Fault{Field: "Pipeline.Deals", Reason: out})
	})
	t.Run("all faults in order", func(t *testing.T) {
		p := sample()
		p.Deals[1] = forecast.Deal{Stage: "poc", Amount: money("-1")}
		p.Deals[2].Stage = forecast.Prospecting
		p.Process = []forecast.StageOdds{{Stage: forecast.Negotiating}, {Stage: forecast.Prospecting}, {Stage: forecast.Prospecting}}
		requireRefused(t, p,
			testkit.Fault{Field: "Pipeline.Deals[1].ID", Reason: missing},
			testkit.Fault{Field: "Pipeline.Deals[1].Stage", Reason: out},
			testkit.Fault{Field: "Pipeline.Deals[1].Amount", Reason: out},
			testkit.Fault{Field: "Pipeline.Process[2].Stage", Reason: conflict},
		)
	})
}

func requireRefused(t *testing.T, p forecast.Pipeline, want ...testkit.Fault) {
	t.Helper()
	policy := forecast.DefaultPolicy()
	w, err := forecast.Weigh(p)
	testkit.RequireFaults(t, err, want...)
	require.Zero(t, w)
	c, err := forecast.Cover(p, quota, policy.CoveragePolicy)
	testkit.RequireFaults(t, err, want...)
	require.Zero(t, c)
	r, err := forecast.MeasureWinRates(p, quarter, policy.RatePolicy)
	testkit.RequireFaults(t, err, want...)
	require.Zero(t, r)
	y, err := forecast.MeasureCycle(p, policy.CyclePolicy)
	testkit.RequireFaults(t, err, want...)
	require.Zero(t, y)
}

func TestPipelineLimits(t *testing.T) {
	p := sample()
	p.Deals[0].Amount, p.Deals[0].Probability = money("1000000000000000"), new(forecast.MinProbability)
	p.Deals[1].Amount, p.Deals[1].Probability = money("0.00000001"), new(1.0)
	p.Deals[2].Amount, p.Deals[2].Probability = money("999999999999999.99999999"), new(0.0)
	w, err := forecast.Weigh(p)
	require.NoError(t, err)
	testkit.EqualDecimal(t, "1000000.00000001", w.Open.Weighted)
	testkit.EqualDecimal(t, "2000000000000000", w.Open.Amount)

	// The longest text that a total can have is read back.
	for i := range p.Deals[:3] {
		p.Deals[i].Amount, p.Deals[i].Probability = money("999999999999999.99999999"), new(1.2345678901234567e-9)
	}
	w, err = forecast.Weigh(p)
	require.NoError(t, err)
	testkit.RoundTrip(t, w)
}

func TestPipelineIsLeftAlone(t *testing.T) {
	p, q := sample(), quota
	q.History = slices.Clone(q.History)
	policy := forecast.DefaultPolicy()
	before := testkit.RoundTrip(t, p)
	quotaBefore := testkit.RoundTrip(t, q)
	_, err := forecast.Weigh(p)
	require.NoError(t, err)
	_, err = forecast.Cover(p, q, policy.CoveragePolicy)
	require.NoError(t, err)
	_, err = forecast.MeasureWinRates(p, quarter, policy.RatePolicy)
	require.NoError(t, err)
	_, err = forecast.MeasureCycle(p, policy.CyclePolicy)
	require.NoError(t, err)
	require.Equal(t, string(before), string(testkit.RoundTrip(t, p)))
	require.Equal(t, string(quotaBefore), string(testkit.RoundTrip(t, q)))
}
