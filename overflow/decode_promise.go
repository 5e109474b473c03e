package overflow

import (
	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// UnmarshalJSON reads a load strictly. It returns an *[salesops.InputError] for
// every key that is unknown, missing or given twice, and everything in it that
// [Commit] refuses.
func (l *Load) UnmarshalJSON(data []byte) error {
	type plain Load
	return strict.Unmarshal(data, "Load", (*plain)(l), func(p *plain, in fault.Scope) {
		(*Load)(p).collect(in)
	})
}

// UnmarshalJSON reads a projection strictly. It returns an
// *[salesops.InputError] for every key that is unknown, missing or given twice,
// and if its periods are not in order, or their numbers do not follow from each
// other.
func (p *StockProjection) UnmarshalJSON(data []byte) error {
	type plain StockProjection
	return strict.Unmarshal(data, "StockProjection", (*plain)(p), func(p *plain, in fault.Scope) {
		if !in.Length("Periods", len(p.Periods), 1, 2*MaxMovements+1) {
			return
		}
		got := StockProjection{Periods: make([]StockPeriod, len(p.Periods))}
		for i, period := range p.Periods {
			at := in.At("Periods", i)
			at.Date("Start", period.Start)
			if i > 0 && !period.Start.After(p.Periods[i-1].Start) {
				at.Conflict("Start", period.Start.String(), "after that of the period before")
			}
			const most = MaxQuantity * MaxMovements
			received := whole(at, "Received", period.Received, 0, most, "units")
			committed := whole(at, "Committed", period.Committed, 0, most, "units")
			whole(at, "Projected", period.Projected, -most, most+MaxQuantity, "units")
			if !received || !committed {
				return
			}
			got.Periods[i] = StockPeriod{Start: period.Start, Received: period.Received, Committed: period.Committed}
		}
		first := p.Periods[0]
		got.fill(first.Projected - first.Received + first.Committed)
		for i, period := range p.Periods {
			if period != got.Periods[i] {
				at := in.At("Periods", i)
				at.Conflict("Projected", "", "what follows from the movements")
			}
		}
		if p.Short != got.Short {
			in.Conflict("Short", "", "the most that is projected below zero")
		}
		collectClamps(in, p.Clamps)
	})
}

func collectClamps(in fault.Scope, clamps []Clamp) {
	for i, c := range clamps {
		at := in.At("Clamps", i)
		if at.Date("From", c.From) && at.Date("To", c.To) && !c.From.Before(c.To) {
			at.Conflict("From", c.From.String(), "before To")
		}
		if c.Field == "" {
			at.Missing("Field", "the path of a date")
		}
	}
}

// UnmarshalJSON reads a promise strictly. It returns an *[salesops.InputError]
// for every key that is unknown, missing or given twice, and if the deliveries
// and the short quantity are not the quantity, a delivery or its steps are out
// of order or do not add up, or the outcome is not one that they have.
func (p *Promise) UnmarshalJSON(data []byte) error {
	type plain Promise
	return strict.Unmarshal(data, "Promise", (*plain)(p), func(v *plain, in fault.Scope) {
		(*Promise)(v).collect(in)
	})
}

func (p *Promise) collect(in fault.Scope) {
	whole(in, "Quantity", p.Quantity, 1, MaxQuantity, "units")
	whole(in, "Short", p.Short, 0, MaxQuantity, "units")
	whole(in, "ByWanted", p.ByWanted, 0, max(p.Quantity, 0), "units")
	if !in.Length("Deliveries", len(p.Deliveries), 0, 2) {
		return
	}
	total := p.Short
	for i := range p.Deliveries {
		d, at := &p.Deliveries[i], in.At("Deliveries", i)
		d.collect(at)
		if i > 0 && d.On.Before(p.Deliveries[i-1].On) {
			at.Conflict("On", d.On.String(), "not before the delivery before")
		}
		if whole(at, "Quantity", d.Quantity, 1, MaxQuantity, "units") {
			total += d.Quantity
		}
	}
	if total != p.Quantity {
		in.Conflict("Quantity", "", "the sum of the deliveries and Short")
	}
	fits := map[PromiseOutcome]bool{
		InFull:    p.Short == 0,
		InParts:   p.Short == 0 && len(p.Deliveries) == 2,
		Later:     p.Short == 0 && len(p.Deliveries) == 1,
		PartOnly:  p.Short > 0 && p.Short < p.Quantity,
		NoPromise: p.Short == p.Quantity,
	}
	if !fits[p.Outcome] {
		in.Conflict("Outcome", string(p.Outcome), "one that the deliveries have")
	}
	p.Binding.collect(in.In("Binding"))
	collectClamps(in, p.Clamps)
}

func (b *Binding) collect(in fault.Scope) {
	fault.OneOf(in, "Constraint", b.Constraint, Constraints())
	in.Int("GainDays", b.GainDays, 0, 2*MaxHorizonDays, "days")
	if (b.Constraint == StageBinds) != (b.Stage != "") {
		in.Conflict("Stage", b.Stage, "a name when a stage binds, and none otherwise")
	}
	if b.Constraint == NothingBinds && b.GainDays != 0 {
		in.Conflict("GainDays", "", "0 when nothing binds")
	}
}

func (d *Delivery) collect(in fault.Scope) {
	if in.Date("On", d.On) && in.Date("Finished", d.Finished) && d.Finished.After(d.On) {
		in.Conflict("Finished", d.Finished.String(), "not after On")
	}
	in.Int("SlackDays", d.SlackDays, 0, MaxHorizonDays, "days")
	if !in.Length("Steps", len(d.Steps), 0, MaxLoadStages) {
		return
	}
	var least int64
	for i := range d.Steps {
		step, at := &d.Steps[i], in.At("Steps", i)
		step.collect(at)
		if i == 0 || step.SlackMinutes < least {
			least = step.SlackMinutes
		}
	}
	if d.SlackMinutes != least {
		in.Conflict("SlackMinutes", "", "the least of the steps, 0 without any")
	}
}

func (s *DeliveryStep) collect(in fault.Scope) {
	in.Name("Stage", s.Stage)
	in.Int("SlackDays", s.SlackDays, 0, MaxHorizonDays, "days")
	whole(in, "SlackMinutes", s.SlackMinutes, 0, tooMuch, "minutes")
	if !in.Length("Slots", len(s.Slots), 1, MaxHorizonDays) {
		return
	}
	var total int64
	var last salesops.Date
	for i, slot := range s.Slots {
		at := in.At("Slots", i)
		if at.Date("On", slot.On) && !slot.On.After(last) {
			at.Conflict("On", slot.On.String(), "after the slot before")
		}
		last = slot.On
		if whole(at, "Minutes", slot.Minutes, 1, MaxDayMinutes, "minutes") {
			total += slot.Minutes
		}
	}
	if total != s.Minutes {
		in.Conflict("Minutes", "", "the sum of the slots")
	}
	if s.From != s.Slots[0].On || s.Until != last.AddDays(1) {
		in.Conflict("From", s.From.String(), "From and Until around the slots")
	}
}
