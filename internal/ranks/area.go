package ranks

import "slices"

// Scored is a score and the group that it belongs to.
type Scored struct {
	// Score is the value that is ranked.
	Score float64
	// Positive tells the two groups apart.
	Positive bool
}

// Area returns the chance that a positive one has the higher score of a random
// pair of the two groups, ties counted half: the area under the receiver
// operating characteristic, U ÷ (positives × negatives). It reports false when a
// group is empty. The list is sorted in place.
func Area(list []Scored) (area float64, ok bool) {
	slices.SortFunc(list, func(a, b Scored) int {
		switch {
		case a.Score < b.Score:
			return -1
		case a.Score > b.Score:
			return 1
		default:
			return 0
		}
	})
	// Twice the number of pairs won, in whole numbers.
	var won, negatives, positives uint64
	for from := 0; from < len(list); {
		var lost, gained uint64
		score := list[from].Score
		for first := from; from < len(list) && (from == first || list[from].Score == score); from++ {
			if list[from].Positive {
				gained++
			} else {
				lost++
			}
		}
		won += gained * (2*negatives + lost)
		negatives, positives = negatives+lost, positives+gained
	}
	if negatives == 0 || positives == 0 {
		return 0, false
	}
	return float64(won) / float64(2*negatives*positives), true
}
