package capacity

import (
	"math"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
)

// load is a stage in the terms in which everything about it is computed: the
// work asked for and the work that can be done, both in the stage's unit
// (hours, or transactions when its maximum was measured) within the days in
// which its backlog is to be cleared. No term has a quotient, so every
// comparison and every sum of terms is exact.
//
// A stage without backlog has days 1; one that goes by its measured maximum has
// that many people of one hour a day, and hours 1.
type load struct {
	orders, perOrder  float64
	backlog, days     float64
	people, hoursADay float64
	hours             float64
	measured          bool
}

func loads(audit *Audit) []load {
	list := make([]load, len(audit.Stages))
	for i := range audit.Stages {
		stage := &audit.Stages[i]
		l := load{
			orders: audit.OrdersPerDay, perOrder: stage.TransactionsPerOrder, days: 1,
			people: float64(stage.People), hoursADay: stage.HoursPerPersonDay, hours: stage.HoursPerTransaction,
		}
		if stage.Backlog != 0 {
			l.backlog, l.days = stage.Backlog, audit.ClearBacklogDays
		}
		if !stage.staffed() || stage.MaxPerDay != 0 && stage.measuredBinds() {
			l.measured, l.people, l.hoursADay, l.hours = true, stage.MaxPerDay, 1, 1
		}
		list[i] = l
	}
	return list
}

// arrivals is the work that comes in some days at a multiple of today's volume.
func (l *load) arrivals(multiplier, days float64) exact.Term {
	return exact.Of(multiplier, l.orders, l.perOrder, l.hours, days)
}

// open is the work that waits.
func (l *load) open() exact.Term { return exact.Of(l.backlog, l.hours) }

// supply is a share of the work that can be done in some days.
func (l *load) supply(share, days float64) exact.Term {
	return exact.Of(share, l.people, l.hoursADay, days)
}

// against returns the sign of demand - share × capacity at a multiple of
// today's volume.
func (l *load) against(share, multiplier float64) int {
	return exact.Sign(l.arrivals(multiplier, l.days), l.open(), l.supply(share, l.days).Neg())
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
	return exact.Sign(
		exact.Of(l.orders, l.perOrder, l.hours, l.days, other.people, other.hoursADay, other.days),
		exact.Of(l.backlog, l.hours, other.people, other.hoursADay, other.days),
		exact.Of(other.orders, other.perOrder, other.hours, other.days, l.people, l.hoursADay, l.days).Neg(),
		exact.Of(other.backlog, other.hours, l.people, l.hoursADay, l.days).Neg(),
	) > 0
}

// compareVolume returns the sign of the difference between the volumes at
// which l and other reach a share of their capacities. Both depend on orders.
//
//	(share × capacity - backlog/days) / transactions per order
func (l *load) compareVolume(other *load, share float64) int {
	return exact.Sign(
		exact.Of(share, l.people, l.hoursADay, l.days, other.hours, other.days, other.perOrder),
		exact.Of(l.backlog, l.hours, other.hours, other.days, other.perOrder).Neg(),
		exact.Of(share, other.people, other.hoursADay, other.days, l.hours, l.days, l.perOrder).Neg(),
		exact.Of(other.backlog, other.hours, l.hours, l.days, l.perOrder),
	)
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
// times.
type balance struct {
	demand, capacity, scale decimal.Decimal
	unit                    string
}

func (l *load) weigh(multiplier float64) balance {
	return balance{
		demand:   exact.SumDecimal(l.arrivals(multiplier, l.days), l.open()),
		capacity: exact.SumDecimal(l.supply(1, l.days)),
		scale:    exact.SumDecimal(exact.Of(l.hours, l.days)),
		unit:     l.unit(),
	}
}

func (l *load) unit() string {
	unit := "hours"
	if l.measured {
		unit = "transactions"
	}
	if l.days == 1 {
		return unit + " a day"
	}
	return unit + " in " + exact.Decimal(l.days).String() + " days"
}

func (b *balance) demandPerDay() float64 { return exact.Quotient(b.demand, b.scale) }

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
