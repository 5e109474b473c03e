package readiness

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
)

// finding compares left with right; the outcome follows from the two.
func finding(playbook, rule, measure string, left decimal.Decimal, op string, right decimal.Decimal, unit string) salesops.Finding {
	f := salesops.Finding{
		Rule: rule, Playbook: playbook, Outcome: salesops.NotFired, Measure: measure,
		Left: left, Op: op, Right: right, Unit: unit, Distance: right.Sub(left),
	}
	if f.Holds() {
		f.Outcome = salesops.Fired
	}
	return f
}

// notApplicable marks a finding whose comparison decides nothing.
func notApplicable(f *salesops.Finding, why string) {
	f.Outcome = salesops.NotApplicable
	f.Note = why
}

// remedy says what to do about a finding that fired.
func remedy(f *salesops.Finding, what string) {
	if f.Outcome == salesops.Fired {
		f.Note = what
	}
}
