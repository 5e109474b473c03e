package comp

import (
	"sort"

	"github.com/shopspring/decimal"
)

// rateTable is the payout function of one component: what its bands pay for a
// credited amount, before any cap. Everything in it is exact.
type rateTable struct {
	// pieces are as many as there are bands, in ascending order. Below the
	// first the pay is 0; the last has no end.
	pieces []piece
	// divisor is what all pay of the table is still to be divided by: the
	// quota for multiples of the target, else 1.
	divisor decimal.Decimal
	edge    EdgeRule
}

// piece is a straight piece of a payout function. For an amount x in it:
//
//	pay = (start + rise × (x - begin)) ÷ (run × divisor of the table)
type piece struct {
	// begin is the credited amount at which the piece begins.
	begin decimal.Decimal
	// start is run × the pay at begin, once the piece applies.
	start decimal.Decimal
	// rise is run × the pay for each further unit of credited amount.
	rise decimal.Decimal
	// run is above 0: the width of an interpolated band in quotas, which no
	// decimal can divide by; 1 for most pieces.
	run decimal.Decimal
	// divisor is run × divisor of the table.
	divisor decimal.Decimal
}

// table returns the payout function of a component with a given target pay.
// The component must be one that [Pay] accepts.
func (c *Component) table(target decimal.Decimal) rateTable {
	factor, divisor := decimal.New(1, 0), decimal.New(1, 0)
	if c.Basis == MultipleOfTarget {
		factor, divisor = target, c.Quota
	}
	t := rateTable{pieces: make([]piece, 0, len(c.Bands)), divisor: divisor, edge: c.Edge}
	for i := range c.Bands {
		p := c.piece(i, factor, t)
		p.divisor = p.run.Mul(divisor)
		t.pieces = append(t.pieces, p)
	}
	return t
}

// piece returns the piece of band i; below is the table of the bands below it.
func (c *Component) piece(i int, factor decimal.Decimal, below rateTable) piece {
	band := c.Bands[i]
	begin, rate := c.Quota.Mul(band.From), band.Rate.Mul(factor)
	switch band.Mode {
	case Retroactive:
		return piece{begin: begin, start: rate.Mul(begin), rise: rate, run: decimal.New(1, 0)}
	case Overage:
		return below.goOn(below.find(c.Quota), c.Quota, begin, rate)
	case Interpolated:
		start := rate.Mul(c.Quota)
		if i+1 < len(c.Bands) && c.Bands[i+1].Mode == Interpolated {
			next := c.Bands[i+1]
			run := next.From.Sub(band.From)
			return piece{begin: begin, start: start.Mul(run), rise: next.Rate.Sub(band.Rate).Mul(factor), run: run}
		}
		return piece{begin: begin, start: start, run: decimal.New(1, 0)}
	case Marginal:
	}
	return below.goOn(i-1, begin, begin, rate)
}

// goOn returns a piece that begins at begin and lies on the line that pays,
// from the amount origin on, rate on top of what piece k pays at origin.
func (t *rateTable) goOn(k int, origin, begin, rate decimal.Decimal) piece {
	if k < 0 {
		return piece{begin: begin, start: rate.Mul(begin.Sub(origin)), rise: rate, run: decimal.New(1, 0)}
	}
	p := &t.pieces[k]
	rise := rate.Mul(p.run)
	return piece{begin: begin, start: p.at(origin).Add(rise.Mul(begin.Sub(origin))), rise: rise, run: p.run}
}

// at returns run × the pay for an amount on the line of the piece, which is
// still to be divided by the divisor of the table.
func (p *piece) at(amount decimal.Decimal) decimal.Decimal {
	return p.start.Add(p.rise.Mul(amount.Sub(p.begin)))
}

// find returns the index of the piece that applies to an amount, as the edge
// rule has it; -1 below the first.
func (t *rateTable) find(amount decimal.Decimal) int {
	least := 1 // the order of the amount and a begin that it has not reached
	if t.edge == LowerBand {
		least = 0
	}
	return sort.Search(len(t.pieces), func(i int) bool { return t.pieces[i].begin.Cmp(amount) >= least }) - 1
}

// pay returns what the table pays for a credited amount as numerator ÷ divisor,
// which need not be a decimal.
func (t *rateTable) pay(amount decimal.Decimal) (numerator, divisor decimal.Decimal) {
	k := t.find(amount)
	if k < 0 {
		return decimal.Decimal{}, t.divisor
	}
	p := &t.pieces[k]
	return p.at(amount), p.divisor
}

// jump returns by how much pay jumps where piece k begins, as numerator ÷
// divisor. It is negative where pay falls, and 0 for all marginal bands.
func (t *rateTable) jump(k int) (numerator, divisor decimal.Decimal) {
	p := &t.pieces[k]
	if k == 0 {
		return p.start, p.divisor
	}
	before := &t.pieces[k-1]
	numerator = p.start.Mul(before.run).Sub(before.at(p.begin).Mul(p.run))
	return numerator, p.divisor.Mul(before.run)
}
