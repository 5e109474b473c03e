package readiness

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
)

// Override is an answer that somebody gives instead of the one that follows
// from the figures.
type Override struct {
	// Answer is the answer that shall stand.
	Answer Answer `json:"answer"`
	// Growth is the growth that it allows, each end 0 to [MaxGrowth] as a
	// fraction: 0 to 0 for no, from 0 with limits.
	Growth salesops.Interval `json:"growth"`
	// By names who decided so.
	By string `json:"by"`
	// Why says why, in 1 to [MaxReason] bytes.
	Why string `json:"why"`
}

func (o *Override) collect(in fault.Scope) {
	fault.OneOf(in, "Answer", o.Answer, Answers())
	collectAllowed(in, o.Answer, o.Growth)
	in.Name("By", o.By)
	collectReason(in, "Why", o.Why)
}

// collectAllowed checks the growth that an answer allows.
func collectAllowed(in fault.Scope, answer Answer, growth salesops.Interval) {
	part := in.In("Growth")
	low := part.Float("Low", growth.Low, 0, MaxGrowth, "as a fraction")
	high := part.Float("High", growth.High, 0, MaxGrowth, "as a fraction")
	switch {
	case !low || !high:
	case growth.Low > growth.High:
		part.Conflict("Low", "", "at most High")
	case answer != Yes && growth.Low != 0 || answer == No && growth.High != 0:
		in.Conflict("Growth", "", "0 to 0 for no, from 0 with limits")
	}
}

// Week is what the weekly review looks at.
type Week struct {
	// Figures decide the week.
	Figures WeekFigures `json:"figures"`
	// Flags is the review that Figures.Situation.RedFlags counts; with it the
	// flags that are up stand in FixNow. Optional.
	Flags *FlagReview `json:"flags,omitempty"`
	// Actions are those of the last meetings, at most [MaxActions].
	Actions []Action `json:"actions"`
	// Override is an answer that shall stand instead; nil for none.
	Override *Override `json:"override,omitempty"`
}

func (w *Week) collect(in fault.Scope) {
	w.Figures.collect(in.In("Figures"))
	if w.Flags != nil {
		part := in.In("Flags")
		w.Flags.check(part)
		if up := w.Figures.Situation.RedFlags; up != nil && *up != w.Flags.Count {
			part.Conflict("Count", "", "the number in Figures.Situation.RedFlags")
		}
	}
	collectActions(in.In("Actions"), w.Actions)
	if w.Override != nil {
		w.Override.collect(in.In("Override"))
	}
}

// WeekReview is the outcome of the weekly review.
type WeekReview struct {
	// Answer is the answer that stands: that of the override, or else that of
	// the decision.
	Answer Answer `json:"answer"`
	// Growth is the growth that it allows, as a fraction of today's volume.
	Growth salesops.Interval `json:"growth"`
	// Decision is what [DecideWeek] says, also when it was overridden.
	Decision WeekDecision `json:"decision"`
	// Override is the override, if there is one.
	Override *Override `json:"override,omitempty"`
	// First is what holds the decision where it is: lift these first, and the
	// answer gets better. For a yes it is the rule that says how much, and
	// nothing for a yes that was overridden.
	First []salesops.Finding `json:"first"`
	// Defer is what has to wait: a request to scale, and what the pipeline
	// brings above the growth that is allowed.
	Defer []salesops.Finding `json:"defer"`
	// FixNow are the warnings that fire, the most severe first, then the red
	// flags that are up, then the actions that are overdue. A warning whose
	// metric stands in First already is left out.
	FixNow []salesops.Finding `json:"fix_now"`
	// Actions are the actions of the last meetings.
	Actions ActionCheck `json:"actions"`
	// Findings are all rules of growth and of the week, in the order of
	// [GrowthRules] and [WeekRules].
	Findings []salesops.Finding `json:"findings"`
}

// ReviewWeek is the weekly review: the answer of [DecideWeek], what first, what
// to defer and what to fix now, each with the comparison that says so, and what
// became of the actions of the last meetings.
//
//	first      the rules that fired for the answer: of no for a no, else of limits
//	defer      a request to scale, while the answer is not yes;
//	           the pipeline, while it brings more than the answer allows
//	fix now    warnings that fire, red flags that are up, overdue actions
//
// The Note of each finding says what to do. What the three lists hold is ours.
//
// An override replaces the answer and the growth; the decision that it
// overrode, who overrode it and why stay in the review. What is deferred
// follows the answer that stands, and what comes first the decision: nothing,
// when that was a yes.
//
// It returns an *[salesops.InputError] if:
//   - the figures are not those that [DecideWeek] accepts;
//   - Flags disagrees with itself or with the number of red flags;
//   - an action is not one that [CheckActions] accepts;
//   - an override has no answer, name or reason, or a growth that its answer
//     does not allow;
//   - today is missing or does not exist;
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: RDY-7, RDY-12.
func ReviewWeek(week Week, today salesops.Date, policy Policy) (WeekReview, error) {
	var list fault.List
	week.collect(list.In("Week"))
	day := list.In("Date")
	day.Date("", today)
	policy.collect(list.In("Policy"))
	if list.Any() {
		return WeekReview{}, list.Err()
	}
	decision := decideWeek(&week.Figures, &policy)
	r := WeekReview{
		Answer: decision.Answer, Growth: decision.Growth, Decision: decision, Actions: checkActions(week.Actions, today),
	}
	if week.Override != nil {
		r.Override = new(*week.Override)
		r.Answer, r.Growth = r.Override.Answer, r.Override.Growth
	}
	growth := explainGrowth(&week.Figures.Situation, &policy, decision.Operations).Findings
	if decision.Operations.Answer == Yes && r.Growth != decision.Operations.Growth {
		for i := range growth {
			remedy(&growth[i], "this alone would be a yes; see what stands instead")
		}
	}
	r.Findings = slices.Concat(growth, week.Figures.findings(&policy, &r))
	r.First, r.Defer = r.first(), deferred(r.Findings)
	r.FixNow = week.fixNow(&policy, &r)
	return r, nil
}

