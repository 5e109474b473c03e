package readiness

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
)

// Alert is a warning that fired and what it calls for.
type Alert struct {
	// Warning is the warning.
	Warning Warning `json:"warning"`
	// Response is what it calls for.
	Response Response `json:"response"`
}

// WarningReport is the warnings with every comparison that led to them.
type WarningReport struct {
	// Warnings is what [Warn] returns for the same input.
	Warnings WarningSet `json:"warnings"`
	// Alerts are the warnings that fired, the most severe first.
	Alerts []Alert `json:"alerts"`
	// Findings are the five warnings in published order: metric, value,
	// threshold and, for one that fired, the response in the Note. A metric
	// that was not measured is not applicable.
	Findings []salesops.Finding `json:"findings"`
}

// ExplainWarnings warns as [Warn] does and returns each warning's finding.
//
// For a use of capacity of 0.90, errors of 0.03 and nothing else measured:
//
//	utilization:  0.9 > 0.85: fired, -0.05 to the line
//	error-rate:   0.03 > 0.05: not fired, +0.02 to the line
//	overtime:     not applicable: not measured
//	satisfaction: not applicable: not measured
//	on-time:      not applicable: not measured
//
// It returns the errors of [Warn].
//
// Playbook: RDY-4.
func ExplainWarnings(metrics Metrics, policy WarningPolicy) (WarningReport, error) {
	warnings, err := Warn(metrics, policy)
	if err != nil {
		return WarningReport{}, err
	}
	return explainWarnings(&metrics, &policy, warnings), nil
}

// explainWarnings returns warnings with the findings that lead to them.
func explainWarnings(metrics *Metrics, policy *WarningPolicy, warnings WarningSet) WarningReport {
	report := WarningReport{Warnings: warnings, Alerts: warnings.alerts()}
	for _, l := range lines(metrics, policy) {
		f := l.finding("RDY-4", string(l.warning))
		remedy(&f, l.remedy)
		report.Findings = append(report.Findings, f)
	}
	return report
}

func (s WarningSet) alerts() []Alert {
	alerts := make([]Alert, 0, s.Count())
	for _, w := range s.BySeverity() {
		response, _ := w.Response()
		alerts = append(alerts, Alert{w, response})
	}
	return alerts
}

// line is one metric and the line that it is compared with.
type line struct {
	warning Warning
	measure string
	value   *float64
	op      string
	line    float64
	unit    string
	remedy  string
}

// lines returns the five comparisons in published order.
func lines(m *Metrics, p *WarningPolicy) [5]line {
	return [...]line{
		{
			HighUtilization, "use of capacity", m.Utilization, ">", p.MaxUtilization, "of capacity",
			"yellow alert: sell no more than the headroom and start what adds capacity",
		},
		{
			HighErrorRate, "error rate", m.ErrorRate, ">", p.MaxErrorRate, "of orders",
			"act at once: find the step that makes the errors and check its output until they stop",
		},
		{
			LongOvertime, "overtime per person", m.OvertimeHoursPerWeek, ">", p.MaxOvertimeHoursPerWeek, "hours a week",
			"add resources: shift work, borrow people or hire before people leave",
		},
		{
			LowSatisfaction, "customer satisfaction", m.Satisfaction, "<", p.MinSatisfaction, "of 10",
			"crisis mode: stop selling more, call the customers concerned, fix what they name",
		},
		{
			LateDeliveries, "share on time", m.OnTimeShare, "<", p.MinOnTimeShare, "of orders",
			"review the process: find where orders wait, and promise later until it is fixed",
		},
	}
}

// finding compares the metric; one that was not measured stands as 0 and is
// not applicable.
func (l *line) finding(playbook, rule string) salesops.Finding {
	left := decimal.NewFromInt(0)
	if l.value != nil {
		left = exact.Decimal(*l.value)
	}
	f := finding(playbook, rule, l.measure, left, l.op, exact.Decimal(l.line), l.unit)
	if l.value == nil {
		notApplicable(&f, "not measured")
	}
	return f
}
