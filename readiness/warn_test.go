package readiness_test

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/readiness"
)

// calm are metrics that no warning fires on.
func calm() readiness.Metrics {
	return readiness.Metrics{
		Utilization: new(0.80), ErrorRate: new(0.02), OvertimeHoursPerWeek: new(4.0), Satisfaction: new(9.0), OnTimeShare: new(0.98),
	}
}

func warning() readiness.WarningPolicy { return readiness.DefaultPolicy().WarningPolicy }

func TestWarn(t *testing.T) {
	type fired = []readiness.Warning
	for name, tc := range map[string]struct {
		edit func(*readiness.Metrics)
		want fired
	}{
		"calm":                   {func(*readiness.Metrics) {}, fired{}},
		"nothing measured":       {func(m *readiness.Metrics) { *m = readiness.Metrics{} }, fired{}},
		"utilization at line":    {func(m *readiness.Metrics) { m.Utilization = new(0.85) }, fired{}},
		"utilization above":      {func(m *readiness.Metrics) { m.Utilization = new(math.Nextafter(0.85, 1)) }, fired{readiness.HighUtilization}},
		"utilization at the top": {func(m *readiness.Metrics) { m.Utilization = new(float64(readiness.LargestUtilization)) }, fired{readiness.HighUtilization}},
		"errors at line":         {func(m *readiness.Metrics) { m.ErrorRate = new(0.05) }, fired{}},
		"errors above":           {func(m *readiness.Metrics) { m.ErrorRate = new(math.Nextafter(0.05, 1)) }, fired{readiness.HighErrorRate}},
		"overtime at line":       {func(m *readiness.Metrics) { m.OvertimeHoursPerWeek = new(10.0) }, fired{}},
		"overtime above":         {func(m *readiness.Metrics) { m.OvertimeHoursPerWeek = new(math.Nextafter(10, 11)) }, fired{readiness.LongOvertime}},
		"satisfaction at line":   {func(m *readiness.Metrics) { m.Satisfaction = new(8.0) }, fired{}},
		"satisfaction below":     {func(m *readiness.Metrics) { m.Satisfaction = new(math.Nextafter(8, 7)) }, fired{readiness.LowSatisfaction}},
		"on time at line":        {func(m *readiness.Metrics) { m.OnTimeShare = new(0.95) }, fired{}},
		"on time below":          {func(m *readiness.Metrics) { m.OnTimeShare = new(math.Nextafter(0.95, 0)) }, fired{readiness.LateDeliveries}},
		"everything": {func(m *readiness.Metrics) {
			*m = readiness.Metrics{new(2.0), new(1.0), new(168.0), new(0.0), new(0.0)}
		}, readiness.Warnings()},
	} {
		t.Run(name, func(t *testing.T) {
			metrics := calm()
			tc.edit(&metrics)
			warnings, err := readiness.Warn(metrics, warning())
			require.NoError(t, err)
			require.Equal(t, tc.want, warnings.Fired())
			require.Equal(t, len(tc.want), warnings.Count())
			for _, w := range readiness.Warnings() {
				require.Equal(t, slices.Contains(tc.want, w), warnings.Has(w))
			}
			require.False(t, warnings.Has("no such warning"))
		})
	}
}

func TestWarningsBySeverity(t *testing.T) {
	warnings, err := readiness.Warn(readiness.Metrics{new(2.0), new(1.0), new(168.0), new(0.0), new(0.0)}, warning())
	require.NoError(t, err)
	require.Equal(t, []readiness.Warning{
		readiness.LowSatisfaction, readiness.HighErrorRate, readiness.LongOvertime, readiness.LateDeliveries, readiness.HighUtilization,
	}, warnings.BySeverity())
	require.Equal(t, []readiness.Warning{}, readiness.WarningSet{}.BySeverity())
}

func TestWarnRejects(t *testing.T) {
	out, missing := salesops.ErrOutOfRange, salesops.ErrMissing
	for name, tc := range map[string]struct {
		edit func(*readiness.Metrics, *readiness.WarningPolicy)
		want testkit.Fault
	}{
		"utilization negative": {func(m *readiness.Metrics, _ *readiness.WarningPolicy) { m.Utilization = new(-0.1) }, testkit.Fault{Field: "Metrics.Utilization", Reason: out}},
		"utilization too large": {func(m *readiness.Metrics, _ *readiness.WarningPolicy) {
			m.Utilization = new(readiness.LargestUtilization + 1.0)
		}, testkit.Fault{Field: "Metrics.Utilization", Reason: out}},
		"errors percent":        {func(m *readiness.Metrics, _ *readiness.WarningPolicy) { m.ErrorRate = new(2.0) }, testkit.Fault{Field: "Metrics.ErrorRate", Reason: out}},
		"overtime beyond week":  {func(m *readiness.Metrics, _ *readiness.WarningPolicy) { m.OvertimeHoursPerWeek = new(168.5) }, testkit.Fault{Field: "Metrics.OvertimeHoursPerWeek", Reason: out}},
		"satisfaction above 10": {func(m *readiness.Metrics, _ *readiness.WarningPolicy) { m.Satisfaction = new(10.1) }, testkit.Fault{Field: "Metrics.Satisfaction", Reason: out}},
		"on time NaN":           {func(m *readiness.Metrics, _ *readiness.WarningPolicy) { m.OnTimeShare = new(math.NaN()) }, testkit.Fault{Field: "Metrics.OnTimeShare", Reason: out}},
		"on time percent":       {func(m *readiness.Metrics, _ *readiness.WarningPolicy) { m.OnTimeShare = new(95.0) }, testkit.Fault{Field: "Metrics.OnTimeShare", Reason: out}},
		"zero policy":           {func(_ *readiness.Metrics, p *readiness.WarningPolicy) { *p = readiness.WarningPolicy{} }, testkit.Fault{Field: "WarningPolicy.MaxUtilization", Reason: missing}},
		"policy utilization": {func(_ *readiness.Metrics, p *readiness.WarningPolicy) {
			p.MaxUtilization = readiness.LargestUtilization * 2
		}, testkit.Fault{Field: "WarningPolicy.MaxUtilization", Reason: out}},
		"policy errors":       {func(_ *readiness.Metrics, p *readiness.WarningPolicy) { p.MaxErrorRate = 5 }, testkit.Fault{Field: "WarningPolicy.MaxErrorRate", Reason: out}},
		"policy overtime":     {func(_ *readiness.Metrics, p *readiness.WarningPolicy) { p.MaxOvertimeHoursPerWeek = -1 }, testkit.Fault{Field: "WarningPolicy.MaxOvertimeHoursPerWeek", Reason: out}},
		"policy satisfaction": {func(_ *readiness.Metrics, p *readiness.WarningPolicy) { p.MinSatisfaction = 11 }, testkit.Fault{Field: "WarningPolicy.MinSatisfaction", Reason: out}},
		"policy on time":      {func(_ *readiness.Metrics, p *readiness.WarningPolicy) { p.MinOnTimeShare = 1.5 }, testkit.Fault{Field: "WarningPolicy.MinOnTimeShare", Reason: out}},
	} {
		t.Run(name, func(t *testing.T) {
			metrics, policy := calm(), warning()
			tc.edit(&metrics, &policy)
			warnings, err := readiness.Warn(metrics, policy)
			testkit.RequireFaults(t, err, tc.want)
			require.Zero(t, warnings)
			report, err := readiness.ExplainWarnings(metrics, policy)
			testkit.RequireFaults(t, err, tc.want)
			require.Zero(t, report)
		})
	}
}

