package capacity_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/capacity"
	"github.com/salesops-go/salesops/internal/testkit"
)

func analyzed(t testkit.Failer, q capacity.Queue) capacity.QueueAnalysis {
	t.Helper()
	a, err := capacity.AnalyzeQueue(q)
	require.NoError(t, err)
	testkit.RoundTrip(t, a)
	return a
}

func TestAnalyzeQueueModels(t *testing.T) {
	for name, tc := range map[string]struct {
		queue    capacity.Queue
		model    capacity.QueueModel
		valid    bool
		validity string
	}{
		"random":             {capacity.Queue{ArrivalsPerDay: 1, ServedPerDay: 10, Servers: 1}, capacity.ErlangC, true, "exact for random arrivals and exponential work"},
		"random as written":  {capacity.Queue{ArrivalsPerDay: 1, ServedPerDay: 10, Servers: 3, ArrivalSCV: new(1.0), ServiceSCV: new(1.0)}, capacity.ErlangC, true, "exact for random arrivals and exponential work"},
		"one server":         {capacity.Queue{ArrivalsPerDay: 1, ServedPerDay: 10, Servers: 1, ServiceSCV: new(0.0)}, capacity.PollaczekKhinchine, true, "the mean wait is exact for random arrivals and one server"},
		"several, half full": {capacity.Queue{ArrivalsPerDay: 10, ServedPerDay: 10, Servers: 2, ServiceSCV: new(0.0)}, capacity.AllenCunneen, true, "an approximation that improves with the load"},
		"several, less":      {capacity.Queue{ArrivalsPerDay: math.Nextafter(10, 0), ServedPerDay: 10, Servers: 2, ServiceSCV: new(4.0)}, capacity.AllenCunneen, false, "the approximation is rough below a utilization of 0.5"},
		"bursty, busy":       {capacity.Queue{ArrivalsPerDay: 9, ServedPerDay: 10, Servers: 1, ArrivalSCV: new(9.0)}, capacity.AllenCunneen, true, "an approximation that improves with the load"},
		"bursty, idle":       {capacity.Queue{ArrivalsPerDay: 3, ServedPerDay: 10, Servers: 1, ArrivalSCV: new(9.0)}, capacity.AllenCunneen, false, "bursty arrivals at a low load wait longer than the approximation says"},
		"even, idle":         {capacity.Queue{ArrivalsPerDay: 3, ServedPerDay: 10, Servers: 1, ArrivalSCV: new(0.5)}, capacity.AllenCunneen, false, "the approximation is rough below a utilization of 0.5"},
	} {
		t.Run(name, func(t *testing.T) {
			a := analyzed(t, tc.queue)
			require.Equal(t, tc.model, a.Model)
			require.Equal(t, tc.valid, a.Valid)
			require.Equal(t, tc.validity, a.Validity)
			require.Equal(t, tc.queue.Servers, a.Servers)
		})
	}
}

func TestAnalyzeQueueUnstable(t *testing.T) {
	for name, tc := range map[string]struct {
		queue  capacity.Queue
		growth float64
	}{
		"over": {capacity.Queue{ArrivalsPerDay: 5, ServedPerDay: 1, Servers: 4, PromisedDays: 1}, 1},
		"full": {capacity.Queue{ArrivalsPerDay: 0.3, ServedPerDay: 0.1, Servers: 3}, 0}, // 3 × 0.1 is above 0.3 in doubles
	} {
		t.Run(name, func(t *testing.T) {
			a := analyzed(t, tc.queue)
			require.Equal(t, capacity.Unstable, a.State)
			require.Equal(t, tc.growth, a.GrowthPerDay)
			for _, number := range []salesops.Maybe{a.WaitChance, a.WaitDays, a.TimeDays, a.Waiting, a.Open, a.LateChance} {
				require.Equal(t, "the queue is unstable: it grows without end", number.Reason())
			}
			exceeds, err := a.WaitExceeds(1)
			require.NoError(t, err)
			require.Equal(t, "the queue is unstable: it grows without end", exceeds.Reason())
			within, err := a.WaitWithin(0.9)
			require.NoError(t, err)
			require.Equal(t, "the queue is unstable: it grows without end", within.Reason())
		})
	}
	// Stable in decimals, and without slack in doubles: 3 × 0.1 < 0.30000000000000004.
	a := analyzed(t, capacity.Queue{ArrivalsPerDay: 0.3, ServedPerDay: math.Nextafter(0.1, 1), Servers: 3})
	require.Equal(t, capacity.Steady, a.State)
	require.Greater(t, a.WaitDays.Or(0), 1e14)
	require.LessOrEqual(t, a.Utilization, 1.0)
}

