package forecast_test

import (
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
