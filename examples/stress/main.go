// Stress tells what breaks first as orders grow, how long work waits at each
// stage, and what a surge leaves behind.
//
//	go run -C examples ./stress                                  a sample company
//	go run -C examples ./stress -data "$PWD/stages.csv" -orders 40 -days 30
//	go run -C examples ./stress -delay "$PWD/delay.png" -breaks "$PWD/breaks.png"
//	go run -C examples ./stress -out "order entry=2" -multipliers 1,1.1
//
// The columns are name, kind, transactions_per_order, people,
// hours_per_person_day, hours_per_transaction, max_per_day and backlog. It exits
// with status 1 when the file or a flag is wrong, after listing everything that
// is, with line and column.
package main

import (
	"embed"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/salesops-go/salesops/capacity"
	"github.com/salesops-go/salesops/examples/internal/table"
)

//go:embed sample/stages.csv
var sample embed.FS

const sampleOrders = 24

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("stress", flag.ContinueOnError)
	flags.SetOutput(stderr)
	var o options
	flags.StringVar(&o.data, "data", "", "CSV file with the stages; a sample if empty")
	flags.Float64Var(&o.orders, "orders", sampleOrders, "orders a day, today")
	flags.Float64Var(&o.days, "days", capacity.DefaultSurgeDays, "working days that a surge lasts")
	flags.Float64Var(&o.clear, "clear", 10, "working days in which the backlog is to be cleared")
	flags.StringVar(&o.multipliers, "multipliers", "1.25,1.5,2", "multiples of today's orders, with commas between")
	flags.StringVar(&o.out, "out", "", `people who are out in every surge: "quotes=2,shipping=1"`)
	delay := flags.String("delay", "", "PNG or SVG file for the delay curve")
	breaks := flags.String("breaks", "", "PNG or SVG file for the break order")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if flags.NArg() > 0 {
		_, _ = fmt.Fprintf(stderr, "stress: unexpected argument %q\n", flags.Arg(0))
		return 2
	}
	a, err := assess(o)
	if err == nil {
		_, err = io.WriteString(stdout, report(a))
	}
	if err == nil && *delay != "" {
		err = drawDelay(a, filepath.Clean(*delay))
	}
	if err == nil && *breaks != "" {
		err = drawBreaks(a, filepath.Clean(*breaks))
	}
	if err != nil {
		_, _ = fmt.Fprintf(stderr, "stress: %v\n", err)
		return 1
	}
	return 0
}

type options struct {
	data, multipliers, out string
	orders, days, clear    float64
}

// answer is everything that is printed and drawn.
type answer struct {
	audit  capacity.Audit
	policy capacity.Policy
	days   float64
	losses []capacity.Loss
	waits  capacity.WaitPrediction
	stress capacity.Stress
}

func assess(o options) (answer, error) {
	a := answer{policy: capacity.DefaultPolicy(), days: o.days}
	file, name, err := table.Open(sample, "stages.csv", o.data)
	if err != nil {
		return a, err
	}
	defer func() { _ = file.Close() }() // nothing was written
	a.audit.OrdersPerDay = o.orders
	rows, err := load(file, name, &a.audit)
	if err != nil {
		return a, err
	}
	for _, s := range a.audit.Stages {
		if s.Backlog != 0 {
			a.audit.ClearBacklogDays = o.clear
		}
	}
	if a.losses, err = losses(o.out); err != nil {
		return a, err
	}
	scenarios, err := a.scenarios(strings.Split(o.multipliers, ","))
	if err != nil {
		return a, err
	}
	if a.stress, err = capacity.StressTest(a.audit, scenarios, a.policy); err != nil {
		return a, rows.table.RejectList("Audit.Stages", err, table.Same)
	}
	a.waits, err = capacity.PredictWait(a.audit, 1)
	return a, err
}

func (a *answer) scenarios(multipliers []string) ([]capacity.Scenario, error) {
	var list []capacity.Scenario
	for _, text := range multipliers {
		text = strings.TrimSpace(text)
		m, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return nil, fmt.Errorf("-multipliers %q: want numbers with commas between", text)
		}
		list = append(list, capacity.Scenario{Name: text + " ×", Multiplier: m, Days: a.days, Losses: a.losses})
	}
	return list, nil
}

// losses reads "quotes=2,shipping=1".
func losses(text string) ([]capacity.Loss, error) {
	var list []capacity.Loss
	for pair := range strings.SplitSeq(text, ",") {
		if strings.TrimSpace(pair) == "" {
			continue
		}
		stage, count, _ := strings.Cut(pair, "=")
		n, err := strconv.Atoi(strings.TrimSpace(count))
		if err != nil {
			return nil, fmt.Errorf("-out %q: want a stage, = and a number of people", pair)
		}
		list = append(list, capacity.Loss{Where: strings.TrimSpace(stage), PeopleOut: n})
	}
	return list, nil
}
