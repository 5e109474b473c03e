package forecast_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

// Each finding follows from its own two numbers, and the findings lead to the
// verdicts.
func explainsProperty(t *rapid.T) {
	c, err := forecast.Cover(pipelines().Draw(t, "pipeline"), quotas().Draw(t, "quota"), coveragePolicies().Draw(t, "policy"))
	require.NoError(t, err)
	for _, f := range c.Findings {
		testkit.Explains(t, f)
	}
	fired := func(i int) bool { return c.Findings[i].Outcome == salesops.Fired }
	for i, line := range map[int]forecast.CoverageLine{0: c.OfQuota, 2: c.OfRemaining} {
		require.Equal(t, line.Verdict == forecast.Thin, fired(i))
		require.Equal(t, line.Verdict == forecast.Bloated, fired(i+1))
		require.Equal(t, line.Verdict == forecast.Met, c.Findings[i].Outcome == salesops.NotApplicable)
	}
}

func roundTripProperty(t *rapid.T) {
	p, policy := pipelines().Draw(t, "pipeline"), forecast.DefaultPolicy()
	policy.CoveragePolicy = coveragePolicies().Draw(t, "policy")
	testkit.RoundTrip(t, policy)
	w, err := forecast.Weigh(p)
	require.NoError(t, err)
	testkit.RoundTrip(t, w)
	c, err := forecast.Cover(p, quotas().Draw(t, "quota"), policy.CoveragePolicy)
	require.NoError(t, err)
	testkit.RoundTrip(t, c)
	r, err := forecast.MeasureWinRates(p, quarter, policy.RatePolicy)
	require.NoError(t, err)
	testkit.RoundTrip(t, r)
	y, err := forecast.MeasureCycle(p, forecast.CyclePolicy{NegativeCycles: forecast.SkipNegative})
	require.NoError(t, err)
	testkit.RoundTrip(t, y)
	testkit.RoundTrip(t, measure(t, records().Draw(t, "record"), forecast.SkipZeros))
}

// Every list of groups adds up to the whole, and every deal is somewhere.
func conservationProperty(t *rapid.T) {
	p := pipelines().Draw(t, "pipeline")
	w, err := forecast.Weigh(p)
	require.NoError(t, err)
	require.Equal(t, len(p.Deals), w.Open.Count+w.Won.Count+w.Lost.Count)
	for _, list := range []struct {
		groups []forecast.PipelineGroup
		rest   forecast.PipelineTotal
	}{{w.ByStage, forecast.PipelineTotal{}}, {w.ByOwner, w.Ownerless}, {w.BySegment, w.Unsegmented}, {w.ByMonth, w.Undated}, {w.ByQuarter, w.Undated}} {
		count, amount, weighted := list.rest.Count, list.rest.Amount, list.rest.Weighted
		for _, g := range list.groups {
			count += g.Total.Count
			amount, weighted = amount.Add(g.Total.Amount), weighted.Add(g.Total.Weighted)
		}
		require.Equal(t, w.Open.Count, count)
		require.True(t, w.Open.Amount.Equal(amount))
		require.True(t, w.Open.Weighted.Equal(weighted))
	}
	y, err := forecast.MeasureCycle(p, forecast.CyclePolicy{NegativeCycles: forecast.SkipNegative})
	require.NoError(t, err)
	require.Equal(t, len(p.Deals), y.Closed.Count+y.Open+y.Undated+y.Negative)
	require.Equal(t, w.Open.Count, y.Open)
}

// The order of deals and observations does not matter, except where a
// metric compares with the time before.
func permutationProperty(t *rapid.T) {
	p, policy := pipelines().Draw(t, "pipeline"), forecast.DefaultPolicy()
	mixed := p
	mixed.Deals = rapid.Permutation(p.Deals).Draw(t, "mixed deals")
	q := quotas().Draw(t, "quota")
	for name, ask := range map[string]func(forecast.Pipeline) (any, error){
		"weigh": func(p forecast.Pipeline) (any, error) { return forecast.Weigh(p) },
		"cover": func(p forecast.Pipeline) (any, error) { return forecast.Cover(p, q, policy.CoveragePolicy) },
		"rates": func(p forecast.Pipeline) (any, error) { return forecast.MeasureWinRates(p, quarter, policy.RatePolicy) },
		"cycle": func(p forecast.Pipeline) (any, error) {
			return forecast.MeasureCycle(p, forecast.CyclePolicy{NegativeCycles: forecast.SkipNegative})
		},
	} {
		before, err := ask(p)
		require.NoError(t, err)
		after, err := ask(mixed)
		require.NoError(t, err)
		require.Equal(t, string(encode(t, before)), string(encode(t, after)), name)
	}
	r := records().Draw(t, "record")
	one := measure(t, r, forecast.SkipZeros)
	r.Observations = rapid.Permutation(r.Observations).Draw(t, "mixed observations")
	requireAlike(t, one, measure(t, r, forecast.SkipZeros))
}

