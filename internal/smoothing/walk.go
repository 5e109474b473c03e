package smoothing

// walker passes through the values of one series with one model. Its slices are
// used again and again, since a search passes thousands of times.
type walker struct {
	model  Model
	values []float64
	// start is the initial state; the seasons are those of the first values.
	start State
	// seasons are the current ones, by their place in the period.
	seasons []float64
	// columns is how many initial states are estimated.
	columns int
	// The derivatives, by the initial states, of the level, the slope, the
	// seasons (a row of columns for each) and the expected value.
	byLevel, bySlope, bySeasons, byMean []float64
	// normal and right are the normal equations; only the lower triangle.
	normal, right []float64
	// work is how many steps were made in all, with the columns of each.
	work int64
}

func newWalker(model Model, values []float64) *walker {
	w := &walker{model: model, values: values, columns: model.states()}
	if model.Period > MaxEstimatedSeason {
		w.columns -= model.Period - 1
	}
	w.seasons = make([]float64, model.Period)
	w.byLevel, w.bySlope = make([]float64, w.columns), make([]float64, w.columns)
	w.bySeasons = make([]float64, model.Period*w.columns)
	w.byMean, w.right = make([]float64, w.columns), make([]float64, w.columns)
	w.normal = make([]float64, w.columns*w.columns)
	return w
}

// step is one value against what was expected of it.
type step struct {
	base, season, mean, err float64
}

// outcome is what a pass came to.
type outcome struct {
	squares     float64
	relative    float64 // the sum of squares of the errors over their means
	level, rise float64
	good        bool
}

// walk passes through the values. It is not good when a model with a
// multiplicative season expects a value that is not above zero.
func (w *walker) walk(p Parameters, from State) outcome {
	w.work += int64(len(w.values))
	copy(w.seasons, from.Seasons)
	multiplicative := w.model.Season == MultiplicativeSeason
	o, slope, at := outcome{level: from.Level, good: true}, from.Slope, 0
	for _, y := range w.values {
		rise := float64(p.Phi * slope)
		base, s := o.level+rise, w.seasons[at]
		byBase, bySeason := 1.0, 1.0
		mean := base + s
		if multiplicative {
			if !(base > 0 && s > 0) {
				return outcome{}
			}
			mean, byBase, bySeason = float64(base*s), base, s
		}
		e := y - mean
		o.level = base + float64(p.Alpha*e)/bySeason
		slope = rise + float64(p.Beta*e)/bySeason
		w.seasons[at] = s + float64(p.Gamma*e)/byBase
		o.squares += float64(e * e)
		if multiplicative {
			e /= mean
			o.relative += float64(e * e)
		}
		if at++; at == len(w.seasons) {
			at = 0
		}
	}
	o.rise = slope
	return o
}

// linearize passes through the values and leaves the normal equations for a
// change of the initial states that makes the squares least.
func (w *walker) linearize(p Parameters) outcome {
	w.work += int64(len(w.values) * (w.columns + 1) * (w.columns + 2) / 2)
	w.reset()
	copy(w.seasons, w.start.Seasons)
	multiplicative := w.model.Season == MultiplicativeSeason
	o, slope, at := outcome{level: w.start.Level, good: true}, w.start.Slope, 0
	for _, y := range w.values {
		rise := float64(p.Phi * slope)
		now := step{base: o.level + rise, season: w.seasons[at]}
		row := w.bySeasons[at*w.columns : (at+1)*w.columns]
		byBase, bySeason := 1.0, 1.0
		if multiplicative {
			if !(now.base > 0 && now.season > 0) {
				return outcome{}
			}
			byBase, bySeason = now.base, now.season
			now.mean = float64(now.base * now.season)
			now.err = y - now.mean
			w.deriveMultiplicative(p, now, row)
		} else {
			now.mean = now.base + now.season
			now.err = y - now.mean
			w.deriveAdditive(p, row)
		}
		w.accumulate(now.err)
		o.level = now.base + float64(p.Alpha*now.err)/bySeason
		slope = rise + float64(p.Beta*now.err)/bySeason
		w.seasons[at] = now.season + float64(p.Gamma*now.err)/byBase
		o.squares += float64(now.err * now.err)
		if at++; at == len(w.seasons) {
			at = 0
		}
	}
	return o
}

// reset sets the derivatives to those of the initial states by themselves.
func (w *walker) reset() {
	clear(w.byLevel)
	clear(w.bySlope)
	clear(w.bySeasons)
	clear(w.normal)
	clear(w.right)
	w.byLevel[0] = 1
	next := 1
	if w.model.Trend != NoTrend {
		w.bySlope[1] = 1
		next++
	}
	for i := 0; next+i < w.columns; i++ {
		w.bySeasons[i*w.columns+next+i] = 1
		w.bySeasons[(w.model.Period-1)*w.columns+next+i] = -1
	}
}

func (w *walker) deriveAdditive(p Parameters, bySeason []float64) {
	byMean := w.byMean
	byLevel, bySlope, bySeason := w.byLevel[:len(byMean)], w.bySlope[:len(byMean)], bySeason[:len(byMean)]
	for k := range byMean {
		rise := float64(p.Phi * bySlope[k])
		base := byLevel[k] + rise
		mean := base + bySeason[k]
		byMean[k] = mean
		byLevel[k] = base - float64(p.Alpha*mean)
		bySlope[k] = rise - float64(p.Beta*mean)
		bySeason[k] -= float64(p.Gamma * mean)
	}
}

func (w *walker) deriveMultiplicative(p Parameters, now step, bySeason []float64) {
	// e ÷ s and e ÷ r change with the mean, and with what they are divided by.
	alpha, beta, gamma := p.Alpha/now.season, p.Beta/now.season, p.Gamma/now.base
	overSeason, overBase := now.err/now.season, now.err/now.base
	byMean := w.byMean
	byLevel, bySlope, bySeason := w.byLevel[:len(byMean)], w.bySlope[:len(byMean)], bySeason[:len(byMean)]
	for k := range byMean {
		rise := float64(p.Phi * bySlope[k])
		base := byLevel[k] + rise
		mean := float64(base*now.season) + float64(now.base*bySeason[k])
		byMean[k] = mean
		change := mean + float64(overSeason*bySeason[k])
		byLevel[k] = base - float64(alpha*change)
		bySlope[k] = rise - float64(beta*change)
		bySeason[k] -= float64(gamma * (mean + float64(overBase*base)))
	}
}

// accumulate adds a value to the normal equations.
func (w *walker) accumulate(err float64) {
	for k, d := range w.byMean {
		w.right[k] += float64(d * err)
		row := w.normal[k*w.columns:][:k+1]
		for j, other := range w.byMean[:len(row)] {
			row[j] += float64(d * other)
		}
	}
}
