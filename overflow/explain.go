package overflow

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// Explanation is a decision with every comparison that led to it.
type Explanation struct {
	// Decision is what [Decide] returns for the same input.
	Decision Decision `json:"decision"`
	// Findings are the four rules that can fire, in published order.
	Findings []salesops.Finding `json:"findings"`
	// Remedy is what it takes to make the order acceptable, that is to turn the
	// action into [Accept] or [AcceptWithResources].
	Remedy Remedy `json:"remedy"`
	// Changes are the changes of one input that do it, each by itself, the
	// smallest first; empty unless Remedy is [OneChange].
	Changes []Change `json:"changes"`
}

// UnmarshalJSON reads an explanation strictly. It returns an
// *[salesops.InputError] for everything that [Decision.UnmarshalJSON] and
// [salesops.Finding.UnmarshalJSON] refuse, and if the findings are not the
// four rules in published order or disagree with the decision on which fired.
func (e *Explanation) UnmarshalJSON(data []byte) error {
	type plain Explanation
	return strict.Unmarshal(data, "Explanation", (*plain)(e), func(p *plain, in fault.Scope) {
		rules := canFire()
		if !in.Length("Findings", len(p.Findings), len(rules), len(rules)) {
			return
		}
		for i, rule := range rules {
			at, f := in.At("Findings", i), p.Findings[i]
			if f.Rule != string(rule) {
				at.Conflict("Rule", f.Rule, string(rule)+", the rule at this place")
				continue
			}
			if (f.Outcome == salesops.Fired) != p.Decision.Fired.Has(rule) {
				at.Conflict("Outcome", string(f.Outcome), "what Decision.Fired says")
			}
		}
		collectRemedy(p.Remedy, p.Changes, p.Decision.Fired.bits, in)
	})
}

// Explain decides as [Decide] does and returns each rule's finding: the two
// decimals that it compared, whether it fired, and the change of the measure
// that takes it to the line.
//
// For an order with quality risk 4, margin 0.55 against a target of 0.80 and
// strategic value 8, in a team with morale 7 and more demand than capacity:
//
//	quality-risk:    4 > 5: not fired, +1 to the line
//	margin:          0.55 < 0.6: fired, +0.05 to the line
//	strategic-value: 8 < 7: not fired, -1 to the line
//	team-morale:     7 < 6: not fired, -1 to the line
//
// With capacity to spare the last two are not applicable, and their Note says
// so.
//
// Changes are the single changes that make the order acceptable: here a margin
// of 0.6, or a target of 0.75. They are sorted by size, as a share of what the
// input ranges over: 10 for points, 1 for shares of the price, and for demand
// and capacity what they are. Among equals the order of [Inputs] counts. Only
// one rule of quality risk, margin and strategic value may have fired for there
// to be any: no input is looked at by two of them. An order that needs more
// resources is acceptable.
//
// It returns the errors of [Decide].
//
// Playbook: OVF-1.
func Explain(order Order, situation Situation, policy DecisionPolicy) (Explanation, error) {
	decision, err := Decide(order, situation, policy)
	if err != nil {
		return Explanation{}, err
	}
	findings := []salesops.Finding{
		finding(QualityRisk, "quality risk", order.QualityRisk, ">", exact.Decimal(policy.MaxQualityRisk), "of 10"),
		finding(Margin, "contribution margin", order.Margin, "<", marginLine(&order, &policy), "of the price"),
		finding(StrategicValue, "strategic value", order.StrategicValue, "<", exact.Decimal(policy.MinStrategicValue), "of 10"),
		finding(TeamMorale, "team morale", situation.TeamMorale, "<", exact.Decimal(policy.MinTeamMorale), "of 10"),
	}
	for i, rule := range canFire() {
		if decision.Fired.Has(rule) {
			findings[i].Outcome = salesops.Fired
		}
		if underLoad := rule == StrategicValue || rule == TeamMorale; underLoad && !situation.overloaded() {
			findings[i].Outcome = salesops.NotApplicable
			findings[i].Note = "demand " + exact.Decimal(situation.Demand).String() +
				" does not exceed capacity " + exact.Decimal(situation.Capacity).String()
		}
	}
	e := Explanation{Decision: decision, Findings: findings}
	e.Remedy, e.Changes = remedy(decision.Fired.bits, &order, &situation, &policy)
	return e, nil
}

func finding(rule Rule, measure string, left float64, op string, right decimal.Decimal, unit string) salesops.Finding {
	l := exact.Decimal(left)
	return salesops.Finding{
		Rule: string(rule), Playbook: "OVF-1", Outcome: salesops.NotFired, Measure: measure,
		Left: l, Op: op, Right: right, Unit: unit, Distance: right.Sub(l),
	}
}

// marginLine returns the margin below which the rule fires.
func marginLine(order *Order, policy *DecisionPolicy) decimal.Decimal {
	target, tolerance := exact.Decimal(order.TargetMargin), exact.Decimal(policy.MarginTolerance)
	if policy.MarginBasis == ShareOfTarget {
		tolerance = target.Mul(tolerance)
	}
	return decimal.Max(decimal.New(0, 0), target.Sub(tolerance))
}
