package capacity_test

import (
	"math"
	"math/big"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/capacity"
	"github.com/salesops-go/salesops/internal/testkit"
)

func teams() *rapid.Generator[capacity.Hiring] {
	return rapid.Custom(func(t *rapid.T) capacity.Hiring {
		team := capacity.Hiring{
			LeadMonths:       rapid.IntRange(0, 4).Draw(t, "lead"),
			Yield:            rapid.OneOf(rapid.SampledFrom([]float64{0.6, 1, 1}), rapid.Float64Range(capacity.MinYield, 1)).Draw(t, "yield"),
			Ramp:             rapid.SliceOfN(rapid.SampledFrom([]float64{0, 0.25, 0.5, 0.75, 1}), 0, 3).Draw(t, "ramp"),
			MonthlyAttrition: rapid.OneOf(rapid.SampledFrom([]float64{0, 0, 0.02, 0.5}), rapid.Float64Range(0, 0.5)).Draw(t, "attrition"),
			Joining:          rapid.SliceOfN(rapid.IntRange(0, 2), 0, 3).Draw(t, "joining"),
		}
		slices.Sort(team.Ramp)
		if rapid.Bool().Draw(t, "paid") {
			wage := decimal.New(rapid.Int64Range(0, 900000).Draw(t, "wage"), -2)
			team.WagePerMonth = &wage
		}
		return team
	})
}

func growths(a *capacity.Audit) *rapid.Generator[capacity.Growth] {
	return rapid.Custom(func(t *rapid.T) capacity.Growth {
		var g capacity.Growth
		for i := range rapid.IntRange(1, 3).Draw(t, "phases") {
			level := rapid.OneOf(rapid.SampledFrom([]float64{1, 1, 1.1, 1.25, 1.3, 1.36, 2}), amounts(5))
			phase := capacity.Phase{Name: string(rune('a' + i)), Levels: rapid.SliceOfN(level, 1, 4).Draw(t, "levels")}
			if said := rapid.IntRange(0, 2).Draw(t, "warnings"); said > 0 {
				clean := said == 1
				phase.WarningsClean = &clean
			}
			g.Phases = append(g.Phases, phase)
		}
		if rapid.Bool().Draw(t, "a team for all") {
			g.Hiring = append(g.Hiring, teams().Draw(t, "team"))
		}
		for _, s := range a.Stages {
			if s.People > 0 && rapid.Bool().Draw(t, "a team") {
				team := teams().Draw(t, "team")
				team.Where = s.Name
				g.Hiring = append(g.Hiring, team)
			}
		}
		return g
	})
}

// steady are audits whose stages do some work: those of audits may be a
// billion times too much for their people.
func steady() *rapid.Generator[capacity.Audit] {
	return rapid.Custom(func(t *rapid.T) capacity.Audit {
		a := capacity.Audit{OrdersPerDay: rapid.OneOf(rapid.SampledFrom([]float64{50, 60, 62.5, 80, 85}), amounts(200)).Draw(t, "orders"), ClearBacklogDays: rapid.SampledFrom([]float64{5, 21, 30}).Draw(t, "clear")}
		for i := range rapid.IntRange(1, 3).Draw(t, "stages") {
			s := capacity.Stage{
				Name: string(rune('a' + i)), TransactionsPerOrder: rapid.SampledFrom([]float64{0, 0.5, 1, 1, 2.5}).Draw(t, "per order"),
				Backlog: rapid.SampledFrom([]float64{0, 0, 100}).Draw(t, "backlog"),
			}
			how := rapid.IntRange(1, 3).Draw(t, "measured, staffed or both")
			if how != 1 {
				s.People, s.HoursPerPersonDay = rapid.IntRange(1, 30).Draw(t, "people"), rapid.SampledFrom([]float64{6.5, 8}).Draw(t, "hours a day")
				s.HoursPerTransaction = rapid.SampledFrom([]float64{0.75, 1, 1.3}).Draw(t, "hours each")
			}
			if how != 2 {
				s.MaxPerDay = rapid.SampledFrom([]float64{80, 85, 100, 120, 400}).Draw(t, "max")
			}
			a.Stages = append(a.Stages, s)
		}
		return a
	})
}

