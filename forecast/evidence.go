package forecast

import (
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// EvidenceKind is what a forecaster is judged by.
type EvidenceKind string

// The kinds of evidence.
const (
	// CallEvidence: forecasts of a period against what came.
	CallEvidence EvidenceKind = "calls"
	// OddsEvidence: stated odds of deals against what was won.
	OddsEvidence EvidenceKind = "odds"
	// CloseDateEvidence: expected closes that were moved, later or earlier.
	CloseDateEvidence EvidenceKind = "close-dates"
)

// EvidenceKinds returns all kinds: calls, odds, close dates. Of kinds with equal
// p-values the first decides.
func EvidenceKinds() []EvidenceKind {
	return []EvidenceKind{CallEvidence, OddsEvidence, CloseDateEvidence}
}

// MarshalText returns the kind's text. It returns an *[salesops.InputError] if k
// is not one of [EvidenceKinds].
func (k EvidenceKind) MarshalText() ([]byte, error) {
	return strict.Text("EvidenceKind", k, EvidenceKinds())
}

// UnmarshalText sets k from its text. It returns an *[salesops.InputError] if
// the text is not one of [EvidenceKinds].
func (k *EvidenceKind) UnmarshalText(text []byte) error {
	return strict.Parse("EvidenceKind", k, text, EvidenceKinds())
}

// BiasEvidence is what one kind of evidence says of a forecaster. Its unit is
// the cluster: what depends on one another is one outcome.
type BiasEvidence struct {
	// Kind is the kind of evidence.
	Kind EvidenceKind `json:"kind"`
	// Outcomes is how many outcomes the test counts: Over and Under, and of stated
	// odds also Exact.
	Outcomes int `json:"outcomes"`
	// Over is how many outcomes were optimistic.
	Over int `json:"over"`
	// Under is how many outcomes were pessimistic.
	Under int `json:"under"`
	// Exact is how many outcomes were neither.
	Exact int `json:"exact"`
	// P is the chance that an unbiased forecaster errs to one side, either, at
	// least as often.
	P float64 `json:"p"`
	// Enough is whether there is enough history for this kind to count in the
	// verdict.
	Enough bool `json:"enough"`
}

// signEvidence is evidence of which exact outcomes say nothing.
func signEvidence(kind EvidenceKind, over, under, exact int) BiasEvidence {
	outcomes := over + under
	return BiasEvidence{Kind: kind, Outcomes: outcomes, Over: over, Under: under, Exact: exact, P: signP(over, under, outcomes)}
}

// medianEvidence is evidence of which exact outcomes count: see [JudgeBias] on
// stated odds.
func medianEvidence(kind EvidenceKind, over, under, exact int) BiasEvidence {
	outcomes := over + under + exact
	return BiasEvidence{Kind: kind, Outcomes: outcomes, Over: over, Under: under, Exact: exact, P: signP(over, under, outcomes)}
}

// UnmarshalJSON reads evidence strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, for a number out of its range, and if
// Outcomes is not the number of those that the kind counts.
func (e *BiasEvidence) UnmarshalJSON(data []byte) error {
	type plain BiasEvidence
	return strict.Unmarshal(data, "BiasEvidence", (*plain)(e), func(p *plain, in fault.Scope) {
		count(&in, "Outcomes", p.Outcomes)
		count(&in, "Over", p.Over)
		count(&in, "Under", p.Under)
		count(&in, "Exact", p.Exact)
		counted := p.Over + p.Under
		if p.Kind == OddsEvidence {
			counted += p.Exact
		}
		if p.Outcomes != counted {
			in.Conflict("Outcomes", "", "the number of outcomes that the kind counts")
		}
		in.Float("P", p.P, 0, 1, "")
	})
}
