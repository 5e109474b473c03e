package comp

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
)

// review returns the findings of one component.
func (c *Component) review(target decimal.Decimal, policy *ReviewPolicy) []salesops.Finding {
	weight := finding(SmallComponent, "CMP-4", c.Name, "weight", c.Weight, "<", exact.Decimal(policy.MinComponentWeight), "of target variable")
	findings := []salesops.Finding{expecting(weight, "so little is paid for this that it is not worth anybody's time: expect it to be ignored")}
	findings = append(findings, c.reviewOrder()...)
	findings = append(findings, c.reviewPay(target)...)
	return append(findings, reviewCap(c.Name, c.Cap, target, policy)...)
}

// reviewOrder compares where the bands begin and end.
func (c *Component) reviewOrder() []salesops.Finding {
	step, gap, overlap, overage := extreme{}, extreme{}, extreme{}, extreme{}
	for i := range c.Bands {
		band := &c.Bands[i]
		if band.Mode == Overage {
			overage.least(band.From)
		}
		if i+1 == len(c.Bands) {
			break
		}
		next := c.Bands[i+1].From
		step.least(next.Sub(band.From))
		if band.To != nil {
			gap.most(next.Sub(*band.To))
			overlap.most(band.To.Sub(next))
		}
	}
	compare := func(rule Rule, measure string, left extreme, op string, right int64, absent, expectation string) salesops.Finding {
		f := finding(rule, "CMP-2", c.Name, measure, left.value, op, decimal.New(right, 0), "of quota")
		if !left.found {
			f.Outcome, f.Note = salesops.NotApplicable, absent
		}
		return expecting(f, expectation)
	}
	const single, open = "the table has a single band", "no band says where it ends"
	return []salesops.Finding{
		compare(InvertedBands, "least step from one band's begin to the next", step, "<=", 0, single,
			"bands do not ascend: nobody can tell what is paid"),
		compare(BandGap, "widest gap between a band's end and the next begin", gap, ">", 0, open,
			"results in the gap pay nothing: expect people to stop short of it or to complain"),
		compare(BandOverlap, "widest overlap of a band's end and the next begin", overlap, ">", 0, open,
			"two rates hold for the same results: expect people to claim the higher one"),
		compare(OverageBelowQuota, "lowest begin of an overage band", overage, "<", 1, "no band pays overage",
			"overage is what lies above quota, and the band begins below it: nobody can tell what is paid"),
	}
}

// extreme is the least or the largest of some values.
type extreme struct {
	value decimal.Decimal
	found bool
}

func (e *extreme) least(d decimal.Decimal) {
	if !e.found || d.Cmp(e.value) < 0 {
		e.value, e.found = d, true
	}
}

func (e *extreme) most(d decimal.Decimal) {
	if !e.found || d.Cmp(e.value) > 0 {
		e.value, e.found = d, true
	}
}

// change is a change of pay as numerator ÷ divisor.
type change struct{ numerator, divisor decimal.Decimal }

func (a change) below(b change) bool {
	return a.numerator.Mul(b.divisor).Cmp(b.numerator.Mul(a.divisor)) < 0
}

// reviewPay compares what the table pays at quota with the target, and looks
// for falls and cliffs.
func (c *Component) reviewPay(target decimal.Decimal) []salesops.Finding {
	var order fault.List
	c.collectOrder(order.In("Component"))
	if order.Any() {
		return c.unpayable(target)
	}
	// Multiples of the target pay the same at each attainment whatever the
	// quota is: with a quota of 1 no division is left.
	unit := *c
	if c.Basis == MultipleOfTarget {
		unit.Quota = decimal.New(1, 0)
	}
	table := unit.table(target)
	atQuota, divisor := table.pay(unit.Quota)
	findings := reviewTarget(c.Name, change{atQuota, divisor}, target)
	fall := table.leastChange()
	f := c.changed(FallingPay, "least change of pay, over a band or at its begin", fall, "<")
	findings = append(findings, expecting(f, "more results pay less: expect deals to be held back or split"))
	for k := range table.pieces {
		if c.Bands[k].Mode == Marginal {
			continue
		}
		numerator, divisor := table.jump(k)
		f := c.changed(Cliff, "jump of pay at "+c.Bands[k].From.String()+" of quota", change{numerator, divisor}, ">")
		findings = append(findings, expecting(f, "one more sale pays all of this at once: expect deals to be pulled in to reach it and to be held back beyond it"))
	}
	return findings
}

func (c *Component) changed(rule Rule, measure string, change change, op string) salesops.Finding {
	return finding(rule, "CMP-2", c.Name, measure+times(change.divisor), change.numerator, op, decimal.Decimal{}, "in the plan's currency")
}

func reviewTarget(component string, atQuota change, target decimal.Decimal) []salesops.Finding {
	compare := func(rule Rule, op, expectation string) salesops.Finding {
		f := finding(rule, "CMP-1", component, "pay at 100% of quota"+times(atQuota.divisor),
			atQuota.numerator, op, target.Mul(atQuota.divisor), "in the plan's currency")
		return expecting(f, expectation)
	}
	return []salesops.Finding{
		compare(UnderpaysTarget, "<", "reaching the quota pays less than was promised: expect people to find out"),
		compare(OverpaysTarget, ">", "reaching the quota pays more than the target: expect the plan to cost more than its budget"),
	}
}

// times says by what both sides of a comparison were multiplied.
func times(divisor decimal.Decimal) string {
	if divisor.Equal(decimal.New(1, 0)) {
		return ""
	}
	return ", times " + divisor.String()
}

// leastChange returns the least change of pay at the begin of a band or over
// its length.
func (t *rateTable) leastChange() change {
	var least change
	for k := range t.pieces {
		numerator, divisor := t.jump(k)
		if at := (change{numerator, divisor}); k == 0 || at.below(least) {
			least = at
		}
		if k+1 == len(t.pieces) {
			break // a last band never falls
		}
		p := &t.pieces[k]
		over := change{p.rise.Mul(t.pieces[k+1].begin.Sub(p.begin)), p.divisor}
		if over.below(least) {
			least = over
		}
	}
	return least
}

// unpayable returns the findings about the pay of a table that has none.
func (c *Component) unpayable(target decimal.Decimal) []salesops.Finding {
	zero, one := decimal.Decimal{}, decimal.New(1, 0)
	findings := reviewTarget(c.Name, change{zero, one}, target)
	findings = append(findings, c.changed(FallingPay, "least change of pay, over a band or at its begin", change{zero, one}, "<"))
	for i := range findings {
		findings[i].Outcome, findings[i].Note = salesops.NotApplicable, "the bands do not follow one another, so that there is no pay to compare"
	}
	return findings
}
