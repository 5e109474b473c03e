package readiness_test

import (
	"encoding/json"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/readiness"
)

// spoiled is one change to a result, and the fault that its decoder finds.
type spoiled[T any] struct {
	edit func(*T)
	want testkit.Fault
}

// requireSpoiled requires that each change to the JSON of value is refused.
func requireSpoiled[T any](t *testing.T, value T, cases map[string]spoiled[T]) {
	t.Helper()
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			var back T
			testkit.RequireFaults(t, json.Unmarshal(edit(t, value, tc.edit), &back), tc.want)
			require.Zero(t, back)
		})
	}
}

func TestConsensusJSON(t *testing.T) {
	type c = readiness.Consensus
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	panel := opinions(4, 6, 9)
	panel[2].Scores[3].Score, panel[2].Scores[3].NotApplicable = 0, true
	for i := range 3 {
		panel[i].Scores[5].Score, panel[i].Scores[5].NotApplicable = 0, true
	}
	consensus, err := readiness.Reconcile(panel, panelPolicy())
	require.NoError(t, err)
	testkit.Golden(t, "consensus", consensus)
	priced := consensus
	priced.Scores = append(readiness.Scores{}, consensus.Scores...)
	priced.Scores[0].CostPerPoint = price("12.5")
	testkit.RoundTrip(t, priced)

	fault := func(field string, reason error) testkit.Fault {
		return testkit.Fault{Field: "Consensus." + field, Reason: reason}
	}
	requireSpoiled(t, consensus, map[string]spoiled[c]{
		"no assessors":         {func(c *c) { c.Assessors = 0 }, fault("Assessors", missing)},
		"items":                {func(c *c) { c.Items = c.Items[1:] }, fault("Items", out)},
		"item of other place":  {func(c *c) { c.Items[1].Item = readiness.Morale }, fault("Items[1].Item", conflict)},
		"too many scored":      {func(c *c) { c.Items[1].Scored = 4 }, fault("Items[1].Scored", out)},
		"spread":               {func(c *c) { c.Items[1].Spread = 4 }, fault("Items[1].Spread", conflict)},
		"low":                  {func(c *c) { c.Items[1].Low, c.Items[1].Spread = 0, 9 }, fault("Items[1].Low", missing)},
		"high":                 {func(c *c) { c.Items[1].High, c.Items[1].Spread = 11, 7 }, fault("Items[1].High", out)},
		"median outside":       {func(c *c) { c.Items[1].Median = salesops.Defined(3.5) }, fault("Items[1].Median", out)},
		"median above":         {func(c *c) { c.Items[1].Median = salesops.Defined(9.5) }, fault("Items[1].Median", out)},
		"median of a third":    {func(c *c) { c.Items[1].Median = salesops.Defined(6.25) }, fault("Items[1].Median", out)},
		"no median":            {func(c *c) { c.Items[1].Median = salesops.Undefined("") }, fault("Items[1].Median", out)},
		"median of nobody":     {func(c *c) { c.Items[5].Median = salesops.Defined(5) }, fault("Items[5].Median", conflict)},
		"high of nobody":       {func(c *c) { c.Items[5].High, c.Items[5].Spread = 5, 5 }, fault("Items[5].High", conflict)},
		"low of nobody":        {func(c *c) { c.Items[5].Low, c.Items[5].Spread = 5, -5 }, fault("Items[5].Low", conflict)},
		"score":                {func(c *c) { c.Scores[1].Score = 7 }, fault("Scores", conflict)},
		"partly":               {func(c *c) { c.PartlyApplicable = nil }, fault("PartlyApplicable", conflict)},
		"disputed":             {func(c *c) { c.Disputed = nil }, fault("Disputed", conflict)},
		"findings":             {func(c *c) { c.Findings = c.Findings[1:] }, fault("Findings", out)},
		"finding of another":   {func(c *c) { c.Findings[2].Subject = "x" }, fault("Findings[2].Subject", conflict)},
		"finding of 2 others":  {func(c *c) { c.Findings[2].Left, c.Findings[2].Distance = *price("1"), *price("2") }, fault("Findings[2].Left", conflict)},
		"finding that applies": {func(c *c) { c.Findings[5].Outcome = salesops.NotFired }, fault("Findings[5].Outcome", conflict)},
	})
}

