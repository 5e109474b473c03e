package readiness

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// Move is which way something went between two assessments.
type Move string

// The four moves.
const (
	// MovedUp: better than before.
	MovedUp Move = "up"
	// MovedDown: worse than before.
	MovedDown Move = "down"
	// NotMoved: as before.
	NotMoved Move = "same"
	// NotComparable: not judged before, or not now.
	NotComparable Move = "not-comparable"
)

// Moves returns all moves.
func Moves() []Move { return []Move{MovedUp, MovedDown, NotMoved, NotComparable} }

// MarshalText returns the move's text. It returns an *[salesops.InputError] if
// m is not one of [Moves].
func (m Move) MarshalText() ([]byte, error) { return strict.Text("Move", m, Moves()) }

// UnmarshalText sets m from its text. It returns an *[salesops.InputError] if
// the text is not one of [Moves].
func (m *Move) UnmarshalText(text []byte) error { return strict.Parse("Move", m, text, Moves()) }

// moveOf returns the move of something that went by a difference.
func moveOf(difference int) Move {
	switch {
	case difference > 0:
		return MovedUp
	case difference < 0:
		return MovedDown
	default:
		return NotMoved
	}
}

// The rules of a comparison over time.
const (
	areaFellRule  = "area-fell"
	totalFellRule = "total-fell"
)

// Assessments are two assessments of the same company.
type Assessments struct {
	// Before are the scores of the earlier one.
	Before Scores `json:"before"`
	// After are the scores of the later one.
	After Scores `json:"after"`
}

// ItemMove is how one item moved.
type ItemMove struct {
	// Item is the item.
	Item Item `json:"item"`
	// Move is the way it went; not comparable when it did not apply before or
	// does not now.
	Move Move `json:"move"`
	// From and To are its points before and after; 0 where it does not apply.
	From int `json:"from"`
	To   int `json:"to"`
	// Change is To - From.
	Change int `json:"change"`
}

// AreaMove is how one area moved.
type AreaMove struct {
	// Area is the area.
	Area Area `json:"area"`
	// Move is the way its share of its own maximum went; not comparable when
	// none of its items applied before or none does now.
	Move Move `json:"move"`
	// From and To are its subtotals before and after.
	From AreaScore `json:"from"`
	To   AreaScore `json:"to"`
	// Change is the points of To less those of From.
	Change int `json:"change"`
}

// Movement is what moved between two assessments.
type Movement struct {
	// Items are the items whose points changed or that began or ceased to
	// apply, in published order. Their changes add up to Change.
	Items []ItemMove `json:"items"`
	// Areas are all areas in published order. Their changes add up to Change.
	Areas []AreaMove `json:"areas"`
	// Move is the way the score went, scaled to the items that apply.
	Move Move `json:"move"`
	// From and To are the totals before and after.
	From Total `json:"from"`
	To   Total `json:"to"`
	// Change is the points of To less those of From, not scaled.
	Change int `json:"change"`
	// ScoreChange is the change of the score scaled to 200 points.
	ScoreChange float64 `json:"score_change"`
	// BandMove is the way the band went; not comparable when it was withheld
	// before or is now.
	BandMove Move `json:"band_move"`
	// BandFrom and BandTo are the bands before and after.
	BandFrom Band `json:"band_from"`
	BandTo   Band `json:"band_to"`
	// Findings are the rule area-fell for each area and the rule total-fell.
	// The points are multiplied with the other side's maximum, so that shares
	// are compared without dividing.
	Findings []salesops.Finding `json:"findings"`
}

// Compare says what moved from one assessment to the next: items, areas, the
// total and the band. Areas and the total go by their share of what applies:
//
//	fell    after ÷ after's maximum < before ÷ before's maximum
//
// multiplied out and decided in whole numbers. In points that are not scaled,
// the changes of the items add up to those of the areas, and those to the
// change of the total.
//
// It returns the errors of [Assess], with paths such as
// Assessments.After[automation].
//
// Playbook: RDY-1, RDY-2.
func Compare(assessments Assessments, policy AssessmentPolicy) (Movement, error) {
	var list fault.List
	before := assessments.Before.published(&list, "Assessments.Before")
	after := assessments.After.published(&list, "Assessments.After")
	policy.collect(list.In("AssessmentPolicy"))
	if list.Any() {
		return Movement{}, list.Err()
	}
	m := movement(before.areas(), after.areas())
	m.Items = movedItems(before, after)
	m.BandFrom, m.BandTo = policy.band(m.From), policy.band(m.To)
	m.BandMove = moveOfBand(m.BandFrom, m.BandTo)
	return m, nil
}

func movedItems(before, after Scores) []ItemMove {
	moved := []ItemMove{}
	for i, item := range Items() {
		from, to := before[i], after[i]
		if from.Score == to.Score {
			continue // one that does not apply has 0
		}
		move := ItemMove{Item: item, From: from.Score, To: to.Score, Change: to.Score - from.Score}
		move.Move = move.way()
		moved = append(moved, move)
	}
	return moved
}

func (m *ItemMove) way() Move {
	if m.From == 0 || m.To == 0 {
		return NotComparable
	}
	return moveOf(m.Change)
}

// movement returns what follows from the subtotals.
func movement(before, after []AreaScore) Movement {
	m := Movement{From: sum(before), To: sum(after), Items: []ItemMove{}}
	for i := range before {
		m.Areas = append(m.Areas, moveOfArea(before[i], after[i]))
		m.Findings = append(m.Findings, m.Areas[i].finding())
	}
	m.Change = m.To.Points - m.From.Points
	gained := m.To.Points*m.From.Maximum - m.From.Points*m.To.Maximum
	m.Move = moveOf(gained)
	m.ScoreChange = float64(gained*MaxTotal) / float64(m.From.Maximum*m.To.Maximum)
	f := fellFinding("RDY-2", totalFellRule, m.From, m.To)
	remedy(&f, "find out which items fell, and win them back before anything else is raised")
	m.Findings = append(m.Findings, f)
	return m
}

func moveOfArea(from, to AreaScore) AreaMove {
	move := AreaMove{Area: from.Area, Move: NotComparable, From: from, To: to, Change: to.Points - from.Points}
	if from.Maximum > 0 && to.Maximum > 0 {
		move.Move = moveOf(to.Points*from.Maximum - from.Points*to.Maximum)
	}
	return move
}

func (m *AreaMove) finding() salesops.Finding {
	f := fellFinding("RDY-1", areaFellRule, Total{m.From.Points, m.From.Maximum}, Total{m.To.Points, m.To.Maximum})
	f.Subject = string(m.Area)
	if m.Move == NotComparable {
		notApplicable(&f, "none of the area's items applied before, or none does now")
	}
	remedy(&f, "ask what changed in this area, and stop it from falling further")
	return f
}

func fellFinding(playbook, rule string, from, to Total) salesops.Finding {
	after, before := decimal.NewFromInt(int64(to.Points*from.Maximum)), decimal.NewFromInt(int64(from.Points*to.Maximum))
	return finding(playbook, rule, "points after, times the maximum before", after, "<", before, "points times points")
}

func moveOfBand(from, to Band) Move {
	if from == Withheld || to == Withheld {
		return NotComparable
	}
	// The bands stand from the best down.
	return moveOf(slices.Index(Bands(), from) - slices.Index(Bands(), to))
}
