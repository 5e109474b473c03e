package readiness

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/strict"
)

// PathBasis is what makes a path to the next band the cheapest.
type PathBasis string

// The two bases.
const (
	// LeastCost is the way of the lowest cost; it needs the cost per point of
	// every item that can be raised.
	LeastCost PathBasis = "least-cost"
	// FewestItems is the way that raises the fewest items.
	FewestItems PathBasis = "fewest-items"
)

// PathBases returns both bases.
func PathBases() []PathBasis { return []PathBasis{LeastCost, FewestItems} }

// MarshalText returns the basis's text. It returns an *[salesops.InputError]
// if b is not one of [PathBases].
func (b PathBasis) MarshalText() ([]byte, error) { return strict.Text("PathBasis", b, PathBases()) }

// UnmarshalText sets b from its text. It returns an *[salesops.InputError] if
// the text is not one of [PathBases].
func (b *PathBasis) UnmarshalText(text []byte) error {
	return strict.Parse("PathBasis", b, text, PathBases())
}

// Raise is one item to raise.
type Raise struct {
	// Item is the item.
	Item Item `json:"item"`
	// From is its score today.
	From int `json:"from"`
	// To is the score to raise it to, above From and at most 10.
	To int `json:"to"`
	// Cost is what that costs, (To - From) × cost per point, not rounded; nil
	// when no costs were given.
	Cost *decimal.Decimal `json:"cost,omitempty"`
}

// Path is the cheapest way to the next band.
type Path struct {
	// To is the band that the path reaches.
	To Band `json:"to"`
	// Basis is what makes the path the cheapest.
	Basis PathBasis `json:"basis"`
	// Points is how many points are to be gained in all, of the applicable
	// maximum: the fewest that reach the band.
	Points int `json:"points"`
	// Raises are the items to raise, the first choice first.
	Raises []Raise `json:"raises"`
	// Cost is the sum of their costs; nil when no costs were given.
	Cost *decimal.Decimal `json:"cost,omitempty"`
}

// path returns the cheapest path from a total to the band above its own; nil
// when there is none above.
func (s Scores) path(total Total, band Band, policy *AssessmentPolicy) *Path {
	next, ok := band.next()
	if !ok {
		return nil
	}
	path := Path{To: next, Basis: FewestItems, Points: total.needed(policy.edge(next)) - total.Points}
	byCost := s.priced()
	if byCost {
		path.Basis, path.Cost = LeastCost, new(decimal.NewFromInt(0))
	}
	left := path.Points
	for _, item := range s.choices(byCost) {
		step := min(left, item.room())
		if step == 0 {
			break
		}
		raise := Raise{Item: item.Item, From: item.Score, To: item.Score + step}
		if byCost {
			raise.Cost = new(item.CostPerPoint.Mul(decimal.NewFromInt(int64(step))))
			path.Cost = new(path.Cost.Add(*raise.Cost))
		}
		path.Raises = append(path.Raises, raise)
		left -= step
	}
	return &path
}

// choices returns the items that can be raised, the first choice first. Each
// point of an item costs the same, so taking the cheapest points first gives
// the lowest cost, and among equal costs filling up the items with most room
// first touches the fewest items.
func (s Scores) choices(byCost bool) Scores {
	raisable := slices.DeleteFunc(slices.Clone(s), func(i ItemScore) bool { return i.room() == 0 })
	slices.SortStableFunc(raisable, func(a, b ItemScore) int {
		if byCost {
			if order := a.CostPerPoint.Cmp(*b.CostPerPoint); order != 0 {
				return order
			}
		}
		return cmp.Compare(b.room(), a.room())
	})
	return raisable
}
