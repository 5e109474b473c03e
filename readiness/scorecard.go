package readiness

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// The limits of the scorecard.
const (
	// MaxCycleHours is the longest time from order to delivery: eleven years.
	MaxCycleHours = 100_000
	// MaxTurnover is the most often that stock is turned over in a year.
	MaxTurnover = 1e6
	// MaxEfficiency is the largest efficiency, as a fraction.
	MaxEfficiency = 1000
)

// SpendAgainstBudget is what was spent beside what was budgeted, in one
// currency.
type SpendAgainstBudget struct {
	// Spent is what was spent, 0 to [MaxSales].
	Spent decimal.Decimal `json:"spent"`
	// Budget is what was budgeted, 0 to [MaxSales].
	Budget decimal.Decimal `json:"budget"`
}

// ScorecardFigures are the figures of both sides for one period. A figure that
// is nil was not measured.
type ScorecardFigures struct {
	// CycleTimeHours is the time from order to delivery, 0 to
	// [MaxCycleHours] hours.
	CycleTimeHours *float64 `json:"cycle_time_hours,omitempty"`
	// DefectRate is the share of output with defects, 0 to 1.
	DefectRate *float64 `json:"defect_rate,omitempty"`
	// InventoryTurnsPerYear is how often stock is turned over, 0 to
	// [MaxTurnover].
	InventoryTurnsPerYear *float64 `json:"inventory_turns_per_year,omitempty"`
	// FulfillmentShare is the share of orders fulfilled as promised, 0 to 1.
	FulfillmentShare *float64 `json:"fulfillment_share,omitempty"`
	// SupplyShare is the share of supplies that come as promised, 0 to 1.
	SupplyShare *float64 `json:"supply_share,omitempty"`
	// Efficiency is output against what the input should give, 0 to
	// [MaxEfficiency].
	Efficiency *float64 `json:"efficiency,omitempty"`
	// Spend is what operations spent against their budget.
	Spend *SpendAgainstBudget `json:"spend,omitempty"`
	// Revenue is of size at most [MaxSales].
	Revenue *decimal.Decimal `json:"revenue,omitempty"`
	// ConversionShare is the share of deals that are won, 0 to 1.
	ConversionShare *float64 `json:"conversion_share,omitempty"`
	// AcquisitionCost is what it costs to win a customer, 0 to [MaxSales].
	AcquisitionCost *decimal.Decimal `json:"acquisition_cost,omitempty"`
	// Satisfaction is how satisfied customers are, 0 to 10 points.
	Satisfaction *float64 `json:"satisfaction,omitempty"`
}

func (f *ScorecardFigures) collect(in fault.Scope) {
	optional(in, "CycleTimeHours", f.CycleTimeHours, MaxCycleHours, "hours")
	optional(in, "DefectRate", f.DefectRate, 1, "as a fraction")
	optional(in, "InventoryTurnsPerYear", f.InventoryTurnsPerYear, MaxTurnover, "a year")
	optional(in, "FulfillmentShare", f.FulfillmentShare, 1, "as a fraction")
	optional(in, "SupplyShare", f.SupplyShare, 1, "as a fraction")
	optional(in, "Efficiency", f.Efficiency, MaxEfficiency, "as a fraction")
	if f.Spend != nil {
		part := in.In("Spend")
		part.Decimal("Spent", f.Spend.Spent, 0, MaxSales, "in one currency")
		part.Decimal("Budget", f.Spend.Budget, 0, MaxSales, "in one currency")
	}
	money(in, "Revenue", f.Revenue, -MaxSales)
	optional(in, "ConversionShare", f.ConversionShare, 1, "as a fraction")
	money(in, "AcquisitionCost", f.AcquisitionCost, 0)
	optional(in, "Satisfaction", f.Satisfaction, MaxSatisfaction, "points")
}

// money checks an amount when it was given.
func money(in fault.Scope, field string, x *decimal.Decimal, low int64) {
	if x != nil {
		in.Decimal(field, *x, low, MaxSales, "in one currency")
	}
}

