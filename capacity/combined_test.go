package capacity_test

import (
	"math/big"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/capacity"
	"github.com/salesops-go/salesops/internal/testkit"
)

// office is a line of which a team of ten does two stages, 80 hours a day. Of 40
// orders a day 30 take an hour at each stage, and 10 custom ones two and a half
// at the first: 55 and 40 hours.
func office() capacity.Audit {
	return capacity.Audit{
		OrdersPerDay: 40,
		Stages: []capacity.Stage{
			{Name: "entry", Kind: capacity.OrderProcessing, TransactionsPerOrder: 1, Team: "office", HoursPerTransaction: 1},
			{Name: "oven", TransactionsPerOrder: 1, MaxPerDay: 100},
			{Name: "calls", Kind: capacity.CustomerService, TransactionsPerOrder: 2, Team: "office", HoursPerTransaction: 0.5},
		},
		Teams: []capacity.Team{{Name: "office", People: 10, HoursPerPersonDay: 8}},
		Mix: []capacity.OrderClass{
			{Name: "standard", Share: 0.75},
			{Name: "custom", Share: 0.25, Work: []capacity.ClassWork{{Stage: "entry", TransactionsPerOrder: 1, HoursPerTransaction: 2.5}}},
		},
		WorkingDaysPerWeek: 4,
	}
}

// The people of a team are planned once, for all that its stages ask for.
func TestPlanGrowthOfTeam(t *testing.T) {
	policy := capacity.DefaultPolicy()
	g := capacity.Growth{Phases: path(0.6, 1, 1), Hiring: []capacity.Hiring{{Where: "office", LeadMonths: 1, Yield: 0.5, Ramp: []float64{0.5}}}}
	plan := planned(t, office(), g, policy)
	// 95 hours and the buffer are 114: 14.25 people, so five join. While they learn,
	// 12.5 people do 100 hours.
	require.Equal(t, []capacity.Hire{{Where: "office", StartMonth: 1, JoinMonth: 2, People: 5, Starts: 10, NeededIn: 2}}, plan.Hires)
	for _, tc := range []struct {
		place          int
		demand, scale  float64
		need, capacity float64
	}{{0, 55, 1, 114, 100}, {2, 80, 0.5, 228, 200}} {
		s := plan.Months[1].Stages[tc.place]
		require.Equal(t, []float64{tc.demand, tc.capacity, 15, 12.5}, []float64{s.DemandPerDay, s.CapacityPerDay, s.People, s.ProductivePeople})
		require.Equal(t, []float64{tc.need, tc.need - tc.capacity, 0.95, 0}, []float64{
			s.NeedPerDay.Or(-1), s.GapPerDay.Or(-1), s.Utilization.Or(-1), s.OvertimeHoursPerWeek.Or(-1),
		})
		require.Equal(t, salesops.Yellow, s.Status)
		require.True(t, plan.Months[2].Stages[tc.place].BufferHolds)
	}
	require.Equal(t, "entry", plan.Breaches[0].Stage, "the first stage of the team")
	require.Equal(t, capacity.StillLearning, plan.Breaches[1].Cause)
	require.Equal(t, capacity.Pace{MonthlyGrowth: plan.Pace.MonthlyGrowth, Limit: capacity.BreaksUngrown, Stage: "entry", Month: 1}, plan.Pace)
	require.Equal(t, []string{"entry", "oven", "calls"}, []string{
		plan.Gates[0].Findings[0].Subject, plan.Gates[0].Findings[1].Subject, plan.Gates[0].Findings[2].Subject,
	})

	g.Hiring = nil
	plan = planned(t, office(), g, policy)
	require.Equal(t, capacity.NobodyHired, plan.Breaches[2].Cause)
	s := plan.Months[1].Stages[2]
	require.Equal(t, 6.0, s.OvertimeHoursPerWeek.Or(-1), "15 hours a day of ten people, four days a week")
	require.True(t, s.Held)
	policy.MaxOvertimeHoursPerWeek = 5.999
	require.False(t, planned(t, office(), g, policy).Months[1].Stages[0].Held)
	policy = capacity.DefaultPolicy()
	policy.MaxOvertimeWeeks = 10.5 // two months of 21 days
	require.True(t, planned(t, office(), g, policy).Months[2].Stages[0].Held)
	policy.MaxOvertimeWeeks = 10.4
	require.False(t, planned(t, office(), g, policy).Months[2].Stages[0].Held)
}

