package forecast_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/binomial"
	"github.com/salesops-go/salesops/internal/multiple"
)

// unbiasedTeams draws teams of twenty without a bias, with fixed seeds, and
// returns how many there are.
func unbiasedTeams(draw func(h *forecast.History, name string, r *rand.Rand), visit func(h forecast.History)) (teams int) {
	teams = 40
	if testing.Short() {
		teams = 20
	}
	for team := range teams {
		r := rand.New(rand.NewPCG(uint64(team), 7))
		var h forecast.History
		for i := range 20 {
			draw(&h, fmt.Sprintf("rep %02d", i), r)
		}
		visit(h)
	}
	return teams
}

func biased(v forecast.BiasVerdict) bool {
	return v == forecast.Optimistic || v == forecast.Pessimistic || v == forecast.Mixed
}

func anyBiased(j forecast.BiasJudgment) bool {
	for _, f := range j.Forecasters {
		if biased(f.Verdict) {
			return true
		}
	}
	return false
}

// mostFalse is the largest number of teams with a false verdict that a chance of
// the level explains: more come once in a million times.
func mostFalse(teams int) int {
	most := 0
	for binomial.Upper(teams, most+1, forecast.DefaultBiasLevel) > 1e-6 {
		most++
	}
	return most
}

// Without a bias the teams with any verdict are as rare as the level says, however
// heavy the tails, with lines that err together, few deals, and all kinds of
// evidence at once.
func TestFalseDiscoveries(t *testing.T) {
	sign := func(r *rand.Rand) float64 { return float64(2*r.IntN(2) - 1) }
	call := func(h *forecast.History, name string, period, lines int, e float64) {
		for line := range lines {
			h.Calls = append(h.Calls, forecast.Call{
				Forecaster: name, Period: fmt.Sprintf("%02d", period), Cluster: fmt.Sprintf("%02d", period),
				Forecast: 1e4 + e*float64(line+1), Actual: 1e4,
			})
		}
	}
	deal := func(h *forecast.History, name string, cluster int, odds float64, r *rand.Rand) {
		h.Odds = append(h.Odds, forecast.DealOdds{Forecaster: name, Cluster: fmt.Sprint(cluster), Odds: odds, Won: r.Float64() < odds})
	}
	for name, draw := range map[string]func(h *forecast.History, name string, r *rand.Rand){
		"heavy tails": func(h *forecast.History, name string, r *rand.Rand) {
			for period := range 24 {
				call(h, name, period, 1, sign(r)*math.Min(9999, 10*math.Exp(3*r.NormFloat64())))
			}
		},
		"lines err together": func(h *forecast.History, name string, r *rand.Rand) {
			for period := range 12 {
				call(h, name, period, 3, sign(r)*(1+float64(r.IntN(50))))
			}
		},
		"one deal at four in ten": func(h *forecast.History, name string, r *rand.Rand) {
			for cluster := range 24 {
				deal(h, name, cluster, 0.4, r)
			}
		},
		"few deals": func(h *forecast.History, name string, r *rand.Rand) {
			for cluster := range 24 {
				for range 1 + r.IntN(3) {
					deal(h, name, cluster, float64(1+r.IntN(9))/10, r)
				}
			}
		},
		"moves": func(h *forecast.History, name string, r *rand.Rand) {
			for cluster := range 24 {
				later := r.IntN(8)
				h.Moves = append(h.Moves, forecast.DateMoves{Forecaster: name, Cluster: fmt.Sprint(cluster), Later: later, Earlier: 7 - later})
			}
		},
		"three kinds that lean together": func(h *forecast.History, name string, r *rand.Rand) {
			for period := range 24 {
				s := sign(r)
				call(h, name, period, 1, 5*s)
				h.Odds = append(h.Odds, forecast.DealOdds{Forecaster: name, Cluster: fmt.Sprint(period), Odds: 0.5, Won: s < 0})
				h.Moves = append(h.Moves, forecast.DateMoves{Forecaster: name, Cluster: fmt.Sprint(period), Later: int(1 + s), Earlier: int(1 - s)})
			}
		},
		"three kinds apart": func(h *forecast.History, name string, r *rand.Rand) {
			for period := range 24 {
				call(h, name, period, 1, 5*sign(r))
				deal(h, name, period, 0.5, r)
				s := sign(r)
				h.Moves = append(h.Moves, forecast.DateMoves{Forecaster: name, Cluster: fmt.Sprint(period), Later: int(1 + s), Earlier: int(1 - s)})
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			wrong, broken, other := 0, 0, wrongWays()[name]
			teams := unbiasedTeams(draw, func(h forecast.History) {
				j := judgeAll(t, h, fivePercent)
				if anyBiased(j) {
					wrong++
				}
				if other != nil && other(t, h, j) {
					broken++
				}
			})
			require.LessOrEqual(t, wrong, mostFalse(teams))
			if other != nil {
				require.Greater(t, broken, mostFalse(teams), "the bound is one that a wrong way breaks")
			}
		})
	}
}

