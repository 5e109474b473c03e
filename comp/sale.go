package comp

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// NextThreshold is where the next piece of a [Curve] begins, seen from a
// credited amount.
type NextThreshold struct {
	// From is the credited amount at which the piece begins.
	From Fraction `json:"from"`
	// Sale is the smallest further sale, in whole units of the currency's last
	// place, with which the piece applies.
	Sale decimal.Decimal `json:"sale"`
	// Payout is what is paid after that sale.
	Payout decimal.Decimal `json:"payout"`
	// Worth is what that sale adds to the payout.
	Worth decimal.Decimal `json:"worth"`
}

// SaleOutcome is whether a payout can be reached.
type SaleOutcome string

// The three outcomes.
const (
	// AlreadyReached: no sale is needed.
	AlreadyReached SaleOutcome = "already-reached"
	// ReachedBySale: the sale reaches it, and no smaller one does.
	ReachedBySale SaleOutcome = "reached-by-sale"
	// OutOfReach: no sale reaches it.
	OutOfReach SaleOutcome = "out-of-reach"
)

// SaleOutcomes returns all outcomes.
func SaleOutcomes() []SaleOutcome { return []SaleOutcome{AlreadyReached, ReachedBySale, OutOfReach} }

// MarshalText returns the outcome's text. It returns an *[salesops.InputError]
// if o is not one of [SaleOutcomes].
func (o SaleOutcome) MarshalText() ([]byte, error) {
	return strict.Text("SaleOutcome", o, SaleOutcomes())
}

// UnmarshalText sets o from its text. It returns an *[salesops.InputError] if
// the text is not one of [SaleOutcomes].
func (o *SaleOutcome) UnmarshalText(text []byte) error {
	return strict.Parse("SaleOutcome", o, text, SaleOutcomes())
}

// NeededSale is the answer of [Curve.FindSale].
type NeededSale struct {
	// Outcome is whether the wish can be reached.
	Outcome SaleOutcome `json:"outcome"`
	// Sale is the smallest further sale that reaches the wish; when it is out
	// of reach, the smallest one that pays the most there is.
	Sale decimal.Decimal `json:"sale"`
	// Credited is the credited amount after the sale.
	Credited decimal.Decimal `json:"credited"`
	// Payout is what is paid after the sale, rounded as [Pay] rounds it.
	Payout decimal.Decimal `json:"payout"`
}

// FindSale returns the smallest further sale, in whole units of the currency's
// last place, after which the component pays at least a wish: the inverse of the
// payout function.
//
//	least s >= 0 with payout(credited + s) >= wish
//
// One unit less pays less than the wish. That also holds where pay falls as the
// amount rises, and for a wish that a jump passes over. No sale takes the
// credited amount beyond [MaxMoney].
//
// It returns an *[salesops.InputError] if the curve is not one that
// [TraceCurve] returns, credited is not within -[MaxMoney] to [MaxMoney], wish
// is not within 0 to [MaxMoney], or one has more than 34 digits or an exponent
// outside -18 to 18.
//
// Playbook: CMP-6.
func (c Curve) FindSale(credited, wish decimal.Decimal) (NeededSale, error) {
	var list fault.List
	c.collect(list.In("Curve"))
	in := list.In("FindSale")
	in.Decimal("Credited", credited, -MaxMoney, MaxMoney, "in the unit of the quota")
	in.Decimal("Wish", wish, 0, MaxMoney, "in the currency")
	if list.Any() {
		return NeededSale{}, list.Err()
	}
	s := search{curve: &c, stretches: stretches(c.Pieces), credited: credited.Rat()}
	outcome := ReachedBySale
	steps, most := s.first(wish)
	if steps == nil {
		outcome = OutOfReach
		steps, _ = s.first(most)
	}
	if steps.Sign() == 0 && outcome == ReachedBySale {
		outcome = AlreadyReached
	}
	sale := decimal.NewFromBigInt(steps, -c.Places)
	return NeededSale{Outcome: outcome, Sale: sale, Credited: credited.Add(sale), Payout: s.pay(steps)}, nil
}

// search looks for a payout among the amounts that a whole number of steps
// leads to, a step being the currency's smallest unit.
type search struct {
	curve     *Curve
	stretches []stretch
	credited  *big.Rat
}

