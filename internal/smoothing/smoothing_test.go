package smoothing_test

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/internal/smoothing"
	"github.com/salesops-go/salesops/internal/testkit"
)

const unlimited = math.MaxInt64

var (
	simple         = smoothing.Model{Period: 1}
	linear         = smoothing.Model{Trend: smoothing.LinearTrend, Period: 1}
	damped         = smoothing.Model{Trend: smoothing.DampedTrend, Period: 1}
	additive       = smoothing.Model{Season: smoothing.AdditiveSeason, Period: 4}
	multiplicative = smoothing.Model{Season: smoothing.MultiplicativeSeason, Period: 4}
)

// etsSeries is a series of ets.json with what R made of it.
type etsSeries struct {
	ID     string    `json:"id"`
	Source string    `json:"source"`
	Values []float64 `json:"values"`
	Fits   []etsFit  `json:"fits"`
}

type etsFit struct {
	ID       string    `json:"id"`
	Model    string    `json:"model"`
	Damped   bool      `json:"damped"`
	Period   int       `json:"period"`
	Alpha    float64   `json:"alpha"`
	Beta     float64   `json:"beta"`
	Gamma    float64   `json:"gamma"`
	Phi      float64   `json:"phi"`
	Initial  []float64 `json:"initial"`
	Final    []float64 `json:"final"`
	Squares  float64   `json:"squares"`
	Sigma2   float64   `json:"sigma2"`
	Mean     []float64 `json:"mean"`
	Variance []float64 `json:"variance"`
}

func (f *etsFit) model() smoothing.Model {
	m := smoothing.Model{Period: f.Period}
	switch {
	case f.Damped:
		m.Trend = smoothing.DampedTrend
	case f.Model[1] == 'A':
		m.Trend = smoothing.LinearTrend
	}
	switch f.Model[2] {
	case 'A':
		m.Season = smoothing.AdditiveSeason
	case 'M':
		m.Season = smoothing.MultiplicativeSeason
	}
	return m
}

func (f *etsFit) parameters() smoothing.Parameters {
	return smoothing.Parameters{Alpha: f.Alpha, Beta: f.Beta, Gamma: f.Gamma, Phi: f.Phi}
}

// state reads R's order of a state: level, slope, and the seasons from the last
// one backward.
func (f *etsFit) state(m smoothing.Model, values []float64) smoothing.State {
	s := smoothing.State{Level: values[0]}
	next := 1
	if m.Trend != smoothing.NoTrend {
		s.Slope = values[next]
		next++
	}
	s.Seasons = slices.Clone(values[next:])
	slices.Reverse(s.Seasons)
	if m.Season == smoothing.NoSeason {
		s.Seasons = []float64{0}
	}
	return s
}

func requireClose(t *testing.T, want, got []float64, tolerance float64) {
	t.Helper()
	require.Len(t, got, len(want))
	for i, w := range want {
		require.InDelta(t, w, got[i], tolerance*max(1, math.Abs(w)), "%d", i)
	}
}

// Passes, forecasts and variances are R's, given its parameters; the estimates
// are at least as good as R's.
func TestAgainstR(t *testing.T) {
	moments, kinds := 0, make(map[smoothing.Model]bool)
	for _, s := range testkit.Vectors[etsSeries](t, "ets.json", 13) {
		require.NotEmpty(t, s.Source)
		for i := range s.Fits {
			r := &s.Fits[i]
			t.Run(r.ID, func(t *testing.T) {
				m, p := r.model(), r.parameters()
				kinds[smoothing.Model{Trend: m.Trend, Season: m.Season}] = true
				squares, final, good := smoothing.Walk(m, p, r.state(m, r.Initial), s.Values)
				require.True(t, good)
				require.InEpsilon(t, r.Squares, squares, 1e-8)
				want := r.state(m, r.Final)
				requireClose(t, append(want.Seasons, want.Level, want.Slope), append(final.Seasons, final.Level, final.Slope), 1e-8)
				if r.Mean != nil {
					moments++
					fit := smoothing.Fit{Model: m, Parameters: p, Final: want, Variance: r.Sigma2}
					for h, got := range fit.Predict(len(r.Mean)) {
						require.InEpsilon(t, r.Mean[h], got.Mean, 1e-9, "mean %d", h+1)
						require.InEpsilon(t, r.Variance[h], got.Variance, 1e-7, "variance %d", h+1)
					}
				}
				if testing.Short() && len(s.Values) > 80 && m.Period > 4 {
					return // the searches that take longest
				}
				fit, good := smoothing.Estimate(m, s.Values, unlimited)
				require.True(t, good)
				require.True(t, fit.Converged)
				require.LessOrEqual(t, fit.Squares, r.Squares*(1+1e-6))
				n := len(s.Values)
				if m.Season != smoothing.MultiplicativeSeason {
					require.InEpsilon(t, r.Sigma2/r.Squares, fit.Variance/fit.Squares, 1e-8, "degrees of freedom")
				}
				require.GreaterOrEqual(t, n, m.MinValues())
				again, good := fit.Again(s.Values, unlimited)
				require.True(t, good)
				require.InEpsilon(t, fit.Squares, again.Squares, 1e-5)
				require.Less(t, again.Work, fit.Work)
			})
		}
	}
	require.Len(t, kinds, 9, "every model is in the table")
	require.GreaterOrEqual(t, moments, 70)
}

