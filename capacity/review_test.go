package capacity_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/capacity"
	"github.com/salesops-go/salesops/internal/testkit"
)

func reviewed(t testkit.Failer, a capacity.Audit, o capacity.Outlook, p capacity.Policy) capacity.Review {
	t.Helper()
	before := text(t, a) + text(t, o)
	got, err := capacity.PrepareReview(a, o, p)
	require.NoError(t, err)
	require.Equal(t, before, text(t, a)+text(t, o), "the arguments are not changed")
	testkit.RoundTrip(t, got)
	return got
}

func TestPrepareReview(t *testing.T) {
	a := desk(60)
	a.Stages[0].Kind = capacity.OrderProcessing
	a.Stages = append(
		a.Stages,
		capacity.Stage{Name: "oven", Kind: capacity.Fulfillment, TransactionsPerOrder: 1, MaxPerDay: 65},
		capacity.Stage{Name: "quotes", TransactionsPerOrder: 2, People: 10, HoursPerPersonDay: 8, HoursPerTransaction: 0.5},
		capacity.Stage{Name: "calls", TransactionsPerOrder: 0.1, People: 1, HoursPerPersonDay: 8, HoursPerTransaction: 0.5},
	)
	wage := testkit.Dec(t, "3000")
	o := capacity.Outlook{
		Pipeline: capacity.Pipeline{Weeks: 3, RunRate: 1, Deals: []capacity.Deal{
			{Name: "big", Chance: 0.5, CloseWeek: 2, SpreadWeeks: 1, Orders: 200},
			{Name: "own", Chance: 1, CloseWeek: 2, SpreadWeeks: 1, Work: []capacity.StageWork{{Stage: "quotes", Hours: 20}}},
		}},
		Growth: capacity.Growth{Phases: path(1, 1.3), Hiring: []capacity.Hiring{{LeadMonths: 1, Yield: 0.5, WagePerMonth: &wage}}},
	}
	got := reviewed(t, a, o, capacity.DefaultPolicy())
	require.Equal(t, []capacity.Bottleneck{
		{
			Stage: "oven", Kind: capacity.Fulfillment, Today: 60.0 / 65, ThisWeek: 60.0 / 65, NextWeek: 400.0 / 325, Status: salesops.Red,
			Remedies: capacity.RemediesFor(capacity.Fulfillment),
		},
		{Stage: "quotes", Today: 0.75, ThisWeek: 0.75, NextWeek: 1.05, Status: salesops.Red, Remedies: []capacity.Remedy{}},
		{
			Stage: "desk", Kind: capacity.OrderProcessing, Today: 0.75, ThisWeek: 0.75, NextWeek: 1, Status: salesops.Red,
			Remedies: capacity.RemediesFor(capacity.OrderProcessing),
		},
	}, got.Bottlenecks)
	require.Equal(t, []capacity.Relief{
		{Stage: "quotes", HoursPerWeek: 80, Share: 80.0 / 420, Remedies: []capacity.Remedy{}},
		{
			Stage: "desk", Kind: capacity.OrderProcessing, HoursPerWeek: 60, Share: 0.15,
			Remedies: []capacity.Remedy{capacity.AutomatedEntry, capacity.OrderValidation, capacity.RoutingRules},
		},
	}, got.Automate)
	require.Equal(t, []capacity.Hire{
		{Where: "desk", StartMonth: 1, JoinMonth: 2, People: 2, Starts: 4, NeededIn: 2}, {Where: "quotes", StartMonth: 1, JoinMonth: 2, People: 2, Starts: 4, NeededIn: 2},
	}, got.HireNow)
	testkit.EqualDecimal(t, "12000", *got.Investment)
	testkit.Golden(t, "outlook", o)
	testkit.Golden(t, "review", got)

	full := reviewed(t, desk(68), capacity.Outlook{Pipeline: capacity.Pipeline{Weeks: 2, RunRate: 1}, Growth: capacity.Growth{Phases: path(1)}}, capacity.DefaultPolicy())
	require.Empty(t, full.Automate, "at the target")
	o.Growth.Phases = path(1, 1, 1.3)
	require.Empty(t, reviewed(t, a, o, capacity.DefaultPolicy()).HireNow, "there is time")
}

