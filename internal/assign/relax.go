package assign

import "math"

// node is a part of the plans: those whose counts lie between low and high.
type node struct {
	low, high []int64
	// prices are those of the items, one for each class, and the best known.
	prices []int64
	// bound is what no plan of the node exceeds.
	bound int64
	// order is the node's number, which settles ties.
	order int
}

func (n *node) clone() *node {
	return &node{
		low: append([]int64(nil), n.low...), high: append([]int64(nil), n.high...),
		prices: append([]int64(nil), n.prices...), bound: n.bound,
	}
}

// average is a running mean of the bins' contents, in parts of a whole: it
// approaches a solution of the second relaxation.
type average struct{ x []int64 }

const whole = 1 << 16

func (a *average) add(m *model, contents []*knapsack, out []int64, times int64) {
	weight := min(times+1, 8)
	mix := func(at int, count int64) { a.x[at] += (count*whole - a.x[at]) / weight }
	for b, k := range contents {
		for c, count := range k.content {
			mix(m.at(c, b), count)
		}
	}
	for c, count := range out {
		mix(m.at(c, m.bins), count)
	}
}

// effort is how hard the second relaxation of a node is tried.
type effort struct {
	steps int
	scale float64
	// quick is the most work for one knapsack on the way, nodes at the end.
	quick, nodes int64
	// until is the work at which no further step is made.
	until int64
}

// fillBins prices the items, which makes each bin fill itself: the second
// relaxation. It moves the prices of the node to the best of steps ones, lowers
// its bound to what they prove, and reports whether the node can hold a better
// plan than the best.
//
// On the way the bins are filled well rather than exactly: that tells where to
// go. Only the last prices are proven.
func (s *search) fillBins(n *node, e effort) bool {
	prices := append([]int64(nil), n.prices...)
	clear(s.mean.x)
	best, idle := int64(math.MaxInt64), 0
	scale := e.scale
	for step := range e.steps {
		bound, guess := s.evaluate(n, prices, e.quick)
		if bound < s.best.value+s.unit() {
			n.bound = min(n.bound, max(bound, s.best.value))
			return false
		}
		s.heuristics(guess)
		if guess < best {
			if best-guess > (guess-s.best.value)/64 {
				idle = 0
			}
			best = guess
			copy(n.prices, prices)
		}
		n.bound = min(n.bound, bound)
		if idle++; idle > 6 {
			idle, scale = 0, scale*0.66
		}
		s.mean.add(s.model, s.sacks, s.out, int64(step))
		// Prices that seem to prove it are worth a proof at once.
		if s.done() || s.nodes > e.until || guess < s.best.value+s.unit() || !s.stepPrices(n, prices, scale*float64(best-s.best.value)) {
			break
		}
	}
	bound, _ := s.evaluate(n, n.prices, e.nodes)
	n.bound = min(n.bound, max(bound, s.best.value))
	return n.bound >= s.best.value+s.unit()
}

// evaluate returns the bound that the prices prove, and what the contents that
// were found would make it; they stand in the knapsacks and in out.
func (s *search) evaluate(n *node, prices []int64, nodes int64) (bound, guess int64) {
	value := int64(0)
	for c, price := range prices {
		value += s.count[c] * price
	}
	slack := int64(0)
	if s.bins > 1 && n.bound < math.MaxInt64 {
		slack = max(0, (n.bound-s.best.value)/int64(16*s.bins))
	}
	open := int64(0)
	s.cut = false
	for b, k := range s.sacks {
		s.demand(n, b, prices)
		s.ask.floor, s.ask.slack, s.ask.nodes, s.ask.first = impossible, slack, nodes, false
		s.fill(k)
		if k.bound == impossible {
			return impossible, impossible
		}
		s.filled[b] = k.bound
		s.cut = s.cut || k.bound > k.best+slack
		value += k.best
		open += k.bound - k.best
	}
	for c, price := range prices {
		at := s.at(c, s.bins)
		placed := int64(0)
		for _, k := range s.sacks {
			placed += k.content[c]
		}
		switch net := s.gain[at] - price; {
		case net > 0:
			s.out[c] = n.high[at]
		case net < 0 && !s.atFloor(c, price):
			s.out[c] = n.low[at]
		default:
			// Leaving out is as good as not: it makes up for what is missing.
			s.out[c] = min(max(s.count[c]-placed, n.low[at]), n.high[at])
		}
		value += s.out[c] * (s.gain[at] - price)
	}
	return value + open, value
}

// atFloor reports whether a class's price is as low as it is let go.
func (s *search) atFloor(c int, price int64) bool {
	return s.high[s.at(c, s.bins)] > 0 && price <= s.gain[s.at(c, s.bins)]
}

func (s *search) fill(k *knapsack) {
	before := k.nodes
	s.ask.nodes = min(s.ask.nodes, max(1, s.limit-s.nodes))
	k.fill(&s.ask)
	s.nodes += k.nodes - before
}

// demand sets what a bin is asked at the prices.
func (s *search) demand(n *node, b int, prices []int64) {
	gain := column(s.model, s.gain, b)
	for c, price := range prices {
		s.ask.profit[c] = gain[c] - price
	}
	s.ask.low, s.ask.high, s.ask.use = column(s.model, n.low, b), column(s.model, n.high, b), column(s.model, s.use, b)
}

// stepPrices moves the prices from the best against the mean of the contents.
func (s *search) stepPrices(n *node, prices []int64, gap float64) bool {
	norm := 0.0
	for c := range prices {
		s.over[c] = s.count[c] * whole
	}
	for b := range s.bins + 1 {
		for c, x := range column(s.model, s.mean.x, b) {
			s.over[c] -= x
		}
	}
	for c, o := range s.over {
		if o > 0 && s.atFloor(c, n.prices[c]) {
			s.over[c] = 0
		}
		square := float64(s.over[c]) * float64(s.over[c])
		norm += square
	}
	if norm == 0 {
		return false
	}
	for c, o := range s.over {
		move := int64(gap * float64(o) / norm * whole)
		prices[c] = min(max(n.prices[c]-move, s.lowest[c]), s.highest[c])
	}
	return true
}
