package forecast

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/multiple"
	"github.com/salesops-go/salesops/internal/ranks"
	"github.com/salesops-go/salesops/internal/sum"
)

const (
	// MaxBacktestPeriods is the most periods with calls of a backtest.
	MaxBacktestPeriods = 1000
	// MaxBacktestCells is the most forecasters times periods of a backtest: at each
	// period it learns from all of them.
	MaxBacktestCells = 10_000_000
)

// maxExactPeriods is up to how many periods P is counted exactly: for many
// forecasters with many periods that would take minutes.
const maxExactPeriods = 60

// Backtest says whether [Correct] would have helped. It goes through the periods
// in order of time; at each, it learns from what was over before it, corrects the
// calls of that period, and compares both with what came.
//
//	d(t) = Σ |forecast - actual| - Σ |corrected - actual|,  over the calls of period t
//
// The first period that is corrected has MinTrainingPeriods with calls before it (4
// by default). A cluster of calls is learnt from when all of its periods are over.
// P is that of the exact signed-rank test on the d(t) of a forecaster, or of all
// calls, one-sided: all signs of the differences are taken as equally likely, and P
// is the share of those that speak for correcting at least as much. Periods with a
// difference of zero are left out of it, ties share their ranks, and with more than
// 60 periods it comes from the normal approximation. The P of forecasters are
// adjusted for their number by the method of Benjamini and Hochberg, which bounds
// the expected share of false ones among those who are said to need correcting. The
// verdict is the first that applies:
//
//	2^(-periods) > level    too little history: no P could reach the level
//	Σ d(t) <= 0             do not correct
//	adjusted P <= level     correct
//	otherwise               unproven
//
// At a level of 0.05 it takes 5 corrected periods; all of them must be better.
//
// P is about noise: about differences that are as likely to be positive as negative,
// of any size, independent from period to period. Corrections of successive periods
// are learnt from records that overlap, and markets move everybody at once, so that
// they are not quite independent, and P is somewhat too small for a team whose bias
// drifts. It says nothing about a future that is unlike the past. A team may need
// correcting while nobody in it has the history to be told so.
//
// Differences are rounded to some twelve digits of the sums they come from, so that
// rounding neither makes a difference nor breaks a tie.
//
// Time grows with the calls, and with forecasters times periods: a second or so for
// 10,000 forecasters over 24 periods, most of it for putting calls in order.
//
// It returns an *[salesops.InputError] if:
//   - the history or the correction policy is one that [Correct] refuses;
//   - more than [MaxBacktestPeriods] periods have calls, or the forecasters times these periods are more than [MaxBacktestCells];
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: FCT-6.
func Backtest(history History, correction CorrectionPolicy, policy BacktestPolicy) (BacktestJudgment, error) {
	var list fault.List
	in, rules, test := list.In("History"), list.In("CorrectionPolicy"), list.In("BacktestPolicy")
	history.collectOneLead(&in)
	correction.collect(&rules)
	policy.collect(&test)
	if list.Any() {
		return BacktestJudgment{}, list.Err()
	}
	b := newBacktest(&history, correction)
	if b.collect(&in); list.Any() {
		return BacktestJudgment{}, list.Err()
	}
	j := BacktestJudgment{MinPeriods: minPeriods(policy.BacktestLevel)}
	for _, span := range b.periods[min(policy.MinTrainingPeriods, len(b.periods)):] {
		j.Periods = append(j.Periods, b.correct(span))
	}
	for i := range b.replays {
		j.Forecasters = append(j.Forecasters, b.replays[i].score(b.records[i].forecaster))
	}
	j.adjust()
	for i := range j.Forecasters {
		j.Forecasters[i].conclude(b.replays[i].total(), j.MinPeriods, policy.BacktestLevel)
	}
	j.Team = b.team.score("")
	if j.Team.Periods >= j.MinPeriods {
		j.Team.AdjustedP = salesops.Defined(j.Team.P)
	}
	j.Team.conclude(b.team.total(), j.MinPeriods, policy.BacktestLevel)
	return j, nil
}

// minPeriods returns the least n with 2^(-n) <= level: the one-sided p-value of n
// differences with one sign.
func minPeriods(level float64) int { return minOutcomes(level) - 1 }

