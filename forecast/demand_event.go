package forecast

import "github.com/salesops-go/salesops"

// effect is what the events of a period make of its demand: factor × demand +
// units.
type effect struct {
	factor, units float64
	names         []string
}

// none reports whether there are no events.
func (e *effect) none() bool { return len(e.names) == 0 }

// without returns the demand without the events.
func (e *effect) without(value float64) float64 { return (value - e.units) / e.factor }

// with returns the demand with the events.
func (e *effect) with(value float64) float64 { return float64(e.factor*value) + e.units }

// dayRange is the first and the last of some days, counted from the first day of
// the history.
type dayRange struct{ from, to int }

func (w *Window) since(d salesops.Date) dayRange {
	return dayRange{w.From.DaysSince(d), w.To.DaysSince(d)}
}

func (r dayRange) days() float64 { return float64(r.to - r.from + 1) }

// effects returns what the events make of each period of the history and of the
// horizon.
func (d *Demand) effects() []effect {
	first := d.Values[0].Start
	events := make([]dayRange, len(d.Events))
	for i := range d.Events {
		events[i] = d.Events[i].Window.since(first)
	}
	all := make([]effect, len(d.Values)+d.Horizon)
	for n := range all {
		all[n].factor = 1
		span := d.span(n)
		period := span.since(first)
		for i, on := range events {
			if on.from <= period.to && on.to >= period.from {
				all[n].add(&d.Events[i], on, period)
			}
		}
	}
	return all
}

// add adds an event to the effect on a period, by the days that both have.
func (e *effect) add(event *DemandEvent, on, period dayRange) {
	e.names = append(e.names, event.Name)
	both := dayRange{max(on.from, period.from), min(on.to, period.to)}.days()
	switch {
	case event.Factor == 0:
	case both == period.days():
		e.factor = float64(e.factor * event.Factor)
	default:
		e.factor = float64(e.factor * (1 + float64((event.Factor-1)*both)/period.days()))
	}
	e.units += float64(event.Units*both) / on.days()
}
