package forecast_test

import (
	"slices"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

func snapshotPairs() *rapid.Generator[forecast.Snapshots] {
	return rapid.Custom(func(t *rapid.T) forecast.Snapshots {
		s := forecast.Snapshots{Before: pipelines().Draw(t, "before"), After: pipelines().Draw(t, "after")}
		if rapid.Bool().Draw(t, "window") {
			s.Window = &forecast.Window{From: quarter.From, To: quarter.To}
		}
		return s
	})
}

// Opening and steps make closing, to the last unit, for the company and for
// everyone in it; openings and closings are those of the pipelines.
func waterfallProperty(t *rapid.T) {
	s := snapshotPairs().Draw(t, "snapshots")
	w, err := forecast.TraceWaterfall(s)
	require.NoError(t, err)
	testkit.RoundTrip(t, w)
	for _, b := range append([]forecast.OwnerBridge{{Bridge: w.Company}}, w.ByOwner...) {
		sum := b.Bridge.Opening.Amount
		for _, step := range b.Bridge.Steps {
			sum = sum.Add(step.Amount)
		}
		require.True(t, sum.Equal(b.Bridge.Closing.Amount))
	}
	open := func(p forecast.Pipeline) (sum decimal.Decimal) {
		for _, d := range p.Deals {
			if d.Stage.Open() && (s.Window == nil || !d.ExpectedClose.Before(s.Window.From) && !d.ExpectedClose.After(s.Window.To)) {
				sum = sum.Add(d.Amount)
			}
		}
		return sum
	}
	require.True(t, open(s.Before).Equal(w.Company.Opening.Amount))
	require.True(t, open(s.After).Equal(w.Company.Closing.Amount))
	require.True(t, w.Company.Steps[5].Amount.Equal(w.Company.Steps[13].Amount.Neg()), "what one owner hands over another receives")

	same, err := forecast.TraceWaterfall(forecast.Snapshots{Before: s.Before, After: s.Before, Window: s.Window})
	require.NoError(t, err)
	require.Empty(t, steps(same.Company), "nothing happened")

	s.Before.Deals = rapid.Permutation(s.Before.Deals).Draw(t, "mixed before")
	s.After.Deals = rapid.Permutation(s.After.Deals).Draw(t, "mixed after")
	mixed, err := forecast.TraceWaterfall(s)
	require.NoError(t, err)
	require.Equal(t, string(encode(t, w)), string(encode(t, mixed)))
}

func journeyLists() *rapid.Generator[forecast.Journeys] {
	return rapid.Custom(func(t *rapid.T) forecast.Journeys {
		return forecast.Journeys{Entries: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) forecast.StageEntry {
			return forecast.StageEntry{
				Deal: rapid.SampledFrom([]string{"A", "B", "C", "D"}).Draw(t, "deal"), Stage: rapid.SampledFrom(forecast.Stages()).Draw(t, "stage"),
				On: quarter.From.AddDays(rapid.IntRange(-3, 120).Draw(t, "on")),
			}
		}), 0, 20).Draw(t, "entries")}
	})
}

// Every deal of the cohort is won, lost or open somewhere, whatever the order of
// the entries; no stage is reached by more deals than the one before.
func conversionProperty(t *rapid.T) {
	j := journeyLists().Draw(t, "journeys")
	c, err := forecast.MeasureConversion(j, quarter, wilson)
	require.NoError(t, err)
	testkit.RoundTrip(t, c)
	ends, reached := c.Won.Successes+c.Unstaged, c.Deals
	for _, s := range c.Stages {
		ends += s.Open + s.Lost
		require.LessOrEqual(t, s.Onward.Trials, reached)
		reached = s.Onward.Trials
	}
	require.Equal(t, c.Deals, ends)
	j.Entries = rapid.Permutation(j.Entries).Draw(t, "mixed")
	mixed, err := forecast.MeasureConversion(j, quarter, wilson)
	require.NoError(t, err)
	require.Equal(t, string(encode(t, c)), string(encode(t, mixed)))
	j.Entries = append(slices.Clone(j.Entries), forecast.StageEntry{Deal: "N", Stage: forecast.Won, On: quarter.To})
	more, err := forecast.MeasureConversion(j, quarter, wilson)
	require.NoError(t, err)
	for i, s := range more.Stages {
		require.GreaterOrEqual(t, s.Onward.Share.Or(-1), c.Stages[i].Onward.Share.Or(0), "a deal won never lowers a share")
	}
}

