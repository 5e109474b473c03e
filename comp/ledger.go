package comp

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// The limits of an account.
const (
	// MaxPayPeriods is the most pay periods of an account.
	MaxPayPeriods = 1000
	// MaxAdjustments is the most adjustments, and the most holds, of one pay
	// period.
	MaxAdjustments = 10_000
)

// Account is what happened to the pay of one person, pay period by pay period.
type Account struct {
	// Places is the number of decimal places of the currency, 0 to [MaxPlaces].
	Places int32 `json:"places"`
	// Owed is the draw balance at the begin: what was advanced before and is
	// still to be recovered, 0 to [MaxMoney].
	Owed decimal.Decimal `json:"owed,omitzero"`
	// Periods are the pay periods in their order, at most [MaxPayPeriods].
	Periods []PayPeriod `json:"periods"`
}

// PayPeriod is one payday.
type PayPeriod struct {
	// Name tells the pay period from the others, such as "2026-02".
	Name string `json:"name"`
	// Measure is the name of the measure period to which the earnings belong,
	// such as "2026-Q1".
	Measure string `json:"measure"`
	// EarnedToDate is what has been earned in that measure period since its
	// first day: the Total of its [Statement] so far, -[MaxMoney] to
	// [MaxMoney]. What its earlier pay periods earned is deducted, so that a
	// month settles whatever the months before it paid too much or too little.
	EarnedToDate decimal.Decimal `json:"earned_to_date"`
	// Adjustments concern measure periods that are closed, at most
	// [MaxAdjustments].
	Adjustments []Adjustment `json:"adjustments,omitempty"`
	// Draw is the draw of the pay period; nil is none.
	Draw *Draw `json:"draw,omitempty"`
	// Held is everything that is on hold at the end of the pay period, new or
	// old, at most [MaxAdjustments] and each name once. What was on hold before
	// and is no longer listed is paid.
	Held []Hold `json:"held,omitempty"`
}

// Adjustment is an amount that is paid or taken back now for a closed period.
type Adjustment struct {
	// Kind is where it comes from.
	Kind AdjustmentKind `json:"kind"`
	// Rule is the line that it corrects, or any text of 1 to 200 bytes that
	// says why.
	Rule string `json:"rule"`
	// Deal is the id of the deal; empty if it is not for one deal.
	Deal string `json:"deal,omitzero"`
	// Component is the component's name; empty if it is not for one.
	Component string `json:"component,omitzero"`
	// Amount is the money, -[MaxMoney] to [MaxMoney], in whole units of the
	// currency's last place; below 0 takes back.
	Amount decimal.Decimal `json:"amount"`
}

// AdjustmentKind is where an adjustment comes from.
type AdjustmentKind string

// The two kinds of adjustment.
const (
	// PriorPeriod corrects what a closed period paid; see [Restate].
	PriorPeriod AdjustmentKind = "prior-period"
	// Clawback takes back what a closed period paid for a deal; see [ClawBack].
	Clawback AdjustmentKind = "clawback"
)

// AdjustmentKinds returns both kinds.
func AdjustmentKinds() []AdjustmentKind { return []AdjustmentKind{PriorPeriod, Clawback} }

// MarshalText returns the kind's text. It returns an *[salesops.InputError] if
// k is not one of [AdjustmentKinds].
func (k AdjustmentKind) MarshalText() ([]byte, error) {
	return strict.Text("AdjustmentKind", k, AdjustmentKinds())
}

// UnmarshalText sets k from its text. It returns an *[salesops.InputError] if
// the text is not one of [AdjustmentKinds].
func (k *AdjustmentKind) UnmarshalText(text []byte) error {
	return strict.Parse("AdjustmentKind", k, text, AdjustmentKinds())
}

// Hold is pay that waits for a condition.
type Hold struct {
	// Name is what waits, such as a deal's id; 1 to 200 bytes.
	Name string `json:"name"`
	// Amount is how much, 0 to [MaxMoney], in whole units of the currency's
	// last place.
	Amount decimal.Decimal `json:"amount"`
}

// Ledger is what an account comes to.
type Ledger struct {
	// Places is the number of decimal places of the currency.
	Places int32 `json:"places"`
	// Opening is the draw balance at the begin.
	Opening decimal.Decimal `json:"opening"`
	// Entries are the pay periods, in their order.
	Entries []Entry `json:"entries"`
}

