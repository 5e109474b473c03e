package overflow

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
)

// The limits of a [Book].
const (
	// MaxBookOrders is the most orders.
	MaxBookOrders = 1000
	// MaxBookStages is the most stages.
	MaxBookStages = 10
	// MaxBookPeriods is the most periods.
	MaxBookPeriods = 52
	// MaxBookPartners is the most partners.
	MaxBookPartners = 20
	// MaxBookMinutes is the most minutes in one number.
	MaxBookMinutes = 1_000_000_000
	// MaxPlaces is the most decimal places of money.
	MaxPlaces = 6
	// MaxBookUnits bounds the money of a book, in units of its last place:
	// each amount, and the sum over all orders of the largest amount of each,
	// plus what all temporary minutes cost. It is 500 billion with two places.
	MaxBookUnits = 50_000_000_000_000
	// MaxOnboardingShare is the largest share of temporary minutes that may
	// be lost.
	MaxOnboardingShare = 0.99
)

// Book is more work than fits: orders, and the capacity that there is for them.
//
// Minutes are whole. A load in hours is rounded up ([RoundLoad]), a capacity in
// hours down ([RoundCapacity]). Money has at most Places decimal places.
type Book struct {
	// Places is the number of decimal places of all money, 0 to [MaxPlaces]:
	// 2 for cents.
	Places int `json:"places"`
	// Periods is the number of periods, 1 to [MaxBookPeriods]. Periods are
	// counted from 1.
	Periods int `json:"periods"`
	// Stages are what every order passes through, 1 to [MaxBookStages].
	Stages []BookStage `json:"stages"`
	// Partners may do whole orders, at most [MaxBookPartners]; none is allowed.
	Partners []BookPartner `json:"partners"`
	// Orders are what is asked for, at most [MaxBookOrders].
	Orders []BookOrder `json:"orders"`
}

// BookStage is one stage of the work and its capacity.
type BookStage struct {
	// Name is the stage's, and no other stage has it.
	Name string `json:"name"`
	// CapacityMinutes is what there is in each period, 0 to [MaxBookMinutes].
	CapacityMinutes []int64 `json:"capacity_minutes"`
	// TemporaryMinutes is what can be bought on top in each period, 0 to
	// [MaxBookMinutes]. Nil: none in any.
	TemporaryMinutes []int64 `json:"temporary_minutes,omitempty"`
	// TemporaryCostPerMinute is the price of one bought minute, 0 or more, in
	// money.
	TemporaryCostPerMinute decimal.Decimal `json:"temporary_cost_per_minute"`
	// OnboardingShare is the part of the bought minutes that is lost to
	// onboarding and closer checks, as a fraction: 0 to [MaxOnboardingShare],
	// at most 6 decimal places. Using u minutes takes buying ceil(u / (1 -
	// share)).
	OnboardingShare float64 `json:"onboarding_share"`
}

// BookPartner is a pre-qualified partner that does whole orders.
type BookPartner struct {
	// Name is the partner's, and no other partner has it.
	Name string `json:"name"`
	// ShareKept is the part of an order's contribution that the partner
	// keeps, as a fraction, 0 to 1.
	ShareKept float64 `json:"share_kept"`
	// Minutes is what the partner takes on in all, over all stages and
	// periods, 0 to [MaxBookMinutes].
	Minutes int64 `json:"minutes"`
}

