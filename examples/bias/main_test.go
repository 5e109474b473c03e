package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/examples/internal/harness"
)

func TestSample(t *testing.T) {
	out, errs, status := harness.Run(run)
	require.Zero(t, status, errs)
	harness.Report(t, "report.txt", out)
	out, errs, status = harness.Run(run, "-lead", "4")
	require.Zero(t, status, errs)
	require.Contains(t, out, "Who is biased, 4 weeks before the end")
	require.Contains(t, out, "As asked for.")
}

// A file of one's own, with names, lines and clusters of any kind.
func TestOwnCalls(t *testing.T) {
	const header = "Who,Period,Lead,Forecast,Actual,Cluster\n"
	for name, tc := range map[string]struct {
		calls string
		want  []string
	}{
		"one call":       {"Ana,2026-10,1,120,100,\n", []string{"1 forecaster: 1 call", "too-little-history 1.20", "One record is all there is", "Too few periods"}},
		"no factor":      {"Ana,2026-10,1,0,100,\nAna,2026-11,1,5,0,\n", []string{"No outcome has a forecast and an actual above zero"}},
		"one each":       {"Ana,1,1,120,100,\nBo,1,1,90,100,\n", []string{"Nobody has two outcomes"}},
		"alike":          {"Ana,1,1,50,100,\nAna,2,1,200,100,\nBo,1,1,60,100,\nBo,2,1,180,100,\n", []string{"everybody has the team's"}},
		"one shipment":   {"Ana,1,1,12,10,s\nAna,1,1,14,10,s\nAna,2,1,9,10,\n", []string{"Ana 1 1 1.17"}},
		"nobody at both": {"Ana,1,8,12,10,\nBo,1,4,14,10,\n", []string{"there is none at which everybody called", "Who is biased, 8 weeks"}},
		"a limit":        {"Ana,1,1,3000,100,\nAna,2,1,3000,100,\nBo,1,1,100,100,\nBo,2,1,100,100,\n", []string{"2.00* (30-30)", "held within 0.5 to 2"}},
		"far off":        {"Ana,1,1,3e9,1,\nAna,2,1,3e9,1,\n", []string{"2.00* (>999->999)"}},
		"zero":           {"Ana,1,1,0,0,\n", []string{" - - nobody"}},
	} {
		out, errs, status := harness.Run(run, "-calls", harness.File(t, "calls.csv", header+tc.calls), "-chart", filepath.Join(t.TempDir(), "calls.png"))
		require.Zero(t, status, "%s: %s", name, errs)
		for _, want := range tc.want {
			require.Contains(t, strings.Join(strings.Fields(out), " "), want, name)
		}
		harness.Fits(t, out)
	}
}

// What the backtest says of a team that is off one way, both ways, and now and then.
func TestConclusions(t *testing.T) {
	for want, forecasts := range map[string][]string{
		"correct it":               {"130", "130", "130", "130", "130", "130", "130", "130", "130"},
		"leave them as they are":   {"80", "125", "80", "125", "80", "125", "80", "125", "80", "125"},
		"which may be chance":      {"120", "120", "120", "90", "120", "120", "120", "90", "120"},
		"Too few periods could be": {"120", "120", "120"},
	} {
		var text strings.Builder
		text.WriteString("who,period,lead,forecast,actual\n")
		for i, f := range forecasts {
			text.WriteString("Ana," + string(rune('a'+i)) + ",0," + f + ",100\n")
		}
		out, errs, status := harness.Run(run, "-calls", harness.File(t, "calls.csv", text.String()))
		require.Zero(t, status, errs)
		require.Contains(t, strings.Join(strings.Fields(out), " "), want)
	}
}

func TestChart(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "calls.png")
	_, errs, status := harness.Run(run, "-chart", file)
	require.Zero(t, status, errs)
	size, pixels := harness.Picture(t, file)
	require.Greater(t, size.X, size.Y)
	require.Greater(t, len(pixels), 10, "it is empty")
	var many strings.Builder
	many.WriteString("who,period,lead,forecast,actual\n")
	for i := range maxPanels + 5 {
		many.WriteString("rep" + string(rune('A'+i)) + ",1,0,-1,1500000\n")
	}
	vector := filepath.Join(folder, "calls.svg")
	_, errs, status = harness.Run(run, "-chart", vector, "-calls", harness.File(t, "calls.csv", many.String()))
	require.Zero(t, status, errs)
	text, err := os.ReadFile(vector)
	require.NoError(t, err)
	require.Contains(t, string(text), "<svg")
	_, errs, status = harness.Run(run, "-chart", filepath.Join(folder, "none", "calls.png"))
	require.Equal(t, 1, status)
	require.NotEmpty(t, errs)
}

// Everything that is wrong is said at once, with its place.
func TestFaults(t *testing.T) {
	_, errs, status := harness.Run(run, "-calls", harness.File(t, "calls.csv", "who,period,lead,forecast,actual\nAna,1,1,12,10\nAna,1,1,14,10\n,2,1,1,1\nBo,2,1,1e300,1\n"))
	require.Equal(t, 1, status)
	for _, want := range []string{"calls.csv:3:5", "calls.csv:4:1", "calls.csv:5:8"} {
		require.Contains(t, errs, want)
	}
	_, errs, status = harness.Run(run, "-calls", harness.File(t, "calls.csv", "who,period,lead,forecast,actual\nAna,1,soon,12,10\nAna,1,1,much,10\n"))
	require.Equal(t, 1, status)
	require.Contains(t, errs, "calls.csv:2:7")
	require.Contains(t, errs, "calls.csv:3:9")
}

func TestRejects(t *testing.T) {
	for name, args := range map[string][]string{
		"no such lead": {"-lead", "7"}, "no file": {"-calls", filepath.Join(t.TempDir(), "none.csv")},
		"no rows": {"-calls", harness.File(t, "calls.csv", "who,period,lead,forecast,actual\n")}, "no columns": {"-calls", harness.File(t, "calls.csv", "who,period\nAna,1\n")},
		"negative lead": {"-calls", harness.File(t, "calls.csv", "who,period,lead,forecast,actual\nAna,1,-1,1,1\n")},
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
