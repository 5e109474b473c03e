package forecast

import "github.com/salesops-go/salesops/internal/fault"

// The thresholds of [DefaultPolicy] on calibration, health, data and trends.
const (
	// DefaultCalibrationBins is the bins of a reliability table. The number is
	// ours. Playbook: FCT-10.
	DefaultCalibrationBins = 10
	// DefaultCalibrationLevel is the confidence of the interval of a bin, as a
	// fraction. The number is ours. Playbook: FCT-10.
	DefaultCalibrationLevel = 0.95
	// DefaultPriorDeals is how many deals of all stages a stage's own are
	// weighed against. The number is ours. Playbook: FCT-10.
	DefaultPriorDeals = 10.0
	// DefaultMinStageDeals is how many deals odds should be learnt from. The
	// number is ours. Playbook: FCT-10.
	DefaultMinStageDeals = 30
	// DefaultStageOddsLevel is the confidence of the interval of learnt odds, as
	// a fraction. The number is ours. Playbook: FCT-10.
	DefaultStageOddsLevel = 0.95
	// DefaultTrendLevel is the chance of finding a trend where there is none, as
	// a fraction. The number is ours. Playbook: FCT-7.
	DefaultTrendLevel = 0.05
	// DefaultMinHealthyCoverage is the coverage of what remains of a quota that
	// a healthy pipeline has, in multiples. Playbook: FCT-4.
	DefaultMinHealthyCoverage = 3.0
	// DefaultConversionLevel is the chance of calling conversion low when it is
	// not, over all stages together, as a fraction. The number is ours.
	// Playbook: FCT-4.
	DefaultConversionLevel = 0.05
	// DefaultMaxStaleShare is the largest share of open value that may be
	// wishful, as a fraction. The number is ours. Playbook: FCT-4.
	DefaultMaxStaleShare = 0.2
	// DefaultStalePushes is after how many pushes a deal is wishful. The number
	// is ours. Playbook: FCT-4.
	DefaultStalePushes = 2
	// DefaultStaleCycles is above how many usual cycles of age a deal is
	// wishful. The number is ours. Playbook: FCT-4.
	DefaultStaleCycles = 2.0
	// DefaultMinQuotaOdds is the least odds of the quota that count as
	// achievable, as a fraction. The number is ours. Playbook: FCT-4.
	DefaultMinQuotaOdds = 0.5
	// DefaultStaleDays is after how many days without activity an open deal is
	// stale. The number is ours. Playbook: FCT-13.
	DefaultStaleDays = 30
	// DefaultActiveDays is within how many days a rep who uses the CRM has
	// touched it. The number is ours. Playbook: FCT-13.
	DefaultActiveDays = 7
	// DefaultOddsTolerance is how far the odds of a deal may lie from those of
	// its stage, as a fraction. The number is ours. Playbook: FCT-13.
	DefaultOddsTolerance = 0.2
)

// The ranges of these thresholds.
const (
	// MaxCalibrationBins is the most bins of a reliability table.
	MaxCalibrationBins = 1000
	// MaxPriorDeals is the most deals that a stage is weighed against.
	MaxPriorDeals = 1e6
	// MaxStaleCycles is the largest multiple of the usual cycle.
	MaxStaleCycles = 1000
	// MaxQualityDays is the most days of a rule on activity.
	MaxQualityDays = 10_000
)

// CalibrationPolicy holds the bins of [MeasureCalibration]. The zero policy is
// rejected: start from [DefaultPolicy].
type CalibrationPolicy struct {
	// CalibrationBins is how many bins of equal width, 1 to
	// [MaxCalibrationBins].
	CalibrationBins int `json:"calibration_bins"`
	// CalibrationLevel is the confidence of the interval of a bin as a
	// fraction, [MinIntervalLevel] to [MaxIntervalLevel].
	CalibrationLevel float64 `json:"calibration_level"`
}

func (p *CalibrationPolicy) collect(in *fault.Scope) {
	in.Int("CalibrationBins", p.CalibrationBins, 1, MaxCalibrationBins, "bins")
	in.Float("CalibrationLevel", p.CalibrationLevel, MinIntervalLevel, MaxIntervalLevel, "as a fraction")
}

