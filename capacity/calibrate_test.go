package capacity_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/capacity"
	"github.com/salesops-go/salesops/internal/testkit"
)

func calibrated(t testkit.Failer, o capacity.Observation, r capacity.Reading) capacity.Calibration {
	t.Helper()
	c, err := capacity.Calibrate(o, r, capacity.DefaultPolicy().CalibrationPolicy)
	require.NoError(t, err)
	testkit.RoundTrip(t, c)
	return c
}

// The published figures: sales × 1.4, delay × 3.
func TestCalibratePublished(t *testing.T) {
	ratio := func(servers int, spread float64) capacity.Observation {
		return capacity.Observation{DemandRatio: 1.4, DelayRatio: 3, Servers: servers, ArrivalSCV: new(spread), ServiceSCV: new(spread)}
	}
	system, queue := capacity.TimeInSystem, capacity.TimeInQueue
	for name, tc := range map[string]struct {
		observed      capacity.Observation
		reading       capacity.Reading
		before, after float64
		tol           float64
	}{
		"one server":             {ratio(1, 1), system, 0.625, 0.875, 0},
		"one server, unsaid":     {capacity.Observation{DemandRatio: 1.4, DelayRatio: 3}, system, 0.625, 0.875, 0},
		"queue":                  {ratio(1, 1), queue, 4.0 / 7, 0.8, 0},
		"queue, any variability": {ratio(1, 7), queue, 4.0 / 7, 0.8, 0},
		"half the spread":        {ratio(1, 0.5), system, 0.646, 0.905, 0.0005},
		"more spread":            {ratio(1, 1.5), system, 0.614, 0.859, 0.0005},
		"twice the spread":       {ratio(1, 2), system, 0.606, 0.849, 0.0005},
		"2 servers":              {ratio(2, 1), system, 0.640, 0.896, 0.0005},
		"3 servers":              {ratio(3, 1), system, 0.652, 0.913, 0.0005},
		"5 servers":              {ratio(5, 1), system, 0.668, 0.935, 0.0005},
		"10 servers":             {ratio(10, 1), system, 0.686, 0.961, 0.0005},
		"queue of 2":             {ratio(2, 1), queue, 0.515, 0.721, 0.0005},
		"queue of 3":             {ratio(3, 1), queue, 0.415, 0.582, 0.0005},
	} {
		t.Run(name, func(t *testing.T) {
			c := calibrated(t, tc.observed, tc.reading)
			require.Equal(t, capacity.Identified, c.Outcome)
			require.InDelta(t, tc.before, c.UtilizationBefore.Or(-1), tc.tol)
			require.InDelta(t, tc.after, c.UtilizationAfter.Or(-1), tc.tol)
			require.Equal(t, []float64{c.UtilizationBefore.Or(-1)}, c.Candidates)
			require.True(t, c.LongRun)
			require.Contains(t, c.Reason, "long run")
		})
	}
	for _, servers := range []int{4, 5} {
		c := calibrated(t, ratio(servers, 1), queue)
		require.Equal(t, capacity.Inconsistent, c.Outcome)
		require.Empty(t, c.Candidates)
	}
	// The smallest ratios that 4 and 5 servers can show.
	for servers, least := range map[int]float64{4: 3.41, 5: 4.25} {
		o := ratio(servers, 1)
		o.DelayRatio = least + 0.006
		require.NotEqual(t, capacity.Inconsistent, calibrated(t, o, queue).Outcome)
		o.DelayRatio = least - 0.006
		require.Equal(t, capacity.Inconsistent, calibrated(t, o, queue).Outcome)
	}
	// Between the smallest ratio and that of an idle stage there are two answers.
	o := ratio(5, 1)
	o.DelayRatio = 4.6
	c := calibrated(t, o, queue)
	require.Equal(t, capacity.NotIdentifiable, c.Outcome)
	require.Len(t, c.Candidates, 2)
	require.Less(t, c.Candidates[0], c.Candidates[1])
	for _, u := range c.Candidates {
		require.InEpsilon(t, 4.6, queueWait(t, 1.4*u, 5)/queueWait(t, u, 5), 1e-9)
	}
}

func queueWait(t *testing.T, utilization float64, servers int) float64 {
	t.Helper()
	return analyzed(t, capacity.Queue{ArrivalsPerDay: utilization * float64(servers), ServedPerDay: 1, Servers: servers}).WaitDays.Or(-1)
}

