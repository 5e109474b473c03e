package strict

import (
	"encoding/json"
	"strconv"

	"github.com/salesops-go/salesops/internal/fault"
)

// policyFile is a policy as it stands in a file: one flat object, its version
// beside its own keys.
type policyFile[T any] struct {
	Version int `json:"version"`
	Policy  T   `json:",inline"`
}

// MarshalPolicy returns the JSON object of a policy, a struct with at least one
// key, with the key "version" before its own. The policy's type must not have a
// MarshalJSON that calls this function.
func MarshalPolicy[T any](version int, policy T) ([]byte, error) {
	body, err := json.Marshal(policy)
	if err != nil {
		return nil, err
	}
	return append([]byte(`{"version":`+strconv.Itoa(version)+","), body[1:]...), nil
}

// UnmarshalPolicy reads what [MarshalPolicy] writes, as [Unmarshal] does. It
// also returns an *InputError if the version is another.
func UnmarshalPolicy[T any](data []byte, version int, dst *T, check func(policy *T, in fault.Scope)) error {
	var file policyFile[T]
	err := Unmarshal(data, "Policy", &file, func(f *policyFile[T], in fault.Scope) {
		in.Int("Version", f.Version, version, version, "")
		check(&f.Policy, in)
	})
	if err == nil {
		*dst = file.Policy
	}
	return err
}
