package overflow

import (
	"slices"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	work "github.com/salesops-go/salesops/internal/slots"
)

// Commit promises a date that operations can keep: capable-to-promise.
//
// An order goes through its stages in sequence, each in its own time. Work at a
// stage may be done on as many days as it takes, in the minutes that no booking
// takes; it may be taken up WaitDays after the day on which the stage before was
// finished. With n stages, the first of which may start on day r:
//
//	ready(1)  = r + wait(1)
//	finish(k) = the first day by which free minutes since ready(k) reach work(k)
//	ready(k)  = finish(k-1) + wait(k)
//	earliest  = finish(n) + safety days
//
// r is the first day on which the order may start and the stock has the
// quantity for it. No schedule that leaves the bookings where they are finishes
// earlier. work(k) is the setup plus quantity × minutes a unit, rounded up.
//
// What is promised is the wanted date when it can be met, and the nearest one
// when not; then the work is put on the latest days that keep it, so that earlier
// ones stay free for who needs them. [Reserve] books it. A promise that was
// reserved is kept whatever is promised after it, and the same request never gets
// an earlier date for being made later.
//
// A wanted date that cannot be met for the whole quantity is answered by
// ByWanted, the most that can be had by then, and by Splitting: all of it later,
// or that much in time and the rest as soon as possible.
//
// It returns an *[salesops.InputError] if:
//   - the request has no quantity, or no work and the load no stock; a stage is not
//     one of the load or comes twice; Latest is before Wanted;
//   - a number of the request or the load is out of its range, or a date does not
//     exist or lies more than [MaxHorizonDays] after today where that matters;
//   - calendar is nil;
//   - a field of the policy is out of its range; the zero policy is.
//
// Dates that have passed are taken as today, and the promise's Clamps say so.
//
// Playbook: OVF-3.
func Commit(request Request, load Load, calendar Calendar, policy PromisePolicy) (Promise, error) {
	if err := commitFaults(&request, &load, calendar, &policy); err != nil {
		return Promise{}, err
	}
	d := newDesk(&request, &load, calendar, &policy)
	return d.promise(), nil
}

func commitFaults(request *Request, load *Load, calendar Calendar, policy *PromisePolicy) error {
	var list fault.List
	request.collect(list.In("Request"), load)
	load.collect(list.In("Load"))
	collectCalendar(list.In("Calendar"), calendar)
	policy.collect(list.In("PromisePolicy"))
	return list.Err()
}

// desk answers one request. All days are counted from today.
type desk struct {
	request *Request
	policy  *PromisePolicy
	days    *days
	// steps are the stages of the request; their work is set for one quantity
	// after the other.
	steps []work.Step
	// supplies are those of the stock, nil when there is none, and taken what
	// deliveries take of them.
	supplies []supply
	taken    int64
	// start is the first day on which work may start.
	start int
	// wanted and latest are the last days on which work may be finished for those
	// dates; negative when that is not possible.
	wanted, latest int
}

func newDesk(request *Request, load *Load, calendar Calendar, policy *PromisePolicy) *desk {
	d := &desk{request: request, policy: policy, days: newDays(load.Today)}
	last := policy.HorizonDays - 1
	if !request.Earliest.IsZero() {
		d.start = d.days.clamp("Request.Earliest", request.Earliest)
	}
	d.wanted, d.latest = last, last
	if !request.Wanted.IsZero() {
		d.wanted = min(last, d.days.clamp("Request.Wanted", request.Wanted)-policy.SafetyDays)
	}
	if !request.Latest.IsZero() {
		d.latest = min(last, d.days.clamp("Request.Latest", request.Latest)-policy.SafetyDays)
	}
	names, free := load.names(), load.free(calendar, policy.HorizonDays, d.days)
	for i := range request.Work {
		stage := names[request.Work[i].Stage]
		d.steps = append(d.steps, work.Step{Free: free[stage], Wait: load.Stages[stage].WaitDays})
	}
	if load.Stock != nil {
		d.supplies = load.Stock.supplies(d.days)
	}
	return d
}

// set sets the work of the steps to that for a quantity.
func (d *desk) set(quantity int64) {
	for i := range d.steps {
		d.steps[i].Work = d.request.Work[i].minutes(quantity)
	}
}

// ready returns the first day on which work for a quantity may start, and
// whether the stock ever has it.
func (d *desk) ready(quantity int64) (day int, ok bool) {
	if d.supplies == nil {
		return d.start, true
	}
	for _, s := range d.supplies {
		if s.available-d.taken >= quantity {
			return max(d.start, s.day), true
		}
	}
	return 0, false
}

// end returns the first day on which a quantity can be finished, and whether
// there is one within the horizon.
func (d *desk) end(quantity int64) (day int, ok bool) {
	start, ok := d.ready(quantity)
	if !ok {
		return 0, false
	}
	d.set(quantity)
	day, ok = work.End(d.steps, start)
	return day, ok && day < d.policy.HorizonDays
}

