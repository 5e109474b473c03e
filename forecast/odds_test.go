package forecast_test

import (
	"math"
	"slices"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

var scenarios = []forecast.Scenario{
	{Name: "good", Chance: 0.2, OddsRatio: 1.5, CreatedFactor: 1.25},
	{Name: "normal", Chance: 0.6, OddsRatio: 1, CreatedFactor: 1},
	{Name: "bad", Chance: 0.2, OddsRatio: 0.5, CreatedFactor: 0.5},
}

// history is 40 deals opened a week apart: every fourth is lost after 50 days,
// every fourth stays open, the others are won after 30 and 60.
func history() forecast.Pipeline {
	var p forecast.Pipeline
	start := day("2025-10-01")
	for i := range 40 {
		d := forecast.Deal{ID: "H-" + strconv.Itoa(i), Stage: forecast.Qualified, Amount: money("1000"), Opened: start.AddDays(7 * i)}
		switch i % 4 {
		case 0:
			d.Stage, d.ClosedOn = forecast.Lost, d.Opened.AddDays(50)
		case 1:
			d.Stage, d.ClosedOn = forecast.Won, d.Opened.AddDays(30)
		case 2:
			d.Stage, d.ClosedOn = forecast.Won, d.Opened.AddDays(60)
		}
		p.Deals = append(p.Deals, d)
	}
	return p
}

func learn(t *testing.T, p forecast.Pipeline, asOf salesops.Date, minWins int) forecast.ClosingCurve {
	t.Helper()
	policy := forecast.DefaultPolicy()
	policy.MinWins, policy.MinAtRisk = minWins, 5
	c, err := forecast.LearnClosing(p, asOf, policy.CyclePolicy, policy.ClosingPolicy)
	require.NoError(t, err)
	return c
}

// fullOutlook has everything that an outlook can have.
func fullOutlook(t *testing.T) forecast.Outlook {
	t.Helper()
	closing := learn(t, history(), day("2026-11-09"), 10)
	return forecast.Outlook{
		Pipeline:    sample(),
		Horizon:     &forecast.Horizon{Window: quarter, Today: day("2026-11-09"), Closing: &closing, Created: []decimal.Decimal{money("12000"), money("30000.25")}},
		Scenarios:   scenarios,
		Calibration: []forecast.OddsBand{{From: 0, To: 0.3, Rate: salesops.Interval{Low: 0.02, High: 0.25}}, {From: 0.3, To: 0.9, Rate: salesops.Interval{Low: 0.35, High: 0.55}}},
	}
}

func TestLearnClosing(t *testing.T) {
	c := learn(t, history(), day("2026-12-31"), 20)
	require.Equal(t, forecast.ClosingCurve{
		Verdict: forecast.Learned, Won: 20, Lost: 10, Open: 10, LastAgeDays: 322,
		Steps: []forecast.ClosingStep{{Days: 30, AtRisk: 40, Won: 10}, {Days: 50, AtRisk: 30, Lost: 10}, {Days: 60, AtRisk: 20, Won: 10}},
	}, c)
	for name, tc := range map[string]struct {
		age, days int
		want      forecast.ClosingOdds
	}{
		"a new deal":                 {-1, 31, forecast.ClosingOdds{Won: 0.25, Open: 0.75}},
		"a new deal, a day less":     {-1, 30, forecast.ClosingOdds{Open: 1}},
		"one past the first step":    {30, 30, forecast.ClosingOdds{Won: 1. / 3, Lost: 1. / 3, Open: 1. / 3}},
		"one past the losses":        {50, 10, forecast.ClosingOdds{Won: 0.5, Open: 0.5}},
		"one older than all won":     {60, 999, forecast.ClosingOdds{Open: 1}},
		"one older than the history": {500, 1, forecast.ClosingOdds{Open: 1}},
		"no day left":                {29, 0, forecast.ClosingOdds{Open: 1}},
		"a day in the past":          {29, -5, forecast.ClosingOdds{Open: 1}},
		"as many days as there are":  {-1, math.MaxInt, forecast.ClosingOdds{Won: 0.5, Lost: 0.25, Open: 0.25}},
	} {
		got := c.Within(tc.age, tc.days)
		require.InDelta(t, tc.want.Won, got.Won, 1e-15, name)
		require.InDelta(t, tc.want.Lost, got.Lost, 1e-15, name)
		require.InDelta(t, tc.want.Open, got.Open, 1e-15, name)
	}
}

// As of an earlier day what closed later was open, and what was opened later is
// not there.
func TestLearnClosingAsOf(t *testing.T) {
	p := history()
	p.Deals = append(
		p.Deals,
		forecast.Deal{ID: "no opening", Stage: forecast.Won, ClosedOn: day("2026-01-01")},
		forecast.Deal{ID: "no close", Stage: forecast.Lost, Opened: day("2026-01-01")},
		forecast.Deal{ID: "backward", Stage: forecast.Lost, Opened: day("2026-01-02"), ClosedOn: day("2026-01-01")},
	)
	policy := forecast.DefaultPolicy()
	policy.NegativeCycles, policy.MinWins, policy.MinAtRisk = forecast.SkipNegative, 1, 1
	c, err := forecast.LearnClosing(p, day("2025-11-08"), policy.CyclePolicy, policy.ClosingPolicy)
	require.NoError(t, err)
	require.Equal(t, forecast.ClosingCurve{
		Verdict: forecast.Learned, Won: 1, Open: 5, Undated: 2, Negative: 1, Later: 34, LastAgeDays: 37,
		Steps: []forecast.ClosingStep{{Days: 30, AtRisk: 2, Won: 1}},
	}, c)
	require.InDelta(t, 0.5, c.Within(0, 30).Won, 0)

	policy.NegativeCycles = forecast.RejectNegative
	_, err = forecast.LearnClosing(p, day("2025-11-08"), policy.CyclePolicy, policy.ClosingPolicy)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Pipeline.Deals[42].ClosedOn", Reason: salesops.ErrConflict})
}

func TestLearnClosingNeedsHistory(t *testing.T) {
	require.Equal(t, forecast.Learned, learn(t, history(), day("2026-12-31"), 20).Verdict)
	c := learn(t, history(), day("2026-12-31"), 21)
	require.Equal(t, forecast.NotEnoughHistory, c.Verdict)
	require.Equal(t, -1, c.LastAgeDays)
	require.Equal(t, forecast.ClosingOdds{Open: 1}, c.Within(40, 100))
	policy := forecast.DefaultPolicy()
	policy.MinWins, policy.MinAtRisk = 20, 21
	for atRisk, last := range map[int]int{10: 182, 11: 59, 20: 59, 21: 49, 30: 49, 31: 29, 40: 29, 41: -1} {
		policy.MinAtRisk = atRisk
		c, err := forecast.LearnClosing(history(), day("2026-12-31"), policy.CyclePolicy, policy.ClosingPolicy)
		require.NoError(t, err)
		require.Equal(t, last, c.LastAgeDays)
	}
	_, err := forecast.LearnClosing(history(), salesops.Date{}, forecast.CyclePolicy{}, forecast.ClosingPolicy{})
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "asOf", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "CyclePolicy.NegativeCycles", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "ClosingPolicy.MinWins", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "ClosingPolicy.MinAtRisk", Reason: salesops.ErrMissing},
	)
}