// Each finding of a health follows from its own two numbers and leads to the
// answer; deals that grow stale never make the timelines better.
func healthProperty(t *rapid.T) {
	c := check()
	c.Pipeline, c.Quota = pipelines().Draw(t, "pipeline"), quotas().Draw(t, "quota")
	c.AverageWonValue = amounts().Draw(t, "value")
	c.AsOf = quarter.From.AddDays(rapid.IntRange(-50, 150).Draw(t, "as of"))
	h, err := forecast.CheckHealth(c, healthPolicy)
	require.NoError(t, err)
	testkit.RoundTrip(t, h)
	for _, v := range h.Verdicts {
		fired := false
		for _, f := range v.Findings {
			testkit.Explains(t, f)
			fired = fired || f.Outcome == salesops.Fired
		}
		require.Equal(t, fired, v.Answer == forecast.Wanting)
	}
	for i := range c.Pipeline.Deals {
		c.Pipeline.Deals[i].Pushes = 3
	}
	worse, err := forecast.CheckHealth(c, healthPolicy)
	require.NoError(t, err)
	require.False(t, worse.Stale.Any.Amount.LessThan(h.Stale.Any.Amount))
	require.Equal(t, h.Open.Count, worse.Stale.Any.Count)
}

// What a review finds does not depend on the order of the deals, and every deal
// is clean or has a defect.
func qualityProperty(t *rapid.T) {
	r := forecast.DataReview{Pipeline: pipelines().Draw(t, "pipeline"), AsOf: quarter.From.AddDays(rapid.IntRange(-50, 150).Draw(t, "as of"))}
	for i := range r.Pipeline.Deals {
		d := &r.Pipeline.Deals[i]
		d.Account, d.LastActivity = rapid.SampledFrom([]string{"", "Elm", "ELM"}).Draw(t, "account"), days().Draw(t, "activity")
	}
	q, err := forecast.ReviewData(r, qualityPolicy)
	require.NoError(t, err)
	testkit.RoundTrip(t, q)
	require.Equal(t, len(r.Pipeline.Deals), q.Deals.Count)
	most, all := 0, 0
	for _, d := range q.Defects {
		most, all = max(most, d.Total.Count), all+d.Total.Count
	}
	require.LessOrEqual(t, most, q.Deals.Count-q.Clean.Count)
	require.GreaterOrEqual(t, all, q.Deals.Count-q.Clean.Count)
	r.Pipeline.Deals = rapid.Permutation(r.Pipeline.Deals).Draw(t, "mixed")
	mixed, err := forecast.ReviewData(r, qualityPolicy)
	require.NoError(t, err)
	for i := range q.Defects {
		q.Defects[i].Examples, mixed.Defects[i].Examples = nil, nil
	}
	require.Equal(t, string(encode(t, q)), string(encode(t, mixed)))
}

// The company's number is the sum of the top, and all deals due are in a team or
// unassigned.
func rollUpProperty(t *rapid.T) {
	s := sheet()
	s.Pipeline = pipelines().Draw(t, "pipeline")
	for i := range s.Pipeline.Deals {
		s.Pipeline.Deals[i].Category = rapid.SampledFrom(append(forecast.Categories(), "")).Draw(t, "category")
	}
	for i := range s.Callers {
		s.Callers[i].BestCase, s.Callers[i].Commit = nil, nil
		if rapid.Bool().Draw(t, "calls") {
			s.Callers[i].Commit = new(amounts().Draw(t, "commit"))
		}
	}
	r, err := forecast.RollUpCalls(s)
	require.NoError(t, err)
	testkit.RoundTrip(t, r)
	due, won := 0, 0
	for _, d := range s.Pipeline.Deals {
		if d.Stage.Open() && !d.ExpectedClose.Before(quarter.From) && !d.ExpectedClose.After(quarter.To) {
			due++
		}
		if d.Stage == forecast.Won && !d.ClosedOn.Before(quarter.From) && !d.ClosedOn.After(quarter.To) {
			won++
		}
	}
	for _, team := range []forecast.CategoryTotals{r.Calls[0].Team, r.Unassigned} {
		due -= team.Commit.Count + team.BestCase.Count + team.Pipeline.Count + team.Omitted.Count + team.Uncategorized.Count
		won -= team.Won.Count
	}
	require.Equal(t, []int{0, 0}, []int{due, won})
	s.Callers = rapid.Permutation(s.Callers).Draw(t, "mixed")
	mixed, err := forecast.RollUpCalls(s)
	require.NoError(t, err)
	require.Equal(t, string(encode(t, r)), string(encode(t, mixed)))
}

