package smoothing

import "math"

const (
	// maxLinearizations bounds the Gauss-Newton steps for one point of a search.
	maxLinearizations = 40
	// maxHalvings bounds how often a step that does not help is halved.
	maxHalvings = 6
	// settled is the relative gain below which initial states are good enough.
	settled = 1e-8
	// lostPivot is the share of a diagonal element below which its column
	// depends on those before, and is left as it is.
	lostPivot = 1e-11
)

// profile finds the initial states that make the squares least for given
// smoothing parameters, from the given ones on, and returns the least squares.
// They are left in w.start. It is not good when there are none.
func (w *walker) profile(p Parameters, from State) outcome {
	w.start = from.clone()
	best := w.walk(p, w.start)
	if !best.good {
		return best
	}
	for range maxLinearizations {
		before := best.squares
		if w.linearize(p); !w.solve() {
			return best
		}
		scale := 1.0
		for range maxHalvings {
			next := w.moved(scale)
			if now := w.walk(p, next); now.good && now.squares < best.squares {
				best, w.start = now, next
				break
			}
			scale /= 2
		}
		if !(before-best.squares > float64(settled*before)) || w.model.Season != MultiplicativeSeason {
			break // a linear problem is solved at once
		}
	}
	return best
}

// moved returns the initial state changed by the solution times scale.
func (w *walker) moved(scale float64) State {
	next := w.start.clone()
	next.Level += float64(scale * w.right[0])
	at := 1
	if w.model.Trend != NoTrend {
		next.Slope += float64(scale * w.right[1])
		at++
	}
	last := len(next.Seasons) - 1
	for i := 0; at+i < w.columns; i++ {
		change := float64(scale * w.right[at+i])
		next.Seasons[i] += change
		next.Seasons[last] -= change
	}
	return next
}

func (s State) clone() State {
	s.Seasons = append([]float64(nil), s.Seasons...)
	return s
}

// solve solves the normal equations by Cholesky's method, in place, and leaves
// the solution in w.right. It reports false when nothing can be changed.
func (w *walker) solve() bool {
	n, a, x, some := w.columns, w.normal, w.right, false
	for k := range n {
		row := a[k*n : k*n+n]
		whole := row[k]
		for j := range k {
			other := a[j*n : j*n+n]
			sum := row[j]
			for i := range j {
				sum -= float64(row[i] * other[i])
			}
			if other[j] == 0 {
				row[j] = 0
			} else {
				row[j] = sum / other[j]
			}
		}
		pivot := whole
		for j := range k {
			pivot -= float64(row[j] * row[j])
		}
		if !(pivot > float64(lostPivot*whole)) {
			row[k] = 0
			continue
		}
		row[k], some = math.Sqrt(pivot), true
	}
	for k := range n {
		row := a[k*n : k*n+n]
		sum := x[k]
		for j := range k {
			sum -= float64(row[j] * x[j])
		}
		x[k] = quotient(sum, row[k])
	}
	for k := n - 1; k >= 0; k-- {
		sum := x[k]
		for j := k + 1; j < n; j++ {
			sum -= float64(a[j*n+k] * x[j])
		}
		x[k] = quotient(sum, a[k*n+k])
	}
	return some
}

// quotient returns sum / pivot, and 0 for a column that was given up.
func quotient(sum, pivot float64) float64 {
	if pivot == 0 {
		return 0
	}
	return sum / pivot
}
