package forecast_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/binomial"
	"github.com/salesops-go/salesops/internal/testkit"
)

var backtestPolicy = forecast.DefaultPolicy().BacktestPolicy

func backtestOf(t testkit.Failer, calls ...[]forecast.Call) forecast.BacktestJudgment {
	t.Helper()
	var h forecast.History
	for _, c := range calls {
		h.Calls = append(h.Calls, c...)
	}
	j, err := forecast.Backtest(h, correctionPolicy, backtestPolicy)
	require.NoError(t, err)
	testkit.RoundTrip(t, j)
	for _, s := range append(j.Forecasters, j.Team) {
		for _, f := range s.Findings {
			testkit.Explains(t, f)
			require.Equal(t, s.Forecaster, f.Subject)
		}
	}
	return j
}

// alternating are periods in which forecasts are off by the factors in turn.
func alternating(forecaster string, periods int, factors ...float64) []forecast.Call {
	var pairs [][2]float64
	for i := range periods {
		actual := float64(100 * (1 + i%3))
		pairs = append(pairs, [2]float64{math.Round(actual * factors[i%len(factors)]), actual})
	}
	return correctionCalls(forecaster, pairs...)
}

// A constant factor is found and taken out without a rest; five corrected periods
// are enough to say so, four are not.
func TestBacktestConstantFactor(t *testing.T) {
	for periods, want := range map[int]forecast.BacktestVerdict{5: forecast.TooFewCorrected, 8: forecast.TooFewCorrected, 9: forecast.CorrectForecasts} {
		j := backtestOf(t, alternating("Ana", periods, 1.2))
		require.Equal(t, 5, j.MinPeriods)
		require.Equal(t, want, j.Team.Verdict)
		require.Equal(t, want, j.Forecasters[0].Verdict)
		require.Len(t, j.Periods, periods-4)
		for _, s := range append(j.Forecasters, j.Team) {
			require.InEpsilon(t, 0.2, s.WAPEBefore.Or(-1), 1e-12)
			require.Equal(t, []float64{0, 0}, []float64{s.WAPEAfter.Or(-1), s.BiasAfter.Or(-1)})
			require.InEpsilon(t, 0.2, s.Improvement.Or(-1), 1e-12)
			require.Equal(t, []int{periods - 4, 0}, []int{s.Improved, s.Worsened})
			require.Equal(t, math.Ldexp(1, 4-periods), s.P)
			require.True(t, s.Exact)
		}
		for _, p := range j.Periods {
			require.Equal(t, p.Actual, p.Corrected)
			require.Zero(t, p.ErrorAfter)
		}
	}
	require.Equal(t, "too few periods were corrected to be tested", backtestOf(t, alternating("Ana", 8, 1.2)).Team.AdjustedP.Reason())
}

func TestBacktestVerdicts(t *testing.T) {
	for name, tc := range map[string]struct {
		calls []forecast.Call
		want  forecast.BacktestVerdict
	}{
		"too high throughout":     {alternating("Ana", 12, 1.3, 1.4), forecast.CorrectForecasts},
		"too low throughout":      {alternating("Ana", 12, 0.6, 0.7), forecast.CorrectForecasts},
		"off both ways":           {alternating("Ana", 12, 0.8, 1.25), forecast.DoNotCorrect},
		"never off":               {alternating("Ana", 12, 1), forecast.DoNotCorrect},
		"once high, since low":    {alternating("Ana", 12, 1.5, 1.5, 1.5, 1.5, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9), forecast.DoNotCorrect},
		"high more often":         {alternating("Ana", 12, 1.2, 1.2, 1.2, 0.9), forecast.UnprovenCorrection},
		"no history":              {alternating("Ana", 1, 1.2), forecast.TooFewCorrected},
		"as many as are learnt":   {alternating("Ana", 4, 1.2), forecast.TooFewCorrected},
		"nothing can be learnt":   {correctionCalls("Ana", make([][2]float64, 12)...), forecast.DoNotCorrect},
		"not above zero, so no f": {correctionCalls("Ana", slices.Repeat([][2]float64{{-10, -5}}, 12)...), forecast.DoNotCorrect},
	} {
		t.Run(name, func(t *testing.T) {
			j := backtestOf(t, tc.calls)
			require.Equal(t, tc.want, j.Team.Verdict)
			require.Equal(t, tc.want, j.Forecasters[0].Verdict, "a team of one")
		})
	}
	zero := backtestOf(t, correctionCalls("Ana", make([][2]float64, 12)...)).Team
	require.Equal(t, "the actuals are all zero", zero.WAPEBefore.Reason())
	require.Equal(t, "the actuals are all zero", zero.Improvement.Reason())
	require.Equal(t, "the actuals do not sum to more than zero", zero.BiasAfter.Reason())
	require.Equal(t, 1.0, zero.P)
	require.Equal(t, []int{8, 0, 0}, []int{zero.Periods, zero.Improved, zero.Worsened})
}

