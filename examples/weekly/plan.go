package main

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/capacity"
	"github.com/salesops-go/salesops/overflow"
)

const (
	// plannedWeeks is how far the plan of the orders reaches, from the week on.
	plannedWeeks = 4
	// planPlaces are the decimal places of the plan's money: those of cents, and
	// two more for the price of a minute.
	planPlaces = 4
)

// orderOffer is what the customer of an order that is done in-house is told.
type orderOffer struct {
	ID    string         `json:"id"`
	Offer overflow.Offer `json:"offer"`
}

// kept returns the promise that is booked for an order: the one for the wanted
// date, or that for the nearest. It is nil when there is no date.
func (o orderOffer) kept() *overflow.Promise {
	for i := range o.Offer.Alternatives {
		if a := &o.Offer.Alternatives[i]; a.Kind == overflow.LaterDate {
			return &a.Promise
		}
	}
	return o.Offer.Promise
}

// workweek is a [overflow.Calendar] that works on so many days from Monday on.
type workweek int

// IsWorkday reports whether day is one of them.
func (w workweek) IsWorkday(day salesops.Date) bool {
	return (int(day.Weekday())+6)%7 < int(w)
}

func (c company) workweek() workweek { return workweek(max(1, math.Floor(c.workingDaysPerWeek))) }

// start returns the first day of a week of the plan, which counts from 1.
func (c company) start(week int) salesops.Date { return c.week.AddDays(7 * (week - 1)) }

// weekOf returns the week of the plan in which a day lies; the first or the last
// for days before and after, and without a day.
func (c company) weekOf(day salesops.Date, without int) int {
	if day.IsZero() {
		return without
	}
	return max(1, min(plannedWeeks, day.DaysSince(c.week)/7+1))
}

// book is the orders as [overflow.Allocate] looks at them, with the room that
// today's demand leaves in each week. What the files say wrong is in faults.
func (f *files) book(r *review) overflow.Book {
	b := overflow.Book{Places: planPlaces, Periods: plannedWeeks}
	for i, s := range f.stages.Rows {
		b.Stages = append(b.Stages, f.bookStage(i, s, r))
	}
	for i, p := range f.partners.Rows {
		minutes, err := overflow.RoundCapacity(p.Hours)
		rejectRow(f, f.partners, i, err)
		if p.QualityRisk < 0 || p.QualityRisk > overflow.MaxScore {
			f.partners.Reject(i, "quality_risk", "quality_risk: want 0 to 10 points")
		}
		if p.Name == "" || slices.ContainsFunc(b.Partners, func(other overflow.BookPartner) bool { return other.Name == p.Name }) {
			f.partners.Reject(i, "name", "name "+strconv.Quote(p.Name)+": want one that no other partner has")
		}
		b.Partners = append(b.Partners, overflow.BookPartner{Name: p.Name, ShareKept: p.ShareKept, Minutes: minutes})
	}
	f.checkOrders()
	if f.faults.Err() != nil {
		return b // what follows counts with the cells
	}
	for i, o := range f.orders.Rows {
		b.Orders = append(b.Orders, f.bookOrder(i, o, r))
	}
	return b
}

func (f *files) bookStage(i int, s stageRow, r *review) overflow.BookStage {
	stage := overflow.BookStage{Name: s.Name, OnboardingShare: or(s.OnboardingShare)}
	week := int64(f.company.workweek()) * roomMinutes(f.company, s, r.Capacity.Stages[i], capacity.DefaultTargetUtilization)
	bought, err := overflow.RoundCapacity(or(s.TemporaryHoursPerWeek))
	if err != nil {
		f.stages.Reject(i, "temporary_hours_per_week", "temporary_hours_per_week: want 0 or more hours")
	}
	for range plannedWeeks {
		stage.CapacityMinutes = append(stage.CapacityMinutes, week)
		stage.TemporaryMinutes = append(stage.TemporaryMinutes, bought)
	}
	price := or(s.TemporaryCostPerHour)
	if !isMoney(price) {
		f.stages.Reject(i, "temporary_cost_per_hour", "temporary_cost_per_hour: want "+wantMoney)
		return stage
	}
	stage.TemporaryCostPerMinute = price.DivRound(decimal.NewFromInt(60), planPlaces)
	return stage
}

