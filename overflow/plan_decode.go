package overflow

import (
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/gate"
	"github.com/salesops-go/salesops/internal/strict"
)

// maxPlanDigits bounds the amounts of a plan: sums of a book's amounts.
const maxPlanDigits = 40

func checkAmount(in fault.Scope, field string, d decimal.Decimal) bool {
	if gate.Within(d, maxPlanDigits, maxPlanDigits) {
		return true
	}
	in.OutOfRange(field, "", "a number of at most 40 digits")
	return false
}

// UnmarshalJSON reads a plan strictly. It returns an *[salesops.InputError] for
// every key that is unknown or missing, every value out of its range, and if
// value, bound, gap and status disagree. [Verify] checks a plan against its
// book.
func (p *Plan) UnmarshalJSON(data []byte) error {
	type plain Plan
	return strict.Unmarshal(data, "Plan", (*plain)(p), func(p *plain, in fault.Scope) {
		(*Plan)(p).check(in)
	})
}

func (p *Plan) check(in fault.Scope) {
	if !p.checkAmounts(in) {
		return
	}
	in.Length("Orders", len(p.Orders), 0, MaxBookOrders)
	in.Length("Stages", len(p.Stages), 0, MaxBookStages*MaxBookPeriods)
	in.Length("Partners", len(p.Partners), 0, MaxBookPartners)
	checkNodes(in, p.Nodes)
	gap, defined := p.Gap.Value()
	proven := p.Value.Equal(p.Bound)
	switch p.Status {
	case Optimal, Bounded:
		if proven != (p.Status == Optimal) || p.Value.GreaterThan(p.Bound) || p.Bound.GreaterThan(p.PriceBound) {
			in.Conflict("Bound", p.Bound.String(), "the value if the plan is optimal, else more, and at most the price bound")
		}
		if proven != (defined && gap == 0) || gap < 0 {
			in.Conflict("Gap", p.Gap.String(), "0 exactly when the plan is optimal")
		}
	case Infeasible, Unresolved:
		if defined {
			in.Conflict("Gap", p.Gap.String(), "null when there is no plan")
		}
	}
	if (p.Conflict != nil) != (p.Status == Infeasible) {
		in.Conflict("Conflict", "", "given exactly when the plan is infeasible")
	}
	for i := range p.Orders {
		at := in.At("Orders", i)
		checkPlacement(at, "Placement", p.Orders[i].Placement)
		if better := p.Orders[i].Better; better != nil {
			checkPlacement(at, "Better", better.Placement)
			if !better.Gain.GreaterThan(p.Orders[i].Gain) {
				at.Conflict("Better", better.Gain.String(), "more than Gain")
			}
		}
	}
	for i := range p.Stages {
		at, s := in.At("Stages", i), &p.Stages[i]
		at.Int("Period", s.Period, 1, MaxBookPeriods, "of the book's periods")
		checkSum(at, "CapacityMinutes", s.CapacityMinutes)
		checkSum(at, "LoadMinutes", s.LoadMinutes)
		checkSum(at, "BoughtMinutes", s.BoughtMinutes)
	}
	for i := range p.Partners {
		at := in.At("Partners", i)
		checkSum(at, "LimitMinutes", p.Partners[i].LimitMinutes)
		checkSum(at, "LoadMinutes", p.Partners[i].LoadMinutes)
	}
}

func checkNodes(in fault.Scope, nodes int64) {
	if nodes < 0 {
		in.OutOfRange("Nodes", strconv.FormatInt(nodes, 10), "0 or more")
	}
}

// checkSum checks a number of minutes that may be a sum.
func checkSum(in fault.Scope, field string, minutes int64) {
	if minutes < 0 || minutes > MaxBookOrders*MaxBookStages*MaxBookMinutes {
		in.OutOfRange(field, strconv.FormatInt(minutes, 10), "0 to 10000000000000 minutes")
	}
}

func checkPlacement(in fault.Scope, field string, p Placement) {
	good := false
	switch p.Kind {
	case InHouse:
		good = p.Period >= 1 && p.Period <= MaxBookPeriods && p.Partner == ""
	case AtPartner:
		good = p.Period == 0 && p.Partner != ""
	case Declined:
		good = p == Placement{Kind: Declined}
	}
	if !good {
		in.Conflict(field, string(p.Kind), "a period in-house, a partner's name at a partner, and neither when declined")
	}
}

// checkAmounts checks that all money can be computed with.
func (p *Plan) checkAmounts(in fault.Scope) bool {
	good := true
	amount := func(at fault.Scope, field string, d decimal.Decimal) {
		good = checkAmount(at, field, d) && good
	}
	amount(in, "Value", p.Value)
	amount(in, "Bound", p.Bound)
	amount(in, "PriceBound", p.PriceBound)
	for i := range p.Orders {
		at, o := in.At("Orders", i), &p.Orders[i]
		amount(at, "Gain", o.Gain)
		amount(at, "NetGain", o.NetGain)
		if o.Better != nil {
			part := at.In("Better")
			amount(part, "Gain", o.Better.Gain)
			amount(part, "NetGain", o.Better.NetGain)
			amount(part, "ExtraCost", o.Better.ExtraCost)
		}
	}
	for i := range p.Stages {
		at := in.At("Stages", i)
		amount(at, "Cost", p.Stages[i].Cost)
		amount(at, "ValuePerHour", p.Stages[i].ValuePerHour)
	}
	for i := range p.Partners {
		amount(in.At("Partners", i), "ValuePerHour", p.Partners[i].ValuePerHour)
	}
	t, at := &p.Totals, in.In("Totals")
	amount(at, "InHouseGain", t.InHouseGain)
	amount(at, "DeclinedContribution", t.DeclinedContribution)
	amount(at, "DeclineCost", t.DeclineCost)
	amount(at, "PartnerGain", t.PartnerGain)
	amount(at, "TemporaryCost", t.TemporaryCost)
	amount(at, "LateCost", t.LateCost)
	amount(at, "Incentives", t.Incentives)
	return good
}
