package forecast

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// PipelineTotal is how many open deals there are, what they would bring, and
// what they bring on average.
type PipelineTotal struct {
	// Count is the number of open deals.
	Count int `json:"count"`
	// Amount is the sum of their amounts, exact.
	Amount decimal.Decimal `json:"amount"`
	// Weighted is the sum of amount × probability, exact and not rounded.
	Weighted decimal.Decimal `json:"weighted"`
}

// UnmarshalJSON reads a total strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, for a negative number, and if
// Weighted is above Amount.
func (t *PipelineTotal) UnmarshalJSON(data []byte) error {
	type plain PipelineTotal
	return strict.Unmarshal(data, "PipelineTotal", (*plain)(t), func(p *plain, in fault.Scope) {
		count(&in, "Count", p.Count)
		amount := total(&in, "Amount", p.Amount)
		if total(&in, "Weighted", p.Weighted) && amount && p.Weighted.Cmp(p.Amount) > 0 {
			in.Conflict("Weighted", p.Weighted.String(), "at most the amount")
		}
	})
}

func (t *PipelineTotal) add(other PipelineTotal) {
	t.Count += other.Count
	t.Amount = t.Amount.Add(other.Amount)
	t.Weighted = t.Weighted.Add(other.Weighted)
}

func (t *PipelineTotal) equal(other PipelineTotal) bool {
	return t.Count == other.Count && t.Amount.Equal(other.Amount) && t.Weighted.Equal(other.Weighted)
}

// PipelineGroup is the open deals that share a stage, an owner, a segment, a
// month or a quarter.
type PipelineGroup struct {
	// Key is what they share: a stage, a name, a month as in "2026-11", a
	// calendar quarter as in "2026-Q4".
	Key string `json:"key"`
	// Total is what they add up to.
	Total PipelineTotal `json:"total"`
}

// UnmarshalJSON reads a group strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, for a Key that is not a name, and
// for everything that [PipelineTotal.UnmarshalJSON] refuses.
func (g *PipelineGroup) UnmarshalJSON(data []byte) error {
	type plain PipelineGroup
	return strict.Unmarshal(data, "PipelineGroup", (*plain)(g), func(p *plain, in fault.Scope) {
		in.Name("Key", p.Key)
	})
}

// WeightedPipeline is what the open deals bring on average, as a whole and by
// group. Each list of groups, with the deals that belong to none, adds up to
// Open.
type WeightedPipeline struct {
	// Open is all open deals.
	Open PipelineTotal `json:"open"`
	// ByStage has every stage of the process, in its order, also those without
	// a deal.
	ByStage []PipelineGroup `json:"by_stage"`
	// ByOwner has every owner of an open deal, sorted by name.
	ByOwner []PipelineGroup `json:"by_owner"`
	// Ownerless is the open deals that nobody answers for.
	Ownerless PipelineTotal `json:"ownerless"`
	// BySegment has every segment of an open deal, sorted by name.
	BySegment []PipelineGroup `json:"by_segment"`
	// Unsegmented is the open deals without a segment.
	Unsegmented PipelineTotal `json:"unsegmented"`
	// ByMonth has every month in which an open deal is expected to close, in
	// order of time.
	ByMonth []PipelineGroup `json:"by_month"`
	// ByQuarter is ByMonth by calendar quarter.
	ByQuarter []PipelineGroup `json:"by_quarter"`
	// Undated is the open deals without an expected close.
	Undated PipelineTotal `json:"undated"`
	// ByPeriod has every fiscal period of the pipeline, in order of time; empty
	// when it has none.
	ByPeriod []PipelineGroup `json:"by_period,omitempty"`
	// OutsidePeriods is the open deals that are expected to close in none of
	// the fiscal periods; nil when the pipeline has none.
	OutsidePeriods *PipelineTotal `json:"outside_periods,omitempty"`
	// Won is the deals won, which are no part of Open.
	Won DealTotal `json:"won"`
	// Lost is the deals lost, which are no part of anything else.
	Lost DealTotal `json:"lost"`
}

