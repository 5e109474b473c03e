package readiness

import (
	"slices"

	"github.com/salesops-go/salesops/internal/strict"
)

// Cadence is how often a dashboard is read.
type Cadence string

// The cadences, from the shortest.
const (
	// Daily is the dashboard of the day.
	Daily Cadence = "daily"
	// Weekly is the dashboard of the week.
	Weekly Cadence = "weekly"
	// Monthly is the dashboard of the month.
	Monthly Cadence = "monthly"
	// Quarterly is the dashboard of the quarter.
	Quarterly Cadence = "quarterly"
)

// Cadences returns all cadences, from the shortest. Playbook: RDY-8.
func Cadences() []Cadence { return []Cadence{Daily, Weekly, Monthly, Quarterly} }

// MarshalText returns the cadence's text. It returns an *[salesops.InputError]
// if c is not one of [Cadences].
func (c Cadence) MarshalText() ([]byte, error) { return strict.Text("Cadence", c, Cadences()) }

// UnmarshalText sets c from its text. It returns an *[salesops.InputError] if
// the text is not one of [Cadences].
func (c *Cadence) UnmarshalText(text []byte) error {
	return strict.Parse("Cadence", c, text, Cadences())
}

// Gauge is one metric on a dashboard or a scorecard.
type Gauge string

// The gauges of the [Daily] dashboard in published order.
const (
	// OrdersGauge is the day's orders against capacity, as a ratio.
	OrdersGauge Gauge = "orders-against-capacity"
	// QuoteResponseGauge is how long a request for a quote waits, in hours.
	QuoteResponseGauge Gauge = "quote-response"
	// ErrorRateGauge is the share of orders with errors.
	ErrorRateGauge Gauge = "error-rate"
	// OvertimeGauge is the overtime in hours a week per person.
	OvertimeGauge Gauge = "overtime"
	// ComplaintsGauge is the number of complaints per 100 orders.
	ComplaintsGauge Gauge = "complaints"
)

// The gauges of the [Weekly] dashboard in published order.
const (
	// UtilizationGauge is the use of capacity as a fraction.
	UtilizationGauge Gauge = "utilization"
	// OnTimeGauge is the share of orders delivered on time.
	OnTimeGauge Gauge = "on-time"
	// QualityGauge is one metric of quality where higher is better.
	QualityGauge Gauge = "quality"
	// MoraleGauge is the team's morale, of 10.
	MoraleGauge Gauge = "morale"
	// PipelineGauge is the pipeline's load against the headroom, as a ratio.
	PipelineGauge Gauge = "pipeline-against-capacity"
)

// The gauges of the [Monthly] dashboard in published order.
const (
	// GrowthGauge is by how much sales grow faster than capacity, as a
	// fraction.
	GrowthGauge Gauge = "sales-growth-against-capacity"
	// SatisfactionGauge is how satisfied customers are, of 10. It is on the
	// scorecard too.
	SatisfactionGauge Gauge = "satisfaction"
	// RetentionGauge is the share of customers who stay.
	RetentionGauge Gauge = "retention"
	// AutomationGauge is how much of what is to be automated is, as a
	// fraction.
	AutomationGauge Gauge = "automation-progress"
	// MarginGauge is the margin as a fraction of revenue.
	MarginGauge Gauge = "margin"
)

// The gauges of the [Quarterly] dashboard in published order, each the result
// of a review, of 10.
const (
	// ProcessReviewGauge is the review of process.
	ProcessReviewGauge Gauge = "process-review"
	// ToolsReviewGauge is the review of tools.
	ToolsReviewGauge Gauge = "tools-review"
	// CompensationReviewGauge is the review of compensation.
	CompensationReviewGauge Gauge = "compensation-review"
	// TeamFeedbackGauge is what the team says.
	TeamFeedbackGauge Gauge = "team-feedback"
)

// The gauges of operations on the scorecard in published order.
const (
	// CycleTimeGauge is the time from order to delivery, in hours.
	CycleTimeGauge Gauge = "cycle-time"
	// DefectRateGauge is the share of output with defects.
	DefectRateGauge Gauge = "defect-rate"
	// InventoryTurnoverGauge is how often a year stock is turned over.
	InventoryTurnoverGauge Gauge = "inventory-turnover"
	// FulfillmentGauge is the share of orders fulfilled as promised.
	FulfillmentGauge Gauge = "fulfillment-reliability"
	// SupplyGauge is the share of supplies that come as promised.
	SupplyGauge Gauge = "supply-reliability"
	// EfficiencyGauge is output against what the input should give, as a
	// fraction.
	EfficiencyGauge Gauge = "efficiency"
	// BudgetGauge is what was spent against the budget, as a ratio.
	BudgetGauge Gauge = "budget"
)

