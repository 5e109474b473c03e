package comp

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// UnmarshalJSON reads an account strictly. It returns an
// *[salesops.InputError] for every key that is unknown, missing or given twice,
// and for everything that [Settle] refuses.
func (a *Account) UnmarshalJSON(data []byte) error {
	type plain Account
	return strict.Unmarshal(data, "Account", (*plain)(a), func(read *plain, in fault.Scope) {
		(*Account)(read).collect(in)
	})
}

func (a *Account) collect(in fault.Scope) {
	in.Int("Places", int(a.Places), 0, MaxPlaces, "decimal places")
	money(&in, "Owed", a.Owed, a.Places)
	if !in.Length("Periods", len(a.Periods), 1, MaxPayPeriods) {
		return
	}
	names, closed := make(map[string]bool), make(map[string]bool)
	for i := range a.Periods {
		p, at := &a.Periods[i], in.At("Periods", i)
		only(&at, p.Name, names)
		if i > 0 && p.Measure != a.Periods[i-1].Measure {
			closed[a.Periods[i-1].Measure] = true
		}
		if at.Name("Measure", p.Measure) && closed[p.Measure] {
			at.Conflict("Measure", p.Measure, "a measure period that has not ended before")
		}
		p.collect(at, a.Places)
	}
}

func (p *PayPeriod) collect(in fault.Scope, places int32) {
	signedMoney(&in, "EarnedToDate", p.EarnedToDate, places)
	if in.Length("Adjustments", len(p.Adjustments), 0, MaxAdjustments) {
		for i := range p.Adjustments {
			p.Adjustments[i].collect(in.At("Adjustments", i), places)
		}
	}
	if p.Draw != nil {
		at := in.In("Draw")
		fault.OneOf(at, "Kind", p.Draw.Kind, DrawKinds())
		if present(&at, "Amount", p.Draw.Amount, MaxMoney, "in the currency") {
			money(&at, "Amount", p.Draw.Amount, places)
		}
	}
	if in.Length("Held", len(p.Held), 0, MaxAdjustments) {
		names := make(map[string]bool, len(p.Held))
		for i, hold := range p.Held {
			at := in.At("Held", i)
			only(&at, hold.Name, names)
			money(&at, "Amount", hold.Amount, places)
		}
	}
}

func (a *Adjustment) collect(in fault.Scope, places int32) {
	fault.OneOf(in, "Kind", a.Kind, AdjustmentKinds())
	in.Name("Rule", a.Rule)
	if a.Deal != "" {
		in.Name("Deal", a.Deal)
	}
	if a.Component != "" {
		in.Name("Component", a.Component)
	}
	signedMoney(&in, "Amount", a.Amount, places)
}

// signedMoney checks -MaxMoney <= d <= MaxMoney in whole units of the currency.
func signedMoney(in *fault.Scope, field string, d decimal.Decimal, places int32) {
	if in.Decimal(field, d, -MaxMoney, MaxMoney, "in the currency") && places >= 0 && places <= MaxPlaces {
		requireWhole(in, field, d, places)
	}
}

// UnmarshalJSON reads a ledger strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing and every value out of its range,
// and if an entry does not balance or does not follow from the one before.
func (l *Ledger) UnmarshalJSON(data []byte) error {
	type plain Ledger
	return strict.Unmarshal(data, "Ledger", (*plain)(l), func(read *plain, in fault.Scope) {
		(*Ledger)(read).collect(in)
	})
}

func (l *Ledger) collect(in fault.Scope) {
	in.Int("Places", int(l.Places), 0, MaxPlaces, "decimal places")
	readable := amount(&in, "Opening", l.Opening)
	if !in.Length("Entries", len(l.Entries), 1, MaxPayPeriods) {
		return
	}
	owed, held := l.Opening, decimal.Decimal{}
	for i := range l.Entries {
		e, at := &l.Entries[i], in.At("Entries", i)
		readable = e.collect(at) && readable
		if readable {
			e.balance(at, owed, held)
			owed, held = e.Owed, e.Held
		}
	}
}

// collect reports whether the numbers of the entry can be added.
func (e *Entry) collect(in fault.Scope) bool {
	in.Name("Period", e.Period)
	readable := printable(&in, "Earned", e.Earned)
	readable = printable(&in, "Adjusted", e.Adjusted) && readable
	readable = amount(&in, "Advanced", e.Advanced) && readable
	readable = amount(&in, "Forgiven", e.Forgiven) && readable
	readable = amount(&in, "Recovered", e.Recovered) && readable
	readable = amount(&in, "Owed", e.Owed) && readable
	readable = amount(&in, "Withheld", e.Withheld) && readable
	readable = amount(&in, "Released", e.Released) && readable
	readable = amount(&in, "Held", e.Held) && readable
	readable = amount(&in, "Paid", e.Paid) && readable
	return collectSteps(in, e.Steps, settling()) && readable
}

// balance checks the entry against the balances before it.
func (e *Entry) balance(in fault.Scope, owed, held decimal.Decimal) {
	requireSum(&in, "Owed", e.Owed, owed.Add(e.Advanced).Sub(e.Forgiven).Sub(e.Recovered), "the balance before and what was advanced, less what was recovered")
	requireSum(&in, "Held", e.Held, held.Add(e.Withheld).Sub(e.Released), "what was held before and is withheld, less what is released")
	payable := e.Earned.Add(e.Adjusted)
	due := payable.Add(e.Advanced).Sub(e.Recovered)
	requireSum(&in, "Paid", e.Paid, due.Add(e.Released).Sub(e.Withheld), "what was earned, adjusted, advanced and released, less what was recovered and withheld")
	for i, want := range []decimal.Decimal{payable, due, e.Paid} {
		at := in.At("Steps", i)
		before := e.Earned
		if i > 0 {
			before = e.Steps[i-1].Total
		}
		requireSum(&at, "Total", e.Steps[i].Total, want, "what the operations did so far")
		requireSum(&at, "Amount", e.Steps[i].Amount, want.Sub(before), "what the operation did")
	}
}
