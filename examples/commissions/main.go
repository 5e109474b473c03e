// Commissions reads who sold what in a quarter, pays it by the plans, and
// prints a statement for each person that adds up to the cent.
//
//	go run -C examples ./commissions                      the sample company
//	go run -C examples ./commissions -data "$PWD/my"      the files of a folder
//	go run -C examples ./commissions -csv "$PWD/lines.csv" -workbook "$PWD/pay.xlsx"
//	go run -C examples ./commissions -chart "$PWD/curve.png" -plan "account executive"
//
// The folder holds plans.json, a list of plans; people.csv with person, plan
// and manager; deals.csv with id, date, customer, owner, measure, amount,
// product and discount; splits.csv with deal, person, kind (direct or overlay)
// and share, for the deals that are not the owner's alone; and attainment.csv
// with how many people reached which attainment last year. It exits with status
// 1 when a file is wrong, after listing everything that is, with file, line and
// column.
package main

import (
	"embed"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

//go:embed sample
var sample embed.FS

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("commissions", flag.ContinueOnError)
	flags.SetOutput(stderr)
	data := flags.String("data", "", "folder with the company's files; the sample company if empty")
	lines := flags.String("csv", "", "CSV file for the lines of all statements")
	workbook := flags.String("workbook", "", "XLSX file for the statements, a sheet for each person")
	chart := flags.String("chart", "", "PNG file for the pay curve of a plan")
	plan := flags.String("plan", "", "the plan of the chart; the first if empty")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if flags.NArg() > 0 {
		_, _ = fmt.Fprintf(stderr, "commissions: unexpected argument %q\n", flags.Arg(0))
		return 2
	}
	folder := os.DirFS(*data)
	if *data == "" {
		folder, _ = fs.Sub(sample, "sample") // the name is fixed and valid
	}
	q, err := load(folder)
	if err == nil {
		_, err = io.WriteString(stdout, report(q))
	}
	if err == nil && *lines != "" {
		err = writeLines(q, filepath.Clean(*lines))
	}
	if err == nil && *workbook != "" {
		err = writeWorkbook(q, filepath.Clean(*workbook))
	}
	if err == nil && *chart != "" {
		err = drawCurve(q, *plan, filepath.Clean(*chart))
	}
	if err != nil {
		_, _ = fmt.Fprintf(stderr, "commissions: %v\n", err)
		return 1
	}
	return 0
}
