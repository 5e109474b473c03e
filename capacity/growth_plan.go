package capacity

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
)

// MoneyPlaces is the number of decimal places of a cost.
const MoneyPlaces = 2

// GrowthPlan is what growing takes, month by month.
type GrowthPlan struct {
	// Months are the months of the path, the first being the one that begins
	// now.
	Months []GrowthMonth `json:"months"`
	// Hires are whom to hire and when to start, by the month of the start and
	// then in the order of the audit.
	Hires []Hire `json:"hires"`
	// Breaches are the first months past each line, in the order of
	// [GrowthLines]; a line that no month passes is left out.
	Breaches []Breach `json:"breaches"`
	// Gates are the phases in their order and whether each may be left.
	Gates []Gate `json:"gates"`
	// Reached is the last phase that is entered: the first whose gate is not
	// open, or else the last.
	Reached string `json:"reached"`
	// Pace is the fastest constant growth that never breaks.
	Pace Pace `json:"pace"`
	// Cost is what those who are hired under the plan cost in all its months:
	// the sum of the months' costs. Nil unless every [Hiring] has a wage.
	Cost *decimal.Decimal `json:"cost,omitempty"`
}

// GrowthMonth is one month of a plan.
type GrowthMonth struct {
	// Month counts from 1, the month that begins now.
	Month int `json:"month"`
	// Phase is the phase's name.
	Phase string `json:"phase"`
	// Level is the orders a day as a multiple of today's.
	Level float64 `json:"level"`
	// Status is the worst of the stages.
	Status salesops.Status `json:"status"`
	// BufferHolds tells whether the buffer holds at every stage.
	BufferHolds bool `json:"buffer_holds"`
	// Cost is what those who joined under the plan cost in this month, rounded
	// to [MoneyPlaces], half away from zero. Nil unless every [Hiring] has a wage.
	Cost *decimal.Decimal `json:"cost,omitempty"`
	// Stages are the stages in the order of the audit.
	Stages []StageMonth `json:"stages"`
}

// StageMonth is one stage in one month of a plan. The stages of a team share its
// people: capacity, need and gap are the team's, counted in the stage's
// transactions, and utilization, status, buffer and overtime are the same for all
// of them.
type StageMonth struct {
	// Stage is the stage's name.
	Stage string `json:"stage"`
	// DemandPerDay is the demand for the stage, in transactions a day.
	DemandPerDay float64 `json:"demand_per_day"`
	// People are those who are there: with attrition, as many as can be
	// expected. Zero for a stage that goes by its measured maximum alone.
	People float64 `json:"people"`
	// ProductivePeople are the same in people who are fully productive.
	ProductivePeople float64 `json:"productive_people"`
	// CapacityPerDay is the capacity with these, in transactions a day.
	CapacityPerDay float64 `json:"capacity_per_day"`
	// Utilization is demand ÷ capacity; undefined when nobody is left.
	Utilization salesops.Maybe `json:"utilization"`
	// Status is the stage's status.
	Status salesops.Status `json:"status"`
	// BufferHolds tells whether the buffer holds.
	BufferHolds bool `json:"buffer_holds"`
	// NeedPerDay is the capacity with which the buffer holds, in transactions
	// a day; undefined for a buffer of all capacity, which no capacity has.
	NeedPerDay salesops.Maybe `json:"need_per_day"`
	// GapPerDay is what capacity lacks to the need; zero when it lacks
	// nothing.
	GapPerDay salesops.Maybe `json:"gap_per_day"`
	// OvertimeHoursPerWeek is the overtime of a person, as one who is fully
	// productive, with which demand can be met. Zero when straight time is
	// enough; undefined when people do not set the capacity, or nobody is left.
	OvertimeHoursPerWeek salesops.Maybe `json:"overtime_hours_per_week"`
	// Held tells whether demand is carried: the stage is not red, or overtime
	// within the limits of hours and weeks is enough.
	Held bool `json:"held"`
}

// Hire is an order to hire.
type Hire struct {
	// Where is the name of the stage, or of the team.
	Where string `json:"where"`
	// StartMonth is the month in which hiring starts, at its beginning.
	StartMonth int `json:"start_month"`
	// JoinMonth is the month in which they join, at its beginning.
	JoinMonth int `json:"join_month"`
	// People are those who join.
	People int `json:"people"`
	// Starts are the hirings to start so that these join.
	Starts int `json:"starts"`
	// NeededIn is the first month that needs them.
	NeededIn int `json:"needed_in"`
}

