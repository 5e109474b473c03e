package comp_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/comp"
	"github.com/salesops-go/salesops/internal/testkit"
)

type curveRow struct {
	ID       string           `json:"id"`
	Source   string           `json:"source"`
	Quota    decimal.Decimal  `json:"quota"`
	Target   decimal.Decimal  `json:"target"`
	Basis    comp.Basis       `json:"basis"`
	Edge     comp.EdgeRule    `json:"edge"`
	Rounding comp.Rounding    `json:"rounding"`
	Cap      *decimal.Decimal `json:"cap"`
	Bands    []comp.Band      `json:"bands"`
	Points   []struct {
		Credited decimal.Decimal `json:"credited"`
		Exact    string          `json:"exact"`
		Payout   decimal.Decimal `json:"payout"`
	} `json:"points"`
	Sales []struct {
		Credited decimal.Decimal `json:"credited"`
		Wish     decimal.Decimal `json:"wish"`
		Sale     decimal.Decimal `json:"sale"`
		Payout   decimal.Decimal `json:"payout"`
	} `json:"sales"`
}

// Every mode, edge, basis and rounding, beside exact rationals; the smallest
// sales were found by trying one after the other.
func TestCurveVectors(t *testing.T) {
	seen := make(map[string]int)
	for _, r := range testkit.Vectors[curveRow](t, "curves.json", 60) {
		require.NotEmpty(t, r.Source, r.ID)
		curve, err := comp.TraceCurve(comp.Plan{
			Name: "plan", Role: comp.AccountExecutive, TargetVariable: r.Target, Rounding: r.Rounding,
			Components: []comp.Component{{
				Name: "all", Measure: comp.NewCustomers, Weight: dec("1"), Quota: r.Quota, Basis: r.Basis, Bands: r.Bands, Edge: r.Edge, Cap: r.Cap,
			}},
		}, "all")
		require.NoError(t, err, r.ID)
		for _, p := range r.Points {
			point, err := curve.At(p.Credited)
			require.NoError(t, err, r.ID)
			require.Equal(t, p.Exact, point.Exact.String(), "%s at %s", r.ID, p.Credited)
			testkit.EqualDecimal(t, p.Payout.String(), point.Payout, r.ID)
		}
		for _, s := range r.Sales {
			sale, err := curve.FindSale(s.Credited, s.Wish)
			require.NoError(t, err, r.ID)
			testkit.EqualDecimal(t, s.Sale.String(), sale.Sale, r.ID, s.Credited, s.Wish)
			testkit.EqualDecimal(t, s.Payout.String(), sale.Payout, r.ID)
			seen[string(sale.Outcome)]++
		}
		for _, b := range r.Bands {
			seen[string(b.Mode)]++
		}
		seen[string(r.Edge)]++
		seen[string(r.Rounding)]++
		seen[string(r.Basis)]++
		if r.Cap != nil {
			seen["cap"]++
		}
	}
	for _, what := range []string{
		"marginal", "retroactive", "overage", "interpolated", "upper-band", "lower-band", "half-even", "half-away-from-zero",
		"rate-of-amount", "multiple-of-target", "cap", "already-reached", "reached-by-sale",
	} {
		require.Greater(t, seen[what], 5, "no rows for %s", what)
	}
}

// Whole weights are divided as decimals are.
func TestSplitUnitsVectors(t *testing.T) {
	compared := 0
	for _, file := range []string{"apportion.json", "published_splits.json"} {
		for _, r := range testkit.Vectors[splitRow](t, file, 29) {
			weights, whole := make([]int64, len(r.Weights)), true
			for i, w := range r.Weights {
				weights[i] = w.BigInt().Int64()
				whole = whole && w.IsInteger()
			}
			if !whole {
				continue
			}
			shares, err := comp.SplitUnits(r.TotalCents, weights)
			if r.Expected.Error {
				require.Error(t, err, r.ID)
				continue
			}
			require.NoError(t, err, r.ID)
			require.Equal(t, r.Expected.Shares, shares, r.ID)
			compared++
		}
	}
	require.Greater(t, compared, 30)
}
