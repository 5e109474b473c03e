package comp

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/fault"
)

// Accrual is what is to be set aside for a component before its period ends.
type Accrual struct {
	// Credited is the credited amount so far, and Expected what it is expected
	// to be at the end of the period.
	Credited decimal.Decimal `json:"credited"`
	Expected decimal.Decimal `json:"expected"`
	// Earned is what Credited pays by itself, and Payout what Expected pays.
	Earned decimal.Decimal `json:"earned"`
	Payout decimal.Decimal `json:"payout"`
	// Rate is the effective rate at the expected amount: Payout ÷ Expected.
	Rate Fraction `json:"rate"`
	// Accrued is Rate × Credited, rounded as [Pay] rounds.
	Accrued decimal.Decimal `json:"accrued"`
	// Beyond is Accrued less Earned: what is set aside for rates that the
	// period has not reached yet. It is negative where a plan pays early.
	Beyond decimal.Decimal `json:"beyond"`
}

// Accrue returns what to set aside for the amount credited so far, when the
// period is expected to end at a larger one. Every unit that was sold carries
// the same part of the payout that is expected at the end:
//
//	accrued = payout(expected) × credited ÷ expected
//
// So an accelerator that will be reached late in the period is paid for from its
// first day on, and the accrual ends at exactly what is paid.
//
// It returns an *[salesops.InputError] if the curve is not one that
// [TraceCurve] returns, expected is not above 0 to [MaxMoney], credited is not
// within 0 to [MaxMoney] or above expected, or one has more than 34 digits or an
// exponent outside -18 to 18.
//
// Playbook: CMP-6.
func (c Curve) Accrue(credited, expected decimal.Decimal) (Accrual, error) {
	var list fault.List
	c.collect(list.In("Curve"))
	in := list.In("Accrue")
	good := in.Decimal("Credited", credited, 0, MaxMoney, "in the unit of the quota")
	good = positive(&in, "Expected", expected, MaxMoney, "in the unit of the quota") && good
	if good && credited.Cmp(expected) > 0 {
		in.Conflict("Credited", credited.String(), "at most Expected")
	}
	if list.Any() {
		return Accrual{}, list.Err()
	}
	a := Accrual{Credited: credited, Expected: expected}
	a.Earned, a.Payout = c.payout(credited), c.payout(expected)
	rate := quotient(a.Payout, expected)
	a.Rate = fraction(rate)
	a.Accrued = c.Rounding.rational(new(big.Rat).Mul(rate, credited.Rat()), c.Places)
	a.Beyond = a.Accrued.Sub(a.Earned)
	return a, nil
}

// payout returns what an amount pays.
func (c *Curve) payout(amount decimal.Decimal) decimal.Decimal {
	return c.Rounding.rational(payAt(stretches(c.Pieces), amount.Rat()), c.Places)
}