// UnmarshalJSON reads a weighted pipeline strictly. It returns an
// *[salesops.InputError] for everything that [PipelineGroup.UnmarshalJSON] and
// [DealTotal.UnmarshalJSON] refuse, for a list with a key twice or, other than
// the stages, not sorted, and for a list that does not add up to Open.
func (w *WeightedPipeline) UnmarshalJSON(data []byte) error {
	type plain WeightedPipeline
	return strict.Unmarshal(data, "WeightedPipeline", (*plain)(w), func(p *plain, in fault.Scope) {
		w := (*WeightedPipeline)(p)
		w.checkGroups(in, "ByStage", p.ByStage, PipelineTotal{})
		w.checkGroups(in, "ByOwner", p.ByOwner, p.Ownerless)
		w.checkGroups(in, "BySegment", p.BySegment, p.Unsegmented)
		w.checkGroups(in, "ByMonth", p.ByMonth, p.Undated)
		w.checkGroups(in, "ByQuarter", p.ByQuarter, p.Undated)
		if (p.OutsidePeriods != nil) != (len(p.ByPeriod) > 0) {
			in.Conflict("OutsidePeriods", "", "a total exactly when there are periods")
		} else if p.OutsidePeriods != nil {
			outside := p.Undated
			outside.add(*p.OutsidePeriods)
			w.checkGroups(in, "ByPeriod", p.ByPeriod, outside)
		}
	})
}

// checkGroups checks that a list of groups has each key once, sorted unless
// the caller gave the order, and adds up to Open together with the rest.
func (w *WeightedPipeline) checkGroups(in fault.Scope, field string, list []PipelineGroup, rest PipelineTotal) {
	keys := make([]string, len(list))
	sum := rest
	for i, g := range list {
		keys[i] = g.Key
		sum.add(g.Total)
	}
	if field == "ByStage" || field == "ByPeriod" {
		slices.Sort(keys)
	}
	if !slices.IsSorted(keys) || len(slices.Compact(keys)) < len(list) {
		in.Conflict(field, "", "each key once, in order")
	}
	if !sum.equal(w.Open) {
		in.Conflict(field, "", "groups that add up to Open")
	}
}

// Weigh returns the weighted pipeline: what the open deals bring on average if
// their probabilities are right.
//
//	weighted = Σ amount × probability,  over the open deals
//
// It is exact: a probability means its shortest decimal, and nothing is
// rounded. A deal without a probability of its own takes the odds of its
// stage. Deals won are reported apart and not weighted; deals lost count for
// nothing. Sums are grouped by stage, owner, segment, and the month, calendar
// quarter and fiscal period of the expected close. Two results merge into that
// of all deals: see [WeightedPipeline.Merge].
//
// It is an average, not what will come in: a single deal of 100,000 at 0.4
// brings 100,000 or nothing, never 40,000.
//
// It returns an *[salesops.InputError] if:
//   - there are more than [MaxDeals] deals or [MaxStages] stages;
//   - an id is missing, not a name of at most 200 bytes, or given twice; an owner or segment is not such a name;
//   - a stage is neither in the process nor [Won] or [Lost];
//   - an amount is not within 0 to [MaxAmount], or has more than [MaxPlaces] places;
//   - a date does not exist, or an open deal has a day on which it closed;
//   - a probability is not 0 or [MinProbability] to 1;
//   - an open deal has no probability and its stage has no odds;
//   - deals name different currencies, a count of pushes is above [MaxPushes], or a category is none of [Categories];
//   - the process names [Won] or [Lost], or a stage twice;
//   - fiscal periods share a name, overlap or are not in order, or are more than [MaxPeriods].
//
// Playbook: FCT-2.
func Weigh(pipeline Pipeline) (WeightedPipeline, error) {
	var list fault.List
	in, stages := list.In("Pipeline"), pipeline.odds()
	pipeline.collect(&in, func(d *Deal, at *fault.Scope) {
		if d.Stage.Open() && d.Probability == nil && stages[d.Stage] == nil {
			at.Missing("Probability", "0 to 1 as a fraction for deal "+d.ID+", or odds for its stage in Pipeline.Process")
		}
	})
	if list.Any() {
		return WeightedPipeline{}, list.Err()
	}
	return weigh(&pipeline, stages), nil
}

