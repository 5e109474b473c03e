package roi

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/fault"
)

// SolveXIRR finds all internal rates of return of flows on civil days: every
// effective annual rate r > -1 with
//
//	sum of flow i / (1 + r)^(days i / 365) = 0
//
// where days i are those from the first date (actual/365). Flows on one day are
// added up; neither their order nor their scale changes anything.
//
// One sign change in time order is exactly one rate. With several, all rates are
// found by Descartes' rule for sums of exponentials in ln(1 + r): where the NPV is
// monotone between two rates at which a transform of it with one sign change less
// is zero, the signs at the ends tell. A sign counts only when it is beyond the
// error of its evaluation, in float64 or with up to 512 bits. When all dates lie on
// a grid of fewer than [MaxFlows] equal steps, such as weeks, what remains open is
// settled exactly, as by [SolveIRR]; so are flows whole years of 365 days apart.
//
// Special cases are:
//
//	all flows zero once added up  undefined
//	all flows of one sign         none
//	a rate of exactly zero        0
//	an NPV that touches zero, or comes within 1e-30 of the sum of its terms
//	                              unresolved, with its interval, unless settled exactly
//
// Several hundred sign changes can be more work than is allowed, about a second,
// and are then unresolved as well.
//
// It returns an *[salesops.InputError] if:
//   - there are no flows or more than [MaxFlows];
//   - a date was not given or does not exist;
//   - an amount is not within -[MaxAmount] to [MaxAmount], has more than 34 digits or an exponent outside -18 to 18.
//
// Playbook: ROI-6.
func SolveXIRR(flows []DatedFlow) (IRR, error) {
	var faults fault.List
	checkDatedFlows(&faults, flows)
	if faults.Any() {
		return IRR{}, faults.Err()
	}
	net := netted(flows)
	if len(net) == 0 {
		nothing := newIRR(nil)
		return nothing.settled(), nil
	}
	amounts := make([]decimal.Decimal, len(net))
	for i, f := range net {
		amounts[i] = f.Amount
	}
	units := minorUnits(amounts)
	found := newIRR(units)
	if found.SignChanges == 0 {
		return found.settled(), nil
	}
	grid := newDayGrid(net)
	if grid.isYearly() {
		found.isolate(grid.spread(units), DaysPerYear, grid.days)
		return found.settled(), nil
	}
	found.solve(units, grid.steps, float64(grid.days)/DaysPerYear)
	if len(found.Unresolved) > 0 && grid.isShort() {
		other := newIRR(units)
		other.isolate(grid.spread(units), DaysPerYear, grid.days)
		found = clearer(found, other)
	}
	return found.settled(), nil
}

// dayGrid is the widest grid of days on which all dates lie.
type dayGrid struct {
	// days is the width of a step.
	days int
	// steps are those from the first date, ascending.
	steps []int
}

func newDayGrid(net []DatedFlow) dayGrid {
	g := dayGrid{steps: make([]int, len(net))}
	for i, f := range net {
		g.steps[i] = f.Date.DaysSince(net[0].Date)
		g.days = commonDivisor(g.days, g.steps[i])
	}
	for i := range g.steps {
		g.steps[i] /= g.days
	}
	return g
}

func commonDivisor(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

func (g dayGrid) last() int { return g.steps[len(g.steps)-1] }

// isShort reports whether the grid has no more points than there may be flows a
// period apart.
func (g dayGrid) isShort() bool { return g.last() < MaxFlows }

// isYearly reports whether the dates are whole years of 365 days apart.
func (g dayGrid) isYearly() bool { return g.days%DaysPerYear == 0 && g.isShort() }

// spread returns the flows with zeros where the grid has none.
func (g dayGrid) spread(units []*big.Int) []*big.Int {
	all := make([]*big.Int, g.last()+1)
	for i := range all {
		all[i] = new(big.Int)
	}
	for i, step := range g.steps {
		all[step] = units[i]
	}
	return all
}
