package readiness

import (
	"slices"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// UnmarshalJSON reads a check strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, every value out of range, and if
// the counts, the order or the findings don't follow from the actions.
func (c *ActionCheck) UnmarshalJSON(data []byte) error {
	type plain ActionCheck
	return strict.Unmarshal(data, "ActionCheck", (*plain)(c), func(p *plain, in fault.Scope) { (*ActionCheck)(p).check(in) })
}

func (c *ActionCheck) check(in fault.Scope) {
	if !in.Length("Actions", len(c.Actions), 0, MaxActions) {
		return
	}
	var want ActionCheck
	for i := range c.Actions {
		a, at := &c.Actions[i], in.At("Actions", i)
		a.Action.collect(at.In("Action"))
		if a.Action.Done != (a.State == ActionDone) {
			at.Conflict("State", string(a.State), "done exactly when the action is")
		}
		if (a.State == ActionOverdue) != (a.DaysLate > 0) || a.DaysLate < 0 {
			at.Conflict("DaysLate", "", "above 0 when it is overdue, else 0")
		}
		want.count(a.State)
		want.Findings = append(want.Findings, a.finding(a.DaysLate))
	}
	if !slices.IsSortedFunc(c.Actions, compareActions) {
		in.Conflict("Actions", "", "what needs attention first, then by day, owner and text")
	}
	expect(in, "Done", c.Done, want.Done, "how many are done")
	expect(in, "Open", c.Open, want.Open, "how many are open")
	expect(in, "Overdue", c.Overdue, want.Overdue, "how many are overdue")
	sameFindings(in, "Findings", c.Findings, want.Findings)
}

// UnmarshalJSON reads a decision strictly. It returns an
// *[salesops.InputError] for every key that is unknown or missing, everything
// that [GrowthDecision.UnmarshalJSON] refuses, and if the answer or the growth
// don't follow from Operations and Pipeline.
func (d *WeekDecision) UnmarshalJSON(data []byte) error {
	type plain WeekDecision
	return strict.Unmarshal(data, "WeekDecision", (*plain)(d), func(p *plain, in fault.Scope) {
		if p.Operations == (GrowthDecision{}) {
			return // it has its own faults already
		}
		if p.Pipeline == salesops.Fired && p.Operations.Answer == Yes {
			expect(in, "Answer", p.Answer, WithLimits, "with limits, since the pipeline takes the room of a yes")
			if p.Growth.Low != 0 || p.Growth.High < 0 || p.Growth.High > p.Operations.Growth.High {
				in.Conflict("Growth", "", "from 0, and no more than a yes would allow")
			}
			return
		}
		expect(in, "Answer", p.Answer, p.Operations.Answer, "that of Operations")
		expect(in, "Growth", p.Growth, p.Operations.Growth, "that of Operations")
	})
}

// UnmarshalJSON reads a review strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, everything that the decoders of its
// parts refuse, and if the answer, the lists or the findings disagree with the
// decision, the override or the actions.
func (r *WeekReview) UnmarshalJSON(data []byte) error {
	type plain WeekReview
	return strict.Unmarshal(data, "WeekReview", (*plain)(r), func(p *plain, in fault.Scope) {
		// A decision that could not be read has its own faults already.
		if p.Decision != (WeekDecision{}) {
			(*WeekReview)(p).check(in)
		}
	})
}

func (r *WeekReview) check(in fault.Scope) {
	answer, growth := r.Decision.Answer, r.Decision.Growth
	if r.Override != nil {
		r.Override.collect(in.In("Override"))
		answer, growth = r.Override.Answer, r.Override.Growth
	}
	expect(in, "Answer", r.Answer, answer, "that of the override, or else that of the decision")
	expect(in, "Growth", r.Growth, growth, "that of the override, or else that of the decision")
	rules := make([]string, 0, len(GrowthRules())+len(WeekRules()))
	for _, rule := range GrowthRules() {
		rules = append(rules, string(rule))
	}
	for _, rule := range WeekRules() {
		rules = append(rules, string(rule))
	}
	if !inPlace(in, r.Findings, rules) {
		return
	}
	agree(in, r.Findings[:atPipelineLoad], func(rule GrowthRule) bool {
		return r.Decision.Operations.Fired.Has(rule) || r.Decision.Operations.Rule == rule
	})
	expect(in, "Findings", r.Findings[atPipelineLoad].Outcome, r.Decision.Pipeline, "what the decision says of the pipeline")
	sameFindings(in, "First", r.First, r.first())
	sameFindings(in, "Defer", r.Defer, deferred(r.Findings))
	// Actions that could not be read have their own faults already.
	if r.Actions.Actions != nil {
		r.checkFixNow(in)
	}
}

// checkFixNow checks that the list holds warnings, flags and overdue actions
// that fired, in this order.
func (r *WeekReview) checkFixNow(in fault.Scope) {
	overdue := firedOf(r.Actions.Findings)
	kinds := []string{}
	for _, w := range (WarningSet{1<<len(Warnings()) - 1}).BySeverity() {
		kinds = append(kinds, "RDY-4 "+string(w))
	}
	for _, f := range Flags() {
		kinds = append(kinds, "RDY-5 "+string(f))
	}
	others := max(0, len(r.FixNow)-len(overdue))
	before := -1
	for i, f := range r.FixNow[:others] {
		at := slices.Index(kinds, f.Playbook+" "+f.Rule)
		if f.Outcome != salesops.Fired || at <= before {
			at := in.At("FixNow", i)
			at.Conflict("", f.Rule, "warnings that fired by severity, then flags in published order, then what is overdue")
			return
		}
		before = at
	}
	sameFindings(in, "FixNow", r.FixNow[others:], overdue)
}
