package forecast

import (
	"fmt"
	"math"

	"github.com/salesops-go/salesops/internal/fault"
)

// The limits of a rolling origin.
const (
	// MaxRolledValues is the most values of a series that is forecast again and
	// again.
	MaxRolledValues = 10_000
	// MaxMethods is the most methods that forecast it.
	MaxMethods = 100
)

// Rolling is a series that is forecast again and again from a growing part of
// it, each time with what follows held back.
type Rolling struct {
	// Actuals are the values in order of time, 2 to [MaxRolledValues], each 0 or
	// of size [MinMagnitude] to [MaxMagnitude].
	Actuals []float64 `json:"actuals"`
	// FirstOrigin is how many values the first forecast is made from, at least 1.
	FirstOrigin int `json:"first_origin"`
	// Horizon is how many values each forecast reaches ahead, 1 to [MaxWeek].
	Horizon int `json:"horizon"`
	// Step is by how many values the origin moves on, 1 to [MaxRolledValues].
	Step int `json:"step"`
}

func (r *Rolling) collect(in *fault.Scope, methods int) {
	n := len(r.Actuals)
	if !in.Length("Actuals", n, 2, MaxRolledValues) {
		return
	}
	for i, a := range r.Actuals {
		at := in.At("Actuals", i)
		magnitude(&at, "", a)
	}
	first := in.Int("FirstOrigin", r.FirstOrigin, 1, MaxRolledValues, "values")
	ahead := in.Int("Horizon", r.Horizon, 1, MaxWeek, "values")
	step := in.Int("Step", r.Step, 1, MaxRolledValues, "values")
	if !first || !ahead || !step {
		return
	}
	if r.FirstOrigin+r.Horizon > n {
		in.Conflict("FirstOrigin", fmt.Sprint(r.FirstOrigin), "so many that a whole horizon is left of the actuals")
		return
	}
	if int64(r.origins())*int64(r.Horizon)*int64(methods) > MaxCalls {
		in.Conflict("Step", fmt.Sprint(r.Step), fmt.Sprintf("so many that at most %d values are forecast by all methods", MaxCalls))
	}
}

// origins returns how many forecasts each method makes: only those of which the
// whole horizon can be compared with actuals.
func (r *Rolling) origins() int { return (len(r.Actuals)-r.FirstOrigin-r.Horizon)/r.Step + 1 }

// Method is a way to forecast a series.
type Method struct {
	// Name is what the method is called, 1 to 200 bytes.
	Name string
	// Forecast returns the next steps values after the past, in order of time.
	// The past is a copy that it may change. It must be a pure function.
	Forecast func(past []float64, steps int) ([]float64, error)
}

// HoldBack lets methods forecast a series from a rolling origin and returns what
// they forecast as calls beside what came, for [MeasureByLead] and
// [CompareForecasters].
//
//	origin t  FirstOrigin, FirstOrigin + Step, .. up to n - Horizon, n the number of actuals
//	method    sees y(1) .. y(t), forecasts y(t+1) .. y(t+Horizon)
//
// Each step ahead is forecast from every origin, so that all are judged equally
// often; values that no whole horizon reaches are left out. In the calls the
// Forecaster is the method, the Period the place of the value in the series
// counted from 1, with leading zeros ("00025"), and LeadWeeks the number of steps
// ahead, whatever the length of a step. They are in the order of the methods,
// origins and steps. What a method returns of size below [MinMagnitude] counts as
// 0.
//
// For MASE and RMSSE use the [MeasureScale] of the values before the first
// origin: all origins and methods then have the same scale.
//
// It returns an *[salesops.InputError] if:
//   - there are fewer than 2 or more than [MaxRolledValues] actuals, or one is not 0 or of size [MinMagnitude] to [MaxMagnitude];
//   - the first origin or the step is not 1 to [MaxRolledValues], or the horizon not 1 to [MaxWeek];
//   - no whole horizon is left after the first origin, or more than [MaxCalls] values would be forecast;
//   - there are no methods or more than [MaxMethods], a name is not 1 to 200 bytes or not unique, or a function is missing;
//   - a method returns another number of values than it was asked for, or one that is not 0 or of a size up to [MaxMagnitude].
//
// An error of a method is returned wrapped, with the name of the method and the
// origin.
//
// Playbook: FCT-6.
func HoldBack(rolling Rolling, methods []Method) (History, error) {
	var list fault.List
	in, ways := list.In("Rolling"), list.In("Methods")
	rolling.collect(&in, len(methods))
	collectMethods(&ways, methods)
	if list.Any() {
		return History{}, list.Err()
	}
	calls := make([]Call, 0, rolling.origins()*rolling.Horizon*len(methods))
	for i := range methods {
		at := ways.At("", i)
		for k := range rolling.origins() {
			made, err := rolling.forecast(&at, &methods[i], rolling.FirstOrigin+k*rolling.Step)
			if err != nil {
				return History{}, err
			}
			if list.Any() {
				return History{}, list.Err()
			}
			calls = append(calls, made...)
		}
	}
	return History{Calls: calls}, nil
}

func collectMethods(in *fault.Scope, methods []Method) {
	if !in.Length("", len(methods), 1, MaxMethods) {
		return
	}
	seen := make(map[string]bool, len(methods))
	for i := range methods {
		m, at := &methods[i], in.At("", i)
		if at.Name("Name", m.Name) && seen[m.Name] {
			at.Conflict("Name", m.Name, "each method once")
		}
		seen[m.Name] = true
		if m.Forecast == nil {
			at.Missing("Forecast", "a function that forecasts")
		}
	}
}

// forecast returns the calls of a method from one origin.
func (r *Rolling) forecast(in *fault.Scope, m *Method, origin int) ([]Call, error) {
	past := append([]float64(nil), r.Actuals[:origin]...)
	values, err := m.Forecast(past, r.Horizon)
	if err != nil {
		return nil, fmt.Errorf("forecast: method %q from the first %d values: %w", m.Name, origin, err)
	}
	want := fmt.Sprintf("%d values, each 0 or up to 1e+15 in size, from %q after the first %d of the series", r.Horizon, m.Name, origin)
	if len(values) != r.Horizon {
		in.OutOfRange("Forecast", fmt.Sprintf("%d values", len(values)), want)
		return nil, nil
	}
	calls := make([]Call, r.Horizon)
	for i, v := range values {
		if !(math.Abs(v) <= MaxMagnitude) {
			in.OutOfRange("Forecast", number(v), want)
			return nil, nil
		}
		if math.Abs(v) < MinMagnitude {
			v = 0
		}
		calls[i] = Call{
			Forecaster: m.Name, Period: fmt.Sprintf("%05d", origin+i+1), LeadWeeks: i + 1,
			Forecast: v, Actual: r.Actuals[origin+i],
		}
	}
	return calls, nil
}