// Table 8.1 of Forecasting: Principles and Practice, 3rd edition: the exports of
// Algeria with α = 0.84.
func TestPublishedLevels(t *testing.T) {
	values := []float64{39.04, 46.24, 19.79, 24.68, 25.08, 22.60, 25.99, 23.43}
	for n, want := range []float64{39.12, 45.10, 23.84, 24.55, 25.00, 22.99, 25.51, 23.77} {
		_, final, good := smoothing.Walk(simple, smoothing.Parameters{Alpha: 0.84}, smoothing.State{Level: 39.54, Seasons: []float64{0}}, values[:n+1])
		require.True(t, good)
		require.InDelta(t, want, final.Level, 0.011)
	}
}

// statsmodels/tsa/tests/test_holtwinters.py: expected values of forecasts with
// given weights that start at the first value, and of one that is estimated.
func TestPublishedForecasts(t *testing.T) {
	oil := series(t, "oil")
	for alpha, want := range map[float64]float64{0.2: 484.802468, 0.6: 501.837461} {
		_, final, good := smoothing.Walk(simple, smoothing.Parameters{Alpha: alpha}, smoothing.State{Level: oil[0], Seasons: []float64{0}}, oil)
		require.True(t, good)
		require.InDelta(t, want, final.Level, 1e-6)
	}
	fit, good := smoothing.Estimate(simple, oil, unlimited)
	require.True(t, good)
	require.InDelta(t, 0.891998, fit.Alpha, 1e-4)
	require.InDelta(t, 496.493543, fit.Predict(1)[0].Mean, 1e-3)

	air := series(t, "air")
	holt := smoothing.Fit{Model: linear, Parameters: smoothing.Parameters{Alpha: 0.8, Beta: 0.8 * 0.2, Phi: 1}} // the book's β* is 0.2
	_, holt.Final, good = smoothing.Walk(linear, holt.Parameters, smoothing.State{Level: air[0], Slope: air[1] - air[0], Seasons: []float64{0}}, air)
	require.True(t, good)
	for h, want := range []float64{43.76, 45.59, 47.43, 49.27, 51.10} {
		require.InDelta(t, want, holt.Predict(5)[h].Mean, 0.005)
	}

	damped, good := smoothing.Estimate(damped, series(t, "livestock"), unlimited)
	require.True(t, good)
	require.InDelta(t, 0.98, damped.Alpha, 0.005)
	require.InDelta(t, 0.98, damped.Phi, 0.005)
	require.InEpsilon(t, 6036.56, damped.Squares, 1e-4) // there with a β of 0, which is below the margin here
}

func series(t *testing.T, id string) []float64 {
	t.Helper()
	for _, s := range testkit.Vectors[etsSeries](t, "ets.json", 13) {
		if s.ID == id {
			return s.Values
		}
	}
	require.Fail(t, "no such series", id)
	return nil
}