func TestCalibrateLevel(t *testing.T) {
	week := capacity.Observation{DemandRatio: 1.4, DelayBeforeDays: 5, DelayAfterDays: 15}
	c := calibrated(t, week, capacity.TimeInSystem)
	require.Equal(t, capacity.Identified, c.Outcome)
	require.Equal(t, salesops.Defined(0.625), c.UtilizationBefore)
	require.InDelta(t, 1.875, c.ServiceDays.Or(-1), 1e-14, "0.375 weeks")
	require.InDelta(t, 450, c.RelaxationDays.Or(-1), 1, "90 weeks")

	// Two days of transport in both: 3 and 13, a ratio of 13/3.
	week.FixedDays = 2
	c = calibrated(t, week, capacity.TimeInSystem)
	require.InDelta(t, (13.0/3-1)/(13.0/3*1.4-1), c.UtilizationBefore.Or(-1), 1e-15)
	require.InDelta(t, 3*(1-c.UtilizationBefore.Or(-1)), c.ServiceDays.Or(-1), 1e-14)
	fixed := calibrated(t, capacity.Observation{DelayBeforeDays: 8, FixedDays: 2, ServiceDays: 2}, capacity.TimeInSystem)
	require.InDelta(t, 2.0/3, fixed.UtilizationBefore.Or(-1), 1e-12)
	two := calibrated(t, capacity.Observation{DemandRatio: 1.4, DelayBeforeDays: 5, DelayAfterDays: 15, Servers: 4}, capacity.TimeInSystem)
	short := 1 - math.Sqrt(two.UtilizationAfter.Or(-1))
	require.InEpsilon(t, two.ServiceDays.Or(-1)/(4*short*short), two.RelaxationDays.Or(-1), 1e-12)

	// The time of the work says 0.625 too, or something else.
	week.FixedDays = 0
	week.ServiceDays = 1.875
	c = calibrated(t, week, capacity.TimeInSystem)
	require.Equal(t, capacity.Identified, c.Outcome)
	require.InDelta(t, 0.625, c.FromLevel.Or(-1), 1e-12)
	require.Equal(t, salesops.Defined(1.875), c.ServiceDays)
	for service, want := range map[float64]capacity.CalibrationOutcome{
		1.65: capacity.Identified, 1.6: capacity.Inconsistent, 2.1: capacity.Identified, 2.15: capacity.Inconsistent, // 0.67, 0.68, 0.58, 0.57
	} {
		week.ServiceDays = service
		c = calibrated(t, week, capacity.TimeInSystem)
		require.Equal(t, want, c.Outcome, "%v", service)
		require.InDelta(t, 1-service/5, c.FromLevel.Or(-1), 1e-12)
		require.Equal(t, []float64{0.625}, c.Candidates)
	}
	week.ServiceDays = 5.1
	c = calibrated(t, week, capacity.TimeInSystem)
	require.Equal(t, capacity.Inconsistent, c.Outcome, "shorter than the work")
	require.Equal(t, "undefined: the observation does not say it", c.FromLevel.String())
	week.ServiceDays = 50
	require.Equal(t, capacity.Identified, calibrated(t, capacity.Observation{DelayBeforeDays: 5, ServiceDays: 50}, capacity.TimeInQueue).Outcome, "a wait may be short")

	alone := calibrated(t, capacity.Observation{DelayBeforeDays: 8, ServiceDays: 2}, capacity.TimeInSystem)
	require.Equal(t, capacity.Identified, alone.Outcome)
	require.InDelta(t, 0.75, alone.UtilizationBefore.Or(-1), 1e-12)
	require.Equal(t, "undefined: the observation does not say it", alone.UtilizationAfter.String())
	several := calibrated(t, capacity.Observation{DelayBeforeDays: queueWait(t, 0.9, 7), ServiceDays: 1, Servers: 7}, capacity.TimeInQueue)
	require.InDelta(t, 0.9, several.UtilizationBefore.Or(-1), 1e-9)
}