// Outages and rework take from the day of everybody, also of those who join.
func TestPlanGrowthWithOutages(t *testing.T) {
	a := desk(60)
	a.Stages[0].Availability, a.Stages[0].ReworkShare, a.Stages[0].RepairHours = 0.9, 0.2, 2
	// A person does 8 × 0.9 × 0.8 = 5.76 hours: with the buffer 72 take 12.5.
	g := capacity.Growth{Phases: path(1, 1), Hiring: []capacity.Hiring{{LeadMonths: 1, Yield: 1}}}
	plan := planned(t, a, g, capacity.DefaultPolicy())
	require.Equal(t, 3, plan.Hires[0].People)
	s := plan.Months[0].Stages[0]
	require.Equal(t, 57.6, s.CapacityPerDay)
	require.Equal(t, salesops.Red, s.Status)
	require.InEpsilon(t, 2.4/5.76*8*5/10, s.OvertimeHoursPerWeek.Or(0), 1e-12, "2.4 hours of work take 3.33 hours of people")
	require.True(t, s.Held)

	a.Stages[0].MaxPerDay = 69 // twelve people do 69.12
	plan = planned(t, a, capacity.Growth{Phases: path(1, 1.2), Hiring: g.Hiring}, capacity.DefaultPolicy())
	require.Equal(t, 2, plan.Hires[0].People, "the maximum can use no more")
	require.Equal(t, 69.0, plan.Months[1].Stages[0].CapacityPerDay)
	require.Equal(t, capacity.MaximumReached, plan.Breaches[3].Cause)
}

// A measured maximum limits in hours where orders differ in them.
func TestPlanGrowthAtMaximumOfMix(t *testing.T) {
	a := desk(50)
	a.Stages[0].MaxPerDay = 70
	a.Mix = []capacity.OrderClass{
		{Name: "standard", Share: 0.8},
		{Name: "custom", Share: 0.2, Work: []capacity.ClassWork{{Stage: "desk", TransactionsPerOrder: 1, HoursPerTransaction: 2}}},
	}
	// 50 orders are 60 hours, of at most 70.
	plan := planned(t, a, capacity.Growth{Phases: path(1, 7.0/6)}, capacity.DefaultPolicy())
	require.Equal(t, []float64{60, 70}, []float64{plan.Months[0].Stages[0].DemandPerDay, plan.Months[0].Stages[0].CapacityPerDay})
	require.Equal(t, "hours a day", plan.Breaches[0].Finding.Unit)
	require.Equal(t, capacity.MaximumReached, plan.Breaches[0].Cause)
	_, some := plan.Months[0].Stages[0].OvertimeHoursPerWeek.Value()
	require.False(t, some)
}