// Sums of tenths that are equal leave no rest.
func TestBacktestWithoutRest(t *testing.T) {
	var pairs [][2]float64
	for i := range 12 {
		pairs = append(pairs, [2]float64{float64(i+1) / 10, float64(12-i) / 10})
	}
	j := backtestOf(t, correctionCalls("Ana", append(slices.Repeat([][2]float64{{0.1, 0.1}}, 4), pairs...)...))
	require.Equal(t, 0.0, j.Team.BiasBefore.Or(1))
}

// A quarter is learnt from when its last month is over; the month before that knows
// nothing of it.
func TestBacktestClusters(t *testing.T) {
	calls := alternating("Ana", 6, 1.5)
	for i := range calls[:3] {
		calls[i].Cluster = "Q1"
	}
	h := forecast.History{Calls: calls}
	j, err := forecast.Backtest(h, correctionPolicy, forecast.BacktestPolicy{MinTrainingPeriods: 1, BacktestLevel: 0.5})
	require.NoError(t, err)
	var corrected []bool
	for _, p := range j.Periods {
		corrected = append(corrected, p.Corrected != p.Forecast)
	}
	require.Equal(t, []bool{false, false, true, true, true}, corrected)

	// The same periods in another order of time, and one that has no calls.
	h.Periods = []string{"06", "00", "05", "04", "03", "02", "01"}
	j, err = forecast.Backtest(h, correctionPolicy, forecast.BacktestPolicy{MinTrainingPeriods: 1, BacktestLevel: 0.5})
	require.NoError(t, err)
	require.Equal(t, "05", j.Periods[0].Period)
	require.Equal(t, "01", j.Periods[4].Period)
	require.Equal(t, 1, j.MinPeriods)
}

// Of many forecasters the P is adjusted for their number.
func TestBacktestTogether(t *testing.T) {
	j := backtestOf(
		t, alternating("Ana", 9, 1.3, 1.4), alternating("Bo", 9, 0.8, 1.25), alternating("Cy", 9, 1.25, 0.8), alternating("Di", 5, 1.3),
		alternating("Eve", 3, 1.3),
	)
	require.Equal(t, 3, j.Tested)
	require.Equal(t, forecast.TooFewCorrected, j.Forecasters[3].Verdict)
	require.Equal(t, []int{1, 0}, []int{j.Forecasters[3].Periods, j.Forecasters[4].Periods})
	ana := j.Forecasters[0]
	require.Equal(t, 1.0/32, ana.P)
	require.Equal(t, 3.0/32, ana.AdjustedP.Or(0))
	require.Equal(t, forecast.UnprovenCorrection, ana.Verdict)
	require.Equal(t, j.Team.P, j.Team.AdjustedP.Or(-1))
	require.Equal(t, 5, j.Team.Periods)
	require.Equal(t, 16, j.Team.Calls)
}

