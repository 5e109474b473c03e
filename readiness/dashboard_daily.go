package readiness

import (
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
)

// OrderLoad is a day's orders beside what a day can take.
type OrderLoad struct {
	// Orders are the day's orders, 0 to [MaxLoad].
	Orders float64 `json:"orders"`
	// Capacity is what a day can take, above 0 to [MaxLoad].
	Capacity float64 `json:"capacity"`
}

// DailyFigures is the snapshot of one day. A figure that is nil was not
// measured.
type DailyFigures struct {
	// Orders are the orders against capacity.
	Orders *OrderLoad `json:"orders,omitempty"`
	// QuoteResponseHours is how long a request for a quote waits, 0 to
	// [MaxResponseHours] hours.
	QuoteResponseHours *float64 `json:"quote_response_hours,omitempty"`
	// ErrorRate is the share of orders with errors, 0 to 1.
	ErrorRate *float64 `json:"error_rate,omitempty"`
	// OvertimeHoursPerWeek is the overtime per person, 0 to 168 hours a week.
	OvertimeHoursPerWeek *float64 `json:"overtime_hours_per_week,omitempty"`
	// ComplaintsPer100Orders is 0 to [MaxComplaints].
	ComplaintsPer100Orders *float64 `json:"complaints_per_100_orders,omitempty"`
}

func (f *DailyFigures) collect(in fault.Scope) {
	if f.Orders != nil {
		part := in.In("Orders")
		part.Float("Orders", f.Orders.Orders, 0, MaxLoad, "orders a day")
		part.Positive("Capacity", f.Orders.Capacity, MaxLoad, "orders a day")
	}
	optional(in, "QuoteResponseHours", f.QuoteResponseHours, MaxResponseHours, "hours")
	optional(in, "ErrorRate", f.ErrorRate, 1, "as a fraction")
	optional(in, "OvertimeHoursPerWeek", f.OvertimeHoursPerWeek, HoursPerWeek, "hours a week per person")
	optional(in, "ComplaintsPer100Orders", f.ComplaintsPer100Orders, MaxComplaints, "per 100 orders")
}

func (f *DailyFigures) figures() []figure {
	orders := figure{}
	if f.Orders != nil {
		orders = ratio(exact.Decimal(f.Orders.Orders), exact.Decimal(f.Orders.Capacity))
	}
	return []figure{orders, plain(f.QuoteResponseHours), plain(f.ErrorRate), plain(f.OvertimeHoursPerWeek), plain(f.ComplaintsPer100Orders)}
}

// Days are snapshots of days, the oldest first.
type Days []DailyFigures

// TrackDaily reads the dashboard of the last of some days:
//
//	gauge                    yellow                red
//	orders-against-capacity  > 0.85                >= 1.00
//	quote-response                                 > 48 hours
//	error-rate                                     > 0.05
//	overtime                 > 10 hours a week     > 15
//	complaints               more, 3 days running
//
// The lines are those of the warnings and the red flags, with that of the
// alignment score's worst anchor where they have no red one. A metric is red
// where the row stops growth or raises a red flag, otherwise yellow. That
// complaints are yellow on this dashboard is ours: the red flag counts weeks,
// and days waver more.
//
// It returns an *[salesops.InputError] if:
//   - there is no day, or more than [MaxPeriods];
//   - a figure is given and out of its range;
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: RDY-8.
func TrackDaily(days Days, policy Policy) (Dashboard, error) {
	var list fault.List
	collectPeriods(list.In("Days"), days, (*DailyFigures).collect)
	policy.collect(list.In("Policy"))
	if list.Any() {
		return Dashboard{}, list.Err()
	}
	rulers := []ruler{
		{gauge: OrdersGauge, measure: "orders, against the line times capacity", unit: "orders a day", bounds: []bound{
			yellowAbove(policy.MaxUtilization), atWorst(">=", policy.UtilizationScale),
		}},
		{gauge: QuoteResponseGauge, measure: "quote response", unit: "hours", bounds: []bound{
			{redLine, "RDY-5", ">", exact.Decimal(policy.FlagQuoteResponseHours)},
		}},
		{gauge: ErrorRateGauge, measure: "error rate", unit: "of orders", bounds: []bound{
			{redLine, "RDY-4", ">", exact.Decimal(policy.MaxErrorRate)},
		}},
		{gauge: OvertimeGauge, measure: "overtime per person", unit: "hours a week", bounds: []bound{
			{yellowLine, "RDY-4", ">", exact.Decimal(policy.MaxOvertimeHoursPerWeek)},
			{redLine, "RDY-5", ">", exact.Decimal(policy.FlagOvertimeHoursPerWeek)},
		}},
		{gauge: ComplaintsGauge, missing: onlyTrend, trend: yellowTrend, trendPlaybook: "RDY-8"},
	}
	return newDashboard(Daily, readAll(rulers, days, (*DailyFigures).figures, policy.FlagWorseWeeks, "days")), nil
}