// BookOrder is one order.
type BookOrder struct {
	// ID is the order's, and no other order has it.
	ID string `json:"id"`
	// Contribution is what the order earns, in money; it may be negative.
	Contribution decimal.Decimal `json:"contribution"`
	// ExtraValue is what taking the order is worth beyond its contribution, in
	// money: how a strategic order is put first without being forced. It is
	// not shared with a partner.
	ExtraValue decimal.Decimal `json:"extra_value"`
	// DeclineCost is what declining costs, 0 or more, in money.
	DeclineCost decimal.Decimal `json:"decline_cost"`
	// Earliest and Latest are the window: the periods in which the order may
	// be done, 1 to Book.Periods.
	Earliest int `json:"earliest"`
	Latest   int `json:"latest"`
	// Requested is the period that was asked for, 1 to Book.Periods; it may
	// lie outside the window.
	Requested int `json:"requested"`
	// LateCost is paid for each period after Requested, 0 or more, in money.
	// Early costs nothing.
	LateCost decimal.Decimal `json:"late_cost"`
	// FlexibleUntil is the last period to which the customer can be moved for
	// an incentive: after Latest, to Book.Periods. 0: the customer can't.
	FlexibleUntil int `json:"flexible_until"`
	// Incentive is paid, instead of the late cost, for each period after
	// Latest, 0 or more, in money.
	Incentive decimal.Decimal `json:"incentive"`
	// Minutes is the load at each stage, 0 to [MaxBookMinutes], in the order
	// of Book.Stages; in-house all in one period.
	Minutes []int64 `json:"minutes"`
	// Partners are those that may do the order; a partner takes the sum of
	// Minutes.
	Partners []PartnerOption `json:"partners"`
	// Committed orders were promised, and MustTake ones are too important:
	// neither can be declined.
	Committed bool `json:"committed"`
	MustTake  bool `json:"must_take"`
	// Ruling is what the rules made of the order, as [Decide] returns it. A
	// declined order has no option; a deferred one any period after Earliest,
	// and partners; an accepted one, with resources to add or without, has
	// all.
	Ruling Action `json:"ruling"`
	// QualityRisk is the risk of doing the order in-house, 0 to 10 points.
	QualityRisk float64 `json:"quality_risk"`
	// LaterQualityRisk is the risk of doing it in-house in a period after
	// Earliest, 0 to 10 points. Nil: as QualityRisk.
	LaterQualityRisk *float64 `json:"later_quality_risk,omitempty"`
}

// PartnerOption is a partner that may do an order.
type PartnerOption struct {
	// Name is that of one of Book.Partners.
	Name string `json:"name"`
	// QualityRisk is the risk of this order at this partner, 0 to 10 points.
	QualityRisk float64 `json:"quality_risk"`
}

// MaxLoadHours is the most hours that [RoundLoad] and [RoundCapacity] take.
const MaxLoadHours = MaxBookMinutes / 60

// RoundLoad returns the whole minutes that a load in hours takes: rounded up.
//
//	minutes = ceil(60 * hours)
//
// 0.35 hours are 21 minutes exactly: hours stand for their shortest decimal. It
// returns an *[salesops.InputError] if hours are not within 0 and
// [MaxLoadHours].
func RoundLoad(hours float64) (minutes int64, err error) {
	m, err := sixty(hours)
	return m.Ceil().IntPart(), err //nolint:forbidigo // at most a billion
}

// RoundCapacity returns the whole minutes that a capacity in hours gives:
// rounded down.
//
//	minutes = floor(60 * hours)
//
// It returns an *[salesops.InputError] if hours are not within 0 and
// [MaxLoadHours].
func RoundCapacity(hours float64) (minutes int64, err error) {
	m, err := sixty(hours)
	return m.Floor().IntPart(), err //nolint:forbidigo // at most a billion
}

func sixty(hours float64) (minutes decimal.Decimal, err error) {
	var faults fault.List
	in := faults.In("Hours")
	if !in.Float("", hours, 0, MaxLoadHours, "hours") {
		return decimal.New(0, 0), faults.Err()
	}
	return exact.Decimal(hours).Mul(decimal.New(minutesPerHour, 0)), nil
}

// Resource is something that there is only so much of: the minutes of a stage
// in a period, or a partner's.
type Resource struct {
	// Stage and Period name a stage's minutes; empty and 0 for a partner's.
	Stage  string `json:"stage,omitempty"`
	Period int    `json:"period,omitempty"`
	// Partner names a partner's minutes; empty for a stage's.
	Partner string `json:"partner,omitempty"`
}
