package readiness

import (
	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
)

// AreaScore is the subtotal of one area.
type AreaScore struct {
	// Area is the area.
	Area Area `json:"area"`
	// Points are the points of its items that apply.
	Points int `json:"points"`
	// Maximum is the most points that those items could have; 0 when none of
	// the area's items applies.
	Maximum int `json:"maximum"`
	// Share is Points ÷ Maximum; undefined when none applies.
	Share salesops.Maybe `json:"share"`
}

// Card is the outcome of an assessment.
type Card struct {
	// Total holds the points and the applicable maximum. It is what
	// [Situation] takes.
	Total Total `json:"total"`
	// Score is the total scaled to 200: Points × 200 ÷ Maximum.
	Score float64 `json:"score"`
	// Coverage is the share of the 200 points that apply, Maximum ÷ 200.
	Coverage float64 `json:"coverage"`
	// Band is what the score calls for, or [Withheld].
	Band Band `json:"band"`
	// Areas are the subtotals in published order.
	Areas []AreaScore `json:"areas"`
	// WeakestArea has the lowest share of its own maximum; of several the
	// first in published order.
	WeakestArea Area `json:"weakest_area"`
	// WeakestItems are the items with the lowest score, as they were given, in
	// published order.
	WeakestItems Scores `json:"weakest_items"`
	// Path is the cheapest path to the next band. It is nil in the top band,
	// and when the band is withheld.
	Path *Path `json:"path,omitempty"`
	// Findings are the rules coverage, scale-aggressively, moderate-growth and
	// fix-gaps: the first that fired decided the band, and none is an
	// overhaul. Their distances are points, not scaled, to the band's edge.
	Findings []salesops.Finding `json:"findings"`
}

// Assess adds up the scores of the twenty items and says what the total calls
// for:
//
//	score    = points × 200 ÷ applicable maximum
//	coverage = applicable maximum ÷ 200
//
//	coverage < 0.90    the band is withheld
//	score >= 160       scale aggressively
//	score >= 140       moderate growth
//	score >= 120       fix gaps first
//	otherwise          overhaul
//
// Every edge is decided exactly, as points × 200 >= edge × maximum in whole
// numbers. With two items that don't apply, 144 of 180 points are exactly 160
// of 200.
//
// The card's Path is the cheapest way to the next band. When the items that
// can be raised have a cost per point it is the way of least cost, and of the
// fewest items among those; otherwise it is the way of the fewest items. Items
// with most room go first where that is equal, and then published order.
//
// It returns an *[salesops.InputError] if:
//   - an item is missing (the path is then Scores[automation], with the item's
//     text), given twice, or not one of [Items];
//   - a score is not within 1 to 10, or not 0 for an item that does not apply;
//   - no item applies;
//   - a cost is not within 0 to [MaxCostPerPoint] or has more than 34 digits,
//     or some items that can be raised have a cost and others have none;
//   - a name, day or evidence is given and is not usable;
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: RDY-1, RDY-2.
func Assess(scores Scores, policy AssessmentPolicy) (Card, error) {
	var list fault.List
	sheet := scores.published(&list, "Scores")
	policy.collect(list.In("AssessmentPolicy"))
	if list.Any() {
		return Card{}, list.Err()
	}
	return sheet.card(&policy), nil
}

// card returns the outcome of scores in published order.
func (s Scores) card(policy *AssessmentPolicy) Card {
	areas := s.areas()
	total := sum(areas)
	band := policy.band(total)
	return Card{
		Total:        total,
		Score:        total.score(),
		Coverage:     total.coverage(),
		Band:         band,
		Areas:        areas,
		WeakestArea:  weakest(areas),
		WeakestItems: s.weakest(),
		Path:         s.path(total, band, policy),
		Findings:     policy.findings(total),
	}
}

// areas returns the subtotals of scores in published order.
func (s Scores) areas() []AreaScore {
	subtotals := make([]AreaScore, 0, len(Areas()))
	for i, area := range Areas() {
		subtotal := AreaScore{Area: area}
		for _, item := range s[i*itemsPerArea : (i+1)*itemsPerArea] {
			if !item.NotApplicable {
				subtotal.Points += item.Score
				subtotal.Maximum += MaxItemScore
			}
		}
		subtotal.Share = subtotal.share()
		subtotals = append(subtotals, subtotal)
	}
	return subtotals
}

func (a *AreaScore) share() salesops.Maybe {
	if a.Maximum == 0 {
		return salesops.Undefined("none of the area's items applies")
	}
	return salesops.Defined(float64(a.Points) / float64(a.Maximum))
}

func sum(areas []AreaScore) Total {
	var total Total
	for _, a := range areas {
		total.Points += a.Points
		total.Maximum += a.Maximum
	}
	return total
}

// weakest returns the area with the lowest share. At least one has a share; one
// without is never lower than it.
func weakest(areas []AreaScore) Area {
	var low AreaScore
	for _, a := range areas {
		if low.Maximum == 0 || a.Points*low.Maximum < low.Points*a.Maximum {
			low = a
		}
	}
	return low.Area
}

// weakest returns the items that apply with the lowest score.
func (s Scores) weakest() Scores {
	var low Scores
	for _, item := range s {
		if item.NotApplicable || len(low) > 0 && item.Score > low[0].Score {
			continue
		}
		if len(low) > 0 && item.Score < low[0].Score {
			low = low[:0]
		}
		if item.CostPerPoint != nil {
			item.CostPerPoint = new(*item.CostPerPoint) // the input's is the caller's
		}
		low = append(low, item)
	}
	return low
}