// StageOddsPolicy says how [LearnStageOdds] treats small numbers. The zero
// policy is rejected: start from [DefaultPolicy].
type StageOddsPolicy struct {
	// PriorDeals is how many deals of all stages a stage's own are weighed
	// against, above 0 to [MaxPriorDeals].
	PriorDeals float64 `json:"prior_deals"`
	// MinStageDeals is how many closed deals a stage needs for odds without a
	// warning, 1 to [MaxStageDeals].
	MinStageDeals int `json:"min_stage_deals"`
	// StageOddsLevel is the confidence of the interval of the odds as a
	// fraction, [MinIntervalLevel] to [MaxIntervalLevel].
	StageOddsLevel float64 `json:"stage_odds_level"`
}

func (p *StageOddsPolicy) collect(in *fault.Scope) {
	if in.Positive("PriorDeals", p.PriorDeals, MaxPriorDeals, "deals") && p.PriorDeals < minPriorDeals {
		in.OutOfRange("PriorDeals", number(p.PriorDeals), "at least 0.01 deals")
	}
	in.Int("MinStageDeals", p.MinStageDeals, 1, MaxStageDeals, "deals")
	in.Float("StageOddsLevel", p.StageOddsLevel, MinIntervalLevel, MaxIntervalLevel, "as a fraction")
}

// minPriorDeals keeps the parameters of the Beta distribution where its
// quantiles can be computed.
const minPriorDeals = 0.01

// TrendPolicy holds the level of [MeasureTrend]. The zero policy is rejected:
// start from [DefaultPolicy].
type TrendPolicy struct {
	// TrendLevel is the chance of finding a trend where there is none: a
	// fraction, [MinBiasLevel] to [MaxBiasLevel].
	TrendLevel float64 `json:"trend_level"`
}

func (p *TrendPolicy) collect(in *fault.Scope) {
	in.Float("TrendLevel", p.TrendLevel, MinBiasLevel, MaxBiasLevel, "as a fraction")
}

// HealthPolicy holds the lines of [CheckHealth]. The zero policy is rejected:
// start from [DefaultPolicy].
type HealthPolicy struct {
	// MinHealthyCoverage is the coverage of what remains of the quota that is
	// enough, in multiples: above 0, at most [MaxCoverage].
	MinHealthyCoverage float64 `json:"min_healthy_coverage"`
	// ConversionLevel is the chance, over all stages together, of calling a
	// conversion low that is not: a fraction, [MinBiasLevel] to [MaxBiasLevel].
	ConversionLevel float64 `json:"conversion_level"`
	// MaxStaleShare is the largest share of open value that may be wishful: a
	// fraction, 0 to 1.
	MaxStaleShare float64 `json:"max_stale_share"`
	// StalePushes is after how many pushes a deal is wishful, 1 to [MaxPushes].
	StalePushes int `json:"stale_pushes"`
	// StaleCycles is above how many usual cycles of age a deal is wishful, above
	// 0 to [MaxStaleCycles].
	StaleCycles float64 `json:"stale_cycles"`
	// MinQuotaOdds is the least odds of the quota that are achievable: a
	// fraction, above 0 to 1.
	MinQuotaOdds float64 `json:"min_quota_odds"`
}

func (p *HealthPolicy) collect(in *fault.Scope) {
	in.Positive("MinHealthyCoverage", p.MinHealthyCoverage, MaxCoverage, "times the quota")
	in.Float("ConversionLevel", p.ConversionLevel, MinBiasLevel, MaxBiasLevel, "as a fraction")
	in.Float("MaxStaleShare", p.MaxStaleShare, 0, 1, "as a fraction")
	in.Int("StalePushes", p.StalePushes, 1, MaxPushes, "pushes")
	in.Positive("StaleCycles", p.StaleCycles, MaxStaleCycles, "usual cycles")
	in.Positive("MinQuotaOdds", p.MinQuotaOdds, 1, "as a fraction")
}

// QualityPolicy holds the lines of [ReviewData]. The zero policy is rejected:
// start from [DefaultPolicy].
type QualityPolicy struct {
	// StaleDays is after how many days without activity an open deal is stale,
	// 1 to [MaxQualityDays].
	StaleDays int `json:"stale_days"`
	// ActiveDays is within how many days of the review whoever uses the CRM has
	// touched it, 1 to [MaxQualityDays].
	ActiveDays int `json:"active_days"`
	// OddsTolerance is how far the odds of a deal may lie from those of its
	// stage: a fraction, 0 to 1.
	OddsTolerance float64 `json:"odds_tolerance"`
}

func (p *QualityPolicy) collect(in *fault.Scope) {
	in.Int("StaleDays", p.StaleDays, 1, MaxQualityDays, "days")
	in.Int("ActiveDays", p.ActiveDays, 1, MaxQualityDays, "days")
	in.Float("OddsTolerance", p.OddsTolerance, 0, 1, "as a fraction")
}
