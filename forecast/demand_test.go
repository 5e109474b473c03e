package forecast_test

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

// demandOf is a history from a day on, with a horizon.
func demandOf(unit forecast.PeriodUnit, first salesops.Date, horizon int, values ...float64) forecast.Demand {
	d := forecast.Demand{Unit: unit, Horizon: horizon}
	for i, v := range values {
		at := time.Date(first.Year, first.Month, first.Day, 0, 0, 0, 0, time.UTC)
		switch unit {
		case forecast.DailyPeriods:
			at = at.AddDate(0, 0, i)
		case forecast.WeeklyPeriods:
			at = at.AddDate(0, 0, 7*i)
		case forecast.MonthlyPeriods:
			at = at.AddDate(0, i, 0)
		case forecast.QuarterlyPeriods:
			at = at.AddDate(0, 3*i, 0)
		}
		d.Values = append(d.Values, forecast.DemandValue{Start: salesops.DateOf(at), Value: v})
	}
	return d
}

// demandQuarters is four years of quarters, with a season and a little rise.
func demandQuarters(horizon int) forecast.Demand {
	return demandOf(forecast.QuarterlyPeriods, date(2022, 1, 1), horizon, 10, 20, 30, 44, 12, 22, 31, 47, 13, 25, 33, 50, 16, 26, 38, 52)
}

func demandPolicy() forecast.DemandPolicy { return forecast.DefaultPolicy().DemandPolicy }

func projectDemand(t testkit.Failer, d forecast.Demand, policy forecast.DemandPolicy) forecast.DemandForecast {
	t.Helper()
	f, err := forecast.ProjectDemand(d, policy)
	require.NoError(t, err)
	testkit.RoundTrip(t, f)
	testkit.Explains(t, f.Agreement)
	return f
}

func demandForecasts(f forecast.DemandForecast) []float64 {
	var all []float64
	for _, p := range f.Periods {
		all = append(all, p.Forecast)
	}
	return all
}

func demandOutcomes(f forecast.DemandForecast) map[forecast.DemandModel]forecast.CandidateOutcome {
	outcomes := make(map[forecast.DemandModel]forecast.CandidateOutcome)
	for _, c := range f.Candidates {
		outcomes[c.Model] = c.Outcome
	}
	return outcomes
}

func TestProjectDemand(t *testing.T) {
	d := demandQuarters(3)
	d.Events = []forecast.DemandEvent{
		{Name: "trade fair", Window: forecast.Window{From: date(2025, 10, 1), To: date(2025, 12, 31)}, Factor: 1.04},
		{Name: "launch", Window: forecast.Window{From: date(2026, 5, 1), To: date(2026, 6, 30)}, Units: 12},
	}
	f := projectDemand(t, d, demandPolicy())
	testkit.Golden(t, "demand", sixDigits(t, f))
	require.Equal(t, forecast.ChosenByTest, f.Verdict)
	require.Equal(t, 4, f.Season)
	require.False(t, f.Limited)
	require.Equal(t, []string{"launch"}, f.NotAgreed)
}

// The scores of the naive models, counted by hand in a script.
func TestDemandScores(t *testing.T) {
	policy := demandPolicy()
	policy.MinHeldBack, policy.MaxOrigins = 12, 4
	f := projectDemand(t, demandQuarters(3), policy)
	require.Equal(t, 4, f.Origins)
	naive, seasonal := f.Candidates[0], f.Candidates[1]
	require.InEpsilon(t, 18.416666666666668, naive.Error.Or(0), 1e-12)
	require.InEpsilon(t, 9.208333333333334, naive.Scaled.Or(0), 1e-12)
	require.Equal(t, 12, naive.Inside)
	require.InEpsilon(t, 2.6666666666666665, seasonal.Error.Or(0), 1e-12)
	require.InEpsilon(t, 1.3333333333333333, seasonal.Scaled.Or(0), 1e-12)
	require.Equal(t, 10, seasonal.Inside)
}

