package capacity

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
	"github.com/salesops-go/salesops/internal/twopoint"
)

// LoadBasis is which load of a week is compared with capacity.
type LoadBasis string

// The bases of a load.
const (
	// ExpectedLoad is the average over all outcomes of the deals.
	ExpectedLoad LoadBasis = "expected"
	// MedianLoad is the load that is not exceeded with a probability of 0.5.
	MedianLoad LoadBasis = "p50"
	// HighLoad is the load that is not exceeded with a probability of 0.9.
	HighLoad LoadBasis = "p90"
)

// LoadBases returns all bases.
func LoadBases() []LoadBasis { return []LoadBasis{ExpectedLoad, MedianLoad, HighLoad} }

// MarshalText returns the basis's text. It returns an *[salesops.InputError] if
// b is not one of [LoadBases].
func (b LoadBasis) MarshalText() ([]byte, error) { return strict.Text("LoadBasis", b, LoadBases()) }

// UnmarshalText sets b from its text. It returns an *[salesops.InputError] if
// the text is not one of [LoadBases].
func (b *LoadBasis) UnmarshalText(text []byte) error {
	return strict.Parse("LoadBasis", b, text, LoadBases())
}

// The probabilities with which [MedianLoad] and [HighLoad] are not exceeded.
const (
	medianLevel = 0.5
	highLevel   = 0.9
)

// LoadProjection is what the pipeline will do to operations.
type LoadProjection struct {
	// Weeks are the weeks, the first being the one that begins now.
	Weeks []LoadWeek `json:"weeks"`
	// Breaches are the first weeks past the yellow and the red line, on each
	// basis in the order of [LoadBases], yellow before red; what no week passes
	// is left out.
	Breaches []LoadBreach `json:"breaches"`
	// Likely are the deals that are likely to close, the one with the most
	// work first.
	Likely []DealImpact `json:"likely"`
	// Needs are the special requirements, the one that comes first first.
	Needs []Need `json:"needs"`
}

// LoadWeek is one week of a projection.
type LoadWeek struct {
	// Week counts from 1, the week that begins now.
	Week int `json:"week"`
	// Stages are the stages in the order of the audit.
	Stages []StageWeek `json:"stages"`
}

// StageWeek is one stage in one week. Loads and capacity are in transactions a
// week. The stages of a team share its people: the loads are those of the whole
// team, like the capacity that they are compared with, counted in the stage's
// transactions.
type StageWeek struct {
	// Stage is the stage's name.
	Stage string `json:"stage"`
	// Capacity is what the stage can do.
	Capacity float64 `json:"capacity"`
	// WithoutDeals is the load that comes without any deal.
	WithoutDeals float64 `json:"without_deals"`
	// Expected is the expected load.
	Expected float64 `json:"expected"`
	// P50 is the load that is not exceeded with a probability of 0.5: both
	// ends are the same when it is known exactly.
	P50 salesops.Interval `json:"p50"`
	// P90 is the same for 0.9.
	P90 salesops.Interval `json:"p90"`
	// ExpectedStatus is the status at the expected load.
	ExpectedStatus salesops.Status `json:"expected_status"`
	// P50Status is the status at the high end of P50.
	P50Status salesops.Status `json:"p50_status"`
	// P90Status is the status at the high end of P90.
	P90Status salesops.Status `json:"p90_status"`
}

// ProjectLoad tells how much work the pipeline will bring to each stage, week
// by week, and which deals take a stage past its capacity.
//
//	work of a deal   orders × transactions per order × hours per transaction on average over the order mix, or what the deal says
//	in a week        an even part of it, from close week + delay on, for as long as it is spread
//	load             run rate × today's demand + backlog / days to clear it + work of the deals that are won
//	expected         with every deal's work times its chance
//	P50, P90         the smallest load that is not exceeded with a probability of 0.5, of 0.9
//	capacity         of a day × working days per week
//
// Deals are won independently of each other: when they hang together, because
// one event decides many of them, P90 is too low. The backlog is part of the
// load in every week that begins before it is to be cleared. A deal's work is
// counted in millionths of an hour, or of a transaction at a stage without
// people, rounded once; the weeks add up to it.
//
// P50 and P90 are exact as long as a week's load has no more different values
// than LoadCells, as it does for a dozen deals, or many that are alike. Beyond
// that they are intervals that hold the exact value for certain, whose width
// falls in proportion to LoadCells; a status goes by the high end. Every other
// number is the float64 nearest to the exact value of its formula, and every
// comparison is exact.
//
// It returns an *[salesops.InputError] if:
//   - the audit is one that [Assess] refuses;
//   - Pipeline.Weeks is not within 1 to [MaxWeeks], or RunRate not within 0 to [MaxMultiplier];
//   - there are more than [MaxDeals] deals, or two have the same name;
//   - a deal has neither orders nor work, more than [MaxDealWork] hours or transactions for a stage or a team, work for a stage that is not in the audit or twice for the same, or hours for a stage without people;
//   - a number of a deal is out of the range that its field tells;
//   - a special requirement is no name, or stands twice in a deal;
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: CAP-15.
func ProjectLoad(audit Audit, pipeline Pipeline, policy Policy) (LoadProjection, error) {
	var faults fault.List
	audit.collect(faults.In("Audit"))
	sound := !faults.Any()
	pipeline.collect(faults.In("Pipeline"))
	if sound && !faults.Any() {
		pipeline.collectWork(faults.In("Pipeline"), &audit)
	}
	policy.collect(faults.In("Policy"))
	if faults.Any() {
		return LoadProjection{}, faults.Err()
	}
	return projectLoad(&audit, &pipeline, &policy), nil
}

