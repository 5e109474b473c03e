package forecast_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
)

// dealsOf has a cluster for each element, of deals at these odds, of which the
// first so many are won.
func dealsOf(forecaster string, won []int, odds ...float64) []forecast.DealOdds {
	var deals []forecast.DealOdds
	for i, w := range won {
		for k, p := range odds {
			deals = append(deals, forecast.DealOdds{Forecaster: forecaster, Cluster: fmt.Sprint(i), Odds: p, Won: k < w})
		}
	}
	return deals
}

// movesOf has a cluster for each element, of that many more moves later than
// earlier.
func movesOf(forecaster string, net ...int) []forecast.DateMoves {
	var moves []forecast.DateMoves
	for i, n := range net {
		moves = append(moves, forecast.DateMoves{Forecaster: forecaster, Cluster: fmt.Sprint(i), Later: max(n, 0) + 1, Earlier: max(-n, 0) + 1})
	}
	return moves
}

func times[T any](n int, v T) []T {
	list := make([]T, n)
	for i := range list {
		list[i] = v
	}
	return list
}

func TestJudgeBiasOdds(t *testing.T) {
	for name, tc := range map[string]struct {
		odds               []float64
		won                int
		over, under, exact int
	}{
		"a coin that is won":             {[]float64{0.5}, 1, 0, 1, 0},
		"a coin that is lost":            {[]float64{0.5}, 0, 1, 0, 0},
		"unlikely and lost":              {[]float64{0.4}, 0, 0, 0, 1},
		"unlikely and won":               {[]float64{0.4}, 1, 0, 1, 0},
		"likely and won":                 {[]float64{0.6}, 1, 0, 0, 1},
		"likely and lost":                {[]float64{0.6}, 0, 1, 0, 0},
		"certain and won":                {[]float64{1, 1}, 2, 0, 0, 1},
		"certain and lost":               {[]float64{1, 1}, 1, 1, 0, 0},
		"ruled out and won":              {[]float64{0, 0}, 1, 0, 1, 0},
		"the median of two":              {[]float64{0.5, 0.5}, 1, 0, 0, 1},
		"below the median of two":        {[]float64{0.5, 0.5}, 0, 1, 0, 0},
		"one half on either side, few":   {[]float64{0.3, 0.5, 0.7}, 1, 1, 0, 0},
		"one half on either side, many":  {[]float64{0.3, 0.5, 0.7}, 2, 0, 1, 0},
		"one half of many, few":          {[]float64{0.1, 0.9, 0.2, 0.8, 0.5}, 2, 1, 0, 0},
		"one half of many, many":         {[]float64{0.1, 0.9, 0.2, 0.8, 0.5}, 3, 0, 1, 0},
		"a little more than half is not": {[]float64{0.3, 0.5, 0.699}, 1, 0, 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			f := judgeAll(t, forecast.History{Odds: dealsOf("Ana", []int{tc.won}, tc.odds...)}, fivePercent).Forecasters[0]
			e := f.Evidence[0]
			require.Equal(t, []int{1, tc.over, tc.under, tc.exact}, []int{e.Outcomes, e.Over, e.Under, e.Exact})
			require.Equal(t, forecast.OddsEvidence, e.Kind)
		})
	}

	// Exact clusters count: eight of nine won at odds of 0.4 are no evidence when
	// three times as many were lost.
	won := append(times(8, 1), times(16, 0)...)
	f := judgeAll(t, forecast.History{Odds: dealsOf("Ana", won, 0.4)}, fivePercent).Forecasters[0]
	require.Equal(t, forecast.NoEvidence, f.Verdict)
	require.Equal(t, 24, f.Evidence[0].Outcomes)
	require.Equal(t, 1.0, f.P.Or(-1))
	require.Equal(t, []int{24, 8}, []int{f.Odds.Deals, f.Odds.Won})
	require.InEpsilon(t, 9.6, f.Odds.Expected, 1e-15)
	f = judgeAll(t, forecast.History{Odds: dealsOf("Ana", times(9, 1), 0.4)}, fivePercent).Forecasters[0]
	require.Equal(t, forecast.Pessimistic, f.Verdict)
	require.Equal(t, 2.0/512, f.P.Or(-1))
	require.InEpsilon(t, 2*0.000262144, f.Odds.P.Or(-1), 1e-13) // 0.4^9
	f = judgeAll(t, forecast.History{Odds: dealsOf("Ana", times(9, 0), 0.6, 0.3)}, fivePercent).Forecasters[0]
	require.Equal(t, forecast.Optimistic, f.Verdict)

	deals := times(forecast.MaxClusterDeals, forecast.DealOdds{Forecaster: "Ana", Cluster: "1", Odds: 0.5, Won: true})
	_, defined := judgeAll(t, forecast.History{Odds: deals}, fivePercent).Forecasters[0].Odds.P.Value()
	require.True(t, defined)
	deals = append(deals, forecast.DealOdds{Forecaster: "Ana", Cluster: "2", Odds: 0.5})
	record := judgeAll(t, forecast.History{Odds: deals}, fivePercent).Forecasters[0].Odds
	require.Equal(t, "more than 1000 deals", record.P.Reason())
	require.Equal(t, []int{1001, 1000}, []int{record.Deals, record.Won})
}

