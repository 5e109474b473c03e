package forecast

import (
	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
	"github.com/salesops-go/salesops/internal/sum"
	"github.com/salesops-go/salesops/internal/survival"
)

// The limits of a sales process.
const (
	// MaxVisits is the most visits to steps of a sales process.
	MaxVisits = 1_000_000
	// MaxTargetDays is the longest target of a step, in days.
	MaxTargetDays = 10_000
)

// Step is a step of a sales process: an open key. The playbook's are constants;
// a [SalesProcess] may name its own.
type Step string

// The playbook's seven steps. Playbook: FCT-12.
const (
	// StepProspecting finds possible buyers.
	StepProspecting Step = "prospecting"
	// StepFirstContact reaches them for the first time.
	StepFirstContact Step = "first-contact"
	// StepDiscovery learns what they need.
	StepDiscovery Step = "discovery"
	// StepSolution proposes what would help.
	StepSolution Step = "solution"
	// StepNegotiation settles terms and price.
	StepNegotiation Step = "negotiation"
	// StepClose gets the signature.
	StepClose Step = "close"
	// StepImplementation delivers what was sold.
	StepImplementation Step = "implementation"
)

// SalesStep is a step, who does it, with what, and how long it should take.
type SalesStep struct {
	// Step is the step's name, 1 to 200 bytes.
	Step Step `json:"step"`
	// Owner is the role that answers for it, at most 200 bytes; empty when
	// nobody does.
	Owner string `json:"owner,omitempty"`
	// Tool is what it is done with, at most 200 bytes; empty for none.
	Tool string `json:"tool,omitempty"`
	// TargetDays is how long it should take at most, above 0 to
	// [MaxTargetDays]; nil for no target.
	TargetDays *float64 `json:"target_days,omitempty"`
}

// StandardSteps returns the playbook's seven steps in order. Who owns each, the
// tool and the target are the company's own to fill in: the playbook asks for
// them and gives none.
//
// Playbook: FCT-12.
func StandardSteps() []SalesStep {
	return []SalesStep{
		{Step: StepProspecting},
		{Step: StepFirstContact},
		{Step: StepDiscovery},
		{Step: StepSolution},
		{Step: StepNegotiation},
		{Step: StepClose},
		{Step: StepImplementation},
	}
}

// StepVisit is a deal's stay in a step.
type StepVisit struct {
	// Deal is the deal's id, 1 to 200 bytes.
	Deal string `json:"deal"`
	// Step is a step of the process.
	Step Step `json:"step"`
	// Entered is the first day.
	Entered salesops.Date `json:"entered"`
	// Left is the day on which the deal went on, not before Entered; zero while
	// it has not.
	Left salesops.Date `json:"left,omitzero"`
}

// SalesProcess is the steps of a company and what deals did in them.
type SalesProcess struct {
	// Steps are the steps in order, at most [MaxStages]; empty takes
	// [StandardSteps].
	Steps []SalesStep `json:"steps,omitempty"`
	// Visits are 0 to [MaxVisits] stays in any order.
	Visits []StepVisit `json:"visits"`
	// AsOf is the day of the records; no visit began or ended after it.
	AsOf salesops.Date `json:"as_of"`
}

func (p *SalesProcess) steps() []SalesStep {
	if len(p.Steps) == 0 {
		return StandardSteps()
	}
	return p.Steps
}

// places returns where each step stands; the first of two of one name.
func (p *SalesProcess) places() map[Step]int {
	places := make(map[Step]int)
	for i, s := range p.steps() {
		if _, twice := places[s.Step]; !twice {
			places[s.Step] = i
		}
	}
	return places
}

