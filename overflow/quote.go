package overflow

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	work "github.com/salesops-go/salesops/internal/slots"
	"github.com/salesops-go/salesops/internal/strict"
)

// The limits of the terms of a quote.
const (
	// MaxPrice is the largest price of an order.
	MaxPrice = 1_000_000_000_000
	// MaxHourPrice is the largest price of an hour.
	MaxHourPrice = 1_000_000
)

// Terms are what alternatives to a wanted date cost.
type Terms struct {
	// Price is the price of the order, 0 to [MaxPrice].
	Price decimal.Decimal `json:"price"`
	// LaterDiscount is the discount for a customer who takes a later date, as a
	// fraction of the price, 0 to 1; 0 when none is given.
	LaterDiscount float64 `json:"later_discount"`
	// ExpeditePerHour is what an hour costs that is bought to meet a date, 0 to
	// [MaxHourPrice]; nil when none can be bought.
	ExpeditePerHour *decimal.Decimal `json:"expedite_per_hour,omitempty"`
	// Places is the number of decimal places of the currency, 0 to
	// [MaxPlaces]: 2 for cents. Costs are rounded to it, half away from zero.
	Places int32 `json:"places"`
}

func (t *Terms) collect(in fault.Scope) {
	in.Decimal("Price", t.Price, 0, MaxPrice, "of the currency")
	in.Float("LaterDiscount", t.LaterDiscount, 0, 1, "as a fraction of the price")
	if t.ExpeditePerHour != nil {
		in.Decimal("ExpeditePerHour", *t.ExpeditePerHour, 0, MaxHourPrice, "of the currency")
	}
	in.Int("Places", int(t.Places), 0, MaxPlaces, "decimal places")
}

// Inquiry is a customer's question: can I have this, when, and at what cost.
type Inquiry struct {
	// Order is the order as [Decide] looks at it, and Situation the situation.
	Order     Order     `json:"order"`
	Situation Situation `json:"situation"`
	// Request is the order as [Commit] looks at it.
	Request Request `json:"request"`
	// Terms are what alternatives cost.
	Terms Terms `json:"terms"`
	// NextWindow is the first day of the window to which orders are deferred; zero
	// when there is none.
	NextWindow salesops.Date `json:"next_window,omitzero"`
}

// Answer is what a customer is told.
type Answer string

// The answers.
const (
	// AnswerAccepted: yes, by the wanted date.
	AnswerAccepted Answer = "accepted"
	// AnswerAlternatives: not by the wanted date as it stands; what can be had instead.
	AnswerAlternatives Answer = "alternatives"
	// AnswerDeferred: not in this window; in the next one, when there is one.
	AnswerDeferred Answer = "deferred"
	// AnswerDeclined: no.
	AnswerDeclined Answer = "declined"
	// AnswerNoDate: the order would be taken, but cannot be finished within the horizon.
	AnswerNoDate Answer = "no-date"
)

// Answers returns all answers.
func Answers() []Answer {
	return []Answer{AnswerAccepted, AnswerAlternatives, AnswerDeferred, AnswerDeclined, AnswerNoDate}
}

// MarshalText returns the answer's text. It returns an *[salesops.InputError]
// if a is not one of [Answers].
func (a Answer) MarshalText() ([]byte, error) { return strict.Text("Answer", a, Answers()) }

// UnmarshalText sets a from its text. It returns an *[salesops.InputError] if
// the text is not one of [Answers].
func (a *Answer) UnmarshalText(text []byte) error { return strict.Parse("Answer", a, text, Answers()) }

// AlternativeKind is a way to serve a customer whose date cannot be met.
type AlternativeKind string

// The alternatives.
const (
	// Expedite: all of it by the wanted date, with minutes that are bought.
	Expedite AlternativeKind = "expedite"
	// SplitDelivery: a part by the wanted date, and the rest later.
	SplitDelivery AlternativeKind = "split-delivery"
	// LaterDate: all of it at the nearest date that can be had.
	LaterDate AlternativeKind = "later-date"
	// DiscountedLater: the same at a discount.
	DiscountedLater AlternativeKind = "discounted-later"
)