// adjust sets the adjusted p-values of those who are tested.
func (j *BacktestJudgment) adjust() {
	var tested []*BacktestScore
	var p []float64
	for i := range j.Forecasters {
		if f := &j.Forecasters[i]; f.Periods >= j.MinPeriods {
			tested, p = append(tested, f), append(p, f.P)
		}
	}
	for i, adjusted := range multiple.BenjaminiHochberg(p) {
		tested[i].AdjustedP = salesops.Defined(adjusted)
	}
	j.Tested = len(tested)
}

// backtest goes through the periods of a history.
type backtest struct {
	history *History
	policy  CorrectionPolicy
	records []trackRecord
	// calls are all calls by period and forecaster; those of one period are a span
	// of them.
	calls   []placedCall
	periods []span
	// lessons are all outcomes in the order in which they are over; the first taught
	// of them have been learnt from.
	lessons []lesson
	taught  int
	learned shrinkage
	replays []replay
	team    replay
}

// placedCall is a call with the places of its period and its forecaster's record.
type placedCall struct{ period, record, call int }

// lesson is an outcome of a record, and the place of the period with which it is
// over.
type lesson struct{ over, record, outcome int }

// span is calls from..to-1 of a backtest.
type span struct{ from, to int }

func newBacktest(history *History, policy CorrectionPolicy) *backtest {
	b := &backtest{history: history, policy: policy, records: history.trackRecords()}
	place := make(map[string]int, len(b.records))
	for r := range b.records {
		place[b.records[r].forecaster] = r
		for o := range b.records[r].outcomes {
			b.lessons = append(b.lessons, lesson{b.records[r].outcomes[o].last, r, o})
		}
	}
	slices.SortFunc(b.lessons, func(x, y lesson) int {
		return cmp.Or(cmp.Compare(x.over, y.over), cmp.Compare(x.record, y.record), cmp.Compare(x.outcome, y.outcome))
	})
	timeline := history.timeline()
	b.calls = make([]placedCall, len(history.Calls))
	for i := range history.Calls {
		b.calls[i] = placedCall{timeline[history.Calls[i].Period], place[history.Calls[i].Forecaster], i}
	}
	slices.SortFunc(b.calls, func(x, y placedCall) int {
		if order := cmp.Or(cmp.Compare(x.period, y.period), cmp.Compare(x.record, y.record)); order != 0 {
			return order
		}
		// By what they say, so that the order of the history matters to no digit.
		one, other := &history.Calls[x.call], &history.Calls[y.call]
		return cmp.Or(cmp.Compare(one.Forecast, other.Forecast), cmp.Compare(one.Actual, other.Actual))
	})
	b.periods = spans(b.calls, func(c placedCall) int { return c.period })
	b.learned = newShrinkage(policy.CorrectionForm, len(b.records))
	b.replays = make([]replay, len(b.records))
	return b
}

// spans returns the spans of calls with equal keys.
func spans(calls []placedCall, key func(placedCall) int) []span {
	var all []span
	for from := 0; from < len(calls); {
		to := from + 1
		for to < len(calls) && key(calls[to]) == key(calls[from]) {
			to++
		}
		all, from = append(all, span{from, to}), to
	}
	return all
}

// collect checks what only shows when the calls are in order.
func (b *backtest) collect(in *fault.Scope) {
	if n := len(b.periods); n > MaxBacktestPeriods {
		in.OutOfRange("Calls", strconv.Itoa(n)+" periods", "at most "+strconv.Itoa(MaxBacktestPeriods)+" periods with calls")
	} else if n*len(b.records) > MaxBacktestCells {
		in.OutOfRange("Calls", "", "at most "+strconv.Itoa(MaxBacktestCells)+" forecasters times periods with calls")
	}
}

// correct learns from what was over before a period, and corrects its calls.
func (b *backtest) correct(period span) BacktestPeriod {
	calls := b.calls[period.from:period.to]
	// Lessons do not run out: those of this period's calls are not over.
	for ; b.lessons[b.taught].over < calls[0].period; b.taught++ {
		l := b.lessons[b.taught]
		b.learned.add(l.record, &b.records[l.record].outcomes[l.outcome])
	}
	b.learned.fit()
	var all replaySums
	for _, own := range spans(calls, func(c placedCall) int { return c.record }) {
		record := calls[own.from].record
		by := b.policy.hold(b.learned.shrunken(&b.learned.groups[record]))
		var t replaySums
		for _, c := range calls[own.from:own.to] {
			call := &b.history.Calls[c.call]
			t.add(call, b.policy.CorrectionForm.apply(call.Forecast, by))
		}
		b.replays[record].add(&t)
		all.merge(&t)
	}
	b.team.add(&all)
	return all.period(b.history.Calls[calls[0].call].Period)
}

