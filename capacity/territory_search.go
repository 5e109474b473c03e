package capacity

import (
	"cmp"
	"math"
	"slices"
)

// outside returns how far a territory with so much is outside its bounds, as
// shares of the average.
func (b *bands) outside(t int, has holding) float64 {
	low, high := b.bounds[t].low, b.bounds[t].high
	return b.shares(holding{
		max(has.opportunity-high.opportunity, low.opportunity-has.opportunity, 0),
		max(has.hours-high.hours, low.hours-has.hours, 0),
	})
}

// shares returns so much opportunity and work as shares of the averages.
func (b *bands) shares(has holding) float64 {
	return float64(float64(has.opportunity)*b.perOpportunity) + float64(float64(has.hours)*b.perHour)
}

// gain is how much closer to its bounds a territory comes that has so much
// instead.
func (b *bands) gain(t int, has holding) float64 { return b.out[t] - b.outside(t, has) }

// settle gives every account one owner.
func (b *bands) settle() {
	for t := range b.out {
		b.out[t] = b.outside(t, holding{})
	}
	var open []int
	for a, claims := range b.claims {
		b.owner[a] = nobody
		if len(claims) == 1 {
			b.give(a, claims[0])
		} else {
			open = append(open, a)
		}
	}
	slices.SortStableFunc(open, func(x, y int) int { return cmp.Compare(b.shares(b.size[y]), b.shares(b.size[x])) })
	for _, a := range open {
		b.give(a, b.bestFor(a))
	}
}

// bestFor returns the territory that an account without owner suits best; of
// those that it suits equally, the emptiest.
func (b *bands) bestFor(a int) int {
	among := b.ranked
	if claims := b.claims[a]; len(claims) > 0 {
		among = claims
		slices.SortFunc(claims, b.emptier)
	}
	best, most := nobody, math.Inf(-1)
	for _, t := range among {
		if gain := b.gain(t, b.has[t].plus(b.size[a])); gain > most+least {
			best, most = t, gain
		}
	}
	return best
}

// emptier puts territories in order, the emptiest first.
func (b *bands) emptier(t, u int) int {
	return cmp.Or(cmp.Compare(b.full[t], b.full[u]), cmp.Compare(t, u))
}

// give makes t the owner of an account.
func (b *bands) give(a, t int) {
	if from := b.owner[a]; from != nobody {
		last := len(b.members[from]) - 1
		other := b.members[from][last]
		b.members[from][b.slot[a]], b.slot[other] = other, b.slot[a]
		b.members[from] = b.members[from][:last]
		b.counts[from]--
		b.set(from, b.has[from].minus(b.size[a]))
	}
	b.owner[a] = t
	if !b.accounts[a].Pinned {
		b.slot[a] = len(b.members[t])
		b.members[t] = append(b.members[t], a)
	}
	b.counts[t]++
	b.set(t, b.has[t].plus(b.size[a]))
}

// set notes what a territory has now.
func (b *bands) set(t int, has holding) {
	place, _ := slices.BinarySearchFunc(b.ranked, t, b.emptier)
	b.ranked = slices.Delete(b.ranked, place, place+1)
	b.has[t], b.out[t], b.full[t] = has, b.outside(t, has), b.shares(has)
	place, _ = slices.BinarySearchFunc(b.ranked, t, b.emptier)
	b.ranked = slices.Insert(b.ranked, place, t)
}

// search lowers the imbalance by so many moves at most, until nothing does any
// more.
func (b *bands) search(limit int) {
	stuck := make([]bool, b.territories)
	for {
		worst := b.worst(stuck)
		if worst == nobody {
			return
		}
		next := b.bestStep(worst)
		if next.a == nobody && !b.spent() {
			stuck[worst] = true
			continue
		}
		limit--
		if next.back != nobody {
			limit--
		}
		if limit < 0 || b.spent() {
			b.stopped = true
			return
		}
		if next.back != nobody {
			b.give(next.back, b.owner[next.a])
		}
		b.give(next.a, next.t)
		clear(stuck)
	}
}

// worst returns the territory that is the farthest outside its bounds, of those
// that are not stuck.
func (b *bands) worst(stuck []bool) int {
	b.steps += b.territories
	worst, most := nobody, 0.0
	for t, out := range b.out {
		if !stuck[t] && out > most {
			worst, most = t, out
		}
	}
	return worst
}

// takeBack undoes the moves without which the imbalance is no larger.
func (b *bands) takeBack() {
	for a, claims := range b.claims {
		if len(claims) != 1 || b.owner[a] == claims[0] {
			continue
		}
		if b.try(a, claims[0], nobody).fall >= 0 {
			b.give(a, claims[0])
		}
	}
}
