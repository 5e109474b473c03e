package roots_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops/internal/roots"
)

// Around a root, where rounding decides the value, float64 either tells the
// right sign or none.
func signsProperty(t *rapid.T) {
	k := polynomials(1).Draw(t, "polynomial")
	if len(k.roots) == 0 {
		return
	}
	step := rapid.SampledFrom([]int{1, 7, 365, 30_000}).Draw(t, "step")
	sum := terms(k.coefficients)
	shift := rapid.SampledFrom([]int{0, 0, 1, 100_000}).Draw(t, "first exponent")
	for i := range sum {
		sum[i].Exponent = sum[i].Exponent*step + shift
	}
	if rapid.Bool().Draw(t, "large") {
		scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(30), nil)
		for i := range sum {
			sum[i].Coefficient = new(big.Int).Mul(sum[i].Coefficient, scale)
		}
	}
	x, _ := rapid.SampledFrom(k.roots).Draw(t, "root").at.Float64()
	d := -math.Log(x) / float64(step)
	near := d
	for range 40 {
		near = math.Nextafter(near, math.Inf(1))
		for _, at := range []float64{near, 2*d - near} {
			quick, sure := roots.Signs(sum, at)
			require.True(t, quick == 0 || quick == sure, "%v at %v", quick, at)
		}
	}
}

func TestSignsProperty(t *testing.T) { rapid.Check(t, signsProperty) }

func FuzzSigns(f *testing.F) { f.Fuzz(rapid.MakeFuzz(signsProperty)) }

// How near to a root of a short sum float64 still tells the sign: the bound on
// what rounding may do is not far above what it does.
func TestSignsNearRoot(t *testing.T) {
	for name, tc := range map[string]struct {
		sum []roots.Term
		d   float64
	}{
		"one period":     {terms(ints(-3, 5)), math.Log(5.0 / 3)},
		"ten years":      {[]roots.Term{{big.NewInt(-3), 0}, {big.NewInt(5), 3650}}, math.Log(5.0/3) / 3650},
		"twelve periods": {terms(times(append(repeated(ints(1, 1), 11), ints(-3, 5))...)), math.Log(5.0 / 3)},
	} {
		t.Run(name, func(t *testing.T) {
			for _, off := range []float64{1 - 1e-13, 1 + 1e-13} {
				quick, sure := roots.Signs(tc.sum, tc.d*off)
				require.NotZero(t, sure)
				require.Equal(t, sure, quick)
			}
		})
	}
}
