// Promise quotes orders for a small shop, one after the other, on the working
// days of a German state: what is promised to one customer is no longer there for
// the next.
//
//	go run -C examples ./promise
//
// It shows how a calendar of holidays from another library becomes the calendar
// of the shop.
package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/de"
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/overflow"
)

// holidays is a calendar of another library. This one method is all that it
// takes.
type holidays struct{ *cal.BusinessCalendar }

// IsWorkday reports whether a civil day is a working day.
func (h holidays) IsWorkday(day salesops.Date) bool {
	return h.BusinessCalendar.IsWorkday(time.Date(day.Year, day.Month, day.Day, 12, 0, 0, 0, time.UTC))
}

func bavaria() holidays {
	calendar := cal.NewBusinessCalendar()
	calendar.AddHoliday(de.HolidaysBY...)
	return holidays{calendar}
}

// shop has half of its first day booked, and stands still between the years.
func shop(today salesops.Date) overflow.Load {
	load := overflow.Load{
		Today: today,
		Stages: []overflow.LoadStage{
			{Name: "cut", MinutesPerDay: 480},
			{Name: "sew", MinutesPerDay: 960, WaitDays: 1},
			{Name: "pack", MinutesPerDay: 240},
		},
		Booked: []overflow.Booking{{Stage: "cut", On: today, Minutes: 240}},
	}
	for day := 24; day <= 31; day++ {
		off := overflow.DayMinutes{On: salesops.Date{Year: today.Year, Month: time.December, Day: day}}
		for i := range load.Stages {
			load.Stages[i].Days = append(load.Stages[i].Days, off)
		}
	}
	return load
}

// customer is an order for shirts.
type customer struct {
	name   string
	pieces int64
	wanted int // days from today
	order  overflow.Order
}

func (c customer) inquiry(today salesops.Date) overflow.Inquiry {
	hour := decimal.RequireFromString("45.50")
	return overflow.Inquiry{
		Order:     c.order,
		Situation: overflow.Situation{Demand: 114, Capacity: 100, TeamMorale: 7},
		Request: overflow.Request{
			Quantity: c.pieces, Wanted: today.AddDays(c.wanted),
			Work: []overflow.UnitWork{
				{Stage: "cut", SetupMinutes: 30, MinutesPerUnit: 2.5},
				{Stage: "sew", MinutesPerUnit: 6.4},
				{Stage: "pack", MinutesPerUnit: 1.2},
			},
		},
		Terms: overflow.Terms{
			Price: decimal.NewFromInt(19 * c.pieces), LaterDiscount: 0.05, ExpeditePerHour: &hour, Places: 2,
		},
		NextWindow: salesops.Date{Year: today.Year + 1, Month: time.January, Day: 5},
	}
}

func main() { os.Exit(run(os.Stdout, os.Stderr)) }

func run(stdout, stderr io.Writer) int {
	if err := quoteAll(stdout); err != nil {
		_, _ = fmt.Fprintf(stderr, "promise: %v\n", err)
		return 1
	}
	return 0
}

func quoteAll(out io.Writer) error {
	today := salesops.Date{Year: 2026, Month: time.December, Day: 14}
	good := overflow.Order{QualityRisk: 3, Margin: 0.42, TargetMargin: 0.40, StrategicValue: 8}
	minor := good
	minor.StrategicValue = 4
	calendar, policy, load := bavaria(), overflow.DefaultPolicy(), shop(today)
	for _, c := range []customer{
		{"Hotel Post", 120, 3, good}, {"Brauerei Huber", 400, 4, good}, {"Sportverein", 60, 4, minor}, {"Klinik Nord", 150, 9, good},
	} {
		offer, err := overflow.Quote(c.inquiry(today), load, calendar, policy)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(out, "%s, %d pieces by %s: %s (%s)\n", c.name, c.pieces, today.AddDays(c.wanted), offer.Answer, offer.Decision.Action); err != nil {
			return err
		}
		if err := printOffer(out, offer); err != nil {
			return err
		}
		if offer.Promise == nil {
			continue
		}
		if load, err = overflow.Reserve(load, *offer.Promise, calendar); err != nil {
			return err
		}
	}
	return nil
}

func printOffer(out io.Writer, offer overflow.Offer) error {
	if offer.Promise != nil {
		for _, d := range offer.Promise.Deliveries {
			for _, s := range d.Steps {
				if _, err := fmt.Fprintf(out, "    %-4s %s to %s, %d minutes\n", s.Stage, s.From, s.Until.AddDays(-1), s.Minutes); err != nil {
					return err
				}
			}
			if _, err := fmt.Fprintf(out, "    delivered %s\n", d.On); err != nil {
				return err
			}
		}
	}
	for _, a := range offer.Alternatives {
		if _, err := fmt.Fprintf(out, "    or %s:", a.Kind); err != nil {
			return err
		}
		for _, d := range a.Promise.Deliveries {
			if _, err := fmt.Fprintf(out, " %d on %s,", d.Quantity, d.On); err != nil {
				return err
			}
		}
		if _, err := fmt.Fprintf(out, " at a cost of %s\n", a.Cost.StringFixed(2)); err != nil {
			return err
		}
	}
	return nil
}
