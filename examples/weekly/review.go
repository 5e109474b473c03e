package main

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/capacity"
	"github.com/salesops-go/salesops/examples/internal/table"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/overflow"
	"github.com/salesops-go/salesops/readiness"
	"github.com/salesops-go/salesops/roi"
)

// review is the week, as -json prints it.
type review struct {
	Company      string                    `json:"company"`
	Week         salesops.Date             `json:"week"`
	Decision     readiness.WeekReview      `json:"decision"`
	Alignment    readiness.Alignment       `json:"alignment"`
	Capacity     capacity.Assessment       `json:"capacity"`
	Stress       capacity.Stress           `json:"stress"`
	Pipeline     forecast.WeightedPipeline `json:"pipeline"`
	Coverage     forecast.Coverage         `json:"coverage"`
	WinRates     forecast.WinRates         `json:"win_rates"`
	Cycles       forecast.Cycles           `json:"cycles"`
	PastClose    []string                  `json:"past_close"`
	Bias         forecast.BiasJudgment     `json:"bias"`
	Warnings     readiness.WarningReport   `json:"warnings"`
	Flags        readiness.FlagReview      `json:"flags"`
	Checklist    readiness.ChecklistReview `json:"checklist"`
	Card         readiness.Card            `json:"card"`
	Orders       []orderDecision           `json:"orders"`
	AcceptedSize float64                   `json:"accepted_size"`
	DaysToPlace  salesops.Maybe            `json:"days_to_place"`
	Plan         overflow.Plan             `json:"plan"`
	Offers       []orderOffer              `json:"offers"`
	Automations  []automationCase          `json:"automations"`

	company company
	// expected is the weighted value of the open deals due by the period's end.
	expected decimal.Decimal
	actions  []readiness.Action
	// situation is the one in which the orders were decided, and rows are the
	// orders as the file has them.
	situation overflow.Situation
	rows      []orderRow
}

type orderDecision struct {
	ID          string               `json:"id"`
	Customer    string               `json:"customer"`
	Size        float64              `json:"size"`
	Explanation overflow.Explanation `json:"explanation"`
}

type automationCase struct {
	Name    string      `json:"name"`
	Payback roi.Payback `json:"payback"`
}

// reviewWeek puts the files through the packages. What the library refuses is
// added to the faults of the files, at the cell where it stands.
func reviewWeek(f *files) (review, error) {
	if err := f.faults.Err(); err != nil {
		return review{}, err
	}
	c := f.company
	r := review{Company: c.name, Week: c.week, company: c}
	f.reviewCapacity(&r)
	f.reviewPipeline(&r)
	f.reviewReadiness(&r)
	if err := f.faults.Err(); err != nil {
		return review{}, err
	}
	f.decideWeek(&r)
	f.decideOrders(&r)
	f.judgeAutomations(&r)
	b := f.book(&r)
	if err := f.faults.Err(); err != nil {
		return review{}, err
	}
	f.planOrders(&r, b)
	return r, f.faults.Err()
}

func (f *files) reviewCapacity(r *review) {
	c := f.company
	audit := capacity.Audit{
		OrdersPerDay: c.ordersPerDay, ClearBacklogDays: c.clearBacklogDays,
		Quality: &capacity.Quality{
			ErrorRate: &c.errorRate, OnTimeShare: &c.onTimeShare, Satisfaction: &c.satisfaction,
			OvertimeHoursPerWeek: &c.overtimeHoursPerWeek,
		},
	}
	for _, s := range f.stages.Rows {
		audit.Stages = append(audit.Stages, capacity.Stage{
			Name: s.Name, Kind: capacity.Kind(s.Kind), TransactionsPerOrder: s.TransactionsPerOrder, People: or(s.People),
			HoursPerPersonDay: or(s.HoursPerPersonDay), HoursPerTransaction: or(s.HoursPerTransaction),
			MaxPerDay: or(s.MaxPerDay), Backlog: or(s.Backlog),
		})
	}
	policy := capacity.DefaultPolicy()
	var err error
	r.Capacity, err = capacity.Assess(audit, policy)
	reject(f, f.stages, err)
	if err != nil {
		return // the stress test would refuse the same
	}
	r.Stress, err = capacity.StressTest(audit, capacity.PlaybookScenarios(), policy)
	reject(f, f.stages, err)
}

