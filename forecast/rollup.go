package forecast

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// The limits of a roll-up.
const (
	// MaxCallers is the most callers of a roll-up.
	MaxCallers = 10_000
	// MaxWeek is the last week of a period.
	MaxWeek = 60
)

// Caller is someone who calls a number, and to whom.
type Caller struct {
	// Name is the caller's, 1 to 200 bytes; that of the owner of the deals. No
	// two share one.
	Name string `json:"name"`
	// Manager is the caller whom this one reports to; empty for the top.
	Manager string `json:"manager,omitempty"`
	// Commit is the number called for the period, what is won included, 0 to
	// [MaxAmount] with at most [MaxPlaces] places. For a manager it overrides the
	// sum of the team. Nil when none was called.
	Commit *decimal.Decimal `json:"commit,omitempty"`
	// BestCase is the number if all goes well, not below Commit; nil when none
	// was called.
	BestCase *decimal.Decimal `json:"best_case,omitempty"`
	// Odds is the odds of reaching Commit, both ends within 0 to 1; nil when
	// they are not known.
	Odds *salesops.Interval `json:"odds,omitempty"`
}

// CallSheet is the calls of one week of a period.
type CallSheet struct {
	// Week is the week of the period in which the calls were made, 1 to
	// [MaxWeek].
	Week int `json:"week"`
	// Window is the period that they are for.
	Window Window `json:"window"`
	// Callers are 1 to [MaxCallers] reps and managers.
	Callers []Caller `json:"callers"`
	// Pipeline is the deals, each with the caller who owns it; open deals due in
	// the period need odds, their own or their stage's.
	Pipeline Pipeline `json:"pipeline"`
}

func (s *CallSheet) collect(in *fault.Scope) {
	in.Int("Week", s.Week, 1, MaxWeek, "")
	window := in.In("Window")
	s.Window.collect(&window)
	if in.Length("Callers", len(s.Callers), 1, MaxCallers) {
		s.collectCallers(in)
	}
	pipeline, stages := in.In("Pipeline"), s.Pipeline.odds()
	s.Pipeline.collect(&pipeline, func(d *Deal, at *fault.Scope) {
		if d.Stage.Open() && s.Window.contains(d.ExpectedClose) && d.Probability == nil && stages[d.Stage] == nil {
			at.Missing("Probability", "0 to 1 as a fraction for deal "+d.ID+", or odds for its stage in Pipeline.Process")
		}
	})
}

func (s *CallSheet) collectCallers(in *fault.Scope) {
	places := make(map[string]int, len(s.Callers))
	for i := range s.Callers {
		c, at := &s.Callers[i], in.At("Callers", i)
		if _, twice := places[c.Name]; at.Name("Name", c.Name) && twice {
			at.Conflict("Name", c.Name, "each caller once")
		}
		places[c.Name] = i
		c.collect(&at)
	}
	managers := make([]int, len(s.Callers))
	for i, c := range s.Callers {
		managers[i] = -1
		if c.Manager == "" {
			continue
		}
		at := in.At("Callers", i)
		m, known := places[c.Manager]
		if !known {
			at.Conflict("Manager", c.Manager, "one of the callers, or nobody")
			continue
		}
		managers[i] = m
	}
	for i := range managers {
		if circular(managers, i) {
			at := in.At("Callers", i)
			at.Conflict("Manager", s.Callers[i].Manager, "someone who does not report to "+s.Callers[i].Name)
			managers[i] = -1 // one fault for each circle
		}
	}
}

// circular reports whether i reports to itself in the end.
func circular(managers []int, i int) bool {
	at := managers[i]
	for range managers {
		if at < 0 || at == i {
			return at == i
		}
		at = managers[at]
	}
	return false // it leads into a circle that i is not part of
}

func (c *Caller) collect(in *fault.Scope) {
	optionalName(in, "Manager", c.Manager)
	good := c.Commit == nil || amount(in, "Commit", *c.Commit)
	if c.BestCase != nil && amount(in, "BestCase", *c.BestCase) && good && c.Commit != nil && c.BestCase.Cmp(*c.Commit) < 0 {
		in.Conflict("BestCase", c.BestCase.String(), "at least Commit, "+c.Commit.String())
	}
	if c.Odds != nil && !(c.Odds.Low >= 0 && c.Odds.Low <= c.Odds.High && c.Odds.High <= 1) {
		in.OutOfRange("Odds", number(c.Odds.Low)+" to "+number(c.Odds.High), "an interval within 0 to 1")
	}
}

