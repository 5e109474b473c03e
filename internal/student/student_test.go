package student_test

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/internal/student"
)

func TestVectors(t *testing.T) {
	data, err := os.ReadFile("testdata/t_test.json")
	require.NoError(t, err)
	var rows []struct {
		ID   string
		Want struct {
			Freedom int     `json:"df"`
			T       float64 `json:"t"`
			P       float64 `json:"p_two_sided"`
			Mean    float64 `json:"mean"`
			Error   float64 `json:"se"`
			High90  float64 `json:"ci90_hi"`
			High95  float64 `json:"ci95_hi"`
			High99  float64 `json:"ci99_hi"`
		} `json:"expected"`
		Tol float64
	}
	require.NoError(t, json.Unmarshal(data, &rows))
	require.Len(t, rows, 13)
	for _, r := range rows {
		w := &r.Want
		require.InEpsilon(t, w.P, student.TwoSided(w.T, w.Freedom), r.Tol, r.ID)
		require.Equal(t, student.TwoSided(w.T, w.Freedom), student.TwoSided(-w.T, w.Freedom))
		for level, high := range map[float64]float64{0.1: w.High90, 0.05: w.High95, 0.01: w.High99} {
			require.InEpsilon(t, (high-w.Mean)/w.Error, student.Quantile(level, w.Freedom), r.Tol, r.ID)
		}
	}
}

// The first two have closed forms: Cauchy's distribution, and t ÷ √(2 + t²). The
// others are those of qt in R 4.2, which prints 16 digits.
func TestQuantile(t *testing.T) {
	for _, p := range []float64{1, 0.5, 0.05, 1e-3, 1e-9} {
		require.InEpsilon(t, 1+math.Tan(math.Pi/2*(1-p)), 1+student.Quantile(p, 1), 2e-7, "%v", p)
		require.InEpsilon(t, 1+(1-p)*math.Sqrt(2/(p*(2-p))), 1+student.Quantile(p, 2), 1e-7, "%v", p)
	}
	for _, row := range []struct {
		p       float64
		freedom int
		want    float64
	}{
		{0.5, 3, 0.7648923284043452}, {0.5, 23, 0.6853062780612958}, {0.5, 1000, 0.6747351646070093}, {0.5, 1_000_000, 0.6744899955310873},
		{0.05, 3, 3.182446305283709}, {0.05, 23, 2.068657610419049}, {0.05, 1000, 1.962339080826408}, {0.05, 1_000_000, 1.959966356814107},
		{1e-3, 3, 12.92397863668748}, {1e-3, 23, 3.76762680431178}, {1e-3, 1000, 3.300282648423912}, {1e-3, 1_000_000, 3.290536461248691},
		{1e-9, 3, 1301.637167291693}, {1e-9, 23, 9.858304120906663}, {1e-9, 1000, 6.168430247805821}, {1e-9, 1_000_000, 6.109468740974071},
	} {
		require.InEpsilon(t, row.want, student.Quantile(row.p, row.freedom), 1e-9, "%v", row)
		require.InEpsilon(t, row.p, student.TwoSided(row.want, row.freedom), 1e-9, "%v", row)
	}
}

func TestSpecialCases(t *testing.T) {
	require.Equal(t, 1.0, student.TwoSided(0, 3))
	require.Zero(t, student.TwoSided(math.Inf(1), 3))
	require.Zero(t, student.TwoSided(math.Inf(-1), 3))
	require.Zero(t, student.TwoSided(1e300, 3))
	require.Zero(t, student.Quantile(1, 3))
	for _, bad := range []float64{math.NaN(), student.TwoSided(1, 0), student.TwoSided(math.NaN(), 1), student.Quantile(0.5, 0), student.Quantile(0, 1), student.Quantile(math.Nextafter(1, 2), 1), student.Quantile(math.NaN(), 1)} {
		require.True(t, math.IsNaN(bad))
	}
}

func BenchmarkQuantile(b *testing.B) {
	b.Run("freedom=23", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = student.Quantile(0.05, 23)
		}
	})
}
