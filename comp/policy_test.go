package comp_test

import (
	"encoding/json"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/comp"
	"github.com/salesops-go/salesops/internal/testkit"
)

func TestPolicyJSON(t *testing.T) {
	testkit.Golden(t, "policy", comp.DefaultPolicy())
	var p comp.Policy
	err := json.Unmarshal([]byte(`{"version":2,"role":"account-executive","min_base_share":40,"max_base_share":0.5,
		"new_weight":0.5,"expansion_weight":0.3,"retention_wait":0.2,"weight_tolerance":0.15,"min_component_weight":0.1,"min_cap_multiple":1.5}`), &p)
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "Policy.RetentionWeight", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Policy.retention_wait", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Policy.Version", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Policy.MinBaseShare", Reason: salesops.ErrOutOfRange},
	)
	require.Zero(t, p)
}

func TestDefaultPolicyAllocatesNothing(t *testing.T) {
	require.Zero(t, testing.AllocsPerRun(100, func() { _ = comp.DefaultPolicy() }))
}

// The manual's tables are what a reader goes by: they must be the code's.
func TestManual(t *testing.T) {
	manual := testkit.ReadManual(t)
	manual.RequireRows(t)

	var names []string
	fires := make(map[string]string)
	for _, row := range manual.Table(t, "# The rules") {
		names = append(names, row[0])
		fires[row[0]] = row[3]
	}
	var rules []string
	for _, r := range comp.Rules() {
		rules = append(rules, string(r))
	}
	require.Equal(t, rules, names)
	require.Equal(t, "base < "+share(comp.DefaultMinBaseShare)+" × on-target earnings", fires["base-low"])
	require.Equal(t, "base > "+share(comp.DefaultMaxBaseShare)+" × on-target earnings", fires["base-high"])
	require.Equal(t, "weight < "+share(comp.DefaultNewWeight)+" new, "+share(comp.DefaultExpansionWeight)+" expansion, "+
		share(comp.DefaultRetentionWeight)+" retention", fires["balance"])

	require.Equal(t, "weight < balance - "+share(comp.DefaultWeightTolerance), fires["neglected"])
	require.Equal(t, "weight > balance + "+share(comp.DefaultWeightTolerance), fires["overweighted"])
	require.Equal(t, "weight < "+share(comp.DefaultMinComponentWeight), fires["small-component"])
	require.Equal(t, "cap < "+share(comp.DefaultMinCapMultiple)+" × target pay", fires["low-cap"])

	var operations []string
	for _, row := range manual.Table(t, "# The order of operations") {
		operations = append(operations, row[0])
	}
	require.Len(t, operations, len(comp.Operations()))
	for i, o := range comp.Operations() {
		require.Equal(t, string(o), operations[i])
	}
	var modes []string
	section := manual.Table(t, "and which part, the mode of the band that the credited amount has reached:")
	for _, row := range section {
		modes = append(modes, row[0])
	}
	require.Len(t, modes, len(comp.Modes()))
	for i, m := range comp.Modes() {
		require.Equal(t, string(m), modes[i])
	}

	limits := make(map[string]string)
	for _, row := range manual.Table(t, "# Errors and limits") {
		limits[row[0]] = row[1]
	}
	for input, limit := range map[string]int{
		"decimal places of the currency": comp.MaxPlaces, "from": comp.MaxAttainment, "rate": comp.MaxRate,
		"components": comp.MaxComponents, "bands of a component": comp.MaxBands, "weights of a split": comp.MaxShares,
		"bonuses": comp.MaxBonuses, "gates of a component": comp.MaxGates, "excluded products of a component": comp.MaxProducts,
		"deals": comp.MaxDeals, "credits and bonus chances of deals": comp.MaxDealCredits, "people who share a deal, reports": comp.MaxPeople,
		"credits of shared deals": comp.MaxAssigned, "pay periods": comp.MaxPayPeriods, "adjustments, holds": comp.MaxAdjustments,
		"leaves, ramp, relief, versions": comp.MaxSpans, "days of a period": comp.MaxPeriodDays,
	} {
		require.Contains(t, limits[input]+" ", "to "+strconv.Itoa(limit), input)
	}
	require.Contains(t, limits["target variable, quota"], "to 1e15 (MaxMoney)")
	require.Equal(t, int64(1e15), int64(comp.MaxMoney))
}

func share(x float64) string { return strconv.FormatFloat(x, 'f', 2, 64) }
