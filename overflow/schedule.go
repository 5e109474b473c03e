package overflow

import (
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// SlotBook is customer scheduling alone: one stage, and orders whose customers
// can be moved to a later period for an incentive.
type SlotBook struct {
	// Places is the number of decimal places of all money, 0 to [MaxPlaces].
	Places int `json:"places"`
	// CapacityMinutes is what there is in each period, 1 to [MaxBookPeriods]
	// of 0 to [MaxBookMinutes].
	CapacityMinutes []int64 `json:"capacity_minutes"`
	// Incentive is what a customer gets for each period of flexibility, 0 or
	// more, in money.
	Incentive decimal.Decimal `json:"incentive"`
	// Orders are at most [MaxBookOrders].
	Orders []SlotOrder `json:"orders"`
}

// SlotOrder is an order with the period that its customer asked for.
type SlotOrder struct {
	// ID is the order's, and no other order has it.
	ID string `json:"id"`
	// Contribution is what the order earns, in money; it may be negative.
	Contribution decimal.Decimal `json:"contribution"`
	// Minutes is the load, 0 to [MaxBookMinutes].
	Minutes int64 `json:"minutes"`
	// Requested is the period asked for, from 1.
	Requested int `json:"requested"`
	// FlexibleUntil is the last period to which the customer would move: after
	// Requested, or 0 for none.
	FlexibleUntil int `json:"flexible_until"`
	// MustTake orders can't be declined.
	MustTake bool `json:"must_take"`
}

// UnmarshalJSON reads a slot book strictly. It returns an
// *[salesops.InputError] for every key that is unknown or missing and for
// everything that [ScheduleOrders] refuses.
func (s *SlotBook) UnmarshalJSON(data []byte) error {
	type plain SlotBook
	return strict.Unmarshal(data, "SlotBook", (*plain)(s), func(f *plain, in fault.Scope) {
		(*SlotBook)(f).check(in)
	})
}

func (s *SlotBook) check(in fault.Scope) {
	book := s.book()
	good := in.Int("Places", s.Places, 0, MaxPlaces, "decimal places")
	good = in.Length("CapacityMinutes", len(s.CapacityMinutes), 1, MaxBookPeriods) && good
	if !in.Length("Orders", len(s.Orders), 0, MaxBookOrders) || !good {
		return
	}
	good = checkMinutes(in, "CapacityMinutes", s.CapacityMinutes, len(s.CapacityMinutes))
	good = book.checkMoney(in, "Incentive", s.Incentive, 0) && good
	seen := make(map[string]bool, len(s.Orders))
	for i := range s.Orders {
		at, o := in.At("Orders", i), &s.Orders[i]
		good = at.Name("ID", o.ID) && good
		if seen[o.ID] {
			at.Conflict("ID", o.ID, "an id that no other order has")
		}
		seen[o.ID] = true
		good = book.checkMoney(at, "Contribution", o.Contribution, -MaxBookUnits) && good
		good = checkWhole(at, "Minutes", o.Minutes) && good
		good = at.Int("Requested", o.Requested, 1, book.Periods, "of the book's periods") && good
		flexible := at.Int("FlexibleUntil", o.FlexibleUntil, 0, book.Periods, "of the book's periods, or 0")
		if flexible && o.FlexibleUntil != 0 && o.FlexibleUntil <= o.Requested {
			at.Conflict("FlexibleUntil", strconv.Itoa(o.FlexibleUntil), "after Requested, or 0")
			flexible = false
		}
		good = flexible && good
	}
	if good && !book.fits() {
		in.Conflict("", "", wantMoney)
	}
}

// book puts the slots into a book of one stage.
func (s *SlotBook) book() Book {
	zero := decimal.New(0, 0)
	b := Book{Places: s.Places, Periods: len(s.CapacityMinutes), Stages: []BookStage{{
		Name: "stage", CapacityMinutes: s.CapacityMinutes, TemporaryCostPerMinute: zero,
	}}}
	for _, o := range s.Orders {
		b.Orders = append(b.Orders, BookOrder{
			ID: o.ID, Contribution: o.Contribution, ExtraValue: zero, DeclineCost: zero, LateCost: zero,
			Earliest: o.Requested, Latest: o.Requested, Requested: o.Requested,
			FlexibleUntil: o.FlexibleUntil, Incentive: s.Incentive,
			Minutes: []int64{o.Minutes}, MustTake: o.MustTake, Ruling: Accept,
		})
	}
	return b
}

// ScheduleOrders returns the plan that moves orders to later periods for an
// incentive where that lets more be earned: which customers to ask, and what it
// costs. The stage of the plan's loads is called "stage".
//
//	gain in period p = contribution - incentive * (p - requested)
//
// It returns an *[salesops.InputError] if a number is out of its range, an id
// is not usable or not unique, FlexibleUntil is not after Requested, or all money
// together is over [MaxBookUnits].
//
// Playbook: OVF-2.
func ScheduleOrders(slots SlotBook, policy AllocationPolicy) (Plan, error) {
	var faults fault.List
	slots.check(faults.In("SlotBook"))
	policy.collect(faults.In("AllocationPolicy"))
	if err := faults.Err(); err != nil {
		return Plan{}, err
	}
	return Allocate(slots.book(), policy)
}
