package capacity

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/strict"
)

// Rule is one of the comparisons that an assessment or a stress test makes.
type Rule string

// The rules in the order in which findings are listed.
const (
	// MeasuredBinds fires for a stage with both capacities when the measured
	// maximum is the smaller, which then counts.
	MeasuredBinds Rule = "measured-binds"
	// AboveYellow fires when demand is above the yellow line.
	AboveYellow Rule = "above-yellow"
	// AtRed fires when demand is at the red line or above it.
	AtRed Rule = "at-red"
	// ThinBuffer fires when the capacity beyond demand is below the buffer.
	ThinBuffer Rule = "thin-buffer"
	// PastTarget fires when demand is above the target utilization, so that
	// there is no room to sell into.
	PastTarget Rule = "past-target"
	// HighErrorRate fires when too many orders have an error.
	HighErrorRate Rule = "high-error-rate"
	// LateDelivery fires when too few orders are on time.
	LateDelivery Rule = "late-delivery"
	// LowSatisfaction fires when customers are not satisfied enough.
	LowSatisfaction Rule = "low-satisfaction"
	// HighOvertime fires when people work too much overtime. It reports, and
	// decides nothing.
	HighOvertime Rule = "high-overtime"
	// OvertimeNeeded fires when holding the volume of a scenario takes much
	// overtime.
	OvertimeNeeded Rule = "overtime-needed"
	// PeopleMayLeave fires when it takes so much that people may leave.
	PeopleMayLeave Rule = "people-may-leave"
	// MaximumApart fires when the measured maximum of a stage is far from what
	// people and hours allow.
	MaximumApart Rule = "maximum-apart"
	// LeadTimeTooShort fires when the lead time is shorter than the work.
	LeadTimeTooShort Rule = "lead-time-too-short"
)

// Rules returns the rules of an assessment in the order in which findings are
// listed: five for a stage, then four for the quality.
func Rules() []Rule {
	return []Rule{
		MeasuredBinds, AboveYellow, AtRed, ThinBuffer, PastTarget,
		HighErrorRate, LateDelivery, LowSatisfaction, HighOvertime,
	}
}

// StressRules returns the rules of a stress test in the order in which findings
// are listed for a stage.
func StressRules() []Rule { return []Rule{AboveYellow, AtRed, OvertimeNeeded, PeopleMayLeave} }

func allRules() []Rule { return append(append(Rules(), StressRules()[2:]...), AuditRules()...) }

// MarshalText returns the rule's text. It returns an *[salesops.InputError] if
// r is not one of [Rules], [StressRules] or [AuditRules].
func (r Rule) MarshalText() ([]byte, error) { return strict.Text("Rule", r, allRules()) }

// UnmarshalText sets r from its text. It returns an *[salesops.InputError] if
// the text is not one of [Rules], [StressRules] or [AuditRules].
func (r *Rule) UnmarshalText(text []byte) error { return strict.Parse("Rule", r, text, allRules()) }

// decide completes a finding that has its two numbers.
func decide(f salesops.Finding) salesops.Finding {
	f.Distance = f.Right.Sub(f.Left)
	f.Outcome = salesops.NotFired
	if f.Holds() {
		f.Outcome = salesops.Fired
	}
	return f
}

// line is the finding that compares a stage's demand with a share of its
// capacity.
func (b *balance) line(rule Rule, playbook, stage, op string, share float64) salesops.Finding {
	return decide(salesops.Finding{
		Rule: string(rule), Playbook: playbook, Subject: stage, Measure: "demand", Unit: b.unit,
		Left: b.demand, Op: op, Right: b.capacity.Mul(exact.Decimal(share)),
	})
}

func (b *balance) statusLines(stage string, policy *StatusPolicy) []salesops.Finding {
	return []salesops.Finding{
		b.line(AboveYellow, "CAP-4", stage, ">", policy.YellowAbove),
		b.line(AtRed, "CAP-4", stage, ">=", policy.RedAt),
	}
}

func (b *balance) bufferLine(stage string, policy *BufferPolicy) salesops.Finding {
	f := b.line(ThinBuffer, "CAP-7", stage, ">", 1)
	buffer := exact.Decimal(policy.Buffer)
	if policy.BufferBasis == ShareOfCapacity {
		f.Right = f.Right.Sub(f.Right.Mul(buffer))
	} else {
		f.Left = f.Left.Add(f.Left.Mul(buffer))
		f.Measure = "demand and its buffer"
	}
	return decide(f)
}

// bindingLine compares the two capacities of a stage that has both.
func (s *Stage) bindingLine() salesops.Finding {
	f := decide(salesops.Finding{
		Rule: string(MeasuredBinds), Playbook: "CAP-1", Subject: s.Name, Measure: "measured maximum", Unit: "hours a day",
		Left: exact.SumDecimal(exact.Of(s.MaxPerDay, s.HoursPerTransaction)), Op: "<",
		Right: s.peopleHours(0),
	})
	f.Note = "people and hours count"
	if f.Outcome == salesops.Fired {
		f.Note = "the measured maximum counts; the people's hours would allow more"
	}
	return f
}

// stageFindings returns the findings of one stage at today's volume.
func stageFindings(stage *Stage, b *balance, policy *Policy) []salesops.Finding {
	var list []salesops.Finding
	if stage.staffed() && stage.MaxPerDay != 0 {
		list = append(list, stage.bindingLine())
	}
	list = append(list, b.statusLines(stage.Name, &policy.StatusPolicy)...)
	return append(
		list, b.bufferLine(stage.Name, &policy.BufferPolicy),
		b.line(PastTarget, "CAP-11", stage.Name, ">", policy.TargetUtilization),
	)
}

// qualityFindings returns the findings of the quality at today's volume, also
// for what was not measured.
func qualityFindings(quality *Quality, policy *QualityPolicy) []salesops.Finding {
	if quality == nil {
		quality = &Quality{}
	}
	return []salesops.Finding{
		qualityLine(HighErrorRate, "error rate", quality.ErrorRate, ">", policy.MaxErrorRate, "of orders"),
		qualityLine(LateDelivery, "on-time share", quality.OnTimeShare, "<", policy.MinOnTimeShare, "of orders"),
		qualityLine(LowSatisfaction, "satisfaction", quality.Satisfaction, "<", policy.MinSatisfaction, "of 10"),
		qualityLine(HighOvertime, "overtime", quality.OvertimeHoursPerWeek, ">", policy.MaxOvertimeHoursPerWeek, "hours a week per person"),
	}
}

func qualityLine(rule Rule, measure string, value *float64, op string, line float64, unit string) salesops.Finding {
	f := salesops.Finding{
		Rule: string(rule), Playbook: "CAP-11", Measure: measure, Left: decimal.New(0, 0), Op: op, Right: exact.Decimal(line), Unit: unit,
	}
	if rule == HighOvertime {
		f.Playbook = "CAP-3"
	}
	if value == nil {
		f.Outcome, f.Distance, f.Note = salesops.NotApplicable, f.Right, "not measured"
		return f
	}
	f.Left = exact.Decimal(*value)
	return decide(f)
}
