package readiness_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/readiness"
)

// edit returns the JSON of a value after a change of a copy.
func edit[T any](t *testing.T, value T, change func(*T)) []byte {
	t.Helper()
	text, err := json.Marshal(value)
	require.NoError(t, err)
	var copied T
	require.NoError(t, json.Unmarshal(text, &copied))
	change(&copied)
	edited, err := json.Marshal(copied)
	require.NoError(t, err)
	return edited
}

func TestChecklistReviewJSON(t *testing.T) {
	review, err := readiness.ReviewChecklist(readiness.Done{
		readiness.ProcessesDocumented, readiness.QuotingStreamlined, readiness.ErrorsTracked, readiness.BackupSuppliers,
	})
	require.NoError(t, err)
	testkit.Golden(t, "checklist_review", review)

	missing, conflict := salesops.ErrMissing, salesops.ErrConflict
	for name, tc := range map[string]struct {
		edit func(*readiness.ChecklistReview)
		want testkit.Fault
	}{
		"complete": {func(r *readiness.ChecklistReview) { r.FoundationComplete = true }, testkit.Fault{Field: "ChecklistReview.FoundationComplete", Reason: conflict}},
		"next":     {func(r *readiness.ChecklistReview) { r.Next = r.Next[1:] }, testkit.Fault{Field: "ChecklistReview.Next", Reason: conflict}},
		"levels":   {func(r *readiness.ChecklistReview) { r.Levels = nil }, testkit.Fault{Field: "ChecklistReview.Levels", Reason: missing}},
		"level":    {func(r *readiness.ChecklistReview) { r.Levels[1].Level = readiness.Foundation }, testkit.Fault{Field: "ChecklistReview.Levels[1].Level", Reason: conflict}},
		"done":     {func(r *readiness.ChecklistReview) { r.Levels[1].Done = 2 }, testkit.Fault{Field: "ChecklistReview.Levels[1].Done", Reason: conflict}},
		"share":    {func(r *readiness.ChecklistReview) { r.Levels[1].Share = 0.3 }, testkit.Fault{Field: "ChecklistReview.Levels[1].Share", Reason: conflict}},
		"missing twice": {
			func(r *readiness.ChecklistReview) { r.Levels[1].Missing[1] = r.Levels[1].Missing[0] },
			testkit.Fault{Field: "ChecklistReview.Levels[1].Missing", Reason: conflict},
		},
		"findings":         {func(r *readiness.ChecklistReview) { r.Findings = nil }, testkit.Fault{Field: "ChecklistReview.Findings", Reason: missing}},
		"finding of other": {func(r *readiness.ChecklistReview) { r.Findings[2].Subject = "x" }, testkit.Fault{Field: "ChecklistReview.Findings[2]", Reason: conflict}},
		"finding of other rule": {
			func(r *readiness.ChecklistReview) { r.Findings[2].Rule = "x" },
			testkit.Fault{Field: "ChecklistReview.Findings[2].Rule", Reason: conflict},
		},
		"outcome": {
			func(r *readiness.ChecklistReview) { r.Findings[2].Outcome = salesops.NotApplicable },
			testkit.Fault{Field: "ChecklistReview.Findings[2]", Reason: conflict},
		},
	} {
		t.Run(name, func(t *testing.T) {
			edited := edit(t, review, tc.edit)
			var back readiness.ChecklistReview
			testkit.RequireFaults(t, json.Unmarshal(edited, &back), tc.want)
			require.Zero(t, back)
		})
	}
}

func TestWarningReportJSON(t *testing.T) {
	metrics := calm()
	metrics.Utilization, metrics.OvertimeHoursPerWeek, metrics.OnTimeShare = nil, new(12.5), new(0.9)
	report, err := readiness.ExplainWarnings(metrics, warning())
	require.NoError(t, err)
	testkit.Golden(t, "warning_report", report)
	testkit.Golden(t, "warnings", report.Warnings)

	conflict := salesops.ErrConflict
	for name, tc := range map[string]struct {
		edit func(*readiness.WarningReport)
		want []testkit.Fault
	}{
		"alert missing":  {func(r *readiness.WarningReport) { r.Alerts = r.Alerts[1:] }, []testkit.Fault{{Field: "WarningReport.Alerts", Reason: conflict}}},
		"alert response": {func(r *readiness.WarningReport) { r.Alerts[0].Response = readiness.CrisisMode }, []testkit.Fault{{Field: "WarningReport.Alerts", Reason: conflict}}},
		"findings":       {func(r *readiness.WarningReport) { r.Findings = r.Findings[1:] }, []testkit.Fault{{Field: "WarningReport.Findings", Reason: salesops.ErrOutOfRange}}},
		"order": {
			func(r *readiness.WarningReport) { r.Findings[3], r.Findings[4] = r.Findings[4], r.Findings[3] },
			[]testkit.Fault{{Field: "WarningReport.Findings[3].Rule", Reason: conflict}},
		},
		"warnings": {
			func(r *readiness.WarningReport) { r.Warnings = readiness.WarningSet{} },
			[]testkit.Fault{
				{Field: "WarningReport.Alerts", Reason: conflict},
				{Field: "WarningReport.Findings[2].Outcome", Reason: conflict}, {Field: "WarningReport.Findings[4].Outcome", Reason: conflict},
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var back readiness.WarningReport
			testkit.RequireFaults(t, json.Unmarshal(edit(t, report, tc.edit), &back), tc.want...)
			require.Zero(t, back)
		})
	}
}

