package forecast_test

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

// comparisonRow is a contest of A, B, .. at leads 1, 2, .., and its outcome.
type comparisonRow struct {
	ID         string
	Actual     []float64
	Forecasts  [][][]float64
	Reference  string
	Adjustment forecast.Adjustment
	Expected   []struct {
		First, Second          string
		Verdict                forecast.ComparisonVerdict
		Closer, Farther, Equal int
		LossRatio              float64 `json:"loss_ratio"`
		P                      float64
		AdjustedP              *float64 `json:"adjusted_p"`
		Statistic              *float64 `json:"diebold_mariano"`
		DieboldMarianoP        *float64 `json:"diebold_mariano_p"`
		AdjustedDM             *float64 `json:"adjusted_diebold_mariano_p"`
	}
}

// contestOf returns the contest of forecasters A, B, .. at leads 1, 2, ..
func contestOf(actual []float64, forecasts ...[][]float64) forecast.Contest {
	contest := forecast.Contest{PeriodsAhead: len(forecasts[0])}
	for i, leads := range forecasts {
		for lead, values := range leads {
			for period, f := range values {
				contest.History.Calls = append(contest.History.Calls, forecast.Call{
					Forecaster: string(rune('A' + i)), Period: fmt.Sprintf("%03d", period), LeadWeeks: lead + 1, Forecast: f, Actual: actual[period],
				})
			}
		}
	}
	return contest
}

func compareAll(t testkit.Failer, contest forecast.Contest, adjustment forecast.Adjustment) forecast.Comparison {
	t.Helper()
	c, err := forecast.CompareForecasters(contest, forecast.ComparisonPolicy{ComparisonLevel: 0.05, ComparisonAdjustment: adjustment})
	require.NoError(t, err)
	return c
}

func TestComparisonVectors(t *testing.T) {
	verdicts, deciders := make(map[forecast.ComparisonVerdict]bool), make(map[string]bool)
	for _, r := range testkit.Vectors[comparisonRow](t, "comparisons.json", 14) {
		t.Run(r.ID, func(t *testing.T) {
			contest := contestOf(r.Actual, r.Forecasts...)
			contest.Reference = r.Reference
			slices.Reverse(contest.History.Calls)
			c := compareAll(t, contest, r.Adjustment)
			require.Equal(t, []int{len(r.Actual) * len(r.Forecasts[0]), len(r.Actual), 6}, []int{c.Cells, c.Pieces, c.MinPieces})
			require.Len(t, c.Pairs, len(r.Expected))
			for i, want := range r.Expected {
				got := c.Pairs[i]
				require.Equal(t, []string{want.First, want.Second}, []string{got.First, got.Second})
				require.Equal(t, []int{want.Closer, want.Farther, want.Equal}, []int{got.Closer, got.Farther, got.Equal})
				require.Equal(t, want.Verdict, got.Verdict)
				requireNear(t, &want.LossRatio, got.LossRatio, 1e-12, 0, "ratio")
				requireNear(t, &want.P, salesops.Defined(got.P), 1e-12, 0, "P")
				requireNear(t, want.AdjustedP, got.AdjustedP, 1e-12, 0, "adjusted P")
				requireNear(t, want.Statistic, got.DieboldMariano, 1e-9, 1e-12, "Diebold-Mariano")
				requireNear(t, want.DieboldMarianoP, got.DieboldMarianoP, 1e-9, 0, "its P")
				requireNear(t, want.AdjustedDM, got.AdjustedDieboldMarianoP, 1e-9, 0, "its adjusted P")
				verdicts[got.Verdict] = true
				for _, f := range got.Findings {
					testkit.Explains(t, f)
					deciders[f.Rule] = deciders[f.Rule] || f.Outcome == salesops.Fired
				}
			}
			testkit.RoundTrip(t, c)
		})
	}
	require.Len(t, verdicts, len(forecast.ComparisonVerdicts()), "every verdict has a row")
	require.Equal(t, map[string]bool{"short-contest": true, "significant": true, "sum-disagrees": true, "overlap-explains": true}, deciders, "every rule decides a row")
}

