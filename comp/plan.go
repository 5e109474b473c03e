package comp

import (
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// The limits of a plan.
const (
	// MaxMoney is the largest amount of money, quota or credited amount.
	MaxMoney = 1_000_000_000_000_000
	// MaxPlaces is the most decimal places that a currency has.
	MaxPlaces = 4
	// MaxComponents is the most components of a plan.
	MaxComponents = 100
	// MaxBands is the most bands of a component.
	MaxBands = 100
	// MaxAttainment is the highest attainment at which a band may begin, as a
	// fraction of the quota: 1000 is a thousand quotas.
	MaxAttainment = 1000
	// MaxRate is the highest rate of a band: 100 pays a hundred times the
	// credited amount, or a hundred times the target pay for each quota.
	MaxRate = 100
)

// Plan says what a person is paid in one period: the year, a quarter, a month.
// Base, TargetVariable and every quota are of that same period.
type Plan struct {
	// Name tells the plan from others, 1 to 200 bytes.
	Name string `json:"name"`
	// Role is the role that the plan is for.
	Role Role `json:"role"`
	// Places is the number of decimal places of the currency, 0 to [MaxPlaces]:
	// 2 for cents, and 0 for a currency without them.
	Places int32 `json:"places"`
	// Base is the pay of the period that does not depend on results, 0 to
	// [MaxMoney], in whole units of the currency's last place.
	Base decimal.Decimal `json:"base"`
	// TargetVariable is the pay of the period for reaching every quota exactly,
	// above 0 to [MaxMoney], in whole units of the currency's last place.
	TargetVariable decimal.Decimal `json:"target_variable"`
	// Components are the parts of the variable pay, 1 to [MaxComponents]. Their
	// weights sum to exactly 1.
	Components []Component `json:"components"`
}

// Role is a kind of job. It is an open key: any name of 1 to 200 bytes.
type Role string

// AccountExecutive is the role whose range of base pay the playbook gives.
const AccountExecutive Role = "account-executive"

// Measure is what a component rewards. It is an open key: any name of 1 to 200
// bytes. [Measures] lists those that [Review] knows.
type Measure string

// The measures between which the playbook balances a plan.
const (
	// NewCustomers is business from new customers.
	NewCustomers Measure = "new"
	// Expansion is additional business from present customers.
	Expansion Measure = "expansion"
	// Retention is present business that is kept.
	Retention Measure = "retention"
)

// Measures returns the measures that the playbook balances, in its order.
// Playbook: CMP-3.
func Measures() []Measure { return []Measure{NewCustomers, Expansion, Retention} }

// Component is one part of the variable pay, with a quota and a rate table of
// its own.
type Component struct {
	// Name tells the component from the others of its plan, 1 to 200 bytes.
	Name string `json:"name"`
	// Measure is what the component rewards.
	Measure Measure `json:"measure"`
	// Weight is the component's part of TargetVariable as a fraction, above 0
	// to 1.
	Weight decimal.Decimal `json:"weight"`
	// Quota is the credited amount that is 100% attainment, above 0 to
	// [MaxMoney], in any unit.
	Quota decimal.Decimal `json:"quota"`
	// Basis is what the rates of the bands multiply.
	Basis Basis `json:"basis"`
	// Bands are the rate table, 1 to [MaxBands], in ascending order. Below the
	// first band nothing is paid; the last has no end.
	Bands []Band `json:"bands"`
}

// Band is one band of a rate table. It begins at From and ends where the next
// one begins, and its rate is paid on that part of the credited amount that
// lies inside: the table is marginal. A rate above that of the band before is
// an accelerator, one below it a decelerator.
//
// Playbook: CMP-2.
type Band struct {
	// From is the attainment at which the band begins, 0 to [MaxAttainment] as
	// a fraction: 0.5 is half of the quota.
	From decimal.Decimal `json:"from"`
	// Rate is what is paid inside the band, 0 to [MaxRate]; the [Basis] says of
	// what.
	Rate decimal.Decimal `json:"rate"`
}

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

// UnmarshalJSON reads a plan strictly. It returns an *[salesops.InputError]
// for every key that is unknown, missing or given twice, and for everything
// that [Pay] refuses in a plan.
func (p *Plan) UnmarshalJSON(data []byte) error {
	type plain Plan
	return strict.Unmarshal(data, "Plan", (*plain)(p), func(read *plain, in fault.Scope) {
		(*Plan)(read).collect(in)
	})
}

func (p *Plan) collect(in fault.Scope) {
	in.Name("Name", p.Name)
	in.Name("Role", string(p.Role))
	known := in.Int("Places", int(p.Places), 0, MaxPlaces, "decimal places")
	base := in.Decimal("Base", p.Base, 0, MaxMoney, "in the plan's currency")
	if known && base {
		requireWhole(&in, "Base", p.Base, p.Places)
	}
	target := positive(&in, "TargetVariable", p.TargetVariable, MaxMoney, "in the plan's currency")
	if known && target {
		requireWhole(&in, "TargetVariable", p.TargetVariable, p.Places)
	}
	if !in.Length("Components", len(p.Components), 1, MaxComponents) {
		return
	}
	taken := make(map[string]bool, len(p.Components))
	weights, weighed := decimal.Decimal{}, true
	for i := range p.Components {
		c, at := &p.Components[i], in.At("Components", i)
		if at.Name("Name", c.Name) && taken[c.Name] {
			at.Conflict("Name", c.Name, "a name that no other component has")
		}
		taken[c.Name] = true
		at.Name("Measure", string(c.Measure))
		if positive(&at, "Weight", c.Weight, 1, "as a fraction") {
			weights = weights.Add(c.Weight)
		} else {
			weighed = false
		}
		c.collectTable(at)
	}
	if weighed && !weights.Equal(decimal.New(1, 0)) {
		in.Conflict("Components", "weights that sum to "+weights.String(), "weights that sum to exactly 1")
	}
}

// collectTable checks what follows Weight: quota, basis and bands.
func (c *Component) collectTable(in fault.Scope) {
	positive(&in, "Quota", c.Quota, MaxMoney, "in the unit of the credited amount")
	fault.OneOf(in, "Basis", c.Basis, Bases())
	if !in.Length("Bands", len(c.Bands), 1, MaxBands) {
		return
	}
	ordered := false
	for i, band := range c.Bands {
		at := in.At("Bands", i)
		known := at.Decimal("From", band.From, 0, MaxAttainment, "as a fraction of the quota")
		// A neighbor that was refused may be too long to compare with.
		if ordered && known && band.From.Cmp(c.Bands[i-1].From) <= 0 {
			at.Conflict("From", band.From.String(), "above "+c.Bands[i-1].From.String()+", where the band before begins")
		}
		ordered = known
		at.Decimal("Rate", band.Rate, 0, MaxRate, "")
	}
}

// positive checks 0 < d <= high. A zero counts as missing, since a field that
// was left out holds it.
func positive(in *fault.Scope, field string, d decimal.Decimal, high int64, unit string) bool {
	if d.IsZero() {
		in.Missing(field, "above 0 to "+strconv.FormatInt(high, 10)+" "+unit)
		return false
	}
	return in.Decimal(field, d, 0, high, unit+", and not 0")
}

func requireWhole(in *fault.Scope, field string, d decimal.Decimal, places int32) {
	if !whole(d, places) {
		in.OutOfRange(field, d.String(), "at most "+strconv.Itoa(int(places))+" decimal places")
	}
}

// whole reports whether d is a whole number of the currency's smallest units.
func whole(d decimal.Decimal, places int32) bool { return d.Shift(places).IsInteger() }