func projectLoad(audit *Audit, pipeline *Pipeline, policy *Policy) LoadProjection {
	lanes := newLanes(audit, pipeline, policy)
	p := LoadProjection{Weeks: make([]LoadWeek, pipeline.Weeks)}
	breaches := make([]*LoadBreach, 2*len(LoadBases()))
	for w := range p.Weeks {
		p.Weeks[w] = LoadWeek{Week: w + 1, Stages: make([]StageWeek, len(audit.Stages))}
		loads := make([]laneWeek, len(lanes))
		for i := range lanes {
			loads[i] = lanes[i].week(w)
			for k, place := range lanes[i].places {
				p.Weeks[w].Stages[place] = loads[i].report(k)
			}
		}
		for k := range breaches {
			if breaches[k] == nil {
				breaches[k] = findLoadBreach(loads, LoadBases()[k/2], k%2 == 1)
			}
		}
	}
	p.Breaches = []LoadBreach{}
	for _, breach := range breaches {
		if breach != nil {
			p.Breaches = append(p.Breaches, *breach)
		}
	}
	p.Likely, p.Needs = findLikely(pipeline, lanes), findNeeds(pipeline)
	return p
}

// lane is a stage or a team with the deals' work.
type lane struct {
	group
	pipeline *Pipeline
	policy   *Policy
	// loads are those of its stages, in hours for every stage with people, also
	// when its measured maximum binds, so that a deal's hours need not be divided.
	loads []load
	// daysPerWeek are the working days of a week.
	daysPerWeek decimal.Decimal
	// work is that of each deal in millionths.
	work []int64
	// cells is how many loads of a week are told apart.
	cells int
}

// newLanes returns the lanes in the order of their first stages.
func newLanes(audit *Audit, pipeline *Pipeline, policy *Policy) []lane {
	var lanes []lane
	list := hourLoads(audit, nil)
	for _, group := range audit.groups() {
		l := lane{
			group: group, pipeline: pipeline, policy: policy,
			loads: group.of(list), daysPerWeek: exact.Decimal(audit.workingDays()),
		}
		for i := range pipeline.Deals {
			l.work = append(l.work, millionths(pipeline.Deals[i].workOf(&group, l.loads)))
		}
		lanes = append(lanes, l)
	}
	for i := range lanes {
		lanes[i].cells = cellsFor(pipeline, len(lanes), policy.LoadCells)
	}
	return lanes
}

// millionths returns some work in millionths, rounded half away from zero.
func millionths(work decimal.Decimal) int64 { return whole(work.Shift(6).Round(0)) }

// cellsFor returns how many loads of a week can be told apart.
func cellsFor(pipeline *Pipeline, lanes, wanted int) int {
	var parts int64
	for i := range pipeline.Deals {
		deal := &pipeline.Deals[i]
		parts += int64(max(0, min(pipeline.Weeks-deal.starts(), deal.SpreadWeeks)) * lanes)
	}
	return int(min(int64(wanted), max(1, MaxLoadSteps/max(1, parts))))
}

// laneWeek is a lane in one week. Its balances count the week as many times as
// the backlog is to be cleared in days.
type laneWeek struct {
	lane *lane
	week int
	// loads are those of its stages in the week.
	loads []load
	// deals are the deals that have work in the week, those with the most
	// expected work first, and parts what they bring.
	deals []*Deal
	parts []twopoint.Part
	// without holds the load without deals.
	without  balance
	expected decimal.Decimal
	p50, p90 [2]int64
}

func (l *lane) week(w int) laneWeek {
	week := laneWeek{lane: l, week: w}
	for _, load := range l.loads {
		week.loads = append(week.loads, load.after(decimal.New(int64(w), 0).Mul(l.daysPerWeek)))
	}
	first := &week.loads[0]
	week.without = first.weigh(l.pipeline.RunRate)
	week.without.demand = week.without.demand.Mul(l.daysPerWeek)
	week.without.capacity = week.without.capacity.Mul(l.daysPerWeek)
	week.without.unit = first.weekUnit()
	for i, work := range l.work {
		deal := &l.pipeline.Deals[i]
		if part := deal.share(work, w); part > 0 && deal.Chance > 0 {
			week.deals = append(week.deals, deal)
			week.parts = append(week.parts, twopoint.Part{Weight: part, Chance: deal.Chance})
		}
	}
	week.expected = expectedOf(week.parts)
	week.p50, week.p90 = quantiles(week.parts, l.cells)
	return week
}

