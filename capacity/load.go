package capacity

import (
	"math"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
)

// load is a stage in the terms in which everything about it is computed: the
// work asked for and the work that can be done, both in the stage's unit: hours,
// or transactions when its maximum was measured. No term has a quotient, so
// every comparison and every sum of terms is exact.
//
// The work is that of the people who do it: when they are shared, that of all
// their stages. The stage's own part of it stands beside.
//
// A stage without backlog has days 1; one that goes by its measured maximum has
// hours 1.
type load struct {
	// perOrder is the work that an order brings, waiting the work that is open,
	// capacity the work that can be done in a day.
	perOrder, waiting, capacity decimal.Decimal
	// ownPerOrder and ownWaiting are the stage's part of the first two.
	ownPerOrder, ownWaiting decimal.Decimal
	orders, days, hours     decimal.Decimal
	measured                bool
	// byPeople: the people limit the capacity, not a measured maximum.
	byPeople bool
}

func loads(audit *Audit) []load { return loadsWithout(audit, nil) }

// loadsWithout returns the loads of an audit that has lost some capacity.
func loadsWithout(audit *Audit, losses []Loss) []load {
	list := hourLoads(audit, losses)
	for i := range list {
		if stage := &audit.Stages[i]; !list[i].byPeople {
			_, kept := lost(stage.Name, losses)
			list[i] = list[i].atMaximum(audit, stage, kept)
		}
	}
	return list
}

// hourLoads returns the loads in hours wherever there are people, also where a
// measured maximum allows less than they can do.
func hourLoads(audit *Audit, losses []Loss) []load {
	list := make([]load, len(audit.Stages))
	for i := range audit.Stages {
		stage := &audit.Stages[i]
		l := load{
			orders: exact.Decimal(audit.OrdersPerDay), days: one(),
			hours: exact.Decimal(stage.HoursPerTransaction), measured: !stage.staffed(),
		}
		if stage.Backlog != 0 {
			l.days = exact.Decimal(audit.ClearBacklogDays)
		}
		l.setWork(audit, stage)
		if stage.Team == "" {
			out, kept := lost(stage.Name, losses)
			l.setCapacity(stage, out, kept)
		}
		list[i] = l
	}
	for i := range audit.Teams {
		audit.share(list, &audit.Teams[i], losses)
	}
	return list
}

func one() decimal.Decimal { return decimal.New(1, 0) }

// setWork sets the work that there is for a stage, in hours or in transactions.
func (l *load) setWork(audit *Audit, stage *Stage) {
	if l.measured {
		l.hours = one()
	}
	l.ownPerOrder = audit.workPerOrder(stage, l.measured)
	l.ownWaiting = exact.Decimal(stage.Backlog).Mul(l.hours)
	l.perOrder, l.waiting = l.ownPerOrder, l.ownWaiting
}

// setCapacity sets what a stage with people of its own, or with a measured
// maximum, can do in a day when some people are out and a share is kept.
func (l *load) setCapacity(stage *Stage, out int, kept decimal.Decimal) {
	l.capacity = exact.Decimal(stage.MaxPerDay).Mul(l.hours)
	if people := stage.peopleHours(out); stage.staffed() && (stage.MaxPerDay == 0 || l.capacity.Cmp(people) >= 0) {
		l.byPeople, l.capacity = true, people
	}
	l.capacity = l.capacity.Mul(kept)
}

// atMaximum returns the load of a stage as its measured maximum limits it: in
// transactions, or in hours where classes of orders differ in them.
func (l load) atMaximum(audit *Audit, stage *Stage, kept decimal.Decimal) load {
	l.byPeople = false
	if !audit.weighs(stage.Name) {
		l.measured = true
		l.setWork(audit, stage)
	}
	l.capacity = exact.Decimal(stage.MaxPerDay).Mul(l.hours).Mul(kept)
	return l
}

// after returns the load when some days are over, without the backlog if it is to
// be cleared by then.
func (l load) after(days decimal.Decimal) load {
	if days.Cmp(l.days) >= 0 {
		l.waiting, l.ownWaiting, l.days = decimal.New(0, 0), decimal.New(0, 0), one()
	}
	return l
}

// peopleHours returns the productive hours of a day of a stage's people when some
// are out.
func (s *Stage) peopleHours(out int) decimal.Decimal {
	return decimal.New(int64(s.People-out), 0).Mul(s.personHours())
}

// personHours returns the productive hours of a day of one of a stage's people,
// less what outages take, and what is spent on work that comes back.
func (s *Stage) personHours() decimal.Decimal {
	hours := exact.Decimal(s.HoursPerPersonDay)
	if s.Availability != 0 {
		hours = hours.Mul(exact.Decimal(s.Availability))
	}
	if s.ReworkShare != 0 {
		hours = hours.Mul(one().Sub(exact.Decimal(s.ReworkShare)))
	}
	return hours
}

