package survival_test

import (
	"math"
	"math/big"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops/internal/survival"
)

// The remission times of 21 patients under 6-MP (Freireich and others, 1963),
// the textbook example: S and its standard error as printed by R's survfit.
func remission() []survival.Case {
	var cases []survival.Case
	for _, t := range []int{6, 6, 6, 7, 10, 13, 16, 22, 23} {
		cases = append(cases, survival.Case{Time: t, Cause: survival.First})
	}
	for _, t := range []int{6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35} {
		cases = append(cases, survival.Case{Time: t})
	}
	return cases
}

func TestKaplanMeier(t *testing.T) {
	rows := survival.Table(remission())
	require.Equal(t, survival.Row{Time: 6, AtRisk: 21, First: 3}, rows[0])
	require.Len(t, rows, 7)
	c := survival.KaplanMeier(rows)
	for days, want := range map[int]float64{
		0: 1, 5: 1, 6: 18. / 21, 7: 18. / 21 * 16 / 17, 9: 18. / 21 * 16 / 17, 10: 0.7529411764705882,
		13: 0.6901960784313725, 16: 0.6274509803921569, 22: 0.5378151260504201, 23: 0.4481792717086835, 99: 0.4481792717086835,
	} {
		require.InDelta(t, want, c.At(days), 1e-15, "%d days", days)
	}
	median, reached := c.Quantile(0.5)
	require.True(t, reached)
	require.Equal(t, 23, median)
	_, reached = c.Quantile(0.56)
	require.False(t, reached, "the curve ends at 0.448")
	require.InDelta(t, 6*1+1*18./21+3*0.8067226890756303, c.RestrictedMean(10), 1e-13)
	require.InDelta(t, 5, c.RestrictedMean(5), 0)
	require.InDelta(t, 6, c.RestrictedMean(6), 0)
}

// The interval of ln(-ln S), computed apart from the formulas S = 6/7 and
// Greenwood's 3/(21·18).
func TestInterval(t *testing.T) {
	c := survival.KaplanMeier(survival.Table(remission()))
	const z = 1.959963984540054
	low, high := c.Interval(6, z)
	w := z * math.Sqrt(3./(21*18)) / -math.Log(6./7)
	require.InDelta(t, math.Pow(6./7, math.Exp(w)), low, 1e-14)
	require.InDelta(t, math.Pow(6./7, math.Exp(-w)), high, 1e-14)
	require.InDelta(t, 0.6197, low, 5e-5)
	require.InDelta(t, 0.9516, high, 5e-5)
	low, high = c.Interval(23, z)
	require.InDelta(t, 0.1881, low, 5e-5)
	require.InDelta(t, 0.6801, high, 5e-5)
	low, high = c.Interval(5, z)
	require.Equal(t, []float64{1, 1}, []float64{low, high})
	all := survival.KaplanMeier(survival.Table([]survival.Case{{Time: 3, Cause: survival.Second}}))
	low, high = all.Interval(3, z)
	require.Equal(t, []float64{0, 0}, []float64{low, high})
}

// Half of ten is reached at the fifth, exactly, whatever the floats say.
func TestQuantileAtTheLine(t *testing.T) {
	var cases []survival.Case
	for i := range 10 {
		cases = append(cases, survival.Case{Time: i, Cause: survival.Second})
	}
	c := survival.KaplanMeier(survival.Table(cases))
	for share, want := range map[float64]int{0.05: 0, 0.1: 0, 0.1000001: 1, 0.3: 2, 0.5: 4, 0.7: 6, 0.9: 8, 0.91: 9, 1: 9} {
		got, reached := c.Quantile(share)
		require.True(t, reached)
		require.Equal(t, want, got, "%g", share)
	}
	got, reached := c.Quantile(0.30000000000000004)
	require.True(t, reached)
	require.Equal(t, 3, got, "a hair above the line")
	var none survival.Curve
	require.InDelta(t, 1, none.At(7), 0)
	_, reached = none.Quantile(0.1)
	require.False(t, reached)
}

