package forecast

import "github.com/salesops-go/salesops/internal/fault"

// The thresholds of [DefaultPolicy] on how calls converge and whose are closer.
const (
	// DefaultConvergenceTolerance is how far from the actual a call may lie that
	// is as good as right, as a fraction of the actual. The number is ours.
	// Playbook: FCT-6.
	DefaultConvergenceTolerance = 0.1
	// DefaultComparisonLevel is the level of the verdicts on forecasters who are
	// compared, as a fraction. The number is ours. Playbook: FCT-6.
	DefaultComparisonLevel = 0.05
)

// ConvergencePolicy holds the line of [MeasureConvergence]. The zero policy is
// rejected: start from [DefaultPolicy].
type ConvergencePolicy struct {
	// ConvergenceTolerance is how far from the actual a call may lie, as a
	// fraction of the actual: above 0, at most 1.
	ConvergenceTolerance float64 `json:"convergence_tolerance"`
}

func (p *ConvergencePolicy) collect(in *fault.Scope) {
	in.Positive("ConvergenceTolerance", p.ConvergenceTolerance, 1, "as a fraction of the actual")
}

// ComparisonPolicy holds the level of [CompareForecasters]. The zero policy is
// rejected: start from [DefaultPolicy].
type ComparisonPolicy struct {
	// ComparisonLevel is the largest adjusted p-value that is evidence: a
	// fraction, [MinBiasLevel] to [MaxBiasLevel].
	ComparisonLevel float64 `json:"comparison_level"`
	// ComparisonAdjustment is how p-values are corrected for the number of pairs,
	// and so what the level bounds.
	ComparisonAdjustment Adjustment `json:"comparison_adjustment"`
}

func (p *ComparisonPolicy) collect(in *fault.Scope) {
	in.Float("ComparisonLevel", p.ComparisonLevel, MinBiasLevel, MaxBiasLevel, "as a fraction")
	fault.OneOf(*in, "ComparisonAdjustment", p.ComparisonAdjustment, Adjustments())
}