func TestCalibrateSaysNothing(t *testing.T) {
	for name, tc := range map[string]struct {
		observed capacity.Observation
		reading  capacity.Reading
		want     capacity.CalibrationOutcome
	}{
		"nothing changed":         {capacity.Observation{DemandRatio: 1, DelayRatio: 1}, capacity.TimeInSystem, capacity.NotIdentifiable},
		"delay alone":             {capacity.Observation{DemandRatio: 1, DelayRatio: 2}, capacity.TimeInSystem, capacity.Inconsistent},
		"wrong way":               {capacity.Observation{DemandRatio: 1.2, DelayRatio: 0.9}, capacity.TimeInSystem, capacity.Inconsistent},
		"wrong way down":          {capacity.Observation{DemandRatio: 0.8, DelayRatio: 1.1}, capacity.TimeInQueue, capacity.Inconsistent},
		"the delay stood":         {capacity.Observation{DemandRatio: 1.2, DelayBeforeDays: 4, DelayAfterDays: 4}, capacity.TimeInSystem, capacity.Inconsistent},
		"ratio without demand":    {capacity.Observation{DelayRatio: 2}, capacity.TimeInSystem, capacity.NotIdentifiable},
		"no spread":               {capacity.Observation{DemandRatio: 1.2, DelayRatio: 2, Servers: 2, ArrivalSCV: new(0.0), ServiceSCV: new(0.0)}, capacity.TimeInSystem, capacity.Inconsistent},
		"no spread, level":        {capacity.Observation{DelayBeforeDays: 2, ServiceDays: 1, ArrivalSCV: new(0.0), ServiceSCV: new(0.0)}, capacity.TimeInSystem, capacity.NotIdentifiable},
		"queue moves too little":  {capacity.Observation{DemandRatio: 1.4, DelayRatio: 1.4}, capacity.TimeInQueue, capacity.Inconsistent},
		"queue, a little more":    {capacity.Observation{DemandRatio: 1.4, DelayRatio: 1.41}, capacity.TimeInQueue, capacity.Identified},
		"backlog, ratio":          {capacity.Observation{DemandRatio: 1.4, DelayRatio: 3}, capacity.GrowingBacklog, capacity.NotIdentifiable},
		"backlog, no time":        {capacity.Observation{DemandRatio: 1.4, DelayBeforeDays: 5, DelayAfterDays: 15}, capacity.GrowingBacklog, capacity.NotIdentifiable},
		"backlog, no demand":      {capacity.Observation{DelayBeforeDays: 5, DelayAfterDays: 15, ServiceDays: 1, ElapsedDays: 5}, capacity.GrowingBacklog, capacity.NotIdentifiable},
		"backlog stands":          {capacity.Observation{DemandRatio: 1.4, DelayBeforeDays: 5, DelayAfterDays: 5, ElapsedDays: 5}, capacity.GrowingBacklog, capacity.NotIdentifiable},
		"backlog grows too fast":  {capacity.Observation{DemandRatio: 1.4, DelayBeforeDays: 5, DelayAfterDays: 15, ElapsedDays: 24.9}, capacity.GrowingBacklog, capacity.Inconsistent},
		"backlog at its capacity": {capacity.Observation{DemandRatio: 1.4, DelayBeforeDays: 5, DelayAfterDays: 15, ElapsedDays: 25}, capacity.GrowingBacklog, capacity.Identified},
	} {
		t.Run(name, func(t *testing.T) {
			c := calibrated(t, tc.observed, tc.reading)
			require.Equal(t, tc.want, c.Outcome, c.Reason)
			require.NotEmpty(t, c.Reason)
			require.Equal(t, tc.reading, c.Reading)
			_, known := c.UtilizationBefore.Value()
			require.Equal(t, tc.want == capacity.Identified, known)
		})
	}
	// The playbook's five weeks: full before, 1.4 after.
	c := calibrated(t, capacity.Observation{DemandRatio: 1.4, DelayBeforeDays: 5, DelayAfterDays: 15, ElapsedDays: 25}, capacity.GrowingBacklog)
	require.Equal(t, salesops.Defined(1), c.UtilizationBefore)
	require.Equal(t, salesops.Defined(1.4), c.UtilizationAfter)
	require.False(t, c.LongRun)
}

// With five servers the ratio of the waits first falls and then rises with the
// utilization. Two utilizations explain a ratio a little above the lowest, however
// close they are to each other, and none one below it.
func TestCalibrateNearTheLowestRatio(t *testing.T) {
	const g = 1.55859375
	ratio := func(utilization float64) float64 {
		return queueWait(t, utilization*g, 5) / queueWait(t, utilization, 5)
	}
	lowest, at := math.Inf(1), 0.0
	for i := range 4000 {
		if u := 0.25 + float64(i)/40000; ratio(u) < lowest {
			lowest, at = ratio(u), u
		}
	}
	observed := func(k float64) capacity.Calibration {
		return calibrated(t, capacity.Observation{DemandRatio: g, DelayRatio: k, Servers: 5}, capacity.TimeInQueue)
	}
	for _, above := range []float64{1e-9, 1e-7, 1e-5, 1e-3} {
		c := observed(lowest * (1 + above))
		require.Equal(t, capacity.NotIdentifiable, c.Outcome)
		require.Len(t, c.Candidates, 2)
		for i, u := range c.Candidates {
			require.Equal(t, i == 1, u > at)
			require.InEpsilon(t, lowest*(1+above), ratio(u), 1e-9)
		}
	}
	require.Equal(t, capacity.Inconsistent, observed(lowest*(1-1e-7)).Outcome)
	require.Empty(t, observed(lowest*(1-1e-7)).Candidates)
	require.Len(t, observed(ratio(0.3076171875)).Candidates, 2)
}

