package forecast_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

func TestBiasVectors(t *testing.T) {
	type row struct {
		ID         string               `json:"id"`
		Source     string               `json:"source"`
		Level      float64              `json:"level"`
		Adjustment forecast.Adjustment  `json:"adjustment"`
		Calls      []forecast.Call      `json:"calls"`
		Odds       []forecast.DealOdds  `json:"odds"`
		Moves      []forecast.DateMoves `json:"moves"`
		Expected   struct {
			MinOutcomes int `json:"min_outcomes"`
			Tested      int `json:"tested"`
			Forecasters []struct {
				Forecaster       string                  `json:"forecaster"`
				Verdict          forecast.BiasVerdict    `json:"verdict"`
				DecidedBy        string                  `json:"decided_by"`
				Evidence         []forecast.BiasEvidence `json:"evidence"`
				P                *float64                `json:"p"`
				AdjustedP        *float64                `json:"adjusted_p"`
				ForecastToActual *float64                `json:"forecast_to_actual"`
				Odds             *forecast.OddsRecord    `json:"odds"`
			} `json:"forecasters"`
		} `json:"expected"`
	}
	verdicts, decided := make(map[forecast.BiasVerdict]int), make(map[string]int)
	adjustments, kinds := make(map[forecast.Adjustment]int), make(map[int]int)
	for _, r := range testkit.Vectors[row](t, "bias.json", 54) {
		require.NotEmpty(t, r.Source, r.ID)
		j := judgeAll(t, forecast.History{Calls: r.Calls, Odds: r.Odds, Moves: r.Moves}, forecast.BiasPolicy{BiasLevel: r.Level, BiasAdjustment: r.Adjustment})
		require.Equal(t, []int{r.Expected.MinOutcomes, r.Expected.Tested, len(r.Expected.Forecasters)}, []int{j.MinOutcomes, j.Tested, len(j.Forecasters)}, r.ID)
		adjustments[r.Adjustment]++
		for i, want := range r.Expected.Forecasters {
			f := j.Forecasters[i]
			require.Equal(t, want.Forecaster, f.Forecaster, r.ID)
			require.Equal(t, want.Verdict, f.Verdict, "%s %s", r.ID, f.Forecaster)
			requireNear(t, want.P, f.P, 1e-13, 0, r.ID)
			requireNear(t, want.AdjustedP, f.AdjustedP, 1e-13, 0, r.ID)
			requireNear(t, want.ForecastToActual, f.ForecastToActual, 0, 0, r.ID)
			require.Len(t, f.Evidence, len(want.Evidence), r.ID)
			for k, e := range f.Evidence {
				requireNear(t, &want.Evidence[k].P, salesops.Defined(e.P), 1e-13, 0, r.ID)
				e.P = want.Evidence[k].P
				require.Equal(t, want.Evidence[k], e, "%s %s", r.ID, f.Forecaster)
			}
			require.Equal(t, want.Odds == nil, f.Odds == nil, r.ID)
			if want.Odds != nil {
				require.Equal(t, []int{want.Odds.Deals, want.Odds.Won}, []int{f.Odds.Deals, f.Odds.Won}, r.ID)
				require.InEpsilon(t, want.Odds.Expected, f.Odds.Expected, 1e-15, r.ID)
				require.InEpsilon(t, want.Odds.P.Or(-1), f.Odds.P.Or(-1), 1e-12, r.ID)
			}
			verdicts[f.Verdict]++
			decided[want.DecidedBy]++
			kinds[len(f.Evidence)]++
		}
	}
	require.Len(t, verdicts, len(forecast.BiasVerdicts()), "every verdict comes up")
	require.Len(t, decided, 4, "every rule decides: %v", decided)
	require.Len(t, adjustments, 2)
	require.Len(t, kinds, 3)
}

