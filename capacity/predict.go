package capacity

import (
	"math"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/queueing"
	"github.com/salesops-go/salesops/internal/strict"
)

// Servers tells what works side by side at a stage.
type Servers string

// The three readings.
const (
	// OwnPeople: the people of the stage.
	OwnPeople Servers = "own-people"
	// TeamPeople: the people of its team, who do the work of other stages too.
	TeamPeople Servers = "team-people"
	// OneAssumed: one server, since the audit names no people.
	OneAssumed Servers = "one-assumed"
)

// ServersReadings returns all readings.
func ServersReadings() []Servers { return []Servers{OwnPeople, TeamPeople, OneAssumed} }

// MarshalText returns the reading's text. It returns an *[salesops.InputError] if
// s is not one of [ServersReadings].
func (s Servers) MarshalText() ([]byte, error) { return strict.Text("Servers", s, ServersReadings()) }

// UnmarshalText sets s from its text. It returns an *[salesops.InputError] if the
// text is not one of [ServersReadings].
func (s *Servers) UnmarshalText(text []byte) error {
	return strict.Parse("Servers", s, text, ServersReadings())
}

// WaitPrediction is how long orders wait at every stage in the long run.
type WaitPrediction struct {
	// LeadTimeDays is the part of the lead time that does not queue and the time at
	// every stage that orders bring work to, one visit each and one after the
	// other, in working days. It is undefined when one of them is unstable.
	LeadTimeDays salesops.Maybe `json:"lead_time_days"`
	// Stages are the stages in the order of the audit.
	Stages []StageWait `json:"stages"`
}

// StageWait is how long transactions wait at one stage.
type StageWait struct {
	// Stage is the stage's name.
	Stage string `json:"stage"`
	// Servers tells what works side by side.
	Servers Servers `json:"servers"`
	// Queue is the queue of the stage; of the whole team where people are shared,
	// with the time of this stage's work.
	Queue QueueAnalysis `json:"queue"`
}

// PredictWait tells how long orders wait at every stage in the long run, at a
// multiple of today's orders: 1 for today.
//
// The servers of a stage are its people; those of its team where people are
// shared; one where the audit names none. Servers alike make up the capacity that
// [Assess] gives; r is the rework share, 0 for a measured maximum.
//
//	arrivals  = multiplier × orders per day × transactions per order / (1 - r)
//	served    = capacity per day / servers / (1 - r)
//	work SCV  = that of the stages and classes that share the servers and between them,
//	            and 2 × availability × (1 - availability) × repair hours / hours per transaction
//	time      = (wait + 1 / served) / (1 - r)
//
// and the rest is as in [AnalyzeQueue]. The open backlog is not part of the long
// run. The arrivals of a stage are taken as its own, whatever the stages before it
// do.
//
// It returns an *[salesops.InputError] if:
//   - the audit is one that [Assess] refuses;
//   - the multiplier is not within [MinPositive] to [MaxMultiplier].
//
// Playbook: CAP-5.
func PredictWait(audit Audit, multiplier float64) (WaitPrediction, error) {
	var faults fault.List
	audit.collect(faults.In("Audit"))
	in := faults.In("Multiplier")
	required(in, "", multiplier, MaxMultiplier, "times today's orders")
	if faults.Any() {
		return WaitPrediction{}, faults.Err()
	}
	list := loads(&audit)
	p := WaitPrediction{Stages: make([]StageWait, len(list))}
	total := 0.0
	if audit.LeadTime != nil {
		total = audit.LeadTime.FixedDays
	}
	p.LeadTimeDays = salesops.Defined(total)
	for i := range list {
		l := audit.line(&list[i], i, 0, multiplier)
		p.Stages[i] = StageWait{Stage: audit.Stages[i].Name, Servers: audit.serversOf(i), Queue: l.analyze()}
		if list[i].ownPerOrder.Sign() == 0 {
			continue
		}
		so, defined := p.LeadTimeDays.Value()
		switch days, steady := p.Stages[i].Queue.TimeDays.Value(); {
		case !defined: // a stage before was unstable
		case !steady:
			p.LeadTimeDays = salesops.Undefined(audit.Stages[i].Name + " is unstable")
		default:
			p.LeadTimeDays = salesops.Defined(so + days)
		}
	}
	return p, nil
}

func (a *Audit) serversOf(i int) Servers {
	switch stage := &a.Stages[i]; {
	case stage.Team != "":
		return TeamPeople
	case stage.People != 0:
		return OwnPeople
	default:
		return OneAssumed
	}
}

