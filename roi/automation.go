package roi

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// The limits of an input.
const (
	// MinInput is the least number of hours, tasks or months and the least
	// growth factor, except that there may be no tasks.
	MinInput = 1e-9
	// MaxHoursPerTask is the most hours that one task may take.
	MaxHoursPerTask = 1e6
	// MaxTasksPerMonth is the most tasks in a month.
	MaxTasksPerMonth = 1e12
	// MaxGrowthFactor is the largest growth factor.
	MaxGrowthFactor = 1000
	// MaxAmount is the most money, in any currency, of a cost and of an hour.
	MaxAmount = 1_000_000_000_000_000
)

// Automation is a piece of work that is done by hand and what it would cost to
// automate it. All amounts are in one currency.
//
// As JSON it is read strictly: unknown and missing keys and values out of range
// are reported together. The key running_cost_per_month may be left out.
//
// Playbook: ROI-1.
type Automation struct {
	// HoursPerTask is how long one task takes by hand, in hours: [MinInput] to
	// [MaxHoursPerTask].
	HoursPerTask float64 `json:"hours_per_task"`
	// TasksPerMonth is the volume in tasks a month, before growth: 0, or
	// [MinInput] to [MaxTasksPerMonth]. It must be per month: the payback
	// comes out in months because of it.
	TasksPerMonth float64 `json:"tasks_per_month"`
	// Growth is by how much the volume grows; it must be given.
	Growth Growth `json:"growth"`
	// LaborCostPerHour is what an hour of the people who do the work costs,
	// fully loaded (pay, contributions, benefits, workplace). Above 0, at most
	// [MaxAmount].
	LaborCostPerHour decimal.Decimal `json:"labor_cost_per_hour"`
	// Cost is what the automation costs once: 0 to [MaxAmount].
	Cost decimal.Decimal `json:"cost"`
	// RunningCostPerMonth is what the automation costs each month that it runs
	// (tools, integration, monitoring), 0 to [MaxAmount]; zero is none. It is
	// beyond the playbook's formula.
	RunningCostPerMonth decimal.Decimal `json:"running_cost_per_month,omitzero"`
}

// UnmarshalJSON reads an automation strictly. It returns an
// *[salesops.InputError] for every key that is unknown, missing or given twice,
// and for every value that [PayBack] refuses.
func (a *Automation) UnmarshalJSON(data []byte) error {
	type plain Automation
	return strict.Unmarshal(data, "Automation", (*plain)(a), func(p *plain, in fault.Scope) {
		(*Automation)(p).check(in)
	})
}

func (a *Automation) check(in fault.Scope) {
	atLeastMin(in, "HoursPerTask", a.HoursPerTask, MaxHoursPerTask, "hours")
	if a.TasksPerMonth != 0 {
		in.Float("TasksPerMonth", a.TasksPerMonth, MinInput, MaxTasksPerMonth, "tasks a month, or none")
	}
	a.Growth.check(&in, "Growth")
	if a.LaborCostPerHour.IsZero() {
		in.Missing("LaborCostPerHour", "above 0 to 1e15 of money an hour")
	} else {
		in.Decimal("LaborCostPerHour", a.LaborCostPerHour, 0, MaxAmount, "of money an hour")
	}
	in.Decimal("Cost", a.Cost, 0, MaxAmount, "of money")
	in.Decimal("RunningCostPerMonth", a.RunningCostPerMonth, 0, MaxAmount, "of money a month")
}

// atLeastMin checks MinInput <= x <= high. A zero counts as missing, since a
// field that was left out holds it.
func atLeastMin(in fault.Scope, field string, x, high float64, unit string) {
	if x == 0 {
		in.Positive(field, x, high, unit)
		return
	}
	in.Float(field, x, MinInput, high, unit)
}
