package capacity

import (
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// The limits of a growth plan.
const (
	// MaxPhases is the most phases of a growth path.
	MaxPhases = 20
	// MaxMonths is the most months of a growth path.
	MaxMonths = 120
	// MaxLeadMonths is the longest time from the start of hiring to the first
	// day at work.
	MaxLeadMonths = 36
	// MaxRampMonths is the most months in which somebody is not fully
	// productive.
	MaxRampMonths = 24
	// MinYield is the smallest share of hirings that come to something.
	MinYield = 0.01
	// MaxAttrition is the largest share of people that leave in a month.
	MaxAttrition = 0.5
	// MaxWage is the largest wage of a person a month.
	MaxWage = 1_000_000_000
	// MaxStaff is the most people that are ever counted for a stage or a team,
	// with all that join.
	MaxStaff = 1_000_000
)

// The levels of [PlaybookGrowth], as multiples of today's orders. The playbook
// gives ranges for two months each; the first month is at the low end and the
// second at the high end.
const (
	// FirstStepLow and FirstStepHigh are the levels of months 3 and 4.
	// Playbook: CAP-8.
	FirstStepLow  = 1.10
	FirstStepHigh = 1.15
	// SecondStepLow and SecondStepHigh are the levels of months 5 and 6,
	// against the start. Playbook: CAP-8.
	SecondStepLow  = 1.25
	SecondStepHigh = 1.30
)

// Growth is how sales are to grow, and who can be hired for it.
//
// As JSON it is read strictly.
//
// Playbook: CAP-8.
type Growth struct {
	// Phases are the phases one after the other: 1 to [MaxPhases] with unique
	// names and at most [MaxMonths] months together.
	Phases []Phase `json:"phases"`
	// Hiring is who can be hired where; at most [MaxStages] entries. A stage or
	// team without one hires nobody.
	Hiring []Hiring `json:"hiring"`
}

// Phase is some months of a growth path, and the gate at its end.
//
// Playbook: CAP-8.
type Phase struct {
	// Name is the phase's name.
	Name string `json:"name"`
	// Levels are the orders a day in each month as a multiple of today's:
	// 1.25 is a quarter more than today, whatever the month before was. 1 to
	// [MaxMonths] levels, each [MinPositive] to [MaxMultiplier].
	Levels []float64 `json:"levels"`
	// WarningsClean tells whether no warning is up at the end of the phase;
	// nil when that is not known yet.
	WarningsClean *bool `json:"warnings_clean,omitempty"`
}

// PlaybookGrowth returns the playbook's three phases of two months: a
// foundation at today's volume, 10-15% more, and 25-30% more than today.
//
// Playbook: CAP-8.
func PlaybookGrowth() []Phase {
	return []Phase{
		{Name: "foundation", Levels: []float64{1, 1}},
		{Name: "controlled-growth", Levels: []float64{FirstStepLow, FirstStepHigh}},
		{Name: "scale", Levels: []float64{SecondStepLow, SecondStepHigh}},
	}
}

// Hiring is who can be hired for a stage or a team, and how people come, learn and
// go there.
//
// Playbook: CAP-8.
type Hiring struct {
	// Where is the name of a team of the audit, or of a stage that has people and
	// shares none; empty for all of these that no other entry names.
	Where string `json:"where,omitzero"`
	// LeadMonths is the time from the start of hiring to the first day at
	// work, 0 to [MaxLeadMonths] months.
	LeadMonths int `json:"lead_months"`
	// Yield is the share of hirings that come to something, [MinYield] to 1.
	Yield float64 `json:"yield"`
	// Ramp is the share of a full day's work that somebody does in the first
	// month, the second and so on: at most [MaxRampMonths] shares of 0 to 1,
	// none below the one before. After them it is 1.
	Ramp []float64 `json:"ramp"`
	// MonthlyAttrition is the share of people that leave in a month, 0 to
	// [MaxAttrition].
	MonthlyAttrition float64 `json:"monthly_attrition"`
	// Joining are the people hired already, by the month in which they join:
	// the first joins in month 1. At most [MaxMonths] numbers of 0 to
	// [MaxPeople], together at most [MaxPeople].
	Joining []int `json:"joining,omitempty"`
	// WagePerMonth is what a person costs a month, 0 to [MaxWage]; nil when
	// no cost is asked for.
	WagePerMonth *decimal.Decimal `json:"wage_per_month,omitempty"`
}

// UnmarshalJSON reads a growth path strictly. It returns an
// *[salesops.InputError] for every key that is unknown, missing or given twice,
// and every value that [PlanGrowth] refuses whatever the audit is.
func (g *Growth) UnmarshalJSON(data []byte) error {
	type plain Growth
	return strict.Unmarshal(data, "Growth", (*plain)(g), func(p *plain, in fault.Scope) { (*Growth)(p).collect(in) })
}

func (g *Growth) collect(in fault.Scope) {
	months := 0
	if in.Length("Phases", len(g.Phases), 1, MaxPhases) {
		names := make(map[string]bool, len(g.Phases))
		for i := range g.Phases {
			at := in.At("Phases", i)
			g.Phases[i].collect(at)
			uniqueName(at, "Name", g.Phases[i].Name, names, "phase")
			months += len(g.Phases[i].Levels)
		}
	}
	if months > MaxMonths {
		in.Conflict("Phases", strconv.Itoa(months)+" months", "at most "+strconv.Itoa(MaxMonths)+" months together")
	}
	if in.Length("Hiring", len(g.Hiring), 0, MaxStages) {
		places := make(map[string]bool, len(g.Hiring))
		for i := range g.Hiring {
			hiring, at := &g.Hiring[i], in.At("Hiring", i)
			if places[hiring.Where] {
				at.Conflict("Where", hiring.Where, "a stage or team that no other entry has")
			}
			places[hiring.Where] = true
			hiring.collect(at)
		}
	}
}

func (p *Phase) collect(in fault.Scope) {
	in.Name("Name", p.Name)
	if in.Length("Levels", len(p.Levels), 1, MaxMonths) {
		for i, level := range p.Levels {
			at := in.At("Levels", i)
			required(at, "", level, MaxMultiplier, "times today's orders")
		}
	}
}

func (h *Hiring) collect(in fault.Scope) {
	if h.Where != "" {
		in.Name("Where", h.Where)
	}
	in.Int("LeadMonths", h.LeadMonths, 0, MaxLeadMonths, "months")
	if h.Yield == 0 {
		in.Missing("Yield", "a share of hirings, "+strconv.FormatFloat(MinYield, 'g', -1, 64)+" to 1")
	} else {
		in.Float("Yield", h.Yield, MinYield, 1, "as a fraction of hirings")
	}
	if in.Length("Ramp", len(h.Ramp), 0, MaxRampMonths) {
		for i, share := range h.Ramp {
			at := in.At("Ramp", i)
			if at.Float("", share, 0, 1, "as a fraction of full work") && i > 0 && share < h.Ramp[i-1] {
				at.Conflict("", strconv.FormatFloat(share, 'g', -1, 64), "at least the share of the month before")
			}
		}
	}
	in.Float("MonthlyAttrition", h.MonthlyAttrition, 0, MaxAttrition, "as a fraction of people")
	if in.Length("Joining", len(h.Joining), 0, MaxMonths) {
		all := 0
		for i, n := range h.Joining {
			at := in.At("Joining", i)
			if at.Int("", n, 0, MaxPeople, "people") {
				all += n
			}
		}
		if all > MaxPeople {
			in.Conflict("Joining", strconv.Itoa(all), "at most "+strconv.Itoa(MaxPeople)+" people together")
		}
	}
	if h.WagePerMonth != nil {
		in.Decimal("WagePerMonth", *h.WagePerMonth, 0, MaxWage, "of money a month")
	}
}

// uniqueName collects the fault that a name was there before.
func uniqueName(in fault.Scope, field, name string, seen map[string]bool, what string) {
	if name != "" && seen[name] {
		in.Conflict(field, name, "a name that no other "+what+" has")
	}
	seen[name] = true
}

// collectHiring checks who can be hired against a valid audit.
func (g *Growth) collectHiring(in fault.Scope, audit *Audit) {
	known := make(map[string]bool, len(audit.Stages))
	for _, group := range audit.groups() {
		known[group.name] = group.people > 0
	}
	for i := range g.Hiring {
		if where := g.Hiring[i].Where; where != "" && !known[where] {
			at := in.At("Hiring", i)
			at.Conflict("Where", where, "a team of the audit, or a stage that has people and shares none")
		}
	}
}

// hiring returns who can be hired for a group, or nil.
func (g *Growth) hiring(group *group) *Hiring {
	if group.people == 0 {
		return nil
	}
	var other *Hiring
	for i := range g.Hiring {
		switch g.Hiring[i].Where {
		case group.name:
			return &g.Hiring[i]
		case "":
			other = &g.Hiring[i]
		}
	}
	return other
}
