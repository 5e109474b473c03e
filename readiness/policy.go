package readiness

import (
	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// PolicyVersion is the version that a policy file carries.
const PolicyVersion = 1

// The thresholds of an assessment in [DefaultPolicy].
const (
	// DefaultMinFixGaps is the lower edge of [FixGaps] in points of 200; below
	// it is [Overhaul]. Playbook: RDY-2.
	DefaultMinFixGaps = 120
	// DefaultMinModerateGrowth is the lower edge of [ModerateGrowth] in points
	// of 200. Playbook: RDY-2.
	DefaultMinModerateGrowth = 140
	// DefaultMinScaleAggressively is the lower edge of [ScaleAggressively] in
	// points of 200. Playbook: RDY-2.
	DefaultMinScaleAggressively = 160
	// DefaultMinCoverage is the share of the 200 points that must apply for a
	// band to be given, as a fraction. The number is ours. Playbook: RDY-1.
	DefaultMinCoverage = 0.90
)

// The lines of the warnings in [DefaultPolicy]. All are strict.
const (
	// DefaultMaxUtilization is a fraction of capacity; only use above it
	// fires. Playbook: RDY-4.
	DefaultMaxUtilization = 0.85
	// DefaultMaxErrorRate is a fraction; only a rate above it fires.
	// Playbook: RDY-4.
	DefaultMaxErrorRate = 0.05
	// DefaultMaxOvertimeHoursPerWeek is in hours a week per person; only more
	// fires. Playbook: RDY-4.
	DefaultMaxOvertimeHoursPerWeek = 10.0
	// DefaultMinSatisfaction is in points of 10; only less fires.
	// Playbook: RDY-4.
	DefaultMinSatisfaction = 8.0
	// DefaultMinOnTimeShare is a fraction; only a share below it fires.
	// Playbook: RDY-4.
	DefaultMinOnTimeShare = 0.95
)

// The lines of the red flags in [DefaultPolicy].
const (
	// DefaultFlagQuoteResponseHours is in hours; only a longer time fires.
	// Playbook: RDY-5.
	DefaultFlagQuoteResponseHours = 48.0
	// DefaultFlagOrderErrorRate is a fraction of orders; only a rate above it
	// fires. Playbook: RDY-5.
	DefaultFlagOrderErrorRate = 0.05
	// DefaultFlagOvertimeHoursPerWeek is in hours a week per person; only more
	// fires. Playbook: RDY-5.
	DefaultFlagOvertimeHoursPerWeek = 15.0
	// DefaultFlagWorseWeeks is how many weeks running a trend must get worse,
	// each than the week before. The number is ours. Playbook: RDY-5.
	DefaultFlagWorseWeeks = 3
	// DefaultFlagKeyDepartures is how many key people must leave.
	// Playbook: RDY-5.
	DefaultFlagKeyDepartures = 1
)

// The lines of the growth decision in [DefaultPolicy].
const (
	// DefaultStopRedFlags is how many red flags stop all growth. The number is
	// ours. Playbook: RDY-12.
	DefaultStopRedFlags = 3
	// DefaultModerateGrowthLow and DefaultModerateGrowthHigh are the growth
	// that [ModerateGrowth] allows, as fractions. Playbook: RDY-12.
	DefaultModerateGrowthLow  = 0.10
	DefaultModerateGrowthHigh = 0.15
	// DefaultAggressiveGrowthLow and DefaultAggressiveGrowthHigh are the
	// growth that [ScaleAggressively] allows, as fractions. Playbook: RDY-12.
	DefaultAggressiveGrowthLow  = 0.25
	DefaultAggressiveGrowthHigh = 0.30
)

// AssessmentPolicy holds the thresholds of [Assess]. The zero policy is
// rejected: start from [DefaultPolicy].
type AssessmentPolicy struct {
	// MinFixGaps is the lower edge of [FixGaps], 1 to 200 points of 200.
	MinFixGaps int `json:"min_fix_gaps"`
	// MinModerateGrowth is the lower edge of [ModerateGrowth], above
	// MinFixGaps and at most 200.
	MinModerateGrowth int `json:"min_moderate_growth"`
	// MinScaleAggressively is the lower edge of [ScaleAggressively], above
	// MinModerateGrowth and at most 200.
	MinScaleAggressively int `json:"min_scale_aggressively"`
	// MinCoverage is the share of the 200 points that must apply for a band to
	// be given, 0 to 1.
	MinCoverage float64 `json:"min_coverage"`
}

func (p *AssessmentPolicy) valid() bool {
	return p.MinFixGaps >= 1 && p.MinFixGaps < p.MinModerateGrowth && p.MinModerateGrowth < p.MinScaleAggressively &&
		p.MinScaleAggressively <= MaxTotal && within(p.MinCoverage, 1)
}

func (p *AssessmentPolicy) collect(in fault.Scope) {
	whole := in.Int("MinFixGaps", p.MinFixGaps, 1, MaxTotal, "points of 200")
	whole = in.Int("MinModerateGrowth", p.MinModerateGrowth, 1, MaxTotal, "points of 200") && whole
	whole = in.Int("MinScaleAggressively", p.MinScaleAggressively, 1, MaxTotal, "points of 200") && whole
	if whole && !(p.MinFixGaps < p.MinModerateGrowth && p.MinModerateGrowth < p.MinScaleAggressively) {
		in.Conflict("MinModerateGrowth", "", "above MinFixGaps and below MinScaleAggressively")
	}
	in.Float("MinCoverage", p.MinCoverage, 0, 1, "as a fraction")
}

// WarningPolicy holds the lines of [Warn]. The zero policy is rejected: start
// from [DefaultPolicy].
type WarningPolicy struct {
	// MaxUtilization is the most use of capacity without a warning, a fraction
	// above 0, at most [LargestUtilization].
	MaxUtilization float64 `json:"max_utilization"`
	// MaxErrorRate is the highest rate of errors without one, 0 to 1.
	MaxErrorRate float64 `json:"max_error_rate"`
	// MaxOvertimeHoursPerWeek is the most overtime per person without one, 0
	// to 168 hours a week.
	MaxOvertimeHoursPerWeek float64 `json:"max_overtime_hours_per_week"`
	// MinSatisfaction is the lowest satisfaction without one, 0 to 10 points.
	MinSatisfaction float64 `json:"min_satisfaction"`
	// MinOnTimeShare is the lowest share on time without one, 0 to 1.
	MinOnTimeShare float64 `json:"min_on_time_share"`
}

func (p *WarningPolicy) valid() bool {
	return p.MaxUtilization > 0 && p.MaxUtilization <= LargestUtilization && within(p.MaxErrorRate, 1) &&
		within(p.MaxOvertimeHoursPerWeek, HoursPerWeek) && within(p.MinSatisfaction, MaxSatisfaction) && within(p.MinOnTimeShare, 1)
}

func (p *WarningPolicy) collect(in fault.Scope) {
	in.Positive("MaxUtilization", p.MaxUtilization, LargestUtilization, "as a fraction of capacity")
	in.Float("MaxErrorRate", p.MaxErrorRate, 0, 1, "as a fraction")
	in.Float("MaxOvertimeHoursPerWeek", p.MaxOvertimeHoursPerWeek, 0, HoursPerWeek, "hours a week")
	in.Float("MinSatisfaction", p.MinSatisfaction, 0, MaxSatisfaction, "points")
	in.Float("MinOnTimeShare", p.MinOnTimeShare, 0, 1, "as a fraction")
}

// maxTrendWeeks is the most weeks that a policy may ask of a trend: a year.
const maxTrendWeeks = 52

// FlagPolicy holds the lines of [RaiseFlags]. The zero policy is rejected:
// start from [DefaultPolicy].
type FlagPolicy struct {
	// FlagQuoteResponseHours is the longest response to a request for a quote
	// without a flag, 0 to [MaxResponseHours] hours.
	FlagQuoteResponseHours float64 `json:"flag_quote_response_hours"`
	// FlagOrderErrorRate is the highest share of orders with errors without
	// one, 0 to 1.
	FlagOrderErrorRate float64 `json:"flag_order_error_rate"`
	// FlagOvertimeHoursPerWeek is the most overtime per person without one, 0
	// to 168 hours a week.
	FlagOvertimeHoursPerWeek float64 `json:"flag_overtime_hours_per_week"`
	// FlagWorseWeeks is how many weeks running make a trend, 1 to 52.
	FlagWorseWeeks int `json:"flag_worse_weeks"`
	// FlagKeyDepartures is how many departures of key people raise the flag, 1
	// to [MaxDepartures].
	FlagKeyDepartures int `json:"flag_key_departures"`
}

func (p *FlagPolicy) valid() bool {
	return within(p.FlagQuoteResponseHours, MaxResponseHours) && within(p.FlagOrderErrorRate, 1) &&
		within(p.FlagOvertimeHoursPerWeek, HoursPerWeek) && p.FlagWorseWeeks >= 1 && p.FlagWorseWeeks <= maxTrendWeeks &&
		p.FlagKeyDepartures >= 1 && p.FlagKeyDepartures <= MaxDepartures
}

func (p *FlagPolicy) collect(in fault.Scope) {
	in.Float("FlagQuoteResponseHours", p.FlagQuoteResponseHours, 0, MaxResponseHours, "hours")
	in.Float("FlagOrderErrorRate", p.FlagOrderErrorRate, 0, 1, "as a fraction")
	in.Float("FlagOvertimeHoursPerWeek", p.FlagOvertimeHoursPerWeek, 0, HoursPerWeek, "hours a week")
	in.Int("FlagWorseWeeks", p.FlagWorseWeeks, 1, maxTrendWeeks, "weeks")
	in.Int("FlagKeyDepartures", p.FlagKeyDepartures, 1, MaxDepartures, "people")
}

// GrowthPolicy holds the thresholds that belong to [DecideGrowth] alone. The
// zero policy is rejected: start from [DefaultPolicy].
type GrowthPolicy struct {
	// StopRedFlags is how many red flags stop all growth, 1 to 10.
	StopRedFlags int `json:"stop_red_flags"`
	// ModerateGrowth is the growth that [ModerateGrowth] allows, each end 0 to
	// [MaxGrowth] as a fraction.
	ModerateGrowth salesops.Interval `json:"moderate_growth"`
	// AggressiveGrowth is the growth that [ScaleAggressively] allows, as
	// ModerateGrowth; neither end may be below that one's.
	AggressiveGrowth salesops.Interval `json:"aggressive_growth"`
}

func (p *GrowthPolicy) valid() bool {
	moderate, aggressive := p.ModerateGrowth, p.AggressiveGrowth
	return p.StopRedFlags >= 1 && p.StopRedFlags <= flagCount &&
		moderate.Low >= 0 && moderate.Low <= moderate.High && moderate.High > 0 &&
		aggressive.Low >= moderate.Low && aggressive.Low <= aggressive.High &&
		aggressive.High >= moderate.High && aggressive.High <= MaxGrowth
}

func (p *GrowthPolicy) collect(in fault.Scope) {
	in.Int("StopRedFlags", p.StopRedFlags, 1, flagCount, "red flags")
	moderate := collectGrowth(in, "ModerateGrowth", p.ModerateGrowth)
	aggressive := collectGrowth(in, "AggressiveGrowth", p.AggressiveGrowth)
	if moderate && aggressive && (p.AggressiveGrowth.Low < p.ModerateGrowth.Low || p.AggressiveGrowth.High < p.ModerateGrowth.High) {
		in.Conflict("AggressiveGrowth", "", "neither end below that of ModerateGrowth")
	}
}

func collectGrowth(in fault.Scope, field string, growth salesops.Interval) bool {
	part := in.In(field)
	low := part.Float("Low", growth.Low, 0, MaxGrowth, "as a fraction")
	high := part.Positive("High", growth.High, MaxGrowth, "as a fraction")
	if low && high && growth.Low > growth.High {
		part.Conflict("Low", "", "at most High")
		return false
	}
	return low && high
}

// Policy holds every threshold of this package. Functions take the part that
// they need, as in readiness.Assess(scores, policy.AssessmentPolicy);
// [DecideGrowth], which brings the parts together, takes the whole.
//
// As JSON it is one flat object with the key "version", read strictly: unknown
// and missing keys and values out of range are reported together.
type Policy struct {
	AssessmentPolicy
	WarningPolicy
	FlagPolicy
	GrowthPolicy
	HoldPolicy
	AlignmentPolicy
	BoardPolicy
	SpiralPolicy
	PanelPolicy
	WeekPolicy
}

// DefaultPolicy returns the playbook's thresholds, and ours where it gives
// none. Playbook: RDY-1, RDY-2, RDY-4, RDY-5, RDY-7, RDY-8, RDY-12, RDY-13.
func DefaultPolicy() Policy {
	return Policy{
		AssessmentPolicy: AssessmentPolicy{
			MinFixGaps:           DefaultMinFixGaps,
			MinModerateGrowth:    DefaultMinModerateGrowth,
			MinScaleAggressively: DefaultMinScaleAggressively,
			MinCoverage:          DefaultMinCoverage,
		},
		WarningPolicy: WarningPolicy{
			MaxUtilization:          DefaultMaxUtilization,
			MaxErrorRate:            DefaultMaxErrorRate,
			MaxOvertimeHoursPerWeek: DefaultMaxOvertimeHoursPerWeek,
			MinSatisfaction:         DefaultMinSatisfaction,
			MinOnTimeShare:          DefaultMinOnTimeShare,
		},
		FlagPolicy: FlagPolicy{
			FlagQuoteResponseHours:   DefaultFlagQuoteResponseHours,
			FlagOrderErrorRate:       DefaultFlagOrderErrorRate,
			FlagOvertimeHoursPerWeek: DefaultFlagOvertimeHoursPerWeek,
			FlagWorseWeeks:           DefaultFlagWorseWeeks,
			FlagKeyDepartures:        DefaultFlagKeyDepartures,
		},
		GrowthPolicy: GrowthPolicy{
			StopRedFlags:     DefaultStopRedFlags,
			ModerateGrowth:   salesops.Interval{Low: DefaultModerateGrowthLow, High: DefaultModerateGrowthHigh},
			AggressiveGrowth: salesops.Interval{Low: DefaultAggressiveGrowthLow, High: DefaultAggressiveGrowthHigh},
		},
		HoldPolicy:      defaultHoldPolicy(),
		AlignmentPolicy: defaultAlignmentPolicy(),
		BoardPolicy:     BoardPolicy{BoardMinMorale: DefaultBoardMinMorale, BoardMinReview: DefaultBoardMinReview},
		SpiralPolicy: SpiralPolicy{
			SpiralSigns: DefaultSpiralSigns, SpiralMonths: DefaultSpiralMonths, SpiralKeyCustomers: DefaultSpiralKeyCustomers,
		},
		PanelPolicy: PanelPolicy{DisputedSpread: DefaultDisputedSpread},
		WeekPolicy:  WeekPolicy{MaxPipelineLoad: DefaultMaxPipelineLoad},
	}
}

func (p *Policy) valid() bool {
	return p.AssessmentPolicy.valid() && p.WarningPolicy.valid() && p.FlagPolicy.valid() && p.GrowthPolicy.valid() &&
		p.HoldPolicy.valid() && p.AlignmentPolicy.valid() && p.BoardPolicy.valid() && p.SpiralPolicy.valid() &&
		p.PanelPolicy.valid() && p.WeekPolicy.valid()
}

func (p *Policy) collect(in fault.Scope) {
	p.AssessmentPolicy.collect(in)
	p.WarningPolicy.collect(in)
	p.FlagPolicy.collect(in)
	p.GrowthPolicy.collect(in)
	p.HoldPolicy.collect(in)
	p.AlignmentPolicy.collect(in)
	p.BoardPolicy.collect(in)
	p.SpiralPolicy.collect(in)
	p.PanelPolicy.collect(in)
	p.WeekPolicy.collect(in)
}

// MarshalJSON returns the policy with its version.
func (p Policy) MarshalJSON() ([]byte, error) {
	type plain Policy // without its methods, so that encoding it does not call them again
	return strict.MarshalPolicy(PolicyVersion, plain(p))
}

// UnmarshalJSON reads a policy strictly. It returns an *[salesops.InputError]
// for every key that is unknown, missing or given twice, every value out of
// range or in conflict, and a version other than [PolicyVersion].
func (p *Policy) UnmarshalJSON(data []byte) error {
	type plain Policy
	return strict.UnmarshalPolicy(data, PolicyVersion, (*plain)(p), func(f *plain, in fault.Scope) {
		(*Policy)(f).collect(in)
	})
}
