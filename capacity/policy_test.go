package capacity_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/capacity"
	"github.com/salesops-go/salesops/internal/testkit"
)

func TestPolicyJSON(t *testing.T) {
	testkit.Golden(t, "policy", capacity.DefaultPolicy())
	var p capacity.Policy
	err := json.Unmarshal([]byte(`{"version":2,"yellow_above":85,"red_at":1,"buffer":0.2,"buffer_basis":"free",
		"target_utilization":0.85,"max_error_rate":0.05,"min_on_time":0.95,"min_satisfaction":80,"max_overtime_hours_per_week":10,
		"retention_overtime_hours_per_week":15,"max_wait_cells":1000,"capacity_tolerance":0.25,"utilization_tolerance":0.05,
		"working_days_per_month":32,"max_overtime_weeks":9,"likely_chance":0.5,"load_cells":0,"territory_tolerance":0.15,"max_moves":100}`), &p)
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "Policy.BufferBasis", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Policy.MinOnTimeShare", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Policy.min_on_time", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Policy.Version", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Policy.YellowAbove", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Policy.MinSatisfaction", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Policy.WorkingDaysPerMonth", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Policy.LoadCells", Reason: salesops.ErrMissing},
	)
	require.Zero(t, p)

	changed := capacity.DefaultPolicy()
	changed.BufferBasis = capacity.ShareOfCapacity
	require.NoError(t, json.Unmarshal(testkit.RoundTrip(t, changed), &p))
	require.Equal(t, changed, p)
}

func TestDefaultPolicyAllocatesNothing(t *testing.T) {
	require.Zero(t, testing.AllocsPerRun(100, func() { _ = capacity.DefaultPolicy() }))
}

func TestEnums(t *testing.T) {
	requireEnum(t, capacity.Rules(), "measured-binds above-yellow at-red thin-buffer past-target high-error-rate late-delivery low-satisfaction high-overtime")
	requireEnum(t, capacity.Limits(), "quality-fails past-target-today stage-fills no-limit")
	requireEnum(t, capacity.BufferBases(), "share-of-demand share-of-capacity")
	requireEnum(t, capacity.GrowthLines(), "over-buffer yellow red not-held")
	requireEnum(t, capacity.GrowthCauses(), "maximum-reached nobody-hired before-lead-time still-learning too-many-people")
	requireEnum(t, capacity.GateStates(), "open unknown closed")
	requireEnum(t, capacity.PaceLimits(), "breaks-ungrown month-fills hiring-keeps-up")
	requireEnum(t, capacity.LoadBases(), "expected p50 p90")
	requireEnum(t, capacity.TerritoryRules(), "opportunity-high opportunity-low workload-high workload-low beyond-hours overlapping-accounts orphaned-accounts")
	requireEnum(t, capacity.MoveReasons(), "orphaned overlapping balance")
	requireEnum(t, capacity.ObstacleKinds(), "too-little-time too-few-accounts rep-too-short account-too-large pinned-too-much move-limit-met search-ended")
	requireEnum(t, capacity.Tiers(), "strategic mid-market small")
	requireEnum(t, capacity.Seniorities(), "vice-president best-rep senior-rep newer-rep")
	requireEnum(t, capacity.UnplacedReasons(), "no-such-rep no-rep-with-time")
}

func requireEnum[T ~string](t *testing.T, known []T, want string) {
	t.Helper()
	words := make([]string, len(known))
	for i, k := range known {
		words[i] = string(k)
		testkit.RoundTrip(t, k)
	}
	require.Equal(t, want, strings.Join(words, " "))
	var value T
	require.Len(t, salesops.InputErrors(json.Unmarshal([]byte(`"nothing"`), &value)), 1)
	require.Zero(t, value)
	_, err := json.Marshal(T("nothing"))
	require.Len(t, salesops.InputErrors(err), 1)
}

