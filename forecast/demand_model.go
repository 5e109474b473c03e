package forecast

import (
	"github.com/salesops-go/salesops/internal/smoothing"
	"github.com/salesops-go/salesops/internal/strict"
)

// DemandModel is a way to project a demand without its events.
type DemandModel string

// The models, from the simplest to the one with the most parameters. Playbook:
// FCT-11.
const (
	// NaiveDemand: as in the last period.
	NaiveDemand DemandModel = "naive"
	// SeasonalNaiveDemand: as a season ago.
	SeasonalNaiveDemand DemandModel = "seasonal-naive"
	// SimpleDemand: a level that moves (simple exponential smoothing).
	SimpleDemand DemandModel = "simple"
	// LinearDemand: a level and a slope that move (Holt).
	LinearDemand DemandModel = "linear"
	// DampedDemand: a slope that levels off.
	DampedDemand DemandModel = "damped"
	// SimpleAdditiveDemand: a level, and a season that is added to it.
	SimpleAdditiveDemand DemandModel = "simple-additive"
	// LinearAdditiveDemand: level and slope, and a season that is added (Holt
	// and Winters).
	LinearAdditiveDemand DemandModel = "linear-additive"
	// DampedAdditiveDemand: a slope that levels off, and a season that is added.
	DampedAdditiveDemand DemandModel = "damped-additive"
	// SimpleMultiplicativeDemand: a level, and a season that multiplies it.
	SimpleMultiplicativeDemand DemandModel = "simple-multiplicative"
	// LinearMultiplicativeDemand: level and slope, and a season that multiplies
	// (Holt and Winters).
	LinearMultiplicativeDemand DemandModel = "linear-multiplicative"
	// DampedMultiplicativeDemand: a slope that levels off, and a season that
	// multiplies.
	DampedMultiplicativeDemand DemandModel = "damped-multiplicative"
)

// DemandModels returns all models in order; of two that forecast equally well
// the earlier is taken.
//
// Playbook: FCT-11.
func DemandModels() []DemandModel {
	return []DemandModel{
		NaiveDemand, SeasonalNaiveDemand, SimpleDemand, LinearDemand, DampedDemand,
		SimpleAdditiveDemand, LinearAdditiveDemand, DampedAdditiveDemand,
		SimpleMultiplicativeDemand, LinearMultiplicativeDemand, DampedMultiplicativeDemand,
	}
}

// MarshalText returns the model's text. It returns an *[salesops.InputError] if m
// is not one of [DemandModels].
func (m DemandModel) MarshalText() ([]byte, error) {
	return strict.Text("DemandModel", m, DemandModels())
}

// UnmarshalText sets m from its text. It returns an *[salesops.InputError] if the
// text is not one of [DemandModels].
func (m *DemandModel) UnmarshalText(text []byte) error {
	return strict.Parse("DemandModel", m, text, DemandModels())
}

// trend returns the trend of a smoothing model; false for the naive ones.
func (m DemandModel) trend() (smoothing.Trend, bool) {
	switch m {
	case SimpleDemand, SimpleAdditiveDemand, SimpleMultiplicativeDemand:
		return smoothing.NoTrend, true
	case LinearDemand, LinearAdditiveDemand, LinearMultiplicativeDemand:
		return smoothing.LinearTrend, true
	case DampedDemand, DampedAdditiveDemand, DampedMultiplicativeDemand:
		return smoothing.DampedTrend, true
	case NaiveDemand, SeasonalNaiveDemand:
	}
	return smoothing.NoTrend, false
}

// seasonality returns how the season enters.
func (m DemandModel) seasonality() smoothing.Season {
	switch m {
	case SimpleAdditiveDemand, LinearAdditiveDemand, DampedAdditiveDemand:
		return smoothing.AdditiveSeason
	case SimpleMultiplicativeDemand, LinearMultiplicativeDemand, DampedMultiplicativeDemand:
		return smoothing.MultiplicativeSeason
	case NaiveDemand, SeasonalNaiveDemand, SimpleDemand, LinearDemand, DampedDemand:
	}
	return smoothing.NoSeason
}

// seasonal reports whether the model needs a season.
func (m DemandModel) seasonal() bool {
	return m == SeasonalNaiveDemand || m.seasonality() != smoothing.NoSeason
}

// method returns how the model's intervals are made.
func (m DemandModel) method() IntervalMethod {
	if m.seasonality() == smoothing.MultiplicativeSeason {
		return ExactMoments
	}
	return ClosedForm
}

// demandWay is a model with its season in periods.
type demandWay struct {
	model  DemandModel
	period int
}

// way returns the model for a season.
func (m DemandModel) way(season int) demandWay {
	if !m.seasonal() {
		season = 1
	}
	return demandWay{m, season}
}

// smoothing returns the smoothing model, or false for a naive one.
func (w demandWay) smoothing() (smoothing.Model, bool) {
	trend, smooth := w.model.trend()
	return smoothing.Model{Trend: trend, Season: w.model.seasonality(), Period: w.period}, smooth
}

// minValues is the fewest values that the model can forecast from, with an
// interval.
func (w demandWay) minValues() int {
	if m, smooth := w.smoothing(); smooth {
		return m.MinValues()
	}
	return w.period + 1
}

// IntervalMethod is how an interval of a projection is made. All are normal:
// mean ± z σ.
type IntervalMethod string

// The methods.
const (
	// ClosedForm: the variance of a model with additive errors, which has a
	// formula.
	ClosedForm IntervalMethod = "closed-form"
	// ExactMoments: the mean and the variance of a model whose errors and season
	// multiply, followed period by period. They are exact; that the distribution
	// is normal is an approximation.
	ExactMoments IntervalMethod = "exact-moments"
)

// IntervalMethods returns both methods.
func IntervalMethods() []IntervalMethod { return []IntervalMethod{ClosedForm, ExactMoments} }

// MarshalText returns the method's text. It returns an *[salesops.InputError] if
// m is not one of [IntervalMethods].
func (m IntervalMethod) MarshalText() ([]byte, error) {
	return strict.Text("IntervalMethod", m, IntervalMethods())
}

// UnmarshalText sets m from its text. It returns an *[salesops.InputError] if the
// text is not one of [IntervalMethods].
func (m *IntervalMethod) UnmarshalText(text []byte) error {
	return strict.Parse("IntervalMethod", m, text, IntervalMethods())
}
