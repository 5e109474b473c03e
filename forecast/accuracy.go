package forecast

import (
	"math"
	"strconv"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
	"github.com/salesops-go/salesops/internal/sum"
)

// The limits of what is forecast.
const (
	// MaxObservations is the most observations of a record, and the most
	// actuals of a training series.
	MaxObservations = 10_000_000
	// MaxMagnitude is the largest size of a forecast or an actual.
	MaxMagnitude = 1e15
	// MinMagnitude is the smallest size of one other than 0. Between the two
	// no square, ratio or sum leaves the range of float64.
	MinMagnitude = 1e-100
	// MaxWeight is the largest weight of an observation, and 1/MaxWeight the
	// smallest.
	MaxWeight = 1e6
	// MinTrackedPeriods is the fewest observations for which there is a
	// tracking signal. It can never exceed the number of observations, so that
	// with four of them the usual limit of 4 could not be passed.
	MinTrackedPeriods = 5
)

// Observation is a forecast and what came of it, in any one unit.
type Observation struct {
	// Forecast is what was expected: 0, or a number of size [MinMagnitude] to
	// [MaxMagnitude].
	Forecast float64 `json:"forecast"`
	// Actual is what came: 0, or a number of size [MinMagnitude] to
	// [MaxMagnitude].
	Actual float64 `json:"actual"`
	// Weight is how much the observation counts, 1/[MaxWeight] to [MaxWeight];
	// nil counts as 1.
	Weight *float64 `json:"weight,omitempty"`
}

func (o *Observation) collect(in *fault.Scope) {
	magnitude(in, "Forecast", o.Forecast)
	magnitude(in, "Actual", o.Actual)
	if o.Weight != nil {
		in.Float("Weight", *o.Weight, 1/MaxWeight, MaxWeight, "")
	}
}

func (o *Observation) weight() float64 {
	if o.Weight == nil {
		return 1
	}
	return *o.Weight
}

// magnitude checks a number that is 0 or of a size that can be squared.
func magnitude(in *fault.Scope, field string, x float64) {
	if size := math.Abs(x); x == 0 || size >= MinMagnitude && size <= MaxMagnitude {
		return
	}
	in.OutOfRange(field, number(x), "0, or 1e-100 to 1e+15 in size")
}

// Record is a forecaster's or a model's track record.
type Record struct {
	// Observations are 1 to [MaxObservations] forecasts with their actuals, in
	// order of time.
	Observations []Observation `json:"observations"`
	// Scale is how much the series moved before it was forecast, for MASE and
	// RMSSE: from [MeasureScale], or your own. The zero Scale leaves both
	// undefined.
	Scale Scale `json:"scale,omitzero"`
}

func (r *Record) collect(in *fault.Scope) {
	if !in.Length("Observations", len(r.Observations), 1, MaxObservations) {
		return
	}
	for i := range r.Observations {
		at := in.At("Observations", i)
		r.Observations[i].collect(&at)
	}
	scale := in.In("Scale")
	r.Scale.collect(&scale)
}