// The loads of a team's stages are the team's.
func TestProjectLoadOfTeam(t *testing.T) {
	p := capacity.Pipeline{Weeks: 2, RunRate: 0.5, Deals: []capacity.Deal{
		{Name: "mixed", Chance: 0.5, CloseWeek: 2, SpreadWeeks: 1, Orders: 80},
		{Name: "talk", Chance: 1, CloseWeek: 2, SpreadWeeks: 1, Work: []capacity.StageWork{{Stage: "calls", Transactions: 60}, {Stage: "entry", Hours: 10}}},
	}}
	got := projected(t, office(), p, capacity.DefaultPolicy())
	// Half of 95 hours on four days are 190 of 320; the first deal brings 190 more,
	// the second 40.
	want := capacity.StageWeek{
		Stage: "entry", Capacity: 320, WithoutDeals: 190, Expected: 325, P50: point(230), P90: point(420),
		ExpectedStatus: salesops.Red, P50Status: salesops.Green, P90Status: salesops.Red,
	}
	require.Equal(t, want, got.Weeks[1].Stages[0])
	want.Stage, want.Capacity, want.WithoutDeals, want.Expected, want.P50, want.P90 = "calls", 640, 380, 650, point(460), point(840)
	require.Equal(t, want, got.Weeks[1].Stages[2])
	require.Equal(t, []string{
		"expected yellow 2 entry [mixed]", "expected red 2 entry [mixed]", "p90 yellow 2 entry [mixed]", "p90 red 2 entry [mixed]",
	}, breachesOf(got))
	require.Equal(t, []capacity.DealImpact{
		{Deal: "mixed", Chance: 0.5, FirstWeek: 2, Stage: "entry", CapacityWeeks: 190.0 / 320},
		{Deal: "talk", Chance: 1, FirstWeek: 2, Stage: "entry", CapacityWeeks: 0.125},
	}, got.Likely)

	// What a team has too much comes from each of its stages, in proportion.
	o := capacity.Outlook{Pipeline: p, Growth: capacity.Growth{Phases: path(1), Hiring: []capacity.Hiring{{Yield: 1}}}}
	r := reviewed(t, office(), o, capacity.DefaultPolicy())
	// 53 hours are beyond 272; of 325 entry has 110 + 0.5 × 110 + 10, calls the rest.
	require.Len(t, r.Automate, 2)
	require.Equal(t, []string{"entry", "calls"}, []string{r.Automate[0].Stage, r.Automate[1].Stage})
	for i, hours := range []float64{175, 150} {
		require.InEpsilon(t, 53*hours/325, r.Automate[i].HoursPerWeek, 1e-12)
		require.InEpsilon(t, 53.0/325, r.Automate[i].Share, 1e-12)
	}
	require.Equal(t, []capacity.Remedy{capacity.TicketRouting, capacity.SelfService}, r.Automate[1].Remedies)
	require.Equal(t, []string{"entry", "calls"}, []string{r.Bottlenecks[0].Stage, r.Bottlenecks[1].Stage})
	require.Equal(t, r.Bottlenecks[0].NextWeek, r.Bottlenecks[1].NextWeek)
	require.Equal(t, []capacity.Hire{{Where: "office", StartMonth: 1, JoinMonth: 1, People: 5, Starts: 5, NeededIn: 1}}, r.HireNow)

	idle := office()
	idle.Stages[2].TransactionsPerOrder = 0
	o.Pipeline.Deals = []capacity.Deal{{Name: "entry", Chance: 1, CloseWeek: 2, SpreadWeeks: 1, Work: []capacity.StageWork{{Stage: "entry", Hours: 200}}}}
	r = reviewed(t, idle, o, capacity.DefaultPolicy())
	require.Len(t, r.Automate, 1, "nothing can be taken away where nothing is done")
	require.Equal(t, "entry", r.Automate[0].Stage)
}

func TestTeamsRejected(t *testing.T) {
	conflict := salesops.ErrConflict
	for _, where := range []string{"entry", "oven", "calls", "nobody"} {
		g := capacity.Growth{Phases: path(1), Hiring: []capacity.Hiring{{Where: where, Yield: 1}}}
		_, err := capacity.PlanGrowth(office(), g, capacity.DefaultPolicy())
		testkit.RequireFaults(t, err, testkit.Fault{Field: "Growth.Hiring[0].Where", Reason: conflict})
	}
	heavy := func(hours float64) capacity.Pipeline {
		return capacity.Pipeline{Weeks: 1, Deals: []capacity.Deal{{Name: "a", Chance: 1, CloseWeek: 1, SpreadWeeks: 1, Work: []capacity.StageWork{
			{Stage: "entry", Hours: 5e8}, {Stage: "calls", Hours: hours},
		}}}}
	}
	_, err := capacity.ProjectLoad(office(), heavy(5e8), capacity.DefaultPolicy())
	require.NoError(t, err, "at the limit of a team")
	_, err = capacity.ProjectLoad(office(), heavy(5e8+1), capacity.DefaultPolicy())
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Pipeline.Deals[0].Orders", Reason: conflict})
}

