package capacity

import (
	"cmp"
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
	"github.com/salesops-go/salesops/internal/twopoint"
)

// Outlook is what a weekly review looks ahead to.
//
// As JSON it is read strictly.
//
// Playbook: CAP-10.
type Outlook struct {
	// Pipeline is what sales may bring; at least 2 weeks, of which the first
	// is this week.
	Pipeline Pipeline `json:"pipeline"`
	// Growth is how sales are to grow, and who can be hired for it.
	Growth Growth `json:"growth"`
}

// UnmarshalJSON reads an outlook strictly. It returns an
// *[salesops.InputError] for everything that [Pipeline.UnmarshalJSON] and
// [Growth.UnmarshalJSON] refuse, and for a pipeline of one week.
func (o *Outlook) UnmarshalJSON(data []byte) error {
	type plain Outlook
	return strict.Unmarshal(data, "Outlook", (*plain)(o), func(p *plain, in fault.Scope) { (*Outlook)(p).collectWeeks(in) })
}

func (o *Outlook) collectWeeks(in fault.Scope) {
	if o.Pipeline.Weeks == 1 {
		in.Conflict("Pipeline.Weeks", "1", "at least 2 weeks, this one and the next")
	}
}

// Review is the weekly review of operations.
type Review struct {
	// Today is how full every stage is, and how much more sales may sell.
	Today Assessment `json:"today"`
	// Load is the capacity and the load of this week, of the next one and of
	// those after them.
	Load LoadProjection `json:"load"`
	// Growth is the plan of the months ahead.
	Growth GrowthPlan `json:"growth"`
	// Bottlenecks are the stages that are yellow or red today, or at the
	// expected load of this week or the next: the one that is fullest next week
	// first.
	Bottlenecks []Bottleneck `json:"bottlenecks"`
	// HireNow are the hires of the plan that have to start this month.
	HireNow []Hire `json:"hire_now"`
	// Automate are the stages whose people have too much to do next week, the
	// one with the most hours to take away first.
	Automate []Relief `json:"automate"`
	// Investment is what those who are hired under the plan cost in all its
	// months; nil unless every [Hiring] has a wage.
	Investment *decimal.Decimal `json:"investment,omitempty"`
}

// Bottleneck is a stage that is full, or about to be.
type Bottleneck struct {
	// Stage is the stage's name.
	Stage string `json:"stage"`
	// Kind is the stage's kind; empty when the audit gives none.
	Kind Kind `json:"kind,omitzero"`
	// Today is its utilization at today's volume.
	Today float64 `json:"today"`
	// ThisWeek is its utilization at this week's expected load.
	ThisWeek float64 `json:"this_week"`
	// NextWeek is the same for the next week.
	NextWeek float64 `json:"next_week"`
	// Status is the worst of the three.
	Status salesops.Status `json:"status"`
	// Remedies are what improves the process there, by the stage's kind: those of
	// [RemediesFor].
	Remedies []Remedy `json:"remedies"`
}

// Relief is work to take away from a stage, by automating it.
type Relief struct {
	// Stage is the stage's name.
	Stage string `json:"stage"`
	// Kind is the stage's kind; empty when the audit gives none.
	Kind Kind `json:"kind,omitzero"`
	// HoursPerWeek are the hours of work to take away so that next week's
	// expected load is at the target utilization; the stages of a team give up
	// the same share each.
	HoursPerWeek float64 `json:"hours_per_week"`
	// Share is the same as a share of the stage's work.
	Share float64 `json:"share"`
	// Remedies are those of [RemediesFor] in which a system does what people do
	// now. Which ones these are is our choice.
	Remedies []Remedy `json:"remedies"`
}

