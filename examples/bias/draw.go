package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/salesops-go/salesops/examples/internal/chart"
	"github.com/salesops-go/salesops/examples/internal/page"
	"github.com/salesops-go/salesops/forecast"
)

const (
	columns = 4
	// maxPanels is how many forecasters are drawn, those with the most calls.
	maxPanels = 24
)

// drawCalls draws forecast against actual, a panel for each forecaster: calls above
// the diagonal were too high.
func drawCalls(a *answer, file string) error {
	points := make(map[string]plotter.XYs)
	for _, c := range a.judged.history.Calls {
		points[c.Forecaster] = append(points[c.Forecaster], plotter.XY{X: c.Actual, Y: c.Forecast})
	}
	forecasters := a.judged.bias.Forecasters
	var drawn []int
	for i := range forecasters {
		drawn = append(drawn, i)
	}
	slices.SortStableFunc(drawn, func(i, j int) int {
		return cmp.Compare(len(points[forecasters[j].Forecaster]), len(points[forecasters[i].Forecaster]))
	})
	drawn = drawn[:min(maxPanels, len(drawn))]
	slices.Sort(drawn)
	var panels []*plot.Plot
	for _, i := range drawn {
		p, err := panel(&forecasters[i], &a.correction.Forecasters[i], points[forecasters[i].Forecaster])
		if err != nil {
			return err
		}
		panels = append(panels, p)
	}
	return chart.SaveTiles(slices.Collect(slices.Chunk(panels, columns)), fmt.Sprintf(
		"Forecast (upward) against actual, %s before the end; gray is a forecast that came true, dashed one that the factor makes come true",
		page.Count(a.judged.weeks, "week"),
	), file)
}

// panel draws the calls of one forecaster, the diagonal, and the line that the
// factor puts on it.
func panel(bias *forecast.ForecasterBias, correction *forecast.ForecasterCorrection, points plotter.XYs) (*plot.Plot, error) {
	low, high := 0.0, 0.0
	for _, at := range points {
		low, high = min(low, at.X, at.Y), max(high, at.X, at.Y)
	}
	// Room for the outermost dots.
	low, high = 1.05*low, 1.05*high
	p := plot.New()
	p.Title.Text = page.Clip(bias.Forecaster, 24) + "\n" + string(bias.Verdict)
	p.Title.TextStyle.Font.Size, p.Title.Padding = vg.Points(10), vg.Points(4)
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = low, high, low, high
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.Tick.Label.Font.Size, axis.Tick.Marker, axis.Padding = vg.Points(8), plot.TickerFunc(ticks), 0
	}
	p.Add(plotter.NewGrid())
	diagonal, err := plotter.NewLine(plotter.XYs{{X: low, Y: low}, {X: high, Y: high}})
	if err != nil {
		return nil, err
	}
	diagonal.Color, diagonal.Width = chart.Gray(), vg.Points(1)
	p.Add(diagonal)
	end := high / max(1, correction.Applied) // within the panel
	corrected, err := plotter.NewLine(plotter.XYs{{}, {X: end, Y: end * correction.Applied}})
	if err != nil {
		return nil, err
	}
	corrected.Color, corrected.Width, corrected.Dashes = chart.Blue(), vg.Points(1.2), []vg.Length{vg.Points(4), vg.Points(3)}
	p.Add(corrected)
	dots, err := plotter.NewScatter(points)
	if err != nil {
		return nil, err
	}
	dots.Shape, dots.Radius, dots.Color = draw.CircleGlyph{}, vg.Points(2), chart.Blue()
	if bias.Verdict == forecast.Optimistic || bias.Verdict == forecast.Pessimistic {
		dots.Color = chart.Orange()
	}
	p.Add(dots)
	return p, nil
}

// ticks marks an axis at a few round numbers, thousands and millions written short.
func ticks(low, high float64) []plot.Tick {
	step := math.Pow(10, math.Floor(math.Log10((high-low)/2)))
	for (high-low)/step > 4 {
		step *= 2
	}
	var list []plot.Tick
	for x := math.Ceil(low/step) * step; x <= high; x += step {
		list = append(list, plot.Tick{Value: x, Label: shortNumber(x)})
	}
	return list
}

func shortNumber(x float64) string {
	for _, unit := range []struct {
		size float64
		name string
	}{{1e9, "G"}, {1e6, "M"}, {1e3, "k"}} {
		if math.Abs(x) >= unit.size {
			return strconv.FormatFloat(x/unit.size, 'g', 4, 64) + unit.name
		}
	}
	return strconv.FormatFloat(x, 'g', 4, 64)
}
