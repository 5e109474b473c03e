package overflow_test

import (
	"slices"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/overflow"
)

// monday is the day on which all generated loads begin.
var monday = salesops.Date{Year: 2026, Month: 11, Day: 23}

var stageNames = []string{"cut", "sew", "pack"}

func movements(label string, most int) *rapid.Generator[[]overflow.Movement] {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) overflow.Movement {
		return overflow.Movement{
			On:       monday.AddDays(rapid.IntRange(-1, 20).Draw(t, label+" day")),
			Quantity: rapid.Int64Range(1, 20).Draw(t, label+" quantity"),
		}
	}), 0, most)
}

func stocks() *rapid.Generator[overflow.Stock] {
	return rapid.Custom(func(t *rapid.T) overflow.Stock {
		return overflow.Stock{
			OnHand:    rapid.Int64Range(0, 40).Draw(t, "on hand"),
			Receipts:  movements("receipt", 3).Draw(t, "receipts"),
			Committed: movements("commitment", 4).Draw(t, "commitments"),
		}
	})
}

// bareLoads have no bookings and no stock.
func bareLoads(most int) *rapid.Generator[overflow.Load] {
	return rapid.Custom(func(t *rapid.T) overflow.Load {
		load := overflow.Load{Today: monday, Booked: []overflow.Booking{}}
		for i := range rapid.IntRange(1, most).Draw(t, "stages") {
			stage := overflow.LoadStage{
				Name: stageNames[i], MinutesPerDay: rapid.Int64Range(20, 120).Draw(t, "minutes a day"),
				Days: []overflow.DayMinutes{}, WaitDays: rapid.IntRange(0, 2).Draw(t, "wait"),
			}
			if rapid.Bool().Draw(t, "overtime") {
				stage.Days = append(stage.Days, overflow.DayMinutes{On: monday.AddDays(5), Minutes: 60})
			}
			load.Stages = append(load.Stages, stage)
		}
		return load
	})
}

func loads() *rapid.Generator[overflow.Load] {
	return rapid.Custom(func(t *rapid.T) overflow.Load {
		load := bareLoads(3).Draw(t, "load")
		for range rapid.IntRange(0, 6).Draw(t, "bookings") {
			load.Booked = append(load.Booked, overflow.Booking{
				Stage:   load.Stages[rapid.IntRange(0, len(load.Stages)-1).Draw(t, "stage")].Name,
				On:      monday.AddDays(rapid.IntRange(-2, 30).Draw(t, "booked on")),
				Minutes: rapid.Int64Range(1, 150).Draw(t, "booked"),
			})
		}
		if rapid.Bool().Draw(t, "with stock") {
			stock := stocks().Draw(t, "stock")
			load.Stock = &stock
		}
		return load
	})
}

func requests(load overflow.Load) *rapid.Generator[overflow.Request] {
	return rapid.Custom(func(t *rapid.T) overflow.Request {
		r := overflow.Request{Quantity: rapid.Int64Range(1, 30).Draw(t, "quantity"), Work: []overflow.UnitWork{}}
		for _, i := range rapid.Permutation([]int{0, 1, 2}).Draw(t, "route") {
			if i < len(load.Stages) && (len(r.Work) == 0 || rapid.Bool().Draw(t, "goes there")) {
				r.Work = append(r.Work, overflow.UnitWork{
					Stage: load.Stages[i].Name, SetupMinutes: rapid.SampledFrom([]int64{0, 10, 45}).Draw(t, "setup"),
					MinutesPerUnit: rapid.SampledFrom([]float64{0.1, 1, 2.5, 7.3, 12}).Draw(t, "unit"),
				})
			}
		}
		if rapid.Bool().Draw(t, "from later on") {
			r.Earliest = monday.AddDays(rapid.IntRange(-2, 6).Draw(t, "earliest"))
		}
		if rapid.Bool().Draw(t, "wants a date") {
			r.Wanted = monday.AddDays(rapid.IntRange(-1, 16).Draw(t, "wanted"))
		}
		return r
	})
}

