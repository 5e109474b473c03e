package roi

import (
	"cmp"
	"math/bits"
	"slices"
)

// option is something that can be taken or left.
type option struct {
	value int64 // may be negative
	cost  int64 // 0 or more
	needs []int // taken with it
	bars  []int // never taken with it
}

// choice is the best set that a search has found.
type choice struct {
	taken []bool
	value int64
	// bound is a value that no set exceeds; it is value when the set is
	// proven to be the best.
	bound int64
	nodes int
}

// chooser looks for the set with the highest value whose cost is within a room:
// branch and bound, in order of value per cost, with the fractional knapsack of
// the options that are still open as the bound.
type chooser struct {
	options  []option
	order    []int   // of options with a value, by value per cost
	closures [][]int // what comes with an option, itself included
	rivals   [][]int // what an option shuts out
	users    [][]int // what cannot be without it, itself included
	maxNodes int

	state []state
	trail []int // options that have been decided, in order
	value int64
	room  int64
	found choice
}

type state uint8

const (
	open state = iota
	taken
	left
)

func newChooser(options []option, room int64, maxNodes int) *chooser {
	c := &chooser{
		options: options, closures: make([][]int, len(options)), rivals: make([][]int, len(options)),
		users: make([][]int, len(options)), maxNodes: maxNodes, state: make([]state, len(options)), room: room,
	}
	for i, o := range options {
		c.closures[i] = c.closure(i)
		for _, j := range c.closures[i] {
			c.users[j] = append(c.users[j], i)
		}
		for _, j := range o.bars {
			c.rivals[i] = append(c.rivals[i], j)
			c.rivals[j] = append(c.rivals[j], i)
		}
		if o.value > 0 {
			c.order = append(c.order, i)
		}
	}
	slices.SortStableFunc(c.order, func(i, j int) int { return -compareRatios(options[i], options[j]) })
	return c
}

// compareRatios compares value per cost, for values above 0.
func compareRatios(a, b option) int {
	ah, al := bits.Mul64(uint64(a.value), uint64(b.cost))
	bh, bl := bits.Mul64(uint64(b.value), uint64(a.cost))
	return cmp.Or(cmp.Compare(ah, bh), cmp.Compare(al, bl))
}

func (c *chooser) closure(i int) []int {
	all := []int{i}
	for next := 0; next < len(all); next++ {
		for _, need := range c.options[all[next]].needs {
			if !slices.Contains(all, need) {
				all = append(all, need)
			}
		}
	}
	return all
}

// choose searches. It returns the same set on every machine.
func (c *chooser) choose() choice {
	c.found = choice{taken: make([]bool, len(c.options))}
	c.branch()
	c.found.bound = max(c.found.bound, c.found.value)
	return c.found
}

func (c *chooser) branch() {
	bound, next := c.bound()
	if c.value > c.found.value {
		c.found.value = c.value
		for i, s := range c.state {
			c.found.taken[i] = s == taken
		}
	}
	if bound <= c.found.value || next < 0 {
		return
	}
	if c.found.nodes == c.maxNodes {
		c.found.bound = max(c.found.bound, bound)
		return
	}
	c.found.nodes++
	mark := len(c.trail)
	if c.take(next) {
		c.branch()
	}
	c.undo(mark)
	if c.leave(next) {
		c.branch()
	}
	c.undo(mark)
}

// bound returns a value that no set with what has been decided exceeds, and the
// open option that is worth most for its cost, or -1.
func (c *chooser) bound() (value int64, next int) {
	value, next = c.value, -1
	room := c.room
	for _, i := range c.order {
		o := c.options[i]
		if c.state[i] != open || o.cost > c.room {
			continue
		}
		if next < 0 {
			next = i
		}
		if o.cost > room {
			// The quotient is below o.value, since room is below o.cost.
			high, low := bits.Mul64(uint64(o.value), uint64(room))
			part, _ := bits.Div64(high, low, uint64(o.cost))
			return value + int64(part), next
		}
		value += o.value
		room -= o.cost
	}
	return value, next
}

// take takes an option with all that it needs, and leaves what that shuts out.
// It reports whether that is possible.
func (c *chooser) take(i int) bool {
	for _, j := range c.closures[i] {
		if c.state[j] == taken {
			continue
		}
		if c.state[j] == left || c.options[j].cost > c.room {
			return false
		}
		c.decide(j, taken)
		for _, rival := range c.rivals[j] {
			if !c.leave(rival) {
				return false
			}
		}
	}
	return true
}

// leave leaves an option and all that needs it.
func (c *chooser) leave(i int) bool {
	for _, j := range c.users[i] {
		if c.state[j] == taken {
			return false
		}
		if c.state[j] == open {
			c.decide(j, left)
		}
	}
	return true
}

func (c *chooser) decide(i int, s state) {
	c.state[i] = s
	c.trail = append(c.trail, i)
	if s == taken {
		c.value += c.options[i].value
		c.room -= c.options[i].cost
	}
}

func (c *chooser) undo(mark int) {
	for _, i := range c.trail[mark:] {
		if c.state[i] == taken {
			c.value -= c.options[i].value
			c.room += c.options[i].cost
		}
		c.state[i] = open
	}
	c.trail = c.trail[:mark]
}
