package survival

import (
	"math"
	"math/big"

	"github.com/salesops-go/salesops/internal/exact"
)

// Curve is the chance to last longer than a time, whatever the cause of the
// end. The zero Curve is that of no ends: everything lasts.
type Curve struct {
	rows []Row
	// survival and greenwood belong to the rows: the chance to last longer
	// than the row's time, and Σ d/(n(n-d)) up to it.
	survival, greenwood []float64
}

// KaplanMeier returns the curve of a table, which is kept and must not change.
func KaplanMeier(rows []Row) Curve {
	c := Curve{rows: rows, survival: make([]float64, len(rows)), greenwood: make([]float64, len(rows))}
	s, g := 1.0, 0.0
	for i := range rows {
		n, left := float64(rows[i].AtRisk), float64(rows[i].AtRisk-rows[i].ends())
		s = s * left / n
		g += float64(rows[i].ends()) / (n * left) // infinite when none is left, and then S is 0
		c.survival[i], c.greenwood[i] = s, g
	}
	return c
}

// place returns how many rows have a time of at most t.
func place(rows []Row, t int) int {
	low, high := 0, len(rows)
	for low < high {
		if middle := (low + high) / 2; rows[middle].Time <= t {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}

// At returns the chance to last longer than t.
func (c *Curve) At(t int) float64 {
	if i := place(c.rows, t); i > 0 {
		return c.survival[i-1]
	}
	return 1
}

// Interval returns a confidence interval of the chance to last longer than t,
// where z is the normal quantile of its level:
//
//	S^exp(±w),  w = z · sqrt(Σ d/(n(n-d))) / -ln S
//
// Before the first end it is 1 to 1, and once nothing is left 0 to 0: the data
// say nothing about the spread there.
func (c *Curve) Interval(t int, z float64) (low, high float64) {
	i := place(c.rows, t) - 1
	if i < 0 {
		return 1, 1
	}
	s := c.survival[i]
	if s == 0 {
		return 0, 0
	}
	logarithm := math.Log(s)
	w := z * math.Sqrt(c.greenwood[i]) / -logarithm
	return math.Exp(logarithm * math.Exp(w)), math.Exp(logarithm * math.Exp(-w))
}

// Quantile returns the least time by which a share of the cases has ended, for
// a share above 0 and at most 1. It reports false when the curve does not come
// down that far: too many cases have not ended.
//
//	min{ t : S(t) <= 1 - share }
//
// The share means its shortest decimal, and the comparison is exact.
func (c *Curve) Quantile(share float64) (t int, reached bool) {
	const near = 1e-9 // far above the error of a chance, far below what tells two apart
	left := exact.Decimal(1).Sub(exact.Decimal(share))
	limit := left.InexactFloat64()
	for i := range c.rows {
		if d := c.survival[i] - limit; d < -near || d <= near && c.atMost(i, left.Rat()) {
			return c.rows[i].Time, true
		}
	}
	return 0, false
}

// atMost reports whether the chance to last beyond row i is at most limit.
func (c *Curve) atMost(i int, limit *big.Rat) bool {
	left, right := new(big.Int).Set(limit.Denom()), new(big.Int).Set(limit.Num())
	for _, r := range c.rows[:i+1] {
		left.Mul(left, big.NewInt(int64(r.AtRisk-r.ends())))
		right.Mul(right, big.NewInt(int64(r.AtRisk)))
	}
	return left.Cmp(right) <= 0
}

// RestrictedMean returns the mean time, counted up to a time at most: the area
// under the curve from 0 to until.
func (c *Curve) RestrictedMean(until int) float64 {
	area, from, s := 0.0, 0, 1.0
	for i := range c.rows {
		if c.rows[i].Time >= until {
			break
		}
		area += float64(s * float64(c.rows[i].Time-from))
		from, s = c.rows[i].Time, c.survival[i]
	}
	return area + float64(s*float64(until-from))
}
