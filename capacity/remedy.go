package capacity

import (
	"slices"

	"github.com/salesops-go/salesops/internal/strict"
)

// Symptom is a metric that shows that a stage is breaking.
type Symptom string

// The symptoms, in the order of the kinds of stage.
const (
	// QuoteResponseHours: how long customers wait for a quote.
	QuoteResponseHours Symptom = "quote-response-hours"
	// OpenOrders: orders that wait to be processed.
	OpenOrders Symptom = "open-orders"
	// OrderErrorRate: the share of orders with errors.
	OrderErrorRate Symptom = "order-error-rate"
	// ServiceResponseHours: how long customers wait for an answer.
	ServiceResponseHours Symptom = "service-response-hours"
	// DeliveryDelayDays: how much later than promised orders arrive.
	DeliveryDelayDays Symptom = "delivery-delay-days"
	// Complaints: complaints per 100 orders.
	Complaints Symptom = "complaints"
	// DefectRate: the share of products with defects.
	DefectRate Symptom = "defect-rate"
	// ReturnRate: the share of products that come back.
	ReturnRate Symptom = "return-rate"
)

// Symptoms returns all symptoms, in the order of the kinds of stage.
func Symptoms() []Symptom {
	return []Symptom{
		QuoteResponseHours, OpenOrders, OrderErrorRate, ServiceResponseHours, DeliveryDelayDays, Complaints, DefectRate, ReturnRate,
	}
}

// MarshalText returns the symptom's text. It returns an *[salesops.InputError] if
// s is not one of [Symptoms].
func (s Symptom) MarshalText() ([]byte, error) { return strict.Text("Symptom", s, Symptoms()) }

// UnmarshalText sets s from its text. It returns an *[salesops.InputError] if the
// text is not one of [Symptoms].
func (s *Symptom) UnmarshalText(text []byte) error {
	return strict.Parse("Symptom", s, text, Symptoms())
}

// Remedy is what helps a stage that breaks.
type Remedy string

// The remedies, four for each kind of stage.
const (
	// QuoteTemplates: prepared quotes for what is asked for most.
	QuoteTemplates Remedy = "quote-templates"
	// AutomatedPricing: prices and discounts from rules.
	AutomatedPricing Remedy = "automated-pricing"
	// Configurator: customers and sales put the product together themselves.
	Configurator Remedy = "configurator"
	// DelegatedApproval: usual discounts need no manager.
	DelegatedApproval Remedy = "delegated-approval"
	// AutomatedEntry: orders enter the system without typing.
	AutomatedEntry Remedy = "automated-entry"
	// OrderValidation: orders are checked where they enter.
	OrderValidation Remedy = "order-validation"
	// RoutingRules: orders find the right people by themselves.
	RoutingRules Remedy = "routing-rules"
	// ExceptionHandling: unusual orders leave the main flow.
	ExceptionHandling Remedy = "exception-handling"
	// AnswerLibrary: answers to common questions, written once.
	AnswerLibrary Remedy = "answer-library"
	// TicketRouting: questions find the right people by themselves.
	TicketRouting Remedy = "ticket-routing"
	// SelfService: customers look up and change what they can.
	SelfService Remedy = "self-service"
	// ProactiveMessages: customers are told before they ask.
	ProactiveMessages Remedy = "proactive-messages"
	// CapacityPlanning: capacity is planned ahead of orders.
	CapacityPlanning Remedy = "capacity-planning"
	// OverflowPartners: partners take what is too much.
	OverflowPartners Remedy = "overflow-partners"
	// Expediting: a fast lane for what cannot wait.
	Expediting Remedy = "expediting"
	// ManagedExpectations: promises that can be kept.
	ManagedExpectations Remedy = "managed-expectations"
	// AutomatedChecks: quality is checked by machines.
	AutomatedChecks Remedy = "automated-checks"
	// ProcessControl: limits that tell chance from cause.
	ProcessControl Remedy = "statistical-process-control"
	// RootCauses: every kind of defect is traced to where it begins.
	RootCauses Remedy = "root-cause-analysis"
	// ContinuousImprovement: a habit of small improvements.
	ContinuousImprovement Remedy = "continuous-improvement"
)

// Remedies returns all remedies, in the order of the kinds of stage.
func Remedies() []Remedy {
	return []Remedy{
		QuoteTemplates, AutomatedPricing, Configurator, DelegatedApproval,
		AutomatedEntry, OrderValidation, RoutingRules, ExceptionHandling,
		AnswerLibrary, TicketRouting, SelfService, ProactiveMessages,
		CapacityPlanning, OverflowPartners, Expediting, ManagedExpectations,
		AutomatedChecks, ProcessControl, RootCauses, ContinuousImprovement,
	}
}

// MarshalText returns the remedy's text. It returns an *[salesops.InputError] if
// r is not one of [Remedies].
func (r Remedy) MarshalText() ([]byte, error) { return strict.Text("Remedy", r, Remedies()) }

// UnmarshalText sets r from its text. It returns an *[salesops.InputError] if the
// text is not one of [Remedies].
func (r *Remedy) UnmarshalText(text []byte) error { return strict.Parse("Remedy", r, text, Remedies()) }

// BreakingPoint is one of the five places at which growing sales break
// operations: how it shows, and what helps.
//
// Playbook: CAP-9.
type BreakingPoint struct {
	// Kind is the kind of stage.
	Kind Kind `json:"kind"`
	// Symptoms are the metrics that show it.
	Symptoms []Symptom `json:"symptoms"`
	// Remedies are what helps.
	Remedies []Remedy `json:"remedies"`
}

// BreakingPoints returns the five, in the order of [Kinds].
//
// Playbook: CAP-9.
func BreakingPoints() []BreakingPoint {
	symptoms := [][]Symptom{
		{QuoteResponseHours}, {OpenOrders, OrderErrorRate}, {ServiceResponseHours}, {DeliveryDelayDays, Complaints}, {DefectRate, ReturnRate},
	}
	const remedies = 4 // of each kind
	points := make([]BreakingPoint, len(symptoms))
	for i, kind := range Kinds() {
		points[i] = BreakingPoint{Kind: kind, Symptoms: symptoms[i], Remedies: Remedies()[i*remedies : (i+1)*remedies : (i+1)*remedies]}
	}
	return points
}

// RemediesFor returns what helps a kind of stage; nothing, but not nil, for a kind
// that is not one of [Kinds].
//
// Playbook: CAP-9.
func RemediesFor(kind Kind) []Remedy {
	for _, point := range BreakingPoints() {
		if point.Kind == kind {
			return point.Remedies
		}
	}
	return []Remedy{}
}

// FindBreakingPoint returns the breaking point that a symptom shows, and false
// when the symptom is not one of [Symptoms].
//
// Playbook: CAP-9.
func FindBreakingPoint(symptom Symptom) (point BreakingPoint, found bool) {
	for _, point := range BreakingPoints() {
		if slices.Contains(point.Symptoms, symptom) {
			return point, true
		}
	}
	return BreakingPoint{}, false
}
