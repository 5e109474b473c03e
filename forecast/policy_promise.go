package forecast

import "github.com/salesops-go/salesops/internal/fault"

// The thresholds of [DefaultPolicy] on promises.
const (
	// DefaultKeptShare is the share of promises that are to be kept, as a
	// fraction. The number is ours. Playbook: FCT-9.
	DefaultKeptShare = 0.9
	// DefaultPromiseLevel is the confidence of what is said of promises, as a
	// fraction. The number is ours. Playbook: FCT-9.
	DefaultPromiseLevel = 0.95
	// DefaultGapLevel is the level of the verdicts on promises, as a fraction. The
	// number is ours. Playbook: FCT-9.
	DefaultGapLevel = 0.05
)

// The range of the share.
const (
	// MinKeptShare is the least share of promises that a policy may ask for, as a
	// fraction.
	MinKeptShare = 0.01
	// MaxKeptShare is the largest, as a fraction.
	MaxKeptShare = 0.9999
)

// PromisePolicy says how sure a promise should be. The zero policy is rejected:
// start from [DefaultPolicy].
type PromisePolicy struct {
	// KeptShare is the share of promises that are to be kept: a fraction,
	// [MinKeptShare] to [MaxKeptShare].
	KeptShare float64 `json:"kept_share"`
	// PromiseLevel is the confidence of the intervals as a fraction,
	// [MinIntervalLevel] to [MaxIntervalLevel].
	PromiseLevel float64 `json:"promise_level"`
	// GapLevel is the largest adjusted p-value that is evidence of promises that
	// are consistently late or early: a fraction, [MinBiasLevel] to [MaxBiasLevel].
	GapLevel float64 `json:"gap_level"`
	// GapAdjustment is how p-values are corrected for the number of parties, and so
	// what the level bounds.
	GapAdjustment Adjustment `json:"gap_adjustment"`
}

func (p *PromisePolicy) collect(in *fault.Scope) {
	in.Float("KeptShare", p.KeptShare, MinKeptShare, MaxKeptShare, "as a fraction")
	in.Float("PromiseLevel", p.PromiseLevel, MinIntervalLevel, MaxIntervalLevel, "as a fraction")
	in.Float("GapLevel", p.GapLevel, MinBiasLevel, MaxBiasLevel, "as a fraction")
	fault.OneOf(*in, "GapAdjustment", p.GapAdjustment, Adjustments())
}