func TestMovementJSON(t *testing.T) {
	type m = readiness.Movement
	out, conflict := salesops.ErrOutOfRange, salesops.ErrConflict
	after := sample()
	after[0].Score, after[6].Score, after[19].Score, after[19].NotApplicable = 9, 5, 0, true
	movement, err := readiness.Compare(readiness.Assessments{Before: sample(), After: after}, assessment())
	require.NoError(t, err)
	testkit.Golden(t, "movement", movement)

	fault := func(field string, reason error) testkit.Fault {
		return testkit.Fault{Field: "Movement." + field, Reason: reason}
	}
	requireSpoiled(t, movement, map[string]spoiled[m]{
		"areas":               {func(m *m) { m.Areas = m.Areas[1:] }, fault("Areas", out)},
		"area of other place": {func(m *m) { m.Areas[1].Area = readiness.Customer }, fault("Areas[1].Area", conflict)},
		"area before":         {func(m *m) { m.Areas[1].From.Points = 60 }, fault("Areas[1].From.Points", out)},
		"area after":          {func(m *m) { m.Areas[1].To.Maximum = 45 }, fault("Areas[1].To.Maximum", out)},
		"area move":           {func(m *m) { m.Areas[1].Move = readiness.MovedUp }, fault("Areas[1].Move", conflict)},
		"area change":         {func(m *m) { m.Areas[2].Change = 1 }, fault("Areas[2].Change", conflict)},
		"move":                {func(m *m) { m.Move = readiness.NotMoved }, fault("Move", conflict)},
		"from":                {func(m *m) { m.From.Points++ }, fault("From", conflict)},
		"to":                  {func(m *m) { m.To.Points++ }, fault("To", conflict)},
		"change":              {func(m *m) { m.Change++ }, fault("Change", conflict)},
		"score change":        {func(m *m) { m.ScoreChange++ }, fault("ScoreChange", conflict)},
		"band move":           {func(m *m) { m.BandMove = readiness.MovedUp }, fault("BandMove", conflict)},
		"band":                {func(m *m) { m.BandTo = readiness.ScaleAggressively }, fault("BandMove", conflict)},
		"findings":            {func(m *m) { m.Findings = m.Findings[1:] }, fault("Findings", conflict)},
		"finding":             {func(m *m) { m.Findings[0].Subject = "x" }, fault("Findings[0]", conflict)},
		"item order":          {func(m *m) { m.Items[0], m.Items[1] = m.Items[1], m.Items[0] }, fault("Items[1].Item", conflict)},
		"item from":           {func(m *m) { m.Items[0].From = 11 }, fault("Items[0].From", out)},
		"item to":             {func(m *m) { m.Items[0].To = -1 }, fault("Items[0].To", out)},
		"item change":         {func(m *m) { m.Items[0].Change = 3 }, fault("Items[0].Change", conflict)},
		"item move":           {func(m *m) { m.Items[2].Move = readiness.MovedDown }, fault("Items[2].Move", conflict)},
		"items too many":      {func(m *m) { m.Items = make([]readiness.ItemMove, 21); fill(m.Items) }, fault("Items", out)},
		"item not moved": {func(m *m) {
			m.Items = slices.Insert(m.Items, 2, readiness.ItemMove{Item: readiness.Security, Move: readiness.NotMoved, From: 8, To: 8})
		}, fault("Items[2].To", conflict)},
		"items too few": {func(m *m) { m.Items = m.Items[1:] }, fault("Items", conflict)},
	})
}

// fill makes moves that can be written.
func fill(moves []readiness.ItemMove) {
	for i := range moves {
		moves[i] = readiness.ItemMove{Item: readiness.Morale, Move: readiness.NotMoved}
	}
}

