package roi

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// MaxCustomers is the most new customers of an acquisition.
const MaxCustomers = 1_000_000_000

// Acquisition is what it costs to win customers and what they bring. All
// amounts are in one currency and of one period.
//
// As JSON it is read strictly.
//
// Playbook: ROI-7.
type Acquisition struct {
	// SalesAndMarketingCost is what winning the new customers cost: 0 to
	// [MaxAmount].
	SalesAndMarketingCost decimal.Decimal `json:"sales_and_marketing_cost"`
	// NewCustomers is how many were won: 0 to [MaxCustomers].
	NewCustomers int `json:"new_customers"`
	// RevenuePerCustomerMonth is what a customer pays a month: 0 to
	// [MaxAmount].
	RevenuePerCustomerMonth decimal.Decimal `json:"revenue_per_customer_month"`
	// GrossMargin is the share of the revenue that is left after what serving
	// the customer costs: -1 to 1.
	GrossMargin float64 `json:"gross_margin"`
	// MonthlyChurn is the share of customers that leave each month: 0, or
	// [MinInput] to 1.
	MonthlyChurn float64 `json:"monthly_churn"`
	// AnnualDiscountRate is effective, as a fraction a year: 0 for none, or
	// [MinInput] to [MaxDiscountRate].
	AnnualDiscountRate float64 `json:"annual_discount_rate,omitzero"`
}

// UnmarshalJSON reads an acquisition strictly. It returns an
// *[salesops.InputError] for every key that is unknown, missing or given twice,
// and for every value that [ValueCustomers] refuses.
func (a *Acquisition) UnmarshalJSON(data []byte) error {
	type plain Acquisition
	return strict.Unmarshal(data, "Acquisition", (*plain)(a), func(p *plain, in fault.Scope) {
		(*Acquisition)(p).check(in)
	})
}

func (a *Acquisition) check(in fault.Scope) {
	in.Decimal("SalesAndMarketingCost", a.SalesAndMarketingCost, 0, MaxAmount, "of money")
	in.Int("NewCustomers", a.NewCustomers, 0, MaxCustomers, "customers")
	in.Decimal("RevenuePerCustomerMonth", a.RevenuePerCustomerMonth, 0, MaxAmount, "of money a month")
	if a.GrossMargin > -MinInput && a.GrossMargin < MinInput && a.GrossMargin != 0 {
		in.OutOfRange("GrossMargin", exact.Decimal(a.GrossMargin).String(), "0, or at least 1e-9 in size")
	} else {
		in.Float("GrossMargin", a.GrossMargin, -1, 1, "as a share")
	}
	noneOrFloat(in, "MonthlyChurn", a.MonthlyChurn, 1, "as a share a month")
	noneOrFloat(in, "AnnualDiscountRate", a.AnnualDiscountRate, MaxDiscountRate, "a year, as a fraction")
}

// CustomerVerdict is what the figures of a customer can be.
//
// Playbook: ROI-7.
type CustomerVerdict string

// The verdicts. The first that holds is given.
const (
	// NoMargin: a customer brings nothing, so no cost of winning one is ever
	// paid back.
	NoMargin CustomerVerdict = "no-margin"
	// NoCustomers: none was won, so none has a cost.
	NoCustomers CustomerVerdict = "no-customers"
	// NoChurn: nobody leaves, so the lifetime has no end; without a discount
	// rate its value has none either.
	NoChurn CustomerVerdict = "no-churn"
	// Measured: every figure is defined, but for the ratio when winning a
	// customer costs nothing.
	Measured CustomerVerdict = "measured"
)

// CustomerVerdicts returns all verdicts in the order of their rules.
func CustomerVerdicts() []CustomerVerdict {
	return []CustomerVerdict{NoMargin, NoCustomers, NoChurn, Measured}
}

// MarshalText returns the verdict's text. It returns an *[salesops.InputError]
// if v is not one of [CustomerVerdicts].
func (v CustomerVerdict) MarshalText() ([]byte, error) {
	return strict.Text("CustomerVerdict", v, CustomerVerdicts())
}

