package capacity

import (
	"github.com/salesops-go/salesops/internal/fault"
)

// The limits of an input.
const (
	// MaxStages is the most stages of an audit.
	MaxStages = 200
	// MaxVolume is the largest number of orders or transactions a day, and of
	// transactions open.
	MaxVolume = 1e9
	// MaxTransactionsPerOrder is the most transactions that one order brings.
	MaxTransactionsPerOrder = 1e6
	// MaxPeople is the most people of a stage.
	MaxPeople = 100000
	// MaxHoursPerDay is the most productive hours of a person a day.
	MaxHoursPerDay = 24
	// MaxHoursPerTransaction is the most work that one transaction takes.
	MaxHoursPerTransaction = 1e6
	// MaxDays is the longest time that a surge or the clearing of a backlog
	// may take, in working days.
	MaxDays = 10000
	// MaxSatisfaction is the top of the satisfaction score; the bottom is 0.
	MaxSatisfaction = 10
	// MaxOvertime is the most hours of overtime of a person a week.
	MaxOvertime = 168
	// MaxTeams is the most teams of an audit.
	MaxTeams = 100
	// MaxClasses is the most classes of an order mix.
	MaxClasses = 20
	// MaxWorkingDays is the most working days of a week.
	MaxWorkingDays = 7
	// MaxSCV is the largest squared coefficient of variation.
	MaxSCV = 1000
	// MinPositive is the smallest number above zero that a volume, a time or
	// a multiplier may be.
	MinPositive = 1e-9
)

// Audit is what operations deliver today, stage by stage.
//
// Playbook: CAP-1.
type Audit struct {
	// OrdersPerDay is today's volume, orders won a working day. [MinPositive]
	// to [MaxVolume]; zero counts as missing.
	OrdersPerDay float64 `json:"orders_per_day"`
	// Stages are the steps that orders go through, in any order: 1 to
	// [MaxStages], with unique names.
	Stages []Stage `json:"stages"`
	// ClearBacklogDays is the time within which the open backlog is to be
	// worked off, in working days. [MinPositive] to [MaxDays]; zero when no
	// stage has a backlog.
	ClearBacklogDays float64 `json:"clear_backlog_days,omitzero"`
	// Quality is the quality at today's volume; nil when it was not measured.
	Quality *Quality `json:"quality,omitempty"`
	// Teams are people who are shared by several stages, at most [MaxTeams] with
	// unique names; none when every stage has its own.
	Teams []Team `json:"teams,omitempty"`
	// Mix are the classes that orders fall into, at most [MaxClasses], whose
	// shares add up to 1 exactly; none when all orders are alike.
	Mix []OrderClass `json:"mix,omitempty"`
	// LeadTime is how long customers wait today; nil when it was not measured.
	LeadTime *LeadTime `json:"lead_time,omitempty"`
	// WorkingDaysPerWeek turns days into weeks: above 0, at most
	// [MaxWorkingDays]. Zero stands for [DefaultWorkingDaysPerWeek].
	WorkingDaysPerWeek float64 `json:"working_days_per_week,omitzero"`
}

