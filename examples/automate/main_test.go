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
	out, errs, status = harness.Run(run, "-basis", "with-avoided", "-budget", "25000", "-of", "shipping label check")
	require.Zero(t, status, errs)
	harness.Report(t, "avoided.txt", out)
}

func TestCharts(t *testing.T) {
	folder := t.TempDir()
	cash, tornado := filepath.Join(folder, "cash.png"), filepath.Join(folder, "tornado.png")
	_, errs, status := harness.Run(run, "-chart", cash, "-tornado", tornado)
	require.Zero(t, status, errs)
	for _, name := range []string{cash, tornado} {
		size, pixels := harness.Picture(t, name)
		require.Greater(t, size.X, size.Y)
		require.Greater(t, len(pixels), 10, "%s is empty", name)
	}
	_, errs, status = harness.Run(run, "-chart", filepath.Join(folder, "none", "cash.png"))
	require.Equal(t, 1, status)
	require.NotEmpty(t, errs)
}

const header = "name,kind,cost,cost_hours,running_cost_per_month,hours_per_task,tasks_per_month,growth_per_year_percent," +
	"labor_cost_per_hour,share_automated,cash_share,error_cost_per_month,months_to_go_live,ramp_months,life_months,needs\n"

// Everything that is wrong is said at once, with its place.
func TestFaults(t *testing.T) {
	_, errs, status := harness.Run(run, "-data", harness.File(t, "candidates.csv", header+
		"a,reports,1000,0,0,1,10,0,50,80,1,0,0,0,12,\n"+
		"b,reports,much,0,0,1,10,0,50,0.8,1,0,0,0,0,\n"))
	require.Equal(t, 1, status)
	for _, want := range []string{"candidates.csv:2", "share_automated", "candidates.csv:3", "cost \"much\"", "life_months"} {
		require.Contains(t, errs, want)
	}
	_, errs, status = harness.Run(run, "-data", harness.File(t, "candidates.csv", header+
		"a,reports,1000,0,0,1,10,0,50,0.8,1,0,0,0,12,c\n"+
		"b,gardening,1000,0,0,1,10,0,50,0.8,1,0,0,0,12,\n"))
	require.Equal(t, 1, status)
	for _, want := range []string{"candidates.csv:2", "the name of another candidate", "candidates.csv:3", "horizon"} {
		require.Contains(t, errs, want)
	}
}

func TestRejects(t *testing.T) {
	for name, args := range map[string][]string{
		"budget": {"-budget", "much"}, "negative budget": {"-budget", "-1"}, "basis": {"-basis", "hope"}, "of": {"-of", "nobody"},
		"no file": {"-data", filepath.Join(t.TempDir(), "none.csv")}, "no rows": {"-data", harness.File(t, "candidates.csv", header)},
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