func (f *files) reviewPipeline(r *review) {
	c := f.company
	pipeline := forecast.Pipeline{Process: forecast.StandardProcess()}
	for _, d := range f.deals.Rows {
		pipeline.Deals = append(pipeline.Deals, forecast.Deal{
			ID: d.ID, Owner: d.Owner, Segment: d.Segment, Stage: forecast.Stage(d.Stage), Amount: d.Amount,
			Probability: d.Probability, Opened: d.Opened, ExpectedClose: d.ExpectedClose, ClosedOn: d.ClosedOn,
		})
		if !d.ExpectedClose.IsZero() && d.ClosedOn.IsZero() && d.ExpectedClose.Before(c.week) {
			r.PastClose = append(r.PastClose, d.ID)
		}
	}
	policy := forecast.DefaultPolicy()
	var err error
	if r.Pipeline, err = forecast.Weigh(pipeline); err != nil {
		reject(f, f.deals, err)
		return // the others would refuse the same deals
	}
	due := pipeline
	due.Deals = slices.DeleteFunc(slices.Clone(pipeline.Deals), func(d forecast.Deal) bool {
		return d.ExpectedClose.IsZero() || d.ExpectedClose.After(c.periodEnd)
	})
	weighted, err := forecast.Weigh(due)
	reject(f, f.deals, err)
	r.expected = weighted.Open.Weighted
	r.Coverage, err = forecast.Cover(pipeline, forecast.Quota{
		Amount: c.quota, Won: c.wonSoFar, Window: forecast.Window{From: c.periodStart, To: c.periodEnd},
		History: []forecast.PastPeriod{{OpeningValue: c.openingPipeline, WonValue: c.openingPipelineWon}},
	}, policy.CoveragePolicy)
	reject(f, f.deals, err)
	const halfYear = 182
	r.WinRates, err = forecast.MeasureWinRates(pipeline, forecast.Window{From: c.week.AddDays(-halfYear), To: c.week}, policy.RatePolicy)
	reject(f, f.deals, err)
	r.Cycles, err = forecast.MeasureCycle(pipeline, policy.CyclePolicy)
	reject(f, f.deals, err)

	var history forecast.History
	for _, call := range f.calls.Rows {
		history.Calls = append(history.Calls, forecast.Call{
			Forecaster: call.Forecaster, Period: call.Period, Forecast: call.Forecast, Actual: call.Actual,
		})
	}
	r.Bias, err = forecast.JudgeBias(history, policy.BiasPolicy)
	reject(f, f.calls, err)
}

func (f *files) reviewReadiness(r *review) {
	c := f.company
	policy := readiness.DefaultPolicy()
	var err error
	r.Warnings, err = readiness.ExplainWarnings(f.metrics(r), policy.WarningPolicy)
	reject(f, f.settings, err)

	observed := readiness.Observations{
		QuoteResponseHours: &c.quoteResponseHours, OrderErrorRate: &c.errorRate, OvertimeHoursPerWeek: &c.overtimeHoursPerWeek,
		Sales:    &readiness.SalesResult{Actual: c.wonSoFar, Plan: c.salesPlanSoFar},
		Warnings: &r.Warnings.Warnings, WillFigureItOut: &c.wellFigureItOut, NotTalking: &c.notTalking, KeyDepartures: &c.keyPeopleLeaving,
	}
	for _, week := range f.signals.Rows {
		observed.ComplaintsPer100Orders = append(observed.ComplaintsPer100Orders, week.Complaints)
		observed.QualityByWeek = append(observed.QualityByWeek, week.FirstPassShare)
	}
	for i, load := range r.Capacity.Stages {
		observed.Stages = append(observed.Stages, readiness.StageOutlook{
			Name: load.Stage, Now: load.Status, Forecast: salesops.Status(f.stages.Rows[i].ForecastLastWeek),
		})
	}
	r.Flags, err = readiness.RaiseFlags(observed, policy.FlagPolicy)
	reject(f, f.signals, err)

	var done readiness.Done
	var rows []int
	for i, row := range f.checks.Rows {
		if row.Done {
			done, rows = append(done, readiness.Check(row.Check)), append(rows, i)
		}
	}
	r.Checklist, err = readiness.ReviewChecklist(done)
	rejectSome(f, f.checks, rows, err)

	var scores readiness.Scores
	for _, row := range f.scores.Rows {
		scores = append(scores, readiness.ItemScore{Item: readiness.Item(row.Item), Score: row.Score})
	}
	r.Card, err = readiness.Assess(scores, policy.AssessmentPolicy)
	reject(f, f.scores, err)

	for _, row := range f.actions.Rows {
		r.actions = append(r.actions, readiness.Action(row))
	}
	_, err = readiness.CheckActions(r.actions, c.week)
	reject(f, f.actions, err)
}

