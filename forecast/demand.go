package forecast

import (
	"fmt"
	"strconv"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// The limits of a demand.
const (
	// MaxDemandValues is the most periods of a demand's history.
	MaxDemandValues = 2000
	// MaxSeason is the longest season, in periods.
	MaxSeason = 366
	// MaxDemandHorizon is the most periods that a demand is projected ahead.
	MaxDemandHorizon = 400
	// MaxEvents is the most events of a demand.
	MaxEvents = 1000
	// MaxEventFactor is the largest factor of the events of a period together;
	// the smallest is its inverse.
	MaxEventFactor = 100
)

// Demand is how much was asked for period by period, and what is known of the
// periods to come: orders a month, tickets a day.
type Demand struct {
	// Unit is how long the periods are.
	Unit PeriodUnit `json:"unit"`
	// Values are 1 to [MaxDemandValues] periods in order of time, none left out.
	Values []DemandValue `json:"values"`
	// Season is after how many periods demand repeats itself, up to [MaxSeason]:
	// 1 for never, 0 for what is usual for the unit.
	Season int `json:"season,omitempty"`
	// Horizon is how many periods to project, 1 to [MaxDemandHorizon].
	Horizon int `json:"horizon"`
	// Events are up to [MaxEvents] known events, past and to come, in any order.
	Events []DemandEvent `json:"events,omitempty"`
}

// DemandValue is the demand of one period.
type DemandValue struct {
	// Start is the first day of the period: of a month or a quarter the first of
	// a month.
	Start salesops.Date `json:"start"`
	// Value is the demand: 0, or a number of size [MinMagnitude] to
	// [MaxMagnitude].
	Value float64 `json:"value"`
}

// DemandEvent is something known that moves demand: a promotion, a launch, a
// trade fair. Demand is taken to be even over the days of a period without it.
type DemandEvent struct {
	// Name is what it is, 1 to 200 bytes. Events may share one.
	Name string `json:"name"`
	// Window is its days.
	Window Window `json:"window"`
	// Factor is what demand on each of its days is multiplied by, 1 /
	// [MaxEventFactor] to [MaxEventFactor]; 0 for not at all.
	Factor float64 `json:"factor,omitempty"`
	// Units is what all its days together add to demand, evenly: 0, or a number
	// of size [MinMagnitude] to [MaxMagnitude].
	Units float64 `json:"units,omitempty"`
	// Agreed is whether operations has agreed to it.
	Agreed bool `json:"agreed,omitempty"`
}

// UnmarshalJSON reads a demand strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, and for what [ProjectDemand] refuses.
func (d *Demand) UnmarshalJSON(data []byte) error {
	type plain Demand
	return strict.Unmarshal(data, "Demand", (*plain)(d), func(p *plain, in fault.Scope) {
		(*Demand)(p).collect(&in)
	})
}

// season returns the season with its default.
func (d *Demand) season() int {
	if d.Season == 0 {
		return d.Unit.season()
	}
	return d.Season
}

func (d *Demand) collect(in *fault.Scope) {
	known := fault.OneOf(*in, "Unit", d.Unit, PeriodUnits())
	dated := known && in.Length("Values", len(d.Values), 1, MaxDemandValues) && d.collectValues(in)
	in.Int("Season", d.Season, 0, MaxSeason, "periods")
	if in.Int("Horizon", d.Horizon, 1, MaxDemandHorizon, "periods") && dated && d.span(len(d.Values)+d.Horizon-1).To.IsZero() {
		in.Conflict("Horizon", strconv.Itoa(d.Horizon), "periods that end by the year 9999")
	}
	if in.Length("Events", len(d.Events), 0, MaxEvents) && d.collectEvents(in) && dated {
		d.collectFactors(in)
	}
}

// span returns the days of a period, counted from the first of the history.
func (d *Demand) span(n int) Window { return d.Unit.span(d.Values[0].Start, n) }

// collectValues checks the history and reports whether its periods follow one
// another.
func (d *Demand) collectValues(in *fault.Scope) bool {
	known, whole, next := true, true, 0
	for i, v := range d.Values {
		at := in.At("Values", i)
		if dated := at.Date("Start", v.Start); dated && known {
			var place int
			place, known = d.place(&at, v.Start, next)
			whole, next = whole && place == next, place+1
		} else {
			known = false // where the periods after it belong cannot be told
		}
		magnitude(&at, "Value", v.Value)
	}
	return known && whole
}

// place returns the place of a period, when it is at or after the next one, and
// names those that are missing before it.
func (d *Demand) place(at *fault.Scope, start salesops.Date, next int) (int, bool) {
	place, begins := d.Unit.place(d.Values[0].Start, start)
	switch {
	case !begins:
		at.OutOfRange("Start", start.String(), "the first day of a "+string(d.Unit)+", as the others are")
		return 0, false
	case place < next:
		at.Conflict("Start", start.String(), "a period after the one before, each once")
		return 0, false
	case place-next >= MaxDemandValues:
		at.Conflict("Start", start.String(), fmt.Sprintf("less than %d periods after the one before", MaxDemandValues))
		return 0, false
	}
	for missing := next; missing < place; missing++ {
		at.Missing("", "before it a value for the "+string(d.Unit)+" from "+d.span(missing).From.String())
	}
	return place, true
}

func (d *Demand) collectEvents(in *fault.Scope) bool {
	good := true
	for i := range d.Events {
		e, at := &d.Events[i], in.At("Events", i)
		at.Name("Name", e.Name)
		window := at.In("Window")
		e.Window.collect(&window)
		good = good && e.Window.From.IsValid() && e.Window.To.IsValid() && !e.Window.To.Before(e.Window.From)
		if e.Factor != 0 && !at.Float("Factor", e.Factor, 1./MaxEventFactor, MaxEventFactor, "times") {
			good = false
		}
		magnitude(&at, "Units", e.Units)
		if e.Factor == 0 && e.Units == 0 {
			at.Missing("Factor", "a factor or units")
		}
	}
	return good
}

// collectFactors checks what the events of each period make of it together.
func (d *Demand) collectFactors(in *fault.Scope) {
	for n, e := range d.effects() {
		if !(e.factor >= 1./MaxEventFactor && e.factor <= MaxEventFactor) {
			in.Conflict("Events", number(e.factor),
				fmt.Sprintf("factors that together are 0.01 to 100 in each period, as in the %s from %s", d.Unit, d.span(n).From))
		}
	}
}
