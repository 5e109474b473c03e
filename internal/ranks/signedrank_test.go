package ranks_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

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

// signs goes through all signs of the differences.
func signs(differences []float64) ranks.Tails {
	var used []float64
	for _, d := range differences {
		if d != 0 {
			used = append(used, d)
		}
	}
	doubled := make([]int, len(used))
	for i, a := range used {
		for _, b := range used {
			switch a, b := math.Abs(a), math.Abs(b); {
			case b < a:
				doubled[i] += 2
			case b == a:
				doubled[i]++
			}
		}
		doubled[i]++
	}
	sum := func(positive func(i int) bool) (w int) {
		for i, rank := range doubled {
			if positive(i) {
				w += rank
			}
		}
		return w
	}
	w := sum(func(i int) bool { return used[i] > 0 })
	greater, less, all := 0, 0, 1<<len(used)
	for bits := range all {
		v := sum(func(i int) bool { return bits>>i&1 == 1 })
		if v >= w {
			greater++
		}
		if v <= w {
			less++
		}
	}
	share := func(n int) float64 { return float64(n) / float64(all) }
	return ranks.Tails{Greater: share(greater), Less: share(less), TwoSided: min(1, 2*share(min(greater, less)))}
}

// The exact p-values are those of all 2^n signs, to the last bit, ties and zeros
// included.
func signedProperty(t *rapid.T) {
	sizes := rapid.SampledFrom([]int{1, 3, 50}).Draw(t, "sizes")
	list := rapid.SliceOfN(rapid.Map(rapid.IntRange(-sizes, sizes), func(n int) float64 { return float64(n) / 4 }), 0, 10).Draw(t, "differences")
	s := ranks.Signed(list)
	p, ok := s.Exact()
	require.True(t, ok)
	require.Equal(t, signs(list), p)
	require.Equal(t, len(list), s.Used+s.Zeros)
	require.Equal(t, int64(s.Used)*int64(s.Used+1), s.Plus+s.Minus)

	mirrored := make([]float64, len(list))
	for i, d := range list {
		mirrored[len(list)-1-i] = -8 * d
	}
	m := ranks.Signed(mirrored)
	q, _ := m.Exact()
	require.Equal(t, ranks.Tails{Greater: p.Less, Less: p.Greater, TwoSided: p.TwoSided}, q)
	n, o := s.Normal(), m.Normal()
	require.Equal(t, ranks.Tails{Greater: n.Less, Less: n.Greater, TwoSided: n.TwoSided}, o)
}

func TestSigned(t *testing.T) { rapid.Check(t, signedProperty) }
func FuzzSigned(f *testing.F) { f.Fuzz(rapid.MakeFuzz(signedProperty)) }

func TestSignedOfMany(t *testing.T) {
	rising := make([]float64, ranks.MaxSignedExact+1)
	for i := range rising {
		rising[i] = float64(i + 1)
	}
	s := ranks.Signed(rising)
	_, ok := s.Exact()
	require.False(t, ok)
	s = ranks.Signed(rising[:ranks.MaxSignedExact])
	p, ok := s.Exact()
	require.True(t, ok)
	require.Equal(t, ranks.Tails{Greater: 0x1p-200, Less: 1, TwoSided: 0x1p-199}, p)
	require.InEpsilon(t, 1, s.Normal().Less, 1e-12)

	// In the middle both tails are one half, and the one share between them.
	for i := range rising {
		if i%4 == 1 || i%4 == 2 {
			rising[i] = -rising[i]
		}
	}
	s = ranks.Signed(rising[:ranks.MaxSignedExact])
	require.Equal(t, s.Plus, s.Minus)
	p, _ = s.Exact()
	require.InEpsilon(t, p.Greater, p.Less, 1e-13)
	require.Greater(t, p.Greater, 0.5)
	require.Equal(t, 1.0, p.TwoSided)
	n := s.Normal()
	require.InDelta(t, n.Greater, p.Greater, 1e-4)
	require.Equal(t, ranks.Tails{Greater: 1, Less: 1, TwoSided: 1}, new(ranks.SignedRank).Normal())
}

func BenchmarkSigned(b *testing.B) {
	for _, n := range []int{24, 100} {
		list := make([]float64, n)
		for i := range list {
			list[i] = float64((i*37)%101 - 40)
		}
		b.Run(fmt.Sprintf("differences=%d/p=exact", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s := ranks.Signed(list)
				_, _ = s.Exact()
			}
		})
	}
}
