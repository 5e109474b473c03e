// Package testkit holds what the tests of every package share: goldens, the
// JSON round trip, faults matched by field and reason, and the check that a
// package's manual and its code tell the same.
//
// Only tests import it.
package testkit

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
)

// Failer is what *testing.T and *rapid.T share.
type Failer interface {
	require.TestingT
	Helper()
}

// Dec returns the decimal that text stands for and fails the test if it
// stands for none.
func Dec(t Failer, text string) decimal.Decimal {
	t.Helper()
	d, err := decimal.NewFromString(text)
	require.NoError(t, err)
	return d
}

// EqualDecimal requires that got has the value of want, whatever its
// exponent. Decimals must not be compared in any other way: == and
// require.Equal compare their representation.
func EqualDecimal(t Failer, want string, got decimal.Decimal, why ...any) {
	t.Helper()
	if !got.Equal(Dec(t, want)) {
		require.Equal(t, want, got.String(), why...)
	}
}

// RoundTrip requires that decoding the JSON of value and encoding it again
// gives the same bytes, and returns them.
func RoundTrip[T any](t Failer, value T) []byte {
	t.Helper()
	first, err := json.Marshal(value)
	require.NoError(t, err)
	var back T
	require.NoError(t, json.Unmarshal(first, &back), "decoding %s", first)
	second, err := json.Marshal(back)
	require.NoError(t, err)
	require.Equal(t, string(first), string(second))
	return first
}

// Decodes decodes arbitrary bytes: they give a value that survives a round
// trip, or an error.
func Decodes[T any](t Failer, data []byte) {
	t.Helper()
	var value T
	if json.Unmarshal(data, &value) == nil {
		RoundTrip(t, value)
	}
}

// Golden requires that the JSON of value is what testdata/golden/NAME.json
// holds, and that it survives a round trip. With UPDATE_GOLDEN=1 in the
// environment it writes the file instead, and the test still fails, so that
// nobody takes the update for a pass.
func Golden[T any](t *testing.T, name string, value T) {
	t.Helper()
	RoundTrip(t, value)
	got, err := json.MarshalIndent(value, "", "  ")
	require.NoError(t, err)
	got = append(got, '\n')
	path := filepath.Join("testdata", "golden", name+".json")
	if os.Getenv("UPDATE_GOLDEN") != "" {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, got, 0o644))
		t.Errorf("%s written, run again without UPDATE_GOLDEN", path)
		return
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), string(got))
}

// Fault is one expected input error.
type Fault struct {
	Field  string
	Reason error
}

// RequireFaults requires that err lists exactly the faults given, in order.
func RequireFaults(t Failer, err error, want ...Fault) {
	t.Helper()
	require.Error(t, err)
	var got []Fault
	for _, f := range salesops.InputErrors(err) {
		require.NotEmpty(t, f.Want, "%s says what is allowed", f.Field)
		require.LessOrEqual(t, len(f.Value), 64, "%s shows at most 64 bytes", f.Field)
		got = append(got, Fault{f.Field, f.Reason})
	}
	require.Equal(t, want, got, "%v", err)
}

// Explains requires that a finding follows from its own two numbers: its
// outcome from "Left Op Right", its distance from their difference.
func Explains(t Failer, f salesops.Finding) {
	t.Helper()
	require.NotEmpty(t, f.Rule)
	require.NotEmpty(t, f.Playbook)
	require.NotEmpty(t, f.Measure)
	require.Contains(t, []string{"<", "<=", ">", ">="}, f.Op)
	require.True(t, f.Distance.Equal(f.Right.Sub(f.Left)), "%v", f)
	switch f.Outcome {
	case salesops.Fired:
		require.True(t, f.Holds(), "%v", f)
	case salesops.NotFired:
		require.False(t, f.Holds(), "%v", f)
	case salesops.NotApplicable:
		require.NotEmpty(t, f.Note, "%v: why does it not apply?", f)
	default:
		require.Fail(t, "unknown outcome", "%v", f)
	}
}

// Vectors reads a JSON array of reference rows from testdata and requires at
// least atLeast of them.
func Vectors[T any](t *testing.T, file string, atLeast int) []T {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", file))
	require.NoError(t, err)
	var rows []T
	require.NoError(t, json.Unmarshal(data, &rows))
	require.GreaterOrEqual(t, len(rows), atLeast, "rows of %s are missing", file)
	return rows
}
