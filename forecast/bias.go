package forecast

import (
	"math"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/binomial"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/multiple"
	"github.com/salesops-go/salesops/internal/strict"
)

// BiasVerdict is what a history says of a forecaster.
type BiasVerdict string

// The verdicts on a forecaster.
const (
	// Optimistic: calls are too high more often than chance would have it.
	Optimistic BiasVerdict = "optimistic"
	// Pessimistic: calls are too low more often than chance would have it.
	Pessimistic BiasVerdict = "pessimistic"
	// Mixed: the calls err to one side more often than chance would have it,
	// and their sum lies on the other side of the actuals: many small errors
	// one way and a few large ones the other.
	Mixed BiasVerdict = "mixed"
	// NoEvidence: the errors may be chance. That is no proof of the absence of
	// a bias.
	NoEvidence BiasVerdict = "no-evidence"
	// TooLittleHistory: so few calls were off the mark that no errors whatever
	// could be evidence.
	TooLittleHistory BiasVerdict = "too-little-history"
)

// BiasVerdicts returns all verdicts: optimistic, pessimistic, mixed, no
// evidence, too little history.
func BiasVerdicts() []BiasVerdict {
	return []BiasVerdict{Optimistic, Pessimistic, Mixed, NoEvidence, TooLittleHistory}
}

// MarshalText returns the verdict's text. It returns an *[salesops.InputError]
// if v is not one of [BiasVerdicts].
func (v BiasVerdict) MarshalText() ([]byte, error) {
	return strict.Text("BiasVerdict", v, BiasVerdicts())
}

// UnmarshalText sets v from its text. It returns an *[salesops.InputError] if
// the text is not one of [BiasVerdicts].
func (v *BiasVerdict) UnmarshalText(text []byte) error {
	return strict.Parse("BiasVerdict", v, text, BiasVerdicts())
}

// ForecasterBias is the judgment on one forecaster.
type ForecasterBias struct {
	// Forecaster is who is judged.
	Forecaster string `json:"forecaster"`
	// Verdict is the judgment.
	Verdict BiasVerdict `json:"verdict"`
	// Over is how many calls were above the actual.
	Over int `json:"over"`
	// Under is how many calls were below the actual.
	Under int `json:"under"`
	// Exact is how many calls hit the actual; the test leaves them out.
	Exact int `json:"exact"`
	// ForecastToActual is Σ forecast ÷ Σ actual, a fraction: above 1 is
	// optimistic by value. Undefined unless the actuals sum to more than zero.
	ForecastToActual salesops.Maybe `json:"forecast_to_actual"`
	// P is the chance that an unbiased forecaster errs to one side, either, at
	// least as often as this one did.
	P float64 `json:"p"`
	// AdjustedP is P corrected for the number of forecasters who are judged
	// together; undefined for those with too little history, who are not
	// tested.
	AdjustedP salesops.Maybe `json:"adjusted_p"`
	// Findings are the rules short-history, significant and value-disagrees, in
	// the order in which they decide.
	Findings []salesops.Finding `json:"findings"`
}

// The rules of [JudgeBias], in the order in which they decide.
const (
	ruleShortHistory   = "short-history"
	ruleSignificant    = "significant"
	ruleValueDisagrees = "value-disagrees"
)

// UnmarshalJSON reads a judgment strictly. It returns an
// *[salesops.InputError] for every key that is unknown or missing, for a
// number out of its range, and if the findings are not the three in order or
// do not lead to the verdict.
func (b *ForecasterBias) UnmarshalJSON(data []byte) error {
	type plain ForecasterBias
	return strict.Unmarshal(data, "ForecasterBias", (*plain)(b), func(p *plain, in fault.Scope) {
		in.Name("Forecaster", p.Forecaster)
		count(&in, "Over", p.Over)
		count(&in, "Under", p.Under)
		count(&in, "Exact", p.Exact)
		in.Float("P", p.P, 0, 1, "")
		rate(&in, "AdjustedP", p.AdjustedP, 1)
		if _, tested := p.AdjustedP.Value(); tested == (p.Verdict == TooLittleHistory) {
			in.Conflict("AdjustedP", p.AdjustedP.String(), "a number unless there is too little history")
		}
		rules := []string{ruleShortHistory, ruleSignificant, ruleValueDisagrees}
		if !in.Length("Findings", len(p.Findings), len(rules), len(rules)) {
			return
		}
		for i, rule := range rules {
			if at := in.At("Findings", i); p.Findings[i].Rule != rule {
				at.Conflict("Rule", p.Findings[i].Rule, rule+", the rule at this place")
			}
		}
		if want := concludeBias(p.Findings, p.Over > p.Under); want != p.Verdict {
			in.Conflict("Verdict", string(p.Verdict), string(want)+", to which the findings lead")
		}
	})
}

