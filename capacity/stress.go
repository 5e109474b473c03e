package capacity

import (
	"math"
	"strconv"

	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// The limits of a stress test.
const (
	// MaxScenarios is the most scenarios of a stress test.
	MaxScenarios = 20
	// MaxMultiplier is the largest multiple of today's orders.
	MaxMultiplier = 1000
)

// The scenarios of [PlaybookScenarios].
const (
	// FirstMultiplier is a multiple of today's orders. Playbook: CAP-5.
	FirstMultiplier = 1.25
	// SecondMultiplier is a multiple of today's orders. Playbook: CAP-5.
	SecondMultiplier = 1.50
	// ThirdMultiplier is a multiple of today's orders. Playbook: CAP-5.
	ThirdMultiplier = 2.00
	// DefaultSurgeDays is how long each of them lasts, in working days: four
	// weeks of five days. The number is ours; the playbook gives none.
	DefaultSurgeDays = 20
)

// Scenario is a surge of orders that ends after some time.
type Scenario struct {
	// Name is the scenario's name, unique in the test.
	Name string `json:"name"`
	// Multiplier is what today's orders a day are multiplied by; the backlog
	// is not. [MinPositive] to [MaxMultiplier]; zero counts as missing.
	Multiplier float64 `json:"multiplier"`
	// Days is how long the surge lasts, in working days. [MinPositive] to
	// [MaxDays]; zero for a level that is looked at without a duration, so that
	// no backlog builds up.
	Days float64 `json:"days"`
	// Losses are what is missing as long as the surge lasts, at most [MaxLosses];
	// none when all capacity is there.
	Losses []Loss `json:"losses,omitempty"`
}

// PlaybookScenarios returns the playbook's three: 125%, 150% and 200% of
// today's orders, each for [DefaultSurgeDays] working days.
//
// Playbook: CAP-5.
func PlaybookScenarios() []Scenario {
	return []Scenario{
		{Name: "125%", Multiplier: FirstMultiplier, Days: DefaultSurgeDays},
		{Name: "150%", Multiplier: SecondMultiplier, Days: DefaultSurgeDays},
		{Name: "200%", Multiplier: ThirdMultiplier, Days: DefaultSurgeDays},
	}
}

// Stress is what breaks as orders grow.
type Stress struct {
	// BreakOrder are all stages in the order in which they turn red as orders
	// grow. Those after the first are what breaks next once the ones before
	// are fixed. Stages that turn red at exactly the same volume stand in the
	// order of the audit; those that no volume turns red stand last.
	BreakOrder []BreakPoint `json:"break_order"`
	// Surges are the scenarios in the order given.
	Surges []Surge `json:"surges"`
}

// StressTest tells what breaks first as orders grow, and what each scenario
// does: how full every stage is, how its backlog grows, and how long it takes
// to recover.
//
//	demand         = multiplier × orders per day × transactions per order + backlog / days to clear it
//	growth         = max(0, multiplier × orders per day × transactions per order - capacity)
//	backlog after  = max(0, backlog + (multiplier × orders per day × transactions per order - capacity) × days)
//	drain days     = backlog after / (capacity - orders per day × transactions per order)
//
// Work flows evenly (the fluid model): what arrives above capacity waits, and
// only that. Each stage is looked at by itself, as if the stages before it let
// everything through. Drain days are zero without a backlog, and undefined when
// there is one and today's volume alone takes all capacity.
//
// For utilization 0.625 and orders that double for a week, the backlog is a
// quarter of a week's capacity, gone after two thirds of a week:
//
//	days × (multiplier × utilization - 1) / (1 - utilization)
//
// Break points are exact; see [BreakPoint]. Every other number of the result
// is the float64 nearest to the exact value of its formula.
//
// It returns an *[salesops.InputError] if:
//   - the audit is one that [Assess] refuses;
//   - there are not 1 to [MaxScenarios] scenarios, or two have the same name;
//   - a scenario's name is empty, longer than 200 bytes, or has control characters or space at its ends;
//   - Scenario.Multiplier is not within [MinPositive] to [MaxMultiplier];
//   - Scenario.Days is neither zero nor within [MinPositive] to [MaxDays];
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: CAP-4, CAP-5.
func StressTest(audit Audit, scenarios []Scenario, policy Policy) (Stress, error) {
	var faults fault.List
	audit.collect(faults.In("Audit"))
	collectScenarios(&faults, &audit, scenarios)
	policy.collect(faults.In("Policy"))
	if faults.Any() {
		return Stress{}, faults.Err()
	}
	test := test{audit: &audit, now: loads(&audit), policy: &policy}
	s := Stress{BreakOrder: findBreaks(&audit, test.now, &policy.StatusPolicy), Surges: make([]Surge, len(scenarios))}
	for i := range scenarios {
		s.Surges[i] = test.surge(&scenarios[i])
	}
	return s, nil
}

func collectScenarios(faults *fault.List, audit *Audit, scenarios []Scenario) {
	names := make(map[string]bool, len(scenarios))
	in := faults.In("Scenarios")
	if !in.Length("", len(scenarios), 1, MaxScenarios) {
		return
	}
	for i := range scenarios {
		scenario := &scenarios[i]
		at := faults.In("Scenarios[" + strconv.Itoa(i) + "]")
		if at.Name("Name", scenario.Name) {
			if names[scenario.Name] {
				at.Conflict("Name", scenario.Name, "a name that no other scenario has")
			}
			names[scenario.Name] = true
		}
		required(at, "Multiplier", scenario.Multiplier, MaxMultiplier, "times today's orders")
		optional(at, "Days", scenario.Days, MaxDays, "working days, or 0 for none")
		scenario.collectLosses(at, audit)
	}
}

// UnmarshalJSON reads a stress test's result strictly. It returns an
// *[salesops.InputError] for everything that [BreakPoint.UnmarshalJSON] and
// [Surge.UnmarshalJSON] refuse, and if the break order is not that of the
// multipliers, or a surge has other stages.
func (s *Stress) UnmarshalJSON(data []byte) error {
	type plain Stress
	return strict.Unmarshal(data, "Stress", (*plain)(s), func(p *plain, in fault.Scope) { (*Stress)(p).check(in) })
}

func (s *Stress) check(in fault.Scope) {
	if !in.Length("BreakOrder", len(s.BreakOrder), 1, MaxStages) || !in.Length("Surges", len(s.Surges), 1, MaxScenarios) {
		return
	}
	place := make(map[string]int, len(s.BreakOrder))
	last := 0.0
	for i := range s.BreakOrder {
		point, at := &s.BreakOrder[i], in.At("BreakOrder", i)
		if point.Stage == "" {
			return // it could not be read, which is a fault already
		}
		if _, twice := place[point.Stage]; twice {
			at.Conflict("Stage", point.Stage, "a name that no other stage has")
			return
		}
		place[point.Stage] = i
		red := point.RedAt.Or(math.Inf(1))
		if red < last {
			at.Conflict("RedAt", point.RedAt.String(), "at least that of the stage before")
		}
		last = red
	}
	names := make(map[string]bool, len(s.Surges))
	for i := range s.Surges {
		surge, at := &s.Surges[i], in.At("Surges", i)
		if surge.Scenario == "" {
			return
		}
		if names[surge.Scenario] {
			at.Conflict("Scenario", surge.Scenario, "a name that no other scenario has")
		}
		names[surge.Scenario] = true
		s.checkSurge(at, surge, place)
	}
}

// checkSurge checks a surge against the break order: the stages are the same.
// Losses may make others break first.
func (s *Stress) checkSurge(in fault.Scope, surge *Surge, place map[string]int) {
	if len(surge.Stages) != len(s.BreakOrder) {
		in.Conflict("Stages", "", "the stages of the break order")
		return
	}
	for i := range surge.Stages {
		if _, known := place[surge.Stages[i].Stage]; !known {
			in.Conflict("Stages", surge.Stages[i].Stage, "the stages of the break order")
		}
	}
}
