package capacity_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/capacity"
	"github.com/salesops-go/salesops/internal/testkit"
)

func predicted(t testkit.Failer, a capacity.Audit, multiplier float64) capacity.WaitPrediction {
	t.Helper()
	p, err := capacity.PredictWait(a, multiplier)
	require.NoError(t, err)
	testkit.RoundTrip(t, p)
	return p
}

// Every stage is the queue that a caller would write down by hand.
func TestPredictWaitIsAQueue(t *testing.T) {
	shared := capacity.Audit{
		OrdersPerDay: 20,
		Stages: []capacity.Stage{
			{Name: "entry", TransactionsPerOrder: 1, Team: "office", HoursPerTransaction: 0.5, ServiceSCV: new(0.25)},
			{Name: "calls", TransactionsPerOrder: 0.5, Team: "office", HoursPerTransaction: 0.2},
			{Name: "shelf", Team: "office", HoursPerTransaction: 0.3},
		},
		Teams: []capacity.Team{{Name: "office", People: 3, HoursPerPersonDay: 6}},
	}
	// 20 of 0.5 hours and 10 of 0.2: mean 0.4, E² = (2/3 × 0.25 × 1.25 + 1/3 × 0.04 × 2).
	officeSCV := (2.0/3*0.25*1.25+1.0/3*0.04*2)/0.16 - 1
	mixed := capacity.Audit{
		OrdersPerDay: 10,
		Stages:       []capacity.Stage{{Name: "quotes", TransactionsPerOrder: 2, People: 4, HoursPerPersonDay: 7, HoursPerTransaction: 1}},
		Mix: []capacity.OrderClass{
			{Name: "plain", Share: 0.8},
			{Name: "custom", Share: 0.2, Work: []capacity.ClassWork{{Stage: "quotes", TransactionsPerOrder: 1, HoursPerTransaction: 3}}},
		},
	}
	// 16 of 1 hour and 2 of 3: mean 11/9, E² = (8/9 × 2 + 1/9 × 18).
	mixSCV := (16.0/9+2)/(121.0/81) - 1
	measured := mixed
	measured.Stages = []capacity.Stage{mixed.Stages[0]}
	measured.Stages[0].MaxPerDay = 25 // of 1 hour each, below 28
	down := capacity.Stage{Name: "down", TransactionsPerOrder: 1, People: 2, HoursPerPersonDay: 8, HoursPerTransaction: 0.5, Availability: 0.8, RepairHours: 2}
	again := capacity.Stage{Name: "again", TransactionsPerOrder: 1, People: 2, HoursPerPersonDay: 8, HoursPerTransaction: 0.5, ReworkShare: 0.2}
	line := func(s capacity.Stage) capacity.Audit {
		return capacity.Audit{OrdersPerDay: 20, Stages: []capacity.Stage{s}}
	}
	for name, tc := range map[string]struct {
		audit   capacity.Audit
		stage   int
		servers capacity.Servers
		queue   capacity.Queue
		time    func(wait float64) float64
	}{
		"people": {line(capacity.Stage{Name: "a", TransactionsPerOrder: 2, People: 5, HoursPerPersonDay: 6, HoursPerTransaction: 0.6, ArrivalSCV: new(2.0)}), 0,
			capacity.OwnPeople, capacity.Queue{ArrivalsPerDay: 40, ServedPerDay: 10, Servers: 5, ArrivalSCV: new(2.0)}, func(w float64) float64 { return w + 0.1 }},
		"maximum": {line(capacity.Stage{Name: "a", TransactionsPerOrder: 2, MaxPerDay: 50, ServiceSCV: new(0.0)}), 0,
			capacity.OneAssumed, capacity.Queue{ArrivalsPerDay: 40, ServedPerDay: 50, Servers: 1, ServiceSCV: new(0.0)}, func(w float64) float64 { return w + 0.02 }},
		"both, maximum below": {line(capacity.Stage{Name: "a", TransactionsPerOrder: 2, People: 5, HoursPerPersonDay: 6, HoursPerTransaction: 0.6, MaxPerDay: 45}), 0,
			capacity.OwnPeople, capacity.Queue{ArrivalsPerDay: 40, ServedPerDay: 9, Servers: 5}, func(w float64) float64 { return w + 1.0/9 }},
		"team": {shared, 0, capacity.TeamPeople, capacity.Queue{ArrivalsPerDay: 30, ServedPerDay: 15, Servers: 3, ServiceSCV: &officeSCV},
			func(w float64) float64 { return w + 0.5/6 }},
		"other work of the team": {shared, 1, capacity.TeamPeople, capacity.Queue{ArrivalsPerDay: 30, ServedPerDay: 15, Servers: 3, ServiceSCV: &officeSCV},
			func(w float64) float64 { return w + 0.2/6 }},
		"no orders of the team": {shared, 2, capacity.TeamPeople, capacity.Queue{ArrivalsPerDay: 30, ServedPerDay: 15, Servers: 3, ServiceSCV: &officeSCV},
			func(w float64) float64 { return w + 0.4/6 }},
		"mix": {mixed, 0, capacity.OwnPeople, capacity.Queue{ArrivalsPerDay: 18, ServedPerDay: 7 * 9 / 11.0, Servers: 4, ServiceSCV: &mixSCV},
			func(w float64) float64 { return w + 11.0/63 }},
		"mix, maximum below": {measured, 0, capacity.OwnPeople, capacity.Queue{ArrivalsPerDay: 18, ServedPerDay: 25 * 9 / 44.0, Servers: 4, ServiceSCV: &mixSCV},
			func(w float64) float64 { return w + 44.0/225 }},
		"outages": {line(down), 0, capacity.OwnPeople, capacity.Queue{ArrivalsPerDay: 20, ServedPerDay: 12.8, Servers: 2, ServiceSCV: new(1 + 2*0.8*0.2*2/0.5)},
			func(w float64) float64 { return w + 1/12.8 }},
		"rework": {line(again), 0, capacity.OwnPeople, capacity.Queue{ArrivalsPerDay: 25, ServedPerDay: 16, Servers: 2},
			func(w float64) float64 { return (w + 1.0/16) / 0.8 }},
	} {
		t.Run(name, func(t *testing.T) {
			got := predicted(t, tc.audit, 1).Stages[tc.stage]
			want := analyzed(t, tc.queue)
			require.Equal(t, tc.servers, got.Servers)
			require.Equal(t, want.Model, got.Queue.Model)
			require.Equal(t, want.Servers, got.Queue.Servers)
			require.InEpsilon(t, want.Utilization, got.Queue.Utilization, 1e-12)
			require.InEpsilon(t, want.WaitChance.Or(-1), got.Queue.WaitChance.Or(-2), 1e-11)
			require.InEpsilon(t, want.WaitDays.Or(-1), got.Queue.WaitDays.Or(-2), 1e-11)
			require.InEpsilon(t, tc.time(want.WaitDays.Or(-1)), got.Queue.TimeDays.Or(-2), 1e-11)
			require.InEpsilon(t, want.Open.Or(-1), got.Queue.Open.Or(-2), 1e-11)
			require.InEpsilon(t, want.Waiting.Or(-1), got.Queue.Waiting.Or(-2), 1e-11)
			// The utilization of the queue is that of the stage.
			a, err := capacity.Assess(tc.audit, capacity.DefaultPolicy())
			require.NoError(t, err)
			require.InEpsilon(t, a.Stages[tc.stage].Utilization, got.Queue.Utilization, 1e-12)
		})
	}
}

