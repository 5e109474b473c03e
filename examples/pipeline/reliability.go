package main

import (
	"image/color"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/salesops-go/salesops/examples/internal/chart"
	"github.com/salesops-go/salesops/forecast"
)

// reliabilityPoints are the bins with predictions, with their intervals.
type reliabilityPoints struct {
	plotter.XYs
	plotter.YErrors
}

// drawReliability draws the share that was won against what was stated, with
// intervals and counts. On the diagonal the probabilities are right.
func drawReliability(c forecast.Calibration, file string) error {
	p := plot.New()
	p.Title.Text = "Reliability of " + strconv.Itoa(c.Count) + " probabilities"
	p.Title.Padding = vg.Points(8)
	p.BackgroundColor = color.White
	p.X.Label.Text, p.Y.Label.Text = "stated probability", "share won, with its 95% interval"
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, 1, 0, 1
	p.Legend.Top, p.Legend.Left, p.Legend.Padding = true, true, vg.Points(3)

	right := plotter.NewFunction(func(x float64) float64 { return x })
	right.Color, right.Dashes = color.Gray{Y: 110}, []vg.Length{vg.Points(5), vg.Points(4)}
	p.Add(plotter.NewGrid(), right)
	p.Legend.Add("right", right)

	var points reliabilityPoints
	var counts []string
	for _, b := range c.Bins {
		stated, some := b.MeanProbability.Value()
		if !some || b.Won.Wilson == nil {
			continue
		}
		won := b.Won.Share.Or(0)
		points.XYs = append(points.XYs, plotter.XY{X: stated, Y: won})
		points.YErrors = append(points.YErrors, struct{ Low, High float64 }{won - b.Won.Wilson.Low, b.Won.Wilson.High - won})
		counts = append(counts, " "+strconv.Itoa(b.Won.Trials))
	}
	dots, err := plotter.NewScatter(points.XYs)
	if err != nil {
		return err
	}
	blue := color.RGBA{R: 0, G: 90, B: 181, A: 255}
	dots.Color, dots.Radius, dots.Shape = blue, vg.Points(4), draw.CircleGlyph{}
	bars, err := plotter.NewYErrorBars(points)
	if err != nil {
		return err
	}
	bars.Color, bars.Width = blue, vg.Points(1.5)
	labels, err := plotter.NewLabels(plotter.XYLabels{XYs: points.XYs, Labels: counts})
	if err != nil {
		return err
	}
	labels.Offset = vg.Point{X: vg.Points(4), Y: vg.Points(-14)}
	p.Add(bars, dots, labels)
	p.Legend.Add("won, and how many deals", dots)
	return chart.SaveSquare(p, file)
}
