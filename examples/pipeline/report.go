package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/examples/internal/page"
	"github.com/salesops-go/salesops/forecast"
)

// answer reads the export and lays out what is in it.
func answer(q question) (string, error) {
	e, err := load(q)
	if err != nil {
		return "", err
	}
	var p page.Page
	p.Wrap("", fmt.Sprintf("%s: %s, as of %s.", e.file, page.Count(len(e.pipeline.Deals), "deal"), e.today))
	for _, l := range lacking() {
		if !slices.Contains(e.columns, l.column) {
			p.Wrap("  ", "lacks the column "+l.column+": "+l.means+".")
		}
	}
	policy := forecast.DefaultPolicy()
	policy.NegativeCycles = forecast.SkipNegative // they are listed as defects
	sections := []func(*page.Page, question, export, forecast.Policy) error{
		openSection, coverageSection, oddsSection, winRateSection, cycleSection,
	}
	sections = append(sections, factSections()...)
	for _, section := range sections {
		if err := section(&p, q, e, policy); err != nil {
			return "", err
		}
	}
	defectSection(&p, e)
	return p.String(), nil
}

func openSection(p *page.Page, _ question, e export, _ forecast.Policy) error {
	weighed := e.pipeline
	if !e.weighted {
		// The library refuses to weigh a deal without odds; certainty turns the
		// weighted sum into a plain one, and the column is left out.
		weighed.Process = slices.Clone(weighed.Process)
		for i := range weighed.Process {
			weighed.Process[i].Probability = new(1.0)
		}
	}
	w, err := forecast.Weigh(weighed)
	if err != nil {
		return err
	}
	p.Heading("Open pipeline")
	if e.priced > 0 {
		p.Wrap("", fmt.Sprintf("The amount of %d open deals is their product's list price.", e.priced))
	}
	table := func(title string, groups []forecast.PipelineGroup, rest forecast.PipelineTotal) {
		p.Line("%-24s %7s %14s %14s", title, "deals", "amount", heading(e.weighted))
		for _, g := range groups {
			line(p, e, g.Key, g.Total)
		}
		if rest.Count > 0 {
			line(p, e, "(none)", rest)
		}
		line(p, e, "all open", w.Open)
	}
	table("by stage", w.ByStage, forecast.PipelineTotal{})
	if len(w.ByOwner) > 0 {
		p.Line("")
		table("by owner", w.ByOwner, w.Ownerless)
	}
	p.Line("")
	p.Line("Won: %s, %s. Lost: %s.", page.Count(w.Won.Count, "deal"), page.Money(w.Won.Amount), page.Count(w.Lost.Count, "deal"))
	return nil
}

func heading(weighted bool) string {
	if weighted {
		return "weighted"
	}
	return ""
}

func line(p *page.Page, e export, key string, total forecast.PipelineTotal) {
	weighted := ""
	if e.weighted {
		weighted = page.Money(total.Weighted)
	}
	p.Line("%-24s %7d %14s %14s", page.Clip(key, 24), total.Count, page.Money(total.Amount), weighted)
}

func coverageSection(p *page.Page, q question, e export, policy forecast.Policy) error {
	if q.quota.IsZero() {
		return nil
	}
	quota := forecast.Quota{Amount: q.quota, Window: q.period}
	won := 0
	for _, d := range e.pipeline.Deals {
		if d.Stage == forecast.Won && !d.ClosedOn.IsZero() && !d.ClosedOn.Before(q.period.From) && !d.ClosedOn.After(q.period.To) {
			quota.Won = quota.Won.Add(d.Amount)
			won++
		}
	}
	c, err := forecast.Cover(e.pipeline, quota, policy.CoveragePolicy)
	if err != nil {
		return err
	}
	p.Heading("Coverage of the quota")
	p.Line("Quota %s to %s: %s. Won in it: %s in %s.", q.period.From, q.period.To, page.Money(q.quota), page.Money(quota.Won), page.Count(won, "deal"))
	if slices.Contains(e.columns, "expected_close") {
		p.Wrap("", fmt.Sprintf("Due in the period: %s in %s, %s.", page.Money(c.Due.Amount), page.Count(c.Due.Count, "deal"), times(c.OfQuota.Due)+" the quota"))
		if c.OfRemaining.Verdict == forecast.Met {
			p.Line("The quota is met.")
		} else {
			p.Wrap("", fmt.Sprintf("That is %s the %s that remain: %s (3 to 5 is healthy).", times(c.OfRemaining.Due), page.Money(c.Remaining), c.OfRemaining.Verdict))
		}
	}
	p.Wrap("", fmt.Sprintf("All open deals: %s in %s, %s the quota.", page.Money(c.Open.Amount), page.Count(c.Open.Count, "deal"), times(c.OfQuota.AllOpen)))
	return nil
}

