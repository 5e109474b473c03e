package capacity_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/capacity"
	"github.com/salesops-go/salesops/internal/testkit"
)

// desk is a line of one stage: ten people who can do one transaction an hour,
// eight hours a day.
func desk(orders float64) capacity.Audit {
	return capacity.Audit{OrdersPerDay: orders, Stages: []capacity.Stage{
		{Name: "desk", TransactionsPerOrder: 1, People: 10, HoursPerPersonDay: 8, HoursPerTransaction: 1},
	}}
}

func path(levels ...float64) []capacity.Phase {
	return []capacity.Phase{{Name: "path", Levels: levels}}
}

func planned(t *testing.T, a capacity.Audit, g capacity.Growth, p capacity.Policy) capacity.GrowthPlan {
	t.Helper()
	before := text(t, a) + text(t, g)
	plan, err := capacity.PlanGrowth(a, g, p)
	require.NoError(t, err)
	require.Equal(t, before, text(t, a)+text(t, g), "the arguments are not changed")
	testkit.RoundTrip(t, plan)
	for _, breach := range plan.Breaches {
		testkit.Explains(t, breach.Finding)
	}
	for _, gate := range plan.Gates {
		for _, f := range gate.Findings {
			testkit.Explains(t, f)
		}
	}
	return plan
}

func people(plan capacity.GrowthPlan) (present, productive []float64) {
	for _, month := range plan.Months {
		present = append(present, month.Stages[0].People)
		productive = append(productive, month.Stages[0].ProductivePeople)
	}
	return present, productive
}

// Ten people are needed at a yield of 60%, so 17 hirings start.
func TestStarts(t *testing.T) {
	for name, tc := range map[string]struct {
		yield float64
		want  int
	}{
		"all": {1, 10}, "60%": {0.6, 17}, "half": {0.5, 20}, "a third, nearly": {0.3333, 31}, "90%": {0.9, 12}, "the least": {0.01, 1000},
	} {
		t.Run(name, func(t *testing.T) {
			// 130 orders need 19.5 people.
			g := capacity.Growth{Phases: path(1, 2), Hiring: []capacity.Hiring{{LeadMonths: 1, Yield: tc.yield}}}
			plan := planned(t, desk(65), g, capacity.DefaultPolicy())
			require.Equal(t, []capacity.Hire{{Where: "desk", StartMonth: 1, JoinMonth: 2, People: 10, Starts: tc.want, NeededIn: 2}}, plan.Hires)
		})
	}
}

