package forecast_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

func TestMeasureConversion(t *testing.T) {
	c, err := forecast.MeasureConversion(journeys(), quarter, wilson)
	require.NoError(t, err)
	require.Equal(t, []int{3, 1, 0, 1}, []int{c.Deals, c.Outside, c.Unstaged, c.SkippedToWon})
	require.Equal(t, []int{3, 3, 1}, []int{c.Stages[0].Onward.Trials, c.Stages[0].Onward.Successes, c.Stages[0].Reentries})
	require.Equal(t, []int{3, 1, 1, 1, 1}, []int{c.Stages[1].Onward.Trials, c.Stages[1].Onward.Successes, c.Stages[1].Open, c.Stages[1].Lost, c.Stages[1].Skipped})
	require.Equal(t, 1.0/3, c.Won.Share.Or(-1))
	testkit.Golden(t, "conversion", sixDigits(t, c))
	testkit.Golden(t, "stage_conversion", sixDigits(t, c.Stages[1]))
	testkit.Golden(t, "rate", sixDigits(t, c.Won))

	c, err = forecast.MeasureConversion(forecast.Journeys{}, quarter, wilson)
	require.NoError(t, err)
	require.Equal(t, "no deal reached the stage", c.Stages[0].Onward.Share.Reason())
	require.Equal(t, "no deal is in the window", c.Won.Share.Reason())
	testkit.RoundTrip(t, c)

	own := forecast.Journeys{Process: []forecast.Stage{"demo", "offer"}, Entries: []forecast.StageEntry{
		{Deal: "A", Stage: "offer", On: quarter.From}, {Deal: "A", Stage: "demo", On: quarter.From}, {Deal: "A", Stage: forecast.Won, On: quarter.From},
	}}
	c, err = forecast.MeasureConversion(own, quarter, wilson)
	require.NoError(t, err)
	require.Len(t, c.Stages, 2)
	require.Equal(t, 1, c.Won.Successes, "won is the last of a day")
	require.Zero(t, c.SkippedToWon)

	own.Entries = []forecast.StageEntry{{Deal: "A", Stage: forecast.Lost, On: quarter.From}, {Deal: "A", Stage: "offer", On: quarter.From}}
	c, err = forecast.MeasureConversion(own, quarter, wilson)
	require.NoError(t, err)
	require.Equal(t, 1, c.Stages[1].Lost, "lost is the last of a day")
}

func TestMeasureConversionRejects(t *testing.T) {
	out, conflict, missing := salesops.ErrOutOfRange, salesops.ErrConflict, salesops.ErrMissing
	j := journeys()
	j.Process = []forecast.Stage{forecast.Prospecting, forecast.Prospecting, forecast.Won}
	j.Entries = j.Entries[:3]
	j.Entries[0].Deal, j.Entries[1].Stage, j.Entries[2].Stage, j.Entries[2].On = "", "", "no", salesops.Date{}
	c, err := forecast.MeasureConversion(j, forecast.Window{}, forecast.RatePolicy{})
	testkit.RequireFaults(t, err,
		testkit.Fault{Field: "Journeys.Entries[0].Deal", Reason: missing}, testkit.Fault{Field: "Journeys.Entries[1].Stage", Reason: missing},
		testkit.Fault{Field: "Journeys.Entries[2].Stage", Reason: out}, testkit.Fault{Field: "Journeys.Entries[2].On", Reason: missing},
		testkit.Fault{Field: "Journeys.Process[1].Stage", Reason: conflict}, testkit.Fault{Field: "Journeys.Process[2].Stage", Reason: conflict},
		testkit.Fault{Field: "Window.From", Reason: missing}, testkit.Fault{Field: "Window.To", Reason: missing},
		testkit.Fault{Field: "RatePolicy.IntervalLevel", Reason: out})
	require.Zero(t, c)
}

