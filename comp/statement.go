package comp

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
)

// AttainmentPlaces is the number of decimal places of an attainment that is
// shown.
const AttainmentPlaces = 6

// Statement is what a person's results pay under a plan: lines that add up to
// the total, to the cent.
type Statement struct {
	// Places is the number of decimal places of the currency; an amount prints
	// as Amount.StringFixed(Places).
	Places int32 `json:"places"`
	// Lines are everything that is paid and taken off: first the deals that no
	// component counts; for each component in the order of the plan its deals
	// in the order in which they are credited, then its cap and its gate; after
	// them the bonuses in the order of the plan, and the plan's cap.
	Lines []Line `json:"lines"`
	// Components are the components, in the order of the plan.
	Components []ComponentPay `json:"components"`
	// Steps are the operations of [Pay] in their order, with what each did.
	Steps []Step `json:"steps"`
	// Total is the variable pay of the period: the sum of the lines.
	Total decimal.Decimal `json:"total"`
	// TargetPay is the variable pay at 100% of every quota: the plan's
	// TargetVariable, and the sum of the components' target pay.
	TargetPay decimal.Decimal `json:"target_pay"`
	// OnTargetEarnings is base pay and TargetPay.
	OnTargetEarnings decimal.Decimal `json:"on_target_earnings"`
	// Findings are, for each component in order, [Threshold] and [Quota]: what
	// was reached, and how much more it takes. Their Subject is the component.
	Findings []salesops.Finding `json:"findings"`
}

// Line is one amount on a statement, with the rule that it comes from.
type Line struct {
	// Operation is what the line does.
	Operation Operation `json:"operation"`
	// Rule is the place in the plan that says so, such as
	// "Plan.Components[0].Bands[2]": for a deal, the highest band that it
	// reached. It is "Deal.Measure" for a deal that no component counts, and
	// "Deal.Cancellation" for one that is recomputed away.
	Rule string `json:"rule"`
	// Deal is the id of the deal; empty if the line is not for one deal.
	Deal string `json:"deal,omitzero"`
	// Date is the day on which the deal was credited or canceled.
	Date salesops.Date `json:"date,omitzero"`
	// Component is the component's name; empty for the plan's cap.
	Component string `json:"component,omitzero"`
	// Share is the person's part of the credit, for a deal that is shared.
	Share *decimal.Decimal `json:"share,omitempty"`
	// Credited is what the line adds to the credited amount.
	Credited decimal.Decimal `json:"credited"`
	// Running is the credited amount of the component after the line.
	Running decimal.Decimal `json:"running"`
	// Attainment is Running ÷ quota as a fraction, rounded half away from zero
	// to [AttainmentPlaces].
	Attainment decimal.Decimal `json:"attainment"`
	// Amount is the money that the line pays, below 0 if it takes off.
	Amount decimal.Decimal `json:"amount"`
}

// ComponentPay is what one component pays.
type ComponentPay struct {
	// Component is the component's name.
	Component string `json:"component"`
	// Credited is the credited amount, in the unit of the quota.
	Credited decimal.Decimal `json:"credited"`
	// Attainment is Credited ÷ quota as a fraction, rounded half away from zero
	// to [AttainmentPlaces]. It is for reading: bands are decided exactly.
	Attainment decimal.Decimal `json:"attainment"`
	// BandsReached is the number of bands that Credited has reached; 0 is below
	// the threshold.
	BandsReached int `json:"bands_reached"`
	// TargetPay is TargetVariable × weight, not rounded.
	TargetPay decimal.Decimal `json:"target_pay"`
	// Bands are the rate table with what each band pays, in ascending order.
	Bands []BandPay `json:"bands"`
	// TablePay is what the rate table pays for Credited, rounded once, to whole
	// units of the currency's last place: the sum of what the bands pay.
	TablePay decimal.Decimal `json:"table_pay"`
	// Payout is what the component pays: the sum of its lines up to the gate.
	// It differs from TablePay by caps, a gate and mirrored cancellations.
	Payout decimal.Decimal `json:"payout"`
}

// BandPay is what one band of a rate table pays.
type BandPay struct {
	// From is the attainment at which the band begins, as a fraction.
	From decimal.Decimal `json:"from"`
	// Begins is the credited amount at which it begins: quota × From.
	Begins decimal.Decimal `json:"begins"`
	// Mode is how it pays.
	Mode Mode `json:"mode"`
	// Rate is the band's rate.
	Rate decimal.Decimal `json:"rate"`
	// Amount is the part of the credited amount that the band pays for: what
	// lies inside a marginal band, what lies above quota for overage, all of it
	// for the other modes.
	Amount decimal.Decimal `json:"amount"`
	// Pay is what that part pays, in whole units of the currency's last place:
	// the exact pay rounded down, or up where the band is among those with the
	// largest remainders and the sum needs it.
	Pay decimal.Decimal `json:"pay"`
}