// The moments of a multiplicative season are those of the model itself: errors
// of 0 and ±√3σ with chances 2/3 and 1/6 have the first five moments of normal
// ones, and no more than four enter a variance.
func TestMultiplicativeMoments(t *testing.T) {
	const horizon, sigma = 7, 0.2
	fit := smoothing.Fit{
		Model:      smoothing.Model{Trend: smoothing.DampedTrend, Season: smoothing.MultiplicativeSeason, Period: 2},
		Parameters: smoothing.Parameters{Alpha: 0.5, Beta: 0.2, Gamma: 0.3, Phi: 0.9},
		Final:      smoothing.State{Level: 10, Slope: 2, Seasons: []float64{1.25, 0.75}}, Variance: sigma * sigma,
	}
	var means, squares [horizon]float64
	errors := []struct{ chance, size float64 }{{2.0 / 3, 0}, {1.0 / 6, math.Sqrt(3) * sigma}, {1.0 / 6, -math.Sqrt(3) * sigma}}
	var follow func(h int, chance, level, slope float64, seasons [2]float64)
	follow = func(h int, chance, level, slope float64, seasons [2]float64) {
		if h == horizon {
			return
		}
		for _, e := range errors {
			base, s, p := level+fit.Phi*slope, seasons[h%2], chance*e.chance
			y := base * s * (1 + e.size)
			means[h] += p * y
			squares[h] += p * y * y
			next := seasons
			next[h%2] = s * (1 + fit.Gamma*e.size)
			follow(h+1, p, base*(1+fit.Alpha*e.size), fit.Phi*slope+fit.Beta*base*e.size, next)
		}
	}
	follow(0, 1, fit.Final.Level, fit.Final.Slope, [2]float64(fit.Final.Seasons))
	for h, got := range fit.Predict(horizon) {
		require.InEpsilon(t, means[h], got.Mean, 1e-12, "mean %d", h+1)
		require.InEpsilon(t, squares[h]-means[h]*means[h], got.Variance, 1e-11, "variance %d", h+1)
	}
}

func TestPredictNaive(t *testing.T) {
	values := []float64{1, 3, 2, 6}
	require.Equal(t, []smoothing.Prediction{{6, 7}, {6, 14}, {6, 21}}, smoothing.PredictNaive(values, 1, 3)) // (4+1+16) ÷ 3
	require.Equal(t, []smoothing.Prediction{{2, 5}, {6, 5}, {2, 10}}, smoothing.PredictNaive(values, 2, 3))  // (1+9) ÷ 2
	require.Equal(t, []smoothing.Prediction{{3, 4}, {2, 4}, {6, 4}, {3, 8}}, smoothing.PredictNaive([]float64{4, 3, 2, 6}, 3, 4))
}

// A grid of hand-made series: the parts of the state come back.
func TestBegin(t *testing.T) {
	seasonal := func(m smoothing.Model, n int) []float64 {
		values := make([]float64, n)
		for i := range values {
			base := 20 + 2*float64(i+1)
			if m.Season == smoothing.MultiplicativeSeason {
				base = 20
			}
			if m.Trend == smoothing.NoTrend {
				base = 20
			}
			switch s := []float64{-4, 0, 1, 3}[i%4]; m.Season {
			case smoothing.AdditiveSeason:
				base += s
			case smoothing.MultiplicativeSeason:
				base *= 1 + s/8
			case smoothing.NoSeason:
			}
			values[i] = base
		}
		return values
	}
	for _, n := range []int{8, 9, 11, 12, 40} {
		require.Equal(t, smoothing.State{Level: 20, Seasons: []float64{-4, 0, 1, 3}}, smoothing.Begin(additive, seasonal(additive, n)))
		trended := additive
		trended.Trend = smoothing.LinearTrend
		s := smoothing.Begin(trended, seasonal(trended, n))
		requireClose(t, []float64{20, 2, -4, 0, 1, 3}, append([]float64{s.Level, s.Slope}, s.Seasons...), 1e-12)
		s = smoothing.Begin(multiplicative, seasonal(multiplicative, n))
		requireClose(t, []float64{20, 0, 0.5, 1, 1.125, 1.375}, append([]float64{s.Level, s.Slope}, s.Seasons...), 1e-12)
	}
	odd := smoothing.Model{Season: smoothing.AdditiveSeason, Period: 3}
	require.Equal(t, smoothing.State{Level: 3, Seasons: []float64{-1, 0, 1}}, smoothing.Begin(odd, []float64{2, 3, 4, 2, 3, 4, 2, 3, 4}))
	s := smoothing.Begin(linear, []float64{3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 900})
	requireClose(t, []float64{1, 2}, []float64{s.Level, s.Slope}, 1e-12) // by the first ten
	// A line that begins below zero would expect values below zero.
	steep := smoothing.Model{Trend: smoothing.LinearTrend, Season: smoothing.MultiplicativeSeason, Period: 2}
	s = smoothing.Begin(steep, []float64{1, 1, 1, 1, 1, 1, 100, 100})
	require.Positive(t, s.Level)
	require.Zero(t, s.Slope)
}

func TestBetween(t *testing.T) {
	for u, want := range map[float64]float64{0: 2, 0.25: 3, 1: 6, 1.25: 5, 2: 2, 2.5: 4, -0.25: 3, -1.5: 4, 7: 6, 1e6 + 0.5: 4} {
		require.Equal(t, want, smoothing.Between(2, 6, u), "%v", u)
	}
	require.Equal(t, 0.3, smoothing.Between(0.1, 0.3, 1), "a bound is reached and not passed")
}

