package comp

import (
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// UnmarshalJSON reads a plan strictly. It returns an *[salesops.InputError]
// for every key that is unknown, missing or given twice, and for everything
// that [Review] refuses in a plan. What Review reports and only [Pay] refuses
// can be read, so that a plan with such a fault can be reviewed.
func (p *Plan) UnmarshalJSON(data []byte) error {
	type plain Plan
	return strict.Unmarshal(data, "Plan", (*plain)(p), func(read *plain, in fault.Scope) {
		(*Plan)(read).collectShape(in)
	})
}

// collect checks everything that [Pay] asks of a plan.
func (p *Plan) collect(in fault.Scope) {
	p.collectShape(in)
	if len(p.Components) > MaxComponents {
		return
	}
	weights, weighed := decimal.Decimal{}, len(p.Components) > 0
	for i := range p.Components {
		c := &p.Components[i]
		c.collectOrder(in.At("Components", i))
		weighed = weighed && within(c.Weight, 1) && c.Weight.IsPositive()
		if weighed {
			weights = weights.Add(c.Weight)
		}
	}
	if weighed && !weights.Equal(decimal.New(1, 0)) {
		in.Conflict("Components", "weights that sum to "+weights.String(), "weights that sum to exactly 1")
	}
}

// collectShape checks every field by itself, and the names.
func (p *Plan) collectShape(in fault.Scope) {
	in.Name("Name", p.Name)
	in.Name("Role", string(p.Role))
	optional(in, "Period", p.Period, Periods())
	in.Int("Places", int(p.Places), 0, MaxPlaces, "decimal places")
	optional(in, "Rounding", p.Rounding, Roundings())
	money(&in, "Base", p.Base, p.Places)
	if present(&in, "TargetVariable", p.TargetVariable, MaxMoney, "in the currency") {
		money(&in, "TargetVariable", p.TargetVariable, p.Places)
	}
	if in.Length("Components", len(p.Components), 1, MaxComponents) {
		names := make(map[string]bool, len(p.Components))
		for i := range p.Components {
			names[p.Components[i].Name] = true
		}
		taken := make(map[string]bool, len(p.Components))
		for i := range p.Components {
			at := in.At("Components", i)
			only(&at, p.Components[i].Name, taken)
			p.Components[i].collectShape(at, names, p.Places)
		}
		p.collectBonuses(in, names)
	}
	limit(&in, "Cap", p.Cap, p.Places)
}

func (p *Plan) collectBonuses(in fault.Scope, components map[string]bool) {
	if !in.Length("Bonuses", len(p.Bonuses), 0, MaxBonuses) {
		return
	}
	taken := make(map[string]bool, len(p.Bonuses))
	for i := range p.Bonuses {
		b, at := &p.Bonuses[i], in.At("Bonuses", i)
		only(&at, b.Name, taken)
		member(&at, b.Component, components)
		at.Decimal("From", b.From, 0, MaxAttainment, "as a fraction of the quota")
		at.Decimal("MinCredit", b.MinCredit, 0, MaxMoney, "in the unit of the quota")
		if b.Product != "" {
			at.Name("Product", b.Product)
		}
		if present(&at, "Amount", b.Amount, MaxMoney, "in the currency") {
			money(&at, "Amount", b.Amount, p.Places)
		}
		fault.OneOf(at, "Frequency", b.Frequency, Frequencies())
	}
}

// collectShape checks every field of a component but its name.
func (c *Component) collectShape(in fault.Scope, components map[string]bool, places int32) {
	in.Name("Measure", string(c.Measure))
	optional(in, "Tally", c.Tally, Tallies())
	optional(in, "Counts", c.Counts, Sources())
	positive(&in, "Weight", c.Weight, 1, "as a fraction")
	positive(&in, "Quota", c.Quota, MaxMoney, "in the unit of the credited amount")
	fault.OneOf(in, "Basis", c.Basis, Bases())
	if in.Length("Bands", len(c.Bands), 1, MaxBands) {
		for i, band := range c.Bands {
			at := in.At("Bands", i)
			at.Decimal("From", band.From, 0, MaxAttainment, "as a fraction of the quota")
			if band.To != nil {
				at.Decimal("To", *band.To, 0, MaxAttainment, "as a fraction of the quota")
			}
			fault.OneOf(at, "Mode", band.Mode, Modes())
			at.Decimal("Rate", band.Rate, 0, MaxRate, "")
		}
	}
	optional(in, "Edge", c.Edge, EdgeRules())
	c.Eligibility.collect(in.In("Eligibility"))
	limit(&in, "DealCap", c.DealCap, places)
	limit(&in, "Cap", c.Cap, places)
	if !in.Length("Gates", len(c.Gates), 0, MaxGates) {
		return
	}
	for i, gate := range c.Gates {
		at := in.At("Gates", i)
		member(&at, gate.Component, components)
		positive(&at, "From", gate.From, MaxAttainment, "as a fraction of the quota")
	}
}

func (e *Eligibility) collect(in fault.Scope) {
	if e.MaxDiscount != nil {
		in.Decimal("MaxDiscount", *e.MaxDiscount, 0, 1, "as a fraction of the list price")
	}
	if !in.Length("ExcludedProducts", len(e.ExcludedProducts), 0, MaxProducts) {
		return
	}
	for i, product := range e.ExcludedProducts {
		at := in.At("ExcludedProducts", i)
		at.Name("", product)
	}
}

// collectOrder checks what [Review] reports of a rate table and [Pay] refuses:
// bands that do not follow one another, and overage below quota.
func (c *Component) collectOrder(in fault.Scope) {
	if len(c.Bands) > MaxBands {
		return
	}
	for i := range c.Bands {
		at := in.At("Bands", i)
		band := &c.Bands[i]
		if !within(band.From, MaxAttainment) {
			continue
		}
		if i > 0 && within(c.Bands[i-1].From, MaxAttainment) {
			if before := c.Bands[i-1].From; band.From.Cmp(before) <= 0 {
				at.Conflict("From", band.From.String(), "above "+before.String()+", where the band before begins")
			}
		}
		c.collectEnd(at, i)
		if band.Mode == Overage && band.From.Cmp(decimal.New(1, 0)) < 0 {
			at.Conflict("From", band.From.String(), "at least 1, since the mode is overage")
		}
	}
}

func (c *Component) collectEnd(in fault.Scope, i int) {
	to := c.Bands[i].To
	if to == nil || !within(*to, MaxAttainment) {
		return
	}
	if i+1 == len(c.Bands) {
		in.Conflict("To", to.String(), "none, since the last band has no end")
	} else if next := c.Bands[i+1].From; within(next, MaxAttainment) && !to.Equal(next) {
		in.Conflict("To", to.String(), next.String()+", where the next band begins")
	}
}

// within reports whether d was accepted as 0 to high, so that it may be
// computed with.
func within(d decimal.Decimal, high int64) bool {
	var list fault.List
	in := list.In("")
	return in.Decimal("", d, 0, high, "")
}

// only checks a name that no other element has.
func only(in *fault.Scope, name string, taken map[string]bool) {
	if in.Name("Name", name) && taken[name] {
		in.Conflict("Name", name, "a name that no other has")
	}
	taken[name] = true
}

// member checks the name of a component.
func member(in *fault.Scope, name string, components map[string]bool) {
	if in.Name("Component", name) && !components[name] {
		in.OutOfRange("Component", name, "the name of a component of the plan")
	}
}

// present checks that d is not 0, which a field that was left out holds.
func present(in *fault.Scope, field string, d decimal.Decimal, high int64, unit string) bool {
	if d.IsZero() {
		in.Missing(field, "above 0 to "+strconv.FormatInt(high, 10)+" "+unit)
		return false
	}
	return true
}

// positive checks 0 < d <= high. A zero counts as missing, since a field that
// was left out holds it.
func positive(in *fault.Scope, field string, d decimal.Decimal, high int64, unit string) bool {
	return present(in, field, d, high, unit) && in.Decimal(field, d, 0, high, unit+", and not 0")
}

// money checks 0 <= d <= MaxMoney in whole units of the currency.
func money(in *fault.Scope, field string, d decimal.Decimal, places int32) {
	if in.Decimal(field, d, 0, MaxMoney, "in the currency") && places >= 0 && places <= MaxPlaces {
		requireWhole(in, field, d, places)
	}
}

// limit checks an amount of money that may be left out.
func limit(in *fault.Scope, field string, d *decimal.Decimal, places int32) {
	if d != nil {
		money(in, field, *d, places)
	}
}

func requireWhole(in *fault.Scope, field string, d decimal.Decimal, places int32) {
	if !whole(d, places) {
		in.OutOfRange(field, d.String(), "at most "+strconv.Itoa(int(places))+" decimal places")
	}
}

// whole reports whether d is a whole number of the currency's smallest units.
func whole(d decimal.Decimal, places int32) bool { return d.Shift(places).IsInteger() }
