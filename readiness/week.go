package readiness

import (
	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// DefaultMaxPipelineLoad is how much the pipeline may bring against all
// capacity for growth before it limits the week, as a ratio; only more does. The
// number is ours. Playbook: RDY-12.
const DefaultMaxPipelineLoad = 1.0

// WeekPolicy holds the threshold that belongs to [DecideWeek] alone. The zero
// policy is rejected: start from [DefaultPolicy].
type WeekPolicy struct {
	// MaxPipelineLoad is the most growth that the pipeline may bring without
	// limiting the week, as a multiple of headroom and arriving capacity:
	// above 0, at most [MaxGrowth].
	MaxPipelineLoad float64 `json:"max_pipeline_load"`
}

func (p *WeekPolicy) valid() bool { return p.MaxPipelineLoad > 0 && p.MaxPipelineLoad <= MaxGrowth }

func (p *WeekPolicy) collect(in fault.Scope) {
	in.Positive("MaxPipelineLoad", p.MaxPipelineLoad, MaxGrowth, "times the capacity for growth")
}

// WeekRule is a rule that the week adds to [GrowthRules].
type WeekRule string

// The rules of the week, after those of growth.
const (
	// PipelineIsHeavy fires when the pipeline brings more than capacity can
	// grow.
	PipelineIsHeavy WeekRule = "pipeline-load"
	// ScalingWaits fires for a request to scale while the answer is not yes.
	ScalingWaits WeekRule = "request-to-scale"
	// PipelineExceeds fires when the pipeline brings more than the answer
	// allows.
	PipelineExceeds WeekRule = "pipeline-excess"
)

// WeekRules returns the rules of the week. Playbook: RDY-12.
func WeekRules() []WeekRule { return []WeekRule{PipelineIsHeavy, ScalingWaits, PipelineExceeds} }

// MarshalText returns the rule's text. It returns an *[salesops.InputError] if
// r is not one of [WeekRules].
func (r WeekRule) MarshalText() ([]byte, error) { return strict.Text("WeekRule", r, WeekRules()) }

// UnmarshalText sets r from its text. It returns an *[salesops.InputError] if
// the text is not one of [WeekRules].
func (r *WeekRule) UnmarshalText(text []byte) error {
	return strict.Parse("WeekRule", r, text, WeekRules())
}

// WeekFigures are the figures that decide the week.
type WeekFigures struct {
	// Situation is what decides growth, from capacity, the metrics, the last
	// assessment, the red flags and the checklist.
	Situation Situation `json:"situation"`
	// PipelineGrowth is how much more volume the pipeline is expected to
	// bring, over the time for which the headroom stands, as a fraction of
	// today's volume, 0 to [MaxGrowth]. Without it its rules do not apply.
	PipelineGrowth *float64 `json:"pipeline_growth,omitempty"`
}

func (f *WeekFigures) valid() bool { return f.Situation.valid() && good(f.PipelineGrowth, MaxGrowth) }

func (f *WeekFigures) collect(in fault.Scope) {
	f.Situation.collect(in.In("Situation"))
	optional(in, "PipelineGrowth", f.PipelineGrowth, MaxGrowth, "as a fraction")
}

// WeekDecision is the week's answer as it follows from the figures.
type WeekDecision struct {
	// Answer is no, with limits, or yes.
	Answer Answer `json:"answer"`
	// Growth is the growth that is allowed, as in [GrowthDecision].
	Growth salesops.Interval `json:"growth"`
	// Operations is what [DecideGrowth] says without the pipeline.
	Operations GrowthDecision `json:"operations"`
	// Pipeline is what became of the rule pipeline-load; not applicable
	// without PipelineGrowth.
	Pipeline salesops.Outcome `json:"pipeline"`
}

// DecideWeek says whether sales may sell more this week. It decides as
// [DecideGrowth] does and then looks at what is coming: a yes becomes with
// limits, up to the headroom, while
//
//	pipeline > 1.0 × (headroom + arriving capacity)
//
// since what is on its way already fills the room that a yes would promise
// again. The rule is ours. It never makes an answer more permissive, and
// neither does any worse figure.
//
// Every line is exact. DecideWeek allocates nothing; [ReviewWeek] tells what was
// compared and what to do.
//
// It returns the errors of [DecideGrowth], and an *[salesops.InputError] if
// PipelineGrowth is given and out of its range.
//
// Playbook: RDY-12.
func DecideWeek(figures WeekFigures, policy Policy) (WeekDecision, error) {
	if !(figures.valid() && policy.valid()) {
		return WeekDecision{}, weekFaults(&figures, &policy)
	}
	return decideWeek(&figures, &policy), nil
}

// weekFaults says what valid has refused.
func weekFaults(figures *WeekFigures, policy *Policy) error {
	var list fault.List
	figures.collect(list.In("WeekFigures"))
	policy.collect(list.In("Policy"))
	return list.Err()
}

func decideWeek(f *WeekFigures, p *Policy) WeekDecision {
	growth := decideGrowth(&f.Situation, p)
	d := WeekDecision{Answer: growth.Answer, Growth: growth.Growth, Operations: growth, Pipeline: f.pipeline(p)}
	if d.Answer == Yes && d.Pipeline == salesops.Fired {
		d.Answer, d.Growth = WithLimits, f.Situation.growth(WithLimits, p)
	}
	return d
}

// pipeline returns what becomes of the rule pipeline-load.
func (f *WeekFigures) pipeline(p *Policy) salesops.Outcome {
	if f.PipelineGrowth == nil {
		return salesops.NotApplicable
	}
	headroom, arriving := f.room(p)
	if exact.Sign(exact.Of(*f.PipelineGrowth), headroom.Neg(), arriving.Neg()) > 0 {
		return salesops.Fired
	}
	return salesops.NotFired
}

// room returns the two parts of what the pipeline may bring.
func (f *WeekFigures) room(p *Policy) (headroom, arriving exact.Term) {
	s := &f.Situation
	return exact.Of(p.MaxPipelineLoad, *s.HeadroomGrowth), exact.Of(p.MaxPipelineLoad, s.ArrivingCapacityGrowth)
}
