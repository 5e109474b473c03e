package roi_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/roi"
)

func moneyOf(texts ...string) []decimal.Decimal {
	flows := make([]decimal.Decimal, len(texts))
	for i, text := range texts {
		flows[i] = decimal.RequireFromString(text)
	}
	return flows
}

// An outlay now and five years of returns: one sign change, so exactly one rate.
func ExampleSolveIRR() {
	flows := moneyOf("-70000", "12000", "15000", "18000", "21000", "26000")
	irr, err := roi.SolveIRR(flows)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s: %.4f\n", irr.Status, irr.Rate.Or(0))
	// Output: unique: 0.0866
}

// A pump that brings the oil up sooner: money comes in early and is missing
// later. At 25% and at 400% the present value is zero, so the rate decides
// nothing; the present value at the rate that is asked for does.
func ExampleSolveIRR_multiple() {
	flows := moneyOf("-1600", "10000", "-10000")
	irr, err := roi.SolveIRR(flows)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(irr.Status, irr.Rate)
	for _, root := range irr.Roots {
		fmt.Println(root.Rate)
	}
	value, err := roi.DiscountFromNow(0.1, flows)
	fmt.Println(value.StringFixed(2), err)
	// Output:
	// multiple undefined: there is not exactly one rate: multiple
	// 0.25
	// 4
	// -773.55 <nil>
}

func ExampleSolveIRR_rejected() {
	_, err := roi.SolveIRR(nil)
	fmt.Println(err)
	// Output: salesops: flows is missing; want 1 to 1200 entries
}

// Payments on the days on which they were made, in any order.
func ExampleSolveXIRR() {
	var flows []roi.DatedFlow
	for _, payment := range []struct{ day, amount string }{
		{"2008-10-30", "4250"}, {"2008-01-01", "-10000"}, {"2008-03-01", "2750"},
		{"2009-04-01", "2750"}, {"2009-02-15", "3250"},
	} {
		date, err := salesops.ParseDate(payment.day)
		if err != nil {
			fmt.Println(err)
			return
		}
		flows = append(flows, roi.DatedFlow{Date: date, Amount: decimal.RequireFromString(payment.amount)})
	}
	irr, err := roi.SolveXIRR(flows)
	fmt.Printf("%s: %.4f a year, %v\n", irr.Status, irr.Rate.Or(0), err)
	value, err := roi.DiscountDated(0.09, flows)
	fmt.Println(value.StringFixed(2), err)
	// Output:
	// unique: 0.3734 a year, <nil>
	// 2086.65 <nil>
}

func ExampleDiscountFromNow() {
	value, err := roi.DiscountFromNow(0.08, moneyOf("-40000", "5000", "8000", "12000", "30000"))
	fmt.Println(value.StringFixed(2), err)
	// Output: 3065.22 <nil>
}

// What spreadsheets call NPV: the first flow is a period away.
func ExampleDiscountEndOfPeriod() {
	value, err := roi.DiscountEndOfPeriod(0.1, moneyOf("-10000", "3000", "4200", "6800"))
	fmt.Println(value.StringFixed(2), err)
	// Output: 1188.44 <nil>
}

func ExampleDiscountDated() {
	flows := []roi.DatedFlow{
		{Date: salesops.Date{Year: 2026, Month: 1, Day: 1}, Amount: decimal.RequireFromString("-1000")},
		{Date: salesops.Date{Year: 2027, Month: 1, Day: 1}, Amount: decimal.RequireFromString("1100")},
	}
	value, err := roi.DiscountDated(0.1, flows)
	fmt.Println(value, err)
	// Output: 0 <nil>
}

// Flows a month apart want a monthly rate: 12% a year is less than 1% a month.
func ExampleConvertAnnualRate() {
	monthly, err := roi.ConvertAnnualRate(0.12)
	fmt.Printf("%.5f %v\n", monthly, err)
	// Output: 0.00949 <nil>
}

func ExampleComputeProfitabilityIndex() {
	index, err := roi.ComputeProfitabilityIndex(0.25, moneyOf("-1000", "500", "1000"))
	fmt.Println(index, err)
	// Output: 1.04 <nil>
}

func ExampleSolveMIRR() {
	flows := moneyOf("-120000", "39000", "30000", "21000", "37000", "46000")
	rate, err := roi.SolveMIRR(flows, roi.MIRRRates{Finance: 0.10, Reinvest: 0.12})
	fmt.Printf("%.4f %v\n", rate.Or(0), err)
	// Output: 0.1261 <nil>
}

func ExampleProfileNPV() {
	profile, err := roi.ProfileNPV(moneyOf("-1600", "10000", "-10000"), salesops.Interval{Low: 0, High: 1}, 5)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, point := range profile {
		fmt.Println(point.Rate, point.PresentValue.StringFixed(2))
	}
	// Output:
	// 0 -1600.00
	// 0.25 0.00
	// 0.5 622.22
	// 0.75 848.98
	// 1 900.00
}
