package readiness

import (
	"math"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// scoreSlack is by how much a score may be off one that is computed again: two
// machines may round its last decimal differently.
const scoreSlack = 5e-9

func near(a, b float64) bool { return math.Abs(a-b) <= scoreSlack }

// UnmarshalJSON reads a score strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, every value out of range, and if
// the gain does not fit the score and the component.
func (a *Alignment) UnmarshalJSON(data []byte) error {
	type plain Alignment
	return strict.Unmarshal(data, "Alignment", (*plain)(a), func(p *plain, in fault.Scope) {
		// A floor of 0.01 makes a score of 1, and nothing makes less.
		good := in.Float("Score", p.Score, 1, 100, "points")
		good = in.Float("Gain", p.Gain, 0, 100, "points") && good
		switch {
		case !good:
		case p.Score+p.Gain > 100+scoreSlack:
			in.Conflict("Gain", fraction(p.Gain), "at most what is missing to 100")
		case p.HeldDownBy == NoComponent && !(p.Score == 100 && p.Gain == 0):
			in.Conflict("HeldDownBy", string(p.HeldDownBy), "the component that holds the score down, none only at 100")
		}
	})
}

// UnmarshalJSON reads a report strictly. It returns an *[salesops.InputError]
// for everything that [Alignment.UnmarshalJSON] and
// [salesops.Finding.UnmarshalJSON] refuse, and if the score, the gains or the
// findings don't follow from the components.
func (r *AlignmentReport) UnmarshalJSON(data []byte) error {
	type plain AlignmentReport
	return strict.Unmarshal(data, "AlignmentReport", (*plain)(r), func(p *plain, in fault.Scope) {
		// A score that could not be read has its own faults already.
		parts, ok := partsOf(in, p.Components)
		if !ok || p.Alignment == (Alignment{}) {
			return
		}
		checkAlignment(in.In("Alignment"), &p.Alignment, &parts)
		for i, c := range p.Components {
			if !near(c.Gain, gain(&parts, i, p.Alignment.Score)) {
				at := in.At("Components", i)
				at.Conflict("Gain", fraction(c.Gain), "by how much the score rises when the component counts in full")
			}
		}
		if !inPlace(in, p.Findings, Components()) {
			return
		}
		for i, f := range p.Findings {
			if (f.Outcome == salesops.NotApplicable) != (parts[i].weight == 0) || f.Outcome == salesops.NotFired && parts[i].share != 1 {
				at := in.At("Findings", i)
				at.Conflict("Outcome", string(f.Outcome), "what the component says")
			}
		}
	})
}

// partsOf returns the parts that the components stand for.
func partsOf(in fault.Scope, components []ComponentScore) (parts [componentCount]part, ok bool) {
	if !in.Length("Components", len(components), componentCount, componentCount) {
		return parts, false
	}
	ok = true
	weight := 0
	for i, c := range components {
		at := in.At("Components", i)
		share, measured := c.Share.Value()
		ok = expect(at, "Component", c.Component, component(i), "the component at this place") &&
			at.Int("Weight", c.Weight, 0, MaxAlignmentWeight, "as a whole number") && ok
		if !measured {
			share = 1
		}
		if !measured && c.Weight != 0 {
			at.Missing("Share", "0.01 to 1 as a fraction, or a weight of 0")
			ok = false
		}
		ok = at.Float("Share", share, MinAlignmentFloor, 1, "as a fraction") && ok
		parts[i] = part{share, c.Weight}
		weight += c.Weight
	}
	if ok && weight == 0 {
		in.Conflict("Components", "", "a weight above 0 for one of the components")
		return parts, false
	}
	return parts, ok
}

func checkAlignment(in fault.Scope, a *Alignment, parts *[componentCount]part) {
	want := align(parts)
	if !near(a.Score, want.Score) {
		in.Conflict("Score", fraction(a.Score), "the weighted geometric mean of the components")
		return
	}
	if !near(a.Gain, want.Gain) {
		in.Conflict("Gain", fraction(a.Gain), "that of the component that holds the score down")
	}
	for i := range parts {
		// Where two cost the same, machines may differ in which is first.
		if a.HeldDownBy == component(i) && parts[i].loss() < 0 && near(gain(parts, i, a.Score), want.Gain) {
			return
		}
	}
	expect(in, "HeldDownBy", a.HeldDownBy, want.HeldDownBy, "the component that costs most")
}
