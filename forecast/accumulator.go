package forecast

import (
	"encoding/json"
	"math"
	"strconv"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
	"github.com/salesops-go/salesops/internal/sum"
)

// MaxAccumulated is the most observations of an [Accumulator].
const MaxAccumulated = 1_000_000_000

// Accumulator gathers observations whose accuracy is wanted without holding
// them: those of a stream, of a file, of several machines. The zero Accumulator
// is empty and ready to use. It is a plain value of half a kilobyte: a copy is
// independent of its original. It must not be changed by two goroutines at once.
//
// Neither the order of the observations nor the way they are split over
// accumulators matters: with A the sum of the absolute terms of a sum, any two
// ways of adding the same observations differ by less than
//
//	132 u A = 1.5e-14 A,  u = 2^-53
//
// A term is computed from its observation alone, so that it is the same double
// wherever it is added, but for one rounding of u of its size where multiplications
// and additions are fused. At most 64 terms are added in float64, which is off by
// at most 63 u (1 + 64 u) of their sizes, and such sums are added as compensated
// ones, off by u A and 6 n u² A for n of them and of merges. That is less than 66
// u A for each of the two ways, as long as n is below 2^48.
//
// As JSON it is its state: read back, it has the same results.
//
// Playbook: FCT-6.
type Accumulator struct {
	sums accuracySums
	// open are the terms of the last observations, at most a block of them.
	open terms
}

// storedSum is a compensated sum whose JSON are its two parts, so that nothing is
// lost.
type storedSum struct{ sum.Sum }

// MarshalJSON returns the parts of the sum as an array.
func (t storedSum) MarshalJSON() ([]byte, error) {
	high, low := t.Parts()
	return json.Marshal([]float64{high, low})
}

// UnmarshalJSON reads the parts of a sum as [storedSum.MarshalJSON] writes them.
func (t *storedSum) UnmarshalJSON(data []byte) error {
	var parts []float64
	if err := json.Unmarshal(data, &parts); err == nil && len(parts) == 2 {
		read := sum.FromParts(parts[0], parts[1])
		if high, low := read.Parts(); high == parts[0] && low == parts[1] {
			t.Sum = read
			return nil
		}
	}
	return &salesops.InputError{Field: "Sum", Want: "the two parts of a compensated sum", Reason: salesops.ErrOutOfRange}
}

// accuracySums are the counts and sums of which the metrics are made that do not
// depend on the order. In the formulas, w is the weight of an observation, f its
// forecast, a its actual, e = f - a.
type accuracySums struct {
	Count           int `json:"count"`
	ZeroActuals     int `json:"zero_actuals"`
	NegativeActuals int `json:"negative_actuals"`
	BothZero        int `json:"both_zero"`

	Weight         storedSum `json:"weight"`          // w
	RelativeWeight storedSum `json:"relative_weight"` // w, where a is not 0
	PositiveWeight storedSum `json:"positive_weight"` // w, where a is above 0

	Errors      storedSum `json:"errors"`       // w e
	Sizes       storedSum `json:"sizes"`        // w |e|
	Squares     storedSum `json:"squares"`      // w e²
	PlainErrors storedSum `json:"plain_errors"` // e
	PlainSizes  storedSum `json:"plain_sizes"`  // |e|

	Actuals         storedSum `json:"actuals"`          // w a
	ActualSizes     storedSum `json:"actual_sizes"`     // w |a|
	ActualSquares   storedSum `json:"actual_squares"`   // w a²
	ForecastSquares storedSum `json:"forecast_squares"` // w f²

	Relative      storedSum `json:"relative"`       // w e/a, where a is not 0
	RelativeSizes storedSum `json:"relative_sizes"` // w |e/a|, where a is not 0
	OfActual      storedSum `json:"of_actual"`      // w max(0, 1 - |e|/a), where a is above 0
	Symmetric     storedSum `json:"symmetric"`      // w 2|e| / (|a| + |f|), 0 for 0/0
}

// Add adds an observation. [Accumulator.AddAll] is faster for many.
//
// It returns an *[salesops.InputError], and nothing is added, if:
//   - the forecast or the actual is not 0 or of size [MinMagnitude] to [MaxMagnitude];
//   - the weight is not within 1/[MaxWeight] to [MaxWeight];
//   - there would be more than [MaxAccumulated] observations.
//
// Playbook: FCT-6.
func (a *Accumulator) Add(observation Observation) error {
	if observation.valid() && a.Count() < MaxAccumulated {
		a.add(&observation)
		return nil
	}
	var list fault.List
	in := list.In("Observation")
	observation.collect(&in)
	a.room(&in, 1)
	return list.Err()
}

