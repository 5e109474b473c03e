package assign

import (
	"math"
	"slices"
)

// limits of one bin, in fine units.
type limits struct {
	Resource
	// slope is what one more extra unit costs at least; the largest number
	// where there are none.
	slope int64
	most  int64 // free and extra units
}

// candidate is a class that may go into the bin.
type candidate struct {
	class   int
	avail   int64
	profit  int64
	reduced int64 // profit less what its use costs at the prices
	use     []int64
}

// knapsack fills one bin: the most profit less the cost of extra units. It keeps
// its prices and its last content, from which the next call starts.
type knapsack struct {
	res    []limits
	prices []int64
	// content is the best filling of the last call, by class.
	content []int64
	// bound is what no filling exceeds.
	bound int64
	// relaxed is the bound at the prices, before any search.
	relaxed int64
	// nodes is the work of all calls.
	nodes int64

	// skipped counts items that did not fit, eight to a node.
	skipped int64

	items  []candidate
	fixed  []int64 // what must be in, by resource
	base   int64
	load   []int64 // by depth and resource
	profit []int64 // by depth: sums over the items from there on
	gains  []int64
	uses   []int64
	take   []int64
	best   int64
	found  bool // a filling better than the floor
	open   int64
	slack  int64
	stop   int64 // no more nodes from here on
	quick  bool  // any filling above the floor will do
	chosen []int64
}

const impossible = math.MinInt64 / 4

// demand is what a bin is asked: the profit and the bounds of every class. The
// slices have one entry for each class.
type demand struct {
	profit []int64
	low    []int64
	high   []int64
	use    [][]int64
	// floor is a value that is of no interest, nor anything below it.
	floor int64
	// slack is how far from the best a filling may be.
	slack int64
	// nodes is the most work.
	nodes int64
	// first ends the search with the first filling above the floor.
	first bool
}

// fill solves the knapsack: afterwards k.bound is a valid bound, impossible if
// what must be in does not fit, and k.content is the best filling found if
// k.found.
func (k *knapsack) fill(d *demand) {
	k.start(d)
	if k.bound == impossible {
		return
	}
	k.improvePrices()
	k.arrange()
	k.best, k.found = max(d.floor, impossible), false
	k.open = impossible
	k.warm(d)
	k.stop, k.slack, k.quick = k.nodes+d.nodes, d.slack, d.first
	table := k.tableNodes()
	if table > 0 && table < d.nodes {
		k.stop = k.nodes + table
	}
	k.search(0, 0, k.base)
	if k.nodes >= k.stop && table > 0 && table < d.nodes && !(k.quick && k.found) {
		k.tabulate()
	}
	k.bound = max(k.best, k.open)
	if k.found {
		k.write(d)
	}
}

func (k *knapsack) start(d *demand) {
	k.items, k.base, k.bound = k.items[:0], 0, 0
	clear(k.fixed)
	for c := range d.profit {
		if d.low[c] > 0 {
			k.base += d.low[c] * d.profit[c]
			for s, use := range d.use[c] {
				k.fixed[s] += d.low[c] * use
			}
		}
	}
	for s := range k.res {
		if k.fixed[s] > k.res[s].Most() {
			k.bound = impossible
			return
		}
	}
	k.nodes += int64(len(d.profit)/16) + 1
	for c, high := range d.high {
		if high <= d.low[c] || d.profit[c] <= 0 {
			continue
		}
		avail := high - d.low[c]
		for s, use := range d.use[c] {
			if use > 0 {
				avail = min(avail, (k.res[s].Most()-k.fixed[s])/use)
			}
		}
		if avail > 0 {
			k.items = append(k.items, candidate{class: c, avail: avail, profit: d.profit[c], use: d.use[c]})
		}
	}
}

// worth returns what the room above a load is worth at the prices, less what
// the load costs; more than su units are not wanted.
func (k *knapsack) worth(s int, load, su int64) int64 {
	r, price := &k.res[s], k.prices[s]
	if price <= r.slope {
		room := int64(0)
		if load < r.Free {
			room = price * min(r.Free-load, su)
		}
		return room - r.Cost(load)
	}
	to := min(r.Most(), load+su)
	return price*(to-load) - r.slope*max(0, to-r.Free)
}

