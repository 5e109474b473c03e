package main

import (
	"errors"
	"image/color"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/salesops-go/salesops/examples/internal/page"
	"github.com/salesops-go/salesops/roi"
)

// The colors of the charts differ for people who do not see red and green apart.
func blue() color.Color   { return color.RGBA{R: 0, G: 90, B: 181, A: 255} }
func orange() color.Color { return color.RGBA{R: 220, G: 110, B: 20, A: 255} }
func gray() color.Color   { return color.RGBA{R: 120, G: 120, B: 120, A: 255} }

const (
	width  = 9 * vg.Inch
	height = 5 * vg.Inch
)

func newPlot() *plot.Plot {
	p := plot.New()
	p.Title.Padding = vg.Points(8)
	p.Legend.Padding = vg.Points(3)
	p.BackgroundColor = color.White
	return p
}

// amounts marks an axis with amounts of money.
func amounts(low, high float64) []plot.Tick {
	ticks := plot.DefaultTicks{}.Ticks(low, high)
	for i, t := range ticks {
		if !t.IsMinor() {
			ticks[i].Label = page.Money(decimal.NewFromFloat(t.Value))
		}
	}
	return ticks
}

// quarters marks an axis at every third month.
func quarters(_, high float64) []plot.Tick {
	var ticks []plot.Tick
	for m := 0; float64(m) <= high; m += 3 {
		t := plot.Tick{Value: float64(m)}
		if long := high > 48; m%12 == 0 || !long && m%6 == 0 {
			t.Label = strconv.Itoa(m)
		}
		ticks = append(ticks, t)
	}
	return ticks
}

// drawCash draws the balance of the program month by month.
func drawCash(a answer, file string) error {
	p := newPlot()
	p.Title.Text = "Balance since the first spend: " + a.shown.Name
	p.X.Label.Text = "months since the first spend"
	p.Y.Label.Text = "money"
	p.X.Tick.Marker, p.Y.Tick.Marker = plot.TickerFunc(quarters), plot.TickerFunc(amounts)
	p.Legend.Top, p.Legend.Left = true, true
	p.Add(plotter.NewGrid())
	zero := plotter.NewFunction(func(float64) float64 { return 0 })
	zero.Color, zero.Width = color.Black, vg.Points(1)
	p.Add(zero)
	cash, avoided := a.projection.Cash.Months, a.projection.WithAvoided.Months
	for _, c := range []struct {
		name   string
		months []roi.ViewMonth
		y      func(roi.ViewMonth) float64
		color  color.Color
		dashes []vg.Length
	}{
		{"cash", cash, func(m roi.ViewMonth) float64 { return m.Balance.InexactFloat64() }, blue(), nil},
		{"cash, discounted", cash, func(m roi.ViewMonth) float64 { return m.DiscountedBalance.InexactFloat64() }, blue(), []vg.Length{vg.Points(5), vg.Points(4)}},
		{"with avoided hiring", avoided, func(m roi.ViewMonth) float64 { return m.Balance.InexactFloat64() }, orange(), nil},
	} {
		points := make(plotter.XYs, len(c.months))
		for i, m := range c.months {
			points[i] = plotter.XY{X: float64(m.Month), Y: c.y(m)}
		}
		line, err := plotter.NewLine(points)
		if err != nil {
			return err
		}
		line.Color, line.Width, line.Dashes = c.color, vg.Points(2), c.dashes
		p.Add(line)
		p.Legend.Add(c.name, line)
	}
	if first, pays := a.projection.Cash.Simple.First.Value(); pays {
		mark, err := plotter.NewScatter(plotter.XYs{{X: first, Y: 0}})
		if err != nil {
			return err
		}
		mark.Color, mark.Radius, mark.Shape = blue(), vg.Points(5), draw.CircleGlyph{}
		p.Add(mark)
		p.Legend.Add("cash paid back", mark)
	}
	return save(p, file)
}

// drawTornado draws what each input does to the net present value, the largest
// swing on top.
func drawTornado(a answer, file string) error {
	p := newPlot()
	p.Title.Text = "Net present value, each input over its range: " + a.shown.Name
	p.X.Label.Text = "money (" + string(a.policy.Basis) + ")"
	p.X.Tick.Marker = plot.TickerFunc(amounts)
	bars := slices.Clone(a.sensitivity.Bars)
	slices.Reverse(bars) // a chart counts from below
	base := a.sensitivity.Base.NPV.InexactFloat64()
	names := make([]string, len(bars))
	grid := plotter.NewGrid()
	grid.Horizontal.Color = nil
	p.Add(grid)
	for i, b := range bars {
		names[i] = string(b.Input)
		for _, end := range []struct {
			npv   float64
			color color.Color
		}{{b.Low.NPV.InexactFloat64(), orange()}, {b.High.NPV.InexactFloat64(), blue()}} {
			box, err := plotter.NewPolygon(corners(base, end.npv, float64(i)))
			if err != nil {
				return err
			}
			box.Color, box.LineStyle.Width = end.color, 0
			p.Add(box)
			if i == 0 {
				name := "low end of the range"
				if end.color == blue() {
					name = "high end of the range"
				}
				p.Legend.Add(name, box)
			}
		}
	}
	middle, err := plotter.NewLine(plotter.XYs{{X: base, Y: -0.5}, {X: base, Y: float64(len(bars)) - 0.5}})
	if err != nil {
		return err
	}
	middle.Color, middle.Width = gray(), vg.Points(1)
	p.Add(middle)
	p.NominalY(names...)
	p.Y.Padding = vg.Points(10)
	room := (p.X.Max - p.X.Min) / 20
	p.X.Min, p.X.Max = p.X.Min-room, p.X.Max+room
	return save(p, file)
}

// save writes the chart with a margin, since a label may reach beyond its axis.
// The file's ending says in which format.
func save(p *plot.Plot, file string) error {
	const margin = vg.Length(12)
	canvas, err := draw.NewFormattedCanvas(width, height, strings.TrimPrefix(filepath.Ext(file), "."))
	if err != nil {
		return err
	}
	p.Draw(draw.Crop(draw.New(canvas), margin, -2*margin, margin, -margin))
	out, err := os.Create(filepath.Clean(file))
	if err != nil {
		return err
	}
	_, err = canvas.WriteTo(out)
	return errors.Join(err, out.Close())
}

func corners(from, to, row float64) plotter.XYs {
	const half = 0.35
	return plotter.XYs{{X: from, Y: row - half}, {X: to, Y: row - half}, {X: to, Y: row + half}, {X: from, Y: row + half}}
}
