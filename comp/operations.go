package comp

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/strict"
)

// Operation is one of the steps that lead from deals to what is paid out. Their
// order is fixed.
type Operation string

// The operations in their order.
const (
	// CheckEligibility leaves out deals that do not count.
	CheckEligibility Operation = "eligibility"
	// SplitCredit counts a person's part of a deal that is shared.
	SplitCredit Operation = "credit-split"
	// ApplyTable pays each deal by the rate table of the component.
	ApplyTable Operation = "rate-table"
	// AddJump pays what a new band adds to earlier results all at once.
	AddJump Operation = "retroactive-jump"
	// CapDeal takes off what one deal pays above the cap for a deal.
	CapDeal Operation = "deal-cap"
	// CapComponent takes off what a component pays above its cap.
	CapComponent Operation = "component-cap"
	// CloseGate takes off what a component pays whose gate was not reached.
	CloseGate Operation = "gate"
	// AddBonus pays bonuses and SPIFFs.
	AddBonus Operation = "bonus"
	// CapPlan takes off what the whole plan pays above its cap.
	CapPlan Operation = "plan-cap"
	// Adjust pays or takes back what concerns earlier periods: adjustments and
	// clawbacks.
	Adjust Operation = "adjustment"
	// SettleDraw advances a draw, or recovers what was advanced.
	SettleDraw Operation = "draw"
	// HoldBack withholds pay until a condition is met, and releases it.
	HoldBack Operation = "hold"
)

// Operations returns all operations in their order. [Pay] makes those up to
// [CapPlan], [Settle] the rest.
func Operations() []Operation {
	return []Operation{
		CheckEligibility, SplitCredit, ApplyTable, AddJump, CapDeal, CapComponent, CloseGate, AddBonus, CapPlan,
		Adjust, SettleDraw, HoldBack,
	}
}

// earning returns the operations of [Pay].
func earning() []Operation { return Operations()[:9] }

// settling returns the operations of [Settle].
func settling() []Operation { return Operations()[9:] }

// MarshalText returns the operation's text. It returns an
// *[salesops.InputError] if o is not one of [Operations].
func (o Operation) MarshalText() ([]byte, error) { return strict.Text("Operation", o, Operations()) }

// UnmarshalText sets o from its text. It returns an *[salesops.InputError] if
// the text is not one of [Operations].
func (o *Operation) UnmarshalText(text []byte) error {
	return strict.Parse("Operation", o, text, Operations())
}

// Step is what one operation did to the pay of a period.
type Step struct {
	// Operation is the operation.
	Operation Operation `json:"operation"`
	// Lines is the number of lines that it made or, for a credit split, of
	// credits that it cut down.
	Lines int `json:"lines"`
	// Amount is what it added to the pay, below 0 if it took off.
	Amount decimal.Decimal `json:"amount"`
	// Total is the pay after it.
	Total decimal.Decimal `json:"total"`
}
