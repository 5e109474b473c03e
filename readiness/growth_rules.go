package readiness

import (
	"github.com/salesops-go/salesops/internal/set"
	"github.com/salesops-go/salesops/internal/strict"
)

// GrowthRule is one of the rules by which growth is decided.
type GrowthRule string

// The rules that answer no, in published order.
const (
	// StageIsRed fires when a stage is red.
	StageIsRed GrowthRule = "stage-red"
	// SatisfactionIsLow fires when satisfaction is below its line.
	SatisfactionIsLow GrowthRule = "satisfaction"
	// ErrorsAreHigh fires when the rate of errors is above its line.
	ErrorsAreHigh GrowthRule = "error-rate"
	// ReadinessIsLow fires when readiness is in [Overhaul].
	ReadinessIsLow GrowthRule = "readiness-overhaul"
	// RedFlagsAreMany fires when enough red flags are up.
	RedFlagsAreMany GrowthRule = "red-flags"
	// FoundationIsMissing fires for a request to scale while the foundation is
	// incomplete.
	FoundationIsMissing GrowthRule = "foundation"
)

// The rules that answer with limits, in published order.
const (
	// StageIsYellow fires when a stage is yellow or worse.
	StageIsYellow GrowthRule = "stage-yellow"
	// UtilizationIsHigh fires when the use of capacity is above its line.
	UtilizationIsHigh GrowthRule = "utilization"
	// OvertimeIsLong fires when overtime is above its line.
	OvertimeIsLong GrowthRule = "overtime"
	// DeliveryIsLate fires when the share on time is below its line.
	DeliveryIsLate GrowthRule = "on-time"
	// RedFlagIsUp fires when any red flag is up.
	RedFlagIsUp GrowthRule = "any-red-flag"
	// ReadinessHasGaps fires when readiness is in [FixGaps] or below.
	ReadinessHasGaps GrowthRule = "readiness-gaps"
	// ReadinessIsWithheld fires when too few items of the assessment apply.
	ReadinessIsWithheld GrowthRule = "readiness-withheld"
)

// The rules that answer yes when none of the others fires.
const (
	// ReadinessIsModerate decides when readiness is in [ModerateGrowth].
	ReadinessIsModerate GrowthRule = "readiness-moderate"
	// ReadinessIsStrong decides when readiness is in [ScaleAggressively].
	ReadinessIsStrong GrowthRule = "readiness-strong"
)

const (
	firedStageRed uint16 = 1 << iota
	firedLowSatisfaction
	firedHighErrors
	firedOverhaul
	firedManyFlags
	firedFoundation
	firedStageYellow
	firedHighUtilization
	firedLongOvertime
	firedLate
	firedAnyFlag
	firedGaps
	firedWithheld
)

const (
	// rulesOfNo is the number of rules that answer no.
	rulesOfNo = 6
	// rulesAgainst is the number of rules that fire against growth.
	rulesAgainst = 13
	// atPipelineLoad is where the rules of the week begin in a list of all.
	atPipelineLoad = rulesAgainst + 2
)

// GrowthRules returns all rules in published order: those of no, of with
// limits, of yes. Playbook: RDY-12.
func GrowthRules() []GrowthRule {
	return []GrowthRule{
		StageIsRed, SatisfactionIsLow, ErrorsAreHigh, ReadinessIsLow, RedFlagsAreMany, FoundationIsMissing,
		StageIsYellow, UtilizationIsHigh, OvertimeIsLong, DeliveryIsLate, RedFlagIsUp, ReadinessHasGaps, ReadinessIsWithheld,
		ReadinessIsModerate, ReadinessIsStrong,
	}
}

// MarshalText returns the rule's text. It returns an *[salesops.InputError] if
// r is not one of [GrowthRules].
func (r GrowthRule) MarshalText() ([]byte, error) {
	return strict.Text("GrowthRule", r, GrowthRules())
}

// UnmarshalText sets r from its text. It returns an *[salesops.InputError] if
// the text is not one of [GrowthRules].
func (r *GrowthRule) UnmarshalText(text []byte) error {
	return strict.Parse("GrowthRule", r, text, GrowthRules())
}

// GrowthRuleSet is a set of rules that fired against growth. It can be compared
// with ==; in JSON it is the list of the rules in published order.
type GrowthRuleSet struct{ bits uint16 }

// Has reports whether the set holds r. The two rules that answer yes are in no
// set.
func (s GrowthRuleSet) Has(r GrowthRule) bool {
	return s.bits&set.Bit(r, GrowthRules()[:rulesAgainst]) != 0
}

// Rules returns the rules of the set in published order; empty, not nil, for
// the empty set.
func (s GrowthRuleSet) Rules() []GrowthRule { return set.Members(s.bits, GrowthRules()[:rulesAgainst]) }

// MarshalJSON returns the set as a list of rules.
func (s GrowthRuleSet) MarshalJSON() ([]byte, error) {
	return set.Marshal(s.bits, GrowthRules()[:rulesAgainst])
}

// UnmarshalJSON reads a list of rules in any order. It returns an
// *[salesops.InputError] if an element is not a rule that can fire against
// growth, or stands there twice.
func (s *GrowthRuleSet) UnmarshalJSON(data []byte) error {
	return set.Unmarshal("GrowthRuleSet", &s.bits, data, GrowthRules()[:rulesAgainst])
}
