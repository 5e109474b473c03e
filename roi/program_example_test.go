package roi_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/roi"
)

// A year of flows that are paid back, lost again and paid back for good.
func ExamplePayBackFlows() {
	var flows []decimal.Decimal
	for _, amount := range []int64{-100, 60, 60, -50, 70} {
		flows = append(flows, decimal.New(amount, 0))
	}
	pay, err := roi.PayBackFlows(flows, 0.02)
	fmt.Println(pay.Simple.Status, pay.Simple.First, pay.Simple.Last, err)
	fmt.Printf("%.3f\n", pay.Discounted.First.Or(0))
	// Output:
	// more-than-once 1.6666666666666667 3.4285714285714284 <nil>
	// 1.714
}

// Half of the hours saved leaves the payroll; the rest is hiring avoided.
func ExampleProjectProgram() {
	program := roi.Program{
		Cost:                decimal.RequireFromString("12000"),
		CostHours:           40,
		RunningCostPerMonth: decimal.RequireFromString("500"),
		HoursPerTask:        0.5,
		TasksPerMonth:       400,
		Trend:               roi.TrendPerYear(roi.GrowthFromPercentIncrease(40)),
		LaborCostPerHour:    decimal.RequireFromString("50"),
		ShareAutomated:      0.8,
		CashShare:           0.5,
		MonthsToGoLive:      1,
		RampMonths:          2,
		LifeMonths:          24,
	}
	p, err := roi.ProjectProgram(program, roi.DefaultPolicy())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, m := range p.Cash.Months[:5] {
		fmt.Println("month", m.Month, "net", m.Net, "balance", m.Balance)
	}
	fmt.Printf("cash: %s after %.2f months, %.2f discounted, worth %s\n",
		p.Cash.Verdict, p.Cash.Simple.First.Or(0), p.Cash.Discounted.First.Or(0), p.Cash.NPV)
	fmt.Printf("with avoided hiring: %s after %.2f months, worth %s\n",
		p.WithAvoided.Verdict, p.WithAvoided.Simple.First.Or(0), p.WithAvoided.NPV)
	// Output:
	// month 0 net -14000 balance -14000
	// month 1 net 0 balance -14000
	// month 2 net 871.25 balance -13128.75
	// month 3 net 2320.48 balance -10808.27
	// month 4 net 3851.03 balance -6957.24
	// cash: pays-back-in-time after 5.73 months, 5.85 discounted, worth 94755.09
	// with avoided hiring: pays-back-in-time after 3.81 months, worth 214306.38
}

func ExampleProjectProgram_rejected() {
	_, err := roi.ProjectProgram(roi.Program{
		HoursPerTask: 0.5, TasksPerMonth: 400, LaborCostPerHour: decimal.New(50, 0), ShareAutomated: 80, CashShare: 1,
	}, roi.DefaultPolicy())
	for _, fault := range salesops.InputErrors(err) {
		fmt.Println(fault.Field, fault.Reason, "- want", fault.Want)
	}
	// Output:
	// Program.ShareAutomated out of range - want 1e-09 to 1 as a share, or 0
	// Program.LifeMonths missing - want 1 to 360 months, with those to go live at most 360
}

func ExampleBenchmarkROI() {
	for _, month := range []float64{1, 2, 4.5, 12, 24} {
		expected, _ := roi.BenchmarkROI(month)
		fmt.Println(month, expected)
	}
	// Output:
	// 1 -0.5
	// 2 0
	// 4.5 3
	// 12 20
	// 24 undefined: the benchmark runs from month 1 to month 12
}