func TestAnalyzeQueueTails(t *testing.T) {
	a := analyzed(t, capacity.Queue{ArrivalsPerDay: 8, ServedPerDay: 10, Servers: 1, PromisedDays: 1})
	require.InDelta(t, math.Exp(-2), a.LateChance.Or(0), 1e-14, "one server: exponential with the slack")
	exceeds, err := a.WaitExceeds(0.5)
	require.NoError(t, err)
	require.InDelta(t, 0.8*math.Exp(-1), exceeds.Or(0), 1e-14)
	within, err := a.WaitWithin(1 - 0.8*math.Exp(-1))
	require.NoError(t, err)
	require.InDelta(t, 0.5, within.Or(0), 1e-14)
	within, err = a.WaitWithin(0.2)
	require.NoError(t, err)
	require.Zero(t, within.Or(-1), "a fifth does not wait at all")
	within, err = a.WaitWithin(math.Nextafter(0.2, 1))
	require.NoError(t, err)
	require.InDelta(t, 0, within.Or(-1), 1e-15)

	idle := analyzed(t, capacity.Queue{ArrivalsPerDay: 1, ServedPerDay: 1, Servers: 100000})
	require.Zero(t, idle.WaitDays.Or(-1))
	exceeds, err = idle.WaitExceeds(0)
	require.NoError(t, err)
	require.Equal(t, salesops.Defined(0), exceeds)
	within, err = idle.WaitWithin(0.999)
	require.NoError(t, err)
	require.Equal(t, salesops.Defined(0), within)

	require.Equal(t, "nothing is promised", idle.LateChance.Reason())
	other := analyzed(t, capacity.Queue{ArrivalsPerDay: 8, ServedPerDay: 10, Servers: 1, ServiceSCV: new(0.0), PromisedDays: 1})
	require.Equal(t, "the model gives means only", other.LateChance.Reason())

	for name, call := range map[string]func() error{
		"WaitExceeds.Days":  func() error { _, err := a.WaitExceeds(-1); return err },
		"WaitWithin.Share":  func() error { _, err := a.WaitWithin(1); return err },
		"WaitWithin.Share ": func() error { _, err := a.WaitWithin(math.NaN()); return err },
	} {
		testkit.RequireFaults(t, call(), testkit.Fault{Field: strings.TrimSpace(name), Reason: salesops.ErrOutOfRange})
	}
}

func TestQueueRejected(t *testing.T) {
	out, missing := salesops.ErrOutOfRange, salesops.ErrMissing
	_, err := capacity.AnalyzeQueue(capacity.Queue{})
	testkit.RequireFaults(
		t, err, testkit.Fault{Field: "Queue.ArrivalsPerDay", Reason: missing}, testkit.Fault{Field: "Queue.ServedPerDay", Reason: missing},
		testkit.Fault{Field: "Queue.Servers", Reason: missing},
	)
	got, err := capacity.AnalyzeQueue(capacity.Queue{
		ArrivalsPerDay: 2e12, ServedPerDay: math.Inf(1), Servers: 100001, ArrivalSCV: new(-1.0), ServiceSCV: new(1001.0), PromisedDays: 10001,
	})
	testkit.RequireFaults(
		t, err, testkit.Fault{Field: "Queue.ArrivalsPerDay", Reason: out}, testkit.Fault{Field: "Queue.ServedPerDay", Reason: out},
		testkit.Fault{Field: "Queue.ArrivalSCV", Reason: out}, testkit.Fault{Field: "Queue.ServiceSCV", Reason: out},
		testkit.Fault{Field: "Queue.PromisedDays", Reason: out}, testkit.Fault{Field: "Queue.Servers", Reason: out},
	)
	require.Zero(t, got)
}

