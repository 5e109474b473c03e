package overflow

import (
	"strconv"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/slots"
)

// The limits of a load.
const (
	// MaxLoadStages is the most stages of a load.
	MaxLoadStages = 50
	// MaxDayMinutes is the most minutes of one stage on one day, capacity or
	// booking: some twenty thousand people.
	MaxDayMinutes = 10_000_000
	// MaxBookings is the most bookings of a load.
	MaxBookings = 1_000_000
	// MaxWaitDays is the longest wait before a stage.
	MaxWaitDays = 365
)

// DayMinutes is the capacity of one day.
type DayMinutes struct {
	// On is the day. One that has passed is of no account.
	On salesops.Date `json:"on"`
	// Minutes is the capacity of that day, 0 to [MaxDayMinutes].
	Minutes int64 `json:"minutes"`
}

// LoadStage is a stage of the work with its capacity.
type LoadStage struct {
	// Name tells the stages apart.
	Name string `json:"name"`
	// MinutesPerDay is its capacity on a workday, 0 to [MaxDayMinutes].
	MinutesPerDay int64 `json:"minutes_per_day"`
	// Days are the days with another capacity, workdays or not, each once: a
	// Saturday of overtime, a machine that stands still. They count instead of
	// MinutesPerDay, and whatever the calendar says.
	Days []DayMinutes `json:"days"`
	// WaitDays is how many civil days work waits before this stage, 0 to
	// [MaxWaitDays]: 0 when it may be taken up on the day on which the stage
	// before is finished, 1 when on the next. Before the first stage the wait
	// counts from the day on which the order may start.
	WaitDays int `json:"wait_days"`
}

// Booking is minutes of a stage on a day that are taken.
type Booking struct {
	// Stage is the name of the stage.
	Stage string `json:"stage"`
	// On is the day, at most [MaxHorizonDays] after today. One that has passed
	// counts as today: the work is still to be done.
	On salesops.Date `json:"on"`
	// Minutes is how many, 1 to [MaxDayMinutes].
	Minutes int64 `json:"minutes"`
}

// Load is what operations can do, day by day, and what of it is taken.
type Load struct {
	// Today is the first day on which work can be done. All of it counts: when a
	// part of the day is over, say so in LoadStage.Days.
	Today salesops.Date `json:"today"`
	// Stages are the stages, in any order.
	Stages []LoadStage `json:"stages"`
	// Booked is the committed work, in any order. A day with more bookings than
	// capacity takes from the free time of the days before it, the latest first,
	// and then of the days after it, so that nothing that is committed is
	// displaced.
	Booked []Booking `json:"booked"`
	// Stock is the stock that orders take their material or the product itself
	// from, one unit for each; nil when nothing can be short.
	Stock *Stock `json:"stock,omitempty"`
}

func (l *Load) collect(in fault.Scope) {
	if !collectToday(in, "Today", l.Today) {
		return
	}
	known := make(map[string]bool)
	if in.Length("Stages", len(l.Stages), 0, MaxLoadStages) {
		for i := range l.Stages {
			at := in.At("Stages", i)
			l.Stages[i].collect(at, known)
		}
	}
	if in.Length("Booked", len(l.Booked), 0, MaxBookings) {
		for i, b := range l.Booked {
			at := in.At("Booked", i)
			collectStage(at, b.Stage, known)
			collectAhead(at, "On", b.On, l.Today)
			whole(at, "Minutes", b.Minutes, 1, MaxDayMinutes, "minutes")
		}
	}
	if l.Stock != nil {
		l.Stock.collect(in.In("Stock"), l.Today)
	}
}

func (s *LoadStage) collect(in fault.Scope, known map[string]bool) {
	if in.Name("Name", s.Name) && known[s.Name] {
		in.Conflict("Name", s.Name, "each stage once")
	}
	known[s.Name] = true
	whole(in, "MinutesPerDay", s.MinutesPerDay, 0, MaxDayMinutes, "minutes")
	if in.Length("Days", len(s.Days), 0, MaxHorizonDays) {
		seen := make(map[salesops.Date]bool)
		for i, d := range s.Days {
			at := in.At("Days", i)
			if at.Date("On", d.On) && seen[d.On] {
				at.Conflict("On", d.On.String(), "each day once")
			}
			seen[d.On] = true
			whole(at, "Minutes", d.Minutes, 0, MaxDayMinutes, "minutes")
		}
	}
	in.Int("WaitDays", s.WaitDays, 0, MaxWaitDays, "days")
}

func collectStage(in fault.Scope, stage string, known map[string]bool) bool {
	switch {
	case stage == "":
		in.Missing("Stage", "the name of a stage of the load")
	case !known[stage]:
		in.Conflict("Stage", stage, "the name of a stage of the load")
	default:
		return true
	}
	return false
}

// collectCalendar checks that there is a calendar.
func collectCalendar(in fault.Scope, calendar Calendar) {
	if calendar == nil {
		in.Missing("", "a calendar")
	}
}

// names returns the stages by name.
func (l *Load) names() map[string]int {
	names := make(map[string]int, len(l.Stages))
	for i := range l.Stages {
		names[l.Stages[i].Name] = i
	}
	return names
}

// free returns what is free of each stage on the first n days. Bookings after
// them count: they may need time of these days.
func (l *Load) free(calendar Calendar, n int, days *days) []slots.Profile {
	last := n
	on := make([]int, len(l.Booked))
	for i := range l.Booked {
		on[i] = days.ahead("Load.Booked", i, l.Booked[i].On)
		last = max(last, on[i]+1)
	}
	workday := make([]bool, last)
	for d := range workday {
		workday[d] = calendar.IsWorkday(l.Today.AddDays(d))
	}
	balances := make([][]int64, len(l.Stages))
	for i := range l.Stages {
		balances[i] = l.Stages[i].capacity(workday, days)
	}
	names := l.names()
	for i, b := range l.Booked {
		balances[names[b.Stage]][on[i]] -= b.Minutes
	}
	free := make([]slots.Profile, len(balances))
	for i, balance := range balances {
		free[i] = slots.Net(balance)[:n+1]
	}
	return free
}

// capacity returns the minutes of each day.
func (s *LoadStage) capacity(workday []bool, days *days) []int64 {
	minutes := make([]int64, len(workday))
	for d, works := range workday {
		if works {
			minutes[d] = s.MinutesPerDay
		}
	}
	for _, other := range s.Days {
		if d := days.of(other.On); d >= 0 && d < len(minutes) {
			minutes[d] = other.Minutes
		}
	}
	return minutes
}

// supply is from when on how much can be had of a stock.
type supply struct {
	day       int
	available int64
}

// supplies returns the supplies of a stock by day.
func (s *Stock) supplies(days *days) []supply {
	projection := s.project(days.today)
	all := make([]supply, len(projection.Periods))
	for i, p := range projection.Periods {
		all[i] = supply{day: days.of(p.Start), available: p.Available}
	}
	for _, c := range projection.Clamps {
		days.clamps = append(days.clamps, Clamp{Field: "Load." + c.Field, From: c.From, To: c.To})
	}
	return all
}

// path returns "field[i]".
func path(field string, i int) string { return field + "[" + strconv.Itoa(i) + "]" }
