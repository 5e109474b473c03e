package overflow

import (
	"strconv"

	"github.com/salesops-go/salesops/internal/fault"
)

// The numbers of [AllocationPolicy] in [DefaultPolicy].
const (
	// DefaultMaxOptionRisk is in points of 10; an option of an order with a
	// higher quality risk is out. It is the line of the quality rule.
	// Playbook: OVF-4.
	DefaultMaxOptionRisk = DefaultMaxQualityRisk
	// DefaultMaxPlanNodes is how many nodes the search for the best plan
	// visits, which takes about a second. The number is ours.
	DefaultMaxPlanNodes = 6_000_000
)

// MaxPlanNodes is the most nodes that a search may be told to visit: hours.
const MaxPlanNodes = 1_000_000_000_000

// AllocationPolicy holds the numbers of [Allocate]. The zero policy is
// rejected: start from [DefaultPolicy].
//
// Playbook: OVF-4.
type AllocationPolicy struct {
	// MaxOptionRisk is the highest quality risk that an option of an order may
	// have, 0 to 10 points.
	MaxOptionRisk float64 `json:"max_option_risk"`
	// MaxPlanNodes ends the search, 1 to [MaxPlanNodes] nodes. A node is one
	// state of the search or a comparable handful of steps, some 100
	// nanoseconds. The result depends on it, and never on the clock.
	MaxPlanNodes int64 `json:"max_plan_nodes"`
}

func (p *AllocationPolicy) collect(in fault.Scope) {
	in.Float("MaxOptionRisk", p.MaxOptionRisk, 0, MaxScore, "points")
	const want = "1 to 1000000000000 nodes"
	switch {
	case p.MaxPlanNodes == 0:
		in.Missing("MaxPlanNodes", want)
	case p.MaxPlanNodes < 1 || p.MaxPlanNodes > MaxPlanNodes:
		in.OutOfRange("MaxPlanNodes", strconv.FormatInt(p.MaxPlanNodes, 10), want)
	}
}
