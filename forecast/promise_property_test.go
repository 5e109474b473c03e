package forecast_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/binomial"
	"github.com/salesops-go/salesops/internal/testkit"
)

// promiseHistories are valid for every question.
func promiseHistories() *rapid.Generator[forecast.PromiseHistory] {
	return rapid.Custom(func(t *rapid.T) forecast.PromiseHistory {
		h := forecast.PromiseHistory{AsOf: promiseDay("06-15").AddDays(rapid.IntRange(-30, 60).Draw(t, "as of"))}
		lean := rapid.SampledFrom([]int{-4, 0, 0, 4}).Draw(t, "lean")
		for range rapid.IntRange(1, 30).Draw(t, "lines") {
			p := forecast.Promise{
				Promiser: rapid.SampledFrom([]string{"", "North", "South"}).Draw(t, "promiser"),
				Customer: rapid.SampledFrom([]string{"", "Acme", "Bolt"}).Draw(t, "customer"),
				Shipment: rapid.SampledFrom([]string{"", "", "S-1", "S-2", "S-3"}).Draw(t, "shipment"),
				Promised: promiseDay("06-01").AddDays(rapid.IntRange(-20, 20).Draw(t, "promised")),
			}
			if rapid.Bool().Draw(t, "moved") {
				p.LastPromised = p.Promised.AddDays(rapid.IntRange(-3, 5).Draw(t, "by"))
			}
			came := rapid.IntRange(0, 9).Draw(t, "came") > 0
			if came {
				p.Delivered = p.Promised.AddDays(lean + rapid.IntRange(-5, 5).Draw(t, "gap"))
			}
			if rapid.IntRange(0, 9).Draw(t, "dated") > 0 {
				p.Ordered = p.Promised.AddDays(-rapid.IntRange(10, 40).Draw(t, "lead"))
			}
			if rapid.Bool().Draw(t, "measured") {
				p.Quantity = new(float64(rapid.IntRange(1, 3).Draw(t, "quantity")))
				if came {
					p.DeliveredQuantity = new(float64(rapid.IntRange(0, 3).Draw(t, "delivered")))
				}
			}
			h.Promises = append(h.Promises, p)
		}
		return h
	})
}

func promisePolicies() *rapid.Generator[forecast.PromisePolicy] {
	return rapid.Custom(func(t *rapid.T) forecast.PromisePolicy {
		return forecast.PromisePolicy{
			KeptShare:    float64(rapid.IntRange(1, 99).Draw(t, "share")) / 100,
			PromiseLevel: float64(rapid.IntRange(50, 99).Draw(t, "level")) / 100,
			GapLevel:     levels().Draw(t, "gap level"), GapAdjustment: rapid.SampledFrom(forecast.Adjustments()).Draw(t, "adjustment"),
		}
	})
}

// Every line is in the report once, whoever is judged, and the figures add up.
func promiseConservationProperty(t *rapid.T) {
	h, policy := promiseHistories().Draw(t, "history"), promisePolicies().Draw(t, "policy")
	r, err := forecast.MeasurePromises(h, policy)
	require.NoError(t, err)
	require.Equal(t, len(h.Promises), r.Lines.Due+r.NotYetDue)
	require.Equal(t, r.Lines.OnTime.Successes, r.Lines.Early.Successes+r.Lines.OnTheDay.Successes)
	for _, f := range []forecast.PromiseFigures{r.Lines, r.Shipments} {
		require.Equal(t, f.Due, f.Overdue+f.Gaps.Count)
		require.LessOrEqual(t, f.OnTimeInFull.Successes, min(f.OnTime.Successes, f.InFull.Successes))
	}
	testkit.RoundTrip(t, r)
	testkit.RoundTrip(t, h)
	by := rapid.SampledFrom(forecast.PromiseKeys()).Draw(t, "by")
	j, err := forecast.JudgePromises(h, by, policy)
	require.NoError(t, err)
	lines := j.Unnamed
	for _, p := range j.Parties {
		lines += p.Report.Lines.Due + p.Report.NotYetDue
		require.Equal(t, p.Report.Shipments.Due, p.Late+p.Early+p.OnTheDay)
		require.Equal(t, p.Verdict == forecast.TooFewGaps, p.Late+p.Early < j.MinShipments)
		require.Equal(t, p.Verdict == forecast.MixedGaps, p.Findings[2].Outcome == salesops.Fired)
		for _, f := range p.Findings {
			testkit.Explains(t, f)
		}
	}
	require.Equal(t, len(h.Promises), lines)
	testkit.RoundTrip(t, j)
	b, err := forecast.BacktestPromise(h, 2, policy)
	require.NoError(t, err)
	for _, m := range b.Months {
		// What is tried was learnt on the day before.
		before := h
		before.AsOf, err = salesops.ParseDate(m.Month + "-01")
		require.NoError(t, err)
		before.AsOf = before.AsOf.AddDays(-1)
		d := findPromise(t, before, policy)
		require.Equal(t, []salesops.Maybe{d.Days, d.SafeDays}, []salesops.Maybe{m.Days, m.SafeDays})
		require.Equal(t, d.Shipments, m.Learned)
	}
	testkit.RoundTrip(t, b)
}

