package twopoint_test

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops/internal/binomial"
	"github.com/salesops-go/salesops/internal/twopoint"
)

// outcomes are all sums with their probabilities. Chances of few binary digits
// make every probability and every total exact in float64.
type outcomes struct {
	sums  []int64
	below []float64
}

func try(parts []twopoint.Part) outcomes {
	type way struct {
		sum  int64
		mass float64
	}
	ways := []way{{0, 1}}
	for _, p := range parts {
		for i, w := range ways {
			ways = append(ways, way{w.sum + p.Weight, w.mass * p.Chance})
			ways[i].mass *= 1 - p.Chance
		}
	}
	slices.SortFunc(ways, func(a, b way) int { return cmp.Compare(a.sum, b.sum) })
	var o outcomes
	total := 0.0
	for i, w := range ways {
		total += w.mass
		if i+1 == len(ways) || ways[i+1].sum > w.sum {
			o.sums, o.below = append(o.sums, w.sum), append(o.below, total)
		}
	}
	return o
}

func (o outcomes) atMost(x int64) float64 {
	if place, _ := slices.BinarySearch(o.sums, x+1); place > 0 {
		return o.below[place-1]
	}
	return 0
}

func (o outcomes) requireHeld(t require.TestingT, s *twopoint.Sum, xs ...int64) {
	width := s.Width() * (1 + 1e-9)
	for _, x := range xs {
		want := o.atMost(x)
		low, high := s.AtMost(x)
		require.True(t, 0 <= low && low <= want && want <= high && high <= 1, "P(S <= %d) = %g in %g to %g", x, want, low, high)
		require.LessOrEqual(t, high-low, width)
		low, high = s.AtLeast(x + 1)
		require.True(t, low <= 1-want && 1-want <= high, "P(S > %d) = %g in %g to %g", x, 1-want, low, high)
	}
}

var hard = map[string]func(random *rand.Rand, i int) twopoint.Part{
	"anything": func(random *rand.Rand, _ int) twopoint.Part {
		return twopoint.Part{Weight: 1 + random.Int64N(1e8), Chance: float64(1+random.IntN(7)) / 8}
	},
	"all but sure": func(random *rand.Rand, _ int) twopoint.Part {
		return twopoint.Part{Weight: 1 + random.Int64N(1e8), Chance: 7. / 8}
	},
	"rare": func(random *rand.Rand, _ int) twopoint.Part {
		return twopoint.Part{Weight: 1 + random.Int64N(1e8), Chance: 1. / 8}
	},
	"a giant": func(random *rand.Rand, i int) twopoint.Part {
		return twopoint.Part{Weight: (1 + random.Int64N(1e8)) << (20 * (i / 16)), Chance: 0.25}
	},
	"growing": func(random *rand.Rand, i int) twopoint.Part {
		return twopoint.Part{Weight: (1<<20 + random.Int64N(1000)) << i, Chance: 0.5}
	},
}

// Seventeen parts that cannot be followed exactly: every outcome is tried.
func TestWithinHoldsTheTruth(t *testing.T) {
	for name, part := range hard {
		if testing.Short() && name != "all but sure" && name != "a giant" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			random := rand.New(rand.NewPCG(7, uint64(len(name))))
			var parts []twopoint.Part
			for i := range 17 {
				parts = append(parts, part(random, i))
			}
			truth := try(parts)
			for _, tc := range []struct {
				width float64
				work  int64
			}{{1e-3, 1e8}, {1e-2, 1e8}, {1e-5, 1}, {0.5, 1e6}} {
				s := twopoint.Within(parts, tc.width, tc.work)
				if tc.work == 1e8 {
					require.LessOrEqual(t, s.Width(), tc.width)
				}
				require.False(t, s.Exact(), "a hundred thousand values are too many")
				n := len(truth.sums)
				xs := []int64{truth.sums[0], truth.sums[n-1], truth.sums[n-1] - 1, truth.sums[n-1] - 2}
				for range 40 {
					x := truth.sums[random.IntN(n)]
					xs = append(xs, x-1, x, x+1)
				}
				truth.requireHeld(t, &s, xs...)
				for _, level := range []float64{0.1, 0.5, 0.9} {
					low, high := s.Quantile(level)
					require.LessOrEqual(t, low, high)
					require.Less(t, truth.atMost(low-1), level)
					require.GreaterOrEqual(t, truth.atMost(high), level)
				}
			}
		})
	}
}

// Books of many parts reach the width that was asked for.
func TestWithinReachesItsWidth(t *testing.T) {
	for name, part := range hard {
		if name == "growing" || testing.Short() && name != "anything" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			random := rand.New(rand.NewPCG(7, 9))
			var parts []twopoint.Part
			for i := range 116 {
				parts = append(parts, part(random, i/7))
			}
			s := twopoint.Within(parts, 1e-3, 1e9)
			require.LessOrEqual(t, s.Width(), 1e-3)
			require.Greater(t, s.Step(), int64(1))
			coarse := twopoint.Within(parts, 1e-2, 1e9)
			require.LessOrEqual(t, coarse.Width(), 1e-2)
			for _, level := range []float64{0.01, 0.3, 0.7, 0.99} {
				x, _ := s.Quantile(level)
				low, high := s.AtMost(x)
				a, b := coarse.AtMost(x)
				require.LessOrEqual(t, max(low, a), min(high, b), "both hold the truth")
			}
			slices.Reverse(parts)
			require.Equal(t, s, twopoint.Within(parts, 1e-3, 1e9), "the order of the parts is nothing")
		})
	}
}

