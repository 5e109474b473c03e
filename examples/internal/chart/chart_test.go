package chart_test

import (
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"

	"github.com/salesops-go/salesops/examples/internal/chart"
)

func TestSave(t *testing.T) {
	for name, tc := range map[string]struct {
		save  func(*plot.Plot, string) error
		ratio float64
	}{
		"wide": {chart.Save, 9.0 / 5}, "square": {chart.SaveSquare, 1},
	} {
		file := filepath.Join(t.TempDir(), name+".png")
		require.NoError(t, tc.save(plot.New(), file))
		f, err := os.Open(file)
		require.NoError(t, err)
		size, err := png.DecodeConfig(f)
		require.NoError(t, err)
		require.NoError(t, f.Close())
		require.InDelta(t, tc.ratio, float64(size.Width)/float64(size.Height), 0.01)
	}
}

func TestSaveRefuses(t *testing.T) {
	require.Error(t, chart.Save(plot.New(), filepath.Join(t.TempDir(), "chart.doc")))
	require.Error(t, chart.Save(plot.New(), filepath.Join(t.TempDir(), "no folder", "chart.png")))
}

// Two rows of two, the second with a single plot, are as wide as high but for the
// title.
func TestSaveTiles(t *testing.T) {
	tiles := [][]*plot.Plot{{plot.New(), plot.New()}, {plot.New()}}
	file := filepath.Join(t.TempDir(), "tiles.png")
	require.NoError(t, chart.SaveTiles(tiles, "A title", file))
	f, err := os.Open(file)
	require.NoError(t, err)
	size, err := png.DecodeConfig(f)
	require.NoError(t, err)
	require.NoError(t, f.Close())
	require.InDelta(t, 2*2.4/(2*2.4+0.5), float64(size.Width)/float64(size.Height), 0.01)
	require.Len(t, tiles[1], 1, "the argument is not changed")
	require.Error(t, chart.SaveTiles(tiles, "A title", filepath.Join(t.TempDir(), "chart.doc")))
}

func TestBar(t *testing.T) {
	require.Equal(t, plotter.XYs{{X: 1, Y: 1.65}, {X: 3, Y: 1.65}, {X: 3, Y: 2.35}, {X: 1, Y: 2.35}}, chart.Bar(1, 3, 2))
}
