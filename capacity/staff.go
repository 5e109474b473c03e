package capacity

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/queueing"
	"github.com/salesops-go/salesops/internal/strict"
)

// MaxShrinkage is the largest share of paid time that is not worked.
const MaxShrinkage = 0.9

// StaffMeasure is what a staffing target is about.
type StaffMeasure string

// The measures.
const (
	// ServiceLevel: a share of the transactions is started within some days.
	ServiceLevel StaffMeasure = "service-level"
	// MeanWait: transactions wait at most some days on average.
	MeanWait StaffMeasure = "mean-wait"
	// TurnedAway: at most a share finds all servers busy, where nobody waits.
	TurnedAway StaffMeasure = "turned-away"
)

// StaffMeasures returns all measures.
func StaffMeasures() []StaffMeasure { return []StaffMeasure{ServiceLevel, MeanWait, TurnedAway} }

// MarshalText returns the measure's text. It returns an *[salesops.InputError] if
// m is not one of [StaffMeasures].
func (m StaffMeasure) MarshalText() ([]byte, error) {
	return strict.Text("StaffMeasure", m, StaffMeasures())
}

// UnmarshalText sets m from its text. It returns an *[salesops.InputError] if the
// text is not one of [StaffMeasures].
func (m *StaffMeasure) UnmarshalText(text []byte) error {
	return strict.Parse("StaffMeasure", m, text, StaffMeasures())
}

// StaffTarget is what the people of a queue are to achieve.
type StaffTarget struct {
	// Measure is what the target is about.
	Measure StaffMeasure `json:"measure"`
	// Days is the wait, in working days: 0 to [MaxDays] for [ServiceLevel],
	// [MinPositive] to [MaxDays] for [MeanWait], zero for [TurnedAway].
	Days float64 `json:"days"`
	// Share is the least share that is started in time for [ServiceLevel], and the
	// largest that is turned away for [TurnedAway]: [MinPositive] to 1 -
	// [MinPositive]. Zero for [MeanWait].
	Share float64 `json:"share"`
	// MaxUtilization is how busy the people on duty may be: above 0, at most 1.
	// Zero when the target alone counts.
	MaxUtilization float64 `json:"max_utilization,omitzero"`
	// Shrinkage is the share of paid time in which people are not at work: leave,
	// illness, training. 0 to [MaxShrinkage].
	Shrinkage float64 `json:"shrinkage,omitzero"`
}

func (t *StaffTarget) collect(in fault.Scope) {
	if !fault.OneOf(in, "Measure", t.Measure, StaffMeasures()) {
		return
	}
	switch t.Measure {
	case ServiceLevel:
		in.Float("Days", t.Days, 0, MaxDays, "working days")
	case MeanWait:
		required(in, "Days", t.Days, MaxDays, "working days")
	case TurnedAway:
		in.Float("Days", t.Days, 0, 0, "days, since nobody waits")
	}
	if t.Measure == MeanWait {
		in.Float("Share", t.Share, 0, 0, "as a fraction, since the mean counts")
	} else {
		required(in, "Share", t.Share, 1-MinPositive, "as a fraction of the transactions")
	}
	optional(in, "MaxUtilization", t.MaxUtilization, 1, "as a fraction, or 0 for no limit")
	in.Float("Shrinkage", t.Shrinkage, 0, MaxShrinkage, "as a fraction of paid time")
}

// StaffOutcome tells whether a target can be met.
type StaffOutcome string

// The two outcomes.
const (
	// TargetMet: the people meet it, and one fewer would not.
	TargetMet StaffOutcome = "target-met"
	// OutOfReach: [MaxPeople] people do not.
	OutOfReach StaffOutcome = "out-of-reach"
)

// StaffOutcomes returns both outcomes.
func StaffOutcomes() []StaffOutcome { return []StaffOutcome{TargetMet, OutOfReach} }

// MarshalText returns the outcome's text. It returns an *[salesops.InputError] if
// o is not one of [StaffOutcomes].
func (o StaffOutcome) MarshalText() ([]byte, error) {
	return strict.Text("StaffOutcome", o, StaffOutcomes())
}

// UnmarshalText sets o from its text. It returns an *[salesops.InputError] if the
// text is not one of [StaffOutcomes].
func (o *StaffOutcome) UnmarshalText(text []byte) error {
	return strict.Parse("StaffOutcome", o, text, StaffOutcomes())
}