func TestPlanGrowth(t *testing.T) {
	policy := capacity.DefaultPolicy()
	line := func(levels ...float64) capacity.Growth {
		return capacity.Growth{Phases: path(levels...), Hiring: []capacity.Hiring{{LeadMonths: 2, Yield: 1, Ramp: []float64{0, 0.5}}}}
	}

	t.Run("hiring starts so early that people are ready", func(t *testing.T) {
		// 60 orders need 9 people with the buffer; 80 need 12, in month 6.
		plan := planned(t, desk(60), line(1, 1, 1, 1, 1, 80.0/60), policy)
		require.Equal(t, []capacity.Hire{{Where: "desk", StartMonth: 2, JoinMonth: 4, People: 2, Starts: 2, NeededIn: 6}}, plan.Hires)
		present, productive := people(plan)
		require.Equal(t, []float64{10, 10, 10, 12, 12, 12}, present)
		require.Equal(t, []float64{10, 10, 10, 10, 11, 12}, productive)
		require.Empty(t, plan.Breaches)
	})
	t.Run("at the line it takes no more", func(t *testing.T) {
		plan := planned(t, desk(60), line(1, 1, 1, 1, 1, 1.25), policy)
		require.Equal(t, 75.0, plan.Months[5].Stages[0].DemandPerDay)
		require.Equal(t, 90.0, plan.Months[5].Stages[0].NeedPerDay.Or(0))
		require.Equal(t, 2, plan.Hires[0].People)
		plan = planned(t, desk(64), line(1, 1, 1, 1, 1, 1.25), policy)
		require.Equal(t, 2, plan.Hires[0].People, "80 orders need exactly 12 people")
		plan = planned(t, desk(64), line(1, 1, 1, 1, 1, 1.25, 1.25), policy)
		require.Len(t, plan.Hires, 1, "and no more in the month after")
		plan = planned(t, desk(64), line(1, 1, 1, 1, 1, math.Nextafter(1.25, 2)), policy)
		require.Equal(t, 3, plan.Hires[0].People)
	})
	t.Run("too late for the buffer, and learning", func(t *testing.T) {
		// 68 orders need 10.2 people, 74 need 11.1; whoever starts now joins in
		// month 3 and does nothing there, half a day's work in month 4.
		plan := planned(t, desk(68), line(1, 1, 1, 1, 74.0/68), policy)
		require.Equal(t, []capacity.Hire{{Where: "desk", StartMonth: 1, JoinMonth: 3, People: 2, Starts: 2, NeededIn: 3}}, plan.Hires)
		require.Equal(t, capacity.OverBuffer, plan.Breaches[0].Line)
		require.Equal(t, 1, plan.Breaches[0].Month)
		require.Equal(t, capacity.BeforeLeadTime, plan.Breaches[0].Cause)
		require.Equal(t, "thin-buffer", plan.Breaches[0].Finding.Rule)
		require.Equal(t, []bool{false, false, false, true, true}, holds(plan))
	})
	t.Run("more are hired where learners must keep a month from red", func(t *testing.T) {
		// 82 orders in month 4 are more than ten people do; with two thirds of a
		// learner's 0.5 nothing is red: 10.25 people are the line, so 0.25 / 0.5
		// is one person, who would only be at the line.
		plan := planned(t, desk(60), line(1, 1, 1, 84.0/60, 1), policy)
		require.Equal(t, []capacity.Hire{{Where: "desk", StartMonth: 1, JoinMonth: 3, People: 3, Starts: 3, NeededIn: 4}}, plan.Hires)
		plan = planned(t, desk(60), line(1, 1, 1, 92.0/60, 1), policy)
		require.Equal(t, 4, plan.Hires[0].People, "four for the buffer")
		require.Equal(t, salesops.Yellow, plan.Months[3].Status)
		plan = planned(t, desk(65), line(1, 1, 1, 1.6, 1), policy)
		require.Equal(t, 7, plan.Hires[0].People, "six for the buffer, and six would be at the red line")
		require.Equal(t, salesops.Yellow, plan.Months[3].Status)
		require.Equal(t, 13.5, plan.Months[3].Stages[0].ProductivePeople)
	})
	t.Run("a share of capacity", func(t *testing.T) {
		p := policy
		p.BufferBasis = capacity.ShareOfCapacity
		plan := planned(t, desk(60), line(1, 1, 1, 1, 1, 80.0/60), p)
		require.Equal(t, 100.0, plan.Months[5].Stages[0].NeedPerDay.Or(0))
		require.Equal(t, 3, plan.Hires[0].People, "12.5 people")
		require.Equal(t, 0.0, plan.Months[5].Stages[0].GapPerDay.Or(-1))
		p.Buffer = 1
		plan = planned(t, desk(60), line(1, 1, 1, 1, 1, 1), p)
		require.Empty(t, plan.Hires, "no number of people is all free")
		_, defined := plan.Months[0].Stages[0].NeedPerDay.Value()
		require.False(t, defined)
		require.Equal(t, capacity.BeforeLeadTime, plan.Breaches[0].Cause)
		require.False(t, plan.Months[5].BufferHolds)
	})
	t.Run("those who leave", func(t *testing.T) {
		g := line(1, 1, 1, 1)
		g.Hiring[0].MonthlyAttrition = 0.5
		plan := planned(t, desk(10), g, policy)
		present, productive := people(plan)
		require.Equal(t, []float64{10, 5, 3.5, 1.75}, present, "1.5 people are needed in month 4; one joins in month 3 and half is left")
		require.Equal(t, []float64{10, 5, 2.5, 1.5}, productive)
	})
	t.Run("those who are on their way", func(t *testing.T) {
		g := line(1, 1, 1, 1)
		g.Hiring[0].Joining = []int{0, 2}
		plan := planned(t, desk(72), g, policy)
		present, productive := people(plan)
		require.Equal(t, []float64{10, 12, 12, 12}, present)
		require.Equal(t, []float64{10, 10, 11, 12}, productive)
		require.Empty(t, plan.Hires)
	})
	t.Run("a measured maximum", func(t *testing.T) {
		a := desk(60)
		a.Stages[0].MaxPerDay = 90
		plan := planned(t, a, line(1, 1, 1, 1, 1, 2), policy)
		require.Equal(t, 2, plan.Hires[0].People, "no more than the maximum can use: 11.25")
		last := plan.Months[5].Stages[0]
		require.Equal(t, 90.0, last.CapacityPerDay)
		require.Equal(t, salesops.Red, last.Status)
		require.False(t, last.Held)
		_, overtime := last.OvertimeHoursPerWeek.Value()
		require.False(t, overtime)
		require.Len(t, plan.Breaches, 4)
		for _, breach := range plan.Breaches {
			require.Equal(t, capacity.MaximumReached, breach.Cause)
			require.Equal(t, 6, breach.Month)
		}
		require.Equal(t, []string{"thin-buffer", "above-yellow", "at-red", "at-red"}, rulesOf(plan))
		require.Equal(t, capacity.Pace{
			MonthlyGrowth: plan.Pace.MonthlyGrowth, Limit: capacity.MonthFills, Stage: "desk", Month: 6,
		}, plan.Pace)
		require.InDelta(t, math.Pow(90.0/60, 1.0/6)-1, plan.Pace.MonthlyGrowth.Or(0), 1e-12)
	})
	t.Run("nobody to hire", func(t *testing.T) {
		plan := planned(t, desk(60), capacity.Growth{Phases: path(1, 1.5)}, policy)
		require.Empty(t, plan.Hires)
		require.Equal(t, capacity.NobodyHired, plan.Breaches[0].Cause)
		require.Nil(t, plan.Cost)
	})
	t.Run("a stage without people", func(t *testing.T) {
		a := capacity.Audit{OrdersPerDay: 10, Stages: []capacity.Stage{{Name: "oven", TransactionsPerOrder: 1, MaxPerDay: 15}}}
		plan := planned(t, a, line(1, 2), policy)
		require.Zero(t, plan.Months[0].Stages[0].People)
		require.Equal(t, capacity.MaximumReached, plan.Breaches[0].Cause)
	})
	t.Run("a people that are too many", func(t *testing.T) {
		a := desk(60)
		a.OrdersPerDay, a.Stages[0].People = 1e9, 100000
		g := capacity.Growth{Phases: path(1, 1), Hiring: []capacity.Hiring{{Yield: 1}}}
		plan := planned(t, a, g, policy)
		require.Equal(t, 900000, plan.Hires[0].People)
		require.Equal(t, capacity.TooManyPeople, plan.Breaches[0].Cause)
	})
	t.Run("the backlog of the first months", func(t *testing.T) {
		a := desk(60)
		a.Stages[0].Backlog, a.ClearBacklogDays = 210, 21
		plan := planned(t, a, capacity.Growth{Phases: path(1, 1)}, policy)
		require.Equal(t, 70.0, plan.Months[0].Stages[0].DemandPerDay)
		require.Equal(t, 60.0, plan.Months[1].Stages[0].DemandPerDay, "month 2 begins on day 21")
		a.Stages[0].Backlog, a.ClearBacklogDays = 220, 22
		plan = planned(t, a, capacity.Growth{Phases: path(1, 1)}, policy)
		require.Equal(t, 70.0, plan.Months[1].Stages[0].DemandPerDay)
		g := capacity.Growth{Phases: path(0.1, 1), Hiring: []capacity.Hiring{{LeadMonths: 1, Yield: 1}}}
		require.Len(t, planned(t, a, g, policy).Hires, 1, "70 a day need 10.5 people")
		a.ClearBacklogDays = 21
		require.Empty(t, planned(t, a, g, policy).Hires)
	})
	t.Run("people and a maximum that are the same", func(t *testing.T) {
		a := desk(90)
		a.Stages[0].MaxPerDay = 80
		plan := planned(t, a, capacity.Growth{Phases: path(1)}, policy)
		require.Equal(t, 5*10.0/10, plan.Months[0].Stages[0].OvertimeHoursPerWeek.Or(-1))
		require.Equal(t, capacity.NobodyHired, plan.Breaches[0].Cause)
	})
	t.Run("the fullest of several", func(t *testing.T) {
		a := desk(60)
		for _, name := range []string{"b", "c", "d"} {
			a.Stages = append(a.Stages, a.Stages[0])
			a.Stages[len(a.Stages)-1].Name = name
		}
		a.Stages[1].People, a.Stages[2].People = 5, 5
		for _, breach := range planned(t, a, capacity.Growth{Phases: path(2)}, policy).Breaches {
			require.Equal(t, "b", breach.Stage)
		}
		a.Stages[0].People = 4
		for _, breach := range planned(t, a, capacity.Growth{Phases: path(2)}, policy).Breaches {
			require.Equal(t, "desk", breach.Stage)
		}
	})
	t.Run("nobody is left", func(t *testing.T) {
		levels := make([]float64, 60)
		for i := range levels {
			levels[i] = 1
		}
		g := capacity.Growth{Phases: path(levels...), Hiring: []capacity.Hiring{{Yield: 1, LeadMonths: 36, MonthlyAttrition: 0.5}}}
		a := desk(60)
		plan := planned(t, a, g, policy)
		month := plan.Months[35].Stages[0]
		require.Zero(t, month.CapacityPerDay)
		_, some := month.Utilization.Value()
		require.False(t, some)
		require.Equal(t, salesops.Red, month.Status)
		require.False(t, month.Held)
		require.Equal(t, salesops.Green, plan.Months[36].Stages[0].Status)
	})
}

