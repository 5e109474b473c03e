package readiness_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/readiness"
)

// An alert that was on goes off exactly when its metric is clear by the margin;
// one that was off goes on only past its line.
func TestHoldWarnings(t *testing.T) {
	for name, tc := range map[string]struct {
		metrics readiness.Metrics
		warning readiness.Warning
		fresh   bool
		kept    bool
	}{
		"utilization clear":      {readiness.Metrics{Utilization: new(0.8)}, readiness.HighUtilization, false, false},
		"utilization not clear":  {readiness.Metrics{Utilization: new(math.Nextafter(0.8, 1))}, readiness.HighUtilization, false, true},
		"utilization at line":    {readiness.Metrics{Utilization: new(0.85)}, readiness.HighUtilization, false, true},
		"utilization above":      {readiness.Metrics{Utilization: new(math.Nextafter(0.85, 1))}, readiness.HighUtilization, true, true},
		"errors clear":           {readiness.Metrics{ErrorRate: new(0.04)}, readiness.HighErrorRate, false, false},
		"errors not clear":       {readiness.Metrics{ErrorRate: new(math.Nextafter(0.04, 1))}, readiness.HighErrorRate, false, true},
		"overtime clear":         {readiness.Metrics{OvertimeHoursPerWeek: new(8.0)}, readiness.LongOvertime, false, false},
		"overtime not clear":     {readiness.Metrics{OvertimeHoursPerWeek: new(math.Nextafter(8, 9))}, readiness.LongOvertime, false, true},
		"satisfaction clear":     {readiness.Metrics{Satisfaction: new(8.5)}, readiness.LowSatisfaction, false, false},
		"satisfaction not clear": {readiness.Metrics{Satisfaction: new(math.Nextafter(8.5, 8))}, readiness.LowSatisfaction, false, true},
		"satisfaction below":     {readiness.Metrics{Satisfaction: new(math.Nextafter(8, 7))}, readiness.LowSatisfaction, true, true},
		"on time clear":          {readiness.Metrics{OnTimeShare: new(0.96)}, readiness.LateDeliveries, false, false},
		"on time not clear":      {readiness.Metrics{OnTimeShare: new(math.Nextafter(0.96, 0))}, readiness.LateDeliveries, false, true},
		"not measured":           {readiness.Metrics{}, readiness.LateDeliveries, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			for _, was := range []bool{false, true} {
				before, want := readiness.WarningSet{}, tc.fresh
				if was {
					before, want = setOf(t, []readiness.Warning{tc.warning}), tc.kept
				}
				on, err := readiness.HoldWarnings(tc.metrics, before, readiness.DefaultPolicy())
				require.NoError(t, err)
				require.Equal(t, want, on.Has(tc.warning))
				report, err := readiness.ExplainHeldWarnings(tc.metrics, before, readiness.DefaultPolicy())
				require.NoError(t, err)
				require.Equal(t, on, report.Warnings)
				require.Equal(t, want && !tc.fresh, report.Held.Has(tc.warning))
			}
		})
	}
}

// A margin that reaches past the best value of the metric ends there, so that
// the alert can go off.
func TestHoldWarningsEndsAtTheBestValue(t *testing.T) {
	p := readiness.DefaultPolicy()
	p.HoldUtilization, p.HoldErrorRate, p.HoldOvertimeHoursPerWeek, p.HoldSatisfaction, p.HoldOnTimeShare = 1, 1, 100, 10, 1
	all := setOf(t, readiness.Warnings())
	for _, tc := range []struct {
		metrics readiness.Metrics
		on      int
	}{
		{readiness.Metrics{new(0.0), new(0.0), new(0.0), new(10.0), new(1.0)}, 0},
		{readiness.Metrics{new(5e-324), new(5e-324), new(5e-324), new(math.Nextafter(10, 9)), new(math.Nextafter(1, 0))}, 5},
	} {
		report, err := readiness.ExplainHeldWarnings(tc.metrics, all, p)
		require.NoError(t, err)
		require.Equal(t, tc.on, report.Warnings.Count())
		testkit.EqualDecimal(t, "0", report.Findings[0].Right)
		testkit.EqualDecimal(t, "10", report.Findings[3].Right)
		testkit.EqualDecimal(t, "1", report.Findings[4].Right)
		testkit.RoundTrip(t, report)
	}
}

func TestExplainHeldWarnings(t *testing.T) {
	before := setOf(t, []readiness.Warning{readiness.HighUtilization, readiness.LongOvertime, readiness.LowSatisfaction})
	report, err := readiness.ExplainHeldWarnings(
		readiness.Metrics{Utilization: new(0.82), ErrorRate: new(0.045), Satisfaction: new(7.0)}, before, readiness.DefaultPolicy(),
	)
	require.NoError(t, err)
	require.Equal(t, []readiness.Alert{
		{Warning: readiness.LowSatisfaction, Response: readiness.CrisisMode},
		{Warning: readiness.LongOvertime, Response: readiness.AddResources},
		{Warning: readiness.HighUtilization, Response: readiness.YellowAlert},
	}, report.Alerts)
	require.Equal(t, []readiness.Warning{readiness.HighUtilization, readiness.LongOvertime}, report.Held.Fired())
	for i, want := range []string{
		"utilization: use of capacity 0.82 > 0.8 of capacity: fired, -0.02 to the line; on before: it stays on until the metric is clear of the line by the margin",
		"error-rate: error rate 0.045 > 0.05 of orders: not fired, +0.005 to the line",
		"overtime: overtime per person 0 > 8 hours a week: not applicable; not measured, and on before: it stays on until the metric is seen to be clear",
		"satisfaction: customer satisfaction 7 < 8.5 of 10: fired, +1.5 to the line; crisis mode: stop selling more, call the customers concerned, fix what they name",
		"on-time: share on time 0 < 0.95 of orders: not applicable; not measured",
	} {
		require.Equal(t, want, report.Findings[i].String())
	}
}

