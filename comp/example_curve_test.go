package comp_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/comp"
)

// cliffPlan pays 6% on the whole amount, and 8% on the whole amount once the
// quota is reached.
func cliffPlan() comp.Plan {
	number := decimal.RequireFromString
	return comp.Plan{
		Name: "representative", Role: comp.AccountExecutive, Places: 2,
		Base: number("60000"), TargetVariable: number("80000"),
		Components: []comp.Component{{
			Name: "new business", Measure: comp.NewCustomers, Weight: number("1"), Quota: number("1000000"), Basis: comp.RateOfAmount,
			Bands: []comp.Band{
				{From: number("0"), Mode: comp.Retroactive, Rate: number("0.06")},
				{From: number("1"), Mode: comp.Retroactive, Rate: number("0.08")},
			},
		}},
	}
}

func ExampleTraceCurve() {
	curve, err := comp.TraceCurve(cliffPlan(), "new business")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, piece := range curve.Pieces {
		fmt.Printf("from %s: %s and %s for each unit more, jump %s\n", piece.From, piece.At, piece.Rate, piece.Jump)
	}
	// Output:
	// from 0: 0 and 0.06 for each unit more, jump 0
	// from 1000000: 80000 and 0.08 for each unit more, jump 20000
}

// Where somebody stands, and what the next threshold is worth from there.
func ExampleCurve_At() {
	curve, err := comp.TraceCurve(cliffPlan(), "new business")
	if err != nil {
		fmt.Println(err)
		return
	}
	point, err := curve.At(decimal.RequireFromString("950000"))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("pays", point.Payout, "at", point.Attainment, "of quota")
	fmt.Println("another", point.Next.Sale, "is worth", point.Next.Worth)
	// Output:
	// pays 57000 at 0.95 of quota
	// another 50000 is worth 23000
}

// What must be sold for 65,000? The cliff passes over it.
func ExampleCurve_FindSale() {
	curve, err := comp.TraceCurve(cliffPlan(), "new business")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, wish := range []string{"48000", "54000.01", "65000"} {
		sale, err := curve.FindSale(decimal.RequireFromString("900000"), decimal.RequireFromString(wish))
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(wish, sale.Outcome, sale.Sale, "pays", sale.Payout)
	}
	// Output:
	// 48000 already-reached 0 pays 54000
	// 54000.01 reached-by-sale 0.09 pays 54000.01
	// 65000 reached-by-sale 100000 pays 80000
}

// Two thirds of the way to a quota that will be reached: the rate of the end is
// set aside from the first day on.
func ExampleCurve_Accrue() {
	curve, err := comp.TraceCurve(cliffPlan(), "new business")
	if err != nil {
		fmt.Println(err)
		return
	}
	accrual, err := curve.Accrue(decimal.RequireFromString("700000"), decimal.RequireFromString("1050000"))
	fmt.Println(accrual.Accrued, "of which", accrual.Beyond, "is not earned yet", err)
	// Output: 56000 of which 14000 is not earned yet <nil>
}

func ExampleTracePlan() {
	curve, err := comp.TracePlan(examplePlan())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, attainment := range []string{"0.8", "1", "1.2"} {
		point, err := curve.At(decimal.RequireFromString(attainment))
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(attainment, "of every quota pays", point.Payout)
	}
	// Output:
	// 0.8 of every quota pays 56000
	// 1 of every quota pays 100000
	// 1.2 of every quota pays 181000
}

// What last year's attainment would cost under a plan. The average attainment
// is below quota, and the plan costs more than the average pays.
func ExampleEstimateCost() {
	number := decimal.RequireFromString
	lastYear := []comp.Chance{
		{Attainment: number("0.5"), Weight: number("3")},
		{Attainment: number("0.9"), Weight: number("4")},
		{Attainment: number("1.3"), Weight: number("3")},
	}
	cost, err := comp.EstimateCost(cliffPlan(), lastYear)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("at the average of", cost.Attainment, "it pays", cost.AtAverage)
	fmt.Println("it costs", cost.Payout, "for each person")
	fmt.Printf("%.1f%% of what is sold\n", 100*cost.CostRatio.Or(0))
	// Output:
	// at the average of 0.9 it pays 54000
	// it costs 61800 for each person
	// 6.9% of what is sold
}

func ExampleTraceCurve_rejected() {
	_, err := comp.TraceCurve(cliffPlan(), "renewals")
	fmt.Println(err)
	// Output: salesops: TraceCurve.Component is out of range: got "renewals"; want the name of a component of the plan
}