// concludeBias returns the verdict to which the findings lead.
func concludeBias(findings []salesops.Finding, over bool) BiasVerdict {
	if findings[0].Outcome == salesops.Fired {
		return TooLittleHistory
	}
	if findings[1].Outcome != salesops.Fired {
		return NoEvidence
	}
	if findings[2].Outcome == salesops.Fired {
		return Mixed
	}
	if over {
		return Optimistic
	}
	return Pessimistic
}

// BiasJudgment is the judgment on all forecasters of a history.
type BiasJudgment struct {
	// MinCalls is the fewest calls off the mark with which any history could
	// be evidence at the level of the policy.
	MinCalls int `json:"min_calls"`
	// Tested is how many forecasters have that many and were tested together.
	Tested int `json:"tested"`
	// Forecasters are all forecasters, sorted by name.
	Forecasters []ForecasterBias `json:"forecasters"`
}

// UnmarshalJSON reads a judgment strictly. It returns an
// *[salesops.InputError] for everything that [ForecasterBias.UnmarshalJSON]
// refuses, if the forecasters are not sorted by name, and if Tested does not
// count those with enough history.
func (j *BiasJudgment) UnmarshalJSON(data []byte) error {
	type plain BiasJudgment
	return strict.Unmarshal(data, "BiasJudgment", (*plain)(j), func(p *plain, in fault.Scope) {
		in.Int("MinCalls", p.MinCalls, 1, MaxCalls, "calls")
		tested, last := 0, ""
		for i, f := range p.Forecasters {
			if at := in.At("Forecasters", i); f.Forecaster <= last {
				at.Conflict("Forecaster", f.Forecaster, "each forecaster once, sorted by name")
			}
			last = f.Forecaster
			if f.Verdict != TooLittleHistory {
				tested++
			}
		}
		if p.Tested != tested {
			in.Conflict("Tested", "", "the number of forecasters with enough history")
		}
	})
}

// ledger is what is counted and summed of one forecaster.
type ledger struct {
	over, under, exact int
	forecast, actual   decimal.Decimal
}

func (l *ledger) add(o *outcome) {
	switch o.forecast.Cmp(o.actual) {
	case 1:
		l.over++
	case -1:
		l.under++
	default:
		l.exact++
	}
	l.forecast = l.forecast.Add(o.forecast)
	l.actual = l.actual.Add(o.actual)
}

// JudgeBias says of each forecaster whether the calls are consistently too
// high or too low, and how sure that is. The error of a call is forecast -
// actual.
//
//	over = calls above the actual, under = calls below it; exact calls are left out
//	n = over + under
//	P = min(1, 2 P(X <= min(over, under))),  X binomial with n trials and probability 1/2
//
// That is the exact two-sided sign test. It makes no assumption on the size of
// errors, only that calls are independent and, without a bias, as likely to be
// above as below. P is adjusted for the m forecasters who are tested together
// by Holm's method: with P(1) <= .. <= P(m) in order,
//
//	adjusted P(i) = min(1, max over k <= i of (m - k + 1) P(k))
//
// so that the chance that anybody without a bias is called biased is at most
// the level. The verdict is the first that applies:
//
//	2^(1-n) > level                            too little history: no P could reach the level
//	adjusted P > level                         no evidence
//	Σ forecast on the other side of Σ actual   mixed
//	over > under                               optimistic
//	over < under                               pessimistic
//
// At a level of 0.05 it takes 6 calls off the mark. Forecasters with fewer are
// not tested and do not weaken the evidence on the others. Few calls rarely
// convict anybody: no evidence is not a clean bill. Counts and the comparison
// of the sums are exact; a p-value is compared as the float64 that it is.
//
// It returns an *[salesops.InputError] if:
//   - there are no calls, or more than [MaxCalls];
//   - a forecaster or period is not a name of 1 to 200 bytes, or a forecaster has two calls for a period;
//   - a forecast or actual is not 0 or of size [MinMagnitude] to [MaxMagnitude];
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: FCT-6.
func JudgeBias(history History, policy BiasPolicy) (BiasJudgment, error) {
	var list fault.List
	in, level := list.In("History"), list.In("BiasPolicy")
	history.collectOneLead(&in)
	policy.collect(&level)
	if list.Any() {
		return BiasJudgment{}, list.Err()
	}
	records := history.trackRecords()
	ledgers := make([]ledger, len(records))
	for i := range records {
		for o := range records[i].outcomes {
			ledgers[i].add(&records[i].outcomes[o])
		}
	}
	j := BiasJudgment{MinCalls: minCalls(policy.BiasLevel)}
	for i := range ledgers {
		l := &ledgers[i]
		j.Forecasters = append(j.Forecasters, ForecasterBias{
			Forecaster: records[i].forecaster, Over: l.over, Under: l.under, Exact: l.exact,
			ForecastToActual: l.forecastToActual(),
			P:                binomial.SignTest(l.over, l.under).TwoSided,
			AdjustedP:        salesops.Undefined("too little history to be tested"),
		})
	}
	j.adjust()
	for i := range j.Forecasters {
		f := &j.Forecasters[i]
		f.conclude(&ledgers[i], j.MinCalls, policy.BiasLevel)
	}
	return j, nil
}