func TestMeasureCreated(t *testing.T) {
	won := func(id, opened, closed, amount string) forecast.Deal {
		d := forecast.Deal{ID: id, Stage: forecast.Won, Amount: money(amount), ClosedOn: day(closed)}
		if opened != "" {
			d.Opened = day(opened)
		}
		return d
	}
	p := forecast.Pipeline{Deals: []forecast.Deal{
		won("before", "2026-06-01", "2026-06-30", "1"),
		won("on the point", "2026-06-01", "2026-07-10", "2"),
		won("existed", "2026-07-10", "2026-07-11", "4"),
		won("created", "2026-07-11", "2026-09-30", "8"),
		won("later", "2026-07-11", "2026-10-01", "16"),
		won("undated", "", "2026-08-01", "32"),
		{ID: "lost", Stage: forecast.Lost, Amount: money("64"), Opened: day("2026-07-11"), ClosedOn: day("2026-08-01")},
		{ID: "open", Stage: forecast.Closing, Amount: money("128"), Opened: day("2026-07-11")},
	}}
	third := forecast.Window{From: day("2026-07-01"), To: day("2026-09-30")}
	got, err := forecast.MeasureCreated(p, []forecast.Window{third, quarter}, 9)
	require.NoError(t, err)
	require.Len(t, got, 2)
	require.Equal(t, third, got[0].Window)
	for want, total := range map[string]forecast.DealTotal{"8": got[0].Won, "2": got[0].Booked, "4": got[0].Open, "32": got[0].Undated, "16": got[1].Booked} {
		require.Equal(t, 1, total.Count)
		testkit.EqualDecimal(t, want, total.Amount)
	}
	testkit.Golden(t, "created_revenue", got[0])
	start, err := forecast.MeasureCreated(p, []forecast.Window{third}, -1)
	require.NoError(t, err)
	testkit.EqualDecimal(t, "12", start[0].Won.Amount)
	testkit.EqualDecimal(t, "2", start[0].Open.Amount)
	require.Zero(t, start[0].Booked.Count)

	for days, ok := range map[int]bool{-36601: false, -36600: true, 36600: true, 36601: false} {
		_, err := forecast.MeasureCreated(p, []forecast.Window{third}, days)
		require.Equal(t, ok, err == nil)
	}
	_, err = forecast.MeasureCreated(p, nil, 0)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "windows", Reason: salesops.ErrMissing})
	_, err = forecast.MeasureCreated(p, []forecast.Window{third, {From: third.To, To: third.From}}, 0)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "windows[1].To", Reason: salesops.ErrConflict})
	_, err = forecast.MeasureCreated(p, make([]forecast.Window, forecast.MaxPeriods+1), 0)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "windows", Reason: salesops.ErrOutOfRange})
}

// What is known decides what a deal's odds are, and the result says it.
func TestDistributeOdds(t *testing.T) {
	p := sample()
	p.Deals = append(p.Deals, forecast.Deal{ID: "D-6", Stage: forecast.Won, Amount: money("7"), Opened: day("2026-10-01")})
	closing := learn(t, history(), day("2026-11-09"), 10)
	horizon := forecast.Horizon{Window: quarter, Today: day("2026-11-09")}
	stated, learnt := horizon, horizon
	learnt.Closing = &closing
	early := learnt
	early.Today = day("2026-09-30") // before any of the period
	early.Closing = &closing
	for name, tc := range map[string]struct {
		horizon  *forecast.Horizon
		source   forecast.OddsSource
		includes []forecast.RevenueSource
		counts   forecast.OutlookCounts
		booked   string
		chances  map[string]float64
	}{
		"no horizon": {
			nil, forecast.StatedOdds, []forecast.RevenueSource{"open-deals"}, forecast.OutlookCounts{Open: 3}, "0",
			map[string]float64{"D-1": 0.6, "D-2": 0.2, "D-3": 0.05},
		},
		"a horizon": {
			&stated, forecast.StatedOdds, []forecast.RevenueSource{"open-deals", "booked"},
			forecast.OutlookCounts{Open: 1, Booked: 1, NotDue: 1, Undated: 1, UndatedWon: 1}, "55000", map[string]float64{"D-1": 0.6},
		},
		// The curve: 0.25 won at 30 days, 0.25 lost at 50, 0.25 won at 60. On
		// the day the deals are 98, 39 and 7 days old, with 52 to go: the first
		// is older than any that was won.
		"a closing curve": {
			&learnt, forecast.StatedOdds, []forecast.RevenueSource{"open-deals", "booked", "closing-odds"},
			forecast.OutlookCounts{Open: 3, Booked: 1, BeyondHistory: 1, UndatedWon: 1}, "55000",
			map[string]float64{"D-1": 0, "D-2": 0.2, "D-3": 0.05 * 0.5},
		},
		"odds from history": {
			&learnt, forecast.HistoryOdds, []forecast.RevenueSource{"open-deals", "booked", "closing-odds"},
			forecast.OutlookCounts{Open: 3, Booked: 1, BeyondHistory: 1, UndatedWon: 1}, "55000",
			map[string]float64{"D-1": 0, "D-2": 1. / 3, "D-3": 0.25},
		},
	} {
		t.Run(name, func(t *testing.T) {
			policy := oddsPolicy()
			policy.WinOdds = tc.source
			o := forecast.Outlook{Pipeline: p, Horizon: tc.horizon}
			r, err := forecast.Distribute(o, policy)
			require.NoError(t, err)
			w, err := forecast.DistributeWins(o, policy)
			require.NoError(t, err)
			require.Equal(t, tc.includes, r.Includes)
			require.Equal(t, tc.includes, w.Includes)
			require.Equal(t, tc.counts, r.Counts)
			require.Equal(t, tc.counts, w.Counts)
			testkit.EqualDecimal(t, tc.booked, r.Booked)
			require.Len(t, r.Deals, len(tc.chances))
			var chances []float64
			for _, d := range r.Deals {
				require.InDelta(t, tc.chances[d.ID], d.Chance, 1e-15, d.ID)
				require.Nil(t, d.Range)
				chances = append(chances, d.Chance)
			}
			slices.Sort(chances)
			require.Equal(t, chances, w.Chances)
			require.Equal(t, policy, r.Policy)
		})
	}
	t.Run("before anything", func(t *testing.T) {
		_, err := forecast.Distribute(forecast.Outlook{Pipeline: p, Horizon: &early}, oddsPolicy())
		testkit.RequireFaults(t, err, testkit.Fault{Field: "Outlook.Pipeline.Deals[3].ClosedOn", Reason: salesops.ErrConflict})
	})
	t.Run("nobody knows how old", func(t *testing.T) {
		young := forecast.Pipeline{Deals: []forecast.Deal{
			{ID: "a", Stage: forecast.Closing, Probability: new(0.5)},
			{ID: "b", Stage: forecast.Closing, Probability: new(0.5), Opened: day("2026-12-24")},
			{ID: "c", Stage: forecast.Closing, Probability: new(0.5), Opened: learnt.Today.AddDays(-59)},
			{ID: "d", Stage: forecast.Closing, Probability: new(0.5), Opened: learnt.Today.AddDays(-60)},
		}}
		r, err := forecast.Distribute(forecast.Outlook{Pipeline: young, Horizon: &learnt}, oddsPolicy())
		require.NoError(t, err)
		require.Equal(t, forecast.OutlookCounts{Open: 4, Undated: 1, BeyondHistory: 1}, r.Counts)
		require.InDelta(t, 0.25, r.Deals[0].Chance, 1e-15)
		require.InDelta(t, 0.25, r.Deals[1].Chance, 1e-15)
		require.InDelta(t, 0.5, r.Deals[2].Chance, 1e-15)
		require.Zero(t, r.Deals[3].Chance)
	})
}