func TestPredictWaitLeadTime(t *testing.T) {
	a := sound()
	p := predicted(t, a, 1)
	sum := 0.0
	for _, s := range p.Stages {
		sum += s.Queue.TimeDays.Or(0)
	}
	require.InEpsilon(t, sum, p.LeadTimeDays.Or(-1), 1e-14)
	a.LeadTime = &capacity.LeadTime{Days: 6, FixedDays: 2.5}
	require.InEpsilon(t, sum+2.5, predicted(t, a, 1).LeadTimeDays.Or(-1), 1e-14)
	require.Equal(t, "quotes is unstable", predicted(t, a, 1.5).LeadTimeDays.Reason())
	require.Equal(t, capacity.Unstable, predicted(t, a, 1.3).Stages[0].Queue.State, "exactly full")
	require.Greater(t, predicted(t, a, 1.2).LeadTimeDays.Or(-1), sum+2.5)
	a.Stages = append(a.Stages, capacity.Stage{Name: "filing", MaxPerDay: 3})
	p = predicted(t, a, 1)
	require.InEpsilon(t, sum+2.5, p.LeadTimeDays.Or(-1), 1e-14, "orders do not pass it")
	require.Equal(t, salesops.Defined(0), p.Stages[3].Queue.WaitDays)
	require.InEpsilon(t, 1.0/3, p.Stages[3].Queue.TimeDays.Or(-1), 1e-14)
	p = predicted(t, a, 1.1)
	p.LeadTimeDays = sixMaybe(p.LeadTimeDays)
	for i := range p.Stages {
		p.Stages[i].Queue = roundedQueue(p.Stages[i].Queue)
	}
	testkit.Golden(t, "wait_prediction", p)
}

