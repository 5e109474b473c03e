package capacity_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/capacity"
	"github.com/salesops-go/salesops/internal/testkit"
)

// stress runs one scenario on a line of utilization 0.625: 62.5 of 100.
func stress(t *testing.T, multiplier, days float64) (capacity.Stress, capacity.StageSurge) {
	t.Helper()
	s, err := capacity.StressTest(
		single(62.5, 100), []capacity.Scenario{{Name: "surge", Multiplier: multiplier, Days: days}}, capacity.DefaultPolicy(),
	)
	require.NoError(t, err)
	return s, s.Surges[0].Stages[0]
}

func TestStressTest(t *testing.T) {
	for name, tc := range map[string]struct {
		multiplier, days       float64
		status                 salesops.Status
		growth, backlog, drain float64
	}{
		"today":                {1, 20, salesops.Green, 0, 0, 0},
		"below the yellow":     {math.Nextafter(1.36, 1), 5, salesops.Green, 0, 0, 0},
		"on the yellow line":   {1.36, 5, salesops.Green, 0, 0, 0},
		"above the yellow":     {math.Nextafter(1.36, 2), 5, salesops.Yellow, 0, 0, 0},
		"below the red":        {math.Nextafter(1.6, 1), 5, salesops.Yellow, 0, 0, 0},
		"at the red line":      {1.6, 5, salesops.Red, 0, 0, 0},
		"doubled for a week":   {2, 5, salesops.Red, 25, 125, 125 / 37.5},
		"doubled for no time":  {2, 0, salesops.Red, 25, 0, 0},
		"half for a long time": {0.5, 1000, salesops.Green, 0, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			s, stage := stress(t, tc.multiplier, tc.days)
			require.Equal(t, tc.status, stage.Status)
			require.Equal(t, tc.status, s.Surges[0].Status)
			require.Equal(t, tc.growth, stage.BacklogGrowthPerDay)
			require.Equal(t, tc.backlog, stage.BacklogAfter)
			require.Equal(t, salesops.Defined(tc.drain), stage.DrainDays)
			require.Equal(t, salesops.Defined(tc.drain), s.Surges[0].RecoveryDays)
			require.Equal(t, tc.status == salesops.Red, len(s.Surges[0].Breaks) == 1)
			require.NotNil(t, s.Surges[0].Breaks)
		})
	}
}

// Exact lines, not rounded ones: 62.5 × 1.36 is 85 of 100, which is green.
func TestBreakPoints(t *testing.T) {
	s, _ := stress(t, 1, 0)
	require.Equal(t, []capacity.BreakPoint{{
		Stage: "line", Today: salesops.Green, YellowAt: salesops.Defined(math.Nextafter(1.36, 2)), RedAt: salesops.Defined(1.6),
	}}, s.BreakOrder)

	audit := capacity.Audit{OrdersPerDay: 10, ClearBacklogDays: 5, Stages: []capacity.Stage{
		{Name: "no orders", MaxPerDay: 10, Backlog: 10},
		{Name: "slack", TransactionsPerOrder: 1, MaxPerDay: 40},
		{Name: "tie, second", TransactionsPerOrder: 2, MaxPerDay: 40},
		{Name: "tie, third", TransactionsPerOrder: 1, MaxPerDay: 30, Backlog: 50},
		{Name: "over", TransactionsPerOrder: 1, MaxPerDay: 8},
		{Name: "backlog alone", TransactionsPerOrder: 1, MaxPerDay: 8, Backlog: 40},
		{Name: "backlog, no orders", MaxPerDay: 10, Backlog: 49},
		{Name: "broken, no orders", MaxPerDay: 10, Backlog: 50},
	}}
	s, err := capacity.StressTest(audit, capacity.PlaybookScenarios(), capacity.DefaultPolicy())
	require.NoError(t, err)
	above := func(x float64) salesops.Maybe { return salesops.Defined(math.Nextafter(x, math.Inf(1))) }
	at, never := salesops.Defined, salesops.Undefined("the stage does not depend on orders")
	require.Equal(t, []capacity.BreakPoint{
		{Stage: "backlog alone", Today: salesops.Red, YellowAt: at(0), RedAt: at(0)},
		{Stage: "broken, no orders", Today: salesops.Red, YellowAt: at(0), RedAt: at(0)},
		{Stage: "over", Today: salesops.Red, YellowAt: above(0.68), RedAt: at(0.8)},
		{Stage: "tie, second", Today: salesops.Green, YellowAt: above(1.7), RedAt: at(2)},
		{Stage: "tie, third", Today: salesops.Green, YellowAt: above(1.55), RedAt: at(2)},
		{Stage: "slack", Today: salesops.Green, YellowAt: above(3.4), RedAt: at(4)},
		{Stage: "no orders", Today: salesops.Green, YellowAt: never, RedAt: never},
		{Stage: "backlog, no orders", Today: salesops.Yellow, YellowAt: at(0), RedAt: never},
	}, s.BreakOrder)
	require.Equal(t, []string{"backlog alone", "broken, no orders", "over"}, s.Surges[1].Breaks)
	require.Equal(t, []string{"backlog alone", "broken, no orders", "over", "tie, second", "tie, third"}, s.Surges[2].Breaks)
}