// What a model can tell exactly is forecast exactly, by the simplest one.
func TestDemandChoice(t *testing.T) {
	season := func(i int) float64 { return []float64{30, 20, 40, 10}[i%4] }
	for name, tc := range map[string]struct {
		at        func(i int) float64
		model     forecast.DemandModel
		tolerance float64
	}{
		"constant":       {func(int) float64 { return 7 }, forecast.NaiveDemand, 0},
		"season":         {season, forecast.SeasonalNaiveDemand, 0},
		"line":           {func(i int) float64 { return 5 + 3*float64(i) }, forecast.LinearDemand, 1e-6},
		"line, season":   {func(i int) float64 { return 3*float64(i) + season(i) }, forecast.LinearAdditiveDemand, 1e-6},
		"negative":       {func(i int) float64 { return -season(i) }, forecast.SeasonalNaiveDemand, 0},
		"growing season": {func(i int) float64 { return (5 + 0.5*float64(i)) * season(i) }, forecast.LinearMultiplicativeDemand, 1e-6},
	} {
		t.Run(name, func(t *testing.T) {
			values := make([]float64, 32)
			for i := range values {
				values[i] = tc.at(i)
			}
			policy := demandPolicy()
			policy.MaxOrigins = 3
			f := projectDemand(t, demandOf(forecast.QuarterlyPeriods, date(2018, 1, 1), 6, values...), policy)
			require.Equal(t, tc.model, f.Model)
			require.Equal(t, forecast.ChosenByTest, f.Verdict)
			for h, p := range f.Periods {
				require.InDelta(t, tc.at(32+h), p.Forecast, tc.tolerance*math.Abs(p.Forecast))
				require.Less(t, p.Interval.Width(), 1e-3)
			}
		})
	}
}

func TestDemandParameters(t *testing.T) {
	f := projectDemand(t, demandOf(forecast.MonthlyPeriods, date(2024, 1, 1), 2, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7), demandPolicy())
	require.Equal(t, forecast.ClosedForm, f.Method)
	require.Equal(t, 2*f.Origins, f.Candidates[0].Inside, "an interval has its ends")
	for _, p := range []salesops.Maybe{f.Parameters.Alpha, f.Parameters.Beta, f.Parameters.Gamma, f.Parameters.Phi} {
		require.Equal(t, "the model does not have it", p.Reason())
	}
	values := make([]float64, 24)
	for i := range values {
		values[i] = (50 + 5*float64(i)) * []float64{1, 2}[i%2] * []float64{0.98, 1.03, 1}[i%3]
	}
	d := demandOf(forecast.MonthlyPeriods, date(2024, 1, 1), 2, values...)
	d.Season = 2
	f = projectDemand(t, d, demandPolicy())
	require.Equal(t, forecast.LinearMultiplicativeDemand, f.Model)
	require.Equal(t, forecast.ExactMoments, f.Method)
	alpha, _ := f.Parameters.Alpha.Value()
	beta, _ := f.Parameters.Beta.Value()
	gamma, _ := f.Parameters.Gamma.Value()
	require.GreaterOrEqual(t, alpha, beta)
	require.GreaterOrEqual(t, 1-alpha, gamma-1e-12)
	require.Equal(t, "the model does not have it", f.Parameters.Phi.Reason())
}