// seven periods in which A is off by 1 and B by 2, or as B says.
func sevenPeriods(b func(i int) float64) forecast.Contest {
	actual, first, second := make([]float64, 7), make([]float64, 7), make([]float64, 7)
	for i := range actual {
		actual[i] = float64(10 * (i + 1))
		first[i], second[i] = actual[i]+1, actual[i]+b(i)
	}
	return contestOf(actual, [][]float64{first}, [][]float64{second})
}

func TestCompareForecasters(t *testing.T) {
	c := compareAll(t, sevenPeriods(func(int) float64 { return -2 }), forecast.FalseDiscoveries)
	require.Equal(t, forecast.Better, c.Pairs[0].Verdict)
	require.Equal(t, 2.0/128, c.Pairs[0].P, "seven to one side")
	require.Equal(t, 0.5, c.Pairs[0].LossRatio.Or(-1))
	require.Equal(t, "too few pieces of evidence, or no variance above zero", c.Pairs[0].DieboldMariano.Reason(), "it stands beside and decides nothing")
	require.Equal(t, 1.0, c.Pairs[0].AdjustedDieboldMarianoP.Or(-1))
	require.Equal(t, salesops.NotApplicable, c.Pairs[0].Findings[3].Outcome)
	require.Equal(t, 1, c.Tested)
	require.Equal(t, []forecast.Contestant{
		{Forecaster: "A", MAE: salesops.Defined(1)}, {Forecaster: "B", MAE: salesops.Defined(2)},
	}, c.Forecasters)

	overlapping := sevenPeriods(func(int) float64 { return -2 })
	overlapping.PeriodsAhead = 2
	c = compareAll(t, overlapping, forecast.FalseDiscoveries)
	require.Equal(t, forecast.NoDifference, c.Pairs[0].Verdict, "the second test is asked for and has no value")
	require.Equal(t, salesops.Fired, c.Pairs[0].Findings[3].Outcome)
	require.NotEmpty(t, c.Pairs[0].Findings[3].Note)

	c = compareAll(t, sevenPeriods(func(i int) float64 { return []float64{1, 2}[min(i, 1)] }), forecast.AnyFalseVerdict)
	require.Equal(t, forecast.Better, c.Pairs[0].Verdict, "six that differ are enough at the line")
	require.Equal(t, []int{6, 0, 1}, []int{c.Pairs[0].Closer, c.Pairs[0].Farther, c.Pairs[0].Equal})
	c = compareAll(t, sevenPeriods(func(i int) float64 { return []float64{1, 1, 2}[min(i, 2)] }), forecast.AnyFalseVerdict)
	require.Equal(t, forecast.TooFewPeriods, c.Pairs[0].Verdict, "five are not")
	require.Zero(t, c.Tested)
	_, tested := c.Pairs[0].AdjustedP.Value()
	require.False(t, tested)
	require.Equal(t, 0.0625, c.Pairs[0].P)
	for _, f := range c.Pairs[0].Findings[1:] {
		require.Equal(t, salesops.NotApplicable, f.Outcome)
	}

	perfect := compareAll(t, sevenPeriods(func(int) float64 { return 0 }), forecast.FalseDiscoveries)
	require.Equal(t, "the second had no loss", perfect.Pairs[0].LossRatio.Reason())
	require.Equal(t, forecast.Worse, perfect.Pairs[0].Verdict)
}

// Losses of all decimals are exact: 0.3 - 0.1 and 0.4 - 0.2 are the same, so that
// nothing differs.
func TestCompareForecastersIsExact(t *testing.T) {
	actual, first, second := make([]float64, 9), make([]float64, 9), make([]float64, 9)
	for i := range actual {
		actual[i], first[i], second[i] = 0.1, 0.3, -0.1
	}
	require.NotEqual(t, first[0]-actual[0], actual[0]-second[0], "as float64s they differ")
	c := compareAll(t, contestOf(actual, [][]float64{first}, [][]float64{second}), forecast.FalseDiscoveries)
	require.Equal(t, 9, c.Pairs[0].Equal)
	require.Equal(t, 1.0, c.Pairs[0].P)
	require.Equal(t, forecast.TooFewPeriods, c.Pairs[0].Verdict)
}

