package forecast_test

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

// evidences are histories with calls, some of them in clusters, stated odds and
// moved closes, or only some of these.
func evidences() *rapid.Generator[forecast.History] {
	return rapid.Custom(func(t *rapid.T) forecast.History {
		h := histories().Draw(t, "calls")
		for i := range h.Calls {
			if p, _ := strconv.Atoi(h.Calls[i].Period); p%4 == 3 {
				h.Calls[i].Cluster = "cluster " + strconv.Itoa(p/8)
			}
		}
		for _, name := range []string{"Ana", "Bo", "Di"} {
			lean := rapid.SampledFrom([]int{0, 0, 45, -45}).Draw(t, "lean")
			for i := range rapid.IntRange(0, 10).Draw(t, "clusters") {
				for range rapid.IntRange(1, 2).Draw(t, "deals") {
					percent := rapid.SampledFrom([]int{0, 10, 30, 40, 50, 60, 70, 90, 100}).Draw(t, "odds")
					h.Odds = append(h.Odds, forecast.DealOdds{
						Forecaster: name, Cluster: strconv.Itoa(i), Odds: float64(percent) / 100,
						Won: rapid.IntRange(0, 99).Draw(t, "luck") < percent-lean,
					})
				}
			}
			for i := range rapid.IntRange(0, 10).Draw(t, "clusters") {
				later := rapid.IntRange(0, 2).Draw(t, "later")
				if lean > 0 {
					later++
				}
				h.Moves = append(h.Moves, forecast.DateMoves{
					Forecaster: name, Cluster: strconv.Itoa(i), Later: later, Earlier: rapid.IntRange(0, 2).Draw(t, "earlier"),
				})
			}
		}
		if len(h.Odds)+len(h.Moves) > 0 && rapid.IntRange(0, 4).Draw(t, "no calls") == 0 {
			h.Calls = nil
		}
		return h
	})
}

func biasPolicies() *rapid.Generator[forecast.BiasPolicy] {
	return rapid.Custom(func(t *rapid.T) forecast.BiasPolicy {
		return forecast.BiasPolicy{BiasLevel: levels().Draw(t, "level"), BiasAdjustment: rapid.SampledFrom(forecast.Adjustments()).Draw(t, "adjustment")}
	})
}

// drift is nil when there are no calls.
func driftOf(t testkit.Failer, h forecast.History, policy forecast.BiasPolicy) []forecast.ForecasterDrift {
	t.Helper()
	if len(h.Calls) == 0 {
		return nil
	}
	return detect(t, h, policy).Forecasters
}

// Each finding follows from its own two numbers, and the first that fired decides.
func biasExplainsProperty(t *rapid.T) {
	h, policy := evidences().Draw(t, "history"), biasPolicies().Draw(t, "policy")
	if len(h.Calls)+len(h.Odds)+len(h.Moves) == 0 {
		return
	}
	j := judgeAll(t, h, policy)
	testkit.RoundTrip(t, j)
	tested := 0
	for _, f := range j.Forecasters {
		fired := make(map[string]bool)
		for _, finding := range f.Findings {
			testkit.Explains(t, finding)
			fired[finding.Rule] = finding.Outcome == salesops.Fired
		}
		want := forecast.NoEvidence
		switch {
		case fired["short-history"]:
			want = forecast.TooLittleHistory
		case !fired["significant"] || fired["reformed"]:
		case fired["value-disagrees"] || fired["evidence-disagrees"]:
			want = forecast.Mixed
		default:
			want = f.Verdict
			require.Contains(t, []forecast.BiasVerdict{forecast.Optimistic, forecast.Pessimistic}, want)
		}
		require.Equal(t, want, f.Verdict)
		p, ok := f.P.Value()
		if ok {
			tested++
			require.GreaterOrEqual(t, f.AdjustedP.Or(-1), p)
		}
		kinds, least := 0, math.Inf(1)
		for _, e := range f.Evidence {
			if e.Enough {
				kinds, least = kinds+1, min(least, e.P)
			}
		}
		require.Equal(t, ok, kinds > 0)
		if ok {
			require.Equal(t, min(1, float64(kinds)*least), p)
		}
	}
	require.Equal(t, j.Tested, tested)
	for _, f := range driftOf(t, h, policy) {
		testkit.RoundTrip(t, f)
		for _, finding := range f.Findings {
			testkit.Explains(t, finding)
		}
	}
}

