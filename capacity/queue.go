package capacity

import (
	"math"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/queueing"
	"github.com/salesops-go/salesops/internal/strict"
)

// MaxRate is the largest number of transactions a day of a [Queue].
const MaxRate = 1e12

// approximateFrom is the utilization below which waits of variability other than
// random arrivals and exponential work are only a rough guess. It is ours.
const approximateFrom = 0.5

// QueueModel is the model behind a wait.
type QueueModel string

// The models.
const (
	// ErlangC: random arrivals, exponential work, several servers (M/M/c). Exact.
	ErlangC QueueModel = "erlang-c"
	// PollaczekKhinchine: random arrivals, any work, one server (M/G/1). Mean
	// waits are exact.
	PollaczekKhinchine QueueModel = "pollaczek-khinchine"
	// AllenCunneen: any arrivals, any work, several servers (G/G/c). An
	// approximation, which is good when servers are busy.
	AllenCunneen QueueModel = "allen-cunneen"
)

// QueueModels returns all models, the strictest first.
func QueueModels() []QueueModel { return []QueueModel{ErlangC, PollaczekKhinchine, AllenCunneen} }

// MarshalText returns the model's text. It returns an *[salesops.InputError] if
// m is not one of [QueueModels].
func (m QueueModel) MarshalText() ([]byte, error) {
	return strict.Text("QueueModel", m, QueueModels())
}

// UnmarshalText sets m from its text. It returns an *[salesops.InputError] if the
// text is not one of [QueueModels].
func (m *QueueModel) UnmarshalText(text []byte) error {
	return strict.Parse("QueueModel", m, text, QueueModels())
}

// QueueState tells whether a queue has a long run.
type QueueState string

// The two states.
const (
	// Steady: arrivals leave some capacity, so that the queue settles.
	Steady QueueState = "steady"
	// Unstable: they leave none, so that it grows without end.
	Unstable QueueState = "unstable"
)

// QueueStates returns both states.
func QueueStates() []QueueState { return []QueueState{Steady, Unstable} }

// MarshalText returns the state's text. It returns an *[salesops.InputError] if
// s is not one of [QueueStates].
func (s QueueState) MarshalText() ([]byte, error) {
	return strict.Text("QueueState", s, QueueStates())
}

// UnmarshalText sets s from its text. It returns an *[salesops.InputError] if the
// text is not one of [QueueStates].
func (s *QueueState) UnmarshalText(text []byte) error {
	return strict.Parse("QueueState", s, text, QueueStates())
}

// Queue is work that waits for the next of several servers.
type Queue struct {
	// ArrivalsPerDay are the transactions that arrive a day. [MinPositive] to
	// [MaxRate]; zero counts as missing.
	ArrivalsPerDay float64 `json:"arrivals_per_day"`
	// ServedPerDay is what one server completes a day when it is never idle.
	// [MinPositive] to [MaxRate].
	ServedPerDay float64 `json:"served_per_day"`
	// Servers work side by side, 1 to [MaxPeople]; [StaffQueue] finds them, and
	// wants zero.
	Servers int `json:"servers,omitzero"`
	// ArrivalSCV and ServiceSCV are squared coefficients of variation, 0 to
	// [MaxSCV], as at [Stage]. Nil stands for 1.
	ArrivalSCV *float64 `json:"arrival_scv,omitempty"`
	// ServiceSCV is described at ArrivalSCV.
	ServiceSCV *float64 `json:"service_scv,omitempty"`
	// PromisedDays is the time, work included, after which a transaction is late.
	// [MinPositive] to [MaxDays]; zero when nothing is promised.
	PromisedDays float64 `json:"promised_days,omitzero"`
}

