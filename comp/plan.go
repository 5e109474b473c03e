package comp

import "github.com/shopspring/decimal"

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
	// MaxBonuses is the most bonuses of a plan.
	MaxBonuses = 100
	// MaxGates is the most gates of a component.
	MaxGates = 100
	// MaxProducts is the most products that a component excludes.
	MaxProducts = 1000
	// MaxAttainment is the highest attainment at which a band may begin, as a
	// fraction of the quota: 1000 is a thousand quotas.
	MaxAttainment = 1000
	// MaxRate is the highest rate of a band: 100 pays a hundred times the
	// credited amount, or a hundred times the target pay for each quota.
	MaxRate = 100
)

// Plan says what a person is paid in one period: the year, a quarter, a month.
// Base, TargetVariable, every quota and every cap are of that same period.
type Plan struct {
	// Name tells the plan from others, 1 to 200 bytes.
	Name string `json:"name"`
	// Role is the role that the plan is for.
	Role Role `json:"role"`
	// Period is the measure period: the deals of one statement lie in one of
	// them. Empty is a period of any other length, which is not checked.
	Period Period `json:"period,omitzero"`
	// Places is the number of decimal places of the currency, 0 to [MaxPlaces]:
	// 2 for cents, and 0 for a currency without them.
	Places int32 `json:"places"`
	// Rounding is how money is rounded to those places; empty is
	// [HalfAwayFromZero].
	Rounding Rounding `json:"rounding,omitzero"`
	// Base is the pay of the period that does not depend on results, 0 to
	// [MaxMoney], in whole units of the currency's last place.
	Base decimal.Decimal `json:"base"`
	// TargetVariable is the pay of the period for reaching every quota exactly,
	// above 0 to [MaxMoney], in whole units of the currency's last place.
	TargetVariable decimal.Decimal `json:"target_variable"`
	// Components are the parts of the variable pay, 1 to [MaxComponents]. Their
	// weights sum to exactly 1.
	Components []Component `json:"components"`
	// Bonuses are what is paid beside the components, at most [MaxBonuses].
	Bonuses []Bonus `json:"bonuses,omitempty"`
	// Cap is the most that components and bonuses pay together, 0 to
	// [MaxMoney], in whole units of the currency's last place; nil is no cap.
	Cap *decimal.Decimal `json:"cap,omitempty"`
}

// Component is one part of the variable pay, with a quota and a rate table of
// its own.
type Component struct {
	// Name tells the component from the others of its plan, 1 to 200 bytes.
	Name string `json:"name"`
	// Measure is what the component rewards. Deals of this measure count
	// toward its quota.
	Measure Measure `json:"measure"`
	// Tally is how the measure becomes one number for the period; empty is
	// [Sum].
	Tally Tally `json:"tally,omitzero"`
	// Counts is whose deals count; empty is [OwnCredit].
	Counts Source `json:"counts,omitzero"`
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
	// Edge is which band applies exactly where one begins; empty is
	// [UpperBand].
	Edge EdgeRule `json:"edge,omitzero"`
	// Eligibility is which deals count.
	Eligibility Eligibility `json:"eligibility,omitzero"`
	// DealCap is the most that the rate table pays for one deal, 0 to
	// [MaxMoney], in whole units of the currency's last place; nil is no cap. A
	// retroactive jump is not the deal's and not capped by it.
	DealCap *decimal.Decimal `json:"deal_cap,omitempty"`
	// Cap is the most that the component pays, 0 to [MaxMoney], in whole units
	// of the currency's last place; nil is no cap.
	Cap *decimal.Decimal `json:"cap,omitempty"`
	// Gates are what else must be reached for the component to pay anything,
	// at most [MaxGates].
	Gates []Gate `json:"gates,omitempty"`
}

// Band is one band of a rate table. It begins at From and ends where the next
// one begins; Mode says how it pays. A rate above that of the band before is an
// accelerator, one below it a decelerator; neither word says which mode is
// meant, and the same table of four rates pays 83,750, 90,000 or 140,000 on the
// same results.
//
// Playbook: CMP-2.
type Band struct {
	// From is the attainment at which the band begins, 0 to [MaxAttainment] as
	// a fraction: 0.5 is half of the quota.
	From decimal.Decimal `json:"from"`
	// To is where the band ends, for tables that say so: the From of the next
	// band, and nil for the last.
	To *decimal.Decimal `json:"to,omitempty"`
	// Mode is how the band pays.
	Mode Mode `json:"mode"`
	// Rate is what the band pays, 0 to [MaxRate]; the [Basis] says of what.
	Rate decimal.Decimal `json:"rate"`
}

// Eligibility is which deals count toward the quota of a component. The zero
// Eligibility counts all of its measure.
type Eligibility struct {
	// MaxDiscount is the deepest discount of a deal that counts, 0 to 1 as a
	// fraction of the list price; nil is any. A deal at it counts.
	MaxDiscount *decimal.Decimal `json:"max_discount,omitempty"`
	// ExcludedProducts are products whose deals do not count, at most
	// [MaxProducts].
	ExcludedProducts []string `json:"excluded_products,omitempty"`
}

// IsZero reports whether all deals of the measure count.
func (e Eligibility) IsZero() bool { return e.MaxDiscount == nil && len(e.ExcludedProducts) == 0 }

// Gate is an attainment without which a component pays nothing.
type Gate struct {
	// Component is the name of the component whose attainment counts.
	Component string `json:"component"`
	// From is the least attainment that opens the gate, above 0 to
	// [MaxAttainment] as a fraction of that component's quota.
	From decimal.Decimal `json:"from"`
}

// Bonus is an amount of money for a deal beside what the rate table pays for
// it: a SPIFF, or a bonus for reaching a goal. It is paid for a deal that adds
// to the quota of Component and meets every condition. A credit that is given
// for the whole period is one deal without a product.
//
// Playbook: CMP-2, CMP-8.
type Bonus struct {
	// Name tells the bonus from the others of its plan, 1 to 200 bytes.
	Name string `json:"name"`
	// Component is the name of the component whose deals count.
	Component string `json:"component"`
	// From is the least attainment of the component after the deal, 0 to
	// [MaxAttainment] as a fraction of its quota.
	From decimal.Decimal `json:"from,omitzero"`
	// MinCredit is the least credited amount of the deal, 0 to [MaxMoney].
	MinCredit decimal.Decimal `json:"min_credit,omitzero"`
	// Product is the product that the deal must be of; empty is any.
	Product string `json:"product,omitzero"`
	// Amount is what is paid, above 0 to [MaxMoney], in whole units of the
	// currency's last place.
	Amount decimal.Decimal `json:"amount"`
	// Frequency is how often it is paid in a period.
	Frequency Frequency `json:"frequency"`
}