// What a queue shows, calibration reads back.
func calibrateProperty(t *rapid.T) {
	servers := rapid.IntRange(1, 12).Draw(t, "servers")
	before := rapid.Float64Range(0.05, 0.95).Draw(t, "before")
	g := rapid.OneOf(rapid.Float64Range(0.4, 0.95), rapid.Float64Range(1.05, 1.9)).Draw(t, "demand ratio")
	if before*g > 0.97 {
		g = 0.97 / before
	}
	spread := rapid.SampledFrom([]float64{0.5, 1, 2}).Draw(t, "spread")
	reading := rapid.SampledFrom([]capacity.Reading{capacity.TimeInSystem, capacity.TimeInQueue}).Draw(t, "reading")
	delay := func(utilization float64) float64 {
		a := analyzed(t, capacity.Queue{
			ArrivalsPerDay: utilization * float64(servers), ServedPerDay: 1, Servers: servers, ArrivalSCV: new(spread), ServiceSCV: new(spread),
		})
		if reading == capacity.TimeInSystem {
			return a.TimeDays.Or(-1)
		}
		return a.WaitDays.Or(-1)
	}
	k := delay(before*g) / delay(before)
	if math.Abs(g-1) < 0.01 || math.Abs(k-1) < 0.001 || k > capacity.MaxDelayRatio || k < 1e-6 {
		return
	}
	c := calibrated(t, capacity.Observation{DemandRatio: g, DelayRatio: k, Servers: servers, ArrivalSCV: new(spread), ServiceSCV: new(spread)}, reading)
	require.NotEqual(t, capacity.Inconsistent, c.Outcome, c.Reason)
	closest := math.Inf(1)
	for _, u := range c.Candidates {
		closest = min(closest, math.Abs(delay(u*g)/delay(u)/k-1))
	}
	require.Less(t, closest, 1e-6)
	found := math.Inf(1)
	for _, u := range c.Candidates {
		found = min(found, math.Abs(u-before))
	}
	require.Less(t, found, 1e-3)
}

func TestCalibrate(t *testing.T) { rapid.Check(t, calibrateProperty) }

func FuzzCalibrate(f *testing.F) { f.Fuzz(rapid.MakeFuzz(calibrateProperty)) }