// Both ends of what is certain are exact, whatever the amount of money.
func TestAtLeastAtTheEnds(t *testing.T) {
	r := distribute(t, forecast.Outlook{Pipeline: sample(), Horizon: &forecast.Horizon{Window: quarter, Today: day("2026-11-09")}})
	sure, never := salesops.Interval{Low: 1, High: 1}, salesops.Interval{}
	for quota, want := range map[string]salesops.Interval{
		"-1e9999": sure, "-1": sure, "0": sure, "1e-9999": sure, "55000": sure, "55000.00": sure,
		"175000.01": never, "1e18": never, "1e9999": never, "175000.000000000000000000001": never,
	} {
		require.Equal(t, want, r.AtLeast(money(quota)), quota)
	}
	require.Equal(t, sure, r.AtLeast(decimal.New(1, -2_000_000_000)))
	require.Equal(t, never, r.AtLeast(decimal.New(1, 2_000_000_000)))
	for _, quota := range []string{"55000.01", "55000.000000000000000000001", "60000", "175000", "17500000e-2"} {
		odds := r.AtLeast(money(quota))
		require.InDelta(t, 0.6, odds.Low, 1e-14, quota)
		require.InDelta(t, 0.6, odds.High, 1e-14, quota)
		require.Less(t, odds.Low, odds.High)
	}
	for level, want := range map[float64]string{0.1: "55000", 0.4: "55000", 0.41: "175000", 0.9: "175000", 1e-6: "55000"} {
		q, err := r.Quantile(level)
		require.NoError(t, err)
		testkit.EqualDecimal(t, want, q.Low)
		testkit.EqualDecimal(t, want, q.High)
	}
	for _, level := range []float64{0, 9e-7, 1, 0.9999995, math.NaN(), -1} {
		_, err := r.Quantile(level)
		testkit.RequireFaults(t, err, testkit.Fault{Field: "level", Reason: salesops.ErrOutOfRange})
	}
	require.Nil(t, r.AtLeastIfMiscalibrated(money("60000")))

	var zero forecast.Revenue
	require.Equal(t, sure, zero.AtLeast(money("0")))
	require.Equal(t, never, zero.AtLeast(money("0.01")))
	q, err := zero.Quantile(0.5)
	require.NoError(t, err)
	require.Zero(t, q.High.Sign())
	require.Empty(t, zero.RankDeals(money("5")))
	var none forecast.Wins
	require.Equal(t, []float64{1, 1, 0}, []float64{none.Mass(0), none.AtLeast(0), none.AtLeast(1)})
	k, err := none.Quantile(0.5)
	require.NoError(t, err)
	require.Zero(t, k)
	_, err = none.Quantile(1)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "level", Reason: salesops.ErrOutOfRange})
}

// Amounts of any size and as many places as there may be are bounded even where
// no unit fits them all.
func TestDistributeHugeAmounts(t *testing.T) {
	var chances []float64
	var amounts []decimal.Decimal
	for i := range 30 {
		chances = append(chances, 0.5)
		amounts = append(amounts, money("999999999999999.99999999").Sub(decimal.New(int64(i)*7919, -8)))
	}
	r := distribute(t, open(chances, amounts))
	require.False(t, r.Certificate.Exact)
	require.Positive(t, r.Certificate.Grid.Sign())
	middle := amounts[29].Mul(decimal.New(15, 0))
	want := distributeWins(t, open(chances, nil)).AtLeast(15)
	require.True(t, r.AtLeast(middle).Contains(want))
	odds := r.AtLeast(middle.Sub(money("1000")))
	require.True(t, odds.Contains(want), "%v", odds)
	require.Less(t, odds.Width(), 1e-9, "far from every value")
	require.Greater(t, r.Certificate.Width, 0.1, "at a value the loose end counts")
	require.False(t, r.Certificate.Reached)
	testkit.RoundTrip(t, r)
}

// When the cells do not suffice the result says so, and holds the truth.
func TestDistributeLimitsItsWork(t *testing.T) {
	o := open(nil, nil)
	for i := range 600 {
		o.Pipeline.Deals = append(o.Pipeline.Deals, forecast.Deal{
			ID: strconv.Itoa(i), Stage: forecast.Closing, Amount: decimal.New(1_000_003+int64(i*i)*7919, -2), Probability: new(float64(1+i%9) / 10),
		})
	}
	policy := oddsPolicy()
	fine, err := forecast.Distribute(o, policy)
	require.NoError(t, err)
	require.True(t, fine.Certificate.Reached)
	policy.MaxCells, policy.Precision = forecast.MinOddsCells, 1e-4
	coarse, err := forecast.Distribute(o, policy)
	require.NoError(t, err)
	require.False(t, coarse.Certificate.Reached)
	require.Greater(t, coarse.Certificate.Width, 1e-4)
	q, err := coarse.Quantile(0.3)
	require.NoError(t, err)
	require.Negative(t, q.Low.Cmp(q.High))
	a, b := coarse.AtLeast(q.Low), fine.AtLeast(q.Low)
	require.LessOrEqual(t, max(a.Low, b.Low), min(a.High, b.High))
}

// A good, a normal and a bad quarter: mixed by hand.
func TestScenarios(t *testing.T) {
	o := open([]float64{0.5, 1}, []decimal.Decimal{money("100"), money("40")})
	o.Scenarios = scenarios
	r := distribute(t, o)
	good, bad := 0.2*0.6, 0.2*(0.25/0.75)
	want := good + 0.6*0.5 + bad
	odds := r.AtLeast(money("140"))
	require.InDelta(t, want, odds.Low, 1e-14)
	require.True(t, odds.Contains(want))
	require.InDelta(t, 40+100*want, r.Mean, 1e-11)
	require.InDelta(t, 1e4*want*(1-want), r.Variance, 1e-9)
	w := distributeWins(t, o)
	require.InDelta(t, want, w.Mass(2), 1e-15)
	require.InDelta(t, 1-want, w.AtMost(1), 1e-15)
	require.InDelta(t, 1+want, w.Mean, 1e-15)
	require.InDelta(t, want*(1-want), w.Variance, 1e-15)
	for level, k := range map[float64]int{0.1: 1, 0.5: 1, 0.9: 2} {
		got, err := w.Quantile(level)
		require.NoError(t, err)
		require.Equal(t, k, got)
		amount, err := r.Quantile(level)
		require.NoError(t, err)
		testkit.EqualDecimal(t, strconv.Itoa(40+100*(k-1)), amount.Low)
		testkit.EqualDecimal(t, strconv.Itoa(40+100*(k-1)), amount.High)
	}
}

