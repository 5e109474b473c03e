package readiness

import (
	"slices"
	"strconv"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// UnmarshalJSON reads a dashboard strictly. It returns an
// *[salesops.InputError] for every key that is unknown or missing and every
// value that is none of the known, and if the readings are not those of the
// cadence, or a status or a list does not follow from the findings.
func (d *Dashboard) UnmarshalJSON(data []byte) error {
	type plain Dashboard
	return strict.Unmarshal(data, "Dashboard", (*plain)(d), func(p *plain, in fault.Scope) {
		// A cadence that could not be read has its own fault already.
		if p.Cadence == "" || !checkReadings(in, p.Readings, p.Cadence.Gauges()) {
			return
		}
		want := newDashboard(p.Cadence, p.Readings)
		expectStatus(in, p.Status, want.Status, "the worst of the readings")
		expectList(in, "Attention", p.Attention, want.Attention, "the red ones, then the yellow ones, in published order")
		expectList(in, "NotJudged", p.NotJudged, want.NotJudged, "the readings without a status, in published order")
	})
}

// UnmarshalJSON reads a scorecard strictly. It returns an
// *[salesops.InputError] for every key that is unknown or missing and every
// value that is none of the known, and if the readings are not those of the
// side, or a status, a count or the balance does not follow from the findings.
func (c *Scorecard) UnmarshalJSON(data []byte) error {
	type plain Scorecard
	return strict.Unmarshal(data, "Scorecard", (*plain)(c), func(p *plain, in fault.Scope) {
		operations := p.Operations.check(in.In("Operations"), OperationsGauges())
		if p.Sales.check(in.In("Sales"), SalesGauges()) && operations {
			expect(in, "Balance", p.Balance, balance(&p.Operations, &p.Sales), "what the two sides say")
		}
	})
}

func (s *Side) check(in fault.Scope, gauges []Gauge) bool {
	if !checkReadings(in, s.Readings, gauges) {
		return false
	}
	want := newSide(s.Readings)
	ok := expectStatus(in, s.Status, want.Status, "the worst of the readings")
	ok = expect(in, "OnTarget", s.OnTarget, want.OnTarget, "how many readings are green") && ok
	return expect(in, "Judged", s.Judged, want.Judged, "how many readings have a status") && ok
}

func checkReadings(in fault.Scope, readings []Reading, gauges []Gauge) bool {
	if !in.Length("Readings", len(readings), len(gauges), len(gauges)) {
		return false
	}
	ok := true
	for i := range readings {
		ok = readings[i].check(in.At("Readings", i), gauges[i]) && ok
	}
	return ok
}

func (r *Reading) check(in fault.Scope, gauge Gauge) bool {
	if !expect(in, "Gauge", r.Gauge, gauge, "the metric at this place") {
		return false
	}
	lines, ok := r.lines(in)
	if !ok {
		return false
	}
	if _, target := r.Target.Value(); target != (lines > 0) {
		in.Conflict("Target", "", "a number exactly when the findings have a line, of which there are "+strconv.Itoa(lines))
		ok = false
	}
	_, value := r.Value.Value()
	if _, change := r.Change.Value(); change && !value {
		in.Conflict("Change", "", "null when the value is")
		ok = false
	}
	return expectStatus(in, r.Status, statusOf(r.Findings), "what the findings say") && ok
}

// lines returns how many of the findings are lines, and whether all of them are
// of this reading.
func (r *Reading) lines(in fault.Scope) (lines int, ok bool) {
	known := []string{yellowLine, redLine, yellowTrend, redTrend}
	if !in.Length("Findings", len(r.Findings), 0, len(known)) {
		return 0, false
	}
	ok = true
	for i, f := range r.Findings {
		if !slices.Contains(known, f.Rule) || f.Subject != string(r.Gauge) {
			at := in.At("Findings", i)
			at.Conflict("", f.Rule+" "+f.Subject, "a line or a trend of the metric at this place")
			ok = false
		}
		if f.Rule == yellowLine || f.Rule == redLine {
			lines++
		}
	}
	return lines, ok
}

// expectStatus checks that a status is the one that follows.
func expectStatus(in fault.Scope, got, want *salesops.Status, rule string) bool {
	same := got == nil && want == nil || got != nil && want != nil && *got == *want
	if !same {
		in.Conflict("Status", "", rule)
	}
	return same
}
