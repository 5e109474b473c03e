package capacity

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
)

// Surge is what one scenario does to the stages.
type Surge struct {
	// Scenario is the scenario's name.
	Scenario string `json:"scenario"`
	// Status is the worst status of a stage during the surge.
	Status salesops.Status `json:"status"`
	// Breaks are the stages that are red during the surge, the first to break
	// first; empty when none is. Each stage is looked at as if those before it let
	// everything through.
	Breaks []string `json:"breaks"`
	// Remedies are what helps the first of them, by its kind; empty when none
	// breaks, or its kind is not one of [Kinds].
	Remedies []Remedy `json:"remedies"`
	// OrdersOutPerDay are the orders a day that get through the whole line, where
	// no stage passes on more than it can do.
	OrdersOutPerDay float64 `json:"orders_out_per_day"`
	// RecoveryDays is how long after the surge the last stage is without
	// backlog, in working days. It is undefined when one never is.
	RecoveryDays salesops.Maybe `json:"recovery_days"`
	// Stages are the stages in the order of the audit.
	Stages []StageSurge `json:"stages"`
	// Findings are the comparisons behind the statuses and the strain:
	// [StressRules] for each stage in the order of the audit.
	Findings []salesops.Finding `json:"findings"`
}

// StageSurge is what one scenario does to one stage.
type StageSurge struct {
	// Stage is the stage's name.
	Stage string `json:"stage"`
	// DemandPerDay is the demand offered during the surge, in transactions a
	// day: arrivals, and the backlog that is to be worked off.
	DemandPerDay float64 `json:"demand_per_day"`
	// Utilization is demand ÷ capacity. It may exceed 1; it is undefined when
	// nothing can be done at the stage.
	Utilization salesops.Maybe `json:"utilization"`
	// Status is the stage's status during the surge.
	Status salesops.Status `json:"status"`
	// FedPerDay are the transactions a day that reach the stage when the stages
	// before it in the audit pass on no more than they can do.
	FedPerDay float64 `json:"fed_per_day"`
	// BacklogGrowthPerDay is how many more transactions arrive a day than can
	// be done; zero when no more do.
	BacklogGrowthPerDay float64 `json:"backlog_growth_per_day"`
	// BacklogAfter are the transactions open at the end of the surge.
	BacklogAfter float64 `json:"backlog_after"`
	// DrainDays is how long it takes to work them off at today's volume, in
	// working days. Zero without a backlog; undefined when there is one and
	// today's volume leaves no capacity to work it off.
	DrainDays salesops.Maybe `json:"drain_days"`
	// OutsourcePerDay are the transactions a day that somebody else has to do so
	// that the stage stays at the target utilization.
	OutsourcePerDay float64 `json:"outsource_per_day"`
	// OvertimeHoursPerWeek is the overtime of each person that it takes to hold
	// the volume, in hours a week. It is undefined when the audit names no people,
	// or all are out.
	OvertimeHoursPerWeek salesops.Maybe `json:"overtime_hours_per_week"`
	// Strain is what that overtime does to people.
	Strain Strain `json:"strain"`
	// LateOrders are the orders that become late because of the surge, during it
	// and until its backlog is gone. It is undefined without a promised lead time,
	// and when the backlog never drains.
	LateOrders salesops.Maybe `json:"late_orders"`
	// Wait is how long transactions wait, since work arrives unevenly too.
	Wait SurgeWait `json:"wait"`
}

// test is what a stress test looks at: the audit, its loads today, and the
// policy.
type test struct {
	audit  *Audit
	now    []load
	policy *Policy
}

func (t *test) surge(scenario *Scenario) Surge {
	list := t.now
	if len(scenario.Losses) > 0 {
		list = loadsWithout(t.audit, scenario.Losses)
	}
	s := Surge{Scenario: scenario.Name, Breaks: []string{}, Remedies: []Remedy{}, Stages: make([]StageSurge, len(list))}
	flow := newFlow()
	for i := range list {
		l, stage := &list[i], &t.audit.Stages[i]
		sides := l.weigh(scenario.Multiplier)
		one := &s.Stages[i]
		*one = StageSurge{
			Stage: stage.Name, DemandPerDay: sides.demandPerDay(), Status: l.status(&t.policy.StatusPolicy, scenario.Multiplier),
			Utilization:     sides.utilizationOrNone(),
			FedPerDay:       flow.feed(l, scenario),
			OutsourcePerDay: l.outsource(&sides, t.policy.TargetUtilization),
			LateOrders:      l.late(&t.now[i], scenario, t.audit.LeadTime),
		}
		l.swell(&t.now[i], scenario, one)
		s.Findings = append(s.Findings, sides.statusLines(stage.Name, &t.policy.StatusPolicy)...)
		s.Findings = append(s.Findings, t.overtime(l, i, scenario, one)...)
		one.Wait = t.wait(l, i, scenario)
	}
	s.OrdersOutPerDay = flow.orders(t.audit, scenario)
	for _, i := range breakOrder(list, &t.policy.StatusPolicy) {
		if s.Stages[i].Status == salesops.Red {
			if len(s.Breaks) == 0 {
				s.Remedies = RemediesFor(t.audit.Stages[i].Kind)
			}
			s.Breaks = append(s.Breaks, s.Stages[i].Stage)
		}
	}
	s.Status, s.RecoveryDays = worst(s.Stages), recovery(s.Stages)
	return s
}

