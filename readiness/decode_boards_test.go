package readiness_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/readiness"
)

// rejection is a change of a good result and what the decoder says of it.
type rejection[T any] struct {
	edit func(*T)
	want []testkit.Fault
}

func faults(reason error, fields ...string) []testkit.Fault {
	var all []testkit.Fault
	for _, field := range fields {
		all = append(all, testkit.Fault{Field: field, Reason: reason})
	}
	return all
}

// requireRejected requires that each change is refused and sets nothing.
func requireRejected[T any](t *testing.T, good T, rows map[string]rejection[T]) {
	t.Helper()
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			var back T
			testkit.RequireFaults(t, json.Unmarshal(edit(t, good, row.edit), &back), row.want...)
			require.Zero(t, back)
		})
	}
}

func TestHeldWarningsJSON(t *testing.T) {
	metrics := readiness.Metrics{Utilization: new(0.82), ErrorRate: new(0.045), Satisfaction: new(7.0)}
	before := setOf(t, []readiness.Warning{readiness.HighUtilization, readiness.LongOvertime})
	report, err := readiness.ExplainHeldWarnings(metrics, before, readiness.DefaultPolicy())
	require.NoError(t, err)
	testkit.Golden(t, "held_warnings", report)

	type held = readiness.HeldWarnings
	conflict := salesops.ErrConflict
	requireRejected(t, report, map[string]rejection[held]{
		"alerts":   {func(h *held) { h.Alerts = h.Alerts[1:] }, faults(conflict, "HeldWarnings.Alerts")},
		"findings": {func(h *held) { h.Findings = nil }, faults(salesops.ErrMissing, "HeldWarnings.Findings")},
		"held off": {func(h *held) { h.Held = setOf(t, readiness.Warnings()) }, faults(conflict, "HeldWarnings.Held", "HeldWarnings.Findings[4].Outcome")},
		"not held": {func(h *held) { h.Held = readiness.WarningSet{} }, faults(conflict, "HeldWarnings.Findings[2].Outcome")},
		"warnings": {
			func(h *held) { h.Warnings, h.Alerts = h.Held, h.Alerts[1:] },
			faults(conflict, "HeldWarnings.Findings[3].Outcome"),
		},
	})
}

func TestHeldFlagsJSON(t *testing.T) {
	o := readiness.Observations{QuoteResponseHours: new(40.5), OrderErrorRate: new(0.02), NotTalking: new(true)}
	flags, err := readiness.HoldFlags(o, []readiness.Flag{readiness.SlowQuotes, readiness.HeavyOvertime}, readiness.DefaultPolicy())
	require.NoError(t, err)
	testkit.Golden(t, "held_flags", flags)

	type held = readiness.HeldFlags
	conflict := salesops.ErrConflict
	requireRejected(t, flags, map[string]rejection[held]{
		"count":         {func(h *held) { h.Count = 2 }, faults(conflict, "HeldFlags.Count")},
		"up":            {func(h *held) { h.Up = h.Up[1:] }, faults(conflict, "HeldFlags.Up")},
		"held order":    {func(h *held) { h.Held[0], h.Held[1] = h.Held[1], h.Held[0] }, faults(conflict, "HeldFlags.Held")},
		"held observed": {func(h *held) { h.Held = append(h.Held, readiness.NotTalking) }, faults(conflict, "HeldFlags.Held")},
		"held clear": {
			func(h *held) {
				h.Held = []readiness.Flag{readiness.SlowQuotes, readiness.OrderErrors, readiness.HeavyOvertime}
			},
			faults(conflict, "HeldFlags.Held"),
		},
		"not held": {func(h *held) { h.Held = h.Held[:1] }, faults(conflict, "HeldFlags.Count", "HeldFlags.Up")},
		"findings": {func(h *held) { h.Findings = h.Findings[1:] }, faults(salesops.ErrOutOfRange, "HeldFlags.Findings")},
	})
}

