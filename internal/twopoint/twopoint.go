package twopoint

import (
	"cmp"
	"math"
	"slices"
)

const (
	// unit is the relative error of one operation.
	unit = 0x1p-53
	// tails is the most probability that the lattice drops on each side.
	tails = 5e-13
	// missed is the probability with which the rest may leave its range, and
	// halfLog the ln(2/missed)/2 of that range, rounded up.
	missed  = 1e-9
	halfLog = 10.71
	// deviations is how many standard deviations of the sum the cells cover,
	// and longest how many times the cells the lattice may be long.
	deviations = 16
	longest    = 64
)

// Part is one summand.
type Part struct {
	// Weight is what it adds, 0 or more.
	Weight int64
	// Chance is the probability that it does, 0 to 1.
	Chance float64
}

// Sum is the distribution of a sum. It is made by [Of] and does not change.
type Sum struct {
	parts []Part
	// certain is the weight of the parts that have a chance of 1, and total
	// that of all.
	certain, total int64
	// values ascend, and atMost[i] is the probability that the sum is at most
	// values[i], before the rest is added.
	values []int64
	atMost []float64
	// low and high bound the rest; slack bounds the error of atMost.
	low, high int64
	slack     float64
}

// Of returns the distribution of the sum of parts, on at most so many cells
// where it is exact. The weights together must fit in an int64, and cells be at
// least 1.
//
// It takes time in proportion to len(parts) × cells, and memory to cells.
func Of(parts []Part, cells int) Sum {
	var s Sum
	for _, p := range parts {
		switch {
		case p.Weight == 0 || p.Chance == 0:
			continue
		case p.Chance == 1:
			s.certain += p.Weight
		default:
			s.parts = append(s.parts, p)
		}
		s.total += p.Weight
	}
	slices.SortFunc(s.parts, func(a, b Part) int {
		return cmp.Or(cmp.Compare(a.Weight, b.Weight), cmp.Compare(a.Chance, b.Chance))
	})
	var mass []float64
	if s.values, mass = merge(s.parts, cells); s.values == nil {
		mass = s.round(cells)
	}
	s.atMost = mass
	for i := 1; i < len(mass); i++ {
		mass[i] += mass[i-1]
	}
	s.slack += float64(4*len(s.parts)+len(mass)+8) * unit
	return s
}

// merge follows the values exactly. It returns nil when there are more than
// cells.
func merge(parts []Part, cells int) (values []int64, mass []float64) {
	values, mass = []int64{0}, []float64{1}
	var nextValues []int64
	var nextMass []float64
	for _, p := range parts {
		nextValues, nextMass = nextValues[:0], nextMass[:0]
		stay := 1 - p.Chance
		for i, j := 0, 0; j < len(values); {
			with := values[j] + p.Weight
			switch {
			case i < len(values) && values[i] < with:
				nextValues, nextMass = append(nextValues, values[i]), append(nextMass, mass[i]*stay)
				i++
			case i < len(values) && values[i] == with:
				nextValues = append(nextValues, with)
				nextMass = append(nextMass, float64(mass[i]*stay)+float64(mass[j]*p.Chance))
				i, j = i+1, j+1
			default:
				nextValues, nextMass = append(nextValues, with), append(nextMass, mass[j]*p.Chance)
				j++
			}
		}
		if len(nextValues) > cells {
			return nil, nil
		}
		values, nextValues, mass, nextMass = nextValues, values, nextMass, mass
	}
	return values, mass
}

