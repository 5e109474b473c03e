package capacity

import (
	"math"
	"slices"
)

// least is the smallest fall of the imbalance that is worth a step.
const least = 1e-9

// A search looks at the accounts of the territories that have the most or the
// least, and at some of them when there are many; and at all others only when
// these do not help.
const (
	fewTerritories = 8
	fewAccounts    = 256
	everything     = math.MaxInt
)

// step is a change of who owns what: account a goes to t, and back takes its
// place when it is not nobody. The imbalance falls by so much.
type step struct {
	a, t, back int
	fall       float64
}

// or returns the step that lowers the imbalance more, the first of two that do
// so equally.
func (s step) or(other step) step {
	if other.fall > s.fall+least {
		return other
	}
	return s
}

// try returns a step without making it.
func (b *bands) try(a, t, back int) step {
	b.steps++
	from, size := b.owner[a], b.size[a]
	if back != nobody {
		size = size.minus(b.size[back])
	}
	return step{a, t, back, b.gain(from, b.has[from].minus(size)) + b.gain(t, b.has[t].plus(size))}
}

// spent reports whether the search has looked at as many changes as it may.
func (b *bands) spent() bool { return b.steps > MaxBalanceSteps }

// bestStep returns the step that helps most of those that a territory takes part
// in: a move if one helps, and otherwise an exchange.
func (b *bands) bestStep(w int) step {
	best := b.bestMove(w, fewTerritories, fewAccounts)
	if best.a == nobody {
		best = b.bestMove(w, everything, everything)
	}
	if best.a == nobody {
		best = b.bestExchange(w)
	}
	return best
}

// bestMove returns the best move of one account out of a territory, or into it,
// among so many other territories and accounts of each.
func (b *bands) bestMove(w, territories, accounts int) step {
	best := step{a: nobody, back: nobody}
	n := min(territories, b.territories)
	if b.has[w].exceeds(b.bounds[w].high) {
		for _, a := range b.some(w, accounts) {
			if b.spent() {
				return best
			}
			for _, t := range b.ranked[:n] {
				if t != w {
					best = best.or(b.try(a, t, nobody))
				}
			}
		}
	}
	if b.bounds[w].low.exceeds(b.has[w]) {
		for _, t := range slices.Backward(b.ranked[b.territories-n:]) {
			if t == w {
				continue
			}
			for _, a := range b.some(t, accounts) {
				best = best.or(b.try(a, w, nobody))
			}
		}
	}
	return best
}

// some returns the accounts of a territory that may move; of many, at most n
// that are spread evenly.
func (b *bands) some(t, n int) []int {
	members := b.members[t]
	var list []int
	for i := 0; i < len(members); i += 1 + len(members)/n {
		list = append(list, members[i])
	}
	return list
}

// bestExchange returns the best exchange of an account of a territory with one
// of another.
func (b *bands) bestExchange(w int) step {
	best := step{a: nobody, back: nobody}
	for _, a := range b.members[w] {
		if b.spent() {
			return best
		}
		for t, members := range b.members {
			if t == w {
				continue
			}
			for _, back := range members {
				best = best.or(b.try(a, t, back))
			}
		}
	}
	return best
}
