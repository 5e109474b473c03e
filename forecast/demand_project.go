package forecast

import (
	"math"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/binomial"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/smoothing"
)

// ProjectDemand says what demand will be, period by period: a baseline with
// trend and season, and the events that are known. What it returns are plain
// numbers in the unit of the demand, for capacity to be planned by.
//
//	baseline of the past = (value - units) ÷ factor
//	forecast             = factor × baseline + units
//	factor of a period   = 1 + (factor of the event - 1) × its days in the period ÷ days of the period
//	units of a period    = units of the event × its days in the period ÷ its days
//
// The factors of several events multiply, their units add up. The baseline comes
// from one of [DemandModels]: naive, or exponential smoothing whose parameters and
// first states make the squared errors of one period ahead least.
//
// The model is the one that forecast best what was already known: from up to
// MaxOrigins points in time, one period apart and the last of them a horizon
// before the end, each model sees what was before, is estimated anew, and
// forecasts the horizon. All are tried on the same values, and the least mean
// absolute error wins; of equal ones the simpler. A model that needs more values
// than are left when MinHeldBack are held back is not tried, and if that goes for
// all of them, the naive one is taken and the verdict says so. Models need two
// seasons and three values more than they have parameters and first states; with
// seasons of more than 24 periods the first seasons are the averages of a
// decomposition. A season that multiplies needs values above zero.
//
// The interval takes the model and its parameters as given, and errors as
// independent and normal. It knows neither that the model was chosen nor that its
// parameters were estimated, and is too narrow for that: see how many of the
// values held back were Inside. Those are few, and not independent. The interval
// of a demand that cannot be negative may still begin below zero.
//
// For the levels of a growth plan divide each forecast by the days worked in the
// period, and by today's orders a day.
//
// It returns an *[salesops.InputError] if:
//   - the unit is not one of [PeriodUnits];
//   - there are no values, or more than [MaxDemandValues], or one is not 0 or of size [MinMagnitude] to [MaxMagnitude];
//   - a period is missing, each of which is named, or stands twice, or does not begin as the others do;
//   - the season is not within 0 to [MaxSeason], or the horizon not within 1 to [MaxDemandHorizon] or beyond the year 9999;
//   - there are more than [MaxEvents] events, or one has no name, no days, or neither a factor nor units, or they are out of their ranges;
//   - the factors of the events of a period are below 1/[MaxEventFactor] or above [MaxEventFactor] together;
//   - a field of the policy is out of its range; the zero policy is.
//
// Playbook: FCT-11.
func ProjectDemand(demand Demand, policy DemandPolicy) (DemandForecast, error) {
	var list fault.List
	in, rule := list.In("Demand"), list.In("DemandPolicy")
	demand.collect(&in)
	policy.collect(&rule)
	if list.Any() {
		return DemandForecast{}, list.Err()
	}
	effects := demand.effects()
	c := contest{season: demand.season(), horizon: demand.Horizon, level: policy.DemandLevel, cells: int64(policy.MaxDemandCells)}
	f := DemandForecast{Season: c.season, Level: policy.DemandLevel}
	for i, v := range demand.Values {
		e := &effects[i]
		base := e.without(v.Value)
		c.values = append(c.values, base)
		if !e.none() {
			f.Adjusted = append(f.Adjusted, AdjustedPeriod{
				Start: v.Start, Value: v.Value, Baseline: base, Factor: e.factor, Units: e.units, Events: e.names,
			})
		}
	}
	f.Candidates = c.candidates(policy.minOrigins(c.horizon), policy.MaxOrigins)
	f.Origins = c.origins
	c.score(f.Candidates)
	ahead, fit := f.choose(&c)
	f.Method, f.Parameters, f.Limited = f.Model.method(), parametersOf(f.Model, &fit), c.limited
	f.extend(&demand, effects[len(demand.Values):], ahead)
	f.agree(&demand)
	return f, nil
}

// choose sets the verdict and the model, and returns what it expects of the
// horizon from the whole history.
func (f *DemandForecast) choose(c *contest) ([]smoothing.Prediction, smoothing.Fit) {
	for {
		i, some := best(f.Candidates)
		if !some {
			f.Verdict, f.Model = TooShortToTest, NaiveDemand
			return smoothing.PredictNaive(c.values, 1, c.horizon), smoothing.Fit{}
		}
		f.Verdict, f.Model = ChosenByTest, f.Candidates[i].Model
		if ahead, fit, good := c.project(f.Model.way(c.season), &smoothing.Fit{}, len(c.values), c.cells); good {
			return ahead, fit
		}
		none := salesops.Undefined("the model has no fit to the whole history")
		f.Candidates[i] = DemandCandidate{Model: f.Model, Outcome: NoFit, Error: none, Scaled: none}
	}
}

func parametersOf(model DemandModel, fit *smoothing.Fit) DemandParameters {
	none := salesops.Undefined("the model does not have it")
	p := DemandParameters{Alpha: none, Beta: none, Gamma: none, Phi: none}
	trend, smooth := model.trend()
	if smooth {
		p.Alpha = salesops.Defined(fit.Alpha)
	}
	if trend != smoothing.NoTrend {
		p.Beta = salesops.Defined(fit.Beta)
	}
	if trend == smoothing.DampedTrend {
		p.Phi = salesops.Defined(fit.Phi)
	}
	if model.seasonality() != smoothing.NoSeason {
		p.Gamma = salesops.Defined(fit.Gamma)
	}
	return p
}

// extend sets the periods of the horizon.
func (f *DemandForecast) extend(demand *Demand, effects []effect, ahead []smoothing.Prediction) {
	z := binomial.ZForLevel(f.Level)
	for h, p := range ahead {
		span, e := demand.span(len(demand.Values)+h), &effects[h]
		period := DemandPeriod{
			Start: span.From, Days: span.days(), Baseline: p.Mean, Factor: e.factor, Units: e.units, Events: e.names,
			Forecast: e.with(p.Mean),
		}
		if len(demand.Values) > 1 {
			half := float64(z * math.Sqrt(p.Variance))
			period.Interval = &salesops.Interval{Low: e.with(p.Mean - half), High: e.with(p.Mean + half)}
		}
		f.Periods = append(f.Periods, period)
	}
}

// agree finds the events of the horizon that operations has not agreed to.
func (f *DemandForecast) agree(demand *Demand) {
	n := len(demand.Values)
	from, to := demand.span(n).From, demand.span(n+demand.Horizon-1).To
	for i := range demand.Events {
		if e := &demand.Events[i]; !e.Agreed && !e.Window.From.After(to) && !e.Window.To.Before(from) {
			f.NotAgreed = append(f.NotAgreed, e.Name)
		}
	}
	f.Agreement = settled(salesops.Finding{
		Rule: ruleNotAgreed, Playbook: "FCT-11", Measure: "events to come that operations has not agreed to",
		Left: exactInt(len(f.NotAgreed)), Op: ">", Right: exactInt(0), Unit: "events",
	}, "")
	if f.Agreement.Holds() {
		f.Agreement.Note = "agree on them with operations before they are promised"
	}
}

func exactInt(n int) decimal.Decimal { return decimal.NewFromInt(int64(n)) }
