package twopoint_test

import (
	"cmp"
	"math/big"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops/internal/twopoint"
)

// enumerate returns the probability of every value, by trying every outcome.
func enumerate(parts []twopoint.Part) (values []int64, mass map[int64]*big.Rat) {
	mass = map[int64]*big.Rat{0: big.NewRat(1, 1)}
	for _, p := range parts {
		chance, _ := new(big.Rat).SetString(strconv.FormatFloat(p.Chance, 'g', -1, 64))
		stay := new(big.Rat).Sub(big.NewRat(1, 1), chance)
		next := make(map[int64]*big.Rat)
		grow := func(value int64, by *big.Rat) {
			if next[value] == nil {
				next[value] = new(big.Rat)
			}
			next[value].Add(next[value], by)
		}
		for value, m := range mass {
			grow(value, new(big.Rat).Mul(m, stay))
			grow(value+p.Weight, new(big.Rat).Mul(m, chance))
		}
		mass = next
	}
	for value := range mass {
		values = append(values, value)
	}
	slices.Sort(values)
	return values, mass
}

func quantile(parts []twopoint.Part, level float64) int64 {
	goal, _ := new(big.Rat).SetString(strconv.FormatFloat(level, 'g', -1, 64))
	values, mass := enumerate(parts)
	sum := new(big.Rat)
	for _, value := range values {
		if sum.Add(sum, mass[value]).Cmp(goal) >= 0 {
			return value
		}
	}
	return values[len(values)-1]
}

func atMost(parts []twopoint.Part, x int64) float64 {
	values, mass := enumerate(parts)
	sum := new(big.Rat)
	for _, value := range values {
		if value <= x {
			sum.Add(sum, mass[value])
		}
	}
	f, _ := sum.Float64()
	return f
}

func TestQuantile(t *testing.T) {
	same := func(n int, weight int64, chance float64) []twopoint.Part {
		return slices.Repeat([]twopoint.Part{{Weight: weight, Chance: chance}}, n)
	}
	for name, tc := range map[string]struct {
		parts []twopoint.Part
		level float64
		want  int64
	}{
		"nothing":                        {nil, 0.5, 0},
		"one, half at zero":              {same(1, 7, 0.5), 0.5, 0},
		"one, just more likely":          {same(1, 7, 0.51), 0.5, 7},
		"one, nine in ten at zero":       {same(1, 7, 0.1), 0.9, 0},
		"one, less than nine in ten":     {same(1, 7, 0.11), 0.9, 7},
		"certain":                        {same(3, 7, 1), 0.5, 21},
		"never":                          {same(3, 7, 0), 0.9, 0},
		"no weight":                      {same(3, 0, 0.5), 0.9, 0},
		"products of 0.75 and 0.8":       {[]twopoint.Part{{10, 0.25}, {3, 0.2}}, 0.6, 0},
		"products of 0.8 and 0.9":        {[]twopoint.Part{{5, 0.2}, {3, 0.1}}, 0.72, 0},
		"an odd number of coins":         {same(51, 3, 0.5), 0.5, 75},
		"an even number of coins":        {same(50, 3, 0.5), 0.5, 75},
		"one that is certain among many": {append(same(2, 1, 0.5), twopoint.Part{100, 1}), 0.25, 100},
	} {
		t.Run(name, func(t *testing.T) {
			s := twopoint.Of(tc.parts, 4096)
			low, high := s.Quantile(tc.level)
			require.Equal(t, []int64{tc.want, tc.want}, []int64{low, high})
		})
	}
}

func TestAtMost(t *testing.T) {
	s := twopoint.Of([]twopoint.Part{{2, 0.5}, {3, 0.25}, {10, 1}}, 100)
	for x, want := range map[int64]float64{9: 0, 10: 0.375, 11: 0.375, 12: 0.75, 13: 0.875, 14: 0.875, 15: 1, 16: 1} {
		low, high := s.AtMost(x)
		require.LessOrEqual(t, low, want)
		require.GreaterOrEqual(t, high, want)
		require.InDelta(t, want, low, 1e-14)
		require.InDelta(t, want, high, 1e-14)
	}
	low, high := s.AtMost(9)
	require.Equal(t, []float64{0, 0}, []float64{low, high}, "nothing is below what is certain")
	low, high = s.AtMost(15)
	require.Equal(t, []float64{1, 1}, []float64{low, high}, "all is at most everything")
}