// round follows the sum on a lattice.
func (s *Sum) round(cells int) []float64 {
	step := s.step(cells)
	steps := make([]int64, len(s.parts))
	var all int64
	for i, p := range s.parts {
		steps[i] = (p.Weight + step/2) / step
		all += steps[i]
	}
	s.boundRest(step, steps)
	mass := make([]float64, all+1)
	mass[0] = 1
	var first, last int64
	lost, most := 0.0, tails/float64(len(s.parts))
	for i, p := range s.parts {
		if steps[i] == 0 {
			continue
		}
		shift(mass, first, last, steps[i], p.Chance)
		last += steps[i]
		for drop := mass[first]; drop <= most; drop += mass[first] {
			lost += mass[first]
			mass[first] = 0
			first++
		}
		for drop := mass[last]; drop <= most; drop += mass[last] {
			lost += mass[last]
			mass[last] = 0
			last--
		}
	}
	s.slack += lost
	s.values = make([]int64, last-first+1)
	for i := range s.values {
		s.values[i] = (first + int64(i)) * step
	}
	return mass[first : last+1]
}

// step returns the distance of two cells.
func (s *Sum) step(cells int) int64 {
	var variance, all float64
	for _, p := range s.parts {
		w := float64(p.Weight)
		variance += float64(w*w) * float64(p.Chance*(1-p.Chance))
		all += w
	}
	width := max(min(deviations*math.Sqrt(variance), all), all/longest)
	return max(1, int64(math.Ceil(width/float64(cells))))
}

// boundRest bounds what rounding the weights leaves out.
func (s *Sum) boundRest(step int64, steps []int64) {
	var mean, squares, size float64
	for i, p := range s.parts {
		rest := p.Weight - steps[i]*step
		s.low, s.high = s.low+min(rest, 0), s.high+max(rest, 0)
		r := float64(rest)
		mean += float64(r * p.Chance)
		squares += float64(r * r)
		size += math.Abs(r)
	}
	// The floats here are off by far less than a millionth of a millionth.
	reach := math.Sqrt(halfLog*squares) + 1e-12*size + 1
	if float64(s.high-s.low) <= 2*reach {
		return
	}
	s.low = max(s.low, int64(math.Floor(mean-reach)))
	s.high = min(s.high, int64(math.Ceil(mean+reach)))
	s.slack += missed
}

// shift adds a part to the probabilities of first to last.
func shift(mass []float64, first, last, steps int64, chance float64) {
	stay := 1 - chance
	for k := last + steps; k >= first+steps; k-- {
		mass[k] = float64(mass[k]*stay) + float64(mass[k-steps]*chance)
	}
	for k := first; k < min(first+steps, last+1); k++ {
		mass[k] *= stay
	}
}

// Quantile returns bounds on the smallest value that the sum does not exceed
// with at least the given probability, which is above 0 and below 1.
//
//	low <= min{ x : P(S <= x) >= level } <= high
//
// The bounds are equal when the quantile is known exactly.
func (s *Sum) Quantile(level float64) (low, high int64) {
	from := s.reach(level - s.slack)
	to := s.reach(level + s.slack)
	if s.low == 0 && s.high == 0 && from < to {
		from, to = s.settle(level, from, to)
	}
	low, high = 0, s.total
	if from < len(s.values) {
		low = max(low, s.certain+s.values[from]+s.low)
	}
	if to < len(s.values) {
		high = min(high, s.certain+s.values[to]+s.high)
	}
	return low, high
}

// reach returns the place of the first value with that much probability at or
// below it; the number of values when there is none.
func (s *Sum) reach(level float64) int {
	place, _ := slices.BinarySearch(s.atMost, level)
	return place
}

// AtMost returns bounds on the probability that the sum is at most x.
//
//	low <= P(S <= x) <= high
func (s *Sum) AtMost(x int64) (low, high float64) {
	x -= s.certain
	if x >= s.total-s.certain {
		return 1, 1
	}
	if x < 0 {
		return 0, 0
	}
	return max(0, s.below(x-s.high)-s.slack), min(1, s.below(x-s.low)+s.slack)
}

// below returns the probability that was computed for values of at most x.
func (s *Sum) below(x int64) float64 {
	place, found := slices.BinarySearch(s.values, x)
	if found {
		place++
	}
	if place == 0 {
		return 0
	}
	return s.atMost[place-1]
}
