package forecast_test

import (
	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
)

// snapshots are the sample a month ago and now: D-1 slipped, D-2 was pulled in
// and grew, D-3 went to Bo, D-6 is new, D-7 vanished, D-8 was won for less.
func snapshots() forecast.Snapshots {
	deal := func(id, owner string, stage forecast.Stage, amount, expected string) forecast.Deal {
		return forecast.Deal{ID: id, Owner: owner, Stage: stage, Amount: money(amount), ExpectedClose: day(expected)}
	}
	s := forecast.Snapshots{Window: &forecast.Window{From: quarter.From, To: quarter.To}}
	s.Before.Deals = []forecast.Deal{
		deal("D-1", "Ana", forecast.Negotiating, "120000", "2026-11-30"),
		deal("D-2", "Bo", forecast.Qualified, "80000", "2027-01-15"),
		deal("D-3", "Ana", forecast.Prospecting, "40000", "2026-12-01"),
		deal("D-7", "Bo", forecast.Prospecting, "9000", "2026-12-31"),
		deal("D-8", "Ana", forecast.Closing, "50000", "2026-10-15"),
	}
	s.After.Deals = []forecast.Deal{
		deal("D-1", "Ana", forecast.Negotiating, "120000", "2027-02-01"),
		deal("D-2", "Bo", forecast.Qualified, "90000.50", "2026-12-15"),
		deal("D-3", "Bo", forecast.Prospecting, "40000", "2026-12-01"),
		deal("D-6", "Bo", forecast.Qualified, "7000", "2026-10-01"),
		deal("D-8", "Ana", forecast.Won, "45000", "2026-10-15"),
	}
	s.After.Deals[4].ClosedOn = day("2026-10-20")
	return s
}

// journeys are four deals: one won that skipped a stage, one lost, one open that
// went back, and one from before.
func journeys() forecast.Journeys {
	var j forecast.Journeys
	for _, e := range []struct {
		deal  string
		stage forecast.Stage
		on    string
	}{
		{"D-1", forecast.Prospecting, "2026-10-01"},
		{"D-1", forecast.InDiscussion, "2026-10-05"},
		{"D-1", forecast.Negotiating, "2026-10-09"},
		{"D-1", forecast.Closing, "2026-10-12"},
		{"D-1", forecast.Won, "2026-10-12"},
		{"D-2", forecast.Prospecting, "2026-10-03"},
		{"D-2", forecast.Qualified, "2026-10-10"},
		{"D-2", forecast.Lost, "2026-10-30"},
		{"D-3", forecast.Prospecting, "2026-12-31"},
		{"D-3", forecast.Qualified, "2027-01-02"},
		{"D-3", forecast.Prospecting, "2027-01-05"},
		{"D-4", forecast.Prospecting, "2026-09-30"},
		{"D-4", forecast.Won, "2026-11-01"},
	} {
		j.Entries = append(j.Entries, forecast.StageEntry{Deal: e.deal, Stage: e.stage, On: day(e.on)})
	}
	return j
}

// process is three visits to two steps with a target and one without.
func process() forecast.SalesProcess {
	return forecast.SalesProcess{
		AsOf: day("2026-11-30"),
		Steps: []forecast.SalesStep{
			{Step: forecast.StepDiscovery, Owner: "sales engineer", Tool: "CRM", TargetDays: new(7.0)},
			{Step: forecast.StepSolution, TargetDays: new(10.5)},
			{Step: forecast.StepClose},
		},
		Visits: []forecast.StepVisit{
			{Deal: "D-1", Step: forecast.StepDiscovery, Entered: day("2026-11-01"), Left: day("2026-11-08")},
			{Deal: "D-1", Step: forecast.StepSolution, Entered: day("2026-11-08"), Left: day("2026-11-20")},
			{Deal: "D-2", Step: forecast.StepDiscovery, Entered: day("2026-11-01"), Left: day("2026-11-10")},
			{Deal: "D-2", Step: forecast.StepSolution, Entered: day("2026-11-10")},
		},
	}
}

// check is the sample pipeline with everything that is asked for.
func check() forecast.HealthCheck {
	return forecast.HealthCheck{
		Pipeline: sample(), Quota: quota, AsOf: day("2026-11-02"), AverageWonValue: money("60000"), WinRate: new(0.5),
		Conversions: []forecast.ConversionChange{
			{Stage: forecast.Qualified, Onward: 2, Reached: 20, PastOnward: 50, PastReached: 100},
			{Stage: forecast.Closing, Onward: 5, Reached: 10, PastOnward: 50, PastReached: 100},
		},
		UsualCycleDays: new(45.5), Odds: &salesops.Interval{Low: 0.41, High: 0.43},
	}
}

// sheet is the calls of a company of four.
func sheet() forecast.CallSheet {
	s := forecast.CallSheet{Week: 6, Window: quarter, Pipeline: sample(), Callers: []forecast.Caller{
		{Name: "Bo", Manager: "Mia", Commit: new(money("20000"))},
		{Name: "Ana", Manager: "Mia", Commit: new(money("130000")), BestCase: new(money("180000")), Odds: &salesops.Interval{Low: 0.5, High: 0.6}},
		{Name: "Mia", Manager: "Zoe", Commit: new(money("140000"))},
		{Name: "Zoe"},
	}}
	s.Pipeline.Deals[0].Category = forecast.Commit
	s.Pipeline.Deals[1].Category, s.Pipeline.Deals[1].ExpectedClose = forecast.BestCase, day("2026-12-31")
	s.Pipeline.Deals[2].ExpectedClose = day("2026-12-01")
	return s
}