// Lines in another order, or all dates moved, say the same.
func promiseInvarianceProperty(t *rapid.T) {
	h, policy := promiseHistories().Draw(t, "history"), promisePolicies().Draw(t, "policy")
	kept := encode(t, h)
	answers := func(h forecast.PromiseHistory) []any {
		r, err := forecast.MeasurePromises(h, policy)
		require.NoError(t, err)
		j, err := forecast.JudgePromises(h, forecast.ByPromiser, policy)
		require.NoError(t, err)
		trial, err := forecast.TryPromise(h, 20, policy)
		require.NoError(t, err)
		return []any{r, j, trial, findPromise(t, h, policy)}
	}
	want := answers(h)
	require.Equal(t, string(kept), string(encode(t, h)))
	permuted := h
	permuted.Promises = rapid.Permutation(h.Promises).Draw(t, "order")
	require.Equal(t, want, answers(permuted))
	by := rapid.IntRange(-5000, 5000).Draw(t, "shift")
	shifted := forecast.PromiseHistory{AsOf: h.AsOf.AddDays(by), Promises: slices.Clone(h.Promises)}
	for i := range shifted.Promises {
		p := &shifted.Promises[i]
		for _, d := range []*salesops.Date{&p.Ordered, &p.Promised, &p.LastPromised, &p.Delivered} {
			if !d.IsZero() {
				*d = d.AddDays(by)
			}
		}
	}
	require.Equal(t, want, answers(shifted))
}

// With promise and delivery swapped late is early. A line that is listed twice in
// its shipment is no more evidence.
func promiseEvidenceProperty(t *rapid.T) {
	h, policy := promiseHistories().Draw(t, "history"), promisePolicies().Draw(t, "policy")
	h.AsOf = promiseDay("12-31")
	mirrored := forecast.PromiseHistory{AsOf: h.AsOf}
	var twice []forecast.Promise
	for i := range h.Promises {
		p := &h.Promises[i]
		if p.Delivered.IsZero() {
			p.Delivered = p.Promised
		}
		p.Ordered, p.LastPromised, p.Quantity, p.DeliveredQuantity = salesops.Date{}, salesops.Date{}, nil, nil
		m := *p
		m.Promised, m.Delivered = p.Delivered, p.Promised
		mirrored.Promises = append(mirrored.Promises, m)
		if twice = append(twice, *p); p.Shipment != "" {
			twice = append(twice, *p)
		}
	}
	j, err := forecast.JudgePromises(h, forecast.ByPromiser, policy)
	require.NoError(t, err)
	k, err := forecast.JudgePromises(mirrored, forecast.ByPromiser, policy)
	require.NoError(t, err)
	turned := map[forecast.PromiseVerdict]forecast.PromiseVerdict{
		forecast.ConsistentlyLate: forecast.ConsistentlyEarly, forecast.ConsistentlyEarly: forecast.ConsistentlyLate,
	}
	for i, p := range j.Parties {
		m := k.Parties[i]
		want, leans := turned[p.Verdict]
		if !leans {
			want = p.Verdict
		}
		require.Equal(t, want, m.Verdict)
		require.Equal(t, []int{p.Late, p.Early, p.OnTheDay}, []int{m.Early, m.Late, m.OnTheDay})
		require.Equal(t, p.AdjustedP, m.AdjustedP)
		require.InDelta(t, p.Gaps.Mean, -m.Gaps.Mean, 1e-12)
		g, w := p.Report.Lines.Gaps, m.Report.Lines.Gaps
		require.InDelta(t, g.MeanDays.Or(0), -w.MeanDays.Or(0), 1e-12)
		require.Equal(t, g.LeastDays.Or(0), -w.MostDays.Or(0))
		require.Equal(t, g.RootMeanSquareDays, w.RootMeanSquareDays)
	}
	k, err = forecast.JudgePromises(forecast.PromiseHistory{AsOf: h.AsOf, Promises: twice}, forecast.ByPromiser, policy)
	require.NoError(t, err)
	for i, p := range j.Parties {
		m := k.Parties[i]
		require.Equal(t, []int{p.Late, p.Early, p.OnTheDay}, []int{m.Late, m.Early, m.OnTheDay})
		require.Equal(t, []any{p.P, p.AdjustedP, p.Gaps, p.Report.Shipments}, []any{m.P, m.AdjustedP, m.Gaps, m.Report.Shipments})
	}
}

