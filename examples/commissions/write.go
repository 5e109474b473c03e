package main

import (
	"encoding/csv"
	"errors"
	"os"
	"strconv"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"github.com/salesops-go/salesops/comp"
)

// columns are those of the CSV file, and of each sheet after the first two.
func columns() []string {
	return []string{
		"person", "plan", "date", "deal", "customer", "component", "operation", "rule", "share", "credited", "running", "attainment", "amount",
	}
}

// cells returns a line as the texts of its columns.
func (q quarter) cells(s statement, line comp.Line) []string {
	date, share := "", ""
	if !line.Date.IsZero() {
		date = line.Date.String()
	}
	if line.Share != nil {
		share = line.Share.String()
	}
	return []string{
		s.person, s.plan.Name, date, line.Deal, q.customers[line.Deal], line.Component, string(line.Operation), line.Rule, share,
		line.Credited.String(), line.Running.String(), line.Attainment.String(), line.Amount.StringFixed(s.Places),
	}
}

// writeLines writes the lines of all statements, so that the column amount adds
// up to what is paid.
func writeLines(q quarter, name string) (err error) {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	w := csv.NewWriter(file)
	rows := [][]string{columns()}
	for _, s := range q.statements {
		for _, line := range s.Lines {
			rows = append(rows, q.cells(s, line))
		}
	}
	return w.WriteAll(rows)
}

// book is a workbook that keeps its first error.
type book struct {
	*excelize.File
	money, head int // styles
	err         error
}

func (b *book) keep(err error) {
	if b.err == nil {
		b.err = err
	}
}

// row writes a row of cells; decimals become numbers.
func (b *book) row(sheet string, row int, cells ...any) {
	for i, cell := range cells {
		if d, isDecimal := cell.(decimal.Decimal); isDecimal {
			cells[i] = d.InexactFloat64()
		}
	}
	b.keep(b.SetSheetRow(sheet, "A"+strconv.Itoa(row), &cells))
}

func (b *book) style(sheet, from, to string, style int) {
	b.keep(b.SetCellStyle(sheet, from, to, style))
}

// writeWorkbook writes a sheet with all people and one with the lines of each.
// The totals are formulas, so that a reader sees what adds up to what.
func writeWorkbook(q quarter, name string) error {
	b := &book{File: excelize.NewFile()}
	defer func() { _ = b.Close() }() // it was saved
	var err error
	format := "#,##0.00"
	b.money, err = b.NewStyle(&excelize.Style{CustomNumFmt: &format})
	b.keep(err)
	b.head, err = b.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Border: []excelize.Border{{Type: "bottom", Style: 1}}})
	b.keep(err)

	const all = "all"
	b.keep(b.SetSheetName("Sheet1", all))
	b.row(all, 1, "person", "plan", "target", "paid")
	b.style(all, "A1", "D1", b.head)
	for i, s := range q.statements {
		row := strconv.Itoa(i + 2)
		b.row(all, i+2, s.person, s.plan.Name, s.TargetPay)
		sheet, total := b.sheet(q, s, i)
		b.keep(b.SetCellFormula(all, "D"+row, "'"+sheet+"'!"+total))
	}
	last := strconv.Itoa(len(q.statements) + 1)
	sum := strconv.Itoa(len(q.statements) + 2)
	b.row(all, len(q.statements)+2, "all")
	b.keep(b.SetCellFormula(all, "C"+sum, "SUM(C2:C"+last+")"))
	b.keep(b.SetCellFormula(all, "D"+sum, "SUM(D2:D"+last+")"))
	b.style(all, "C2", "D"+sum, b.money)
	b.keep(b.SetColWidth(all, "A", "D", 20))
	b.freeze(all)
	if b.err != nil {
		return b.err
	}
	return b.SaveAs(name)
}

// sheet writes the statement of one person. It returns the sheet's name and the
// cell of the total.
func (b *book) sheet(q quarter, s statement, i int) (sheet, total string) {
	// A sheet's name is short and has no marks; a number tells apart what is cut.
	sheet = strconv.Itoa(i+1) + " " + plainName(s.person)
	_, err := b.NewSheet(sheet)
	b.keep(err)
	names := columns()[2:]
	heads := make([]any, len(names))
	for k, head := range names {
		heads[k] = head
	}
	b.row(sheet, 1, heads...)
	b.style(sheet, "A1", "K1", b.head)
	for k, line := range s.Lines {
		texts := q.cells(s, line)[2:]
		cells := make([]any, len(texts))
		for c, text := range texts {
			cells[c] = text
		}
		if line.Share != nil {
			cells[6] = *line.Share
		}
		cells[7], cells[8], cells[9], cells[10] = line.Credited, line.Running, line.Attainment, line.Amount
		b.row(sheet, k+2, cells...)
	}
	last := strconv.Itoa(len(s.Lines) + 1)
	total = "K" + strconv.Itoa(len(s.Lines)+2)
	b.row(sheet, len(s.Lines)+2, "total")
	// Cells hold binary fractions; their sum is rounded as each of them is.
	b.keep(b.SetCellFormula(sheet, total, "ROUND(SUM(K1:K"+last+"),"+strconv.Itoa(int(s.Places))+")"))
	b.style(sheet, "H2", "I"+last, b.money)
	b.style(sheet, "K2", total, b.money)
	b.keep(b.SetColWidth(sheet, "A", "K", 16))
	b.keep(b.SetColWidth(sheet, "F", "F", 28))
	b.freeze(sheet)
	return sheet, total
}

// freeze keeps the first row in view.
func (b *book) freeze(sheet string) {
	b.keep(b.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
}

// plainName returns the letters, digits and spaces of a name, at most 24.
func plainName(name string) string {
	var plain []rune
	for _, r := range name {
		if r == ' ' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r > 127 {
			plain = append(plain, r)
		}
	}
	return string(plain[:min(len(plain), 24)])
}
