package roi_test

import (
	"encoding/json"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/roi"
)

func TestPolicyJSON(t *testing.T) {
	testkit.Golden(t, "policy", roi.DefaultPolicy())
	var p roi.Policy
	testkit.RequireFaults(
		t, json.Unmarshal([]byte(`{"version":2,"max_payback_months":1201,"max_months":6,
		"annual_discount_rate":10.1,"basis":"cash-only","max_nodes":0,"max_cells":63}`), &p),
		testkit.Fault{Field: "Policy.max_months", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Policy.Version", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Policy.MaxMonths", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Policy.AnnualDiscountRate", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Policy.MaxNodes", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Policy.MaxCells", Reason: salesops.ErrOutOfRange},
	)
	require.Zero(t, p)
	testkit.RequireFaults(
		t, json.Unmarshal([]byte(`{"version":1}`), &p),
		testkit.Fault{Field: "Policy.MaxMonths", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Policy.AnnualDiscountRate", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Policy.Basis", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Policy.MaxNodes", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Policy.MaxCells", Reason: salesops.ErrMissing},
	)
}

func TestDefaultPolicyAllocatesNothing(t *testing.T) {
	require.Zero(t, testing.AllocsPerRun(100, func() { _ = roi.DefaultPolicy() }))
}

func TestVerdictText(t *testing.T) {
	for _, v := range roi.Verdicts() {
		text, err := v.MarshalText()
		require.NoError(t, err)
		var back roi.Verdict
		require.NoError(t, back.UnmarshalText(text))
		require.Equal(t, v, back)
	}
	_, err := roi.Verdict("soon").MarshalText()
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Verdict", Reason: salesops.ErrOutOfRange})
	var v roi.Verdict
	testkit.RequireFaults(t, v.UnmarshalText([]byte("Never")), testkit.Fault{Field: "Verdict", Reason: salesops.ErrOutOfRange})
	require.Zero(t, v)
}

// The manual's tables are what a reader goes by: they must be the code's.
func TestManual(t *testing.T) {
	manual := testkit.ReadManual(t)
	manual.RequireRows(t)
	limit := number(roi.DefaultMaxMonths)
	require.Equal(t, [][]string{
		{string(roi.Never), "ROI-2", "S <= 0", "it never pays back"},
		{string(roi.PaysBackInTime), "ROI-2", "c < " + limit + " S", "it pays back in under " + limit + " months"},
		{string(roi.TooSlow), "ROI-2", "none of the above", "it pays back, and not soon enough"},
	}, manual.Table(t, "# The rules"))
	require.Len(t, roi.Verdicts(), 3)
	least := number(roi.MinInput)
	require.Equal(t, [][]string{
		{"hours per task", least + " to " + number(roi.MaxHoursPerTask)},
		{"tasks a month", "0, or " + least + " to " + number(roi.MaxTasksPerMonth)},
		{"growth factor", least + " to " + number(roi.MaxGrowthFactor)},
		{"percent increase", number(-roi.MaxPercentDecrease) + " to " + number(roi.MaxPercentIncrease) + "; 0, or at least " + least + " in size"},
		{"labor cost an hour", "above 0 to " + number(roi.MaxAmount)},
		{"cost, running cost", "0 to " + number(roi.MaxAmount)},
		{"months of a policy", least + " to " + number(roi.MaxPolicyMonths)},
		{"one-off hours", "0, or " + least + " to " + number(roi.MaxCostHours)},
		{"shares", "0, or " + least + " to 1"},
		{"discount rate", "0, or " + least + " to " + number(roi.MaxDiscountRate)},
		{"months of a program", number(roi.MaxProgramMonths)},
		{"volume of a month", number(roi.MaxGrowthFactor) + " times that of month 1"},
		{"flows of a payback", number(roi.MaxPaybackFlows)},
		{"flows of a rate", number(roi.MaxFlows)},
		{"flow", number(-roi.MaxAmount) + " to " + number(roi.MaxAmount)},
		{"rate of discounting", number(roi.MinDiscountRate) + " to " + number(roi.MaxDiscountRate) + ", and " + number(roi.MaxAccumulation) + " at most of 1 over all periods"},
		{"points of a profile", "2 to " + number(roi.MaxProfilePoints)},
		{"candidates", number(roi.MaxCandidates)},
		{"new customers", number(roi.MaxCustomers)},
		{"nodes of a search", number(roi.MaxNodes)},
		{"cells of a grid", number(roi.MinCells) + " to " + number(roi.MaxCells)},
		{"decimals", "34 digits, exponent -18 to 18"},
	}, manual.Table(t, "# Errors and limits"))
}

func defaultWith(payback roi.PaybackPolicy) roi.Policy {
	policy := roi.DefaultPolicy()
	policy.PaybackPolicy = payback
	return policy
}

// number prints as the manual does: 1e6, but 1000 and 99900.
func number(x float64) string {
	text := strconv.FormatFloat(x, 'g', -1, 64)
	if x < 1e6 && x >= 1 {
		text = strconv.FormatFloat(x, 'f', -1, 64)
	}
	mantissa, exponent, scientific := cutExponent(text)
	if !scientific {
		return text
	}
	return mantissa + "e" + strconv.Itoa(exponent)
}

func cutExponent(text string) (mantissa string, exponent int, found bool) {
	for i, r := range text {
		if r == 'e' {
			exponent, err := strconv.Atoi(text[i+1:])
			return text[:i], exponent, err == nil
		}
	}
	return text, 0, false
}
