package roi

import (
	"math"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/roots"
	"github.com/salesops-go/salesops/internal/strict"
)

const (
	// MinUsualRate and MaxUsualRate are the ends of the range outside of which
	// a rate is extreme: it solves the equation and says nothing about an
	// investment.
	MinUsualRate = -0.9999
	// MaxUsualRate is a million percent.
	MaxUsualRate = 10_000
)

// RateStatus is how many internal rates of return there are.
//
// Playbook: ROI-6.
type RateStatus string

// The five statuses.
const (
	// RateUnique: there is exactly one rate above -100%.
	RateUnique RateStatus = "unique"
	// RateMultiple: there are several. None of them alone says whether the
	// flows are worth having; the NPV at the hurdle rate does.
	RateMultiple RateStatus = "multiple"
	// RateNone: there is none. At every rate the NPV has the same sign.
	RateNone RateStatus = "none"
	// RateUndefined: all flows are zero, and so is the NPV at every rate.
	RateUndefined RateStatus = "undefined"
	// RateUnresolved: at most one rate is certain, and there are intervals in
	// which there may be others.
	RateUnresolved RateStatus = "unresolved"
)

// RateStatuses returns all statuses: unique, multiple, none, undefined,
// unresolved.
func RateStatuses() []RateStatus {
	return []RateStatus{RateUnique, RateMultiple, RateNone, RateUndefined, RateUnresolved}
}

// MarshalText returns the status's text. It returns an *[salesops.InputError]
// if s is not one of [RateStatuses].
func (s RateStatus) MarshalText() ([]byte, error) {
	return strict.Text("RateStatus", s, RateStatuses())
}

// UnmarshalText sets s from its text. It returns an *[salesops.InputError] if
// the text is not one of [RateStatuses].
func (s *RateStatus) UnmarshalText(text []byte) error {
	return strict.Parse("RateStatus", s, text, RateStatuses())
}

// IRR is the set of internal rates of return of some flows: the rates above
// -100% at which their net present value is zero.
//
// Playbook: ROI-6.
type IRR struct {
	// Status is how many there are.
	Status RateStatus `json:"status"`
	// Rate is the only rate, a period or a year, as a fraction; undefined
	// unless Status is [RateUnique].
	Rate salesops.Maybe `json:"rate"`
	// Roots are all rates that are certain, in ascending order.
	Roots []Root `json:"roots"`
	// Unresolved are the intervals, of continuously compounded rates as in
	// [Root.ContinuousRate] and in ascending order, in which there may be rates
	// that are not among Roots. There are none anywhere else.
	Unresolved []salesops.Interval `json:"unresolved"`
	// SignChanges is how often the flows change sign in time order. The number
	// of rates, counted with multiplicity, is at most that, and differs from it
	// by an even number.
	SignChanges int `json:"sign_changes"`
}

// Root is one rate at which the net present value is zero.
//
// Playbook: ROI-6.
type Root struct {
	// Rate is the rate, a period or a year, as a fraction above -1: 1 + Rate is
	// good to some 1e-15 of it, and a rate that is closer to -1 than a float64
	// can be is the float64 next to -1. It is undefined when it is more than a
	// float64 can hold.
	Rate salesops.Maybe `json:"rate"`
	// ContinuousRate is ln(1 + Rate), the rate when it is compounded
	// continuously. It has a value whatever the rate is.
	ContinuousRate float64 `json:"continuous_rate"`
	// Multiplicity is how many rates coincide here: at 2, 4, ... the net present
	// value touches zero and does not change sign. At least 1.
	Multiplicity int `json:"multiplicity"`
	// Extreme tells that the rate is below [MinUsualRate] or above
	// [MaxUsualRate].
	Extreme bool `json:"extreme"`
}

