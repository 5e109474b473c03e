package main

import (
	"image/color"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/salesops-go/salesops/examples/internal/chart"
	"github.com/salesops-go/salesops/examples/internal/page"
	"github.com/salesops-go/salesops/roi"
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
		{"cash", cash, func(m roi.ViewMonth) float64 { return m.Balance.InexactFloat64() }, chart.Blue(), nil},
		{"cash, discounted", cash, func(m roi.ViewMonth) float64 { return m.DiscountedBalance.InexactFloat64() }, chart.Blue(), []vg.Length{vg.Points(5), vg.Points(4)}},
		{"with avoided hiring", avoided, func(m roi.ViewMonth) float64 { return m.Balance.InexactFloat64() }, chart.Orange(), nil},
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
		mark.Color, mark.Radius, mark.Shape = chart.Blue(), vg.Points(5), draw.CircleGlyph{}
		p.Add(mark)
		p.Legend.Add("cash paid back", mark)
	}
	return chart.Save(p, file)
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
		}{{b.Low.NPV.InexactFloat64(), chart.Orange()}, {b.High.NPV.InexactFloat64(), chart.Blue()}} {
			box, err := plotter.NewPolygon(chart.Bar(base, end.npv, float64(i)))
			if err != nil {
				return err
			}
			box.Color, box.LineStyle.Width = end.color, 0
			p.Add(box)
			if i == 0 {
				name := "low end of the range"
				if end.color == chart.Blue() {
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
	middle.Color, middle.Width = chart.Gray(), vg.Points(1)
	p.Add(middle)
	p.NominalY(names...)
	p.Y.Padding = vg.Points(10)
	room := (p.X.Max - p.X.Min) / 20
	p.X.Min, p.X.Max = p.X.Min-room, p.X.Max+room
	return chart.Save(p, file)
}