func (f *files) metrics(r *review) readiness.Metrics {
	c := &r.company
	return readiness.Metrics{
		Utilization: &r.Capacity.Utilization, ErrorRate: &c.errorRate, OvertimeHoursPerWeek: &c.overtimeHoursPerWeek,
		Satisfaction: &c.satisfaction, OnTimeShare: &c.onTimeShare,
	}
}

// decideWeek hands the week's figures and last week's actions to the review.
// Where no stage limits growth, the band of the assessment does.
func (f *files) decideWeek(r *review) {
	c, headroom := r.company, r.Capacity.Headroom.Growth.Or(1)
	pipeline := pipelineGrowth(r)
	week := readiness.Week{Flags: &r.Flags, Actions: r.actions, Figures: readiness.WeekFigures{
		Situation: readiness.Situation{
			WorstStage: r.Capacity.Status, Metrics: f.metrics(r), Readiness: r.Card.Total, RedFlags: &r.Flags.Count,
			RequestToScale: c.requestToScale, FoundationComplete: r.Checklist.FoundationComplete,
			HeadroomGrowth: &headroom, ArrivingCapacityGrowth: c.arrivingCapacityGrowth,
		},
		PipelineGrowth: pipeline,
	}}
	policy := readiness.DefaultPolicy()
	var err error
	r.Decision, err = readiness.ReviewWeek(week, c.week, policy)
	reject(f, f.actions, err)

	figures := readiness.AlignmentFigures{Metrics: f.metrics(r), Morale: &r.company.teamMorale}
	if pipeline == nil {
		policy.PipelineScale.Weight = 0
	} else {
		figures.Pipeline = &readiness.PipelineLoad{Load: *pipeline, Headroom: headroom}
	}
	r.Alignment, err = readiness.ScoreAlignment(figures, policy.AlignmentPolicy)
	reject(f, f.settings, err)
}

// pipelineGrowth returns by how much the pipeline outgrows what was won so far:
// the weighted value a day that is due by the end of the period, against the
// value a day that was won in it, with the same value for an order. It is nil
// while nothing can be compared.
func pipelineGrowth(r *review) *float64 {
	c := r.company
	past, left := float64(c.week.DaysSince(c.periodStart)), float64(c.periodEnd.DaysSince(c.week))
	won := c.wonSoFar.InexactFloat64()
	if past <= 0 || left <= 0 || won <= 0 {
		return nil
	}
	return new(min(readiness.MaxGrowth, max(0, r.expected.InexactFloat64()/left/(won/past)-1)))
}

