package roi

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// InputRange is how low and how high an input may turn out.
//
// Playbook: ROI-6.
type InputRange struct {
	// Input is the input.
	Input ProgramInput `json:"input"`
	// Low is the lowest value: whatever [ProjectProgram] takes, whole for
	// months. A share, rate, volume or number of hours is its nearest float64.
	Low decimal.Decimal `json:"low"`
	// High is the highest value, at least Low.
	High decimal.Decimal `json:"high"`
}

// End is a program with an input, or all of them, at an end of their range.
//
// Playbook: ROI-6.
type End struct {
	// Payback is the first simple payback in months from the first spend;
	// undefined when it never pays back.
	Payback salesops.Maybe `json:"payback"`
	// NPV is the net present value at the first spend.
	NPV decimal.Decimal `json:"npv"`
	// Verdict judges the payback.
	Verdict Verdict `json:"verdict"`
}

// Bar is what one input does to a program, the others being as they are.
//
// Playbook: ROI-6.
type Bar struct {
	// Input is the input.
	Input ProgramInput `json:"input"`
	// Base is its value in the program.
	Base decimal.Decimal `json:"base"`
	// Low is the program with the input at the low end of its range.
	Low End `json:"low"`
	// High is the program with the input at the high end of its range.
	High End `json:"high"`
	// Swing is the size of the difference in net present value between the
	// two.
	Swing decimal.Decimal `json:"swing"`
	// BreakEven is how far the input may go before the verdict changes.
	BreakEven BreakEven `json:"break_even"`
}

// Sensitivity is what a program's outcome hangs on.
//
// Playbook: ROI-6.
type Sensitivity struct {
	// Basis is which savings were counted.
	Basis Basis `json:"basis"`
	// Base is the program as it is.
	Base End `json:"base"`
	// Bars are the inputs, the largest swing first: a tornado.
	Bars []Bar `json:"bars"`
	// Pessimistic has every input at the end of its range that is worse alone.
	Pessimistic End `json:"pessimistic"`
	// Optimistic has every input at the other end.
	Optimistic End `json:"optimistic"`
}

// AnalyzeSensitivity computes what each input does to a program over its range,
// the others being as they are: payback, net present value and verdict at both
// ends, and the value at which the verdict changes; and the program with all
// inputs at their worse ends and at their better ends. Which end is worse is
// judged by net present value alone, then by payback. The savings that count
// are those of the policy's basis.
//
// Everything is computed as [ProjectProgram] does. Bars are in the order of
// their swing; ties keep the order of ranges. No probability is attached to the
// two corners: they bound nothing but what these ranges allow together.
//
// It returns an *[salesops.InputError] if:
//   - [ProjectProgram] refuses the program or the policy;
//   - there are no ranges, an input is unknown, or it is given twice;
//   - Low is above High, a number of months is not whole, or an amount has more than 34 digits or an exponent outside -18 to 18;
//   - [ProjectProgram] refuses the program with an input at an end, or with all of them at theirs.
//
// Playbook: ROI-6.
func AnalyzeSensitivity(program Program, ranges []InputRange, policy Policy) (Sensitivity, error) {
	var faults fault.List
	base := scenario{program: program, policy: policy}
	base.check(&faults)
	in := faults.In("ranges")
	if in.Length("", len(ranges), 1, len(ProgramInputs())) && len(salesops.InputErrors(faults.Err())) == 0 {
		for i := range ranges {
			base.checkRange(in.At("", i), ranges, i)
		}
	}
	if faults.Any() {
		return Sensitivity{}, faults.Err()
	}
	worst, best := base, base
	s := Sensitivity{Basis: policy.Basis, Base: base.end(), Bars: make([]Bar, len(ranges))}
	for i, r := range ranges {
		low, _ := base.with(r.Input, r.Low)
		high, _ := base.with(r.Input, r.High)
		bar := Bar{Input: r.Input, Base: base.value(r.Input), Low: low.end(), High: high.end(), BreakEven: base.breakEven(r.Input)}
		bar.Swing = bar.High.NPV.Sub(bar.Low.NPV).Abs()
		s.Bars[i] = bar
		worse, better := r.Low, r.High
		if bar.Low.betterThan(bar.High) {
			worse, better = r.High, r.Low
		}
		worst, _ = worst.with(r.Input, worse)
		best, _ = best.with(r.Input, better)
	}
	worst.checkCorner(in, "the pessimistic ends")
	best.checkCorner(in, "the optimistic ends")
	if faults.Any() {
		return Sensitivity{}, faults.Err()
	}
	s.Pessimistic, s.Optimistic = worst.end(), best.end()
	slices.SortStableFunc(s.Bars, func(a, b Bar) int { return b.Swing.Cmp(a.Swing) })
	return s, nil
}

