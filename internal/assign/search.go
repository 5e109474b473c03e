package assign

import (
	"container/heap"
	"context"
	"math"
)

// search is the state of one call.
type search struct {
	*model
	ctx   context.Context
	limit int64
	nodes int64
	best  *plan
	trial *plan

	sacks   []*knapsack
	filled  []int64 // the knapsacks' bounds at the last prices
	out     []int64 // by class: left out at the last prices
	mean    average
	over    []int64
	lowest  []int64 // prices of items: lower ones prove nothing
	highest []int64
	ask     demand
	serial  int
	checked int64
	stopped bool
	// cut says that a knapsack of the last evaluation was not solved.
	cut bool
	// deep is the most work for a knapsack where exact ones are worth it.
	deep int64
}

// Solve returns the best plan that limit nodes find, and its bound. It returns
// ok false, and nothing else, if the numbers of p are too large for int64. When
// the context ends it returns the context's error.
func Solve(ctx context.Context, p *Problem, limit int64) (r Result, ok bool, err error) {
	m, ok := newModel(p)
	if !ok {
		return Result{}, false, nil
	}
	s := newSearch(ctx, m, limit)
	r = s.solve(p)
	if s.stopped {
		return Result{}, true, ctx.Err()
	}
	return r, true, nil
}

// Fit is [Solve] with the question only whether all required items can be
// placed: gains and costs do not count.
func Fit(ctx context.Context, p *Problem, limit int64) (r Result, ok bool, err error) {
	m, ok := newModel(p)
	if !ok {
		return Result{}, false, nil
	}
	s := newSearch(ctx, m, limit)
	s.refill(s.best)
	r.Found = s.best.complete() || s.placeRequired(p, &r)
	r.Nodes = s.nodes
	if s.stopped {
		return Result{}, true, ctx.Err()
	}
	return r, true, nil
}

func newSearch(ctx context.Context, m *model, limit int64) *search {
	s := &search{
		model: m, ctx: ctx, limit: limit, best: m.emptyPlan(), trial: m.emptyPlan(),
		filled: make([]int64, m.bins), out: make([]int64, m.classes), over: make([]int64, m.classes),
		lowest: make([]int64, m.classes), highest: make([]int64, m.classes),
		mean: average{make([]int64, m.size())}, ask: demand{profit: make([]int64, m.classes)},
	}
	for b := range m.bins {
		n := len(m.res[b])
		s.sacks = append(s.sacks, &knapsack{
			res: m.res[b], prices: make([]int64, n), fixed: make([]int64, n), content: make([]int64, m.classes),
		})
	}
	for c := range m.classes {
		s.lowest[c], s.highest[c] = math.MaxInt64, math.MinInt64
		for b := range m.bins + 1 {
			if at := m.at(c, b); m.high[at] > 0 {
				s.lowest[c], s.highest[c] = min(s.lowest[c], m.gain[at]), max(s.highest[c], m.gain[at])
			}
		}
		if at := m.at(c, m.bins); m.high[at] > 0 {
			s.lowest[c] = m.gain[at]
		} else {
			s.lowest[c] -= m.sum
		}
	}
	return s
}

// done reports whether the work is used up, or the context has ended.
func (s *search) done() bool {
	if s.nodes-s.checked > 1<<16 {
		s.checked = s.nodes
		s.stopped = s.stopped || s.ctx.Err() != nil
	}
	return s.stopped || s.nodes >= s.limit
}

func (s *search) solve(p *Problem) Result {
	r := Result{Fine: s.unit()}
	s.refill(s.best)
	s.improve(s.best)
	if !s.best.complete() {
		if !s.placeRequired(p, &r) {
			r.Nodes = s.nodes
			return r
		}
	}
	r.Found = true
	root := &node{low: make([]int64, s.size()), high: append([]int64(nil), s.high...)}
	bound, prices := s.priceItems(s.best.value, 1000)
	r.Prices = prices
	for b := range s.bins {
		copy(s.sacks[b].prices, prices[b])
	}
	root.bound = bound
	root.prices = s.itemPrices(prices)
	bound = s.prove(root)
	for s.moves(s.best) {
		// Whatever single move still gains is made, work or no work.
	}
	r.Places = s.best.places(s.best.x, len(p.Items))
	r.Value = s.best.value >> s.shift
	r.Bound = max(r.Value, bound>>s.shift)
	r.Nodes = s.nodes
	return r
}

// itemPrices are what the items are worth at the prices of the resources.
func (s *search) itemPrices(prices [][]int64) []int64 {
	r := relaxation{model: s.model, prices: prices}
	all := make([]int64, s.classes)
	for c := range all {
		_, net := r.choose(c)
		all[c] = min(max(net, s.lowest[c]), s.highest[c])
	}
	return all
}

// placeRequired finds places for the items that must have one, by a problem of
// their own. It returns false if there are none, or none was found.
func (s *search) placeRequired(p *Problem, r *Result) bool {
	alone := Problem{Bins: make([]Bin, len(p.Bins))}
	for b := range p.Bins {
		for _, res := range p.Bins[b].Resources {
			res.Price = 0
			alone.Bins[b].Resources = append(alone.Bins[b].Resources, res)
		}
	}
	var of []int
	for i := range p.Items {
		if !p.Items[i].Required {
			continue
		}
		item := Item{Out: -1}
		for _, o := range p.Items[i].Options {
			o.Gain = 0
			item.Options = append(item.Options, o)
		}
		alone.Items, of = append(alone.Items, item), append(of, i)
	}
	m, _ := newModel(&alone)
	inner := newSearch(s.ctx, m, s.limit-s.nodes)
	found := inner.solve(&alone)
	s.nodes += found.Nodes
	s.stopped = s.stopped || inner.stopped
	if found.Bound < 0 {
		r.Impossible = true
		return false
	}
	if found.Value < 0 {
		return false
	}
	s.best.clear()
	class := make([]int, len(p.Items))
	for c, group := range s.members {
		for _, i := range group {
			class[i] = c
		}
	}
	for i, bin := range found.Places {
		s.best.move(class[of[i]], s.bins, bin)
	}
	s.refill(s.best)
	s.improve(s.best)
	return true
}