func (q *Queue) collect(in fault.Scope) {
	required(in, "ArrivalsPerDay", q.ArrivalsPerDay, MaxRate, "transactions a day")
	required(in, "ServedPerDay", q.ServedPerDay, MaxRate, "transactions a day")
	if q.ArrivalSCV != nil {
		in.Float("ArrivalSCV", *q.ArrivalSCV, 0, MaxSCV, "variance ÷ mean²")
	}
	if q.ServiceSCV != nil {
		in.Float("ServiceSCV", *q.ServiceSCV, 0, MaxSCV, "variance ÷ mean²")
	}
	optional(in, "PromisedDays", q.PromisedDays, MaxDays, "working days, or 0 when nothing is promised")
}

// line is the queue in the terms of its computation.
func (q *Queue) line() line {
	return line{
		system:   queueing.System{Arrivals: q.ArrivalsPerDay, Rate: q.ServedPerDay, Servers: q.Servers},
		arrivals: orOne(q.ArrivalSCV), service: orOne(q.ServiceSCV), visits: 1, promised: q.PromisedDays,
		stable: exact.CompareProducts(q.ArrivalsPerDay, 1, float64(q.Servers), q.ServedPerDay) < 0,
		busy:   exact.CompareProducts(q.ArrivalsPerDay, 1/approximateFrom, float64(q.Servers), q.ServedPerDay) >= 0,
	}
}

func orOne(scv *float64) float64 {
	if scv == nil {
		return 1
	}
	return *scv
}

// line is a queue in the terms of its computation. Whether it is stable, and busy
// enough for an approximation, was decided exactly.
type line struct {
	system            queueing.System
	arrivals, service float64
	// work is the mean time of one visit, when it is not that of all servers'
	// work, and visits how often a transaction comes on average.
	work, visits float64
	promised     float64
	stable, busy bool
}

func (l *line) spread() float64 { return queueing.Spread(l.arrivals, l.service) }

func (l *line) model() QueueModel {
	switch {
	case l.arrivals == 1 && l.service == 1:
		return ErlangC
	case l.arrivals == 1 && l.system.Servers == 1:
		return PollaczekKhinchine
	default:
		return AllenCunneen
	}
}

// waitDays returns the mean wait in the long run, of one visit.
func (l *line) waitDays() salesops.Maybe {
	if !l.stable {
		return salesops.Undefined("the queue is unstable: it grows without end")
	}
	return salesops.Defined(l.spread() * l.steadied().Wait())
}

// timeDays returns the mean time in the queue and at work, of all visits.
func (l *line) timeDays() salesops.Maybe {
	wait, steady := l.waitDays().Value()
	if !steady {
		return l.waitDays()
	}
	return salesops.Defined((wait + l.workDays()) * l.visits)
}

func (l *line) workDays() float64 {
	if l.work != 0 {
		return l.work
	}
	return 1 / l.system.Rate
}

// QueueAnalysis is how long work waits, and how sure that is.
type QueueAnalysis struct {
	// State tells whether the queue settles.
	State QueueState `json:"state"`
	// Model is the model behind the numbers.
	Model QueueModel `json:"model"`
	// Valid reports whether the model holds for this queue, or is a good
	// approximation of it.
	Valid bool `json:"valid"`
	// Validity says why not, or what the model takes for granted. Its wording may
	// change between releases.
	Validity string `json:"validity"`
	// Servers work side by side.
	Servers int `json:"servers"`
	// Utilization is arrivals ÷ what all servers can do. It may exceed 1.
	Utilization float64 `json:"utilization"`
	// GrowthPerDay is how many transactions more wait each day; zero when the
	// queue is steady.
	GrowthPerDay float64 `json:"growth_per_day"`
	// BusyChance is the chance to find all servers busy when nobody waits and
	// those who cannot be served at once are turned away (Erlang B).
	BusyChance float64 `json:"busy_chance"`
	// WaitChance is the chance to have to wait (Erlang C, for the approximation
	// too). It and what follows is undefined when the queue is unstable.
	WaitChance salesops.Maybe `json:"wait_chance"`
	// WaitDays is the mean time before work starts, in working days.
	WaitDays salesops.Maybe `json:"wait_days"`
	// TimeDays is the mean time from arrival to completion, in working days.
	TimeDays salesops.Maybe `json:"time_days"`
	// Waiting is the mean number of transactions that wait.
	Waiting salesops.Maybe `json:"waiting"`
	// Open is the mean number of transactions that wait or are worked on.
	Open salesops.Maybe `json:"open"`
	// LateChance is the chance to take longer than promised. It is undefined
	// without a promise, and for other models than [ErlangC].
	LateChance salesops.Maybe `json:"late_chance"`
}