func (s scenario) checkRange(in fault.Scope, ranges []InputRange, i int) {
	r := ranges[i]
	if !fault.OneOf(in, "Input", r.Input, ProgramInputs()) {
		return
	}
	if slices.ContainsFunc(ranges[:i], func(other InputRange) bool { return other.Input == r.Input }) {
		in.Conflict("Input", string(r.Input), "each input once")
	}
	low := in.Decimal("Low", r.Low, 0, MaxAmount, "")
	high := in.Decimal("High", r.High, 0, MaxAmount, "")
	if !low || !high {
		return
	}
	s.checkValue(in, "Low", r.Input, r.Low)
	s.checkValue(in, "High", r.Input, r.High)
	if r.Low.GreaterThan(r.High) {
		in.Conflict("Low", r.Low.String(), "at most High")
	}
}

func (s scenario) checkValue(in fault.Scope, field string, input ProgramInput, value decimal.Decimal) {
	changed, possible := s.with(input, value)
	if !possible {
		in.OutOfRange(field, value.String(), "whole months, 0 to 360")
		return
	}
	var faults fault.List
	changed.check(&faults)
	if all := salesops.InputErrors(faults.Err()); len(all) > 0 {
		in.OutOfRange(field, value.String(), all[0].Want)
	}
}

// checkCorner checks what single inputs cannot do alone: too many months
// together, too much growth for them.
func (s scenario) checkCorner(in fault.Scope, corner string) {
	var faults fault.List
	s.check(&faults)
	if all := salesops.InputErrors(faults.Err()); len(all) > 0 {
		in.Conflict("", corner+", "+all[0].Field, all[0].Want)
	}
}

func (s scenario) end() End {
	b := s.program.book()
	flows := b.flows(s.policy.Basis)
	recovery, verdict, _ := judge(flows, s.policy.MaxMonths)
	return End{
		Payback: recovery.First, Verdict: verdict,
		NPV: newLedger(flows, s.policy.monthlyRate()).netPresent(b.parts),
	}
}

func (e End) betterThan(other End) bool {
	return cmp.Or(e.NPV.Cmp(other.NPV), -compareMonths(e.Payback, other.Payback)) > 0
}

// BreakEvenStatus is whether a single value of an input changes the verdict.
//
// Playbook: ROI-6.
type BreakEvenStatus string

// The four statuses.
const (
	// BreaksEvenAt: at one value it pays back in time, and beyond it no longer.
	BreaksEvenAt BreakEvenStatus = "at"
	// AlwaysInTime: it pays back in time with every value that is allowed.
	AlwaysInTime BreakEvenStatus = "always-in-time"
	// NeverInTime: it does so with none.
	NeverInTime BreakEvenStatus = "never-in-time"
	// NoSingleValue: the input raises cost and saving alike, so that values in
	// time may lie on both sides of others.
	NoSingleValue BreakEvenStatus = "no-single-value"
)

// BreakEvenStatuses returns all statuses.
func BreakEvenStatuses() []BreakEvenStatus {
	return []BreakEvenStatus{BreaksEvenAt, AlwaysInTime, NeverInTime, NoSingleValue}
}

// MarshalText returns the status's text. It returns an *[salesops.InputError]
// if s is not one of [BreakEvenStatuses].
func (s BreakEvenStatus) MarshalText() ([]byte, error) {
	return strict.Text("BreakEvenStatus", s, BreakEvenStatuses())
}

