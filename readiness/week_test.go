package readiness_test

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/readiness"
)

// coming is a strong situation with a pipeline of the growth given.
func coming(growth float64) readiness.WeekFigures {
	return readiness.WeekFigures{Situation: strong(), PipelineGrowth: &growth}
}

func TestDecideWeek(t *testing.T) {
	type change = func(*readiness.WeekFigures, *readiness.Policy)
	for name, tc := range map[string]struct {
		figures  readiness.WeekFigures
		edit     change
		answer   readiness.Answer
		pipeline salesops.Outcome
		low      float64
		high     float64
	}{
		"not measured":        {readiness.WeekFigures{Situation: strong()}, nil, readiness.Yes, salesops.NotApplicable, 0.25, 0.30},
		"nothing comes":       {coming(0), nil, readiness.Yes, salesops.NotFired, 0.25, 0.30},
		"just below the line": {coming(math.Nextafter(0.5, 0)), nil, readiness.Yes, salesops.NotFired, 0.25, 0.30},
		"at the line":         {coming(0.5), nil, readiness.Yes, salesops.NotFired, 0.25, 0.30},
		"just above the line": {coming(math.Nextafter(0.5, 1)), nil, readiness.WithLimits, salesops.Fired, 0, 0.2},
		"limited already":     {coming(2), func(f *readiness.WeekFigures, _ *readiness.Policy) { f.Situation.RedFlags = new(1) }, readiness.WithLimits, salesops.Fired, 0, 0.2},
		"stopped already":     {coming(2), func(f *readiness.WeekFigures, _ *readiness.Policy) { f.Situation.RedFlags = new(3) }, readiness.No, salesops.Fired, 0, 0},
		"a policy with more":  {coming(0.75), func(_ *readiness.WeekFigures, p *readiness.Policy) { p.MaxPipelineLoad = 1.5 }, readiness.Yes, salesops.NotFired, 0.25, 0.30},
		"and above that":      {coming(0.7500000000000001), func(_ *readiness.WeekFigures, p *readiness.Policy) { p.MaxPipelineLoad = 1.5 }, readiness.WithLimits, salesops.Fired, 0, 0.2},
		"no capacity at all": {coming(0), func(f *readiness.WeekFigures, _ *readiness.Policy) {
			f.Situation.HeadroomGrowth, f.Situation.ArrivingCapacityGrowth = new(0.0), 0
		}, readiness.Yes, salesops.NotFired, 0, 0},
		"a third that is none": {coming(0.3), func(f *readiness.WeekFigures, _ *readiness.Policy) {
			f.Situation.HeadroomGrowth, f.Situation.ArrivingCapacityGrowth = new(0.1), 0.2
		}, readiness.Yes, salesops.NotFired, 0.25, 0.30},
	} {
		t.Run(name, func(t *testing.T) {
			policy := readiness.DefaultPolicy()
			if tc.edit != nil {
				tc.edit(&tc.figures, &policy)
			}
			d, err := readiness.DecideWeek(tc.figures, policy)
			require.NoError(t, err)
			require.Equal(t, tc.answer, d.Answer)
			require.Equal(t, tc.pipeline, d.Pipeline)
			require.Equal(t, salesops.Interval{Low: tc.low, High: tc.high}, d.Growth)
			growth, err := readiness.DecideGrowth(tc.figures.Situation, policy)
			require.NoError(t, err)
			require.Equal(t, growth, d.Operations)
			testkit.RoundTrip(t, d)
		})
	}
}

func TestDecideWeekAllocatesNothing(t *testing.T) {
	policy := readiness.DefaultPolicy()
	for _, growth := range []float64{0, 0.5, 0.7} {
		figures := coming(growth)
		require.Zero(t, testing.AllocsPerRun(100, func() { _, _ = readiness.DecideWeek(figures, policy) }))
	}
}

