package main

import (
	"image/color"

	"github.com/shopspring/decimal"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"

	"github.com/salesops-go/salesops/examples/internal/chart"
	"github.com/salesops-go/salesops/examples/internal/page"
	"github.com/salesops-go/salesops/forecast"
)

// drawRevenue draws how likely each range of revenue is, with the quota and P10,
// P50 and P90.
func drawRevenue(r forecast.Revenue, quota decimal.Decimal, file string) error {
	p := plot.New()
	p.Title.Text = "Revenue of the period"
	p.Title.Padding = vg.Points(8)
	p.BackgroundColor = color.White
	p.X.Label.Text, p.Y.Label.Text = "money", "probability of the range, %"
	p.X.Tick.Marker = plot.TickerFunc(amounts)
	p.Legend.Top, p.Legend.Padding = true, vg.Points(3)
	bins, highest, err := ranges(r)
	if err != nil {
		return err
	}
	p.Add(plotter.NewGrid(), &plotter.Histogram{Bins: bins, Width: bins[0].Max - bins[0].Min, FillColor: color.RGBA{R: 160, G: 195, B: 230, A: 255}})
	mark := func(name string, x, top float64, c color.Color, dashes []vg.Length) error {
		line, err := plotter.NewLine(plotter.XYs{{X: x, Y: 0}, {X: x, Y: top}})
		if err != nil {
			return err
		}
		line.Color, line.Width, line.Dashes = c, vg.Points(2), dashes
		p.Add(line)
		p.Legend.Add(name, line)
		return nil
	}
	for i, level := range []float64{0.1, 0.5, 0.9} {
		amount, err := r.Quantile(level)
		if err != nil {
			return err
		}
		name := []string{"P10", "P50", "P90"}[i] + "  " + page.Money(amount.High)
		dashes := [][]vg.Length{{vg.Points(2), vg.Points(3)}, nil, {vg.Points(6), vg.Points(3)}}[i]
		if err := mark(name, amount.High.InexactFloat64(), highest, chart.Blue(), dashes); err != nil {
			return err
		}
	}
	odds := page.Percent(middle(r.AtLeast(quota)))
	if err := mark("quota  "+page.Money(quota)+", "+odds+" likely", quota.InexactFloat64(), 1.1*highest, chart.Orange(), nil); err != nil {
		return err
	}
	p.Y.Max = 1.45 * highest // room for the legend
	return chart.Save(p, file)
}

// ranges splits what is likely into equal ranges with their probabilities in
// percent.
func ranges(r forecast.Revenue) (bins []plotter.HistogramBin, highest float64, err error) {
	const tail, count = 0.001, 48
	first, err := r.Quantile(tail)
	if err != nil {
		return nil, 0, err
	}
	last, err := r.Quantile(1 - tail)
	if err != nil {
		return nil, 0, err
	}
	from := first.Low
	width := decimal.Max(last.High.Sub(from).DivRound(decimal.New(count-1, 0), 0), decimal.New(1, 0))
	for range count {
		to := from.Add(width)
		share := 100 * (middle(r.AtLeast(from)) - middle(r.AtLeast(to)))
		bins = append(bins, plotter.HistogramBin{Min: from.InexactFloat64(), Max: to.InexactFloat64(), Weight: share})
		highest = max(highest, share)
		from = to
	}
	return bins, highest, nil
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