// AnalyzeQueue tells how long work waits in the long run.
//
//	utilization  = arrivals / (servers × served)
//	wait         = (arrival SCV + service SCV) / 2 × C / (servers × served - arrivals)
//	time         = wait + 1 / served
//	waiting      = arrivals × wait
//	open         = arrivals × time
//	growth       = arrivals - servers × served, when that is at least 0
//
// C is Erlang's chance to wait. With random arrivals and exponential work this is
// exact; with random arrivals and one server the mean wait is; otherwise it is
// the approximation of Allen and Cunneen, which is not valid below a utilization
// of 0.5 (ours), where bursty arrivals can make waits several times as long. The
// steady state is not what a short surge reaches: see [StressTest].
//
// Relative errors are below 1e-10, for up to [MaxPeople] servers, from nearly idle
// to nearly saturated.
//
// It returns an *[salesops.InputError] if a number of the queue is out of the
// range that its field tells, or Servers is missing.
//
// Playbook: CAP-5.
func AnalyzeQueue(queue Queue) (QueueAnalysis, error) {
	var faults fault.List
	in := faults.In("Queue")
	queue.collect(in)
	in.Int("Servers", queue.Servers, 1, MaxPeople, "servers")
	if faults.Any() {
		return QueueAnalysis{}, faults.Err()
	}
	l := queue.line()
	return l.analyze(), nil
}

func (l *line) analyze() QueueAnalysis {
	s := l.steadied()
	a := QueueAnalysis{
		State: Steady, Model: l.model(), Servers: s.Servers, Utilization: s.Arrivals / s.Capacity(), BusyChance: s.LossChance(),
		WaitDays: l.waitDays(), TimeDays: l.timeDays(),
	}
	a.Valid, a.Validity = l.validity()
	if !l.stable {
		reason := salesops.Undefined(a.WaitDays.Reason())
		a.State, a.GrowthPerDay = Unstable, max(0, -s.Slack())
		a.WaitChance, a.Waiting, a.Open, a.LateChance = reason, reason, reason, reason
		return a
	}
	wait := a.WaitDays.Or(0)
	a.WaitChance = salesops.Defined(s.WaitChance())
	a.Waiting = salesops.Defined(s.Arrivals * wait)
	a.Open = salesops.Defined(s.Arrivals * (wait + 1/s.Rate))
	a.LateChance = l.lateChance()
	return a
}

// steadied returns the system, with slack when the queue is stable although
// rounding has taken it away.
func (l *line) steadied() queueing.System {
	s := l.system
	if l.stable && s.Slack() <= 0 {
		s.Arrivals = s.Capacity() * (1 - 0x1p-51)
	}
	return s
}

func (l *line) lateChance() salesops.Maybe {
	switch {
	case l.promised == 0:
		return salesops.Undefined("nothing is promised")
	case l.model() != ErlangC || l.work != 0 || l.visits != 1:
		return salesops.Undefined("the model gives means only")
	default:
		return salesops.Defined(min(1, l.steadied().SojournTail(l.promised)))
	}
}

// validity tells whether the model holds, and why not or on which condition.
func (l *line) validity() (valid bool, why string) {
	model := l.model()
	switch {
	case model == ErlangC:
		return true, "exact for random arrivals and exponential work"
	case model == PollaczekKhinchine:
		return true, "the mean wait is exact for random arrivals and one server"
	case !l.busy && l.arrivals > 1:
		return false, "bursty arrivals at a low load wait longer than the approximation says"
	case !l.busy:
		return false, "the approximation is rough below a utilization of 0.5"
	default:
		return true, "an approximation that improves with the load"
	}
}

