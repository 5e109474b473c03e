package capacity

import (
	"math"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// Assessment is where operations stand today.
type Assessment struct {
	// Status is the line's status, which is the bottleneck's.
	Status salesops.Status `json:"status"`
	// Utilization is the line's utilization, which is the bottleneck's and
	// not an average.
	Utilization float64 `json:"utilization"`
	// Bottleneck is the stage with the greatest utilization; of several with
	// exactly the same, the first in the audit.
	Bottleneck string `json:"bottleneck"`
	// Stages are the stages in the order of the audit.
	Stages []StageLoad `json:"stages"`
	// Headroom is how much more sales may sell.
	Headroom Headroom `json:"headroom"`
	// Findings are all comparisons that were made: those of the first stage,
	// of the second and so on, each in the order of [Rules], and those of the
	// quality.
	Findings []salesops.Finding `json:"findings"`
}

// StageLoad is one stage's demand against its capacity.
type StageLoad struct {
	// Stage is the stage's name.
	Stage string `json:"stage"`
	// Kind is the stage's kind; empty when the audit gives none.
	Kind Kind `json:"kind,omitzero"`
	// DemandPerDay is the demand offered, in transactions a day: arrivals, and
	// the backlog that is to be worked off.
	DemandPerDay float64 `json:"demand_per_day"`
	// CapacityPerDay is the straight-time capacity, in transactions a day.
	CapacityPerDay float64 `json:"capacity_per_day"`
	// Utilization is demand ÷ capacity. It may exceed 1.
	Utilization float64 `json:"utilization"`
	// Status is the stage's status.
	Status salesops.Status `json:"status"`
}

// Assess tells how full every stage is, which one is the bottleneck, and how
// much more sales may sell.
//
//	capacity     = maximum per day, or people × hours per person day / hours per transaction
//	demand       = orders per day × transactions per order + backlog / days to clear it
//	utilization  = demand / capacity
//	yellow       utilization > 0.85
//	red          utilization >= 1.00
//	thin buffer  capacity < 1.20 × demand
//	headroom     the most additional orders a day before any stage passes 0.85
//
// Capacity is the smaller of the two when a stage gives both, and a finding
// says which. Every comparison is exact in the decimals that the inputs stand
// for, also when it is computed from whole numbers: 17 of 20 is green. Each
// number of the result is the float64 nearest to the exact value of its
// formula.
//
// The headroom is zero when quality fails today (error rate above 0.05,
// on-time share below 0.95, satisfaction below 8) or a stage is past the target
// already. A measure that is nil does not fail; its finding says that it was
// not measured. A stage with no transactions per order limits nothing, unless
// its backlog takes it past the target.
//
// It returns an *[salesops.InputError] if:
//   - Audit.OrdersPerDay is not within [MinPositive] to [MaxVolume];
//   - Audit.Stages has not 1 to [MaxStages] entries, or two have the same name;
//   - a stage's name is empty, longer than 200 bytes, or has control characters or space at its ends; so with a kind that is not empty;
//   - a stage has neither MaxPerDay nor all of People, HoursPerPersonDay and HoursPerTransaction, or some of the three only;
//   - a number of a stage is out of the range that its field tells;
//   - Audit.ClearBacklogDays is missing although a stage has a backlog, or not within [MinPositive] to [MaxDays];
//   - a measure of Audit.Quality is out of its range;
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: CAP-1, CAP-2, CAP-3, CAP-4, CAP-7, CAP-11.
func Assess(audit Audit, policy Policy) (Assessment, error) {
	var faults fault.List
	audit.collect(faults.In("Audit"))
	policy.collect(faults.In("Policy"))
	if faults.Any() {
		return Assessment{}, faults.Err()
	}
	return assess(&audit, &policy), nil
}

func assess(audit *Audit, policy *Policy) Assessment {
	list := loads(audit)
	a := Assessment{Stages: make([]StageLoad, len(list))}
	for i := range list {
		stage, sides := &audit.Stages[i], list[i].weigh(1)
		a.Stages[i] = StageLoad{
			Stage: stage.Name, Kind: stage.Kind,
			DemandPerDay: sides.demandPerDay(), CapacityPerDay: sides.capacityPerDay(), Utilization: sides.utilization(),
			Status: list[i].status(&policy.StatusPolicy, 1),
		}
		a.Findings = append(a.Findings, stageFindings(stage, &sides, policy)...)
	}
	a.Findings = append(a.Findings, qualityFindings(audit.Quality, &policy.QualityPolicy)...)
	line := a.Stages[bottleneck(list)]
	a.Bottleneck, a.Utilization, a.Status = line.Stage, line.Utilization, line.Status
	a.Headroom = findHeadroom(audit, list, a.Findings, policy.TargetUtilization)
	return a
}

// UnmarshalJSON reads a stage's load strictly. It returns an
// *[salesops.InputError] for every key that is unknown or missing and every
// value out of range.
func (s *StageLoad) UnmarshalJSON(data []byte) error {
	type plain StageLoad
	return strict.Unmarshal(data, "StageLoad", (*plain)(s), func(p *plain, in fault.Scope) {
		in.Name("Stage", p.Stage)
		if p.Kind != "" {
			in.Name("Kind", string(p.Kind))
		}
		in.Float("DemandPerDay", p.DemandPerDay, 0, math.MaxFloat64, "transactions a day")
		in.Positive("CapacityPerDay", p.CapacityPerDay, math.MaxFloat64, "transactions a day")
		in.Float("Utilization", p.Utilization, 0, math.MaxFloat64, "as a fraction of capacity")
	})
}

// UnmarshalJSON reads an assessment strictly. It returns an
// *[salesops.InputError] for everything that [StageLoad.UnmarshalJSON],
// [Headroom.UnmarshalJSON] and [salesops.Finding.UnmarshalJSON] refuse, and if
// the bottleneck is not the stage with the greatest utilization and the line's
// status, the findings are not those of the stages and the quality in order, or
// a status or the limit of the headroom does not follow from them.
func (a *Assessment) UnmarshalJSON(data []byte) error {
	type plain Assessment
	return strict.Unmarshal(data, "Assessment", (*plain)(a), func(p *plain, in fault.Scope) {
		(*Assessment)(p).check(in)
	})
}

func (a *Assessment) check(in fault.Scope) {
	if !in.Length("Stages", len(a.Stages), 1, MaxStages) {
		return
	}
	seen := make(map[string]bool, len(a.Stages))
	for i := range a.Stages {
		stage := &a.Stages[i]
		at := in.At("Stages", i)
		if stage.Stage == "" {
			return // it could not be read, which is a fault already
		}
		if seen[stage.Stage] {
			at.Conflict("Stage", stage.Stage, "a name that no other stage has")
		}
		seen[stage.Stage] = true
		if stage.Utilization > a.Utilization {
			in.Conflict("Utilization", "", "the greatest utilization of the stages")
		}
		if stage.Stage == a.Bottleneck && (stage.Utilization != a.Utilization || stage.Status != a.Status) {
			at.Conflict("Utilization", "", "the utilization and the status of the line, whose bottleneck it is")
		}
	}
	if !seen[a.Bottleneck] {
		in.Conflict("Bottleneck", a.Bottleneck, "one of the stages")
	}
	if stage := a.Headroom.Stage; stage != "" && !seen[stage] {
		in.Conflict("Headroom.Stage", stage, "one of the stages")
	}
	a.checkFindings(in)
}

// checkFindings checks that the findings are those that Assess makes, in its
// order, and that what was decided follows from them.
func (a *Assessment) checkFindings(in fault.Scope) {
	rest := reader{findings: a.Findings, in: in}
	for i := range a.Stages {
		stage := &a.Stages[i]
		if len(rest.findings) > 0 && rest.findings[0].Rule == string(MeasuredBinds) {
			rest.next(MeasuredBinds, stage.Stage)
		}
		rest.status(stage.Stage, stage.Status)
		rest.next(ThinBuffer, stage.Stage)
		rest.next(PastTarget, stage.Stage)
	}
	for _, rule := range []Rule{HighErrorRate, LateDelivery, LowSatisfaction, HighOvertime} {
		rest.next(rule, "")
	}
	if !rest.end() {
		return
	}
	limit := a.Headroom.Limit
	poor, full := fired(a.Findings, HighErrorRate, LateDelivery, LowSatisfaction), fired(a.Findings, PastTarget)
	if (limit == QualityFails) != poor || (limit == PastTargetToday) != (full && !poor) {
		in.Conflict("Headroom.Limit", string(limit), "what the findings say")
	}
}

// reader takes findings one after the other and collects the first that is out
// of place.
type reader struct {
	findings []salesops.Finding
	in       fault.Scope
	taken    int
	broken   bool
}

// next takes the finding of a rule and reports whether it fired.
func (r *reader) next(rule Rule, stage string) bool { return r.outcome(rule, stage) == salesops.Fired }

// outcome takes the finding of a rule and returns its outcome.
func (r *reader) outcome(rule Rule, stage string) salesops.Outcome {
	if r.broken {
		return ""
	}
	if len(r.findings) == 0 {
		r.broken = true
		r.in.Missing("Findings", "the finding of every rule")
		return ""
	}
	f := &r.findings[0]
	if f.Rule != string(rule) || f.Subject != stage {
		r.broken = true
		at := r.in.At("Findings", r.taken)
		at.Conflict("Rule", f.Rule, string(rule)+" of "+stage+", the rule at this place")
	}
	r.findings, r.taken = r.findings[1:], r.taken+1
	return f.Outcome
}

// status takes the two findings of a status.
func (r *reader) status(stage string, status salesops.Status) {
	at := r.in.At("Findings", r.taken)
	yellow, red := r.next(AboveYellow, stage), r.next(AtRed, stage)
	if !r.broken && (red != (status == salesops.Red) || (yellow || red) != (status != salesops.Green)) {
		at.Conflict("Outcome", "", "what the status of the stage says")
	}
}

// end requires that no finding is left, and reports whether all were in place.
func (r *reader) end() bool {
	if !r.broken && len(r.findings) > 0 {
		r.broken = true
		at := r.in.At("Findings", r.taken)
		at.OutOfRange("Rule", r.findings[0].Rule, "nothing more")
	}
	return !r.broken
}