// PrepareReview is the weekly review of operations in one call: what [Assess],
// [ProjectLoad] and [PlanGrowth] say, and what follows from them for this week.
//
//	utilization, bottlenecks   today, this week and next week
//	capacity and forecast      the weeks of the projection
//	hiring needs               the plan's hires that start this month
//	process improvements       the remedies for the kinds of the bottlenecks
//	automation priorities      next week's expected load - target × capacity, in hours, and the remedies that automate
//	investment required        the plan's cost
//
// It returns an *[salesops.InputError] if:
//   - the audit is one that [Assess] refuses, Outlook.Pipeline one that [ProjectLoad] refuses, or Outlook.Growth one that [PlanGrowth] refuses;
//   - Outlook.Pipeline.Weeks is 1;
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: CAP-10.
func PrepareReview(audit Audit, outlook Outlook, policy Policy) (Review, error) {
	var faults fault.List
	audit.collect(faults.In("Audit"))
	sound := !faults.Any()
	in := faults.In("Outlook")
	outlook.Pipeline.collect(in.In("Pipeline"))
	outlook.collectWeeks(in)
	if sound && !faults.Any() {
		outlook.Pipeline.collectWork(in.In("Pipeline"), &audit)
	}
	outlook.Growth.collect(in.In("Growth"))
	if sound {
		outlook.Growth.collectHiring(in.In("Growth"), &audit)
	}
	policy.collect(faults.In("Policy"))
	if faults.Any() {
		return Review{}, faults.Err()
	}
	r := Review{
		Today: assess(&audit, &policy), Load: projectLoad(&audit, &outlook.Pipeline, &policy),
		Growth: planGrowth(&audit, &outlook.Growth, &policy), Bottlenecks: []Bottleneck{}, HireNow: []Hire{}, Automate: []Relief{},
	}
	r.addStages(newLanes(&audit, &outlook.Pipeline, &policy))
	slices.SortStableFunc(r.Bottlenecks, func(a, b Bottleneck) int { return cmp.Compare(b.NextWeek, a.NextWeek) })
	slices.SortStableFunc(r.Automate, func(a, b Relief) int { return cmp.Compare(b.HoursPerWeek, a.HoursPerWeek) })
	for _, hire := range r.Growth.Hires {
		if hire.StartMonth == 1 {
			r.HireNow = append(r.HireNow, hire)
		}
	}
	if r.Growth.Cost != nil {
		cost := *r.Growth.Cost
		r.Investment = &cost
	}
	return r, nil
}

// addStages adds what each stage means for the week, in the order of the audit.
func (r *Review) addStages(lanes []lane) {
	full, relief := make([]*Bottleneck, len(r.Today.Stages)), make([]*Relief, len(r.Today.Stages))
	for i := range lanes {
		l := &lanes[i]
		l.cells = 1 // the quantiles are not asked for
		this, next := l.week(0), l.week(1)
		now, then := this.on(ExpectedLoad), next.on(ExpectedLoad)
		for k, place := range l.places {
			today := &r.Today.Stages[place]
			if status := r.worstOf(place); status != salesops.Green {
				full[place] = &Bottleneck{
					Stage: today.Stage, Kind: today.Kind, Today: today.Utilization,
					ThisWeek: now.utilization(), NextWeek: then.utilization(), Status: status, Remedies: RemediesFor(today.Kind),
				}
			}
			if l.people > 0 {
				relief[place] = next.relieve(k, today)
			}
		}
	}
	for place := range full {
		if full[place] != nil {
			r.Bottlenecks = append(r.Bottlenecks, *full[place])
		}
		if relief[place] != nil {
			r.Automate = append(r.Automate, *relief[place])
		}
	}
}

// worstOf returns the worst status of a stage today, this week and next week.
func (r *Review) worstOf(place int) salesops.Status {
	status := r.Today.Stages[place].Status
	for w := range 2 {
		if week := r.Load.Weeks[w].Stages[place].ExpectedStatus; rank(week) > rank(status) {
			status = week
		}
	}
	return status
}

// relieve returns what to take away from a stage, or nil. What a team has too much
// comes from each of its stages in proportion to the work there.
func (w *laneWeek) relieve(stage int, today *StageLoad) *Relief {
	sides := w.on(ExpectedLoad)
	above := sides.demand.Sub(sides.capacity.Mul(exact.Decimal(w.lane.policy.TargetUtilization)))
	all, own := decimal.New(0, 0), decimal.New(0, 0)
	for k := range w.loads {
		part := w.expectedAt(k)
		if all = all.Add(part); k == stage {
			own = part
		}
	}
	if above.Sign() <= 0 || own.Sign() == 0 {
		return nil
	}
	return &Relief{
		Stage: today.Stage, Kind: today.Kind, Remedies: automating(today.Kind),
		HoursPerWeek: exact.Quotient(above.Mul(own), all.Mul(w.loads[0].days)), Share: exact.Quotient(above, sides.demand),
	}
}

// expectedAt returns the work that can be expected at a stage alone.
func (w *laneWeek) expectedAt(stage int) decimal.Decimal {
	l, load := w.lane, &w.loads[stage]
	sides := load.weigh(l.pipeline.RunRate)
	var parts []twopoint.Part
	for i := range l.pipeline.Deals {
		deal := &l.pipeline.Deals[i]
		work := millionths(deal.work(l.stages[stage], &l.loads[stage]))
		parts = append(parts, twopoint.Part{Weight: deal.share(work, w.week), Chance: deal.Chance})
	}
	return sides.own.Mul(l.daysPerWeek).Add(expectedOf(parts).Shift(-6).Mul(load.days))
}