func TestStressTestDrains(t *testing.T) {
	audit := single(20, 20)
	audit.Stages = append(audit.Stages, capacity.Stage{Name: "fast", TransactionsPerOrder: 1, MaxPerDay: 25})
	scenarios := []capacity.Scenario{{Name: "today", Multiplier: 1, Days: 5}, {Name: "half more", Multiplier: 1.5, Days: 5}}
	s, err := capacity.StressTest(audit, scenarios, capacity.DefaultPolicy())
	require.NoError(t, err)
	require.Equal(t, salesops.Defined(0), s.Surges[0].Stages[0].DrainDays, "nothing waits, although there is no slack")
	require.Equal(t, salesops.Defined(0), s.Surges[0].RecoveryDays)
	line, fast := s.Surges[1].Stages[0], s.Surges[1].Stages[1]
	require.Equal(t, 50.0, line.BacklogAfter)
	require.Equal(t, "today's volume leaves no capacity to work off a backlog", line.DrainDays.Reason())
	require.Equal(t, 25.0, fast.BacklogAfter)
	require.Equal(t, salesops.Defined(5), fast.DrainDays)
	require.Equal(t, "line never drains: today's volume leaves no capacity to work off a backlog", s.Surges[1].RecoveryDays.Reason())

	var lines []string
	for _, f := range s.Surges[1].Findings {
		lines = append(lines, f.Playbook+" "+f.String())
	}
	require.Equal(t, []string{
		"CAP-4 above-yellow (line): demand 30 > 17 transactions a day: fired, -13 to the line",
		"CAP-4 at-red (line): demand 30 >= 20 transactions a day: fired, -10 to the line",
		"CAP-5 overtime-needed (line): overtime 0 > 10 hours a week per person: not applicable; nobody is known to be there",
		"CAP-5 people-may-leave (line): overtime 0 > 15 hours a week per person: not applicable; nobody is known to be there",
		"CAP-4 above-yellow (fast): demand 30 > 21.25 transactions a day: fired, -8.75 to the line",
		"CAP-4 at-red (fast): demand 30 >= 25 transactions a day: fired, -5 to the line",
		"CAP-5 overtime-needed (fast): overtime 0 > 10 hours a week per person: not applicable; nobody is known to be there",
		"CAP-5 people-may-leave (fast): overtime 0 > 15 hours a week per person: not applicable; nobody is known to be there",
	}, lines)
}

func TestPlaybookScenarios(t *testing.T) {
	require.Equal(t, []capacity.Scenario{
		{Name: "125%", Multiplier: 1.25, Days: 20}, {Name: "150%", Multiplier: 1.5, Days: 20}, {Name: "200%", Multiplier: 2, Days: 20},
	}, capacity.PlaybookScenarios())
}

