package overflow_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/overflow"
)

func TestDecisionVectors(t *testing.T) {
	type row struct {
		ID           string                `json:"id"`
		Source       string                `json:"source"`
		Order        overflow.Order        `json:"order"`
		Situation    overflow.Situation    `json:"situation"`
		MarginBasis  overflow.MarginBasis  `json:"margin_basis"`
		RiskResponse overflow.RiskResponse `json:"risk_response"`
		Expected     json.RawMessage       `json:"expected"`
	}
	deciders := make(map[overflow.Rule]int)
	actions := make(map[overflow.Action]int)
	for _, r := range testkit.Vectors[row](t, "decisions.json", 30) {
		require.NotEmpty(t, r.Source, r.ID)
		policy := overflow.DefaultPolicy().DecisionPolicy
		policy.MarginBasis, policy.RiskResponse = r.MarginBasis, r.RiskResponse
		d, err := overflow.Decide(r.Order, r.Situation, policy)
		require.NoError(t, err, r.ID)
		got, err := json.Marshal(d)
		require.NoError(t, err, r.ID)
		require.JSONEq(t, string(r.Expected), string(got), r.ID)
		deciders[d.Rule]++
		actions[d.Action]++
	}
	require.Len(t, deciders, len(overflow.Rules()), "every rule decides a row")
	require.Len(t, actions, len(overflow.Actions()), "every action comes up")
}
