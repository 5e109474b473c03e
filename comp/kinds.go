package comp

import (
	"time"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// Role is a kind of job. It is an open key: any name of 1 to 200 bytes.
type Role string

// AccountExecutive is the role whose range of base pay the playbook gives.
const AccountExecutive Role = "account-executive"

// Measure is what a component rewards. It is an open key: any name of 1 to 200
// bytes. [Measures] lists those between which the playbook balances a plan.
type Measure string

// The measures that the playbook names.
const (
	// NewCustomers is business from new customers.
	NewCustomers Measure = "new"
	// Expansion is additional business from present customers.
	Expansion Measure = "expansion"
	// Retention is present business that is kept.
	Retention Measure = "retention"
	// Revenue is all business, whoever it comes from.
	Revenue Measure = "revenue"
	// Profit is what is left of business after its cost.
	Profit Measure = "profit"
)

// Measures returns the measures that the playbook balances, in its order.
// Playbook: CMP-3.
func Measures() []Measure { return []Measure{NewCustomers, Expansion, Retention} }

// Basis is what the rates of a component multiply.
type Basis string

// The two bases.
const (
	// RateOfAmount pays the rate as a share of the credited amount: 0.05 pays 5
	// for every 100 sold.
	RateOfAmount Basis = "rate-of-amount"
	// MultipleOfTarget pays the rate times the component's target pay for each
	// quota of credited amount. A single band from 0 at rate 1 pays exactly the
	// target at 100% attainment; 1.5 is half as much again.
	MultipleOfTarget Basis = "multiple-of-target"
)

// Bases returns both bases.
func Bases() []Basis { return []Basis{RateOfAmount, MultipleOfTarget} }

// MarshalText returns the basis's text. It returns an *[salesops.InputError]
// if b is not one of [Bases].
func (b Basis) MarshalText() ([]byte, error) { return strict.Text("Basis", b, Bases()) }

// UnmarshalText sets b from its text. It returns an *[salesops.InputError] if
// the text is not one of [Bases].
func (b *Basis) UnmarshalText(text []byte) error { return strict.Parse("Basis", b, text, Bases()) }

// Mode is how a band pays once a credited amount lies in it.
type Mode string

// The four modes. Names that others use for them stand in brackets.
const (
	// Marginal pays the rate on the part of the amount that lies inside the
	// band, on top of what the bands below pay (step, spanning rate table,
	// cumulative tiers).
	Marginal Mode = "marginal"
	// Retroactive pays the rate on the whole amount from the first unit on, in
	// place of what the bands below pay (flat, cliff, highest rate, tier
	// payout).
	Retroactive Mode = "retroactive"
	// Overage pays the rate on the whole amount above quota, on top of what is
	// paid at quota (retroactive to quota). The band begins at 1 or above.
	Overage Mode = "overage"
	// Interpolated pays along a straight line between points (pay curve): at
	// From the rate for one whole quota, whatever From is, and from there in
	// proportion up to the pay of the next band if that is interpolated too. If
	// it is not, or there is none, the pay stays what it is: a maximum.
	Interpolated Mode = "interpolated"
)

// Modes returns all modes.
func Modes() []Mode { return []Mode{Marginal, Retroactive, Overage, Interpolated} }

// MarshalText returns the mode's text. It returns an *[salesops.InputError] if
// m is not one of [Modes].
func (m Mode) MarshalText() ([]byte, error) { return strict.Text("Mode", m, Modes()) }

// UnmarshalText sets m from its text. It returns an *[salesops.InputError] if
// the text is not one of [Modes].
func (m *Mode) UnmarshalText(text []byte) error { return strict.Parse("Mode", m, text, Modes()) }

// EdgeRule is which band applies to an amount that lies exactly where one
// begins. It makes no difference between marginal bands, whose pay has no jump.
type EdgeRule string

// The two edge rules.
const (
	// UpperBand: the band that begins there has been reached.
	UpperBand EdgeRule = "upper-band"
	// LowerBand: the band that ends there still applies.
	LowerBand EdgeRule = "lower-band"
)

// EdgeRules returns both edge rules.
func EdgeRules() []EdgeRule { return []EdgeRule{UpperBand, LowerBand} }

// MarshalText returns the rule's text. It returns an *[salesops.InputError] if
// e is not one of [EdgeRules].
func (e EdgeRule) MarshalText() ([]byte, error) { return strict.Text("EdgeRule", e, EdgeRules()) }

// UnmarshalText sets e from its text. It returns an *[salesops.InputError] if
// the text is not one of [EdgeRules].
func (e *EdgeRule) UnmarshalText(text []byte) error {
	return strict.Parse("EdgeRule", e, text, EdgeRules())
}

// Tally is how a measure becomes one number for the period.
type Tally string

// The two tallies.
const (
	// Sum adds up what the deals and the credit of the period bring.
	Sum Tally = "sum"
	// Level is a number that does not add up: a rate, or the score of an
	// objective. It is given as a credit; deals do not count.
	Level Tally = "level"
)

// Tallies returns both tallies.
func Tallies() []Tally { return []Tally{Sum, Level} }

// MarshalText returns the tally's text. It returns an *[salesops.InputError]
// if t is not one of [Tallies].
func (t Tally) MarshalText() ([]byte, error) { return strict.Text("Tally", t, Tallies()) }

// UnmarshalText sets t from its text. It returns an *[salesops.InputError] if
// the text is not one of [Tallies].
func (t *Tally) UnmarshalText(text []byte) error { return strict.Parse("Tally", t, text, Tallies()) }

// Source is how a deal came to be credited to a person.
type Source string

// The two sources.
const (
	// OwnCredit is for a person's own part in a deal, overlays included.
	OwnCredit Source = "own"
	// TeamCredit is rolled up from the people whom a person manages. A
	// component that counts it pays a manager's override.
	TeamCredit Source = "team"
)

// Sources returns both sources.
func Sources() []Source { return []Source{OwnCredit, TeamCredit} }

// MarshalText returns the source's text. It returns an *[salesops.InputError]
// if s is not one of [Sources].
func (s Source) MarshalText() ([]byte, error) { return strict.Text("Source", s, Sources()) }

// UnmarshalText sets s from its text. It returns an *[salesops.InputError] if
// the text is not one of [Sources].
func (s *Source) UnmarshalText(text []byte) error { return strict.Parse("Source", s, text, Sources()) }

// Frequency is how often a bonus is paid in a period.
type Frequency string

// The two frequencies.
const (
	// EachTime pays for every deal that meets the conditions.
	EachTime Frequency = "each-time"
	// OncePerPeriod pays for the first deal that meets them.
	OncePerPeriod Frequency = "once-per-period"
)

// Frequencies returns both frequencies.
func Frequencies() []Frequency { return []Frequency{EachTime, OncePerPeriod} }

// MarshalText returns the frequency's text. It returns an
// *[salesops.InputError] if f is not one of [Frequencies].
func (f Frequency) MarshalText() ([]byte, error) {
	return strict.Text("Frequency", f, Frequencies())
}

// UnmarshalText sets f from its text. It returns an *[salesops.InputError] if
// the text is not one of [Frequencies].
func (f *Frequency) UnmarshalText(text []byte) error {
	return strict.Parse("Frequency", f, text, Frequencies())
}

// Period is a measure period of the calendar.
type Period string

// The three periods.
const (
	// Month is a month of the calendar.
	Month Period = "month"
	// Quarter begins in January, April, July or October.
	Quarter Period = "quarter"
	// Year begins on the first of January.
	Year Period = "year"
)

// Periods returns all periods, from short to long.
func Periods() []Period { return []Period{Month, Quarter, Year} }

// MarshalText returns the period's text. It returns an *[salesops.InputError]
// if p is not one of [Periods].
func (p Period) MarshalText() ([]byte, error) { return strict.Text("Period", p, Periods()) }

// UnmarshalText sets p from its text. It returns an *[salesops.InputError] if
// the text is not one of [Periods].
func (p *Period) UnmarshalText(text []byte) error { return strict.Parse("Period", p, text, Periods()) }

// begins returns the first day of the period in which a day lies.
func (p Period) begins(day salesops.Date) salesops.Date {
	month := int(day.Month)
	switch p {
	case Month:
	case Quarter:
		month -= (month - 1) % 3
	case Year:
		month = 1
	}
	return salesops.Date{Year: day.Year, Month: time.Month(month), Day: 1}
}

// optional checks an enumerated value that may be left out.
func optional[T ~string](in fault.Scope, field string, value T, known []T) bool {
	return value == "" || fault.OneOf(in, field, value, known)
}