// figures returns those of operations, then those of sales.
func (f *ScorecardFigures) figures() []figure {
	spend := figure{}
	if f.Spend != nil {
		spend = ratio(f.Spend.Spent, f.Spend.Budget)
	}
	return []figure{
		plain(f.CycleTimeHours), plain(f.DefectRate), plain(f.InventoryTurnsPerYear), plain(f.FulfillmentShare), plain(f.SupplyShare),
		plain(f.Efficiency), spend,
		amount(f.Revenue), plain(f.ConversionShare), amount(f.AcquisitionCost), plain(f.Satisfaction),
	}
}

// ScorecardPeriods are the figures of some periods, such as months, the oldest
// first.
type ScorecardPeriods []ScorecardFigures

// ScorecardTargets are the caller's own targets, in the units of
// [ScorecardFigures]. A metric whose target is nil is not judged by one.
type ScorecardTargets struct {
	// CycleTimeHours is the longest on target.
	CycleTimeHours *float64 `json:"cycle_time_hours,omitempty"`
	// DefectRate is the highest on target.
	DefectRate *float64 `json:"defect_rate,omitempty"`
	// InventoryTurnsPerYear is the lowest on target.
	InventoryTurnsPerYear *float64 `json:"inventory_turns_per_year,omitempty"`
	// FulfillmentShare is the lowest on target.
	FulfillmentShare *float64 `json:"fulfillment_share,omitempty"`
	// SupplyShare is the lowest on target.
	SupplyShare *float64 `json:"supply_share,omitempty"`
	// Efficiency is the lowest on target.
	Efficiency *float64 `json:"efficiency,omitempty"`
	// Revenue is the lowest on target.
	Revenue *decimal.Decimal `json:"revenue,omitempty"`
	// ConversionShare is the lowest on target.
	ConversionShare *float64 `json:"conversion_share,omitempty"`
	// AcquisitionCost is the highest on target.
	AcquisitionCost *decimal.Decimal `json:"acquisition_cost,omitempty"`
	// Satisfaction is the lowest on target.
	Satisfaction *float64 `json:"satisfaction,omitempty"`
}

// asFigures returns the targets as figures, without one for the budget, which
// is in the figures.
func (t *ScorecardTargets) asFigures() ScorecardFigures {
	return ScorecardFigures{
		CycleTimeHours: t.CycleTimeHours, DefectRate: t.DefectRate, InventoryTurnsPerYear: t.InventoryTurnsPerYear,
		FulfillmentShare: t.FulfillmentShare, SupplyShare: t.SupplyShare, Efficiency: t.Efficiency, Revenue: t.Revenue,
		ConversionShare: t.ConversionShare, AcquisitionCost: t.AcquisitionCost, Satisfaction: t.Satisfaction,
	}
}

// Balance says which side is behind.
type Balance string

// The balances.
const (
	// BothHold: every metric that is judged is on target on both sides.
	BothHold Balance = "both-hold"
	// OperationsLag: sales are on target, and operations are not: what sales
	// win is paid for with what operations can't keep up.
	OperationsLag Balance = "operations-lag"
	// SalesLag: operations are on target, and sales are not.
	SalesLag Balance = "sales-lag"
	// BothLag: neither is on target.
	BothLag Balance = "both-lag"
	// NotBalanced: one of the sides has no metric that is judged, so the two
	// can't be held against each other.
	NotBalanced Balance = "not-judged"
)

// Balances returns all balances. Playbook: RDY-11.
func Balances() []Balance {
	return []Balance{BothHold, OperationsLag, SalesLag, BothLag, NotBalanced}
}

// MarshalText returns the balance's text. It returns an *[salesops.InputError]
// if b is not one of [Balances].
func (b Balance) MarshalText() ([]byte, error) { return strict.Text("Balance", b, Balances()) }

// UnmarshalText sets b from its text. It returns an *[salesops.InputError] if
// the text is not one of [Balances].
func (b *Balance) UnmarshalText(text []byte) error {
	return strict.Parse("Balance", b, text, Balances())
}

// Side is one side of the scorecard.
type Side struct {
	// Status is the worst of the readings; nil when none has one.
	Status *salesops.Status `json:"status,omitempty"`
	// OnTarget is how many readings are green.
	OnTarget int `json:"on_target"`
	// Judged is how many have a status.
	Judged int `json:"judged"`
	// Readings are the side's metrics in published order.
	Readings []Reading `json:"readings"`
}

