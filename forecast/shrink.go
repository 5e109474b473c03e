package forecast

import (
	"math"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/credibility"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// BiasEstimate is how large a bias is estimated to be: as a factor, forecast ÷
// actual, or as a shift, forecast - actual. Above 1 and above 0 are optimistic.
// Numbers have twelve digits.
type BiasEstimate struct {
	// Used is how many outcomes the forecaster's own record has, one for each
	// cluster of calls.
	Used int `json:"used"`
	// Skipped is how many outcomes were left out: a factor needs a forecast and an
	// actual above zero.
	Skipped int `json:"skipped"`
	// Credibility is the weight of the own record in Shrunken, Z, 0 to 1.
	Credibility float64 `json:"credibility"`
	// Raw is the bias by the own record alone; undefined without outcomes.
	Raw salesops.Maybe `json:"raw"`
	// Shrunken is the bias, drawn from Raw toward that of the team as far as the
	// record is short; undefined if nobody has an outcome.
	Shrunken salesops.Maybe `json:"shrunken"`
	// Interval is where the true bias lies, approximately; nil if that can't be
	// told, as when nobody has two outcomes.
	Interval *salesops.Interval `json:"interval"`
}

// UnmarshalJSON reads an estimate strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, for a number out of its range, if Raw
// is not a number exactly when there are outcomes, or contradicts Shrunken, and
// for an interval that does not contain Shrunken.
func (e *BiasEstimate) UnmarshalJSON(data []byte) error {
	type plain BiasEstimate
	return strict.Unmarshal(data, "BiasEstimate", (*plain)(e), func(p *plain, in fault.Scope) {
		count(&in, "Used", p.Used)
		count(&in, "Skipped", p.Skipped)
		in.Float("Credibility", p.Credibility, 0, 1, "")
		_, own := p.Raw.Value()
		if own != (p.Used > 0) {
			in.Conflict("Raw", p.Raw.String(), "a number exactly when outcomes were used")
		}
		v, defined := p.Shrunken.Value()
		if own && !defined {
			in.Conflict("Shrunken", p.Shrunken.String(), "a number, as there is an own record")
		}
		if p.Interval != nil {
			around(&in, "Interval", p.Interval, v, defined)
		}
	})
}

// shrinkage learns the bias of each forecaster from the records of all.
type shrinkage struct {
	form    CorrectionForm
	model   credibility.Model
	groups  []credibility.Group
	skipped []int
}

// shrinkFactors returns what the records say of everybody's bias; place i of it is
// that of record i.
func shrinkFactors(records []trackRecord, form CorrectionForm) shrinkage {
	s := newShrinkage(form, len(records))
	for i := range records {
		for o := range records[i].outcomes {
			s.add(i, &records[i].outcomes[o])
		}
	}
	s.fit()
	return s
}

func newShrinkage(form CorrectionForm, records int) shrinkage {
	return shrinkage{form: form, groups: make([]credibility.Group, records), skipped: make([]int, records)}
}

// add learns from an outcome of record i.
func (s *shrinkage) add(i int, o *outcome) {
	if s.form == Additive {
		s.groups[i].Add(floatOf(o.forecast.Sub(o.actual)), 1)
		return
	}
	if o.forecast.Sign() <= 0 || o.actual.Sign() <= 0 {
		s.skipped[i]++
		return
	}
	// The quotient is rounded once, so that equal factors are equal, and a record
	// without spread has none.
	s.groups[i].Add(math.Log(exact.Quotient(o.forecast, o.actual)), floatOf(o.actual))
}

// floatOf returns the float64 nearest to d.
func floatOf(d decimal.Decimal) float64 { return exact.Quotient(d, decimal.New(1, 0)) }

func (s *shrinkage) fit() { s.model = credibility.Fit(s.groups) }

// outside returns a number of the model as a factor or shift, with twelve digits:
// the same on every architecture, and a factor of 1.2 in all outcomes is 1.2.
func (s *shrinkage) outside(x float64) float64 {
	if s.form == Multiplicative {
		x = math.Exp(max(-maxLogFactor, min(maxLogFactor, x)))
	}
	return twelveDigits(x)
}

// maxLogFactor keeps a factor within what a float64 can hold.
const maxLogFactor = 700

func twelveDigits(x float64) float64 {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(x, 'e', 11, 64), 64)
	if err != nil {
		return x
	}
	return rounded
}

// shrunken returns the bias of a record, the neutral one if there is nothing to
// learn from.
func (s *shrinkage) shrunken(g *credibility.Group) float64 {
	if s.model.Basis == credibility.Empty {
		return s.form.neutral()
	}
	return s.outside(s.model.Estimate(g))
}

// estimate returns the estimate for record i; z is how many standard errors wide
// the interval is on either side.
func (s *shrinkage) estimate(i int, z float64) BiasEstimate {
	e := s.of(&s.groups[i], z)
	e.Skipped = s.skipped[i]
	return e
}

// newcomer returns the estimate for a forecaster without a record.
func (s *shrinkage) newcomer(z float64) BiasEstimate { return s.of(new(credibility.Group), z) }

func (s *shrinkage) of(g *credibility.Group, z float64) BiasEstimate {
	e := BiasEstimate{
		Used: g.Count(), Credibility: s.model.Credibility(g),
		Raw: salesops.Undefined("no outcomes of the own record can be used"), Shrunken: salesops.Undefined("no outcomes can be used"),
	}
	if g.Count() > 0 {
		e.Raw = salesops.Defined(s.outside(g.Mean()))
	}
	if s.model.Basis == credibility.Empty {
		return e
	}
	shrunken := s.shrunken(g)
	e.Shrunken = salesops.Defined(shrunken)
	if squared, ok := s.model.Error(g); ok {
		middle, reach := s.model.Estimate(g), float64(z*math.Sqrt(squared))
		e.Interval = &salesops.Interval{Low: min(shrunken, s.outside(middle-reach)), High: max(shrunken, s.outside(middle+reach))}
	}
	return e
}
