package forecast_test

import (
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

// correctionHistories have clusters over several periods, lines of one period, and
// outcomes that a factor can't be had from.
func correctionHistories() *rapid.Generator[forecast.History] {
	return rapid.Custom(func(t *rapid.T) forecast.History {
		var h forecast.History
		periods := rapid.IntRange(1, 10).Draw(t, "periods")
		for _, name := range []string{"Ana", "Bo", "Cy"}[:rapid.IntRange(1, 3).Draw(t, "forecasters")] {
			bias := rapid.SampledFrom([]float64{0.5, 0.8, 1, 1.2, 1.5, 4}).Draw(t, "bias")
			for p := range periods {
				for line := range rapid.SampledFrom([]int{0, 1, 1, 1, 2}).Draw(t, "lines") {
					actual := float64(rapid.IntRange(-1, 300).Draw(t, "actual"))
					c := forecast.Call{
						Forecaster: name, Period: strconv.Itoa(10 + p), Actual: actual,
						Forecast: math.Round(actual*bias*rapid.SampledFrom([]float64{1, 0.7, 1.25}).Draw(t, "noise")*100) / 100,
					}
					if line > 0 || rapid.IntRange(0, 3).Draw(t, "clustered") == 0 {
						c.Cluster = "c" + strconv.Itoa(p/3+line)
					}
					h.Calls = append(h.Calls, c)
				}
			}
		}
		if len(h.Calls) == 0 {
			h.Calls = correctionCalls("Ana", [2]float64{1, 1})
		}
		return h
	})
}

func correctionPolicies() *rapid.Generator[forecast.CorrectionPolicy] {
	return rapid.Custom(func(t *rapid.T) forecast.CorrectionPolicy {
		return forecast.CorrectionPolicy{
			CorrectionForm:  rapid.SampledFrom(forecast.CorrectionForms()).Draw(t, "form"),
			CorrectionLevel: float64(rapid.IntRange(50, 99).Draw(t, "level")) / 100,
			MinFactor:       float64(rapid.IntRange(1, 100).Draw(t, "min factor")) / 100,
			MaxFactor:       float64(rapid.IntRange(100, 10_000).Draw(t, "max factor")) / 100,
		}
	})
}

// A shrunken bias lies between the own and the team's, in its interval, and what is
// applied within the limits; the order of calls matters to no digit; swapping
// forecasts and actuals mirrors a shift.
func correctProperty(t *rapid.T) {
	h, policy := correctionHistories().Draw(t, "history"), correctionPolicies().Draw(t, "policy")
	before := slices.Clone(h.Calls)
	c, err := forecast.Correct(h, policy)
	require.NoError(t, err)
	require.Equal(t, before, h.Calls, "unchanged")
	testkit.RoundTrip(t, c)
	team, known := c.Team.Estimate.Shrunken.Value()
	for _, f := range append(c.Forecasters, c.Team) {
		for _, finding := range f.Findings {
			testkit.Explains(t, finding)
		}
		e := f.Estimate
		shrunken, defined := e.Shrunken.Value()
		require.Equal(t, known, defined)
		if raw, own := e.Raw.Value(); own {
			require.GreaterOrEqual(t, shrunken, min(raw, team))
			require.LessOrEqual(t, shrunken, max(raw, team))
		}
		if policy.CorrectionForm == forecast.Multiplicative {
			require.True(t, f.Applied >= policy.MinFactor && f.Applied <= policy.MaxFactor, "%v", f.Applied)
		}
		_, repeated := c.Within.Value()
		require.Equal(t, repeated, e.Interval != nil)
		if e.Interval != nil {
			require.True(t, e.Interval.Contains(shrunken))
		}
	}
	mixed := forecast.History{Calls: rapid.Permutation(h.Calls).Draw(t, "mixed")}
	again, err := forecast.Correct(mixed, policy)
	require.NoError(t, err)
	require.Equal(t, c, again)

	policy.CorrectionForm = forecast.Additive
	there, err := forecast.Correct(h, policy)
	require.NoError(t, err)
	for i := range mixed.Calls {
		call := &mixed.Calls[i]
		call.Forecast, call.Actual = call.Actual, call.Forecast
	}
	back, err := forecast.Correct(mixed, policy)
	require.NoError(t, err)
	for i := range there.Forecasters {
		require.Equal(t, there.Forecasters[i].Applied, -back.Forecasters[i].Applied)
		require.Equal(t, there.Forecasters[i].Estimate.Credibility, back.Forecasters[i].Estimate.Credibility)
	}
}

func TestCorrectProperty(t *testing.T) { rapid.Check(t, correctProperty) }
func FuzzCorrect(f *testing.F)         { f.Fuzz(rapid.MakeFuzz(correctProperty)) }

// What is corrected at a period knows nothing of the actuals of that period and
// later, and nothing of later forecasts; findings lead to the verdicts; the order of
// calls matters to no digit, and neither does a power of two.
func backtestProperty(t *rapid.T) {
	h, policy := correctionHistories().Draw(t, "history"), correctionPolicies().Draw(t, "policy")
	test := forecast.BacktestPolicy{MinTrainingPeriods: rapid.IntRange(1, 5).Draw(t, "training"), BacktestLevel: levels().Draw(t, "level")}
	j, err := forecast.Backtest(h, policy, test)
	require.NoError(t, err)
	testkit.RoundTrip(t, j)
	calls := 0
	for _, s := range append(j.Forecasters, j.Team) {
		for _, f := range s.Findings {
			testkit.Explains(t, f)
		}
		require.Equal(t, s.Verdict == forecast.TooFewCorrected, s.Periods < j.MinPeriods)
		if s.Verdict == forecast.CorrectForecasts {
			require.LessOrEqual(t, s.AdjustedP.Or(2), test.BacktestLevel)
			require.Positive(t, s.Improvement.Or(1))
		}
		calls += s.Calls
	}
	require.Equal(t, 2*j.Team.Calls, calls, "every call is somebody's and the team's")
	mixed, err := forecast.Backtest(forecast.History{Calls: rapid.Permutation(h.Calls).Draw(t, "mixed")}, policy, test)
	require.NoError(t, err)
	require.Equal(t, j, mixed)

	twice := forecast.History{Calls: slices.Clone(h.Calls)}
	for i := range twice.Calls {
		twice.Calls[i].Forecast *= 2
		twice.Calls[i].Actual *= 2
	}
	double, err := forecast.Backtest(twice, policy, test)
	require.NoError(t, err)
	for i := range j.Forecasters {
		require.Equal(t, j.Forecasters[i].Verdict, double.Forecasters[i].Verdict)
		require.Equal(t, j.Forecasters[i].P, double.Forecasters[i].P)
	}

	if len(j.Periods) == 0 {
		return
	}
	from := rapid.SampledFrom(j.Periods).Draw(t, "changed from").Period
	later := forecast.History{Calls: slices.Clone(h.Calls)}
	for i := range later.Calls {
		if c := &later.Calls[i]; c.Period >= from {
			c.Actual = float64(rapid.IntRange(0, 999).Draw(t, "another actual"))
			if c.Period > from {
				c.Forecast = c.Actual * 3
			}
		}
	}
	changed, err := forecast.Backtest(later, policy, test)
	require.NoError(t, err)
	for i, p := range j.Periods {
		if p.Period < from {
			require.Equal(t, p, changed.Periods[i])
		}
		if p.Period == from {
			require.Equal(t, p.Corrected, changed.Periods[i].Corrected)
		}
	}
}

func TestBacktestProperty(t *testing.T) { rapid.Check(t, backtestProperty) }
func FuzzBacktest(f *testing.F)         { f.Fuzz(rapid.MakeFuzz(backtestProperty)) }

// Forecasters with one factor throughout, or one shift, are corrected without a
// rest, whatever came.
func constantBiasProperty(t *rapid.T) {
	policy := forecast.DefaultPolicy()
	policy.MinFactor, policy.MaxFactor = 0.1, 10
	factor := float64(rapid.IntRange(5, 40).Draw(t, "tenths"))
	var h forecast.History
	for _, name := range []string{"Ana", "Bo"} {
		for p := range 6 {
			actual := rapid.IntRange(1, 500).Draw(t, "actual")
			h.Calls = append(h.Calls, forecast.Call{
				Forecaster: name, Period: strconv.Itoa(p), Actual: float64(actual), Forecast: float64(actual) * factor / 10,
			})
		}
	}
	for _, form := range forecast.CorrectionForms() {
		policy.CorrectionForm = form
		if form == forecast.Additive {
			for i := range h.Calls {
				h.Calls[i].Forecast = h.Calls[i].Actual + factor
			}
		}
		j, err := forecast.Backtest(h, policy.CorrectionPolicy, forecast.BacktestPolicy{MinTrainingPeriods: 1, BacktestLevel: 0.05})
		require.NoError(t, err)
		if factor == 10 && form == forecast.Multiplicative {
			require.Equal(t, forecast.DoNotCorrect, j.Team.Verdict, "there is nothing to correct")
			continue
		}
		require.Equal(t, forecast.CorrectForecasts, j.Team.Verdict)
		for _, p := range j.Periods {
			require.InDelta(t, p.Actual, p.Corrected, 1e-9*p.Actual)
		}
		require.Equal(t, salesops.Fired, j.Team.Findings[2].Outcome)
	}
}

func TestConstantBias(t *testing.T) { rapid.Check(t, constantBiasProperty) }

func FuzzDecodeCorrections(f *testing.F) {
	for _, seed := range []string{`{}`, `{"form":"multiplicative","team":{}}`, `{"periods":[{}],"team":{}}`, `{"used":1}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		testkit.Decodes[forecast.BiasEstimate](t, data)
		testkit.Decodes[forecast.ForecasterCorrection](t, data)
		testkit.Decodes[forecast.Correction](t, data)
		testkit.Decodes[forecast.BacktestScore](t, data)
		testkit.Decodes[forecast.BacktestPeriod](t, data)
		testkit.Decodes[forecast.BacktestJudgment](t, data)
	})
}
