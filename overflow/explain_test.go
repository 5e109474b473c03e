package overflow_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/salesops-go/salesops"
	"github.com/salesops-go/salesops/internal/testkit"
	"github.com/salesops-go/salesops/overflow"
)

func TestExplain(t *testing.T) {
	share := overflow.DefaultPolicy().DecisionPolicy
	share.MarginBasis = overflow.ShareOfTarget
	idle := overflow.Situation{Demand: 90, Capacity: 100, TeamMorale: 2}
	for name, tc := range map[string]struct {
		order  overflow.Order
		state  overflow.Situation
		policy overflow.DecisionPolicy
		want   []string
	}{
		"under load": {
			overflow.Order{QualityRisk: 4, Margin: 0.55, TargetMargin: 0.80, StrategicValue: 8}, busy, overflow.DefaultPolicy().DecisionPolicy,
			[]string{
				"quality-risk: quality risk 4 > 5 of 10: not fired, +1 to the line",
				"margin: contribution margin 0.55 < 0.6 of the price: fired, +0.05 to the line",
				"strategic-value: strategic value 8 < 7 of 10: not fired, -1 to the line",
				"team-morale: team morale 8 < 6 of 10: not fired, -2 to the line",
			},
		},
		"capacity to spare": {
			overflow.Order{QualityRisk: 5.5, Margin: 0.05, TargetMargin: 0.10, StrategicValue: 3}, idle, overflow.DefaultPolicy().DecisionPolicy,
			[]string{
				"quality-risk: quality risk 5.5 > 5 of 10: fired, -0.5 to the line",
				"margin: contribution margin 0.05 < 0 of the price: not fired, -0.05 to the line",
				"strategic-value: strategic value 3 < 7 of 10: not applicable; demand 90 does not exceed capacity 100",
				"team-morale: team morale 2 < 6 of 10: not applicable; demand 90 does not exceed capacity 100",
			},
		},
		"share of target": {
			overflow.Order{Margin: 0.28, TargetMargin: 0.35, StrategicValue: 7}, busy, share,
			[]string{
				"quality-risk: quality risk 0 > 5 of 10: not fired, +5 to the line",
				"margin: contribution margin 0.28 < 0.28 of the price: not fired, +0 to the line",
				"strategic-value: strategic value 7 < 7 of 10: not fired, +0 to the line",
				"team-morale: team morale 8 < 6 of 10: not fired, -2 to the line",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			e, err := overflow.Explain(tc.order, tc.state, tc.policy)
			require.NoError(t, err)
			var got []string
			for _, f := range e.Findings {
				got = append(got, f.String())
			}
			require.Equal(t, tc.want, got)
		})
	}
}

func TestExplanationJSON(t *testing.T) {
	e, err := overflow.Explain(good, busy, overflow.DefaultPolicy().DecisionPolicy)
	require.NoError(t, err)
	testkit.Golden(t, "explanation", e)
	testkit.Golden(t, "decision", e.Decision)

	text, err := json.Marshal(e)
	require.NoError(t, err)
	for name, tc := range map[string]struct {
		edit func(string) string
		want testkit.Fault
	}{
		"rules out of order": {
			func(s string) string {
				return strings.Replace(s, `"rule":"margin","playbook"`, `"rule":"team-morale","playbook"`, 1)
			},
			testkit.Fault{Field: "Explanation.Findings[1].Rule", Reason: salesops.ErrConflict},
		},
		"finding against the decision": {
			func(s string) string {
				return strings.Replace(s, `"fired":[]`, `"fired":["margin"]`, 1)
			},
			testkit.Fault{Field: "Explanation.Decision.Rule", Reason: salesops.ErrConflict},
		},
		"outcome against its numbers": {
			func(s string) string { return strings.Replace(s, `"not-fired"`, `"fired"`, 1) },
			testkit.Fault{Field: "Explanation.Findings[0].Outcome", Reason: salesops.ErrConflict},
		},
		"no findings": {
			func(s string) string {
				return s[:strings.Index(s, `"findings"`)] + `"findings":[]` + s[strings.Index(s, `,"remedy"`):]
			},
			testkit.Fault{Field: "Explanation.Findings", Reason: salesops.ErrMissing},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var back overflow.Explanation
			edited := tc.edit(string(text))
			require.NotEqual(t, string(text), edited)
			testkit.RequireFaults(t, json.Unmarshal([]byte(edited), &back), tc.want)
		})
	}
	t.Run("outcome against the decision", func(t *testing.T) {
		var back overflow.Explanation
		edited := strings.Replace(string(text), `"left":"0.8","op":"<","right":"0.6"`, `"left":"0.6","op":"<","right":"0.8"`, 1)
		edited = strings.Replace(edited, `"distance":"-0.2"`, `"distance":"0.2"`, 1)
		at := strings.Index(edited, `"rule":"margin","playbook"`)
		edited = edited[:at] + strings.Replace(edited[at:], `"not-fired"`, `"fired"`, 1)
		testkit.RequireFaults(t, json.Unmarshal([]byte(edited), &back),
			testkit.Fault{Field: "Explanation.Findings[1].Outcome", Reason: salesops.ErrConflict})
	})
}