// Above sixty periods P comes from the normal approximation.
func TestBacktestManyPeriods(t *testing.T) {
	for periods, exact := range map[int]bool{64: true, 65: false} {
		var pairs [][2]float64
		for i := range periods {
			pairs = append(pairs, [2]float64{float64(130 + i), float64(100 + i%7)})
		}
		calls := correctionCalls("Ana", pairs...)
		for i := range calls {
			calls[i].Period = strconv.Itoa(1000 + i)
		}
		j := backtestOf(t, calls)
		require.Equal(t, exact, j.Team.Exact)
		require.Less(t, j.Team.P, 1e-6)
		require.Equal(t, forecast.CorrectForecasts, j.Team.Verdict)
	}
}

func TestBacktestRejects(t *testing.T) {
	missing, out := salesops.ErrMissing, salesops.ErrOutOfRange
	j, err := forecast.Backtest(forecast.History{}, forecast.CorrectionPolicy{CorrectionForm: "half"}, forecast.BacktestPolicy{})
	require.Zero(t, j)
	testkit.RequireFaults(
		t, err, testkit.Fault{Field: "History.Calls", Reason: missing}, testkit.Fault{Field: "CorrectionPolicy.CorrectionForm", Reason: out},
		testkit.Fault{Field: "CorrectionPolicy.CorrectionLevel", Reason: out}, testkit.Fault{Field: "CorrectionPolicy.MinFactor", Reason: out},
		testkit.Fault{Field: "CorrectionPolicy.MaxFactor", Reason: out}, testkit.Fault{Field: "BacktestPolicy.MinTrainingPeriods", Reason: missing},
		testkit.Fault{Field: "BacktestPolicy.BacktestLevel", Reason: out},
	)
	var calls []forecast.Call
	for i := range forecast.MaxBacktestPeriods + 1 {
		calls = append(calls, forecast.Call{Forecaster: "Ana", Period: strconv.Itoa(i), Forecast: 1, Actual: 1})
	}
	_, err = forecast.Backtest(forecast.History{Calls: calls[1:]}, correctionPolicy, backtestPolicy)
	require.NoError(t, err)
	_, err = forecast.Backtest(forecast.History{Calls: calls}, correctionPolicy, backtestPolicy)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "History.Calls", Reason: out})
	if testing.Short() {
		return
	}
	calls = calls[1:]
	for i := range forecast.MaxBacktestCells/forecast.MaxBacktestPeriods - 1 {
		calls = append(calls, forecast.Call{Forecaster: strconv.Itoa(i), Period: "1", Forecast: 1, Actual: 1})
	}
	_, err = forecast.Backtest(forecast.History{Calls: calls}, correctionPolicy, forecast.BacktestPolicy{MinTrainingPeriods: forecast.MaxBacktestPeriods, BacktestLevel: 0.05})
	require.NoError(t, err)
	calls = append(calls, forecast.Call{Forecaster: "Bo", Period: "1", Forecast: 1, Actual: 1})
	_, err = forecast.Backtest(forecast.History{Calls: calls}, correctionPolicy, backtestPolicy)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "History.Calls", Reason: out})
}

// Over teams without a bias, noise alone is called worth correcting about as often
// as the level says, and not more: the binomial tail of what was seen, if the level
// held, is not below one in a million.
func TestBacktestFalseVerdicts(t *testing.T) {
	random, teams, wrong := rand.New(rand.NewPCG(2026, 11)), 300, 0
	for range teams {
		var h forecast.History
		for rep := range 4 {
			for p := range 12 {
				actual := math.Round(1000 + 4000*random.Float64())
				h.Calls = append(h.Calls, forecast.Call{
					Forecaster: strconv.Itoa(rep), Period: strconv.Itoa(100 + p), Actual: actual,
					Forecast: math.Round(actual * math.Exp(0.3*random.NormFloat64())),
				})
			}
		}
		j, err := forecast.Backtest(h, correctionPolicy, backtestPolicy)
		require.NoError(t, err)
		if j.Team.Verdict == forecast.CorrectForecasts {
			wrong++
		}
	}
	require.Greater(t, binomial.Upper(teams, wrong, backtestPolicy.BacktestLevel), 1e-6, "%d of %d", wrong, teams)
}

