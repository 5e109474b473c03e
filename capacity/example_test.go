package capacity_test

import (
	"encoding/json"
	"fmt"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/capacity"
)

func ExampleAssess() {
	audit := capacity.Audit{OrdersPerDay: 24, Stages: []capacity.Stage{
		{Name: "quotes", Kind: capacity.Quoting, TransactionsPerOrder: 2.5, People: 9, HoursPerPersonDay: 6.5, HoursPerTransaction: 0.75},
		{Name: "shipping", Kind: capacity.Fulfillment, TransactionsPerOrder: 1, MaxPerDay: 30},
	}}

	now, err := capacity.Assess(audit, capacity.DefaultPolicy())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, stage := range now.Stages {
		fmt.Printf("%s: %g of %g a day, %.3f, %s\n", stage.Stage, stage.DemandPerDay, stage.CapacityPerDay, stage.Utilization, stage.Status)
	}
	fmt.Println("bottleneck:", now.Bottleneck)
	fmt.Println("headroom:", now.Headroom.OrdersPerDay, "orders a day until", now.Headroom.Stage, "is at the target")
	// Output:
	// quotes: 60 of 78 a day, 0.769, green
	// shipping: 24 of 30 a day, 0.800, green
	// bottleneck: shipping
	// headroom: 1.5 orders a day until shipping is at the target
}

// Poor quality takes the headroom away, and the findings say why.
func ExampleAssess_quality() {
	errorRate, satisfaction := 0.07, 8.5
	audit := capacity.Audit{
		OrdersPerDay: 17,
		Stages:       []capacity.Stage{{Name: "orders", TransactionsPerOrder: 1, MaxPerDay: 30}},
		Quality:      &capacity.Quality{ErrorRate: &errorRate, Satisfaction: &satisfaction},
	}

	now, err := capacity.Assess(audit, capacity.DefaultPolicy())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(now.Headroom.OrdersPerDay, now.Headroom.Limit)
	for _, finding := range now.Findings {
		fmt.Println(finding)
	}
	// Output:
	// 0 quality-fails
	// above-yellow (orders): demand 17 > 25.5 transactions a day: not fired, +8.5 to the line
	// at-red (orders): demand 17 >= 30 transactions a day: not fired, +13 to the line
	// thin-buffer (orders): demand and its buffer 20.4 > 30 transactions a day: not fired, +9.6 to the line
	// past-target (orders): demand 17 > 25.5 transactions a day: not fired, +8.5 to the line
	// high-error-rate: error rate 0.07 > 0.05 of orders: fired, -0.02 to the line
	// late-delivery: on-time share 0 < 0.95 of orders: not applicable; not measured
	// low-satisfaction: satisfaction 8.5 < 8 of 10: not fired, -0.5 to the line
	// high-overtime: overtime 0 > 10 hours a week per person: not applicable; not measured
}

func ExampleAssess_rejected() {
	audit := capacity.Audit{OrdersPerDay: 24, Stages: []capacity.Stage{
		{Name: "quotes", TransactionsPerOrder: 2.5, People: 9, HoursPerPersonDay: 65},
		{Name: "quotes", TransactionsPerOrder: 1, MaxPerDay: 30, Backlog: 12},
	}}

	_, err := capacity.Assess(audit, capacity.DefaultPolicy())
	for _, fault := range salesops.InputErrors(err) {
		fmt.Println(fault.Field, fault.Reason, "- want", fault.Want)
	}
	// Output:
	// Audit.Stages[0].HoursPerPersonDay out of range - want 1e-09 to 24 hours
	// Audit.Stages[0].HoursPerTransaction missing - want above 0 to 1e+06 hours
	// Audit.Stages[1].Name in conflict - want a name that no other stage has
	// Audit.ClearBacklogDays missing - want above 0 to 10000 working days, since there is a backlog to clear
}

func ExampleStressTest() {
	audit := capacity.Audit{OrdersPerDay: 50, Stages: []capacity.Stage{
		{Name: "quotes", TransactionsPerOrder: 2, People: 20, HoursPerPersonDay: 6, HoursPerTransaction: 1},
		{Name: "shipping", TransactionsPerOrder: 1, MaxPerDay: 80},
	}}

	stress, err := capacity.StressTest(audit, capacity.PlaybookScenarios(), capacity.DefaultPolicy())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, point := range stress.BreakOrder {
		fmt.Println(point.Stage, "is", point.Today, "today, yellow at", point.YellowAt, "and red at", point.RedAt)
	}
	for _, surge := range stress.Surges {
		fmt.Println(surge.Scenario, surge.Status, surge.Breaks, "recovered after", surge.RecoveryDays, "days")
	}
	// Output:
	// quotes is green today, yellow at 1.0200000000000002 and red at 1.2
	// shipping is green today, yellow at 1.3600000000000003 and red at 1.6
	// 125% red [quotes] recovered after 5 days
	// 150% red [quotes] recovered after 30 days
	// 200% red [quotes shipping] recovered after 80 days
}

func ExampleStressTest_rejected() {
	audit := capacity.Audit{OrdersPerDay: 50, Stages: []capacity.Stage{{Name: "shipping", TransactionsPerOrder: 1, MaxPerDay: 80}}}
	scenarios := []capacity.Scenario{{Name: "holidays", Multiplier: 1.4, Days: 10}, {Name: "fair", Multiplier: 140e6, Days: -1}}

	_, err := capacity.StressTest(audit, scenarios, capacity.DefaultPolicy())
	for _, fault := range salesops.InputErrors(err) {
		fmt.Println(fault.Field, fault.Reason, "- want", fault.Want)
	}
	// Output:
	// Scenarios[1].Multiplier out of range - want 1e-09 to 1000 times today's orders
	// Scenarios[1].Days out of range - want 1e-09 to 10000 working days, or 0 for none
}

func ExamplePlaybookScenarios() {
	for _, scenario := range capacity.PlaybookScenarios() {
		fmt.Println(scenario.Name, "for", scenario.Days, "working days")
	}
	// Output:
	// 125% for 20 working days
	// 150% for 20 working days
	// 200% for 20 working days
}

// A company's own thresholds, read from a file. Mistakes in the file are
// reported together.
func ExamplePolicy() {
	file := `{
		"version": 1,
		"yellow_above": 0.8,
		"red_at": 0.95,
		"buffer": 0.2,
		"buffer_basis": "share-of-capacity",
		"target_utilization": 0.8,
		"max_error_rate": 0.03,
		"min_on_time_share": 0.95,
		"min_satisfaction": 8,
		"max_overtime_hours_per_week": 5,
		"retention_overtime_hours_per_week": 12,
		"max_wait_cells": 1000000,
		"capacity_tolerance": 0.25,
		"utilization_tolerance": 0.05,
		"working_days_per_month": 20,
		"max_overtime_weeks": 4,
		"likely_chance": 0.6,
		"load_cells": 4096,
		"territory_tolerance": 0.1,
		"max_moves": 500
	}`
	var policy capacity.Policy
	if err := json.Unmarshal([]byte(file), &policy); err != nil {
		fmt.Println(err)
		return
	}
	audit := capacity.Audit{OrdersPerDay: 24, Stages: []capacity.Stage{{Name: "shipping", TransactionsPerOrder: 1, MaxPerDay: 30}}}
	now, err := capacity.Assess(audit, policy)
	fmt.Println(now.Status, now.Headroom.OrdersPerDay, err)
	// Output: green 0 <nil>
}
