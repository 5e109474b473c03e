package capacity

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
)

// OrderClass is one of a few sorts of orders, such as standard and custom ones.
//
// A transaction of a class may take more or less work than others. It then counts
// as so much more or less than one transaction of the stage: demand, capacity and
// backlog are in transactions of the stage's own HoursPerTransaction.
//
// Playbook: CAP-2.
type OrderClass struct {
	// Name is the class's name, unique in the mix.
	Name string `json:"name"`
	// Share is its part of the orders, above 0, at most 1.
	Share float64 `json:"share"`
	// Work is what an order of the class brings to stages where it differs; at
	// the stages that are not listed it brings what the stage says.
	Work []ClassWork `json:"work,omitempty"`
}

// ClassWork is what an order of a class brings to a stage.
type ClassWork struct {
	// Stage is the stage's name.
	Stage string `json:"stage"`
	// TransactionsPerOrder is as at [Stage]; zero when the class passes the
	// stage by.
	TransactionsPerOrder float64 `json:"transactions_per_order"`
	// HoursPerTransaction is as at [Stage]; zero for the stage's own, and where
	// the stage has none.
	HoursPerTransaction float64 `json:"hours_per_transaction,omitzero"`
}

func (a *Audit) collectMix(in fault.Scope) {
	if len(a.Mix) == 0 || !in.Length("Mix", len(a.Mix), 1, MaxClasses) {
		return
	}
	stages := make(map[string]*Stage, len(a.Stages))
	for i := range a.Stages {
		stages[a.Stages[i].Name] = &a.Stages[i]
	}
	names := make(map[string]bool, len(a.Mix))
	total, sound := decimal.New(0, 0), true
	for i := range a.Mix {
		class, at := &a.Mix[i], in.At("Mix", i)
		if at.Name("Name", class.Name) {
			if names[class.Name] {
				at.Conflict("Name", class.Name, "a name that no other class has")
			}
			names[class.Name] = true
		}
		required(at, "Share", class.Share, 1, "as a fraction of the orders")
		sound = sound && class.Share > 0 && class.Share <= 1
		total = total.Add(exact.Decimal(class.Share))
		class.collectWork(at, stages)
	}
	if sound && !total.Equal(one()) {
		in.Conflict("Mix", total.String(), "shares that add up to 1")
	}
}

func (c *OrderClass) collectWork(in fault.Scope, stages map[string]*Stage) {
	if !in.Length("Work", len(c.Work), 0, MaxStages) {
		return
	}
	seen := make(map[string]bool, len(c.Work))
	for i := range c.Work {
		work, at := &c.Work[i], in.At("Work", i)
		stage := stages[work.Stage]
		if stage == nil || seen[work.Stage] {
			at.Conflict("Stage", work.Stage, "one of the stages, once")
		}
		seen[work.Stage] = true
		optional(at, "TransactionsPerOrder", work.TransactionsPerOrder, MaxTransactionsPerOrder, "transactions, or 0 for none")
		optional(at, "HoursPerTransaction", work.HoursPerTransaction, MaxHoursPerTransaction, "hours, or 0 for the stage's own")
		if work.HoursPerTransaction != 0 && stage != nil && stage.HoursPerTransaction == 0 {
			at.Conflict("HoursPerTransaction", "", "nothing, since the stage has no hours of its own to compare them with")
		}
	}
}

// at returns what an order of the class brings to a stage.
func (c *OrderClass) at(stage *Stage) (perOrder, hours float64) {
	for i := range c.Work {
		if work := &c.Work[i]; work.Stage == stage.Name {
			if work.HoursPerTransaction == 0 {
				return work.TransactionsPerOrder, stage.HoursPerTransaction
			}
			return work.TransactionsPerOrder, work.HoursPerTransaction
		}
	}
	return stage.TransactionsPerOrder, stage.HoursPerTransaction
}

// weighs reports whether transactions of some class have hours of their own at a
// stage.
func (a *Audit) weighs(stage string) bool {
	for i := range a.Mix {
		for k := range a.Mix[i].Work {
			if work := &a.Mix[i].Work[k]; work.Stage == stage && work.HoursPerTransaction != 0 {
				return true
			}
		}
	}
	return false
}

// workPerOrder returns the hours that an order brings to a stage on average, or
// the transactions.
func (a *Audit) workPerOrder(stage *Stage, transactions bool) decimal.Decimal {
	sum := decimal.New(0, 0)
	for _, c := range a.classes() {
		perOrder, hours := c.at(stage)
		if transactions {
			hours = 1
		}
		sum = sum.Add(exact.SumDecimal(exact.Of(c.Share, perOrder, hours)))
	}
	return sum
}

// classes returns the mix, or one class of all orders.
func (a *Audit) classes() []OrderClass {
	if len(a.Mix) == 0 {
		return []OrderClass{{Share: 1}}
	}
	return a.Mix
}
