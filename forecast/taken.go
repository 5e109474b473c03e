package forecast

import (
	"slices"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/survival"
)

// takenDays is how long shipments took from order to delivery.
type takenDays struct {
	// cases are those with a known order day. They are complete with their last
	// line; what is not complete is censored.
	cases []survival.Case
	// days are the times of the cases, sorted.
	days          []int
	open, undated int
}

// taken returns the days of all shipments that were ordered by the end of a day,
// as they stood then.
func taken(all []shipment, day salesops.Date) takenDays {
	var t takenDays
	for _, s := range all {
		switch {
		case !s.dated():
			t.undated++
		case s.all(func(l *line) bool { return !l.Ordered.After(day) }):
			c := s.taken(day)
			if c.Cause == survival.Censored {
				t.open++
			}
			t.cases, t.days = append(t.cases, c), append(t.days, c.Time)
		}
	}
	slices.Sort(t.days)
	return t
}

// dated reports whether the order day of every line is known.
func (s shipment) dated() bool { return s.all(func(l *line) bool { return !l.Ordered.IsZero() }) }

// taken returns how many days the slowest line of the shipment took; censored when
// a line had not come by the end of the day.
func (s shipment) taken(day salesops.Date) survival.Case {
	came, open := 0, -1
	for i := range s {
		if l := &s[i]; l.Delivered.IsZero() || l.Delivered.After(day) {
			open = max(open, day.DaysSince(l.Ordered))
		} else {
			came = max(came, l.Delivered.DaysSince(l.Ordered))
		}
	}
	if open < 0 {
		return survival.Case{Time: came, Cause: survival.First}
	}
	// It takes the days of the slowest line that came at least: it lasts beyond the
	// day before.
	return survival.Case{Time: max(open, came-1)}
}
