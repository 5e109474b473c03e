package comp

import (
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/gate"
	"github.com/salesops-go/salesops/internal/strict"
)

// What [Pay] returns for the largest input has no longer numbers: credited
// amounts times shares and quotas times attainments have 36 places, and a total
// may have 58 digits before the point.
const (
	maxResultPlaces = 36
	maxResultDigits = 62
	// maxRule is the most bytes of the path of a rule.
	maxRule = 200
	// maxLines is the most lines of a statement: rate table, jump and deal cap
	// of each credit and of a mirrored one, two for each component, and the cap
	// of the plan.
	maxLines = 6*(MaxDealCredits+MaxComponents) + 3*MaxComponents + 1
	// findingsPerComponent are the findings of one component: [Threshold] and
	// [Quota].
	findingsPerComponent = 2
)

// UnmarshalJSON reads a statement strictly. It returns an
// *[salesops.InputError] for every key that is unknown or missing and every
// value out of its range, and if the bands of a component do not add up to what
// its table pays, the lines not to the payouts, the steps and the total, the
// components not to the target pay, or the findings are not those of the
// components.
func (s *Statement) UnmarshalJSON(data []byte) error {
	type plain Statement
	return strict.Unmarshal(data, "Statement", (*plain)(s), func(read *plain, in fault.Scope) {
		(*Statement)(read).collect(in)
	})
}

func (s *Statement) collect(in fault.Scope) {
	in.Int("Places", int(s.Places), 0, MaxPlaces, "decimal places")
	readable := s.collectLines(in)
	if !in.Length("Components", len(s.Components), 1, MaxComponents) {
		return
	}
	targets := decimal.Decimal{}
	for i := range s.Components {
		c := &s.Components[i]
		if c.collect(in.At("Components", i)) {
			targets = targets.Add(c.TargetPay)
		} else {
			readable = false
		}
	}
	readable = collectSteps(in, s.Steps, earning()) && readable
	readable = printable(&in, "Total", s.Total) && readable
	readable = amount(&in, "TargetPay", s.TargetPay) && readable
	readable = amount(&in, "OnTargetEarnings", s.OnTargetEarnings) && readable
	if !readable {
		return
	}
	s.collectPayouts(in)
	for i, step := range steps(s.Lines) {
		if given := s.Steps[i]; given.Lines != step.Lines || !given.Amount.Equal(step.Amount) || !given.Total.Equal(step.Total) {
			at := in.At("Steps", i)
			at.Conflict("", given.Amount.String(), "the lines of the operation, and their sum")
		}
	}
	requireSum(&in, "Total", s.Total, s.Steps[len(s.Steps)-1].Total, "the lines")
	requireSum(&in, "TargetPay", s.TargetPay, targets, "the target pay of the components")
	if s.OnTargetEarnings.Cmp(s.TargetPay) < 0 {
		in.Conflict("OnTargetEarnings", s.OnTargetEarnings.String(), "at least TargetPay")
	}
	s.collectFindings(in)
}

// collectLines reports whether the numbers of the lines can be added.
func (s *Statement) collectLines(in fault.Scope) bool {
	if !in.Length("Lines", len(s.Lines), 0, maxLines) {
		return false
	}
	readable := true
	for i := range s.Lines {
		readable = s.Lines[i].collect(in.At("Lines", i)) && readable
	}
	return readable
}

func (l *Line) collect(in fault.Scope) bool {
	readable := fault.OneOf(in, "Operation", l.Operation, earning())
	if l.Rule == "" {
		in.Missing("Rule", "the path of a rule")
	} else if len(l.Rule) > maxRule {
		in.OutOfRange("Rule", l.Rule, "at most 200 bytes")
	}
	if l.Deal != "" {
		in.Name("Deal", l.Deal)
		in.Date("Date", l.Date)
	}
	if l.Component != "" {
		in.Name("Component", l.Component)
	}
	if l.Share != nil {
		in.Decimal("Share", *l.Share, 0, 1, "as a fraction of the credit")
	}
	printable(&in, "Credited", l.Credited)
	printable(&in, "Running", l.Running)
	printable(&in, "Attainment", l.Attainment)
	return printable(&in, "Amount", l.Amount) && readable
}

