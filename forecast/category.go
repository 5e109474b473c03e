package forecast

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// Category is how firmly a deal is called: the forecast category of a CRM.
type Category string

// The forecast categories, from firm to not counted. Playbook: FCT-14.
const (
	// Commit: will close in the period, whatever it takes.
	Commit Category = "commit"
	// BestCase: closes in the period if all goes well.
	BestCase Category = "best-case"
	// InPipeline: worked on, and not expected in the period.
	InPipeline Category = "pipeline"
	// Omitted: left out of the forecast on purpose.
	Omitted Category = "omitted"
)

// Categories returns all categories, from firm to not counted.
//
// Playbook: FCT-14.
func Categories() []Category { return []Category{Commit, BestCase, InPipeline, Omitted} }

// MarshalText returns the category's text. It returns an
// *[salesops.InputError] if c is not one of [Categories].
func (c Category) MarshalText() ([]byte, error) { return strict.Text("Category", c, Categories()) }

// UnmarshalText sets c from its text. It returns an *[salesops.InputError] if
// the text is not one of [Categories].
func (c *Category) UnmarshalText(text []byte) error {
	return strict.Parse("Category", c, text, Categories())
}

// CategoryCall is a deal in a category some weeks before the end of a period, and
// what became of it.
type CategoryCall struct {
	// Category is how firmly it was called.
	Category Category `json:"category"`
	// LeadWeeks is how many weeks before the end of the period, 0 to [MaxWeek].
	LeadWeeks int `json:"lead_weeks"`
	// Amount is what it was to bring, 0 to [MaxAmount] with at most [MaxPlaces]
	// places.
	Amount decimal.Decimal `json:"amount"`
	// Won is whether it was won within the period.
	Won bool `json:"won"`
}

// CategoryRecord is the calls of past periods.
type CategoryRecord struct {
	// Calls are 0 to [MaxPredictions] calls in any order. A deal may be there
	// once for each lead.
	Calls []CategoryCall `json:"calls"`
}

// CategoryAccuracy is what became of the deals of a category at one lead.
type CategoryAccuracy struct {
	// Category is how firmly they were called.
	Category Category `json:"category"`
	// LeadWeeks is how many weeks before the end of the period.
	LeadWeeks int `json:"lead_weeks"`
	// Won is the deals that were won within the period, with intervals.
	Won Rate `json:"won"`
	// Amount is what all of them were to bring.
	Amount decimal.Decimal `json:"amount"`
	// WonAmount is what those won were to bring.
	WonAmount decimal.Decimal `json:"won_amount"`
	// Yield is WonAmount ÷ Amount; undefined if no deal had an amount.
	Yield salesops.Maybe `json:"yield"`
}

// UnmarshalJSON reads an accuracy strictly. It returns an
// *[salesops.InputError] for everything that its parts refuse, for a number out
// of its range, and if more was won than there was.
func (a *CategoryAccuracy) UnmarshalJSON(data []byte) error {
	type plain CategoryAccuracy
	return strict.Unmarshal(data, "CategoryAccuracy", (*plain)(a), func(p *plain, in fault.Scope) {
		in.Int("LeadWeeks", p.LeadWeeks, 0, MaxWeek, "weeks")
		good := total(&in, "Amount", p.Amount)
		if total(&in, "WonAmount", p.WonAmount) && good && p.WonAmount.Cmp(p.Amount) > 0 {
			in.Conflict("WonAmount", p.WonAmount.String(), "at most Amount")
		}
		rate(&in, "Yield", p.Yield, 1)
	})
}

// MeasureCategories says what became of the deals of each category, by how long
// before the end of the period they were called: of the deals called commit six
// weeks before the end, how many were won within the period, and what share of
// their amount.
//
//	won   = deals won ÷ deals called
//	yield = Σ amount of those won ÷ Σ amount called
//
// The result has one entry for each category and lead that occurs, categories in
// the order of [Categories], the longest lead first. Amounts are those of the
// call, exact.
//
// It returns an *[salesops.InputError] if:
//   - there are more than [MaxPredictions] calls, a category is none of [Categories], or a lead is not 0 to [MaxWeek];
//   - an amount is not 0 to [MaxAmount] or has more than [MaxPlaces] places;
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: FCT-14.
func MeasureCategories(record CategoryRecord, policy RatePolicy) ([]CategoryAccuracy, error) {
	var list fault.List
	in, level := list.In("CategoryRecord"), list.In("RatePolicy")
	if in.Length("Calls", len(record.Calls), 0, MaxPredictions) {
		for i := range record.Calls {
			c, at := &record.Calls[i], in.At("Calls", i)
			fault.OneOf(at, "Category", c.Category, Categories())
			at.Int("LeadWeeks", c.LeadWeeks, 0, MaxWeek, "weeks")
			amount(&at, "Amount", c.Amount)
		}
	}
	policy.collect(&level)
	if list.Any() {
		return nil, list.Err()
	}
	type cell struct {
		won, all  int
		gain, sum money
	}
	cells := make([]cell, len(Categories())*(MaxWeek+1))
	for i := range record.Calls {
		call := &record.Calls[i]
		c := &cells[slices.Index(Categories(), call.Category)*(MaxWeek+1)+MaxWeek-call.LeadWeeks]
		c.all++
		c.sum.add(call.Amount)
		if call.Won {
			c.won++
			c.gain.add(call.Amount)
		}
	}
	result := []CategoryAccuracy{}
	for i := range cells {
		c := &cells[i]
		if c.all == 0 {
			continue
		}
		a := CategoryAccuracy{
			Category: Categories()[i/(MaxWeek+1)], LeadWeeks: MaxWeek - i%(MaxWeek+1),
			Won: newRate(c.won, c.all, policy.IntervalLevel, ""), Amount: c.sum.value(), WonAmount: c.gain.value(),
		}
		a.Yield = shareOf(a.WonAmount, a.Amount, "all amounts are zero")
		result = append(result, a)
	}
	return result, nil
}
