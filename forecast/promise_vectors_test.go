package forecast_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
)

type promiseRow struct {
	ID     string `json:"id"`
	Inputs struct {
		Op    string  `json:"op"`
		N     int     `json:"n"`
		Share float64 `json:"share"`
		Level float64 `json:"level"`
		Ended []int   `json:"ended"`
		Open  []int   `json:"open"`
		Days  int     `json:"days"`
	} `json:"inputs"`
	Expected json.RawMessage `json:"expected"`
	Tol      float64         `json:"tol"`
}

// Ranks of order statistics, with 7 days for each, so that a rank is a number of
// days and no other rank is near.
func TestPromiseRankVectors(t *testing.T) {
	rows, unbounded := 0, 0
	for _, row := range testkit.Vectors[promiseRow](t, "promise.json", 81) {
		if row.Inputs.Op != "ranks" {
			continue
		}
		rows++
		t.Run(row.ID, func(t *testing.T) {
			want := decode[struct {
				Rank         int  `json:"rank"`
				LowRank      int  `json:"low_rank"`
				HighRank     *int `json:"high_rank"`
				SafeRank     *int `json:"safe_rank"`
				MinShipments int  `json:"min_shipments"`
			}](t, row.Expected)
			var took []int
			for i := range row.Inputs.N {
				took = append(took, 7*(i+1))
			}
			policy := promising
			policy.KeptShare, policy.PromiseLevel = row.Inputs.Share, row.Inputs.Level
			d := findPromise(t, promiseTimes(took, nil), policy)
			require.Equal(t, salesops.Defined(float64(7*want.Rank)), d.Days)
			require.Equal(t, salesops.Defined(float64(7*want.LowRank)), d.LowDays)
			requirePromiseRank(t, want.HighRank, d.HighDays)
			requirePromiseRank(t, want.SafeRank, d.SafeDays)
			require.Equal(t, want.MinShipments, d.MinShipments)
			require.Equal(t, want.SafeRank != nil, row.Inputs.N >= want.MinShipments)
			if want.HighRank == nil {
				unbounded++
			}
		})
	}
	require.Equal(t, 57, rows)
	require.Greater(t, unbounded, 10)
	require.Less(t, unbounded, rows-10)
}

func requirePromiseRank(t *testing.T, want *int, got salesops.Maybe) {
	t.Helper()
	v, defined := got.Value()
	require.Equal(t, want != nil, defined)
	if defined {
		require.Equal(t, 7*float64(*want), v)
	}
}

func TestPromiseOpenVectors(t *testing.T) {
	rows, unknown, unreached := 0, 0, 0
	for _, row := range testkit.Vectors[promiseRow](t, "promise.json", 81) {
		if row.Inputs.Op != "open" {
			continue
		}
		rows++
		t.Run(row.ID, func(t *testing.T) {
			want := decode[struct {
				Kept      int     `json:"kept"`
				Unknown   int     `json:"unknown"`
				KeptShare float64 `json:"kept_share"`
				Days      *int    `json:"days"`
			}](t, row.Expected)
			h := promiseTimes(row.Inputs.Ended, row.Inputs.Open)
			trial := tryPromise(t, h, row.Inputs.Days)
			require.Equal(t, []int{want.Kept, want.Unknown}, []int{trial.Kept, trial.Unknown})
			requireClose(t, want.KeptShare, trial.KeptShare.Or(-1), row.Tol, 1e-15, "share")
			policy := promising
			policy.KeptShare = row.Inputs.Share
			v, known := findPromise(t, h, policy).Days.Value()
			require.Equal(t, want.Days != nil, known)
			if known {
				require.Equal(t, float64(*want.Days), v)
			} else {
				unreached++
			}
			if want.Unknown > 0 {
				unknown++
			}
		})
	}
	require.Equal(t, 24, rows)
	require.Positive(t, unknown)
	require.Positive(t, unreached)
}
