package forecast

import (
	"fmt"
	"time"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
	"github.com/salesops-go/salesops/internal/survival"
)

// The limits of a backtest of promises.
const (
	// MaxBacktestMonths is the most months of a backtest.
	MaxBacktestMonths = 120
	// MaxBacktestLines is the most lines of the history times the months.
	MaxBacktestLines = 20_000_000
)

// BacktestMonth is a month in which promises learnt before it were tried.
type BacktestMonth struct {
	// Month is the month as YYYY-MM.
	Month string `json:"month"`
	// Learned is how many shipments had been ordered before the month, which is
	// what the promises were learnt from.
	Learned int `json:"learned"`
	// Days is the promise of [FindPromise] on the day before the month; undefined
	// if too little was known.
	Days salesops.Maybe `json:"days"`
	// Kept is how many of the shipments ordered in the month were complete within
	// Days, of those that are at least that old.
	Kept int `json:"kept"`
	// Tried is how many those are.
	Tried int `json:"tried"`
	// SafeDays is the safe promise of that day; undefined if too little was known.
	SafeDays salesops.Maybe `json:"safe_days"`
	// SafeKept is how many were complete within SafeDays, of those at least that
	// old.
	SafeKept int `json:"safe_kept"`
	// SafeTried is how many those are.
	SafeTried int `json:"safe_tried"`
}

// UnmarshalJSON reads a month strictly. It returns an *[salesops.InputError] for
// every key that is unknown or missing, for a number out of its range, for a month
// that does not exist, for more kept than tried, and for a promise that was tried
// without being known.
func (m *BacktestMonth) UnmarshalJSON(data []byte) error {
	type plain BacktestMonth
	return strict.Unmarshal(data, "BacktestMonth", (*plain)(m), func(p *plain, in fault.Scope) {
		if _, err := salesops.ParseDate(p.Month + "-01"); err != nil {
			in.OutOfRange("Month", p.Month, "a month as YYYY-MM")
		}
		in.Int("Learned", p.Learned, 0, MaxPromises, "shipments")
		for _, part := range []struct {
			field       string
			days        salesops.Maybe
			kept, tried int
		}{{"", p.Days, p.Kept, p.Tried}, {"Safe", p.SafeDays, p.SafeKept, p.SafeTried}} {
			in.Int(part.field+"Tried", part.tried, 0, MaxPromises, "shipments")
			in.Int(part.field+"Kept", part.kept, 0, max(part.tried, 0), "shipments")
			v, known := part.days.Value()
			if v < 0 || v > maxCalendarDays || !known && part.tried > 0 {
				in.Conflict(part.field+"Days", part.days.String(), "0 or more days where shipments were tried")
			}
		}
	})
}

// PromiseBacktest is whether promises learnt from the past would have been kept
// afterwards.
type PromiseBacktest struct {
	// KeptShare is the share of promises that was to be kept, a fraction.
	KeptShare float64 `json:"kept_share"`
	// Months are the months in which something was ordered, in order.
	Months []BacktestMonth `json:"months"`
	// Undated is how many shipments were left out because a line has no day of the
	// order.
	Undated int `json:"undated"`
	// Kept is the share that was kept of all promises tried.
	Kept Rate `json:"kept"`
	// SafeKept is the share that was kept of all safe promises tried.
	SafeKept Rate `json:"safe_kept"`
}

// UnmarshalJSON reads a backtest strictly. It returns an *[salesops.InputError]
// for everything that [BacktestMonth.UnmarshalJSON] refuses, for a number out of
// its range, for months that are not in order, and if the months do not add up.
func (b *PromiseBacktest) UnmarshalJSON(data []byte) error {
	type plain PromiseBacktest
	return strict.Unmarshal(data, "PromiseBacktest", (*plain)(b), func(p *plain, in fault.Scope) {
		in.Float("KeptShare", p.KeptShare, MinKeptShare, MaxKeptShare, "as a fraction")
		in.Int("Undated", p.Undated, 0, MaxPromises, "shipments")
		if !in.Length("Months", len(p.Months), 0, MaxBacktestMonths) {
			return
		}
		last := ""
		for i, m := range p.Months {
			if at := in.At("Months", i); m.Month <= last {
				at.Conflict("Month", m.Month, "each month once, in order")
			}
			last = m.Month
		}
		kept, tried, safeKept, safeTried := totals(p.Months)
		if p.Kept.Successes != kept || p.Kept.Trials != tried {
			in.Conflict("Kept", "", "the months together")
		}
		if p.SafeKept.Successes != safeKept || p.SafeKept.Trials != safeTried {
			in.Conflict("SafeKept", "", "the months together")
		}
	})
}

