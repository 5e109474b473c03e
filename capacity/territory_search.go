package capacity

import (
	"cmp"
	"slices"
)

// least is the smallest fall of the imbalance that is worth a move.
const least = 1e-9

// most returns the bounds of what a territory may have, its rep's hours among
// them. A rep with less time than the tolerance asks for has that time as both.
func (b *bands) most(t int) (low, high holding) {
	low, high = b.low, b.high
	high.hours = min(high.hours, b.hours[t])
	low.hours = min(low.hours, high.hours)
	return low, high
}

// outside returns how far a territory with so much is outside its bounds, as
// shares of the average.
func (b *bands) outside(t int, has holding) float64 {
	low, high := b.most(t)
	return beyond(has.opportunity, low.opportunity, high.opportunity, b.all.opportunity, b.territories) +
		beyond(has.hours, low.hours, high.hours, b.all.hours, b.territories)
}

// beyond is zero exactly when x is within its bounds.
func beyond(x, low, high, all int64, territories int) float64 {
	far := max(x-high, low-x, 0)
	if far == 0 {
		return 0
	}
	return float64(float64(far) / float64(all) * float64(territories))
}

// fullness is how much a territory has, as shares of the averages.
func (b *bands) fullness(has holding) float64 {
	share := 0.0
	if b.all.opportunity > 0 {
		share += float64(has.opportunity) / float64(b.all.opportunity)
	}
	if b.all.hours > 0 {
		share += float64(has.hours) / float64(b.all.hours)
	}
	return share
}

