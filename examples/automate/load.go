package main

import (
	"errors"
	"io"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/examples/internal/table"
	"github.com/salesops-go/salesops/roi"
)

// row is a line of the file.
type row struct {
	Name                 string          `csv:"name"`
	Kind                 string          `csv:"kind"`
	Horizon              string          `csv:"horizon,omitempty"`
	Cost                 decimal.Decimal `csv:"cost"`
	CostHours            float64         `csv:"cost_hours"`
	RunningCostPerMonth  decimal.Decimal `csv:"running_cost_per_month"`
	HoursPerTask         float64         `csv:"hours_per_task"`
	TasksPerMonth        float64         `csv:"tasks_per_month"`
	GrowthPerYearPercent float64         `csv:"growth_per_year_percent"`
	LaborCostPerHour     decimal.Decimal `csv:"labor_cost_per_hour"`
	ShareAutomated       float64         `csv:"share_automated"`
	CashShare            float64         `csv:"cash_share"`
	ErrorCostPerMonth    decimal.Decimal `csv:"error_cost_per_month"`
	MonthsToGoLive       int             `csv:"months_to_go_live"`
	RampMonths           int             `csv:"ramp_months"`
	LifeMonths           int             `csv:"life_months"`
	Needs                string          `csv:"needs,omitempty"`
	Excludes             string          `csv:"excludes,omitempty"`
}

func (r row) candidate() roi.Candidate {
	return roi.Candidate{
		Name: r.Name, Kind: roi.Kind(r.Kind), Horizon: roi.Horizon(r.Horizon), Needs: names(r.Needs), Excludes: names(r.Excludes),
		Program: roi.Program{
			Cost: r.Cost, CostHours: r.CostHours, RunningCostPerMonth: r.RunningCostPerMonth,
			HoursPerTask: r.HoursPerTask, TasksPerMonth: r.TasksPerMonth,
			Trend:            roi.TrendPerYear(roi.GrowthFromPercentIncrease(r.GrowthPerYearPercent)),
			LaborCostPerHour: r.LaborCostPerHour, ShareAutomated: r.ShareAutomated, CashShare: r.CashShare,
			ErrorCostPerMonth: r.ErrorCostPerMonth, MonthsToGoLive: r.MonthsToGoLive, RampMonths: r.RampMonths, LifeMonths: r.LifeMonths,
		},
	}
}

func names(cell string) []string {
	var list []string
	for name := range strings.SplitSeq(cell, ";") {
		if name = strings.TrimSpace(name); name != "" {
			list = append(list, name)
		}
	}
	return list
}

// rows are the lines of the file, and what is wrong with them.
type rows struct {
	table table.Table[row]
	found *table.Faults
}

func load(file io.Reader, name string, portfolio *roi.Portfolio, policy roi.Policy) (rows, error) {
	r := rows{found: &table.Faults{}}
	r.table = table.Read[row](file, name, nil, r.found)
	for i, line := range r.table.Rows {
		c := line.candidate()
		portfolio.Candidates = append(portfolio.Candidates, c)
		// Each program alone, so that one that is wrong does not hide others.
		if _, err := roi.ProjectProgram(c.Program, policy); err != nil {
			r.table.RejectInput(i, inProgram(err))
		}
	}
	return r, r.found.Err()
}

// inProgram leaves out what is wrong with the policy: that is in no cell.
func inProgram(err error) error {
	var kept []error
	for _, f := range salesops.InputErrors(err) {
		if strings.HasPrefix(f.Field, "Program.") {
			kept = append(kept, f)
		}
	}
	return errors.Join(kept...)
}
