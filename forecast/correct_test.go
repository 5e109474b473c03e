package forecast_test

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/binomial"
	"github.com/salesops-go/salesops/internal/testkit"
)

var correctionPolicy = forecast.DefaultPolicy().CorrectionPolicy

// correctionCalls is a forecaster's history of forecasts against actuals in the
// periods 01, 02 and so on.
func correctionCalls(forecaster string, pairs ...[2]float64) []forecast.Call {
	var calls []forecast.Call
	for i, p := range pairs {
		period := strconv.Itoa(101 + i)[1:]
		calls = append(calls, forecast.Call{Forecaster: forecaster, Period: period, Forecast: p[0], Actual: p[1]})
	}
	return calls
}

func correctWith(t testkit.Failer, policy forecast.CorrectionPolicy, calls ...[]forecast.Call) forecast.Correction {
	t.Helper()
	var h forecast.History
	for _, c := range calls {
		h.Calls = append(h.Calls, c...)
	}
	c, err := forecast.Correct(h, policy)
	require.NoError(t, err)
	testkit.RoundTrip(t, c)
	for _, f := range append(c.Forecasters, c.Team) {
		for _, finding := range f.Findings {
			testkit.Explains(t, finding)
		}
	}
	return c
}

// A forecaster who is always 20% too high is divided by 1.2 to the last digit, and
// not multiplied by 0.8.
func TestCorrectConstantFactor(t *testing.T) {
	c := correctWith(t, correctionPolicy, correctionCalls("Ana", [2]float64{120, 100}, [2]float64{12.12, 10.1}, [2]float64{0.84, 0.7}))
	require.Equal(t, forecast.OneRecord, c.Basis)
	ana := c.Forecasters[0]
	require.Equal(t, 1.2, ana.Applied)
	require.Equal(t, 1.2, ana.Estimate.Raw.Or(0))
	require.Equal(t, &salesops.Interval{Low: 1.2, High: 1.2}, ana.Estimate.Interval)
	require.Equal(t, 0.0, c.Within.Or(-1))
	require.NotEmpty(t, c.Between.Reason())
	for name, want := range map[string]float64{"Ana": 100, "Bo": 100} {
		got, err := c.Apply(name, 120)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
}

// The shape of the developer with a single task that took a thirtieth of what was
// forecast: nearly all of the factor is the team's.
func TestCorrectSinglePeriod(t *testing.T) {
	c := correctWith(
		t, correctionPolicy,
		correctionCalls("Ana", [2]float64{110, 100}, [2]float64{80, 90}, [2]float64{140, 100}, [2]float64{100, 120}, [2]float64{130, 95}),
		correctionCalls("Bo", [2]float64{150, 100}, [2]float64{90, 80}, [2]float64{170, 110}, [2]float64{120, 105}),
		correctionCalls("Cy", [2]float64{95, 100}, [2]float64{100, 80}, [2]float64{60, 75}, [2]float64{130, 100}),
		correctionCalls("Eve", [2]float64{29.2, 1}),
	)
	require.Equal(t, forecast.OwnRecords, c.Basis)
	eve := c.Forecasters[3]
	require.Equal(t, 29.2, eve.Estimate.Raw.Or(0))
	require.Less(t, eve.Estimate.Credibility, 0.1)
	team := c.Team.Applied
	require.InEpsilon(t, team*math.Pow(29.2/team, eve.Estimate.Credibility), eve.Applied, 1e-9)
	require.Less(t, eve.Applied, 1.4*team)
	for _, f := range c.Forecasters[:3] {
		require.Greater(t, f.Estimate.Credibility, 5*eve.Estimate.Credibility)
	}
}

// The team's spread comes out below nothing: nobody is told apart.
func TestCorrectTeamRecord(t *testing.T) {
	c := correctWith(
		t, correctionPolicy,
		correctionCalls("Ana", [2]float64{50, 100}, [2]float64{200, 100}),
		correctionCalls("Bo", [2]float64{180, 100}, [2]float64{60, 100}),
	)
	require.Equal(t, forecast.TeamRecord, c.Basis)
	require.Equal(t, salesops.Defined(0), c.Between)
	for _, f := range append(c.Forecasters, c.Team) {
		require.Zero(t, f.Estimate.Credibility)
		require.Equal(t, c.Team.Applied, f.Applied)
		require.Equal(t, c.Team.Estimate.Interval, f.Estimate.Interval)
	}
	require.NotEqual(t, c.Forecasters[0].Estimate.Raw, c.Forecasters[1].Estimate.Raw)
}

func TestCorrectLimits(t *testing.T) {
	policy := correctionPolicy
	policy.MinFactor, policy.MaxFactor = 0.8, 1.25
	for factor, want := range map[float64]struct {
		applied    float64
		floor, cap salesops.Outcome
	}{
		1.24: {1.24, salesops.NotFired, salesops.NotFired}, 1.25: {1.25, salesops.NotFired, salesops.NotFired}, 1.26: {1.25, salesops.NotFired, salesops.Fired},
		0.81: {0.81, salesops.NotFired, salesops.NotFired}, 0.8: {0.8, salesops.NotFired, salesops.NotFired}, 0.79: {0.8, salesops.Fired, salesops.NotFired},
	} {
		c := correctWith(t, policy, correctionCalls("Ana", [2]float64{factor, 1}))
		for _, f := range []forecast.ForecasterCorrection{c.Forecasters[0], c.Team} {
			require.Equal(t, want.applied, f.Applied)
			require.Equal(t, factor, f.Estimate.Shrunken.Or(0), "the estimate is not held")
			require.Equal(t, []salesops.Outcome{want.floor, want.cap}, []salesops.Outcome{f.Findings[0].Outcome, f.Findings[1].Outcome})
			require.Equal(t, []string{"factor-floor", "factor-cap"}, []string{f.Findings[0].Rule, f.Findings[1].Rule})
			require.Equal(t, f.Forecaster, f.Findings[0].Subject)
		}
	}
	policy.CorrectionForm = forecast.Additive
	c := correctWith(t, policy, correctionCalls("Ana", [2]float64{130, 30}, [2]float64{-20, -120}))
	require.Equal(t, 100.0, c.Forecasters[0].Applied)
	require.Equal(t, "a shift has no limits", c.Team.Findings[1].Note)
	require.Equal(t, "shrunken shift", c.Team.Findings[0].Measure)
}

func TestCorrectWithoutRecord(t *testing.T) {
	c := correctWith(t, correctionPolicy, correctionCalls("Ana", [2]float64{0, 10}, [2]float64{10, 0}, [2]float64{-1, 10}, [2]float64{10, -1}))
	require.Equal(t, forecast.NoRecord, c.Basis)
	require.Equal(t, 4, c.Forecasters[0].Estimate.Skipped)
	require.Zero(t, c.Team.Estimate.Skipped)
	require.Equal(t, "no outcomes can be used", c.Team.Estimate.Shrunken.Reason())
	require.Equal(t, "no outcomes of the own record can be used", c.Team.Estimate.Raw.Reason())
	require.Equal(t, "no outcomes can be used", c.Team.Findings[0].Note)
	require.NotEmpty(t, c.Within.Reason())
	got, err := c.Apply("Ana", 77)
	require.NoError(t, err)
	require.Equal(t, 77.0, got)
}

// Nobody has two outcomes: the team's factor for all, without an interval.
func TestCorrectSingleOutcomes(t *testing.T) {
	c := correctWith(t, correctionPolicy, correctionCalls("Ana", [2]float64{200, 100}), correctionCalls("Bo", [2]float64{50, 100}))
	require.Equal(t, forecast.SingleOutcomes, c.Basis)
	require.Equal(t, 1.0, c.Team.Applied)
	require.Nil(t, c.Team.Estimate.Interval)
	require.Nil(t, c.Forecasters[0].Estimate.Interval)
	require.Equal(t, 2.0, c.Forecasters[0].Estimate.Raw.Or(0))
}

// A cluster counts once, with the sums of its calls; one that is off by a factor
// of e^281 still gives an interval that is a number.
func TestCorrectClusters(t *testing.T) {
	calls := correctionCalls("Ana", [2]float64{10, 10}, [2]float64{30, 10}, [2]float64{20, 10})
	calls[0].Cluster, calls[1].Cluster = "Q1", "Q1"
	c := correctWith(t, correctionPolicy, calls)
	require.Equal(t, 2, c.Forecasters[0].Estimate.Used)
	require.Equal(t, 2.0, c.Forecasters[0].Estimate.Raw.Or(0))
	require.Equal(t, 2.0, c.Forecasters[0].Estimate.Interval.Width()+2)

	policy := correctionPolicy
	policy.CorrectionLevel = 0.9999
	c = correctWith(
		t, policy, correctionCalls("Ana", [2]float64{1e15, 1e-100}, [2]float64{1e15, 1e-100}), correctionCalls("Bo", [2]float64{1e-100, 1e15}),
	)
	require.Equal(t, []float64{2, 0.5}, []float64{c.Forecasters[0].Applied, c.Forecasters[1].Applied})
	require.InEpsilon(t, 1e115, c.Forecasters[0].Estimate.Raw.Or(0), 1e-9)
	require.InEpsilon(t, math.Exp(-700), c.Team.Estimate.Interval.Low, 1e-9)
	require.InEpsilon(t, math.Exp(700), c.Team.Estimate.Interval.High, 1e-9)
}

// In a large team that is as the model has it, the intervals hold the true factors
// as often as they say, for long records and short ones, within what chance allows.
func TestCorrectIntervalCoverage(t *testing.T) {
	const team, level = 400, 0.9
	random := rand.New(rand.NewPCG(19, 70))
	var h forecast.History
	truth := make(map[string]float64)
	for i := range team {
		name := strconv.Itoa(1000 + i)
		bias := 0.1 + 0.2*random.NormFloat64()
		truth[name] = math.Exp(bias)
		for p := range 1 + i%8 {
			actual := float64(1 + random.IntN(9))
			h.Calls = append(h.Calls, forecast.Call{
				Forecaster: name, Period: strconv.Itoa(p), Actual: actual, Forecast: actual * math.Exp(bias+0.5*random.NormFloat64()/math.Sqrt(actual)),
			})
		}
	}
	policy := correctionPolicy
	policy.CorrectionLevel = level
	c, err := forecast.Correct(h, policy)
	require.NoError(t, err)
	require.InEpsilon(t, 0.25, c.Within.Or(0), 0.15)
	require.InEpsilon(t, 0.04, c.Between.Or(0), 0.3)
	for _, short := range []bool{true, false} {
		held, all := 0, 0
		for _, f := range c.Forecasters {
			if (f.Estimate.Used <= 4) == short {
				all++
				if f.Estimate.Interval.Contains(truth[f.Forecaster]) {
					held++
				}
			}
		}
		require.Greater(t, binomial.Lower(all, held, level), 1e-6, "%d of %d", held, all)
		require.Greater(t, binomial.Upper(all, held, level), 1e-6, "%d of %d", held, all)
	}
}

func TestCorrectRejects(t *testing.T) {
	missing, out, conflict := salesops.ErrMissing, salesops.ErrOutOfRange, salesops.ErrConflict
	c, err := forecast.Correct(forecast.History{}, forecast.CorrectionPolicy{})
	require.Zero(t, c)
	testkit.RequireFaults(
		t, err, testkit.Fault{Field: "History.Calls", Reason: missing}, testkit.Fault{Field: "CorrectionPolicy.CorrectionForm", Reason: missing},
		testkit.Fault{Field: "CorrectionPolicy.CorrectionLevel", Reason: out}, testkit.Fault{Field: "CorrectionPolicy.MinFactor", Reason: out},
		testkit.Fault{Field: "CorrectionPolicy.MaxFactor", Reason: out},
	)
	calls := correctionCalls("Ana", [2]float64{1, 1}, [2]float64{1, 1})
	calls[1].LeadWeeks = 4
	_, err = forecast.Correct(forecast.History{Calls: calls}, correctionPolicy)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "History.Calls[1].LeadWeeks", Reason: conflict})
	for _, tc := range []struct {
		low, high float64
		good      bool
	}{{1, 1, true}, {0.01, 100, true}, {0.0099, 100, false}, {0.01, 100.1, false}, {1.01, 2, false}, {0.5, 0.99, false}} {
		policy := correctionPolicy
		policy.MinFactor, policy.MaxFactor = tc.low, tc.high
		_, err := forecast.Correct(forecast.History{Calls: calls[:1]}, policy)
		require.Equal(t, tc.good, err == nil, "%v", tc)
	}
}

