package readiness

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
)

// The limits of an assessment.
const (
	// MaxItems is the number of items, and so of scores.
	MaxItems = 20
	// MinItemScore and MaxItemScore are the ends of the scale of an item.
	MinItemScore = 1
	MaxItemScore = 10
	// MaxTotal is the most points, 10 for each of the 20 items.
	MaxTotal = 200
	// MaxCostPerPoint is the largest cost of one point, in any currency.
	MaxCostPerPoint = 1_000_000_000_000
	// MaxEvidence is the most bytes of the evidence for one score.
	MaxEvidence = 1000
)

// ItemScore is the score of one item.
type ItemScore struct {
	// Item is what was scored: one of [Items].
	Item Item `json:"item"`
	// Score is a whole number from 1 to 10, where 10 is best; 0 for an item
	// that does not apply.
	Score int `json:"score"`
	// NotApplicable says that the item does not apply here, on purpose: the
	// total is then scaled to the items that do.
	NotApplicable bool `json:"not_applicable,omitempty"`
	// CostPerPoint is what it costs to raise the item by one point, 0 to
	// [MaxCostPerPoint] in one currency for all items. It is optional, but
	// given for every item that can be raised or for none.
	CostPerPoint *decimal.Decimal `json:"cost_per_point,omitempty"`
	// By names who scored it; may be empty.
	By string `json:"by,omitempty"`
	// On is the day on which it was scored; may be the zero date.
	On salesops.Date `json:"on,omitzero"`
	// Evidence says what the score rests on, in at most [MaxEvidence] bytes;
	// may be empty.
	Evidence string `json:"evidence,omitempty"`
}

// Scores are the scores of an assessment: each of [Items] once, in any order.
type Scores []ItemScore

// room is how far the item can be raised.
func (s *ItemScore) room() int {
	if s.NotApplicable {
		return 0
	}
	return MaxItemScore - s.Score
}

// published returns the scores in published order and collects what is wrong.
// name is the path to the scores.
func (s Scores) published(list *fault.List, name string) Scores {
	var own fault.List
	sheet := s.collectAll(&own, name)
	if own.Any() {
		list.Take(own.Err(), func(*salesops.InputError) bool { return true })
	}
	return sheet
}

func (s Scores) collectAll(list *fault.List, name string) Scores {
	in := list.In(name)
	if !in.Length("", len(s), 1, MaxItems) {
		return nil
	}
	items := Items()
	sheet := make(Scores, len(items))
	for i := range s {
		in := list.In(name + "[" + strconv.Itoa(i) + "]")
		s[i].collect(in)
		at := slices.Index(items, s[i].Item)
		if at < 0 {
			continue // collect has said so
		}
		if sheet[at].Item != "" {
			in.Conflict("Item", string(s[i].Item), "each item once")
			continue
		}
		sheet[at] = s[i]
	}
	for at, item := range items {
		if sheet[at].Item == "" {
			in := list.In(name + "[" + string(item) + "]")
			in.Missing("", "a score for this item, or that it does not apply")
		}
	}
	if !list.Any() {
		sheet.collectTogether(list, name)
	}
	return sheet
}

func (s *ItemScore) collect(in fault.Scope) {
	fault.OneOf(in, "Item", s.Item, Items())
	if !s.NotApplicable {
		in.Int("Score", s.Score, MinItemScore, MaxItemScore, "points")
	} else if s.Score != 0 {
		in.Conflict("Score", strconv.Itoa(s.Score), "0 for an item that does not apply")
	}
	if s.CostPerPoint != nil {
		in.Decimal("CostPerPoint", *s.CostPerPoint, 0, MaxCostPerPoint, "in one currency")
	}
	if s.By != "" {
		in.Name("By", s.By)
	}
	if !s.On.IsZero() {
		in.Date("On", s.On)
	}
	if len(s.Evidence) > MaxEvidence || !utf8.ValidString(s.Evidence) {
		in.OutOfRange("Evidence", s.Evidence, "at most 1000 bytes of UTF-8")
	}
}

// collectTogether checks what shows only in all twenty scores.
func (s Scores) collectTogether(list *fault.List, name string) {
	if !slices.ContainsFunc(s, func(i ItemScore) bool { return !i.NotApplicable }) {
		in := list.In(name)
		in.Conflict("", "", "at least one item that applies")
	}
	if !s.priced() {
		return
	}
	for i := range s {
		if s[i].room() > 0 && s[i].CostPerPoint == nil {
			in := list.In(name + "[" + string(s[i].Item) + "]")
			in.Missing("CostPerPoint", "a cost for every item that can be raised, or for none")
		}
	}
}

// priced reports whether an item that can be raised has a cost.
func (s Scores) priced() bool {
	return slices.ContainsFunc(s, func(i ItemScore) bool { return i.room() > 0 && i.CostPerPoint != nil })
}
