package roi_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/roi"
)

func TestPaybackVectors(t *testing.T) {
	type row struct {
		ID         string         `json:"id"`
		Source     string         `json:"source"`
		Automation roi.Automation `json:"automation"`
		MaxMonths  float64        `json:"max_months"`
		Want       struct {
			HoursPerMonth      *float64 `json:"hours_per_month"`
			ManualCostPerMonth string   `json:"manual_cost_per_month"`
			SavingPerMonth     string   `json:"saving_per_month"`
			// Months is a quotient or a decimal; a payback that never comes has none.
			Months      string      `json:"months"`
			Verdict     roi.Verdict `json:"verdict"`
			ExactSaving string      `json:"exact_saving"`
			ExactLine   string      `json:"exact_line"`
		} `json:"want"`
		Tolerance float64 `json:"tol"`
	}
	verdicts := make(map[roi.Verdict]int)
	published := 0
	for _, r := range testkit.Vectors[row](t, "payback.json", 62) {
		require.NotEmpty(t, r.Source, r.ID)
		pay, err := roi.PayBack(r.Automation, roi.PaybackPolicy{MaxMonths: r.MaxMonths})
		require.NoError(t, err, r.ID)
		if want := r.Want.HoursPerMonth; want != nil {
			require.Equal(t, *want, pay.HoursPerMonth, r.ID)
		}
		if r.Want.ManualCostPerMonth != "" {
			testkit.EqualDecimal(t, r.Want.ManualCostPerMonth, pay.ManualCostPerMonth, r.ID)
		}
		months, defined := pay.Months.Value()
		if r.Want.Months != "" {
			want, ok := new(big.Rat).SetString(r.Want.Months)
			require.True(t, ok, r.ID)
			near, _ := want.Float64()
			require.True(t, defined, r.ID)
			require.LessOrEqual(t, math.Abs(months-near), r.Tolerance*near, "%s: %v months, want %v", r.ID, months, near)
		}
		if r.Want.Verdict == "" {
			published++
			continue
		}
		require.Equal(t, r.Want.Months != "", defined, r.ID)
		require.Equal(t, r.Want.Verdict, pay.Verdict, r.ID)
		testkit.EqualDecimal(t, r.Want.SavingPerMonth, pay.SavingPerMonth, r.ID)
		testkit.EqualDecimal(t, r.Want.ExactSaving, pay.Findings[0].Left, r.ID)
		testkit.EqualDecimal(t, r.Want.ExactLine, pay.Findings[1].Right, r.ID)
		testkit.RoundTrip(t, pay)
		verdicts[pay.Verdict]++
	}
	require.Equal(t, 7, published)
	for _, v := range roi.Verdicts() {
		require.GreaterOrEqual(t, verdicts[v], 5, "%s decides too few rows", v)
	}
}