// requireAlike compares the metrics that do not depend on the order, relative
// to the sums of absolute terms behind them.
func requireAlike(t testkit.Failer, want, got forecast.Accuracy) {
	t.Helper()
	require.Equal(t, []int{want.Count, want.ZeroActuals, want.BothZero}, []int{got.Count, got.ZeroActuals, got.BothZero})
	require.InDelta(t, want.ME, got.ME, 1e-12*want.MAE)
	require.InDelta(t, want.MAE, got.MAE, 1e-12*want.MAE)
	require.InDelta(t, want.MSE, got.MSE, 1e-12*want.MSE)
	require.InDelta(t, want.RMSE, got.RMSE, 1e-12*want.RMSE)
	require.InDelta(t, want.SMAPE, got.SMAPE, 1e-12)
	require.InDelta(t, want.MPE.Or(-9), got.MPE.Or(-9), 1e-12*want.MAPE.Or(1))
	for _, pair := range [][2]salesops.Maybe{
		{want.MAPE, got.MAPE}, {want.WAPE, got.WAPE}, {want.MASE, got.MASE}, {want.RMSSE, got.RMSSE},
		{want.TheilU1, got.TheilU1}, {want.TheilLevel, got.TheilLevel},
	} {
		value := pair[0].Or(-9)
		require.InDelta(t, value, pair[1].Or(-9), 1e-12*math.Abs(value))
	}
	require.InDelta(t, want.TrackingSignal.Or(-99), got.TrackingSignal.Or(-99), 1e-12*float64(want.Count))
}

// Another unit, by a power of two, changes no metric without a unit; those with
// a unit scale with it.
func scaleProperty(t *rapid.T) {
	factor := math.Ldexp(1, rapid.IntRange(-20, 10).Draw(t, "power of two"))
	r := records().Draw(t, "record")
	before := measure(t, r, forecast.SkipZeros)
	scaled := forecast.Record{Scale: forecast.Scale{Absolute: r.Scale.Absolute * factor, RootSquare: r.Scale.RootSquare * factor}}
	for _, o := range r.Observations {
		scaled.Observations = append(scaled.Observations, forecast.Observation{Forecast: o.Forecast * factor, Actual: o.Actual * factor, Weight: o.Weight})
	}
	after := measure(t, scaled, forecast.SkipZeros)
	after.ME, after.MAE, after.MSE, after.RMSE = after.ME/factor, after.MAE/factor, after.MSE/factor/factor, after.RMSE/factor
	require.Equal(t, before.TheilU2.Or(-9), after.TheilU2.Or(-9))
	require.Equal(t, before.TheilNaive.Or(-9), after.TheilNaive.Or(-9))
	require.Equal(t, before.BiasRatio.Or(-9), after.BiasRatio.Or(-9))
	requireAlike(t, before, after)
}

// A weight of 1 is no weight, and a weight of 2 is the observation twice.
func weightProperty(t *rapid.T) {
	r := records().Draw(t, "record")
	one, none := r, r
	one.Observations, none.Observations = slices.Clone(r.Observations), slices.Clone(r.Observations)
	for i := range r.Observations {
		one.Observations[i].Weight, none.Observations[i].Weight = new(1.0), nil
	}
	require.Equal(t, measure(t, none, forecast.SkipZeros), measure(t, one, forecast.SkipZeros))

	doubled, twice := none, none
	doubled.Observations = slices.Clone(none.Observations)
	doubled.Observations[0].Weight = new(2.0)
	twice.Observations = append(slices.Clone(none.Observations), none.Observations[0])
	a, b := measure(t, doubled, forecast.SkipZeros), measure(t, twice, forecast.SkipZeros)
	require.InDelta(t, a.MAE, b.MAE, 1e-12*a.MAE)
	require.InDelta(t, a.MSE, b.MSE, 1e-12*a.MSE)
	require.InDelta(t, a.SMAPE, b.SMAPE, 1e-12)
	require.InDelta(t, a.MAPE.Or(-9), b.MAPE.Or(-9), 1e-12*math.Abs(a.MAPE.Or(-9)))
	require.InDelta(t, a.WAPE.Or(-9), b.WAPE.Or(-9), 1e-12*math.Abs(a.WAPE.Or(-9)))
}