func holds(plan capacity.GrowthPlan) []bool {
	var list []bool
	for _, month := range plan.Months {
		list = append(list, month.BufferHolds)
	}
	return list
}

func rulesOf(plan capacity.GrowthPlan) []string {
	var list []string
	for _, breach := range plan.Breaches {
		list = append(list, breach.Finding.Rule)
	}
	return list
}

func TestOvertime(t *testing.T) {
	policy := capacity.DefaultPolicy()
	held := func(p capacity.Policy, levels ...float64) (hours []float64, held []bool) {
		for _, month := range planned(t, desk(80), capacity.Growth{Phases: path(levels...)}, p).Months {
			hours = append(hours, month.Stages[0].OvertimeHoursPerWeek.Or(-1))
			held = append(held, month.Stages[0].Held)
		}
		return hours, held
	}
	// Ten people do 80 a day; 100 a day are two hours more of each, ten a week.
	hours, ok := held(policy, 0.9, 1, 1.25, 0.9, 1.25, 1.25, 1.25)
	require.Equal(t, []float64{0, 0, 10, 0, 10, 10, 10}, hours)
	require.Equal(t, []bool{true, true, true, true, true, true, false}, ok, "months 2 and 3 are 8.4 weeks; months 5 to 7 are 12.6")
	_, ok = held(policy, 1.25, math.Nextafter(1.25, 2))
	require.Equal(t, []bool{true, false}, ok)
	policy.MaxOvertimeWeeks = 8.4
	_, ok = held(policy, 1.25, 1.25, 1.25)
	require.Equal(t, []bool{true, true, false}, ok, "at the line")
	policy.MaxOvertimeWeeks = 0
	_, ok = held(policy, 0.99, 1.01)
	require.Equal(t, []bool{true, false}, ok)
}

