package main

import (
	"fmt"
	"strings"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/capacity"
	"github.com/salesops-go/salesops/examples/internal/page"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/overflow"
	"github.com/salesops-go/salesops/readiness"
	"github.com/salesops-go/salesops/roi"
)

// report lays the review out in the order and with the time boxes of the weekly
// alignment meeting.
func report(r review) string {
	var p page.Page
	p.Wrap("", verdict(r))
	p.Line("%s, week of %s", r.Company, r.Week)
	p.Wrap("", alignment(r.Alignment))
	agenda(&p)
	capacitySection(&p, r)
	pipelineSection(&p, r)
	qualitySection(&p, r)
	decisionSection(&p, r)
	resourceSection(&p, r)
	return p.String()
}

// verdict is the answer in a sentence: the first line of the report.
func verdict(r review) string {
	d := r.Decision
	room := ""
	if orders, limited := r.Capacity.Headroom.OrdersPerDay.Value(); limited {
		room = fmt.Sprintf(" (room for %.1f more orders a day)", orders)
	}
	switch d.Answer {
	case readiness.Yes:
		return fmt.Sprintf("YES: sales may sell %s to %s more%s.", page.Percent(d.Growth.Low), page.Percent(d.Growth.High), room)
	case readiness.WithLimits:
		if d.Growth.High == 0 {
			return "WITH LIMITS: sales may keep today's volume, no more: there is no headroom."
		}
		return fmt.Sprintf("WITH LIMITS: sales may sell up to %s more%s.", page.Percent(d.Growth.High), room)
	case readiness.No:
	}
	return fmt.Sprintf("NO: sales may not sell more, because of %s.", words(d.First[0].Rule))
}

func alignment(a readiness.Alignment) string {
	text := fmt.Sprintf("Alignment of sales and operations: %.0f of 100", a.Score)
	if a.HeldDownBy != readiness.NoComponent {
		text += fmt.Sprintf(", held down by %s (%.0f points)", words(a.HeldDownBy), a.Gain)
	}
	return text + "."
}

// agenda tells the time boxes of the meeting.
func agenda(p *page.Page) {
	var boxes []string
	for _, box := range readiness.Agenda() {
		boxes = append(boxes, fmt.Sprintf("%s %d", topic(box.Topic), box.Minutes))
	}
	p.Wrap("", fmt.Sprintf("%d minutes: %s.", readiness.MeetingMinutes, strings.Join(boxes, ", ")))
}

// section begins the part of a topic and returns its box.
func section(p *page.Page, t readiness.Topic) readiness.AgendaBox {
	for i, box := range readiness.Agenda() {
		if box.Topic == t {
			p.Heading(fmt.Sprintf("%d. %s (%d minutes)", i+1, title(topic(t)), box.Minutes))
			return box
		}
	}
	return readiness.AgendaBox{}
}

func topic(t readiness.Topic) string {
	if t == readiness.DecisionTopic {
		return "go or no-go"
	}
	return words(t)
}

func capacitySection(p *page.Page, r review) {
	section(p, readiness.CapacityTopic)
	p.Line("%-16s %10s %10s %8s  %-7s %9s %9s", "stage", "demand/d", "capacity/d", "use", "status", "yellow at", "red at")
	for _, s := range r.Capacity.Stages {
		b := breakPoint(r.Stress, s.Stage)
		p.Line("%-16s %10.1f %10.1f %8s  %-7s %9s %9s", page.Clip(s.Stage, 16), s.DemandPerDay, s.CapacityPerDay,
			page.Percent(s.Utilization), s.Status, multiple(b.YellowAt), multiple(b.RedAt))
	}
	p.Line("")
	p.Wrap("", fmt.Sprintf("%s is the bottleneck today. First to break: %s", title(r.Capacity.Bottleneck), breaking(r.Stress)))
	p.Wrap("", headroom(r.Capacity.Headroom))
	for _, s := range r.Stress.Surges {
		p.Wrap("  ", surge(s))
	}
	for _, f := range r.Capacity.Findings {
		if f.Rule == string(capacity.ThinBuffer) && f.Outcome == salesops.Fired {
			p.Wrap("  ", "Thin buffer at "+f.Subject+": below the protective 20%.")
		}
	}
}

