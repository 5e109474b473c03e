package capacity

import (
	"math"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/queueing"
	"github.com/salesops-go/salesops/internal/strict"
)

// MaxDelayRatio is the largest change of a delay.
const MaxDelayRatio = 1e6

// DefaultUtilizationTolerance is a difference of two utilizations, as fractions;
// two estimates that are further apart contradict each other. It is ours.
const DefaultUtilizationTolerance = 0.05

// Reading is what an observed delay is taken to be.
type Reading string

// The readings.
const (
	// TimeInSystem: waiting and work, in the long run of both volumes.
	TimeInSystem Reading = "time-in-system"
	// TimeInQueue: waiting before work starts, in the long run of both volumes.
	TimeInQueue Reading = "time-in-queue"
	// GrowingBacklog: the time that the open backlog takes, at a stage that is
	// full and takes in more than it can do. Nothing varies, and there is no long
	// run.
	GrowingBacklog Reading = "growing-backlog"
)

// Readings returns all readings.
func Readings() []Reading { return []Reading{TimeInSystem, TimeInQueue, GrowingBacklog} }

// MarshalText returns the reading's text. It returns an *[salesops.InputError] if
// r is not one of [Readings].
func (r Reading) MarshalText() ([]byte, error) { return strict.Text("Reading", r, Readings()) }

// UnmarshalText sets r from its text. It returns an *[salesops.InputError] if the
// text is not one of [Readings].
func (r *Reading) UnmarshalText(text []byte) error {
	return strict.Parse("Reading", r, text, Readings())
}

// Observation is how a delay changed when demand did.
type Observation struct {
	// DemandRatio is demand after ÷ before: 1.4 for 40% more. [MinPositive] to
	// [MaxMultiplier]; zero when it is not known, so that the level alone counts.
	DemandRatio float64 `json:"demand_ratio,omitzero"`
	// DelayRatio is the delay after ÷ before, when no more is known: [MinPositive]
	// to [MaxDelayRatio], zero beside the delays.
	DelayRatio float64 `json:"delay_ratio,omitzero"`
	// DelayBeforeDays and DelayAfterDays are the delays in working days,
	// [MinPositive] to [MaxDays]; both zero beside DelayRatio.
	DelayBeforeDays float64 `json:"delay_before_days,omitzero"`
	// DelayAfterDays is described at DelayBeforeDays.
	DelayAfterDays float64 `json:"delay_after_days,omitzero"`
	// FixedDays is the part of both delays that does not queue, in working days: 0
	// to below both of them.
	FixedDays float64 `json:"fixed_days,omitzero"`
	// ServiceDays is how long the work on one transaction takes, in working days.
	// [MinPositive] to [MaxDays]; zero when it is not known.
	ServiceDays float64 `json:"service_days,omitzero"`
	// Servers work side by side, 1 to [MaxPeople]; zero stands for 1.
	Servers int `json:"servers,omitzero"`
	// ArrivalSCV and ServiceSCV are squared coefficients of variation, as at
	// [Stage]. Nil stands for 1.
	ArrivalSCV *float64 `json:"arrival_scv,omitempty"`
	// ServiceSCV is described at ArrivalSCV.
	ServiceSCV *float64 `json:"service_scv,omitempty"`
	// ElapsedDays is how long after the change DelayAfterDays was observed, in
	// working days, for [GrowingBacklog]. [MinPositive] to [MaxDays]; zero when it is
	// not known.
	ElapsedDays float64 `json:"elapsed_days,omitzero"`
}

