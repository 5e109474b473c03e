package capacity

import "github.com/salesops-go/salesops/internal/fault"

// The thresholds of planning in [DefaultPolicy].
const (
	// DefaultWorkingDaysPerMonth is in days: 252 a year. The number is ours.
	// Playbook: CAP-8.
	DefaultWorkingDaysPerMonth = 21.0
	// DefaultMaxOvertimeWeeks is in weeks: two months of 21 days are 8.4. The
	// number is ours. Playbook: CAP-8.
	DefaultMaxOvertimeWeeks = 9.0
	// DefaultLikelyChance is the chance, as a fraction, from which on a deal is
	// likely to close. The number is ours. Playbook: CAP-15.
	DefaultLikelyChance = 0.5
	// DefaultLoadCells is how many different loads of a week are told apart.
	// The number is ours. Playbook: CAP-15.
	DefaultLoadCells = 4096
	// DefaultTerritoryTolerance is how far a territory may be from the
	// average, as a fraction of it. The number is ours. Playbook: CAP-13.
	DefaultTerritoryTolerance = 0.15
	// DefaultMaxMoves is the most accounts that are moved to restore balance.
	// The number is ours. Playbook: CAP-13.
	DefaultMaxMoves = 10000
)

// The limits of the policies of planning.
const (
	// MaxDaysPerMonth is the most working days of a month.
	MaxDaysPerMonth = 31
	// MaxLoadCells is the most loads of a week that are told apart.
	MaxLoadCells = 65536
)

// GrowthPolicy says how many days of a month are worked, and for how long
// overtime may carry demand in a growth plan; the hours a week are
// MaxOvertimeHoursPerWeek of [QualityPolicy]. The zero policy is rejected: start
// from [DefaultPolicy].
//
// Playbook: CAP-8.
type GrowthPolicy struct {
	// WorkingDaysPerMonth is above 0, at most [MaxDaysPerMonth].
	WorkingDaysPerMonth float64 `json:"working_days_per_month"`
	// MaxOvertimeWeeks is the most weeks of overtime without a pause, 0 to
	// [MaxDays]; 0 for no overtime.
	MaxOvertimeWeeks float64 `json:"max_overtime_weeks"`
}

func (p *GrowthPolicy) collect(in fault.Scope) {
	required(in, "WorkingDaysPerMonth", p.WorkingDaysPerMonth, MaxDaysPerMonth, "days")
	in.Float("MaxOvertimeWeeks", p.MaxOvertimeWeeks, 0, MaxDays, "weeks")
}

// LoadPolicy says how the load of the pipeline is looked at. The zero policy is
// rejected: start from [DefaultPolicy].
//
// Playbook: CAP-15.
type LoadPolicy struct {
	// LikelyChance is the chance from which on a deal is likely to close, 0
	// to 1.
	LikelyChance float64 `json:"likely_chance"`
	// LoadCells is how many different loads of a week are told apart before
	// they are rounded to so many: 1 to [MaxLoadCells]. Time grows with it, and
	// the width of an interval falls.
	LoadCells int `json:"load_cells"`
}

func (p *LoadPolicy) collect(in fault.Scope) {
	in.Float("LikelyChance", p.LikelyChance, 0, 1, "as a fraction")
	in.Int("LoadCells", p.LoadCells, 1, MaxLoadCells, "cells")
}

// TerritoryPolicy says when territories are balanced. The zero policy is
// rejected: start from [DefaultPolicy].
//
// Playbook: CAP-13.
type TerritoryPolicy struct {
	// TerritoryTolerance is how far a territory's opportunity and workload may
	// be from the average, above 0 to 1.
	TerritoryTolerance float64 `json:"territory_tolerance"`
	// MaxMoves is the most accounts that are moved to restore balance, 1 to
	// [MaxTerritoryAccounts].
	MaxMoves int `json:"max_moves"`
}

func (p *TerritoryPolicy) collect(in fault.Scope) {
	required(in, "TerritoryTolerance", p.TerritoryTolerance, 1, "as a fraction of the average")
	in.Int("MaxMoves", p.MaxMoves, 1, MaxTerritoryAccounts, "accounts")
}
