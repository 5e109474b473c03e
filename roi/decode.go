package roi

import (
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/gate"
	"github.com/salesops-go/salesops/internal/strict"
)

// maxWideDigits bounds the amounts of a program, whose sums are below 1e39.
const maxWideDigits = 48

func fitsTable(in fault.Scope, field string, d decimal.Decimal) bool {
	if gate.Within(d, maxWideDigits, maxWideDigits) {
		return true
	}
	in.OutOfRange(field, "", "a number of at most 48 digits")
	return false
}

// UnmarshalJSON reads a projection strictly. It returns an
// *[salesops.InputError] for every key that is unknown or missing, every value
// out of its range, everything that [Recovery.UnmarshalJSON] and
// [salesops.Finding.UnmarshalJSON] refuse, and if the balances do not follow
// from the cash table to within its rounding, or a verdict does not follow from
// its findings.
func (p *Projection) UnmarshalJSON(data []byte) error {
	type plain Projection
	return strict.Unmarshal(data, "Projection", (*plain)(p), func(p *plain, in fault.Scope) {
		(*Projection)(p).check(in)
	})
}

func (p *Projection) check(in fault.Scope) {
	if fitsTable(in, "MonthlyDiscountRate", p.MonthlyDiscountRate) &&
		(p.MonthlyDiscountRate.Sign() < 0 || p.MonthlyDiscountRate.GreaterThan(decimal.New(MaxDiscountRate, 0))) {
		in.OutOfRange("MonthlyDiscountRate", p.MonthlyDiscountRate.String(), "0 to 10")
	}
	if !in.Length("Months", len(p.Months), 2, MaxProgramMonths+1) {
		return
	}
	good := true
	for i := range p.Months {
		good = p.Months[i].check(in.At("Months", i), i) && good
	}
	if good {
		p.Cash.check(in.In("Cash"), p.Months, CashOnly)
		p.WithAvoided.check(in.In("WithAvoided"), p.Months, WithAvoided)
	}
}

func (m *ProgramMonth) check(in fault.Scope, i int) bool {
	const maxHours = MaxHoursPerTask * MaxTasksPerMonth * MaxGrowthFactor
	good := in.Int("Month", m.Month, i, i, "") && in.Float("HoursSaved", m.HoursSaved, 0, maxHours, "hours")
	for j, d := range []decimal.Decimal{m.OneOffCost, m.RunningCost, m.CashSaving, m.ErrorCostAvoided, m.AvoidedHiring} {
		field := []string{"OneOffCost", "RunningCost", "CashSaving", "ErrorCostAvoided", "AvoidedHiring"}[j]
		if !fitsTable(in, field, d) {
			good = false
		} else if d.Sign() < 0 || (j == 0) != (i == 0) && !d.IsZero() {
			in.OutOfRange(field, d.String(), "0 or more; what is spent once in month 0, the rest after it")
			good = false
		}
	}
	return good
}

func (m *ProgramMonth) net(basis Basis) decimal.Decimal {
	net := m.CashSaving.Add(m.ErrorCostAvoided).Sub(m.OneOffCost).Sub(m.RunningCost)
	if basis == WithAvoided {
		net = net.Add(m.AvoidedHiring)
	}
	return net
}

func (v *View) check(in fault.Scope, table []ProgramMonth, basis Basis) {
	if !in.Length("Months", len(v.Months), len(table), len(table)) || !fitsTable(in, "NPV", v.NPV) {
		return
	}
	before := decimal.New(0, 0)
	for i := range v.Months {
		m, at := &v.Months[i], in.At("Months", i)
		if !m.check(at, i) {
			return
		}
		// Each amount is at most half a cent from its exact value.
		near(at, "Net", m.Net, table[i].net(basis), 3)
		near(at, "Balance", m.Balance, before.Add(m.Net), 2)
		before = m.Balance
	}
	if last := v.Months[len(v.Months)-1].DiscountedBalance; !v.NPV.Equal(last) {
		in.Conflict("NPV", v.NPV.String(), "the last discounted balance, "+last.String())
	}
	v.Simple.check(in.In("Simple"))
	v.Discounted.check(in.In("Discounted"))
	checkLater(in, "Discounted", v.Simple, v.Discounted)
	if (v.Verdict == Never) != (v.Simple.Status == RecoversNever) {
		in.Conflict("Verdict", string(v.Verdict), "never exactly when the simple payback is")
	}
	if in.Length("Findings", len(v.Findings), 2, 2) {
		v.checkFindings(in)
	}
}