// Accuracy is how close forecasts came. Errors are forecast - actual: positive
// is optimistic. Shares and ratios are fractions, never percents.
type Accuracy struct {
	// Count is the number of observations.
	Count int `json:"count"`
	// ZeroActuals is how many actuals are zero. They have no percentage error.
	ZeroActuals int `json:"zero_actuals"`
	// BothZero is how many observations have a forecast and an actual of zero.
	// They count as 0 in sMAPE.
	BothZero int `json:"both_zero"`
	// ME is the mean error, in the unit of the series: positive is optimistic.
	ME float64 `json:"me"`
	// MAE is the mean absolute error.
	MAE float64 `json:"mae"`
	// MSE is the mean squared error.
	MSE float64 `json:"mse"`
	// RMSE is the root of MSE.
	RMSE float64 `json:"rmse"`
	// MPE is the mean of error ÷ actual; undefined if an actual is zero, or
	// over the others if the policy says so.
	MPE salesops.Maybe `json:"mpe"`
	// MAPE is the mean of |error ÷ actual|; undefined as MPE is.
	MAPE salesops.Maybe `json:"mape"`
	// SMAPE is the mean of 2 |error| ÷ (|actual| + |forecast|), 0 to 2.
	SMAPE float64 `json:"smape"`
	// WAPE is Σ |error| ÷ Σ |actual|; undefined if all actuals are zero.
	WAPE salesops.Maybe `json:"wape"`
	// BiasRatio is Σ error ÷ Σ actual; undefined if the actuals sum to zero.
	// Where they sum to less, its sign is turned round.
	BiasRatio salesops.Maybe `json:"bias_ratio"`
	// TrackingSignal is Σ error ÷ MAE with every weight 1, -Count to Count;
	// undefined for fewer than [MinTrackedPeriods] observations, and if all
	// errors are zero. Beyond 4 either way is commonly taken as out of control.
	TrackingSignal salesops.Maybe `json:"tracking_signal"`
	// MASE is MAE ÷ Scale.Absolute; undefined if that is zero.
	MASE salesops.Maybe `json:"mase"`
	// RMSSE is RMSE ÷ Scale.RootSquare; undefined if that is zero.
	RMSSE salesops.Maybe `json:"rmsse"`
	// TheilU1 is Theil's inequality coefficient, 0 to 1; undefined if all
	// numbers are zero.
	TheilU1 salesops.Maybe `json:"theil_u1"`
	// TheilU2 compares relative errors with those of the forecast "as last
	// time"; undefined if an actual before the last is zero or nothing changed.
	TheilU2 salesops.Maybe `json:"theil_u2"`
	// TheilLevel is the root of Σ error² ÷ Σ actual², another statistic called
	// U2; undefined if all actuals are zero.
	TheilLevel salesops.Maybe `json:"theil_level"`
	// TheilNaive is RMSE from the second observation on ÷ that of the forecast
	// "as last time"; undefined if nothing changed.
	TheilNaive salesops.Maybe `json:"theil_naive"`
}

// UnmarshalJSON reads an accuracy strictly. It returns an
// *[salesops.InputError] for every key that is unknown or missing, and for a
// number out of its range.
func (a *Accuracy) UnmarshalJSON(data []byte) error {
	type plain Accuracy
	return strict.Unmarshal(data, "Accuracy", (*plain)(a), func(p *plain, in fault.Scope) {
		in.Int("Count", p.Count, 1, MaxObservations, "observations")
		in.Int("ZeroActuals", p.ZeroActuals, 0, max(p.Count, 0), "observations")
		in.Int("BothZero", p.BothZero, 0, max(p.ZeroActuals, 0), "observations")
		in.Float("MAE", p.MAE, 0, math.MaxFloat64, "")
		in.Float("MSE", p.MSE, 0, math.MaxFloat64, "")
		in.Float("RMSE", p.RMSE, 0, math.MaxFloat64, "")
		rate(&in, "MAPE", p.MAPE, math.MaxFloat64)
		in.Float("SMAPE", p.SMAPE, 0, maxSMAPE, "")
		for _, part := range []struct {
			field string
			value salesops.Maybe
		}{
			{"WAPE", p.WAPE},
			{"MASE", p.MASE},
			{"RMSSE", p.RMSSE},
			{"TheilU1", p.TheilU1},
			{"TheilU2", p.TheilU2},
			{"TheilLevel", p.TheilLevel},
			{"TheilNaive", p.TheilNaive},
		} {
			rate(&in, part.field, part.value, math.MaxFloat64)
		}
	})
}

// maxSMAPE allows for the rounding of a mean of twos.
const maxSMAPE = 2.000001