func TestReviewRejected(t *testing.T) {
	good := capacity.Outlook{Pipeline: capacity.Pipeline{Weeks: 2}, Growth: capacity.Growth{Phases: path(1)}}
	for name, tc := range map[string]struct {
		edit func(*capacity.Outlook)
		want []testkit.Fault
	}{
		"one week":  {func(o *capacity.Outlook) { o.Pipeline.Weeks = 1 }, []testkit.Fault{{Field: "Outlook.Pipeline.Weeks", Reason: salesops.ErrConflict}}},
		"no months": {func(o *capacity.Outlook) { o.Growth.Phases = nil }, []testkit.Fault{{Field: "Outlook.Growth.Phases", Reason: salesops.ErrMissing}}},
		"a team of no stage": {func(o *capacity.Outlook) { o.Growth.Hiring = []capacity.Hiring{{Where: "x", Yield: 1}} }, []testkit.Fault{
			{Field: "Outlook.Growth.Hiring[0].Where", Reason: salesops.ErrConflict},
		}},
		"work of no stage": {
			func(o *capacity.Outlook) {
				o.Pipeline.Deals = []capacity.Deal{{Name: "a", CloseWeek: 1, SpreadWeeks: 1, Work: []capacity.StageWork{{Stage: "x"}}}}
			}, []testkit.Fault{{Field: "Outlook.Pipeline.Deals[0].Work[0].Stage", Reason: salesops.ErrConflict}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := good
			tc.edit(&o)
			got, err := capacity.PrepareReview(desk(60), o, capacity.DefaultPolicy())
			testkit.RequireFaults(t, err, tc.want...)
			require.Zero(t, got)
		})
	}
	_, err := capacity.PrepareReview(capacity.Audit{}, good, capacity.Policy{})
	require.Equal(t, "Audit.OrdersPerDay", salesops.InputErrors(err)[0].Field)
	var read capacity.Outlook
	err = json.Unmarshal([]byte(`{"pipeline":{"weeks":1,"run_rate":1,"deals":[]},"growth":{"phases":[{"name":"a","levels":[1]}],"hiring":[]}}`), &read)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Outlook.Pipeline.Weeks", Reason: salesops.ErrConflict})
}

// A review is what its three parts say, and its lists follow from them.
func reviewProperty(t *rapid.T) {
	a, p := steady().Draw(t, "audit"), policies().Draw(t, "policy")
	o := capacity.Outlook{Growth: growths(&a).Draw(t, "growth"), Pipeline: pipelines(&a).Draw(t, "pipeline")}
	o.Pipeline.Weeks = max(2, o.Pipeline.Weeks)
	got := reviewed(t, a, o, p)
	today, err := capacity.Assess(a, p)
	require.NoError(t, err)
	load, err := capacity.ProjectLoad(a, o.Pipeline, p)
	require.NoError(t, err)
	growth, err := capacity.PlanGrowth(a, o.Growth, p)
	require.NoError(t, err)
	require.Equal(t, text(t, today), text(t, got.Today))
	require.Equal(t, text(t, load), text(t, got.Load))
	require.Equal(t, text(t, growth), text(t, got.Growth))
	named := make(map[string]capacity.Bottleneck)
	for _, b := range got.Bottlenecks {
		named[b.Stage] = b
	}
	relieved := make(map[string]bool)
	for _, r := range got.Automate {
		relieved[r.Stage] = true
	}
	for i := range a.Stages {
		s := &a.Stages[i]
		green := today.Stages[i].Status == salesops.Green && load.Weeks[0].Stages[i].ExpectedStatus == salesops.Green && load.Weeks[1].Stages[i].ExpectedStatus == salesops.Green
		b, listed := named[s.Name]
		require.Equal(t, !green, listed)
		without, limit, adds := weekModel(&a, s, &o.Pipeline, 1, workingDays(&a))
		expected, _, _ := enumerated(&o.Pipeline, without, adds)
		if listed {
			require.Equal(t, nearest(quo(expected, limit)), b.NextWeek)
		}
		require.Equal(t, s.People > 0 && expected.Cmp(mul(limit, rat(p.TargetUtilization))) > 0, relieved[s.Name])
	}
	for _, r := range got.Automate {
		require.Positive(t, r.HoursPerWeek)
		require.True(t, r.Share > 0 && r.Share <= 1)
	}
}

func TestReviewProperty(t *testing.T) { rapid.Check(t, reviewProperty) }
func FuzzReview(f *testing.F)         { f.Fuzz(rapid.MakeFuzz(reviewProperty)) }
