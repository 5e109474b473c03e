package capacity

import (
	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
	"github.com/salesops-go/salesops/internal/sum"
)

// DefaultCapacityTolerance is a fraction of the people's capacity; a measured
// maximum that is further from it contradicts it. It is ours.
const DefaultCapacityTolerance = 0.25

// ContradictionPolicy says how far facts of an audit may be apart. The zero policy
// is rejected: start from [DefaultPolicy].
//
// Playbook: CAP-1.
type ContradictionPolicy struct {
	// CapacityTolerance is how far the measured maximum may be from people ×
	// hours, as a fraction of the latter: above 0, at most 10.
	CapacityTolerance float64 `json:"capacity_tolerance"`
}

func (p *ContradictionPolicy) collect(in fault.Scope) {
	in.Positive("CapacityTolerance", p.CapacityTolerance, 10, "as a fraction of people × hours")
}

// Fact is something that an audit may tell.
type Fact string

// The facts: five about each stage, seven about the whole.
const (
	// FactPeople: who works at a stage, how long, and how long one transaction
	// takes.
	FactPeople Fact = "people-and-hours"
	// FactMaximum: the most that was ever done at a stage in a day.
	FactMaximum Fact = "measured-maximum"
	// FactBacklog: what is open at a stage.
	FactBacklog Fact = "backlog"
	// FactVariability: how unevenly work arrives at a stage and how much it
	// differs.
	FactVariability Fact = "variability"
	// FactOutages: how often people cannot work, and work comes back.
	FactOutages Fact = "outages-and-rework"
	// FactSharedPeople: people of several stages.
	FactSharedPeople Fact = "shared-people"
	// FactMix: classes of orders.
	FactMix Fact = "order-mix"
	// FactLeadTime: how long customers wait.
	FactLeadTime Fact = "lead-time"
	// FactPromise: what customers are promised.
	FactPromise Fact = "promised-lead-time"
	// FactWorkingDays: the working days of a week.
	FactWorkingDays Fact = "working-days"
	// FactQuality: errors, on-time share and satisfaction.
	FactQuality Fact = "quality"
	// FactOvertime: the overtime that a person works.
	FactOvertime Fact = "overtime"
)

// Facts returns all facts in the order in which they are reported.
func Facts() []Fact {
	return []Fact{
		FactPeople, FactMaximum, FactBacklog, FactVariability, FactOutages,
		FactSharedPeople, FactMix, FactLeadTime, FactPromise, FactWorkingDays, FactQuality, FactOvertime,
	}
}

// MarshalText returns the fact's text. It returns an *[salesops.InputError] if f
// is not one of [Facts].
func (f Fact) MarshalText() ([]byte, error) { return strict.Text("Fact", f, Facts()) }

// UnmarshalText sets f from its text. It returns an *[salesops.InputError] if the
// text is not one of [Facts].
func (f *Fact) UnmarshalText(text []byte) error { return strict.Parse("Fact", f, text, Facts()) }

// MissingFact is a fact that an audit does not tell, and what stands in for it.
type MissingFact struct {
	// Fact is what is missing.
	Fact Fact `json:"fact"`
	// Stage is the stage's name; empty for a fact about the whole.
	Stage string `json:"stage,omitzero"`
	// Instead says what is taken instead, or what is not answered. Its wording may
	// change between releases.
	Instead string `json:"instead"`
}

// AuditCheck is what an audit does not tell, and where it contradicts itself.
type AuditCheck struct {
	// Missing are the facts that are not there: those of the first stage, of the
	// second and so on, and those of the whole, each in the order of [Facts].
	Missing []MissingFact `json:"missing"`
	// Contradictions counts the findings that fired.
	Contradictions int `json:"contradictions"`
	// Findings are the comparisons: [MaximumApart] for each stage with both
	// capacities, then [LeadTimeTooShort].
	Findings []salesops.Finding `json:"findings"`
}

