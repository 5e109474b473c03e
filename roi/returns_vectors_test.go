package roi_test

import (
	"math"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/roi"
)

type returnsRow struct {
	ID          string            `json:"id"`
	Op          string            `json:"op"`
	Source      string            `json:"source"`
	Rate        float64           `json:"rate"`
	Finance     float64           `json:"finance"`
	Reinvest    float64           `json:"reinvest"`
	Dates       []salesops.Date   `json:"dates"`
	Flows       []decimal.Decimal `json:"flows"`
	Want        string            `json:"want"`
	Roots       []string          `json:"roots"`
	Status      roi.RateStatus    `json:"status"`
	SignChanges *int              `json:"sign_changes"`
	Tol         float64           `json:"tol"`
	Atol        float64           `json:"atol"`
}

func (r returnsRow) dated() []roi.DatedFlow {
	flows := make([]roi.DatedFlow, len(r.Flows))
	for i, amount := range r.Flows {
		flows[i] = roi.DatedFlow{Date: r.Dates[i], Amount: amount}
	}
	return flows
}

func (r returnsRow) requireNear(t *testing.T, text string, got float64) {
	t.Helper()
	want, err := strconv.ParseFloat(text, 64)
	require.NoError(t, err)
	require.LessOrEqual(t, math.Abs(got-want), max(r.Tol*math.Abs(want), r.Atol), "%s: %v, want %v", r.ID, got, want)
}

func (r returnsRow) requireRoots(t *testing.T, got roi.IRR) {
	t.Helper()
	testkit.RoundTrip(t, got)
	require.Empty(t, got.Unresolved, r.ID)
	require.Len(t, got.Roots, len(r.Roots), r.ID)
	for i, want := range r.Roots {
		rate, defined := got.Roots[i].Rate.Value()
		require.True(t, defined, r.ID)
		r.requireNear(t, want, rate)
		require.Equal(t, 1, got.Roots[i].Multiplicity, r.ID)
	}
	if r.Status == "" {
		r.Status = []roi.RateStatus{roi.RateNone, roi.RateUnique, roi.RateMultiple}[min(len(r.Roots), 2)]
	}
	require.Equal(t, r.Status, got.Status, r.ID)
	if r.SignChanges != nil {
		require.Equal(t, *r.SignChanges, got.SignChanges, r.ID)
	}
}

func TestReturnsVectors(t *testing.T) {
	ops, statuses := make(map[string]int), make(map[roi.RateStatus]int)
	for _, r := range testkit.Vectors[returnsRow](t, "returns.json", 60) {
		require.NotEmpty(t, r.Source, r.ID)
		ops[r.Op]++
		switch r.Op {
		case "npv", "npv_end_of_period", "xnpv":
			var value decimal.Decimal
			var err error
			switch r.Op {
			case "npv":
				value, err = roi.DiscountFromNow(r.Rate, r.Flows)
			case "xnpv":
				value, err = roi.DiscountDated(r.Rate, r.dated())
			default:
				value, err = roi.DiscountEndOfPeriod(r.Rate, r.Flows)
			}
			require.NoError(t, err, r.ID)
			r.requireNear(t, r.Want, value.InexactFloat64())
		case "mirr":
			rate, err := roi.SolveMIRR(r.Flows, roi.MIRRRates{Finance: r.Finance, Reinvest: r.Reinvest})
			require.NoError(t, err, r.ID)
			r.requireNear(t, r.Want, rate.Or(math.MaxFloat64))
		case "irr", "xirr":
			var got roi.IRR
			var err error
			if r.Op == "irr" {
				got, err = roi.SolveIRR(r.Flows)
			} else {
				got, err = roi.SolveXIRR(r.dated())
			}
			require.NoError(t, err, r.ID)
			r.requireRoots(t, got)
			statuses[got.Status]++
		default:
			require.Fail(t, "unknown operation", r.ID)
		}
	}
	require.Equal(t, map[string]int{"npv": 8, "npv_end_of_period": 1, "xnpv": 2, "mirr": 8, "irr": 30, "xirr": 11}, ops)
	require.Equal(t, 1, statuses[roi.RateUndefined])
	for _, s := range []roi.RateStatus{roi.RateUnique, roi.RateMultiple, roi.RateNone} {
		require.GreaterOrEqual(t, statuses[s], 4, "%s decides too few rows", s)
	}
}