// Which models are tried depends on what is left when enough is held back.
func TestDemandCandidates(t *testing.T) {
	values := []float64{5, 3, 8, 6, 9, 7, 5, 6, 8, 7, 9, 4, 6, 8, 7, 9}
	outcomes := func(n, horizon, season, heldBack int, first float64) map[forecast.DemandModel]forecast.CandidateOutcome {
		v := slices.Clone(values[:n])
		v[0] = first
		d := demandOf(forecast.WeeklyPeriods, date(2026, 1, 7), horizon, v...)
		d.Season = season
		policy := demandPolicy()
		policy.MinHeldBack = heldBack
		return demandOutcomes(projectDemand(t, d, policy))
	}
	// Of 16 values 12 are before the first of two origins, three before the end.
	o := outcomes(16, 3, 4, 4, 5)
	require.Equal(t, forecast.Scored, o[forecast.DampedAdditiveDemand]) // 4 weights, 5 states, 3 more
	require.Equal(t, forecast.Scored, o[forecast.DampedMultiplicativeDemand])
	o = outcomes(16, 3, 4, 7, 5) // 11 before the first of three
	require.Equal(t, forecast.ShortHistory, o[forecast.DampedAdditiveDemand])
	require.Equal(t, forecast.Scored, o[forecast.LinearAdditiveDemand]) // 3, 5, 3
	require.Equal(t, forecast.Scored, outcomes(16, 3, 4, 6, 5)[forecast.DampedAdditiveDemand])
	require.Equal(t, forecast.NotPositive, outcomes(16, 3, 4, 2, 0)[forecast.DampedMultiplicativeDemand])
	require.Equal(t, forecast.Scored, outcomes(16, 3, 4, 2, 0)[forecast.DampedAdditiveDemand])
	o = outcomes(16, 3, 1, 2, 0)
	require.Equal(t, forecast.NoSeason, o[forecast.SeasonalNaiveDemand])
	require.Equal(t, forecast.NoSeason, o[forecast.SimpleMultiplicativeDemand])
	require.Equal(t, forecast.Scored, o[forecast.DampedDemand])
	require.Equal(t, forecast.Scored, outcomes(8, 3, 4, 1, 5)[forecast.SeasonalNaiveDemand])
	require.Equal(t, forecast.ShortHistory, outcomes(7, 3, 4, 1, 5)[forecast.SeasonalNaiveDemand])
	require.Equal(t, forecast.ShortHistory, outcomes(8, 3, 4, 4, 5)[forecast.SeasonalNaiveDemand])
	require.Equal(t, forecast.Scored, outcomes(8, 3, 0, 4, 5)[forecast.NaiveDemand])
	require.Equal(t, forecast.ShortHistory, outcomes(8, 3, 0, 4, 5)[forecast.SeasonalNaiveDemand], "52 weeks")
}

func TestDemandTooShort(t *testing.T) {
	policy := demandPolicy()
	f := projectDemand(t, demandOf(forecast.DailyPeriods, date(2026, 2, 28), 2, 6), policy)
	require.Equal(t, forecast.TooShortToTest, f.Verdict)
	require.Equal(t, forecast.NaiveDemand, f.Model)
	require.Zero(t, f.Origins)
	require.Equal(t, []float64{6, 6}, demandForecasts(f))
	require.Nil(t, f.Periods[0].Interval)
	require.Equal(t, date(2026, 3, 1), f.Periods[0].Start)
	require.Equal(t, "the model was not tried", f.Candidates[0].Error.Reason())

	policy.MinHeldBack = 2
	f = projectDemand(t, demandOf(forecast.DailyPeriods, date(2026, 2, 28), 2, 6, 8, 6), policy)
	require.Equal(t, forecast.TooShortToTest, f.Verdict)
	require.InDelta(t, 6-1.959964*2, f.Periods[0].Interval.Low, 1e-5) // two moves of two
	require.InDelta(t, 6+1.959964*math.Sqrt(8), f.Periods[1].Interval.High, 1e-5)
	f = projectDemand(t, demandOf(forecast.DailyPeriods, date(2026, 2, 28), 2, 6, 8, 6, 8), policy)
	require.Equal(t, forecast.ChosenByTest, f.Verdict)
	require.Equal(t, 1, f.Origins)
	require.Equal(t, "the values before the first origin do not move from season to season", f.Candidates[0].Scaled.Reason(), "a week")
	d := demandOf(forecast.DailyPeriods, date(2026, 2, 28), 2, 6, 8, 6, 8)
	d.Season = 1
	require.Equal(t, 0.5, projectDemand(t, d, policy).Candidates[0].Scaled.Or(0)) // errors 2 and 0, moves of 2
	d.Values[1].Value = 6
	require.Equal(t, "the values before the first origin do not move from season to season", projectDemand(t, d, policy).Candidates[0].Scaled.Reason())
}

