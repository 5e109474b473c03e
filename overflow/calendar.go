package overflow

import (
	"time"

	"github.com/salesops-go/salesops"
)

// Calendar tells on which days work is done. A caller's calendar of holidays
// becomes one with a method of one line. It must give the same answer whenever
// it is asked about the same day.
type Calendar interface {
	// IsWorkday reports whether work is done on a day.
	IsWorkday(day salesops.Date) bool
}

// MondayToFriday is a [Calendar] without holidays.
type MondayToFriday struct{}

// IsWorkday reports whether day is neither a Saturday nor a Sunday.
func (MondayToFriday) IsWorkday(day salesops.Date) bool {
	weekday := day.Weekday()
	return weekday != time.Saturday && weekday != time.Sunday
}
