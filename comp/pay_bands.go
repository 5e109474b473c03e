package comp

import "github.com/shopspring/decimal"

// bands returns for a credited amount the part that each band pays for, and what
// it pays for it as numerators of one divisor.
func (c *Component) bands(t *rateTable, amount decimal.Decimal) (parts, pays []decimal.Decimal, divisor decimal.Decimal) {
	parts, pays = make([]decimal.Decimal, len(c.Bands)), make([]decimal.Decimal, len(c.Bands))
	k := t.find(amount)
	if k < 0 {
		return parts, pays, t.divisor
	}
	divisor = t.pieces[k].divisor
	// Each turn takes off what the band pays on top of those below it. All of
	// them have the run of the first: a piece that goes on from another keeps
	// its run, and one that does not is the last turn.
	for top := amount; k >= 0; {
		p, mode := &t.pieces[k], c.Bands[k].Mode
		if mode == Retroactive || mode == Interpolated {
			parts[k], pays[k] = top, p.at(top)
			break
		}
		origin, below := p.begin, k-1
		if mode == Overage {
			origin = c.Quota
			below = (&rateTable{pieces: t.pieces[:k], edge: t.edge}).find(c.Quota)
		}
		parts[k] = top.Sub(origin)
		pays[k] = p.rise.Mul(parts[k])
		top, k = origin, below
	}
	return parts, pays, divisor
}

func total(terms []decimal.Decimal) decimal.Decimal {
	sum := decimal.Decimal{}
	for _, term := range terms {
		sum = sum.Add(term)
	}
	return sum
}