func predictionLists() *rapid.Generator[[]forecast.Prediction] {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) forecast.Prediction {
		return forecast.Prediction{Probability: probabilities().Draw(t, "p"), Won: rapid.Bool().Draw(t, "won")}
	}), 0, 30)
}

// The order of the predictions does not matter, and the calibration survives JSON;
// swapping the outcomes and taking one less each probability keeps the Brier score.
func calibrationProperty(t *rapid.T) {
	list, bins := predictionLists().Draw(t, "list"), rapid.IntRange(1, 12).Draw(t, "bins")
	c := calibrate(t, bins, list...)
	testkit.RoundTrip(t, c)
	mixed := calibrate(t, bins, rapid.Permutation(list).Draw(t, "mixed")...)
	require.Equal(t, []int{c.Count, c.Won, c.FailedCertain}, []int{mixed.Count, mixed.Won, mixed.FailedCertain})
	require.InDelta(t, c.Brier.Or(0), mixed.Brier.Or(0), 1e-12)
	require.InDelta(t, c.ECE.Or(0), mixed.ECE.Or(0), 1e-12)
	require.Equal(t, c.AUC, mixed.AUC)
	require.LessOrEqual(t, c.ECE.Or(0), c.MCE.Or(0)+1e-12)
	half := slices.Clone(list)
	for i := range half {
		half[i].Won = !half[i].Won
	}
	if auc, both := c.AUC.Value(); both {
		require.InDelta(t, 1-auc, calibrate(t, bins, half...).AUC.Or(-1), 1e-12)
	}
}

// More deals won never lower the odds of a stage, which lie between its own share
// and the pooled one.
func stageOddsProperty(t *rapid.T) {
	n := rapid.IntRange(0, 60)
	record := forecast.StageRecord{Outcomes: []forecast.StageOutcome{
		{Stage: "a", Won: n.Draw(t, "won"), Lost: n.Draw(t, "lost")}, {Stage: "b", Won: n.Draw(t, "won b"), Lost: n.Draw(t, "lost b")},
	}}
	policy := forecast.DefaultPolicy().StageOddsPolicy
	policy.PriorDeals = rapid.SampledFrom([]float64{0.01, 1, 10, 1e6}).Draw(t, "prior")
	l, err := forecast.LearnStageOdds(record, policy)
	require.NoError(t, err)
	testkit.RoundTrip(t, l)
	if pooled, known := l.Pooled.Value(); known {
		for _, s := range l.Stages {
			p := s.Probability.Or(-1)
			own := s.Raw.Or(pooled)
			require.True(t, min(own, pooled)-1e-12 <= p && p <= max(own, pooled)+1e-12)
			testkit.Explains(t, s.TooFew)
		}
	}
	record.Outcomes[0].Won++
	more, err := forecast.LearnStageOdds(record, policy)
	require.NoError(t, err)
	require.GreaterOrEqual(t, more.Stages[0].Probability.Or(0), l.Stages[0].Probability.Or(0))
}

// A series turned around has the opposite trend.
func trendProperty(t *rapid.T) {
	values := rapid.SliceOfN(rapid.Map(rapid.IntRange(-4, 6), func(n int) float64 { return float64(n) }), 1, 20).Draw(t, "values")
	level := levels().Draw(t, "level")
	r := trend(t, level, values...)
	back := slices.Clone(values)
	slices.Reverse(back)
	b := trend(t, level, back...)
	require.Equal(t, []int{r.Rises, r.Falls}, []int{b.Falls, b.Rises})
	require.InDelta(t, r.Slope.Or(0), -b.Slope.Or(0), 1e-12)
	mirror := map[forecast.TrendVerdict]forecast.TrendVerdict{
		forecast.Rising: forecast.Falling, forecast.Falling: forecast.Rising, forecast.NoTrend: forecast.NoTrend, forecast.TooShort: forecast.TooShort,
	}
	require.Equal(t, mirror[r.Verdict], b.Verdict)
}

