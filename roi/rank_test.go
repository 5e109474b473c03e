package roi_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/roi"
)

// saving is a program that costs cost and brings worth in its two months.
func saving(cost, worth int64) roi.Program {
	return roi.Program{
		Cost: decimal.New(cost, 0), HoursPerTask: 1, TasksPerMonth: float64(cost+worth) / 2, LaborCostPerHour: decimal.New(1, 0),
		ShareAutomated: 1, CashShare: 1, LifeMonths: 2,
	}
}

func undiscounted() roi.Policy {
	policy := roi.DefaultPolicy()
	policy.AnnualDiscountRate = 0
	return policy
}

// A portfolio in which every reason but the search's occurs.
func everyReason() roi.Portfolio {
	budget := decimal.New(100, 0)
	return roi.Portfolio{Budget: &budget, Candidates: []roi.Candidate{
		{Name: "quotes", Kind: roi.QuotesAndProposals, Program: saving(40, 60), Needs: []string{"catalog"}},
		{Name: "catalog", Kind: "cleaning", Horizon: roi.ThisMonth, Program: saving(20, -10)},
		{Name: "routing", Kind: roi.OrderRouting, Program: saving(30, 45)},
		{Name: "other routing", Kind: roi.IntelligentRouting, Program: saving(10, 5), Excludes: []string{"routing"}},
		{Name: "planning", Kind: roi.PredictivePlanning, Program: saving(101, 500)},
		{Name: "reports", Kind: roi.Reports, Program: saving(10, 0)},
		{Name: "pricing", Kind: roi.DynamicPricing, Program: saving(20, 6)},
		{Name: "service", Kind: roi.AIService, Program: saving(2, 3), Needs: []string{"portal"}},
		{Name: "portal", Kind: "portal", Horizon: roi.ThisYear, Program: saving(3, -3)},
		{Name: "entry", Kind: roi.DataEntry, Program: saving(1, 9), Needs: []string{"routing", "other routing"}},
	}}
}

func TestRankCandidates(t *testing.T) {
	r, err := roi.RankCandidates(everyReason(), undiscounted())
	require.NoError(t, err)
	testkit.EqualDecimal(t, "90", r.Cost)
	testkit.EqualDecimal(t, "95", r.NPV)
	testkit.EqualDecimal(t, "0", r.Gap)
	reasons := make(map[string]roi.Reason)
	because := make(map[string][]string)
	for _, c := range r.Candidates {
		reasons[c.Name] = c.Reason
		because[c.Name] = c.Because
	}
	require.Equal(t, map[string]roi.Reason{
		"quotes": roi.WorthIt, "catalog": roi.Needed, "routing": roi.WorthIt, "other routing": roi.ShutOut, "planning": roi.OverBudget,
		"reports": roi.NoValue, "pricing": roi.BetterSpent, "service": roi.NeedsTooMuch, "portal": roi.NoValue, "entry": roi.Impossible,
	}, reasons)
	require.Equal(t, []string{"quotes"}, because["catalog"])
	require.Equal(t, []string{"routing"}, because["other routing"])
	require.Equal(t, []string{"portal"}, because["service"])
	require.Equal(t, "entry", r.Candidates[0].Name)
	require.Equal(t, roi.ThisQuarter, r.Candidates[3].Horizon)
	testkit.Golden(t, "ranking", r)
	testkit.Golden(t, "portfolio", everyReason())
}

func TestRankCandidatesOrders(t *testing.T) {
	r, err := roi.RankCandidates(roi.Portfolio{Candidates: []roi.Candidate{
		{Name: "slow and worth it", Kind: roi.Reports, Program: saving(100, 50)},
		{Name: "never", Kind: roi.DataEntry, Program: saving(100, -50)},
		{Name: "quick", Kind: roi.DynamicPricing, Program: saving(10, 9)},
		{Name: "free", Kind: roi.DynamicPricing, Program: saving(0, 2)},
		{Name: "nothing", Kind: roi.Reports, Program: saving(0, 0)},
	}}, undiscounted())
	require.NoError(t, err)
	places := make(map[string][3]int)
	for _, c := range r.Candidates {
		places[c.Name] = [3]int{c.ByPayback, c.ByValue, c.ByHorizon}
	}
	require.Equal(t, map[string][3]int{
		"free": {1, 1, 4}, "nothing": {2, 5, 1}, "quick": {3, 2, 5}, "slow and worth it": {4, 3, 2}, "never": {5, 4, 3},
	}, places)
	require.Equal(t, 0.5, r.Candidates[3].NPVPerCost.Or(0))
}

// The search stops at its limit and says how far from the best it may be.
func TestRankCandidatesStops(t *testing.T) {
	policy := undiscounted()
	policy.MaxNodes = 1
	budget := decimal.New(100, 0)
	r, err := roi.RankCandidates(roi.Portfolio{Budget: &budget, Candidates: []roi.Candidate{
		{Name: "a", Kind: roi.Reports, Program: saving(60, 66)},
		{Name: "b", Kind: roi.Reports, Program: saving(50, 51)},
		{Name: "c", Kind: roi.Reports, Program: saving(50, 50)},
	}}, policy)
	require.NoError(t, err)
	testkit.EqualDecimal(t, "66", r.NPV)
	testkit.EqualDecimal(t, "35", r.Gap)
	require.Equal(t, 1, r.Nodes)
}

