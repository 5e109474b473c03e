package capacity

import (
	"math"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// UnmarshalJSON reads a stage's surge strictly. It returns an
// *[salesops.InputError] for every key that is unknown or missing and every
// value out of range, and if the drain time contradicts the backlog.
func (s *StageSurge) UnmarshalJSON(data []byte) error {
	type plain StageSurge
	return strict.Unmarshal(data, "StageSurge", (*plain)(s), func(p *plain, in fault.Scope) {
		in.Name("Stage", p.Stage)
		in.Float("DemandPerDay", p.DemandPerDay, 0, math.MaxFloat64, "transactions a day")
		in.Float("Utilization", p.Utilization.Or(0), 0, math.MaxFloat64, "as a fraction of capacity")
		in.Float("FedPerDay", p.FedPerDay, 0, math.MaxFloat64, "transactions a day")
		in.Float("OutsourcePerDay", p.OutsourcePerDay, 0, math.MaxFloat64, "transactions a day")
		in.Float("OvertimeHoursPerWeek", p.OvertimeHoursPerWeek.Or(0), 0, math.MaxFloat64, "hours a week per person")
		in.Float("LateOrders", p.LateOrders.Or(0), 0, math.MaxFloat64, "orders")
		if _, known := p.OvertimeHoursPerWeek.Value(); known == (p.Strain == StrainUnknown) {
			in.Conflict("Strain", string(p.Strain), "unknown exactly when the overtime is")
		}
		in.Float("BacklogGrowthPerDay", p.BacklogGrowthPerDay, 0, math.MaxFloat64, "transactions a day")
		in.Float("BacklogAfter", p.BacklogAfter, 0, math.MaxFloat64, "transactions")
		if days, drains := p.DrainDays.Value(); drains && days < 0 || (drains && days == 0) != (p.BacklogAfter == 0) {
			in.Conflict("DrainDays", p.DrainDays.String(), "0 without a backlog, otherwise above 0 days or null")
		}
	})
}

// UnmarshalJSON reads a surge strictly. It returns an *[salesops.InputError]
// for everything that [StageSurge.UnmarshalJSON] and
// [salesops.Finding.UnmarshalJSON] refuse, and if the status, the stages that
// break, the recovery or the findings do not follow from the stages.
func (s *Surge) UnmarshalJSON(data []byte) error {
	type plain Surge
	return strict.Unmarshal(data, "Surge", (*plain)(s), func(p *plain, in fault.Scope) { (*Surge)(p).check(in) })
}

func (s *Surge) check(in fault.Scope) {
	in.Name("Scenario", s.Scenario)
	if !in.Length("Stages", len(s.Stages), 1, MaxStages) {
		return
	}
	names := make(map[string]bool, len(s.Stages))
	broken := make(map[string]bool)
	rest := reader{findings: s.Findings, in: in}
	for i := range s.Stages {
		stage := &s.Stages[i]
		if stage.Stage == "" {
			return // it could not be read, which is a fault already
		}
		if names[stage.Stage] {
			at := in.At("Stages", i)
			at.Conflict("Stage", stage.Stage, "a name that no other stage has")
		}
		names[stage.Stage] = true
		if stage.Status == salesops.Red {
			broken[stage.Stage] = true
		}
		rest.status(stage.Stage, stage.Status)
		rest.strain(stage)
	}
	rest.end()
	in.Float("OrdersOutPerDay", s.OrdersOutPerDay, 0, math.MaxFloat64, "orders a day")
	if s.Remedies == nil || len(s.Remedies) > len(Remedies()) {
		in.Conflict("Remedies", "", "a list of different remedies")
	}
	if s.Status != worst(s.Stages) {
		in.Conflict("Status", string(s.Status), string(worst(s.Stages))+", the worst of the stages")
	}
	if s.RecoveryDays.Or(-1) != recovery(s.Stages).Or(-1) {
		in.Conflict("RecoveryDays", s.RecoveryDays.String(), "the longest drain time of the stages")
	}
	for _, stage := range s.Breaks {
		if !broken[stage] {
			in.Conflict("Breaks", stage, "each stage that is red, once")
			return
		}
		delete(broken, stage)
	}
	if len(broken) > 0 || s.Breaks == nil {
		in.Conflict("Breaks", "", "each stage that is red, once")
	}
}

// strain takes the two findings of a stage's overtime.
func (r *reader) strain(stage *StageSurge) {
	at := r.in.At("Findings", r.taken)
	needed, leave := r.outcome(OvertimeNeeded, stage.Stage), r.outcome(PeopleMayLeave, stage.Stage)
	if !r.broken && stage.Strain != strainOf(needed, leave) {
		at.Conflict("Outcome", "", "what the strain of the stage says")
	}
}