func weigh(pipeline *Pipeline, stages odds) WeightedPipeline {
	var w WeightedPipeline
	var won, lost tally
	byStage, byOwner, bySegment := groups[Stage]{}, groups[string]{}, groups[string]{}
	byMonth, byQuarter := groups[int]{}, groups[int]{}
	byPeriod := make([]tally, len(pipeline.Periods)+1) // the last is for days outside
	chances := make(map[float64]decimal.Decimal)
	for i := range pipeline.Deals {
		d := &pipeline.Deals[i]
		if d.Stage == Won {
			won.add(d.Amount, decimal.Decimal{})
			continue
		}
		if d.Stage == Lost {
			lost.add(d.Amount, decimal.Decimal{})
			continue
		}
		p := d.chance(stages, chances)
		byStage.at(d.Stage).add(d.Amount, p)
		byOwner.at(d.Owner).add(d.Amount, p)
		bySegment.at(d.Segment).add(d.Amount, p)
		byMonth.at(month(d.ExpectedClose)).add(d.Amount, p)
		byQuarter.at(month(d.ExpectedClose)/monthsPerQuarter).add(d.Amount, p)
		if len(pipeline.Periods) > 0 && !d.ExpectedClose.IsZero() {
			place, within := periodOf(pipeline.Periods, d.ExpectedClose)
			if !within {
				place = len(pipeline.Periods)
			}
			byPeriod[place].add(d.Amount, p)
		}
	}
	w.ByOwner, w.Ownerless = byOwner.sorted(func(name string) string { return name })
	w.BySegment, w.Unsegmented = bySegment.sorted(func(name string) string { return name })
	w.ByMonth, w.Undated = byMonth.sorted(monthKey)
	w.ByQuarter, _ = byQuarter.sorted(quarterKey)
	for i, p := range pipeline.Periods {
		w.ByPeriod = append(w.ByPeriod, PipelineGroup{Key: p.Name, Total: byPeriod[i].total()})
	}
	if len(pipeline.Periods) > 0 {
		w.OutsidePeriods = new(byPeriod[len(pipeline.Periods)].total())
	}
	for _, s := range pipeline.process() {
		group := PipelineGroup{Key: string(s.Stage), Total: byStage.at(s.Stage).total()}
		w.Open.add(group.Total)
		w.ByStage = append(w.ByStage, group)
	}
	w.Won = DealTotal{Count: won.count, Amount: won.amount.value()}
	w.Lost = DealTotal{Count: lost.count, Amount: lost.amount.value()}
	return w
}

// chance returns the deal's odds as a decimal. known holds those that were
// asked for before.
func (d *Deal) chance(stages odds, known map[float64]decimal.Decimal) decimal.Decimal {
	chance := stages[d.Stage]
	if d.Probability != nil {
		chance = d.Probability
	}
	p, found := known[*chance]
	if !found {
		p = exact.Decimal(*chance)
		known[*chance] = p
	}
	return p
}

// tally is a [PipelineTotal] that is still being added to.
type tally struct {
	count            int
	amount, weighted money
}

func (t *tally) add(amount, chance decimal.Decimal) {
	t.count++
	t.amount.add(amount)
	t.weighted.addProduct(amount, chance)
}

func (t *tally) total() PipelineTotal {
	return PipelineTotal{Count: t.count, Amount: t.amount.value(), Weighted: t.weighted.value()}
}

// groups are totals by key. The zero key is for the deals that belong to none.
type groups[K cmp.Ordered] map[K]*tally

func (g groups[K]) at(key K) *tally {
	t := g[key]
	if t == nil {
		t = new(tally)
		g[key] = t
	}
	return t
}

// sorted returns the groups in the order of their keys, and apart from them
// the deals that belong to none.
func (g groups[K]) sorted(name func(K) string) (list []PipelineGroup, rest PipelineTotal) {
	var none K
	list = make([]PipelineGroup, 0, len(g))
	for _, key := range slices.Sorted(maps.Keys(g)) {
		if key == none {
			rest = g[key].total()
			continue
		}
		list = append(list, PipelineGroup{Key: name(key), Total: g[key].total()})
	}
	return list, rest
}

const (
	monthsPerYear    = 12
	monthsPerQuarter = 3
	quartersPerYear  = 4
)

// month returns the number of the day's month, counted from the year 0; the
// zero Date gives 0.
func month(d salesops.Date) int {
	if d.IsZero() {
		return 0
	}
	return d.Year*monthsPerYear + int(d.Month) - 1
}

func monthKey(month int) string {
	return fmt.Sprintf("%04d-%02d", month/monthsPerYear, month%monthsPerYear+1)
}

func quarterKey(quarter int) string {
	return fmt.Sprintf("%04d-Q%d", quarter/quartersPerYear, quarter%quartersPerYear+1)
}
