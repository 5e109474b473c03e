package forecast

import (
	"cmp"
	"math"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/changepoint"
	"github.com/salesops-go/salesops/internal/exact"
)

// MaxDriftOutcomes is the most outcomes off the mark among which a change is
// looked for; of more, the newest are.
const MaxDriftOutcomes = 2000

// callSums is what is counted and summed of outcomes.
type callSums struct {
	over, under, exact int
	forecast, actual   decimal.Decimal
}

// count counts an outcome whose error has that sign.
func (s *callSums) count(sign int) {
	switch sign {
	case 1:
		s.over++
	case -1:
		s.under++
	default:
		s.exact++
	}
}

// add counts and sums an outcome whose error has that sign.
func (s *callSums) add(o *outcome, sign int) {
	s.count(sign)
	s.forecast = s.forecast.Add(o.forecast)
	s.actual = s.actual.Add(o.actual)
}

// callRecord is the outcomes of a forecaster's calls in order of time, counted
// and summed.
type callRecord struct {
	callSums
	outcomes []outcome
	// errors are forecast - actual, taken in decimals, so that equal errors are
	// equal, and rounded once.
	errors []float64
}

func recordCalls(outcomes []outcome) callRecord {
	r := callRecord{outcomes: outcomes, errors: make([]float64, len(outcomes))}
	if r.countWhole() {
		return r
	}
	one := decimal.New(1, 0)
	for i := range outcomes {
		o := &outcomes[i]
		e := o.forecast.Sub(o.actual)
		r.errors[i] = exact.Quotient(e, one)
		r.add(o, e.Sign())
	}
	return r
}

// countWhole counts and sums a record in whole multiples of its last decimal
// place, which takes a third of the time. It reports false, and does nothing, when
// there are too many digits for that.
func (r *callRecord) countWhole() bool {
	// Sums of a thousand numbers of 15 digits are below 2^63, a difference of two is
	// exact in float64, and so is 10^22.
	const most, places = 1000, 22
	lowest := int32(0)
	for i := range r.outcomes {
		lowest = min(lowest, r.outcomes[i].forecast.Exponent(), r.outcomes[i].actual.Exponent())
	}
	if len(r.outcomes) > most || lowest < -places {
		return false
	}
	unit := math.Pow10(int(-lowest))
	var forecast, actual int64
	var counts callSums
	for i := range r.outcomes {
		f, fits := multiples(r.outcomes[i].forecast, lowest)
		a, fit := multiples(r.outcomes[i].actual, lowest)
		if !fits || !fit {
			return false
		}
		forecast, actual = forecast+f, actual+a
		r.errors[i] = float64(f-a) / unit
		counts.count(cmp.Compare(f, a))
	}
	counts.forecast, counts.actual = decimal.New(forecast, lowest), decimal.New(actual, lowest)
	r.callSums = counts
	return true
}

// multiples returns d in multiples of 10^lowest, which is at most its own exponent.
// It reports false when that takes more than 15 digits.
func multiples(d decimal.Decimal, lowest int32) (int64, bool) {
	up := d.Exponent() - lowest
	if d.NumDigits()+int(up) > 15 {
		return 0, d.IsZero()
	}
	m := d.CoefficientInt64()
	for range up {
		m *= 10
	}
	return m, true
}

// callChange is where the signs of a record change most.
type callChange struct {
	changepoint.Change
	record *callRecord
	// from is the place of the first outcome that is looked at, to that of the
	// first after the change.
	from, to int
	// used is how many outcomes are off the mark among those that are looked at.
	used int
}

// change returns where the signs of the record change most.
func (r *callRecord) change() callChange {
	signs, places := make([]bool, 0, len(r.errors)), make([]int, 0, len(r.errors))
	for i, e := range r.errors {
		if e != 0 {
			signs, places = append(signs, e > 0), append(places, i)
		}
	}
	c := callChange{record: r}
	if older := len(signs) - MaxDriftOutcomes; older > 0 {
		signs, places = signs[older:], places[older:]
		c.from = places[0]
	}
	c.Change, c.used, c.to = changepoint.Find(signs), len(signs), c.from
	if c.At > 0 {
		c.to = places[c.At]
	}
	return c
}

// first returns the first outcome after the change.
func (c *callChange) first() *outcome { return &c.record.outcomes[c.to] }

// before and since return the sums on either side of the change.
func (c *callChange) before() callSums { return c.record.sums(c.from, c.to) }
func (c *callChange) since() callSums  { return c.record.sums(c.to, len(c.record.outcomes)) }

func (r *callRecord) sums(from, to int) (s callSums) {
	for i := from; i < to; i++ {
		s.add(&r.outcomes[i], cmp.Compare(r.errors[i], 0))
	}
	return s
}
