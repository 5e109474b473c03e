package forecast_test

import (
	"math"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

// leadCalls are calls of two reps for two quarters.
func leadCalls() forecast.History {
	var h forecast.History
	for _, c := range []struct {
		who    string
		period string
		lead   int
		f, a   float64
	}{
		{"Bo", "Q1", 13, 90, 100}, {"Bo", "Q1", 1, 100, 100}, {"Ana", "Q1", 13, 150, 100}, {"Ana", "Q1", 4, 120, 100},
		{"Ana", "Q1", 1, 100, 100}, {"Ana", "Q2", 13, 60, 50}, {"Ana", "Q2", 4, 60, 50}, {"Bo", "Q2", 13, 180, 200},
	} {
		h.Calls = append(h.Calls, forecast.Call{Forecaster: c.who, Period: c.period, LeadWeeks: c.lead, Forecast: c.f, Actual: c.a})
	}
	return h
}

func TestMeasureByLead(t *testing.T) {
	scale := forecast.Scale{Absolute: 10, RootSquare: 20}
	a, err := forecast.MeasureByLead(leadCalls(), scale, undefined)
	require.NoError(t, err)
	want := func(f, a []float64) forecast.Accuracy {
		sums := accumulated(t, observations(f, a)...)
		accuracy, err := sums.Result(scale, undefined)
		require.NoError(t, err)
		return accuracy
	}
	require.Equal(t, sixDigits(t, forecast.AccuracyByLead{
		Leads: []forecast.LeadAccuracy{
			{LeadWeeks: 13, Accuracy: want([]float64{90, 150, 60, 180}, []float64{100, 100, 50, 200})},
			{LeadWeeks: 4, Accuracy: want([]float64{120, 60}, []float64{100, 50})},
			{LeadWeeks: 1, Accuracy: want([]float64{100, 100}, []float64{100, 100})},
		},
		Forecasters: []forecast.ForecasterAccuracy{
			{
				Forecaster: "Ana", Overall: want([]float64{150, 120, 100, 60, 60}, []float64{100, 100, 100, 50, 50}),
				Leads: []forecast.LeadAccuracy{
					{LeadWeeks: 13, Accuracy: want([]float64{150, 60}, []float64{100, 50})},
					{LeadWeeks: 4, Accuracy: want([]float64{120, 60}, []float64{100, 50})},
					{LeadWeeks: 1, Accuracy: want([]float64{100}, []float64{100})},
				},
			},
			{
				Forecaster: "Bo", Overall: want([]float64{90, 100, 180}, []float64{100, 100, 200}),
				Leads: []forecast.LeadAccuracy{
					{LeadWeeks: 13, Accuracy: want([]float64{90, 180}, []float64{100, 200})},
					{LeadWeeks: 1, Accuracy: want([]float64{100}, []float64{100})},
				},
			},
		},
	}), sixDigits(t, a))
	require.Equal(t, 60.0/150, a.Forecasters[0].Leads[0].Accuracy.BiasRatio.Or(-9))
	require.Equal(t, 3.0, a.Forecasters[0].Leads[0].Accuracy.MASE.Or(-9))
	testkit.RoundTrip(t, a)

	at, err := forecast.MeasureByLead(leadCalls().AtLead(4), forecast.Scale{}, undefined)
	require.NoError(t, err)
	require.Len(t, at.Forecasters, 1, "who made no call at the lead is not there")
}

// The methods of a rolling origin are measured over one series, with its scale.
func TestMeasureByLeadOfHeldBack(t *testing.T) {
	series := []float64{10, 12, 9, 11, 15, 13, 16, 14, 18}
	held, err := forecast.HoldBack(forecast.Rolling{Actuals: series, FirstOrigin: 4, Horizon: 2, Step: 1}, rollingMethods())
	require.NoError(t, err)
	scale, err := forecast.MeasureScale(forecast.Training{Actuals: series[:4], Season: 1})
	require.NoError(t, err)
	a, err := forecast.MeasureByLead(held, scale, undefined)
	require.NoError(t, err)
	require.Equal(t, "last", a.Forecasters[0].Forecaster)
	last := a.Forecasters[0]
	require.Equal(t, 8, last.Overall.Count)
	// One ahead 11 15 13 16 against 15 13 16 14, two ahead against 13 16 14 18.
	require.Equal(t, 11.0/4, last.Leads[1].Accuracy.MAE)
	require.Equal(t, 6.0/4, last.Leads[0].Accuracy.MAE)
	require.InDelta(t, 17.0/8/(7.0/3), last.Overall.MASE.Or(-1), 1e-15)
}

func TestMeasureByLeadRejects(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	h := leadCalls()
	h.Calls[1].LeadWeeks, h.Calls[3].Actual = 61, math.NaN()
	a, err := forecast.MeasureByLead(h, forecast.Scale{RootSquare: -1}, forecast.AccuracyPolicy{})
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "History.Calls[1].LeadWeeks", Reason: out}, testkit.Fault{Field: "History.Calls[3].Actual", Reason: out},
		testkit.Fault{Field: "Scale.RootSquare", Reason: out}, testkit.Fault{Field: "AccuracyPolicy.ZeroActuals", Reason: missing},
	)
	require.Zero(t, a)
	_, err = forecast.MeasureByLead(forecast.History{}, forecast.Scale{}, undefined)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "History.Calls", Reason: missing})

	var many forecast.History
	for i := range forecast.MaxGroups/2 + 1 {
		many.Calls = append(many.Calls, forecast.Call{Forecaster: strconv.Itoa(i), Period: "Q1"}, forecast.Call{Forecaster: strconv.Itoa(i), Period: "Q1", LeadWeeks: 4})
	}
	_, err = forecast.MeasureByLead(many, forecast.Scale{}, undefined)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "History", Reason: conflict})
	many.Calls = many.Calls[:forecast.MaxGroups]
	a, err = forecast.MeasureByLead(many, forecast.Scale{}, undefined)
	require.NoError(t, err)
	require.Len(t, a.Forecasters, forecast.MaxGroups/2)
}

