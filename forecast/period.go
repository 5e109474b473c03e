package forecast

import (
	"slices"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
)

// Period is a fiscal period of the company: a month, a quarter, a year of four
// weeks and five. The playbook's quarters end where the company says they end.
type Period struct {
	// Name is the period's, 1 to 200 bytes: "FY27-Q1". No two share one.
	Name string `json:"name"`
	// From is the first day, after the period before.
	From salesops.Date `json:"from"`
	// To is the last day, not before From.
	To salesops.Date `json:"to"`
}

// collectPeriods checks a calendar: names once, in order of time, no overlap.
func collectPeriods(in *fault.Scope, periods []Period) {
	if !in.Length("Periods", len(periods), 0, MaxPeriods) {
		return
	}
	seen := make(map[string]bool, len(periods))
	for i, p := range periods {
		at := in.At("Periods", i)
		if at.Name("Name", p.Name) && seen[p.Name] {
			at.Conflict("Name", p.Name, "a name that no other period has")
		}
		seen[p.Name] = true
		w := Window{From: p.From, To: p.To}
		w.collect(&at)
		if i > 0 && p.From.IsValid() && !p.From.After(periods[i-1].To) {
			at.Conflict("From", p.From.String(), "a day after "+periods[i-1].To.String()+", the last of the period before")
		}
	}
}

// begun returns how many periods have begun on a day; 0 for the zero Date.
func begun(periods []Period, d salesops.Date) int {
	n, exact := slices.BinarySearchFunc(periods, d, func(p Period, d salesops.Date) int { return p.From.Compare(d) })
	if exact {
		return n + 1
	}
	return n
}

// periodOf returns the index of the period that a day lies in, or false.
func periodOf(periods []Period, d salesops.Date) (int, bool) {
	i := begun(periods, d) - 1
	return i, i >= 0 && !d.After(periods[i].To)
}
