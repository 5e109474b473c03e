package split_test

import (
	"math"
	"testing"

	"github.com/Rhymond/go-money"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/comp"
)

func allocate(t *testing.T, cents int64, weights ...int) []int64 {
	t.Helper()
	parties, err := money.New(cents, money.USD).Allocate(weights...)
	require.NoError(t, err)
	shares := make([]int64, len(parties))
	for i, party := range parties {
		shares[i] = party.Amount()
	}
	return shares
}

func split(t *testing.T, cents int64, weights ...int64) []int64 {
	t.Helper()
	shares, err := comp.SplitUnits(cents, weights)
	require.NoError(t, err)
	return shares
}

// Where every quotient is whole there is nothing to hand out, and both agree.
func TestBothAgreeWhereNothingIsLeft(t *testing.T) {
	require.Equal(t, []int64{5000, 3000, 2000}, allocate(t, 10_000, 50, 30, 20))
	require.Equal(t, []int64{5000, 3000, 2000}, split(t, 10_000, 50, 30, 20))
}

// go-money hands the units left over to the first parties, whoever they are.
func TestUnitsLeftOverGoToTheLargestRemainder(t *testing.T) {
	// A party with no share at all.
	require.Equal(t, []int64{1, 66, 33}, allocate(t, 100, 0, 2, 1))
	require.Equal(t, []int64{0, 67, 33}, split(t, 100, 0, 2, 1))
	// 74.9925 and 24.9975: the second is nearly another cent.
	require.Equal(t, []int64{7500, 2499}, allocate(t, 9999, 75, 25))
	require.Equal(t, []int64{7499, 2500}, split(t, 9999, 75, 25))
}

// Weights that are all zero lose the money without an error.
func TestNoMoneyIsLost(t *testing.T) {
	require.Equal(t, []int64{0, 0}, allocate(t, 10, 0, 0))
	_, err := comp.SplitUnits(10, []int64{0, 0})
	require.Error(t, err)
}

// The product of an amount and a ratio overflows an int64.
func TestProductsDoNotOverflow(t *testing.T) {
	const half = math.MaxInt64 / 2
	require.Panics(t, func() { _, _ = money.New(half, money.USD).Allocate(3, 7) })
	shares := split(t, half, 3, 7)
	require.Equal(t, int64(half), shares[0]+shares[1])
	require.Equal(t, []int64{1_383_505_805_528_216_371, 3_228_180_212_899_171_532}, shares)
}
