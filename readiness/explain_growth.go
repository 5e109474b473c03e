package readiness

import (
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
)

// GrowthExplanation is a decision about growth with every comparison that led
// to it.
type GrowthExplanation struct {
	// Decision is what [DecideGrowth] returns for the same input.
	Decision GrowthDecision `json:"decision"`
	// Findings are all rules in published order; the first that fired decided.
	// The Note of one that fired says what to do first. The two rules of a yes
	// do not apply while another fires.
	Findings []salesops.Finding `json:"findings"`
}

// ExplainGrowth decides as [DecideGrowth] does and returns each rule's finding:
// the two decimals that it compared, whether it fired, how far it is from the
// line, and what to do about one that fired.
//
// A status stands as 0 for green, 1 for yellow and 2 for red, and the
// foundation as 1 when it is complete. Readiness is compared in points of the
// applicable maximum. It returns the errors of [DecideGrowth].
//
// Playbook: RDY-12.
func ExplainGrowth(situation Situation, policy Policy) (GrowthExplanation, error) {
	decision, err := DecideGrowth(situation, policy)
	if err != nil {
		return GrowthExplanation{}, err
	}
	return explainGrowth(&situation, &policy, decision), nil
}

// explainGrowth returns a decision with the findings that lead to it.
func explainGrowth(situation *Situation, policy *Policy, decision GrowthDecision) GrowthExplanation {
	e := GrowthExplanation{Decision: decision, Findings: situation.findings(policy)}
	for i := range e.Findings[:rulesAgainst] {
		f := &e.Findings[i]
		remedy(f, growthRemedy(GrowthRule(f.Rule)))
	}
	for i := range e.Findings[rulesAgainst:] {
		f := &e.Findings[rulesAgainst+i]
		remedy(f, "sell "+fraction(decision.Growth.Low)+" to "+fraction(decision.Growth.High)+" more, as a fraction of today's volume")
		if decision.Answer != Yes {
			notApplicable(f, "a rule before it fired")
		}
	}
	return e
}

func fraction(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// findings returns the comparisons of all rules in published order.
func (s *Situation) findings(p *Policy) []salesops.Finding {
	warnings := lines(&s.Metrics, &p.WarningPolicy)
	metric := func(rule GrowthRule, at int) salesops.Finding {
		return warnings[at].finding("RDY-12", string(rule))
	}
	return []salesops.Finding{
		s.stageFinding(StageIsRed, salesops.Red),
		metric(SatisfactionIsLow, atSatisfaction),
		metric(ErrorsAreHigh, atErrorRate),
		s.readinessFinding(ReadinessIsLow, "<", p.MinFixGaps),
		s.flagsFinding(RedFlagsAreMany, p.StopRedFlags),
		s.foundationFinding(),
		s.stageFinding(StageIsYellow, salesops.Yellow),
		metric(UtilizationIsHigh, atUtilization),
		metric(OvertimeIsLong, atOvertime),
		metric(DeliveryIsLate, atOnTime),
		s.flagsFinding(RedFlagIsUp, 1),
		s.readinessFinding(ReadinessHasGaps, "<", p.MinModerateGrowth),
		p.coverageFinding("RDY-12", string(ReadinessIsWithheld), s.Readiness),
		s.readinessFinding(ReadinessIsModerate, "<", p.MinScaleAggressively),
		s.readinessFinding(ReadinessIsStrong, ">=", p.MinScaleAggressively),
	}
}

func (s *Situation) stageFinding(rule GrowthRule, line salesops.Status) salesops.Finding {
	return growthFinding(rule, "worst stage", rank(s.WorstStage), ">=", rank(line), "(0 green, 1 yellow, 2 red)")
}

func (s *Situation) flagsFinding(rule GrowthRule, line int) salesops.Finding {
	return growthFinding(rule, "red flags that are up", *s.RedFlags, ">=", line, "red flags")
}

func (s *Situation) readinessFinding(rule GrowthRule, op string, edge int) salesops.Finding {
	t := s.Readiness
	return finding("RDY-12", string(rule), "readiness", decimal.NewFromInt(int64(t.Points)), op, t.line(edge), t.unit())
}

func (s *Situation) foundationFinding() salesops.Finding {
	complete := 0
	if s.FoundationComplete {
		complete = 1
	}
	f := growthFinding(FoundationIsMissing, "foundation complete", complete, "<", 1, "(1 is yes)")
	if !s.RequestToScale {
		notApplicable(&f, "no request to scale")
	}
	return f
}

func growthFinding(rule GrowthRule, measure string, left int, op string, right int, unit string) salesops.Finding {
	return finding("RDY-12", string(rule), measure, decimal.NewFromInt(int64(left)), op, decimal.NewFromInt(int64(right)), unit)
}

// rank returns 0 for green, 1 for yellow and 2 for red.
func rank(status salesops.Status) int {
	switch status {
	case salesops.Green:
		return 0
	case salesops.Yellow:
		return 1
	case salesops.Red:
	}
	return 2
}

// growthRemedy says what to do about a rule that fired against growth.
func growthRemedy(rule GrowthRule) string {
	switch rule {
	case StageIsRed:
		return "relieve the red stage: take load off it or add capacity before anything is sold on top"
	case SatisfactionIsLow:
		return "win back the customers you have: call them, and fix what they name"
	case ErrorsAreHigh:
		return "stop the errors at the step that makes them, and check its output until they stop"
	case ReadinessIsLow:
		return "overhaul the weakest area of the assessment first"
	case RedFlagsAreMany:
		return "take the flags down one by one, the oldest first"
	case FoundationIsMissing:
		return "finish the foundation of the checklist, and defer the request to scale"
	case StageIsYellow:
		return "sell no more than the headroom, and prepare capacity for the yellow stage"
	case UtilizationIsHigh:
		return "sell no more than the headroom, and start what adds capacity"
	case OvertimeIsLong:
		return "add resources or defer work until overtime is back below its line"
	case DeliveryIsLate:
		return "find where orders wait, and promise later until it is fixed"
	case RedFlagIsUp:
		return "deal with the flag before it has company"
	case ReadinessHasGaps:
		return "close the gaps on the cheapest path to the next band"
	case ReadinessIsWithheld:
		return "score more of the items: too few apply for a band"
	case ReadinessIsModerate, ReadinessIsStrong:
	}
	return ""
}
