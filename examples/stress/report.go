package main

import (
	"fmt"
	"strings"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/capacity"
	"github.com/salesops-go/salesops/examples/internal/page"
)

func report(a answer) string {
	var p page.Page
	p.Line("STRESS TEST of %g orders a day", a.audit.OrdersPerDay)
	waitSection(&p, a)
	breakSection(&p, a)
	for _, s := range a.stress.Surges {
		surgeSection(&p, a, s)
	}
	return p.String()
}

func waitSection(p *page.Page, a answer) {
	p.Heading("Waits today, in the long run")
	p.Line("%-16s %7s %6s %12s %12s", "stage", "servers", "full", "wait, days", "work, days")
	for _, s := range a.waits.Stages {
		q := s.Queue
		wait, work := "grows", "-"
		if days, steady := q.WaitDays.Value(); steady {
			wait, work = fmt.Sprintf("%.2f", days), fmt.Sprintf("%.2f", q.TimeDays.Or(0)-days)
		}
		p.Line("%-16s %7d %5.0f%% %12s %12s", page.Clip(s.Stage, 16), q.Servers, 100*q.Utilization, wait, work)
	}
	if days, steady := a.waits.LeadTimeDays.Value(); steady {
		p.Line("An order takes %.1f working days, one visit to each stage after the other.", days)
	}
	assumed := false
	for _, s := range a.waits.Stages {
		assumed = assumed || s.Servers == capacity.OneAssumed
	}
	if assumed {
		p.Line("A stage without people is taken for one server.")
	}
}

func breakSection(p *page.Page, a answer) {
	p.Heading("What breaks, one after the other, as orders grow")
	p.Line("%-16s %-8s %10s %10s", "stage", "today", "yellow at", "red at")
	for _, b := range a.stress.BreakOrder {
		p.Line("%-16s %-8s %10s %10s", page.Clip(b.Stage, 16), b.Today, times(b.YellowAt), times(b.RedAt))
	}
}

func times(m salesops.Maybe) string {
	if x, defined := m.Value(); defined {
		return fmt.Sprintf("%.2f ×", x)
	}
	return "never"
}

func surgeSection(p *page.Page, a answer, s capacity.Surge) {
	p.Heading(fmt.Sprintf("%s today's orders for %g working days: %s", s.Scenario, a.days, s.Status))
	p.Line("%-16s %6s %8s %9s %9s %9s %9s", "stage", "full", "open", "overtime", "outside", "wait then", "long run")
	for _, g := range s.Stages {
		full := "none"
		if u, works := g.Utilization.Value(); works {
			full = fmt.Sprintf("%.0f%%", 100*u)
		}
		p.Line("%-16s %6s %8.0f %9s %9.1f %9s %9s", page.Clip(g.Stage, 16), full, g.BacklogAfter, hours(g.OvertimeHoursPerWeek), g.OutsourcePerDay,
			days(g.Wait.AfterDays, g.Wait.Method), days(g.Wait.LongRunDays, ""))
	}
	if len(s.Breaks) == 0 {
		p.Line("Nothing breaks.")
		return
	}
	p.Wrap("", fmt.Sprintf("First to break: %s. Of the orders %.1f a day get through; %s.", s.Breaks[0], s.OrdersOutPerDay, recovery(s)))
	if len(s.Remedies) > 0 {
		var names []string
		for _, r := range s.Remedies {
			names = append(names, string(r))
		}
		p.Wrap("What helps: ", strings.Join(names, ", ")+".")
	}
}

// days is a wait; an approximate one is marked.
func days(m salesops.Maybe, method capacity.WaitMethod) string {
	x, defined := m.Value()
	switch {
	case !defined && method == "":
		return "grows"
	case !defined:
		return "-"
	case method == capacity.Diffusion:
		return fmt.Sprintf("~%.2f", x)
	default:
		return fmt.Sprintf("%.2f", x)
	}
}

func hours(m salesops.Maybe) string {
	if x, known := m.Value(); known {
		return fmt.Sprintf("%.1f h", x)
	}
	return "-"
}

func recovery(s capacity.Surge) string {
	if x, recovers := s.RecoveryDays.Value(); recovers {
		return fmt.Sprintf("the backlog is gone %.1f working days after", x)
	}
	return "the backlog does not drain at today's volume"
}
