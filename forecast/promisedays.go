package forecast

import (
	"sort"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/binomial"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
	"github.com/salesops-go/salesops/internal/survival"
)

// PromiseMethod is how the bounds of a promise were computed.
type PromiseMethod string

// The methods.
const (
	// ExactBounds: binomial tails and order statistics, exact whatever the
	// distribution of days is.
	ExactBounds PromiseMethod = "exact"
	// BetaProductBounds: the same with shipments that are still open counted for
	// the days that they have taken. No distribution is assumed either, but the
	// bounds are approximate.
	BetaProductBounds PromiseMethod = "beta-product"
)

// PromiseMethods returns both methods.
func PromiseMethods() []PromiseMethod { return []PromiseMethod{ExactBounds, BetaProductBounds} }

// MarshalText returns the method's text. It returns an *[salesops.InputError] if
// m is not one of [PromiseMethods].
func (m PromiseMethod) MarshalText() ([]byte, error) {
	return strict.Text("PromiseMethod", m, PromiseMethods())
}

// UnmarshalText sets m from its text. It returns an *[salesops.InputError] if the
// text is not one of [PromiseMethods].
func (m *PromiseMethod) UnmarshalText(text []byte) error {
	return strict.Parse("PromiseMethod", m, text, PromiseMethods())
}

// PromiseDays is how many days to promise.
type PromiseDays struct {
	// KeptShare is the share of promises that is to be kept, a fraction.
	KeptShare float64 `json:"kept_share"`
	// Shipments is how many the answer is learnt from.
	Shipments int `json:"shipments"`
	// Open is how many of them are not complete. They count for the days that they
	// have taken: without them a promise would be too short.
	Open int `json:"open"`
	// Undated is how many shipments were left out because a line has no day of the
	// order.
	Undated int `json:"undated"`
	// Days is the promise that the history would have kept with the share:
	// undefined without shipments, and if too many are open to know it.
	Days salesops.Maybe `json:"days"`
	// LowDays and HighDays are an interval of the promise that keeps the share in
	// truth, at the level of the policy. Either end is undefined where the history
	// is too short to bound it.
	LowDays  salesops.Maybe `json:"low_days"`
	HighDays salesops.Maybe `json:"high_days"`
	// SafeDays is the shortest promise of the history that keeps the share with
	// the confidence of the policy: a tolerance bound, above Days, which is as
	// likely too short as too long. Undefined if the history is too short.
	SafeDays salesops.Maybe `json:"safe_days"`
	// MinShipments is the fewest shipments, all complete, for which there is a safe
	// promise.
	MinShipments int `json:"min_shipments"`
	// Method is how the bounds were computed: exact when no shipment is open.
	Method PromiseMethod `json:"method"`
}

// UnmarshalJSON reads days strictly. It returns an *[salesops.InputError] for
// every key that is unknown or missing, for a number out of its range, for days
// that are not in order, and for a method that contradicts the open shipments.
func (d *PromiseDays) UnmarshalJSON(data []byte) error {
	type plain PromiseDays
	return strict.Unmarshal(data, "PromiseDays", (*plain)(d), func(p *plain, in fault.Scope) {
		in.Float("KeptShare", p.KeptShare, MinKeptShare, MaxKeptShare, "as a fraction")
		in.Int("Shipments", p.Shipments, 0, MaxPromises, "shipments")
		in.Int("Open", p.Open, 0, max(p.Shipments, 0), "shipments")
		in.Int("Undated", p.Undated, 0, MaxPromises, "shipments")
		in.Int("MinShipments", p.MinShipments, 1, MaxPromises, "shipments")
		if (p.Method == BetaProductBounds) != (p.Open > 0) {
			in.Conflict("Method", string(p.Method), "exact when no shipment is open, beta-product otherwise")
		}
		low, days := p.LowDays.Or(0), p.Days.Or(0)
		for _, part := range []struct {
			field string
			value salesops.Maybe
			least float64
		}{
			{"LowDays", p.LowDays, 0},
			{"Days", p.Days, low},
			{"HighDays", p.HighDays, max(low, days)},
			{"SafeDays", p.SafeDays, max(low, days)},
		} {
			v, defined := part.value.Value()
			if defined && (p.Shipments == 0 || v < part.least || v > maxCalendarDays) {
				in.Conflict(part.field, part.value.String(), "days in order, and none without shipments")
			}
		}
	})
}