// WaitExceeds returns the chance to wait longer than some working days.
//
//	P(wait > t) = C × exp(-t × C / mean wait)
//
// It is exact for [ErlangC]; for other models an exponential with their mean. It
// is undefined when the queue is unstable.
//
// It returns an *[salesops.InputError] if days is not within 0 to [MaxDays].
func (a QueueAnalysis) WaitExceeds(days float64) (salesops.Maybe, error) {
	var faults fault.List
	in := faults.In("WaitExceeds")
	if !in.Float("Days", days, 0, MaxDays, "working days") {
		return salesops.Maybe{}, faults.Err()
	}
	chance, steady := a.WaitChance.Value()
	if !steady {
		return a.WaitChance, nil
	}
	mean := a.WaitDays.Or(0)
	if mean == 0 {
		return salesops.Defined(0), nil
	}
	return salesops.Defined(chance * math.Exp(-days*chance/mean)), nil
}

// WaitWithin returns the time within which work starts for a share of the
// transactions, in working days.
//
//	max(0, mean wait / C × ln(C / (1 - share)))
//
// It is exact and approximate where [QueueAnalysis.WaitExceeds] is.
//
// It returns an *[salesops.InputError] if share is not within 0 to 1 - [MinPositive].
func (a QueueAnalysis) WaitWithin(share float64) (salesops.Maybe, error) {
	var faults fault.List
	in := faults.In("WaitWithin")
	if !in.Float("Share", share, 0, 1-MinPositive, "as a fraction of the transactions") {
		return salesops.Maybe{}, faults.Err()
	}
	chance, steady := a.WaitChance.Value()
	if !steady {
		return a.WaitChance, nil
	}
	mean := a.WaitDays.Or(0)
	if mean == 0 {
		return salesops.Defined(0), nil
	}
	return salesops.Defined(max(0, mean/chance*(math.Log(chance)-math.Log1p(-share)))), nil
}

// UnmarshalJSON reads an analysis strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing and every value out of range, and if
// numbers contradict the state.
func (a *QueueAnalysis) UnmarshalJSON(data []byte) error {
	type plain QueueAnalysis
	return strict.Unmarshal(data, "QueueAnalysis", (*plain)(a), func(p *plain, in fault.Scope) {
		in.Int("Servers", p.Servers, 1, MaxPeople, "servers")
		in.Float("Utilization", p.Utilization, 0, math.MaxFloat64, "as a fraction of capacity")
		in.Float("BusyChance", p.BusyChance, 0, 1, "as a probability")
		if in.Float("GrowthPerDay", p.GrowthPerDay, 0, math.MaxFloat64, "transactions a day") && p.State == Steady && p.GrowthPerDay != 0 {
			in.Conflict("GrowthPerDay", "", "0, since the queue is steady")
		}
		if p.State == "" {
			return // it could not be read, which is a fault already
		}
		for _, number := range []struct {
			field string
			value salesops.Maybe
			high  float64
		}{
			{"WaitChance", p.WaitChance, 1},
			{"WaitDays", p.WaitDays, math.MaxFloat64},
			{"TimeDays", p.TimeDays, math.MaxFloat64},
			{"Waiting", p.Waiting, math.MaxFloat64},
			{"Open", p.Open, math.MaxFloat64},
		} {
			value, defined := number.value.Value()
			if defined != (p.State == Steady) {
				in.Conflict(number.field, number.value.String(), "a number exactly when the queue is steady")
			} else if defined {
				in.Float(number.field, value, 0, number.high, "")
			}
		}
		if late, promised := p.LateChance.Value(); promised && p.State != Steady {
			in.Conflict("LateChance", p.LateChance.String(), "null, since the queue is unstable")
		} else if promised {
			in.Float("LateChance", late, 0, 1, "as a probability")
		}
	})
}
