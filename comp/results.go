package comp

import (
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

const (
	// MaxDeals is the most deals of one period.
	MaxDeals = 100_000
	// MaxDealCredits is the most credits of one period: each deal counts once
	// for every component of its measure and once for every bonus of those.
	MaxDealCredits = 200_000
)

// Results are what a person achieved in the period of a plan: sums for the
// whole period, single deals, or both. A period is paid again from its first
// day whenever something is added to it; the ledger then pays the difference.
type Results struct {
	// Credits hold credited amounts of whole components, each component at
	// most once, in any order. They count before all deals.
	//
	// When Deals is nil every component has one. When it is not, even if it is
	// empty, a component whose measure adds up needs none.
	Credits []Credit `json:"credits,omitempty"`
	// Deals are the deals of the period, at most [MaxDeals], in any order: they
	// are credited in the order of their dates, and on one day in that of their
	// ids.
	Deals []Deal `json:"deals,omitzero"`
}

// Credit is what counts toward the quota of one component.
type Credit struct {
	// Component is the component's name.
	Component string `json:"component"`
	// Amount is the credited amount of the period, -[MaxMoney] to [MaxMoney],
	// in the unit of the quota. It is negative when more was returned than
	// sold; such a component pays nothing.
	Amount decimal.Decimal `json:"amount"`
}

// Deal is one deal as it is credited to one person. It counts toward every
// component of its measure. Playbook: CMP-5, CMP-8.
type Deal struct {
	// ID tells the deal from the others of its source, 1 to 200 bytes.
	ID string `json:"id"`
	// Date is the day on which it is credited.
	Date salesops.Date `json:"date"`
	// Measure is what kind of business it is.
	Measure Measure `json:"measure"`
	// Amount is the size of the deal, -[MaxMoney] to [MaxMoney], in the unit of
	// the quota; negative for a return.
	Amount decimal.Decimal `json:"amount"`
	// Share is the person's part of the credit, 0 to 1; nil is all of it.
	Share *decimal.Decimal `json:"share,omitempty"`
	// Source is how the deal came to be credited; empty is [OwnCredit].
	Source Source `json:"source,omitzero"`
	// Product is what was sold; empty if that matters to no component.
	Product string `json:"product,omitzero"`
	// Discount is the discount as a fraction of the list price, 0 to 1.
	Discount decimal.Decimal `json:"discount,omitzero"`
	// Cancellation is set for a deal that was canceled within its own period.
	Cancellation *Cancellation `json:"cancellation,omitempty"`
}

// Cancellation takes back a deal in the period in which it was credited. For a
// period that is closed, see [ClawBack].
type Cancellation struct {
	// Date is the day of the cancellation, not before that of the deal.
	Date salesops.Date `json:"date"`
	// Method is what becomes of the deal's lines.
	Method CancelMethod `json:"method"`
}

// CancelMethod is how a deal is taken back in an open period. The two differ
// when a later deal reached a higher rate because of the canceled one.
//
// Playbook: CMP-6.
type CancelMethod string

// The two methods.
const (
	// Recompute computes the period as if the deal had never been: later deals
	// move down the rate table. The deal stays on the statement and pays 0.
	Recompute CancelMethod = "recompute"
	// MirrorOriginal leaves all earlier lines as they are and takes back what
	// the deal's own lines paid; deals after the cancellation count from the
	// lower credited amount.
	MirrorOriginal CancelMethod = "mirror-original"
)

// CancelMethods returns both methods.
func CancelMethods() []CancelMethod { return []CancelMethod{Recompute, MirrorOriginal} }

// MarshalText returns the method's text. It returns an *[salesops.InputError]
// if m is not one of [CancelMethods].
func (m CancelMethod) MarshalText() ([]byte, error) {
	return strict.Text("CancelMethod", m, CancelMethods())
}

// UnmarshalText sets m from its text. It returns an *[salesops.InputError] if
// the text is not one of [CancelMethods].
func (m *CancelMethod) UnmarshalText(text []byte) error {
	return strict.Parse("CancelMethod", m, text, CancelMethods())
}

// UnmarshalJSON reads results strictly. It returns an *[salesops.InputError]
// for every key that is unknown, missing or given twice, and for everything
// that [Pay] refuses in results by themselves.
func (r *Results) UnmarshalJSON(data []byte) error {
	type plain Results
	return strict.Unmarshal(data, "Results", (*plain)(r), func(read *plain, in fault.Scope) {
		(*Results)(read).collect(in, anyName)
	})
}

// collect checks credits and deals; known tells which components there are. It
// reports whether their number is within the limit.
func (r *Results) collect(in fault.Scope, known func(name string) bool) bool {
	counted := r.collectCredits(in, known)
	if !in.Length("Deals", len(r.Deals), 0, MaxDeals) {
		return false
	}
	type key struct {
		id   string
		team bool
	}
	taken := make(map[key]bool, len(r.Deals))
	for i := range r.Deals {
		at := in.At("Deals", i)
		d := &r.Deals[i]
		own := key{d.ID, d.Source == TeamCredit}
		d.collect(at)
		if d.ID != "" && taken[own] {
			at.Conflict("ID", d.ID, "an id that no other deal of the same source has")
		}
		taken[own] = true
	}
	return counted
}

func (r *Results) collectCredits(in fault.Scope, known func(name string) bool) bool {
	least := 1
	if r.Deals != nil {
		least = 0
	}
	if !in.Length("Credits", len(r.Credits), least, MaxComponents) {
		return false
	}
	taken := make(map[string]bool, len(r.Credits))
	for i, credit := range r.Credits {
		at := in.At("Credits", i)
		switch {
		case !at.Name("Component", credit.Component):
		case taken[credit.Component]:
			at.Conflict("Component", credit.Component, "one credit for each component")
		case !known(credit.Component):
			at.OutOfRange("Component", credit.Component, "the name of a component of the plan")
		}
		taken[credit.Component] = true
		at.Decimal("Amount", credit.Amount, -MaxMoney, MaxMoney, "in the unit of the quota")
	}
	return true
}

func (d *Deal) collect(in fault.Scope) {
	in.Name("ID", d.ID)
	dated := in.Date("Date", d.Date)
	in.Name("Measure", string(d.Measure))
	in.Decimal("Amount", d.Amount, -MaxMoney, MaxMoney, "in the unit of the quota")
	if d.Share != nil {
		in.Decimal("Share", *d.Share, 0, 1, "as a fraction of the credit")
	}
	optional(in, "Source", d.Source, Sources())
	if d.Product != "" {
		in.Name("Product", d.Product)
	}
	in.Decimal("Discount", d.Discount, 0, 1, "as a fraction of the list price")
	if d.Cancellation == nil {
		return
	}
	at := in.In("Cancellation")
	if at.Date("Date", d.Cancellation.Date) && dated && d.Cancellation.Date.Before(d.Date) {
		at.Conflict("Date", d.Cancellation.Date.String(), "not before "+d.Date.String()+", the day of the deal")
	}
	fault.OneOf(at, "Method", d.Cancellation.Method, CancelMethods())
}

// match checks the results against the plan; names only if the plan has as many
// components as it may have.
func (r *Results) match(in fault.Scope, plan *Plan) {
	if len(plan.Components) == 0 || len(plan.Components) > MaxComponents {
		r.collect(in, anyName)
		return
	}
	open := make(map[string]bool, len(plan.Components))
	for i := range plan.Components {
		open[plan.Components[i].Name] = true
	}
	if !r.collect(in, func(name string) bool { return open[name] }) {
		return
	}
	for _, credit := range r.Credits {
		delete(open, credit.Component)
	}
	counting := make(map[Measure]int, len(plan.Components))
	for i := range plan.Components {
		c := &plan.Components[i]
		counting[c.Measure] += 1 + len(plan.bonuses(c.Name))
		if c.Name != "" && open[c.Name] && (r.Deals == nil || c.Tally == Level) {
			in.Missing("Credits", "a credit for the component "+c.Name)
			delete(open, c.Name)
		}
	}
	r.matchDeals(in, plan.Period, counting)
}

// matchDeals checks that all deals lie in one measure period and that they do
// not give too many lines.
func (r *Results) matchDeals(in fault.Scope, period Period, counting map[Measure]int) {
	credits := 0
	var first salesops.Date
	for i := range r.Deals {
		d := &r.Deals[i]
		credits += counting[d.Measure]
		if period == "" || !d.Date.IsValid() {
			continue
		}
		at := in.At("Deals", i)
		begins := period.begins(d.Date)
		if first.IsZero() {
			first = begins
		}
		if begins != first {
			at.Conflict("Date", d.Date.String(), "a day in the "+string(period)+" that begins on "+first.String())
		} else if d.Cancellation != nil && d.Cancellation.Date.IsValid() && period.begins(d.Cancellation.Date) != first {
			at.Conflict("Cancellation.Date", d.Cancellation.Date.String(), "a day in the "+string(period)+" that begins on "+first.String())
		}
	}
	if credits > MaxDealCredits {
		in.OutOfRange("Deals", "", "deals that count at most "+strconv.Itoa(MaxDealCredits)+" times toward components and bonuses")
	}
}

func anyName(string) bool { return true }

func (r *Results) amounts() map[string]decimal.Decimal {
	amounts := make(map[string]decimal.Decimal, len(r.Credits))
	for _, credit := range r.Credits {
		amounts[credit.Component] = credit.Amount
	}
	return amounts
}
