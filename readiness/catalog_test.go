package readiness_test

import (
	"encoding/json"
	"math"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/readiness"
)

func TestFindStep(t *testing.T) {
	const none = readiness.Phase("")
	for _, tc := range []struct {
		roadmap readiness.Roadmap
		day     int
		want    readiness.Phase
	}{
		{readiness.ThirtyDays, -1, none},
		{readiness.ThirtyDays, 0, readiness.WeekAssess}, {readiness.ThirtyDays, 6, readiness.WeekAssess},
		{readiness.ThirtyDays, 7, readiness.WeekFoundation}, {readiness.ThirtyDays, 13, readiness.WeekFoundation},
		{readiness.ThirtyDays, 14, readiness.WeekTest}, {readiness.ThirtyDays, 20, readiness.WeekTest},
		{readiness.ThirtyDays, 21, readiness.WeekAlign}, {readiness.ThirtyDays, 29, readiness.WeekAlign},
		{readiness.ThirtyDays, 30, none},
		{readiness.NinetyDays, -1, none},
		{readiness.NinetyDays, 0, readiness.PhaseFoundation}, {readiness.NinetyDays, 29, readiness.PhaseFoundation},
		{readiness.NinetyDays, 30, readiness.PhaseAutomate}, {readiness.NinetyDays, 59, readiness.PhaseAutomate},
		{readiness.NinetyDays, 60, readiness.PhaseOptimize}, {readiness.NinetyDays, 89, readiness.PhaseOptimize},
		{readiness.NinetyDays, 90, none},
		{"moon", 3, none},
	} {
		step, found := readiness.FindStep(tc.roadmap, tc.day)
		require.Equal(t, tc.want != none, found, "%v", tc)
		require.Equal(t, tc.want, step.Phase, "%v", tc)
	}
}

// The steps follow on one another without gaps, and only the test takes more.
func TestRoadmaps(t *testing.T) {
	ends := map[readiness.Roadmap]int{readiness.ThirtyDays: 30, readiness.NinetyDays: 90}
	sizes := map[readiness.Roadmap]int{readiness.ThirtyDays: 4, readiness.NinetyDays: 3}
	for _, roadmap := range readiness.Roadmaps() {
		day := 0
		for _, step := range roadmap.Steps() {
			require.Equal(t, day, step.FromDay)
			require.Contains(t, readiness.Phases(), step.Phase)
			require.NotEmpty(t, step.Aim)
			require.NotEmpty(t, step.Work)
			want := 0.0
			if step.Phase == readiness.WeekTest {
				want = readiness.RoadmapTestGrowth
			}
			require.Equal(t, want, step.Growth)
			day = step.UntilDay
		}
		require.Equal(t, ends[roadmap], day)
		require.Len(t, roadmap.Steps(), sizes[roadmap])
	}
	require.Empty(t, readiness.Roadmap("moon").Steps())
}

func TestFindMaturity(t *testing.T) {
	for _, tc := range []struct {
		years float64
		want  readiness.Maturity
	}{
		{-1, ""}, {math.Nextafter(0, -1), ""}, {math.NaN(), ""}, {math.Inf(-1), ""},
		{0, readiness.InformalOps}, {1, readiness.InformalOps}, {math.Nextafter(2, 0), readiness.InformalOps},
		{2, readiness.SystemizedOps}, {math.Nextafter(4, 0), readiness.SystemizedOps},
		{4, readiness.OptimizedOps}, {math.Nextafter(7, 0), readiness.OptimizedOps},
		{7, readiness.AutonomousOps}, {10, readiness.AutonomousOps}, {250, readiness.AutonomousOps},
	} {
		stage, found := readiness.FindMaturity(tc.years)
		require.Equal(t, tc.want != "", found, "%v", tc)
		require.Equal(t, tc.want, stage.Maturity, "%v", tc)
	}
	var from float64
	for i, stage := range readiness.MaturityStages() {
		require.Equal(t, readiness.Maturities()[i], stage.Maturity)
		require.Equal(t, from, stage.FromYears)
		from = stage.UntilYears.Or(0)
	}
	require.Zero(t, from, "the last stage has no end")
}

