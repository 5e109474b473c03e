package comp

import (
	"math/big"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/gate"
	"github.com/salesops-go/salesops/internal/strict"
)

// The most pieces that there can be: 0, a band, the gates and a bonus begin one
// each, and a cap may begin one more in each of these.
const (
	maxCurvePieces = 2 * (MaxBands + 2)
	maxPlanPieces  = 2 * (2*(MaxTracedBands+2*MaxComponents) + MaxBonuses + 1)
)

// UnmarshalJSON reads a curve strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing and every value out of its range,
// and if the pieces do not begin at 0, do not ascend, or have a jump that does
// not follow from them.
func (c *Curve) UnmarshalJSON(data []byte) error {
	type plain Curve
	return strict.Unmarshal(data, "Curve", (*plain)(c), func(read *plain, in fault.Scope) {
		(*Curve)(read).collect(in)
	})
}

func (c *Curve) collect(in fault.Scope) {
	in.Name("Component", c.Component)
	in.Int("Places", int(c.Places), 0, MaxPlaces, "decimal places")
	fault.OneOf(in, "Rounding", c.Rounding, Roundings())
	positive(&in, "Quota", c.Quota, MaxMoney, "in the unit of the credited amount")
	collectPieces(&in, "Pieces", c.Pieces, maxCurvePieces)
}

func collectPieces(in *fault.Scope, field string, pieces []Piece, most int) {
	if !in.Length(field, len(pieces), 1, most) {
		return
	}
	list := stretches(pieces)
	if first := in.At(field, 0); list[0].from.Sign() != 0 {
		first.Conflict("From", pieces[0].From.String(), "0, where the first piece begins")
	}
	for i := range pieces {
		at := in.At(field, i)
		if i > 0 && list[i].from.Cmp(list[i-1].from) <= 0 {
			at.Conflict("From", pieces[i].From.String(), "above "+pieces[i-1].From.String()+", where the piece before begins")
			continue
		}
		jump := new(big.Rat).Sub(list[i].above, payBelow(list, i))
		if jump.Cmp(pieces[i].Jump.value()) != 0 {
			at.Conflict("Jump", pieces[i].Jump.String(), fraction(jump).String()+", by which the pay jumps")
		}
	}
}

// UnmarshalJSON reads a point strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing and every value out of its range.
func (p *Point) UnmarshalJSON(data []byte) error {
	type plain Point
	return strict.Unmarshal(data, "Point", (*plain)(p), func(read *plain, in fault.Scope) {
		in.Decimal("Credited", read.Credited, -MaxMoney, MaxMoney, "in the unit of the quota")
		collectLong(&in, "Attainment", read.Attainment)
		collectLong(&in, "Payout", read.Payout)
		if read.Next != nil {
			next := in.In("Next")
			collectLong(&next, "Sale", read.Next.Sale)
			collectLong(&next, "Payout", read.Next.Payout)
			collectLong(&next, "Worth", read.Next.Worth)
		}
	})
}

// UnmarshalJSON reads a sale strictly. It returns an *[salesops.InputError] for
// every key that is unknown or missing and every value out of its range, and if
// the sale is above 0 although the wish was already reached.
func (s *NeededSale) UnmarshalJSON(data []byte) error {
	type plain NeededSale
	return strict.Unmarshal(data, "NeededSale", (*plain)(s), func(read *plain, in fault.Scope) {
		fault.OneOf(in, "Outcome", read.Outcome, SaleOutcomes())
		if in.Decimal("Sale", read.Sale, 0, 2*MaxMoney, "in the unit of the quota") &&
			read.Outcome == AlreadyReached && !read.Sale.IsZero() {
			in.Conflict("Sale", read.Sale.String(), "0, since the wish was already reached")
		}
		in.Decimal("Credited", read.Credited, -MaxMoney, MaxMoney, "in the unit of the quota")
		collectLong(&in, "Payout", read.Payout)
	})
}

// UnmarshalJSON reads a plan's curve strictly. It returns an
// *[salesops.InputError] for every key that is unknown or missing, every value
// out of its range, everything that [Curve.UnmarshalJSON] refuses, and if a
// component has other places or another rounding than the plan.
func (c *PlanCurve) UnmarshalJSON(data []byte) error {
	type plain PlanCurve
	return strict.Unmarshal(data, "PlanCurve", (*plain)(c), func(read *plain, in fault.Scope) {
		(*PlanCurve)(read).collect(in)
	})
}