func plan(t *rapid.T, a capacity.Audit, g capacity.Growth, p capacity.Policy) capacity.GrowthPlan {
	before := text(t, a) + text(t, g)
	got, err := capacity.PlanGrowth(a, g, p)
	require.NoError(t, err)
	require.Equal(t, before, text(t, a)+text(t, g), "the arguments are not changed")
	return got
}

func teamFor(g *capacity.Growth, s *capacity.Stage) *capacity.Hiring {
	if s.People == 0 {
		return nil
	}
	var other *capacity.Hiring
	for i := range g.Hiring {
		if g.Hiring[i].Where == s.Name {
			return &g.Hiring[i]
		}
		if g.Hiring[i].Where == "" {
			other = &g.Hiring[i]
		}
	}
	return other
}

// billionths rounds down to a billionth.
func billionths(x *big.Rat) *big.Rat {
	n := mul(x, big.NewRat(1e9, 1))
	return new(big.Rat).SetFrac(new(big.Int).Div(n.Num(), n.Denom()), big.NewInt(1e9))
}

// staffModel is who is there in a month, and what they are worth, when these
// people join.
func staffModel(s *capacity.Stage, team *capacity.Hiring, joins map[int]int, month int) (present, productive *big.Rat) {
	left := []*big.Rat{big.NewRat(1, 1)}
	attrition := new(big.Rat)
	if team != nil {
		attrition = rat(team.MonthlyAttrition)
	}
	for range month {
		left = append(left, billionths(mul(left[len(left)-1], sub(big.NewRat(1, 1), attrition))))
	}
	present = mul(big.NewRat(int64(s.People), 1), left[month])
	productive = present
	for join, n := range joins {
		if join > month {
			continue
		}
		age := month - join
		one := left[age]
		present = add(present, mul(big.NewRat(int64(n), 1), one))
		if age < len(team.Ramp) {
			one = billionths(mul(one, rat(team.Ramp[age])))
		}
		productive = add(productive, mul(big.NewRat(int64(n), 1), one))
	}
	return present, productive
}

// capacityModel is a stage's capacity with so many productive people.
func capacityModel(s *capacity.Stage, productive *big.Rat) *big.Rat {
	if s.People == 0 {
		return rat(s.MaxPerDay)
	}
	c := quo(mul(productive, rat(s.HoursPerPersonDay)), rat(s.HoursPerTransaction))
	if m := rat(s.MaxPerDay); s.MaxPerDay > 0 && m.Cmp(c) < 0 {
		return m
	}
	return c
}

func demandModel(a *capacity.Audit, s *capacity.Stage, level *big.Rat, month int, p *capacity.Policy) *big.Rat {
	d := mul(level, rat(a.OrdersPerDay), rat(s.TransactionsPerOrder))
	if s.Backlog > 0 && mul(big.NewRat(int64(month), 1), rat(p.WorkingDaysPerMonth)).Cmp(rat(a.ClearBacklogDays)) < 0 {
		d = add(d, quo(rat(s.Backlog), rat(a.ClearBacklogDays)))
	}
	return d
}

func joinsOf(got *capacity.GrowthPlan, s *capacity.Stage, team *capacity.Hiring) map[int]int {
	joins := make(map[int]int)
	if team != nil {
		for m, n := range team.Joining {
			joins[m] += n
		}
	}
	for _, h := range got.Hires {
		if h.Where == s.Name {
			joins[h.JoinMonth-1] += h.People
		}
	}
	return joins
}

