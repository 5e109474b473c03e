package smoothing

import (
	"cmp"
	"math"
	"slices"
)

const (
	// roughly is the relative spread of the squares over a simplex below which a
	// start is judged, closely the one below which a known fit is brought up to
	// date, agreed the one below which a search ends.
	roughly = 1e-4
	closely = 1e-6
	agreed  = 1e-8
	// roughSize, closeSize and size are how large a simplex may be by then.
	roughSize = 0.05
	closeSize = 0.005
	size      = 1e-4
	// maxStarts bounds how many points of the grid a search starts from.
	maxStarts = 4
	// maxRestarts bounds how often a search is started again from where it
	// ended.
	maxRestarts = 5
	// maxMoves bounds the moves of one simplex; most take some fifty.
	maxMoves = 400
	// worthwhile is the relative gain of a restart that makes it worth another.
	worthwhile = 1e-7
	// firstEdge is the edge of the first simplex, nextEdge that of a restart.
	firstEdge = 0.2
	nextEdge  = 0.1
)

// search minimizes f, which depends on as many coordinates as there are
// dimensions, and is infinite where there is nothing. It ends early when stop
// says so, but not before it found something.
type search struct {
	dimensions int
	f          func(point []float64) float64
	stop       func() bool
	// places are the coordinates of the grid.
	places []float64
}

// vertex is a point and its value.
type vertex struct {
	point []float64
	value float64
}

func byValue(a, b vertex) int { return cmp.Compare(a.value, b.value) }

// everywhere searches from the best points of a grid, and returns the best point
// found and whether the search came to rest.
func (s *search) everywhere() (best vertex, rested bool) {
	starts := s.grid()
	for i := range starts {
		if i > 0 && s.stop() {
			break
		}
		if len(starts) > 1 {
			starts[i] = s.descend(starts[i], firstEdge, roughly, roughSize)
		}
	}
	return s.near(slices.MinFunc(starts, byValue))
}

// near searches from a point until starting again no longer helps.
func (s *search) near(best vertex) (vertex, bool) {
	for range maxRestarts {
		if s.stop() {
			return best, false
		}
		before := best.value
		best = s.descend(best, nextEdge, agreed, size)
		if s.stop() {
			return best, false
		}
		if !(before-best.value > float64(worthwhile*before)) {
			break
		}
	}
	return best, true
}

// grid returns the points of a grid with small, middling and large coordinates
// that are not worse than their neighbors: the best of them first, at most
// [maxStarts].
func (s *search) grid() []vertex {
	points := 1
	for range s.dimensions {
		points *= len(s.places)
	}
	all := make([]vertex, 0, points)
	for i := range points {
		point := make([]float64, s.dimensions)
		for d, rest := 0, i; d < s.dimensions; d++ {
			point[d] = s.places[rest%len(s.places)]
			rest /= len(s.places)
		}
		all = append(all, vertex{point, s.f(point)})
		if best := slices.MinFunc(all, byValue); s.stop() && !math.IsInf(best.value, 1) {
			return []vertex{best}
		}
	}
	var starts []vertex
	for i, v := range all {
		lowest := true
		for stride := 1; stride < points; stride *= len(s.places) {
			place := i / stride % len(s.places)
			lowest = lowest && (place == 0 || v.value <= all[i-stride].value) &&
				(place == len(s.places)-1 || v.value <= all[i+stride].value)
		}
		if lowest {
			starts = append(starts, v)
		}
	}
	slices.SortStableFunc(starts, byValue)
	return starts[:min(len(starts), maxStarts)]
}

// descend is the method of Nelder and Mead with the usual coefficients. It ends
// when the simplex is small and its values agree: a folded interval has the
// same value on both sides of a bound, so that values alone could mislead.
func (s *search) descend(from vertex, edge, spread, extent float64) vertex {
	simplex := []vertex{from}
	for d := range from.point {
		point := slices.Clone(from.point)
		point[d] += edge
		simplex = append(simplex, vertex{point, s.f(point)})
	}
	for range maxMoves {
		slices.SortStableFunc(simplex, byValue)
		if s.stop() || small(simplex, spread, extent) {
			break
		}
		s.improve(simplex)
	}
	return slices.MinFunc(simplex, byValue)
}

// small reports whether a sorted simplex has come together.
func small(simplex []vertex, spread, extent float64) bool {
	best := simplex[0]
	if worst := simplex[len(simplex)-1].value; worst-best.value > float64(spread*best.value) {
		return false
	}
	for _, v := range simplex[1:] {
		for d, x := range v.point {
			if math.Abs(x-best.point[d]) > extent {
				return false
			}
		}
	}
	return true
}

// improve replaces the worst vertex of a sorted simplex, or shrinks it.
func (s *search) improve(simplex []vertex) {
	last := len(simplex) - 1
	center := make([]float64, s.dimensions)
	for _, v := range simplex[:last] {
		for d, x := range v.point {
			center[d] += x / float64(last)
		}
	}
	worst := simplex[last]
	along := func(t float64) vertex {
		point := make([]float64, s.dimensions)
		for d, c := range center {
			point[d] = c + float64(t*(worst.point[d]-c))
		}
		return vertex{point, s.f(point)}
	}
	reflected := along(-1)
	if reflected.value < simplex[0].value {
		expanded := along(-2)
		simplex[last] = slices.MinFunc([]vertex{reflected, expanded}, byValue)
		return
	}
	if reflected.value < simplex[last-1].value {
		simplex[last] = reflected
		return
	}
	t := 0.5
	if reflected.value < worst.value {
		t = -0.5
	}
	if contracted := along(t); contracted.value < min(reflected.value, worst.value) {
		simplex[last] = contracted
		return
	}
	for i := 1; i <= last; i++ {
		for d, x := range simplex[i].point {
			simplex[i].point[d] = (x + simplex[0].point[d]) / 2
		}
		simplex[i].value = s.f(simplex[i].point)
	}
}
