package overflow

import (
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
)

// Decider is a policy that has been checked and taken apart once, so that each
// order costs only its own comparisons. It is a plain value: copies decide
// alike, and any number of goroutines may use one. The zero Decider is refused;
// [Prepare] makes one.
type Decider struct {
	maxQualityRisk, minStrategicValue, minTeamMorale float64
	// keep and less give the margin's line as target × keep - less, in float64.
	keep, less float64
	tolerance  float64
	basis      basis
	response   response
}

// basis is a [MarginBasis] that is compared in one step.
type basis uint8

// response is a [RiskResponse] that is compared in one step; the zero one is
// that of the zero Decider.
type response uint8

const (
	inPoints basis = iota
	inShares
)

const (
	unprepared response = iota
	deferStrategic
	alwaysDecline
	alwaysDefer
)

const (
	// marginUnits is the number of units in 1 for margins of up to four places,
	// which is what people write.
	marginUnits = 1e4
	// nearLine is more than what a margin's line in float64 and its distance can
	// be off. No number involved is above 1002, where half a unit in the last
	// place is 5.7e-14: three roundings of that size and four far smaller ones.
	nearLine = 1e-12
)

// Prepare checks a policy and returns its [Decider].
//
// It returns an *[salesops.InputError] if a field of the policy is out of its
// range; the zero policy is.
//
// Playbook: OVF-1.
func Prepare(policy DecisionPolicy) (Decider, error) {
	if !policy.valid() {
		var list fault.List
		policy.collect(list.In("DecisionPolicy"))
		return Decider{}, list.Err()
	}
	return policy.prepare(), nil
}

// prepare takes a valid policy apart.
func (p *DecisionPolicy) prepare() Decider {
	d := Decider{
		maxQualityRisk: p.MaxQualityRisk, minStrategicValue: p.MinStrategicValue, minTeamMorale: p.MinTeamMorale,
		keep: 1, less: p.MarginTolerance, tolerance: p.MarginTolerance, response: alwaysDefer,
	}
	if p.MarginBasis == ShareOfTarget {
		d.basis, d.keep, d.less = inShares, 1-p.MarginTolerance, 0
	}
	switch p.RiskResponse {
	case DeferStrategic:
		d.response = deferStrategic
	case AlwaysDecline:
		d.response = alwaysDecline
	case AlwaysDefer:
	}
	return d
}

// Decide decides one order as the function [Decide] does, by the policy that the
// Decider was made of. It allocates nothing.
//
// It returns the errors of [Decide] for the order and the situation, and an
// *[salesops.InputError] if d is the zero Decider.
func (d *Decider) Decide(order Order, situation Situation) (Decision, error) {
	if d.response == unprepared || !(order.valid() && situation.valid()) {
		return Decision{}, d.faults(order, situation)
	}
	var fired uint16
	if order.QualityRisk > d.maxQualityRisk {
		fired = firedQuality
	}
	above := order.Margin - (float64(order.TargetMargin*d.keep) - d.less)
	if order.Margin < 0 || above < -nearLine || above <= nearLine && d.belowLine(order.Margin, order.TargetMargin) {
		fired |= firedMargin
	}
	if situation.overloaded() {
		if order.StrategicValue < d.minStrategicValue {
			fired |= firedStrategic
		}
		if situation.TeamMorale < d.minTeamMorale {
			fired |= firedMorale
		}
	}
	rule, action := conclude(fired)
	if fired&firedQuality != 0 && d.canWait(order.StrategicValue, fired) {
		action = Defer
	}
	return Decision{Action: action, Rule: rule, Fired: RuleSet{fired}}, nil
}

func (d *Decider) faults(order Order, situation Situation) error {
	var list fault.List
	if d.response == unprepared {
		in := list.In("Decider")
		in.Missing("", "a decider that Prepare made")
	}
	order.collect(list.In("Order"))
	situation.collect(list.In("Situation"))
	return list.Err()
}

// canWait settles "decline or defer". Strategic value counts here whether or
// not there is capacity to spare.
func (d *Decider) canWait(strategicValue float64, fired uint16) bool {
	return d.response == alwaysDefer || d.response == deferStrategic &&
		strategicValue >= d.minStrategicValue && fired&firedMargin == 0
}

// belowLine reports margin < target - tolerance, or margin < target ×
// (1 - tolerance), exactly, for a margin that is not negative.
func (d *Decider) belowLine(margin, target float64) bool {
	m, wholeMargin := inUnits(margin)
	t, wholeTarget := inUnits(target)
	less, wholeTolerance := inUnits(d.tolerance)
	switch whole := wholeMargin && wholeTarget && wholeTolerance; {
	case whole && d.basis == inPoints:
		return m < t-less
	case whole:
		return m*marginUnits < t*(marginUnits-less)
	case d.basis == inPoints:
		return exact.CompareSums(margin, d.tolerance, target, 0) < 0
	default:
		return exact.Sign(exact.Of(margin), exact.Of(target, d.tolerance), exact.Of(target).Neg()) < 0
	}
}

// inUnits returns x in units of 1/marginUnits, for x from 0 to 1, and whether x
// is a whole number of them: then that number divided, which is rounded
// correctly, gives x, and no other number of so few digits does.
func inUnits(x float64) (units int64, whole bool) {
	units = int64(x*marginUnits + 0.5)
	return units, float64(units)/marginUnits == x
}
