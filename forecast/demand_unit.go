package forecast

import (
	"time"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/strict"
)

// PeriodUnit is how long the periods of a demand are.
type PeriodUnit string

// The units of periods. Playbook: FCT-11.
const (
	// DailyPeriods: each period is a day; demand repeats itself after 7.
	DailyPeriods PeriodUnit = "day"
	// WeeklyPeriods: seven days from any day of the week; demand repeats itself
	// after 52.
	WeeklyPeriods PeriodUnit = "week"
	// MonthlyPeriods: calendar months; demand repeats itself after 12.
	MonthlyPeriods PeriodUnit = "month"
	// QuarterlyPeriods: three calendar months, the first of which may be any;
	// demand repeats itself after 4.
	QuarterlyPeriods PeriodUnit = "quarter"
)

// PeriodUnits returns all units, the shortest first.
//
// Playbook: FCT-11.
func PeriodUnits() []PeriodUnit {
	return []PeriodUnit{DailyPeriods, WeeklyPeriods, MonthlyPeriods, QuarterlyPeriods}
}

// MarshalText returns the unit's text. It returns an *[salesops.InputError] if u
// is not one of [PeriodUnits].
func (u PeriodUnit) MarshalText() ([]byte, error) { return strict.Text("PeriodUnit", u, PeriodUnits()) }

// UnmarshalText sets u from its text. It returns an *[salesops.InputError] if the
// text is not one of [PeriodUnits].
func (u *PeriodUnit) UnmarshalText(text []byte) error {
	return strict.Parse("PeriodUnit", u, text, PeriodUnits())
}

// season is after how many periods demand usually repeats itself.
func (u PeriodUnit) season() int {
	switch u {
	case DailyPeriods:
		return daysPerWeek
	case WeeklyPeriods:
		return 52
	case QuarterlyPeriods:
		return 4
	case MonthlyPeriods:
		return 12
	}
	return 1
}

// months is how many months a period has, 0 for one that is counted in days.
func (u PeriodUnit) months() int {
	switch u {
	case MonthlyPeriods:
		return 1
	case QuarterlyPeriods:
		return 3
	case DailyPeriods, WeeklyPeriods:
	}
	return 0
}

// begins reports whether a period can begin on a day.
func (u PeriodUnit) begins(d salesops.Date) bool { return u.months() == 0 || d.Day == 1 }

// days is how many days a period has that is counted in days.
func (u PeriodUnit) days() int {
	if u == WeeklyPeriods {
		return daysPerWeek
	}
	return 1
}

// start returns the first day of the period that is n after the one that begins
// on a day, which is the zero Date beyond the calendar.
func (u PeriodUnit) start(first salesops.Date, n int) salesops.Date {
	if m := u.months(); m > 0 {
		months := first.Year*12 + int(first.Month) - 1 + n*m
		d := salesops.Date{Year: months / 12, Month: time.Month(months%12 + 1), Day: 1}
		if !d.IsValid() {
			return salesops.Date{}
		}
		return d
	}
	return first.AddDays(n * u.days())
}

// place returns how many periods lie between the one that begins first and the
// one that begins on a day, or false when none does.
func (u PeriodUnit) place(first, d salesops.Date) (int, bool) {
	apart, length := d.DaysSince(first), u.days()
	if m := u.months(); m > 0 {
		apart, length = (d.Year-first.Year)*12+int(d.Month)-int(first.Month), m
	}
	return apart / length, apart%length == 0 && u.begins(d)
}

// span returns the days of the period that is n after the one that begins first.
func (u PeriodUnit) span(first salesops.Date, n int) Window {
	return Window{From: u.start(first, n), To: u.start(first, n+1).AddDays(-1)}
}