// Cohorts and weeks hold every deal once; the results survive JSON.
func tablesProperty(t *rapid.T) {
	p := pipelines().Draw(t, "pipeline")
	for _, by := range forecast.CohortKeys() {
		table, err := forecast.TabulateCohorts(p, by, quarter, wilson)
		require.NoError(t, err)
		testkit.RoundTrip(t, table)
		count := table.Undated + table.Outside
		for _, c := range table.Cohorts {
			count += c.Won.Trials
		}
		require.Equal(t, len(p.Deals), count)
	}
	w, err := forecast.TrackWeeks(p, quarter)
	require.NoError(t, err)
	testkit.RoundTrip(t, w)
	c, err := forecast.EstimateCycle(p, quarter.To.AddDays(300), forecast.CyclePolicy{NegativeCycles: forecast.SkipNegative})
	require.NoError(t, err)
	testkit.RoundTrip(t, c)
	require.Equal(t, len(p.Deals), c.ToClose.Count+c.Undated+c.Negative)
	one, other := p, p
	cut := rapid.IntRange(0, len(p.Deals)).Draw(t, "cut")
	one.Deals, other.Deals = p.Deals[:cut], p.Deals[cut:]
	a, err := forecast.Weigh(one)
	require.NoError(t, err)
	b, err := forecast.Weigh(other)
	require.NoError(t, err)
	whole, err := forecast.Weigh(p)
	require.NoError(t, err)
	weighted := decimal.Decimal{}
	for _, d := range p.Deals {
		if odds := d.Probability; d.Stage.Open() {
			if odds == nil {
				odds = p.Process[slices.Index(forecast.Stages(), d.Stage)].Probability
			}
			weighted = weighted.Add(d.Amount.Mul(decimal.RequireFromString(strconv.FormatFloat(*odds, 'f', -1, 64))))
		}
	}
	require.True(t, weighted.Equal(whole.Open.Weighted), "%v, want %v", whole.Open.Weighted, weighted)
	merged, err := b.Merge(a)
	require.NoError(t, err)
	require.Equal(t, string(encode(t, whole)), string(encode(t, merged)))
}

