package capacity

import (
	"cmp"
	"math"
	"slices"
	"sort"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// LoadBreach is the first week of a projection that is past a line.
type LoadBreach struct {
	// Basis is the load that is compared.
	Basis LoadBasis `json:"basis"`
	// Status is the line: yellow, which red is past too, or red.
	Status salesops.Status `json:"status"`
	// Week is the first week past it.
	Week int `json:"week"`
	// Stage is the stage that is past it in that week; of several, the one
	// with the greatest utilization, and the first in the audit when that is
	// exactly the same, as it is for the stages of a team.
	Stage string `json:"stage"`
	// Deals are those that cause it: as many with the most expected work at
	// the stage or its team in that week as it takes away to be at the line again. Empty
	// when the load is past it without any deal.
	Deals []string `json:"deals"`
	// Finding is the comparison, [AboveYellow] or [AtRed].
	Finding salesops.Finding `json:"finding"`
}

// DealImpact is what a deal that is likely to close means for operations.
type DealImpact struct {
	// Deal is the deal's name.
	Deal string `json:"deal"`
	// Chance is the probability that it is won.
	Chance float64 `json:"chance"`
	// FirstWeek is the week in which its work begins.
	FirstWeek int `json:"first_week"`
	// Stage is the stage of which its work takes the most weeks, of a team the
	// first in the audit; empty when it brings no work.
	Stage string `json:"stage,omitzero"`
	// CapacityWeeks is all of its work there, or for the team, in weeks of the
	// capacity.
	CapacityWeeks float64 `json:"capacity_weeks"`
}

// Need is a special requirement that deals bring.
type Need struct {
	// Need is the requirement.
	Need string `json:"need"`
	// FirstWeek is the first week in which the work of such a deal begins.
	FirstWeek int `json:"first_week"`
	// Chance is the probability that at least one such deal is won.
	Chance float64 `json:"chance"`
	// Deals are the deals that bring it, by the week and by name.
	Deals []string `json:"deals"`
}

// findLoadBreach returns what is past a line in a week, or nil.
func findLoadBreach(loads []laneWeek, basis LoadBasis, red bool) *LoadBreach {
	var most *laneWeek
	var worst balance
	for i := range loads {
		w := &loads[i]
		if sides := w.on(basis); sides.passes(&w.lane.policy.StatusPolicy, red) && (most == nil || sides.fuller(&worst)) {
			most, worst = w, sides
		}
	}
	if most == nil {
		return nil
	}
	lines := worst.statusLines(most.lane.stages[0].Name, &most.lane.policy.StatusPolicy)
	breach := &LoadBreach{
		Basis: basis, Status: salesops.Yellow, Week: most.week + 1, Stage: most.lane.stages[0].Name,
		Deals: most.causes(basis, red), Finding: lines[0],
	}
	if red {
		breach.Status, breach.Finding = salesops.Red, lines[1]
	}
	return breach
}

// causes returns the deals without which the week is not past a line: the
// fewest of those with the most expected work.
func (w *laneWeek) causes(basis LoadBasis, red bool) []string {
	policy := &w.lane.policy.StatusPolicy
	order := make([]int, len(w.deals))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		a, b := w.parts[i], w.parts[j]
		return cmp.Or(
			exact.CompareProducts(b.Chance, float64(b.Weight), a.Chance, float64(a.Weight)),
			cmp.Compare(w.deals[i].Name, w.deals[j].Name),
		)
	})
	without := func(first int) *laneWeek {
		rest := *w
		rest.parts = nil
		for _, i := range order[first:] {
			rest.parts = append(rest.parts, w.parts[i])
		}
		rest.expected = expectedOf(rest.parts)
		if basis != ExpectedLoad {
			rest.p50, rest.p90 = quantiles(rest.parts, w.lane.cells)
		}
		return &rest
	}
	names := []string{}
	if w.without.passes(policy, red) {
		return names
	}
	enough := sort.Search(len(order), func(first int) bool {
		sides := without(first).on(basis)
		return !sides.passes(policy, red)
	})
	for _, i := range order[:enough] {
		names = append(names, w.deals[i].Name)
	}
	return names
}

// findLikely returns the deals that are likely to close, by their work.
func findLikely(pipeline *Pipeline, lanes []lane) []DealImpact {
	list := []DealImpact{}
	for i := range pipeline.Deals {
		deal := &pipeline.Deals[i]
		if len(lanes) == 0 || deal.Chance < lanes[0].policy.LikelyChance {
			continue
		}
		impact := DealImpact{Deal: deal.Name, Chance: deal.Chance, FirstWeek: deal.starts() + 1}
		for k := range lanes {
			l := &lanes[k]
			if weeks := exact.Quotient(deal.workOf(&l.group, l.loads), l.loads[0].capacity.Mul(l.daysPerWeek)); weeks > impact.CapacityWeeks {
				impact.Stage, impact.CapacityWeeks = l.stages[0].Name, weeks
			}
		}
		list = append(list, impact)
	}
	slices.SortFunc(list, func(a, b DealImpact) int {
		return cmp.Or(cmp.Compare(b.CapacityWeeks, a.CapacityWeeks), cmp.Compare(a.Deal, b.Deal))
	})
	return list
}

