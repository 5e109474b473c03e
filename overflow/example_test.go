package overflow_test

import (
	"encoding/json"
	"fmt"

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
