package ranks_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/internal/ranks"
)

func TestSignedVectors(t *testing.T) {
	data, err := os.ReadFile("testdata/signed.json")
	require.NoError(t, err)
	var rows []struct {
		ID     string
		Inputs struct{ Errors []float64 }
		Want   struct {
			N         int     `json:"n"`
			Zeros     int     `json:"n_zero"`
			Used      int     `json:"n_used"`
			Plus      float64 `json:"w_plus"`
			Minus     float64 `json:"w_minus"`
			TwoSided  float64 `json:"exact_p_two_sided"`
			Greater   float64 `json:"exact_p_greater"`
			Less      float64 `json:"exact_p_less"`
			NTwoSided float64 `json:"normal_cc_p_two_sided"`
			NGreater  float64 `json:"normal_cc_p_greater"`
			NLess     float64 `json:"normal_cc_p_less"`
		} `json:"expected"`
		Tol float64
	}
	require.NoError(t, json.Unmarshal(data, &rows))
	require.Len(t, rows, 13)
	for _, r := range rows {
		t.Run(r.ID, func(t *testing.T) {
			s := ranks.Signed(r.Inputs.Errors)
			require.Equal(t, r.Want.Used, s.Used)
			require.Equal(t, r.Want.Zeros, s.Zeros)
			require.Equal(t, 2*r.Want.Plus, float64(s.Plus))
			require.Equal(t, 2*r.Want.Minus, float64(s.Minus))
			p, ok := s.Exact()
			require.True(t, ok)
			require.InEpsilon(t, r.Want.TwoSided, p.TwoSided, r.Tol)
			require.InEpsilon(t, r.Want.Greater, p.Greater, r.Tol)
			require.InEpsilon(t, r.Want.Less, p.Less, r.Tol)
			p = s.Normal()
			require.InEpsilon(t, r.Want.NTwoSided, p.TwoSided, r.Tol)
			require.InEpsilon(t, r.Want.NGreater, p.Greater, r.Tol)
			require.InEpsilon(t, r.Want.NLess, p.Less, r.Tol)
		})
	}
}
