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
		for _, list := range []struct {
			field  string
			groups []PipelineGroup
			rest   PipelineTotal
		}{
			{"ByStage", p.ByStage, PipelineTotal{}},
			{"ByOwner", p.ByOwner, p.Ownerless},
			{"BySegment", p.BySegment, p.Unsegmented},
			{"ByMonth", p.ByMonth, p.Undated},
			{"ByQuarter", p.ByQuarter, p.Undated},
		} {
			keys := make([]string, len(list.groups))
			sum := list.rest
			for i, g := range list.groups {
				keys[i] = g.Key
				sum.add(g.Total)
			}
			if list.field == "ByStage" {
				slices.Sort(keys)
			}
			if !slices.IsSorted(keys) || len(slices.Compact(keys)) < len(list.groups) {
				in.Conflict(list.field, "", "each key once, in order")
			}
			if !sum.equal(p.Open) {
				in.Conflict(list.field, "", "groups that add up to Open")
			}
		}
	})
}

// Weigh returns the weighted pipeline: what the open deals bring on average if
// their probabilities are right.
//
//	weighted = Σ amount × probability,  over the open deals
//
// It is exact: a probability means its shortest decimal, and nothing is
// rounded. A deal without a probability of its own takes the odds of its
// stage. Deals won are reported apart and not weighted; deals lost count for
// nothing. Sums are grouped by stage, owner, segment, and the month and
// calendar quarter of the expected close.
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
//   - the process names [Won] or [Lost], or a stage twice.
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
	byStage, byOwner, bySegment := groups[Stage]{}, groups[string]{}, groups[string]{}
	byMonth, byQuarter := groups[int]{}, groups[int]{}
	chances := make(map[float64]decimal.Decimal)
	for i := range pipeline.Deals {
		d := &pipeline.Deals[i]
		if d.Stage == Won {
			w.Won.add(d.Amount)
			continue
		}
		if d.Stage == Lost {
			w.Lost.add(d.Amount)
			continue
		}
		chance := stages[d.Stage]
		if d.Probability != nil {
			chance = d.Probability
		}
		p, known := chances[*chance]
		if !known {
			p = exact.Decimal(*chance)
			chances[*chance] = p
		}
		one := PipelineTotal{Count: 1, Amount: d.Amount, Weighted: d.Amount.Mul(p)}
		byStage.add(d.Stage, one)
		byOwner.add(d.Owner, one)
		bySegment.add(d.Segment, one)
		byMonth.add(month(d.ExpectedClose), one)
	}
	w.ByOwner, w.Ownerless = byOwner.sorted(func(name string) string { return name })
	w.BySegment, w.Unsegmented = bySegment.sorted(func(name string) string { return name })
	w.ByMonth, w.Undated = byMonth.sorted(monthKey)
	for m, t := range byMonth {
		byQuarter.add(m/monthsPerQuarter, *t)
	}
	w.ByQuarter, _ = byQuarter.sorted(quarterKey)
	for _, s := range pipeline.process() {
		group := PipelineGroup{Key: string(s.Stage)}
		if t := byStage[s.Stage]; t != nil {
			group.Total = *t
		}
		w.Open.add(group.Total)
		w.ByStage = append(w.ByStage, group)
	}
	return w
}

// groups are totals by key. The zero key is for the deals that belong to none.
type groups[K cmp.Ordered] map[K]*PipelineTotal

func (g groups[K]) add(key K, other PipelineTotal) {
	if t := g[key]; t != nil {
		t.add(other)
		return
	}
	g[key] = &other
}

// sorted returns the groups in the order of their keys, and apart from them
// the deals that belong to none.
func (g groups[K]) sorted(name func(K) string) (list []PipelineGroup, rest PipelineTotal) {
	var none K
	list = make([]PipelineGroup, 0, len(g))
	for _, key := range slices.Sorted(maps.Keys(g)) {
		if key == none {
			rest = *g[key]
			continue
		}
		list = append(list, PipelineGroup{Key: name(key), Total: *g[key]})
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