func breakPoint(s capacity.Stress, stage string) capacity.BreakPoint {
	for _, b := range s.BreakOrder {
		if b.Stage == stage {
			return b
		}
	}
	return capacity.BreakPoint{}
}

// breaking tells when the first stage in the break order turns.
func breaking(s capacity.Stress) string {
	first := s.BreakOrder[0]
	yellow, turnsYellow := first.YellowAt.Value()
	red, turnsRed := first.RedAt.Value()
	if !turnsYellow || !turnsRed {
		return "no volume of orders turns it red."
	}
	text := fmt.Sprintf("%s, yellow from %.2f and red from %.2f times today's orders", first.Stage, yellow, red)
	if len(s.BreakOrder) > 1 {
		text += "; then " + s.BreakOrder[1].Stage
	}
	return text + "."
}

func headroom(h capacity.Headroom) string {
	switch h.Limit {
	case capacity.QualityFails:
		return "Headroom: none, since quality fails today."
	case capacity.PastTargetToday:
		return "Headroom: none, since " + h.Stage + " is past the target utilization."
	case capacity.StageFills:
		return fmt.Sprintf("Headroom: %.1f orders a day (%s) until %s reaches the target.",
			h.OrdersPerDay.Or(0), page.Percent(h.Growth.Or(0)), h.Stage)
	case capacity.NoLimit:
	}
	return "Headroom: no stage depends on orders."
}

func surge(s capacity.Surge) string {
	text := "At " + s.Scenario + " of today's orders for four weeks: "
	if len(s.Breaks) == 0 {
		return text + "nothing breaks; worst status " + string(s.Status) + "."
	}
	text += strings.Join(s.Breaks, ", ") + " break"
	if len(s.Breaks) == 1 {
		text += "s"
	}
	days, recovers := s.RecoveryDays.Value()
	const shown = 0.05 // less would print as 0.0
	if recovers && days < shown {
		return text + "; no backlog is left."
	}
	if recovers {
		return text + fmt.Sprintf("; the backlog is gone %.1f working days after.", days)
	}
	return text + "; the backlog does not drain at today's volume."
}

func pipelineSection(p *page.Page, r review) {
	section(p, readiness.PipelineTopic)
	open := r.Pipeline.Open
	p.Line("%-14s %6s %14s %14s", "stage", "deals", "amount", "weighted")
	for _, g := range r.Pipeline.ByStage {
		p.Line("%-14s %6d %14s %14s", g.Key, g.Total.Count, page.Money(g.Total.Amount), page.Money(g.Total.Weighted))
	}
	p.Line("%-14s %6d %14s %14s", "open", open.Count, page.Money(open.Amount), page.Money(open.Weighted))
	p.Line("")
	p.Wrap("", coverage(r))
	closed := r.WinRates.OfClosed
	if rate, known := closed.Rate.Value(); known && closed.Interval != nil {
		p.Wrap("", fmt.Sprintf("Win rate of deals closed in 26 weeks: %s (%d of %d; 95%% interval %s to %s).", page.Percent(rate),
			closed.Won, closed.Trials, page.Percent(closed.Interval.Low), page.Percent(closed.Interval.High)))
	}
	if median, known := r.Cycles.Won.MedianDays.Value(); known {
		p.Wrap("", fmt.Sprintf("Won deals took %.0f days in the median; %d are open, and slow ones are among them.", median, r.Cycles.Open))
	}
	if len(r.PastClose) > 0 {
		p.Wrap("", "Past their close date: "+strings.Join(r.PastClose, ", ")+". Move the date or close them.")
	}
	if n := r.Coverage.Undated.Count; n > 0 {
		p.Wrap("", fmt.Sprintf("Without an expected close, so not counted as due: %s.", page.Count(n, "deal")))
	}
	p.Wrap("", growing(r.Decision.Findings))
	p.Line("")
	p.Line("%-16s %6s %6s %16s %8s  %s", "who forecasts", "over", "under", "forecast/actual", "p", "verdict")
	for _, b := range r.Bias.Forecasters {
		calls := b.Evidence[0] // the review has no other
		ratio, adjusted := "-", "-"
		if v, known := b.ForecastToActual.Value(); known {
			ratio = fmt.Sprintf("%.2f", v)
		}
		if v, known := b.AdjustedP.Value(); known {
			adjusted = fmt.Sprintf("%.3f", v)
		}
		p.Line("%-16s %6d %6d %16s %8s  %s", page.Clip(b.Forecaster, 16), calls.Over, calls.Under, ratio, adjusted, words(b.Verdict))
	}
	p.Wrap("", fmt.Sprintf("(p: exact sign test, corrected for the %d who are tested together.)", r.Bias.Tested))
}

