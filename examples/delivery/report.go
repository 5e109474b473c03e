package main

import (
	"fmt"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/examples/internal/page"
	"github.com/salesops-go/salesops/forecast"
)

func report(a answer) string {
	var p page.Page
	p.Line("DELIVERY as of %s: %s", a.asOf, page.Count(a.lines, "line"))
	keptSection(&p, a)
	for _, j := range a.parties {
		partySection(&p, j)
	}
	promiseSection(&p, a)
	backtestSection(&p, a.backtest)
	return p.String()
}

func keptSection(p *page.Page, a answer) {
	lines, ships := a.figures.Lines, a.figures.Shipments
	p.Heading("Promises that were due")
	p.Line("%-34s %14s %26s", "", "lines", "shipments")
	for _, r := range []struct {
		name        string
		line, shipm forecast.Rate
	}{
		{"on time, by the first promise", lines.OnTime, ships.OnTime},
		{"  early", lines.Early, ships.Early},
		{"  on the very day", lines.OnTheDay, ships.OnTheDay},
		{"on time, by the last promise", lines.OnTimeByLast, ships.OnTimeByLast},
		{"in full, of those delivered", lines.InFull, ships.InFull},
		{"on time and in full", lines.OnTimeInFull, ships.OnTimeInFull},
	} {
		p.Line("%-34s %14s %26s", r.name, of(r.line), of(r.shipm)+spread(r.shipm))
	}
	p.Line("%-34s %14d %26d", "overdue, counted as late", lines.Overdue, ships.Overdue)
	p.Line("%-34s %14d %26d", "promised anew", lines.Repromised, ships.Repromised)
	p.Line("")
	p.Line("%-34s %14s %26s", "days late of those delivered", "lines", "shipments")
	for _, g := range []struct {
		name        string
		line, shipm salesops.Maybe
	}{
		{"mean", lines.Gaps.MeanDays, ships.Gaps.MeanDays},
		{"median", lines.Gaps.MedianDays, ships.Gaps.MedianDays},
		{"mean size, early or late", lines.Gaps.MeanAbsoluteDays, ships.Gaps.MeanAbsoluteDays},
		{"root mean square", lines.Gaps.RootMeanSquareDays, ships.Gaps.RootMeanSquareDays},
		{"least", lines.Gaps.LeastDays, ships.Gaps.LeastDays},
		{"most", lines.Gaps.MostDays, ships.Gaps.MostDays},
	} {
		p.Line("%-34s %14s %26s", g.name, oneDigit(g.line), oneDigit(g.shipm))
	}
	p.Line("")
	p.Wrap("", fmt.Sprintf("%s not due yet and left out. Intervals are of 95%% confidence unless asked otherwise, and by shipment: lines that travel together are late together.",
		isOrAre(a.figures.NotYetDue)))
}

func isOrAre(lines int) string {
	if lines == 1 {
		return "1 line is"
	}
	return fmt.Sprintf("%d lines are", lines)
}

func of(r forecast.Rate) string {
	if v, defined := r.Share.Value(); defined {
		return page.Percent(v)
	}
	return "-"
}

func spread(r forecast.Rate) string {
	if r.Wilson == nil {
		return ""
	}
	return fmt.Sprintf(" (%s to %s)", page.Percent(r.Wilson.Low), page.Percent(r.Wilson.High))
}

func oneDigit(m salesops.Maybe) string {
	if v, defined := m.Value(); defined {
		return fmt.Sprintf("%.1f", v)
	}
	return "-"
}

func partySection(p *page.Page, j forecast.PromiseJudgment) {
	if len(j.Parties) == 0 {
		return
	}
	p.Heading("By " + string(j.By) + ": shipments late and early")
	if j.Tested > 0 {
		p.Line("%-20s %8s %5s %6s %8s %7s  %s", string(j.By), "on time", "late", "early", "days", "P", "verdict")
	}
	untested, late, early := 0, 0, 0
	for _, party := range j.Parties {
		if party.Verdict == forecast.TooFewGaps {
			untested, late, early = untested+1, late+party.Late, early+party.Early
			continue
		}
		mean := "-"
		if party.Gaps != nil {
			mean = fmt.Sprintf("%.1f", party.Gaps.Mean)
		}
		p.Line("%-20s %8s %5d %6d %8s %7s  %s", page.Clip(party.Party, 20), of(party.Report.Shipments.OnTime), party.Late, party.Early, mean, page.Chance(party.AdjustedP), party.Verdict)
	}
	if j.Tested > 0 {
		p.Wrap("", fmt.Sprintf("P is the chance that shipments which are as likely late as early lean that far, adjusted for the %d judged together. A verdict takes %d that were late or early.",
			j.Tested, j.MinShipments))
	}
	if untested > 0 {
		p.Wrap("", fmt.Sprintf("Too little history, fewer than %d late or early: %s, with %d late and %d early together.", j.MinShipments, page.Count(untested, string(j.By)), late, early))
	}
}

func promiseSection(p *page.Page, a answer) {
	d := a.days
	p.Heading("How many days to promise")
	if d.Shipments == 0 {
		p.Line("Nothing is known: no shipment has a day of its order.")
		return
	}
	p.Wrap("", fmt.Sprintf("From %s, of which %d open. To keep %s of promises: %s by the past, between %s and %s in truth, %s to be safe.",
		page.Count(d.Shipments, "shipment"), d.Open, page.Percent(d.KeptShare), inDays(d.Days), bare(d.LowDays), inDays(d.HighDays), inDays(d.SafeDays)))
	for _, t := range a.trials {
		if share, known := t.KeptShare.Value(); known {
			p.Line("A promise of %d days would have been kept by %s (%s to %s).", t.Days, page.Percent(share), page.Percent(t.Interval.Low), page.Percent(t.Interval.High))
		}
	}
}

func inDays(m salesops.Maybe) string {
	if v, defined := m.Value(); defined {
		return page.Count(int(v), "day")
	}
	return "a number not known yet"
}

func bare(m salesops.Maybe) string {
	if v, defined := m.Value(); defined {
		return fmt.Sprint(v)
	}
	return "a number not known yet"
}

func backtestSection(p *page.Page, b forecast.PromiseBacktest) {
	if len(b.Months) == 0 {
		return
	}
	p.Heading("Promises learnt before each month, tried in it")
	p.Line("%-8s %9s %8s %12s %10s %12s", "month", "shipments", "days", "kept", "safe days", "kept")
	for _, m := range b.Months {
		p.Line("%-8s %9d %8s %12s %10s %12s", m.Month, m.Learned, short(m.Days), fmt.Sprintf("%d of %d", m.Kept, m.Tried), short(m.SafeDays), fmt.Sprintf("%d of %d", m.SafeKept, m.SafeTried))
	}
	p.Line("%-8s %9s %8s %12s %10s %12s", "all", "", "", of(b.Kept), "", of(b.SafeKept))
	p.Line("%s of promises were to be kept.", page.Percent(b.KeptShare))
}

func short(m salesops.Maybe) string {
	if v, defined := m.Value(); defined {
		return fmt.Sprint(v)
	}
	return "-"
}