// SolveIRR finds all internal rates of return of flows that are one period apart:
// every rate r > -1, a period, with
//
//	sum of flow t / (1 + r)^t = 0
//
// How many there are is exact: the flows are whole numbers of minor units, and
// the positive roots 1 + r of an integer polynomial are isolated by Descartes'
// rule with their multiplicity. One sign change is exactly one rate; with several
// there can be as many rates, or fewer by an even number, or none. Nothing is
// guessed and none is preferred: of several rates, none decides, and the NPV at
// the rate that is asked for does ([DiscountFromNow]).
//
// Leading and trailing zeros change nothing, nor does the scale of the flows or
// their sign. To make a monthly rate an annual one compound it:
// (1 + r)^12 - 1.
//
// Special cases are:
//
//	all flows zero                 undefined
//	all flows of one sign          none
//	a rate of exactly zero         0
//	roots too close to tell apart  unresolved, with their interval
//
// Rates are too close when the values of 1 + r, or of its reciprocal where that is
// less, agree to some 2^-200. Long flows can also be more work than is allowed,
// which is about a second of it: 600 random flows take a fiftieth of that, 1,200
// with sixteen digits each can take more than all.
//
// It returns an *[salesops.InputError] if:
//   - there are no flows or more than [MaxFlows];
//   - a flow is not within -[MaxAmount] to [MaxAmount], has more than 34 digits or an exponent outside -18 to 18.
//
// Playbook: ROI-6.
func SolveIRR(flows []decimal.Decimal) (IRR, error) {
	var faults fault.List
	checkFlows(&faults, flows)
	if faults.Any() {
		return IRR{}, faults.Err()
	}
	units := minorUnits(flows)
	found := newIRR(units)
	if found.SignChanges > 0 {
		found.isolate(units, 1, 1)
	}
	if len(found.Unresolved) > 0 {
		// What is too much work in whole numbers may be little in floats.
		steps := make([]int, len(units))
		for i := range steps {
			steps[i] = i
		}
		other := newIRR(units)
		other.solve(units, steps, 1)
		found = clearer(found, other)
	}
	return found.settled(), nil
}

// newIRR returns an IRR whose roots are still to be found.
func newIRR(units []*big.Int) IRR {
	found := IRR{
		Status: RateNone, Roots: []Root{}, Unresolved: []salesops.Interval{},
		SignChanges: roots.SignChanges(units),
	}
	if !slices.ContainsFunc(units, func(u *big.Int) bool { return u.Sign() != 0 }) {
		found.Status = RateUndefined
	}
	return found
}

// isolate adds the roots of flows that are one step apart. A rate is told for
// numerator / denominator steps.
func (found *IRR) isolate(units []*big.Int, numerator, denominator int) {
	// The future value is a polynomial in 1 + r; its last coefficient is the
	// first flow.
	coefficients := slices.Clone(units)
	slices.Reverse(coefficients)
	single, open := roots.Positive(coefficients)
	steps := float64(numerator) / float64(denominator)
	for _, x := range single {
		growth := x.Middle()
		root := Root{ContinuousRate: logarithm(growth) * steps, Multiplicity: x.Multiplicity}
		rate := math.Expm1(root.ContinuousRate)
		if numerator%denominator == 0 {
			rate = lessOne(raise(growth, numerator/denominator))
		}
		found.Roots = append(found.Roots, root.at(rate))
	}
	for _, b := range open {
		found.Unresolved = append(found.Unresolved, around(logarithm(b.Low)*steps, logarithm(b.High)*steps))
	}
}

// solve adds the roots of flows after so many steps of so many periods each,
// ascending.
func (found *IRR) solve(units []*big.Int, steps []int, periods float64) {
	var terms []roots.Term
	for i, u := range units {
		if u.Sign() != 0 {
			terms = append(terms, roots.Term{Coefficient: u, Exponent: steps[i]})
		}
	}
	single, open := roots.Exponential(terms)
	for _, x := range single {
		root := Root{ContinuousRate: (x.Low + (x.High-x.Low)/2) / periods, Multiplicity: x.Multiplicity}
		found.Roots = append(found.Roots, root.at(math.Expm1(root.ContinuousRate)))
	}
	for _, x := range open {
		found.Unresolved = append(found.Unresolved, around(x.Low/periods, x.High/periods))
	}
}

// around returns an interval that is wider by what rounding may have taken away.
func around(low, high float64) salesops.Interval {
	const lost = 0x1p-50
	return salesops.Interval{Low: low - lost*math.Abs(low), High: high + lost*math.Abs(high)}
}

// clearer returns the one of two solutions that leaves less unresolved.
func clearer(a, b IRR) IRR {
	if b.uncertain() < a.uncertain() {
		return b
	}
	return a
}

func (found *IRR) uncertain() float64 {
	width := 0.0
	for _, u := range found.Unresolved {
		width += u.Width()
	}
	return width
}

// at returns the root with its rate.
func (r Root) at(rate float64) Root {
	if math.IsInf(rate, 1) {
		r.Rate = salesops.Undefined("more than a float64 can hold")
	} else {
		r.Rate = salesops.Defined(max(rate, leastRate))
	}
	r.Extreme = isExtreme(r.Rate)
	return r
}

// leastRate is the float64 next to -1, which is -1 + 2^-53.
const leastRate = -1 + 0x1p-53

func isExtreme(rate salesops.Maybe) bool {
	r, defined := rate.Value()
	return !defined || r < MinUsualRate || r > MaxUsualRate
}

// lessOne returns x - 1.
func lessOne(x *big.Float) float64 {
	less, _ := new(big.Float).SetPrec(x.Prec()).Sub(x, big.NewFloat(1)).Float64()
	return less
}

