package main

import (
	"cmp"
	"io"
	"slices"

	"github.com/salesops-go/salesops/examples/internal/table"
	"github.com/salesops-go/salesops/forecast"
)

// row is a line of the file, with the library's names.
type row struct {
	Forecaster string  `csv:"forecaster"`
	Period     string  `csv:"period"`
	LeadWeeks  int     `csv:"lead_weeks"`
	Cluster    string  `csv:"cluster,omitempty"`
	Forecast   float64 `csv:"forecast"`
	Actual     float64 `csv:"actual"`
}

// rename gives the library's name of a column.
func rename(column string) string {
	switch column {
	case "who":
		return "forecaster"
	case "lead":
		return "lead_weeks"
	default:
		return column
	}
}

// rows are the lines of the file, and what is wrong with them.
type rows struct {
	table table.Table[row]
	found *table.Faults
}

func load(file io.Reader, name string) (rows, error) {
	r := rows{found: &table.Faults{}}
	r.table = table.Read[row](file, name, rename, r.found)
	if len(r.table.Rows) == 0 {
		r.table.Reject(-1, "", "there are no calls")
	}
	return r, r.found.Err()
}

// leads returns the leads of the file, the longest first.
func (r *rows) leads() []int {
	var leads []int
	for _, line := range r.table.Rows {
		leads = append(leads, line.LeadWeeks)
	}
	slices.SortFunc(leads, func(a, b int) int { return cmp.Compare(b, a) })
	return slices.Compact(leads)
}

// at measures and judges the calls at one lead.
func (r *rows) at(weeks int, policy *forecast.Policy) (atLead, error) {
	l := atLead{weeks: weeks}
	var record forecast.Record
	var lines []int
	for i, line := range r.table.Rows {
		if line.LeadWeeks != weeks {
			continue
		}
		lines = append(lines, i)
		l.history.Calls = append(l.history.Calls, forecast.Call(line))
		record.Observations = append(record.Observations, forecast.Observation{Forecast: line.Forecast, Actual: line.Actual})
	}
	var err error
	if l.bias, err = forecast.JudgeBias(l.history, policy.BiasPolicy); err != nil {
		return l, r.table.RejectList("History.Calls", err, func(i int) int { return lines[i] })
	}
	l.accuracy, err = forecast.MeasureAccuracy(record, policy.AccuracyPolicy)
	return l, err
}
