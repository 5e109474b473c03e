package overflow

import (
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// The defaults of [PromisePolicy].
const (
	// DefaultSafetyDays is in civil days. Ours: operations' own dates are taken
	// as they are. Playbook: OVF-3.
	DefaultSafetyDays = 0
	// DefaultHorizonDays is in civil days. Ours: a year. Playbook: OVF-3.
	DefaultHorizonDays = 365
)

// MaxSafetyDays is the largest safety allowance.
const MaxSafetyDays = 365

// Splitting tells whether an order may be delivered in parts.
type Splitting string

// The two ways to deliver an order.
const (
	// AllOrNothing delivers the whole order at once. It is the default.
	AllOrNothing Splitting = "all-or-nothing"
	// InTwoParts delivers what can be had by the wanted date, and the rest later.
	// Each part is worked as an order by itself, setups included.
	InTwoParts Splitting = "in-two-parts"
)

// Splittings returns both, the default first.
func Splittings() []Splitting { return []Splitting{AllOrNothing, InTwoParts} }

// MarshalText returns the text of s. It returns an *[salesops.InputError] if s
// is not one of [Splittings].
func (s Splitting) MarshalText() ([]byte, error) {
	return strict.Text("Splitting", s, Splittings())
}

// UnmarshalText sets s from its text. It returns an *[salesops.InputError] if
// the text is not one of [Splittings].
func (s *Splitting) UnmarshalText(text []byte) error {
	return strict.Parse("Splitting", s, text, Splittings())
}

// PromisePolicy is how dates are promised. The zero policy is rejected: start
// from [DefaultPolicy].
type PromisePolicy struct {
	// Splitting tells whether an order may be delivered in parts.
	Splitting Splitting `json:"splitting"`
	// SafetyDays is the number of civil days between the day on which the work is
	// finished and the date that is promised, 0 to [MaxSafetyDays].
	SafetyDays int `json:"safety_days"`
	// HorizonDays is the number of days, today included, on which work is
	// promised, 1 to [MaxHorizonDays].
	HorizonDays int `json:"horizon_days"`
}

func (p *PromisePolicy) collect(in fault.Scope) {
	fault.OneOf(in, "Splitting", p.Splitting, Splittings())
	in.Int("SafetyDays", p.SafetyDays, 0, MaxSafetyDays, "days")
	in.Int("HorizonDays", p.HorizonDays, 1, MaxHorizonDays, "days")
}

// defaultPromisePolicy returns the defaults of [PromisePolicy].
func defaultPromisePolicy() PromisePolicy {
	return PromisePolicy{Splitting: AllOrNothing, SafetyDays: DefaultSafetyDays, HorizonDays: DefaultHorizonDays}
}