func TestDemandPeriods(t *testing.T) {
	policy := demandPolicy()
	for _, tc := range []struct {
		unit   forecast.PeriodUnit
		first  salesops.Date
		starts []salesops.Date
		days   []int
		season int
	}{
		{forecast.DailyPeriods, date(2028, 2, 26), []salesops.Date{date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1)}, []int{1, 1, 1}, 7},
		{forecast.WeeklyPeriods, date(2025, 12, 17), []salesops.Date{date(2025, 12, 31), date(2026, 1, 7), date(2026, 1, 14)}, []int{7, 7, 7}, 52},
		{forecast.MonthlyPeriods, date(2027, 10, 1), []salesops.Date{date(2027, 12, 1), date(2028, 1, 1), date(2028, 2, 1)}, []int{31, 31, 29}, 12},
		{forecast.QuarterlyPeriods, date(2026, 2, 1), []salesops.Date{date(2026, 8, 1), date(2026, 11, 1), date(2027, 2, 1)}, []int{92, 92, 89}, 4},
	} {
		f := projectDemand(t, demandOf(tc.unit, tc.first, 3, 5, 6), policy)
		require.Equal(t, tc.season, f.Season)
		for i, p := range f.Periods {
			require.Equal(t, tc.starts[i], p.Start)
			require.Equal(t, tc.days[i], p.Days)
			require.Equal(t, 1.0, p.Factor)
			require.Zero(t, p.Units)
		}
	}
}

// An event works by its days in a period; what it did is taken out of the past
// and put into the future.
func TestDemandEvents(t *testing.T) {
	d := demandOf(forecast.MonthlyPeriods, date(2026, 1, 1), 3, 100, 150, 100, 110, 100)
	d.Events = []forecast.DemandEvent{
		{Name: "before", Window: forecast.Window{From: date(2025, 1, 1), To: date(2025, 12, 31)}, Factor: 3},
		{Name: "february", Window: forecast.Window{From: date(2026, 2, 1), To: date(2026, 2, 28)}, Factor: 1.5, Agreed: true},
		{Name: "april", Window: forecast.Window{From: date(2026, 4, 30), To: date(2026, 4, 30)}, Units: 10},
		{Name: "summer", Window: forecast.Window{From: date(2026, 6, 16), To: date(2026, 7, 15)}, Factor: 2, Units: 60},
		{Name: "fair", Window: forecast.Window{From: date(2026, 6, 1), To: date(2026, 6, 30)}, Factor: 1.2, Agreed: true},
		{Name: "after", Window: forecast.Window{From: date(2026, 9, 1), To: date(2026, 9, 1)}, Units: 1},
	}
	f := projectDemand(t, d, demandPolicy())
	require.Equal(t, []forecast.AdjustedPeriod{
		{Start: date(2026, 2, 1), Value: 150, Baseline: 100, Factor: 1.5, Events: []string{"february"}},
		{Start: date(2026, 4, 1), Value: 110, Baseline: 100, Factor: 1, Units: 10, Events: []string{"april"}},
	}, f.Adjusted)
	june, july, august := f.Periods[0], f.Periods[1], f.Periods[2]
	require.InEpsilon(t, 1.5*1.2, june.Factor, 1e-12) // 15 of 30 days
	require.Equal(t, 30.0, june.Units)
	require.InEpsilon(t, 1.8*100+30, june.Forecast, 1e-12)
	require.Equal(t, []string{"summer", "fair"}, june.Events)
	require.InEpsilon(t, 1+15.0/31, july.Factor, 1e-12)
	require.Equal(t, 30.0, july.Units)
	require.Equal(t, 100.0, august.Forecast)
	require.Empty(t, august.Events)
	require.Equal(t, []string{"summer"}, f.NotAgreed)
	require.Equal(t, salesops.Fired, f.Agreement.Outcome)
	require.NotEmpty(t, f.Agreement.Note)

	d.Events[3].Agreed = true
	f = projectDemand(t, d, demandPolicy())
	require.Empty(t, f.NotAgreed)
	require.Equal(t, salesops.NotFired, f.Agreement.Outcome)
	require.Empty(t, f.Agreement.Note)
	// The edges of the horizon: 2026-06-01 and 2026-08-31.
	for day, want := range map[salesops.Date][]string{date(2026, 5, 31): nil, date(2026, 6, 1): {"late"}, date(2026, 8, 31): {"late"}, date(2026, 9, 1): nil} {
		d.Events = []forecast.DemandEvent{{Name: "late", Window: forecast.Window{From: day, To: day}, Units: 1}}
		require.Equal(t, want, projectDemand(t, d, demandPolicy()).NotAgreed)
	}

	// The interval moves with the events.
	d = demandQuarters(1)
	d.Season = 1
	plain := projectDemand(t, d, demandPolicy()).Periods[0]
	d.Events = []forecast.DemandEvent{{Name: "big", Window: forecast.Window{From: date(2026, 1, 1), To: date(2026, 3, 31)}, Factor: 4, Units: 3}}
	big := projectDemand(t, d, demandPolicy()).Periods[0]
	require.Equal(t, plain.Baseline, big.Baseline)
	require.Equal(t, 4*plain.Forecast+3, big.Forecast)
	require.Equal(t, salesops.Interval{Low: 4*plain.Interval.Low + 3, High: 4*plain.Interval.High + 3}, *big.Interval)
}

