package comp

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

const (
	// MaxSpans is the most leaves, parts of a ramp, reliefs or versions of a
	// plan in one period.
	MaxSpans = 1000
	// MaxPeriodDays is the longest period in days.
	MaxPeriodDays = 3660
)

// Span is a number of days, the first and the last included.
type Span struct {
	// From is the first day.
	From salesops.Date `json:"from"`
	// To is the last day, not before From.
	To salesops.Date `json:"to"`
}

// days returns the number of days.
func (s Span) days() int { return s.To.DaysSince(s.From) + 1 }

// overlap returns the days that lie in both, and whether there are any.
func (s Span) overlap(other Span) (Span, bool) {
	if other.From.After(s.From) {
		s.From = other.From
	}
	if other.To.Before(s.To) {
		s.To = other.To
	}
	return s, !s.To.Before(s.From)
}

func (s Span) collect(in fault.Scope) bool {
	known := in.Date("From", s.From)
	known = in.Date("To", s.To) && known
	if known && s.To.Before(s.From) {
		in.Conflict("To", s.To.String(), "not before From, "+s.From.String())
		return false
	}
	if known && s.days() > MaxPeriodDays {
		in.OutOfRange("To", s.To.String(), "at most 3660 days from the first to the last")
		return false
	}
	return known
}

// Service is how much of a period a person was in a plan, and what quota was
// asked in it.
type Service struct {
	// Period is the whole measure period for which the plan's numbers are.
	Period Span `json:"period"`
	// Employed are the days of the period on which the plan applied to the
	// person; nil is the whole period. A joiner's begin later, a leaver's end
	// earlier.
	Employed *Span `json:"employed,omitempty"`
	// Leaves are absences, at most [MaxSpans], in ascending order, none
	// overlapping the one before. Days outside Employed do not count.
	Leaves []Span `json:"leaves,omitempty"`
	// Ramp is the part of the quota that is asked in each of as many equal
	// parts of the period, such as its months: each 0 to 1, at most [MaxSpans].
	// None is a full quota.
	Ramp []decimal.Decimal `json:"ramp,omitempty"`
	// Relief is taken off quotas, at most [MaxSpans] and each component once.
	Relief []Relief `json:"relief,omitempty"`
}

// Relief is an amount that is taken off the quota of a component, as when a
// large customer is given to somebody else.
type Relief struct {
	// Component is the component's name.
	Component string `json:"component"`
	// Amount is taken off, 0 to [MaxMoney] in the unit of the quota.
	Amount decimal.Decimal `json:"amount"`
}

// Prorate returns the plan as it applies to a person who was in it for a part
// of the period, or whose quota is ramped or relieved.
//
//	served          = days of Employed without leaves ÷ days of the period
//	base            = base × served, and so target variable and the caps of components and plan
//	quota           = quota × served × mean of the ramp - relief
//
// Money is rounded as the plan says, and quotas like money. The quota of a
// [Level], which does not add up over time, is only relieved. Weights, bands,
// gates, bonuses and caps for a deal stay as they are. A ramp asks for less and
// pays the same target for it.
//
// It returns an *[salesops.InputError] if:
//   - the plan is one that [Pay] refuses;
//   - a day does not exist, a span ends before it begins or is longer than [MaxPeriodDays], Employed is not within the period, or the leaves are not in order;
//   - there are more than [MaxSpans] leaves, parts of a ramp or reliefs, a part is not within 0 to 1, or a relief names no component or one twice;
//   - no day was served, or a quota or the target variable is not above 0 afterwards.
//
// Playbook: CMP-6, CMP-8.
func Prorate(plan Plan, service Service) (Plan, error) {
	var list fault.List
	plan.collect(list.In("Plan"))
	service.collect(list.In("Service"), plan.Components)
	if list.Any() {
		return Plan{}, list.Err()
	}
	days, served := service.Period.days(), service.served()
	part := func(d, times, of decimal.Decimal) decimal.Decimal {
		return plan.Rounding.quotient(d.Mul(times), of, plan.Places)
	}
	whole, present := decimal.New(int64(days), 0), decimal.New(int64(served), 0)
	prorated := plan
	prorated.Base = part(plan.Base, present, whole)
	prorated.TargetVariable = part(plan.TargetVariable, present, whole)
	prorated.Cap = prorateCap(plan.Cap, part, present, whole)
	prorated.Components = make([]Component, len(plan.Components))
	asked, parts := service.ramp()
	for i, c := range plan.Components {
		if c.Tally != Level {
			c.Quota = part(c.Quota, present.Mul(asked), whole.Mul(parts))
		}
		c.Quota = c.Quota.Sub(service.relief(c.Name))
		c.Cap = prorateCap(c.Cap, part, present, whole)
		prorated.Components[i] = c.clone()
	}
	prorated.Bonuses = append([]Bonus(nil), plan.Bonuses...)
	in := list.In("Service")
	if !prorated.TargetVariable.IsPositive() {
		in.Conflict("Employed", "", "a target variable above 0 for the days served")
	}
	for i := range prorated.Components {
		if !prorated.Components[i].Quota.IsPositive() {
			in.Conflict("Relief", "", "a quota above 0 for the component "+prorated.Components[i].Name)
		}
	}
	if list.Any() {
		return Plan{}, list.Err()
	}
	return prorated, nil
}

