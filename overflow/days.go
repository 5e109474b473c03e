package overflow

import (
	"strconv"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
)

// days counts days from today, and keeps those that had passed.
type days struct {
	today  salesops.Date
	clamps []Clamp
}

func newDays(today salesops.Date) *days { return &days{today: today, clamps: []Clamp{}} }

// of returns the number of days from today to a date, negative when it has
// passed.
func (d *days) of(date salesops.Date) int { return date.DaysSince(d.today) }

// date returns the date of a number of days after today.
func (d *days) date(day int) salesops.Date { return d.today.AddDays(day) }

// clamp returns the number of days from today to a date, and 0, noting it, for
// one that has passed.
func (d *days) clamp(field string, date salesops.Date) int {
	if day := d.of(date); day >= 0 {
		return day
	}
	d.clamps = append(d.clamps, Clamp{Field: field, From: date, To: d.today})
	return 0
}

// ahead is clamp for the field On of element i.
func (d *days) ahead(field string, i int, date salesops.Date) int {
	if day := d.of(date); day >= 0 {
		return day
	}
	return d.clamp(field+"["+strconv.Itoa(i)+"].On", date)
}

// whole checks low <= n <= high. A zero below low counts as missing.
func whole(in fault.Scope, field string, n, low, high int64, unit string) bool {
	if n >= low && n <= high {
		return true
	}
	want := strconv.FormatInt(low, 10) + " to " + strconv.FormatInt(high, 10) + " " + unit
	if n == 0 && low > 0 {
		in.Missing(field, want)
	} else {
		in.OutOfRange(field, strconv.FormatInt(n, 10), want)
	}
	return false
}
