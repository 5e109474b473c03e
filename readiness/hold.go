package readiness

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
)

// HoldWarnings warns as [Warn] does, and keeps a warning that was on before
// until its metric is clear of the line by a margin, so that a metric that
// wavers around its line does not switch the warning on and off each week.
// before is what HoldWarnings, or [Warn], returned the last time.
//
//	warning       goes on               stays on
//	utilization   utilization > 0.85    utilization > 0.85 - 0.05
//	error-rate    error rate > 0.05     error rate > 0.05 - 0.01
//	overtime      overtime > 10 h       overtime > 10 - 2 h
//	satisfaction  satisfaction < 8      satisfaction < 8 + 0.5
//	on-time       on-time share < 0.95  on-time share < 0.95 + 0.01
//
// Sums are exact: a metric that is clear by just the margin takes its warning
// off. A margin that reaches past the best value of a metric ends there: at the
// best value every warning goes off. A warning that was on stays on while its
// metric is not measured, since nothing shows that it is clear. With margins of
// 0, or nothing on before, the result is that of Warn for the metrics that were
// measured.
//
// HoldWarnings allocates nothing; [ExplainHeldWarnings] tells what was
// compared. The policy is the whole one: lines and margins decide together.
//
// It returns an *[salesops.InputError] if:
//   - a metric is given and out of its range;
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: RDY-4.
func HoldWarnings(metrics Metrics, before WarningSet, policy Policy) (WarningSet, error) {
	if !(metrics.valid() && policy.valid()) {
		return WarningSet{}, holdFaults(&metrics, &policy)
	}
	return WarningSet{hold(&metrics, before.bits, &policy)}, nil
}

func holdFaults(metrics *Metrics, policy *Policy) error {
	var list fault.List
	metrics.collect(list.In("Metrics"))
	policy.collect(list.In("Policy"))
	return list.Err()
}

// hold returns the warnings that fire, and those of before that are not clear.
func hold(m *Metrics, before uint16, p *Policy) uint16 {
	var off uint16
	if clearBelow(m.Utilization, p.MaxUtilization, p.HoldUtilization) {
		off |= firedUtilization
	}
	if clearBelow(m.ErrorRate, p.MaxErrorRate, p.HoldErrorRate) {
		off |= firedErrorRate
	}
	if clearBelow(m.OvertimeHoursPerWeek, p.MaxOvertimeHoursPerWeek, p.HoldOvertimeHoursPerWeek) {
		off |= firedOvertime
	}
	if clearAbove(m.Satisfaction, p.MinSatisfaction, p.HoldSatisfaction, MaxSatisfaction) {
		off |= firedSatisfaction
	}
	if clearAbove(m.OnTimeShare, p.MinOnTimeShare, p.HoldOnTimeShare, 1) {
		off |= firedOnTime
	}
	return warn(m, &p.WarningPolicy) | before&^off
}

// clearBelow reports that a metric was measured and is at most line - margin,
// or 0.
func clearBelow(x *float64, line, margin float64) bool {
	return x != nil && (*x == 0 || exact.CompareSums(*x, margin, line, 0) <= 0)
}

// clearAbove reports that a metric was measured and is at least line + margin,
// or best.
func clearAbove(x *float64, line, margin, best float64) bool {
	return x != nil && (*x == best || exact.CompareSums(*x, 0, line, margin) >= 0)
}

// HeldWarnings are the warnings that are on, with every comparison that led to
// them.
type HeldWarnings struct {
	// Warnings is what [HoldWarnings] returns for the same input.
	Warnings WarningSet `json:"warnings"`
	// Held are those of them that [Warn] would not raise: they were on before
	// and are not clear yet, or were not measured.
	Held WarningSet `json:"held"`
	// Alerts are the warnings that are on, the most severe first.
	Alerts []Alert `json:"alerts"`
	// Findings are the five warnings in published order. One that was on
	// before is compared with the line moved by its margin. One that is held
	// since its metric was not measured is not applicable, and on.
	Findings []salesops.Finding `json:"findings"`
}

// ExplainHeldWarnings warns as [HoldWarnings] does and returns each warning's
// finding.
//
// For a use of capacity of 0.82, errors of 0.045 and overtime that was not
// measured, when utilization and overtime were on:
//
//	utilization:  0.82 > 0.8: fired, held
//	error-rate:   0.045 > 0.05: not fired
//	overtime:     not applicable: not measured, held
//
// It returns the errors of [HoldWarnings].
//
// Playbook: RDY-4.
func ExplainHeldWarnings(metrics Metrics, before WarningSet, policy Policy) (HeldWarnings, error) {
	on, err := HoldWarnings(metrics, before, policy)
	if err != nil {
		return HeldWarnings{}, err
	}
	held := WarningSet{on.bits &^ warn(&metrics, &policy.WarningPolicy)}
	report := HeldWarnings{Warnings: on, Held: held, Alerts: on.alerts()}
	for i, l := range lines(&metrics, &policy.WarningPolicy) {
		f := l.finding("RDY-4", string(l.warning))
		if before.Has(l.warning) {
			moveLine(&f, policy.margins()[i], bestOf(l.warning))
		}
		remedy(&f, l.remedy)
		noteHeld(&f, held.Has(l.warning))
		report.Findings = append(report.Findings, f)
	}
	return report, nil
}

// noteHeld says why an alert that no longer fires at its line is on.
func noteHeld(f *salesops.Finding, held bool) {
	switch {
	case !held:
	case f.Outcome == salesops.NotApplicable:
		f.Note = "not measured, and on before: it stays on until the metric is seen to be clear"
	default:
		f.Note = "on before: it stays on until the metric is clear of the line by the margin"
	}
}

// margins returns the margins of the warnings in published order.
func (p *HoldPolicy) margins() [5]float64 {
	return [...]float64{p.HoldUtilization, p.HoldErrorRate, p.HoldOvertimeHoursPerWeek, p.HoldSatisfaction, p.HoldOnTimeShare}
}

// bestOf returns the best value of a warning's metric.
func bestOf(w Warning) float64 {
	switch w {
	case LowSatisfaction:
		return MaxSatisfaction
	case LateDeliveries:
		return 1
	case HighUtilization, HighErrorRate, LongOvertime:
	}
	return 0
}

// moveLine moves the line of a finding by a margin towards the best value of
// its metric, and not past it.
func moveLine(f *salesops.Finding, margin, best float64) {
	var at decimal.Decimal
	if f.Op == ">" {
		at = decimal.Max(f.Right.Sub(exact.Decimal(margin)), exact.Decimal(best))
	} else {
		at = decimal.Min(f.Right.Add(exact.Decimal(margin)), exact.Decimal(best))
	}
	moved := finding(f.Playbook, f.Rule, f.Measure, f.Left, f.Op, at, f.Unit)
	if f.Outcome == salesops.NotApplicable {
		notApplicable(&moved, f.Note)
	}
	*f = moved
}
