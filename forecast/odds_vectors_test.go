package forecast_test

import (
	"encoding/json"
	"math"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

// open returns the outlook of open deals with these chances and amounts.
func open(chances []float64, amounts []decimal.Decimal) forecast.Outlook {
	var o forecast.Outlook
	for i, p := range chances {
		d := forecast.Deal{ID: "D-" + strconv.Itoa(i), Stage: forecast.Closing, Probability: new(p)}
		if amounts != nil {
			d.Amount = amounts[i]
		}
		o.Pipeline.Deals = append(o.Pipeline.Deals, d)
	}
	return o
}

// oddsPolicy is the default with fewer cells, so that tests are quick.
func oddsPolicy() forecast.OddsPolicy {
	p := forecast.DefaultPolicy().OddsPolicy
	p.MaxCells /= 10
	return p
}

func distribute(t testkit.Failer, o forecast.Outlook) forecast.Revenue {
	t.Helper()
	r, err := forecast.Distribute(o, oddsPolicy())
	require.NoError(t, err)
	return r
}

func distributeWins(t testkit.Failer, o forecast.Outlook) forecast.Wins {
	t.Helper()
	w, err := forecast.DistributeWins(o, forecast.DefaultPolicy().OddsPolicy)
	require.NoError(t, err)
	return w
}

func requireClose(t testkit.Failer, want, got, tol, atol float64, what string) {
	t.Helper()
	require.LessOrEqual(t, math.Abs(got-want), math.Max(tol*math.Abs(want), atol), "%s is %v, want %v", what, got, want)
}

type oddsRow struct {
	ID     string `json:"id"`
	Inputs struct {
		Op    string    `json:"op"`
		P     []float64 `json:"p"`
		Deals []struct {
			P     float64 `json:"p"`
			Cents int64   `json:"cents"`
		} `json:"deals"`
	} `json:"inputs"`
	Expected json.RawMessage `json:"expected"`
	Tol      float64         `json:"tol"`
	Atol     float64         `json:"atol"`
}

func TestWinsVectors(t *testing.T) {
	type at struct {
		K int     `json:"k"`
		Q float64 `json:"q"`
		P float64 `json:"p"`
	}
	rows := 0
	for _, row := range testkit.Vectors[oddsRow](t, "odds.json", 22) {
		if row.Inputs.Op != "win_count" {
			continue
		}
		rows++
		t.Run(row.ID, func(t *testing.T) {
			var want struct {
				Mean      float64 `json:"mean"`
				Variance  float64 `json:"variance"`
				PMF       []at    `json:"pmf"`
				CDF       []at    `json:"cdf"`
				AtLeast   []at    `json:"p_at_least"`
				Quantiles []at    `json:"quantiles"`
			}
			require.NoError(t, json.Unmarshal(row.Expected, &want))
			w := distributeWins(t, open(row.Inputs.P, nil))
			requireClose(t, want.Mean, w.Mean, 1e-14, 0, "mean")
			requireClose(t, want.Variance, w.Variance, 1e-14, 1e-300, "variance")
			require.NotEmpty(t, want.PMF)
			// Tighter than the stated tolerance: even tails have their digits.
			for _, m := range want.PMF {
				requireClose(t, m.P, w.Mass(m.K), 1e-12, 1e-290, "mass")
			}
			for _, m := range want.CDF {
				requireClose(t, m.P, w.AtMost(m.K), 1e-12, 1e-290, "at most")
			}
			for _, m := range want.AtLeast {
				requireClose(t, m.P, w.AtLeast(m.K), 1e-12, 1e-290, "at least")
			}
			for _, m := range want.Quantiles {
				got, err := w.Quantile(m.Q)
				require.NoError(t, err)
				require.Equal(t, m.K, got, "quantile %g", m.Q)
			}
		})
	}
	require.Equal(t, 12, rows)
}

func TestRevenueVectors(t *testing.T) {
	rows := 0
	for _, row := range testkit.Vectors[oddsRow](t, "odds.json", 22) {
		if row.Inputs.Op != "revenue" {
			continue
		}
		rows++
		t.Run(row.ID, func(t *testing.T) {
			var want struct {
				Mean     float64 `json:"mean_cents"`
				Variance float64 `json:"variance_cents2"`
				AtLeast  []struct {
					Quota int64   `json:"quota_cents"`
					P     float64 `json:"p"`
				} `json:"p_ge_quota"`
				P10 int64 `json:"p10_cents"`
				P50 int64 `json:"p50_cents"`
				P90 int64 `json:"p90_cents"`
			}
			require.NoError(t, json.Unmarshal(row.Expected, &want))
			var chances []float64
			var amounts []decimal.Decimal
			for _, d := range row.Inputs.Deals {
				chances, amounts = append(chances, d.P), append(amounts, decimal.New(d.Cents, -2))
			}
			r := distribute(t, open(chances, amounts))
			requireClose(t, want.Mean, 100*r.Mean, 1e-14, 0, "mean")
			requireClose(t, want.Variance, 10000*r.Variance, 1e-14, 0, "variance")
			require.True(t, r.Certificate.Exact)
			require.True(t, r.Certificate.Reached)
			require.Less(t, r.Certificate.Width, 1e-12)
			require.NotEmpty(t, want.AtLeast)
			for _, q := range want.AtLeast {
				odds := r.AtLeast(decimal.New(q.Quota, -2))
				require.LessOrEqual(t, odds.Low, q.P*(1+1e-15))
				require.GreaterOrEqual(t, odds.High, q.P*(1-1e-15))
				require.LessOrEqual(t, odds.Width(), r.Certificate.Width)
			}
			for level, cents := range map[float64]int64{0.1: want.P10, 0.5: want.P50, 0.9: want.P90} {
				got, err := r.Quantile(level)
				require.NoError(t, err)
				testkit.EqualDecimal(t, decimal.New(cents, -2).String(), got.Low)
				testkit.EqualDecimal(t, decimal.New(cents, -2).String(), got.High)
			}
		})
	}
	require.Equal(t, 10, rows)
}
