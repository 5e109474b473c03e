package forecast_test

import (
	"fmt"

	"github.com/salesops-go/salesops/forecast"
)

// monthlyOrders is three years of orders a month, with a peak in November and
// December.
func monthlyOrders(horizon int) forecast.Demand {
	return demandOf(forecast.MonthlyPeriods, date(2023, 11, 1), horizon,
		690, 720, 410, 400, 450, 470, 480, 500, 460, 450, 500, 520,
		760, 800, 450, 440, 500, 520, 525, 560, 500, 490, 560, 580,
		850, 880, 500, 490, 550, 570, 590, 610, 560, 550, 610, 640,
	)
}

func ExampleProjectDemand() {
	demand := monthlyOrders(3)
	demand.Events = []forecast.DemandEvent{
		{Name: "spring sale", Window: forecast.Window{From: date(2025, 3, 1), To: date(2025, 3, 31)}, Units: 20},
		{Name: "launch", Window: forecast.Window{From: date(2027, 1, 11), To: date(2027, 2, 9)}, Units: 300},
	}
	f, err := forecast.ProjectDemand(demand, forecast.DefaultPolicy().DemandPolicy)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(f.Verdict, f.Model)
	for _, p := range f.Periods {
		fmt.Printf("%v %.0f, %.0f to %.0f %v\n", p.Start, p.Forecast, p.Interval.Low, p.Interval.High, p.Events)
	}
	fmt.Println("to agree with operations:", f.NotAgreed)
	// A growth plan wants orders a day as a multiple of today's.
	const workedDays, ordersPerDayNow = 21, 28
	for _, p := range f.Periods {
		fmt.Printf("%.2f ", p.Forecast/workedDays/ordersPerDayNow)
	}
	// Output:
	// chosen-by-test damped-multiplicative
	// 2026-11-01 930, 910 to 949 []
	// 2026-12-01 968, 946 to 989 []
	// 2027-01-01 757, 744 to 770 [launch]
	// to agree with operations: [launch]
	// 1.58 1.65 1.29
}

// A period without a value is not taken for zero: it is named.
func ExampleProjectDemand_missing() {
	demand := monthlyOrders(3)
	demand.Values = append(demand.Values[:4], demand.Values[5:]...)
	_, err := forecast.ProjectDemand(demand, forecast.DefaultPolicy().DemandPolicy)
	fmt.Println(err)
	// Output: salesops: Demand.Values[4] is missing; want before it a value for the month from 2024-03-01
}

func ExampleDemandModels() {
	for _, m := range forecast.DemandModels() {
		fmt.Println(m)
	}
	// Output:
	// naive
	// seasonal-naive
	// simple
	// linear
	// damped
	// simple-additive
	// linear-additive
	// damped-additive
	// simple-multiplicative
	// linear-multiplicative
	// damped-multiplicative
}

func ExamplePeriodUnits() {
	fmt.Println(forecast.PeriodUnits())
	// Output: [day week month quarter]
}
