package overflow

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	work "github.com/salesops-go/salesops/internal/slots"
	"github.com/salesops-go/salesops/internal/strict"
)

// The limits of an audit.
const (
	// MaxOpenPromises is the most open promises of one audit.
	MaxOpenPromises = 5000
	// MaxAuditCells is the most steps of all promises together times the days of
	// the horizon.
	MaxAuditCells = 50_000_000
)

// StageMinutes is the work that is left at one stage.
type StageMinutes struct {
	// Stage is the name of the stage.
	Stage string `json:"stage"`
	// Minutes is the work that is left, 1 to [MaxSetupMinutes].
	Minutes int64 `json:"minutes"`
}

// OpenPromise is an order that has been promised and is not finished.
type OpenPromise struct {
	// ID tells the promises apart.
	ID string `json:"id"`
	// Due is the last day on which it is on time.
	Due salesops.Date `json:"due"`
	// Work is the work that is left, in the order in which the stages are gone
	// through, each stage once.
	Work []StageMinutes `json:"work"`
}

// Sequence is the order in which open promises are worked.
type Sequence string

// The sequences.
const (
	// AsGiven works them in the order of the book.
	AsGiven Sequence = "as-given"
	// ByDueDate works them by due date, and in the order of the book among equals.
	ByDueDate Sequence = "by-due-date"
)

// Sequences returns both sequences.
func Sequences() []Sequence { return []Sequence{AsGiven, ByDueDate} }

// MarshalText returns the sequence's text. It returns an
// *[salesops.InputError] if s is not one of [Sequences].
func (s Sequence) MarshalText() ([]byte, error) { return strict.Text("Sequence", s, Sequences()) }

// UnmarshalText sets s from its text. It returns an *[salesops.InputError] if
// the text is not one of [Sequences].
func (s *Sequence) UnmarshalText(text []byte) error {
	return strict.Parse("Sequence", s, text, Sequences())
}

// PromiseBook is the open promises and how they are worked.
type PromiseBook struct {
	// Promises are the open promises, 1 to [MaxOpenPromises].
	Promises []OpenPromise `json:"promises"`
	// Sequence is the order in which they are worked.
	Sequence Sequence `json:"sequence"`
}

// UnmarshalJSON reads a book strictly. It returns an *[salesops.InputError] for
// every key that is unknown, missing or given twice, and everything in it that
// can be refused without a load.
func (b *PromiseBook) UnmarshalJSON(data []byte) error {
	type plain PromiseBook
	return strict.Unmarshal(data, "PromiseBook", (*plain)(b), func(p *plain, in fault.Scope) {
		(*PromiseBook)(p).collect(in, nil)
	})
}

// collect checks a book; the stages too when the load is given.
func (b *PromiseBook) collect(in fault.Scope, load *Load) {
	if in.Length("Promises", len(b.Promises), 1, MaxOpenPromises) {
		seen := make(map[string]bool, len(b.Promises))
		for i := range b.Promises {
			p, at := &b.Promises[i], in.At("Promises", i)
			if at.Name("ID", p.ID) && seen[p.ID] {
				at.Conflict("ID", p.ID, "each promise once")
			}
			seen[p.ID] = true
			p.collect(at, load)
		}
	}
	fault.OneOf(in, "Sequence", b.Sequence, Sequences())
}

func (p *OpenPromise) collect(in fault.Scope, load *Load) {
	if load == nil {
		in.Date("Due", p.Due)
	} else {
		collectAhead(in, "Due", p.Due, load.Today)
	}
	if !in.Length("Work", len(p.Work), 1, MaxLoadStages) {
		return
	}
	seen := make(map[string]bool, len(p.Work))
	for i, w := range p.Work {
		at := in.At("Work", i)
		known := load == nil
		if load != nil {
			known = slices.ContainsFunc(load.Stages, func(s LoadStage) bool { return s.Name == w.Stage })
		}
		switch {
		case w.Stage == "":
			at.Missing("Stage", "the name of a stage of the load")
		case !known || seen[w.Stage]:
			at.Conflict("Stage", w.Stage, "the name of a stage of the load, each once")
		}
		seen[w.Stage] = true
		whole(at, "Minutes", w.Minutes, 1, MaxSetupMinutes, "minutes")
	}
}

// Delivering is how an open promise comes out.
type Delivering string

// The ways in which an open promise comes out.
const (
	// OnTime: it is finished by its due date.
	OnTime Delivering = "on-time"
	// TooLate: it is finished after its due date.
	TooLate Delivering = "too-late"
	// BeyondHorizon: it is not finished within the horizon, which ends after its
	// due date.
	BeyondHorizon Delivering = "beyond-horizon"
)

// Deliverings returns all of them, from the best to the worst.
func Deliverings() []Delivering { return []Delivering{OnTime, TooLate, BeyondHorizon} }

