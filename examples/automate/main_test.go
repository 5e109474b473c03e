package main

import (
	"bytes"
	"flag"
	"image/png"
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
	path := filepath.Join(t.TempDir(), "candidates.csv")
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
	out, errs, status = execute(t, "-basis", "with-avoided", "-budget", "25000", "-of", "shipping label check")
	require.Zero(t, status, errs)
	requireGolden(t, "avoided.txt", out)
}

func TestCharts(t *testing.T) {
	folder := t.TempDir()
	cash, tornado := filepath.Join(folder, "cash.png"), filepath.Join(folder, "tornado.png")
	_, errs, status := execute(t, "-chart", cash, "-tornado", tornado)
	require.Zero(t, status, errs)
	for _, name := range []string{cash, tornado} {
		file, err := os.Open(name)
		require.NoError(t, err)
		picture, err := png.Decode(file)
		require.NoError(t, err)
		require.NoError(t, file.Close())
		size := picture.Bounds().Size()
		require.Greater(t, size.X, size.Y)
		colors := make(map[[3]uint32]bool)
		for x := range size.X {
			for y := range size.Y {
				r, g, b, _ := picture.At(x, y).RGBA()
				colors[[3]uint32{r, g, b}] = true
			}
		}
		require.Greater(t, len(colors), 10, "%s is empty", name)
	}
	_, errs, status = execute(t, "-chart", filepath.Join(folder, "none", "cash.png"))
	require.Equal(t, 1, status)
	require.NotEmpty(t, errs)
}

const header = "name,kind,cost,cost_hours,running_cost_per_month,hours_per_task,tasks_per_month,growth_per_year_percent," +
	"labor_cost_per_hour,share_automated,cash_share,error_cost_per_month,months_to_go_live,ramp_months,life_months,needs\n"

// Everything that is wrong is said at once, with its place.
func TestFaults(t *testing.T) {
	_, errs, status := execute(t, "-data", write(t, header+
		"a,reports,1000,0,0,1,10,0,50,80,1,0,0,0,12,\n"+
		"b,reports,much,0,0,1,10,0,50,0.8,1,0,0,0,0,\n"))
	require.Equal(t, 1, status)
	for _, want := range []string{"candidates.csv:2", "share_automated", "candidates.csv:3", "cost \"much\"", "life_months"} {
		require.Contains(t, errs, want)
	}
	_, errs, status = execute(t, "-data", write(t, header+
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
		"no file": {"-data", filepath.Join(t.TempDir(), "none.csv")}, "no rows": {"-data", write(t, header)},
	} {
		out, errs, status := execute(t, args...)
		require.Equal(t, 1, status, name)
		require.NotEmpty(t, errs, name)
		require.Empty(t, out, name)
	}
	_, _, status := execute(t, "more")
	require.Equal(t, 2, status)
	_, _, status = execute(t, "-help")
	require.Equal(t, 2, status)
}
