package readiness

import (
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
)

// ComponentScore is what one component adds to the alignment score.
type ComponentScore struct {
	// Component is the component.
	Component Component `json:"component"`
	// Share is what it counts, from the floor to 1; undefined when it has no
	// figure, which only a weight of 0 allows.
	Share salesops.Maybe `json:"share"`
	// Weight is its weight.
	Weight int `json:"weight"`
	// Gain is how many points the score would rise if the component were at
	// its best anchor, rounded as [Alignment].Score.
	Gain float64 `json:"gain"`
}

// AlignmentReport is the alignment score with what each component adds to it.
type AlignmentReport struct {
	// Alignment is what [ScoreAlignment] returns for the same input.
	Alignment Alignment `json:"alignment"`
	// Components are all seven in published order.
	Components []ComponentScore `json:"components"`
	// Findings compare each component with its best anchor, in published
	// order: one that fired costs points. The Note of one that fired says how
	// many, and what to do. A component of weight 0 is not applicable.
	Findings []salesops.Finding `json:"findings"`
}

// ExplainAlignment scores as [ScoreAlignment] does and returns what each
// component counts, what it costs, and its finding. A pipeline is compared
// multiplied out: its load with the anchor times the headroom.
//
// It returns the errors of [ScoreAlignment].
//
// Playbook: RDY-7.
func ExplainAlignment(figures AlignmentFigures, policy AlignmentPolicy) (AlignmentReport, error) {
	alignment, err := ScoreAlignment(figures, policy)
	if err != nil {
		return AlignmentReport{}, err
	}
	report := AlignmentReport{Alignment: alignment}
	parts := figures.parts(&policy)
	for i, f := range figures.findings(&policy) {
		c := ComponentScore{Component: component(i), Share: salesops.Undefined("not measured"), Weight: parts[i].weight}
		c.Gain = gain(&parts, i, alignment.Score)
		measured := f.Outcome != salesops.NotApplicable
		if measured {
			c.Share = salesops.Defined(parts[i].share)
		}
		switch {
		case measured && c.Weight == 0:
			notApplicable(&f, "its weight is 0")
		case !measured:
			notApplicable(&f, "not measured, and its weight is 0")
		}
		remedy(&f, "costs "+strconv.FormatFloat(c.Gain, 'f', 1, 64)+" points: "+componentRemedy(c.Component))
		report.Components = append(report.Components, c)
		report.Findings = append(report.Findings, f)
	}
	return report, nil
}

// findings compares each component with its best anchor; one without a figure
// is not applicable.
func (f *AlignmentFigures) findings(p *AlignmentPolicy) []salesops.Finding {
	m := &f.Metrics
	all := []line{
		{measure: "use of capacity", value: m.Utilization, op: ">", line: p.UtilizationScale.Best, unit: "of capacity"},
		{measure: "error rate", value: m.ErrorRate, op: ">", line: p.ErrorRateScale.Best, unit: "of orders"},
		{measure: "overtime per person", value: m.OvertimeHoursPerWeek, op: ">", line: p.OvertimeScale.Best, unit: "hours a week"},
		{measure: "customer satisfaction", value: m.Satisfaction, op: "<", line: p.SatisfactionScale.Best, unit: "of 10"},
		{measure: "share on time", value: m.OnTimeShare, op: "<", line: p.OnTimeScale.Best, unit: "of orders"},
		{measure: "morale", value: f.Morale, op: "<", line: p.MoraleScale.Best, unit: "of 10"},
	}
	findings := make([]salesops.Finding, 0, componentCount)
	for i := range all {
		findings = append(findings, all[i].finding("RDY-7", string(component(i))))
	}
	return append(findings, f.Pipeline.finding(p.PipelineScale.Best))
}

func (l *PipelineLoad) finding(best float64) salesops.Finding {
	const measure, unit = "load of the pipeline, against the anchor times the headroom", "in the unit of the load"
	if l == nil {
		f := finding("RDY-7", string(AlignedPipeline), measure, decimal.NewFromInt(0), ">", decimal.NewFromInt(0), unit)
		notApplicable(&f, "not measured")
		return f
	}
	return finding("RDY-7", string(AlignedPipeline), measure, exact.Decimal(l.Load), ">", exact.SumDecimal(exact.Of(best, l.Headroom)), unit)
}

// componentRemedy says what to do about a component that costs points.
func componentRemedy(c Component) string {
	switch c {
	case AlignedUtilization:
		return "take load off the fullest stage, or add capacity to it"
	case AlignedErrorRate:
		return "find the step that makes the errors and check its output until they stop"
	case AlignedOvertime:
		return "add people, or move work to where there is time for it"
	case AlignedSatisfaction:
		return "call the customers who are least satisfied, and fix what they name"
	case AlignedOnTime:
		return "find where orders wait, and promise later until it is fixed"
	case AlignedMorale:
		return "ask the team what wears it down, and take one of those things away this week"
	case AlignedPipeline:
		return "slow what sales brings in to the headroom, or build capacity before it lands"
	case NoComponent:
	}
	return ""
}
