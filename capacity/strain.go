package capacity

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// The figures of [StressPolicy].
const (
	// DefaultRetentionOvertimeHoursPerWeek is in hours a week per person; people
	// who work more than that may leave. It is the higher of the two figures of the
	// stress test. Playbook: CAP-5.
	DefaultRetentionOvertimeHoursPerWeek = 15.0
	// DefaultMaxWaitCells is the work spent on one wait after a surge. It is ours.
	DefaultMaxWaitCells = 1_000_000
	// MostWaitCells is the most that a policy may allow.
	MostWaitCells = 100_000_000
)

// StressPolicy says what a stress test measures people and its own work by. The
// zero policy is rejected: start from [DefaultPolicy].
//
// Playbook: CAP-5.
type StressPolicy struct {
	// RetentionOvertimeHoursPerWeek is the overtime of a person above which
	// people may leave, in hours a week, 0 to [MaxOvertime]; above
	// MaxOvertimeHoursPerWeek.
	RetentionOvertimeHoursPerWeek float64 `json:"retention_overtime_hours_per_week"`
	// MaxWaitCells limits the work on each wait after a surge, 1 to
	// [MostWaitCells]: probabilities that are updated, some three nanoseconds each.
	// What needs more is approximated.
	MaxWaitCells int `json:"max_wait_cells"`
}

func (p *StressPolicy) collect(in fault.Scope) {
	in.Float("RetentionOvertimeHoursPerWeek", p.RetentionOvertimeHoursPerWeek, 0, MaxOvertime, "hours a week per person")
	in.Int("MaxWaitCells", p.MaxWaitCells, 1, MostWaitCells, "cells")
}

// Strain is what the overtime that a volume takes does to people.
type Strain string

// The strains.
const (
	// NoStrain: overtime is at most the lower line.
	NoStrain Strain = "none"
	// Strained: overtime is above the lower line.
	Strained Strain = "strained"
	// RetentionRisk: overtime is above the upper line, and people may leave.
	RetentionRisk Strain = "retention-risk"
	// StrainUnknown: the audit names no people, or all are out.
	StrainUnknown Strain = "unknown"
)

// Strains returns all strains.
func Strains() []Strain { return []Strain{NoStrain, Strained, RetentionRisk, StrainUnknown} }

// MarshalText returns the strain's text. It returns an *[salesops.InputError] if
// s is not one of [Strains].
func (s Strain) MarshalText() ([]byte, error) { return strict.Text("Strain", s, Strains()) }

// UnmarshalText sets s from its text. It returns an *[salesops.InputError] if the
// text is not one of [Strains].
func (s *Strain) UnmarshalText(text []byte) error { return strict.Parse("Strain", s, text, Strains()) }

// overtime fills in the overtime that the people of a stage need to hold the
// volume, and returns the two comparisons with it.
//
//	hours of a person's day × (demand - capacity) × working days a week > line × capacity
func (t *test) overtime(l *load, i int, scenario *Scenario, s *StageSurge) []salesops.Finding {
	stage := &t.audit.Stages[i]
	supply := l.supply()
	lines := [...]struct {
		rule Rule
		line float64
	}{{OvertimeNeeded, t.policy.MaxOvertimeHoursPerWeek}, {PeopleMayLeave, t.policy.RetentionOvertimeHoursPerWeek}}
	findings := make([]salesops.Finding, len(lines))
	hours := exact.Decimal(t.audit.hoursADay(stage))
	known := hours.Sign() > 0 && supply.Sign() > 0
	excess := decimal.Max(decimal.New(0, 0), l.demand(scenario.Multiplier).Sub(supply)).Mul(hours).Mul(exact.Decimal(t.audit.workingDays()))
	for k, line := range lines {
		f := salesops.Finding{
			Rule: string(line.rule), Playbook: "CAP-5", Subject: stage.Name, Measure: "overtime × capacity", Op: ">",
			Unit: "hours a week per person × " + l.unit(), Left: excess, Right: supply.Mul(exact.Decimal(line.line)),
		}
		if known {
			f = decide(f)
		} else {
			f.Left, f.Right, f.Outcome = decimal.New(0, 0), exact.Decimal(line.line), salesops.NotApplicable
			f.Distance, f.Unit, f.Note = f.Right, "hours a week per person", "nobody is known to be there"
			f.Measure = "overtime"
		}
		findings[k] = f
	}
	s.Strain = strainOf(findings[0].Outcome, findings[1].Outcome)
	s.OvertimeHoursPerWeek = salesops.Undefined("nobody is known to be there")
	if known {
		s.OvertimeHoursPerWeek = salesops.Defined(exact.Quotient(excess, supply))
	}
	return findings
}

// strainOf returns what the two comparisons say.
func strainOf(needed, leave salesops.Outcome) Strain {
	switch {
	case needed == salesops.NotApplicable:
		return StrainUnknown
	case leave == salesops.Fired:
		return RetentionRisk
	case needed == salesops.Fired:
		return Strained
	default:
		return NoStrain
	}
}

// hoursADay returns the productive hours of a day of those who work at a stage, 0
// when the audit does not say who does.
func (a *Audit) hoursADay(stage *Stage) float64 {
	for i := range a.Teams {
		if a.Teams[i].Name == stage.Team {
			return a.Teams[i].HoursPerPersonDay
		}
	}
	return stage.HoursPerPersonDay
}
