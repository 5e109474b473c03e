package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/comp"
	"github.com/salesops-go/salesops/examples/internal/table"
)

// The rows of the files, named as their columns.
type (
	personRow struct {
		Person  string `csv:"person"`
		Plan    string `csv:"plan"`
		Manager string `csv:"manager"`
	}
	dealRow struct {
		ID       string          `csv:"id"`
		Date     salesops.Date   `csv:"date"`
		Customer string          `csv:"customer"`
		Owner    string          `csv:"owner"`
		Measure  string          `csv:"measure"`
		Amount   decimal.Decimal `csv:"amount"`
		Product  string          `csv:"product,omitempty"`
		Discount decimal.Decimal `csv:"discount,omitempty"`
	}
	attainmentRow struct {
		Attainment decimal.Decimal `csv:"attainment"`
		People     decimal.Decimal `csv:"people"`
	}
	splitRow struct {
		Deal   string          `csv:"deal"`
		Person string          `csv:"person"`
		Kind   string          `csv:"kind"`
		Share  decimal.Decimal `csv:"share"`
	}
)

// quarter is everything that is printed, written and drawn.
type quarter struct {
	plans      []comp.Plan
	statements []statement
	customers  map[string]string // by deal
	lastYear   []comp.Chance     // how many people reached which attainment
}

// statement is what one person is paid.
type statement struct {
	person string
	plan   comp.Plan
	comp.Statement
}

// files are the files of a folder, and what is wrong with them.
type files struct {
	people table.Table[personRow]
	deals  table.Table[dealRow]
	splits table.Table[splitRow]
	found  *table.Faults
}

func load(folder fs.FS) (quarter, error) {
	f := files{found: &table.Faults{}}
	var q quarter
	f.plans(folder, &q)
	f.people = read[personRow](folder, "people.csv", f.found)
	f.deals = read[dealRow](folder, "deals.csv", f.found)
	f.splits = read[splitRow](folder, "splits.csv", f.found)
	lastYear := read[attainmentRow](folder, "attainment.csv", f.found)
	if err := f.found.Err(); err != nil {
		return quarter{}, err
	}
	for _, row := range lastYear.Rows {
		q.lastYear = append(q.lastYear, comp.Chance{Attainment: row.Attainment, Weight: row.People})
	}
	q.customers = make(map[string]string)
	for _, d := range f.deals.Rows {
		q.customers[d.ID] = d.Customer
	}
	credited, err := comp.AssignCredits(f.shared(), f.reports())
	if err != nil {
		f.reject(err)
		return quarter{}, f.found.Err()
	}
	deals := make(map[string][]comp.Deal)
	for _, p := range credited {
		deals[p.Person] = p.Deals
	}
	for i, p := range f.people.Rows {
		plan := q.plan(p.Plan)
		if plan == nil {
			f.people.Reject(i, "plan", "plan "+strconv.Quote(p.Plan)+": there is no such plan")
			continue
		}
		own := deals[p.Person]
		delete(deals, p.Person)
		if own == nil {
			own = []comp.Deal{} // a quarter without deals
		}
		paid, err := comp.Pay(*plan, comp.Results{Deals: own})
		if err != nil {
			f.people.Reject(i, "person", p.Person+": "+err.Error())
			continue
		}
		q.statements = append(q.statements, statement{p.Person, *plan, paid})
	}
	f.strangers(deals)
	return q, f.found.Err()
}

func (q *quarter) plan(name string) *comp.Plan {
	for i := range q.plans {
		if q.plans[i].Name == name {
			return &q.plans[i]
		}
	}
	return nil
}

func (f *files) plans(folder fs.FS, q *quarter) {
	const name = "plans.json"
	text, err := fs.ReadFile(folder, name)
	var plans []json.RawMessage
	if err == nil {
		err = json.Unmarshal(text, &plans)
	}
	if err == nil && len(plans) == 0 {
		err = errors.New("there is no plan")
	}
	if err != nil {
		f.found.Add(table.Fault{File: name, Text: err.Error()})
	}
	for i, plan := range plans {
		var p comp.Plan
		for _, fault := range salesops.InputErrors(json.Unmarshal(plan, &p)) {
			at := *fault
			at.Field = "plan " + strconv.Itoa(i+1) + strings.TrimPrefix(fault.Field, "Plan")
			f.found.Add(table.Fault{File: name, Text: at.Error()})
		}
		q.plans = append(q.plans, p)
	}
}

func read[T any](folder fs.FS, name string, found *table.Faults) table.Table[T] {
	file, err := folder.Open(name)
	if err != nil {
		found.Add(table.Fault{File: name, Text: "cannot be read: " + err.Error()})
		return table.Table[T]{}
	}
	defer func() { _ = file.Close() }() // nothing was written
	return table.Read[T](io.Reader(file), name, nil, found)
}

// shared returns the deals with those who share them: the owner alone, unless
// splits.csv says otherwise.
func (f *files) shared() []comp.SharedDeal {
	at := make(map[string]int, len(f.deals.Rows))
	shared := make([]comp.SharedDeal, len(f.deals.Rows))
	for i, d := range f.deals.Rows {
		at[d.ID] = i
		shared[i] = comp.SharedDeal{
			ID: d.ID, Date: d.Date, Measure: comp.Measure(d.Measure), Amount: d.Amount, Product: d.Product, Discount: d.Discount,
		}
	}
	direct := make(map[string]bool)
	for i, s := range f.splits.Rows {
		deal, known := at[s.Deal]
		if !known {
			f.splits.Reject(i, "deal", "deal "+strconv.Quote(s.Deal)+": there is no such deal")
			continue
		}
		kind := comp.CreditKind(s.Kind)
		direct[s.Deal] = direct[s.Deal] || kind != comp.OverlayCredit
		shared[deal].Shares = append(shared[deal].Shares, comp.CreditShare{Person: s.Person, Kind: kind, Share: s.Share})
	}
	for i, d := range f.deals.Rows {
		if !direct[d.ID] {
			owner := comp.CreditShare{Person: d.Owner, Kind: comp.DirectCredit, Share: decimal.New(1, 0)}
			shared[i].Shares = append([]comp.CreditShare{owner}, shared[i].Shares...)
		}
	}
	return shared
}

func (f *files) reports() []comp.Report {
	var reports []comp.Report
	for _, p := range f.people.Rows {
		if p.Manager != "" {
			reports = append(reports, comp.Report{Person: p.Person, Manager: p.Manager})
		}
	}
	return reports
}

// reject puts what the library refuses at the lines of the files.
func (f *files) reject(err error) {
	deal := regexp.MustCompile(`^SharedDeals\[(\d+)\]`)
	for _, fault := range salesops.InputErrors(err) {
		place := deal.FindStringSubmatch(fault.Field)
		if place == nil {
			f.found.Add(table.Fault{File: f.people.File, Text: fault.Error()})
			continue
		}
		i, _ := strconv.Atoi(place[1]) // digits
		f.deals.RejectInput(i, fault)
	}
}

// strangers rejects the deals of people without a plan.
func (f *files) strangers(deals map[string][]comp.Deal) {
	for i, d := range f.deals.Rows {
		if _, left := deals[d.Owner]; left {
			f.deals.Reject(i, "owner", fmt.Sprintf("owner %q: not in %s", d.Owner, f.people.File))
		}
	}
	for i, s := range f.splits.Rows {
		if _, left := deals[s.Person]; left {
			f.splits.Reject(i, "person", fmt.Sprintf("person %q: not in %s", s.Person, f.people.File))
		}
	}
}
