package readiness_test

import (
	"encoding/json"
	"math/big"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/readiness"
)

func panels() *rapid.Generator[readiness.Panel] {
	return rapid.Custom(func(t *rapid.T) readiness.Panel {
		var panel readiness.Panel
		for i := range rapid.IntRange(1, 6).Draw(t, "assessors") {
			scores := sheets().Draw(t, "scores")
			for j := range scores {
				scores[j].CostPerPoint = nil
			}
			panel = append(panel, readiness.Sheet{By: strconv.Itoa(i), Scores: scores})
		}
		// Each assessor scores the first item, so that one applies to all.
		for i := range panel {
			panel[i].Scores[0] = readiness.ItemScore{Item: readiness.Items()[0], Score: rapid.IntRange(1, 10).Draw(t, "first score")}
		}
		return panel
	})
}

// The order of assessors and of their scores does not matter, the input is left
// alone, one more point never lowers a score, and the scores can be assessed.
func panelProperty(t *rapid.T) {
	panel := panels().Draw(t, "panel")
	one, err := readiness.Reconcile(panel, panelPolicy())
	require.NoError(t, err)
	text := testkit.RoundTrip(t, one)
	shuffled := rapid.Permutation(panel).Draw(t, "shuffled")
	for i := range shuffled {
		shuffled[i].Scores = rapid.Permutation(shuffled[i].Scores).Draw(t, "scores shuffled")
	}
	before, err := json.Marshal(shuffled)
	require.NoError(t, err)
	other, err := readiness.Reconcile(shuffled, panelPolicy())
	require.NoError(t, err)
	require.Equal(t, string(text), string(testkit.RoundTrip(t, other)))
	after, err := json.Marshal(shuffled)
	require.NoError(t, err)
	require.Equal(t, string(before), string(after))

	card, err := readiness.Assess(one.Scores, assessment())
	require.NoError(t, err)
	who, which := rapid.IntRange(0, len(panel)-1).Draw(t, "who"), rapid.IntRange(0, 19).Draw(t, "which")
	raised := slices.Clone(panel)
	raised[who].Scores = slices.Clone(panel[who].Scores)
	if s := &raised[who].Scores[which]; !s.NotApplicable && s.Score < 10 {
		s.Score++
	}
	better, err := readiness.Reconcile(raised, panelPolicy())
	require.NoError(t, err)
	for i := range better.Scores {
		require.GreaterOrEqual(t, better.Scores[i].Score, one.Scores[i].Score)
	}
	betterCard, err := readiness.Assess(better.Scores, assessment())
	require.NoError(t, err)
	require.GreaterOrEqual(t, betterCard.Score, card.Score)
	for _, f := range one.Findings {
		testkit.Explains(t, f)
	}
	// An assessor alone is the consensus, and so are several who agree.
	same := readiness.Panel{panel[0], {By: "twin", Scores: panel[0].Scores}, {By: "triplet", Scores: panel[0].Scores}}
	agreed, err := readiness.Reconcile(same, panelPolicy())
	require.NoError(t, err)
	require.Equal(t, panel[0].Scores, agreed.Scores)
	require.Empty(t, agreed.Disputed)
}

// The changes of items add up to those of areas and of the total, the score
// changes by what the two cards say, and the way back is the way turned round.
func movementProperty(t *rapid.T) {
	a := readiness.Assessments{Before: sheets().Draw(t, "before"), After: sheets().Draw(t, "after")}
	m, err := readiness.Compare(a, assessment())
	require.NoError(t, err)
	testkit.RoundTrip(t, m)
	items, areas := 0, 0
	for _, i := range m.Items {
		items += i.Change
	}
	for _, area := range m.Areas {
		areas += area.Change
	}
	require.Equal(t, m.Change, items)
	require.Equal(t, m.Change, areas)
	before, err := readiness.Assess(a.Before, assessment())
	require.NoError(t, err)
	after, err := readiness.Assess(a.After, assessment())
	require.NoError(t, err)
	require.Equal(t, []readiness.Total{before.Total, after.Total}, []readiness.Total{m.From, m.To})
	require.Equal(t, []readiness.Band{before.Band, after.Band}, []readiness.Band{m.BandFrom, m.BandTo})
	scaled := func(total readiness.Total) *big.Rat { return big.NewRat(int64(total.Points*200), int64(total.Maximum)) }
	change, _ := new(big.Rat).Sub(scaled(m.To), scaled(m.From)).Float64()
	require.Equal(t, change, m.ScoreChange)

	back, err := readiness.Compare(readiness.Assessments{Before: a.After, After: a.Before}, assessment())
	require.NoError(t, err)
	turned := map[readiness.Move]readiness.Move{
		readiness.MovedUp: readiness.MovedDown, readiness.MovedDown: readiness.MovedUp,
		readiness.NotMoved: readiness.NotMoved, readiness.NotComparable: readiness.NotComparable,
	}
	require.Equal(t, turned[m.Move], back.Move)
	require.Equal(t, turned[m.BandMove], back.BandMove)
	require.Equal(t, -m.Change, back.Change)
	for i := range m.Areas {
		require.Equal(t, turned[m.Areas[i].Move], back.Areas[i].Move)
	}
	for _, f := range m.Findings {
		testkit.Explains(t, f)
	}
}