func winRateSection(p *page.Page, _ question, e export, policy forecast.Policy) error {
	first := e.today
	for _, d := range e.pipeline.Deals {
		for _, day := range []salesops.Date{d.Opened, d.Proposed, d.ClosedOn} {
			if !day.IsZero() && day.Before(first) {
				first = day
			}
		}
	}
	if first.IsZero() {
		return nil // not a single date
	}
	rates, err := forecast.MeasureWinRates(e.pipeline, forecast.Window{From: first, To: e.today}, policy.RatePolicy)
	if err != nil {
		return err
	}
	p.Heading("Win rates, " + first.String() + " to " + e.today.String())
	p.Line("%-26s %6s %6s %7s   %-18s %s", "", "won", "of", "rate", "95% interval", "still open")
	for _, r := range []struct {
		name string
		rate forecast.WinRate
	}{{"of deals closed", rates.OfClosed}, {"of deals opened (a cohort)", rates.OfCohort}, {"of proposals", rates.OfProposals}} {
		rate, known := r.rate.Rate.Value()
		if !known || r.rate.Interval == nil {
			p.Line("%-26s not known: %s", r.name, r.rate.Rate.Reason())
			continue
		}
		p.Line("%-26s %6d %6d %7s   %-18s %d", r.name, r.rate.Won, r.rate.Trials, fmt.Sprintf("%.2f%%", 100*rate),
			page.Percent(r.rate.Interval.Low)+" to "+page.Percent(r.rate.Interval.High), r.rate.Open)
	}
	return nil
}

func cycleSection(p *page.Page, _ question, e export, policy forecast.Policy) error {
	c, err := forecast.MeasureCycle(e.pipeline, policy.CyclePolicy)
	if err != nil || c.Closed.Count == 0 {
		return err
	}
	p.Heading("Days from first contact to close")
	p.Line("%-14s %7s %9s %9s %9s %9s", "", "deals", "mean", "median", "3 in 4", "9 in 10")
	for _, t := range []struct {
		name  string
		times forecast.CycleTimes
	}{{"won", c.Won}, {"lost", c.Lost}, {"won and lost", c.Closed}} {
		p.Line("%-14s %7d %9s %9s %9s %9s", t.name, t.times.Count, days(t.times.MeanDays), days(t.times.MedianDays),
			days(t.times.UpperQuartileDays), days(t.times.NinthDecileDays))
	}
	if c.Open > 0 {
		p.Wrap("", fmt.Sprintf("These are closed deals only. %d are open, and slow ones are among them: the true cycle is longer.", c.Open))
	}
	return nil
}

func defectSection(p *page.Page, e export) {
	p.Heading("What is wrong with the data")
	if len(e.defects) == 0 {
		p.Line("Nothing that the columns show.")
	}
	const shown = 3
	for _, d := range e.defects {
		p.Wrap(fmt.Sprintf("%6d  ", len(d.ids)), fmt.Sprintf("%s (%s%s)", d.text, strings.Join(d.ids[:min(shown, len(d.ids))], ", "), more(len(d.ids) > shown)))
	}
}

func more(cut bool) string {
	if cut {
		return ", ..."
	}
	return ""
}

func times(m salesops.Maybe) string {
	if v, known := m.Value(); known {
		return fmt.Sprintf("%.3f times", v)
	}
	return "not known: " + m.Reason()
}

func days(m salesops.Maybe) string {
	if v, known := m.Value(); known {
		return fmt.Sprintf("%.2f", v)
	}
	return "-"
}

// known returns a number, or that it is not known.
func known(m salesops.Maybe) string {
	if v, defined := m.Value(); defined {
		return fmt.Sprintf("%.4g", v)
	}
	return "not known"
}
