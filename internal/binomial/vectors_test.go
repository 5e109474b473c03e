package binomial_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/internal/binomial"
)

// vector is one row of a file of reference numbers: got passes when
// |got-want| <= max(Tol |want|, Atol).
type vector[Inputs any] struct {
	ID       string             `json:"id"`
	Inputs   Inputs             `json:"inputs"`
	Expected map[string]float64 `json:"expected"`
	Tol      float64            `json:"tol"`
	Atol     float64            `json:"atol"`
	Source   string             `json:"source"`
}

// readVectors reads a file of exactly the given number of rows, and checks that
// every row has an id of its own and a source, and that no expected column that
// the test uses is constant.
func readVectors[Inputs any](t *testing.T, file string, rows int, columns ...string) []vector[Inputs] {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", file))
	require.NoError(t, err)
	var vectors []vector[Inputs]
	require.NoError(t, json.Unmarshal(text, &vectors))
	if len(vectors) != rows {
		require.Fail(t, fmt.Sprintf("%s has %d rows, want %d", file, len(vectors), rows))
	}
	ids := map[string]bool{}
	for _, v := range vectors {
		require.False(t, ids[v.ID], "id %s is there twice", v.ID)
		ids[v.ID] = true
		require.NotEmpty(t, v.Source, v.ID)
	}
	for _, column := range columns {
		values := map[float64]bool{}
		for _, v := range vectors {
			require.Contains(t, v.Expected, column, v.ID)
			values[v.Expected[column]] = true
		}
		require.Greater(t, len(values), 1, "column %s is constant", column)
	}
	return vectors
}

func (v vector[Inputs]) check(t *testing.T, key string, got float64) {
	t.Helper()
	requireClose(t, v.Expected[key], got, v.Tol, v.Atol, key)
}

func TestSignTestVectors(t *testing.T) {
	type inputs struct {
		Errors []float64 `json:"errors"`
	}
	columns := []string{"n_pos", "n_neg", "n_zero", "n_used", "p_two_sided", "p_greater", "p_less"}
	for _, v := range readVectors[inputs](t, "sign_test.json", 12, columns...) {
		t.Run(v.ID, func(t *testing.T) {
			positive, negative, zero := 0, 0, 0
			for _, x := range v.Inputs.Errors {
				switch {
				case x > 0:
					positive++
				case x < 0:
					negative++
				default:
					zero++
				}
			}
			require.Equal(t, int(v.Expected["n_pos"]), positive)
			require.Equal(t, int(v.Expected["n_neg"]), negative)
			require.Equal(t, int(v.Expected["n_zero"]), zero)
			got := binomial.SignTest(positive, negative)
			require.Equal(t, int(v.Expected["n_used"]), got.Used)
			v.check(t, "p_two_sided", got.TwoSided)
			v.check(t, "p_greater", got.Greater)
			v.check(t, "p_less", got.Less)
		})
	}
}

type proportion struct {
	Wins       int     `json:"wins"`
	N          int     `json:"n"`
	Confidence float64 `json:"confidence"`
}

func TestIntervalVectors(t *testing.T) {
	files := []struct {
		name string
		rows int
	}{
		{"proportion_ci.json", 8},
		// Tolerance 2e-15: nine units in the last place, for about as many roundings.
		{"proportion_ci_extreme.json", 19},
	}
	columns := []string{"wilson_lo", "wilson_hi", "clopper_pearson_lo", "clopper_pearson_hi"}
	for _, file := range files {
		for _, v := range readVectors[proportion](t, file.name, file.rows, columns...) {
			t.Run(v.ID, func(t *testing.T) {
				in := v.Inputs
				low, high := binomial.Wilson(in.Wins, in.N, binomial.ZForLevel(in.Confidence))
				v.check(t, "wilson_lo", low)
				v.check(t, "wilson_hi", high)
				low, high = binomial.ClopperPearson(in.Wins, in.N, in.Confidence)
				v.check(t, "clopper_pearson_lo", low)
				v.check(t, "clopper_pearson_hi", high)
			})
		}
	}
}

func TestTailVectors(t *testing.T) {
	type inputs struct {
		N int     `json:"n"`
		K int     `json:"k"`
		P float64 `json:"p"`
	}
	for _, v := range readVectors[inputs](t, "tails.json", 132, "mass", "lower", "upper") {
		t.Run(v.ID, func(t *testing.T) {
			n, k, p := v.Inputs.N, v.Inputs.K, v.Inputs.P
			requireProbability(t, n, v.Expected["mass"], binomial.Mass(n, k, p), "mass")
			requireProbability(t, n, v.Expected["lower"], binomial.Lower(n, k, p), "lower")
			requireProbability(t, n, v.Expected["upper"], binomial.Upper(n, k, p), "upper")
		})
	}
}

// requireProbability compares with the error that the package documents.
func requireProbability(t require.TestingT, n int, want, got float64, what string) {
	if want < 1e-290 {
		requireClose(t, want, got, 0, 1e-300, what)
		return
	}
	tolerance := 1e-15 * (20 - math.Log(want))
	if n > 1_000_000 {
		tolerance += 2e-13
	}
	requireClose(t, want, got, tolerance, 0, what)
}

func requireClose(t require.TestingT, want, got, relative, absolute float64, what string) {
	// Written so that NaN fails.
	if !(math.Abs(got-want) <= math.Max(relative*math.Abs(want), absolute)) {
		require.Fail(t, fmt.Sprintf("%s is %v, want %v (relative difference %.2g, allowed %.2g)",
			what, got, want, math.Abs(got/want-1), relative))
	}
}

// requireSame is for results that must be equal to the last bit.
func requireSame(t require.TestingT, want, got float64, what string) {
	requireClose(t, want, got, 0, 0, what)
}
