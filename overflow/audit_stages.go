package overflow

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	work "github.com/salesops-go/salesops/internal/slots"
)

// promisedLoad is the rule of a stage's cumulative load.
const promisedLoad = "promised-load"

// demand is what the promises ask of one stage.
type demand struct {
	stage int
	// ready is the first day on which one of them can reach it.
	ready int
	// jobs are the promises that go through it, by the last day on which the
	// stage may finish them, and promises are they, in the same order.
	jobs     []work.Job
	promises []int
}

// demands returns what the promises ask of each stage that one goes through,
// leaving out those that are not to be counted.
func (a *auditor) demands(without map[int]bool) []demand {
	all := make([]demand, len(a.load.Stages))
	for _, i := range a.byDue {
		if without[i] {
			continue
		}
		due := a.due[i]
		for _, stage := range a.stages[i] {
			due -= a.load.Stages[stage].WaitDays
		}
		ready := 0
		for k, stage := range a.stages[i] {
			wait := a.load.Stages[stage].WaitDays
			ready += wait
			due += wait
			d := &all[stage]
			if len(d.jobs) == 0 || ready < d.ready {
				d.ready = ready
			}
			// A day that has passed is as good as any other that has.
			d.jobs = append(d.jobs, work.Job{Work: a.book.Promises[i].Work[k].Minutes, Due: max(due, -1)})
			d.promises = append(d.promises, i)
		}
	}
	for stage := range all {
		all[stage].stage = stage
	}
	return slices.DeleteFunc(all, func(d demand) bool { return len(d.jobs) == 0 })
}

// points returns the cumulative load of a stage by day.
func (a *auditor) points(d *demand) []LoadPoint {
	jobs := slices.Clone(d.jobs)
	slices.SortStableFunc(jobs, func(x, y work.Job) int { return cmp.Compare(x.Due, y.Due) })
	var points []LoadPoint
	var promised int64
	for i, job := range jobs {
		promised += job.Work
		if i+1 < len(jobs) && jobs[i+1].Due == job.Due {
			continue
		}
		points = append(points, LoadPoint{
			By: a.days.date(job.Due), PromisedMinutes: promised,
			CapacityMinutes: a.free[d.stage].Between(d.ready, job.Due+1),
		})
	}
	return points
}

// shortest returns the point with the most minutes short, the first among
// equals.
func shortest(points []LoadPoint) LoadPoint {
	worst := points[0]
	for _, p := range points[1:] {
		if p.PromisedMinutes-p.CapacityMinutes > worst.PromisedMinutes-worst.CapacityMinutes {
			worst = p
		}
	}
	return worst
}

// cumulate holds what each stage has promised against what it can do.
func (a *auditor) cumulate() []StageAudit {
	stages := []StageAudit{}
	for _, d := range a.demands(nil) {
		points := a.points(&d)
		worst := shortest(points)
		stages = append(stages, StageAudit{
			Stage: a.load.Stages[d.stage].Name, Points: points,
			ShortMinutes: max(0, worst.PromisedMinutes-worst.CapacityMinutes),
			Finding:      worst.finding(a.load.Stages[d.stage].Name),
		})
	}
	return stages
}

// finding compares what is promised with what can be done.
func (p *LoadPoint) finding(stage string) salesops.Finding {
	promised, capacity := decimal.NewFromInt(p.PromisedMinutes), decimal.NewFromInt(p.CapacityMinutes)
	f := salesops.Finding{
		Rule: promisedLoad, Playbook: "OVF-5", Subject: stage, Outcome: salesops.NotFired,
		Measure: "work promised by " + p.By.String(), Left: promised, Op: ">", Right: capacity,
		Unit: "minutes", Distance: capacity.Sub(promised),
	}
	if f.Holds() {
		f.Outcome = salesops.Fired
	}
	return f
}
