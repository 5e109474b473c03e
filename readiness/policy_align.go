package readiness

import "github.com/salesops-go/salesops/internal/fault"

// The anchors of the alignment score in [DefaultPolicy]: at the best one and
// beyond a component counts in full, at the worst one and beyond as the floor.
const (
	// DefaultBestUtilization and DefaultWorstUtilization are fractions of
	// capacity. Playbook: RDY-7.
	DefaultBestUtilization  = 0.85
	DefaultWorstUtilization = 1.00
	// DefaultBestErrorRate and DefaultWorstErrorRate are fractions.
	// Playbook: RDY-7.
	DefaultBestErrorRate  = 0.02
	DefaultWorstErrorRate = 0.10
	// DefaultBestOvertimeHoursPerWeek and DefaultWorstOvertimeHoursPerWeek are
	// in hours a week per person. Playbook: RDY-7.
	DefaultBestOvertimeHoursPerWeek  = 10.0
	DefaultWorstOvertimeHoursPerWeek = 15.0
	// DefaultBestSatisfaction and DefaultWorstSatisfaction are in points of
	// 10. Playbook: RDY-7.
	DefaultBestSatisfaction  = 9.0
	DefaultWorstSatisfaction = 6.0
	// DefaultBestOnTimeShare and DefaultWorstOnTimeShare are fractions. The
	// numbers are ours. Playbook: RDY-7.
	DefaultBestOnTimeShare  = 0.95
	DefaultWorstOnTimeShare = 0.80
	// DefaultBestMorale and DefaultWorstMorale are in points of 10. The
	// numbers are ours. Playbook: RDY-7.
	DefaultBestMorale  = 8.0
	DefaultWorstMorale = 4.0
	// DefaultBestPipeline and DefaultWorstPipeline are what the pipeline will
	// load on operations as a multiple of their headroom. The numbers are
	// ours. Playbook: RDY-7.
	DefaultBestPipeline  = 1.0
	DefaultWorstPipeline = 1.5
	// DefaultAlignmentFloor is the least that a component counts, as a
	// fraction. The number is ours. Playbook: RDY-7.
	DefaultAlignmentFloor = 0.05
	// DefaultAlignmentWeight is the weight of each component: all are equal.
	// The number is ours. Playbook: RDY-7.
	DefaultAlignmentWeight = 1
)

// The limits of the alignment score.
const (
	// MinAlignmentFloor is the lowest floor that a policy may have.
	MinAlignmentFloor = 0.01
	// MaxAlignmentWeight is the largest weight of a component.
	MaxAlignmentWeight = 1000
	// MaxPipelineRatio is the largest anchor of the pipeline's load as a
	// multiple of the headroom.
	MaxPipelineRatio = 1e6
)

// Scale is how one component counts in the alignment score: two anchors in the
// unit of its metric, and a weight.
type Scale struct {
	// Best is the value from which on the component counts in full.
	Best float64 `json:"best"`
	// Worst is the value from which on it counts as the floor. It is above
	// Best where less is better and below where more is.
	Worst float64 `json:"worst"`
	// Weight is the component's weight, 0 to [MaxAlignmentWeight]; with 0 it
	// is left out, and needs no figure.
	Weight int `json:"weight"`
}

// AlignmentPolicy holds the scales of [ScoreAlignment]. The zero policy is
// rejected: start from [DefaultPolicy].
type AlignmentPolicy struct {
	// AlignmentFloor is the least that a component counts,
	// [MinAlignmentFloor] to 1.
	AlignmentFloor float64 `json:"alignment_floor"`
	// UtilizationScale has anchors from 0 to [LargestUtilization], the worst
	// above the best.
	UtilizationScale Scale `json:"utilization_scale"`
	// ErrorRateScale has anchors from 0 to 1, the worst above the best.
	ErrorRateScale Scale `json:"error_rate_scale"`
	// OvertimeScale has anchors from 0 to 168 hours a week, the worst above
	// the best.
	OvertimeScale Scale `json:"overtime_scale"`
	// SatisfactionScale has anchors from 0 to 10, the worst below the best.
	SatisfactionScale Scale `json:"satisfaction_scale"`
	// OnTimeScale has anchors from 0 to 1, the worst below the best.
	OnTimeScale Scale `json:"on_time_scale"`
	// MoraleScale has anchors from 0 to 10, the worst below the best.
	MoraleScale Scale `json:"morale_scale"`
	// PipelineScale has anchors from 0 to [MaxPipelineRatio], the worst above
	// the best.
	PipelineScale Scale `json:"pipeline_scale"`
}

