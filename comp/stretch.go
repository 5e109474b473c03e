package comp

import (
	"math/big"
	"slices"
	"sort"

	"github.com/shopspring/decimal"
)

// stretch is a straight part of an exact payout function of amounts from 0 on.
// It ends where the next one begins; the last has no end. Its numbers are not
// changed once they are set.
type stretch struct {
	from *big.Rat
	// at is the pay exactly at from.
	at *big.Rat
	// above is what the pay comes close to just above from.
	above *big.Rat
	// rate is the pay for each further unit.
	rate *big.Rat
}

// along returns the pay on the stretch at x > from, or what the pay comes close
// to just below x where the stretch ends there.
func (s *stretch) along(x *big.Rat) *big.Rat {
	pay := new(big.Rat).Sub(x, s.from)
	pay.Mul(pay, s.rate)
	return pay.Add(pay, s.above)
}

// find returns the index of the stretch in which x lies; -1 below the first.
func find(stretches []stretch, x *big.Rat) int {
	return sort.Search(len(stretches), func(i int) bool { return stretches[i].from.Cmp(x) > 0 }) - 1
}

// payAt returns the pay for x; below the first stretch it is 0.
func payAt(stretches []stretch, x *big.Rat) *big.Rat {
	k := find(stretches, x)
	if k < 0 {
		return new(big.Rat)
	}
	if s := &stretches[k]; s.from.Cmp(x) != 0 {
		return s.along(x)
	}
	return stretches[k].at
}

// payBelow returns what the pay comes close to just below where stretch k
// begins.
func payBelow(stretches []stretch, k int) *big.Rat {
	if k == 0 {
		return new(big.Rat)
	}
	return stretches[k-1].along(stretches[k].from)
}

// flat returns a stretch that pays the same from an amount on.
func flat(from, pay *big.Rat) stretch {
	return stretch{from: from, at: pay, above: pay, rate: new(big.Rat)}
}

// stretches returns the payout function of a rate table.
func (t *rateTable) stretches() []stretch {
	var list []stretch
	if t.pieces[0].begin.IsPositive() {
		list = append(list, flat(new(big.Rat), new(big.Rat)))
	}
	for i := range t.pieces {
		p := &t.pieces[i]
		divisor := p.run.Mul(t.divisor)
		s := stretch{from: p.begin.Rat(), above: quotient(p.start, divisor), rate: quotient(p.rise, divisor)}
		s.at = s.above
		if t.edge == LowerBand {
			s.at = quotient(t.pay(p.begin))
		}
		list = append(list, s)
	}
	return list
}

// perQuota returns the same function of the attainment.
func perQuota(stretches []stretch, quota decimal.Decimal) []stretch {
	size := quota.Rat()
	list := make([]stretch, len(stretches))
	for i, s := range stretches {
		s.from = new(big.Rat).Quo(s.from, size)
		s.rate = new(big.Rat).Mul(s.rate, size)
		list[i] = s
	}
	return list
}

// capped returns the function that pays most where the given one pays more.
func capped(stretches []stretch, most *big.Rat) []stretch {
	var list []stretch
	for i, s := range stretches {
		if s.at.Cmp(most) > 0 {
			s.at = most
		}
		at, crosses := s.crosses(most, stretches, i)
		order := s.above.Cmp(most)
		if order < 0 || order == 0 && s.rate.Sign() < 0 {
			list = append(list, s)
			if crosses {
				list = append(list, flat(at, most))
			}
			continue
		}
		list = append(list, stretch{from: s.from, at: s.at, above: most, rate: new(big.Rat)})
		if crosses {
			list = append(list, stretch{from: at, at: most, above: most, rate: s.rate})
		}
	}
	return list
}

// crosses returns where stretch i of a list reaches a pay, if it does so above
// its begin and before the next one begins.
func (s *stretch) crosses(pay *big.Rat, stretches []stretch, i int) (x *big.Rat, crosses bool) {
	if s.rate.Sign() == 0 {
		return nil, false
	}
	x = new(big.Rat).Sub(pay, s.above)
	x.Quo(x, s.rate)
	x.Add(x, s.from)
	return x, x.Cmp(s.from) > 0 && (i+1 == len(stretches) || x.Cmp(stretches[i+1].from) < 0)
}

// gated returns the function that pays nothing below an amount, which is above
// 0, and from there on what the given one pays.
func gated(stretches []stretch, from *big.Rat) []stretch {
	k := find(stretches, from)
	opening := stretches[k]
	if opening.from.Cmp(from) != 0 {
		pay := opening.along(from)
		opening = stretch{from: from, at: pay, above: pay, rate: opening.rate}
	}
	list := []stretch{flat(new(big.Rat), new(big.Rat)), opening}
	return append(list, stretches[k+1:]...)
}

// bend is where a function stops being straight.
type bend struct {
	from *big.Rat
	// at and above are by how much the pay at from, and just above it, differs
	// from the pay just below it; rate is the change of the rate.
	at, above, rate *big.Rat
}

// added returns the sum of payout functions.
func added(functions [][]stretch) []stretch {
	var bends []bend
	for _, f := range functions {
		rate := new(big.Rat)
		for i, s := range f {
			below := payBelow(f, i)
			bends = append(bends, bend{
				from: s.from, at: new(big.Rat).Sub(s.at, below), above: new(big.Rat).Sub(s.above, below),
				rate: new(big.Rat).Sub(s.rate, rate),
			})
			rate = s.rate
		}
	}
	slices.SortStableFunc(bends, func(a, b bend) int { return a.from.Cmp(b.from) })
	var sum []stretch
	last := flat(new(big.Rat), new(big.Rat))
	for len(bends) > 0 {
		from := bends[0].from
		below := last.along(from)
		s := stretch{from: from, at: below, above: below, rate: last.rate}
		for len(bends) > 0 && bends[0].from.Cmp(from) == 0 {
			b := bends[0]
			s.at = new(big.Rat).Add(s.at, b.at)
			s.above = new(big.Rat).Add(s.above, b.above)
			s.rate = new(big.Rat).Add(s.rate, b.rate)
			bends = bends[1:]
		}
		sum = append(sum, s)
		last = s
	}
	return sum
}

// quotient returns numerator ÷ divisor, which is not 0.
func quotient(numerator, divisor decimal.Decimal) *big.Rat {
	return new(big.Rat).Quo(numerator.Rat(), divisor.Rat())
}

// rational rounds an exact amount once, to whole units of the currency's last
// place.
func (r Rounding) rational(x *big.Rat, places int32) decimal.Decimal {
	return r.quotient(decimal.NewFromBigInt(x.Num(), 0), decimal.NewFromBigInt(x.Denom(), 0), places)
}
