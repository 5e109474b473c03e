package overflow

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// PlanOption is one of the four ways to deal with more work than fits.
type PlanOption string

// The four options.
const (
	// SelectiveAcceptance: orders may be declined.
	SelectiveAcceptance PlanOption = "selective-acceptance"
	// Partners: partners may do orders.
	Partners PlanOption = "partners"
	// TemporaryResources: minutes may be bought.
	TemporaryResources PlanOption = "temporary-resources"
	// CustomerScheduling: orders may be done in another period than the one
	// requested.
	CustomerScheduling PlanOption = "customer-scheduling"
)

// PlanOptions returns all options in the playbook's order.
func PlanOptions() []PlanOption {
	return []PlanOption{SelectiveAcceptance, Partners, TemporaryResources, CustomerScheduling}
}

// MarshalText returns the option's text. It returns an *[salesops.InputError]
// if o is not one of [PlanOptions].
func (o PlanOption) MarshalText() ([]byte, error) {
	return strict.Text("PlanOption", o, PlanOptions())
}

// UnmarshalText sets o from its text. It returns an *[salesops.InputError] if
// the text is not one of [PlanOptions].
func (o *PlanOption) UnmarshalText(text []byte) error {
	return strict.Parse("PlanOption", o, text, PlanOptions())
}

// MoneyRange holds an amount that is known to lie between two; they are equal if
// it is known exactly.
type MoneyRange struct {
	Low  decimal.Decimal `json:"low"`
	High decimal.Decimal `json:"high"`
}

// OptionComparison is the plan with all four options, and without each.
type OptionComparison struct {
	// Plan is the plan with all of them.
	Plan Plan `json:"plan"`
	// Without are the plans without one, in the order of [PlanOptions].
	Without []PlanWithout `json:"without"`
}

// PlanWithout is the plan without one of the options.
type PlanWithout struct {
	// Option is what is missing.
	Option PlanOption `json:"option"`
	// Plan is the plan without it.
	Plan Plan `json:"plan"`
	// Worth is what the option adds to the best plan, at least 0; exact if both
	// plans are optimal. Nil if one of the two is no plan: without selective
	// acceptance, when not all orders fit.
	Worth *MoneyRange `json:"worth,omitempty"`
}

// UnmarshalJSON reads a comparison strictly. It returns an
// *[salesops.InputError] for everything that [Plan.UnmarshalJSON] refuses, and
// if the plans without an option are not those of [PlanOptions] in order.
func (c *OptionComparison) UnmarshalJSON(data []byte) error {
	type plain OptionComparison
	return strict.Unmarshal(data, "OptionComparison", (*plain)(c), func(p *plain, in fault.Scope) {
		if !in.Length("Without", len(p.Without), len(PlanOptions()), len(PlanOptions())) {
			return
		}
		for i, without := range p.Without {
			at := in.At("Without", i)
			if without.Option != PlanOptions()[i] {
				at.Conflict("Option", string(without.Option), string(PlanOptions()[i])+", the option at this place")
			}
			without.Worth.check(at, "Worth", p.Plan.exists() && without.Plan.exists())
		}
	})
}

func (r *MoneyRange) check(in fault.Scope, field string, wanted bool) {
	switch {
	case (r != nil) != wanted:
		in.Conflict(field, "", "given exactly when both are plans")
	case r == nil:
	case !checkAmount(in, field, r.Low) || !checkAmount(in, field, r.High):
	case r.Low.Sign() < 0 || r.High.LessThan(r.Low):
		in.Conflict(field, r.Low.String(), "0 <= Low <= High")
	}
}

// CompareOptions returns the best plan, and the best plan without each of the
// four options: what selective acceptance, partners, temporary minutes and
// customer scheduling are worth for this book. Every plan has
// policy.MaxPlanNodes to itself.
//
// It returns the errors of [Allocate].
//
// Playbook: OVF-2.
func CompareOptions(book Book, policy AllocationPolicy) (OptionComparison, error) {
	full, err := Allocate(book, policy)
	if err != nil {
		return OptionComparison{}, err
	}
	c := OptionComparison{Plan: full}
	for _, option := range PlanOptions() {
		plan, err := Allocate(book.without(option, policy), policy)
		if err != nil {
			return OptionComparison{}, err
		}
		c.Without = append(c.Without, PlanWithout{Option: option, Plan: plan, Worth: difference(&full, &plan)})
	}
	return c, nil
}

// RemoveOption returns a copy of the book in which one of the four options is
// not there:
//
//	selective-acceptance  every order that has an option must be taken
//	partners              no order has one
//	temporary-resources   no minutes can be bought
//	customer-scheduling   the window of each order is the period of it that is
//	                      nearest to the one requested, and nothing is flexible
//
// An order that is deferred needs a later period: without customer scheduling
// only partners are left to it. It returns the errors of [Allocate], and an
// *[salesops.InputError] if option is not one of [PlanOptions].
//
// Playbook: OVF-2.
func RemoveOption(book Book, option PlanOption, policy AllocationPolicy) (Book, error) {
	if err := checkAllocation(&book, &policy); err != nil {
		return Book{}, err
	}
	var faults fault.List
	fault.OneOf(faults.In("PlanOption"), "", option, PlanOptions())
	if err := faults.Err(); err != nil {
		return Book{}, err
	}
	return book.without(option, policy), nil
}

// without returns a copy of a good book.
func (b *Book) without(option PlanOption, policy AllocationPolicy) Book {
	w := *b
	w.Stages, w.Orders, w.Partners = slices.Clone(b.Stages), slices.Clone(b.Orders), slices.Clone(b.Partners)
	for i := range w.Stages {
		s := &w.Stages[i]
		s.CapacityMinutes, s.TemporaryMinutes = slices.Clone(s.CapacityMinutes), slices.Clone(s.TemporaryMinutes)
		if option == TemporaryResources {
			s.TemporaryMinutes = nil
		}
	}
	for i := range w.Orders {
		o := &w.Orders[i]
		o.Minutes, o.Partners = slices.Clone(o.Minutes), slices.Clone(o.Partners)
		switch option {
		case SelectiveAcceptance:
			o.MustTake = o.MustTake || len(b.options(o, policy)) > 0
		case Partners:
			o.Partners = nil
		case CustomerScheduling:
			o.keepToRequest()
		case TemporaryResources:
		}
	}
	return w
}

// keepToRequest narrows the window to one period.
func (o *BookOrder) keepToRequest() {
	period := min(max(o.Requested, o.Earliest), o.Latest)
	if later := o.LaterQualityRisk; later != nil && period > o.Earliest {
		o.QualityRisk = *later
	}
	if o.Ruling == Defer && period > o.Earliest {
		// The period is a later one of the order's own window, and stays allowed.
		o.Ruling = Accept
	}
	o.Earliest, o.Latest, o.FlexibleUntil, o.LaterQualityRisk = period, period, 0, nil
}

func (p *Plan) exists() bool { return p.Status == Optimal || p.Status == Bounded }

// difference is how much more the best plan of one book earns than that of a
// poorer one.
func difference(richer, poorer *Plan) *MoneyRange {
	if !richer.exists() || !poorer.exists() {
		return nil
	}
	zero := decimal.New(0, poorer.Value.Exponent())
	return &MoneyRange{
		Low:  decimal.Max(zero, richer.Value.Sub(poorer.Bound)),
		High: decimal.Max(zero, richer.Bound.Sub(poorer.Value)),
	}
}
