package overflow_test

import (
	"encoding/json"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/overflow"
)

// copied returns a plan that shares nothing with p.
func copied(t *testing.T, p overflow.Plan) overflow.Plan {
	t.Helper()
	text, err := json.Marshal(p)
	require.NoError(t, err)
	var c overflow.Plan
	require.NoError(t, json.Unmarshal(text, &c))
	return c
}

func TestVerifyFindsEachFault(t *testing.T) {
	b := planWorkshop()
	good := mustAllocate(t, b)
	cent := decimal.New(1, -2)
	add := func(d *decimal.Decimal) { *d = d.Add(cent) }
	for name, tc := range map[string]struct {
		change  func(p *overflow.Plan)
		check   overflow.PlanCheck
		subject string
	}{
		"value":             {func(p *overflow.Plan) { add(&p.Value); add(&p.Bound) }, overflow.CheckValue, ""},
		"bound":             {func(p *overflow.Plan) { add(&p.Bound) }, overflow.CheckStatus, ""},
		"gap":               {func(p *overflow.Plan) { p.Gap = salesops.Undefined("") }, overflow.CheckStatus, ""},
		"status":            {func(p *overflow.Plan) { p.Status = "fine" }, overflow.CheckStatus, ""},
		"bounded":           {func(p *overflow.Plan) { p.Status = overflow.Bounded }, overflow.CheckStatus, ""},
		"price bound below": {func(p *overflow.Plan) { p.PriceBound = p.Value.Sub(cent) }, overflow.CheckStatus, ""},
		"price bound":       {func(p *overflow.Plan) { add(&p.PriceBound) }, overflow.CheckPriceBound, ""},
		"conflict":          {func(p *overflow.Plan) { p.Conflict = &overflow.Conflict{} }, overflow.CheckStatus, ""},
		"an order less":     {func(p *overflow.Plan) { p.Orders = p.Orders[1:] }, overflow.CheckOrders, ""},
		"another order":     {func(p *overflow.Plan) { p.Orders[1].ID = "Z" }, overflow.CheckOrders, "Z"},
		"not declinable":    {func(p *overflow.Plan) { p.Orders[0].Placement = overflow.Placement{Kind: overflow.Declined} }, overflow.CheckPlacement, "A"},
		"before the window": {func(p *overflow.Plan) { p.Orders[3].Placement = overflow.Placement{Kind: overflow.InHouse, Period: 1} }, overflow.CheckPlacement, "D"},
		"deferred":          {func(p *overflow.Plan) { p.Orders[2].Placement = overflow.Placement{Kind: overflow.InHouse, Period: 1} }, overflow.CheckPlacement, "C"},
		"too risky later":   {func(p *overflow.Plan) { p.Orders[4].Placement.Period = 2 }, overflow.CheckPlacement, "E"},
		"too risky away": {func(p *overflow.Plan) {
			p.Orders[3].Placement = overflow.Placement{Kind: overflow.AtPartner, Partner: "Acme"}
		}, overflow.CheckPlacement, "D"},
		"ruled out":         {func(p *overflow.Plan) { p.Orders[5].Placement = overflow.Placement{Kind: overflow.InHouse, Period: 1} }, overflow.CheckPlacement, "F"},
		"nowhere":           {func(p *overflow.Plan) { p.Orders[5].Placement.Kind = "" }, overflow.CheckPlacement, "F"},
		"both":              {func(p *overflow.Plan) { p.Orders[1].Placement.Partner = "Acme" }, overflow.CheckPlacement, "B"},
		"gain":              {func(p *overflow.Plan) { add(&p.Orders[2].Gain) }, overflow.CheckGain, "C"},
		"net gain":          {func(p *overflow.Plan) { add(&p.Orders[2].NetGain) }, overflow.CheckGain, "C"},
		"better gain":       {func(p *overflow.Plan) { add(&p.Orders[1].Better.Gain) }, overflow.CheckGain, "B"},
		"better net":        {func(p *overflow.Plan) { add(&p.Orders[1].Better.NetGain) }, overflow.CheckGain, "B"},
		"better elsewhere":  {func(p *overflow.Plan) { p.Orders[1].Better.Placement.Period = 2 }, overflow.CheckGain, "B"},
		"better nowhere":    {func(p *overflow.Plan) { p.Orders[1].Better.Placement = overflow.Placement{Kind: overflow.Declined} }, overflow.CheckGain, "B"},
		"no better":         {func(p *overflow.Plan) { p.Orders[1].Better = nil }, overflow.CheckGain, "B"},
		"better than best":  {func(p *overflow.Plan) { p.Orders[0].Better = p.Orders[1].Better }, overflow.CheckGain, "A"},
		"a load less":       {func(p *overflow.Plan) { p.Stages = p.Stages[1:] }, overflow.CheckLoad, ""},
		"another stage":     {func(p *overflow.Plan) { p.Stages[1].Stage = "finish" }, overflow.CheckLoad, "cutting, period 2"},
		"capacity":          {func(p *overflow.Plan) { p.Stages[1].CapacityMinutes++ }, overflow.CheckLoad, "cutting, period 2"},
		"load":              {func(p *overflow.Plan) { p.Stages[2].LoadMinutes++ }, overflow.CheckLoad, "finish, period 1"},
		"bought":            {func(p *overflow.Plan) { p.Stages[3].BoughtMinutes++ }, overflow.CheckLoad, "finish, period 2"},
		"cost":              {func(p *overflow.Plan) { add(&p.Stages[0].Cost) }, overflow.CheckLoad, "cutting, period 1"},
		"worth of an hour":  {func(p *overflow.Plan) { p.Stages[0].ValuePerHour = cent.Neg() }, overflow.CheckPriceBound, "cutting, period 1"},
		"no partner":        {func(p *overflow.Plan) { p.Partners = nil }, overflow.CheckLoad, ""},
		"another partner":   {func(p *overflow.Plan) { p.Partners[0].Partner = "X" }, overflow.CheckLoad, "X"},
		"partner limit":     {func(p *overflow.Plan) { p.Partners[0].LimitMinutes++ }, overflow.CheckLoad, "Acme"},
		"partner load":      {func(p *overflow.Plan) { p.Partners[0].LoadMinutes++ }, overflow.CheckLoad, "Acme"},
		"partner hour":      {func(p *overflow.Plan) { p.Partners[0].ValuePerHour = cent.Neg() }, overflow.CheckPriceBound, "Acme"},
		"in-house orders":   {func(p *overflow.Plan) { p.Totals.InHouseOrders++ }, overflow.CheckTotals, ""},
		"declined orders":   {func(p *overflow.Plan) { p.Totals.DeclinedOrders++ }, overflow.CheckTotals, ""},
		"partner orders":    {func(p *overflow.Plan) { p.Totals.PartnerOrders++ }, overflow.CheckTotals, ""},
		"moved orders":      {func(p *overflow.Plan) { p.Totals.MovedOrders++ }, overflow.CheckTotals, ""},
		"temporary minutes": {func(p *overflow.Plan) { p.Totals.TemporaryMinutes++ }, overflow.CheckTotals, ""},
		"in-house gain":     {func(p *overflow.Plan) { add(&p.Totals.InHouseGain) }, overflow.CheckTotals, ""},
		"declined":          {func(p *overflow.Plan) { add(&p.Totals.DeclinedContribution) }, overflow.CheckTotals, ""},
		"decline cost":      {func(p *overflow.Plan) { add(&p.Totals.DeclineCost) }, overflow.CheckTotals, ""},
		"partner gain":      {func(p *overflow.Plan) { add(&p.Totals.PartnerGain) }, overflow.CheckTotals, ""},
		"temporary cost":    {func(p *overflow.Plan) { add(&p.Totals.TemporaryCost) }, overflow.CheckTotals, ""},
		"late cost":         {func(p *overflow.Plan) { add(&p.Totals.LateCost) }, overflow.CheckTotals, ""},
		"incentives":        {func(p *overflow.Plan) { add(&p.Totals.Incentives) }, overflow.CheckTotals, ""},
		"a wide number":     {func(p *overflow.Plan) { p.Value = decimal.New(1, 1_000_000) }, overflow.CheckStatus, ""},
	} {
		t.Run(name, func(t *testing.T) {
			p := copied(t, good)
			tc.change(&p)
			violations, err := overflow.Verify(b, p, planPolicy)
			require.NoError(t, err)
			require.NotEmpty(t, violations)
			require.Equal(t, tc.check, violations[0].Check, "%v", violations)
			require.Equal(t, tc.subject, violations[0].Subject)
			require.NotEmpty(t, violations[0].Detail)
		})
	}
}

