package comp

import (
	"math/big"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/fault"
)

// MaxTracedBands is the most bands that the components of a plan have together
// for [TracePlan]. Exact sums of interpolated bands have thousands of digits.
const MaxTracedBands = 500

// PlanCurve is what a whole plan pays when every component has the same
// attainment, as a function of that attainment. [TracePlan] returns it.
type PlanCurve struct {
	// Places is the number of decimal places of the currency.
	Places int32 `json:"places"`
	// Rounding is how a payout is rounded to them.
	Rounding Rounding `json:"rounding"`
	// Components are the curves of the components in the order of the plan, of
	// their credited amounts. Unlike a curve that stands alone, each has all of
	// the component's gates.
	Components []Curve `json:"components"`
	// Bonuses are what all bonuses pay together that ask neither for a product
	// nor for the size of a deal.
	Bonuses []Piece `json:"bonuses"`
	// Cap is the most that the plan pays; nil is no cap.
	Cap *decimal.Decimal `json:"cap"`
	// Pieces are the sum of components and bonuses, before rounding and with
	// the cap, as a function of the attainment.
	Pieces []Piece `json:"pieces"`
}

// TracePlan returns the whole payout function of a plan: what it pays when the
// attainment of every component is the same.
//
//	pay = min(cap of the plan, Σ pay of the components + bonuses)
//
// What depends on single deals is not in it: the cap of a deal, and bonuses for
// a product or for the size of a deal. Other bonuses are paid once, as [Pay]
// pays them on the credit for a whole period.
//
// It returns an *[salesops.InputError] if the plan is one that [Pay] refuses, or
// its components have more than [MaxTracedBands] bands together.
//
// Playbook: CMP-2, CMP-6.
func TracePlan(plan Plan) (PlanCurve, error) {
	var list fault.List
	in := list.In("Plan")
	plan.collect(in)
	bands := 0
	for i := range plan.Components {
		bands += len(plan.Components[i].Bands)
	}
	if bands > MaxTracedBands {
		in.OutOfRange("Components", strconv.Itoa(bands)+" bands", "at most "+strconv.Itoa(MaxTracedBands)+" bands together")
	}
	if list.Any() {
		return PlanCurve{}, list.Err()
	}
	curve := PlanCurve{Places: plan.Places, Rounding: plan.rounding(), Components: make([]Curve, len(plan.Components))}
	functions := make([][]stretch, len(plan.Components), len(plan.Components)+1)
	for i := range plan.Components {
		c := &plan.Components[i]
		opens := decimal.Decimal{}
		for _, gate := range c.Gates {
			opens = decimal.Max(opens, gate.From)
		}
		own := c.stretches(plan.TargetVariable.Mul(c.Weight), opens)
		curve.Components[i] = plan.curve(c, own)
		functions[i] = perQuota(own, c.Quota)
	}
	bonuses := plan.bonusStretches()
	curve.Bonuses = pieces(bonuses)
	sum := added(append(functions, bonuses))
	if plan.Cap != nil {
		most := *plan.Cap
		curve.Cap = &most
		sum = capped(sum, most.Rat())
	}
	curve.Pieces = pieces(sum)
	return curve, nil
}

// bonusStretches returns what the bonuses pay that the credit for a whole period
// earns, as a function of the attainment.
func (p *Plan) bonusStretches() []stretch {
	functions := [][]stretch{{flat(new(big.Rat), new(big.Rat))}}
	for i := range p.Bonuses {
		b := &p.Bonuses[i]
		if b.Product != "" || !b.MinCredit.IsZero() {
			continue
		}
		step := flat(b.From.Rat(), b.Amount.Rat())
		if step.from.Sign() == 0 {
			step.at = new(big.Rat) // nothing sold earns no bonus
		}
		functions = append(functions, []stretch{step})
	}
	return added(functions)
}

// PlanPoint is one point of a [PlanCurve].
type PlanPoint struct {
	// Attainment is that of every component, as a fraction.
	Attainment decimal.Decimal `json:"attainment"`
	// Exact is the pay before rounding.
	Exact Fraction `json:"exact"`
	// Payout is the pay as [Pay] rounds it: component by component.
	Payout decimal.Decimal `json:"payout"`
	// MarginalRate is what one further attainment would pay at the rate of this
	// piece, jumps aside: a hundred times what the next percent pays.
	MarginalRate Fraction `json:"marginal_rate"`
}

// At returns the point of the curve at an attainment. Payout is the total that
// [Pay] pays when the quota times the attainment is given as the credit of each
// component, and no deal is capped.
//
// It returns an *[salesops.InputError] if the curve is not one that [TracePlan]
// returns, or attainment is not within 0 to [MaxAttainment] or has more than 34
// digits or an exponent outside -18 to 18.
//
// Playbook: CMP-6.
func (c PlanCurve) At(attainment decimal.Decimal) (PlanPoint, error) {
	var list fault.List
	c.collect(list.In("PlanCurve"))
	in := list.In("At")
	in.Decimal("Attainment", attainment, 0, MaxAttainment, "as a fraction of the quotas")
	if list.Any() {
		return PlanPoint{}, list.Err()
	}
	return c.traced().point(attainment), nil
}

// tracedPlan is a plan's curve ready for many points.
type tracedPlan struct {
	curve      *PlanCurve
	components [][]stretch
	bonuses    []stretch
	sum        []stretch
}

func (c *PlanCurve) traced() *tracedPlan {
	t := &tracedPlan{curve: c, bonuses: stretches(c.Bonuses), sum: stretches(c.Pieces)}
	for i := range c.Components {
		t.components = append(t.components, stretches(c.Components[i].Pieces))
	}
	return t
}

func (t *tracedPlan) point(attainment decimal.Decimal) PlanPoint {
	x := attainment.Rat()
	payout := t.curve.Rounding.rational(payAt(t.bonuses, x), t.curve.Places)
	for i, own := range t.components {
		amount := attainment.Mul(t.curve.Components[i].Quota).Rat()
		payout = payout.Add(t.curve.Rounding.rational(payAt(own, amount), t.curve.Places))
	}
	if t.curve.Cap != nil {
		payout = decimal.Min(payout, *t.curve.Cap)
	}
	return PlanPoint{
		Attainment: attainment, Exact: fraction(payAt(t.sum, x)), Payout: payout,
		MarginalRate: fraction(t.sum[find(t.sum, x)].rate),
	}
}