// MarshalText returns the text of d. It returns an *[salesops.InputError] if d
// is not one of [Deliverings].
func (d Delivering) MarshalText() ([]byte, error) {
	return strict.Text("Delivering", d, Deliverings())
}

// UnmarshalText sets d from its text. It returns an *[salesops.InputError] if
// the text is not one of [Deliverings].
func (d *Delivering) UnmarshalText(text []byte) error {
	return strict.Parse("Delivering", d, text, Deliverings())
}

// AuditedPromise is how one open promise comes out.
type AuditedPromise struct {
	// ID and Due are those of the promise.
	ID  string        `json:"id"`
	Due salesops.Date `json:"due"`
	// Delivering is how it comes out.
	Delivering Delivering `json:"delivering"`
	// Finish is the day on which it is finished; zero beyond the horizon.
	Finish salesops.Date `json:"finish,omitzero"`
	// DaysLate is Finish - Due in civil days, 0 when it is on time. Beyond the
	// horizon it is the least that it can be.
	DaysLate int `json:"days_late"`
}

// LoadPoint is what one stage has promised by a day against what it can do.
type LoadPoint struct {
	// By is the day by the end of which the stage must have done the work: the
	// due date less the waits of the stages after it.
	By salesops.Date `json:"by"`
	// PromisedMinutes is the work of all promises that must be done by then.
	PromisedMinutes int64 `json:"promised_minutes"`
	// CapacityMinutes is what is free until then, from the first day on which one
	// of its promises can reach the stage.
	CapacityMinutes int64 `json:"capacity_minutes"`
}

// StageAudit is one stage's cumulative load.
type StageAudit struct {
	// Stage is the stage.
	Stage string `json:"stage"`
	// Points are the days on which work of it is due, in order.
	Points []LoadPoint `json:"points"`
	// ShortMinutes is the most by which what is promised exceeds what can be done;
	// 0 when it never does. No sequence of work can do without them.
	ShortMinutes int64 `json:"short_minutes"`
	// Finding is the comparison at the day at which the stage is shortest, or has
	// least to spare.
	Finding salesops.Finding `json:"finding"`
}

// PromiseAudit is what becomes of the open promises.
type PromiseAudit struct {
	// Promises are the promises in the order of the book.
	Promises []AuditedPromise `json:"promises"`
	// Late is how many are not on time.
	Late int `json:"late"`
	// Stages are the stages of the load that a promise goes through, in the
	// load's order.
	Stages []StageAudit `json:"stages"`
	// Resequencing tells whether another sequence saves them.
	Resequencing Resequencing `json:"resequencing"`
	// Buying tells what minutes would save them.
	Buying Buying `json:"buying"`
	// Moving tells which promises to move to later dates so that the others are
	// kept.
	Moving Moving `json:"moving"`
	// Clamps are the dates of bookings that had passed.
	Clamps []Clamp `json:"clamps"`
}

// AuditPromises works the open promises one after the other on the capacity that
// is free, each as early as its stages allow, and returns which are late, by how
// much, and three ways to save them: another sequence, minutes to buy, promises
// to move.
//
// The promises are worked in the sequence of the book; a promise takes free
// minutes of each stage as [Commit] does, from the first day on, and those after
// it take what is left; one that is not finished within the horizon leaves them
// nothing at the stage at which it gets stuck. Load.Booked is other work; Load.Stock is not looked at.
// Due dates are compared with the day on which the work is finished, without a
// safety allowance. The horizon reaches at least to the last due date.
//
// For each stage what is promised by a day is held against what can be done by
// then. Where it is more, no sequence makes all promises on time. Where it is
// not, and all promises are of one stage, that by due date does; with several
// stages it may or may not, and the audit says what is proven:
//
//	remedy      one stage       several stages
//	resequence  proven          by due date; impossible is proven, "not found" is not
//	buy         least, proven   enough, with a proven lower bound
//	move        fewest, proven  enough, with a proven lower bound
//
// It returns an *[salesops.InputError] if:
//   - there are no promises or more than [MaxOpenPromises], an id is missing or
//     comes twice, a due date does not exist or lies more than [MaxHorizonDays]
//     after today, or the work is none, or at a stage that the load has not;
//   - the steps of all promises times the days of the horizon are more than
//     [MaxAuditCells];
//   - the load, the calendar or the policy is one that Commit refuses.
//
// Playbook: OVF-5.
func AuditPromises(book PromiseBook, load Load, calendar Calendar, policy PromisePolicy) (PromiseAudit, error) {
	var list fault.List
	load.collect(list.In("Load"))
	if !list.Any() {
		book.collect(list.In("PromiseBook"), &load)
	}
	collectCalendar(list.In("Calendar"), calendar)
	policy.collect(list.In("PromisePolicy"))
	if !list.Any() {
		book.collectSize(list.In("PromiseBook"), horizon(&book, &load, &policy))
	}
	if list.Any() {
		return PromiseAudit{}, list.Err()
	}
	a := newAuditor(&book, &load, calendar, &policy)
	return a.audit(), nil
}

