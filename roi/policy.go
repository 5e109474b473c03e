package roi

import (
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

// The defaults of [DefaultPolicy] that are ours.
const (
	// DefaultAnnualDiscountRate is what money costs, as a fraction a year.
	DefaultAnnualDiscountRate = 0.10
	// DefaultBasis counts the savings that become cash, and no others.
	DefaultBasis = CashOnly
	// DefaultMaxNodes is how many nodes the search for the best set visits.
	DefaultMaxNodes = 200_000
	// DefaultMaxCells is into how many cells a range of outcomes is divided.
	DefaultMaxCells = 8192
)

// The limits of a policy's amounts of work.
const (
	// MaxNodes is the most nodes that a search may be told to visit.
	MaxNodes = 100_000_000
	// MinCells is the fewest cells of a grid.
	MinCells = 64
	// MaxCells is the most cells of a grid.
	MaxCells = 32_768
)

// Basis is which savings count.
//
// Playbook: ROI-8.
type Basis string

// The two bases.
const (
	// CashOnly counts savings that leave the payroll or the overtime bill, and
	// errors that are no longer paid for.
	CashOnly Basis = "cash-only"
	// WithAvoided counts hires that are not needed as well.
	WithAvoided Basis = "with-avoided"
)

// Bases returns both bases: cash only, with avoided cost.
func Bases() []Basis { return []Basis{CashOnly, WithAvoided} }

// MarshalText returns the basis's text. It returns an *[salesops.InputError] if
// b is not one of [Bases].
func (b Basis) MarshalText() ([]byte, error) { return strict.Text("Basis", b, Bases()) }

// UnmarshalText sets b from its text. It returns an *[salesops.InputError] if
// the text is not one of [Bases].
func (b *Basis) UnmarshalText(text []byte) error { return strict.Parse("Basis", b, text, Bases()) }

// ProgramPolicy says what a later saving is worth now, and which savings count.
//
// Playbook: ROI-6, ROI-8.
type ProgramPolicy struct {
	// AnnualDiscountRate is effective, as a fraction a year: 0, or [MinInput]
	// to [MaxDiscountRate].
	AnnualDiscountRate float64 `json:"annual_discount_rate"`
	// Basis is which savings a ranking and a sensitivity count; a projection
	// shows both.
	Basis Basis `json:"basis"`
}

func (p *ProgramPolicy) check(in fault.Scope) {
	noneOrFloat(in, "AnnualDiscountRate", p.AnnualDiscountRate, MaxDiscountRate, "a year, as a fraction")
	fault.OneOf(in, "Basis", p.Basis, Bases())
}

// RankPolicy limits the work of [RankCandidates].
//
// Playbook: ROI-3.
type RankPolicy struct {
	// MaxNodes is how many nodes the search for the best set visits at most: 1
	// to [MaxNodes].
	MaxNodes int `json:"max_nodes"`
}

func (p *RankPolicy) check(in fault.Scope) {
	in.Int("MaxNodes", p.MaxNodes, 1, MaxNodes, "nodes")
}

// ChancePolicy limits the work of [EstimateChance].
//
// Playbook: ROI-6.
type ChancePolicy struct {
	// MaxCells is into how many cells the range of outcomes is divided:
	// [MinCells] to [MaxCells]. Twice as many halve the width of the bounds and
	// take four times as long.
	MaxCells int `json:"max_cells"`
}

func (p *ChancePolicy) check(in fault.Scope) {
	in.Int("MaxCells", p.MaxCells, MinCells, MaxCells, "cells")
}

// Policy holds every threshold of this package. Functions take the part that
// they need: roi.PayBack(automation, policy.PaybackPolicy).
//
// As JSON it is one flat object with the key "version", read strictly: unknown
// and missing keys and values out of range are reported together.
type Policy struct {
	PaybackPolicy
	ProgramPolicy
	RankPolicy
	ChancePolicy
}

// DefaultPolicy returns the playbook's threshold and our defaults for the rest.
// Playbook: ROI-2.
func DefaultPolicy() Policy {
	return Policy{
		PaybackPolicy: PaybackPolicy{MaxMonths: DefaultMaxMonths},
		ProgramPolicy: ProgramPolicy{AnnualDiscountRate: DefaultAnnualDiscountRate, Basis: DefaultBasis},
		RankPolicy:    RankPolicy{MaxNodes: DefaultMaxNodes},
		ChancePolicy:  ChancePolicy{MaxCells: DefaultMaxCells},
	}
}

func (p *Policy) check(in fault.Scope) {
	p.PaybackPolicy.check(in)
	p.ProgramPolicy.check(in)
	p.RankPolicy.check(in)
	p.ChancePolicy.check(in)
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
		(*Policy)(f).check(in)
	})
}
