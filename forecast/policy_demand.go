package forecast

import "github.com/salesops-go/salesops/internal/fault"

// The thresholds of [DefaultPolicy] on demand.
const (
	// DefaultDemandLevel is the confidence of the interval of a projection, as a
	// fraction. The number is ours. Playbook: FCT-11.
	DefaultDemandLevel = 0.95
	// DefaultMinOrigins is the fewest points in time from which a model must have
	// been tried. The number is ours. Playbook: FCT-11.
	DefaultMinOrigins = 3
	// DefaultMaxOrigins is the most points in time from which models are tried.
	// The number is ours. Playbook: FCT-11.
	DefaultMaxOrigins = 12
	// DefaultMaxDemandCells is how many cells may be computed in all, which takes
	// some two seconds. The number is ours. Playbook: FCT-11.
	DefaultMaxDemandCells = 500_000_000
)

// The ranges of these thresholds.
const (
	// MaxOriginsTried is the most origins that a policy may ask for.
	MaxOriginsTried = 100
	// MinDemandCells is the least work that a policy may allow, in cells.
	MinDemandCells = 1_000_000
	// MostDemandCells is the most, in cells.
	MostDemandCells = 2_000_000_000
)

// DemandPolicy says how [ProjectDemand] chooses a model. The zero policy is
// rejected: start from [DefaultPolicy].
type DemandPolicy struct {
	// DemandLevel is the confidence of the interval as a fraction,
	// [MinIntervalLevel] to [MaxIntervalLevel].
	DemandLevel float64 `json:"demand_level"`
	// MinOrigins is the fewest points in time from which a model must have been
	// tried on what followed, 1 to MaxOrigins.
	MinOrigins int `json:"min_origins"`
	// MaxOrigins is the most, MinOrigins to [MaxOriginsTried].
	MaxOrigins int `json:"max_origins"`
	// MaxDemandCells is how much is computed at most, in cells: a cell is a value
	// that goes through one state of a model. [MinDemandCells] to
	// [MostDemandCells].
	MaxDemandCells int `json:"max_demand_cells"`
}

func (p *DemandPolicy) collect(in *fault.Scope) {
	in.Float("DemandLevel", p.DemandLevel, MinIntervalLevel, MaxIntervalLevel, "as a fraction")
	least := in.Int("MinOrigins", p.MinOrigins, 1, MaxOriginsTried, "origins")
	if in.Int("MaxOrigins", p.MaxOrigins, 1, MaxOriginsTried, "origins") && least && p.MaxOrigins < p.MinOrigins {
		in.Conflict("MaxOrigins", "", "at least MinOrigins")
	}
	in.Int("MaxDemandCells", p.MaxDemandCells, MinDemandCells, MostDemandCells, "cells")
}
