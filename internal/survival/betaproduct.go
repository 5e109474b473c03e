package survival

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"
)

// Bounds are confidence bounds of the chance to last longer than a time, for few
// cases as for many. Build them with [BetaProduct].
type Bounds struct {
	rows []Row
	// times are those of all cases, sorted.
	times []int
	// mean and spread belong to the rows: ln E W and ln (E W² ÷ (E W)²) of the
	// product W up to the row.
	mean, spread []float64
}

// BetaProduct returns the bounds of the beta product confidence procedure. With
// ni cases at risk and di ends at ti, and n beyond t at risk after t, they are
// quantiles of
//
//	high  W(t) = Π over times ti <= t of Beta(ni - di + 1, di)
//	low   W(t) · Beta(n beyond t, 1)
//
// with independent factors, and the product taken as the Beta variable that has
// its mean and its variance. Without censoring up to t the products are Beta
// variables themselves, and the bounds are those of Clopper and Pearson for the
// share of cases that last: exact, with at least the level. Otherwise they are
// wide enough wherever that has been tried, which Greenwood's are not (Fay,
// Brittain and Proschan 2013, as Fay and Brittain restate it for ties in the
// vignette of the R package bpcp, W- and W+ in section 2.1).
func BetaProduct(cases []Case) Bounds {
	b := Bounds{rows: Table(cases)}
	for _, c := range cases {
		b.times = append(b.times, c.Time)
	}
	slices.Sort(b.times)
	mean, spread := 0.0, 0.0
	for i := range b.rows {
		more, wider := moments(b.rows[i].AtRisk-b.rows[i].ends()+1, b.rows[i].ends())
		mean, spread = mean+more, spread+wider
		b.mean, b.spread = append(b.mean, mean), append(b.spread, spread)
	}
	return b
}

// moments returns ln E B and ln (E B² ÷ (E B)²) of a Beta(a, b) variable B. As
// sums of logarithms close to 0 they keep the digits that the variance of a
// product needs.
func moments(a, b int) (mean, spread float64) {
	x, y := float64(a), float64(b)
	return math.Log1p(-y / (x + y)), math.Log1p(y / (x * (x + y + 1)))
}

// shape returns the parameters of the Beta variable with such moments.
func shape(mean, spread float64) (a, b float64) {
	m, rest := math.Exp(mean), -math.Expm1(mean)
	total := rest/(m*math.Expm1(spread)) - 1
	return m * total, rest * total
}

// above returns the Beta variable of the bound from above, and false where it is
// certain to be 1: before the first end.
func (b *Bounds) above(t int) (x, y float64, ok bool) {
	i := place(b.rows, t) - 1
	if i < 0 {
		return 0, 0, false
	}
	x, y = shape(b.mean[i], b.spread[i])
	return x, y, true
}

// below returns the Beta variable of the bound from below, and false where it is
// certain to be 0: once no case is at risk any more.
func (b *Bounds) below(t int) (x, y float64, ok bool) {
	// The cases with a time of at most t; a time that is not there has its place.
	gone, _ := slices.BinarySearch(b.times, t+1)
	if gone == len(b.times) {
		return 0, 0, false
	}
	mean, spread := moments(len(b.times)-gone, 1)
	if i := place(b.rows, t) - 1; i >= 0 {
		mean, spread = mean+b.mean[i], spread+b.spread[i]
	}
	x, y = shape(mean, spread)
	return x, y, true
}

// Interval returns the bounds of the chance to last longer than t, each of which
// fails with a chance of tail at most: (1 - level)/2 for a two-sided interval.
func (b *Bounds) Interval(t int, tail float64) (low, high float64) {
	high = 1
	if x, y, ok := b.above(t); ok {
		// The chance to end, which a double holds closer to 0 than that to last.
		high = 1 - mathext.InvRegIncBeta(y, x, tail)
	}
	if x, y, ok := b.below(t); ok {
		low = mathext.InvRegIncBeta(x, y, tail)
	}
	return low, high
}

// FirstBelow returns the least time from 0 on at which the bound from below is at
// most limit, which is above 0. It reports false only when there are no cases.
func (b *Bounds) FirstBelow(limit, tail float64) (t int, ok bool) {
	if len(b.times) == 0 {
		return 0, false
	}
	// The bound moves only where cases leave.
	for t, i := 0, 0; ; t = b.times[i] {
		x, y, open := b.below(t)
		if !open || mathext.RegIncBeta(x, y, limit) >= tail {
			return t, true
		}
		i, _ = slices.BinarySearch(b.times, t+1)
	}
}

// FirstAbove returns the least time at which the bound from above is at most
// limit. It reports false when too few cases have ended for that.
func (b *Bounds) FirstAbove(limit, tail float64) (t int, ok bool) {
	for i := range b.rows {
		if x, y := shape(b.mean[i], b.spread[i]); mathext.RegIncBeta(y, x, 1-limit) <= tail {
			return b.rows[i].Time, true
		}
	}
	return 0, false
}
