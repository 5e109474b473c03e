package forecast_test

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

// oddsPublished is a row of several sources; what is in it depends on its kind,
// the first word of its id.
type oddsPublished struct {
	ID    string `json:"id"`
	Input struct {
		P     json.RawMessage `json:"p"`
		Y     json.RawMessage `json:"y"`
		K     json.RawMessage `json:"k"`
		N     int             `json:"n"`
		T     []int           `json:"t"`
		Event []int           `json:"event"`
	} `json:"input"`
	Expected json.RawMessage `json:"expected"`
	Tol      float64         `json:"tol"`
}

func TestPublishedOdds(t *testing.T) {
	kinds := map[string]func(*testing.T, *oddsPublished){
		"pb": wins, "clopper": clopper, "brier": brier, "log": logLoss, "logloss": endless, "km": kaplanMeier,
	}
	for _, r := range testkit.Vectors[oddsPublished](t, "published_odds.json", 18) {
		kind, _, _ := strings.Cut(r.ID, "-")
		require.Contains(t, kinds, kind)
		t.Run(r.ID, func(t *testing.T) { kinds[kind](t, &r) })
	}
}

func wins(t *testing.T, r *oddsPublished) {
	w := distributeWins(t, open(decode[[]float64](t, r.Input.P), nil))
	switch r.ID {
	case "pb-quantile-allone":
		// The other two levels are none here: no count is below or above all.
		k, err := w.Quantile(0.5)
		require.NoError(t, err)
		require.Equal(t, decode[[]int](t, r.Expected)[1], k)
		return
	case "pb-quantile-boundary":
		// The source has 1, as 1 - 0.9 is below 0.1 in float64. Here 0.9 is nine
		// tenths.
		k, err := w.Quantile(0.1)
		require.NoError(t, err)
		require.Zero(t, k)
		return
	}
	probability := w.Mass
	if r.ID == "pb-fastpoibin-cdf" {
		probability = w.AtMost
	}
	want := decode[[]float64](t, r.Expected)
	at := make([]int, len(want))
	for i := range want {
		at[i] = i
	}
	if r.Input.K != nil {
		at = decode[[]int](t, r.Input.K)
	}
	for i, k := range at {
		requireClose(t, want[i], probability(k), r.Tol, r.Tol, "probability")
	}
}

func clopper(t *testing.T, r *oddsPublished) {
	rates, err := forecast.MeasureWinRates(closed(decode[int](t, r.Input.K), r.Input.N), year, forecast.DefaultPolicy().RatePolicy)
	require.NoError(t, err)
	want, got := decode[[]float64](t, r.Expected), rates.OfClosed.ExactInterval
	requireClose(t, want[0], got.Low, r.Tol, 0, "low")
	requireClose(t, want[1], got.High, r.Tol, 0, "high")
}

// stated returns the calibration of a row's predictions; a row may have only one,
// not in a list.
func (r *oddsPublished) stated(t *testing.T) forecast.Calibration {
	var list []forecast.Prediction
	outcomes, chances := r.Input.Y, r.Input.P
	if outcomes[0] != '[' {
		outcomes, chances = slices.Concat([]byte("["), outcomes, []byte("]")), slices.Concat([]byte("["), chances, []byte("]"))
	}
	p := decode[[]float64](t, chances)
	for i, y := range decode[[]int](t, outcomes) {
		list = append(list, forecast.Prediction{Probability: p[i], Won: y == 1})
	}
	return calibrate(t, 10, list...)
}

func brier(t *testing.T, r *oddsPublished) {
	requireClose(t, decode[float64](t, r.Expected), r.stated(t).Brier.Or(0), r.Tol, 0, "Brier score")
}

func logLoss(t *testing.T, r *oddsPublished) {
	requireClose(t, decode[float64](t, r.Expected), r.stated(t).LogLoss.Or(0), r.Tol, 0, "log loss")
}

// Where the source has an infinite loss there is none here, and it says why.
func endless(t *testing.T, r *oddsPublished) {
	require.Equal(t, "Inf", decode[string](t, r.Expected))
	c := r.stated(t)
	require.NotEmpty(t, c.LogLoss.Reason())
}

// Through the closing odds: what is neither won nor lost is still open.
func kaplanMeier(t *testing.T, r *oddsPublished) {
	var p forecast.Pipeline
	today := day("2026-11-01")
	for i, days := range r.Input.T {
		d := forecast.Deal{ID: strconv.Itoa(i), Stage: forecast.Qualified, Opened: today.AddDays(-days)}
		if r.Input.Event[i] == 1 {
			d.Stage, d.ClosedOn = []forecast.Stage{forecast.Won, forecast.Lost}[i%2], today
		}
		p.Deals = append(p.Deals, d)
	}
	policy := forecast.DefaultPolicy()
	policy.MinWins, policy.MinAtRisk = 1, 1
	c, err := forecast.LearnClosing(p, today, policy.CyclePolicy, policy.ClosingPolicy)
	require.NoError(t, err)
	times := slices.Compact(slices.Sorted(slices.Values(r.Input.T)))
	want := decode[[]float64](t, r.Expected)
	for i, days := range times {
		requireClose(t, want[i], c.Within(-1, days+1).Open, r.Tol, r.Tol, "share open")
	}
	require.Len(t, want, len(times))
	require.Equal(t, forecast.ClosingOdds{Open: 1}, c.Within(-1, 0))
}