// AuditRules returns the rules of [CheckAudit].
func AuditRules() []Rule { return []Rule{MaximumApart, LeadTimeTooShort} }

// CheckAudit tells what an audit does not say and where it contradicts itself.
// Whatever it says is used by the other functions, and nothing is guessed that a
// missing fact would tell.
//
//	maximum apart        |measured maximum - people × hours / hours per transaction| > 0.25 × the latter
//	lead time too short  lead time < the part that does not queue + work and backlog at every stage
//
// The second is the lead time that no utilization explains: even when nobody waits
// for anything but the open backlog, an order takes its hours at every stage, one
// visit each. Work at a stage is hours per transaction ÷ hours of a person's day, or
// a day ÷ maximum per day without people; backlog is backlog ÷ capacity. These two
// are compared as float64.
//
// It returns an *[salesops.InputError] if the audit is one that [Assess] refuses, or
// the policy is out of its range; the zero policy is.
//
// Playbook: CAP-1.
func CheckAudit(audit Audit, policy ContradictionPolicy) (AuditCheck, error) {
	var faults fault.List
	audit.collect(faults.In("Audit"))
	policy.collect(faults.In("ContradictionPolicy"))
	if faults.Any() {
		return AuditCheck{}, faults.Err()
	}
	list := loads(&audit)
	c := AuditCheck{Missing: []MissingFact{}, Findings: []salesops.Finding{}}
	for i := range audit.Stages {
		stage := &audit.Stages[i]
		c.Missing = append(c.Missing, audit.missingAt(stage)...)
		if stage.staffed() && stage.MaxPerDay != 0 {
			c.Findings = append(c.Findings, stage.apart(&policy))
		}
	}
	c.Missing = append(c.Missing, audit.missing()...)
	c.Findings = append(c.Findings, audit.tooShort(list))
	for i := range c.Findings {
		if c.Findings[i].Outcome == salesops.Fired {
			c.Contradictions++
		}
	}
	return c, nil
}

// missingAt returns what is not known of a stage.
func (a *Audit) missingAt(stage *Stage) []MissingFact {
	var list []MissingFact
	add := func(missing bool, fact Fact, instead string) {
		if missing {
			list = append(list, MissingFact{Fact: fact, Stage: stage.Name, Instead: instead})
		}
	}
	shared := stage.Team != ""
	add(!stage.staffed(), FactPeople, "the measured maximum alone counts, and one server is assumed to work")
	add(!shared && stage.MaxPerDay == 0, FactMaximum, "people × hours are taken as they are")
	add(stage.Backlog == 0, FactBacklog, "nothing is taken to be open")
	add(stage.ArrivalSCV == nil || stage.ServiceSCV == nil, FactVariability, "random arrivals and exponential work are assumed")
	add(stage.staffed() && !shared && stage.Availability == 0 && stage.ReworkShare == 0, FactOutages, "people can always work, and nothing comes back")
	return list
}

// missing returns what is not known of the whole.
func (a *Audit) missing() []MissingFact {
	var list []MissingFact
	add := func(missing bool, fact Fact, instead string) {
		if missing {
			list = append(list, MissingFact{Fact: fact, Instead: instead})
		}
	}
	quality := a.Quality
	if quality == nil {
		quality = &Quality{}
	}
	add(len(a.Teams) == 0, FactSharedPeople, "every stage has people of its own")
	add(len(a.Mix) == 0, FactMix, "all orders are alike")
	add(a.LeadTime == nil, FactLeadTime, "waits are those of the model, and nothing is compared with them")
	add(a.LeadTime == nil || a.LeadTime.PromisedDays == 0, FactPromise, "late orders are not counted")
	add(a.WorkingDaysPerWeek == 0, FactWorkingDays, "five a week are assumed")
	add(quality.ErrorRate == nil || quality.OnTimeShare == nil || quality.Satisfaction == nil, FactQuality, "what was not measured does not fail")
	add(quality.OvertimeHoursPerWeek == nil, FactOvertime, "overtime of today is not judged")
	return list
}

