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
	// DefaultWeightTolerance is how far the weight of a measure may be off the
	// balance before it is a risk, as a fraction of target variable pay. Ours.
	// Playbook: CMP-4.
	DefaultWeightTolerance = 0.15
	// DefaultMinComponentWeight is the least weight of a component, as a
	// fraction; only a smaller one fires. Ours. Playbook: CMP-4.
	DefaultMinComponentWeight = 0.10
	// DefaultMinCapMultiple is the lowest cap as a multiple of the target pay
	// that it caps; only a lower one fires. Ours. Playbook: CMP-4.
	DefaultMinCapMultiple = 1.50
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
	// WeightTolerance is how far the weight of a measure may be off the balance,
	// 0 to 1.
	WeightTolerance float64 `json:"weight_tolerance"`
	// MinComponentWeight is the least weight of a component, 0 to 1.
	MinComponentWeight float64 `json:"min_component_weight"`
	// MinCapMultiple is the lowest cap as a multiple of the target pay that it
	// caps, 0 to 100.
	MinCapMultiple float64 `json:"min_cap_multiple"`
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
	in.Float("WeightTolerance", p.WeightTolerance, 0, 1, "as a fraction")
	in.Float("MinComponentWeight", p.MinComponentWeight, 0, 1, "as a fraction")
	in.Float("MinCapMultiple", p.MinCapMultiple, 0, MaxRate, "times the target pay")
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
// 20% retention; and ours for what is off it. Playbook: CMP-1, CMP-3, CMP-4.
func DefaultPolicy() Policy {
	return Policy{
		ReviewPolicy: ReviewPolicy{
			Role:            AccountExecutive,
			MinBaseShare:    DefaultMinBaseShare,
			MaxBaseShare:    DefaultMaxBaseShare,
			NewWeight:       DefaultNewWeight,
			ExpansionWeight: DefaultExpansionWeight,
			RetentionWeight: DefaultRetentionWeight,

			WeightTolerance:    DefaultWeightTolerance,
			MinComponentWeight: DefaultMinComponentWeight,
			MinCapMultiple:     DefaultMinCapMultiple,
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