// FindPromise says how many days to promise so that a share of promises is kept,
// from the days that shipments took from order to the delivery of their last line.
// With x(1) <= .. <= x(n) the days and p the share:
//
//	days  x(k),  k the least with k >= n p
//	low   x(l),  l the largest with P(X <= l - 1) <= (1 - level)/2; 0 if there is none
//	high  x(u),  u the least with P(X >= u) <= (1 - level)/2
//	safe  x(s),  s the least with P(X >= s) <= 1 - level
//
// with X binomial, n trials and probability p. That holds whatever the
// distribution of days is: x(u) lies below the true quantile only if u shipments
// do, each with a chance below p. Where there is no such rank up to n, the number
// is undefined: to be safe with 90% at a confidence of 95% takes 29 shipments. Low
// and high are the ends of an interval; safe is one bound, at the level by itself.
//
// Shipments that are open have taken longer than the days since their order, and
// leaving them out would make promises too short. They count as censored: the days
// are the Kaplan-Meier quantile, and the other three are where the bounds of the
// beta product confidence procedure (Fay, Brittain and Proschan 2013) cross the
// share, which are the exact ones above as long as nothing is open.
//
// It is what the past would have needed. Shipments count as independent and alike:
// a history that mixes products, or a company that has got slower, needs a part of
// the history of its own, and [BacktestPromise] shows whether the promises learnt
// would have been kept.
//
// It returns an *[salesops.InputError] if:
//   - the history is refused by [MeasurePromises];
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: FCT-9.
func FindPromise(history PromiseHistory, policy PromisePolicy) (PromiseDays, error) {
	if err := promiseFaults(&history, &policy); err != nil {
		return PromiseDays{}, err
	}
	t := taken(shipments(history.lines(), history.AsOf), history.AsOf)
	return t.promise(policy), nil
}

// promise returns the days to promise.
func (t *takenDays) promise(policy PromisePolicy) PromiseDays {
	d := PromiseDays{
		KeptShare: policy.KeptShare, Shipments: len(t.cases), Open: t.open, Undated: t.undated,
		MinShipments: minShipments(policy), Method: ExactBounds,
	}
	if len(t.cases) == 0 {
		none := salesops.Undefined(noOrderDays)
		d.Days, d.LowDays, d.HighDays, d.SafeDays = none, none, none, none
		return d
	}
	crossing := t.exactCrossings()
	if t.open > 0 {
		d.Method, crossing = BetaProductBounds, t.betaCrossings()
	}
	curve := survival.KaplanMeier(survival.Table(t.cases))
	days, known := curve.Quantile(policy.KeptShare)
	tail := (1 - policy.PromiseLevel) / 2
	low, _ := crossing.low(policy.KeptShare, tail)
	high, bounded := crossing.high(policy.KeptShare, tail)
	safe, sure := crossing.high(policy.KeptShare, 1-policy.PromiseLevel)
	// Approximate bounds may miss the estimate by a day where little is known.
	if known {
		low, high, safe = min(low, days), max(high, days), max(safe, days)
	}
	d.LowDays = salesops.Defined(float64(low))
	d.Days = defined(days, known, "too many shipments are open")
	const few = "too few shipments are complete"
	d.HighDays, d.SafeDays = defined(high, known && bounded, few), defined(safe, known && sure, few)
	return d
}

func defined(days int, known bool, reason string) salesops.Maybe {
	if !known {
		return salesops.Undefined(reason)
	}
	return salesops.Defined(float64(days))
}

// minShipments returns the least n with share^n <= 1 - level.
func minShipments(policy PromisePolicy) int {
	return 1 + sort.Search(MaxPromises, func(n int) bool {
		return binomial.Upper(n+1, n+1, policy.KeptShare) <= 1-policy.PromiseLevel
	})
}

// crossings say where the bounds of the share that is kept cross a share, each
// failing with a chance of tail: the day on which the upper bound reaches it, and
// that on which the lower does.
type crossings struct {
	low, high func(share, tail float64) (days int, ok bool)
}

// exactCrossings are order statistics; all shipments are complete.
func (t *takenDays) exactCrossings() crossings {
	n := len(t.days)
	return crossings{
		low: func(share, tail float64) (int, bool) {
			if rank := sort.Search(n, func(k int) bool { return binomial.Lower(n, k, share) > tail }); rank > 0 {
				return t.days[rank-1], true
			}
			return 0, true
		},
		high: func(share, tail float64) (int, bool) {
			if i := sort.Search(n, func(i int) bool { return binomial.Upper(n, i+1, share) <= tail }); i < n {
				return t.days[i], true
			}
			return 0, false
		},
	}
}

func (t *takenDays) betaCrossings() crossings {
	bounds := survival.BetaProduct(t.cases)
	left := func(share float64) float64 { return exact.Decimal(1).Sub(exact.Decimal(share)).InexactFloat64() }
	return crossings{
		low:  func(share, tail float64) (int, bool) { return bounds.FirstBelow(left(share), tail) },
		high: func(share, tail float64) (int, bool) { return bounds.FirstAbove(left(share), tail) },
	}
}