// most returns the largest quantity, up to a limit, that can be finished by the
// end of a day.
func (d *desk) most(last int, limit int64) int64 {
	can := func(quantity int64) bool {
		day, ok := d.end(quantity)
		return ok && day <= last
	}
	if can(limit) {
		return limit
	}
	low, high := int64(0), limit // low can be finished, high cannot
	for high-low > 1 {
		if middle := low + (high-low)/2; can(middle) {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}

func (d *desk) promise() Promise {
	p := Promise{Quantity: d.request.Quantity, Deliveries: []Delivery{}, Binding: d.binding()}
	end, possible := d.end(p.Quantity)
	if possible {
		p.Earliest = d.days.date(end + d.policy.SafetyDays)
	}
	wants := !d.request.Wanted.IsZero()
	if wants {
		p.ByWanted = d.most(d.wanted, p.Quantity)
	}
	left := p.Quantity
	deliver := func(quantity int64, last int) {
		delivery := d.deliver(quantity, last)
		if wants && last <= d.wanted {
			delivery.On = d.promised()
		}
		p.Deliveries = append(p.Deliveries, delivery)
		left -= quantity
	}
	switch {
	case wants && p.ByWanted == p.Quantity:
		deliver(p.Quantity, d.wanted)
	case d.policy.Splitting == AllOrNothing:
		if possible && end <= d.latest {
			deliver(p.Quantity, end)
		}
	default:
		if p.ByWanted > 0 {
			deliver(p.ByWanted, d.wanted)
		}
		if rest := d.most(d.latest, left); rest > 0 {
			last, _ := d.end(rest)
			if p.ByWanted > 0 {
				last = max(last, d.wanted) // two smaller orders may pass where a large one does not
			}
			deliver(rest, last)
		}
	}
	p.Short, p.Clamps = left, d.days.clamps
	p.Outcome = d.outcome(&p)
	return p
}

// promised returns the wanted date, or today when it has passed.
func (d *desk) promised() (date salesops.Date) {
	if d.request.Wanted.Before(d.days.today) {
		return d.days.today
	}
	return d.request.Wanted
}

func (d *desk) outcome(p *Promise) PromiseOutcome {
	switch {
	case p.Short == p.Quantity:
		return NoPromise
	case p.Short > 0:
		return PartOnly
	case d.request.Wanted.IsZero() || !p.Deliveries[len(p.Deliveries)-1].On.After(d.promised()):
		return InFull
	case len(p.Deliveries) > 1:
		return InParts
	default:
		return Later
	}
}

// deliver takes the latest free minutes that let a quantity, which can be, be
// finished by the end of the day last.
func (d *desk) deliver(quantity int64, last int) Delivery {
	start, _ := d.ready(quantity)
	d.set(quantity)
	early, _ := work.Forward(d.steps, start)
	late, _ := work.Backward(d.steps, last)
	delivery := Delivery{
		On: d.days.date(last + d.policy.SafetyDays), Quantity: quantity, Finished: d.days.date(last),
		Steps: make([]DeliveryStep, len(d.steps)), SlackDays: last - start,
	}
	first := last
	for i := range d.steps {
		step := d.place(i, early[i], late[i])
		delivery.Steps[i] = step
		delivery.SlackDays = last - early[i].Finish
		if i == 0 || step.SlackMinutes < delivery.SlackMinutes {
			delivery.SlackMinutes = step.SlackMinutes
		}
		if i == 0 {
			first = d.days.of(step.From)
		}
	}
	if d.supplies != nil {
		delivery.StockOn = d.days.date(first)
		d.taken += quantity
	}
	return delivery
}

// place puts a step on its latest days.
func (d *desk) place(i int, early, late work.Days) DeliveryStep {
	s := &d.steps[i]
	step := DeliveryStep{
		Stage: d.request.Work[i].Stage, Minutes: s.Work, Slots: []Slot{}, SlackDays: late.Finish - early.Finish,
		SlackMinutes: s.Free.Between(early.Ready, late.Finish+1) - s.Work,
	}
	left := s.Work
	for day := late.Finish; left > 0; day-- {
		if minutes := min(left, s.Free.On(day)); minutes > 0 {
			step.Slots = append(step.Slots, Slot{On: d.days.date(day), Minutes: minutes})
			left -= minutes
		}
	}
	slices.Reverse(step.Slots)
	s.Free.TakeBackward(late.Finish, s.Work)
	step.From, step.Until = step.Slots[0].On, step.Slots[len(step.Slots)-1].On.AddDays(1)
	return step
}

// binding returns what binds the whole quantity.
func (d *desk) binding() Binding {
	d.set(d.request.Quantity)
	start, supplied := d.ready(d.request.Quantity)
	if !supplied || start > d.start && start >= d.policy.HorizonDays {
		return Binding{Constraint: StockBinds}
	}
	if start >= d.policy.HorizonDays {
		return Binding{Constraint: NothingBinds}
	}
	days, stuck := work.Forward(d.steps, start)
	if stuck < len(d.steps) {
		return Binding{Constraint: StageBinds, Stage: d.request.Work[stuck].Stage}
	}
	end := start
	if len(days) > 0 {
		end = days[len(days)-1].Finish
	}
	best := Binding{Constraint: NothingBinds}
	if without, ok := work.End(d.steps, d.start); ok && end > without {
		best = Binding{Constraint: StockBinds, GainDays: end - without}
	}
	for i := range d.steps {
		minutes := d.steps[i].Work
		d.steps[i].Work = 0
		if without, ok := work.End(d.steps, start); ok && end-without > best.GainDays {
			best = Binding{Constraint: StageBinds, Stage: d.request.Work[i].Stage, GainDays: end - without}
		}
		d.steps[i].Work = minutes
	}
	return best
}
