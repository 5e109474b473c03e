package capacity

import (
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// PolicyVersion is the version that a policy file carries.
const PolicyVersion = 1

// The thresholds of [DefaultPolicy].
const (
	// DefaultYellowAbove is a utilization, as a fraction; only one above it is
	// yellow. Playbook: CAP-4.
	DefaultYellowAbove = 0.85
	// DefaultRedAt is a utilization, as a fraction; it and all above are red.
	// Playbook: CAP-4.
	DefaultRedAt = 1.00
	// DefaultBuffer is the capacity kept beyond demand, as a fraction; of the
	// demand by default. Playbook: CAP-7.
	DefaultBuffer = 0.20
	// DefaultTargetUtilization is the utilization, as a fraction, up to which
	// sales may fill the stages. Playbook: CAP-11.
	DefaultTargetUtilization = 0.85
	// DefaultMaxErrorRate is a fraction of orders; only a rate above it fails.
	// Playbook: CAP-11.
	DefaultMaxErrorRate = 0.05
	// DefaultMinOnTimeShare is a fraction of orders; only a share below it
	// fails. Playbook: CAP-11.
	DefaultMinOnTimeShare = 0.95
	// DefaultMinSatisfaction is in points of 10; only one below it fails.
	// Playbook: CAP-11.
	DefaultMinSatisfaction = 8.0
	// DefaultMaxOvertimeHoursPerWeek is in hours a week per person; only
	// overtime above it is reported. It is the lower of the two figures of the
	// stress test. Playbook: CAP-5.
	DefaultMaxOvertimeHoursPerWeek = 10.0
)

// StatusPolicy says when a stage is yellow and when it is red. The zero policy
// is rejected: start from [DefaultPolicy].
//
// Playbook: CAP-4.
type StatusPolicy struct {
	// YellowAbove is the utilization above which a stage is yellow: above 0
	// and below RedAt.
	YellowAbove float64 `json:"yellow_above"`
	// RedAt is the utilization from which on a stage is red: above 0, at
	// most 1, where the queue never drains.
	RedAt float64 `json:"red_at"`
}

func (p *StatusPolicy) collect(in fault.Scope) {
	yellow := in.Positive("YellowAbove", p.YellowAbove, 1, "as a fraction of capacity")
	red := in.Positive("RedAt", p.RedAt, 1, "as a fraction of capacity")
	if yellow && red && p.YellowAbove >= p.RedAt {
		in.Conflict("RedAt", exact.Decimal(p.RedAt).String(), "above YellowAbove")
	}
}

// BufferBasis is what the buffer is a fraction of.
type BufferBasis string

// The two readings of "a 20% buffer".
const (
	// ShareOfDemand wants capacity of at least 1.20 × demand: at most 83.3%
	// utilization. It is the default.
	ShareOfDemand BufferBasis = "share-of-demand"
	// ShareOfCapacity wants 20% of capacity free: at most 80% utilization.
	ShareOfCapacity BufferBasis = "share-of-capacity"
)

// BufferBases returns both bases, the default first.
func BufferBases() []BufferBasis { return []BufferBasis{ShareOfDemand, ShareOfCapacity} }

// MarshalText returns the basis's text. It returns an *[salesops.InputError]
// if b is not one of [BufferBases].
func (b BufferBasis) MarshalText() ([]byte, error) {
	return strict.Text("BufferBasis", b, BufferBases())
}

// UnmarshalText sets b from its text. It returns an *[salesops.InputError] if
// the text is not one of [BufferBases].
func (b *BufferBasis) UnmarshalText(text []byte) error {
	return strict.Parse("BufferBasis", b, text, BufferBases())
}

// BufferPolicy says how much capacity is kept free to protect delivery. The
// zero policy is rejected: start from [DefaultPolicy].
//
// Playbook: CAP-7.
type BufferPolicy struct {
	// Buffer is the capacity kept beyond demand, 0 to 1.
	Buffer float64 `json:"buffer"`
	// BufferBasis is what the buffer is a fraction of.
	BufferBasis BufferBasis `json:"buffer_basis"`
}

func (p *BufferPolicy) collect(in fault.Scope) {
	in.Float("Buffer", p.Buffer, 0, 1, "as a fraction")
	fault.OneOf(in, "BufferBasis", p.BufferBasis, BufferBases())
}

// HeadroomPolicy says how far sales may fill the stages. The zero policy is
// rejected: start from [DefaultPolicy].
//
// Playbook: CAP-11.
type HeadroomPolicy struct {
	// TargetUtilization is the utilization that no stage may pass: above 0, at
	// most 1. It stays as it is when the yellow line is moved. 1/1.2, the
	// line of the buffer, is 0.833.
	TargetUtilization float64 `json:"target_utilization"`
}

func (p *HeadroomPolicy) collect(in fault.Scope) {
	in.Positive("TargetUtilization", p.TargetUtilization, 1, "as a fraction of capacity")
}

// QualityPolicy says which quality is good enough to sell more. All lines are
// strict: a measure at its line passes. The zero policy is rejected: start
// from [DefaultPolicy].
//
// Playbook: CAP-3, CAP-11.
type QualityPolicy struct {
	// MaxErrorRate is the highest acceptable share of orders with an error,
	// 0 to 1.
	MaxErrorRate float64 `json:"max_error_rate"`
	// MinOnTimeShare is the lowest acceptable share of orders on time, 0 to 1.
	MinOnTimeShare float64 `json:"min_on_time_share"`
	// MinSatisfaction is the lowest acceptable satisfaction, 0 to 10 points.
	MinSatisfaction float64 `json:"min_satisfaction"`
	// MaxOvertimeHoursPerWeek is the most overtime of a person that is not
	// reported, in hours a week, 0 to [MaxOvertime]. Overtime alone does not
	// take the headroom away.
	MaxOvertimeHoursPerWeek float64 `json:"max_overtime_hours_per_week"`
}

func (p *QualityPolicy) collect(in fault.Scope) {
	in.Float("MaxErrorRate", p.MaxErrorRate, 0, 1, "as a fraction of orders")
	in.Float("MinOnTimeShare", p.MinOnTimeShare, 0, 1, "as a fraction of orders")
	in.Float("MinSatisfaction", p.MinSatisfaction, 0, MaxSatisfaction, "points")
	in.Float("MaxOvertimeHoursPerWeek", p.MaxOvertimeHoursPerWeek, 0, MaxOvertime, "hours a week per person")
}

// Policy holds every threshold of this package. [Assess] and [StressTest] take it
// whole; other functions take the part that they need.
//
// As JSON it is one flat object with the key "version", read strictly: unknown
// and missing keys and values out of range are reported together.
type Policy struct {
	StatusPolicy
	BufferPolicy
	HeadroomPolicy
	QualityPolicy
	StressPolicy
	ContradictionPolicy
	CalibrationPolicy
	GrowthPolicy
	LoadPolicy
	TerritoryPolicy
}

func (p *Policy) collect(in fault.Scope) {
	p.StatusPolicy.collect(in)
	p.BufferPolicy.collect(in)
	p.HeadroomPolicy.collect(in)
	p.QualityPolicy.collect(in)
	p.StressPolicy.collect(in)
	if p.RetentionOvertimeHoursPerWeek < p.MaxOvertimeHoursPerWeek {
		in.Conflict("RetentionOvertimeHoursPerWeek", exact.Decimal(p.RetentionOvertimeHoursPerWeek).String(), "at least MaxOvertimeHoursPerWeek")
	}
	p.ContradictionPolicy.collect(in)
	p.CalibrationPolicy.collect(in)
	p.GrowthPolicy.collect(in)
	p.LoadPolicy.collect(in)
	p.TerritoryPolicy.collect(in)
}

// DefaultPolicy returns the playbook's thresholds, and ours where it has none.
//
// Playbook: CAP-4, CAP-7, CAP-11.
func DefaultPolicy() Policy {
	return Policy{
		StatusPolicy:   StatusPolicy{YellowAbove: DefaultYellowAbove, RedAt: DefaultRedAt},
		BufferPolicy:   BufferPolicy{Buffer: DefaultBuffer, BufferBasis: ShareOfDemand},
		HeadroomPolicy: HeadroomPolicy{TargetUtilization: DefaultTargetUtilization},
		QualityPolicy: QualityPolicy{
			MaxErrorRate:            DefaultMaxErrorRate,
			MinOnTimeShare:          DefaultMinOnTimeShare,
			MinSatisfaction:         DefaultMinSatisfaction,
			MaxOvertimeHoursPerWeek: DefaultMaxOvertimeHoursPerWeek,
		},
		StressPolicy: StressPolicy{
			RetentionOvertimeHoursPerWeek: DefaultRetentionOvertimeHoursPerWeek, MaxWaitCells: DefaultMaxWaitCells,
		},
		ContradictionPolicy: ContradictionPolicy{CapacityTolerance: DefaultCapacityTolerance},
		CalibrationPolicy:   CalibrationPolicy{UtilizationTolerance: DefaultUtilizationTolerance},
		GrowthPolicy:        GrowthPolicy{WorkingDaysPerMonth: DefaultWorkingDaysPerMonth, MaxOvertimeWeeks: DefaultMaxOvertimeWeeks},
		LoadPolicy:          LoadPolicy{LikelyChance: DefaultLikelyChance, LoadCells: DefaultLoadCells},
		TerritoryPolicy:     TerritoryPolicy{TerritoryTolerance: DefaultTerritoryTolerance, MaxMoves: DefaultMaxMoves},
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
		(*Policy)(f).collect(in)
	})
}