// Little work is said to be little; more never forecasts what was held back from
// fewer models.
func TestDemandLimited(t *testing.T) {
	values := make([]float64, 120)
	for i := range values {
		values[i] = 200 + float64(i)/2 + float64((i%12*7)%13)*3 + float64((i*7919)%31)/4
	}
	policy := demandPolicy()
	policy.MaxDemandCells = forecast.MinDemandCells
	f := projectDemand(t, demandOf(forecast.MonthlyPeriods, date(2016, 1, 1), 6, values...), policy)
	require.True(t, f.Limited)
	require.Equal(t, forecast.ChosenByTest, f.Verdict)
	for _, c := range f.Candidates {
		require.Equal(t, forecast.Scored, c.Outcome)
	}
	if !testing.Short() { // long seasons start from a decomposition
		weeks := projectDemand(t, demandOf(forecast.WeeklyPeriods, date(2022, 1, 3), 12, append(values, values...)...), policy)
		require.Equal(t, forecast.Scored, demandOutcomes(weeks)[forecast.DampedMultiplicativeDemand])
	}
}

// What expects values beyond all bounds is no forecast.
func TestDemandNoFit(t *testing.T) {
	values := make([]float64, 24)
	for i := range values {
		values[i] = []float64{1e14, 1e-90, 1e10}[i%3] * float64(1+i*i%5)
	}
	d := demandOf(forecast.MonthlyPeriods, date(2024, 1, 1), 4, values...)
	d.Season = 4
	f := projectDemand(t, d, demandPolicy())
	require.Equal(t, forecast.NoFit, demandOutcomes(f)[forecast.SimpleMultiplicativeDemand])
	require.Equal(t, forecast.ChosenByTest, f.Verdict)
}

