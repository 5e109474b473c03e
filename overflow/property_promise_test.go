package overflow_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/overflow"
)

var weekdays = overflow.MondayToFriday{}

func commit(t testkit.Failer, r overflow.Request, load overflow.Load, policy overflow.PromisePolicy) overflow.Promise {
	t.Helper()
	p, err := overflow.Commit(r, load, weekdays, policy)
	require.NoError(t, err)
	return p
}

// notLater requires that a promise is as early as another, or earlier.
func notLater(t testkit.Failer, p, than overflow.Promise) {
	t.Helper()
	require.GreaterOrEqual(t, p.ByWanted, than.ByWanted)
	if !than.Earliest.IsZero() {
		require.False(t, p.Earliest.IsZero())
		require.False(t, p.Earliest.After(than.Earliest), "%v after %v", p.Earliest, than.Earliest)
	}
}

// follows requires that a promise is worked in its sequence, from its first day
// on and by its date, and takes what it needs.
func follows(t testkit.Failer, r overflow.Request, load overflow.Load, policy overflow.PromisePolicy, p overflow.Promise) {
	t.Helper()
	total := p.Short
	for _, d := range p.Deliveries {
		total += d.Quantity
		ready := load.Today
		if r.Earliest.After(ready) {
			ready = r.Earliest
		}
		require.False(t, d.Finished.AddDays(policy.SafetyDays).After(d.On))
		require.Len(t, d.Steps, len(r.Work))
		for i, step := range d.Steps {
			at := slices.IndexFunc(load.Stages, func(s overflow.LoadStage) bool { return s.Name == r.Work[i].Stage })
			ready = ready.AddDays(load.Stages[at].WaitDays)
			require.Equal(t, r.Work[i].Stage, step.Stage)
			require.False(t, step.From.Before(ready), "%s starts before it is ready", step.Stage)
			ready = step.Until.AddDays(-1)
			var minutes int64
			for _, slot := range step.Slots {
				minutes += slot.Minutes
			}
			require.Equal(t, step.Minutes, minutes)
			require.GreaterOrEqual(t, step.SlackMinutes, int64(0))
		}
		require.False(t, ready.After(d.Finished))
	}
	require.Equal(t, p.Quantity, total)
}

// taken returns the minutes that are booked by stage and day, and the capacity.
func overbooked(load overflow.Load) map[string]int64 {
	over := make(map[string]int64)
	for _, s := range load.Stages {
		for d := range 80 {
			day := monday.AddDays(d)
			var capacity int64
			if weekdays.IsWorkday(day) {
				capacity = s.MinutesPerDay
			}
			for _, other := range s.Days {
				if other.On == day {
					capacity = other.Minutes
				}
			}
			for _, b := range load.Booked {
				if b.Stage == s.Name && b.On == day {
					capacity -= b.Minutes
				}
			}
			if capacity < 0 {
				over[s.Name+day.String()] = -capacity
			}
		}
	}
	return over
}

// Promises that are made one after the other and reserved are all kept: nothing
// is booked twice, the stock is never short because of them, and the same request
// never gets an earlier date for being made later.
func keptProperty(t *rapid.T) {
	load, policy := loads().Draw(t, "load"), promisePolicies().Draw(t, "policy")
	same := requests(load).Draw(t, "the same request")
	before := commit(t, same, load, policy)
	over := overbooked(load)
	for range rapid.IntRange(1, 4).Draw(t, "requests") {
		r := requests(load).Draw(t, "request")
		p := commit(t, r, load, policy)
		follows(t, r, load, policy, p)
		if load.Stock != nil {
			was, err := overflow.ProjectStock(*load.Stock, monday)
			require.NoError(t, err)
			for _, d := range p.Deliveries {
				require.False(t, d.StockOn.IsZero())
			}
			next, err := overflow.Reserve(load, p, weekdays)
			require.NoError(t, err)
			is, err := overflow.ProjectStock(*next.Stock, monday)
			require.NoError(t, err)
			require.Equal(t, was.Short, is.Short)
		}
		kept := load.Booked
		next, err := overflow.Reserve(load, p, weekdays)
		require.NoError(t, err)
		require.Equal(t, kept, next.Booked[:len(kept)])
		require.Equal(t, over, overbooked(next), "nothing is booked twice")
		load = next
		after := commit(t, same, load, policy)
		notLater(t, before, after)
		before = after
	}
}

