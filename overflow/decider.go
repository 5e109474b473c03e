package overflow

import (
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
)

// Decider is a policy that has been checked once, so that each order costs only
// its own comparisons. It is a plain value: copies decide alike, and any number of
// goroutines may use one. The zero Decider is refused; [Prepare] makes one.
type Decider struct {
	policy   DecisionPolicy
	prepared bool
}

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
	return Decider{policy: policy, prepared: true}, nil
}

// Decide decides one order as the function [Decide] does, by the policy that the
// Decider was made of. It allocates nothing.
//
// It returns the errors of [Decide] for the order and the situation, and an
// *[salesops.InputError] if d is the zero Decider.
func (d *Decider) Decide(order Order, situation Situation) (Decision, error) {
	return d.policy.decide(order, situation, d.prepared)
}

// decide decides one order by a policy that is valid if it was prepared. It is
// all in one function, and Decider.Decide nothing but the call, for speed: what is
// returned is too large to be passed on for nothing.
func (p *DecisionPolicy) decide(order Order, situation Situation, prepared bool) (Decision, error) {
	if !(prepared && order.valid() && situation.valid()) {
		return Decision{}, faultsOf(order, situation, prepared)
	}
	var fired uint16
	if order.QualityRisk > p.MaxQualityRisk {
		fired = firedQuality
	}
	less := p.MarginTolerance
	if p.MarginBasis == ShareOfTarget {
		less *= order.TargetMargin
	}
	above := order.Margin - (order.TargetMargin - less)
	if order.Margin < 0 || above < -nearLine || above <= nearLine && p.belowLine(order.Margin, order.TargetMargin) {
		fired |= firedMargin
	}
	if situation.overloaded() {
		if order.StrategicValue < p.MinStrategicValue {
			fired |= firedStrategic
		}
		if situation.TeamMorale < p.MinTeamMorale {
			fired |= firedMorale
		}
	}
	rule, action := conclude(fired)
	if fired&firedQuality != 0 && p.canWait(order.StrategicValue, fired) {
		action = Defer
	}
	return Decision{Action: action, Rule: rule, Fired: RuleSet{fired}}, nil
}

// faultsOf says what decide has refused.
func faultsOf(order Order, situation Situation, prepared bool) error {
	var list fault.List
	if !prepared {
		in := list.In("Decider")
		in.Missing("", "a decider that Prepare made")
	}
	order.collect(list.In("Order"))
	situation.collect(list.In("Situation"))
	return list.Err()
}

// nearLine is more than what a margin's line in float64 and its distance can be
// off. No number involved is above 1002, where half a unit in the last place is
// 5.7e-14: three roundings of that size and four far smaller ones.
const nearLine = 1e-12

// canWait settles "decline or defer". Strategic value counts here whether or
// not there is capacity to spare.
func (p *DecisionPolicy) canWait(strategicValue float64, fired uint16) bool {
	return p.RiskResponse == AlwaysDefer || p.RiskResponse == DeferStrategic &&
		strategicValue >= p.MinStrategicValue && fired&firedMargin == 0
}

// belowLine reports margin < target - tolerance, or margin < target ×
// (1 - tolerance), exactly, for a margin that is not negative and within
// nearLine of it.
func (p *DecisionPolicy) belowLine(margin, target float64) bool {
	if fewPlaces(margin, target, p.MarginTolerance) {
		// What lies between the margin and its line has at most eight places. So
		// near the line it is nothing.
		return false
	}
	if p.MarginBasis == Points {
		return exact.CompareSums(margin, p.MarginTolerance, target, 0) < 0
	}
	return exact.Sign(exact.Of(margin), exact.Of(target, p.MarginTolerance), exact.Of(target).Neg()) < 0
}

// fewPlaces reports that three numbers from 0 to 1 have at most four decimal
// places, which is what people write: the nearest number that has, divided, which
// is rounded correctly, gives it, and no other with so few digits does.
func fewPlaces(a, b, c float64) bool {
	const (
		units = 1e4
		shift = 3 << 51 // leaves no room for a fraction: adding it rounds to an integer
	)
	x, y, z := float64(float64(a*units)+shift)-shift, float64(float64(b*units)+shift)-shift, float64(float64(c*units)+shift)-shift
	return x/units == a && y/units == b && z/units == c
}
