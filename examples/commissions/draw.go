package main

import (
	"fmt"
	"image/color"
	"math"
	"strconv"

	"github.com/shopspring/decimal"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/salesops-go/salesops/comp"
	"github.com/salesops-go/salesops/examples/internal/chart"
	"github.com/salesops-go/salesops/examples/internal/page"
)

// drawn is the highest attainment of the chart, in percent of quota.
const drawn = 200

// drawCurve draws what a plan pays when every component has the same
// attainment, with each cliff marked by its height.
func drawCurve(q quarter, name, file string) error {
	plan := &q.plans[0]
	if name != "" {
		if plan = q.plan(name); plan == nil {
			return fmt.Errorf("-plan %q: there is no such plan", name)
		}
	}
	curve, err := comp.TracePlan(*plan)
	if err != nil {
		return err
	}
	p := plot.New()
	p.Title.Padding, p.Legend.Padding = vg.Points(8), vg.Points(3)
	p.BackgroundColor = color.White
	p.Title.Text = "Variable pay of one quarter: " + plan.Name
	p.X.Label.Text = "attainment of every quota"
	p.Y.Label.Text = "pay"
	p.X.Tick.Marker, p.Y.Tick.Marker = plot.TickerFunc(percents), plot.TickerFunc(amounts)
	p.Legend.Top, p.Legend.Left = true, true
	p.Add(plotter.NewGrid())
	if err := addPieces(p, curve.Pieces); err != nil {
		return err
	}
	if err := addTarget(p, plan); err != nil {
		return err
	}
	p.X.Min, p.X.Max, p.Y.Min = 0, drawn, 0
	p.Y.Max *= 1.1 // room for the legend
	return chart.Save(p, file)
}

// addTarget marks the target variable at 100%.
func addTarget(p *plot.Plot, plan *comp.Plan) error {
	mark, err := plotter.NewScatter(plotter.XYs{{X: 100, Y: plan.TargetVariable.InexactFloat64()}})
	if err != nil {
		return err
	}
	mark.Color, mark.Radius, mark.Shape = color.Black, vg.Points(5), draw.RingGlyph{}
	p.Add(mark)
	p.Legend.Add("target pay at quota", mark)
	return nil
}

// addPieces draws the straight pieces, and a line with its height where pay
// jumps.
func addPieces(p *plot.Plot, pieces []comp.Piece) error {
	var labels plotter.XYLabels
	drawnPay, drawnCliff := false, false
	for i, piece := range pieces {
		from, above := 100*float(piece.From), float(piece.Above)
		if from > drawn {
			break
		}
		end := float64(drawn)
		if i+1 < len(pieces) {
			end = min(end, 100*float(pieces[i+1].From))
		}
		stretch, err := plotter.NewLine(plotter.XYs{{X: from, Y: above}, {X: end, Y: above + float(piece.Rate)*(end-from)/100}})
		if err != nil {
			return err
		}
		stretch.Color, stretch.Width = chart.Blue(), vg.Points(2.5)
		p.Add(stretch)
		if !drawnPay {
			p.Legend.Add("pay", stretch)
			drawnPay = true
		}
		if piece.Jump.Rat().Sign() == 0 {
			continue
		}
		below := above - float(piece.Jump)
		cliff, err := plotter.NewLine(plotter.XYs{{X: from, Y: below}, {X: from, Y: above}})
		if err != nil {
			return err
		}
		cliff.Color, cliff.Width = chart.Orange(), vg.Points(3.5)
		p.Add(cliff)
		if !drawnCliff {
			p.Legend.Add("cliff", cliff)
			drawnCliff = true
		}
		labels.XYs = append(labels.XYs, plotter.XY{X: from, Y: (below + above) / 2})
		labels.Labels = append(labels.Labels, fmt.Sprintf("%s at %s%%", signed(piece.Jump), strconv.FormatFloat(from, 'f', -1, 64)))
	}
	if len(labels.XYs) == 0 {
		return nil
	}
	marks, err := plotter.NewLabels(labels)
	if err != nil {
		return err
	}
	marks.Offset = vg.Point{X: vg.Points(7), Y: vg.Points(-4)}
	p.Add(marks)
	return nil
}

func signed(jump comp.Fraction) string {
	text := page.Money(jump.Round(0))
	if jump.Rat().Sign() > 0 {
		return "+" + text
	}
	return text
}

// percents marks an axis at every quarter of the quota.
func percents(_, high float64) []plot.Tick {
	var ticks []plot.Tick
	for x := 0; float64(x) <= high; x += 25 {
		ticks = append(ticks, plot.Tick{Value: float64(x), Label: strconv.Itoa(x) + "%"})
	}
	return ticks
}

// amounts marks an axis with four to ten round amounts of money.
func amounts(_, high float64) []plot.Tick {
	step := math.Pow(10, math.Floor(math.Log10(high/4)))
	for high/step > 10 {
		step *= 2
	}
	var ticks []plot.Tick
	for y := 0.0; y <= high; y += step {
		ticks = append(ticks, plot.Tick{Value: y, Label: page.Money(decimal.NewFromFloat(y))})
	}
	return ticks
}
