package main

import (
	"errors"
	"fmt"
	"image/color"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"

	"github.com/salesops-go/salesops/capacity"
	"github.com/salesops-go/salesops/examples/internal/chart"
)

// from is where the delay curve begins, as a share of the volume that breaks the
// stage.
const from = 0.4

func newPlot() *plot.Plot {
	p := plot.New()
	p.Title.Padding = vg.Points(8)
	p.Legend.Padding = vg.Points(3)
	p.BackgroundColor = color.White
	return p
}

// drawDelay draws how long work waits at the stage that breaks first, against the
// volume: in the long run, and at the end of surges.
func drawDelay(a answer, file string) error {
	first := a.stress.BreakOrder[0]
	red, breaks := first.RedAt.Value()
	if !breaks || red == 0 {
		return errors.New("no volume of orders breaks a stage, so there is no delay curve")
	}
	p := newPlot()
	p.Title.Text = "Wait before work starts: " + first.Stage
	p.X.Label.Text = "multiple of today's orders"
	p.Y.Label.Text = "working days"
	p.Legend.Top, p.Legend.Left = true, true
	p.Add(plotter.NewGrid())
	highest := 0.0
	for _, c := range []struct {
		days   float64
		color  color.Color
		dashes []vg.Length
	}{{5, chart.Blue(), nil}, {a.days, chart.Orange(), nil}, {0, chart.Gray(), []vg.Length{vg.Points(5), vg.Points(4)}}} {
		points, err := a.curve(first.Stage, c.days, red)
		if err != nil {
			return err
		}
		if c.days > 0 {
			highest = max(highest, points[len(points)-1].Y)
		}
		points = slices.DeleteFunc(points, func(xy plotter.XY) bool { return xy.Y > highest })
		line, err := plotter.NewLine(points)
		if err != nil {
			return err
		}
		line.Color, line.Width, line.Dashes = c.color, vg.Points(2), c.dashes
		p.Add(line)
		name := fmt.Sprintf("at the end of %g working days", c.days)
		if c.days == 0 {
			name = "in the long run"
		}
		p.Legend.Add(name, line)
	}
	mark, err := plotter.NewLine(plotter.XYs{{X: red, Y: 0}, {X: red, Y: highest}})
	if err != nil {
		return err
	}
	mark.Color, mark.Width = color.Black, vg.Points(1)
	p.Add(mark)
	p.Legend.Add(fmt.Sprintf("red at %.2f ×", red), mark)
	p.Y.Min, p.Y.Max = 0, highest
	return chart.Save(p, file)
}

// curve returns the waits of a stage against the volume: after a surge of some
// days, to well beyond the volume that breaks it, or in the long run, as far as
// there is one.
func (a *answer) curve(stage string, days, red float64) (plotter.XYs, error) {
	const points = 2 * capacity.MaxScenarios
	alone := a.alone(stage)
	var list plotter.XYs
	var scenarios []capacity.Scenario
	for i := range points {
		part := float64(i) / (points - 1)
		m := red * (from + (1.3-from)*part)
		if days == 0 {
			// Denser toward the volume at which the wait has no end.
			rest := 1 - part
			m = red * (1 - (1-from)*rest*rest*rest)
		}
		scenarios = append(scenarios, capacity.Scenario{Name: fmt.Sprint(i), Multiplier: m, Days: days, Losses: alone.losses})
		if len(scenarios) < capacity.MaxScenarios {
			continue
		}
		stress, err := capacity.StressTest(alone.audit, scenarios, a.policy)
		if err != nil {
			return nil, err
		}
		for k, s := range stress.Surges {
			wait := s.Stages[0].Wait.AfterDays
			if days == 0 {
				wait = s.Stages[0].Wait.LongRunDays
			}
			if y, defined := wait.Value(); defined {
				list = append(list, plotter.XY{X: scenarios[k].Multiplier, Y: y})
			}
		}
		scenarios = scenarios[:0]
	}
	return list, nil
}

// alone returns the answer's audit with one stage only, which waits as it does
// among the others.
func (a *answer) alone(stage string) answer {
	one := answer{audit: a.audit}
	one.audit.Stages = nil
	for _, s := range a.audit.Stages {
		if s.Name == stage {
			one.audit.Stages = append(one.audit.Stages, s)
		}
	}
	for _, l := range a.losses {
		if l.Where == stage {
			one.losses = append(one.losses, l)
		}
	}
	return one
}

// drawBreaks draws the multiples at which the stages turn yellow and red, the
// first to break on top.
func drawBreaks(a answer, file string) error {
	p := newPlot()
	p.Title.Text = "What breaks first as orders grow"
	p.X.Label.Text = "multiple of today's orders"
	points := slices.Clone(a.stress.BreakOrder)
	slices.Reverse(points) // a chart counts from below
	longest := 1.5
	for _, b := range points {
		longest = max(longest, 1.1*b.RedAt.Or(0))
	}
	names := make([]string, len(points))
	grid := plotter.NewGrid()
	grid.Horizontal.Color = nil
	p.Add(grid)
	for i, b := range points {
		names[i] = b.Stage
		yellow, red := min(longest, b.YellowAt.Or(longest)), min(longest, b.RedAt.Or(longest))
		for _, part := range []struct {
			name     string
			from, to float64
			color    color.Color
		}{{"green", 0, yellow, chart.Pale()}, {"yellow", yellow, red, chart.Blue()}, {"red: the stage breaks", red, longest, chart.Orange()}} {
			box, err := plotter.NewPolygon(chart.Bar(part.from, part.to, float64(i)))
			if err != nil {
				return err
			}
			box.Color, box.LineStyle.Width = part.color, 0
			p.Add(box)
			if i == 0 {
				p.Legend.Add(part.name, box)
			}
		}
	}
	today, err := plotter.NewLine(plotter.XYs{{X: 1, Y: -0.5}, {X: 1, Y: float64(len(points)) - 0.5}})
	if err != nil {
		return err
	}
	today.Color, today.Width = color.Black, vg.Points(1.5)
	p.Add(today)
	p.Legend.Add("today", today)
	p.NominalY(names...)
	p.Y.Padding = vg.Points(10)
	// Room above the bars for the legend.
	p.Legend.Top = true
	p.X.Min, p.X.Max, p.Y.Max = 0, longest, 1.3*float64(len(points))-0.5
	return chart.Save(p, file)
}