// Stage is one step of operations and what it can do in a day.
//
// Its capacity is the measured maximum, or people × productive hours ÷ hours
// per transaction, or the smaller of both when both are given. Capacity is
// straight time: overtime is load above it. The stage of a team counts the hours
// of the whole team, and is as full as the team is.
//
// Playbook: CAP-1, CAP-2.
type Stage struct {
	// Name is the stage's name, unique in the audit.
	Name string `json:"name"`
	// Kind is what sort of work the stage does: one of [Kinds] or a token of
	// the caller's own. Empty when it does not matter.
	Kind Kind `json:"kind,omitzero"`
	// TransactionsPerOrder carries orders to the stage: 2.5 quotes for each
	// order won. [MinPositive] to [MaxTransactionsPerOrder]; zero for a stage
	// whose work does not depend on orders.
	TransactionsPerOrder float64 `json:"transactions_per_order"`
	// People work at the stage, 1 to [MaxPeople]; zero when the capacity is
	// given by MaxPerDay alone.
	People int `json:"people,omitzero"`
	// HoursPerPersonDay are the productive hours of a person on a working day
	// without overtime. [MinPositive] to [MaxHoursPerDay]; zero without People.
	HoursPerPersonDay float64 `json:"hours_per_person_day,omitzero"`
	// HoursPerTransaction is the work that one transaction takes, in hours of
	// one person. [MinPositive] to [MaxHoursPerTransaction]; zero without People.
	HoursPerTransaction float64 `json:"hours_per_transaction,omitzero"`
	// MaxPerDay is the measured maximum, in transactions a working day.
	// [MinPositive] to [MaxVolume]; zero when it was not measured.
	MaxPerDay float64 `json:"max_per_day,omitzero"`
	// Backlog are the transactions open today. [MinPositive] to [MaxVolume];
	// zero when nothing waits.
	Backlog float64 `json:"backlog,omitzero"`
	// Team is the team of the audit that does the work; the stage then has
	// HoursPerTransaction, but neither people of its own nor a measured maximum.
	// Empty for a stage that shares nobody.
	Team string `json:"team,omitzero"`
	// ArrivalSCV and ServiceSCV are squared coefficients of variation, variance
	// ÷ mean², 0 to [MaxSCV]: of the times between transactions that arrive, and
	// of the work of one. Nil stands for 1, which is random arrivals and
	// exponential work. They make transactions wait; the capacity is the same.
	ArrivalSCV *float64 `json:"arrival_scv,omitempty"`
	// ServiceSCV is described at ArrivalSCV.
	ServiceSCV *float64 `json:"service_scv,omitempty"`
	// Availability is the share of the people's time in which they can work, as
	// when a system is down for the rest. [MinPositive] to 1; zero stands for 1.
	// It lowers the capacity of People; a measured maximum has it already.
	Availability float64 `json:"availability,omitzero"`
	// RepairHours is how long an outage lasts on average, in productive hours.
	// [MinPositive] to [MaxHoursPerTransaction]; zero when Availability is 1.
	RepairHours float64 `json:"repair_hours,omitzero"`
	// ReworkShare is the share of finished transactions that come back to be done
	// again, 0 to below 1. It lowers the capacity of People; a measured maximum has
	// it already.
	ReworkShare float64 `json:"rework_share,omitzero"`
}

// Kind is what sort of work a stage does. It is an open key: the constants are
// the five places at which growing sales break operations, and a caller may
// have kinds of its own.
type Kind string

// The five known kinds of stage.
const (
	// Quoting answers requests with quotes.
	Quoting Kind = "quoting"
	// OrderProcessing enters, checks and routes orders.
	OrderProcessing Kind = "order-processing"
	// CustomerService answers customers.
	CustomerService Kind = "customer-service"
	// Fulfillment makes and delivers.
	Fulfillment Kind = "fulfillment"
	// QualityControl finds and removes defects.
	QualityControl Kind = "quality-control"
)

// Kinds returns the known kinds.
func Kinds() []Kind {
	return []Kind{Quoting, OrderProcessing, CustomerService, Fulfillment, QualityControl}
}

// Quality is the quality that customers and staff see at today's volume. A
// field that is nil was not measured, which is said in the findings and never
// guessed at.
//
// Playbook: CAP-3.
type Quality struct {
	// ErrorRate is the share of orders with an error, 0 to 1.
	ErrorRate *float64 `json:"error_rate,omitempty"`
	// OnTimeShare is the share of orders delivered as promised, 0 to 1.
	OnTimeShare *float64 `json:"on_time_share,omitempty"`
	// Satisfaction is the customers' satisfaction, 0 to 10 points.
	Satisfaction *float64 `json:"satisfaction,omitempty"`
	// OvertimeHoursPerWeek is the overtime of one person, in hours a week, 0
	// to [MaxOvertime].
	OvertimeHoursPerWeek *float64 `json:"overtime_hours_per_week,omitempty"`
}