// The manual's tables are what a reader goes by: they must be the code's.
func TestManual(t *testing.T) {
	manual := testkit.ReadManual(t)
	manual.RequireRows(t)

	var rules []capacity.Rule
	var when strings.Builder
	for _, row := range manual.Table(t, "# The rules") {
		rules = append(rules, capacity.Rule(row[0]))
		when.WriteString(row[2] + "\n")
	}
	require.Equal(t, capacity.Rules(), rules)
	require.Equal(t, "measured maximum < people's capacity\n"+
		"utilization > "+number(capacity.DefaultYellowAbove)+"\n"+
		"utilization >= "+number(capacity.DefaultRedAt)+"\n"+
		fmt.Sprintf("%.2f × demand > capacity\n", 1+capacity.DefaultBuffer)+
		"utilization > "+number(capacity.DefaultTargetUtilization)+"\n"+
		"error rate > "+number(capacity.DefaultMaxErrorRate)+"\n"+
		"on-time share < "+number(capacity.DefaultMinOnTimeShare)+"\n"+
		"satisfaction < "+number(capacity.DefaultMinSatisfaction)+"\n"+
		"overtime > "+number(capacity.DefaultMaxOvertimeHoursPerWeek)+" hours a week per person\n", when.String())

	var limits strings.Builder
	for _, row := range manual.Table(t, "# Errors and limits") {
		limits.WriteString(row[1] + "\n")
	}
	require.Equal(t, limit("MaxStages", capacity.MaxStages)+limit("MaxVolume", capacity.MaxVolume)+
		limit("MaxTransactionsPerOrder", capacity.MaxTransactionsPerOrder)+limit("MaxPeople", capacity.MaxPeople)+
		limit("MaxHoursPerDay", capacity.MaxHoursPerDay)+limit("MaxHoursPerTransaction", capacity.MaxHoursPerTransaction)+
		limit("MaxDays", capacity.MaxDays)+limit("MaxSatisfaction", capacity.MaxSatisfaction)+limit("MaxOvertime", capacity.MaxOvertime)+
		limit("MaxScenarios", capacity.MaxScenarios)+limit("MaxMultiplier", capacity.MaxMultiplier)+limit("MaxLosses", capacity.MaxLosses)+
		limit("MaxTeams", capacity.MaxTeams)+limit("MaxClasses", capacity.MaxClasses)+limit("MaxWorkingDays", capacity.MaxWorkingDays)+
		limit("MaxSCV", capacity.MaxSCV)+limit("MaxRate", capacity.MaxRate)+limit("MaxShrinkage", capacity.MaxShrinkage)+
		limit("MaxDelayRatio", capacity.MaxDelayRatio)+limit("MaxObservations", capacity.MaxObservations)+
		limit("MaxUtilization", capacity.MaxUtilization)+limit("MostWaitCells", capacity.MostWaitCells)+
		limit("MaxPhases", capacity.MaxPhases)+limit("MaxMonths", capacity.MaxMonths)+limit("MaxLeadMonths", capacity.MaxLeadMonths)+
		limit("MaxRampMonths", capacity.MaxRampMonths)+limit("MaxAttrition", capacity.MaxAttrition)+limit("MaxWage", capacity.MaxWage)+
		limit("MaxStaff", capacity.MaxStaff)+limit("MaxDeals", capacity.MaxDeals)+limit("MaxWeeks", capacity.MaxWeeks)+
		limit("MaxNeeds", capacity.MaxNeeds)+limit("MaxDealWork", capacity.MaxDealWork)+limit("MaxLoadCells", capacity.MaxLoadCells)+limit("MaxLoadSteps", capacity.MaxLoadSteps)+
		limit("MaxTerritories", capacity.MaxTerritories)+limit("MaxTerritoryAccounts", capacity.MaxTerritoryAccounts)+
		limit("MaxClaims", capacity.MaxClaims)+limit("MaxOpportunity", capacity.MaxOpportunity)+
		limit("MaxHoursPerWeek", capacity.MaxHoursPerWeek)+limit("MaxBalanceSteps", capacity.MaxBalanceSteps)+limit("MaxReps", capacity.MaxReps), limits.String())
}

func limit(name string, value float64) string {
	text := number(value)
	if value >= 1e6 {
		text = strings.NewReplacer("e+0", "e", "e+", "e").Replace(strconv.FormatFloat(value, 'e', -1, 64))
	}
	return text + " (" + name + ")\n"
}

func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
