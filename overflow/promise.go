package overflow

import (
	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/strict"
)

// PromiseOutcome is how a request comes out.
type PromiseOutcome string

// The outcomes of a request.
const (
	// InFull: all of it by the wanted date, or as soon as possible when none is
	// wanted.
	InFull PromiseOutcome = "in-full"
	// InParts: a part by the wanted date and the rest later.
	InParts PromiseOutcome = "in-parts"
	// Later: all of it, at the nearest date after the wanted one.
	Later PromiseOutcome = "later"
	// PartOnly: a part; the rest cannot be had by the latest date or within the
	// horizon.
	PartOnly PromiseOutcome = "part-only"
	// NoPromise: nothing can be promised by the latest date or within the
	// horizon.
	NoPromise PromiseOutcome = "no-promise"
)

// PromiseOutcomes returns all outcomes, from the best to the worst.
func PromiseOutcomes() []PromiseOutcome {
	return []PromiseOutcome{InFull, InParts, Later, PartOnly, NoPromise}
}

// MarshalText returns the outcome's text. It returns an *[salesops.InputError]
// if o is not one of [PromiseOutcomes].
func (o PromiseOutcome) MarshalText() ([]byte, error) {
	return strict.Text("PromiseOutcome", o, PromiseOutcomes())
}

// UnmarshalText sets o from its text. It returns an *[salesops.InputError] if
// the text is not one of [PromiseOutcomes].
func (o *PromiseOutcome) UnmarshalText(text []byte) error {
	return strict.Parse("PromiseOutcome", o, text, PromiseOutcomes())
}

// Constraint is what keeps a date from being earlier.
type Constraint string

// The constraints.
const (
	// NothingBinds: the order is finished as soon as its first day and its waits
	// allow.
	NothingBinds Constraint = "nothing"
	// StockBinds: the date would come forward if the material were there.
	StockBinds Constraint = "stock"
	// StageBinds: the date would come forward if a stage took no time.
	StageBinds Constraint = "stage"
)

// Constraints returns all constraints.
func Constraints() []Constraint { return []Constraint{NothingBinds, StockBinds, StageBinds} }

// MarshalText returns the constraint's text. It returns an
// *[salesops.InputError] if c is not one of [Constraints].
func (c Constraint) MarshalText() ([]byte, error) {
	return strict.Text("Constraint", c, Constraints())
}

// UnmarshalText sets c from its text. It returns an *[salesops.InputError] if
// the text is not one of [Constraints].
func (c *Constraint) UnmarshalText(text []byte) error {
	return strict.Parse("Constraint", c, text, Constraints())
}

// Binding is what binds a date most: without it the whole order would be
// finished earlier by more days than without anything else. Among equals the
// stock counts first, then the stages in their order.
type Binding struct {
	// Constraint is what binds.
	Constraint Constraint `json:"constraint"`
	// Stage is the stage, when one does; empty otherwise.
	Stage string `json:"stage,omitempty"`
	// GainDays is the number of civil days by which the order would be finished
	// earlier; 0 when nothing binds, or when the order is not finished within the
	// horizon, for which the constraint is the one that it gets stuck at.
	GainDays int `json:"gain_days"`
}

// Slot is minutes of a stage on a day that an order takes.
type Slot struct {
	// On is the day.
	On salesops.Date `json:"on"`
	// Minutes is how many, above 0.
	Minutes int64 `json:"minutes"`
}

// DeliveryStep is the work for a delivery at one stage.
type DeliveryStep struct {
	// Stage is the stage.
	Stage string `json:"stage"`
	// From is the first day of the work and Until the day after the last.
	From  salesops.Date `json:"from"`
	Until salesops.Date `json:"until"`
	// Minutes is the work.
	Minutes int64 `json:"minutes"`
	// Slots are when it is done, in the order of days: as late as the date that
	// is promised allows.
	Slots []Slot `json:"slots"`
	// SlackDays is the number of days between the earliest day on which the step
	// can be finished and the latest.
	SlackDays int `json:"slack_days"`
	// SlackMinutes is how much longer the step may take, the other steps as they
	// are, for the date to be kept. One minute more would break it.
	SlackMinutes int64 `json:"slack_minutes"`
}

// Delivery is a quantity that is promised for a day.
type Delivery struct {
	// On is the day that is promised.
	On salesops.Date `json:"on"`
	// Quantity is how much, above 0.
	Quantity int64 `json:"quantity"`
	// Finished is the day on which the work is finished at the latest: On less
	// the safety allowance, or earlier when the horizon ends before.
	Finished salesops.Date `json:"finished"`
	// StockOn is the day on which it takes its material from the stock; zero when
	// there is no stock.
	StockOn salesops.Date `json:"stock_on,omitzero"`
	// Steps are the work, in order.
	Steps []DeliveryStep `json:"steps"`
	// SlackDays is the number of days between the earliest day on which the work
	// can be finished and Finished.
	SlackDays int `json:"slack_days"`
	// SlackMinutes is the least slack of a step; 0 without steps.
	SlackMinutes int64 `json:"slack_minutes"`
}

// Promise is the answer to a request.
type Promise struct {
	// Outcome is how the request comes out.
	Outcome PromiseOutcome `json:"outcome"`
	// Quantity is what was asked for.
	Quantity int64 `json:"quantity"`
	// Deliveries are what is promised, in the order of their dates.
	Deliveries []Delivery `json:"deliveries"`
	// Short is the quantity that is not promised.
	Short int64 `json:"short"`
	// Earliest is the earliest date for the whole quantity in one delivery; zero
	// when it cannot be had within the horizon.
	Earliest salesops.Date `json:"earliest,omitzero"`
	// ByWanted is the most that can be had by the wanted date in one delivery, up to
	// Quantity; 0 when no date is wanted.
	ByWanted int64 `json:"by_wanted"`
	// Binding is what keeps Earliest from being earlier.
	Binding Binding `json:"binding"`
	// Clamps are the dates that had passed and were taken as today.
	Clamps []Clamp `json:"clamps"`
}