// rich are audits that tell all sorts of facts, in numbers with few digits.
func rich() *rapid.Generator[capacity.Audit] {
	return rapid.Custom(func(t *rapid.T) capacity.Audit {
		a := capacity.Audit{
			OrdersPerDay:       rapid.SampledFrom([]float64{20, 50, 60, 62.5, 80}).Draw(t, "orders"),
			ClearBacklogDays:   rapid.SampledFrom([]float64{5, 21, 30}).Draw(t, "clear"),
			WorkingDaysPerWeek: rapid.SampledFrom([]float64{0, 4, 5, 6}).Draw(t, "days a week"),
		}
		for i := range rapid.IntRange(1, 5).Draw(t, "stages") {
			s := capacity.Stage{
				Name: string(rune('a' + i)), TransactionsPerOrder: rapid.SampledFrom([]float64{0, 0.5, 1, 1, 2.5}).Draw(t, "per order"),
				Backlog: rapid.SampledFrom([]float64{0, 0, 100}).Draw(t, "backlog"),
			}
			how := rapid.SampledFrom([]string{"measured", "people", "both", "one", "two", "two"}).Draw(t, "how")
			if how != "measured" {
				s.HoursPerTransaction = rapid.SampledFrom([]float64{0.5, 0.75, 1, 1.3}).Draw(t, "hours each")
			}
			switch how {
			case "one", "two":
				s.Team = how
			case "people", "both":
				s.People, s.HoursPerPersonDay = rapid.IntRange(1, 30).Draw(t, "people"), rapid.SampledFrom([]float64{6.5, 8}).Draw(t, "hours a day")
				s.Availability = rapid.SampledFrom([]float64{0, 1, 0.9}).Draw(t, "availability")
				s.ReworkShare = rapid.SampledFrom([]float64{0, 0.1}).Draw(t, "rework")
			}
			if how == "measured" || how == "both" {
				s.MaxPerDay = rapid.SampledFrom([]float64{80, 85, 100, 120}).Draw(t, "max")
			}
			a.Stages = append(a.Stages, s)
		}
		for _, name := range []string{"one", "two"} {
			if slices.ContainsFunc(a.Stages, func(s capacity.Stage) bool { return s.Team == name }) {
				a.Teams = append(a.Teams, capacity.Team{
					Name: name, People: rapid.IntRange(1, 40).Draw(t, "people"), HoursPerPersonDay: rapid.SampledFrom([]float64{6.5, 8}).Draw(t, "hours a day"),
				})
			}
		}
		if rapid.Bool().Draw(t, "mixed") {
			custom := capacity.OrderClass{Name: "custom", Share: 0.2}
			for _, s := range a.Stages {
				if rapid.Bool().Draw(t, "differs") {
					work := capacity.ClassWork{Stage: s.Name, TransactionsPerOrder: rapid.SampledFrom([]float64{0, 1, 3}).Draw(t, "class")}
					if s.HoursPerTransaction > 0 {
						work.HoursPerTransaction = rapid.SampledFrom([]float64{0, 1.25}).Draw(t, "class hours")
					}
					custom.Work = append(custom.Work, work)
				}
			}
			a.Mix = []capacity.OrderClass{{Name: "standard", Share: 0.8}, custom}
		}
		return a
	})
}

// plain is a float64 that prints as x, which has few digits.
func plain(t *rapid.T, x *big.Rat) float64 {
	f := nearest(x)
	require.Zero(t, rat(f).Cmp(x))
	return f
}

// reduction is an audit whose teams and facts were worked into stages that have
// people of their own and nothing else, whose transactions are hours.
type reduction struct {
	audit capacity.Audit
	// of is the place of each stage's reduced one, and first the first stage of each.
	of    []int
	first []int
	// each are the hours of a transaction of each stage, 1 where it has none, and
	// works the share of a person's day that is work.
	each  []*big.Rat
	works []*big.Rat
}

