// Weekly prints the weekly alignment review of a company: may sales sell more,
// what must operations do first, and who does which of the orders that wait, by
// when.
//
//	go run -C examples ./weekly                     the sample company
//	go run -C examples ./weekly -data "$PWD/my"     the files of a folder
//	go run -C examples ./weekly -json               the same as JSON
//
// It exits with status 1 when a file is wrong, after listing everything that
// is, with file, line and column.
package main

import (
	"embed"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
)

//go:embed sample/*.csv
var sample embed.FS

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("weekly", flag.ContinueOnError)
	flags.SetOutput(stderr)
	data := flags.String("data", "", "folder with the company's CSV files; the sample company if empty")
	asJSON := flags.Bool("json", false, "print the review as JSON")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if flags.NArg() > 0 {
		_, _ = fmt.Fprintf(stderr, "weekly: unexpected argument %q\n", flags.Arg(0))
		return 2
	}
	folder := os.DirFS(*data)
	if *data == "" {
		folder, _ = fs.Sub(sample, "sample") // the name is fixed and valid
	}
	r, err := reviewWeek(load(folder))
	if err != nil {
		_, _ = fmt.Fprintf(stderr, "weekly: %v\n", err)
		return 1
	}
	out := []byte(report(r))
	if *asJSON {
		if out, err = json.MarshalIndent(r, "", "  "); err != nil {
			_, _ = fmt.Fprintf(stderr, "weekly: %v\n", err)
			return 1
		}
		out = append(out, '\n')
	}
	if _, err := stdout.Write(out); err != nil {
		_, _ = fmt.Fprintf(stderr, "weekly: %v\n", err)
		return 1
	}
	return 0
}