func TestStressTestRejected(t *testing.T) {
	type scenarios = []capacity.Scenario
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	for name, tc := range map[string]struct {
		edit func(*scenarios, *capacity.Policy)
		want testkit.Fault
	}{
		"no scenarios":         {func(s *scenarios, _ *capacity.Policy) { *s = nil }, testkit.Fault{Field: "Scenarios", Reason: missing}},
		"too many":             {func(s *scenarios, _ *capacity.Policy) { *s = make(scenarios, capacity.MaxScenarios+1) }, testkit.Fault{Field: "Scenarios", Reason: out}},
		"no name":              {func(s *scenarios, _ *capacity.Policy) { (*s)[2].Name = "" }, testkit.Fault{Field: "Scenarios[2].Name", Reason: missing}},
		"same name":            {func(s *scenarios, _ *capacity.Policy) { (*s)[1].Name = "125%" }, testkit.Fault{Field: "Scenarios[1].Name", Reason: conflict}},
		"no multiplier":        {func(s *scenarios, _ *capacity.Policy) { (*s)[0].Multiplier = 0 }, testkit.Fault{Field: "Scenarios[0].Multiplier", Reason: missing}},
		"multiplier negative":  {func(s *scenarios, _ *capacity.Policy) { (*s)[0].Multiplier = -1 }, testkit.Fault{Field: "Scenarios[0].Multiplier", Reason: out}},
		"multiplier too large": {func(s *scenarios, _ *capacity.Policy) { (*s)[0].Multiplier = math.Nextafter(1000, 2000) }, testkit.Fault{Field: "Scenarios[0].Multiplier", Reason: out}},
		"multiplier NaN":       {func(s *scenarios, _ *capacity.Policy) { (*s)[0].Multiplier = math.NaN() }, testkit.Fault{Field: "Scenarios[0].Multiplier", Reason: out}},
		"days negative":        {func(s *scenarios, _ *capacity.Policy) { (*s)[0].Days = -1 }, testkit.Fault{Field: "Scenarios[0].Days", Reason: out}},
		"days too many":        {func(s *scenarios, _ *capacity.Policy) { (*s)[0].Days = 10001 }, testkit.Fault{Field: "Scenarios[0].Days", Reason: out}},
		"yellow missing":       {func(_ *scenarios, p *capacity.Policy) { p.YellowAbove = 0 }, testkit.Fault{Field: "Policy.YellowAbove", Reason: missing}},
		"red percent":          {func(_ *scenarios, p *capacity.Policy) { p.RedAt = 100 }, testkit.Fault{Field: "Policy.RedAt", Reason: out}},
		"red at yellow":        {func(_ *scenarios, p *capacity.Policy) { p.RedAt = p.YellowAbove }, testkit.Fault{Field: "Policy.RedAt", Reason: conflict}},
	} {
		t.Run(name, func(t *testing.T) {
			list, policy := capacity.PlaybookScenarios(), capacity.DefaultPolicy()
			tc.edit(&list, &policy)
			got, err := capacity.StressTest(sound(), list, policy)
			testkit.RequireFaults(t, err, tc.want)
			require.Zero(t, got)
		})
	}
	full := make(scenarios, capacity.MaxScenarios)
	for i := range full {
		full[i] = capacity.Scenario{Name: strings.Repeat("x", i+1), Multiplier: capacity.MaxMultiplier, Days: capacity.MaxDays}
	}
	_, err := capacity.StressTest(sound(), full, capacity.DefaultPolicy())
	require.NoError(t, err)
}