func TestHoldWarningsAllocatesNothing(t *testing.T) {
	metrics, policy, before := calm(), readiness.DefaultPolicy(), setOf(t, readiness.Warnings())
	metrics.Utilization = new(0.8)
	require.Zero(t, testing.AllocsPerRun(100, func() { _, _ = readiness.HoldWarnings(metrics, before, policy) }))
}

func TestHoldFlags(t *testing.T) {
	o := readiness.Observations{QuoteResponseHours: new(40.5), OrderErrorRate: new(0.04), KeyDepartures: new(0), NotTalking: new(true)}
	before := []readiness.Flag{
		readiness.HeavyOvertime, readiness.SlowQuotes, readiness.OrderErrors, readiness.KeyPeopleLeaving, readiness.RisingComplaints,
	}
	flags, err := readiness.HoldFlags(o, before, readiness.DefaultPolicy())
	require.NoError(t, err)
	require.Equal(t, []readiness.Flag{readiness.SlowQuotes, readiness.HeavyOvertime, readiness.NotTalking}, flags.Up)
	require.Equal(t, []readiness.Flag{readiness.SlowQuotes, readiness.HeavyOvertime}, flags.Held)
	require.Equal(t, 3, flags.Count)
	testkit.EqualDecimal(t, "40", flags.Findings[0].Right)
	testkit.EqualDecimal(t, "0.04", flags.Findings[1].Right)
	require.Equal(t, salesops.NotFired, flags.Findings[1].Outcome, "clear by just the margin")
	require.Equal(t, salesops.NotApplicable, flags.Findings[2].Outcome)
	testkit.EqualDecimal(t, "1", flags.Findings[7].Right, "a count has no margin")

	p := readiness.DefaultPolicy()
	p.HoldQuoteResponseHours = 100
	for hours, up := range map[float64]bool{0: false, 0.1: true} {
		flags, err = readiness.HoldFlags(readiness.Observations{QuoteResponseHours: &hours}, before[1:2], p)
		require.NoError(t, err)
		require.Equal(t, up, flags.Count == 1)
	}
}

func TestHoldRejects(t *testing.T) {
	type observations = readiness.Observations
	out, conflict := salesops.ErrOutOfRange, salesops.ErrConflict
	for name, tc := range map[string]struct {
		before []readiness.Flag
		want   testkit.Fault
	}{
		"unknown": {[]readiness.Flag{"moon"}, testkit.Fault{Field: "Flags[0]", Reason: out}},
		"empty":   {[]readiness.Flag{readiness.NotTalking, ""}, testkit.Fault{Field: "Flags[1]", Reason: salesops.ErrMissing}},
		"twice":   {[]readiness.Flag{readiness.NotTalking, readiness.NotTalking}, testkit.Fault{Field: "Flags[1]", Reason: conflict}},
		"many":    {append(readiness.Flags(), readiness.NotTalking), testkit.Fault{Field: "Flags", Reason: out}},
	} {
		t.Run(name, func(t *testing.T) {
			flags, err := readiness.HoldFlags(observations{}, tc.before, readiness.DefaultPolicy())
			testkit.RequireFaults(t, err, tc.want)
			require.Zero(t, flags)
		})
	}
	type policy = readiness.Policy
	for field, change := range map[string]func(*policy){
		"HoldUtilization":              func(p *policy) { p.HoldUtilization = readiness.LargestUtilization * 2 },
		"HoldErrorRate":                func(p *policy) { p.HoldErrorRate = -0.01 },
		"HoldOvertimeHoursPerWeek":     func(p *policy) { p.HoldOvertimeHoursPerWeek = 169 },
		"HoldSatisfaction":             func(p *policy) { p.HoldSatisfaction = 11 },
		"HoldOnTimeShare":              func(p *policy) { p.HoldOnTimeShare = math.NaN() },
		"HoldQuoteResponseHours":       func(p *policy) { p.HoldQuoteResponseHours = -1 },
		"HoldOrderErrorRate":           func(p *policy) { p.HoldOrderErrorRate = 2 },
		"HoldFlagOvertimeHoursPerWeek": func(p *policy) { p.HoldFlagOvertimeHoursPerWeek = 200 },
	} {
		t.Run(field, func(t *testing.T) {
			p := readiness.DefaultPolicy()
			change(&p)
			want := testkit.Fault{Field: "Policy." + field, Reason: out}
			_, err := readiness.HoldWarnings(calm(), readiness.WarningSet{}, p)
			testkit.RequireFaults(t, err, want)
			report, err := readiness.ExplainHeldWarnings(calm(), readiness.WarningSet{}, p)
			testkit.RequireFaults(t, err, want)
			require.Zero(t, report)
			_, err = readiness.HoldFlags(observations{}, nil, p)
			testkit.RequireFaults(t, err, want)
		})
	}
	_, err := readiness.HoldWarnings(readiness.Metrics{ErrorRate: new(-1.0)}, readiness.WarningSet{}, readiness.DefaultPolicy())
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Metrics.ErrorRate", Reason: out})
}
