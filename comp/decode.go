package comp

import (
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// UnmarshalJSON reads a deal strictly. It returns an *[salesops.InputError] for
// every key that is unknown, missing or given twice, and for everything that
// [Pay] refuses in a deal by itself.
func (d *Deal) UnmarshalJSON(data []byte) error {
	type plain Deal
	return strict.Unmarshal(data, "Deal", (*plain)(d), func(read *plain, in fault.Scope) {
		(*Deal)(read).collect(in)
	})
}

// UnmarshalJSON reads the deals of a person strictly. It returns an
// *[salesops.InputError] for every key that is unknown, missing or given twice,
// a person without a name, and a deal that is out of its range.
func (p *PersonDeals) UnmarshalJSON(data []byte) error {
	type plain PersonDeals
	return strict.Unmarshal(data, "PersonDeals", (*plain)(p), func(read *plain, in fault.Scope) {
		in.Name("Person", read.Person)
		in.Length("Deals", len(read.Deals), 1, MaxAssigned)
	})
}

// UnmarshalJSON reads a report strictly. It returns an *[salesops.InputError]
// for every key that is unknown, missing or given twice, and for a name that
// [AssignCredits] refuses.
func (r *Report) UnmarshalJSON(data []byte) error {
	type plain Report
	return strict.Unmarshal(data, "Report", (*plain)(r), func(read *plain, in fault.Scope) {
		in.Name("Person", read.Person)
		in.Name("Manager", read.Manager)
	})
}

// UnmarshalJSON reads an adjustment strictly. It returns an
// *[salesops.InputError] for every key that is unknown, missing or given twice,
// and for everything that [Settle] refuses in an adjustment in a currency of
// [MaxPlaces].
func (a *Adjustment) UnmarshalJSON(data []byte) error {
	type plain Adjustment
	return strict.Unmarshal(data, "Adjustment", (*plain)(a), func(read *plain, in fault.Scope) {
		(*Adjustment)(read).collect(in, MaxPlaces)
	})
}

// UnmarshalJSON reads a hold strictly. It returns an *[salesops.InputError] for
// every key that is unknown, missing or given twice, and for everything that
// [Settle] refuses in a hold in a currency of [MaxPlaces].
func (h *Hold) UnmarshalJSON(data []byte) error {
	type plain Hold
	return strict.Unmarshal(data, "Hold", (*plain)(h), func(read *plain, in fault.Scope) {
		in.Name("Name", read.Name)
		money(&in, "Amount", read.Amount, MaxPlaces)
	})
}

// UnmarshalJSON reads a reversal strictly. It returns an *[salesops.InputError]
// for every key that is unknown, missing or given twice, and for everything that
// [ClawBack] refuses in it.
func (r *Reversal) UnmarshalJSON(data []byte) error {
	type plain Reversal
	return strict.Unmarshal(data, "Reversal", (*plain)(r), func(read *plain, in fault.Scope) {
		(*Reversal)(read).collect(in)
	})
}

// UnmarshalJSON reads a receipt strictly. It returns an *[salesops.InputError]
// for every key that is unknown, missing or given twice, and for everything that
// [HoldForCash] refuses in a receipt by itself.
func (r *Receipt) UnmarshalJSON(data []byte) error {
	type plain Receipt
	return strict.Unmarshal(data, "Receipt", (*plain)(r), func(read *plain, in fault.Scope) {
		(*Receipt)(read).collect(in)
	})
}

// UnmarshalJSON reads a version strictly. It returns an *[salesops.InputError]
// for every key that is unknown, missing or given twice, a day that does not
// exist, and everything that reading a [Plan] refuses.
func (v *Version) UnmarshalJSON(data []byte) error {
	type plain Version
	return strict.Unmarshal(data, "Version", (*plain)(v), func(read *plain, in fault.Scope) {
		in.Date("Effective", read.Effective)
	})
}

// UnmarshalJSON reads a segment strictly. It returns an *[salesops.InputError]
// for every key that is unknown, missing or given twice, a day that does not
// exist, and everything that reading a [Plan] refuses.
func (s *Segment) UnmarshalJSON(data []byte) error {
	type plain Segment
	return strict.Unmarshal(data, "Segment", (*plain)(s), func(read *plain, in fault.Scope) {
		read.Span.collect(in.In("Span"))
	})
}