func reduced(t *rapid.T, a *capacity.Audit) reduction {
	r := reduction{audit: capacity.Audit{OrdersPerDay: a.OrdersPerDay, ClearBacklogDays: a.ClearBacklogDays, WorkingDaysPerWeek: workingDays(a)}}
	places := make(map[string]int)
	for i, s := range a.Stages {
		each, works := big.NewRat(1, 1), big.NewRat(1, 1)
		if s.HoursPerTransaction > 0 {
			each = rat(s.HoursPerTransaction)
		}
		if s.Availability > 0 {
			works = rat(s.Availability)
		}
		works = mul(works, sub(big.NewRat(1, 1), rat(s.ReworkShare)))
		one := capacity.Stage{
			Name: s.Name, TransactionsPerOrder: plain(t, perOrderModel(a, &s)), Backlog: plain(t, mul(rat(s.Backlog), each)),
			MaxPerDay: plain(t, mul(rat(s.MaxPerDay), each)),
		}
		if s.People > 0 {
			one.People, one.HoursPerPersonDay, one.HoursPerTransaction = s.People, plain(t, mul(rat(s.HoursPerPersonDay), works)), 1
		}
		place, known := places[s.Team]
		switch {
		case known:
			all := &r.audit.Stages[place]
			all.TransactionsPerOrder = plain(t, add(rat(all.TransactionsPerOrder), rat(one.TransactionsPerOrder)))
			all.Backlog = plain(t, add(rat(all.Backlog), rat(one.Backlog)))
		default:
			if s.Team != "" {
				team := a.Teams[slices.IndexFunc(a.Teams, func(team capacity.Team) bool { return team.Name == s.Team })]
				one.Name, one.People, one.HoursPerPersonDay, one.HoursPerTransaction = s.Team, team.People, team.HoursPerPersonDay, 1
				places[s.Team] = len(r.audit.Stages)
			}
			place = len(r.audit.Stages)
			r.audit.Stages, r.first = append(r.audit.Stages, one), append(r.first, i)
		}
		r.of, r.each, r.works = append(r.of, place), append(r.each, each), append(r.works, works)
	}
	return r
}

// perOrderModel is what an order brings to a stage on average: hours, or
// transactions at a stage without.
func perOrderModel(a *capacity.Audit, s *capacity.Stage) *big.Rat {
	classes := a.Mix
	if len(classes) == 0 {
		classes = []capacity.OrderClass{{Share: 1}}
	}
	sum := new(big.Rat)
	for _, c := range classes {
		perOrder, hours := s.TransactionsPerOrder, s.HoursPerTransaction
		for _, w := range c.Work {
			if w.Stage == s.Name {
				perOrder = w.TransactionsPerOrder
				if w.HoursPerTransaction > 0 {
					hours = w.HoursPerTransaction
				}
			}
		}
		if s.HoursPerTransaction == 0 {
			hours = 1
		}
		sum = add(sum, mul(rat(c.Share), rat(perOrder), rat(hours)))
	}
	return sum
}

// requireHours requires that some transactions a day of a stage are as many hours.
func requireHours(t *rapid.T, r *reduction, stage int, hours, transactions float64) {
	require.InDelta(t, hours, transactions*nearest(r.each[stage]), 1e-9*(1+hours))
}

func requireSameSides(t *rapid.T, want, got salesops.Finding) {
	require.Equal(t, want.Rule, got.Rule)
	require.True(t, want.Left.Mul(got.Right).Equal(got.Left.Mul(want.Right)), "%s against %s", want, got)
}