// horizon returns the number of days that are looked at.
func horizon(book *PromiseBook, load *Load, policy *PromisePolicy) int {
	n := policy.HorizonDays
	for i := range book.Promises {
		n = max(n, book.Promises[i].Due.DaysSince(load.Today)+1)
	}
	return n
}

func (b *PromiseBook) collectSize(in fault.Scope, days int) {
	cells := int64(0)
	for i := range b.Promises {
		cells += int64(len(b.Promises[i].Work)) * int64(days)
	}
	if cells > MaxAuditCells {
		in.OutOfRange("Promises", strconv.FormatInt(cells, 10), "at most 50000000 steps of promises times days of the horizon")
	}
}

// auditor works the promises of one book. Days are counted from today.
type auditor struct {
	book   *PromiseBook
	load   *Load
	days   *days
	free   []work.Profile
	stages [][]int // of each promise, as indexes of the load
	due    []int
	byDue  []int // the promises by due date
}

func newAuditor(book *PromiseBook, load *Load, calendar Calendar, policy *PromisePolicy) *auditor {
	a := &auditor{book: book, load: load, days: newDays(load.Today)}
	names := load.names()
	for i := range book.Promises {
		p := &book.Promises[i]
		stages := make([]int, len(p.Work))
		for k, w := range p.Work {
			stages[k] = names[w.Stage]
		}
		due := a.days.of(p.Due)
		a.stages, a.due, a.byDue = append(a.stages, stages), append(a.due, due), append(a.byDue, i)
	}
	a.free = load.free(calendar, horizon(book, load, policy), a.days)
	slices.SortStableFunc(a.byDue, func(i, j int) int { return cmp.Compare(a.due[i], a.due[j]) })
	return a
}

// shop is free time that promises take from.
type shop struct {
	*auditor
	free []work.Profile
}

// open returns a shop in which nothing has been taken.
func (a *auditor) open() *shop {
	s := &shop{auditor: a, free: make([]work.Profile, len(a.free))}
	for i, p := range a.free {
		s.free[i] = slices.Clone(p)
	}
	return s
}

// steps returns the steps of a promise.
func (s *shop) steps(promise int) []work.Step {
	p := &s.book.Promises[promise]
	steps := make([]work.Step, len(p.Work))
	for k, stage := range s.stages[promise] {
		steps[k] = work.Step{Free: s.free[stage], Work: p.Work[k].Minutes, Wait: s.load.Stages[stage].WaitDays}
	}
	return steps
}

// notFinished is the day of a promise that is not finished within the horizon.
const notFinished = 1 << 30

// finish returns the day on which a promise would be finished.
func (s *shop) finish(promise int) int {
	day, ok := work.End(s.steps(promise), 0)
	if !ok {
		return notFinished
	}
	return day
}

// work works a promise as early as possible and returns the day on which it is
// finished. One that cannot be finished takes all that its stages have until it
// gets stuck: it is not passed by those after it.
func (s *shop) work(promise int) int {
	day := 0
	for _, step := range s.steps(promise) {
		ready := day + step.Wait
		finish, ok := step.Free.Finish(ready, step.Work)
		if !ok {
			step.Free.TakeForward(ready, step.Free.Between(ready, step.Free.Days()))
			return notFinished
		}
		step.Free.TakeForward(ready, step.Work)
		day = finish
	}
	return day
}

// run works promises in a sequence and returns the days on which they are
// finished, by promise, and how many of them are late.
func (s *shop) run(sequence []int) (finish []int, late int) {
	finish = make([]int, len(s.due))
	for _, i := range sequence {
		finish[i] = s.work(i)
		if finish[i] > s.due[i] {
			late++
		}
	}
	return finish, late
}

func (a *auditor) audit() PromiseAudit {
	given := a.byDue
	if a.book.Sequence == AsGiven {
		given = make([]int, len(a.due))
		for i := range given {
			given[i] = i
		}
	}
	finish, late := a.open().run(given)
	audit := PromiseAudit{Promises: make([]AuditedPromise, len(a.due)), Late: late, Stages: a.cumulate(), Clamps: a.days.clamps}
	for i, day := range finish {
		audit.Promises[i] = a.judge(i, day)
	}
	audit.Resequencing = a.resequence(late, audit.Stages)
	audit.Buying = a.buy(late)
	audit.Moving = a.move(late)
	return audit
}

func (a *auditor) judge(promise, day int) AuditedPromise {
	p := &a.book.Promises[promise]
	judged := AuditedPromise{ID: p.ID, Due: p.Due, Delivering: OnTime}
	switch due := a.due[promise]; {
	case day == notFinished:
		judged.Delivering, judged.DaysLate = BeyondHorizon, a.free[0].Days()-due
	case day > due:
		judged.Delivering, judged.DaysLate = TooLate, day-due
	}
	if day != notFinished {
		judged.Finish = a.days.date(day)
	}
	return judged
}