func TestStaffQueue(t *testing.T) {
	queue := capacity.Queue{ArrivalsPerDay: 100, ServedPerDay: 10}
	level := func(shrinkage float64) capacity.StaffTarget {
		return capacity.StaffTarget{Measure: capacity.ServiceLevel, Days: 0.01, Share: 0.8, Shrinkage: shrinkage}
	}
	s, err := capacity.StaffQueue(queue, level(0))
	require.NoError(t, err)
	require.Equal(t, s.OnDuty, s.Rostered)
	require.Equal(t, s.OnDuty, s.Queue.Servers)

	// 21 of 0.7 is 30 and not 31: fifteen times 1.4 a day at 1.4 of 21 servers.
	full := capacity.StaffTarget{Measure: capacity.MeanWait, Days: 1e4, Shrinkage: 0.3}
	s, err = capacity.StaffQueue(capacity.Queue{ArrivalsPerDay: 20.5, ServedPerDay: 1}, full)
	require.NoError(t, err)
	require.Equal(t, 21, s.OnDuty)
	require.Equal(t, 30, s.Rostered)
	s, err = capacity.StaffQueue(capacity.Queue{ArrivalsPerDay: 21.5, ServedPerDay: 1}, full)
	require.NoError(t, err)
	require.Equal(t, 22, s.OnDuty)
	require.Equal(t, 32, s.Rostered)

	// No busier than allowed, exactly: 100 a day at 10 each are 12.5 servers at 0.8.
	busy := level(0)
	busy.MaxUtilization = 0.8
	busy.Share = 0.1
	s, err = capacity.StaffQueue(queue, busy)
	require.NoError(t, err)
	require.Equal(t, 13, s.OnDuty)
	s, err = capacity.StaffQueue(capacity.Queue{ArrivalsPerDay: 104, ServedPerDay: 10}, busy)
	require.NoError(t, err)
	require.Equal(t, 13, s.OnDuty, "at the line")
	s, err = capacity.StaffQueue(capacity.Queue{ArrivalsPerDay: math.Nextafter(104, 105), ServedPerDay: 10}, busy)
	require.NoError(t, err)
	require.Equal(t, 14, s.OnDuty)
	busy.MaxUtilization = 1
	s, err = capacity.StaffQueue(queue, busy)
	require.NoError(t, err)
	require.Equal(t, 11, s.OnDuty)

	for name, tc := range map[string]struct {
		queue  capacity.Queue
		target capacity.StaffTarget
	}{
		"too much work":  {capacity.Queue{ArrivalsPerDay: 1e6, ServedPerDay: 1}, level(0)},
		"too calm":       {capacity.Queue{ArrivalsPerDay: 50, ServedPerDay: 1}, capacity.StaffTarget{Measure: capacity.MeanWait, Days: 1, MaxUtilization: 4e-4}},
		"never so short": {capacity.Queue{ArrivalsPerDay: 99999, ServedPerDay: 1}, capacity.StaffTarget{Measure: capacity.MeanWait, Days: 1e-9}},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := capacity.StaffQueue(tc.queue, tc.target)
			require.NoError(t, err)
			require.Equal(t, capacity.Staffing{Outcome: capacity.OutOfReach}, s)
			testkit.RoundTrip(t, s)
		})
	}
}

func TestStaffQueueRejected(t *testing.T) {
	type target = capacity.StaffTarget
	out, missing := salesops.ErrOutOfRange, salesops.ErrMissing
	sound := target{Measure: capacity.ServiceLevel, Days: 0.1, Share: 0.8}
	for name, tc := range map[string]struct {
		edit func(*capacity.Queue, *target)
		want testkit.Fault
	}{
		"servers given":      {func(q *capacity.Queue, _ *target) { q.Servers = 3 }, testkit.Fault{Field: "Queue.Servers", Reason: out}},
		"no arrivals":        {func(q *capacity.Queue, _ *target) { q.ArrivalsPerDay = 0 }, testkit.Fault{Field: "Queue.ArrivalsPerDay", Reason: missing}},
		"no measure":         {func(_ *capacity.Queue, g *target) { g.Measure = "" }, testkit.Fault{Field: "StaffTarget.Measure", Reason: missing}},
		"unknown measure":    {func(_ *capacity.Queue, g *target) { g.Measure = "speed" }, testkit.Fault{Field: "StaffTarget.Measure", Reason: out}},
		"days negative":      {func(_ *capacity.Queue, g *target) { g.Days = -1 }, testkit.Fault{Field: "StaffTarget.Days", Reason: out}},
		"no share":           {func(_ *capacity.Queue, g *target) { g.Share = 0 }, testkit.Fault{Field: "StaffTarget.Share", Reason: missing}},
		"share percent":      {func(_ *capacity.Queue, g *target) { g.Share = 1 }, testkit.Fault{Field: "StaffTarget.Share", Reason: out}},
		"share of a mean":    {func(_ *capacity.Queue, g *target) { g.Measure = capacity.MeanWait }, testkit.Fault{Field: "StaffTarget.Share", Reason: out}},
		"mean without days":  {func(_ *capacity.Queue, g *target) { *g = target{Measure: capacity.MeanWait} }, testkit.Fault{Field: "StaffTarget.Days", Reason: missing}},
		"days of turned off": {func(_ *capacity.Queue, g *target) { g.Measure = capacity.TurnedAway }, testkit.Fault{Field: "StaffTarget.Days", Reason: out}},
		"utilization":        {func(_ *capacity.Queue, g *target) { g.MaxUtilization = 1.5 }, testkit.Fault{Field: "StaffTarget.MaxUtilization", Reason: out}},
		"shrinkage":          {func(_ *capacity.Queue, g *target) { g.Shrinkage = 0.91 }, testkit.Fault{Field: "StaffTarget.Shrinkage", Reason: out}},
	} {
		t.Run(name, func(t *testing.T) {
			queue, goal := capacity.Queue{ArrivalsPerDay: 10, ServedPerDay: 2}, sound
			tc.edit(&queue, &goal)
			got, err := capacity.StaffQueue(queue, goal)
			testkit.RequireFaults(t, err, tc.want)
			require.Zero(t, got)
		})
	}
}

