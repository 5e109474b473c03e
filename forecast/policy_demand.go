package forecast

import "github.com/salesops-go/salesops/internal/fault"

// The thresholds of [DefaultPolicy] on demand.
const (
	// DefaultDemandLevel is the confidence of the interval of a projection, as a
	// fraction. The number is ours. Playbook: FCT-11.
	DefaultDemandLevel = 0.95
	// DefaultMinHeldBack is the fewest values that a model must have been tried
	// on: few, so that a model with a season has a chance where history is short.
	// The number is ours. Playbook: FCT-11.
	DefaultMinHeldBack = 4
	// DefaultMaxOrigins is the most points in time from which models are tried.
	// The number is ours. Playbook: FCT-11.
	DefaultMaxOrigins = 12
	// DefaultMaxDemandCells is how many cells may be computed in all, which takes
	// about a second. The number is ours. Playbook: FCT-11.
	DefaultMaxDemandCells = 300_000_000
)

// The ranges of these thresholds.
const (
	// MaxMinHeldBack is the most values that a policy may ask for.
	MaxMinHeldBack = 1000
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
	// MinHeldBack is the fewest values that a model must have been tried on, 1 to
	// [MaxMinHeldBack], or what MaxOrigins allows. A horizon of two periods from
	// two points in time makes four.
	MinHeldBack int `json:"min_held_back"`
	// MaxOrigins is the most points in time from which models are tried, 1 to
	// [MaxOriginsTried].
	MaxOrigins int `json:"max_origins"`
	// MaxDemandCells is how much is computed at most, in cells: a cell is a value
	// that goes through one state of a model. [MinDemandCells] to
	// [MostDemandCells].
	MaxDemandCells int `json:"max_demand_cells"`
}

// minOrigins is the fewest points in time that make enough values held back.
func (p *DemandPolicy) minOrigins(horizon int) int {
	return min(p.MaxOrigins, (p.MinHeldBack+horizon-1)/horizon)
}

func (p *DemandPolicy) collect(in *fault.Scope) {
	in.Float("DemandLevel", p.DemandLevel, MinIntervalLevel, MaxIntervalLevel, "as a fraction")
	in.Int("MinHeldBack", p.MinHeldBack, 1, MaxMinHeldBack, "values")
	in.Int("MaxOrigins", p.MaxOrigins, 1, MaxOriginsTried, "origins")
	in.Int("MaxDemandCells", p.MaxDemandCells, MinDemandCells, MostDemandCells, "cells")
}