// wrongWays returns ways to get it wrong, each by a team that shows it: they report
// whether anybody is called biased.
func wrongWays() map[string]func(t *testing.T, h forecast.History, j forecast.BiasJudgment) bool {
	return map[string]func(t *testing.T, h forecast.History, j forecast.BiasJudgment) bool{
		// Twenty tests, and no adjustment.
		"heavy tails": func(_ *testing.T, _ forecast.History, j forecast.BiasJudgment) bool {
			for _, f := range j.Forecasters {
				if f.P.Or(1) <= forecast.DefaultBiasLevel {
					return true
				}
			}
			return false
		},
		// Each line is an outcome.
		"lines err together": func(t *testing.T, h forecast.History, _ forecast.BiasJudgment) bool {
			t.Helper()
			for i := range h.Calls {
				h.Calls[i].Cluster = fmt.Sprint(i)
			}
			return anyBiased(judgeAll(t, h, fivePercent))
		},
		// Clusters at the median are left out, as if off the mark were a fair coin.
		"one deal at four in ten": func(_ *testing.T, _ forecast.History, j forecast.BiasJudgment) bool {
			var p []float64
			for _, f := range j.Forecasters {
				p = append(p, binomial.SignTest(f.Evidence[0].Over, f.Evidence[0].Under).TwoSided)
			}
			for _, adjusted := range multiple.BenjaminiHochberg(p) {
				if adjusted <= forecast.DefaultBiasLevel {
					return true
				}
			}
			return false
		},
	}
}

// Without a change the teams with any are as rare, even where everybody is biased.
func TestFalseChanges(t *testing.T) {
	wrong := 0
	teams := unbiasedTeams(func(h *forecast.History, name string, r *rand.Rand) {
		lean := r.Float64()
		for period := range 24 {
			e := 1.0
			if r.Float64() < lean {
				e = -1
			}
			h.Calls = append(h.Calls, forecast.Call{Forecaster: name, Period: fmt.Sprintf("%02d", period), Forecast: 100 + e, Actual: 100})
		}
	}, func(h forecast.History) {
		for _, f := range detect(t, h, fivePercent).Forecasters {
			if f.Verdict == forecast.BiasChanged {
				wrong++
				return
			}
		}
	})
	require.LessOrEqual(t, wrong, mostFalse(teams))
}

// A rep who calls twelve months a fifth too high, give or take a tenth, is found by
// monthly calls nearly always, and by their quarters never.
func TestBiasPower(t *testing.T) {
	const reps = 100
	found := map[string]int{}
	for rep := range reps {
		r := rand.New(rand.NewPCG(uint64(rep), 11))
		var months, quarters forecast.History
		for month := range 12 {
			actual := 100 * math.Exp(0.3*r.NormFloat64())
			c := forecast.Call{Forecaster: "Ana", Period: fmt.Sprintf("%02d", month), Forecast: 1.2 * actual * math.Exp(0.1*r.NormFloat64()), Actual: actual}
			months.Calls = append(months.Calls, c)
			c.Cluster = fmt.Sprint("Q", month/3)
			quarters.Calls = append(quarters.Calls, c)
		}
		for of, h := range map[string]forecast.History{"months": months, "quarters": quarters} {
			if judgeAll(t, h, fivePercent).Forecasters[0].Verdict == forecast.Optimistic {
				found[of]++
			}
		}
	}
	// A power of 95%, and what comes once in a million times.
	least := reps
	for binomial.Lower(reps, least, 0.95) > 1e-6 {
		least--
	}
	require.GreaterOrEqual(t, found["months"], least)
	require.Zero(t, found["quarters"])
}