// A level on the line is reached in a mixture, too, whatever the last bit says.
func TestWinsQuantileAtTheLine(t *testing.T) {
	o := open([]float64{0.9}, nil)
	o.Scenarios = []forecast.Scenario{{Name: "one", Chance: 0.5, OddsRatio: 1, CreatedFactor: 1}, {Name: "other", Chance: 0.5, OddsRatio: 1, CreatedFactor: 1}}
	w := distributeWins(t, o)
	require.Less(t, w.AtMost(0), 0.1)
	for level, want := range map[float64]int{0.0999: 0, 0.1: 0, 0.1001: 1} {
		k, err := w.Quantile(level)
		require.NoError(t, err)
		require.Equal(t, want, k, "%g", level)
	}
}

// Bounds leave room for the rounding that the certificate speaks of, that of the
// mixture included: an interval is not much narrower.
func TestRoundingIsInTheBounds(t *testing.T) {
	r := distribute(t, open([]float64{0.5}, []decimal.Decimal{money("1")}))
	require.True(t, r.Certificate.Exact)
	odds := r.AtLeast(money("1"))
	require.True(t, odds.Contains(0.5))
	require.Greater(t, odds.High-0.5, 0.4*r.Certificate.Width)
	require.Greater(t, 0.5-odds.Low, 0.4*r.Certificate.Width)
}

// Units are as fine as the amounts while all of them together fit.
func TestUnitsFit(t *testing.T) {
	for amount, want := range map[string]bool{"11529215046.06846975": true, "11529215046.06846976": false} {
		r := distribute(t, open([]float64{0.5}, []decimal.Decimal{money(amount)}))
		require.Equal(t, want, r.Certificate.Exact, amount)
		require.True(t, r.AtLeast(money(amount)).Contains(0.5))
	}
}

func TestDistributeRejects(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	fault := func(field string, reason error) []testkit.Fault {
		return []testkit.Fault{{Field: field, Reason: reason}}
	}
	for name, tc := range map[string]struct {
		edit func(o *forecast.Outlook, p *forecast.OddsPolicy)
		want []testkit.Fault
	}{
		"no odds":      {func(o *forecast.Outlook, _ *forecast.OddsPolicy) { o.Pipeline.Deals[1].Probability = nil }, fault("Outlook.Pipeline.Deals[1].Probability", missing)},
		"won tomorrow": {func(o *forecast.Outlook, _ *forecast.OddsPolicy) { o.Pipeline.Deals[3].ClosedOn = day("2026-11-10") }, fault("Outlook.Pipeline.Deals[3].ClosedOn", conflict)},
		"no window": {func(o *forecast.Outlook, _ *forecast.OddsPolicy) { o.Horizon.Window = forecast.Window{} }, []testkit.Fault{
			{Field: "Outlook.Horizon.Window.From", Reason: missing}, {Field: "Outlook.Horizon.Window.To", Reason: missing},
		}},
		"no day":       {func(o *forecast.Outlook, _ *forecast.OddsPolicy) { o.Horizon.Today = salesops.Date{} }, []testkit.Fault{{Field: "Outlook.Pipeline.Deals[3].ClosedOn", Reason: conflict}, {Field: "Outlook.Horizon.Today", Reason: missing}}},
		"the last day": {func(o *forecast.Outlook, _ *forecast.OddsPolicy) { o.Horizon.Today = quarter.To }, fault("Outlook.Horizon.Today", conflict)},
		"an unlearnt curve": {func(o *forecast.Outlook, _ *forecast.OddsPolicy) {
			o.Horizon.Closing = &forecast.ClosingCurve{Verdict: forecast.NotEnoughHistory, LastAgeDays: -1}
		}, fault("Outlook.Horizon.Closing.Verdict", conflict)},
		"a created loss":      {func(o *forecast.Outlook, _ *forecast.OddsPolicy) { o.Horizon.Created[1] = money("-1") }, fault("Outlook.Horizon.Created[1]", out)},
		"too many created":    {func(o *forecast.Outlook, _ *forecast.OddsPolicy) { o.Horizon.Created = make([]decimal.Decimal, 1001) }, fault("Outlook.Horizon.Created", out)},
		"too many scenarios":  {func(o *forecast.Outlook, _ *forecast.OddsPolicy) { o.Scenarios = make([]forecast.Scenario, 11) }, fault("Outlook.Scenarios", out)},
		"a nameless scenario": {func(o *forecast.Outlook, _ *forecast.OddsPolicy) { o.Scenarios[0].Name = "" }, fault("Outlook.Scenarios[0].Name", missing)},
		"a scenario twice":    {func(o *forecast.Outlook, _ *forecast.OddsPolicy) { o.Scenarios[1].Name = "good" }, fault("Outlook.Scenarios[1].Name", conflict)},
		"no chance":           {func(o *forecast.Outlook, _ *forecast.OddsPolicy) { o.Scenarios[1].Chance = 0 }, fault("Outlook.Scenarios[1].Chance", missing)},
		"chances above 1":     {func(o *forecast.Outlook, _ *forecast.OddsPolicy) { o.Scenarios[1].Chance = 0.6000000000000001 }, fault("Outlook.Scenarios", conflict)},
		"too strong a scenario": {func(o *forecast.Outlook, _ *forecast.OddsPolicy) {
			o.Scenarios[0].OddsRatio, o.Scenarios[2].CreatedFactor = 100.5, 0.0099
		}, []testkit.Fault{
			{Field: "Outlook.Scenarios[0].OddsRatio", Reason: out}, {Field: "Outlook.Scenarios[2].CreatedFactor", Reason: out},
		}},
		"too many bands":  {func(o *forecast.Outlook, _ *forecast.OddsPolicy) { o.Calibration = make([]forecast.OddsBand, 101) }, fault("Outlook.Calibration", out)},
		"bands overlap":   {func(o *forecast.Outlook, _ *forecast.OddsPolicy) { o.Calibration[1].From = 0.29 }, fault("Outlook.Calibration[1].From", out)},
		"a band backward": {func(o *forecast.Outlook, _ *forecast.OddsPolicy) { o.Calibration[1].To = 0.2 }, fault("Outlook.Calibration[1].To", out)},
		"a rate above 1":  {func(o *forecast.Outlook, _ *forecast.OddsPolicy) { o.Calibration[1].Rate.High = 1.1 }, fault("Outlook.Calibration[1].Rate.High", out)},
		"a rate backward": {func(o *forecast.Outlook, _ *forecast.OddsPolicy) { o.Calibration[0].Rate.Low = 0.3 }, fault("Outlook.Calibration[0].Rate.High", out)},
		"a negative rate": {func(o *forecast.Outlook, _ *forecast.OddsPolicy) { o.Calibration[0].Rate.Low = -0.1 }, fault("Outlook.Calibration[0].Rate.Low", out)},
		"no policy":       {func(_ *forecast.Outlook, p *forecast.OddsPolicy) { *p = forecast.OddsPolicy{} }, []testkit.Fault{{Field: "OddsPolicy.WinOdds", Reason: missing}, {Field: "OddsPolicy.Precision", Reason: out}, {Field: "OddsPolicy.MaxCells", Reason: missing}}},
		"history of nothing": {func(o *forecast.Outlook, p *forecast.OddsPolicy) {
			p.WinOdds, o.Horizon.Closing, o.Calibration = forecast.HistoryOdds, nil, nil
		}, fault("Outlook.Horizon.Closing", missing)},
		"history, no horizon": {func(o *forecast.Outlook, p *forecast.OddsPolicy) {
			p.WinOdds, o.Horizon, o.Calibration = forecast.HistoryOdds, nil, nil
		}, fault("Outlook.Horizon.Closing", missing)},
		"history calibrated": {func(_ *forecast.Outlook, p *forecast.OddsPolicy) { p.WinOdds = forecast.HistoryOdds }, fault("Outlook.Calibration", conflict)},
	} {
		t.Run(name, func(t *testing.T) {
			o, policy := fullOutlook(t), oddsPolicy()
			o.Scenarios = slices.Clone(o.Scenarios)
			tc.edit(&o, &policy)
			r, err := forecast.Distribute(o, policy)
			testkit.RequireFaults(t, err, tc.want...)
			require.Empty(t, r.Includes)
			_, err = forecast.DistributeWins(o, policy)
			testkit.RequireFaults(t, err, tc.want...)
		})
	}
}