// PlanGrowth tells month by month whether operations can carry a growth path,
// whom to hire for it and when to start, which month breaks and why, and how
// fast sales could grow without breaking anything.
//
//	demand      = level × orders per day × transactions per order + backlog / days to clear it
//	people      = today's people and those who joined, less those who leave
//	productive  = the same, those who still learn at their share
//	capacity    = productive × hours of work per person day / hours per transaction, at most the measured maximum
//	need        = 1.20 × demand, the capacity with which the buffer holds
//	starts      = people to hire / yield, rounded up
//	overtime    = (demand - capacity) / capacity × hours per person day × days per week
//
// The hours of work are the productive hours, less what outages and rework take.
// The people of a team are planned once, for the demand of all its stages. An order
// brings the average of the order mix.
//
// The backlog is part of the demand in every month that begins before it is to
// be cleared. Attrition takes the same share of everybody each month, from the
// month after they join on. People are counted in billionths, rounded down;
// those who are hired are whole, rounded up once from the gap that they close,
// and so are the starts: 10 people at a yield of 0.6 take 17.
//
// Nobody joins before the lead time. For each month that hiring can reach, as
// many join as the buffer takes when they are fully productive, and as early
// as it takes to be; where that is too late, as many more as keep the month
// from being red while they learn. The months are looked at one after the
// other, each with those who are hired for the months before it, and nobody is
// let go. No more join than the measured maximum of a stage can use, and none beyond [MaxStaff].
//
// A month is red when straight time is not enough, also when overtime could
// hold it: overtime is load above capacity. It holds a stage's month while the
// hours a week of a person are at most MaxOvertimeHoursPerWeek and the months
// in a row at most MaxOvertimeWeeks.
//
// A gate is open when the phase's warnings are clean and the buffer holds at
// every stage in its last month. Months after a gate that is not open are
// planned as if it were.
//
// It returns an *[salesops.InputError] if:
//   - the audit is one that [Assess] refuses;
//   - Growth.Phases has not 1 to [MaxPhases] entries, two have the same name, or they have more than [MaxMonths] months together;
//   - a level is not within [MinPositive] to [MaxMultiplier];
//   - Growth.Hiring has more than [MaxStages] entries, two for the same stage or team, or one for a stage that has no people or shares them;
//   - a number of an entry is out of the range that its field tells, or a share of its ramp is below the one before;
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: CAP-7, CAP-8.
func PlanGrowth(audit Audit, growth Growth, policy Policy) (GrowthPlan, error) {
	var faults fault.List
	audit.collect(faults.In("Audit"))
	sound := !faults.Any()
	growth.collect(faults.In("Growth"))
	if sound {
		growth.collectHiring(faults.In("Growth"), &audit)
	}
	policy.collect(faults.In("Policy"))
	if faults.Any() {
		return GrowthPlan{}, faults.Err()
	}
	return planGrowth(&audit, &growth, &policy), nil
}

func planGrowth(audit *Audit, growth *Growth, policy *Policy) GrowthPlan {
	plan := GrowthPlan{Hires: []Hire{}, Breaches: []Breach{}}
	var levels []float64
	for _, phase := range growth.Phases {
		for _, level := range phase.Levels {
			levels = append(levels, level)
			plan.Months = append(plan.Months, GrowthMonth{
				Month: len(levels), Phase: phase.Name, Level: level,
				Status: salesops.Green, BufferHolds: true, Stages: make([]StageMonth, len(audit.Stages)),
			})
		}
	}
	crews := assemble(audit, growth, len(levels), &policy.GrowthPolicy)
	for i := range crews {
		crews[i].hire(levels, policy)
		crews[i].follow(plan.Months, policy)
	}
	for m := range plan.Months {
		month := &plan.Months[m]
		for i := range month.Stages {
			if rank(month.Stages[i].Status) > rank(month.Status) {
				month.Status = month.Stages[i].Status
			}
			month.BufferHolds = month.BufferHolds && month.Stages[i].BufferHolds
		}
	}
	plan.Hires = listHires(crews)
	plan.Breaches = findBreaches(crews, plan.Months, policy)
	plan.Gates, plan.Reached = findGates(growth, crews, plan.Months, policy)
	plan.Pace = findPace(crews, len(levels), policy)
	plan.addCosts(growth, crews)
	return plan
}

// follow fills in the months of the crew's stages.
func (c *crew) follow(months []GrowthMonth, policy *Policy) {
	overtime := 0 // months of it in a row
	for m := range months {
		l := c.at(m, 0)
		held := true
		if l.atRed(&policy.StatusPolicy, months[m].Level) {
			overtime++
			held = c.carries(&l, months[m].Level, policy) && exact.CompareProducts(
				float64(overtime), c.daysPerMonth, policy.MaxOvertimeWeeks, c.daysPerWeek) <= 0
		} else {
			overtime = 0
		}
		for k, place := range c.places {
			s := c.month(m, k, months[m].Level, policy)
			s.Held = held
			months[m].Stages[place] = s
		}
	}
}

