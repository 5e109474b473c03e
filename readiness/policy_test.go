package readiness_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/readiness"
)

func TestPolicyJSON(t *testing.T) {
	testkit.Golden(t, "policy", readiness.DefaultPolicy())
	text, err := json.Marshal(readiness.DefaultPolicy())
	require.NoError(t, err)
	edited := string(text)
	for old, changed := range map[string]string{
		`"version":1`:                `"version":2`,
		`"min_fix_gaps":120`:         `"min_fix_gaps":0`,
		`"min_satisfaction":8`:       `"min_satisfaction":80`,
		`"flag_worse_weeks":3`:       `"flag_worse_week":3`,
		`"moderate_growth":{"low":0`: `"moderate_growth":{"low":1`,
		`"stop_red_flags":3`:         `"stop_red_flags":"three"`,
	} {
		require.Contains(t, edited, old)
		edited = strings.Replace(edited, old, changed, 1)
	}
	var p readiness.Policy
	testkit.RequireFaults(
		t, json.Unmarshal([]byte(edited), &p),
		testkit.Fault{Field: "Policy.FlagWorseWeeks", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Policy.StopRedFlags", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Policy.ModerateGrowth.Low", Reason: salesops.ErrConflict},
		testkit.Fault{Field: "Policy.flag_worse_week", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Policy.Version", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Policy.MinFixGaps", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Policy.MinSatisfaction", Reason: salesops.ErrOutOfRange},
	)
	require.Zero(t, p)
}

// One growth for every band, and one number for both ends, are allowed.
func TestPolicyJSONOfOneGrowth(t *testing.T) {
	p := readiness.DefaultPolicy()
	p.ModerateGrowth = salesops.Interval{Low: 0.2, High: 0.2}
	p.AggressiveGrowth = p.ModerateGrowth
	testkit.RoundTrip(t, p)
}

func TestDefaultPolicyAllocatesNothing(t *testing.T) {
	require.Zero(t, testing.AllocsPerRun(100, func() { _ = readiness.DefaultPolicy() }))
}

// The manual's tables are what a reader goes by: they must be the code's.
func TestManual(t *testing.T) {
	manual := testkit.ReadManual(t)
	manual.RequireRows(t)
	p := readiness.DefaultPolicy()

	for i, row := range manual.Table(t, "# The items") {
		area := readiness.Areas()[i]
		require.Equal(t, []string{string(area), list(area.Items())}, row)
	}
	require.Equal(t, [][]string{
		{string(readiness.Withheld), "RDY-1", "coverage < " + share(p.MinCoverage)},
		{string(readiness.ScaleAggressively), "RDY-2", "score >= " + strconv.Itoa(p.MinScaleAggressively)},
		{string(readiness.ModerateGrowth), "RDY-2", "score >= " + strconv.Itoa(p.MinModerateGrowth)},
		{string(readiness.FixGaps), "RDY-2", "score >= " + strconv.Itoa(p.MinFixGaps)},
		{string(readiness.Overhaul), "RDY-2", "none of the above"},
	}, manual.Table(t, "# The bands"))
	for i, row := range manual.Table(t, "# The checklist") {
		level := readiness.Levels()[i]
		require.Equal(t, []string{string(level), list(level.Checks())}, row)
	}

	utilization, errors := "utilization > "+share(p.MaxUtilization), "error rate > "+share(p.MaxErrorRate)
	overtime, satisfaction := "overtime > "+number(p.MaxOvertimeHoursPerWeek)+" h", "satisfaction < "+number(p.MinSatisfaction)
	late := "on-time share < " + share(p.MinOnTimeShare)
	for i, row := range manual.Table(t, "# The warnings") {
		w := readiness.Warnings()[i]
		response, known := w.Response()
		require.True(t, known)
		severity := 1
		for readiness.Responses()[severity-1] != response {
			severity++
		}
		when := []string{utilization, errors, overtime, satisfaction, late}[i]
		require.Equal(t, []string{string(w), "RDY-4", when, string(response), strconv.Itoa(severity)}, row)
	}

	for i, row := range manual.Table(t, "# The red flags") {
		when := []string{
			"quote response > " + number(p.FlagQuoteResponseHours) + " h",
			"share of orders with errors > " + share(p.FlagOrderErrorRate),
			"overtime > " + number(p.FlagOvertimeHoursPerWeek) + " h",
			"weeks running with more complaints per 100 orders >= " + strconv.Itoa(p.FlagWorseWeeks),
			"sales >= plan, while a stage is red or a warning fires",
			"observed",
			"weeks running with lower quality >= " + strconv.Itoa(p.FlagWorseWeeks),
			"key people who left >= " + strconv.Itoa(p.FlagKeyDepartures),
			"stages red that last week's forecast had otherwise >= 1",
			"observed",
		}[i]
		require.Equal(t, []string{string(readiness.Flags()[i]), "RDY-5", when}, row)
	}

	var rules []string
	for i, row := range manual.Table(t, "# The growth decision") {
		when := []string{
			"the worst stage is red", satisfaction, errors, "readiness < " + strconv.Itoa(p.MinFixGaps),
			"red flags >= " + strconv.Itoa(p.StopRedFlags), "request to scale, foundation incomplete",
			"the worst stage is yellow or red", utilization, overtime, late, "red flags >= 1",
			"readiness < " + strconv.Itoa(p.MinModerateGrowth), "coverage < " + share(p.MinCoverage),
			"readiness < " + strconv.Itoa(p.MinScaleAggressively), "readiness >= " + strconv.Itoa(p.MinScaleAggressively),
		}[i]
		answer := readiness.Answers()[min(i/6, 1)]
		if i >= 13 {
			answer = readiness.Yes
		}
		require.Equal(t, []string{string(readiness.GrowthRules()[i]), "RDY-12", when, string(answer)}, row)
		rules = append(rules, row[0])
	}
	require.Len(t, rules, len(readiness.GrowthRules()))
}

func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

func share(x float64) string { return strconv.FormatFloat(x, 'f', 2, 64) }

func list[T ~string](members []T) string {
	words := make([]string, len(members))
	for i, m := range members {
		words[i] = string(m)
	}
	return strings.Join(words, ", ")
}
