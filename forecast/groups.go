package forecast

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// MaxGroups is the most groups of [Accumulators], and the most pairs of a
// forecaster and a lead of [MeasureByLead].
const MaxGroups = 50_000

// Accumulators gathers observations by key in one pass: by rep, by product, by
// month. Each key takes the memory of an [Accumulator], whatever the number of its
// observations. The zero Accumulators is empty and ready to use. It must not be
// copied after the first use, nor changed by two goroutines at once.
//
// As JSON it is its state: read back, it has the same results.
//
// Playbook: FCT-6.
type Accumulators struct {
	groups grouped[string]
}

// grouped are accumulators by key.
type grouped[K comparable] map[K]*Accumulator

// of returns the accumulator of a key, a new one if there is none.
func (g grouped[K]) of(key K) *Accumulator {
	a := g[key]
	if a == nil {
		a = new(Accumulator)
		g[key] = a
	}
	return a
}

// Add adds an observation to the group of a key.
//
// It returns an *[salesops.InputError], and nothing is added, if:
//   - the key is not a name of 1 to 200 bytes;
//   - [Accumulator.Add] returns one;
//   - there would be more than [MaxGroups] groups.
//
// Playbook: FCT-6.
func (a *Accumulators) Add(key string, observation Observation) error {
	group, known := a.groups[key]
	if known && observation.valid() && group.Count() < MaxAccumulated {
		group.add(&observation)
		return nil
	}
	var list fault.List
	at, in := list.In("Key"), list.In("Observation")
	at.Name("", key)
	observation.collect(&in)
	if known {
		group.room(&in, 1)
	} else {
		fewGroups(&at, len(a.groups)+1)
	}
	if list.Any() {
		return list.Err()
	}
	if a.groups == nil {
		a.groups = make(grouped[string])
	}
	a.groups.of(key).add(&observation)
	return nil
}

// fewGroups checks that there may be so many groups.
func fewGroups(in *fault.Scope, groups int) {
	if groups > MaxGroups {
		in.Conflict("", strconv.Itoa(groups)+" groups", "at most "+strconv.Itoa(MaxGroups)+" groups")
	}
}

// Merge adds all that was added to other, group by group. Other stays as it is.
//
// It returns an *[salesops.InputError], and nothing is added, if there would be
// more than [MaxGroups] groups, or more than [MaxAccumulated] observations in one.
//
// Playbook: FCT-6.
func (a *Accumulators) Merge(other Accumulators) error {
	var list fault.List
	in, all := list.In("Accumulators"), len(a.groups)
	for _, key := range slices.Sorted(maps.Keys(other.groups)) {
		group, known := a.groups[key]
		if !known {
			all++
			continue
		}
		at := in.In(key)
		group.room(&at, other.groups[key].Count())
	}
	if fewGroups(&in, all); list.Any() {
		return list.Err()
	}
	if a.groups == nil {
		a.groups = make(grouped[string], all)
	}
	for key, group := range other.groups {
		a.groups.of(key).merge(group)
	}
	return nil
}

// GroupAccuracy is the accuracy of one group.
type GroupAccuracy struct {
	// Key is that of the group.
	Key string `json:"key"`
	// Accuracy is that of its observations.
	Accuracy Accuracy `json:"accuracy"`
}

// UnmarshalJSON reads a group strictly. It returns an *[salesops.InputError] for
// every key that is unknown or missing, if the group's key is not a name of 1 to
// 200 bytes, and for everything that [Accuracy.UnmarshalJSON] refuses.
func (g *GroupAccuracy) UnmarshalJSON(data []byte) error {
	type plain GroupAccuracy
	return strict.Unmarshal(data, "GroupAccuracy", (*plain)(g), func(p *plain, in fault.Scope) { in.Name("Key", p.Key) })
}

// Results returns the accuracy of each group, sorted by key, as
// [Accumulator.Result] does without a scale; nothing when nothing was added.
//
// It returns an *[salesops.InputError] if a field of the policy is none of the
// known; the zero policy is.
//
// Playbook: FCT-6.
func (a *Accumulators) Results(policy AccuracyPolicy) ([]GroupAccuracy, error) {
	var list fault.List
	rule := list.In("AccuracyPolicy")
	if policy.collect(&rule); list.Any() {
		return nil, list.Err()
	}
	results := make([]GroupAccuracy, 0, len(a.groups))
	for key, group := range a.groups {
		results = append(results, GroupAccuracy{Key: key, Accuracy: group.accuracy(Scale{}, policy.ZeroActuals)})
	}
	slices.SortFunc(results, func(a, b GroupAccuracy) int { return cmp.Compare(a.Key, b.Key) })
	return results, nil
}

// groupState is one group as JSON.
type groupState struct {
	Key         string       `json:"key"`
	Accumulator *Accumulator `json:"accumulator"`
}

// groupStates are all of them, sorted by key.
type groupStates struct {
	Groups []groupState `json:"groups"`
}

// MarshalJSON returns the state, sorted by key.
func (a Accumulators) MarshalJSON() ([]byte, error) {
	states := groupStates{Groups: make([]groupState, 0, len(a.groups))}
	for _, key := range slices.Sorted(maps.Keys(a.groups)) {
		states.Groups = append(states.Groups, groupState{Key: key, Accumulator: a.groups[key]})
	}
	return json.Marshal(states)
}

// UnmarshalJSON reads a state strictly. It returns an *[salesops.InputError] for
// every key that is unknown or missing, if there are more than [MaxGroups] groups
// or they are not sorted by their keys, each a name of 1 to 200 bytes, for a group
// without observations, and for everything that [Accumulator.UnmarshalJSON] refuses.
func (a *Accumulators) UnmarshalJSON(data []byte) error {
	var states groupStates
	err := strict.Unmarshal(data, "Accumulators", &states, func(p *groupStates, in fault.Scope) {
		if !in.Length("Groups", len(p.Groups), 0, MaxGroups) {
			return
		}
		last := ""
		for i, g := range p.Groups {
			at := in.At("Groups", i)
			if at.Name("Key", g.Key) && g.Key <= last {
				at.Conflict("Key", g.Key, "each key once, sorted")
			}
			last = g.Key
			if g.Accumulator == nil || g.Accumulator.Count() == 0 {
				at.Missing("Accumulator", "at least one observation")
			}
		}
	})
	if err != nil {
		return err
	}
	a.groups = make(grouped[string], len(states.Groups))
	for _, g := range states.Groups {
		a.groups[g.Key] = g.Accumulator
	}
	return nil
}
