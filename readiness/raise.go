package readiness

import (
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
)

// FlagReview is what became of the ten red flags.
type FlagReview struct {
	// Count is how many were raised, 0 to 10. It is what [Situation] takes.
	Count int `json:"count"`
	// Raised are the flags that were raised, in published order.
	Raised []Flag `json:"raised"`
	// NotJudged are the flags that don't apply, mostly since nothing was
	// observed; their findings say why.
	NotJudged []Flag `json:"not_judged"`
	// Findings are all ten in published order.
	Findings []salesops.Finding `json:"findings"`
}

// RaiseFlags says which of the ten red flags are up:
//
//	slow-quotes         quote response > 48 hours
//	order-errors        share of orders with errors > 0.05
//	heavy-overtime      overtime > 15 hours a week per person
//	rising-complaints   complaints per 100 orders rose 3 weeks running
//	celebrating-sales   sales >= plan, while a stage is red or a warning fires
//	will-figure-it-out  observed
//	declining-quality   quality fell 3 weeks running
//	key-people-leaving  key people who left >= 1
//	surprise-capacity   stages red that last week's forecast had otherwise >= 1
//	not-talking         observed
//
// A trend counts the weeks up to the last one, each strictly worse than the
// week before; three weeks running take four figures. Sales can only celebrate
// while operations drown: without a red stage or a warning that flag does not
// apply. A stage that last week's forecast did not hold is no surprise.
//
// It returns an *[salesops.InputError] if:
//   - a figure is given and out of its range, or a series is longer than
//     [MaxWeeks];
//   - sales or plan has more than 34 digits;
//   - a stage has no usable name, the name of another, or an unknown status, or
//     there are more than [MaxStages];
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: RDY-5.
func RaiseFlags(observations Observations, policy FlagPolicy) (FlagReview, error) {
	var list fault.List
	observations.collect(list.In("Observations"))
	policy.collect(list.In("FlagPolicy"))
	if list.Any() {
		return FlagReview{}, list.Err()
	}
	return reviewFlags(observations.findings(&policy)), nil
}

// reviewFlags returns the review that follows from the ten findings.
func reviewFlags(findings []salesops.Finding) FlagReview {
	review := FlagReview{Raised: []Flag{}, NotJudged: []Flag{}, Findings: findings}
	for _, f := range findings {
		switch f.Outcome {
		case salesops.Fired:
			review.Raised = append(review.Raised, Flag(f.Rule))
		case salesops.NotApplicable:
			review.NotJudged = append(review.NotJudged, Flag(f.Rule))
		case salesops.NotFired:
		}
	}
	review.Count = len(review.Raised)
	return review
}

func (o *Observations) findings(p *FlagPolicy) []salesops.Finding {
	all := []salesops.Finding{
		measured(SlowQuotes, "quote response", o.QuoteResponseHours, p.FlagQuoteResponseHours, "hours"),
		measured(OrderErrors, "share of orders with errors", o.OrderErrorRate, p.FlagOrderErrorRate, "of orders"),
		measured(HeavyOvertime, "overtime per person", o.OvertimeHoursPerWeek, p.FlagOvertimeHoursPerWeek, "hours a week"),
		trend(RisingComplaints, "weeks running with more complaints", o.ComplaintsPer100Orders, rises, p.FlagWorseWeeks),
		o.celebrating(),
		observed(WillFigureItOut, "\"we'll figure it out\" is heard", o.WillFigureItOut),
		trend(DecliningQuality, "weeks running with lower quality", o.QualityByWeek, falls, p.FlagWorseWeeks),
		o.leaving(p.FlagKeyDepartures),
		o.surprised(),
		observed(NotTalking, "sales and operations don't talk", o.NotTalking),
	}
	for i := range all {
		remedy(&all[i], flagRemedy(Flag(all[i].Rule)))
	}
	return all
}

// measured compares a metric that must not exceed a line.
func measured(flag Flag, measure string, value *float64, at float64, unit string) salesops.Finding {
	l := line{measure: measure, value: value, op: ">", line: at, unit: unit}
	return l.finding("RDY-5", string(flag))
}

// counted compares a count with the least that raises the flag.
func counted(flag Flag, measure string, count, least int, unit string) salesops.Finding {
	return finding("RDY-5", string(flag), measure, decimal.NewFromInt(int64(count)), ">=", decimal.NewFromInt(int64(least)), unit)
}

// observed compares what is seen or not with 1.
func observed(flag Flag, measure string, seen *bool) salesops.Finding {
	f := counted(flag, measure, 0, 1, "(1 is yes)")
	if seen == nil {
		notApplicable(&f, "not observed")
		return f
	}
	if *seen {
		f = counted(flag, measure, 1, 1, "(1 is yes)")
	}
	return f
}

func trend(flag Flag, measure string, weeks []float64, worse func(before, after float64) bool, least int) salesops.Finding {
	f := counted(flag, measure, worseRun(weeks, worse), least, "weeks")
	if len(weeks) <= least {
		notApplicable(&f, "needs "+strconv.Itoa(least+1)+" weekly figures and has "+strconv.Itoa(len(weeks)))
	}
	return f
}

func (o *Observations) celebrating() salesops.Finding {
	var sales SalesResult
	if o.Sales != nil {
		sales = *o.Sales
	}
	f := finding("RDY-5", string(CelebratingSales), "sales", sales.Actual, ">=", sales.Plan, "in the currency of the plan")
	if o.Sales == nil {
		notApplicable(&f, "sales against plan not observed")
		return f
	}
	if drowns, known := o.drowning(); !known {
		notApplicable(&f, "not observed whether a stage is red or a warning fires")
	} else if !drowns {
		notApplicable(&f, "operations don't drown: no stage is red and no warning fires")
	}
	return f
}

func (o *Observations) leaving(least int) salesops.Finding {
	const measure, unit = "key people who left", "people"
	if o.KeyDepartures == nil {
		f := counted(KeyPeopleLeaving, measure, 0, least, unit)
		notApplicable(&f, "not observed")
		return f
	}
	return counted(KeyPeopleLeaving, measure, *o.KeyDepartures, least, unit)
}

func (o *Observations) surprised() salesops.Finding {
	_, surprise, forecast := o.reds()
	f := counted(SurpriseCapacity, "stages red that the forecast had otherwise", surprise, 1, "stages")
	if !forecast {
		notApplicable(&f, "no stage with a forecast from last week")
	}
	return f
}

// flagRemedy says what to do about a flag that is up.
func flagRemedy(flag Flag) string {
	switch flag {
	case SlowQuotes:
		return "answer quotes from templates, and let more people approve them"
	case OrderErrors:
		return "check orders at entry, and find the step that makes the errors"
	case HeavyOvertime:
		return "add people or take work away before the first one leaves"
	case RisingComplaints:
		return "call the customers who complain, and fix the most frequent cause first"
	case CelebratingSales:
		return "show sales what operations carry, and tie the next push to capacity"
	case WillFigureItOut:
		return "ask for the plan: who does what by when, with which capacity"
	case DecliningQuality:
		return "put the checks back that were skipped, and slow intake until quality holds"
	case KeyPeopleLeaving:
		return "ask those who stay what must change, and spread what only one person knows"
	case SurpriseCapacity:
		return "find out what the forecast missed, and forecast every stage weekly"
	case NotTalking:
		return "put both at one table each week with one set of numbers"
	}
	return ""
}
