package assign

import (
	"cmp"
	"slices"
)

// heuristics makes a plan of the knapsacks' contents and keeps it if it is the
// best. bound is what the contents prove.
func (s *search) heuristics(bound int64) {
	if bound == impossible {
		return
	}
	t := s.trial
	t.clear()
	for c, count := range s.count {
		left := count
		for left > 0 {
			// The copies that earn most keep their places.
			at, most := -1, int64(0)
			for b, k := range s.sacks {
				if more := k.content[c] - t.x[s.at(c, b)]; more > 0 && (at < 0 || s.gain[s.at(c, b)] > most) {
					at, most = b, s.gain[s.at(c, b)]
				}
			}
			if at < 0 {
				break
			}
			t.move(c, s.bins, at)
			left--
		}
	}
	s.nodes += int64(s.classes/4) + 1
	s.refill(t)
	if t.value > s.best.value-(bound-s.best.value)/2 {
		s.improve(t)
	}
	s.keep(t)
}

func (s *search) keep(t *plan) bool {
	if t.value <= s.best.value {
		return false
	}
	s.best.copyFrom(t)
	return true
}

// refill places what is left out, the most worth for its room first, wherever
// it gains.
func (s *search) refill(t *plan) {
	type waiting struct {
		class int
		score float64
	}
	var all []waiting
	for c := range s.classes {
		if t.x[s.at(c, s.bins)] == 0 {
			continue
		}
		w := waiting{class: c}
		for b := range s.bins {
			at := s.at(c, b)
			if s.high[at] == 0 {
				continue
			}
			part := 1e-9
			for i, use := range s.use[at] {
				if use > 0 {
					part += float64(use) / float64(s.res[b][i].Most())
				}
			}
			w.score = max(w.score, float64(s.gain[at]-s.gain[s.at(c, s.bins)])/part)
		}
		all = append(all, w)
	}
	slices.SortStableFunc(all, func(a, b waiting) int { return cmp.Compare(b.score, a.score) })
	for _, w := range all {
		for t.x[s.at(w.class, s.bins)] > 0 {
			to, most := -1, int64(0)
			for b := range s.bins {
				if delta, ok := t.moving(w.class, s.bins, b); ok && delta > most {
					to, most = b, delta
				}
			}
			if to < 0 {
				break
			}
			t.move(w.class, s.bins, to)
		}
	}
	s.nodes += int64(len(all)*(s.bins+1)/8) + 1
}

// improve moves single copies, exchanges two, and puts one in the place of
// another that goes elsewhere, as long as something gains.
func (s *search) improve(t *plan) {
	for !s.done() {
		if !s.moves(t) && !s.exchanges(t) {
			return
		}
	}
}

func (s *search) moves(t *plan) bool {
	better := false
	for c := range s.classes {
		for from := range s.bins + 1 {
			if t.x[s.at(c, from)] == 0 {
				continue
			}
			to, most := -1, int64(0)
			for b := range s.bins + 1 {
				if b == from || s.high[s.at(c, b)] == 0 {
					continue
				}
				if delta, ok := t.moving(c, from, b); ok && delta > most {
					to, most = b, delta
				}
			}
			if to >= 0 {
				t.move(c, from, to)
				better = true
			}
		}
	}
	s.nodes += int64(s.size()/8) + 1
	return better
}

// exchanges puts a copy of one class into a bin, and a copy of another from
// there into any bin.
func (s *search) exchanges(t *plan) bool {
	better := false
	for c := range s.classes {
		for from := range s.bins + 1 {
			for to := range s.bins {
				if t.x[s.at(c, from)] == 0 {
					break
				}
				if to != from && s.high[s.at(c, to)] > 0 && s.exchange(t, c, from, to) {
					better = true
				}
			}
		}
		if s.done() {
			break
		}
	}
	return better
}

func (s *search) exchange(t *plan, c, from, to int) bool {
	at, target := s.at(c, from), s.at(c, to)
	costFrom, _ := t.change(from, nil, s.use[at])
	own := s.gain[target] - s.gain[at]
	looked := int64(s.classes / 8)
	defer func() { s.nodes += looked/8 + 1 }()
	for e := range s.classes {
		there := s.at(e, to)
		if e == c || t.x[there] == 0 {
			continue
		}
		looked++
		costTo, ok := t.change(to, s.use[target], s.use[there])
		if !ok {
			continue
		}
		base := own - s.gain[there] - costTo
		for away := range s.bins + 1 {
			aside := s.at(e, away)
			if away == to || s.high[aside] == 0 || base+s.gain[aside] <= 0 {
				continue
			}
			looked++
			var cost int64
			if away == from {
				cost, ok = t.change(from, s.use[aside], s.use[at])
			} else {
				cost, ok = t.change(away, s.use[aside], nil)
				cost += costFrom
			}
			if ok && base+s.gain[aside]-cost > 0 {
				t.move(c, from, to)
				t.move(e, to, away)
				return true
			}
		}
	}
	return false
}

// neighborhoods solves the best plan again with all but two bins as they are,
// pair by pair, as long as something gains or work for it is left.
func (s *search) neighborhoods(root *node) {
	limit := s.nodes + (s.limit-s.nodes)/2
	for share := int64(64); share >= 1 && s.nodes < limit; share /= 4 {
		for before := int64(impossible); before < s.best.value && s.nodes < limit; {
			before = s.best.value
			for one := range s.bins {
				for two := range one + 1 {
					if s.done() {
						return
					}
					s.around(root, one, two, s.nodes+max(1, s.limit/(share*int64(s.bins*s.bins))))
				}
			}
		}
	}
}

// around searches the plans that differ from the best in two bins only, which
// may be the same.
func (s *search) around(root *node, one, two int, limit int64) {
	n := &node{
		low: append([]int64(nil), s.best.x...), high: append([]int64(nil), s.best.x...),
		prices: append([]int64(nil), root.prices...), bound: root.bound,
	}
	for c := range s.classes {
		free := n.high[s.at(c, one)] + n.high[s.at(c, s.bins)]
		if two != one {
			free += n.high[s.at(c, two)]
		}
		for _, b := range []int{one, two, s.bins} {
			at := s.at(c, b)
			n.low[at], n.high[at] = 0, min(free, s.high[at])
		}
	}
	s.branch(n, limit)
}