// decideOrders decides each incoming order with all of them on the desk: the
// demand is what the bottleneck would have to do in a week in which all were
// taken.
func (f *files) decideOrders(r *review) {
	c := f.company
	var stage stageRow
	var load capacity.StageLoad
	for i, s := range r.Capacity.Stages {
		if s.Stage == r.Capacity.Bottleneck {
			stage, load = f.stages.Rows[i], s
		}
	}
	var asked float64
	for _, o := range f.orders.Rows {
		asked += o.Size
	}
	r.situation = overflow.Situation{
		Demand:   load.DemandPerDay + asked/c.workingDaysPerWeek*stage.TransactionsPerOrder,
		Capacity: load.CapacityPerDay, TeamMorale: c.teamMorale,
	}
	for i, o := range f.orders.Rows {
		if o.Size <= 0 || o.Size > capacity.MaxVolume {
			f.orders.Reject(i, "size", "size: want standard orders, above 0 to 1e9")
		}
		explanation, err := overflow.Explain(o.order(), r.situation, overflow.DefaultPolicy().DecisionPolicy)
		if err != nil {
			rejectRow(f, f.orders, i, err)
			continue
		}
		r.Orders = append(r.Orders, orderDecision{o.ID, o.Customer, o.Size, explanation})
		if action := explanation.Decision.Action; action == overflow.Accept || action == overflow.AcceptWithResources {
			r.AcceptedSize += o.Size
		}
	}
	r.DaysToPlace = salesops.Undefined("there is no headroom")
	if room := r.Capacity.Headroom.OrdersPerDay.Or(0); room > 0 {
		r.DaysToPlace = salesops.Defined(math.Ceil(r.AcceptedSize / room))
	}
}

// order is the order as the rules look at it.
func (o orderRow) order() overflow.Order {
	return overflow.Order{
		QualityRisk: o.QualityRisk, Margin: o.Margin, TargetMargin: o.TargetMargin, StrategicValue: o.StrategicValue,
	}
}

func (f *files) judgeAutomations(r *review) {
	for i, a := range f.automations.Rows {
		payback, err := roi.PayBack(roi.Automation{
			HoursPerTask: a.HoursPerTask, TasksPerMonth: a.TasksPerMonth, Growth: roi.GrowthFromFactor(a.GrowthFactor),
			LaborCostPerHour: a.LaborCostPerHour, Cost: a.Cost, RunningCostPerMonth: a.RunningCostPerMonth,
		}, roi.DefaultPolicy().PaybackPolicy)
		rejectRow(f, f.automations, i, err)
		r.Automations = append(r.Automations, automationCase{a.Name, payback})
	}
}

// reject adds what the library refused to the faults: in the row that the path
// of a fault names ("Audit.Stages[2].People"), or else at the key of that name.
func reject[T any](f *files, rows table.Table[T], err error) {
	all := make([]int, len(rows.Rows))
	for i := range all {
		all[i] = i
	}
	rejectSome(f, rows, all, err)
}

// rejectSome is reject where only some rows were handed to the library; places
// are their indices in the table.
func rejectSome[T any](f *files, rows table.Table[T], places []int, err error) {
	for _, fault := range salesops.InputErrors(err) {
		_, rest, indexed := strings.Cut(fault.Field, "[")
		number, _, _ := strings.Cut(rest, "]")
		if i, err := strconv.Atoi(number); indexed && err == nil && i < len(places) {
			rows.RejectInput(places[i], fault)
			continue
		}
		if !f.rejectSetting(fault) {
			rows.RejectInput(-1, fault)
		}
	}
}

func rejectRow[T any](f *files, rows table.Table[T], i int, err error) {
	for _, fault := range salesops.InputErrors(err) {
		if !f.rejectSetting(fault) {
			rows.RejectInput(i, fault)
		}
	}
}

// rejectSetting adds a fault at the company's key of that name, if it has one.
func (f *files) rejectSetting(fault *salesops.InputError) bool {
	key := table.Snake(fault.Field[strings.LastIndexByte(fault.Field, '.')+1:])
	for i, s := range f.settings.Rows {
		if s.Key == key {
			f.settings.Reject(i, "value", key+" "+strconv.Quote(s.Value)+" is "+fault.Reason.Error()+": want "+fault.Want)
			return true
		}
	}
	return false
}

func or[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}
