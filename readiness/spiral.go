package readiness

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// SpiralStage is how far a company that outsells its operations has come.
type SpiralStage string

// The stages of the spiral, by month, and none.
const (
	// NoSpiral: no stage shows.
	NoSpiral SpiralStage = "none"
	// SpiralVictory: the strategy works, and leads and pipeline are up.
	SpiralVictory SpiralStage = "victory"
	// SpiralStrain: quotes come late, errors are up, overtime is normal and
	// quality slips.
	SpiralStrain SpiralStage = "strain"
	// SpiralRevolt: delays mount, and complaints, returns and bad reviews come
	// in.
	SpiralRevolt SpiralStage = "revolt"
	// SpiralCrisis: key customers leave, people burn out, the name suffers and
	// sales halt.
	SpiralCrisis SpiralStage = "crisis"
)

// SpiralStages returns all stages from none to the last. Playbook: RDY-13.
func SpiralStages() []SpiralStage {
	return []SpiralStage{NoSpiral, SpiralVictory, SpiralStrain, SpiralRevolt, SpiralCrisis}
}

// MarshalText returns the stage's text. It returns an *[salesops.InputError]
// if s is not one of [SpiralStages].
func (s SpiralStage) MarshalText() ([]byte, error) {
	return strict.Text("SpiralStage", s, SpiralStages())
}

// UnmarshalText sets s from its text. It returns an *[salesops.InputError] if
// the text is not one of [SpiralStages].
func (s *SpiralStage) UnmarshalText(text []byte) error {
	return strict.Parse("SpiralStage", s, text, SpiralStages())
}

// SpiralSign is one sign of a stage.
type SpiralSign string

// The signs of [SpiralVictory] in published order.
const (
	// LeadsUp: leads rise month after month.
	LeadsUp SpiralSign = "leads-up"
	// PipelineUp: the pipeline rises month after month.
	PipelineUp SpiralSign = "pipeline-up"
)

// The signs of [SpiralStrain] in published order.
const (
	// QuotesLate: a request for a quote waits too long.
	QuotesLate SpiralSign = "quotes-late"
	// ErrorsUp: too many orders have errors.
	ErrorsUp SpiralSign = "errors-up"
	// OvertimeNormal: overtime is above its line week after week.
	OvertimeNormal SpiralSign = "overtime-normal"
	// QualitySlips: quality falls week after week.
	QualitySlips SpiralSign = "quality-slips"
)

// The signs of [SpiralRevolt] in published order.
const (
	// DelaysMount: too few orders are on time.
	DelaysMount SpiralSign = "delays-mount"
	// ComplaintsMount: complaints per 100 orders rise week after week.
	ComplaintsMount SpiralSign = "complaints-mount"
	// ReturnsMount: returns per 100 orders rise week after week.
	ReturnsMount SpiralSign = "returns-mount"
	// BadReviewsMount: bad reviews rise week after week.
	BadReviewsMount SpiralSign = "bad-reviews-mount"
)

// The signs of [SpiralCrisis] in published order.
const (
	// KeyCustomersLeave: a key customer left.
	KeyCustomersLeave SpiralSign = "key-customers-leave"
	// PeopleBurnOut: key people leave.
	PeopleBurnOut SpiralSign = "people-burn-out"
	// ReputationSuffers: customers are dissatisfied.
	ReputationSuffers SpiralSign = "reputation-suffers"
	// SalesHalt: sales fall month after month.
	SalesHalt SpiralSign = "sales-halt"
)

const (
	victorySigns  = 2
	signsPerStage = 4
)

// SpiralSigns returns all signs in published order, stage by stage.
// Playbook: RDY-13.
func SpiralSigns() []SpiralSign {
	return []SpiralSign{
		LeadsUp, PipelineUp,
		QuotesLate, ErrorsUp, OvertimeNormal, QualitySlips,
		DelaysMount, ComplaintsMount, ReturnsMount, BadReviewsMount,
		KeyCustomersLeave, PeopleBurnOut, ReputationSuffers, SalesHalt,
	}
}

// Signs returns the signs of the stage in published order; none for
// [NoSpiral], or if s is not one of [SpiralStages].
func (s SpiralStage) Signs() []SpiralSign {
	at := slices.Index(SpiralStages(), s)
	if at <= 0 {
		return []SpiralSign{}
	}
	end := victorySigns + (at-1)*signsPerStage
	return SpiralSigns()[max(0, end-signsPerStage):end]
}

// MarshalText returns the sign's text. It returns an *[salesops.InputError] if
// s is not one of [SpiralSigns].
func (s SpiralSign) MarshalText() ([]byte, error) {
	return strict.Text("SpiralSign", s, SpiralSigns())
}

// UnmarshalText sets s from its text. It returns an *[salesops.InputError] if
// the text is not one of [SpiralSigns].
func (s *SpiralSign) UnmarshalText(text []byte) error {
	return strict.Parse("SpiralSign", s, text, SpiralSigns())
}