func TestChecklistAuditJSON(t *testing.T) {
	type a = readiness.ChecklistAudit
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	list := nearly(monday().AddDays(10))
	list.Custom = []readiness.CustomCheck{{Name: "license renewed", Level: readiness.ScaleReady}}
	list.Waivers = append(list.Waivers, readiness.Waiver{Check: "ai-routing", Reason: "not this year", Until: monday().AddDays(-1)})
	audit, err := readiness.AuditChecklist(list, monday())
	require.NoError(t, err)
	testkit.Golden(t, "checklist_audit", audit)

	fault := func(field string, reason error) testkit.Fault {
		return testkit.Fault{Field: "ChecklistAudit." + field, Reason: reason}
	}
	requireSpoiled(t, audit, map[string]spoiled[a]{
		"complete":       {func(a *a) { a.FoundationComplete = false }, fault("FoundationComplete", conflict)},
		"next":           {func(a *a) { a.Next = a.Next[1:] }, fault("Next", conflict)},
		"levels":         {func(a *a) { a.Levels = a.Levels[1:] }, fault("Levels", out)},
		"level":          {func(a *a) { a.Levels[1].Level = readiness.Optimized }, fault("Levels[1].Level", conflict)},
		"checks":         {func(a *a) { a.Levels[1].Checks = 4 }, fault("Levels[1].Checks", out)},
		"done":           {func(a *a) { a.Levels[1].Done = 7 }, fault("Levels[1].Done", out)},
		"waived":         {func(a *a) { a.Levels[0].Waived = 2 }, fault("Levels[0].Waived", out)},
		"missing":        {func(a *a) { a.Levels[1].Missing = a.Levels[1].Missing[1:] }, fault("Levels[1].Missing", conflict)},
		"missing twice":  {func(a *a) { a.Levels[2].Missing[1] = a.Levels[2].Missing[0] }, fault("Levels[2].Missing[1]", conflict)},
		"share":          {func(a *a) { a.Levels[1].Share = 0.5 }, fault("Levels[1].Share", conflict)},
		"waiver state":   {func(a *a) { a.Waivers[1].State = readiness.WaiverCounts }, fault("Waivers[1].State", conflict)},
		"waiver expired": {func(a *a) { a.Waivers[0].State = readiness.WaiverExpired }, fault("Waivers[0].State", conflict)},
		"waiver gone":    {func(a *a) { a.Waivers = a.Waivers[1:] }, fault("Waivers", conflict)},
		"waiver reason":  {func(a *a) { a.Waivers[0].Waiver.Reason = "" }, fault("Waivers[0].Waiver.Reason", missing)},
		"waiver check":   {func(a *a) { a.Waivers[0].Waiver.Check = "" }, fault("Waivers[0].Waiver.Check", missing)},
		"waiver twice":   {func(a *a) { a.Waivers[1].Waiver.Check = a.Waivers[0].Waiver.Check }, fault("Waivers[1].Waiver.Check", conflict)},
		"waiver day":     {func(a *a) { a.Waivers[0].Waiver.Until = salesops.Date{} }, fault("Waivers[0].Waiver.Until", missing)},
		"finding":        {func(a *a) { a.Findings[1].Subject = "x" }, fault("Findings[1]", conflict)},
		"findings":       {func(a *a) { a.Findings = nil }, fault("Findings", conflict)},
	})
}

