package readiness

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
)

// DefaultDisputedSpread is how many points the highest and the lowest score of
// an item must lie apart to be talked about. The number is ours.
// Playbook: RDY-1.
const DefaultDisputedSpread = 3

// MaxAssessors is the most assessors of a panel.
const MaxAssessors = 100

// disputedRule is the rule that assessors are too far apart on an item.
const disputedRule = "assessors-apart"

// PanelPolicy holds the threshold of [Reconcile]. The zero policy is rejected:
// start from [DefaultPolicy].
type PanelPolicy struct {
	// DisputedSpread is how many points apart make an item disputed, 1 to 9.
	DisputedSpread int `json:"disputed_spread"`
}

const maxSpread = MaxItemScore - MinItemScore

func (p *PanelPolicy) valid() bool { return p.DisputedSpread >= 1 && p.DisputedSpread <= maxSpread }

func (p *PanelPolicy) collect(in fault.Scope) {
	in.Int("DisputedSpread", p.DisputedSpread, 1, maxSpread, "points")
}

// Sheet is one assessor's scores.
type Sheet struct {
	// By names the assessor; each has one sheet.
	By string `json:"by"`
	// Scores are the assessor's, each of [Items] once, in any order, without
	// costs: those belong to the scores that the panel arrives at.
	Scores Scores `json:"scores"`
}

// Panel is the sheets of 1 to [MaxAssessors] assessors, in any order.
type Panel []Sheet

// ItemOpinion is what a panel thinks of one item.
type ItemOpinion struct {
	// Item is the item.
	Item Item `json:"item"`
	// Scored is how many assessors scored it; the others said that it does not
	// apply.
	Scored int `json:"scored"`
	// Low and High are the lowest and the highest score; 0 when none scored it.
	Low  int `json:"low"`
	High int `json:"high"`
	// Median is the middle score, or halfway between the two in the middle of
	// an even number; undefined when none scored it.
	Median salesops.Maybe `json:"median"`
	// Spread is High - Low.
	Spread int `json:"spread"`
}

// Consensus is what a panel arrives at.
type Consensus struct {
	// Assessors is how many there are.
	Assessors int `json:"assessors"`
	// Scores are what [Assess] takes, in published order: for each item the
	// median without its half point, or that the item does not apply.
	Scores Scores `json:"scores"`
	// Items are the opinions on all items in published order.
	Items []ItemOpinion `json:"items"`
	// Disputed are the items on which assessors are too far apart, in
	// published order. Talk about them before the total.
	Disputed []Item `json:"disputed"`
	// PartlyApplicable are the items that some scored and others said don't
	// apply, in published order.
	PartlyApplicable []Item `json:"partly_applicable"`
	// Findings are the rule assessors-apart for each item. An item that fewer
	// than two scored can't be disputed.
	Findings []salesops.Finding `json:"findings"`
}

// Reconcile brings the scores of several assessors together, item by item:
//
//	median   the middle score, or halfway between the two middle ones
//	score    the median without its half point: 6.5 counts as 6
//	spread   highest - lowest
//
//	spread >= 3    the item is disputed
//
// That a half point does not count is ours: a point counts when at least half
// of those who scored the item gave it. An item does not apply when more than
// half of the assessors say so, which is ours too; otherwise the median is that
// of those who scored it. The result's Scores go to [Assess]; costs per point
// are set there.
//
// It returns an *[salesops.InputError] if:
//   - there is no assessor, or more than [MaxAssessors];
//   - an assessor has no usable name, or that of another;
//   - a sheet is not one that [Assess] accepts, or has a cost;
//   - no item applies to half of the assessors or more;
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: RDY-1.
func Reconcile(panel Panel, policy PanelPolicy) (Consensus, error) {
	var list fault.List
	sheets := panel.published(&list)
	policy.collect(list.In("PanelPolicy"))
	if list.Any() {
		return Consensus{}, list.Err()
	}
	opinions := make([]ItemOpinion, 0, MaxItems)
	for i, item := range Items() {
		opinions = append(opinions, opinionOn(item, sheets, i))
	}
	consensus := agreeOn(len(panel), opinions, policy.DisputedSpread)
	if !slices.ContainsFunc(consensus.Scores, func(s ItemScore) bool { return !s.NotApplicable }) {
		in := list.In("Panel")
		in.Conflict("", "", "at least one item that half of the assessors or more scored")
		return Consensus{}, list.Err()
	}
	return consensus, nil
}

// published returns the sheets in published order and collects what is wrong.
func (p Panel) published(list *fault.List) []Scores {
	in := list.In("Panel")
	if !in.Length("", len(p), 1, MaxAssessors) {
		return nil
	}
	sheets := make([]Scores, len(p))
	for i, sheet := range p {
		at := in.At("", i)
		if at.Name("By", sheet.By) && slices.ContainsFunc(p[:i], func(s Sheet) bool { return s.By == sheet.By }) {
			at.Conflict("By", sheet.By, "one sheet for each assessor")
		}
		sheets[i] = sheet.Scores.published(list, at.Path("Scores"))
		for j, score := range sheet.Scores[:min(len(sheet.Scores), MaxItems)] {
			if score.CostPerPoint != nil {
				in := at.At("Scores", j)
				in.Conflict("CostPerPoint", "", "no cost: costs go with the scores of the result")
			}
		}
	}
	return sheets
}

// opinionOn returns what sheets in published order say of the item at a place.
func opinionOn(item Item, sheets []Scores, place int) ItemOpinion {
	scores := make([]int, 0, len(sheets))
	for _, sheet := range sheets {
		if !sheet[place].NotApplicable {
			scores = append(scores, sheet[place].Score)
		}
	}
	opinion := ItemOpinion{Item: item, Scored: len(scores), Median: salesops.Undefined("nobody scored the item")}
	if len(scores) == 0 {
		return opinion
	}
	slices.Sort(scores)
	n := len(scores)
	opinion.Low, opinion.High = scores[0], scores[n-1]
	opinion.Spread = opinion.High - opinion.Low
	opinion.Median = salesops.Defined(float64(scores[(n-1)/2]+scores[n/2]) / 2)
	return opinion
}

// agreeOn returns the consensus that follows from the opinions.
func agreeOn(assessors int, opinions []ItemOpinion, spread int) Consensus {
	c := Consensus{Assessors: assessors, Items: opinions, Disputed: []Item{}, PartlyApplicable: []Item{}}
	for i := range opinions {
		o := &opinions[i]
		c.Scores = append(c.Scores, o.score(assessors))
		if o.Scored > 0 && o.Scored < assessors {
			c.PartlyApplicable = append(c.PartlyApplicable, o.Item)
		}
		f := finding("RDY-1", disputedRule, "points between the highest and the lowest score", decimal.NewFromInt(int64(o.Spread)),
			">=", decimal.NewFromInt(int64(spread)), "points")
		f.Subject = string(o.Item)
		if o.Scored < 2 {
			notApplicable(&f, "scored by "+strconv.Itoa(o.Scored)+" of "+strconv.Itoa(assessors))
		}
		remedy(&f, "let the highest and the lowest say what they saw, and score it again")
		if f.Outcome == salesops.Fired {
			c.Disputed = append(c.Disputed, o.Item)
		}
		c.Findings = append(c.Findings, f)
	}
	return c
}

// score returns the item's score in the consensus.
func (o *ItemOpinion) score(assessors int) ItemScore {
	if 2*o.Scored < assessors {
		return ItemScore{Item: o.Item, NotApplicable: true}
	}
	return ItemScore{Item: o.Item, Score: int(o.Median.Or(0))}
}
