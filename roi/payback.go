package roi

import (
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/gate"
	"github.com/salesops-go/salesops/internal/strict"
)

// MoneyPlaces is the number of decimal places to which the amounts of a result
// are rounded, half away from zero.
const MoneyPlaces = 2

// Verdict is whether an automation pays back, and soon enough.
//
// Playbook: ROI-2.
type Verdict string

// The three verdicts. Each is also the rule that gives it.
const (
	// Never: there is no saving, so nothing ever pays the cost back.
	Never Verdict = "never"
	// PaysBackInTime: it pays back before the line.
	PaysBackInTime Verdict = "pays-back-in-time"
	// TooSlow: it pays back at the line or after it.
	TooSlow Verdict = "too-slow"
)

// Verdicts returns all verdicts in the order of their rules: the first rule
// that fires decides, and the last is what is left.
func Verdicts() []Verdict { return []Verdict{Never, PaysBackInTime, TooSlow} }

// MarshalText returns the verdict's text. It returns an
// *[salesops.InputError] if v is not one of [Verdicts].
func (v Verdict) MarshalText() ([]byte, error) { return strict.Text("Verdict", v, Verdicts()) }

// UnmarshalText sets v from its text. It returns an *[salesops.InputError] if
// the text is not one of [Verdicts].
func (v *Verdict) UnmarshalText(text []byte) error {
	return strict.Parse("Verdict", v, text, Verdicts())
}

// Payback is what an automation saves and when that has paid for it.
type Payback struct {
	// HoursPerMonth is how long the work takes by hand, in hours a month, as
	// the float64 nearest to the exact product.
	HoursPerMonth float64 `json:"hours_per_month"`
	// ManualCostPerMonth is what those hours cost, in money a month: the price
	// of staying manual. The playbook calls it the investment required.
	ManualCostPerMonth decimal.Decimal `json:"manual_cost_per_month"`
	// SavingPerMonth is what is left of it after the running cost of the
	// automation; negative when that is higher.
	SavingPerMonth decimal.Decimal `json:"saving_per_month"`
	// Months is how long the saving takes to return the cost, in months from
	// the first spend; undefined when it never does. It is below the policy's
	// MaxMonths exactly when Verdict is [PaysBackInTime].
	Months salesops.Maybe `json:"months"`
	// Verdict is the first rule that fired, or [TooSlow].
	Verdict Verdict `json:"verdict"`
	// Findings are the two rules that can fire, [Never] and [PaysBackInTime],
	// with the exact amounts that they compared.
	Findings []salesops.Finding `json:"findings"`
}

// PayBack computes when an automation has paid for itself, by the playbook's
// formula:
//
//	hours a month        = hours per task × tasks a month × growth
//	manual cost a month  = hours a month × labor cost an hour
//	saving a month       = manual cost a month - running cost a month
//	months               = cost / saving a month
//
// and judges it:
//
//	saving <= 0                    never
//	cost < max months × saving     pays back in time
//	otherwise                      too slow
//
// All of it is exact in the decimals that the inputs stand for; the figures of
// the result are rounded once each. With half an hour per task, 400 tasks a
// month, 40% growth, 50 an hour and a cost of 12,000 the work takes 280 hours
// and costs 14,000 a month, and the automation pays back in 6/7 of a month.
//
// Special cases are:
//
//	no tasks              never
//	saving exactly zero   never, whatever the cost
//	cost zero             0 months, if there is a saving
//	exactly max months    too slow
//
// It returns an *[salesops.InputError] if:
//   - Automation.HoursPerTask is not within [MinInput] to [MaxHoursPerTask];
//   - Automation.TasksPerMonth is neither 0 nor within [MinInput] to [MaxTasksPerMonth];
//   - Automation.Growth was not given or is out of its range;
//   - Automation.LaborCostPerHour is not above 0 and at most [MaxAmount];
//   - Automation.Cost or Automation.RunningCostPerMonth is not within 0 to [MaxAmount];
//   - an amount has more than 34 digits or an exponent outside -18 to 18;
//   - PaybackPolicy.MaxMonths is not within [MinInput] to [MaxPolicyMonths]; that of the zero policy is not.
//
// Playbook: ROI-1, ROI-2.
func PayBack(automation Automation, policy PaybackPolicy) (Payback, error) {
	var faults fault.List
	automation.check(faults.In("Automation"))
	policy.check(faults.In("PaybackPolicy"))
	if faults.Any() {
		return Payback{}, faults.Err()
	}
	hours := exact.SumDecimal(exact.Of(automation.HoursPerTask, automation.TasksPerMonth)).Mul(automation.Growth.Factor())
	manual := hours.Mul(automation.LaborCostPerHour)
	saving := manual.Sub(automation.RunningCostPerMonth)
	b := balance{cost: automation.Cost, saving: saving, line: saving.Mul(exact.Decimal(policy.MaxMonths))}
	return Payback{
		HoursPerMonth:      exact.Quotient(hours, decimal.New(1, 0)),
		ManualCostPerMonth: manual.Round(MoneyPlaces),
		SavingPerMonth:     saving.Round(MoneyPlaces),
		Months:             b.months(),
		Verdict:            b.verdict(),
		Findings:           b.findings(),
	}, nil
}

// balance holds the exact amounts that decide.
type balance struct {
	cost   decimal.Decimal
	saving decimal.Decimal // a month
	line   decimal.Decimal // the saving of the longest time that is allowed
}

