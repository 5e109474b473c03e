package comp

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// Results are what a person achieved in the period of a plan.
type Results struct {
	// Credits hold the credited amount of every component of the plan, each
	// once, in any order.
	Credits []Credit `json:"credits"`
}

// Credit is what counts toward the quota of one component.
type Credit struct {
	// Component is the component's name.
	Component string `json:"component"`
	// Amount is the credited amount of the period, -[MaxMoney] to [MaxMoney],
	// in the unit of the quota. It is negative when more was returned than
	// sold; such a component pays nothing.
	Amount decimal.Decimal `json:"amount"`
}

// UnmarshalJSON reads results strictly. It returns an *[salesops.InputError]
// for every key that is unknown, missing or given twice, and for everything
// that [Pay] refuses in results by themselves.
func (r *Results) UnmarshalJSON(data []byte) error {
	type plain Results
	return strict.Unmarshal(data, "Results", (*plain)(r), func(read *plain, in fault.Scope) {
		(*Results)(read).collect(in, anyName)
	})
}

// collect checks the credits; known tells which components there are. It
// reports whether their number is within the limit.
func (r *Results) collect(in fault.Scope, known func(name string) bool) bool {
	if !in.Length("Credits", len(r.Credits), 1, MaxComponents) {
		return false
	}
	taken := make(map[string]bool, len(r.Credits))
	for i, credit := range r.Credits {
		at := in.At("Credits", i)
		switch {
		case !at.Name("Component", credit.Component):
		case taken[credit.Component]:
			at.Conflict("Component", credit.Component, "one credit for each component")
		case !known(credit.Component):
			at.OutOfRange("Component", credit.Component, "the name of a component of the plan")
		}
		taken[credit.Component] = true
		at.Decimal("Amount", credit.Amount, -MaxMoney, MaxMoney, "in the unit of the quota")
	}
	return true
}

// match checks the credits against the components of the plan; their names
// only if the plan has as many components as it may have.
func (r *Results) match(in fault.Scope, components []Component) {
	if len(components) == 0 || len(components) > MaxComponents {
		r.collect(in, anyName)
		return
	}
	open := make(map[string]bool, len(components))
	for i := range components {
		open[components[i].Name] = true
	}
	if !r.collect(in, func(name string) bool { return open[name] }) {
		return
	}
	for _, credit := range r.Credits {
		delete(open, credit.Component)
	}
	for i := range components {
		if name := components[i].Name; name != "" && open[name] {
			in.Missing("Credits", "a credit for the component "+name)
			delete(open, name)
		}
	}
}

func anyName(string) bool { return true }

func (r *Results) amounts() map[string]decimal.Decimal {
	amounts := make(map[string]decimal.Decimal, len(r.Credits))
	for _, credit := range r.Credits {
		amounts[credit.Component] = credit.Amount
	}
	return amounts
}
