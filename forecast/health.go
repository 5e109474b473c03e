package forecast

import (
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/binomial"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// MaxUsualCycle is the longest usual cycle, in days.
const MaxUsualCycle = 10_000

// HealthCheck is a pipeline, the quota that it is for, and what history says of
// it.
type HealthCheck struct {
	// Pipeline is the deals.
	Pipeline Pipeline `json:"pipeline"`
	// Quota is what is to be sold within a period; its history is not needed.
	Quota Quota `json:"quota"`
	// AsOf is the day of the check.
	AsOf salesops.Date `json:"as_of"`
	// AverageWonValue is what a deal won brings on average, 0 to [MaxAmount]
	// with at most [MaxPlaces] places; 0 when it is not known.
	AverageWonValue decimal.Decimal `json:"average_won_value"`
	// WinRate is the share of deals that are won, 0 to 1; nil when it is not
	// known.
	WinRate *float64 `json:"win_rate,omitempty"`
	// Conversions are up to [MaxStages] stages with their conversion now and
	// before; empty when they are not known.
	Conversions []ConversionChange `json:"conversions,omitempty"`
	// UsualCycleDays is how long a deal usually takes, above 0 to
	// [MaxUsualCycle]; nil when it is not known, and no deal is then too old.
	UsualCycleDays *float64 `json:"usual_cycle_days,omitempty"`
	// Odds is the odds of making the quota, both ends within 0 to 1; nil when
	// they are not known.
	Odds *salesops.Interval `json:"odds,omitempty"`
}

// ConversionChange is how many deals went on from a stage, now and before.
type ConversionChange struct {
	// Stage is the stage, once in a check.
	Stage Stage `json:"stage"`
	// Onward is how many deals went on in the cohort that is judged.
	Onward int `json:"onward"`
	// Reached is how many deals reached the stage in it, 0 to [MaxPeriodDeals].
	Reached int `json:"reached"`
	// PastOnward is how many deals went on before.
	PastOnward int `json:"past_onward"`
	// PastReached is how many deals reached the stage before, 0 to
	// [MaxPeriodDeals].
	PastReached int `json:"past_reached"`
}

func (h *HealthCheck) collect(in *fault.Scope) {
	pipeline, target := in.In("Pipeline"), in.In("Quota")
	h.Pipeline.collect(&pipeline, nil)
	h.Quota.collect(&target)
	in.Date("AsOf", h.AsOf)
	amount(in, "AverageWonValue", h.AverageWonValue)
	if h.WinRate != nil {
		probability(in, "WinRate", *h.WinRate)
	}
	if in.Length("Conversions", len(h.Conversions), 0, MaxStages) {
		seen := make(map[Stage]bool)
		for i, c := range h.Conversions {
			at := in.At("Conversions", i)
			if at.Name("Stage", string(c.Stage)) && seen[c.Stage] {
				at.Conflict("Stage", string(c.Stage), "each stage once")
			}
			seen[c.Stage] = true
			if at.Int("Reached", c.Reached, 0, MaxPeriodDeals, "deals") {
				at.Int("Onward", c.Onward, 0, c.Reached, "deals, at most those that reached the stage")
			}
			if at.Int("PastReached", c.PastReached, 0, MaxPeriodDeals, "deals") {
				at.Int("PastOnward", c.PastOnward, 0, c.PastReached, "deals, at most those that reached the stage")
			}
		}
	}
	if h.UsualCycleDays != nil {
		in.Positive("UsualCycleDays", *h.UsualCycleDays, MaxUsualCycle, "days")
	}
	if h.Odds != nil {
		part := in.In("Odds")
		low, high := part.Float("Low", h.Odds.Low, 0, 1, "as a fraction"), part.Float("High", h.Odds.High, 0, 1, "as a fraction")
		if low && high && h.Odds.Low > h.Odds.High {
			part.Conflict("Low", number(h.Odds.Low), "at most High")
		}
	}
}

// HealthVerdict is a question, its answer and why.
type HealthVerdict struct {
	// Question is what was asked.
	Question HealthQuestion `json:"question"`
	// Answer follows from the findings.
	Answer HealthAnswer `json:"answer"`
	// Findings are the rules of the question: those that fired make the answer
	// wanting.
	Findings []salesops.Finding `json:"findings"`
}

// UnmarshalJSON reads a verdict strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, for a finding of a rule that is not
// the question's, and if the findings do not lead to the answer.
func (v *HealthVerdict) UnmarshalJSON(data []byte) error {
	type plain HealthVerdict
	return strict.Unmarshal(data, "HealthVerdict", (*plain)(v), func(p *plain, in fault.Scope) {
		if !in.Length("Findings", len(p.Findings), 1, MaxStages) {
			return
		}
		if want := answer(p.Question, p.Findings); p.Answer != want {
			in.Conflict("Answer", string(p.Answer), string(want)+", as the findings say")
		}
	})
}

// answer returns what findings lead to. A quota that is met needs no pipeline.
func answer(q HealthQuestion, findings []salesops.Finding) HealthAnswer {
	a := Fine
	for _, f := range findings {
		switch {
		case f.Outcome == salesops.Fired:
			return Wanting
		case f.Outcome == salesops.NotApplicable && !(q == EnoughOpportunities && f.Note == quotaMet):
			a = Unknown
		}
	}
	return a
}

const quotaMet = "nothing of the quota remains"

// StaleDeals is the open deals whose close nobody should count on, by reason. A
// deal may have several reasons, and is in Any once.
type StaleDeals struct {
	// PastClose is the deals whose expected close is past.
	PastClose DealTotal `json:"past_close"`
	// Pushed is the deals that were pushed too often.
	Pushed DealTotal `json:"pushed"`
	// Old is the deals that are open for too long.
	Old DealTotal `json:"old"`
	// Any is the deals with at least one of the reasons.
	Any DealTotal `json:"any"`
	// Undated is the open deals for which the age is not known, or that have no
	// expected close.
	Undated int `json:"undated"`
}

// Health is whether a pipeline is healthy.
type Health struct {
	// Verdicts are the four questions in order.
	Verdicts []HealthVerdict `json:"verdicts"`
	// Open is all open deals.
	Open DealTotal `json:"open"`
	// Due is the open deals due in the quota's period.
	Due DealTotal `json:"due"`
	// Stale is the open deals whose close nobody should count on.
	Stale StaleDeals `json:"stale"`
	// DealsNeeded is how many deals due it takes for what remains of the quota:
	// remaining ÷ (average won value × win rate); undefined when one of the two
	// is not known or zero.
	DealsNeeded salesops.Maybe `json:"deals_needed"`
}

// UnmarshalJSON reads a health strictly. It returns an *[salesops.InputError]
// for everything that its parts refuse, if the verdicts are not the four in
// order, and if stale deals are more than open ones.
func (h *Health) UnmarshalJSON(data []byte) error {
	type plain Health
	return strict.Unmarshal(data, "Health", (*plain)(h), func(p *plain, in fault.Scope) {
		all := HealthQuestions()
		if in.Length("Verdicts", len(p.Verdicts), len(all), len(all)) {
			for i, v := range p.Verdicts {
				if at := in.At("Verdicts", i); v.Question != all[i] {
					at.Conflict("Question", string(v.Question), string(all[i])+", the question at this place")
				}
			}
		}
		count(&in, "Stale.Undated", p.Stale.Undated)
		for _, part := range []struct {
			field string
			of    DealTotal
			all   DealTotal
		}{
			{"Due", p.Due, p.Open}, {"Stale.Any", p.Stale.Any, p.Open}, {"Stale.PastClose", p.Stale.PastClose, p.Stale.Any},
			{"Stale.Pushed", p.Stale.Pushed, p.Stale.Any}, {"Stale.Old", p.Stale.Old, p.Stale.Any},
		} {
			if part.of.Count > part.all.Count || part.of.Amount.Cmp(part.all.Amount) > 0 {
				in.Conflict(part.field, "", "a part of the deals that it is of")
			}
		}
		if v, defined := p.DealsNeeded.Value(); defined && v < 0 {
			in.OutOfRange("DealsNeeded", number(v), "0 or more deals")
		}
	})
}

// The rules of [CheckHealth], by question in order.
const (
	ruleThinCoverage  = "thin-coverage"
	ruleTooFewDeals   = "too-few-deals"
	ruleLowConversion = "low-conversion"
	ruleWishful       = "wishful"
	ruleUnlikely      = "unlikely"
)

// CheckHealth asks the four questions that make a pipeline healthy. A question is
// wanting when one of its rules fires:
//
//	enough-opportunities  thin-coverage   due < 3 × remaining
//	                      too-few-deals   deals due × average won value × win rate < remaining
//	healthy-conversion    low-conversion  P × stages <= 0.05, one finding a stage
//	realistic-timelines   wishful         stale value > 0.2 × open value
//	achievable-forecast   unlikely        odds of the quota < 0.5
//
// Due are the open deals expected to close in the quota's period, remaining is the
// quota less what was won. An open deal is stale when its expected close is before
// the day of the check, it was pushed at least twice, or it is open for more than
// twice the usual cycle; one with several reasons counts once. Comparisons of
// money are exact.
//
// P is the one-sided p-value of Fisher's exact test: the chance that a stage with
// the same conversion in both cohorts would show one as low as this in the later.
// It is multiplied by the number of stages tested, so that many stages do not find
// one low by chance. Odds are compared by the upper end of their interval: they
// are unlikely only if all of it is below the line.
//
// A rule whose numbers were not given does not apply, and the answer is unknown
// unless another one fired. When nothing of the quota remains there are enough
// opportunities, whatever there is.
//
// It returns an *[salesops.InputError] if:
//   - the pipeline or the quota is refused by [Cover];
//   - the day of the check is missing or does not exist;
//   - the average won value is not 0 to [MaxAmount] or has more than [MaxPlaces] places, or the win rate is not 0 or [MinProbability] to 1;
//   - there are more than [MaxStages] conversions, a stage is not a name or listed twice, or more deals went on than reached it;
//   - the usual cycle is not above 0 to [MaxUsualCycle];
//   - an end of the odds is not within 0 to 1, or they are in the wrong order;
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: FCT-4.
func CheckHealth(check HealthCheck, policy HealthPolicy) (Health, error) {
	var list fault.List
	in, lines := list.In("HealthCheck"), list.In("HealthPolicy")
	check.collect(&in)
	policy.collect(&lines)
	if list.Any() {
		return Health{}, list.Err()
	}
	var h Health
	for i := range check.Pipeline.Deals {
		if d := &check.Pipeline.Deals[i]; d.Stage.Open() {
			h.count(d, &check, &policy)
		}
	}
	remaining := decimal.Max(check.Quota.Amount.Sub(check.Quota.Won), decimal.New(0, 0))
	findings := [][]salesops.Finding{
		{h.coverage(remaining, &policy), h.dealsFor(remaining, &check)},
		conversions(check.Conversions, policy.ConversionLevel),
		{h.wishful(&policy)},
		{unlikely(check.Odds, policy.MinQuotaOdds)},
	}
	for i, q := range HealthQuestions() {
		h.Verdicts = append(h.Verdicts, HealthVerdict{Question: q, Answer: answer(q, findings[i]), Findings: findings[i]})
	}
	return h, nil
}

func (h *Health) count(d *Deal, check *HealthCheck, policy *HealthPolicy) {
	h.Open.add(d.Amount)
	if check.Quota.Window.contains(d.ExpectedClose) {
		h.Due.add(d.Amount)
	}
	if d.ExpectedClose.IsZero() || d.Opened.IsZero() {
		h.Stale.Undated++
	}
	past := !d.ExpectedClose.IsZero() && d.ExpectedClose.Before(check.AsOf)
	pushed := d.Pushes >= policy.StalePushes
	old := check.UsualCycleDays != nil && !d.Opened.IsZero() &&
		exact.CompareProducts(float64(check.AsOf.DaysSince(d.Opened)), 1, *check.UsualCycleDays, policy.StaleCycles) > 0
	for _, reason := range []struct {
		holds bool
		total *DealTotal
	}{{past, &h.Stale.PastClose}, {pushed, &h.Stale.Pushed}, {old, &h.Stale.Old}, {past || pushed || old, &h.Stale.Any}} {
		if reason.holds {
			reason.total.add(d.Amount)
		}
	}
}

// judged returns a finding on health with its outcome; it does not apply if there
// is a reason why.
func judged(f salesops.Finding, why string) salesops.Finding {
	f.Playbook = "FCT-4"
	return settled(f, why)
}

func (h *Health) coverage(remaining decimal.Decimal, policy *HealthPolicy) salesops.Finding {
	f := salesops.Finding{
		Rule: ruleThinCoverage, Measure: "open deals due in the period", Left: h.Due.Amount, Op: "<",
		Right: remaining.Mul(exact.Decimal(policy.MinHealthyCoverage)), Unit: "of money",
	}
	if remaining.Sign() == 0 {
		return judged(f, quotaMet)
	}
	return judged(f, "")
}

func (h *Health) dealsFor(remaining decimal.Decimal, check *HealthCheck) salesops.Finding {
	f := salesops.Finding{
		Rule: ruleTooFewDeals, Measure: "deals due × average won value × win rate", Op: "<", Right: remaining, Unit: "of money",
	}
	h.DealsNeeded = salesops.Undefined("the average won value and the win rate are not both known and above zero")
	note := "the average won value or the win rate is not known"
	if check.WinRate != nil && check.AverageWonValue.Sign() > 0 {
		each := check.AverageWonValue.Mul(exact.Decimal(*check.WinRate))
		f.Left, note = each.Mul(decimal.NewFromInt(int64(h.Due.Count))), ""
		if each.Sign() > 0 {
			h.DealsNeeded = salesops.Defined(exact.Quotient(remaining, each))
		}
	}
	if remaining.Sign() == 0 {
		note = quotaMet
	}
	return judged(f, note)
}

func conversions(changes []ConversionChange, level float64) []salesops.Finding {
	tested := 0
	for _, c := range changes {
		if c.Reached > 0 && c.PastReached > 0 {
			tested++
		}
	}
	var list []salesops.Finding
	for _, c := range changes {
		f := salesops.Finding{
			Rule: ruleLowConversion, Subject: string(c.Stage), Measure: "P × stages tested", Op: "<=", Right: exact.Decimal(level), Unit: "as a fraction",
		}
		if c.Reached == 0 || c.PastReached == 0 {
			list = append(list, judged(f, "no deal reached the stage, now or before"))
			continue
		}
		p := binomial.FisherLower(c.Onward, c.Reached, c.PastOnward, c.PastReached)
		f.Left = exact.Decimal(min(1, float64(p*float64(tested))))
		list = append(list, judged(f, ""))
	}
	if len(list) == 0 {
		f := salesops.Finding{Rule: ruleLowConversion, Measure: "P × stages tested", Op: "<=", Right: exact.Decimal(level), Unit: "as a fraction"}
		list = append(list, judged(f, "no conversion was given"))
	}
	return list
}

func (h *Health) wishful(policy *HealthPolicy) salesops.Finding {
	f := judged(salesops.Finding{
		Rule: ruleWishful, Measure: "value of open deals past their close, pushed or too old", Left: h.Stale.Any.Amount, Op: ">",
		Right: h.Open.Amount.Mul(exact.Decimal(policy.MaxStaleShare)), Unit: "of money",
	}, "")
	if f.Outcome == salesops.Fired {
		f.Note = "deals to close, date anew or give up: " + strconv.Itoa(h.Stale.Any.Count)
	}
	return f
}

func unlikely(odds *salesops.Interval, line float64) salesops.Finding {
	f := salesops.Finding{
		Rule: ruleUnlikely, Measure: "upper end of the odds of the quota", Op: "<", Right: exact.Decimal(line), Unit: "as a fraction",
	}
	if odds == nil {
		return judged(f, "the odds are not known")
	}
	f.Left = exact.Decimal(odds.High)
	return judged(f, "")
}
