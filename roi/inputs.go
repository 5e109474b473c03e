package roi

import (
	"math"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// ProgramInput is a number that a program's outcome hangs on.
//
// Playbook: ROI-6.
type ProgramInput string

// The inputs: the fields of a [Program], the growth of its volume as a factor a
// month, and the policy's discount rate.
const (
	InputCost               ProgramInput = "cost"
	InputCostHours          ProgramInput = "cost-hours"
	InputRunningCost        ProgramInput = "running-cost-per-month"
	InputHoursPerTask       ProgramInput = "hours-per-task"
	InputTasksPerMonth      ProgramInput = "tasks-per-month"
	InputMonthlyGrowth      ProgramInput = "monthly-growth-factor"
	InputLaborCostPerHour   ProgramInput = "labor-cost-per-hour"
	InputShareAutomated     ProgramInput = "share-automated"
	InputCashShare          ProgramInput = "cash-share"
	InputErrorCost          ProgramInput = "error-cost-per-month"
	InputMonthsToGoLive     ProgramInput = "months-to-go-live"
	InputRampMonths         ProgramInput = "ramp-months"
	InputLifeMonths         ProgramInput = "life-months"
	InputAnnualDiscountRate ProgramInput = "annual-discount-rate"
)

// ProgramInputs returns all inputs in the order of [Program]'s fields.
func ProgramInputs() []ProgramInput {
	return []ProgramInput{
		InputCost, InputCostHours, InputRunningCost, InputHoursPerTask, InputTasksPerMonth, InputMonthlyGrowth,
		InputLaborCostPerHour, InputShareAutomated, InputCashShare, InputErrorCost, InputMonthsToGoLive,
		InputRampMonths, InputLifeMonths, InputAnnualDiscountRate,
	}
}

// MarshalText returns the input's text. It returns an *[salesops.InputError] if
// i is not one of [ProgramInputs].
func (i ProgramInput) MarshalText() ([]byte, error) {
	return strict.Text("ProgramInput", i, ProgramInputs())
}

// UnmarshalText sets i from its text. It returns an *[salesops.InputError] if
// the text is not one of [ProgramInputs].
func (i *ProgramInput) UnmarshalText(text []byte) error {
	return strict.Parse("ProgramInput", i, text, ProgramInputs())
}

// scenario is a program under a policy, in which single inputs can be changed.
type scenario struct {
	program Program
	policy  Policy
}

func (s *scenario) check(faults *fault.List) {
	s.program.check(faults.In("Program"))
	s.policy.PaybackPolicy.check(faults.In("PaybackPolicy"))
	s.policy.ProgramPolicy.check(faults.In("ProgramPolicy"))
}

// amount returns the place of an input that is money, or nil.
func (s *scenario) amount(input ProgramInput) *decimal.Decimal {
	switch input {
	case InputCost:
		return &s.program.Cost
	case InputRunningCost:
		return &s.program.RunningCostPerMonth
	case InputLaborCostPerHour:
		return &s.program.LaborCostPerHour
	case InputErrorCost:
		return &s.program.ErrorCostPerMonth
	case InputCostHours, InputHoursPerTask, InputTasksPerMonth, InputMonthlyGrowth, InputShareAutomated, InputCashShare,
		InputMonthsToGoLive, InputRampMonths, InputLifeMonths, InputAnnualDiscountRate:
	}
	return nil
}

// number returns the place of an input that is a float, or nil.
func (s *scenario) number(input ProgramInput) *float64 {
	switch input {
	case InputCostHours:
		return &s.program.CostHours
	case InputHoursPerTask:
		return &s.program.HoursPerTask
	case InputTasksPerMonth:
		return &s.program.TasksPerMonth
	case InputShareAutomated:
		return &s.program.ShareAutomated
	case InputCashShare:
		return &s.program.CashShare
	case InputAnnualDiscountRate:
		return &s.policy.AnnualDiscountRate
	case InputCost, InputRunningCost, InputMonthlyGrowth, InputLaborCostPerHour, InputErrorCost,
		InputMonthsToGoLive, InputRampMonths, InputLifeMonths:
	}
	return nil
}

// months returns the place of an input that is a number of months, or nil.
func (s *scenario) months(input ProgramInput) *int {
	switch input {
	case InputMonthsToGoLive:
		return &s.program.MonthsToGoLive
	case InputRampMonths:
		return &s.program.RampMonths
	case InputLifeMonths:
		return &s.program.LifeMonths
	case InputCost, InputCostHours, InputRunningCost, InputHoursPerTask, InputTasksPerMonth, InputMonthlyGrowth,
		InputLaborCostPerHour, InputShareAutomated, InputCashShare, InputErrorCost, InputAnnualDiscountRate:
	}
	return nil
}

// value returns an input as it is.
func (s *scenario) value(input ProgramInput) decimal.Decimal {
	if d := s.amount(input); d != nil {
		return *d
	}
	if x := s.number(input); x != nil {
		return exact.Decimal(*x)
	}
	if n := s.months(input); n != nil {
		return decimal.New(int64(*n), 0)
	}
	return s.program.Trend.MonthlyFactor()
}

// with returns the scenario with one input changed. It reports false if the
// value is none for this input.
func (s scenario) with(input ProgramInput, value decimal.Decimal) (scenario, bool) {
	if d := s.amount(input); d != nil {
		*d = value
		return s, true
	}
	if n := s.months(input); n != nil {
		if !value.IsInteger() || value.Abs().GreaterThan(decimal.New(MaxProgramMonths, 0)) {
			return s, false
		}
		*n = int(value.BigInt().Int64())
		return s, true
	}
	x := value.InexactFloat64()
	if place := s.number(input); place != nil {
		*place = x
	} else {
		s.program.Trend = TrendPerMonth(GrowthFromFactor(x))
	}
	return s, true
}

// domain is the values that an input may have, in order: 0 stands for the
// lowest of them, last for the highest.
type domain struct {
	last  int64
	value func(i int64) decimal.Decimal
}

// domain returns the values that break-even looks among: money in whole cents,
// months, and every float64 in the input's range.
func (s *scenario) domain(input ProgramInput) domain {
	p := &s.program
	switch input {
	case InputCost, InputRunningCost, InputErrorCost:
		return centsFrom(0)
	case InputLaborCostPerHour:
		return centsFrom(1)
	case InputCostHours:
		return orNone(floatsTo(MaxCostHours))
	case InputHoursPerTask:
		return floatsTo(MaxHoursPerTask)
	case InputTasksPerMonth:
		return orNone(floatsTo(MaxTasksPerMonth))
	case InputMonthlyGrowth:
		return floatsTo(highestFactor(p.months()))
	case InputShareAutomated, InputCashShare:
		return orNone(floatsTo(1))
	case InputMonthsToGoLive:
		return monthsFrom(0, MaxProgramMonths-p.LifeMonths)
	case InputRampMonths:
		return monthsFrom(0, MaxProgramMonths)
	case InputLifeMonths:
		return monthsFrom(1, MaxProgramMonths-p.MonthsToGoLive)
	case InputAnnualDiscountRate:
	}
	return orNone(floatsTo(MaxDiscountRate))
}

func centsFrom(lowest int64) domain {
	return domain{MaxAmount*100 - lowest, func(i int64) decimal.Decimal { return decimal.New(lowest+i, -MoneyPlaces) }}
}

func monthsFrom(lowest, highest int) domain {
	return domain{int64(highest - lowest), func(i int64) decimal.Decimal { return decimal.New(int64(lowest)+i, 0) }}
}

// floatsTo are the float64s from MinInput: positive floats are in the order of
// their bits.
func floatsTo(highest float64) domain {
	lowest := math.Float64bits(MinInput)
	return domain{int64(math.Float64bits(highest) - lowest), func(i int64) decimal.Decimal {
		return exact.Decimal(math.Float64frombits(lowest + uint64(i)))
	}}
}

// orNone puts 0 before the values of a domain.
func orNone(d domain) domain {
	return domain{d.last + 1, func(i int64) decimal.Decimal {
		if i == 0 {
			return decimal.New(0, 0)
		}
		return d.value(i - 1)
	}}
}

// highestFactor returns a factor a month that stays within MaxGrowthFactor.
func highestFactor(months int) float64 {
	const margin = 1e-9 // more than the roundings of the volumes
	if months < 3 {
		return MaxGrowthFactor * (1 - margin)
	}
	return math.Pow(MaxGrowthFactor, 1/float64(months-1)) * (1 - margin)
}