// replaySums is the sums over some calls, before and after correcting.
type replaySums struct {
	calls                       int
	forecast, corrected, actual sum.Sum
	before, after, size         sum.Sum // of absolute errors, and of absolute actuals
	// scale is the sum of the sizes of all that was subtracted.
	scale sum.Sum
}

func (t *replaySums) add(c *Call, corrected float64) {
	t.calls++
	t.forecast.Add(c.Forecast)
	t.corrected.Add(corrected)
	t.actual.Add(c.Actual)
	t.before.Add(math.Abs(c.Forecast - c.Actual))
	t.after.Add(math.Abs(corrected - c.Actual))
	t.size.Add(math.Abs(c.Actual))
	t.scale.Add(math.Abs(c.Forecast) + math.Abs(corrected) + math.Abs(c.Actual))
}

func (t *replaySums) merge(other *replaySums) {
	t.calls += other.calls
	t.forecast.Merge(other.forecast)
	t.corrected.Merge(other.corrected)
	t.actual.Merge(other.actual)
	t.before.Merge(other.before)
	t.after.Merge(other.after)
	t.size.Merge(other.size)
	t.scale.Merge(other.scale)
}

func (t *replaySums) period(name string) BacktestPeriod {
	return BacktestPeriod{
		Period: name, Calls: t.calls, Forecast: t.forecast.Value(), Corrected: t.corrected.Value(), Actual: t.actual.Value(),
		ErrorBefore: t.before.Value(), ErrorAfter: t.after.Value(),
	}
}

// replay is what correcting did, period by period.
type replay struct {
	sums  replaySums
	saved []float64 // error before - error after, of each period
	scale float64   // the largest of a period
}

func (r *replay) add(t *replaySums) {
	r.sums.merge(t)
	saved := t.before
	saved.Add(-t.after.Value())
	r.saved = append(r.saved, saved.Value())
	r.scale = max(r.scale, t.scale.Value())
}

// steps returns what was saved in whole steps of a trillionth of the scale, about:
// rounding errors are far smaller, so that they neither make a difference nor break
// a tie.
func (r *replay) steps() (saved []float64, step float64) {
	_, exponent := math.Frexp(r.scale)
	step = math.Ldexp(1, exponent-40)
	for _, s := range r.saved {
		saved = append(saved, math.Round(s/step))
	}
	return saved, step
}

// total returns what was saved in all, with twelve digits.
func (r *replay) total() float64 {
	saved, step := r.steps()
	return twelveDigits(sum.Of(saved) * step)
}

func (r *replay) score(forecaster string) BacktestScore {
	const noActuals, noSum = "the actuals are all zero", "the actuals do not sum to more than zero"
	t := &r.sums
	s := BacktestScore{
		Forecaster: forecaster, Periods: len(r.saved), Calls: t.calls,
		WAPEBefore: sumRatio(t.before, t.size, noActuals), WAPEAfter: sumRatio(t.after, t.size, noActuals),
		BiasBefore: sumRatio(sumDifference(t.forecast, t.actual), t.actual, noSum), BiasAfter: sumRatio(sumDifference(t.corrected, t.actual), t.actual, noSum),
		AdjustedP: salesops.Undefined("too few periods were corrected to be tested"),
	}
	s.Improvement = sumRatio(sumDifference(t.before, t.after), t.size, noActuals)
	saved, _ := r.steps()
	for _, d := range saved {
		if d > 0 {
			s.Improved++
		}
		if d < 0 {
			s.Worsened++
		}
	}
	signed := ranks.Signed(saved)
	tails := signed.Normal()
	if s.Exact = len(saved) <= maxExactPeriods; s.Exact {
		tails, _ = signed.Exact()
	}
	s.P = tails.Greater
	return s
}

func sumDifference(a, b sum.Sum) sum.Sum {
	high, low := b.Parts()
	a.Merge(sum.FromParts(-high, -low))
	return a
}

func sumRatio(numerator, denominator sum.Sum, reason string) salesops.Maybe {
	if !(denominator.Value() > 0) {
		return salesops.Undefined(reason)
	}
	return salesops.Defined(numerator.Value() / denominator.Value())
}
