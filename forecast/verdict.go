package forecast

import (
	"slices"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// BiasVerdict is what a history says of a forecaster.
type BiasVerdict string

// The verdicts on a forecaster.
const (
	// Optimistic: the errors are upwards more often than chance would have it.
	Optimistic BiasVerdict = "optimistic"
	// Pessimistic: the errors are downwards more often than chance would have
	// it.
	Pessimistic BiasVerdict = "pessimistic"
	// Mixed: the errors lean to one side more often than chance would have it,
	// and the sum of the calls, or another kind of evidence, to the other: many
	// small errors one way and a few large ones the other.
	Mixed BiasVerdict = "mixed"
	// NoEvidence: the errors may be chance, or those since a change may. That is
	// no proof of the absence of a bias.
	NoEvidence BiasVerdict = "no-evidence"
	// TooLittleHistory: so few outcomes count that no errors whatever could be
	// evidence.
	TooLittleHistory BiasVerdict = "too-little-history"
)

// BiasVerdicts returns all verdicts: optimistic, pessimistic, mixed, no
// evidence, too little history.
func BiasVerdicts() []BiasVerdict {
	return []BiasVerdict{Optimistic, Pessimistic, Mixed, NoEvidence, TooLittleHistory}
}

// MarshalText returns the verdict's text. It returns an *[salesops.InputError]
// if v is not one of [BiasVerdicts].
func (v BiasVerdict) MarshalText() ([]byte, error) {
	return strict.Text("BiasVerdict", v, BiasVerdicts())
}

// UnmarshalText sets v from its text. It returns an *[salesops.InputError] if
// the text is not one of [BiasVerdicts].
func (v *BiasVerdict) UnmarshalText(text []byte) error {
	return strict.Parse("BiasVerdict", v, text, BiasVerdicts())
}

// conclusion is what findings on signs lead to, whatever a domain calls it.
type conclusion int

const (
	tooLittle conclusion = iota
	unproven
	contradicted
	leansOver
	leansUnder
)

// conclude returns what the findings lead to: short-history and significant, then
// those that can only take a conviction away.
func conclude(findings []salesops.Finding, over bool) conclusion {
	if findings[0].Outcome == salesops.Fired {
		return tooLittle
	}
	if findings[1].Outcome != salesops.Fired {
		return unproven
	}
	for i := range findings[2:] {
		switch f := &findings[2+i]; {
		case f.Outcome != salesops.Fired:
		case f.Rule == ruleReformed:
			return unproven
		default:
			return contradicted
		}
	}
	if over {
		return leansOver
	}
	return leansUnder
}

// verdictOf returns the verdict on a forecaster.
func verdictOf(c conclusion) BiasVerdict {
	return [...]BiasVerdict{
		tooLittle: TooLittleHistory, unproven: NoEvidence, contradicted: Mixed, leansOver: Optimistic, leansUnder: Pessimistic,
	}[c]
}

// ForecasterBias is the judgment on one forecaster.
type ForecasterBias struct {
	// Forecaster is who is judged.
	Forecaster string `json:"forecaster"`
	// Verdict is the judgment.
	Verdict BiasVerdict `json:"verdict"`
	// Evidence has an element for each kind that there is, in the order of
	// [EvidenceKinds].
	Evidence []BiasEvidence `json:"evidence"`
	// P is that of all kinds with enough history together; undefined without.
	P salesops.Maybe `json:"p"`
	// AdjustedP is P corrected for the number of forecasters who are judged
	// together; undefined for those with too little history, who are not
	// tested.
	AdjustedP salesops.Maybe `json:"adjusted_p"`
	// ForecastToActual is Σ forecast ÷ Σ actual of the calls, a fraction: above 1
	// is optimistic by value. Undefined unless the actuals sum to more than zero.
	ForecastToActual salesops.Maybe `json:"forecast_to_actual"`
	// Factor is how large the bias of the calls is by value, drawn toward the
	// team's as far as the record is short, with its interval at one less the level
	// of the policy: something to act on before there is evidence, as [Correct]
	// does. Without calls it is the team's.
	Factor BiasEstimate `json:"factor"`
	// Errors is what other tests say of the calls, by cluster; nil without calls.
	Errors *ErrorTests `json:"errors"`
	// Odds is what became of all deals with stated odds; nil without.
	Odds *OddsRecord `json:"odds"`
	// Findings are the rules short-history, significant, reformed,
	// value-disagrees and evidence-disagrees, in the order in which they decide.
	Findings []salesops.Finding `json:"findings"`
}

// UnmarshalJSON reads a judgment strictly. It returns an
// *[salesops.InputError] for every key that is unknown or missing, for a
// number out of its range, if the kinds of evidence are not in order, or what
// belongs to them is not there exactly when they are, and if the findings are not
// the five in order or do not lead to the verdict.
func (b *ForecasterBias) UnmarshalJSON(data []byte) error {
	type plain ForecasterBias
	return strict.Unmarshal(data, "ForecasterBias", (*plain)(b), func(p *plain, in fault.Scope) {
		in.Name("Forecaster", p.Forecaster)
		collectKinds(&in, p.Evidence)
		has := func(kind EvidenceKind) bool {
			return slices.ContainsFunc(p.Evidence, func(e BiasEvidence) bool { return e.Kind == kind })
		}
		rate(&in, "P", p.P, 1)
		rate(&in, "AdjustedP", p.AdjustedP, 1)
		for _, part := range []struct {
			field string
			value salesops.Maybe
		}{{"P", p.P}, {"AdjustedP", p.AdjustedP}} {
			if _, tested := part.value.Value(); tested == (p.Verdict == TooLittleHistory) {
				in.Conflict(part.field, part.value.String(), "a number unless there is too little history")
			}
		}
		if (p.Errors != nil) != has(CallEvidence) {
			in.Conflict("Errors", "", "tests exactly when there are calls")
		}
		if (p.Odds != nil) != has(OddsEvidence) {
			in.Conflict("Odds", "", "a record exactly when there are stated odds")
		}
		if !rulesInOrder(&in, p.Findings, biasRules()) {
			return
		}
		over := false
		if len(p.Evidence) > 0 {
			e := &p.Evidence[deciding(p.Evidence)]
			over = e.Over > e.Under
		}
		if want := verdictOf(conclude(p.Findings, over)); want != p.Verdict {
			in.Conflict("Verdict", string(p.Verdict), string(want)+", to which the findings lead")
		}
	})
}

// collectKinds checks that there are kinds of evidence, each once and in order.
func collectKinds(in *fault.Scope, evidence []BiasEvidence) {
	if !in.Length("Evidence", len(evidence), 1, len(EvidenceKinds())) {
		return
	}
	last := -1
	for i := range evidence {
		place := slices.Index(EvidenceKinds(), evidence[i].Kind)
		if place <= last {
			at := in.At("Evidence", i)
			at.Conflict("Kind", string(evidence[i].Kind), "each kind once, in order")
		}
		last = place
	}
}

// BiasJudgment is the judgment on all forecasters of a history.
type BiasJudgment struct {
	// MinOutcomes is the fewest outcomes with which any history of one kind could
	// be evidence at the level of the policy.
	MinOutcomes int `json:"min_outcomes"`
	// Tested is how many forecasters have enough history and were tested
	// together.
	Tested int `json:"tested"`
	// Forecasters are all forecasters, sorted by name.
	Forecasters []ForecasterBias `json:"forecasters"`
}

// UnmarshalJSON reads a judgment strictly. It returns an
// *[salesops.InputError] for everything that [ForecasterBias.UnmarshalJSON]
// refuses, if the forecasters are not sorted by name, and if Tested does not
// count those with enough history.
func (j *BiasJudgment) UnmarshalJSON(data []byte) error {
	type plain BiasJudgment
	return strict.Unmarshal(data, "BiasJudgment", (*plain)(j), func(p *plain, in fault.Scope) {
		in.Int("MinOutcomes", p.MinOutcomes, 1, MaxCalls, "outcomes")
		tested, last := 0, ""
		for i, f := range p.Forecasters {
			if at := in.At("Forecasters", i); f.Forecaster <= last {
				at.Conflict("Forecaster", f.Forecaster, "each forecaster once, sorted by name")
			}
			last = f.Forecaster
			if f.Verdict != TooLittleHistory {
				tested++
			}
		}
		if p.Tested != tested {
			in.Conflict("Tested", "", "the number of forecasters with enough history")
		}
	})
}
