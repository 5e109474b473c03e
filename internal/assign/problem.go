package assign

import (
	"math"
	"math/bits"
)

// Resource is one resource of a bin.
type Resource struct {
	// Free units cost nothing; at least 0.
	Free int64
	// Extra units may be used beyond the free ones; at least 0.
	Extra int64
	// Price is paid for each bought unit; at least 0.
	Price int64
	// Num and Den: using e extra units takes buying ceil(e*Num/Den). Num is at
	// least Den, and Den at least 1.
	Num, Den int64
}

// Bought returns how many units must be bought for a load.
func (r *Resource) Bought(load int64) int64 {
	over := load - r.Free
	if over <= 0 {
		return 0
	}
	high, low := bits.Mul64(uint64(over), uint64(r.Num))
	low, carry := bits.Add64(low, uint64(r.Den-1), 0)
	bought, _ := bits.Div64(high+carry, low, uint64(r.Den))
	return int64(bought)
}

// Cost returns what the bought units for a load cost.
func (r *Resource) Cost(load int64) int64 {
	if load <= r.Free {
		return 0
	}
	return r.Price * r.Bought(load)
}

// Most returns the highest load.
func (r *Resource) Most() int64 { return r.Free + r.Extra }

// Bin is a place for items.
type Bin struct {
	Resources []Resource
}

// Option is an item in a bin.
type Option struct {
	// Bin is the index of the bin; an item has at most one option for each.
	Bin int
	// Gain is what the item earns there.
	Gain int64
	// Use is what it takes of each of the bin's resources; at least 0.
	Use []int64
}

// Item is what is to be placed.
type Item struct {
	Options []Option
	// Required items must be placed.
	Required bool
	// Out is what leaving the item out earns: 0, or negative for a cost. It
	// means nothing for a required item.
	Out int64
}

// Problem is a set of items and the bins for them.
type Problem struct {
	Bins  []Bin
	Items []Item
}

// Out is the place of an item that is left out.
const Out = -1

// Result is the best plan that was found, and how good any plan can be.
type Result struct {
	// Found says that there is a plan. There is always one if nothing is
	// required.
	Found bool
	// Impossible says that the required items cannot all be placed.
	Impossible bool
	// Places holds the bin of each item, or [Out].
	Places []int
	// Value is what the plan earns.
	Value int64
	// Bound is what no plan can exceed; Value when the plan is proven best.
	Bound int64
	// Nodes is the work that was done.
	Nodes int64
	// Prices holds a price for one unit of each bin's resources, in fine
	// units: those of the first relaxation.
	Prices [][]int64
	// Fine is how many fine units a unit of money has.
	Fine int64
}

// Value returns what places earn, and false if they are no plan for p.
func (p *Problem) Value(places []int) (value int64, ok bool) {
	loads := make([][]int64, len(p.Bins))
	for b := range p.Bins {
		loads[b] = make([]int64, len(p.Bins[b].Resources))
	}
	for i := range p.Items {
		item := &p.Items[i]
		if places[i] == Out {
			if item.Required {
				return 0, false
			}
			value += item.Out
			continue
		}
		option := item.option(places[i])
		if option == nil {
			return 0, false
		}
		value += option.Gain
		for s, use := range option.Use {
			loads[option.Bin][s] += use
		}
	}
	for b := range p.Bins {
		for s := range p.Bins[b].Resources {
			r := &p.Bins[b].Resources[s]
			if loads[b][s] > r.Most() {
				return 0, false
			}
			value -= r.Cost(loads[b][s])
		}
	}
	return value, true
}

func (i *Item) option(bin int) *Option {
	for o := range i.Options {
		if i.Options[o].Bin == bin {
			return &i.Options[o]
		}
	}
	return nil
}

// Magnitude returns a sum that no plan's value exceeds, and no sum inside the
// search by more than a factor that [Solve] allows for; and false if even that
// sum does not fit.
func (p *Problem) Magnitude() (sum int64, ok bool) {
	for i := range p.Items {
		largest := magnitude(p.Items[i].Out)
		for _, o := range p.Items[i].Options {
			largest = max(largest, magnitude(o.Gain))
		}
		if largest > maxSum-sum {
			return 0, false
		}
		sum += largest
	}
	for b := range p.Bins {
		for s := range p.Bins[b].Resources {
			r := &p.Bins[b].Resources[s]
			bought := r.Bought(r.Most())
			high, cost := bits.Mul64(uint64(bought), uint64(r.Price))
			if high > 0 || cost > uint64(maxSum-sum) {
				return 0, false
			}
			sum += int64(cost)
		}
	}
	return sum, true
}

const maxSum = math.MaxInt64>>1 - 1

// magnitude is the absolute value; the least int64 has none, and gets the most.
func magnitude(x int64) int64 {
	if x == math.MinInt64 {
		return math.MaxInt64
	}
	return max(x, -x)
}
