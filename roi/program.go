package roi

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

const (
	// MaxProgramMonths is the most months of a program, from the first spend to
	// the end of its life.
	MaxProgramMonths = 360
	// MaxCostHours is the most hours that a program costs once.
	MaxCostHours = 1e6
)

// Program is an automation as it is really bought: built for some months, ramped
// up, paid for each month that it runs, and replaced at the end. All amounts
// are in one currency. Month 1 begins with the first spend.
//
// As JSON it is read strictly: unknown and missing keys and values out of range
// are reported together. The keys of fields for which zero means none may be
// left out.
//
// Playbook: ROI-6, ROI-8.
type Program struct {
	// Cost is what it costs once, at the start: 0 to [MaxAmount].
	Cost decimal.Decimal `json:"cost"`
	// CostHours are the hours of own people that it takes once, at the start: 0
	// for none, or [MinInput] to [MaxCostHours]. They cost LaborCostPerHour.
	CostHours float64 `json:"cost_hours,omitzero"`
	// RunningCostPerMonth is what it costs each month that it is live: 0 for
	// none, to [MaxAmount].
	RunningCostPerMonth decimal.Decimal `json:"running_cost_per_month,omitzero"`
	// HoursPerTask is how long one task takes by hand, in hours: [MinInput] to
	// [MaxHoursPerTask].
	HoursPerTask float64 `json:"hours_per_task"`
	// TasksPerMonth is the volume of month 1: 0, or [MinInput] to
	// [MaxTasksPerMonth].
	TasksPerMonth float64 `json:"tasks_per_month"`
	// Trend is how the volume goes on growing; zero is not at all. No month may
	// have more than [MaxGrowthFactor] times the volume of the first.
	Trend Trend `json:"trend,omitzero"`
	// LaborCostPerHour is what an hour costs, fully loaded. Above 0, at most
	// [MaxAmount].
	LaborCostPerHour decimal.Decimal `json:"labor_cost_per_hour"`
	// ShareAutomated is the share of the hours that the automation takes over
	// once it is ramped up: 0, or [MinInput] to 1.
	ShareAutomated float64 `json:"share_automated"`
	// CashShare is the share of the hours saved that leaves the payroll or the
	// overtime bill: 0, or [MinInput] to 1. The rest is hiring avoided, which
	// is worth as much and is not cash.
	CashShare float64 `json:"cash_share"`
	// ErrorCostPerMonth is what errors that the automation prevents cost in a
	// month of month 1's volume (refunds, rework, penalties): 0 for none, to
	// [MaxAmount]. It counts as cash, and grows and ramps with the volume.
	ErrorCostPerMonth decimal.Decimal `json:"error_cost_per_month,omitzero"`
	// MonthsToGoLive is how long it is being built: that many months bring no
	// saving and no running cost. 0 is live from month 1.
	MonthsToGoLive int `json:"months_to_go_live,omitzero"`
	// RampMonths is how many months it is live before it saves all that it
	// will: with 3 they bring a quarter, a half and three quarters of it. 0 is
	// at once.
	RampMonths int `json:"ramp_months,omitzero"`
	// LifeMonths is how many months it is live, ramp included: at least 1. It
	// and MonthsToGoLive are at most [MaxProgramMonths] together, and so is
	// RampMonths alone.
	LifeMonths int `json:"life_months"`
}

// UnmarshalJSON reads a program strictly. It returns an *[salesops.InputError]
// for every key that is unknown, missing or given twice, and for every value
// that [ProjectProgram] refuses.
func (p *Program) UnmarshalJSON(data []byte) error {
	type plain Program
	return strict.Unmarshal(data, "Program", (*plain)(p), func(p *plain, in fault.Scope) {
		(*Program)(p).check(in)
	})
}

