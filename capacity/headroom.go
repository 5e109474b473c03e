package capacity

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// Limit is what sets the headroom.
type Limit string

// The limits in the order in which they are looked at.
const (
	// QualityFails: a quality measure fails today, so sales may add nothing.
	QualityFails Limit = "quality-fails"
	// PastTargetToday: a stage is above the target utilization today, so
	// sales may add nothing.
	PastTargetToday Limit = "past-target-today"
	// StageFills: a stage reaches the target utilization.
	StageFills Limit = "stage-fills"
	// NoLimit: no stage depends on orders, so no volume fills one.
	NoLimit Limit = "no-limit"
)

// Limits returns all limits in the order in which they are looked at.
func Limits() []Limit { return []Limit{QualityFails, PastTargetToday, StageFills, NoLimit} }

// MarshalText returns the limit's text. It returns an *[salesops.InputError]
// if l is not one of [Limits].
func (l Limit) MarshalText() ([]byte, error) { return strict.Text("Limit", l, Limits()) }

// UnmarshalText sets l from its text. It returns an *[salesops.InputError] if
// the text is not one of [Limits].
func (l *Limit) UnmarshalText(text []byte) error { return strict.Parse("Limit", l, text, Limits()) }

// Headroom is how much more sales may sell, at today's capacity and backlog.
//
//	(target × capacity - backlog/days) / transactions per order - orders a day
//
// is the room of a stage, and the least of the stages counts. Both numbers are
// the largest float64 with which the exact sum, orders + OrdersPerDay or orders
// × (1 + Growth), does not take any stage past the target. (Adding in float64
// rounds, and may land one unit in the last place beyond it.)
//
// Playbook: CAP-11.
type Headroom struct {
	// OrdersPerDay are the most additional orders a day. Zero when quality
	// fails or a stage is past the target; undefined without a limit.
	OrdersPerDay salesops.Maybe `json:"orders_per_day"`
	// Growth is the same as a share of today's orders.
	Growth salesops.Maybe `json:"growth"`
	// Limit is what sets them.
	Limit Limit `json:"limit"`
	// Stage is the stage that sets them: the bottleneck when a stage is past
	// the target, otherwise the first to reach it. Empty when it is not a
	// stage that does.
	Stage string `json:"stage,omitzero"`
}

// UnmarshalJSON reads a headroom strictly. It returns an
// *[salesops.InputError] for every key that is unknown or missing and every
// value out of range, and if the numbers or the stage contradict the limit.
func (h *Headroom) UnmarshalJSON(data []byte) error {
	type plain Headroom
	return strict.Unmarshal(data, "Headroom", (*plain)(h), func(p *plain, in fault.Scope) {
		p.Limit.check(in, "OrdersPerDay", p.OrdersPerDay)
		p.Limit.check(in, "Growth", p.Growth)
		if named := p.Stage != ""; named != (p.Limit == PastTargetToday || p.Limit == StageFills) {
			in.Conflict("Stage", p.Stage, "a stage exactly when the limit is one")
		} else if named {
			in.Name("Stage", p.Stage)
		}
	})
}

// check checks a number of a headroom that has this limit.
func (l Limit) check(in fault.Scope, field string, number salesops.Maybe) {
	value, defined := number.Value()
	switch l {
	case NoLimit:
		if defined {
			in.Conflict(field, number.String(), "null, since nothing limits")
		}
	case StageFills:
		if !defined || value < 0 {
			in.Conflict(field, number.String(), "a number of at least 0")
		}
	case QualityFails, PastTargetToday:
		if !defined || value != 0 {
			in.Conflict(field, number.String(), "0, since sales may add nothing")
		}
	}
}

// findHeadroom decides the headroom; findings are those of the assessment.
func findHeadroom(audit *Audit, list []load, findings []salesops.Finding, target float64) Headroom {
	none := salesops.Defined(0)
	if fired(findings, HighErrorRate, LateDelivery, LowSatisfaction) {
		return Headroom{OrdersPerDay: none, Growth: none, Limit: QualityFails}
	}
	if fired(findings, PastTarget) {
		return Headroom{OrdersPerDay: none, Growth: none, Limit: PastTargetToday, Stage: audit.Stages[bottleneck(list)].Name}
	}
	first := -1
	for i := range list {
		if list[i].dependsOnOrders() && (first < 0 || list[i].compareVolume(&list[first], target) < 0) {
			first = i
		}
	}
	if first < 0 {
		unlimited := salesops.Undefined("no stage depends on orders")
		return Headroom{OrdersPerDay: unlimited, Growth: unlimited, Limit: NoLimit}
	}
	orders, growth := list[first].roomForMore(target)
	return Headroom{
		OrdersPerDay: salesops.Defined(orders), Growth: salesops.Defined(growth),
		Limit: StageFills, Stage: audit.Stages[first].Name,
	}
}

// roomForMore returns the most additional orders a day, and the most growth, with
// which a load that is within the target stays there.
func (l *load) roomForMore(target float64) (orders, growth float64) {
	now := l.demand(1)
	line := l.supply().Mul(exact.Decimal(target))
	most := func(unit decimal.Decimal) float64 {
		return lastWithin(exact.Quotient(line.Sub(now), unit), func(more float64) bool {
			return now.Add(unit.Mul(exact.Decimal(more))).Cmp(line) > 0
		})
	}
	return most(l.perOrder.Mul(l.days)), most(l.arrivals(one(), l.days))
}

// fired reports whether any of the rules fired.
func fired(findings []salesops.Finding, rules ...Rule) bool {
	for i := range findings {
		for _, rule := range rules {
			if findings[i].Rule == string(rule) && findings[i].Outcome == salesops.Fired {
				return true
			}
		}
	}
	return false
}
