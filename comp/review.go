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
//	base-low                     base < 0.40 × on-target earnings
//	base-high                    base > 0.50 × on-target earnings
//	balance, for each measure    weight of its components < 0.50 new, 0.30 expansion, 0.20 retention
//	underpays-target, and
//	overpays-target, for each    pay at 100% of quota < or > target variable × weight
//	component
//
// On-target earnings are base pay and target variable pay; since the two shares
// sum to 1, a range of 40-50% for the base is one of 50-60% for the variable.
// The range is that of one role: for a plan of another role than the policy's
// the first two do not apply. Weights sum to 1, so that when no balance fires
// the plan has exactly the balance of the policy. Pay at 100% of quota is
// before rounding. The Subject of a balance is the measure, that of the last
// two the component.
//
// Every comparison is exact, and all lines are strict: a base of exactly 40%
// does not fire. The Note of a finding that fired says what to expect of
// people.
//
// It returns an *[salesops.InputError] if:
//   - the plan is one that [Pay] refuses;
//   - a field of the policy is out of its range, MinBaseShare is above MaxBaseShare, or the
//     weights of the three measures do not sum to exactly 1; so is the zero policy.
//
// Playbook: CMP-1, CMP-3.
func Review(plan Plan, policy ReviewPolicy) ([]salesops.Finding, error) {
	var list fault.List
	plan.collect(list.In("Plan"))
	policy.collect(list.In("ReviewPolicy"))
	if list.Any() {
		return nil, list.Err()
	}
	findings := reviewBase(&plan, &policy)
	findings = append(findings, reviewBalance(&plan, &policy)...)
	for i := range plan.Components {
		c := &plan.Components[i]
		findings = append(findings, c.reviewTarget(plan.TargetVariable.Mul(c.Weight))...)
	}
	return findings, nil
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

func reviewBalance(plan *Plan, policy *ReviewPolicy) []salesops.Finding {
	balance := [...]float64{policy.NewWeight, policy.ExpansionWeight, policy.RetentionWeight}
	findings := make([]salesops.Finding, len(balance))
	for i, measure := range Measures() {
		weight := decimal.Decimal{}
		for _, c := range plan.Components {
			if c.Measure == measure {
				weight = weight.Add(c.Weight)
			}
		}
		f := finding(Balance, "CMP-3", string(measure), "weight", weight, "<", exact.Decimal(balance[i]), "of target variable")
		findings[i] = expecting(f, "less is paid for this than the balance asks: expect less work on it")
	}
	return findings
}

func (c *Component) reviewTarget(target decimal.Decimal) []salesops.Finding {
	compare := func(rule Rule, op, expectation string) salesops.Finding {
		f := finding(rule, "CMP-1", c.Name, "pay at 100% of quota", c.payAtQuota(target), op, target, "in the plan's currency")
		return expecting(f, expectation)
	}
	return []salesops.Finding{
		compare(UnderpaysTarget, "<", "reaching the quota pays less than was promised: expect people to find out"),
		compare(OverpaysTarget, ">", "reaching the quota pays more than the target: expect the plan to cost more than its budget"),
	}
}

// expecting returns f with what to expect of people, if it fired.
func expecting(f salesops.Finding, expectation string) salesops.Finding {
	if f.Outcome == salesops.Fired {
		f.Note = expectation
	}
	return f
}
