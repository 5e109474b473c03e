package forecast

import (
	"math"
	"slices"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/ranks"
	"github.com/salesops-go/salesops/internal/strict"
	"github.com/salesops-go/salesops/internal/sum"
)

// Gaps are the days between promise and delivery: positive is late. Every number
// is undefined when nothing was delivered.
type Gaps struct {
	// Count is how many were delivered.
	Count int `json:"count"`
	// MeanDays is the average.
	MeanDays salesops.Maybe `json:"mean_days"`
	// MedianDays is the median; the middle of the two for an even count.
	MedianDays salesops.Maybe `json:"median_days"`
	// MeanAbsoluteDays is the average size, early or late.
	MeanAbsoluteDays salesops.Maybe `json:"mean_absolute_days"`
	// RootMeanSquareDays is the root of the mean square, which large gaps weigh on.
	RootMeanSquareDays salesops.Maybe `json:"root_mean_square_days"`
	// LeastDays is the earliest.
	LeastDays salesops.Maybe `json:"least_days"`
	// MostDays is the latest.
	MostDays salesops.Maybe `json:"most_days"`
}

// UnmarshalJSON reads gaps strictly. It returns an *[salesops.InputError] for
// every key that is unknown or missing, for a number that is there without a
// delivery or missing with one, and for a mean or median outside the range of the
// gaps.
func (g *Gaps) UnmarshalJSON(data []byte) error {
	type plain Gaps
	return strict.Unmarshal(data, "Gaps", (*plain)(g), func(p *plain, in fault.Scope) {
		count(&in, "Count", p.Count)
		least, most := p.LeastDays.Or(0), p.MostDays.Or(0)
		size := max(-least, most)
		for _, part := range []struct {
			field     string
			value     salesops.Maybe
			low, high float64
		}{
			{"MeanDays", p.MeanDays, least, most},
			{"MedianDays", p.MedianDays, least, most},
			{"MeanAbsoluteDays", p.MeanAbsoluteDays, 0, size},
			{"RootMeanSquareDays", p.RootMeanSquareDays, 0, size},
			{"LeastDays", p.LeastDays, -maxCalendarDays, most},
			{"MostDays", p.MostDays, least, maxCalendarDays},
		} {
			v, defined := part.value.Value()
			if defined != (p.Count > 0) || v < part.low-roundedDays || v > part.high+roundedDays {
				in.Conflict(part.field, part.value.String(), "a number exactly when something was delivered, within the range of the gaps")
			}
		}
	})
}

const (
	// maxCalendarDays is above every number of days between two dates.
	maxCalendarDays = 9999 * 366
	// roundedDays is more than the rounding of a mean.
	roundedDays = 1e-6
)

// gaps describes the days. It sorts them.
func gaps(days []float64) Gaps {
	if len(days) == 0 {
		none := salesops.Undefined("nothing was delivered")
		return Gaps{MeanDays: none, MedianDays: none, MeanAbsoluteDays: none, RootMeanSquareDays: none, LeastDays: none, MostDays: none}
	}
	slices.Sort(days)
	var total, sizes, squares sum.Sum
	for _, d := range days {
		total.Add(d)
		sizes.Add(math.Abs(d))
		squares.Add(d * d)
	}
	n := float64(len(days))
	return Gaps{
		Count:              len(days),
		MeanDays:           salesops.Defined(total.Value() / n),
		MedianDays:         salesops.Defined(ranks.Median(days)),
		MeanAbsoluteDays:   salesops.Defined(sizes.Value() / n),
		RootMeanSquareDays: salesops.Defined(math.Sqrt(squares.Value() / n)),
		LeastDays:          salesops.Defined(days[0]),
		MostDays:           salesops.Defined(days[len(days)-1]),
	}
}

