package assign

import "math"

// relaxation is the first one: a price for each unit of each resource, every
// item takes its best bin.
type relaxation struct {
	*model
	prices [][]int64
	load   [][]int64
	best   [][]int64 // the best prices so far
	over   [][]int64 // the mean of the room that is left, in parts of a whole
}

// priceItems steps the prices toward the least bound over what low and high
// allow, and returns that bound. target is the value of a plan.
func (s *search) priceItems(target int64, steps int) (bound int64, prices [][]int64) {
	r := relaxation{model: s.model}
	for b := range s.bins {
		n := len(s.res[b])
		r.prices = append(r.prices, make([]int64, n))
		r.load = append(r.load, make([]int64, n))
		r.best = append(r.best, make([]int64, n))
		r.over = append(r.over, make([]int64, n))
	}
	bound = math.MaxInt64
	scale, idle, since := 1.0, 0, int64(0)
	for range steps {
		value := r.evaluate()
		s.nodes += int64(r.size()/16) + 1
		if value < bound {
			if bound-value > (bound-target)/256 {
				idle = 0
			}
			bound = value
			copyRows(r.best, r.prices)
		}
		if s.done() {
			break
		}
		since++
		r.mix(min(since, mixing))
		if idle++; idle > 10 {
			idle, scale = 0, scale*0.8
		}
		if !r.step(scale*float64(bound-target), s.sum) {
			since = 0
			scale *= 0.5
			copyRows(r.prices, r.best)
		}
	}
	return bound, r.best
}

const mixing = 64

// mix adds the room that is left to its running mean.
func (r *relaxation) mix(weight int64) {
	for b := range r.bins {
		for s := range r.res[b] {
			r.over[b][s] += (r.left(b, s)*whole - r.over[b][s]) / weight
		}
	}
}

func copyRows(to, from [][]int64) {
	for i := range to {
		copy(to[i], from[i])
	}
}

// evaluate returns the bound at the prices and sets the loads that go with it.
func (r *relaxation) evaluate() int64 {
	value := int64(0)
	for b := range r.bins {
		clear(r.load[b])
		for s := range r.res[b] {
			value += r.res[b][s].worth(r.prices[b][s])
		}
	}
	for c := range r.classes {
		bin, net := r.choose(c)
		value += r.count[c] * net
		if bin < r.bins {
			for s, use := range r.use[r.at(c, bin)] {
				r.load[bin][s] += r.count[c] * use
			}
		}
	}
	return value
}

// worth is what all units of the resource are worth at a price.
func (l *limits) worth(price int64) int64 {
	if price <= l.slope {
		return price * l.Free
	}
	return price*l.Most() - l.slope*l.Extra
}

// choose returns the best bin of a class at the prices, and what one copy is
// worth there net of them.
func (r *relaxation) choose(c int) (bin int, net int64) {
	bin, net = -1, math.MinInt64
	for b := r.bins; b >= 0; b-- {
		at := r.at(c, b)
		if r.high[at] == 0 {
			continue
		}
		v := r.gain[at]
		for s, use := range r.use[at] {
			v -= r.prices[b][s] * use
		}
		if v > net {
			bin, net = b, v
		}
	}
	return bin, net
}

func (r *relaxation) step(gap float64, ceiling int64) bool {
	norm := 0.0
	for b := range r.bins {
		for s := range r.res[b] {
			if over := r.over[b][s]; over < 0 || r.best[b][s] > 0 {
				square := float64(over) * float64(over)
				norm += square
			}
		}
	}
	if norm == 0 || gap < 1 {
		return false
	}
	for b := range r.bins {
		for s := range r.res[b] {
			move := gap * float64(r.over[b][s]) / norm * whole
			l := &r.res[b][s]
			highest := int64(0)
			if most := l.Most(); most > 0 {
				highest = (ceiling + l.Cost(most)) / most
			}
			r.prices[b][s] = min(max(0, r.best[b][s]-int64(move)), highest)
		}
	}
	return true
}

// left is the room that is left; negative when too much is wanted.
func (r *relaxation) left(b, s int) int64 {
	l := &r.res[b][s]
	switch price := r.prices[b][s]; {
	case price < l.slope:
		return l.Free - r.load[b][s]
	case price > l.slope:
		return l.Most() - r.load[b][s]
	default:
		// At the slope any load between the two is as good.
		return max(0, l.Free-r.load[b][s]) + min(0, l.Most()-r.load[b][s])
	}
}