func TestGates(t *testing.T) {
	yes, no := true, false
	policy := capacity.DefaultPolicy()
	policy.BufferBasis = capacity.ShareOfCapacity // up to 64 of 80 a day
	phases := func(first, second *bool) capacity.Growth {
		return capacity.Growth{Phases: []capacity.Phase{
			{Name: "one", Levels: []float64{1, 1}, WarningsClean: first}, {Name: "two", Levels: []float64{1.25}, WarningsClean: second},
		}}
	}
	for name, tc := range map[string]struct {
		orders        float64
		first, second *bool
		states        []capacity.GateState
		reached       string
	}{
		"both open":               {50, &yes, &yes, []capacity.GateState{capacity.GateOpen, capacity.GateOpen}, "two"},
		"a warning":               {50, &no, &yes, []capacity.GateState{capacity.GateClosed, capacity.GateOpen}, "one"},
		"not said":                {50, nil, nil, []capacity.GateState{capacity.GateUnknown, capacity.GateUnknown}, "one"},
		"a warning at the end":    {50, &yes, &no, []capacity.GateState{capacity.GateOpen, capacity.GateClosed}, "two"},
		"the buffer at its line":  {51.2, &yes, &yes, []capacity.GateState{capacity.GateOpen, capacity.GateOpen}, "two"},
		"too thin":                {60, &yes, &yes, []capacity.GateState{capacity.GateOpen, capacity.GateClosed}, "two"},
		"too thin from the start": {70, nil, nil, []capacity.GateState{capacity.GateClosed, capacity.GateClosed}, "one"},
		"not said, then too thin": {60, nil, &yes, []capacity.GateState{capacity.GateUnknown, capacity.GateClosed}, "one"},
	} {
		t.Run(name, func(t *testing.T) {
			plan := planned(t, desk(tc.orders), phases(tc.first, tc.second), policy)
			require.Equal(t, tc.reached, plan.Reached)
			require.Equal(t, []string{"one", "two"}, []string{plan.Gates[0].Phase, plan.Gates[1].Phase})
			require.Equal(t, []int{2, 3}, []int{plan.Gates[0].Month, plan.Gates[1].Month})
			states := []capacity.GateState{plan.Gates[0].State, plan.Gates[1].State}
			require.Equal(t, tc.states, states)
			require.Equal(t, tc.first, plan.Gates[0].WarningsClean)
		})
	}
}

