// Package set holds sets of enumerated values in the bits of a number, so that
// a verdict can name the rules that fired without allocating. In JSON a set is
// the list of its members in published order.
package set

import (
	"encoding/json"
	"slices"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/wording"
)

// Bit returns the bit of a member of a set: that of its place among the known,
// of which there are at most 16; 0 for one that is not known.
func Bit[T ~string](member T, known []T) uint16 {
	at := slices.Index(known, member)
	if at < 0 {
		return 0
	}
	return 1 << at
}

// Members returns the members of a set in the order of the known; empty, not
// nil, for the empty set.
func Members[T ~string](set uint16, known []T) []T {
	members := make([]T, 0, len(known))
	for _, member := range known {
		if set&Bit(member, known) != 0 {
			members = append(members, member)
		}
	}
	return members
}

// Marshal returns the JSON of a set.
func Marshal[T ~string](set uint16, known []T) ([]byte, error) {
	return json.Marshal(Members(set, known))
}

// Unmarshal reads a list of different members in any order. name is the set's
// type. It returns an *InputError, and leaves dst alone, for anything else.
func Unmarshal[T ~string](name string, dst *uint16, data []byte, known []T) error {
	refused := &salesops.InputError{
		Field: name, Value: wording.Clip(string(data)), Reason: salesops.ErrOutOfRange,
		Want: "a list of different values, each " + wording.OneOf(known),
	}
	var members []T
	if err := json.Unmarshal(data, &members); err != nil || members == nil {
		return refused
	}
	var set uint16
	for _, member := range members {
		place := Bit(member, known)
		if place == 0 || set&place != 0 {
			return refused
		}
		set |= place
	}
	*dst = set
	return nil
}
