package forecast

import (
	"slices"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/strict"
)

// DemandVerdict is whether the model of a projection was chosen on evidence.
type DemandVerdict string

// The verdicts.
const (
	// ChosenByTest: the model forecast best what was held back.
	ChosenByTest DemandVerdict = "chosen-by-test"
	// TooShortToTest: no model could be tried often enough, and the simplest is
	// taken.
	TooShortToTest DemandVerdict = "too-short-to-test"
)

// DemandVerdicts returns both verdicts.
func DemandVerdicts() []DemandVerdict { return []DemandVerdict{ChosenByTest, TooShortToTest} }

// MarshalText returns the verdict's text. It returns an *[salesops.InputError] if
// v is not one of [DemandVerdicts].
func (v DemandVerdict) MarshalText() ([]byte, error) {
	return strict.Text("DemandVerdict", v, DemandVerdicts())
}

// UnmarshalText sets v from its text. It returns an *[salesops.InputError] if the
// text is not one of [DemandVerdicts].
func (v *DemandVerdict) UnmarshalText(text []byte) error {
	return strict.Parse("DemandVerdict", v, text, DemandVerdicts())
}

// DemandForecast is what demand will be, and the model that says so.
type DemandForecast struct {
	// Verdict is whether the model was chosen on evidence.
	Verdict DemandVerdict `json:"verdict"`
	// Model is the model that was taken.
	Model DemandModel `json:"model"`
	// Season is after how many periods demand was taken to repeat itself.
	Season int `json:"season"`
	// Method is how the intervals are made, Level their confidence as a fraction.
	Method IntervalMethod `json:"method"`
	Level  float64        `json:"level"`
	// Parameters are those of the model.
	Parameters DemandParameters `json:"parameters"`
	// Periods are the periods of the horizon in order of time.
	Periods []DemandPeriod `json:"periods"`
	// Origins is from how many points in time the candidates were tried; 0 when
	// the history is too short. From each they forecast the whole horizon.
	Origins int `json:"origins"`
	// Candidates are all models in the order of [DemandModels].
	Candidates []DemandCandidate `json:"candidates"`
	// Adjusted are the past periods that had events, in order of time.
	Adjusted []AdjustedPeriod `json:"adjusted,omitempty"`
	// NotAgreed are the names of the events in the horizon that operations has
	// not agreed to, in the order given.
	NotAgreed []string `json:"not_agreed,omitempty"`
	// Agreement is the rule that promotions and launches are agreed with
	// operations first: it fires when there are events not agreed.
	Agreement salesops.Finding `json:"agreement"`
	// Limited is whether the search for parameters ended at MaxDemandCells
	// before it came to rest: the model then is a good one, not the best.
	Limited bool `json:"limited,omitempty"`
}

// DemandParameters are the parameters of exponential smoothing: how much of each
// error of one period ahead goes into the next. Those that the model does not
// have are undefined.
type DemandParameters struct {
	// Alpha is the share that goes into the level, 0.0001 to 0.9999.
	Alpha salesops.Maybe `json:"alpha"`
	// Beta is the share that goes into the slope, 0.0001 to Alpha.
	Beta salesops.Maybe `json:"beta"`
	// Gamma is the share that goes into the season, 0.0001 to 1 - Alpha.
	Gamma salesops.Maybe `json:"gamma"`
	// Phi is what remains of the slope after each period, 0.8 to 0.98.
	Phi salesops.Maybe `json:"phi"`
}

// DemandPeriod is the projection of one period.
type DemandPeriod struct {
	// Start is the first day, Days how many days the period has.
	Start salesops.Date `json:"start"`
	Days  int           `json:"days"`
	// Forecast is the expected demand: Factor × Baseline + Units.
	Forecast float64 `json:"forecast"`
	// Interval is where demand lies with the confidence of the policy if the
	// model is right; nil when a single value is all the history.
	Interval *salesops.Interval `json:"interval"`
	// Baseline is the expected demand without events.
	Baseline float64 `json:"baseline"`
	// Factor and Units are what the events of the period make of it, 1 and 0
	// without.
	Factor float64 `json:"factor"`
	Units  float64 `json:"units"`
	// Events are the names of the events, in the order given.
	Events []string `json:"events,omitempty"`
}

// AdjustedPeriod is a past period that had events.
type AdjustedPeriod struct {
	// Start is the first day.
	Start salesops.Date `json:"start"`
	// Value is the demand that was, Baseline what it would have been without the
	// events: (Value - Units) ÷ Factor.
	Value    float64 `json:"value"`
	Baseline float64 `json:"baseline"`
	// Factor and Units are what the events made of it.
	Factor float64 `json:"factor"`
	Units  float64 `json:"units"`
	// Events are the names of the events, in the order given.
	Events []string `json:"events"`
}

