package readiness_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/readiness"
)

// onTarget are figures of which each is at its target.
func onTarget() readiness.ScorecardFigures {
	return readiness.ScorecardFigures{
		CycleTimeHours: new(24.0), DefectRate: new(0.02), InventoryTurnsPerYear: new(6.0), FulfillmentShare: new(0.95), SupplyShare: new(0.9),
		Efficiency: new(0.8), Spend: &readiness.SpendAgainstBudget{Spent: *price("1000.00"), Budget: *price("1000")},
		Revenue: price("100000"), ConversionShare: new(0.25), AcquisitionCost: price("400"), Satisfaction: new(8.5),
	}
}

func scorecardTargets() readiness.ScorecardTargets {
	return readiness.ScorecardTargets{
		CycleTimeHours: new(24.0), DefectRate: new(0.02), InventoryTurnsPerYear: new(6.0), FulfillmentShare: new(0.95), SupplyShare: new(0.9),
		Efficiency: new(0.8), Revenue: price("100000"), ConversionShare: new(0.25), AcquisitionCost: price("400.00"), Satisfaction: new(8.5),
	}
}

func TestTrackScorecard(t *testing.T) {
	type figures = readiness.ScorecardFigures
	for name, tc := range map[string]struct {
		edit       func(*figures)
		balance    readiness.Balance
		operations salesops.Status
		sales      salesops.Status
	}{
		"at every target":  {func(*figures) {}, readiness.BothHold, salesops.Green, salesops.Green},
		"slow":             {func(f *figures) { f.CycleTimeHours = new(math.Nextafter(24, 25)) }, readiness.OperationsLag, salesops.Yellow, salesops.Green},
		"defects":          {func(f *figures) { f.DefectRate = new(0.021) }, readiness.OperationsLag, salesops.Yellow, salesops.Green},
		"full stock":       {func(f *figures) { f.InventoryTurnsPerYear = new(5.9) }, readiness.OperationsLag, salesops.Yellow, salesops.Green},
		"late orders":      {func(f *figures) { f.FulfillmentShare = new(0.949) }, readiness.OperationsLag, salesops.Yellow, salesops.Green},
		"late supplies":    {func(f *figures) { f.SupplyShare = new(0.89) }, readiness.OperationsLag, salesops.Yellow, salesops.Green},
		"inefficient":      {func(f *figures) { f.Efficiency = new(0.79) }, readiness.OperationsLag, salesops.Yellow, salesops.Green},
		"a cent over":      {func(f *figures) { f.Spend.Spent = *price("1000.01") }, readiness.OperationsLag, salesops.Yellow, salesops.Green},
		"no budget":        {func(f *figures) { f.Spend.Budget = *price("0") }, readiness.OperationsLag, salesops.Yellow, salesops.Green},
		"a cent short":     {func(f *figures) { f.Revenue = price("99999.99") }, readiness.SalesLag, salesops.Green, salesops.Yellow},
		"few won":          {func(f *figures) { f.ConversionShare = new(0.2) }, readiness.SalesLag, salesops.Green, salesops.Yellow},
		"dear":             {func(f *figures) { f.AcquisitionCost = price("400.01") }, readiness.SalesLag, salesops.Green, salesops.Yellow},
		"not content":      {func(f *figures) { f.Satisfaction = new(8.4) }, readiness.SalesLag, salesops.Green, salesops.Yellow},
		"crisis":           {func(f *figures) { f.Satisfaction = new(7.9) }, readiness.SalesLag, salesops.Green, salesops.Red},
		"both":             {func(f *figures) { f.Satisfaction, f.DefectRate = new(7.9), new(0.5) }, readiness.BothLag, salesops.Yellow, salesops.Red},
		"nothing budgeted": {func(f *figures) { *f.Spend = readiness.SpendAgainstBudget{} }, readiness.BothHold, salesops.Green, salesops.Green},
	} {
		t.Run(name, func(t *testing.T) {
			f := onTarget()
			tc.edit(&f)
			card, err := readiness.TrackScorecard(readiness.ScorecardPeriods{f}, scorecardTargets(), readiness.DefaultPolicy())
			require.NoError(t, err)
			require.Equal(t, tc.balance, card.Balance)
			require.Equal(t, &tc.operations, card.Operations.Status)
			require.Equal(t, &tc.sales, card.Sales.Status)
			require.Equal(t, 7, card.Operations.Judged)
			require.Equal(t, 4, card.Sales.Judged)
			require.Equal(t, tc.operations == salesops.Green, card.Operations.OnTarget == 7)
			require.Equal(t, tc.sales == salesops.Green, card.Sales.OnTarget == 4)
		})
	}
	f := onTarget()
	f.Spend = nil
	card, err := readiness.TrackScorecard(readiness.ScorecardPeriods{f}, readiness.ScorecardTargets{}, readiness.DefaultPolicy())
	require.NoError(t, err)
	require.Equal(t, readiness.NotBalanced, card.Balance)
	require.Nil(t, card.Operations.Status)
	require.Equal(t, 1, card.Sales.Judged, "satisfaction has a line of its own")
}

func TestTrackScorecardRejects(t *testing.T) {
	out := salesops.ErrOutOfRange
	bad := readiness.ScorecardFigures{
		CycleTimeHours: new(readiness.MaxCycleHours + 1.0), DefectRate: new(2.0), InventoryTurnsPerYear: new(-1.0), FulfillmentShare: new(1.1),
		SupplyShare: new(math.NaN()), Efficiency: new(readiness.MaxEfficiency + 1.0),
		Spend:   &readiness.SpendAgainstBudget{Spent: *price("-1"), Budget: *price("1e9999")},
		Revenue: price("1e16"), ConversionShare: new(25.0), AcquisitionCost: price("-0.01"), Satisfaction: new(11.0),
	}
	card, err := readiness.TrackScorecard(readiness.ScorecardPeriods{onTarget(), bad}, scorecardTargets(), readiness.DefaultPolicy())
	var want []testkit.Fault
	for _, field := range []string{
		"CycleTimeHours", "DefectRate", "InventoryTurnsPerYear", "FulfillmentShare", "SupplyShare", "Efficiency", "Spend.Spent", "Spend.Budget",
		"Revenue", "ConversionShare", "AcquisitionCost", "Satisfaction",
	} {
		want = append(want, testkit.Fault{Field: "ScorecardPeriods[1]." + field, Reason: out})
	}
	testkit.RequireFaults(t, err, want...)
	require.Zero(t, card)

	policy := readiness.DefaultPolicy()
	policy.MinSatisfaction = 11
	_, err = readiness.TrackScorecard(nil, readiness.ScorecardTargets{Revenue: price("-1e16"), Satisfaction: new(-1.0)}, policy)
	testkit.RequireFaults(
		t, err, testkit.Fault{Field: "ScorecardPeriods", Reason: salesops.ErrMissing}, testkit.Fault{Field: "ScorecardTargets.Revenue", Reason: out},
		testkit.Fault{Field: "ScorecardTargets.Satisfaction", Reason: out}, testkit.Fault{Field: "Policy.MinSatisfaction", Reason: out},
	)
}