func (p *SalesProcess) collect(in *fault.Scope) {
	if !in.Length("Steps", len(p.Steps), 0, MaxStages) {
		return
	}
	places := p.places()
	for i, s := range p.Steps {
		at := in.At("Steps", i)
		if at.Name("Step", string(s.Step)) && places[s.Step] != i {
			at.Conflict("Step", string(s.Step), "each step once")
		}
		optionalName(&at, "Owner", s.Owner)
		optionalName(&at, "Tool", s.Tool)
		if s.TargetDays != nil {
			at.Positive("TargetDays", *s.TargetDays, MaxTargetDays, "days")
		}
	}
	if in.Length("Visits", len(p.Visits), 0, MaxVisits) {
		for i := range p.Visits {
			at := in.At("Visits", i)
			p.Visits[i].collect(&at, places, p.AsOf)
		}
	}
	in.Date("AsOf", p.AsOf)
}

func (v *StepVisit) collect(in *fault.Scope, places map[Step]int, asOf salesops.Date) {
	in.Name("Deal", v.Deal)
	if _, known := places[v.Step]; !known {
		if in.Name("Step", string(v.Step)) {
			in.OutOfRange("Step", string(v.Step), "a step of the process")
		}
	}
	entered := in.Date("Entered", v.Entered)
	if entered && asOf.IsValid() && v.Entered.After(asOf) {
		in.Conflict("Entered", v.Entered.String(), "a day not after "+asOf.String()+", the day of the records")
	}
	if v.Left.IsZero() || !in.Date("Left", v.Left) {
		return
	}
	if entered && v.Left.Before(v.Entered) || asOf.IsValid() && v.Left.After(asOf) {
		in.Conflict("Left", v.Left.String(), "a day from Entered to the day of the records")
	}
}

func optionalName(in *fault.Scope, field, text string) {
	if text != "" {
		in.Name(field, text)
	}
}

// StepTime is how long one step takes.
type StepTime struct {
	// Step is the step.
	Step Step `json:"step"`
	// TargetDays is how long it should take; nil without a target.
	TargetDays *float64 `json:"target_days,omitempty"`
	// Days is how long its visits take, those that go on included.
	Days Durations `json:"days"`
	// Over is the visits that have taken longer than the target, of all; without
	// trials when there is no target.
	Over Rate `json:"over"`
	// OverrunDays is the days beyond the target of all visits together, up to
	// the day of the records; 0 without a target.
	OverrunDays float64 `json:"overrun_days"`
}

// UnmarshalJSON reads a time strictly. It returns an *[salesops.InputError]
// for everything that its parts refuse, for a step that is not a name, for a
// number out of its range, and if visits over a target contradict the overrun,
// or there are any without one.
func (s *StepTime) UnmarshalJSON(data []byte) error {
	type plain StepTime
	return strict.Unmarshal(data, "StepTime", (*plain)(s), func(p *plain, in fault.Scope) {
		in.Name("Step", string(p.Step))
		trials := 0
		if p.TargetDays != nil {
			in.Positive("TargetDays", *p.TargetDays, MaxTargetDays, "days")
			trials = p.Days.Count
		}
		if p.Over.Trials != trials {
			in.Conflict("Over.Trials", "", "all visits, or none without a target")
		}
		if in.Float("OverrunDays", p.OverrunDays, 0, maxOverrun, "days") && (p.OverrunDays > 0) != (p.Over.Successes > 0) {
			in.Conflict("OverrunDays", number(p.OverrunDays), "above 0 exactly when a visit was over")
		}
	})
}

// maxOverrun is above every sum of days.
const maxOverrun = 1e13

// StepTimes is how long the steps of a sales process take.
type StepTimes struct {
	// Steps has every step of the process in order.
	Steps []StepTime `json:"steps"`
	// Slowest is the step that loses most days beyond its target; nil when none
	// does. The first of several.
	Slowest *Step `json:"slowest"`
	// Longest is the step with the longest median; nil when no median is known.
	// The first of several.
	Longest *Step `json:"longest"`
}

