// Bias tells from past forecasts who is consistently too high or too low, by what
// to divide the next ones, and whether doing so would have helped.
//
//	go run -C examples ./bias                              a sample team
//	go run -C examples ./bias -calls "$PWD/calls.csv" -lead 8
//	go run -C examples ./bias -chart "$PWD/calls.png"
//
// The columns are who, period, lead (weeks before the end of the period), forecast,
// actual and, if there is one, cluster: what lines belong to that are one piece of
// evidence, such as a shipment. Periods are put in the order of their texts. It
// exits with status 1 when the file or a flag is wrong, after listing everything
// that is, with line and column.
package main

import (
	"embed"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/salesops-go/salesops/examples/internal/table"
	"github.com/salesops-go/salesops/forecast"
)

//go:embed sample/calls.csv
var sample embed.FS

// longest stands for the longest lead at which everybody called.
const longest = -1

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("bias", flag.ContinueOnError)
	flags.SetOutput(stderr)
	calls := flags.String("calls", "", "CSV file with the calls; a sample if empty")
	lead := flags.Int("lead", longest, "weeks before the end of a period at which calls are judged; -1 for\nthe longest lead at which everybody called")
	chart := flags.String("chart", "", "PNG or SVG file for forecast against actual of each")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if flags.NArg() > 0 {
		_, _ = fmt.Fprintf(stderr, "bias: unexpected argument %q\n", flags.Arg(0))
		return 2
	}
	a, err := review(*calls, *lead)
	if err == nil {
		_, err = io.WriteString(stdout, report(&a))
	}
	if err == nil && *chart != "" {
		err = drawCalls(&a, filepath.Clean(*chart))
	}
	if err != nil {
		_, _ = fmt.Fprintf(stderr, "bias: %v\n", err)
		return 1
	}
	return 0
}

// atLead is what there is to say of the calls at one lead.
type atLead struct {
	weeks    int
	history  forecast.History
	accuracy forecast.Accuracy
	bias     forecast.BiasJudgment
}

// answer is everything that is printed and drawn.
type answer struct {
	calls int
	// leads are all leads of the file, the longest first; judged is the one at
	// which forecasters are judged.
	leads      []atLead
	judged     *atLead
	chosen     string
	drift      forecast.DriftReport
	correction forecast.Correction
	backtest   forecast.BacktestJudgment
}

func review(file string, lead int) (answer, error) {
	var a answer
	data, name, err := table.Open(sample, "calls.csv", file)
	if err != nil {
		return a, err
	}
	defer func() { _ = data.Close() }() // nothing was written
	rows, err := load(data, name)
	if err != nil {
		return a, err
	}
	a.calls = len(rows.table.Rows)
	policy := forecast.DefaultPolicy()
	for _, weeks := range rows.leads() {
		l, err := rows.at(weeks, &policy)
		if err != nil {
			return a, err
		}
		a.leads = append(a.leads, l)
	}
	if err := a.choose(lead); err != nil {
		return a, err
	}
	if a.drift, err = forecast.DetectDrift(a.judged.history, policy.BiasPolicy); err != nil {
		return a, err
	}
	if a.correction, err = forecast.Correct(a.judged.history, policy.CorrectionPolicy); err != nil {
		return a, err
	}
	a.backtest, err = forecast.Backtest(a.judged.history, policy.CorrectionPolicy, policy.BacktestPolicy)
	return a, err
}

// choose sets the lead at which forecasters are judged.
func (a *answer) choose(lead int) error {
	everybody := make(map[string]bool)
	for i := range a.leads {
		for _, f := range a.leads[i].bias.Forecasters {
			everybody[f.Forecaster] = true
		}
	}
	for i := range a.leads {
		l := &a.leads[i]
		switch {
		case lead == l.weeks:
			a.judged, a.chosen = l, "as asked for"
			return nil
		case lead == longest && len(l.bias.Forecasters) == len(everybody):
			a.judged, a.chosen = l, "the longest lead at which everybody called"
			return nil
		}
	}
	if lead == longest {
		a.judged, a.chosen = &a.leads[0], "the longest lead; there is none at which everybody called"
		return nil
	}
	return fmt.Errorf("the file has no calls at a lead of %d weeks", lead)
}
