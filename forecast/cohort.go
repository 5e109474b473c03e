package forecast

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// CohortKey is what deals are grouped by.
type CohortKey string

// The keys of a cohort table. Playbook: FCT-7.
const (
	// ByRep groups deals by owner.
	ByRep CohortKey = "rep"
	// ByRegion groups deals by segment.
	ByRegion CohortKey = "region"
	// ByOpening groups deals by the month in which they were opened alone.
	ByOpening CohortKey = "month"
)

// CohortKeys returns all keys: rep, region, month.
//
// Playbook: FCT-7.
func CohortKeys() []CohortKey { return []CohortKey{ByRep, ByRegion, ByOpening} }

// MarshalText returns the key's text. It returns an *[salesops.InputError] if k
// is not one of [CohortKeys].
func (k CohortKey) MarshalText() ([]byte, error) { return strict.Text("CohortKey", k, CohortKeys()) }

// UnmarshalText sets k from its text. It returns an *[salesops.InputError] if
// the text is not one of [CohortKeys].
func (k *CohortKey) UnmarshalText(text []byte) error {
	return strict.Parse("CohortKey", k, text, CohortKeys())
}

// Cohort is the deals of a group that were opened in one month.
type Cohort struct {
	// Key is the rep or the region; empty for deals that have none, and in a
	// table by month.
	Key string `json:"key"`
	// Month is the month of the first contact, as in "2026-11".
	Month string `json:"month"`
	// Won is the deals won so far, of all of the cohort.
	Won Rate `json:"won"`
	// Lost is how many were lost.
	Lost int `json:"lost"`
	// Open is how many are still open: the share won can rise as long as there
	// are any.
	Open int `json:"open"`
	// Amount is what all of them would bring.
	Amount decimal.Decimal `json:"amount"`
	// WonAmount is what those won brought.
	WonAmount decimal.Decimal `json:"won_amount"`
	// MeanDaysToWin is the average from first contact to close of those won
	// whose days are known and in order; undefined without any. It grows as slow
	// deals are won.
	MeanDaysToWin salesops.Maybe `json:"mean_days_to_win"`
}

// UnmarshalJSON reads a cohort strictly. It returns an *[salesops.InputError]
// for everything that its parts refuse, for a number out of its range, for deals
// that are not all won, lost or open, and for more won than there is.
func (c *Cohort) UnmarshalJSON(data []byte) error {
	type plain Cohort
	return strict.Unmarshal(data, "Cohort", (*plain)(c), func(p *plain, in fault.Scope) {
		optionalName(&in, "Key", p.Key)
		in.Name("Month", p.Month)
		count(&in, "Lost", p.Lost)
		count(&in, "Open", p.Open)
		if p.Won.Successes+p.Lost+p.Open != p.Won.Trials {
			in.Conflict("Won", "", "won, lost and open deals that are all deals")
		}
		good := total(&in, "Amount", p.Amount)
		if total(&in, "WonAmount", p.WonAmount) && good && p.WonAmount.Cmp(p.Amount) > 0 {
			in.Conflict("WonAmount", p.WonAmount.String(), "at most Amount")
		}
		if v, defined := p.MeanDaysToWin.Value(); defined && (v < 0 || p.Won.Successes == 0) {
			in.Conflict("MeanDaysToWin", p.MeanDaysToWin.String(), "0 or more days of deals won")
		}
	})
}

// CohortTable is how deals did by who had them and when they were opened.
type CohortTable struct {
	// By is what they are grouped by, beside the month.
	By CohortKey `json:"by"`
	// Cohorts has every group and month with a deal, by key and then in order of
	// time.
	Cohorts []Cohort `json:"cohorts"`
	// Undated is how many deals lack the day of the first contact.
	Undated int `json:"undated"`
	// Outside is how many deals were opened outside the window.
	Outside int `json:"outside"`
}

