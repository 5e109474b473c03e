// Package harness is what the tests of the programs share: running one, comparing
// what it wrote with a golden file, looking at a chart.
package harness

import (
	"bytes"
	"embed"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// Run runs a program's run function and returns what it wrote, and its exit status.
func Run(run func(args []string, stdout, stderr io.Writer) int, args ...string) (stdout, stderr string, status int) {
	var out, errs bytes.Buffer
	status = run(args, &out, &errs)
	return out.String(), errs.String(), status
}

// Golden requires that got is what testdata/golden/NAME holds. With
// UPDATE_GOLDEN=1 in the environment it writes the file instead, and the test
// still fails, so that nobody takes the update for a pass.
func Golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name)
	if os.Getenv("UPDATE_GOLDEN") != "" {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
		t.Errorf("%s written, run again without UPDATE_GOLDEN", path)
		return
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

// Report requires that a report is what testdata/golden/NAME holds, and [Fits].
func Report(t *testing.T, name, got string) {
	t.Helper()
	Golden(t, name, got)
	Fits(t, got)
}

// Fits requires that no line of a report is longer than 80 characters.
func Fits(t *testing.T, report string) {
	t.Helper()
	for line := range strings.Lines(report) {
		require.LessOrEqual(t, utf8.RuneCountInString(strings.TrimSuffix(line, "\n")), 80, "%q", line)
	}
}

// File writes a file into a folder of its own and returns its path.
func File(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	return path
}

// CopySample writes the files of a program's sample into a folder, after the
// edits: file name to old and new text.
func CopySample(t *testing.T, sample embed.FS, edits map[string][2]string) string {
	t.Helper()
	folder := t.TempDir()
	entries, err := sample.ReadDir("sample")
	require.NoError(t, err)
	for _, entry := range entries {
		data, err := sample.ReadFile("sample/" + entry.Name())
		require.NoError(t, err)
		text := string(data)
		if edit, edited := edits[entry.Name()]; edited {
			require.Contains(t, text, edit[0], entry.Name())
			text = strings.Replace(text, edit[0], edit[1], 1)
		}
		require.NoError(t, os.WriteFile(filepath.Join(folder, entry.Name()), []byte(text), 0o644))
	}
	return folder
}

// Picture reads a chart and returns its size and the number of pixels of each
// color.
func Picture(t *testing.T, path string) (size image.Point, pixels map[color.RGBA]int) {
	t.Helper()
	file, err := os.Open(path)
	require.NoError(t, err)
	picture, err := png.Decode(file)
	require.NoError(t, err)
	require.NoError(t, file.Close())
	pixels = make(map[color.RGBA]int)
	for x := range picture.Bounds().Dx() {
		for y := range picture.Bounds().Dy() {
			r, g, b, a := picture.At(x, y).RGBA()
			pixels[color.RGBA{R: uint8(r >> 8), G: uint8(g >> 8), B: uint8(b >> 8), A: uint8(a >> 8)}]++
		}
	}
	return picture.Bounds().Size(), pixels
}
