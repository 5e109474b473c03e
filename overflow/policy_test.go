package overflow_test

import (
	"encoding/json"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/overflow"
)

func TestPolicyJSON(t *testing.T) {
	testkit.Golden(t, "policy", overflow.DefaultPolicy())
	var p overflow.Policy
	err := json.Unmarshal([]byte(`{"version":2,"max_quality_risk":50,"risk_response":"shrug",
		"margin_tolerance":0.2,"margin_basis":"points","min_strategic_value":7,"min_moral":6,"splitting":"all-or-nothing","safety_days":0,"horizon_days":365,
		"max_plan_nodes":-1}`), &p)
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "Policy.RiskResponse", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Policy.MinTeamMorale", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Policy.MaxOptionRisk", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Policy.min_moral", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Policy.Version", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Policy.MaxQualityRisk", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Policy.MaxPlanNodes", Reason: salesops.ErrOutOfRange},
	)
	require.Zero(t, p)
}

func TestDefaultPolicyAllocatesNothing(t *testing.T) {
	require.Zero(t, testing.AllocsPerRun(100, func() { _ = overflow.DefaultPolicy() }))
}

// The manual's tables are what a reader goes by: they must be the code's.
func TestManual(t *testing.T) {
	manual := testkit.ReadManual(t)
	manual.RequireRows(t)
	var names []string
	var when strings.Builder
	for _, row := range manual.Table(t, "# The rules") {
		names = append(names, row[0])
		when.WriteString(row[2] + "\n")
	}
	var rules []string
	for _, r := range overflow.Rules() {
		rules = append(rules, string(r))
	}
	require.Equal(t, rules, names)
	require.Equal(t, "quality risk > "+number(overflow.DefaultMaxQualityRisk)+"\n"+
		"margin < max(0, target margin - "+strconv.FormatFloat(overflow.DefaultMarginTolerance, 'f', 2, 64)+")\n"+
		"strategic value < "+number(overflow.DefaultMinStrategicValue)+", and demand > capacity\n"+
		"team morale < "+number(overflow.DefaultMinTeamMorale)+", and demand > capacity\n"+
		"none of the above\n", when.String())
}

// The constants that the tables of limits name have the values that stand there.
func TestManualOfPromises(t *testing.T) {
	manual := testkit.ReadManual(t)
	require.Equal(t, [][]string{{"promised-load", "OVF-5", "minutes promised by a day > minutes free until then"}}, manual.Table(t, "# The rule of an audit"))
	text, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	for name, value := range map[string]int64{
		"MaxBatch": overflow.MaxBatch, "MaxReason": overflow.MaxReason, "MaxHorizonDays": overflow.MaxHorizonDays,
		"MaxLoadStages": overflow.MaxLoadStages, "MaxDayMinutes": overflow.MaxDayMinutes, "MaxBookings": overflow.MaxBookings,
		"MaxWaitDays": overflow.MaxWaitDays, "MaxQuantity": overflow.MaxQuantity, "MaxMovements": overflow.MaxMovements,
		"MaxSetupMinutes": overflow.MaxSetupMinutes, "MaxMinutesPerUnit": overflow.MaxMinutesPerUnit,
		"MaxSafetyDays": overflow.MaxSafetyDays, "MaxOpenPromises": overflow.MaxOpenPromises, "MaxAuditCells": overflow.MaxAuditCells, "MaxPrice": overflow.MaxPrice,
		"MaxHourPrice": overflow.MaxHourPrice,
	} {
		require.Regexp(t, `(?m)\b`+strconv.FormatInt(value, 10)+`\b.*\(`+name+`\)$`, string(text), name)
	}
	require.Contains(t, string(text), "years "+strconv.Itoa(overflow.FirstYear)+" to "+strconv.Itoa(overflow.LastYear)+" (FirstYear, LastYear)")
}

func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// The limits of a plan are told in numbers; they must be the constants.
func TestManualOfPlans(t *testing.T) {
	text, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	for name, value := range map[string]int64{
		"MaxBookOrders": overflow.MaxBookOrders, "MaxBookStages": overflow.MaxBookStages, "MaxBookPeriods": overflow.MaxBookPeriods,
		"MaxBookPartners": overflow.MaxBookPartners, "MaxBookMinutes": overflow.MaxBookMinutes, "MaxPlaces": overflow.MaxPlaces,
		"MaxBookUnits": overflow.MaxBookUnits, "MaxPlanNodes": overflow.MaxPlanNodes,
	} {
		require.Contains(t, string(text), strconv.FormatInt(value, 10)+" ("+name+")")
	}
	require.Contains(t, string(text), "0 to "+strconv.FormatFloat(overflow.MaxOnboardingShare, 'g', -1, 64)+" (MaxOnboardingShare)")
	require.Contains(t, string(text), strconv.Itoa(overflow.DefaultMaxPlanNodes)+" nodes (ours)")
}