// ruleNotAgreed is the id of the finding on events.
const ruleNotAgreed = "not-agreed"

// UnmarshalJSON reads a projection strictly. It returns an
// *[salesops.InputError] for every key that is unknown or missing, for a number
// out of its range, if the model is not the best of the candidates, and if the
// finding does not count the events that are not agreed.
func (f *DemandForecast) UnmarshalJSON(data []byte) error {
	type plain DemandForecast
	return strict.Unmarshal(data, "DemandForecast", (*plain)(f), func(p *plain, in fault.Scope) {
		(*DemandForecast)(p).check(&in)
	})
}

func (f *DemandForecast) check(in *fault.Scope) {
	in.Int("Season", f.Season, 1, MaxSeason, "periods")
	in.Float("Level", f.Level, MinIntervalLevel, MaxIntervalLevel, "as a fraction")
	if f.Method != f.Model.method() {
		in.Conflict("Method", string(f.Method), string(f.Model.method())+", which the model has")
	}
	f.Parameters.check(in, f.Model)
	in.Int("Origins", f.Origins, 0, MaxOriginsTried, "")
	if in.Length("Periods", len(f.Periods), 1, MaxDemandHorizon) {
		for i := range f.Periods {
			at := in.At("Periods", i)
			f.Periods[i].check(&at)
		}
	}
	f.checkCandidates(in)
	for i := range f.Adjusted {
		a, at := &f.Adjusted[i], in.At("Adjusted", i)
		at.Date("Start", a.Start)
		at.Float("Factor", a.Factor, 1./MaxEventFactor, MaxEventFactor, "times")
		names(&at, "Events", a.Events)
	}
	names(in, "NotAgreed", f.NotAgreed)
	if g := f.Agreement; g.Rule != ruleNotAgreed || !g.Left.Equal(exactInt(len(f.NotAgreed))) {
		in.Conflict("Agreement", g.Rule, ruleNotAgreed+", with the number of events not agreed on the left")
	}
}

// names checks a list of events that is read back.
func names(in *fault.Scope, field string, list []string) {
	if in.Length(field, len(list), 0, MaxEvents) {
		for i, name := range list {
			at := in.At(field, i)
			at.Name("", name)
		}
	}
}

func (p *DemandPeriod) check(in *fault.Scope) {
	in.Date("Start", p.Start)
	in.Int("Days", p.Days, 1, maxPeriodDays, "days")
	around(in, "Interval", p.Interval, p.Forecast, p.Interval != nil)
	in.Float("Factor", p.Factor, 1./MaxEventFactor, MaxEventFactor, "times")
	names(in, "Events", p.Events)
}

// maxPeriodDays is the most days of a period: those of a quarter.
const maxPeriodDays = 92

func (p *DemandParameters) check(in *fault.Scope, model DemandModel) {
	trend, smooth := model.trend()
	for _, one := range []struct {
		field string
		value salesops.Maybe
		has   bool
	}{
		{"Alpha", p.Alpha, smooth}, {"Beta", p.Beta, trend > 0}, {"Gamma", p.Gamma, model.seasonality() > 0}, {"Phi", p.Phi, trend > 1},
	} {
		if _, defined := one.value.Value(); defined != one.has {
			in.Conflict("Parameters."+one.field, one.value.String(), "a number exactly when the model has it")
		}
		rate(in, "Parameters."+one.field, one.value, 1)
	}
}

// checkCandidates checks that the candidates are all models, and that the one
// taken is the best of them.
func (f *DemandForecast) checkCandidates(in *fault.Scope) {
	if models := DemandModels(); !slices.EqualFunc(f.Candidates, models, func(c DemandCandidate, m DemandModel) bool { return c.Model == m }) {
		in.Conflict("Candidates", "", "all models in their order")
		return
	}
	for i, c := range f.Candidates {
		at := in.At("Candidates", i)
		if _, scored := c.Error.Value(); scored != (c.Outcome == Scored) {
			at.Conflict("Error", c.Error.String(), "a number exactly when the model was scored")
		}
		if c.Error.Or(0) < 0 || c.Scaled.Or(0) < 0 {
			at.OutOfRange("Error", c.Error.String(), "0 or more")
		}
		at.Int("Inside", c.Inside, 0, f.Origins*len(f.Periods), "values")
	}
	taken, want := NaiveDemand, TooShortToTest
	if i, some := best(f.Candidates); some {
		taken, want = f.Candidates[i].Model, ChosenByTest
	}
	if f.Verdict != want {
		in.Conflict("Verdict", string(f.Verdict), string(want)+", as the candidates say")
	}
	if f.Model != taken {
		in.Conflict("Model", string(f.Model), string(taken)+", as the candidates say")
	}
}
