package forecast

import (
	"cmp"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// Snapshots is a pipeline at two days.
type Snapshots struct {
	// Before is the pipeline on the earlier day.
	Before Pipeline `json:"before"`
	// After is the pipeline on the later day. A deal keeps its id.
	After Pipeline `json:"after"`
	// Window is the period whose open pipeline is followed: the open deals
	// expected to close in it. Nil follows all open deals.
	Window *Window `json:"window,omitempty"`
}

// WaterfallStep is what one kind of change did to the open pipeline.
type WaterfallStep struct {
	// Change is the reason.
	Change Change `json:"change"`
	// Count is how many deals it happened to.
	Count int `json:"count"`
	// Amount is by how much the pipeline became more; negative for less.
	Amount decimal.Decimal `json:"amount"`
}

// UnmarshalJSON reads a step strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, for a change that is none of
// [Changes], for a number out of its range, and for an amount without deals or
// of the wrong sign.
func (s *WaterfallStep) UnmarshalJSON(data []byte) error {
	type plain WaterfallStep
	return strict.Unmarshal(data, "WaterfallStep", (*plain)(s), func(p *plain, in fault.Scope) {
		count(&in, "Count", p.Count)
		sign := 1
		if p.Change == Shrunk || slices.Index(Changes(), p.Change) >= firstOut {
			sign = -1
		}
		if !total(&in, "Amount", p.Amount.Abs()) {
			return
		}
		if p.Amount.Sign() == -sign || p.Count == 0 && p.Amount.Sign() != 0 {
			in.Conflict("Amount", p.Amount.String(), "an amount with the sign of its change, 0 without deals")
		}
	})
}

// Bridge leads from one open pipeline to the next: opening + the amounts of all
// steps = closing, exactly.
type Bridge struct {
	// Opening is the open deals followed, before.
	Opening DealTotal `json:"opening"`
	// Steps has every change of [Changes] in that order.
	Steps []WaterfallStep `json:"steps"`
	// Closing is the open deals followed, after.
	Closing DealTotal `json:"closing"`
}

// UnmarshalJSON reads a bridge strictly. It returns an *[salesops.InputError]
// for everything that its parts refuse, if the steps are not all changes in
// order, and if they do not lead from Opening to Closing, in deals and amount.
func (b *Bridge) UnmarshalJSON(data []byte) error {
	type plain Bridge
	return strict.Unmarshal(data, "Bridge", (*plain)(b), func(p *plain, in fault.Scope) {
		all := Changes()
		if !in.Length("Steps", len(p.Steps), len(all), len(all)) {
			return
		}
		end := p.Opening
		for i, s := range p.Steps {
			if s.Change != all[i] {
				at := in.At("Steps", i)
				at.Conflict("Change", string(s.Change), string(all[i])+", the change at this place")
			}
			end.Count += deals(i, s.Count)
			end.Amount = end.Amount.Add(s.Amount)
		}
		if end.Count != p.Closing.Count || !end.Amount.Equal(p.Closing.Amount) {
			in.Conflict("Closing", "", "what opening and steps add up to")
		}
	})
}

// deals returns by how many deals a change at a place adds to the pipeline.
func deals(place, count int) int {
	switch {
	case place >= firstOut:
		return -count
	case slices.Contains([]Change{Grown, Shrunk}, Changes()[place]):
		return 0
	default:
		return count
	}
}

func newBridge() *Bridge {
	b := new(Bridge)
	for _, c := range Changes() {
		b.Steps = append(b.Steps, WaterfallStep{Change: c})
	}
	return b
}

func (b *Bridge) step(c Change, amount decimal.Decimal) {
	i := slices.Index(Changes(), c)
	if i >= firstOut {
		amount = amount.Neg()
	}
	b.Steps[i].Count++
	b.Steps[i].Amount = b.Steps[i].Amount.Add(amount)
}

// OwnerBridge is the bridge of one owner.
type OwnerBridge struct {
	// Owner is the owner's name; empty for the deals that nobody answers for.
	Owner string `json:"owner"`
	// Bridge is what became of the owner's pipeline.
	Bridge Bridge `json:"bridge"`
}

// UnmarshalJSON reads an owner's bridge strictly. It returns an
// *[salesops.InputError] for every key that is unknown or missing, for an owner
// that is neither empty nor a name, and for everything that
// [Bridge.UnmarshalJSON] refuses.
func (b *OwnerBridge) UnmarshalJSON(data []byte) error {
	type plain OwnerBridge
	return strict.Unmarshal(data, "OwnerBridge", (*plain)(b), func(p *plain, in fault.Scope) {
		if p.Owner != "" {
			in.Name("Owner", p.Owner)
		}
	})
}

// Waterfall is what happened to the open pipeline between two days.
type Waterfall struct {
	// Company is the bridge of all deals. What one owner hands over another
	// receives, so that the two add up to zero here.
	Company Bridge `json:"company"`
	// ByOwner has the bridge of everyone who has a part in it, sorted by name.
	// They add up to Company, step by step.
	ByOwner []OwnerBridge `json:"by_owner"`
}

// UnmarshalJSON reads a waterfall strictly. It returns an
// *[salesops.InputError] for everything that its parts refuse, for owners that
// are not sorted, and if they do not add up to Company.
func (w *Waterfall) UnmarshalJSON(data []byte) error {
	type plain Waterfall
	return strict.Unmarshal(data, "Waterfall", (*plain)(w), func(p *plain, in fault.Scope) {
		if len(p.Company.Steps) != len(Changes()) {
			return // it could not be read
		}
		sum := newBridge()
		for i, o := range p.ByOwner {
			if i > 0 && o.Owner <= p.ByOwner[i-1].Owner {
				in.Conflict("ByOwner", o.Owner, "each owner once, sorted")
			}
			if len(o.Bridge.Steps) == len(sum.Steps) {
				sum.merge(o.Bridge)
			}
		}
		if !sum.equal(p.Company) {
			in.Conflict("Company", "", "what the owners add up to")
		}
	})
}

func (b *Bridge) merge(other Bridge) {
	b.Opening.merge(other.Opening)
	b.Closing.merge(other.Closing)
	for i, s := range other.Steps {
		b.Steps[i].Count += s.Count
		b.Steps[i].Amount = b.Steps[i].Amount.Add(s.Amount)
	}
}

func (b *Bridge) equal(other Bridge) bool {
	return b.Opening.equal(other.Opening) && b.Closing.equal(other.Closing) &&
		slices.EqualFunc(b.Steps, other.Steps, func(a, b WaterfallStep) bool { return a.Count == b.Count && a.Amount.Equal(b.Amount) })
}

// TraceWaterfall says why the open pipeline of a period is another than it was:
//
//	opening + added + reopened + pulled in + slipped in + dated in + from other owners
//	        + grown - shrunk
//	        - won - lost - slipped out - moved ahead - undated - to other owners - removed = closing
//
// It is exact, for the company and for each owner, and every unit of change is
// counted once. A deal first comes in, then changes its amount, then goes out:
//
//   - One that was in the period's pipeline goes out as won, lost, slipped out,
//     moved ahead, undated or removed, or stays.
//   - One that was not comes in when it is expected in the period or was won in
//     it. So what was added, or pulled in, and won between the two days is in
//     two steps, and the won step is all that was won.
//   - An amount that changed is grown or shrunk by the difference, also when the
//     deal came in or was won; a lost deal goes out at its old amount. Deals
//     outside the period change nothing.
//   - A deal in the period that went to another owner goes from the one to the
//     other at its old amount; what else happened to it is the new owner's.
//
// A deal won is taken to belong to the period of the day on which it closed, if
// that is known, otherwise to that of its expected close; every other deal to
// that of its expected close. Without a window all open deals are followed, and
// nothing is pulled or slipped.
//
// It returns an *[salesops.InputError] if:
//   - a pipeline is refused by [Weigh], other than for a missing probability;
//   - the pipelines name different currencies;
//   - a day of the window is missing or does not exist, or the last is before the first.
//
// Playbook: FCT-7.
func TraceWaterfall(snapshots Snapshots) (Waterfall, error) {
	var list fault.List
	in := list.In("Snapshots")
	before, after := in.In("Before"), in.In("After")
	snapshots.Before.collect(&before, nil)
	snapshots.After.collect(&after, nil)
	if snapshots.Window != nil {
		window := in.In("Window")
		snapshots.Window.collect(&window)
	}
	if a, b := snapshots.Before.currency(), snapshots.After.currency(); a != "" && b != "" && a != b {
		in.Conflict("After", b, a+", the currency of the pipeline before")
	}
	if list.Any() {
		return Waterfall{}, list.Err()
	}
	t := tracer{window: snapshots.Window, byOwner: make(map[string]*Bridge)}
	old := make(map[string]*Deal, len(snapshots.Before.Deals))
	for i := range snapshots.Before.Deals {
		d := &snapshots.Before.Deals[i]
		old[d.ID] = d
	}
	for i := range snapshots.After.Deals {
		d := &snapshots.After.Deals[i]
		t.follow(old[d.ID], d)
		delete(old, d.ID)
	}
	for _, d := range old {
		if t.place(d) == dueWithin {
			t.open(d)
			t.owner(d).step(Removed, d.Amount)
		}
	}
	return t.result(), nil
}

// currency returns the currency that the pipeline's deals name, if one does.
func (p *Pipeline) currency() string {
	for i := range p.Deals {
		if c := p.Deals[i].Currency; c != "" {
			return c
		}
	}
	return ""
}

// due is where a deal stands to the period that is followed.
type due int

const (
	dueWithin due = iota
	dueAhead
	dueLater
	dueNever
	dueClosed
)

type tracer struct {
	window  *Window
	byOwner map[string]*Bridge
}

// place returns where an open deal stands; closed for a closed one.
func (t *tracer) place(d *Deal) due {
	switch {
	case d.Stage.Closed():
		return dueClosed
	case t.window == nil:
		return dueWithin
	case d.ExpectedClose.IsZero():
		return dueNever
	case d.ExpectedClose.Before(t.window.From):
		return dueAhead
	case d.ExpectedClose.After(t.window.To):
		return dueLater
	default:
		return dueWithin
	}
}

func (t *tracer) owner(d *Deal) *Bridge {
	b := t.byOwner[d.Owner]
	if b == nil {
		b = newBridge()
		t.byOwner[d.Owner] = b
	}
	return b
}

func (t *tracer) open(d *Deal) { t.owner(d).Opening.add(d.Amount) }

// follow traces a deal that is there after. old is nil for a new one.
func (t *tracer) follow(old, d *Deal) {
	carried := d.Amount
	switch {
	case old != nil && t.place(old) == dueWithin:
		t.open(old)
		if carried = old.Amount; old.Owner != d.Owner {
			t.owner(old).step(OwnerOut, carried)
			t.owner(d).step(OwnerIn, carried)
		}
	case old != nil && old.Stage.Closed() && d.Stage.Closed():
		return // closed before, closed now
	case !t.entered(d):
		return
	default:
		c := t.entry(old)
		if old != nil && c != Reopened {
			carried = old.Amount
		}
		t.owner(d).step(c, carried)
	}
	t.leave(d, carried)
}

// entered reports whether a deal that was not in the period's pipeline has been
// in it since.
func (t *tracer) entered(d *Deal) bool {
	if d.Stage.Open() {
		return t.place(d) == dueWithin
	}
	day := d.ExpectedClose
	if d.Stage == Won && !d.ClosedOn.IsZero() {
		day = d.ClosedOn
	}
	return t.window == nil || t.window.contains(day)
}

func (t *tracer) entry(old *Deal) Change {
	if old == nil {
		return Added
	}
	switch t.place(old) {
	case dueAhead:
		return SlippedIn
	case dueLater:
		return PulledIn
	case dueNever:
		return DatedIn
	case dueWithin, dueClosed:
	}
	return Reopened
}

// leave traces what became of a deal that carries an amount in the period's
// pipeline.
func (t *tracer) leave(d *Deal, carried decimal.Decimal) {
	b, at := t.owner(d), t.place(d)
	if d.Stage == Lost {
		b.step(LostOut, carried)
		return
	}
	if at != dueWithin && at != dueClosed {
		b.step(map[due]Change{dueAhead: MovedAhead, dueLater: SlippedOut, dueNever: UndatedOut}[at], carried)
		return
	}
	switch d.Amount.Cmp(carried) {
	case 1:
		b.step(Grown, d.Amount.Sub(carried))
	case -1:
		b.step(Shrunk, d.Amount.Sub(carried))
	}
	if d.Stage == Won {
		b.step(WonOut, d.Amount)
		return
	}
	b.Closing.add(d.Amount)
}

func (t *tracer) result() Waterfall {
	w := Waterfall{ByOwner: []OwnerBridge{}}
	sum := newBridge()
	for _, owner := range slices.SortedFunc(maps.Keys(t.byOwner), cmp.Compare[string]) {
		w.ByOwner = append(w.ByOwner, OwnerBridge{Owner: owner, Bridge: *t.byOwner[owner]})
		sum.merge(*t.byOwner[owner])
	}
	w.Company = *sum
	return w
}
