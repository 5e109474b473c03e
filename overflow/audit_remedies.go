package overflow

import (
	"slices"

	"github.com/salesops-go/salesops"
	work "github.com/salesops-go/salesops/internal/slots"
	"github.com/salesops-go/salesops/internal/strict"
)

// Saving tells whether another sequence saves the open promises.
type Saving string

// What another sequence can do.
const (
	// NothingToSave: no promise is late.
	NothingToSave Saving = "nothing-to-save"
	// SavesAll: in the sequence that is given no promise is late.
	SavesAll Saving = "saves-all"
	// Impossible: no sequence makes all promises on time. This is proven.
	Impossible Saving = "impossible"
	// NotFound: none was found, and none is ruled out.
	NotFound Saving = "not-found"
)

// Savings returns all of them.
func Savings() []Saving { return []Saving{NothingToSave, SavesAll, Impossible, NotFound} }

// MarshalText returns the text of s. It returns an *[salesops.InputError] if s
// is not one of [Savings].
func (s Saving) MarshalText() ([]byte, error) { return strict.Text("Saving", s, Savings()) }

// UnmarshalText sets s from its text. It returns an *[salesops.InputError] if
// the text is not one of [Savings].
func (s *Saving) UnmarshalText(text []byte) error { return strict.Parse("Saving", s, text, Savings()) }

// Resequencing is what another sequence does for the open promises.
type Resequencing struct {
	// Saving tells whether it saves them.
	Saving Saving `json:"saving"`
	// Sequence are the ids of all promises in a sequence in which none is late;
	// empty unless Saving is [SavesAll].
	Sequence []string `json:"sequence"`
}

// MinutesToBuy is capacity to add to a stage.
type MinutesToBuy struct {
	// Stage is the stage.
	Stage string `json:"stage"`
	// By is the day by the end of which the minutes must have been worked.
	By salesops.Date `json:"by"`
	// Minutes is how many, above 0.
	Minutes int64 `json:"minutes"`
}

// Buying is the capacity that saves the open promises when they are worked by
// due date.
type Buying struct {
	// Purchases are in the order of By, then of the load's stages.
	Purchases []MinutesToBuy `json:"purchases"`
	// Enough tells that with them every promise is on time but those of BeyondHelp.
	// It always is when all promises are of one stage.
	Enough bool `json:"enough"`
	// Minutes is their sum.
	Minutes int64 `json:"minutes"`
	// AtLeast is a number of minutes that no way to save these promises can do
	// without.
	AtLeast int64 `json:"at_least"`
	// Proven tells that the purchases are enough and the least there can be: Minutes
	// equals AtLeast. It always is when all promises are of one stage.
	Proven bool `json:"proven"`
	// BeyondHelp are the ids of the promises that no capacity saves: their dates
	// have passed, or their waits alone take too long. In the order of the book.
	BeyondHelp []string `json:"beyond_help"`
}

// MovedPromise is a promise that is moved to a later date.
type MovedPromise struct {
	// ID and Due are those of the promise.
	ID  string        `json:"id"`
	Due salesops.Date `json:"due"`
	// To is the day on which it is finished when it is worked after all that are
	// kept; zero beyond the horizon.
	To salesops.Date `json:"to,omitzero"`
}

// Moving is the promises to move so that the others are kept.
type Moving struct {
	// Moved are the promises to move, by due date; all others are on time when they
	// are worked by due date.
	Moved []MovedPromise `json:"moved"`
	// AtLeast is a number of promises that no way to keep the others can do
	// without.
	AtLeast int `json:"at_least"`
	// Proven tells that Moved are the fewest there can be: as many as AtLeast. They
	// always are when all promises are of one stage.
	Proven bool `json:"proven"`
}

// resequence tries the promises by due date.
func (a *auditor) resequence(late int, stages []StageAudit) Resequencing {
	r := Resequencing{Saving: NothingToSave, Sequence: []string{}}
	if late == 0 {
		return r
	}
	if slices.ContainsFunc(stages, func(s StageAudit) bool { return s.ShortMinutes > 0 }) {
		r.Saving = Impossible
		return r
	}
	r.Saving = NotFound
	if _, late := a.open().run(a.byDue); late == 0 {
		r.Saving = SavesAll
		for _, i := range a.byDue {
			r.Sequence = append(r.Sequence, a.book.Promises[i].ID)
		}
	}
	return r
}

// passes is how often buying starts over. Time that is bought for one promise may
// bring another to a later stage earlier, where it is in the way of a third.
const passes = 10