func TestDistributeTooManyDeals(t *testing.T) {
	p := manyDeals(10)
	p.Deals = p.Deals[:1]
	for i := range forecast.MaxOddsDeals {
		p.Deals = append(p.Deals, forecast.Deal{ID: strconv.Itoa(i), Stage: forecast.Closing, Probability: new(0.0)})
	}
	_, err := forecast.Distribute(forecast.Outlook{Pipeline: p}, oddsPolicy())
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Outlook.Pipeline.Deals", Reason: salesops.ErrOutOfRange})
	p.Deals = p.Deals[1:]
	_, err = forecast.Distribute(forecast.Outlook{Pipeline: p}, oddsPolicy())
	require.NoError(t, err)
}

func TestCombineRejects(t *testing.T) {
	o := fullOutlook(t)
	a := distribute(t, o)
	o.Pipeline.Deals = nil
	o.Horizon.Created = slices.Repeat([]decimal.Decimal{money("1")}, 501)
	b := distribute(t, o)
	_, err := forecast.Combine(a, a, oddsPolicy())
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "Revenue.Deals[0].ID", Reason: salesops.ErrConflict},
		testkit.Fault{Field: "Revenue.Deals[1].ID", Reason: salesops.ErrConflict},
		testkit.Fault{Field: "Revenue.Deals[2].ID", Reason: salesops.ErrConflict},
	)
	_, err = forecast.Combine(a, b, oddsPolicy())
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Revenue.Created", Reason: salesops.ErrOutOfRange})
	_, err = forecast.Combine(a, forecast.Revenue{}, forecast.OddsPolicy{})
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "Revenue.Includes", Reason: salesops.ErrConflict},
		testkit.Fault{Field: "Revenue.Scenarios", Reason: salesops.ErrConflict},
		testkit.Fault{Field: "OddsPolicy.WinOdds", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "OddsPolicy.Precision", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "OddsPolicy.MaxCells", Reason: salesops.ErrMissing},
	)
	// 2 × 500 pairs of past periods are as many as there may be.
	o.Horizon.Created = o.Horizon.Created[:500]
	sum, err := forecast.Combine(a, distribute(t, o), oddsPolicy())
	require.NoError(t, err)
	require.Len(t, sum.Created, 1000)
	testkit.EqualDecimal(t, "12001", sum.Created[0])
	require.Equal(t, 2, sum.Counts.Booked+a.Counts.Booked, "nothing was booked by the other")
	require.InDelta(t, a.Mean+0.2*1.25+0.6+0.2*0.5, sum.Mean, 1e-9)
}

func TestOddsJSON(t *testing.T) {
	o := fullOutlook(t)
	r, w := distribute(t, o), distributeWins(t, o)
	quota := money("90000")
	swings := r.RankDeals(quota)
	require.Equal(t, "D-2", swings[0].ID)
	swing := forecast.DealSwing{ID: "D-1", IfWon: salesops.Interval{Low: 0.5, High: 0.75}, IfLost: salesops.Interval{Low: 0.25, High: 0.25}, Swing: 0.375}
	testkit.Golden(t, "deal_swing", swing)
	testkit.Golden(t, "closing_curve", *o.Horizon.Closing)
	testkit.Golden(t, "closing_odds", forecast.ClosingOdds{Won: 0.5, Lost: 0.25, Open: 0.25})
	testkit.Golden(t, "amount_range", forecast.AmountRange{Low: money("10.5"), High: money("11")})
	testkit.RoundTrip(t, forecast.AmountRange{Low: money("11"), High: money("11")})
	testkit.Golden(t, "outlook_counts", r.Counts)
	testkit.Golden(t, "deal_chance", forecast.DealChance{ID: "D-1", Amount: money("5"), Chance: 0.5, Range: &salesops.Interval{Low: 0.25, High: 0.5}})
	testkit.Golden(t, "certificate", forecast.Certificate{Grid: money("0.25"), Width: 0.0005, Reached: true})
	exact := distribute(t, open([]float64{0.5, 0.25}, []decimal.Decimal{money("100"), money("40")}))
	testkit.Golden(t, "revenue", exact)
	text := testkit.RoundTrip(t, r)
	require.NotEmpty(t, text)
	testkit.RoundTrip(t, w)
	testkit.RoundTrip(t, o)
	testkit.Golden(t, "wins", distributeWins(t, open([]float64{0.5, 0.25}, nil)))

	var back forecast.Revenue
	require.NoError(t, back.UnmarshalJSON(text))
	require.Equal(t, r.AtLeast(quota), back.AtLeast(quota))
	require.Equal(t, r.AtLeastIfMiscalibrated(quota), back.AtLeastIfMiscalibrated(quota))
	require.Equal(t, swings, back.RankDeals(quota))
}

