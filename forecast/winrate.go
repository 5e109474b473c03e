package forecast

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// WinRate is the share of some deals that were won, by count and by amount.
type WinRate struct {
	// Won is how many of the deals were won.
	Won int `json:"won"`
	// Trials is how many deals there are.
	Trials int `json:"trials"`
	// Open is how many of them are still open: the rate can rise as long as
	// there are any.
	Open int `json:"open"`
	// Undated is how many deals could not be placed because a date is missing;
	// they are no part of Trials.
	Undated int `json:"undated"`
	// Rate is Won ÷ Trials, a fraction; undefined without trials.
	Rate salesops.Maybe `json:"rate"`
	// Interval is the Wilson interval of the rate at the level of the policy;
	// nil without trials.
	Interval *salesops.Interval `json:"interval"`
	// ExactInterval is the Clopper-Pearson interval at the same level, which is
	// never too narrow and often too wide; nil without trials.
	ExactInterval *salesops.Interval `json:"exact_interval"`
	// WonAmount is the amount of the deals won.
	WonAmount decimal.Decimal `json:"won_amount"`
	// Amount is the amount of all deals.
	Amount decimal.Decimal `json:"amount"`
	// WithoutAmount is how many of the deals have an amount of zero.
	WithoutAmount int `json:"without_amount"`
	// RateByAmount is WonAmount ÷ Amount, a fraction. It is undefined if a deal
	// has no amount: where lost deals are recorded with zero, the share would
	// come out as 1.
	RateByAmount salesops.Maybe `json:"rate_by_amount"`
}

// UnmarshalJSON reads a rate strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, for a number out of its range, if
// there are more deals won or open than trials, and if a rate is defined
// without trials or undefined with them.
func (r *WinRate) UnmarshalJSON(data []byte) error {
	type plain WinRate
	return strict.Unmarshal(data, "WinRate", (*plain)(r), func(p *plain, in fault.Scope) {
		count(&in, "Won", p.Won)
		count(&in, "Trials", p.Trials)
		count(&in, "Open", p.Open)
		count(&in, "Undated", p.Undated)
		count(&in, "WithoutAmount", p.WithoutAmount)
		if p.Won > p.Trials || p.Open > p.Trials-p.Won || p.WithoutAmount > p.Trials {
			in.Conflict("Trials", "", "at least the deals won and open, and those without an amount")
		}
		total(&in, "WonAmount", p.WonAmount)
		total(&in, "Amount", p.Amount)
		rate(&in, "Rate", p.Rate, 1)
		rate(&in, "RateByAmount", p.RateByAmount, 1)
		v, defined := p.Rate.Value()
		if defined != (p.Trials > 0) {
			in.Conflict("Rate", p.Rate.String(), "a number exactly when there are trials")
		}
		around(&in, "Interval", p.Interval, v, defined)
		around(&in, "ExactInterval", p.ExactInterval, v, defined)
	})
}

// WinRates are the three rates that go by the name of win rate.
type WinRates struct {
	// OfProposals is the playbook's: of the deals whose proposal was sent in
	// the window, those won since. Undated counts deals won without a proposal
	// on record.
	OfProposals WinRate `json:"of_proposals"`
	// OfClosed is won ÷ (won + lost) of the deals closed in the window.
	// Undated counts closed deals without the day on which they closed.
	OfClosed WinRate `json:"of_closed"`
	// OfCohort is of the deals opened in the window, those won since. Undated
	// counts deals without the day of the first contact.
	OfCohort WinRate `json:"of_cohort"`
}

// UnmarshalJSON reads the rates strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing and everything that
// [WinRate.UnmarshalJSON] refuses, and if OfClosed has open deals.
func (r *WinRates) UnmarshalJSON(data []byte) error {
	type plain WinRates
	return strict.Unmarshal(data, "WinRates", (*plain)(r), func(p *plain, in fault.Scope) {
		if p.OfClosed.Open != 0 {
			in.Conflict("OfClosed.Open", "", "0, since closed deals are not open")
		}
	})
}

// MeasureWinRates returns the three win rates of the deals in a window:
//
//	of proposals  = won ÷ deals whose proposal was sent in the window
//	of closed     = won ÷ (won + lost),  deals closed in the window
//	of the cohort = won ÷ deals opened in the window
//
// A deal counts as won whenever it was, also after the window: an older window
// measured on today's deals has had the time that a recent one lacks. So the
// first and the third rise while deals of theirs are open, and Open says how
// many are; the second leaves open deals out and so favors what closes fast,
// most of all in the first window after records began.
//
// Each rate comes with its Wilson and its Clopper-Pearson interval at the level
// of the policy (95% by default), which take deals as independent. A rate without trials is
// undefined. Rates by amount are undefined as soon as a deal has an amount of
// zero. Rates are the nearest float64 of the exact ones.
//
// It returns an *[salesops.InputError] if:
//   - the pipeline is refused by [Weigh], other than for a missing probability;
//   - a day of the window is missing or does not exist, or the last is before the first;
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: FCT-5.
func MeasureWinRates(pipeline Pipeline, window Window, policy RatePolicy) (WinRates, error) {
	var list fault.List
	deals, days, level := list.In("Pipeline"), list.In("Window"), list.In("RatePolicy")
	pipeline.collect(&deals, nil)
	window.collect(&days)
	policy.collect(&level)
	if list.Any() {
		return WinRates{}, list.Err()
	}
	var r WinRates
	for i := range pipeline.Deals {
		d := &pipeline.Deals[i]
		if d.Stage == Won || !d.Proposed.IsZero() {
			r.OfProposals.place(d, d.Proposed, &window)
		}
		if d.Stage.Closed() {
			r.OfClosed.place(d, d.ClosedOn, &window)
		}
		r.OfCohort.place(d, d.Opened, &window)
	}
	r.OfProposals.conclude(policy.IntervalLevel)
	r.OfClosed.conclude(policy.IntervalLevel)
	r.OfCohort.conclude(policy.IntervalLevel)
	return r, nil
}

// place counts a deal by the day that decides whether it belongs.
func (r *WinRate) place(d *Deal, day salesops.Date, window *Window) {
	if day.IsZero() {
		r.Undated++
		return
	}
	if !window.contains(day) {
		return
	}
	r.Trials++
	r.Amount = r.Amount.Add(d.Amount)
	if d.Amount.Sign() == 0 {
		r.WithoutAmount++
	}
	if d.Stage.Open() {
		r.Open++
	}
	if d.Stage == Won {
		r.Won++
		r.WonAmount = r.WonAmount.Add(d.Amount)
	}
}

func (r *WinRate) conclude(level float64) {
	if r.Trials == 0 {
		const reason = "no deal falls in the window"
		r.Rate, r.RateByAmount = salesops.Undefined(reason), salesops.Undefined(reason)
		return
	}
	won := newRate(r.Won, r.Trials, level, "")
	r.Rate, r.Interval, r.ExactInterval = won.Share, won.Wilson, won.ClopperPearson
	if r.WithoutAmount > 0 {
		r.RateByAmount = salesops.Undefined("deals have an amount of zero")
		return
	}
	r.RateByAmount = salesops.Defined(exact.Quotient(r.WonAmount, r.Amount))
}
