package capacity

import (
	"math"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/queueing"
	"github.com/salesops-go/salesops/internal/strict"
)

// WaitMethod is how the wait after a surge was computed.
type WaitMethod string

// The methods, the most exact first.
const (
	// Uniformization: the chances of every number of transactions, followed from
	// the start to the end of the surge, with a bound of the error.
	Uniformization WaitMethod = "uniformization"
	// Diffusion: Brownian motion with the drift and the variance of the queue,
	// between the means at its start and in the long run. An approximation without
	// a bound, for surges of very many transactions.
	Diffusion WaitMethod = "diffusion"
	// Fluid: arrivals less capacity, where nothing varies.
	Fluid WaitMethod = "fluid"
	// NoMethod: there is no such wait.
	NoMethod WaitMethod = "none"
)

// WaitMethods returns all methods, the most exact first.
func WaitMethods() []WaitMethod { return []WaitMethod{Uniformization, Diffusion, Fluid, NoMethod} }

// MarshalText returns the method's text. It returns an *[salesops.InputError] if
// m is not one of [WaitMethods].
func (m WaitMethod) MarshalText() ([]byte, error) {
	return strict.Text("WaitMethod", m, WaitMethods())
}

// UnmarshalText sets m from its text. It returns an *[salesops.InputError] if the
// text is not one of [WaitMethods].
func (m *WaitMethod) UnmarshalText(text []byte) error {
	return strict.Parse("WaitMethod", m, text, WaitMethods())
}

// SurgeWait is how long transactions wait at a stage before they are worked on,
// in working days: today, after the surge, and in the long run if it never ended.
//
// The queue begins where the stage's open backlog says, otherwise in the steady
// state of today's volume. Variability other than random stretches time and queue
// alike by (arrival SCV + service SCV) / 2. Nothing is said about the wait before
// an order reaches the stage.
type SurgeWait struct {
	// Model is the model of the long run, and what Valid is about.
	Model QueueModel `json:"model"`
	// Valid reports whether it holds at the volume of the surge, or is a good
	// approximation.
	Valid bool `json:"valid"`
	// Validity says why not, or what the model takes for granted.
	Validity string `json:"validity"`
	// Servers tells what works side by side.
	Servers Servers `json:"servers"`
	// TodayDays is the mean wait in the long run of today's volume. It is
	// undefined when that leaves no capacity.
	TodayDays salesops.Maybe `json:"today_days"`
	// LongRunDays is the mean wait if the surge never ended. It is undefined when
	// the queue then grows without end.
	LongRunDays salesops.Maybe `json:"long_run_days"`
	// AfterDays is the mean wait of a transaction that arrives when the surge ends.
	// It is undefined when the scenario has no duration, or nothing can be done at
	// the stage.
	AfterDays salesops.Maybe `json:"after_days"`
	// ErrorDays bounds the error of AfterDays; it is undefined where the method has
	// no bound.
	ErrorDays salesops.Maybe `json:"error_days"`
	// Method is how AfterDays was computed.
	Method WaitMethod `json:"method"`
}

// wait returns how long transactions wait at stage i in a scenario.
func (t *test) wait(l *load, i int, scenario *Scenario) SurgeWait {
	stage := &t.audit.Stages[i]
	today := t.audit.line(&t.now[i], i, 0, 1)
	out, _ := lost(stage.Name, scenario.Losses)
	if stage.Team != "" {
		out, _ = lost(stage.Team, scenario.Losses)
	}
	during := t.audit.line(l, i, out, scenario.Multiplier)
	w := SurgeWait{Model: during.model(), Servers: t.audit.serversOf(i), TodayDays: today.waitDays(), Method: NoMethod}
	w.Valid, w.Validity = during.validity()
	switch {
	case during.system.Servers == 0:
		w.LongRunDays = salesops.Undefined("nothing can be done at the stage")
		w.AfterDays, w.ErrorDays = w.LongRunDays, w.LongRunDays
		return w
	case scenario.Days == 0:
		w.LongRunDays = during.waitDays()
		w.AfterDays = salesops.Undefined("the scenario has no duration")
		w.ErrorDays = w.AfterDays
		return w
	}
	w.LongRunDays = during.waitDays()
	change := queueing.Change{From: today.steadied(), To: during.steadied(), Time: scenario.Days, Spread: during.spread()}
	if open := t.audit.open(stage); open != 0 || !today.stable {
		change.Start = &open
	}
	after := queueing.After(change, t.policy.MaxWaitCells)
	w.AfterDays, w.ErrorDays = salesops.Defined(after.Wait), salesops.Defined(after.Error)
	switch after.Method {
	case queueing.Uniformization:
		w.Method = Uniformization
	case queueing.Fluid:
		w.Method = Fluid
	case queueing.Diffusion:
		w.Method, w.ErrorDays = Diffusion, salesops.Undefined("an approximation without a bound")
	}
	return w
}

// open returns the transactions that are open at a stage, and at the others of its
// team.
func (a *Audit) open(stage *Stage) float64 {
	if stage.Team == "" {
		return stage.Backlog
	}
	sum := 0.0
	for i := range a.Stages {
		if a.Stages[i].Team == stage.Team {
			sum += a.Stages[i].Backlog
		}
	}
	return sum
}

// UnmarshalJSON reads a wait strictly. It returns an *[salesops.InputError] for
// every key that is unknown or missing and every value out of range, and if the
// method contradicts the numbers.
func (w *SurgeWait) UnmarshalJSON(data []byte) error {
	type plain SurgeWait
	return strict.Unmarshal(data, "SurgeWait", (*plain)(w), func(p *plain, in fault.Scope) {
		for _, number := range []struct {
			field string
			value salesops.Maybe
		}{{"TodayDays", p.TodayDays}, {"LongRunDays", p.LongRunDays}, {"AfterDays", p.AfterDays}, {"ErrorDays", p.ErrorDays}} {
			in.Float(number.field, number.value.Or(0), 0, math.MaxFloat64, "working days")
		}
		_, after := p.AfterDays.Value()
		_, bounded := p.ErrorDays.Value()
		if after != (p.Method != NoMethod) || bounded != (p.Method == Uniformization || p.Method == Fluid) {
			in.Conflict("Method", string(p.Method), "the one that gives AfterDays and ErrorDays")
		}
	})
}
