package forecast

import (
	"math"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// BacktestVerdict is whether correcting would have helped.
type BacktestVerdict string

// The verdicts on a correction.
const (
	// CorrectForecasts: corrected forecasts were closer, and by more than chance
	// would have it.
	CorrectForecasts BacktestVerdict = "correct"
	// UnprovenCorrection: corrected forecasts were closer on the whole, which may be
	// chance.
	UnprovenCorrection BacktestVerdict = "unproven"
	// DoNotCorrect: corrected forecasts were no closer, or farther off.
	DoNotCorrect BacktestVerdict = "do-not-correct"
	// TooFewCorrected: so few periods could be corrected that no errors whatever
	// could be evidence.
	TooFewCorrected BacktestVerdict = "too-little-history"
)

// BacktestVerdicts returns all verdicts: correct, unproven, do not correct, too
// little history.
func BacktestVerdicts() []BacktestVerdict {
	return []BacktestVerdict{CorrectForecasts, UnprovenCorrection, DoNotCorrect, TooFewCorrected}
}

// MarshalText returns the verdict's text. It returns an *[salesops.InputError] if
// v is not one of [BacktestVerdicts].
func (v BacktestVerdict) MarshalText() ([]byte, error) {
	return strict.Text("BacktestVerdict", v, BacktestVerdicts())
}

// UnmarshalText sets v from its text. It returns an *[salesops.InputError] if the
// text is not one of [BacktestVerdicts].
func (v *BacktestVerdict) UnmarshalText(text []byte) error {
	return strict.Parse("BacktestVerdict", v, text, BacktestVerdicts())
}

// BacktestScore is what correcting would have done to the forecasts of one
// forecaster, or of the team.
type BacktestScore struct {
	// Forecaster is whose forecasts they are; empty for the team.
	Forecaster string `json:"forecaster"`
	// Verdict is the judgment.
	Verdict BacktestVerdict `json:"verdict"`
	// Periods is how many periods have calls that were corrected.
	Periods int `json:"periods"`
	// Calls is how many calls were corrected.
	Calls int `json:"calls"`
	// WAPEBefore is Σ |forecast - actual| ÷ Σ |actual| of these calls as they were
	// made, a fraction; undefined if the actuals are all zero.
	WAPEBefore salesops.Maybe `json:"wape_before"`
	// WAPEAfter is that of the corrected ones.
	WAPEAfter salesops.Maybe `json:"wape_after"`
	// Improvement is WAPEBefore - WAPEAfter: 0.05 is five points better.
	Improvement salesops.Maybe `json:"improvement"`
	// BiasBefore is Σ (forecast - actual) ÷ Σ actual, a fraction: positive is
	// optimistic. Undefined unless the actuals sum to more than zero.
	BiasBefore salesops.Maybe `json:"bias_before"`
	// BiasAfter is that of the corrected forecasts.
	BiasAfter salesops.Maybe `json:"bias_after"`
	// Improved is how many periods have a smaller sum of errors when corrected.
	Improved int `json:"improved"`
	// Worsened is how many have a larger one.
	Worsened int `json:"worsened"`
	// P is the chance that a correction which makes errors neither smaller nor larger
	// looks at least as good as this one.
	P float64 `json:"p"`
	// Exact is whether P was counted over all signs of the differences; if not, it
	// comes from the normal approximation.
	Exact bool `json:"exact"`
	// AdjustedP is P corrected for the number of forecasters who are tested
	// together; that of the team is P. Undefined where there are too few periods to
	// test.
	AdjustedP salesops.Maybe `json:"adjusted_p"`
	// Findings are the rules few-periods, not-better and significant, in the order in
	// which they decide.
	Findings []salesops.Finding `json:"findings"`
}

// The rules of [Backtest], in the order in which they decide; significant is the
// third.
const (
	ruleFewPeriods = "few-periods"
	ruleNotBetter  = "not-better"
)

// UnmarshalJSON reads a score strictly. It returns an *[salesops.InputError] for
// every key that is unknown or missing, for a number out of its range, for more
// periods improved and worsened than there are, and if the findings are not the
// three in order or do not lead to the verdict.
func (s *BacktestScore) UnmarshalJSON(data []byte) error {
	type plain BacktestScore
	return strict.Unmarshal(data, "BacktestScore", (*plain)(s), func(p *plain, in fault.Scope) {
		if p.Forecaster != "" {
			in.Name("Forecaster", p.Forecaster)
		}
		in.Int("Periods", p.Periods, 0, MaxBacktestPeriods, "periods")
		in.Int("Calls", p.Calls, p.Periods, MaxCalls, "calls")
		rate(&in, "WAPEBefore", p.WAPEBefore, math.MaxFloat64)
		rate(&in, "WAPEAfter", p.WAPEAfter, math.MaxFloat64)
		in.Int("Improved", p.Improved, 0, p.Periods, "periods")
		in.Int("Worsened", p.Worsened, 0, p.Periods-p.Improved, "periods")
		in.Float("P", p.P, 0, 1, "")
		rate(&in, "AdjustedP", p.AdjustedP, 1)
		if _, tested := p.AdjustedP.Value(); tested == (p.Verdict == TooFewCorrected) {
			in.Conflict("AdjustedP", p.AdjustedP.String(), "a number unless there is too little history")
		}
		if !rulesInOrder(&in, p.Findings, []string{ruleFewPeriods, ruleNotBetter, ruleSignificant}) {
			return
		}
		if want := concludeBacktest(p.Findings); want != p.Verdict {
			in.Conflict("Verdict", string(p.Verdict), string(want)+", to which the findings lead")
		}
	})
}

// concludeBacktest returns the verdict to which the findings lead.
func concludeBacktest(findings []salesops.Finding) BacktestVerdict {
	switch {
	case findings[0].Outcome == salesops.Fired:
		return TooFewCorrected
	case findings[1].Outcome == salesops.Fired:
		return DoNotCorrect
	case findings[2].Outcome == salesops.Fired:
		return CorrectForecasts
	default:
		return UnprovenCorrection
	}
}

// conclude sets the findings and the verdict; saved is the absolute error that
// correcting took away.
func (s *BacktestScore) conclude(saved float64, minPeriods int, level float64) {
	few := s.finding(
		ruleFewPeriods, "periods corrected",
		decimal.NewFromInt(int64(s.Periods)), "<", decimal.NewFromInt(int64(minPeriods)), "periods",
	)
	worse := s.finding(ruleNotBetter, "absolute error saved", exact.Decimal(saved), "<=", decimal.New(0, 0), "in the unit of the calls")
	significant := s.finding(
		ruleSignificant, "adjusted p-value",
		exact.Decimal(s.AdjustedP.Or(s.P)), "<=", exact.Decimal(level), "as a fraction",
	)
	tooFew, untested := "", ""
	switch {
	case few.Holds():
		significant.Measure = "p-value"
		tooFew, untested = "too few periods were corrected to tell", "too few periods were corrected to be tested"
	case worse.Holds():
		untested = "correcting did not make the errors smaller"
	}
	s.Findings = []salesops.Finding{settled(few, ""), settled(worse, tooFew), settled(significant, untested)}
	s.Verdict = concludeBacktest(s.Findings)
}

func (s *BacktestScore) finding(rule, measure string, left decimal.Decimal, op string, right decimal.Decimal, unit string) salesops.Finding {
	return salesops.Finding{
		Rule: rule, Playbook: "FCT-6", Subject: s.Forecaster, Measure: measure, Left: left, Op: op, Right: right, Unit: unit,
	}
}

// BacktestPeriod is a period whose calls were corrected.
type BacktestPeriod struct {
	// Period is the period.
	Period string `json:"period"`
	// Calls is how many calls it has.
	Calls int `json:"calls"`
	// Forecast is the sum of their forecasts as they were made.
	Forecast float64 `json:"forecast"`
	// Corrected is the sum of the corrected ones. They know nothing of this period
	// and of those after it.
	Corrected float64 `json:"corrected"`
	// Actual is the sum of the actuals.
	Actual float64 `json:"actual"`
	// ErrorBefore is Σ |forecast - actual|.
	ErrorBefore float64 `json:"error_before"`
	// ErrorAfter is Σ |corrected - actual|.
	ErrorAfter float64 `json:"error_after"`
}

// UnmarshalJSON reads a period strictly. It returns an *[salesops.InputError] for
// every key that is unknown or missing, and for a number out of its range.
func (b *BacktestPeriod) UnmarshalJSON(data []byte) error {
	type plain BacktestPeriod
	return strict.Unmarshal(data, "BacktestPeriod", (*plain)(b), func(p *plain, in fault.Scope) {
		in.Name("Period", p.Period)
		in.Int("Calls", p.Calls, 1, MaxCalls, "calls")
		in.Float("ErrorBefore", p.ErrorBefore, 0, math.MaxFloat64, "")
		in.Float("ErrorAfter", p.ErrorAfter, 0, math.MaxFloat64, "")
	})
}

// BacktestJudgment is whether correcting would have helped.
type BacktestJudgment struct {
	// MinPeriods is the fewest corrected periods with which any errors could be
	// evidence at the level of the policy.
	MinPeriods int `json:"min_periods"`
	// Tested is how many forecasters have that many and were tested together.
	Tested int `json:"tested"`
	// Team is the judgment on all forecasts together.
	Team BacktestScore `json:"team"`
	// Forecasters are the judgments on the forecasts of each, sorted by name.
	Forecasters []BacktestScore `json:"forecasters"`
	// Periods are the periods that were corrected, in order of time.
	Periods []BacktestPeriod `json:"periods"`
}

// UnmarshalJSON reads a judgment strictly. It returns an *[salesops.InputError]
// for everything that [BacktestScore.UnmarshalJSON] and
// [BacktestPeriod.UnmarshalJSON] refuse, if the forecasters are not sorted by name,
// if Tested does not count those with enough history, if the team has a name, or
// does not have as many periods and calls as the periods say.
func (j *BacktestJudgment) UnmarshalJSON(data []byte) error {
	type plain BacktestJudgment
	return strict.Unmarshal(data, "BacktestJudgment", (*plain)(j), func(p *plain, in fault.Scope) {
		in.Int("MinPeriods", p.MinPeriods, 1, MaxBacktestPeriods, "periods")
		tested, last := 0, ""
		for i := range p.Forecasters {
			f := &p.Forecasters[i]
			if at := in.At("Forecasters", i); f.Forecaster <= last {
				at.Conflict("Forecaster", f.Forecaster, "each forecaster once, sorted by name")
			}
			last = f.Forecaster
			if f.Verdict != TooFewCorrected {
				tested++
			}
		}
		if p.Tested != tested {
			in.Conflict("Tested", "", "the number of forecasters with enough history")
		}
		if p.Team.Forecaster != "" {
			in.Conflict("Team.Forecaster", p.Team.Forecaster, "no name")
		}
		calls := 0
		for i := range p.Periods {
			calls += p.Periods[i].Calls
		}
		if p.Team.Periods != len(p.Periods) || p.Team.Calls != calls {
			in.Conflict("Team.Periods", "", "the periods and calls that are listed")
		}
	})
}
