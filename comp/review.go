package comp

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
)

// Review tells what a plan will make people do before anyone is paid by it. It
// returns these findings, in this order:
//
//	base-low                  base < 0.40 × on-target earnings
//	base-high                 base > 0.50 × on-target earnings
//	weights-below-one         sum of the weights < 1
//	weights-above-one         sum of the weights > 1
//	for each measure
//	    balance               weight of its components < 0.50 new, 0.30 expansion, 0.20 retention
//	    neglected             weight of its components < the same - 0.15
//	    overweighted          weight of its components > the same + 0.15
//	one-measure               measures of the plan < 2
//	for each component
//	    small-component       weight < 0.10
//	    inverted-bands        least step from one band's begin to the next <= 0
//	    band-gap              widest gap between a band's end and the next begin > 0
//	    band-overlap          widest overlap of a band's end and the next begin > 0
//	    overage-below-quota   lowest begin of an overage band < 1
//	    underpays-target      pay at 100% of quota < target pay
//	    overpays-target       pay at 100% of quota > target pay
//	    falling-pay           least change of pay, over a band or at its begin < 0
//	    cliff                 for each band that is not marginal, jump of pay at its begin > 0
//	    low-cap               cap < 1.50 × target pay, if there is a cap
//	low-cap                   cap of the plan < 1.50 × target variable, if there is one
//
// On-target earnings are base pay and target variable pay; since the two shares
// sum to 1, a range of 40-50% for the base is one of 50-60% for the variable.
// The range is that of one role: for a plan of another role than the policy's
// the first two do not apply. Pay is before rounding, caps and gates. The
// Subject of a balance is the measure, that of the others the component.
//
// A plan that [Pay] refuses only because its weights do not sum to 1 or its
// bands do not follow one another is reviewed: the findings say so, and those
// about the pay of such a component do not apply.
//
// Every comparison is exact, multiplied out where a division would be needed:
// the measure says by what. All lines are strict but that of inverted bands: a
// base of exactly 40% does not fire. The Note of a finding that fired says what
// to expect of people.
//
// It returns an *[salesops.InputError] if:
//   - a field of the plan is one that [Pay] refuses by itself;
//   - a field of the policy is out of its range, MinBaseShare is above MaxBaseShare, or the
//     weights of the three measures do not sum to exactly 1; so is the zero policy.
//
// Playbook: CMP-1, CMP-2, CMP-3, CMP-4.
func Review(plan Plan, policy ReviewPolicy) ([]salesops.Finding, error) {
	var list fault.List
	plan.collectShape(list.In("Plan"))
	policy.collect(list.In("ReviewPolicy"))
	if list.Any() {
		return nil, list.Err()
	}
	findings := reviewBase(&plan, &policy)
	findings = append(findings, reviewWeights(&plan, &policy)...)
	for i := range plan.Components {
		c := &plan.Components[i]
		findings = append(findings, c.review(plan.TargetVariable.Mul(c.Weight), &policy)...)
	}
	return append(findings, reviewCap("", plan.Cap, plan.TargetVariable, &policy)...), nil
}

func reviewBase(plan *Plan, policy *ReviewPolicy) []salesops.Finding {
	earnings := plan.Base.Add(plan.TargetVariable)
	compare := func(rule Rule, op string, share float64, expectation string) salesops.Finding {
		f := finding(rule, "CMP-1", "", "base pay", plan.Base, op, exact.Decimal(share).Mul(earnings), "in the plan's currency")
		return expecting(f, expectation)
	}
	findings := []salesops.Finding{
		compare(BaseLow, "<", policy.MinBaseShare,
			"too little is certain: expect pressure on customers to sign, and people who leave after a bad period"),
		compare(BaseHigh, ">", policy.MaxBaseShare,
			"too little depends on results: expect little effort beyond what is comfortable"),
	}
	if plan.Role != policy.Role {
		for i := range findings {
			findings[i].Outcome = salesops.NotApplicable
			findings[i].Note = "the range is that of the role " + string(policy.Role) + ", and the plan is for " + string(plan.Role)
		}
	}
	return findings
}

