package readiness

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/gate"
	"github.com/salesops-go/salesops/internal/strict"
)

// UnmarshalJSON reads a card strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, every value out of range, and if
// the total, the score, the weakest area, the band or the path don't follow
// from the subtotals and the findings.
func (c *Card) UnmarshalJSON(data []byte) error {
	type plain Card
	return strict.Unmarshal(data, "Card", (*plain)(c), func(p *plain, in fault.Scope) {
		if checkAreas(in, p.Areas) {
			(*Card)(p).checkTotal(in)
		}
		checkWeakest(in, p.WeakestItems)
		(*Card)(p).checkBand(in)
		(*Card)(p).checkPath(in)
	})
}

func checkAreas(in fault.Scope, areas []AreaScore) bool {
	if !in.Length("Areas", len(areas), len(Areas()), len(Areas())) {
		return false
	}
	ok := true
	for i, a := range areas {
		ok = a.check(in.At("Areas", i), Areas()[i]) && ok
	}
	return ok
}

// check checks a subtotal that stands at the place of an area.
func (a *AreaScore) check(in fault.Scope, area Area) bool {
	const most = itemsPerArea * MaxItemScore
	if !expect(in, "Area", a.Area, area, "the area at this place") || !in.Int("Maximum", a.Maximum, 0, most, "points, 10 for each item that applies") {
		return false
	}
	if a.Maximum%MaxItemScore != 0 {
		in.OutOfRange("Maximum", strconv.Itoa(a.Maximum), "10 points for each item that applies")
		return false
	}
	got, _ := a.Share.Value()
	want, _ := a.share().Value()
	return in.Int("Points", a.Points, a.Maximum/MaxItemScore, a.Maximum, "points, 1 to 10 for each item that applies") &&
		expect(in, "Share", got, want, "points ÷ maximum, null when none applies")
}

// checkTotal checks what follows from subtotals that are good.
func (c *Card) checkTotal(in fault.Scope) {
	total := sum(c.Areas)
	if total.Maximum == 0 {
		in.OutOfRange("Areas", "", "an area with an item that applies")
		return
	}
	expect(in, "Total", c.Total, total, "the sum of the areas")
	expect(in, "Score", c.Score, total.score(), "the total scaled to 200")
	expect(in, "Coverage", c.Coverage, total.coverage(), "the applicable maximum ÷ 200")
	expect(in, "WeakestArea", c.WeakestArea, weakest(c.Areas), "the area with the lowest share")
}

func checkWeakest(in fault.Scope, items Scores) {
	if !in.Length("WeakestItems", len(items), 1, MaxItems) {
		return
	}
	before := -1
	for i := range items {
		at := in.At("WeakestItems", i)
		items[i].collect(at)
		place := slices.Index(Items(), items[i].Item)
		if items[i].NotApplicable || items[i].Score != items[0].Score || place <= before {
			at.Conflict("", string(items[i].Item), "items with the one lowest score, each once, in published order")
		}
		before = place
	}
}

func (c *Card) checkBand(in fault.Scope) {
	if !inPlace(in, c.Findings, bandRules()) {
		return
	}
	// The bands stand in the order of their rules, an overhaul after them.
	bands := slices.Concat([]Band{Withheld}, Bands()[:len(bandRules())])
	first := slices.IndexFunc(c.Findings, func(f salesops.Finding) bool { return f.Outcome == salesops.Fired })
	if first < 0 {
		first = len(c.Findings)
	}
	expect(in, "Band", c.Band, bands[first], "the band of the first finding that fired")
}

func (c *Card) checkPath(in fault.Scope) {
	next, ok := c.Band.next()
	if ok != (c.Path != nil) {
		in.Conflict("Path", "", "a path, except in the top band and when the band is withheld")
	}
	if c.Path == nil {
		return
	}
	part := in.In("Path")
	expect(part, "To", c.Path.To, next, "the band above")
	c.Path.check(part)
}

func (p *Path) check(in fault.Scope) {
	if !in.Length("Raises", len(p.Raises), 1, MaxItems) {
		return
	}
	priced := p.Basis == LeastCost
	points, cost := 0, decimal.NewFromInt(0)
	for i, r := range p.Raises {
		at := in.At("Raises", i)
		fault.OneOf(at, "Item", r.Item, Items())
		if slices.ContainsFunc(p.Raises[:i], func(other Raise) bool { return other.Item == r.Item }) {
			at.Conflict("Item", string(r.Item), "each item once")
		}
		if !at.Int("From", r.From, MinItemScore, MaxItemScore-1, "points") || !at.Int("To", r.To, r.From+1, MaxItemScore, "points") {
			return
		}
		if !checkCost(at, r.Cost, priced) {
			return
		}
		points += r.To - r.From
		if priced {
			cost = cost.Add(*r.Cost)
		}
	}
	expect(in, "Points", p.Points, points, "the sum of the raises")
	if checkCost(in, p.Cost, priced) && priced && !p.Cost.Equal(cost) {
		in.Conflict("Cost", p.Cost.String(), "the sum of the raises")
	}
}

// checkCost checks that there is a cost exactly when the path goes by cost.
// What MaxCostPerPoint allows adds up to less than the gate does.
func checkCost(in fault.Scope, cost *decimal.Decimal, priced bool) bool {
	if (cost != nil) != priced {
		in.Conflict("Cost", "", "a cost exactly when the basis is least-cost")
		return false
	}
	if cost != nil && !(gate.Input(*cost) && cost.Sign() >= 0) {
		in.OutOfRange("Cost", "", "0 or more, at most 34 digits and an exponent from -18 to 18")
		return false
	}
	return true
}
