package readiness

import (
	"math"
	"math/bits"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// MaxGrowth is the largest growth, headroom or arriving capacity, as a
// fraction: 1000 is a thousand times today's volume on top of it.
const MaxGrowth = 1000

// Situation is what must be known to say whether sales may sell more.
type Situation struct {
	// WorstStage is the status of the worst stage. Required.
	WorstStage salesops.Status `json:"worst_stage"`
	// Metrics are this week's. ErrorRate, OvertimeHoursPerWeek, Satisfaction
	// and OnTimeShare are required; without Utilization its rule does not
	// apply, since the stages tell the same.
	Metrics Metrics `json:"metrics"`
	// Readiness is the total of the last assessment. Required.
	Readiness Total `json:"readiness"`
	// RedFlags is how many red flags are up, 0 to 10. Required.
	RedFlags *int `json:"red_flags,omitempty"`
	// RequestToScale says that this is a request to scale: to grow beyond what
	// is built today. It needs the foundation.
	RequestToScale bool `json:"request_to_scale"`
	// FoundationComplete says whether the checklist's [Foundation] is complete.
	// It counts for a request to scale; false is the careful reading.
	FoundationComplete bool `json:"foundation_complete"`
	// HeadroomGrowth is how much more operations can deliver as they are, as a
	// fraction of today's volume, 0 to [MaxGrowth]. Required.
	HeadroomGrowth *float64 `json:"headroom_growth,omitempty"`
	// ArrivingCapacityGrowth is what the capacity that arrives in time adds to
	// that, 0 to [MaxGrowth]; 0 when none arrives.
	ArrivingCapacityGrowth float64 `json:"arriving_capacity_growth"`
}

func (s *Situation) valid() bool {
	m := &s.Metrics
	return (s.WorstStage == salesops.Green || s.WorstStage == salesops.Yellow || s.WorstStage == salesops.Red) &&
		m.ErrorRate != nil && m.OvertimeHoursPerWeek != nil && m.Satisfaction != nil && m.OnTimeShare != nil && m.valid() &&
		s.Readiness.valid() && s.RedFlags != nil && *s.RedFlags >= 0 && *s.RedFlags <= flagCount &&
		s.HeadroomGrowth != nil && within(*s.HeadroomGrowth, MaxGrowth) && within(s.ArrivingCapacityGrowth, MaxGrowth)
}

func (s *Situation) collect(in fault.Scope) {
	fault.OneOf(in, "WorstStage", s.WorstStage, salesops.Statuses())
	metrics := in.In("Metrics")
	s.Metrics.collect(metrics)
	required(metrics, "ErrorRate", s.Metrics.ErrorRate, "0 to 1 as a fraction")
	required(metrics, "OvertimeHoursPerWeek", s.Metrics.OvertimeHoursPerWeek, "0 to 168 hours a week per person")
	required(metrics, "Satisfaction", s.Metrics.Satisfaction, "0 to 10 points")
	required(metrics, "OnTimeShare", s.Metrics.OnTimeShare, "0 to 1 as a fraction")
	s.Readiness.collect(in.In("Readiness"))
	if s.RedFlags == nil {
		in.Missing("RedFlags", "0 to 10 red flags")
	} else {
		in.Int("RedFlags", *s.RedFlags, 0, flagCount, "red flags")
	}
	optional(in, "HeadroomGrowth", s.HeadroomGrowth, MaxGrowth, "as a fraction")
	required(in, "HeadroomGrowth", s.HeadroomGrowth, "0 to 1000 as a fraction")
	in.Float("ArrivingCapacityGrowth", s.ArrivingCapacityGrowth, 0, MaxGrowth, "as a fraction")
}

func required(in fault.Scope, field string, x *float64, want string) {
	if x == nil {
		in.Missing(field, want)
	}
}

// Answer says whether sales may sell more.
type Answer string

// The three answers.
const (
	// No: sell nothing on top until the causes are fixed.
	No Answer = "no"
	// WithLimits: up to the headroom there is, and no further.
	WithLimits Answer = "with-limits"
	// Yes: as much as readiness and capacity allow.
	Yes Answer = "yes"
)

// Answers returns all answers, from the least permissive.
func Answers() []Answer { return []Answer{No, WithLimits, Yes} }

// MarshalText returns the answer's text. It returns an *[salesops.InputError]
// if a is not one of [Answers].
func (a Answer) MarshalText() ([]byte, error) { return strict.Text("Answer", a, Answers()) }

// UnmarshalText sets a from its text. It returns an *[salesops.InputError] if
// the text is not one of [Answers].
func (a *Answer) UnmarshalText(text []byte) error { return strict.Parse("Answer", a, text, Answers()) }

// GrowthDecision says whether sales may sell more, how much, and which rule
// said so.
type GrowthDecision struct {
	// Answer is no, with limits, or yes.
	Answer Answer `json:"answer"`
	// Rule is the rule that decided: the first that fired.
	Rule GrowthRule `json:"rule"`
	// Growth is the growth that is allowed, from the cautious end to the bold
	// one, as fractions of today's volume: 0 to 0 for no.
	Growth salesops.Interval `json:"growth"`
	// Fired are all rules that fired against growth, in published order. The
	// two rules of a yes are in no set: they decide when it is empty.
	Fired GrowthRuleSet `json:"fired"`
}

// DecideGrowth says whether sales may sell more, by the first of these rules
// that holds.
//
// No, while
//
//	a stage is red
//	satisfaction < 8 of 10
//	error rate > 0.05
//	readiness < 120 of 200
//	red flags >= 3
//	the foundation is incomplete, for a request to scale
//
// With limits, while
//
//	a stage is yellow, or use of capacity > 0.85
//	overtime > 10 hours a week per person
//	on-time share < 0.95
//	a red flag is up
//	readiness < 140 of 200
//	coverage of the assessment < 0.90: its band is withheld
//
// Yes
//
//	readiness < 160 of 200    growth of 0.10 to 0.15
//	readiness >= 160          growth of 0.25 to 0.30
//
// How much:
//
//	no           0
//	with limits  0 to min(headroom, high end of the band)
//	yes          both ends of the band, each at most headroom + arriving capacity
//
// With limits, a readiness below 140 counts as the band from 140: limits never
// allow more growth than a yes would, so that no bad news opens a door. The
// reading that a withheld band limits growth is ours; the total counts all the
// same, scaled to the items that apply. The growth is the largest float64 that
// is not above the exact sum.
//
// Every line is exact. DecideGrowth allocates nothing; [ExplainGrowth] tells
// what was compared. The policy is the whole one, since lines of the
// assessment and the warnings decide here too.
//
// It returns an *[salesops.InputError] if:
//   - Situation.WorstStage, a metric other than Utilization, Readiness,
//     RedFlags or HeadroomGrowth is missing;
//   - a metric, count or growth is out of its range;
//   - Readiness.Maximum is not 10 for each of 1 to 20 items, or
//     Readiness.Points not 1 to 10 for each of them;
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: RDY-12.
func DecideGrowth(situation Situation, policy Policy) (GrowthDecision, error) {
	if !(situation.valid() && policy.valid()) {
		return GrowthDecision{}, growthFaults(&situation, &policy)
	}
	return decideGrowth(&situation, &policy), nil
}

// growthFaults says what valid has refused.
func growthFaults(situation *Situation, policy *Policy) error {
	var list fault.List
	situation.collect(list.In("Situation"))
	policy.collect(list.In("Policy"))
	return list.Err()
}

func decideGrowth(s *Situation, p *Policy) GrowthDecision {
	fired := s.stops(p) | s.limits(p)
	d := GrowthDecision{Fired: GrowthRuleSet{fired}}
	if fired == 0 {
		d.Answer, d.Rule = Yes, p.bandRule(s.Readiness)
	} else {
		d.Answer, d.Rule = against(fired)
	}
	d.Growth = s.growth(d.Answer, p)
	return d
}

// stops returns the rules of a no that fire.
func (s *Situation) stops(p *Policy) uint16 {
	var fired uint16
	warnings := warn(&s.Metrics, &p.WarningPolicy)
	if s.WorstStage == salesops.Red {
		fired |= firedStageRed
	}
	if warnings&firedSatisfaction != 0 {
		fired |= firedLowSatisfaction
	}
	if warnings&firedErrorRate != 0 {
		fired |= firedHighErrors
	}
	if !s.Readiness.reaches(p.MinFixGaps) {
		fired |= firedOverhaul
	}
	if *s.RedFlags >= p.StopRedFlags {
		fired |= firedManyFlags
	}
	if s.RequestToScale && !s.FoundationComplete {
		fired |= firedFoundation
	}
	return fired
}

// limits returns the rules of a growth with limits that fire.
func (s *Situation) limits(p *Policy) uint16 {
	var fired uint16
	warnings := warn(&s.Metrics, &p.WarningPolicy)
	if s.WorstStage != salesops.Green {
		fired |= firedStageYellow
	}
	if warnings&firedUtilization != 0 {
		fired |= firedHighUtilization
	}
	if warnings&firedOvertime != 0 {
		fired |= firedLongOvertime
	}
	if warnings&firedOnTime != 0 {
		fired |= firedLate
	}
	if *s.RedFlags > 0 {
		fired |= firedAnyFlag
	}
	if !s.Readiness.reaches(p.MinModerateGrowth) {
		fired |= firedGaps
	}
	if !s.Readiness.covers(p.MinCoverage) {
		fired |= firedWithheld
	}
	return fired
}

// against returns the answer and the rule that decides when some rules fired.
func against(fired uint16) (Answer, GrowthRule) {
	first := bits.TrailingZeros16(fired)
	answer := WithLimits
	if 1<<first <= firedFoundation {
		answer = No
	}
	return answer, GrowthRules()[first]
}

// bandRule returns the rule that decides when none fired against growth.
func (p *Policy) bandRule(t Total) GrowthRule {
	if t.reaches(p.MinScaleAggressively) {
		return ReadinessIsStrong
	}
	return ReadinessIsModerate
}

// growth returns what an answer allows.
func (s *Situation) growth(answer Answer, p *Policy) salesops.Interval {
	band := p.ModerateGrowth
	if s.Readiness.reaches(p.MinScaleAggressively) {
		band = p.AggressiveGrowth
	}
	switch answer {
	case No:
		return salesops.Interval{}
	case WithLimits:
		return salesops.Interval{High: min(*s.HeadroomGrowth, band.High)}
	case Yes:
	}
	room := sumBelow(*s.HeadroomGrowth, s.ArrivingCapacityGrowth)
	return salesops.Interval{Low: min(band.Low, room), High: min(band.High, room)}
}

// sumBelow returns the largest float64 that is not above the exact sum of two
// numbers of at most MaxGrowth.
func sumBelow(a, b float64) float64 {
	// Three roundings take the float sum at most two steps away from the exact
	// one: two steps down it is not above, and at most four up lead back.
	const most = 4
	x := math.Nextafter(math.Nextafter(a+b, 0), 0)
	for range most {
		next := math.Nextafter(x, math.Inf(1))
		if exact.CompareSums(next, 0, a, b) > 0 {
			break
		}
		x = next
	}
	return x
}