func TestQueueJSON(t *testing.T) {
	a := analyzed(t, capacity.Queue{ArrivalsPerDay: 24, ServedPerDay: 8, Servers: 4, PromisedDays: 1})
	testkit.Golden(t, "queue_analysis", roundedQueue(a))
	s, err := capacity.StaffQueue(
		capacity.Queue{ArrivalsPerDay: 24, ServedPerDay: 8}, capacity.StaffTarget{Measure: capacity.MeanWait, Days: 0.0625, Shrinkage: 0.2},
	)
	require.NoError(t, err)
	rounded := roundedQueue(*s.Queue)
	s.Queue = &rounded
	testkit.Golden(t, "staffing", s)

	out, conflict := salesops.ErrOutOfRange, salesops.ErrConflict
	requireEdits[capacity.QueueAnalysis](t, text(t, a), []edit{
		{`"servers":4`, `"servers":100001`, testkit.Fault{Field: "QueueAnalysis.Servers", Reason: out}},
		{`"utilization":0.75`, `"utilization":-1`, testkit.Fault{Field: "QueueAnalysis.Utilization", Reason: out}},
		{`"growth_per_day":0`, `"growth_per_day":-1`, testkit.Fault{Field: "QueueAnalysis.GrowthPerDay", Reason: out}},
		{`"growth_per_day":0`, `"growth_per_day":1`, testkit.Fault{Field: "QueueAnalysis.GrowthPerDay", Reason: conflict}},
		{`"busy_chance":0.2`, `"busy_chance":1.2`, testkit.Fault{Field: "QueueAnalysis.BusyChance", Reason: out}},
		{`"wait_chance":0.5`, `"wait_chance":1.5`, testkit.Fault{Field: "QueueAnalysis.WaitChance", Reason: out}},
		{`"late_chance":0`, `"late_chance":7`, testkit.Fault{Field: "QueueAnalysis.LateChance", Reason: out}},
		{`"state":"steady"`, `"state":"calm"`, testkit.Fault{Field: "QueueAnalysis.State", Reason: out}},
		{`"model":"erlang-c"`, `"model":"erlang-z"`, testkit.Fault{Field: "QueueAnalysis.Model", Reason: out}},
	})
	var back capacity.QueueAnalysis
	unstable := strings.Replace(text(t, a), `"state":"steady"`, `"state":"unstable"`, 1)
	testkit.RequireFaults(
		t, json.Unmarshal([]byte(unstable), &back),
		testkit.Fault{Field: "QueueAnalysis.WaitChance", Reason: conflict}, testkit.Fault{Field: "QueueAnalysis.WaitDays", Reason: conflict},
		testkit.Fault{Field: "QueueAnalysis.TimeDays", Reason: conflict}, testkit.Fault{Field: "QueueAnalysis.Waiting", Reason: conflict},
		testkit.Fault{Field: "QueueAnalysis.Open", Reason: conflict}, testkit.Fault{Field: "QueueAnalysis.LateChance", Reason: conflict},
	)
	requireEdits[capacity.Staffing](t, text(t, s), []edit{
		{`"outcome":"target-met"`, `"outcome":"out-of-reach"`, testkit.Fault{Field: "Staffing.OnDuty", Reason: conflict}},
		{`"on_duty":5`, `"on_duty":0`, testkit.Fault{Field: "Staffing.OnDuty", Reason: conflict}},
		{`"on_duty":5`, `"on_duty":4`, testkit.Fault{Field: "Staffing.Queue.Servers", Reason: conflict}},
		{`"rostered":7`, `"rostered":0`, testkit.Fault{Field: "Staffing.OnDuty", Reason: conflict}},
		{`"rostered":7`, `"rostered":4`, testkit.Fault{Field: "Staffing.Rostered", Reason: out}},
		{`"rostered":7`, `"rostered":1000001`, testkit.Fault{Field: "Staffing.Rostered", Reason: out}},
	})
	require.NoError(t, json.Unmarshal([]byte(strings.Replace(text(t, s), `"rostered":7`, `"rostered":1000000`, 1)), &s))
	require.NoError(t, json.Unmarshal([]byte(strings.Replace(text(t, s), `"rostered":1000000`, `"rostered":5`, 1)), &s))
}

