package readiness

import (
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// Channel is one of the four ways in which people who must know are told.
type Channel string

// The channels in published order.
const (
	// SalesToOperations: what is coming.
	SalesToOperations Channel = "sales-to-operations"
	// OperationsToSales: what can be delivered.
	OperationsToSales Channel = "operations-to-sales"
	// BothToLeadership: whether the two fit, and what it takes.
	BothToLeadership Channel = "both-to-leadership"
	// BothToCustomers: what the customer may count on.
	BothToCustomers Channel = "both-to-customers"
)

// Channels returns all channels in published order. Playbook: RDY-10.
func Channels() []Channel {
	return []Channel{SalesToOperations, OperationsToSales, BothToLeadership, BothToCustomers}
}

// From returns who owes what goes through the channel; known is false if c is
// not one of [Channels]. That customers are owed it by both sides is ours.
func (c Channel) From() (owner Owner, known bool) {
	switch c {
	case SalesToOperations:
		return OwnedBySales, true
	case OperationsToSales:
		return OwnedByOperations, true
	case BothToLeadership, BothToCustomers:
		return OwnedByBoth, true
	}
	return "", false
}

// Duties returns the five duties of the channel in published order; none if c
// is not one of [Channels].
func (c Channel) Duties() []Duty {
	duties := []Duty{}
	for _, d := range Duties() {
		if d.Channel == c {
			duties = append(duties, d)
		}
	}
	return duties
}

// MarshalText returns the channel's text. It returns an *[salesops.InputError]
// if c is not one of [Channels].
func (c Channel) MarshalText() ([]byte, error) { return strict.Text("Channel", c, Channels()) }

// UnmarshalText sets c from its text. It returns an *[salesops.InputError] if
// the text is not one of [Channels].
func (c *Channel) UnmarshalText(text []byte) error {
	return strict.Parse("Channel", c, text, Channels())
}

// Rhythm is how often a duty is due.
type Rhythm string

// The rhythms.
const (
	// EveryDay: once a working day.
	EveryDay Rhythm = "daily"
	// EveryWeek: in the weekly meeting.
	EveryWeek Rhythm = "weekly"
	// WhenItChanges: as soon as there is news.
	WhenItChanges Rhythm = "when-it-changes"
)

// Rhythms returns all rhythms, from the most frequent.
func Rhythms() []Rhythm { return []Rhythm{EveryDay, EveryWeek, WhenItChanges} }

// MarshalText returns the rhythm's text. It returns an *[salesops.InputError] if
// r is not one of [Rhythms].
func (r Rhythm) MarshalText() ([]byte, error) { return strict.Text("Rhythm", r, Rhythms()) }

// UnmarshalText sets r from its text. It returns an *[salesops.InputError] if
// the text is not one of [Rhythms].
func (r *Rhythm) UnmarshalText(text []byte) error { return strict.Parse("Rhythm", r, text, Rhythms()) }

// Duty is one thing that is owed in a channel.
type Duty struct {
	// Channel is where it goes.
	Channel Channel `json:"channel"`
	// Name is a short token, unlike that of any other duty.
	Name string `json:"name"`
	// What is what is told.
	What string `json:"what"`
	// Rhythm is how often.
	Rhythm Rhythm `json:"rhythm"`
}

// UnmarshalJSON reads a duty strictly. It returns an *[salesops.InputError] for
// every key that is unknown or missing, and a name that is not usable.
func (d *Duty) UnmarshalJSON(data []byte) error {
	type plain Duty
	return strict.Unmarshal(data, "Duty", (*plain)(d), func(p *plain, in fault.Scope) { in.Name("Name", p.Name) })
}

// Duties returns who owes whom what: five duties for each of [Channels], in
// published order. The playbook says how often for two of them: the pipeline
// daily, the alignment score weekly. The other rhythms are ours.
//
// Playbook: RDY-10.
func Duties() []Duty {
	return []Duty{
		{SalesToOperations, "pipeline", "what may close, and when it would have to be delivered", EveryDay},
		{SalesToOperations, "special-requirements", "what a customer wants that is not in the catalogue", WhenItChanges},
		{SalesToOperations, "customer-expectations", "what customers were told, and what they took it to mean", WhenItChanges},
		{SalesToOperations, "competitive-pressure", "which dates and qualities others offer", EveryWeek},
		{SalesToOperations, "win-probability", "how likely the large deals are, without hope in it", EveryWeek},

		{OperationsToSales, "capacity-status", "how full every stage is, and how much more it can take", EveryDay},
		{OperationsToSales, "quality", "errors, complaints and what is done about them", EveryWeek},
		{OperationsToSales, "delivery-timelines", "the dates that can be kept today", EveryDay},
		{OperationsToSales, "improvements", "what goes faster or better from when on", WhenItChanges},
		{OperationsToSales, "cost-changes", "what became dearer or cheaper to deliver", WhenItChanges},

		{BothToLeadership, "alignment-score", "one number for how well both sides fit, and what holds it down", EveryWeek},
		{BothToLeadership, "resource-needs", "who and what is missing, by when", EveryWeek},
		{BothToLeadership, "investments", "what would pay back, and how soon", WhenItChanges},
		{BothToLeadership, "risks", "what could break, and at which volume", EveryWeek},
		{BothToLeadership, "successes", "what went well, and who did it", EveryWeek},

		{BothToCustomers, "realistic-timelines", "dates that will be kept, also when they disappoint", WhenItChanges},
		{BothToCustomers, "proactive-updates", "news before the customer has to ask", WhenItChanges},
		{BothToCustomers, "transparency", "what went wrong, and what happens next", WhenItChanges},
		{BothToCustomers, "fast-resolution", "who solves a problem, and by when", WhenItChanges},
		{BothToCustomers, "value", "what the customer got out of it", WhenItChanges},
	}
}
