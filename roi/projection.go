package roi

import (
	"math"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
)

// Projection is a program month by month, and what comes of it.
//
// Playbook: ROI-6, ROI-8.
type Projection struct {
	// MonthlyDiscountRate is the effective rate a month that makes the policy's
	// annual one: (1 + annual)^(1/12) - 1, rounded to 18 decimal places.
	MonthlyDiscountRate decimal.Decimal `json:"monthly_discount_rate"`
	// Months is the cash table: month 0 is the first spend, the others are
	// whole months after it, to the end of the program's life.
	Months []ProgramMonth `json:"months"`
	// Cash counts the savings that become cash.
	Cash View `json:"cash"`
	// WithAvoided counts the hires that are not needed as well.
	WithAvoided View `json:"with_avoided"`
}

// ProgramMonth is a line of the cash table. Each amount is rounded to
// [MoneyPlaces] from its exact value.
//
// Playbook: ROI-6, ROI-8.
type ProgramMonth struct {
	// Month is the number of months since the first spend.
	Month int `json:"month"`
	// HoursSaved is the work that the automation takes over, in hours.
	HoursSaved float64 `json:"hours_saved"`
	// OneOffCost is what is spent once, own hours included; in month 0 only.
	OneOffCost decimal.Decimal `json:"one_off_cost"`
	// RunningCost is what it costs to run it.
	RunningCost decimal.Decimal `json:"running_cost"`
	// CashSaving is the labor cost that leaves the payroll or the overtime bill.
	CashSaving decimal.Decimal `json:"cash_saving"`
	// ErrorCostAvoided is what errors no longer cost.
	ErrorCostAvoided decimal.Decimal `json:"error_cost_avoided"`
	// AvoidedHiring is the labor cost that was not taken on: worth as much as
	// CashSaving, and not cash.
	AvoidedHiring decimal.Decimal `json:"avoided_hiring"`
}

// View is what comes of a program when certain savings count.
//
// Playbook: ROI-6, ROI-8.
type View struct {
	// Months are the balances, one for each month of the cash table.
	Months []ViewMonth `json:"months"`
	// Simple is when the savings have returned the cost, in months from the
	// first spend. Its First is below the policy's MaxMonths exactly when
	// Verdict is [PaysBackInTime].
	Simple Recovery `json:"simple"`
	// Discounted is the same with each month's flow at its value at the first
	// spend. Its First is never before that of Simple.
	Discounted Recovery `json:"discounted"`
	// NPV is the net present value of the program at the first spend.
	NPV decimal.Decimal `json:"npv"`
	// Verdict is the first rule that fired, or [TooSlow]. It judges the first
	// simple payback.
	Verdict Verdict `json:"verdict"`
	// Findings are the two rules that can fire, [Never] and [PaysBackInTime],
	// with the exact amounts that they compared. Where a program ramps up they
	// are multiplied by RampMonths + 1.
	Findings []salesops.Finding `json:"findings"`
}

// ViewMonth is where a program stands at the end of a month.
//
// Playbook: ROI-5, ROI-6.
type ViewMonth struct {
	// Month is the number of months since the first spend.
	Month int `json:"month"`
	// Net is savings less costs of the month.
	Net decimal.Decimal `json:"net"`
	// Balance is savings less costs so far.
	Balance decimal.Decimal `json:"balance"`
	// DiscountedBalance is the same at its value at the first spend.
	DiscountedBalance decimal.Decimal `json:"discounted_balance"`
	// ROI is (savings so far - cost so far) / cost so far, as a fraction;
	// undefined while nothing has been spent.
	ROI salesops.Maybe `json:"roi"`
	// Benchmark is the playbook's curve at this month; see [BenchmarkROI].
	Benchmark salesops.Maybe `json:"benchmark"`
	// Ahead is ROI - Benchmark: positive when the program is ahead of the
	// curve. Undefined when either is.
	Ahead salesops.Maybe `json:"ahead"`
}