// A plan for an audit with teams, a mix, outages and rework is that for stages of
// which each does a team's work.
func reducedPlanProperty(t *rapid.T) {
	a, p := rich().Draw(t, "audit"), policies().Draw(t, "policy")
	r := reduced(t, &a)
	g := growths(&r.audit).Draw(t, "growth")
	got, want := plan(t, a, g, p), plan(t, r.audit, g, p)
	testkit.RoundTrip(t, got)
	require.Equal(t, want.Hires, got.Hires)
	require.Equal(t, text(t, want.Cost), text(t, got.Cost))
	require.Equal(t, want.Reached, got.Reached)
	require.Equal(t, want.Pace.MonthlyGrowth, got.Pace.MonthlyGrowth)
	require.Equal(t, want.Pace.Month, got.Pace.Month)
	first := func(name string) string {
		place := slices.IndexFunc(r.audit.Stages, func(s capacity.Stage) bool { return s.Name == name })
		if place < 0 {
			return ""
		}
		return a.Stages[r.first[place]].Name
	}
	require.Equal(t, first(want.Pace.Stage), got.Pace.Stage)
	run := make([]int, len(a.Stages))
	for m, month := range got.Months {
		require.Equal(t, want.Months[m].Status, month.Status)
		require.Equal(t, want.Months[m].BufferHolds, month.BufferHolds)
		demand := make([]float64, len(r.audit.Stages))
		for i, is := range month.Stages {
			all := want.Months[m].Stages[r.of[i]]
			require.Equal(t, all.Status, is.Status)
			require.Equal(t, all.BufferHolds, is.BufferHolds)
			require.Equal(t, all.Utilization, is.Utilization)
			require.Equal(t, []float64{all.People, all.ProductivePeople}, []float64{is.People, is.ProductivePeople})
			requireHours(t, &r, i, all.CapacityPerDay, is.CapacityPerDay)
			requireHours(t, &r, i, all.NeedPerDay.Or(0), is.NeedPerDay.Or(0))
			requireHours(t, &r, i, all.GapPerDay.Or(0), is.GapPerDay.Or(0))
			demand[r.of[i]] += is.DemandPerDay * nearest(r.each[i])
			hours, known := is.OvertimeHoursPerWeek.Value()
			reducedHours, reducedKnown := all.OvertimeHoursPerWeek.Value()
			require.Equal(t, reducedKnown, known)
			require.InDelta(t, reducedHours, hours*nearest(r.works[i]), 1e-9*(1+hours))
			if run[i]++; is.Status != salesops.Red {
				run[i] = 0
			}
			// Nobody who is left carries all of nothing.
			nothing := is.DemandPerDay == 0 && is.CapacityPerDay == 0
			weeks := float64(run[i]) * p.WorkingDaysPerMonth / workingDays(&a)
			require.Equal(t, run[i] == 0 || (known || nothing) && hours <= p.MaxOvertimeHoursPerWeek && weeks <= p.MaxOvertimeWeeks, is.Held)
		}
		for k, hours := range demand {
			require.InDelta(t, want.Months[m].Stages[k].DemandPerDay, hours, 1e-9*(1+hours))
		}
	}
	for i, gate := range got.Gates {
		require.Equal(t, want.Gates[i].State, gate.State)
		for k, f := range gate.Findings {
			require.Equal(t, a.Stages[k].Name, f.Subject)
			requireSameSides(t, want.Gates[i].Findings[r.of[k]], f)
		}
	}
	// Overtime holds other months where outages and rework take from it.
	got.Breaches = slices.DeleteFunc(got.Breaches, func(b capacity.Breach) bool { return b.Line == capacity.NotHeld })
	want.Breaches = slices.DeleteFunc(want.Breaches, func(b capacity.Breach) bool { return b.Line == capacity.NotHeld })
	require.Len(t, got.Breaches, len(want.Breaches))
	for i, breach := range got.Breaches {
		of := want.Breaches[i]
		require.Equal(t, capacity.Breach{Line: of.Line, Month: of.Month, Stage: first(of.Stage), Cause: of.Cause, Finding: breach.Finding}, breach)
		requireSameSides(t, of.Finding, breach.Finding)
	}
}