func TestCorrectionApply(t *testing.T) {
	c := correctWith(
		t, correctionPolicy, correctionCalls("Ana", [2]float64{12, 10}, [2]float64{24, 20}), correctionCalls("Cy", [2]float64{8, 10}, [2]float64{40, 50}),
	)
	for name, want := range map[string]float64{"Ana": c.Forecasters[0].Applied, "Bo": c.Team.Applied, "Cy": 0.8} {
		got, err := c.Apply(name, 50)
		require.NoError(t, err)
		require.Equal(t, 50/want, got)
	}
	got, err := c.Apply("Ana", -12)
	require.NoError(t, err)
	require.InEpsilon(t, -10.0, got, 1e-15)
	policy := correctionPolicy
	policy.CorrectionForm = forecast.Additive
	got, err = correctWith(t, policy, correctionCalls("Ana", [2]float64{12, 10}, [2]float64{24, 22})).Apply("Ana", 1)
	require.NoError(t, err)
	require.Equal(t, -1.0, got)

	got, err = c.Apply("", math.NaN())
	require.Zero(t, got)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Call.Forecaster", Reason: salesops.ErrMissing}, testkit.Fault{Field: "Call.Forecast", Reason: salesops.ErrOutOfRange})
	_, err = forecast.Correction{}.Apply("Ana", 1)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Correction.Form", Reason: salesops.ErrMissing})
}