// A longer promise never has a smaller share, a larger share no shorter promise;
// the promise that was found keeps the share, and a day less does not.
func promiseMonotoneProperty(t *rapid.T) {
	h, policy := promiseHistories().Draw(t, "history"), promisePolicies().Draw(t, "policy")
	d := findPromise(t, h, policy)
	testkit.RoundTrip(t, d)
	try := func(days int) float64 {
		trial, err := forecast.TryPromise(h, days, policy)
		require.NoError(t, err)
		testkit.RoundTrip(t, trial)
		if v, defined := trial.KeptShare.Value(); defined {
			require.True(t, trial.Interval.Contains(v))
			return v
		}
		return 0
	}
	last := 0.0
	for days := 0; days < 60; days += rapid.IntRange(1, 20).Draw(t, "step") {
		share := try(days)
		require.GreaterOrEqual(t, share, last-1e-12)
		last = share
	}
	if v, known := d.Days.Value(); known {
		require.GreaterOrEqual(t, try(int(v)), policy.KeptShare-1e-12)
		if v > 0 {
			require.Less(t, try(int(v)-1), policy.KeptShare)
		}
		require.LessOrEqual(t, d.LowDays.Or(v), v)
		require.GreaterOrEqual(t, d.SafeDays.Or(v), v)
		require.GreaterOrEqual(t, d.HighDays.Or(math.Inf(1)), d.SafeDays.Or(v))
	} else {
		require.Less(t, try(forecast.MaxPromiseDays), policy.KeptShare)
	}
	larger := policy
	larger.KeptShare = 1 - (1-policy.KeptShare)/2
	more := findPromise(t, h, larger)
	for _, pair := range [][2]salesops.Maybe{{d.Days, more.Days}, {d.LowDays, more.LowDays}, {d.HighDays, more.HighDays}, {d.SafeDays, more.SafeDays}} {
		require.LessOrEqual(t, pair[0].Or(math.Inf(1)), pair[1].Or(math.Inf(1)))
	}
}

func TestPromiseConservation(t *testing.T) { rapid.Check(t, promiseConservationProperty) }
func TestPromiseInvariance(t *testing.T)   { rapid.Check(t, promiseInvarianceProperty) }
func TestPromiseEvidence(t *testing.T)     { rapid.Check(t, promiseEvidenceProperty) }
func TestPromiseMonotone(t *testing.T)     { rapid.Check(t, promiseMonotoneProperty) }

func FuzzPromiseConservation(f *testing.F) { f.Fuzz(rapid.MakeFuzz(promiseConservationProperty)) }
func FuzzPromiseMonotone(f *testing.F)     { f.Fuzz(rapid.MakeFuzz(promiseMonotoneProperty)) }