// apart compares the two capacities of a stage that has both.
func (s *Stage) apart(policy *ContradictionPolicy) salesops.Finding {
	people := s.peopleHours(0)
	maximum := exact.SumDecimal(exact.Of(s.MaxPerDay, s.HoursPerTransaction))
	f := decide(salesops.Finding{
		Rule: string(MaximumApart), Playbook: "CAP-1", Subject: s.Name, Measure: "difference of the capacities", Unit: "hours a day",
		Left: maximum.Sub(people).Abs(), Op: ">", Right: people.Mul(exact.Decimal(policy.CapacityTolerance)),
	})
	switch {
	case f.Outcome != salesops.Fired:
	case maximum.Cmp(people) > 0:
		f.Note = "more was done in a day than people and hours allow: overtime, other people, or hours that are too long"
	default:
		f.Note = "less was ever done in a day than people and hours allow: something else limits the stage, or it was never full"
	}
	return f
}

// tooShort compares the lead time with what it takes at least.
func (a *Audit) tooShort(list []load) salesops.Finding {
	f := salesops.Finding{
		Rule: string(LeadTimeTooShort), Playbook: "CAP-1", Measure: "lead time", Op: "<", Unit: "working days",
		Left: decimal.New(0, 0), Right: exact.Decimal(a.leastDays(list)),
	}
	if a.LeadTime == nil {
		f.Outcome, f.Distance, f.Note = salesops.NotApplicable, f.Right, "not measured"
		return f
	}
	f.Left = exact.Decimal(a.LeadTime.Days)
	f = decide(f)
	if f.Outcome == salesops.Fired {
		f.Note = "no utilization explains it: work and backlog alone take longer"
	}
	return f
}

// leastDays returns the time that an order takes when it waits for nothing but
// what is open.
func (a *Audit) leastDays(list []load) float64 {
	var total sum.Sum
	if a.LeadTime != nil {
		total.Add(a.LeadTime.FixedDays)
	}
	for i := range list {
		if list[i].ownPerOrder.Sign() == 0 {
			continue
		}
		stage := &a.Stages[i]
		if hours := a.hoursADay(stage); hours != 0 {
			total.Add(stage.HoursPerTransaction / hours)
		} else {
			total.Add(1 / stage.MaxPerDay)
		}
		total.Add(exact.Quotient(list[i].ownWaiting, list[i].capacity))
	}
	return total.Value()
}

// UnmarshalJSON reads a fact that is missing strictly. It returns an
// *[salesops.InputError] for every key that is unknown or missing, and for a
// stage's name that is none.
func (m *MissingFact) UnmarshalJSON(data []byte) error {
	type plain MissingFact
	return strict.Unmarshal(data, "MissingFact", (*plain)(m), func(p *plain, in fault.Scope) {
		if p.Stage != "" {
			in.Name("Stage", p.Stage)
		}
	})
}

// UnmarshalJSON reads a check strictly. It returns an *[salesops.InputError] for
// everything that [MissingFact.UnmarshalJSON] and [salesops.Finding.UnmarshalJSON]
// refuse, and if the contradictions are not as many as the findings that fired.
func (c *AuditCheck) UnmarshalJSON(data []byte) error {
	type plain AuditCheck
	return strict.Unmarshal(data, "AuditCheck", (*plain)(c), func(p *plain, in fault.Scope) {
		in.Length("Missing", len(p.Missing), 0, MaxStages*len(Facts()))
		in.Length("Findings", len(p.Findings), 1, MaxStages+1)
		count := 0
		for i := range p.Findings {
			if p.Findings[i].Outcome == salesops.Fired {
				count++
			}
		}
		if count != p.Contradictions {
			in.Conflict("Contradictions", "", "the number of findings that fired")
		}
	})
}
