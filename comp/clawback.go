package comp

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// Reversal says how much of a deal's pay is taken back after its period was
// closed.
type Reversal struct {
	// Deal is the id of the deal.
	Deal string `json:"deal"`
	// Method is how the part is found.
	Method ReversalMethod `json:"method"`
	// Share is the part that is taken back, above 0 to 1, for [ReverseShare].
	Share decimal.Decimal `json:"share,omitzero"`
	// Term is how long the customer had signed for, above 0 to [MaxMoney] in
	// any unit of time, for [ReverseUnserved].
	Term decimal.Decimal `json:"term,omitzero"`
	// Served is how long the customer stayed, 0 to Term in the same unit.
	Served decimal.Decimal `json:"served,omitzero"`
}

// ReversalMethod is how much of the original pay is taken back.
type ReversalMethod string

// The three methods.
const (
	// ReverseOriginal takes back the original lines in full.
	ReverseOriginal ReversalMethod = "original-line"
	// ReverseShare takes back a fixed part of each.
	ReverseShare ReversalMethod = "share"
	// ReverseUnserved takes back the part of the term that was not served.
	ReverseUnserved ReversalMethod = "unserved-term"
)

// ReversalMethods returns all methods.
func ReversalMethods() []ReversalMethod {
	return []ReversalMethod{ReverseOriginal, ReverseShare, ReverseUnserved}
}

// MarshalText returns the method's text. It returns an *[salesops.InputError]
// if m is not one of [ReversalMethods].
func (m ReversalMethod) MarshalText() ([]byte, error) {
	return strict.Text("ReversalMethod", m, ReversalMethods())
}

// UnmarshalText sets m from its text. It returns an *[salesops.InputError] if
// the text is not one of [ReversalMethods].
func (m *ReversalMethod) UnmarshalText(text []byte) error {
	return strict.Parse("ReversalMethod", m, text, ReversalMethods())
}

// ClawBack returns what is taken back now for a deal of a closed period: one
// adjustment for each line of the deal that paid or took off money.
//
//	amount = -line × 1                        original line
//	amount = -line × share                    share
//	amount = -line × (term - served) ÷ term   unserved term
//
// Each is rounded half away from zero, like for a line and its opposite. The
// statement is the one by which the deal was paid; it does not change, and
// neither does what other deals were paid. In a period that is open, cancel the
// deal instead: see [Cancellation]. Lines that are not for one deal, as those of
// a component's cap, are left alone; a deal that is not on the statement gives
// no adjustments.
//
// It returns an *[salesops.InputError] if:
//   - the statement is not one that [Pay] could have made: its sums do not add up;
//   - the deal's id is empty, or the method none of [ReversalMethods];
//   - the share is not above 0 to 1, the term not above 0, or Served not within 0 to Term.
//
// Playbook: CMP-6.
func ClawBack(statement Statement, reversal Reversal) ([]Adjustment, error) {
	var list fault.List
	statement.collect(list.In("Statement"))
	reversal.collect(list.In("Reversal"))
	if list.Any() {
		return nil, list.Err()
	}
	part, whole := reversal.part()
	adjustments := []Adjustment{}
	for i := range statement.Lines {
		line := &statement.Lines[i]
		back := line.Amount.Mul(part).DivRound(whole, statement.Places).Neg()
		if line.Deal == reversal.Deal && !back.IsZero() {
			adjustments = append(adjustments, Adjustment{
				Kind: Clawback, Rule: line.Rule, Deal: line.Deal, Component: line.Component, Amount: back,
			})
		}
	}
	return adjustments, nil
}

func (r *Reversal) collect(in fault.Scope) {
	in.Name("Deal", r.Deal)
	fault.OneOf(in, "Method", r.Method, ReversalMethods())
	switch r.Method {
	case ReverseOriginal:
	case ReverseShare:
		positive(&in, "Share", r.Share, 1, "as a fraction")
	case ReverseUnserved:
		known := positive(&in, "Term", r.Term, MaxMoney, "in a unit of time")
		if in.Decimal("Served", r.Served, 0, MaxMoney, "in the unit of Term") && known && r.Served.Cmp(r.Term) > 0 {
			in.Conflict("Served", r.Served.String(), "at most Term, "+r.Term.String())
		}
	}
}

// part returns how much is taken back, of how much.
func (r *Reversal) part() (part, whole decimal.Decimal) {
	one := decimal.New(1, 0)
	switch r.Method {
	case ReverseShare:
		return r.Share, one
	case ReverseUnserved:
		return r.Term.Sub(r.Served), r.Term
	case ReverseOriginal:
	}
	return one, one
}

