package ranks

import (
	"cmp"
	"math"
	"slices"
)

// MaxSignedExact is the most differences other than zero for which the exact
// distribution of the signed-rank statistic is counted.
const MaxSignedExact = 200

// SignedRank is Wilcoxon's statistic of a list of differences. Ranks are counted
// in halves, so that those of ties are whole numbers.
type SignedRank struct {
	// Used is the number of differences other than zero.
	Used int
	// Zeros is the number of zeros, which are left out.
	Zeros int
	// Plus is twice the sum of the ranks of the positive differences.
	Plus int64
	// Minus is twice the sum of the ranks of the negative differences.
	Minus int64
	// Ranks are twice the ranks, ascending.
	Ranks []int64
	// Ties are the numbers of differences of equal size, ascending by size.
	Ties []int
}

// Signed ranks a list of differences by their size. Equal sizes share the mean of
// their ranks.
func Signed(differences []float64) SignedRank {
	var used []float64
	for _, d := range differences {
		if d != 0 {
			used = append(used, d)
		}
	}
	s := SignedRank{Used: len(used), Zeros: len(differences) - len(used), Ranks: make([]int64, 0, len(used))}
	slices.SortFunc(used, func(a, b float64) int { return cmp.Compare(math.Abs(a), math.Abs(b)) })
	for from := 0; from < len(used); {
		to := from + 1
		for to < len(used) && math.Abs(used[to]) == math.Abs(used[from]) {
			to++
		}
		rank := int64(from + 1 + to) // twice the mean of from+1 .. to
		for _, d := range used[from:to] {
			s.Ranks = append(s.Ranks, rank)
			if d > 0 {
				s.Plus += rank
			} else {
				s.Minus += rank
			}
		}
		s.Ties = append(s.Ties, to-from)
		from = to
	}
	return s
}

// Tails are the p-values of a symmetric statistic.
type Tails struct {
	// Greater is the chance of a statistic at least as large.
	Greater float64
	// Less is the chance of one at least as small.
	Less float64
	// TwoSided is twice the smaller of the two, at most 1.
	TwoSided float64
}

func twoSided(greater, less float64) Tails {
	return Tails{Greater: greater, Less: less, TwoSided: min(1, 2*min(greater, less))}
}

// Exact returns the p-values over all signs of the differences, ties included:
// without an effect each difference is as likely to be positive as negative. It
// reports false for more than [MaxSignedExact] differences other than zero.
func (s *SignedRank) Exact() (p Tails, ok bool) {
	if s.Used > MaxSignedExact {
		return Tails{}, false
	}
	// Without ties all doubled ranks are even.
	unit := int64(2)
	for _, rank := range s.Ranks {
		if rank%2 != 0 {
			unit = 1
		}
	}
	// Only the smaller tail is counted; the other is what is left, and at least
	// one half.
	smaller := min(s.Plus, s.Minus) / unit
	ways := make([]float64, smaller+1) // of the signs so far, by the sum of the positive
	ways[0] = 1
	reached := int64(0)
	for _, rank := range s.Ranks {
		rank /= unit
		reached = min(smaller, reached+rank)
		if rank > reached {
			break // and so are all that follow
		}
		with := ways[rank : reached+1]
		without := ways[:len(with)]
		for i := len(with) - 1; i >= 0; i-- {
			with[i] += without[i]
		}
	}
	below := 0.0
	for _, w := range ways[:smaller] {
		below += w
	}
	tail := math.Ldexp(below+ways[smaller], -s.Used)
	rest := 1 - math.Ldexp(below, -s.Used)
	if s.Plus >= s.Minus {
		return twoSided(tail, rest), true
	}
	return twoSided(rest, tail), true
}

// Normal returns the p-values of the normal approximation with the corrections for
// ties and for continuity.
func (s *SignedRank) Normal() Tails {
	if s.Used == 0 {
		return Tails{Greater: 1, Less: 1, TwoSided: 1}
	}
	n := float64(s.Used)
	variance := n * (n + 1) * (2*n + 1) / 24
	for _, t := range s.Ties {
		variance -= float64(t) * (float64(t)*float64(t) - 1) / 48
	}
	// Plus - Minus is four times the distance of the sum of ranks from its mean.
	above, deviation := float64(s.Plus-s.Minus)/4, math.Sqrt(variance)
	return twoSided(
		math.Erfc((above-0.5)/deviation/math.Sqrt2)/2,
		math.Erfc((-above-0.5)/deviation/math.Sqrt2)/2,
	)
}