// plainPipelines are pipelines in numbers with few digits.
func plainPipelines(a *capacity.Audit) *rapid.Generator[capacity.Pipeline] {
	return rapid.Custom(func(t *rapid.T) capacity.Pipeline {
		p := capacity.Pipeline{Weeks: rapid.IntRange(2, 4).Draw(t, "weeks"), RunRate: rapid.SampledFrom([]float64{0, 0.5, 1}).Draw(t, "run rate")}
		for i := range rapid.IntRange(0, 5).Draw(t, "deals") {
			d := capacity.Deal{
				Name: string(rune('a' + i)), Chance: rapid.SampledFrom([]float64{0, 0.1, 0.5, 0.9, 1}).Draw(t, "chance"),
				CloseWeek: rapid.IntRange(1, 2).Draw(t, "close"), SpreadWeeks: rapid.IntRange(1, 3).Draw(t, "spread"),
				Orders: rapid.SampledFrom([]float64{0.1, 10, 100}).Draw(t, "orders"), Needs: []string{"x"},
			}
			for _, s := range a.Stages {
				switch own := (capacity.StageWork{Stage: s.Name}); rapid.IntRange(0, 4).Draw(t, "own work") {
				case 0:
					if s.HoursPerTransaction > 0 {
						own.Hours = 33.3
						d.Work = append(d.Work, own)
					}
				case 1:
					own.Transactions = 7
					d.Work = append(d.Work, own)
				case 2:
					d.Work = append(d.Work, own)
				}
			}
			p.Deals = append(p.Deals, d)
		}
		return p
	})
}

// pipeline says of every deal what it brings to each reduced stage.
func (r *reduction) pipeline(t *rapid.T, a *capacity.Audit, p capacity.Pipeline) capacity.Pipeline {
	deals := slices.Clone(p.Deals)
	for i := range deals {
		works := make([]*big.Rat, len(r.audit.Stages))
		for k, s := range a.Stages {
			work := mul(rat(deals[i].Orders), perOrderModel(a, &s))
			for _, w := range deals[i].Work {
				if w.Stage == s.Name {
					work = add(rat(w.Hours), mul(rat(w.Transactions), r.each[k]))
				}
			}
			if of := r.of[k]; works[of] == nil {
				works[of] = work
			} else {
				works[of] = add(works[of], work)
			}
		}
		deals[i].Work = nil
		for k, s := range r.audit.Stages {
			deals[i].Work = append(deals[i].Work, capacity.StageWork{Stage: s.Name, Transactions: plain(t, works[k])})
		}
	}
	p.Deals = deals
	return p
}

// So are projections and reviews.
func reducedLoadProperty(t *rapid.T) {
	a, p := rich().Draw(t, "audit"), policies().Draw(t, "policy")
	r := reduced(t, &a)
	pipeline := plainPipelines(&a).Draw(t, "pipeline")
	other := r.pipeline(t, &a, pipeline)
	got := projected(t, a, pipeline, p)
	want, err := capacity.ProjectLoad(r.audit, other, p)
	require.NoError(t, err)
	for w, week := range got.Weeks {
		for i, is := range week.Stages {
			all := want.Weeks[w].Stages[r.of[i]]
			require.Equal(t, []salesops.Status{all.ExpectedStatus, all.P50Status, all.P90Status}, []salesops.Status{is.ExpectedStatus, is.P50Status, is.P90Status})
			for _, pair := range [][2]float64{
				{all.Capacity, is.Capacity}, {all.WithoutDeals, is.WithoutDeals}, {all.Expected, is.Expected}, {all.P50.Low, is.P50.Low},
				{all.P50.High, is.P50.High}, {all.P90.Low, is.P90.Low}, {all.P90.High, is.P90.High},
			} {
				requireHours(t, &r, i, pair[0], pair[1])
			}
		}
	}
	require.Equal(t, want.Needs, got.Needs)
	require.Len(t, got.Breaches, len(want.Breaches))
	name := func(reduced string) string {
		place := slices.IndexFunc(r.audit.Stages, func(s capacity.Stage) bool { return s.Name == reduced })
		if place < 0 {
			return ""
		}
		return a.Stages[r.first[place]].Name
	}
	for i, of := range want.Breaches {
		is := got.Breaches[i]
		require.Equal(t, capacity.LoadBreach{Basis: of.Basis, Status: of.Status, Week: of.Week, Stage: name(of.Stage), Deals: of.Deals, Finding: is.Finding}, is)
		requireSameSides(t, of.Finding, is.Finding)
	}
	for i, of := range want.Likely {
		of.Stage = name(of.Stage)
		require.Equal(t, of, got.Likely[i])
	}
	outlook := capacity.Outlook{Pipeline: pipeline, Growth: capacity.Growth{Phases: path(1)}}
	reducedOutlook := capacity.Outlook{Pipeline: other, Growth: outlook.Growth}
	review, err := capacity.PrepareReview(a, outlook, p)
	require.NoError(t, err)
	of, err := capacity.PrepareReview(r.audit, reducedOutlook, p)
	require.NoError(t, err)
	next := make(map[string]float64)
	for _, b := range of.Bottlenecks {
		next[b.Stage] = b.NextWeek
	}
	relief := make(map[string]float64)
	for _, b := range of.Automate {
		relief[b.Stage] = b.HoursPerWeek
	}
	place := func(stage string) int {
		return r.of[slices.IndexFunc(a.Stages, func(s capacity.Stage) bool { return s.Name == stage })]
	}
	for _, b := range review.Bottlenecks {
		require.Equal(t, next[r.audit.Stages[place(b.Stage)].Name], b.NextWeek)
	}
	for _, b := range review.Automate {
		relief[r.audit.Stages[place(b.Stage)].Name] -= b.HoursPerWeek
	}
	for stage, rest := range relief {
		require.InDelta(t, 0, rest, 1e-6, stage)
	}
}

