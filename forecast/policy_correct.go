package forecast

import (
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// The thresholds of [Correct] and [Backtest].
const (
	// DefaultCorrectionLevel is the confidence of the interval of a factor, as a
	// fraction. The number is ours. Playbook: FCT-6.
	DefaultCorrectionLevel = 0.95
	// DefaultMinFactor is the least factor by which forecasts are divided: they are
	// at most doubled. The number is ours. Playbook: FCT-6.
	DefaultMinFactor = 0.5
	// DefaultMaxFactor is the largest factor by which forecasts are divided: they
	// are at most halved. The number is ours. Playbook: FCT-6.
	DefaultMaxFactor = 2.0
	// DefaultMinTrainingPeriods is how many periods are learnt from before the first
	// one is corrected. The number is ours. Playbook: FCT-6.
	DefaultMinTrainingPeriods = 4
	// DefaultBacktestLevel is the chance of taking a correction that does not help
	// for one that does, as a fraction. The number is ours. Playbook: FCT-6.
	DefaultBacktestLevel = 0.05
	// MaxCorrection is the largest factor that a policy may allow; the least is 1 ÷
	// MaxCorrection.
	MaxCorrection = 100
)

// CorrectionForm is how a correction works on a forecast.
type CorrectionForm string

// The two forms.
const (
	// Multiplicative divides forecasts by a factor. It is the default, for
	// quantities above zero.
	Multiplicative CorrectionForm = "multiplicative"
	// Additive subtracts a shift from forecasts, for quantities that can be zero or
	// negative.
	Additive CorrectionForm = "additive"
)

// CorrectionForms returns both forms, the default first.
func CorrectionForms() []CorrectionForm { return []CorrectionForm{Multiplicative, Additive} }

// MarshalText returns the form's text. It returns an *[salesops.InputError] if f
// is not one of [CorrectionForms].
func (f CorrectionForm) MarshalText() ([]byte, error) {
	return strict.Text("CorrectionForm", f, CorrectionForms())
}

// UnmarshalText sets f from its text. It returns an *[salesops.InputError] if the
// text is not one of [CorrectionForms].
func (f *CorrectionForm) UnmarshalText(text []byte) error {
	return strict.Parse("CorrectionForm", f, text, CorrectionForms())
}

// CorrectionPolicy says how [Correct] corrects. The zero policy is rejected: start
// from [DefaultPolicy].
type CorrectionPolicy struct {
	// CorrectionForm is whether forecasts are divided by a factor or shifted.
	CorrectionForm CorrectionForm `json:"correction_form"`
	// CorrectionLevel is the confidence of the interval of a factor or shift as a
	// fraction, [MinIntervalLevel] to [MaxIntervalLevel].
	CorrectionLevel float64 `json:"correction_level"`
	// MinFactor is the least factor by which forecasts are divided, 1 ÷
	// [MaxCorrection] to 1. A shift has no such limit.
	MinFactor float64 `json:"min_factor"`
	// MaxFactor is the largest, 1 to [MaxCorrection].
	MaxFactor float64 `json:"max_factor"`
}

func (p *CorrectionPolicy) collect(in *fault.Scope) {
	fault.OneOf(*in, "CorrectionForm", p.CorrectionForm, CorrectionForms())
	in.Float("CorrectionLevel", p.CorrectionLevel, MinIntervalLevel, MaxIntervalLevel, "as a fraction")
	in.Float("MinFactor", p.MinFactor, 1.0/MaxCorrection, 1, "")
	in.Float("MaxFactor", p.MaxFactor, 1, MaxCorrection, "")
}

// BacktestPolicy says how [Backtest] judges. The zero policy is rejected: start
// from [DefaultPolicy].
type BacktestPolicy struct {
	// MinTrainingPeriods is how many periods with calls come before the first one
	// that is corrected, 1 to [MaxBacktestPeriods].
	MinTrainingPeriods int `json:"min_training_periods"`
	// BacktestLevel is the chance of taking a correction that does not help for one
	// that does: a fraction, [MinBiasLevel] to [MaxBiasLevel].
	BacktestLevel float64 `json:"backtest_level"`
}

func (p *BacktestPolicy) collect(in *fault.Scope) {
	in.Int("MinTrainingPeriods", p.MinTrainingPeriods, 1, MaxBacktestPeriods, "periods")
	in.Float("BacktestLevel", p.BacktestLevel, MinBiasLevel, MaxBiasLevel, "as a fraction")
}