// newSide returns what follows from the readings.
func newSide(readings []Reading) Side {
	s := Side{Readings: readings}
	for _, r := range readings {
		s.Status = worse(s.Status, r.Status)
		if r.Status == nil {
			continue
		}
		s.Judged++
		if *r.Status == salesops.Green {
			s.OnTarget++
		}
	}
	return s
}

// Scorecard is what both sides are judged by, on one sheet, so that neither is
// made better at the cost of the other unseen.
type Scorecard struct {
	// Balance says which side is behind.
	Balance Balance `json:"balance"`
	// Operations are cycle time, defect rate, inventory turnover, reliability
	// of fulfillment and supply, efficiency and budget.
	Operations Side `json:"operations"`
	// Sales are revenue, conversion, the cost to win a customer and
	// satisfaction.
	Sales Side `json:"sales"`
}

// balance returns which side is behind.
func balance(operations, sales *Side) Balance {
	switch {
	case operations.Judged == 0 || sales.Judged == 0:
		return NotBalanced
	case operations.OnTarget == operations.Judged && sales.OnTarget == sales.Judged:
		return BothHold
	case sales.OnTarget == sales.Judged:
		return OperationsLag
	case operations.OnTarget == operations.Judged:
		return SalesLag
	}
	return BothLag
}

// TrackScorecard judges both sides in the last of some periods. Each metric is
// yellow past the caller's target, a line that is strict: at the target is on
// target. The budget's target is 1: what was spent must not exceed it.
// Satisfaction below 8 of 10 is red whatever the target.
//
// It returns an *[salesops.InputError] if:
//   - there is no period, or more than [MaxPeriods];
//   - a figure or a target is given and out of its range, or an amount has more
//     than 34 digits;
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: RDY-11.
func TrackScorecard(periods ScorecardPeriods, targets ScorecardTargets, policy Policy) (Scorecard, error) {
	var list fault.List
	collectPeriods(list.In("ScorecardPeriods"), periods, (*ScorecardFigures).collect)
	wanted := targets.asFigures()
	wanted.collect(list.In("ScorecardTargets"))
	policy.collect(list.In("Policy"))
	if list.Any() {
		return Scorecard{}, list.Err()
	}
	readings := readAll(scorecardRulers(&wanted, &policy), periods, (*ScorecardFigures).figures, policy.FlagWorseWeeks, "periods")
	operations := len(OperationsGauges())
	c := Scorecard{Operations: newSide(readings[:operations:operations]), Sales: newSide(readings[operations:])}
	c.Balance = balance(&c.Operations, &c.Sales)
	return c, nil
}

func scorecardRulers(wanted *ScorecardFigures, policy *Policy) []ruler {
	const currency = "in one currency"
	rulers := []ruler{
		{gauge: CycleTimeGauge, measure: "time from order to delivery", unit: "hours"},
		{gauge: DefectRateGauge, measure: "share of output with defects", unit: "of output"},
		{gauge: InventoryTurnoverGauge, measure: "inventory turnover", unit: "times a year"},
		{gauge: FulfillmentGauge, measure: "share of orders fulfilled as promised", unit: "of orders"},
		{gauge: SupplyGauge, measure: "share of supplies that came as promised", unit: "of supplies"},
		{gauge: EfficiencyGauge, measure: "efficiency", unit: "as a fraction"},
		{gauge: BudgetGauge, measure: "spent, against the budget", unit: currency},
		{gauge: RevenueGauge, measure: "revenue", unit: currency},
		{gauge: ConversionGauge, measure: "share of deals that were won", unit: "of deals"},
		{gauge: AcquisitionCostGauge, measure: "cost to win a customer", unit: currency},
		{gauge: SatisfactionGauge, measure: "customer satisfaction", unit: "of 10"},
	}
	for i, target := range wanted.figures() {
		r := &rulers[i]
		if r.gauge == BudgetGauge {
			target = figure{decimal.NewFromInt(1), decimal.NewFromInt(1), true}
		}
		*r = targeted(r.gauge, "RDY-11", r.measure, r.unit, target)
	}
	last := &rulers[len(rulers)-1]
	last.bounds = append(last.bounds, bound{redLine, "RDY-4", "<", exact.Decimal(policy.MinSatisfaction)})
	return rulers
}