// Entry is one pay period. It always holds that
//
//	paid + recovered + withheld = earned + adjusted + advanced + released
//
// and that Owed, Held and Paid are not below 0.
type Entry struct {
	// Period is the name of the pay period.
	Period string `json:"period"`
	// Earned is EarnedToDate less what earlier pay periods of the same measure
	// period earned; below 0 if they earned too much.
	Earned decimal.Decimal `json:"earned"`
	// Adjusted is the sum of the adjustments.
	Adjusted decimal.Decimal `json:"adjusted"`
	// Advanced is what is paid above the earnings, or cannot be taken back now.
	Advanced decimal.Decimal `json:"advanced"`
	// Forgiven is the part of Advanced that is not owed.
	Forgiven decimal.Decimal `json:"forgiven"`
	// Recovered is what is kept back of the earnings for earlier advances.
	Recovered decimal.Decimal `json:"recovered"`
	// Owed is the draw balance afterwards.
	Owed decimal.Decimal `json:"owed"`
	// Withheld is what is newly put on hold.
	Withheld decimal.Decimal `json:"withheld"`
	// Released is what comes off hold.
	Released decimal.Decimal `json:"released"`
	// Held is what is on hold afterwards.
	Held decimal.Decimal `json:"held"`
	// Paid is what is paid out.
	Paid decimal.Decimal `json:"paid"`
	// Steps are the last operations of [Operations], with what each did; their
	// first Total starts from Earned.
	Steps []Step `json:"steps"`
}

// Settle computes what is paid out, pay period by pay period: adjustments and
// clawbacks first, then the draw, then holds.
//
//	earned    = earned to date - what earlier pay periods of the measure period earned
//	payable   = earned + Σ adjustments
//
//	payable and draw                        advanced           recovered                      due
//	no draw, payable >= 0                   0                  min(owed, payable)             payable - recovered
//	no draw, payable < 0                    -payable           0                              0
//	guarantee, payable >= draw              0                  min(owed, payable - draw)      payable - recovered
//	guarantee, payable < draw               draw - payable     0                              draw
//	addition                                due - payable      0                              max(0, payable + draw)
//
//	owed      = owed + advanced - forgiven - recovered
//	held      = min(Σ held, held before + due)
//	paid      = due - (held - held before)
//
// What a draw that is not recoverable advances is forgiven, but not what a
// clawback takes below 0: that stays owed. So the draw balance is never below 0,
// nothing is paid that is below 0, and in every period and over all of them
// paid + recovered = earned + advanced, but for what is on hold.
//
// It returns an *[salesops.InputError] if:
//   - Places is not within 0 to [MaxPlaces], or an amount has more decimal places;
//   - there is no period, or there are more than [MaxPayPeriods], or two have the same name;
//   - a pay period of one measure period comes after that of a later one;
//   - an amount is out of its range, a kind none of its list, or a name empty, too long or given twice;
//   - a decimal has more than 34 digits or an exponent outside -18 to 18.
//
// Playbook: CMP-6, CMP-8.
func Settle(account Account) (Ledger, error) {
	var list fault.List
	account.collect(list.In("Account"))
	if list.Any() {
		return Ledger{}, list.Err()
	}
	ledger := Ledger{Places: account.Places, Opening: account.Owed, Entries: make([]Entry, len(account.Periods))}
	owed, held, before := account.Owed, decimal.Decimal{}, decimal.Decimal{}
	for i := range account.Periods {
		p := &account.Periods[i]
		if i == 0 || p.Measure != account.Periods[i-1].Measure {
			before = decimal.Decimal{}
		}
		entry := p.settle(p.EarnedToDate.Sub(before), owed, held)
		ledger.Entries[i] = entry
		owed, held, before = entry.Owed, entry.Held, p.EarnedToDate
	}
	return ledger, nil
}

func (p *PayPeriod) settle(earned, owed, held decimal.Decimal) Entry {
	zero, adjusted, hold := decimal.Decimal{}, decimal.Decimal{}, decimal.Decimal{}
	for _, a := range p.Adjustments {
		adjusted = adjusted.Add(a.Amount)
	}
	for _, h := range p.Held {
		hold = hold.Add(h.Amount)
	}
	payable := earned.Add(adjusted)
	d := p.Draw.settle(payable, owed)
	after := decimal.Min(hold, held.Add(d.due))
	entry := Entry{
		Period: p.Name, Earned: earned, Adjusted: adjusted,
		Advanced: d.advanced, Forgiven: d.forgiven, Recovered: d.recovered,
		Owed:     owed.Add(d.advanced).Sub(d.forgiven).Sub(d.recovered),
		Withheld: decimal.Max(zero, after.Sub(held)), Released: decimal.Max(zero, held.Sub(after)), Held: after,
		Paid: d.due.Sub(after).Add(held),
	}
	entry.Steps = []Step{
		{Operation: Adjust, Lines: len(p.Adjustments), Amount: adjusted, Total: payable},
		{Operation: SettleDraw, Amount: d.due.Sub(payable), Total: d.due},
		{Operation: HoldBack, Lines: len(p.Held), Amount: held.Sub(after), Total: entry.Paid},
	}
	if !entry.Steps[1].Amount.IsZero() {
		entry.Steps[1].Lines = 1
	}
	return entry
}
