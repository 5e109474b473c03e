package roi

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
)

// ledger is a running balance of flows at the ends of equal periods, the first
// of them now. It is kept in whole numbers, compounded forward instead of
// discounted back, so that nothing is ever divided and the sign of every
// balance is exact.
type ledger struct {
	amounts  []*big.Int // in units of 10^exponent
	exponent int
	growth   *big.Int // 1 + rate, in units of 10^-places
	places   int
}

func newLedger(flows []decimal.Decimal, rate decimal.Decimal) ledger {
	factor := decimal.New(1, 0).Add(rate)
	l := ledger{
		amounts: make([]*big.Int, len(flows)),
		growth:  factor.Coefficient(),
		places:  -int(factor.Exponent()),
	}
	for _, f := range flows {
		l.exponent = min(l.exponent, int(f.Exponent()))
	}
	for i, f := range flows {
		l.amounts[i] = f.Coefficient()
		l.amounts[i].Mul(l.amounts[i], tenTo(int(f.Exponent())-l.exponent))
	}
	return l
}

// walk calls visit for each period with the balance that was carried into it,
// the flow and the balance at its end. All three are values at that end, in the
// same unit; they are visit's only until it returns.
func (l ledger) walk(visit func(period int, carried, flow, balance *big.Int)) {
	step, scale := tenTo(l.places), big.NewInt(1)
	carried, flow, balance := new(big.Int), new(big.Int), new(big.Int)
	for t, amount := range l.amounts {
		if t > 0 {
			carried.Mul(balance, l.growth)
			scale.Mul(scale, step)
		}
		flow.Mul(amount, scale)
		balance.Add(carried, flow)
		visit(t, carried, flow, balance)
	}
}

// recovery returns when the balance reaches zero from below.
func (l ledger) recovery() Recovery {
	r := Recovery{Status: RecoversNever}
	below := true
	l.walk(func(t int, carried, flow, balance *big.Int) {
		if below == (balance.Sign() < 0) {
			return
		}
		below = !below
		if below {
			return
		}
		var at big.Rat
		if t > 0 {
			at.SetFrac(new(big.Int).Neg(carried), flow)
			at.Add(&at, big.NewRat(int64(t)-1, 1))
		}
		periods := salesops.Defined(nearest(&at))
		if r.Times == 0 {
			r.First = periods
		}
		r.Last = periods
		r.Times++
	})
	r.settle(below)
	return r
}

// present returns the balance at the end of each period, discounted to now,
// divided by parts and rounded to [MoneyPlaces]; the last is the net present
// value.
func (l ledger) present(parts int64) []decimal.Decimal {
	values := make([]decimal.Decimal, 0, len(l.amounts))
	divisor := big.NewInt(parts)
	l.walk(func(t int, _, _, balance *big.Int) {
		if t > 0 {
			divisor.Mul(divisor, l.growth)
		}
		values = append(values, l.rounded(balance, divisor))
	})
	return values
}

// netPresent is the last of present.
func (l ledger) netPresent(parts int64) decimal.Decimal {
	last := len(l.amounts) - 1
	divisor := new(big.Int).Exp(l.growth, big.NewInt(int64(last)), nil)
	divisor.Mul(divisor, big.NewInt(parts))
	var value decimal.Decimal
	l.walk(func(t int, _, _, balance *big.Int) {
		if t == last {
			value = l.rounded(balance, divisor)
		}
	})
	return value
}

// rounded returns n/d in money, half away from zero.
func (l ledger) rounded(n, d *big.Int) decimal.Decimal {
	up, down := new(big.Int).Abs(n), new(big.Int).Set(d)
	if shift := MoneyPlaces + l.exponent; shift > 0 {
		up.Mul(up, tenTo(shift))
	} else {
		down.Mul(down, tenTo(-shift))
	}
	up.Lsh(up, 1)
	up.Add(up, down)
	up.Quo(up, down.Lsh(down, 1))
	if n.Sign() < 0 {
		up.Neg(up)
	}
	return decimal.NewFromBigInt(up, -MoneyPlaces)
}

// tenTo returns 10^n for n >= 0.
func tenTo(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }

const (
	monthsPerYear = 12
	// rootPlaces is the number of decimal places of a monthly rate or factor
	// that comes from an annual one.
	rootPlaces = 18
)

// monthly returns the factor a month that makes the annual factor in twelve
// months, rounded to 18 places.
func monthly(annual decimal.Decimal) decimal.Decimal {
	const places = rootPlaces + 2 // cut off there, they round as all of them would
	radicand := annual.Coefficient()
	radicand.Mul(radicand, tenTo(places*monthsPerYear+int(annual.Exponent())))
	return decimal.NewFromBigInt(root12(radicand), -places).Round(rootPlaces)
}

// root12 returns the twelfth root of n >= 0, rounded down.
func root12(n *big.Int) *big.Int {
	if n.Sign() == 0 {
		return new(big.Int)
	}
	twelve, eleven := big.NewInt(monthsPerYear), big.NewInt(monthsPerYear-1)
	// Newton's method from above the root falls until it has reached it.
	x := new(big.Int).Lsh(big.NewInt(1), uint(n.BitLen()/monthsPerYear+1))
	for {
		next := new(big.Int).Quo(n, new(big.Int).Exp(x, eleven, nil))
		next.Add(next, new(big.Int).Mul(eleven, x))
		next.Quo(next, twelve)
		if next.Cmp(x) >= 0 {
			return x
		}
		x = next
	}
}

func nearest(x *big.Rat) float64 {
	f, _ := x.Float64()
	return f
}
