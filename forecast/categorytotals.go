package forecast

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// CategoryTotals is the deals of a team due in the period, by how firmly they are
// called. Playbook: FCT-14.
type CategoryTotals struct {
	// Won is the deals won in the period.
	Won DealTotal `json:"won"`
	// Commit is the open deals called firm.
	Commit DealTotal `json:"commit"`
	// BestCase is the open deals that close if all goes well.
	BestCase DealTotal `json:"best_case"`
	// Pipeline is the open deals that are worked on.
	Pipeline DealTotal `json:"pipeline"`
	// Omitted is the open deals left out on purpose.
	Omitted DealTotal `json:"omitted"`
	// Uncategorized is the open deals that nobody put in a category.
	Uncategorized DealTotal `json:"uncategorized"`
	// Weighted is the sum of amount × probability of the open deals due that are
	// not omitted, exact and not rounded.
	Weighted decimal.Decimal `json:"weighted"`
}

// UnmarshalJSON reads totals strictly. It returns an *[salesops.InputError]
// for everything that [DealTotal.UnmarshalJSON] refuses, and for a negative
// weighted sum.
func (t *CategoryTotals) UnmarshalJSON(data []byte) error {
	type plain CategoryTotals
	return strict.Unmarshal(data, "CategoryTotals", (*plain)(t), func(p *plain, in fault.Scope) {
		total(&in, "Weighted", p.Weighted)
	})
}

func (t *CategoryTotals) merge(other CategoryTotals) {
	t.Won.merge(other.Won)
	t.Commit.merge(other.Commit)
	t.BestCase.merge(other.BestCase)
	t.Pipeline.merge(other.Pipeline)
	t.Omitted.merge(other.Omitted)
	t.Uncategorized.merge(other.Uncategorized)
	t.Weighted = t.Weighted.Add(other.Weighted)
}

func (t *CategoryTotals) add(d *Deal, chance decimal.Decimal) {
	switch d.Category {
	case Commit:
		t.Commit.add(d.Amount)
	case BestCase:
		t.BestCase.add(d.Amount)
	case InPipeline:
		t.Pipeline.add(d.Amount)
	case Omitted:
		t.Omitted.add(d.Amount)
		return
	default:
		t.Uncategorized.add(d.Amount)
	}
	t.Weighted = t.Weighted.Add(d.Amount.Mul(chance))
}