// collectPayouts checks that the lines of each component add up to its payout.
func (s *Statement) collectPayouts(in fault.Scope) {
	sums := make(map[string]decimal.Decimal, len(s.Components))
	for i := range s.Lines {
		if line := &s.Lines[i]; line.Operation != AddBonus && line.Operation != CapPlan {
			sums[line.Component] = sums[line.Component].Add(line.Amount)
		}
	}
	for i := range s.Components {
		at := in.At("Components", i)
		requireSum(&at, "Payout", s.Components[i].Payout, sums[s.Components[i].Component], "the lines of the component")
	}
}

// collectSteps checks the steps by themselves, and reports whether their
// numbers can be compared.
func collectSteps(in fault.Scope, steps []Step, operations []Operation) bool {
	if !in.Length("Steps", len(steps), len(operations), len(operations)) {
		return false
	}
	readable := true
	for i := range steps {
		step, at := &steps[i], in.At("Steps", i)
		if step.Operation != operations[i] {
			at.Conflict("Operation", string(step.Operation), string(operations[i])+", the operation at this place")
		}
		at.Int("Lines", step.Lines, 0, maxLines, "lines")
		readable = printable(&at, "Amount", step.Amount) && readable
		readable = printable(&at, "Total", step.Total) && readable
	}
	return readable
}

func (s *Statement) collectFindings(in fault.Scope) {
	count := findingsPerComponent * len(s.Components)
	if !in.Length("Findings", len(s.Findings), count, count) {
		return
	}
	for i := range s.Components {
		first := findingsPerComponent * i
		s.Components[i].collectFinding(in.At("Findings", first), &s.Findings[first], Threshold)
		s.Components[i].collectFinding(in.At("Findings", first+1), &s.Findings[first+1], Quota)
	}
}

// collectFinding checks that f is the finding of a rule for this component.
func (c *ComponentPay) collectFinding(in fault.Scope, f *salesops.Finding, rule Rule) {
	if f.Rule != string(rule) {
		in.Conflict("Rule", f.Rule, string(rule)+", the rule at this place")
		return
	}
	if f.Subject != c.Component {
		in.Conflict("Subject", f.Subject, c.Component+", the component at this place")
	}
	if !f.Left.Equal(c.Credited) {
		in.Conflict("Left", f.Left.String(), c.Credited.String()+", the credited amount")
	}
	fired := f.Outcome == salesops.Fired
	if rule == Threshold && fired != (c.BandsReached > 0) {
		in.Conflict("Outcome", string(f.Outcome), "what BandsReached says")
	}
}

// collect reports whether the numbers of the component can be added.
func (c *ComponentPay) collect(in fault.Scope) bool {
	in.Name("Component", c.Component)
	readable := printable(&in, "Credited", c.Credited)
	readable = printable(&in, "Attainment", c.Attainment) && readable
	in.Int("BandsReached", c.BandsReached, 0, len(c.Bands), "bands")
	readable = amount(&in, "TargetPay", c.TargetPay) && readable
	readable = in.Length("Bands", len(c.Bands), 1, MaxBands) && readable
	if !readable {
		return false
	}
	pays := decimal.Decimal{}
	for i := range c.Bands {
		if c.Bands[i].collect(in.At("Bands", i)) {
			pays = pays.Add(c.Bands[i].Pay)
		} else {
			readable = false
		}
	}
	readable = amount(&in, "TablePay", c.TablePay) && readable
	readable = printable(&in, "Payout", c.Payout) && readable
	return readable && requireSum(&in, "TablePay", c.TablePay, pays, "the pay of the bands")
}

// collect reports whether the numbers of the band can be added.
func (b *BandPay) collect(in fault.Scope) bool {
	readable := amount(&in, "From", b.From)
	readable = amount(&in, "Begins", b.Begins) && readable
	fault.OneOf(in, "Mode", b.Mode, Modes())
	readable = amount(&in, "Rate", b.Rate) && readable
	readable = amount(&in, "Amount", b.Amount) && readable
	return amount(&in, "Pay", b.Pay) && readable
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