// add adds a good observation for which there is room.
func (a *Accumulator) add(o *Observation) {
	a.open.add(o)
	if a.open.count == block {
		a.sums.add(a.open)
		a.open = terms{}
	}
}

// room checks that there may be more observations.
func (a *Accumulator) room(in *fault.Scope, more int) {
	if more > MaxAccumulated-a.Count() {
		in.Conflict("", strconv.Itoa(more)+" more", "at most "+strconv.Itoa(MaxAccumulated)+" observations in an accumulator")
	}
}

// AddAll adds observations, in any order; none if the list is empty.
//
// It returns an *[salesops.InputError], and nothing is added, if
// [Accumulator.Add] would return one for any of them.
//
// Playbook: FCT-6.
func (a *Accumulator) AddAll(observations []Observation) error {
	var list fault.List
	in := list.In("Observations")
	if a.room(&in, len(observations)); list.Any() {
		return list.Err()
	}
	sums := a.sums
	if sums.addChecked(&in, "", observations); list.Any() {
		return list.Err()
	}
	a.sums = sums
	return nil
}

// Merge adds all that was added to other, which stays as it is.
//
// It returns an *[salesops.InputError], and nothing is added, if there would be
// more than [MaxAccumulated] observations.
//
// Playbook: FCT-6.
func (a *Accumulator) Merge(other Accumulator) error {
	var list fault.List
	in := list.In("Accumulator")
	if a.room(&in, other.Count()); list.Any() {
		return list.Err()
	}
	a.merge(&other)
	return nil
}

func (a *Accumulator) merge(other *Accumulator) {
	sums := other.settled()
	a.sums.merge(&sums)
}

// settled returns the sums of all that was added.
func (a *Accumulator) settled() accuracySums {
	sums := a.sums
	sums.add(a.open)
	return sums
}

// Count returns how many observations were added.
//
// Playbook: FCT-6.
func (a *Accumulator) Count() int { return a.sums.Count + a.open.count }

// Result returns the accuracy of all that was added, as [MeasureAccuracy] would,
// but for Theil's U2 and the naive ratio: these compare with the actual before,
// and an accumulator knows no order.
//
// It returns an *[salesops.InputError] if:
//   - nothing was added;
//   - a part of the scale is not 0 or [MinMagnitude] to [MaxMagnitude];
//   - a field of the policy is none of the known; the zero policy is.
//
// Playbook: FCT-6.
func (a *Accumulator) Result(scale Scale, policy AccuracyPolicy) (Accuracy, error) {
	var list fault.List
	in, by, rule := list.In("Accumulator"), list.In("Scale"), list.In("AccuracyPolicy")
	if a.Count() == 0 {
		in.Missing("", "at least one observation")
	}
	scale.collect(&by)
	policy.collect(&rule)
	if list.Any() {
		return Accuracy{}, list.Err()
	}
	return a.accuracy(scale, policy.ZeroActuals), nil
}

func (a *Accumulator) accuracy(scale Scale, zeros ZeroActualRule) Accuracy {
	sums := a.settled()
	return sums.accuracy(scale, zeros)
}

// MarshalJSON returns the state.
func (a Accumulator) MarshalJSON() ([]byte, error) { return json.Marshal(a.settled()) }

// UnmarshalJSON reads a state strictly. It returns an *[salesops.InputError] for
// every key that is unknown or missing, and for a count or sum that no
// observations have.
func (a *Accumulator) UnmarshalJSON(data []byte) error {
	var sums accuracySums
	err := strict.Unmarshal(data, "Accumulator", &sums, func(t *accuracySums, in fault.Scope) { t.collect(&in) })
	if err == nil {
		*a = Accumulator{sums: sums}
	}
	return err
}

