package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the golden files")

func execute(t *testing.T, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	var out, errs bytes.Buffer
	status = run(args, &out, &errs)
	return out.String(), errs.String(), status
}

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "deliveries.csv")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	return path
}

func requireGolden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name)
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
	for line := range strings.Lines(got) {
		require.LessOrEqual(t, utf8.RuneCountInString(strings.TrimSuffix(line, "\n")), 80, "%q", line)
	}
}

func TestSample(t *testing.T) {
	out, errs, status := execute(t)
	require.Zero(t, status, errs)
	requireGolden(t, "report.txt", out)
	out, errs, status = execute(t, "-promiser", "Leeds", "-asof", "2026-06-30", "-share", "0.8", "-try", "14, 21", "-months", "2", "-adjustment", "holm")
	require.Zero(t, status, errs)
	requireGolden(t, "leeds.txt", out)
}

// The fewest columns: nothing is known of orders, parties and quantities.
func TestFewColumns(t *testing.T) {
	out, errs, status := execute(t, "-data", write(t, "promised,delivered\n2026-01-05,2026-01-07\n2026-01-06,\n2026-01-08,\n"), "-try", "7")
	require.Zero(t, status, errs)
	requireGolden(t, "few.txt", out)
}

// Everything that is wrong is said at once, with its place.
func TestFaults(t *testing.T) {
	_, errs, status := execute(t, "-data", write(t, "promiser,ordered,promised,delivered,quantity,delivered_quantity\n"+
		"A,2026-01-05,2026-01-09,2026-01-04,,\n"+
		"B,2026-01-05,,2026-01-09,,\n"+
		"A,2026-01-05,2026-01-09,2026-01-09,3,\n"), "-promiser", "A")
	require.Equal(t, 1, status)
	for _, want := range []string{"deliveries.csv:2", "delivered", "deliveries.csv:4", "delivered_quantity"} {
		require.Contains(t, errs, want)
	}
	require.NotContains(t, errs, "deliveries.csv:3", "that line is not A's")
	_, errs, status = execute(t, "-data", write(t, "promised,delivered\n2026-01-05,soon\n,2026-01-05\n"))
	require.Equal(t, 1, status)
	require.Contains(t, errs, "deliveries.csv:2:12")
}

func TestRejects(t *testing.T) {
	for name, args := range map[string][]string{
		"share": {"-share", "90"}, "level": {"-level", "2"}, "months": {"-months", "0"}, "try": {"-try", "soon"}, "try before": {"-try", "-1"},
		"promiser": {"-promiser", "Nobody"}, "no file": {"-data", filepath.Join(t.TempDir(), "none.csv")}, "no column": {"-data", write(t, "promised\n2026-01-05\n")},
		"no rows": {"-data", write(t, "promised,delivered\n")},
	} {
		out, errs, status := execute(t, args...)
		require.Equal(t, 1, status, name)
		require.NotEmpty(t, errs, name)
		require.Empty(t, out, name)
	}
	for _, args := range [][]string{{"more"}, {"-help"}, {"-asof", "soon"}, {"-adjustment", "none"}} {
		_, _, status := execute(t, args...)
		require.Equal(t, 2, status)
	}
}