// The t test, its interval and the signed-rank test of R, scipy and exact
// rationals, as they stand beside a verdict.
func TestErrorTestsVectors(t *testing.T) {
	type row struct {
		ID     string `json:"id"`
		Inputs struct {
			Op     string    `json:"op"`
			Errors []float64 `json:"errors"`
			Mu0    float64   `json:"mu0"`
		} `json:"inputs"`
		Expected struct {
			Mean    float64 `json:"mean"`
			P       float64 `json:"p_two_sided"`
			Low90   float64 `json:"ci90_lo"`
			High90  float64 `json:"ci90_hi"`
			Low95   float64 `json:"ci95_lo"`
			High95  float64 `json:"ci95_hi"`
			Low99   float64 `json:"ci99_lo"`
			High99  float64 `json:"ci99_hi"`
			Ranks   float64 `json:"exact_p_two_sided"`
			Zeros   int     `json:"n_zero"`
			HasTies bool    `json:"has_ties"`
		} `json:"expected"`
		Tol float64 `json:"tol"`
	}
	ops, zeros, ties := make(map[string]int), 0, 0
	for _, r := range testkit.Vectors[row](t, "error_tests.json", 26) {
		var history forecast.History
		for i, e := range r.Inputs.Errors {
			history.Calls = append(history.Calls, forecast.Call{Forecaster: "Ana", Period: strconv.Itoa(i), Forecast: e, Actual: r.Inputs.Mu0})
		}
		ops[r.Inputs.Op]++
		w := &r.Expected
		for level, ends := range map[float64][2]float64{0.1: {w.Low90, w.High90}, 0.05: {w.Low95, w.High95}, 0.01: {w.Low99, w.High99}} {
			j := judgeAll(t, history, forecast.BiasPolicy{BiasLevel: level, BiasAdjustment: forecast.FalseDiscoveries})
			tests := j.Forecasters[0].Errors
			if r.Inputs.Op == "wilcoxon_signed_rank" {
				require.InEpsilon(t, w.Ranks, tests.SignedRankP, r.Tol, r.ID)
				require.True(t, tests.SignedRankExact, r.ID)
				require.Equal(t, w.Zeros, j.Forecasters[0].Evidence[0].Exact, r.ID)
				zeros += w.Zeros
				if w.HasTies {
					ties++
				}
				continue
			}
			require.InEpsilon(t, w.Mean-r.Inputs.Mu0, tests.Mean, r.Tol, r.ID)
			require.InEpsilon(t, w.P, tests.MeanP.Or(-1), r.Tol, r.ID)
			require.InEpsilon(t, ends[0]-r.Inputs.Mu0, tests.MeanInterval.Low, 10*r.Tol, r.ID)
			require.InEpsilon(t, ends[1]-r.Inputs.Mu0, tests.MeanInterval.High, 10*r.Tol, r.ID)
		}
	}
	require.Equal(t, map[string]int{"t_test": 13, "wilcoxon_signed_rank": 13}, ops)
	require.NotZero(t, zeros)
	require.NotZero(t, ties)
}

func TestDriftVectors(t *testing.T) {
	type row struct {
		ID         string              `json:"id"`
		Source     string              `json:"source"`
		Level      float64             `json:"level"`
		Adjustment forecast.Adjustment `json:"adjustment"`
		Calls      []forecast.Call     `json:"calls"`
		Periods    []string            `json:"periods"`
		Expected   struct {
			Tested      int `json:"tested"`
			Forecasters []struct {
				Forecaster string                `json:"forecaster"`
				Verdict    forecast.DriftVerdict `json:"verdict"`
				Outcomes   int                   `json:"outcomes"`
				P          float64               `json:"p"`
				AdjustedP  *float64              `json:"adjusted_p"`
				Point      *struct {
					Period string        `json:"period"`
					Before driftSideWant `json:"before"`
					Since  driftSideWant `json:"since"`
				} `json:"point"`
			} `json:"forecasters"`
		} `json:"expected"`
	}
	verdicts, clustered, ordered := make(map[forecast.DriftVerdict]int), 0, 0
	for _, r := range testkit.Vectors[row](t, "drift.json", 24) {
		require.NotEmpty(t, r.Source, r.ID)
		report := detect(t, forecast.History{Calls: r.Calls, Periods: r.Periods}, forecast.BiasPolicy{BiasLevel: r.Level, BiasAdjustment: r.Adjustment})
		require.Equal(t, []int{r.Expected.Tested, len(r.Expected.Forecasters)}, []int{report.Tested, len(report.Forecasters)}, r.ID)
		for i, want := range r.Expected.Forecasters {
			f := report.Forecasters[i]
			require.Equal(t, want.Forecaster, f.Forecaster, r.ID)
			require.Equal(t, want.Verdict, f.Verdict, "%s %s", r.ID, f.Forecaster)
			require.Equal(t, want.Outcomes, f.Outcomes, r.ID)
			require.InEpsilon(t, want.P, f.P, 1e-13, r.ID)
			requireNear(t, want.AdjustedP, f.AdjustedP, 1e-13, 0, r.ID)
			verdicts[f.Verdict]++
			require.Equal(t, want.Point == nil, f.Point == nil, r.ID)
			if want.Point == nil {
				continue
			}
			require.Equal(t, want.Point.Period, f.Point.Period, r.ID)
			want.Point.Before.require(t, f.Point.Before, r.ID)
			want.Point.Since.require(t, f.Point.Since, r.ID)
		}
		for _, c := range r.Calls {
			if c.Cluster != "" {
				clustered++
			}
		}
		ordered += len(r.Periods)
	}
	require.Len(t, verdicts, len(forecast.DriftVerdicts()), "every verdict comes up")
	require.NotZero(t, clustered)
	require.NotZero(t, ordered)
}

type driftSideWant struct {
	Over             int      `json:"over"`
	Under            int      `json:"under"`
	Exact            int      `json:"exact"`
	ForecastToActual *float64 `json:"forecast_to_actual"`
}

func (w *driftSideWant) require(t *testing.T, got forecast.DriftSide, id string) {
	t.Helper()
	require.Equal(t, []int{w.Over, w.Under, w.Exact}, []int{got.Over, got.Under, got.Exact}, id)
	requireNear(t, w.ForecastToActual, got.ForecastToActual, 0, 0, id)
}
