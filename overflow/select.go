package overflow

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// OrderPool is the plan's simplest case: one constraint, and orders that are
// taken or not.
type OrderPool struct {
	// Places is the number of decimal places of all money, 0 to [MaxPlaces].
	Places int `json:"places"`
	// CapacityMinutes is what the constraint has, 0 to [MaxBookMinutes].
	CapacityMinutes int64 `json:"capacity_minutes"`
	// Orders are at most [MaxBookOrders].
	Orders []PoolOrder `json:"orders"`
}

// PoolOrder is an order that takes minutes of the one constraint.
type PoolOrder struct {
	// ID is the order's, and no other order has it.
	ID string `json:"id"`
	// Contribution is what the order earns, in money; it may be negative.
	Contribution decimal.Decimal `json:"contribution"`
	// Minutes is what it takes of the constraint, 0 to [MaxBookMinutes].
	Minutes int64 `json:"minutes"`
	// MustTake orders can't be declined.
	MustTake bool `json:"must_take"`
}

// UnmarshalJSON reads a pool strictly. It returns an *[salesops.InputError] for
// every key that is unknown or missing and for everything that [SelectOrders]
// refuses.
func (p *OrderPool) UnmarshalJSON(data []byte) error {
	type plain OrderPool
	return strict.Unmarshal(data, "OrderPool", (*plain)(p), func(f *plain, in fault.Scope) {
		(*OrderPool)(f).check(in)
	})
}

func (p *OrderPool) check(in fault.Scope) {
	book := p.book()
	if !in.Int("Places", p.Places, 0, MaxPlaces, "decimal places") {
		return
	}
	good := checkWhole(in, "CapacityMinutes", p.CapacityMinutes)
	if !in.Length("Orders", len(p.Orders), 0, MaxBookOrders) {
		return
	}
	seen := make(map[string]bool, len(p.Orders))
	for i := range p.Orders {
		at, o := in.At("Orders", i), &p.Orders[i]
		good = at.Name("ID", o.ID) && good
		if seen[o.ID] {
			at.Conflict("ID", o.ID, "an id that no other order has")
		}
		seen[o.ID] = true
		good = book.checkMoney(at, "Contribution", o.Contribution, -MaxBookUnits) && good
		good = checkWhole(at, "Minutes", o.Minutes) && good
	}
	if good && !book.fits() {
		in.Conflict("", "", wantMoney)
	}
}

// book puts the pool into a book of one stage and one period.
func (p *OrderPool) book() Book {
	zero := decimal.New(0, 0)
	b := Book{Places: p.Places, Periods: 1, Stages: []BookStage{{
		Name: "constraint", CapacityMinutes: []int64{p.CapacityMinutes}, TemporaryCostPerMinute: zero,
	}}}
	for _, o := range p.Orders {
		b.Orders = append(b.Orders, BookOrder{
			ID: o.ID, Contribution: o.Contribution, ExtraValue: zero, DeclineCost: zero, LateCost: zero, Incentive: zero,
			Earliest: 1, Latest: 1, Requested: 1, Minutes: []int64{o.Minutes}, MustTake: o.MustTake, Ruling: Accept,
		})
	}
	return b
}

// Selection is the set of orders that earns most with one constraint, beside
// what a ranking by contribution per hour of the constraint would take.
type Selection struct {
	// Status is that of the [Plan]; with an infeasible one the orders that must
	// be taken do not fit, and Ranking stands alone.
	Status PlanStatus `json:"status"`
	// Value is what the set earns; Bound is what no set can exceed.
	Value decimal.Decimal `json:"value"`
	Bound decimal.Decimal `json:"bound"`
	// Gap is as in [Plan].
	Gap salesops.Maybe `json:"gap"`
	// UsedMinutes is what the set takes of the constraint.
	UsedMinutes int64 `json:"used_minutes"`
	// ValuePerHour is the value of one more hour of the constraint, as in
	// [StageLoad].
	ValuePerHour decimal.Decimal `json:"value_per_hour"`
	// RankingValue is what taking orders by rank earns.
	RankingValue decimal.Decimal `json:"ranking_value"`
	// Ranking are the orders, the most per hour first.
	Ranking []RankedOrder `json:"ranking"`
}

// RankedOrder is an order at its rank.
type RankedOrder struct {
	// ID is the order's.
	ID string `json:"id"`
	// PerHour is contribution per hour of the constraint, rounded to the
	// pool's places, half away from zero; nil for an order that takes none.
	PerHour *decimal.Decimal `json:"per_hour,omitempty"`
	// Taken says that the order is in the set that earns most.
	Taken bool `json:"taken"`
	// TakenByRank says that taking whatever still fits, rank by rank, takes
	// it.
	TakenByRank bool `json:"taken_by_rank"`
}

