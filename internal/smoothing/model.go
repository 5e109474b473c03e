package smoothing

// Trend says whether a model has a slope.
type Trend int

// The trends.
const (
	NoTrend Trend = iota
	LinearTrend
	// DampedTrend levels off: each period adds φ times what the one before did.
	DampedTrend
)

// Season says how a season enters a model.
type Season int

// The seasons.
const (
	NoSeason Season = iota
	// AdditiveSeason is added to the level.
	AdditiveSeason
	// MultiplicativeSeason multiplies the level; all values are above zero.
	MultiplicativeSeason
)

// MaxEstimatedSeason is the longest season whose initial states are estimated.
const MaxEstimatedSeason = 24

// Model is a kind of exponential smoothing.
type Model struct {
	Trend  Trend
	Season Season
	// Period is the number of values in a season, at least 2; 1 without one.
	Period int
}

// dimensions is the number of smoothing parameters.
func (m Model) dimensions() int {
	d := 1
	if m.Trend != NoTrend {
		d++
	}
	if m.Trend == DampedTrend {
		d++
	}
	if m.Season != NoSeason {
		d++
	}
	return d
}

// states is the number of free initial states.
func (m Model) states() int {
	s := 1
	if m.Trend != NoTrend {
		s++
	}
	if m.Season != NoSeason {
		s += m.Period - 1 // seasons add up to 0, or to their number
	}
	return s
}

// MinValues is the fewest values that the model is fitted to: two full seasons,
// and three more than it has parameters and initial states.
func (m Model) MinValues() int {
	least := m.dimensions() + m.states() + 3
	if m.Season != NoSeason {
		least = max(least, 2*m.Period)
	}
	return least
}

// Parameters are the smoothing parameters; those that the model does not have
// are zero, and Phi is one for a linear trend.
type Parameters struct {
	Alpha, Beta, Gamma, Phi float64
}

// State is where a model stands before the next value.
type State struct {
	Level, Slope float64
	// Seasons are those of the next values, in order; one neutral season for
	// a model without.
	Seasons []float64
}

// neutral is the season that changes nothing.
func (m Model) neutral() float64 {
	if m.Season == MultiplicativeSeason {
		return 1
	}
	return 0
}

const (
	leastWeight = 0.0001
	mostWeight  = 0.9999
	leastPhi    = 0.8
	mostPhi     = 0.98
)

// parameters maps a point of the search to parameters within their bounds. It
// uses the first coordinates, one for each parameter.
func (m Model) parameters(point []float64) Parameters {
	p := Parameters{Alpha: between(leastWeight, mostWeight, point[0])}
	next := 1
	if m.Trend != NoTrend {
		p.Beta, p.Phi = between(leastWeight, p.Alpha, point[next]), 1
		next++
	}
	if m.Trend == DampedTrend {
		p.Phi = between(leastPhi, mostPhi, point[next])
		next++
	}
	if m.Season != NoSeason {
		p.Gamma = between(leastWeight, 1-p.Alpha, point[next])
	}
	return p
}

// between folds the line into the interval, as a strip of paper: 0 is low, 1 is
// high, 2 is low again.
func between(low, high, u float64) float64 {
	if u < 0 {
		u = -u
	}
	u -= float64(2 * float64(int64(u/2)))
	if u > 1 {
		u = 2 - u
	}
	return min(high, low+float64((high-low)*u))
}

// places returns where along each coordinate a search begins. Passes without a
// season are cheap.
func (m Model) places() []float64 {
	if m.Season == NoSeason {
		return []float64{0, 0.1, 0.5, 1}
	}
	return []float64{0.02, 0.4, 0.98}
}