func TestWarnReportsEveryFault(t *testing.T) {
	_, err := readiness.Warn(readiness.Metrics{ErrorRate: new(-1.0), OnTimeShare: new(math.Inf(1))}, readiness.WarningPolicy{})
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "Metrics.ErrorRate", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Metrics.OnTimeShare", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "WarningPolicy.MaxUtilization", Reason: salesops.ErrMissing},
	)
}

func TestWarnAllocatesNothing(t *testing.T) {
	metrics, policy := calm(), warning()
	metrics.Satisfaction = new(3.0)
	require.Zero(t, testing.AllocsPerRun(100, func() { _, _ = readiness.Warn(metrics, policy) }))
}

func TestExplainWarnings(t *testing.T) {
	report, err := readiness.ExplainWarnings(readiness.Metrics{
		Utilization: new(0.9), ErrorRate: new(0.03), Satisfaction: new(7.5), OnTimeShare: new(0.95),
	}, warning())
	require.NoError(t, err)
	require.Equal(t, []readiness.Alert{
		{Warning: readiness.LowSatisfaction, Response: readiness.CrisisMode},
		{Warning: readiness.HighUtilization, Response: readiness.YellowAlert},
	}, report.Alerts)
	var got []string
	for _, f := range report.Findings {
		require.Equal(t, f.Outcome != salesops.NotFired, f.Note != "")
		f.Note = ""
		got = append(got, f.String())
	}
	require.Equal(t, []string{
		"utilization: use of capacity 0.9 > 0.85 of capacity: fired, -0.05 to the line",
		"error-rate: error rate 0.03 > 0.05 of orders: not fired, +0.02 to the line",
		"overtime: overtime per person 0 > 10 hours a week: not applicable",
		"satisfaction: customer satisfaction 7.5 < 8 of 10: fired, +0.5 to the line",
		"on-time: share on time 0.95 < 0.95 of orders: not fired, +0 to the line",
	}, got)
}

func TestSetsJSON(t *testing.T) {
	for name, text := range map[string]string{
		"not a list":   `"on-time"`,
		"null":         `null`,
		"unknown":      `["price"]`,
		"twice":        `["on-time","on-time"]`,
		"not a text":   `[3]`,
		"null in list": `[null]`,
		"object":       `{}`,
	} {
		t.Run(name, func(t *testing.T) {
			var warnings readiness.WarningSet
			testkit.RequireFaults(t, warnings.UnmarshalJSON([]byte(text)), testkit.Fault{Field: "WarningSet", Reason: salesops.ErrOutOfRange})
			require.Zero(t, warnings)
			var rules readiness.GrowthRuleSet
			testkit.RequireFaults(t, rules.UnmarshalJSON([]byte(text)), testkit.Fault{Field: "GrowthRuleSet", Reason: salesops.ErrOutOfRange})
			require.Zero(t, rules)
		})
	}
	var warnings readiness.WarningSet
	require.NoError(t, warnings.UnmarshalJSON([]byte(`["on-time","utilization"]`)))
	require.Equal(t, []readiness.Warning{readiness.HighUtilization, readiness.LateDeliveries}, warnings.Fired())
	var rules readiness.GrowthRuleSet
	require.NoError(t, rules.UnmarshalJSON([]byte(`["readiness-withheld","stage-red"]`)))
	require.Equal(t, []readiness.GrowthRule{readiness.StageIsRed, readiness.ReadinessIsWithheld}, rules.Rules())
	require.True(t, rules.Has(readiness.ReadinessIsWithheld))
	require.False(t, rules.Has(readiness.ReadinessIsModerate))
	testkit.RequireFaults(t, rules.UnmarshalJSON([]byte(`["readiness-moderate"]`)), testkit.Fault{Field: "GrowthRuleSet", Reason: salesops.ErrOutOfRange})
}