func (a *Audit) collect(in fault.Scope) {
	required(in, "OrdersPerDay", a.OrdersPerDay, MaxVolume, "orders a day")
	if in.Length("Stages", len(a.Stages), 1, MaxStages) {
		names := make(map[string]bool, len(a.Stages))
		for i := range a.Stages {
			stage := &a.Stages[i]
			at := in.At("Stages", i)
			if at.Name("Name", stage.Name) {
				if names[stage.Name] {
					at.Conflict("Name", stage.Name, "a name that no other stage has")
				}
				names[stage.Name] = true
			}
			stage.collect(at)
		}
	}
	if a.ClearBacklogDays != 0 || a.hasBacklog() {
		required(in, "ClearBacklogDays", a.ClearBacklogDays, MaxDays, "working days, since there is a backlog to clear")
	}
	if a.Quality != nil {
		a.Quality.collect(in.In("Quality"))
	}
	a.collectTeams(in)
	a.collectMix(in)
	if a.LeadTime != nil {
		a.LeadTime.collect(in.In("LeadTime"))
	}
	optional(in, "WorkingDaysPerWeek", a.WorkingDaysPerWeek, MaxWorkingDays, "days")
}

func (a *Audit) hasBacklog() bool {
	for i := range a.Stages {
		if a.Stages[i].Backlog != 0 {
			return true
		}
	}
	return false
}

func (s *Stage) collect(in fault.Scope) {
	if s.Kind != "" {
		in.Name("Kind", string(s.Kind))
	}
	optional(in, "TransactionsPerOrder", s.TransactionsPerOrder, MaxTransactionsPerOrder, "transactions, or 0 when the work does not depend on orders")
	// The three belong together: one that was forgotten must not turn into a
	// stage that goes by its measured maximum alone.
	switch {
	case s.Team != "":
		required(in, "HoursPerTransaction", s.HoursPerTransaction, MaxHoursPerTransaction, "hours")
		s.collectShared(in)
	case s.staffed():
		in.Int("People", s.People, 1, MaxPeople, "people")
		required(in, "HoursPerPersonDay", s.HoursPerPersonDay, MaxHoursPerDay, "hours")
		required(in, "HoursPerTransaction", s.HoursPerTransaction, MaxHoursPerTransaction, "hours")
		optional(in, "MaxPerDay", s.MaxPerDay, MaxVolume, "transactions a day, or 0 when not measured")
	default:
		required(in, "MaxPerDay", s.MaxPerDay, MaxVolume, "transactions a day, or People, HoursPerPersonDay and HoursPerTransaction instead")
	}
	optional(in, "Backlog", s.Backlog, MaxVolume, "transactions, or 0 when nothing waits")
	s.collectVariability(in)
}

func (s *Stage) staffed() bool {
	return s.People != 0 || s.HoursPerPersonDay != 0 || s.HoursPerTransaction != 0
}

func (q *Quality) collect(in fault.Scope) {
	for _, measure := range []struct {
		field string
		value *float64
		high  float64
		unit  string
	}{
		{"ErrorRate", q.ErrorRate, 1, "as a fraction of orders"},
		{"OnTimeShare", q.OnTimeShare, 1, "as a fraction of orders"},
		{"Satisfaction", q.Satisfaction, MaxSatisfaction, "points"},
		{"OvertimeHoursPerWeek", q.OvertimeHoursPerWeek, MaxOvertime, "hours a week per person"},
	} {
		if measure.value != nil {
			in.Float(measure.field, *measure.value, 0, measure.high, measure.unit)
		}
	}
}

// required checks MinPositive <= x <= high, and reports whether it holds; zero
// counts as missing.
func required(in fault.Scope, field string, x, high float64, unit string) bool {
	if x == 0 {
		return in.Positive(field, x, high, unit)
	}
	return in.Float(field, x, MinPositive, high, unit)
}

// optional checks that x is zero or MinPositive <= x <= high.
func optional(in fault.Scope, field string, x, high float64, unit string) {
	if x != 0 {
		in.Float(field, x, MinPositive, high, unit)
	}
}
