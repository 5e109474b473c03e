package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/examples/internal/table"
	"github.com/salesops-go/salesops/forecast"
)

// row is a line of the file.
type row struct {
	Promiser          string        `csv:"promiser,omitempty"`
	Customer          string        `csv:"customer,omitempty"`
	Shipment          string        `csv:"shipment,omitempty"`
	Ordered           salesops.Date `csv:"ordered,omitempty"`
	Promised          salesops.Date `csv:"promised"`
	LastPromised      salesops.Date `csv:"last_promised,omitempty"`
	Delivered         salesops.Date `csv:"delivered"`
	Quantity          *float64      `csv:"quantity,omitempty"`
	DeliveredQuantity *float64      `csv:"delivered_quantity,omitempty"`
}

// rows are the lines of the file, and what is wrong with them.
type rows struct {
	table table.Table[row]
	found *table.Faults
	// of is the line of the file that each promise comes from.
	of []int
}

func load(o options) (forecast.PromiseHistory, rows, error) {
	r := rows{found: &table.Faults{}}
	history := forecast.PromiseHistory{AsOf: o.asOf}
	file, name, err := open(o.data)
	if err != nil {
		return history, r, err
	}
	defer func() { _ = file.Close() }() // nothing was written
	r.table = table.Read[row](io.Reader(file), name, nil, r.found)
	for i, line := range r.table.Rows {
		if o.promiser == "" || line.Promiser == o.promiser {
			history.Promises, r.of = append(history.Promises, forecast.Promise(line)), append(r.of, i)
		}
		if o.asOf.IsZero() {
			history.AsOf = latest(latest(history.AsOf, line.Ordered), line.Delivered)
		}
	}
	if err := r.found.Err(); err != nil {
		return history, r, err
	}
	if o.promiser != "" && len(history.Promises) == 0 {
		return history, r, fmt.Errorf("-promiser %q: no line of %s is theirs", o.promiser, name)
	}
	return history, r, nil
}

func latest(a, b salesops.Date) salesops.Date {
	if b.After(a) {
		return b
	}
	return a
}

// faults puts what the library refuses at the lines of the file; what is not in
// the file stays as it is.
func (r rows) faults(err error) error {
	at := regexp.MustCompile(`^PromiseHistory\.Promises\[(\d+)\]`)
	for _, f := range salesops.InputErrors(err) {
		place := at.FindStringSubmatch(f.Field)
		if place == nil {
			return err
		}
		i, _ := strconv.Atoi(place[1]) // digits
		inRow := *f
		inRow.Field = strings.TrimPrefix(f.Field, place[0])
		r.table.RejectInput(r.of[i], &inRow)
	}
	return r.found.Err()
}

func open(data string) (fs.File, string, error) {
	if data == "" {
		file, err := sample.Open("sample/deliveries.csv")
		return file, "deliveries.csv", err
	}
	file, err := os.Open(filepath.Clean(data))
	return file, filepath.Base(data), err
}
