package forecast

import (
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

// add counts an outcome whose error has that sign.
func (s *callSums) add(o *outcome, sign int) {
	switch sign {
	case 1:
		s.over++
	case -1:
		s.under++
	default:
		s.exact++
	}
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
	for i := range outcomes {
		o := &outcomes[i]
		e := o.forecast.Sub(o.actual)
		r.errors[i] = nearest(e)
		r.add(o, e.Sign())
	}
	return r
}

// nearest returns the float64 nearest to d.
func nearest(d decimal.Decimal) float64 {
	// With both the coefficient and the power of ten exact in float64, the
	// quotient is rounded once.
	const digits, places = 15, 22
	if e := d.Exponent(); e <= 0 && e >= -places && d.NumDigits() <= digits {
		return float64(d.CoefficientInt64()) / powerOfTen(int(-e))
	}
	return exact.Quotient(d, decimal.New(1, 0))
}

// powerOfTen returns 10^n, which is exact up to n = 22.
func powerOfTen(n int) float64 {
	power := 1.0
	for range n {
		power *= 10
	}
	return power
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
		sign := 0
		if e := r.errors[i]; e > 0 {
			sign = 1
		} else if e < 0 {
			sign = -1
		}
		s.add(&r.outcomes[i], sign)
	}
	return s
}