func near(in fault.Scope, field string, got, want decimal.Decimal, cents int64) {
	if got.Sub(want).Abs().GreaterThan(decimal.New(cents, -MoneyPlaces)) {
		in.Conflict(field, got.String(), want.String()+", to within some cents")
	}
}

func (m *ViewMonth) check(in fault.Scope, i int) bool {
	good := in.Int("Month", m.Month, i, i, "")
	for j, d := range []decimal.Decimal{m.Net, m.Balance, m.DiscountedBalance} {
		good = fitsTable(in, []string{"Net", "Balance", "DiscountedBalance"}[j], d) && good
	}
	roi, spent := m.ROI.Value()
	curve, known := m.Benchmark.Value()
	ahead, both := m.Ahead.Value()
	if want, _ := BenchmarkROI(float64(i)); m.Benchmark.String() != want.String() && (known || want.Or(-1) != -1) {
		in.Conflict("Benchmark", m.Benchmark.String(), "the playbook's curve")
		good = false
	}
	if spent && roi < -1 {
		in.OutOfRange("ROI", m.ROI.String(), "-1 or more")
		good = false
	}
	slack := 1e-9 * (1 + math.Abs(roi) + math.Abs(curve))
	if both != (spent && known) || math.Abs(ahead-(roi-curve)) > slack && both {
		in.Conflict("Ahead", m.Ahead.String(), "ROI less Benchmark; null when either is")
		good = false
	}
	return good
}

// checkFindings leaves out the wording, which may be that of another release.
func (v *View) checkFindings(in fault.Scope) {
	// A finding that could not be read has been reported; nothing follows from it.
	if slices.ContainsFunc(v.Findings, func(f salesops.Finding) bool { return f.Op == "" }) {
		return
	}
	outcomes := map[Verdict][2]salesops.Outcome{
		Never:          {salesops.Fired, salesops.NotApplicable},
		PaysBackInTime: {salesops.NotFired, salesops.Fired},
		TooSlow:        {salesops.NotFired, salesops.NotFired},
	}[v.Verdict]
	for i, rule := range []Verdict{Never, PaysBackInTime} {
		at, f := in.At("Findings", i), v.Findings[i]
		if f.Rule != string(rule) || f.Op != "<" {
			at.Conflict("Rule", f.Rule, string(rule)+" with <, the rule at this place")
		}
		if f.Outcome != outcomes[i] {
			at.Conflict("Outcome", string(f.Outcome), string(outcomes[i])+", from the verdict")
		}
	}
}

// UnmarshalJSON reads a ranking strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, every value out of its range, and if
// places, sums, ratios and reasons do not follow from the candidates.
func (r *Ranking) UnmarshalJSON(data []byte) error {
	type plain Ranking
	return strict.Unmarshal(data, "Ranking", (*plain)(r), func(p *plain, in fault.Scope) {
		(*Ranking)(p).check(in)
	})
}

func (r *Ranking) check(in fault.Scope) {
	in.Int("Nodes", r.Nodes, 0, MaxNodes, "nodes")
	sized := fitsTable(in, "Cost", r.Cost) && fitsTable(in, "NPV", r.NPV) && fitsTable(in, "Gap", r.Gap)
	if !in.Length("Candidates", len(r.Candidates), 1, MaxCandidates) || !sized {
		return
	}
	if r.Gap.Sign() < 0 {
		in.OutOfRange("Gap", r.Gap.String(), "0 or more")
	}
	var cost, npv decimal.Decimal
	for i := range r.Candidates {
		c := &r.Candidates[i]
		if !r.checkCandidate(in.At("Candidates", i), i) {
			return
		}
		if c.Chosen {
			cost, npv = cost.Add(c.Cost), npv.Add(c.NPV)
		}
	}
	if !r.Cost.Equal(cost) {
		in.Conflict("Cost", r.Cost.String(), "what the chosen cost, "+cost.String())
	}
	if !r.NPV.Equal(npv) {
		in.Conflict("NPV", r.NPV.String(), "what the chosen are worth, "+npv.String())
	}
	again := slices.Clone(r.Candidates)
	place(again)
	for i := range again {
		if was := r.Candidates[i]; again[i].Name != was.Name || again[i].ByValue != was.ByValue || again[i].ByHorizon != was.ByHorizon || was.ByPayback != i+1 {
			at := in.At("Candidates", i)
			at.Conflict("ByPayback", was.Name, "the places that payback, value and horizon give")
		}
	}
}

