// Package slots places work into days. It knows whole minutes, and days counted
// from 0; what they stand for is the caller's business.
//
// # Model
//
// A [Profile] is the free minutes of each day. A chain of [Step]s is worked in
// order: a step may be worked on from its wait after the day on which the one
// before it is finished, on as many days as it takes, as long as there are free
// minutes. Intervals of days are half-open.
//
// Finding the day takes a binary search per step. Earliest days follow from
// taking what is free from the first day on, latest days from taking it from the
// last day back: with work that can be interrupted at no cost neither can be
// beaten, since finishing a step earlier never makes a later one finish later.
package slots

import "sort"

// Profile is the free minutes of days 0, 1, 2 and so on as running totals:
// element i is what is free before day i, and element 0 is 0. It never falls.
type Profile []int64

// Net returns the profile of days whose balance is what arrives less what is
// committed. A day with a negative balance takes from the days before it, the
// latest first, and what those do not have from the days after it. So nothing
// that is committed is displaced.
//
// Free until the end of day d is max(0, min over u >= d of the sum of the
// balances of days 0 to u): the least that is left on d or any day after it.
func Net(balance []int64) Profile {
	p := make(Profile, len(balance)+1)
	for i, b := range balance {
		p[i+1] = p[i] + b
	}
	for i := len(balance) - 1; i > 0; i-- {
		p[i] = min(p[i], p[i+1])
	}
	for i := range p {
		p[i] = max(p[i], 0)
	}
	p[0] = 0
	return p
}

// Days returns the number of days.
func (p Profile) Days() int { return len(p) - 1 }

// Between returns what is free on the days from until before until, both clamped to the
// days of the profile; 0 when there are none.
func (p Profile) Between(from, until int) int64 {
	from, until = max(from, 0), min(until, p.Days())
	if from >= until {
		return 0
	}
	return p[until] - p[from]
}

// On returns what is free on a day.
func (p Profile) On(day int) int64 { return p.Between(day, day+1) }

// Add adds minutes to the free time of a day.
func (p Profile) Add(day int, minutes int64) {
	for i := day + 1; i < len(p); i++ {
		p[i] += minutes
	}
}

// TakeForward takes work from the first free minutes of the days from ready on,
// which must have as many.
func (p Profile) TakeForward(ready int, work int64) {
	base := p[max(ready, 0)]
	for i := max(ready, 0) + 1; i < len(p); i++ {
		// What is left on the days since ready is what was free beyond the work.
		p[i] = max(p[i]-work, base)
	}
}

// TakeBackward takes work from the last free minutes of the days up to last,
// which must have as many.
func (p Profile) TakeBackward(last int, work int64) {
	most := p[last+1] - work
	for i := 1; i <= last; i++ {
		p[i] = min(p[i], most)
	}
	for i := last + 1; i < len(p); i++ {
		p[i] -= work
	}
}

// Finish returns the day on which work is finished that may start on the day
// ready, and whether there is one.
func (p Profile) Finish(ready int, work int64) (day int, ok bool) {
	ready = max(ready, 0)
	if ready >= p.Days() {
		return 0, false
	}
	need := p[ready] + work
	if p[p.Days()] < need {
		return 0, false
	}
	after := sort.Search(p.Days(), func(i int) bool { return p[i+1] >= need })
	return max(after, ready), true
}

// Start returns the last day on which work may start that must be finished by the
// end of the day last, and whether there is one.
func (p Profile) Start(last int, work int64) (day int, ok bool) {
	if last < 0 || last >= p.Days() {
		return 0, false
	}
	most := p[last+1] - work
	if most < 0 {
		return 0, false
	}
	// The first day before whose end more is used than may be.
	day = sort.Search(last, func(i int) bool { return p[i+1] > most })
	return day, true
}

// Step is one link of a chain.
type Step struct {
	// Free is the profile that the step takes from.
	Free Profile
	// Work is the minutes that it takes.
	Work int64
	// Wait is the number of days from the day on which the step before is
	// finished (for the first: from the start) to that on which this may start.
	Wait int
}

// Days are the days of one step: that from which it may be worked on, and that on
// which it is finished.
type Days struct{ Ready, Finish int }

// Forward returns the earliest days of each step when the first may start its
// wait after the day start. It reports the step that cannot be finished, or
// len(steps) when all can.
func Forward(steps []Step, start int) (days []Days, stuck int) {
	days = make([]Days, len(steps))
	for i := range steps {
		s := &steps[i]
		ready := start + s.Wait
		finish, ok := s.Free.Finish(ready, s.Work)
		if !ok {
			return nil, i
		}
		days[i] = Days{Ready: ready, Finish: finish}
		start = finish
	}
	return days, len(steps)
}

// End returns the day on which a chain that starts on the day start is finished:
// start itself for one without steps. It reports whether there is one.
func End(steps []Step, start int) (day int, ok bool) {
	for i := range steps {
		s := &steps[i]
		if start, ok = s.Free.Finish(start+s.Wait, s.Work); !ok {
			return 0, false
		}
	}
	return start, true
}

// Backward returns the latest days of each step when the last must be finished by
// the end of the day last: Ready is the last day on which the step may start. It
// reports whether there is time enough.
func Backward(steps []Step, last int) (days []Days, ok bool) {
	days = make([]Days, len(steps))
	for i := len(steps) - 1; i >= 0; i-- {
		s := &steps[i]
		start, fits := s.Free.Start(last, s.Work)
		if !fits {
			return nil, false
		}
		days[i] = Days{Ready: start, Finish: last}
		last = start - s.Wait
	}
	return days, true
}
