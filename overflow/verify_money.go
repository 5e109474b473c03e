package overflow

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/internal/exact"
)

// prices computes the price bound from the values of an hour, in rationals.
func (v *verifier) prices() {
	perMinute := make(map[Resource]*big.Rat)
	sum := new(big.Rat)
	for i := range v.plan.Stages {
		l, stage := &v.plan.Stages[i], &v.book.Stages[i/v.book.Periods]
		price := minuteOf(l.ValuePerHour)
		perMinute[Resource{Stage: l.Stage, Period: l.Period}] = price
		sum.Add(sum, times(price, l.CapacityMinutes))
		if stage.TemporaryMinutes != nil {
			kept := decimal.New(1, 0).Sub(exact.Decimal(stage.OnboardingShare))
			usable := decimal.New(stage.TemporaryMinutes[l.Period-1], 0).Mul(kept).Floor().BigInt().Int64()
			profit := new(big.Rat).Quo(stage.TemporaryCostPerMinute.Rat(), kept.Rat())
			if profit.Sub(price, profit); profit.Sign() > 0 {
				sum.Add(sum, times(profit, usable))
			}
		}
	}
	for i := range v.plan.Partners {
		l := &v.plan.Partners[i]
		price := minuteOf(l.ValuePerHour)
		perMinute[Resource{Partner: l.Partner}] = price
		sum.Add(sum, times(price, l.LimitMinutes))
	}
	for i := range v.book.Orders {
		sum.Add(sum, v.dearest(&v.book.Orders[i], &v.plan.Orders[i], perMinute))
	}
	units := sum.Mul(sum, decimal.New(1, int32(v.book.Places)).Rat())
	floor := new(big.Int).Div(units.Num(), units.Denom())
	v.same(CheckPriceBound, "", "the price bound", v.plan.PriceBound, decimal.NewFromBigInt(floor, -int32(v.book.Places)))
}

// dearest is the most that an order earns net of the minutes' prices. It also
// checks the net gain of where it is.
func (v *verifier) dearest(o *BookOrder, p *PlannedOrder, perMinute map[Resource]*big.Rat) *big.Rat {
	net := func(place Placement) *big.Rat {
		sum := v.gain(o, place).Rat()
		for s, minutes := range o.Minutes {
			switch place.Kind {
			case InHouse:
				sum.Sub(sum, times(perMinute[Resource{Stage: v.book.Stages[s].Name, Period: place.Period}], minutes))
			case AtPartner:
				sum.Sub(sum, times(perMinute[Resource{Partner: place.Partner}], minutes))
			case Declined:
			}
		}
		return sum
	}
	places := int32(v.book.Places)
	v.same(CheckGain, o.ID, "the net gain", p.NetGain, decimal.NewFromBigRat(net(p.Placement), places+ratDigits).Round(places))
	if p.Better != nil {
		v.same(CheckGain, o.ID, "the better net gain", p.Better.NetGain,
			decimal.NewFromBigRat(net(p.Better.Placement), places+ratDigits).Round(places))
	}
	var best *big.Rat
	if !o.Committed && !o.MustTake {
		best = o.DeclineCost.Neg().Rat()
	}
	for _, place := range v.places(o) {
		if !v.fitsAlone(o, place) {
			continue
		}
		if n := net(place); best == nil || n.Cmp(best) > 0 {
			best = n
		}
	}
	return best
}

// fitsAlone reports whether an order could be somewhere if no other were.
func (v *verifier) fitsAlone(o *BookOrder, p Placement) bool {
	total := int64(0)
	for s, minutes := range o.Minutes {
		total += minutes
		if p.Kind != InHouse {
			continue
		}
		stage, period := &v.book.Stages[s], p.Period-1
		bought := boughtMinutes(minutes-stage.CapacityMinutes[period], stage.OnboardingShare)
		if bought > 0 && (stage.TemporaryMinutes == nil || bought > stage.TemporaryMinutes[period]) {
			return false
		}
	}
	for _, partner := range v.book.Partners {
		if partner.Name == p.Partner && total > partner.Minutes {
			return false
		}
	}
	return true
}

// ratDigits are enough to tell a sixtieth from a half.
const ratDigits = 4

func minuteOf(perHour decimal.Decimal) *big.Rat {
	return new(big.Rat).Quo(perHour.Rat(), new(big.Rat).SetInt64(minutesPerHour))
}

func times(price *big.Rat, minutes int64) *big.Rat {
	return new(big.Rat).Mul(price, new(big.Rat).SetInt64(minutes))
}

func (v *verifier) totals() {
	t := v.plan.Totals
	var want PlanTotals
	for i := range v.book.Orders {
		o, p := &v.book.Orders[i], &v.plan.Orders[i]
		full := o.Contribution.Add(o.ExtraValue)
		switch p.Placement.Kind {
		case Declined:
			want.DeclinedOrders++
			want.DeclinedContribution = want.DeclinedContribution.Add(o.Contribution)
			want.DeclineCost = want.DeclineCost.Add(o.DeclineCost)
		case AtPartner:
			want.PartnerOrders++
			want.PartnerGain = want.PartnerGain.Add(p.Gain)
		case InHouse:
			want.InHouseOrders++
			want.InHouseGain = want.InHouseGain.Add(p.Gain)
			if p.Placement.Period != o.Requested {
				want.MovedOrders++
			}
			if p.Placement.Period > o.Latest {
				want.Incentives = want.Incentives.Add(full.Sub(p.Gain))
			} else {
				want.LateCost = want.LateCost.Add(full.Sub(p.Gain))
			}
		}
	}
	for i := range v.plan.Stages {
		want.TemporaryMinutes += v.plan.Stages[i].BoughtMinutes
		want.TemporaryCost = want.TemporaryCost.Add(v.plan.Stages[i].Cost)
	}
	for _, n := range []struct {
		what      string
		got, want int64
	}{
		{"orders in-house", int64(t.InHouseOrders), int64(want.InHouseOrders)},
		{"orders declined", int64(t.DeclinedOrders), int64(want.DeclinedOrders)},
		{"orders at partners", int64(t.PartnerOrders), int64(want.PartnerOrders)},
		{"orders moved", int64(t.MovedOrders), int64(want.MovedOrders)},
		{"temporary minutes", t.TemporaryMinutes, want.TemporaryMinutes},
	} {
		v.count(CheckTotals, "", n.what, n.got, n.want)
	}
	for _, d := range []struct {
		what      string
		got, want decimal.Decimal
	}{
		{"the gain in-house", t.InHouseGain, want.InHouseGain},
		{"the declined contribution", t.DeclinedContribution, want.DeclinedContribution},
		{"the cost of declining", t.DeclineCost, want.DeclineCost},
		{"the gain at partners", t.PartnerGain, want.PartnerGain},
		{"the cost of temporary minutes", t.TemporaryCost, want.TemporaryCost},
		{"the late cost", t.LateCost, want.LateCost},
		{"the incentives", t.Incentives, want.Incentives},
	} {
		v.same(CheckTotals, "", d.what, d.got, d.want)
	}
}
