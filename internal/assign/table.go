package assign

import "slices"

// tableNodes is the work of filling the bin by a table over all loads of its
// one resource; 0 where that cannot be done.
func (k *knapsack) tableNodes() int64 {
	if len(k.res) != 1 {
		return 0
	}
	copies := int64(0)
	for t := range k.items {
		copies += k.items[t].avail
	}
	width := k.res[0].Most() - k.fixed[0] + 1
	if copies == 0 || width > maxWidth || width > maxTable/copies {
		return 0
	}
	return copies*width/8 + 1
}

const (
	// maxTable is the most cells of a table, a bit each: 8 megabytes.
	maxTable = 1 << 26
	// maxWidth is the most loads of a table, a number each: 16 megabytes.
	maxWidth = 1 << 21
)

// tabulate fills the bin exactly: the most profit for each load, item by item.
func (k *knapsack) tabulate() {
	r := &k.res[0]
	width := int(r.Most() - k.fixed[0] + 1)
	k.nodes = k.stop
	profit := make([]int64, width)
	var taken [][]uint64
	var of []int
	for t := range k.items {
		it := &k.items[t]
		use := int(it.use[0])
		for range it.avail {
			row := make([]uint64, (width+63)/64)
			for at := width - 1; at >= use; at-- {
				if with := profit[at-use] + it.profit; with > profit[at] {
					profit[at] = with
					row[at/64] |= 1 << (at % 64)
				}
			}
			taken, of = append(taken, row), append(of, t)
		}
	}
	at, value := 0, int64(impossible)
	for load := range profit {
		if v := k.base + profit[load] - r.Cost(k.fixed[0]+int64(load)); v > value {
			at, value = load, v
		}
	}
	k.open = impossible
	if value <= k.best {
		return
	}
	k.best, k.found = value, true
	clear(k.chosen)
	for i, row := range slices.Backward(taken) {
		if row[at/64]>>(at%64)&1 == 1 {
			k.chosen[of[i]]++
			at -= int(k.items[of[i]].use[0])
		}
	}
}