// PromiseFigures is how well promises that were due were kept, by line or by
// shipment. A shipment is on time, early, on the day or in full when all its lines
// are.
type PromiseFigures struct {
	// Due is how many were promised for a day up to that of the records.
	Due int `json:"due"`
	// Overdue is how many of them have not been delivered. They count as late.
	Overdue int `json:"overdue"`
	// OnTime is those delivered on the day of the first promise or before, of
	// those due. The others are late.
	OnTime Rate `json:"on_time"`
	// Early is those delivered before that day.
	Early Rate `json:"early"`
	// OnTheDay is those delivered on that day, neither early nor late. A large
	// share among gaps that vary otherwise may come from dates recorded to fit.
	OnTheDay Rate `json:"on_the_day"`
	// Repromised is how many had their promise moved to another day.
	Repromised int `json:"repromised"`
	// OnTimeByLast is those delivered by the day of the last promise, of those
	// whose last promise was due: what a dashboard shows that forgets the first.
	OnTimeByLast Rate `json:"on_time_by_last"`
	// InFull is those of which at least what was promised came, of those
	// delivered with known quantities.
	InFull Rate `json:"in_full"`
	// OnTimeInFull is those on time and in full, of those due with a known
	// quantity; overdue ones are neither.
	OnTimeInFull Rate `json:"on_time_in_full"`
	// Gaps are the days late of those delivered; of a shipment, the average of its
	// lines. Overdue ones are missing, and those are the worst.
	Gaps Gaps `json:"gaps"`
}

// UnmarshalJSON reads figures strictly. It returns an *[salesops.InputError] for
// everything that its parts refuse, for a count out of its range, and if the
// counts contradict one another.
func (f *PromiseFigures) UnmarshalJSON(data []byte) error {
	type plain PromiseFigures
	return strict.Unmarshal(data, "PromiseFigures", (*plain)(f), func(p *plain, in fault.Scope) {
		in.Int("Due", p.Due, 0, MaxPromises, "")
		in.Int("Overdue", p.Overdue, 0, max(p.Due, 0), "")
		in.Int("Repromised", p.Repromised, 0, max(p.Due, 0), "")
		for _, part := range []struct {
			field string
			rate  Rate
		}{{"OnTime", p.OnTime}, {"Early", p.Early}, {"OnTheDay", p.OnTheDay}} {
			if part.rate.Trials != p.Due {
				in.Conflict(part.field+".Trials", "", "those due")
			}
		}
		if p.OnTime.Successes > p.Due-p.Overdue {
			in.Conflict("OnTime.Successes", "", "at most those delivered")
		}
		if p.Early.Successes+p.OnTheDay.Successes > p.OnTime.Successes {
			in.Conflict("OnTime.Successes", "", "at least those early and on the day")
		}
		if p.InFull.Trials > p.Due-p.Overdue {
			in.Conflict("InFull.Trials", "", "at most those delivered")
		}
		if p.OnTimeInFull.Trials > p.Due {
			in.Conflict("OnTimeInFull.Trials", "", "at most those due")
		}
		if p.OnTimeInFull.Successes > min(p.OnTime.Successes, p.InFull.Successes) {
			in.Conflict("OnTimeInFull.Successes", "", "at most those on time, and those in full")
		}
		if p.Gaps.Count != p.Due-p.Overdue {
			in.Conflict("Gaps.Count", "", "those delivered")
		}
	})
}

// promiseFigures measures shipments, or lines as shipments of one.
func promiseFigures(all []shipment, asOf salesops.Date, level float64) PromiseFigures {
	share := func(of, have property, none string) Rate {
		trials, successes := 0, 0
		for _, s := range all {
			if s.all(of) {
				trials++
				if s.all(have) {
					successes++
				}
			}
		}
		return newRate(successes, trials, level, none)
	}
	var days []float64
	moved := 0
	for _, s := range all {
		if s.all((*line).came) {
			days = append(days, s.meanDays())
		}
		if !s.all((*line).unmoved) {
			moved++
		}
	}
	anyLine := func(*line) bool { return true }
	dueByLast := func(l *line) bool { return !l.last().After(asOf) }
	measured := func(l *line) bool { return l.Quantity != nil }
	measuredAndCame := func(l *line) bool { return measured(l) && l.came() }
	onTimeInFull := func(l *line) bool { return l.onTime() && l.inFull() }
	const none, unmeasured = "nothing was due", "no quantity is known"
	return PromiseFigures{
		Due: len(all), Overdue: len(all) - len(days),
		OnTime: share(anyLine, (*line).onTime, none), Early: share(anyLine, (*line).early, none), OnTheDay: share(anyLine, (*line).onTheDay, none),
		Repromised: moved, OnTimeByLast: share(dueByLast, (*line).onTimeByLast, none),
		InFull: share(measuredAndCame, (*line).inFull, unmeasured), OnTimeInFull: share(measured, onTimeInFull, unmeasured),
		Gaps: gaps(days),
	}
}