// Sums that are equal contradict the ranks: whoever is closer more often is not so
// on the whole.
func TestCompareForecastersSumAtZero(t *testing.T) {
	for _, last := range []float64{13, 14, 15} {
		actual, first, second := make([]float64, 15), make([]float64, 15), make([]float64, 15)
		for i := range actual {
			second[i] = 1
		}
		first[14], second[14] = last, 0
		c := compareAll(t, contestOf(actual, [][]float64{first}, [][]float64{second}), forecast.FalseDiscoveries)
		want := forecast.NoDifference
		if last < 14 {
			want = forecast.Better
		}
		p := c.Pairs[0]
		require.LessOrEqual(t, p.AdjustedP.Or(9), 0.05)
		require.Equal(t, want, p.Verdict, "%v", last)
		testkit.EqualDecimal(t, strconv.Itoa(int(last)-14), p.Findings[2].Left)
		turned := compareAll(t, contestOf(actual, [][]float64{second}, [][]float64{first}), forecast.FalseDiscoveries)
		if last < 14 {
			want = forecast.Worse
		}
		require.Equal(t, want, turned.Pairs[0].Verdict)
	}
}

func TestCompareForecastersLeavesOut(t *testing.T) {
	contest := sevenPeriods(func(int) float64 { return 2 })
	calls := contest.History.Calls
	calls = append(calls,
		forecast.Call{Forecaster: "A", Period: "000", LeadWeeks: 2, Forecast: 500, Actual: 10},
		forecast.Call{Forecaster: "C", Period: "000", LeadWeeks: 1, Forecast: 13, Actual: 10},
		forecast.Call{Forecaster: "C", Period: "001", LeadWeeks: 2, Forecast: 13, Actual: 20},
	)
	contest.History.Calls = calls
	c := compareAll(t, contest, forecast.FalseDiscoveries)
	require.Equal(t, []int{1, 1}, []int{c.Cells, c.Pieces})
	require.Equal(t, []forecast.Contestant{
		{Forecaster: "A", LeftOut: 7, MAE: salesops.Defined(1)},
		{Forecaster: "B", LeftOut: 6, MAE: salesops.Defined(2)},
		{Forecaster: "C", LeftOut: 1, MAE: salesops.Defined(3)},
	}, c.Forecasters)
	require.Len(t, c.Pairs, 3)

	contest.History.Calls = []forecast.Call{calls[0], calls[8]} // other periods
	c = compareAll(t, contest, forecast.FalseDiscoveries)
	require.Equal(t, []int{0, 0}, []int{c.Cells, c.Pieces})
	require.Equal(t, "no period and lead that all forecast", c.Forecasters[0].MAE.Reason())
	require.Equal(t, forecast.TooFewPeriods, c.Pairs[0].Verdict)
	require.Equal(t, 1.0, c.Pairs[0].P)
	testkit.RoundTrip(t, c)
}

// The months of a quarter are one piece of evidence, at the place of the first of
// them that counts.
func TestCompareForecastersClusters(t *testing.T) {
	var contest forecast.Contest
	contest.PeriodsAhead = 2
	for quarter := range 9 {
		for month := range 3 {
			for i, size := range []float64{1, 2} {
				contest.History.Calls = append(contest.History.Calls, forecast.Call{
					Forecaster: string(rune('A' + i)), Period: fmt.Sprintf("%02d", 3*quarter+month), Cluster: "quarter " + strconv.Itoa(9-quarter),
					Forecast: size * float64(1+month+quarter*quarter%5), Actual: 0,
				})
			}
		}
	}
	c := compareAll(t, contest, forecast.FalseDiscoveries)
	require.Equal(t, []int{27, 9}, []int{c.Cells, c.Pieces})
	require.Equal(t, 9, c.Pairs[0].Closer)
	// The same sums by period, in the same order, which only the statistic needs.
	var byPeriod forecast.Contest
	byPeriod.PeriodsAhead = 2
	for quarter := range 9 {
		total := 0.0
		for month := range 3 {
			total += float64(1 + month + quarter*quarter%5)
		}
		byPeriod.History.Calls = append(byPeriod.History.Calls,
			forecast.Call{Forecaster: "A", Period: strconv.Itoa(quarter), Forecast: total}, forecast.Call{Forecaster: "B", Period: strconv.Itoa(quarter), Forecast: 2 * total})
	}
	want := compareAll(t, byPeriod, forecast.FalseDiscoveries).Pairs[0]
	require.Equal(t, want, c.Pairs[0])
	byPeriod.History.Periods = []string{"8", "0", "7", "1", "6", "2", "5", "3", "4"}
	other := compareAll(t, byPeriod, forecast.FalseDiscoveries).Pairs[0]
	require.Equal(t, want.P, other.P, "ranks know no order")
	require.NotEqual(t, want.DieboldMariano, other.DieboldMariano)
}

