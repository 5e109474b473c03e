package forecast

import (
	"math"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
	"github.com/salesops-go/salesops/internal/sum"
)

// Scale is how much a series moves from one season to the next, in its own
// unit: the error of the forecast "as a season ago".
type Scale struct {
	// Absolute is the mean absolute move, 0 or [MinMagnitude] to
	// [MaxMagnitude]; 0 leaves MASE undefined.
	Absolute float64 `json:"absolute"`
	// RootSquare is the root of the mean squared move, 0 or [MinMagnitude] to
	// [MaxMagnitude]; 0 leaves RMSSE undefined.
	RootSquare float64 `json:"root_square"`
}

// UnmarshalJSON reads a scale strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, and for a number out of its range.
func (s *Scale) UnmarshalJSON(data []byte) error {
	type plain Scale
	return strict.Unmarshal(data, "Scale", (*plain)(s), func(p *plain, in fault.Scope) {
		(*Scale)(p).collect(&in)
	})
}

func (s *Scale) collect(in *fault.Scope) {
	for _, part := range []struct {
		field string
		value float64
	}{{"Absolute", s.Absolute}, {"RootSquare", s.RootSquare}} {
		if part.value < 0 {
			in.OutOfRange(part.field, number(part.value), "0, or 1e-100 to 1e+15")
			continue
		}
		magnitude(in, part.field, part.value)
	}
}

// Training is the actuals of a series before the first that was forecast.
type Training struct {
	// Actuals are the values in order of time, more than Season, at most
	// [MaxObservations]; each 0, or of size [MinMagnitude] to [MaxMagnitude].
	Actuals []float64 `json:"actuals"`
	// Season is after how many values the series repeats itself, at least 1: 1
	// for none, 4 for quarters, 12 for months.
	Season int `json:"season"`
}

// MeasureScale returns how much a series moved in its training part, which
// makes the errors of [MeasureAccuracy] comparable between series.
//
//	Absolute   = Σ |y(t) - y(t-m)| ÷ (n - m)
//	RootSquare = √(Σ (y(t) - y(t-m))² ÷ (n - m)),  t = m+1 .. n, m the season
//
// Use values from before the forecasts: a scale that is taken from what was
// forecast is another statistic. A series that repeats itself exactly has a
// scale of zero, and MASE and RMSSE are then undefined.
//
// It returns an *[salesops.InputError] if:
//   - there are no actuals, or more than [MaxObservations];
//   - an actual is not 0 or of size [MinMagnitude] to [MaxMagnitude];
//   - the season is below 1, or not below the number of actuals.
//
// Playbook: FCT-6.
func MeasureScale(training Training) (Scale, error) {
	var list fault.List
	in, n := list.In("Training"), len(training.Actuals)
	if !in.Length("Actuals", n, 1, MaxObservations) {
		return Scale{}, list.Err()
	}
	for i, a := range training.Actuals {
		at := in.At("Actuals", i)
		magnitude(&at, "", a)
	}
	if in.Int("Season", training.Season, 1, MaxObservations, "values") && training.Season >= n {
		in.Conflict("Season", "", "below the number of actuals")
	}
	if list.Any() {
		return Scale{}, list.Err()
	}
	var sizes, squares sum.Sum
	for i, a := range training.Actuals[training.Season:] {
		move := a - training.Actuals[i]
		sizes.Add(math.Abs(move))
		squares.Add(move * move)
	}
	moves := float64(n - training.Season)
	return Scale{Absolute: sizes.Value() / moves, RootSquare: math.Sqrt(squares.Value() / moves)}, nil
}

// Rating is one forecast against its actual, the way sales tools show
// it.
type Rating struct {
	// ForecastToActual is forecast ÷ actual, a fraction: above 1 is
	// optimistic. Undefined unless the actual is above zero.
	ForecastToActual salesops.Maybe `json:"forecast_to_actual"`
	// AccuracyOfActual is max(0, 1 - |forecast - actual| ÷ actual), 0 to 1.
	// Undefined unless the actual is above zero.
	AccuracyOfActual salesops.Maybe `json:"accuracy_of_actual"`
}

// UnmarshalJSON reads a rating strictly. It returns an *[salesops.InputError]
// for every key that is unknown or missing, if AccuracyOfActual is not within
// 0 to 1, and if only one of the two is defined.
func (r *Rating) UnmarshalJSON(data []byte) error {
	type plain Rating
	return strict.Unmarshal(data, "Rating", (*plain)(r), func(p *plain, in fault.Scope) {
		rate(&in, "AccuracyOfActual", p.AccuracyOfActual, 1)
		_, share := p.ForecastToActual.Value()
		_, accuracy := p.AccuracyOfActual.Value()
		if share != accuracy {
			in.Conflict("AccuracyOfActual", p.AccuracyOfActual.String(), "defined exactly when ForecastToActual is")
		}
	})
}

// RateForecast returns one forecast as a share of its actual, and the
// percent-of-actual accuracy that sales tools show:
//
//	forecast to actual = forecast ÷ actual
//	accuracy of actual = max(0, 1 - |forecast - actual| ÷ actual)
//
// Both are fractions. Tools differ in which of the two they call accuracy, and
// in which forecast of a period they take, the average of all or that of one
// week; that is the caller's choice. The weight of the observation does not
// matter. They say little over several periods: use [MeasureAccuracy] there.
//
// It returns an *[salesops.InputError] if the forecast or the actual is not 0
// or of size [MinMagnitude] to [MaxMagnitude], or the weight not within
// 1/[MaxWeight] to [MaxWeight].
//
// Playbook: FCT-6.
func RateForecast(observation Observation) (Rating, error) {
	var list fault.List
	in := list.In("Observation")
	observation.collect(&in)
	if list.Any() {
		return Rating{}, list.Err()
	}
	forecast, actual := observation.Forecast, observation.Actual
	if actual <= 0 {
		none := salesops.Undefined("the actual is not above zero")
		return Rating{ForecastToActual: none, AccuracyOfActual: none}, nil
	}
	return Rating{
		ForecastToActual: salesops.Defined(forecast / actual),
		AccuracyOfActual: salesops.Defined(max(0, 1-math.Abs(forecast-actual)/actual)),
	}, nil
}
