package readiness

import (
	"math/big"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
)

// Reading is one metric on a dashboard or a scorecard.
type Reading struct {
	// Gauge is the metric.
	Gauge Gauge `json:"gauge"`
	// Value is the last figure as the nearest float64; the findings have it
	// exactly. It is undefined when there was none, and for a ratio to zero.
	Value salesops.Maybe `json:"value"`
	// Target is the line that Value must not pass to be green; undefined for
	// one that only its trend judges, and when the caller gave none.
	Target salesops.Maybe `json:"target"`
	// Status is red when a finding of a red line or trend fired, else yellow
	// when one of a yellow did, else green; nil when none of them applies.
	Status *salesops.Status `json:"status,omitempty"`
	// Change is the last figure less the one before it; undefined when one of
	// them is.
	Change salesops.Maybe `json:"change"`
	// Trend is where the metric is going.
	Trend Trend `json:"trend"`
	// Findings are the comparisons that make the status: lines, then the
	// trend. A ratio is multiplied out.
	Findings []salesops.Finding `json:"findings"`
}

// The rules of a reading's findings.
const (
	yellowLine  = "yellow-line"
	redLine     = "red-line"
	yellowTrend = "yellow-trend"
	redTrend    = "red-trend"
)

// figure is one exact figure: left ÷ right. A figure that was not measured is
// not known.
type figure struct {
	left, right decimal.Decimal
	known       bool
}

func plain(x *float64) figure {
	if x == nil {
		return figure{}
	}
	return figure{exact.Decimal(*x), decimal.NewFromInt(1), true}
}

func amount(x *decimal.Decimal) figure {
	if x == nil {
		return figure{}
	}
	return figure{*x, decimal.NewFromInt(1), true}
}

// ratio of nothing to nothing is nothing to one.
func ratio(left, right decimal.Decimal) figure {
	if left.IsZero() && right.IsZero() {
		right = decimal.NewFromInt(1)
	}
	return figure{left, right, true}
}

// compare returns the sign of a - b, where both are known.
func (a figure) compare(b figure) int { return a.left.Mul(b.right).Cmp(b.left.Mul(a.right)) }

// rational returns the value; there is none when it is not known or infinite.
func (a figure) rational() *big.Rat {
	if !a.known || a.right.IsZero() {
		return nil
	}
	return new(big.Rat).Quo(a.left.Rat(), a.right.Rat())
}

func number(r *big.Rat, why string) salesops.Maybe {
	if r == nil {
		return salesops.Undefined(why)
	}
	x, _ := r.Float64()
	return salesops.Defined(x)
}

// change returns how much a figure is above a; undefined unless both have a
// value.
func (a figure) change(after figure) salesops.Maybe {
	const why = "no two figures in a row"
	for _, f := range []figure{a, after} {
		if _, finite := number(f.rational(), why).Value(); !finite {
			return salesops.Undefined(why)
		}
	}
	return number(new(big.Rat).Sub(after.rational(), a.rational()), why)
}

// ruler is what a gauge's figures are compared with.
type ruler struct {
	gauge         Gauge
	measure, unit string
	bounds        []bound
	// trend is the rule for getting worse for enough periods; empty when the
	// trend does not judge.
	trend         string
	trendPlaybook string
	// missing says why there is no bound, when there is none.
	missing string
}

// bound is one line of a gauge.
type bound struct {
	rule, playbook, op string
	at                 decimal.Decimal
}

// read judges the last of a series of figures, the oldest first. least is how
// many periods make a trend.
func (r *ruler) read(series []figure, least int, periods string) Reading {
	last := series[len(series)-1]
	reading := Reading{
		Gauge: r.gauge, Trend: r.direction(series, least), Findings: []salesops.Finding{},
		Value:  number(last.rational(), "not measured"),
		Target: salesops.Undefined(r.missing), Change: salesops.Undefined("no two figures in a row"),
	}
	if last.known && last.right.IsZero() {
		reading.Value = salesops.Undefined("a ratio to zero")
	}
	if len(series) > 1 {
		reading.Change = series[len(series)-2].change(last)
	}
	if len(r.bounds) > 0 {
		reading.Target = number(r.bounds[0].at.Rat(), "")
	}
	for _, b := range r.bounds {
		reading.Findings = append(reading.Findings, r.passed(last, b))
	}
	if r.trend != "" {
		reading.Findings = append(reading.Findings, r.worsening(series, least, periods))
	}
	reading.Status = statusOf(reading.Findings)
	return reading
}

// passed compares the figure with a line.
func (r *ruler) passed(last figure, b bound) salesops.Finding {
	f := finding(b.playbook, b.rule, r.measure, last.left, b.op, b.at.Mul(last.right), r.unit)
	f.Subject = string(r.gauge)
	if !last.known {
		notApplicable(&f, "not measured")
	}
	return f
}

// worsening compares how long the figures have been getting worse with what
// makes a trend.
func (r *ruler) worsening(series []figure, least int, periods string) salesops.Finding {
	f := finding(r.trendPlaybook, r.trend, periods+" running that it got worse", decimal.NewFromInt(int64(r.run(series, worsens))),
		">=", decimal.NewFromInt(int64(least)), periods)
	f.Subject = string(r.gauge)
	if known := knownRun(series); known <= least {
		notApplicable(&f, "needs "+strconv.Itoa(least+1)+" figures in a row and has "+strconv.Itoa(known))
	}
	return f
}

func (r *ruler) direction(series []figure, least int) Trend {
	switch {
	case knownRun(series) <= least:
		return TooShort
	case r.run(series, improves) >= least:
		return GettingBetter
	case r.run(series, worsens) >= least:
		return GettingWorse
	}
	return NoTrend
}

const (
	improves = -1
	worsens  = 1
)

// run returns for how many periods up to the last the figures went one way.
func (r *ruler) run(series []figure, way int) int {
	if !r.gauge.lessIsBetter() {
		way = -way
	}
	run := 0
	for i := len(series) - 1; i > 0 && series[i].known && series[i-1].known && series[i].compare(series[i-1]) == way; i-- {
		run++
	}
	return run
}

// knownRun returns how many figures up to the last were measured.
func knownRun(series []figure) int {
	known := 0
	for i := len(series) - 1; i >= 0 && series[i].known; i-- {
		known++
	}
	return known
}

// statusOf returns the status that follows from the findings of a reading; nil
// when none applies.
func statusOf(findings []salesops.Finding) *salesops.Status {
	var status *salesops.Status
	for _, f := range findings {
		said := salesops.Green
		switch {
		case f.Outcome == salesops.NotApplicable:
			continue
		case f.Outcome == salesops.NotFired:
		case f.Rule == yellowLine || f.Rule == yellowTrend:
			said = salesops.Yellow
		default:
			said = salesops.Red
		}
		status = worse(status, &said)
	}
	return status
}

// worse returns the worse of two statuses, of which either may be nil.
func worse(a, b *salesops.Status) *salesops.Status {
	if a == nil || b != nil && rank(*b) > rank(*a) {
		return b
	}
	return a
}
