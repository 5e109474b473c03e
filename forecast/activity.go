package forecast

import (
	"cmp"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// The limits of activities.
const (
	// MaxActivities is the most activities of a log.
	MaxActivities = 1_000_000
	// MaxWeeks is the longest window of weeks.
	MaxWeeks = 1000
)

// ActivityKind is what somebody did: an open key. The playbook's are constants.
type ActivityKind string

// The activities that the playbook counts. Playbook: FCT-5.
const (
	// CallMade is a call to a customer.
	CallMade ActivityKind = "call"
	// MeetingHeld is a meeting with a customer.
	MeetingHeld ActivityKind = "meeting"
	// ProposalSent is a proposal that went out.
	ProposalSent ActivityKind = "proposal"
)

// ActivityKinds returns the playbook's kinds: call, meeting, proposal.
//
// Playbook: FCT-5.
func ActivityKinds() []ActivityKind { return []ActivityKind{CallMade, MeetingHeld, ProposalSent} }

// Activity is something that somebody did on a day.
type Activity struct {
	// Owner is who did it, 1 to 200 bytes.
	Owner string `json:"owner"`
	// Kind is what, 1 to 200 bytes: one of [ActivityKinds] or any other.
	Kind ActivityKind `json:"kind"`
	// On is the day.
	On salesops.Date `json:"on"`
}

// ActivityLog is what was done in some weeks.
type ActivityLog struct {
	// Activities are 0 to [MaxActivities] in any order.
	Activities []Activity `json:"activities"`
	// Window is the days that are looked at, at most [MaxWeeks] weeks.
	Window Window `json:"window"`
}

// ActivityCount is how often somebody did something.
type ActivityCount struct {
	// Owner is who.
	Owner string `json:"owner"`
	// Kind is what.
	Kind ActivityKind `json:"kind"`
	// Count is how often in the window.
	Count int `json:"count"`
	// PerWeek is Count × 7 ÷ days of the window.
	PerWeek float64 `json:"per_week"`
	// PerMonth is Count × 365.25 ÷ 12 ÷ days of the window.
	PerMonth float64 `json:"per_month"`
}

// UnmarshalJSON reads a count strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, for an owner or a kind that is not a
// name, and for a number out of its range.
func (c *ActivityCount) UnmarshalJSON(data []byte) error {
	type plain ActivityCount
	return strict.Unmarshal(data, "ActivityCount", (*plain)(c), func(p *plain, in fault.Scope) {
		in.Name("Owner", p.Owner)
		in.Name("Kind", string(p.Kind))
		count(&in, "Count", p.Count)
		in.Float("PerWeek", p.PerWeek, 0, daysPerWeek*maxCount, "")
		in.Float("PerMonth", p.PerMonth, 0, daysPerMonth*maxCount, "")
	})
}

const (
	daysPerWeek  = 7
	daysPerMonth = 365.25 / 12
)

// days returns the number of days of a window, both ends included.
func (w *Window) days() int { return w.To.DaysSince(w.From) + 1 }

// collectWeeks checks that a window is not too long to be listed week by week.
func (w *Window) collectWeeks(in *fault.Scope) {
	w.collect(in)
	if w.From.IsValid() && w.To.IsValid() && w.days() > MaxWeeks*daysPerWeek {
		in.OutOfRange("To", w.To.String(), "a day within 1000 weeks of the first")
	}
}

// CountActivity counts calls, meetings, proposals and whatever else was logged, by
// owner and kind, with their averages a week and a month over the whole window.
// Owners are sorted by name, kinds in alphabetical order; nobody is listed for what
// was never done, and what was done outside the window is not counted.
//
// It returns an *[salesops.InputError] if:
//   - there are more than [MaxActivities] activities, or an owner, a kind or a day is missing or not valid;
//   - a day of the window is missing or does not exist, the last is before the first, or there are more than [MaxWeeks] weeks.
//
// Playbook: FCT-5.
func CountActivity(log ActivityLog) ([]ActivityCount, error) {
	var list fault.List
	in := list.In("ActivityLog")
	if in.Length("Activities", len(log.Activities), 0, MaxActivities) {
		for i, a := range log.Activities {
			at := in.At("Activities", i)
			at.Name("Owner", a.Owner)
			at.Name("Kind", string(a.Kind))
			at.Date("On", a.On)
		}
	}
	window := in.In("Window")
	log.Window.collectWeeks(&window)
	if list.Any() {
		return nil, list.Err()
	}
	type key struct {
		owner string
		kind  ActivityKind
	}
	counts := make(map[key]int)
	for _, a := range log.Activities {
		if log.Window.contains(a.On) {
			counts[key{a.Owner, a.Kind}]++
		}
	}
	result, days := []ActivityCount{}, float64(log.Window.days())
	for _, k := range slices.SortedFunc(maps.Keys(counts), func(a, b key) int {
		return cmp.Or(cmp.Compare(a.owner, b.owner), cmp.Compare(a.kind, b.kind))
	}) {
		n := float64(counts[k])
		result = append(result, ActivityCount{
			Owner: k.owner, Kind: k.kind, Count: counts[k], PerWeek: n * daysPerWeek / days, PerMonth: n * daysPerMonth / days,
		})
	}
	return result, nil
}

// PipelineWeek is what was created, won and lost in a week.
type PipelineWeek struct {
	// From is the first day of the week.
	From salesops.Date `json:"from"`
	// To is its last day: the seventh, or the last of the window.
	To salesops.Date `json:"to"`
	// Created is the deals opened in it.
	Created DealTotal `json:"created"`
	// Won is the deals won in it.
	Won DealTotal `json:"won"`
	// Lost is the deals lost in it.
	Lost DealTotal `json:"lost"`
}

// UnmarshalJSON reads a week strictly. It returns an *[salesops.InputError]
// for everything that [DealTotal.UnmarshalJSON] refuses, and for days that are no
// week.
func (w *PipelineWeek) UnmarshalJSON(data []byte) error {
	type plain PipelineWeek
	return strict.Unmarshal(data, "PipelineWeek", (*plain)(w), func(p *plain, in fault.Scope) {
		if !p.From.IsValid() || !p.To.IsValid() || p.To.Before(p.From) || p.To.DaysSince(p.From) >= daysPerWeek {
			in.Conflict("To", p.To.String(), "a day of the week that begins on From")
		}
	})
}

// PipelineWeeks is a window week by week.
type PipelineWeeks struct {
	// Weeks has every week of the window in order, the last perhaps shorter.
	Weeks []PipelineWeek `json:"weeks"`
	// CreatedPerWeek is the amount opened in the window × 7 ÷ its days, rounded
	// to [MaxPlaces] places half away from zero.
	CreatedPerWeek decimal.Decimal `json:"created_per_week"`
	// Undated is how many deals lack the day of the first contact, or closed
	// ones that of the close; what is known of them is counted.
	Undated int `json:"undated"`
}

// UnmarshalJSON reads weeks strictly. It returns an *[salesops.InputError] for
// everything that its parts refuse, for a number out of its range, and for weeks
// that do not follow one another.
func (w *PipelineWeeks) UnmarshalJSON(data []byte) error {
	type plain PipelineWeeks
	return strict.Unmarshal(data, "PipelineWeeks", (*plain)(w), func(p *plain, in fault.Scope) {
		in.Length("Weeks", len(p.Weeks), 1, MaxWeeks)
		for i, week := range p.Weeks {
			if i > 0 && week.From != p.Weeks[i-1].From.AddDays(daysPerWeek) {
				at := in.At("Weeks", i)
				at.Conflict("From", week.From.String(), "the day after the week before")
			}
		}
		total(&in, "CreatedPerWeek", p.CreatedPerWeek)
		count(&in, "Undated", p.Undated)
	})
}

// TrackWeeks says how much pipeline was created in each week of a window, and what
// was won and lost in it. Weeks begin on the day of the week on which the window
// does. A deal counts at the amount that it has now.
//
// It returns an *[salesops.InputError] if:
//   - the pipeline is refused by [Weigh], other than for a missing probability;
//   - a day of the window is missing or does not exist, the last is before the first, or there are more than [MaxWeeks] weeks.
//
// Playbook: FCT-7.
func TrackWeeks(pipeline Pipeline, window Window) (PipelineWeeks, error) {
	var list fault.List
	in, days := list.In("Pipeline"), list.In("Window")
	pipeline.collect(&in, nil)
	window.collectWeeks(&days)
	if list.Any() {
		return PipelineWeeks{}, list.Err()
	}
	var w PipelineWeeks
	for day := 0; day < window.days(); day += daysPerWeek {
		last := min(day+daysPerWeek, window.days()) - 1
		w.Weeks = append(w.Weeks, PipelineWeek{From: window.From.AddDays(day), To: window.From.AddDays(last)})
	}
	week := func(d salesops.Date) *PipelineWeek {
		if !window.contains(d) {
			return nil
		}
		return &w.Weeks[d.DaysSince(window.From)/daysPerWeek]
	}
	var created decimal.Decimal
	for i := range pipeline.Deals {
		d := &pipeline.Deals[i]
		if d.Opened.IsZero() || d.Stage.Closed() && d.ClosedOn.IsZero() {
			w.Undated++
		}
		if at := week(d.Opened); at != nil {
			at.Created.add(d.Amount)
			created = created.Add(d.Amount)
		}
		switch at := week(d.ClosedOn); {
		case at == nil:
		case d.Stage == Won:
			at.Won.add(d.Amount)
		default:
			at.Lost.add(d.Amount)
		}
	}
	w.CreatedPerWeek = created.Mul(decimal.NewFromInt(daysPerWeek)).DivRound(decimal.NewFromInt(int64(window.days())), MaxPlaces)
	return w, nil
}
