package forecast

import (
	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
	"github.com/salesops-go/salesops/internal/survival"
)

// Durations says how long something takes, of which some has not ended yet:
// with what has not ended counted for the time that it has lasted, and, naively,
// without.
type Durations struct {
	// Count is how many there are.
	Count int `json:"count"`
	// Ended is how many have ended.
	Ended int `json:"ended"`
	// LowerQuartileDays is the day by which a quarter has ended; undefined if so
	// few ended that it is not known, as below.
	LowerQuartileDays salesops.Maybe `json:"lower_quartile_days"`
	// MedianDays is the day by which half have ended.
	MedianDays salesops.Maybe `json:"median_days"`
	// UpperQuartileDays is the day by which three quarters have ended.
	UpperQuartileDays salesops.Maybe `json:"upper_quartile_days"`
	// NaiveMeanDays is the average of what has ended, which is too short as
	// long as something has not.
	NaiveMeanDays salesops.Maybe `json:"naive_mean_days"`
	// NaiveMedianDays is the median of what has ended.
	NaiveMedianDays salesops.Maybe `json:"naive_median_days"`
}

// UnmarshalJSON reads durations strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, for a number out of its range, for
// more that ended than there is, for quantiles that are not in order, and for a
// naive number that is there without anything that ended, or missing with it.
func (d *Durations) UnmarshalJSON(data []byte) error {
	type plain Durations
	return strict.Unmarshal(data, "Durations", (*plain)(d), func(p *plain, in fault.Scope) {
		count(&in, "Count", p.Count)
		if count(&in, "Ended", p.Ended); p.Ended > p.Count {
			in.Conflict("Ended", "", "at most Count")
		}
		least, open := 0.0, false
		for _, part := range []struct {
			field string
			value salesops.Maybe
		}{
			{"LowerQuartileDays", p.LowerQuartileDays}, {"MedianDays", p.MedianDays}, {"UpperQuartileDays", p.UpperQuartileDays},
		} {
			v, defined := part.value.Value()
			if defined && (v < least || open || p.Ended == 0) {
				in.Conflict(part.field, part.value.String(), "quantiles in order, each known only if the one before is")
			}
			least, open = v, !defined
		}
		for _, part := range []struct {
			field string
			value salesops.Maybe
		}{{"NaiveMeanDays", p.NaiveMeanDays}, {"NaiveMedianDays", p.NaiveMedianDays}} {
			if v, defined := part.value.Value(); defined != (p.Ended > 0) || v < 0 {
				in.Conflict(part.field, part.value.String(), "0 or more days exactly when something has ended")
			}
		}
	})
}

// durations describes cases by the Kaplan-Meier estimate.
func durations(cases []survival.Case) Durations {
	d := Durations{Count: len(cases)}
	var ended []int
	for _, c := range cases {
		if c.Cause != survival.Censored {
			ended = append(ended, c.Time)
		}
	}
	d.Ended = len(ended)
	naive := cycleTimes(ended)
	d.NaiveMeanDays, d.NaiveMedianDays = naive.MeanDays, naive.MedianDays
	curve := survival.KaplanMeier(survival.Table(cases))
	d.LowerQuartileDays = quantileDays(curve, 0.25)
	d.MedianDays = quantileDays(curve, 0.5)
	d.UpperQuartileDays = quantileDays(curve, 0.75)
	return d
}

func quantileDays(curve survival.Curve, share float64) salesops.Maybe {
	days, reached := curve.Quantile(share)
	if !reached {
		return salesops.Undefined("too few have ended")
	}
	return salesops.Defined(float64(days))
}

// CycleEstimate is how long deals take to close, those still open included.
type CycleEstimate struct {
	// ToClose is the time until a deal is won or lost.
	ToClose Durations `json:"to_close"`
	// Undated is how many deals were left out for want of a date.
	Undated int `json:"undated"`
	// Negative is how many deals were closed, or the export made, before they
	// were opened, and left out at the caller's wish.
	Negative int `json:"negative"`
}

// UnmarshalJSON reads an estimate strictly. It returns an
// *[salesops.InputError] for everything that [Durations.UnmarshalJSON] refuses,
// and for a negative count.
func (c *CycleEstimate) UnmarshalJSON(data []byte) error {
	type plain CycleEstimate
	return strict.Unmarshal(data, "CycleEstimate", (*plain)(c), func(p *plain, in fault.Scope) {
		count(&in, "Undated", p.Undated)
		count(&in, "Negative", p.Negative)
	})
}

// EstimateCycle says how many days deals take from first contact to close, with
// the open ones counted for what they are: deals that have taken this long
// already and are not closed. asOf is the day of the export, or the last day of
// the records.
//
//	S(t) = Π (1 - closed on day i ÷ still open before day i),  over the days i <= t
//	quantile q = the first day on which S(t) <= 1 - q
//
// That is the Kaplan-Meier estimate (Kaplan and Meier 1958). The naive figures,
// of closed deals alone, stand beside it: they say what [MeasureCycle] says, and
// are too short whenever slow deals are still open. A quantile that so few deals
// have reached that nobody can know it is undefined. Deals count as independent,
// and open deals as no different from those of their age that have closed.
//
// It returns an *[salesops.InputError] if:
//   - the pipeline is refused by [Weigh], other than for a missing probability;
//   - asOf is missing or does not exist;
//   - a deal was closed before it was opened, or opened after asOf, unless the policy says [SkipNegative];
//   - a closed deal was closed after asOf;
//   - a field of the policy is none of the known; the zero policy is.
//
// Playbook: FCT-5.
func EstimateCycle(pipeline Pipeline, asOf salesops.Date, policy CyclePolicy) (CycleEstimate, error) {
	var list fault.List
	in, day, rule := list.In("Pipeline"), list.In("Date"), list.In("CyclePolicy")
	known := day.Date("", asOf)
	pipeline.collect(&in, func(d *Deal, at *fault.Scope) {
		if !known {
			return
		}
		if d.ClosedOn.After(asOf) {
			at.Conflict("ClosedOn", d.ClosedOn.String(), "a day not after "+asOf.String()+", the day of the records")
		}
		if policy.NegativeCycles != SkipNegative && negativeBy(d, asOf) {
			at.Conflict("Opened", d.Opened.String(), "a day not after the close, nor after "+asOf.String())
		}
	})
	policy.collect(&rule)
	if list.Any() {
		return CycleEstimate{}, list.Err()
	}
	var c CycleEstimate
	var cases []survival.Case
	for i := range pipeline.Deals {
		d := &pipeline.Deals[i]
		switch {
		case d.Opened.IsZero() || d.Stage.Closed() && d.ClosedOn.IsZero():
			c.Undated++
		case negativeBy(d, asOf):
			c.Negative++
		case d.Stage.Open():
			cases = append(cases, survival.Case{Time: asOf.DaysSince(d.Opened)})
		default:
			cases = append(cases, survival.Case{Time: d.ClosedOn.DaysSince(d.Opened), Cause: survival.First})
		}
	}
	c.ToClose = durations(cases)
	return c, nil
}

func negativeBy(d *Deal, asOf salesops.Date) bool {
	return negative(d) || !d.Opened.IsZero() && d.Opened.After(asOf)
}