func TestFlagReviewJSON(t *testing.T) {
	o := quiet()
	o.QuoteResponseHours, o.ComplaintsPer100Orders, o.Sales.Actual = new(50.0), []float64{1, 2}, *price("1000")
	review, err := readiness.RaiseFlags(o, flagging())
	require.NoError(t, err)
	testkit.Golden(t, "flag_review", review)

	conflict := salesops.ErrConflict
	for name, tc := range map[string]struct {
		edit func(*readiness.FlagReview)
		want testkit.Fault
	}{
		"count":      {func(r *readiness.FlagReview) { r.Count++ }, testkit.Fault{Field: "FlagReview.Count", Reason: conflict}},
		"raised":     {func(r *readiness.FlagReview) { r.Raised = r.Raised[1:] }, testkit.Fault{Field: "FlagReview.Raised", Reason: conflict}},
		"not judged": {func(r *readiness.FlagReview) { r.NotJudged = nil }, testkit.Fault{Field: "FlagReview.NotJudged", Reason: conflict}},
		"findings":   {func(r *readiness.FlagReview) { r.Findings = nil }, testkit.Fault{Field: "FlagReview.Findings", Reason: salesops.ErrMissing}},
		"order": {
			func(r *readiness.FlagReview) { r.Findings[0], r.Findings[1] = r.Findings[1], r.Findings[0] },
			testkit.Fault{Field: "FlagReview.Findings[0].Rule", Reason: conflict},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var back readiness.FlagReview
			testkit.RequireFaults(t, json.Unmarshal(edit(t, review, tc.edit), &back), tc.want)
			require.Zero(t, back)
		})
	}
}

func TestGrowthJSON(t *testing.T) {
	s := strong()
	s.WorstStage, s.Readiness, s.RedFlags = salesops.Yellow, readiness.Total{Points: 147, Maximum: 200}, new(1)
	e, err := readiness.ExplainGrowth(s, readiness.DefaultPolicy())
	require.NoError(t, err)
	testkit.Golden(t, "growth_explanation", e)
	testkit.Golden(t, "growth_decision", e.Decision)
	sure, err := readiness.ExplainGrowth(strong(), readiness.DefaultPolicy())
	require.NoError(t, err)
	testkit.RoundTrip(t, sure)

	conflict := salesops.ErrConflict
	for name, tc := range map[string]struct {
		edit func(*readiness.GrowthExplanation)
		want []testkit.Fault
	}{
		"findings": {func(e *readiness.GrowthExplanation) { e.Findings = e.Findings[1:] }, []testkit.Fault{{Field: "GrowthExplanation.Findings", Reason: salesops.ErrOutOfRange}}},
		"order": {
			func(e *readiness.GrowthExplanation) { e.Findings[0], e.Findings[1] = e.Findings[1], e.Findings[0] },
			[]testkit.Fault{{Field: "GrowthExplanation.Findings[0].Rule", Reason: conflict}},
		},
		"outcome": {
			func(e *readiness.GrowthExplanation) { e.Findings[10].Outcome = salesops.NotApplicable },
			[]testkit.Fault{{Field: "GrowthExplanation.Findings[10].Outcome", Reason: conflict}},
		},
		"decision": {
			func(e *readiness.GrowthExplanation) { e.Decision = sure.Decision },
			[]testkit.Fault{
				{Field: "GrowthExplanation.Findings[6].Outcome", Reason: conflict}, {Field: "GrowthExplanation.Findings[10].Outcome", Reason: conflict},
				{Field: "GrowthExplanation.Findings[14].Outcome", Reason: conflict},
			},
		},
		"rule": {
			func(e *readiness.GrowthExplanation) { e.Decision.Rule = readiness.RedFlagIsUp },
			[]testkit.Fault{{Field: "GrowthExplanation.Decision.Rule", Reason: conflict}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var back readiness.GrowthExplanation
			testkit.RequireFaults(t, json.Unmarshal(edit(t, e, tc.edit), &back), tc.want...)
			require.Zero(t, back)
		})
	}
}