func (b balance) verdict() Verdict {
	if b.saving.Sign() <= 0 {
		return Never
	}
	if b.cost.LessThan(b.line) {
		return PaysBackInTime
	}
	return TooSlow
}

// months returns cost / saving, rounded to the verdict's side of the line.
func (b balance) months() salesops.Maybe {
	verdict := b.verdict()
	if verdict == Never {
		return salesops.Undefined("there is no saving")
	}
	months, limit := exact.Quotient(b.cost, b.saving), exact.Quotient(b.line, b.saving)
	// Rounding never takes a quotient across the line, but it can put one that
	// is just below on it.
	if verdict == PaysBackInTime && months == limit {
		months = math.Nextafter(months, 0)
	}
	return salesops.Defined(months)
}

func (b balance) findings() []salesops.Finding {
	never := finding(Never, "saving", b.saving, "<=", decimal.New(0, 0), "of money a month")
	inTime := finding(PaysBackInTime, "cost", b.cost, "<", b.line, "of money")
	switch b.verdict() {
	case Never:
		never.Outcome = salesops.Fired
		inTime.Outcome = salesops.NotApplicable
		inTime.Note = "there is no saving to pay the cost back"
	case PaysBackInTime:
		inTime.Outcome = salesops.Fired
	case TooSlow:
	}
	return []salesops.Finding{never, inTime}
}

func finding(rule Verdict, measure string, left decimal.Decimal, op string, right decimal.Decimal, unit string) salesops.Finding {
	return salesops.Finding{
		Rule: string(rule), Playbook: "ROI-2", Outcome: salesops.NotFired, Measure: measure,
		Left: left, Op: op, Right: right, Unit: unit, Distance: right.Sub(left),
	}
}

// maxResultDigits bounds the amounts of a result, which are below 1e37.
const maxResultDigits = 40

// UnmarshalJSON reads a payback strictly. It returns an
// *[salesops.InputError] for every key that is unknown or missing, every value
// out of its range, everything that [salesops.Finding.UnmarshalJSON] refuses,
// and if the findings are not the two rules in order, or the verdict, the
// months or the saving do not follow from the amounts in them.
func (p *Payback) UnmarshalJSON(data []byte) error {
	type plain Payback
	return strict.Unmarshal(data, "Payback", (*plain)(p), func(p *plain, in fault.Scope) {
		(*Payback)(p).check(in)
	})
}

func (p *Payback) check(in fault.Scope) {
	const maxHours = MaxHoursPerTask * MaxTasksPerMonth * MaxGrowthFactor
	in.Float("HoursPerMonth", p.HoursPerMonth, 0, maxHours, "hours a month")
	manual := amount(in, "ManualCostPerMonth", p.ManualCostPerMonth)
	saving := amount(in, "SavingPerMonth", p.SavingPerMonth)
	if !in.Length("Findings", len(p.Findings), 2, 2) || !manual || !saving {
		return
	}
	// A finding that could not be read has been reported; nothing follows from it.
	if slices.ContainsFunc(p.Findings, func(f salesops.Finding) bool { return f.Op == "" }) {
		return
	}
	b := balance{cost: p.Findings[1].Left, saving: p.Findings[0].Left, line: p.Findings[1].Right}
	if p.ManualCostPerMonth.Sign() < 0 || p.ManualCostPerMonth.LessThan(p.SavingPerMonth) {
		in.Conflict("ManualCostPerMonth", p.ManualCostPerMonth.String(), "0 or more, and at least the saving")
	}
	if !p.SavingPerMonth.Equal(b.saving.Round(MoneyPlaces)) {
		in.Conflict("SavingPerMonth", p.SavingPerMonth.String(), "Findings[0].Left, rounded to 2 places")
	}
	b.checkMonths(p.Months, in)
	if p.Verdict != b.verdict() {
		in.Conflict("Verdict", string(p.Verdict), string(b.verdict())+", which the findings lead to")
	}
	b.checkFindings(p.Findings, in)
}

func amount(in fault.Scope, field string, d decimal.Decimal) bool {
	if gate.Within(d, maxResultDigits, maxResultDigits) {
		return true
	}
	in.OutOfRange(field, "", "an amount of at most 40 digits")
	return false
}

func (b balance) checkMonths(months salesops.Maybe, in fault.Scope) {
	got, defined := months.Value()
	want, finite := b.months().Value()
	// Amounts that no input leads to may have a quotient that no float64 holds.
	if possible := finite != (b.verdict() == Never); !possible || defined != finite || got != want {
		in.Conflict("Months", months.String(), "cost by saving, from the findings; null if there is no saving")
	}
}

// checkFindings leaves out the wording, which may be that of another release.
func (b balance) checkFindings(findings []salesops.Finding, in fault.Scope) {
	if b.line.Sign() != b.saving.Sign() {
		in.Conflict("Findings", b.line.String(), "a line on the same side of zero as the saving")
	}
	cost := in.At("Findings", 1)
	cost.Decimal("Left", b.cost, 0, MaxAmount, "of money")
	for i, want := range b.findings() {
		at, got := in.At("Findings", i), findings[i]
		if got.Rule != want.Rule {
			at.Conflict("Rule", got.Rule, want.Rule+", the rule at this place")
		}
		if got.Op != want.Op || !got.Right.Equal(want.Right) {
			at.Conflict("Op", got.Op, want.Op+" "+want.Right.String())
		}
		if got.Outcome != want.Outcome {
			at.Conflict("Outcome", string(got.Outcome), string(want.Outcome))
		}
	}
}