// reviewWeights compares the weights of the components with 1 and with the
// balance.
func reviewWeights(plan *Plan, policy *ReviewPolicy) []salesops.Finding {
	sum := decimal.Decimal{}
	measures := make(map[Measure]bool, len(plan.Components))
	for i := range plan.Components {
		sum = sum.Add(plan.Components[i].Weight)
		measures[plan.Components[i].Measure] = true
	}
	one := decimal.New(1, 0)
	findings := []salesops.Finding{
		expecting(finding(WeightsBelowOne, "CMP-3", "", "sum of the weights", sum, "<", one, "of target variable"),
			"part of the target pay belongs to no component: nobody can earn it"),
		expecting(finding(WeightsAboveOne, "CMP-3", "", "sum of the weights", sum, ">", one, "of target variable"),
			"the components promise more than the target pay: expect the plan to cost more than its budget"),
	}
	for _, b := range [...]balanced{
		{
			NewCustomers, policy.NewWeight,
			"hardly anything is paid for new customers: expect people to live off the present ones",
			"most is paid for new customers: expect expansion and retention to suffer",
		},
		{
			Expansion, policy.ExpansionWeight,
			"hardly anything is paid for expansion: expect present customers to be sold to once",
			"most is paid for expansion: expect present customers to be pushed and new ones not to be sought",
		},
		{
			Retention, policy.RetentionWeight,
			"hardly anything is paid for retention: expect customers to be forgotten once they have signed",
			"most is paid for retention: expect people to guard what they have and sell nothing new",
		},
	} {
		findings = append(findings, b.review(plan, exact.Decimal(policy.WeightTolerance))...)
	}
	f := finding(OneMeasure, "CMP-4", "", "measures of the plan", decimal.New(int64(len(measures)), 0), "<", decimal.New(2, 0), "measures")
	return append(findings, expecting(f, invites(plan.Components[0].Measure)))
}

// invites says what people do when they are paid for one measure alone.
func invites(only Measure) string {
	for _, known := range [...]struct {
		measure Measure
		note    string
	}{
		{Revenue, "revenue alone is paid: expect big deals to be chased and small ones to be ignored"},
		{NewCustomers, "new customers alone are paid: expect expansion and retention to suffer"},
		{Profit, "profit alone is paid: expect risky deals to be avoided"},
	} {
		if only == known.measure {
			return known.note
		}
	}
	return "one measure alone is paid: expect everything else to be left undone"
}

// balanced is a measure with its weight in the balance, and what to expect when
// far too little or too much is paid for it.
type balanced struct {
	measure            Measure
	weight             float64
	tooLittle, tooMuch string
}

func (b *balanced) review(plan *Plan, tolerance decimal.Decimal) []salesops.Finding {
	weight := decimal.Decimal{}
	for i := range plan.Components {
		if plan.Components[i].Measure == b.measure {
			weight = weight.Add(plan.Components[i].Weight)
		}
	}
	balance := exact.Decimal(b.weight)
	compare := func(rule Rule, row, op string, line decimal.Decimal, expectation string) salesops.Finding {
		return expecting(finding(rule, row, string(b.measure), "weight", weight, op, line, "of target variable"), expectation)
	}
	return []salesops.Finding{
		compare(Balance, "CMP-3", "<", balance, "less is paid for this than the balance asks: expect less work on it"),
		compare(Neglected, "CMP-4", "<", balance.Sub(tolerance), b.tooLittle),
		compare(Overweighted, "CMP-4", ">", balance.Add(tolerance), b.tooMuch),
	}
}

// reviewCap returns a finding if there is a cap.
func reviewCap(component string, most *decimal.Decimal, target decimal.Decimal, policy *ReviewPolicy) []salesops.Finding {
	if most == nil {
		return nil
	}
	line := exact.Decimal(policy.MinCapMultiple).Mul(target)
	f := finding(LowCap, "CMP-4", component, "cap", *most, "<", line, "in the plan's currency")
	return []salesops.Finding{expecting(f, "the best reach the cap: expect deals to be held back until the next period")}
}

// expecting returns f with what to expect of people, if it fired.
func expecting(f salesops.Finding, expectation string) salesops.Finding {
	if f.Outcome == salesops.Fired {
		f.Note = expectation
	}
	return f
}