// MeasureAccuracy returns the accuracy metrics of a record, all in one pass.
// With f forecast, a actual, e = f - a, w weight and n the number of
// observations:
//
//	ME    = Σ w e ÷ Σ w                MPE   = Σ w (e/a) ÷ Σ w
//	MAE   = Σ w |e| ÷ Σ w              MAPE  = Σ w |e/a| ÷ Σ w
//	MSE   = Σ w e² ÷ Σ w               sMAPE = Σ w 2|e|/(|a|+|f|) ÷ Σ w
//	RMSE  = √MSE                       WAPE  = Σ w |e| ÷ Σ w |a|
//	MASE  = MAE ÷ Scale.Absolute       bias ratio      = Σ w e ÷ Σ w a
//	RMSSE = RMSE ÷ Scale.RootSquare    tracking signal = n Σ e ÷ Σ |e|
//
//	Theil U1    = RMSE ÷ (√(Σ w a² ÷ Σ w) + √(Σ w f² ÷ Σ w))
//	Theil U2    = √(Σ w ((f - a)/b)² ÷ Σ w ((a - b)/b)²),  b the actual before
//	Theil level = √(Σ w e² ÷ Σ w a²)
//	Theil naive = √(Σ w e² ÷ Σ w (a - b)²),                b the actual before
//
// U2 and the naive ratio run from the second observation on and so depend on
// the order; nothing else does. The tracking signal counts periods, not
// weights. Weights of 1 give what no weights give.
//
// An actual of zero leaves only MPE, MAPE and U2 undefined; the policy may skip
// zeros in the first two. No small number is ever put in place of a zero. WAPE
// is the one to look at when actuals can be small.
//
// Sums are compensated: relative to the sum of the absolute terms the metrics
// are within 1e-12 whatever the order.
//
// It returns an *[salesops.InputError] if:
//   - there are no observations, or more than [MaxObservations];
//   - a forecast, actual or part of the scale is not 0 or of size [MinMagnitude] to [MaxMagnitude];
//   - a weight is not within 1/[MaxWeight] to [MaxWeight], or the scale is negative;
//   - a field of the policy is none of the known; the zero policy is.
//
// Playbook: FCT-6.
func MeasureAccuracy(record Record, policy AccuracyPolicy) (Accuracy, error) {
	var list fault.List
	in, rule := list.In("Record"), list.In("AccuracyPolicy")
	record.collect(&in)
	policy.collect(&rule)
	if list.Any() {
		return Accuracy{}, list.Err()
	}
	var t errorSums
	for i := range record.Observations {
		o := &record.Observations[i]
		t.add(o.Forecast, o.Actual, o.weight())
	}
	return t.accuracy(record.Scale, policy.ZeroActuals), nil
}

// errorSums are the sums that the metrics are made of.
type errorSums struct {
	count, zeroActuals, bothZero, badBases int
	previous                               float64

	weight, relativeWeight             sum.Sum
	errors, sizes, squares             sum.Sum
	plainErrors, plainSizes            sum.Sum
	relative, relativeSizes, symmetric sum.Sum
	actuals, actualSizes               sum.Sum
	actualSquares, forecastSquares     sum.Sum
	relativeSquares, relativeMoves     sum.Sum
	squaresFromSecond, movesFromSecond sum.Sum
}

func (t *errorSums) add(forecast, actual, weight float64) {
	e := forecast - actual
	size := math.Abs(e)
	t.weight.Add(weight)
	t.errors.Add(weight * e)
	t.sizes.Add(weight * size)
	t.squares.Add(weight * e * e)
	t.plainErrors.Add(e)
	t.plainSizes.Add(size)
	t.actuals.Add(weight * actual)
	t.actualSizes.Add(weight * math.Abs(actual))
	t.actualSquares.Add(weight * actual * actual)
	t.forecastSquares.Add(weight * forecast * forecast)
	if both := math.Abs(actual) + math.Abs(forecast); both > 0 {
		t.symmetric.Add(weight * 2 * size / both)
	} else {
		t.bothZero++
	}
	if actual != 0 {
		t.relativeWeight.Add(weight)
		t.relative.Add(weight * e / actual)
		t.relativeSizes.Add(weight * size / math.Abs(actual))
	} else {
		t.zeroActuals++
	}
	if t.count > 0 {
		t.addMove(e, actual-t.previous, weight)
	}
	t.previous = actual
	t.count++
}

