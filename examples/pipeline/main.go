// Pipeline reads a CRM export as CSV and tells what is in it: open pipeline by
// stage and owner, coverage and odds of a quota, win rates with intervals, cycle
// times, and what is wrong with the data. With -chart it draws the revenue that
// the period will bring.
//
// With -before it explains what changed since an earlier export, with a quota it
// says whether the pipeline is healthy, and with -reliability it draws whether the
// stated probabilities were right.
//
//	go run -C examples ./pipeline                        a small sample export
//	go run -C examples ./pipeline -data "$PWD/deals.csv" \
//	    -columns id=opportunity_id,owner=sales_agent,closed_on=close_date \
//	    -stages Engaging=in-discussion -quota 250000 -from 2026-10-01 -to 2026-12-31
//
// The fields that -columns can name are id, owner, segment, account, product,
// stage, amount, probability, opened, proposed, expected_close and closed_on; id
// and stage are required, and the program says what the others would have told.
// A list of prices (-prices, with the columns product and amount) stands in for
// the amounts that open deals lack; a list of owners (-team) shows who has no
// deal. -columns applies to those files as well, and may be the name of a CSV
// file with the columns field and column.
package main

import (
	"embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/examples/internal/table"
	"github.com/salesops-go/salesops/forecast"
)

//go:embed sample/*.csv
var sample embed.FS

const sampleColumns = "id=Opportunity,owner=Sales rep,segment=Region,account=Customer,product=Product,stage=Phase," +
	"amount=Value,opened=First contact,expected_close=Expected,closed_on=Closed"

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, stdout, stderr io.Writer) int {
	q, err := parse(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 2
	}
	if err == nil {
		var text string
		if text, err = answer(q); err == nil {
			_, err = io.WriteString(stdout, text)
		}
	}
	if err != nil {
		_, _ = fmt.Fprintf(stderr, "pipeline: %v\n", err)
		return 1
	}
	return 0
}

// question is what the flags ask for.
type question struct {
	data, prices, team  string
	before, reliability string            // an earlier export, and the file for the reliability diagram
	columns             map[string]string // our field for their column, in lower case
	stages              map[string]string // our stage for their stage
	odds                map[string]string // probability for our stage
	quota               decimal.Decimal   // zero when none was given
	period              forecast.Window
	chart               string        // file to draw the revenue in; none if empty
	today               salesops.Date // zero for the latest date of the export
}

func parse(args []string, stderr io.Writer) (question, error) {
	flags := flag.NewFlagSet("pipeline", flag.ContinueOnError)
	flags.SetOutput(stderr)
	var q question
	flags.StringVar(&q.data, "data", "", "the export, a CSV file; a small sample if empty")
	flags.StringVar(&q.prices, "prices", "", "list of prices, a CSV file with product and amount")
	flags.StringVar(&q.team, "team", "", "list of owners, a CSV file with owner")
	flags.StringVar(&q.before, "before", "", "an earlier export with the same columns, to see what changed")
	flags.StringVar(&q.reliability, "reliability", "", "file to draw the reliability diagram in, .png, .svg or .pdf")
	columns := flags.String("columns", "", "field=column,... or a CSV file with the columns field and column")
	stages := flags.String("stages", "", "their stage=our stage,...; ours are "+stageList())
	odds := flags.String("odds", "", "our stage=probability,... for open deals without one")
	quota := flags.String("quota", "", "quota of the period")
	from := flags.String("from", "", "first day of the quota's period, YYYY-MM-DD")
	to := flags.String("to", "", "last day of the quota's period, YYYY-MM-DD")
	flags.StringVar(&q.chart, "chart", "", "file to draw the revenue of the period in, .png, .svg or .pdf; needs a quota")
	today := flags.String("today", "", "the day of the export; its latest date if empty")
	if err := flags.Parse(args); err != nil {
		return q, flag.ErrHelp // the flag package has said what is wrong
	}
	if flags.NArg() > 0 {
		return q, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	if q.data == "" {
		// The sample export needs what the flags say of any other.
		set := func(dst *string, value string) {
			if *dst == "" {
				*dst = value
			}
		}
		set(columns, sampleColumns)
		set(stages, "Discovery=in-discussion")
		set(quota, "60000")
		set(from, "2026-10-01")
		set(to, "2026-12-31")
		set(today, "2026-11-02")
	}
	var errs []error
	note := func(err error) { errs = append(errs, err) }
	var err error
	q.columns, err = mapping(*columns)
	note(err)
	q.stages, err = pairs(*stages)
	note(err)
	q.odds, err = pairs(*odds)
	note(err)
	note(setDate(&q.today, *today, "-today"))
	switch given := *quota != "" || *from != "" || *to != ""; {
	case given && (*quota == "" || *from == "" || *to == ""):
		note(errors.New("a quota needs its period: -quota, -from and -to go together"))
	case given:
		note(setDate(&q.period.From, *from, "-from"))
		note(setDate(&q.period.To, *to, "-to"))
		if q.quota, err = amount(*quota); err != nil || q.quota.Sign() <= 0 {
			note(fmt.Errorf("-quota %q: want an amount of money above 0", *quota))
		}
	}
	if q.chart != "" && q.quota.IsZero() {
		note(errors.New("-chart needs a quota: -quota, -from and -to"))
	}
	return q, errors.Join(errs...)
}

func stageList() string {
	var names []string
	for _, s := range forecast.Stages() {
		names = append(names, string(s))
	}
	return strings.Join(names, ", ")
}

func setDate(dst *salesops.Date, text, name string) error {
	if text == "" {
		return nil
	}
	d, err := salesops.ParseDate(text)
	if err != nil {
		return fmt.Errorf("%s %q: want a date as YYYY-MM-DD", name, text)
	}
	*dst = d
	return nil
}

// amount parses money; longer texts are slow to parse and no money.
func amount(text string) (decimal.Decimal, error) {
	const longest = 40
	if len(text) > longest {
		return decimal.Zero, errors.New("too long")
	}
	return decimal.NewFromString(text)
}

// mapping reads -columns: pairs of field=column, or a file that holds them. It
// returns the field for a column.
func mapping(text string) (map[string]string, error) {
	fields := make(map[string]string)
	if text == "" || strings.Contains(text, "=") {
		byField, err := pairs(text)
		for field, column := range byField {
			fields[strings.ToLower(column)] = field
		}
		return fields, err
	}
	file, err := os.Open(filepath.Clean(text))
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // nothing was written
	type pair struct {
		Field  string `csv:"field"`
		Column string `csv:"column"`
	}
	var faults table.Faults
	for _, p := range table.Read[pair](file, filepath.Base(text), nil, &faults).Rows {
		fields[strings.ToLower(strings.TrimSpace(p.Column))] = p.Field
	}
	return fields, faults.Err()
}

// pairs reads "a=b,c=d"; the case of names does not matter.
func pairs(text string) (map[string]string, error) {
	values := make(map[string]string)
	if text == "" {
		return values, nil
	}
	for part := range strings.SplitSeq(text, ",") {
		key, value, found := strings.Cut(part, "=")
		key, value = strings.TrimSpace(key), strings.TrimSpace(value)
		if !found || key == "" || value == "" {
			return nil, fmt.Errorf("%q: want pairs of name=value with commas between", part)
		}
		values[strings.ToLower(key)] = value
	}
	return values, nil
}