func TestOddsJSONRejects(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	fault := func(field string, reason error) []testkit.Fault {
		return []testkit.Fault{{Field: field, Reason: reason}}
	}
	r := distribute(t, open([]float64{0.5, 0.25}, []decimal.Decimal{money("100"), money("40")}))
	requireEdits(t, r, map[string]edit{
		"no source":        {`["open-deals"]`, `[]`, fault("Revenue.Includes", missing)},
		"a source twice":   {`["open-deals"]`, `["booked","booked"]`, fault("Revenue.Includes[1]", conflict)},
		"another source":   {`["open-deals"]`, `["hope"]`, fault("Revenue.Includes[0]", out)},
		"a negative count": {`"booked":0`, `"booked":-1`, fault("Revenue.Counts.Booked", out)},
		"negative booking": {`"booked":"0"`, `"booked":"-1"`, fault("Revenue.Booked", out)},
		"a chance above 1": {`"chance":0.25`, `"chance":1.25`, fault("Revenue.Deals[1].Chance", out)},
		"an id twice":      {`"D-1"`, `"D-0"`, fault("Revenue.Deals[1].ID", conflict)},
		"no id":            {`"D-1"`, `""`, fault("Revenue.Deals[1].ID", missing)},
		"a created loss":   {`"created":[]`, `"created":["-5"]`, fault("Revenue.Created[0]", out)},
		"half a scenario":  {`"scenarios":[]`, `"scenarios":[{"name":"a","chance":0.5,"odds_ratio":1,"created_factor":1}]`, fault("Revenue.Scenarios", conflict)},
		"no precision":     {`"precision":0.001`, `"precision":0`, fault("Revenue.Policy.Precision", out)},
		"another mean":     {`"mean":60`, `"mean":61`, fault("Revenue.Mean", conflict)},
		"another variance": {`"variance":2800`, `"variance":2801`, fault("Revenue.Mean", conflict)},
		"another deal":     {`"amount":"40"`, `"amount":"41"`, fault("Revenue.Mean", conflict)},
		"not exact":        {`"exact":true`, `"exact":false`, fault("Revenue.Certificate", conflict)},
		"not reached":      {`"reached":true`, `"reached":false`, fault("Revenue.Certificate", conflict)},
		"another grid":     {`"grid":"0"`, `"grid":"1"`, fault("Revenue.Certificate", conflict)},
		"a wider width":    {`"width":`, `"width":0.5,"x":`, fault("Revenue.Certificate.x", out)},
		"a negative grid":  {`"grid":"0"`, `"grid":"-1"`, fault("Revenue.Certificate.Grid", out)},
		"an unknown key":   {`"mean"`, `"median"`, fault("Revenue.Mean", missing)},
	})
	w := distributeWins(t, open([]float64{0.5, 0.25}, nil))
	requireEdits(t, w, map[string]edit{
		"out of order":     {`[0.25,0.5]`, `[0.5,0.25]`, fault("Wins.Chances[1]", out)},
		"one more":         {`[0.25,0.5]`, `[0.25,0.5,1]`, fault("Wins.Counts.Open", conflict)},
		"another chance":   {`[0.25,0.5]`, `[0.25,0.75]`, fault("Wins.Mean", conflict)},
		"another mean":     {`"mean":0.75`, `"mean":0.5`, fault("Wins.Mean", conflict)},
		"another variance": {`"variance":0.4375`, `"variance":0.5`, fault("Wins.Mean", conflict)},
		"no source":        {`["open-deals"]`, `null`, fault("Wins.Includes", missing)},
		"half a scenario":  {`"scenarios":[]`, `"scenarios":[{"name":"a","chance":0.5,"odds_ratio":1,"created_factor":1}]`, fault("Wins.Scenarios", conflict)},
		"a negative count": {`"open":2`, `"open":-2`, fault("Wins.Counts.Open", out)},
	})
	requireEdits(t, learn(t, history(), day("2026-12-31"), 20), map[string]edit{
		"another verdict": {`"learned"`, `"unsure"`, fault("ClosingCurve.Verdict", out)},
		"not learnt":      {`"learned"`, `"not-enough-history"`, fault("ClosingCurve.LastAgeDays", conflict)},
		"a negative age":  {`"last_age_days":322`, `"last_age_days":-2`, fault("ClosingCurve.LastAgeDays", out)},
		"out of order":    {`"days":50`, `"days":30`, fault("ClosingCurve.Steps[1].Days", out)},
		"more at risk":    {`"at_risk":30`, `"at_risk":31`, fault("ClosingCurve.Steps[1].AtRisk", out)},
		"more than all":   {`"at_risk":40`, `"at_risk":41`, fault("ClosingCurve.Steps[0].AtRisk", out)},
		"nothing closed":  {`"won":10,"lost":0`, `"won":0,"lost":0`, fault("ClosingCurve.Steps[0].Won", conflict)},
		"unwon":           {`"won":10,"lost":0`, `"won":-1,"lost":2`, fault("ClosingCurve.Steps[0].Won", conflict)},
		"unlost":          {`"won":10,"lost":0`, `"won":11,"lost":-1`, fault("ClosingCurve.Steps[0].Won", conflict)},
		"too many closed": {`"won":10,"lost":0`, `"won":41,"lost":0`, fault("ClosingCurve.Steps[0].Won", conflict)},
		"others won":      {`"won":10,"lost":0`, `"won":9,"lost":1`, fault("ClosingCurve.Steps", conflict)},
		"one more won":    {`"won":20`, `"won":21`, fault("ClosingCurve.Steps", conflict)},
		"one more lost":   {`"lost":10,"open":10`, `"lost":11,"open":10`, fault("ClosingCurve.Steps", conflict)},
		"a negative count": {`"undated":0,"negative":0,"later":0`, `"undated":-1,"negative":-1,"later":-1`, []testkit.Fault{
			{Field: "ClosingCurve.Undated", Reason: out}, {Field: "ClosingCurve.Negative", Reason: out}, {Field: "ClosingCurve.Later", Reason: out},
		}},
	})
	requireEdits(t, forecast.ClosingOdds{Won: 0.5, Lost: 0.25, Open: 0.25}, map[string]edit{
		"too much":   {`"won":0.5`, `"won":0.51`, fault("ClosingOdds.Open", conflict)},
		"too little": {`"won":0.5`, `"won":0.49`, fault("ClosingOdds.Open", conflict)},
		"negative": {`"won":0.5,"lost":0.25,"open":0.25`, `"won":-0.5,"lost":-1,"open":2`, []testkit.Fault{
			{Field: "ClosingOdds.Won", Reason: out}, {Field: "ClosingOdds.Lost", Reason: out}, {Field: "ClosingOdds.Open", Reason: out},
		}},
	})
	requireEdits(t, forecast.AmountRange{Low: money("10.5"), High: money("11")}, map[string]edit{
		"backward": {`"10.5"`, `"11.5"`, fault("AmountRange.Low", conflict)},
		"negative": {`"10.5"`, `"-1"`, fault("AmountRange.Low", out)},
		"both":     {`"11"`, `"-1"`, fault("AmountRange.High", out)},
	})
	requireEdits(t, forecast.DealSwing{ID: "D-1", IfWon: salesops.Interval{Low: 0.5, High: 0.75}, IfLost: salesops.Interval{Low: 0.25, High: 0.25}, Swing: 0.375}, map[string]edit{
		"no id":         {`"D-1"`, `""`, fault("DealSwing.ID", missing)},
		"another swing": {`"swing":0.375`, `"swing":0.25`, fault("DealSwing.Swing", conflict)},
		"too likely":    {`"high":0.75`, `"high":1.75`, fault("DealSwing.IfWon.High", out)},
		"unlikely":      {`"low":0.25`, `"low":-0.25`, fault("DealSwing.IfLost.Low", out)},
	})
	requireEdits(t, forecast.DealChance{ID: "D-1", Amount: money("5"), Chance: 0.5, Range: &salesops.Interval{Low: 0.25, High: 0.5}}, map[string]edit{
		"no id":      {`"D-1"`, `""`, fault("DealChance.ID", missing)},
		"a loss":     {`"5"`, `"-5"`, fault("DealChance.Amount", out)},
		"unlikely":   {`"chance":0.5`, `"chance":-0.5`, fault("DealChance.Chance", out)},
		"too likely": {`"high":0.5`, `"high":1.5`, fault("DealChance.Range.High", out)},
	})
	requireEdits(t, forecast.Certificate{Grid: money("0.25"), Width: 0.0005, Reached: true}, map[string]edit{
		"a negative grid": {`"0.25"`, `"-0.25"`, fault("Certificate.Grid", out)},
		"too wide":        {`0.0005`, `1.5`, fault("Certificate.Width", out)},
	})
	requireEdits(t, forecast.OutlookCounts{}, map[string]edit{
		"negative": {
			`"open":0,"booked":0,"not_due":0,"undated":0,"beyond_history":0,"undated_won":0`,
			`"open":-1,"booked":-1,"not_due":-1,"undated":-1,"beyond_history":-1,"undated_won":-1`,
			[]testkit.Fault{
				{Field: "OutlookCounts.Open", Reason: out}, {Field: "OutlookCounts.Booked", Reason: out}, {Field: "OutlookCounts.NotDue", Reason: out},
				{Field: "OutlookCounts.Undated", Reason: out}, {Field: "OutlookCounts.BeyondHistory", Reason: out}, {Field: "OutlookCounts.UndatedWon", Reason: out},
			},
		},
	})
	requireEdits(t, forecast.CreatedRevenue{Window: quarter}, map[string]edit{
		"no window": {`"to":"2026-12-31"`, `"to":"2025-12-31"`, fault("CreatedRevenue.Window.To", conflict)},
	})
}