func TestVerifyWithoutPlan(t *testing.T) {
	free := committed("free", 1)
	free.Committed = false
	b := overflow.Book{
		Periods: 1, Stages: []overflow.BookStage{{Name: "s", CapacityMinutes: []int64{100}}},
		Orders: []overflow.BookOrder{committed("a", 60), free, committed("b", 50)},
	}
	good := mustAllocate(t, b)
	require.Equal(t, []string{"a", "b"}, good.Conflict.Orders)
	named := func(ids ...string) func(p *overflow.Plan) {
		return func(p *overflow.Plan) { p.Conflict.Orders = ids }
	}
	one := decimal.New(1, 0)
	for name, tc := range map[string]struct {
		change func(p *overflow.Plan)
		check  overflow.PlanCheck
	}{
		"money":           {func(p *overflow.Plan) { p.Value = one; p.Bound = one; p.PriceBound = one }, overflow.CheckStatus},
		"in-house orders": {func(p *overflow.Plan) { p.Totals.InHouseOrders = 1 }, overflow.CheckStatus},
		"declined orders": {func(p *overflow.Plan) { p.Totals.DeclinedOrders = 1 }, overflow.CheckStatus},
		"partner orders":  {func(p *overflow.Plan) { p.Totals.PartnerOrders = 1 }, overflow.CheckStatus},
		"orders":          {func(p *overflow.Plan) { p.Orders = make([]overflow.PlannedOrder, 1) }, overflow.CheckStatus},
		"stages":          {func(p *overflow.Plan) { p.Stages = make([]overflow.StageLoad, 1) }, overflow.CheckStatus},
		"partners":        {func(p *overflow.Plan) { p.Partners = make([]overflow.PartnerLoad, 1) }, overflow.CheckStatus},
		"a gap":           {func(p *overflow.Plan) { p.Gap = salesops.Defined(0) }, overflow.CheckStatus},
		"no conflict":     {func(p *overflow.Plan) { p.Conflict = nil }, overflow.CheckStatus},
		"unresolved":      {func(p *overflow.Plan) { p.Status = overflow.Unresolved }, overflow.CheckStatus},
		"nobody":          {named("a", "nobody"), overflow.CheckConflict},
		"out of order":    {named("b", "a"), overflow.CheckConflict},
		"twice":           {named("a", "a"), overflow.CheckConflict},
		"declinable":      {named("a", "free"), overflow.CheckConflict},
		"none":            {named(), overflow.CheckConflict},
	} {
		t.Run(name, func(t *testing.T) {
			p := copied(t, good)
			tc.change(&p)
			violations, err := overflow.Verify(b, p, planPolicy)
			require.NoError(t, err)
			require.NotEmpty(t, violations)
			require.Equal(t, tc.check, violations[0].Check, "%v", violations)
		})
	}
}