func (o *Observation) collect(in fault.Scope) {
	optional(in, "DemandRatio", o.DemandRatio, MaxMultiplier, "times the demand before, or 0 when not known")
	optional(in, "DelayRatio", o.DelayRatio, MaxDelayRatio, "times the delay before, or 0 beside the delays")
	optional(in, "DelayBeforeDays", o.DelayBeforeDays, MaxDays, "working days")
	optional(in, "DelayAfterDays", o.DelayAfterDays, MaxDays, "working days")
	switch known := o.DelayBeforeDays != 0 || o.DelayAfterDays != 0; {
	case known && o.DelayRatio != 0:
		in.Conflict("DelayRatio", exact.Decimal(o.DelayRatio).String(), "0, since the delays are known")
	case known && o.DelayBeforeDays == 0:
		in.Missing("DelayBeforeDays", "working days, beside DelayAfterDays")
	case known && o.DelayAfterDays == 0 && (o.DemandRatio != 0 || o.ServiceDays == 0):
		in.Missing("DelayAfterDays", "working days, beside DelayBeforeDays")
	case !known && o.DelayRatio == 0:
		in.Missing("DelayRatio", "times the delay before, or both delays")
	}
	sound := in.Float("FixedDays", o.FixedDays, 0, MaxDays, "working days")
	if sound && o.FixedDays != 0 && (o.FixedDays >= o.DelayBeforeDays || o.DelayAfterDays != 0 && o.FixedDays >= o.DelayAfterDays) {
		in.Conflict("FixedDays", exact.Decimal(o.FixedDays).String(), "below both delays")
	}
	optional(in, "ServiceDays", o.ServiceDays, MaxDays, "working days, or 0 when not known")
	in.Int("Servers", o.Servers, 0, MaxPeople, "servers, or 0 for one")
	if o.ArrivalSCV != nil {
		in.Float("ArrivalSCV", *o.ArrivalSCV, 0, MaxSCV, "variance ÷ mean²")
	}
	if o.ServiceSCV != nil {
		in.Float("ServiceSCV", *o.ServiceSCV, 0, MaxSCV, "variance ÷ mean²")
	}
	optional(in, "ElapsedDays", o.ElapsedDays, MaxDays, "working days, or 0 when not known")
}

// CalibrationOutcome tells what an observation says about utilization.
type CalibrationOutcome string

// The outcomes.
const (
	// Identified: one utilization explains it.
	Identified CalibrationOutcome = "identified"
	// Inconsistent: no utilization explains it under the reading, or level and
	// ratio say different things.
	Inconsistent CalibrationOutcome = "inconsistent"
	// NotIdentifiable: several or all utilizations explain it, or a fact is missing.
	NotIdentifiable CalibrationOutcome = "not-identifiable"
)

// CalibrationOutcomes returns all outcomes.
func CalibrationOutcomes() []CalibrationOutcome {
	return []CalibrationOutcome{Identified, Inconsistent, NotIdentifiable}
}

// MarshalText returns the outcome's text. It returns an *[salesops.InputError] if
// o is not one of [CalibrationOutcomes].
func (o CalibrationOutcome) MarshalText() ([]byte, error) {
	return strict.Text("CalibrationOutcome", o, CalibrationOutcomes())
}

// UnmarshalText sets o from its text. It returns an *[salesops.InputError] if the
// text is not one of [CalibrationOutcomes].
func (o *CalibrationOutcome) UnmarshalText(text []byte) error {
	return strict.Parse("CalibrationOutcome", o, text, CalibrationOutcomes())
}

// Calibration is the utilization behind an observed delay.
type Calibration struct {
	// Outcome tells what the observation says.
	Outcome CalibrationOutcome `json:"outcome"`
	// Reading is what the delay was taken to be.
	Reading Reading `json:"reading"`
	// LongRun reports whether the answer takes both delays for those of the long
	// run, which a surge of weeks does not reach; see RelaxationDays.
	LongRun bool `json:"long_run"`
	// Reason says in a sentence what the outcome rests on. Its wording may change
	// between releases.
	Reason string `json:"reason"`
	// UtilizationBefore and UtilizationAfter are as fractions; defined when the
	// outcome is [Identified], the second only when the change of demand is known.
	UtilizationBefore salesops.Maybe `json:"utilization_before"`
	// UtilizationAfter is described at UtilizationBefore.
	UtilizationAfter salesops.Maybe `json:"utilization_after"`
	// Candidates are all utilizations before the change that the ratio of the
	// delays allows, ascending: one when it identifies it.
	Candidates []float64 `json:"candidates"`
	// FromLevel is the utilization before the change that the delay before it says;
	// defined when the time of the work is known.
	FromLevel salesops.Maybe `json:"from_level"`
	// ServiceDays is how long the work on one transaction takes, in working days:
	// the observed one, or the one that level and utilization imply.
	ServiceDays salesops.Maybe `json:"service_days"`
	// RelaxationDays is the time in which the distance to the long run falls to some
	// third, in working days.
	//
	//	service days / (servers × (1 - √utilization after)²)
	RelaxationDays salesops.Maybe `json:"relaxation_days"`
}

