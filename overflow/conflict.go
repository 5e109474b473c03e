package overflow

import (
	"context"

	"github.com/salesops-go/salesops/internal/assign"
)

// maxConflictChecks is how many sets are looked at for a smaller conflict.
const maxConflictChecks = 3000

// conflicts looks for a small set of required orders that do not fit together.
type conflicts struct {
	*compiled
	ctx   context.Context
	limit int64
	nodes int64
	// unsure says that a check ended before it knew.
	unsure bool
	err    error
}

// conflict returns a small set of required orders that do not fit together,
// given that all of them do not.
func (c *compiled) conflict(ctx context.Context, limit int64) (Conflict, int64, error) {
	search := &conflicts{compiled: c, ctx: ctx, limit: limit}
	var all []int
	for i := range c.problem.Items {
		if c.problem.Items[i].Required {
			all = append(all, i)
		}
	}
	kind := Irreducible
	set := search.shrink(all)
	if search.unsure {
		kind = Sufficient
	} else if smaller, complete := search.smaller(all, len(set)); smaller != nil {
		set, kind = smaller, Smallest
	} else if complete {
		kind = Smallest
	}
	conflict := Conflict{Orders: []string{}, Kind: kind}
	for _, i := range set {
		conflict.Orders = append(conflict.Orders, c.book.Orders[i].ID)
	}
	return conflict, search.nodes, search.err
}

// shrink drops each order without which the others still do not fit.
func (s *conflicts) shrink(all []int) []int {
	kept := append([]int(nil), all...)
	for i := len(all) - 1; i >= 0 && s.err == nil; i-- {
		without := make([]int, 0, len(kept))
		for _, item := range kept {
			if item != all[i] {
				without = append(without, item)
			}
		}
		if s.clash(without) {
			kept = without
		}
	}
	return kept
}

// smaller looks for a conflict of fewer orders than size, the smallest first.
// complete says that all were looked at.
func (s *conflicts) smaller(all []int, size int) (set []int, complete bool) {
	checks := 0
	for n := 1; n < size; n++ {
		chosen := make([]int, n)
		for i := range chosen {
			chosen[i] = i
		}
		for more := true; more; more = nextChoice(chosen, len(all)) {
			if checks++; checks > maxConflictChecks || s.nodes >= s.limit || s.err != nil {
				return nil, false
			}
			set = set[:0]
			for _, i := range chosen {
				set = append(set, all[i])
			}
			if s.clash(set) {
				return set, true
			}
		}
	}
	return nil, !s.unsure
}

// nextChoice steps to the next choice of len(chosen) out of n, in lexicographic
// order, and reports false after the last.
func nextChoice(chosen []int, n int) bool {
	for i := len(chosen) - 1; i >= 0; i-- {
		if chosen[i] < n-len(chosen)+i {
			chosen[i]++
			for j := i + 1; j < len(chosen); j++ {
				chosen[j] = chosen[j-1] + 1
			}
			return true
		}
	}
	return false
}

// clash reports whether the orders certainly do not fit together.
func (s *conflicts) clash(set []int) bool {
	if s.err != nil || len(set) == 0 {
		return false
	}
	p := assign.Problem{Bins: s.problem.Bins}
	for _, i := range set {
		p.Items = append(p.Items, s.problem.Items[i])
	}
	found, _, err := assign.Fit(s.ctx, &p, s.limit)
	s.nodes += found.Nodes
	s.err = err
	s.unsure = s.unsure || !found.Found && !found.Impossible
	return found.Impossible
}
