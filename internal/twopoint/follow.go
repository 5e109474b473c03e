package twopoint

import (
	"cmp"
	"math"
	"slices"

	"github.com/salesops-go/salesops/internal/sum"
)

// atom is one value of the sum that is followed exactly, and the cell of the
// lattice in which it lies.
type atom struct {
	value, cell int64
	mass        float64
}

// follower follows a sum part by part. What has much probability stays an
// atom; what gets less than dump goes to the lattice.
type follower struct {
	step        int64
	dump, prune float64
	missed      float64 // the chance with which the rest may leave near to far, on each side
	missedLog   float64 // ln(1/missed), rounded up
	most        int     // cells of the lattice
	mostAtoms   int
	certain     int64
	atoms       []atom
	first       int64 // the cell of mass[0]
	mass        []float64
	lost        float64
	rest        rest
	work        int64
	full        bool // most or mostAtoms did not suffice

	dumped     []atom
	spareAtoms []atom
	spare      []float64
}

// leastAtom is the probability below which nothing stays an atom, so that there
// are at most twice its inverse.
const leastAtom = 0x1p-16

// newFollower returns the follower of no parts, for bounds that may be width
// apart once n parts are added; with a width of 0 it neglects nothing.
func newFollower(step int64, n int, width float64) *follower {
	f := &follower{step: step, most: mostCells, mostAtoms: math.MaxInt, atoms: []atom{{mass: 1}}}
	if width == 0 {
		return f
	}
	f.dump = max(width/8, leastAtom)
	f.prune = width / 512 / float64(n)
	const ln2 = 0.69314718055995 // rounded up
	_, exponent := math.Frexp(width / 64)
	f.missed = math.Ldexp(0.5, exponent)
	f.missedLog = float64(1-exponent) * ln2
	return f
}

func (f *follower) addAll(parts []Part) {
	for _, p := range parts {
		f.add(p)
		if f.full {
			return
		}
	}
}

// copyFrom makes f a copy of g that can be changed independently; it keeps its own
// room.
func (f *follower) copyFrom(g *follower) {
	old := *f
	*f = *g
	f.atoms = append(old.atoms[:0], g.atoms...)
	f.mass = append(old.mass[:0], g.mass...)
	f.dumped, f.spareAtoms, f.spare = old.dumped, old.spareAtoms, old.spare
}

// add adds a part.
func (f *follower) add(p Part) {
	if p.Weight == 0 || p.Chance == 0 {
		return
	}
	if p.Chance == 1 {
		f.certain += p.Weight
		return
	}
	steps := (p.Weight + f.step/2) / f.step
	f.rest.add(p.Weight-steps*f.step, p.Chance)
	f.shift(steps, p.Chance)
	f.split(p, steps)
	f.settle()
	f.trim()
	f.work += int64(len(f.mass) + len(f.atoms))
}

// shift adds a part to the lattice.
func (f *follower) shift(steps int64, chance float64) {
	n := len(f.mass)
	if n == 0 || steps == 0 {
		return
	}
	if steps > int64(f.most-n) {
		f.full = true
		return
	}
	u := int(steps)
	next := f.room(n + u)
	stay := 1 - chance
	head := min(u, n)
	for k, m := range f.mass[:head] {
		next[k] = m * stay
	}
	clear(next[head:u])
	kept, moved, both := f.mass[head:], f.mass[:n-head], next[head:n]
	for k := range both {
		both[k] = float64(kept[k]*stay) + float64(moved[k]*chance)
	}
	tail := next[max(n, u):]
	for k, m := range f.mass[n-head:] {
		tail[k] = m * chance
	}
	f.mass, f.spare = next, f.mass[:0]
}

// room returns the spare cells, n of them, with anything in them.
func (f *follower) room(n int) []float64 {
	if cap(f.spare) < n {
		f.spare = make([]float64, n, n+n/2)
	}
	return f.spare[:n]
}

// split adds a part to the atoms, in order of value and cell.
func (f *follower) split(p Part, steps int64) {
	next, stay := f.spareAtoms[:0], 1-p.Chance
	f.dumped = f.dumped[:0]
	for i, j := 0, 0; j < len(f.atoms); {
		with := atom{f.atoms[j].value + p.Weight, f.atoms[j].cell + steps, f.atoms[j].mass * p.Chance}
		a, order := with, 1
		if i < len(f.atoms) {
			order = cmp.Or(cmp.Compare(f.atoms[i].value, with.value), cmp.Compare(f.atoms[i].cell, with.cell))
		}
		if order <= 0 {
			a = f.atoms[i]
			a.mass *= stay
			i++
		}
		if order == 0 {
			a.mass += with.mass
		}
		if order >= 0 {
			j++
		}
		if a.mass < f.dump {
			f.dumped = append(f.dumped, a)
		} else {
			next = append(next, a)
		}
	}
	f.full = f.full || len(next) > f.mostAtoms
	f.atoms, f.spareAtoms = next, f.atoms
}

