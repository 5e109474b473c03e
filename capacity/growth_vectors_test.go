package capacity_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/capacity"
	"github.com/salesops-go/salesops/internal/testkit"
)

func TestGrowthVectors(t *testing.T) {
	type month struct {
		People      float64         `json:"people"`
		Productive  float64         `json:"productive"`
		Demand      float64         `json:"demand"`
		Capacity    float64         `json:"capacity"`
		Status      salesops.Status `json:"status"`
		BufferHolds bool            `json:"buffer_holds"`
	}
	type row struct {
		ID          string               `json:"id"`
		Source      string               `json:"source"`
		Audit       capacity.Audit       `json:"audit"`
		Levels      []float64            `json:"levels"`
		Hiring      capacity.Hiring      `json:"hiring"`
		Buffer      float64              `json:"buffer"`
		BufferBasis capacity.BufferBasis `json:"buffer_basis"`
		RedAt       float64              `json:"red_at"`
		Expected    struct {
			Hires  []capacity.Hire `json:"hires"`
			Months []month         `json:"months"`
		} `json:"expected"`
	}
	statuses, hires := make(map[salesops.Status]int), 0
	for _, r := range testkit.Vectors[row](t, "growth.json", 21) {
		require.NotEmpty(t, r.Source, r.ID)
		policy := capacity.DefaultPolicy()
		policy.Buffer, policy.BufferBasis, policy.RedAt = r.Buffer, r.BufferBasis, r.RedAt
		plan, err := capacity.PlanGrowth(r.Audit, capacity.Growth{Phases: path(r.Levels...), Hiring: []capacity.Hiring{r.Hiring}}, policy)
		require.NoError(t, err, r.ID)
		require.Equal(t, r.Expected.Hires, plan.Hires, r.ID)
		require.Len(t, plan.Months, len(r.Expected.Months), r.ID)
		for i, want := range r.Expected.Months {
			s := plan.Months[i].Stages[0]
			require.Equal(t, want, month{s.People, s.ProductivePeople, s.DemandPerDay, s.CapacityPerDay, s.Status, s.BufferHolds}, "%s month %d", r.ID, i+1)
			statuses[s.Status]++
		}
		hires += len(plan.Hires)
	}
	require.Len(t, statuses, len(salesops.Statuses()), "every status comes up")
	require.Greater(t, hires, 20)
}
