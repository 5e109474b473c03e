package roi

import (
	"encoding/json"

	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// PolicyVersion is the version that a policy file carries.
const PolicyVersion = 1

// DefaultMaxMonths is the threshold of [DefaultPolicy] in months: an automation
// pays back in under six. Playbook: ROI-2.
const DefaultMaxMonths = 6.0

// MaxPolicyMonths is the highest threshold that a policy may have, in months: a
// hundred years.
const MaxPolicyMonths = 1200

// PaybackPolicy holds the threshold of [PayBack]. The zero policy is rejected:
// start from [DefaultPolicy].
//
// Playbook: ROI-2.
type PaybackPolicy struct {
	// MaxMonths is the line that a payback must stay under, in months from the
	// first spend: [MinInput] to [MaxPolicyMonths]. A payback of exactly
	// MaxMonths is too slow.
	MaxMonths float64 `json:"max_payback_months"`
}

func (p *PaybackPolicy) check(in fault.Scope) {
	atLeastMin(in, "MaxMonths", p.MaxMonths, MaxPolicyMonths, "months")
}

// Policy holds every threshold of this package. Functions take the part that
// they need: roi.PayBack(automation, policy.PaybackPolicy).
//
// As JSON it is one flat object with the key "version", read strictly: unknown
// and missing keys and values out of range are reported together.
type Policy struct {
	PaybackPolicy
}

// DefaultPolicy returns the playbook's thresholds. Playbook: ROI-2.
func DefaultPolicy() Policy {
	return Policy{PaybackPolicy: PaybackPolicy{MaxMonths: DefaultMaxMonths}}
}

// policyFile is a policy as it stands in a file.
type policyFile struct {
	Version int `json:"version"`
	plainPolicy
}

// plainPolicy is a Policy without its methods, so that encoding it does not
// call them again.
type plainPolicy Policy

// MarshalJSON returns the policy with its version.
func (p Policy) MarshalJSON() ([]byte, error) {
	return json.Marshal(policyFile{PolicyVersion, plainPolicy(p)})
}

// UnmarshalJSON reads a policy strictly. It returns an *[salesops.InputError]
// for every key that is unknown, missing or given twice, every value out of
// range, and a version other than [PolicyVersion].
func (p *Policy) UnmarshalJSON(data []byte) error {
	var file policyFile
	err := strict.Unmarshal(data, "Policy", &file, func(f *policyFile, in fault.Scope) {
		in.Int("Version", f.Version, PolicyVersion, PolicyVersion, "")
		f.check(in)
	})
	if err == nil {
		*p = Policy(file.plainPolicy)
	}
	return err
}
