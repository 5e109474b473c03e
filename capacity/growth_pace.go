package capacity

import (
	"cmp"
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/strict"
)

// PaceLimit is what sets the fastest constant growth.
type PaceLimit string

// The limits of a pace in the order in which they are looked at.
const (
	// BreaksUngrown: a stage turns red although orders stay as they are.
	BreaksUngrown PaceLimit = "breaks-ungrown"
	// MonthFills: a stage turns red in a month that hiring cannot help.
	MonthFills PaceLimit = "month-fills"
	// HiringKeepsUp: hiring reaches every month in which orders could break a
	// stage.
	HiringKeepsUp PaceLimit = "hiring-keeps-up"
)

// PaceLimits returns all limits in the order in which they are looked at.
func PaceLimits() []PaceLimit { return []PaceLimit{BreaksUngrown, MonthFills, HiringKeepsUp} }

// MarshalText returns the limit's text. It returns an *[salesops.InputError] if
// l is not one of [PaceLimits].
func (l PaceLimit) MarshalText() ([]byte, error) { return strict.Text("PaceLimit", l, PaceLimits()) }

// UnmarshalText sets l from its text. It returns an *[salesops.InputError] if
// the text is not one of [PaceLimits].
func (l *PaceLimit) UnmarshalText(text []byte) error {
	return strict.Parse("PaceLimit", l, text, PaceLimits())
}

// Pace is the fastest constant growth with which no month of the path's length
// is red, when as many are hired as it takes, from now on.
//
//	level of month m = (1 + growth)^m
//
// A month that somebody hired now can reach, with any share of a full day's
// work, is held back by the stage's measured maximum alone; any other one by
// the people who are there and who join already.
type Pace struct {
	// MonthlyGrowth is the largest float64 of 0 and above with which no month
	// is red, compared exactly. Undefined when a stage breaks without growth, and
	// when hiring keeps up.
	MonthlyGrowth salesops.Maybe `json:"monthly_growth"`
	// Limit is what sets it.
	Limit PaceLimit `json:"limit"`
	// Stage is the stage that turns red first when growth is any faster, of a
	// team the first in the audit; empty when hiring keeps up.
	Stage string `json:"stage,omitzero"`
	// Month is the month in which it does, from 1; zero when hiring keeps up.
	Month int `json:"month,omitzero"`
}

// ceiling is a month of a stage that hiring cannot help: it is not red while
// level × demand is below the bound.
type ceiling struct {
	stage         string
	month         int
	demand, bound decimal.Decimal
	// growth is about what the ceiling allows.
	growth float64
}

// breaks reports whether a constant growth makes the month red.
func (c *ceiling) breaks(growth float64) bool {
	factor, level := decimal.New(1, 0).Add(exact.Decimal(growth)), decimal.New(1, 0)
	for power := c.month; power > 0; power /= 2 {
		if power%2 == 1 {
			level = level.Mul(factor)
		}
		factor = factor.Mul(factor)
	}
	return level.Mul(c.demand).GreaterThanOrEqual(c.bound)
}

// tighter orders ceilings of a month by the growth that they allow.
func (c *ceiling) tighter(other *ceiling) bool {
	return exact.CompareDecimalProducts(c.bound, other.demand, other.bound, c.demand) < 0
}

// findPace returns the fastest constant growth.
func findPace(crews []crew, months int, policy *Policy) Pace {
	var list []ceiling
	for m := range months {
		tightest, some := tightestIn(crews, m, policy)
		if !some {
			continue
		}
		if tightest.breaks(0) {
			return Pace{
				MonthlyGrowth: salesops.Undefined("a stage breaks without growth"), Limit: BreaksUngrown,
				Stage: tightest.stage, Month: tightest.month,
			}
		}
		tightest.growth = math.Expm1(math.Log(exact.Quotient(tightest.bound, tightest.demand)) / float64(tightest.month))
		list = append(list, tightest)
	}
	if len(list) == 0 {
		return Pace{MonthlyGrowth: salesops.Undefined("hiring keeps up with any growth"), Limit: HiringKeepsUp}
	}
	growth, first := fastest(list)
	return Pace{MonthlyGrowth: salesops.Defined(growth), Limit: MonthFills, Stage: first.stage, Month: first.month}
}

// tightestIn returns the ceiling of a month that allows the least growth; the
// first of equal ones.
func tightestIn(crews []crew, month int, policy *Policy) (tightest ceiling, some bool) {
	for i := range crews {
		l, fixed := crews[i].reach(month)
		if !fixed {
			continue
		}
		next := ceiling{
			stage: crews[i].stages[0].Name, month: month + 1,
			demand: l.arrivals(one(), l.days), bound: l.room(policy.RedAt),
		}
		if next.demand.IsZero() {
			if next.bound.Sign() > 0 {
				continue // what does not depend on orders and is not red never is
			}
			next.demand, next.bound = one(), decimal.New(0, 0)
		}
		if !some || next.tighter(&tightest) {
			tightest, some = next, true
		}
	}
	return tightest, some
}

// reach returns the crew's load in a month with as many people as can be
// there. It reports false when their number is not limited.
func (c *crew) reach(month int) (load, bool) {
	if c.hiring == nil || month < c.hiring.LeadMonths || c.productive[month-c.hiring.LeadMonths] == 0 {
		unhired := *c
		unhired.joins = slices.Clone(c.joins)
		for m, n := range c.hires {
			unhired.joins[m] -= n
		}
		return unhired.at(month, 0), true
	}
	if c.full == nil {
		return load{}, false
	}
	return c.full.after(c.daysBefore(month)), true
}

// fastest returns the largest growth with which no month breaks, and the first
// ceiling that the next larger one meets. Without growth none breaks.
func fastest(list []ceiling) (growth float64, first *ceiling) {
	least := slices.MinFunc(list, func(a, b ceiling) int { return cmp.Compare(a.growth, b.growth) }).growth
	// The estimates are good to a few units in the 15th digit.
	margin := 1e-12 * (1 + least)
	list = slices.DeleteFunc(list, func(c ceiling) bool { return c.growth > least+2*margin })
	breaks := func(growth float64) *ceiling {
		for i := range list {
			if list[i].breaks(growth) {
				return &list[i]
			}
		}
		return nil
	}
	low, high := max(0, least-margin), least+margin
	if breaks(low) != nil {
		low = 0
	}
	for breaks(high) == nil {
		high *= 2
	}
	from, to := math.Float64bits(low), math.Float64bits(high)
	for to-from > 1 {
		if middle := from + (to-from)/2; breaks(math.Float64frombits(middle)) == nil {
			from = middle
		} else {
			to = middle
		}
	}
	return math.Float64frombits(from), breaks(math.Float64frombits(to))
}