// Beyond 200 pieces that differ the normal approximation serves.
func TestCompareForecastersOfManyPeriods(t *testing.T) {
	for n, exact := range map[int]bool{200: true, 201: false} {
		actual, first, second := make([]float64, n), make([]float64, n), make([]float64, n)
		for i := range actual {
			first[i], second[i] = 1, 2
		}
		c := compareAll(t, contestOf(actual, [][]float64{first}, [][]float64{second}), forecast.FalseDiscoveries)
		require.Equal(t, exact, c.Pairs[0].P == math.Ldexp(1, 1-n))
		require.Equal(t, forecast.Better, c.Pairs[0].Verdict)
		testkit.RoundTrip(t, c)
	}
}

func TestCompareForecastersRejects(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	for name, tc := range map[string]struct {
		edit func(c *forecast.Contest, p *forecast.ComparisonPolicy)
		want []testkit.Fault
	}{
		"nothing": {func(c *forecast.Contest, p *forecast.ComparisonPolicy) {
			*c, *p = forecast.Contest{}, forecast.ComparisonPolicy{}
		}, []testkit.Fault{
			{Field: "Contest.History.Calls", Reason: missing}, {Field: "Contest.PeriodsAhead", Reason: missing},
			{Field: "ComparisonPolicy.ComparisonLevel", Reason: out}, {Field: "ComparisonPolicy.ComparisonAdjustment", Reason: missing},
		}},
		"too many calls": {func(c *forecast.Contest, _ *forecast.ComparisonPolicy) {
			c.History.Calls = make([]forecast.Call, forecast.MaxCalls+1)
		}, []testkit.Fault{{Field: "Contest.History.Calls", Reason: out}}},
		"one forecaster": {func(c *forecast.Contest, _ *forecast.ComparisonPolicy) { c.History.Calls = c.History.Calls[:7] }, []testkit.Fault{{Field: "Contest.History.Calls", Reason: conflict}}},
		"many forecasters": {func(c *forecast.Contest, _ *forecast.ComparisonPolicy) {
			for i := range forecast.MaxContestants - 1 {
				c.History.Calls = append(c.History.Calls, forecast.Call{Forecaster: strconv.Itoa(i), Period: "000", Actual: 10})
			}
		}, []testkit.Fault{{Field: "Contest.History.Calls", Reason: conflict}}},
		"twice": {func(c *forecast.Contest, _ *forecast.ComparisonPolicy) { c.History.Calls[1] = c.History.Calls[0] }, []testkit.Fault{{Field: "Contest.History.Calls[1].Period", Reason: conflict}}},
		"twice in a cluster": {func(c *forecast.Contest, _ *forecast.ComparisonPolicy) {
			for i := range c.History.Calls {
				c.History.Calls[i].Cluster = "all"
			}
			c.History.Calls[8] = c.History.Calls[7]
		}, []testkit.Fault{{Field: "Contest.History.Calls[8].Period", Reason: conflict}}},
		"two clusters": {func(c *forecast.Contest, _ *forecast.ComparisonPolicy) { c.History.Calls[7].Cluster = "Q1" }, []testkit.Fault{{Field: "Contest.History.Calls[7].Cluster", Reason: conflict}}},
		"two actuals":  {func(c *forecast.Contest, _ *forecast.ComparisonPolicy) { c.History.Calls[7].Actual = 11 }, []testkit.Fault{{Field: "Contest.History.Calls[7].Actual", Reason: conflict}}},
		"bad call":     {func(c *forecast.Contest, _ *forecast.ComparisonPolicy) { c.History.Calls[3].Forecast = math.NaN() }, []testkit.Fault{{Field: "Contest.History.Calls[3].Forecast", Reason: out}}},
		"reference of nobody": {func(c *forecast.Contest, _ *forecast.ComparisonPolicy) {
			c.History.Calls, c.Reference = c.History.Calls[:7], "C"
		}, []testkit.Fault{{Field: "Contest.History.Calls", Reason: conflict}}},
		"reference": {func(c *forecast.Contest, _ *forecast.ComparisonPolicy) { c.Reference = "C" }, []testkit.Fault{{Field: "Contest.Reference", Reason: conflict}}},
		"ahead":     {func(c *forecast.Contest, _ *forecast.ComparisonPolicy) { c.PeriodsAhead = forecast.MaxWeek + 1 }, []testkit.Fault{{Field: "Contest.PeriodsAhead", Reason: out}}},
		"level":     {func(_ *forecast.Contest, p *forecast.ComparisonPolicy) { p.ComparisonLevel = 0.51 }, []testkit.Fault{{Field: "ComparisonPolicy.ComparisonLevel", Reason: out}}},
	} {
		t.Run(name, func(t *testing.T) {
			contest, policy := sevenPeriods(func(int) float64 { return 2 }), forecast.DefaultPolicy().ComparisonPolicy
			tc.edit(&contest, &policy)
			c, err := forecast.CompareForecasters(contest, policy)
			testkit.RequireFaults(t, err, tc.want...)
			require.Zero(t, c)
		})
	}
	most := sevenPeriods(func(int) float64 { return 2 })
	for i := range forecast.MaxContestants - 2 {
		most.History.Calls = append(most.History.Calls, forecast.Call{Forecaster: strconv.Itoa(i), Period: "000", LeadWeeks: 1, Actual: 10})
	}
	c := compareAll(t, most, forecast.FalseDiscoveries)
	require.Len(t, c.Pairs, forecast.MaxContestants*(forecast.MaxContestants-1)/2)
	testkit.RoundTrip(t, c)
}