// Any input at all gives a result or an input error, never both.
func totalFactsProperty(t *rapid.T) {
	float := rapid.OneOf(magnitudes(), rapid.Float64(), probabilities())
	text := rapid.OneOf(rapid.SampledFrom([]string{"", "Ana", "won", "closing", "commit", "rep", "\x00"}), rapid.String())
	dates := rapid.OneOf(days(), rapid.Custom(func(t *rapid.T) salesops.Date {
		return salesops.Date{Year: rapid.IntRange(-1, 10001).Draw(t, "year"), Month: 2, Day: rapid.IntRange(-1, 32).Draw(t, "day")}
	}))
	number := rapid.OneOf(rapid.IntRange(-2, 70), rapid.Int())
	value := rapid.OneOf(amounts(), rapid.Custom(func(t *rapid.T) decimal.Decimal {
		return decimal.New(rapid.Int64().Draw(t, "coefficient"), rapid.Int32().Draw(t, "exponent"))
	}))
	window := forecast.Window{From: dates.Draw(t, "from"), To: dates.Draw(t, "to")}
	c := check()
	c.Conversions = []forecast.ConversionChange{{Stage: forecast.Stage(text.Draw(t, "stage")), Onward: number.Draw(t, "onward"), Reached: number.Draw(t, "reached"),
		PastOnward: number.Draw(t, "past onward"), PastReached: number.Draw(t, "past reached")}}
	c.AverageWonValue, c.AsOf, c.WinRate, c.UsualCycleDays = value.Draw(t, "value"), dates.Draw(t, "as of"), new(float.Draw(t, "rate")), new(float.Draw(t, "cycle"))
	h, err := forecast.CheckHealth(c, healthPolicy)
	requireOne(t, h, err)
	s := snapshots()
	s.Window, s.After.Deals[0].Amount = &window, value.Draw(t, "amount")
	w, err := forecast.TraceWaterfall(s)
	requireOne(t, w, err)
	j := journeys()
	j.Entries = append(j.Entries, forecast.StageEntry{Deal: text.Draw(t, "deal"), Stage: forecast.Stage(text.Draw(t, "entered")), On: dates.Draw(t, "on")})
	conversion, err := forecast.MeasureConversion(j, window, forecast.RatePolicy{IntervalLevel: float.Draw(t, "level")})
	requireOne(t, conversion, err)
	calls := sheet()
	calls.Callers[0].Manager, calls.Callers[2].Manager, calls.Callers[0].Commit = text.Draw(t, "manager"), text.Draw(t, "boss"), new(value.Draw(t, "commit"))
	r, err := forecast.RollUpCalls(calls)
	requireOne(t, r, err)
	lessons, err := forecast.LearnStageOdds(forecast.StageRecord{Outcomes: []forecast.StageOutcome{{Stage: "a", Won: number.Draw(t, "won"), Lost: number.Draw(t, "lost")}}},
		forecast.StageOddsPolicy{PriorDeals: float.Draw(t, "prior"), MinStageDeals: number.Draw(t, "least"), StageOddsLevel: 0.9})
	requireOne(t, lessons, err)
	calibration, err := forecast.MeasureCalibration(forecast.Predictions{Predictions: []forecast.Prediction{{Probability: float.Draw(t, "p")}}},
		forecast.CalibrationPolicy{CalibrationBins: number.Draw(t, "bins"), CalibrationLevel: 0.9})
	requireOne(t, calibration, err)
	tr, err := forecast.MeasureTrend(forecast.Series{Values: []float64{1, float.Draw(t, "y"), 3}, Times: []float64{float.Draw(t, "x"), 2, 3}}, forecast.TrendPolicy{TrendLevel: float.Draw(t, "trend level")})
	requireOne(t, tr, err)
	table, err := forecast.TabulateCohorts(sample(), forecast.CohortKey(text.Draw(t, "by")), window, wilson)
	requireOne(t, table, err)
	weeks, err := forecast.TrackWeeks(sample(), window)
	requireOne(t, weeks, err)
	p := process()
	p.AsOf, p.Steps[0].TargetDays, p.Visits[0].Left = dates.Draw(t, "as of"), new(float.Draw(t, "target")), dates.Draw(t, "left")
	times, err := forecast.MeasureSteps(p, wilson)
	requireOne(t, times, err)
	q, err := forecast.ReviewData(forecast.DataReview{Pipeline: sample(), AsOf: dates.Draw(t, "review"), Reps: []string{text.Draw(t, "rep")}},
		forecast.QualityPolicy{StaleDays: number.Draw(t, "stale"), ActiveDays: number.Draw(t, "active"), OddsTolerance: float.Draw(t, "tolerance")})
	requireOne(t, q, err)
	estimate, err := forecast.EstimateCycle(sample(), dates.Draw(t, "as of"), forecast.CyclePolicy{NegativeCycles: forecast.SkipNegative})
	requireOne(t, estimate, err)
	perDay, err := forecast.MeasureVelocity(forecast.Velocity{Deals: number.Draw(t, "deals"), AverageValue: value.Draw(t, "average"), WinRate: float.Draw(t, "win rate"), CycleDays: float.Draw(t, "cycle days")})
	require.True(t, err == nil || perDay.IsZero() && len(salesops.InputErrors(err)) > 0)
	_, err = forecast.MeasureCategories(forecast.CategoryRecord{Calls: []forecast.CategoryCall{{Category: forecast.Category(text.Draw(t, "category")), LeadWeeks: number.Draw(t, "lead"), Amount: value.Draw(t, "called")}}}, wilson)
	require.True(t, err == nil || len(salesops.InputErrors(err)) > 0)
}

func TestWaterfallAddsUp(t *testing.T)     { rapid.Check(t, waterfallProperty) }
func TestConversionProperty(t *testing.T)  { rapid.Check(t, conversionProperty) }
func TestHealthProperty(t *testing.T)      { rapid.Check(t, healthProperty) }
func TestQualityProperty(t *testing.T)     { rapid.Check(t, qualityProperty) }
func TestRollUpProperty(t *testing.T)      { rapid.Check(t, rollUpProperty) }
func TestCalibrationProperty(t *testing.T) { rapid.Check(t, calibrationProperty) }
func TestStageOddsProperty(t *testing.T)   { rapid.Check(t, stageOddsProperty) }
func TestTrendProperty(t *testing.T)       { rapid.Check(t, trendProperty) }
func TestTablesProperty(t *testing.T)      { rapid.Check(t, tablesProperty) }
func TestTotalFacts(t *testing.T)          { rapid.Check(t, totalFactsProperty) }

