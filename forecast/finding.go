package forecast

import "github.com/salesops-go/salesops"

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