// Quotes need a clean catalog, which is worth nothing by itself.
func ExampleRankCandidates() {
	program := func(cost, hours int64) roi.Program {
		return roi.Program{
			Cost: decimal.New(cost, 0), HoursPerTask: float64(hours), TasksPerMonth: 1, LaborCostPerHour: decimal.New(50, 0),
			ShareAutomated: 1, CashShare: 1, LifeMonths: 12,
		}
	}
	budget := decimal.New(20000, 0)
	ranking, err := roi.RankCandidates(roi.Portfolio{Budget: &budget, Candidates: []roi.Candidate{
		{Name: "quotes", Kind: roi.QuotesAndProposals, Program: program(9000, 60), Needs: []string{"catalog"}},
		{Name: "catalog", Kind: roi.DataEntry, Program: program(5000, 2)},
		{Name: "reports", Kind: roi.Reports, Program: program(4000, 16)},
		{Name: "pricing", Kind: roi.DynamicPricing, Program: program(15000, 30)},
	}}, roi.DefaultPolicy())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range ranking.Candidates {
		fmt.Println(c.Name, c.Horizon, c.NPV, c.Reason, c.Because)
	}
	fmt.Println("spent", ranking.Cost, "worth", ranking.NPV, "gap", ranking.Gap)
	// Output:
	// quotes this-quarter 25201.46 worth-it []
	// reports this-month 5120.39 worth-it []
	// pricing this-year 2100.73 budget-better-spent []
	// catalog this-month -3859.95 needed [quotes]
	// spent 18000 worth 26461.9 gap 0
}

func ExampleLookUpKind() {
	fmt.Println(roi.LookUpKind(roi.Scheduling))
	// Output: {scheduling this-quarter} true
}

func ExampleTotalInvestment() {
	total, err := roi.TotalInvestment(roi.PlaybookInvestment(decimal.New(50, 0)))
	fmt.Println("a month:", total.PerMonth.Low, "to", total.PerMonth.High, err)
	fmt.Println("printed:", total.PublishedPerMonth.Low, "to", total.PublishedPerMonth.High)
	fmt.Println("once:", total.Hours.Low, "to", total.Hours.High, "hours,", total.Once.Low, "to", total.Once.High)
	// Output:
	// a month: 1700 to 8000 <nil>
	// printed: 2000 to 8000
	// once: 160 to 320 hours, 8000 to 16000
}

func ExampleValueCustomers() {
	value, err := roi.ValueCustomers(roi.Acquisition{
		SalesAndMarketingCost:   decimal.New(60000, 0),
		NewCustomers:            100,
		RevenuePerCustomerMonth: decimal.New(100, 0),
		GrossMargin:             0.8,
		MonthlyChurn:            0.02,
	})
	fmt.Println(value.Verdict, value.CAC, value.PaybackMonths, value.LTV, err)
	fmt.Printf("%.1f\n", value.LTVToCAC.Or(0))
	// Output:
	// measured 600 7.5 4000 <nil>
	// 6.7
}

func ExampleAnalyzeSensitivity() {
	between := func(input roi.ProgramInput, low, high string) roi.InputRange {
		return roi.InputRange{Input: input, Low: decimal.RequireFromString(low), High: decimal.RequireFromString(high)}
	}
	s, err := roi.AnalyzeSensitivity(quoting, []roi.InputRange{
		between(roi.InputCost, "10000", "18000"),
		between(roi.InputTasksPerMonth, "250", "450"),
		between(roi.InputMonthsToGoLive, "0", "4"),
	}, roi.DefaultPolicy())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, bar := range s.Bars {
		fmt.Println(bar.Input, bar.Low.NPV, bar.High.NPV, bar.BreakEven.Status, bar.BreakEven.Value)
	}
	// Output:
	// tasks-per-month 39097.11 80318.59 at 352.50000000000006
	// cost 72013.22 64013.22 at 13899.99
	// months-to-go-live 70683.15 68035.05 at 1
}

// What looks like four and a half months has little better than even odds of
// paying back in under six.
func ExampleEstimateChance() {
	chance, err := roi.EstimateChance(uncertain, roi.DefaultPolicy())
	fmt.Printf("%.2f to %.2f %v\n", chance.InTime.Low, chance.InTime.High, err)
	// Output: 0.53 to 0.53 <nil>
}
