package roi

import (
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/exact"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// Triangle is a number that is not known: at least Low, at most High, and most
// likely Mode, its density rising and falling in straight lines. All three equal
// is a number that is known.
type Triangle struct {
	// Low is the lowest value, [MinInput] or more.
	Low float64 `json:"low"`
	// Mode is the most likely value.
	Mode float64 `json:"mode"`
	// High is the highest value.
	High float64 `json:"high"`
}

func (t Triangle) check(in fault.Scope, high float64, unit string) {
	atLeastMin(in, "Low", t.Low, high, unit)
	atLeastMin(in, "Mode", t.Mode, high, unit)
	atLeastMin(in, "High", t.High, high, unit)
	if t.Mode < t.Low || t.Mode > t.High {
		in.Conflict("Mode", exact.Decimal(t.Mode).String(), "Low to High")
	}
}

// MoneyTriangle is a [Triangle] of money.
type MoneyTriangle struct {
	// Low is the lowest amount, [MinInput] or more.
	Low decimal.Decimal `json:"low"`
	// Mode is the most likely amount.
	Mode decimal.Decimal `json:"mode"`
	// High is the highest amount, at most [MaxAmount].
	High decimal.Decimal `json:"high"`
}

func (t MoneyTriangle) check(in fault.Scope, unit string) {
	good := true
	for i, d := range []decimal.Decimal{t.Low, t.Mode, t.High} {
		field := []string{"Low", "Mode", "High"}[i]
		switch {
		case d.IsZero():
			in.Missing(field, "1e-09 to 1e15 "+unit)
			good = false
		case !in.Decimal(field, d, 0, MaxAmount, unit):
			good = false
		case d.LessThan(decimal.New(1, -9)):
			in.OutOfRange(field, d.String(), "1e-09 to 1e15 "+unit)
			good = false
		}
	}
	if good && (t.Mode.LessThan(t.Low) || t.Mode.GreaterThan(t.High)) {
		in.Conflict("Mode", t.Mode.String(), "Low to High")
	}
}

func (t MoneyTriangle) floats() Triangle {
	return Triangle{t.Low.InexactFloat64(), t.Mode.InexactFloat64(), t.High.InexactFloat64()}
}

// AutomationRanges is an [Automation] whose figures are not known, each
// independent of the others. It has no running cost: the playbook's formula has
// none.
//
// As JSON it is read strictly.
//
// Playbook: ROI-6.
type AutomationRanges struct {
	// HoursPerTask is in hours, up to [MaxHoursPerTask].
	HoursPerTask Triangle `json:"hours_per_task"`
	// TasksPerMonth is up to [MaxTasksPerMonth].
	TasksPerMonth Triangle `json:"tasks_per_month"`
	// GrowthFactor is a factor, 1.4 for 40% more, up to [MaxGrowthFactor].
	GrowthFactor Triangle `json:"growth_factor"`
	// LaborCostPerHour is fully loaded.
	LaborCostPerHour MoneyTriangle `json:"labor_cost_per_hour"`
	// Cost is what the automation costs once.
	Cost MoneyTriangle `json:"cost"`
}

// UnmarshalJSON reads ranges strictly. It returns an *[salesops.InputError] for
// every key that is unknown, missing or given twice, and for every value that
// [EstimateChance] refuses.
func (r *AutomationRanges) UnmarshalJSON(data []byte) error {
	type plain AutomationRanges
	return strict.Unmarshal(data, "AutomationRanges", (*plain)(r), func(p *plain, in fault.Scope) {
		(*AutomationRanges)(p).check(in)
	})
}

func (r *AutomationRanges) check(in fault.Scope) {
	r.HoursPerTask.check(in.In("HoursPerTask"), MaxHoursPerTask, "hours")
	r.TasksPerMonth.check(in.In("TasksPerMonth"), MaxTasksPerMonth, "tasks a month")
	r.GrowthFactor.check(in.In("GrowthFactor"), MaxGrowthFactor, "as a factor")
	r.LaborCostPerHour.check(in.In("LaborCostPerHour"), "of money an hour")
	r.Cost.check(in.In("Cost"), "of money")
}

// Chance is how likely an automation pays back in time.
//
// Playbook: ROI-6.
type Chance struct {
	// InTime holds the probability that the payback is under the policy's
	// months. The exact value lies between its ends.
	InTime salesops.Interval `json:"in_time"`
	// Cells is into how many cells the range of outcomes was divided; 0 when
	// the ends of the ranges decide alone.
	Cells int `json:"cells"`
}

// UnmarshalJSON reads a chance strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing and every value out of its range.
func (c *Chance) UnmarshalJSON(data []byte) error {
	type plain Chance
	return strict.Unmarshal(data, "Chance", (*plain)(c), func(p *plain, in fault.Scope) {
		in.Float("InTime", p.InTime.Low, 0, 1, "as a probability")
		in.Float("InTime", p.InTime.High, 0, 1, "as a probability")
		in.Int("Cells", p.Cells, 0, 2*MaxCells, "cells")
		if p.Cells == 0 && p.InTime.Low != p.InTime.High {
			in.Conflict("Cells", "0", "cells, when the probability is not certain")
		}
	})
}

// EstimateChance computes how likely an automation pays back in time, by the
// playbook's formula with each figure in a triangular range:
//
//	P( cost < max months × hours per task × tasks a month × growth factor × labor cost an hour )
//
// The result is an interval that contains the exact probability. It is found
// without chance: the distribution of each logarithm is put on a grid, once with
// every value rounded down to the grid and once up, and the distributions are
// convolved; what rounding floats can add up to widens the interval. The more
// cells the policy allows the narrower it is: some thousandths with the default.
// It is exactly 1 or 0 when even the worst, or not even the best, ends of the
// ranges pay back in time.
//
// It returns an *[salesops.InputError] if:
//   - a value is not within [MinInput] to the limit of its field in [Automation];
//   - a Mode is not within its Low to High;
//   - an amount has more than 34 digits or an exponent outside -18 to 18;
//   - PaybackPolicy or ChancePolicy is out of its range.
//
// Playbook: ROI-6.
func EstimateChance(ranges AutomationRanges, policy Policy) (Chance, error) {
	var faults fault.List
	ranges.check(faults.In("AutomationRanges"))
	policy.PaybackPolicy.check(faults.In("PaybackPolicy"))
	policy.ChancePolicy.check(faults.In("ChancePolicy"))
	if faults.Any() {
		return Chance{}, faults.Err()
	}
	r := ranges
	if r.inTime(policy.MaxMonths, Triangle.lowest, r.LaborCostPerHour.Low, r.Cost.High) {
		return Chance{InTime: salesops.Interval{Low: 1, High: 1}}, nil
	}
	if !r.inTime(policy.MaxMonths, Triangle.highest, r.LaborCostPerHour.High, r.Cost.Low) {
		return Chance{}, nil
	}
	return positive([]Triangle{r.HoursPerTask, r.TasksPerMonth, r.GrowthFactor, r.LaborCostPerHour.floats()},
		r.Cost.floats(), policy.MaxMonths, policy.MaxCells), nil
}

func (t Triangle) lowest() float64  { return t.Low }
func (t Triangle) highest() float64 { return t.High }

// inTime compares exactly, with certain values from the ranges.
func (r *AutomationRanges) inTime(months float64, end func(Triangle) float64, labor, cost decimal.Decimal) bool {
	hours := exact.SumDecimal(exact.Of(end(r.HoursPerTask), end(r.TasksPerMonth), end(r.GrowthFactor), months))
	return cost.LessThan(hours.Mul(labor))
}

const (
	// finestCell is the narrowest cell of a grid of logarithms.
	finestCell = 1e-7
	// logError is more than the roundings in the logarithms of a whole sum.
	logError = 1e-12
	// unit is the rounding of a float64.
	unit = 0x1p-53
)

// positive bounds the probability that scale × the product of the factors is
// above the divisor.
func positive(factors []Triangle, divisor Triangle, scale float64, maxCells int) Chance {
	width := divisor.width()
	for _, f := range factors {
		width += f.width()
	}
	cell := max(width/float64(maxCells), finestCell)
	certain := math.Log(scale)
	var rounding float64
	sum := lattice{weights: []float64{1}}
	uncertain := 0
	for i, t := range append(slices.Clip(factors), divisor) {
		divides := i == len(factors)
		if t.Low == t.High {
			certain += signed(math.Log(t.Low), divides)
			continue
		}
		part := t.lattice(cell)
		if divides {
			part = part.negative()
		}
		sum = sum.plus(part)
		uncertain++
		// A distribution function moves by at most 8/(High-Low) times what its
		// argument and its three corners move by together.
		rounding += 32 * unit * (t.High/(t.High-t.Low) + 1)
	}
	rounding += 64 * unit * float64(len(sum.weights))
	low := sum.above((logError - certain) / cell)
	high := sum.above((-logError-certain)/cell - float64(uncertain))
	return Chance{
		InTime: salesops.Interval{Low: max(0, low-rounding), High: min(1, high+rounding)},
		Cells:  len(sum.weights),
	}
}

func signed(x float64, negative bool) float64 {
	if negative {
		return -x
	}
	return x
}

func (t Triangle) width() float64 { return math.Log(t.High) - math.Log(t.Low) }

// below is the distribution function at x.
func (t Triangle) below(x float64) float64 {
	switch {
	case x <= t.Low:
		return 0
	case x >= t.High:
		return 1
	case x <= t.Mode:
		return (x - t.Low) / (t.High - t.Low) * ((x - t.Low) / (t.Mode - t.Low))
	default:
		return 1 - (t.High-x)/(t.High-t.Low)*((t.High-x)/(t.High-t.Mode))
	}
}

// lattice is a distribution of numbers of cells: weights[i] is the probability
// of first + i to first + i + 1.
type lattice struct {
	first   int
	weights []float64
}

// lattice is the distribution of the logarithm, in cells.
func (t Triangle) lattice(cell float64) lattice {
	// One cell more at both ends, so that rounding leaves nothing outside.
	first := int(math.Floor(math.Log(t.Low)/cell)) - 1
	last := int(math.Floor(math.Log(t.High)/cell)) + 1
	l := lattice{first: first, weights: make([]float64, last-first+1)}
	before := 0.0
	for i := range l.weights {
		after := t.below(math.Exp(float64(first+i+1) * cell))
		l.weights[i] = max(0, after-before)
		before = after
	}
	return l
}

func (l lattice) negative() lattice {
	turned := lattice{first: -l.first - len(l.weights), weights: make([]float64, len(l.weights))}
	for i, w := range l.weights {
		turned.weights[len(l.weights)-1-i] = w
	}
	return turned
}

// plus is the distribution of the sum of two independent numbers of whole
// cells.
func (l lattice) plus(other lattice) lattice {
	sum := lattice{first: l.first + other.first, weights: make([]float64, len(l.weights)+len(other.weights)-1)}
	for i, w := range l.weights {
		into := sum.weights[i : i+len(other.weights)]
		for j, v := range other.weights {
			into[j] += w * v
		}
	}
	return sum
}

// above is the probability of more than x whole cells.
func (l lattice) above(x float64) float64 {
	total := 0.0
	for i := len(l.weights) - 1; i >= 0 && float64(l.first+i) > x; i-- {
		total += l.weights[i]
	}
	return total
}
