package forecast

import (
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// PolicyVersion is the version that a policy file carries.
const PolicyVersion = 1

// The thresholds of [DefaultPolicy].
const (
	// DefaultMinCoverage is the coverage below which a pipeline is thin, in
	// multiples of the quota. Playbook: FCT-3.
	DefaultMinCoverage = 3.0
	// DefaultMaxCoverage is the coverage above which a pipeline is bloated, in
	// multiples of the quota. Playbook: FCT-3.
	DefaultMaxCoverage = 5.0
	// DefaultIntervalLevel is the confidence of the interval of a rate, as a
	// fraction. The number is ours. Playbook: FCT-5.
	DefaultIntervalLevel = 0.95
	// DefaultPrecision is how far apart the guaranteed bounds of a probability
	// may be, as a fraction: a tenth of a percentage point. The number is ours.
	// Playbook: FCT-8.
	DefaultPrecision = 0.001
	// DefaultMaxCells is how many cells may be computed in all, which takes
	// some three seconds. The number is ours. Playbook: FCT-8.
	DefaultMaxCells = 1_000_000_000
	// DefaultMinWins is the fewest deals won from which closing odds are
	// learnt. The number is ours. Playbook: FCT-15.
	DefaultMinWins = 30
	// DefaultMinAtRisk is the fewest deals that were observed beyond an age for
	// it to be learnt from. The number is ours. Playbook: FCT-15.
	DefaultMinAtRisk = 10
)

// The ranges of the thresholds.
const (
	// MaxCoverage is the largest coverage that a policy may ask for, in
	// multiples of the quota.
	MaxCoverage = 1000
	// MinIntervalLevel is the least confidence of an interval, as a fraction.
	MinIntervalLevel = 0.5
	// MaxIntervalLevel is the largest confidence of an interval, as a fraction.
	MaxIntervalLevel = 0.9999
	// MinBiasLevel is the strictest level of a test, as a fraction.
	MinBiasLevel = 1e-9
	// MaxBiasLevel is the most lenient level of a test, as a fraction.
	MaxBiasLevel = 0.5
	// MinPrecision is the narrowest bounds of a probability, as a fraction.
	MinPrecision = 1e-5
	// MaxPrecision is the widest, as a fraction.
	MaxPrecision = 0.5
	// MinOddsCells is the least work that a policy may allow, in cells.
	MinOddsCells = 1_000_000
	// MaxOddsCells is the most, in cells.
	MaxOddsCells = 2_000_000_000
	// MaxMinDeals is the most deals that a policy may ask for before learning
	// from them.
	MaxMinDeals = 1_000_000
)

// NegativeCycleRule is what is done with a deal that was closed before it was
// opened.
type NegativeCycleRule string

// The two rules for a negative cycle.
const (
	// RejectNegative reports the deal as an input error. It is the default.
	RejectNegative NegativeCycleRule = "reject"
	// SkipNegative leaves the deal out and counts it.
	SkipNegative NegativeCycleRule = "skip"
)

// NegativeCycleRules returns both rules, the default first.
func NegativeCycleRules() []NegativeCycleRule {
	return []NegativeCycleRule{RejectNegative, SkipNegative}
}

// MarshalText returns the rule's text. It returns an *[salesops.InputError] if
// r is not one of [NegativeCycleRules].
func (r NegativeCycleRule) MarshalText() ([]byte, error) {
	return strict.Text("NegativeCycleRule", r, NegativeCycleRules())
}

// UnmarshalText sets r from its text. It returns an *[salesops.InputError] if
// the text is not one of [NegativeCycleRules].
func (r *NegativeCycleRule) UnmarshalText(text []byte) error {
	return strict.Parse("NegativeCycleRule", r, text, NegativeCycleRules())
}

// ZeroActualRule is what becomes of the percentage errors when an actual is
// zero.
type ZeroActualRule string

// The two rules for actuals of zero.
const (
	// LeaveUndefined makes the percentage errors undefined. It is the default.
	LeaveUndefined ZeroActualRule = "undefined"
	// SkipZeros leaves the zeros out of the percentage errors, and what is not
	// above zero out of the accuracy of actual, and counts them. What remains may
	// flatter: twelve zeros of thirteen periods hide twelve errors.
	SkipZeros ZeroActualRule = "skip"
)

// ZeroActualRules returns both rules, the default first.
func ZeroActualRules() []ZeroActualRule { return []ZeroActualRule{LeaveUndefined, SkipZeros} }

// MarshalText returns the rule's text. It returns an *[salesops.InputError] if
// r is not one of [ZeroActualRules].
func (r ZeroActualRule) MarshalText() ([]byte, error) {
	return strict.Text("ZeroActualRule", r, ZeroActualRules())
}

// UnmarshalText sets r from its text. It returns an *[salesops.InputError] if
// the text is not one of [ZeroActualRules].
func (r *ZeroActualRule) UnmarshalText(text []byte) error {
	return strict.Parse("ZeroActualRule", r, text, ZeroActualRules())
}

// CoveragePolicy holds the lines of [Cover]. The zero policy is rejected:
// start from [DefaultPolicy].
type CoveragePolicy struct {
	// MinCoverage is the least healthy coverage, in multiples of the quota:
	// above 0, at most [MaxCoverage].
	MinCoverage float64 `json:"min_coverage"`
	// MaxCoverage is the largest healthy coverage, in multiples of the quota:
	// MinCoverage to [MaxCoverage].
	MaxCoverage float64 `json:"max_coverage"`
}

func (p *CoveragePolicy) collect(in *fault.Scope) {
	low := in.Positive("MinCoverage", p.MinCoverage, MaxCoverage, "times the quota")
	high := in.Positive("MaxCoverage", p.MaxCoverage, MaxCoverage, "times the quota")
	if low && high && p.MaxCoverage < p.MinCoverage {
		in.Conflict("MaxCoverage", number(p.MaxCoverage), "at least MinCoverage, "+number(p.MinCoverage))
	}
}

// RatePolicy holds the confidence of the intervals of [MeasureWinRates]. The
// zero policy is rejected: start from [DefaultPolicy].
type RatePolicy struct {
	// IntervalLevel is the confidence of the interval of a rate as a fraction,
	// [MinIntervalLevel] to [MaxIntervalLevel].
	IntervalLevel float64 `json:"interval_level"`
}

func (p *RatePolicy) collect(in *fault.Scope) {
	in.Float("IntervalLevel", p.IntervalLevel, MinIntervalLevel, MaxIntervalLevel, "as a fraction")
}

// CyclePolicy says how [MeasureCycle] treats impossible deals. The zero policy
// is rejected: start from [DefaultPolicy].
type CyclePolicy struct {
	// NegativeCycles is what is done with a deal closed before it was opened.
	NegativeCycles NegativeCycleRule `json:"negative_cycles"`
}

func (p *CyclePolicy) collect(in *fault.Scope) {
	fault.OneOf(*in, "NegativeCycles", p.NegativeCycles, NegativeCycleRules())
}

// AccuracyPolicy says how [MeasureAccuracy] treats actuals of zero. The zero
// policy is rejected: start from [DefaultPolicy].
type AccuracyPolicy struct {
	// ZeroActuals is what becomes of the percentage errors when an actual is
	// zero.
	ZeroActuals ZeroActualRule `json:"zero_actuals"`
}

func (p *AccuracyPolicy) collect(in *fault.Scope) {
	fault.OneOf(*in, "ZeroActuals", p.ZeroActuals, ZeroActualRules())
}

// Policy holds every threshold of this package. Functions take the part that
// they need: forecast.Cover(pipeline, quota, policy.CoveragePolicy).
//
// As JSON it is one flat object with the key "version", read strictly: unknown
// and missing keys and values out of range are reported together.
type Policy struct {
	CoveragePolicy
	RatePolicy
	CyclePolicy
	AccuracyPolicy
	ConvergencePolicy
	ComparisonPolicy
	BiasPolicy
	CorrectionPolicy
	BacktestPolicy
	CalibrationPolicy
	StageOddsPolicy
	TrendPolicy
	HealthPolicy
	QualityPolicy
	OddsPolicy
	ClosingPolicy
	PromisePolicy
	DemandPolicy
}

// DefaultPolicy returns the playbook's thresholds, and ours where it has none.
//
// Playbook: FCT-3, FCT-4, FCT-5, FCT-6, FCT-7, FCT-8, FCT-9, FCT-10, FCT-11, FCT-13, FCT-15.
func DefaultPolicy() Policy {
	return Policy{
		CoveragePolicy:    CoveragePolicy{MinCoverage: DefaultMinCoverage, MaxCoverage: DefaultMaxCoverage},
		RatePolicy:        RatePolicy{IntervalLevel: DefaultIntervalLevel},
		CyclePolicy:       CyclePolicy{NegativeCycles: RejectNegative},
		AccuracyPolicy:    AccuracyPolicy{ZeroActuals: LeaveUndefined},
		BiasPolicy:        BiasPolicy{BiasLevel: DefaultBiasLevel, BiasAdjustment: FalseDiscoveries},
		ConvergencePolicy: ConvergencePolicy{ConvergenceTolerance: DefaultConvergenceTolerance},
		ComparisonPolicy:  ComparisonPolicy{ComparisonLevel: DefaultComparisonLevel, ComparisonAdjustment: FalseDiscoveries},
		CalibrationPolicy: CalibrationPolicy{CalibrationBins: DefaultCalibrationBins, CalibrationLevel: DefaultCalibrationLevel},
		StageOddsPolicy: StageOddsPolicy{
			PriorDeals: DefaultPriorDeals, MinStageDeals: DefaultMinStageDeals, StageOddsLevel: DefaultStageOddsLevel,
		},
		CorrectionPolicy: CorrectionPolicy{
			CorrectionForm: Multiplicative, CorrectionLevel: DefaultCorrectionLevel, MinFactor: DefaultMinFactor, MaxFactor: DefaultMaxFactor,
		},
		BacktestPolicy: BacktestPolicy{
			MinTrainingPeriods: DefaultMinTrainingPeriods, BacktestLevel: DefaultBacktestLevel,
		},
		TrendPolicy: TrendPolicy{TrendLevel: DefaultTrendLevel},
		HealthPolicy: HealthPolicy{
			MinHealthyCoverage: DefaultMinHealthyCoverage, ConversionLevel: DefaultConversionLevel, MaxStaleShare: DefaultMaxStaleShare,
			StalePushes: DefaultStalePushes, StaleCycles: DefaultStaleCycles, MinQuotaOdds: DefaultMinQuotaOdds,
		},
		QualityPolicy: QualityPolicy{StaleDays: DefaultStaleDays, ActiveDays: DefaultActiveDays, OddsTolerance: DefaultOddsTolerance},
		OddsPolicy:    OddsPolicy{WinOdds: StatedOdds, Precision: DefaultPrecision, MaxCells: DefaultMaxCells},
		ClosingPolicy: ClosingPolicy{MinWins: DefaultMinWins, MinAtRisk: DefaultMinAtRisk},
		PromisePolicy: PromisePolicy{
			KeptShare: DefaultKeptShare, PromiseLevel: DefaultPromiseLevel, GapLevel: DefaultGapLevel, GapAdjustment: FalseDiscoveries,
		},
		DemandPolicy: DemandPolicy{
			DemandLevel: DefaultDemandLevel, MinHeldBack: DefaultMinHeldBack, MaxOrigins: DefaultMaxOrigins,
			MaxDemandCells: DefaultMaxDemandCells,
		},
	}
}

// MarshalJSON returns the policy with its version.
func (p Policy) MarshalJSON() ([]byte, error) {
	type plain Policy // without its methods, so that encoding it does not call them again
	return strict.MarshalPolicy(PolicyVersion, plain(p))
}

// UnmarshalJSON reads a policy strictly. It returns an *[salesops.InputError]
// for every key that is unknown, missing or given twice, every value out of
// range, and a version other than [PolicyVersion].
func (p *Policy) UnmarshalJSON(data []byte) error {
	type plain Policy
	return strict.UnmarshalPolicy(data, PolicyVersion, (*plain)(p), func(f *plain, in fault.Scope) {
		f.CoveragePolicy.collect(&in)
		f.RatePolicy.collect(&in)
		f.CyclePolicy.collect(&in)
		f.AccuracyPolicy.collect(&in)
		f.ConvergencePolicy.collect(&in)
		f.ComparisonPolicy.collect(&in)
		f.BiasPolicy.collect(&in)
		f.CorrectionPolicy.collect(&in)
		f.BacktestPolicy.collect(&in)
		f.CalibrationPolicy.collect(&in)
		f.StageOddsPolicy.collect(&in)
		f.TrendPolicy.collect(&in)
		f.HealthPolicy.collect(&in)
		f.QualityPolicy.collect(&in)
		f.OddsPolicy.collect(&in)
		f.ClosingPolicy.collect(&in)
		f.PromisePolicy.collect(&in)
		f.DemandPolicy.collect(&in)
	})
}