// settle gives every account one owner.
func (b *bands) settle() {
	b.has, b.counts = make([]holding, b.territories), make([]int, b.territories)
	b.out, b.full, b.members = make([]float64, b.territories), make([]float64, b.territories), make([][]int, b.territories)
	for t := range b.out {
		b.out[t] = b.outside(t, holding{})
	}
	b.owner, b.slot = make([]int, len(b.accounts)), make([]int, len(b.accounts))
	anywhere := make([]int, b.territories)
	for t := range anywhere {
		anywhere[t] = t
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
	slices.SortStableFunc(open, func(x, y int) int { return cmp.Compare(b.fullness(b.size[y]), b.fullness(b.size[x])) })
	for _, a := range open {
		among := anywhere
		if len(b.claims[a]) > 0 {
			among = b.claims[a]
		}
		b.give(a, b.bestFor(a, among))
	}
}

// bestFor returns the territory that an account without owner suits best; of
// those that it suits equally, the emptiest.
func (b *bands) bestFor(a int, among []int) int {
	best, bestRise, bestFull := nobody, 0.0, 0.0
	for _, t := range among {
		with := b.has[t].plus(b.size[a])
		rise, full := -b.gain(t, b.size[a]), b.fullness(with)
		if best == nobody || rise < bestRise-least || rise < bestRise+least && full < bestFull {
			best, bestRise, bestFull = t, rise, full
		}
	}
	return best
}

// give makes t the owner of an account.
func (b *bands) give(a, t int) {
	if from := b.owner[a]; from != nobody {
		last := len(b.members[from]) - 1
		other := b.members[from][last]
		b.members[from][b.slot[a]], b.slot[other] = other, b.slot[a]
		b.members[from] = b.members[from][:last]
		b.has[from] = b.has[from].minus(b.size[a])
		b.out[from], b.full[from] = b.outside(from, b.has[from]), b.fullness(b.has[from])
		b.counts[from]--
	}
	b.owner[a], b.slot[a] = t, len(b.members[t])
	b.members[t] = append(b.members[t], a)
	b.has[t] = b.has[t].plus(b.size[a])
	b.out[t], b.full[t] = b.outside(t, b.has[t]), b.fullness(b.has[t])
	b.counts[t]++
}

// step is a change that lowers the imbalance: account a goes to t, and when
// there is one, account back takes its place.
type step struct {
	a, t, back int
	fall       float64
}

// search lowers the imbalance until nothing does any more.
func (b *bands) search(limit int) {
	stuck := make([]bool, b.territories)
	for moved := 0; ; {
		worst := nobody
		most := 0.0
		for t := range b.territories {
			if !stuck[t] && b.out[t] > most {
				worst, most = t, b.out[t]
			}
		}
		if worst == nobody {
			return
		}
		next := b.bestMove(worst, fewTerritories, fewAccounts)
		if next.fall < least {
			next = b.bestMove(worst, b.territories, len(b.accounts))
		}
		if next.fall < least {
			next = b.bestExchange(worst)
		}
		if b.steps > MaxBalanceSteps {
			b.stopped = true
			return
		}
		if next.fall < least {
			stuck[worst] = true
			continue
		}
		if moved++; next.back != nobody {
			moved++
		}
		if moved > limit {
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

// better reports whether a step is to be preferred: a larger fall, then the
// first account and territory by name.
func (s *step) better(other *step) bool {
	switch {
	case s.fall > other.fall+least:
		return true
	case s.fall < other.fall-least:
		return false
	}
	return other.a == nobody || cmp.Or(cmp.Compare(s.a, other.a), cmp.Compare(s.t, other.t), cmp.Compare(s.back, other.back)) < 0
}

// A search looks at the accounts of the territories that have the most or the
// least, and at some of them when there are many; and at all others only when
// these do not help.
const (
	fewTerritories = 8
	fewAccounts    = 256
)

// bestMove returns the move of one account out of a territory, or into it, that
// lowers the imbalance the most, among so many other territories and accounts of
// each.
func (b *bands) bestMove(w, territories, accounts int) step {
	best := step{a: nobody, back: nobody}
	low, high := b.most(w)
	has := b.has[w]
	if has.opportunity > high.opportunity || has.hours > high.hours {
		emptiest := b.others(w, territories, func(t, u int) int { return cmp.Compare(b.full[t], b.full[u]) })
		for _, a := range b.some(w, accounts) {
			left := b.out[w] - b.outside(w, has.minus(b.size[a]))
			b.steps++
			if left < least {
				continue // elsewhere it can only do harm
			}
			b.steps += len(emptiest)
			for _, t := range emptiest {
				if s := (step{a, t, nobody, left + b.gain(t, b.size[a])}); s.better(&best) {
					best = s
				}
			}
		}
	}
	if has.opportunity < low.opportunity || has.hours < low.hours {
		fullest := b.others(w, territories, func(t, u int) int { return cmp.Compare(b.full[u], b.full[t]) })
		for _, from := range fullest {
			for _, a := range b.some(from, accounts) {
				won := b.out[w] - b.outside(w, has.plus(b.size[a]))
				b.steps++
				if won < least {
					continue
				}
				if s := (step{a, w, nobody, won + b.gain(from, holding{}.minus(b.size[a]))}); s.better(&best) {
					best = s
				}
			}
		}
	}
	return best
}

// others returns n of the territories but w, those that come first in an order;
// or all of them by name.
func (b *bands) others(w, n int, order func(t, u int) int) []int {
	if n >= b.territories {
		order = func(t, u int) int { return cmp.Compare(t, u) }
	}
	list := make([]int, 0, n+1)
	for t := range b.territories {
		if t == w || len(list) == n && order(list[n-1], t) <= 0 {
			continue
		}
		place := len(list)
		for place > 0 && order(list[place-1], t) > 0 {
			place--
		}
		list = slices.Insert(list, place, t)
		list = list[:min(n, len(list))]
	}
	return list
}

// some returns the accounts of a territory that may move; of many, some that
// are spread evenly.
func (b *bands) some(t, n int) []int {
	stride := max(1, len(b.members[t])/n)
	list := make([]int, 0, len(b.members[t])/stride+1)
	for i := 0; i < len(b.members[t]); i += stride {
		if a := b.members[t][i]; !b.accounts[a].Pinned {
			list = append(list, a)
		}
	}
	return list
}

// gain is how much closer to its bounds a territory comes with so much more.
func (b *bands) gain(t int, size holding) float64 {
	return b.out[t] - b.outside(t, b.has[t].plus(size))
}

// bestExchange returns the exchange of two accounts, one of them of a
// territory, that lowers the imbalance the most.
func (b *bands) bestExchange(w int) step {
	best := step{a: nobody, back: nobody}
	for _, a := range b.members[w] {
		if b.accounts[a].Pinned {
			continue
		}
		without := b.has[w].minus(b.size[a])
		b.steps += len(b.owner)
		if b.steps > MaxBalanceSteps {
			return step{a: nobody, back: nobody}
		}
		for other, t := range b.owner {
			if t == w || b.accounts[other].Pinned {
				continue
			}
			won := b.out[w] - b.outside(w, without.plus(b.size[other]))
			if won < least {
				continue
			}
			s := step{a, t, other, won + b.gain(t, b.size[a].minus(b.size[other]))}
			if s.better(&best) {
				best = s
			}
		}
	}
	return best
}

// takeBack undoes the moves without which the imbalance is no larger.
func (b *bands) takeBack() {
	for a, claims := range b.claims {
		if len(claims) != 1 || b.owner[a] == claims[0] {
			continue
		}
		from, home := b.owner[a], claims[0]
		if b.gain(from, holding{}.minus(b.size[a]))+b.gain(home, b.size[a]) >= 0 {
			b.give(a, home)
		}
	}
}
