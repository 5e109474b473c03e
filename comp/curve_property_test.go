package comp_test

import (
	"math/big"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/comp"
	"github.com/salesops-go/salesops/internal/testkit"
)

// tables draws a rate table of any modes. Its begins lie on whole percents of
// the quota, so that amounts can be drawn at them.
func tables() *rapid.Generator[[]comp.Band] {
	return rapid.Custom(func(t *rapid.T) []comp.Band {
		from := rapid.SampledFrom([]int64{0, 0, 50, 90}).Draw(t, "first")
		list := make([]comp.Band, rapid.IntRange(1, 4).Draw(t, "bands"))
		for i := range list {
			mode := rapid.SampledFrom(comp.Modes()).Draw(t, "mode")
			if mode == comp.Overage && from < 100 {
				mode = comp.Marginal
			}
			list[i] = comp.Band{From: decimal.New(from, -2), Mode: mode, Rate: hundredths(0, 300).Draw(t, "rate")}
			from += rapid.Int64Range(1, 70).Draw(t, "width")
		}
		return list
	})
}

// curved is a plan and the component whose curve is looked at.
type curved struct {
	plan comp.Plan
	name string
}

func curvedPlans() *rapid.Generator[curved] {
	return rapid.Custom(func(t *rapid.T) curved {
		places := rapid.Int32Range(0, 2).Draw(t, "places")
		money := func(name string, high int64) decimal.Decimal {
			return decimal.New(rapid.Int64Range(1, high).Draw(t, name), -places)
		}
		limit := func(name string, high int64) *decimal.Decimal {
			if rapid.IntRange(0, 2).Draw(t, name+" or none") > 0 {
				return nil
			}
			d := money(name, high)
			return &d
		}
		plan := comp.Plan{
			Name: "plan", Role: comp.AccountExecutive, Places: places, TargetVariable: money("target", 3000),
			Rounding: rapid.SampledFrom([]comp.Rounding{"", comp.HalfAwayFromZero, comp.HalfEven}).Draw(t, "rounding"),
			Cap:      limit("plan cap", 9000),
		}
		names := []string{"first", "second", "third"}[:rapid.IntRange(1, 3).Draw(t, "components")]
		weight := []string{"1", "0.5", "0.25"}[len(names)-1]
		for i, name := range names {
			c := comp.Component{
				Name: name, Measure: comp.NewCustomers, Weight: dec(weight),
				Quota: decimal.New(rapid.SampledFrom([]int64{1, 3, 7, 10, 12, 100}).Draw(t, "quota"), 0),
				Basis: rapid.SampledFrom(comp.Bases()).Draw(t, "basis"), Bands: tables().Draw(t, "table"),
				Edge: rapid.SampledFrom([]comp.EdgeRule{"", comp.UpperBand, comp.LowerBand}).Draw(t, "edge"),
				Cap:  limit("cap", 4000),
			}
			if i == 0 && len(names) == 3 {
				c.Weight = dec("0.5")
			}
			if rapid.IntRange(0, 3).Draw(t, "gate") == 0 {
				c.Gates = []comp.Gate{{Component: rapid.SampledFrom(names).Draw(t, "gate on"), From: hundredths(1, 150).Draw(t, "gate from")}}
			}
			plan.Components = append(plan.Components, c)
		}
		for i := range rapid.IntRange(0, 2).Draw(t, "bonuses") {
			plan.Bonuses = append(plan.Bonuses, comp.Bonus{
				Name: names[0] + string(rune('a'+i)), Component: rapid.SampledFrom(names).Draw(t, "bonus of"),
				From: hundredths(0, 150).Draw(t, "bonus from"), Amount: money("bonus", 500),
				Frequency: rapid.SampledFrom(comp.Frequencies()).Draw(t, "frequency"),
			})
		}
		return curved{plan, rapid.SampledFrom(names).Draw(t, "component")}
	})
}

func (q curved) component() *comp.Component {
	for i := range q.plan.Components {
		if q.plan.Components[i].Name == q.name {
			return &q.plan.Components[i]
		}
	}
	return nil
}

