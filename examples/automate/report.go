package main

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/examples/internal/page"
	"github.com/salesops-go/salesops/roi"
)

func report(a answer) string {
	var p page.Page
	p.Line("WHAT TO AUTOMATE FIRST")
	budget := "without a budget"
	if a.portfolio.Budget != nil {
		budget = "with " + page.Money(*a.portfolio.Budget) + " to spend"
	}
	p.Wrap("", fmt.Sprintf("%s, %s. Savings: %s. Money costs %s a year; soon enough is under %g months.",
		page.Count(len(a.portfolio.Candidates), "candidate"), budget, a.policy.Basis,
		page.Percent(a.policy.AnnualDiscountRate), a.policy.MaxMonths))

	p.Heading("In order of payback")
	p.Line("%-25s %-12s %8s %9s %10s %7s  %s", "candidate", "horizon", "cost", "months", "worth now", "per 1", "")
	for _, c := range a.ranking.Candidates {
		mark := ""
		if c.Chosen {
			mark = "do"
		}
		p.Line("%-25s %-12s %8s %9s %10s %7s  %s", page.Clip(c.Name, 25), c.Horizon, page.Money(c.Cost), months(c.Payback),
			page.Money(c.NPV), number(c.NPVPerCost), mark)
	}

	p.Heading("Why")
	for _, c := range a.ranking.Candidates {
		p.Wrap("  "+fmt.Sprintf("%-26s ", page.Clip(c.Name, 26)), why(c))
	}
	p.Line("")
	p.Wrap("", fmt.Sprintf("The chosen cost %s and are worth %s now. %s", page.Money(a.ranking.Cost), page.Money(a.ranking.NPV), proof(a.ranking)))

	closeUp(&p, a)
	return p.String()
}

func proof(r roi.Ranking) string {
	if r.Gap.IsZero() {
		return "No other set that is allowed is worth more."
	}
	return "The search stopped early: another set may be worth up to " + page.Money(r.Gap) + " more."
}

func why(c roi.Ranked) string {
	names := strings.Join(c.Because, ", ")
	switch c.Reason {
	case roi.WorthIt:
		return "in: worth it"
	case roi.Needed:
		return "in: needed by " + names
	case roi.Impossible:
		return "out: what it needs cannot be done together (" + names + ")"
	case roi.OverBudget:
		if names == "" {
			return "out: costs more than the budget"
		}
		return "out: with what it needs (" + names + ") it costs more than the budget"
	case roi.NoValue:
		return "out: brings less than it costs"
	case roi.ShutOut:
		return "out: not beside " + names
	case roi.BetterSpent:
		return "out: the money brings more elsewhere"
	case roi.NeedsTooMuch:
		return "out: what it needs (" + names + ") costs more than it brings"
	case roi.NotSearched:
		return "out: the search stopped before it"
	}
	return string(c.Reason)
}

// closeUp is one candidate in detail.
func closeUp(p *page.Page, a answer) {
	p.Heading("A closer look: " + a.shown.Name)
	p.Line("%-24s %10s %12s %12s  %s", "", "payback", "discounted", "worth now", "")
	for _, v := range []struct {
		name string
		view roi.View
	}{{"cash only", a.projection.Cash}, {"with avoided hiring", a.projection.WithAvoided}} {
		p.Line("%-24s %10s %12s %12s  %s", v.name, months(v.view.Simple.First), months(v.view.Discounted.First),
			page.Money(v.view.NPV), v.view.Verdict)
	}
	view := a.view()
	p.Line("")
	p.Line("return so far (%s)   month 3    month 6   month 12", a.policy.Basis)
	row := []any{}
	for _, m := range []int{3, 6, 12} {
		roiSoFar, curve := salesops.Undefined("it has ended"), salesops.Undefined("")
		if m < len(view.Months) {
			roiSoFar, curve = view.Months[m].ROI, view.Months[m].Benchmark
		}
		row = append(row, percent(roiSoFar), percent(curve))
	}
	p.Line("  this program              %10s %10s %10s", row[0], row[2], row[4])
	p.Line("  the playbook's curve      %10s %10s %10s", row[1], row[3], row[5])

	p.Heading("What it hangs on (each figure a fifth down and up)")
	p.Line("%-24s %12s %12s  %s", "", "worth, low", "worth, high", "in time up to, or from")
	for _, b := range a.sensitivity.Bars {
		p.Line("%-24s %12s %12s  %s", b.Input, page.Money(b.Low.NPV), page.Money(b.High.NPV), breakEven(b))
	}
	p.Line("%-24s %12s", "all at their worst", page.Money(a.sensitivity.Pessimistic.NPV))
	p.Line("%-24s %12s %12s", "all at their best", "", page.Money(a.sensitivity.Optimistic.NPV))
}

func (a answer) view() roi.View {
	if a.policy.Basis == roi.WithAvoided {
		return a.projection.WithAvoided
	}
	return a.projection.Cash
}

func breakEven(b roi.Bar) string {
	switch b.BreakEven.Status {
	case roi.BreaksEvenAt:
		return figure(*b.BreakEven.Value) + " (is " + figure(b.Base) + ")"
	case roi.AlwaysInTime:
		return "always"
	case roi.NeverInTime:
		return "never"
	case roi.NoSingleValue:
		return "no single value"
	}
	return string(b.BreakEven.Status)
}

// figure is short: money and volumes without decimals, shares and hours with.
func figure(d decimal.Decimal) string {
	if d.GreaterThanOrEqual(decimal.New(100, 0)) {
		return page.Money(d)
	}
	return d.Round(2).String()
}

func months(m salesops.Maybe) string {
	if value, defined := m.Value(); defined {
		return fmt.Sprintf("%.1f", value)
	}
	return "never"
}

func number(m salesops.Maybe) string {
	if value, defined := m.Value(); defined {
		return fmt.Sprintf("%.2f", value)
	}
	return "-"
}

func percent(m salesops.Maybe) string {
	if value, defined := m.Value(); defined {
		return fmt.Sprintf("%+.0f%%", 100*value)
	}
	return "-"
}
