package roots

import (
	"math"
	"math/big"
	"slices"
)

// Term is c e^(-n d).
type Term struct {
	// Coefficient is c, not zero.
	Coefficient *big.Int
	// Exponent is n, from 0 to [MaxExponent].
	Exponent int
}

// MaxExponent is the largest exponent of a [Term].
const MaxExponent = 1 << 22

// Interval is a closed interval of d.
type Interval struct {
	Low, High float64
}

// ExponentialRoot is a root of a sum of exponentials.
type ExponentialRoot struct {
	// Interval holds the root and no other; its ends are some units in the last
	// place apart, or equal when the root is exactly there.
	Interval
	// Multiplicity is 1 unless the root is at zero.
	Multiplicity int
}

// Exponential returns the real roots of the sum of terms, which have ascending
// exponents, in ascending order; and the intervals, apart from those roots, that
// may hold others. There is no root anywhere else.
func Exponential(terms []Term) (roots []ExponentialRoot, open []Interval) {
	return solveExponential(terms, maxEvaluationWork)
}

func solveExponential(terms []Term, work int) (roots []ExponentialRoot, open []Interval) {
	var found []box
	for _, bits := range []uint{floatBits, firstBits, finalBits} {
		s := newSum(terms, bits, &work)
		found = s.roots()
		if !slices.ContainsFunc(found, box.isOpen) {
			break
		}
	}
	// Narrowing is bounded by itself: it must not depend on what is left.
	enough := math.MaxInt
	s := newSum(terms, finalBits, &enough)
	for _, b := range found {
		if b.isOpen() {
			open = append(open, Interval{b.low, b.high})
			continue
		}
		b = s.polish(b)
		roots = append(roots, ExponentialRoot{Interval{b.low, b.high}, b.multiplicity})
	}
	return roots, open
}

// box is an interval with one root, or with nobody knows how many.
type box struct {
	low, high float64
	// multiplicity is that of the only root in the box; 0 for an open box.
	multiplicity int
}

func (b box) isOpen() bool { return b.multiplicity == 0 }

func (b box) width() float64 { return b.high - b.low }

func (b box) middle() float64 { return b.low + b.width()/2 }

// roots returns boxes, in order and apart, that hold all roots of s.
func (s *sum) roots() []box {
	if s.changes() == 0 {
		return nil
	}
	low, high := s.outer()
	if s.changes() == 1 {
		return []box{s.narrow(box{low, high, 1}, floatWidth)}
	}
	p := pieces{sum: s, at: low, sign: s.signAtMinusInfinity(), high: high}
	for _, b := range s.tilted().roots() {
		// Beyond the outer bounds there is nothing to look for.
		if b.high > low && b.low < high {
			p.critical = append(p.critical, box{max(b.low, low), min(b.high, high), b.multiplicity})
		}
	}
	p.walk()
	return p.found
}

// pieces walks from left to right along the intervals on which e^(τ d) f(d) is
// monotone, and the critical boxes between them.
type pieces struct {
	*sum
	critical []box
	found    []box
	// at is where the walk stands and sign that of f there; 0 just behind a
	// root that is exactly at zero.
	at   float64
	sign int
	high float64
}

func (p *pieces) walk() {
	for i := 0; i < len(p.critical); {
		b := p.critical[i]
		if b.low == b.high && p.evaluate(b.low, 0).zero {
			// Next to a root at a critical point, a monotone piece has none.
			p.found = append(p.found, box{b.low, b.high, b.multiplicity + 1})
			p.at, p.sign = b.high, 0
			i++
			continue
		}
		i = p.cross(i)
	}
	p.monotone(p.high, p.signAtPlusInfinity())
}