func (r *Ranking) checkCandidate(in fault.Scope, i int) bool {
	c := &r.Candidates[i]
	good := in.Name("Name", c.Name) && in.Name("Kind", string(c.Kind)) &&
		in.Decimal("Cost", c.Cost, 0, MaxAmount, "of money") && in.Decimal("NPV", c.NPV, -MaxAmount, MaxAmount, "of money") &&
		verdictFits(in, c.Payback, c.Verdict)
	if !good {
		return false
	}
	if slices.IndexFunc(r.Candidates, func(other Ranked) bool { return other.Name == c.Name }) < i {
		in.Conflict("Name", c.Name, "each name once")
	}
	got, defined := c.NPVPerCost.Value()
	if want, some := perCost(c.NPV, c.Cost).Value(); defined != some || got != want {
		in.Conflict("NPVPerCost", c.NPVPerCost.String(), "NPV by Cost")
	}
	if c.Chosen != c.Reason.in() {
		in.Conflict("Reason", string(c.Reason), "a reason to be in exactly for those that are")
	}
	for j, name := range c.Because {
		if !slices.ContainsFunc(r.Candidates, func(other Ranked) bool { return other.Name == name }) || name == c.Name {
			at := in.At("Because", j)
			at.Conflict("", name, "the name of another candidate")
		}
	}
	return true
}

// verdictFits checks that a payback is undefined exactly when it never comes.
func verdictFits(in fault.Scope, payback salesops.Maybe, verdict Verdict) bool {
	months, defined := payback.Value()
	if !in.Float("Payback", months, 0, MaxProgramMonths, "months, or null") {
		return false
	}
	if defined == (verdict == Never) {
		in.Conflict("Verdict", string(verdict), "never exactly when there is no payback")
		return false
	}
	return true
}

// UnmarshalJSON reads a sensitivity strictly. It returns an
// *[salesops.InputError] for every key that is unknown or missing, every value
// out of its range, everything that [BreakEven.UnmarshalJSON] refuses, and if
// the swings do not follow from the ends or are not in order.
func (s *Sensitivity) UnmarshalJSON(data []byte) error {
	type plain Sensitivity
	return strict.Unmarshal(data, "Sensitivity", (*plain)(s), func(p *plain, in fault.Scope) {
		(*Sensitivity)(p).check(in)
	})
}

func (s *Sensitivity) check(in fault.Scope) {
	s.Base.check(in.In("Base"))
	s.Pessimistic.check(in.In("Pessimistic"))
	s.Optimistic.check(in.In("Optimistic"))
	if !in.Length("Bars", len(s.Bars), 1, len(ProgramInputs())) {
		return
	}
	for i := range s.Bars {
		b, at := &s.Bars[i], in.At("Bars", i)
		if !fitsTable(at, "Base", b.Base) || !b.Low.check(at.In("Low")) || !b.High.check(at.In("High")) || !fitsTable(at, "Swing", b.Swing) {
			return
		}
		if !b.Swing.Equal(b.High.NPV.Sub(b.Low.NPV).Abs()) {
			at.Conflict("Swing", b.Swing.String(), "the difference of the two net present values")
		}
		if i > 0 && b.Swing.GreaterThan(s.Bars[i-1].Swing) {
			at.Conflict("Swing", b.Swing.String(), "at most the swing before it")
		}
		if slices.ContainsFunc(s.Bars[:i], func(other Bar) bool { return other.Input == b.Input }) {
			at.Conflict("Input", string(b.Input), "each input once")
		}
	}
}

func (e *End) check(in fault.Scope) bool {
	return fitsTable(in, "NPV", e.NPV) && verdictFits(in, e.Payback, e.Verdict)
}
