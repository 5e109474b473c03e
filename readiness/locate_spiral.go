package readiness

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
)

// LocateSpiral says which stage of the spiral the figures show: the last of
// which at least two signs do.
//
//	stage    sign                 shows when
//	victory  leads-up             leads rose 2 months running
//	victory  pipeline-up          the pipeline rose 2 months running
//	strain   quotes-late          quote response > 48 hours
//	strain   errors-up            error rate > 0.05
//	strain   overtime-normal      overtime > 10 hours a week, 3 weeks running
//	strain   quality-slips        quality fell 3 weeks running
//	revolt   delays-mount         on-time share < 0.95
//	revolt   complaints-mount     complaints per 100 orders rose 3 weeks running
//	revolt   returns-mount        returns per 100 orders rose 3 weeks running
//	revolt   bad-reviews-mount    bad reviews rose 3 weeks running
//	crisis   key-customers-leave  key customers who left >= 1
//	crisis   people-burn-out      key people who left >= 1
//	crisis   reputation-suffers   satisfaction < 8
//	crisis   sales-halt           sales fell 2 months running
//
// A sign takes the line of the warnings or the red flags where they have one,
// and a trend otherwise. That reading of the signs is ours, and so is the number
// of them: one late sign alone, such as a single customer who left, is listed
// and does not make the stage. No earlier stage needs to show for a later one.
// Stages that might show if more were observed are named, so that "none" is not
// taken for more than it is.
//
// The policy is the whole one, since lines of the warnings and the red flags
// decide here too.
//
// It returns an *[salesops.InputError] if:
//   - a figure is given and out of its range, or a series is longer than
//     [MaxWeeks];
//   - an amount has more than 34 digits;
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: RDY-13.
func LocateSpiral(figures SpiralFigures, policy Policy) (Spiral, error) {
	var list fault.List
	figures.collect(list.In("SpiralFigures"))
	policy.collect(list.In("Policy"))
	if list.Any() {
		return Spiral{}, list.Err()
	}
	return locate(figures.findings(&policy), policy.SpiralSigns), nil
}

// locate returns what follows from the findings of all signs.
func locate(findings []salesops.Finding, needed int) Spiral {
	s := Spiral{Stage: NoSpiral, Open: []SpiralStage{}, Findings: findings}
	for _, stage := range SpiralStages()[1:] {
		signs := StageSigns{Stage: stage, Showing: []SpiralSign{}, NotJudged: []SpiralSign{}, Needed: min(needed, len(stage.Signs()))}
		for _, f := range findings {
			sign := SpiralSign(f.Rule)
			switch {
			case !slices.Contains(stage.Signs(), sign):
			case f.Outcome == salesops.Fired:
				signs.Showing = append(signs.Showing, sign)
			case f.Outcome == salesops.NotApplicable:
				signs.NotJudged = append(signs.NotJudged, sign)
			}
		}
		s.Stages = append(s.Stages, signs)
		switch {
		case signs.shows():
			s.Stage, s.Open = stage, s.Open[:0]
		case signs.open():
			s.Open = append(s.Open, stage)
		}
	}
	return s
}

func (f *SpiralFigures) findings(p *Policy) []salesops.Finding {
	weeks, months := p.FlagWorseWeeks, p.SpiralMonths
	all := []salesops.Finding{
		running(LeadsUp, "months running with more leads", f.LeadsByMonth, rises, months, "months"),
		running(PipelineUp, "months running with more pipeline", f.PipelineByMonth, grows, months, "months"),
		level(QuotesLate, "quote response", f.QuoteResponseHours, ">", p.FlagQuoteResponseHours, "hours"),
		level(ErrorsUp, "error rate", f.ErrorRate, ">", p.MaxErrorRate, "of orders"),
		f.overtime(p.MaxOvertimeHoursPerWeek, weeks),
		running(QualitySlips, "weeks running with lower quality", f.QualityByWeek, falls, weeks, "weeks"),
		level(DelaysMount, "share on time", f.OnTimeShare, "<", p.MinOnTimeShare, "of orders"),
		running(ComplaintsMount, "weeks running with more complaints", f.ComplaintsPer100Orders, rises, weeks, "weeks"),
		running(ReturnsMount, "weeks running with more returns", f.ReturnsPer100Orders, rises, weeks, "weeks"),
		running(BadReviewsMount, "weeks running with more bad reviews", f.BadReviewsByWeek, rises, weeks, "weeks"),
		lost(KeyCustomersLeave, "key customers who left", f.KeyCustomersLost, p.SpiralKeyCustomers, "customers"),
		lost(PeopleBurnOut, "key people who left", f.KeyDepartures, p.FlagKeyDepartures, "people"),
		level(ReputationSuffers, "customer satisfaction", f.Satisfaction, "<", p.MinSatisfaction, "of 10"),
		running(SalesHalt, "months running with lower sales", f.SalesByMonth, shrinks, months, "months"),
	}
	for i := range all {
		remedy(&all[i], signRemedy(SpiralSign(all[i].Rule)))
	}
	return all
}

