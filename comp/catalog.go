package comp

import "github.com/salesops-go/salesops/internal/strict"

// Motivator is what moves people besides pay.
type Motivator string

// The motivators in published order.
const (
	// Recognition is that what somebody achieved is seen and said.
	Recognition Motivator = "recognition"
	// Promotion is a role with more responsibility.
	Promotion Motivator = "promotion"
	// Equity is a part of the company.
	Equity Motivator = "equity"
	// Autonomy is to decide how the work is done.
	Autonomy Motivator = "autonomy"
)

// Motivators returns what motivates besides pay, in published order. It is a
// catalogue: nothing is computed from it, and no function of this package pays
// any of it.
//
// Playbook: CMP-7.
func Motivators() []Motivator { return []Motivator{Recognition, Promotion, Equity, Autonomy} }

// What says what to give in a sentence of our own, and what it depends on; it
// is empty if m is not one of [Motivators].
func (m Motivator) What() string {
	switch m {
	case Recognition:
		return "name in public what was done and by whom, soon after it was done"
	case Promotion:
		return "say in writing what the next role asks for, and promote those who meet it"
	case Equity:
		return "grant shares or options that vest over years, outside the commission plan"
	case Autonomy:
		return "let those who reach their quota choose accounts, hours and methods"
	}
	return ""
}

// MarshalText returns the motivator's text. It returns an
// *[salesops.InputError] if m is not one of [Motivators].
func (m Motivator) MarshalText() ([]byte, error) { return strict.Text("Motivator", m, Motivators()) }

// UnmarshalText sets m from its text. It returns an *[salesops.InputError] if
// the text is not one of [Motivators].
func (m *Motivator) UnmarshalText(text []byte) error {
	return strict.Parse("Motivator", m, text, Motivators())
}
