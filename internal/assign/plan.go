package assign

// plan is a feasible assignment by class, with its loads.
type plan struct {
	*model
	x     []int64
	load  [][]int64
	value int64
}

func (m *model) emptyPlan() *plan {
	p := &plan{model: m, x: make([]int64, m.size())}
	for b := range m.bins {
		p.load = append(p.load, make([]int64, len(m.res[b])))
	}
	p.clear()
	return p
}

// clear leaves everything out, required or not.
func (p *plan) clear() {
	clear(p.x)
	p.value = 0
	for b := range p.bins {
		clear(p.load[b])
	}
	for c := range p.classes {
		p.x[p.at(c, p.bins)] = p.count[c]
		p.value += p.count[c] * p.gain[p.at(c, p.bins)]
	}
}

func (p *plan) copyFrom(o *plan) {
	copy(p.x, o.x)
	copyRows(p.load, o.load)
	p.value = o.value
}

// complete reports whether all required items are placed.
func (p *plan) complete() bool {
	for c := range p.classes {
		if at := p.at(c, p.bins); p.x[at] > p.high[at] {
			return false
		}
	}
	return true
}

// change is what bin's cost grows by when use is added sign times and other is
// taken away; ok is false if it does not fit.
func (p *plan) change(bin int, add, take []int64) (cost int64, ok bool) {
	if bin == p.bins {
		return 0, true
	}
	for s := range p.res[bin] {
		r, load := &p.res[bin][s], p.load[bin][s]
		next := load
		if add != nil {
			next += add[s]
		}
		if take != nil {
			next -= take[s]
		}
		if next == load {
			continue
		}
		if next > r.Most() {
			return 0, false
		}
		if next > r.Free || load > r.Free {
			cost += r.Cost(next) - r.Cost(load)
		}
	}
	return cost, true
}

// move puts one copy of a class from one bin into another.
func (p *plan) move(class, from, to int) {
	p.shift(class, from, -1)
	p.shift(class, to, 1)
}

func (p *plan) shift(class, bin int, by int64) {
	at := p.at(class, bin)
	p.x[at] += by
	p.value += by * p.gain[at]
	for s, use := range p.use[at] {
		r := &p.res[bin][s]
		p.value += r.Cost(p.load[bin][s])
		p.load[bin][s] += by * use
		p.value -= r.Cost(p.load[bin][s])
	}
}

// moving returns what the plan gains by moving one copy.
func (p *plan) moving(class, from, to int) (delta int64, ok bool) {
	a, b := p.at(class, from), p.at(class, to)
	if p.high[b] == 0 {
		return 0, false
	}
	costTo, ok := p.change(to, p.use[b], nil)
	if !ok {
		return 0, false
	}
	costFrom, _ := p.change(from, nil, p.use[a])
	return p.gain[b] - p.gain[a] - costTo - costFrom, true
}