func TestAalenJohansen(t *testing.T) {
	// Four cases: one ends by each cause, one is censored between, one stays.
	rows := survival.Table([]survival.Case{
		{Time: 0, Cause: survival.Second}, {Time: 2, Cause: survival.First}, {Time: 1}, {Time: 5, Cause: survival.First},
	})
	require.Equal(t, []survival.Row{{0, 4, 0, 1}, {2, 2, 1, 0}, {5, 1, 1, 0}}, rows)
	for name, tc := range map[string]struct {
		after, until int
		want         survival.Chances
	}{
		"a new case, first day":      {-1, 0, survival.Chances{First: 0, Second: 0.25, Lasts: 0.75}},
		"a new case":                 {-1, 2, survival.Chances{First: 0.375, Second: 0.25, Lasts: 0.375}},
		"a new case, to the end":     {-1, 5, survival.Chances{First: 0.75, Second: 0.25, Lasts: 0}},
		"one that lasted the first":  {0, 2, survival.Chances{First: 0.5, Second: 0, Lasts: 0.5}},
		"one that lasted two":        {2, 4, survival.Chances{Lasts: 1}},
		"one that lasted two, later": {2, 99, survival.Chances{First: 1}},
		"one beyond all others":      {7, 99, survival.Chances{Lasts: 1}},
		"no time":                    {2, 2, survival.Chances{Lasts: 1}},
	} {
		require.Equal(t, tc.want, survival.AalenJohansen(rows, tc.after, tc.until), name)
	}
}

func cases() *rapid.Generator[[]survival.Case] {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) survival.Case {
		return survival.Case{
			Time:  rapid.IntRange(0, 12).Draw(t, "time"),
			Cause: rapid.SampledFrom([]survival.Cause{survival.Censored, survival.First, survival.Second}).Draw(t, "cause"),
		}
	}), 0, 30)
}

// The two causes and what lasts are everything; what lasts is the Kaplan-Meier
// estimate; without censoring both are shares of the cases; order is nothing.
func estimatesProperty(t *rapid.T) {
	drawn := cases().Draw(t, "cases")
	rows := survival.Table(drawn)
	c := survival.KaplanMeier(rows)
	days := rapid.IntRange(0, 13).Draw(t, "days")
	all := survival.AalenJohansen(rows, -1, days)
	require.InDelta(t, 1, all.First+all.Second+all.Lasts, 1e-13)
	require.InDelta(t, all.Lasts, c.At(days), 1e-14)
	middle := rapid.IntRange(-1, days).Draw(t, "middle")
	head, tail := survival.AalenJohansen(rows, -1, middle), survival.AalenJohansen(rows, middle, days)
	require.InDelta(t, all.First, head.First+head.Lasts*tail.First, 1e-13)
	require.Equal(t, rows, survival.Table(rapid.Permutation(drawn).Draw(t, "order")))

	share := float64(rapid.IntRange(1, 20).Draw(t, "share")) / 20
	at, reached := c.Quantile(share)
	want, found := quantile(rows, share)
	require.Equal(t, found, reached)
	require.Equal(t, want, at)

	ended := slices.DeleteFunc(slices.Clone(drawn), func(x survival.Case) bool { return x.Cause == survival.Censored })
	if len(ended) == 0 {
		return
	}
	first := 0
	for _, x := range ended {
		if x.Time <= days && x.Cause == survival.First {
			first++
		}
	}
	got := survival.AalenJohansen(survival.Table(ended), -1, days)
	require.InDelta(t, float64(first)/float64(len(ended)), got.First, 1e-13)
}

// quantile is the definition, in rationals.
func quantile(rows []survival.Row, share float64) (int, bool) {
	s, left := big.NewRat(1, 1), new(big.Rat).Sub(big.NewRat(1, 1), big.NewRat(int64(math.Round(share*20)), 20))
	for _, r := range rows {
		if s.Mul(s, big.NewRat(int64(r.AtRisk-r.First-r.Second), int64(r.AtRisk))).Cmp(left) <= 0 {
			return r.Time, true
		}
	}
	return 0, false
}

func TestEstimates(t *testing.T) { rapid.Check(t, estimatesProperty) }
func FuzzEstimates(f *testing.F) { f.Fuzz(rapid.MakeFuzz(estimatesProperty)) }

func TestTableKeepsItsArgument(t *testing.T) {
	given := []survival.Case{{Time: 4}, {Time: 2, Cause: survival.First}}
	survival.Table(given)
	require.Equal(t, []survival.Case{{Time: 4}, {Time: 2, Cause: survival.First}}, given)
	require.Empty(t, survival.Table(nil))
}

func BenchmarkKaplanMeier(b *testing.B) {
	var many []survival.Case
	for i := range 100_000 {
		many = append(many, survival.Case{Time: i * 7919 % 400, Cause: survival.Cause(i % 3)})
	}
	b.Run("cases=100000", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			survival.KaplanMeier(survival.Table(many))
		}
	})
}
