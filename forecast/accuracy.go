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

// valid reports what collect checks, faster.
func (o *Observation) valid() bool {
	return measurable(o.Forecast) && measurable(o.Actual) &&
		(o.Weight == nil || *o.Weight >= 1/MaxWeight && *o.Weight <= MaxWeight)
}

func (o *Observation) weight() float64 {
	if o.Weight == nil {
		return 1
	}
	return *o.Weight
}

// measurable reports whether a number is 0 or of a size that can be squared. The
// bits of a positive float64 are in the order of its size, and comparing them takes
// a third of the time.
func measurable(x float64) bool {
	const sign = 1 << 63
	low, high, size := math.Float64bits(MinMagnitude), math.Float64bits(MaxMagnitude), math.Float64bits(x)&^sign
	return low <= size && size <= high || size == 0
}

// magnitude checks that a number is measurable.
func magnitude(in *fault.Scope, field string, x float64) {
	if !measurable(x) {
		in.OutOfRange(field, number(x), "0, or 1e-100 to 1e+15 in size")
	}
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

// Accuracy is how close forecasts came. Errors are forecast - actual: positive
// is optimistic. Shares and ratios are fractions, never percents.
type Accuracy struct {
	// Count is the number of observations.
	Count int `json:"count"`
	// ZeroActuals is how many actuals are zero. They have no percentage error.
	ZeroActuals int `json:"zero_actuals"`
	// NegativeActuals is how many actuals are below zero.
	NegativeActuals int `json:"negative_actuals"`
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
	// AccuracyOfActual is the mean of max(0, 1 - |error| ÷ actual), 0 to 1: the
	// accuracy that sales tools show. Undefined if an actual is not above zero, or
	// over the others if the policy says to skip zeros.
	AccuracyOfActual salesops.Maybe `json:"accuracy_of_actual"`
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
		in.Int("Count", p.Count, 1, MaxAccumulated, "observations")
		in.Int("ZeroActuals", p.ZeroActuals, 0, max(p.Count, 0), "observations")
		in.Int("NegativeActuals", p.NegativeActuals, 0, max(p.Count-p.ZeroActuals, 0), "observations")
		in.Int("BothZero", p.BothZero, 0, max(p.ZeroActuals, 0), "observations")
		in.Float("MAE", p.MAE, 0, math.MaxFloat64, "")
		in.Float("MSE", p.MSE, 0, math.MaxFloat64, "")
		in.Float("RMSE", p.RMSE, 0, math.MaxFloat64, "")
		rate(&in, "MAPE", p.MAPE, math.MaxFloat64)
		rate(&in, "AccuracyOfActual", p.AccuracyOfActual, maxOfActual)
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

// These allow for the rounding of a mean of twos, and of ones.
const (
	maxSMAPE    = 2.000001
	maxOfActual = 1.000001
)

// MeasureAccuracy returns the accuracy metrics of a record. With f forecast, a
// actual, e = f - a, w weight and n the number of observations:
//
//	ME    = Σ w e ÷ Σ w                MPE   = Σ w (e/a) ÷ Σ w
//	MAE   = Σ w |e| ÷ Σ w              MAPE  = Σ w |e/a| ÷ Σ w
//	MSE   = Σ w e² ÷ Σ w               sMAPE = Σ w 2|e|/(|a|+|f|) ÷ Σ w
//	RMSE  = √MSE                       WAPE  = Σ w |e| ÷ Σ w |a|
//	MASE  = MAE ÷ Scale.Absolute       bias ratio      = Σ w e ÷ Σ w a
//	RMSSE = RMSE ÷ Scale.RootSquare    tracking signal = n Σ e ÷ Σ |e|
//
//	accuracy of actual = Σ w max(0, 1 - |e|/a) ÷ Σ w
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
// An actual of zero leaves only MPE, MAPE, the accuracy of actual and U2
// undefined, and one below zero the accuracy of actual; the policy may skip them
// in the first three. They are counted. No small number is ever put in place of a
// zero. WAPE is the one to look at when actuals can be small.
//
// Relative to the sum of the absolute terms the sums are within 1e-12 of the exact
// ones, whatever the order: they are those of an [Accumulator], which also measures
// what does not fit into memory.
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
	var t accuracySums
	if in.Length("Observations", len(record.Observations), 1, MaxObservations) {
		t.addChecked(&in, "Observations", record.Observations)
	}
	scale := in.In("Scale")
	record.Scale.collect(&scale)
	policy.collect(&rule)
	if list.Any() {
		return Accuracy{}, list.Err()
	}
	a := t.accuracy(record.Scale, policy.ZeroActuals)
	var m moveSums
	m.add(record.Observations)
	a.TheilU2, a.TheilNaive = m.ratios()
	return a, nil
}

// accuracy returns the metrics that do not depend on the order.
func (t *accuracySums) accuracy(scale Scale, zeros ZeroActualRule) Accuracy {
	weight := t.Weight.Value()
	mse := t.Squares.Value() / weight
	a := Accuracy{
		Count:            t.Count,
		ZeroActuals:      t.ZeroActuals,
		NegativeActuals:  t.NegativeActuals,
		BothZero:         t.BothZero,
		ME:               t.Errors.Value() / weight,
		MAE:              t.Sizes.Value() / weight,
		MSE:              mse,
		RMSE:             math.Sqrt(mse),
		SMAPE:            t.Symmetric.Value() / weight,
		WAPE:             ratio(t.Sizes.Value(), t.ActualSizes.Value(), "all actuals are zero"),
		BiasRatio:        ratio(t.Errors.Value(), t.Actuals.Value(), "the actuals sum to zero"),
		MPE:              t.percentage(&t.Relative, zeros),
		MAPE:             t.percentage(&t.RelativeSizes, zeros),
		AccuracyOfActual: t.ofActual(zeros),
		TheilU2:          salesops.Undefined(unordered),
		TheilLevel:       root(ratio(t.Squares.Value(), t.ActualSquares.Value(), "all actuals are zero")),
		TheilNaive:       salesops.Undefined(unordered),
	}
	a.MASE = ratio(a.MAE, scale.Absolute, unscaled)
	a.RMSSE = ratio(a.RMSE, scale.RootSquare, unscaled)
	both := math.Sqrt(t.ActualSquares.Value()/weight) + math.Sqrt(t.ForecastSquares.Value()/weight)
	a.TheilU1 = ratio(a.RMSE, both, "all forecasts and actuals are zero")
	a.TrackingSignal = salesops.Undefined("fewer than " + strconv.Itoa(MinTrackedPeriods) + " observations")
	if t.Count >= MinTrackedPeriods {
		a.TrackingSignal = ratio(float64(t.Count)*t.PlainErrors.Value(), t.PlainSizes.Value(), "all errors are zero")
	}
	return a
}

const (
	unmoved   = "the actual never changed"
	unscaled  = "the scale is zero, or was not given"
	unordered = "the order of the observations is not known"
)

// percentage returns the mean of a percentage error.
func (t *accuracySums) percentage(of *storedSum, zeros ZeroActualRule) salesops.Maybe {
	if t.ZeroActuals > 0 && zeros == LeaveUndefined {
		return salesops.Undefined(strconv.Itoa(t.ZeroActuals) + " actuals are zero")
	}
	return ratio(of.Value(), t.RelativeWeight.Value(), "all actuals are zero")
}

// ofActual returns the mean of the accuracies of actuals above zero.
func (t *accuracySums) ofActual(zeros ZeroActualRule) salesops.Maybe {
	if left := t.ZeroActuals + t.NegativeActuals; left > 0 && zeros == LeaveUndefined {
		return salesops.Undefined(strconv.Itoa(left) + " actuals are not above zero")
	}
	return ratio(t.OfActual.Value(), t.PositiveWeight.Value(), "no actual is above zero")
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

// moveSums compare errors with those of the forecast "as last time", which are the
// moves from the actual before. They depend on the order.
type moveSums struct {
	badBases                       int
	squares, moves                 sum.Sum
	relativeSquares, relativeMoves sum.Sum
}

// add adds the observations from the second on, each after the one before.
func (t *moveSums) add(list []Observation) {
	for from := 1; from < len(list); from += block {
		t.addBlock(list[from-1 : min(from+block, len(list))])
	}
}

// addBlock adds at most a block of observations after the first.
func (t *moveSums) addBlock(list []Observation) {
	var squares, moves, relativeSquares, relativeMoves float64
	before := list[0].Actual
	for i := 1; i < len(list); i++ {
		f, a, w := list[i].Forecast, list[i].Actual, list[i].weight()
		e, move := f-a, a-before
		squares += w * e * e
		moves += w * move * move
		if before == 0 {
			t.badBases++
		} else {
			r := 1 / before
			e, move = e*r, move*r
			relativeSquares += w * e * e
			relativeMoves += w * move * move
		}
		before = a
	}
	t.squares.Add(squares)
	t.moves.Add(moves)
	t.relativeSquares.Add(relativeSquares)
	t.relativeMoves.Add(relativeMoves)
}

// ratios returns Theil's U2 and the naive ratio.
func (t *moveSums) ratios() (u2, naive salesops.Maybe) {
	u2 = salesops.Undefined(strconv.Itoa(t.badBases) + " actuals before the last are zero")
	if t.badBases == 0 {
		u2 = root(ratio(t.relativeSquares.Value(), t.relativeMoves.Value(), unmoved))
	}
	return u2, root(ratio(t.squares.Value(), t.moves.Value(), unmoved))
}