// growing tells what the pipeline brings against what capacity can grow.
func growing(findings []salesops.Finding) string {
	for _, f := range findings {
		switch {
		case f.Rule != string(readiness.PipelineIsHeavy):
		case f.Outcome == salesops.NotApplicable:
			return "What the pipeline brings can't be compared: " + f.Note + "."
		case f.Left.Sign() == 0:
			return "Weighted, the deals due bring no more a day than was won so far: there is no growth to place yet."
		default:
			return fmt.Sprintf("Weighted, the deals due bring %s more a day than was won so far; capacity can grow by %s.",
				page.Percent(f.Left.InexactFloat64()), page.Percent(f.Right.InexactFloat64()))
		}
	}
	return ""
}

func coverage(r review) string {
	line := r.Coverage.OfRemaining
	if line.Verdict == forecast.Met {
		return fmt.Sprintf("The quota of %s is met: %s won.", page.Money(r.company.quota), page.Money(r.company.wonSoFar))
	}
	text := fmt.Sprintf("Due by %s: %s in %s, %.1f times the %s that remain of the quota: %s.", r.company.periodEnd, page.Money(r.Coverage.Due.Amount),
		page.Count(r.Coverage.Due.Count, "deal"), line.Due.Or(0), page.Money(r.Coverage.Remaining), line.Verdict)
	if demanded, known := r.Coverage.DemandedByValue.Value(); known {
		text += fmt.Sprintf(" Last period's history demands %.1f times.", demanded)
	}
	return text
}

func qualitySection(p *page.Page, r review) {
	c := r.company
	section(p, readiness.QualityTopic)
	p.Wrap("", fmt.Sprintf("Errors %s, on time %s, satisfaction %.1f of 10, overtime %.1f hours a week, morale %.1f of 10.",
		page.Percent(c.errorRate), page.Percent(c.onTimeShare), c.satisfaction, c.overtimeHoursPerWeek, c.teamMorale))
	if r.Warnings.Warnings.Count() == 0 {
		p.Line("Warnings: none.")
	}
	fired(p, "Warning", r.Warnings.Findings)
	if r.Flags.Count == 0 {
		p.Line("Red flags: none of the ten.")
	}
	fired(p, "Red flag", r.Flags.Findings)
	for _, f := range r.Flags.Findings {
		if f.Outcome == salesops.NotApplicable {
			p.Wrap("  ", "Not judged: "+words(f.Rule)+", "+f.Note+".")
		}
	}
}

// fired lists the findings that fired, with the numbers that were compared.
func fired(p *page.Page, kind string, findings []salesops.Finding) {
	for _, f := range findings {
		if f.Outcome == salesops.Fired {
			p.Wrap("  ", fmt.Sprintf("%s: %s, %s %s %s %s.", kind, words(f.Rule), f.Measure, f.Left, f.Op, f.Right))
		}
	}
}

// todo lists what to do about findings, and why.
func todo(p *page.Page, when string, findings []salesops.Finding) {
	if len(findings) == 0 {
		p.Line("%s: nothing.", when)
		return
	}
	p.Line("%s:", when)
	for _, f := range findings {
		p.Wrap("  - ", title(cause(f))+": "+f.Note+".")
	}
}

// cause names a finding with the numbers that were compared.
func cause(f salesops.Finding) string {
	switch {
	case f.Rule == string(readiness.ScalingWaits):
		return words(f.Rule) // its numbers stand for answers
	case f.Subject != "":
		return fmt.Sprintf("%s (%s, %s %s)", f.Subject, words(f.Rule), f.Left, f.Unit)
	default:
		return fmt.Sprintf("%s (%s %s %s)", words(f.Rule), f.Left, f.Op, f.Right)
	}
}