// UnmarshalText sets v from its text. It returns an *[salesops.InputError] if
// the text is not one of [CustomerVerdicts].
func (v *CustomerVerdict) UnmarshalText(text []byte) error {
	return strict.Parse("CustomerVerdict", v, text, CustomerVerdicts())
}

// CustomerValue is what a customer costs and brings.
//
// Playbook: ROI-7.
type CustomerValue struct {
	// CAC is what winning a customer costs; nil when none was won.
	CAC *decimal.Decimal `json:"cac"`
	// MarginPerMonth is what a customer brings a month.
	MarginPerMonth decimal.Decimal `json:"margin_per_month"`
	// PaybackMonths is after how many months of a customer that stays its
	// margin has returned the CAC; undefined without a margin or a CAC.
	PaybackMonths salesops.Maybe `json:"payback_months"`
	// LifetimeMonths is how long a customer stays on average; undefined without
	// churn.
	LifetimeMonths salesops.Maybe `json:"lifetime_months"`
	// LTV is what a customer brings in its lifetime, discounted; nil when there
	// is neither churn nor discount to bound it. Negative with the margin.
	LTV *decimal.Decimal `json:"ltv"`
	// LTVToCAC is LTV / CAC; undefined when either is, or the CAC is zero.
	LTVToCAC salesops.Maybe `json:"ltv_to_cac"`
	// Verdict says which figures there are.
	Verdict CustomerVerdict `json:"verdict"`
}

// ValueCustomers computes what a customer costs and brings:
//
//	CAC             = sales and marketing cost / new customers
//	margin a month  = revenue a month × gross margin
//	payback         = CAC / margin a month
//	lifetime        = 1 / churn
//	LTV             = margin a month / (churn + i), i = (1 + annual rate)^(1/12) - 1
//	LTV to CAC      = LTV / CAC
//
// LTV is the sum, for t = 1, 2, ..., of the margin of month t, paid at its end,
// times the chance (1 - churn)^(t-1) that the customer is still there, over
// (1 + i)^t. Without a discount rate it is the usual margin / churn. All figures
// are exact but for i, which is rounded to 18 decimal places; each is rounded
// once, money to [MoneyPlaces], the others to the nearest float64.
//
//	margin <= 0         no margin
//	no new customers    no customers
//	churn zero          no churn
//	otherwise           measured
//
// Special cases are:
//
//	churn and rate zero, margin not zero  LTV has no bound: nil
//	margin zero                           LTV 0
//	CAC zero                              payback 0 with a margin; LTV to CAC undefined
//
// It returns an *[salesops.InputError] if:
//   - an amount is not within 0 to [MaxAmount], has more than 34 digits or an exponent outside -18 to 18;
//   - Acquisition.NewCustomers is not within 0 to [MaxCustomers];
//   - Acquisition.GrossMargin is not within -1 to 1, or is not 0 and smaller in size than [MinInput];
//   - Acquisition.MonthlyChurn is not 0 or within [MinInput] to 1;
//   - Acquisition.AnnualDiscountRate is not 0 or within [MinInput] to [MaxDiscountRate].
//
// Playbook: ROI-7.
func ValueCustomers(acquisition Acquisition) (CustomerValue, error) {
	var faults fault.List
	acquisition.check(faults.In("Acquisition"))
	if faults.Any() {
		return CustomerValue{}, faults.Err()
	}
	a := acquisition
	margin := a.RevenuePerCustomerMonth.Mul(exact.Decimal(a.GrossMargin))
	v := CustomerValue{
		MarginPerMonth: margin.Round(MoneyPlaces),
		PaybackMonths:  salesops.Undefined("there is no margin"),
		LifetimeMonths: salesops.Undefined("no customer leaves"),
		LTVToCAC:       salesops.Undefined("there is no lifetime value, or no cost to win a customer"),
		Verdict:        a.verdict(margin),
	}
	if a.MonthlyChurn > 0 {
		v.LifetimeMonths = salesops.Defined(nearest(new(big.Rat).Inv(exact.Decimal(a.MonthlyChurn).Rat())))
	}
	ltv := a.lifetimeValue(margin)
	if ltv != nil {
		v.LTV = inMoney(ltv)
	}
	if a.NewCustomers == 0 {
		v.PaybackMonths = salesops.Undefined("no customer was won")
		return v, nil
	}
	cac := new(big.Rat).Quo(a.SalesAndMarketingCost.Rat(), big.NewRat(int64(a.NewCustomers), 1))
	v.CAC = inMoney(cac)
	if margin.Sign() > 0 {
		v.PaybackMonths = salesops.Defined(nearest(new(big.Rat).Quo(cac, margin.Rat())))
	}
	if ltv != nil && cac.Sign() > 0 {
		v.LTVToCAC = salesops.Defined(nearest(new(big.Rat).Quo(ltv, cac)))
	}
	return v, nil
}