// ProjectProgram computes a program month by month: its cash table, when it has
// paid for itself, what it is worth now, and how its return compares with the
// playbook's curve; once for the savings that become cash and once with the
// hires that it avoids. With t the month, k = t - months to go live the month
// that it is live, and all of it zero while k <= 0:
//
//	volume     v(t) = 1 in month 1, then v(t-1) × the trend's factor, rounded to 18 places
//	ramp       a(t) = min(1, k / (ramp months + 1))
//	labor      l(t) = hours per task × tasks a month × share automated × v(t) a(t) × labor cost an hour
//	cash       c(t) = cash share × l(t) + error cost a month × v(t) a(t) - running cost a month
//	avoided    h(t) = (1 - cash share) × l(t)
//	month 0         = -(cost + cost hours × labor cost an hour)
//	payback         = t - 1 - B(t-1) / flow(t), for the first t whose balance B(t) >= 0
//	NPV             = sum of flow(t) / (1 + i)^t, i = (1 + annual rate)^(1/12) - 1
//
// where the flow is c(t), or c(t) + h(t) with avoided cost. Flows are even
// inside their month. The verdict is that of the first simple payback:
//
//	balance below zero to the end       never
//	first payback < max months          pays back in time
//	otherwise                           too slow
//
// All of it is exact in the decimals that the inputs stand for and the two
// factors a month, which are rounded to 18 places; the figures of the result are
// rounded once each, so that a balance may differ by some cents from the sum of
// the rounded flows.
//
// Special cases are:
//
//	cost zero               paid back at time 0, whatever comes after
//	no tasks, no error cost  never, unless the cost is zero
//
// It returns an *[salesops.InputError] if:
//   - an amount of the program is not within 0 to [MaxAmount], has more than 34 digits or an exponent outside -18 to 18;
//   - Program.CostHours is not 0 or within [MinInput] to [MaxCostHours];
//   - Program.HoursPerTask is not within [MinInput] to [MaxHoursPerTask];
//   - Program.TasksPerMonth is not 0 or within [MinInput] to [MaxTasksPerMonth];
//   - Program.Trend is out of its range, or takes the volume above [MaxGrowthFactor] times that of month 1;
//   - Program.LaborCostPerHour is not above 0;
//   - a share is not 0 or within [MinInput] to 1;
//   - the months are negative, more than [MaxProgramMonths], or those of its life are none;
//   - PaybackPolicy or ProgramPolicy is out of its range; those of the zero policy are.
//
// Playbook: ROI-5, ROI-6, ROI-8.
func ProjectProgram(program Program, policy Policy) (Projection, error) {
	var faults fault.List
	program.check(faults.In("Program"))
	policy.PaybackPolicy.check(faults.In("PaybackPolicy"))
	policy.ProgramPolicy.check(faults.In("ProgramPolicy"))
	if faults.Any() {
		return Projection{}, faults.Err()
	}
	b, rate := program.book(), policy.monthlyRate()
	return Projection{
		MonthlyDiscountRate: rate,
		Months:              b.table(),
		Cash:                b.view(CashOnly, rate, policy.MaxMonths),
		WithAvoided:         b.view(WithAvoided, rate, policy.MaxMonths),
	}, nil
}

// monthlyRate is the effective rate a month.
func (p ProgramPolicy) monthlyRate() decimal.Decimal {
	one := decimal.New(1, 0)
	return monthly(one.Add(exact.Decimal(p.AnnualDiscountRate))).Sub(one)
}

func (b book) table() []ProgramMonth {
	table := make([]ProgramMonth, len(b.months))
	for i, e := range b.months {
		table[i] = ProgramMonth{
			Month:            i,
			HoursSaved:       exact.Quotient(e.hours, decimal.New(b.parts, 0)),
			OneOffCost:       b.money(e.oneOff),
			RunningCost:      b.money(e.running),
			CashSaving:       b.money(e.cash),
			ErrorCostAvoided: b.money(e.errors),
			AvoidedHiring:    b.money(e.avoided),
		}
	}
	return table
}