// Who is optimistic becomes pessimistic when forecast and actual change places,
// and with them odds of winning and of losing, and later and earlier.
func mirrorProperty(t *rapid.T) {
	h, policy := evidences().Draw(t, "history"), biasPolicies().Draw(t, "policy")
	if len(h.Calls)+len(h.Odds)+len(h.Moves) == 0 {
		return
	}
	swapped := forecast.History{Calls: slices.Clone(h.Calls), Odds: slices.Clone(h.Odds), Moves: slices.Clone(h.Moves)}
	for i, c := range h.Calls {
		swapped.Calls[i].Forecast, swapped.Calls[i].Actual = c.Actual, c.Forecast
	}
	for i, o := range h.Odds {
		swapped.Odds[i].Odds, swapped.Odds[i].Won = math.Round(100-100*o.Odds)/100, !o.Won
	}
	for i, m := range h.Moves {
		swapped.Moves[i].Later, swapped.Moves[i].Earlier = m.Earlier, m.Later
	}
	mirror := map[forecast.BiasVerdict]forecast.BiasVerdict{
		forecast.Optimistic: forecast.Pessimistic, forecast.Pessimistic: forecast.Optimistic, forecast.Mixed: forecast.Mixed,
		forecast.NoEvidence: forecast.NoEvidence, forecast.TooLittleHistory: forecast.TooLittleHistory,
	}
	one, other := judgeAll(t, h, policy), judgeAll(t, swapped, policy)
	require.Equal(t, one.Tested, other.Tested)
	for i, f := range one.Forecasters {
		g := other.Forecasters[i]
		require.Equal(t, mirror[f.Verdict], g.Verdict)
		require.Equal(t, []salesops.Maybe{f.P, f.AdjustedP}, []salesops.Maybe{g.P, g.AdjustedP})
		for k, e := range f.Evidence {
			e.Over, e.Under = e.Under, e.Over
			require.Equal(t, e, g.Evidence[k])
		}
		if f.Errors != nil {
			require.Equal(t, []float64{-f.Errors.Mean, -f.Errors.Median, f.Errors.SignedRankP}, []float64{g.Errors.Mean, g.Errors.Median, g.Errors.SignedRankP})
			require.Equal(t, f.Errors.MeanP, g.Errors.MeanP)
		}
	}
	drift := driftOf(t, swapped, policy)
	for i, f := range driftOf(t, h, policy) {
		require.Equal(t, f.Verdict, drift[i].Verdict)
		require.Equal(t, f.P, drift[i].P)
		if f.Point != nil {
			require.Equal(t, f.Point.Period, drift[i].Point.Period)
			require.Equal(t, []int{f.Point.Since.Over, f.Point.Since.Under}, []int{drift[i].Point.Since.Under, drift[i].Point.Since.Over})
		}
	}
}

// Another unit, by a power of two, changes no verdict and no p-value, and scales
// the errors.
func biasScaleProperty(t *rapid.T) {
	h, policy := histories().Draw(t, "history"), biasPolicies().Draw(t, "policy")
	factor := rapid.SampledFrom([]float64{2, 4, 1024}).Draw(t, "power of two")
	larger := forecast.History{Calls: slices.Clone(h.Calls)}
	for i := range larger.Calls {
		larger.Calls[i].Forecast, larger.Calls[i].Actual = h.Calls[i].Forecast*factor, h.Calls[i].Actual*factor
	}
	one, other := judgeAll(t, h, policy), judgeAll(t, larger, policy)
	for i, f := range one.Forecasters {
		g := other.Forecasters[i]
		require.Equal(t, f.Verdict, g.Verdict)
		require.Equal(t, f.Evidence, g.Evidence)
		require.Equal(t, f.ForecastToActual, g.ForecastToActual)
		require.Equal(t, f.Errors.SignedRankP, g.Errors.SignedRankP)
		require.Equal(t, f.Errors.MeanP, g.Errors.MeanP)
		require.Equal(t, []float64{f.Errors.Mean * factor, f.Errors.Median * factor}, []float64{g.Errors.Mean, g.Errors.Median})
	}
	drift := detect(t, larger, policy)
	for i, f := range detect(t, h, policy).Forecasters {
		require.Equal(t, f.P, drift.Forecasters[i].P)
		require.Equal(t, f.Point, drift.Forecasters[i].Point)
	}
}

