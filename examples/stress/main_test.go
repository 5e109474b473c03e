package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/examples/internal/harness"
)

func TestSample(t *testing.T) {
	out, errs, status := harness.Run(run)
	require.Zero(t, status, errs)
	harness.Report(t, "report.txt", out)
	out, errs, status = harness.Run(run, "-out", "order entry=2, customer care=2", "-multipliers", "1,1.1", "-orders", "30", "-days", "5")
	require.Zero(t, status, errs)
	harness.Report(t, "losses.txt", out)
}

func TestCharts(t *testing.T) {
	folder := t.TempDir()
	delay, breaks := filepath.Join(folder, "delay.png"), filepath.Join(folder, "breaks.png")
	_, errs, status := harness.Run(run, "-delay", delay, "-breaks", breaks)
	require.Zero(t, status, errs)
	for _, name := range []string{delay, breaks} {
		size, pixels := harness.Picture(t, name)
		require.Greater(t, size.X, size.Y)
		require.Greater(t, len(pixels), 10, "%s is empty", name)
	}
	vector := filepath.Join(folder, "delay.svg")
	_, errs, status = harness.Run(run, "-delay", vector)
	require.Zero(t, status, errs)
	text, err := os.ReadFile(vector)
	require.NoError(t, err)
	require.Contains(t, string(text), "<svg")
	_, errs, status = harness.Run(run, "-breaks", filepath.Join(folder, "none", "breaks.png"))
	require.Equal(t, 1, status)
	require.NotEmpty(t, errs)
	never := harness.File(t, "stages.csv", "name,transactions_per_order,max_per_day\nfiling,0,10\n")
	out, errs, status := harness.Run(run, "-data", never, "-breaks", breaks)
	require.Zero(t, status, errs)
	require.Contains(t, out, "never")
	_, errs, status = harness.Run(run, "-data", never, "-delay", delay)
	require.Equal(t, 1, status)
	require.Contains(t, errs, "no volume of orders breaks a stage")
}

// Everything that is wrong is said at once, with its place.
func TestFaults(t *testing.T) {
	_, errs, status := harness.Run(run, "-data", harness.File(t, "stages.csv", "name,transactions_per_order,people,hours_per_person_day,hours_per_transaction,max_per_day\n"+
		"a,1,3,,1,\n"+
		"b,-1,,,,30\n"+
		"b,1,,,,30\n"))
	require.Equal(t, 1, status)
	for _, want := range []string{"stages.csv:2", "hours_per_person_day", "stages.csv:3", "transactions_per_order", "stages.csv:4"} {
		require.Contains(t, errs, want)
	}
}

func TestRejects(t *testing.T) {
	for name, args := range map[string][]string{
		"orders": {"-orders", "-1"}, "multipliers": {"-multipliers", "1,much"}, "same twice": {"-multipliers", "1,1"}, "days": {"-days", "-1"},
		"out": {"-out", "quotes"}, "out of nowhere": {"-out", "filing=1"}, "no file": {"-data", filepath.Join(t.TempDir(), "none.csv")},
		"no rows": {"-data", harness.File(t, "stages.csv", "name,transactions_per_order,max_per_day\n")},
	} {
		out, errs, status := harness.Run(run, args...)
		require.Equal(t, 1, status, name)
		require.NotEmpty(t, errs, name)
		require.Empty(t, out, name)
	}
	_, _, status := harness.Run(run, "more")
	require.Equal(t, 2, status)
	_, _, status = harness.Run(run, "-help")
	require.Equal(t, 2, status)
}
