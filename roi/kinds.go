package roi

import "github.com/salesops-go/salesops/internal/strict"

// Horizon is by when a kind of work should be automated.
//
// Playbook: ROI-3.
type Horizon string

// The three horizons.
const (
	// ThisMonth: simple work, and much of it.
	ThisMonth Horizon = "this-month"
	// ThisQuarter: work that runs through several hands.
	ThisQuarter Horizon = "this-quarter"
	// ThisYear: work that needs models or many systems.
	ThisYear Horizon = "this-year"
)

// Horizons returns all horizons, the soonest first.
func Horizons() []Horizon { return []Horizon{ThisMonth, ThisQuarter, ThisYear} }

// MarshalText returns the horizon's text. It returns an *[salesops.InputError]
// if h is not one of [Horizons].
func (h Horizon) MarshalText() ([]byte, error) { return strict.Text("Horizon", h, Horizons()) }

// UnmarshalText sets h from its text. It returns an *[salesops.InputError] if
// the text is not one of [Horizons].
func (h *Horizon) UnmarshalText(text []byte) error {
	return strict.Parse("Horizon", h, text, Horizons())
}

// Kind is a kind of work that can be automated. Any short name is one; those
// below are the playbook's, and [LookUpKind] knows their horizon.
//
// Playbook: ROI-3.
type Kind string

// The playbook's kinds.
const (
	RepetitiveWork     Kind = "repetitive-work"      // much of the same
	ErrorProneWork     Kind = "error-prone-work"     // manual, and often wrong
	CustomerMessages   Kind = "customer-messages"    // sequences of messages
	DataEntry          Kind = "data-entry"           // typing what stands elsewhere
	Reports            Kind = "reports"              // the same figures again
	QuotesAndProposals Kind = "quotes-and-proposals" // writing offers
	OrderRouting       Kind = "order-routing"        // to whom an order goes
	Inventory          Kind = "inventory"            // stock and reordering
	QualityChecks      Kind = "quality-checks"       // checking what was done
	Scheduling         Kind = "scheduling"           // who does what when
	PredictivePlanning Kind = "predictive-planning"  // capacity ahead of demand
	DynamicPricing     Kind = "dynamic-pricing"      // prices that follow demand
	AIService          Kind = "ai-service"           // customer service by AI
	IntelligentRouting Kind = "intelligent-routing"  // routing by a model
	FullIntegration    Kind = "full-integration"     // all systems as one
)

// KnownKind is a kind of the playbook's catalogue.
//
// Playbook: ROI-3.
type KnownKind struct {
	// Kind is the kind.
	Kind Kind `json:"kind"`
	// Horizon is by when the playbook automates it.
	Horizon Horizon `json:"horizon"`
}

// KnownKinds returns the playbook's catalogue: what to automate this month, this
// quarter and this year, in its order.
//
// Playbook: ROI-3.
func KnownKinds() []KnownKind {
	return []KnownKind{
		{RepetitiveWork, ThisMonth}, {ErrorProneWork, ThisMonth}, {CustomerMessages, ThisMonth},
		{DataEntry, ThisMonth}, {Reports, ThisMonth},
		{QuotesAndProposals, ThisQuarter}, {OrderRouting, ThisQuarter}, {Inventory, ThisQuarter},
		{QualityChecks, ThisQuarter}, {Scheduling, ThisQuarter},
		{PredictivePlanning, ThisYear}, {DynamicPricing, ThisYear}, {AIService, ThisYear},
		{IntelligentRouting, ThisYear}, {FullIntegration, ThisYear},
	}
}

// LookUpKind returns the catalogue's entry of a kind, and whether there is one.
//
// Playbook: ROI-3.
func LookUpKind(kind Kind) (KnownKind, bool) {
	for _, known := range KnownKinds() {
		if known.Kind == kind {
			return known, true
		}
	}
	return KnownKind{}, false
}
