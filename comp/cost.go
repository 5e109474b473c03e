package comp

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
)

// MaxChances is the most chances of an attainment distribution.
const MaxChances = 1000

// Chance is one attainment that people may reach, and how likely it is.
type Chance struct {
	// Attainment is that of every component, 0 to [MaxAttainment] as a
	// fraction.
	Attainment decimal.Decimal `json:"attainment"`
	// Weight is how likely it is in proportion to the others, 0 to [MaxMoney]: a
	// probability, or how many people reached it last year.
	Weight decimal.Decimal `json:"weight"`
}

// CostEstimate is what a plan is expected to cost for one person and period.
type CostEstimate struct {
	// Points are what each chance pays, in the order given.
	Points []CostPoint `json:"points"`
	// Attainment is the expected attainment, exactly.
	Attainment Fraction `json:"attainment"`
	// Payout is the expected variable pay, exactly: Σ weight × payout ÷ Σ weight.
	Payout Fraction `json:"payout"`
	// Lowest and Highest are the least and the most that a chance of a weight
	// above 0 pays.
	Lowest  decimal.Decimal `json:"lowest"`
	Highest decimal.Decimal `json:"highest"`
	// AtAverage is what the expected attainment would pay, rounded to
	// [AttainmentPlaces] first. A plan with an accelerator costs more than
	// that: budgets that are made at the average fall short.
	AtAverage decimal.Decimal `json:"at_average"`
	// AboveTarget is how likely a payout above the target variable is, as a
	// fraction.
	AboveTarget Fraction `json:"above_target"`
	// CostRatio is the commission cost ratio: Payout ÷ the expected credited
	// amount of all components that add up, as a fraction. It means something
	// when their quotas are in the plan's currency and no amount counts twice.
	// It is undefined when nothing is credited.
	CostRatio salesops.Maybe `json:"cost_ratio"`
}

// CostPoint is what one chance pays.
type CostPoint struct {
	// Attainment is that of the chance.
	Attainment decimal.Decimal `json:"attainment"`
	// Likelihood is its weight ÷ the sum of all weights, exactly.
	Likelihood Fraction `json:"likelihood"`
	// Payout is what it pays, rounded as [Pay] rounds it.
	Payout decimal.Decimal `json:"payout"`
}

// EstimateCost returns what a plan costs when attainment is distributed as
// given: the mean of what each attainment pays, exactly.
//
//	expected payout = Σ weight × payout(attainment) ÷ Σ weight
//
// Every component has the attainment of the chance, as in [TracePlan], and a
// payout is rounded as [Pay] rounds it. Base pay is not in it.
//
// It returns an *[salesops.InputError] if:
//   - the plan is one that [Pay] or [TracePlan] refuses;
//   - there is no chance, there are more than [MaxChances], or none has a weight above 0;
//   - an attainment is not within 0 to [MaxAttainment], or a weight not within 0 to [MaxMoney];
//   - a decimal has more than 34 digits or an exponent outside -18 to 18.
//
// Playbook: CMP-6.
func EstimateCost(plan Plan, chances []Chance) (CostEstimate, error) {
	curve, err := TracePlan(plan)
	var list fault.List
	list.Take(err, func(*salesops.InputError) bool { return true })
	collectChances(list.In("EstimateCost"), chances)
	if list.Any() {
		return CostEstimate{}, list.Err()
	}
	traced := curve.traced()
	weights := decimal.Decimal{}
	for _, chance := range chances {
		weights = weights.Add(chance.Weight)
	}
	e := CostEstimate{Points: make([]CostPoint, len(chances))}
	paid, reached, above := decimal.Decimal{}, decimal.Decimal{}, decimal.Decimal{}
	first := true
	for i, chance := range chances {
		payout := traced.point(chance.Attainment).Payout
		e.Points[i] = CostPoint{
			Attainment: chance.Attainment, Likelihood: fraction(quotient(chance.Weight, weights)), Payout: payout,
		}
		if !chance.Weight.IsPositive() {
			continue
		}
		if first {
			e.Lowest, e.Highest, first = payout, payout, false
		}
		e.Lowest, e.Highest = decimal.Min(e.Lowest, payout), decimal.Max(e.Highest, payout)
		paid = paid.Add(chance.Weight.Mul(payout))
		reached = reached.Add(chance.Weight.Mul(chance.Attainment))
		if payout.Cmp(plan.TargetVariable) > 0 {
			above = above.Add(chance.Weight)
		}
	}
	e.Payout, e.Attainment = fraction(quotient(paid, weights)), fraction(quotient(reached, weights))
	e.AboveTarget = fraction(quotient(above, weights))
	e.AtAverage = traced.point(e.Attainment.Round(AttainmentPlaces)).Payout
	e.CostRatio = costRatio(paid, reached.Mul(plan.quotas()))
	return e, nil
}

// quotas returns the sum of the quotas of all components that add up.
func (p *Plan) quotas() decimal.Decimal {
	sum := decimal.Decimal{}
	for i := range p.Components {
		if c := &p.Components[i]; c.Tally != Level {
			sum = sum.Add(c.Quota)
		}
	}
	return sum
}

func costRatio(paid, credited decimal.Decimal) salesops.Maybe {
	if credited.IsZero() {
		return salesops.Undefined(nothingCredited)
	}
	return salesops.Defined(share(paid, credited))
}

func collectChances(in fault.Scope, chances []Chance) {
	if !in.Length("Chances", len(chances), 1, MaxChances) {
		return
	}
	positive, good := false, true
	for i, chance := range chances {
		at := in.At("Chances", i)
		at.Decimal("Attainment", chance.Attainment, 0, MaxAttainment, "as a fraction of the quotas")
		good = at.Decimal("Weight", chance.Weight, 0, MaxMoney, "") && good
		positive = positive || chance.Weight.IsPositive()
	}
	if good && !positive {
		in.Conflict("Chances", "only weights of 0", "at least one weight above 0")
	}
}