// The order of calls, deals and moves matters to no bit of the result, and none of
// them is changed.
func biasPermutationProperty(t *rapid.T) {
	h, policy := evidences().Draw(t, "history"), biasPolicies().Draw(t, "policy")
	if len(h.Calls) == 0 {
		return
	}
	mixed := forecast.History{
		Calls: rapid.Permutation(h.Calls).Draw(t, "mixed calls"), Odds: rapid.Permutation(h.Odds).Draw(t, "mixed odds"), Moves: rapid.Permutation(h.Moves).Draw(t, "mixed moves"),
	}
	before := fmt.Sprint(mixed)
	require.Equal(t, string(encode(t, judgeAll(t, h, policy))), string(encode(t, judgeAll(t, mixed, policy))))
	require.Equal(t, string(encode(t, detect(t, h, policy))), string(encode(t, detect(t, mixed, policy))))
	require.Equal(t, before, fmt.Sprint(mixed))
}

// Saying it twice is no more evidence: lines that repeat within their cluster
// change neither counts nor verdict.
func repetitionProperty(t *rapid.T) {
	h, policy := evidences().Draw(t, "history"), biasPolicies().Draw(t, "policy")
	h.Odds = nil
	if len(h.Calls) == 0 {
		return
	}
	for i := range h.Calls {
		if h.Calls[i].Cluster == "" {
			h.Calls[i].Cluster = h.Calls[i].Period
		}
	}
	repeated := forecast.History{Calls: slices.Repeat(h.Calls, 3), Moves: slices.Repeat(h.Moves, 3)}
	one, other := judgeAll(t, h, policy), judgeAll(t, repeated, policy)
	for i, f := range one.Forecasters {
		require.Equal(t, f.Evidence, other.Forecasters[i].Evidence)
		require.Equal(t, f.Verdict, other.Forecasters[i].Verdict)
		require.Equal(t, f.ForecastToActual, other.Forecasters[i].ForecastToActual)
	}
}

// Any input at all gives a result or an input error, never both.
func biasTotalProperty(t *rapid.T) {
	float := rapid.OneOf(magnitudes(), rapid.Float64(), rapid.SampledFrom([]float64{math.NaN(), math.Inf(1), math.Inf(-1), 5e-324}))
	text := rapid.OneOf(rapid.SampledFrom([]string{"", "Ana", "0", "\x00"}), rapid.String())
	h := evidences().Draw(t, "history")
	if rapid.Bool().Draw(t, "a call") {
		h.Calls = append(h.Calls, forecast.Call{
			Forecaster: text.Draw(t, "forecaster"), Period: text.Draw(t, "period"), Cluster: text.Draw(t, "cluster"), LeadWeeks: rapid.IntRange(-1, 1).Draw(t, "lead"),
			Forecast: float.Draw(t, "forecast"), Actual: float.Draw(t, "actual"),
		})
	}
	if rapid.Bool().Draw(t, "a deal") {
		h.Odds = append(h.Odds, forecast.DealOdds{Forecaster: text.Draw(t, "forecaster"), Cluster: text.Draw(t, "cluster"), Odds: float.Draw(t, "odds")})
	}
	if rapid.Bool().Draw(t, "a move") {
		h.Moves = append(h.Moves, forecast.DateMoves{Forecaster: text.Draw(t, "forecaster"), Cluster: text.Draw(t, "cluster"), Later: rapid.Int().Draw(t, "later")})
	}
	if rapid.IntRange(0, 4).Draw(t, "periods") == 0 {
		h.Periods = []string{"0", "1", text.Draw(t, "a period")}
	}
	policy := forecast.BiasPolicy{BiasLevel: float.Draw(t, "level"), BiasAdjustment: forecast.AnyFalseVerdict}
	if rapid.Bool().Draw(t, "a level") {
		policy.BiasLevel = 0.05
	}
	j, err := forecast.JudgeBias(h, policy)
	requireOne(t, j, err)
	d, err := forecast.DetectDrift(h, policy)
	requireOne(t, d, err)
}

func TestBiasExplains(t *testing.T)    { rapid.Check(t, biasExplainsProperty) }
func TestMirror(t *testing.T)          { rapid.Check(t, mirrorProperty) }
func TestBiasScale(t *testing.T)       { rapid.Check(t, biasScaleProperty) }
func TestBiasPermutation(t *testing.T) { rapid.Check(t, biasPermutationProperty) }
func TestBiasRepetition(t *testing.T)  { rapid.Check(t, repetitionProperty) }
func TestBiasTotal(t *testing.T)       { rapid.Check(t, biasTotalProperty) }

func FuzzBiasExplains(f *testing.F) { f.Fuzz(rapid.MakeFuzz(biasExplainsProperty)) }
func FuzzMirror(f *testing.F)       { f.Fuzz(rapid.MakeFuzz(mirrorProperty)) }
func FuzzBiasTotal(f *testing.F)    { f.Fuzz(rapid.MakeFuzz(biasTotalProperty)) }