// Given whom it hires, every number of a plan is what exact rationals say; and
// nobody works before the lead time.
func planProperty(t *rapid.T) {
	a, p := steady().Draw(t, "audit"), policies().Draw(t, "policy")
	g := growths(&a).Draw(t, "growth")
	got := plan(t, a, g, p)
	testkit.RoundTrip(t, got)
	for i := range a.Stages {
		s := &a.Stages[i]
		team := teamFor(&g, s)
		joins := joinsOf(&got, s, team)
		run := 0
		for m := range got.Months {
			month := &got.Months[m]
			present, productive := staffModel(s, team, joins, m)
			limit, demand := capacityModel(s, productive), demandModel(&a, s, rat(month.Level), m, &p)
			is := month.Stages[i]
			require.Equal(t, []float64{nearest(present), nearest(productive)}, []float64{is.People, is.ProductivePeople}, "people")
			require.Equal(t, []float64{nearest(demand), nearest(limit)}, []float64{is.DemandPerDay, is.CapacityPerDay}, "demand and capacity")
			require.Equal(t, ratStatus(demand, limit, &p.StatusPolicy), is.Status)
			need := mul(demand, add(big.NewRat(1, 1), rat(p.Buffer)))
			if p.BufferBasis == capacity.ShareOfCapacity {
				free := sub(big.NewRat(1, 1), rat(p.Buffer))
				require.Equal(t, demand.Cmp(mul(free, limit)) <= 0, is.BufferHolds)
				if free.Sign() == 0 {
					continue
				}
				need = quo(demand, free)
			}
			require.Equal(t, need.Cmp(limit) <= 0, is.BufferHolds)
			require.Equal(t, nearest(need), is.NeedPerDay.Or(-1))
			require.Equal(t, max(0, nearest(sub(need, limit))), is.GapPerDay.Or(-1))
			if is.Status == salesops.Red {
				run++
			} else {
				run = 0
			}
			binds := s.People == 0 || s.MaxPerDay > 0 && rat(s.MaxPerDay).Cmp(quo(mul(productive, rat(s.HoursPerPersonDay)), rat(s.HoursPerTransaction))) < 0
			hours, sets := is.OvertimeHoursPerWeek.Value()
			require.Equal(t, !binds && productive.Sign() > 0, sets)
			if sets {
				over := quo(mul(sub(demand, limit), rat(s.HoursPerTransaction), rat(workingDays(&a))), productive)
				require.Equal(t, max(0, nearest(over)), hours)
				weeks := quo(mul(big.NewRat(int64(run), 1), rat(p.WorkingDaysPerMonth)), rat(workingDays(&a)))
				require.Equal(t, run == 0 || over.Cmp(rat(p.MaxOvertimeHoursPerWeek)) <= 0 && weeks.Cmp(rat(p.MaxOvertimeWeeks)) <= 0, is.Held)
			}
		}
	}
	for _, h := range got.Hires {
		team := teamFor(&g, &a.Stages[slices.IndexFunc(a.Stages, func(s capacity.Stage) bool { return s.Name == h.Where })])
		require.Equal(t, h.StartMonth+team.LeadMonths, h.JoinMonth)
		require.GreaterOrEqual(t, h.StartMonth, 1)
		require.GreaterOrEqual(t, mul(big.NewRat(int64(h.Starts), 1), rat(team.Yield)).Cmp(big.NewRat(int64(h.People), 1)), 0)
		require.Negative(t, mul(big.NewRat(int64(h.Starts-1), 1), rat(team.Yield)).Cmp(big.NewRat(int64(h.People), 1)))
	}
}

// Where hiring can reach, the buffer holds but for those who learn; where it reaches at all,
// nothing that people could help is red; and with one fewer of the last who
// join it would not be so.
func hiringProperty(t *rapid.T) {
	a, p := steady().Draw(t, "audit"), policies().Draw(t, "policy")
	if p.Buffer == 1 {
		p.Buffer = 0.5
	}
	g := growths(&a).Draw(t, "growth")
	got := plan(t, a, g, p)
	for i := range a.Stages {
		s := &a.Stages[i]
		team := teamFor(&g, s)
		if team == nil {
			continue
		}
		joins := joinsOf(&got, s, team)
		for m := team.LeadMonths; m < len(got.Months); m++ {
			is := got.Months[m].Stages[i]
			atMaximum := s.MaxPerDay > 0 && is.CapacityPerDay == s.MaxPerDay
			require.True(t, is.ProductivePeople < is.People || is.BufferHolds || atMaximum, "month %d has no buffer", m+1)
			reached := m-team.LeadMonths >= len(team.Ramp) || team.Ramp[m-team.LeadMonths] > 0
			require.True(t, !reached || is.Status != salesops.Red || atMaximum, "month %d is red", m+1)
		}
		last := 0
		for _, h := range got.Hires {
			if h.Where == s.Name {
				last = h.JoinMonth
			}
		}
		if last > 0 {
			joins[last-1]--
			require.True(t, lacking(&a, s, team, joins, &got, &p), "one person fewer in month %d would do", last)
		}
	}
}