func TestDuties(t *testing.T) {
	names := make(map[string]bool)
	var all []readiness.Duty
	for _, channel := range readiness.Channels() {
		duties := channel.Duties()
		require.Len(t, duties, 5)
		_, known := channel.From()
		require.True(t, known)
		for _, d := range duties {
			require.Contains(t, readiness.Rhythms(), d.Rhythm)
			require.NotEmpty(t, d.What)
			names[d.Name] = true
		}
		all = append(all, duties...)
	}
	require.Equal(t, readiness.Duties(), all)
	require.Len(t, names, len(all))
	require.Equal(t, readiness.EveryDay, all[0].Rhythm, "the pipeline daily")
	require.Equal(t, readiness.EveryWeek, all[10].Rhythm, "the alignment score weekly")
	require.Empty(t, readiness.Channel("moon").Duties())
	_, known := readiness.Channel("moon").From()
	require.False(t, known)
}

func TestPractices(t *testing.T) {
	names := make(map[string]bool)
	var all []readiness.Practice
	sizes := []int{5, 4, 4, 3, 5}
	for i, list := range readiness.PracticeLists() {
		entries := list.Practices()
		require.Len(t, entries, sizes[i])
		for _, p := range entries {
			require.NotEmpty(t, p.What)
			names[p.Name] = true
		}
		all = append(all, entries...)
	}
	require.Equal(t, readiness.Practices(), all)
	require.Len(t, names, len(all))
	require.Empty(t, readiness.PracticeList("moon").Practices())
	require.Contains(t, readiness.GrowthClaim, "30-50%")
}

func TestAgenda(t *testing.T) {
	minute := 0
	var minutes []int
	for i, box := range readiness.Agenda() {
		require.Equal(t, readiness.Topics()[i], box.Topic)
		require.Equal(t, minute, box.FromMinute)
		minute += box.Minutes
		minutes = append(minutes, box.Minutes)
	}
	require.Equal(t, []int{10, 10, 10, 15, 15}, minutes)
	require.Equal(t, 60, minute)
	require.Equal(t, readiness.MeetingMinutes, minute)
	require.Equal(t, []string{"hiring", "automation", "process-improvements", "investment"}, readiness.Agenda()[4].Points)
}

// What a caller does to a catalogue is the caller's own.
func TestCataloguesAreFresh(t *testing.T) {
	readiness.ThirtyDays.Steps()[0].Work[0] = "changed"
	readiness.MaturityStages()[1].Staff[0] = "changed"
	readiness.Duties()[0].What = "changed"
	readiness.Practices()[0].What = "changed"
	readiness.Agenda()[4].Points[0] = "changed"
	for _, catalogue := range []any{
		readiness.ThirtyDays.Steps(), readiness.MaturityStages(), readiness.Duties(), readiness.Practices(), readiness.Agenda(),
	} {
		text, err := json.Marshal(catalogue)
		require.NoError(t, err)
		require.NotContains(t, string(text), "changed")
	}
}

