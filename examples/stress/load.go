package main

import (
	"io"

	"github.com/salesops-go/salesops/capacity"
	"github.com/salesops-go/salesops/examples/internal/table"
)

// row is a line of the file.
type row struct {
	Name                 string   `csv:"name"`
	Kind                 string   `csv:"kind,omitempty"`
	TransactionsPerOrder float64  `csv:"transactions_per_order"`
	People               *int     `csv:"people,omitempty"`
	HoursPerPersonDay    *float64 `csv:"hours_per_person_day,omitempty"`
	HoursPerTransaction  *float64 `csv:"hours_per_transaction,omitempty"`
	MaxPerDay            *float64 `csv:"max_per_day,omitempty"`
	Backlog              *float64 `csv:"backlog,omitempty"`
}

func (r row) stage() capacity.Stage {
	return capacity.Stage{
		Name: r.Name, Kind: capacity.Kind(r.Kind), TransactionsPerOrder: r.TransactionsPerOrder, People: or(r.People),
		HoursPerPersonDay: or(r.HoursPerPersonDay), HoursPerTransaction: or(r.HoursPerTransaction), MaxPerDay: or(r.MaxPerDay), Backlog: or(r.Backlog),
	}
}

func or[T int | float64](x *T) T {
	if x == nil {
		return 0
	}
	return *x
}

// rows are the lines of the file, and what is wrong with them.
type rows struct {
	table table.Table[row]
	found *table.Faults
}

func load(file io.Reader, name string, audit *capacity.Audit) (rows, error) {
	r := rows{found: &table.Faults{}}
	r.table = table.Read[row](file, name, nil, r.found)
	for _, line := range r.table.Rows {
		audit.Stages = append(audit.Stages, line.stage())
	}
	return r, r.found.Err()
}