// lacking reports whether in some month with these people the buffer would not
// hold if all were fully productive, or it would be red.
func lacking(a *capacity.Audit, s *capacity.Stage, team *capacity.Hiring, joins map[int]int, got *capacity.GrowthPlan, p *capacity.Policy) bool {
	for m := team.LeadMonths; m < len(got.Months); m++ {
		present, productive := staffModel(s, team, joins, m)
		demand := demandModel(a, s, rat(got.Months[m].Level), m, p)
		if s.MaxPerDay > 0 {
			// No more is asked of people than the maximum can use.
			share := mul(rat(s.MaxPerDay), sub(big.NewRat(1, 1), rat(p.Buffer)))
			if p.BufferBasis == capacity.ShareOfDemand {
				share = quo(rat(s.MaxPerDay), add(big.NewRat(1, 1), rat(p.Buffer)))
			}
			if share.Cmp(demand) < 0 && capacityModel(s, present).Cmp(rat(s.MaxPerDay)) < 0 {
				return true
			}
			if mul(rat(p.RedAt), rat(s.MaxPerDay)).Cmp(demand) <= 0 && capacityModel(s, productive).Cmp(rat(s.MaxPerDay)) < 0 {
				return true
			}
		}
		full := capacityModel(s, present)
		need, have := mul(demand, add(big.NewRat(1, 1), rat(p.Buffer))), full
		if p.BufferBasis == capacity.ShareOfCapacity {
			need, have = demand, mul(full, sub(big.NewRat(1, 1), rat(p.Buffer)))
		}
		if need.Cmp(have) > 0 || demand.Cmp(mul(rat(p.RedAt), capacityModel(s, productive))) >= 0 {
			return true
		}
	}
	return false
}

func teamLead(team *capacity.Hiring) int {
	if team == nil {
		return 0
	}
	return team.LeadMonths
}

// The pace is the last float64 with which nothing is red that hiring cannot
// help.
func paceProperty(t *rapid.T) {
	a, p := steady().Draw(t, "audit"), policies().Draw(t, "policy")
	g := growths(&a).Draw(t, "growth")
	got := plan(t, a, g, p)
	breaks := func(growth float64) (stage string, month int) {
		factor := add(big.NewRat(1, 1), rat(growth))
		level := big.NewRat(1, 1)
		for m := range got.Months {
			level = mul(level, factor)
			for i := range a.Stages {
				s := &a.Stages[i]
				team := teamFor(&g, s)
				joins := make(map[int]int)
				if team != nil {
					for k, n := range team.Joining {
						joins[k] = n
					}
				}
				_, productive := staffModel(s, team, joins, m)
				limit := capacityModel(s, productive)
				if age := m - teamLead(team); team != nil && age >= 0 && (age >= len(team.Ramp) || team.Ramp[age] > 0) {
					if s.MaxPerDay == 0 {
						continue // as many as it takes
					}
					limit = rat(s.MaxPerDay)
				}
				if demandModel(&a, s, level, m, &p).Cmp(mul(rat(p.RedAt), limit)) >= 0 {
					return s.Name, m + 1
				}
			}
		}
		return "", 0
	}
	switch growth, some := got.Pace.MonthlyGrowth.Value(); {
	case some:
		_, month := breaks(growth)
		require.Zero(t, month)
		stage, month := breaks(math.Nextafter(growth, math.Inf(1)))
		require.NotZero(t, month)
		require.Equal(t, capacity.MonthFills, got.Pace.Limit)
		require.Equal(t, got.Pace.Month, month)
		require.NotEmpty(t, stage)
	case got.Pace.Limit == capacity.BreaksUngrown:
		_, month := breaks(0)
		require.Equal(t, got.Pace.Month, month)
	default:
		require.Equal(t, capacity.HiringKeepsUp, got.Pace.Limit)
		_, month := breaks(0.5)
		require.Zero(t, month)
	}
}

