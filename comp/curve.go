package comp

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
)

// Curve is what one component pays as a function of its credited amount, in
// exact straight pieces. [TraceCurve] returns it.
//
// It is the pay of an amount in the period, whatever deals it came from: the
// rate table, then the cap of the component and the gates on its own
// attainment. What depends on single deals or on other components is not in
// it: the cap of a deal and the gates on others, which count as open.
type Curve struct {
	// Component is the component's name.
	Component string `json:"component"`
	// Places is the number of decimal places of the currency.
	Places int32 `json:"places"`
	// Rounding is how a payout is rounded to them.
	Rounding Rounding `json:"rounding"`
	// Quota is the credited amount that is 100% attainment.
	Quota decimal.Decimal `json:"quota"`
	// Pieces are the function, in ascending order. The first begins at 0, and
	// nothing is paid below it; the last has no end. One begins where a band
	// does, where a gate opens, and where a cap is reached or left.
	Pieces []Piece `json:"pieces"`
}

// Piece is a straight piece of a payout function; it ends where the next one
// begins. For an amount above From it pays, before rounding:
//
//	pay = Above + Rate × (amount - From)
type Piece struct {
	// From is where the piece begins: a credited amount in a [Curve], an
	// attainment in a [PlanCurve].
	From Fraction `json:"from"`
	// At is the pay exactly at From; the edge rule says on which side of a jump
	// that is.
	At Fraction `json:"at"`
	// Above is what the pay comes close to just above From. Where pay does not
	// jump it is At.
	Above Fraction `json:"above"`
	// Rate is the marginal rate: what each further unit pays.
	Rate Fraction `json:"rate"`
	// Jump is Above less what the pay comes close to just below From, the
	// height of a cliff in money; 0 where there is none, and negative where pay
	// falls.
	Jump Fraction `json:"jump"`
}

// TraceCurve returns the whole payout function of one component of a plan:
//
//	pay = min(cap, what the rate table pays for the amount)    0 where a gate on the component's own attainment is closed
//
// The value, the marginal rate and the jump of every piece are exact, whatever
// the bands' modes are.
//
// It returns an *[salesops.InputError] if the plan is one that [Pay] refuses or
// has no component of that name.
//
// Playbook: CMP-2, CMP-6.
func TraceCurve(plan Plan, component string) (Curve, error) {
	var list fault.List
	plan.collect(list.In("Plan"))
	c := plan.component(component)
	if c == nil {
		in := list.In("TraceCurve")
		in.OutOfRange("Component", component, "the name of a component of the plan")
	}
	if list.Any() {
		return Curve{}, list.Err()
	}
	opens := decimal.Decimal{}
	for _, gate := range c.Gates {
		if gate.Component == c.Name {
			opens = decimal.Max(opens, gate.From)
		}
	}
	return plan.curve(c, c.stretches(plan.TargetVariable.Mul(c.Weight), opens)), nil
}

func (p *Plan) curve(c *Component, function []stretch) Curve {
	return Curve{Component: c.Name, Places: p.Places, Rounding: p.rounding(), Quota: c.Quota, Pieces: pieces(function)}
}

func (p *Plan) component(name string) *Component {
	for i := range p.Components {
		if c := &p.Components[i]; c.Name == name {
			return c
		}
	}
	return nil
}

// rounding returns the plan's rounding by its name.
func (p *Plan) rounding() Rounding {
	if p.Rounding == "" {
		return HalfAwayFromZero
	}
	return p.Rounding
}

// stretches returns what the component pays from the attainment on at which its
// gates are open.
func (c *Component) stretches(target, opens decimal.Decimal) []stretch {
	table := c.table(target)
	list := table.stretches()
	if c.Cap != nil {
		list = capped(list, c.Cap.Rat())
	}
	if opens.IsPositive() {
		list = gated(list, c.Quota.Mul(opens).Rat())
	}
	return list
}

func pieces(stretches []stretch) []Piece {
	list := make([]Piece, len(stretches))
	for i, s := range stretches {
		list[i] = Piece{
			From: fraction(s.from), At: fraction(s.at), Above: fraction(s.above), Rate: fraction(s.rate),
			Jump: fraction(new(big.Rat).Sub(s.above, payBelow(stretches, i))),
		}
	}
	return list
}

func stretches(pieces []Piece) []stretch {
	list := make([]stretch, len(pieces))
	for i, p := range pieces {
		list[i] = stretch{from: p.From.value(), at: p.At.value(), above: p.Above.value(), rate: p.Rate.value()}
	}
	return list
}

// Point is one point of a [Curve].
type Point struct {
	// Credited is the credited amount.
	Credited decimal.Decimal `json:"credited"`
	// Attainment is Credited ÷ quota, rounded half away from zero to
	// [AttainmentPlaces].
	Attainment decimal.Decimal `json:"attainment"`
	// Exact is the pay before rounding.
	Exact Fraction `json:"exact"`
	// Payout is the pay rounded as [Pay] rounds it.
	Payout decimal.Decimal `json:"payout"`
	// MarginalRate is what the next unit pays, jumps aside.
	MarginalRate Fraction `json:"marginal_rate"`
	// EffectiveRate is Payout ÷ Credited as a fraction; undefined unless
	// Credited is above 0.
	EffectiveRate salesops.Maybe `json:"effective_rate"`
	// Next is where the next piece begins; nil on the last.
	Next *NextThreshold `json:"next"`
}

// At returns the point of the curve at a credited amount: what the component
// pays there, the marginal and the effective rate, and the next threshold with
// what it is worth from here. Payout is what [Pay] pays for the component when
// the amount is given as a credit, every gate on other components is open and
// no deal is capped.
//
// It returns an *[salesops.InputError] if the curve is not one that
// [TraceCurve] returns, or credited is not within -[MaxMoney] to [MaxMoney] or
// has more than 34 digits or an exponent outside -18 to 18.
//
// Playbook: CMP-6.
func (c Curve) At(credited decimal.Decimal) (Point, error) {
	var list fault.List
	c.collect(list.In("Curve"))
	in := list.In("At")
	in.Decimal("Credited", credited, -MaxMoney, MaxMoney, "in the unit of the quota")
	if list.Any() {
		return Point{}, list.Err()
	}
	return c.point(credited), nil
}

func (c *Curve) point(credited decimal.Decimal) Point {
	list, x := stretches(c.Pieces), credited.Rat()
	exact, rate := payAt(list, x), new(big.Rat)
	if k := find(list, x); k >= 0 {
		rate = list[k].rate
	}
	p := Point{
		Credited:      credited,
		Attainment:    credited.DivRound(c.Quota, AttainmentPlaces),
		Exact:         fraction(exact),
		Payout:        c.Rounding.rational(exact, c.Places),
		MarginalRate:  fraction(rate),
		EffectiveRate: salesops.Undefined(nothingCredited),
	}
	if credited.IsPositive() {
		p.EffectiveRate = salesops.Defined(share(p.Payout, credited))
	}
	p.Next = c.next(list, credited, p.Payout)
	return p
}

const nothingCredited = "nothing was credited"

// share returns the float64 that is nearest to part ÷ whole.
func share(part, whole decimal.Decimal) float64 {
	nearest, _ := quotient(part, whole).Float64()
	return nearest
}
