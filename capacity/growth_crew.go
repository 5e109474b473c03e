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

// crew is the people of a stage or a team over the months of a plan. Months count
// from 0.
type crew struct {
	group
	hiring                    *Hiring
	daysPerWeek, daysPerMonth float64
	// loads are those of its stages, in hours; their capacity is that of today.
	loads []load
	// full is the load of a stage at its measured maximum, nil without one, and
	// maximum what that allows of people's hours.
	full    *load
	maximum decimal.Decimal
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

// assemble returns the crews for a plan of some months, in the order of their
// first stages.
func assemble(audit *Audit, growth *Growth, months int, policy *GrowthPolicy) []crew {
	var crews []crew
	list := hourLoads(audit, nil)
	for _, group := range audit.groups() {
		c := crew{
			group: group, hiring: growth.hiring(&group), loads: group.of(list),
			daysPerWeek: audit.workingDays(), daysPerMonth: policy.WorkingDaysPerMonth,
		}
		if stage := group.stages[0]; stage.MaxPerDay != 0 {
			full := c.loads[0].atMaximum(audit, stage, one())
			c.full, c.maximum = &full, exact.SumDecimal(exact.Of(stage.MaxPerDay, stage.HoursPerTransaction))
		}
		c.appoint(months)
		crews = append(crews, c)
	}
	return crews
}

// appoint sets who is there and who joins already.
func (c *crew) appoint(months int) {
	c.present, c.productive = make([]int64, months), make([]int64, months)
	c.joins, c.hires, c.firstFor = make([]int64, months), make([]int64, months), make([]int, months)
	left := int64(wholePerson)
	for k := range months {
		c.present[k], c.productive[k] = left, left
		if c.hiring == nil {
			continue
		}
		if k < len(c.hiring.Ramp) {
			c.productive[k] = whole(exact.Decimal(c.hiring.Ramp[k]).Mul(decimal.New(left, 0)))
		}
		left -= whole(exact.Decimal(c.hiring.MonthlyAttrition).Mul(decimal.New(left, 0)).Ceil())
		if k < len(c.hiring.Joining) {
			c.joins[k] = int64(c.hiring.Joining[k])
		}
	}
	c.room = MaxStaff - int64(c.people)
	for _, n := range c.joins {
		c.room -= n
	}
}

// staff returns how many people there are in a month, and how many work as one
// who is fully productive, in parts of a person.
func (c *crew) staff(month int) (present, productive int64) {
	present = int64(c.people) * c.present[month]
	productive = present
	for joined := range month + 1 {
		present += c.joins[joined] * c.present[month-joined]
		productive += c.joins[joined] * c.productive[month-joined]
	}
	return present, productive
}

// at returns the load of one of its stages in a month. The backlog is there in
// every month that begins before it is to be cleared.
func (c *crew) at(month, stage int) load {
	l := c.loads[stage]
	_, productive := c.staff(month)
	l.byPeople, l.capacity = true, c.work(productive)
	if c.full != nil && (c.people == 0 || c.maximum.Cmp(l.capacity) < 0) {
		l = *c.full
	}
	return l.after(c.daysBefore(month))
}

// work returns the hours of work a day that parts of a person do.
func (c *crew) work(parts int64) decimal.Decimal {
	return decimal.New(parts, -9).Mul(c.personHours)
}

func (c *crew) daysBefore(month int) decimal.Decimal {
	return decimal.New(int64(month), 0).Mul(exact.Decimal(c.daysPerMonth))
}

// hire decides who joins when.
//
// For each month from the first that somebody hired now can reach, as many join
// as the buffer takes once they are fully productive, so early that they are
// when the month begins, if that is possible. In the months in which the first
// of them still learn, as many more as keep the month from being red.
func (c *crew) hire(levels []float64, policy *Policy) {
	if c.hiring == nil {
		return
	}
	first, ramp := c.hiring.LeadMonths, len(c.hiring.Ramp)
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
	l := c.loads[0].after(c.daysBefore(month))
	demand, person := l.demand(level), c.personHours.Mul(l.days)
	if share := exact.Decimal(policy.Buffer); policy.BufferBasis == ShareOfDemand {
		buffer = fewest(demand.Add(demand.Mul(share)), person)
	} else if policy.Buffer < 1 {
		buffer = fewest(demand, person.Sub(person.Mul(share)))
	}
	// At the line it is red, so those who are at it are one part too few.
	red = fewest(demand, person.Mul(exact.Decimal(policy.RedAt)))
	l.capacity = c.work(red)
	if red < beyondAll && l.against(policy.RedAt, level) >= 0 {
		red++
	}
	if c.full != nil {
		most := fewest(c.maximum, c.personHours)
		buffer, red = min(buffer, most), min(red, most)
	}
	return buffer, red
}

// beyondAll is more parts than the people of any stage or team have.
const beyondAll = 2 * MaxStaff * wholePerson

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
