package capacity_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/capacity"
	"github.com/salesops-go/salesops/internal/testkit"
)

func TestProjectLoad(t *testing.T) {
	policy := capacity.DefaultPolicy()
	// The desk does 400 hours a week; half of today's 60 orders a day, 150 a week, come anyway.
	pipeline := func(deals ...capacity.Deal) capacity.Pipeline {
		return capacity.Pipeline{Weeks: 4, RunRate: 0.5, Deals: deals}
	}
	now := func(name string, chance, orders float64) capacity.Deal {
		return capacity.Deal{Name: name, Chance: chance, CloseWeek: 1, SpreadWeeks: 1, Orders: orders}
	}
	big := capacity.Deal{Name: "big", Chance: 0.6, CloseWeek: 2, DelayWeeks: 1, SpreadWeeks: 2, Orders: 400}
	first := func(got capacity.LoadProjection) capacity.StageWeek { return got.Weeks[0].Stages[0] }

	t.Run("nothing but today's volume", func(t *testing.T) {
		got := projected(t, desk(60), pipeline(), policy)
		require.Len(t, got.Weeks, 4)
		require.Equal(t, capacity.LoadWeek{Week: 4, Stages: []capacity.StageWeek{{
			Stage: "desk", Capacity: 400, WithoutDeals: 150, Expected: 150, P50: point(150), P90: point(150),
			ExpectedStatus: salesops.Green, P50Status: salesops.Green, P90Status: salesops.Green,
		}}}, got.Weeks[3])
		require.Empty(t, got.Breaches)
	})
	t.Run("one deal", func(t *testing.T) {
		got := projected(t, desk(60), pipeline(big), policy)
		require.Equal(t, 150.0, got.Weeks[1].Stages[0].P90.High)
		require.Equal(t, capacity.StageWeek{
			Stage: "desk", Capacity: 400, WithoutDeals: 150, Expected: 270, P50: point(350), P90: point(350),
			ExpectedStatus: salesops.Green, P50Status: salesops.Yellow, P90Status: salesops.Yellow,
		}, got.Weeks[2].Stages[0])
		require.Equal(t, got.Weeks[2].Stages[0], got.Weeks[3].Stages[0])
		require.Equal(t, []string{"p50 yellow 3 desk [big]", "p90 yellow 3 desk [big]"}, breachesOf(got))
		require.Equal(t, []capacity.DealImpact{{Deal: "big", Chance: 0.6, FirstWeek: 3, Stage: "desk", CapacityWeeks: 1}}, got.Likely)
	})
	t.Run("at the lines", func(t *testing.T) {
		got := first(projected(t, desk(60), pipeline(now("a", 0.5, 190)), policy))
		require.Equal(t, point(150), got.P50, "half of the probability is at nothing")
		require.Equal(t, salesops.Green, got.P90Status, "340 of 400 is 0.85")
		got = first(projected(t, desk(60), pipeline(now("a", 0.1, 190.000001)), policy))
		require.Equal(t, point(150), got.P90)
		got = first(projected(t, desk(60), pipeline(now("a", 0.11, 190.000001)), policy))
		require.Equal(t, salesops.Yellow, got.P90Status)
		got = first(projected(t, desk(60), pipeline(now("a", 0.11, 250)), policy))
		require.Equal(t, salesops.Red, got.P90Status)
	})
	t.Run("the deals that cause it", func(t *testing.T) {
		got := projected(t, desk(60), pipeline(now("d", 0.9, 100), now("c", 0.5, 100), now("b", 0.9, 100), now("a", 0.1, 100)), policy)
		// 390 are expected, which is yellow; without b 300 are, which is green.
		require.Equal(t, []string{
			"expected yellow 1 desk [b]", "p50 yellow 1 desk [b]", "p90 yellow 1 desk [b d]", "p90 red 1 desk [b]",
		}, breachesOf(got))
	})
	t.Run("the fullest stage", func(t *testing.T) {
		a := desk(60)
		a.Stages = append(a.Stages, capacity.Stage{Name: "van", TransactionsPerOrder: 1, MaxPerDay: 75}, capacity.Stage{Name: "bus", TransactionsPerOrder: 1, MaxPerDay: 75})
		got := projected(t, a, pipeline(now("a", 1, 300)), policy)
		require.Equal(t, "expected red 1 van [a]", breachesOf(got)[1])
		require.Equal(t, "transactions a week", got.Breaches[1].Finding.Unit)
	})
	t.Run("too much without any deal", func(t *testing.T) {
		p := pipeline(big)
		p.RunRate = 1.4
		require.Equal(t, "expected yellow 1 desk []", breachesOf(projected(t, desk(60), p, policy))[0])
	})
	t.Run("work of its own", func(t *testing.T) {
		a := desk(60)
		a.Stages[0].HoursPerTransaction, a.Stages[0].People = 0.5, 5
		a.Stages = append(a.Stages, capacity.Stage{Name: "oven", TransactionsPerOrder: 3, MaxPerDay: 500})
		deal := capacity.Deal{Name: "a", Chance: 1, CloseWeek: 1, SpreadWeeks: 3, Work: []capacity.StageWork{{Stage: "desk", Hours: 30}}}
		expected := func() []float64 {
			got := projected(t, a, pipeline(deal), policy)
			return []float64{got.Weeks[0].Stages[0].Expected, got.Weeks[0].Stages[1].Expected}
		}
		require.Equal(t, []float64{170, 450}, expected(), "ten hours a week are 20 transactions, and no orders come")
		deal.Orders = 3
		deal.Work[0] = capacity.StageWork{Stage: "desk", Transactions: 90}
		require.Equal(t, []float64{180, 453}, expected())
		deal.Work[0] = capacity.StageWork{Stage: "oven"}
		require.Equal(t, []float64{151, 450}, expected())
	})
	t.Run("a measured maximum beside people", func(t *testing.T) {
		a := desk(60)
		a.Stages[0].MaxPerDay, a.Stages[0].HoursPerTransaction = 70, 0.8
		got := projected(t, a, pipeline(big), policy)
		require.Equal(t, 350.0, first(got).Capacity)
		require.Equal(t, salesops.Red, got.Weeks[2].Stages[0].P50Status)
		require.Equal(t, "hours a week", got.Breaches[0].Finding.Unit)
	})
	t.Run("the backlog", func(t *testing.T) {
		a := desk(60)
		a.Stages[0].Backlog, a.ClearBacklogDays = 1000, 10
		got := projected(t, a, pipeline(big), policy)
		var expected []float64
		for _, week := range got.Weeks {
			expected = append(expected, week.Stages[0].Expected)
		}
		require.Equal(t, []float64{650, 650, 270, 270}, expected)
		require.Equal(t, "hours in 10 weeks", got.Breaches[0].Finding.Unit)
	})
	t.Run("odd weeks add up", func(t *testing.T) {
		deal := capacity.Deal{Name: "a", Chance: 1, CloseWeek: 1, SpreadWeeks: 3, Orders: 0.1}
		got := projected(t, desk(60), capacity.Pipeline{Weeks: 3, Deals: []capacity.Deal{deal}}, policy)
		require.Equal(t, []float64{0.033333, 0.033333, 0.033334}, []float64{
			got.Weeks[0].Stages[0].Expected, got.Weeks[1].Stages[0].Expected, got.Weeks[2].Stages[0].Expected,
		})
	})
	t.Run("what is likely, and what it needs", func(t *testing.T) {
		sure, even, odd := now("sure", 0.9, 10), now("even", 0.5, 200), now("odd", 0.49, 500)
		sure.CloseWeek, odd.CloseWeek = 3, 2
		sure.Needs, even.Needs, odd.Needs = []string{"export papers", "night shift"}, []string{"night shift"}, []string{"cold chain"}
		none := now("none", 0.8, 0)
		none.Work = []capacity.StageWork{{Stage: "desk"}}
		got := projected(t, desk(60), pipeline(sure, even, odd, now("same", 0.5, 200), none), policy)
		require.Equal(t, []capacity.DealImpact{
			{Deal: "even", Chance: 0.5, FirstWeek: 1, Stage: "desk", CapacityWeeks: 0.5}, {Deal: "same", Chance: 0.5, FirstWeek: 1, Stage: "desk", CapacityWeeks: 0.5},
			{Deal: "sure", Chance: 0.9, FirstWeek: 3, Stage: "desk", CapacityWeeks: 0.025}, {Deal: "none", Chance: 0.8, FirstWeek: 1},
		}, got.Likely)
		require.Len(t, got.Needs, 3)
		require.Equal(t, []string{"even", "sure"}, got.Needs[0].Deals)
		require.InDelta(t, 0.95, got.Needs[0].Chance, 1e-15)
		require.Equal(t, []string{"night shift", "cold chain", "export papers"}, []string{got.Needs[0].Need, got.Needs[1].Need, got.Needs[2].Need})
		require.Equal(t, []int{1, 2, 3}, []int{got.Needs[0].FirstWeek, got.Needs[1].FirstWeek, got.Needs[2].FirstWeek})
	})
	t.Run("more deals than loads that are told apart", func(t *testing.T) {
		p := manyDeals(60, 12)
		fine, coarse := policy, policy
		fine.LoadCells, coarse.LoadCells = capacity.MaxLoadCells, 64
		a, b := projected(t, desk(60), p, fine), projected(t, desk(60), p, coarse)
		wide := 0
		for w := range a.Weeks {
			x, y := a.Weeks[w].Stages[0], b.Weeks[w].Stages[0]
			require.True(t, y.P50.Low <= x.P50.High && x.P50.Low <= y.P50.High && y.P90.Low <= x.P90.High && x.P90.Low <= y.P90.High)
			require.Equal(t, x.Expected, y.Expected)
			if y.P50.Width() > 0 {
				wide++
			}
		}
		require.NotZero(t, wide)
	})
}