// roomMinutes returns what today's demand leaves of a stage on a working day
// until the stage reaches a utilization, rounded down. Until the target it is the
// headroom.
func roomMinutes(c company, s stageRow, load capacity.StageLoad, utilization float64) int64 {
	hours := or(s.HoursPerTransaction)
	if or(s.People) == 0 {
		hours = c.workingHoursPerDay / or(s.MaxPerDay)
	}
	const noise = 1e-6 // a float just below a whole minute is that minute
	room := load.CapacityPerDay*utilization - load.DemandPerDay
	return int64(min(overflow.MaxDayMinutes, max(0, math.Floor(60*hours*room+noise))))
}

// workMinutes returns the work of an order at a stage, rounded up. A stage of
// which only the maximum was measured takes that share of its working day.
func workMinutes(c company, s stageRow, size float64) (int64, error) {
	hours := decimal.NewFromFloat(s.TransactionsPerOrder).Mul(decimal.NewFromFloat(size))
	if or(s.People) == 0 {
		const places = 12 // of an hour: finer than any minute
		hours = hours.Mul(decimal.NewFromFloat(c.workingHoursPerDay)).DivRound(decimal.NewFromFloat(or(s.MaxPerDay)), places)
	} else {
		hours = hours.Mul(decimal.NewFromFloat(or(s.HoursPerTransaction)))
	}
	return overflow.RoundLoad(hours.InexactFloat64())
}

// checkOrders looks at the cells that only the plan needs.
func (f *files) checkOrders() {
	seen := map[string]bool{}
	for i, o := range f.orders.Rows {
		if o.ID == "" || seen[o.ID] {
			f.orders.Reject(i, "id", "id "+strconv.Quote(o.ID)+": want one that no other order has")
		}
		seen[o.ID] = true
		if !isMoney(o.Price) {
			f.orders.Reject(i, "price", "price: want "+wantMoney)
		}
		if !isMoney(or(o.LateCostPerWeek)) {
			f.orders.Reject(i, "late_cost_per_week", "late_cost_per_week: want "+wantMoney)
		}
		if first := f.company.week; !o.Latest.IsZero() && (o.Latest.Before(first) || o.Latest.Before(o.Wanted)) {
			f.orders.Reject(i, "latest", "latest "+strconv.Quote(o.Latest.String())+": want a day from "+first.String()+" on, and not before wanted")
		}
	}
}

// bookOrder is one order of the book. Nothing is done before the week in which
// it is wanted; a deferred order may be done in the weeks after Earliest.
func (f *files) bookOrder(i int, o orderRow, r *review) overflow.BookOrder {
	c, ruling := f.company, r.Orders[i].Explanation.Decision.Action
	order := overflow.BookOrder{
		ID: o.ID, Contribution: o.contribution(), Requested: c.weekOf(o.Wanted, 1), Latest: c.weekOf(o.Latest, plannedWeeks),
		LateCost: or(o.LateCostPerWeek), Committed: o.Committed, Ruling: ruling,
		QualityRisk: o.QualityRisk, LaterQualityRisk: o.LaterQualityRisk,
	}
	order.Earliest = order.Requested
	if ruling == overflow.Defer {
		order.Earliest = max(1, order.Requested-1)
	}
	for _, s := range f.stages.Rows {
		minutes, err := workMinutes(c, s, o.Size)
		if err != nil {
			f.orders.Reject(i, "size", "size: want an order of at most 1e9 minutes at "+s.Name)
		}
		order.Minutes = append(order.Minutes, minutes)
	}
	if o.PartnerAllowed {
		for _, p := range f.partners.Rows {
			order.Partners = append(order.Partners, overflow.PartnerOption{Name: p.Name, QualityRisk: p.QualityRisk})
		}
	}
	return order
}

// contribution is price × margin, in whole cents.
func (o orderRow) contribution() decimal.Decimal {
	return o.Price.Mul(decimal.NewFromFloat(o.Margin)).Round(2)
}

const wantMoney = "0 to 1e9, with at most 2 decimal places"

// isMoney looks at the exponent first: arithmetic with a large one takes long.
func isMoney(d decimal.Decimal) bool {
	return d.Exponent() >= -2 && d.Exponent() <= 9 && d.Sign() >= 0 && d.LessThanOrEqual(decimal.NewFromInt(1_000_000_000))
}

