package capacity_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/capacity"
	"github.com/salesops-go/salesops/internal/testkit"
)

// wantFinding is a finding as far as a row gives it.
type wantFinding struct {
	Rule    string           `json:"rule"`
	Subject string           `json:"subject"`
	Left    string           `json:"left"`
	Op      string           `json:"op"`
	Right   string           `json:"right"`
	Outcome salesops.Outcome `json:"outcome"`
}

func requireFindings(t *testing.T, id string, want []wantFinding, got []salesops.Finding) {
	t.Helper()
	require.Len(t, got, len(want), id)
	for i, f := range got {
		require.Equal(t, []string{want[i].Rule, want[i].Subject, want[i].Op}, []string{f.Rule, f.Subject, f.Op}, id)
		require.Equal(t, want[i].Outcome, f.Outcome, "%s: %v", id, f)
		testkit.EqualDecimal(t, want[i].Left, f.Left, id, f.Rule)
		testkit.EqualDecimal(t, want[i].Right, f.Right, id, f.Rule)
	}
}

// wantSurge is a stage's surge as far as a row gives it.
type wantSurge struct {
	Stage               string          `json:"stage"`
	DemandPerDay        float64         `json:"demand_per_day"`
	Utilization         salesops.Maybe  `json:"utilization"`
	Status              salesops.Status `json:"status"`
	BacklogGrowthPerDay float64         `json:"backlog_growth_per_day"`
	BacklogAfter        float64         `json:"backlog_after"`
	DrainDays           salesops.Maybe  `json:"drain_days"`
}

// partPolicy is a policy of which a row gives a part; the rest is the default.
type partPolicy struct{ capacity.Policy }

func (p *partPolicy) UnmarshalJSON(data []byte) error {
	whole, err := json.Marshal(capacity.DefaultPolicy())
	if err != nil {
		return err
	}
	keys := make(map[string]json.RawMessage)
	for _, part := range [][]byte{whole, data} {
		if err := json.Unmarshal(part, &keys); err != nil {
			return err
		}
	}
	if whole, err = json.Marshal(keys); err != nil {
		return err
	}
	return json.Unmarshal(whole, &p.Policy)
}

func TestAssessVectors(t *testing.T) {
	type row struct {
		ID       string         `json:"id"`
		Source   string         `json:"source"`
		Audit    capacity.Audit `json:"audit"`
		Policy   partPolicy     `json:"policy"`
		Expected struct {
			Status      salesops.Status      `json:"status"`
			Utilization float64              `json:"utilization"`
			Bottleneck  string               `json:"bottleneck"`
			Stages      []capacity.StageLoad `json:"stages"`
			Headroom    capacity.Headroom    `json:"headroom"`
			Findings    []wantFinding        `json:"findings"`
		} `json:"expected"`
	}
	outcomes := make(map[string]map[salesops.Outcome]int)
	limits := make(map[capacity.Limit]int)
	statuses := make(map[salesops.Status]int)
	for _, r := range testkit.Vectors[row](t, "assess.json", 73) {
		require.NotEmpty(t, r.Source, r.ID)
		got, err := capacity.Assess(r.Audit, r.Policy.Policy)
		require.NoError(t, err, r.ID)
		require.Equal(t, r.Expected.Status, got.Status, r.ID)
		require.Equal(t, r.Expected.Utilization, got.Utilization, r.ID)
		require.Equal(t, r.Expected.Bottleneck, got.Bottleneck, r.ID)
		for i := range r.Expected.Stages {
			r.Expected.Stages[i].Kind = r.Audit.Stages[i].Kind
		}
		require.Equal(t, r.Expected.Stages, got.Stages, r.ID)
		require.Equal(t, text(t, r.Expected.Headroom), text(t, got.Headroom), r.ID)
		requireFindings(t, r.ID, r.Expected.Findings, got.Findings)
		for _, f := range got.Findings {
			if outcomes[f.Rule] == nil {
				outcomes[f.Rule] = make(map[salesops.Outcome]int)
			}
			outcomes[f.Rule][f.Outcome]++
		}
		limits[got.Headroom.Limit]++
		statuses[got.Status]++
	}
	for _, rule := range capacity.Rules() {
		require.NotZero(t, outcomes[string(rule)][salesops.Fired], "%s fires in no row", rule)
		require.NotZero(t, outcomes[string(rule)][salesops.NotFired], "%s fires in every row", rule)
	}
	require.Len(t, limits, len(capacity.Limits()), "every limit decides a row")
	require.Len(t, statuses, len(salesops.Statuses()), "every status comes up")
}