// amounts are drawn at begins of bands, and a little from them.
func (q curved) amount(t *rapid.T) decimal.Decimal {
	percent := rapid.OneOf(rapid.SampledFrom([]int64{0, 50, 90, 100, 150}), rapid.Int64Range(0, 300)).Draw(t, "percent")
	off := rapid.SampledFrom([]string{"0", "0", "0.01", "-0.01", "0.000001", "-0.000001"}).Draw(t, "off")
	return decimal.New(percent, -2).Mul(q.component().Quota).Add(dec(off))
}

// A component's curve at an amount is what Pay pays for it, when the gates on
// the others are open.
func curveAsPayProperty(t *rapid.T) {
	q := curvedPlans().Draw(t, "plan")
	c := q.component()
	own := []comp.Gate{}
	for _, gate := range c.Gates {
		if gate.Component == c.Name {
			own = append(own, gate)
		}
	}
	q.plan.Components[0].Gates, c.Gates = nil, own
	curve, err := comp.TraceCurve(q.plan, q.name)
	require.NoError(t, err)
	amount := q.amount(t)
	point, err := curve.At(amount)
	require.NoError(t, err)

	results := comp.Results{}
	for i := range q.plan.Components {
		results.Credits = append(results.Credits, comp.Credit{Component: q.plan.Components[i].Name, Amount: amount})
	}
	statement, err := comp.Pay(q.plan, results)
	require.NoError(t, err)
	for _, paid := range statement.Components {
		if paid.Component == q.name {
			testkit.EqualDecimal(t, paid.Payout.String(), point.Payout)
			testkit.EqualDecimal(t, paid.Attainment.String(), point.Attainment)
		}
	}
	// Half a unit lies between what is paid and what is exact.
	off := new(big.Rat).Sub(point.Payout.Rat(), point.Exact.Rat())
	require.LessOrEqual(t, off.Abs(off).Cmp(decimal.New(5, -q.plan.Places-1).Rat()), 0)
}

// A plan's curve at an attainment is what Pay pays in all.
func planCurveAsPayProperty(t *rapid.T) {
	q := curvedPlans().Draw(t, "plan")
	curve, err := comp.TracePlan(q.plan)
	require.NoError(t, err)
	attainment := rapid.OneOf(hundredths(0, 300), rapid.SampledFrom([]decimal.Decimal{
		dec("0.000001"), dec("0.499999"), dec("0.5"), dec("0.500001"), dec("0.9"), dec("1"), dec("1.000001"),
	})).Draw(t, "attainment")
	point, err := curve.At(attainment)
	require.NoError(t, err)
	results := comp.Results{}
	for i := range q.plan.Components {
		c := &q.plan.Components[i]
		results.Credits = append(results.Credits, comp.Credit{Component: c.Name, Amount: attainment.Mul(c.Quota)})
	}
	statement, err := comp.Pay(q.plan, results)
	require.NoError(t, err)
	testkit.EqualDecimal(t, statement.Total.String(), point.Payout)
	// The exact pieces are the sum: half a unit for each component lies between.
	off := new(big.Rat).Sub(point.Payout.Rat(), point.Exact.Rat())
	most := new(big.Rat).Mul(decimal.New(5, -q.plan.Places-1).Rat(), big.NewRat(int64(len(q.plan.Components)), 1))
	require.LessOrEqual(t, off.Abs(off).Cmp(most), 0)
}

// The pieces hang together: they ascend, are straight, and jump by what they
// say.
func piecesProperty(t *rapid.T) {
	q := curvedPlans().Draw(t, "plan")
	curve, err := comp.TraceCurve(q.plan, q.name)
	require.NoError(t, err)
	whole, err := comp.TracePlan(q.plan)
	require.NoError(t, err)
	for _, list := range [][]comp.Piece{curve.Pieces, whole.Pieces} {
		require.Zero(t, list[0].From.Rat().Sign())
		for i, p := range list {
			below := new(big.Rat)
			if i > 0 {
				before := list[i-1]
				require.Positive(t, p.From.Rat().Cmp(before.From.Rat()))
				below.Sub(p.From.Rat(), before.From.Rat())
				below.Mul(below, before.Rate.Rat())
				below.Add(below, before.Above.Rat())
			}
			require.Zero(t, p.Jump.Rat().Cmp(new(big.Rat).Sub(p.Above.Rat(), below)))
		}
	}
}

