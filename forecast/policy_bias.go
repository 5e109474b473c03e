package forecast

import (
	"github.com/salesops-go/salesops/internal/multiple"
	"github.com/salesops-go/salesops/internal/strict"
)

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