// improvePrices takes a few subgradient steps from the prices of the last call
// and keeps the best.
func (k *knapsack) improvePrices() {
	n := len(k.res)
	total := int64(0)
	for i := range k.items {
		total += k.items[i].avail * k.items[i].profit
	}
	for s := range k.res {
		k.prices[s] = min(k.prices[s], k.highestPrice(s, total))
	}
	best := int64(math.MaxInt64)
	current := make([]int64, 0, 16)
	kept := make([]int64, 0, 16)
	step := make([]int64, n)
	current = append(current, k.prices...)
	kept = append(kept, k.prices...)
	scale := 0.5
	for range priceSteps {
		value := k.relax(step)
		if value < best {
			best = value
			copy(kept, k.prices)
			copy(current, k.prices)
		} else {
			copy(k.prices, current)
			scale *= 0.5
		}
		if !k.step(step, scale*float64(value-k.base)/8, total) {
			break
		}
	}
	copy(k.prices, kept)
	k.nodes += int64(len(k.items)*priceSteps/8) + 1
}

const priceSteps = 8

// relax returns the bound at the prices; over becomes the room that is left of
// each resource when every item that is worth its price is taken.
func (k *knapsack) relax(over []int64) int64 {
	value := k.base
	for s := range k.res {
		r := &k.res[s]
		value += k.worth(s, k.fixed[s], math.MaxInt64>>2)
		over[s] = r.Free - k.fixed[s]
		if k.prices[s] > r.slope {
			over[s] = r.Most() - k.fixed[s]
		}
	}
	for i := range k.items {
		it := &k.items[i]
		it.reduced = it.profit
		for s, use := range it.use {
			it.reduced -= k.prices[s] * use
		}
		if it.reduced > 0 {
			value += it.avail * it.reduced
			for s, use := range it.use {
				over[s] -= it.avail * use
			}
		}
	}
	return value
}

// step moves the prices against the room that is left; it reports false when
// there is nowhere to go.
func (k *knapsack) step(over []int64, gap float64, total int64) bool {
	norm := 0.0
	for s, o := range over {
		if o < 0 || k.prices[s] > 0 {
			square := float64(o) * float64(o)
			norm += square
		}
	}
	if norm == 0 || gap < 1 {
		return false
	}
	for s, o := range over {
		move := gap * float64(o) / norm
		k.prices[s] = min(max(0, k.prices[s]-int64(move)), k.highestPrice(s, total))
	}
	return true
}

// highestPrice is a price that is too high for any use, and keeps sums small.
func (k *knapsack) highestPrice(s int, total int64) int64 {
	r := &k.res[s]
	if r.Most() == 0 {
		return 0
	}
	return (total + r.Cost(r.Most())) / r.Most()
}

// arrange sorts the items so that those whose place is plainest come first, and
// sums what is left from each on.
func (k *knapsack) arrange() {
	n := len(k.res)
	over := k.take[:0]
	for range k.res {
		over = append(over, 0)
	}
	k.relaxed = k.relax(over)
	slices.SortStableFunc(k.items, func(a, b candidate) int {
		x, y := max(a.reduced, -a.reduced), max(b.reduced, -b.reduced)
		switch {
		case x > y:
			return -1
		case x < y:
			return 1
		default:
			return a.class - b.class
		}
	})
	size := len(k.items) + 1
	k.profit = grow(k.profit, size)
	k.gains = grow(k.gains, size)
	k.uses = grow(k.uses, size*n)
	k.load = grow(k.load, size*n)
	k.take = grow(k.take, size)
	k.chosen = grow(k.chosen, size)
	last := size - 1
	k.profit[last], k.gains[last] = 0, 0
	for s := range n {
		k.uses[last*n+s] = 0
	}
	for t := last - 1; t >= 0; t-- {
		it := &k.items[t]
		k.profit[t] = k.profit[t+1] + it.avail*it.profit
		k.gains[t] = k.gains[t+1] + it.avail*max(0, it.reduced)
		for s := range n {
			k.uses[t*n+s] = k.uses[(t+1)*n+s] + it.avail*it.use[s]
		}
	}
	copy(k.load[:n], k.fixed)
}

