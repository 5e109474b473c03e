package comp_test

import (
	"encoding/json"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/comp"
	"github.com/salesops-go/salesops/internal/testkit"
)

func fraction(t require.TestingT, text string) comp.Fraction {
	var f comp.Fraction
	require.NoError(t, f.UnmarshalText([]byte(text)))
	return f
}

func TestFraction(t *testing.T) {
	for _, tc := range []struct {
		text    string
		places  int32
		rounded string
	}{
		{"0", 2, "0"},
		{"0.075", 2, "0.08"},
		{"-0.075", 2, "-0.08"},
		{"0.075", 3, "0.075"},
		{"7/90", 4, "0.0778"},
		{"-7/90", 0, "0"},
		{"2/3", 0, "1"},
		{"-2/3", -5, "-1"},
		{"1/3", 40, "0.333333333333333333"},
		{"1234567890123456789012345678901234567890.5", 0, "1234567890123456789012345678901234567891"},
	} {
		f := fraction(t, tc.text)
		require.Equal(t, tc.text, f.String())
		testkit.EqualDecimal(t, tc.rounded, f.Round(tc.places), tc.text)
		text, err := json.Marshal(f)
		require.NoError(t, err)
		require.Equal(t, `"`+tc.text+`"`, string(text))
	}
	require.Equal(t, "0", comp.Fraction{}.String())
	testkit.EqualDecimal(t, "0", comp.Fraction{}.Round(2))
}

// What a caller does to the rational does nothing to the fraction.
func TestFractionIsKept(t *testing.T) {
	f := fraction(t, "1/3")
	f.Rat().SetInt64(7)
	require.Equal(t, "1/3", f.String())
	require.Zero(t, f.Rat().Cmp(big.NewRat(1, 3)))
}

func TestFractionRejects(t *testing.T) {
	for _, text := range []string{
		"", "x", "1e9", "1e1000000000", "0x10", "1_000", "+1", "1.50", "1/2", "2/6", "1/0", "1/-3", "-0", ".5", "1.", "1/3/4", "1.5/3",
		strings.Repeat("9", comp.MaxFractionDigits+1),
	} {
		f := fraction(t, "1/7")
		testkit.RequireFaults(t, f.UnmarshalText([]byte(text)), testkit.Fault{Field: "Fraction", Reason: salesops.ErrOutOfRange})
		require.Equal(t, "1/7", f.String(), text)
	}
	fraction(t, strings.Repeat("9", comp.MaxFractionDigits))
}

func fractionProperty(t *rapid.T) {
	number := rapid.OneOf(rapid.Int64Range(-20, 20), rapid.Int64())
	r := big.NewRat(number.Draw(t, "over"), max(1, rapid.Int64Range(1, 1<<40).Draw(t, "under")))
	text := r.RatString()
	if places, exact := r.FloatPrec(); exact {
		text = r.FloatString(places)
	}
	f := fraction(t, text)
	require.Equal(t, text, f.String())
	require.Zero(t, f.Rat().Cmp(r))
	// Half a unit at most from the exact number, and the same when reversed.
	places := rapid.Int32Range(0, 6).Draw(t, "places")
	off := new(big.Rat).Sub(f.Round(places).Rat(), r)
	require.LessOrEqual(t, off.Abs(off).Cmp(big.NewRat(1, 2*power(places))), 0)
	if r.Sign() != 0 {
		mirror := fraction(t, strings.TrimPrefix("-"+text, "--"))
		testkit.EqualDecimal(t, f.Round(places).Neg().String(), mirror.Round(places))
	}
}

func power(places int32) int64 {
	p := int64(1)
	for range places {
		p *= 10
	}
	return p
}

func TestFractionExact(t *testing.T) { rapid.Check(t, fractionProperty) }
func FuzzFractionExact(f *testing.F) { f.Fuzz(rapid.MakeFuzz(fractionProperty)) }