func checklists() *rapid.Generator[readiness.Checklist] {
	return rapid.Custom(func(t *rapid.T) readiness.Checklist {
		names := texts(readiness.Checks())
		var list readiness.Checklist
		for i := range rapid.IntRange(0, 4).Draw(t, "custom") {
			list.Custom = append(list.Custom, readiness.CustomCheck{
				Name: "custom " + strconv.Itoa(i), Level: rapid.SampledFrom(readiness.Levels()).Draw(t, "level"),
			})
			names = append(names, list.Custom[i].Name)
		}
		list.Done = rapid.SliceOfDistinct(rapid.SampledFrom(names), rapid.ID).Draw(t, "done")
		for _, name := range rapid.SliceOfDistinct(rapid.SampledFrom(names), rapid.ID).Draw(t, "waived") {
			list.Waivers = append(list.Waivers, readiness.Waiver{
				Check: name, Reason: "agreed", Until: monday().AddDays(rapid.IntRange(-2, 2).Draw(t, "days")),
			})
		}
		return list
	})
}

// Every check is done, waived or missing; order does not matter; finishing a
// check opens and a later day closes; without extras it is ReviewChecklist.
func auditProperty(t *rapid.T) {
	list := checklists().Draw(t, "checklist")
	audit, err := readiness.AuditChecklist(list, monday())
	require.NoError(t, err)
	text := testkit.RoundTrip(t, audit)
	all := 0
	for i, level := range audit.Levels {
		require.Equal(t, level.Checks, level.Done+level.Waived+len(level.Missing))
		all += level.Checks
		testkit.Explains(t, audit.Findings[i])
	}
	require.Equal(t, readiness.MaxChecks+len(list.Custom), all)
	require.Len(t, audit.Waivers, len(list.Waivers))

	shuffled := list
	shuffled.Done = rapid.Permutation(list.Done).Draw(t, "done shuffled")
	shuffled.Waivers = rapid.Permutation(list.Waivers).Draw(t, "waivers shuffled")
	other, err := readiness.AuditChecklist(shuffled, monday())
	require.NoError(t, err)
	require.Equal(t, string(text), string(testkit.RoundTrip(t, other)))

	later, err := readiness.AuditChecklist(list, monday().AddDays(rapid.IntRange(0, 5).Draw(t, "later")))
	require.NoError(t, err)
	require.LessOrEqual(t, rank(later.FoundationComplete), rank(audit.FoundationComplete), "a day more opens nothing")
	if len(audit.Next) > 0 {
		list.Done = append(slices.Clone(list.Done), audit.Next[0])
		finished, err := readiness.AuditChecklist(list, monday())
		require.NoError(t, err)
		require.GreaterOrEqual(t, rank(finished.FoundationComplete), rank(audit.FoundationComplete))
	}

	plain := rapid.SliceOfDistinct(rapid.SampledFrom(readiness.Checks()), rapid.ID).Draw(t, "plain")
	review, err := readiness.ReviewChecklist(plain)
	require.NoError(t, err)
	bare, err := readiness.AuditChecklist(readiness.Checklist{Done: texts(plain)}, monday())
	require.NoError(t, err)
	require.Equal(t, review.FoundationComplete, bare.FoundationComplete)
	require.Equal(t, texts(review.Next), bare.Next)
	for i := range review.Levels {
		require.Equal(t, texts(review.Levels[i].Missing), bare.Levels[i].Missing)
		require.Equal(t, review.Levels[i].Share, bare.Levels[i].Share)
	}
}

func rank(open bool) int {
	if open {
		return 1
	}
	return 0
}

