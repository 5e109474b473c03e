package main

import (
	"fmt"
	"io"

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
	file, name, err := table.Open(sample, "deliveries.csv", o.data)
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