// lacking returns what a week's overtime has to make up for, times the hours of a
// person's day: divided by the capacity it is the overtime of a person.
func (c *crew) lacking(l *load, level float64) decimal.Decimal {
	return l.demand(level).Sub(l.supply()).Mul(c.hoursADay).Mul(exact.Decimal(c.daysPerWeek))
}

// carries reports whether the hours of overtime that are allowed carry demand.
func (c *crew) carries(l *load, level float64, policy *Policy) bool {
	return l.byPeople && c.lacking(l, level).Cmp(l.supply().Mul(exact.Decimal(policy.MaxOvertimeHoursPerWeek))) <= 0
}

// month returns one of the crew's stages in a month; whether it is held is left
// out.
func (c *crew) month(month, stage int, level float64, policy *Policy) StageMonth {
	l, name := c.at(month, stage), c.stages[stage].Name
	sides := l.weigh(level)
	buffer := sides.bufferLine(name, &policy.BufferPolicy)
	present, productive := c.staff(month)
	s := StageMonth{
		Stage: name, DemandPerDay: sides.demandPerDay(), CapacityPerDay: sides.capacityPerDay(),
		People: float64(present) / wholePerson, ProductivePeople: float64(productive) / wholePerson,
		Status: l.status(&policy.StatusPolicy, level), BufferHolds: buffer.Outcome != salesops.Fired,
	}
	s.Utilization = salesops.Undefined("nobody is left")
	if !sides.capacity.IsZero() {
		s.Utilization = salesops.Defined(sides.utilization())
	}
	s.NeedPerDay, s.GapPerDay = sides.need(&policy.BufferPolicy)
	switch {
	case !l.byPeople:
		s.OvertimeHoursPerWeek = salesops.Undefined("people do not set the capacity")
	case sides.capacity.IsZero():
		s.OvertimeHoursPerWeek = salesops.Undefined("nobody is left")
	default:
		s.OvertimeHoursPerWeek = salesops.Defined(max(0, exact.Quotient(c.lacking(&l, level), sides.capacity)))
	}
	return s
}

// need returns the capacity with which the buffer holds, and what lacks to it.
func (b *balance) need(policy *BufferPolicy) (need, gap salesops.Maybe) {
	share := exact.Decimal(policy.Buffer)
	demand, scale := b.demand.Add(b.demand.Mul(share)), b.scale
	capacity := b.capacity
	if policy.BufferBasis == ShareOfCapacity {
		demand, scale = b.demand, b.scale.Sub(b.scale.Mul(share))
		capacity = b.capacity.Sub(b.capacity.Mul(share))
	}
	if scale.IsZero() {
		none := salesops.Undefined("no capacity has a buffer of all of it")
		return none, none
	}
	return salesops.Defined(exact.Quotient(demand, scale)), salesops.Defined(max(0, exact.Quotient(demand.Sub(capacity), scale)))
}

// listHires returns the hires of all crews by the month of their start.
func listHires(crews []crew) []Hire {
	list := []Hire{}
	for start := range crews[0].hires {
		for i := range crews {
			c := &crews[i]
			if c.hiring == nil || start+c.hiring.LeadMonths >= len(c.hires) {
				continue
			}
			join := start + c.hiring.LeadMonths
			if c.hires[join] == 0 {
				continue
			}
			list = append(list, Hire{
				Where: c.name, StartMonth: start + 1, JoinMonth: join + 1, People: int(c.hires[join]),
				Starts: startsFor(c.hires[join], c.hiring.Yield), NeededIn: c.firstFor[join] + 1,
			})
		}
	}
	return list
}

// startsFor returns how many hirings to start so that some people join.
func startsFor(people int64, yield float64) int {
	starts, rest := decimal.New(people, 0).QuoRem(exact.Decimal(yield), 0)
	if rest.Sign() > 0 {
		starts = starts.Add(decimal.New(1, 0))
	}
	return int(whole(starts))
}

// addCosts fills in what those who are hired cost.
func (p *GrowthPlan) addCosts(growth *Growth, crews []crew) {
	for i := range growth.Hiring {
		if growth.Hiring[i].WagePerMonth == nil {
			return
		}
	}
	if len(growth.Hiring) == 0 {
		return
	}
	total := decimal.New(0, 0)
	for m := range p.Months {
		cost := decimal.New(0, 0)
		for i := range crews {
			c := &crews[i]
			if c.hiring == nil {
				continue
			}
			var parts int64
			for join := range m + 1 {
				parts += c.hires[join] * c.present[m-join]
			}
			cost = cost.Add(decimal.New(parts, -9).Mul(*c.hiring.WagePerMonth))
		}
		cost = cost.Round(MoneyPlaces)
		p.Months[m].Cost, total = &cost, total.Add(cost)
	}
	p.Cost = &total
}