// Restate returns what is paid or taken back now because a closed period would
// be paid otherwise today: one adjustment for each component whose payout has
// changed, and one for bonuses and the cap of the plan together. They add up to
// the difference of the totals.
//
//	amount = payout after - payout before
//
// Components are matched by name, those before first; one that is on one
// statement alone pays 0 on the other.
//
// It returns an *[salesops.InputError] if a statement is not one that [Pay]
// could have made: its sums do not add up; or if the two have different Places.
//
// Playbook: CMP-6, CMP-8.
func Restate(before, after Statement) ([]Adjustment, error) {
	var list fault.List
	before.collect(list.In("Before"))
	in := list.In("After")
	after.collect(in)
	if before.Places != after.Places {
		in.Conflict("Places", "", "the Places of the statement before")
	}
	if list.Any() {
		return nil, list.Err()
	}
	changes := make(map[string]decimal.Decimal, len(before.Components))
	names := make([]string, 0, len(before.Components))
	rest := after.Total.Sub(before.Total)
	add := func(c *ComponentPay, payout decimal.Decimal) {
		if _, known := changes[c.Component]; !known {
			names = append(names, c.Component)
		}
		changes[c.Component] = changes[c.Component].Add(payout)
		rest = rest.Sub(payout)
	}
	for i := range before.Components {
		add(&before.Components[i], before.Components[i].Payout.Neg())
	}
	for i := range after.Components {
		add(&after.Components[i], after.Components[i].Payout)
	}
	adjustments := []Adjustment{}
	for _, name := range names {
		if !changes[name].IsZero() {
			adjustments = append(adjustments, Adjustment{Kind: PriorPeriod, Rule: "payout", Component: name, Amount: changes[name]})
		}
	}
	if !rest.IsZero() {
		adjustments = append(adjustments, Adjustment{Kind: PriorPeriod, Rule: "bonuses and cap of the plan", Amount: rest})
	}
	return adjustments, nil
}

// Receipt is what a customer has paid for a deal.
type Receipt struct {
	// Deal is the id of the deal.
	Deal string `json:"deal"`
	// Invoiced is the amount of the invoice, above 0 to [MaxMoney].
	Invoiced decimal.Decimal `json:"invoiced"`
	// Received is what has come in, 0 to Invoiced.
	Received decimal.Decimal `json:"received"`
}

// HoldForCash returns what of a statement is to be held until the customers
// have paid: for each receipt in order whose deal is not paid in full
//
//	held = pay of the deal - pay of the deal × received ÷ invoiced
//
// with the product rounded half away from zero. Pay of the deal is the sum of
// its lines; a deal that pays nothing is not held, and neither is one without a
// receipt. Give the holds to the [PayPeriod]: they are what is held at its end,
// and the next ones, made from later receipts, release the rest.
//
// It returns an *[salesops.InputError] if:
//   - the statement is not one that [Pay] could have made: its sums do not add up;
//   - there are more than [MaxAdjustments] receipts, a deal's id is empty or given twice;
//   - Invoiced is not above 0 to [MaxMoney], or Received not within 0 to Invoiced.
//
// Playbook: CMP-6.
func HoldForCash(statement Statement, receipts []Receipt) ([]Hold, error) {
	var list fault.List
	statement.collect(list.In("Statement"))
	in := list.In("Receipts")
	if in.Length("", len(receipts), 0, MaxAdjustments) {
		taken := make(map[string]bool, len(receipts))
		for i := range receipts {
			r, at := &receipts[i], in.At("", i)
			r.collect(at)
			if r.Deal != "" && taken[r.Deal] {
				at.Conflict("Deal", r.Deal, "one receipt for each deal")
			}
			taken[r.Deal] = true
		}
	}
	if list.Any() {
		return nil, list.Err()
	}
	pay := make(map[string]decimal.Decimal)
	for i := range statement.Lines {
		line := &statement.Lines[i]
		pay[line.Deal] = pay[line.Deal].Add(line.Amount)
	}
	holds := []Hold{}
	for _, r := range receipts {
		due := pay[r.Deal].Mul(r.Received).DivRound(r.Invoiced, statement.Places)
		if held := pay[r.Deal].Sub(due); held.IsPositive() {
			holds = append(holds, Hold{Name: r.Deal, Amount: held})
		}
	}
	return holds, nil
}

func (r *Receipt) collect(in fault.Scope) {
	in.Name("Deal", r.Deal)
	known := positive(&in, "Invoiced", r.Invoiced, MaxMoney, "in the currency")
	if in.Decimal("Received", r.Received, 0, MaxMoney, "in the currency") && known && r.Received.Cmp(r.Invoiced) > 0 {
		in.Conflict("Received", r.Received.String(), "at most Invoiced, "+r.Invoiced.String())
	}
}
