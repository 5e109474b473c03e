package main

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/examples/internal/page"
	"github.com/salesops-go/salesops/forecast"
)

// factSections are what the report tells beyond sums, rates and times.
func factSections() []func(*page.Page, question, export, forecast.Policy) error {
	return []func(*page.Page, question, export, forecast.Policy) error{
		censoredSection, waterfallSection, healthSection, reliabilitySection, qualitySection,
	}
}

// censoredSection says how long deals take when the open ones are counted, beside
// the mean of the closed ones, which leaves them out.
func censoredSection(p *page.Page, _ question, e export, policy forecast.Policy) error {
	c, err := forecast.EstimateCycle(e.pipeline, e.today, policy.CyclePolicy)
	if err != nil || c.ToClose.Ended == 0 {
		return err
	}
	naive, err := forecast.MeasureCycle(e.pipeline, policy.CyclePolicy)
	if err != nil {
		return err
	}
	p.Line("")
	p.Wrap("", fmt.Sprintf("With the open deals counted (Kaplan-Meier, %d deals, %d closed): median %s days to close, beside a mean of %s of the closed ones. A quarter closes within %s days, three quarters within %s.",
		c.ToClose.Count, c.ToClose.Ended, known(c.ToClose.MedianDays), known(naive.Closed.MeanDays), known(c.ToClose.LowerQuartileDays), known(c.ToClose.UpperQuartileDays)))
	return nil
}

// waterfallSection says what changed since an earlier export.
func waterfallSection(p *page.Page, q question, e export, _ forecast.Policy) error {
	if q.before == "" {
		return nil
	}
	earlier := q
	earlier.data = q.before
	before, err := load(earlier)
	if err != nil {
		return err
	}
	snapshots := forecast.Snapshots{Before: before.pipeline, After: e.pipeline}
	if !q.quota.IsZero() {
		snapshots.Window = &q.period
	}
	w, err := forecast.TraceWaterfall(snapshots)
	if err != nil {
		return err
	}
	p.Heading("Open pipeline since " + before.file)
	p.Line("%-14s %7d %14s", "opening", w.Company.Opening.Count, page.Money(w.Company.Opening.Amount))
	for _, s := range w.Company.Steps {
		if s.Count > 0 {
			p.Line("%-14s %7d %14s", s.Change, s.Count, page.Money(s.Amount))
		}
	}
	p.Line("%-14s %7d %14s", "closing", w.Company.Closing.Count, page.Money(w.Company.Closing.Amount))
	return nil
}

// healthSection asks the four questions with what the export itself tells.
func healthSection(p *page.Page, q question, e export, policy forecast.Policy) error {
	if q.quota.IsZero() {
		return nil
	}
	check := forecast.HealthCheck{Pipeline: e.pipeline, Quota: forecast.Quota{Amount: q.quota, Window: q.period}, AsOf: e.today}
	var total decimal.Decimal
	won, lost := 0, 0
	for _, d := range e.pipeline.Deals {
		if d.Stage == forecast.Lost {
			lost++
		}
		if d.Stage != forecast.Won {
			continue
		}
		won++
		total = total.Add(d.Amount)
		if !d.ClosedOn.Before(q.period.From) && !d.ClosedOn.After(q.period.To) {
			check.Quota.Won = check.Quota.Won.Add(d.Amount)
		}
	}
	if won > 0 {
		check.AverageWonValue = total.DivRound(decimal.NewFromInt(int64(won)), 2)
		check.WinRate = new(float64(won) / float64(won+lost))
	}
	cycle, err := forecast.EstimateCycle(e.pipeline, e.today, policy.CyclePolicy)
	if err != nil {
		return err
	}
	if days, known := cycle.ToClose.MedianDays.Value(); known && days > 0 {
		check.UsualCycleDays = &days
	}
	revenue, why, err := outlook(q, e, policy)
	if err != nil {
		return err
	}
	if why == "" {
		check.Odds = new(revenue.AtLeast(q.quota))
	}
	h, err := forecast.CheckHealth(check, policy.HealthPolicy)
	if err != nil {
		return err
	}
	p.Heading("Health of the pipeline")
	for _, v := range h.Verdicts {
		p.Line("%-22s %s", v.Question, v.Answer)
		for _, f := range v.Findings {
			if f.Outcome == salesops.Fired {
				p.Wrap("    ", fmt.Sprintf("%s: %s, %s %s %s.", f.Rule, f.Measure, side(f, f.Left), f.Op, side(f, f.Right)))
			}
			if f.Note != "" {
				p.Wrap("    ", f.Rule+": "+f.Note+".")
			}
		}
	}
	if h.Stale.Any.Count == 0 {
		return nil
	}
	p.Wrap("", fmt.Sprintf("Nobody should count on %s of %s: past their close %d, pushed %d, older than twice the median cycle %d.",
		page.Count(h.Stale.Any.Count, "open deal"), page.Money(h.Stale.Any.Amount), h.Stale.PastClose.Count, h.Stale.Pushed.Count, h.Stale.Old.Count))
	return nil
}

// side returns one side of a finding as a reader wants it.
func side(f salesops.Finding, value decimal.Decimal) string {
	if f.Unit == "of money" {
		return page.Money(value)
	}
	return page.Percent(value.InexactFloat64())
}