func FuzzWaterfallAddsUp(f *testing.F)     { f.Fuzz(rapid.MakeFuzz(waterfallProperty)) }
func FuzzConversionProperty(f *testing.F)  { f.Fuzz(rapid.MakeFuzz(conversionProperty)) }
func FuzzHealthProperty(f *testing.F)      { f.Fuzz(rapid.MakeFuzz(healthProperty)) }
func FuzzQualityProperty(f *testing.F)     { f.Fuzz(rapid.MakeFuzz(qualityProperty)) }
func FuzzRollUpProperty(f *testing.F)      { f.Fuzz(rapid.MakeFuzz(rollUpProperty)) }
func FuzzCalibrationProperty(f *testing.F) { f.Fuzz(rapid.MakeFuzz(calibrationProperty)) }
func FuzzStageOddsProperty(f *testing.F)   { f.Fuzz(rapid.MakeFuzz(stageOddsProperty)) }
func FuzzTrendProperty(f *testing.F)       { f.Fuzz(rapid.MakeFuzz(trendProperty)) }
func FuzzTablesProperty(f *testing.F)      { f.Fuzz(rapid.MakeFuzz(tablesProperty)) }
func FuzzTotalFacts(f *testing.F)          { f.Fuzz(rapid.MakeFuzz(totalFactsProperty)) }

// Arbitrary bytes never panic, and what decodes encodes to what decodes again.
func FuzzDecodeFacts(f *testing.F) {
	f.Add([]byte(`{"successes":1,"trials":2,"share":0.5,"wilson":{"low":0.1,"high":0.9},"clopper_pearson":{"low":0,"high":1}}`))
	f.Add([]byte(`{"change":"shrunk","count":1,"amount":"-5"}`))
	f.Add([]byte(`{"deal":"A","pushes":2,"period_pushes":1,"pulls":0,"period_pulls":0,"net_days":31}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		testkit.Decodes[forecast.Rate](t, data)
		testkit.Decodes[forecast.WaterfallStep](t, data)
		testkit.Decodes[forecast.Bridge](t, data)
		testkit.Decodes[forecast.OwnerBridge](t, data)
		testkit.Decodes[forecast.Waterfall](t, data)
		testkit.Decodes[forecast.DealPushes](t, data)
		testkit.Decodes[forecast.StageConversion](t, data)
		testkit.Decodes[forecast.Conversion](t, data)
		testkit.Decodes[forecast.Durations](t, data)
		testkit.Decodes[forecast.CycleEstimate](t, data)
		testkit.Decodes[forecast.StepTime](t, data)
		testkit.Decodes[forecast.StepTimes](t, data)
		testkit.Decodes[forecast.CalibrationBin](t, data)
		testkit.Decodes[forecast.Calibration](t, data)
		testkit.Decodes[forecast.LearnedOdds](t, data)
		testkit.Decodes[forecast.StageLessons](t, data)
		testkit.Decodes[forecast.Trend](t, data)
		testkit.Decodes[forecast.HealthVerdict](t, data)
		testkit.Decodes[forecast.Health](t, data)
		testkit.Decodes[forecast.DefectDeals](t, data)
		testkit.Decodes[forecast.DataQuality](t, data)
		testkit.Decodes[forecast.CategoryTotals](t, data)
		testkit.Decodes[forecast.RolledCall](t, data)
		testkit.Decodes[forecast.RollUp](t, data)
		testkit.Decodes[forecast.CategoryAccuracy](t, data)
		testkit.Decodes[forecast.Cohort](t, data)
		testkit.Decodes[forecast.CohortTable](t, data)
		testkit.Decodes[forecast.ActivityCount](t, data)
		testkit.Decodes[forecast.PipelineWeek](t, data)
		testkit.Decodes[forecast.PipelineWeeks](t, data)
	})
}
