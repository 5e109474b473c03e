// Delivery tells how well dates of delivery were kept, whose are consistently late
// or early, and how many days to promise.
//
//	go run -C examples ./delivery                                a sample company
//	go run -C examples ./delivery -data "$PWD/deliveries.csv" -asof 2026-11-20
//	go run -C examples ./delivery -share 0.95 -try 14,21,28 -months 24
//	go run -C examples ./delivery -promiser Leeds -adjustment holm
//
// The columns are promiser, customer, shipment, ordered, promised, last_promised,
// delivered, quantity and delivered_quantity; only promised and delivered are
// needed. A row is a line of an order; promised is the first date that was
// confirmed; delivered is empty while the line has not come; lines with the same
// promiser and shipment are one shipment. It exits with status 1 when the file or
// a flag is wrong, after listing everything that is, with line and column.
package main

import (
	"embed"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
)

//go:embed sample/deliveries.csv
var sample embed.FS

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("delivery", flag.ContinueOnError)
	flags.SetOutput(stderr)
	o := options{policy: forecast.DefaultPolicy().PromisePolicy}
	flags.StringVar(&o.data, "data", "", "CSV file with the lines; a sample if empty")
	flags.TextVar(&o.asOf, "asof", salesops.Date{}, "last day that the file covers; the last order or delivery in it if empty")
	flags.StringVar(&o.promiser, "promiser", "", "look at one promiser only")
	flags.Float64Var(&o.policy.KeptShare, "share", o.policy.KeptShare, "share of promises to be kept")
	flags.Float64Var(&o.policy.PromiseLevel, "level", o.policy.PromiseLevel, "confidence of intervals")
	flags.TextVar(&o.policy.GapAdjustment, "adjustment", o.policy.GapAdjustment, "how verdicts are adjusted for their number: benjamini-hochberg or holm")
	flags.IntVar(&o.months, "months", 12, "months of the backtest")
	flags.StringVar(&o.try, "try", "", `days of promises to try, with commas between: "10,14,21"`)
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if flags.NArg() > 0 {
		_, _ = fmt.Fprintf(stderr, "delivery: unexpected argument %q\n", flags.Arg(0))
		return 2
	}
	a, err := assess(o)
	if err == nil {
		_, err = io.WriteString(stdout, report(a))
	}
	if err != nil {
		_, _ = fmt.Fprintf(stderr, "delivery: %v\n", err)
		return 1
	}
	return 0
}

type options struct {
	data, promiser, try string
	asOf                salesops.Date
	months              int
	policy              forecast.PromisePolicy
}

// answer is everything that is printed.
type answer struct {
	asOf     salesops.Date
	lines    int
	figures  forecast.PromiseReport
	parties  []forecast.PromiseJudgment
	days     forecast.PromiseDays
	trials   []forecast.PromiseTrial
	backtest forecast.PromiseBacktest
}

func assess(o options) (answer, error) {
	history, rows, err := load(o)
	if err != nil {
		return answer{}, err
	}
	a := answer{asOf: history.AsOf, lines: len(history.Promises)}
	if a.figures, err = forecast.MeasurePromises(history, o.policy); err != nil {
		return a, rows.table.RejectList("PromiseHistory.Promises", err, func(i int) int { return rows.of[i] })
	}
	for _, by := range forecast.PromiseKeys() {
		j, err := forecast.JudgePromises(history, by, o.policy)
		if err != nil {
			return a, err
		}
		a.parties = append(a.parties, j)
	}
	if a.days, err = forecast.FindPromise(history, o.policy); err != nil {
		return a, err
	}
	tried, err := wanted(o.try, a.days)
	if err != nil {
		return a, err
	}
	for _, days := range tried {
		trial, err := forecast.TryPromise(history, days, o.policy)
		if err != nil {
			return a, err
		}
		a.trials = append(a.trials, trial)
	}
	a.backtest, err = forecast.BacktestPromise(history, o.months, o.policy)
	return a, err
}

// wanted returns the promises to try: those asked for, or the one that was found.
func wanted(text string, found forecast.PromiseDays) ([]int, error) {
	if text == "" {
		if days, known := found.Days.Value(); known {
			return []int{int(days)}, nil
		}
		return nil, nil
	}
	var list []int
	for part := range strings.SplitSeq(text, ",") {
		days, err := strconv.Atoi(strings.TrimSpace(part))
		if err != nil {
			return nil, fmt.Errorf("-try %q: want whole numbers of days with commas between", text)
		}
		list = append(list, days)
	}
	return list, nil
}
