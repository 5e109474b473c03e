package capacity_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/capacity"
	"github.com/salesops-go/salesops/internal/testkit"
)

// Teams, mixes, losses and promises, against the same rules in exact rationals.
func TestSurgeVectors(t *testing.T) {
	type stage struct {
		DemandPerDay         float64         `json:"demand_per_day"`
		Utilization          salesops.Maybe  `json:"utilization"`
		Status               salesops.Status `json:"status"`
		FedPerDay            float64         `json:"fed_per_day"`
		OutsourcePerDay      float64         `json:"outsource_per_day"`
		BacklogGrowthPerDay  float64         `json:"backlog_growth_per_day"`
		BacklogAfter         float64         `json:"backlog_after"`
		DrainDays            salesops.Maybe  `json:"drain_days"`
		OvertimeHoursPerWeek salesops.Maybe  `json:"overtime_hours_per_week"`
		Strain               capacity.Strain `json:"strain"`
		LateOrders           salesops.Maybe  `json:"late_orders"`
	}
	type row struct {
		ID        string              `json:"id"`
		Source    string              `json:"source"`
		Why       string              `json:"why"`
		Audit     capacity.Audit      `json:"audit"`
		Scenarios []capacity.Scenario `json:"scenarios"`
		Expected  []struct {
			OrdersOutPerDay float64 `json:"orders_out_per_day"`
			Stages          []stage `json:"stages"`
		} `json:"expected"`
	}
	strains := make(map[capacity.Strain]int)
	for _, r := range testkit.Vectors[row](t, "surge.json", 14) {
		require.NotEmpty(t, r.Source, r.ID)
		policy := capacity.DefaultPolicy()
		policy.MaxWaitCells = 1000
		got, err := capacity.StressTest(r.Audit, r.Scenarios, policy)
		require.NoError(t, err, r.ID)
		testkit.RoundTrip(t, got)
		for k, want := range r.Expected {
			surge := got.Surges[k]
			require.Equal(t, want.OrdersOutPerDay, surge.OrdersOutPerDay, "%s %s %s", r.ID, r.Why, surge.Scenario)
			require.Len(t, surge.Stages, len(want.Stages))
			for i, s := range surge.Stages {
				require.Equal(t, text(t, want.Stages[i]), text(t, stage{
					s.DemandPerDay, s.Utilization, s.Status, s.FedPerDay, s.OutsourcePerDay, s.BacklogGrowthPerDay, s.BacklogAfter,
					s.DrainDays, s.OvertimeHoursPerWeek, s.Strain, s.LateOrders,
				}), "%s %s %s %s", r.ID, r.Why, surge.Scenario, s.Stage)
				strains[s.Strain]++
			}
			for _, f := range surge.Findings {
				testkit.Explains(t, f)
			}
		}
	}
	require.Len(t, strains, len(capacity.Strains()), "every strain comes up")
}