// Facts known and owed add up to twenty, checks that hold and are owed to five,
// and order does not matter.
func handoffProperty(t *rapid.T) {
	handoff := readiness.Handoff{Known: rapid.SliceOfDistinct(rapid.SampledFrom(readiness.Facts()), rapid.ID).Draw(t, "known")}
	for _, check := range rapid.SliceOfDistinct(rapid.SampledFrom(readiness.HandoffChecks()), rapid.ID).Draw(t, "made") {
		handoff.Checks = append(handoff.Checks, readiness.CheckResult{Check: check, Holds: rapid.Bool().Draw(t, "holds")})
	}
	r, err := readiness.ReviewHandoff(handoff)
	require.NoError(t, err)
	text := testkit.RoundTrip(t, r)
	facts, checks := 0, 0
	for _, debt := range r.Owed {
		facts, checks = facts+len(debt.Facts), checks+len(debt.Checks)
	}
	require.Equal(t, len(readiness.Facts()), r.Known+facts)
	held := slices.DeleteFunc(slices.Clone(handoff.Checks), func(c readiness.CheckResult) bool { return !c.Holds })
	require.Equal(t, len(readiness.HandoffChecks()), len(held)+checks)
	require.Equal(t, len(held) == len(readiness.HandoffChecks()), r.Verified)
	for _, f := range r.Findings {
		testkit.Explains(t, f)
	}
	handoff.Known = rapid.Permutation(handoff.Known).Draw(t, "known shuffled")
	handoff.Checks = rapid.Permutation(handoff.Checks).Draw(t, "checks shuffled")
	other, err := readiness.ReviewHandoff(handoff)
	require.NoError(t, err)
	require.Equal(t, string(text), string(testkit.RoundTrip(t, other)))
}

func actions() *rapid.Generator[[]readiness.Action] {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) readiness.Action {
		return readiness.Action{
			What: rapid.SampledFrom([]string{"hire", "repair", "call"}).Draw(t, "what"), Owner: rapid.SampledFrom([]string{"Ada", "Ben"}).Draw(t, "owner"),
			Due: monday().AddDays(rapid.IntRange(-3, 3).Draw(t, "due")), Done: rapid.Bool().Draw(t, "done"),
		}
	}), 0, 8)
}

// The three counts add up, order does not matter, and a later day finishes
// nothing.
func actionsProperty(t *rapid.T) {
	list := actions().Draw(t, "actions")
	check, err := readiness.CheckActions(list, monday())
	require.NoError(t, err)
	text := testkit.RoundTrip(t, check)
	require.Equal(t, len(list), check.Done+check.Open+check.Overdue)
	for _, f := range check.Findings {
		testkit.Explains(t, f)
	}
	other, err := readiness.CheckActions(rapid.Permutation(list).Draw(t, "shuffled"), monday())
	require.NoError(t, err)
	require.Equal(t, string(text), string(testkit.RoundTrip(t, other)))
	later, err := readiness.CheckActions(list, monday().AddDays(rapid.IntRange(0, 9).Draw(t, "later")))
	require.NoError(t, err)
	require.Equal(t, check.Done, later.Done)
	require.GreaterOrEqual(t, later.Overdue, check.Overdue)
}

func figures() *rapid.Generator[readiness.WeekFigures] {
	return rapid.Custom(func(t *rapid.T) readiness.WeekFigures {
		return readiness.WeekFigures{Situation: situations().Draw(t, "situation"), PipelineGrowth: maybe(growths()).Draw(t, "pipeline")}
	})
}

func weekPolicies() *rapid.Generator[readiness.Policy] {
	return rapid.Custom(func(t *rapid.T) readiness.Policy {
		p := policies().Draw(t, "policy")
		p.MaxPipelineLoad = rapid.SampledFrom([]float64{0.5, 1, 1, 1.5}).Draw(t, "load")
		return p
	})
}