func TestDecideWeekRejects(t *testing.T) {
	figures := coming(-1)
	figures.Situation.WorstStage = ""
	policy := readiness.DefaultPolicy()
	policy.MaxPipelineLoad = 0
	d, err := readiness.DecideWeek(figures, policy)
	testkit.RequireFaults(t, err,
		testkit.Fault{Field: "WeekFigures.Situation.WorstStage", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "WeekFigures.PipelineGrowth", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Policy.MaxPipelineLoad", Reason: salesops.ErrMissing},
	)
	require.Zero(t, d)
	for _, load := range []float64{-1, readiness.MaxGrowth + 1, math.NaN(), math.Inf(1)} {
		policy.MaxPipelineLoad = load
		_, err := readiness.DecideWeek(coming(0.1), policy)
		testkit.RequireFaults(t, err, testkit.Fault{Field: "Policy.MaxPipelineLoad", Reason: salesops.ErrOutOfRange})
	}
	policy.MaxPipelineLoad = readiness.MaxGrowth
	_, err = readiness.DecideWeek(coming(readiness.MaxGrowth), policy)
	require.NoError(t, err)
}

// busy is a week in which much is wrong.
func busy(t testkit.Failer) readiness.Week {
	t.Helper()
	observed := quiet()
	observed.QuoteResponseHours = new(60.0)
	flags, err := readiness.RaiseFlags(observed, flagging())
	require.NoError(t, err)
	week := readiness.Week{Figures: coming(0.9), Flags: &flags}
	s := &week.Figures.Situation
	s.RedFlags, s.RequestToScale = &flags.Count, true
	s.Metrics.OvertimeHoursPerWeek, s.Metrics.Utilization = new(12.0), new(0.9)
	week.Actions = []readiness.Action{
		{What: "hire a dispatcher", Owner: "Ada", Due: monday().AddDays(-3)},
		{What: "clear the returns", Owner: "Ben", Due: monday()},
		{What: "call Alder Hotels", Owner: "Cleo", Due: monday().AddDays(-9), Done: true},
		{What: "automate labels", Owner: "Ada", Due: monday().AddDays(-8)},
	}
	return week
}

func TestReviewWeek(t *testing.T) {
	review, err := readiness.ReviewWeek(busy(t), monday(), readiness.DefaultPolicy())
	require.NoError(t, err)
	require.Equal(t, readiness.WithLimits, review.Answer)
	require.Equal(t, []string{"utilization", "overtime", "any-red-flag", "pipeline-load"}, rulesOf(review.First))
	require.Equal(t, []string{"request-to-scale", "pipeline-excess"}, rulesOf(review.Defer))
	require.Equal(t, []string{"slow-quotes", "action-overdue", "action-overdue"}, rulesOf(review.FixNow))
	require.Equal(t, "automate labels", review.FixNow[1].Subject, "the longest overdue first")
	require.Equal(t, []int{1, 1, 2}, []int{review.Actions.Done, review.Actions.Open, review.Actions.Overdue})
	for _, f := range append(review.Findings, review.Actions.Findings...) {
		testkit.Explains(t, f)
	}
	for _, f := range append(append(review.First, review.Defer...), review.FixNow...) {
		require.NotEmpty(t, f.Note, "%v says what to do", f)
	}
	testkit.RoundTrip(t, review)
}

// A no leaves the warnings of the limits to be fixed, and a yes says how much.
func TestReviewWeekLists(t *testing.T) {
	stopped := busy(t)
	stopped.Figures.Situation.Metrics.Satisfaction = new(7.0)
	review, err := readiness.ReviewWeek(stopped, monday(), readiness.DefaultPolicy())
	require.NoError(t, err)
	require.Equal(t, readiness.No, review.Answer)
	require.Equal(t, []string{"satisfaction"}, rulesOf(review.First))
	require.Equal(t, []string{"overtime", "utilization", "slow-quotes", "action-overdue", "action-overdue"}, rulesOf(review.FixNow))

	fine := readiness.Week{Figures: coming(0.3)}
	review, err = readiness.ReviewWeek(fine, monday(), readiness.DefaultPolicy())
	require.NoError(t, err)
	require.Equal(t, readiness.Yes, review.Answer)
	require.Equal(t, []string{"readiness-strong"}, rulesOf(review.First))
	require.Empty(t, review.Defer, "0.3 is at the line of what a yes allows")
	require.Empty(t, review.FixNow)
	testkit.RoundTrip(t, review)

	full, err := readiness.ReviewWeek(readiness.Week{Figures: coming(0.6)}, monday(), readiness.DefaultPolicy())
	require.NoError(t, err)
	require.Equal(t, []string{"pipeline-load"}, rulesOf(full.First), "the pipeline alone holds the answer")
	require.Equal(t, []string{"pipeline-excess"}, rulesOf(full.Defer))
	testkit.RoundTrip(t, full)
}

func TestReviewWeekOverride(t *testing.T) {
	week := busy(t)
	week.Override = &readiness.Override{Answer: readiness.Yes, Growth: salesops.Interval{Low: 0.1, High: 0.9}, By: "Ada Quist", Why: "the new line runs from Tuesday"}
	review, err := readiness.ReviewWeek(week, monday(), readiness.DefaultPolicy())
	require.NoError(t, err)
	require.Equal(t, readiness.Yes, review.Answer)
	require.Equal(t, week.Override.Growth, review.Growth)
	require.Equal(t, week.Override, review.Override)
	require.NotSame(t, week.Override, review.Override)
	require.Equal(t, readiness.WithLimits, review.Decision.Answer, "what was overridden is kept")
	require.Empty(t, review.Defer)
	require.Equal(t, []string{"utilization", "overtime", "any-red-flag", "pipeline-load"}, rulesOf(review.First), "what holds the decision does not change")
	testkit.RoundTrip(t, review)

	// A yes that was overridden tells nobody to sell more.
	stopped := readiness.Week{Figures: coming(0.3), Override: &readiness.Override{Answer: readiness.No, By: "Ada", Why: "a strike"}}
	review, err = readiness.ReviewWeek(stopped, monday(), readiness.DefaultPolicy())
	require.NoError(t, err)
	require.Equal(t, readiness.Yes, review.Decision.Answer)
	require.Empty(t, review.First)
	require.Equal(t, []string{"pipeline-excess"}, rulesOf(review.Defer))
	require.NotContains(t, review.Findings[14].Note, "0.25")
	testkit.RoundTrip(t, review)
}

func TestReviewWeekRejects(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	grown := func(answer readiness.Answer, low, high float64) func(*readiness.Week) {
		return func(w *readiness.Week) {
			w.Override = &readiness.Override{Answer: answer, Growth: salesops.Interval{Low: low, High: high}, By: "Ada", Why: "so"}
		}
	}
	for name, tc := range map[string]struct {
		edit func(*readiness.Week)
		want []testkit.Fault
	}{
		"figures":       {func(w *readiness.Week) { w.Figures.Situation.HeadroomGrowth = nil }, []testkit.Fault{{Field: "Week.Figures.Situation.HeadroomGrowth", Reason: missing}}},
		"other flags":   {func(w *readiness.Week) { w.Figures.Situation.RedFlags = new(2) }, []testkit.Fault{{Field: "Week.Flags.Count", Reason: conflict}}},
		"flags missing": {func(w *readiness.Week) { w.Figures.Situation.RedFlags = nil }, []testkit.Fault{{Field: "Week.Figures.Situation.RedFlags", Reason: missing}}},
		"flags torn":    {func(w *readiness.Week) { w.Flags.Findings = w.Flags.Findings[1:] }, []testkit.Fault{{Field: "Week.Flags.Findings", Reason: out}}},
		"actions": {
			func(w *readiness.Week) {
				w.Actions[1] = readiness.Action{Due: salesops.Date{Year: 2026, Month: 13, Day: 1}}
			},
			[]testkit.Fault{{Field: "Week.Actions[1].What", Reason: missing}, {Field: "Week.Actions[1].Owner", Reason: missing}, {Field: "Week.Actions[1].Due", Reason: out}},
		},
		"too many actions": {func(w *readiness.Week) { w.Actions = make([]readiness.Action, readiness.MaxActions+1) }, []testkit.Fault{{Field: "Week.Actions", Reason: out}}},
		"empty override": {
			func(w *readiness.Week) { w.Override = &readiness.Override{} },
			[]testkit.Fault{{Field: "Week.Override.Answer", Reason: missing}, {Field: "Week.Override.By", Reason: missing}, {Field: "Week.Override.Why", Reason: missing}},
		},
		"long reason": {
			func(w *readiness.Week) {
				w.Override = &readiness.Override{Answer: readiness.No, By: "Ada", Why: strings.Repeat("x", readiness.MaxReason+1)}
			},
			[]testkit.Fault{{Field: "Week.Override.Why", Reason: out}},
		},
		"no with growth":      {grown(readiness.No, 0, 0.1), []testkit.Fault{{Field: "Week.Override.Growth", Reason: conflict}}},
		"limits from above 0": {grown(readiness.WithLimits, 0.1, 0.1), []testkit.Fault{{Field: "Week.Override.Growth", Reason: conflict}}},
		"growth crossed":      {grown(readiness.Yes, 0.2, 0.1), []testkit.Fault{{Field: "Week.Override.Growth.Low", Reason: conflict}}},
		"growth below 0":      {grown(readiness.Yes, -0.1, 0.1), []testkit.Fault{{Field: "Week.Override.Growth.Low", Reason: out}}},
		"growth not a number": {grown(readiness.Yes, 0, math.NaN()), []testkit.Fault{{Field: "Week.Override.Growth.High", Reason: out}}},
		"growth beyond all":   {grown(readiness.Yes, 0, 1001), []testkit.Fault{{Field: "Week.Override.Growth.High", Reason: out}}},
		"an unknown answer":   {grown("maybe", 0, 0.1), []testkit.Fault{{Field: "Week.Override.Answer", Reason: out}}},
	} {
		t.Run(name, func(t *testing.T) {
			week := busy(t)
			tc.edit(&week)
			review, err := readiness.ReviewWeek(week, monday(), readiness.DefaultPolicy())
			testkit.RequireFaults(t, err, tc.want...)
			require.Zero(t, review)
		})
	}
	_, err := readiness.ReviewWeek(busy(t), salesops.Date{}, readiness.DefaultPolicy())
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Date", Reason: missing})
}

func TestCheckActions(t *testing.T) {
	for name, tc := range map[string]struct {
		due   salesops.Date
		done  bool
		state readiness.ActionState
		late  int
	}{
		"tomorrow":         {monday().AddDays(1), false, readiness.ActionOpen, 0},
		"today":            {monday(), false, readiness.ActionOpen, 0},
		"yesterday":        {monday().AddDays(-1), false, readiness.ActionOverdue, 1},
		"long ago":         {monday().AddDays(-400), false, readiness.ActionOverdue, 400},
		"done in time":     {monday().AddDays(1), true, readiness.ActionDone, 0},
		"done, whenever":   {monday().AddDays(-1), true, readiness.ActionDone, 0},
		"the last of days": {salesops.Date{Year: 9999, Month: 12, Day: 31}, false, readiness.ActionOpen, 0},
	} {
		t.Run(name, func(t *testing.T) {
			action := readiness.Action{What: "hire", Owner: "Ada", Due: tc.due, Done: tc.done}
			check, err := readiness.CheckActions([]readiness.Action{action}, monday())
			require.NoError(t, err)
			require.Equal(t, []readiness.CheckedAction{{Action: action, State: tc.state, DaysLate: tc.late}}, check.Actions)
			require.Equal(t, tc.state == readiness.ActionOverdue, check.Findings[0].Outcome == salesops.Fired)
			require.Equal(t, tc.state == readiness.ActionDone, check.Findings[0].Outcome == salesops.NotApplicable)
			testkit.Explains(t, check.Findings[0])
			testkit.RoundTrip(t, check)
		})
	}
	none, err := readiness.CheckActions(nil, monday())
	require.NoError(t, err)
	require.Empty(t, none.Actions)
	testkit.RoundTrip(t, none)
}

func TestCheckActionsRejects(t *testing.T) {
	check, err := readiness.CheckActions([]readiness.Action{{Owner: " Ada"}}, salesops.Date{Year: 2026, Month: 2, Day: 29})
	testkit.RequireFaults(t, err,
		testkit.Fault{Field: "Actions[0].What", Reason: salesops.ErrMissing}, testkit.Fault{Field: "Actions[0].Owner", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Actions[0].Due", Reason: salesops.ErrMissing}, testkit.Fault{Field: "Date", Reason: salesops.ErrOutOfRange},
	)
	require.Zero(t, check)
	_, err = readiness.CheckActions(make([]readiness.Action, readiness.MaxActions+1), monday())
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Actions", Reason: salesops.ErrOutOfRange})
}