func TestHandoffReviewJSON(t *testing.T) {
	type r = readiness.HandoffReview
	out, conflict := salesops.ErrOutOfRange, salesops.ErrConflict
	checks := allHold()[:4]
	checks[1].Holds = false
	known := append([]readiness.Fact{}, readiness.Facts()[:12]...)
	review, err := readiness.ReviewHandoff(readiness.Handoff{Known: known, Checks: checks})
	require.NoError(t, err)
	testkit.Golden(t, "handoff_review", review)

	fault := func(field string, reason error) testkit.Fault {
		return testkit.Fault{Field: "HandoffReview." + field, Reason: reason}
	}
	requireSpoiled(t, review, map[string]spoiled[r]{
		"verified":       {func(r *r) { r.Verified = true }, fault("Verified", conflict)},
		"complete":       {func(r *r) { r.Complete = true }, fault("Complete", conflict)},
		"known":          {func(r *r) { r.Known = 13 }, fault("Known", conflict)},
		"share":          {func(r *r) { r.Share = 0.5 }, fault("Share", conflict)},
		"groups":         {func(r *r) { r.Groups = r.Groups[1:] }, fault("Groups", out)},
		"group":          {func(r *r) { r.Groups[1].Group = readiness.Expectations }, fault("Groups[1].Group", conflict)},
		"group known":    {func(r *r) { r.Groups[1].Known = 4 }, fault("Groups[1].Known", conflict)},
		"group share":    {func(r *r) { r.Groups[1].Share = 0.5 }, fault("Groups[1].Share", conflict)},
		"fact twice":     {func(r *r) { r.Groups[2].Missing = append(r.Groups[2].Missing, r.Groups[2].Missing[0]) }, fault("Groups[2].Missing", conflict)},
		"checks":         {func(r *r) { r.Checks = r.Checks[1:] }, fault("Checks", out)},
		"blocking":       {func(r *r) { r.Blocking = r.Blocking[1:] }, fault("Blocking", conflict)},
		"owed":           {func(r *r) { r.Owed = r.Owed[1:] }, fault("Owed", out)},
		"owner":          {func(r *r) { r.Owed[0].Owner = readiness.OwnedByBoth }, fault("Owed[0].Owner", conflict)},
		"facts of owner": {func(r *r) { r.Owed[0].Facts = nil }, fault("Owed[0].Facts", conflict)},
		"check of owner": {func(r *r) { r.Owed[2].Checks = nil }, fault("Owed[2].Checks", conflict)},
		"finding":        {func(r *r) { r.Findings[3].Subject = "x" }, fault("Findings[3]", conflict)},
	})
	t.Run("check twice", func(t *testing.T) {
		edited := edit(t, review, func(r *r) { r.Checks[4] = r.Checks[0] })
		var back r
		testkit.RequireFaults(t, json.Unmarshal(edited, &back), fault("Checks", conflict))
	})
	t.Run("check out of order", func(t *testing.T) {
		edited := edit(t, review, func(r *r) { r.Checks[0], r.Checks[2] = r.Checks[2], r.Checks[0] })
		var back r
		testkit.RequireFaults(t, json.Unmarshal(edited, &back), fault("Checks", conflict))
	})
}

func TestActionCheckJSON(t *testing.T) {
	type c = readiness.ActionCheck
	missing, conflict := salesops.ErrMissing, salesops.ErrConflict
	check, err := readiness.CheckActions(busy(t).Actions, monday())
	require.NoError(t, err)
	testkit.Golden(t, "action_check", check)

	fault := func(field string, reason error) testkit.Fault {
		return testkit.Fault{Field: "ActionCheck." + field, Reason: reason}
	}
	requireSpoiled(t, check, map[string]spoiled[c]{
		"done":    {func(c *c) { c.Done++ }, fault("Done", conflict)},
		"open":    {func(c *c) { c.Open++ }, fault("Open", conflict)},
		"overdue": {func(c *c) { c.Overdue++ }, fault("Overdue", conflict)},
		"order": {func(c *c) {
			c.Actions[0], c.Actions[1] = c.Actions[1], c.Actions[0]
			c.Findings[0], c.Findings[1] = c.Findings[1], c.Findings[0]
		}, fault("Actions", conflict)},
		"owner":    {func(c *c) { c.Actions[0].Action.Owner = "" }, fault("Actions[0].Action.Owner", missing)},
		"state":    {func(c *c) { c.Actions[3].Action.Done = false }, fault("Actions[3].State", conflict)},
		"negative": {func(c *c) { c.Actions[2].DaysLate = -1 }, fault("Actions[2].DaysLate", conflict)},
		"findings": {func(c *c) { c.Findings = c.Findings[1:] }, fault("Findings", conflict)},
		"finding":  {func(c *c) { c.Findings[0].Subject = "x" }, fault("Findings[0]", conflict)},
	})
	for place, days := range map[int]int{0: 0, 2: 1} {
		var back readiness.ActionCheck
		name := "[" + strconv.Itoa(place) + "]"
		testkit.RequireFaults(t, json.Unmarshal(edit(t, check, func(c *c) { c.Actions[place].DaysLate = days }), &back),
			fault("Actions"+name+".DaysLate", conflict), fault("Findings"+name, conflict))
	}
}