func TestCorrectionJSON(t *testing.T) {
	c := correctWith(
		t, correctionPolicy, correctionCalls("Ana", [2]float64{12, 10}, [2]float64{25, 20}),
		correctionCalls("Bo", [2]float64{32, 10}, [2]float64{60, 20}, [2]float64{-1, 1}), correctionCalls("Cy", [2]float64{0, 10}),
	)
	c = sixDigits(t, c)
	testkit.Golden(t, "correction", c)
	testkit.Golden(t, "forecaster_correction", c.Forecasters[1])
	testkit.Golden(t, "bias_estimate", c.Forecasters[0].Estimate)
	missing, out, conflict := salesops.ErrMissing, salesops.ErrOutOfRange, salesops.ErrConflict
	fault := func(field string, reason error) []testkit.Fault {
		return []testkit.Fault{{Field: field, Reason: reason}}
	}
	between := `"between":` + c.Between.String()
	requireEdits(t, c, map[string]edit{
		"form":       {`"multiplicative"`, `"ratio"`, fault("Correction.Form", out)},
		"basis":      {`"own-records"`, `"team-record"`, fault("Correction.Between", conflict)},
		"within":     {`"within":`, `"within":-`, fault("Correction.Within", out)},
		"between":    {between, `"between":-1`, fault("Correction.Between", out)},
		"no between": {between, `"between":null`, fault("Correction.Between", conflict)},
		"zero":       {between, `"between":0`, fault("Correction.Between", conflict)},
		"team":       {`"forecaster":""`, `"forecaster":"team"`, fault("Correction.Team.Forecaster", conflict)},
		"unsorted":   {`"forecaster":"Bo"`, `"forecaster":"Ada"`, fault("Correction.Forecasters[1].Forecaster", conflict)},
		"twice":      {`"forecaster":"Bo"`, `"forecaster":"Ana"`, fault("Correction.Forecasters[1].Forecaster", conflict)},
		"nothing":    {`"basis":"own-records"`, `"basis":"no-record"`, []testkit.Fault{{Field: "Correction.Between", Reason: conflict}, {Field: "Correction.Team.Estimate.Shrunken", Reason: conflict}}},
	})
	requireEdits(t, c.Forecasters[1], map[string]edit{
		"name":    {`"forecaster":"Bo"`, `"forecaster":" Bo"`, fault("ForecasterCorrection.Forecaster", out)},
		"applied": {`"applied":2`, `"applied":1.9`, fault("ForecasterCorrection.Applied", conflict)},
		"rule":    {`"factor-cap"`, `"factor-floor"`, fault("ForecasterCorrection.Findings[1].Rule", conflict)},
		"none":    {`"findings":[`, `"findings":[],"x":[`, []testkit.Fault{{Field: "ForecasterCorrection.x", Reason: out}, {Field: "ForecasterCorrection.Findings", Reason: missing}}},
	})
	shrunken := `"shrunken":` + c.Forecasters[0].Estimate.Shrunken.String()
	requireEdits(t, c.Forecasters[0], map[string]edit{
		"not held": {`"applied":`, `"applied":1`, fault("ForecasterCorrection.Applied", conflict)},
	})
	requireEdits(t, c.Forecasters[0].Estimate, map[string]edit{
		"used":        {`"used":2`, `"used":-2`, fault("BiasEstimate.Used", out)},
		"unused":      {`"used":2`, `"used":0`, fault("BiasEstimate.Raw", conflict)},
		"skipped":     {`"skipped":0`, `"skipped":-1`, fault("BiasEstimate.Skipped", out)},
		"credibility": {`"credibility":0`, `"credibility":1`, fault("BiasEstimate.Credibility", out)},
		"outside":     {shrunken, `"shrunken":99`, fault("BiasEstimate.Interval", conflict)},
		"no shrunken": {shrunken, `"shrunken":null`, []testkit.Fault{{Field: "BiasEstimate.Shrunken", Reason: conflict}, {Field: "BiasEstimate.Interval", Reason: conflict}}},
	})

	none := correctWith(t, correctionPolicy, correctionCalls("Ana", [2]float64{0, 10}))
	requireEdits(t, none, map[string]edit{
		"neutral": {`"applied":1`, `"applied":1.5`, fault("Correction.Team.Applied", conflict)},
		"basis":   {`"no-record"`, `"one-record"`, fault("Correction.Team.Estimate.Shrunken", conflict)},
		"range":   {`"applied":1`, `"applied":0.001`, fault("Correction.Team.Applied", out)},
	})
	policy := correctionPolicy
	policy.CorrectionForm = forecast.Additive
	shift := correctWith(t, policy, correctionCalls("Ana", [2]float64{0, 1000}))
	require.Equal(t, -1000.0, shift.Team.Applied)
}
