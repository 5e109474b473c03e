package main

import (
	"errors"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/examples/internal/table"
)

// The rows of the files, named as their columns.
type (
	setting struct {
		Key   string `csv:"key"`
		Value string `csv:"value"`
	}
	stageRow struct {
		Name                 string   `csv:"name"`
		Kind                 string   `csv:"kind"`
		TransactionsPerOrder float64  `csv:"transactions_per_order"`
		People               *int     `csv:"people,omitempty"`
		HoursPerPersonDay    *float64 `csv:"hours_per_person_day,omitempty"`
		HoursPerTransaction  *float64 `csv:"hours_per_transaction,omitempty"`
		MaxPerDay            *float64 `csv:"max_per_day,omitempty"`
		Backlog              *float64 `csv:"backlog,omitempty"`
		ForecastLastWeek     string   `csv:"forecast_last_week,omitempty"`

		TemporaryHoursPerWeek *float64         `csv:"temporary_hours_per_week,omitempty"`
		TemporaryCostPerHour  *decimal.Decimal `csv:"temporary_cost_per_hour,omitempty"`
		OnboardingShare       *float64         `csv:"onboarding_share,omitempty"`
	}
	dealRow struct {
		ID            string          `csv:"id"`
		Customer      string          `csv:"customer"`
		Owner         string          `csv:"owner"`
		Segment       string          `csv:"segment"`
		Stage         string          `csv:"stage"`
		Amount        decimal.Decimal `csv:"amount"`
		Probability   *float64        `csv:"probability,omitempty"`
		Opened        salesops.Date   `csv:"opened,omitempty"`
		ExpectedClose salesops.Date   `csv:"expected_close,omitempty"`
		ClosedOn      salesops.Date   `csv:"closed_on,omitempty"`
	}
	callRow struct {
		Forecaster string  `csv:"forecaster"`
		Period     string  `csv:"period"`
		Forecast   float64 `csv:"forecast"`
		Actual     float64 `csv:"actual"`
	}
	orderRow struct {
		ID             string  `csv:"id"`
		Customer       string  `csv:"customer"`
		Size           float64 `csv:"size"`
		QualityRisk    float64 `csv:"quality_risk"`
		Margin         float64 `csv:"margin"`
		TargetMargin   float64 `csv:"target_margin"`
		StrategicValue float64 `csv:"strategic_value"`

		Price            decimal.Decimal  `csv:"price"`
		Wanted           salesops.Date    `csv:"wanted,omitempty"`
		Latest           salesops.Date    `csv:"latest,omitempty"`
		LateCostPerWeek  *decimal.Decimal `csv:"late_cost_per_week,omitempty"`
		Committed        bool             `csv:"committed"`
		PartnerAllowed   bool             `csv:"partner_allowed"`
		LaterQualityRisk *float64         `csv:"later_quality_risk,omitempty"`
	}
	partnerRow struct {
		Name        string  `csv:"name"`
		ShareKept   float64 `csv:"share_kept"`
		Hours       float64 `csv:"hours"`
		QualityRisk float64 `csv:"quality_risk"`
	}
	automationRow struct {
		Name                string          `csv:"name"`
		HoursPerTask        float64         `csv:"hours_per_task"`
		TasksPerMonth       float64         `csv:"tasks_per_month"`
		GrowthFactor        float64         `csv:"growth_factor"`
		LaborCostPerHour    decimal.Decimal `csv:"labor_cost_per_hour"`
		Cost                decimal.Decimal `csv:"cost"`
		RunningCostPerMonth decimal.Decimal `csv:"running_cost_per_month"`
	}
	scoreRow struct {
		Item  string `csv:"item"`
		Score int    `csv:"score"`
	}
	checkRow struct {
		Check string `csv:"check"`
		Done  bool   `csv:"done"`
	}
	actionRow struct {
		What  string        `csv:"what"`
		Owner string        `csv:"owner"`
		Due   salesops.Date `csv:"due"`
		Done  bool          `csv:"done"`
	}
	signalRow struct {
		Week           salesops.Date `csv:"week"`
		Complaints     float64       `csv:"complaints_per_100_orders"`
		FirstPassShare float64       `csv:"first_pass_share"`
	}
)

