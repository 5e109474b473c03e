package capacity

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/exact"
)

// wholePerson is in how many parts a person is counted. People who may have
// left, and people who still learn, are parts of a person, rounded down; so
// that more people are never less capacity, and a float64 of people in
// billionths is the decimal that it prints.
const wholePerson = 1_000_000_000

// crew is a stage over the months of a plan. Months count from 0.
type crew struct {
	stage *Stage
	team  *Team
	// load is the stage's, as if its people alone set the capacity.
	load load
	// present and productive are what is left of one person, and how much of
	// one works, some months after joining. Those who are there today left
	// their ramp behind.
	present, productive []int64
	// joins are the people that join in each month.
	joins []int64
	// hires are the part of joins that the plan decides, and firstFor the
	// month that the first of them are for.
	hires    []int64
	firstFor []int
	// room is how many more may join.
	room int64
}

// assemble returns the stage's crew for a plan of some months.
func assemble(audit *Audit, stage *Stage, team *Team, months int) crew {
	c := crew{stage: stage, team: team, load: peopleLoad(audit, stage)}
	c.present, c.productive = make([]int64, months), make([]int64, months)
	c.joins, c.hires, c.firstFor = make([]int64, months), make([]int64, months), make([]int, months)
	left := int64(wholePerson)
	for k := range months {
		c.present[k], c.productive[k] = left, left
		if team == nil {
			continue
		}
		if k < len(team.Ramp) {
			c.productive[k] = whole(exact.Decimal(team.Ramp[k]).Mul(decimal.New(left, 0)))
		}
		left -= whole(exact.Decimal(team.MonthlyAttrition).Mul(decimal.New(left, 0)).Ceil())
		if k < len(team.Joining) {
			c.joins[k] = int64(team.Joining[k])
		}
	}
	c.room = MaxTeam - int64(stage.People)
	for _, n := range c.joins {
		c.room -= n
	}
	return c
}

// peopleLoad returns the load of a stage with people whatever its measured
// maximum, and that of its maximum when it has no people.
func peopleLoad(audit *Audit, stage *Stage) load {
	l := load{
		orders: audit.OrdersPerDay, perOrder: stage.TransactionsPerOrder, days: 1,
		people: float64(stage.People), hoursADay: stage.HoursPerPersonDay, hours: stage.HoursPerTransaction,
	}
	if stage.Backlog != 0 {
		l.backlog, l.days = stage.Backlog, audit.ClearBacklogDays
	}
	if !stage.staffed() {
		l.measured, l.people, l.hoursADay, l.hours = true, stage.MaxPerDay, 1, 1
	}
	return l
}

// staff returns how many people there are in a month, and how many work as one
// who is fully productive, in parts of a person.
func (c *crew) staff(month int) (present, productive int64) {
	present = int64(c.stage.People) * c.present[month]
	productive = present
	for joined := range month + 1 {
		present += c.joins[joined] * c.present[month-joined]
		productive += c.joins[joined] * c.productive[month-joined]
	}
	return present, productive
}

// at returns the stage's load in a month. The backlog is there in every month
// that begins before it is to be cleared.
func (c *crew) at(month int, calendar *CalendarPolicy) load {
	l := c.load
	if exact.CompareProducts(float64(month), calendar.WorkingDaysPerMonth, l.days, 1) >= 0 {
		l.backlog, l.days = 0, 1
	}
	if l.measured {
		return l
	}
	_, productive := c.staff(month)
	l.people = float64(productive) / wholePerson
	if c.stage.MaxPerDay != 0 && exact.CompareProducts(c.stage.MaxPerDay, l.hours, l.people, l.hoursADay) < 0 {
		// The backlog and the orders are in transactions then.
		l.measured, l.people, l.hoursADay, l.hours = true, c.stage.MaxPerDay, 1, 1
	}
	return l
}

// hire decides who joins when.
//
// For each month from the first that somebody hired now can reach, as many join
// as the buffer takes once they are fully productive, so early that they are
// when the month begins, if that is possible. In the months in which the first
// of them still learn, as many more as keep the month from being red.
func (c *crew) hire(levels []float64, policy *Policy) {
	if c.team == nil {
		return
	}
	first, ramp := c.team.LeadMonths, len(c.team.Ramp)
	for month := first; month < len(levels); month++ {
		join := max(first, month-ramp)
		buffer, red := c.needs(month, levels[month], policy)
		present, _ := c.staff(month)
		c.add(join, month, buffer-present, c.present[month-join])
		_, productive := c.staff(month)
		c.add(join, month, red-productive, c.productive[month-join])
	}
}

// add lets as many join as close a gap in a later month, to which each
// contributes so much.
func (c *crew) add(join, month int, gap, each int64) {
	if gap <= 0 || each == 0 || c.room == 0 {
		return
	}
	n := min((gap-1)/each+1, c.room)
	if c.hires[join] == 0 {
		c.firstFor[join] = month
	}
	c.joins[join], c.hires[join], c.room = c.joins[join]+n, c.hires[join]+n, c.room-n
}

// needs returns the fewest people with whom the buffer holds in a month, and
// with whom it is not red, in parts of a person. Neither is more than the
// measured maximum can use.
func (c *crew) needs(month int, level float64, policy *Policy) (buffer, red int64) {
	l := c.load
	if exact.CompareProducts(float64(month), policy.WorkingDaysPerMonth, l.days, 1) >= 0 {
		l.backlog, l.days = 0, 1
	}
	demand := exact.SumDecimal(l.arrivals(level, l.days), l.open())
	person := exact.SumDecimal(exact.Of(l.hoursADay, l.days))
	if share := exact.Decimal(policy.Buffer); policy.BufferBasis == ShareOfDemand {
		buffer = fewest(demand.Add(demand.Mul(share)), person)
	} else if policy.Buffer < 1 {
		buffer = fewest(demand, person.Sub(person.Mul(share)))
	}
	// At the line it is red, so those who are at it are one part too few.
	red = fewest(demand, person.Mul(exact.Decimal(policy.RedAt)))
	l.people = float64(red) / wholePerson
	if red < beyondAll && l.against(policy.RedAt, level) >= 0 {
		red++
	}
	if c.stage.MaxPerDay != 0 {
		most := fewest(exact.SumDecimal(exact.Of(c.stage.MaxPerDay, l.hours)), exact.Decimal(l.hoursADay))
		buffer, red = min(buffer, most), min(red, most)
	}
	return buffer, red
}

// beyondAll is more parts than the people of any stage have.
const beyondAll = 2 * MaxTeam * wholePerson

// fewest returns the fewest parts of a person that do some work, at most
// beyondAll.
func fewest(work, person decimal.Decimal) int64 {
	parts, rest := work.Mul(decimal.New(wholePerson, 0)).QuoRem(person, 0)
	if rest.Sign() > 0 {
		parts = parts.Add(decimal.New(1, 0))
	}
	if parts.Cmp(decimal.New(beyondAll, 0)) > 0 {
		return beyondAll
	}
	return whole(parts)
}

// whole returns a number that is not negative without its places.
func whole(d decimal.Decimal) int64 { return d.BigInt().Int64() }
