package comp_test

import (
	"encoding/json"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/comp"
)

// examplePlan pays half of the earnings by results: 70% for new customers with
// an accelerator above quota, 30% for renewals from a threshold of 90% on.
func examplePlan() comp.Plan {
	number := decimal.RequireFromString
	return comp.Plan{
		Name: "account executive", Role: comp.AccountExecutive, Places: 2,
		Base: number("100000"), TargetVariable: number("100000"),
		Components: []comp.Component{
			{
				Name: "new business", Measure: comp.NewCustomers, Weight: number("0.7"), Quota: number("900000"),
				Basis: comp.MultipleOfTarget,
				Bands: []comp.Band{
					{From: number("0"), Mode: comp.Marginal, Rate: number("1")},
					{From: number("1"), Mode: comp.Marginal, Rate: number("1.5")},
				},
			},
			{
				Name: "renewals", Measure: comp.Retention, Weight: number("0.3"), Quota: number("600000"),
				Basis: comp.RateOfAmount,
				Bands: []comp.Band{{From: number("0.9"), Mode: comp.Marginal, Rate: number("0.5")}},
			},
		},
	}
}

func ExamplePay() {
	results := comp.Results{Credits: []comp.Credit{
		{Component: "new business", Amount: decimal.RequireFromString("1000000")},
		{Component: "renewals", Amount: decimal.RequireFromString("570000.55")},
	}}
	statement, err := comp.Pay(examplePlan(), results)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, line := range statement.Components {
		fmt.Printf("%-12s %9s of quota  %s\n", line.Component, line.Attainment, line.Payout.StringFixed(statement.Places))
		for _, band := range line.Bands {
			fmt.Printf("  from %-4s at rate %-4s %10s on %s\n", band.From, band.Rate, band.Pay.StringFixed(statement.Places), band.Amount)
		}
	}
	fmt.Println("total", statement.Total.StringFixed(statement.Places))
	// Output:
	// new business  1.111111 of quota  81666.67
	//   from 0    at rate 1      70000.00 on 900000
	//   from 1    at rate 1.5    11666.67 on 100000
	// renewals      0.950001 of quota  15000.28
	//   from 0.9  at rate 0.5    15000.28 on 30000.55
	// total 96666.95
}

func ExamplePay_rejected() {
	plan := examplePlan()
	plan.Components[0].Weight = decimal.RequireFromString("0.6999")
	plan.Components[1].Bands[0].Rate = decimal.RequireFromString("-0.5")
	results := comp.Results{Credits: []comp.Credit{{Component: "New Business"}}}

	_, err := comp.Pay(plan, results)
	for _, fault := range salesops.InputErrors(err) {
		fmt.Println(fault.Field, fault.Reason, "- want", fault.Want)
	}
	// Output:
	// Plan.Components[1].Bands[0].Rate out of range - want 0 to 100
	// Plan.Components in conflict - want weights that sum to exactly 1
	// Results.Credits[0].Component out of range - want the name of a component of the plan
	// Results.Credits missing - want a credit for the component new business
	// Results.Credits missing - want a credit for the component renewals
}

// Three people share a commission; a month later the deal is cancelled, and
// each gives back exactly what they got.
func ExampleSplit() {
	weights := []decimal.Decimal{decimal.New(50, 0), decimal.New(30, 0), decimal.New(20, 0)}
	for _, amount := range []string{"1000.01", "-1000.01"} {
		shares, err := comp.Split(decimal.RequireFromString(amount), weights, 2)
		fmt.Println(shares, err)
	}
	// Output:
	// [500.01 300 200] <nil>
	// [-500.01 -300 -200] <nil>
}

func ExampleReview() {
	findings, err := comp.Review(examplePlan(), comp.DefaultPolicy().ReviewPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, finding := range findings {
		if finding.Outcome == salesops.Fired {
			fmt.Println(finding)
		}
	}
	// Output:
	// overweighted (new): weight 0.7 > 0.65 of target variable: fired, -0.05 to the line; most is paid for new customers: expect expansion and retention to suffer
	// balance (expansion): weight 0 < 0.3 of target variable: fired, +0.3 to the line; less is paid for this than the balance asks: expect less work on it
	// neglected (expansion): weight 0 < 0.15 of target variable: fired, +0.15 to the line; hardly anything is paid for expansion: expect present customers to be sold to once
}

// A company's own range for another role, read from a file.
func ExamplePolicy() {
	file := `{
		"version": 1,
		"role": "customer-success",
		"min_base_share": 0.7,
		"max_base_share": 0.8,
		"new_weight": 0,
		"expansion_weight": 0.4,
		"retention_weight": 0.6,
		"weight_tolerance": 0.15,
		"min_component_weight": 0.1,
		"min_cap_multiple": 1.5
	}`
	var policy comp.Policy
	if err := json.Unmarshal([]byte(file), &policy); err != nil {
		fmt.Println(err)
		return
	}
	plan := examplePlan()
	plan.Role = "customer-success"
	findings, err := comp.Review(plan, policy.ReviewPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(findings[0].Rule, findings[0].Outcome)
	// Output: base-low fired
}
