package forecast

import (
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// The limits of a quota's history.
const (
	// MaxPeriods is the most past periods of a quota.
	MaxPeriods = 1000
	// MaxPeriodDeals is the most deals of a past period.
	MaxPeriodDeals = 1_000_000
)

// Quota is what is to be sold within a period, and what earlier periods tell
// about the pipeline that it takes.
type Quota struct {
	// Amount is the quota: above 0, at most [MaxAmount] with at most
	// [MaxPlaces] places, in the currency of the deals.
	Amount decimal.Decimal `json:"amount"`
	// Won is what has been won in the period so far, 0 to [MaxAmount] with at
	// most [MaxPlaces] places. Zero is nothing yet: the won deals of a pipeline
	// are not counted in its place.
	Won decimal.Decimal `json:"won"`
	// Window is the quota's period.
	Window Window `json:"window"`
	// History is up to [MaxPeriods] earlier periods in any order; empty when
	// none are known.
	History []PastPeriod `json:"history,omitempty"`
}

// PastPeriod is what became of the pipeline of an earlier period.
type PastPeriod struct {
	// OpeningValue is the amount of all open deals when the period began, 0 to
	// [MaxAmount] with at most [MaxPlaces] places.
	OpeningValue decimal.Decimal `json:"opening_value"`
	// WonValue is the part of OpeningValue whose deals were won within the
	// period.
	WonValue decimal.Decimal `json:"won_value"`
	// DealsWon is how many deals were won in the period, 0 to
	// [MaxPeriodDeals].
	DealsWon int `json:"deals_won"`
	// DealsLost is how many deals were lost in the period, 0 to
	// [MaxPeriodDeals].
	DealsLost int `json:"deals_lost"`
}

func (p *PastPeriod) collect(in *fault.Scope) {
	opening := amount(in, "OpeningValue", p.OpeningValue)
	if amount(in, "WonValue", p.WonValue) && opening && p.WonValue.Cmp(p.OpeningValue) > 0 {
		in.Conflict("WonValue", p.WonValue.String(), "at most OpeningValue, "+p.OpeningValue.String())
	}
	in.Int("DealsWon", p.DealsWon, 0, MaxPeriodDeals, "deals")
	in.Int("DealsLost", p.DealsLost, 0, MaxPeriodDeals, "deals")
}

func (q *Quota) collect(in *fault.Scope) {
	if amount(in, "Amount", q.Amount) && q.Amount.Sign() == 0 {
		in.Missing("Amount", "above 0 to 1000000000000000 of money")
	}
	amount(in, "Won", q.Won)
	window := in.In("Window")
	q.Window.collect(&window)
	if !in.Length("History", len(q.History), 0, MaxPeriods) {
		return
	}
	for i := range q.History {
		at := in.At("History", i)
		q.History[i].collect(&at)
	}
}

// CoverageVerdict is what a coverage says of a pipeline.
type CoverageVerdict string

// The verdicts on a coverage.
const (
	// Thin: coverage is below the least healthy one.
	Thin CoverageVerdict = "thin"
	// Healthy: coverage lies between the lines, or on one.
	Healthy CoverageVerdict = "healthy"
	// Bloated: coverage is above the largest healthy one. Dead deals that
	// nobody has closed look like that.
	Bloated CoverageVerdict = "bloated"
	// Met: nothing of the quota remains, so that there is nothing to cover.
	Met CoverageVerdict = "met"
)

// CoverageVerdicts returns all verdicts: thin, healthy, bloated, met.
func CoverageVerdicts() []CoverageVerdict { return []CoverageVerdict{Thin, Healthy, Bloated, Met} }

// MarshalText returns the verdict's text. It returns an *[salesops.InputError]
// if v is not one of [CoverageVerdicts].
func (v CoverageVerdict) MarshalText() ([]byte, error) {
	return strict.Text("CoverageVerdict", v, CoverageVerdicts())
}

// UnmarshalText sets v from its text. It returns an *[salesops.InputError] if
// the text is not one of [CoverageVerdicts].
func (v *CoverageVerdict) UnmarshalText(text []byte) error {
	return strict.Parse("CoverageVerdict", v, text, CoverageVerdicts())
}

// CoverageLine is a pipeline against one target: the quota, or what remains of
// it.
type CoverageLine struct {
	// Due is the amount of the open deals due in the period ÷ the target, the
	// coverage that the verdict is on; undefined when the quota is met.
	Due salesops.Maybe `json:"due"`
	// AllOpen is the amount of all open deals ÷ the target, whenever they
	// close; undefined when the quota is met.
	AllOpen salesops.Maybe `json:"all_open"`
	// Verdict is what Due says.
	Verdict CoverageVerdict `json:"verdict"`
}

// UnmarshalJSON reads a line strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, a verdict that is none of the
// known, and a coverage that is negative, or defined although the quota is met.
func (l *CoverageLine) UnmarshalJSON(data []byte) error {
	type plain CoverageLine
	return strict.Unmarshal(data, "CoverageLine", (*plain)(l), func(p *plain, in fault.Scope) {
		for _, part := range []struct {
			field string
			value salesops.Maybe
		}{{"Due", p.Due}, {"AllOpen", p.AllOpen}} {
			v, defined := part.value.Value()
			if defined == (p.Verdict == Met) {
				in.Conflict(part.field, part.value.String(), "a number unless the quota is met")
			} else if v < 0 {
				in.OutOfRange(part.field, part.value.String(), "0 or more times the target")
			}
		}
	})
}

// Coverage is how often the open pipeline covers the quota.
type Coverage struct {
	// Due is the open deals whose expected close lies in the quota's period.
	Due DealTotal `json:"due"`
	// Open is all open deals.
	Open DealTotal `json:"open"`
	// Undated is the open deals without an expected close: they are in Open,
	// not in Due. While they are many, Due says too little.
	Undated DealTotal `json:"undated"`
	// Remaining is the quota less what was won; 0 when it is met.
	Remaining decimal.Decimal `json:"remaining"`
	// OfQuota is the coverage of the full quota.
	OfQuota CoverageLine `json:"of_quota"`
	// OfRemaining is the coverage of what remains of the quota.
	OfRemaining CoverageLine `json:"of_remaining"`
	// DemandedByValue is the coverage that the history demands: 1 ÷ the share
	// of opening pipeline value that was won within the period. Undefined
	// without a history in which value was won.
	DemandedByValue salesops.Maybe `json:"demanded_by_value"`
	// DemandedByWinRate is 1 ÷ (won ÷ (won + lost)) by count of deals. It is
	// usually too low: deals that slip out of the period are neither won nor
	// lost. Undefined without a history in which deals were won.
	DemandedByWinRate salesops.Maybe `json:"demanded_by_win_rate"`
	// Findings are the rules thin and bloated, first for the quota, then for
	// what remains; the latter two are not applicable when the quota is met.
	Findings []salesops.Finding `json:"findings"`
}

// The two rules of [Cover] and the two targets to which each is applied.
const (
	ruleThin         = "thin"
	ruleBloated      = "bloated"
	subjectQuota     = "quota"
	subjectRemaining = "remaining"
)

// UnmarshalJSON reads a coverage strictly. It returns an *[salesops.InputError]
// for everything that its parts refuse, for a negative number, and if the
// findings are not the four in order or do not lead to the verdicts.
func (c *Coverage) UnmarshalJSON(data []byte) error {
	type plain Coverage
	return strict.Unmarshal(data, "Coverage", (*plain)(c), func(p *plain, in fault.Scope) {
		total(&in, "Remaining", p.Remaining)
		if p.OfQuota.Verdict == Met {
			in.Conflict("OfQuota.Verdict", string(Met), "a verdict other than met, which is for what remains")
		}
		for _, part := range []struct {
			field string
			value salesops.Maybe
		}{{"DemandedByValue", p.DemandedByValue}, {"DemandedByWinRate", p.DemandedByWinRate}} {
			if v, defined := part.value.Value(); defined && v < 1 {
				in.OutOfRange(part.field, part.value.String(), "at least 1")
			}
		}
		const perLine, all = 2, 4
		if !in.Length("Findings", len(p.Findings), all, all) {
			return
		}
		checkLine(&in, 0, p.Findings[:perLine], subjectQuota, p.OfQuota.Verdict)
		checkLine(&in, perLine, p.Findings[perLine:], subjectRemaining, p.OfRemaining.Verdict)
	})
}

// checkLine checks the two findings from index first on that belong to one
// coverage line.
func checkLine(in *fault.Scope, first int, findings []salesops.Finding, subject string, verdict CoverageVerdict) {
	for i, rule := range []string{ruleThin, ruleBloated} {
		f, at := findings[i], in.At("Findings", first+i)
		if f.Rule != rule {
			at.Conflict("Rule", f.Rule, rule+", the rule at this place")
		}
		if f.Subject != subject {
			at.Conflict("Subject", f.Subject, subject+", the subject at this place")
		}
		if want := outcomeFor(rule, verdict); f.Outcome != want {
			at.Conflict("Outcome", string(f.Outcome), string(want)+", as the verdict says")
		}
	}
}

func outcomeFor(rule string, verdict CoverageVerdict) salesops.Outcome {
	if verdict == Met {
		return salesops.NotApplicable
	}
	if rule == string(verdict) {
		return salesops.Fired
	}
	return salesops.NotFired
}

// Cover says how often the open deals cover a quota, and whether that is
// enough:
//
//	coverage = Σ amount of the open deals due in the period ÷ target
//
//	coverage < 3         thin
//	3 <= coverage <= 5   healthy
//	coverage > 5         bloated
//	target <= 0          met
//
// The target is the quota, and beside it what remains: the quota less what was
// won. The lines are those of the policy, and the comparison is exact: it is
// multiplied out in decimals. Deals are due when their expected close lies in
// the quota's period, first and last day included; all open deals stand beside
// them under their own name, and open deals without an expected close are
// counted apart. Amounts are not weighted by probability, since the lines
// already allow for the deals that fail.
//
// What the own history demands stands beside the rule of thumb:
//
//	demanded by value    = Σ opening value ÷ Σ value of it that was won within the period
//	demanded by win rate = Σ (won + lost) ÷ Σ won,  by count of deals
//
// Both pool all past periods. They are undefined when nothing was won in them,
// or there are none. The ratios are the nearest float64 of the exact ones.
//
// It returns an *[salesops.InputError] if:
//   - the pipeline is refused by [Weigh], other than for a missing probability, which Cover does not need;
//   - Quota.Amount is not above 0, or an amount of the quota is above [MaxAmount] or has more than [MaxPlaces] places;
//   - a day of the quota's window is missing or does not exist, or the last is before the first;
//   - the history has more than [MaxPeriods] periods, or one of them has more won value than opening value, or a negative count;
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: FCT-3.
func Cover(pipeline Pipeline, quota Quota, policy CoveragePolicy) (Coverage, error) {
	var list fault.List
	deals, target, lines := list.In("Pipeline"), list.In("Quota"), list.In("CoveragePolicy")
	pipeline.collect(&deals, nil)
	quota.collect(&target)
	policy.collect(&lines)
	if list.Any() {
		return Coverage{}, list.Err()
	}
	c := Coverage{
		Remaining:         decimal.Max(quota.Amount.Sub(quota.Won), decimal.New(0, 0)),
		DemandedByValue:   demandedByValue(quota.History),
		DemandedByWinRate: demandedByWinRate(quota.History),
	}
	for i := range pipeline.Deals {
		c.count(&pipeline.Deals[i], &quota.Window)
	}
	c.OfQuota = c.judge(subjectQuota, quota.Amount, &policy)
	c.OfRemaining = c.judge(subjectRemaining, c.Remaining, &policy)
	return c, nil
}

func (c *Coverage) count(d *Deal, period *Window) {
	if d.Stage.Closed() {
		return
	}
	c.Open.add(d.Amount)
	if d.ExpectedClose.IsZero() {
		c.Undated.add(d.Amount)
	}
	if period.contains(d.ExpectedClose) {
		c.Due.add(d.Amount)
	}
}

// judge returns the line against a target and appends its two findings.
func (c *Coverage) judge(subject string, target decimal.Decimal, policy *CoveragePolicy) CoverageLine {
	thin := c.finding(ruleThin, subject, "<", target.Mul(exact.Decimal(policy.MinCoverage)))
	bloated := c.finding(ruleBloated, subject, ">", target.Mul(exact.Decimal(policy.MaxCoverage)))
	if n := c.Undated.Count; n > 0 {
		thin.Note = "open deals without an expected close are not counted: " + strconv.Itoa(n)
		bloated.Note = thin.Note
	}
	line := CoverageLine{Verdict: Healthy}
	switch {
	case target.Sign() == 0:
		const met = "nothing of the quota remains"
		line = CoverageLine{Due: salesops.Undefined(met), AllOpen: salesops.Undefined(met), Verdict: Met}
		thin.Note, bloated.Note = met, met
	case thin.Holds():
		line.Verdict = Thin
	case bloated.Holds():
		line.Verdict = Bloated
	}
	if line.Verdict != Met {
		line.Due = salesops.Defined(exact.Quotient(c.Due.Amount, target))
		line.AllOpen = salesops.Defined(exact.Quotient(c.Open.Amount, target))
	}
	thin.Outcome, bloated.Outcome = outcomeFor(ruleThin, line.Verdict), outcomeFor(ruleBloated, line.Verdict)
	c.Findings = append(c.Findings, thin, bloated)
	return line
}

func (c *Coverage) finding(rule, subject, op string, line decimal.Decimal) salesops.Finding {
	return salesops.Finding{
		Rule: rule, Playbook: "FCT-3", Subject: subject, Measure: "open deals due in the period",
		Left: c.Due.Amount, Op: op, Right: line, Unit: "of money", Distance: line.Sub(c.Due.Amount),
	}
}

func demandedByValue(history []PastPeriod) salesops.Maybe {
	var opening, won decimal.Decimal
	for _, p := range history {
		opening, won = opening.Add(p.OpeningValue), won.Add(p.WonValue)
	}
	if won.Sign() == 0 {
		return salesops.Undefined(noDemand(history, "value"))
	}
	return salesops.Defined(exact.Quotient(opening, won))
}

func demandedByWinRate(history []PastPeriod) salesops.Maybe {
	var won, closed int
	for _, p := range history {
		won, closed = won+p.DealsWon, closed+p.DealsWon+p.DealsLost
	}
	if won == 0 {
		return salesops.Undefined(noDemand(history, "deal"))
	}
	return salesops.Defined(float64(closed) / float64(won))
}

func noDemand(history []PastPeriod, what string) string {
	if len(history) == 0 {
		return "no history was given"
	}
	return "no " + what + " was won in the periods given"
}
