package roi

import (
	"math"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

const (
	// MaxPaybackFlows is the most flows of [PayBackFlows].
	MaxPaybackFlows = 1200
	// MaxDiscountRate is the highest discount rate, as a fraction a period or a
	// year: 10 is 1000%.
	MaxDiscountRate = 10
)

// RecoveryStatus is what becomes of a balance that starts with a cost.
//
// Playbook: ROI-6.
type RecoveryStatus string

// The four statuses.
const (
	// RecoversNever: the balance never reaches zero.
	RecoversNever RecoveryStatus = "never"
	// RecoversOnce: it reaches zero once and stays at or above it.
	RecoversOnce RecoveryStatus = "once"
	// RecoversAgain: it falls below zero after that, and ends at or above it.
	RecoversAgain RecoveryStatus = "more-than-once"
	// RecoversAndFalls: it reaches zero, and ends below it.
	RecoversAndFalls RecoveryStatus = "not-kept"
)

// RecoveryStatuses returns all statuses: never, once, more than once, not kept.
func RecoveryStatuses() []RecoveryStatus {
	return []RecoveryStatus{RecoversNever, RecoversOnce, RecoversAgain, RecoversAndFalls}
}

// MarshalText returns the status's text. It returns an *[salesops.InputError]
// if s is not one of [RecoveryStatuses].
func (s RecoveryStatus) MarshalText() ([]byte, error) {
	return strict.Text("RecoveryStatus", s, RecoveryStatuses())
}

// UnmarshalText sets s from its text. It returns an *[salesops.InputError] if
// the text is not one of [RecoveryStatuses].
func (s *RecoveryStatus) UnmarshalText(text []byte) error {
	return strict.Parse("RecoveryStatus", s, text, RecoveryStatuses())
}

// Recovery is when a balance reaches zero from below: once, several times or
// never. Times are in periods from the first flow, and flows are even inside
// their period.
//
// Playbook: ROI-6.
type Recovery struct {
	// Status tells which of the times below there are.
	Status RecoveryStatus `json:"status"`
	// First is when the balance first reaches zero: the payback as most people
	// mean it; undefined when it never does.
	First salesops.Maybe `json:"first"`
	// Last is from when on the balance stays at or above zero to the last
	// flow; undefined when it ends below.
	Last salesops.Maybe `json:"last"`
	// Times is how often it reaches zero from below; a balance that starts at
	// or above zero has done so once, at time 0.
	Times int `json:"times"`
}

// settle sets the status from the number of times and where the balance ends.
func (r *Recovery) settle(endsBelow bool) {
	switch {
	case r.Times == 0:
		r.Status = RecoversNever
		r.First = salesops.Undefined("the balance never reaches zero")
		r.Last = r.First
	case endsBelow:
		r.Status = RecoversAndFalls
		r.Last = salesops.Undefined("the balance ends below zero")
	case r.Times == 1:
		r.Status = RecoversOnce
	default:
		r.Status = RecoversAgain
	}
}

// UnmarshalJSON reads a recovery strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, every value out of its range, and
// if the status does not follow from the times.
func (r *Recovery) UnmarshalJSON(data []byte) error {
	type plain Recovery
	return strict.Unmarshal(data, "Recovery", (*plain)(r), func(p *plain, in fault.Scope) {
		(*Recovery)(p).check(in)
	})
}

func (r *Recovery) check(in fault.Scope) {
	in.Int("Times", r.Times, 0, MaxPaybackFlows, "times")
	first, recovers := r.First.Value()
	last, kept := r.Last.Value()
	in.Float("First", first, 0, MaxPaybackFlows, "periods, or null")
	in.Float("Last", last, 0, MaxPaybackFlows, "periods, or null")
	want := Recovery{Times: r.Times}
	want.settle(!kept)
	if r.Status != want.Status {
		in.Conflict("Status", string(r.Status), string(want.Status)+", from the times")
	}
	if recovers != (r.Times > 0) || kept && !recovers {
		in.Conflict("First", r.First.String(), "null exactly when it never recovers")
	}
	if ordered := first < last || first == last && r.Times == 1; recovers && kept && !ordered {
		in.Conflict("Last", r.Last.String(), "the first if it recovers once, else after it")
	}
}

// FlowPayback is when a series of flows has returned what it cost.
type FlowPayback struct {
	// Simple counts the flows as they are.
	Simple Recovery `json:"simple"`
	// Discounted counts each flow at its value at the time of the first.
	Discounted Recovery `json:"discounted"`
}

// UnmarshalJSON reads a payback of flows strictly. It returns an
// *[salesops.InputError] for every key that is unknown or missing, everything
// that [Recovery.UnmarshalJSON] refuses, and if the discounted payback is
// earlier than the simple one.
func (p *FlowPayback) UnmarshalJSON(data []byte) error {
	type plain FlowPayback
	return strict.Unmarshal(data, "FlowPayback", (*plain)(p), func(p *plain, in fault.Scope) {
		checkLater(in, "Discounted", p.Simple, p.Discounted)
	})
}

// checkLater checks that discounting has brought nothing forward.
func checkLater(in fault.Scope, field string, simple, discounted Recovery) {
	if discounted.First.Or(math.MaxFloat64) < simple.First.Or(math.MaxFloat64) {
		in.Conflict(field, discounted.First.String(), "a first payback that is not before the simple one")
	}
}

// PayBackFlows computes when flows have returned what they cost. The first flow
// is now, the others are one period apart, even inside their period:
//
//	balance after period t  B(t) = flow 0 + ... + flow t
//	simple payback          t - 1 - B(t-1) / flow t, for the first t with B(t) >= 0
//	discounted payback      the same with flow t / (1 + rate)^t
//
// The rate is a fraction a period, 0 to [MaxDiscountRate]. The balances are
// exact in the decimals that the inputs stand for; each time is the float64
// nearest to the exact quotient. The first discounted payback is never before
// the first simple one.
//
// Special cases are:
//
//	a first flow of 0 or more       paid back at time 0
//	a balance of zero at an end     paid back at that end
//	a balance that never gets there  [RecoversNever]
//
// It returns an *[salesops.InputError] if:
//   - there are no flows or more than [MaxPaybackFlows];
//   - a flow is not within -[MaxAmount] to [MaxAmount], has more than 34 digits or an exponent outside -18 to 18;
//   - rate is not 0 or within [MinInput] to [MaxDiscountRate].
//
// Playbook: ROI-6.
func PayBackFlows(flows []decimal.Decimal, rate float64) (FlowPayback, error) {
	var faults fault.List
	in := faults.In("flows")
	if in.Length("", len(flows), 1, MaxPaybackFlows) {
		for i, f := range flows {
			at := in.At("", i)
			at.Decimal("", f, -MaxAmount, MaxAmount, "of money")
		}
	}
	noneOrFloat(faults.In("rate"), "", rate, MaxDiscountRate, "a period, as a fraction")
	if faults.Any() {
		return FlowPayback{}, faults.Err()
	}
	return FlowPayback{
		Simple:     newLedger(flows, decimal.New(0, 0)).recovery(),
		Discounted: newLedger(flows, exact.Decimal(rate)).recovery(),
	}, nil
}

// noneOrFloat checks that x is 0 or MinInput <= x <= high.
func noneOrFloat(in fault.Scope, field string, x, high float64, unit string) {
	if x != 0 {
		in.Float(field, x, MinInput, high, unit+", or 0")
	}
}
