package twopoint

import "slices"

// AtMost returns bounds on the probability that the sum is at most x.
//
//	low <= P(S <= x) <= high
func (s *Sum) AtMost(x int64) (low, high float64) {
	if x-s.blur >= s.total {
		return 1, 1
	}
	if x < s.certain {
		return 0, 0
	}
	for _, g := range s.giants {
		l, h := s.below(x - s.certain - g.value)
		low, high = low+float64(l*g.mass), high+float64(h*g.mass)
	}
	return min(1, max(0, low-s.slack)), max(0, min(1, high+s.slack))
}

// AtLeast returns bounds on the probability that the sum is at least x.
//
//	low <= P(S >= x) <= high
func (s *Sum) AtLeast(x int64) (low, high float64) {
	low, high = s.AtMost(x - 1)
	return 1 - high, 1 - low
}

// below returns bounds on the probability that the parts other than the giants
// add at most x, but for slack.
func (s *Sum) below(x int64) (low, high float64) {
	y := x - s.blur
	low = max(0, s.cell(y-s.high), s.cell(y-s.far)-s.missed)
	high = min(s.cell(x-s.low), s.cell(x-s.near)+s.missed)
	return s.atoms(y) + low, s.atoms(x) + high
}

// atoms returns the probability of the values at most x.
func (s *Sum) atoms(x int64) float64 {
	// Values may repeat, so the place is that of the first above x.
	if place, _ := slices.BinarySearch(s.values, x+1); place > 0 {
		return s.atMost[place-1]
	}
	return 0
}

// cell returns the probability of the cells at most x.
func (s *Sum) cell(x int64) float64 {
	if len(s.cells) == 0 || x < s.first*s.step {
		return 0
	}
	return s.cells[min(x/s.step-s.first, int64(len(s.cells)-1))]
}

// Quantile returns bounds on the smallest value that the sum does not exceed
// with at least the given probability, which is above 0 and below 1.
//
//	low <= min{ x : P(S <= x) >= level } <= high
//
// The bounds are equal when the quantile is known exactly.
func (s *Sum) Quantile(level float64) (low, high int64) {
	low = s.search(func(x int64) bool {
		_, p := s.AtMost(x)
		return p >= level
	})
	high = s.search(func(x int64) bool {
		p, _ := s.AtMost(x)
		return p >= level
	})
	if low < high && s.exact {
		return s.settle(level, low, high)
	}
	return low, high
}

// search returns the least x for which reached is true, as it is for the total.
func (s *Sum) search(reached func(x int64) bool) int64 {
	low, high := s.certain, s.total+s.blur
	for low < high {
		if middle := low + (high-low)/2; reached(middle) {
			high = middle
		} else {
			low = middle + 1
		}
	}
	return low
}
