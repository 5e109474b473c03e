package overflow

import (
	"math/big"

	"github.com/salesops-go/salesops/internal/assign"
)

// ledger is what a plan's explanations are read from: loads, and what one more
// hour of each resource is worth, in units of the book's last place.
type ledger struct {
	*compiled
	places  []int
	loads   [][]int64
	perHour [][]int64
}

const minutesPerHour = 60

func (c *compiled) ledger(found assign.Result) *ledger {
	l := &ledger{compiled: c, places: found.Places}
	for b := range c.problem.Bins {
		n := len(c.problem.Bins[b].Resources)
		l.loads = append(l.loads, make([]int64, n))
		hours := make([]int64, n)
		for i, price := range found.Prices[b] {
			hours[i] = perHour(price, found.Fine)
		}
		l.perHour = append(l.perHour, hours)
	}
	for i, bin := range found.Places {
		if o := c.option(i, bin); o != nil {
			for r, use := range o.Use {
				l.loads[bin][r] += use
			}
		}
	}
	return l
}

// perHour turns a price per minute in fine units into one per hour, rounded
// half up. A price times an hour may not fit an int64.
func perHour(price, fine int64) int64 {
	product := new(big.Int).Mul(big.NewInt(price), big.NewInt(minutesPerHour))
	product.Add(product, big.NewInt(fine/2))
	return product.Div(product, big.NewInt(fine)).Int64()
}

// option returns an order's option for a bin, nil if it has none.
func (c *compiled) option(order, bin int) *assign.Option {
	options := c.problem.Items[order].Options
	for i := range options {
		if options[i].Bin == bin {
			return &options[i]
		}
	}
	return nil
}

// priceBound is what the book could earn if all minutes were for sale at the
// values of an hour, rounded down: computed from the rounded values, and so a
// bound by itself.
func (l *ledger) priceBound() int64 {
	total := new(big.Int)
	for i := range l.problem.Items {
		item := &l.problem.Items[i]
		var best *big.Int
		if !item.Required {
			best = big.NewInt(minutesPerHour * item.Out)
		}
		for o := range item.Options {
			if !l.fitsAlone(&item.Options[o]) {
				continue
			}
			if net := l.net(&item.Options[o]); best == nil || net.Cmp(best) > 0 {
				best = net
			}
		}
		total.Add(total, best)
	}
	sum := new(big.Rat).SetInt(total)
	for b := range l.problem.Bins {
		for i := range l.problem.Bins[b].Resources {
			sum.Add(sum, worth(&l.problem.Bins[b].Resources[i], l.perHour[b][i]))
		}
	}
	return floorUnits(sum)
}

// fitsAlone reports whether an option fits where nothing else is.
func (l *ledger) fitsAlone(o *assign.Option) bool {
	for i, use := range o.Use {
		if use > l.problem.Bins[o.Bin].Resources[i].Most() {
			return false
		}
	}
	return true
}

// floorUnits turns sixtieths of units into units, rounded down.
func floorUnits(sixtieths *big.Rat) int64 {
	below := new(big.Int).Mul(sixtieths.Denom(), big.NewInt(minutesPerHour))
	return below.Div(sixtieths.Num(), below).Int64()
}

// worth is what a resource is worth at a value per hour, times sixty: its free
// minutes, and its extra ones if they are worth more than they cost.
func worth(r *assign.Resource, perHour int64) *big.Rat {
	value := big.NewInt(perHour)
	free := new(big.Rat).SetInt(new(big.Int).Mul(value, big.NewInt(r.Free)))
	cost := new(big.Int).Mul(big.NewInt(minutesPerHour*r.Num), big.NewInt(r.Price))
	profit := new(big.Rat).SetInt(value)
	profit.Sub(profit, new(big.Rat).SetFrac(cost, big.NewInt(r.Den)))
	if profit.Sign() > 0 {
		free.Add(free, profit.Mul(profit, new(big.Rat).SetInt64(r.Extra)))
	}
	return free
}

// net is an option's gain less the value of its minutes, times sixty.
func (l *ledger) net(o *assign.Option) *big.Int {
	net := big.NewInt(minutesPerHour * o.Gain)
	for i, use := range o.Use {
		net.Sub(net, new(big.Int).Mul(big.NewInt(l.perHour[o.Bin][i]), big.NewInt(use)))
	}
	return net
}

// netUnits is net in units, rounded half away from zero.
func (l *ledger) netUnits(o *assign.Option) int64 {
	net := l.net(o)
	half := big.NewInt(minutesPerHour / 2 * int64(net.Sign()))
	return net.Quo(net.Add(net, half), big.NewInt(minutesPerHour)).Int64()
}

// order explains what becomes of an order.
func (l *ledger) order(i int) PlannedOrder {
	b := l.book
	p := PlannedOrder{ID: b.Orders[i].ID, Placement: b.placement(l.places[i])}
	current := l.option(i, l.places[i])
	gain, net := l.problem.Items[i].Out, l.problem.Items[i].Out
	if current != nil {
		gain, net = current.Gain, l.netUnits(current)
	}
	p.Gain, p.NetGain = b.money(gain), b.money(net)
	var best *assign.Option
	options := l.problem.Items[i].Options
	for o := range options {
		if options[o].Gain > gain && (best == nil || l.prefers(&options[o], best)) {
			best = &options[o]
		}
	}
	if best != nil {
		p.Better = l.better(current, best)
	}
	return p
}

// prefers reports whether an option looks better than another: by its gain, and
// with equal gains by what is left of it after the value of its minutes.
func (l *ledger) prefers(o, other *assign.Option) bool {
	return o.Gain > other.Gain || o.Gain == other.Gain && l.net(o).Cmp(l.net(other)) > 0
}

// better explains why an order is not where it would earn more.
func (l *ledger) better(current, best *assign.Option) *BetterOption {
	b := l.book
	better := &BetterOption{
		Placement: b.placement(best.Bin), Gain: b.money(best.Gain), NetGain: b.money(l.netUnits(best)),
		Obstacle: ExtraCost, ExtraCost: b.money(0), Resource: b.resource(best.Bin, 0),
	}
	cost, dearest := int64(0), int64(0)
	for i, use := range best.Use {
		r := &l.problem.Bins[best.Bin].Resources[i]
		load := l.loads[best.Bin][i] + use
		if short := load - r.Most(); short > better.ShortMinutes {
			better.Obstacle, better.ShortMinutes, better.Resource = NoRoom, short, b.resource(best.Bin, i)
		}
		more := r.Cost(load) - r.Cost(load-use)
		cost += more
		if more > dearest && better.Obstacle == ExtraCost {
			dearest, better.Resource = more, b.resource(best.Bin, i)
		}
	}
	if better.Obstacle == NoRoom {
		return better
	}
	// What the order frees where it is now counts against the cost.
	if current != nil {
		for i, use := range current.Use {
			r := &l.problem.Bins[current.Bin].Resources[i]
			load := l.loads[current.Bin][i]
			cost -= r.Cost(load) - r.Cost(load-use)
		}
	}
	better.ExtraCost = b.money(cost)
	return better
}