// More of today's people, or more who join, never mean less capacity, and the
// order of stages and teams does not matter.
func morePeopleProperty(t *rapid.T) {
	a, p := steady().Draw(t, "audit"), policies().Draw(t, "policy")
	g := growths(&a).Draw(t, "growth")
	before := plan(t, a, g, p)
	shuffled, other := a, g
	shuffled.Stages, other.Hiring = rapid.Permutation(a.Stages).Draw(t, "order of stages"), rapid.Permutation(g.Hiring).Draw(t, "order of teams")
	after := plan(t, shuffled, other, p)
	require.ElementsMatch(t, before.Hires, after.Hires)
	require.Equal(t, before.Cost == nil, after.Cost == nil)
	require.Equal(t, text(t, before.Cost), text(t, after.Cost))
	require.Equal(t, before.Reached, after.Reached)
	require.Equal(t, before.Pace.MonthlyGrowth, after.Pace.MonthlyGrowth)
	require.Len(t, after.Breaches, len(before.Breaches))
	for m := range before.Months {
		require.ElementsMatch(t, before.Months[m].Stages, after.Months[m].Stages)
		require.Equal(t, before.Months[m].Status, after.Months[m].Status)
	}
	i := rapid.IntRange(0, len(a.Stages)-1).Draw(t, "stage")
	if a.Stages[i].People == 0 {
		return
	}
	// Without a team nobody else comes or goes.
	alone := capacity.Growth{Phases: g.Phases}
	before = plan(t, a, alone, p)
	more := a
	more.Stages = slices.Clone(a.Stages)
	more.Stages[i].People++
	after = plan(t, more, alone, p)
	for m := range before.Months {
		require.GreaterOrEqual(t, after.Months[m].Stages[i].CapacityPerDay, before.Months[m].Stages[i].CapacityPerDay)
	}
	team := teams().Draw(t, "team")
	team.Where, team.LeadMonths = a.Stages[i].Name, capacity.MaxLeadMonths // so that the plan hires nobody
	alone.Hiring = []capacity.Hiring{team}
	before = plan(t, a, alone, p)
	team.Joining = append([]int{1}, team.Joining...)
	for k := range team.Joining[1:] {
		team.Joining[k] += team.Joining[k+1]
	}
	alone.Hiring = []capacity.Hiring{team}
	after = plan(t, a, alone, p)
	for m := range before.Months {
		require.GreaterOrEqual(t, after.Months[m].Stages[i].CapacityPerDay, before.Months[m].Stages[i].CapacityPerDay)
	}
}

func TestPlanProperty(t *testing.T) { rapid.Check(t, planProperty) }
func TestHiring(t *testing.T)       { rapid.Check(t, hiringProperty) }
func TestPaceProperty(t *testing.T) { rapid.Check(t, paceProperty) }
func TestMorePeople(t *testing.T)   { rapid.Check(t, morePeopleProperty) }

func FuzzPlan(f *testing.F)       { f.Fuzz(rapid.MakeFuzz(planProperty)) }
func FuzzHiring(f *testing.F)     { f.Fuzz(rapid.MakeFuzz(hiringProperty)) }
func FuzzPace(f *testing.F)       { f.Fuzz(rapid.MakeFuzz(paceProperty)) }
func FuzzMorePeople(f *testing.F) { f.Fuzz(rapid.MakeFuzz(morePeopleProperty)) }
