package forecast

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/twopoint"
)

// mixture is the distribution of an amount of money in whole units: the sum of
// the deals of one of the branches plus one of its shifts.
type mixture struct {
	places   int32 // money × 10^places is in units
	branches []branch
}

// branch is a scenario.
type branch struct {
	chance float64
	parts  []twopoint.Part
	sum    twopoint.Sum
	shifts []int64
	// loose is how many units of amounts that are not whole may come on top.
	loose int64
}

// mostUnits is what all amounts together stay below, so that sums fit.
const mostUnits = 1 << 60

// newMixture returns the mixture for a revenue, with bounds no further apart
// than its policy says, unless the cells do not suffice. chance gives the odds
// of a deal.
func newMixture(r *Revenue, cells int64, chance func(d *DealChance) float64) mixture {
	m := mixture{places: r.places()}
	weights := make([]int64, len(r.Deals))
	loose := int64(0)
	for i := range r.Deals {
		whole, rest := m.units(r.Deals[i].Amount)
		weights[i], loose = whole, loose+rest
	}
	kinds := r.kinds()
	for _, s := range kinds {
		b := branch{chance: s.Chance, parts: make([]twopoint.Part, len(r.Deals))}
		for i := range r.Deals {
			b.parts[i] = twopoint.Part{Weight: weights[i], Chance: s.apply(chance(&r.Deals[i]))}
		}
		for _, created := range r.createdIn(&s) {
			whole, rest := m.units(r.Booked.Add(created))
			b.shifts, b.loose = append(b.shifts, whole), max(b.loose, loose+rest)
		}
		b.sum = twopoint.Within(b.parts, r.Policy.Precision, cells/int64(len(kinds)))
		b.sum.Blur(b.loose)
		m.branches = append(m.branches, b)
	}
	return m
}

// units returns the whole units of money, and 1 if that is not all.
func (m *mixture) units(money decimal.Decimal) (whole, rest int64) {
	units := money.Shift(m.places)
	floor := units.Floor()
	if !units.Equal(floor) {
		rest = 1
	}
	return floor.BigInt().Int64(), rest
}

// kinds returns the scenarios, or the one that changes nothing.
func (r *Revenue) kinds() []Scenario {
	if len(r.Scenarios) == 0 {
		return []Scenario{{Chance: 1, OddsRatio: 1, CreatedFactor: 1}}
	}
	return r.Scenarios
}

// createdIn returns what may come from deals that do not exist yet.
func (r *Revenue) createdIn(s *Scenario) []decimal.Decimal {
	if len(r.Created) == 0 {
		return []decimal.Decimal{decimal.New(0, 0)}
	}
	factor := exact.Decimal(s.CreatedFactor)
	amounts := make([]decimal.Decimal, len(r.Created))
	for i, d := range r.Created {
		amounts[i] = d.Mul(factor)
	}
	return amounts
}

// places returns how many places amounts have, or as many as leave room for
// their sum.
func (r *Revenue) places() int32 {
	all, places := r.Booked, max(0, -r.Booked.Exponent())
	for i := range r.Deals {
		all = all.Add(r.Deals[i].Amount)
		places = max(places, -r.Deals[i].Amount.Exponent())
	}
	most := decimal.New(0, 0)
	for _, s := range r.kinds() {
		for _, d := range r.createdIn(&s) {
			most = decimal.Max(most, d)
			places = max(places, -d.Exponent())
		}
	}
	for limit := decimal.New(mostUnits, 0); all.Add(most).Shift(places).Cmp(limit) >= 0; {
		places--
	}
	return places
}

// certificate says how precise the mixture is.
func (m *mixture) certificate(precision float64) Certificate {
	c := Certificate{Exact: true, Grid: decimal.New(0, 0)}
	for i := range m.branches {
		b := &m.branches[i]
		c.Exact = c.Exact && b.sum.Exact()
		c.Width = max(c.Width, b.sum.Width())
		if step := b.sum.Step(); step > 1 || b.loose > 0 {
			c.Grid = decimal.Max(c.Grid, m.money(step))
		}
	}
	c.Width = min(1, c.Width+3*m.slack())
	c.Reached = c.Width <= precision
	return c
}

// slack is what mixing may lose in float64.
func (m *mixture) slack() float64 {
	const unit = 0x1p-53
	n := 8
	for i := range m.branches {
		n += len(m.branches[i].shifts) + 2
	}
	return float64(n) * unit
}

