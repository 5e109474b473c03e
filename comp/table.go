package comp

import (
	"slices"

	"github.com/shopspring/decimal"
)

// inside returns the part of amount that lies inside each band: between
// quota × From and the begin of the next band.
func inside(bands []Band, quota, amount decimal.Decimal) []decimal.Decimal {
	parts := make([]decimal.Decimal, len(bands))
	top := amount
	for i, band := range slices.Backward(bands) {
		begins := quota.Mul(band.From)
		parts[i] = decimal.Max(decimal.Decimal{}, top.Sub(begins))
		top = decimal.Min(top, begins)
	}
	return parts
}

// earned returns what each part earns: its rate times factor.
func earned(bands []Band, parts []decimal.Decimal, factor decimal.Decimal) []decimal.Decimal {
	pays := make([]decimal.Decimal, len(bands))
	for i, band := range bands {
		pays[i] = band.Rate.Mul(parts[i]).Mul(factor)
	}
	return pays
}

func total(terms []decimal.Decimal) decimal.Decimal {
	sum := decimal.Decimal{}
	for _, term := range terms {
		sum = sum.Add(term)
	}
	return sum
}

// payAtQuota returns what the component pays at exactly 100% attainment, before
// rounding. The quota cancels out, so that no division is needed.
func (c *Component) payAtQuota(target decimal.Decimal) decimal.Decimal {
	one := decimal.New(1, 0)
	factor := target
	if c.Basis == RateOfAmount {
		factor = c.Quota
	}
	return total(earned(c.Bands, inside(c.Bands, one, one), factor))
}

// pay returns the payout for a credited amount, rounded once, and the parts of
// it that the bands pay: whole units of the currency that add up to it.
func (c *Component) pay(parts []decimal.Decimal, target decimal.Decimal, places int32) (payout decimal.Decimal, byBand []decimal.Decimal) {
	factor, divisor := decimal.New(1, 0), decimal.New(1, 0)
	if c.Basis == MultipleOfTarget {
		factor, divisor = target, c.Quota
	}
	pays := earned(c.Bands, parts, factor)
	payout = total(pays).DivRound(divisor, places)
	return payout, apportion(payout, pays, divisor, places)
}
