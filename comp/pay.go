package comp

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
)

// AttainmentPlaces is the number of decimal places of [Line].Attainment.
const AttainmentPlaces = 6

// Statement is what a person's results pay under a plan: lines that add up to
// the total, to the cent.
type Statement struct {
	// Places is the number of decimal places of the currency; a payout prints
	// as Payout.StringFixed(Places).
	Places int32 `json:"places"`
	// Lines are the components, in the order of the plan.
	Lines []Line `json:"lines"`
	// Total is the variable pay of the period: the sum of the payouts.
	Total decimal.Decimal `json:"total"`
	// TargetPay is the variable pay at 100% of every quota: the plan's
	// TargetVariable, and the sum of the lines' target pay.
	TargetPay decimal.Decimal `json:"target_pay"`
	// OnTargetEarnings is base pay and TargetPay.
	OnTargetEarnings decimal.Decimal `json:"on_target_earnings"`
	// Findings are, for each line in order, [Threshold] and [Quota]: what was
	// reached, and how much more it takes. Their Subject is the component.
	Findings []salesops.Finding `json:"findings"`
}

// Line is what one component pays.
type Line struct {
	// Component is the component's name.
	Component string `json:"component"`
	// Credited is the credited amount, in the unit of the quota.
	Credited decimal.Decimal `json:"credited"`
	// Attainment is Credited ÷ quota as a fraction, rounded half away from zero
	// to [AttainmentPlaces]. It is for reading: bands are decided exactly.
	Attainment decimal.Decimal `json:"attainment"`
	// BandsReached is the number of bands whose begin Credited has reached; 0
	// is below the threshold.
	BandsReached int `json:"bands_reached"`
	// TargetPay is TargetVariable × weight, not rounded.
	TargetPay decimal.Decimal `json:"target_pay"`
	// Bands are the rate table with what each band pays, in ascending order.
	Bands []BandPay `json:"bands"`
	// Payout is what the component pays, rounded once, half away from zero, to
	// whole units of the currency's last place: the sum of what the bands pay.
	Payout decimal.Decimal `json:"payout"`
}

// BandPay is what one band of a rate table pays.
type BandPay struct {
	// From is the attainment at which the band begins, as a fraction.
	From decimal.Decimal `json:"from"`
	// Begins is the credited amount at which it begins: quota × From.
	Begins decimal.Decimal `json:"begins"`
	// Rate is the band's rate.
	Rate decimal.Decimal `json:"rate"`
	// Amount is the part of the credited amount that lies inside the band.
	Amount decimal.Decimal `json:"amount"`
	// Pay is what that part pays, in whole units of the currency's last place:
	// the exact pay rounded down, or up where the band is among those with the
	// largest remainders and the payout needs it.
	Pay decimal.Decimal `json:"pay"`
}

// Pay computes what results pay under a plan. For each component, with bands
// that begin at from_1 < from_2 < ... and no end to the last:
//
//	part i  = the part of the credited amount between quota × from_i and quota × from_(i+1)
//	pay     = Σ rate_i × part i                                    rate of amount
//	pay     = Σ rate_i × part i × target variable × weight ÷ quota  multiple of target
//	payout  = pay, rounded once
//
// A rate is paid on the part inside its band, never on the whole. What lies
// below the first band pays nothing, and so does a credited amount that is
// negative. No rate is negative, so that a sale more never pays less.
//
// Everything is exact up to the payout, which is rounded half away from zero to
// whole units of the currency's last place. Where a line falls is decided by
// multiplying, so that 1150 credited of a quota of 1000 is at a band from 1.15
// and neither below nor above.
//
// It returns an *[salesops.InputError] if:
//   - a name, role or measure is empty, longer than 200 bytes, or has control characters or space at its ends;
//   - Plan.Places is not within 0 to [MaxPlaces];
//   - Plan.Base is not within 0 to [MaxMoney], or Plan.TargetVariable not above 0 to [MaxMoney], or one has more than Places decimal places;
//   - there is no component, or there are more than [MaxComponents], or two have the same name;
//   - a weight is not above 0 to 1, or the weights do not sum to exactly 1;
//   - a quota is not above 0 to [MaxMoney], or a basis is not one of [Bases];
//   - a component has no bands or more than [MaxBands], their From is not within 0 to [MaxAttainment] and strictly ascending, or a Rate is not within 0 to [MaxRate];
//   - a credited amount is not within -[MaxMoney] to [MaxMoney];
//   - a component has no credit or two, or a credit names no component;
//   - a decimal has more than 34 digits or an exponent outside -18 to 18.
//
// Playbook: CMP-1, CMP-2, CMP-3.
func Pay(plan Plan, results Results) (Statement, error) {
	var list fault.List
	plan.collect(list.In("Plan"))
	results.match(list.In("Results"), plan.Components)
	if list.Any() {
		return Statement{}, list.Err()
	}
	statement := Statement{
		Places:           plan.Places,
		Lines:            make([]Line, len(plan.Components)),
		TargetPay:        plan.TargetVariable,
		OnTargetEarnings: plan.Base.Add(plan.TargetVariable),
	}
	credited := results.amounts()
	for i := range plan.Components {
		c := &plan.Components[i]
		line := c.line(credited[c.Name], plan.TargetVariable.Mul(c.Weight), plan.Places)
		statement.Lines[i] = line
		statement.Total = statement.Total.Add(line.Payout)
		statement.Findings = append(statement.Findings,
			reached(Threshold, c.Name, line.Credited, line.Bands[0].Begins),
			reached(Quota, c.Name, line.Credited, c.Quota))
	}
	return statement, nil
}

func (c *Component) line(credited, target decimal.Decimal, places int32) Line {
	parts := inside(c.Bands, c.Quota, credited)
	payout, byBand := c.pay(parts, target, places)
	line := Line{
		Component:  c.Name,
		Credited:   credited,
		Attainment: credited.DivRound(c.Quota, AttainmentPlaces),
		TargetPay:  target,
		Bands:      make([]BandPay, len(c.Bands)),
		Payout:     payout,
	}
	for i, band := range c.Bands {
		begins := c.Quota.Mul(band.From)
		if credited.Cmp(begins) >= 0 {
			line.BandsReached++
		}
		line.Bands[i] = BandPay{From: band.From, Begins: begins, Rate: band.Rate, Amount: parts[i], Pay: byBand[i]}
	}
	return line
}

func reached(rule Rule, component string, credited, begins decimal.Decimal) salesops.Finding {
	return finding(rule, "CMP-2", component, "credited amount", credited, ">=", begins, "in the unit of the quota")
}