// Staffing is the fewest people who meet a target.
type Staffing struct {
	// Outcome tells whether the target can be met.
	Outcome StaffOutcome `json:"outcome"`
	// OnDuty are the people at work; zero when the target is out of reach.
	OnDuty int `json:"on_duty"`
	// Rostered are the people to employ, so that OnDuty are at work.
	Rostered int `json:"rostered"`
	// Queue is the queue with OnDuty people, nil when the target is out of reach.
	Queue *QueueAnalysis `json:"queue,omitempty"`
}

// StaffQueue returns the fewest people who meet a target, and how many to employ
// for that.
//
//	on duty   = the smallest number that meets the target and the utilization
//	rostered  = the smallest whole number with rostered × (1 - shrinkage) >= on duty
//
// The smallest number is certain: one fewer does not meet the target, with the
// inputs taken as the decimals that they are written as, also where it falls
// exactly on the line, which is met. Shrinkage is exact: 21 on duty at 30% are 30,
// and not 31.
//
// Where variability is other than random, the target is that of the
// approximation which [AnalyzeQueue] tells.
//
// It returns an *[salesops.InputError] if:
//   - a number of the queue is out of the range that its field tells, or Queue.Servers is not zero;
//   - a field of the target is out of its range, or does not go with the measure.
//
// Playbook: CAP-5.
func StaffQueue(queue Queue, target StaffTarget) (Staffing, error) {
	var faults fault.List
	in := faults.In("Queue")
	queue.collect(in)
	in.Int("Servers", queue.Servers, 0, 0, "servers, since they are what is asked for")
	target.collect(faults.In("StaffTarget"))
	if faults.Any() {
		return Staffing{}, faults.Err()
	}
	people, met := queueing.Fewest(queue.ArrivalsPerDay, queue.ServedPerDay, target.numbers(&queue), MaxPeople)
	if met && target.MaxUtilization != 0 {
		people, met = queue.relieve(people, target.MaxUtilization)
	}
	if !met {
		return Staffing{Outcome: OutOfReach}, nil
	}
	queue.Servers = people
	l := queue.line()
	analysis := l.analyze()
	return Staffing{Outcome: TargetMet, OnDuty: people, Rostered: roster(people, target.Shrinkage), Queue: &analysis}, nil
}

func (t *StaffTarget) numbers(queue *Queue) queueing.Target {
	l := queue.line()
	n := queueing.Target{Time: t.Days, Share: t.Share, Spread: l.spread()}
	switch t.Measure {
	case ServiceLevel:
		n.Measure = queueing.ServiceLevel
	case MeanWait:
		n.Measure = queueing.MeanWait
	case TurnedAway:
		n.Measure = queueing.Loss
	}
	return n
}

// relieve returns the fewest people, at least those given, who are no busier than
// allowed.
func (q *Queue) relieve(people int, most float64) (int, bool) {
	calm := func(people int) bool {
		return exact.Sign(exact.Of(q.ArrivalsPerDay), exact.Of(most, float64(people), q.ServedPerDay).Neg()) <= 0
	}
	if !calm(MaxPeople) {
		return 0, false
	}
	for low, high := people, MaxPeople; low <= high; {
		if middle := (low + high) / 2; calm(middle) {
			people, high = middle, middle-1
		} else {
			low = middle + 1
		}
	}
	return people, true
}

// roster returns the fewest people of whom enough are at work.
func roster(onDuty int, shrinkage float64) int {
	at := one().Sub(exact.Decimal(shrinkage))
	whole, rest := decimal.New(int64(onDuty), 0).QuoRem(at, 0)
	if rest.Sign() > 0 {
		whole = whole.Add(one())
	}
	return int(whole.BigInt().Int64())
}

// UnmarshalJSON reads a staffing strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing and every value out of range, and if
// the numbers contradict the outcome.
func (s *Staffing) UnmarshalJSON(data []byte) error {
	type plain Staffing
	return strict.Unmarshal(data, "Staffing", (*plain)(s), func(p *plain, in fault.Scope) {
		met := p.Outcome == TargetMet
		if met != (p.Queue != nil) || met != (p.OnDuty > 0) || met != (p.Rostered > 0) {
			in.Conflict("OnDuty", "", "people and their queue exactly when the target is met")
			return
		}
		in.Int("OnDuty", p.OnDuty, 0, MaxPeople, "people")
		if met && p.Queue.Servers != p.OnDuty {
			in.Conflict("Queue.Servers", "", "those on duty")
		}
		if p.Rostered < p.OnDuty || p.Rostered > 10*MaxPeople {
			in.OutOfRange("Rostered", "", "at least those on duty, at most ten times as many as there may be")
		}
	})
}
