package main

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/examples/internal/harness"
)

func TestSample(t *testing.T) {
	out, errs, status := harness.Run(run)
	require.Zero(t, status, errs)
	harness.Report(t, "report.txt", out)
	out, errs, status = harness.Run(run, "-promiser", "Leeds", "-asof", "2026-06-30", "-share", "0.8", "-try", "14, 21", "-months", "2", "-adjustment", "holm")
	require.Zero(t, status, errs)
	harness.Report(t, "leeds.txt", out)
}

// The fewest columns: nothing is known of orders, parties and quantities.
func TestFewColumns(t *testing.T) {
	out, errs, status := harness.Run(run, "-data", harness.File(t, "deliveries.csv", "promised,delivered\n2026-01-05,2026-01-07\n2026-01-06,\n2026-01-08,\n"), "-try", "7")
	require.Zero(t, status, errs)
	harness.Report(t, "few.txt", out)
}

// Everything that is wrong is said at once, with its place.
func TestFaults(t *testing.T) {
	_, errs, status := harness.Run(run, "-data", harness.File(t, "deliveries.csv", "promiser,ordered,promised,delivered,quantity,delivered_quantity\n"+
		"A,2026-01-05,2026-01-09,2026-01-04,,\n"+
		"B,2026-01-05,,2026-01-09,,\n"+
		"A,2026-01-05,2026-01-09,2026-01-09,3,\n"), "-promiser", "A")
	require.Equal(t, 1, status)
	for _, want := range []string{"deliveries.csv:2", "delivered", "deliveries.csv:4", "delivered_quantity"} {
		require.Contains(t, errs, want)
	}
	require.NotContains(t, errs, "deliveries.csv:3", "that line is not A's")
	_, errs, status = harness.Run(run, "-data", harness.File(t, "deliveries.csv", "promised,delivered\n2026-01-05,soon\n,2026-01-05\n"))
	require.Equal(t, 1, status)
	require.Contains(t, errs, "deliveries.csv:2:12")
}

func TestRejects(t *testing.T) {
	for name, args := range map[string][]string{
		"share": {"-share", "90"}, "level": {"-level", "2"}, "months": {"-months", "0"}, "try": {"-try", "soon"}, "try before": {"-try", "-1"},
		"promiser": {"-promiser", "Nobody"}, "no file": {"-data", filepath.Join(t.TempDir(), "none.csv")}, "no column": {"-data", harness.File(t, "deliveries.csv", "promised\n2026-01-05\n")},
		"no rows": {"-data", harness.File(t, "deliveries.csv", "promised,delivered\n")},
	} {
		out, errs, status := harness.Run(run, args...)
		require.Equal(t, 1, status, name)
		require.NotEmpty(t, errs, name)
		require.Empty(t, out, name)
	}
	for _, args := range [][]string{{"more"}, {"-help"}, {"-asof", "soon"}, {"-adjustment", "none"}} {
		_, _, status := harness.Run(run, args...)
		require.Equal(t, 2, status)
	}
}
