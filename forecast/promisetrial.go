package forecast

import (
	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/binomial"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
	"github.com/salesops-go/salesops/internal/survival"
)

// MaxPromiseDays is the longest promise that can be tried, in days.
const MaxPromiseDays = 100_000

// PromiseTrial is what would have become of a promise of so many days.
type PromiseTrial struct {
	// Days is the promise.
	Days int `json:"days"`
	// Shipments is how many it was tried on.
	Shipments int `json:"shipments"`
	// Kept is how many were complete within the days.
	Kept int `json:"kept"`
	// Broken is how many took longer, or are open and have.
	Broken int `json:"broken"`
	// Unknown is how many are open and were ordered more recently.
	Unknown int `json:"unknown"`
	// Undated is how many shipments were left out because a line has no day of the
	// order.
	Undated int `json:"undated"`
	// KeptShare is the share that would have been kept, a fraction: Kept of all
	// when nothing is unknown, and the Kaplan-Meier estimate otherwise; undefined
	// without shipments.
	KeptShare salesops.Maybe `json:"kept_share"`
	// Interval is that of the chance to keep such a promise, at the level of the
	// policy; nil without shipments.
	Interval *salesops.Interval `json:"interval"`
	// Method is how the interval was computed: exact (Clopper and Pearson's) when
	// nothing is unknown.
	Method PromiseMethod `json:"method"`
}

// UnmarshalJSON reads a trial strictly. It returns an *[salesops.InputError] for
// every key that is unknown or missing, for a number out of its range, if the
// counts do not add up, and if a share, an interval or a method contradicts them.
func (t *PromiseTrial) UnmarshalJSON(data []byte) error {
	type plain PromiseTrial
	return strict.Unmarshal(data, "PromiseTrial", (*plain)(t), func(p *plain, in fault.Scope) {
		in.Int("Days", p.Days, 0, MaxPromiseDays, "days")
		in.Int("Shipments", p.Shipments, 0, MaxPromises, "shipments")
		in.Int("Kept", p.Kept, 0, MaxPromises, "shipments")
		in.Int("Broken", p.Broken, 0, MaxPromises, "shipments")
		in.Int("Unknown", p.Unknown, 0, MaxPromises, "shipments")
		in.Int("Undated", p.Undated, 0, MaxPromises, "shipments")
		if p.Kept+p.Broken+p.Unknown != p.Shipments {
			in.Conflict("Shipments", "", "those kept, broken and unknown together")
		}
		rate(&in, "KeptShare", p.KeptShare, 1)
		v, defined := p.KeptShare.Value()
		if defined != (p.Shipments > 0) {
			in.Conflict("KeptShare", p.KeptShare.String(), "a number exactly when there are shipments")
		}
		around(&in, "Interval", p.Interval, v, defined)
		if (p.Method == BetaProductBounds) != (p.Unknown > 0) {
			in.Conflict("Method", string(p.Method), "exact when nothing is unknown, beta-product otherwise")
		}
	})
}

// TryPromise says what share of promises would have been kept if every shipment
// had been promised for so many days after its order.
//
//	kept  = shipments whose last line came at most that many days after the order
//	share = kept ÷ shipments, or 1 - S(days) if some are too young to tell
//
// S is the Kaplan-Meier estimate. A longer promise never has a smaller share. The
// interval is for one number of days that was chosen beforehand: trying many and
// taking the one that looks best flatters it, which [FindPromise] does not.
//
// It returns an *[salesops.InputError] if:
//   - the history is refused by [MeasurePromises];
//   - days is not 0 to [MaxPromiseDays];
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: FCT-9.
func TryPromise(history PromiseHistory, days int, policy PromisePolicy) (PromiseTrial, error) {
	var list fault.List
	in, tried, level := list.In("PromiseHistory"), list.In("days"), list.In("PromisePolicy")
	history.collect(&in)
	tried.Int("", days, 0, MaxPromiseDays, "days")
	policy.collect(&level)
	if list.Any() {
		return PromiseTrial{}, list.Err()
	}
	t := taken(shipments(history.lines(), history.AsOf), history.AsOf)
	return t.try(days, policy.PromiseLevel), nil
}

func (t *takenDays) try(days int, level float64) PromiseTrial {
	trial := PromiseTrial{
		Days: days, Shipments: len(t.cases), Undated: t.undated, Method: ExactBounds,
		KeptShare: salesops.Undefined(noOrderDays),
	}
	for _, c := range t.cases {
		switch {
		case c.Time <= days && c.Cause == survival.First:
			trial.Kept++
		case c.Time < days && c.Cause == survival.Censored:
			trial.Unknown++
		default:
			trial.Broken++
		}
	}
	if trial.Shipments == 0 {
		return trial
	}
	if trial.Unknown == 0 {
		low, high := binomial.ClopperPearson(trial.Kept, trial.Shipments, level)
		trial.KeptShare = salesops.Defined(float64(trial.Kept) / float64(trial.Shipments))
		trial.Interval = &salesops.Interval{Low: low, High: high}
		return trial
	}
	curve, bounds := survival.KaplanMeier(survival.Table(t.cases)), survival.BetaProduct(t.cases)
	kept := 1 - curve.At(days)
	low, high := bounds.Interval(days, (1-level)/2)
	trial.Method, trial.KeptShare = BetaProductBounds, salesops.Defined(kept)
	trial.Interval = &salesops.Interval{Low: min(kept, 1-high), High: max(kept, 1-low)}
	return trial
}

const noOrderDays = "no shipment has a day of its order"