// RolledCall is one caller's number beside what stands behind it.
type RolledCall struct {
	// Name is the caller.
	Name string `json:"name"`
	// Manager is whom the caller reports to; empty for the top.
	Manager string `json:"manager,omitempty"`
	// Level is how far below the top the caller is; 0 for the top.
	Level int `json:"level"`
	// Reports is how many callers report to this one directly.
	Reports int `json:"reports"`
	// Silent is how many callers of the team, this one included, are without
	// reports and called no number; they count as 0 in the sums.
	Silent int `json:"silent"`
	// Sum is what the direct reports count for, and for someone without reports
	// the own call: the number without any override of this caller.
	Sum decimal.Decimal `json:"sum"`
	// Commit is the number that counts: the caller's own, or Sum if none.
	Commit decimal.Decimal `json:"commit"`
	// Override is Commit - Sum: what the manager adds to the team's number, or
	// takes off.
	Override decimal.Decimal `json:"override"`
	// BestCase is the best case that counts: the caller's own, or the sum of the
	// reports'; never below Commit.
	BestCase decimal.Decimal `json:"best_case"`
	// Team is the deals of the caller and everyone below, by category.
	Team CategoryTotals `json:"team"`
	// AboveWeighted is Commit - (won + weighted): what the call is above what
	// the pipeline brings on average; negative for below.
	AboveWeighted decimal.Decimal `json:"above_weighted"`
	// AboveFirm is Commit - (won + commit deals): what has to come from deals
	// that nobody calls firm.
	AboveFirm decimal.Decimal `json:"above_firm"`
	// Odds is the odds of reaching the number, as given; nil when they were not
	// given.
	Odds *salesops.Interval `json:"odds"`
}

// UnmarshalJSON reads a call strictly. It returns an *[salesops.InputError]
// for everything that its parts refuse, for a number out of its range, and if
// the differences are not those of the numbers that they are of.
func (r *RolledCall) UnmarshalJSON(data []byte) error {
	type plain RolledCall
	return strict.Unmarshal(data, "RolledCall", (*plain)(r), func(p *plain, in fault.Scope) {
		in.Name("Name", p.Name)
		optionalName(&in, "Manager", p.Manager)
		count(&in, "Level", p.Level)
		count(&in, "Reports", p.Reports)
		count(&in, "Silent", p.Silent)
		good := total(&in, "Sum", p.Sum)
		good = total(&in, "Commit", p.Commit) && good
		good = total(&in, "BestCase", p.BestCase) && good
		for _, part := range []struct {
			field string
			d     decimal.Decimal
		}{{"Override", p.Override}, {"AboveWeighted", p.AboveWeighted}, {"AboveFirm", p.AboveFirm}} {
			good = total(&in, part.field, part.d.Abs()) && good
		}
		if !good {
			return
		}
		if p.BestCase.Cmp(p.Commit) < 0 {
			in.Conflict("BestCase", p.BestCase.String(), "at least Commit")
		}
		want := RolledCall{Sum: p.Sum, Commit: p.Commit, Team: p.Team}
		want.compare()
		if !want.Override.Equal(p.Override) || !want.AboveWeighted.Equal(p.AboveWeighted) || !want.AboveFirm.Equal(p.AboveFirm) {
			in.Conflict("Override", "", "Commit less what it is compared with, as are the other two")
		}
		if o := p.Odds; o != nil && !(o.Low >= 0 && o.High <= 1) {
			in.OutOfRange("Odds", "", "an interval within 0 to 1")
		}
	})
}

func (r *RolledCall) compare() {
	r.Override = r.Commit.Sub(r.Sum)
	r.AboveWeighted = r.Commit.Sub(r.Team.Won.Amount.Add(r.Team.Weighted))
	r.AboveFirm = r.Commit.Sub(r.Team.Won.Amount.Add(r.Team.Commit.Amount))
}

// RollUp is the calls of a week, from the reps up to the company.
type RollUp struct {
	// Week is the week in which they were made.
	Week int `json:"week"`
	// Company is the number that counts: the sum of those at the top.
	Company decimal.Decimal `json:"company"`
	// Calls has every caller, managers before those who report to them, each
	// level sorted by name.
	Calls []RolledCall `json:"calls"`
	// Unassigned is the deals due whose owner is none of the callers; they are
	// in no team.
	Unassigned CategoryTotals `json:"unassigned"`
}

// UnmarshalJSON reads a roll-up strictly. It returns an
// *[salesops.InputError] for everything that its parts refuse, for a week out of
// its range, for callers that are not in order, and if Company is not the sum of
// the top.
func (r *RollUp) UnmarshalJSON(data []byte) error {
	type plain RollUp
	return strict.Unmarshal(data, "RollUp", (*plain)(r), func(p *plain, in fault.Scope) {
		in.Int("Week", p.Week, 1, MaxWeek, "")
		total(&in, "Company", p.Company)
		var top decimal.Decimal
		for i, c := range p.Calls {
			if i > 0 && inOrder(p.Calls[i-1], c) >= 0 {
				at := in.At("Calls", i)
				at.Conflict("Name", c.Name, "callers by level and name, each once")
			}
			if c.Level == 0 {
				top = top.Add(c.Commit)
			}
		}
		if !top.Equal(p.Company) {
			in.Conflict("Company", p.Company.String(), "the sum of the calls at the top, "+top.String())
		}
	})
}

