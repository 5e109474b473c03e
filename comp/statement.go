package comp

import (
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/gate"
	"github.com/salesops-go/salesops/internal/strict"
)

// What [Pay] returns for the largest input has no longer numbers: quotas times
// attainments have 36 places, and a total may have 53 digits before the point.
const (
	maxResultPlaces = 36
	maxResultDigits = 58
	// findingsPerLine are the findings of one line: [Threshold] and [Quota].
	findingsPerLine = 2
)

// UnmarshalJSON reads a statement strictly. It returns an
// *[salesops.InputError] for every key that is unknown or missing and every
// value out of its range, and if the bands of a line do not add up to its
// payout, the lines not to the total or the target pay, or the findings are not
// those of the lines.
func (s *Statement) UnmarshalJSON(data []byte) error {
	type plain Statement
	return strict.Unmarshal(data, "Statement", (*plain)(s), func(read *plain, in fault.Scope) {
		(*Statement)(read).collect(in)
	})
}

func (s *Statement) collect(in fault.Scope) {
	in.Int("Places", int(s.Places), 0, MaxPlaces, "decimal places")
	if !in.Length("Lines", len(s.Lines), 1, MaxComponents) {
		return
	}
	payouts, targets, readable := decimal.Decimal{}, decimal.Decimal{}, true
	for i := range s.Lines {
		line := &s.Lines[i]
		if !line.collect(in.At("Lines", i)) {
			readable = false
			continue
		}
		payouts, targets = payouts.Add(line.Payout), targets.Add(line.TargetPay)
	}
	sums := amount(&in, "Total", s.Total)
	sums = amount(&in, "TargetPay", s.TargetPay) && sums
	sums = amount(&in, "OnTargetEarnings", s.OnTargetEarnings) && sums
	if !readable || !sums {
		return
	}
	requireSum(&in, "Total", s.Total, payouts, "the payouts of the lines")
	requireSum(&in, "TargetPay", s.TargetPay, targets, "the target pay of the lines")
	if s.OnTargetEarnings.Cmp(s.TargetPay) < 0 {
		in.Conflict("OnTargetEarnings", s.OnTargetEarnings.String(), "at least TargetPay")
	}
	s.collectFindings(in)
}

func (s *Statement) collectFindings(in fault.Scope) {
	count := findingsPerLine * len(s.Lines)
	if !in.Length("Findings", len(s.Findings), count, count) {
		return
	}
	for i := range s.Lines {
		first := findingsPerLine * i
		s.Lines[i].collectFinding(in.At("Findings", first), &s.Findings[first], Threshold)
		s.Lines[i].collectFinding(in.At("Findings", first+1), &s.Findings[first+1], Quota)
	}
}

// collectFinding checks that f is the finding of a rule for this line.
func (l *Line) collectFinding(in fault.Scope, f *salesops.Finding, rule Rule) {
	if f.Rule != string(rule) {
		in.Conflict("Rule", f.Rule, string(rule)+", the rule at this place")
		return
	}
	if f.Subject != l.Component {
		in.Conflict("Subject", f.Subject, l.Component+", the component at this place")
	}
	if !f.Left.Equal(l.Credited) {
		in.Conflict("Left", f.Left.String(), l.Credited.String()+", the credited amount")
	}
	fired := f.Outcome == salesops.Fired
	if rule == Threshold && fired != (l.BandsReached > 0) {
		in.Conflict("Outcome", string(f.Outcome), "what BandsReached says")
	}
}

// collect reports whether the numbers of the line can be added.
func (l *Line) collect(in fault.Scope) bool {
	in.Name("Component", l.Component)
	readable := printable(&in, "Credited", l.Credited)
	readable = printable(&in, "Attainment", l.Attainment) && readable
	in.Int("BandsReached", l.BandsReached, 0, len(l.Bands), "bands")
	readable = amount(&in, "TargetPay", l.TargetPay) && readable
	readable = in.Length("Bands", len(l.Bands), 1, MaxBands) && readable
	if !readable {
		return false
	}
	pays := decimal.Decimal{}
	for i, band := range l.Bands {
		at := in.At("Bands", i)
		known := amount(&at, "From", band.From)
		known = amount(&at, "Begins", band.Begins) && known
		known = amount(&at, "Rate", band.Rate) && known
		known = amount(&at, "Amount", band.Amount) && known
		if !amount(&at, "Pay", band.Pay) || !known {
			readable = false
			continue
		}
		pays = pays.Add(band.Pay)
	}
	readable = amount(&in, "Payout", l.Payout) && readable
	return readable && requireSum(&in, "Payout", l.Payout, pays, "the pay of the bands")
}

// printable checks that d has no more digits than a result of this package.
func printable(in *fault.Scope, field string, d decimal.Decimal) bool {
	if d.Exponent() <= 0 && gate.Within(d, maxResultPlaces, maxResultDigits) {
		return true
	}
	in.OutOfRange(field, "", "a number without an exponent, of at most "+strconv.Itoa(maxResultDigits)+
		" digits, "+strconv.Itoa(maxResultPlaces)+" of them after the point")
	return false
}

// amount checks that d is printable and not negative.
func amount(in *fault.Scope, field string, d decimal.Decimal) bool {
	if !printable(in, field, d) {
		return false
	}
	if d.IsNegative() {
		in.OutOfRange(field, d.String(), "at least 0")
		return false
	}
	return true
}

func requireSum(in *fault.Scope, field string, got, want decimal.Decimal, of string) bool {
	if got.Equal(want) {
		return true
	}
	in.Conflict(field, got.String(), want.String()+", the sum of "+of)
	return false
}
