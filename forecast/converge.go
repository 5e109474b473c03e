package forecast

import (
	"cmp"
	"math"
	"slices"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// PeriodConvergence is how the calls for one period came to the actual.
type PeriodConvergence struct {
	// Period is what the calls were for.
	Period string `json:"period"`
	// Calls is how many there were, at least 2.
	Calls int `json:"calls"`
	// SettledWeeks is the longest lead from which on all calls were within the
	// tolerance, 0 to [MaxWeek]; undefined if the last one was not.
	SettledWeeks salesops.Maybe `json:"settled_weeks"`
	// Monotone is whether no call was farther from the actual than the one
	// before.
	Monotone bool `json:"monotone"`
}

// UnmarshalJSON reads a period strictly. It returns an *[salesops.InputError] for
// every key that is unknown or missing, and for a number out of its range.
func (c *PeriodConvergence) UnmarshalJSON(data []byte) error {
	type plain PeriodConvergence
	return strict.Unmarshal(data, "PeriodConvergence", (*plain)(c), func(p *plain, in fault.Scope) {
		in.Name("Period", p.Period)
		in.Int("Calls", p.Calls, 2, MaxWeek+1, "calls")
		if rate(&in, "SettledWeeks", p.SettledWeeks, MaxWeek); p.SettledWeeks.Or(0) != math.Trunc(p.SettledWeeks.Or(0)) {
			in.OutOfRange("SettledWeeks", p.SettledWeeks.String(), "whole weeks")
		}
	})
}

// ForecasterConvergence is how fast one forecaster's calls come to the actuals.
type ForecasterConvergence struct {
	// Forecaster is who made the calls.
	Forecaster string `json:"forecaster"`
	// SingleCalls is how many periods have one call only. Nothing can be said of
	// them here.
	SingleCalls int `json:"single_calls"`
	// Settled is how many of the periods had a last call within the tolerance, and
	// so a lead from which on all were. The others never settled.
	Settled int `json:"settled"`
	// Monotone is in how many of the periods no call was farther from the actual
	// than the one before.
	Monotone int `json:"monotone"`
	// MedianWeeks is the median of the leads from which on all calls were within
	// the tolerance, where periods that never settled count as later than all
	// others; undefined if the median is among these.
	MedianWeeks salesops.Maybe `json:"median_weeks"`
	// Periods are the periods with several calls, in order of time.
	Periods []PeriodConvergence `json:"periods"`
}

// UnmarshalJSON reads a convergence strictly. It returns an
// *[salesops.InputError] for every key that is unknown or missing, for a number
// out of its range, and if the figures are not those of the periods.
func (c *ForecasterConvergence) UnmarshalJSON(data []byte) error {
	type plain ForecasterConvergence
	return strict.Unmarshal(data, "ForecasterConvergence", (*plain)(c), func(p *plain, in fault.Scope) {
		in.Name("Forecaster", p.Forecaster)
		count(&in, "SingleCalls", p.SingleCalls)
		want := summarize(p.Periods)
		if p.Settled != want.Settled {
			in.Conflict("Settled", "", "the number of periods that settled")
		}
		if p.Monotone != want.Monotone {
			in.Conflict("Monotone", "", "the number of monotone periods")
		}
		if p.MedianWeeks.Or(-1) != want.MedianWeeks.Or(-1) {
			in.Conflict("MedianWeeks", p.MedianWeeks.String(), "the median of the periods")
		}
	})
}

// Convergence is how fast calls come to the actuals.
type Convergence struct {
	// Forecasters are all forecasters, sorted by name.
	Forecasters []ForecasterConvergence `json:"forecasters"`
}

// UnmarshalJSON reads a convergence strictly. It returns an
// *[salesops.InputError] for everything that
// [ForecasterConvergence.UnmarshalJSON] refuses, and if the forecasters are not
// sorted by name.
func (c *Convergence) UnmarshalJSON(data []byte) error {
	type plain Convergence
	return strict.Unmarshal(data, "Convergence", (*plain)(c), func(p *plain, in fault.Scope) {
		last := ""
		for i := range p.Forecasters {
			f := &p.Forecasters[i]
			if at := in.At("Forecasters", i); f.Forecaster <= last {
				at.Conflict("Forecaster", f.Forecaster, "each forecaster once, sorted by name")
			}
			last = f.Forecaster
		}
	})
}

// MeasureConvergence returns for each forecaster how long before the end of a
// period the calls were as good as right, and stayed so.
//
//	within        |forecast - actual| <= tolerance × |actual|
//	settled lead  the longest from which on all calls of the period are within
//	monotone      |forecast - actual| never rises from one call to the next
//
// A call at the line is within; an actual of zero leaves only a forecast of zero
// within. Comparisons are exact. The settled lead is one at which there was a
// call: it is known no better than the calls are frequent, and the number may
// have been right before the first of them. Compare forecasters who call at the
// same leads. It describes a record; a few periods prove nothing.
//
// It returns an *[salesops.InputError] if:
//   - there are no calls, or more than [MaxCalls];
//   - a forecaster or period is not a name of 1 to 200 bytes, or a lead is not 0 to [MaxWeek];
//   - a forecaster has two calls for a period and lead, with a cluster or without;
//   - a forecast or actual is not 0 or of size [MinMagnitude] to [MaxMagnitude], or a forecaster's period has two actuals;
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: FCT-6.
func MeasureConvergence(history History, policy ConvergencePolicy) (Convergence, error) {
	var list fault.List
	in, line := list.In("History"), list.In("ConvergencePolicy")
	history.collect(&in)
	paths := history.paths(&in)
	policy.collect(&line)
	if list.Any() {
		return Convergence{}, list.Err()
	}
	places := history.timeline()
	slices.SortFunc(paths, func(a, b path) int {
		return cmp.Or(cmp.Compare(a.forecaster, b.forecaster), cmp.Compare(places[a.period], places[b.period]))
	})
	var all Convergence
	for len(paths) > 0 {
		n := 1
		for n < len(paths) && paths[n].forecaster == paths[0].forecaster {
			n++
		}
		all.Forecasters = append(all.Forecasters, convergence(paths[:n], policy.ConvergenceTolerance))
		paths = paths[n:]
	}
	return all, nil
}

// path is a forecaster's calls for a period, the longest lead first.
type path struct {
	forecaster, period string
	calls              []*Call
}

// paths returns the calls of each forecaster and period, and checks that there is
// one for each lead and that all have the same actual.
func (h *History) paths(in *fault.Scope) []path {
	if len(h.Calls) > MaxCalls {
		return nil
	}
	type key struct{ forecaster, period string }
	at := make(map[key]int)
	var paths []path
	for i := range h.Calls {
		c := &h.Calls[i]
		k := key{c.Forecaster, c.Period}
		p, known := at[k]
		if !known {
			p = len(paths)
			at[k] = p
			paths = append(paths, path{forecaster: k.forecaster, period: k.period})
		}
		of := &paths[p]
		place, twice := slices.BinarySearchFunc(of.calls, c, func(a, b *Call) int { return cmp.Compare(b.LeadWeeks, a.LeadWeeks) })
		if here := in.At("Calls", i); twice && (c.Cluster != "" || of.calls[place].Cluster != "") {
			here.Conflict("LeadWeeks", "", "one call of a forecaster for each period and lead")
		} else if known && c.Actual != of.calls[0].Actual {
			here.Conflict("Actual", number(c.Actual), "that of the forecaster's other calls for the period")
		}
		of.calls = slices.Insert(of.calls, place, c)
	}
	return paths
}

// convergence returns that of one forecaster.
func convergence(paths []path, tolerance float64) ForecasterConvergence {
	var periods []PeriodConvergence
	single := 0
	for i := range paths {
		p := &paths[i]
		if len(p.calls) == 1 {
			single++
			continue
		}
		periods = append(periods, PeriodConvergence{
			Period: p.period, Calls: len(p.calls), SettledWeeks: p.settled(tolerance), Monotone: p.monotone(),
		})
	}
	f := summarize(periods)
	f.Forecaster, f.SingleCalls = paths[0].forecaster, single
	return f
}

func (p *path) settled(tolerance float64) salesops.Maybe {
	weeks := salesops.Undefined("the last call was not within the tolerance")
	for _, c := range slices.Backward(p.calls) {
		if !c.within(tolerance) {
			break
		}
		weeks = salesops.Defined(float64(c.LeadWeeks))
	}
	return weeks
}

// within reports whether the call lies within the tolerance, exactly.
func (c *Call) within(tolerance float64) bool {
	f, a, room := exact.Of(c.Forecast), exact.Of(c.Actual), exact.Of(tolerance, math.Abs(c.Actual))
	return exact.Sign(f, a.Neg(), room.Neg()) <= 0 && exact.Sign(a, f.Neg(), room.Neg()) <= 0
}

func (p *path) monotone() bool {
	for i := 1; i < len(p.calls); i++ {
		if p.calls[i].farther(p.calls[i-1]) {
			return false
		}
	}
	return true
}

// farther reports whether the call lies farther from the actual that it shares
// with another than that one does, exactly.
func (c *Call) farther(other *Call) bool {
	size := func(c *Call) (larger, smaller float64) { return max(c.Forecast, c.Actual), min(c.Forecast, c.Actual) }
	high, low := size(c)
	otherHigh, otherLow := size(other)
	// high - low > otherHigh - otherLow
	return exact.CompareSums(high, otherLow, otherHigh, low) > 0
}

// summarize returns the figures of the periods with several calls.
func summarize(periods []PeriodConvergence) ForecasterConvergence {
	f := ForecasterConvergence{Periods: periods, MedianWeeks: salesops.Undefined("no period has several calls")}
	const never = -1
	weeks := make([]float64, 0, len(periods))
	for _, p := range periods {
		lead, settled := p.SettledWeeks.Value()
		if settled {
			f.Settled++
		} else {
			lead = never
		}
		if p.Monotone {
			f.Monotone++
		}
		weeks = append(weeks, lead)
	}
	if len(weeks) == 0 {
		return f
	}
	slices.Sort(weeks)
	low, high := weeks[(len(weeks)-1)/2], weeks[len(weeks)/2]
	if low == never {
		f.MedianWeeks = salesops.Undefined("half of the periods or more never settled")
		return f
	}
	f.MedianWeeks = salesops.Defined((low + high) / 2)
	return f
}