// collect checks sums that are read back, so far that every result of theirs is
// one that can be read back too.
func (t *accuracySums) collect(in *fault.Scope) {
	in.Int("Count", t.Count, 0, MaxAccumulated, "observations")
	in.Int("ZeroActuals", t.ZeroActuals, 0, max(t.Count, 0), "observations")
	in.Int("NegativeActuals", t.NegativeActuals, 0, max(t.Count-t.ZeroActuals, 0), "observations")
	in.Int("BothZero", t.BothZero, 0, max(t.ZeroActuals, 0), "observations")
	// Rounding may take a sum beyond what its terms allow.
	const slack = 1 + 1e-9
	n := float64(t.Count)
	relative, positive := float64(t.Count-t.ZeroActuals), float64(t.Count-t.ZeroActuals-t.NegativeActuals)
	in.Float("Weight", t.Weight.Value(), n/(MaxWeight*slack), n*MaxWeight*slack, "")
	in.Float("RelativeWeight", t.RelativeWeight.Value(), relative/(MaxWeight*slack), relative*MaxWeight*slack, "")
	in.Float("PositiveWeight", t.PositiveWeight.Value(), positive/(MaxWeight*slack), positive*MaxWeight*slack, "")
	weight := t.Weight.Value() * slack
	for _, part := range []struct {
		field     string
		value     storedSum
		low, high float64
	}{
		{"Errors", t.Errors, -t.Sizes.Value() * slack, t.Sizes.Value() * slack},
		{"Sizes", t.Sizes, 0, weight * 2 * MaxMagnitude},
		{"Squares", t.Squares, 0, weight * 4 * MaxMagnitude * MaxMagnitude},
		{"PlainErrors", t.PlainErrors, -t.PlainSizes.Value() * slack, t.PlainSizes.Value() * slack},
		{"PlainSizes", t.PlainSizes, 0, n * slack * 2 * MaxMagnitude},
		{"Actuals", t.Actuals, -t.ActualSizes.Value() * slack, t.ActualSizes.Value() * slack},
		{"ActualSizes", t.ActualSizes, 0, weight * MaxMagnitude},
		{"ActualSquares", t.ActualSquares, 0, weight * MaxMagnitude * MaxMagnitude},
		{"ForecastSquares", t.ForecastSquares, 0, weight * MaxMagnitude * MaxMagnitude},
		{"Relative", t.Relative, -t.RelativeSizes.Value() * slack, t.RelativeSizes.Value() * slack},
		{"RelativeSizes", t.RelativeSizes, 0, t.RelativeWeight.Value() * slack * 2 * MaxMagnitude / MinMagnitude},
		{"OfActual", t.OfActual, 0, t.PositiveWeight.Value() * slack},
		{"Symmetric", t.Symmetric, 0, 2 * weight},
	} {
		in.Float(part.field, part.value.Value(), part.low, part.high, "")
	}
}

// totals returns all sums.
func (t *accuracySums) totals() [16]*storedSum {
	return [...]*storedSum{
		&t.Weight, &t.RelativeWeight, &t.PositiveWeight,
		&t.Errors, &t.Sizes, &t.Squares, &t.PlainErrors, &t.PlainSizes,
		&t.Actuals, &t.ActualSizes, &t.ActualSquares, &t.ForecastSquares,
		&t.Relative, &t.RelativeSizes, &t.OfActual, &t.Symmetric,
	}
}

func (t *accuracySums) merge(other *accuracySums) {
	t.Count += other.Count
	t.ZeroActuals += other.ZeroActuals
	t.NegativeActuals += other.NegativeActuals
	t.BothZero += other.BothZero
	mine, theirs := t.totals(), other.totals()
	for i := range mine {
		mine[i].Merge(theirs[i].Sum)
	}
}

// addChecked checks and adds observations. The sums are of no use after a fault.
func (t *accuracySums) addChecked(in *fault.Scope, field string, list []Observation) {
	for from := 0; from < len(list); from += block {
		part := list[from:min(from+block, len(list))]
		plain := ordinary(part)
		if !plain {
			plain = true
			for i := range part {
				o := &part[i]
				plain = plain && o.Weight == nil
				if !o.valid() {
					at := in.At(field, from+i)
					o.collect(&at)
				}
			}
		}
		if plain {
			t.add(plainTerms(part))
		} else {
			t.add(weightedTerms(part))
		}
	}
}

// ordinary reports whether all observations are good and without weights and
// zeros, as nearly all are, in half the time that it takes to look at each.
func ordinary(list []Observation) bool {
	const sign = 1 << 63
	low := math.Float64bits(MinMagnitude)
	span := math.Float64bits(MaxMagnitude) - low
	for i := range list {
		o := &list[i]
		// What is below low wraps around.
		if max(math.Float64bits(o.Forecast)&^sign-low, math.Float64bits(o.Actual)&^sign-low) > span || o.Weight != nil {
			return false
		}
	}
	return true
}
