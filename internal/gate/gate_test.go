package gate_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/internal/gate"
)

func TestInput(t *testing.T) {
	digits := func(n int, exponent int32) decimal.Decimal {
		nines := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)
		return decimal.NewFromBigInt(nines.Sub(nines, big.NewInt(1)), exponent)
	}
	for name, tc := range map[string]struct {
		d    decimal.Decimal
		want bool
	}{
		"the zero value":            {decimal.Decimal{}, true},
		"an amount":                 {decimal.New(-1999, -2), true},
		"most digits":               {digits(34, 0), true},
		"most digits, negative":     {digits(34, -18).Neg(), true},
		"too many digits":           {digits(35, 0), false},
		"too many digits, negative": {digits(35, -10).Neg(), false},
		"largest exponent":          {decimal.New(1, 18), true},
		"too large an exponent":     {decimal.New(1, 19), false},
		"smallest exponent":         {decimal.New(1, -18), true},
		"too small an exponent":     {decimal.New(1, -19), false},
		"zero of too large a one":   {decimal.New(0, 19), false},
		"the largest there is":      {decimal.New(1, math.MaxInt32), false},
		"the smallest there is":     {decimal.New(1, math.MinInt32), false},
		"many digits, small value":  {digits(100_000, -100_000), false},
		"many digits":               {digits(100_000, 0), false},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, tc.want, gate.Input(tc.d)) })
	}
}

func TestWithin(t *testing.T) {
	require.True(t, gate.Within(decimal.New(12345, 3), 3, 5))
	require.False(t, gate.Within(decimal.New(12345, 4), 3, 5))
	require.False(t, gate.Within(decimal.New(12345, -4), 3, 5))
	require.True(t, gate.Within(decimal.New(12345, -3), 3, 5))
	require.False(t, gate.Within(decimal.New(123456, 0), 3, 5))
}
