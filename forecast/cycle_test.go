package forecast_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/forecast"
	"github.com/salesops-go/salesops/internal/testkit"
)

var reject = forecast.DefaultPolicy().CyclePolicy

// tookDays is a pipeline of deals that took that many days each.
func tookDays(stage forecast.Stage, days ...int) forecast.Pipeline {
	var p forecast.Pipeline
	for i, n := range days {
		p.Deals = append(p.Deals, forecast.Deal{
			ID: string(stage) + strconv.Itoa(i), Stage: stage, Opened: day("2026-02-01"), ClosedOn: day("2026-02-01").AddDays(n),
		})
	}
	return p
}

func TestMeasureCycle(t *testing.T) {
	type numbers = [5]float64 // mean, lower quartile, median, upper quartile, ninth decile
	for name, tc := range map[string]struct {
		days []int
		want numbers
	}{
		"one":            {[]int{7}, numbers{7, 7, 7, 7, 7}},
		"same day":       {[]int{0, 0}, numbers{0, 0, 0, 0, 0}},
		"two":            {[]int{20, 10}, numbers{15, 12.5, 15, 17.5, 19}},
		"five unsorted":  {[]int{50, 10, 40, 20, 30}, numbers{30, 20, 30, 40, 46}},
		"one to hundred": {upTo(101), numbers{50, 25, 50, 75, 90}},
		"tenths":         {[]int{0, 1, 1}, numbers{2.0 / 3, 0.5, 1, 1, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := forecast.MeasureCycle(tookDays(forecast.Lost, tc.days...), reject)
			require.NoError(t, err)
			require.Equal(t, c.Lost, c.Closed)
			got := c.Lost
			require.Equal(t, len(tc.days), got.Count)
			require.Equal(t, tc.want, numbers{
				got.MeanDays.Or(-1), got.LowerQuartileDays.Or(-1), got.MedianDays.Or(-1), got.UpperQuartileDays.Or(-1), got.NinthDecileDays.Or(-1),
			})
			require.Zero(t, c.Won.Count)
			require.Equal(t, "no deal closed", c.Won.MedianDays.Reason())
		})
	}
}

func upTo(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

func TestMeasureCycleCounts(t *testing.T) {
	p := sample() // D-4 was won after 103 days, D-5 lost after 141
	p.Deals = append(p.Deals,
		forecast.Deal{ID: "D-6", Stage: forecast.Won, Opened: day("2026-05-01")},
		forecast.Deal{ID: "D-7", Stage: forecast.Lost, ClosedOn: day("2026-05-01")},
	)
	c, err := forecast.MeasureCycle(p, reject)
	require.NoError(t, err)
	require.Equal(t, 103.0, c.Won.MedianDays.Or(-1))
	require.Equal(t, 141.0, c.Lost.MedianDays.Or(-1))
	require.Equal(t, 122.0, c.Closed.MeanDays.Or(-1))
	require.Equal(t, []int{2, 3, 2, 0}, []int{c.Closed.Count, c.Open, c.Undated, c.Negative})
}

func TestMeasureCycleNegative(t *testing.T) {
	p := tookDays(forecast.Won, 10, -1, 30, -40)
	c, err := forecast.MeasureCycle(p, reject)
	testkit.RequireFaults(
		t, err,
		testkit.Fault{Field: "Pipeline.Deals[1].ClosedOn", Reason: salesops.ErrConflict},
		testkit.Fault{Field: "Pipeline.Deals[3].ClosedOn", Reason: salesops.ErrConflict},
	)
	require.Zero(t, c)
	c, err = forecast.MeasureCycle(p, forecast.CyclePolicy{NegativeCycles: forecast.SkipNegative})
	require.NoError(t, err)
	require.Equal(t, 2, c.Negative)
	require.Equal(t, 2, c.Won.Count)
	require.Equal(t, 20.0, c.Won.MeanDays.Or(-1))
}

func TestMeasureCycleRejectsPolicy(t *testing.T) {
	_, err := forecast.MeasureCycle(sample(), forecast.CyclePolicy{})
	testkit.RequireFaults(t, err, testkit.Fault{Field: "CyclePolicy.NegativeCycles", Reason: salesops.ErrMissing})
	_, err = forecast.MeasureCycle(sample(), forecast.CyclePolicy{NegativeCycles: "absolute"})
	testkit.RequireFaults(t, err, testkit.Fault{Field: "CyclePolicy.NegativeCycles", Reason: salesops.ErrOutOfRange})
}

func TestCyclesJSON(t *testing.T) {
	c, err := forecast.MeasureCycle(sample(), reject)
	require.NoError(t, err)
	testkit.Golden(t, "cycles", c)
	testkit.Golden(t, "cycle_times", c.Won)
	conflict, out := salesops.ErrConflict, salesops.ErrOutOfRange
	requireEdits(t, c, map[string]edit{
		"closed":      {`"closed":{"count":2`, `"closed":{"count":3`, []testkit.Fault{{Field: "Cycles.Closed.Count", Reason: conflict}}},
		"open":        {`"open":3`, `"open":-3`, []testkit.Fault{{Field: "Cycles.Open", Reason: out}}},
		"undated":     {`"undated":0`, `"undated":-3`, []testkit.Fault{{Field: "Cycles.Undated", Reason: out}}},
		"negative":    {`"negative":0`, `"negative":-3`, []testkit.Fault{{Field: "Cycles.Negative", Reason: out}}},
		"below zero":  {`"mean_days":103`, `"mean_days":-103`, []testkit.Fault{{Field: "Cycles.Won.MeanDays", Reason: out}}},
		"quartile":    {`"lower_quartile_days":103`, `"lower_quartile_days":-1`, []testkit.Fault{{Field: "Cycles.Won.LowerQuartileDays", Reason: out}}},
		"order":       {`"lower_quartile_days":103`, `"lower_quartile_days":104`, []testkit.Fault{{Field: "Cycles.Won.MedianDays", Reason: out}}},
		"order above": {`"ninth_decile_days":103`, `"ninth_decile_days":102`, []testkit.Fault{{Field: "Cycles.Won.NinthDecileDays", Reason: out}}},
		"undefined":   {`"median_days":103`, `"median_days":null`, []testkit.Fault{{Field: "Cycles.Won.MedianDays", Reason: conflict}}},
		"no deals":    {`"won":{"count":1`, `"won":{"count":0`, []testkit.Fault{{Field: "Cycles.Won.LowerQuartileDays", Reason: conflict}}},
		"count":       {`"won":{"count":1`, `"won":{"count":-1`, []testkit.Fault{{Field: "Cycles.Won.Count", Reason: out}}},
	})
	mean := c.Won
	mean.MeanDays = salesops.Defined(0)
	testkit.RoundTrip(t, mean) // a mean may lie below the quantiles
	none, err := forecast.MeasureCycle(forecast.Pipeline{}, reject)
	require.NoError(t, err)
	testkit.RoundTrip(t, none)
}
