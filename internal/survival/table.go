package survival

import (
	"cmp"
	"slices"
)

// Cause is how a case ended.
type Cause int

// The ways to end.
const (
	// Censored: the case has not ended; it was observed no longer.
	Censored Cause = iota
	// First: the case ended by the first cause.
	First
	// Second: the case ended by the second cause.
	Second
)

// Case is one observation.
type Case struct {
	// Time is how long the case was observed, 0 or more.
	Time int
	// Cause is how it ended; anything but First and Second is censored.
	Cause Cause
}

// Row is what happened at a time at which cases ended.
type Row struct {
	// Time is the time.
	Time int
	// AtRisk is how many cases were observed at least that long.
	AtRisk int
	// First and Second are how many ended then, by cause: together 1 to AtRisk.
	First, Second int
}

// ends returns how many cases ended at the time, by either cause.
func (r *Row) ends() int { return r.First + r.Second }

// Table returns a row for every time at which a case ended, in order of time.
// It does not change cases.
func Table(cases []Case) []Row {
	sorted := slices.SortedFunc(slices.Values(cases), func(a, b Case) int { return cmp.Compare(a.Time, b.Time) })
	var rows []Row
	for i := 0; i < len(sorted); {
		row := Row{Time: sorted[i].Time, AtRisk: len(sorted) - i}
		for ; i < len(sorted) && sorted[i].Time == row.Time; i++ {
			switch sorted[i].Cause {
			case First:
				row.First++
			case Second:
				row.Second++
			case Censored:
			}
		}
		if row.ends() > 0 {
			rows = append(rows, row)
		}
	}
	return rows
}