// Little work gives wide bounds, and says so.
func TestWithinLimitsItsWork(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 5))
	var parts []twopoint.Part
	for range 300 {
		parts = append(parts, twopoint.Part{Weight: 1 + random.Int64N(1e8), Chance: 0.25})
	}
	little, much := twopoint.Within(parts, 1e-4, 1), twopoint.Within(parts, 1e-4, 1e7)
	require.Greater(t, little.Width(), 1e-4)
	require.Greater(t, much.Width(), 1e-4)
	require.Less(t, much.Width(), little.Width())
}

// Weights with a common divisor are a lattice, and followed exactly.
func TestWithinIsExactOnALattice(t *testing.T) {
	parts := slices.Repeat([]twopoint.Part{{Weight: 250_000_000, Chance: 0.25}}, 400)
	parts = append(parts, twopoint.Part{Weight: 500_000_000, Chance: 1})
	s := twopoint.Within(parts, 1e-3, 1e8)
	require.True(t, s.Exact())
	require.Equal(t, int64(1), s.Step())
	require.Less(t, s.Width(), 1e-12)
	for _, k := range []int{0, 60, 100, 101, 399} {
		low, high := s.AtMost(500_000_000 + int64(k)*250_000_000)
		want := binomial.Lower(400, k, 0.25)
		require.True(t, low <= want && want <= high, "%g in %g to %g", want, low, high)
	}
	low, high := s.Quantile(0.5)
	require.Equal(t, []int64{102 * 250_000_000, 102 * 250_000_000}, []int64{low, high})
}

func TestNothing(t *testing.T) {
	s := twopoint.Within(nil, 1e-3, 1)
	require.True(t, s.Exact())
	low, high := s.AtLeast(0)
	require.Equal(t, []float64{1, 1}, []float64{low, high})
	low, high = s.AtLeast(1)
	require.Equal(t, []float64{0, 0}, []float64{low, high})
	twopoint.Others(nil, 1e-3, 1, func(int, *twopoint.Sum) { require.Fail(t, "there is no part") })
}

// What is left without a part is the sum of the others.
func othersProperty(t *rapid.T) {
	weight := rapid.OneOf(rapid.Int64Range(0, 9), rapid.Int64Range(0, 1e9))
	parts := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) twopoint.Part {
		return twopoint.Part{Weight: weight.Draw(t, "weight"), Chance: float64(rapid.IntRange(0, 16).Draw(t, "chance")) / 16}
	}), 1, 8).Draw(t, "parts")
	work := rapid.SampledFrom([]int64{1, 400, 100_000}).Draw(t, "work")
	x := rapid.OneOf(rapid.Int64Range(0, 30), rapid.Int64Range(0, 5e9)).Draw(t, "x")
	seen := make([]int, len(parts))
	twopoint.Others(parts, 0.01, work, func(at int, others *twopoint.Sum) {
		seen[at]++
		truth := try(slices.Concat(parts[:at], parts[at+1:]))
		sum := truth.sums[len(truth.sums)/2]
		truth.requireHeld(t, others, x, sum-1, sum)
	})
	require.Equal(t, slices.Repeat([]int{1}, len(parts)), seen)
}

func TestOthers(t *testing.T) { rapid.Check(t, othersProperty) }
func FuzzOthers(f *testing.F) { f.Fuzz(rapid.MakeFuzz(othersProperty)) }

func BenchmarkWithin(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{50, 200, 1000} {
		var parts []twopoint.Part
		for range n {
			parts = append(parts, twopoint.Part{Weight: random.Int64N(100_000_000), Chance: random.Float64()})
		}
		b.Run("parts="+strconv.Itoa(n)+"/width=0.001", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				twopoint.Within(parts, 1e-3, 1e9)
			}
		})
	}
}

func BenchmarkOthers(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	var parts []twopoint.Part
	for range 200 {
		parts = append(parts, twopoint.Part{Weight: random.Int64N(100_000_000), Chance: random.Float64()})
	}
	b.Run("parts=200/work=1e8", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			twopoint.Others(parts, 1e-3, 1e8, func(int, *twopoint.Sum) {})
		}
	})
}

// What may come on top widens the bounds, and they still hold.
func blurProperty(t *rapid.T) {
	weight := rapid.OneOf(rapid.Int64Range(1, 9), rapid.Int64Range(1, 1e6))
	parts := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) twopoint.Part {
		return twopoint.Part{Weight: weight.Draw(t, "weight"), Chance: float64(rapid.IntRange(0, 16).Draw(t, "chance")) / 16}
	}), 1, 8).Draw(t, "parts")
	most := rapid.Int64Range(0, 20).Draw(t, "most")
	cells := rapid.SampledFrom([]int{3, 512}).Draw(t, "cells")
	truth := try(parts)
	s := twopoint.Of(parts, cells)
	exact := s.Exact()
	s.Blur(most)
	require.Equal(t, exact && most == 0, s.Exact())
	for _, sum := range truth.sums {
		for _, x := range []int64{sum - 1, sum, sum + most - 1, sum + most} {
			low, high := s.AtMost(x)
			require.LessOrEqual(t, low, truth.atMost(x-most))
			require.GreaterOrEqual(t, high, truth.atMost(x))
			require.LessOrEqual(t, high-low, s.Width()*(1+1e-9))
		}
	}
	low, high := s.Quantile(0.3)
	require.Less(t, truth.atMost(low-1), 0.3)
	require.GreaterOrEqual(t, truth.atMost(high-most), 0.3)
	_, sure := s.AtMost(truth.sums[len(truth.sums)-1] + most)
	require.Equal(t, 1.0, sure)
}

func TestBlur(t *testing.T) { rapid.Check(t, blurProperty) }
func FuzzBlur(f *testing.F) { f.Fuzz(rapid.MakeFuzz(blurProperty)) }