func FuzzPromiseDecode(f *testing.F) {
	f.Add(encode(f, promises()))
	f.Add(encode(f, backtestPromise(f, promiseYear(), 3)))
	f.Add(encode(f, judgePromises(f, promising, promiseGaps("North", 1, 1, 1, 1, 1, 1, -9)...)))
	f.Fuzz(func(t *testing.T, data []byte) {
		testkit.Decodes[forecast.PromiseHistory](t, data)
		testkit.Decodes[forecast.PromiseReport](t, data)
		testkit.Decodes[forecast.PromiseJudgment](t, data)
		testkit.Decodes[forecast.PromiseDays](t, data)
		testkit.Decodes[forecast.PromiseTrial](t, data)
		testkit.Decodes[forecast.PromiseBacktest](t, data)
	})
}

// The bounds fail no more often than the level says, whether shipments are open
// or not. The truth is the day by which 80% of exponential times have ended.
func TestPromiseBoundsCover(t *testing.T) {
	const rounds, mean = 400, 20.0
	policy := promising
	policy.KeptShare, policy.PromiseLevel = 0.8, 0.9
	truth := math.Floor(-mean * math.Log(0.2))
	for _, watched := range []int{2000, 90} {
		random := rand.New(rand.NewPCG(9, uint64(watched)))
		low, high, safe, open := 0, 0, 0, 0
		for range rounds {
			h := forecast.PromiseHistory{AsOf: promiseDay("12-31")}
			for range 60 {
				ordered := h.AsOf.AddDays(-random.IntN(watched) - 1)
				h.Promises = append(h.Promises, forecast.Promise{
					Ordered: ordered, Promised: h.AsOf, Delivered: ordered.AddDays(int(random.ExpFloat64() * mean)),
				})
			}
			d := findPromise(t, h, policy)
			open += d.Open
			for field, failed := range map[*int]bool{
				&low: d.LowDays.Or(0) > truth, &high: d.HighDays.Or(math.Inf(1)) < truth, &safe: d.SafeDays.Or(math.Inf(1)) < truth,
			} {
				if failed {
					*field++
				}
			}
		}
		require.Equal(t, watched == 90, open > 10*rounds)
		// With a chance of 0.05, and 0.1, more would happen once in 100,000 times.
		require.Less(t, binomial.Upper(rounds, 42, 0.05)+binomial.Upper(rounds, 70, 0.1), 2e-5)
		require.Less(t, low, 42)
		require.Less(t, high, 42)
		require.Less(t, safe, 70)
		require.Greater(t, safe, 15, "and are not wide beyond use")
	}
}

// Promisers whose shipments are as often late as early are seldom convicted, with
// heavy tails, four lines a shipment and eight promisers. The same lines without
// their shipments convict somebody in most teams.
func TestPromiseVerdictsAreSeldomFalse(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 73))
	const teams, promisers, ships, lines = 50, 8, 12, 4
	convicted := func(h forecast.PromiseHistory) bool {
		j, err := forecast.JudgePromises(h, forecast.ByPromiser, promising)
		require.NoError(t, err)
		require.Equal(t, promisers, j.Tested)
		return slices.ContainsFunc(j.Parties, func(p forecast.PartyPromises) bool { return p.Verdict != forecast.NoGapEvidence })
	}
	byShipment, byLine := 0, 0
	for range teams {
		h := forecast.PromiseHistory{AsOf: promiseDay("12-31")}
		for who := range promisers {
			for ship := range ships {
				gap := 1 + int(1/(0.01+random.Float64()))
				if random.IntN(2) == 0 {
					gap = -gap
				}
				for range lines {
					h.Promises = append(h.Promises, forecast.Promise{
						Promiser: strconv.Itoa(who), Shipment: strconv.Itoa(ship), Promised: promiseDay("06-01"), Delivered: promiseDay("06-01").AddDays(gap),
					})
				}
			}
		}
		if convicted(h) {
			byShipment++
		}
		for i := range h.Promises {
			h.Promises[i].Shipment = ""
		}
		if convicted(h) {
			byLine++
		}
	}
	require.Less(t, binomial.Upper(teams, 12, 0.05), 1e-5)
	require.Less(t, byShipment, 12)
	require.Greater(t, byLine, 30)
}