func decisionSection(p *page.Page, r review) {
	section(p, readiness.DecisionTopic)
	p.Wrap("", fmt.Sprintf("%s, by the rule %s.", title(words(r.Decision.Answer)), words(r.Decision.First[0].Rule)))
	todo(p, "First", r.Decision.First)
	todo(p, "Defer", r.Decision.Defer)
	todo(p, "Fix now", r.Decision.FixNow)
	p.Line("")
	p.Line("%-7s %-16s %5s  %-22s %s", "order", "customer", "size", "do", "because")
	for _, o := range r.Orders {
		e := o.Explanation
		p.Line("%-7s %-16s %5g  %-22s %s", o.ID, page.Clip(o.Customer, 16), o.Size, words(e.Decision.Action), reason(e))
	}
	p.Line("")
	text := fmt.Sprintf("Accepted: %g standard orders", r.AcceptedSize)
	if days, known := r.DaysToPlace.Value(); known {
		text += fmt.Sprintf("; within the headroom they take %.0f working days", days)
	}
	p.Wrap("", text+".")
	planSection(p, r)
}

// reason tells the comparison of the rule that decided.
func reason(e overflow.Explanation) string {
	for _, f := range e.Findings {
		if f.Rule == string(e.Decision.Rule) {
			return fmt.Sprintf("%s %s %s %s", words(f.Rule), f.Left, f.Op, f.Right)
		}
	}
	return "no rule stops it"
}

func resourceSection(p *page.Page, r review) {
	box := section(p, readiness.ResourceTopic)
	var points []string
	for _, point := range box.Points {
		points = append(points, words(point))
	}
	p.Wrap("", "On the table: "+strings.Join(points, ", ")+".")
	for _, a := range r.Automations {
		p.Wrap("  ", "Automate "+a.Name+"? "+payback(a.Payback))
	}
	p.Wrap("", fmt.Sprintf("Readiness: %d of %d points, %s. Weakest area: %s.",
		r.Card.Total.Points, r.Card.Total.Maximum, words(r.Card.Band), words(r.Card.WeakestArea)))
	if path := r.Card.Path; path != nil {
		var raises []string
		for _, raise := range path.Raises {
			raises = append(raises, fmt.Sprintf("%s from %d to %d", words(raise.Item), raise.From, raise.To))
		}
		p.Wrap("  ", "To "+words(path.To)+": raise "+strings.Join(raises, ", ")+".")
	}
	if len(r.Checklist.Next) > 0 {
		var next []string
		for _, check := range r.Checklist.Next {
			next = append(next, words(check))
		}
		p.Wrap("  ", "Finish next on the checklist: "+strings.Join(next, ", ")+".")
	}
	actions(p, r.Decision.Actions)
}

// actions lists what became of the actions of the last meetings.
func actions(p *page.Page, check readiness.ActionCheck) {
	p.Line("")
	p.Line("Actions of the last meetings: %d overdue, %d open, %d done.", check.Overdue, check.Open, check.Done)
	for _, a := range check.Actions {
		p.Line("  %-8s %-12s %s  %s", a.State, page.Clip(a.Action.Owner, 12), a.Action.Due, page.Clip(a.Action.What, 44))
	}
}

func payback(pay roi.Payback) string {
	cost := fmt.Sprintf("Staying manual costs %s a month (%.0f hours); automating saves %s.",
		page.Money(pay.ManualCostPerMonth), pay.HoursPerMonth, page.Money(pay.SavingPerMonth))
	months, known := pay.Months.Value()
	switch {
	case pay.Verdict == roi.PaysBackInTime && known:
		return fmt.Sprintf("Yes: it pays back in %.1f months. %s", months, cost)
	case pay.Verdict == roi.TooSlow && known:
		return fmt.Sprintf("Not now: it pays back in %.1f months, and six is the limit. %s", months, cost)
	default:
		return "No: it never pays back. " + cost
	}
}

func multiple(m salesops.Maybe) string {
	v, known := m.Value()
	if !known {
		return "never"
	}
	return fmt.Sprintf("%.2fx", v)
}

// words returns a token of the library as words: "order-errors" is "order errors".
func words[T ~string](token T) string { return strings.ReplaceAll(string(token), "-", " ") }

func title(text string) string {
	if text == "" {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