// UnmarshalJSON reads times strictly. It returns an *[salesops.InputError] for
// everything that [StepTime.UnmarshalJSON] refuses, for a step that is listed
// twice, and if Slowest or Longest are not what the steps say.
func (s *StepTimes) UnmarshalJSON(data []byte) error {
	type plain StepTimes
	return strict.Unmarshal(data, "StepTimes", (*plain)(s), func(p *plain, in fault.Scope) {
		if !in.Length("Steps", len(p.Steps), 1, MaxStages) {
			return
		}
		seen := make(map[Step]bool)
		for i, t := range p.Steps {
			if at := in.At("Steps", i); seen[t.Step] {
				at.Conflict("Step", string(t.Step), "each step once")
			}
			seen[t.Step] = true
		}
		want := StepTimes{Steps: p.Steps}
		want.rank()
		if !sameStep(p.Slowest, want.Slowest) {
			in.Conflict("Slowest", "", "the step with the largest overrun")
		}
		if !sameStep(p.Longest, want.Longest) {
			in.Conflict("Longest", "", "the step with the longest median")
		}
	})
}

func sameStep(a, b *Step) bool { return (a == nil) == (b == nil) && (a == nil || *a == *b) }

// rank names the slowest and the longest step.
func (s *StepTimes) rank() {
	overrun, median := 0.0, -1.0
	for _, t := range s.Steps {
		if t.OverrunDays > overrun {
			overrun, s.Slowest = t.OverrunDays, new(t.Step)
		}
		if days, known := t.Days.MedianDays.Value(); known && days > median {
			median, s.Longest = days, new(t.Step)
		}
	}
}

// MeasureSteps says how long deals stay in each step of the sales process,
// against the target, and which step slows them most:
//
//	days    = day left, or day of the records - day entered
//	overrun = Σ max(0, days - target)
//
// The slowest step is the one with the largest overrun: many deals a little late
// slow a company as much as one deal very late. Quantiles come from the
// Kaplan-Meier estimate, which counts stays that go on for what they have lasted;
// the naive mean, of stays that ended, stands beside them. A deal that comes back
// to a step has two visits. A visit is over when its days are above the target;
// the comparison is exact.
//
// It returns an *[salesops.InputError] if:
//   - there are more than [MaxStages] steps or [MaxVisits] visits;
//   - a step is not a name or named twice, an owner, a tool or the id of a deal is not a name;
//   - a target is not above 0 to [MaxTargetDays];
//   - a visit is to a step that the process does not have;
//   - a day is missing or does not exist, a visit ended before it began, or either was after the day of the records;
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: FCT-12.
func MeasureSteps(process SalesProcess, policy RatePolicy) (StepTimes, error) {
	var list fault.List
	in, level := list.In("SalesProcess"), list.In("RatePolicy")
	process.collect(&in)
	policy.collect(&level)
	if list.Any() {
		return StepTimes{}, list.Err()
	}
	places, steps := process.places(), process.steps()
	visits := make([][]survival.Case, len(steps))
	for _, v := range process.Visits {
		c := survival.Case{Time: process.AsOf.DaysSince(v.Entered)}
		if !v.Left.IsZero() {
			c = survival.Case{Time: v.Left.DaysSince(v.Entered), Cause: survival.First}
		}
		visits[places[v.Step]] = append(visits[places[v.Step]], c)
	}
	var times StepTimes
	for i, s := range steps {
		times.Steps = append(times.Steps, stepTime(s, visits[i], policy.IntervalLevel))
	}
	times.rank()
	return times, nil
}

func stepTime(step SalesStep, visits []survival.Case, level float64) StepTime {
	t := StepTime{Step: step.Step, Days: durations(visits)}
	if step.TargetDays == nil {
		t.Over = newRate(0, 0, level, "the step has no target")
		return t
	}
	target := *step.TargetDays
	t.TargetDays = &target
	over := 0
	var overrun sum.Sum
	for _, v := range visits {
		if days := float64(v.Time); days > target {
			over++
			overrun.Add(days - target)
		}
	}
	t.OverrunDays = overrun.Value()
	t.Over = newRate(over, len(visits), level, "no visit to the step")
	return t
}
