package readiness

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
)

// GrowthPair is by how much sales grew beside by how much capacity did.
type GrowthPair struct {
	// Sales is the growth of sales as a fraction, -1 to [MaxGrowth].
	Sales float64 `json:"sales"`
	// Capacity is the growth of capacity as a fraction, -1 to [MaxGrowth].
	Capacity float64 `json:"capacity"`
}

// MonthlyFigures is the snapshot of one month. A figure that is nil was not
// measured.
type MonthlyFigures struct {
	// Growth is that of sales against that of capacity.
	Growth *GrowthPair `json:"growth,omitempty"`
	// Satisfaction is how satisfied customers are, 0 to 10 points.
	Satisfaction *float64 `json:"satisfaction,omitempty"`
	// Retention is the share of customers who stay, 0 to 1.
	Retention *float64 `json:"retention,omitempty"`
	// AutomationProgress is how much of what is to be automated is, 0 to 1.
	AutomationProgress *float64 `json:"automation_progress,omitempty"`
	// Margin is a fraction of revenue, of size at most [MaxMargin].
	Margin *float64 `json:"margin,omitempty"`
}

func (f *MonthlyFigures) collect(in fault.Scope) {
	if f.Growth != nil {
		part := in.In("Growth")
		part.Float("Sales", f.Growth.Sales, -1, MaxGrowth, "as a fraction")
		part.Float("Capacity", f.Growth.Capacity, -1, MaxGrowth, "as a fraction")
	}
	optional(in, "Satisfaction", f.Satisfaction, MaxSatisfaction, "points")
	optional(in, "Retention", f.Retention, 1, "as a fraction")
	optional(in, "AutomationProgress", f.AutomationProgress, 1, "as a fraction")
	collectMargin(in, f.Margin)
}

func collectMargin(in fault.Scope, margin *float64) {
	if margin != nil {
		in.Float("Margin", *margin, -MaxMargin, MaxMargin, "as a fraction of revenue")
	}
}

func (f *MonthlyFigures) figures() []figure {
	growth := figure{}
	if f.Growth != nil {
		gap := exact.SumDecimal(exact.Of(f.Growth.Sales), exact.Of(f.Growth.Capacity).Neg())
		growth = amount(&gap)
	}
	return []figure{growth, plain(f.Satisfaction), plain(f.Retention), plain(f.AutomationProgress), plain(f.Margin)}
}

// Months are snapshots of months, the oldest first.
type Months []MonthlyFigures

// MonthlyTargets are the caller's own targets. A metric whose target is nil is
// not judged.
type MonthlyTargets struct {
	// Retention is the lowest on target, 0 to 1.
	Retention *float64 `json:"retention,omitempty"`
	// AutomationProgress is the lowest on target, 0 to 1.
	AutomationProgress *float64 `json:"automation_progress,omitempty"`
	// Margin is the lowest on target, of size at most [MaxMargin].
	Margin *float64 `json:"margin,omitempty"`
}

func (t *MonthlyTargets) collect(in fault.Scope) {
	optional(in, "Retention", t.Retention, 1, "as a fraction")
	optional(in, "AutomationProgress", t.AutomationProgress, 1, "as a fraction")
	collectMargin(in, t.Margin)
}

// TrackMonthly reads the dashboard of the last of some months:
//
//	gauge                          yellow                       red
//	sales-growth-against-capacity  sales grow faster
//	satisfaction                   less, 3 months running       < 8 of 10
//	retention                      < the caller's target
//	automation-progress            < the caller's target
//	margin                         < the caller's target
//
// The growth that is shown is that of sales less that of capacity. That it must
// not be above 0, and that falling satisfaction is yellow while it is above its
// line, is ours.
//
// It returns an *[salesops.InputError] if:
//   - there is no month, or more than [MaxPeriods];
//   - a figure or a target is given and out of its range;
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: RDY-8.
func TrackMonthly(months Months, targets MonthlyTargets, policy Policy) (Dashboard, error) {
	var list fault.List
	collectPeriods(list.In("Months"), months, (*MonthlyFigures).collect)
	targets.collect(list.In("MonthlyTargets"))
	policy.collect(list.In("Policy"))
	if list.Any() {
		return Dashboard{}, list.Err()
	}
	rulers := []ruler{
		{gauge: GrowthGauge, measure: "growth of sales less growth of capacity", unit: "as a fraction", bounds: []bound{
			{yellowLine, "RDY-8", ">", decimal.NewFromInt(0)},
		}},
		{gauge: SatisfactionGauge, measure: "customer satisfaction", unit: "of 10", bounds: []bound{
			{redLine, "RDY-4", "<", exact.Decimal(policy.MinSatisfaction)},
		}, trend: yellowTrend, trendPlaybook: "RDY-8"},
		targeted(RetentionGauge, "RDY-8", "share of customers who stay", "of customers", plain(targets.Retention)),
		targeted(AutomationGauge, "RDY-8", "progress of automation", "as a fraction", plain(targets.AutomationProgress)),
		targeted(MarginGauge, "RDY-8", "margin", "of revenue", plain(targets.Margin)),
	}
	return newDashboard(Monthly, readAll(rulers, months, (*MonthlyFigures).figures, policy.FlagWorseWeeks, "months")), nil
}

// targeted is a gauge whose yellow line is the caller's target, if there is
// one.
func targeted(gauge Gauge, playbook, measure, unit string, target figure) ruler {
	r := ruler{gauge: gauge, measure: measure, unit: unit}
	if !target.known {
		r.missing = noTarget
		return r
	}
	op := "<"
	if gauge.lessIsBetter() {
		op = ">"
	}
	r.bounds = []bound{{yellowLine, playbook, op, target.left}}
	return r
}
