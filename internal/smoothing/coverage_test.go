package smoothing_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/internal/binomial"
	"github.com/salesops-go/salesops/internal/smoothing"
)

// Of many series that a model made, those whose next values lie in its interval
// are about as many as the level says: the fit does not know its parameters, so
// that a few more may lie outside. The bounds are passed once in a million by an
// interval that holds between 0.72 and 0.80 of the time.
func TestCoverage(t *testing.T) {
	if testing.Short() {
		t.Skip("hundreds of fits")
	}
	const level, series, ahead = 0.8, 150, 5
	z := binomial.ZForLevel(level)
	for name, f := range map[string]smoothing.Fit{
		"level": {
			Model: simple, Parameters: smoothing.Parameters{Alpha: 0.4},
			Final: smoothing.State{Level: 100, Seasons: []float64{0}}, Variance: 25,
		},
		"slope": {
			Model: linear, Parameters: smoothing.Parameters{Alpha: 0.4, Beta: 0.1, Phi: 1},
			Final: smoothing.State{Level: 100, Slope: 2, Seasons: []float64{0}}, Variance: 25,
		},
		"season": {
			Model: additive, Parameters: smoothing.Parameters{Alpha: 0.3, Gamma: 0.2},
			Final: smoothing.State{Level: 100, Seasons: []float64{-20, 0, 5, 15}}, Variance: 25,
		},
		"times a season": {
			Model: multiplicative, Parameters: smoothing.Parameters{Alpha: 0.3, Gamma: 0.2},
			Final: smoothing.State{Level: 100, Seasons: []float64{0.8, 1, 1.05, 1.15}}, Variance: 0.0025,
		},
	} {
		t.Run(name, func(t *testing.T) {
			random := rand.New(rand.NewPCG(11, 2026))
			var inside [ahead]int
			for range series {
				values := simulate(f, 60+ahead, random)
				fit, good := smoothing.Estimate(f.Model, values[:60], unlimited)
				require.True(t, good)
				for h, p := range fit.Predict(ahead) {
					if math.Abs(values[60+h]-p.Mean) <= z*math.Sqrt(p.Variance) {
						inside[h]++
					}
				}
			}
			for h, k := range inside {
				require.Greater(t, binomial.Lower(series, k, 0.72), 1e-6, "%d of %d, %d ahead", k, series, h+1)
				require.Greater(t, binomial.Upper(series, k, 0.8), 1e-6, "%d of %d, %d ahead", k, series, h+1)
			}
		})
	}
}

// simulate draws values that the model makes, from its final state on.
func simulate(f smoothing.Fit, n int, random *rand.Rand) []float64 {
	level, slope, seasons := f.Final.Level, f.Final.Slope, append([]float64(nil), f.Final.Seasons...)
	values := make([]float64, n)
	for i := range values {
		rise, at := f.Phi*slope, i%f.Period
		base, s, e := level+rise, seasons[at], random.NormFloat64()*math.Sqrt(f.Variance)
		if f.Season == smoothing.MultiplicativeSeason {
			values[i] = base * s * (1 + e)
			level, slope, seasons[at] = base*(1+f.Alpha*e), rise+f.Beta*base*e, s*(1+f.Gamma*e)
			continue
		}
		values[i] = base + s + e
		level, slope, seasons[at] = base+f.Alpha*e, rise+f.Beta*e, s+f.Gamma*e
	}
	return values
}
