package overflow

import (
	"fmt"
	"reflect"

	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// PolicyChange is one field in which two policies differ.
type PolicyChange struct {
	// Field is the field's name in Go: "MaxQualityRisk".
	Field string `json:"field"`
	// From and To are its values, numbers as shortest decimals.
	From string `json:"from"`
	To   string `json:"to"`
}

// UnmarshalJSON reads a change strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, an empty field, or a change that is
// none.
func (c *PolicyChange) UnmarshalJSON(data []byte) error {
	type plain PolicyChange
	return strict.Unmarshal(data, "PolicyChange", (*plain)(c), func(p *plain, in fault.Scope) {
		in.Name("Field", p.Field)
		if p.From == p.To {
			in.Conflict("To", p.To, "another value than From")
		}
	})
}

// ComparePolicies returns the fields in which two policies differ, in the order
// in which a policy file has them; empty, not nil, when they are the same.
//
// It returns an *[salesops.InputError] for every field of either policy that is
// out of its range, with the path "From.MaxQualityRisk" or "To.MaxQualityRisk".
//
// Playbook: OVF-1.
func ComparePolicies(from, to Policy) ([]PolicyChange, error) {
	var list fault.List
	from.collect(list.In("From"))
	to.collect(list.In("To"))
	if list.Any() {
		return nil, list.Err()
	}
	return appendChanges([]PolicyChange{}, reflect.ValueOf(from), reflect.ValueOf(to)), nil
}

// appendChanges compares the fields of two structs of the same type, those of
// embedded ones included.
func appendChanges(changes []PolicyChange, from, to reflect.Value) []PolicyChange {
	for i := range from.NumField() {
		field := from.Type().Field(i)
		if field.Anonymous {
			changes = appendChanges(changes, from.Field(i), to.Field(i))
			continue
		}
		if was, is := fmt.Sprint(from.Field(i)), fmt.Sprint(to.Field(i)); was != is {
			changes = append(changes, PolicyChange{Field: field.Name, From: was, To: is})
		}
	}
	return changes
}

// PastOrder is an order as it was decided, with the situation of that time.
type PastOrder struct {
	// Order is the order.
	Order Order `json:"order"`
	// Situation is the situation in which it was decided.
	Situation Situation `json:"situation"`
}

// Shift counts the past orders for which one policy says From and the other To.
type Shift struct {
	// From and To are the actions, which differ.
	From Action `json:"from"`
	To   Action `json:"to"`
	// Orders is how many there are, above 0.
	Orders int `json:"orders"`
}

// Redecision is a past order that is decided otherwise by another policy.
type Redecision struct {
	// Index is its place among the past orders.
	Index int `json:"index"`
	// From is the decision by the one policy, To that by the other. Their
	// actions differ.
	From Decision `json:"from"`
	To   Decision `json:"to"`
}

// Replay is what another policy would have changed.
type Replay struct {
	// Orders is the number of past orders.
	Orders int `json:"orders"`
	// Shifts counts those whose action changes, by action: From in the order of
	// [Actions], then To. Without those that do not occur.
	Shifts []Shift `json:"shifts"`
	// Changed are the orders whose action changes, in their order.
	Changed []Redecision `json:"changed"`
}

// UnmarshalJSON reads a replay strictly. It returns an *[salesops.InputError]
// for everything that [Decision.UnmarshalJSON] refuses, and if an order is out of
// place or does not change, or Shifts does not count Changed.
func (r *Replay) UnmarshalJSON(data []byte) error {
	type plain Replay
	return strict.Unmarshal(data, "Replay", (*plain)(r), func(p *plain, in fault.Scope) {
		in.Int("Orders", p.Orders, 0, MaxBatch, "orders")
		last := -1
		for i, c := range p.Changed {
			at := in.At("Changed", i)
			if at.Int("Index", c.Index, last+1, p.Orders-1, "") {
				last = c.Index
			}
			if c.From.Action == c.To.Action {
				at.Conflict("To", string(c.To.Action), "another action than From")
			}
		}
		want := countShifts(p.Changed)
		same := len(want) == len(p.Shifts)
		for i := range want {
			same = same && want[i] == p.Shifts[i]
		}
		if !same {
			in.Conflict("Shifts", "", "the changed orders counted by From and To, in the order of Actions")
		}
	})
}

// ReplayOrders decides past orders by two policies and returns those for which
// the action differs, counted by what it was and what it becomes.
//
// It returns an *[salesops.InputError] if:
//   - there are no past orders, or more than [MaxBatch];
//   - an order or its situation is one that [Decide] refuses, as
//     "PastOrders[i].Order.Margin";
//   - a field of a policy is out of its range, as "From.MaxQualityRisk" or
//     "To.MaxQualityRisk".
//
// Playbook: OVF-1.
func ReplayOrders(past []PastOrder, from, to DecisionPolicy) (Replay, error) {
	var list fault.List
	in := list.In("PastOrders")
	in.Length("", len(past), 1, MaxBatch)
	from.collect(list.In("From"))
	to.collect(list.In("To"))
	if list.Any() {
		return Replay{}, list.Err()
	}
	was, is := Decider{policy: from, prepared: true}, Decider{policy: to, prepared: true}
	r := Replay{Orders: len(past), Changed: []Redecision{}}
	for i := range past {
		p := &past[i]
		before, err := was.Decide(p.Order, p.Situation)
		if err != nil {
			at := in.At("", i)
			p.Order.collect(at.In("Order"))
			p.Situation.collect(at.In("Situation"))
			continue
		}
		after, _ := is.Decide(p.Order, p.Situation) // refuses what the other refuses
		if before.Action != after.Action {
			r.Changed = append(r.Changed, Redecision{Index: i, From: before, To: after})
		}
	}
	if list.Any() {
		return Replay{}, list.Err()
	}
	r.Shifts = countShifts(r.Changed)
	return r, nil
}

// countShifts counts changed orders by their two actions.
func countShifts(changed []Redecision) []Shift {
	count := make(map[[2]Action]int)
	for _, c := range changed {
		count[[2]Action{c.From.Action, c.To.Action}]++
	}
	shifts := []Shift{}
	for _, from := range Actions() {
		for _, to := range Actions() {
			if n := count[[2]Action{from, to}]; n > 0 {
				shifts = append(shifts, Shift{From: from, To: to, Orders: n})
			}
		}
	}
	return shifts
}