func TestPace(t *testing.T) {
	policy := capacity.DefaultPolicy()
	levels := []float64{1, 1, 1, 1, 1, 1}
	pace := func(a capacity.Audit, teams ...capacity.Hiring) capacity.Pace {
		return planned(t, a, capacity.Growth{Phases: path(levels...), Hiring: teams}, policy).Pace
	}
	t.Run("what today's people hold until help comes", func(t *testing.T) {
		got := pace(desk(50), capacity.Hiring{LeadMonths: 2, Yield: 1, Ramp: []float64{0, 0.5}})
		require.Equal(t, "desk", got.Stage)
		require.Equal(t, 3, got.Month, "month 3 has newcomers who do nothing yet")
		require.InDelta(t, math.Cbrt(1.6)-1, got.MonthlyGrowth.Or(0), 1e-12)
	})
	t.Run("at a line that is a decimal", func(t *testing.T) {
		a := desk(62.5)
		got := pace(a, capacity.Hiring{LeadMonths: 1, Yield: 1})
		require.Equal(t, 1, got.Month)
		require.Equal(t, math.Nextafter(0.28, 0), got.MonthlyGrowth.Or(0), "1.28 × 62.5 is exactly 80, which is red")
	})
	t.Run("hiring keeps up", func(t *testing.T) {
		require.Equal(t, capacity.HiringKeepsUp, pace(desk(50), capacity.Hiring{Yield: 0.5}).Limit)
		idle := desk(50)
		idle.Stages[0].TransactionsPerOrder = 0
		require.Equal(t, capacity.HiringKeepsUp, pace(idle).Limit, "nothing grows")
	})
	t.Run("red without growth", func(t *testing.T) {
		got := pace(desk(80))
		require.Equal(t, capacity.Pace{MonthlyGrowth: got.MonthlyGrowth, Limit: capacity.BreaksUngrown, Stage: "desk", Month: 1}, got)
		got = pace(desk(79.9), capacity.Hiring{LeadMonths: 3, Yield: 1, MonthlyAttrition: 0.1})
		require.Equal(t, 2, got.Month, "those who leave break it in month 2")
		full := desk(1)
		full.Stages[0].TransactionsPerOrder, full.Stages[0].Backlog, full.ClearBacklogDays = 0, 800, 10
		require.Equal(t, capacity.BreaksUngrown, pace(full).Limit, "the backlog alone is at the line")
	})
	t.Run("no growth at all", func(t *testing.T) {
		a := desk(math.Nextafter(80, 0))
		got := pace(a)
		require.Equal(t, capacity.MonthFills, got.Limit)
		require.InDelta(t, 0, got.MonthlyGrowth.Or(-1), 1e-15)
		require.Equal(t, 6, got.Month)
	})
	t.Run("several stages", func(t *testing.T) {
		a := desk(50)
		a.Stages = append(a.Stages, capacity.Stage{Name: "oven", TransactionsPerOrder: 1, MaxPerDay: 70}, capacity.Stage{Name: "van", TransactionsPerOrder: 2, MaxPerDay: 140})
		got := pace(a, capacity.Hiring{Yield: 1})
		require.Equal(t, "oven", got.Stage, "the first of two that are alike")
		require.Equal(t, 6, got.Month)
	})
}