func inOrder(a, b RolledCall) int {
	return cmp.Or(cmp.Compare(a.Level, b.Level), cmp.Compare(a.Name, b.Name))
}

// RollUpCalls adds the calls of the reps up to their managers and the company,
// with each manager's own number beside the sum of the team:
//
//	sum      = Σ commit of the direct reports, or the own call without reports
//	commit   = the caller's own number, or the sum
//	override = commit - sum
//
// A manager's number replaces the sum of the team on the way up; a manager's own
// deals are in that number, since the sum holds only the reports'. Beside each
// number stand the deals of the whole team that are due in the period, by
// category, and how far the call is above what they bring on average:
//
//	above weighted = commit - (won + Σ amount × probability)
//	above firm     = commit - (won + Σ amount of the commit deals)
//
// Deals are due by their expected close and won by the day on which they closed.
// Omitted deals are not weighted. All sums are exact. The odds of a number are the
// caller's to give: a distribution of revenue has them.
//
// It returns an *[salesops.InputError] if:
//   - the week is not 1 to [MaxWeek], or a day of the window is missing, does not exist or is out of order;
//   - there are no callers or more than [MaxCallers], a name is missing, not a name or given twice;
//   - a manager is none of the callers, or reports to the caller in the end;
//   - a number is not 0 to [MaxAmount], has more than [MaxPlaces] places, or a best case is below its commit;
//   - odds are not an interval within 0 to 1;
//   - the pipeline is refused by [Weigh], other than for missing odds of deals that are not due.
//
// Playbook: FCT-14.
func RollUpCalls(sheet CallSheet) (RollUp, error) {
	var list fault.List
	in := list.In("CallSheet")
	sheet.collect(&in)
	if list.Any() {
		return RollUp{}, list.Err()
	}
	r := RollUp{Week: sheet.Week, Calls: make([]RolledCall, len(sheet.Callers))}
	given := make(map[string]*Caller, len(sheet.Callers))
	for i := range sheet.Callers {
		given[sheet.Callers[i].Name] = &sheet.Callers[i]
	}
	for i, c := range sheet.Callers {
		r.Calls[i] = RolledCall{Name: c.Name, Manager: c.Manager, Odds: copied(c.Odds)}
		for m := c.Manager; m != ""; m = given[m].Manager {
			r.Calls[i].Level++
		}
	}
	slices.SortFunc(r.Calls, inOrder)
	places := make(map[string]int, len(r.Calls))
	for i, c := range r.Calls {
		places[c.Name] = i
	}
	r.assign(&sheet, places)
	for i := len(r.Calls) - 1; i >= 0; i-- { // everyone before the own manager
		c := &r.Calls[i]
		c.call(given[c.Name])
		if c.Manager == "" {
			r.Company = r.Company.Add(c.Commit)
			continue
		}
		r.Calls[places[c.Manager]].take(c)
	}
	return r, nil
}

func copied(i *salesops.Interval) *salesops.Interval {
	if i == nil {
		return nil
	}
	return new(*i)
}

// call settles the numbers of a caller whose reports are settled.
func (r *RolledCall) call(given *Caller) {
	r.Commit = r.Sum
	if given.Commit != nil {
		r.Commit = *given.Commit
	}
	if r.Reports == 0 {
		r.Sum = r.Commit
		if given.Commit == nil {
			r.Silent++
		}
	}
	if given.BestCase != nil {
		r.BestCase = *given.BestCase
	}
	r.BestCase = decimal.Max(r.BestCase, r.Commit)
	r.compare()
}

// take adds a settled report to its manager.
func (r *RolledCall) take(report *RolledCall) {
	r.Reports++
	r.Silent += report.Silent
	r.Sum = r.Sum.Add(report.Commit)
	r.BestCase = r.BestCase.Add(report.BestCase)
	r.Team.merge(report.Team)
}

// assign gives each deal of the period to its owner.
func (r *RollUp) assign(sheet *CallSheet, places map[string]int) {
	stages, chances := sheet.Pipeline.odds(), make(map[float64]decimal.Decimal)
	for i := range sheet.Pipeline.Deals {
		d := &sheet.Pipeline.Deals[i]
		t := &r.Unassigned
		if at, known := places[d.Owner]; known {
			t = &r.Calls[at].Team
		}
		if d.Stage == Won && sheet.Window.contains(d.ClosedOn) {
			t.Won.add(d.Amount)
		}
		if d.Stage.Open() && sheet.Window.contains(d.ExpectedClose) {
			t.add(d, d.chance(stages, chances))
		}
	}
}