func (b *balance) utilizationOrNone() salesops.Maybe {
	if b.capacity.Sign() == 0 {
		return salesops.Undefined("nothing can be done at the stage")
	}
	return salesops.Defined(b.utilization())
}

// flow is how much of the orders the stages so far let through, as a quotient.
type flow struct{ passed, of decimal.Decimal }

func newFlow() flow { return flow{passed: one(), of: one()} }

// feed returns what reaches a stage, in its transactions a day, and lets the stage
// pass on no more than it can do.
func (f *flow) feed(l *load, scenario *Scenario) float64 {
	multiplier := exact.Decimal(scenario.Multiplier)
	own := l.ownPerOrder.Mul(l.orders).Mul(multiplier)
	fed := exact.Quotient(own.Mul(f.passed), l.hours.Mul(f.of))
	if came := l.arrivals(multiplier, one()); own.Sign() > 0 && exact.CompareDecimalProducts(l.capacity, f.of, f.passed, came) < 0 {
		f.passed, f.of = l.capacity, came
	}
	return fed
}

func (f *flow) orders(audit *Audit, scenario *Scenario) float64 {
	came := exact.Decimal(audit.OrdersPerDay).Mul(exact.Decimal(scenario.Multiplier))
	return exact.Quotient(came.Mul(f.passed), f.of)
}

// outsource returns the stage's part of what is above a share of the capacity, in
// transactions a day.
func (l *load) outsource(sides *balance, target float64) float64 {
	excess := sides.demand.Sub(sides.capacity.Mul(exact.Decimal(target)))
	if excess.Sign() <= 0 {
		return 0
	}
	return exact.Quotient(excess.Mul(sides.own), sides.demand.Mul(sides.scale))
}

// swell fills in how the load's backlog grows and drains. A team works on what
// each of its stages has open in proportion.
func (l *load) swell(now *load, scenario *Scenario, s *StageSurge) {
	multiplier, days := exact.Decimal(scenario.Multiplier), exact.Decimal(scenario.Days)
	came := l.arrivals(multiplier, one())
	if growth := came.Sub(l.capacity); growth.Sign() > 0 {
		s.BacklogGrowthPerDay = exact.Quotient(growth.Mul(l.ownPerOrder), l.perOrder.Mul(l.hours))
	}
	asked := l.waiting.Add(came.Mul(days))
	backlog := asked.Sub(l.capacity.Mul(days))
	own := l.ownWaiting.Add(l.ownPerOrder.Mul(l.orders).Mul(multiplier).Mul(days))
	if backlog.Sign() <= 0 || own.Sign() == 0 {
		s.DrainDays = salesops.Defined(0)
		return
	}
	s.BacklogAfter = exact.Quotient(backlog.Mul(own), asked.Mul(l.hours))
	if slack := now.capacity.Sub(now.arrivals(one(), one())); slack.Sign() > 0 {
		s.DrainDays = salesops.Defined(exact.Quotient(backlog, slack))
	} else {
		s.DrainDays = salesops.Undefined("today's volume leaves no capacity to work off a backlog")
	}
}

// late returns the orders that wait so much longer than today that they miss
// their promise, by the fluid model: those that arrive once the backlog has grown
// beyond what can be done in the time that is to spare, and those that arrive
// after the surge while it still is.
func (l *load) late(now *load, scenario *Scenario, lead *LeadTime) salesops.Maybe {
	if lead == nil || lead.PromisedDays == 0 {
		return salesops.Undefined("the audit has no promised lead time")
	}
	multiplier, days := exact.Decimal(scenario.Multiplier), exact.Decimal(scenario.Days)
	growth := l.arrivals(multiplier, one()).Sub(l.capacity)
	if growth.Sign() <= 0 || l.ownPerOrder.Sign() == 0 {
		return salesops.Defined(0)
	}
	spare := decimal.Max(decimal.New(0, 0), exact.Decimal(lead.PromisedDays).Sub(exact.Decimal(lead.Days)))
	during := growth.Mul(days).Sub(spare.Mul(l.capacity))
	after := growth.Mul(days).Sub(spare.Mul(now.capacity))
	slack := now.capacity.Sub(now.arrivals(one(), one()))
	orders, by := decimal.New(0, 0), growth
	if during.Sign() > 0 {
		orders = during.Mul(multiplier)
	}
	if after.Sign() > 0 {
		if slack.Sign() <= 0 {
			return salesops.Undefined("today's volume leaves no capacity to work off a backlog")
		}
		orders, by = orders.Mul(slack).Add(after.Mul(growth)), growth.Mul(slack)
	}
	return salesops.Defined(exact.Quotient(orders.Mul(l.orders), by))
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