// logarithm returns ln x for x > 0.
func logarithm(x *big.Float) float64 {
	const near = 0.5
	if less := lessOne(x); math.Abs(less) < near {
		return math.Log1p(less)
	}
	mantissa := new(big.Float)
	exponent := x.MantExp(mantissa)
	m, _ := mantissa.Float64()
	return math.Log(m) + float64(exponent)*math.Ln2
}

// settled returns the IRR with the status and the rate to which its roots lead.
func (found *IRR) settled() IRR {
	found.Status = found.status()
	found.Rate = found.rate()
	return *found
}

func (found *IRR) status() RateStatus {
	switch {
	case found.Status == RateUndefined:
		return RateUndefined
	case len(found.Roots) > 1:
		return RateMultiple
	case len(found.Unresolved) > 0:
		return RateUnresolved
	case len(found.Roots) == 1:
		return RateUnique
	default:
		return RateNone
	}
}

func (found *IRR) rate() salesops.Maybe {
	if found.Status == RateUnique {
		return found.Roots[0].Rate
	}
	return salesops.Undefined("there is not exactly one rate: " + string(found.Status))
}

// UnmarshalJSON reads an IRR strictly. It returns an *[salesops.InputError] for
// every key that is unknown or missing and every value out of its range, if the
// roots or the intervals are not in ascending order, if there are more roots than
// sign changes or, with no interval unresolved, their number has another parity,
// and if the status or the rate does not follow from them.
func (found *IRR) UnmarshalJSON(data []byte) error {
	type plain IRR
	return strict.Unmarshal(data, "IRR", (*plain)(found), func(p *plain, in fault.Scope) {
		(*IRR)(p).check(in)
	})
}

func (found *IRR) check(in fault.Scope) {
	in.Int("SignChanges", found.SignChanges, 0, MaxFlows-1, "changes")
	if found.Roots == nil {
		in.Missing("Roots", "a list of rates, which may be empty")
	}
	if found.Unresolved == nil {
		in.Missing("Unresolved", "a list of intervals, which may be empty")
	}
	total := 0
	for i, r := range found.Roots {
		at := in.At("Roots", i)
		if !r.check(at) {
			return
		}
		if i > 0 && r.ContinuousRate < found.Roots[i-1].ContinuousRate {
			at.Conflict("ContinuousRate", "", "at least that of the root before")
		}
		total += r.Multiplicity
	}
	for i, u := range found.Unresolved {
		at := in.At("Unresolved", i)
		if !at.Float("Low", u.Low, -maxContinuousRate, maxContinuousRate, "a period") ||
			!at.Float("High", u.High, u.Low, maxContinuousRate, "a period") {
			return
		}
		if i > 0 && u.Low < found.Unresolved[i-1].Low {
			at.Conflict("Low", "", "at least that of the interval before")
		}
	}
	found.checkCount(total, in)
	if want := found.status(); found.Status != want {
		in.Conflict("Status", string(found.Status), string(want)+", to which the roots lead")
	}
	if got, want := found.Rate, found.rate(); got.String() != want.String() && (got.Reason() == "" || want.Reason() == "") {
		in.Conflict("Rate", got.String(), "the rate of the only root; null if there is none or several")
	}
}

func (found *IRR) checkCount(total int, in fault.Scope) {
	open := len(found.Unresolved) > 0
	if total > found.SignChanges || (!open && found.SignChanges%2 != total%2) || (open && found.SignChanges == 0) {
		in.Conflict("SignChanges", "", "the number of roots, or an even number more")
	}
	if found.Status == RateUndefined && found.SignChanges > 0 {
		in.Conflict("Status", string(found.Status), "undefined only without a sign change")
	}
}

// maxContinuousRate bounds ln(1 + r): the largest flow is less than 1e60 times
// the smallest, and 365 days make a year.
const maxContinuousRate = 365 * 140

// check reports whether r is a root; the tolerance leaves room for rates that
// were rounded to six digits.
func (r Root) check(in fault.Scope) bool {
	good := in.Float("ContinuousRate", r.ContinuousRate, -maxContinuousRate, maxContinuousRate, "a period")
	good = in.Int("Multiplicity", r.Multiplicity, 1, MaxFlows-1, "roots") && good
	if !good {
		return false
	}
	want := Root{ContinuousRate: r.ContinuousRate}.at(math.Expm1(r.ContinuousRate))
	got, defined := r.Rate.Value()
	expected, finite := want.Rate.Value()
	const tolerance = 1e-6
	if defined != finite || math.Abs(got-expected) > tolerance*(1+expected) || defined && got < leastRate {
		in.Conflict("Rate", r.Rate.String(), "a rate above -1 whose logarithm is the continuous rate")
		return false
	}
	if r.Extreme != isExtreme(r.Rate) {
		in.Conflict("Extreme", "", "whether the rate is extreme")
	}
	return true
}
