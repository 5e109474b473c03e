package readiness_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/readiness"
)

func TestManualOfAlerts(t *testing.T) {
	p := readiness.DefaultPolicy()
	require.Equal(t, [][]string{
		{"utilization", "RDY-4", "utilization > " + share(p.MaxUtilization) + " - " + share(p.HoldUtilization)},
		{"error-rate", "RDY-4", "error rate > " + share(p.MaxErrorRate) + " - " + share(p.HoldErrorRate)},
		{"overtime", "RDY-4", "overtime > " + number(p.MaxOvertimeHoursPerWeek) + " - " + number(p.HoldOvertimeHoursPerWeek) + " h"},
		{"satisfaction", "RDY-4", "satisfaction < " + number(p.MinSatisfaction) + " + " + number(p.HoldSatisfaction)},
		{"on-time", "RDY-4", "on-time share < " + share(p.MinOnTimeShare) + " + " + share(p.HoldOnTimeShare)},
		{"slow-quotes", "RDY-5", "quote response > " + number(p.FlagQuoteResponseHours) + " - " + number(p.HoldQuoteResponseHours) + " h"},
		{"order-errors", "RDY-5", "share of orders with errors > " + share(p.FlagOrderErrorRate) + " - " + share(p.HoldOrderErrorRate)},
		{"heavy-overtime", "RDY-5", "overtime > " + number(p.FlagOvertimeHoursPerWeek) + " - " + number(p.HoldFlagOvertimeHoursPerWeek) + " h"},
	}, testkit.ReadManual(t).Table(t, "# Alerts that stay on"))
}

func TestManualOfAlignment(t *testing.T) {
	p := aligning()
	scales := []struct {
		readiness.Scale
		write func(float64) string
		unit  string
	}{
		{p.UtilizationScale, share, "of capacity"}, {p.ErrorRateScale, share, "of orders"}, {p.OvertimeScale, number, "hours a week"},
		{p.SatisfactionScale, number, "of 10"}, {p.OnTimeScale, share, "of orders"}, {p.MoraleScale, number, "of 10"},
		{p.PipelineScale, share, "of the headroom"},
	}
	manual := testkit.ReadManual(t)
	rows := manual.Table(t, "# The alignment score")
	require.Len(t, rows, len(scales))
	for i, c := range readiness.Components() {
		s := scales[i]
		require.Equal(t, []string{string(c), "RDY-7", s.write(s.Best), s.write(s.Worst), s.unit}, rows[i])
		require.Equal(t, 1, s.Weight)
	}
	require.Equal(t, 0.05, p.AlignmentFloor)
}

// boards returns one dashboard of each cadence, long enough for its trends.
func boards(t *testing.T) []readiness.Dashboard {
	t.Helper()
	p := readiness.DefaultPolicy()
	daily, err := readiness.TrackDaily(readiness.Days{fullDay(), fullDay(), fullDay(), fullDay()}, p)
	require.NoError(t, err)
	weekly, err := readiness.TrackWeekly(readiness.Weeks{fullWeek(), fullWeek(), fullWeek(), fullWeek()}, p)
	require.NoError(t, err)
	monthly, err := readiness.TrackMonthly(readiness.Months{fullMonth(), fullMonth(), fullMonth(), fullMonth()}, monthlyTargets(), p)
	require.NoError(t, err)
	quarterly, err := readiness.TrackQuarterly(readiness.Quarters{fullQuarter()}, p)
	require.NoError(t, err)
	return []readiness.Dashboard{daily, weekly, monthly, quarterly}
}

// The manual's lines are those that the findings compare with.
func TestManualOfDashboards(t *testing.T) {
	rows := testkit.ReadManual(t).Table(t, "# The dashboards")
	for _, board := range boards(t) {
		for _, r := range board.Readings {
			cells := map[string]string{"yellow": "-", "red": "-"}
			for _, f := range r.Findings {
				colour, kind, _ := strings.Cut(f.Rule, "-")
				cells[colour] = lineText(t, r, f, kind)
			}
			require.Equal(t, []string{string(board.Cadence), string(r.Gauge), cells["yellow"], cells["red"]}, rows[0])
			rows = rows[1:]
		}
	}
	require.Empty(t, rows)
}

func lineText(t *testing.T, r readiness.Reading, f salesops.Finding, kind string) string {
	t.Helper()
	if kind == "trend" {
		return "worse " + f.Right.String() + " " + f.Unit + " running"
	}
	among := func(gauges ...readiness.Gauge) bool { return slices.Contains(gauges, r.Gauge) }
	if among(readiness.RetentionGauge, readiness.AutomationGauge, readiness.MarginGauge) {
		return f.Op + " the target"
	}
	line := f.Right
	if among(readiness.OrdersGauge) {
		line = line.Shift(-2) // of a capacity of 100
	}
	if among(readiness.PipelineGauge) {
		line = line.DivRound(testkit.Dec(t, "50"), 4) // of a headroom of 50
	}
	x, _ := line.Float64()
	if among(readiness.OrdersGauge, readiness.ErrorRateGauge, readiness.UtilizationGauge, readiness.OnTimeGauge, readiness.PipelineGauge) {
		return f.Op + " " + share(x)
	}
	return f.Op + " " + number(x)
}

func TestManualOfScorecardAndSpiral(t *testing.T) {
	manual, p := testkit.ReadManual(t), readiness.DefaultPolicy()
	require.Equal(t, [][]string{
		{"operations", list(readiness.OperationsGauges())}, {"sales", list(readiness.SalesGauges())},
	}, manual.Table(t, "# The scorecard"))

	months, weeks := strconv.Itoa(p.SpiralMonths)+" months running", strconv.Itoa(p.FlagWorseWeeks)+" weeks running"
	when := []string{
		"leads rose " + months, "the pipeline rose " + months,
		"quote response > " + number(p.FlagQuoteResponseHours) + " h", "error rate > " + share(p.MaxErrorRate),
		"overtime > " + number(p.MaxOvertimeHoursPerWeek) + " h, " + weeks, "quality fell " + weeks,
		"on-time share < " + share(p.MinOnTimeShare), "complaints per 100 orders rose " + weeks, "returns per 100 orders rose " + weeks,
		"bad reviews rose " + weeks,
		"key customers who left >= " + strconv.Itoa(p.SpiralKeyCustomers), "key people who left >= " + strconv.Itoa(p.FlagKeyDepartures),
		"satisfaction < " + number(p.MinSatisfaction), "sales fell " + months,
	}
	var want [][]string
	for _, stage := range readiness.SpiralStages() {
		for _, sign := range stage.Signs() {
			want = append(want, []string{string(stage), "RDY-13", string(sign), when[len(want)]})
		}
	}
	require.Equal(t, want, manual.Table(t, "# The spiral"))
	require.Equal(t, 2, p.SpiralSigns)
}