func TestAlignmentJSON(t *testing.T) {
	f := aligned()
	f.Metrics.ErrorRate, f.Metrics.OnTimeShare, f.Pipeline.Load, f.Morale = new(0.04), new(0.9), 60, nil
	report, err := readiness.ExplainAlignment(f, weighing([7]int{1, 2, 1, 1, 1, 0, 1}))
	require.NoError(t, err)
	testkit.Golden(t, "alignment_report", report)
	testkit.Golden(t, "alignment", report.Alignment)

	type alignment = readiness.AlignmentReport
	out, conflict := salesops.ErrOutOfRange, salesops.ErrConflict
	const score = "AlignmentReport.Alignment."
	requireRejected(t, report, map[string]rejection[alignment]{
		"score":          {func(r *alignment) { r.Alignment.Score -= 1e-6 }, faults(conflict, score+"Score", "AlignmentReport.Components[0].Gain", "AlignmentReport.Components[1].Gain", "AlignmentReport.Components[2].Gain", "AlignmentReport.Components[3].Gain", "AlignmentReport.Components[4].Gain", "AlignmentReport.Components[5].Gain", "AlignmentReport.Components[6].Gain")},
		"score too low":  {func(r *alignment) { r.Alignment.Score = 0.5 }, faults(out, score+"Score")},
		"gain negative":  {func(r *alignment) { r.Alignment.Gain = -1 }, faults(out, score+"Gain")},
		"gain too much":  {func(r *alignment) { r.Alignment.Gain = 90 }, faults(conflict, score+"Gain")},
		"gain":           {func(r *alignment) { r.Alignment.Gain /= 2 }, faults(conflict, score+"Gain")},
		"none holds":     {func(r *alignment) { r.Alignment.HeldDownBy = readiness.NoComponent }, faults(conflict, score+"HeldDownBy")},
		"other holds":    {func(r *alignment) { r.Alignment.HeldDownBy = readiness.AlignedOnTime }, faults(conflict, score+"HeldDownBy")},
		"components":     {func(r *alignment) { r.Components = r.Components[1:] }, faults(out, "AlignmentReport.Components")},
		"component":      {func(r *alignment) { r.Components[2].Component = readiness.AlignedMorale }, faults(conflict, "AlignmentReport.Components[2].Component")},
		"share too low":  {func(r *alignment) { r.Components[2].Share = salesops.Defined(0.001) }, faults(out, "AlignmentReport.Components[2].Share")},
		"share missing":  {func(r *alignment) { r.Components[2].Share = salesops.Undefined("") }, faults(salesops.ErrMissing, "AlignmentReport.Components[2].Share")},
		"weight":         {func(r *alignment) { r.Components[2].Weight = -1 }, faults(out, "AlignmentReport.Components[2].Weight")},
		"component gain": {func(r *alignment) { r.Components[2].Gain = 3 }, faults(conflict, "AlignmentReport.Components[2].Gain")},
		"no weights": {func(r *alignment) {
			for i := range r.Components {
				r.Components[i].Weight = 0
			}
		}, faults(conflict, "AlignmentReport.Components")},
		"findings": {func(r *alignment) { r.Findings = r.Findings[1:] }, faults(out, "AlignmentReport.Findings")},
		"outcome":  {func(r *alignment) { r.Findings[0].Outcome = salesops.NotApplicable }, faults(conflict, "AlignmentReport.Findings[0].Outcome")},
		"not fired": {func(r *alignment) {
			r.Findings[1].Left, r.Findings[1].Right, r.Findings[1].Distance = r.Findings[0].Left, r.Findings[0].Right, r.Findings[0].Distance
			r.Findings[1].Outcome = salesops.NotFired
		}, faults(conflict, "AlignmentReport.Findings[1].Outcome")},
	})
}