// More pipeline never makes coverage thinner, and one more deal won never
// lowers a rate.
func monotoneProperty(t *rapid.T) {
	p, q, policy := pipelines().Draw(t, "pipeline"), quotas().Draw(t, "quota"), coveragePolicies().Draw(t, "policy")
	before, err := forecast.Cover(p, q, policy)
	require.NoError(t, err)
	more := p
	more.Deals = append(slices.Clone(p.Deals), forecast.Deal{
		ID: "more", Stage: forecast.Closing, Amount: amounts().Draw(t, "more"), Opened: quarter.From, ExpectedClose: quarter.To,
	})
	after, err := forecast.Cover(more, q, policy)
	require.NoError(t, err)
	order := []forecast.CoverageVerdict{forecast.Thin, forecast.Healthy, forecast.Bloated}
	require.LessOrEqual(t, slices.Index(order, before.OfQuota.Verdict), slices.Index(order, after.OfQuota.Verdict))
	require.LessOrEqual(t, before.OfQuota.Due.Or(0), after.OfQuota.Due.Or(0))

	rates := func(stage forecast.Stage) forecast.WinRate {
		last := len(more.Deals) - 1
		more.Deals[last].Stage, more.Deals[last].ClosedOn = stage, salesops.Date{}
		r, err := forecast.MeasureWinRates(more, quarter, wilson)
		require.NoError(t, err)
		return r.OfCohort
	}
	open, won := rates(forecast.Closing), rates(forecast.Won)
	require.Less(t, open.Rate.Or(-1), won.Rate.Or(-1))
	require.Less(t, open.Interval.Low, won.Interval.Low)
}

// Any input at all gives a result or an input error, never both.
func totalProperty(t *rapid.T) {
	float := rapid.OneOf(magnitudes(), rapid.Float64(), rapid.SampledFrom([]float64{math.NaN(), math.Inf(1), math.Inf(-1), 5e-324}))
	text := rapid.OneOf(rapid.SampledFrom([]string{"", "Ana", "won", "closing", "\x00"}), rapid.String())
	dates := rapid.OneOf(days(), rapid.Custom(func(t *rapid.T) salesops.Date {
		return salesops.Date{Year: rapid.IntRange(-1, 10001).Draw(t, "year"), Month: 2, Day: rapid.IntRange(-1, 32).Draw(t, "day")}
	}))
	decimals := rapid.OneOf(amounts(), rapid.Custom(func(t *rapid.T) decimal.Decimal {
		return decimal.New(rapid.Int64().Draw(t, "coefficient"), rapid.Int32().Draw(t, "exponent"))
	}))
	p := pipelines().Draw(t, "pipeline")
	p.Deals = append(p.Deals, forecast.Deal{
		ID: text.Draw(t, "id"), Owner: text.Draw(t, "owner"), Stage: forecast.Stage(text.Draw(t, "stage")), Amount: decimals.Draw(t, "amount"),
		Opened: dates.Draw(t, "opened"), ClosedOn: dates.Draw(t, "closed"), Probability: new(float.Draw(t, "probability")),
	})
	q := quotas().Draw(t, "quota")
	q.Won, q.Window.To = decimals.Draw(t, "won"), dates.Draw(t, "to")
	policy := forecast.Policy{
		CoveragePolicy: forecast.CoveragePolicy{MinCoverage: float.Draw(t, "min"), MaxCoverage: float.Draw(t, "max")},
		RatePolicy:     forecast.RatePolicy{IntervalLevel: float.Draw(t, "interval level")},
		CyclePolicy:    forecast.CyclePolicy{NegativeCycles: forecast.NegativeCycleRule(text.Draw(t, "negative"))},
		AccuracyPolicy: forecast.AccuracyPolicy{ZeroActuals: forecast.SkipZeros},
	}
	o := forecast.Observation{Forecast: float.Draw(t, "forecast"), Actual: float.Draw(t, "actual"), Weight: new(float.Draw(t, "weight"))}

	w, err := forecast.Weigh(p)
	requireOne(t, w, err)
	c, err := forecast.Cover(p, q, policy.CoveragePolicy)
	requireOne(t, c, err)
	r, err := forecast.MeasureWinRates(p, q.Window, policy.RatePolicy)
	requireOne(t, r, err)
	y, err := forecast.MeasureCycle(p, policy.CyclePolicy)
	requireOne(t, y, err)
	a, err := forecast.MeasureAccuracy(forecast.Record{Observations: []forecast.Observation{o}, Scale: forecast.Scale{Absolute: o.Actual}}, policy.AccuracyPolicy)
	requireOne(t, a, err)
	s, err := forecast.MeasureScale(forecast.Training{Actuals: []float64{o.Forecast, o.Actual}, Season: rapid.IntRange(-1, 3).Draw(t, "season")})
	requireOne(t, s, err)
	f, err := forecast.RateForecast(o)
	requireOne(t, f, err)
}