func TestStressVectors(t *testing.T) {
	type row struct {
		ID           string                `json:"id"`
		Source       string                `json:"source"`
		Audit        capacity.Audit        `json:"audit"`
		Scenarios    []capacity.Scenario   `json:"scenarios"`
		StatusPolicy capacity.StatusPolicy `json:"status_policy"`
		Expected     struct {
			BreakOrder []capacity.BreakPoint `json:"break_order"`
			Surges     []struct {
				Scenario     string          `json:"scenario"`
				Status       salesops.Status `json:"status"`
				Breaks       []string        `json:"breaks"`
				RecoveryDays salesops.Maybe  `json:"recovery_days"`
				Stages       []wantSurge     `json:"stages"`
			} `json:"surges"`
		} `json:"expected"`
	}
	statuses := make(map[salesops.Status]int)
	never, undrained := 0, 0
	for _, r := range testkit.Vectors[row](t, "stress.json", 30) {
		require.NotEmpty(t, r.Source, r.ID)
		policy := capacity.DefaultPolicy()
		policy.StatusPolicy, policy.MaxWaitCells = r.StatusPolicy, 2000
		got, err := capacity.StressTest(r.Audit, r.Scenarios, policy)
		require.NoError(t, err, r.ID)
		require.Equal(t, text(t, r.Expected.BreakOrder), text(t, got.BreakOrder), r.ID)
		require.Len(t, got.Surges, len(r.Expected.Surges), r.ID)
		for i, want := range r.Expected.Surges {
			surge := got.Surges[i]
			require.Equal(t, want.Scenario, surge.Scenario, r.ID)
			require.Equal(t, want.Status, surge.Status, "%s %s", r.ID, want.Scenario)
			require.Equal(t, want.Breaks, surge.Breaks, "%s %s", r.ID, want.Scenario)
			require.Equal(t, text(t, want.RecoveryDays), text(t, surge.RecoveryDays), "%s %s", r.ID, want.Scenario)
			require.Len(t, surge.Stages, len(want.Stages), r.ID)
			for k, s := range surge.Stages {
				require.Equal(t, text(t, want.Stages[k]), text(t, wantSurge{
					s.Stage, s.DemandPerDay, s.Utilization, s.Status, s.BacklogGrowthPerDay, s.BacklogAfter, s.DrainDays,
				}), "%s %s", r.ID, want.Scenario)
			}
			statuses[surge.Status]++
			if _, recovers := surge.RecoveryDays.Value(); !recovers {
				undrained++
			}
		}
		for _, point := range got.BreakOrder {
			if _, breaks := point.RedAt.Value(); !breaks {
				never++
			}
		}
	}
	require.Len(t, statuses, len(salesops.Statuses()), "every status comes up")
	require.NotZero(t, never, "no stage is beyond the reach of orders")
	require.NotZero(t, undrained, "every backlog drains")
}

func TestPublishedVectors(t *testing.T) {
	type row struct {
		ID        string            `json:"id"`
		Source    string            `json:"source"`
		Tolerance float64           `json:"tol"`
		Audit     capacity.Audit    `json:"audit"`
		Scenario  capacity.Scenario `json:"scenario"`
		Expected  struct {
			Utilization  *float64 `json:"utilization"`
			BacklogAfter *float64 `json:"backlog_after"`
			DrainDays    *float64 `json:"drain_days"`
			RedAt        *float64 `json:"red_at"`
		} `json:"expected"`
	}
	checked := make(map[string]int)
	for _, r := range testkit.Vectors[row](t, "published.json", 9) {
		require.NotEmpty(t, r.Source, r.ID)
		got, err := capacity.StressTest(r.Audit, []capacity.Scenario{r.Scenario}, capacity.DefaultPolicy())
		require.NoError(t, err, r.ID)
		stage := got.Surges[0].Stages[0]
		for _, c := range []struct {
			name string
			want *float64
			got  salesops.Maybe
		}{
			{"utilization", r.Expected.Utilization, stage.Utilization},
			{"backlog after", r.Expected.BacklogAfter, salesops.Defined(stage.BacklogAfter)},
			{"drain days", r.Expected.DrainDays, stage.DrainDays},
			{"red at", r.Expected.RedAt, got.BreakOrder[0].RedAt},
		} {
			if c.want != nil {
				value, defined := c.got.Value()
				require.True(t, defined, "%s %s", r.ID, c.name)
				require.InDelta(t, *c.want, value, r.Tolerance, "%s %s", r.ID, c.name)
				checked[c.name]++
			}
		}
	}
	require.Equal(t, map[string]int{"utilization": 6, "backlog after": 3, "drain days": 3, "red at": 1}, checked)
}

func text(t testkit.Failer, value any) string {
	t.Helper()
	data, err := json.Marshal(value)
	require.NoError(t, err)
	return string(data)
}