func TestDashboardJSON(t *testing.T) {
	policy := readiness.DefaultPolicy()
	worse := fullDay()
	worse.Orders, worse.QuoteResponseHours, worse.ErrorRate = &readiness.OrderLoad{Orders: 57, Capacity: 60}, new(50.0), nil
	daily, err := readiness.TrackDaily(readiness.Days{fullDay(), worse}, policy)
	require.NoError(t, err)
	testkit.Golden(t, "dashboard_daily", daily)
	weekly, err := readiness.TrackWeekly(readiness.Weeks{fullWeek(), fullWeek(), fullWeek(), fullWeek()}, policy)
	require.NoError(t, err)
	testkit.Golden(t, "dashboard_weekly", weekly)
	monthly, err := readiness.TrackMonthly(readiness.Months{fullMonth()}, readiness.MonthlyTargets{Retention: new(0.92)}, policy)
	require.NoError(t, err)
	testkit.Golden(t, "dashboard_monthly", monthly)
	quarterly, err := readiness.TrackQuarterly(readiness.Quarters{fullQuarter()}, policy)
	require.NoError(t, err)
	testkit.Golden(t, "dashboard_quarterly", quarterly)

	type board = readiness.Dashboard
	out, conflict := salesops.ErrOutOfRange, salesops.ErrConflict
	requireRejected(t, daily, map[string]rejection[board]{
		"status":         {func(d *board) { d.Status = new(salesops.Green) }, faults(conflict, "Dashboard.Status")},
		"no status":      {func(d *board) { d.Status = nil }, faults(conflict, "Dashboard.Status")},
		"attention":      {func(d *board) { d.Attention[0], d.Attention[1] = d.Attention[1], d.Attention[0] }, faults(conflict, "Dashboard.Attention")},
		"not judged":     {func(d *board) { d.NotJudged = nil }, faults(conflict, "Dashboard.NotJudged")},
		"readings":       {func(d *board) { d.Readings = d.Readings[1:] }, faults(out, "Dashboard.Readings")},
		"gauge":          {func(d *board) { d.Readings[1].Gauge = readiness.MoraleGauge }, faults(conflict, "Dashboard.Readings[1].Gauge")},
		"cadence":        {func(d *board) { d.Cadence = readiness.Weekly }, faults(conflict, "Dashboard.Readings[0].Gauge", "Dashboard.Readings[1].Gauge", "Dashboard.Readings[2].Gauge", "Dashboard.Readings[3].Gauge", "Dashboard.Readings[4].Gauge")},
		"reading status": {func(d *board) { d.Readings[0].Status = new(salesops.Red) }, faults(conflict, "Dashboard.Readings[0].Status")},
		"target":         {func(d *board) { d.Readings[0].Target = salesops.Undefined("") }, faults(conflict, "Dashboard.Readings[0].Target")},
		"target of none": {func(d *board) { d.Readings[4].Target = salesops.Defined(1) }, faults(conflict, "Dashboard.Readings[4].Target")},
		"change":         {func(d *board) { d.Readings[2].Change = salesops.Defined(1) }, faults(conflict, "Dashboard.Readings[2].Change")},
		"rule":           {func(d *board) { d.Readings[0].Findings[0].Rule = "line" }, faults(conflict, "Dashboard.Readings[0].Findings[0]")},
		"subject":        {func(d *board) { d.Readings[0].Findings[0].Subject = "x" }, faults(conflict, "Dashboard.Readings[0].Findings[0]")},
		"many findings": {func(d *board) {
			for range 4 {
				d.Readings[0].Findings = append(d.Readings[0].Findings, d.Readings[0].Findings[0])
			}
		}, faults(out, "Dashboard.Readings[0].Findings")},
	})
	var back board
	text, err := json.Marshal(daily)
	require.NoError(t, err)
	hourly := strings.Replace(string(text), `"daily"`, `"hourly"`, 1)
	testkit.RequireFaults(t, json.Unmarshal([]byte(hourly), &back), faults(out, "Dashboard.Cadence")...)
}

