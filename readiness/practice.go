package readiness

import (
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// GrowthClaim is what the playbook claims for strong sales operations. It is
// quoted, not verified, and nothing is computed from it. Playbook: RDY-14.
const GrowthClaim = "strong sales operations grow 30-50% faster"

// PracticeList is one of the lists of what good sales operations have.
type PracticeList string

// The lists in published order.
const (
	// EnablementList: what sellers have at hand.
	EnablementList PracticeList = "enablement"
	// ToolList: what the work is done with.
	ToolList PracticeList = "tools"
	// OnboardingList: what a new seller goes through.
	OnboardingList PracticeList = "onboarding"
	// DevelopmentList: what goes on after that.
	DevelopmentList PracticeList = "development"
	// PrincipleList: what decides when nothing else does.
	PrincipleList PracticeList = "principles"
)

// PracticeLists returns all lists in published order. Playbook: RDY-14.
func PracticeLists() []PracticeList {
	return []PracticeList{EnablementList, ToolList, OnboardingList, DevelopmentList, PrincipleList}
}

// Practices returns the entries of the list in published order; none if l is
// not one of [PracticeLists].
func (l PracticeList) Practices() []Practice {
	entries := []Practice{}
	for _, p := range Practices() {
		if p.List == l {
			entries = append(entries, p)
		}
	}
	return entries
}

// MarshalText returns the list's text. It returns an *[salesops.InputError] if
// l is not one of [PracticeLists].
func (l PracticeList) MarshalText() ([]byte, error) {
	return strict.Text("PracticeList", l, PracticeLists())
}

// UnmarshalText sets l from its text. It returns an *[salesops.InputError] if
// the text is not one of [PracticeLists].
func (l *PracticeList) UnmarshalText(text []byte) error {
	return strict.Parse("PracticeList", l, text, PracticeLists())
}

// Practice is one entry of a list.
type Practice struct {
	// List is the list that it stands in.
	List PracticeList `json:"list"`
	// Name is a short token, unlike that of any other entry.
	Name string `json:"name"`
	// What is what it means.
	What string `json:"what"`
}

// UnmarshalJSON reads an entry strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, and a name that is not usable.
func (p *Practice) UnmarshalJSON(data []byte) error {
	type plain Practice
	return strict.Unmarshal(data, "Practice", (*plain)(p), func(p *plain, in fault.Scope) { in.Name("Name", p.Name) })
}

// Practices returns what good sales operations have, list by list. The playbook
// names the lists of tools and of development and leaves them open: their
// entries are ours.
//
// Playbook: RDY-14.
func Practices() []Practice {
	return []Practice{
		{EnablementList, "playbooks", "how a deal is worked, stage by stage"},
		{EnablementList, "battle-cards", "what to say when a competitor is in the room"},
		{EnablementList, "case-studies", "customers like this one, and what they gained"},
		{EnablementList, "demo-scripts", "what to show, in which order, and why"},
		{EnablementList, "answers", "good answers to the questions that always come"},

		{ToolList, "crm", "one place for every deal and every contact"},
		{ToolList, "analytics", "conversion, cycle and coverage without a spreadsheet"},
		{ToolList, "quoting", "a quote from the catalogue, at prices that hold"},
		{ToolList, "capacity-dashboard", "what operations can take, next to what is being sold"},

		{OnboardingList, "product", "what is sold, to whom, and what it is not"},
		{OnboardingList, "sales", "the process, the tools, the handoff to operations"},
		{OnboardingList, "territory", "the accounts, their history, their people"},
		{OnboardingList, "shadowing", "days beside those who do it well, in operations too"},

		{DevelopmentList, "coaching", "one deal a week, looked at together"},
		{DevelopmentList, "training", "what is new in product, market and method"},
		{DevelopmentList, "feedback", "what customers and operations say about the handoffs"},

		{PrincipleList, "process-first", "get the process right, then give it a tool"},
		{PrincipleList, "data-quality", "a number that nobody trusts is worse than none"},
		{PrincipleList, "alignment", "sell what can be delivered, deliver what was sold"},
		{PrincipleList, "improvement", "a little better every week, and written down"},
		{PrincipleList, "tools-that-serve", "a tool is for the people who use it, not for the report"},
	}
}
