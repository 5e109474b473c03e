package overflow

import (
	"slices"

	"github.com/salesops-go/salesops/internal/fault"
)

// Reserve returns a load in which a promise is booked: its slots as bookings, and
// its quantities as commitments of the stock. The load that is passed stays as it
// is.
//
// The promise must have been made by [Commit] for this load, or for one with
// fewer bookings and no less time.
//
// It returns an *[salesops.InputError] if:
//   - the load is one that Commit refuses, or the promise one that
//     [Promise.UnmarshalJSON] does;
//   - the promise has a stage that the load has not, or takes from a stock and the
//     load has none;
//   - a slot takes more than its stage has free, or a delivery more than the stock
//     has available;
//   - with the promise there are more than [MaxBookings] bookings or
//     [MaxMovements] commitments.
//
// Playbook: OVF-3.
func Reserve(load Load, promise Promise, calendar Calendar) (Load, error) {
	var list fault.List
	load.collect(list.In("Load"))
	collectCalendar(list.In("Calendar"), calendar)
	if list.Any() {
		return Load{}, list.Err()
	}
	in := list.In("Promise")
	if promise.collect(in); list.Any() {
		return Load{}, list.Err()
	}
	booked, committed := promise.bookings()
	promise.collectFits(in, &load, calendar)
	in = list.In("Load")
	in.Length("Booked", len(load.Booked)+len(booked), 0, MaxBookings)
	if load.Stock != nil {
		part := in.In("Stock")
		part.Length("Committed", len(load.Stock.Committed)+len(committed), 0, MaxMovements)
	}
	if list.Any() {
		return Load{}, list.Err()
	}
	load.Booked = append(slices.Clone(load.Booked), booked...)
	if load.Stock != nil {
		stock := *load.Stock
		stock.Committed = append(slices.Clone(stock.Committed), committed...)
		load.Stock = &stock
	}
	return load, nil
}

// bookings returns what a promise takes.
func (p *Promise) bookings() (booked []Booking, committed []Movement) {
	for i := range p.Deliveries {
		d := &p.Deliveries[i]
		if !d.StockOn.IsZero() {
			committed = append(committed, Movement{On: d.StockOn, Quantity: d.Quantity})
		}
		for _, step := range d.Steps {
			for _, slot := range step.Slots {
				booked = append(booked, Booking{Stage: step.Stage, On: slot.On, Minutes: slot.Minutes})
			}
		}
	}
	return booked, committed
}

// collectFits checks that a valid load has room for a promise.
func (p *Promise) collectFits(in fault.Scope, load *Load, calendar Calendar) {
	days := newDays(load.Today)
	free, names := load.free(calendar, p.lastDay(days)+1, days), load.names()
	var supplies []supply
	if load.Stock != nil {
		supplies = load.Stock.supplies(days)
	}
	taken := int64(0)
	for i := range p.Deliveries {
		d, at := &p.Deliveries[i], in.At("Deliveries", i)
		taken += d.Quantity
		if !d.StockOn.IsZero() && availableOn(supplies, days.of(d.StockOn)) < taken {
			at.Conflict("Quantity", "", "at most what the stock has available on StockOn")
		}
		for j := range d.Steps {
			step, part := &d.Steps[j], at.At("Steps", j)
			stage, known := names[step.Stage]
			if !known {
				part.Conflict("Stage", step.Stage, "a stage of the load")
				continue
			}
			for k, slot := range step.Slots {
				day := days.of(slot.On)
				if slot.Minutes < 1 || slot.Minutes > free[stage].On(day) {
					slotAt := part.At("Slots", k)
					slotAt.Conflict("Minutes", "", "1 to what the stage has free on that day")
					continue
				}
				free[stage].Add(day, -slot.Minutes)
			}
		}
	}
}

// lastDay returns the last day that is taken of those that can be looked at.
func (p *Promise) lastDay(days *days) int {
	last := 0
	for i := range p.Deliveries {
		for _, step := range p.Deliveries[i].Steps {
			last = max(last, days.of(step.Slots[len(step.Slots)-1].On))
		}
	}
	return min(last, MaxHorizonDays)
}

// availableOn returns what is available on a day.
func availableOn(supplies []supply, day int) int64 {
	available := int64(0)
	for _, s := range supplies {
		if s.day <= day {
			available = s.available
		}
	}
	return available
}
