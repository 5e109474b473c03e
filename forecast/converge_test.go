package forecast_test

import (
	"fmt"
	"math"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

// convergingCalls adds calls at leads 13, 8, 4, 1, or the last of these.
func convergingCalls(h *forecast.History, who, period string, actual float64, forecasts ...float64) {
	leads := []int{13, 8, 4, 1}
	for i, f := range forecasts {
		h.Calls = append(h.Calls, forecast.Call{
			Forecaster: who, Period: period, LeadWeeks: leads[len(leads)-len(forecasts)+i], Forecast: f, Actual: actual,
		})
	}
}

func converge(t testkit.Failer, h forecast.History, tolerance float64) forecast.Convergence {
	t.Helper()
	c, err := forecast.MeasureConvergence(h, forecast.ConvergencePolicy{ConvergenceTolerance: tolerance})
	require.NoError(t, err)
	return c
}

func TestMeasureConvergence(t *testing.T) {
	for name, tc := range map[string]struct {
		actual    float64
		forecasts []float64
		settled   float64 // -1 for never
		monotone  bool
	}{
		"at once":             {100, []float64{91, 105, 103, 100}, 13, true},
		"step by step":        {100, []float64{150, 120, 110, 100}, 4, true},
		"at the line":         {100, []float64{150, 110, 90, 110}, 8, true},
		"beyond the line":     {100, []float64{150, 110.1, 89.9, 110}, 1, true},
		"out and in":          {100, []float64{100, 120, 100, 100}, 4, false},
		"in and out":          {100, []float64{150, 100, 100, 111}, -1, false},
		"as far on each side": {100, []float64{120, 80, 120, 80}, -1, true},
		"zero":                {0, []float64{5, 0, 0, 0}, 8, true},
		"zero missed":         {0, []float64{0, 0, 0, 0.01}, -1, false},
		"negative":            {-100, []float64{-150, -110, -90, -95}, 8, true},
		"negative missed":     {-100, []float64{100, -110, -89, -111}, -1, false},
		"decimals":            {0.7, []float64{0.9, 0.77, 0.63, 0.77}, 8, true},
		"two calls":           {100, []float64{150, 100}, 1, true},
	} {
		t.Run(name, func(t *testing.T) {
			var h forecast.History
			convergingCalls(&h, "Ana", "Q1", tc.actual, tc.forecasts...)
			f := converge(t, h, 0.1).Forecasters[0]
			require.Len(t, f.Periods, 1)
			p := f.Periods[0]
			require.Equal(t, []any{"Q1", len(tc.forecasts)}, []any{p.Period, p.Calls})
			require.Equal(t, tc.settled, p.SettledWeeks.Or(-1))
			require.Equal(t, tc.monotone, p.Monotone)
			require.Equal(t, tc.settled, f.MedianWeeks.Or(-1))
			for i, j := 0, len(h.Calls)-1; i < j; i, j = i+1, j-1 {
				h.Calls[i], h.Calls[j] = h.Calls[j], h.Calls[i]
			}
			require.Equal(t, f, converge(t, h, 0.1).Forecasters[0], "calls come in any order")
		})
	}
}

func TestMeasureConvergenceSummary(t *testing.T) {
	never, late, early := []float64{50, 50, 50, 50}, []float64{50, 60, 120, 100}, []float64{50, 95, 101, 100}
	var h forecast.History
	for i, forecasts := range [][]float64{early, never, late, early} {
		convergingCalls(&h, "Bo", "Q"+strconv.Itoa(i+1), 100, forecasts...)
	}
	convergingCalls(&h, "Bo", "Q5", 100, 100)
	convergingCalls(&h, "Ana", "Q1", 100, 3)
	c := converge(t, h, 0.1)
	require.Len(t, c.Forecasters, 2)
	ana, bo := c.Forecasters[0], c.Forecasters[1]
	require.Equal(t, []int{1, 0, 0, 0}, []int{ana.SingleCalls, ana.Settled, ana.Monotone, len(ana.Periods)})
	require.Equal(t, "no period has several calls", ana.MedianWeeks.Reason())
	require.Equal(t, []int{1, 3, 4, 4}, []int{bo.SingleCalls, bo.Settled, bo.Monotone, len(bo.Periods)})
	require.Equal(t, 4.5, bo.MedianWeeks.Or(-1), "8, 8, 1 and never")
	require.Equal(t, []string{"Q1", "Q2", "Q3", "Q4"}, []string{bo.Periods[0].Period, bo.Periods[1].Period, bo.Periods[2].Period, bo.Periods[3].Period})
	require.Equal(t, "the last call was not within the tolerance", bo.Periods[1].SettledWeeks.Reason())

	h.Periods = []string{"Q5", "Q4", "Q3", "Q2", "Q1"}
	require.Equal(t, "Q4", converge(t, h, 0.1).Forecasters[1].Periods[0].Period, "in order of time")
	require.Equal(t, 13.0, converge(t, h, 1).Forecasters[1].MedianWeeks.Or(-1))
	h.Periods = nil
	convergingCalls(&h, "Bo", "Q6", 100, never...)
	require.Equal(t, 1.0, converge(t, h, 0.1).Forecasters[1].MedianWeeks.Or(-1), "8, 8, 1, never, never")
	convergingCalls(&h, "Bo", "Q7", 100, never...)
	require.Equal(t, "half of the periods or more never settled", converge(t, h, 0.1).Forecasters[1].MedianWeeks.Reason())
}

func TestMeasureConvergenceRejects(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	for name, tc := range map[string]struct {
		edit func(h *forecast.History, p *forecast.ConvergencePolicy)
		want []testkit.Fault
	}{
		"nothing": {func(h *forecast.History, p *forecast.ConvergencePolicy) {
			*h, *p = forecast.History{}, forecast.ConvergencePolicy{}
		}, []testkit.Fault{
			{Field: "History.Calls", Reason: missing}, {Field: "ConvergencePolicy.ConvergenceTolerance", Reason: missing},
		}},
		"too many": {func(h *forecast.History, _ *forecast.ConvergencePolicy) {
			h.Calls = make([]forecast.Call, forecast.MaxCalls+1)
		}, []testkit.Fault{{Field: "History.Calls", Reason: out}}},
		"bad call": {func(h *forecast.History, _ *forecast.ConvergencePolicy) { h.Calls[2].Forecast = math.Inf(1) }, []testkit.Fault{{Field: "History.Calls[2].Forecast", Reason: out}}},
		"twice":    {func(h *forecast.History, _ *forecast.ConvergencePolicy) { h.Calls[2].LeadWeeks = 8 }, []testkit.Fault{{Field: "History.Calls[2].Period", Reason: conflict}}},
		"twice clustered": {func(h *forecast.History, _ *forecast.ConvergencePolicy) {
			h.Calls[2].LeadWeeks, h.Calls[2].Cluster = 8, "year"
		}, []testkit.Fault{{Field: "History.Calls[2].LeadWeeks", Reason: conflict}}},
		"clustered twice": {func(h *forecast.History, _ *forecast.ConvergencePolicy) {
			h.Calls[2].LeadWeeks, h.Calls[1].Cluster = 8, "year"
		}, []testkit.Fault{{Field: "History.Calls[2].LeadWeeks", Reason: conflict}}},
		"two actuals": {func(h *forecast.History, _ *forecast.ConvergencePolicy) { h.Calls[1].Actual = 101 }, []testkit.Fault{{Field: "History.Calls[1].Actual", Reason: conflict}}},
		"tolerance":   {func(_ *forecast.History, p *forecast.ConvergencePolicy) { p.ConvergenceTolerance = 1.01 }, []testkit.Fault{{Field: "ConvergencePolicy.ConvergenceTolerance", Reason: out}}},
	} {
		t.Run(name, func(t *testing.T) {
			var h forecast.History
			convergingCalls(&h, "Ana", "Q1", 100, 90, 95, 100, 101)
			convergingCalls(&h, "Bo", "Q1", 102, 90, 95, 100, 101)
			policy := forecast.DefaultPolicy().ConvergencePolicy
			_, err := forecast.MeasureConvergence(h, policy)
			require.NoError(t, err)
			tc.edit(&h, &policy)
			c, err := forecast.MeasureConvergence(h, policy)
			testkit.RequireFaults(t, err, tc.want...)
			require.Zero(t, c)
		})
	}
}

func TestConvergenceJSON(t *testing.T) {
	var h forecast.History
	for i, last := range []float64{100, 105, 50} {
		convergingCalls(&h, "Ana", fmt.Sprintf("Q%d", i+1), 100, 80, 93, 85, last)
	}
	convergingCalls(&h, "Bo", "Q1", 100, 80)
	c := converge(t, h, 0.1)
	testkit.Golden(t, "convergence", c)
	testkit.Golden(t, "forecaster_convergence", c.Forecasters[0])
	testkit.Golden(t, "period_convergence", c.Forecasters[0].Periods[0])
	out, conflict, missing := salesops.ErrOutOfRange, salesops.ErrConflict, salesops.ErrMissing
	fault := func(field string, reason error) []testkit.Fault {
		return []testkit.Fault{{Field: field, Reason: reason}}
	}
	requireEdits(t, c, map[string]edit{
		"order": {`"forecaster":"Ana"`, `"forecaster":"Cy"`, fault("Convergence.Forecasters[1].Forecaster", conflict)},
		"twice": {`"forecaster":"Ana"`, `"forecaster":"Bo"`, fault("Convergence.Forecasters[1].Forecaster", conflict)},
	})
	requireEdits(t, c.Forecasters[0], map[string]edit{
		"name":      {`"forecaster":"Ana"`, `"forecaster":""`, fault("ForecasterConvergence.Forecaster", missing)},
		"single":    {`"single_calls":0`, `"single_calls":-1`, fault("ForecasterConvergence.SingleCalls", out)},
		"settled":   {`"settled":2`, `"settled":3`, fault("ForecasterConvergence.Settled", conflict)},
		"monotone":  {`"monotone":0`, `"monotone":1`, fault("ForecasterConvergence.Monotone", conflict)},
		"median":    {`"median_weeks":1`, `"median_weeks":4`, fault("ForecasterConvergence.MedianWeeks", conflict)},
		"no median": {`"median_weeks":1`, `"median_weeks":null`, fault("ForecasterConvergence.MedianWeeks", conflict)},
	})
	requireEdits(t, c.Forecasters[0].Periods[0], map[string]edit{
		"period": {`"period":"Q1"`, `"period":""`, fault("PeriodConvergence.Period", missing)},
		"calls":  {`"calls":4`, `"calls":1`, fault("PeriodConvergence.Calls", out)},
		"many":   {`"calls":4`, `"calls":62`, fault("PeriodConvergence.Calls", out)},
		"weeks":  {`"settled_weeks":1`, `"settled_weeks":61`, fault("PeriodConvergence.SettledWeeks", out)},
		"part":   {`"settled_weeks":1`, `"settled_weeks":1.5`, fault("PeriodConvergence.SettledWeeks", out)},
		"below":  {`"settled_weeks":1`, `"settled_weeks":-1`, fault("PeriodConvergence.SettledWeeks", out)},
	})
}