func breachesOf(p capacity.LoadProjection) []string {
	var list []string
	for _, b := range p.Breaches {
		list = append(list, fmt.Sprint(b.Basis, " ", b.Status, " ", b.Week, " ", b.Stage, " ", b.Deals))
	}
	return list
}

func TestPipelineRejected(t *testing.T) {
	deal := func(edit func(*capacity.Deal)) capacity.Pipeline {
		d := capacity.Deal{Name: "a", Chance: 0.5, CloseWeek: 1, SpreadWeeks: 1, Orders: 1}
		edit(&d)
		return capacity.Pipeline{Weeks: 1, Deals: []capacity.Deal{d}}
	}
	same := func(*capacity.Deal) {}
	work := func(list ...capacity.StageWork) capacity.Pipeline {
		return deal(func(d *capacity.Deal) { d.Work = list })
	}
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	for name, tc := range map[string]struct {
		pipeline capacity.Pipeline
		want     []testkit.Fault
	}{
		"nothing":                {capacity.Pipeline{}, []testkit.Fault{{Field: "Pipeline.Weeks", Reason: missing}}},
		"too many weeks":         {capacity.Pipeline{Weeks: 105}, []testkit.Fault{{Field: "Pipeline.Weeks", Reason: out}}},
		"run rate":               {capacity.Pipeline{Weeks: 1, RunRate: -1}, []testkit.Fault{{Field: "Pipeline.RunRate", Reason: out}}},
		"tiny run rate":          {capacity.Pipeline{Weeks: 1, RunRate: 1e-10}, []testkit.Fault{{Field: "Pipeline.RunRate", Reason: out}}},
		"huge run rate":          {capacity.Pipeline{Weeks: 1, RunRate: 1001}, []testkit.Fault{{Field: "Pipeline.RunRate", Reason: out}}},
		"too many deals":         {capacity.Pipeline{Weeks: 1, Deals: make([]capacity.Deal, 2001)}, []testkit.Fault{{Field: "Pipeline.Deals", Reason: out}}},
		"two of a name":          {capacity.Pipeline{Weeks: 1, Deals: append(deal(same).Deals, deal(same).Deals...)}, []testkit.Fault{{Field: "Pipeline.Deals[1].Name", Reason: conflict}}},
		"no name":                {deal(func(d *capacity.Deal) { d.Name = "" }), []testkit.Fault{{Field: "Pipeline.Deals[0].Name", Reason: missing}}},
		"chance":                 {deal(func(d *capacity.Deal) { d.Chance = 1.1 }), []testkit.Fault{{Field: "Pipeline.Deals[0].Chance", Reason: out}}},
		"tiny chance":            {deal(func(d *capacity.Deal) { d.Chance = 1e-10 }), []testkit.Fault{{Field: "Pipeline.Deals[0].Chance", Reason: out}}},
		"weeks":                  {deal(func(d *capacity.Deal) { d.CloseWeek, d.DelayWeeks, d.SpreadWeeks = 0, -1, 105 }), []testkit.Fault{{Field: "Pipeline.Deals[0].CloseWeek", Reason: missing}, {Field: "Pipeline.Deals[0].DelayWeeks", Reason: out}, {Field: "Pipeline.Deals[0].SpreadWeeks", Reason: out}}},
		"late weeks":             {deal(func(d *capacity.Deal) { d.CloseWeek, d.DelayWeeks, d.SpreadWeeks = 105, 105, 0 }), []testkit.Fault{{Field: "Pipeline.Deals[0].CloseWeek", Reason: out}, {Field: "Pipeline.Deals[0].DelayWeeks", Reason: out}, {Field: "Pipeline.Deals[0].SpreadWeeks", Reason: missing}}},
		"no orders and no work":  {deal(func(d *capacity.Deal) { d.Orders = 0 }), []testkit.Fault{{Field: "Pipeline.Deals[0].Orders", Reason: missing}}},
		"orders":                 {deal(func(d *capacity.Deal) { d.Orders = math.Inf(1) }), []testkit.Fault{{Field: "Pipeline.Deals[0].Orders", Reason: out}}},
		"orders beside work":     {deal(func(d *capacity.Deal) { d.Orders, d.Work = -1, []capacity.StageWork{{Stage: "desk"}} }), []testkit.Fault{{Field: "Pipeline.Deals[0].Orders", Reason: out}}},
		"work of no stage":       {work(capacity.StageWork{Stage: "dest"}), []testkit.Fault{{Field: "Pipeline.Deals[0].Work[0].Stage", Reason: conflict}}},
		"work twice":             {work(capacity.StageWork{Stage: "desk"}, capacity.StageWork{Stage: "desk"}), []testkit.Fault{{Field: "Pipeline.Deals[0].Work[1].Stage", Reason: conflict}}},
		"hours and transactions": {work(capacity.StageWork{Stage: "desk", Hours: 1, Transactions: 1}), []testkit.Fault{{Field: "Pipeline.Deals[0].Work[0].Transactions", Reason: conflict}}},
		"negative work":          {work(capacity.StageWork{Stage: "desk", Hours: -1}, capacity.StageWork{Stage: "oven", Transactions: 2e9}), []testkit.Fault{{Field: "Pipeline.Deals[0].Work[0].Hours", Reason: out}, {Field: "Pipeline.Deals[0].Work[1].Transactions", Reason: out}}},
		"hours of a machine":     {work(capacity.StageWork{Stage: "oven", Hours: 1}), []testkit.Fault{{Field: "Pipeline.Deals[0].Work[0].Hours", Reason: conflict}}},
		"too much work":          {deal(func(d *capacity.Deal) { d.Orders = 5e8 + 1 }), []testkit.Fault{{Field: "Pipeline.Deals[0].Orders", Reason: conflict}}},
		"needs":                  {deal(func(d *capacity.Deal) { d.Needs = []string{"", "b", "b"} }), []testkit.Fault{{Field: "Pipeline.Deals[0].Needs[0]", Reason: missing}, {Field: "Pipeline.Deals[0].Needs[2]", Reason: conflict}}},
		"too many needs":         {deal(func(d *capacity.Deal) { d.Needs = make([]string, 21) }), []testkit.Fault{{Field: "Pipeline.Deals[0].Needs", Reason: out}}},
		"too much of it":         {work(make([]capacity.StageWork, 201)...), []testkit.Fault{{Field: "Pipeline.Deals[0].Work", Reason: out}}},
	} {
		t.Run(name, func(t *testing.T) {
			a := desk(60)
			a.Stages = append(a.Stages, capacity.Stage{Name: "oven", TransactionsPerOrder: 2, MaxPerDay: 100})
			got, err := capacity.ProjectLoad(a, tc.pipeline, capacity.DefaultPolicy())
			testkit.RequireFaults(t, err, tc.want...)
			require.Zero(t, got)
		})
	}
	full := deal(func(d *capacity.Deal) { d.Orders = 5e8 })
	a := desk(60)
	a.Stages[0].HoursPerTransaction = 2
	_, err := capacity.ProjectLoad(a, full, capacity.DefaultPolicy())
	require.NoError(t, err, "at the limit")
	_, err = capacity.ProjectLoad(capacity.Audit{}, full, capacity.Policy{})
	require.Equal(t, "Audit.OrdersPerDay", salesops.InputErrors(err)[0].Field)
	var read capacity.Pipeline
	err = json.Unmarshal([]byte(`{"weeks":0,"run_rate":1,"deals":[{"name":"a","chance":2,"close_week":1,"delay_weeks":0,"spread_weeks":1}],"x":1}`), &read)
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "Pipeline.x", Reason: out}, testkit.Fault{Field: "Pipeline.Weeks", Reason: missing},
		testkit.Fault{Field: "Pipeline.Deals[0].Chance", Reason: out}, testkit.Fault{Field: "Pipeline.Deals[0].Orders", Reason: missing},
	)
}

