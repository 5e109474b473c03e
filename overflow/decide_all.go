package overflow

import (
	"iter"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
)

// MaxBatch is the most orders of one call to [DecideAll], and the most past
// orders of one call to [ReplayOrders].
const MaxBatch = 10_000_000

// DecideAll decides orders as [Decide] does, all in one situation: element i of
// the result is the decision for orders[i]. The policy is checked once.
//
// An order that cannot be decided stops none of the others: its element is the
// zero Decision, and the error lists its faults with the path
// "Orders[i].Margin". With such an error the other decisions are good. It
// allocates the result and, for good orders, nothing else.
//
// It returns no decisions and an *[salesops.InputError] if:
//   - there are more than [MaxBatch] orders;
//   - the situation or the policy is one that Decide refuses.
//
// No orders give no decisions.
//
// Playbook: OVF-1.
func DecideAll(orders []Order, situation Situation, policy DecisionPolicy) ([]Decision, error) {
	var list fault.List
	in := list.In("Orders")
	if len(orders) > MaxBatch {
		in.Length("", len(orders), 0, MaxBatch)
	}
	situation.collect(list.In("Situation"))
	policy.collect(list.In("DecisionPolicy"))
	if list.Any() {
		return nil, list.Err()
	}
	d := Decider{policy: policy, prepared: true}
	decisions := make([]Decision, len(orders))
	for i := range orders {
		decision, err := d.Decide(orders[i], situation)
		if err != nil {
			at := in.At("", i)
			orders[i].collect(at)
		}
		decisions[i] = decision
	}
	return decisions, list.Err()
}

// DecideEach is [DecideAll] for orders that come one by one: it decides each
// when it is asked for, and holds none. The order of the orders is kept. An
// order that cannot be decided gives the zero Decision and its error, and the
// next is decided all the same.
//
// It returns an *[salesops.InputError] if the situation or the policy is one
// that [Decide] refuses, or orders is nil.
//
// Playbook: OVF-1.
func DecideEach(orders iter.Seq[Order], situation Situation, policy DecisionPolicy) (iter.Seq2[Decision, error], error) {
	var list fault.List
	if orders == nil {
		list.Add(salesops.InputError{Field: "Orders", Want: "a sequence of orders", Reason: salesops.ErrMissing})
	}
	situation.collect(list.In("Situation"))
	policy.collect(list.In("DecisionPolicy"))
	if list.Any() {
		return nil, list.Err()
	}
	d := Decider{policy: policy, prepared: true}
	return func(yield func(Decision, error) bool) {
		for order := range orders {
			if !yield(d.Decide(order, situation)) {
				return
			}
		}
	}, nil
}
