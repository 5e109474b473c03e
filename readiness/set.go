package readiness

import (
	"encoding/json"
	"slices"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/wording"
)

// bit returns the bit of a member of a set: that of its place among the known.
// It is 0 for one that is not known.
func bit[T ~string](member T, known []T) uint16 {
	at := slices.Index(known, member)
	if at < 0 {
		return 0
	}
	return 1 << at
}

// held returns the members of a set in the order of the known.
func held[T ~string](set uint16, known []T) []T {
	members := make([]T, 0, len(known))
	for _, member := range known {
		if set&bit(member, known) != 0 {
			members = append(members, member)
		}
	}
	return members
}

func marshalSet[T ~string](set uint16, known []T) ([]byte, error) {
	return json.Marshal(held(set, known))
}

// unmarshalSet reads a list of different members. name is the set's type.
func unmarshalSet[T ~string](name string, dst *uint16, data []byte, known []T) error {
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
		place := bit(member, known)
		if place == 0 || set&place != 0 {
			return refused
		}
		set |= place
	}
	*dst = set
	return nil
}