// atMost returns bounds on the probability of at most x units.
func (m *mixture) atMost(x int64) (low, high float64) {
	certain, possible := x >= 0, false
	for i := range m.branches {
		b := &m.branches[i]
		var l, h float64
		for _, shift := range b.shifts {
			less, more := b.sum.AtMost(x - shift)
			l, h = l+less, h+more
			certain, possible = certain && less == 1, possible || more > 0
		}
		each := b.chance / float64(len(b.shifts))
		low, high = low+float64(l*each), high+float64(h*each)
	}
	switch {
	case certain:
		return 1, 1
	case !possible:
		return 0, 0
	}
	return max(0, low-m.slack()), min(1, high+m.slack())
}

// quantile returns bounds on the least number of units that is not exceeded
// with a probability.
func (m *mixture) quantile(level float64) (low, high int64) {
	if one := &m.branches[0]; len(m.branches) == 1 && len(one.shifts) == 1 {
		low, high = one.sum.Quantile(level)
		return low + one.shifts[0], high + one.shifts[0]
	}
	low = m.search(func(x int64) bool {
		_, p := m.atMost(x)
		return p >= level
	})
	high = m.search(func(x int64) bool {
		p, _ := m.atMost(x)
		return p >= level
	})
	return low, high
}

// search returns the least number of units for which reached is true, as it is
// beyond every amount.
func (m *mixture) search(reached func(x int64) bool) int64 {
	low, high := int64(0), int64(mostUnits)
	for low < high {
		if middle := low + (high-low)/2; reached(middle) {
			high = middle
		} else {
			low = middle + 1
		}
	}
	return low
}

// money returns whole units as money.
func (m *mixture) money(units int64) decimal.Decimal { return decimal.New(units, -m.places) }

// ceiling returns the least number of whole units that is at least money, or
// one beyond every amount. Money of any size and exponent is no work.
func (m *mixture) ceiling(money decimal.Decimal) int64 {
	const far = 40
	magnitude := int64(money.Exponent()) + int64(money.NumDigits())
	switch {
	case money.Sign() <= 0:
		return 0
	case magnitude > far:
		return mostUnits
	case magnitude < -far:
		return 1
	}
	units := money.Shift(m.places).Ceil()
	if units.Cmp(decimal.New(mostUnits, 0)) >= 0 {
		return mostUnits
	}
	return units.BigInt().Int64()
}

// moments returns the mean and the variance of a revenue.
//
//	mean     = Σ chance(s) · m(s)
//	variance = Σ chance(s) · (v(s) + m(s)²) - mean²
//
// where m(s) and v(s) are those of the scenario: Σ a·p and Σ a²·p·(1-p) of the
// deals, and the average and the variance of what was created.
func (r *Revenue) moments() (mean, variance float64) {
	first, second := new(big.Rat), new(big.Rat)
	for _, s := range r.kinds() {
		m, v := r.momentsIn(&s)
		chance := exact.Decimal(s.Chance).Rat()
		first.Add(first, new(big.Rat).Mul(chance, m))
		v.Add(v, new(big.Rat).Mul(m, m))
		second.Add(second, v.Mul(v, chance))
	}
	mean, _ = first.Float64()
	variance, _ = second.Sub(second, first.Mul(first, first)).Float64()
	return mean, variance
}

func (r *Revenue) momentsIn(s *Scenario) (mean, variance *big.Rat) {
	sum, squares := r.Booked, decimal.New(0, 0)
	for i := range r.Deals {
		d := &r.Deals[i]
		p := exact.Decimal(s.apply(d.Chance))
		one := d.Amount.Mul(p)
		sum = sum.Add(one)
		squares = squares.Add(one.Mul(d.Amount).Mul(decimal.New(1, 0).Sub(p)))
	}
	created := r.createdIn(s)
	all, allSquares := decimal.New(0, 0), decimal.New(0, 0)
	for _, c := range created {
		all, allSquares = all.Add(c), allSquares.Add(c.Mul(c))
	}
	n := big.NewRat(int64(len(created)), 1)
	average := new(big.Rat).Quo(all.Rat(), n)
	spread := new(big.Rat).Quo(allSquares.Rat(), n)
	spread.Sub(spread, new(big.Rat).Mul(average, average))
	return average.Add(average, sum.Rat()), spread.Add(spread, squares.Rat())
}
