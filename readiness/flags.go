package readiness

import (
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// The limits of the observations.
const (
	// MaxResponseHours is the longest response to a request for a quote.
	MaxResponseHours = 10_000
	// MaxComplaints is the most complaints per 100 orders.
	MaxComplaints = 1e6
	// MaxQuality is the largest size of a quality metric.
	MaxQuality = 1e9
	// MaxWeeks is the most weeks of a series: ten years.
	MaxWeeks = 520
	// MaxDepartures is the most departures of key people.
	MaxDepartures = 1000
	// MaxStages is the most stages.
	MaxStages = 1000
	// MaxSales is the largest size of sales or plan, in any currency.
	MaxSales = 1_000_000_000_000_000
)

// Flag is one of the ten red flags.
type Flag string

// The red flags in published order.
const (
	// SlowQuotes: a request for a quote waits too long.
	SlowQuotes Flag = "slow-quotes"
	// OrderErrors: too many orders have errors.
	OrderErrors Flag = "order-errors"
	// HeavyOvertime: people work too much overtime.
	HeavyOvertime Flag = "heavy-overtime"
	// RisingComplaints: complaints per 100 orders rise week after week.
	RisingComplaints Flag = "rising-complaints"
	// CelebratingSales: sales celebrate while operations drown.
	CelebratingSales Flag = "celebrating-sales"
	// WillFigureItOut: "we'll figure it out" is what one hears.
	WillFigureItOut Flag = "will-figure-it-out"
	// DecliningQuality: quality falls week after week.
	DecliningQuality Flag = "declining-quality"
	// KeyPeopleLeaving: key people leave.
	KeyPeopleLeaving Flag = "key-people-leaving"
	// SurpriseCapacity: capacity runs out where nobody forecast it.
	SurpriseCapacity Flag = "surprise-capacity"
	// NotTalking: sales and operations don't talk.
	NotTalking Flag = "not-talking"
)

const flagCount = 10

// Flags returns all red flags in published order. Playbook: RDY-5.
func Flags() []Flag {
	return []Flag{
		SlowQuotes, OrderErrors, HeavyOvertime, RisingComplaints, CelebratingSales,
		WillFigureItOut, DecliningQuality, KeyPeopleLeaving, SurpriseCapacity, NotTalking,
	}
}

// MarshalText returns the flag's text. It returns an *[salesops.InputError] if
// f is not one of [Flags].
func (f Flag) MarshalText() ([]byte, error) { return strict.Text("Flag", f, Flags()) }

// UnmarshalText sets f from its text. It returns an *[salesops.InputError] if
// the text is not one of [Flags].
func (f *Flag) UnmarshalText(text []byte) error { return strict.Parse("Flag", f, text, Flags()) }

// SalesResult is what was sold beside what was planned, for the same time and
// in one currency.
type SalesResult struct {
	// Actual is what was sold, -[MaxSales] to [MaxSales].
	Actual decimal.Decimal `json:"actual"`
	// Plan is what was planned, 0 to [MaxSales].
	Plan decimal.Decimal `json:"plan"`
}

// StageOutlook is the status of one stage this week and what last week's
// forecast said of it.
type StageOutlook struct {
	// Name names the stage, each once.
	Name string `json:"name"`
	// Now is its status this week.
	Now salesops.Status `json:"now"`
	// Forecast is the status for this week in last week's forecast; empty when
	// the stage was not in it.
	Forecast salesops.Status `json:"forecast,omitempty"`
}

// Observations are what can be seen of the red flags. What is nil or empty was
// not observed: its flag does not apply.
type Observations struct {
	// QuoteResponseHours is how long a request for a quote waits, 0 to
	// [MaxResponseHours] hours.
	QuoteResponseHours *float64 `json:"quote_response_hours,omitempty"`
	// OrderErrorRate is the share of orders with errors, 0 to 1.
	OrderErrorRate *float64 `json:"order_error_rate,omitempty"`
	// OvertimeHoursPerWeek is the overtime per person, 0 to 168 hours a week.
	OvertimeHoursPerWeek *float64 `json:"overtime_hours_per_week,omitempty"`
	// ComplaintsPer100Orders are weekly figures, the oldest first, at most
	// [MaxWeeks], each 0 to [MaxComplaints].
	ComplaintsPer100Orders []float64 `json:"complaints_per_100_orders,omitempty"`
	// Sales is sales against plan. The flag is computed from it with Stages
	// and Warnings.
	Sales *SalesResult `json:"sales,omitempty"`
	// Warnings are those that fire, from [Warn].
	Warnings *WarningSet `json:"warnings,omitempty"`
	// WillFigureItOut says whether that is what people say.
	WillFigureItOut *bool `json:"will_figure_it_out,omitempty"`
	// QualityByWeek are weekly figures of one metric of quality where higher
	// is better, the oldest first, at most [MaxWeeks], each of size at most
	// [MaxQuality].
	QualityByWeek []float64 `json:"quality_by_week,omitempty"`
	// KeyDepartures is how many key people left or gave notice, 0 to
	// [MaxDepartures].
	KeyDepartures *int `json:"key_departures,omitempty"`
	// Stages are all stages, at most [MaxStages].
	Stages []StageOutlook `json:"stages,omitempty"`
	// NotTalking says whether sales and operations don't talk.
	NotTalking *bool `json:"not_talking,omitempty"`
}

func (o *Observations) collect(in fault.Scope) {
	optional(in, "QuoteResponseHours", o.QuoteResponseHours, MaxResponseHours, "hours")
	optional(in, "OrderErrorRate", o.OrderErrorRate, 1, "as a fraction")
	optional(in, "OvertimeHoursPerWeek", o.OvertimeHoursPerWeek, HoursPerWeek, "hours a week per person")
	collectSeries(in, "ComplaintsPer100Orders", o.ComplaintsPer100Orders, 0, MaxComplaints)
	if o.Sales != nil {
		part := in.In("Sales")
		part.Decimal("Actual", o.Sales.Actual, -MaxSales, MaxSales, "in one currency")
		part.Decimal("Plan", o.Sales.Plan, 0, MaxSales, "in one currency")
	}
	collectSeries(in, "QualityByWeek", o.QualityByWeek, -MaxQuality, MaxQuality)
	if o.KeyDepartures != nil {
		in.Int("KeyDepartures", *o.KeyDepartures, 0, MaxDepartures, "people")
	}
	o.collectStages(in)
}

func collectSeries(in fault.Scope, field string, weeks []float64, low, high float64) {
	if !in.Length(field, len(weeks), 0, MaxWeeks) {
		return
	}
	for i, x := range weeks {
		in.Float(field+"["+strconv.Itoa(i)+"]", x, low, high, "")
	}
}

func (o *Observations) collectStages(in fault.Scope) {
	if !in.Length("Stages", len(o.Stages), 0, MaxStages) {
		return
	}
	seen := make(map[string]bool, len(o.Stages))
	for i, stage := range o.Stages {
		at := in.At("Stages", i)
		if at.Name("Name", stage.Name) && seen[stage.Name] {
			at.Conflict("Name", stage.Name, "each stage once")
		}
		seen[stage.Name] = true
		fault.OneOf(at, "Now", stage.Now, salesops.Statuses())
		if stage.Forecast != "" {
			fault.OneOf(at, "Forecast", stage.Forecast, salesops.Statuses())
		}
	}
}

// reds returns how many stages are red and how many of those the forecast had
// otherwise; forecast is false when it held none of the stages.
func (o *Observations) reds() (red, surprise int, forecast bool) {
	for _, stage := range o.Stages {
		forecast = forecast || stage.Forecast != ""
		if stage.Now != salesops.Red {
			continue
		}
		red++
		if stage.Forecast != "" && stage.Forecast != salesops.Red {
			surprise++
		}
	}
	return red, surprise, forecast
}

// drowning reports whether operations drown: a stage is red or a warning
// fires. It is not known while neither says so and one was not observed.
func (o *Observations) drowning() (drowns, known bool) {
	red, _, _ := o.reds()
	if red > 0 || o.Warnings != nil && o.Warnings.Count() > 0 {
		return true, true
	}
	return false, len(o.Stages) != 0 && o.Warnings != nil
}

// worseRun returns how many weeks running, up to the last, were worse than the
// week before: where worse(before, after).
func worseRun(weeks []float64, worse func(before, after float64) bool) int {
	run := 0
	for i := len(weeks) - 1; i > 0 && worse(weeks[i-1], weeks[i]); i-- {
		run++
	}
	return run
}

func rises(before, after float64) bool { return after > before }

func falls(before, after float64) bool { return after < before }
