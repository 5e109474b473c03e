package main

import (
	"bytes"
	"encoding/csv"
	"image/color"
	"os"
	"path/filepath"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/salesops-go/salesops/examples/internal/harness"
)

func TestReport(t *testing.T) {
	out, errs, status := harness.Run(run)
	require.Zero(t, status, errs)
	harness.Report(t, "report.txt", out)
	again, _, _ := harness.Run(run, "-data", harness.CopySample(t, sample, nil))
	require.Equal(t, out, again)
}

// The lines of the file add up to the totals of the report, person by person.
func TestCSV(t *testing.T) {
	name := filepath.Join(t.TempDir(), "lines.csv")
	_, errs, status := harness.Run(run, "-csv", name)
	require.Zero(t, status, errs)
	text, err := os.ReadFile(name)
	require.NoError(t, err)
	harness.Golden(t, "lines.csv", string(text))

	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	require.NoError(t, err)
	require.Equal(t, columns(), rows[0])
	paid := make(map[string]decimal.Decimal)
	for _, row := range rows[1:] {
		paid[row[0]] = paid[row[0]].Add(decimal.RequireFromString(row[len(row)-1]))
	}
	q := loadSample(t)
	require.Len(t, paid, len(q.statements))
	for _, s := range q.statements {
		require.True(t, s.Total.Equal(paid[s.person]), s.person)
	}
}

func loadSample(t *testing.T) quarter {
	t.Helper()
	q, err := load(os.DirFS("sample"))
	require.NoError(t, err)
	return q
}

// The formulas of the workbook come to what the library paid.
func TestWorkbook(t *testing.T) {
	name := filepath.Join(t.TempDir(), "pay.xlsx")
	_, errs, status := harness.Run(run, "-workbook", name)
	require.Zero(t, status, errs)
	book, err := excelize.OpenFile(name)
	require.NoError(t, err)
	defer func() { require.NoError(t, book.Close()) }()

	q := loadSample(t)
	require.Len(t, book.GetSheetList(), len(q.statements)+1)
	sum := decimal.Decimal{}
	for i, s := range q.statements {
		cell, err := excelize.CoordinatesToCellName(4, i+2)
		require.NoError(t, err)
		value, err := book.CalcCellValue("all", cell, excelize.Options{RawCellValue: true})
		require.NoError(t, err)
		got, err := decimal.NewFromString(value)
		require.NoError(t, err)
		require.True(t, s.Total.Equal(got), "%s: %s", s.person, value)
		sum = sum.Add(s.Total)

		rows, err := book.GetRows(book.GetSheetList()[i+1], excelize.Options{RawCellValue: true})
		require.NoError(t, err)
		require.Equal(t, columns()[2:], rows[0])
		require.Len(t, rows, len(s.Lines)+2)
		for k, line := range s.Lines {
			require.Equal(t, line.Rule, rows[k+1][5])
			require.Equal(t, line.Amount.String(), rows[k+1][10])
		}
	}
	last, err := excelize.CoordinatesToCellName(4, len(q.statements)+2)
	require.NoError(t, err)
	value, err := book.CalcCellValue("all", last)
	require.NoError(t, err)
	require.Equal(t, cents(sum), value)
}

func TestChart(t *testing.T) {
	folder := t.TempDir()
	for name, plan := range map[string]string{"first.png": "", "manager.png": "sales manager"} {
		path := filepath.Join(folder, name)
		_, errs, status := harness.Run(run, "-chart", path, "-plan", plan)
		require.Zero(t, status, errs)
		_, pixels := harness.Picture(t, path)
		cliff := pixels[color.RGBA{R: 220, G: 110, B: 20, A: 255}]
		require.Greater(t, cliff, 20, "%s shows no cliff", name)
	}
	_, errs, status := harness.Run(run, "-chart", filepath.Join(folder, "x.png"), "-plan", "none")
	require.Equal(t, 1, status)
	require.Contains(t, errs, `-plan "none"`)
}

func sampleText(name string) string {
	text, _ := sample.ReadFile("sample/" + name) // the name is fixed
	return string(text)
}

// Everything that is wrong is said at once, with its place.
func TestFaults(t *testing.T) {
	for name, tc := range map[string]struct {
		edits map[string][2]string
		want  []string
	}{
		"a cell and a plan": {
			map[string][2]string{"deals.csv": {"59050", "much"}, "plans.json": {`"weight": "0.5"`, `"weight": "-0.5"`}},
			[]string{`deals.csv:2:48: amount "much": want a number`, "plans.json: salesops: plan 1.Components[0].Weight"},
		},
		"a split that does not add up": {
			map[string][2]string{"splits.csv": {"Grace Liu,direct,0.4", "Grace Liu,direct,0.3"}}, []string{"deals.csv:3:"},
		},
		"a deal that is not there":  {map[string][2]string{"splits.csv": {"D-1078,", "D-9,"}}, []string{"splits.csv:5:1", `"D-9"`}},
		"a plan that is not there":  {map[string][2]string{"people.csv": {"solution engineer", "none"}}, []string{"people.csv:6:11", `"none"`}},
		"nobody's deal":             {map[string][2]string{"deals.csv": {"Xenia Books,Amara Osei", "Xenia Books,Nobody"}}, []string{"deals.csv:4:", `"Nobody"`}},
		"nobody's share":            {map[string][2]string{"splits.csv": {"D-1078,Elin Berg", "D-1078,Nobody"}}, []string{"splits.csv:5:8", `"Nobody"`}},
		"no plan":                   {map[string][2]string{"plans.json": {sampleText("plans.json"), "[]"}}, []string{"plans.json: there is no plan"}},
		"a deal of another quarter": {map[string][2]string{"deals.csv": {"2026-07-08", "2026-10-08"}}, []string{"people.csv:2:1", "Amara Osei"}},
		"a file of no list":         {map[string][2]string{"plans.json": {"[", "{"}}, []string{"plans.json: "}},
	} {
		out, errs, status := harness.Run(run, "-data", harness.CopySample(t, sample, tc.edits))
		require.Equal(t, 1, status, name)
		require.Empty(t, out, name)
		for _, want := range tc.want {
			require.Contains(t, errs, want, name)
		}
	}
}

func TestRejects(t *testing.T) {
	_, errs, status := harness.Run(run, "-data", t.TempDir())
	require.Equal(t, 1, status)
	for _, name := range []string{"plans.json", "people.csv", "deals.csv", "splits.csv", "attainment.csv"} {
		require.Contains(t, errs, name)
	}
	none := filepath.Join(t.TempDir(), "none", "x")
	for _, args := range [][]string{{"-csv", none}, {"-workbook", none + ".xlsx"}, {"-chart", none + ".png"}} {
		_, errs, status := harness.Run(run, args...)
		require.Equal(t, 1, status, args)
		require.NotEmpty(t, errs, args)
	}
	_, _, status = harness.Run(run, "more")
	require.Equal(t, 2, status)
	_, _, status = harness.Run(run, "-help")
	require.Equal(t, 2, status)
}

func TestCents(t *testing.T) {
	for amount, want := range map[string]string{"0": "0.00", "1234567.5": "1,234,567.50", "-0.05": "-0.05", "-1000": "-1,000.00", "12.999": "12.99"} {
		require.Equal(t, want, cents(decimal.RequireFromString(amount)))
	}
}