// UnmarshalJSON reads a table strictly. It returns an *[salesops.InputError]
// for everything that its parts refuse, for a negative count, and for cohorts that
// are not in order.
func (t *CohortTable) UnmarshalJSON(data []byte) error {
	type plain CohortTable
	return strict.Unmarshal(data, "CohortTable", (*plain)(t), func(p *plain, in fault.Scope) {
		count(&in, "Undated", p.Undated)
		count(&in, "Outside", p.Outside)
		for i, c := range p.Cohorts {
			if i == 0 {
				continue
			}
			last := p.Cohorts[i-1]
			if cmp.Or(cmp.Compare(last.Key, c.Key), cmp.Compare(last.Month, c.Month)) >= 0 {
				at := in.At("Cohorts", i)
				at.Conflict("Month", c.Month, "each cohort once, by key and month")
			}
		}
	})
}

// TabulateCohorts says how the deals opened in each month did, for each rep, each
// region, or all together. A cohort is followed to the end: a deal counts as won
// whenever it was. So young cohorts look worse than they are, and Open says by how
// many deals; compare cohorts of the same age.
//
// It returns an *[salesops.InputError] if:
//   - the pipeline is refused by [Weigh], other than for a missing probability;
//   - the key is none of [CohortKeys];
//   - a day of the window is missing or does not exist, or the last is before the first;
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: FCT-7.
func TabulateCohorts(pipeline Pipeline, by CohortKey, window Window, policy RatePolicy) (CohortTable, error) {
	var list fault.List
	in, key, days, level := list.In("Pipeline"), list.In("CohortKey"), list.In("Window"), list.In("RatePolicy")
	pipeline.collect(&in, nil)
	fault.OneOf(key, "", by, CohortKeys())
	window.collect(&days)
	policy.collect(&level)
	if list.Any() {
		return CohortTable{}, list.Err()
	}
	type place struct {
		key   string
		month int
	}
	table := CohortTable{By: by, Cohorts: []Cohort{}}
	cells := make(map[place]*cohortSum)
	var places []place
	for i := range pipeline.Deals {
		d := &pipeline.Deals[i]
		if d.Opened.IsZero() {
			table.Undated++
			continue
		}
		if !window.contains(d.Opened) {
			table.Outside++
			continue
		}
		at := place{d.group(by), month(d.Opened)}
		if cells[at] == nil {
			cells[at] = new(cohortSum)
			places = append(places, at)
		}
		cells[at].add(d)
	}
	slices.SortFunc(places, func(a, b place) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.month, b.month)) })
	for _, at := range places {
		c := cells[at].cohort(policy.IntervalLevel)
		c.Key, c.Month = at.key, monthKey(at.month)
		table.Cohorts = append(table.Cohorts, c)
	}
	return table, nil
}

// group returns the rep or the region of a deal; empty in a table by month.
func (d *Deal) group(by CohortKey) string {
	switch by {
	case ByRep:
		return d.Owner
	case ByRegion:
		return d.Segment
	case ByOpening:
	}
	return ""
}

type cohortSum struct {
	won, lost, open int
	amount, gain    money
	days            int64
	timed           int
}

func (s *cohortSum) add(d *Deal) {
	s.amount.add(d.Amount)
	switch {
	case d.Stage.Open():
		s.open++
	case d.Stage == Lost:
		s.lost++
	default:
		s.won++
		s.gain.add(d.Amount)
		if dated(d) && !negative(d) {
			s.days += int64(d.ClosedOn.DaysSince(d.Opened))
			s.timed++
		}
	}
}

func (s *cohortSum) cohort(level float64) Cohort {
	c := Cohort{
		Won:  newRate(s.won, s.won+s.lost+s.open, level, ""),
		Lost: s.lost, Open: s.open, Amount: s.amount.value(), WonAmount: s.gain.value(),
		MeanDaysToWin: salesops.Undefined("no deal won has both days"),
	}
	if s.timed > 0 {
		c.MeanDaysToWin = salesops.Defined(float64(s.days) / float64(s.timed))
	}
	return c
}