func TestProjectDemandRejects(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	fault := func(field string, reason error) testkit.Fault { return testkit.Fault{Field: field, Reason: reason} }
	event := func(edit func(e *forecast.DemandEvent)) func(d *forecast.Demand) {
		return func(d *forecast.Demand) {
			e := forecast.DemandEvent{Name: "fair", Window: forecast.Window{From: date(2026, 1, 1), To: date(2026, 3, 31)}, Factor: 2}
			edit(&e)
			d.Events = append(d.Events, e)
		}
	}
	start := func(i int, d salesops.Date) func(*forecast.Demand) {
		return func(demand *forecast.Demand) { demand.Values[i].Start = d }
	}
	for name, tc := range map[string]struct {
		edit func(d *forecast.Demand)
		want []testkit.Fault
	}{
		"no unit":         {func(d *forecast.Demand) { d.Unit = "" }, []testkit.Fault{fault("Demand.Unit", missing)}},
		"unit":            {func(d *forecast.Demand) { d.Unit = "year" }, []testkit.Fault{fault("Demand.Unit", out)}},
		"no values":       {func(d *forecast.Demand) { d.Values = nil }, []testkit.Fault{fault("Demand.Values", missing)}},
		"too many values": {func(d *forecast.Demand) { d.Values = make([]forecast.DemandValue, forecast.MaxDemandValues+1) }, []testkit.Fault{fault("Demand.Values", out)}},
		"value":           {func(d *forecast.Demand) { d.Values[2].Value = math.NaN() }, []testkit.Fault{fault("Demand.Values[2].Value", out)}},
		"season":          {func(d *forecast.Demand) { d.Season = forecast.MaxSeason + 1 }, []testkit.Fault{fault("Demand.Season", out)}},
		"no horizon":      {func(d *forecast.Demand) { d.Horizon = 0 }, []testkit.Fault{fault("Demand.Horizon", missing)}},
		"horizon":         {func(d *forecast.Demand) { d.Horizon = forecast.MaxDemandHorizon + 1 }, []testkit.Fault{fault("Demand.Horizon", out)}},
		"no date":         {start(3, salesops.Date{}), []testkit.Fault{fault("Demand.Values[3].Start", missing)}},
		"no first date":   {start(0, salesops.Date{}), []testkit.Fault{fault("Demand.Values[0].Start", missing)}},
		"mid-month":       {start(3, date(2022, 10, 2)), []testkit.Fault{fault("Demand.Values[3].Start", out)}},
		"first mid-month": {start(0, date(2022, 1, 2)), []testkit.Fault{fault("Demand.Values[0].Start", out)}},
		"another month":   {start(3, date(2022, 11, 1)), []testkit.Fault{fault("Demand.Values[3].Start", out)}},
		"twice":           {start(3, date(2022, 7, 1)), []testkit.Fault{fault("Demand.Values[3].Start", conflict)}},
		"backward":        {start(3, date(2022, 4, 1)), []testkit.Fault{fault("Demand.Values[3].Start", conflict)}},
		"far ahead":       {start(15, date(2025+501, 10, 1)), []testkit.Fault{fault("Demand.Values[15].Start", conflict)}},
		"one missing":     {func(d *forecast.Demand) { d.Values = slices.Delete(d.Values, 3, 4) }, []testkit.Fault{fault("Demand.Values[3]", missing)}},
		"more missing": {
			func(d *forecast.Demand) { d.Values = slices.Delete(slices.Delete(d.Values, 9, 11), 3, 4) },
			[]testkit.Fault{fault("Demand.Values[3]", missing), fault("Demand.Values[8]", missing), fault("Demand.Values[8]", missing)},
		},
		"event's name":     {event(func(e *forecast.DemandEvent) { e.Name = "" }), []testkit.Fault{fault("Demand.Events[0].Name", missing)}},
		"event's day":      {event(func(e *forecast.DemandEvent) { e.Window.To = salesops.Date{} }), []testkit.Fault{fault("Demand.Events[0].Window.To", missing)}},
		"event's days":     {event(func(e *forecast.DemandEvent) { e.Window.To = date(2025, 12, 31) }), []testkit.Fault{fault("Demand.Events[0].Window.To", conflict)}},
		"event's factor":   {event(func(e *forecast.DemandEvent) { e.Factor = 0.0099 }), []testkit.Fault{fault("Demand.Events[0].Factor", out)}},
		"negative factor":  {event(func(e *forecast.DemandEvent) { e.Factor = -1 }), []testkit.Fault{fault("Demand.Events[0].Factor", out)}},
		"event's units":    {event(func(e *forecast.DemandEvent) { e.Units = math.Inf(1) }), []testkit.Fault{fault("Demand.Events[0].Units", out)}},
		"event of nothing": {event(func(e *forecast.DemandEvent) { e.Factor = 0 }), []testkit.Fault{fault("Demand.Events[0].Factor", missing)}},
		"too many events":  {func(d *forecast.Demand) { d.Events = make([]forecast.DemandEvent, forecast.MaxEvents+1) }, []testkit.Fault{fault("Demand.Events", out)}},
		"events together": {func(d *forecast.Demand) {
			event(func(e *forecast.DemandEvent) { e.Factor = 50 })(d)
			event(func(e *forecast.DemandEvent) { e.Factor = 2.1 })(d)
		}, []testkit.Fault{fault("Demand.Events", conflict)}},
		"too little remain": {func(d *forecast.Demand) {
			event(func(e *forecast.DemandEvent) { e.Factor = 0.02 })(d)
			event(func(e *forecast.DemandEvent) { e.Factor = 0.49 })(d)
		}, []testkit.Fault{fault("Demand.Events", conflict)}},
	} {
		t.Run(name, func(t *testing.T) {
			d := demandQuarters(1)
			tc.edit(&d)
			f, err := forecast.ProjectDemand(d, demandPolicy())
			testkit.RequireFaults(t, err, tc.want...)
			require.Zero(t, f)
		})
	}

	d := demandQuarters(1)
	d.Values = slices.Delete(d.Values, 9, 10)
	_, err := forecast.ProjectDemand(d, demandPolicy())
	require.ErrorContains(t, err, "the quarter from 2024-04-01")
	_, err = forecast.ProjectDemand(forecast.Demand{}, forecast.DemandPolicy{})
	testkit.RequireFaults(t, err,
		fault("Demand.Unit", missing), fault("Demand.Horizon", missing),
		fault("DemandPolicy.DemandLevel", out), fault("DemandPolicy.MinHeldBack", missing),
		fault("DemandPolicy.MaxOrigins", missing), fault("DemandPolicy.MaxDemandCells", missing))

	end := demandOf(forecast.MonthlyPeriods, date(9999, 6, 1), 4, 1, 2)
	projectDemand(t, end, demandPolicy())
	end.Horizon = 5
	_, err = forecast.ProjectDemand(end, demandPolicy())
	testkit.RequireFaults(t, err, fault("Demand.Horizon", conflict))
	for _, unit := range []forecast.PeriodUnit{forecast.DailyPeriods, forecast.WeeklyPeriods} {
		end = demandOf(unit, date(9999, 12, 1), 400, 1, 2)
		_, err = forecast.ProjectDemand(end, demandPolicy())
		testkit.RequireFaults(t, err, fault("Demand.Horizon", conflict))
	}
	// The factors at the bounds.
	d = demandQuarters(1)
	for _, factor := range []float64{0.01, 100} {
		d.Events = []forecast.DemandEvent{{Name: "edge", Window: forecast.Window{From: date(2026, 1, 1), To: date(2026, 3, 31)}, Factor: factor}}
		projectDemand(t, d, demandPolicy())
	}
	// A gap is named period by period, unless it is as long as a history may be.
	daily := demandOf(forecast.DailyPeriods, date(2020, 1, 1), 1, 1, 2, 3)
	daily.Values[2].Start = daily.Values[1].Start.AddDays(forecast.MaxDemandValues)
	_, err = forecast.ProjectDemand(daily, demandPolicy())
	require.ErrorIs(t, err, missing)
	require.NotErrorIs(t, err, conflict)
	daily.Values[2].Start = daily.Values[2].Start.AddDays(1)
	_, err = forecast.ProjectDemand(daily, demandPolicy())
	testkit.RequireFaults(t, err, fault("Demand.Values[2].Start", conflict))
	weekly := demandOf(forecast.WeeklyPeriods, date(2026, 1, 7), 1, 1, 2, 3)
	weekly.Values[2].Start = date(2026, 1, 20)
	_, err = forecast.ProjectDemand(weekly, demandPolicy())
	testkit.RequireFaults(t, err, fault("Demand.Values[2].Start", out))
}