// Calibrate infers how full a stage was from how a delay changed when demand did.
//
// With g the ratio of the demands, k that of the delays less the part that does
// not queue, one server, random arrivals and exponential work, in closed form,
//
//	time in system    utilization before = (k - 1) / (k g - 1)
//	time in queue     utilization before = (k - g) / (g (k - 1))
//	growing backlog   utilization before = (1 + (delay after - delay before) / elapsed) / g
//
// For other variability and several servers the equation of the waits is solved
// numerically, with the approximation of [AnalyzeQueue]; with three servers and more
// the time in queue may have two solutions, and the observation then does not
// identify the utilization. Sales × 1.4 and delay × 3 are 0.625 before and 0.875
// after, in the long run.
//
// When the time of the work is known too, the delay before the change says the
// utilization by itself, and the two have to agree within the tolerance of the
// policy.
//
// It returns an *[salesops.InputError] if:
//   - a number of the observation is out of the range that its field tells, or contradicts another;
//   - the reading is not one of [Readings];
//   - the policy is out of its range; the zero policy is.
//
// Playbook: CAP-6.
func Calibrate(observed Observation, reading Reading, policy CalibrationPolicy) (Calibration, error) {
	var faults fault.List
	observed.collect(faults.In("Observation"))
	in := faults.In("Reading")
	fault.OneOf(in, "", reading, Readings())
	policy.collect(faults.In("CalibrationPolicy"))
	if faults.Any() {
		return Calibration{}, faults.Err()
	}
	unknown := salesops.Undefined("the observation does not say it")
	c := Calibration{
		Reading: reading, LongRun: reading != GrowingBacklog, Candidates: []float64{}, FromLevel: unknown,
		UtilizationBefore: unknown, UtilizationAfter: unknown, ServiceDays: unknown, RelaxationDays: unknown,
	}
	if observed.ServiceDays != 0 {
		c.ServiceDays = salesops.Defined(observed.ServiceDays)
	}
	if reading == GrowingBacklog {
		c.readBacklog(&observed)
		return c, nil
	}
	c.readLongRun(&observed, &policy)
	return c, nil
}

// CalibrationPolicy says how far estimates may be apart. The zero policy is
// rejected: start from [DefaultPolicy].
//
// Playbook: CAP-6.
type CalibrationPolicy struct {
	// UtilizationTolerance is how far the utilization that the level says may be
	// from the one that the ratio says: above 0, at most 1.
	UtilizationTolerance float64 `json:"utilization_tolerance"`
}

func (p *CalibrationPolicy) collect(in fault.Scope) {
	in.Positive("UtilizationTolerance", p.UtilizationTolerance, 1, "as a difference of fractions")
}

func (c *Calibration) settle(outcome CalibrationOutcome, reason string) {
	c.Outcome, c.Reason = outcome, reason
}

func (c *Calibration) readBacklog(o *Observation) {
	switch {
	case o.DelayBeforeDays == 0 || o.DelayAfterDays == 0 || o.ElapsedDays == 0 || o.DemandRatio == 0:
		c.settle(NotIdentifiable, "a backlog grows by days of delay: both delays, the time between them and the change of demand are needed")
		return
	case o.DelayAfterDays <= o.DelayBeforeDays:
		c.settle(NotIdentifiable, "the delay did not grow, so that any utilization up to 1 ÷ the change of demand explains it")
		return
	}
	elapsed, ratio := exact.Decimal(o.ElapsedDays), exact.Decimal(o.DemandRatio)
	after := elapsed.Add(exact.Decimal(o.DelayAfterDays)).Sub(exact.Decimal(o.DelayBeforeDays))
	before := elapsed.Mul(ratio)
	c.Candidates = []float64{exact.Quotient(after, before)}
	if after.Cmp(before) > 0 {
		c.settle(Inconsistent, "the stage would have been over its capacity before the change already, when the delay stood")
		return
	}
	c.UtilizationBefore = salesops.Defined(c.Candidates[0])
	c.UtilizationAfter = salesops.Defined(exact.Quotient(after, elapsed))
	c.settle(Identified, "the backlog grows by what arrives above capacity; there is no long run")
}