// Exactly where a piece of a component begins, the pay is that of one of its
// sides, as the edge rule has it, unless a gate opens there.
func edgeProperty(t *rapid.T) {
	q := curvedPlans().Draw(t, "plan")
	q.component().Gates = nil
	curve, err := comp.TraceCurve(q.plan, q.name)
	require.NoError(t, err)
	for _, p := range curve.Pieces {
		side := p.Above.Rat()
		if q.component().Edge == comp.LowerBand {
			side.Sub(side, p.Jump.Rat())
		}
		require.Zero(t, side.Cmp(p.At.Rat()))
	}
}

// What Review finds in a rate table is what its curve shows: each cliff, and
// whether pay ever falls.
func reviewAsCurveProperty(t *rapid.T) {
	q := curvedPlans().Draw(t, "plan")
	findings, err := comp.Review(q.plan, comp.DefaultPolicy().ReviewPolicy)
	require.NoError(t, err)
	found := make(map[comp.Rule]int)
	for _, f := range findings {
		if f.Subject == q.name && f.Outcome == salesops.Fired {
			found[comp.Rule(f.Rule)]++
		}
	}
	q.component().Cap, q.component().Gates = nil, nil
	curve, err := comp.TraceCurve(q.plan, q.name)
	require.NoError(t, err)
	cliffs, falls := 0, 0
	for _, p := range curve.Pieces {
		if p.Jump.Rat().Sign() > 0 {
			cliffs++
		}
		if p.Jump.Rat().Sign() < 0 || p.Rate.Rat().Sign() < 0 {
			falls = 1
		}
	}
	require.Equal(t, cliffs, found[comp.Cliff])
	require.Equal(t, falls, found[comp.FallingPay])
}

// The sale that is found reaches the wish, and no smaller one does: all are
// tried.
func findSaleProperty(t *rapid.T) {
	q := curvedPlans().Draw(t, "plan")
	q.plan.Places = 0 // few steps, so that all can be tried
	for _, d := range []*decimal.Decimal{&q.plan.TargetVariable, q.plan.Cap, q.component().Cap} {
		if d != nil {
			*d = d.Ceil()
		}
	}
	for i := range q.plan.Components {
		if limit := q.plan.Components[i].Cap; limit != nil {
			*limit = limit.Ceil()
		}
	}
	for i := range q.plan.Bonuses {
		q.plan.Bonuses[i].Amount = q.plan.Bonuses[i].Amount.Ceil()
	}
	curve, err := comp.TraceCurve(q.plan, q.name)
	require.NoError(t, err)
	credited := decimal.New(rapid.Int64Range(-20, 600).Draw(t, "credited"), -1)
	wish := decimal.New(rapid.Int64Range(0, 60_000).Draw(t, "wish"), -1)
	if rapid.Bool().Draw(t, "a small wish") {
		wish = decimal.New(rapid.Int64Range(0, 300).Draw(t, "small"), -1)
	}
	sale, err := curve.FindSale(credited, wish)
	require.NoError(t, err)
	testkit.EqualDecimal(t, credited.Add(sale.Sale).String(), sale.Credited)
	pays := func(sold decimal.Decimal) decimal.Decimal {
		point, err := curve.At(credited.Add(sold))
		require.NoError(t, err)
		return point.Payout
	}
	testkit.EqualDecimal(t, pays(sale.Sale).String(), sale.Payout)
	if sale.Outcome == comp.OutOfReach {
		require.Negative(t, sale.Payout.Cmp(wish))
		wish = sale.Payout
		for steps := range int64(100) { // nothing pays more than the most
			require.LessOrEqual(t, pays(decimal.New(steps, 0)).Cmp(sale.Payout), 0)
		}
	} else {
		require.GreaterOrEqual(t, sale.Payout.Cmp(wish), 0)
		require.Equal(t, sale.Sale.IsZero(), sale.Outcome == comp.AlreadyReached)
	}
	for steps := range min(sale.Sale.BigInt().Int64(), 100) {
		require.Negative(t, pays(decimal.New(steps, 0)).Cmp(wish), steps)
	}
	if last := sale.Sale.Sub(decimal.New(1, 0)); !last.IsNegative() {
		require.Negative(t, pays(last).Cmp(wish))
	}
}