func TestConversionJSON(t *testing.T) {
	c, err := forecast.MeasureConversion(journeys(), quarter, wilson)
	require.NoError(t, err)
	out, conflict, missing := salesops.ErrOutOfRange, salesops.ErrConflict, salesops.ErrMissing
	fault := func(field string, reason error) []testkit.Fault {
		return []testkit.Fault{{Field: field, Reason: reason}}
	}
	requireEdits(t, c, map[string]edit{
		"deals":       {`"deals":3`, `"deals":-3`, fault("Conversion.Deals", out)},
		"more":        {`"deals":3`, `"deals":4`, fault("Conversion.Won", conflict)},
		"outside":     {`"outside":1`, `"outside":-1`, fault("Conversion.Outside", out)},
		"unstaged":    {`"unstaged":0`, `"unstaged":-1`, fault("Conversion.Unstaged", out)},
		"unstaged 1":  {`"unstaged":0`, `"unstaged":1`, fault("Conversion.Stages[0].Onward", conflict)},
		"skipped":     {`"skipped_to_won":1`, `"skipped_to_won":-1`, fault("Conversion.SkippedToWon", out)},
		"skipped 2":   {`"skipped_to_won":1`, `"skipped_to_won":2`, fault("Conversion.Won", conflict)},
		"stage twice": {`"stage":"qualified"`, `"stage":"prospecting"`, fault("Conversion.Stages[1].Onward", conflict)},
	})
	requireEdits(t, c.Stages[1], map[string]edit{
		"stage":     {`"stage":"qualified"`, `"stage":""`, fault("StageConversion.Stage", missing)},
		"open":      {`"open":1`, `"open":-1`, fault("StageConversion.Open", out)},
		"open 2":    {`"open":1`, `"open":2`, fault("StageConversion.Onward", conflict)},
		"lost":      {`"lost":1`, `"lost":-1`, fault("StageConversion.Lost", out)},
		"skipped":   {`"skipped":1`, `"skipped":4`, fault("StageConversion.Skipped", conflict)},
		"skipped -": {`"skipped":1`, `"skipped":-1`, fault("StageConversion.Skipped", out)},
		"reentries": {`"reentries":0`, `"reentries":-1`, fault("StageConversion.Reentries", out)},
	})
	requireEdits(t, c.Won, map[string]edit{
		"successes":   {`"successes":1`, `"successes":4`, fault("Rate.Successes", conflict)},
		"successes -": {`"successes":1`, `"successes":-1`, fault("Rate.Successes", out)},
		"trials":      {`"trials":3`, `"trials":-3`, fault("Rate.Trials", out)},
		"no trials":   {`"trials":3`, `"trials":0`, []testkit.Fault{{Field: "Rate.Successes", Reason: conflict}, {Field: "Rate.Share", Reason: conflict}}},
		"share":       {`"share":0.3333333333333333`, `"share":1.5`, fault("Rate.Share", out)},
		"no share":    {`"share":0.3333333333333333`, `"share":null`, fault("Rate.Share", conflict)},
		"beside":      {`"share":0.3333333333333333`, `"share":0.9999`, []testkit.Fault{{Field: "Rate.Wilson", Reason: conflict}, {Field: "Rate.ClopperPearson", Reason: conflict}}},
	})
}

