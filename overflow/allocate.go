package overflow

import (
	"context"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/assign"
	"github.com/salesops-go/salesops/internal/fault"
)

// Allocate returns the plan that earns most: which orders are done in-house and
// in which period, which go to which partner, and which are declined.
//
//	maximize   sum of gains - sum of temporary_cost * bought
//	subject to load <= capacity + usable temporary minutes   per stage, period
//	           load <= minutes                               per partner
//
//	gain in-house in p   contribution + extra - late_cost * max(0, p - requested)
//	                     contribution + extra - incentive * (p - latest)  for p > latest
//	gain at a partner    round(contribution * (1 - share kept)) + extra
//	gain when declined   -decline_cost
//
// An order that is done in-house takes its minutes at all stages in one period;
// at a partner it takes their sum. A partner's part is rounded to the last
// place, half away from zero. Temporary minutes are bought to cover what exceeds
// the capacity: ceil(excess / (1 - onboarding share)).
//
// Options over the quality line and options that the ruling excludes are out. A
// committed or must-take order is never declined; if not all of them fit, the
// plan's status is infeasible, and its Conflict names orders that don't fit
// together.
//
// The search is exact in integers. If it ends within policy.MaxPlanNodes the
// plan is optimal; otherwise it is the best that was found, with a proven bound.
//
// It returns an *[salesops.InputError] if:
//   - a number is out of its range, a name or an id is not usable or not
//     unique, or a list does not have the length that the book says;
//   - an amount has more decimal places than the book, or all money together is
//     over [MaxBookUnits];
//   - an order names a partner that the book does not have;
//   - policy holds a value out of its range.
//
// Playbook: OVF-2, OVF-4.
func Allocate(book Book, policy AllocationPolicy) (Plan, error) {
	return AllocateContext(context.Background(), book, policy)
}

// AllocateContext is [Allocate] for searches that may take long. When ctx ends
// first it returns the zero Plan and the context's error.
//
// Playbook: OVF-2, OVF-4.
func AllocateContext(ctx context.Context, book Book, policy AllocationPolicy) (Plan, error) {
	if err := checkAllocation(&book, &policy); err != nil {
		return Plan{}, err
	}
	c := book.compile(policy)
	found, _, err := assign.Solve(ctx, &c.problem, policy.MaxPlanNodes)
	if err != nil {
		return Plan{}, err
	}
	if !found.Found {
		return c.withoutPlan(ctx, found, policy)
	}
	return c.plan(found), nil
}

func checkAllocation(book *Book, policy *AllocationPolicy) error {
	var faults fault.List
	book.check(faults.In("Book"))
	policy.collect(faults.In("AllocationPolicy"))
	return faults.Err()
}

// withoutPlan tells that there is none, and why.
func (c *compiled) withoutPlan(ctx context.Context, found assign.Result, policy AllocationPolicy) (Plan, error) {
	p := Plan{
		Status: Unresolved, Gap: salesops.Undefined("no plan"), Nodes: found.Nodes,
		Orders: []PlannedOrder{}, Stages: []StageLoad{}, Partners: []PartnerLoad{},
	}
	if !found.Impossible {
		return p, nil
	}
	p.Status = Infeasible
	conflict, nodes, err := c.conflict(ctx, policy.MaxPlanNodes)
	if err != nil {
		return Plan{}, err
	}
	p.Conflict, p.Nodes = &conflict, p.Nodes+nodes
	return p, nil
}

// plan puts what was found into the words of the book.
func (c *compiled) plan(found assign.Result) Plan {
	b, l := c.book, c.ledger(found)
	// The rounded values of an hour are as good a bound as any.
	priceBound := l.priceBound()
	found.Bound = min(found.Bound, priceBound)
	p := Plan{
		Status: Bounded, Value: b.money(found.Value), Bound: b.money(found.Bound),
		PriceBound: b.money(priceBound), Nodes: found.Nodes,
		Orders: make([]PlannedOrder, len(b.Orders)), Stages: []StageLoad{}, Partners: []PartnerLoad{},
	}
	switch {
	case found.Bound == found.Value:
		p.Status, p.Gap = Optimal, salesops.Defined(0)
	case found.Value == 0:
		p.Gap = salesops.Undefined("a plan of value 0 that is not proven")
	default:
		p.Gap = salesops.Defined(float64(found.Bound-found.Value) / float64(max(found.Value, -found.Value)))
	}
	for i := range b.Orders {
		p.Orders[i] = l.order(i)
	}
	c.addLoads(&p, l)
	c.addTotals(&p, found.Places)
	return p
}

func (c *compiled) addLoads(p *Plan, l *ledger) {
	b := c.book
	for s := range b.Stages {
		for period := range b.Periods {
			r := &c.problem.Bins[period].Resources[s]
			load := l.loads[period][s]
			p.Stages = append(p.Stages, StageLoad{
				Stage: b.Stages[s].Name, Period: period + 1, CapacityMinutes: r.Free, LoadMinutes: load,
				BoughtMinutes: r.Bought(load), Cost: b.money(r.Cost(load)), ValuePerHour: b.money(l.perHour[period][s]),
			})
		}
	}
	for k := range b.Partners {
		p.Partners = append(p.Partners, PartnerLoad{
			Partner: b.Partners[k].Name, LimitMinutes: b.Partners[k].Minutes, LoadMinutes: l.loads[b.Periods+k][0],
			ValuePerHour: b.money(l.perHour[b.Periods+k][0]),
		})
	}
}

func (c *compiled) addTotals(p *Plan, places []int) {
	b, t := c.book, &p.Totals
	zero := b.money(0)
	*t = PlanTotals{
		InHouseGain: zero, DeclinedContribution: zero, DeclineCost: zero, PartnerGain: zero,
		TemporaryCost: zero, LateCost: zero, Incentives: zero,
	}
	for i := range b.Orders {
		o, gain := &b.Orders[i], p.Orders[i].Gain
		switch bin := places[i]; {
		case bin == assign.Out:
			t.DeclinedOrders++
			t.DeclinedContribution = t.DeclinedContribution.Add(o.Contribution)
			t.DeclineCost = t.DeclineCost.Sub(gain)
		case bin < b.Periods:
			t.InHouseOrders++
			t.InHouseGain = t.InHouseGain.Add(gain)
			t.addMove(o, bin+1, gain)
		default:
			t.PartnerOrders++
			t.PartnerGain = t.PartnerGain.Add(gain)
		}
	}
	for _, s := range p.Stages {
		t.TemporaryMinutes += s.BoughtMinutes
		t.TemporaryCost = t.TemporaryCost.Add(s.Cost)
	}
}

func (t *PlanTotals) addMove(o *BookOrder, period int, gain decimal.Decimal) {
	if period != o.Requested {
		t.MovedOrders++
	}
	cost := o.Contribution.Add(o.ExtraValue).Sub(gain)
	if period > o.Latest {
		t.Incentives = t.Incentives.Add(cost)
	} else {
		t.LateCost = t.LateCost.Add(cost)
	}
}