func TestMinValues(t *testing.T) {
	of := func(trend smoothing.Trend, season smoothing.Season, period int) int {
		return smoothing.Model{Trend: trend, Season: season, Period: period}.MinValues()
	}
	require.Equal(t, 5, of(smoothing.NoTrend, smoothing.NoSeason, 1)) // a weight, a level and three
	require.Equal(t, 7, of(smoothing.LinearTrend, smoothing.NoSeason, 1))
	require.Equal(t, 8, of(smoothing.DampedTrend, smoothing.NoSeason, 1))
	require.Equal(t, 9, of(smoothing.NoTrend, smoothing.AdditiveSeason, 4))
	require.Equal(t, 12, of(smoothing.DampedTrend, smoothing.MultiplicativeSeason, 4))
	require.Equal(t, 24, of(smoothing.DampedTrend, smoothing.AdditiveSeason, 12))
}

// Each parameter has a coordinate of its own, and each coordinate reaches both
// bounds.
func TestParametersAt(t *testing.T) {
	m := smoothing.Model{Trend: smoothing.DampedTrend, Season: smoothing.AdditiveSeason, Period: 4}
	require.Equal(t, smoothing.Parameters{Alpha: 0.0001, Beta: 0.0001, Phi: 0.8, Gamma: 0.0001}, smoothing.ParametersAt(m, 0, 0, 0, 0))
	p := smoothing.ParametersAt(m, 0.5, 1, 0, 0)
	require.Equal(t, smoothing.Parameters{Alpha: 0.5, Beta: 0.5, Phi: 0.8, Gamma: 0.0001}, p)
	require.Equal(t, smoothing.Parameters{Alpha: 0.5, Beta: 0.0001, Phi: 0.98, Gamma: 0.0001}, smoothing.ParametersAt(m, 0.5, 0, 1, 0))
	require.Equal(t, smoothing.Parameters{Alpha: 0.5, Beta: 0.0001, Phi: 0.8, Gamma: 0.5}, smoothing.ParametersAt(m, 0.5, 0, 0, 1))
	m.Trend = smoothing.LinearTrend
	require.Equal(t, smoothing.Parameters{Alpha: 0.5, Beta: 0.0001, Phi: 1, Gamma: 0.5}, smoothing.ParametersAt(m, 0.5, 0, 1))
	require.Equal(t, smoothing.Parameters{Alpha: 0.9999}, smoothing.ParametersAt(simple, 1))
}

// A search ends where nothing can be gained, and at its limit.
func TestWork(t *testing.T) {
	constant := slices.Repeat([]float64{7}, 40)
	fit, good := smoothing.Estimate(simple, constant, unlimited)
	require.True(t, good)
	require.True(t, fit.Converged)
	require.Zero(t, fit.Squares)
	require.Less(t, fit.Work, int64(2000))
	oil := series(t, "oil")
	full, _ := smoothing.Estimate(damped, oil, unlimited)
	require.True(t, full.Converged)
	require.Greater(t, full.Work, int64(20_000))
	part, good := smoothing.Estimate(damped, oil, 10_000)
	require.True(t, good)
	require.False(t, part.Converged)
	require.Less(t, part.Work, int64(11_000))
	more, good := part.Again(oil, unlimited)
	require.True(t, good)
	require.True(t, more.Converged)
	require.LessOrEqual(t, more.Squares, part.Squares)
	less, good := part.Again(oil, 1)
	require.True(t, good)
	require.False(t, less.Converged)
}

// Irregular values, decomposed in exact rationals by a script.
func TestBeginIrregular(t *testing.T) {
	values := []float64{9, 3, 14, 20, 7, 5, 19, 22, 8, 2, 30}
	for _, tc := range []struct {
		season smoothing.Season
		period int
		want   []float64 // level, slope, seasons
	}{
		{smoothing.AdditiveSeason, 4, []float64{12.06875, 0.029545454545454545, -5.46875, -7.84375, 4.34375, 8.96875}},
		{smoothing.MultiplicativeSeason, 4, []float64{
			12.808429737348686, -0.19205375796768456, 0.569574776600616, 0.383088037302989, 1.3272110909810055, 1.7201260951153894,
		}},
		{smoothing.AdditiveSeason, 3, []float64{10.496296296296297, 0.05858585858585859, 0.8148148148148148, 0.037037037037037035, -0.8518518518518519}},
	} {
		s := smoothing.Begin(smoothing.Model{Trend: smoothing.LinearTrend, Season: tc.season, Period: tc.period}, values)
		requireClose(t, tc.want, append([]float64{s.Level, s.Slope}, s.Seasons...), 1e-12)
	}
}