func TestMeasureSteps(t *testing.T) {
	s, err := forecast.MeasureSteps(process(), wilson)
	require.NoError(t, err)
	discovery, solution, last := s.Steps[0], s.Steps[1], s.Steps[2]
	// 7 and 9 days against 7; 12, and 20 so far, against 10.5.
	require.Equal(t, []float64{2, 11}, []float64{discovery.OverrunDays, solution.OverrunDays})
	require.Equal(t, []int{1, 2, 0}, []int{discovery.Over.Successes, solution.Over.Successes, last.Over.Trials})
	require.Equal(t, []int{2, 1}, []int{solution.Days.Count, solution.Days.Ended})
	require.Equal(t, []float64{12, 12, -1}, []float64{solution.Days.NaiveMeanDays.Or(-1), solution.Days.MedianDays.Or(-1), solution.Days.UpperQuartileDays.Or(-1)})
	require.Equal(t, forecast.StepSolution, *s.Slowest)
	require.Equal(t, forecast.StepSolution, *s.Longest)
	testkit.Golden(t, "step_times", sixDigits(t, s))
	testkit.Golden(t, "step_time", sixDigits(t, solution))
	testkit.Golden(t, "durations", sixDigits(t, solution.Days))

	s, err = forecast.MeasureSteps(forecast.SalesProcess{AsOf: quarter.To}, wilson)
	require.NoError(t, err)
	require.Len(t, s.Steps, 7)
	require.Nil(t, s.Slowest)
	require.Nil(t, s.Longest)
	testkit.RoundTrip(t, s)
	for i, step := range forecast.StandardSteps() {
		require.Equal(t, step.Step, s.Steps[i].Step)
	}

	p := process() // two steps that are as slow: the first of them
	p.Steps[0].TargetDays = new(0.5)
	p.Steps[1].TargetDays = new(8.5)
	s, err = forecast.MeasureSteps(p, wilson)
	require.NoError(t, err)
	require.Equal(t, s.Steps[0].OverrunDays, s.Steps[1].OverrunDays)
	require.Equal(t, forecast.StepDiscovery, *s.Slowest)
	p.Visits = p.Visits[:2] // 7 days in the one step, 7 in the other
	p.Visits[1].Left = day("2026-11-15")
	s, err = forecast.MeasureSteps(p, wilson)
	require.NoError(t, err)
	require.Equal(t, forecast.StepDiscovery, *s.Longest, "the first of two")
}

func TestMeasureStepsRejects(t *testing.T) {
	out, conflict, missing := salesops.ErrOutOfRange, salesops.ErrConflict, salesops.ErrMissing
	for name, tc := range map[string]struct {
		edit func(p *forecast.SalesProcess)
		want testkit.Fault
	}{
		"step":        {func(p *forecast.SalesProcess) { p.Steps[2].Step = "" }, testkit.Fault{Field: "SalesProcess.Steps[2].Step", Reason: missing}},
		"step twice":  {func(p *forecast.SalesProcess) { p.Steps[2].Step = forecast.StepSolution }, testkit.Fault{Field: "SalesProcess.Steps[2].Step", Reason: conflict}},
		"owner":       {func(p *forecast.SalesProcess) { p.Steps[0].Owner = " " }, testkit.Fault{Field: "SalesProcess.Steps[0].Owner", Reason: out}},
		"tool":        {func(p *forecast.SalesProcess) { p.Steps[0].Tool = " " }, testkit.Fault{Field: "SalesProcess.Steps[0].Tool", Reason: out}},
		"no target":   {func(p *forecast.SalesProcess) { p.Steps[0].TargetDays = new(0.0) }, testkit.Fault{Field: "SalesProcess.Steps[0].TargetDays", Reason: missing}},
		"long target": {func(p *forecast.SalesProcess) { p.Steps[0].TargetDays = new(10000.5) }, testkit.Fault{Field: "SalesProcess.Steps[0].TargetDays", Reason: out}},
		"deal":        {func(p *forecast.SalesProcess) { p.Visits[1].Deal = "" }, testkit.Fault{Field: "SalesProcess.Visits[1].Deal", Reason: missing}},
		"visit":       {func(p *forecast.SalesProcess) { p.Visits[1].Step = forecast.StepNegotiation }, testkit.Fault{Field: "SalesProcess.Visits[1].Step", Reason: out}},
		"no visit":    {func(p *forecast.SalesProcess) { p.Visits[1].Step = "" }, testkit.Fault{Field: "SalesProcess.Visits[1].Step", Reason: missing}},
		"entered":     {func(p *forecast.SalesProcess) { p.Visits[3].Entered = day("2026-12-01") }, testkit.Fault{Field: "SalesProcess.Visits[3].Entered", Reason: conflict}},
		"no entry":    {func(p *forecast.SalesProcess) { p.Visits[1].Entered = salesops.Date{} }, testkit.Fault{Field: "SalesProcess.Visits[1].Entered", Reason: missing}},
		"left early":  {func(p *forecast.SalesProcess) { p.Visits[1].Left = day("2026-11-07") }, testkit.Fault{Field: "SalesProcess.Visits[1].Left", Reason: conflict}},
		"left late":   {func(p *forecast.SalesProcess) { p.Visits[1].Left = day("2026-12-01") }, testkit.Fault{Field: "SalesProcess.Visits[1].Left", Reason: conflict}},
		"left never":  {func(p *forecast.SalesProcess) { p.Visits[1].Left = day("x") }, testkit.Fault{Field: "SalesProcess.Visits[1].Left", Reason: out}},
		"as of":       {func(p *forecast.SalesProcess) { p.AsOf = salesops.Date{} }, testkit.Fault{Field: "SalesProcess.AsOf", Reason: missing}},
		"steps":       {func(p *forecast.SalesProcess) { p.Steps = make([]forecast.SalesStep, forecast.MaxStages+1) }, testkit.Fault{Field: "SalesProcess.Steps", Reason: out}},
	} {
		t.Run(name, func(t *testing.T) {
			p := process()
			tc.edit(&p)
			s, err := forecast.MeasureSteps(p, wilson)
			testkit.RequireFaults(t, err, tc.want)
			require.Zero(t, s)
		})
	}
	p := process()
	p.Visits[3].Entered, p.Visits[1].Left, p.Visits[0].Left = p.AsOf, p.AsOf, p.Visits[0].Entered
	_, err := forecast.MeasureSteps(p, wilson)
	require.NoError(t, err)
}

