package capacity

import (
	"math"
	"slices"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// Surge is what one scenario does to the stages.
type Surge struct {
	// Scenario is the scenario's name.
	Scenario string `json:"scenario"`
	// Status is the worst status of a stage during the surge.
	Status salesops.Status `json:"status"`
	// Breaks are the stages that are red during the surge, the first to break
	// first; empty when none is.
	Breaks []string `json:"breaks"`
	// RecoveryDays is how long after the surge the last stage is without
	// backlog, in working days. It is undefined when one never is.
	RecoveryDays salesops.Maybe `json:"recovery_days"`
	// Stages are the stages in the order of the audit.
	Stages []StageSurge `json:"stages"`
	// Findings are the comparisons behind the statuses: [AboveYellow] and
	// [AtRed] for each stage in the order of the audit.
	Findings []salesops.Finding `json:"findings"`
}

// StageSurge is what one scenario does to one stage.
type StageSurge struct {
	// Stage is the stage's name.
	Stage string `json:"stage"`
	// DemandPerDay is the demand offered during the surge, in transactions a
	// day: arrivals, and the backlog that is to be worked off.
	DemandPerDay float64 `json:"demand_per_day"`
	// Utilization is demand ÷ capacity. It may exceed 1.
	Utilization float64 `json:"utilization"`
	// Status is the stage's status during the surge.
	Status salesops.Status `json:"status"`
	// BacklogGrowthPerDay is how many more transactions arrive a day than can
	// be done; zero when no more do.
	BacklogGrowthPerDay float64 `json:"backlog_growth_per_day"`
	// BacklogAfter are the transactions open at the end of the surge.
	BacklogAfter float64 `json:"backlog_after"`
	// DrainDays is how long it takes to work them off at today's volume, in
	// working days. Zero without a backlog; undefined when there is one and
	// today's volume leaves no capacity to work it off.
	DrainDays salesops.Maybe `json:"drain_days"`
}

func surge(audit *Audit, list []load, order []int, scenario *Scenario, policy *StatusPolicy) Surge {
	s := Surge{Scenario: scenario.Name, Breaks: []string{}, Stages: make([]StageSurge, len(list))}
	for i := range list {
		name, sides := audit.Stages[i].Name, list[i].weigh(scenario.Multiplier)
		s.Stages[i] = StageSurge{
			Stage: name, DemandPerDay: sides.demandPerDay(), Utilization: sides.utilization(),
			Status: list[i].status(policy, scenario.Multiplier),
		}
		list[i].flow(&list[i], scenario, &s.Stages[i])
		s.Findings = append(s.Findings, sides.statusLines(name, policy)...)
	}
	for _, i := range order {
		if s.Stages[i].Status == salesops.Red {
			s.Breaks = append(s.Breaks, s.Stages[i].Stage)
		}
	}
	s.Status, s.RecoveryDays = worst(s.Stages), recovery(s.Stages)
	return s
}

// flow fills in how the load's backlog grows and drains. A team works on what
// each of its stages has open in proportion.
func (l *load) flow(now *load, scenario *Scenario, s *StageSurge) {
	multiplier, days := exact.Decimal(scenario.Multiplier), exact.Decimal(scenario.Days)
	came := l.arrivals(multiplier, one())
	growth := came.Sub(l.capacity)
	asked := l.waiting.Add(came.Mul(days))
	backlog := asked.Sub(l.capacity.Mul(days))
	if growth.Sign() > 0 {
		s.BacklogGrowthPerDay = exact.Quotient(growth.Mul(l.ownPerOrder), l.perOrder.Mul(l.hours))
	}
	if backlog.Sign() <= 0 {
		s.DrainDays = salesops.Defined(0)
		return
	}
	own := l.ownWaiting.Add(l.ownPerOrder.Mul(l.orders).Mul(multiplier).Mul(days))
	s.BacklogAfter = exact.Quotient(backlog.Mul(own), asked.Mul(l.hours))
	if slack := now.capacity.Sub(now.arrivals(one(), one())); slack.Sign() > 0 {
		s.DrainDays = salesops.Defined(exact.Quotient(backlog, slack))
	} else {
		s.DrainDays = salesops.Undefined("today's volume leaves no capacity to work off a backlog")
	}
}

func worst(stages []StageSurge) salesops.Status {
	status := salesops.Green
	for i := range stages {
		if rank(stages[i].Status) > rank(status) {
			status = stages[i].Status
		}
	}
	return status
}

func rank(status salesops.Status) int { return slices.Index(salesops.Statuses(), status) }

// recovery returns the longest of the drain times.
func recovery(stages []StageSurge) salesops.Maybe {
	longest := 0.0
	for i := range stages {
		days, drains := stages[i].DrainDays.Value()
		if !drains {
			return salesops.Undefined(stages[i].Stage + " never drains: today's volume leaves no capacity to work off a backlog")
		}
		longest = max(longest, days)
	}
	return salesops.Defined(longest)
}

// UnmarshalJSON reads a stage's surge strictly. It returns an
// *[salesops.InputError] for every key that is unknown or missing and every
// value out of range, and if the drain time contradicts the backlog.
func (s *StageSurge) UnmarshalJSON(data []byte) error {
	type plain StageSurge
	return strict.Unmarshal(data, "StageSurge", (*plain)(s), func(p *plain, in fault.Scope) {
		in.Name("Stage", p.Stage)
		in.Float("DemandPerDay", p.DemandPerDay, 0, math.MaxFloat64, "transactions a day")
		in.Float("Utilization", p.Utilization, 0, math.MaxFloat64, "as a fraction of capacity")
		in.Float("BacklogGrowthPerDay", p.BacklogGrowthPerDay, 0, math.MaxFloat64, "transactions a day")
		in.Float("BacklogAfter", p.BacklogAfter, 0, math.MaxFloat64, "transactions")
		if days, drains := p.DrainDays.Value(); drains && days < 0 || (drains && days == 0) != (p.BacklogAfter == 0) {
			in.Conflict("DrainDays", p.DrainDays.String(), "0 without a backlog, otherwise above 0 days or null")
		}
	})
}

// UnmarshalJSON reads a surge strictly. It returns an *[salesops.InputError]
// for everything that [StageSurge.UnmarshalJSON] and
// [salesops.Finding.UnmarshalJSON] refuse, and if the status, the stages that
// break, the recovery or the findings do not follow from the stages.
func (s *Surge) UnmarshalJSON(data []byte) error {
	type plain Surge
	return strict.Unmarshal(data, "Surge", (*plain)(s), func(p *plain, in fault.Scope) { (*Surge)(p).check(in) })
}

func (s *Surge) check(in fault.Scope) {
	in.Name("Scenario", s.Scenario)
	if !in.Length("Stages", len(s.Stages), 1, MaxStages) {
		return
	}
	names := make(map[string]bool, len(s.Stages))
	broken := make(map[string]bool)
	rest := reader{findings: s.Findings, in: in}
	for i := range s.Stages {
		stage := &s.Stages[i]
		if stage.Stage == "" {
			return // it could not be read, which is a fault already
		}
		if names[stage.Stage] {
			at := in.At("Stages", i)
			at.Conflict("Stage", stage.Stage, "a name that no other stage has")
		}
		names[stage.Stage] = true
		if stage.Status == salesops.Red {
			broken[stage.Stage] = true
		}
		rest.status(stage.Stage, stage.Status)
	}
	rest.end()
	if s.Status != worst(s.Stages) {
		in.Conflict("Status", string(s.Status), string(worst(s.Stages))+", the worst of the stages")
	}
	if s.RecoveryDays.Or(-1) != recovery(s.Stages).Or(-1) {
		in.Conflict("RecoveryDays", s.RecoveryDays.String(), "the longest drain time of the stages")
	}
	for _, stage := range s.Breaks {
		if !broken[stage] {
			in.Conflict("Breaks", stage, "each stage that is red, once")
			return
		}
		delete(broken, stage)
	}
	if len(broken) > 0 || s.Breaks == nil {
		in.Conflict("Breaks", "", "each stage that is red, once")
	}
}
