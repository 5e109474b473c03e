package readiness

import (
	"math"

	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

const (
	// MaxMorale is the top of the scale of morale.
	MaxMorale = 10
	// MaxLoad is the largest load or headroom of a pipeline, in any unit.
	MaxLoad = 1e9
)

// PipelineLoad is what the pipeline will load on operations beside what they
// have room for, both in one unit, such as orders a week.
type PipelineLoad struct {
	// Load is what the pipeline is expected to bring, 0 to [MaxLoad].
	Load float64 `json:"load"`
	// Headroom is what operations can take on top of today, 0 to [MaxLoad]; 0
	// when they are full or over.
	Headroom float64 `json:"headroom"`
}

func (l *PipelineLoad) valid() bool { return within(l.Load, MaxLoad) && within(l.Headroom, MaxLoad) }

func (l *PipelineLoad) collect(in fault.Scope) {
	in.Float("Load", l.Load, 0, MaxLoad, "in one unit")
	in.Float("Headroom", l.Headroom, 0, MaxLoad, "in one unit")
}

// AlignmentFigures are the figures of one week that the alignment score is made
// of. A figure is required unless its component has weight 0.
type AlignmentFigures struct {
	// Metrics are this week's.
	Metrics Metrics `json:"metrics"`
	// Morale is the team's, 0 to 10 points.
	Morale *float64 `json:"morale,omitempty"`
	// Pipeline is the load to come against the headroom.
	Pipeline *PipelineLoad `json:"pipeline,omitempty"`
}

func (f *AlignmentFigures) valid(p *AlignmentPolicy) bool {
	m := &f.Metrics
	return m.valid() && good(f.Morale, MaxMorale) && (f.Pipeline == nil || f.Pipeline.valid()) &&
		(m.Utilization != nil || p.UtilizationScale.Weight == 0) && (m.ErrorRate != nil || p.ErrorRateScale.Weight == 0) &&
		(m.OvertimeHoursPerWeek != nil || p.OvertimeScale.Weight == 0) && (m.Satisfaction != nil || p.SatisfactionScale.Weight == 0) &&
		(m.OnTimeShare != nil || p.OnTimeScale.Weight == 0) && (f.Morale != nil || p.MoraleScale.Weight == 0) &&
		(f.Pipeline != nil || p.PipelineScale.Weight == 0)
}

func (f *AlignmentFigures) collect(in fault.Scope, p *AlignmentPolicy) {
	metrics := in.In("Metrics")
	f.Metrics.collect(metrics)
	weighed(metrics, "Utilization", f.Metrics.Utilization, p.UtilizationScale)
	weighed(metrics, "ErrorRate", f.Metrics.ErrorRate, p.ErrorRateScale)
	weighed(metrics, "OvertimeHoursPerWeek", f.Metrics.OvertimeHoursPerWeek, p.OvertimeScale)
	weighed(metrics, "Satisfaction", f.Metrics.Satisfaction, p.SatisfactionScale)
	weighed(metrics, "OnTimeShare", f.Metrics.OnTimeShare, p.OnTimeScale)
	optional(in, "Morale", f.Morale, MaxMorale, "points")
	weighed(in, "Morale", f.Morale, p.MoraleScale)
	if f.Pipeline != nil {
		f.Pipeline.collect(in.In("Pipeline"))
	} else if p.PipelineScale.Weight != 0 {
		in.Missing("Pipeline", "load and headroom, or a weight of 0")
	}
}

// weighed checks that a figure was given when its component has a weight.
func weighed(in fault.Scope, field string, x *float64, s Scale) {
	if s.Weight != 0 {
		required(in, field, x, "a figure, or a weight of 0")
	}
}

// Component is one part of the alignment score.
type Component string

// The components in published order.
const (
	// AlignedUtilization is the use of capacity.
	AlignedUtilization Component = "utilization"
	// AlignedErrorRate is the rate of errors.
	AlignedErrorRate Component = "error-rate"
	// AlignedOvertime is the overtime per person.
	AlignedOvertime Component = "overtime"
	// AlignedSatisfaction is how satisfied customers are.
	AlignedSatisfaction Component = "satisfaction"
	// AlignedOnTime is the share delivered on time.
	AlignedOnTime Component = "on-time"
	// AlignedMorale is the team's morale.
	AlignedMorale Component = "morale"
	// AlignedPipeline is the pipeline's load against the headroom.
	AlignedPipeline Component = "pipeline"
)

// NoComponent stands where no component holds the score down: each is at its
// best anchor or beyond.
const NoComponent Component = "none"

const componentCount = 7

// Components returns the seven components in published order, without
// [NoComponent]. Playbook: RDY-7.
func Components() []Component {
	return []Component{
		AlignedUtilization, AlignedErrorRate, AlignedOvertime, AlignedSatisfaction, AlignedOnTime, AlignedMorale, AlignedPipeline,
	}
}

// MarshalText returns the component's text. It returns an
// *[salesops.InputError] if c is neither one of [Components] nor
// [NoComponent].
func (c Component) MarshalText() ([]byte, error) {
	return strict.Text("Component", c, append(Components(), NoComponent))
}

// UnmarshalText sets c from its text. It returns an *[salesops.InputError] if
// the text is neither one of [Components] nor [NoComponent].
func (c *Component) UnmarshalText(text []byte) error {
	return strict.Parse("Component", c, text, append(Components(), NoComponent))
}

// Alignment says how well sales and operations are aligned this week.
type Alignment struct {
	// Score is from 100 × the floor to 100 points, rounded to nine decimals.
	Score float64 `json:"score"`
	// HeldDownBy is the component that holds the score down most: the one that
	// would lift it furthest if it were at its best anchor. Of several the
	// first in published order; [NoComponent] when Score is 100.
	HeldDownBy Component `json:"held_down_by"`
	// Gain is how many points that would lift the score, rounded as Score; 0
	// for [NoComponent].
	Gain float64 `json:"gain"`
}

// ScoreAlignment scores how well sales and operations are aligned this week, as
// a weighted geometric mean, so that one broken part can't hide behind six good
// ones:
//
//	score = 100 × (v1^w1 × v2^w2 × ... × v7^w7)^(1 / (w1 + w2 + ... + w7))
//	v     = (worst - x) ÷ (worst - best), at least 0.05 and at most 1
//
//	component     from best  to worst
//	utilization   0.85       1.00 of capacity
//	error-rate    0.02       0.10
//	overtime      10         15 hours a week per person
//	satisfaction  9          6 of 10
//	on-time       0.95       0.80
//	morale        8          4 of 10
//	pipeline      1.0        1.5 times the headroom
//
// All weights are 1. A component counts in full at its best anchor and beyond,
// and as the floor wherever the line between the anchors is below it, so that
// the score still moves in bad weeks. A pipeline without headroom counts as the
// floor, unless it is empty; without load it counts in full. Whether a pipeline
// is beyond an anchor is decided on the product, exactly.
//
// A component with weight 0 is left out. There is no score from part of the
// figures: leaving one out would raise it, so a figure that has a weight is
// required.
//
// A better figure never lowers the score, not in the last digit either. It is
// within 1e-9 of the exact value, provided that the anchors of each scale
// differ by a thousandth of the larger or more. ScoreAlignment allocates
// nothing; [ExplainAlignment] tells what each component is worth.
//
// It returns an *[salesops.InputError] if:
//   - a figure whose component has a weight is missing;
//   - a figure is given and out of its range;
//   - a field of the policy is out of its range, anchors are the wrong way
//     round, or all weights are 0; the zero policy is out of range.
//
// Playbook: RDY-7.
func ScoreAlignment(figures AlignmentFigures, policy AlignmentPolicy) (Alignment, error) {
	if !(policy.valid() && figures.valid(&policy)) {
		return Alignment{}, alignmentFaults(&figures, &policy)
	}
	parts := figures.parts(&policy)
	return align(&parts), nil
}

func alignmentFaults(figures *AlignmentFigures, policy *AlignmentPolicy) error {
	var list fault.List
	figures.collect(list.In("AlignmentFigures"), policy)
	policy.collect(list.In("AlignmentPolicy"))
	return list.Err()
}

// part is what one component counts, and its weight.
type part struct {
	share  float64
	weight int
}

// parts returns all components in published order. One without a figure, which
// has no weight, stands as 1.
func (f *AlignmentFigures) parts(p *AlignmentPolicy) [componentCount]part {
	m, floor := &f.Metrics, p.AlignmentFloor
	return [...]part{
		p.UtilizationScale.part(m.Utilization, floor),
		p.ErrorRateScale.part(m.ErrorRate, floor),
		p.OvertimeScale.part(m.OvertimeHoursPerWeek, floor),
		p.SatisfactionScale.part(m.Satisfaction, floor),
		p.OnTimeScale.part(m.OnTimeShare, floor),
		p.MoraleScale.part(f.Morale, floor),
		{p.PipelineScale.loaded(f.Pipeline, floor), p.PipelineScale.Weight},
	}
}

func (s *Scale) part(x *float64, floor float64) part {
	if x == nil {
		return part{1, s.Weight}
	}
	return part{s.share(*x, floor), s.Weight}
}

// share returns where x lies from the worst anchor at 0 to the best at 1, at
// least the floor.
func (s *Scale) share(x, floor float64) float64 {
	return max(floor, min(1, (s.Worst-x)/(s.Worst-s.Best)))
}

// loaded is share for a ratio. Beyond the anchors it does not divide.
func (s *Scale) loaded(l *PipelineLoad, floor float64) float64 {
	switch {
	case l == nil || exact.CompareProducts(l.Load, 1, s.Best, l.Headroom) <= 0:
		return 1
	case exact.CompareProducts(l.Load, 1, s.Worst, l.Headroom) >= 0:
		return floor
	}
	return s.share(l.Load/l.Headroom, floor)
}

// align returns the score of the parts and the one that holds it down.
func align(parts *[componentCount]part) Alignment {
	sum, weight := 0.0, 0
	for _, p := range parts {
		sum += p.loss()
		weight += p.weight
	}
	a := Alignment{Score: points(sum, weight), HeldDownBy: NoComponent}
	if a.Score == 100 {
		return a
	}
	most := 0.0
	for i, p := range parts {
		if loss := p.loss(); loss < most {
			most = loss
			a.HeldDownBy, a.Gain = component(i), gain(parts, i, a.Score)
		}
	}
	return a
}

// component returns the component at a place without making the list.
func component(at int) Component {
	return [...]Component{
		AlignedUtilization, AlignedErrorRate, AlignedOvertime, AlignedSatisfaction, AlignedOnTime, AlignedMorale, AlignedPipeline,
	}[at]
}

// gain returns by how much the score rises when a part counts in full.
func gain(parts *[componentCount]part, at int, score float64) float64 {
	sum, weight := 0.0, 0
	for i, p := range parts {
		if i != at {
			sum += p.loss()
		}
		weight += p.weight
	}
	return round(points(sum, weight)-score, scoreGrid)
}

const (
	// The library's logarithm and exponential are good to about one unit in
	// the last place, and don't promise that a larger argument never gives a
	// smaller result. On arguments that are 2^-44 apart, which moves the score
	// by less than 1e-10, their results are further apart than that unit: so
	// the score never falls when a figure gets better. The other steps are
	// single roundings, which keep the order.
	logGrid = 0x1p44
	// scoreGrid rounds the score to nine decimals.
	scoreGrid = 1e9
)

// loss returns the weighted logarithm of what a part counts: 0 in full, below
// 0 otherwise.
func (p part) loss() float64 {
	return float64(p.weight) * math.Log(round(p.share, logGrid))
}

// points returns the score for a sum of losses.
func points(sum float64, weight int) float64 {
	return round(100*math.Exp(round(sum/float64(weight), logGrid)), scoreGrid)
}

func round(x, grid float64) float64 { return math.Round(x*grid) / grid }
