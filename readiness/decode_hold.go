package readiness

import (
	"slices"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// UnmarshalJSON reads a report strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing and every value that is none of the
// known, and if the alerts, what is held or the findings disagree with the
// warnings.
func (h *HeldWarnings) UnmarshalJSON(data []byte) error {
	type plain HeldWarnings
	return strict.Unmarshal(data, "HeldWarnings", (*plain)(h), func(p *plain, in fault.Scope) {
		if p.Held.bits&^p.Warnings.bits != 0 {
			in.Conflict("Held", "", "only warnings that are on")
		}
		expectList(in, "Alerts", p.Alerts, p.Warnings.alerts(), "the warnings that are on, the most severe first, each with its response")
		if !inPlace(in, p.Findings, Warnings()) {
			return
		}
		for i, w := range Warnings() {
			unmeasured := p.Findings[i].Outcome == salesops.NotApplicable
			if on := p.Findings[i].Outcome == salesops.Fired || unmeasured && p.Held.Has(w); on != p.Warnings.Has(w) {
				at := in.At("Findings", i)
				at.Conflict("Outcome", string(p.Findings[i].Outcome), "what the warnings say")
			}
		}
	})
}

// UnmarshalJSON reads a report strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing and every value that is none of the
// known, and if the count, the flags that are up or those that are held don't
// follow from the findings.
func (h *HeldFlags) UnmarshalJSON(data []byte) error {
	type plain HeldFlags
	return strict.Unmarshal(data, "HeldFlags", (*plain)(h), func(p *plain, in fault.Scope) {
		if !inPlace(in, p.Findings, Flags()) {
			return
		}
		held := slices.DeleteFunc(Flags(), func(f Flag) bool {
			_, measured := new(HoldPolicy).flagMargin(f)
			at := slices.Index(Flags(), f)
			return !measured || p.Findings[at].Outcome == salesops.NotFired || !slices.Contains(p.Held, f)
		})
		if !expectList(in, "Held", p.Held, held, "measured flags whose findings did not come out false, each once, in published order") {
			return
		}
		want := heldFlags(p.Findings, p.Held)
		expect(in, "Count", p.Count, want.Count, "how many are up")
		expectList(in, "Up", p.Up, want.Up, "the flags whose findings fired or that are held, in published order")
	})
}