// edit is a change of a result's JSON that makes it one that no call returns.
type edit struct {
	old, replacement string
	want             testkit.Fault
}

func requireEdits[T any](t *testing.T, encoded string, edits []edit) {
	t.Helper()
	for _, e := range edits {
		t.Run(e.want.Field+" "+e.replacement, func(t *testing.T) {
			changed := strings.Replace(encoded, e.old, e.replacement, 1)
			require.NotEqual(t, encoded, changed)
			var back, zero T
			testkit.RequireFaults(t, json.Unmarshal([]byte(changed), &back), e.want)
			require.Equal(t, zero, back)
		})
	}
}

func TestQueueEnums(t *testing.T) {
	requireEnum(t, capacity.QueueModels(), "erlang-c pollaczek-khinchine allen-cunneen")
	requireEnum(t, capacity.QueueStates(), "steady unstable")
	requireEnum(t, capacity.StaffMeasures(), "service-level mean-wait turned-away")
	requireEnum(t, capacity.StaffOutcomes(), "target-met out-of-reach")
	requireEnum(t, capacity.ServersReadings(), "own-people team-people one-assumed")
	requireEnum(t, capacity.WaitMethods(), "uniformization diffusion fluid none")
	requireEnum(t, capacity.Strains(), "none strained retention-risk unknown")
	requireEnum(t, capacity.Readings(), "time-in-system time-in-queue growing-backlog")
	requireEnum(t, capacity.CalibrationOutcomes(), "identified inconsistent not-identifiable")
	requireEnum(t, capacity.StressRules(), "above-yellow at-red overtime-needed people-may-leave")
	requireEnum(t, capacity.AuditRules(), "maximum-apart lead-time-too-short")
	requireEnum(t, capacity.Facts(), "people-and-hours measured-maximum backlog variability outages-and-rework shared-people order-mix lead-time "+
		"promised-lead-time working-days quality overtime")
	requireEnum(t, capacity.Symptoms(), "quote-response-hours open-orders order-error-rate service-response-hours delivery-delay-days complaints "+
		"defect-rate return-rate")
	require.Len(t, capacity.Remedies(), 20)
	for _, r := range capacity.Remedies() {
		testkit.RoundTrip(t, r)
	}
}

func TestBreakingPoints(t *testing.T) {
	points := capacity.BreakingPoints()
	require.Len(t, points, 5)
	var symptoms []capacity.Symptom
	var remedies []capacity.Remedy
	for i, p := range points {
		require.Equal(t, capacity.Kinds()[i], p.Kind)
		require.Equal(t, p.Remedies, capacity.RemediesFor(p.Kind))
		for _, s := range p.Symptoms {
			found, known := capacity.FindBreakingPoint(s)
			require.True(t, known)
			require.Equal(t, p, found)
		}
		symptoms, remedies = append(symptoms, p.Symptoms...), append(remedies, p.Remedies...)
		testkit.RoundTrip(t, p)
	}
	require.Equal(t, capacity.Symptoms(), symptoms)
	require.Equal(t, capacity.Remedies(), remedies)
	require.Equal(t, []capacity.Remedy{"quote-templates", "automated-pricing", "configurator", "delegated-approval"}, capacity.RemediesFor(capacity.Quoting))
	require.Equal(t, []capacity.Remedy{}, capacity.RemediesFor("hotline"))
	_, known := capacity.FindBreakingPoint("mood")
	require.False(t, known)
	first := capacity.RemediesFor(capacity.Quoting)
	require.Equal(t, capacity.AutomatedEntry, capacity.RemediesFor(capacity.OrderProcessing)[0])
	_ = append(first, "more")
	require.Equal(t, capacity.AutomatedEntry, capacity.RemediesFor(capacity.OrderProcessing)[0])
}