// AlternativeKinds returns all alternatives, in the order in which they are
// offered.
func AlternativeKinds() []AlternativeKind {
	return []AlternativeKind{Expedite, SplitDelivery, LaterDate, DiscountedLater}
}

// MarshalText returns the alternative's text. It returns an
// *[salesops.InputError] if k is not one of [AlternativeKinds].
func (k AlternativeKind) MarshalText() ([]byte, error) {
	return strict.Text("AlternativeKind", k, AlternativeKinds())
}

// UnmarshalText sets k from its text. It returns an *[salesops.InputError] if
// the text is not one of [AlternativeKinds].
func (k *AlternativeKind) UnmarshalText(text []byte) error {
	return strict.Parse("AlternativeKind", k, text, AlternativeKinds())
}

// Alternative is something that can be had instead.
type Alternative struct {
	// Kind says what it is.
	Kind AlternativeKind `json:"kind"`
	// Promise is the timeline. That of [Expedite] holds once the purchases are
	// added to the load.
	Promise Promise `json:"promise"`
	// Purchases are the minutes to buy, the least that do; none but for
	// [Expedite].
	Purchases []MinutesToBuy `json:"purchases"`
	// Cost is what it costs us: the hours bought, or the discount; 0 otherwise.
	Cost decimal.Decimal `json:"cost"`
}

// Offer is the answer to an inquiry.
type Offer struct {
	// Answer is what the customer is told.
	Answer Answer `json:"answer"`
	// Decision is the decision on the order. When it is [AcceptWithResources] the
	// answer holds on condition that the team gets help.
	Decision Decision `json:"decision"`
	// Promise is the timeline of an order that is accepted, or deferred to a next
	// window in which it can be had; nil otherwise.
	Promise *Promise `json:"promise,omitempty"`
	// Alternatives are what can be had instead when the wanted date cannot be met,
	// in the order of [AlternativeKinds].
	Alternatives []Alternative `json:"alternatives"`
}

// Quote answers an inquiry in one call: the decision by the five rules, and the
// slot and the date. An order that is accepted comes with its timeline; when its
// wanted date cannot be met, with what can be had instead and what that costs:
//
//	expedite          all by the wanted date; hours to buy × price of an hour
//	split delivery    what can be had by the wanted date, and the rest later
//	later date        all at the nearest date
//	discounted later  the same, at price × discount
//
// The hours to buy are the least there are for this order. An order that is
// deferred gets the nearest date from NextWindow on; its wanted date no longer
// counts. Alternatives may lie after the request's Latest; a date that is later is
// what they offer. Splitting does not matter: parts are an alternative.
//
// It returns an *[salesops.InputError] if:
//   - the order, the situation or the decision policy is one that [Decide]
//     refuses, or the request, the load, the calendar or the promise policy one
//     that [Commit] does;
//   - a number of the terms is out of its range, or NextWindow does not exist.
//
// Playbook: OVF-1, OVF-3.
func Quote(inquiry Inquiry, load Load, calendar Calendar, policy Policy) (Offer, error) {
	if err := quoteFaults(&inquiry, &load, calendar, &policy); err != nil {
		return Offer{}, err
	}
	decision, err := Decide(inquiry.Order, inquiry.Situation, policy.DecisionPolicy)
	if err != nil {
		return Offer{}, err
	}
	q := quoter{inquiry: &inquiry, load: &load, calendar: calendar, policy: policy.PromisePolicy}
	q.policy.Splitting = AllOrNothing
	offer := Offer{Decision: decision, Alternatives: []Alternative{}}
	switch decision.Action {
	case Decline:
		offer.Answer = AnswerDeclined
	case Defer:
		offer.Answer, offer.Promise = AnswerDeferred, q.later()
	case Accept, AcceptWithResources:
		q.offer(&offer)
	}
	return offer, nil
}

func quoteFaults(inquiry *Inquiry, load *Load, calendar Calendar, policy *Policy) error {
	var list fault.List
	in := list.In("Inquiry")
	inquiry.Order.collect(in.In("Order"))
	inquiry.Situation.collect(in.In("Situation"))
	inquiry.Request.collect(in.In("Request"), load)
	inquiry.Terms.collect(in.In("Terms"))
	if !inquiry.NextWindow.IsZero() {
		in.Date("NextWindow", inquiry.NextWindow)
	}
	load.collect(list.In("Load"))
	collectCalendar(list.In("Calendar"), calendar)
	in = list.In("Policy")
	policy.DecisionPolicy.collect(in)
	policy.PromisePolicy.collect(in)
	return list.Err()
}

