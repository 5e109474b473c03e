package overflow

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/strict"
)

// PlanStatus says what a [Plan] is.
type PlanStatus string

// The four statuses.
const (
	// Optimal: no plan is better.
	Optimal PlanStatus = "optimal"
	// Bounded: the best plan that was found; a better one earns at most Bound.
	Bounded PlanStatus = "bounded"
	// Infeasible: the orders that must be taken do not all fit, and Conflict
	// names some that do not fit together.
	Infeasible PlanStatus = "infeasible"
	// Unresolved: the search ended before it found a place for all orders that
	// must be taken, or that there is none.
	Unresolved PlanStatus = "unresolved"
)

// PlanStatuses returns all statuses.
func PlanStatuses() []PlanStatus { return []PlanStatus{Optimal, Bounded, Infeasible, Unresolved} }

// MarshalText returns the status's text. It returns an *[salesops.InputError]
// if s is not one of [PlanStatuses].
func (s PlanStatus) MarshalText() ([]byte, error) {
	return strict.Text("PlanStatus", s, PlanStatuses())
}

// UnmarshalText sets s from its text. It returns an *[salesops.InputError] if
// the text is not one of [PlanStatuses].
func (s *PlanStatus) UnmarshalText(text []byte) error {
	return strict.Parse("PlanStatus", s, text, PlanStatuses())
}

// PlacementKind is where an order is done.
type PlacementKind string

// The three kinds.
const (
	// InHouse: in a period, on own or temporary minutes.
	InHouse PlacementKind = "in-house"
	// AtPartner: at a partner.
	AtPartner PlacementKind = "partner"
	// Declined: nowhere.
	Declined PlacementKind = "declined"
)

// PlacementKinds returns all kinds.
func PlacementKinds() []PlacementKind { return []PlacementKind{InHouse, AtPartner, Declined} }

// MarshalText returns the kind's text. It returns an *[salesops.InputError] if
// k is not one of [PlacementKinds].
func (k PlacementKind) MarshalText() ([]byte, error) {
	return strict.Text("PlacementKind", k, PlacementKinds())
}

// UnmarshalText sets k from its text. It returns an *[salesops.InputError] if
// the text is not one of [PlacementKinds].
func (k *PlacementKind) UnmarshalText(text []byte) error {
	return strict.Parse("PlacementKind", k, text, PlacementKinds())
}

// Placement is where an order is done.
type Placement struct {
	// Kind is in-house, at a partner, or nowhere.
	Kind PlacementKind `json:"kind"`
	// Period is the period of an order that is done in-house, from 1; else 0.
	Period int `json:"period,omitempty"`
	// Partner is the name of the partner; else empty.
	Partner string `json:"partner,omitempty"`
}

// Obstacle is why an order is not where it would earn most.
type Obstacle string

// The two obstacles.
const (
	// NoRoom: it does not fit there beside the orders that are there.
	NoRoom Obstacle = "no-room"
	// ExtraCost: it fits, and the minutes that would have to be bought cost
	// at least as much as it would earn more.
	ExtraCost Obstacle = "extra-cost"
)

// Obstacles returns all obstacles.
func Obstacles() []Obstacle { return []Obstacle{NoRoom, ExtraCost} }

// MarshalText returns the obstacle's text. It returns an
// *[salesops.InputError] if o is not one of [Obstacles].
func (o Obstacle) MarshalText() ([]byte, error) { return strict.Text("Obstacle", o, Obstacles()) }

// UnmarshalText sets o from its text. It returns an *[salesops.InputError] if
// the text is not one of [Obstacles].
func (o *Obstacle) UnmarshalText(text []byte) error {
	return strict.Parse("Obstacle", o, text, Obstacles())
}

// Plan says what becomes of every order of a [Book], what that earns, and how
// far it can be from the best.
type Plan struct {
	// Status says what this is. The money below is 0 and the lists are empty
	// if it is infeasible or unresolved.
	Status PlanStatus `json:"status"`
	// Value is what the plan earns: the gains of all orders, less the cost of
	// the bought minutes.
	Value decimal.Decimal `json:"value"`
	// Bound is what no plan can exceed: Value if the plan is optimal.
	Bound decimal.Decimal `json:"bound"`
	// Gap is how far from the best the plan can be at most, as a fraction:
	// (Bound - Value) / |Value|, 0 if it is optimal. It is undefined if there
	// is no plan, or a value of 0 that is not proven.
	Gap salesops.Maybe `json:"gap"`
	// PriceBound is the bound that the values of an hour belong to: what the
	// book could earn if every minute were for sale at them, and every order
	// took the best option that fits where nothing else is. No plan earns more;
	// Bound may be lower.
	PriceBound decimal.Decimal `json:"price_bound"`
	// Nodes is the work of the search.
	Nodes int64 `json:"nodes"`
	// Orders are the book's, in its order.
	Orders []PlannedOrder `json:"orders"`
	// Stages are the loads, by stage and then by period.
	Stages []StageLoad `json:"stages"`
	// Partners are the loads of the partners, in the book's order.
	Partners []PartnerLoad `json:"partners"`
	// Totals are what each of the four options is used for.
	Totals PlanTotals `json:"totals"`
	// Conflict names orders that do not fit together; nil unless the status is
	// infeasible.
	Conflict *Conflict `json:"conflict,omitempty"`
}