func TestBacktestJSON(t *testing.T) {
	j := sixDigits(t, backtestOf(t, alternating("Ana", 10, 1.3, 1.4), alternating("Bo", 10, 0.8, 1.25), alternating("Cy", 2, 1.25)))
	testkit.Golden(t, "backtest_judgment", j)
	testkit.Golden(t, "backtest_score", j.Forecasters[0])
	testkit.Golden(t, "backtest_period", j.Periods[0])
	missing, out, conflict := salesops.ErrMissing, salesops.ErrOutOfRange, salesops.ErrConflict
	fault := func(field string, reason error) []testkit.Fault {
		return []testkit.Fault{{Field: field, Reason: reason}}
	}
	requireEdits(t, j, map[string]edit{
		"min periods": {`"min_periods":5`, `"min_periods":0`, fault("BacktestJudgment.MinPeriods", missing)},
		"tested":      {`"tested":2`, `"tested":3`, fault("BacktestJudgment.Tested", conflict)},
		"team":        {`"forecaster":""`, `"forecaster":"all"`, fault("BacktestJudgment.Team.Forecaster", conflict)},
		"periods":     {`"periods":6`, `"periods":7`, fault("BacktestJudgment.Team.Periods", conflict)},
		"calls":       {`"calls":12`, `"calls":13`, fault("BacktestJudgment.Team.Periods", conflict)},
		"unsorted":    {`"forecaster":"Bo"`, `"forecaster":"Ada"`, fault("BacktestJudgment.Forecasters[1].Forecaster", conflict)},
		"twice":       {`"forecaster":"Bo"`, `"forecaster":"Ana"`, fault("BacktestJudgment.Forecasters[1].Forecaster", conflict)},
	})
	ana := j.Forecasters[0]
	require.Equal(t, forecast.CorrectForecasts, ana.Verdict)
	requireEdits(t, ana, map[string]edit{
		"name":        {`"forecaster":"Ana"`, `"forecaster":" "`, fault("BacktestScore.Forecaster", out)},
		"verdict":     {`"verdict":"correct"`, `"verdict":"unproven"`, fault("BacktestScore.Verdict", conflict)},
		"too little":  {`"verdict":"correct"`, `"verdict":"too-little-history"`, fault("BacktestScore.AdjustedP", conflict)},
		"periods":     {`"periods":6`, `"periods":1001`, fault("BacktestScore.Periods", out)},
		"calls":       {`"calls":6`, `"calls":5`, fault("BacktestScore.Calls", out)},
		"before":      {`"wape_before":`, `"wape_before":-`, fault("BacktestScore.WAPEBefore", out)},
		"after":       {`"wape_after":`, `"wape_after":-`, fault("BacktestScore.WAPEAfter", out)},
		"improved":    {`"improved":6`, `"improved":7`, fault("BacktestScore.Improved", out)},
		"worsened":    {`"worsened":0`, `"worsened":1`, fault("BacktestScore.Worsened", out)},
		"p":           {`"p":0.015625`, `"p":1.5`, fault("BacktestScore.P", out)},
		"adjusted":    {`"adjusted_p":0.03125`, `"adjusted_p":1.5`, fault("BacktestScore.AdjustedP", out)},
		"rule":        {`"not-better"`, `"better"`, fault("BacktestScore.Findings[1].Rule", conflict)},
		"no findings": {`"findings":[`, `"findings":[],"x":[`, []testkit.Fault{{Field: "BacktestScore.x", Reason: out}, {Field: "BacktestScore.Findings", Reason: missing}}},
	})
	requireEdits(t, j.Periods[0], map[string]edit{
		"period": {`"period":"05"`, `"period":""`, fault("BacktestPeriod.Period", missing)},
		"calls":  {`"calls":2`, `"calls":0`, fault("BacktestPeriod.Calls", missing)},
		"before": {`"error_before":`, `"error_before":-`, fault("BacktestPeriod.ErrorBefore", out)},
		"after":  {`"error_after":`, `"error_after":-`, fault("BacktestPeriod.ErrorAfter", out)},
	})
}