func TestGrowthDecisionJSON(t *testing.T) {
	conflict := salesops.ErrConflict
	for name, tc := range map[string]struct {
		text string
		want testkit.Fault
	}{
		"missing key":      {`{"answer":"yes","rule":"readiness-strong","growth":{"low":0,"high":0}}`, testkit.Fault{Field: "GrowthDecision.Fired", Reason: salesops.ErrMissing}},
		"unknown answer":   {`{"answer":"maybe","rule":"stage-red","growth":{"low":0,"high":0},"fired":["stage-red"]}`, testkit.Fault{Field: "GrowthDecision.Answer", Reason: salesops.ErrOutOfRange}},
		"not the first":    {`{"answer":"no","rule":"red-flags","growth":{"low":0,"high":0},"fired":["stage-red","red-flags"]}`, testkit.Fault{Field: "GrowthDecision.Rule", Reason: conflict}},
		"not of the rule":  {`{"answer":"with-limits","rule":"stage-red","growth":{"low":0,"high":0},"fired":["stage-red"]}`, testkit.Fault{Field: "GrowthDecision.Answer", Reason: conflict}},
		"last stop is no":  {`{"answer":"with-limits","rule":"foundation","growth":{"low":0,"high":0},"fired":["foundation"]}`, testkit.Fault{Field: "GrowthDecision.Answer", Reason: conflict}},
		"first limit":      {`{"answer":"no","rule":"stage-yellow","growth":{"low":0,"high":0},"fired":["stage-yellow"]}`, testkit.Fault{Field: "GrowthDecision.Answer", Reason: conflict}},
		"yes by a limit":   {`{"answer":"yes","rule":"on-time","growth":{"low":0,"high":0.1},"fired":[]}`, testkit.Fault{Field: "GrowthDecision.Rule", Reason: conflict}},
		"nothing fired":    {`{"answer":"no","rule":"readiness-strong","growth":{"low":0,"high":0},"fired":[]}`, testkit.Fault{Field: "GrowthDecision.Answer", Reason: conflict}},
		"growth of no":     {`{"answer":"no","rule":"stage-red","growth":{"low":0,"high":0.1},"fired":["stage-red"]}`, testkit.Fault{Field: "GrowthDecision.Growth", Reason: conflict}},
		"growth in limits": {`{"answer":"with-limits","rule":"on-time","growth":{"low":0.1,"high":0.1},"fired":["on-time"]}`, testkit.Fault{Field: "GrowthDecision.Growth", Reason: conflict}},
		"growth negative":  {`{"answer":"with-limits","rule":"on-time","growth":{"low":-1,"high":0.1},"fired":["on-time"]}`, testkit.Fault{Field: "GrowthDecision.Growth.Low", Reason: salesops.ErrOutOfRange}},
		"growth too much":  {`{"answer":"yes","rule":"readiness-strong","growth":{"low":0.1,"high":1001},"fired":[]}`, testkit.Fault{Field: "GrowthDecision.Growth.High", Reason: salesops.ErrOutOfRange}},
		"growth crossed":   {`{"answer":"yes","rule":"readiness-strong","growth":{"low":0.2,"high":0.1},"fired":[]}`, testkit.Fault{Field: "GrowthDecision.Growth.Low", Reason: conflict}},
	} {
		t.Run(name, func(t *testing.T) {
			var d readiness.GrowthDecision
			testkit.RequireFaults(t, d.UnmarshalJSON([]byte(tc.text)), tc.want)
			require.Zero(t, d)
		})
	}
	var d readiness.GrowthDecision
	require.NoError(t, d.UnmarshalJSON([]byte(`{"answer":"yes","rule":"readiness-moderate","growth":{"low":0.1,"high":0.15},"fired":[]}`)))
}

// Arbitrary bytes never panic, and what decodes encodes to what decodes again.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"answer":"yes","rule":"readiness-moderate","growth":{"low":0.1,"high":0.15},"fired":[]}`))
	f.Add([]byte(`["on-time","utilization"]`))
	if card, err := readiness.Assess(sample(), assessment()); err == nil {
		if text, err := json.Marshal(card); err == nil {
			f.Add(text)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		testkit.Decodes[readiness.Card](t, data)
		testkit.Decodes[readiness.ChecklistReview](t, data)
		testkit.Decodes[readiness.WarningSet](t, data)
		testkit.Decodes[readiness.WarningReport](t, data)
		testkit.Decodes[readiness.FlagReview](t, data)
		testkit.Decodes[readiness.GrowthRuleSet](t, data)
		testkit.Decodes[readiness.GrowthDecision](t, data)
		testkit.Decodes[readiness.GrowthExplanation](t, data)
		testkit.Decodes[readiness.Policy](t, data)
	})
}
