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
	// WeightsBelowOne fires when the weights of the components sum to less than
	// 1. [Pay] refuses such a plan.
	WeightsBelowOne Rule = "weights-below-one"
	// WeightsAboveOne fires when they sum to more than 1. [Pay] refuses such a
	// plan.
	WeightsAboveOne Rule = "weights-above-one"
	// Balance fires when the components of one measure weigh less than the
	// balance gives that measure.
	Balance Rule = "balance"
	// Neglected fires when they weigh less by more than the tolerance.
	Neglected Rule = "neglected"
	// Overweighted fires when they weigh more by more than the tolerance.
	Overweighted Rule = "overweighted"
	// OneMeasure fires when all components are of the same measure.
	OneMeasure Rule = "one-measure"
	// SmallComponent fires when a component weighs so little that nobody works
	// for it.
	SmallComponent Rule = "small-component"
	// InvertedBands fires when a band begins no higher than the one before.
	// [Pay] refuses such a table.
	InvertedBands Rule = "inverted-bands"
	// BandGap fires when a band ends before the next begins. [Pay] refuses such
	// a table.
	BandGap Rule = "band-gap"
	// BandOverlap fires when a band ends after the next begins. [Pay] refuses
	// such a table.
	BandOverlap Rule = "band-overlap"
	// OverageBelowQuota fires when a band that pays for what is above quota
	// begins below it. [Pay] refuses such a table.
	OverageBelowQuota Rule = "overage-below-quota"
	// UnderpaysTarget fires when a component pays less than its target at 100%
	// attainment.
	UnderpaysTarget Rule = "underpays-target"
	// OverpaysTarget fires when a component pays more than its target at 100%
	// attainment.
	OverpaysTarget Rule = "overpays-target"
	// FallingPay fires when a component pays less for more.
	FallingPay Rule = "falling-pay"
	// Cliff fires when pay jumps up where a band begins.
	Cliff Rule = "cliff"
	// LowCap fires when a cap is low against the target pay that it caps.
	LowCap Rule = "low-cap"
	// Threshold fires when a credited amount has reached the first band.
	Threshold Rule = "threshold"
	// Quota fires when a credited amount has reached the quota.
	Quota Rule = "quota"
)

// Rules returns all rules: those of [Review] in the order of its findings,
// then those of [Pay].
func Rules() []Rule {
	return []Rule{
		BaseLow, BaseHigh, WeightsBelowOne, WeightsAboveOne, Balance, Neglected, Overweighted, OneMeasure, SmallComponent,
		InvertedBands, BandGap, BandOverlap, OverageBelowQuota, UnderpaysTarget, OverpaysTarget, FallingPay, Cliff, LowCap,
		Threshold, Quota,
	}
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