func TestJudgeBiasMoves(t *testing.T) {
	f := judgeAll(t, forecast.History{Moves: movesOf("Ana", 1, 2, 3, 1, 1, 1, 0, 1, 9, -1)}, fivePercent).Forecasters[0]
	require.Equal(t, forecast.Optimistic, f.Verdict)
	require.Equal(t, []int{9, 8, 1, 1}, []int{f.Evidence[0].Outcomes, f.Evidence[0].Over, f.Evidence[0].Under, f.Evidence[0].Exact})
	require.Equal(t, forecast.CloseDateEvidence, f.Evidence[0].Kind)
	require.Equal(t, "reformed (Ana): p-value of the lean since the change 1 > 0.05 as a fraction: not applicable; the verdict does not rest on calls, which alone are in order of time", f.Findings[2].String())
	require.Equal(t, "value-disagrees (Ana): sum of forecasts 0 < 0 in the unit of the calls: not applicable; there are no calls", f.Findings[3].String())

	// Records of a cluster are added up: one later and two earlier are earlier.
	moves := append(movesOf("Ana", times(6, 1)...), movesOf("Ana", times(6, -2)...)...)
	require.Equal(t, forecast.Pessimistic, judgeAll(t, forecast.History{Moves: moves}, fivePercent).Forecasters[0].Verdict)
	moves = append(moves, movesOf("Ana", times(6, 1)...)...)
	e := judgeAll(t, forecast.History{Moves: moves}, fivePercent).Forecasters[0].Evidence[0]
	require.Equal(t, []int{0, 6}, []int{e.Outcomes, e.Exact})
	many := times(5000, forecast.DateMoves{Forecaster: "Ana", Cluster: "1", Later: forecast.MaxMoves})
	require.Equal(t, 1, judgeAll(t, forecast.History{Moves: many}, fivePercent).Forecasters[0].Evidence[0].Over)
}

// As many kinds count as have enough history when their p-values are multiplied by
// their number: k × 2^(1-n) <= 0.05.
func TestJudgeBiasKinds(t *testing.T) {
	for name, tc := range map[string]struct {
		calls, deals, moves int // outcomes, all optimistic
		enough              []bool
		p                   float64
	}{
		"one kind":                        {6, 0, 0, []bool{true}, 2.0 / 64},
		"two kinds":                       {7, 7, 0, []bool{true, true}, 2 * 2.0 / 128},
		"one of two, the longer":          {6, 7, 0, []bool{false, true}, 2.0 / 128},
		"one of two as long, the first":   {6, 6, 0, []bool{true, false}, 2.0 / 64},
		"three kinds":                     {7, 8, 9, []bool{true, true, true}, 3 * 2.0 / 512},
		"two of three":                    {9, 6, 8, []bool{true, false, true}, 2 * 2.0 / 512},
		"one of three":                    {5, 6, 6, []bool{false, true, false}, 2.0 / 64},
		"a short kind takes nothing away": {5, 0, 6, []bool{false, true}, 2.0 / 64},
	} {
		t.Run(name, func(t *testing.T) {
			history := forecast.History{
				Calls: erring("Ana", runOf(1, tc.calls)...), Odds: dealsOf("Ana", times(tc.deals, 0), 0.5), Moves: movesOf("Ana", times(tc.moves, 1)...),
			}
			f := judgeAll(t, history, fivePercent).Forecasters[0]
			var enough []bool
			for _, e := range f.Evidence {
				enough = append(enough, e.Enough)
			}
			require.Equal(t, tc.enough, enough)
			require.Equal(t, tc.p, f.P.Or(-1))
			require.Equal(t, forecast.Optimistic, f.Verdict)
		})
	}
	history := forecast.History{Calls: erring("Ana", runOf(1, 5)...), Odds: dealsOf("Ana", times(5, 0), 0.5), Moves: movesOf("Ana", times(4, 1)...)}
	f := judgeAll(t, history, fivePercent).Forecasters[0]
	require.Equal(t, forecast.TooLittleHistory, f.Verdict)
	require.Equal(t, "short-history (Ana): outcomes that count 5 < 6 outcomes: fired, +1 to the line", f.Findings[0].String())
	require.Equal(t, "significant (Ana): p-value 0.0625 <= 0.05 as a fraction: not applicable; too few outcomes count to be tested", f.Findings[1].String())
}

