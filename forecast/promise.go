package forecast

import (
	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// The limits of what is promised.
const (
	// MaxPromises is the most promises of a history.
	MaxPromises = 1_000_000
	// MaxQuantity is the largest quantity of a promise.
	MaxQuantity = 1e15
)

// Promise is a line of an order: what was promised for which day, and what came
// when.
type Promise struct {
	// Promiser is who promised, at most 200 bytes: a rep, a plant, a vendor;
	// empty when not known.
	Promiser string `json:"promiser,omitempty"`
	// Customer is who was promised, at most 200 bytes; empty when not known.
	Customer string `json:"customer,omitempty"`
	// Shipment is what the line travels with, at most 200 bytes: lines of one
	// shipment of one promiser depend on one another and are one piece of
	// evidence. Empty for a line that is a shipment of its own.
	Shipment string `json:"shipment,omitempty"`
	// Ordered is the day of the order; zero when not known.
	Ordered salesops.Date `json:"ordered,omitzero"`
	// Promised is the day of the first promise that was confirmed. It is the
	// baseline: a promise that is moved does not become one that is kept.
	Promised salesops.Date `json:"promised"`
	// LastPromised is the day of the last promise; zero when the first was never
	// moved.
	LastPromised salesops.Date `json:"last_promised,omitzero"`
	// Delivered is the day on which the line was delivered, not before Ordered;
	// zero when it has not been.
	Delivered salesops.Date `json:"delivered,omitzero"`
	// Quantity is how much was promised, above 0 to [MaxQuantity], in any unit;
	// nil when not known.
	Quantity *float64 `json:"quantity,omitempty"`
	// DeliveredQuantity is how much came, 0 to [MaxQuantity] in the same unit. It
	// is given exactly when Quantity and Delivered are.
	DeliveredQuantity *float64 `json:"delivered_quantity,omitempty"`
}

func (p *Promise) collect(in *fault.Scope) {
	optionalName(in, "Promiser", p.Promiser)
	optionalName(in, "Customer", p.Customer)
	optionalName(in, "Shipment", p.Shipment)
	ordered := optionalDate(in, "Ordered", p.Ordered)
	in.Date("Promised", p.Promised)
	optionalDate(in, "LastPromised", p.LastPromised)
	delivered := optionalDate(in, "Delivered", p.Delivered)
	if ordered && delivered && p.Delivered.Before(p.Ordered) {
		in.Conflict("Delivered", p.Delivered.String(), "a day not before Ordered, "+p.Ordered.String())
	}
	if p.Quantity != nil {
		in.Positive("Quantity", *p.Quantity, MaxQuantity, "")
	}
	if p.DeliveredQuantity != nil {
		in.Float("DeliveredQuantity", *p.DeliveredQuantity, 0, MaxQuantity, "")
	}
	if (p.DeliveredQuantity != nil) != (p.Quantity != nil && !p.Delivered.IsZero()) {
		in.Conflict("DeliveredQuantity", "", "a quantity exactly when Quantity and Delivered are given")
	}
}

// optionalDate checks a date that may be left out, and reports whether it is
// there to be compared.
func optionalDate(in *fault.Scope, field string, d salesops.Date) bool {
	return !d.IsZero() && in.Date(field, d)
}

// last returns the promise that a customer was told last.
func (p *Promise) last() salesops.Date {
	if p.LastPromised.IsZero() {
		return p.Promised
	}
	return p.LastPromised
}

// PromiseHistory is promises and what became of them by a day.
type PromiseHistory struct {
	// Promises are 1 to [MaxPromises] lines in any order.
	Promises []Promise `json:"promises"`
	// AsOf is the last day that the records cover, to its end. What came later
	// had not come: the same history can be asked as of any day in the past.
	AsOf salesops.Date `json:"as_of"`
}

// UnmarshalJSON reads a history strictly. It returns an *[salesops.InputError]
// for every key that is unknown, missing or given twice, and for everything that
// [MeasurePromises] refuses in a history.
func (h *PromiseHistory) UnmarshalJSON(data []byte) error {
	type plain PromiseHistory
	return strict.Unmarshal(data, "PromiseHistory", (*plain)(h), func(p *plain, in fault.Scope) {
		(*PromiseHistory)(p).collect(&in)
	})
}

func (h *PromiseHistory) collect(in *fault.Scope) {
	if in.Length("Promises", len(h.Promises), 1, MaxPromises) {
		for i := range h.Promises {
			at := in.At("Promises", i)
			h.Promises[i].collect(&at)
		}
	}
	in.Date("AsOf", h.AsOf)
}

// line is a promise as it stood at the end of a day, by which it was due or
// delivered.
type line struct {
	*Promise
	// days is how many days late it came; when it has not come, how many at
	// least.
	days      int
	delivered bool
}

func lineOf(p *Promise, asOf salesops.Date) line {
	if p.Delivered.IsZero() || p.Delivered.After(asOf) {
		return line{Promise: p, days: asOf.DaysSince(p.Promised) + 1}
	}
	return line{Promise: p, days: p.Delivered.DaysSince(p.Promised), delivered: true}
}

// property is something that holds for a line or not.
type property = func(*line) bool

func (l *line) came() bool     { return l.delivered }
func (l *line) onTime() bool   { return l.days <= 0 }
func (l *line) early() bool    { return l.days < 0 }
func (l *line) onTheDay() bool { return l.days == 0 }

func (l *line) unmoved() bool      { return l.last() == l.Promised }
func (l *line) onTimeByLast() bool { return l.delivered && !l.Delivered.After(l.last()) }

// inFull has a meaning for a line with a quantity.
func (l *line) inFull() bool { return l.delivered && *l.DeliveredQuantity >= *l.Quantity }

// shipment is the lines that travel together.
type shipment []line

// shipments returns the lines of promises by shipment, in the order in which
// those first appear.
func shipments(promises []*Promise, asOf salesops.Date) []shipment {
	type key struct{ promiser, shipment string }
	at := make(map[key]int)
	var all []shipment
	for _, p := range promises {
		l, k := lineOf(p, asOf), key{p.Promiser, p.Shipment}
		if i, known := at[k]; known {
			all[i] = append(all[i], l)
			continue
		}
		if p.Shipment != "" {
			at[k] = len(all)
		}
		all = append(all, shipment{l})
	}
	return all
}

// all reports whether every line of the shipment has a property.
func (s shipment) all(has property) bool {
	for i := range s {
		if !has(&s[i]) {
			return false
		}
	}
	return true
}

// days returns how many days late the lines came together, those that have not
// come counted for what they are late so far.
func (s shipment) days() int64 {
	total := int64(0)
	for i := range s {
		total += int64(s[i].days)
	}
	return total
}

func (s shipment) meanDays() float64 { return float64(s.days()) / float64(len(s)) }

// dueBy returns the shipments all of whose lines were promised for a day up to
// asOf.
func dueBy(all []shipment, asOf salesops.Date) []shipment {
	var some []shipment
	for _, s := range all {
		if s.all(func(l *line) bool { return !l.Promised.After(asOf) }) {
			some = append(some, s)
		}
	}
	return some
}
