package forecast

import (
	"github.com/shopspring/decimal"
	"gonum.org/v1/gonum/mathext"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// MaxStageDeals is the most deals won or lost from a stage.
const MaxStageDeals = 1_000_000

// StageOutcome is what became of the deals that were once in a stage.
type StageOutcome struct {
	// Stage is an open stage of the process.
	Stage Stage `json:"stage"`
	// Won is how many of them were won, 0 to [MaxStageDeals].
	Won int `json:"won"`
	// Lost is how many of them were lost, 0 to [MaxStageDeals].
	Lost int `json:"lost"`
}

// StageRecord is the history from which odds are learnt.
type StageRecord struct {
	// Outcomes are 1 to [MaxStages] stages in the order of the process.
	Outcomes []StageOutcome `json:"outcomes"`
}

func (r *StageRecord) collect(in *fault.Scope) {
	if !in.Length("Outcomes", len(r.Outcomes), 1, MaxStages) {
		return
	}
	seen := make(map[Stage]bool, len(r.Outcomes))
	for i, o := range r.Outcomes {
		at := in.At("Outcomes", i)
		if at.Name("Stage", string(o.Stage)) && (o.Stage.Closed() || seen[o.Stage]) {
			at.Conflict("Stage", string(o.Stage), "each open stage once")
		}
		seen[o.Stage] = true
		at.Int("Won", o.Won, 0, MaxStageDeals, "deals")
		at.Int("Lost", o.Lost, 0, MaxStageDeals, "deals")
	}
}

// LearnedOdds is what history says of the odds of a stage.
type LearnedOdds struct {
	// Stage is the stage.
	Stage Stage `json:"stage"`
	// Won is how many deals of the stage were won.
	Won int `json:"won"`
	// Lost is how many were lost.
	Lost int `json:"lost"`
	// Raw is Won ÷ (Won + Lost); undefined without deals.
	Raw salesops.Maybe `json:"raw"`
	// Probability is the odds, shrunk toward those of all stages; undefined if
	// there is no deal in any.
	Probability salesops.Maybe `json:"probability"`
	// Credibility is the weight of the stage's own deals in it, 0 to 1.
	Credibility float64 `json:"credibility"`
	// Interval is where the true odds lie, at the level of the policy; nil when
	// the probability is undefined.
	Interval *salesops.Interval `json:"interval"`
	// TooFew fired when the stage has fewer deals than the policy asks for: the
	// odds are then mostly those of the other stages.
	TooFew salesops.Finding `json:"too_few"`
}

const ruleTooFew = "few-stage-deals"

// UnmarshalJSON reads odds strictly. It returns an *[salesops.InputError] for
// every key that is unknown or missing, for a stage that is not a name, for a
// number out of its range, for an interval without a probability or that does
// not contain it, and for a finding of another rule.
func (o *LearnedOdds) UnmarshalJSON(data []byte) error {
	type plain LearnedOdds
	return strict.Unmarshal(data, "LearnedOdds", (*plain)(o), func(p *plain, in fault.Scope) {
		in.Name("Stage", string(p.Stage))
		count(&in, "Won", p.Won)
		count(&in, "Lost", p.Lost)
		rate(&in, "Raw", p.Raw, 1)
		rate(&in, "Probability", p.Probability, 1)
		in.Float("Credibility", p.Credibility, 0, 1, "")
		if _, defined := p.Raw.Value(); defined != (p.Won+p.Lost > 0) {
			in.Conflict("Raw", p.Raw.String(), "a number exactly when there are deals")
		}
		v, defined := p.Probability.Value()
		around(&in, "Interval", p.Interval, v, defined)
		if p.TooFew.Rule != ruleTooFew {
			in.Conflict("TooFew.Rule", p.TooFew.Rule, ruleTooFew)
		}
	})
}

// StageLessons is what history says of the odds of all stages.
type StageLessons struct {
	// Pooled is the share of won deals of all stages together, toward which the
	// odds of each are shrunk; undefined without deals.
	Pooled salesops.Maybe `json:"pooled"`
	// Stages has every stage of the record in its order.
	Stages []LearnedOdds `json:"stages"`
}

// UnmarshalJSON reads lessons strictly. It returns an *[salesops.InputError]
// for everything that [LearnedOdds.UnmarshalJSON] refuses, for a stage that is
// listed twice, and for a pooled share out of its range.
func (l *StageLessons) UnmarshalJSON(data []byte) error {
	type plain StageLessons
	return strict.Unmarshal(data, "StageLessons", (*plain)(l), func(p *plain, in fault.Scope) {
		rate(&in, "Pooled", p.Pooled, 1)
		if !in.Length("Stages", len(p.Stages), 1, MaxStages) {
			return
		}
		seen := make(map[Stage]bool)
		for i, s := range p.Stages {
			if at := in.At("Stages", i); seen[s.Stage] {
				at.Conflict("Stage", string(s.Stage), "each stage once")
			}
			seen[s.Stage] = true
		}
	})
}

// Process returns the stages with the odds learnt, for [Pipeline.Process]; a
// stage whose odds are undefined has none there.
//
// Playbook: FCT-10.
func (l StageLessons) Process() []StageOdds {
	process := make([]StageOdds, len(l.Stages))
	for i, s := range l.Stages {
		process[i].Stage = s.Stage
		if p, defined := s.Probability.Value(); defined {
			process[i].Probability = &p
		}
	}
	return process
}

// LearnStageOdds learns the odds of each stage from deals that are closed. What
// few deals say is mostly chance, so the odds are shrunk toward those of all
// stages together, as if m deals more had been seen that went like those (m is
// 10 by default; the number is ours):
//
//	pooled      = (1 + Σ won) ÷ (2 + Σ (won + lost)),  over the stages
//	probability = (won + m × pooled) ÷ (won + lost + m)
//	credibility = (won + lost) ÷ (won + lost + m)
//
// That is the mean of the Beta distribution with the parameters won + m × pooled
// and lost + m × (1 - pooled), and the interval are its quantiles: a Bayesian
// interval with equal tails. The pooled share counts one deal won and one lost
// more than there were, so that no stage comes out certain.
//
// A deal counts in every stage that it was in; [MeasureConversion] counts a
// stage that was skipped as well, and either is fine as long as it is the same
// for all. Odds that fall from one stage to the next are not forced to rise.
//
// It returns an *[salesops.InputError] if:
//   - there are no outcomes, or more than [MaxStages];
//   - a stage is not a name, is [Won] or [Lost], or is listed twice;
//   - a count is not 0 to [MaxStageDeals];
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: FCT-10.
func LearnStageOdds(record StageRecord, policy StageOddsPolicy) (StageLessons, error) {
	var list fault.List
	in, rule := list.In("StageRecord"), list.In("StageOddsPolicy")
	record.collect(&in)
	policy.collect(&rule)
	if list.Any() {
		return StageLessons{}, list.Err()
	}
	won, closed := 0, 0
	for _, o := range record.Outcomes {
		won, closed = won+o.Won, closed+o.Won+o.Lost
	}
	pooled := float64(won+1) / float64(closed+2)
	lessons := StageLessons{Pooled: salesops.Undefined("no deal was closed")}
	if closed > 0 {
		lessons.Pooled = salesops.Defined(pooled)
	}
	for _, o := range record.Outcomes {
		lessons.Stages = append(lessons.Stages, o.learn(pooled, closed > 0, &policy))
	}
	return lessons, nil
}

func (o *StageOutcome) learn(pooled float64, known bool, policy *StageOddsPolicy) LearnedOdds {
	n, m := o.Won+o.Lost, policy.PriorDeals
	learned := LearnedOdds{
		Stage: o.Stage, Won: o.Won, Lost: o.Lost,
		Raw:         salesops.Undefined("no deal of the stage was closed"),
		Probability: salesops.Undefined("no deal was closed"),
		Credibility: float64(n) / (float64(n) + m),
		TooFew: salesops.Finding{
			Rule: ruleTooFew, Playbook: "FCT-10", Subject: string(o.Stage), Measure: "deals won or lost",
			Left: decimal.NewFromInt(int64(n)), Op: "<", Right: decimal.NewFromInt(int64(policy.MinStageDeals)), Unit: "deals",
			Outcome: salesops.NotFired,
		},
	}
	learned.TooFew.Distance = learned.TooFew.Right.Sub(learned.TooFew.Left)
	if learned.TooFew.Holds() {
		learned.TooFew.Outcome = salesops.Fired
		learned.TooFew.Note = "the odds are mostly those of the other stages"
	}
	if n > 0 {
		learned.Raw = salesops.Defined(float64(o.Won) / float64(n))
	}
	if known {
		a, b := float64(o.Won)+float64(m*pooled), float64(o.Lost)+float64(m*(1-pooled))
		p := a / (a + b)
		tail := (1 - policy.StageOddsLevel) / 2
		learned.Probability = salesops.Defined(p)
		learned.Interval = &salesops.Interval{
			Low:  min(p, mathext.InvRegIncBeta(a, b, tail)),
			High: max(p, mathext.InvRegIncBeta(a, b, 1-tail)),
		}
	}
	return learned
}