// UnmarshalJSON reads a projection strictly. It returns an
// *[salesops.InputError] for every key that is unknown, missing or given twice
// and every value out of range; if the weeks are not numbered from 1 or have
// different stages; if a status is not in the order of the loads; and if a
// breach is not the first week past its line, or its finding did not fire.
func (p *LoadProjection) UnmarshalJSON(data []byte) error {
	type plain LoadProjection
	return strict.Unmarshal(data, "LoadProjection", (*plain)(p), func(read *plain, in fault.Scope) { (*LoadProjection)(read).check(in) })
}

func (p *LoadProjection) check(in fault.Scope) {
	if !in.Length("Weeks", len(p.Weeks), 1, MaxWeeks) {
		return
	}
	for i := range p.Weeks {
		week, at := &p.Weeks[i], in.At("Weeks", i)
		if week.Week != i+1 {
			at.Conflict("Week", "", "the weeks from 1 on")
		}
		if !at.Length("Stages", len(week.Stages), 1, MaxStages) || len(week.Stages) != len(p.Weeks[0].Stages) {
			at.Conflict("Stages", "", "the stages of the first week")
			return
		}
		for k := range week.Stages {
			s, part := &week.Stages[k], at.At("Stages", k)
			s.check(part)
			if s.Stage != p.Weeks[0].Stages[k].Stage {
				part.Conflict("Stage", s.Stage, "the stages of the first week")
			}
		}
	}
	p.checkBreaches(in)
	for i := range p.Likely {
		d, at := &p.Likely[i], in.At("Likely", i)
		at.Name("Deal", d.Deal)
		at.Float("Chance", d.Chance, 0, 1, "as a fraction")
		at.Int("FirstWeek", d.FirstWeek, 1, 2*MaxWeeks, "")
		at.Float("CapacityWeeks", d.CapacityWeeks, 0, math.MaxFloat64, "weeks")
		if i > 0 && d.CapacityWeeks > p.Likely[i-1].CapacityWeeks || (d.Stage == "") != (d.CapacityWeeks == 0) {
			at.Conflict("CapacityWeeks", "", "the deal with the most work first, and a stage for it")
		}
	}
	for i := range p.Needs {
		n, at := &p.Needs[i], in.At("Needs", i)
		at.Name("Need", n.Need)
		at.Float("Chance", n.Chance, 0, 1, "as a fraction")
		at.Length("Deals", len(n.Deals), 1, MaxDeals)
		at.Int("FirstWeek", n.FirstWeek, 1, 2*MaxWeeks, "")
		if i > 0 && n.FirstWeek < p.Needs[i-1].FirstWeek {
			at.Conflict("FirstWeek", "", "the requirement that comes first first")
		}
	}
}

func (s *StageWeek) check(in fault.Scope) {
	in.Name("Stage", s.Stage)
	in.Positive("Capacity", s.Capacity, math.MaxFloat64, "transactions a week")
	in.Float("WithoutDeals", s.WithoutDeals, 0, math.MaxFloat64, "transactions a week")
	in.Float("Expected", s.Expected, s.WithoutDeals, math.MaxFloat64, "transactions a week")
	in.Float("P50.Low", s.P50.Low, s.WithoutDeals, math.MaxFloat64, "transactions a week")
	in.Float("P90.Low", s.P90.Low, s.P50.Low, math.MaxFloat64, "transactions a week")
	in.Float("P90.High", s.P90.High, s.P50.High, math.MaxFloat64, "transactions a week")
	if rank(s.P90Status) < rank(s.P50Status) {
		in.Conflict("P90Status", string(s.P90Status), "at least as bad as P50Status")
	}
}

// on returns the status on a basis.
func (s *StageWeek) on(basis LoadBasis) salesops.Status {
	switch basis {
	case MedianLoad:
		return s.P50Status
	case HighLoad:
		return s.P90Status
	case ExpectedLoad:
	}
	return s.ExpectedStatus
}

func (p *LoadProjection) checkBreaches(in fault.Scope) {
	rest := p.Breaches
	for _, basis := range LoadBases() {
		for _, status := range []salesops.Status{salesops.Yellow, salesops.Red} {
			week := p.firstPast(basis, status)
			if week == 0 {
				continue
			}
			if len(rest) == 0 || rest[0].Basis != basis || rest[0].Status != status || rest[0].Week != week ||
				rest[0].Finding.Outcome != salesops.Fired || rest[0].Finding.Subject != rest[0].Stage || rest[0].Deals == nil {
				in.Conflict("Breaches", string(basis)+" "+string(status), "the first week past each line, with the comparison that fired")
				return
			}
			at := in.At("Breaches", len(p.Breaches)-len(rest))
			at.Name("Stage", rest[0].Stage)
			rest = rest[1:]
		}
	}
	if len(rest) > 0 || p.Breaches == nil {
		in.Conflict("Breaches", "", "the first week past each line, and nothing else")
	}
}

// firstPast returns the first week in which a stage is past a line; 0 for none.
func (p *LoadProjection) firstPast(basis LoadBasis, status salesops.Status) int {
	for i := range p.Weeks {
		for k := range p.Weeks[i].Stages {
			if rank(p.Weeks[i].Stages[k].on(basis)) >= rank(status) {
				return i + 1
			}
		}
	}
	return 0
}
