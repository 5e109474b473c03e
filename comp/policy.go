package comp

import (
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// PolicyVersion is the version that a policy file carries.
const PolicyVersion = 1

// The thresholds of [DefaultPolicy].
const (
	// DefaultMinBaseShare is the least part of on-target earnings that base pay
	// should be, as a fraction; only a smaller one fires. Playbook: CMP-1.
	DefaultMinBaseShare = 0.40
	// DefaultMaxBaseShare is the largest part of on-target earnings that base
	// pay should be, as a fraction; only a larger one fires. Playbook: CMP-1.
	DefaultMaxBaseShare = 0.50
	// DefaultNewWeight is the part of target variable pay that is for new
	// customers, as a fraction. Playbook: CMP-3.
	DefaultNewWeight = 0.50
	// DefaultExpansionWeight is the part of target variable pay that is for
	// expansion, as a fraction. Playbook: CMP-3.
	DefaultExpansionWeight = 0.30
	// DefaultRetentionWeight is the part of target variable pay that is for
	// retention, as a fraction. Playbook: CMP-3.
	DefaultRetentionWeight = 0.20
)

// ReviewPolicy holds the thresholds of [Review]. The zero policy is rejected:
// start from [DefaultPolicy]. A company keeps one for each role.
type ReviewPolicy struct {
	// Role is the role whose range of base pay MinBaseShare and MaxBaseShare
	// are. The balance is for plans of any role.
	Role Role `json:"role"`
	// MinBaseShare is the least base pay as a part of on-target earnings, 0 to
	// 1 and at most MaxBaseShare.
	MinBaseShare float64 `json:"min_base_share"`
	// MaxBaseShare is the largest base pay as a part of on-target earnings, 0
	// to 1.
	MaxBaseShare float64 `json:"max_base_share"`
	// NewWeight is the part of target variable pay for [NewCustomers], 0
	// to 1. The three weights sum to exactly 1.
	NewWeight float64 `json:"new_weight"`
	// ExpansionWeight is the part of target variable pay for [Expansion], 0 to
	// 1.
	ExpansionWeight float64 `json:"expansion_weight"`
	// RetentionWeight is the part of target variable pay for [Retention], 0 to
	// 1.
	RetentionWeight float64 `json:"retention_weight"`
}

func (p *ReviewPolicy) collect(in fault.Scope) {
	in.Name("Role", string(p.Role))
	ranged := in.Float("MinBaseShare", p.MinBaseShare, 0, 1, "as a fraction")
	ranged = in.Float("MaxBaseShare", p.MaxBaseShare, 0, 1, "as a fraction") && ranged
	if ranged && p.MinBaseShare > p.MaxBaseShare {
		in.Conflict("MinBaseShare", exact.Decimal(p.MinBaseShare).String(), "at most MaxBaseShare")
	}
	weighed := in.Float("NewWeight", p.NewWeight, 0, 1, "as a fraction")
	weighed = in.Float("ExpansionWeight", p.ExpansionWeight, 0, 1, "as a fraction") && weighed
	weighed = in.Float("RetentionWeight", p.RetentionWeight, 0, 1, "as a fraction") && weighed
	if weighed && exact.Sign(exact.Of(p.NewWeight), exact.Of(p.ExpansionWeight), exact.Of(p.RetentionWeight), exact.Of(-1)) != 0 {
		in.Conflict("RetentionWeight", exact.Decimal(p.RetentionWeight).String(), "weights of the three measures that sum to exactly 1")
	}
}

// Policy holds every threshold of this package. Functions take the part that
// they need: comp.Review(plan, policy.ReviewPolicy).
//
// As JSON it is one flat object with the key "version", read strictly: unknown
// and missing keys and values out of range are reported together.
type Policy struct {
	ReviewPolicy
}

// DefaultPolicy returns the playbook's thresholds: the range of base pay of an
// [AccountExecutive], and the balance of 50% new customers, 30% expansion and
// 20% retention. Playbook: CMP-1, CMP-3.
func DefaultPolicy() Policy {
	return Policy{
		ReviewPolicy: ReviewPolicy{
			Role:            AccountExecutive,
			MinBaseShare:    DefaultMinBaseShare,
			MaxBaseShare:    DefaultMaxBaseShare,
			NewWeight:       DefaultNewWeight,
			ExpansionWeight: DefaultExpansionWeight,
			RetentionWeight: DefaultRetentionWeight,
		},
	}
}

// MarshalJSON returns the policy with its version.
func (p Policy) MarshalJSON() ([]byte, error) {
	type plain Policy // without its methods, so that encoding it does not call them again
	return strict.MarshalPolicy(PolicyVersion, plain(p))
}

// UnmarshalJSON reads a policy strictly. It returns an *[salesops.InputError]
// for every key that is unknown, missing or given twice, every value out of
// range, and a version other than [PolicyVersion].
func (p *Policy) UnmarshalJSON(data []byte) error {
	type plain Policy
	return strict.UnmarshalPolicy(data, PolicyVersion, (*plain)(p), func(f *plain, in fault.Scope) {
		f.ReviewPolicy.collect(in)
	})
}
