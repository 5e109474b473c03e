package overflow

import (
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// PolicyVersion is the version that a policy file carries.
const PolicyVersion = 1

// The thresholds of [DefaultPolicy].
const (
	// DefaultMaxQualityRisk is in points of 10; only a risk above it fires.
	// Playbook: OVF-1.
	DefaultMaxQualityRisk = 5.0
	// DefaultMarginTolerance is how far below its target a margin may lie, as
	// a fraction; in percentage points of margin by default. Playbook: OVF-1.
	DefaultMarginTolerance = 0.20
	// DefaultMinStrategicValue is in points of 10; only a value below it
	// fires. Playbook: OVF-1.
	DefaultMinStrategicValue = 7.0
	// DefaultMinTeamMorale is in points of 10; only a morale below it fires.
	// Playbook: OVF-1.
	DefaultMinTeamMorale = 6.0
)

// RiskResponse is what is done with an order whose quality risk is too high.
// The playbook says "decline or defer"; which of them is a matter of policy.
type RiskResponse string

// The responses to a quality risk that is too high.
const (
	// DeferStrategic defers an order that is strategic enough and whose margin
	// rule does not fire, and declines any other. It is the default.
	DeferStrategic RiskResponse = "defer-strategic"
	// AlwaysDecline declines.
	AlwaysDecline RiskResponse = "always-decline"
	// AlwaysDefer defers.
	AlwaysDefer RiskResponse = "always-defer"
)

// RiskResponses returns all responses, the default first.
func RiskResponses() []RiskResponse {
	return []RiskResponse{DeferStrategic, AlwaysDecline, AlwaysDefer}
}

// MarshalText returns the response's text. It returns an
// *[salesops.InputError] if r is not one of [RiskResponses].
func (r RiskResponse) MarshalText() ([]byte, error) {
	return strict.Text("RiskResponse", r, RiskResponses())
}

// UnmarshalText sets r from its text. It returns an *[salesops.InputError] if
// the text is not one of [RiskResponses].
func (r *RiskResponse) UnmarshalText(text []byte) error {
	return strict.Parse("RiskResponse", r, text, RiskResponses())
}

// MarginBasis is what the margin tolerance is a fraction of.
type MarginBasis string

// The two readings of "target minus 20%".
const (
	// Points takes the tolerance off the target in percentage points: target
	// 0.80 and tolerance 0.20 put the line at 0.60. It is the default.
	Points MarginBasis = "points"
	// ShareOfTarget takes the tolerance as a share of the target: target 0.80
	// and tolerance 0.20 put the line at 0.64.
	ShareOfTarget MarginBasis = "share-of-target"
)

// MarginBases returns both bases, the default first.
func MarginBases() []MarginBasis { return []MarginBasis{Points, ShareOfTarget} }

// MarshalText returns the basis's text. It returns an *[salesops.InputError]
// if b is not one of [MarginBases].
func (b MarginBasis) MarshalText() ([]byte, error) {
	return strict.Text("MarginBasis", b, MarginBases())
}

// UnmarshalText sets b from its text. It returns an *[salesops.InputError] if
// the text is not one of [MarginBases].
func (b *MarginBasis) UnmarshalText(text []byte) error {
	return strict.Parse("MarginBasis", b, text, MarginBases())
}

// DecisionPolicy holds the thresholds of [Decide]. The zero policy is
// rejected: start from [DefaultPolicy].
type DecisionPolicy struct {
	// MaxQualityRisk is the highest acceptable quality risk, 0 to 10 points.
	MaxQualityRisk float64 `json:"max_quality_risk"`
	// RiskResponse is what is done with a riskier order.
	RiskResponse RiskResponse `json:"risk_response"`
	// MarginTolerance is how far below target a margin may lie, 0 to 1.
	MarginTolerance float64 `json:"margin_tolerance"`
	// MarginBasis is what the tolerance is a fraction of.
	MarginBasis MarginBasis `json:"margin_basis"`
	// MinStrategicValue is the lowest strategic value that is accepted while
	// demand exceeds capacity, 0 to 10 points.
	MinStrategicValue float64 `json:"min_strategic_value"`
	// MinTeamMorale is the lowest morale at which the team takes more without
	// help while demand exceeds capacity, 0 to 10 points.
	MinTeamMorale float64 `json:"min_team_morale"`
}

func (p *DecisionPolicy) valid() bool {
	return score(p.MaxQualityRisk) && score(p.MinStrategicValue) && score(p.MinTeamMorale) &&
		p.MarginTolerance >= 0 && p.MarginTolerance <= 1 &&
		(p.RiskResponse == DeferStrategic || p.RiskResponse == AlwaysDecline || p.RiskResponse == AlwaysDefer) &&
		(p.MarginBasis == Points || p.MarginBasis == ShareOfTarget)
}

func (p *DecisionPolicy) collect(in fault.Scope) {
	in.Float("MaxQualityRisk", p.MaxQualityRisk, 0, MaxScore, "points")
	fault.OneOf(in, "RiskResponse", p.RiskResponse, RiskResponses())
	in.Float("MarginTolerance", p.MarginTolerance, 0, 1, "as a fraction")
	fault.OneOf(in, "MarginBasis", p.MarginBasis, MarginBases())
	in.Float("MinStrategicValue", p.MinStrategicValue, 0, MaxScore, "points")
	in.Float("MinTeamMorale", p.MinTeamMorale, 0, MaxScore, "points")
}

// Policy holds every threshold of this package. Functions take the part that
// they need: overflow.Decide(order, situation, policy.DecisionPolicy).
//
// As JSON it is one flat object with the key "version", read strictly: unknown
// and missing keys and values out of range are reported together.
type Policy struct {
	DecisionPolicy
	PromisePolicy
	AllocationPolicy
}

// DefaultPolicy returns the playbook's thresholds. Playbook: OVF-1.
func DefaultPolicy() Policy {
	return Policy{
		DecisionPolicy: DecisionPolicy{
			MaxQualityRisk:    DefaultMaxQualityRisk,
			RiskResponse:      DeferStrategic,
			MarginTolerance:   DefaultMarginTolerance,
			MarginBasis:       Points,
			MinStrategicValue: DefaultMinStrategicValue,
			MinTeamMorale:     DefaultMinTeamMorale,
		},
		PromisePolicy: defaultPromisePolicy(),
		AllocationPolicy: AllocationPolicy{
			MaxOptionRisk: DefaultMaxOptionRisk,
			MaxPlanNodes:  DefaultMaxPlanNodes,
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
		(*Policy)(f).collect(in)
	})
}

func (p *Policy) collect(in fault.Scope) {
	p.DecisionPolicy.collect(in)
	p.PromisePolicy.collect(in)
	p.AllocationPolicy.collect(in)
}
