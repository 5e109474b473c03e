package forecast

import (
	"cmp"
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/binomial"
	"github.com/salesops-go/salesops/internal/exact"
)

// The rules that decide for everybody who is judged by signs.
const (
	ruleShortHistory = "short-history"
	ruleSignificant  = "significant"
)

// suspect is one of those who are judged together, by what was counted.
type suspect struct {
	name string
	// evidence has one kind or more, in the order in which they decide when their
	// p-values are equal.
	evidence []BiasEvidence
}

// trial is how suspects are judged together.
type trial struct {
	playbook   string
	level      float64
	adjustment Adjustment
}

// ruling is what the signs of a suspect say.
type ruling struct {
	trial
	name string
	// p is that of all kinds together, undefined when no kind has enough history.
	p, adjusted salesops.Maybe
	// kinds is how many kinds have enough history, deciding the place of the one
	// with the least p-value.
	kinds, deciding int
	// over is whether the deciding kind errs upwards.
	over bool
	// findings are short-history and significant, and what was added.
	findings []salesops.Finding
}

// minOutcomes returns the least n with 2^(1-n) <= level: the p-value of n errors
// to one side.
func minOutcomes(level float64) int {
	// level = fraction × 2^exponent with 1/2 <= fraction < 1, so that
	// 2^(exponent-1) is the largest power of two that is not above it.
	_, exponent := math.Frexp(level)
	return 2 - exponent
}

// signP returns min(1, 2 P(X >= max(over, under))) for a binomial X of that many
// outcomes with probability 1/2: the chance of as many on one side, either.
func signP(over, under, outcomes int) float64 {
	most := max(over, under)
	return min(1, 2*binomial.SignTest(most, outcomes-most).Greater)
}

// judge returns a ruling for each suspect, in order, and how many had enough
// history to be tested. It sets what the evidence says of enough history.
func (t trial) judge(suspects []suspect) (rulings []ruling, tested int) {
	rulings = make([]ruling, len(suspects))
	var at []int
	var p []float64
	for i := range suspects {
		r := &rulings[i]
		*r = ruling{trial: t, name: suspects[i].name}
		r.weigh(suspects[i].evidence)
		if v, ok := r.p.Value(); ok {
			at, p = append(at, i), append(p, v)
		}
	}
	for i, adjusted := range t.adjustment.adjust(p) {
		rulings[at[i]].adjusted = salesops.Defined(adjusted)
	}
	for i := range rulings {
		rulings[i].decide(suspects[i].evidence)
	}
	return rulings, len(p)
}

// weigh takes the kinds together that have enough history.
func (r *ruling) weigh(evidence []BiasEvidence) {
	r.kinds = markEnough(evidence, r.level)
	r.p = salesops.Undefined("too little history to be tested")
	r.adjusted, r.deciding = r.p, deciding(evidence)
	r.over = evidence[r.deciding].Over > evidence[r.deciding].Under
	if r.kinds == 0 {
		return
	}
	r.p = salesops.Defined(min(1, float64(r.kinds)*evidence[r.deciding].P))
}

// markEnough marks the kinds that are tested together, and returns how many: as
// many as possible of those with the most outcomes such that each of them alone
// could be evidence, k × 2^(1-n) <= level. That looks at no sign.
func markEnough(evidence []BiasEvidence, level float64) int {
	order := make([]int, len(evidence))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(evidence[b].Outcomes, evidence[a].Outcomes) })
	kinds := len(order)
	for kinds > 0 && math.Ldexp(float64(kinds), 1-evidence[order[kinds-1]].Outcomes) > level {
		kinds--
	}
	for i, at := range order {
		evidence[at].Enough = i < kinds
	}
	return kinds
}

// deciding returns the place of the kind with the least p-value of those with
// enough history, the first of equals; 0 if there is none.
func deciding(evidence []BiasEvidence) int {
	best := -1
	for i := range evidence {
		if e := &evidence[i]; e.Enough && (best < 0 || e.P < evidence[best].P) {
			best = i
		}
	}
	return max(best, 0)
}

// decide sets the two findings that decide for everybody.
func (r *ruling) decide(evidence []BiasEvidence) {
	most := 0
	for i := range evidence {
		most = max(most, evidence[i].Outcomes)
	}
	r.add(r.finding(
		ruleShortHistory, "outcomes that count", "outcomes",
		decimal.NewFromInt(int64(most)), "<", decimal.NewFromInt(int64(minOutcomes(r.level))),
	), "")
	p, tested := r.adjusted.Value()
	if !tested {
		f := r.finding(ruleSignificant, "p-value", "as a fraction", exact.Decimal(untested(evidence)), "<=", exact.Decimal(r.level))
		r.add(f, "too few outcomes count to be tested")
		return
	}
	r.add(r.finding(ruleSignificant, "adjusted p-value", "as a fraction", exact.Decimal(p), "<=", exact.Decimal(r.level)), "")
}

// untested returns the least p-value of kinds that are not tested, 1 of none.
func untested(evidence []BiasEvidence) float64 {
	p := 1.0
	for i := range evidence {
		p = min(p, evidence[i].P)
	}
	return p
}

// tested reports whether there was enough history.
func (r *ruling) tested() bool { return r.kinds > 0 }

// convicts reports whether the signs are evidence.
func (r *ruling) convicts() bool { return r.findings[1].Outcome == salesops.Fired }

// against returns the operator that fires when left lies on the other side of
// right than the signs say: a sum of forecasts below that of the actuals where
// most errors are upwards.
func (r *ruling) against() string {
	if r.over {
		return "<"
	}
	return ">"
}

// finding returns a finding on the suspect, fired or not.
func (r *ruling) finding(rule, measure, unit string, left decimal.Decimal, op string, right decimal.Decimal) salesops.Finding {
	f := salesops.Finding{
		Rule: rule, Playbook: r.playbook, Subject: r.name, Outcome: salesops.NotFired, Measure: measure,
		Left: left, Op: op, Right: right, Unit: unit, Distance: right.Sub(left),
	}
	if f.Holds() {
		f.Outcome = salesops.Fired
	}
	return f
}

// add appends a finding, which does not apply if there is a reason why.
func (r *ruling) add(f salesops.Finding, why string) {
	if why != "" {
		f.Outcome, f.Note = salesops.NotApplicable, why
	}
	r.findings = append(r.findings, f)
}

// object appends a finding that can only take a conviction away; it does not
// apply without one, or if there is a reason why.
func (r *ruling) object(f salesops.Finding, why string) {
	if !r.convicts() {
		why = "the errors do not lean to one side more often than chance would have it"
	}
	r.add(f, why)
}