// first returns the least number of steps with which wish is paid; nil when
// there is none, and then the most that is paid.
func (s *search) first(wish decimal.Decimal) (steps *big.Int, most decimal.Decimal) {
	zero := new(big.Int)
	if most = s.pay(zero); most.Cmp(wish) >= 0 {
		return zero, most
	}
	limit := floor(s.stepsTo(new(big.Rat).SetInt64(MaxMoney)))
	for i := max(find(s.stretches, s.credited), 0); i < len(s.stretches); i++ {
		for _, w := range s.windows(i, limit) {
			best := w.from
			if w.rises {
				best = w.to
			}
			pay := s.pay(best)
			if pay.Cmp(wish) >= 0 {
				return s.least(w.from, best, wish), pay
			}
			most = decimal.Max(most, pay)
		}
	}
	return nil, most
}

// window is a range of steps in which the pay rises, or does not.
type window struct {
	from, to *big.Int
	rises    bool
}

// windows returns the steps, at least 1 and at most limit, that lead to where
// stretch i begins, and those that lead into it.
func (s *search) windows(i int, limit *big.Int) []window {
	var list []window
	add := func(from, to *big.Int, rises bool) {
		if one := big.NewInt(1); from.Cmp(one) < 0 {
			from = one
		}
		if to.Cmp(limit) > 0 {
			to = limit
		}
		if from.Cmp(to) <= 0 {
			list = append(list, window{from, to, rises})
		}
	}
	begin := s.stepsTo(s.stretches[i].from)
	first := floor(begin)
	if begin.IsInt() {
		add(first, first, false)
	}
	end := limit
	if i+1 < len(s.stretches) {
		next := s.stepsTo(s.stretches[i+1].from)
		if end = floor(next); next.IsInt() {
			end.Sub(end, big.NewInt(1))
		}
	}
	add(new(big.Int).Add(first, big.NewInt(1)), end, s.stretches[i].rate.Sign() > 0)
	return list
}

// least returns the least number of steps from low to high with which wish is
// paid; high pays it, and the pay does not fall between them.
func (s *search) least(low, high *big.Int, wish decimal.Decimal) *big.Int {
	low, high = new(big.Int).Set(low), new(big.Int).Set(high)
	for low.Cmp(high) < 0 {
		middle := new(big.Int).Add(low, high)
		middle.Rsh(middle, 1)
		if s.pay(middle).Cmp(wish) >= 0 {
			high = middle
		} else {
			low.Add(middle, big.NewInt(1))
		}
	}
	return high
}

// pay returns the payout after a number of steps.
func (s *search) pay(steps *big.Int) decimal.Decimal {
	x := decimal.NewFromBigInt(steps, -s.curve.Places).Rat()
	return s.curve.Rounding.rational(payAt(s.stretches, x.Add(x, s.credited)), s.curve.Places)
}

// stepsTo returns how many steps lead to an amount.
func (s *search) stepsTo(amount *big.Rat) *big.Rat {
	steps := new(big.Rat).Sub(amount, s.credited)
	return steps.Mul(steps, decimal.New(1, s.curve.Places).Rat())
}

// floor returns the largest whole number that is not above x.
func floor(x *big.Rat) *big.Int { return new(big.Int).Div(x.Num(), x.Denom()) }

// next returns the first threshold beyond an amount; nil if there is none.
func (c *Curve) next(list []stretch, credited, payout decimal.Decimal) *NextThreshold {
	x := credited.Rat()
	k := find(list, x)
	if k < 0 || list[k].from.Cmp(x) < 0 || !list[k].leaves() {
		k++
	}
	if k == len(list) {
		return nil
	}
	s := search{curve: c, stretches: list, credited: x}
	to := s.stepsTo(list[k].from)
	steps := floor(to)
	if list[k].leaves() || !to.IsInt() {
		steps.Add(steps, big.NewInt(1))
	}
	after := s.pay(steps)
	return &NextThreshold{
		From: fraction(list[k].from), Sale: decimal.NewFromBigInt(steps, -c.Places), Payout: after, Worth: after.Sub(payout),
	}
}

// leaves reports whether the stretch applies above its begin only.
func (s *stretch) leaves() bool { return s.at.Cmp(s.above) != 0 }