func (a *Acquisition) verdict(margin decimal.Decimal) CustomerVerdict {
	switch {
	case margin.Sign() <= 0:
		return NoMargin
	case a.NewCustomers == 0:
		return NoCustomers
	case a.MonthlyChurn == 0:
		return NoChurn
	default:
		return Measured
	}
}

// lifetimeValue returns nil when it has no bound.
func (a *Acquisition) lifetimeValue(margin decimal.Decimal) *big.Rat {
	if margin.IsZero() {
		return new(big.Rat)
	}
	rate := ProgramPolicy{AnnualDiscountRate: a.AnnualDiscountRate}.monthlyRate()
	leak := exact.Decimal(a.MonthlyChurn).Add(rate)
	if leak.IsZero() {
		return nil
	}
	return new(big.Rat).Quo(margin.Rat(), leak.Rat())
}

func inMoney(x *big.Rat) *decimal.Decimal {
	d := decimal.NewFromBigInt(x.Num(), 0).DivRound(decimal.NewFromBigInt(x.Denom(), 0), MoneyPlaces)
	return &d
}

// UnmarshalJSON reads a customer value strictly. It returns an
// *[salesops.InputError] for every key that is unknown or missing, every value
// out of its range, and if the verdict does not follow from the figures.
func (v *CustomerValue) UnmarshalJSON(data []byte) error {
	type plain CustomerValue
	return strict.Unmarshal(data, "CustomerValue", (*plain)(v), func(p *plain, in fault.Scope) {
		(*CustomerValue)(p).check(in)
	})
}

func (v *CustomerValue) check(in fault.Scope) {
	if !fitsTable(in, "MarginPerMonth", v.MarginPerMonth) {
		return
	}
	for i, d := range []*decimal.Decimal{v.CAC, v.LTV} {
		if d != nil && !fitsTable(in, []string{"CAC", "LTV"}[i], *d) {
			return
		}
	}
	if v.CAC != nil && v.CAC.Sign() < 0 {
		in.OutOfRange("CAC", v.CAC.String(), "0 or more of money")
	}
	payback, paid := v.PaybackMonths.Value()
	lifetime, ends := v.LifetimeMonths.Value()
	_, ratio := v.LTVToCAC.Value()
	if paid && payback < 0 {
		in.OutOfRange("PaybackMonths", v.PaybackMonths.String(), "0 or more months")
	}
	if ends && lifetime < 1 {
		in.OutOfRange("LifetimeMonths", v.LifetimeMonths.String(), "1 or more months")
	}
	if ratio && (v.CAC == nil || v.LTV == nil) {
		in.Conflict("LTVToCAC", v.LTVToCAC.String(), "null without a CAC or an LTV")
	}
	// A margin of less than a cent is shown as none.
	marginal := v.MarginPerMonth.Sign() > 0 || v.MarginPerMonth.IsZero() && v.Verdict != NoMargin
	if want := v.follows(marginal, ends); v.Verdict != want {
		in.Conflict("Verdict", string(v.Verdict), string(want)+", from the figures")
	}
	if paid != (marginal && v.CAC != nil) {
		in.Conflict("PaybackMonths", v.PaybackMonths.String(), "a number exactly when there are a margin and a CAC")
	}
}

// follows returns the verdict that the figures lead to.
func (v *CustomerValue) follows(marginal, ends bool) CustomerVerdict {
	switch {
	case !marginal:
		return NoMargin
	case v.CAC == nil:
		return NoCustomers
	case !ends:
		return NoChurn
	default:
		return Measured
	}
}