// The next threshold is the first sale with which another piece applies.
func nextProperty(t *rapid.T) {
	q := curvedPlans().Draw(t, "plan")
	curve, err := comp.TraceCurve(q.plan, q.name)
	require.NoError(t, err)
	amount := q.amount(t)
	point, err := curve.At(amount)
	require.NoError(t, err)
	applies := func(x decimal.Decimal) int {
		k := -1
		for i, p := range curve.Pieces {
			order := x.Rat().Cmp(p.From.Rat())
			if order > 0 || order == 0 && p.At.Rat().Cmp(p.Above.Rat()) == 0 {
				k = i
			}
		}
		return k
	}
	at := applies(amount)
	if point.Next == nil {
		require.Equal(t, len(curve.Pieces)-1, at)
		return
	}
	next := point.Next
	require.True(t, next.Sale.IsPositive())
	require.Equal(t, curve.Pieces[at+1].From.String(), next.From.String())
	require.Greater(t, applies(amount.Add(next.Sale)), at)
	require.Equal(t, at, applies(amount.Add(next.Sale).Sub(decimal.New(1, -q.plan.Places))))
	after, err := curve.At(amount.Add(next.Sale))
	require.NoError(t, err)
	testkit.EqualDecimal(t, after.Payout.String(), next.Payout)
	testkit.EqualDecimal(t, after.Payout.Sub(point.Payout).String(), next.Worth)
}

// The expected cost is the mean of what Pay pays.
func costProperty(t *rapid.T) {
	q := curvedPlans().Draw(t, "plan")
	chances := make([]comp.Chance, rapid.IntRange(1, 5).Draw(t, "chances"))
	for i := range chances {
		chances[i] = comp.Chance{Attainment: hundredths(0, 250).Draw(t, "attainment"), Weight: hundredths(0, 300).Draw(t, "weight")}
	}
	chances[0].Weight = chances[0].Weight.Add(dec("0.5"))
	estimate, err := comp.EstimateCost(q.plan, chances)
	require.NoError(t, err)
	sum, weights, above := new(big.Rat), new(big.Rat), new(big.Rat)
	for i, chance := range chances {
		results := comp.Results{}
		for _, c := range q.plan.Components {
			results.Credits = append(results.Credits, comp.Credit{Component: c.Name, Amount: chance.Attainment.Mul(c.Quota)})
		}
		statement, err := comp.Pay(q.plan, results)
		require.NoError(t, err)
		testkit.EqualDecimal(t, statement.Total.String(), estimate.Points[i].Payout)
		weight := chance.Weight.Rat()
		sum.Add(sum, new(big.Rat).Mul(weight, statement.Total.Rat()))
		weights.Add(weights, weight)
		if statement.Total.GreaterThan(q.plan.TargetVariable) {
			above.Add(above, weight)
		}
	}
	require.Zero(t, estimate.Payout.Rat().Cmp(sum.Quo(sum, weights)))
	require.Zero(t, estimate.AboveTarget.Rat().Cmp(above.Quo(above, weights)))
	require.LessOrEqual(t, estimate.Lowest.Rat().Cmp(sum), 0)
	require.GreaterOrEqual(t, estimate.Highest.Rat().Cmp(sum), 0)
	again := encoded(t, estimate)
	var back comp.CostEstimate
	require.NoError(t, back.UnmarshalJSON([]byte(again)))
	require.Equal(t, again, encoded(t, back))
}

func curveRoundTripProperty(t *rapid.T) {
	q := curvedPlans().Draw(t, "plan")
	curve, err := comp.TraceCurve(q.plan, q.name)
	require.NoError(t, err)
	var back comp.Curve
	require.NoError(t, back.UnmarshalJSON([]byte(encoded(t, curve))))
	require.Equal(t, encoded(t, curve), encoded(t, back))

	whole, err := comp.TracePlan(q.plan)
	require.NoError(t, err)
	var wholeBack comp.PlanCurve
	require.NoError(t, wholeBack.UnmarshalJSON([]byte(encoded(t, whole))))
	require.Equal(t, encoded(t, whole), encoded(t, wholeBack))

	amount := q.amount(t)
	point, err := back.At(amount)
	require.NoError(t, err)
	var pointBack comp.Point
	require.NoError(t, pointBack.UnmarshalJSON([]byte(encoded(t, point))))
	require.Equal(t, encoded(t, point), encoded(t, pointBack))

	sale, err := back.FindSale(amount, hundredths(0, 99999).Draw(t, "wish"))
	require.NoError(t, err)
	var saleBack comp.NeededSale
	require.NoError(t, saleBack.UnmarshalJSON([]byte(encoded(t, sale))))
	require.Equal(t, encoded(t, sale), encoded(t, saleBack))
}

