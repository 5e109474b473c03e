package assign

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// model is a problem by classes of equal items, in fine units. Tables hold a
// column for each bin and one more for leaving out, with an entry for each class.
type model struct {
	bins    int
	classes int
	shift   uint
	sum     int64 // no plan earns more, nor loses more
	count   []int64
	gain    []int64
	use     [][]int64
	res     [][]limits // by bin
	members [][]int    // the items of each class
	high    []int64    // the most copies of a class in each bin
}

func (m *model) at(class, bin int) int { return bin*m.classes + class }

// column returns the part of a table that belongs to a bin.
func column[T any](m *model, table []T, bin int) []T {
	return table[bin*m.classes : (bin+1)*m.classes]
}

// unit is one unit of money.
func (m *model) unit() int64 { return 1 << m.shift }

// size is the number of entries of a table.
func (m *model) size() int { return m.classes * (m.bins + 1) }

// newModel groups equal items and drops what can never be used. ok is false if
// the numbers are too large.
func newModel(p *Problem) (m *model, ok bool) {
	sum, ok := p.Magnitude()
	if !ok {
		return nil, false
	}
	required, resources, most := 0, 0, 0
	for i := range p.Items {
		if p.Items[i].Required {
			required++
		}
	}
	for b := range p.Bins {
		resources += len(p.Bins[b].Resources)
		most = max(most, len(p.Bins[b].Resources))
	}
	factor := uint64(4 * (most + 1) * (required + resources + 4))
	high, product := bits.Mul64(uint64(sum)+1, factor)
	if high > 0 || product > math.MaxInt64/2 {
		return nil, false
	}
	m = &model{bins: len(p.Bins), shift: min(maxShift, uint(bits.LeadingZeros64(product))-2)}
	m.sum = sum << m.shift
	for b := range p.Bins {
		var all []limits
		for _, r := range p.Bins[b].Resources {
			slope := int64(math.MaxInt64)
			if r.Extra > 0 {
				hi, lo := bits.Mul64(uint64(r.Price)<<m.shift, uint64(r.Num))
				quotient, _ := bits.Div64(hi, lo, uint64(r.Den))
				slope = int64(quotient)
			}
			r.Price <<= m.shift
			all = append(all, limits{r, slope, r.Most()})
		}
		m.res = append(m.res, all)
	}
	m.group(p)
	return m, true
}

const maxShift = 20

// group makes classes of equal items, in the order of their first members.
func (m *model) group(p *Problem) {
	order := make([]int, len(p.Items))
	rows := make([]Item, len(p.Items))
	for i := range order {
		order[i], rows[i] = i, m.clean(&p.Items[i])
	}
	slices.SortStableFunc(order, func(a, b int) int { return compareItems(&rows[a], &rows[b]) })
	var groups [][]int
	for i, item := range order {
		if i > 0 && compareItems(&rows[item], &rows[order[i-1]]) == 0 {
			last := len(groups) - 1
			groups[last] = append(groups[last], item)
			continue
		}
		groups = append(groups, []int{item})
	}
	slices.SortFunc(groups, func(a, b []int) int { return a[0] - b[0] })
	m.members, m.classes = groups, len(groups)
	m.count = make([]int64, m.classes)
	m.gain = make([]int64, m.size())
	m.high = make([]int64, m.size())
	m.use = make([][]int64, m.size())
	for c, group := range groups {
		item := &rows[group[0]]
		m.count[c] = int64(len(group))
		m.gain[m.at(c, m.bins)], m.high[m.at(c, m.bins)] = item.Out<<m.shift, m.count[c]
		if item.Required {
			// A plan that leaves it out is no plan, and worse than any.
			m.gain[m.at(c, m.bins)], m.high[m.at(c, m.bins)] = -2*m.sum-1, 0
		}
		for _, o := range item.Options {
			at := m.at(c, o.Bin)
			m.gain[at], m.use[at] = o.Gain<<m.shift, o.Use
			m.high[at] = m.room(o.Bin, o.Use, m.count[c])
		}
	}
}

// room is how many copies fit into an empty bin, at most count.
func (m *model) room(bin int, use []int64, count int64) int64 {
	for s, u := range use {
		if u > 0 {
			count = min(count, m.res[bin][s].Most()/u)
		}
	}
	return count
}

// clean returns the item with its options by bin, without those that never fit
// and those that earn no more than leaving out.
func (m *model) clean(item *Item) Item {
	kept := Item{Required: item.Required, Out: item.Out}
	if item.Required {
		kept.Out = 0
	}
	for _, o := range item.Options {
		if m.room(o.Bin, o.Use, 1) == 1 && (item.Required || o.Gain > item.Out) {
			kept.Options = append(kept.Options, o)
		}
	}
	slices.SortFunc(kept.Options, func(a, b Option) int { return a.Bin - b.Bin })
	return kept
}

func compareItems(a, b *Item) int {
	if a.Required != b.Required {
		if a.Required {
			return -1
		}
		return 1
	}
	if d := cmp.Compare(a.Out, b.Out); d != 0 {
		return d
	}
	return slices.CompareFunc(a.Options, b.Options, func(x, y Option) int {
		if d := cmp.Or(cmp.Compare(x.Bin, y.Bin), cmp.Compare(x.Gain, y.Gain)); d != 0 {
			return d
		}
		return slices.Compare(x.Use, y.Use)
	})
}

// places spreads the counts over the items, the first of a class into the first
// bins, and the last are left out.
func (m *model) places(x []int64, n int) []int {
	places := make([]int, n)
	for c, group := range m.members {
		next := 0
		for b := range m.bins {
			for range x[m.at(c, b)] {
				places[group[next]] = b
				next++
			}
		}
		for ; next < len(group); next++ {
			places[group[next]] = Out
		}
	}
	return places
}
