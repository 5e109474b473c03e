package capacity_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/capacity"
	"github.com/salesops-go/salesops/internal/testkit"
)

// Every figure of every row, through the public functions.
func TestQueueVectors(t *testing.T) {
	type row struct {
		ID       string                     `json:"id"`
		Source   string                     `json:"source"`
		Tol      float64                    `json:"tol"`
		Atol     float64                    `json:"atol"`
		Queue    capacity.Queue             `json:"queue"`
		Target   *capacity.StaffTarget      `json:"target"`
		Tail     float64                    `json:"tail_days"`
		Expected map[string]json.RawMessage `json:"expected"`
	}
	checked := make(map[string]int)
	models := make(map[capacity.QueueModel]int)
	measures := make(map[capacity.StaffMeasure]int)
	for _, r := range testkit.Vectors[row](t, "queues.json", 96) {
		require.NotEmpty(t, r.Source, r.ID)
		got := make(map[string]float64)
		var a capacity.QueueAnalysis
		if r.Target == nil {
			var err error
			a, err = capacity.AnalyzeQueue(r.Queue)
			require.NoError(t, err, r.ID)
		} else {
			staffing, err := capacity.StaffQueue(r.Queue, *r.Target)
			require.NoError(t, err, r.ID)
			require.Equal(t, capacity.TargetMet, staffing.Outcome, r.ID)
			a = *staffing.Queue
			got["on_duty"], got["rostered"] = float64(staffing.OnDuty), float64(staffing.Rostered)
			measures[r.Target.Measure]++
		}
		models[a.Model]++
		exceeds, err := a.WaitExceeds(r.Tail)
		require.NoError(t, err, r.ID)
		got["utilization"], got["busy_chance"], got["lost"] = a.Utilization, a.BusyChance, r.Queue.ArrivalsPerDay*a.BusyChance
		if a.State == capacity.Steady {
			got["wait_chance"], got["wait_days"], got["time_days"] = a.WaitChance.Or(-1), a.WaitDays.Or(-1), a.TimeDays.Or(-1)
			got["waiting"], got["open"], got["wait_exceeds"], got["within"] = a.Waiting.Or(-1), a.Open.Or(-1), exceeds.Or(-1), 1-exceeds.Or(-1)
		}
		for key, text := range r.Expected {
			checked[key]++
			if key == "state" {
				require.Equal(t, `"`+string(a.State)+`"`, string(text), r.ID)
				continue
			}
			var want float64
			require.NoError(t, json.Unmarshal(text, &want))
			require.Contains(t, got, key, r.ID)
			require.LessOrEqual(t, math.Abs(got[key]-want), max(r.Tol*math.Abs(want), r.Atol), "%s %s: want %v, got %v", r.ID, key, want, got[key])
		}
	}
	require.Len(t, models, len(capacity.QueueModels()), "every model decides a row")
	require.Len(t, measures, len(capacity.StaffMeasures()), "every measure decides a row")
	require.Equal(t, map[string]int{
		"state": 26, "utilization": 37, "busy_chance": 40, "wait_chance": 42, "wait_days": 68, "time_days": 35, "waiting": 34, "open": 33,
		"wait_exceeds": 26, "within": 5, "lost": 1, "on_duty": 18, "rostered": 3,
	}, checked)
}
