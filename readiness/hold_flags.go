package readiness

import (
	"slices"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
)

// HeldFlags are the red flags that are up, with every comparison that led to
// them.
type HeldFlags struct {
	// Count is how many are up, 0 to 10. It is what [Situation] takes.
	Count int `json:"count"`
	// Up are the flags that are up, in published order.
	Up []Flag `json:"up"`
	// Held are those of them that [RaiseFlags] would not raise: they were up
	// before and are not clear yet, or were not measured.
	Held []Flag `json:"held"`
	// Findings are all ten in published order. A measured flag that was up
	// before is compared with the line moved by its margin. One that is held
	// since its metric was not measured is not applicable, and up.
	Findings []salesops.Finding `json:"findings"`
}

// HoldFlags raises flags as [RaiseFlags] does, and keeps a measured one that
// was up before until its metric is clear of the line by a margin. before are
// the flags that were up the last time.
//
//	flag            goes up                       stays up
//	slow-quotes     quote response > 48 h         quote response > 48 - 8 h
//	order-errors    share with errors > 0.05      share with errors > 0.05 - 0.01
//	heavy-overtime  overtime > 15 h               overtime > 15 - 2 h
//
// The other seven are trends, counts and observations: they have no metric with
// a line to be clear of, and are as RaiseFlags has them whatever was up before.
// Margins work as those of [HoldWarnings]: exact, ended by the best value of
// the metric, and a flag that was up stays up while its metric is not measured.
//
// It returns the errors of [RaiseFlags], with the whole policy in place of its
// part, and an *[salesops.InputError] if a flag of before is not one of
// [Flags], or stands there twice.
//
// Playbook: RDY-5.
func HoldFlags(observations Observations, before []Flag, policy Policy) (HeldFlags, error) {
	var list fault.List
	observations.collect(list.In("Observations"))
	collectFlags(list.In("Flags"), before)
	policy.collect(list.In("Policy"))
	if list.Any() {
		return HeldFlags{}, list.Err()
	}
	findings := observations.findings(&policy.FlagPolicy)
	held := []Flag{}
	for i := range findings {
		flag := Flag(findings[i].Rule)
		margin, measured := policy.flagMargin(flag)
		if !measured || !slices.Contains(before, flag) {
			continue
		}
		raised := findings[i].Outcome == salesops.Fired
		moveLine(&findings[i], margin, 0)
		remedy(&findings[i], flagRemedy(flag))
		if !raised && findings[i].Outcome != salesops.NotFired {
			held = append(held, flag)
			noteHeld(&findings[i], true)
		}
	}
	return heldFlags(findings, held), nil
}

// collectFlags checks that the flags are known and different.
func collectFlags(in fault.Scope, flags []Flag) {
	if !in.Length("", len(flags), 0, flagCount) {
		return
	}
	for i, flag := range flags {
		at := in.At("", i)
		if fault.OneOf(at, "", flag, Flags()) && slices.Contains(flags[:i], flag) {
			at.Conflict("", string(flag), "each flag once")
		}
	}
}

// flagMargin returns the margin of a measured flag; measured is false for the
// others.
func (p *HoldPolicy) flagMargin(flag Flag) (margin float64, measured bool) {
	switch flag {
	case SlowQuotes:
		return p.HoldQuoteResponseHours, true
	case OrderErrors:
		return p.HoldOrderErrorRate, true
	case HeavyOvertime:
		return p.HoldFlagOvertimeHoursPerWeek, true
	case RisingComplaints, CelebratingSales, WillFigureItOut, DecliningQuality, KeyPeopleLeaving, SurpriseCapacity, NotTalking:
	}
	return 0, false
}

// heldFlags returns what follows from the findings and the flags that are held.
func heldFlags(findings []salesops.Finding, held []Flag) HeldFlags {
	h := HeldFlags{Up: []Flag{}, Held: held, Findings: findings}
	for _, f := range findings {
		if f.Outcome == salesops.Fired || slices.Contains(held, Flag(f.Rule)) {
			h.Up = append(h.Up, Flag(f.Rule))
		}
	}
	h.Count = len(h.Up)
	return h
}