// share puts the work of all stages of a team together.
func (a *Audit) share(list []load, team *Team, losses []Loss) {
	out, kept := lost(team.Name, losses)
	perOrder, waiting, days := decimal.New(0, 0), decimal.New(0, 0), one()
	for i := range list {
		if a.Stages[i].Team == team.Name {
			perOrder, waiting = perOrder.Add(list[i].ownPerOrder), waiting.Add(list[i].ownWaiting)
		}
	}
	if waiting.Sign() > 0 {
		days = exact.Decimal(a.ClearBacklogDays)
	}
	capacity := decimal.New(int64(team.People-out), 0).Mul(exact.Decimal(team.HoursPerPersonDay)).Mul(kept)
	for i := range list {
		if a.Stages[i].Team == team.Name {
			list[i].perOrder, list[i].waiting, list[i].days, list[i].capacity = perOrder, waiting, days, capacity
			list[i].byPeople = true
		}
	}
}

// arrivals is the work that comes in some days at a multiple of today's volume.
func (l *load) arrivals(multiplier, days decimal.Decimal) decimal.Decimal {
	return l.perOrder.Mul(l.orders).Mul(multiplier).Mul(days)
}

// demand is the work asked for in the days in which the backlog is to be cleared.
func (l *load) demand(multiplier float64) decimal.Decimal {
	return l.arrivals(exact.Decimal(multiplier), l.days).Add(l.waiting)
}

// supply is the work that can be done in the same days.
func (l *load) supply() decimal.Decimal { return l.capacity.Mul(l.days) }

// dependsOnOrders reports whether orders bring work.
func (l *load) dependsOnOrders() bool { return l.perOrder.Sign() > 0 }

// against returns the sign of demand - share × capacity at a multiple of
// today's volume.
func (l *load) against(share, multiplier float64) int {
	return l.demand(multiplier).Cmp(l.supply().Mul(exact.Decimal(share)))
}

func (l *load) aboveYellow(policy *StatusPolicy, multiplier float64) bool {
	return l.against(policy.YellowAbove, multiplier) > 0
}

func (l *load) atRed(policy *StatusPolicy, multiplier float64) bool {
	return l.against(policy.RedAt, multiplier) >= 0
}

func (l *load) status(policy *StatusPolicy, multiplier float64) salesops.Status {
	switch {
	case l.atRed(policy, multiplier):
		return salesops.Red
	case l.aboveYellow(policy, multiplier):
		return salesops.Yellow
	default:
		return salesops.Green
	}
}

// busier reports whether the utilization of l is above that of other.
func (l *load) busier(other *load) bool {
	return exact.CompareDecimalProducts(l.demand(1), other.supply(), other.demand(1), l.supply()) > 0
}

// compareVolume returns the sign of the difference between the volumes at
// which l and other reach a share of their capacities. Both depend on orders.
//
//	(share × capacity - backlog/days) / work per order
func (l *load) compareVolume(other *load, share float64) int {
	return exact.CompareDecimalProducts(l.room(share), other.perOrder.Mul(other.days), other.room(share), l.perOrder.Mul(l.days))
}

// room is the work that a share of the capacity leaves for orders.
func (l *load) room(share float64) decimal.Decimal {
	return l.supply().Mul(exact.Decimal(share)).Sub(l.waiting)
}

// bottleneck returns the first of the loads with the greatest utilization.
func bottleneck(list []load) int {
	most := 0
	for i := range list {
		if list[i].busier(&list[most]) {
			most = i
		}
	}
	return most
}

// balance is the two sides of a load at one volume, from which its numbers and
// its findings are made. What is one transaction a day, both sides count scale
// times. own is the stage's part of the demand.
type balance struct {
	demand, capacity, scale, own decimal.Decimal
	unit                         string
}

func (l *load) weigh(multiplier float64) balance {
	return balance{
		demand: l.demand(multiplier), capacity: l.supply(), scale: l.hours.Mul(l.days),
		own:  l.ownPerOrder.Mul(l.orders).Mul(exact.Decimal(multiplier)).Mul(l.days).Add(l.ownWaiting),
		unit: l.unit(),
	}
}

func (l *load) unit() string {
	unit := "hours"
	if l.measured {
		unit = "transactions"
	}
	if l.days.Equal(one()) {
		return unit + " a day"
	}
	return unit + " in " + l.days.String() + " days"
}

func (b *balance) demandPerDay() float64 { return exact.Quotient(b.own, b.scale) }

func (b *balance) capacityPerDay() float64 { return exact.Quotient(b.capacity, b.scale) }

func (b *balance) utilization() float64 { return exact.Quotient(b.demand, b.capacity) }

// firstAt returns the smallest float64 at which holds is true, and lastWithin
// the largest at which passes is false. Both turn true where the shortest
// decimal of their argument reaches, or passes, an exact line; line is the
// float64 nearest to it.
//
// Rounding never reverses an order, and the shortest decimal of a float64
// rounds to it. So a smaller float64 than line is below the exact line in
// decimals too, a larger one is above it, and only line itself is open.
func firstAt(line float64, holds func(float64) bool) float64 {
	if holds(line) {
		return line
	}
	return math.Nextafter(line, math.Inf(1))
}

func lastWithin(line float64, passes func(float64) bool) float64 {
	if passes(line) {
		return math.Nextafter(line, 0)
	}
	return line
}