// What is set aside grows to exactly what is paid, and is never less than
// nothing.
func accrueProperty(t *rapid.T) {
	q := curvedPlans().Draw(t, "plan")
	curve, err := comp.TraceCurve(q.plan, q.name)
	require.NoError(t, err)
	expected := hundredths(1, 40_000).Draw(t, "expected")
	credited := decimal.Min(expected, hundredths(0, 40_000).Draw(t, "credited"))
	accrual, err := curve.Accrue(credited, expected)
	require.NoError(t, err)
	end, err := curve.At(expected)
	require.NoError(t, err)
	testkit.EqualDecimal(t, end.Payout.String(), accrual.Payout)
	now, err := curve.At(credited)
	require.NoError(t, err)
	testkit.EqualDecimal(t, now.Payout.String(), accrual.Earned)
	testkit.EqualDecimal(t, accrual.Accrued.Sub(now.Payout).String(), accrual.Beyond)
	require.False(t, accrual.Accrued.IsNegative())
	exact := new(big.Rat).Mul(end.Payout.Rat(), credited.Rat())
	exact.Quo(exact, expected.Rat())
	off := exact.Sub(exact, accrual.Accrued.Rat())
	require.LessOrEqual(t, off.Abs(off).Cmp(decimal.New(5, -q.plan.Places-1).Rat()), 0)
	if credited.Equal(expected) {
		testkit.EqualDecimal(t, end.Payout.String(), accrual.Accrued)
	}
	again := encoded(t, accrual)
	var back comp.Accrual
	require.NoError(t, back.UnmarshalJSON([]byte(again)))
	require.Equal(t, again, encoded(t, back))
}

func TestCurveAsPay(t *testing.T)      { rapid.Check(t, curveAsPayProperty) }
func TestPlanCurveAsPay(t *testing.T)  { rapid.Check(t, planCurveAsPayProperty) }
func TestPieces(t *testing.T)          { rapid.Check(t, piecesProperty) }
func TestEdges(t *testing.T)           { rapid.Check(t, edgeProperty) }
func TestReviewAsCurve(t *testing.T)   { rapid.Check(t, reviewAsCurveProperty) }
func TestFindSaleMinimal(t *testing.T) { rapid.Check(t, findSaleProperty) }
func TestNext(t *testing.T)            { rapid.Check(t, nextProperty) }
func TestCostAsPay(t *testing.T)       { rapid.Check(t, costProperty) }
func TestCurveRoundTrip(t *testing.T)  { rapid.Check(t, curveRoundTripProperty) }
func TestAccrueEnds(t *testing.T)      { rapid.Check(t, accrueProperty) }

func FuzzCurveAsPay(f *testing.F)      { f.Fuzz(rapid.MakeFuzz(curveAsPayProperty)) }
func FuzzPlanCurveAsPay(f *testing.F)  { f.Fuzz(rapid.MakeFuzz(planCurveAsPayProperty)) }
func FuzzPieces(f *testing.F)          { f.Fuzz(rapid.MakeFuzz(piecesProperty)) }
func FuzzEdges(f *testing.F)           { f.Fuzz(rapid.MakeFuzz(edgeProperty)) }
func FuzzReviewAsCurve(f *testing.F)   { f.Fuzz(rapid.MakeFuzz(reviewAsCurveProperty)) }
func FuzzFindSaleMinimal(f *testing.F) { f.Fuzz(rapid.MakeFuzz(findSaleProperty)) }
func FuzzNext(f *testing.F)            { f.Fuzz(rapid.MakeFuzz(nextProperty)) }
func FuzzCostAsPay(f *testing.F)       { f.Fuzz(rapid.MakeFuzz(costProperty)) }
func FuzzCurveRoundTrip(f *testing.F)  { f.Fuzz(rapid.MakeFuzz(curveRoundTripProperty)) }
func FuzzAccrueEnds(f *testing.F)      { f.Fuzz(rapid.MakeFuzz(accrueProperty)) }