// line returns the queue of stage i, given its load and how many of its people
// are out. A stage where nothing can be done has no servers.
func (a *Audit) line(l *load, i, out int, multiplier float64) line {
	stage := &a.Stages[i]
	q := line{arrivals: orOne(stage.ArrivalSCV), visits: 1}
	demand := l.arrivals(exact.Decimal(multiplier), one())
	q.stable = demand.Cmp(l.capacity) < 0
	q.busy = demand.Mul(decimal.New(2, 0)).Cmp(l.capacity) >= 0
	all, own := a.sorts(stage, l.measured, multiplier)
	work, scv := queueing.Mix(all)
	if work == 0 { // nothing arrives
		work, scv = workOf(stage.HoursPerTransaction, l.measured), orOne(stage.ServiceSCV)
	}
	for _, c := range all {
		q.system.Arrivals += c.Arrivals
	}
	if l.byPeople && stage.ReworkShare != 0 {
		q.visits = 1 / (1 - stage.ReworkShare)
		q.system.Arrivals *= q.visits
	}
	if available := stage.Availability; stage.RepairHours != 0 {
		up := stage.RepairHours * available / (1 - available)
		_, scv = queueing.Interrupted(work, scv, up, stage.RepairHours)
	}
	q.service = scv
	if l.capacity.Sign() == 0 {
		return q
	}
	q.system.Servers = max(1, a.peopleOf(stage)-out)
	capacity := exact.Quotient(l.capacity, one())
	q.system.Rate = capacity / (work * float64(q.system.Servers)) * q.visits
	if stage.Team != "" && own != 0 {
		q.work = own * float64(q.system.Servers) / capacity
	}
	return q
}

// workOf returns the hours of a transaction, or 1 where transactions are counted.
func workOf(hours float64, measured bool) float64 {
	if measured {
		return 1
	}
	return hours
}

// peopleOf returns how many work at a stage, 0 when the audit does not say.
func (a *Audit) peopleOf(stage *Stage) int {
	for i := range a.Teams {
		if a.Teams[i].Name == stage.Team {
			return a.Teams[i].People
		}
	}
	return stage.People
}

// sorts returns the sorts of work that those who work at a stage do, and the mean
// work of the stage's own.
func (a *Audit) sorts(stage *Stage, measured bool, multiplier float64) (all []queueing.Class, own float64) {
	var mine []queueing.Class
	for i := range a.Stages {
		s := &a.Stages[i]
		if s != stage && (stage.Team == "" || s.Team != stage.Team) {
			continue
		}
		for _, c := range a.classes() {
			perOrder, hours := c.at(s)
			if perOrder == 0 {
				continue
			}
			class := queueing.Class{
				Arrivals: multiplier * a.OrdersPerDay * c.Share * perOrder, Work: workOf(hours, measured), SCV: orOne(s.ServiceSCV),
			}
			all = append(all, class)
			if s == stage {
				mine = append(mine, class)
			}
		}
	}
	own, _ = queueing.Mix(mine)
	return all, own
}

// UnmarshalJSON reads a stage's wait strictly. It returns an
// *[salesops.InputError] for everything that [QueueAnalysis.UnmarshalJSON]
// refuses, and for a stage's name that is none.
func (s *StageWait) UnmarshalJSON(data []byte) error {
	type plain StageWait
	return strict.Unmarshal(data, "StageWait", (*plain)(s), func(p *plain, in fault.Scope) { in.Name("Stage", p.Stage) })
}

// UnmarshalJSON reads a prediction strictly. It returns an *[salesops.InputError]
// for everything that [StageWait.UnmarshalJSON] refuses, for a lead time below 0,
// and if two stages have the same name.
func (w *WaitPrediction) UnmarshalJSON(data []byte) error {
	type plain WaitPrediction
	return strict.Unmarshal(data, "WaitPrediction", (*plain)(w), func(p *plain, in fault.Scope) {
		if !in.Length("Stages", len(p.Stages), 1, MaxStages) {
			return
		}
		in.Float("LeadTimeDays", p.LeadTimeDays.Or(0), 0, math.MaxFloat64, "working days")
		names := make(map[string]bool, len(p.Stages))
		for i := range p.Stages {
			if name := p.Stages[i].Stage; names[name] {
				at := in.At("Stages", i)
				at.Conflict("Stage", name, "a name that no other stage has")
			}
			names[p.Stages[i].Stage] = true
		}
	})
}