// The gauges of sales on the scorecard in published order; [SatisfactionGauge]
// is the last.
const (
	// RevenueGauge is the revenue.
	RevenueGauge Gauge = "revenue"
	// ConversionGauge is the share of deals that are won.
	ConversionGauge Gauge = "conversion"
	// AcquisitionCostGauge is what it costs to win a customer.
	AcquisitionCostGauge Gauge = "customer-acquisition-cost"
)

// Gauges returns the gauges of the dashboard of that cadence in published
// order; none if c is not one of [Cadences].
func (c Cadence) Gauges() []Gauge {
	switch c {
	case Daily:
		return []Gauge{OrdersGauge, QuoteResponseGauge, ErrorRateGauge, OvertimeGauge, ComplaintsGauge}
	case Weekly:
		return []Gauge{UtilizationGauge, OnTimeGauge, QualityGauge, MoraleGauge, PipelineGauge}
	case Monthly:
		return []Gauge{GrowthGauge, SatisfactionGauge, RetentionGauge, AutomationGauge, MarginGauge}
	case Quarterly:
		return []Gauge{ProcessReviewGauge, ToolsReviewGauge, CompensationReviewGauge, TeamFeedbackGauge}
	}
	return []Gauge{}
}

// OperationsGauges returns what operations are judged by, in published order.
// Playbook: RDY-11.
func OperationsGauges() []Gauge {
	return []Gauge{
		CycleTimeGauge, DefectRateGauge, InventoryTurnoverGauge, FulfillmentGauge, SupplyGauge, EfficiencyGauge, BudgetGauge,
	}
}

// SalesGauges returns what sales are judged by, in published order.
// Playbook: RDY-11.
func SalesGauges() []Gauge {
	return []Gauge{RevenueGauge, ConversionGauge, AcquisitionCostGauge, SatisfactionGauge}
}

// Gauges returns all gauges: those of each cadence, of operations, and of
// sales, each once. Playbook: RDY-8, RDY-11.
func Gauges() []Gauge {
	var all []Gauge
	for _, c := range Cadences() {
		all = append(all, c.Gauges()...)
	}
	for _, g := range slices.Concat(OperationsGauges(), SalesGauges()) {
		if !slices.Contains(all, g) {
			all = append(all, g)
		}
	}
	return all
}

// MarshalText returns the gauge's text. It returns an *[salesops.InputError]
// if g is not one of [Gauges].
func (g Gauge) MarshalText() ([]byte, error) { return strict.Text("Gauge", g, Gauges()) }

// UnmarshalText sets g from its text. It returns an *[salesops.InputError] if
// the text is not one of [Gauges].
func (g *Gauge) UnmarshalText(text []byte) error { return strict.Parse("Gauge", g, text, Gauges()) }

// lessIsBetter reports which way a gauge gets better.
func (g Gauge) lessIsBetter() bool {
	return slices.Contains([]Gauge{
		OrdersGauge, QuoteResponseGauge, ErrorRateGauge, OvertimeGauge, ComplaintsGauge, UtilizationGauge, PipelineGauge,
		GrowthGauge, CycleTimeGauge, DefectRateGauge, BudgetGauge, AcquisitionCostGauge,
	}, g)
}

// Trend is where a metric is going.
type Trend string

// The four trends.
const (
	// GettingBetter: better each time for as many periods as make a trend.
	GettingBetter Trend = "better"
	// GettingWorse: worse each time for as many.
	GettingWorse Trend = "worse"
	// NoTrend: neither.
	NoTrend Trend = "none"
	// TooShort: too few figures in a row to tell.
	TooShort Trend = "too-short"
)

// Trends returns all trends.
func Trends() []Trend { return []Trend{GettingBetter, GettingWorse, NoTrend, TooShort} }

// MarshalText returns the trend's text. It returns an *[salesops.InputError]
// if t is not one of [Trends].
func (t Trend) MarshalText() ([]byte, error) { return strict.Text("Trend", t, Trends()) }

// UnmarshalText sets t from its text. It returns an *[salesops.InputError] if
// the text is not one of [Trends].
func (t *Trend) UnmarshalText(text []byte) error { return strict.Parse("Trend", t, text, Trends()) }
