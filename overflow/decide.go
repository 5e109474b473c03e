package overflow

import (
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/set"
	"github.com/salesops-go/salesops/internal/strict"
)

// The limits of an input.
const (
	// MaxScore is the top of every score; the bottom is 0.
	MaxScore = 10
	// MaxLoss is how far below zero a margin may lie: 1000 is a loss of a
	// thousand times the price.
	MaxLoss = 1000
	// MaxLoad is the largest demand or capacity, in whatever unit both are.
	MaxLoad = 1e12
)

// Order is an order that waits for a decision.
type Order struct {
	// QualityRisk is how likely taking the order is to hurt quality, 0 (not
	// at all) to 10 points.
	QualityRisk float64 `json:"quality_risk"`
	// Margin is the contribution margin as a share of the price: at most 1,
	// negative for a loss, not below -[MaxLoss].
	Margin float64 `json:"margin"`
	// TargetMargin is the contribution margin that such an order should have,
	// 0 to 1.
	TargetMargin float64 `json:"target_margin"`
	// StrategicValue is what the order is worth beyond its margin, 0 to 10
	// points.
	StrategicValue float64 `json:"strategic_value"`
}

// Situation is the state of operations in which orders are decided.
type Situation struct {
	// Demand is the load that is asked for, the order included, in any unit:
	// hours, orders a day. Above 0, at most [MaxLoad].
	Demand float64 `json:"demand"`
	// Capacity is what operations can deliver, in the unit of Demand. Above 0,
	// at most [MaxLoad].
	Capacity float64 `json:"capacity"`
	// TeamMorale is the morale of the team that does the work, 0 to 10 points.
	TeamMorale float64 `json:"team_morale"`
}

// Action is what to do with an order.
type Action string

// The four actions.
const (
	// Accept takes the order, with a clear timeline.
	Accept Action = "accept"
	// AcceptWithResources takes the order on condition that the team gets help.
	AcceptWithResources Action = "accept-with-resources"
	// Defer puts the order off to a later window.
	Defer Action = "defer"
	// Decline turns the order down.
	Decline Action = "decline"
)

// Actions returns all actions, from the most permissive to the least.
func Actions() []Action { return []Action{Accept, AcceptWithResources, Defer, Decline} }

// MarshalText returns the action's text. It returns an *[salesops.InputError]
// if a is not one of [Actions].
func (a Action) MarshalText() ([]byte, error) { return strict.Text("Action", a, Actions()) }

// UnmarshalText sets a from its text. It returns an *[salesops.InputError] if
// the text is not one of [Actions].
func (a *Action) UnmarshalText(text []byte) error { return strict.Parse("Action", a, text, Actions()) }

// Rule is one of the rules by which an order is decided.
type Rule string

// The rules in published order. The first that fires decides.
const (
	// QualityRisk fires when the order's quality risk is above the line.
	QualityRisk Rule = "quality-risk"
	// Margin fires when the margin is below target minus the tolerance.
	Margin Rule = "margin"
	// StrategicValue fires when the strategic value is below the line while
	// demand exceeds capacity.
	StrategicValue Rule = "strategic-value"
	// TeamMorale fires when morale is below the line while demand exceeds
	// capacity.
	TeamMorale Rule = "team-morale"
	// Otherwise decides when none of the others fires.
	Otherwise Rule = "otherwise"
)

// Rules returns all rules in published order.
func Rules() []Rule { return []Rule{QualityRisk, Margin, StrategicValue, TeamMorale, Otherwise} }

// MarshalText returns the rule's text. It returns an *[salesops.InputError] if
// r is not one of [Rules].
func (r Rule) MarshalText() ([]byte, error) { return strict.Text("Rule", r, Rules()) }

// UnmarshalText sets r from its text. It returns an *[salesops.InputError] if
// the text is not one of [Rules].
func (r *Rule) UnmarshalText(text []byte) error { return strict.Parse("Rule", r, text, Rules()) }

// RuleSet is a set of rules. It can be compared with ==; in JSON it is the
// list of the rules in published order.
type RuleSet struct{ bits uint16 }

// The bits of the rules that can fire, in published order.
const (
	firedQuality uint16 = 1 << iota
	firedMargin
	firedStrategic
	firedMorale
)

// canFire returns the rules that a set can hold: all but [Otherwise].
func canFire() []Rule { return Rules()[:len(Rules())-1] }

// Has reports whether the set holds r. [Otherwise] is in no set: it is what
// decides when the set is empty.
func (s RuleSet) Has(r Rule) bool { return s.bits&set.Bit(r, canFire()) != 0 }

// Rules returns the rules of the set in published order; empty, not nil, for
// the empty set.
func (s RuleSet) Rules() []Rule { return set.Members(s.bits, canFire()) }

// MarshalJSON returns the set as a list of rules.
func (s RuleSet) MarshalJSON() ([]byte, error) { return set.Marshal(s.bits, canFire()) }