func (c *Calibration) readLongRun(o *Observation, policy *CalibrationPolicy) {
	w := waits{
		servers: max(1, o.Servers), work: c.Reading == TimeInSystem, ratio: o.DemandRatio,
		spread: queueing.Spread(orOne(o.ArrivalSCV), orOne(o.ServiceSCV)),
	}
	level, leveled := w.atLevel(o)
	if leveled {
		if level < 0 {
			c.settle(Inconsistent, "the delay before the change is shorter than the work, which no utilization explains")
			return
		}
		c.FromLevel = salesops.Defined(level)
	}
	if o.DemandRatio == 0 {
		if !leveled {
			c.settle(NotIdentifiable, "without the change of demand or the time of the work a delay says nothing")
			return
		}
		c.UtilizationBefore = c.FromLevel
		c.settle(Identified, "from the delay before the change and the time of the work, in the long run")
		return
	}
	k := o.ratio()
	if trivial, reason := trivialRatio(o.DemandRatio, k); trivial != "" {
		c.settle(trivial, reason)
		return
	}
	if c.Candidates = w.solve(o, k); len(c.Candidates) == 0 {
		c.Candidates = []float64{}
		c.settle(Inconsistent, "no utilization makes the delay change so much, or so little")
		return
	}
	if len(c.Candidates) > 1 {
		c.settle(NotIdentifiable, "several utilizations explain the change")
		return
	}
	c.conclude(o, &w, policy)
}

// conclude settles a calibration that has one candidate.
func (c *Calibration) conclude(o *Observation, w *waits, policy *CalibrationPolicy) {
	before := c.Candidates[0]
	if level, leveled := c.FromLevel.Value(); leveled && math.Abs(level-before) > policy.UtilizationTolerance {
		c.settle(Inconsistent, "the level of the delay and its change say different utilizations")
		return
	}
	c.UtilizationBefore = salesops.Defined(before)
	after := w.after
	if after == 0 {
		after = before * o.DemandRatio
	}
	c.UtilizationAfter = salesops.Defined(after)
	if o.ServiceDays == 0 && o.DelayBeforeDays != 0 {
		c.ServiceDays = salesops.Defined((o.DelayBeforeDays - o.FixedDays) / w.delay(before))
	}
	if service, known := c.ServiceDays.Value(); known {
		short := 1 - math.Sqrt(after)
		c.RelaxationDays = salesops.Defined(service / (float64(w.servers) * short * short))
	}
	c.settle(Identified, "both delays are those of the long run, which takes several relaxation times to reach")
}

// UnmarshalJSON reads a calibration strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing and every value out of range, and if
// the utilizations contradict the outcome.
func (c *Calibration) UnmarshalJSON(data []byte) error {
	type plain Calibration
	return strict.Unmarshal(data, "Calibration", (*plain)(c), func(p *plain, in fault.Scope) {
		in.Length("Candidates", len(p.Candidates), 0, 500)
		last := 0.0
		for i, u := range p.Candidates {
			if u < last {
				at := in.At("Candidates", i)
				at.OutOfRange("", "", "at least 0, and ascending")
			}
			last = u
		}
		if p.Outcome == "" || p.Reading == "" {
			return // it could not be read, which is a fault already
		}
		if _, known := p.UtilizationBefore.Value(); known != (p.Outcome == Identified) {
			in.Conflict("UtilizationBefore", p.UtilizationBefore.String(), "a number exactly when it is identified")
		}
		if p.LongRun != (p.Reading != GrowingBacklog) {
			in.Conflict("LongRun", "", "what follows from the reading")
		}
		for _, number := range []struct {
			field string
			value salesops.Maybe
		}{
			{"UtilizationBefore", p.UtilizationBefore}, {"UtilizationAfter", p.UtilizationAfter}, {"FromLevel", p.FromLevel},
			{"ServiceDays", p.ServiceDays}, {"RelaxationDays", p.RelaxationDays},
		} {
			in.Float(number.field, number.value.Or(0), 0, math.MaxFloat64, "")
		}
	})
}
