package capacity

import (
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
)

// DefaultWorkingDaysPerWeek is in working days; it is ours, and stands in for an
// audit that gives none.
const DefaultWorkingDaysPerWeek = 5

// LeadTime is how long customers wait for an order today.
//
// Playbook: CAP-1.
type LeadTime struct {
	// Days is the time from the order to its delivery, in working days.
	// [MinPositive] to [MaxDays].
	Days float64 `json:"days"`
	// FixedDays is the part of it that does not queue, such as transport or
	// curing, in working days. 0 to Days; work at the stages is not part of it.
	FixedDays float64 `json:"fixed_days,omitzero"`
	// PromisedDays is what customers are promised, in working days.
	// [MinPositive] to [MaxDays]; zero when nothing is.
	PromisedDays float64 `json:"promised_days,omitzero"`
}

func (l *LeadTime) collect(in fault.Scope) {
	sound := required(in, "Days", l.Days, MaxDays, "working days")
	if in.Float("FixedDays", l.FixedDays, 0, MaxDays, "working days") && sound && l.FixedDays > l.Days {
		in.Conflict("FixedDays", exact.Decimal(l.FixedDays).String(), "at most Days")
	}
	optional(in, "PromisedDays", l.PromisedDays, MaxDays, "working days, or 0 when nothing is promised")
}

// workingDays returns the working days of a week.
func (a *Audit) workingDays() float64 {
	if a.WorkingDaysPerWeek == 0 {
		return DefaultWorkingDaysPerWeek
	}
	return a.WorkingDaysPerWeek
}
