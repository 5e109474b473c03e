package twopoint

import (
	"cmp"
	"math"
	"slices"
)

const (
	// unit is the relative error of one operation.
	unit = 0x1p-53
	// deviations is how many standard deviations of the sum the cells of [Of]
	// cover, and longest how many times the cells the lattice may be long.
	deviations = 16
	longest    = 64
	// ofWidth is the width for which [Of] chooses what it neglects.
	ofWidth = 1e-6
	// firstCells is how many cells the first lattice of [Within] has at most.
	firstCells = 1 << 14
	// mostAtoms is how many values [Within] follows exactly.
	mostAtoms = 1 << 16
	// mostCells is how long a lattice of [Within] may be: 8 MB each.
	mostCells = 1 << 20
)

// Part is one summand.
type Part struct {
	// Weight is what it adds, 0 or more.
	Weight int64
	// Chance is the probability that it does, 0 to 1.
	Chance float64
}

// Sum is the distribution of a sum. It is made by [Of] or [Within] and does not
// change.
type Sum struct {
	// parts are those that are followed, and count is how many there are with
	// the giants.
	parts []Part
	count int
	exact bool
	// dump is the probability below which values went to the cells.
	dump float64
	// certain is the weight of the parts that have a chance of 1, and total
	// that of all.
	certain, total int64
	// giants are what the parts much larger than the rest add.
	giants []atom
	// values ascend, and atMost[i] is the probability of being exactly one of
	// values[0] to values[i].
	values []int64
	atMost []float64
	// cells[i] is the probability that the lattice is at most first + i, in
	// steps, and the sum is none of values.
	step, first int64
	cells       []float64
	// low and high bound what the lattice leaves out, always; near and far do,
	// each with the exception of probability missed.
	low, high, near, far int64
	missed               float64
	// blur is the most that may be added to the sum on top.
	blur int64
	// slack bounds the error of the probabilities.
	slack float64
}

// Of returns the distribution of the sum of parts, on at most so many cells
// where it is exact. The weights together must be below 2^62, and cells be at
// least 1.
//
// It takes time in proportion to len(parts) × cells, and memory to cells.
func Of(parts []Part, cells int) Sum {
	s := gather(parts)
	if s.exactly(cells, cells) {
		return s
	}
	f := newFollower(s.stepFor(cells), len(s.parts), ofWidth)
	f.dump, f.most = 1/float64(cells), math.MaxInt
	f.addAll(s.parts)
	s.take(f)
	return s
}

// Within returns the distribution of the sum of parts with bounds of every
// probability at most width apart, unless that takes more than work: the number
// of cells that are computed. [Sum.Width] tells what was reached. The weights
// together must be below 2^62, and width lie within 1e-9 and 1.
//
// Some 2^20 steps of work are always taken, so that there is an answer.
func Within(parts []Part, width float64, work int64) Sum {
	s := gather(parts)
	affordable := int(min(mostCells, 2*work/int64(len(s.parts)+1)))
	if s.exactly(max(firstCells, affordable), mostAtoms) {
		return s
	}
	s.split()
	unit := s.unit()
	for step := s.multiple(s.span()/firstCells, unit); ; {
		f := newFollower(step, len(s.parts), width)
		f.addAll(s.parts)
		if f.full {
			return s // the coarser lattice before it: the first is never full
		}
		s.take(f)
		work -= f.work
		reached := s.Width()
		if reached <= width || step == unit {
			return s
		}
		next := s.multiple(int64(float64(step)*max(1./64, min(0.7, 0.8*width/reached))), unit)
		// The work grows as the step shrinks.
		next = max(next, s.multiple(int64(float64(step)*float64(f.work)/float64(max(work, 1))), unit))
		if float64(next) > 0.8*float64(step) && next > unit {
			return s
		}
		step = next
	}
}

// gather returns the sum of nothing yet, with its parts in order.
func gather(parts []Part) Sum {
	s := Sum{step: 1}
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
	slices.SortFunc(s.parts, compare)
	s.giants, s.count = []atom{{mass: 1}}, len(s.parts)
	return s
}

func compare(a, b Part) int {
	return cmp.Or(cmp.Compare(a.Weight, b.Weight), cmp.Compare(a.Chance, b.Chance))
}

// exactly follows the values, or a lattice of their common divisor, if there
// are few enough of them.
func (s *Sum) exactly(cells, atoms int) bool {
	f := newFollower(1, len(s.parts), 0)
	f.mostAtoms = atoms
	unit := s.unit()
	// Few parts have fewer values than the lattice has cells.
	if long := s.span() / unit; long < int64(cells) && long>>min(len(s.parts), 62) == 0 {
		f = newFollower(unit, len(s.parts), 0)
		f.dump = 2 // everything onto the lattice
	}
	f.addAll(s.parts)
	if f.full {
		return false
	}
	s.take(f)
	s.exact, s.dump = true, f.dump
	return true
}

// split takes the parts that are much larger than the rest together away, so
// that the lattice need be no longer than the rest.
func (s *Sum) split() {
	const (
		mostGiants = 6
		larger     = 4
	)
	variances := make([]float64, len(s.parts)+1)
	for i, p := range s.parts {
		w := float64(p.Weight)
		variances[i+1] = variances[i] + float64(w*w)*float64(p.Chance*(1-p.Chance))
	}
	rest := len(s.parts)
	for i := rest - 1; i >= max(0, len(s.parts)-mostGiants); i-- {
		if float64(s.parts[i].Weight) > larger*math.Sqrt(variances[i]) {
			rest = i
		}
	}
	f := newFollower(1, len(s.parts), 0)
	f.addAll(s.parts[rest:])
	s.giants, s.parts = f.atoms, s.parts[:rest]
}

// span returns what the parts that are followed add at most.
func (s *Sum) span() int64 {
	var all int64
	for _, p := range s.parts {
		all += p.Weight
	}
	return all
}

// unit returns the greatest common divisor of the weights; 1 without any.
func (s *Sum) unit() int64 {
	var a int64
	for _, p := range s.parts {
		for b := p.Weight; b != 0; {
			a, b = b, a%b
		}
	}
	return max(a, 1)
}

// multiple returns the multiple of unit next below step, or unit.
func (s *Sum) multiple(step, unit int64) int64 { return max(step/unit, 1) * unit }

// stepFor returns the distance of two cells for so many cells.
func (s *Sum) stepFor(cells int) int64 {
	var variance float64
	for _, p := range s.parts {
		w := float64(p.Weight)
		variance += float64(w*w) * float64(p.Chance*(1-p.Chance))
	}
	all := float64(s.span())
	width := max(min(deviations*math.Sqrt(variance), all), all/longest)
	return max(1, int64(math.Ceil(width/float64(cells))))
}

// Exact reports whether the distribution was followed exactly: its
// probabilities are off by rounding only.
func (s *Sum) Exact() bool { return s.exact }

// Blur adds an amount from 0 to most, 0 or more, of which nothing else is
// known, not even that it is independent of the sum.
func (s *Sum) Blur(most int64) {
	s.blur += most
	s.exact = s.exact && most == 0
}

// Step returns the multiple to which weights were rounded; 1 when none were.
func (s *Sum) Step() int64 {
	if s.low == s.high {
		return 1
	}
	return s.step
}