func TestJudgeBiasEvidenceDisagrees(t *testing.T) {
	history := forecast.History{Calls: erring("Ana", runOf(1, 9)...), Odds: dealsOf("Ana", times(7, 1), 0.5)}
	f := judgeAll(t, history, fivePercent).Forecasters[0]
	require.Equal(t, forecast.Mixed, f.Verdict)
	require.Equal(t, "evidence-disagrees (Ana): p-value of odds 0.03125 <= 0.05 as a fraction: fired, +0.01875 to the line", f.Findings[4].String())

	history.Odds = dealsOf("Ana", append(times(7, 1), 0), 0.5)
	f = judgeAll(t, history, fivePercent).Forecasters[0]
	require.Equal(t, forecast.Optimistic, f.Verdict)
	require.Equal(t, "evidence-disagrees (Ana): p-value of odds 0.140625 <= 0.05 as a fraction: not fired, -0.090625 to the line", f.Findings[4].String())

	// The stronger of two that disagree is named, and 1 is the most.
	history.Odds, history.Moves = dealsOf("Ana", times(8, 1), 0.5), movesOf("Ana", times(9, -1)...)
	f = judgeAll(t, history, fivePercent).Forecasters[0]
	require.Equal(t, forecast.Mixed, f.Verdict)
	require.Equal(t, "evidence-disagrees (Ana): p-value of close-dates 0.01171875 <= 0.05 as a fraction: fired, +0.03828125 to the line", f.Findings[4].String())
	history.Odds, history.Moves = dealsOf("Ana", times(8, 1), 0.5), movesOf("Ana", times(8, -1)...)
	f = judgeAll(t, history, fivePercent).Forecasters[0]
	require.Equal(t, "p-value of odds", f.Findings[4].Measure, "of equals the first")
	history.Odds, history.Moves = nil, movesOf("Ana", 1, -1, 1, -1, 1, -1, -1)
	f = judgeAll(t, history, fivePercent).Forecasters[0]
	require.Equal(t, "evidence-disagrees (Ana): p-value of close-dates 1 <= 0.05 as a fraction: not fired, -0.95 to the line", f.Findings[4].String())

	// Kinds that are as likely: the first gives the direction. One that leans to
	// neither side, or has too little history, disagrees with nobody.
	history = forecast.History{Odds: dealsOf("Ana", times(9, 1), 0.5), Moves: movesOf("Ana", times(9, 1)...)}
	f = judgeAll(t, history, fivePercent).Forecasters[0]
	require.Equal(t, "evidence-disagrees (Ana): p-value of close-dates 0.0078125 <= 0.05 as a fraction: fired, +0.0421875 to the line", f.Findings[4].String())
	history.Moves = movesOf("Ana", 1, 1, 1, 1, -1, -1, -1, -1)
	f = judgeAll(t, history, fivePercent).Forecasters[0]
	require.Equal(t, forecast.Pessimistic, f.Verdict)
	require.Equal(t, salesops.NotApplicable, f.Findings[4].Outcome)
	history.Moves = movesOf("Ana", times(5, 1)...)
	require.Equal(t, salesops.NotApplicable, judgeAll(t, history, fivePercent).Forecasters[0].Findings[4].Outcome)
}

// A verdict that rests on the past is taken away; one that holds since the change,
// or that the change brought, is not.
func TestJudgeBiasReformed(t *testing.T) {
	for name, tc := range map[string]struct {
		errors  []float64
		verdict forecast.BiasVerdict
		note    string
	}{
		"reformed":                {append(runOf(5, 16), 1, -1, -1, -1), forecast.NoEvidence, "since 17"},
		"reformed the other way":  {append(runOf(-5, 16), -1, 1, 1, 1), forecast.NoEvidence, "since 17"},
		"overshot":                {append(runOf(5, 30), runOf(-1, 9)...), forecast.NoEvidence, "since 30"},
		"not yet":                 {append(runOf(5, 16), -1), forecast.Optimistic, "the errors change sides no more than chance would have it"},
		"better, not good enough": {append(runOf(5, 40), slices.Repeat([]float64{-1, 1, 1, 1}, 6)...), forecast.Optimistic, "since 40"},
		"the same, downwards":     {append(runOf(-5, 40), slices.Repeat([]float64{1, -1, -1, -1}, 6)...), forecast.Pessimistic, "since 40"},
		"worse":                   {append([]float64{-5, -5, -5}, runOf(5, 16)...), forecast.Optimistic, "since 03"},
		"worse the other way":     {append([]float64{5, 5, 5}, runOf(-5, 16)...), forecast.Pessimistic, "since 03"},
	} {
		t.Run(name, func(t *testing.T) {
			f := judge(t, 0.05, erring("Ana", tc.errors...)...).Forecasters[0]
			require.Equal(t, tc.verdict, f.Verdict)
			require.Equal(t, tc.note, f.Findings[2].Note)
		})
	}
}