// level compares a figure with a line.
func level(sign SpiralSign, measure string, value *float64, op string, at float64, unit string) salesops.Finding {
	l := line{measure: measure, value: value, op: op, line: at, unit: unit}
	return l.finding("RDY-13", string(sign))
}

// atLeast compares a count with the least that makes a sign.
func atLeast(sign SpiralSign, measure string, count, least int, unit string) salesops.Finding {
	return finding("RDY-13", string(sign), measure, decimal.NewFromInt(int64(count)), ">=", decimal.NewFromInt(int64(least)), unit)
}

// running compares for how long a series went one way with what makes a trend.
func running[T any](sign SpiralSign, measure string, series []T, went func(before, after T) bool, least int, unit string) salesops.Finding {
	run := 0
	for i := len(series) - 1; i > 0 && went(series[i-1], series[i]); i-- {
		run++
	}
	f := atLeast(sign, measure, run, least, unit)
	needs(&f, len(series), least+1)
	return f
}

// needs marks a finding as not applicable when a series is too short.
func needs(f *salesops.Finding, has, least int) {
	if has < least {
		notApplicable(f, "needs "+strconv.Itoa(least)+" figures and has "+strconv.Itoa(has))
	}
}

func grows(before, after decimal.Decimal) bool { return after.Cmp(before) > 0 }

func shrinks(before, after decimal.Decimal) bool { return after.Cmp(before) < 0 }

// overtime compares for how many weeks running overtime was above its line.
func (f *SpiralFigures) overtime(line float64, least int) salesops.Finding {
	run := 0
	for i := len(f.OvertimeByWeek) - 1; i >= 0 && f.OvertimeByWeek[i] > line; i-- {
		run++
	}
	found := atLeast(OvertimeNormal, "weeks running with overtime above "+fraction(line)+" hours", run, least, "weeks")
	needs(&found, len(f.OvertimeByWeek), least)
	return found
}

func lost(sign SpiralSign, measure string, count *int, least int, unit string) salesops.Finding {
	if count == nil {
		f := atLeast(sign, measure, 0, least, unit)
		notApplicable(&f, "not observed")
		return f
	}
	return atLeast(sign, measure, *count, least, unit)
}

// signRemedy says what to do about a sign that shows.
func signRemedy(sign SpiralSign) string {
	switch sign {
	case LeadsUp, PipelineUp:
		return "good news that loads operations in a month or two: build capacity now"
	case QuotesLate:
		return "answer quotes from templates, and let more people approve them"
	case ErrorsUp:
		return "stop the errors at the step that makes them before volume grows further"
	case OvertimeNormal:
		return "add people or take work away: overtime is no capacity"
	case QualitySlips:
		return "put the checks back that were skipped, and slow intake until quality holds"
	case DelaysMount:
		return "promise later, and tell the customers who wait before they ask"
	case ComplaintsMount, ReturnsMount, BadReviewsMount:
		return "fix the most frequent cause first, and call those whom it hit"
	case KeyCustomersLeave:
		return "let the owner of the company call each key customer this week"
	case PeopleBurnOut:
		return "ask those who stay what must change, and spread what only one person knows"
	case ReputationSuffers:
		return "stop selling more, and win back the customers you have"
	case SalesHalt:
		return "rebuild delivery before the next campaign: leads don't mend what was broken"
	}
	return ""
}