func TestStressJSON(t *testing.T) {
	audit := sound()
	audit.Stages = append(audit.Stages, capacity.Stage{Name: "returns", MaxPerDay: 3})
	s, err := capacity.StressTest(audit, capacity.PlaybookScenarios()[:2], capacity.DefaultPolicy())
	require.NoError(t, err)
	testkit.Golden(t, "stress", roundedStress(s))
	testkit.Golden(t, "break_point", s.BreakOrder[0])
	testkit.Golden(t, "surge", roundedSurge(s.Surges[1]))
	testkit.Golden(t, "stage_surge", roundedWait(s.Surges[1].Stages[1]))

	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	encoded := text(t, s)
	for name, tc := range map[string]struct {
		old, replacement string
		want             testkit.Fault
	}{
		"no break order":               {encoded[strings.Index(encoded, `"break_order":[`) : strings.Index(encoded, `"surges"`)-1], `"break_order":[]`, testkit.Fault{Field: "Stress.BreakOrder", Reason: missing}},
		"no surges":                    {encoded[strings.Index(encoded, `"surges":[`):], `"surges":[]}`, testkit.Fault{Field: "Stress.Surges", Reason: missing}},
		"red before yellow":            {`"red_at":1.1666666666666667`, `"red_at":0.9`, testkit.Fault{Field: "Stress.BreakOrder[0].YellowAt", Reason: conflict}},
		"red out of order":             {`"red_at":1.1666666666666667`, `"red_at":9`, testkit.Fault{Field: "Stress.BreakOrder[1].RedAt", Reason: conflict}},
		"never before red":             {`"red_at":1.1666666666666667`, `"red_at":null`, testkit.Fault{Field: "Stress.BreakOrder[1].RedAt", Reason: conflict}},
		"negative multiplier":          {`"red_at":1.1666666666666667`, `"red_at":-1`, testkit.Fault{Field: "Stress.BreakOrder[0].RedAt", Reason: out}},
		"status today":                 {`"today":"yellow"`, `"today":"red"`, testkit.Fault{Field: "Stress.BreakOrder[0].Today", Reason: conflict}},
		"stage twice in order":         {`{"stage":"quotes","today"`, `{"stage":"shipping","today"`, testkit.Fault{Field: "Stress.BreakOrder[1].Stage", Reason: conflict}},
		"surge's status":               {`"scenario":"125%","status":"red"`, `"scenario":"125%","status":"yellow"`, testkit.Fault{Field: "Stress.Surges[0].Status", Reason: conflict}},
		"unknown break":                {`"breaks":["shipping"]`, `"breaks":["packing"]`, testkit.Fault{Field: "Stress.Surges[0].Breaks", Reason: conflict}},
		"green break":                  {`"breaks":["shipping"]`, `"breaks":["shipping","calls"]`, testkit.Fault{Field: "Stress.Surges[0].Breaks", Reason: conflict}},
		"break left out":               {`"breaks":["shipping"]`, `"breaks":[]`, testkit.Fault{Field: "Stress.Surges[0].Breaks", Reason: conflict}},
		"breaks null":                  {`"breaks":["shipping"]`, `"breaks":null`, testkit.Fault{Field: "Stress.Surges[0].Breaks", Reason: conflict}},
		"same scenario":                {`"scenario":"150%"`, `"scenario":"125%"`, testkit.Fault{Field: "Stress.Surges[1].Scenario", Reason: conflict}},
		"scenario without name":        {`"scenario":"150%"`, `"scenario":""`, testkit.Fault{Field: "Stress.Surges[1].Scenario", Reason: missing}},
		"another recovery":             {`"recovery_days":1.6666666666666667`, `"recovery_days":1`, testkit.Fault{Field: "Stress.Surges[0].RecoveryDays", Reason: conflict}},
		"no recovery":                  {`"recovery_days":1.6666666666666667`, `"recovery_days":null`, testkit.Fault{Field: "Stress.Surges[0].RecoveryDays", Reason: conflict}},
		"stage's status":               {`"utilization":0.9615384615384616,"status":"yellow"`, `"utilization":0.9615384615384616,"status":"green"`, testkit.Fault{Field: "Stress.Surges[0].Findings[0].Outcome", Reason: conflict}},
		"negative growth":              {`"backlog_growth_per_day":0,`, `"backlog_growth_per_day":-1,`, testkit.Fault{Field: "Stress.Surges[0].Stages[0].BacklogGrowthPerDay", Reason: out}},
		"negative backlog":             {`"backlog_after":10,`, `"backlog_after":-10,`, testkit.Fault{Field: "Stress.Surges[0].Stages[1].BacklogAfter", Reason: out}},
		"drained at once":              {`"drain_days":1.6666666666666667`, `"drain_days":0`, testkit.Fault{Field: "Stress.Surges[0].Stages[1].DrainDays", Reason: conflict}},
		"drained before":               {`"drain_days":1.6666666666666667`, `"drain_days":-1`, testkit.Fault{Field: "Stress.Surges[0].Stages[1].DrainDays", Reason: conflict}},
		"drain time without a backlog": {`"backlog_after":10,`, `"backlog_after":0,`, testkit.Fault{Field: "Stress.Surges[0].Stages[1].DrainDays", Reason: conflict}},
		"finding of another stage":     {`"subject":"quotes"`, `"subject":"calls"`, testkit.Fault{Field: "Stress.Surges[0].Findings[0].Rule", Reason: conflict}},
		"unknown key":                  {`{"break_order"`, `{"note":1,"break_order"`, testkit.Fault{Field: "Stress.note", Reason: out}},
		"missing key":                  {`"demand_per_day":75,`, ``, testkit.Fault{Field: "Stress.Surges[0].Stages[0].DemandPerDay", Reason: missing}},
		"point without name":           {`{"stage":"shipping","today"`, `{"stage":"","today"`, testkit.Fault{Field: "Stress.BreakOrder[0].Stage", Reason: missing}},
	} {
		t.Run(name, func(t *testing.T) {
			edited := strings.Replace(encoded, tc.old, tc.replacement, 1)
			require.NotEqual(t, encoded, edited)
			var back capacity.Stress
			testkit.RequireFaults(t, json.Unmarshal([]byte(edited), &back), tc.want)
			require.Zero(t, back)
		})
	}
	for name, tc := range map[string]struct {
		edit func(*capacity.Stress)
		want testkit.Fault
	}{
		"surge without a stage": {func(s *capacity.Stress) {
			s.Surges[0].Stages, s.Surges[0].Findings = s.Surges[0].Stages[:3], s.Surges[0].Findings[:12]
		}, testkit.Fault{Field: "Stress.Surges[0].Stages", Reason: conflict}},
		"surge of another stage": {func(s *capacity.Stress) {
			s.Surges[0].Stages[3].Stage = "packing"
			s.Surges[0].Findings[12].Subject, s.Surges[0].Findings[13].Subject, s.Surges[0].Findings[14].Subject, s.Surges[0].Findings[15].Subject = "packing", "packing", "packing", "packing"
		}, testkit.Fault{Field: "Stress.Surges[0].Stages", Reason: conflict}},
		"surge of one stage twice": {func(s *capacity.Stress) {
			s.Surges[0].Stages[3].Stage = "quotes"
			s.Surges[0].Findings[12].Subject, s.Surges[0].Findings[13].Subject, s.Surges[0].Findings[14].Subject, s.Surges[0].Findings[15].Subject = "quotes", "quotes", "quotes", "quotes"
		}, testkit.Fault{Field: "Stress.Surges[0].Stages[3].Stage", Reason: conflict}},
		"surge without stages": {
			func(s *capacity.Stress) { s.Surges[1].Stages = []capacity.StageSurge{} }, testkit.Fault{Field: "Stress.Surges[1].Stages", Reason: missing},
		},
		"surge's stage without name": {
			func(s *capacity.Stress) { s.Surges[1].Stages[0].Stage = "" }, testkit.Fault{Field: "Stress.Surges[1].Stages[0].Stage", Reason: missing},
		},
		"one finding too many": {func(s *capacity.Stress) {
			s.Surges[1].Findings = append(s.Surges[1].Findings, s.Surges[1].Findings[0])
		}, testkit.Fault{Field: "Stress.Surges[1].Findings[16].Rule", Reason: out}},
	} {
		t.Run(name, func(t *testing.T) {
			var changed, back capacity.Stress
			require.NoError(t, json.Unmarshal([]byte(encoded), &changed))
			tc.edit(&changed)
			testkit.RequireFaults(t, json.Unmarshal([]byte(text(t, changed)), &back), tc.want)
			require.Zero(t, back)
		})
	}
}

