package forecast

import (
	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
)

// settled returns a finding with its distance and outcome; it does not apply if
// there is a reason why.
func settled(f salesops.Finding, why string) salesops.Finding {
	f.Distance, f.Outcome = f.Right.Sub(f.Left), salesops.NotFired
	if f.Holds() {
		f.Outcome = salesops.Fired
	}
	if why != "" {
		f.Outcome, f.Note = salesops.NotApplicable, why
	}
	return f
}

// rulesInOrder checks that findings are those of the rules, in order.
func rulesInOrder(in *fault.Scope, findings []salesops.Finding, rules []string) bool {
	if !in.Length("Findings", len(findings), len(rules), len(rules)) {
		return false
	}
	for i, rule := range rules {
		if at := in.At("Findings", i); findings[i].Rule != rule {
			at.Conflict("Rule", findings[i].Rule, rule+", the rule at this place")
		}
	}
	return true
}