func (b book) view(basis Basis, rate decimal.Decimal, maxMonths float64) View {
	flows := b.flows(basis)
	discounted := newLedger(flows, rate)
	present := discounted.present(b.parts)
	v := View{
		Months:     make([]ViewMonth, len(flows)),
		Discounted: discounted.recovery(),
		NPV:        present[len(present)-1],
	}
	var balance, cost decimal.Decimal
	for i, flow := range flows {
		balance, cost = balance.Add(flow), cost.Add(b.months[i].cost())
		m := ViewMonth{Month: i, Net: b.money(flow), Balance: b.money(balance), DiscountedBalance: present[i]}
		m.hold(balance, cost)
		v.Months[i] = m
	}
	v.Simple, v.Verdict, v.Findings = judge(flows, maxMonths)
	return v
}

// hold holds the return so far against the benchmark.
func (m *ViewMonth) hold(balance, cost decimal.Decimal) {
	curve, known := benchmark(big.NewRat(int64(m.Month), 1))
	m.Benchmark, m.ROI = outsideCurve(), salesops.Undefined("nothing has been spent")
	m.Ahead = m.Benchmark
	if known {
		m.Benchmark = salesops.Defined(nearest(curve))
	}
	if cost.IsZero() {
		m.Ahead = m.ROI
		return
	}
	roi := new(big.Rat).Quo(balance.Rat(), cost.Rat())
	m.ROI = salesops.Defined(nearest(roi))
	if known {
		m.Ahead = salesops.Defined(nearest(roi.Sub(roi, curve)))
	}
}

// judge returns when the flows are paid back, and whether that is soon enough.
func judge(flows []decimal.Decimal, maxMonths float64) (Recovery, Verdict, []salesops.Finding) {
	recovery := newLedger(flows, decimal.New(0, 0)).recovery()
	t, before, highest := reach(flows)
	never := finding(Never, "highest balance", highest, "<", decimal.New(0, 0), "of money")
	inTime := inTimeFinding(flows[max(t, 0)], t, before, highest, exact.Decimal(maxMonths))
	switch {
	case t < 0:
		never.Outcome = salesops.Fired
		inTime.Outcome = salesops.NotApplicable
		inTime.Note = "no month recovers it"
		return recovery, Never, []salesops.Finding{never, inTime}
	case inTime.Holds():
		inTime.Outcome = salesops.Fired
		recovery.under(maxMonths)
		return recovery, PaysBackInTime, []salesops.Finding{never, inTime}
	default:
		return recovery, TooSlow, []salesops.Finding{never, inTime}
	}
}

// inTimeFinding compares what is still to be paid when the month t that pays it
// begins with what that month brings up to the line.
func inTimeFinding(flow decimal.Decimal, t int, before, highest, line decimal.Decimal) salesops.Finding {
	if t < 0 {
		return finding(PaysBackInTime, "balance still to recover at best", highest.Neg(), "<", decimal.New(0, 0), "of money")
	}
	if t == 0 {
		return finding(PaysBackInTime, "time until the balance is zero or more", decimal.New(0, 0), "<", line, "months")
	}
	left := line.Sub(decimal.New(int64(t)-1, 0)) // from the start of that month to the line
	return finding(PaysBackInTime, "balance to recover in its last month", before.Neg(), "<", flow.Mul(left), "of money")
}

// reach returns the first month whose balance is not below zero, or -1, the
// balance before it, and the highest balance of all months.
func reach(flows []decimal.Decimal) (month int, before, highest decimal.Decimal) {
	month, highest = -1, flows[0]
	var balance decimal.Decimal
	for t, flow := range flows {
		after := balance.Add(flow)
		if month < 0 && after.Sign() >= 0 {
			month, before = t, balance
		}
		if after.GreaterThan(highest) {
			highest = after
		}
		balance = after
	}
	return month, before, highest
}

// under keeps a time that is a hair under the line from reading as the line.
func (r *Recovery) under(line float64) {
	first, _ := r.First.Value()
	if first != line {
		return
	}
	below := salesops.Defined(math.Nextafter(first, 0))
	if r.Last == r.First {
		r.Last = below
	}
	r.First = below
}
