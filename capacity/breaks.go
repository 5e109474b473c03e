package capacity

import (
	"cmp"
	"math"
	"slices"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// BreakPoint tells at which multiple of today's orders a stage changes its
// status.
//
// Each multiplier is the smallest float64, zero or above, at which the status
// holds, when the demand at that multiplier is compared exactly. One that is
// at most 1 means that the status holds today; zero, that the backlog alone
// is enough. It is undefined when no volume brings the stage there: the stage
// does not depend on orders.
type BreakPoint struct {
	// Stage is the stage's name.
	Stage string `json:"stage"`
	// Today is the stage's status at today's volume.
	Today salesops.Status `json:"today"`
	// YellowAt is the multiplier at which the stage is no longer green.
	YellowAt salesops.Maybe `json:"yellow_at"`
	// RedAt is the multiplier at which the stage turns red: it breaks.
	RedAt salesops.Maybe `json:"red_at"`
}

// UnmarshalJSON reads a break point strictly. It returns an
// *[salesops.InputError] for every key that is unknown or missing and every
// value out of range, if the stage turns red before it turns yellow, and if
// today's status does not follow from the multipliers.
func (b *BreakPoint) UnmarshalJSON(data []byte) error {
	type plain BreakPoint
	return strict.Unmarshal(data, "BreakPoint", (*plain)(b), func(p *plain, in fault.Scope) {
		in.Name("Stage", p.Stage)
		yellow, red := p.YellowAt.Or(math.MaxFloat64), p.RedAt.Or(math.MaxFloat64)
		inRange := in.Float("YellowAt", yellow, 0, math.MaxFloat64, "times today's orders")
		if !in.Float("RedAt", red, 0, math.MaxFloat64, "times today's orders") || !inRange {
			return
		}
		today := salesops.Green
		if yellow <= 1 {
			today = salesops.Yellow
		}
		if red <= 1 {
			today = salesops.Red
		}
		if yellow > red {
			in.Conflict("YellowAt", p.YellowAt.String(), "at most RedAt")
		} else if p.Today != today {
			in.Conflict("Today", string(p.Today), string(today)+", which follows from the multipliers")
		}
	})
}

// breakOrder returns the loads' indices in the order in which they turn red as
// the volume grows from nothing. Loads that turn red together keep their order,
// and those that never do come last.
func breakOrder(list []load, policy *StatusPolicy) []int {
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return list[i].compareBreak(&list[j], policy) })
	return order
}

// findBreaks returns the break points of the loads in their break order.
func findBreaks(audit *Audit, list []load, policy *StatusPolicy) []BreakPoint {
	points := make([]BreakPoint, len(list))
	for place, i := range breakOrder(list, policy) {
		l := &list[i]
		points[place] = BreakPoint{
			Stage: audit.Stages[i].Name, Today: l.status(policy, 1),
			YellowAt: l.turn(policy.YellowAbove, func(m float64) bool { return l.aboveYellow(policy, m) }),
			RedAt:    l.turn(policy.RedAt, func(m float64) bool { return l.atRed(policy, m) }),
		}
	}
	return points
}

// The three ways in which a load turns red.
const (
	byBacklog = iota
	byVolume
	never
)

func (l *load) turnsRed(policy *StatusPolicy) int {
	if l.atRed(policy, 0) {
		return byBacklog
	}
	if l.dependsOnOrders() {
		return byVolume
	}
	return never
}

// compareBreak orders loads by the multiplier at which they turn red.
func (l *load) compareBreak(other *load, policy *StatusPolicy) int {
	way, otherWay := l.turnsRed(policy), other.turnsRed(policy)
	if way != otherWay || way != byVolume {
		return cmp.Compare(way, otherWay)
	}
	return l.compareVolume(other, policy.RedAt)
}

// turn returns the smallest multiplier at which a status holds that begins at
// a share of capacity.
func (l *load) turn(share float64, holds func(multiplier float64) bool) salesops.Maybe {
	if holds(0) {
		return salesops.Defined(0)
	}
	if !l.dependsOnOrders() {
		return salesops.Undefined("the stage does not depend on orders")
	}
	line := exact.Quotient(l.room(share), l.arrivals(one(), l.days))
	return salesops.Defined(firstAt(line, holds))
}