// UnmarshalText sets s from its text. It returns an *[salesops.InputError] if
// the text is not one of [BreakEvenStatuses].
func (s *BreakEvenStatus) UnmarshalText(text []byte) error {
	return strict.Parse("BreakEvenStatus", s, text, BreakEvenStatuses())
}

// BreakEven is the last value of an input, coming from the good side, with which
// a program still pays back in under the policy's months: the highest cost or
// delay, the lowest volume or share.
//
// Playbook: ROI-6.
type BreakEven struct {
	// Status tells whether there is such a value.
	Status BreakEvenStatus `json:"status"`
	// Value is it: money in whole cents, months, otherwise a float64; nil
	// unless Status is [BreaksEvenAt].
	Value *decimal.Decimal `json:"value"`
}

// UnmarshalJSON reads a break-even strictly. It returns an
// *[salesops.InputError] for every key that is unknown or missing, a value out
// of its range, and one that is there without need or missing.
func (b *BreakEven) UnmarshalJSON(data []byte) error {
	type plain BreakEven
	return strict.Unmarshal(data, "BreakEven", (*plain)(b), func(p *plain, in fault.Scope) {
		if (p.Value != nil) != (p.Status == BreaksEvenAt) {
			in.Conflict("Value", string(p.Status), "a value exactly when the status is "+string(BreaksEvenAt))
		}
		if p.Value != nil && fitsTable(in, "Value", *p.Value) && p.Value.Sign() < 0 {
			in.OutOfRange("Value", p.Value.String(), "0 or more")
		}
	})
}

// inTime is the verdict alone. What comes after the line cannot change it, so
// those months are left out.
func (s scenario) inTime() bool {
	line := exact.Decimal(s.policy.MaxMonths)
	last := int(line.Ceil().BigInt().Int64())
	flows := s.program.bookTo(last).flows(s.policy.Basis)
	t, before, highest := reach(flows)
	return t >= 0 && inTimeFinding(flows[t], t, before, highest, line).Holds()
}

// breakEven searches the values of an input for the last that is in time. The
// balance at every moment rises, or falls, with each of the inputs, so the values
// in time are all on one side; with two exceptions, see below.
func (s scenario) breakEven(input ProgramInput) BreakEven {
	if input == InputLaborCostPerHour && s.program.CostHours > 0 && s.program.ErrorCostPerMonth.Sign() > 0 {
		return BreakEven{Status: NoSingleValue}
	}
	d := s.domain(input)
	good := func(i int64) bool { // counted from the good side
		if !input.hurts() {
			i = d.last - i
		}
		changed, _ := s.with(input, d.value(i))
		return changed.inTime()
	}
	bad := d.last + 1 // the first that is not in time
	if s.months(input) != nil {
		// A delay can also put off the months of a ramp that lose money: the
		// months are few enough to look at all of them.
		for bad > 0 && !good(bad-1) {
			bad--
		}
	} else {
		bad = firstBad(d.last, good)
	}
	switch {
	case bad > d.last:
		return BreakEven{Status: AlwaysInTime}
	case bad == 0:
		return BreakEven{Status: NeverInTime}
	}
	at := bad - 1
	if !input.hurts() {
		at = d.last - at
	}
	value := d.value(at)
	return BreakEven{Status: BreaksEvenAt, Value: &value}
}

// firstBad returns the first i in 0 to last that is not good, or last + 1.
func firstBad(last int64, good func(i int64) bool) int64 {
	low, high := int64(0), last+1
	for low < high {
		middle := low + (high-low)/2
		if good(middle) {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}

// hurts reports whether more of the input delays the payback.
func (i ProgramInput) hurts() bool {
	switch i {
	case InputCost, InputCostHours, InputRunningCost, InputMonthsToGoLive, InputRampMonths, InputAnnualDiscountRate:
		return true
	case InputHoursPerTask, InputTasksPerMonth, InputMonthlyGrowth, InputLaborCostPerHour, InputShareAutomated,
		InputCashShare, InputErrorCost, InputLifeMonths:
	}
	return false
}