// company is what company.csv says.
type company struct {
	name                   string
	week                   salesops.Date
	ordersPerDay           float64
	workingDaysPerWeek     float64
	workingHoursPerDay     float64
	clearBacklogDays       float64
	errorRate              float64
	onTimeShare            float64
	satisfaction           float64
	overtimeHoursPerWeek   float64
	teamMorale             float64
	quoteResponseHours     float64
	keyPeopleLeaving       int
	wellFigureItOut        bool
	notTalking             bool
	requestToScale         bool
	arrivingCapacityGrowth float64
	quota                  decimal.Decimal
	wonSoFar               decimal.Decimal
	salesPlanSoFar         decimal.Decimal
	periodStart, periodEnd salesops.Date
	openingPipeline        decimal.Decimal
	openingPipelineWon     decimal.Decimal
	expeditePerHour        decimal.Decimal
	laterDiscount          float64
}

// files is everything that a folder holds, and what is wrong with it.
type files struct {
	faults      table.Faults
	company     company
	settings    table.Table[setting]
	stages      table.Table[stageRow]
	deals       table.Table[dealRow]
	calls       table.Table[callRow]
	orders      table.Table[orderRow]
	partners    table.Table[partnerRow]
	automations table.Table[automationRow]
	scores      table.Table[scoreRow]
	checks      table.Table[checkRow]
	signals     table.Table[signalRow]
	actions     table.Table[actionRow]
}

// load reads all files of a folder. What is wrong is in faults.
func load(folder fs.FS) *files {
	f := &files{}
	f.settings = read[setting](f, folder, "company.csv")
	f.stages = read[stageRow](f, folder, "stages.csv")
	f.deals = read[dealRow](f, folder, "deals.csv")
	f.calls = read[callRow](f, folder, "calls.csv")
	f.orders = read[orderRow](f, folder, "orders.csv")
	f.partners = readIfThere[partnerRow](f, folder, "partners.csv")
	f.automations = read[automationRow](f, folder, "automations.csv")
	f.scores = read[scoreRow](f, folder, "readiness.csv")
	f.checks = read[checkRow](f, folder, "checklist.csv")
	f.signals = read[signalRow](f, folder, "signals.csv")
	f.actions = read[actionRow](f, folder, "actions.csv")
	f.readCompany()
	return f
}

// readIfThere reads a file that a company need not have.
func readIfThere[T any](f *files, folder fs.FS, name string) table.Table[T] {
	if _, err := fs.Stat(folder, name); errors.Is(err, fs.ErrNotExist) {
		return table.Table[T]{File: name}
	}
	return read[T](f, folder, name)
}

func read[T any](f *files, folder fs.FS, name string) table.Table[T] {
	file, err := folder.Open(name)
	if err != nil {
		f.faults.Add(table.Fault{File: name, Text: "cannot be opened: want this file in the folder"})
		return table.Table[T]{}
	}
	defer func() { _ = file.Close() }() // nothing was written
	return table.Read[T](file, name, nil, &f.faults)
}

