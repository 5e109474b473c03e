package readiness

import (
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// UnmarshalJSON reads a spiral strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing and every value that is none of the
// known, and if the stage, the open ones or the signs don't follow from the
// findings.
func (s *Spiral) UnmarshalJSON(data []byte) error {
	type plain Spiral
	return strict.Unmarshal(data, "Spiral", (*plain)(s), func(p *plain, in fault.Scope) {
		stages := SpiralStages()[1:]
		if !inPlace(in, p.Findings, SpiralSigns()) || !in.Length("Stages", len(p.Stages), len(stages), len(stages)) {
			return
		}
		// The last stage has the most signs, so it tells what was asked for.
		last := in.At("Stages", len(stages)-1)
		needed := p.Stages[len(stages)-1].Needed
		if !last.Int("Needed", needed, 1, signsPerStage, "signs") {
			return
		}
		want := locate(p.Findings, needed)
		for i, got := range p.Stages {
			at := in.At("Stages", i)
			expect(at, "Stage", got.Stage, want.Stages[i].Stage, "the stage at this place")
			expect(at, "Needed", got.Needed, want.Stages[i].Needed, "as many as for the last stage, at most all signs")
			expectList(at, "Showing", got.Showing, want.Stages[i].Showing, "the signs whose findings fired, in published order")
			expectList(at, "NotJudged", got.NotJudged, want.Stages[i].NotJudged, "the signs that do not apply, in published order")
		}
		expect(in, "Stage", p.Stage, want.Stage, "the last stage that shows")
		expectList(in, "Open", p.Open, want.Open, "the later stages that may show when all is observed")
	})
}
