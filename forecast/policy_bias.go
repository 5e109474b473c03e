package forecast

import (
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/multiple"
	"github.com/salesops-go/salesops/internal/strict"
)

// DefaultBiasLevel is the level of the verdicts on those who are judged
// together, as a fraction. The number is ours. Playbook: FCT-6.
const DefaultBiasLevel = 0.05

// Adjustment is how p-values are corrected for the number of those who are
// judged together.
type Adjustment string

// The two adjustments.
const (
	// FalseDiscoveries keeps the expected share of wrong verdicts among the
	// verdicts at the level (Benjamini and Hochberg). It is the default.
	FalseDiscoveries Adjustment = "benjamini-hochberg"
	// AnyFalseVerdict keeps the chance of even one wrong verdict at the level
	// (Holm). It convicts fewer.
	AnyFalseVerdict Adjustment = "holm"
)

// Adjustments returns both adjustments, the default first.
func Adjustments() []Adjustment { return []Adjustment{FalseDiscoveries, AnyFalseVerdict} }

// MarshalText returns the adjustment's text. It returns an
// *[salesops.InputError] if a is not one of [Adjustments].
func (a Adjustment) MarshalText() ([]byte, error) {
	return strict.Text("Adjustment", a, Adjustments())
}

// UnmarshalText sets a from its text. It returns an *[salesops.InputError] if
// the text is not one of [Adjustments].
func (a *Adjustment) UnmarshalText(text []byte) error {
	return strict.Parse("Adjustment", a, text, Adjustments())
}

// adjust returns the p-values corrected for their number, in the order given.
func (a Adjustment) adjust(p []float64) []float64 {
	if a == AnyFalseVerdict {
		return multiple.Holm(p)
	}
	return multiple.BenjaminiHochberg(p)
}

// BiasPolicy holds the level of [JudgeBias] and [DetectDrift]. The zero policy is
// rejected: start from [DefaultPolicy].
type BiasPolicy struct {
	// BiasLevel is the largest adjusted p-value that is evidence: a fraction,
	// [MinBiasLevel] to [MaxBiasLevel].
	BiasLevel float64 `json:"bias_level"`
	// BiasAdjustment is how p-values are corrected for the number of
	// forecasters, and so what the level bounds.
	BiasAdjustment Adjustment `json:"bias_adjustment"`
}

func (p *BiasPolicy) collect(in *fault.Scope) {
	in.Float("BiasLevel", p.BiasLevel, MinBiasLevel, MaxBiasLevel, "as a fraction")
	fault.OneOf(*in, "BiasAdjustment", p.BiasAdjustment, Adjustments())
}
