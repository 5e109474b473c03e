package forecast

import "math"

// block is the most terms that are summed in plain float64.
const block = 64

// terms are the counts and sums of a block of observations: those of
// [accuracySums], but for the actuals above and below zero, which are kept apart.
type terms struct {
	count, zeros, negatives, bothZero               int
	weight, relativeWeight, positiveWeight          float64
	errors, sizes, squares, plainErrors, plainSizes float64
	above, below, actualSquares, forecastSquares    float64
	relative, relativeSizes, ofActual, symmetric    float64
}

// plainTerms sums a block of observations without weights. Two divisions an
// observation are most of its time, so that one reciprocal serves all that is
// relative to the actual.
func plainTerms(list []Observation) terms {
	var errors, sizes, squares, above, below, actualSquares, forecastSquares float64
	var relative, relativeSizes, ofActual, symmetric float64
	var zeros, negatives, bothZero int
	for i := range list {
		f, a := list[i].Forecast, list[i].Actual
		e := f - a
		size := math.Abs(e)
		errors += e
		sizes += size
		squares += e * e
		actualSquares += a * a
		forecastSquares += f * f
		if f < 0 {
			f = -f
		}
		if a > 0 {
			r := 1 / a
			share := size * r
			above += a
			relative += e * r
			relativeSizes += share
			symmetric += size / (f + a)
			if share < 1 {
				ofActual += 1 - share
			}
			continue
		}
		if a < 0 {
			r := 1 / a
			below += a
			relative += e * r
			relativeSizes -= size * r
			symmetric += size / (f - a)
			negatives++
			continue
		}
		zeros++
		if f == 0 {
			bothZero++
			continue
		}
		symmetric++
	}
	n := len(list)
	return terms{
		count: n, zeros: zeros, negatives: negatives, bothZero: bothZero,
		weight: float64(n), relativeWeight: float64(n - zeros), positiveWeight: float64(n - zeros - negatives),
		errors: errors, sizes: sizes, squares: squares, plainErrors: errors, plainSizes: sizes,
		above: above, below: below, actualSquares: actualSquares, forecastSquares: forecastSquares,
		relative: relative, relativeSizes: relativeSizes, ofActual: ofActual, symmetric: 2 * symmetric,
	}
}

// weightedTerms sums a block of observations of which some have weights.
func weightedTerms(list []Observation) terms {
	var t terms
	for i := range list {
		t.add(&list[i])
	}
	return t
}

// add adds an observation, with or without a weight.
func (t *terms) add(o *Observation) {
	f, a, w := o.Forecast, o.Actual, o.weight()
	e := f - a
	size, base := math.Abs(e), math.Abs(a)
	t.count++
	t.weight += w
	t.errors += w * e
	t.sizes += w * size
	t.squares += w * e * e
	t.plainErrors += e
	t.plainSizes += size
	t.actualSquares += w * a * a
	t.forecastSquares += w * f * f
	if a == 0 {
		t.zeros++
		if f == 0 {
			t.bothZero++
			return
		}
		t.symmetric += 2 * w
		return
	}
	t.symmetric += 2 * w * size / (math.Abs(f) + base)
	r := 1 / a
	t.relativeWeight += w
	t.relative += w * e * r
	t.relativeSizes += w * size * math.Abs(r)
	if a < 0 {
		t.negatives++
		t.below += w * a
		return
	}
	t.above += w * a
	t.positiveWeight += w
	t.ofActual += w * max(0, 1-size*r)
}

// add adds the sums of a block.
func (t *accuracySums) add(b terms) {
	t.Count += b.count
	t.ZeroActuals += b.zeros
	t.NegativeActuals += b.negatives
	t.BothZero += b.bothZero
	t.Weight.Add(b.weight)
	t.RelativeWeight.Add(b.relativeWeight)
	t.PositiveWeight.Add(b.positiveWeight)
	t.Errors.Add(b.errors)
	t.Sizes.Add(b.sizes)
	t.Squares.Add(b.squares)
	t.PlainErrors.Add(b.plainErrors)
	t.PlainSizes.Add(b.plainSizes)
	t.Actuals.Add(b.above)
	t.Actuals.Add(b.below)
	t.ActualSizes.Add(b.above)
	t.ActualSizes.Add(-b.below)
	t.ActualSquares.Add(b.actualSquares)
	t.ForecastSquares.Add(b.forecastSquares)
	t.Relative.Add(b.relative)
	t.RelativeSizes.Add(b.relativeSizes)
	t.OfActual.Add(b.ofActual)
	t.Symmetric.Add(b.symmetric)
}