// UnmarshalJSON reads a selection strictly. It returns an
// *[salesops.InputError] for every key that is unknown or missing, every value
// out of its range, and if value, bound and status disagree.
func (s *Selection) UnmarshalJSON(data []byte) error {
	type plain Selection
	return strict.Unmarshal(data, "Selection", (*plain)(s), func(p *plain, in fault.Scope) {
		amounts := checkAmount(in, "Value", p.Value) && checkAmount(in, "Bound", p.Bound) &&
			checkAmount(in, "ValuePerHour", p.ValuePerHour) && checkAmount(in, "RankingValue", p.RankingValue)
		if proven := p.Status == Optimal; amounts && (p.Status == Optimal || p.Status == Bounded) &&
			(p.Value.Equal(p.Bound) != proven || p.Value.GreaterThan(p.Bound)) {
			in.Conflict("Bound", p.Bound.String(), "the value if the selection is optimal, else more")
		}
		checkSum(in, "UsedMinutes", p.UsedMinutes)
		in.Length("Ranking", len(p.Ranking), 0, MaxBookOrders)
		for i := range p.Ranking {
			if at := in.At("Ranking", i); p.Ranking[i].PerHour != nil {
				checkAmount(at, "PerHour", *p.Ranking[i].PerHour)
			}
		}
	})
}

// SelectOrders returns the orders to take when there is one constraint: the
// exact set, and the ranking by contribution per hour of the constraint that it
// is usually made by.
//
//	per hour = 60 * contribution / minutes
//
// The ranking takes what must be taken first and then whatever earns something
// and still fits; with orders that cannot be split it may earn less than the
// set. Ranks are compared exactly; equal ones stand by contribution, then in the
// pool's order, and orders that take no minutes come first.
//
// It returns an *[salesops.InputError] if a number is out of its range, an id
// is not usable or not unique, or all money together is over [MaxBookUnits].
//
// Playbook: OVF-2.
func SelectOrders(pool OrderPool, policy AllocationPolicy) (Selection, error) {
	var faults fault.List
	pool.check(faults.In("OrderPool"))
	policy.collect(faults.In("AllocationPolicy"))
	if err := faults.Err(); err != nil {
		return Selection{}, err
	}
	plan, err := Allocate(pool.book(), policy)
	if err != nil {
		return Selection{}, err
	}
	s := Selection{
		Status: plan.Status, Value: plan.Value, Bound: plan.Bound, Gap: plan.Gap,
		ValuePerHour: plan.valueAt(Resource{Stage: "constraint", Period: 1}),
	}
	s.RankingValue = s.rank(&pool)
	if !plan.exists() {
		return s, nil
	}
	s.UsedMinutes = plan.Stages[0].LoadMinutes
	taken := make(map[string]bool, len(plan.Orders))
	for _, o := range plan.Orders {
		taken[o.ID] = o.Placement.Kind == InHouse
	}
	for i := range s.Ranking {
		s.Ranking[i].Taken = taken[s.Ranking[i].ID]
	}
	return s, nil
}

// rank fills the ranking and returns what it earns.
func (s *Selection) rank(pool *OrderPool) decimal.Decimal {
	order := make([]int, len(pool.Orders))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return compareRanks(&pool.Orders[a], &pool.Orders[b]) })
	left, value := pool.CapacityMinutes, decimal.New(0, 0)
	take := make([]bool, len(pool.Orders))
	for _, first := range []bool{true, false} {
		for _, i := range order {
			o := &pool.Orders[i]
			if o.MustTake == first && o.Minutes <= left && (first || o.Contribution.Sign() > 0) {
				take[i], left, value = true, left-o.Minutes, value.Add(o.Contribution)
			}
		}
	}
	s.Ranking = make([]RankedOrder, len(order))
	for rank, i := range order {
		o := &pool.Orders[i]
		s.Ranking[rank] = RankedOrder{ID: o.ID, TakenByRank: take[i]}
		if o.Minutes > 0 {
			perHour := o.Contribution.Mul(decimal.New(minutesPerHour, 0)).DivRound(decimal.New(o.Minutes, 0), int32(pool.Places))
			s.Ranking[rank].PerHour = &perHour
		}
	}
	return value
}

// compareRanks is negative if a stands before b.
func compareRanks(a, b *PoolOrder) int {
	if (a.Minutes == 0) != (b.Minutes == 0) {
		if a.Minutes == 0 {
			return -1
		}
		return 1
	}
	if a.Minutes > 0 {
		left := new(big.Rat).Mul(a.Contribution.Rat(), new(big.Rat).SetInt64(b.Minutes))
		right := new(big.Rat).Mul(b.Contribution.Rat(), new(big.Rat).SetInt64(a.Minutes))
		if d := right.Cmp(left); d != 0 {
			return d
		}
	}
	return b.Contribution.Cmp(a.Contribution)
}