// BacktestPromise asks whether the promises of [FindPromise] would have been kept.
// For each of the last calendar months up to that of the records it learns them
// from what was known on the day before, shipments that were open then counted as
// open, and tries them on the shipments ordered in the month:
//
//	kept  = shipments complete within the promise
//	tried = shipments ordered in the month that are at least as old as the promise
//
// The share that was kept should be near that of the policy, and that of the safe
// promises above it. Where it is not, deliveries have become slower, or orders are
// too mixed to be promised one number of days. A month's shipments share its
// troubles, so that the intervals are narrower than they should be.
//
// It returns an *[salesops.InputError] if:
//   - the history is refused by [MeasurePromises];
//   - months is not 1 to [MaxBacktestMonths], or lines times months are more than [MaxBacktestLines];
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: FCT-9.
func BacktestPromise(history PromiseHistory, months int, policy PromisePolicy) (PromiseBacktest, error) {
	var list fault.List
	in, last, level := list.In("PromiseHistory"), list.In("months"), list.In("PromisePolicy")
	history.collect(&in)
	if last.Int("", months, 1, MaxBacktestMonths, "months") && int64(months)*int64(len(history.Promises)) > MaxBacktestLines {
		last.OutOfRange("", "", "at most 20000000 lines times months")
	}
	policy.collect(&level)
	if list.Any() {
		return PromiseBacktest{}, list.Err()
	}
	b := PromiseBacktest{KeptShare: policy.KeptShare, Months: []BacktestMonth{}}
	byMonth := make(map[int][]shipment)
	all := shipments(history.lines(), history.AsOf)
	for _, s := range all {
		if !s.dated() {
			b.Undated++
			continue
		}
		month := monthOf(s.ordered())
		byMonth[month] = append(byMonth[month], s)
	}
	end := monthOf(history.AsOf)
	for month := end - months + 1; month <= end; month++ {
		if ordered := byMonth[month]; len(ordered) > 0 {
			first := salesops.Date{Year: month / 12, Month: time.Month(1 + month%12), Day: 1}
			t := taken(all, first.AddDays(-1))
			b.Months = append(b.Months, tryMonth(first, t.promise(policy), ordered, history.AsOf))
		}
	}
	kept, tried, safeKept, safeTried := totals(b.Months)
	b.Kept = newRate(kept, tried, policy.PromiseLevel, "no promise was tried")
	b.SafeKept = newRate(safeKept, safeTried, policy.PromiseLevel, "no safe promise was tried")
	return b, nil
}

func totals(months []BacktestMonth) (kept, tried, safeKept, safeTried int) {
	for _, m := range months {
		kept, tried = kept+m.Kept, tried+m.Tried
		safeKept, safeTried = safeKept+m.SafeKept, safeTried+m.SafeTried
	}
	return kept, tried, safeKept, safeTried
}

// monthOf returns the number of months from year 0 to that of a day.
func monthOf(d salesops.Date) int { return 12*d.Year + int(d.Month) - 1 }

// ordered returns the day on which the first line of the shipment was ordered.
func (s shipment) ordered() salesops.Date {
	first := s[0].Ordered
	for i := range s {
		if s[i].Ordered.Before(first) {
			first = s[i].Ordered
		}
	}
	return first
}

func tryMonth(first salesops.Date, promise PromiseDays, ordered []shipment, asOf salesops.Date) BacktestMonth {
	m := BacktestMonth{
		Month: fmt.Sprintf("%04d-%02d", first.Year, first.Month), Learned: promise.Shipments,
		Days: promise.Days, SafeDays: promise.SafeDays,
	}
	m.Kept, m.Tried = keptWithin(ordered, promise.Days, asOf)
	m.SafeKept, m.SafeTried = keptWithin(ordered, promise.SafeDays, asOf)
	return m
}

// keptWithin returns how many shipments were complete within a promise, of those
// that are at least as old. Whether one is tried does not depend on when it came.
func keptWithin(ordered []shipment, promise salesops.Maybe, asOf salesops.Date) (kept, tried int) {
	days, known := promise.Value()
	if !known {
		return 0, 0
	}
	oldEnough := func(l *line) bool { return asOf.DaysSince(l.Ordered) >= int(days) }
	for _, s := range ordered {
		if !s.all(oldEnough) {
			continue
		}
		tried++
		if c := s.taken(asOf); c.Cause == survival.First && c.Time <= int(days) {
			kept++
		}
	}
	return kept, tried
}
