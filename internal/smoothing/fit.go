package smoothing

import (
	"math"
	"slices"
)

// exact is the share of the squares of the values below which errors are
// rounding, and a fit cannot get better.
const exact = 1e-27

// Fit is a model with its parameters and where it stands.
type Fit struct {
	Model
	Parameters
	// Initial is the state before the first value, Final that after the last.
	Initial, Final State
	// Squares is the sum of the squared errors, one period ahead.
	Squares float64
	// Variance is that of one error: of e, or with a multiplicative season of
	// e ÷ μ.
	Variance float64
	// Work is how many cells were computed, a cell being a value that went
	// through one state.
	Work int64
	// Converged is whether the search came to rest within its limit.
	Converged bool

	// point is where the search ended.
	point []float64
}

// Estimate fits a model to values in order of time, of which there are at least
// MinValues, all above zero for a multiplicative season. The search ends soon after
// it reached the limit of work. It reports false when the model expects values
// below zero whatever its parameters are.
func Estimate(model Model, values []float64, limit int64) (Fit, bool) {
	return estimate(model, values, limit, (*search).everywhere)
}

// Again fits the model to values that go on where those of the fit ended, or
// others like them: it searches once, from the parameters of the fit, and until
// the squares agree to a millionth.
func (f *Fit) Again(values []float64, limit int64) (Fit, bool) {
	return estimate(f.Model, values, limit, func(s *search) (vertex, bool) {
		best := s.descend(vertex{f.point, s.f(f.point)}, nextEdge, closely, closeSize)
		return best, !s.stop()
	})
}

func estimate(model Model, values []float64, limit int64, find func(*search) (vertex, bool)) (Fit, bool) {
	w, whole := newWalker(model, values), 0.0
	for _, y := range values {
		whole += float64(y * y)
	}
	first := begin(model, values)
	from := first
	least, rounding := math.Inf(1), float64(exact*whole)
	s := &search{
		dimensions: model.dimensions(), places: model.places(),
		f: func(point []float64) float64 {
			p := model.parameters(point)
			o := w.profile(p, from)
			if !o.good {
				o = w.profile(p, first)
			}
			if !o.good {
				return math.Inf(1)
			}
			if o.squares < least {
				least, from = o.squares, w.start
			}
			return o.squares
		},
		stop: func() bool { return w.work >= limit || least <= rounding },
	}
	best, rested := find(s)
	if math.IsInf(best.value, 1) {
		return Fit{}, false
	}
	fit := Fit{
		Model: model, Parameters: model.parameters(best.point), point: best.point,
		Converged: rested || least <= rounding,
	}
	w.profile(fit.Parameters, from)
	found := w.profile(fit.Parameters, w.start) // once more, for what a linearization and rounding left
	kept := w.start
	// With a season that multiplies there may be several minima.
	if anew := w.profile(fit.Parameters, first); !anew.good || anew.squares >= found.squares {
		w.start = kept
	}
	fit.finish(w)
	return fit, true
}

// finish sets what follows from a last pass.
func (f *Fit) finish(w *walker) {
	n, o := len(w.values), w.walk(f.Parameters, w.start)
	f.Initial, f.Squares, f.Work = w.start, o.squares, w.work
	squares := o.squares
	if f.Season == MultiplicativeSeason {
		squares = o.relative
	}
	f.Variance = squares / float64(n-f.dimensions()-f.states())
	next := n % f.Period
	f.Final = State{Level: o.level, Slope: o.rise, Seasons: slices.Concat(w.seasons[next:], w.seasons[:next])}
}