// planOrders finds the best plan of the book, and a date for each order that it
// does in-house.
func (f *files) planOrders(r *review, b overflow.Book) {
	plan, err := overflow.Allocate(b, overflow.DefaultPolicy().AllocationPolicy)
	f.rejectPlanned(-1, err)
	r.Plan, r.rows, r.Offers = plan, f.orders.Rows, []orderOffer{}
	if err != nil || len(plan.Orders) == 0 {
		return
	}
	load, calendar := f.load(r), f.company.workweek()
	for _, i := range planOrder(plan) {
		if plan.Orders[i].Placement.Kind != overflow.InHouse {
			continue
		}
		offer, err := overflow.Quote(f.inquiry(i, b, r), load, calendar, overflow.DefaultPolicy())
		if err != nil {
			f.rejectPlanned(i, err)
			return
		}
		r.Offers = append(r.Offers, orderOffer{b.Orders[i].ID, offer})
		if promise := r.Offers[len(r.Offers)-1].kept(); promise != nil {
			if load, err = overflow.Reserve(load, *promise, calendar); err != nil {
				f.rejectPlanned(i, err)
				return
			}
		}
	}
}

// planOrder returns the orders in the order in which they are done: in-house by
// week, then those of the partners, then the declined ones.
func planOrder(plan overflow.Plan) []int {
	order := make([]int, len(plan.Orders))
	for i := range order {
		order[i] = i
	}
	rank := func(i int) int {
		at := plan.Orders[i].Placement
		return slices.Index(overflow.PlacementKinds(), at.Kind)*(plannedWeeks+1) + at.Period
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(rank(i), rank(j)) })
	return order
}

// load is what is free day by day. A week of the plan stays within the target
// utilization; on a single day work may take all that demand leaves, which is what
// the buffer is for. What the plan buys in a week is spread over its working days.
func (f *files) load(r *review) overflow.Load {
	c, calendar := f.company, f.company.workweek()
	load := overflow.Load{Today: c.week}
	for i, s := range f.stages.Rows {
		daily := overflow.LoadStage{Name: s.Name, MinutesPerDay: roomMinutes(c, s, r.Capacity.Stages[i], 1)}
		for week := 1; week <= plannedWeeks; week++ {
			planned := r.Plan.Stages[i*plannedWeeks+week-1]
			extra, left := max(0, planned.LoadMinutes-planned.CapacityMinutes), int64(calendar)
			for day := range 7 {
				on := c.start(week).AddDays(day)
				if extra == 0 || !calendar.IsWorkday(on) {
					continue
				}
				part := (extra + left - 1) / left
				daily.Days = append(daily.Days, overflow.DayMinutes{On: on, Minutes: daily.MinutesPerDay + part})
				extra, left = extra-part, left-1
			}
		}
		load.Stages = append(load.Stages, daily)
	}
	return load
}

// inquiry asks for a date from the plan's week on. The order is one unit, with
// the minutes that it has in the plan.
func (f *files) inquiry(i int, b overflow.Book, r *review) overflow.Inquiry {
	c, o := f.company, f.orders.Rows[i]
	start := c.start(r.Plan.Orders[i].Placement.Period)
	inquiry := overflow.Inquiry{
		Order: o.order(), Situation: r.situation, NextWindow: start,
		Request: overflow.Request{Quantity: 1, Earliest: start, Wanted: o.Wanted, Latest: o.Latest},
		Terms: overflow.Terms{
			Price: o.Price, LaterDiscount: c.laterDiscount, ExpeditePerHour: &c.expeditePerHour, Places: 2,
		},
	}
	for s, minutes := range b.Orders[i].Minutes {
		if minutes > 0 {
			inquiry.Request.Work = append(inquiry.Request.Work, overflow.UnitWork{Stage: b.Stages[s].Name, SetupMinutes: minutes})
		}
	}
	return inquiry
}

// rejectPlanned adds what the plan or the date of order i refuses, in the file
// that the path of a fault belongs to.
func (f *files) rejectPlanned(i int, err error) {
	for _, fault := range salesops.InputErrors(err) {
		_, path, _ := strings.Cut(fault.Field, ".")
		switch {
		case strings.HasPrefix(path, "Stages"):
			reject(f, f.stages, fault)
		case strings.HasPrefix(path, "Partners"):
			reject(f, f.partners, fault)
		case i < 0:
			reject(f, f.orders, fault)
		default:
			rejectRow(f, f.orders, i, fault)
		}
	}
}