// What is promised for one stage is on time by due date, whatever was promised
// after it.
func auditedProperty(t *rapid.T) {
	bare, policy := bareLoads(1).Draw(t, "load"), promisePolicies().Draw(t, "policy")
	policy.Splitting, policy.HorizonDays = overflow.AllOrNothing, 200
	load := bare
	book := overflow.PromiseBook{Sequence: overflow.ByDueDate}
	for i := range rapid.IntRange(1, 6).Draw(t, "requests") {
		r := requests(load).Draw(t, "request")
		r.Earliest = salesops.Date{}
		p := commit(t, r, load, policy)
		require.Len(t, p.Deliveries, 1)
		var err error
		load, err = overflow.Reserve(load, p, weekdays)
		require.NoError(t, err)
		step := p.Deliveries[0].Steps[0]
		book.Promises = append(book.Promises, overflow.OpenPromise{
			ID: string(rune('a' + i)), Due: p.Deliveries[0].Finished,
			Work: []overflow.StageMinutes{{Stage: step.Stage, Minutes: step.Minutes}},
		})
	}
	a, err := overflow.AuditPromises(book, bare, weekdays, policy)
	require.NoError(t, err)
	require.Zero(t, a.Late)
}

// More capacity, less quantity, an earlier start and more stock never make a
// date later.
func earlierProperty(t *rapid.T) {
	load, policy := loads().Draw(t, "load"), promisePolicies().Draw(t, "policy")
	r := requests(load).Draw(t, "request")
	p := commit(t, r, load, policy)
	better, easier := copyOf(load), r
	switch rapid.IntRange(0, 4).Draw(t, "what gets better") {
	case 0:
		stage := better.Stages[rapid.IntRange(0, len(load.Stages)-1).Draw(t, "stage")].Name
		day := monday.AddDays(rapid.IntRange(0, 20).Draw(t, "day"))
		better = addMinutes(better, stage, day, rapid.Int64Range(1, 90).Draw(t, "minutes"))
	case 1:
		easier.Quantity = rapid.Int64Range(1, r.Quantity).Draw(t, "less")
		q := commit(t, easier, load, policy)
		if !p.Earliest.IsZero() {
			require.False(t, q.Earliest.IsZero() || q.Earliest.After(p.Earliest))
		}
		return
	case 2:
		easier.Earliest = salesops.Date{}
	case 3:
		if len(better.Booked) > 0 {
			better.Booked = better.Booked[1:]
		}
	case 4:
		if better.Stock != nil {
			better.Stock.OnHand++
		}
	}
	notLater(t, commit(t, easier, better, policy), p)
}

// scanDays works a request day by day on a load without bookings beyond capacity.
func scanDays(r overflow.Request, load overflow.Load, horizon int) (day int, ok bool) {
	free := make(map[string][]int64)
	for _, s := range load.Stages {
		for d := range horizon {
			minutes := int64(0)
			if weekdays.IsWorkday(monday.AddDays(d)) {
				minutes = s.MinutesPerDay
			}
			for _, other := range s.Days {
				if other.On == monday.AddDays(d) {
					minutes = other.Minutes
				}
			}
			free[s.Name] = append(free[s.Name], minutes)
		}
	}
	if !r.Earliest.IsZero() {
		day = max(0, r.Earliest.DaysSince(monday))
	}
	for _, w := range r.Work {
		for _, s := range load.Stages {
			if s.Name == w.Stage {
				day += s.WaitDays
			}
		}
		// In tenths of a minute, which all generated times are.
		left := 10*w.SetupMinutes + r.Quantity*int64(10*w.MinutesPerUnit+0.5)
		left = (left + 9) / 10
		for ; ; day++ {
			if day >= horizon {
				return 0, false
			}
			if left -= free[w.Stage][day]; left <= 0 {
				break
			}
		}
	}
	return day, true
}

func scanProperty(t *rapid.T) {
	load, policy := bareLoads(3).Draw(t, "load"), promisePolicies().Draw(t, "policy")
	r := requests(load).Draw(t, "request")
	p := commit(t, r, load, policy)
	day, ok := scanDays(r, load, policy.HorizonDays)
	require.Equal(t, ok, !p.Earliest.IsZero())
	if ok {
		require.Equal(t, monday.AddDays(day+policy.SafetyDays), p.Earliest)
	}
	if r.Wanted.IsZero() {
		require.Zero(t, p.ByWanted)
		return
	}
	var wantMost int64
	for quantity := int64(1); quantity <= r.Quantity; quantity++ {
		part := r
		part.Quantity = quantity
		day, ok := scanDays(part, load, policy.HorizonDays)
		wanted := max(0, r.Wanted.DaysSince(monday))
		if ok && day+policy.SafetyDays <= wanted {
			wantMost = quantity
		}
	}
	require.Equal(t, wantMost, p.ByWanted)
}

