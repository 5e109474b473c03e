package overflow

import (
	"slices"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/slots"
)

// The limits of a stock.
const (
	// MaxQuantity is the largest quantity, in whole units.
	MaxQuantity = 1_000_000_000_000
	// MaxMovements is the most receipts, and the most commitments, of a stock.
	MaxMovements = 100_000
	// MaxHorizonDays is how many days ahead anything may lie.
	MaxHorizonDays = 3660
	// FirstYear and LastYear are the first and the last year in which today may
	// lie.
	FirstYear = 1900
	LastYear  = 9900
)

// Movement is a quantity on a day.
type Movement struct {
	// On is the day, at most [MaxHorizonDays] after today. One that has passed
	// counts as today.
	On salesops.Date `json:"on"`
	// Quantity is in whole units, 1 to [MaxQuantity].
	Quantity int64 `json:"quantity"`
}

// Stock is what there is of one material or product, what comes and what has
// been promised, in whole units of the smallest size that is sold.
type Stock struct {
	// OnHand is what there is, 0 to [MaxQuantity].
	OnHand int64 `json:"on_hand"`
	// Receipts are what comes, in any order.
	Receipts []Movement `json:"receipts"`
	// Committed is what has been promised and not been delivered, in any order.
	Committed []Movement `json:"committed"`
}

// Clamp is a date that had passed and was taken as today.
type Clamp struct {
	// Field is where the date stands: "Stock.Receipts[2].On".
	Field string `json:"field"`
	// From is the date that was given.
	From salesops.Date `json:"from"`
	// To is today.
	To salesops.Date `json:"to"`
}

// StockPeriod is the time from one day on which stock moves to the next.
type StockPeriod struct {
	// Start is its first day.
	Start salesops.Date `json:"start"`
	// Received and Committed are the quantities that come and go on that day.
	Received  int64 `json:"received"`
	Committed int64 `json:"committed"`
	// Projected is what is left then: all that has come less all that has gone.
	// Negative when more has been promised than there is.
	Projected int64 `json:"projected"`
	// Available is what can be promised for that day and breaks no promise, the
	// later ones included. It never falls from one period to the next.
	Available int64 `json:"available"`
	// Discrete is what the period's receipt leaves after the commitments up to
	// the next receipt; 0 for a period without a receipt that is not the first.
	Discrete int64 `json:"discrete"`
	// Netted is Discrete after netting: a negative one takes from those before
	// it, the latest first, and what they do not have from those after it. Its
	// running total is Available.
	Netted int64 `json:"netted"`
}

// StockProjection is what can be promised from a stock, day by day.
type StockProjection struct {
	// Periods are in the order of their days; the first starts today.
	Periods []StockPeriod `json:"periods"`
	// Short is the most by which commitments exceed what there is on any day; 0
	// when all of them can be kept.
	Short int64 `json:"short"`
	// Clamps are the dates that had passed.
	Clamps []Clamp `json:"clamps"`
}

// ProjectStock returns what is available to promise, period by period:
//
//	projected(t) = on hand + receipts until t - commitments until t
//	available(t) = max(0, min over u >= t of projected(u))
//
// The look-ahead is what keeps promises: what is there today but has been
// promised for next week is not available today. A forecast is no commitment.
//
// It returns an *[salesops.InputError] if:
//   - a quantity is not within its range, or there are more than [MaxMovements]
//     receipts or commitments;
//   - a date does not exist, or lies more than [MaxHorizonDays] after today;
//   - today does not exist, or lies before [FirstYear] or after [LastYear].
//
// Playbook: OVF-3.
func ProjectStock(stock Stock, today salesops.Date) (StockProjection, error) {
	var list fault.List
	if collectToday(list.In("Today"), "", today) {
		stock.collect(list.In("Stock"), today)
	}
	if list.Any() {
		return StockProjection{}, list.Err()
	}
	return stock.project(today), nil
}

func collectToday(in fault.Scope, field string, today salesops.Date) bool {
	if !in.Date(field, today) {
		return false
	}
	if today.Year < FirstYear || today.Year > LastYear {
		in.OutOfRange(field, today.String(), "a day of the years 1900 to 9900")
		return false
	}
	return true
}

func (s *Stock) collect(in fault.Scope, today salesops.Date) {
	whole(in, "OnHand", s.OnHand, 0, MaxQuantity, "units")
	collectMovements(in, "Receipts", s.Receipts, today)
	collectMovements(in, "Committed", s.Committed, today)
}

func collectMovements(in fault.Scope, field string, movements []Movement, today salesops.Date) {
	if !in.Length(field, len(movements), 0, MaxMovements) {
		return
	}
	for i, m := range movements {
		at := in.At(field, i)
		collectAhead(at, "On", m.On, today)
		whole(at, "Quantity", m.Quantity, 1, MaxQuantity, "units")
	}
}

// collectAhead checks a date that may have passed but is not too far ahead.
func collectAhead(in fault.Scope, field string, day, today salesops.Date) {
	if in.Date(field, day) && day.DaysSince(today) > MaxHorizonDays {
		in.OutOfRange(field, day.String(), "at most 3660 days after today")
	}
}

// project projects a valid stock.
func (s *Stock) project(today salesops.Date) StockProjection {
	days := newDays(today)
	moves := map[int]*StockPeriod{0: {Start: today}}
	at := func(d int) *StockPeriod {
		if moves[d] == nil {
			moves[d] = &StockPeriod{Start: today.AddDays(d)}
		}
		return moves[d]
	}
	for i, m := range s.Receipts {
		at(days.ahead("Stock.Receipts", i, m.On)).Received += m.Quantity
	}
	for i, m := range s.Committed {
		at(days.ahead("Stock.Committed", i, m.On)).Committed += m.Quantity
	}
	p := StockProjection{Periods: make([]StockPeriod, 0, len(moves)), Clamps: days.clamps}
	for _, period := range moves {
		p.Periods = append(p.Periods, *period)
	}
	slices.SortFunc(p.Periods, func(a, b StockPeriod) int { return a.Start.Compare(b.Start) })
	p.fill(s.OnHand)
	return p
}

// fill computes what follows from the movements.
func (p *StockProjection) fill(onHand int64) {
	balance := make([]int64, len(p.Periods))
	left, receipt := onHand, 0
	for i := range p.Periods {
		period := &p.Periods[i]
		balance[i] = period.Received - period.Committed
		if i == 0 {
			balance[i] += onHand
		}
		left += period.Received - period.Committed
		period.Projected = left
		p.Short = max(p.Short, -left)
		if period.Received > 0 {
			receipt = i
		}
		p.Periods[receipt].Discrete += balance[i]
	}
	free := slots.Net(balance)
	for i := range p.Periods {
		p.Periods[i].Available, p.Periods[i].Netted = free[i+1], free.On(i)
	}
}