// reliabilitySection says whether probabilities were right: those of the export,
// or else what the owners' past predicts.
func reliabilitySection(p *page.Page, q question, e export, policy forecast.Policy) error {
	record, source, err := predictions(e, policy)
	if err != nil {
		return err
	}
	if len(record.Predictions) == 0 {
		if q.reliability != "" {
			return errors.New("-reliability: nothing to draw: the export has no probabilities of closed deals, and too few closed deals to learn from")
		}
		return nil
	}
	c, err := forecast.MeasureCalibration(record, policy.CalibrationPolicy)
	if err != nil {
		return err
	}
	p.Heading("Were the probabilities right")
	p.Wrap("", source)
	p.Line("%-14s %7s %7s %9s %9s   %s", "probability", "deals", "won", "stated", "won", "95% interval")
	for _, b := range c.Bins {
		if b.Won.Trials > 0 && b.Won.Wilson != nil {
			p.Line("%-14s %7d %7d %9s %9s   %s to %s", fmt.Sprintf("%.1f to %.1f", b.From, b.To), b.Won.Trials, b.Won.Successes,
				page.Percent(b.MeanProbability.Or(0)), page.Percent(b.Won.Share.Or(0)), page.Percent(b.Won.Wilson.Low), page.Percent(b.Won.Wilson.High))
		}
	}
	p.Wrap("", fmt.Sprintf("Brier score %.4f, expected calibration error %.4f, AUC %s.", c.Brier.Or(0), c.ECE.Or(0), known(c.AUC)))
	if q.reliability == "" {
		return nil
	}
	return drawReliability(c, filepath.Clean(q.reliability))
}

// predictions returns the stated probabilities of closed deals. Without any, the
// first half of the closed deals teaches how many deals each owner wins, and the
// second half shows whether that holds.
func predictions(e export, policy forecast.Policy) (record forecast.Predictions, source string, err error) {
	var closed []forecast.Deal
	for _, d := range e.pipeline.Deals {
		if d.Stage.Open() {
			continue
		}
		if d.Probability != nil {
			record.Predictions = append(record.Predictions, forecast.Prediction{Probability: *d.Probability, Won: d.Stage == forecast.Won})
		}
		if d.Owner != "" && !d.ClosedOn.IsZero() {
			closed = append(closed, d)
		}
	}
	if len(record.Predictions) > 0 {
		return record, "The probabilities of the export, of deals that are closed.", nil
	}
	const few = 20
	if len(closed) < few {
		return record, "", nil
	}
	slices.SortFunc(closed, func(a, b forecast.Deal) int { return cmp.Or(a.ClosedOn.Compare(b.ClosedOn), cmp.Compare(a.ID, b.ID)) })
	half := len(closed) / 2
	odds, err := learn(closed[:half], policy)
	if err != nil {
		return record, "", err
	}
	for _, d := range closed[half:] {
		if p := odds[d.Owner]; p != nil {
			record.Predictions = append(record.Predictions, forecast.Prediction{Probability: *p, Won: d.Stage == forecast.Won})
		}
	}
	return record, "The export has no probabilities of closed deals. These are the owners' win rates learnt until " +
		closed[half-1].ClosedOn.String() + ", shrunk toward that of all, against the deals closed since.", nil
}

// learn returns the odds of each owner's deals.
func learn(closed []forecast.Deal, policy forecast.Policy) (map[string]*float64, error) {
	var record forecast.StageRecord
	at := make(map[string]int)
	for _, d := range closed {
		i, met := at[d.Owner]
		if !met {
			if len(at) == forecast.MaxStages {
				continue
			}
			i = len(at)
			at[d.Owner] = i
			// To the library what is learnt about is a stage, whatever its name.
			record.Outcomes = append(record.Outcomes, forecast.StageOutcome{Stage: forecast.Stage("owner " + d.Owner)})
		}
		if d.Stage == forecast.Won {
			record.Outcomes[i].Won++
		} else {
			record.Outcomes[i].Lost++
		}
	}
	lessons, err := forecast.LearnStageOdds(record, policy.StageOddsPolicy)
	if err != nil {
		return nil, err
	}
	process, odds := lessons.Process(), make(map[string]*float64)
	for owner, i := range at {
		odds[owner] = process[i].Probability
	}
	return odds, nil
}

// qualitySection says how much of the records is clean.
func qualitySection(p *page.Page, _ question, e export, policy forecast.Policy) error {
	q, err := forecast.ReviewData(forecast.DataReview{Pipeline: e.pipeline, AsOf: e.today}, policy.QualityPolicy)
	if err != nil {
		return err
	}
	p.Heading("Data quality")
	// What a column that is missing would tell is no defect of a deal.
	defects := slices.DeleteFunc(slices.Clone(q.Defects), func(d forecast.DefectDeals) bool { return d.Total.Count == 0 || e.blind(d.Defect) })
	if len(defects) == 0 {
		p.Line("No defect that the columns show.")
	} else {
		p.Line("%-18s %7s %14s", "defect", "deals", "amount")
	}
	for _, d := range defects {
		p.Line("%-18s %7d %14s", d.Defect, d.Total.Count, page.Money(d.Total.Amount))
	}
	p.Wrap("", "Activity is not in the export: stale deals and adoption are not judged.")
	return nil
}

// blind reports whether the export cannot show a defect.
func (e *export) blind(d forecast.Defect) bool {
	lacks := func(column string) bool { return !slices.Contains(e.columns, column) }
	switch d {
	case forecast.StaleRecord:
		return true
	case forecast.OddsOff:
		return !e.weighted
	case forecast.NoCloseDate, forecast.PastCloseDate:
		return lacks("expected_close")
	case forecast.Ownerless:
		return lacks("owner")
	case forecast.NoAmount:
		return lacks("amount")
	case forecast.FutureDate, forecast.NegativeCycle, forecast.Duplicate:
	}
	return false
}
