package readiness

import (
	"math"
	"slices"
	"strconv"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// UnmarshalJSON reads a consensus strictly. It returns an
// *[salesops.InputError] for every key that is unknown or missing, every value
// out of range, and if the scores, the lists or the findings don't follow from
// the opinions. Scores may have been given costs.
func (c *Consensus) UnmarshalJSON(data []byte) error {
	type plain Consensus
	return strict.Unmarshal(data, "Consensus", (*plain)(c), func(p *plain, in fault.Scope) {
		if in.Int("Assessors", p.Assessors, 1, MaxAssessors, "assessors") && (*Consensus)(p).checkItems(in) {
			(*Consensus)(p).checkScores(in)
		}
	})
}

func (c *Consensus) checkItems(in fault.Scope) bool {
	if !in.Length("Items", len(c.Items), MaxItems, MaxItems) {
		return false
	}
	ok := true
	for i := range c.Items {
		at := in.At("Items", i)
		ok = expect(at, "Item", c.Items[i].Item, Items()[i], "the item at this place") && c.Items[i].check(at, c.Assessors) && ok
	}
	return ok
}

// check checks that an opinion agrees with itself.
func (o *ItemOpinion) check(in fault.Scope, assessors int) bool {
	median, defined := o.Median.Value()
	if !in.Int("Scored", o.Scored, 0, assessors, "assessors") || !expect(in, "Spread", o.Spread, o.High-o.Low, "highest less lowest") {
		return false
	}
	if o.Scored == 0 {
		return expect(in, "High", o.High, 0, "0 where nobody scored") && expect(in, "Low", o.Low, 0, "0 where nobody scored") &&
			expect(in, "Median", defined, false, "null where nobody scored")
	}
	if !in.Int("Low", o.Low, MinItemScore, MaxItemScore, "points") || !in.Int("High", o.High, o.Low, MaxItemScore, "points") {
		return false
	}
	if !defined || median < float64(o.Low) || median > float64(o.High) || 2*median != math.Trunc(2*median) {
		in.OutOfRange("Median", o.Median.String(), "a whole or half number between the lowest and the highest score")
		return false
	}
	return true
}

// checkScores checks what follows from opinions that are good.
func (c *Consensus) checkScores(in fault.Scope) {
	want := agreeOn(c.Assessors, c.Items, maxSpread)
	plain := slices.Clone(c.Scores)
	for i := range plain {
		plain[i].CostPerPoint = nil
	}
	expectList(in, "Scores", plain, want.Scores, "the medians without their half points, in published order")
	expectList(in, "PartlyApplicable", c.PartlyApplicable, want.PartlyApplicable, "the items that some scored and others did not")
	if !inPlace(in, c.Findings, slices.Repeat([]string{disputedRule}, MaxItems)) {
		return
	}
	disputed := []Item{}
	for i, f := range c.Findings {
		at := in.At("Findings", i)
		expect(at, "Subject", f.Subject, string(Items()[i]), "the item at this place")
		if (f.Outcome == salesops.NotApplicable) != (c.Items[i].Scored < 2) {
			at.Conflict("Outcome", string(f.Outcome), "not applicable exactly when fewer than two scored the item")
		}
		expect(at, "Left", f.Left.String(), strconv.Itoa(c.Items[i].Spread), "the spread of the item")
		if f.Outcome == salesops.Fired {
			disputed = append(disputed, Items()[i])
		}
	}
	expectList(in, "Disputed", c.Disputed, disputed, "the items whose findings fired, in published order")
}

// UnmarshalJSON reads a movement strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, every value out of range, and if
// what moved does not follow from the subtotals, or the changes don't add up.
func (m *Movement) UnmarshalJSON(data []byte) error {
	type plain Movement
	return strict.Unmarshal(data, "Movement", (*plain)(m), func(p *plain, in fault.Scope) {
		if (*Movement)(p).checkAreas(in) {
			(*Movement)(p).checkItems(in)
		}
		expect(in, "BandMove", p.BandMove, moveOfBand(p.BandFrom, p.BandTo), "the way from BandFrom to BandTo")
	})
}

// checkAreas checks the subtotals and all that follows from them.
func (m *Movement) checkAreas(in fault.Scope) bool {
	if !in.Length("Areas", len(m.Areas), len(Areas()), len(Areas())) {
		return false
	}
	before, after, ok := make([]AreaScore, 0, len(m.Areas)), make([]AreaScore, 0, len(m.Areas)), true
	for i, a := range m.Areas {
		at := in.At("Areas", i)
		ok = expect(at, "Area", a.Area, Areas()[i], "the area at this place") &&
			a.From.check(at.In("From"), a.Area) && a.To.check(at.In("To"), a.Area) && ok
		before, after = append(before, a.From), append(after, a.To)
	}
	if !ok {
		return false
	}
	if sum(before).Maximum == 0 || sum(after).Maximum == 0 {
		in.OutOfRange("Areas", "", "an area with an item that applies, before and after")
		return false
	}
	want := movement(before, after)
	for i, a := range m.Areas {
		at := in.At("Areas", i)
		expect(at, "Move", a.Move, want.Areas[i].Move, "the way its share went")
		expect(at, "Change", a.Change, want.Areas[i].Change, "points after less points before")
	}
	expect(in, "Move", m.Move, want.Move, "the way the score went")
	expect(in, "From", m.From, want.From, "the sum of the areas before")
	expect(in, "To", m.To, want.To, "the sum of the areas after")
	expect(in, "Change", m.Change, want.Change, "points after less points before")
	expect(in, "ScoreChange", m.ScoreChange, want.ScoreChange, "the change of the scaled total")
	sameFindings(in, "Findings", m.Findings, want.Findings)
	return true
}

// checkItems checks that the items add up to the areas.
func (m *Movement) checkItems(in fault.Scope) {
	if !in.Length("Items", len(m.Items), 0, MaxItems) {
		return
	}
	before := -1
	sums := make([]int, len(Areas()))
	for i := range m.Items {
		at, moved := in.At("Items", i), &m.Items[i]
		place := slices.Index(Items(), moved.Item)
		if place <= before {
			at.Conflict("Item", string(moved.Item), "each item once, in published order")
			return
		}
		before = place
		if !at.Int("From", moved.From, 0, MaxItemScore, "points") || !at.Int("To", moved.To, 0, MaxItemScore, "points") {
			return
		}
		if moved.From == moved.To {
			at.Conflict("To", strconv.Itoa(moved.To), "other points than From")
		}
		expect(at, "Change", moved.Change, moved.To-moved.From, "points after less points before")
		expect(at, "Move", moved.Move, moved.way(), "the way the points went")
		sums[place/itemsPerArea] += moved.To - moved.From
	}
	for i, a := range m.Areas {
		if sums[i] != a.To.Points-a.From.Points {
			in.Conflict("Items", string(a.Area), "items whose changes add up to those of their areas")
		}
	}
}

// sameFindings checks that findings are of the rules, subjects and outcomes of
// others.
func sameFindings(in fault.Scope, field string, got, want []salesops.Finding) {
	if len(got) != len(want) {
		in.Conflict(field, strconv.Itoa(len(got))+" findings", strconv.Itoa(len(want))+" findings")
		return
	}
	for i, f := range got {
		if w := want[i]; f.Rule != w.Rule || f.Subject != w.Subject || f.Outcome != w.Outcome {
			at := in.At(field, i)
			at.Conflict("", f.Rule+" "+string(f.Outcome), w.Rule+" "+string(w.Outcome)+", what follows from the rest")
		}
	}
}