// addMove adds what compares the error with that of the forecast "as last
// time", which is the move from the actual before.
func (t *errorSums) addMove(e, move, weight float64) {
	t.squaresFromSecond.Add(weight * e * e)
	t.movesFromSecond.Add(weight * move * move)
	if t.previous == 0 {
		t.badBases++
		return
	}
	e, move = e/t.previous, move/t.previous
	t.relativeSquares.Add(weight * e * e)
	t.relativeMoves.Add(weight * move * move)
}

func (t *errorSums) accuracy(scale Scale, zeros ZeroActualRule) Accuracy {
	weight := t.weight.Value()
	mse := t.squares.Value() / weight
	a := Accuracy{
		Count:       t.count,
		ZeroActuals: t.zeroActuals,
		BothZero:    t.bothZero,
		ME:          t.errors.Value() / weight,
		MAE:         t.sizes.Value() / weight,
		MSE:         mse,
		RMSE:        math.Sqrt(mse),
		SMAPE:       t.symmetric.Value() / weight,
		WAPE:        ratio(t.sizes.Value(), t.actualSizes.Value(), "all actuals are zero"),
		BiasRatio:   ratio(t.errors.Value(), t.actuals.Value(), "the actuals sum to zero"),
		MPE:         t.percentage(&t.relative, zeros),
		MAPE:        t.percentage(&t.relativeSizes, zeros),
		TheilLevel:  root(ratio(t.squares.Value(), t.actualSquares.Value(), "all actuals are zero")),
		TheilNaive:  root(ratio(t.squaresFromSecond.Value(), t.movesFromSecond.Value(), unmoved)),
	}
	a.MASE = ratio(a.MAE, scale.Absolute, unscaled)
	a.RMSSE = ratio(a.RMSE, scale.RootSquare, unscaled)
	both := math.Sqrt(t.actualSquares.Value()/weight) + math.Sqrt(t.forecastSquares.Value()/weight)
	a.TheilU1 = ratio(a.RMSE, both, "all forecasts and actuals are zero")
	a.TheilU2 = salesops.Undefined(strconv.Itoa(t.badBases) + " actuals before the last are zero")
	if t.badBases == 0 {
		a.TheilU2 = root(ratio(t.relativeSquares.Value(), t.relativeMoves.Value(), unmoved))
	}
	a.TrackingSignal = salesops.Undefined("fewer than " + strconv.Itoa(MinTrackedPeriods) + " observations")
	if t.count >= MinTrackedPeriods {
		a.TrackingSignal = ratio(float64(t.count)*t.plainErrors.Value(), t.plainSizes.Value(), "all errors are zero")
	}
	return a
}

const (
	unmoved  = "the actual never changed"
	unscaled = "the scale is zero, or was not given"
)

// percentage returns the mean of a percentage error.
func (t *errorSums) percentage(total *sum.Sum, zeros ZeroActualRule) salesops.Maybe {
	if t.zeroActuals > 0 && zeros == LeaveUndefined {
		return salesops.Undefined(strconv.Itoa(t.zeroActuals) + " actuals are zero")
	}
	return ratio(total.Value(), t.relativeWeight.Value(), "all actuals are zero")
}

// ratio returns a/b, undefined for the reason given when b is zero.
func ratio(a, b float64, reason string) salesops.Maybe {
	if b == 0 {
		return salesops.Undefined(reason)
	}
	return salesops.Defined(a / b)
}

func root(m salesops.Maybe) salesops.Maybe {
	if v, defined := m.Value(); defined {
		return salesops.Defined(math.Sqrt(v))
	}
	return m
}
