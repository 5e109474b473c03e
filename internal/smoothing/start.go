package smoothing

// leastLine is how many values the first line through a series goes by, unless
// two seasons are more.
const leastLine = 10

// begin returns initial states to search from: seasons by classical
// decomposition, level and slope by a line through the first values without
// them. There are at least two seasons of values.
func begin(model Model, values []float64) State {
	s := State{Seasons: make([]float64, model.Period)}
	for i := range s.Seasons {
		s.Seasons[i] = model.neutral()
	}
	if model.Season != NoSeason {
		decompose(model, values, s.Seasons)
	}
	n := min(len(values), max(leastLine, 2*model.Period))
	var sum, moment float64
	for i, y := range values[:n] {
		if season := s.Seasons[i%model.Period]; model.Season == MultiplicativeSeason {
			y /= season
		} else {
			y -= season
		}
		sum += y
		moment += float64(y * (float64(i) - float64(float64(n-1)/2)))
	}
	mean := sum / float64(n)
	s.Level = mean
	if model.Trend == NoTrend {
		return s
	}
	slope := float64(moment*12) / float64(n*(n*n-1))
	level := mean - float64(float64(slope*float64(n+1))/2)
	if model.Season == MultiplicativeSeason && !(level > 0 && level+float64(slope*float64(len(values))) > 0) {
		return s // a line through zero would expect values below it
	}
	s.Level, s.Slope = level, slope
	return s
}

// decompose sets the seasons: the average, for each place in the period, of what
// the values have beyond their centered moving average, made to cancel.
func decompose(model Model, values, seasons []float64) {
	m := model.Period
	clear(seasons)
	counts := make([]float64, m)
	half := m / 2
	for t := half; t+half < len(values); t++ {
		average := centered(values, t, m)
		if i := t % m; model.Season == MultiplicativeSeason {
			seasons[i] += values[t] / average
		} else {
			seasons[i] += values[t] - average
		}
		counts[t%m]++
	}
	total := 0.0
	for i := range seasons {
		seasons[i] /= counts[i]
		total += seasons[i]
	}
	total /= float64(m)
	for i := range seasons {
		if model.Season == MultiplicativeSeason {
			seasons[i] /= total
		} else {
			seasons[i] -= total
		}
	}
}

// centered returns the average of one period around values[t]; in a period of
// even length its two ends count half.
func centered(values []float64, t, m int) float64 {
	half, sum := m/2, 0.0
	for _, y := range values[t-half : t+half+1] {
		sum += y
	}
	if m%2 == 0 {
		sum -= float64((values[t-half] + values[t+half]) / 2)
	}
	return sum / float64(m)
}
