package forecast_test

import (
	"encoding/json"
	"math"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

// requireNear requires |got - want| <= max(tol |want|, atol), and that got is
// undefined where there is no want.
func requireNear(t testkit.Failer, want *float64, got salesops.Maybe, tol, atol float64, what string) {
	t.Helper()
	value, defined := got.Value()
	require.Equal(t, want != nil, defined, "%s: %v", what, got)
	if defined {
		require.LessOrEqual(t, math.Abs(value-*want), math.Max(tol*math.Abs(*want), atol), "%s is %v, want %v", what, value, *want)
	}
}

func observations(forecasts, actuals []float64) []forecast.Observation {
	list := make([]forecast.Observation, len(forecasts))
	for i := range list {
		list[i] = forecast.Observation{Forecast: forecasts[i], Actual: actuals[i]}
	}
	return list
}

func percent(m salesops.Maybe) salesops.Maybe {
	if v, defined := m.Value(); defined {
		return salesops.Defined(100 * v)
	}
	return m
}

func negated(m salesops.Maybe) salesops.Maybe {
	if v, defined := m.Value(); defined {
		return salesops.Defined(-v)
	}
	return m
}

func measure(t testkit.Failer, record forecast.Record, zeros forecast.ZeroActualRule) forecast.Accuracy {
	t.Helper()
	a, err := forecast.MeasureAccuracy(record, forecast.AccuracyPolicy{ZeroActuals: zeros})
	require.NoError(t, err)
	return a
}

// The source counts errors as actual - forecast and some in percent.
func TestAccuracyVectors(t *testing.T) {
	type row struct {
		ID     string `json:"id"`
		Inputs struct {
			Actual    []float64 `json:"actual"`
			Forecast  []float64 `json:"forecast"`
			Insample  []float64 `json:"insample"`
			Season    int       `json:"season"`
			MASEScale float64   `json:"mase_scale"`
		} `json:"inputs"`
		Expected map[string]*float64 `json:"expected"`
		Tol      float64             `json:"tol"`
		Atol     float64             `json:"atol"`
	}
	checked, undefined := make(map[string]int), make(map[string]int)
	for _, r := range testkit.Vectors[row](t, "accuracy.json", 23) {
		record := forecast.Record{
			Observations: observations(r.Inputs.Forecast, r.Inputs.Actual),
			Scale:        forecast.Scale{Absolute: r.Inputs.MASEScale},
		}
		if r.Inputs.Insample != nil {
			scale, err := forecast.MeasureScale(forecast.Training{Actuals: r.Inputs.Insample, Season: r.Inputs.Season})
			require.NoError(t, err, r.ID)
			record.Scale = scale
		}
		a, skip := measure(t, record, forecast.LeaveUndefined), measure(t, record, forecast.SkipZeros)
		require.Equal(t, len(r.Inputs.Actual), a.Count, r.ID)
		signal := negated(a.TrackingSignal)
		if a.Count < forecast.MinTrackedPeriods {
			signal = salesops.Undefined("too few")
		}
		symmetric := salesops.Defined(100 * a.SMAPE)
		if a.BothZero > 0 {
			symmetric = salesops.Undefined("0/0")
		}
		got := map[string]salesops.Maybe{
			"n": salesops.Defined(float64(a.Count)), "n_nonzero_actual": salesops.Defined(float64(a.Count - a.ZeroActuals)),
			"me": salesops.Defined(-a.ME), "me_forecast_minus_actual": salesops.Defined(a.ME),
			"mae": salesops.Defined(a.MAE), "mse": salesops.Defined(a.MSE), "rmse": salesops.Defined(a.RMSE),
			"mpe_pct": percent(negated(a.MPE)), "mape_pct": percent(a.MAPE),
			"mpe_pct_nonzero": percent(negated(skip.MPE)), "mape_pct_nonzero": percent(skip.MAPE),
			"wape": a.WAPE, "smape_pct": symmetric, "smape_pct_zero_as_0": salesops.Defined(100 * a.SMAPE),
			"mase": a.MASE, "mase_scale": salesops.Defined(record.Scale.Absolute), "bias": a.BiasRatio,
			"theil_u1": a.TheilU1, "theil_u2": a.TheilU2, "theil_u2_1966": a.TheilLevel, "theil_u2_naive_rmse": a.TheilNaive,
			"tracking_signal": signal,
		}
		for name, want := range r.Expected {
			value, known := got[name]
			require.True(t, known, "%s: %s", r.ID, name)
			if want == nil {
				undefined[name]++
			} else {
				checked[name]++
			}
			requireNear(t, want, value, r.Tol, r.Atol, r.ID+" "+name)
		}
	}
	require.Len(t, checked, 22, "every metric is checked")
	for _, name := range []string{"mape_pct", "mpe_pct", "theil_u2", "theil_u2_naive_rmse", "tracking_signal"} {
		require.NotZero(t, undefined[name], "%s is undefined in a row", name)
	}
}

func TestSignTestVectors(t *testing.T) {
	type row struct {
		ID     string `json:"id"`
		Inputs struct {
			Errors []float64 `json:"errors"`
		} `json:"inputs"`
		Expected struct {
			Positive int     `json:"n_pos"`
			Negative int     `json:"n_neg"`
			Zero     int     `json:"n_zero"`
			P        float64 `json:"p_two_sided"`
		} `json:"expected"`
		Tol float64 `json:"tol"`
	}
	verdicts := make(map[forecast.BiasVerdict]int)
	for _, r := range testkit.Vectors[row](t, "sign_tests.json", 12) {
		var history forecast.History
		for i, e := range r.Inputs.Errors {
			history.Calls = append(history.Calls, forecast.Call{Forecaster: "Ana", Period: strconv.Itoa(i), Forecast: e})
		}
		j, err := forecast.JudgeBias(history, forecast.DefaultPolicy().BiasPolicy)
		require.NoError(t, err, r.ID)
		f := j.Forecasters[0]
		e := f.Evidence[0]
		require.Equal(t, []int{r.Expected.Positive, r.Expected.Negative, r.Expected.Zero}, []int{e.Over, e.Under, e.Exact}, r.ID)
		require.InEpsilon(t, r.Expected.P, e.P, r.Tol, r.ID)
		verdicts[f.Verdict]++
	}
	require.Len(t, verdicts, 3, "optimistic, no evidence, too little history")
}

func TestIntervalVectors(t *testing.T) {
	type row struct {
		ID     string `json:"id"`
		Inputs struct {
			Wins       int     `json:"wins"`
			Trials     int     `json:"n"`
			Confidence float64 `json:"confidence"`
		} `json:"inputs"`
		Expected struct {
			Low       float64 `json:"wilson_lo"`
			High      float64 `json:"wilson_hi"`
			ExactLow  float64 `json:"clopper_pearson_lo"`
			ExactHigh float64 `json:"clopper_pearson_hi"`
		} `json:"expected"`
		Tol  float64 `json:"tol"`
		Atol float64 `json:"atol"`
	}
	for _, r := range testkit.Vectors[row](t, "intervals.json", 8) {
		rates, err := forecast.MeasureWinRates(closed(r.Inputs.Wins, r.Inputs.Trials), year, forecast.RatePolicy{IntervalLevel: r.Inputs.Confidence})
		require.NoError(t, err, r.ID)
		got := rates.OfClosed.Interval
		requireNear(t, &r.Expected.Low, salesops.Defined(got.Low), r.Tol, r.Atol, r.ID)
		requireNear(t, &r.Expected.High, salesops.Defined(got.High), r.Tol, r.Atol, r.ID)
		got = rates.OfClosed.ExactInterval
		requireNear(t, &r.Expected.ExactLow, salesops.Defined(got.Low), r.Tol, r.Atol, r.ID)
		requireNear(t, &r.Expected.ExactHigh, salesops.Defined(got.High), r.Tol, r.Atol, r.ID)
	}
}

var year = forecast.Window{From: day("2026-01-01"), To: day("2026-12-31")}

// day returns the date that text stands for. A text that stands for none gives
// a day that is refused wherever it is used.
func day(text string) salesops.Date {
	d, err := salesops.ParseDate(text)
	if err != nil {
		return salesops.Date{Year: -1}
	}
	return d
}

// closed is a pipeline of closed deals of which some were won.
func closed(won, trials int) forecast.Pipeline {
	var p forecast.Pipeline
	for i := range trials {
		d := forecast.Deal{ID: strconv.Itoa(i), Stage: forecast.Lost, ClosedOn: day("2026-05-05")}
		if i < won {
			d.Stage = forecast.Won
		}
		p.Deals = append(p.Deals, d)
	}
	return p
}

func TestWeighVectors(t *testing.T) {
	type row struct {
		ID       string                    `json:"id"`
		Source   string                    `json:"source"`
		Pipeline forecast.Pipeline         `json:"pipeline"`
		Expected forecast.WeightedPipeline `json:"expected"`
	}
	deals, lost := 0, 0
	for _, r := range testkit.Vectors[row](t, "weigh.json", 16) {
		require.NotEmpty(t, r.Source, r.ID)
		w, err := forecast.Weigh(r.Pipeline)
		require.NoError(t, err, r.ID)
		requireSameJSON(t, r.Expected, w, r.ID)
		deals += w.Open.Count
		lost += w.Lost.Count
	}
	require.Greater(t, deals, 40)
	require.NotZero(t, lost)
}

func TestCoverVectors(t *testing.T) {
	type row struct {
		ID       string                  `json:"id"`
		Source   string                  `json:"source"`
		Pipeline forecast.Pipeline       `json:"pipeline"`
		Quota    forecast.Quota          `json:"quota"`
		Policy   forecast.CoveragePolicy `json:"policy"`
		Expected json.RawMessage         `json:"expected"`
	}
	quota, remaining := make(map[forecast.CoverageVerdict]int), make(map[forecast.CoverageVerdict]int)
	demanded := make(map[bool]int)
	for _, r := range testkit.Vectors[row](t, "cover.json", 40) {
		require.NotEmpty(t, r.Source, r.ID)
		c, err := forecast.Cover(r.Pipeline, r.Quota, r.Policy)
		require.NoError(t, err, r.ID)
		require.JSONEq(t, string(r.Expected), withoutFindings(t, c), r.ID)
		quota[c.OfQuota.Verdict]++
		remaining[c.OfRemaining.Verdict]++
		_, known := c.DemandedByValue.Value()
		demanded[known]++
	}
	require.Len(t, quota, len(forecast.CoverageVerdicts())-1, "every verdict but met")
	require.Len(t, remaining, len(forecast.CoverageVerdicts()), "every verdict")
	require.Len(t, demanded, 2)
}

func TestRateVectors(t *testing.T) {
	type row struct {
		ID       string                     `json:"id"`
		Source   string                     `json:"source"`
		Pipeline forecast.Pipeline          `json:"pipeline"`
		Window   forecast.Window            `json:"window"`
		Rates    map[string]json.RawMessage `json:"rates"`
		Cycles   forecast.Cycles            `json:"cycles"`
	}
	seen := make(map[string]int)
	for _, r := range testkit.Vectors[row](t, "rates.json", 20) {
		require.NotEmpty(t, r.Source, r.ID)
		rates, err := forecast.MeasureWinRates(r.Pipeline, r.Window, forecast.DefaultPolicy().RatePolicy)
		require.NoError(t, err, r.ID)
		for name, rate := range map[string]forecast.WinRate{
			"of_proposals": rates.OfProposals, "of_closed": rates.OfClosed, "of_cohort": rates.OfCohort,
		} {
			text, err := json.Marshal(rate)
			require.NoError(t, err)
			got := decode[map[string]any](t, text)
			delete(got, "interval")
			delete(got, "exact_interval")
			text, err = json.Marshal(got)
			require.NoError(t, err)
			require.JSONEq(t, string(r.Rates[name]), string(text), "%s %s", r.ID, name)
			if _, defined := rate.RateByAmount.Value(); defined {
				seen["by amount "+name]++
			}
			if rate.Undated > 0 {
				seen["undated "+name]++
			}
		}
		cycles, err := forecast.MeasureCycle(r.Pipeline, forecast.CyclePolicy{NegativeCycles: forecast.SkipNegative})
		require.NoError(t, err, r.ID)
		requireSameJSON(t, r.Cycles, cycles, r.ID)
		seen["negative cycles"] += cycles.Negative
		_, err = forecast.MeasureCycle(r.Pipeline, forecast.DefaultPolicy().CyclePolicy)
		require.Len(t, salesops.InputErrors(err), cycles.Negative, r.ID)
	}
	require.Len(t, seen, 7)
	require.NotZero(t, seen["negative cycles"])
}

func requireSameJSON[T any](t *testing.T, want, got T, why string) {
	t.Helper()
	wanted, err := json.Marshal(want)
	require.NoError(t, err)
	text, err := json.Marshal(got)
	require.NoError(t, err)
	require.Equal(t, string(wanted), string(text), why)
}

// withoutFindings is the JSON of a result less its findings, which the
// vectors do not tell.
func withoutFindings(t *testing.T, result any) string {
	t.Helper()
	text, err := json.Marshal(result)
	require.NoError(t, err)
	var strip func(any) any
	strip = func(v any) any {
		switch v := v.(type) {
		case map[string]any:
			delete(v, "findings")
			for key, inner := range v {
				v[key] = strip(inner)
			}
		case []any:
			for i, inner := range v {
				v[i] = strip(inner)
			}
		}
		return v
	}
	text, err = json.Marshal(strip(decode[any](t, text)))
	require.NoError(t, err)
	return string(text)
}
