package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/examples/internal/table"
	"github.com/salesops-go/salesops/forecast"
)

// row is a line of the export. Only id and stage are required.
type row struct {
	ID            string           `csv:"id"`
	Stage         string           `csv:"stage"`
	Owner         string           `csv:"owner,omitempty"`
	Segment       string           `csv:"segment,omitempty"`
	Account       string           `csv:"account,omitempty"`
	Product       string           `csv:"product,omitempty"`
	Amount        *decimal.Decimal `csv:"amount,omitempty"`
	Probability   *float64         `csv:"probability,omitempty"`
	Opened        salesops.Date    `csv:"opened,omitempty"`
	Proposed      salesops.Date    `csv:"proposed,omitempty"`
	ExpectedClose salesops.Date    `csv:"expected_close,omitempty"`
	ClosedOn      salesops.Date    `csv:"closed_on,omitempty"`
}

// lacking returns what the report cannot tell without a column, in the order in
// which it would tell it.
func lacking() []struct{ column, means string } {
	return []struct{ column, means string }{
		{"owner", "no totals by owner"},
		{"amount", "no amounts: deals are only counted"},
		{"probability", "nothing is weighted, unless -odds gives each stage its odds"},
		{"opened", "no cycle times and no win rate of a cohort"},
		{"proposed", "no win rate of proposals"},
		{"expected_close", "open deals cannot be placed in the quota's period"},
		{"closed_on", "no win rate of closed deals, no cycle times, nothing won in the period"},
	}
}

// export is the pipeline as the library takes it, and what is wrong with it.
type export struct {
	file     string
	columns  []string
	pipeline forecast.Pipeline
	today    salesops.Date
	weighted bool // every open deal has a probability
	priced   int  // open deals whose amount is a list price
	defects  []defect
}

// defect is one kind of mistake, and the deals that have it.
type defect struct {
	text string
	ids  []string
}

func (e *export) add(text, id string) {
	i := slices.IndexFunc(e.defects, func(d defect) bool { return d.text == text })
	if i < 0 {
		e.defects = append(e.defects, defect{text: text})
		i = len(e.defects) - 1
	}
	e.defects[i].ids = append(e.defects[i].ids, id)
}

func load(q question) (export, error) {
	var faults table.Faults
	file, name, err := table.Open(sample, "export.csv", q.data)
	if err != nil {
		return export{}, err
	}
	defer func() { _ = file.Close() }() // nothing was written
	rows := table.Read[row](file, name, q.rename, &faults)
	prices, err := loadPrices(q, &faults)
	if err != nil {
		return export{}, err
	}
	e := export{file: name, columns: rows.Columns, today: q.today}
	if q.today.IsZero() {
		for _, r := range rows.Rows {
			e.today = latest(e.today, r.Opened, r.Proposed, r.ClosedOn)
		}
	}
	e.pipeline.Process = q.process(&faults)
	e.weighted = true
	seen := make(map[string]bool)
	for i, r := range rows.Rows {
		deal, ok := e.deal(r, q, prices, seen)
		if !ok {
			if !seen[r.ID] {
				rows.Reject(i, "stage", fmt.Sprintf("stage %q: want %s, or a name that -stages maps to one of them", r.Stage, stageList()))
			}
			continue
		}
		seen[r.ID] = true
		e.weighted = e.weighted && (!deal.Stage.Open() || deal.Probability != nil || q.odds[string(deal.Stage)] != "")
		e.pipeline.Deals = append(e.pipeline.Deals, deal)
	}
	if err := e.checkTeam(q, &faults); err != nil {
		return export{}, err
	}
	return e, faults.Err()
}

// deal turns a row into a deal and notes its defects. It reports false for a
// row that is no deal: a stage that nobody knows, or an id for the second time.
func (e *export) deal(r row, q question, prices priceList, seen map[string]bool) (forecast.Deal, bool) {
	if seen[r.ID] {
		e.add("id for the second time: only the first row is counted", r.ID)
		return forecast.Deal{}, false
	}
	stage, known := q.stage(r.Stage)
	if !known {
		return forecast.Deal{}, false
	}
	d := forecast.Deal{
		ID: r.ID, Owner: r.Owner, Segment: r.Segment, Stage: stage, Probability: r.Probability,
		Opened: r.Opened, Proposed: r.Proposed, ExpectedClose: r.ExpectedClose, ClosedOn: r.ClosedOn,
	}
	open := stage.Open()
	product, price, found := prices.find(r.Product)
	if found && product != r.Product {
		e.add(fmt.Sprintf("product %q read as %q, which the price list has", r.Product, product), r.ID)
	}
	if len(prices) > 0 && r.Product != "" && !found {
		e.add("product not in the price list", r.ID)
	}
	switch {
	case r.Amount != nil:
		d.Amount = *r.Amount
	case open && found:
		d.Amount = price
		e.priced++
	}
	e.check(r, &d)
	return d, true
}

