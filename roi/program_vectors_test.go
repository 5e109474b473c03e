package roi_test

import (
	"math"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/roi"
)

// requireMaybe requires a number, or none, to within a relative tolerance.
func requireMaybe(t *testing.T, want *float64, got salesops.Maybe, tolerance float64, id string) {
	t.Helper()
	value, defined := got.Value()
	require.Equal(t, want != nil, defined, "%s: %v", id, got)
	if defined {
		require.LessOrEqual(t, math.Abs(value-*want), tolerance**want, "%s: %v, want %v", id, value, *want)
	}
}

func TestRecoveryVectors(t *testing.T) {
	type row struct {
		ID     string            `json:"id"`
		Source string            `json:"source"`
		Flows  []decimal.Decimal `json:"flows"`
		Rate   float64           `json:"rate"`
		Want   struct {
			Simple          *float64 `json:"simple"`
			Discounted      *float64 `json:"discounted"`
			SimpleLast      *float64 `json:"simple_last"`
			DiscountedLast  *float64 `json:"discounted_last"`
			SimpleTimes     int      `json:"simple_times"`
			DiscountedTimes int      `json:"discounted_times"`
		} `json:"want"`
		HasSimple     bool    `json:"has_simple"`
		HasDiscounted bool    `json:"has_discounted"`
		HasLast       bool    `json:"has_last"`
		Tolerance     float64 `json:"tol"`
	}
	statuses := make(map[roi.RecoveryStatus]int)
	published := 0
	for _, r := range testkit.Vectors[row](t, "recovery.json", 42) {
		require.NotEmpty(t, r.Source, r.ID)
		pay, err := roi.PayBackFlows(r.Flows, r.Rate)
		require.NoError(t, err, r.ID)
		if r.HasSimple {
			requireMaybe(t, r.Want.Simple, pay.Simple.First, r.Tolerance, r.ID)
		}
		if r.HasDiscounted {
			requireMaybe(t, r.Want.Discounted, pay.Discounted.First, r.Tolerance, r.ID)
		}
		testkit.RoundTrip(t, pay)
		statuses[pay.Simple.Status]++
		if !r.HasLast {
			published++
			continue
		}
		requireMaybe(t, r.Want.SimpleLast, pay.Simple.Last, 0, r.ID)
		requireMaybe(t, r.Want.DiscountedLast, pay.Discounted.Last, 0, r.ID)
		require.Equal(t, r.Want.SimpleTimes, pay.Simple.Times, r.ID)
		require.Equal(t, r.Want.DiscountedTimes, pay.Discounted.Times, r.ID)
	}
	require.Equal(t, 18, published)
	for _, s := range roi.RecoveryStatuses() {
		require.GreaterOrEqual(t, statuses[s], 2, "%s decides too few rows", s)
	}
}

func TestProgramVectors(t *testing.T) {
	type view struct {
		First      *float64    `json:"first"`
		Times      int         `json:"times"`
		Discounted *float64    `json:"discounted"`
		Balance    string      `json:"balance"`
		NPV        string      `json:"npv"`
		Verdict    roi.Verdict `json:"verdict"`
	}
	type row struct {
		ID                 string      `json:"id"`
		Source             string      `json:"source"`
		Program            roi.Program `json:"program"`
		AnnualDiscountRate float64     `json:"annual_discount_rate"`
		MaxMonths          float64     `json:"max_months"`
		Want               struct {
			Cash        view `json:"cash"`
			WithAvoided view `json:"with_avoided"`
		} `json:"want"`
	}
	verdicts := make(map[roi.Verdict]int)
	for _, r := range testkit.Vectors[row](t, "program.json", 60) {
		require.NotEmpty(t, r.Source, r.ID)
		policy := roi.DefaultPolicy()
		policy.MaxMonths, policy.AnnualDiscountRate = r.MaxMonths, r.AnnualDiscountRate
		projection, err := roi.ProjectProgram(r.Program, policy)
		require.NoError(t, err, r.ID)
		check := func(want view, got roi.View) {
			requireMaybe(t, want.First, got.Simple.First, 0, r.ID)
			requireMaybe(t, want.Discounted, got.Discounted.First, 0, r.ID)
			require.Equal(t, want.Times, got.Simple.Times, r.ID)
			require.Equal(t, want.Verdict, got.Verdict, r.ID)
			testkit.EqualDecimal(t, want.NPV, got.NPV, r.ID)
			testkit.EqualDecimal(t, want.Balance, got.Months[len(got.Months)-1].Balance, r.ID)
			for _, f := range got.Findings {
				testkit.Explains(t, f)
			}
			verdicts[got.Verdict]++
		}
		check(r.Want.Cash, projection.Cash)
		check(r.Want.WithAvoided, projection.WithAvoided)
		testkit.RoundTrip(t, projection)
		testkit.RoundTrip(t, r.Program)
	}
	for _, v := range roi.Verdicts() {
		require.GreaterOrEqual(t, verdicts[v], 10, "%s decides too few rows", v)
	}
}
