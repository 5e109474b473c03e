package comp_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/comp"
)

// Currencies without cents, and amounts that are kept in whole cents, need no
// decimals.
func ExampleSplitUnits() {
	fmt.Println(comp.SplitUnits(9999, []int64{75, 25}))
	fmt.Println(comp.SplitUnits(-9999, []int64{75, 25}))
	// Output:
	// [7499 2500] <nil>
	// [-7499 -2500] <nil>
}

func ExampleSplitEqually() {
	fmt.Println(comp.SplitEqually(decimal.RequireFromString("1000.01"), 3, 2))
	// Output: [333.34 333.34 333.33] <nil>
}

func ExampleSplitUnits_rejected() {
	_, err := comp.SplitUnits(9999, []int64{0, 0})
	fmt.Println(err)
	// Output: salesops: SplitUnits.Weights is in conflict: got "only zeros"; want at least one weight above 0
}