// check notes what is wrong with a deal, and takes out what contradicts itself.
func (e *export) check(r row, d *forecast.Deal) {
	open := d.Stage.Open()
	has := func(column string) bool { return slices.Contains(e.columns, column) }
	switch {
	case has("amount") && d.Amount.IsZero() && open:
		e.add("open without an amount", d.ID)
	case has("amount") && d.Amount.IsZero() && d.Stage == forecast.Lost:
		e.add("lost with amount 0: no win rate by amount", d.ID)
	case has("amount") && d.Amount.IsZero():
		e.add("won with amount 0", d.ID)
	}
	if has("owner") && r.Owner == "" {
		e.add("without an owner", d.ID)
	}
	if has("account") && r.Account == "" {
		e.add(state(open)+" without an account", d.ID)
	}
	if has("opened") && d.Opened.IsZero() {
		e.add(state(open)+" without the day it was opened", d.ID)
	}
	if has("closed_on") && !open && d.ClosedOn.IsZero() {
		e.add("closed without the day it was closed", d.ID)
	}
	if open && !d.ClosedOn.IsZero() {
		e.add("open with a day on which it closed: the day is ignored", d.ID)
		d.ClosedOn = salesops.Date{}
	}
	if !d.Opened.IsZero() && !d.ClosedOn.IsZero() && d.ClosedOn.Before(d.Opened) {
		e.add("closed before it was opened: not in the cycle times", d.ID)
	}
	if has("expected_close") && open && d.ExpectedClose.IsZero() {
		e.add("open without an expected close", d.ID)
	}
	if open && !d.ExpectedClose.IsZero() && d.ExpectedClose.Before(e.today) {
		e.add("open past its expected close", d.ID)
	}
}

func state(open bool) string {
	if open {
		return "open"
	}
	return "closed"
}

// rename gives our name for a column of theirs.
func (q question) rename(column string) string {
	if field, mapped := q.columns[column]; mapped {
		return field
	}
	// A column of theirs that happens to have one of our names, while another
	// was mapped to it, must not take its place.
	for _, field := range q.columns {
		if field == column {
			return "their " + column
		}
	}
	return column
}

func (q question) stage(theirs string) (forecast.Stage, bool) {
	theirs = strings.ToLower(theirs)
	ours, mapped := q.stages[theirs]
	if !mapped {
		ours = strings.ReplaceAll(theirs, " ", "-")
	}
	stage := forecast.Stage(ours)
	return stage, slices.Contains(forecast.Stages(), stage)
}

// process is the standard process with the odds of -odds.
func (q question) process(faults *table.Faults) []forecast.StageOdds {
	process := forecast.StandardProcess()
	used := 0
	for i, s := range process {
		text, given := q.odds[string(s.Stage)]
		if !given {
			continue
		}
		used++
		p, err := strconv.ParseFloat(text, 64)
		if err != nil || !(p >= 0 && p <= 1) {
			faults.Add(table.Fault{File: "-odds", Text: fmt.Sprintf("%s=%s: want a probability from 0 to 1", s.Stage, text)})
			continue
		}
		process[i].Probability = &p
	}
	if used < len(q.odds) {
		faults.Add(table.Fault{File: "-odds", Text: "names a stage that is not open: want " + stageList()})
	}
	return process
}

// priceList has the price of a product by the name that it is looked up with.
type priceList map[string]listed

type listed struct {
	product string
	price   decimal.Decimal
}

// lookup is a product's name without what people spell differently.
func lookup(product string) string {
	return strings.ToLower(strings.Join(strings.FieldsFunc(product, func(r rune) bool { return r == ' ' || r == '-' || r == '_' }), ""))
}

func (l priceList) find(product string) (name string, price decimal.Decimal, found bool) {
	p, found := l[lookup(product)]
	return p.product, p.price, found
}

func loadPrices(q question, faults *table.Faults) (priceList, error) {
	prices := make(priceList)
	if q.prices == "" && q.data != "" {
		return prices, nil
	}
	file, name, err := table.Open(sample, "prices.csv", q.prices)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // nothing was written
	type priceRow struct {
		Product string          `csv:"product"`
		Price   decimal.Decimal `csv:"amount"`
	}
	rows := table.Read[priceRow](file, name, q.renamePrice, faults)
	for i, p := range rows.Rows {
		if _, twice := prices[lookup(p.Product)]; twice {
			rows.Reject(i, "product", fmt.Sprintf("product %q for the second time", p.Product))
		}
		prices[lookup(p.Product)] = listed{p.Product, p.Price}
	}
	return prices, nil
}

// renamePrice is rename for the price list, where "price" needs no mapping.
func (q question) renamePrice(column string) string {
	if strings.Contains(column, "price") {
		return "amount"
	}
	return q.rename(column)
}

func (e *export) checkTeam(q question, faults *table.Faults) error {
	if q.team == "" {
		return nil
	}
	file, name, err := table.Open(sample, "", q.team)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // nothing was written
	type member struct {
		Owner string `csv:"owner"`
	}
	owners := make(map[string]bool)
	for _, d := range e.pipeline.Deals {
		owners[d.Owner] = true
	}
	team := make(map[string]bool)
	for _, m := range table.Read[member](file, name, q.rename, faults).Rows {
		if team[m.Owner] = true; !owners[m.Owner] {
			e.add("in the team, but without a single deal", m.Owner)
		}
	}
	for _, d := range e.pipeline.Deals {
		if d.Owner != "" && !team[d.Owner] {
			e.add("owner not in the team", d.ID)
		}
	}
	return nil
}

func latest(dates ...salesops.Date) salesops.Date {
	return slices.MaxFunc(dates, salesops.Date.Compare)
}