// The projection is what trying every outcome of the deals gives.
func projectionProperty(t *rapid.T) {
	a, policy := audits().Draw(t, "audit"), policies().Draw(t, "policy")
	p := pipelines(&a).Draw(t, "pipeline")
	got := projected(t, a, p, policy)
	for w, week := range got.Weeks {
		for i := range a.Stages {
			without, limit, adds := weekModel(&a, &a.Stages[i], &p, w, workingDays(&a))
			expected, p50, p90 := enumerated(&p, without, adds)
			require.Equal(t, capacity.StageWeek{
				Stage: a.Stages[i].Name, Capacity: nearest(limit), WithoutDeals: nearest(without), Expected: nearest(expected),
				P50: point(nearest(p50)), P90: point(nearest(p90)), ExpectedStatus: ratStatus(expected, limit, &policy.StatusPolicy),
				P50Status: ratStatus(p50, limit, &policy.StatusPolicy), P90Status: ratStatus(p90, limit, &policy.StatusPolicy),
			}, week.Stages[i])
		}
	}
	for _, breach := range got.Breaches {
		requireCauses(t, &a, p, policy, breach)
	}
}

// requireCauses requires that the week is at the line again without the deals
// that are named, and not with one of them back.
func requireCauses(t *rapid.T, a *capacity.Audit, p capacity.Pipeline, policy capacity.Policy, breach capacity.LoadBreach) {
	past := func(left []string) bool {
		rest := p
		rest.Deals = slices.DeleteFunc(slices.Clone(p.Deals), func(d capacity.Deal) bool { return slices.Contains(left, d.Name) })
		got, err := capacity.ProjectLoad(*a, rest, policy)
		require.NoError(t, err)
		stages := got.Weeks[breach.Week-1].Stages
		s := stages[slices.IndexFunc(stages, func(s capacity.StageWeek) bool { return s.Stage == breach.Stage })]
		status := map[capacity.LoadBasis]salesops.Status{
			capacity.ExpectedLoad: s.ExpectedStatus, capacity.MedianLoad: s.P50Status, capacity.HighLoad: s.P90Status,
		}[breach.Basis]
		return status == salesops.Red || status == breach.Status
	}
	require.True(t, past(nil))
	if len(breach.Deals) == 0 {
		var all []string
		for _, d := range p.Deals {
			all = append(all, d.Name)
		}
		require.True(t, past(all), "it is past the line without any deal")
		return
	}
	require.False(t, past(breach.Deals))
	require.True(t, past(breach.Deals[:len(breach.Deals)-1]))
}