// UnmarshalJSON reads a list of rules in any order. It returns an
// *[salesops.InputError] if an element is not a rule that can fire, or stands
// there twice.
func (s *RuleSet) UnmarshalJSON(data []byte) error {
	return set.Unmarshal("RuleSet", &s.bits, data, canFire())
}

// Decision is what to do with an order, and why.
type Decision struct {
	// Action is what to do.
	Action Action `json:"action"`
	// Rule is the rule that decided: the first that fired, or [Otherwise].
	Rule Rule `json:"rule"`
	// Fired are all rules that fired.
	Fired RuleSet `json:"fired"`
}

// UnmarshalJSON reads a decision strictly. It returns an
// *[salesops.InputError] for every key that is unknown or missing and every
// value that is none of the known, and if Rule is not the first of Fired or
// cannot lead to Action.
func (d *Decision) UnmarshalJSON(data []byte) error {
	type plain Decision
	return strict.Unmarshal(data, "Decision", (*plain)(d), func(p *plain, in fault.Scope) {
		(*Decision)(p).collect(in)
	})
}

// collect checks that a decision is one that [Decide] can return.
func (d *Decision) collect(in fault.Scope) {
	rule, action := conclude(d.Fired.bits)
	if d.Rule != rule {
		in.Conflict("Rule", string(d.Rule), string(rule)+", the first rule of those that fired")
		return
	}
	if d.Action != action && !(rule == QualityRisk && d.Action == Defer) {
		in.Conflict("Action", string(d.Action), "an action that the rule "+string(rule)+" leads to")
	}
}

// conclude returns the rule that decides and the action that it leads to. A
// quality risk may lead to Defer as well.
func conclude(fired uint16) (Rule, Action) {
	if fired&firedQuality != 0 {
		return QualityRisk, Decline
	}
	if fired&firedMargin != 0 {
		return Margin, Decline
	}
	if fired&firedStrategic != 0 {
		return StrategicValue, Defer
	}
	if fired&firedMorale != 0 {
		return TeamMorale, AcceptWithResources
	}
	return Otherwise, Accept
}

// Decide decides one order by the playbook's five rules:
//
//	quality risk > 5                                   decline or defer, by policy
//	margin < max(0, target - 0.20)                     decline
//	strategic value < 7, when demand > capacity        defer
//	team morale < 6, when demand > capacity            accept with resources
//	otherwise                                          accept
//
// The rules are looked at in this order and the first that fires decides;
// Fired names all that did. Every comparison is exact in the decimals that the
// inputs stand for: with a target of 0.80 a margin of 0.60 is at the line and
// does not fire. With capacity to spare (demand at most capacity) the
// strategic and morale rules do not apply.
//
// Decide allocates nothing. [Explain] tells what was compared; [Prepare] checks
// a policy once for many orders.
//
// It returns an *[salesops.InputError] if:
//   - a score is not within 0 to 10;
//   - Order.Margin is above 1 or below -[MaxLoss], or Order.TargetMargin is not within 0 to 1;
//   - Situation.Demand or Situation.Capacity is not above 0 and at most [MaxLoad];
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: OVF-1.
func Decide(order Order, situation Situation, policy DecisionPolicy) (Decision, error) {
	if !policy.valid() {
		return Decision{}, faults(order, situation, &policy)
	}
	return policy.decide(order, situation, true)
}

func (s Situation) overloaded() bool { return s.Demand > s.Capacity }

// score reports whether x lies on the scale; NaN does not.
func score(x float64) bool { return x >= 0 && x <= MaxScore }

func (o Order) valid() bool {
	return score(o.QualityRisk) && o.Margin >= -MaxLoss && o.Margin <= 1 &&
		o.TargetMargin >= 0 && o.TargetMargin <= 1 && score(o.StrategicValue)
}

func (s Situation) valid() bool {
	return s.Demand > 0 && s.Demand <= MaxLoad && s.Capacity > 0 && s.Capacity <= MaxLoad && score(s.TeamMorale)
}

// faults says what valid has refused. It is apart from Decide so that the path
// of a good input stays short.
func faults(order Order, situation Situation, policy *DecisionPolicy) error {
	var list fault.List
	order.collect(list.In("Order"))
	situation.collect(list.In("Situation"))
	policy.collect(list.In("DecisionPolicy"))
	return list.Err()
}

func (o *Order) collect(in fault.Scope) {
	in.Float("QualityRisk", o.QualityRisk, 0, MaxScore, "points")
	in.Float("Margin", o.Margin, -MaxLoss, 1, "as a fraction of the price")
	in.Float("TargetMargin", o.TargetMargin, 0, 1, "as a fraction of the price")
	in.Float("StrategicValue", o.StrategicValue, 0, MaxScore, "points")
}

func (s *Situation) collect(in fault.Scope) {
	in.Positive("Demand", s.Demand, MaxLoad, "in the unit of Capacity")
	in.Positive("Capacity", s.Capacity, MaxLoad, "in the unit of Demand")
	in.Float("TeamMorale", s.TeamMorale, 0, MaxScore, "points")
}