func (f *files) readCompany() {
	if len(f.settings.Rows) == 0 {
		return
	}
	k := keys{table: f.settings}
	c := &f.company
	c.name = k.text("company")
	c.week = k.date("week")
	c.ordersPerDay = k.number("orders_per_day")
	c.workingDaysPerWeek = k.number("working_days_per_week")
	if c.workingDaysPerWeek <= 0 || c.workingDaysPerWeek > 7 {
		k.reject("working_days_per_week", "above 0 to 7")
	}
	c.workingHoursPerDay = k.number("working_hours_per_day")
	if c.workingHoursPerDay <= 0 || c.workingHoursPerDay > 24 {
		k.reject("working_hours_per_day", "above 0 to 24")
	}
	c.clearBacklogDays = k.number("clear_backlog_days")
	c.errorRate = k.number("error_rate")
	c.onTimeShare = k.number("on_time_share")
	c.satisfaction = k.number("satisfaction")
	c.overtimeHoursPerWeek = k.number("overtime_hours_per_week")
	c.teamMorale = k.number("team_morale")
	c.quoteResponseHours = k.number("quote_response_hours")
	c.keyPeopleLeaving = k.whole("key_people_leaving")
	c.wellFigureItOut = k.yes("well_figure_it_out")
	c.notTalking = k.yes("not_talking")
	c.requestToScale = k.yes("request_to_scale")
	c.arrivingCapacityGrowth = k.number("arriving_capacity_growth")
	c.quota = k.money("quota")
	c.wonSoFar = k.money("won_so_far")
	c.salesPlanSoFar = k.money("sales_plan_so_far")
	c.periodStart = k.date("period_start")
	c.periodEnd = k.date("period_end")
	c.openingPipeline = k.money("opening_pipeline")
	c.openingPipelineWon = k.money("opening_pipeline_won")
	c.expeditePerHour = k.money("expedite_per_hour")
	c.laterDiscount = k.number("later_discount")
	for i, row := range f.settings.Rows {
		if !slices.Contains(k.known, row.Key) {
			f.settings.Reject(i, "key", "unknown key "+strconv.Quote(row.Key))
		}
		if slices.ContainsFunc(f.settings.Rows[:i], func(r setting) bool { return r.Key == row.Key }) {
			f.settings.Reject(i, "key", "key "+strconv.Quote(row.Key)+" for the second time")
		}
	}
}

// keys reads the values of a table of keys and values.
type keys struct {
	table table.Table[setting]
	known []string
}

func (k *keys) value(key string) string {
	k.known = append(k.known, key)
	if i := k.row(key); i >= 0 {
		return strings.TrimSpace(k.table.Rows[i].Value)
	}
	k.table.Reject(-1, "", "lacks the key "+key)
	return ""
}

func (k *keys) row(key string) int {
	return slices.IndexFunc(k.table.Rows, func(r setting) bool { return r.Key == key })
}

// reject says what a key's value should be; a key that is not there has been
// reported already.
func (k *keys) reject(key, want string) {
	if i := k.row(key); i >= 0 {
		k.table.Reject(i, "value", key+" "+strconv.Quote(k.table.Rows[i].Value)+": want "+want)
	}
}

func (k *keys) text(key string) string {
	text := k.value(key)
	if text == "" {
		k.reject(key, "a text")
	}
	return text
}

func (k *keys) number(key string) float64 {
	x, err := strconv.ParseFloat(k.value(key), 64)
	if err != nil {
		k.reject(key, "a number")
	}
	return x
}

func (k *keys) whole(key string) int {
	n, err := strconv.Atoi(k.value(key))
	if err != nil {
		k.reject(key, "a whole number")
	}
	return n
}

func (k *keys) yes(key string) bool {
	value := k.value(key)
	if value != "yes" && value != "no" {
		k.reject(key, "yes or no")
	}
	return value == "yes"
}

func (k *keys) date(key string) salesops.Date {
	d, err := salesops.ParseDate(k.value(key))
	if err != nil {
		k.reject(key, "a date as YYYY-MM-DD")
	}
	return d
}

func (k *keys) money(key string) decimal.Decimal {
	const longest = 40 // a longer number is no sum of money, and slow to parse
	value := k.value(key)
	if len(value) <= longest {
		if d, err := decimal.NewFromString(value); err == nil {
			return d
		}
	}
	k.reject(key, "an amount of money")
	return decimal.Zero
}