// weekUnit is the unit of a week's balance.
func (l *load) weekUnit() string {
	unit := "hours"
	if l.measured {
		unit = "transactions"
	}
	if l.days.Equal(one()) {
		return unit + " a week"
	}
	return unit + " in " + l.days.String() + " weeks"
}

// expectedOf returns the expected sum of the parts, in millionths.
func expectedOf(parts []twopoint.Part) decimal.Decimal {
	weights := make(map[float64]int64) // few chances are different
	for _, part := range parts {
		weights[part.Chance] += part.Weight
	}
	sum := decimal.New(0, 0)
	for chance, weight := range weights {
		sum = sum.Add(exact.Decimal(chance).Mul(decimal.New(weight, 0)))
	}
	return sum
}

func quantiles(parts []twopoint.Part, cells int) (p50, p90 [2]int64) {
	sum := twopoint.Of(parts, cells)
	p50[0], p50[1] = sum.Quantile(medianLevel)
	p90[0], p90[1] = sum.Quantile(highLevel)
	return p50, p90
}

// with returns the balance with so much work of deals, in millionths.
func (w *laneWeek) with(millionths decimal.Decimal) balance {
	sides := w.without
	sides.demand = sides.demand.Add(millionths.Shift(-6).Mul(w.loads[0].days))
	return sides
}

// on returns the balance on a basis.
func (w *laneWeek) on(basis LoadBasis) balance {
	switch basis {
	case MedianLoad:
		return w.with(decimal.New(w.p50[1], 0))
	case HighLoad:
		return w.with(decimal.New(w.p90[1], 0))
	case ExpectedLoad:
	}
	return w.with(w.expected)
}

// report returns one of the lane's stages in the week.
func (w *laneWeek) report(stage int) StageWeek {
	load := &w.loads[stage]
	each := load.hours.Mul(load.days)
	transactions := func(millionths decimal.Decimal) float64 {
		return exact.Quotient(w.with(millionths).demand, each)
	}
	status := func(basis LoadBasis) salesops.Status {
		sides := w.on(basis)
		return sides.status(&w.lane.policy.StatusPolicy)
	}
	interval := func(ends [2]int64) salesops.Interval {
		return salesops.Interval{Low: transactions(decimal.New(ends[0], 0)), High: transactions(decimal.New(ends[1], 0))}
	}
	return StageWeek{
		Stage: w.lane.stages[stage].Name, Capacity: exact.Quotient(w.without.capacity, each),
		WithoutDeals: transactions(decimal.New(0, 0)), Expected: transactions(w.expected), P50: interval(w.p50), P90: interval(w.p90),
		ExpectedStatus: status(ExpectedLoad), P50Status: status(MedianLoad), P90Status: status(HighLoad),
	}
}

// status returns the status of a balance.
func (b *balance) status(policy *StatusPolicy) salesops.Status {
	switch {
	case b.passes(policy, true):
		return salesops.Red
	case b.passes(policy, false):
		return salesops.Yellow
	default:
		return salesops.Green
	}
}

// passes reports whether demand is past the yellow line, or the red one.
func (b *balance) passes(policy *StatusPolicy, red bool) bool {
	if red {
		return b.demand.Cmp(b.capacity.Mul(exact.Decimal(policy.RedAt))) >= 0
	}
	return b.demand.Cmp(b.capacity.Mul(exact.Decimal(policy.YellowAbove))) > 0
}

// findNeeds returns the special requirements by the week in which they come
// up, and by name.
func findNeeds(pipeline *Pipeline) []Need {
	place := make(map[string]int)
	list := []Need{}
	deals := make([]*Deal, len(pipeline.Deals))
	for i := range deals {
		deals[i] = &pipeline.Deals[i]
	}
	slices.SortFunc(deals, func(a, b *Deal) int { return cmp.Or(cmp.Compare(a.starts(), b.starts()), cmp.Compare(a.Name, b.Name)) })
	missing := []float64{} // the probability that no deal with the need is won
	for _, deal := range deals {
		for _, need := range deal.Needs {
			k, known := place[need]
			if !known {
				k = len(list)
				place[need] = k
				list, missing = append(list, Need{Need: need, FirstWeek: deal.starts() + 1}), append(missing, 1)
			}
			list[k].Deals = append(list[k].Deals, deal.Name)
			missing[k] *= 1 - deal.Chance
		}
	}
	for k := range list {
		list[k].Chance = 1 - missing[k]
	}
	slices.SortFunc(list, func(a, b Need) int { return cmp.Or(cmp.Compare(a.FirstWeek, b.FirstWeek), cmp.Compare(a.Need, b.Need)) })
	return list
}