func defaultAlignmentPolicy() AlignmentPolicy {
	const weight = DefaultAlignmentWeight
	return AlignmentPolicy{
		AlignmentFloor:    DefaultAlignmentFloor,
		UtilizationScale:  Scale{DefaultBestUtilization, DefaultWorstUtilization, weight},
		ErrorRateScale:    Scale{DefaultBestErrorRate, DefaultWorstErrorRate, weight},
		OvertimeScale:     Scale{DefaultBestOvertimeHoursPerWeek, DefaultWorstOvertimeHoursPerWeek, weight},
		SatisfactionScale: Scale{DefaultBestSatisfaction, DefaultWorstSatisfaction, weight},
		OnTimeScale:       Scale{DefaultBestOnTimeShare, DefaultWorstOnTimeShare, weight},
		MoraleScale:       Scale{DefaultBestMorale, DefaultWorstMorale, weight},
		PipelineScale:     Scale{DefaultBestPipeline, DefaultWorstPipeline, weight},
	}
}

func (p *AlignmentPolicy) valid() bool {
	return p.AlignmentFloor >= MinAlignmentFloor && p.AlignmentFloor <= 1 &&
		p.UtilizationScale.falls(LargestUtilization) && p.ErrorRateScale.falls(1) && p.OvertimeScale.falls(HoursPerWeek) &&
		p.SatisfactionScale.rises(MaxSatisfaction) && p.OnTimeScale.rises(1) && p.MoraleScale.rises(MaxMorale) &&
		p.PipelineScale.falls(MaxPipelineRatio) && p.weight() > 0
}

// falls reports that s is a scale on which less is better.
func (s *Scale) falls(most float64) bool {
	return s.Best >= 0 && s.Best < s.Worst && s.Worst <= most && s.weighs()
}

// rises reports that s is a scale on which more is better.
func (s *Scale) rises(most float64) bool {
	return s.Worst >= 0 && s.Worst < s.Best && s.Best <= most && s.weighs()
}

func (s *Scale) weighs() bool { return s.Weight >= 0 && s.Weight <= MaxAlignmentWeight }

// weight returns the sum of the weights.
func (p *AlignmentPolicy) weight() int {
	return p.UtilizationScale.Weight + p.ErrorRateScale.Weight + p.OvertimeScale.Weight + p.SatisfactionScale.Weight +
		p.OnTimeScale.Weight + p.MoraleScale.Weight + p.PipelineScale.Weight
}

func (p *AlignmentPolicy) collect(in fault.Scope) {
	if p.AlignmentFloor == 0 {
		in.Missing("AlignmentFloor", "0.01 to 1 as a fraction")
	} else {
		in.Float("AlignmentFloor", p.AlignmentFloor, MinAlignmentFloor, 1, "as a fraction")
	}
	weighed := p.UtilizationScale.collect(in.In("UtilizationScale"), LargestUtilization, less)
	weighed = p.ErrorRateScale.collect(in.In("ErrorRateScale"), 1, less) && weighed
	weighed = p.OvertimeScale.collect(in.In("OvertimeScale"), HoursPerWeek, less) && weighed
	weighed = p.SatisfactionScale.collect(in.In("SatisfactionScale"), MaxSatisfaction, more) && weighed
	weighed = p.OnTimeScale.collect(in.In("OnTimeScale"), 1, more) && weighed
	weighed = p.MoraleScale.collect(in.In("MoraleScale"), MaxMorale, more) && weighed
	weighed = p.PipelineScale.collect(in.In("PipelineScale"), MaxPipelineRatio, less) && weighed
	if weighed && p.weight() == 0 {
		in.Conflict("UtilizationScale.Weight", "0", "a weight above 0 for one of the components")
	}
}

// better says which way a metric gets better.
type better int

const (
	less better = iota
	more
)

// collect reports whether the weight is good.
func (s *Scale) collect(in fault.Scope, most float64, way better) bool {
	best := in.Float("Best", s.Best, 0, most, "")
	worst := in.Float("Worst", s.Worst, 0, most, "")
	if best && worst && way == less && s.Best >= s.Worst {
		in.Conflict("Worst", fraction(s.Worst), "above Best")
	}
	if best && worst && way == more && s.Best <= s.Worst {
		in.Conflict("Worst", fraction(s.Worst), "below Best")
	}
	return in.Int("Weight", s.Weight, 0, MaxAlignmentWeight, "as a whole number")
}