// minCalls returns the least n with 2^(1-n) <= level: the p-value of n errors
// to one side.
func minCalls(level float64) int {
	// level = fraction × 2^exponent with 1/2 <= fraction < 1, so that
	// 2^(exponent-1) is the largest power of two that is not above it.
	_, exponent := math.Frexp(level)
	return 2 - exponent
}

func (l *ledger) forecastToActual() salesops.Maybe {
	if l.actual.Sign() <= 0 {
		return salesops.Undefined("the actuals do not sum to more than zero")
	}
	return salesops.Defined(exact.Quotient(l.forecast, l.actual))
}

// adjust sets the adjusted p-values of those who are tested, by Holm's method.
func (j *BiasJudgment) adjust() {
	var tested []*ForecasterBias
	for i := range j.Forecasters {
		if f := &j.Forecasters[i]; f.Over+f.Under >= j.MinCalls {
			tested = append(tested, f)
		}
	}
	p := make([]float64, len(tested))
	for i, f := range tested {
		p[i] = f.P
	}
	for i, adjusted := range multiple.Holm(p) {
		tested[i].AdjustedP = salesops.Defined(adjusted)
	}
	j.Tested = len(tested)
}

// conclude sets the findings and the verdict.
func (b *ForecasterBias) conclude(l *ledger, minCalls int, level float64) {
	history := b.finding(
		ruleShortHistory, "calls off the mark",
		decimal.NewFromInt(int64(b.Over+b.Under)), "<", decimal.NewFromInt(int64(minCalls)), "calls",
	)
	significant := b.finding(
		ruleSignificant, "adjusted p-value",
		exact.Decimal(b.AdjustedP.Or(b.P)), "<=", exact.Decimal(level), "as a fraction",
	)
	// A forecaster who errs upwards by count is contradicted by a sum of
	// forecasts below that of the actuals, and the other way round.
	against := "<"
	if b.Under > b.Over {
		against = ">"
	}
	value := b.finding(ruleValueDisagrees, "sum of forecasts", l.forecast, against, l.actual, "in the unit of the calls")
	if history.Outcome == salesops.Fired {
		significant.Measure = "p-value"
		skip(&significant, "too few calls were off the mark to be tested")
	}
	if significant.Outcome != salesops.Fired {
		skip(&value, "the calls do not err to one side more often than chance would have it")
	}
	b.Findings = []salesops.Finding{history, significant, value}
	b.Verdict = concludeBias(b.Findings, b.Over > b.Under)
}

func skip(f *salesops.Finding, why string) { f.Outcome, f.Note = salesops.NotApplicable, why }

func (b *ForecasterBias) finding(rule, measure string, left decimal.Decimal, op string, right decimal.Decimal, unit string) salesops.Finding {
	f := salesops.Finding{
		Rule: rule, Playbook: "FCT-6", Subject: b.Forecaster, Outcome: salesops.NotFired, Measure: measure,
		Left: left, Op: op, Right: right, Unit: unit, Distance: right.Sub(left),
	}
	if f.Holds() {
		f.Outcome = salesops.Fired
	}
	return f
}
