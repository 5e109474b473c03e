package readiness

import (
	"slices"

	"github.com/salesops-go/salesops/internal/strict"
)

// Owner is the side that owes something: a fact, a check, a message.
type Owner string

// The owners.
const (
	// OwnedBySales: sales owes it.
	OwnedBySales Owner = "sales"
	// OwnedByOperations: operations owe it.
	OwnedByOperations Owner = "operations"
	// OwnedByBoth: neither side can give it alone.
	OwnedByBoth Owner = "both"
)

// Owners returns all owners.
func Owners() []Owner { return []Owner{OwnedBySales, OwnedByOperations, OwnedByBoth} }

// MarshalText returns the owner's text. It returns an *[salesops.InputError] if
// o is not one of [Owners].
func (o Owner) MarshalText() ([]byte, error) { return strict.Text("Owner", o, Owners()) }

// UnmarshalText sets o from its text. It returns an *[salesops.InputError] if
// the text is not one of [Owners].
func (o *Owner) UnmarshalText(text []byte) error { return strict.Parse("Owner", o, text, Owners()) }

// FactGroup is one of the four groups of facts of a handoff.
type FactGroup string

// The groups in published order.
const (
	// CustomerInformation is who the customer is.
	CustomerInformation FactGroup = "customer-information"
	// OrderDetails is what was sold, and on which terms.
	OrderDetails FactGroup = "order-details"
	// Expectations is what the customer was told to expect.
	Expectations FactGroup = "expectations"
	// InternalAlignment is what operations said that they can do.
	InternalAlignment FactGroup = "internal-alignment"
)

// FactGroups returns all groups in published order. Playbook: RDY-6.
func FactGroups() []FactGroup {
	return []FactGroup{CustomerInformation, OrderDetails, Expectations, InternalAlignment}
}

// Facts returns the five facts of the group in published order; none if g is
// not one of [FactGroups].
func (g FactGroup) Facts() []Fact {
	i := slices.Index(FactGroups(), g)
	if i < 0 {
		return []Fact{}
	}
	return Facts()[i*factsPerGroup : (i+1)*factsPerGroup]
}

// MarshalText returns the group's text. It returns an *[salesops.InputError] if
// g is not one of [FactGroups].
func (g FactGroup) MarshalText() ([]byte, error) { return strict.Text("FactGroup", g, FactGroups()) }

// UnmarshalText sets g from its text. It returns an *[salesops.InputError] if
// the text is not one of [FactGroups].
func (g *FactGroup) UnmarshalText(text []byte) error {
	return strict.Parse("FactGroup", g, text, FactGroups())
}

// Fact is one of the twenty facts that go from sales to operations with an
// order.
type Fact string

// The facts of [CustomerInformation] in published order.
const (
	// FactContacts: whom to call for what.
	FactContacts Fact = "contacts"
	// FactDecisionMakers: who decides at the customer's.
	FactDecisionMakers Fact = "decision-makers"
	// FactCommunication: how the customer wants to be told.
	FactCommunication Fact = "communication-preferences"
	// FactSpecialRequirements: what is different for this customer.
	FactSpecialRequirements Fact = "special-requirements"
	// FactHistory: what happened with this customer before.
	FactHistory Fact = "history"
)

// The facts of [OrderDetails] in published order.
const (
	// FactSpecification: exactly what was sold.
	FactSpecification Fact = "exact-specification"
	// FactDelivery: by when the customer expects it.
	FactDelivery Fact = "delivery-expectation"
	// FactPricing: at what price, with which discounts.
	FactPricing Fact = "pricing"
	// FactTerms: on which terms.
	FactTerms Fact = "terms"
	// FactChangeProcess: how a change is asked for, priced and agreed.
	FactChangeProcess Fact = "change-process"
)

// The facts of [Expectations] in published order.
const (
	// FactTimelineTold: which dates the customer was told.
	FactTimelineTold Fact = "timeline-told"
	// FactQualityStandards: what counts as good.
	FactQualityStandards Fact = "quality-standards"
	// FactUpdateCadence: how often the customer hears from us.
	FactUpdateCadence Fact = "cadence"
	// FactEscalation: who is called when it goes wrong, on both sides.
	FactEscalation Fact = "escalation"
	// FactSuccessMetrics: by what the customer will judge it.
	FactSuccessMetrics Fact = "success-metrics"
)

