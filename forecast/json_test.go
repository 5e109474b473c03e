package forecast_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/fault"
	"github.com/salesops-go/salesops/internal/testkit"
)

// edit replaces a part of a result's JSON, after which decoding must report
// the faults first. Others may follow: what could not be read contradicts what
// stands beside it.
type edit struct {
	old, new string
	want     []testkit.Fault
}

func requireEdits[T any](t *testing.T, value T, edits map[string]edit) {
	t.Helper()
	text, err := json.Marshal(value)
	require.NoError(t, err)
	for name, e := range edits {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, string(text), e.old)
			var back T
			faults := salesops.InputErrors(json.Unmarshal([]byte(strings.Replace(string(text), e.old, e.new, 1)), &back))
			require.GreaterOrEqual(t, len(faults), len(e.want), "%v", faults)
			var first fault.List
			for _, f := range faults[:len(e.want)] {
				first.Add(*f)
			}
			testkit.RequireFaults(t, first.Err(), e.want...)
			require.Zero(t, back)
		})
	}
}

func encode(t testkit.Failer, value any) []byte {
	t.Helper()
	text, err := json.Marshal(value)
	require.NoError(t, err)
	return text
}

// short is m with six digits, which is what a golden prints: further ones may
// differ between architectures.
func short(m salesops.Maybe) salesops.Maybe {
	v, defined := m.Value()
	if !defined {
		return m
	}
	return salesops.Defined(digits(v))
}

// sixDigits is a result with the numbers of its JSON rounded to six digits, for
// a golden.
func sixDigits[T any](t *testing.T, value T) T {
	t.Helper()
	var walk func(v any) any
	walk = func(v any) any {
		switch v := v.(type) {
		case map[string]any:
			for key, inner := range v {
				v[key] = walk(inner)
			}
		case []any:
			for i, inner := range v {
				v[i] = walk(inner)
			}
		case float64:
			return digits(v)
		}
		return v
	}
	return decode[T](t, encode(t, walk(decode[any](t, encode(t, value)))))
}

func digits(v float64) float64 {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 6, 64), 64)
	if err != nil {
		return v
	}
	return rounded
}