// The review agrees with the verdict, a second one is the same, every list
// holds what fired, and nothing that fired is lost.
func weekProperty(t *rapid.T) {
	week := readiness.Week{Figures: figures().Draw(t, "figures"), Actions: actions().Draw(t, "actions")}
	policy := weekPolicies().Draw(t, "policy")
	if rapid.Bool().Draw(t, "overridden") {
		week.Override = &readiness.Override{Answer: rapid.SampledFrom(readiness.Answers()).Draw(t, "answer"), By: "Ada", Why: "so"}
	}
	before, err := json.Marshal(week)
	require.NoError(t, err)
	decision, err := readiness.DecideWeek(week.Figures, policy)
	require.NoError(t, err)
	review, err := readiness.ReviewWeek(week, monday(), policy)
	require.NoError(t, err)
	text := testkit.RoundTrip(t, review)
	again, err := readiness.ReviewWeek(week, monday(), policy)
	require.NoError(t, err)
	require.Equal(t, string(text), string(testkit.RoundTrip(t, again)), "replay")
	after, err := json.Marshal(week)
	require.NoError(t, err)
	require.Equal(t, string(before), string(after))

	require.Equal(t, decision, review.Decision)
	if week.Override == nil {
		require.Equal(t, decision.Answer, review.Answer)
		require.Equal(t, decision.Growth, review.Growth)
	} else {
		require.Equal(t, *week.Override, *review.Override)
		require.Equal(t, week.Override.Answer, review.Answer)
	}
	for _, f := range review.Findings {
		testkit.Explains(t, f)
	}
	require.Equal(t, decision.Answer == readiness.Yes && week.Override != nil, len(review.First) == 0)
	for _, f := range slices.Concat(review.First, review.Defer, review.FixNow) {
		require.Equal(t, salesops.Fired, f.Outcome)
		require.NotEmpty(t, f.Note)
	}
	if decision.Answer == readiness.WithLimits {
		require.Len(t, review.First, len(decision.Operations.Fired.Rules())+rank(decision.Pipeline == salesops.Fired))
	}
	warnings, err := readiness.Warn(week.Figures.Situation.Metrics, policy.WarningPolicy)
	require.NoError(t, err)
	named := rulesOf(slices.Concat(review.First, review.FixNow))
	for _, w := range warnings.Fired() {
		require.Contains(t, named, string(w), "a warning is in one of the lists")
	}
	// An independent reading of the pipeline's rule.
	room := new(big.Rat).Add(rat(*week.Figures.Situation.HeadroomGrowth), rat(week.Figures.Situation.ArrivingCapacityGrowth))
	room.Mul(room, rat(policy.MaxPipelineLoad))
	want := salesops.NotApplicable
	if brought := week.Figures.PipelineGrowth; brought != nil {
		want = salesops.NotFired
		if rat(*brought).Cmp(room) > 0 {
			want = salesops.Fired
		}
	}
	require.Equal(t, want, decision.Pipeline)
}

// Worse figures never give a more permissive answer or more growth.
func weekMonotoneProperty(t *rapid.T) {
	f, p := figures().Draw(t, "figures"), weekPolicies().Draw(t, "policy")
	worse := f
	s, m := &worse.Situation, f.Situation.Metrics
	up := func(x *float64, high float64) *float64 { return new(rapid.Float64Range(*x, high).Draw(t, "more")) }
	down := func(x *float64) *float64 { return new(rapid.Float64Range(0, *x).Draw(t, "less")) }
	switch rapid.IntRange(0, 10).Draw(t, "what gets worse") {
	case 0:
		if f.PipelineGrowth != nil {
			worse.PipelineGrowth = up(f.PipelineGrowth, readiness.MaxGrowth)
		}
	case 1:
		s.HeadroomGrowth = down(s.HeadroomGrowth)
	case 2:
		s.ArrivingCapacityGrowth = *down(&s.ArrivingCapacityGrowth)
	case 3:
		s.WorstStage = salesops.Red
	case 4:
		s.Metrics.Satisfaction = down(m.Satisfaction)
	case 5:
		s.Metrics.ErrorRate = up(m.ErrorRate, 1)
	case 6:
		s.Metrics.OvertimeHoursPerWeek = up(m.OvertimeHoursPerWeek, 168)
	case 7:
		s.Metrics.OnTimeShare = down(m.OnTimeShare)
	case 8:
		s.Readiness.Points = rapid.IntRange(s.Readiness.Maximum/10, s.Readiness.Points).Draw(t, "fewer points")
	case 9:
		s.RedFlags = new(rapid.IntRange(*s.RedFlags, 10).Draw(t, "more flags"))
	case 10:
		s.RequestToScale, s.FoundationComplete = true, false
	}
	before, err := readiness.DecideWeek(f, p)
	require.NoError(t, err)
	after, err := readiness.DecideWeek(worse, p)
	require.NoError(t, err)
	require.LessOrEqual(t, slices.Index(readiness.Answers(), after.Answer), slices.Index(readiness.Answers(), before.Answer))
	require.LessOrEqual(t, after.Growth.Low, before.Growth.Low)
	require.LessOrEqual(t, after.Growth.High, before.Growth.High)
	// The pipeline never makes an answer more permissive.
	require.LessOrEqual(t, slices.Index(readiness.Answers(), before.Answer), slices.Index(readiness.Answers(), before.Operations.Answer))
	require.LessOrEqual(t, before.Growth.High, before.Operations.Growth.High)
}