// Arbitrary bytes never panic, and what decodes encodes to what decodes again.
func FuzzOddsDecode(f *testing.F) {
	for _, seed := range []string{
		`{"includes":["open-deals"],"counts":{"open":1,"booked":0,"not_due":0,"undated":0,"beyond_history":0,"undated_won":0},"booked":"0","deals":[{"id":"D-1","amount":"40","chance":0.25}],"created":[],"scenarios":[],"policy":{"win_odds":"stated","precision":0.001,"max_cells":1000000},"mean":10,"variance":300,"certificate":{"exact":true,"grid":"0","width":0,"reached":true}}`,
		`{"includes":["open-deals"],"counts":{"open":2,"booked":0,"not_due":0,"undated":0,"beyond_history":0,"undated_won":0},"chances":[0.25,0.5],"scenarios":[],"mean":0.75,"variance":0.4375}`,
		`{"verdict":"learned","won":1,"lost":0,"open":0,"undated":0,"negative":0,"later":0,"last_age_days":1,"steps":[{"days":2,"at_risk":1,"won":1,"lost":0}]}`,
		`{"won":0.5,"lost":0.25,"open":0.25}`, `{"low":"10.5","high":"11"}`,
		`{"id":"D-1","if_won":{"low":0.5,"high":0.75},"if_lost":{"low":0.25,"high":0.25},"swing":0.375}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		testkit.Decodes[forecast.Revenue](t, data)
		testkit.Decodes[forecast.Wins](t, data)
		testkit.Decodes[forecast.ClosingCurve](t, data)
		testkit.Decodes[forecast.ClosingOdds](t, data)
		testkit.Decodes[forecast.CreatedRevenue](t, data)
		testkit.Decodes[forecast.AmountRange](t, data)
		testkit.Decodes[forecast.DealSwing](t, data)
		testkit.Decodes[forecast.DealChance](t, data)
		testkit.Decodes[forecast.Certificate](t, data)
		testkit.Decodes[forecast.OutlookCounts](t, data)
	})
}

// Two teams with a bit of everything: their counts and bookings add up, and the
// odds are those of all deals.
func TestCombineTeams(t *testing.T) {
	closing := learn(t, history(), day("2026-11-09"), 10)
	horizon := forecast.Horizon{Window: quarter, Today: day("2026-11-09"), Closing: &closing}
	team := func(prefix string) forecast.Pipeline {
		p := sample()
		p.Deals = append(
			p.Deals,
			forecast.Deal{ID: "won some day", Stage: forecast.Won, Amount: money("7")},
			forecast.Deal{ID: "new", Stage: forecast.Closing, Amount: money("1000"), Probability: new(0.5)},
		)
		for i := range p.Deals {
			p.Deals[i].ID = prefix + p.Deals[i].ID
		}
		return p
	}
	combine := func(h forecast.Horizon) (sum, one forecast.Revenue) {
		north, south := distribute(t, forecast.Outlook{Pipeline: team("n"), Horizon: &h}), distribute(t, forecast.Outlook{Pipeline: team("s"), Horizon: &h})
		sum, err := forecast.Combine(north, south, oddsPolicy())
		require.NoError(t, err)
		both := team("n")
		both.Deals = append(both.Deals, team("s").Deals...)
		whole := distribute(t, forecast.Outlook{Pipeline: both, Horizon: &h})
		require.Equal(t, string(encode(t, whole)), string(encode(t, sum)))
		return sum, north
	}
	sum, one := combine(horizon)
	require.Equal(t, forecast.OutlookCounts{Open: 4, Booked: 1, Undated: 1, BeyondHistory: 1, UndatedWon: 1}, one.Counts)
	require.Equal(t, forecast.OutlookCounts{Open: 8, Booked: 2, Undated: 2, BeyondHistory: 2, UndatedWon: 2}, sum.Counts)
	testkit.EqualDecimal(t, "110000", sum.Booked)
	horizon.Closing = nil
	sum, _ = combine(horizon)
	require.Equal(t, forecast.OutlookCounts{Open: 2, Booked: 2, NotDue: 2, Undated: 4, UndatedWon: 2}, sum.Counts)
}

// The last age of which the history tells is told of; the next one is not.
func TestLastAge(t *testing.T) {
	policy := forecast.DefaultPolicy()
	policy.MinWins, policy.MinAtRisk = 10, 25
	closing, err := forecast.LearnClosing(history(), day("2026-12-31"), policy.CyclePolicy, policy.ClosingPolicy)
	require.NoError(t, err)
	require.Equal(t, 49, closing.LastAgeDays)
	today := day("2026-11-09")
	for age, beyond := range map[int]int{48: 0, 49: 0, 50: 1} {
		o := forecast.Outlook{
			Pipeline: forecast.Pipeline{Deals: []forecast.Deal{{ID: "a", Stage: forecast.Closing, Probability: new(0.5), Opened: today.AddDays(-age)}}},
			Horizon:  &forecast.Horizon{Window: quarter, Today: today, Closing: &closing},
		}
		r := distribute(t, o)
		require.Equal(t, beyond, r.Counts.BeyondHistory, "%d days", age)
		require.InDelta(t, 0.5, r.Deals[0].Chance, 1e-15)
	}

	// One deal that took a day, and one that has lasted for one.
	young := forecast.Pipeline{Deals: []forecast.Deal{
		{ID: "won", Stage: forecast.Won, Opened: today.AddDays(-1), ClosedOn: today},
		{ID: "open", Stage: forecast.Closing, Opened: today.AddDays(-1)},
		{ID: "new", Stage: forecast.Closing, Opened: today},
	}}
	policy.MinWins = 1
	for atRisk, verdict := range map[int]forecast.HistoryVerdict{1: forecast.Learned, 2: forecast.Learned, 3: forecast.NotEnoughHistory, 4: forecast.NotEnoughHistory} {
		policy.MinAtRisk = atRisk
		c, err := forecast.LearnClosing(young, today, policy.CyclePolicy, policy.ClosingPolicy)
		require.NoError(t, err)
		require.Equal(t, verdict, c.Verdict)
		testkit.RoundTrip(t, c)
	}
	all := forecast.Pipeline{Deals: young.Deals[:1]}
	policy.MinAtRisk = 1
	c, err := forecast.LearnClosing(all, today, policy.CyclePolicy, policy.ClosingPolicy)
	require.NoError(t, err)
	require.Equal(t, []forecast.ClosingStep{{Days: 1, AtRisk: 1, Won: 1}}, c.Steps)
	testkit.RoundTrip(t, c)
	requireEdits(t, learn(t, history(), day("2026-12-31"), 20), map[string]edit{
		"both closed too often": {`"won":0,"lost":10`, `"won":1,"lost":30`, []testkit.Fault{{Field: "ClosingCurve.Steps[1].Won", Reason: salesops.ErrConflict}}},
		"the lost at risk":      {`"at_risk":20`, `"at_risk":21`, []testkit.Fault{{Field: "ClosingCurve.Steps[2].AtRisk", Reason: salesops.ErrOutOfRange}}},
	})
}

// What is booked has places of its own; where no unit fits, the rest of it still
// counts.
func TestBookedPlaces(t *testing.T) {
	horizon := &forecast.Horizon{Window: quarter, Today: day("2026-11-09")}
	outlook := func(booked, amount string, n int) forecast.Outlook {
		o := forecast.Outlook{Horizon: horizon, Pipeline: forecast.Pipeline{Deals: []forecast.Deal{{ID: "won", Stage: forecast.Won, Amount: money(booked), ClosedOn: quarter.From}}}}
		for i := range n {
			o.Pipeline.Deals = append(o.Pipeline.Deals, forecast.Deal{ID: strconv.Itoa(i), Stage: forecast.Closing, Amount: money(amount), Probability: new(0.5), ExpectedClose: quarter.To})
		}
		return o
	}
	r := distribute(t, outlook("0.25", "100", 1))
	require.True(t, r.Certificate.Exact)
	require.Zero(t, r.Certificate.Grid.Sign())
	require.InDelta(t, 0.5, r.AtLeast(money("100.25")).High, 1e-14)
	require.Zero(t, r.AtLeast(money("100.26")).High)

	huge := outlook("0.00000001", "1e15", 30)
	r = distribute(t, huge)
	require.False(t, r.Certificate.Exact)
	odds := r.AtLeast(money("15000000000000000.00000001"))
	want := distributeWins(t, huge).AtLeast(16) // with the one booked
	require.True(t, odds.Contains(want), "%g in %v", want, odds)
}

// What is booked is won already, in every question about the number of wins.
func TestWinsBooked(t *testing.T) {
	o := open([]float64{0.25, 0.5, 0.75}, nil)
	for i := range o.Pipeline.Deals {
		o.Pipeline.Deals[i].ExpectedClose = quarter.To
	}
	plain := distributeWins(t, o)
	for _, id := range []string{"W-1", "W-2"} {
		o.Pipeline.Deals = append(o.Pipeline.Deals, forecast.Deal{ID: id, Stage: forecast.Won, ClosedOn: quarter.From})
	}
	o.Horizon = &forecast.Horizon{Window: quarter, Today: day("2026-11-09")}
	booked := distributeWins(t, o)
	o.Scenarios = scenarios
	mixed := distributeWins(t, o)
	for k := -1; k <= 4; k++ {
		require.Equal(t, plain.Mass(k), booked.Mass(k+2))
		require.Equal(t, plain.AtMost(k), booked.AtMost(k+2))
		require.Equal(t, plain.AtLeast(k), booked.AtLeast(k+2))
	}
	require.Equal(t, []float64{0, 0, 1}, []float64{booked.Mass(math.MinInt), booked.AtMost(math.MinInt), booked.AtLeast(math.MinInt)})
	require.Equal(t, []float64{0, 1, 0}, []float64{booked.Mass(math.MaxInt), booked.AtMost(math.MaxInt), booked.AtLeast(math.MaxInt)})
	require.Equal(t, plain.Mean+2, booked.Mean)
	for percent := 1; percent < 100; percent++ {
		level := float64(percent) / 100
		k, err := booked.Quantile(level)
		require.NoError(t, err)
		require.GreaterOrEqual(t, booked.AtMost(k), level*(1-1e-14))
		require.Less(t, booked.AtMost(k-1), level)
		k, err = mixed.Quantile(level)
		require.NoError(t, err)
		require.GreaterOrEqual(t, mixed.AtMost(k), level*(1-1e-14))
		require.Less(t, mixed.AtMost(k-1), level)
	}
}

// A band holds both of its ends; where two meet, the first has it.
func TestCalibrationBands(t *testing.T) {
	o := open([]float64{0, 0.3, 0.5, 0.6, 0.61}, slices.Repeat([]decimal.Decimal{money("1")}, 5))
	o.Calibration = []forecast.OddsBand{
		{From: 0, To: 0.3, Rate: salesops.Interval{Low: 0.1, High: 0.2}}, {From: 0.3, To: 0.6, Rate: salesops.Interval{Low: 0.4, High: 0.5}},
	}
	for i, want := range []salesops.Interval{{Low: 0.1, High: 0.2}, {Low: 0.1, High: 0.2}, {Low: 0.4, High: 0.5}, {Low: 0.4, High: 0.5}, {Low: 0.61, High: 0.61}} {
		require.Equal(t, want, *distribute(t, o).Deals[i].Range)
	}
}
