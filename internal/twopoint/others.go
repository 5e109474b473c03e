package twopoint

import (
	"cmp"
	"math/bits"
	"slices"
)

// group is some equal parts.
type group struct {
	part Part
	// at is where they stand among the parts that were given.
	at []int
}

// Others calls visit for each part with the distribution of the sum of all
// other parts, in any order; it is overwritten after the call. The distributions
// bracket as those of [Of] do.
//
// It takes the work given, spread over n log2(n) steps: half of the parts are
// added to the empty sum, and then the other half left out in the same way.
// Everything is added and nothing taken out again, which would amplify errors.
// width is that for which it chooses what may be neglected.
func Others(parts []Part, width float64, work int64, visit func(at int, others *Sum)) {
	whole := gather(parts)
	steps := int64(len(parts)+1) * int64(bits.Len(uint(len(parts)))+1)
	cells := int(min(mostCells/longest, max(1, work/steps)))
	f := newFollower(whole.stepFor(cells), len(parts), width)
	if whole.exactly(cells, cells) {
		f = newFollower(whole.step, len(parts), 0)
		f.dump = whole.dump
		whole.exact = false
	}
	o := leaver{whole: whole, others: whole, visit: visit}
	o.leave(f, groups(parts))
}

// groups returns the parts with those that are equal together.
func groups(parts []Part) []group {
	order := make([]int, len(parts))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(compare(parts[a], parts[b]), cmp.Compare(a, b)) })
	var all []group
	for _, i := range order {
		if n := len(all); n > 0 && all[n-1].part == parts[i] {
			all[n-1].at = append(all[n-1].at, i)
		} else {
			all = append(all, group{part: parts[i], at: []int{i}})
		}
	}
	return all
}

type leaver struct {
	whole, others Sum
	visit         func(at int, others *Sum)
	// free are followers that are not used anymore, for their room.
	free []*follower
}

// leave visits the parts of the groups; everything else is in f already.
func (o *leaver) leave(f *follower, groups []group) {
	if len(groups) == 0 {
		return
	}
	if len(groups) > 1 {
		half := len(groups) / 2
		o.leaveWith(f, groups[half:], groups[:half])
		o.leaveWith(f, groups[:half], groups[half:])
		return
	}
	last := groups[0]
	for range last.at[1:] {
		f.add(last.part)
	}
	o.others.take(f)
	o.others.certain, o.others.total = f.certain, o.whole.total
	if last.part.Chance > 0 {
		o.others.total -= last.part.Weight
	}
	for _, at := range last.at {
		others := o.others
		o.visit(at, &others)
	}
}

// leaveWith adds the parts of some groups to what is in f, and visits those of the
// others.
func (o *leaver) leaveWith(f *follower, added, groups []group) {
	g := new(follower)
	if n := len(o.free); n > 0 {
		g, o.free = o.free[n-1], o.free[:n-1]
	}
	g.copyFrom(f)
	for _, each := range added {
		for range each.at {
			g.add(each.part)
		}
	}
	o.leave(g, groups)
	o.free = append(o.free, g)
}