func TestAccuracyByLeadJSON(t *testing.T) {
	a, err := forecast.MeasureByLead(leadCalls(), forecast.Scale{}, undefined)
	require.NoError(t, err)
	a = sixDigits(t, a)
	testkit.Golden(t, "accuracy_by_lead", a)
	testkit.Golden(t, "forecaster_accuracy", a.Forecasters[0])
	testkit.Golden(t, "lead_accuracy", a.Leads[0])
	out, conflict, missing := salesops.ErrOutOfRange, salesops.ErrConflict, salesops.ErrMissing
	fault := func(field string, reason error) []testkit.Fault {
		return []testkit.Fault{{Field: field, Reason: reason}}
	}
	requireEdits(t, a, map[string]edit{
		"order":  {`"forecaster":"Ana"`, `"forecaster":"Cy"`, fault("AccuracyByLead.Forecasters[1].Forecaster", conflict)},
		"twice":  {`"forecaster":"Ana"`, `"forecaster":"Bo"`, fault("AccuracyByLead.Forecasters[1].Forecaster", conflict)},
		"leads":  {`"lead_weeks":13`, `"lead_weeks":3`, fault("AccuracyByLead.Leads[1].LeadWeeks", conflict)},
		"equal":  {`"lead_weeks":13`, `"lead_weeks":4`, fault("AccuracyByLead.Leads[1].LeadWeeks", conflict)},
		"counts": {`"count":4`, `"count":5`, fault("AccuracyByLead.Forecasters", conflict)},
	})
	requireEdits(t, a.Forecasters[0], map[string]edit{
		"name":   {`"forecaster":"Ana"`, `"forecaster":""`, fault("ForecasterAccuracy.Forecaster", missing)},
		"counts": {`"count":5`, `"count":6`, fault("ForecasterAccuracy.Overall", conflict)},
		"leads":  {`"lead_weeks":13`, `"lead_weeks":1`, fault("ForecasterAccuracy.Leads[1].LeadWeeks", conflict)},
	})
	requireEdits(t, a.Leads[0], map[string]edit{
		"lead":  {`"lead_weeks":13`, `"lead_weeks":61`, fault("LeadAccuracy.LeadWeeks", out)},
		"below": {`"lead_weeks":13`, `"lead_weeks":-1`, fault("LeadAccuracy.LeadWeeks", out)},
	})
	a.Leads = nil
	requireEdits(t, a, map[string]edit{"no leads": {`"leads":null`, `"leads":[]`, fault("AccuracyByLead.Leads", missing)}})
}