// findings returns the comparisons of the rules of the week.
func (f *WeekFigures) findings(p *Policy, r *WeekReview) []salesops.Finding {
	headroom, arriving := f.room(p)
	load := f.pipelineFinding(PipelineIsHeavy, exact.SumDecimal(headroom, arriving))
	remedy(&load, "sell no more than the headroom: what is on its way already takes all capacity that comes")
	excess := f.pipelineFinding(PipelineExceeds, exact.Decimal(r.Growth.High))
	remedy(&excess, "promise later, or do not take, what the pipeline brings above the growth allowed")
	return []salesops.Finding{load, f.scalingFinding(r.Answer), excess}
}

func (f *WeekFigures) pipelineFinding(rule WeekRule, line decimal.Decimal) salesops.Finding {
	brought := decimal.NewFromInt(0)
	if f.PipelineGrowth != nil {
		brought = exact.Decimal(*f.PipelineGrowth)
	}
	found := finding("RDY-12", string(rule), "growth that the pipeline brings", brought, ">", line, "of today's volume")
	if f.PipelineGrowth == nil {
		notApplicable(&found, "the pipeline's growth was not measured")
	}
	return found
}

func (f *WeekFigures) scalingFinding(answer Answer) salesops.Finding {
	rank, yes := int64(slices.Index(Answers(), answer)), int64(slices.Index(Answers(), Yes))
	found := finding("RDY-12", string(ScalingWaits), "the week's answer", decimal.NewFromInt(rank), "<", decimal.NewFromInt(yes),
		"(0 no, 1 with limits, 2 yes)")
	if !f.Situation.RequestToScale {
		notApplicable(&found, "no request to scale")
	}
	remedy(&found, "defer the request to scale until the answer is yes")
	return found
}

// first returns what holds the decision where it is.
func (r *WeekReview) first() []salesops.Finding {
	d, findings := r.Decision, r.Findings
	from, to := 0, rulesOfNo
	switch d.Operations.Answer {
	case No:
	case WithLimits:
		from, to = rulesOfNo, rulesAgainst
	case Yes:
		from, to = rulesAgainst, len(GrowthRules())
	}
	if d.Answer != d.Operations.Answer || d.Answer == Yes && r.Override != nil {
		to = from // the pipeline alone holds it, or nothing that still counts
	}
	first := firedOf(findings[from:to])
	if d.Answer == WithLimits {
		first = append(first, firedOf(findings[atPipelineLoad:atPipelineLoad+1])...)
	}
	return first
}

// deferred returns what has to wait.
func deferred(findings []salesops.Finding) []salesops.Finding {
	return firedOf(findings[atPipelineLoad+1:])
}

func firedOf(findings []salesops.Finding) []salesops.Finding {
	fired := []salesops.Finding{}
	for _, f := range findings {
		if f.Outcome == salesops.Fired {
			fired = append(fired, f)
		}
	}
	return fired
}

// fixNow returns what is broken and not in First.
func (w *Week) fixNow(p *Policy, r *WeekReview) []salesops.Finding {
	metrics := &w.Figures.Situation.Metrics
	warnings := WarningSet{warn(metrics, &p.WarningPolicy)}
	explained := explainWarnings(metrics, &p.WarningPolicy, warnings).Findings
	fix := []salesops.Finding{}
	for _, warning := range warnings.BySeverity() {
		if !slices.ContainsFunc(r.First, func(f salesops.Finding) bool { return f.Rule == string(growthRuleOf(warning)) }) {
			fix = append(fix, explained[slices.Index(Warnings(), warning)])
		}
	}
	if w.Flags != nil {
		fix = append(fix, firedOf(w.Flags.Findings)...)
	}
	return append(fix, firedOf(r.Actions.Findings)...)
}

// growthRuleOf returns the rule of growth that looks at the metric of a
// warning.
func growthRuleOf(w Warning) GrowthRule {
	switch w {
	case HighUtilization:
		return UtilizationIsHigh
	case HighErrorRate:
		return ErrorsAreHigh
	case LongOvertime:
		return OvertimeIsLong
	case LowSatisfaction:
		return SatisfactionIsLow
	case LateDeliveries:
		return DeliveryIsLate
	}
	return ""
}