func prorateCap(most *decimal.Decimal, part func(d, times, of decimal.Decimal) decimal.Decimal, times, of decimal.Decimal) *decimal.Decimal {
	if most == nil {
		return nil
	}
	prorated := part(*most, times, of)
	return &prorated
}

// clone returns a component whose lists are its own.
func (c Component) clone() Component {
	c.Bands = append([]Band(nil), c.Bands...)
	c.Gates = append([]Gate(nil), c.Gates...)
	c.Eligibility.ExcludedProducts = append([]string(nil), c.Eligibility.ExcludedProducts...)
	return c
}

// employed returns the days on which the plan applied.
func (s *Service) employed() Span {
	if s.Employed == nil {
		return s.Period
	}
	return *s.Employed
}

// served returns the number of days without leaves.
func (s *Service) served() int {
	employed := s.employed()
	days := employed.days()
	for _, leave := range s.Leaves {
		if away, some := employed.overlap(leave); some {
			days -= away.days()
		}
	}
	return days
}

// ramp returns the sum and the number of the parts of the ramp.
func (s *Service) ramp() (asked, parts decimal.Decimal) {
	if len(s.Ramp) == 0 {
		return decimal.New(1, 0), decimal.New(1, 0)
	}
	return total(s.Ramp), decimal.New(int64(len(s.Ramp)), 0)
}

func (s *Service) relief(component string) decimal.Decimal {
	for _, r := range s.Relief {
		if r.Component == component {
			return r.Amount
		}
	}
	return decimal.Decimal{}
}

// UnmarshalJSON reads a service strictly. It returns an
// *[salesops.InputError] for every key that is unknown, missing or given twice,
// and for everything that [Prorate] refuses in a service by itself.
func (s *Service) UnmarshalJSON(data []byte) error {
	type plain Service
	return strict.Unmarshal(data, "Service", (*plain)(s), func(read *plain, in fault.Scope) {
		(*Service)(read).collect(in, nil)
	})
}

// collect checks a service; the components of reliefs only if there are any.
func (s *Service) collect(in fault.Scope, components []Component) {
	if s.Period.collect(in.In("Period")) && s.collectEmployed(in) && s.collectLeaves(in) && s.served() == 0 {
		in.Conflict("Leaves", "", "a day that was served")
	}
	if in.Length("Ramp", len(s.Ramp), 0, MaxSpans) {
		for i, part := range s.Ramp {
			at := in.At("Ramp", i)
			at.Decimal("", part, 0, 1, "as a fraction of the quota")
		}
	}
	if !in.Length("Relief", len(s.Relief), 0, MaxSpans) {
		return
	}
	taken, known := make(map[string]bool, len(s.Relief)), make(map[string]bool, len(components))
	for i := range components {
		known[components[i].Name] = true
	}
	for i, relief := range s.Relief {
		at := in.At("Relief", i)
		switch {
		case !at.Name("Component", relief.Component):
		case taken[relief.Component]:
			at.Conflict("Component", relief.Component, "one relief for each component")
		case components != nil && !known[relief.Component]:
			at.OutOfRange("Component", relief.Component, "the name of a component of the plan")
		}
		taken[relief.Component] = true
		at.Decimal("Amount", relief.Amount, 0, MaxMoney, "in the unit of the quota")
	}
}

func (s *Service) collectEmployed(in fault.Scope) bool {
	if s.Employed == nil {
		return true
	}
	at := in.In("Employed")
	if !s.Employed.collect(at) {
		return false
	}
	if s.Employed.From.Before(s.Period.From) || s.Employed.To.After(s.Period.To) {
		in.Conflict("Employed", "", "days within the period from "+s.Period.From.String()+" to "+s.Period.To.String())
		return false
	}
	return true
}

func (s *Service) collectLeaves(in fault.Scope) bool {
	good := in.Length("Leaves", len(s.Leaves), 0, MaxSpans)
	for i := 0; good && i < len(s.Leaves); i++ {
		at := in.At("Leaves", i)
		good = s.Leaves[i].collect(at)
		if good && i > 0 && !s.Leaves[i].From.After(s.Leaves[i-1].To) {
			at.Conflict("From", s.Leaves[i].From.String(), "after "+s.Leaves[i-1].To.String()+", the end of the leave before")
			good = false
		}
	}
	return good
}