// quoter looks for dates for one valid inquiry.
type quoter struct {
	inquiry  *Inquiry
	load     *Load
	calendar Calendar
	policy   PromisePolicy
}

func (q *quoter) commit(request Request, splitting Splitting) Promise {
	policy := q.policy
	policy.Splitting = splitting
	return newDesk(&request, q.load, q.calendar, &policy).promise()
}

// later returns the promise for the next window; nil when there is none.
func (q *quoter) later() *Promise {
	request := q.inquiry.Request
	if q.inquiry.NextWindow.IsZero() {
		return nil
	}
	if request.Earliest.Before(q.inquiry.NextWindow) {
		request.Earliest = q.inquiry.NextWindow
	}
	request.Wanted, request.Latest = salesops.Date{}, salesops.Date{}
	promise := q.commit(request, AllOrNothing)
	if promise.Outcome == NoPromise {
		return nil
	}
	return &promise
}

// offer fills the offer for an order that is taken.
func (q *quoter) offer(offer *Offer) {
	request := q.inquiry.Request
	promise := q.commit(request, AllOrNothing)
	if promise.Outcome == InFull {
		offer.Answer, offer.Promise = AnswerAccepted, &promise
		return
	}
	request.Latest = salesops.Date{}
	add := func(kind AlternativeKind, p Promise, purchases []MinutesToBuy, cost decimal.Decimal) {
		offer.Alternatives = append(offer.Alternatives, Alternative{
			Kind: kind, Promise: p, Purchases: purchases, Cost: cost.Round(q.inquiry.Terms.Places),
		})
	}
	free := decimal.New(0, 0)
	if p, purchases, ok := q.expedite(request); ok {
		add(Expedite, p, purchases, q.price(purchases))
	}
	if p := q.commit(request, InTwoParts); len(p.Deliveries) > 1 || p.Outcome == PartOnly {
		add(SplitDelivery, p, []MinutesToBuy{}, free)
	}
	if p := q.commit(request, AllOrNothing); p.Outcome == Later || p.Outcome == InFull {
		add(LaterDate, p, []MinutesToBuy{}, free)
		if discount := q.inquiry.Terms.LaterDiscount; discount > 0 {
			add(DiscountedLater, p, []MinutesToBuy{}, q.inquiry.Terms.Price.Mul(exact.Decimal(discount)))
		}
	}
	offer.Answer = AnswerAlternatives
	if len(offer.Alternatives) == 0 {
		offer.Answer = AnswerNoDate
	}
}

// expedite returns the promise for the wanted date with the least minutes bought.
func (q *quoter) expedite(request Request) (p Promise, purchases []MinutesToBuy, ok bool) {
	if request.Wanted.IsZero() || q.inquiry.Terms.ExpeditePerHour == nil {
		return Promise{}, nil, false
	}
	d := newDesk(&request, q.load, q.calendar, &q.policy)
	start, supplied := d.ready(request.Quantity)
	if !supplied {
		return Promise{}, nil, false
	}
	d.set(request.Quantity)
	buys, ok := work.Buy(d.steps, start, d.wanted)
	if !ok {
		return Promise{}, nil, false
	}
	for _, b := range buys {
		purchases = append(purchases, MinutesToBuy{
			Stage: request.Work[b.Step].Stage, By: d.days.date(b.Day), Minutes: b.Minutes,
		})
		d.steps[b.Step].Free.Add(b.Day, b.Minutes)
	}
	return d.promise(), purchases, true
}

// price returns what purchases cost: minutes × price of an hour ÷ 60, rounded to
// the currency's places.
func (q *quoter) price(purchases []MinutesToBuy) decimal.Decimal {
	var minutes int64
	for _, p := range purchases {
		minutes += p.Minutes
	}
	const minutesPerHour = 60
	return q.inquiry.Terms.ExpeditePerHour.Mul(decimal.NewFromInt(minutes)).
		DivRound(decimal.NewFromInt(minutesPerHour), q.inquiry.Terms.Places)
}