func TestWeekDecisionJSON(t *testing.T) {
	type d = readiness.WeekDecision
	conflict := salesops.ErrConflict
	decision, err := readiness.DecideWeek(coming(0.6), readiness.DefaultPolicy())
	require.NoError(t, err)
	testkit.Golden(t, "week_decision", decision)
	calmer, err := readiness.DecideWeek(coming(0.3), readiness.DefaultPolicy())
	require.NoError(t, err)

	fault := func(field string, reason error) testkit.Fault {
		return testkit.Fault{Field: "WeekDecision." + field, Reason: reason}
	}
	requireSpoiled(t, decision, map[string]spoiled[d]{
		"answer":       {func(d *d) { d.Answer = readiness.Yes }, fault("Answer", conflict)},
		"growth low":   {func(d *d) { d.Growth.Low = 0.1 }, fault("Growth", conflict)},
		"growth high":  {func(d *d) { d.Growth.High = 0.31 }, fault("Growth", conflict)},
		"growth below": {func(d *d) { d.Growth = salesops.Interval{Low: 0, High: 0}; d.Growth.Low = -1 }, fault("Growth", conflict)},
		"operations":   {func(d *d) { d.Operations.Answer = readiness.No }, fault("Operations.Answer", conflict)},
	})
	requireSpoiled(t, calmer, map[string]spoiled[d]{
		"answer": {func(d *d) { d.Answer = readiness.WithLimits }, fault("Answer", conflict)},
		"growth": {func(d *d) { d.Growth.High = 0.2; d.Growth.Low = 0.1 }, fault("Growth", conflict)},
	})
}

func TestWeekReviewJSON(t *testing.T) {
	type r = readiness.WeekReview
	missing, conflict := salesops.ErrMissing, salesops.ErrConflict
	week := busy(t)
	review, err := readiness.ReviewWeek(week, monday(), readiness.DefaultPolicy())
	require.NoError(t, err)
	testkit.Golden(t, "week_review", review)
	week.Override = &readiness.Override{Answer: readiness.No, By: "Ada", Why: "a strike"}
	overridden, err := readiness.ReviewWeek(week, monday(), readiness.DefaultPolicy())
	require.NoError(t, err)
	testkit.Golden(t, "week_review_overridden", overridden)

	fault := func(field string, reason error) testkit.Fault {
		return testkit.Fault{Field: "WeekReview." + field, Reason: reason}
	}
	requireSpoiled(t, review, map[string]spoiled[r]{
		"answer":         {func(r *r) { r.Answer = readiness.No }, fault("Answer", conflict)},
		"growth":         {func(r *r) { r.Growth.High = 0.3 }, fault("Growth", conflict)},
		"findings":       {func(r *r) { r.Findings = nil }, fault("Findings", missing)},
		"rule":           {func(r *r) { r.Findings[16].Rule = "x" }, fault("Findings[16].Rule", conflict)},
		"outcome":        {func(r *r) { r.Findings[7].Outcome = salesops.NotApplicable; r.First = r.First[1:] }, fault("Findings[7].Outcome", conflict)},
		"pipeline":       {func(r *r) { r.Decision.Pipeline = salesops.NotApplicable }, fault("Findings", conflict)},
		"first":          {func(r *r) { r.First = r.First[1:] }, fault("First", conflict)},
		"defer":          {func(r *r) { r.Defer = nil }, fault("Defer", conflict)},
		"fix now fewer":  {func(r *r) { r.FixNow = r.FixNow[:1] }, fault("FixNow", conflict)},
		"fix now other":  {func(r *r) { r.FixNow[0].Rule = "x" }, fault("FixNow[0]", conflict)},
		"fix now unripe": {func(r *r) { r.FixNow[0].Outcome = salesops.NotApplicable }, fault("FixNow[0]", conflict)},
		"fix now twice":  {func(r *r) { r.FixNow = append(r.FixNow[:1:1], r.FixNow...) }, fault("FixNow[1]", conflict)},
		"actions":        {func(r *r) { r.Actions.Done++ }, fault("Actions.Done", conflict)},
		"override":       {func(r *r) { r.Override = &readiness.Override{Answer: r.Answer, Growth: r.Growth, By: "Ada"} }, fault("Override.Why", missing)},
	})
	requireSpoiled(t, overridden, map[string]spoiled[r]{
		"no override": {func(r *r) { r.Answer, r.Growth = readiness.Yes, salesops.Interval{} }, fault("Answer", conflict)},
	})
}