// A team that does one stage alone is that stage's people; and facts that take
// nothing away change nothing.
func neutralFactsProperty(t *rapid.T) {
	a, p := steady().Draw(t, "audit"), policies().Draw(t, "policy")
	o := capacity.Outlook{Growth: growths(&a).Draw(t, "growth"), Pipeline: pipelines(&a).Draw(t, "pipeline")}
	o.Pipeline.Weeks = max(2, o.Pipeline.Weeks)
	want, err := capacity.PrepareReview(a, o, p)
	require.NoError(t, err)
	same := a
	same.Stages = slices.Clone(a.Stages)
	same.WorkingDaysPerWeek = capacity.DefaultWorkingDaysPerWeek
	same.Mix = []capacity.OrderClass{{Name: "half", Share: 0.5}, {Name: "other", Share: 0.5, Work: []capacity.ClassWork{
		{Stage: a.Stages[0].Name, TransactionsPerOrder: a.Stages[0].TransactionsPerOrder},
	}}}
	other := o
	other.Growth.Hiring = slices.Clone(o.Growth.Hiring)
	for i := range same.Stages {
		s := &same.Stages[i]
		if s.People == 0 {
			continue
		}
		s.Availability = 1
		if s.MaxPerDay > 0 {
			continue
		}
		team := "team of " + s.Name
		same.Teams = append(same.Teams, capacity.Team{Name: team, People: s.People, HoursPerPersonDay: s.HoursPerPersonDay})
		s.People, s.HoursPerPersonDay, s.Availability, s.Team = 0, 0, 0, team
		for k := range other.Growth.Hiring {
			if h := &other.Growth.Hiring[k]; h.Where == s.Name {
				h.Where = team
			}
		}
	}
	got, err := capacity.PrepareReview(same, other, p)
	require.NoError(t, err)
	for _, hires := range [][]capacity.Hire{got.HireNow, got.Growth.Hires} {
		for k := range hires {
			if where := hires[k].Where; len(where) > 1 {
				hires[k].Where = where[len(where)-1:]
			}
		}
	}
	require.Equal(t, text(t, want), text(t, got))
}

func TestReducedPlan(t *testing.T)  { rapid.Check(t, reducedPlanProperty) }
func TestReducedLoad(t *testing.T)  { rapid.Check(t, reducedLoadProperty) }
func TestNeutralFacts(t *testing.T) { rapid.Check(t, neutralFactsProperty) }

func FuzzReducedPlan(f *testing.F)  { f.Fuzz(rapid.MakeFuzz(reducedPlanProperty)) }
func FuzzReducedLoad(f *testing.F)  { f.Fuzz(rapid.MakeFuzz(reducedLoadProperty)) }
func FuzzNeutralFacts(f *testing.F) { f.Fuzz(rapid.MakeFuzz(neutralFactsProperty)) }