// buy works the promises by due date and buys for each that would be late the
// least that makes it on time, over and over until none is late.
func (a *auditor) buy(late int) Buying {
	b := Buying{Purchases: []MinutesToBuy{}, BeyondHelp: []string{}, Proven: true, Enough: true}
	if late == 0 {
		return b
	}
	bought := make(map[[2]int]int64) // by day and stage
	var lost map[int]bool
	b.Enough = false
	for pass := 0; pass < passes && !b.Enough; pass++ {
		lost = a.buyOnce(bought)
		_, late := a.stocked(bought).run(a.except(lost))
		b.Enough = late == 0
	}
	for key, minutes := range bought {
		b.Purchases = append(b.Purchases, MinutesToBuy{
			Stage: a.load.Stages[key[1]].Name, By: a.days.date(key[0]), Minutes: minutes,
		})
		b.Minutes += minutes
	}
	names := a.load.names()
	slices.SortFunc(b.Purchases, func(x, y MinutesToBuy) int {
		if order := x.By.Compare(y.By); order != 0 {
			return order
		}
		return names[x.Stage] - names[y.Stage]
	})
	for i := range a.book.Promises {
		if lost[i] {
			b.BeyondHelp = append(b.BeyondHelp, a.book.Promises[i].ID)
		}
	}
	for _, d := range a.demands(lost) {
		worst := shortest(a.points(&d))
		b.AtLeast += max(0, worst.PromisedMinutes-worst.CapacityMinutes)
	}
	b.Proven = b.Enough && b.Minutes == b.AtLeast
	return b
}

// buyOnce adds to what is bought by day and stage what it takes to make each
// promise on time in its turn, and returns those that nothing helps.
func (a *auditor) buyOnce(bought map[[2]int]int64) (lost map[int]bool) {
	lost = make(map[int]bool)
	s := a.stocked(bought)
	for _, i := range a.byDue {
		if s.finish(i) > a.due[i] {
			purchases, ok := work.Buy(s.steps(i), 0, a.due[i])
			if !ok {
				lost[i] = true
				continue
			}
			for _, p := range purchases {
				stage := a.stages[i][p.Step]
				s.free[stage].Add(p.Day, p.Minutes)
				bought[[2]int{p.Day, stage}] += p.Minutes
			}
		}
		s.work(i)
	}
	return lost
}

// stocked returns a shop with what is bought by day and stage.
func (a *auditor) stocked(bought map[[2]int]int64) *shop {
	s := a.open()
	for key, minutes := range bought {
		s.free[key[1]].Add(key[0], minutes)
	}
	return s
}

// except returns the promises by due date but for some.
func (a *auditor) except(some map[int]bool) []int {
	return slices.DeleteFunc(slices.Clone(a.byDue), func(i int) bool { return some[i] })
}

// move looks for few promises to move. For each stage alone the fewest late ones
// are known; the most of them is a lower bound, and moving them is one of the two
// beginnings that are tried. The other is to move nothing. Then promises are
// worked by due date, and one that would be late is moved.
func (a *auditor) move(late int) Moving {
	m := Moving{Moved: []MovedPromise{}, Proven: true}
	if late == 0 {
		return m
	}
	first := make(map[int]bool)
	for _, d := range a.demands(nil) {
		free := slices.Clone(a.free[d.stage])
		// What is free before a promise can reach the stage is of no use to it.
		for i := range free {
			free[i] -= a.free[d.stage].Between(0, min(i, d.ready))
		}
		dropped := work.Late(free, d.jobs)
		if len(dropped) <= m.AtLeast {
			continue
		}
		m.AtLeast = len(dropped)
		clear(first)
		for _, j := range dropped {
			first[d.promises[j]] = true
		}
	}
	moved, _ := a.keep(nil)
	if other, kept := a.keep(first); kept && len(other) < len(moved) {
		moved = other
	}
	m.Moved = moved
	m.Proven = len(moved) == m.AtLeast
	return m
}

// keep works the promises by due date, those that are put off after the others,
// and returns those that are late, and whether the others are on time without
// them by due date alone.
func (a *auditor) keep(putOff map[int]bool) (moved []MovedPromise, kept bool) {
	s := a.open()
	var waiting, late []int
	for _, i := range a.byDue {
		if putOff[i] || s.finish(i) > a.due[i] {
			waiting = append(waiting, i)
			continue
		}
		s.work(i)
	}
	gone := make(map[int]bool)
	for _, i := range waiting {
		// One that was put off may be on time all the same: it takes what is left.
		if s.finish(i) > a.due[i] {
			late, gone[i] = append(late, i), true
			continue
		}
		s.work(i)
	}
	moved = make([]MovedPromise, len(late))
	for k, i := range late {
		moved[k] = MovedPromise{ID: a.book.Promises[i].ID, Due: a.book.Promises[i].Due}
		if day := s.work(i); day != notFinished {
			moved[k].To = a.days.date(day)
		}
	}
	_, stillLate := a.open().run(a.except(gone))
	return moved, stillLate == 0
}
