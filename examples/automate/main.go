// Automate reads what could be automated from a CSV file and tells what to do
// under a budget and why, when each of it pays back, and what the answer hangs
// on.
//
//	go run -C examples ./automate                                a sample list
//	go run -C examples ./automate -data "$PWD/candidates.csv" -budget 80000
//	go run -C examples ./automate -chart "$PWD/cash.png" -tornado "$PWD/tornado.png"
//
// The columns are name, kind, horizon, cost, cost_hours, running_cost_per_month,
// hours_per_task, tasks_per_month, growth_per_year_percent, labor_cost_per_hour,
// share_automated, cash_share, error_cost_per_month, months_to_go_live,
// ramp_months, life_months, needs and excludes; the last two hold names with
// semicolons between. It exits with status 1 when the file is wrong, after
// listing everything that is, with line and column.
package main

import (
	"embed"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops/examples/internal/table"
	"github.com/salesops-go/salesops/roi"
)

//go:embed sample/candidates.csv
var sample embed.FS

const sampleBudget = "60000"

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("automate", flag.ContinueOnError)
	flags.SetOutput(stderr)
	data := flags.String("data", "", "CSV file with the candidates; a sample if empty")
	budget := flags.String("budget", "", "money for one-off costs; no limit if empty, "+sampleBudget+" for the sample")
	basis := flags.String("basis", string(roi.DefaultBasis), "savings that count: cash-only or with-avoided")
	of := flags.String("of", "", "the candidate of both charts; the most valuable that is chosen if empty")
	chart := flags.String("chart", "", "PNG file for the cash curve")
	tornado := flags.String("tornado", "", "PNG file for the tornado")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if flags.NArg() > 0 {
		_, _ = fmt.Fprintf(stderr, "automate: unexpected argument %q\n", flags.Arg(0))
		return 2
	}
	a, err := assess(*data, *budget, roi.Basis(*basis), *of)
	if err == nil {
		_, err = io.WriteString(stdout, report(a))
	}
	if err == nil && *chart != "" {
		err = drawCash(a, filepath.Clean(*chart))
	}
	if err == nil && *tornado != "" {
		err = drawTornado(a, filepath.Clean(*tornado))
	}
	if err != nil {
		_, _ = fmt.Fprintf(stderr, "automate: %v\n", err)
		return 1
	}
	return 0
}

// answer is everything that is printed and drawn.
type answer struct {
	portfolio   roi.Portfolio
	policy      roi.Policy
	ranking     roi.Ranking
	shown       roi.Candidate // the one that is looked at closely
	projection  roi.Projection
	sensitivity roi.Sensitivity
}

func assess(data, budget string, basis roi.Basis, of string) (answer, error) {
	a := answer{policy: roi.DefaultPolicy()}
	a.policy.Basis = basis
	file, name, err := table.Open(sample, "candidates.csv", data)
	if err != nil {
		return a, err
	}
	defer func() { _ = file.Close() }() // nothing was written
	if data == "" && budget == "" {
		budget = sampleBudget
	}
	if a.portfolio.Budget, err = money(budget); err != nil {
		return a, err
	}
	rows, err := load(file, name, &a.portfolio, a.policy)
	if err != nil {
		return a, err
	}
	if a.ranking, err = roi.RankCandidates(a.portfolio, a.policy); err != nil {
		return a, rows.table.RejectList("Portfolio.Candidates", err, table.Same)
	}
	return a, a.look(of)
}

// look looks closely at one candidate.
func (a *answer) look(of string) error {
	if of == "" {
		of = a.mostValuable()
	}
	for _, c := range a.portfolio.Candidates {
		if c.Name != of {
			continue
		}
		a.shown = c
		var err error
		if a.projection, err = roi.ProjectProgram(c.Program, a.policy); err != nil {
			return err
		}
		a.sensitivity, err = roi.AnalyzeSensitivity(c.Program, aroundBy20Percent(c.Program), a.policy)
		return err
	}
	return fmt.Errorf("-of %q: there is no such candidate", of)
}

func (a *answer) mostValuable() string {
	best := a.ranking.Candidates[0]
	for _, c := range a.ranking.Candidates {
		if c.Chosen && (!best.Chosen || c.NPV.GreaterThan(best.NPV)) {
			best = c
		}
	}
	return best.Name
}

// aroundBy20Percent is what the tornado varies: each figure by a fifth, as far as
// its limits allow.
func aroundBy20Percent(p roi.Program) []roi.InputRange {
	var ranges []roi.InputRange
	add := func(input roi.ProgramInput, base, highest decimal.Decimal) {
		if base.IsZero() {
			return
		}
		low, high := decimal.New(8, -1), decimal.New(12, -1)
		ranges = append(ranges, roi.InputRange{Input: input, Low: base.Mul(low), High: decimal.Min(highest, base.Mul(high))})
	}
	most, one := decimal.New(roi.MaxAmount, 0), decimal.New(1, 0)
	add(roi.InputCost, p.Cost, most)
	add(roi.InputRunningCost, p.RunningCostPerMonth, most)
	add(roi.InputTasksPerMonth, decimal.NewFromFloat(p.TasksPerMonth), decimal.New(roi.MaxTasksPerMonth, 0))
	add(roi.InputHoursPerTask, decimal.NewFromFloat(p.HoursPerTask), decimal.New(roi.MaxHoursPerTask, 0))
	add(roi.InputLaborCostPerHour, p.LaborCostPerHour, most)
	add(roi.InputShareAutomated, decimal.NewFromFloat(p.ShareAutomated), one)
	add(roi.InputCashShare, decimal.NewFromFloat(p.CashShare), one)
	add(roi.InputErrorCost, p.ErrorCostPerMonth, most)
	fifth := p.LifeMonths / 5
	longest := min(p.LifeMonths+fifth, roi.MaxProgramMonths-p.MonthsToGoLive)
	return append(ranges, roi.InputRange{
		Input: roi.InputLifeMonths, Low: decimal.New(int64(p.LifeMonths-fifth), 0), High: decimal.New(int64(longest), 0),
	})
}

// money returns nil for an empty text.
func money(text string) (*decimal.Decimal, error) {
	const longest = 40 // a longer number is no sum of money, and slow to parse
	if text == "" {
		return nil, nil
	}
	if len(text) <= longest {
		if d, err := decimal.NewFromString(text); err == nil {
			return &d, nil
		}
	}
	return nil, fmt.Errorf("-budget %q: want an amount of money", text)
}
