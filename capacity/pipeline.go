package capacity

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// The limits of a pipeline.
const (
	// MaxDeals is the most deals of a pipeline.
	MaxDeals = 2000
	// MaxWeeks is the most weeks that a pipeline is looked at, and the longest
	// delay and spread of a deal.
	MaxWeeks = 104
	// MaxNeeds is the most special requirements of one deal.
	MaxNeeds = 20
	// MaxDealWork is the most work of one deal at a stage, or at all stages of a
	// team together, in hours or transactions.
	MaxDealWork = 1e9
	// MaxLoadSteps is the most that the deals of all weeks and stages together,
	// times the loads that are told apart in each, may be. Larger pipelines
	// have fewer loads told apart than the policy allows, and wider intervals.
	MaxLoadSteps = 2_000_000_000
)

// Pipeline is what sales may bring.
//
// As JSON it is read strictly.
//
// Playbook: CAP-15.
type Pipeline struct {
	// Weeks is how far to look ahead, 1 to [MaxWeeks] weeks; week 1 begins now.
	Weeks int `json:"weeks"`
	// RunRate is the share of today's orders that comes in besides the deals,
	// 0 to [MaxMultiplier]: 1 when the deals come on top of today's volume, 0
	// when all orders come from them.
	RunRate float64 `json:"run_rate"`
	// Deals are the open deals in any order, at most [MaxDeals], with unique
	// names. They are won or lost independently.
	Deals []Deal `json:"deals"`
}

// Deal is an open deal and the work that it brings when it is won.
//
// Playbook: CAP-15.
type Deal struct {
	// Name is the deal's name.
	Name string `json:"name"`
	// Chance is the probability that it is won: [MinPositive] to 1, or 0.
	Chance float64 `json:"chance"`
	// CloseWeek is the week by which it is won, if it is; 1 to [MaxWeeks].
	CloseWeek int `json:"close_week"`
	// DelayWeeks is the time from then until its work begins, 0 to [MaxWeeks].
	DelayWeeks int `json:"delay_weeks"`
	// SpreadWeeks is how long its work lasts, evenly, 1 to [MaxWeeks].
	SpreadWeeks int `json:"spread_weeks"`
	// Orders are the orders that it brings in all, of the average of the order
	// mix. [MinPositive] to [MaxVolume]; zero when Work says all.
	Orders float64 `json:"orders,omitzero"`
	// Work is its work at single stages where that is not what its orders
	// bring there; at most one entry for a stage.
	Work []StageWork `json:"work,omitempty"`
	// Needs are special requirements, at most [MaxNeeds] different ones.
	Needs []string `json:"needs,omitempty"`
}

// StageWork is what a deal brings to one stage in all: hours or transactions.
//
// Playbook: CAP-15.
type StageWork struct {
	// Stage is the stage's name.
	Stage string `json:"stage"`
	// Hours are the hours of work, for a stage with people. [MinPositive] to
	// [MaxDealWork]; zero when Transactions are given.
	Hours float64 `json:"hours,omitzero"`
	// Transactions are the transactions. [MinPositive] to [MaxDealWork]; zero
	// when Hours are given, or when the deal brings nothing to this stage.
	Transactions float64 `json:"transactions,omitzero"`
}

// UnmarshalJSON reads a pipeline strictly. It returns an
// *[salesops.InputError] for every key that is unknown, missing or given twice,
// and every value that [ProjectLoad] refuses whatever the audit is.
func (p *Pipeline) UnmarshalJSON(data []byte) error {
	type plain Pipeline
	return strict.Unmarshal(data, "Pipeline", (*plain)(p), func(read *plain, in fault.Scope) { (*Pipeline)(read).collect(in) })
}

func (p *Pipeline) collect(in fault.Scope) {
	in.Int("Weeks", p.Weeks, 1, MaxWeeks, "weeks")
	in.Float("RunRate", p.RunRate, 0, MaxMultiplier, "times today's orders")
	if p.RunRate > 0 && p.RunRate < MinPositive {
		in.Float("RunRate", p.RunRate, MinPositive, MaxMultiplier, "times today's orders, or 0")
	}
	if in.Length("Deals", len(p.Deals), 0, MaxDeals) {
		names := make(map[string]bool, len(p.Deals))
		for i := range p.Deals {
			at := in.At("Deals", i)
			at.Name("Name", p.Deals[i].Name)
			uniqueName(at, "Name", p.Deals[i].Name, names, "deal")
			p.Deals[i].collect(at)
		}
	}
}

