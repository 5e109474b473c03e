package roi_test

import (
	"encoding/json"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/roi"
)

// Writing a quote takes half an hour, 400 are written a month, and sales are
// about to grow by 40%.
func ExamplePayBack() {
	automation := roi.Automation{
		HoursPerTask:        0.5,
		TasksPerMonth:       400,
		Growth:              roi.GrowthFromPercentIncrease(40),
		LaborCostPerHour:    decimal.RequireFromString("50"),
		Cost:                decimal.RequireFromString("12000"),
		RunningCostPerMonth: decimal.RequireFromString("4850"),
	}
	pay, err := roi.PayBack(automation, roi.DefaultPolicy().PaybackPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("by hand:", pay.HoursPerMonth, "hours,", pay.ManualCostPerMonth, "a month")
	fmt.Println("saved:", pay.SavingPerMonth, "a month")
	if months, ok := pay.Months.Value(); ok {
		fmt.Printf("%s: %.1f months\n", pay.Verdict, months)
	}
	for _, finding := range pay.Findings {
		fmt.Println(finding)
	}
	// Output:
	// by hand: 280 hours, 14000 a month
	// saved: 9150 a month
	// pays-back-in-time: 1.3 months
	// never: saving 9150 <= 0 of money a month: not fired, -9150 to the line
	// pays-back-in-time: cost 12000 < 54900 of money: fired, +42900 to the line
}

// Software that costs more each month than the work that it replaces.
func ExamplePayBack_never() {
	automation := roi.Automation{
		HoursPerTask:        0.1,
		TasksPerMonth:       60,
		Growth:              roi.GrowthFromFactor(1),
		LaborCostPerHour:    decimal.RequireFromString("50"),
		Cost:                decimal.RequireFromString("12000"),
		RunningCostPerMonth: decimal.RequireFromString("1700"),
	}
	pay, err := roi.PayBack(automation, roi.DefaultPolicy().PaybackPolicy)
	fmt.Println(pay.Verdict, pay.SavingPerMonth, err)
	fmt.Println(pay.Months)
	// Output:
	// never -1400 <nil>
	// undefined: there is no saving
}

func ExamplePayBack_rejected() {
	automation := roi.Automation{
		HoursPerTask:     0.5,
		TasksPerMonth:    -400,
		LaborCostPerHour: decimal.RequireFromString("50"),
		Cost:             decimal.RequireFromString("12000"),
	}
	_, err := roi.PayBack(automation, roi.DefaultPolicy().PaybackPolicy)
	for _, fault := range salesops.InputErrors(err) {
		fmt.Println(fault.Field, fault.Reason, "- want", fault.Want)
	}
	// Output:
	// Automation.TasksPerMonth out of range - want 1e-09 to 1e+12 tasks a month, or none
	// Automation.Growth missing - want GrowthFromFactor or GrowthFromPercentIncrease; a factor of 1 is no growth
}

// The same growth in the two forms in which people write it.
func ExampleGrowth() {
	fmt.Println(roi.GrowthFromFactor(1.4).Factor())
	fmt.Println(roi.GrowthFromPercentIncrease(40).Factor())

	var growth roi.Growth
	err := json.Unmarshal([]byte(`0.4`), &growth)
	fmt.Println(err)
	// Output:
	// 1.4
	// 1.4
	// salesops: Growth is out of range: got "0.4"; want a JSON object
}

// A company's own threshold, read from a file.
func ExamplePolicy() {
	var policy roi.Policy
	file := `{"version": 1, "max_payback_months": 12, "annual_discount_rate": 0.08, "basis": "cash-only",
		"max_nodes": 200000, "max_cells": 8192}`
	if err := json.Unmarshal([]byte(file), &policy); err != nil {
		fmt.Println(err)
		return
	}
	automation := roi.Automation{
		HoursPerTask:     0.25,
		TasksPerMonth:    120,
		Growth:           roi.GrowthFromFactor(1),
		LaborCostPerHour: decimal.RequireFromString("40"),
		Cost:             decimal.RequireFromString("9000"),
	}
	pay, err := roi.PayBack(automation, policy.PaybackPolicy)
	fmt.Println(pay.Verdict, pay.Months, err)
	// Output: pays-back-in-time 7.5 <nil>
}
