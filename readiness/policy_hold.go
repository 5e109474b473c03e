package readiness

import "github.com/salesops-go/salesops/internal/fault"

// The margins by which a metric must be clear of its line before an alert that
// was on goes off, in [DefaultPolicy]. All numbers are ours: the playbook only
// says that there is a line.
const (
	// DefaultHoldUtilization is a fraction of capacity. Playbook: RDY-4.
	DefaultHoldUtilization = 0.05
	// DefaultHoldErrorRate is a fraction. Playbook: RDY-4.
	DefaultHoldErrorRate = 0.01
	// DefaultHoldOvertimeHoursPerWeek is in hours a week per person.
	// Playbook: RDY-4.
	DefaultHoldOvertimeHoursPerWeek = 2.0
	// DefaultHoldSatisfaction is in points of 10. Playbook: RDY-4.
	DefaultHoldSatisfaction = 0.5
	// DefaultHoldOnTimeShare is a fraction. Playbook: RDY-4.
	DefaultHoldOnTimeShare = 0.01
	// DefaultHoldQuoteResponseHours is in hours. Playbook: RDY-5.
	DefaultHoldQuoteResponseHours = 8.0
	// DefaultHoldOrderErrorRate is a fraction of orders. Playbook: RDY-5.
	DefaultHoldOrderErrorRate = 0.01
	// DefaultHoldFlagOvertimeHoursPerWeek is in hours a week per person.
	// Playbook: RDY-5.
	DefaultHoldFlagOvertimeHoursPerWeek = 2.0
)

// HoldPolicy holds the margins of [HoldWarnings] and [HoldFlags]. A margin of 0
// lets an alert go off as soon as its metric is back at the line. A margin that
// reaches past the best value of its metric ends there.
type HoldPolicy struct {
	// HoldUtilization is the margin of [HighUtilization], a fraction of
	// capacity, 0 to [LargestUtilization].
	HoldUtilization float64 `json:"hold_utilization"`
	// HoldErrorRate is the margin of [HighErrorRate], 0 to 1.
	HoldErrorRate float64 `json:"hold_error_rate"`
	// HoldOvertimeHoursPerWeek is the margin of [LongOvertime], 0 to 168 hours
	// a week.
	HoldOvertimeHoursPerWeek float64 `json:"hold_overtime_hours_per_week"`
	// HoldSatisfaction is the margin of [LowSatisfaction], 0 to 10 points.
	HoldSatisfaction float64 `json:"hold_satisfaction"`
	// HoldOnTimeShare is the margin of [LateDeliveries], 0 to 1.
	HoldOnTimeShare float64 `json:"hold_on_time_share"`
	// HoldQuoteResponseHours is the margin of [SlowQuotes], 0 to
	// [MaxResponseHours] hours.
	HoldQuoteResponseHours float64 `json:"hold_quote_response_hours"`
	// HoldOrderErrorRate is the margin of [OrderErrors], 0 to 1.
	HoldOrderErrorRate float64 `json:"hold_order_error_rate"`
	// HoldFlagOvertimeHoursPerWeek is the margin of [HeavyOvertime], 0 to 168
	// hours a week.
	HoldFlagOvertimeHoursPerWeek float64 `json:"hold_flag_overtime_hours_per_week"`
}

func defaultHoldPolicy() HoldPolicy {
	return HoldPolicy{
		HoldUtilization:              DefaultHoldUtilization,
		HoldErrorRate:                DefaultHoldErrorRate,
		HoldOvertimeHoursPerWeek:     DefaultHoldOvertimeHoursPerWeek,
		HoldSatisfaction:             DefaultHoldSatisfaction,
		HoldOnTimeShare:              DefaultHoldOnTimeShare,
		HoldQuoteResponseHours:       DefaultHoldQuoteResponseHours,
		HoldOrderErrorRate:           DefaultHoldOrderErrorRate,
		HoldFlagOvertimeHoursPerWeek: DefaultHoldFlagOvertimeHoursPerWeek,
	}
}

func (p *HoldPolicy) valid() bool {
	return within(p.HoldUtilization, LargestUtilization) && within(p.HoldErrorRate, 1) &&
		within(p.HoldOvertimeHoursPerWeek, HoursPerWeek) && within(p.HoldSatisfaction, MaxSatisfaction) &&
		within(p.HoldOnTimeShare, 1) && within(p.HoldQuoteResponseHours, MaxResponseHours) &&
		within(p.HoldOrderErrorRate, 1) && within(p.HoldFlagOvertimeHoursPerWeek, HoursPerWeek)
}

func (p *HoldPolicy) collect(in fault.Scope) {
	in.Float("HoldUtilization", p.HoldUtilization, 0, LargestUtilization, "as a fraction of capacity")
	in.Float("HoldErrorRate", p.HoldErrorRate, 0, 1, "as a fraction")
	in.Float("HoldOvertimeHoursPerWeek", p.HoldOvertimeHoursPerWeek, 0, HoursPerWeek, "hours a week")
	in.Float("HoldSatisfaction", p.HoldSatisfaction, 0, MaxSatisfaction, "points")
	in.Float("HoldOnTimeShare", p.HoldOnTimeShare, 0, 1, "as a fraction")
	in.Float("HoldQuoteResponseHours", p.HoldQuoteResponseHours, 0, MaxResponseHours, "hours")
	in.Float("HoldOrderErrorRate", p.HoldOrderErrorRate, 0, 1, "as a fraction")
	in.Float("HoldFlagOvertimeHoursPerWeek", p.HoldFlagOvertimeHoursPerWeek, 0, HoursPerWeek, "hours a week")
}