func TestGrowthCost(t *testing.T) {
	wage := testkit.Dec(t, "4000.005")
	g := capacity.Growth{Phases: path(1, 2, 2), Hiring: []capacity.Hiring{{LeadMonths: 1, Yield: 1, MonthlyAttrition: 0.1, WagePerMonth: &wage}}}
	plan := planned(t, desk(60), g, capacity.DefaultPolicy())
	// 144 need 18 people: 9 are left in month 2, so 9 join; 16.2 in month 3, so 2 more.
	require.Equal(t, []int{9, 2}, []int{plan.Hires[0].People, plan.Hires[1].People})
	testkit.EqualDecimal(t, "0", *plan.Months[0].Cost)
	testkit.EqualDecimal(t, "36000.05", *plan.Months[1].Cost)
	testkit.EqualDecimal(t, "40400.05", *plan.Months[2].Cost)
	testkit.EqualDecimal(t, "76400.1", *plan.Cost)
	g.Hiring = append(g.Hiring, capacity.Hiring{Where: "desk", LeadMonths: 1, Yield: 1})
	require.Nil(t, planned(t, desk(60), g, capacity.DefaultPolicy()).Cost, "a team without a wage")
}

func TestPlaybookGrowth(t *testing.T) {
	require.Equal(t, []capacity.Phase{
		{Name: "foundation", Levels: []float64{1, 1}}, {Name: "controlled-growth", Levels: []float64{1.1, 1.15}}, {Name: "scale", Levels: []float64{1.25, 1.3}},
	}, capacity.PlaybookGrowth())
}

