package forecast

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// CreatedRevenue is what a past period brought from deals that did not exist
// yet at some point of it.
type CreatedRevenue struct {
	// Window is the period.
	Window Window `json:"window"`
	// Won is those deals, won within the period.
	Won DealTotal `json:"won"`
	// Booked is the deals won in the period up to that point.
	Booked DealTotal `json:"booked"`
	// Open is the deals won after that point that existed then. The three add
	// up to what the period brought.
	Open DealTotal `json:"open"`
	// Undated is the deals won after that point of which nobody knows since
	// when they existed. They are in none of the three.
	Undated DealTotal `json:"undated"`
}

// UnmarshalJSON reads it strictly. It returns an *[salesops.InputError] for
// every key that is unknown or missing, for everything that
// [DealTotal.UnmarshalJSON] refuses, and for a window that is none.
func (c *CreatedRevenue) UnmarshalJSON(data []byte) error {
	type plain CreatedRevenue
	return strict.Unmarshal(data, "CreatedRevenue", (*plain)(c), func(p *plain, in fault.Scope) {
		at := in.In("Window")
		p.Window.collect(&at)
	})
}

// MeasureCreated returns for each past period what came in from deals that were
// first contacted after a point of it, and what came from the others. The point
// is so many days after the first day of the period: 0 for its first day, -1 for
// the day before it began.
//
// Much of a period's revenue can come from deals that did not exist when it
// began; [Outlook] takes what past periods show.
//
// It returns an *[salesops.InputError] if:
//   - the pipeline is refused by [Weigh], other than for a missing probability;
//   - there is no window or more than [MaxPeriods], or one that is none;
//   - the point is not within 36,600 days of the first day.
//
// Playbook: FCT-15.
func MeasureCreated(pipeline Pipeline, windows []Window, pointDays int) ([]CreatedRevenue, error) {
	const farthest = 36600
	var list fault.List
	in := list.In("Pipeline")
	pipeline.collect(&in, nil)
	in = list.In("windows")
	if in.Length("", len(windows), 1, MaxPeriods) {
		for i := range windows {
			at := in.At("", i)
			windows[i].collect(&at)
		}
	}
	in = list.In("pointDays")
	in.Int("", pointDays, -farthest, farthest, "days")
	if list.Any() {
		return nil, list.Err()
	}
	periods := make([]CreatedRevenue, len(windows))
	for i := range periods {
		p := &periods[i]
		p.Window = windows[i]
		point := windows[i].From.AddDays(pointDays)
		for j := range pipeline.Deals {
			p.add(&pipeline.Deals[j], point)
		}
	}
	return periods, nil
}

func (c *CreatedRevenue) add(d *Deal, point salesops.Date) {
	switch {
	case d.Stage != Won || !c.Window.contains(d.ClosedOn):
	case !d.ClosedOn.After(point):
		c.Booked.add(d.Amount)
	case d.Opened.IsZero():
		c.Undated.add(d.Amount)
	case d.Opened.After(point):
		c.Won.add(d.Amount)
	default:
		c.Open.add(d.Amount)
	}
}

// createdAmounts checks what past periods brought from deals created in them.
func createdAmounts(in *fault.Scope, created []decimal.Decimal) {
	if !in.Length("Created", len(created), 0, MaxPeriods) {
		return
	}
	for i, d := range created {
		at := in.At("Created", i)
		amount(&at, "", d)
	}
}
