// Package chart holds what the programs' charts have in common: colors, sizes and
// the way to a file.
package chart

import (
	"errors"
	"image/color"
	"os"
	"path/filepath"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Blue and the other colors differ for people who do not see red and green apart.
func Blue() color.Color { return color.RGBA{R: 0, G: 90, B: 181, A: 255} }

// Orange stands out beside Blue.
func Orange() color.Color { return color.RGBA{R: 220, G: 110, B: 20, A: 255} }

// Gray is for what is not data.
func Gray() color.Color { return color.RGBA{R: 120, G: 120, B: 120, A: 255} }

// Pale is a Blue for areas.
func Pale() color.Color { return color.RGBA{R: 190, G: 210, B: 235, A: 255} }

// Bar returns the corners of a bar that lies in a row, from one value to another.
func Bar(from, to, row float64) plotter.XYs {
	const half = 0.35
	return plotter.XYs{{X: from, Y: row - half}, {X: to, Y: row - half}, {X: to, Y: row + half}, {X: from, Y: row + half}}
}

// Save writes a chart of 9 by 5 inches. The file's ending says in which format:
// .png, .svg or .pdf.
func Save(p *plot.Plot, file string) error { return save(p, 9*vg.Inch, 5*vg.Inch, file) }

// SaveSquare writes a chart of 6 by 6 inches, as Save does.
func SaveSquare(p *plot.Plot, file string) error { return save(p, 6*vg.Inch, 6*vg.Inch, file) }

// SaveTiles writes plots side by side, row by row below a title, as Save does. Rows
// may be shorter than the first.
func SaveTiles(rows [][]*plot.Plot, title, file string) error {
	const side, gap, top = 2.4 * vg.Inch, vg.Length(10), vg.Length(36)
	columns := len(rows[0])
	return write(vg.Length(columns)*side, vg.Length(len(rows))*side+top, file, func(page draw.Canvas) {
		style := plot.New().Title.TextStyle
		style.Font.Size, style.XAlign, style.YAlign = vg.Points(11), text.XLeft, text.YTop
		page.FillText(style, vg.Point{X: page.Min.X + gap, Y: page.Max.Y - gap}, title)
		full := make([][]*plot.Plot, len(rows))
		for i, row := range rows {
			full[i] = make([]*plot.Plot, columns)
			copy(full[i], row)
		}
		tiles := draw.Tiles{
			Rows: len(rows), Cols: columns, PadTop: top, PadBottom: gap, PadLeft: gap, PadRight: gap, PadX: 2 * gap, PadY: 2 * gap,
		}
		for i, row := range plot.Align(full, tiles, page) {
			for k, tile := range row {
				if full[i][k] != nil {
					full[i][k].Draw(tile)
				}
			}
		}
	})
}

// save leaves a margin, since a label may reach beyond its axis.
func save(p *plot.Plot, width, height vg.Length, file string) error {
	const margin = vg.Length(12)
	return write(width, height, file, func(page draw.Canvas) { p.Draw(draw.Crop(page, margin, -2*margin, margin, -margin)) })
}

// write draws on a page and writes it to a file.
func write(width, height vg.Length, file string, paint func(page draw.Canvas)) error {
	canvas, err := draw.NewFormattedCanvas(width, height, strings.TrimPrefix(filepath.Ext(file), "."))
	if err != nil {
		return err
	}
	paint(draw.New(canvas))
	out, err := os.Create(filepath.Clean(file))
	if err != nil {
		return err
	}
	_, err = canvas.WriteTo(out)
	return errors.Join(err, out.Close())
}