func TestStepTimesJSON(t *testing.T) {
	s, err := forecast.MeasureSteps(process(), wilson)
	require.NoError(t, err)
	out, conflict, missing := salesops.ErrOutOfRange, salesops.ErrConflict, salesops.ErrMissing
	fault := func(field string, reason error) []testkit.Fault {
		return []testkit.Fault{{Field: field, Reason: reason}}
	}
	requireEdits(t, s, map[string]edit{
		"slowest":    {`"slowest":"solution"`, `"slowest":"discovery"`, fault("StepTimes.Slowest", conflict)},
		"no slowest": {`"slowest":"solution"`, `"slowest":null`, fault("StepTimes.Slowest", conflict)},
		"longest":    {`"longest":"solution"`, `"longest":"close"`, fault("StepTimes.Longest", conflict)},
		"twice":      {`"step":"solution"`, `"step":"discovery"`, fault("StepTimes.Steps[1].Step", conflict)},
	})
	requireEdits(t, s.Steps[1], map[string]edit{
		"step":       {`"step":"solution"`, `"step":""`, fault("StepTime.Step", missing)},
		"target":     {`"target_days":10.5`, `"target_days":-1`, fault("StepTime.TargetDays", out)},
		"no target":  {`"target_days":10.5,`, ``, fault("StepTime.Over.Trials", conflict)},
		"overrun":    {`"overrun_days":11`, `"overrun_days":-11`, fault("StepTime.OverrunDays", out)},
		"no overrun": {`"overrun_days":11`, `"overrun_days":0`, fault("StepTime.OverrunDays", conflict)},
		"count":      {`"count":2`, `"count":-2`, fault("StepTime.Days.Count", out)},
		"ended":      {`"ended":1`, `"ended":3`, fault("StepTime.Days.Ended", conflict)},
		"none ended": {`"ended":1`, `"ended":0`, fault("StepTime.Days.LowerQuartileDays", conflict)},
		"ended -":    {`"ended":1`, `"ended":-1`, fault("StepTime.Days.Ended", out)},
		"order":      {`"median_days":12`, `"median_days":11`, fault("StepTime.Days.MedianDays", conflict)},
		"gap":        {`"median_days":12,"upper_quartile_days":null`, `"median_days":null,"upper_quartile_days":13`, fault("StepTime.Days.UpperQuartileDays", conflict)},
		"naive":      {`"naive_mean_days":12`, `"naive_mean_days":-1`, fault("StepTime.Days.NaiveMeanDays", conflict)},
		"no naive":   {`"naive_median_days":12`, `"naive_median_days":null`, fault("StepTime.Days.NaiveMedianDays", conflict)},
	})
}