func TestGrowthRejected(t *testing.T) {
	good := capacity.Growth{Phases: path(1), Hiring: []capacity.Hiring{{Yield: 1}}}
	team := func(edit func(*capacity.Hiring)) capacity.Growth {
		g := good
		g.Hiring = []capacity.Hiring{good.Hiring[0]}
		edit(&g.Hiring[0])
		return g
	}
	huge := decimal.New(1, 10)
	nan := math.NaN()
	for name, tc := range map[string]struct {
		growth capacity.Growth
		want   []testkit.Fault
	}{
		"nothing":                {capacity.Growth{}, []testkit.Fault{{Field: "Growth.Phases", Reason: salesops.ErrMissing}}},
		"no level":               {capacity.Growth{Phases: path()}, []testkit.Fault{{Field: "Growth.Phases[0].Levels", Reason: salesops.ErrMissing}}},
		"levels":                 {capacity.Growth{Phases: path(0, nan, 1001)}, []testkit.Fault{{Field: "Growth.Phases[0].Levels[0]", Reason: salesops.ErrMissing}, {Field: "Growth.Phases[0].Levels[1]", Reason: salesops.ErrOutOfRange}, {Field: "Growth.Phases[0].Levels[2]", Reason: salesops.ErrOutOfRange}}},
		"two phases of a name":   {capacity.Growth{Phases: append(path(1), path(1)...)}, []testkit.Fault{{Field: "Growth.Phases[1].Name", Reason: salesops.ErrConflict}}},
		"no name":                {capacity.Growth{Phases: []capacity.Phase{{Levels: []float64{1}}}}, []testkit.Fault{{Field: "Growth.Phases[0].Name", Reason: salesops.ErrMissing}}},
		"too many months":        {capacity.Growth{Phases: []capacity.Phase{{Name: "a", Levels: repeat(1, 120)}, {Name: "b", Levels: []float64{1}}}}, []testkit.Fault{{Field: "Growth.Phases", Reason: salesops.ErrConflict}}},
		"too many levels":        {capacity.Growth{Phases: path(repeat(1, 121)...)}, []testkit.Fault{{Field: "Growth.Phases[0].Levels", Reason: salesops.ErrOutOfRange}, {Field: "Growth.Phases", Reason: salesops.ErrConflict}}},
		"two teams of a stage":   {capacity.Growth{Phases: path(1), Hiring: []capacity.Hiring{{Yield: 1}, {Yield: 1}}}, []testkit.Fault{{Field: "Growth.Hiring[1].Where", Reason: salesops.ErrConflict}}},
		"a team of no stage":     {team(func(t *capacity.Hiring) { t.Where = "dest" }), []testkit.Fault{{Field: "Growth.Hiring[0].Where", Reason: salesops.ErrConflict}}},
		"a stage of spaces":      {team(func(t *capacity.Hiring) { t.Where = " desk" }), []testkit.Fault{{Field: "Growth.Hiring[0].Where", Reason: salesops.ErrOutOfRange}, {Field: "Growth.Hiring[0].Where", Reason: salesops.ErrConflict}}},
		"lead":                   {team(func(t *capacity.Hiring) { t.LeadMonths = 37 }), []testkit.Fault{{Field: "Growth.Hiring[0].LeadMonths", Reason: salesops.ErrOutOfRange}}},
		"no yield":               {team(func(t *capacity.Hiring) { t.Yield = 0 }), []testkit.Fault{{Field: "Growth.Hiring[0].Yield", Reason: salesops.ErrMissing}}},
		"yield":                  {team(func(t *capacity.Hiring) { t.Yield = 0.009 }), []testkit.Fault{{Field: "Growth.Hiring[0].Yield", Reason: salesops.ErrOutOfRange}}},
		"ramp that falls":        {team(func(t *capacity.Hiring) { t.Ramp = []float64{0.5, 0.4, 1.1} }), []testkit.Fault{{Field: "Growth.Hiring[0].Ramp[1]", Reason: salesops.ErrConflict}, {Field: "Growth.Hiring[0].Ramp[2]", Reason: salesops.ErrOutOfRange}}},
		"ramp that is too long":  {team(func(t *capacity.Hiring) { t.Ramp = repeat(1, 25) }), []testkit.Fault{{Field: "Growth.Hiring[0].Ramp", Reason: salesops.ErrOutOfRange}}},
		"attrition":              {team(func(t *capacity.Hiring) { t.MonthlyAttrition = 0.51 }), []testkit.Fault{{Field: "Growth.Hiring[0].MonthlyAttrition", Reason: salesops.ErrOutOfRange}}},
		"joining":                {team(func(t *capacity.Hiring) { t.Joining = []int{-1} }), []testkit.Fault{{Field: "Growth.Hiring[0].Joining[0]", Reason: salesops.ErrOutOfRange}}},
		"too many joining":       {team(func(t *capacity.Hiring) { t.Joining = []int{100000, 1} }), []testkit.Fault{{Field: "Growth.Hiring[0].Joining", Reason: salesops.ErrConflict}}},
		"joining for too long":   {team(func(t *capacity.Hiring) { t.Joining = make([]int, 121) }), []testkit.Fault{{Field: "Growth.Hiring[0].Joining", Reason: salesops.ErrOutOfRange}}},
		"wage":                   {team(func(t *capacity.Hiring) { t.WagePerMonth = &huge }), []testkit.Fault{{Field: "Growth.Hiring[0].WagePerMonth", Reason: salesops.ErrOutOfRange}}},
		"too many phases":        {capacity.Growth{Phases: make([]capacity.Phase, 21)}, []testkit.Fault{{Field: "Growth.Phases", Reason: salesops.ErrOutOfRange}}},
		"too many teams":         {capacity.Growth{Phases: path(1), Hiring: make([]capacity.Hiring, 201)}, []testkit.Fault{{Field: "Growth.Hiring", Reason: salesops.ErrOutOfRange}}},
		"a stage without people": {team(func(t *capacity.Hiring) { t.Where = "oven" }), []testkit.Fault{{Field: "Growth.Hiring[0].Where", Reason: salesops.ErrConflict}}},
	} {
		t.Run(name, func(t *testing.T) {
			a := desk(60)
			a.Stages = append(a.Stages, capacity.Stage{Name: "oven", MaxPerDay: 1})
			plan, err := capacity.PlanGrowth(a, tc.growth, capacity.DefaultPolicy())
			testkit.RequireFaults(t, err, tc.want...)
			require.Zero(t, plan)
		})
	}
	_, err := capacity.PlanGrowth(desk(60), capacity.Growth{Phases: path(repeat(1, 120)...), Hiring: []capacity.Hiring{{Yield: 1, Joining: []int{99999, 1}}}}, capacity.DefaultPolicy())
	require.NoError(t, err, "at the limits")
	_, err = capacity.PlanGrowth(capacity.Audit{}, good, capacity.Policy{})
	faults := salesops.InputErrors(err)
	require.Equal(t, "Audit.OrdersPerDay", faults[0].Field)
	require.True(t, strings.HasPrefix(faults[len(faults)-1].Field, "Policy."))
}

