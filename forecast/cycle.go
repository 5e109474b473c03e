package forecast

import (
	"slices"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// CycleTimes describes how many days some deals took from first contact to
// close. Every number is undefined when there are no deals.
type CycleTimes struct {
	// Count is the number of deals.
	Count int `json:"count"`
	// MeanDays is the average.
	MeanDays salesops.Maybe `json:"mean_days"`
	// LowerQuartileDays is what a quarter of the deals stay below.
	LowerQuartileDays salesops.Maybe `json:"lower_quartile_days"`
	// MedianDays is what half of the deals stay below.
	MedianDays salesops.Maybe `json:"median_days"`
	// UpperQuartileDays is what three quarters of the deals stay below.
	UpperQuartileDays salesops.Maybe `json:"upper_quartile_days"`
	// NinthDecileDays is what nine of ten deals stay below.
	NinthDecileDays salesops.Maybe `json:"ninth_decile_days"`
}

// UnmarshalJSON reads the times strictly. It returns an
// *[salesops.InputError] for every key that is unknown or missing, for a
// number that is negative, or defined without deals, or undefined with them,
// and if the quantiles are not in order.
func (c *CycleTimes) UnmarshalJSON(data []byte) error {
	type plain CycleTimes
	return strict.Unmarshal(data, "CycleTimes", (*plain)(c), func(p *plain, in fault.Scope) {
		count(&in, "Count", p.Count)
		least := 0.0
		for _, part := range []struct {
			field string
			value salesops.Maybe
		}{
			{"LowerQuartileDays", p.LowerQuartileDays},
			{"MedianDays", p.MedianDays},
			{"UpperQuartileDays", p.UpperQuartileDays},
			{"NinthDecileDays", p.NinthDecileDays},
			{"MeanDays", p.MeanDays},
		} {
			v, defined := part.value.Value()
			if part.field == "MeanDays" {
				least = 0
			}
			if defined != (p.Count > 0) {
				in.Conflict(part.field, part.value.String(), "a number exactly when there are deals")
			} else if defined && v < least {
				in.OutOfRange(part.field, part.value.String(), "0 or more days, quantiles in order")
			}
			least = v
		}
	})
}

// Cycles are the cycle times of closed deals.
type Cycles struct {
	// Won is the deals won.
	Won CycleTimes `json:"won"`
	// Lost is the deals lost.
	Lost CycleTimes `json:"lost"`
	// Closed is both together.
	Closed CycleTimes `json:"closed"`
	// Open is how many deals are still open. They are in none of the three,
	// and what is open is on average slower than what is closed: while they
	// are many, the times above understate the cycle.
	Open int `json:"open"`
	// Undated is how many closed deals lack the day of the first contact or of
	// the close. They were left out.
	Undated int `json:"undated"`
	// Negative is how many deals were closed before they were opened and left
	// out at the caller's wish.
	Negative int `json:"negative"`
}

// UnmarshalJSON reads the cycles strictly. It returns an
// *[salesops.InputError] for every key that is unknown or missing and
// everything that [CycleTimes.UnmarshalJSON] refuses, for a negative count,
// and if Closed does not count the deals won and lost.
func (c *Cycles) UnmarshalJSON(data []byte) error {
	type plain Cycles
	return strict.Unmarshal(data, "Cycles", (*plain)(c), func(p *plain, in fault.Scope) {
		if p.Closed.Count != p.Won.Count+p.Lost.Count {
			in.Conflict("Closed.Count", "", "the deals won and lost")
		}
		count(&in, "Open", p.Open)
		count(&in, "Undated", p.Undated)
		count(&in, "Negative", p.Negative)
	})
}

// MeasureCycle returns how many days deals took from first contact to close:
// those won, those lost, and both.
//
//	days = day of the close - day of the first contact
//
// The quantile q of n sorted times x(0) .. x(n-1) is linear between the two
// neighbors, the rule of spreadsheets and R's type 7:
//
//	h = q (n - 1),  quantile = x(⌊h⌋) + (h - ⌊h⌋) (x(⌊h⌋+1) - x(⌊h⌋))
//
// A deal opened and closed on one day took 0 days. Only closed deals have a
// cycle: while many are open, the times understate what a deal takes, because
// the slow ones are still to come. Open counts them.
//
// It returns an *[salesops.InputError] if:
//   - the pipeline is refused by [Weigh], other than for a missing probability;
//   - a deal was closed before it was opened, unless the policy says [SkipNegative];
//   - a field of the policy is none of the known; the zero policy is.
//
// Playbook: FCT-5.
func MeasureCycle(pipeline Pipeline, policy CyclePolicy) (Cycles, error) {
	var list fault.List
	in, rule := list.In("Pipeline"), list.In("CyclePolicy")
	pipeline.collect(&in, func(d *Deal, at *fault.Scope) {
		if policy.NegativeCycles != SkipNegative && negative(d) {
			at.Conflict("ClosedOn", d.ClosedOn.String(), "a day not before Opened, "+d.Opened.String())
		}
	})
	policy.collect(&rule)
	if list.Any() {
		return Cycles{}, list.Err()
	}
	var c Cycles
	var won, lost []int
	for i := range pipeline.Deals {
		d := &pipeline.Deals[i]
		switch {
		case d.Stage.Open():
			c.Open++
		case !dated(d):
			c.Undated++
		case negative(d):
			c.Negative++
		case d.Stage == Won:
			won = append(won, d.ClosedOn.DaysSince(d.Opened))
		default:
			lost = append(lost, d.ClosedOn.DaysSince(d.Opened))
		}
	}
	c.Won, c.Lost, c.Closed = cycleTimes(won), cycleTimes(lost), cycleTimes(slices.Concat(won, lost))
	return c, nil
}

func dated(d *Deal) bool { return !d.Opened.IsZero() && !d.ClosedOn.IsZero() }

func negative(d *Deal) bool { return dated(d) && d.ClosedOn.Before(d.Opened) }

// cycleTimes describes the days. It sorts them.
func cycleTimes(days []int) CycleTimes {
	if len(days) == 0 {
		none := salesops.Undefined("no deal closed")
		return CycleTimes{MeanDays: none, LowerQuartileDays: none, MedianDays: none, UpperQuartileDays: none, NinthDecileDays: none}
	}
	slices.Sort(days)
	var sum int64
	for _, d := range days {
		sum += int64(d)
	}
	return CycleTimes{
		Count:             len(days),
		MeanDays:          salesops.Defined(float64(sum) / float64(len(days))),
		LowerQuartileDays: salesops.Defined(quantile(days, 25)),
		MedianDays:        salesops.Defined(quantile(days, 50)),
		UpperQuartileDays: salesops.Defined(quantile(days, 75)),
		NinthDecileDays:   salesops.Defined(quantile(days, 90)),
	}
}

// quantile returns the quantile of sorted days at a whole percent below 100.
// It computes in integers up to one division, so that a quantile that is a
// whole number comes out as one.
func quantile(days []int, percent int) float64 {
	const all = 100
	at := percent * (len(days) - 1)
	i, rest := at/all, at%all
	if rest == 0 {
		return float64(days[i])
	}
	return float64(all*int64(days[i])+int64(rest)*int64(days[i+1]-days[i])) / all
}