func TestRankCandidatesRejects(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	for name, tc := range map[string]struct {
		edit func(*roi.Portfolio, *roi.Policy)
		want testkit.Fault
	}{
		"none":        {func(p *roi.Portfolio, _ *roi.Policy) { p.Candidates = nil }, testkit.Fault{Field: "Portfolio.Candidates", Reason: missing}},
		"too many":    {func(p *roi.Portfolio, _ *roi.Policy) { p.Candidates = make([]roi.Candidate, 81) }, testkit.Fault{Field: "Portfolio.Candidates", Reason: out}},
		"twice":       {func(p *roi.Portfolio, _ *roi.Policy) { p.Candidates[5].Name = "quotes" }, testkit.Fault{Field: "Portfolio.Candidates[5].Name", Reason: conflict}},
		"kind":        {func(p *roi.Portfolio, _ *roi.Policy) { p.Candidates[1].Kind = "" }, testkit.Fault{Field: "Portfolio.Candidates[1].Kind", Reason: missing}},
		"horizon":     {func(p *roi.Portfolio, _ *roi.Policy) { p.Candidates[1].Horizon = "" }, testkit.Fault{Field: "Portfolio.Candidates[1].Horizon", Reason: missing}},
		"odd horizon": {func(p *roi.Portfolio, _ *roi.Policy) { p.Candidates[2].Horizon = "soon" }, testkit.Fault{Field: "Portfolio.Candidates[2].Horizon", Reason: out}},
		"program":     {func(p *roi.Portfolio, _ *roi.Policy) { p.Candidates[2].Program.LifeMonths = 0 }, testkit.Fault{Field: "Portfolio.Candidates[2].Program.LifeMonths", Reason: missing}},
		"needs":       {func(p *roi.Portfolio, _ *roi.Policy) { p.Candidates[2].Needs = []string{"quotes", "none"} }, testkit.Fault{Field: "Portfolio.Candidates[2].Needs[1]", Reason: conflict}},
		"needs twice": {func(p *roi.Portfolio, _ *roi.Policy) { p.Candidates[2].Needs = []string{"quotes", "quotes"} }, testkit.Fault{Field: "Portfolio.Candidates[2].Needs[1]", Reason: conflict}},
		"itself":      {func(p *roi.Portfolio, _ *roi.Policy) { p.Candidates[2].Excludes = []string{"routing"} }, testkit.Fault{Field: "Portfolio.Candidates[2].Excludes[0]", Reason: conflict}},
		"budget":      {func(p *roi.Portfolio, _ *roi.Policy) { *p.Budget = decimal.New(-1, 0) }, testkit.Fault{Field: "Portfolio.Budget", Reason: out}},
		"fraction":    {func(p *roi.Portfolio, _ *roi.Policy) { *p.Budget = decimal.New(1, -3) }, testkit.Fault{Field: "Portfolio.Budget", Reason: out}},
		"too large": {
			func(p *roi.Portfolio, _ *roi.Policy) {
				p.Candidates[2].Program.LaborCostPerHour = decimal.New(roi.MaxAmount, 0)
			},
			testkit.Fault{Field: "Portfolio.Candidates[2].Program", Reason: conflict},
		},
		"nodes": {func(_ *roi.Portfolio, p *roi.Policy) { p.MaxNodes = 0 }, testkit.Fault{Field: "RankPolicy.MaxNodes", Reason: missing}},
	} {
		t.Run(name, func(t *testing.T) {
			portfolio, policy := everyReason(), undiscounted()
			tc.edit(&portfolio, &policy)
			r, err := roi.RankCandidates(portfolio, policy)
			testkit.RequireFaults(t, err, tc.want)
			require.Zero(t, r)
		})
	}
}

func TestRankingRejects(t *testing.T) {
	r, err := roi.RankCandidates(everyReason(), undiscounted())
	require.NoError(t, err)
	data, err := json.Marshal(r)
	require.NoError(t, err)
	for name, edit := range map[string][2]string{
		"sum":     {`"npv":"95"`, `"npv":"96"`},
		"cost":    {`"cost":"90"`, `"cost":"91"`},
		"gap":     {`"gap":"0"`, `"gap":"-1"`},
		"place":   {`"by_value":1,`, `"by_value":2,`},
		"reason":  {`"reason":"worth-it"`, `"reason":"no-value"`},
		"ratio":   {`"npv_per_cost":1.5`, `"npv_per_cost":1.4`},
		"name":    {`"because":["portal"]`, `"because":["portals"]`},
		"verdict": {`"verdict":"never"`, `"verdict":"too-slow"`},
		"nodes":   {`"nodes":`, `"nodes":-`},
	} {
		text := strings.Replace(string(data), edit[0], edit[1], 1)
		require.NotEqual(t, string(data), text, name)
		var back roi.Ranking
		require.NotEmpty(t, salesops.InputErrors(json.Unmarshal([]byte(text), &back)), name)
	}
}

func TestKnownKinds(t *testing.T) {
	perHorizon := make(map[roi.Horizon]int)
	for _, k := range roi.KnownKinds() {
		perHorizon[k.Horizon]++
		found, known := roi.LookUpKind(k.Kind)
		require.True(t, known)
		require.Equal(t, k, found)
	}
	require.Equal(t, map[roi.Horizon]int{roi.ThisMonth: 5, roi.ThisQuarter: 5, roi.ThisYear: 5}, perHorizon)
	_, known := roi.LookUpKind("other")
	require.False(t, known)
}