func repeat(x float64, n int) []float64 {
	list := make([]float64, n)
	for i := range list {
		list[i] = x
	}
	return list
}

func TestGrowthJSON(t *testing.T) {
	wage := testkit.Dec(t, "4000")
	clean := true
	g := capacity.Growth{Phases: capacity.PlaybookGrowth(), Hiring: []capacity.Hiring{{
		LeadMonths: 2, Yield: 0.6, Ramp: []float64{0.25, 0.5}, MonthlyAttrition: 0.02, Joining: []int{1}, WagePerMonth: &wage,
	}}}
	g.Phases[0].WarningsClean = &clean
	testkit.Golden(t, "growth", g)
	testkit.Golden(t, "growth_plan", planned(t, desk(76), g, capacity.DefaultPolicy()))
	var read capacity.Growth
	err := json.Unmarshal([]byte(`{"phases":[{"name":"a","levels":[0]}],"hiring":[{"lead_months":1,"yield":2,"ramp":[],"monthly_attrition":0,"wage":1}]}`), &read)
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "Growth.Hiring[0].wage", Reason: salesops.ErrOutOfRange},
		testkit.Fault{Field: "Growth.Phases[0].Levels[0]", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Growth.Hiring[0].Yield", Reason: salesops.ErrOutOfRange},
	)
}
