package smoothing

// Walk passes through values with given parameters and initial state, and
// returns the sum of squares and the state after them.
func Walk(model Model, p Parameters, from State, values []float64) (squares float64, final State, good bool) {
	w := newWalker(model, values)
	w.start = from
	if o := w.walk(p, from); !o.good {
		return 0, State{}, false
	}
	f := Fit{Model: model, Parameters: p}
	f.finish(w)
	return f.Squares, f.Final, true
}

// Begin returns the state that a search begins with.
func Begin(model Model, values []float64) State { return begin(model, values) }

// Between folds u into an interval.
func Between(low, high, u float64) float64 { return between(low, high, u) }

// ParametersAt returns the parameters at a point of a search.
func ParametersAt(model Model, point ...float64) Parameters { return model.parameters(point) }