// The slack of a step is what it can take more, to the minute.
func slackProperty(t *rapid.T) {
	load, policy := loads().Draw(t, "load"), promisePolicies().Draw(t, "policy")
	policy.Splitting = overflow.AllOrNothing
	r := requests(load).Draw(t, "request")
	p := commit(t, r, load, policy)
	if len(p.Deliveries) == 0 {
		return
	}
	d := p.Deliveries[0]
	r.Wanted, r.Latest = d.On, d.On
	for i, step := range d.Steps {
		longer := r
		longer.Work = slices.Clone(r.Work)
		longer.Work[i].SetupMinutes += step.SlackMinutes
		require.Equal(t, overflow.InFull, commit(t, longer, load, policy).Outcome)
		longer.Work[i].SetupMinutes++
		require.Equal(t, overflow.NoPromise, commit(t, longer, load, policy).Outcome)
	}
}

// Another order of stages, bookings, receipts and commitments is the same load;
// arguments stay as they are; results survive JSON.
func sameLoadProperty(t *rapid.T) {
	load, policy := loads().Draw(t, "load"), promisePolicies().Draw(t, "policy")
	r := requests(load).Draw(t, "request")
	p := commit(t, r, load, policy)
	shuffled, kept := copyOf(load), copyOf(load)
	slices.Reverse(shuffled.Stages)
	slices.Reverse(shuffled.Booked)
	if shuffled.Stock != nil {
		slices.Reverse(shuffled.Stock.Receipts)
		slices.Reverse(shuffled.Stock.Committed)
	}
	again := commit(t, r, shuffled, policy)
	again.Clamps = p.Clamps // they name places
	require.Equal(t, p, again)
	require.Equal(t, kept, load)
	testkit.RoundTrip(t, p)
	testkit.RoundTrip(t, load)
	if load.Stock != nil {
		s, err := overflow.ProjectStock(*load.Stock, monday)
		require.NoError(t, err)
		testkit.RoundTrip(t, s)
	}
}

// Parts are never worse than all or nothing, and the first is what can be had in
// time.
func partsProperty(t *rapid.T) {
	load, policy := loads().Draw(t, "load"), promisePolicies().Draw(t, "policy")
	r := requests(load).Draw(t, "request")
	policy.Splitting = overflow.AllOrNothing
	whole := commit(t, r, load, policy)
	policy.Splitting = overflow.InTwoParts
	parts := commit(t, r, load, policy)
	require.Equal(t, whole.Earliest, parts.Earliest)
	require.Equal(t, whole.ByWanted, parts.ByWanted)
	require.Equal(t, whole.Binding, parts.Binding)
	if parts.ByWanted > 0 {
		require.Equal(t, parts.ByWanted, parts.Deliveries[0].Quantity)
		require.False(t, parts.Deliveries[0].On.After(r.Wanted) && r.Wanted.After(monday))
	}
	if whole.Outcome == overflow.InFull {
		require.Equal(t, whole, parts)
	}
}

func TestKept(t *testing.T)     { rapid.Check(t, keptProperty) }
func TestAudited(t *testing.T)  { rapid.Check(t, auditedProperty) }
func TestEarlier(t *testing.T)  { rapid.Check(t, earlierProperty) }
func TestScan(t *testing.T)     { rapid.Check(t, scanProperty) }
func TestSlack(t *testing.T)    { rapid.Check(t, slackProperty) }
func TestSameLoad(t *testing.T) { rapid.Check(t, sameLoadProperty) }
func TestParts(t *testing.T)    { rapid.Check(t, partsProperty) }

func FuzzKept(f *testing.F)     { f.Fuzz(rapid.MakeFuzz(keptProperty)) }
func FuzzAudited(f *testing.F)  { f.Fuzz(rapid.MakeFuzz(auditedProperty)) }
func FuzzEarlier(f *testing.F)  { f.Fuzz(rapid.MakeFuzz(earlierProperty)) }
func FuzzScan(f *testing.F)     { f.Fuzz(rapid.MakeFuzz(scanProperty)) }
func FuzzSlack(f *testing.F)    { f.Fuzz(rapid.MakeFuzz(slackProperty)) }
func FuzzSameLoad(f *testing.F) { f.Fuzz(rapid.MakeFuzz(sameLoadProperty)) }
func FuzzParts(f *testing.F)    { f.Fuzz(rapid.MakeFuzz(partsProperty)) }