// cross passes critical box i, and those behind it that cannot be told from it,
// and returns the next one.
func (p *pieces) cross(i int) (next int) {
	alone := !p.critical[i].isOpen()
	low, before := p.towards(p.critical[i].low, p.at, p.sign)
	var high float64
	after := 0
	for next = i + 1; after == 0; next++ {
		alone = alone && next == i+1
		if next == len(p.critical) {
			high, after = p.towards(p.critical[next-1].high, p.high, p.signAtPlusInfinity())
		} else {
			high, after = p.towards(p.critical[next-1].high, p.critical[next].low, 0)
		}
	}
	next--
	p.monotone(low, before)
	p.at, p.sign = high, after
	here := box{low, high, 0}
	switch {
	case before != 0 && before == after:
		// One critical point in the box: f changes there by the square of its
		// width; with more, by the width.
		slack := p.spread() * here.width()
		if alone {
			slack *= slack
		}
		if p.evaluate(here.middle(), slack).sign == before {
			return next
		}
	case before != 0 && alone:
		// Down and up, or only down: from one sign to the other just once.
		here.multiplicity = 1
		here = p.narrow(here, floatWidth)
	}
	p.found = append(p.found, here)
	return next
}

// monotone passes the monotone piece up to high, where the sign is given.
func (p *pieces) monotone(high float64, sign int) {
	if p.sign != 0 && sign != 0 && p.sign != sign {
		p.found = append(p.found, p.narrow(box{p.at, high, 1}, floatWidth))
	}
}

// towards returns the first point with a certain sign on the way from a point
// to a limit, where the sign is known; and that sign.
func (p *pieces) towards(from, limit float64, signAtLimit int) (at float64, sign int) {
	step := math.Copysign(max(math.Abs(from)*floatWidth, floatWidth/p.spread()), limit-from)
	for at = from; (at < limit) == (from < limit) && at != limit; at, step = from+step, 2*step {
		if v := p.evaluate(at, 0); v.sign != 0 {
			return at, v.sign
		}
	}
	return limit, signAtLimit
}

const (
	// floatWidth is the relative width at which a search in float64 ends.
	floatWidth = 0x1p-50
	// finest asks for neighbors.
	finest = 0
)

// narrow halves a box around one root until its ends are neighbors, or closer
// than the width relative to them, or until no sign can be had.
func (s *sum) narrow(b box, width float64) box {
	if b.low == b.high {
		return b
	}
	left := s.evaluate(b.low, 0).sign
	if left == 0 {
		return b // out of work
	}
	if b.low < 0 && b.high > 0 {
		middle := s.evaluate(0, 0)
		switch {
		case middle.zero:
			return box{0, 0, b.multiplicity}
		case middle.sign == 0:
			return b
		case middle.sign == left:
			b.low = 0
		default:
			b.high = 0
		}
	}
	for b.width() > width*max(math.Abs(b.low), math.Abs(b.high)) {
		x := b.middle()
		if x <= b.low || x >= b.high {
			break
		}
		switch s.evaluate(x, 0).sign {
		case 0:
			return box{s.edge(b.low, x, left), s.edge(b.high, x, -left), b.multiplicity}
		case left:
			b.low = x
		default:
			b.high = x
		}
	}
	return b
}

// polish narrows a box around one root until its ends are neighbors: with one of
// Newton's steps, if the signs around where it ends bear it out.
func (s *sum) polish(b box) box {
	x := b.middle()
	step, _ := s.newton(x).Float64()
	y := x + step
	next := box{math.Nextafter(y, b.low), math.Nextafter(y, b.high), b.multiplicity}
	if b.low < next.low && next.high < b.high {
		left, right := s.evaluate(next.low, 0).sign, s.evaluate(next.high, 0).sign
		if left != 0 && left == -right {
			return next
		}
	}
	return s.narrow(b, finest)
}

// edge returns a point that has the sign of one end of a box, between that end
// and a point x where no sign can be had, and about as near to x as signs go.
func (s *sum) edge(end, x float64, sign int) float64 {
	unsure := x
	for math.Abs(unsure-end) > math.Abs(x-unsure) {
		middle := end + (unsure-end)/2
		if middle == end || middle == unsure {
			break
		}
		if s.evaluate(middle, 0).sign == sign {
			end = middle
		} else {
			unsure = middle
		}
	}
	return end
}
