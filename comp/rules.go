package comp

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/strict"
)

// Rule names what a finding of this package is about. [salesops.Finding].Rule
// holds its text.
type Rule string

// The rules: those of [Review] in the order of its findings, then those of
// [Pay].
const (
	// BaseLow fires when base pay is a smaller part of on-target earnings than
	// the role's range allows.
	BaseLow Rule = "base-low"
	// BaseHigh fires when base pay is a larger part of on-target earnings than
	// the role's range allows.
	BaseHigh Rule = "base-high"
	// Balance fires when the components of one measure weigh less than the
	// balance gives that measure.
	Balance Rule = "balance"
	// UnderpaysTarget fires when a component pays less than its target at 100%
	// attainment.
	UnderpaysTarget Rule = "underpays-target"
	// OverpaysTarget fires when a component pays more than its target at 100%
	// attainment.
	OverpaysTarget Rule = "overpays-target"
	// Threshold fires when a credited amount has reached the first band.
	Threshold Rule = "threshold"
	// Quota fires when a credited amount has reached the quota.
	Quota Rule = "quota"
)

// Rules returns all rules: those of [Review] in the order of its findings,
// then those of [Pay].
func Rules() []Rule {
	return []Rule{BaseLow, BaseHigh, Balance, UnderpaysTarget, OverpaysTarget, Threshold, Quota}
}

// MarshalText returns the rule's text. It returns an *[salesops.InputError] if
// r is not one of [Rules].
func (r Rule) MarshalText() ([]byte, error) { return strict.Text("Rule", r, Rules()) }

// UnmarshalText sets r from its text. It returns an *[salesops.InputError] if
// the text is not one of [Rules].
func (r *Rule) UnmarshalText(text []byte) error { return strict.Parse("Rule", r, text, Rules()) }

// finding returns the finding of a rule that applies.
func finding(rule Rule, playbook, subject, measure string, left decimal.Decimal, op string, right decimal.Decimal, unit string) salesops.Finding {
	f := salesops.Finding{
		Rule: string(rule), Playbook: playbook, Subject: subject, Outcome: salesops.NotFired,
		Measure: measure, Left: left, Op: op, Right: right, Unit: unit, Distance: right.Sub(left),
	}
	if f.Holds() {
		f.Outcome = salesops.Fired
	}
	return f
}