func TestDemandJSON(t *testing.T) {
	d := demandQuarters(2)
	d.Events = []forecast.DemandEvent{{Name: "fair", Window: forecast.Window{From: date(2026, 1, 1), To: date(2026, 3, 31)}, Factor: 2}}
	testkit.RoundTrip(t, d)
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	fault := func(field string, reason error) []testkit.Fault {
		return []testkit.Fault{{Field: field, Reason: reason}}
	}
	requireEdits(t, d, map[string]edit{
		"unknown": {`"unit"`, `"units"`, fault("Demand.Unit", missing)},
		"missing": {`{"start":"2022-04-01","value":20},`, ``, fault("Demand.Values[1]", missing)},
		"date":    {`"2022-04-01"`, `"2022-04-31"`, fault("Demand.Values[1].Start", out)},
	})
	f := projectDemand(t, d, demandPolicy())
	require.Equal(t, forecast.LinearAdditiveDemand, f.Model)
	naive := string(encode(t, f.Candidates[0]))
	better := strings.Replace(naive, `"error":`+string(encode(t, f.Candidates[0].Error)), `"error":0`, 1)
	requireEdits(t, f, map[string]edit{
		"season":         {`"season":4`, `"season":0`, fault("DemandForecast.Season", missing)},
		"level":          {`"level":0.95`, `"level":95`, fault("DemandForecast.Level", out)},
		"method":         {`"closed-form"`, `"exact-moments"`, fault("DemandForecast.Method", conflict)},
		"parameter":      {`"phi":null`, `"phi":0.9`, fault("DemandForecast.Parameters.Phi", conflict)},
		"no parameter":   {`"alpha":`, `"alpha":null,"a":`, fault("DemandForecast.Parameters.a", out)},
		"origins":        {`"origins":`, `"origins":10`, fault("DemandForecast.Origins", out)},
		"days":           {`"days":90`, `"days":93`, fault("DemandForecast.Periods[0].Days", out)},
		"interval":       {`"forecast":`, `"forecast":1e9,"was":`, fault("DemandForecast.Periods[0].was", out)},
		"no periods":     {`"periods":[{`, `"periods":[],"was":[{`, fault("DemandForecast.was", out)},
		"candidate":      {`"model":"naive"`, `"model":"damped"`, fault("DemandForecast.Candidates", conflict)},
		"better one":     {naive, better, fault("DemandForecast.Model", conflict)},
		"verdict":        {`"chosen-by-test"`, `"too-short-to-test"`, fault("DemandForecast.Verdict", conflict)},
		"not scored":     {`"outcome":"scored"`, `"outcome":"no-fit"`, fault("DemandForecast.Candidates[0].Error", conflict)},
		"finding":        {`"rule":"not-agreed"`, `"rule":"agreed"`, fault("DemandForecast.Agreement", conflict)},
		"events":         {`"not_agreed":["fair"]`, `"not_agreed":["fair","fair"]`, fault("DemandForecast.Agreement", conflict)},
		"event's name":   {`"not_agreed":["fair"]`, `"not_agreed":[""]`, fault("DemandForecast.NotAgreed[0]", missing)},
		"period's event": {`"events":["fair"]`, `"events":[" "]`, fault("DemandForecast.Periods[0].Events[0]", out)},
		"factor":         {`"factor":2`, `"factor":0`, fault("DemandForecast.Periods[0].Factor", out)},
		"start":          {`"start":"2026-01-01"`, `"start":""`, fault("DemandForecast.Periods[0].Start", missing)},
	})

	d.Events[0].Window = forecast.Window{From: date(2022, 1, 1), To: date(2022, 3, 31)}
	requireEdits(t, projectDemand(t, d, demandPolicy()), map[string]edit{
		"start":  {`"adjusted":[{"start":"2022-01-01"`, `"adjusted":[{"start":""`, fault("DemandForecast.Adjusted[0].Start", missing)},
		"factor": {`"factor":2`, `"factor":101`, fault("DemandForecast.Adjusted[0].Factor", out)},
		"event":  {`"events":["fair"]`, `"events":[""]`, fault("DemandForecast.Adjusted[0].Events[0]", missing)},
	})
	var back forecast.DemandForecast
	require.Error(t, json.Unmarshal([]byte(`{}`), &back))
	require.Zero(t, back)
}