// The order of deals and stages does not matter, and a better chance never
// means less load.
func projectionOrderProperty(t *rapid.T) {
	a, policy := audits().Draw(t, "audit"), policies().Draw(t, "policy")
	p := pipelines(&a).Draw(t, "pipeline")
	shuffled, other := p, a
	shuffled.Deals, other.Stages = rapid.Permutation(p.Deals).Draw(t, "order of deals"), rapid.Permutation(a.Stages).Draw(t, "order of stages")
	before, after := projected(t, a, p, policy), projected(t, other, shuffled, policy)
	for w := range before.Weeks {
		require.ElementsMatch(t, before.Weeks[w].Stages, after.Weeks[w].Stages)
	}
	require.Equal(t, before.Needs, after.Needs)
	require.Len(t, after.Breaches, len(before.Breaches))
	if len(p.Deals) == 0 {
		return
	}
	better := p
	better.Deals = slices.Clone(p.Deals)
	better.Deals[0].Chance = max(capacity.MinPositive, rapid.Float64Range(p.Deals[0].Chance, 1).Draw(t, "better"))
	after = projected(t, a, better, policy)
	for w := range before.Weeks {
		for i, s := range before.Weeks[w].Stages {
			require.GreaterOrEqual(t, after.Weeks[w].Stages[i].P50.Low, s.P50.Low)
			require.GreaterOrEqual(t, after.Weeks[w].Stages[i].P90.Low, s.P90.Low)
			require.GreaterOrEqual(t, after.Weeks[w].Stages[i].Expected, s.Expected)
		}
	}
}

func TestProjection(t *testing.T)      { rapid.Check(t, projectionProperty) }
func TestProjectionOrder(t *testing.T) { rapid.Check(t, projectionOrderProperty) }

func FuzzProjection(f *testing.F)      { f.Fuzz(rapid.MakeFuzz(projectionProperty)) }
func FuzzProjectionOrder(f *testing.F) { f.Fuzz(rapid.MakeFuzz(projectionOrderProperty)) }

func TestProjectionJSON(t *testing.T) {
	p := capacity.Pipeline{Weeks: 2, RunRate: 0.5, Deals: []capacity.Deal{
		{Name: "a", Chance: 0.6, CloseWeek: 1, DelayWeeks: 1, SpreadWeeks: 3, Orders: 600, Needs: []string{"night shift"}},
		{Name: "b", Chance: 0.2, CloseWeek: 1, SpreadWeeks: 1, Work: []capacity.StageWork{{Stage: "desk", Hours: 50}}},
	}}
	testkit.Golden(t, "pipeline", p)
	testkit.Golden(t, "load_projection", projected(t, desk(60), p, capacity.DefaultPolicy()))
}