// The facts of [InternalAlignment] in published order.
const (
	// FactCapacityConfirmed: there is room for it.
	FactCapacityConfirmed Fact = "capacity-confirmed"
	// FactResourcesAllocated: people and material are assigned.
	FactResourcesAllocated Fact = "resources-allocated"
	// FactTimelineFeasible: it can be done by the date.
	FactTimelineFeasible Fact = "timeline-feasible"
	// FactQualityAchievable: the standard can be met.
	FactQualityAchievable Fact = "quality-achievable"
	// FactProfitability: at this price and these costs it earns money.
	FactProfitability Fact = "profitability-verified"
)

const (
	factsPerGroup = 5
	factCount     = 20
)

// Facts returns all facts in published order, group by group.
// Playbook: RDY-6.
func Facts() []Fact {
	return []Fact{
		FactContacts, FactDecisionMakers, FactCommunication, FactSpecialRequirements, FactHistory,
		FactSpecification, FactDelivery, FactPricing, FactTerms, FactChangeProcess,
		FactTimelineTold, FactQualityStandards, FactUpdateCadence, FactEscalation, FactSuccessMetrics,
		FactCapacityConfirmed, FactResourcesAllocated, FactTimelineFeasible, FactQualityAchievable, FactProfitability,
	}
}

// Group returns the group that the fact belongs to; known is false if f is not
// one of [Facts].
func (f Fact) Group() (group FactGroup, known bool) {
	at := slices.Index(Facts(), f)
	if at < 0 {
		return "", false
	}
	return FactGroups()[at/factsPerGroup], true
}

// Owner returns the side that owes the fact; known is false if f is not one of
// [Facts]. Who owes what is ours: sales owe what only the customer could tell
// them, operations what only they can promise, and both a way to change the
// order, a way to escalate, and that price and cost leave a profit.
func (f Fact) Owner() (owner Owner, known bool) {
	group, known := f.Group()
	switch {
	case !known:
		return "", false
	case f == FactChangeProcess || f == FactEscalation || f == FactProfitability:
		return OwnedByBoth, true
	case group == InternalAlignment:
		return OwnedByOperations, true
	default:
		return OwnedBySales, true
	}
}

// MarshalText returns the fact's text. It returns an *[salesops.InputError] if
// f is not one of [Facts].
func (f Fact) MarshalText() ([]byte, error) { return strict.Text("Fact", f, Facts()) }

// UnmarshalText sets f from its text. It returns an *[salesops.InputError] if
// the text is not one of [Facts].
func (f *Fact) UnmarshalText(text []byte) error { return strict.Parse("Fact", f, text, Facts()) }

// HandoffCheck is one of the five checks that verify a handoff.
type HandoffCheck string

// The checks in published order.
const (
	// CapacityConfirmed: there is room for the order.
	CapacityConfirmed HandoffCheck = "capacity-confirmed"
	// TimelineRealistic: what the customer was told can be kept.
	TimelineRealistic HandoffCheck = "timeline-realistic"
	// QualityAchievable: the standard can be met.
	QualityAchievable HandoffCheck = "quality-achievable"
	// ResourcesAvailable: people and material are there when they are needed.
	ResourcesAvailable HandoffCheck = "resources-available"
	// ExpectationsAligned: customer, sales and operations expect the same.
	ExpectationsAligned HandoffCheck = "expectations-aligned"
)

// HandoffChecks returns all checks in published order. Playbook: RDY-6.
func HandoffChecks() []HandoffCheck {
	return []HandoffCheck{CapacityConfirmed, TimelineRealistic, QualityAchievable, ResourcesAvailable, ExpectationsAligned}
}

// Owner returns the side that makes the check; known is false if c is not one
// of [HandoffChecks]. That both make the checks of the timeline and of the
// expectations, and operations the others, is ours.
func (c HandoffCheck) Owner() (owner Owner, known bool) {
	switch c {
	case CapacityConfirmed, QualityAchievable, ResourcesAvailable:
		return OwnedByOperations, true
	case TimelineRealistic, ExpectationsAligned:
		return OwnedByBoth, true
	}
	return "", false
}

// MarshalText returns the check's text. It returns an *[salesops.InputError] if
// c is not one of [HandoffChecks].
func (c HandoffCheck) MarshalText() ([]byte, error) {
	return strict.Text("HandoffCheck", c, HandoffChecks())
}

// UnmarshalText sets c from its text. It returns an *[salesops.InputError] if
// the text is not one of [HandoffChecks].
func (c *HandoffCheck) UnmarshalText(text []byte) error {
	return strict.Parse("HandoffCheck", c, text, HandoffChecks())
}
