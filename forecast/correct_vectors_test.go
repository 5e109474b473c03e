package forecast_test

import (
	"cmp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

// correctionRow is a history with what it says of corrections.
type correctionRow[T any] struct {
	ID string
	// Calls are forecaster, period, cluster, forecast and actual.
	Calls    [][5]string
	Settings struct {
		Form     string
		Level    float64
		Low      float64 `json:"lo"`
		High     float64 `json:"hi"`
		Training int
		Periods  []string
	} `json:"args"`
	Expected T
}

func (r *correctionRow[T]) history(t *testing.T) forecast.History {
	t.Helper()
	h := forecast.History{Periods: r.Settings.Periods}
	for _, c := range r.Calls {
		f, err := strconv.ParseFloat(c[3], 64)
		require.NoError(t, err)
		a, err := strconv.ParseFloat(c[4], 64)
		require.NoError(t, err)
		h.Calls = append(h.Calls, forecast.Call{Forecaster: c[0], Period: c[1], Cluster: c[2], Forecast: f, Actual: a})
	}
	return h
}

func (r *correctionRow[T]) policies() (forecast.CorrectionPolicy, forecast.BacktestPolicy) {
	correction, backtest := correctionPolicy, forecast.DefaultPolicy().BacktestPolicy
	correction.CorrectionForm = cmp.Or(forecast.CorrectionForm(r.Settings.Form), correction.CorrectionForm)
	correction.MinFactor = cmp.Or(r.Settings.Low, correction.MinFactor)
	correction.MaxFactor = cmp.Or(r.Settings.High, correction.MaxFactor)
	backtest.MinTrainingPeriods = cmp.Or(r.Settings.Training, backtest.MinTrainingPeriods)
	backtest.BacktestLevel = cmp.Or(r.Settings.Level, backtest.BacktestLevel)
	return correction, backtest
}

func requireMaybe(t *testing.T, want *float64, got salesops.Maybe, what string) {
	t.Helper()
	v, defined := got.Value()
	require.Equal(t, want != nil, defined, what)
	if defined {
		requireClose(t, *want, v, 1e-10, 1e-12, what)
	}
}

type expectedCorrection struct {
	Forecaster               string
	Used, Skipped            int
	Credibility, Applied     float64
	Raw, Shrunken, Low, High *float64
}

func (want *expectedCorrection) require(t *testing.T, got forecast.ForecasterCorrection) {
	t.Helper()
	require.Equal(t, want.Forecaster, got.Forecaster)
	e := got.Estimate
	require.Equal(t, []int{want.Used, want.Skipped}, []int{e.Used, e.Skipped})
	requireClose(t, want.Credibility, e.Credibility, 1e-10, 1e-12, "credibility")
	requireMaybe(t, want.Raw, e.Raw, "raw")
	requireMaybe(t, want.Shrunken, e.Shrunken, "shrunken")
	requireClose(t, want.Applied, got.Applied, 1e-10, 1e-12, "applied")
	require.Equal(t, want.Low != nil, e.Interval != nil)
	if e.Interval != nil {
		requireClose(t, *want.Low, e.Interval.Low, 1e-10, 1e-12, "low")
		requireClose(t, *want.High, e.Interval.High, 1e-10, 1e-12, "high")
	}
}

func TestCorrectVectors(t *testing.T) {
	bases, floors, caps := make(map[forecast.CorrectionBasis]bool), 0, 0
	for _, r := range testkit.Vectors[correctionRow[struct {
		Basis           forecast.CorrectionBasis
		Within, Between *float64
		Team            expectedCorrection
		Forecasters     []expectedCorrection
	}]](t, "correct.json", 15) {
		t.Run(r.ID, func(t *testing.T) {
			policy, _ := r.policies()
			policy.CorrectionLevel = cmp.Or(r.Settings.Level, policy.CorrectionLevel)
			c, err := forecast.Correct(r.history(t), policy)
			require.NoError(t, err)
			want := &r.Expected
			require.Equal(t, want.Basis, c.Basis)
			requireMaybe(t, want.Within, c.Within, "within")
			requireMaybe(t, want.Between, c.Between, "between")
			want.Team.require(t, c.Team)
			require.Len(t, c.Forecasters, len(want.Forecasters))
			for i := range want.Forecasters {
				want.Forecasters[i].require(t, c.Forecasters[i])
				if f := c.Forecasters[i]; f.Findings[0].Outcome == salesops.Fired {
					floors++
				} else if f.Findings[1].Outcome == salesops.Fired {
					caps++
				}
			}
			bases[c.Basis] = true
		})
	}
	require.Len(t, bases, len(forecast.CorrectionBases()), "every basis has a row")
	require.NotZero(t, floors)
	require.NotZero(t, caps)
}

type expectedScore struct {
	Forecaster  string
	Verdict     forecast.BacktestVerdict
	Periods     int
	Calls       int
	WAPEBefore  *float64 `json:"wape_before"`
	WAPEAfter   *float64 `json:"wape_after"`
	BiasBefore  *float64 `json:"bias_before"`
	BiasAfter   *float64 `json:"bias_after"`
	Improved    int
	Worsened    int
	P           float64
	AdjustedP   *float64 `json:"adjusted_p"`
	ErrorsSaved float64  `json:"saved"`
}

func (want *expectedScore) require(t *testing.T, got *forecast.BacktestScore) {
	t.Helper()
	require.Equal(t, want.Forecaster, got.Forecaster)
	require.Equal(t, want.Verdict, got.Verdict, want.Forecaster)
	require.Equal(t, []int{want.Periods, want.Calls, want.Improved, want.Worsened}, []int{got.Periods, got.Calls, got.Improved, got.Worsened})
	requireMaybe(t, want.WAPEBefore, got.WAPEBefore, "WAPE before")
	requireMaybe(t, want.WAPEAfter, got.WAPEAfter, "WAPE after")
	requireMaybe(t, want.BiasBefore, got.BiasBefore, "bias before")
	requireMaybe(t, want.BiasAfter, got.BiasAfter, "bias after")
	if want.WAPEBefore != nil {
		requireClose(t, *want.WAPEBefore-*want.WAPEAfter, got.Improvement.Or(-1), 1e-9, 1e-12, "improvement")
	}
	requireClose(t, want.P, got.P, 1e-12, 0, "P")
	require.True(t, got.Exact)
	requireMaybe(t, want.AdjustedP, got.AdjustedP, "adjusted P")
	saved, _ := got.Findings[1].Left.Float64()
	requireClose(t, want.ErrorsSaved, saved, 1e-9, 1e-9, "error saved")
}

func TestBacktestVectors(t *testing.T) {
	team, each := make(map[forecast.BacktestVerdict]int), make(map[forecast.BacktestVerdict]int)
	for _, r := range testkit.Vectors[correctionRow[struct {
		MinPeriods  int `json:"min_periods"`
		Tested      int
		Team        expectedScore
		Forecasters []expectedScore
		Periods     []forecast.BacktestPeriod
	}]](t, "backtest.json", 15) {
		t.Run(r.ID, func(t *testing.T) {
			correction, policy := r.policies()
			if r.Settings.Training == 0 {
				require.Equal(t, 4, policy.MinTrainingPeriods)
			}
			j, err := forecast.Backtest(r.history(t), correction, policy)
			require.NoError(t, err)
			testkit.RoundTrip(t, j)
			want := &r.Expected
			require.Equal(t, []int{want.MinPeriods, want.Tested}, []int{j.MinPeriods, j.Tested})
			want.Team.require(t, &j.Team)
			team[j.Team.Verdict]++
			require.Len(t, j.Forecasters, len(want.Forecasters))
			for i := range want.Forecasters {
				want.Forecasters[i].require(t, &j.Forecasters[i])
				each[j.Forecasters[i].Verdict]++
			}
			require.Len(t, j.Periods, len(want.Periods))
			for i, p := range want.Periods {
				got := j.Periods[i]
				require.Equal(t, []any{p.Period, p.Calls}, []any{got.Period, got.Calls})
				requireClose(t, p.Forecast, got.Forecast, 1e-14, 0, "forecast")
				requireClose(t, p.Corrected, got.Corrected, 1e-10, 1e-9, "corrected")
				requireClose(t, p.Actual, got.Actual, 1e-14, 0, "actual")
				requireClose(t, p.ErrorBefore, got.ErrorBefore, 1e-10, 1e-9, "error before")
				requireClose(t, p.ErrorAfter, got.ErrorAfter, 1e-10, 1e-9, "error after")
			}
		})
	}
	require.Len(t, team, len(forecast.BacktestVerdicts()), "every verdict decides a row")
	require.Len(t, each, len(forecast.BacktestVerdicts()))
}