// PlannedOrder is what becomes of one order.
type PlannedOrder struct {
	// ID is the order's.
	ID string `json:"id"`
	// Placement is where it is done.
	Placement Placement `json:"placement"`
	// Gain is what it earns there, before the cost of bought minutes; for a
	// declined order minus the cost of declining.
	Gain decimal.Decimal `json:"gain"`
	// NetGain is Gain less the value of the minutes that it takes, each at the
	// value of one more hour, rounded half away from zero.
	NetGain decimal.Decimal `json:"net_gain"`
	// Better is the allowed option that would earn most for this order alone
	// (of equal ones that with the most NetGain), and why it is not taken; nil
	// if none would earn more than Gain.
	Better *BetterOption `json:"better,omitempty"`
}

// BetterOption is where an order would earn more by itself than where it is.
type BetterOption struct {
	// Placement is where.
	Placement Placement `json:"placement"`
	// Gain is what the order would earn there.
	Gain decimal.Decimal `json:"gain"`
	// NetGain is Gain less the value of the minutes that it would take there.
	NetGain decimal.Decimal `json:"net_gain"`
	// Obstacle is why it is not there.
	Obstacle Obstacle `json:"obstacle"`
	// Resource is what keeps it out: the one with the most minutes missing, or
	// the one whose bought minutes would cost most.
	Resource Resource `json:"resource"`
	// ShortMinutes is how many minutes of the resource are missing; 0 if the
	// obstacle is the cost.
	ShortMinutes int64 `json:"short_minutes"`
	// ExtraCost is what the minutes to be bought would cost more; 0 if there
	// is no room.
	ExtraCost decimal.Decimal `json:"extra_cost"`
}

// StageLoad is the load of a stage in a period.
type StageLoad struct {
	Stage  string `json:"stage"`
	Period int    `json:"period"`
	// CapacityMinutes is what there is without buying.
	CapacityMinutes int64 `json:"capacity_minutes"`
	// LoadMinutes is what the plan uses.
	LoadMinutes int64 `json:"load_minutes"`
	// BoughtMinutes is what has to be bought for it.
	BoughtMinutes int64 `json:"bought_minutes"`
	// Cost is what the bought minutes cost.
	Cost decimal.Decimal `json:"cost"`
	// ValuePerHour is the value of one more hour: the multiplier of PriceBound.
	// It is the most to pay for a further hour, and the least that an order
	// must earn per hour to be taken.
	ValuePerHour decimal.Decimal `json:"value_per_hour"`
}

// PartnerLoad is the load of a partner.
type PartnerLoad struct {
	Partner string `json:"partner"`
	// LimitMinutes is what the partner takes on at most.
	LimitMinutes int64 `json:"limit_minutes"`
	// LoadMinutes is what the plan uses.
	LoadMinutes int64 `json:"load_minutes"`
	// ValuePerHour is the value of one more hour, as in [StageLoad].
	ValuePerHour decimal.Decimal `json:"value_per_hour"`
}

// PlanTotals tells how the plan uses the four options. Its Value is
//
//	InHouseGain + PartnerGain - DeclineCost - TemporaryCost
type PlanTotals struct {
	// InHouseOrders are done in-house and earn InHouseGain.
	InHouseOrders int             `json:"in_house_orders"`
	InHouseGain   decimal.Decimal `json:"in_house_gain"`
	// DeclinedOrders are declined, which costs DeclineCost and forgoes the
	// DeclinedContribution.
	DeclinedOrders       int             `json:"declined_orders"`
	DeclinedContribution decimal.Decimal `json:"declined_contribution"`
	DeclineCost          decimal.Decimal `json:"decline_cost"`
	// PartnerOrders are done by partners and earn PartnerGain.
	PartnerOrders int             `json:"partner_orders"`
	PartnerGain   decimal.Decimal `json:"partner_gain"`
	// TemporaryMinutes are bought for TemporaryCost.
	TemporaryMinutes int64           `json:"temporary_minutes"`
	TemporaryCost    decimal.Decimal `json:"temporary_cost"`
	// MovedOrders are done in-house in another period than the one requested,
	// which costs LateCost and Incentives; InHouseGain is after both.
	MovedOrders int             `json:"moved_orders"`
	LateCost    decimal.Decimal `json:"late_cost"`
	Incentives  decimal.Decimal `json:"incentives"`
}

// ConflictKind says how small a [Conflict] is.
type ConflictKind string

// The three kinds.
const (
	// Smallest: no conflict has fewer orders.
	Smallest ConflictKind = "smallest"
	// Irreducible: without any one of the orders the others fit.
	Irreducible ConflictKind = "irreducible"
	// Sufficient: the orders do not fit together; fewer might not either.
	Sufficient ConflictKind = "sufficient"
)

// ConflictKinds returns all kinds, the strongest first.
func ConflictKinds() []ConflictKind { return []ConflictKind{Smallest, Irreducible, Sufficient} }

// MarshalText returns the kind's text. It returns an *[salesops.InputError] if
// k is not one of [ConflictKinds].
func (k ConflictKind) MarshalText() ([]byte, error) {
	return strict.Text("ConflictKind", k, ConflictKinds())
}

// UnmarshalText sets k from its text. It returns an *[salesops.InputError] if
// the text is not one of [ConflictKinds].
func (k *ConflictKind) UnmarshalText(text []byte) error {
	return strict.Parse("ConflictKind", k, text, ConflictKinds())
}

// Conflict is a set of orders that must be taken and do not fit together.
type Conflict struct {
	// Orders are their ids, in the book's order.
	Orders []string `json:"orders"`
	// Kind says how small the set is.
	Kind ConflictKind `json:"kind"`
}
