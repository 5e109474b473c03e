package main

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/comp"
	"github.com/salesops-go/salesops/examples/internal/page"
)

func report(q quarter) string {
	var p page.Page
	p.Line("COMMISSIONS OF THE QUARTER")
	summary(&p, q)
	for _, s := range q.statements {
		printStatement(&p, q, s)
	}
	for _, plan := range q.plans {
		printPlan(&p, q, plan)
	}
	return p.String()
}

func summary(p *page.Page, q quarter) {
	p.Line("")
	p.Line("%-16s %-20s %14s %14s %9s", "person", "plan", "target", "paid", "of target")
	total, target := decimal.Decimal{}, decimal.Decimal{}
	for _, s := range q.statements {
		p.Line("%-16s %-20s %14s %14s %9s", page.Clip(s.person, 16), page.Clip(s.plan.Name, 20), cents(s.TargetPay), cents(s.Total),
			part(s.Total, s.TargetPay))
		total, target = total.Add(s.Total), target.Add(s.TargetPay)
	}
	p.Line("%-16s %-20s %14s %14s %9s", "all", "", cents(target), cents(total), part(total, target))
}

func printStatement(p *page.Page, q quarter, s statement) {
	p.Heading(s.person + ": " + cents(s.Total))
	p.Line("%-10s %-7s %-16s %-17s %12s %13s", "date", "deal", "customer", "what", "credited", "pays")
	for _, c := range s.Components {
		p.Line("%s, %s of quota", c.Component, part(c.Credited, quota(s.plan, c.Component)))
		printLines(p, q, s, func(line comp.Line) bool { return line.Component == c.Component && line.Operation != comp.AddBonus })
	}
	if len(s.plan.Bonuses) > 0 {
		p.Line("bonuses")
		printLines(p, q, s, func(line comp.Line) bool { return line.Operation == comp.AddBonus })
	}
	printLines(p, q, s, func(line comp.Line) bool { return line.Operation == comp.CapPlan })
	p.Line("%-53s %26s", "total", cents(s.Total))
	printNext(p, s)
}

func printLines(p *page.Page, q quarter, s statement, of func(comp.Line) bool) {
	for _, line := range s.Lines {
		if !of(line) {
			continue
		}
		date, credited := "", ""
		if !line.Date.IsZero() {
			date = line.Date.String()
		}
		if !line.Credited.IsZero() {
			credited = cents(line.Credited)
		}
		p.Line("%-10s %-7s %-16s %-17s %12s %13s", date, page.Clip(line.Deal, 7), page.Clip(q.customers[line.Deal], 16), what(line),
			credited, cents(line.Amount))
	}
}

func what(line comp.Line) string {
	text := string(line.Operation)
	if line.Operation == comp.ApplyTable && line.Share != nil && !line.Share.Equal(decimal.New(1, 0)) {
		text = "share " + line.Share.String()
	}
	return page.Clip(text, 17)
}

// printNext says what the next threshold of each component is worth.
func printNext(p *page.Page, s statement) {
	for _, c := range s.Components {
		curve, err := comp.TraceCurve(s.plan, c.Component)
		if err != nil {
			continue // the plan has just been paid by
		}
		point, err := curve.At(c.Credited)
		if err != nil || point.Next == nil || !point.Next.Worth.IsPositive() {
			continue
		}
		p.Wrap("  - ", fmt.Sprintf("%s: the next threshold is %s away and worth %s", c.Component, cents(point.Next.Sale), cents(point.Next.Worth)))
	}
}

// printPlan says what a plan will make people do, and what it costs.
func printPlan(p *page.Page, q quarter, plan comp.Plan) {
	p.Heading("Plan: " + plan.Name)
	policy := comp.DefaultPolicy()
	findings, err := comp.Review(plan, policy.ReviewPolicy)
	if err != nil {
		p.Wrap("  - ", err.Error())
		return
	}
	fired := 0
	for _, f := range findings {
		if f.Outcome != salesops.Fired {
			continue
		}
		fired++
		p.Wrap("  - ", about(f)+f.Note)
	}
	if fired == 0 {
		p.Line("  no finding")
	}
	if curve, err := comp.TracePlan(plan); err == nil {
		printCliffs(p, curve)
	}
	cost, err := comp.EstimateCost(plan, q.lastYear)
	if err != nil {
		p.Wrap("", "Last year's attainment: "+err.Error())
		return
	}
	p.Wrap("", fmt.Sprintf("Attainment as last year costs %s a person, %s of what is credited; the average of %s would pay %s. %s of people are paid above target.",
		cents(cost.Payout.Round(plan.Places)), page.Percent(cost.CostRatio.Or(0)), page.Percent(float(cost.Attainment)), cents(cost.AtAverage),
		page.Percent(float(cost.AboveTarget))))
}

func printCliffs(p *page.Page, curve comp.PlanCurve) {
	for _, piece := range curve.Pieces {
		if piece.Jump.Rat().Sign() != 0 {
			p.Wrap("", fmt.Sprintf("When all reach %s, pay jumps by %s.", page.Percent(float(piece.From)), cents(piece.Jump.Round(curve.Places))))
		}
	}
}

func about(f salesops.Finding) string {
	if f.Subject == "" {
		return f.Rule + ": "
	}
	return f.Rule + ", " + f.Subject + ": "
}

func quota(plan comp.Plan, component string) decimal.Decimal {
	for _, c := range plan.Components {
		if c.Name == component {
			return c.Quota
		}
	}
	return decimal.New(1, 0)
}

// cents returns an amount with separators: "1,234.50".
func cents(amount decimal.Decimal) string {
	whole := amount.Abs().Truncate(2)
	text := page.Money(whole.Truncate(0)) + whole.Sub(whole.Truncate(0)).StringFixed(2)[1:]
	if amount.IsNegative() && !whole.IsZero() {
		return "-" + text
	}
	return text
}

func part(amount, whole decimal.Decimal) string {
	return page.Percent(amount.DivRound(whole, 6).InexactFloat64())
}

func float(f comp.Fraction) float64 {
	x, _ := f.Rat().Float64()
	return x
}