// SpiralFigures are the figures and series in which the spiral shows. What is
// nil or empty was not observed. Series have the oldest figure first and at most
// [MaxWeeks].
type SpiralFigures struct {
	// LeadsByMonth are counts of leads, each 0 to [MaxLoad].
	LeadsByMonth []float64 `json:"leads_by_month,omitempty"`
	// PipelineByMonth is the open pipeline in one currency, each 0 to
	// [MaxSales].
	PipelineByMonth []decimal.Decimal `json:"pipeline_by_month,omitempty"`
	// QuoteResponseHours is how long a request for a quote waits, 0 to
	// [MaxResponseHours] hours.
	QuoteResponseHours *float64 `json:"quote_response_hours,omitempty"`
	// ErrorRate is the share of orders with errors, 0 to 1.
	ErrorRate *float64 `json:"error_rate,omitempty"`
	// OvertimeByWeek is the overtime per person, each 0 to 168 hours a week.
	OvertimeByWeek []float64 `json:"overtime_by_week,omitempty"`
	// QualityByWeek are figures of one metric of quality where higher is
	// better, each of size at most [MaxQuality].
	QualityByWeek []float64 `json:"quality_by_week,omitempty"`
	// OnTimeShare is the share of orders delivered on time, 0 to 1.
	OnTimeShare *float64 `json:"on_time_share,omitempty"`
	// ComplaintsPer100Orders are weekly figures, each 0 to [MaxComplaints].
	ComplaintsPer100Orders []float64 `json:"complaints_per_100_orders,omitempty"`
	// ReturnsPer100Orders are weekly figures, each 0 to [MaxComplaints].
	ReturnsPer100Orders []float64 `json:"returns_per_100_orders,omitempty"`
	// BadReviewsByWeek are counts of bad reviews, each 0 to [MaxComplaints].
	BadReviewsByWeek []float64 `json:"bad_reviews_by_week,omitempty"`
	// KeyCustomersLost is how many key customers left or gave notice, 0 to
	// [MaxDepartures].
	KeyCustomersLost *int `json:"key_customers_lost,omitempty"`
	// KeyDepartures is how many key people left or gave notice, 0 to
	// [MaxDepartures].
	KeyDepartures *int `json:"key_departures,omitempty"`
	// Satisfaction is how satisfied customers are, 0 to 10 points.
	Satisfaction *float64 `json:"satisfaction,omitempty"`
	// SalesByMonth are what was sold, in one currency, each of size at most
	// [MaxSales].
	SalesByMonth []decimal.Decimal `json:"sales_by_month,omitempty"`
}

func (f *SpiralFigures) collect(in fault.Scope) {
	collectSeries(in, "LeadsByMonth", f.LeadsByMonth, 0, MaxLoad)
	collectAmounts(in, "PipelineByMonth", f.PipelineByMonth, 0)
	optional(in, "QuoteResponseHours", f.QuoteResponseHours, MaxResponseHours, "hours")
	optional(in, "ErrorRate", f.ErrorRate, 1, "as a fraction")
	collectSeries(in, "OvertimeByWeek", f.OvertimeByWeek, 0, HoursPerWeek)
	collectSeries(in, "QualityByWeek", f.QualityByWeek, -MaxQuality, MaxQuality)
	optional(in, "OnTimeShare", f.OnTimeShare, 1, "as a fraction")
	collectSeries(in, "ComplaintsPer100Orders", f.ComplaintsPer100Orders, 0, MaxComplaints)
	collectSeries(in, "ReturnsPer100Orders", f.ReturnsPer100Orders, 0, MaxComplaints)
	collectSeries(in, "BadReviewsByWeek", f.BadReviewsByWeek, 0, MaxComplaints)
	if f.KeyCustomersLost != nil {
		in.Int("KeyCustomersLost", *f.KeyCustomersLost, 0, MaxDepartures, "customers")
	}
	if f.KeyDepartures != nil {
		in.Int("KeyDepartures", *f.KeyDepartures, 0, MaxDepartures, "people")
	}
	optional(in, "Satisfaction", f.Satisfaction, MaxSatisfaction, "points")
	collectAmounts(in, "SalesByMonth", f.SalesByMonth, -MaxSales)
}

func collectAmounts(in fault.Scope, field string, months []decimal.Decimal, low int64) {
	if !in.Length(field, len(months), 0, MaxWeeks) {
		return
	}
	for i := range months {
		at := in.At(field, i)
		at.Decimal("", months[i], low, MaxSales, "in one currency")
	}
}

// StageSigns is how much of one stage shows.
type StageSigns struct {
	// Stage is the stage.
	Stage SpiralStage `json:"stage"`
	// Showing are its signs that show, in published order.
	Showing []SpiralSign `json:"showing"`
	// NotJudged are its signs of which too little was observed, in published
	// order.
	NotJudged []SpiralSign `json:"not_judged"`
	// Needed is how many must show for the stage to show.
	Needed int `json:"needed"`
}

// shows reports whether enough signs show.
func (s *StageSigns) shows() bool { return len(s.Showing) >= s.Needed }

// open reports whether the stage may show once all signs are observed.
func (s *StageSigns) open() bool { return len(s.Showing)+len(s.NotJudged) >= s.Needed }

// Spiral is the stage of the spiral that the figures show.
type Spiral struct {
	// Stage is the last stage that shows; [NoSpiral] when none does.
	Stage SpiralStage `json:"stage"`
	// Open are the later stages that can't be ruled out, since too few of
	// their signs were observed.
	Open []SpiralStage `json:"open"`
	// Stages are the four stages with their signs.
	Stages []StageSigns `json:"stages"`
	// Findings are all signs in published order; one that fired shows.
	Findings []salesops.Finding `json:"findings"`
}