// A book of many parts is bracketed tightly, and a finer one lies within.
func TestManyParts(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var parts []twopoint.Part
	var total int64
	for range 1000 {
		p := twopoint.Part{Weight: 1 + random.Int64N(100_000_000), Chance: float64(random.IntN(100)) / 100}
		parts, total = append(parts, p), total+p.Weight
	}
	coarse, fine := twopoint.Of(parts, 1024), twopoint.Of(parts, 65536)
	for _, level := range []float64{0.01, 0.1, 0.5, 0.9, 0.99} {
		low, high := coarse.Quantile(level)
		fineLow, fineHigh := fine.Quantile(level)
		require.LessOrEqual(t, low, fineHigh)
		require.LessOrEqual(t, fineLow, high)
		require.Less(t, float64(high-low), 0.03*float64(total))
		require.Less(t, float64(fineHigh-fineLow), 0.001*float64(total))
		require.Less(t, fineLow, fineHigh, "rounding leaves a bracket")
		for _, x := range []int64{low, fineLow, fineHigh, high} {
			a, b := coarse.AtMost(x)
			c, d := fine.AtMost(x)
			require.LessOrEqual(t, a, d)
			require.LessOrEqual(t, c, b)
			require.LessOrEqual(t, a, b)
		}
		below, _ := fine.AtMost(fineHigh)
		_, above := fine.AtMost(fineLow - 1)
		require.InDelta(t, level, below, 0.02)
		require.InDelta(t, level, above, 0.02)
	}
}

// Rare and heavy beside frequent and light: the lattice stays bounded.
func TestRareAndHeavy(t *testing.T) {
	parts := []twopoint.Part{{Weight: 1 << 50, Chance: 1e-8}, {Weight: 1<<50 + 1, Chance: 1e-13}}
	for i := range int64(40) {
		parts = append(parts, twopoint.Part{Weight: 1<<20 + i*i*7919, Chance: 0.5})
	}
	s := twopoint.Of(parts, 256)
	low, high := s.Quantile(0.5)
	require.LessOrEqual(t, low, int64(20<<20))
	require.GreaterOrEqual(t, high, int64(20<<20))
	_, high = s.Quantile(1 - 1e-12)
	require.GreaterOrEqual(t, high, int64(1)<<50, "the tail is not forgotten")
}

func draws() *rapid.Generator[[]twopoint.Part] {
	return rapid.Custom(func(t *rapid.T) []twopoint.Part {
		weight := rapid.OneOf(rapid.Int64Range(0, 9), rapid.Int64Range(0, 1e12))
		chance := rapid.OneOf(
			rapid.Map(rapid.IntRange(0, 20), func(n int) float64 { return float64(n) / 20 }),
			rapid.Float64Range(0, 1),
		)
		return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) twopoint.Part {
			return twopoint.Part{Weight: weight.Draw(t, "weight"), Chance: chance.Draw(t, "chance")}
		}), 0, 9).Draw(t, "parts")
	})
}

// The brackets hold what enumerating every outcome gives, and are exact while
// the cells suffice; the order does not matter.
func bracketsProperty(t *rapid.T) {
	parts := draws().Draw(t, "parts")
	level := rapid.OneOf(rapid.SampledFrom([]float64{0.5, 0.9, 0.25, 0.05}), rapid.Float64Range(0.001, 0.999)).Draw(t, "level")
	cells := rapid.SampledFrom([]int{1, 2, 7, 30, 512}).Draw(t, "cells")
	s := twopoint.Of(parts, cells)
	want := quantile(parts, level)
	low, high := s.Quantile(level)
	require.True(t, low <= want && want <= high, "%d in %d to %d", want, low, high)
	if cells == 512 {
		require.Equal(t, low, high)
	}
	x := rapid.OneOf(rapid.Int64Range(0, 30), rapid.Int64Range(0, 1e13), rapid.SampledFrom([]int64{want - 1, want})).Draw(t, "x")
	below, above := s.AtMost(x)
	p := atMost(parts, x)
	require.True(t, below <= p && p <= above, "%g in %g to %g", p, below, above)
	if cells == 512 {
		require.Less(t, above-below, 1e-12)
	}
	shuffled := rapid.Permutation(parts).Draw(t, "order")
	same := twopoint.Of(shuffled, cells)
	l, h := same.Quantile(level)
	require.Equal(t, []int64{low, high}, []int64{l, h})
	require.True(t, slices.IsSortedFunc([]int64{low, high}, cmp.Compare[int64]))
}

func TestBrackets(t *testing.T) { rapid.Check(t, bracketsProperty) }
func FuzzBrackets(f *testing.F) { f.Fuzz(rapid.MakeFuzz(bracketsProperty)) }

func BenchmarkOf(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{10, 100, 1000} {
		var parts []twopoint.Part
		for range n {
			parts = append(parts, twopoint.Part{Weight: random.Int64N(100_000_000), Chance: random.Float64()})
		}
		b.Run("parts="+strconv.Itoa(n)+"/cells=4096", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				twopoint.Of(parts, 4096)
			}
		})
	}
}