// settle puts the atoms that were dumped onto the lattice.
func (f *follower) settle() {
	if len(f.dumped) == 0 || f.full {
		return
	}
	if len(f.mass) == 0 {
		f.first = f.dumped[0].cell
	}
	low, high := f.first, f.first+int64(len(f.mass))-1
	for _, a := range f.dumped {
		low, high = min(low, a.cell), max(high, a.cell)
	}
	if high-low >= int64(f.most) {
		f.full = true
		return
	}
	next := f.room(int(high - low + 1))
	clear(next)
	copy(next[f.first-low:], f.mass)
	f.first, f.mass, f.spare = low, next, f.mass[:0]
	for _, a := range f.dumped {
		f.mass[a.cell-f.first] += a.mass
	}
}

// trim drops what hardly has any probability from both ends of the lattice.
func (f *follower) trim() {
	from, to := 0, len(f.mass)
	for drop := 0.0; from < to && drop+f.mass[from] <= f.prune; from++ {
		drop += f.mass[from]
		f.lost += f.mass[from]
	}
	for drop := 0.0; from < to && drop+f.mass[to-1] <= f.prune; to-- {
		drop += f.mass[to-1]
		f.lost += f.mass[to-1]
	}
	f.first += int64(from)
	f.mass = f.mass[from:to]
}

// rest is what rounding the weights leaves out: the sum of its parts' rests.
type rest struct {
	low, high                              int64
	mean, variance, squares, largest, size float64
}

func (r *rest) add(left int64, chance float64) {
	r.low, r.high = r.low+min(left, 0), r.high+max(left, 0)
	x := float64(left)
	r.mean += float64(x * chance)
	r.variance += float64(x*x) * float64(chance*(1-chance))
	r.squares += float64(x * x)
	r.size += math.Abs(x)
	r.largest = max(r.largest, math.Abs(x))
}

// reach returns how far the rest may be from its mean, but for a probability
// with that logarithm on each side: the better one of Hoeffding's and
// Bernstein's bound.
//
//	sqrt(log/2 · Σ r²)  and  b·log/3 + sqrt((b·log/3)² + 2·log·V)
func (r *rest) reach(log float64) float64 {
	linear := r.largest * log / 3
	bernstein := linear + math.Sqrt(float64(linear*linear)+float64(2*log*r.variance))
	// The floats here are off by far less than a millionth of a millionth.
	return min(math.Sqrt(log/2*r.squares), bernstein) + 1e-12*r.size + 1
}

// take sets the distribution of s to what f has followed.
func (s *Sum) take(f *follower) {
	s.step, s.first = f.step, f.first
	s.low, s.high = f.rest.low, f.rest.high
	s.near, s.far, s.missed = s.low, s.high, 0
	if reach := f.rest.reach(f.missedLog); 2*reach < float64(s.high-s.low) {
		s.near = max(s.low, int64(math.Floor(f.rest.mean-reach)))
		s.far = min(s.high, int64(math.Ceil(f.rest.mean+reach)))
		s.missed = f.missed
	}
	s.values, s.atMost = s.values[:0], s.atMost[:0]
	var total sum.Sum
	for _, a := range f.atoms {
		total.Add(a.mass)
		s.values, s.atMost = append(s.values, a.value), append(s.atMost, total.Value())
	}
	s.cells = slices.Grow(s.cells[:0], len(f.mass))
	total = sum.Sum{}
	for _, m := range f.mass {
		total.Add(m)
		s.cells = append(s.cells, total.Value())
	}
	// A probability goes through five operations with each part: the rounding
	// of the chance, its complement, two products and a sum.
	s.slack = f.lost + float64(5*s.count+16)*unit
}

// Width returns how far apart the bounds of [Sum.AtMost] are at most. It goes
// through all cells.
func (s *Sum) Width() float64 {
	// So many more cells may count for the one bound than for the other: the
	// multiples of step in so many values in a row.
	reach := s.far - s.near + s.blur
	more := int(min((reach+s.step-1)/s.step, int64(len(s.cells))))
	var cells, atoms float64
	for i := range s.cells {
		cells = max(cells, s.cells[i]-before(s.cells, i-more+1))
	}
	for i, value := range s.values {
		from, _ := slices.BinarySearch(s.values, value-s.blur+1)
		atoms = max(atoms, s.atMost[i]-before(s.atMost, from))
	}
	return min(1, cells+atoms+2*(s.missed+s.slack))
}

// before returns the running total before place i.
func before(totals []float64, i int) float64 {
	if i <= 0 {
		return 0
	}
	return totals[i-1]
}
