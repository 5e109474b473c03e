package readiness

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// UnmarshalJSON reads a review strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, every value out of range, and if
// the numbers, the next checks or the findings don't follow from what is
// missing on each level.
func (r *ChecklistReview) UnmarshalJSON(data []byte) error {
	type plain ChecklistReview
	return strict.Unmarshal(data, "ChecklistReview", (*plain)(r), func(p *plain, in fault.Scope) {
		missing, ok := levelsMissing(in, p.Levels)
		if !ok {
			return
		}
		want := reviewMissing(missing)
		expect(in, "FoundationComplete", p.FoundationComplete, want.FoundationComplete, "true when nothing of the foundation is missing")
		expectList(in, "Next", p.Next, want.Next, "what is missing of the lowest level that is not complete")
		if !inPlace(in, p.Findings, []string{levelRule, levelRule, levelRule}) {
			return
		}
		for i, f := range p.Findings {
			if f.Subject != want.Findings[i].Subject || f.Outcome != want.Findings[i].Outcome {
				at := in.At("Findings", i)
				at.Conflict("", f.Subject, "the finding of the level at this place")
			}
		}
	})
}

// levelsMissing returns what is missing on each level and reports whether the
// levels agree with themselves.
func levelsMissing(in fault.Scope, levels []LevelReview) ([][]Check, bool) {
	if !in.Length("Levels", len(levels), len(Levels()), len(Levels())) {
		return nil, false
	}
	missing, ok := make([][]Check, 0, len(levels)), true
	for i, got := range levels {
		at, level := in.At("Levels", i), Levels()[i]
		known := slices.DeleteFunc(level.Checks(), func(c Check) bool { return !slices.Contains(got.Missing, c) })
		done := checksPerLevel - len(known)
		ok = expect(at, "Level", got.Level, level, "the level at this place") &&
			expectList(at, "Missing", got.Missing, known, "checks of the level, each once, in published order") &&
			expect(at, "Done", got.Done, done, "how many are not missing") &&
			expect(at, "Share", got.Share, float64(done)/checksPerLevel, "done ÷ 5") && ok
		missing = append(missing, known)
	}
	return missing, ok
}

// UnmarshalJSON reads a report strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing and every value that is none of the
// known, and if the alerts or the findings disagree with the warnings.
func (r *WarningReport) UnmarshalJSON(data []byte) error {
	type plain WarningReport
	return strict.Unmarshal(data, "WarningReport", (*plain)(r), func(p *plain, in fault.Scope) {
		expectList(in, "Alerts", p.Alerts, p.Warnings.alerts(), "the warnings that fired, the most severe first, each with its response")
		if inPlace(in, p.Findings, Warnings()) {
			agree(in, p.Findings, p.Warnings.Has)
		}
	})
}

// UnmarshalJSON reads a review strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing and every value that is none of the
// known, and if the counts and lists don't follow from the findings.
func (r *FlagReview) UnmarshalJSON(data []byte) error {
	type plain FlagReview
	return strict.Unmarshal(data, "FlagReview", (*plain)(r), func(p *plain, in fault.Scope) { (*FlagReview)(p).check(in) })
}

// check checks that the counts and lists follow from the findings.
func (r *FlagReview) check(in fault.Scope) {
	if !inPlace(in, r.Findings, Flags()) {
		return
	}
	want := reviewFlags(r.Findings)
	expect(in, "Count", r.Count, want.Count, "how many of the findings fired")
	expectList(in, "Raised", r.Raised, want.Raised, "the flags whose findings fired, in published order")
	expectList(in, "NotJudged", r.NotJudged, want.NotJudged, "the flags that do not apply, in published order")
}

// UnmarshalJSON reads a decision strictly. It returns an
// *[salesops.InputError] for every key that is unknown or missing and every
// value that is none of the known, and if Rule and Answer don't follow from
// Fired, or Growth is more than the answer allows.
func (d *GrowthDecision) UnmarshalJSON(data []byte) error {
	type plain GrowthDecision
	return strict.Unmarshal(data, "GrowthDecision", (*plain)(d), func(p *plain, in fault.Scope) {
		answer, rule := Yes, p.Rule
		if p.Fired.bits != 0 {
			answer, rule = against(p.Fired.bits)
		} else if rule != ReadinessIsStrong {
			rule = ReadinessIsModerate
		}
		if expect(in, "Rule", p.Rule, rule, "the rule that follows from what fired") {
			expect(in, "Answer", p.Answer, answer, "the answer of the rule")
		}
		growth := in.In("Growth")
		if !growth.Float("Low", p.Growth.Low, 0, MaxGrowth, "as a fraction") || !growth.Float("High", p.Growth.High, 0, MaxGrowth, "as a fraction") {
			return
		}
		if answer != Yes && p.Growth.Low != 0 || answer == No && p.Growth.High != 0 {
			in.Conflict("Growth", "", "0 to 0 for no, from 0 with limits")
		}
	})
}

// UnmarshalJSON reads an explanation strictly. It returns an
// *[salesops.InputError] for everything that [GrowthDecision.UnmarshalJSON]
// and [salesops.Finding.UnmarshalJSON] refuse, and if the findings are not all
// rules in published order or disagree with the decision.
func (e *GrowthExplanation) UnmarshalJSON(data []byte) error {
	type plain GrowthExplanation
	return strict.Unmarshal(data, "GrowthExplanation", (*plain)(e), func(p *plain, in fault.Scope) {
		// A decision that could not be read has its own faults already.
		if !inPlace(in, p.Findings, GrowthRules()) || p.Decision == (GrowthDecision{}) {
			return
		}
		agree(in, p.Findings, func(r GrowthRule) bool {
			return p.Decision.Fired.Has(r) || p.Decision.Rule == r
		})
	})
}

// expect checks that a value is the one that follows from the others.
func expect[T comparable](in fault.Scope, field string, got, want T, rule string) bool {
	if got != want {
		in.Conflict(field, fmt.Sprint(got), rule)
		return false
	}
	return true
}

// expectList checks that a list is the one that follows from the others.
func expectList[T comparable](in fault.Scope, field string, got, want []T, rule string) bool {
	if !slices.Equal(got, want) {
		in.Conflict(field, strconv.Itoa(len(got))+" entries", rule)
		return false
	}
	return true
}

// inPlace checks that the findings are those of the rules, in this order.
func inPlace[T ~string](in fault.Scope, findings []salesops.Finding, rules []T) bool {
	if !in.Length("Findings", len(findings), len(rules), len(rules)) {
		return false
	}
	for i, f := range findings {
		if f.Rule != string(rules[i]) {
			at := in.At("Findings", i)
			at.Conflict("Rule", f.Rule, string(rules[i])+", the rule at this place")
			return false
		}
	}
	return true
}

// agree checks that exactly those findings fired whose rules did.
func agree[T ~string](in fault.Scope, findings []salesops.Finding, fired func(T) bool) {
	for i, f := range findings {
		if (f.Outcome == salesops.Fired) != fired(T(f.Rule)) {
			at := in.At("Findings", i)
			at.Conflict("Outcome", string(f.Outcome), "what the verdict says")
		}
	}
}