// PromiseReport is how well promises were kept.
type PromiseReport struct {
	// NotYetDue is how many lines were promised for a day after that of the
	// records. They are left out, delivered or not: of those, only early ones could
	// have been delivered.
	NotYetDue int `json:"not_yet_due"`
	// ShipmentsNotYetDue is how many shipments have such a line. They are left out
	// of Shipments as a whole.
	ShipmentsNotYetDue int `json:"shipments_not_yet_due"`
	// Lines is by line. Its intervals take lines for independent, which those of
	// one shipment are not: they are too narrow.
	Lines PromiseFigures `json:"lines"`
	// Shipments is by shipment.
	Shipments PromiseFigures `json:"shipments"`
}

// UnmarshalJSON reads a report strictly. It returns an *[salesops.InputError]
// for everything that [PromiseFigures.UnmarshalJSON] refuses, for a negative
// count, and for more shipments than lines.
func (r *PromiseReport) UnmarshalJSON(data []byte) error {
	type plain PromiseReport
	return strict.Unmarshal(data, "PromiseReport", (*plain)(r), func(p *plain, in fault.Scope) {
		in.Int("NotYetDue", p.NotYetDue, 0, MaxPromises, "lines")
		in.Int("ShipmentsNotYetDue", p.ShipmentsNotYetDue, 0, max(p.NotYetDue, 0), "shipments")
		if p.Shipments.Due > p.Lines.Due {
			in.Conflict("Shipments.Due", "", "at most as many as lines")
		}
	})
}

// MeasurePromises says how well promises were kept: on time, early and in full
// apart, by line and by shipment, and by how many days they were missed.
//
//	days late = day of the delivery - day of the first confirmed promise
//	on time   = days late <= 0
//	early     = days late < 0
//	on the day: days late = 0
//	in full   = quantity delivered >= quantity promised
//
// A line is due when its first promise is for AsOf or before. One that is due and
// not delivered by the end of AsOf is overdue: it counts as late in every share,
// and is missing from the gaps, because nobody knows yet how late it will be. The
// shares of those due do not depend on what was delivered, so no share is
// flattered by what came ahead of its time.
//
// Intervals are Wilson's and Clopper and Pearson's at the level of the policy.
// They take shipments for independent: those of one strike or one bad month are
// not, and no interval covers that.
//
// It returns an *[salesops.InputError] if:
//   - there are no promises, or more than [MaxPromises];
//   - a name is longer than 200 bytes, or has control characters or space at an end;
//   - a first promise or the day of the records is missing, or a day does not exist;
//   - a line was delivered before it was ordered;
//   - a quantity is out of its range, or that delivered is not given exactly when that promised and the delivery are;
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: FCT-9.
func MeasurePromises(history PromiseHistory, policy PromisePolicy) (PromiseReport, error) {
	if err := promiseFaults(&history, &policy); err != nil {
		return PromiseReport{}, err
	}
	return reportPromises(shipments(history.lines(), history.AsOf), history.AsOf, policy.PromiseLevel), nil
}

func promiseFaults(history *PromiseHistory, policy *PromisePolicy) error {
	var list fault.List
	in, level := list.In("PromiseHistory"), list.In("PromisePolicy")
	history.collect(&in)
	policy.collect(&level)
	return list.Err()
}

// lines returns all lines of the history.
func (h *PromiseHistory) lines() []*Promise {
	lines := make([]*Promise, len(h.Promises))
	for i := range h.Promises {
		lines[i] = &h.Promises[i]
	}
	return lines
}

func reportPromises(all []shipment, asOf salesops.Date, level float64) PromiseReport {
	var lines []shipment
	for _, s := range all {
		for i := range s {
			lines = append(lines, s[i:i+1])
		}
	}
	dueLines, dueShipments := dueBy(lines, asOf), dueBy(all, asOf)
	return PromiseReport{
		NotYetDue:          len(lines) - len(dueLines),
		ShipmentsNotYetDue: len(all) - len(dueShipments),
		Lines:              promiseFigures(dueLines, asOf, level),
		Shipments:          promiseFigures(dueShipments, asOf, level),
	}
}