// open is a heap of nodes, the highest bound first.
type open []*node

func (o open) Len() int { return len(o) }
func (o open) Less(i, j int) bool {
	if o[i].bound != o[j].bound {
		return o[i].bound > o[j].bound
	}
	return o[i].order > o[j].order
}
func (o open) Swap(i, j int) { o[i], o[j] = o[j], o[i] }

// Push is for package heap.
func (o *open) Push(x any) { *o = append(*o, x.(*node)) }

// Pop is for package heap.
func (o *open) Pop() any {
	old := *o
	last := old[len(old)-1]
	*o = old[:len(old)-1]
	return last
}

// prove works at the root, then at the plan's parts, then by branching, until
// the best plan is proven or the work is used up, and returns the bound.
func (s *search) prove(root *node) int64 {
	if s.bins == 1 {
		s.soleBin(root)
	}
	if root.bound < s.best.value+s.unit() {
		return s.best.value
	}
	s.reduceFirst(root)
	s.deep = s.limit / int64(80*max(1, s.bins))
	s.evaluate(root, root.prices, s.deep)
	quick := s.deep
	if s.cut {
		quick = min(1000, s.deep/25)
		s.deep = min(20_000, s.deep)
	}
	if !s.fillBins(root, effort{steps: 300, scale: 1, quick: quick, nodes: 2 * s.deep, until: s.nodes + s.limit/2}) || !s.reduce(root, s.deep, true) {
		return s.best.value
	}
	s.neighborhoods(root)
	return s.branch(root, s.limit)
}

// soleBin sets the prices of the items to what leaving them out earns: with one
// bin these prove the best plan.
func (s *search) soleBin(root *node) {
	for c := range root.prices {
		if s.high[s.at(c, s.bins)] > 0 {
			root.prices[c] = s.gain[s.at(c, s.bins)]
		}
	}
}

// branch searches the plans below a node and returns their bound; it stops at
// the limit.
func (s *search) branch(root *node, limit int64) int64 {
	f := &frontier{queue: open{root}, room: max(64, maxOpen/(3*s.size()+1))}
	for {
		n := f.next()
		switch {
		case n == nil || len(f.stack) == 0 && n.bound < s.best.value+s.unit():
			return s.best.value
		case n.bound < s.best.value+s.unit():
			continue
		case s.nodes >= limit || s.done() || len(f.stack) >= f.room:
			return max(n.bound, f.bound())
		}
		if !s.fillBins(n, effort{steps: 24, scale: 0.3, quick: s.deep, nodes: s.deep, until: s.nodes + s.limit/64}) || !s.reduce(n, s.deep, false) {
			continue
		}
		down, up := s.split(n)
		for _, child := range []*node{down, up} {
			if child != nil && s.propagate(child) {
				s.serial++
				child.order = s.serial
				f.add(child)
			}
		}
	}
}

// maxOpen is the most numbers that open nodes hold together: 64 megabytes.
const maxOpen = 8 << 20

// frontier holds the open nodes: a queue by bound, and, once that is full, a
// stack, whose nodes go first.
type frontier struct {
	queue open
	stack []*node
	room  int
}

func (f *frontier) add(n *node) {
	if len(f.queue) < f.room {
		heap.Push(&f.queue, n)
		return
	}
	f.stack = append(f.stack, n)
}

// next takes a node; nil if there is none.
func (f *frontier) next() *node {
	if last := len(f.stack) - 1; last >= 0 {
		n := f.stack[last]
		f.stack = f.stack[:last]
		return n
	}
	if len(f.queue) == 0 {
		return nil
	}
	return heap.Pop(&f.queue).(*node)
}

// bound is the highest bound of all open nodes.
func (f *frontier) bound() int64 {
	bound := int64(impossible)
	for _, n := range f.stack {
		bound = max(bound, n.bound)
	}
	if len(f.queue) > 0 {
		bound = max(bound, f.queue[0].bound)
	}
	return bound
}

// split divides a node where the mean of the contents is least decided.
func (s *search) split(n *node) (down, up *node) {
	at, score := -1, int64(-1)
	for i := range n.low {
		if n.low[i] == n.high[i] {
			continue
		}
		part := s.mean.x[i] % whole
		if v := min(part, whole-part); v > score {
			at, score = i, v
		}
	}
	if at < 0 {
		return nil, nil
	}
	floor := min(max(s.mean.x[at]/whole, n.low[at]), n.high[at]-1)
	down, up = n.clone(), n.clone()
	down.high[at], up.low[at] = floor, floor+1
	return down, up
}

// propagate narrows the counts of a node to what they leave one another, and
// returns false if that is nothing.
func (s *search) propagate(n *node) bool {
	for c, count := range s.count {
		low, high := int64(0), int64(0)
		for b := range s.bins + 1 {
			low += n.low[s.at(c, b)]
			high += n.high[s.at(c, b)]
		}
		if low > count || high < count {
			return false
		}
		for b := range s.bins + 1 {
			at := s.at(c, b)
			oldLow, oldHigh := n.low[at], n.high[at]
			n.high[at] = min(oldHigh, count-low+oldLow)
			n.low[at] = max(oldLow, count-high+oldHigh)
		}
	}
	return true
}