// A lookup finds the step that holds the day, and no other.
func roadmapProperty(t *rapid.T) {
	roadmap, day := rapid.SampledFrom(readiness.Roadmaps()).Draw(t, "roadmap"), rapid.IntRange(-5, 100).Draw(t, "day")
	step, found := readiness.FindStep(roadmap, day)
	held := 0
	for _, s := range roadmap.Steps() {
		if s.FromDay <= day && day < s.UntilDay {
			require.Equal(t, s, step)
			held++
		}
	}
	require.Equal(t, rank(found), held)
	years := rapid.OneOf(rapid.Float64(), rapid.Float64Range(-1, 12), rapid.SampledFrom([]float64{0, 2, 4, 7, 10})).Draw(t, "years")
	stage, found := readiness.FindMaturity(years)
	require.Equal(t, years >= 0, found)
	if found {
		require.LessOrEqual(t, stage.FromYears, years)
		if until, ends := stage.UntilYears.Value(); ends {
			require.Less(t, years, until)
		}
	}
}

func TestPanel(t *testing.T)        { rapid.Check(t, panelProperty) }
func TestMovement(t *testing.T)     { rapid.Check(t, movementProperty) }
func TestAudit(t *testing.T)        { rapid.Check(t, auditProperty) }
func TestHandoff(t *testing.T)      { rapid.Check(t, handoffProperty) }
func TestActions(t *testing.T)      { rapid.Check(t, actionsProperty) }
func TestWeek(t *testing.T)         { rapid.Check(t, weekProperty) }
func TestWeekMonotone(t *testing.T) { rapid.Check(t, weekMonotoneProperty) }
func TestLookup(t *testing.T)       { rapid.Check(t, roadmapProperty) }

func FuzzPanel(f *testing.F)        { f.Fuzz(rapid.MakeFuzz(panelProperty)) }
func FuzzMovement(f *testing.F)     { f.Fuzz(rapid.MakeFuzz(movementProperty)) }
func FuzzAudit(f *testing.F)        { f.Fuzz(rapid.MakeFuzz(auditProperty)) }
func FuzzHandoff(f *testing.F)      { f.Fuzz(rapid.MakeFuzz(handoffProperty)) }
func FuzzActions(f *testing.F)      { f.Fuzz(rapid.MakeFuzz(actionsProperty)) }
func FuzzWeek(f *testing.F)         { f.Fuzz(rapid.MakeFuzz(weekProperty)) }
func FuzzWeekMonotone(f *testing.F) { f.Fuzz(rapid.MakeFuzz(weekMonotoneProperty)) }
func FuzzLookup(f *testing.F)       { f.Fuzz(rapid.MakeFuzz(roadmapProperty)) }

// Arbitrary bytes never panic, and what decodes encodes to what decodes again.
func FuzzDecodeWeek(f *testing.F) {
	if review, err := readiness.ReviewWeek(busy(f), monday(), readiness.DefaultPolicy()); err == nil {
		if text, err := json.Marshal(review); err == nil {
			f.Add(text)
		}
	}
	f.Add([]byte(`{"phase":"assess","from_day":0,"until_day":7,"aim":"x","growth":0,"work":[]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		testkit.Decodes[readiness.Consensus](t, data)
		testkit.Decodes[readiness.Movement](t, data)
		testkit.Decodes[readiness.ChecklistAudit](t, data)
		testkit.Decodes[readiness.HandoffReview](t, data)
		testkit.Decodes[readiness.ActionCheck](t, data)
		testkit.Decodes[readiness.WeekDecision](t, data)
		testkit.Decodes[readiness.WeekReview](t, data)
		testkit.Decodes[readiness.RoadmapStep](t, data)
		testkit.Decodes[readiness.MaturityStage](t, data)
		testkit.Decodes[readiness.Duty](t, data)
		testkit.Decodes[readiness.Practice](t, data)
		testkit.Decodes[readiness.AgendaBox](t, data)
	})
}
