package sum_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/internal/sum"
)

func TestOf(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	const biggest = math.MaxFloat64
	tests := []struct {
		name string
		xs   []float64
		want float64
	}{
		{"nothing", nil, 0},
		{"one term", []float64{-2.5}, -2.5},
		{"ten dimes make a dollar", []float64{0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1}, 1},
		{"a small term survives a large one that comes first", []float64{1e100, 1, -1e100}, 1},
		{"a small term survives a large one that comes later", []float64{1, 1e100, -1e100}, 1},
		{"small terms add up beside a large one", []float64{1, 0x1p-53, 0x1p-53}, 1 + 0x1p-52},
		{"a tie is broken by what was lost", []float64{1, 0x1p-53, 0x1p-104}, 1 + 0x1p-52},
		{"a tie without a rest goes to even", []float64{1, 0x1p-53}, 1},
		{"what is left of a cancellation", []float64{0.1, 0.2, -0.3}, 0x1p-55},
		{"subnormal terms", []float64{5e-324, 5e-324, -1, 1}, 1e-323},
		{"largest double", []float64{biggest, 1, -1}, biggest},
		{"largest double with a rest above it", []float64{biggest, 0x1p960}, biggest},
		{"largest double cancels", []float64{biggest, 1, -biggest}, 1},
		{"overflow", []float64{biggest, biggest}, inf},
		{"overflow that a later term would have undone", []float64{biggest, biggest, -biggest}, inf},
		{"negative overflow", []float64{-biggest, -biggest, 1}, -inf},
		{"infinity first", []float64{inf, 1, -5}, inf},
		{"infinity last", []float64{1, 0x1p-60, -inf}, -inf},
		{"same infinities", []float64{inf, inf}, inf},
		{"opposite infinities", []float64{inf, -inf, 1}, nan},
		{"NaN", []float64{1, nan, 1}, nan},
		{"NaN after infinity", []float64{inf, nan}, nan},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			requireSame(t, test.want, sum.Of(test.xs), "Of")

			var s sum.Sum
			for _, x := range test.xs {
				s.Add(x)
			}
			requireSame(t, test.want, s.Value(), "Add")

			var merged sum.Sum
			for _, x := range test.xs {
				merged.Merge(sum.FromParts(x, 0))
			}
			requireSame(t, test.want, merged.Value(), "Merge")
		})
	}
}

func TestFromParts(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	tests := []struct {
		name              string
		high, low         float64
		wantHigh, wantLow float64
	}{
		{"empty", 0, 0, 0, 0},
		{"as Parts returns them", 1, 0x1p-60, 1, 0x1p-60},
		{"exchanged", 0x1p-60, 1, 1, 0x1p-60},
		{"overlapping", 1, 0x1p-53 + 0x1p-54, 1 + 0x1p-52, -0x1p-54},
		{"cancelling", 3, -3, 0, 0},
		{"overflow", math.MaxFloat64, math.MaxFloat64, inf, 0},
		{"infinite high", -inf, 1, -inf, 0},
		{"infinite low", 1, inf, inf, 0},
		{"opposite infinities", inf, -inf, nan, 0},
		{"NaN high", nan, 1, nan, 0},
		{"NaN low", 1, nan, nan, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := sum.FromParts(test.high, test.low)
			high, low := s.Parts()
			requireSame(t, test.wantHigh, high, "high")
			requireSame(t, test.wantHigh, s.Value(), "value")
			requireSame(t, test.wantLow, low, "low")
		})
	}
}

func TestPartsOfInfiniteSum(t *testing.T) {
	for name, xs := range map[string][]float64{
		"infinite term": {1, 0x1p-60, math.Inf(1)},
		"overflow":      {1, 0x1p-60, math.MaxFloat64, math.MaxFloat64},
		"NaN":           {1, 0x1p-60, math.NaN()},
	} {
		t.Run(name, func(t *testing.T) {
			var s sum.Sum
			for _, x := range xs {
				s.Add(x)
			}
			_, low := s.Parts()
			require.Zero(t, low)

			var merged sum.Sum
			merged.Add(0x1p-60)
			merged.Merge(s)
			_, low = merged.Parts()
			require.Zero(t, low)
		})
	}
}

// The low parts are added exactly too: here their rounding error is all that is
// left below 1.
func TestMergeKeepsTheErrorOfTheLows(t *testing.T) {
	s := sum.FromParts(1, 0x1p-54)
	s.Merge(sum.FromParts(-0x1p-54, 0x1p-108))
	require.Equal(t, sum.FromParts(1, 0x1p-108), s)
}

// The value may differ from the exact sum by one rounding, u|exact|, and by
// 6 n u^2 A, here 6e6 u^2 1e6 = 7e-20: less than the distance to the next double.
func TestManyTerms(t *testing.T) {
	const n = 1_000_000
	var s sum.Sum
	for range n {
		s.Add(0.1)
	}
	// The double 0.1 is 0.1 + 5.55e-18, a million of them 100000 + 5.55e-12: the
	// nearest double is 100000 (its neighbour is 1.5e-11 away).
	requireSame(t, 100000, s.Value(), "value")
	high, low := s.Parts()
	requireSame(t, 100000, high, "high")
	require.InDelta(t, 5.5511151231257827e-12, low, 1e-19)
}

func TestNoAllocations(t *testing.T) {
	xs := []float64{1, 2, 3}
	var s sum.Sum
	require.Zero(t, testing.AllocsPerRun(100, func() {
		s.Add(0.1)
		s.Merge(sum.FromParts(s.Parts()))
		s.Add(sum.Of(xs))
	}))
}

// requireSame compares to the last bit, except that 0 is -0 and NaN is any NaN.
func requireSame(t require.TestingT, want, got float64, what string) {
	if want != got && !(math.IsNaN(want) && math.IsNaN(got)) {
		require.Fail(t, fmt.Sprintf("%s is %v, want %v", what, got, want))
	}
}