// automating returns the remedies for a kind of stage in which a system does what
// people do.
func automating(kind Kind) []Remedy {
	systems := []Remedy{
		AutomatedPricing, Configurator, AutomatedEntry, OrderValidation, RoutingRules, TicketRouting, SelfService, AutomatedChecks,
	}
	return slices.DeleteFunc(RemediesFor(kind), func(r Remedy) bool { return !slices.Contains(systems, r) })
}

// UnmarshalJSON reads a review strictly. It returns an *[salesops.InputError]
// for everything that [Assessment.UnmarshalJSON],
// [LoadProjection.UnmarshalJSON] and [GrowthPlan.UnmarshalJSON] refuse; if
// these have different stages or fewer than two weeks; if bottlenecks or relief
// are out of order or of other stages; and if the hires or the investment are
// not those of the plan.
func (r *Review) UnmarshalJSON(data []byte) error {
	type plain Review
	return strict.Unmarshal(data, "Review", (*plain)(r), func(p *plain, in fault.Scope) { (*Review)(p).check(in) })
}

func (r *Review) check(in fault.Scope) {
	if len(r.Today.Stages) == 0 || len(r.Load.Weeks) == 0 || len(r.Growth.Months) == 0 {
		return // it could not be read, which is a fault already
	}
	stages := make(map[string]bool)
	for i := range r.Today.Stages {
		stages[r.Today.Stages[i].Stage] = true
	}
	if len(r.Load.Weeks) < 2 || !sameStages(r) {
		in.Conflict("Load.Weeks", "", "two weeks or more, and the stages of Today in Load and Growth")
		return
	}
	for i := range r.Bottlenecks {
		b, at := &r.Bottlenecks[i], in.At("Bottlenecks", i)
		at.Float("Today", b.Today, 0, math.MaxFloat64, "as a fraction of capacity")
		at.Float("ThisWeek", b.ThisWeek, 0, math.MaxFloat64, "as a fraction of capacity")
		at.Float("NextWeek", b.NextWeek, 0, math.MaxFloat64, "as a fraction of capacity")
		if !stages[b.Stage] || b.Status == salesops.Green || i > 0 && b.NextWeek > r.Bottlenecks[i-1].NextWeek {
			at.Conflict("Stage", b.Stage, "a stage of Today that is yellow or red, the fullest next week first")
		}
		if !slices.Equal(b.Remedies, RemediesFor(b.Kind)) || b.Remedies == nil {
			at.Conflict("Remedies", "", "those for the kind of the stage")
		}
	}
	for i := range r.Automate {
		a, at := &r.Automate[i], in.At("Automate", i)
		at.Positive("HoursPerWeek", a.HoursPerWeek, math.MaxFloat64, "hours")
		at.Positive("Share", a.Share, 1, "as a fraction of the stage's work")
		if !stages[a.Stage] || i > 0 && a.HoursPerWeek > r.Automate[i-1].HoursPerWeek {
			at.Conflict("Stage", a.Stage, "a stage of Today, the one with the most hours first")
		}
		if !slices.Equal(a.Remedies, automating(a.Kind)) || a.Remedies == nil {
			at.Conflict("Remedies", "", "those for the kind of the stage that automate")
		}
	}
	first := slices.DeleteFunc(slices.Clone(r.Growth.Hires), func(h Hire) bool { return h.StartMonth != 1 })
	if !slices.Equal(first, r.HireNow) {
		in.Conflict("HireNow", "", "the hires of Growth that start in month 1")
	}
	if (r.Investment == nil) != (r.Growth.Cost == nil) || r.Investment != nil && checkAmount(in, "Investment", r.Investment) && !r.Investment.Equal(*r.Growth.Cost) {
		in.Conflict("Investment", "", "the cost of Growth")
	}
}

// sameStages reports whether the three parts of a review are of the same
// stages.
func sameStages(r *Review) bool {
	week, month := r.Load.Weeks[0].Stages, r.Growth.Months[0].Stages
	if len(week) != len(r.Today.Stages) || len(month) != len(r.Today.Stages) {
		return false
	}
	for i := range r.Today.Stages {
		if name := r.Today.Stages[i].Stage; week[i].Stage != name || month[i].Stage != name {
			return false
		}
	}
	return true
}