func TestCatalogueJSON(t *testing.T) {
	testkit.Golden(t, "roadmap_thirty_days", readiness.ThirtyDays.Steps())
	testkit.Golden(t, "roadmap_ninety_days", readiness.NinetyDays.Steps())
	testkit.Golden(t, "maturity_stages", readiness.MaturityStages())
	testkit.Golden(t, "duties", readiness.Duties())
	testkit.Golden(t, "practices", readiness.Practices())
	testkit.Golden(t, "agenda", readiness.Agenda())

	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	for name, tc := range map[string]struct {
		into json.Unmarshaler
		text string
		want []testkit.Fault
	}{
		"step": {
			new(readiness.RoadmapStep), `{"phase":"assess","from_day":7,"until_day":7,"aim":"x","growth":-0.1,"work":[]}`,
			[]testkit.Fault{{Field: "RoadmapStep.UntilDay", Reason: out}, {Field: "RoadmapStep.Growth", Reason: out}},
		},
		"step of another phase": {
			new(readiness.RoadmapStep), `{"phase":"rest","from_day":-1,"until_day":91,"aim":"x","growth":0,"work":[],"more":1}`,
			[]testkit.Fault{
				{Field: "RoadmapStep.Phase", Reason: out}, {Field: "RoadmapStep.more", Reason: out},
				{Field: "RoadmapStep.FromDay", Reason: out}, {Field: "RoadmapStep.UntilDay", Reason: out},
			},
		},
		"stage": {
			new(readiness.MaturityStage), `{"maturity":"informal","from_years":2,"until_years":2,"staff":[],"adds":[]}`,
			[]testkit.Fault{{Field: "MaturityStage.Look", Reason: missing}, {Field: "MaturityStage.UntilYears", Reason: conflict}},
		},
		"stage too old": {
			new(readiness.MaturityStage), `{"maturity":"informal","from_years":-1,"until_years":null,"staff":[],"adds":[],"look":""}`,
			[]testkit.Fault{{Field: "MaturityStage.FromYears", Reason: out}},
		},
		"duty": {
			new(readiness.Duty), `{"channel":"radio","name":"","what":"x","rhythm":"hourly"}`,
			[]testkit.Fault{{Field: "Duty.Channel", Reason: out}, {Field: "Duty.Rhythm", Reason: out}, {Field: "Duty.Name", Reason: missing}},
		},
		"practice": {
			new(readiness.Practice), `{"list":"wishes","name":" ","what":"x"}`,
			[]testkit.Fault{{Field: "Practice.List", Reason: out}, {Field: "Practice.Name", Reason: out}},
		},
		"box": {
			new(readiness.AgendaBox), `{"topic":"lunch","from_minute":60,"minutes":10,"points":[]}`,
			[]testkit.Fault{{Field: "AgendaBox.Topic", Reason: out}, {Field: "AgendaBox.FromMinute", Reason: out}},
		},
		"box too long": {
			new(readiness.AgendaBox), `{"topic":"quality","from_minute":55,"minutes":6,"points":[]}`,
			[]testkit.Fault{{Field: "AgendaBox.Minutes", Reason: out}},
		},
	} {
		t.Run(name, func(t *testing.T) { testkit.RequireFaults(t, tc.into.UnmarshalJSON([]byte(tc.text)), tc.want...) })
	}
}

func TestWeekEnums(t *testing.T) {
	requireEnum(t, "Move", 4, readiness.Moves)
	requireEnum(t, "WaiverState", 3, readiness.WaiverStates)
	requireEnum(t, "Owner", 3, readiness.Owners)
	requireEnum(t, "FactGroup", 4, readiness.FactGroups)
	requireEnum(t, "Fact", 20, readiness.Facts)
	requireEnum(t, "HandoffCheck", 5, readiness.HandoffChecks)
	requireEnum(t, "CheckState", 3, readiness.CheckStates)
	requireEnum(t, "Roadmap", 2, readiness.Roadmaps)
	requireEnum(t, "Phase", 6, readiness.Phases)
	requireEnum(t, "Maturity", 4, readiness.Maturities)
	requireEnum(t, "Channel", 4, readiness.Channels)
	requireEnum(t, "Rhythm", 3, readiness.Rhythms)
	requireEnum(t, "PracticeList", 5, readiness.PracticeLists)
	requireEnum(t, "Topic", 5, readiness.Topics)
	requireEnum(t, "ActionState", 3, readiness.ActionStates)
	requireEnum(t, "WeekRule", 3, readiness.WeekRules)
}

// The tables of the manual are those of the code.
func TestWeekManual(t *testing.T) {
	manual := testkit.ReadManual(t)
	for i, row := range manual.Table(t, "# The handoff") {
		group := readiness.FactGroups()[i]
		owners := make(map[readiness.Owner]bool)
		for _, fact := range group.Facts() {
			owner, _ := fact.Owner()
			owners[owner] = true
		}
		var owed []readiness.Owner
		for _, owner := range readiness.Owners() {
			if owners[owner] {
				owed = append(owed, owner)
			}
		}
		require.Equal(t, []string{string(group), list(group.Facts()), list(owed)}, row)
	}
	for i, row := range manual.Table(t, "# The week") {
		box := readiness.Agenda()[i]
		require.Equal(t, []string{string(box.Topic), strconv.Itoa(box.FromMinute), strconv.Itoa(box.Minutes)}, row)
	}
	p := readiness.DefaultPolicy()
	for i, row := range manual.Table(t, "# The week's answer") {
		when := []string{
			"growth of the pipeline > " + strconv.FormatFloat(p.MaxPipelineLoad, 'f', 1, 64) + " × (headroom + arriving capacity)",
			"request to scale, the answer that stands is not yes",
			"growth of the pipeline > the high end of the growth that is allowed",
		}[i]
		require.Equal(t, []string{string(readiness.WeekRules()[i]), "RDY-12", when, []string{"first", "defer", "defer"}[i]}, row)
	}
}
