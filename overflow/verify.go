package overflow

import (
	"math"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// PlanCheck is one of the things that [Verify] looks at.
type PlanCheck string

// The checks, in the order in which they are made.
const (
	// CheckStatus: the status, the value, the bound and the gap agree.
	CheckStatus PlanCheck = "status"
	// CheckOrders: the orders are the book's, in its order.
	CheckOrders PlanCheck = "orders"
	// CheckPlacement: the order may be where it is.
	CheckPlacement PlanCheck = "placement"
	// CheckGain: the order earns what the plan says.
	CheckGain PlanCheck = "gain"
	// CheckLoad: a load is the sum of its orders and within its limit, and
	// what is bought and paid for it is right.
	CheckLoad PlanCheck = "load"
	// CheckValue: the value is the gains less the costs.
	CheckValue PlanCheck = "value"
	// CheckPriceBound: the price bound follows from the values of an hour.
	CheckPriceBound PlanCheck = "price-bound"
	// CheckTotals: the totals are those of the orders and the loads.
	CheckTotals PlanCheck = "totals"
	// CheckConflict: the conflict is one of orders that must be taken.
	CheckConflict PlanCheck = "conflict"
)

// PlanChecks returns all checks in the order in which they are made.
func PlanChecks() []PlanCheck {
	return []PlanCheck{
		CheckStatus, CheckOrders, CheckPlacement, CheckGain, CheckLoad, CheckValue, CheckPriceBound, CheckTotals, CheckConflict,
	}
}

// MarshalText returns the check's text. It returns an *[salesops.InputError] if
// c is not one of [PlanChecks].
func (c PlanCheck) MarshalText() ([]byte, error) { return strict.Text("PlanCheck", c, PlanChecks()) }

// UnmarshalText sets c from its text. It returns an *[salesops.InputError] if
// the text is not one of [PlanChecks].
func (c *PlanCheck) UnmarshalText(text []byte) error {
	return strict.Parse("PlanCheck", c, text, PlanChecks())
}

// Violation is something in a plan that is not so.
type Violation struct {
	// Check is what was looked at.
	Check PlanCheck `json:"check"`
	// Subject is the order, the stage and period, or the partner; empty for
	// the plan as a whole.
	Subject string `json:"subject,omitempty"`
	// Detail says what is wrong. It is for people and may change.
	Detail string `json:"detail"`
}

// Verify checks a plan against its book, without the code that made it: every
// order is where it may be and earns what the plan says, nothing is overloaded,
// the money adds up, and the price bound is what the values of an hour prove. It
// returns all violations in the order of [PlanChecks], none for a good plan.
//
// That a bound below the price bound holds, or that the orders of a conflict do
// not fit together, takes a search to know: only what they say of themselves is
// checked.
//
// It returns the errors of [Allocate].
//
// Playbook: OVF-2, OVF-4.
func Verify(book Book, plan Plan, policy AllocationPolicy) ([]Violation, error) {
	if err := checkAllocation(&book, &policy); err != nil {
		return nil, err
	}
	v := &verifier{book: &book, plan: &plan, policy: policy, loads: make(map[Resource]int64), violations: []Violation{}}
	var faults fault.List
	if !plan.checkAmounts(faults.In("Plan")) {
		// Such a number could take as long to print as to compute with.
		v.fail(CheckStatus, "", "an amount of more than 40 digits")
		return v.violations, nil
	}
	v.status()
	if plan.Status == Infeasible || plan.Status == Unresolved {
		v.conflict()
		return v.violations, nil
	}
	if v.orders() && v.stages() && v.partners() {
		v.value()
		v.prices()
		v.totals()
	}
	return v.violations, nil
}

type verifier struct {
	book       *Book
	plan       *Plan
	policy     AllocationPolicy
	loads      map[Resource]int64
	violations []Violation
}

func (v *verifier) fail(check PlanCheck, subject, detail string) bool {
	v.violations = append(v.violations, Violation{check, subject, detail})
	return false
}

// same requires two amounts to be equal.
func (v *verifier) same(check PlanCheck, subject, what string, got, want decimal.Decimal) bool {
	return got.Equal(want) || v.fail(check, subject, what+" is "+got.String()+", not "+want.String())
}

func (v *verifier) count(check PlanCheck, subject, what string, got, want int64) bool {
	return got == want || v.fail(check, subject, what+" is "+strconv.FormatInt(got, 10)+", not "+strconv.FormatInt(want, 10))
}

func (v *verifier) status() {
	p := v.plan
	gap, defined := p.Gap.Value()
	switch p.Status {
	case Optimal:
		if !p.Value.Equal(p.Bound) || !defined || gap != 0 {
			v.fail(CheckStatus, "", "optimal, with a gap")
		}
	case Bounded:
		if !p.Value.LessThan(p.Bound) || defined == p.Value.IsZero() || defined && !p.isGap(gap) {
			v.fail(CheckStatus, "", "bounded, without a gap, or with another")
		}
	case Infeasible, Unresolved:
		money := p.Value.Abs().Add(p.Bound.Abs()).Add(p.PriceBound.Abs())
		if defined || !money.IsZero() || p.Totals.InHouseOrders+p.Totals.DeclinedOrders+p.Totals.PartnerOrders > 0 ||
			len(p.Orders)+len(p.Stages)+len(p.Partners) > 0 {
			v.fail(CheckStatus, "", "no plan, with a plan")
		}
	default:
		v.fail(CheckStatus, "", "not a status")
	}
	if (p.Conflict != nil) != (p.Status == Infeasible) {
		v.fail(CheckStatus, "", "a conflict and an infeasible plan go together")
	}
	if p.PriceBound.LessThan(p.Bound) {
		v.fail(CheckStatus, "", "the bound is above the price bound")
	}
}

// isGap reports whether gap is (Bound - Value) / |Value|, to within rounding.
func (p *Plan) isGap(gap float64) bool {
	want := p.Bound.Sub(p.Value).InexactFloat64() / p.Value.Abs().InexactFloat64()
	return math.Abs(gap-want) <= 1e-12*want
}

func (v *verifier) orders() bool {
	if len(v.plan.Orders) != len(v.book.Orders) {
		return v.fail(CheckOrders, "", "not as many orders as the book has")
	}
	good := true
	for i := range v.book.Orders {
		o, p := &v.book.Orders[i], &v.plan.Orders[i]
		if p.ID != o.ID {
			good = v.fail(CheckOrders, p.ID, "the book has "+o.ID+" at this place")
			continue
		}
		if !v.allowed(o, p.Placement) {
			good = v.fail(CheckPlacement, o.ID, "may not be there")
			continue
		}
		v.use(o, p.Placement)
		good = v.gains(o, p) && good
	}
	return good
}

func (v *verifier) gains(o *BookOrder, p *PlannedOrder) bool {
	good := v.same(CheckGain, o.ID, "the gain", p.Gain, v.gain(o, p.Placement))
	best, most := Placement{}, p.Gain
	for _, place := range v.places(o) {
		if g := v.gain(o, place); g.GreaterThan(most) {
			best, most = place, g
		}
	}
	if p.Better == nil || best == (Placement{}) {
		return (p.Better == nil) == (best == Placement{}) && good || v.fail(CheckGain, o.ID, "a better option is missing, or is none")
	}
	if !v.allowed(o, p.Better.Placement) || p.Better.Placement.Kind == Declined {
		return v.fail(CheckGain, o.ID, "the better option is not allowed")
	}
	return v.same(CheckGain, o.ID, "the better gain", p.Better.Gain, most) &&
		v.same(CheckGain, o.ID, "the gain there", v.gain(o, p.Better.Placement), most) && good
}

// places are all in which an order may be done.
func (v *verifier) places(o *BookOrder) []Placement {
	var all []Placement
	for period := 1; period <= v.book.Periods; period++ {
		if place := (Placement{Kind: InHouse, Period: period}); v.allowed(o, place) {
			all = append(all, place)
		}
	}
	for _, partner := range v.book.Partners {
		if place := (Placement{Kind: AtPartner, Partner: partner.Name}); v.allowed(o, place) {
			all = append(all, place)
		}
	}
	return all
}

func (v *verifier) allowed(o *BookOrder, p Placement) bool {
	switch p.Kind {
	case Declined:
		return p == Placement{Kind: Declined} && !o.Committed && !o.MustTake
	case InHouse:
		risk := o.QualityRisk
		if p.Period != o.Earliest && o.LaterQualityRisk != nil {
			risk = *o.LaterQualityRisk
		}
		inWindow := o.Earliest <= p.Period && p.Period <= o.Latest
		return p.Partner == "" && (inWindow || o.Latest < p.Period && p.Period <= o.FlexibleUntil) &&
			risk <= v.policy.MaxOptionRisk && o.Ruling != Decline && (o.Ruling != Defer || p.Period > o.Earliest)
	case AtPartner:
		for _, option := range o.Partners {
			if option.Name == p.Partner {
				return p.Period == 0 && option.QualityRisk <= v.policy.MaxOptionRisk && o.Ruling != Decline
			}
		}
	}
	return false
}

func (v *verifier) gain(o *BookOrder, p Placement) decimal.Decimal {
	periods := func(n int) decimal.Decimal { return decimal.New(int64(n), 0) }
	switch {
	case p.Kind == Declined:
		return o.DeclineCost.Neg()
	case p.Kind == AtPartner:
		kept := decimal.New(0, 0)
		for _, partner := range v.book.Partners {
			if partner.Name == p.Partner {
				kept = o.Contribution.Sub(o.Contribution.Mul(exact.Decimal(partner.ShareKept))).Round(int32(v.book.Places))
			}
		}
		return kept.Add(o.ExtraValue)
	case p.Period > o.Latest:
		return o.Contribution.Add(o.ExtraValue).Sub(o.Incentive.Mul(periods(p.Period - o.Latest)))
	case p.Period > o.Requested:
		return o.Contribution.Add(o.ExtraValue).Sub(o.LateCost.Mul(periods(p.Period - o.Requested)))
	default:
		return o.Contribution.Add(o.ExtraValue)
	}
}

// use adds an order to the loads.
func (v *verifier) use(o *BookOrder, p Placement) {
	for s, minutes := range o.Minutes {
		switch p.Kind {
		case InHouse:
			v.loads[Resource{Stage: v.book.Stages[s].Name, Period: p.Period}] += minutes
		case AtPartner:
			v.loads[Resource{Partner: p.Partner}] += minutes
		case Declined:
		}
	}
}

func (v *verifier) stages() bool {
	if len(v.plan.Stages) != len(v.book.Stages)*v.book.Periods {
		return v.fail(CheckLoad, "", "not one load for each stage and period")
	}
	good := true
	for i := range v.plan.Stages {
		stage := &v.book.Stages[i/v.book.Periods]
		good = v.stage(&v.plan.Stages[i], stage, i%v.book.Periods) && good
	}
	return good
}

func (v *verifier) stage(l *StageLoad, stage *BookStage, period int) bool {
	subject := stage.Name + ", period " + strconv.Itoa(period+1)
	if l.Stage != stage.Name || l.Period != period+1 {
		return v.fail(CheckLoad, subject, "another stage or period stands here")
	}
	load, capacity := v.loads[Resource{Stage: stage.Name, Period: period + 1}], stage.CapacityMinutes[period]
	bought := boughtMinutes(load-capacity, stage.OnboardingShare)
	limit := int64(0)
	if stage.TemporaryMinutes != nil {
		limit = stage.TemporaryMinutes[period]
	}
	if bought > limit {
		return v.fail(CheckLoad, subject, "the load does not fit")
	}
	cost := stage.TemporaryCostPerMinute.Mul(decimal.New(bought, 0))
	return v.count(CheckLoad, subject, "the capacity", l.CapacityMinutes, capacity) &&
		v.count(CheckLoad, subject, "the load", l.LoadMinutes, load) &&
		v.count(CheckLoad, subject, "what is bought", l.BoughtMinutes, bought) &&
		v.same(CheckLoad, subject, "the cost", l.Cost, cost) &&
		(l.ValuePerHour.Sign() >= 0 || v.fail(CheckPriceBound, subject, "an hour is worth less than nothing"))
}

// boughtMinutes is how many minutes are bought to use some.
func boughtMinutes(used int64, lost float64) int64 {
	if used <= 0 {
		return 0
	}
	kept := decimal.New(1, 0).Sub(exact.Decimal(lost))
	whole, rest := decimal.New(used, 0).QuoRem(kept, 0)
	if rest.Sign() > 0 {
		whole = whole.Add(decimal.New(1, 0))
	}
	return whole.BigInt().Int64()
}

func (v *verifier) partners() bool {
	if len(v.plan.Partners) != len(v.book.Partners) {
		return v.fail(CheckLoad, "", "not one load for each partner")
	}
	good := true
	for i := range v.plan.Partners {
		l, partner := &v.plan.Partners[i], &v.book.Partners[i]
		load := v.loads[Resource{Partner: partner.Name}]
		switch {
		case l.Partner != partner.Name:
			good = v.fail(CheckLoad, l.Partner, "the book has "+partner.Name+" at this place")
		case load > partner.Minutes:
			good = v.fail(CheckLoad, l.Partner, "the load does not fit")
		case l.ValuePerHour.Sign() < 0:
			good = v.fail(CheckPriceBound, l.Partner, "an hour is worth less than nothing")
		default:
			good = v.count(CheckLoad, l.Partner, "the limit", l.LimitMinutes, partner.Minutes) &&
				v.count(CheckLoad, l.Partner, "the load", l.LoadMinutes, load) && good
		}
	}
	return good
}

func (v *verifier) value() {
	value := decimal.New(0, 0)
	for i := range v.plan.Orders {
		value = value.Add(v.plan.Orders[i].Gain)
	}
	for i := range v.plan.Stages {
		value = value.Sub(v.plan.Stages[i].Cost)
	}
	v.same(CheckValue, "", "the value", v.plan.Value, value)
}

// conflict checks that the orders of a conflict must be taken, each named once
// and in the book's order.
func (v *verifier) conflict() {
	if v.plan.Conflict == nil {
		return
	}
	next := 0
	for _, id := range v.plan.Conflict.Orders {
		for next < len(v.book.Orders) && v.book.Orders[next].ID != id {
			next++
		}
		if next == len(v.book.Orders) {
			v.fail(CheckConflict, id, "not an order of the book, or not in its order")
			return
		}
		if !v.book.Orders[next].Committed && !v.book.Orders[next].MustTake {
			v.fail(CheckConflict, id, "may be declined")
		}
		next++
	}
	if len(v.plan.Conflict.Orders) == 0 {
		v.fail(CheckConflict, "", "names no order")
	}
}