func (d *Deal) collect(in fault.Scope) {
	optional(in, "Chance", d.Chance, 1, "as a fraction, or 0")
	in.Int("CloseWeek", d.CloseWeek, 1, MaxWeeks, "")
	in.Int("DelayWeeks", d.DelayWeeks, 0, MaxWeeks, "weeks")
	in.Int("SpreadWeeks", d.SpreadWeeks, 1, MaxWeeks, "weeks")
	if len(d.Work) == 0 {
		required(in, "Orders", d.Orders, MaxVolume, "orders, or the work at single stages instead")
	} else {
		optional(in, "Orders", d.Orders, MaxVolume, "orders, or 0 when the work says all")
	}
	if in.Length("Work", len(d.Work), 0, MaxStages) {
		stages := make(map[string]bool, len(d.Work))
		for i := range d.Work {
			work, at := &d.Work[i], in.At("Work", i)
			at.Name("Stage", work.Stage)
			uniqueName(at, "Stage", work.Stage, stages, "entry")
			optional(at, "Hours", work.Hours, MaxDealWork, "hours, or 0 when transactions are given")
			optional(at, "Transactions", work.Transactions, MaxDealWork, "transactions, or 0 when hours are given")
			if work.Hours != 0 && work.Transactions != 0 {
				at.Conflict("Transactions", "", "hours or transactions, not both")
			}
		}
	}
	if in.Length("Needs", len(d.Needs), 0, MaxNeeds) {
		for i, need := range d.Needs {
			at := in.At("Needs", i)
			at.Name("", need)
			if slices.Contains(d.Needs[:i], need) {
				at.Conflict("", need, "each requirement once")
			}
		}
	}
}

// collectWork checks the deals against the stages of a valid audit.
func (p *Pipeline) collectWork(in fault.Scope, audit *Audit) {
	index := make(map[string]*Stage, len(audit.Stages))
	for i := range audit.Stages {
		index[audit.Stages[i].Name] = &audit.Stages[i]
	}
	groups, list := audit.groups(), hourLoads(audit, nil)
	loads := make([][]load, len(groups))
	for k := range groups {
		loads[k] = groups[k].of(list)
	}
	for i := range p.Deals {
		deal, at := &p.Deals[i], in.At("Deals", i)
		for k := range deal.Work {
			work, part := &deal.Work[k], at.At("Work", k)
			switch stage := index[work.Stage]; {
			case stage == nil:
				part.Conflict("Stage", work.Stage, "a stage of the audit")
			case work.Hours != 0 && !stage.staffed():
				part.Conflict("Hours", "", "transactions, since the stage goes by its measured maximum")
			}
		}
		for k := range groups {
			if deal.workOf(&groups[k], loads[k]).Cmp(decimal.New(MaxDealWork, 0)) > 0 {
				at.Conflict("Orders", groups[k].name, "at most "+strconv.FormatFloat(MaxDealWork, 'g', -1, 64)+" hours or transactions at a stage, or for a team")
			}
		}
	}
}

// work returns what the deal brings to a stage: hours, or transactions for a
// stage without people. The load is that of [hourLoads].
func (d *Deal) work(stage *Stage, l *load) decimal.Decimal {
	for i := range d.Work {
		if work := &d.Work[i]; work.Stage == stage.Name {
			return exact.Decimal(work.Hours).Add(exact.Decimal(work.Transactions).Mul(l.hours))
		}
	}
	return exact.Decimal(d.Orders).Mul(l.ownPerOrder)
}

// workOf returns what the deal brings to all stages of a group.
func (d *Deal) workOf(g *group, loads []load) decimal.Decimal {
	sum := decimal.New(0, 0)
	for k, stage := range g.stages {
		sum = sum.Add(d.work(stage, &loads[k]))
	}
	return sum
}

// starts returns the first week of the deal's work, from 0.
func (d *Deal) starts() int { return d.CloseWeek - 1 + d.DelayWeeks }

// share returns the part of some work, in millionths, that falls into a week.
// The parts of all weeks add up to it.
func (d *Deal) share(millionths int64, week int) int64 {
	k := int64(week - d.starts())
	n := int64(d.SpreadWeeks)
	if k < 0 || k >= n {
		return 0
	}
	return (k+1)*millionths/n - k*millionths/n
}
