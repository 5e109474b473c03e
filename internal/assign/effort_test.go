package assign_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/internal/assign"
)

// numbers is a row of whole numbers without end that look random (a linear
// congruential generator with the constants of MMIX, Knuth).
type numbers uint64

func (n *numbers) below(m int64) int64 {
	*n = *n*6364136223846793005 + 1442695040888963407
	return int64(uint64(*n)>>33) % m
}

// drawn is a problem of some items, of which some are alike, some must be
// placed, and some cost to leave out.
func drawn(seed numbers, items, bins, resources int) *assign.Problem {
	p := &assign.Problem{Bins: make([]assign.Bin, bins)}
	for b := range p.Bins {
		for range resources {
			r := assign.Resource{Free: 200 + seed.below(100)*int64(items)/int64(bins)/2, Num: 1, Den: 1}
			if seed.below(3) == 0 {
				r.Extra, r.Price, r.Num, r.Den = seed.below(200), 1+seed.below(9), 10, 7
			}
			p.Bins[b].Resources = append(p.Bins[b].Resources, r)
		}
	}
	for range items {
		item := assign.Item{Required: seed.below(12) == 0}
		if seed.below(5) == 0 {
			item.Out = -seed.below(300)
		}
		use := make([]int64, resources)
		total := int64(0)
		for s := range use {
			use[s] = 20 + 10*seed.below(12)
			total += use[s]
		}
		for b := range bins {
			if b == 0 || seed.below(3) > 0 {
				item.Options = append(item.Options, assign.Option{Bin: b, Gain: 3*total + seed.below(400), Use: use})
			}
		}
		p.Items = append(p.Items, item)
		if seed.below(4) == 0 {
			p.Items = append(p.Items, item)
		}
	}
	return p
}

// The search depends on the problem and the limit and on nothing else: on every
// machine it ends at the same place after the same work. The rows also show when
// it takes more work than it did, or proves less.
func TestEffort(t *testing.T) {
	for name, tc := range map[string]struct {
		problem             *assign.Problem
		limit               int64
		value, bound, nodes int64
	}{
		"small":         {drawn(1, 10, 2, 2), 1_000_000, 5678, 5678, 6407},
		"one resource":  {drawn(2, 30, 4, 1), 1_000_000, 12129, 12129, 16435},
		"two resources": {drawn(3, 30, 4, 2), 1_000_000, 17506, 17506, 905697},
		"three":         {drawn(4, 40, 5, 3), 1_000_000, 24995, 25212, 1000462},
		"many bins":     {drawn(5, 40, 12, 2), 1_000_000, 34119, 34755, 1000223},
		"cut short":     {drawn(6, 120, 5, 3), 100_000, 39813, 45298, 100290},
		"cut at once":   {drawn(7, 60, 6, 2), 2_000, 27686, 61743, 2251},
	} {
		t.Run(name, func(t *testing.T) {
			r := solve(t, tc.problem, tc.limit)
			require.True(t, r.Found)
			require.Equal(t, []int64{tc.value, tc.bound, tc.nodes}, []int64{r.Value, r.Bound, r.Nodes})
		})
	}
}