func (c *PlanCurve) collect(in fault.Scope) {
	known := in.Int("Places", int(c.Places), 0, MaxPlaces, "decimal places")
	fault.OneOf(in, "Rounding", c.Rounding, Roundings())
	if in.Length("Components", len(c.Components), 1, MaxComponents) {
		for i := range c.Components {
			own, at := &c.Components[i], in.At("Components", i)
			own.collect(at)
			if own.Places != c.Places {
				at.Conflict("Places", strconv.Itoa(int(own.Places)), "those of the plan")
			}
			if own.Rounding != c.Rounding {
				at.Conflict("Rounding", string(own.Rounding), "that of the plan")
			}
		}
	}
	collectPieces(&in, "Bonuses", c.Bonuses, maxPlanPieces)
	if c.Cap != nil && in.Decimal("Cap", *c.Cap, 0, MaxMoney, "in the plan's currency") && known {
		requireWhole(&in, "Cap", *c.Cap, c.Places)
	}
	collectPieces(&in, "Pieces", c.Pieces, maxPlanPieces)
}

// UnmarshalJSON reads a point strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing and every value out of its range.
func (p *PlanPoint) UnmarshalJSON(data []byte) error {
	type plain PlanPoint
	return strict.Unmarshal(data, "PlanPoint", (*plain)(p), func(read *plain, in fault.Scope) {
		in.Decimal("Attainment", read.Attainment, 0, MaxAttainment, "as a fraction of the quotas")
		collectLong(&in, "Payout", read.Payout)
	})
}

// UnmarshalJSON reads an estimate strictly. It returns an
// *[salesops.InputError] for every key that is unknown or missing and every
// value out of its range, and if the likelihoods do not sum to 1, or the
// expected attainment or payout does not follow from the points.
func (e *CostEstimate) UnmarshalJSON(data []byte) error {
	type plain CostEstimate
	return strict.Unmarshal(data, "CostEstimate", (*plain)(e), func(read *plain, in fault.Scope) {
		(*CostEstimate)(read).collect(in)
	})
}

func (e *CostEstimate) collect(in fault.Scope) {
	collectLong(&in, "Lowest", e.Lowest)
	collectLong(&in, "Highest", e.Highest)
	collectLong(&in, "AtAverage", e.AtAverage)
	if !in.Length("Points", len(e.Points), 1, MaxChances) {
		return
	}
	likely, paid, reached, good := new(big.Rat), new(big.Rat), new(big.Rat), true
	for i := range e.Points {
		p, at := &e.Points[i], in.At("Points", i)
		good = at.Decimal("Attainment", p.Attainment, 0, MaxAttainment, "as a fraction of the quotas") && good
		good = collectLong(&at, "Payout", p.Payout) && good
		if !good {
			continue
		}
		weight := p.Likelihood.value()
		likely.Add(likely, weight)
		paid.Add(paid, new(big.Rat).Mul(weight, p.Payout.Rat()))
		reached.Add(reached, new(big.Rat).Mul(weight, p.Attainment.Rat()))
	}
	if !good {
		return
	}
	for _, sum := range []struct {
		field     string
		got, want *big.Rat
	}{
		{"Points", likely, big.NewRat(1, 1)},
		{"Attainment", e.Attainment.value(), reached},
		{"Payout", e.Payout.value(), paid},
	} {
		if sum.got.Cmp(sum.want) != 0 {
			in.Conflict(sum.field, fraction(sum.got).String(), fraction(sum.want).String()+", which follows from the likelihoods")
		}
	}
}

// UnmarshalJSON reads an accrual strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing and every value out of its range,
// and if Beyond is not Accrued less Earned.
func (a *Accrual) UnmarshalJSON(data []byte) error {
	type plain Accrual
	return strict.Unmarshal(data, "Accrual", (*plain)(a), func(read *plain, in fault.Scope) {
		in.Decimal("Credited", read.Credited, 0, MaxMoney, "in the unit of the quota")
		positive(&in, "Expected", read.Expected, MaxMoney, "in the unit of the quota")
		good := collectLong(&in, "Earned", read.Earned)
		good = collectLong(&in, "Payout", read.Payout) && good
		good = collectLong(&in, "Accrued", read.Accrued) && good
		good = collectLong(&in, "Beyond", read.Beyond) && good
		if good && !read.Beyond.Equal(read.Accrued.Sub(read.Earned)) {
			in.Conflict("Beyond", read.Beyond.String(), "Accrued less Earned")
		}
	})
}

// collectLong checks that d has no more digits than an amount that a curve
// pays: a hundred times the largest target for each of the smallest quotas.
func collectLong(in *fault.Scope, field string, d decimal.Decimal) bool {
	const most = 60
	if gate.Within(d, most, most) {
		return true
	}
	in.OutOfRange(field, "", "a number of at most "+strconv.Itoa(most)+" digits")
	return false
}
