package forecast

import (
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// StageConversion is how many of the deals that reached a stage went on.
type StageConversion struct {
	// Stage is the stage.
	Stage Stage `json:"stage"`
	// Onward is the deals that reached the next stage, of those that reached
	// this one: at the last stage, those that were won.
	Onward Rate `json:"onward"`
	// Open is how many deals got this far and are neither won nor lost: the
	// share can rise as long as there are any.
	Open int `json:"open"`
	// Lost is how many deals got this far and were lost.
	Lost int `json:"lost"`
	// Skipped is how many deals went past this stage without entering it; they
	// count as having reached it.
	Skipped int `json:"skipped"`
	// Reentries is how often a deal entered this stage again; a deal counts
	// once, however often it does.
	Reentries int `json:"reentries"`
}

// UnmarshalJSON reads a conversion strictly. It returns an
// *[salesops.InputError] for every key that is unknown or missing, for a stage
// that is not a name, for a number out of its range, and if the deals that went
// on, are open and were lost are not those that reached the stage.
func (c *StageConversion) UnmarshalJSON(data []byte) error {
	type plain StageConversion
	return strict.Unmarshal(data, "StageConversion", (*plain)(c), func(p *plain, in fault.Scope) {
		in.Name("Stage", string(p.Stage))
		count(&in, "Open", p.Open)
		count(&in, "Lost", p.Lost)
		count(&in, "Skipped", p.Skipped)
		count(&in, "Reentries", p.Reentries)
		if p.Onward.Trials-p.Onward.Successes != p.Open+p.Lost {
			in.Conflict("Onward", "", "all deals that reached the stage but those still open or lost in it")
		}
		if p.Skipped > p.Onward.Trials {
			in.Conflict("Skipped", "", "at most the deals that reached the stage")
		}
	})
}

// Conversion is how far the deals of a cohort got.
type Conversion struct {
	// Deals is how many deals are in the cohort.
	Deals int `json:"deals"`
	// Outside is how many deals first entered a stage before the window or
	// after it; they are in nothing else.
	Outside int `json:"outside"`
	// Unstaged is how many deals of the cohort are on record only as lost.
	Unstaged int `json:"unstaged"`
	// Stages has every open stage of the process in order.
	Stages []StageConversion `json:"stages"`
	// Won is the deals of the cohort that were won, of all of it.
	Won Rate `json:"won"`
	// SkippedToWon is how many deals were won without entering every stage.
	SkippedToWon int `json:"skipped_to_won"`
}

// UnmarshalJSON reads a conversion strictly. It returns an
// *[salesops.InputError] for everything that its parts refuse, for a number out
// of its range, for a stage that is listed twice or reached by other deals than
// went on from the one before.
func (c *Conversion) UnmarshalJSON(data []byte) error {
	type plain Conversion
	return strict.Unmarshal(data, "Conversion", (*plain)(c), func(p *plain, in fault.Scope) {
		count(&in, "Deals", p.Deals)
		count(&in, "Outside", p.Outside)
		count(&in, "Unstaged", p.Unstaged)
		count(&in, "SkippedToWon", p.SkippedToWon)
		if p.SkippedToWon > p.Won.Successes || p.Won.Trials != p.Deals {
			in.Conflict("Won", "", "a share of all deals, with those that skipped a stage")
		}
		if !in.Length("Stages", len(p.Stages), 1, MaxStages) {
			return
		}
		reached := p.Deals - p.Unstaged
		seen := make(map[Stage]bool)
		for i, s := range p.Stages {
			at := in.At("Stages", i)
			if s.Onward.Trials != reached || seen[s.Stage] {
				at.Conflict("Onward", "", "the deals that the stage before handed on, each stage once")
			}
			reached, seen[s.Stage] = s.Onward.Successes, true
		}
		if reached != p.Won.Successes {
			in.Conflict("Won.Successes", "", "the deals that went on from the last stage")
		}
	})
}

// MeasureConversion says how many deals went on from each stage to the next:
//
//	conversion = deals that reached the next stage ÷ deals that reached this one
//
// It counts deals, not entries. A deal has reached the furthest stage that it
// ever entered and every stage before it: so one that went back counts once, a
// stage that was skipped counts as reached, and a deal won has reached all of
// them. A deal that was lost, or is open, stays where it had got to; leaving the
// lost ones out would show only survivors.
//
// The cohort is the deals whose first entry, into whatever stage, lies in the
// window. Compare cohorts of the same age: deals that are still open may yet go
// on, and Open says how many. A deal that was won or lost and opened again is
// what its last entry says.
//
// It returns an *[salesops.InputError] if:
//   - there are more than [MaxEntries] entries or [MaxStages] stages;
//   - the id of a deal is missing or not a name, a stage is neither in the process nor [Won] or [Lost], or a day does not exist;
//   - the process names [Won] or [Lost], or a stage twice;
//   - a day of the window is missing or does not exist, or the last is before the first;
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: FCT-5, FCT-13.
func MeasureConversion(journeys Journeys, window Window, policy RatePolicy) (Conversion, error) {
	var list fault.List
	in, days, level := list.In("Journeys"), list.In("Window"), list.In("RatePolicy")
	journeys.collect(&in)
	window.collect(&days)
	policy.collect(&level)
	if list.Any() {
		return Conversion{}, list.Err()
	}
	order := journeys.order()
	f := funnel{order: order, stages: make([]StageConversion, order[Won]), furthest: make([]int, order[Won])}
	for s, i := range order {
		if s.Open() {
			f.stages[i].Stage = s
		}
	}
	for _, deal := range journeys.byDeal(order) {
		if !window.contains(deal[0].On) {
			f.result.Outside++
			continue
		}
		f.result.Deals++
		f.follow(deal)
	}
	return f.conclude(policy.IntervalLevel), nil
}

// funnel counts deals by how far they got.
type funnel struct {
	order    map[Stage]int
	stages   []StageConversion
	furthest []int // deals not won by the furthest stage that they reached
	won      int
	result   Conversion
}

func (f *funnel) follow(deal []StageEntry) {
	last, furthest := deal[len(deal)-1].Stage, -1
	entered := make([]bool, len(f.stages))
	for _, e := range deal {
		if e.Stage.Closed() {
			continue
		}
		i := f.order[e.Stage]
		if entered[i] {
			f.stages[i].Reentries++
		}
		entered[i] = true
		furthest = max(furthest, i)
	}
	if last == Won {
		furthest = len(f.stages) - 1
	}
	skipped := false
	for i := range furthest + 1 {
		if !entered[i] {
			f.stages[i].Skipped++
			skipped = true
		}
	}
	switch {
	case last == Won:
		f.won++
		if skipped {
			f.result.SkippedToWon++
		}
		return
	case furthest < 0:
		f.result.Unstaged++
		return
	case last == Lost:
		f.stages[furthest].Lost++
	default:
		f.stages[furthest].Open++
	}
	f.furthest[furthest]++
}

func (f *funnel) conclude(level float64) Conversion {
	onward := f.won
	for i := len(f.stages) - 1; i >= 0; i-- {
		reached := onward + f.furthest[i]
		f.stages[i].Onward = newRate(onward, reached, level, "no deal reached the stage")
		onward = reached
	}
	f.result.Stages = f.stages
	f.result.Won = newRate(f.won, f.result.Deals, level, "no deal is in the window")
	return f.result
}
