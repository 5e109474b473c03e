package main

import (
	"fmt"
	"strings"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/examples/internal/page"
	"github.com/salesops-go/salesops/forecast"
)

func report(a *answer) string {
	var p page.Page
	p.Line("FORECASTS of %s: %s", page.Count(len(a.correction.Forecasters), "forecaster"), page.Count(a.calls, "call"))
	leadSection(&p, a)
	biasSection(&p, a)
	driftSection(&p, a)
	backtestSection(&p, a)
	return p.String()
}

// leadSection is how close forecasts of all come as the end of a period nears.
func leadSection(p *page.Page, a *answer) {
	p.Heading("Accuracy by lead")
	p.Line("%-6s %6s %7s %7s   %s", "weeks", "calls", "off by", "bias", "called biased")
	for _, l := range a.leads {
		var names []string
		for _, f := range l.bias.Forecasters {
			if f.Verdict == forecast.Optimistic || f.Verdict == forecast.Pessimistic {
				names = append(names, f.Forecaster)
			}
		}
		p.Wrap(fmt.Sprintf("%-6d %6d %7s %7s   ", l.weeks, len(l.history.Calls), percent(l.accuracy.WAPE), signed(l.accuracy.BiasRatio)),
			listed(names))
	}
	p.Wrap("", "Off by: the sum of absolute errors, of that of the actuals (WAPE). Bias: the sum of errors, positive where forecasts are too high.")
}

func listed(names []string) string {
	if len(names) == 0 {
		return "nobody"
	}
	return strings.Join(names, ", ")
}

// biasSection is who is biased, and what is made of it.
func biasSection(p *page.Page, a *answer) {
	p.Heading(fmt.Sprintf("Who is biased, %s before the end", page.Count(a.judged.weeks, "week")))
	p.Wrap("", fmt.Sprintf("%s%s.", strings.ToUpper(a.chosen[:1]), a.chosen[1:]))
	p.Line("%-12s %4s %5s %5s %6s %6s %-18s %s", "who", "over", "under", "value", "P", "adj. P", "verdict", "factor")
	for i, f := range a.judged.bias.Forecasters {
		calls := f.Evidence[0] // the file has no other evidence
		p.Line("%-12s %4d %5d %5s %6s %6s %-18s %s", page.Clip(f.Forecaster, 12), calls.Over, calls.Under, value(f.ForecastToActual),
			page.Chance(salesops.Defined(calls.P)), page.Chance(f.AdjustedP), f.Verdict, factor(&a.correction.Forecasters[i]))
	}
	objections(p, a.judged.bias.Forecasters)
	p.Wrap("", fmt.Sprintf("Value is the sum of forecasts, of that of actuals. It takes %d calls off the mark to tell. "+
		"The factor is what to divide the next forecast by: the own record, drawn toward the team's %s as far as it is short, "+
		"and its 95%% interval.%s %s", a.judged.bias.MinOutcomes, times(a.correction.Team.Applied), held(a.correction.Forecasters), basis(a.correction.Basis)))
}

// objections says why a verdict is milder than its P.
func objections(p *page.Page, all []forecast.ForecasterBias) {
	for i := range all {
		for _, f := range all[i].Findings[2:] { // those that take a verdict away
			if f.Outcome != salesops.Fired {
				continue
			}
			name := page.Clip(all[i].Forecaster, 12)
			if f.Note != "" {
				p.Wrap("", fmt.Sprintf("%s no longer leans: %s the errors may be chance (P %s).", name, f.Note, f.Left.Round(3)))
			} else {
				p.Wrap("", fmt.Sprintf("%s is too often on one side, and in sum on the other: a few large errors outweigh many small ones.", name))
			}
			break
		}
	}
}

// driftSection is whose bias is not what it was.
func driftSection(p *page.Page, a *answer) {
	p.Heading("Whose bias has changed")
	shown := 0
	for _, f := range a.drift.Forecasters {
		if f.Point == nil || f.P > forecast.DefaultBiasLevel {
			continue
		}
		if shown++; shown == 1 {
			p.Line("%-12s %-10s %-17s %-9s %6s %6s %s", "who", "since", "over-under before", "and since", "P", "adj. P", "verdict")
		}
		was, is := &f.Point.Before, &f.Point.Since
		p.Line("%-12s %-10s %-17s %-9s %6s %6s %s", page.Clip(f.Forecaster, 12), page.Clip(f.Point.Period, 10),
			fmt.Sprintf("%d-%d", was.Over, was.Under), fmt.Sprintf("%d-%d", is.Over, is.Under), page.Chance(salesops.Defined(f.P)), page.Chance(f.AdjustedP), f.Verdict)
	}
	if shown == 0 {
		p.Wrap("", "Nobody's errors change sides more than chance would have it.")
	}
}