func TestScorecardJSON(t *testing.T) {
	f := onTarget()
	f.Satisfaction, f.DefectRate, f.ConversionShare = new(8.0), nil, new(0.2)
	card, err := readiness.TrackScorecard(readiness.ScorecardPeriods{onTarget(), f}, scorecardTargets(), readiness.DefaultPolicy())
	require.NoError(t, err)
	testkit.Golden(t, "scorecard", card)

	type scorecard = readiness.Scorecard
	conflict := salesops.ErrConflict
	requireRejected(t, card, map[string]rejection[scorecard]{
		"balance":   {func(c *scorecard) { c.Balance = readiness.BothLag }, faults(conflict, "Scorecard.Balance")},
		"status":    {func(c *scorecard) { c.Sales.Status = new(salesops.Red) }, faults(conflict, "Scorecard.Sales.Status")},
		"on target": {func(c *scorecard) { c.Operations.OnTarget-- }, faults(conflict, "Scorecard.Operations.OnTarget")},
		"judged":    {func(c *scorecard) { c.Operations.Judged++ }, faults(conflict, "Scorecard.Operations.Judged")},
		"readings":  {func(c *scorecard) { c.Sales.Readings = nil }, faults(salesops.ErrMissing, "Scorecard.Sales.Readings")},
		"sides": {
			func(c *scorecard) { c.Sales.Readings[0].Gauge = readiness.BudgetGauge },
			faults(conflict, "Scorecard.Sales.Readings[0].Gauge"),
		},
	})
}

func TestSpiralJSON(t *testing.T) {
	f := steady()
	signs()[readiness.QuotesLate](&f)
	signs()[readiness.QualitySlips](&f)
	f.KeyCustomersLost, f.KeyDepartures, f.LeadsByMonth = nil, nil, nil
	s, err := readiness.LocateSpiral(f, readiness.DefaultPolicy())
	require.NoError(t, err)
	testkit.Golden(t, "spiral", s)

	type spiral = readiness.Spiral
	out, conflict := salesops.ErrOutOfRange, salesops.ErrConflict
	requireRejected(t, s, map[string]rejection[spiral]{
		"stage":       {func(s *spiral) { s.Stage = readiness.NoSpiral }, faults(conflict, "Spiral.Stage")},
		"open":        {func(s *spiral) { s.Open = nil }, faults(conflict, "Spiral.Open")},
		"stages":      {func(s *spiral) { s.Stages = s.Stages[1:] }, faults(out, "Spiral.Stages")},
		"one stage":   {func(s *spiral) { s.Stages[1].Stage = readiness.SpiralCrisis }, faults(conflict, "Spiral.Stages[1].Stage")},
		"showing":     {func(s *spiral) { s.Stages[1].Showing = nil }, faults(conflict, "Spiral.Stages[1].Showing")},
		"not judged":  {func(s *spiral) { s.Stages[0].NotJudged = nil }, faults(conflict, "Spiral.Stages[0].NotJudged")},
		"needed":      {func(s *spiral) { s.Stages[0].Needed = 1 }, faults(conflict, "Spiral.Stages[0].Needed")},
		"needed five": {func(s *spiral) { s.Stages[3].Needed = 5 }, faults(out, "Spiral.Stages[3].Needed")},
		"findings":    {func(s *spiral) { s.Findings = s.Findings[1:] }, faults(out, "Spiral.Findings")},
		"order": {
			func(s *spiral) { s.Findings[0], s.Findings[1] = s.Findings[1], s.Findings[0] },
			faults(conflict, "Spiral.Findings[0].Rule"),
		},
	})
}

func TestBoardEnums(t *testing.T) {
	requireEnum(t, "Component", 8, func() []readiness.Component { return append(readiness.Components(), readiness.NoComponent) })
	require.Len(t, readiness.Components(), 7)
	requireEnum(t, "Cadence", 4, readiness.Cadences)
	requireEnum(t, "Gauge", 29, readiness.Gauges)
	requireEnum(t, "Trend", 4, readiness.Trends)
	requireEnum(t, "Balance", 5, readiness.Balances)
	requireEnum(t, "SpiralStage", 5, readiness.SpiralStages)
	requireEnum(t, "SpiralSign", 14, readiness.SpiralSigns)
	require.Empty(t, readiness.Cadence("hourly").Gauges())
}