func promisePolicies() *rapid.Generator[overflow.PromisePolicy] {
	return rapid.Custom(func(t *rapid.T) overflow.PromisePolicy {
		return overflow.PromisePolicy{
			Splitting:   rapid.SampledFrom(overflow.Splittings()).Draw(t, "splitting"),
			SafetyDays:  rapid.IntRange(0, 2).Draw(t, "safety"),
			HorizonDays: rapid.IntRange(10, 40).Draw(t, "horizon"),
		}
	})
}

func promiseBooks(load overflow.Load) *rapid.Generator[overflow.PromiseBook] {
	return rapid.Custom(func(t *rapid.T) overflow.PromiseBook {
		book := overflow.PromiseBook{Sequence: rapid.SampledFrom(overflow.Sequences()).Draw(t, "sequence")}
		for i := range rapid.IntRange(1, 7).Draw(t, "promises") {
			p := overflow.OpenPromise{
				ID: string(rune('a' + i)), Due: monday.AddDays(rapid.IntRange(-1, 14).Draw(t, "due")),
			}
			for _, w := range requests(load).Draw(t, "route").Work {
				p.Work = append(p.Work, overflow.StageMinutes{
					Stage: w.Stage, Minutes: rapid.Int64Range(1, 150).Draw(t, "minutes"),
				})
			}
			book.Promises = append(book.Promises, p)
		}
		return book
	})
}

func inquiries(load overflow.Load) *rapid.Generator[overflow.Inquiry] {
	return rapid.Custom(func(t *rapid.T) overflow.Inquiry {
		q := questions().Draw(t, "question")
		i := overflow.Inquiry{
			Order: q.order, Situation: q.state, Request: requests(load).Draw(t, "request"),
			Terms: overflow.Terms{
				Price:         decimal.New(rapid.Int64Range(0, 1_000_000).Draw(t, "price"), -2),
				LaterDiscount: percents(0, 30).Draw(t, "discount"), Places: 2,
			},
		}
		if rapid.Bool().Draw(t, "decided well") {
			i.Order, i.Situation = good, busy
		}
		if rapid.Bool().Draw(t, "can be expedited") {
			hour := decimal.New(rapid.Int64Range(0, 10_000).Draw(t, "an hour"), -2)
			i.Terms.ExpeditePerHour = &hour
		}
		if rapid.Bool().Draw(t, "has a next window") {
			i.NextWindow = monday.AddDays(rapid.IntRange(1, 9).Draw(t, "next window"))
		}
		return i
	})
}

// copyOf returns a load that shares nothing with another.
func copyOf(load overflow.Load) overflow.Load {
	load.Booked = slices.Clone(load.Booked)
	load.Stages = slices.Clone(load.Stages)
	for i := range load.Stages {
		load.Stages[i].Days = slices.Clone(load.Stages[i].Days)
	}
	if load.Stock != nil {
		stock := *load.Stock
		stock.Receipts, stock.Committed = slices.Clone(stock.Receipts), slices.Clone(stock.Committed)
		load.Stock = &stock
	}
	return load
}

// addMinutes returns a load with more capacity of a stage on a day.
func addMinutes(load overflow.Load, stage string, on salesops.Date, minutes int64) overflow.Load {
	load = copyOf(load)
	for i := range load.Stages {
		s := &load.Stages[i]
		if s.Name != stage {
			continue
		}
		at := slices.IndexFunc(s.Days, func(d overflow.DayMinutes) bool { return d.On == on })
		if at < 0 {
			day := overflow.DayMinutes{On: on}
			if (overflow.MondayToFriday{}).IsWorkday(on) {
				day.Minutes = s.MinutesPerDay
			}
			at, s.Days = len(s.Days), append(s.Days, day)
		}
		s.Days[at].Minutes += minutes
	}
	return load
}