func grow(s []int64, n int) []int64 {
	if cap(s) < n {
		return make([]int64, n, n+n/2)
	}
	return s[:n]
}

// warm tries the content of the last call.
func (k *knapsack) warm(d *demand) {
	value := k.base
	n := len(k.res)
	load := k.load[:n]
	for t := range k.items {
		it := &k.items[t]
		want := min(max(0, k.content[it.class]-d.low[it.class]), it.avail)
		for s, use := range it.use {
			if use > 0 {
				want = min(want, (k.res[s].Most()-load[s])/use)
			}
		}
		k.take[t] = want
		value += want * it.profit
		for s, use := range it.use {
			load[s] += want * use
		}
	}
	for s := range k.res {
		value -= k.res[s].Cost(load[s])
	}
	k.keep(len(k.items), value)
	copy(load, k.fixed)
}

// keep remembers the first n entries of take if they are the best so far.
func (k *knapsack) keep(n int, value int64) {
	if value > k.best {
		k.best, k.found = value, true
		copy(k.chosen, k.take[:n])
		clear(k.chosen[n:len(k.items)])
	}
}

// search decides item t and all after it, with the load of a depth; value is
// the profit so far.
func (k *knapsack) search(t, depth int, value int64) {
	n := len(k.res)
	load := k.load[depth*n : depth*n+n]
	from := t
	for t < len(k.items) && !k.admits(load, k.items[t].use) {
		k.take[t] = 0
		t++
	}
	k.skipped += int64(t - from)
	uses := k.uses[t*n : t*n+n]
	bound, cost, fits := value+k.gains[t], int64(0), true
	for s := range n {
		r := &k.res[s]
		if room := r.Free - load[s]; room >= 0 && k.prices[s] <= r.slope {
			// By far the most frequent case of worth.
			bound += k.prices[s] * min(room, uses[s])
			fits = fits && uses[s] <= room
			continue
		}
		bound += k.worth(s, load[s], uses[s])
		cost += r.Cost(load[s])
		fits = fits && uses[s] <= max(0, r.Free-load[s])
	}
	all := value - cost + k.profit[t]
	bound = min(bound, all)
	if bound <= k.best {
		return
	}
	k.nodes += 1 + k.skipped/8
	k.skipped %= 8
	if bound <= k.best+k.slack || k.nodes >= k.stop || k.quick && k.found {
		k.open = max(k.open, bound)
		return
	}
	if fits {
		for u := t; u < len(k.items); u++ {
			k.take[u] = k.items[u].avail
		}
		k.keep(len(k.items), all)
		return
	}
	it := &k.items[t]
	most := it.avail
	for s, use := range it.use {
		if use > 0 {
			most = min(most, (k.res[s].Most()-load[s])/use)
		}
	}
	next := k.load[depth*n+n : depth*n+2*n]
	first, end, by := int64(0), most+1, int64(1)
	if it.reduced > 0 {
		first, end, by = most, -1, -1
	}
	for count := first; count != end; count += by {
		for s := range n {
			next[s] = load[s] + count*it.use[s]
		}
		k.take[t] = count
		k.search(t+1, depth+1, value+count*it.profit)
	}
}

// admits reports whether one more item fits.
func (k *knapsack) admits(load, use []int64) bool {
	for s, u := range use {
		if u > k.res[s].most-load[s] {
			return false
		}
	}
	return true
}

// write copies the best filling into content.
func (k *knapsack) write(d *demand) {
	copy(k.content, d.low)
	for t := range k.items {
		k.content[k.items[t].class] += k.chosen[t]
	}
}
