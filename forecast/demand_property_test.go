package forecast_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

func demands() *rapid.Generator[forecast.Demand] {
	return rapid.Custom(func(t *rapid.T) forecast.Demand {
		value := rapid.OneOf(
			rapid.Map(rapid.IntRange(0, 9), func(n int) float64 { return float64(n) }),
			rapid.Float64Range(1, 100),
		)
		d := demandOf(
			rapid.SampledFrom(forecast.PeriodUnits()).Draw(t, "unit"), date(2024, 11, 1), rapid.IntRange(1, 4).Draw(t, "horizon"),
			rapid.SliceOfN(value, 1, 18).Draw(t, "values")...,
		)
		d.Season = rapid.SampledFrom([]int{0, 1, 2, 3, 4}).Draw(t, "season")
		for range rapid.IntRange(0, 2).Draw(t, "events") {
			from := date(2024, 10, 20).AddDays(rapid.IntRange(0, 800).Draw(t, "from"))
			d.Events = append(d.Events, forecast.DemandEvent{
				Name: "event", Window: forecast.Window{From: from, To: from.AddDays(rapid.IntRange(0, 60).Draw(t, "days"))},
				Factor: rapid.SampledFrom([]float64{0.5, 1, 1.5, 8}).Draw(t, "factor"), Units: float64(rapid.IntRange(0, 9).Draw(t, "units")),
				Agreed: rapid.Bool().Draw(t, "agreed"),
			})
		}
		return d
	})
}

func quickDemandPolicy() forecast.DemandPolicy {
	return forecast.DemandPolicy{DemandLevel: 0.9, MinHeldBack: 2, MaxOrigins: 2, MaxDemandCells: forecast.MinDemandCells}
}

// A projection explains itself, survives JSON, leaves its arguments alone and is
// the same again; events come out of the past as they go into the future; values
// times a power of two bring everything times it, to the last bit.
func demandProperty(t *rapid.T) {
	d := demands().Draw(t, "demand")
	before := string(encode(t, d))
	f := projectDemand(t, d, quickDemandPolicy())
	require.Equal(t, before, string(encode(t, d)))
	require.Equal(t, string(encode(t, f)), string(encode(t, projectDemand(t, d, quickDemandPolicy()))))
	require.Len(t, f.Periods, d.Horizon)
	for i, p := range f.Periods {
		require.Equal(t, p.Factor*p.Baseline+p.Units, p.Forecast)
		if i > 0 {
			require.Equal(t, f.Periods[i-1].Start.AddDays(f.Periods[i-1].Days), p.Start)
		}
	}
	for _, a := range f.Adjusted {
		require.InDelta(t, a.Value, a.Factor*a.Baseline+a.Units, 1e-9)
		require.NotEmpty(t, a.Events)
	}
	if d.Events == nil {
		require.Empty(t, f.Adjusted)
		doubled := d
		doubled.Values = slices.Clone(d.Values)
		factor := rapid.SampledFrom([]float64{1.0 / 64, 2, 1024}).Draw(t, "scale")
		for i := range doubled.Values {
			doubled.Values[i].Value *= factor
		}
		g := projectDemand(t, doubled, quickDemandPolicy())
		require.Equal(t, f.Model, g.Model)
		require.Equal(t, f.Parameters, g.Parameters)
		for i, p := range f.Periods {
			require.Equal(t, factor*p.Forecast, g.Periods[i].Forecast)
			if p.Interval != nil {
				require.Equal(t, salesops.Interval{Low: factor * p.Interval.Low, High: factor * p.Interval.High}, *g.Periods[i].Interval)
			}
		}
	}
	// Any period left out is named, and nothing else is wrong.
	if len(d.Values) > 2 {
		i := rapid.IntRange(1, len(d.Values)-2).Draw(t, "left out")
		start := d.Values[i].Start
		d.Values = slices.Delete(slices.Clone(d.Values), i, i+1)
		_, err := forecast.ProjectDemand(d, quickDemandPolicy())
		require.Len(t, salesops.InputErrors(err), 1)
		require.ErrorIs(t, err, salesops.ErrMissing)
		require.ErrorContains(t, err, start.String())
	}
}

// What was added to the past as events and to the future alike changes nothing
// but what the events say.
func demandEventsProperty(t *rapid.T) {
	d := demands().Draw(t, "demand")
	d.Events = nil
	plain := projectDemand(t, d, quickDemandPolicy())
	last := plain.Periods[len(plain.Periods)-1]
	d.Events = []forecast.DemandEvent{{
		Name: "always", Window: forecast.Window{From: d.Values[0].Start, To: last.Start.AddDays(last.Days - 1)}, Factor: 4,
	}}
	for i := range d.Values {
		d.Values[i].Value *= 4
	}
	f := projectDemand(t, d, quickDemandPolicy())
	require.Equal(t, plain.Model, f.Model)
	require.Len(t, f.Adjusted, len(d.Values))
	for i, p := range f.Periods {
		require.Equal(t, plain.Periods[i].Forecast, p.Baseline)
		require.Equal(t, 4*p.Baseline, p.Forecast)
	}
}

func TestDemandProperty(t *testing.T)       { rapid.Check(t, demandProperty) }
func TestDemandEventsProperty(t *testing.T) { rapid.Check(t, demandEventsProperty) }

func FuzzDemand(f *testing.F) { f.Fuzz(rapid.MakeFuzz(demandProperty)) }

func FuzzDemandJSON(f *testing.F) {
	d := demandQuarters(2)
	d.Events = []forecast.DemandEvent{{Name: "fair", Window: forecast.Window{From: date(2026, 1, 1), To: date(2026, 3, 31)}, Factor: 2}}
	result, err := forecast.ProjectDemand(d, quickDemandPolicy())
	require.NoError(f, err)
	f.Add(encode(f, d))
	f.Add(encode(f, result))
	f.Fuzz(func(t *testing.T, data []byte) {
		testkit.Decodes[forecast.Demand](t, data)
		testkit.Decodes[forecast.DemandForecast](t, data)
	})
}