func requireOne[T any](t testkit.Failer, result T, err error) {
	t.Helper()
	if err == nil {
		testkit.RoundTrip(t, result)
		return
	}
	require.NotEmpty(t, salesops.InputErrors(err))
	require.Zero(t, result, fmt.Sprint(err))
}

func TestExplains(t *testing.T)     { rapid.Check(t, explainsProperty) }
func TestRoundTrip(t *testing.T)    { rapid.Check(t, roundTripProperty) }
func TestConservation(t *testing.T) { rapid.Check(t, conservationProperty) }
func TestPermutation(t *testing.T)  { rapid.Check(t, permutationProperty) }
func TestScaleFree(t *testing.T)    { rapid.Check(t, scaleProperty) }
func TestWeights(t *testing.T)      { rapid.Check(t, weightProperty) }
func TestMonotone(t *testing.T)     { rapid.Check(t, monotoneProperty) }
func TestTotal(t *testing.T)        { rapid.Check(t, totalProperty) }

func FuzzExplains(f *testing.F)     { f.Fuzz(rapid.MakeFuzz(explainsProperty)) }
func FuzzRoundTrip(f *testing.F)    { f.Fuzz(rapid.MakeFuzz(roundTripProperty)) }
func FuzzConservation(f *testing.F) { f.Fuzz(rapid.MakeFuzz(conservationProperty)) }
func FuzzPermutation(f *testing.F)  { f.Fuzz(rapid.MakeFuzz(permutationProperty)) }
func FuzzScaleFree(f *testing.F)    { f.Fuzz(rapid.MakeFuzz(scaleProperty)) }
func FuzzWeights(f *testing.F)      { f.Fuzz(rapid.MakeFuzz(weightProperty)) }
func FuzzMonotone(f *testing.F)     { f.Fuzz(rapid.MakeFuzz(monotoneProperty)) }
func FuzzTotal(f *testing.F)        { f.Fuzz(rapid.MakeFuzz(totalProperty)) }

// Arbitrary bytes never panic, and what decodes encodes to what decodes again.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		`{"count":1,"amount":"1e9","weighted":"0.5"}`,
		`{"due":1.5,"all_open":2,"verdict":"thin"}`,
		`{"forecast_to_actual":1.25,"accuracy_of_actual":0.75}`,
		`{"min_calls":6,"tested":0,"forecasters":[]}`,
		`{"count":0,"mean_days":null,"lower_quartile_days":null,"median_days":null,"upper_quartile_days":null,"ninth_decile_days":null}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		testkit.Decodes[forecast.Policy](t, data)
		testkit.Decodes[forecast.PipelineTotal](t, data)
		testkit.Decodes[forecast.PipelineGroup](t, data)
		testkit.Decodes[forecast.WeightedPipeline](t, data)
		testkit.Decodes[forecast.DealTotal](t, data)
		testkit.Decodes[forecast.CoverageLine](t, data)
		testkit.Decodes[forecast.Coverage](t, data)
		testkit.Decodes[forecast.WinRate](t, data)
		testkit.Decodes[forecast.WinRates](t, data)
		testkit.Decodes[forecast.CycleTimes](t, data)
		testkit.Decodes[forecast.Cycles](t, data)
		testkit.Decodes[forecast.Accuracy](t, data)
		testkit.Decodes[forecast.Scale](t, data)
		testkit.Decodes[forecast.Rating](t, data)
		testkit.Decodes[forecast.ForecasterBias](t, data)
		testkit.Decodes[forecast.BiasJudgment](t, data)
	})
}