func TestBreakPointJSON(t *testing.T) {
	for name, encoded := range map[string]string{
		"yellow from today on": `{"stage":"a","today":"yellow","yellow_at":1,"red_at":2}`,
		"red from today on":    `{"stage":"a","today":"red","yellow_at":1,"red_at":1}`,
		"red by backlog alone": `{"stage":"a","today":"red","yellow_at":0,"red_at":0}`,
		"never red":            `{"stage":"a","today":"yellow","yellow_at":0,"red_at":null}`,
		"never":                `{"stage":"a","today":"green","yellow_at":null,"red_at":null}`,
	} {
		t.Run(name, func(t *testing.T) {
			var point capacity.BreakPoint
			require.NoError(t, json.Unmarshal([]byte(encoded), &point))
			require.Equal(t, encoded, text(t, point))
		})
	}
	var point capacity.BreakPoint
	err := json.Unmarshal([]byte(`{"stage":"a","today":"red","yellow_at":-1,"red_at":0}`), &point)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "BreakPoint.YellowAt", Reason: salesops.ErrOutOfRange})
	err = json.Unmarshal([]byte(`{"stage":"a","today":"red","yellow_at":null,"red_at":0.5}`), &point)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "BreakPoint.YellowAt", Reason: salesops.ErrConflict})
}