func TestEstimateCycle(t *testing.T) {
	// scipy, tests of ecdf: S falls at 47 (7 of 8), 56 (6 of 7), 77, 80 and 81.
	var p forecast.Pipeline
	for i, d := range []struct {
		days   int
		closed bool
	}{{37, false}, {43, false}, {47, true}, {56, true}, {60, false}, {62, false}, {71, false}, {77, true}, {80, true}, {81, true}} {
		deal := forecast.Deal{ID: string(rune('A' + i)), Stage: forecast.Closing, Opened: quarter.To.AddDays(-d.days)}
		if d.closed {
			deal.Stage, deal.Opened, deal.ClosedOn = forecast.Lost, quarter.From.AddDays(-d.days), quarter.From
		}
		p.Deals = append(p.Deals, deal)
	}
	c, err := forecast.EstimateCycle(p, quarter.To, forecast.DefaultPolicy().CyclePolicy)
	require.NoError(t, err)
	require.Equal(t, []int{10, 5}, []int{c.ToClose.Count, c.ToClose.Ended})
	require.Equal(t, []float64{56, 77, 80}, []float64{c.ToClose.LowerQuartileDays.Or(0), c.ToClose.MedianDays.Or(0), c.ToClose.UpperQuartileDays.Or(0)})
	require.Equal(t, 68.2, c.ToClose.NaiveMeanDays.Or(0))
	require.Equal(t, 77.0, c.ToClose.NaiveMedianDays.Or(0))
	testkit.Golden(t, "cycle_estimate", c)

	p.Deals = append(p.Deals, forecast.Deal{ID: "U", Stage: forecast.Closing}, forecast.Deal{ID: "V", Stage: forecast.Won, Opened: quarter.From},
		forecast.Deal{ID: "N", Stage: forecast.Won, Opened: quarter.To, ClosedOn: quarter.From}, forecast.Deal{ID: "Z", Stage: forecast.Closing, Opened: quarter.To.AddDays(1)})
	_, err = forecast.EstimateCycle(p, quarter.To, forecast.DefaultPolicy().CyclePolicy)
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Pipeline.Deals[12].Opened", Reason: salesops.ErrConflict}, testkit.Fault{Field: "Pipeline.Deals[13].Opened", Reason: salesops.ErrConflict})
	c, err = forecast.EstimateCycle(p, quarter.To, forecast.CyclePolicy{NegativeCycles: forecast.SkipNegative})
	require.NoError(t, err)
	require.Equal(t, []int{10, 2, 2}, []int{c.ToClose.Count, c.Undated, c.Negative})
	requireEdits(t, c, map[string]edit{
		"undated":  {`"undated":2`, `"undated":-2`, []testkit.Fault{{Field: "CycleEstimate.Undated", Reason: salesops.ErrOutOfRange}}},
		"negative": {`"negative":2`, `"negative":-2`, []testkit.Fault{{Field: "CycleEstimate.Negative", Reason: salesops.ErrOutOfRange}}},
	})

	_, err = forecast.EstimateCycle(p, quarter.From.AddDays(-1), forecast.CyclePolicy{NegativeCycles: forecast.SkipNegative})
	require.Len(t, salesops.InputErrors(err), 6, "closes after the day of the records")
	_, err = forecast.EstimateCycle(p, salesops.Date{}, forecast.CyclePolicy{})
	testkit.RequireFaults(t, err, testkit.Fault{Field: "Date", Reason: salesops.ErrMissing}, testkit.Fault{Field: "CyclePolicy.NegativeCycles", Reason: salesops.ErrMissing})
	c, err = forecast.EstimateCycle(forecast.Pipeline{}, quarter.To, forecast.DefaultPolicy().CyclePolicy)
	require.NoError(t, err)
	require.Equal(t, "too few have ended", c.ToClose.MedianDays.Reason())
}