func (p *Program) check(in fault.Scope) {
	in.Decimal("Cost", p.Cost, 0, MaxAmount, "of money")
	noneOrFloat(in, "CostHours", p.CostHours, MaxCostHours, "hours")
	in.Decimal("RunningCostPerMonth", p.RunningCostPerMonth, 0, MaxAmount, "of money a month")
	atLeastMin(in, "HoursPerTask", p.HoursPerTask, MaxHoursPerTask, "hours")
	noneOrFloat(in, "TasksPerMonth", p.TasksPerMonth, MaxTasksPerMonth, "tasks a month")
	trend := p.Trend.check(&in, "Trend")
	if p.LaborCostPerHour.IsZero() {
		in.Missing("LaborCostPerHour", "above 0 to 1e15 of money an hour")
	} else {
		in.Decimal("LaborCostPerHour", p.LaborCostPerHour, 0, MaxAmount, "of money an hour")
	}
	noneOrFloat(in, "ShareAutomated", p.ShareAutomated, 1, "as a share")
	noneOrFloat(in, "CashShare", p.CashShare, 1, "as a share")
	in.Decimal("ErrorCostPerMonth", p.ErrorCostPerMonth, 0, MaxAmount, "of money a month")
	build := in.Int("MonthsToGoLive", p.MonthsToGoLive, 0, MaxProgramMonths-1, "months")
	in.Int("RampMonths", p.RampMonths, 0, MaxProgramMonths, "months")
	if !build || !in.Int("LifeMonths", p.LifeMonths, 1, MaxProgramMonths-p.MonthsToGoLive, "months, with those to go live at most 360") || !trend {
		return
	}
	if _, bounded := p.Trend.index(p.months()); !bounded {
		in.Conflict("Trend", p.Trend.MonthlyFactor().String(), "at most 1000 times the volume of month 1 within the program's months")
	}
}

// months is the number of months from the first spend to the end.
func (p *Program) months() int { return p.MonthsToGoLive + p.LifeMonths }

// entries are the amounts of one month, exact, in parts of money.
type entries struct {
	hours    decimal.Decimal // saved, in parts of an hour
	oneOff   decimal.Decimal
	running  decimal.Decimal
	cash     decimal.Decimal // the labor that leaves the payroll
	errors   decimal.Decimal
	avoided  decimal.Decimal // the labor that does not
	cashFlow decimal.Decimal
}

func (e entries) net(basis Basis) decimal.Decimal {
	if basis == WithAvoided {
		return e.cashFlow.Add(e.avoided)
	}
	return e.cashFlow
}

func (e entries) cost() decimal.Decimal { return e.oneOff.Add(e.running) }

// book is a program month by month, month 0 being the moment of the first
// spend. Its amounts are in parts of money: the ramp's steps are fractions, and
// multiplied out they are whole.
type book struct {
	parts  int64
	months []entries
}

func (p *Program) book() book { return p.bookTo(p.months()) }

// bookTo is the book of at most the months up to last.
func (p *Program) bookTo(last int) book {
	last = min(last, p.months())
	b := book{parts: int64(p.RampMonths) + 1, months: make([]entries, 1, last+1)}
	once := p.Cost.Add(exact.Decimal(p.CostHours).Mul(p.LaborCostPerHour)).Mul(decimal.New(b.parts, 0))
	b.months[0] = entries{oneOff: once, cashFlow: once.Neg()}
	// The program has been checked, so its volumes are bounded.
	volumes, _ := p.Trend.index(last)
	hours := exact.SumDecimal(exact.Of(p.HoursPerTask, p.TasksPerMonth, p.ShareAutomated))
	running := p.RunningCostPerMonth.Mul(decimal.New(b.parts, 0))
	share := exact.Decimal(p.CashShare)
	for i, volume := range volumes {
		var e entries
		if live := int64(i + 1 - p.MonthsToGoLive); live > 0 {
			done := volume.Mul(decimal.New(min(live, b.parts), 0))
			e.hours = hours.Mul(done)
			labor := e.hours.Mul(p.LaborCostPerHour)
			e.running, e.errors = running, p.ErrorCostPerMonth.Mul(done)
			e.cash = labor.Mul(share)
			e.avoided = labor.Sub(e.cash)
			e.cashFlow = e.cash.Add(e.errors).Sub(e.running)
		}
		b.months = append(b.months, e)
	}
	return b
}

func (b book) flows(basis Basis) []decimal.Decimal {
	flows := make([]decimal.Decimal, len(b.months))
	for i, e := range b.months {
		flows[i] = e.net(basis)
	}
	return flows
}

// money is an exact amount of the book, rounded once.
func (b book) money(amount decimal.Decimal) decimal.Decimal {
	return amount.DivRound(decimal.New(b.parts, 0), MoneyPlaces)
}
