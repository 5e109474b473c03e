package roi_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/roi"
)

// A margin may be as small as MinInput on either side of zero, and no smaller.
func TestSmallestMargin(t *testing.T) {
	for margin, good := range map[float64]bool{
		roi.MinInput: true, -roi.MinInput: true, 0: true, roi.MinInput * 0.999: false, -roi.MinInput * 0.999: false,
	} {
		a := subscribers
		a.GrossMargin = margin
		_, err := roi.ValueCustomers(a)
		require.Equal(t, good, err == nil, "%v: %v", margin, err)
	}
}

// A range may be a single value.
func TestInvestmentOfSingleValues(t *testing.T) {
	i := roi.PlaybookInvestment(decimal.New(50, 0))
	i.Tools.High, i.Documentation.High = i.Tools.Low, i.Documentation.Low
	i.Integration.High, i.Monitoring.High = i.Integration.Low, i.Monitoring.Low
	i.Development.High, i.Training.High = i.Development.Low, i.Training.Low
	total, err := roi.TotalInvestment(i)
	require.NoError(t, err)
	require.Equal(t, total.Hours.Low, total.Hours.High)
	testkit.RoundTrip(t, total)
}

// A range may begin at nothing.
func TestInvestmentFromNothing(t *testing.T) {
	i := roi.PlaybookInvestment(decimal.New(50, 0))
	i.Tools.Low, i.Integration.Low, i.Monitoring.Low = decimal.New(0, 0), decimal.New(0, 0), decimal.New(0, 0)
	i.Documentation.Low, i.Development.Low, i.Training.Low = 0, 0, 0
	total, err := roi.TotalInvestment(i)
	require.NoError(t, err)
	testkit.EqualDecimal(t, "0", total.PerMonth.Low)
	testkit.RoundTrip(t, total)
}

// A candidate that fits what is left exactly, but is worth nothing with what it
// needs, is out for that and not for the money.
func TestNeedsTooMuchAtTheLine(t *testing.T) {
	budget := decimal.New(100, 0)
	r, err := roi.RankCandidates(roi.Portfolio{Budget: &budget, Candidates: []roi.Candidate{
		{Name: "best", Kind: roi.Reports, Program: saving(60, 90)},
		{Name: "wish", Kind: roi.Reports, Program: saving(10, 5), Needs: []string{"base"}},
		{Name: "base", Kind: roi.Reports, Program: saving(30, -10)},
	}}, undiscounted())
	require.NoError(t, err)
	for _, c := range r.Candidates {
		if c.Name == "wish" {
			require.Equal(t, roi.NeedsTooMuch, c.Reason)
		}
	}
}

// What is left out is told the first reason that holds, at each line from both
// sides: the budget, what is left of it, and a value of zero.
func TestReasonsAtTheLine(t *testing.T) {
	for name, tc := range map[string]struct {
		other roi.Program
		want  roi.Reason
	}{
		"costs the budget exactly":          {saving(100, 10), roi.BetterSpent},
		"costs more than the budget":        {saving(101, 10), roi.OverBudget},
		"costs what is left exactly":        {saving(40, 10), roi.WorthIt},
		"costs more than is left":           {saving(41, 10), roi.BetterSpent},
		"is worth nothing":                  {saving(40, 0), roi.NoValue},
		"is worth nothing, over the budget": {saving(101, 0), roi.OverBudget},
	} {
		t.Run(name, func(t *testing.T) {
			budget := decimal.New(100, 0)
			r, err := roi.RankCandidates(roi.Portfolio{Budget: &budget, Candidates: []roi.Candidate{
				{Name: "best", Kind: roi.Reports, Program: saving(60, 90)},
				{Name: "other", Kind: roi.Reports, Program: tc.other},
			}}, undiscounted())
			require.NoError(t, err)
			for _, c := range r.Candidates {
				if c.Name == "other" {
					require.Equal(t, tc.want, c.Reason)
				}
			}
		})
	}
}

// A worthless candidate that a good one needs is needed, not worth it.
func TestNeededAndWorthNothing(t *testing.T) {
	r, err := roi.RankCandidates(roi.Portfolio{Candidates: []roi.Candidate{
		{Name: "base", Kind: roi.Reports, Program: saving(10, 0)},
		{Name: "top", Kind: roi.Reports, Program: saving(10, 50), Needs: []string{"base"}},
	}}, undiscounted())
	require.NoError(t, err)
	for _, c := range r.Candidates {
		if c.Name == "base" {
			require.Equal(t, roi.Needed, c.Reason)
		}
	}
}

// The labor rate has no single break-even value only when it both costs, in the
// hours of building, and stands beside errors that are avoided.
func TestLaborRateBreaksEven(t *testing.T) {
	for name, tc := range map[string]struct {
		edit func(*roi.Program)
		none bool
	}{
		"both":             {func(*roi.Program) {}, true},
		"no hours":         {func(p *roi.Program) { p.CostHours = 0 }, false},
		"no errors":        {func(p *roi.Program) { p.ErrorCostPerMonth = decimal.New(0, 0) }, false},
		"neither":          {func(p *roi.Program) { p.CostHours, p.ErrorCostPerMonth = 0, decimal.New(0, 0) }, false},
		"little of either": {func(p *roi.Program) { p.CostHours, p.ErrorCostPerMonth = 0.01, decimal.New(1, -2) }, true},
	} {
		t.Run(name, func(t *testing.T) {
			program := quoting
			tc.edit(&program)
			s, err := roi.AnalyzeSensitivity(program, []roi.InputRange{
				{Input: roi.InputLaborCostPerHour, Low: decimal.New(40, 0), High: decimal.New(60, 0)},
			}, roi.DefaultPolicy())
			require.NoError(t, err)
			require.Equal(t, tc.none, s.Bars[0].BreakEven.Status == roi.NoSingleValue)
		})
	}
}

// Roots and intervals may touch; they may not be out of order.
func TestIRRDecodesTouchingRoots(t *testing.T) {
	const root = `{"rate":0.25,"continuous_rate":0.223144,"multiplicity":1,"extreme":false}`
	both := `{"status":"multiple","rate":null,"roots":[` + root + `,` + root + `],"unresolved":[],"sign_changes":2}`
	var irr roi.IRR
	require.NoError(t, json.Unmarshal([]byte(both), &irr))
	require.Len(t, irr.Roots, 2)
	touching := `{"status":"unresolved","rate":null,"roots":[],"unresolved":[{"low":0.1,"high":0.2},{"low":0.1,"high":0.3}],"sign_changes":2}`
	require.NoError(t, json.Unmarshal([]byte(touching), &irr))
	require.Error(t, json.Unmarshal([]byte(strings.Replace(touching, `{"low":0.1,"high":0.3}`, `{"low":0.09,"high":0.3}`, 1)), &irr))
}