func TestCalibrateRejected(t *testing.T) {
	type observation = capacity.Observation
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	sound := observation{DemandRatio: 1.4, DelayBeforeDays: 5, DelayAfterDays: 15}
	for name, tc := range map[string]struct {
		edit func(*observation)
		want testkit.Fault
	}{
		"demand negative":   {func(o *observation) { o.DemandRatio = -1 }, testkit.Fault{Field: "Observation.DemandRatio", Reason: out}},
		"demand too large":  {func(o *observation) { o.DemandRatio = 1001 }, testkit.Fault{Field: "Observation.DemandRatio", Reason: out}},
		"ratio too large":   {func(o *observation) { *o = observation{DelayRatio: 2e6} }, testkit.Fault{Field: "Observation.DelayRatio", Reason: out}},
		"ratio and delays":  {func(o *observation) { o.DelayRatio = 3 }, testkit.Fault{Field: "Observation.DelayRatio", Reason: conflict}},
		"no delay":          {func(o *observation) { *o = observation{DemandRatio: 1.4} }, testkit.Fault{Field: "Observation.DelayRatio", Reason: missing}},
		"before missing":    {func(o *observation) { o.DelayBeforeDays = 0 }, testkit.Fault{Field: "Observation.DelayBeforeDays", Reason: missing}},
		"after missing":     {func(o *observation) { o.DelayAfterDays = 0 }, testkit.Fault{Field: "Observation.DelayAfterDays", Reason: missing}},
		"after, no service": {func(o *observation) { *o = observation{DelayBeforeDays: 3} }, testkit.Fault{Field: "Observation.DelayAfterDays", Reason: missing}},
		"before too long":   {func(o *observation) { o.DelayBeforeDays = 10001 }, testkit.Fault{Field: "Observation.DelayBeforeDays", Reason: out}},
		"after NaN":         {func(o *observation) { o.DelayAfterDays = math.NaN() }, testkit.Fault{Field: "Observation.DelayAfterDays", Reason: out}},
		"fixed negative":    {func(o *observation) { o.FixedDays = -1 }, testkit.Fault{Field: "Observation.FixedDays", Reason: out}},
		"fixed is all":      {func(o *observation) { o.FixedDays = 5 }, testkit.Fault{Field: "Observation.FixedDays", Reason: conflict}},
		"fixed of a fall":   {func(o *observation) { o.DelayBeforeDays, o.FixedDays = 20, 15 }, testkit.Fault{Field: "Observation.FixedDays", Reason: conflict}},
		"fixed of a ratio":  {func(o *observation) { *o = observation{DelayRatio: 2, FixedDays: 1} }, testkit.Fault{Field: "Observation.FixedDays", Reason: conflict}},
		"service too long":  {func(o *observation) { o.ServiceDays = 10001 }, testkit.Fault{Field: "Observation.ServiceDays", Reason: out}},
		"servers negative":  {func(o *observation) { o.Servers = -1 }, testkit.Fault{Field: "Observation.Servers", Reason: out}},
		"servers too many":  {func(o *observation) { o.Servers = 100001 }, testkit.Fault{Field: "Observation.Servers", Reason: out}},
		"arrivals":          {func(o *observation) { o.ArrivalSCV = new(-1.0) }, testkit.Fault{Field: "Observation.ArrivalSCV", Reason: out}},
		"service":           {func(o *observation) { o.ServiceSCV = new(1001.0) }, testkit.Fault{Field: "Observation.ServiceSCV", Reason: out}},
		"elapsed":           {func(o *observation) { o.ElapsedDays = -3 }, testkit.Fault{Field: "Observation.ElapsedDays", Reason: out}},
	} {
		t.Run(name, func(t *testing.T) {
			o := sound
			tc.edit(&o)
			got, err := capacity.Calibrate(o, capacity.TimeInSystem, capacity.DefaultPolicy().CalibrationPolicy)
			testkit.RequireFaults(t, err, tc.want)
			require.Zero(t, got)
		})
	}
	_, err := capacity.Calibrate(sound, "guess", capacity.CalibrationPolicy{})
	testkit.RequireFaults(
		t, err, testkit.Fault{Field: "Reading", Reason: out}, testkit.Fault{Field: "CalibrationPolicy.UtilizationTolerance", Reason: missing},
	)
	_, err = capacity.Calibrate(sound, "", capacity.CalibrationPolicy{UtilizationTolerance: 2})
	testkit.RequireFaults(
		t, err, testkit.Fault{Field: "Reading", Reason: missing}, testkit.Fault{Field: "CalibrationPolicy.UtilizationTolerance", Reason: out},
	)
}

func TestCalibrationJSON(t *testing.T) {
	c := calibrated(t, capacity.Observation{DemandRatio: 1.4, DelayBeforeDays: 5, DelayAfterDays: 15, ServiceDays: 1.875}, capacity.TimeInSystem)
	rounded := c
	rounded.FromLevel, rounded.RelaxationDays = sixMaybe(c.FromLevel), sixMaybe(c.RelaxationDays)
	testkit.Golden(t, "calibration", rounded)
	out, conflict := salesops.ErrOutOfRange, salesops.ErrConflict
	requireEdits[capacity.Calibration](t, text(t, c), []edit{
		{`"outcome":"identified"`, `"outcome":"inconsistent"`, testkit.Fault{Field: "Calibration.UtilizationBefore", Reason: conflict}},
		{`"outcome":"identified"`, `"outcome":"sure"`, testkit.Fault{Field: "Calibration.Outcome", Reason: out}},
		{`"reading":"time-in-system"`, `"reading":"growing-backlog"`, testkit.Fault{Field: "Calibration.LongRun", Reason: conflict}},
		{`"reading":"time-in-system"`, `"reading":"guess"`, testkit.Fault{Field: "Calibration.Reading", Reason: out}},
		{`"candidates":[0.625]`, `"candidates":[0.625,0.5]`, testkit.Fault{Field: "Calibration.Candidates[1]", Reason: out}},
		{`"candidates":[0.625]`, `"candidates":[-1]`, testkit.Fault{Field: "Calibration.Candidates[0]", Reason: out}},
		{`"candidates":[0.625]`, `"candidates":[` + strings.Repeat("1,", 500) + `1]`, testkit.Fault{Field: "Calibration.Candidates", Reason: out}},
		{`"utilization_after":0.875`, `"utilization_after":-0.875`, testkit.Fault{Field: "Calibration.UtilizationAfter", Reason: out}},
		{`"relaxation_days":449`, `"relaxation_days":-449`, testkit.Fault{Field: "Calibration.RelaxationDays", Reason: out}},
	})
	var back capacity.Calibration
	require.Error(t, json.Unmarshal([]byte(`{}`), &back))
}
