package overflow_test

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/overflow"
)

func ExampleDecide() {
	order := overflow.Order{QualityRisk: 4, Margin: 0.55, TargetMargin: 0.80, StrategicValue: 8}
	situation := overflow.Situation{Demand: 114, Capacity: 100, TeamMorale: 7}

	decision, err := overflow.Decide(order, situation, overflow.DefaultPolicy().DecisionPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(decision.Action, "by rule", decision.Rule)
	// Output: decline by rule margin
}

func ExampleDecide_rejected() {
	order := overflow.Order{QualityRisk: 4, Margin: 55, TargetMargin: 0.80, StrategicValue: 11}
	situation := overflow.Situation{Demand: 114, TeamMorale: 7}

	_, err := overflow.Decide(order, situation, overflow.DefaultPolicy().DecisionPolicy)
	for _, fault := range salesops.InputErrors(err) {
		fmt.Println(fault.Field, fault.Reason, "- want", fault.Want)
	}
	// Output:
	// Order.Margin out of range - want -1000 to 1 as a fraction of the price
	// Order.StrategicValue out of range - want 0 to 10 points
	// Situation.Capacity missing - want above 0 to 1e+12 in the unit of Demand
}

func ExampleExplain() {
	order := overflow.Order{QualityRisk: 4, Margin: 0.55, TargetMargin: 0.80, StrategicValue: 8}
	situation := overflow.Situation{Demand: 114, Capacity: 100, TeamMorale: 7}

	why, err := overflow.Explain(order, situation, overflow.DefaultPolicy().DecisionPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(why.Decision.Action)
	for _, finding := range why.Findings {
		fmt.Println(finding)
	}
	// Output:
	// decline
	// quality-risk: quality risk 4 > 5 of 10: not fired, +1 to the line
	// margin: contribution margin 0.55 < 0.6 of the price: fired, +0.05 to the line
	// strategic-value: strategic value 8 < 7 of 10: not fired, -1 to the line
	// team-morale: team morale 7 < 6 of 10: not fired, -1 to the line
}

// The smallest change of one input that makes the order acceptable.
func ExampleExplain_change() {
	order := overflow.Order{QualityRisk: 4, Margin: 0.55, TargetMargin: 0.80, StrategicValue: 8}
	situation := overflow.Situation{Demand: 114, Capacity: 100, TeamMorale: 7}

	why, err := overflow.Explain(order, situation, overflow.DefaultPolicy().DecisionPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(why.Remedy)
	for _, c := range why.Changes {
		fmt.Println(c.Input, "from", c.From, "to", c.To, c.Unit)
	}
	// Output:
	// one-change
	// margin from 0.55 to 0.6 of the price
	// target-margin from 0.8 to 0.75 of the price
}

func ExamplePrepare() {
	decider, err := overflow.Prepare(overflow.DefaultPolicy().DecisionPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	situation := overflow.Situation{Demand: 114, Capacity: 100, TeamMorale: 5}
	decision, err := decider.Decide(overflow.Order{Margin: 0.60, TargetMargin: 0.80, StrategicValue: 7}, situation)
	fmt.Println(decision.Action, err)
	// Output: accept-with-resources <nil>
}

// An order that is not right stops none of the others.
func ExampleDecideAll() {
	orders := []overflow.Order{
		{QualityRisk: 4, Margin: 0.70, TargetMargin: 0.80, StrategicValue: 8},
		{QualityRisk: 4, Margin: 70, TargetMargin: 0.80, StrategicValue: 8},
		{QualityRisk: 4, Margin: 0.70, TargetMargin: 0.80, StrategicValue: 3},
	}
	situation := overflow.Situation{Demand: 114, Capacity: 100, TeamMorale: 7}
	decisions, err := overflow.DecideAll(orders, situation, overflow.DefaultPolicy().DecisionPolicy)
	for i, decision := range decisions {
		fmt.Printf("%d: %q\n", i, decision.Action)
	}
	for _, fault := range salesops.InputErrors(err) {
		fmt.Println(fault.Field, fault.Reason)
	}
	// Output:
	// 0: "accept"
	// 1: ""
	// 2: "defer"
	// Orders[1].Margin out of range
}

func ExampleDecideEach() {
	orders := slices.Values([]overflow.Order{
		{QualityRisk: 4, Margin: 0.70, TargetMargin: 0.80, StrategicValue: 8}, {QualityRisk: 9},
	})
	situation := overflow.Situation{Demand: 114, Capacity: 100, TeamMorale: 7}
	decisions, err := overflow.DecideEach(orders, situation, overflow.DefaultPolicy().DecisionPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	for decision, err := range decisions {
		fmt.Println(decision.Action, err)
	}
	// Output:
	// accept <nil>
	// decline <nil>
}

func ExampleOverrule() {
	situation := overflow.Situation{Demand: 114, Capacity: 100, TeamMorale: 7}
	decision, err := overflow.Decide(overflow.Order{QualityRisk: 6}, situation, overflow.DefaultPolicy().DecisionPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	ruling, err := overflow.Overrule(decision, overflow.Override{
		Action: overflow.Accept, By: "A. Larsen", Why: "Pilot for the whole group.",
	})
	fmt.Println(ruling.Action, "instead of", ruling.Decision.Action, "by", ruling.Override.By, err)
	// Output: accept instead of decline by A. Larsen <nil>
}

func ExampleComparePolicies() {
	from, to := overflow.DefaultPolicy(), overflow.DefaultPolicy()
	to.MaxQualityRisk, to.MarginBasis = 4, overflow.ShareOfTarget
	changes, err := overflow.ComparePolicies(from, to)
	for _, c := range changes {
		fmt.Println(c.Field, c.From, "->", c.To)
	}
	fmt.Println(err)
	// Output:
	// MaxQualityRisk 5 -> 4
	// MarginBasis points -> share-of-target
	// <nil>
}

// What a stricter policy would have changed.
func ExampleReplayOrders() {
	situation := overflow.Situation{Demand: 114, Capacity: 100, TeamMorale: 7}
	past := []overflow.PastOrder{
		{Order: overflow.Order{QualityRisk: 4.5, StrategicValue: 9}, Situation: situation},
		{Order: overflow.Order{QualityRisk: 3, StrategicValue: 9}, Situation: situation},
	}
	from := overflow.DefaultPolicy().DecisionPolicy
	to := from
	to.MaxQualityRisk = 4
	replay, err := overflow.ReplayOrders(past, from, to)
	for _, s := range replay.Shifts {
		fmt.Println(s.Orders, "of", replay.Orders, "orders:", s.From, "->", s.To)
	}
	fmt.Println(err)
	// Output:
	// 1 of 2 orders: accept -> defer
	// <nil>
}

// A company's own thresholds, read from a file. Mistakes in the file are
// reported together.
func ExamplePolicy() {
	file := `{
		"version": 1,
		"max_quality_risk": 4,
		"risk_response": "always-decline",
		"margin_tolerance": 0.1,
		"margin_basis": "share-of-target",
		"min_strategic_value": 7,
		"min_team_morale": 6,
		"splitting": "in-two-parts",
		"safety_days": 2,
		"horizon_days": 180,
		"max_option_risk": 5,
		"max_plan_nodes": 10000000
	}`
	var policy overflow.Policy
	if err := json.Unmarshal([]byte(file), &policy); err != nil {
		fmt.Println(err)
		return
	}
	order := overflow.Order{QualityRisk: 4.5, Margin: 0.30, TargetMargin: 0.35, StrategicValue: 9}
	situation := overflow.Situation{Demand: 80, Capacity: 100, TeamMorale: 8}
	decision, err := overflow.Decide(order, situation, policy.DecisionPolicy)
	fmt.Println(decision.Action, decision.Rule, err)
	// Output: decline quality-risk <nil>
}