// factor is what a forecast is divided by, and where the true one may lie.
func factor(c *forecast.ForecasterCorrection) string {
	shown := times(c.Applied)
	if c.Applied != c.Estimate.Shrunken.Or(c.Applied) {
		shown += "*"
	}
	if i := c.Estimate.Interval; i != nil {
		return fmt.Sprintf("%s (%s-%s)", shown, times(i.Low), times(i.High))
	}
	return shown
}

func times(x float64) string {
	switch {
	case x >= 1000:
		return ">999"
	case x >= 10:
		return fmt.Sprintf("%.0f", x)
	default:
		return fmt.Sprintf("%.2f", x)
	}
}

func held(all []forecast.ForecasterCorrection) string {
	for i := range all {
		if all[i].Applied != all[i].Estimate.Shrunken.Or(all[i].Applied) {
			return fmt.Sprintf(" A * is held within %g to %g.", forecast.DefaultMinFactor, forecast.DefaultMaxFactor)
		}
	}
	return ""
}

func basis(b forecast.CorrectionBasis) string {
	switch b {
	case forecast.TeamRecord:
		return "Forecasters differ no more than the outcomes of each do, so that everybody has the team's."
	case forecast.SingleOutcomes:
		return "Nobody has two outcomes, so that everybody has the team's."
	case forecast.OneRecord:
		return "One record is all there is."
	case forecast.NoRecord:
		return "No outcome has a forecast and an actual above zero, so that there is none."
	case forecast.OwnRecords:
	}
	return ""
}

// backtestSection is whether correcting would have helped.
func backtestSection(p *page.Page, a *answer) {
	p.Heading("What correcting would have done")
	p.Line("%-12s %7s %6s %6s %6s %-10s %6s  %s", "who", "periods", "off by", "then", "points", "better in", "adj. P", "verdict")
	for i := range a.backtest.Forecasters {
		scoreLine(p, a.backtest.Forecasters[i].Forecaster, &a.backtest.Forecasters[i])
	}
	team := &a.backtest.Team
	scoreLine(p, "all together", team)
	p.Wrap("", "At each period the factors are learnt from what was over before it. "+conclusion(team))
}

func scoreLine(p *page.Page, name string, s *forecast.BacktestScore) {
	points := "-"
	if v, defined := s.Improvement.Value(); defined {
		points = fmt.Sprintf("%+.1f", 100*v)
	}
	p.Line("%-12s %7d %6s %6s %6s %-10s %6s  %s", page.Clip(name, 12), s.Periods, percent(s.WAPEBefore), percent(s.WAPEAfter), points,
		fmt.Sprintf("%d of %d", s.Improved, s.Periods), page.Chance(s.AdjustedP), s.Verdict)
}

func conclusion(team *forecast.BacktestScore) string {
	switch team.Verdict {
	case forecast.CorrectForecasts:
		return "Correcting makes the team's forecast better, by more than chance would have it: correct it. Where a forecaster's own verdict is do-not-correct, ask why before."
	case forecast.UnprovenCorrection:
		return "Corrected forecasts of the team were closer, which may be chance: watch it for some more periods."
	case forecast.DoNotCorrect:
		return "Corrected forecasts of the team were no closer: leave them as they are."
	case forecast.TooFewCorrected:
	}
	return "Too few periods could be corrected to tell."
}

func percent(m salesops.Maybe) string {
	if v, defined := m.Value(); defined {
		return page.Percent(v)
	}
	return "-"
}

func signed(m salesops.Maybe) string {
	if v, defined := m.Value(); defined {
		return fmt.Sprintf("%+.1f%%", 100*v)
	}
	return "-"
}

func value(m salesops.Maybe) string {
	if v, defined := m.Value(); defined {
		return times(v)
	}
	return "-"
}
