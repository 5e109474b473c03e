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
	path := filepath.Join(t.TempDir(), "stages.csv")
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
	out, errs, status = execute(t, "-out", "order entry=2, customer care=2", "-multipliers", "1,1.1", "-orders", "30", "-days", "5")
	require.Zero(t, status, errs)
	requireGolden(t, "losses.txt", out)
}

func TestCharts(t *testing.T) {
	folder := t.TempDir()
	delay, breaks := filepath.Join(folder, "delay.png"), filepath.Join(folder, "breaks.png")
	_, errs, status := execute(t, "-delay", delay, "-breaks", breaks)
	require.Zero(t, status, errs)
	for _, name := range []string{delay, breaks} {
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
	vector := filepath.Join(folder, "delay.svg")
	_, errs, status = execute(t, "-delay", vector)
	require.Zero(t, status, errs)
	text, err := os.ReadFile(vector)
	require.NoError(t, err)
	require.Contains(t, string(text), "<svg")
	_, errs, status = execute(t, "-breaks", filepath.Join(folder, "none", "breaks.png"))
	require.Equal(t, 1, status)
	require.NotEmpty(t, errs)
	never := write(t, "name,transactions_per_order,max_per_day\nfiling,0,10\n")
	out, errs, status := execute(t, "-data", never, "-breaks", breaks)
	require.Zero(t, status, errs)
	require.Contains(t, out, "never")
	_, errs, status = execute(t, "-data", never, "-delay", delay)
	require.Equal(t, 1, status)
	require.Contains(t, errs, "no volume of orders breaks a stage")
}

// Everything that is wrong is said at once, with its place.
func TestFaults(t *testing.T) {
	_, errs, status := execute(t, "-data", write(t, "name,transactions_per_order,people,hours_per_person_day,hours_per_transaction,max_per_day\n"+
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
		"no rows": {"-data", write(t, "name,transactions_per_order,max_per_day\n")},
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