func TestComparisonJSON(t *testing.T) {
	contest := sevenPeriods(func(i int) float64 { return float64(2 + i%2) })
	contest.History.Calls = append(contest.History.Calls, forecast.Call{Forecaster: "A", Period: "008", LeadWeeks: 1, Forecast: 2, Actual: 1})
	c := sixDigits(t, compareAll(t, contest, forecast.FalseDiscoveries))
	testkit.Golden(t, "comparison", c)
	testkit.Golden(t, "contestant", c.Forecasters[0])
	testkit.Golden(t, "pair_comparison", c.Pairs[0])
	out, conflict, missing := salesops.ErrOutOfRange, salesops.ErrConflict, salesops.ErrMissing
	fault := func(field string, reason error) []testkit.Fault {
		return []testkit.Fault{{Field: field, Reason: reason}}
	}
	requireEdits(t, c, map[string]edit{
		"cells":       {`"cells":7`, `"cells":-1`, fault("Comparison.Cells", out)},
		"pieces":      {`"pieces":7`, `"pieces":8`, fault("Comparison.Pieces", out)},
		"pieces -":    {`"pieces":7`, `"pieces":-1`, fault("Comparison.Pieces", out)},
		"min":         {`"min_pieces":6`, `"min_pieces":0`, fault("Comparison.MinPieces", missing)},
		"ahead":       {`"periods_ahead":1`, `"periods_ahead":61`, fault("Comparison.PeriodsAhead", out)},
		"tested":      {`"tested":1`, `"tested":0`, fault("Comparison.Tested", conflict)},
		"order":       {`"forecaster":"A"`, `"forecaster":"C"`, fault("Comparison.Forecasters[1].Forecaster", conflict)},
		"same":        {`"forecaster":"A"`, `"forecaster":"B"`, fault("Comparison.Forecasters[1].Forecaster", conflict)},
		"others":      {`"forecaster":"A"`, `"forecaster":"AA"`, fault("Comparison.Pairs[0].First", conflict)},
		"other":       {`"second":"B"`, `"second":"C"`, fault("Comparison.Pairs[0].First", conflict)},
		"too many":    {`"equal":0`, `"equal":1`, fault("Comparison.Pairs[0].Equal", conflict)},
		"nested":      {`"p":0.015625`, `"p":1.5`, fault("Comparison.Pairs[0].P", out)},
		"forecasters": {`"left_out":1`, `"left_out":-1`, fault("Comparison.Forecasters[0].LeftOut", out)},
	})
	requireEdits(t, c.Forecasters[0], map[string]edit{
		"name": {`"forecaster":"A"`, `"forecaster":""`, fault("Contestant.Forecaster", missing)},
		"left": {`"left_out":1`, `"left_out":-1`, fault("Contestant.LeftOut", out)},
		"mae":  {`"mae":1`, `"mae":-1`, fault("Contestant.MAE", out)},
	})
	requireEdits(t, c.Pairs[0], map[string]edit{
		"first":        {`"first":"A"`, `"first":""`, fault("PairComparison.First", missing)},
		"second":       {`"second":"B"`, `"second":""`, fault("PairComparison.Second", missing)},
		"same":         {`"second":"B"`, `"second":"A"`, fault("PairComparison.Second", conflict)},
		"closer":       {`"closer":7`, `"closer":-7`, fault("PairComparison.Closer", out)},
		"farther":      {`"farther":0`, `"farther":-1`, fault("PairComparison.Farther", out)},
		"equal":        {`"equal":0`, `"equal":-1`, fault("PairComparison.Equal", out)},
		"ratio":        {`"loss_ratio":0.411765`, `"loss_ratio":-0.1`, fault("PairComparison.LossRatio", out)},
		"p":            {`"p":0.015625`, `"p":-0.1`, fault("PairComparison.P", out)},
		"adjusted":     {`"adjusted_p":0.015625`, `"adjusted_p":1.1`, fault("PairComparison.AdjustedP", out)},
		"not adjusted": {`"adjusted_p":0.015625`, `"adjusted_p":null`, fault("PairComparison.AdjustedP", conflict)},
		"dm":           {`"diebold_mariano":-7.07107`, `"diebold_mariano":null`, fault("PairComparison.DieboldMarianoP", conflict)},
		"dm p":         {`"diebold_mariano_p":0.000400878`, `"diebold_mariano_p":1.1`, fault("PairComparison.DieboldMarianoP", out)},
		"dm adjusted":  {`"adjusted_diebold_mariano_p":0.000400878`, `"adjusted_diebold_mariano_p":1.1`, fault("PairComparison.AdjustedDieboldMarianoP", out)},
		"verdict":      {`"verdict":"better"`, `"verdict":"worse"`, fault("PairComparison.Verdict", conflict)},
		"rule":         {`"rule":"significant"`, `"rule":"significance"`, fault("PairComparison.Findings[1].Rule", conflict)},
		"too few": {`"verdict":"better"`, `"verdict":"too-few-periods"`, []testkit.Fault{
			{Field: "PairComparison.AdjustedP", Reason: conflict}, {Field: "PairComparison.AdjustedDieboldMarianoP", Reason: conflict}, {Field: "PairComparison.Verdict", Reason: conflict},
		}},
	})
	c.Pairs[0].Findings = c.Pairs[0].Findings[:3]
	requireEdits(t, c.Pairs[0], map[string]edit{"findings": {`"first":"A"`, `"first":"A"`, fault("PairComparison.Findings", out)}})
	three := compareAll(t, contestOf([]float64{1}, [][]float64{{1}}, [][]float64{{1}}, [][]float64{{1}}), forecast.FalseDiscoveries)
	text := three
	text.Pairs = slices.Clone(three.Pairs)
	text.Pairs[1], text.Pairs[2] = text.Pairs[2], text.Pairs[1]
	requireEdits(t, text, map[string]edit{"pairs": {`"cells":1`, `"cells":1`, fault("Comparison.Pairs[2].First", conflict)}})
	text.Pairs[1] = three.Pairs[0]
	requireEdits(t, text, map[string]edit{"pair twice": {`"cells":1`, `"cells":1`, fault("Comparison.Pairs[1].First", conflict)}})
}
