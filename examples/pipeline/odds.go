package main

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/examples/internal/page"
	"github.com/salesops-go/salesops/forecast"
)

// oddsSection tells how likely the quota is, and draws the revenue if asked.
func oddsSection(p *page.Page, q question, e export, policy forecast.Policy) error {
	if q.quota.IsZero() {
		return nil
	}
	p.Heading("Odds of the quota")
	revenue, why, err := outlook(q, e, policy)
	if err != nil {
		return err
	}
	if why != "" {
		p.Wrap("", "Not known: "+why+".")
		return nil
	}
	included := make([]string, len(revenue.Includes))
	for i, source := range revenue.Includes {
		included[i] = strings.ReplaceAll(string(source), "-", " ")
	}
	source := "stated probabilities"
	if revenue.Policy.WinOdds == forecast.HistoryOdds {
		source = "how many deals as old were won in time"
	}
	p.Wrap("", fmt.Sprintf("Included: %s. Odds of a deal: %s.", strings.Join(included, ", "), source))
	odds := revenue.AtLeast(q.quota)
	p.Line("%s or more: %s%s", page.Money(q.quota), page.Percent((odds.Low+odds.High)/2), precision(odds))
	for _, level := range []float64{0.1, 0.5, 0.9} {
		amount, err := revenue.Quantile(level)
		if err != nil {
			return err
		}
		p.Line("P%-2.0f %14s", 100*level, page.Money(amount.High))
	}
	c := revenue.Counts
	if c.BeyondHistory > 0 {
		p.Wrap("", fmt.Sprintf("%s older than any that was won, or than what is known: hardly counted.", page.Count(c.BeyondHistory, "deal")))
	}
	const most = 3
	if swings := revenue.RankDeals(q.quota); len(swings) > 0 {
		p.Line("Most rides on        if won  if lost")
		for _, s := range swings[:min(most, len(swings))] {
			p.Line("%-18s %8s %8s", page.Clip(s.ID, 18), page.Percent(middle(s.IfWon)), page.Percent(middle(s.IfLost)))
		}
	}
	if q.chart == "" {
		return nil
	}
	return drawRevenue(revenue, q.quota, q.chart)
}

func middle(i salesops.Interval) float64 { return (i.Low + i.High) / 2 }

// precision tells how far off the odds may be, if that can be seen.
func precision(odds salesops.Interval) string {
	const visible = 0.0005
	if odds.Width() < visible {
		return ""
	}
	return fmt.Sprintf(" (between %s and %s)", page.Percent(odds.Low), page.Percent(odds.High))
}

// outlook distributes the revenue of the period by what the export tells: how
// fast deals close, and what earlier periods brought from deals that did not
// exist yet. It returns why there is none when it tells too little.
func outlook(q question, e export, policy forecast.Policy) (revenue forecast.Revenue, why string, err error) {
	if !e.today.Before(q.period.To) {
		return revenue, "the period is over on " + e.today.String(), nil
	}
	policy.MinWins = 10 // small companies want to know, too
	closing, err := forecast.LearnClosing(e.pipeline, e.today, policy.CyclePolicy, policy.ClosingPolicy)
	if err != nil {
		return revenue, "", err
	}
	horizon := forecast.Horizon{Window: q.period, Today: e.today}
	if closing.Verdict == forecast.Learned {
		horizon.Closing = &closing
	}
	if !e.weighted {
		policy.WinOdds = forecast.HistoryOdds
		if horizon.Closing == nil {
			return revenue, fmt.Sprintf("open deals have no probability, and %s won are too few to learn from", page.Count(closing.Won, "deal")), nil
		}
	}
	if horizon.Created, err = created(q, e); err != nil {
		return revenue, "", err
	}
	revenue, err = forecast.Distribute(forecast.Outlook{Pipeline: e.pipeline, Horizon: &horizon}, policy.OddsPolicy)
	return revenue, "", err
}

// created returns what earlier periods of the same length brought from deals
// that were opened after the same point; nothing if there are fewer than three.
func created(q question, e export) ([]decimal.Decimal, error) {
	const fewest, longest = 3, 40
	days := q.period.To.DaysSince(q.period.From) + 1
	first := e.today
	for _, d := range e.pipeline.Deals {
		if !d.Opened.IsZero() && d.Opened.Before(first) {
			first = d.Opened
		}
	}
	var windows []forecast.Window
	for from := q.period.From.AddDays(-days); !from.IsZero() && !from.Before(first) && len(windows) < longest; from = from.AddDays(-days) {
		windows = append(windows, forecast.Window{From: from, To: from.AddDays(days - 1)})
	}
	if len(windows) < fewest {
		return nil, nil
	}
	periods, err := forecast.MeasureCreated(e.pipeline, windows, e.today.DaysSince(q.period.From))
	if err != nil {
		return nil, err
	}
	amounts := make([]decimal.Decimal, len(periods))
	for i, p := range periods {
		amounts[i] = p.Won.Amount
	}
	return amounts, nil
}