func TestPredictWaitRejected(t *testing.T) {
	for _, multiplier := range []float64{-1, 1e-10, 1001} {
		got, err := capacity.PredictWait(sound(), multiplier)
		testkit.RequireFaults(t, err, testkit.Fault{Field: "Multiplier", Reason: salesops.ErrOutOfRange})
		require.Zero(t, got)
	}
	_, err := capacity.PredictWait(capacity.Audit{}, 0)
	testkit.RequireFaults(
		t, err, testkit.Fault{Field: "Audit.OrdersPerDay", Reason: salesops.ErrMissing}, testkit.Fault{Field: "Audit.Stages", Reason: salesops.ErrMissing},
		testkit.Fault{Field: "Multiplier", Reason: salesops.ErrMissing},
	)
}

func TestPredictWaitJSON(t *testing.T) {
	out, missing, conflict := salesops.ErrOutOfRange, salesops.ErrMissing, salesops.ErrConflict
	requireEdits[capacity.WaitPrediction](t, text(t, predicted(t, sound(), 1)), []edit{
		{`"lead_time_days":0`, `"lead_time_days":-1`, testkit.Fault{Field: "WaitPrediction.LeadTimeDays", Reason: out}},
		{`"stage":"shipping"`, `"stage":"quotes"`, testkit.Fault{Field: "WaitPrediction.Stages[1].Stage", Reason: conflict}},
		{`"stage":"quotes"`, `"stage":""`, testkit.Fault{Field: "WaitPrediction.Stages[0].Stage", Reason: missing}},
		{`"servers":"own-people"`, `"servers":"robots"`, testkit.Fault{Field: "WaitPrediction.Stages[0].Servers", Reason: out}},
	})
	requireEdits[capacity.WaitPrediction](t, `{"lead_time_days":1,"stages":[]}`, []edit{
		{`"lead_time_days":1`, `"lead_time_days":null`, testkit.Fault{Field: "WaitPrediction.Stages", Reason: missing}},
	})
}

// More people never make anybody wait longer, and Little's law holds at every
// stage: what is open is what arrives in the time that it takes.
func waitsProperty(t *rapid.T) {
	a := audits().Draw(t, "audit")
	multiplier := rapid.SampledFrom([]float64{0.5, 1, 1.25}).Draw(t, "multiplier")
	before := predicted(t, a, multiplier)
	better := a
	better.Stages = append([]capacity.Stage(nil), a.Stages...)
	i := rapid.IntRange(0, len(a.Stages)-1).Draw(t, "stage")
	if better.Stages[i].People > 0 {
		better.Stages[i].People += rapid.IntRange(1, 5).Draw(t, "more people")
	}
	after := predicted(t, better, multiplier)
	for k, s := range before.Stages {
		wait, steady := s.Queue.WaitDays.Value()
		if !steady {
			continue
		}
		longer, still := after.Stages[k].Queue.WaitDays.Value()
		require.True(t, still)
		require.LessOrEqual(t, longer, wait*(1+1e-9))
		came := multiplier * a.OrdersPerDay * a.Stages[k].TransactionsPerOrder
		require.InDelta(t, came*s.Queue.TimeDays.Or(-1), s.Queue.Open.Or(-1), 1e-9*s.Queue.Open.Or(-1))
		require.InDelta(t, came*wait, s.Queue.Waiting.Or(-1), 1e-9*s.Queue.Waiting.Or(-1))
		// Those who are worked on are as many as servers are busy.
		busy := s.Queue.Utilization * float64(s.Queue.Servers)
		require.InDelta(t, busy, s.Queue.Open.Or(-1)-s.Queue.Waiting.Or(-1), 1e-9*max(s.Queue.Open.Or(-1), busy))
	}
}

func TestWaits(t *testing.T) { rapid.Check(t, waitsProperty) }

func FuzzWaits(f *testing.F) { f.Fuzz(rapid.MakeFuzz(waitsProperty)) }
